"""Imports a sequence, or its new version, into the state file, and checks waiting leads against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from seqcli.engine.leads.apply import get_sequence
from seqcli.engine.leads.branch_plans import follow_settings
from seqcli.engine.leads.holds import Recheck, recheck_waiting
from seqcli.engine.leads.release import shorten_slots
from seqcli.engine.leads.variants import find_all_off, find_renamed, keep_off, reused_names
from seqcli.errors import InputFileError
from seqcli.model import Sequence, Step
from seqcli.sequence_settings import settings_after_import
from seqcli.store import Store
from seqcli.templates import html_to_text
from seqcli.wording import counted


@dataclass(frozen=True, slots=True)
class SequenceImport:
    """The sequence as it was before, the effect of the new texts on its leads, and remarks on names of variants."""

    before: Sequence | None
    recheck: Recheck
    remarks: tuple[str, ...] = ()


def store_sequence(
    store: Store,
    sequence_id: str,
    name: str,
    steps: tuple[Step, ...],
    at: datetime,
    settings: Mapping[str, Any] = MappingProxyType({}),
) -> SequenceImport:
    """Store a sequence or its new version, and check waiting leads against it. An unchanged one writes nothing.

    `settings` are those that its file names, as stored. The others have their defaults.

    Raises:
        InputFileError: somebody was contacted and the change would move or repeat a step (rule R17).
    """
    with store.transaction():
        known = store.sequences.find(sequence_id)
        before = () if known is None else known.steps
        steps = keep_off(before, steps)
        if known is not None and _is_same(known, name, steps, settings):
            return SequenceImport(known, Recheck({}, {}, 0))
        if known is not None:
            contacted = store.sequences.count_contacted_steps(sequence_id)
            reached = store.sequences.count_reached_steps(sequence_id)
            problem = find_moved_step(known.steps, steps, reached) if contacted else ""
            if problem and (there := store.sequences.count_leads_from(sequence_id, len(steps))):
                problem += f" ({counted(there, 'lead')} there)"
            if problem:
                raise InputFileError(
                    "steps_moved",
                    f'sequence "{sequence_id}" is running: {problem}',
                    "Texts and waits may change; steps may be added at the end, and taken back there while nobody"
                    " reached them. No step may get the text of another one. Else use a new id.",
                )
        remarks = _check_variants(store, sequence_id, before, steps)
        store.sequences.save(sequence_id, name, steps, at, settings)
        if known is not None:
            after = settings_after_import(known.settings, settings)
            follow_settings(store, sequence_id, known.settings, after, at)
        _move_waits(store, sequence_id, before, steps, at)
        shorten_slots(store, sequence_id, at)
        change = "sequence imported" if known is None else "sequence updated"
        store.journal.append(at, "import-sequence", change, counted(len(steps), "step"), None, sequence_id)
        recheck = recheck_waiting(store, get_sequence(store, sequence_id), "import-sequence", at)
    return SequenceImport(known, recheck, remarks)


def _check_variants(
    store: Store, sequence_id: str, before: tuple[Step, ...], after: tuple[Step, ...]
) -> tuple[str, ...]:
    """Return remarks on names of variants that people have had.

    Raises:
        InputFileError: a wording would get the name of another one, or no variant of a step is on.
    """
    if (index := find_all_off(after)) is not None:
        name = after[index].variants[0].name
        raise InputFileError(
            "all_variants_off",
            f'sequence "{sequence_id}", step {index + 1}: every variant that the file has is off',
            f"First: seqcli variant on {sequence_id} {index + 1} {name}",
        )
    if _wordings(before) == _wordings(after)[: len(before)]:
        return ()
    people = store.sequences.count_variants(sequence_id)
    if problem := find_renamed(before, after, people):
        raise InputFileError(
            "variants_renamed",
            f'sequence "{sequence_id}" is running: {problem}',
            'Write the names into the file (name = "b"), each with its wording; a new wording needs a new name.',
        )
    return tuple(reused_names(before, after, people))


def _wordings(steps: tuple[Step, ...]) -> list[list[tuple[object, ...]]]:
    return [[(each.name, *each.wording) for each in step.variants] for step in steps]


def _is_same(known: Sequence, name: str, steps: tuple[Step, ...], settings: Mapping[str, Any]) -> bool:
    after = settings_after_import(known.settings, settings)
    return (known.name, known.steps, known.settings) == (name, steps, after)


def _move_waits(
    store: Store, sequence_id: str, before: tuple[Step, ...], after: tuple[Step, ...], at: datetime
) -> None:
    """Let waits that an auto-reply holds end as much later or sooner as the text of the file now says.

    Of those whose timer at 12m is over, only our own clock sees that the wait is shorter. A longer one needs nothing.
    """
    for index, (old, new) in enumerate(zip(before, after, strict=False)):
        if old.wait_ms != new.wait_ms:
            store.leads.move_held_waits(sequence_id, index, new.wait_ms - old.wait_ms, at)
        if old.wait_ms > new.wait_ms:
            store.leads.hasten_short_timers(sequence_id, index, old.wait_ms - new.wait_ms, at)


def find_moved_step(before: tuple[Step, ...], after: tuple[Step, ...], reached: int) -> str:
    """Return which step of `before` would move or be repeated at another index in `after`, or an empty text.

    Steps at the end may be removed while no lead has reached them; `reached` is the number of steps that leads have.
    A text that stood in several steps before may stay in them.
    """
    if len(after) < reached:
        return f"leads have reached step {reached}, and it would have {counted(len(after), 'step')}"
    old_texts, new_texts = [_texts(each) for each in before], [_texts(each) for each in after]
    for index, texts in enumerate(new_texts):
        own = old_texts[index] if index < len(before) else frozenset()
        for old, known in enumerate(old_texts):
            if not (taken := (texts - own) & known):
                continue
            stays = old < len(after) and taken <= new_texts[old]
            return (
                f"step {index + 1} would repeat the text of step {old + 1}"
                if stays
                else f"step {old + 1} would become step {index + 1}"
            )
    return ""


def _texts(step: Step) -> frozenset[str]:
    """Return what readers of a step may get, as it is compared: without subjects and blanks, HTML as its text."""
    sources = [each.text or "" for each in step.variants]
    sources += [html_to_text(each.html) or each.html for each in step.variants if each.html]
    return frozenset("".join(each.split()) for each in sources if each)
