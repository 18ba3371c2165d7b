"""`status`: count leads by sequence, step and status; say what waits, what is held, and when the stream was read."""

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from seqcli.brake import BrakeScope
from seqcli.clock import Clock, next_midnight, plus_ms, to_text
from seqcli.commands.brakes import brake_data
from seqcli.commands.next_action import NextAction, NextCode
from seqcli.commands.session import get_sequence, opened, server_now
from seqcli.commands.stops import company_of
from seqcli.engine.leads.apply import GRACE_MS, find_throttle, wait_end
from seqcli.engine.leads.braking import stop_sentence
from seqcli.engine.leads.send_case import load_full_case
from seqcli.model import LeadStatus, Sequence
from seqcli.output.result import Block, CommandResult, Note, Table, Text, shown
from seqcli.pacing import is_day_full
from seqcli.reasons import PauseCause
from seqcli.store import Brake, ComingLead, Cursor, DueCount, StepCount, Store, WaitCount
from seqcli.store.queries import SequenceTotals
from seqcli.wording import counted, percent

#: The lead statuses, and two of our own: queued but not released, and refused by 12m before any mail left.
COLUMNS = (
    "queued",
    "unreleased",
    *(status for status in LeadStatus if status is not LeadStatus.QUEUED),
    "refused",
)
_SHORT = {"unreleased": "not released", "in_flight": "in flight"}
#: Events that changed nothing, by the key of the envelope.
_UNUSED_EVENTS = {
    "unmatched": "from outside your lead list: kept, nothing to do",
    "unreadable": "that could not be read: kept",
    "to_look_up": "whose mail must be read at 12m: the next `seqcli poll` does that",
}


@dataclass(frozen=True, slots=True)
class LeadCount:
    """How many leads stand at one step in one status; `column` is one of `COLUMNS`."""

    sequence_id: str
    step: int
    column: str
    count: int


@dataclass(frozen=True, slots=True)
class IdentityState:
    """How far an identity's stream was read. Instants are ISO text or empty."""

    identity: str
    seq: int
    last_poll: str
    throttled_until: str
    note: str


@dataclass(frozen=True, slots=True)
class Due:
    """How many mails of a sequence are due from an identity. `throttled_until` is ISO text, or empty: now."""

    sequence_id: str
    identity: str
    throttled_until: str
    follow_ups: int
    first_steps: int


@dataclass(frozen=True, slots=True)
class TodaysPace:
    """What the pace of a sequence let go today (UTC), and when it lets the next first step and follow-up go.

    An instant is None where the pace holds nothing back.
    """

    sent: int
    new: int
    next_first_at: datetime | None
    next_send_at: datetime | None

    def next_at(self, step: int) -> datetime | None:
        """Return when the next mail of this step may go, if not now."""
        return self.next_send_at if step else self.next_first_at


@dataclass(frozen=True, slots=True)
class UnreleasedWait:
    """How many leads will wait after their release for a date after another sequence's mail; None: for no date."""

    leads: int
    first_at: datetime | None


@dataclass(frozen=True, slots=True)
class StatusData:
    """The numbers of the state file. Mappings have sequence ids as keys; `next_actions` are (address, action)."""

    sequences: tuple[Sequence, ...]
    counts: tuple[LeadCount, ...]
    contacted: Mapping[str, int]
    replied: Mapping[str, int]
    forgotten: Mapping[str, int]
    bounced: Mapping[str, int]
    paused: Mapping[str, int]
    pauses: Mapping[tuple[str, PauseCause], int]
    away: Mapping[str, int]
    unreleased: Mapping[str, int]
    holds: tuple[tuple[str, str, int], ...]
    identities: tuple[IdentityState, ...]
    due: tuple[Due, ...]
    waits: Mapping[str, WaitCount]
    unreleased_waits: Mapping[str, UnreleasedWait]
    companies: Mapping[str, tuple[str, ...]]
    paces: Mapping[str, TodaysPace]
    brakes: tuple[tuple[Brake, str], ...]
    next_actions: tuple[tuple[str, NextAction], ...]
    unused_events: Mapping[str, int]


