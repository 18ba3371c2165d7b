"""The screen of `status --watch`: numbers in, lines for a width and a height out. Pure: no file, no clock."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from seqcli.clock import HOUR_MS, MINUTE_MS, format_duration, from_text, to_text
from seqcli.commands.next_action import NextAction, NextCode
from seqcli.commands.status import inbox_text, pace_lines, waits_lines
from seqcli.commands.status_numbers import Due, IdentityState, StatusData
from seqcli.commands.watch_layout import Section, beside, stack, titled
from seqcli.commands.watch_sequences import sequence_section
from seqcli.model import LeadStatus
from seqcli.output.spans import Line, Look, Span, cell, fitted, width_of, wrapped
from seqcli.store import RecentMove, RecentSend
from seqcli.wording import counted
from seqcli.zones import clock_time, full_clock, in_readers_zone, with_clock_times

LATELY_MINUTES, CHART_MINUTES = 10, 60
_TWO_COLUMNS = 112  # cells from which the screen has two columns
_ROOMY = 23  # lines from which there is room for a chart
_LABEL = 11
_SPARKS = "▁▂▃▄▅▆▇█"
_STALE_MS, _VERY_STALE_MS = 15 * MINUTE_MS, 2 * HOUR_MS
_MOVE_LOOKS = {
    LeadStatus.REPLIED: Look.GOOD,
    LeadStatus.HELD: Look.WARNING,
    LeadStatus.SUPPRESSED: Look.WARNING,
    LeadStatus.BOUNCED: Look.BAD,
    LeadStatus.FAILED: Look.BAD,
}


@dataclass(frozen=True, slots=True)
class WatchData:
    """What the screen shows. `sends` and `events` are counts by minute (ISO text without seconds, UTC).

    `recent` is newest first. `problem` says why the numbers are old, or what happened to the file.
    """

    numbers: StatusData
    db: str
    sends: Mapping[str, int]
    events: Mapping[str, int]
    recent: tuple[RecentSend | RecentMove, ...]
    now: datetime
    problem: str = ""

    def with_problem(self, problem: str) -> "WatchData":
        """Return the same numbers with another problem."""
        return replace(self, problem=problem)


def draw(data: WatchData, width: int, height: int) -> list[Line]:
    """Return the screen: exactly `height` lines of exactly `width` cells. What is less important is cut first."""
    room = max(0, height - 2)
    body = _two_columns(data, width, room) if width >= _TWO_COLUMNS else _one_column(data, width, room)
    body += [()] * (room - len(body))
    lines = [_head(data, width), *body[:room], _foot(width)]
    return [fitted(line, width) for line in lines[:height]]


def _one_column(data: WatchData, width: int, room: int) -> list[Line]:
    facts = _facts(data, width, room // 2)
    left = room - len(facts)
    sequences = sequence_section(data.numbers, width, left // 3)
    charts = _chart(data, width) if room >= _ROOMY else []
    return [*facts, *stack([sequences, _lately(data, width), *_coming(data, width), *charts], left)]


def _two_columns(data: WatchData, width: int, room: int) -> list[Line]:
    left = (width - 3) * 11 // 20
    right = width - 3 - left
    facts = _facts(data, left, room // 2)
    rest = room - len(facts)
    chart = _chart(data, left)
    sequences = sequence_section(data.numbers, left, rest - 5 * len(chart) - 1)
    upper = [*facts, *stack([sequences, *chart], rest)]
    return beside(upper, stack([_lately(data, right), *_coming(data, right)], room), left)


def _head(data: WatchData, width: int) -> Line:
    time = f" {full_clock(data.now)} "
    room = max(0, width - len(time))
    return (Span(cell(f" seqcli  {data.db}", room) + time, Look.BAR),)


def _foot(width: int) -> Line:
    return (Span(cell(" q quits, any other key refreshes", width), Look.DIM),)


# -- facts: what a person must know first


def _facts(data: WatchData, width: int, room: int) -> list[Line]:
    """Return what stands in the way, the worst first, and when the stream was read, on at most `room` lines.

    Where there are many, each gets fewer lines. A blank line follows where there is room.
    """
    lines: list[Line] = []
    for limit in (3, 2, 1):
        lines = [line for fact in _all_facts(data) for line in _fact_lines(data, *fact, width, limit)]
        if len(lines) < room:
            return [*lines, ()]
    return lines[:room]


def _fact_lines(data: WatchData, label: str, text: str, look: Look, width: int, limit: int) -> Iterator[Line]:
    least = 1 if label else 2  # what to do must not be cut
    pieces = wrapped(with_clock_times(text, data.now), width - _LABEL, max(limit, least))
    for at, piece in enumerate(pieces):
        name = Span(cell("" if at else label, _LABEL), Look.TITLE if look is Look.PLAIN else look)
        yield name, Span(piece, Look.PLAIN if look is Look.GOOD else look)


def _all_facts(data: WatchData) -> Iterator[tuple[str, str, Look]]:
    numbers = data.numbers
    if data.problem:
        yield "file", data.problem, Look.BAD
    yield from _brakes(numbers)
    if numbers.holds:
        yield "held", _held(numbers), Look.WARNING
    if numbers.inbox.open:
        yield "inbox", inbox_text(numbers), Look.GOOD
    for identity in numbers.identities:
        if identity.throttled_until:
            yield "throttled", _throttled(data, identity), Look.WARNING
    yield from (("waits", text, Look.PLAIN) for text in _waits(numbers))
    yield from _readings(data)
    if fine := _fine(numbers):
        yield "fine", fine, Look.DIM


def _brakes(numbers: StatusData) -> Iterator[tuple[str, str, Look]]:
    """Yield why brakes have tripped, then, once for all that one command releases, what to do."""
    for brake, _ in numbers.brakes:
        yield "brake", brake.reason, Look.BAD
    remedies = (sentence.removeprefix(f"{brake.reason}: ") for brake, sentence in numbers.brakes)
    yield from (("", remedy, Look.BAD) for remedy in dict.fromkeys(remedies))


def _held(numbers: StatusData) -> str:
    leads = sum(count for _, _, count in numbers.holds)
    reasons = ", ".join(f"{reason} {count:,}" for _, reason, count in numbers.holds)
    return f"{counted(leads, 'lead')} (seqcli leads --held): {reasons}"


def _throttled(data: WatchData, identity: IdentityState) -> str:
    until = from_text(identity.throttled_until)
    due = [each for each in data.numbers.due if each.identity == identity.identity]
    return (
        f"{identity.identity} until {clock_time(until, data.now)}, in {_age(until - data.now)}"
        f" ({identity.note}): {_mails(due)} waiting"
    )


def _mails(due: Iterable[Due]) -> str:
    due = tuple(due)
    follow_ups, firsts = sum(each.follow_ups for each in due), sum(each.first_steps for each in due)
    parts = ((follow_ups, "follow-up"), (firsts, "first step"))
    return ", ".join(counted(count, noun) for count, noun in parts if count) or "nothing"


def _waits(numbers: StatusData) -> Iterator[str]:
    for sequence in numbers.sequences:
        for line in (*waits_lines(numbers, sequence), *pace_lines(numbers, sequence)):
            yield f"{sequence.id}: {line}" if len(numbers.sequences) > 1 else line


def _readings(data: WatchData) -> Iterator[tuple[str, str, Look]]:
    """Yield when each stream was read to its end, by 12m's time."""
    if not data.numbers.identities:
        yield "last poll", "never: seqcli poll", Look.PLAIN
    for each in data.numbers.identities:
        if not each.last_poll:
            yield "last poll", f"never, {each.identity}", Look.WARNING
            continue
        age = data.now - from_text(each.last_poll)
        age_ms = age.total_seconds() * 1000
        look = Look.BAD if age_ms > _VERY_STALE_MS else Look.WARNING if age_ms > _STALE_MS else Look.PLAIN
        ago = f"{_age(age)} ago" if age_ms >= 1000 else "just now"
        yield "last poll", f"{ago}, {each.identity} up to #{each.seq:,}", look


