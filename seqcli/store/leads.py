"""Leads in SQL, and which of them are due. Statuses are decided elsewhere; here they are kept."""

import json
from dataclasses import replace
from datetime import datetime

from seqcli.clock import LATEST, to_text
from seqcli.model import (
    Lead,
)
from seqcli.store.database import Database
from seqcli.store.eligibility import MAY_BE_SENT
from seqcli.store.rows import (
    instant_or_none,
    lead_from_row,
    text_or_none,
)


class Leads:
    """Leads, and which of them are due."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, lead_id: str) -> Lead | None:
        """Return the lead, or None."""
        row = self._db.row("SELECT * FROM lead WHERE id = ?", lead_id)
        return None if row is None else lead_from_row(row)

    def get(self, lead_id: str) -> Lead:
        """Return the lead; raises `KeyError` if there is none."""
        lead = self.find(lead_id)
        if lead is None:
            raise KeyError(lead_id)
        return lead

    def load_of_person(self, address: str) -> list[Lead]:
        """Return a person's leads across all sequences, oldest first."""
        found = self._db.rows("SELECT * FROM lead WHERE address = ? ORDER BY created_at, id", address)
        return [lead_from_row(row) for row in found]

    def load_in_conversation(self, identity: str, conv_id: str) -> list[Lead]:
        """Return the leads whose conversation this is, under this identity."""
        return [
            lead_from_row(row)
            for row in self._db.rows(
                "SELECT * FROM lead WHERE conv_id = ? AND coalesce(identity, ?) = ?"
                " UNION SELECT lead.* FROM attempt JOIN lead ON lead.id = attempt.lead_id"
                " WHERE attempt.conv_id = ? AND attempt.identity = ?",
                conv_id,
                identity,
                identity,
                conv_id,
                identity,
            )
        ]

    def save(self, before: Lead, after: Lead, at: datetime) -> Lead:
        """Store `after`, provided that the row still stands as `before` says; return it as stored.

        Raises:
            AssertionError: it does not, which the surrounding transaction makes impossible.
        """
        after = replace(after, updated_at=at)
        touched = self._db.run(
            "UPDATE lead SET current_step = ?, status = ?, status_reason = ?, conv_id = ?, last_step_at = ?,"
            " identity = ?, fields = ?, released_at = ?, paused_at = ?, paused_until = ?, pause_reason = ?,"
            " wake_at = ?, answered_step = ?, reason_code = ?, missing_field = ?, updated_at = ?"
            " WHERE id = ? AND status = ? AND current_step = ?",
            after.current_step,
            after.status,
            after.status_reason,
            after.conv_id,
            text_or_none(after.last_step_at),
            after.identity,
            json.dumps(dict(after.fields), ensure_ascii=False),
            text_or_none(after.released_at),
            text_or_none(after.paused_at),
            text_or_none(after.paused_until),
            after.pause_reason,
            text_or_none(after.wake_at),
            after.answered_step,
            after.reason_code,
            after.missing_field,
            to_text(at),
            before.id,
            before.status,
            before.current_step,
        )
        if touched != 1:
            raise AssertionError(f"lead {before.id} was changed by somebody else inside our transaction")
        return after

    def load_due(
        self, identity: str, *, first: bool, now: datetime, limit: int, paced: bool = True
    ) -> list[Lead]:
        """Return leads whose current step may be sent now: released, not paused, without an open question.

        `first` chooses first steps (in order of release) or follow-ups (longest waiting first); `paced` leaves
        out first steps whose sequence's pace does not allow one yet.
        """
        found = self._db.rows_by_name(
            "SELECT lead.* FROM lead JOIN sequence ON sequence.id = lead.sequence_id"
            f" WHERE {MAY_BE_SENT} AND coalesce(lead.identity, sequence.identity) = :identity"
            " AND (lead.current_step = 0) = :first"
            " AND (lead.current_step > 0 OR NOT :paced OR sequence.next_first_at IS NULL"
            "   OR sequence.next_first_at <= :now)"
            " AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.lead_id = lead.id"
            "   AND attempt.step = lead.current_step AND attempt.state IN ('unknown', 'parked', 'accepted'))"
            " AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.lead_id = lead.id"
            "   AND attempt.step = lead.current_step AND attempt.state = 'pending'"
            "   AND attempt.next_try_at > :now)"
            " AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.identity = :identity"
            "   AND attempt.address = lead.address AND attempt.state = 'unknown')"
            " ORDER BY coalesce(lead.last_step_at, lead.released_at), lead.rowid LIMIT :limit",
            {"identity": identity, "first": first, "paced": paced, "now": to_text(now), "limit": limit},
        )
        return [lead_from_row(row) for row in found]

    def find_next_first(self, identity: str, now: datetime) -> datetime | None:
        """Return when a paced first step that waits may go, over all sequences; None where none waits."""
        found = self._db.rows_by_name(
            "SELECT min(sequence.next_first_at) AS at FROM sequence WHERE EXISTS"
            " (SELECT 1 FROM lead WHERE lead.sequence_id = sequence.id AND lead.current_step = 0"
            f"  AND {MAY_BE_SENT} AND coalesce(lead.identity, sequence.identity) = :identity)",
            {"identity": identity, "now": to_text(now)},
        )
        return instant_or_none(found[0]["at"])

    def load_overdue(self, identity: str, now: datetime, limit: int) -> list[Lead]:
        """Return the leads in flight that our own clock should look at, longest overdue first.

        A moment beyond belief, as older versions may have kept one, is no reason to wait for it.
        """
        found = self._db.rows(
            "SELECT * FROM lead WHERE status = 'in_flight' AND identity = ? AND (wake_at <= ? OR wake_at >= ?)"
            " ORDER BY wake_at LIMIT ?",
            identity,
            to_text(now),
            to_text(LATEST),
            limit,
        )
        return [lead_from_row(row) for row in found]

    def load_identities(self) -> list[str]:
        """Return every identity that somebody in this file was or will be contacted from."""
        found = self._db.rows(
            "SELECT identity FROM lead WHERE identity IS NOT NULL UNION"
            " SELECT identity FROM sequence WHERE identity IS NOT NULL AND status <> 'draft' UNION"
            " SELECT identity FROM attempt WHERE state IN ('unknown', 'parked') ORDER BY identity"
        )
        return [row["identity"] for row in found]