_NEXT_SHOWN = 5
_NAMED_COMPANIES = 200


def status(db: Path, sequence_id: str | None, clock: Clock) -> CommandResult:
    """Return counts by sequence, step and status, and what comes next."""
    with opened(db) as store:
        sequences = [get_sequence(store, sequence_id)] if sequence_id else store.sequences.load_all()
        return status_result(_count(store, tuple(sequences), server_now(store, clock), sequence_id))


def _count(
    store: Store, sequences: tuple[Sequence, ...], now: datetime, sequence_id: str | None
) -> StatusData:
    totals = store.queries.load_sequence_totals(now)
    leftovers = store.queries.count_leftovers()
    forgotten = [row for row in store.erasure.load_forgotten() if sequence_id in {None, row.sequence_id}]
    gone = tuple(LeadCount(row.sequence_id, row.step, row.status, row.people) for row in forgotten)
    written = tuple(each for each, row in zip(gone, forgotten, strict=True) if row.contacted)

    def counted(column: str) -> dict[str, int]:
        of_forgotten = (each for each in written if column in {each.column, "contacted"})
        return _with_forgotten({row.sequence_id: getattr(row, column) for row in totals}, of_forgotten)

    throttles = _ThrottleLookup(store, now)
    paces = {each.id: _todays_pace(store, each, now) for each in sequences}
    pauses = store.pauses.count_by_cause(now)
    return StatusData(
        sequences=sequences,
        counts=(*(_counted(row) for row in store.queries.load_step_counts(sequence_id)), *gone),
        contacted=counted("contacted"),
        replied=counted("replied"),
        bounced=counted("bounced"),
        forgotten=_with_forgotten({}, gone),
        paused={row.sequence_id: row.paused for row in totals},
        pauses=pauses,
        companies={
            owner: _paused_companies(store, owner, now)
            for owner, cause in pauses
            if cause is PauseCause.COMPANY
        },
        away={row.sequence_id: row.away for row in totals},
        unreleased={row.sequence_id: row.unreleased for row in totals},
        holds=tuple((r.sequence_id, r.reason, r.leads) for r in store.queries.load_hold_reasons(sequence_id)),
        identities=tuple(_identity(row, throttles) for row in store.cursors.load_all()),
        due=tuple(_due(row, throttles) for row in store.queries.load_due_counts(now)),
        waits={row.sequence_id: row for row in store.people.load_waits(now)},
        unreleased_waits=dict(_unreleased_waits(store, sequences, totals, now)),
        paces=paces,
        brakes=tuple((each, stop_sentence(store, each)) for each in store.brakes.load_tripped()),
        next_actions=tuple(_next_actions(store, now, sequences, throttles, paces)),
        unused_events={each: leftovers.get(each, 0) for each in _UNUSED_EVENTS},
    )


def _unreleased_waits(
    store: Store, sequences: tuple[Sequence, ...], totals: list[SequenceTotals], now: datetime
) -> Iterator[tuple[str, UnreleasedWait]]:
    """Yield who will wait for a date once released; where no other sequence has written to anybody, nobody will."""
    for sequence in sequences:
        if not any(row.contacted for row in totals if row.sequence_id != sequence.id):
            continue
        chosen = store.releases.choose(sequence.id, None, None, now)
        if chosen.recontact:
            yield sequence.id, UnreleasedWait(chosen.recontact, store.releases.find_first_recontact(now))


def _paused_companies(store: Store, sequence_id: str, now: datetime) -> tuple[str, ...]:
    """Return the companies of the first leads that are paused for the answer of a colleague."""
    store.targets.clear()
    store.targets.choose_paused(sequence_id, PauseCause.COMPANY, now)
    named = {
        lead.company_key or lead.id: company_of(lead) for lead in store.targets.iter_all(_NAMED_COMPANIES)
    }
    return tuple(named.values())


