"""The numbers that `status` shows: leads by sequence, step and status, what waits, and what comes next."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from seqcli.clock import next_midnight, plus_ms, to_text
from seqcli.commands.next_action import NextAction, NextCode
from seqcli.commands.stops import company_of
from seqcli.engine.leads.apply import GRACE_MS, find_throttle, wait_end
from seqcli.engine.leads.braking import stop_sentence
from seqcli.engine.leads.send_case import load_full_case
from seqcli.model import LeadStatus, Sequence
from seqcli.pacing import is_day_full
from seqcli.reasons import PauseCause
from seqcli.store import (
    Brake,
    BranchCount,
    ComingLead,
    Cursor,
    DueCount,
    InboxCount,
    StepCount,
    Store,
    WaitCount,
)
from seqcli.store.queries import SequenceTotals

#: The lead statuses, and two of our own: queued but not released, and refused by 12m before any mail left.
COLUMNS = (
    "queued",
    "unreleased",
    *(status for status in LeadStatus if status is not LeadStatus.QUEUED),
    "refused",
)
#: Kinds of events that changed nothing.
UNUSED_EVENTS = ("unmatched", "unreadable", "to_look_up")


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

    now: datetime
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
    inbox: InboxCount
    notices: Mapping[str, int]
    parked_replies: int
    branches: tuple[BranchCount, ...]


_NEXT_SHOWN = 5
_NAMED_COMPANIES = 200


def count_all(
    store: Store,
    sequences: tuple[Sequence, ...],
    now: datetime,
    sequence_id: str | None,
    next_shown: int = _NEXT_SHOWN,
) -> StatusData:
    """Return the numbers of these sequences; of one alone, `sequence_id` is its id."""
    totals = store.queries.load_sequence_totals(now)
    steps = [_counted(row) for row in store.queries.load_step_counts(sequence_id)]
    leftovers = store.queries.count_leftovers()
    forgotten = [row for row in store.erasure.load_forgotten() if sequence_id in {None, row.sequence_id}]
    gone = tuple(LeadCount(row.sequence_id, row.step, row.status, row.people) for row in forgotten)
    written = tuple(each for each, row in zip(gone, forgotten, strict=True) if row.contacted)

    def counted(column: str) -> dict[str, int]:
        of_forgotten = (each for each in written if column in {each.column, "contacted"})
        return _summed(of_forgotten, {row.sequence_id: getattr(row, column) for row in totals})

    throttles = _ThrottleLookup(store, now)
    paces = {each.id: _todays_pace(store, each, now) for each in sequences}
    pauses = store.pauses.count_by_cause(now)
    return StatusData(
        now=now,
        sequences=sequences,
        counts=(*steps, *gone),
        contacted=counted("contacted"),
        replied=counted("replied"),
        bounced=_summed(each for each in (*steps, *written) if each.column == LeadStatus.BOUNCED),
        forgotten=_summed(gone),
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
        next_actions=tuple(_next_actions(store, now, sequences, throttles, paces, next_shown)),
        inbox=store.inbox.count(now),
        notices=store.notices.count(),
        unused_events={each: leftovers.get(each, 0) for each in UNUSED_EVENTS},
        parked_replies=store.replies.count_parked(),
        branches=tuple(store.branches.count_waiting(now)),
    )


def _unreleased_waits(
    store: Store, sequences: tuple[Sequence, ...], totals: list[SequenceTotals], now: datetime
) -> Iterator[tuple[str, UnreleasedWait]]:
    """Yield who will wait for a date once released; where no other sequence has written to anybody, nobody will."""
    for sequence in sequences:
        if not any(row.contacted for row in totals if row.sequence_id != sequence.id):
            continue
        count, first_at = store.releases.find_waits(sequence.id, now)
        if count:
            yield sequence.id, UnreleasedWait(count, first_at)


def _paused_companies(store: Store, sequence_id: str, now: datetime) -> tuple[str, ...]:
    """Return the companies of the first leads that are paused for the answer of a colleague."""
    store.targets.clear()
    store.targets.choose_paused(sequence_id, PauseCause.COMPANY, now)
    named = {
        lead.company_key or lead.id: company_of(lead) for lead in store.targets.iter_all(_NAMED_COMPANIES)
    }
    return tuple(named.values())


def _summed(counts: Iterable[LeadCount], totals: Mapping[str, int] = MappingProxyType({})) -> dict[str, int]:
    """Return counts by sequence, added to `totals`; with forgotten persons in them an erasure changes no rate."""
    total = Counter(totals)
    for each in counts:
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
    limit: int,
) -> list[tuple[str, NextAction]]:
    """Return the first few (address, action): leads that wait for a send, then those whose wait ends first."""
    of = {each.id: each for each in sequences}
    rows = store.queries.load_next_moves(now, next(iter(of)) if len(of) == 1 else None, limit)
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
