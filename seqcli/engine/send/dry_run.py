"""What the next run would send, by the code that sends, in transactions that are rolled back. Nothing is sent."""

from collections.abc import Iterator
from dataclasses import dataclass

from seqcli.client import Page
from seqcli.clock import to_text
from seqcli.engine.leads.apply import find_rest
from seqcli.engine.reconcile.record import Finding, look_at_silence
from seqcli.engine.reconcile.timeouts import move_by_finding
from seqcli.engine.send.attempt import Done, Post, prepare
from seqcli.engine.stream.drain import apply_page, read_pages
from seqcli.engine.stream.freshness import earliest_now
from seqcli.model import Attempt, Lead, LeadStatus

Pages = list[tuple[Page, int]]


@dataclass(frozen=True, slots=True)
class Planned:
    """One send that would be made: the lead, and the attempt with its exact bytes; or why it would not."""

    lead: Lead
    step: int
    attempt: Attempt | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was read at 12m for a plan: the pages of the stream, and what its record says of silent leads."""

    pages: Pages
    findings: dict[str, Finding]


def look_ahead(post: Post) -> Outlook:
    """Read everything that a run would read before it sends; no transaction is open while 12m is asked.

    Raises:
        StreamError, ConfigError: it cannot be read; a run would send nothing.
    """
    pages = list(read_pages(post))
    with post.store.transaction(rollback=True):
        _apply(post, pages)
        waking = post.store.load_waking(post.identity, post.now(), -1)
    findings = {
        lead.id: look_at_silence(
            post.client, post.store, post.identity, lead, earliest_now(post.client.server_time)
        )
        for lead in waking
    }
    return Outlook(pages, findings)


def plan(post: Post, outlook: Outlook) -> Iterator[Planned]:
    """Do what a run would do up to each send, in its order, inside a transaction that the caller rolls back."""
    store, now = post.store, post.now()
    _apply(post, outlook.pages)
    unsettled = store.load_unsettled(post.identity, now, -1)
    for attempt in unsettled:
        why = "its outcome is not known: settled first, same key and text"
        yield Planned(store.get_lead(attempt.lead_id), attempt.step, attempt, why)
    for lead_id, finding in outlook.findings.items():
        lead = store.get_lead(lead_id)
        if lead.status is LeadStatus.IN_FLIGHT:
            move_by_finding(post, lead, finding)
    rest = find_rest(store, post.identity, now)
    for first in (False, True):
        for lead in store.load_due(post.identity, first=first, now=now, limit=-1, paced=False):
            if rest is not None:
                yield Planned(lead, lead.current_step, None, f"throttled until {to_text(rest)}")
            else:
                yield _planned(prepare(post, lead.id))


def _apply(post: Post, pages: Pages) -> None:
    for page, since in pages:
        apply_page(post, page, since)


def _planned(prepared: tuple[Lead, Attempt] | Done) -> Planned:
    if isinstance(prepared, Done):
        return Planned(prepared.lead, prepared.step, None, prepared.why)
    lead, attempt = prepared
    return Planned(lead, attempt.step, attempt)
