"""`preview`: show every step as a lead gets it, rendered by the code that sends. Needs no key and changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seqcli.clock import Clock, format_duration, to_text
from seqcli.commands.session import get_leads_of, get_sequence, opened, server_now
from seqcli.engine.send.preview import Sheet, outlook, preview_lead, preview_placeholders
from seqcli.model import AttemptState, Lead, Sequence
from seqcli.output.result import Block, CommandResult, MailBlock, Note, Text, shown
from seqcli.store import Store


@dataclass(frozen=True, slots=True)
class PreviewedLead:
    """Who gets the steps and what is to come; without an address they show the names of their fields."""

    email: str
    status: str
    outlook: str
    sheets: tuple[Sheet, ...]


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


def preview_result(
    sequence_id: str, name: str, readers: Iterable[PreviewedLead], notes: Iterable[str]
) -> CommandResult:
    """Return every step for every reader."""
    readers = tuple(readers)
    title = sequence_id if name == sequence_id else f"{sequence_id} ({name})"
    blocks: list[Block] = []
    for reader in readers:
        gap = ("",) if blocks else ()
        blocks.append(Text((*gap, f"{title}: {f'{reader.email} {reader.outlook}'.strip()}")))
        blocks += [_letter(reader, sheet) for sheet in reader.sheets]
    data = {
        "sequence": sequence_id,
        "name": name,
        "leads": [_reader_data(reader) for reader in readers],
    }
    return CommandResult(data, tuple(blocks), tuple(Note(note) for note in notes))


def _reader_data(reader: PreviewedLead) -> dict[str, Any]:
    return {
        "email": reader.email or None,
        "status": reader.status or None,
        "next": reader.outlook or None,
        "steps": [_sheet_data(sheet) for sheet in reader.sheets],
    }


def _sheet_data(sheet: Sheet) -> dict[str, Any]:
    names = [variant.name for variant in sheet.step.variants]
    accepted_at = sheet.attempt.accepted_at if sheet.attempt else None
    return {
        "step": sheet.index + 1,
        "variant": sheet.variant or None,
        "variants": names,
        "subject": sheet.subject,
        "text": sheet.text,
        "html": sheet.html,
        "subject_characters": _length(sheet.subject),
        "words": len((sheet.text or "").split()),
        "characters": _length(sheet.text),
        "html_characters": _length(sheet.html),
        "wait": sheet.step.wait_text,
        "wait_ms": sheet.step.wait_ms,
        "needs": list(sheet.needs),
        "problem": sheet.problem or None,
        "accepted_at": to_text(accepted_at) if accepted_at else None,
    }


def _length(text: str | None) -> int:
    return len(text or "")


def _letter(reader: PreviewedLead, sheet: Sheet) -> MailBlock:
    lines = (sheet.text or "").split("\n") if not sheet.problem else ()
    return MailBlock(
        _title(sheet, len(reader.sheets)),
        tuple(_head(reader, sheet)),
        tuple(line.expandtabs(4) for line in lines),
        _remark(sheet, is_last=sheet.index + 1 == len(reader.sheets)),
        is_problem=bool(sheet.problem),
    )


def _title(sheet: Sheet, steps: int) -> str:
    title = f"step {sheet.index + 1} of {steps}"
    names = [variant.name for variant in sheet.step.variants]
    if len(names) > 1 and sheet.variant in names:
        place = f"{names.index(sheet.variant) + 1} of {len(names)}"
        title += f", variant {place}" if sheet.variant in _LETTERS else f", variant {sheet.variant} ({place})"
    if sheet.attempt is not None and sheet.attempt.accepted_at is not None:
        title += f", accepted {shown(to_text(sheet.attempt.accepted_at))}"
    elif sheet.attempt is not None and sheet.attempt.state is not AttemptState.PENDING:
        title += ", sent, outcome not known"
    return title


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


def _head(reader: PreviewedLead, sheet: Sheet) -> Iterator[tuple[str, str]]:
    if reader.email:
        yield "To", reader.email
    if sheet.subject is not None:
        yield "Subject", sheet.subject
    elif sheet.index:
        yield "Subject", "(in the thread of step 1)"
    if sheet.html is not None:
        yield "HTML", f"{_counted(len(sheet.html), 'character')} beside the text; --json shows them"


def _remark(sheet: Sheet, *, is_last: bool) -> str:
    if sheet.problem:
        return f"{sheet.problem}: held there until it is imported" if sheet.needs else sheet.problem
    words = len((sheet.text or "").split())
    length = f"{_counted(words, 'word')}, {_counted(_length(sheet.text), 'character')}"
    if sheet.index == 0:
        length += f"; subject {_counted(_length(sheet.subject), 'character')}"
    wait = format_duration(sheet.step.wait_ms)
    after = "then the lead is exhausted" if is_last else f"then step {sheet.index + 2}"
    return f"{length}. Waits {wait} for a reply, {after}."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
