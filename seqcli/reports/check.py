"""What `check` shows: what becomes of the leads, and what in fields and copy deserves a second look."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seqcli.errors import ExitCode
from seqcli.output.result import Block, CommandResult, Note, Table, Text


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding; `steps` count from 1, none means the whole sequence. Errors make the exit code 1."""

    code: str
    steps: tuple[int, ...]
    text: str
    hint: str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class IssueCount:
    """So many leads have this in common; `names` are the first few of them."""

    what: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. Without `leads` only the copy was read."""

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


def check_result(checked: Checked) -> CommandResult:
    """Return what a check found; exit code 1 where leads would be held or a field is unknown."""
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
    size = f"{checked.source}: {_some(checked.steps, 'step')}"
    if checked.leads is None:
        size += ", the copy alone"
    elif not checked.leads:
        size += ", no leads yet"
    else:
        size += f", {_some(checked.leads, 'lead')}"
    errors = sum(1 for each in checked.remarks if each.is_error)
    counts = {"error": errors, "warning": len(checked.remarks) - errors}
    told = [_some(count, noun) for noun, count in counts.items() if count]
    if held := sum(each.count for each in checked.held):
        told.append(f"{held:,} held")
    return f"{size}; {', '.join(told) or 'nothing to mend'}"


def _some(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


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
    notes = []
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
