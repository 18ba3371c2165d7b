"""Sequences, leads and the journal in SQL. Statuses are decided elsewhere; here they are kept."""

import json
import sqlite3
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from seqcli.clock import LATEST, believable, from_text, to_text
from seqcli.model import (
    Lead,
    LeadStatus,
    Sequence,
    SequenceStatus,
    Step,
    steps_from_json,
    steps_to_json,
)
from seqcli.store.connection import text_or_none, translated_errors
from seqcli.store.damage import read_fields
from seqcli.store.forgetting import Forgetting

#: A lead that is not paused at `:now`; a pause that has ended does not count.
NOT_PAUSED = "(lead.paused_at IS NULL OR lead.paused_until <= :now)"
#: A lead that waits for a send that may go at `:now`.
MAY_BE_SENT = (
    f"lead.status = 'queued' AND lead.released_at IS NOT NULL AND sequence.status = 'active' AND {NOT_PAUSED}"
)


class ReleaseCounts(NamedTuple):
    """How many leads would be released: without a mail yet, held, and already written to."""

    free: int
    held: int
    contacted: int


def instant_or_none(text: str | None) -> datetime | None:
    """Return the instant of a stored text that may be missing, or be beyond belief as older versions kept it."""
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
    )


def sequence_from_row(row: sqlite3.Row) -> Sequence:
    """Return the sequence of a row of `sequence`."""
    return Sequence(
        id=row["id"],
        name=row["name"],
        steps=steps_from_json(json.loads(row["steps"])),
        status=SequenceStatus(row["status"]),
        identity=row["identity"],
        pace_ms=int(json.loads(row["settings"]).get("paceMs", 0)),
        next_first_at=instant_or_none(row["next_first_at"]),
        created_at=from_text(row["created_at"]),
        updated_at=from_text(row["updated_at"]),
    )


