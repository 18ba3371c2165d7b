"""What the next run would send, by the code that sends, in transactions that are rolled back. Nothing is sent."""

import pickle
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from tempfile import TemporaryFile
from weakref import finalize

from seqcli.client import Conversation, EventPage
from seqcli.clock import to_text
from seqcli.eligibility import ABOUT_OTHERS, BLOCKER_TEXTS, Blocker, describe_blocker
from seqcli.engine.leads.apply import find_throttle, get_sequence
from seqcli.engine.leads.braking import check_brakes
from seqcli.engine.leads.branching import make_due
from seqcli.engine.leads.send_case import load_case
from seqcli.engine.reconcile.look_ups import MAX_LOOK_UPS, apply_look_up, read_conversation_of
from seqcli.engine.reconcile.record import RecordFinding, look_up_lead
from seqcli.engine.reconcile.timeouts import apply_finding
from seqcli.engine.send.attempt import prepare
from seqcli.engine.send.context import SendContext, SendResult
from seqcli.engine.send.due_work import EVERYTHING, DueItem, DueKind, DueWork
from seqcli.engine.send.pace import make_spread
from seqcli.engine.stream.drain import apply_page, read_pages
from seqcli.engine.stream.freshness import earliest_now
from seqcli.errors import StreamError
from seqcli.model import Attempt, AttemptState, Lead, LeadStatus
from seqcli.pacing import Spread
from seqcli.reasons import AttemptReason, LeadReason
from seqcli.store import StoredEvent


