"""What `leads` and `export` share: a lead as JSON and as the cells of a row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from seqcli.clock import to_text
from seqcli.eligibility import is_paused
from seqcli.model import Lead
from seqcli.reasons import MarkKind
from seqcli.store import LeadMark, mark_word


def lead_data(lead: Lead, now: datetime, marks: Mapping[str, MarkKind]) -> dict[str, Any]:
    """Return a lead for `--json`. Its step counts from 1; `marks` has what people said of answers, by lead."""
    return {
        "email": lead.email,
        "sequence": lead.sequence_id,
        "status": lead.status,
        "released": lead.released_at is not None,
        "step": lead.current_step + 1,
        "reason": lead.status_reason,
        "paused": is_paused(lead, now),
        "paused_until": time_text(lead.paused_until) if is_paused(lead, now) else None,
        "last_step_at": time_text(lead.last_step_at),
        "conversation": lead.conv_id,
        "mark": marks.get(lead.id),
        "fields": dict(lead.fields),
    }


def mark_text(mark: MarkKind | None) -> str:
    """Return a mark for people."""
    return "" if mark is None else mark_word(mark)


def mark_data(mark: LeadMark) -> dict[str, Any]:
    """Return a mark for `--json`."""
    return {
        "id": mark.id,
        "kind": mark.kind,
        "at": to_text(mark.at),
        "mail": mark.inbox_id,
        "until": time_text(mark.until),
        "referral": mark.referral or None,
    }


def time_text(at: datetime | None) -> str | None:
    """Return an instant for `--json`."""
    return None if at is None else to_text(at)


def field_heads(fields: tuple[str, ...], taken: tuple[str, ...]) -> tuple[str, ...]:
    """Return headers for merge fields. One that is named like a column in `taken` gets a prefix."""
    heads = []
    for name in fields:
        head = name
        while head in taken or (head != name and head in fields):
            head = f"field_{head}"
        heads.append(head)
    return tuple(heads)


def field_cells(lead: Lead, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return a lead's merge fields in this order; a missing one is blank."""
    return tuple(lead.fields.get(name, "") for name in fields)


def csv_cell(value: object) -> str:
    """Return a value of `lead_data` as a CSV cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
