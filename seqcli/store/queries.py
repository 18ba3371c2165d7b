"""Reads for people: counts, holds, what is due. Nothing here changes a row."""

from datetime import datetime
from typing import NamedTuple

from seqcli.store.database import Database
from seqcli.store.eligibility import IDENTITY, NOT_PAUSED, WAITS_FOR_TURN, eligibility_values

_REFUSED = (
    "(lead.status = 'bounced' AND NOT EXISTS"
    " (SELECT 1 FROM attempt WHERE attempt.lead_id = lead.id AND attempt.state = 'accepted'))"
)
_AWAY = (
    "EXISTS (SELECT 1 FROM pause WHERE pause.lead_id = lead.id AND pause.cause = 'auto_reply'"
    " AND pause.paused_until > :now)"
)
_RELEASED = "lead.released_at IS NOT NULL"


class StepCount(NamedTuple):
    """How many leads are at a step (from 0) in a status; `released` is 0 or 1."""

    sequence_id: str
    step: int
    status: str
    released: int
    leads: int


class SequenceTotals(NamedTuple):
    """Totals of a sequence's leads.

    Contacted: 12m accepted a mail. Bounced: after that. Paused: and not ended. Unreleased: contacted, and the next
    step waits for a release, as in a file that was restored from a copy. Away: paused by an auto-reply.
    """

    sequence_id: str
    contacted: int
    replied: int
    bounced: int
    paused: int
    unreleased: int
    away: int


class HoldCount(NamedTuple):
    """How many leads of a sequence are held for a reason."""

    sequence_id: str
    code: str | None
    missing_field: str
    reason: str
    leads: int


class DueCount(NamedTuple):
    """How many mails of a sequence are due from an identity."""

    sequence_id: str
    identity: str | None
    follow_ups: int
    firsts: int


class ComingLead(NamedTuple):
    """A lead that comes next: one that waits for a send, or for a reply; `at` is ISO text."""

    lead_id: str
    at: str
    email: str
    sequence_id: str
    step: int
    identity: str | None
    status: str
    wait_ends_at: str | None


class Queries:
    """Reads for people. Nothing here changes a row."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def load_step_counts(self, sequence_id: str | None = None) -> list[StepCount]:
        """Return how many leads are at each step in each status.

        An answer counts at the step that it answers. `refused` are bounced leads without an accepted mail.
        """
        found = self._db.rows(
            "SELECT sequence_id, CASE WHEN status IN ('replied', 'suppressed') THEN"
            " coalesce(answered_step, current_step) ELSE current_step END AS step,"
            f" CASE WHEN {_REFUSED} THEN 'refused' ELSE status END AS status,"
            " released_at IS NOT NULL AS released, count(*) AS n FROM lead"
            " WHERE ?1 IS NULL OR sequence_id = ?1 GROUP BY 1, 2, 3, 4",
            sequence_id,
        )
        return [StepCount(*row) for row in found]

    def load_sequence_totals(self, now: datetime) -> list[SequenceTotals]:
        """Return the totals of every sequence's leads."""
        found = self._db.rows_by_name(
            "SELECT sequence_id, sum(last_step_at IS NOT NULL) AS contacted,"
            " sum(lead.status = 'replied' AND last_step_at IS NOT NULL) AS replied,"
            f" sum(lead.status = 'bounced' AND NOT {_REFUSED}) AS bounced,"
            f" sum(lead.status IN ('queued', 'in_flight', 'held') AND {NOT_PAUSED} IS NOT TRUE) AS paused,"
            f" sum({_RELEASED} IS FALSE AND last_step_at IS NOT NULL AND (lead.status IN ('queued', 'held') OR"
            "   lead.status = 'in_flight' AND current_step + 1 < json_array_length(sequence.steps))) AS unreleased,"
            f" sum(lead.status IN ('queued', 'in_flight', 'held') AND {_AWAY}) AS away"
            " FROM lead JOIN sequence ON sequence.id = lead.sequence_id GROUP BY 1",
            eligibility_values(now),
        )
        return [SequenceTotals(*row) for row in found]

    def load_hold_reasons(self, sequence_id: str | None = None) -> list[HoldCount]:
        """Return how many leads are held by reason, the most frequent first."""
        found = self._db.rows(
            "SELECT sequence_id, reason_code, missing_field, status_reason AS reason, count(*) AS n FROM lead"
            " WHERE status = 'held' AND (?1 IS NULL OR sequence_id = ?1) GROUP BY 1, 2, 3, 4 ORDER BY n DESC, reason",
            sequence_id,
        )
        return [HoldCount(*row) for row in found]

    def load_due_counts(self, now: datetime) -> list[DueCount]:
        """Return what is due, also from an identity that is throttled."""
        found = self._db.rows_by_name(
            f"SELECT lead.sequence_id, {IDENTITY} AS identity, sum(current_step > 0) AS follow_ups,"
            " sum(current_step = 0) AS firsts"
            " FROM lead JOIN sequence ON sequence.id = lead.sequence_id WHERE"
            f" {WAITS_FOR_TURN} GROUP BY 1, 2 ORDER BY 1, 2",
            eligibility_values(now),
        )
        return [DueCount(*row) for row in found]

    def load_next_moves(self, now: datetime, sequence_id: str | None, limit: int) -> list[ComingLead]:
        """Return the leads that come next, due ones first, of one sequence or of all."""
        found = self._db.rows_by_name(
            "SELECT lead.id, coalesce(lead.wake_at, :now) AS at, lead.email, lead.sequence_id,"
            f" lead.current_step AS step, {IDENTITY} AS identity, lead.status,"
            " lead.wait_ends_at FROM lead JOIN sequence ON sequence.id = lead.sequence_id"
            f" WHERE ({WAITS_FOR_TURN} OR lead.status = 'in_flight' AND lead.wake_at IS NOT NULL"
            f" AND sequence.status = 'active' AND {_RELEASED} AND {NOT_PAUSED})"
            " AND (:sequence IS NULL OR lead.sequence_id = :sequence)"
            " ORDER BY lead.status = 'queued' DESC, lead.current_step = 0, lead.wake_at, lead.released_at,"
            " lead.rowid LIMIT :limit",
            {**eligibility_values(now), "sequence": sequence_id, "limit": limit},
        )
        return [ComingLead(*row) for row in found]

    def has_moving_leads(self, sequence_id: str) -> bool:
        """Return whether somebody in a sequence has not ended and is not paused until a person resumes it."""
        row = self._db.row(
            "SELECT 1 FROM lead WHERE sequence_id = ? AND (status = 'in_flight' OR status = 'queued'"
            " AND (paused_at IS NULL OR paused_until IS NOT NULL)) LIMIT 1",
            sequence_id,
        )
        return row is not None

    def count_leftovers(self) -> dict[str, int]:
        """Return how many events matched no lead, could not be read, or tell too little of a mail."""
        row = self._db.row(
            "SELECT (SELECT count(*) FROM event WHERE disposition = 'unmatched') AS unmatched,"
            " (SELECT count(*) FROM event WHERE disposition = 'unreadable')"
            " + (SELECT count(*) FROM quarantine) AS unreadable,"
            " (SELECT count(*) FROM event WHERE handling = 'to_look_up') AS to_look_up"
        )
        return {} if row is None else dict(row)