def _with_forgotten(counts: dict[str, int], gone: Iterable[LeadCount]) -> dict[str, int]:
    """Return counts by sequence that include forgotten persons, so that an erasure changes no rate."""
    total = Counter(counts)
    for each in gone:
        total[each.sequence_id] += each.count
    return dict(total)


def _counted(row: StepCount) -> LeadCount:
    is_unreleased = row.status == LeadStatus.QUEUED and not row.released
    column = "unreleased" if is_unreleased else row.status
    return LeadCount(row.sequence_id, row.step, column, row.leads)


class _ThrottleLookup:
    """Looks up once per identity until when it is throttled, as sending does."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now
        self._known: dict[str, datetime | None] = {}

    def until(self, identity: str | None) -> datetime | None:
        """Return until when an identity is throttled, or None."""
        if identity is None:
            return None
        if identity not in self._known:
            self._known[identity] = find_throttle(self._store, identity, self._now)
        return self._known[identity]

    def text(self, identity: str | None) -> str:
        """Return until when an identity is throttled as ISO text, or an empty text."""
        until = self.until(identity)
        return "" if until is None else to_text(until)


def _identity(row: Cursor, throttles: _ThrottleLookup) -> IdentityState:
    until = throttles.text(row.identity)
    return IdentityState(
        row.identity,
        row.seq,
        "" if row.drained_at is None else to_text(row.drained_at),
        until,
        row.note if until else "",
    )


def _due(row: DueCount, throttles: _ThrottleLookup) -> Due:
    identity = row.identity or ""
    return Due(row.sequence_id, identity, throttles.text(identity), row.follow_ups, row.firsts)


def _todays_pace(store: Store, sequence: Sequence, now: datetime) -> TodaysPace:
    sent, new = store.sequences.count_today(sequence.id, now)

    def next_at(step: int) -> datetime | None:
        is_full = is_day_full(sequence.settings.pacing, step, sent, new)
        at = max(sequence.next_at(step) or now, next_midnight(now) if is_full else now)
        return at if at > now else None

    return TodaysPace(sent, new, next_at(0), next_at(1))


def _next_actions(
    store: Store,
    now: datetime,
    sequences: tuple[Sequence, ...],
    throttles: _ThrottleLookup,
    paces: Mapping[str, TodaysPace],
) -> list[tuple[str, NextAction]]:
    """Return the first few (address, action): leads that wait for a send, then those whose wait ends first."""
    of = {each.id: each for each in sequences}
    rows = store.queries.load_next_moves(now, next(iter(of)) if len(of) == 1 else None, _NEXT_SHOWN)
    sends = [
        (row.email, _send(row, now, throttles, paces[row.sequence_id]))
        for row in rows
        if row.status == LeadStatus.QUEUED
    ]
    waiting = (row for row in rows if row.status != LeadStatus.QUEUED)
    waits = [(row.email, _wait(store, row, now, of[row.sequence_id])) for row in waiting]
    return sends + sorted(waits, key=lambda each: each[1].at or now)


def _send(row: ComingLead, now: datetime, throttles: _ThrottleLookup, pace: TodaysPace) -> NextAction:
    until, paced_until = throttles.until(row.identity), pace.next_at(row.step)
    code = NextCode.THROTTLED if until else NextCode.PACED if paced_until else NextCode.SEND
    at = max(until or now, paced_until or now)
    return NextAction(code, f"{row.sequence_id} step {row.step + 1}", at)


def _wait(store: Store, row: ComingLead, now: datetime, sequence: Sequence) -> NextAction:
    """Return when a wait ends. `wake_at` is when our own clock looks: later, or soon after a restore."""
    attempt = store.attempts.find_accepted(row.lead_id, row.step)
    end = None if attempt is None else wait_end(sequence, attempt)
    if row.wait_ends_at is not None:
        end = datetime.fromisoformat(row.wait_ends_at)
    at = max(now, end or plus_ms(datetime.fromisoformat(row.at), -GRACE_MS))
    then = f"step {row.step + 2}" if row.step + 1 < len(sequence.steps) else "ends"
    case = load_full_case(store, sequence, store.leads.get(row.lead_id), now)
    if case.look_up_open:
        text = f"{sequence.id}: a mail that concerns it is read at 12m by the next poll"
        return NextAction(NextCode.LOOK_UP, text, now)
    braked = ", not before the brake is released" if case.is_braked and then != "ends" else ""
    return NextAction(NextCode.WAIT, f"{sequence.id} {then}, if nobody answers{braked}", at)


def status_result(numbers: StatusData) -> CommandResult:
    """Return the numbers as a result."""
    data = {
        "sequences": [_sequence_data(numbers, each) for each in numbers.sequences],
        "identities": [
            {
                "identity": each.identity,
                "cursor": each.seq,
                "last_poll": each.last_poll or None,
                "throttled_until": each.throttled_until or None,
                "note": each.note,
                "brake": _brake(numbers, BrakeScope.IDENTITY, each.identity),
            }
            for each in numbers.identities
        ],
        "next": [
            {
                "at": _text(each.at),
                "due_now": each.code is NextCode.SEND,
                "email": email,
                "what": each.text,
            }
            for email, each in numbers.next_actions
        ],
        "unused_events": dict(numbers.unused_events),
    }
    blocks: list[Block] = []
    for sequence in numbers.sequences:
        blocks += _sequence_blocks(numbers, sequence)
    blocks += _last_blocks(numbers)
    return CommandResult(data, tuple(blocks), tuple(_notes(numbers)))


def _sequence_data(numbers: StatusData, sequence: Sequence) -> dict[str, Any]:
    counts = [each for each in numbers.counts if each.sequence_id == sequence.id]
    pace = numbers.paces[sequence.id]
    due = [each for each in numbers.due if each.sequence_id == sequence.id]
    free = [each for each in due if not each.throttled_until]
    return {
        "id": sequence.id,
        "name": sequence.name,
        "status": sequence.status,
        "identity": sequence.identity,
        "steps": len(sequence.steps),
        "leads": sum(each.count for each in counts),
        "counts": {column: _total(counts, column) for column in COLUMNS},
        "by_step": [
            {"step": step + 1, **{column: _total(counts, column, step) for column in COLUMNS}}
            for step in range(len(sequence.steps))
        ],
        "paused": numbers.paused.get(sequence.id, 0),
        "paused_by_cause": {cause: numbers.pauses.get((sequence.id, cause), 0) for cause in PauseCause},
        "away": numbers.away.get(sequence.id, 0),
        "contacted_unreleased": numbers.unreleased.get(sequence.id, 0),
        "contacted": numbers.contacted.get(sequence.id, 0),
        "forgotten": numbers.forgotten.get(sequence.id, 0),
        "reply_rate": _rate(numbers, numbers.replied, sequence.id),
        "bounce_rate": _rate(numbers, numbers.bounced, sequence.id),
        "held": [
            {"reason": reason, "leads": count}
            for owner, reason, count in numbers.holds
            if owner == sequence.id
        ],
        "due_now": {
            "follow_ups": sum(each.follow_ups for each in free),
            "first_steps": sum(each.first_steps for each in free),
        },
        "waiting": _waits_data(numbers.waits.get(sequence.id))
        | _unreleased_waits_data(numbers.unreleased_waits.get(sequence.id)),
        "throttled": [
            {
                "identity": each.identity,
                "until": each.throttled_until,
                "follow_ups": each.follow_ups,
                "first_steps": each.first_steps,
            }
            for each in due
            if each.throttled_until
        ],
        "brake": _brake(numbers, BrakeScope.SEQUENCE, sequence.id),
        "today": {"sent": pace.sent, "first_steps": pace.new},
        "next_first_step_at": _text(pace.next_first_at) or None,
        "next_follow_up_at": _text(pace.next_send_at) or None,
    }


def _waits_data(waits: WaitCount | None) -> dict[str, Any]:
    """Return who waits for a date after another sequence's mail, and who for people of the company to finish."""
    if waits is None:
        return {"recontact": 0, "recontact_never": 0, "recontact_from": None, "company_full": 0}
    return {
        "recontact": waits.recontact,
        "recontact_never": waits.never,
        "recontact_from": _text(waits.first_at) or None,
        "company_full": waits.company_full,
    }


