"""What the next run would send, by the code that sends, in transactions that are rolled back. Nothing is sent."""

from collections.abc import Iterator
from dataclasses import dataclass

from seqcli.client import EventPage
from seqcli.clock import to_text
from seqcli.engine.leads.apply import find_throttle
from seqcli.engine.reconcile.record import RecordFinding, look_up_lead
from seqcli.engine.reconcile.timeouts import apply_finding
from seqcli.engine.send.attempt import prepare
from seqcli.engine.send.context import SendContext, SendResult
from seqcli.engine.stream.drain import apply_page, read_pages
from seqcli.engine.stream.freshness import earliest_now
from seqcli.model import Attempt, Lead, LeadStatus

Pages = list[tuple[EventPage, int]]


@dataclass(frozen=True, slots=True)
class PlannedSend:
    """One send that would be made: the lead, and the attempt with its exact bytes; or why it would not."""

    lead: Lead
    step: int
    attempt: Attempt | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """What was read at 12m for a plan: the pages of the stream, and what its record says of silent leads."""

    pages: Pages
    findings: dict[str, RecordFinding]


def read_ahead(ctx: SendContext) -> ReadAhead:
    """Read everything that a run would read before it sends; no transaction is open while 12m is asked.

    Raises:
        StreamError, ConfigError: it cannot be read; a run would send nothing.
    """
    pages = list(read_pages(ctx))
    with ctx.store.transaction(rollback=True):
        _apply(ctx, pages)
        waking = ctx.store.leads.load_overdue(ctx.identity, ctx.now(), -1)
    findings = {
        lead.id: look_up_lead(ctx.client, ctx.store, ctx.identity, lead, earliest_now(ctx.client.server_time))
        for lead in waking
    }
    return ReadAhead(pages, findings)


def plan_sends(ctx: SendContext, outlook: ReadAhead) -> Iterator[PlannedSend]:
    """Do what a run would do up to each send, in its order, inside a transaction that the caller rolls back."""
    store, now = ctx.store, ctx.now()
    _apply(ctx, outlook.pages)
    unsettled = store.attempts.load_unsettled(ctx.identity, now, -1)
    for attempt in unsettled:
        why = "its outcome is not known: settled first, same key and text"
        yield PlannedSend(store.leads.get(attempt.lead_id), attempt.step, attempt, why)
    for lead_id, finding in outlook.findings.items():
        lead = store.leads.get(lead_id)
        if lead.status is LeadStatus.IN_FLIGHT:
            apply_finding(ctx, lead, finding)
    rest = find_throttle(store, ctx.identity, now)
    for first in (False, True):
        for lead in store.leads.load_due(ctx.identity, first=first, now=now, limit=-1, paced=False):
            if rest is not None:
                yield PlannedSend(lead, lead.current_step, None, f"throttled until {to_text(rest)}")
            else:
                yield _planned(prepare(ctx, lead.id))


def _apply(ctx: SendContext, pages: Pages) -> None:
    for page, since in pages:
        apply_page(ctx, page, since)


def _planned(prepared: tuple[Lead, Attempt] | SendResult) -> PlannedSend:
    if isinstance(prepared, SendResult):
        return PlannedSend(prepared.lead, prepared.step, None, prepared.why)
    lead, attempt = prepared
    return PlannedSend(lead, attempt.step, attempt)
