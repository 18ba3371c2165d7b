"""`preview`: show every step as a lead gets it, rendered by the code that sends. Needs no key and changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seqcli.clock import Clock, format_duration, to_text
from seqcli.commands.session import get_leads_of, get_sequence, opened, server_now
from seqcli.engine.send.preview import RenderedStep, describe_next_mail, preview_lead, preview_placeholders
from seqcli.model import AttemptState, Lead, Sequence
from seqcli.output.result import Block, CommandResult, MailBlock, Note, Text, shown
from seqcli.store import Store
from seqcli.wording import counted

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class PreviewedLead:
    """A lead with its rendered steps and what it gets next. Without an address, the steps show their field names."""

    email: str
    status: str
    next_mail: str
    steps: tuple[RenderedStep, ...]


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
                [_placeholder_lead(sequence)],
                [f"next: seqcli import-leads FILE --sequence {sequence.id}"],
            )
        now = server_now(store, clock)
        previewed = [
            PreviewedLead(
                each.email,
                each.status,
                describe_next_mail(store, sequence, each, now),
                tuple(preview_lead(store, sequence, each)),
            )
            for each in leads
        ]
    return preview_result(sequence.id, sequence.name, previewed, _notes(sequence, lead, sample))


def _chosen(store: Store, sequence: Sequence, lead: str | None, sample: int | None) -> list[Lead]:
    if lead is not None:
        return get_leads_of(store, lead, sequence.id)
    return store.lead_lists.load_spread(sequence.id, sample or 1)


def _placeholder_lead(sequence: Sequence) -> PreviewedLead:
    text = "has no leads yet; names in angle quotes stand for values"
    return PreviewedLead("", "", text, tuple(preview_placeholders(sequence)))


def _notes(sequence: Sequence, lead: str | None, sample: int | None) -> list[str]:
    if lead is not None or sample is not None:
        return []
    return [f"another lead: --lead EMAIL; several: --sample N; held leads: seqcli check {sequence.id}"]


def preview_result(
    sequence_id: str, name: str, leads: Iterable[PreviewedLead], notes: Iterable[str]
) -> CommandResult:
    """Return the leads with their steps as a result."""
    leads = tuple(leads)
    title = sequence_id if name == sequence_id else f"{sequence_id} ({name})"
    blocks: list[Block] = []
    for lead in leads:
        gap = ("",) if blocks else ()
        blocks.append(Text((*gap, f"{title}: {f'{lead.email} {lead.next_mail}'.strip()}")))
        blocks += [_mail_block(lead, rendered) for rendered in lead.steps]
    data = {
        "sequence": sequence_id,
        "name": name,
        "leads": [_lead_data(lead) for lead in leads],
    }
    return CommandResult(data, tuple(blocks), tuple(Note(note) for note in notes))


def _lead_data(lead: PreviewedLead) -> dict[str, Any]:
    return {
        "email": lead.email or None,
        "status": lead.status or None,
        "next": lead.next_mail or None,
        "steps": [_step_data(rendered) for rendered in lead.steps],
    }


def _step_data(rendered: RenderedStep) -> dict[str, Any]:
    names = [variant.name for variant in rendered.step.variants]
    accepted_at = rendered.attempt.accepted_at if rendered.attempt else None
    return {
        "step": rendered.index + 1,
        "variant": rendered.variant or None,
        "variants": names,
        "variants_off": [variant.name for variant in rendered.step.variants if variant.is_off],
        "subject": rendered.subject,
        "text": rendered.text,
        "html": rendered.html,
        "subject_characters": _length(rendered.subject),
        "words": len((rendered.text or "").split()),
        "characters": _length(rendered.text),
        "html_characters": _length(rendered.html),
        "wait": rendered.step.wait_text,
        "wait_ms": rendered.step.wait_ms,
        "needs": list(rendered.needs),
        "problem": rendered.problem or None,
        "accepted_at": to_text(accepted_at) if accepted_at else None,
    }


def _length(text: str | None) -> int:
    return len(text or "")


def _mail_block(lead: PreviewedLead, rendered: RenderedStep) -> MailBlock:
    lines = (rendered.text or "").split("\n") if not rendered.problem else ()
    return MailBlock(
        _title(rendered, len(lead.steps)),
        tuple(_head(lead, rendered)),
        tuple(line.expandtabs(4) for line in lines),
        _remark(rendered, is_last=rendered.index + 1 == len(lead.steps)),
        is_problem=bool(rendered.problem),
    )


def _title(rendered: RenderedStep, steps: int) -> str:
    title = f"step {rendered.index + 1} of {steps}"
    names = [variant.name for variant in rendered.step.variants]
    if len(names) > 1 and rendered.variant in names:
        title += f", variant {_variant_text(rendered, names)}"
    if rendered.attempt is not None and rendered.attempt.accepted_at is not None:
        title += f", accepted {shown(to_text(rendered.attempt.accepted_at))}"
    elif rendered.attempt is not None and rendered.attempt.state is not AttemptState.PENDING:
        title += ", sent, outcome unknown"
    return title


def _variant_text(rendered: RenderedStep, names: list[str]) -> str:
    """Return `2 of 3` of variants named by letters, else `short (2 of 3)`, with the names of those that are off."""
    place = f"{names.index(rendered.variant) + 1} of {len(names)}"
    off = ", ".join(variant.name for variant in rendered.step.variants if variant.is_off)
    remark = f"{off} off" if off else ""
    if rendered.variant in _LETTERS:
        return f"{place} ({remark})" if remark else place
    return f"{rendered.variant} ({'; '.join(filter(None, (place, remark)))})"


def _head(lead: PreviewedLead, rendered: RenderedStep) -> Iterator[tuple[str, str]]:
    if lead.email:
        yield "To", lead.email
    if rendered.subject is not None:
        yield "Subject", rendered.subject
    elif rendered.index:
        yield "Subject", "(in the thread of step 1)"
    if rendered.html is not None:
        yield "HTML", f"{counted(len(rendered.html), 'character')} beside the text: --json shows them"


def _remark(rendered: RenderedStep, *, is_last: bool) -> str:
    if rendered.problem:
        return (
            f"{rendered.problem}: held there until the value is imported"
            if rendered.needs
            else rendered.problem
        )
    words = len((rendered.text or "").split())
    length = f"{counted(words, 'word')}, {counted(_length(rendered.text), 'character')}"
    if rendered.index == 0:
        length += f"; subject {counted(_length(rendered.subject), 'character')}"
    wait = format_duration(rendered.step.wait_ms)
    after = "then the lead is exhausted" if is_last else f"then step {rendered.index + 2}"
    return f"{length}. Waits {wait} for a reply, {after}."
