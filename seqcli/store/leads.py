"""Leads in SQL, and which of them are due. Statuses are decided elsewhere; here they are kept."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from seqcli.clock import LATEST, next_midnight, to_text
from seqcli.eligibility import OF_PACE, Blocker
from seqcli.model import (
    Lead,
)
from seqcli.store.database import Database
from seqcli.store.eligibility import (
    BLOCKER,
    FULL,
    FULL_OF_FIRSTS,
    IDENTITY,
    WAITS_FOR_TURN,
    eligibility_values,
    eligible,
)
from seqcli.store.person_index import is_of_person
from seqcli.store.rows import (
    instant_or_none,
    lead_from_row,
    text_or_none,
)

#: An attempt to send ends who answered elsewhere, as it ends who is on the suppression list.
_DUE = eligible(without=[Blocker.ANSWERED_ELSEWHERE])
_DUE_UNPACED = eligible(without=OF_PACE | {Blocker.ANSWERED_ELSEWHERE})


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
        found = self._db.rows(
            f"SELECT * FROM lead WHERE {is_of_person('?1')} ORDER BY created_at, id", address
        )
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
            " wake_at = ?, answered_step = ?, reason_code = ?, missing_field = ?, allow_answered = ?,"
            " company_key = ?, wait_ends_at = ?, updated_at = ?"
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
            after.allow_answered,
            after.company_key,
            text_or_none(after.wait_ends_at),
            to_text(at),
            before.id,
            before.status,
            before.current_step,
        )
        if touched != 1:
            raise AssertionError(f"lead {before.id} was changed by somebody else inside our transaction")
        return after

    def move_held_waits(self, sequence_id: str, step: int, by_ms: int, at: datetime) -> None:
        """Move when the waits of a step end that an auto-reply holds, and our own clock with them."""
        moved = "plus_ms(wait_ends_at, ?3)"
        self._db.run(
            f"UPDATE lead SET wait_ends_at = {moved}, updated_at = ?4,"
            f" wake_at = CASE status WHEN 'in_flight' THEN {moved} ELSE wake_at END"
            " WHERE sequence_id = ?1 AND current_step = ?2 AND wait_ends_at IS NOT NULL",
            sequence_id,
            step,
            by_ms,
            to_text(at),
        )

    def load_due(
        self, identity: str, *, first: bool, now: datetime, limit: int, paced: bool = True
    ) -> list[Lead]:
        """Return leads whose current step may be sent now, but for a throttle of the identity.

        `first` chooses first steps (in order of release) or follow-ups (longest waiting first); without `paced` the
        pace of sequences is not asked.
        """
        found = self._db.rows_by_name(
            # CROSS JOIN: leads in the order of `lead_next`, and no more of them than are asked for.
            "SELECT lead.* FROM lead CROSS JOIN sequence ON sequence.id = lead.sequence_id"
            f" WHERE {_DUE if paced else _DUE_UNPACED} AND {IDENTITY} = :identity"
            " AND (lead.current_step = 0) = :first"
            " ORDER BY coalesce(lead.last_step_at, lead.released_at), lead.rowid LIMIT :limit",
            {**eligibility_values(now), "identity": identity, "first": first, "limit": limit},
        )
        return [lead_from_row(row) for row in found]

    def find_next_paced(self, identity: str, now: datetime) -> datetime | None:
        """Return when the pace lets the next mail go that it holds back now, over all sequences; None without one."""
        waits = f"lead.sequence_id = sequence.id AND {WAITS_FOR_TURN} AND {IDENTITY} = :identity"
        tracks = (("next_first_at", "= 0", FULL_OF_FIRSTS), ("next_send_at", "> 0", FULL))
        moments = " UNION ALL ".join(
            f"SELECT max(coalesce({column}, :now), CASE WHEN {full} THEN :tomorrow ELSE :now END) AS at FROM sequence"
            f" WHERE EXISTS (SELECT 1 FROM lead WHERE lead.current_step {steps} AND {waits})"
            for column, steps, full in tracks
        )
        found = self._db.rows_by_name(
            f"SELECT min(at) AS at FROM ({moments}) WHERE at > :now",
            {**eligibility_values(now), "identity": identity, "tomorrow": to_text(next_midnight(now))},
        )
        return instant_or_none(found[0]["at"])

    def iter_blocked(
        self, identity: str, sequence_id: str | None, now: datetime
    ) -> Iterator[tuple[Lead, Blocker]]:
        """Yield the living leads of an identity, or of one of its sequences, that may not be sent to now, with why.

        Leads that wait for a reply are not among them. Neither the list nor a throttle is asked.
        """
        found = self._db.rows_by_name(
            f"SELECT lead.*, {BLOCKER} AS blocker FROM lead JOIN sequence ON sequence.id = lead.sequence_id"
            f" WHERE lead.status IN ('queued', 'held') AND {IDENTITY} = :identity"
            " AND (:sequence IS NULL OR lead.sequence_id = :sequence)"
            " AND blocker IS NOT NULL ORDER BY lead.rowid",
            {**eligibility_values(now), "identity": identity, "sequence": sequence_id},
        )
        for row in found:
            yield lead_from_row(row), Blocker(row["blocker"])

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
