"""The audit trail in SQL."""

import sqlite3
from datetime import datetime

from seqcli.clock import to_text
from seqcli.store.database import Database


class Journal:
    """The audit trail of leads and sequences."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def append(
        self,
        at: datetime,
        actor: str,
        change: str,
        reason: str = "",
        lead_id: str | None = None,
        sequence_id: str | None = None,
    ) -> None:
        """Add one line to the audit trail."""
        self._db.run(
            "INSERT INTO journal(at, lead_id, sequence_id, actor, change, reason) VALUES (?, ?, ?, ?, ?, ?)",
            to_text(at),
            lead_id,
            sequence_id,
            actor,
            change,
            reason,
        )

    def load_for_lead(self, lead_id: str) -> list[sqlite3.Row]:
        """Return a lead's journal in order."""
        return self._db.rows("SELECT * FROM journal WHERE lead_id = ? ORDER BY id", lead_id)

    def has_entry_by(self, actor: str, lead_id: str) -> bool:
        """Tell whether the lead's story has a line of this actor."""
        return bool(
            self._db.row("SELECT 1 FROM journal WHERE lead_id = ? AND actor = ? LIMIT 1", lead_id, actor)
        )

    def find_actor_of_answer(self, lead_id: str) -> str | None:
        """Return who the journal says ended the lead as replied, or else last as suppressed."""
        row = self._db.row(
            "SELECT actor FROM journal WHERE lead_id = ?"
            " AND (change GLOB '* → replied (*' OR change GLOB '* → suppressed (*')"
            " ORDER BY change GLOB '* → replied (*' DESC, id DESC LIMIT 1",
            lead_id,
        )
        return None if row is None else str(row["actor"])
