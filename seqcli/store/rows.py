"""Converts rows of the file into values of the model."""

import json
import sqlite3
from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from seqcli.clock import believable, from_text, to_text
from seqcli.model import (
    Attempt,
    AttemptState,
    Lead,
    LeadStatus,
    Sequence,
    SequenceStatus,
    Step,
    steps_from_json,
)
from seqcli.reasons import AttemptReason, LeadReason
from seqcli.sequence_settings import SequenceSettings, settings_from_json
from seqcli.store.damage import read_fields


def text_or_none(instant: datetime | None) -> str | None:
    """Return the stored form of an instant, or None."""
    return None if instant is None else to_text(instant)


@lru_cache(maxsize=512)
def instant_or_none(text: str | None) -> datetime | None:
    """Return the instant of a stored text; None for NULL, or for a time that is not believable."""
    return None if text is None else believable(from_text(text))


#: The columns from which `lead_from_row` and `attempt_from_row` make a value: a row begins with them, in this order.
LEAD = ", ".join(f"lead.{each.name}" for each in fields(Lead))
ATTEMPT = ", ".join(f"attempt.{each.name}" for each in fields(Attempt))
_LEAD_WIDTH = len(fields(Lead))
_ATTEMPT_WIDTH = len(fields(Attempt))
_STATUSES = {each.value: each for each in LeadStatus}
_STATES = {each.value: each for each in AttemptState}
_LEAD_REASONS = {each.value: each for each in LeadReason}
_ATTEMPT_REASONS = {each.value: each for each in AttemptReason}


def lead_from_row(row: sqlite3.Row) -> Lead:
    """Return the lead of a row that begins with the columns `LEAD`.

    Raises:
        ValueError, TypeError, KeyError: the row is damaged.
    """
    found: tuple[Any, ...] = row[:_LEAD_WIDTH]
    (
        id_,
        email,
        sequence_id,
        step,
        status,
        why,
        conv_id,
        last_step_at,
        identity,
        merge_fields,
        released_at,
    ) = found[:11]
    (paused_at, paused_until, pause_reason, wake_at, created_at, updated_at, answered_step, code) = found[
        11:19
    ]
    (missing_field, allow_answered, company, wait_ends_at) = found[19:]
    if step < 0:
        raise ValueError("a step below 0")
    return Lead(
        id_,
        email,
        sequence_id,
        step,
        _STATUSES[status],
        why,
        conv_id,
        instant_or_none(last_step_at),
        identity,
        read_fields(merge_fields),
        instant_or_none(released_at),
        instant_or_none(paused_at),
        instant_or_none(paused_until),
        pause_reason,
        instant_or_none(wake_at),
        from_text(created_at),
        from_text(updated_at),
        answered_step,
        None if code is None else _LEAD_REASONS[code],
        missing_field,
        bool(allow_answered),
        company,
        instant_or_none(wait_ends_at),
    )


def lead_to_row(lead: Lead, column: str) -> object:
    """Return the stored form of one value of a lead."""
    value = getattr(lead, column)
    if type(value) is datetime:
        return to_text(value)
    if column == "fields":
        return json.dumps(dict(value), ensure_ascii=False)
    return value._value_ if isinstance(value, StrEnum) else value


@lru_cache(maxsize=64)
def _steps(text: str) -> tuple[Step, ...]:
    return steps_from_json(json.loads(text))


@lru_cache(maxsize=64)
def _settings(text: str) -> tuple[int | None, SequenceSettings]:
    settings = json.loads(text)
    return int(settings["paceMs"]) if "paceMs" in settings else None, settings_from_json(settings)


def sequence_from_row(row: sqlite3.Row) -> Sequence:
    """Return the sequence of a row of `sequence`."""
    pace_ms, settings = _settings(row["settings"])
    return Sequence(
        id=row["id"],
        name=row["name"],
        steps=_steps(row["steps"]),
        status=SequenceStatus(row["status"]),
        identity=row["identity"],
        pace_ms=pace_ms,
        next_first_at=instant_or_none(row["next_first_at"]),
        created_at=from_text(row["created_at"]),
        updated_at=from_text(row["updated_at"]),
        settings=settings,
        next_send_at=instant_or_none(row["next_send_at"]),
    )


def attempt_from_row(row: sqlite3.Row) -> Attempt:
    """Return the attempt of a row that begins with the columns `ATTEMPT`.

    Raises:
        ValueError, TypeError, KeyError: the row is damaged.
    """
    found: tuple[Any, ...] = row[:_ATTEMPT_WIDTH]
    (lead_id, step, generation, key, identity, body, variant, state, created_at, first_try_at) = found[:10]
    (next_try_at, tries, accepted_at, pending_id, conv_id, dispatch_at, http_status, reason, code) = found[
        10:
    ]
    return Attempt(
        lead_id,
        step,
        generation,
        key,
        identity,
        bytes(body),
        variant,
        _STATES[state],
        from_text(created_at),
        instant_or_none(first_try_at),
        instant_or_none(next_try_at),
        tries,
        instant_or_none(accepted_at),
        pending_id,
        conv_id,
        instant_or_none(dispatch_at),
        http_status,
        reason,
        None if code is None else _ATTEMPT_REASONS[code],
    )
