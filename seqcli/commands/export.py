"""`export`: write every lead with its fields, state and history."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from seqcli.clock import Clock, to_text
from seqcli.commands.lead_rows import csv_cell, field_cells, field_heads, lead_data, time_text
from seqcli.commands.session import get_sequence, opened, server_now
from seqcli.contacts.headers.export_columns import STATE_COLUMNS
from seqcli.model import Lead, LeadStatus
from seqcli.output.result import CommandResult, Note, Rows
from seqcli.reasons import MarkKind
from seqcli.store import LeadFilter

_ENDS = (LeadStatus.REPLIED, LeadStatus.BOUNCED, LeadStatus.SUPPRESSED)


@dataclass(frozen=True, slots=True)
class History:
    """A lead with its attempts, journal lines and events, each in order of time, as JSON values."""

    lead: Lead
    attempts: list[dict[str, Any]]
    journal: list[dict[str, Any]]
    events: list[dict[str, Any]]

    @classmethod
    def read(cls, lead: Lead, attempts: str, journal: str, events: str) -> "History":
        """Return the history whose parts are JSON texts."""
        return cls(lead, json.loads(attempts), json.loads(journal), json.loads(events))


def export(db: Path, clock: Clock, *, sequence_id: str | None = None) -> CommandResult:
    """Return every lead with its fields, state and history. Rows are read while they are written.

    Raises:
        UsageError: there is no such sequence.
    """
    wanted = LeadFilter(sequence_id)
    with opened(db) as store:
        now = server_now(store, clock)
        chosen = [get_sequence(store, sequence_id)] if sequence_id else store.sequences.load_all()
        total = store.lead_lists.count(wanted)
    steps = max((len(each.steps) for each in chosen), default=0)
    notes = () if total else (Note("no leads to export"),)
    data: dict[str, Any] = {"count": total, "leads": Rows(partial(_exported, db, wanted, now))}
    return CommandResult(data, (), notes, csv_rows=_export_rows(db, wanted, steps, now))


def _exported(db: Path, wanted: LeadFilter, now: datetime) -> Iterator[dict[str, Any]]:
    with opened(db) as store:
        marks = store.lead_marks.load_kinds()
        for parts in store.lead_lists.iter_histories(wanted, with_events=True):
            yield history_data(History.read(*parts), now, marks)


def _export_rows(db: Path, wanted: LeadFilter, steps: int, now: datetime) -> Iterator[tuple[str, ...]]:
    with opened(db) as store:
        fields = store.lead_lists.load_field_names(wanted)
        found = store.lead_lists.iter_histories(wanted, with_events=False)
        marks = store.lead_marks.load_kinds()
        yield from export_rows((History.read(*parts) for parts in found), steps, fields, now, marks)


def history_data(history: History, now: datetime, marks: Mapping[str, MarkKind]) -> dict[str, Any]:
    """Return an exported lead for `--json`."""
    return {
        **_state(history, now, marks),
        "fields": dict(history.lead.fields),
        "attempts": history.attempts,
        "events": history.events,
        "journal": [
            {name: line[name] for name in ("at", "by", "change", "reason")} for line in history.journal
        ],
    }


def _state(history: History, now: datetime, marks: Mapping[str, MarkKind]) -> dict[str, Any]:
    lead = history.lead
    state = lead_data(lead, now, marks)
    del state["fields"]
    return {
        "id": lead.id,
        **state,
        "identity": lead.identity,
        "imported_at": to_text(lead.created_at),
        "released_at": time_text(lead.released_at),
        **{f"{status}_at": _ended_at(history, status) for status in _ENDS},
        "answered_step": None if lead.answered_step is None else lead.answered_step + 1,
        "updated_at": to_text(lead.updated_at),
    }


def _ended_at(history: History, status: LeadStatus) -> str | None:
    """Return when a lead got a final status: when the event happened, if there was one."""
    found = [line for line in history.journal if line["status"] == status]
    return str(found[-1]["occurred_at"] or found[-1]["at"]) if found else None


def export_rows(
    histories: Iterable[History],
    steps: int,
    fields: tuple[str, ...],
    now: datetime,
    marks: Mapping[str, MarkKind],
) -> Iterator[tuple[str, ...]]:
    """Yield the CSV of the export: a header, then a row per lead with the time and variant of each sent step."""
    columns = (
        *STATE_COLUMNS,
        "answered_step",
        *(f"step_{step}_{what}" for step in range(1, steps + 1) for what in ("sent_at", "variant")),
    )
    yield (*columns, *field_heads(fields, columns))
    for history in histories:
        state = _state(history, now, marks)
        sends = {each["step"]: each for each in history.attempts if each["state"] == "accepted"}
        yield (
            *(csv_cell(state[name]) for name in STATE_COLUMNS),
            csv_cell(state["answered_step"]),
            *(cell for step in range(1, steps + 1) for cell in _send_cells(sends.get(step))),
            *field_cells(history.lead, fields),
        )


def _send_cells(attempt: Mapping[str, Any] | None) -> tuple[str, str]:
    if attempt is None:
        return "", ""
    return max(attempt["accepted_at"], attempt["dispatch_at"] or ""), attempt["variant"]