class People(Forgetting):
    """Sequences, leads, journal."""

    # -- sequences

    def save_sequence(self, sequence_id: str, name: str, steps: tuple[Step, ...], at: datetime) -> None:
        """Insert the sequence, or replace its name and steps."""
        self.run(
            "INSERT INTO sequence(id, name, steps, created_at, updated_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET name = excluded.name, steps = excluded.steps,"
            " updated_at = excluded.updated_at",
            sequence_id,
            name,
            json.dumps(steps_to_json(steps), ensure_ascii=False),
            to_text(at),
            to_text(at),
        )

    def find_sequence(self, sequence_id: str) -> Sequence | None:
        """Return the sequence, or None."""
        row = self.row("SELECT * FROM sequence WHERE id = ?", sequence_id)
        return None if row is None else sequence_from_row(row)

    def load_sequences(self) -> list[Sequence]:
        """Return all sequences, oldest first."""
        return [sequence_from_row(row) for row in self.rows("SELECT * FROM sequence ORDER BY created_at, id")]

    def mark_sequence_started(self, sequence_id: str, identity: str, pace_ms: int, at: datetime) -> None:
        """Make the sequence active, with its identity and its pace for first steps."""
        self.run(
            "UPDATE sequence SET status = 'active', identity = ?,"
            " settings = json_set(settings, '$.paceMs', ?), updated_at = ? WHERE id = ?",
            identity,
            pace_ms,
            to_text(at),
            sequence_id,
        )

    def mark_sequence(self, sequence_id: str, status: SequenceStatus, at: datetime) -> None:
        """Pause or resume a sequence."""
        self.run(
            "UPDATE sequence SET status = ?, updated_at = ? WHERE id = ?", status, to_text(at), sequence_id
        )

    def save_next_first(self, sequence_id: str, at: datetime | None) -> None:
        """Remember when the next first step of the sequence may go."""
        self.run("UPDATE sequence SET next_first_at = ? WHERE id = ?", text_or_none(at), sequence_id)

    def count_contacted_steps(self, sequence_id: str) -> int:
        """Return one more than the highest step index for which an attempt exists, else 0."""
        row = self.row(
            "SELECT max(attempt.step) + 1 AS n FROM attempt JOIN lead ON lead.id = attempt.lead_id"
            " WHERE lead.sequence_id = ?",
            sequence_id,
        )
        return int(row["n"] or 0) if row else 0

    def count_reached_steps(self, sequence_id: str) -> int:
        """Return one more than the highest step index that was attempted or at which a lead stands, else 0."""
        row = self.row("SELECT max(current_step) + 1 AS n FROM lead WHERE sequence_id = ?", sequence_id)
        stands = int(row["n"] or 0) if row else 0
        return max(stands, self.count_contacted_steps(sequence_id))

    def count_leads_from(self, sequence_id: str, step: int) -> int:
        """Return how many leads stand at this step index or a later one."""
        row = self.row(
            "SELECT count(*) AS n FROM lead WHERE sequence_id = ? AND current_step >= ?", sequence_id, step
        )
        return int(row["n"]) if row else 0

    # -- leads

    def find_lead(self, lead_id: str) -> Lead | None:
        """Return the lead, or None."""
        row = self.row("SELECT * FROM lead WHERE id = ?", lead_id)
        return None if row is None else lead_from_row(row)

    def get_lead(self, lead_id: str) -> Lead:
        """Return the lead; raises `KeyError` if there is none."""
        lead = self.find_lead(lead_id)
        if lead is None:
            raise KeyError(lead_id)
        return lead

    def load_leads_of(self, address: str) -> list[Lead]:
        """Return a person's leads across all sequences, oldest first."""
        found = self.rows("SELECT * FROM lead WHERE address = ? ORDER BY created_at, id", address)
        return [lead_from_row(row) for row in found]

    def load_leads_in_conversation(self, identity: str, conv_id: str) -> list[Lead]:
        """Return the leads whose conversation this is, under this identity."""
        return [
            lead_from_row(row)
            for row in self.rows(
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

    def save_lead(self, before: Lead, after: Lead, at: datetime) -> Lead:
        """Store `after`, provided that the row still stands as `before` says; return it as stored.

        Raises:
            AssertionError: it does not, which the surrounding transaction makes impossible.
        """
        after = replace(after, updated_at=at)
        touched = self.run(
            "UPDATE lead SET current_step = ?, status = ?, status_reason = ?, conv_id = ?, last_step_at = ?,"
            " identity = ?, fields = ?, released_at = ?, paused_at = ?, paused_until = ?, pause_reason = ?,"
            " wake_at = ?, answered_step = ?, updated_at = ? WHERE id = ? AND status = ? AND current_step = ?",
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
            to_text(at),
            before.id,
            before.status,
            before.current_step,
        )
        if touched != 1:
            raise AssertionError(f"lead {before.id} was changed by somebody else inside our transaction")
        return after

    def choose_releasable(self, sequence_id: str, address: str | None, limit: int | None) -> ReleaseCounts:
        """Choose for `mark_released` whom it is to release: who was not yet, oldest first; nothing is written.

        A limit counts those who have had no mail yet, and leaves out who is held. Who was written to in a past that
        this file had lost goes on whatever the limit.
        """
        rest = (
            " FROM lead WHERE sequence_id = ?1 AND released_at IS NULL AND (?2 IS NULL OR address = ?2)"
            " AND status IN ('queued', 'in_flight', 'held') AND (?3 < 0 OR status <> 'held')"
        )
        values = (sequence_id, address, -1 if limit is None else limit)
        with translated_errors(self.path):
            self.conn.execute(
                "CREATE TEMP TABLE IF NOT EXISTS chosen (id TEXT PRIMARY KEY, kind TEXT) STRICT"
            )
            self.conn.execute("DELETE FROM chosen")
            self.conn.execute(
                f"INSERT INTO chosen SELECT id, CASE status WHEN 'held' THEN 'held' ELSE 'free' END {rest}"
                " AND last_step_at IS NULL ORDER BY created_at, rowid LIMIT ?3",
                values,
            )
            self.conn.execute(
                f"INSERT INTO chosen SELECT id, CASE status WHEN 'held' THEN 'held' ELSE 'contacted' END {rest}"
                " AND last_step_at IS NOT NULL ORDER BY created_at, rowid",
                values,
            )
        found = self.rows("SELECT kind, count(*) AS n FROM chosen GROUP BY 1")
        counts = {row["kind"]: int(row["n"]) for row in found}
        return ReleaseCounts(counts.get("free", 0), counts.get("held", 0), counts.get("contacted", 0))

    def drop_changed_from_chosen(self) -> dict[str, int]:
        """Take out of the chosen who can no longer be released as announced; return how many by what they are now.

        Who was announced as held may be held still, or wait for a send by now; who was announced as free is not
        released while held.
        """
        changed = (
            "NOT EXISTS (SELECT 1 FROM lead WHERE lead.id = chosen.id AND lead.released_at IS NULL"
            " AND (lead.status IN ('queued', 'in_flight') OR lead.status = 'held' AND chosen.kind = 'held'))"
        )
        found = self.rows(
            "SELECT CASE WHEN lead.id IS NULL THEN 'forgotten' WHEN lead.released_at IS NOT NULL"
            " THEN 'released by another run' ELSE lead.status END AS what, count(*) AS n"
            f" FROM chosen LEFT JOIN lead USING (id) WHERE {changed} GROUP BY 1 ORDER BY 1"
        )
        self.run(f"DELETE FROM chosen WHERE {changed}")
        return {row["what"]: row["n"] for row in found}

    def mark_released(self, at: datetime) -> int:
        """Release exactly the leads that were chosen; return how many were not released before."""
        return self.run(
            "UPDATE lead SET released_at = ?1, updated_at = ?1"
            " WHERE id IN (SELECT id FROM chosen) AND released_at IS NULL",
            to_text(at),
        )

    def count_contacted_unreleased(self) -> list[sqlite3.Row]:
        """Return (sequence_id, n) of leads that were written to in a past that this file had lost, and rest here."""
        return self.rows(
            "SELECT sequence_id, count(*) AS n FROM lead WHERE released_at IS NULL AND last_step_at IS NOT NULL"
            " AND status IN ('queued', 'in_flight') GROUP BY 1 ORDER BY 1"
        )

    def append_journal_of_chosen(self, at: datetime, actor: str, change: str) -> None:
        """Add one line to the story of every lead that was chosen."""
        self.run(
            "INSERT INTO journal(at, lead_id, sequence_id, actor, change)"
            " SELECT ?, lead.id, lead.sequence_id, ?, ? FROM chosen JOIN lead USING (id) ORDER BY chosen.rowid",
            to_text(at),
            actor,
            change,
        )

    def load_due(
        self, identity: str, *, first: bool, now: datetime, limit: int, paced: bool = True
    ) -> list[Lead]:
        """Return leads whose current step may be sent now: released, not paused, without an open question.

        `first` chooses first steps (in order of release) or follow-ups (longest waiting first); `paced` leaves
        out first steps whose sequence's pace does not allow one yet.
        """
        found = self.rows_by_name(
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
        found = self.rows_by_name(
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
        found = self.rows(
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
        found = self.rows(
            "SELECT identity FROM lead WHERE identity IS NOT NULL UNION"
            " SELECT identity FROM sequence WHERE identity IS NOT NULL AND status <> 'draft' UNION"
            " SELECT identity FROM attempt WHERE state IN ('unknown', 'parked') ORDER BY identity"
        )
        return [row["identity"] for row in found]

    # -- the journal

    def append_journal(
        self,
        at: datetime,
        actor: str,
        change: str,
        reason: str = "",
        lead_id: str | None = None,
        sequence_id: str | None = None,
    ) -> None:
        """Add one line to the audit trail."""
        self.run(
            "INSERT INTO journal(at, lead_id, sequence_id, actor, change, reason) VALUES (?, ?, ?, ?, ?, ?)",
            to_text(at),
            lead_id,
            sequence_id,
            actor,
            change,
            reason,
        )