def _unreleased_waits_data(waits: UnreleasedWait | None) -> dict[str, Any]:
    """Return who will wait for a date after another sequence's mail once `start` has released them."""
    if waits is None:
        return {"recontact_unreleased": 0, "recontact_unreleased_from": None}
    return {"recontact_unreleased": waits.leads, "recontact_unreleased_from": _text(waits.first_at) or None}


def _waits_lines(numbers: StatusData, sequence: Sequence) -> Iterator[str]:
    """Yield who waits for a date or for colleagues, released or not."""
    if waits := numbers.waits.get(sequence.id):
        if waits.first_at is not None:
            count = counted(waits.recontact - waits.never, "lead")
            yield f"had mail of another sequence: {count}, {_from(waits.first_at)}"
        if waits.never:
            yield f'had mail of another sequence, and recontact is "never": {counted(waits.never, "lead")}'
        if waits.company_full:
            yield f"wait for people of their company (per_company): {counted(waits.company_full, 'lead')}"
    if coming := numbers.unreleased_waits.get(sequence.id):
        when = 'recontact is "never"' if coming.first_at is None else _from(coming.first_at)
        yield f"not released, had mail of another sequence: {counted(coming.leads, 'lead')}, {when}"


def _from(first_at: datetime) -> str:
    return f"the first may go from {shown(to_text(first_at))}"


