"""Sequences in SQL."""

import json
from datetime import datetime

from seqcli.clock import to_text
from seqcli.model import (
    Sequence,
    SequenceStatus,
    Step,
    steps_to_json,
)
from seqcli.store.database import Database
from seqcli.store.rows import (
    sequence_from_row,
    text_or_none,
)


class Sequences:
    """Sequences and their pace."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, sequence_id: str, name: str, steps: tuple[Step, ...], at: datetime) -> None:
        """Insert the sequence, or replace its name and steps."""
        self._db.run(
            "INSERT INTO sequence(id, name, steps, created_at, updated_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET name = excluded.name, steps = excluded.steps,"
            " updated_at = excluded.updated_at",
            sequence_id,
            name,
            json.dumps(steps_to_json(steps), ensure_ascii=False),
            to_text(at),
            to_text(at),
        )

    def find(self, sequence_id: str) -> Sequence | None:
        """Return the sequence, or None."""
        row = self._db.row("SELECT * FROM sequence WHERE id = ?", sequence_id)
        return None if row is None else sequence_from_row(row)

    def load_all(self) -> list[Sequence]:
        """Return all sequences, oldest first."""
        return [
            sequence_from_row(row) for row in self._db.rows("SELECT * FROM sequence ORDER BY created_at, id")
        ]

    def mark_started(self, sequence_id: str, identity: str, pace_ms: int, at: datetime) -> None:
        """Make the sequence active, with its identity and its pace for first steps."""
        self._db.run(
            "UPDATE sequence SET status = 'active', identity = ?,"
            " settings = json_set(settings, '$.paceMs', ?), updated_at = ? WHERE id = ?",
            identity,
            pace_ms,
            to_text(at),
            sequence_id,
        )

    def mark_status(self, sequence_id: str, status: SequenceStatus, at: datetime) -> None:
        """Pause or resume a sequence."""
        self._db.run(
            "UPDATE sequence SET status = ?, updated_at = ? WHERE id = ?", status, to_text(at), sequence_id
        )

    def save_next_first(self, sequence_id: str, at: datetime | None) -> None:
        """Remember when the next first step of the sequence may go."""
        self._db.run("UPDATE sequence SET next_first_at = ? WHERE id = ?", text_or_none(at), sequence_id)

    def count_contacted_steps(self, sequence_id: str) -> int:
        """Return one more than the highest step index for which an attempt exists, else 0."""
        row = self._db.row(
            "SELECT max(attempt.step) + 1 AS n FROM attempt JOIN lead ON lead.id = attempt.lead_id"
            " WHERE lead.sequence_id = ?",
            sequence_id,
        )
        return int(row["n"] or 0) if row else 0

    def count_reached_steps(self, sequence_id: str) -> int:
        """Return one more than the highest step index with an attempt or a lead, else 0."""
        row = self._db.row("SELECT max(current_step) + 1 AS n FROM lead WHERE sequence_id = ?", sequence_id)
        reached = int(row["n"] or 0) if row else 0
        return max(reached, self.count_contacted_steps(sequence_id))

    def count_leads_from(self, sequence_id: str, step: int) -> int:
        """Return how many leads are at this step index or a later one."""
        row = self._db.row(
            "SELECT count(*) AS n FROM lead WHERE sequence_id = ? AND current_step >= ?", sequence_id, step
        )
        return int(row["n"]) if row else 0
