"""Leads as rows: for the list, for the file of held leads to fill in, and for the export with their history."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seqcli.clock import to_text
from seqcli.contacts.export_columns import LIST_COLUMNS, STATE_COLUMNS
from seqcli.model import NEEDS_FIELD, Lead, LeadStatus
from seqcli.output.result import Table, shown

_HEADS = ("lead", "sequence", "status", "step", "reason", "paused", "last step", "conversation")
_ENDS = (LeadStatus.REPLIED, LeadStatus.BOUNCED, LeadStatus.SUPPRESSED)


def lead_data(lead: Lead, now: datetime) -> dict[str, Any]:
    """Return a lead of the list for `--json`; its step counts from 1."""
    return {
        "email": lead.email,
        "sequence": lead.sequence_id,
        "status": lead.status,
        "released": lead.released_at is not None,
        "step": lead.current_step + 1,
        "reason": lead.status_reason,
        "paused": _is_paused(lead, now),
        "paused_until": _text(lead.paused_until) if _is_paused(lead, now) else None,
        "last_step_at": _text(lead.last_step_at),
        "conversation": lead.conv_id,
        "fields": dict(lead.fields),
    }


def leads_table(leads: Iterable[Lead], now: datetime) -> Table:
    """Return leads for people; a column in which nobody has anything is left out, as is the only sequence."""
    rows = [_shown_cells(lead, now) for lead in leads]
    used = [
        index
        for index, head in enumerate(_HEADS)
        if any(row[index] for row in rows) and (head != "sequence" or len({row[index] for row in rows}) > 1)
    ]
    heads = tuple(_HEADS[index] for index in used)
    return Table("", heads, tuple(tuple(row[i] for i in used) for row in rows), frozenset({"step"}))


def _shown_cells(lead: Lead, now: datetime) -> tuple[str, ...]:
    waits = lead.status is LeadStatus.QUEUED and lead.released_at is None
    until = _shown(lead.paused_until)
    paused = (f"until {until}" if until else "paused") if _is_paused(lead, now) else ""
    return (
        lead.email,
        lead.sequence_id,
        "queued, not released" if waits else lead.status,
        str(lead.current_step + 1),
        lead.status_reason,
        paused,
        _shown(lead.last_step_at),
        lead.conv_id or "",
    )


def _is_paused(lead: Lead, now: datetime) -> bool:
    return lead.paused_at is not None and (lead.paused_until is None or lead.paused_until > now)


def _text(at: datetime | None) -> str | None:
    return None if at is None else to_text(at)


def _shown(at: datetime | None) -> str:
    return "" if at is None else shown(to_text(at))


def list_rows(leads: Iterable[Lead], fields: tuple[str, ...], now: datetime) -> Iterator[tuple[str, ...]]:
    """Yield the CSV of the list: a header, then a row for every lead with its merge fields."""
    yield (*LIST_COLUMNS, *_field_heads(fields, LIST_COLUMNS))
    for lead in leads:
        data = lead_data(lead, now)
        yield tuple(_cell(data[name]) for name in LIST_COLUMNS) + _field_cells(lead, fields)


def _field_heads(fields: tuple[str, ...], taken: tuple[str, ...]) -> tuple[str, ...]:
    """Return headers for merge fields, so that none is called like a column of ours."""
    heads = []
    for name in fields:
        head = name
        while head in taken or (head != name and head in fields):
            head = f"field_{head}"
        heads.append(head)
    return tuple(heads)


def _field_cells(lead: Lead, fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(lead.fields.get(name, "") for name in fields)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


# -- held leads, to be filled in


def needed_field(reason: str) -> str:
    """Return the merge field that a held lead waits for, or an empty text if no value would free it."""
    name = reason.removeprefix(NEEDS_FIELD).rpartition(" (step ")[0]
    return name if reason.startswith(NEEDS_FIELD) and name.isidentifier() else ""


def fill_in_rows(leads: Iterable[Lead], fields: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the CSV of the leads that wait for a value: address and merge fields alone, so that it imports as it is."""
    yield ("email", *fields)
    for lead in leads:
        if needed_field(lead.status_reason):
            yield (lead.email, *_field_cells(lead, fields))


# -- leads with their history


@dataclass(frozen=True, slots=True)
class History:
    """A lead with its attempts, journal and events in order, as JSON values."""

    lead: Lead
    attempts: list[dict[str, Any]]
    journal: list[dict[str, Any]]
    events: list[dict[str, Any]]

    @classmethod
    def read(cls, lead: Lead, attempts: str, journal: str, events: str) -> "History":
        """Return the history whose parts are JSON texts."""
        return cls(lead, json.loads(attempts), json.loads(journal), json.loads(events))


def history_data(history: History, now: datetime) -> dict[str, Any]:
    """Return an exported lead for `--json`."""
    return {
        **_state(history, now),
        "fields": dict(history.lead.fields),
        "attempts": history.attempts,
        "events": history.events,
        "journal": [
            {name: line[name] for name in ("at", "by", "change", "reason")} for line in history.journal
        ],
    }


def _state(history: History, now: datetime) -> dict[str, Any]:
    lead = history.lead
    state = lead_data(lead, now)
    del state["fields"]
    return {
        "id": lead.id,
        **state,
        "identity": lead.identity,
        "imported_at": to_text(lead.created_at),
        "released_at": _text(lead.released_at),
        **{f"{status}_at": _ended_at(history, status) for status in _ENDS},
        "answered_step": None if lead.answered_step is None else lead.answered_step + 1,
        "updated_at": to_text(lead.updated_at),
    }


def _ended_at(history: History, status: LeadStatus) -> str | None:
    """Return when a lead came into a final status: when it happened where an event told of it."""
    found = [line for line in history.journal if f"→ {status} (" in line["change"]]
    return str(found[-1]["occurred_at"] or found[-1]["at"]) if found else None


def export_rows(
    histories: Iterable[History], steps: int, fields: tuple[str, ...], now: datetime
) -> Iterator[tuple[str, ...]]:
    """Yield the CSV of the export: a header, then a row for every lead, with when and how worded each step left."""
    columns = (
        *STATE_COLUMNS,
        "answered_step",
        *(f"step_{step}_{what}" for step in range(1, steps + 1) for what in ("sent_at", "variant")),
    )
    yield (*columns, *_field_heads(fields, columns))
    for history in histories:
        state = _state(history, now)
        sends = {each["step"]: each for each in history.attempts if each["state"] == "accepted"}
        yield (
            *(_cell(state[name]) for name in STATE_COLUMNS),
            _cell(state["answered_step"]),
            *(cell for step in range(1, steps + 1) for cell in _send_cells(sends.get(step))),
            *_field_cells(history.lead, fields),
        )


def _send_cells(attempt: Mapping[str, Any] | None) -> tuple[str, str]:
    if attempt is None:
        return "", ""
    return max(attempt["accepted_at"], attempt["dispatch_at"] or ""), attempt["variant"]
