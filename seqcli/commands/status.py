"""`status`: count leads by sequence, step and status; say what waits, what is held, and when the stream was read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from seqcli.clock import Clock, plus_ms, to_text
from seqcli.commands.session import get_sequence, opened, server_now
from seqcli.engine.leads.apply import GRACE_MS, find_throttle, wait_end
from seqcli.model import LeadStatus, Sequence
from seqcli.output.result import Block, CommandResult, Note, Table, Text, shown
from seqcli.store import ComingLead, Cursor, DueCount, StepCount, Store
from seqcli.wording import counted

#: A lead's status, and two that are told apart: not released yet, and refused by 12m before any mail left.
COLUMNS = (
    "queued",
    "unreleased",
    *(status for status in LeadStatus if status is not LeadStatus.QUEUED),
    "refused",
)


_SHORT = {"unreleased": "not released", "in_flight": "in flight"}


_UNREADABLE = "events that could not be read"


_OF_EVENTS = {
    "unmatched events": "about conversations that nobody in this file has: kept, nothing to do",
    _UNREADABLE: "that could not be read",
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
    """How far an identity's stream was read; texts are instants or empty."""

    identity: str
    seq: int
    last_poll: str
    resting_until: str
    note: str


@dataclass(frozen=True, slots=True)
class Due:
    """How many mails of a sequence an identity may send now, or once it is no longer throttled (ISO text or empty)."""

    sequence_id: str
    identity: str
    throttled_until: str
    follow_ups: int
    first_steps: int


@dataclass(frozen=True, slots=True)
class NextMove:
    """Who comes next, about when (ISO text), and what happens then."""

    at: str
    email: str
    what: str
    is_due: bool


@dataclass(frozen=True, slots=True)
class StatusData:
    """What the state file says, ready to be shown."""

    sequences: tuple[Sequence, ...]
    counts: tuple[LeadCount, ...]
    contacted: Mapping[str, int]
    replied: Mapping[str, int]
    forgotten: Mapping[str, int]
    bounced: Mapping[str, int]
    paused: Mapping[str, int]
    unreleased: Mapping[str, int]
    holds: tuple[tuple[str, str, int], ...]
    identities: tuple[IdentityState, ...]
    due: tuple[Due, ...]
    next_moves: tuple[NextMove, ...]
    leftovers: Mapping[str, int]


_NEXT_SHOWN = 5


def status(db: Path, sequence_id: str | None, clock: Clock) -> CommandResult:
    """Return counts by sequence, step and status, and what comes next."""
    with opened(db) as store:
        sequences = [get_sequence(store, sequence_id)] if sequence_id else store.sequences.load_all()
        return status_result(_facts(store, tuple(sequences), server_now(store, clock), sequence_id))


