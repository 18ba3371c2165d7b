"""Pauses of leads in SQL: one a cause, side by side. What follows from all of them stands in the lead's own row."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from seqcli.clock import from_text, to_text
from seqcli.reasons import PauseCause
from seqcli.store.database import Database
from seqcli.store.person_index import is_of_person
from seqcli.store.rows import instant_or_none, text_or_none


@dataclass(frozen=True, slots=True)
class Pause:
    """Why a lead is paused, since when and until when; None: until somebody resumes it.

    `source` names what caused it, such as the lead of a colleague who answered, so that all of it can be lifted.
    """

    lead_id: str
    cause: PauseCause
    paused_at: datetime
    paused_until: datetime | None
    reason: str
    source: str = ""


class Pauses:
    """Pauses of leads by cause."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, pause: Pause) -> None:
        """Store a pause in place of an earlier one of the same cause."""
        self._db.run(
            "INSERT OR REPLACE INTO pause(lead_id, cause, paused_at, paused_until, reason, source)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            pause.lead_id,
            pause.cause,
            to_text(pause.paused_at),
            text_or_none(pause.paused_until),
            pause.reason,
            pause.source,
        )

    def delete(self, lead_id: str, cause: PauseCause) -> bool:
        """End a lead's pause of a cause; return whether there was one."""
        return self._db.run("DELETE FROM pause WHERE lead_id = ? AND cause = ?", lead_id, cause) == 1

    def load_for_lead(self, lead_id: str) -> list[Pause]:
        """Return a lead's pauses, also those whose time is over."""
        found = self._db.rows("SELECT * FROM pause WHERE lead_id = ? ORDER BY cause", lead_id)
        return [_pause_from_row(row) for row in found]

    def load_of_person(self, address: str, now: datetime) -> list[Pause]:
        """Return the pauses of a person's leads that have not ended, also of leads that have, last end first."""
        found = self._db.rows_by_name(
            "SELECT pause.* FROM lead CROSS JOIN pause ON pause.lead_id = lead.id"
            f" WHERE {is_of_person(':address')} AND (pause.paused_until IS NULL OR pause.paused_until > :now)"
            " ORDER BY pause.paused_until IS NOT NULL, pause.paused_until DESC, pause.cause, lead.rowid",
            {"address": address, "now": to_text(now)},
        )
        return [_pause_from_row(row) for row in found]

    def load_by_source(self, source: str) -> list[Pause]:
        """Return the pauses that one thing caused, in order of import of their leads."""
        found = self._db.rows(
            "SELECT pause.* FROM pause JOIN lead ON lead.id = lead_id WHERE source = ? AND source <> ''"
            " ORDER BY lead.rowid",
            source,
        )
        return [_pause_from_row(row) for row in found]

    def count_by_cause(self, now: datetime) -> dict[tuple[str, PauseCause], int]:
        """Return how many leads that have not ended are paused for each cause, by sequence and cause."""
        found = self._db.rows(
            "SELECT lead.sequence_id, cause, count(*) AS n FROM pause CROSS JOIN lead ON lead.id = lead_id"
            " WHERE lead.status IN ('queued', 'in_flight', 'held')"
            " AND (pause.paused_until IS NULL OR pause.paused_until > ?) GROUP BY 1, 2",
            to_text(now),
        )
        return {(row["sequence_id"], PauseCause(row["cause"])): row["n"] for row in found}

    def load_of_company(self, key: str, domain: str) -> list[Pause]:
        """Return the pauses for an answer at a company: of its people, or caused by one of them; by name or domain."""
        found = self._db.rows_by_name(
            "SELECT pause.* FROM pause JOIN lead ON lead.id = lead_id"
            " LEFT JOIN lead AS colleague ON pause.source = 'answer:' || colleague.id"
            " WHERE cause = 'company' AND (:key <> '' AND :key IN (lead.company_key, colleague.company_key)"
            " OR :domain <> '' AND :domain IN (lead.domain, colleague.domain)) ORDER BY lead.rowid",
            {"key": key, "domain": domain},
        )
        return [_pause_from_row(row) for row in found]


def _pause_from_row(row: sqlite3.Row) -> Pause:
    return Pause(
        row["lead_id"],
        PauseCause(row["cause"]),
        from_text(row["paused_at"]),
        instant_or_none(row["paused_until"]),
        row["reason"],
        row["source"],
    )