def _brake(numbers: StatusData, scope: BrakeScope, name: str) -> dict[str, Any] | None:
    found = (brake for brake, _ in numbers.brakes if (brake.scope, brake.name) == (scope, name))
    return next((brake_data(brake) for brake in found), None)


def _total(counts: Iterable[LeadCount], column: str, step: int | None = None) -> int:
    return sum(each.count for each in counts if each.column == column and step in {None, each.step})


def _rate(numbers: StatusData, counts: Mapping[str, int], sequence_id: str) -> float | None:
    contacted = numbers.contacted.get(sequence_id, 0)
    return round(counts.get(sequence_id, 0) / contacted, 4) if contacted else None


def _sequence_blocks(numbers: StatusData, sequence: Sequence) -> list[Block]:
    counts = [each for each in numbers.counts if each.sequence_id == sequence.id]
    used = [c for c in COLUMNS if c in {"queued", "in_flight", "replied"} or _total(counts, c)]
    rows = [
        (f"step {step + 1}", *(_shown(_total(counts, column, step)) for column in used))
        for step in range(len(sequence.steps))
    ]
    rows.append(("all", *(str(_total(counts, column)) for column in used)))
    heads = tuple(_SHORT.get(column, column) for column in used)
    origin = f", from {sequence.identity}" if sequence.identity else ""
    table = Table(
        f"{sequence.id}: {sequence.name} ({sequence.status}{origin})",
        ("step", *heads),
        tuple(rows),
        frozenset(heads),
    )
    return [table, Text(tuple(_summary(numbers, sequence)))]


def _shown(count: int) -> str:
    return str(count) if count else "·"


