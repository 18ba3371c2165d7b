"""`preview`: every step as a lead gets it, by the code that sends. It needs no key and changes nothing."""

from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.look import server_now
from seqcli.commands.session import get_leads_of, get_sequence, opened
from seqcli.engine.send.preview import outlook, preview_lead, preview_placeholders
from seqcli.model import Lead, Sequence
from seqcli.output.result import CommandResult
from seqcli.reports.preview import PreviewedLead, preview_result
from seqcli.store import Store


def preview(
    db: Path, sequence_id: str, clock: Clock, *, lead: str | None, sample: int | None
) -> CommandResult:
    """Return every step for one lead, for a spread of leads, or for the first one that has not ended.

    Raises:
        UsageError: there is no such sequence or lead.
    """
    with opened(db) as store:
        sequence = get_sequence(store, sequence_id)
        leads = _chosen(store, sequence, lead, sample)
        if not leads:
            return preview_result(
                sequence.id,
                sequence.name,
                [_nobody(sequence)],
                [f"next: seqcli import-leads FILE --sequence {sequence.id}"],
            )
        now = server_now(store, clock)
        readers = [
            PreviewedLead(
                each.email,
                each.status,
                outlook(store, sequence, each, now),
                tuple(preview_lead(store, sequence, each)),
            )
            for each in leads
        ]
    return preview_result(sequence.id, sequence.name, readers, _notes(sequence, lead, sample))


def _chosen(store: Store, sequence: Sequence, lead: str | None, sample: int | None) -> list[Lead]:
    if lead is not None:
        return get_leads_of(store, lead, sequence.id)
    return store.lead_lists.load_spread(sequence.id, sample or 1)


def _nobody(sequence: Sequence) -> PreviewedLead:
    told = "has no leads yet; names in angle quotes stand for their values"
    return PreviewedLead("", "", told, tuple(preview_placeholders(sequence)))


def _notes(sequence: Sequence, lead: str | None, sample: int | None) -> list[str]:
    if lead is not None or sample is not None:
        return []
    return [
        f"another lead: --lead EMAIL; several: --sample N; what would be held: seqcli check {sequence.id}"
    ]