def _facts(
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

    throttled = _Throttles(store, now)
    return StatusData(
        sequences=sequences,
        counts=(*(_counted(row) for row in store.queries.load_step_counts(sequence_id)), *gone),
        contacted=counted("contacted"),
        replied=counted("replied"),
        bounced=counted("bounced"),
        forgotten=_with_forgotten({}, gone),
        paused={row.sequence_id: row.paused for row in totals},
        unreleased={row.sequence_id: row.unreleased for row in totals},
        holds=tuple((r.sequence_id, r.reason, r.leads) for r in store.queries.load_hold_reasons(sequence_id)),
        identities=tuple(_identity(row, throttled) for row in store.cursors.load_all()),
        due=tuple(_due(row, throttled) for row in store.queries.load_due_counts(now)),
        next_moves=tuple(_next_moves(store, now, sequences, throttled)),
        leftovers={
            "unmatched events": leftovers.get("unmatched", 0),
            "events that could not be read": leftovers.get("unreadable", 0),
        },
    )


def _with_forgotten(counts: dict[str, int], gone: Iterable[LeadCount]) -> dict[str, int]:
    """Return counts by sequence with those who were forgotten: no rate changes by an erasure."""
    total = Counter(counts)
    for each in gone:
        total[each.sequence_id] += each.count
    return dict(total)


def _counted(row: StepCount) -> LeadCount:
    waits = row.status == LeadStatus.QUEUED and not row.released
    return LeadCount(row.sequence_id, row.step, "unreleased" if waits else row.status, row.leads)


class _Throttles:
    """Until when each identity is throttled, by the judgement of sending itself."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now
        self._known: dict[str, str] = {}

    def until(self, identity: str | None) -> str:
        """Return until when an identity is throttled, or an empty text."""
        if identity is None:
            return ""
        if identity not in self._known:
            rest = find_throttle(self._store, identity, self._now)
            self._known[identity] = "" if rest is None else to_text(rest)
        return self._known[identity]


def _identity(row: Cursor, throttled: _Throttles) -> IdentityState:
    until = throttled.until(row.identity)
    return IdentityState(
        row.identity,
        row.seq,
        "" if row.drained_at is None else to_text(row.drained_at),
        until,
        row.note if until else "",
    )


def _due(row: DueCount, throttled: _Throttles) -> Due:
    identity = row.identity or ""
    return Due(row.sequence_id, identity, throttled.until(identity), row.follow_ups, row.firsts)


def _next_moves(
    store: Store, now: datetime, sequences: tuple[Sequence, ...], throttled: _Throttles
) -> list[NextMove]:
    """Return who comes next: who waits for a send, then who waits for a reply, by when that wait ends."""
    of = {each.id: each for each in sequences}
    rows = store.queries.load_next_moves(now, next(iter(of)) if len(of) == 1 else None, _NEXT_SHOWN)
    sends = [_send(row, now, throttled) for row in rows if row.status == LeadStatus.QUEUED]
    waiting = (row for row in rows if row.status != LeadStatus.QUEUED)
    waits = [_wait(store, row, now, of[row.sequence_id]) for row in waiting]
    return sends + sorted(waits, key=lambda move: move.at)


def _send(row: ComingLead, now: datetime, throttled: _Throttles) -> NextMove:
    until = throttled.until(row.identity)
    what = f"{row.sequence_id} step {row.step + 1}"
    return NextMove(until or to_text(now), row.email, what, is_due=not until)


def _wait(store: Store, row: ComingLead, now: datetime, sequence: Sequence) -> NextMove:
    """Return when a wait ends; `wake_at` is when our own clock looks, which is later, or soon after a restore."""
    step = row.step
    attempt = store.attempts.find_accepted(row.lead_id, step)
    end = None if attempt is None else wait_end(sequence, attempt)
    at = max(now, end or plus_ms(datetime.fromisoformat(row.at), -GRACE_MS))
    then = f"step {step + 2}" if step + 1 < len(sequence.steps) else "ends"
    return NextMove(to_text(at), row.email, f"{sequence.id} {then}, if nobody answers", is_due=False)


def status_result(facts: StatusData) -> CommandResult:
    """Return the status of all sequences in `facts`."""
    data = {
        "sequences": [_sequence_data(facts, each) for each in facts.sequences],
        "identities": [
            {
                "identity": each.identity,
                "cursor": each.seq,
                "last_poll": each.last_poll or None,
                "resting_until": each.resting_until or None,
                "note": each.note,
            }
            for each in facts.identities
        ],
        "next": [
            {"at": each.at, "due_now": each.is_due, "email": each.email, "what": each.what}
            for each in facts.next_moves
        ],
        "unused_events": dict(facts.leftovers),
    }
    blocks: list[Block] = []
    for sequence in facts.sequences:
        blocks += _sequence_blocks(facts, sequence)
    blocks += _tail(facts)
    return CommandResult(data, tuple(blocks), tuple(_notes(facts)))


def _sequence_data(facts: StatusData, sequence: Sequence) -> dict[str, Any]:
    counts = [each for each in facts.counts if each.sequence_id == sequence.id]
    due = [each for each in facts.due if each.sequence_id == sequence.id]
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
        "paused": facts.paused.get(sequence.id, 0),
        "contacted_unreleased": facts.unreleased.get(sequence.id, 0),
        "contacted": facts.contacted.get(sequence.id, 0),
        "forgotten": facts.forgotten.get(sequence.id, 0),
        "reply_rate": _rate(facts, facts.replied, sequence.id),
        "bounce_rate": _rate(facts, facts.bounced, sequence.id),
        "held": [
            {"reason": reason, "leads": count} for owner, reason, count in facts.holds if owner == sequence.id
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


def _rate(facts: StatusData, counts: Mapping[str, int], sequence_id: str) -> float | None:
    contacted = facts.contacted.get(sequence_id, 0)
    return round(counts.get(sequence_id, 0) / contacted, 4) if contacted else None


def _sequence_blocks(facts: StatusData, sequence: Sequence) -> list[Block]:
    counts = [each for each in facts.counts if each.sequence_id == sequence.id]
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
    return [table, Text(tuple(_summary(facts, sequence)))]


def _shown(count: int) -> str:
    return str(count) if count else "·"


def _summary(facts: StatusData, sequence: Sequence) -> list[str]:
    parts = [
        f"contacted {facts.contacted.get(sequence.id, 0)}",
        _share(facts, facts.replied, "replied", sequence),
    ]
    if facts.bounced.get(sequence.id, 0):
        parts.append(_share(facts, facts.bounced, "bounced", sequence))
    lines = [", ".join(parts)]
    if refused := _total((each for each in facts.counts if each.sequence_id == sequence.id), "refused"):
        lines.append(f"12m refused {counted(refused, 'lead')} before any mail left")
    for due in (each for each in facts.due if each.sequence_id == sequence.id):
        what = f"{counted(due.follow_ups, 'follow-up')}, {counted(due.first_steps, 'first step')}"
        if due.throttled_until:
            lines.append(
                f"{due.identity} is throttled until {shown(due.throttled_until)}: {what} wait for that"
            )
        else:
            lines.append(f"due now: {what}")
    if forgotten := facts.forgotten.get(sequence.id, 0):
        lines.append(f"forgotten, and counted above: {forgotten}")
    if paused := facts.paused.get(sequence.id, 0):
        lines.append(f"paused: {paused}")
    if unreleased := facts.unreleased.get(sequence.id, 0):
        lines.append(f"{unreleased} written to, but not released: seqcli start {sequence.id}")
    lines += [f"held: {count}: {reason}" for owner, reason, count in facts.holds if owner == sequence.id]
    return lines


def _share(facts: StatusData, counts: Mapping[str, int], word: str, sequence: Sequence) -> str:
    rate = _rate(facts, counts, sequence.id)
    return f"{word} {counts.get(sequence.id, 0)}" + (f" ({rate:.1%})" if rate is not None else "")


def _tail(facts: StatusData) -> list[Block]:
    blocks: list[Block] = []
    if facts.next_moves:
        rows = tuple(
            ("now" if each.is_due else f"{each.at[:16]}Z", each.email, each.what) for each in facts.next_moves
        )
        blocks.append(Table("next", ("about", "lead", "what"), rows))
    for each in facts.identities:
        read = f"last read {shown(each.last_poll)}" if each.last_poll else "never read"
        rest = f", throttled until {shown(each.resting_until)} ({each.note})" if each.resting_until else ""
        blocks.append(Text((f"{each.identity}: events up to #{each.seq}, {read}{rest}",)))
    return blocks


def _notes(facts: StatusData) -> list[Note]:
    notes = [
        Note(f"{counted(count, 'event')} {_OF_EVENTS[what]}", is_warning=what == _UNREADABLE)
        for what, count in facts.leftovers.items()
        if count
    ]
    if any(owner_reason for owner_reason in facts.holds):
        notes.append(Note("held leads wait for you: `seqcli why EMAIL` says what frees each"))
    if not facts.sequences:
        notes.append(Note("no sequence yet: seqcli import-sequence FILE"))
    return notes