class Pages:
    """Pages of the stream with their `since`, in a file without a name: a first drain may be longer than memory."""

    def __init__(self, pages: Iterable[tuple[EventPage, int]]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed with this object
        finalize(self, self._file.close)
        for page in pages:
            pickle.dump(page, self._file)

    def __iter__(self) -> Iterator[tuple[EventPage, int]]:
        """Yield the pages in order; each call begins anew."""
        self._file.seek(0)
        with suppress(EOFError):
            while True:
                yield pickle.load(self._file)  # noqa: S301 - our own, of this moment


@dataclass(frozen=True, slots=True)
class PlannedSend:
    """One send that a run would make: the attempt with its exact bytes; or why it would make none.

    `skipped` is the code of why not, and `why` the same for people. `at` is when about the pace lets it go, None: now.
    """

    lead: Lead
    step: int
    attempt: Attempt | None = None
    skipped: Blocker | LeadReason | None = None
    why: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """What was read at 12m for a plan: the pages of the stream, and what its record says of silent leads.

    `conversations` are those of mails to be looked up, by the event's seq; None for one that is gone.
    """

    pages: Pages
    findings: dict[str, RecordFinding]
    conversations: dict[int, Conversation | None]


def read_ahead(ctx: SendContext) -> ReadAhead:
    """Read everything that a run would read before it sends; no transaction is open while 12m is asked.

    Raises:
        StreamError, ConfigError: it cannot be read; a run would send nothing.
    """
    pages = Pages(read_pages(ctx))
    with ctx.store.transaction(rollback=True):
        _apply(ctx, pages)
        check_brakes(ctx.store, ctx.identity, ctx.now())
        overdue = ctx.store.leads.load_overdue(ctx.identity, ctx.now(), -1)
        doubtful = ctx.store.events.load_look_ups(ctx.identity, MAX_LOOK_UPS)
    findings = {
        lead.id: look_up_lead(ctx.client, ctx.store, ctx.identity, lead, earliest_now(ctx.client.server_time))
        for lead in overdue
    }
    return ReadAhead(pages, findings, _read_doubtful(ctx, doubtful))


def _read_doubtful(ctx: SendContext, doubtful: list[StoredEvent]) -> dict[int, Conversation | None]:
    """Return the conversations that can be read now; the leads of the others wait, in a run as well."""
    found: dict[int, Conversation | None] = {}
    for kept in doubtful:
        with suppress(StreamError):
            found[kept.seq] = read_conversation_of(ctx.client, kept)
    return found


def plan_sends(ctx: SendContext, known: ReadAhead, sequence_id: str | None = None) -> Iterator[PlannedSend]:
    """Do what a run would do up to each send, in its order, inside a transaction that the caller rolls back.

    Then yield who gets nothing and why: of one sequence, or of all.
    """
    _apply(ctx, known.pages)
    for kept in ctx.store.events.load_look_ups(ctx.identity, MAX_LOOK_UPS):
        if kept.seq in known.conversations:
            apply_look_up(ctx.event_context(), kept, known.conversations[kept.seq])
    make_due(ctx.store, ctx.now())
    check_brakes(ctx.store, ctx.identity, ctx.now())
    throttled_until = find_throttle(ctx.store, ctx.identity, ctx.now())
    asked: set[str] = set()
    # Laid out by what went today, before the plan itself counts as sent.
    now = ctx.now()
    spreads = {each.id: make_spread(ctx.store, each, now) for each in ctx.store.sequences.load_all()}
    due = DueWork(ctx, paced=False, batch=EVERYTHING)
    for item in due:
        if item.kind is DueKind.TIMEOUT:
            _apply_finding(ctx, item.lead, known.findings)
            continue
        planned = _placed(ctx, _plan_item(ctx, item, throttled_until), spreads)
        if item.kind is DueKind.STEP:
            _take_away(ctx, planned)
            due.put_back(item.lead)
        else:
            asked.add(item.lead.id)
        yield planned
    for lead, blocker in ctx.store.leads.iter_blocked(ctx.identity, sequence_id, ctx.now()):
        if lead.id not in asked:
            why = lead.status_reason if blocker is Blocker.HELD else _describe(ctx, lead, blocker)
            yield PlannedSend(lead, lead.current_step, None, blocker, why)


def _take_away(ctx: SendContext, planned: PlannedSend) -> None:
    """Let a lead be due no more, so that nobody needs to remember who was planned."""
    now, lead = ctx.now(), ctx.store.leads.get(planned.lead.id)
    status = LeadStatus.STOPPED if planned.attempt is None else LeadStatus.IN_FLIGHT
    ctx.store.leads.save(lead, replace(lead, status=status), now)


def _describe(ctx: SendContext, lead: Lead, blocker: Blocker) -> str:
    if blocker not in ABOUT_OTHERS:
        return BLOCKER_TEXTS[blocker]
    attempt = ctx.store.attempts.find_latest(lead.id, lead.current_step)
    case = load_case(ctx.store, get_sequence(ctx.store, lead.sequence_id), lead, ctx.now(), attempt)
    return describe_blocker(case, blocker)


def _placed(ctx: SendContext, planned: PlannedSend, spreads: dict[str, Spread]) -> PlannedSend:
    """Return a planned first try with when about its sequence's pace lets it go."""
    if planned.attempt is None or planned.attempt.state is not AttemptState.PENDING:
        return planned
    at = spreads[planned.lead.sequence_id].place(planned.step)
    return replace(planned, at=at) if at > ctx.now() else planned


def _apply(ctx: SendContext, pages: Pages) -> None:
    for page, since in pages:
        apply_page(ctx, page, since)


def _apply_finding(ctx: SendContext, lead: Lead, findings: dict[str, RecordFinding]) -> None:
    finding = findings.get(lead.id)
    current = ctx.store.leads.get(lead.id)
    if finding is not None and current.status is LeadStatus.IN_FLIGHT:
        apply_finding(ctx, current, finding)


def _plan_item(ctx: SendContext, item: DueItem, throttled_until: datetime | None) -> PlannedSend:
    lead = item.lead
    if item.attempt is not None and item.kind is DueKind.ASK_RECORD:
        why = "the outcome of an earlier try is not known: 12m's record is asked first"
        return PlannedSend(lead, item.attempt.step, None, Blocker.OUTCOME_UNKNOWN, why)
    if throttled_until is not None:
        why = f"throttled until {to_text(throttled_until)}"
        return PlannedSend(lead, lead.current_step, None, Blocker.THROTTLED, why)
    if item.attempt is not None:
        why = "the outcome of an earlier try is not known: the same key and text settle it"
        return PlannedSend(lead, item.attempt.step, item.attempt, why=why)
    prepared = prepare(ctx, lead.id)
    if not isinstance(prepared, SendResult):
        # As if it had gone: it keeps other sequences from writing to the same person.
        how = (None, None, None, None, AttemptReason.ACCEPTED, "planned")
        ctx.store.attempts.mark_accepted(prepared[1], ctx.now(), *how)
    return _planned(prepared)


def _planned(prepared: tuple[Lead, Attempt] | SendResult) -> PlannedSend:
    if not isinstance(prepared, SendResult):
        lead, attempt = prepared
        return PlannedSend(lead, attempt.step, attempt)
    skipped = prepared.blocker or prepared.lead.reason_code
    return PlannedSend(prepared.lead, prepared.step, None, skipped, prepared.why)