def _summary(numbers: StatusData, sequence: Sequence) -> list[str]:
    parts = [
        f"contacted {numbers.contacted.get(sequence.id, 0)}",
        _share(numbers, numbers.replied, "replied", sequence),
    ]
    if numbers.bounced.get(sequence.id, 0):
        parts.append(_share(numbers, numbers.bounced, "bounced", sequence))
    lines = [", ".join(parts)]
    if refused := _total((each for each in numbers.counts if each.sequence_id == sequence.id), "refused"):
        lines.append(f"12m refused {counted(refused, 'lead')} before any mail left")
    for due in (each for each in numbers.due if each.sequence_id == sequence.id):
        what = f"{counted(due.follow_ups, 'follow-up')}, {counted(due.first_steps, 'first step')}"
        if due.throttled_until:
            lines.append(f"{due.identity} is throttled until {shown(due.throttled_until)}: {what} waiting")
        else:
            lines.append(f"due now: {what}")
    lines += _waits_lines(numbers, sequence)
    lines += _pace_lines(numbers, sequence)
    if forgotten := numbers.forgotten.get(sequence.id, 0):
        lines.append(f"forgotten, included above: {forgotten}")
    if paused := numbers.paused.get(sequence.id, 0):
        away = numbers.away.get(sequence.id, 0)
        lines.append(
            f"paused: {paused}"
            + (f", of them away by an auto-reply: {away}" if away else "")
            + ": seqcli leads --paused"
        )
    if company := numbers.pauses.get((sequence.id, PauseCause.COMPANY), 0):
        lines.append(
            f"paused for the answer of a colleague: {company}: {_company_command(numbers, sequence)}"
        )
    if unreleased := numbers.unreleased.get(sequence.id, 0):
        lines.append(f"{counted(unreleased, 'lead')} contacted, but not released: seqcli start {sequence.id}")
    lines += [f"held: {count}: {reason}" for owner, reason, count in numbers.holds if owner == sequence.id]
    return lines


def _company_command(numbers: StatusData, sequence: Sequence) -> str:
    """Return the command that gives back who is paused for an answer at a company."""
    companies = numbers.companies.get(sequence.id, ())
    if len(companies) != 1:
        return f"seqcli leads --paused --sequence {sequence.id}"
    return f"seqcli resume --company {shlex.quote(companies[0])} --cause company"


def _pace_lines(numbers: StatusData, sequence: Sequence) -> Iterator[str]:
    """Yield what today's limits have let go, and when the pace lets the next mails go that wait."""
    pace, limits = numbers.paces[sequence.id], sequence.settings.pacing
    used = [
        f"{count} of {limit} {what}"
        for count, limit, what in (
            (pace.sent, limits.per_day, "mails"),
            (pace.new, limits.new_per_day, "first steps"),
        )
        if limit is not None
    ]
    if used:
        yield f"today: {', '.join(used)}"
    due = [each for each in numbers.due if each.sequence_id == sequence.id]
    for count, at, what in (
        (sum(each.follow_ups for each in due), pace.next_send_at, "follow-up"),
        (sum(each.first_steps for each in due), pace.next_first_at, "first step"),
    ):
        if count and at is not None:
            yield f"the next {what} goes about {shown(_text(at))}"


def _share(numbers: StatusData, counts: Mapping[str, int], word: str, sequence: Sequence) -> str:
    rate = _rate(numbers, counts, sequence.id)
    return f"{word} {counts.get(sequence.id, 0)}" + (f" ({percent(rate)})" if rate is not None else "")


def _text(at: datetime | None) -> str:
    return "" if at is None else to_text(at)


def _last_blocks(numbers: StatusData) -> list[Block]:
    blocks: list[Block] = []
    if numbers.next_actions:
        rows = tuple(
            ("now" if each.code is NextCode.SEND else shown(_text(each.at)), email, each.text)
            for email, each in numbers.next_actions
        )
        blocks.append(Table("next", ("about", "lead", "what"), rows))
    for each in numbers.identities:
        read = f"last read {shown(each.last_poll)}" if each.last_poll else "never read"
        until = (
            f", throttled until {shown(each.throttled_until)} ({each.note})" if each.throttled_until else ""
        )
        blocks.append(Text((f"{each.identity}: events up to #{each.seq}, {read}{until}",)))
    return blocks


def _notes(numbers: StatusData) -> list[Note]:
    notes = [
        Note(f"{counted(count, 'event')} {_UNUSED_EVENTS[kind]}", is_warning=kind == "unreadable")
        for kind, count in numbers.unused_events.items()
        if count
    ]
    notes += [Note(text, is_warning=True) for _, text in numbers.brakes]
    if numbers.holds:
        notes.append(Note("held leads wait for you: `seqcli why EMAIL` says what releases each"))
    if not numbers.sequences:
        notes.append(Note("no sequences yet: seqcli import-sequence FILE"))
    return notes
