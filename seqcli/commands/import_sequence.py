"""What `import-sequence` answers: the changes as a diff, and whom the new texts hold or free."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from seqcli.engine.leads.imports import SequenceImport
from seqcli.output.result import CommandResult, Diff, Note, Text
from seqcli.reports.sequence_changes import Change, find_changes
from seqcli.wording import counted

if TYPE_CHECKING:
    from seqcli.sequence_file import SequenceDraft


def sequence_result(
    draft: "SequenceDraft", stored: SequenceImport, db: Path, notes: tuple[Note, ...], *, dry_run: bool
) -> CommandResult:
    """Return what an import of a sequence did, or would do."""
    before = stored.before
    changes = () if before is None else find_changes((before.name, draft.name), before.steps, draft.steps)
    data = {
        "id": draft.id,
        "name": draft.name,
        "steps": len(draft.steps),
        "is_new": before is None,
        "unchanged": before is not None and not changes,
        "dry_run": dry_run,
        "changes": [each.as_json() for each in changes],
        "held": stored.held,
        "hold_reasons": dict(stored.reasons),
        "freed": stored.freed,
    }
    if data["unchanged"]:
        return CommandResult(data, (Text((f'sequence "{draft.id}" is unchanged',)),), notes)
    what = f'sequence "{draft.id}" with {counted(len(draft.steps), "step")}'
    verb = "import" if before is None else "update"
    head = (
        f"dry run: would {verb} {what} in {db}" if dry_run else f"{verb.removesuffix('e')}ed {what} in {db}"
    )
    blocks = [Diff(_heading(each), each.lines) for each in changes]
    lines = (head, *_effects(stored, dry_run=dry_run))
    following = Note(f"next: seqcli import-leads FILE --sequence {draft.id}")
    return CommandResult(data, (*blocks, Text(lines)), notes if dry_run else (*notes, following))


def _heading(change: Change) -> str:
    where = "" if change.step is None else f"step {change.step}"
    part = "" if change.part == "step" else f" {change.part}"
    return f"{where}{part} {change.kind}".strip()


def _effects(stored: SequenceImport, *, dry_run: bool) -> Iterator[str]:
    would = "would be " if dry_run else ""
    for reason, count in sorted(stored.reasons.items()):
        yield f"{counted(count, 'lead')} {would}held: {reason}"
    if stored.freed:
        yield f"{counted(stored.freed, 'lead')} {would}freed by the new texts"
