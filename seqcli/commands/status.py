"""`status`: count leads by sequence, step and status; say what waits, what is held, and when the stream was read."""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from seqcli.brake import BrakeScope
from seqcli.clock import MINUTE_MS, Clock, format_duration, to_text
from seqcli.commands.brakes import brake_data
from seqcli.commands.branches import waiting_data, waiting_lines
from seqcli.commands.next_action import NextCode
from seqcli.commands.session import get_sequence, opened, server_now
from seqcli.commands.status_numbers import COLUMNS, LeadCount, StatusData, UnreleasedWait, count_all
from seqcli.model import Sequence
from seqcli.output.result import Block, CommandResult, Note, Table, Text, shown
from seqcli.reasons import PauseCause
from seqcli.store import WaitCount
from seqcli.wording import counted, percent

SHORT_NAMES = {"unreleased": "not released", "in_flight": "in flight"}
#: Events that changed nothing and need a word, by the key of the envelope.
_UNUSED_EVENTS = {
    "unreadable": "that could not be read: kept",
    "to_look_up": "whose mail must be read at 12m: the next `seqcli poll` does that",
}


def status(db: Path, sequence_id: str | None, clock: Clock) -> CommandResult:
    """Return counts by sequence, step and status, and what comes next."""
    with opened(db) as store:
        sequences = [get_sequence(store, sequence_id)] if sequence_id else store.sequences.load_all()
        return status_result(count_all(store, tuple(sequences), server_now(store, clock), sequence_id))


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
        "undelivered_notices": dict(numbers.notices),
        "inbox": {
            "open": numbers.inbox.open,
            "snoozed": numbers.inbox.snoozed,
            "oldest_at": _text(numbers.inbox.oldest_at) or None,
        },
        "parked_replies": numbers.parked_replies,
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
        "counts": {column: total(counts, column) for column in COLUMNS},
        "by_step": [
            {"step": step + 1, **{column: total(counts, column, step) for column in COLUMNS}}
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
        "to_enrol": waiting_data(numbers.branches, sequence.id),
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


def waits_lines(numbers: StatusData, sequence: Sequence) -> Iterator[str]:
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


def total(counts: Iterable[LeadCount], column: str, step: int | None = None) -> int:
    """Return how many leads a column counts, at all steps or at one."""
    return sum(each.count for each in counts if each.column == column and step in {None, each.step})


def _rate(numbers: StatusData, counts: Mapping[str, int], sequence_id: str) -> float | None:
    contacted = numbers.contacted.get(sequence_id, 0)
    return round(counts.get(sequence_id, 0) / contacted, 4) if contacted else None


def _sequence_blocks(numbers: StatusData, sequence: Sequence) -> list[Block]:
    counts = [each for each in numbers.counts if each.sequence_id == sequence.id]
    used = [c for c in COLUMNS if c in {"queued", "in_flight", "replied"} or total(counts, c)]
    rows = [
        (f"step {step + 1}", *(_shown(total(counts, column, step)) for column in used))
        for step in range(len(sequence.steps))
    ]
    rows.append(("all", *(str(total(counts, column)) for column in used)))
    heads = tuple(SHORT_NAMES.get(column, column) for column in used)
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
        share_text(numbers, numbers.replied, "replied", sequence),
    ]
    if numbers.bounced.get(sequence.id, 0):
        parts.append(share_text(numbers, numbers.bounced, "bounced", sequence))
    lines = [", ".join(parts)]
    if refused := total((each for each in numbers.counts if each.sequence_id == sequence.id), "refused"):
        lines.append(
            f"12m refused {counted(refused, 'lead')} before any mail left (in seqcli leads: bounced)"
        )
    for due in (each for each in numbers.due if each.sequence_id == sequence.id):
        what = f"{counted(due.follow_ups, 'follow-up')}, {counted(due.first_steps, 'first step')}"
        if due.throttled_until:
            lines.append(f"{due.identity} is throttled until {shown(due.throttled_until)}: {what} waiting")
        else:
            lines.append(f"due now: {what}")
    lines += waits_lines(numbers, sequence)
    lines += waiting_lines(numbers.branches, sequence.id)
    lines += pace_lines(numbers, sequence)
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


def pace_lines(numbers: StatusData, sequence: Sequence) -> Iterator[str]:
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


def share_text(numbers: StatusData, counts: Mapping[str, int], word: str, sequence: Sequence) -> str:
    """Return a count with its share of the contacted, such as `replied 5 (12.8 %)`."""
    rate = _rate(numbers, counts, sequence.id)
    return f"{word} {counts.get(sequence.id, 0)}" + (f" ({percent(rate)})" if rate is not None else "")


def _text(at: datetime | None) -> str:
    return "" if at is None else to_text(at)


def _last_blocks(numbers: StatusData) -> list[Block]:
    blocks: list[Block] = []
    if numbers.inbox.open:
        blocks.append(Text((f"inbox: {inbox_text(numbers)}",)))
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


def inbox_text(numbers: StatusData) -> str:
    """Return how many mails wait for a person, and for how long the oldest has."""
    oldest = numbers.inbox.oldest_at
    waited_ms = 0.0 if oldest is None else max(0.0, (numbers.now - oldest).total_seconds() * 1000)
    since = f", the oldest for {format_duration(waited_ms)}" if waited_ms >= MINUTE_MS else ""
    return f"{counted(numbers.inbox.open, 'mail')} open{since}: seqcli inbox"


def _notes(numbers: StatusData) -> list[Note]:
    notes = [
        Note(f"{counted(count, 'event')} {_UNUSED_EVENTS[kind]}", is_warning=kind == "unreadable")
        for kind, count in numbers.unused_events.items()
        if count and kind in _UNUSED_EVENTS
    ]
    notes += [Note(text, is_warning=True) for _, text in numbers.brakes]
    notes += [
        Note(f"notify: {counted(count, 'notice')} not delivered by {channel} yet: the next run tries again")
        for channel, count in numbers.notices.items()
    ]
    if numbers.parked_replies:
        hint = "`seqcli reply EMAIL --sent` or `--resend` settles each"
        what = counted(numbers.parked_replies, "answer")
        notes.append(Note(f"{what} of yours may not have been sent: {hint}", is_warning=True))
    if numbers.holds:
        notes.append(Note("held leads wait for you: `seqcli why EMAIL` says what releases each"))
    if not numbers.sequences:
        notes.append(Note("no sequences yet: seqcli import-sequence FILE"))
    return notes
