"""What commands say of branches: who is enrolled in another sequence next, and what follows from the settings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from seqcli.clock import to_text
from seqcli.commands.next_action import NextAction, NextCode
from seqcli.commands.remarks import Remark
from seqcli.engine.leads.branch_plans import setting_of
from seqcli.engine.leads.branching import Enrolled, Obstacle, describe_wait
from seqcli.output.result import shown
from seqcli.reasons import BranchCause
from seqcli.sequence_settings import SequenceSettings
from seqcli.store import Branch, BranchCount, Store
from seqcli.wording import counted

_CAUSES = {
    BranchCause.NOT_NOW: "said not now",
    BranchCause.REFERRAL: "referred to us",
    BranchCause.NO_REPLY: "did not reply",
}


def branch_data(branch: Branch, obstacle: Obstacle | None) -> dict[str, Any]:
    """Return a branch for `--json`; `waits_for` is what keeps it from being made, besides its date."""
    return {
        "cause": branch.cause,
        "sequence": branch.sequence_id,
        "email": branch.address,
        "due_at": to_text(branch.due_at),
        "closed_at": None if branch.closed_at is None else to_text(branch.closed_at),
        "lead": branch.made_lead_id,
        "why": branch.why,
        "waits_for": "" if obstacle is None else obstacle.why,
    }


def next_of_branches(branches: Iterable[tuple[Branch, Obstacle | None]]) -> NextAction | None:
    """Return what follows for a lead that has ended, or None."""
    waiting = sorted(
        (each for each in branches if each[0].closed_at is None), key=lambda each: each[0].due_at
    )
    if not waiting:
        return None
    text = "; ".join(_next_text(*each) for each in waiting)
    first, obstacle = waiting[0]
    return NextAction(NextCode.ENROL, text, first.due_at if obstacle is None else None)


def _next_text(branch: Branch, obstacle: Obstacle | None) -> str:
    text = describe_wait(branch, obstacle)
    return (
        text if obstacle is not None else f"{text} by the first `seqcli poll` after {_shown(branch.due_at)}"
    )


def _shown(at: datetime) -> str:
    return shown(to_text(at))


def enrolled_lines(enrolled: Iterable[Enrolled]) -> Iterator[str]:
    """Yield `2 leads enrolled in later, not released: seqcli start later`; nobody starts who is held."""
    counts = Counter((each.sequence_id, each.is_released, each.held != "") for each in enrolled)
    for (sequence_id, is_released, is_held), count in sorted(counts.items()):
        then = "" if is_released else f", not released: seqcli start {sequence_id}"
        if is_held:
            then = f", held: seqcli leads --held --sequence {sequence_id}"
        yield f"{counted(count, 'lead')} enrolled in {sequence_id}{then}"


def enrolled_data(enrolled: Enrolled) -> dict[str, Any]:
    """Return a lead that an answer or silence led to, for `--json`."""
    return {
        "lead": enrolled.lead_id,
        "sequence": enrolled.sequence_id,
        "released": enrolled.is_released,
        "held": enrolled.held,
    }


def waiting_lines(counts: Sequence[BranchCount], sequence_id: str) -> Iterator[str]:
    """Yield for `status` how many people a sequence leads to others, and from when on."""
    for each in counts:
        if each.origin_id != sequence_id:
            continue
        when = f"the first from {_shown(each.first_at)}"
        if each.is_missing:
            when = "once that sequence is imported: seqcli import-sequence FILE"
        if each.paused:
            when += f", {each.paused:,} of them paused: seqcli leads --paused"
        yield f"{_CAUSES[each.cause]}, to be enrolled in {each.sequence_id}: {counted(each.waiting, 'lead')}, {when}"


def waiting_data(counts: Sequence[BranchCount], sequence_id: str) -> list[dict[str, Any]]:
    """Return the same for `--json`."""
    return [
        {
            "cause": each.cause,
            "sequence": each.sequence_id,
            "is_missing": each.is_missing,
            "leads": each.waiting,
            "paused": each.paused,
            "first_at": to_text(each.first_at),
        }
        for each in counts
        if each.origin_id == sequence_id
    ]


def missing_sequence_remarks(
    settings: SequenceSettings, sequence_id: str, store: Store | None
) -> Iterator[Remark]:
    """Yield a remark for each other sequence that settings lead to and that is not in the file; no store: none is."""
    for cause in BranchCause:
        setting = setting_of(settings, cause)
        if setting is None or setting.sequence_id == sequence_id:
            continue
        if store is None or store.sequences.find(setting.sequence_id) is None:
            text = f'[on.{cause}] leads to "{setting.sequence_id}", and there is no such sequence yet'
            yield Remark("missing_sequence", (), text, "Nobody is enrolled until you import it.")
