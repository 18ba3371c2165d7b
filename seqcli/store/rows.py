"""Converts rows of the file into values of the model."""

import json
import sqlite3
from datetime import datetime
from functools import lru_cache

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


def instant_or_none(text: str | None) -> datetime | None:
    """Return the instant of a stored text; None for NULL, or for a time that is not believable."""
    return None if text is None else believable(from_text(text))


def lead_from_row(row: sqlite3.Row) -> Lead:
    """Return the lead of a row of `lead`.

    Raises:
        ValueError, TypeError: the row is damaged.
    """
    if row["current_step"] < 0:
        raise ValueError("a step below 0")
    return Lead(
        id=row["id"],
        email=row["email"],
        sequence_id=row["sequence_id"],
        current_step=row["current_step"],
        status=LeadStatus(row["status"]),
        status_reason=row["status_reason"],
        conv_id=row["conv_id"],
        last_step_at=instant_or_none(row["last_step_at"]),
        identity=row["identity"],
        fields=read_fields(row["fields"]),
        released_at=instant_or_none(row["released_at"]),
        paused_at=instant_or_none(row["paused_at"]),
        paused_until=instant_or_none(row["paused_until"]),
        pause_reason=row["pause_reason"],
        wake_at=instant_or_none(row["wake_at"]),
        created_at=from_text(row["created_at"]),
        updated_at=from_text(row["updated_at"]),
        answered_step=row["answered_step"],
        reason_code=None if row["reason_code"] is None else LeadReason(row["reason_code"]),
        missing_field=row["missing_field"],
        allow_answered=bool(row["allow_answered"]),
        company_key=row["company_key"],
        wait_ends_at=instant_or_none(row["wait_ends_at"]),
    )


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
    """Return the attempt of a row of `attempt`."""
    return Attempt(
        lead_id=row["lead_id"],
        step=row["step"],
        generation=row["generation"],
        idempotency_key=row["idempotency_key"],
        identity=row["identity"],
        request_body=bytes(row["request_body"]),
        variant=row["variant"],
        state=AttemptState(row["state"]),
        created_at=from_text(row["created_at"]),
        first_try_at=instant_or_none(row["first_try_at"]),
        next_try_at=instant_or_none(row["next_try_at"]),
        tries=row["tries"],
        accepted_at=instant_or_none(row["accepted_at"]),
        pending_id=row["pending_id"],
        conv_id=row["conv_id"],
        dispatch_at=instant_or_none(row["dispatch_at"]),
        http_status=row["http_status"],
        reason=row["reason"],
        reason_code=None if row["reason_code"] is None else AttemptReason(row["reason_code"]),
    )
