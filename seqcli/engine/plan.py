"""What the next run would send, by the code that sends: the caller's transaction is rolled back afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass

from seqcli.client import Page
from seqcli.engine.drain import apply_page
from seqcli.engine.outbox import Done, Post, prepare
from seqcli.model import Attempt, Lead


@dataclass(frozen=True, slots=True)
class Planned:
    """One send that would be made: the lead, and the attempt with its exact bytes; or why it would not."""

    lead: Lead
    step: int
    attempt: Attempt | None
    why: str = ""


def plan(post: Post, pages: list[tuple[Page, int]]) -> Iterator[Planned]:
    """Apply pages that were read before, then prepare every due step in the order of a run. Nothing is sent."""
    for page, since in pages:
        apply_page(post, page, since)
    for attempt in post.store.load_unsettled(post.identity, post.now(), -1):
        lead = post.store.get_lead(attempt.lead_id)
        yield Planned(
            lead, attempt.step, attempt, "its outcome is not known: settled first, same key and text"
        )
    for first in (False, True):
        for lead in post.store.load_due(post.identity, first=first, now=post.now(), limit=-1, paced=False):
            yield _planned(prepare(post, lead.id))


def _planned(prepared: tuple[Lead, Attempt] | Done) -> Planned:
    if isinstance(prepared, Done):
        return Planned(prepared.lead, prepared.step, None, prepared.why)
    lead, attempt = prepared
    return Planned(lead, attempt.step, attempt)
