"""`status`: count leads by sequence, step and status; say what waits, what is held, and when the stream was read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from seqcli.clock import Clock, plus_ms, to_text
from seqcli.commands.next_action import NextAction, NextCode
from seqcli.commands.session import get_sequence, opened, server_now
from seqcli.engine.leads.apply import GRACE_MS, find_throttle, wait_end
from seqcli.model import LeadStatus, Sequence
from seqcli.output.result import Block, CommandResult, Note, Table, Text, shown
from seqcli.store import ComingLead, Cursor, DueCount, StepCount, Store
from seqcli.wording import counted

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
class StatusData:
    """The numbers of the state file. Mappings have sequence ids as keys; `next_actions` are (address, action)."""

    sequences: tuple[Sequence, ...]
    counts: tuple[LeadCount, ...]
    contacted: Mapping[str, int]
    replied: Mapping[str, int]
    forgotten: Mapping[str, int]
    bounced: Mapping[str, int]
    paused: Mapping[str, int]
    away: Mapping[str, int]
    unreleased: Mapping[str, int]
    holds: tuple[tuple[str, str, int], ...]
    identities: tuple[IdentityState, ...]
    due: tuple[Due, ...]
    next_actions: tuple[tuple[str, NextAction], ...]
    unused_events: Mapping[str, int]


_NEXT_SHOWN = 5


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
    return StatusData(
        sequences=sequences,
        counts=(*(_counted(row) for row in store.queries.load_step_counts(sequence_id)), *gone),
        contacted=counted("contacted"),
        replied=counted("replied"),
        bounced=counted("bounced"),
        forgotten=_with_forgotten({}, gone),
        paused={row.sequence_id: row.paused for row in totals},
        away={row.sequence_id: row.away for row in totals},
        unreleased={row.sequence_id: row.unreleased for row in totals},
        holds=tuple((r.sequence_id, r.reason, r.leads) for r in store.queries.load_hold_reasons(sequence_id)),
        identities=tuple(_identity(row, throttles) for row in store.cursors.load_all()),
        due=tuple(_due(row, throttles) for row in store.queries.load_due_counts(now)),
        next_actions=tuple(_next_actions(store, now, sequences, throttles)),
        unused_events={each: leftovers.get(each, 0) for each in _UNUSED_EVENTS},
    )


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


def _next_actions(
    store: Store, now: datetime, sequences: tuple[Sequence, ...], throttles: _ThrottleLookup
) -> list[tuple[str, NextAction]]:
    """Return the first few (address, action): leads that wait for a send, then those whose wait ends first."""
    of = {each.id: each for each in sequences}
    rows = store.queries.load_next_moves(now, next(iter(of)) if len(of) == 1 else None, _NEXT_SHOWN)
    sends = [(row.email, _send(row, now, throttles)) for row in rows if row.status == LeadStatus.QUEUED]
    waiting = (row for row in rows if row.status != LeadStatus.QUEUED)
    waits = [(row.email, _wait(store, row, now, of[row.sequence_id])) for row in waiting]
    return sends + sorted(waits, key=lambda each: each[1].at or now)


def _send(row: ComingLead, now: datetime, throttles: _ThrottleLookup) -> NextAction:
    until = throttles.until(row.identity)
    code = NextCode.THROTTLED if until else NextCode.SEND
    return NextAction(code, f"{row.sequence_id} step {row.step + 1}", until or now)


def _wait(store: Store, row: ComingLead, now: datetime, sequence: Sequence) -> NextAction:
    """Return when a wait ends. `wake_at` is when our own clock looks: later, or soon after a restore."""
    attempt = store.attempts.find_accepted(row.lead_id, row.step)
    end = None if attempt is None else wait_end(sequence, attempt)
    if row.wait_ends_at is not None:
        end = datetime.fromisoformat(row.wait_ends_at)
    at = max(now, end or plus_ms(datetime.fromisoformat(row.at), -GRACE_MS))
    then = f"step {row.step + 2}" if row.step + 1 < len(sequence.steps) else "ends"
    return NextAction(NextCode.WAIT, f"{sequence.id} {then}, if nobody answers", at)


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
    }


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
    origin = f" from {sequence.identity}" if sequence.identity else ""
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
    if forgotten := numbers.forgotten.get(sequence.id, 0):
        lines.append(f"forgotten, included above: {forgotten}")
    if paused := numbers.paused.get(sequence.id, 0):
        away = numbers.away.get(sequence.id, 0)
        lines.append(f"paused: {paused}" + (f", of them away by an auto-reply: {away}" if away else ""))
    if unreleased := numbers.unreleased.get(sequence.id, 0):
        lines.append(f"{counted(unreleased, 'lead')} contacted, but not released: seqcli start {sequence.id}")
    lines += [f"held: {count}: {reason}" for owner, reason, count in numbers.holds if owner == sequence.id]
    return lines


def _share(numbers: StatusData, counts: Mapping[str, int], word: str, sequence: Sequence) -> str:
    rate = _rate(numbers, counts, sequence.id)
    return f"{word} {counts.get(sequence.id, 0)}" + (f" ({rate:.1%})" if rate is not None else "")


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
    if numbers.holds:
        notes.append(Note("held leads wait for you: `seqcli why EMAIL` says what releases each"))
    if not numbers.sequences:
        notes.append(Note("no sequences yet: seqcli import-sequence FILE"))
    return notes