def _fine(numbers: StatusData) -> str:
    """Return what is as it should be."""
    is_throttled = any(each.throttled_until for each in numbers.identities)
    parts = (
        (not numbers.brakes, "no brake"),
        (not numbers.holds, "no holds"),
        (not numbers.inbox.open, "inbox empty"),
        (not is_throttled, "no throttle"),
    )
    return ", ".join(text for is_fine, text in parts if is_fine)


def _age(length: timedelta) -> str:
    return format_duration(max(0, round(length.total_seconds())) * 1000)


# -- sections


def _lately(data: WatchData, width: int) -> Section:
    """Return what went out and what came in, newest first."""
    mails, read = (_newest(data, counts, LATELY_MINUTES) for counts in (data.sends, data.events))
    remark = f"{counted(mails, 'mail')} accepted, {counted(read, 'event')} read in {LATELY_MINUTES} minutes"
    email = _email_width((each.email for each in data.recent), (width - 10) // 2)
    rows = tuple(_recent(data, each, email) for each in data.recent)
    nothing = ((Span(f"  nothing in {CHART_MINUTES} minutes", Look.DIM),),)
    return Section(titled("lately", remark, width), rows or nothing, least=2)


def _recent(data: WatchData, each: RecentSend | RecentMove, email: int) -> Line:
    at = in_readers_zone(from_text(each.at)).strftime("%H:%M:%S")
    if isinstance(each, RecentSend):
        what, reason, look = f"step {each.step + 1} accepted", "", Look.BUSY
    else:
        what, reason = each.status, each.reason
        look = _MOVE_LOOKS.get(LeadStatus(each.status), Look.PLAIN)
    where = f"{each.sequence_id} " if len(data.numbers.sequences) > 1 else ""
    return (
        Span(f"{at}  ", Look.DIM),
        Span(f"{cell(each.email, email)}  "),
        Span(where, Look.DIM),
        Span(what, look),
        Span(f": {reason}" if reason else "", Look.DIM),
    )


def _coming(data: WatchData, width: int) -> list[Section]:
    """Return what goes out next and when, and whose wait ends next."""
    due = [each for each in data.numbers.due if not each.throttled_until]
    is_due = any(each.follow_ups or each.first_steps for each in due)
    remark = f"due: {_mails(due)}" if is_due else "nothing is due now"
    sends = [each for each in data.numbers.next_actions if each[1].code is not NextCode.WAIT]
    waits = [each for each in data.numbers.next_actions if each[1].code is NextCode.WAIT]
    sections = []
    if sends or not waits:
        rows = _action_rows(data, sends, width) or ((Span("  nobody waits", Look.DIM),),)
        sections.append(Section(titled("next", remark, width), rows, least=2))
    if waits:
        name = "next, if nobody answers" if not sends else "then, if nobody answers"
        title = titled(name, "" if sends else remark, width)
        sections.append(Section(title, _action_rows(data, waits, width), least=2))
    return sections


def _action_rows(data: WatchData, actions: list[tuple[str, NextAction]], width: int) -> tuple[Line, ...]:
    times = [
        "now" if each.code is NextCode.SEND or each.at is None else clock_time(each.at, data.now)
        for _, each in actions
    ]
    time = max(map(len, times), default=0)
    texts = [each.text.partition(",")[0] for _, each in actions]  # the title says on what condition
    room = width - time - 4 - max(map(len, texts), default=0)
    email = _email_width((address for address, _ in actions), room)
    return tuple(
        (
            Span(f"{cell(at, time)}  ", Look.GOOD if at == "now" else Look.DIM),
            Span(f"{cell(address, email)}  "),
            Span(text),
        )
        for at, text, (address, _) in zip(times, texts, actions, strict=True)
    )


def _email_width(emails: Iterable[str], room: int) -> int:
    """Return how wide a column of addresses is: as they need, if there is room, but wide enough to tell them apart."""
    longest = max((width_of([Span(each)]) for each in emails), default=0)
    return min(longest, max(18, room))


def _chart(data: WatchData, width: int) -> list[Section]:
    """Return mails and events by minute, the newest at the right, or nothing where nothing happened."""
    if not data.sends and not data.events:
        return []
    minutes = max(10, min(CHART_MINUTES, (width - _LABEL - 8) // 10 * 10))
    rows = tuple(_spark_row(data, name, counts, minutes) for name, counts in _tracks(data))
    return [Section(titled(f"last {minutes} minutes", "", width), rows, least=len(rows))]


def _tracks(data: WatchData) -> tuple[tuple[str, Mapping[str, int]], ...]:
    return ("mails", data.sends), ("events", data.events)


def _spark_row(data: WatchData, name: str, counts: Mapping[str, int], minutes: int) -> Line:
    values = [counts.get(each, 0) for each in _minutes(data.now, minutes)]
    most = max(values)
    signs = (_SPARKS[round((len(_SPARKS) - 1) * each / most)] if each else "·" for each in values)
    return (
        Span(cell(name, _LABEL)),
        Span("".join(signs), Look.BUSY if most else Look.DIM),
        Span(f"  {sum(values):,}"),
    )


def _newest(data: WatchData, counts: Mapping[str, int], minutes: int) -> int:
    return sum(counts.get(each, 0) for each in _minutes(data.now, minutes))


def _minutes(now: datetime, count: int) -> list[str]:
    """Return the last minutes as ISO text without seconds, the current one at the end."""
    return [to_text(now - timedelta(minutes=back))[:16] for back in reversed(range(count))]
