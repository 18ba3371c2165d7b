"""Variants of a running sequence: turned off and on, kept over imports, and never mixed up under one name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from seqcli.engine.leads.apply import get_sequence
from seqcli.engine.leads.holds import Recheck, recheck_waiting
from seqcli.model import Sequence, Step
from seqcli.store import Store


@dataclass(frozen=True, slots=True)
class VariantMark:
    """A variant of a step (from 0), and whether it is to be chosen."""

    step: int
    name: str
    is_off: bool


def mark_variant(store: Store, sequence: Sequence, mark: VariantMark, reason: str, at: datetime) -> Recheck:
    """Turn a variant off or on inside the caller's transaction, and check waiting leads by what they get now.

    Mails that are already written keep their wording.
    """
    step = sequence.steps[mark.step]
    variants = tuple(
        replace(each, is_off=mark.is_off) if each.name == mark.name else each for each in step.variants
    )
    steps = (
        *sequence.steps[: mark.step],
        replace(step, variants=variants),
        *sequence.steps[mark.step + 1 :],
    )
    store.sequences.save_steps(sequence.id, steps, at)
    change = f"variant {mark.name} of step {mark.step + 1} {'off' if mark.is_off else 'on'}"
    store.journal.append(at, "variant", change, reason, None, sequence.id)
    return recheck_waiting(store, get_sequence(store, sequence.id), "variant", at)


def keep_off(before: tuple[Step, ...], after: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return steps in which the variants are off that were off before, by step and name."""
    off = {(index, each.name) for index, step in enumerate(before) for each in step.variants if each.is_off}
    return tuple(
        replace(
            step,
            variants=tuple(replace(each, is_off=(index, each.name) in off) for each in step.variants),
        )
        for index, step in enumerate(after)
    )


def find_all_off(steps: tuple[Step, ...]) -> int | None:
    """Return the first step (from 0) of which no variant is on, or None."""
    return next((index for index, step in enumerate(steps) if not step.live_variants), None)


def find_renamed(
    before: tuple[Step, ...], after: tuple[Step, ...], people: Mapping[tuple[int, str], int]
) -> str:
    """Return which name that people have had would go from one known wording to another, or an empty text."""
    for index, old, new in _pairs(before, after):
        names = {each.wording: each.name for each in new.variants}
        known = {each.wording for each in old.variants}
        for each in old.variants:
            wording = next((other.wording for other in new.variants if other.name == each.name), None)
            had = people.get((index, each.name), 0)
            if wording in {None, each.wording} or not had:
                continue
            if names.get(each.wording) or wording in known:
                where = f'is now called "{names[each.wording]}"' if each.wording in names else "is gone"
                return (
                    f'step {index + 1}: {_had(had)} the wording "{each.name}", which {where},'
                    f' and another one has the name "{each.name}"'
                )
    return ""


def reused_names(
    before: tuple[Step, ...], after: tuple[Step, ...], people: Mapping[tuple[int, str], int]
) -> Iterator[str]:
    """Yield a remark for each variant whose wording changes although people have had it under its name."""
    for index, old, new in _pairs(before, after):
        own = {each.name: each.wording for each in old.variants}
        if max(len(old.variants), len(new.variants)) == 1:
            continue
        for each in new.variants:
            had = people.get((index, each.name))
            if had and own.get(each.name) != each.wording:
                yield (
                    f'step {index + 1}: {_had(had)} variant "{each.name}" with another wording, and the report counts'
                    " both as one. To compare a new wording, give it a new name"
                )


def _pairs(before: tuple[Step, ...], after: tuple[Step, ...]) -> Iterator[tuple[int, Step, Step]]:
    yield from ((index, *pair) for index, pair in enumerate(zip(before, after, strict=False)))


def _had(people: int) -> str:
    return "1 person has had" if people == 1 else f"{people:,} people have had"
