"""`variant off` and `variant on`: stop choosing a variant of a step, or choose it again."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seqcli.clock import Clock
from seqcli.commands.import_sequence import describe_recheck
from seqcli.commands.session import get_sequence, opened, server_now
from seqcli.engine.leads.holds import Recheck
from seqcli.engine.leads.variants import VariantMark, mark_variant
from seqcli.errors import UsageError
from seqcli.model import Sequence, Step
from seqcli.output.result import CommandResult, Note, Text
from seqcli.wording import counted


@dataclass(frozen=True, slots=True)
class VariantChoice:
    """What is wanted, as typed; steps count from 1."""

    sequence_id: str
    step: int
    name: str
    is_off: bool
    reason: str = ""


def variant(db: Path, choice: VariantChoice, clock: Clock) -> CommandResult:
    """Turn a variant off or on for people who have not had its step. A second call changes nothing.

    Raises:
        UsageError: there is no such sequence, step or variant, or no other variant of the step is on.
    """
    with opened(db) as store, store.transaction():
        sequence = get_sequence(store, choice.sequence_id)
        mark = _mark(sequence, choice)
        step = sequence.steps[mark.step]
        is_changed = next(each.is_off for each in step.variants if each.name == mark.name) != mark.is_off
        recheck = Recheck({}, {}, 0)
        if is_changed:
            _refuse_last(sequence, mark)
            recheck = mark_variant(store, sequence, mark, choice.reason, server_now(store, clock))
        promised = store.sequences.count_promised(sequence.id, mark.step, mark.name)
        after = get_sequence(store, sequence.id).steps[mark.step]
    return _result(choice, after, recheck, promised if mark.is_off else 0, is_changed=is_changed)


def _mark(sequence: Sequence, choice: VariantChoice) -> VariantMark:
    if not 1 <= choice.step <= len(sequence.steps):
        raise UsageError(
            "unknown_step",
            f'sequence "{sequence.id}" has no step {choice.step}',
            f"It has {counted(len(sequence.steps), 'step')}.",
        )
    names = [each.name for each in sequence.steps[choice.step - 1].variants]
    if choice.name not in names:
        raise UsageError(
            "unknown_variant",
            f'step {choice.step} of "{sequence.id}" has no variant "{choice.name}"',
            f"Known: {', '.join(names)}.",
        )
    return VariantMark(choice.step - 1, choice.name, choice.is_off)


def _refuse_last(sequence: Sequence, mark: VariantMark) -> None:
    live = [each.name for each in sequence.steps[mark.step].live_variants]
    if mark.is_off and live == [mark.name]:
        raise UsageError(
            "last_variant",
            f'"{mark.name}" is the only variant of step {mark.step + 1} of "{sequence.id}" that is on',
            f"To stop its mails: seqcli pause --sequence {sequence.id}",
        )


def _result(
    choice: VariantChoice, step: Step, recheck: Recheck, promised: int, *, is_changed: bool
) -> CommandResult:
    live, off = (
        [each.name for each in step.live_variants],
        [each.name for each in step.variants if each.is_off],
    )
    data: dict[str, Any] = {
        "sequence": choice.sequence_id,
        "step": choice.step,
        "variant": choice.name,
        "is_off": choice.is_off,
        "changed": is_changed,
        "variants_on": live,
        "variants_off": off,
        "written_already": promised,
        "held": sum(recheck.held.values()),
        "hold_reasons": dict(recheck.held),
        "in_flight_to_hold": dict(recheck.to_hold),
        "holds_released": recheck.released,
    }
    state, already = "off" if choice.is_off else "on", "" if is_changed else " already"
    lines = [
        f'variant {choice.name} of step {choice.step} of "{choice.sequence_id}" is{already} {state}',
        *describe_recheck(recheck),
    ]
    if is_changed:
        lines.append(f"people who have not had step {choice.step} get {' or '.join(live)}")
    if promised:
        lines.append(f"{counted(promised, 'mail')} with it already written: a written mail keeps its wording")
    back = "on" if choice.is_off else "off"
    undo = f"seqcli variant {back} {choice.sequence_id} {choice.step} {choice.name}"
    notes = (Note(f"to take it back: {undo}"),) if is_changed else ()
    return CommandResult(data, (Text(tuple(lines)),), notes)


def describe_variants(steps: tuple[Step, ...]) -> list[str]:
    """Return a text such as `step 1: a (weight 2), b (off)` for each step of which a variant has a weight or is off."""
    return [
        f"step {number}: {', '.join(_described(step))}"
        for number, step in enumerate(steps, 1)
        if any(each.is_off or each.weight != 1 for each in step.variants)
    ]


def _described(step: Step) -> list[str]:
    weights = {each.name: f"weight {each.weight}" for each in step.variants if each.weight != 1}
    states = {each.name: "off" for each in step.variants if each.is_off}
    found = []
    for each in step.variants:
        remarks = [part for part in (weights.get(each.name), states.get(each.name)) if part]
        found.append(f"{each.name} ({', '.join(remarks)})" if remarks else each.name)
    return found
