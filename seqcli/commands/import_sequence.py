"""`import-sequence`: store a sequence file; the result shows its changes and which leads they hold or release."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import ndiff
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqcli.clock import Clock
from seqcli.commands.branches import missing_sequence_remarks
from seqcli.commands.session import opened, server_now
from seqcli.config import (
    Settings,
)
from seqcli.engine.leads.holds import Recheck
from seqcli.engine.leads.sequence_imports import SequenceImport, store_sequence
from seqcli.model import PLAIN_VARIANT, Sequence, Step, Variant
from seqcli.output.result import CommandResult, Diff, Note, Text
from seqcli.sequence_settings import (
    DEFAULTS,
    SequenceSettings,
    format_value,
    settings_after_import,
    settings_in_file_terms,
)
from seqcli.store import Store
from seqcli.wording import counted

if TYPE_CHECKING:
    from seqcli.sequence_file import SequenceDraft


class ChangeKind(StrEnum):
    """How a part of a sequence changes."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `step` counts from 1; None means the sequence itself. `lines` begin with `+`, `-` or a blank.

    `part` is what changes, by its name in the sequence file, such as `template` or `pacing.every`.
    """

    step: int | None
    part: str
    kind: ChangeKind
    lines: tuple[str, ...]

    @property
    def is_setting(self) -> bool:
        """Whether a setting changes, and not the name or a step."""
        return self.step is None and self.part != "name"

    def as_json(self) -> dict[str, Any]:
        """Return the change for `--json`."""
        return {"step": self.step, "part": self.part, "kind": self.kind, "lines": list(self.lines)}


def import_sequence(settings: Settings, path: Path, clock: Clock, *, dry_run: bool = False) -> CommandResult:
    """Read, check and store a sequence file, and show what it changes. A dry run writes nothing, not even a new file.

    Raises:
        InputFileError: the file is broken, or moves steps after somebody was contacted.
    """
    from seqcli.sequence_file import read_sequence  # noqa: PLC0415 - only sequence files need pydantic

    draft = read_sequence(path)
    if dry_run and not settings.db.exists():
        stored = SequenceImport(None, Recheck({}, {}, 0))
        remarks = tuple(_missing_sequences(draft, None))
    else:
        with (
            opened(settings.db, create=not dry_run, clock=clock) as store,
            store.transaction(rollback=dry_run),
        ):
            at = server_now(store, clock)
            stored = store_sequence(store, draft.id, draft.name, draft.steps, at, draft.settings)
            remarks = tuple(_missing_sequences(draft, store))
    texts = (*draft.notes, *stored.remarks, *remarks)
    notes = tuple(Note(text, is_warning=True) for text in texts)
    return sequence_result(draft, stored, settings.db, notes, dry_run=dry_run)


def _missing_sequences(draft: "SequenceDraft", store: Store | None) -> Iterator[str]:
    settings = settings_after_import(DEFAULTS, draft.settings)
    for each in missing_sequence_remarks(settings, draft.id, store):
        yield f"{each.text}. {each.hint}"


def sequence_result(
    draft: "SequenceDraft", stored: SequenceImport, db: Path, notes: tuple[Note, ...], *, dry_run: bool
) -> CommandResult:
    """Return what the import did, or would do, as a result."""
    before, recheck = stored.before, stored.recheck
    changes = () if before is None else _changes(before, draft)
    data = {
        "id": draft.id,
        "name": draft.name,
        "steps": len(draft.steps),
        "is_new": before is None,
        "unchanged": before is not None and not changes,
        "dry_run": dry_run,
        "changes": [each.as_json() for each in changes],
        "held": sum(recheck.held.values()),
        "hold_reasons": dict(recheck.held),
        "in_flight_to_hold": dict(recheck.to_hold),
        "holds_released": recheck.released,
    }
    if data["unchanged"]:
        return CommandResult(data, (Text((f'sequence "{draft.id}" is unchanged',)),), notes)
    what = f'sequence "{draft.id}" with {counted(len(draft.steps), "step")}'
    verb = "import" if before is None else "update"
    head = (
        f"dry run: would {verb} {what} in {db}" if dry_run else f"{verb.removesuffix('e')}ed {what} in {db}"
    )
    lines = (head, *describe_recheck(recheck, dry_run=dry_run))
    next_step = Note(f"next: seqcli import-leads FILE --sequence {draft.id}")
    return CommandResult(data, (*_diffs(changes), Text(lines)), notes if dry_run else (*notes, next_step))


def _changes(before: Sequence, draft: "SequenceDraft") -> tuple[Change, ...]:
    settings = before.settings, settings_after_import(before.settings, draft.settings)
    return find_changes((before.name, draft.name), before.steps, draft.steps, settings)


def _diffs(changes: Iterable[Change]) -> Iterator[Diff]:
    """Return a diff for each change, and one for all settings."""
    changes = list(changes)
    settings = [each for each in changes if each.is_setting]
    if settings:
        yield Diff("settings changed", tuple(line for each in settings for line in each.lines))
    yield from (Diff(_heading(each), each.lines) for each in changes if not each.is_setting)


def _heading(change: Change) -> str:
    where = "" if change.step is None else f"step {change.step}"
    part = "" if change.part == "step" else f" {change.part}"
    return f"{where}{part} {change.kind}".strip()


def describe_recheck(recheck: Recheck, *, dry_run: bool = False) -> Iterator[str]:
    """Yield what new texts do to leads."""
    would, later = ("would be ", "would") if dry_run else ("", "will")
    for reason, count in sorted(recheck.held.items()):
        yield f"{counted(count, 'lead')} {would}held: {reason}"
    for reason, count in sorted(recheck.to_hold.items()):
        yield f"{counted(count, 'lead')} in flight {later} be held when that step is due: {reason}"
    if recheck.released:
        yield f"{counted(recheck.released, 'hold')} {would}released by the new texts"


def find_changes(
    name: tuple[str, str],
    before: tuple[Step, ...],
    after: tuple[Step, ...],
    settings: tuple[SequenceSettings, SequenceSettings] = (DEFAULTS, DEFAULTS),
) -> tuple[Change, ...]:
    """Return the changes between two versions of a sequence: name, settings, then steps. Pairs are (old, new)."""
    return (*_part(None, "name", *name), *_settings(*settings), *_steps(before, after))


def _settings(before: SequenceSettings, after: SequenceSettings) -> Iterator[Change]:
    default = settings_in_file_terms(replace(DEFAULTS, company_stop=after.company_stop_unset))
    old, new = settings_in_file_terms(before), settings_in_file_terms(after)
    for name in default:
        if old[name] != new[name]:
            lines = tuple(
                f"{sign} {name} = {format_value(value)}{' (default)' if value == default[name] else ''}"
                for sign, value in (("-", old[name]), ("+", new[name]))
            )
            yield Change(None, name, ChangeKind.CHANGED, lines)


def _steps(before: tuple[Step, ...], after: tuple[Step, ...]) -> Iterator[Change]:
    for index in range(max(len(before), len(after))):
        number = index + 1
        if index >= len(before):
            yield Change(number, "step", ChangeKind.ADDED, _all("+", after[index]))
        elif index >= len(after):
            yield Change(number, "step", ChangeKind.REMOVED, _all("-", before[index]))
        else:
            yield from _step(number, before[index], after[index])


def _step(number: int, before: Step, after: Step) -> Iterator[Change]:
    old, new = _parts(before), _parts(after)
    for part in dict.fromkeys((*old, *new)):
        yield from _part(number, part, old.get(part), new.get(part))


def _part(number: int | None, part: str, old: str | None, new: str | None) -> Iterator[Change]:
    if old == new:
        return
    kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED if new is None else ChangeKind.CHANGED
    lines = ndiff((old or "").splitlines(), (new or "").splitlines())
    yield Change(number, part, kind, tuple(line for line in lines if not line.startswith("?")))


def _parts(step: Step) -> dict[str, str]:
    """Return every part of a step by its name in the sequence file."""
    parts = {"wait_next": step.wait_text}
    for variant in step.variants:
        suffix = (
            "" if variant.name == PLAIN_VARIANT and len(step.variants) == 1 else f" of variant {variant.name}"
        )
        parts.update({f"{name}{suffix}": text for name, text in _texts(variant)})
        if variant.weight != 1:
            parts[f"weight{suffix}"] = str(variant.weight)
    return parts


def _texts(variant: Variant) -> Iterator[tuple[str, str]]:
    for name, text in (("subject", variant.subject), ("template", variant.text), ("html", variant.html)):
        if text is not None:
            yield name, text


def _all(sign: str, step: Step) -> tuple[str, ...]:
    return tuple(f"{sign} {line}" for text in _parts(step).values() for line in text.splitlines())
