"""`check`: who would be held or left out, unknown fields, and what in the copy to mend. It needs no key."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.look import server_now
from seqcli.commands.session import get_sequence, opened
from seqcli.engine.leads.inspection import Group, Inspection, UnknownField, find_unknown_fields, inspect
from seqcli.engine.send.preview import preview_lead
from seqcli.model import Sequence, Step
from seqcli.output.result import CommandResult
from seqcli.reports.check import Checked, IssueCount, Remark, check_result
from seqcli.store import Store
from seqcli.templates import used_fields
from seqcli.templates.proofreading import MAX_FIRST_MAIL_WORDS, MAX_SUBJECT_CHARS, proofread

_FILE_SUFFIXES = frozenset({".toml", ".json"})
_NOBODY = IssueCount("", 0, ())


def check(db: Path, sequence: str, clock: Clock) -> CommandResult:
    """Return what to mend before a sequence is started; of a sequence file, its copy alone.

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
    return Checked(str(path), len(draft.steps), None, _NOBODY, _NOBODY, (), (), (), remarks, next_step)


def _check_stored(store: Store, sequence: Sequence, now: datetime) -> Checked:
    found = inspect(store, sequence, now, MAX_SUBJECT_CHARS)
    used = frozenset().union(*map(used_fields, sequence.steps))
    remarks = [
        *map(unknown_field_remark, find_unknown_fields(store, sequence)),
        *_measured(store, sequence, found),
        *_copy_remarks(sequence.steps, sorted(found.fields)),
    ]
    remarks.sort(key=lambda each: (not each.is_error, not each.steps, each.steps))
    return Checked(
        source=sequence.id,
        steps=len(sequence.steps),
        leads=found.total,
        ready=_counted("get every step that is to come", found.ready),
        done=_counted("have every step already", found.finished),
        held=_most_first(found.held),
        left_out=_most_first(found.left_out),
        unused_fields=tuple(sorted(found.fields - used)),
        remarks=tuple(remarks),
        next_step=_next_step(sequence, found),
    )


def _next_step(sequence: Sequence, found: Inspection) -> str:
    if not found.total:
        return f"seqcli import-leads FILE --sequence {sequence.id}"
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
    """What only rendering for real leads shows: the longest subject, the length of a first mail."""
    if found.longest is not None:
        chars, email, subject = found.longest
        said = f'the subject has {chars} characters for {email}: "{subject[:MAX_SUBJECT_CHARS]}…"'
        hint = f"Mail programs show about {MAX_SUBJECT_CHARS}, telephones fewer."
        yield Remark("long_subject", (1,), said, hint)
    for lead in store.lead_lists.load_spread(sequence.id, 1):
        words = len((preview_lead(store, sequence, lead)[0].text or "").split())
        if words > MAX_FIRST_MAIL_WORDS:
            said = f"the first mail has {words} words for {lead.email}"
            yield Remark("long_first_mail", (1,), said, "Cold mail of 50 to 125 words is answered most.")


def unknown_field_remark(unknown: UnknownField) -> Remark:
    """Return what to say about a field that steps use and no lead has."""
    steps = tuple(index + 1 for index in unknown.steps)
    use = f"step {steps[0]} uses" if len(steps) == 1 else f"steps {' and '.join(map(str, steps))} use"
    said = f"{use} {{{{ {unknown.name} }}}}, which no lead has"
    if unknown.suggestion:
        said += f"; did you mean {unknown.suggestion}?"
    if unknown.is_needed:
        hint = "Correct it and import the sequence again, or import leads with that column."
    else:
        hint = "Everybody would get the text that stands in for it."
    return Remark("unknown_field", steps, said, hint, is_error=unknown.is_needed)
