"""`check`: count the leads that would be held or left out, and find unknown fields and slips in the copy."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from seqcli.clock import Clock
from seqcli.commands.branches import missing_sequence_remarks
from seqcli.commands.remarks import Remark, unknown_field_remark
from seqcli.commands.session import get_sequence, opened, server_now
from seqcli.commands.variant import describe_variants
from seqcli.engine.leads.braking import find_tripped, release_command
from seqcli.engine.leads.inspection import Group, Inspection, find_unknown_fields, inspect
from seqcli.engine.send.preview import preview_lead
from seqcli.errors import ExitCode
from seqcli.model import Sequence, SequenceStatus, Step
from seqcli.output.result import Block, CommandResult, Note, Table, Text
from seqcli.store import Store
from seqcli.templates import used_fields
from seqcli.templates.proofreading import MAX_FIRST_MAIL_WORDS, MAX_SUBJECT_CHARS, proofread
from seqcli.wording import counted


@dataclass(frozen=True, slots=True)
class IssueCount:
    """A number of leads with something in common, and the addresses of the first few."""

    what: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. `leads` is None for a sequence file, of which only the copy is checked."""

    source: str
    steps: int
    leads: int | None
    ready: IssueCount
    done: IssueCount
    held: tuple[IssueCount, ...]
    left_out: tuple[IssueCount, ...]
    unused_fields: tuple[str, ...]
    remarks: tuple[Remark, ...]
    next_step: str
    variants: tuple[str, ...] = ()


_FILE_SUFFIXES = frozenset({".toml", ".json"})
_NOBODY = IssueCount("", 0, ())


def check(db: Path, sequence: str, clock: Clock) -> CommandResult:
    """Return what to correct before a sequence is started. Of a sequence file, only the copy is checked.

    Raises:
        UsageError: there is no such sequence.
        InputFileError: the file holds no usable sequence.
    """
    if Path(sequence).suffix.lower() in _FILE_SUFFIXES:
        return check_result(_check_file(Path(sequence)))
    with opened(db) as store:
        found = get_sequence(store, sequence)
        return check_result(_check_stored(store, found, server_now(store, clock)))


def _check_file(path: Path) -> Checked:
    from seqcli.sequence_file import read_sequence  # noqa: PLC0415 - only files need pydantic

    draft = read_sequence(path)
    remarks = tuple(_copy_remarks(draft.steps, ()))
    next_step = f"seqcli import-sequence {path}"
    variants = tuple(describe_variants(draft.steps))
    return Checked(
        str(path), len(draft.steps), None, _NOBODY, _NOBODY, (), (), (), remarks, next_step, variants
    )


def _check_stored(store: Store, sequence: Sequence, now: datetime) -> Checked:
    found = inspect(store, sequence, now, MAX_SUBJECT_CHARS)
    used = frozenset().union(*map(used_fields, sequence.steps))
    remarks = [
        *map(unknown_field_remark, find_unknown_fields(store, sequence)),
        *_measured(store, sequence, found),
        *_copy_remarks(sequence.steps, sorted(found.fields)),
        *missing_sequence_remarks(sequence.settings, sequence.id, store),
    ]
    remarks.sort(key=lambda each: (not each.is_error, not each.steps, each.steps))
    return Checked(
        source=sequence.id,
        steps=len(sequence.steps),
        leads=found.total,
        ready=_counted("get every remaining step", found.ready),
        done=_counted("have every step already", found.finished),
        held=_most_first(found.held),
        left_out=_most_first(found.left_out),
        unused_fields=tuple(sorted(found.fields - used)),
        remarks=tuple(remarks),
        next_step=_next_step(store, sequence, found),
        variants=tuple(describe_variants(sequence.steps)),
    )


def _next_step(store: Store, sequence: Sequence, found: Inspection) -> str:
    """Return the next command. While a brake stops the sequence, `start` refuses, also a dry run."""
    if not found.total:
        return f"seqcli import-leads FILE --sequence {sequence.id}"
    if brake := find_tripped(store, sequence.id, sequence.identity):
        return f"{release_command(store, brake)}, as a brake has tripped: {brake.reason}"
    if sequence.status is SequenceStatus.PAUSED:
        return f"seqcli resume --sequence {sequence.id}, as the sequence is paused"
    return f"seqcli preview {sequence.id} --sample 3; seqcli start {sequence.id} --dry-run"


def _counted(what: str, group: Group) -> IssueCount:
    return IssueCount(what, group.count, tuple(group.names))


def _most_first(groups: Mapping[str, Group]) -> tuple[IssueCount, ...]:
    by_size = sorted(groups.items(), key=lambda each: -each[1].count)
    return tuple(_counted(what, group) for what, group in by_size)


