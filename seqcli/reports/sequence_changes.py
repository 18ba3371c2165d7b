"""What an import changes in a sequence: its name, and each step's texts and waits. It reads and writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import ndiff
from enum import StrEnum
from typing import Any

from seqcli.model import PLAIN_VARIANT, Step, Variant


class ChangeKind(StrEnum):
    """How something of a sequence changes."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `step` counts from 1, None: of the sequence itself. `lines` begin with `+`, `-` or a blank."""

    step: int | None
    part: str
    kind: ChangeKind
    lines: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the change for `--json`."""
        return {"step": self.step, "part": self.part, "kind": self.kind, "lines": list(self.lines)}


def find_changes(
    name: tuple[str, str], before: tuple[Step, ...], after: tuple[Step, ...]
) -> tuple[Change, ...]:
    """Return what changes between two versions of a sequence, in its order; `name` is the old and the new one."""
    return (*_part(None, "name", *name), *_steps(before, after))


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
    told = ndiff((old or "").splitlines(), (new or "").splitlines())
    yield Change(number, part, kind, tuple(line for line in told if not line.startswith("?")))


def _parts(step: Step) -> dict[str, str]:
    """Return every part of a step under its name in the sequence file."""
    parts = {"wait_next": step.wait_text}
    for variant in step.variants:
        suffix = (
            "" if variant.name == PLAIN_VARIANT and len(step.variants) == 1 else f" of variant {variant.name}"
        )
        parts.update({f"{name}{suffix}": text for name, text in _texts(variant)})
    return parts


def _texts(variant: Variant) -> Iterator[tuple[str, str]]:
    for name, text in (("subject", variant.subject), ("template", variant.text), ("html", variant.html)):
        if text is not None:
            yield name, text


def _all(sign: str, step: Step) -> tuple[str, ...]:
    return tuple(f"{sign} {line}" for text in _parts(step).values() for line in text.splitlines())