def _copy_remarks(steps: tuple[Step, ...], known_fields: Iterable[str]) -> Iterator[Remark]:
    for each in proofread(steps, tuple(known_fields)):
        yield Remark(each.code, () if each.step is None else (each.step + 1,), each.text, each.hint)


def _measured(store: Store, sequence: Sequence, found: Inspection) -> Iterator[Remark]:
    """Yield remarks that need real leads: the longest subject, the length of a first mail."""
    if found.longest is not None:
        chars, email, subject = found.longest
        said = f'the subject has {chars} characters for {email}: "{subject[:MAX_SUBJECT_CHARS]}…"'
        hint = f"Mail programs show about {MAX_SUBJECT_CHARS}, phones fewer."
        yield Remark("long_subject", (1,), said, hint)
    for lead in store.lead_lists.load_spread(sequence.id, 1):
        words = len((preview_lead(store, sequence, lead)[0].text or "").split())
        if words > MAX_FIRST_MAIL_WORDS:
            said = f"the first mail has {words} words for {lead.email}"
            yield Remark("long_first_mail", (1,), said, "Cold mail of 50 to 125 words gets most answers.")


def check_result(checked: Checked) -> CommandResult:
    """Return the findings as a result. The exit code is 1 if leads would be held or a field is unknown."""
    errors = sum(1 for each in checked.remarks if each.is_error)
    is_bad = bool(checked.held) or errors > 0
    blocks: list[Block] = [Text((_headline(checked),))]
    if rows := _lead_rows(checked):
        blocks.append(Table("", ("leads", "become", "for example"), tuple(rows), frozenset({"leads"})))
    if checked.remarks:
        rows = [(_kind(each), _steps(each.steps), each.text, each.hint) for each in checked.remarks]
        blocks.append(Table("", ("", "step", "what", "what to do"), tuple(rows)))
    code = ExitCode.SOME_FAILED if is_bad else ExitCode.DONE
    return CommandResult(_data(checked), tuple(blocks), tuple(_notes(checked, is_good=not is_bad)), code)


def _headline(checked: Checked) -> str:
    size = f"{checked.source}: {counted(checked.steps, 'step')}"
    if checked.leads is None:
        size += ", copy only"
    elif not checked.leads:
        size += ", no leads yet"
    else:
        size += f", {counted(checked.leads, 'lead')}"
    errors = sum(1 for each in checked.remarks if each.is_error)
    counts = {"error": errors, "warning": len(checked.remarks) - errors}
    counts_text = [counted(count, noun) for noun, count in counts.items() if count]
    if held := sum(each.count for each in checked.held):
        counts_text.append(f"{held:,} held")
    return f"{size}; {', '.join(counts_text) or 'nothing to correct'}"


def _lead_rows(checked: Checked) -> list[tuple[str, ...]]:
    groups = [
        checked.ready,
        checked.done,
        *(IssueCount(f"held: {each.what}", each.count, each.names) for each in checked.held),
        *(IssueCount(f"left out: {each.what}", each.count, each.names) for each in checked.left_out),
    ]
    return [(f"{each.count:,}", each.what, _names(each)) for each in groups if each.count]


def _names(group: IssueCount) -> str:
    more = group.count - len(group.names)
    return ", ".join(group.names) + (f" and {more:,} more" if more else "")


def _kind(remark: Remark) -> str:
    return "error" if remark.is_error else "warning"


def _steps(steps: tuple[int, ...]) -> str:
    return ", ".join(map(str, steps)) if steps else "all"


def _notes(checked: Checked, *, is_good: bool) -> list[Note]:
    notes = [Note(f"variants of {each}") for each in checked.variants]
    if checked.unused_fields:
        notes.append(Note(f"fields that no step uses: {', '.join(checked.unused_fields)}"))
    if is_good and checked.next_step:
        notes.append(Note(f"next: {checked.next_step}"))
    return notes


def _data(checked: Checked) -> dict[str, Any]:
    return {
        "sequence": checked.source,
        "steps": checked.steps,
        "leads": checked.leads,
        "ready": checked.ready.count,
        "has_every_step": checked.done.count,
        "held": [_group_data(each) for each in checked.held],
        "left_out": [_group_data(each) for each in checked.left_out],
        "unused_fields": list(checked.unused_fields),
        "variants": list(checked.variants),
        "findings": [_remark_data(each) for each in checked.remarks],
    }


def _group_data(group: IssueCount) -> Mapping[str, Any]:
    return {"reason": group.what, "leads": group.count, "for_example": list(group.names)}


def _remark_data(remark: Remark) -> dict[str, Any]:
    return {
        "code": remark.code,
        "severity": _kind(remark),
        "steps": list(remark.steps),
        "text": remark.text,
        "hint": remark.hint,
    }
