"""Reads for people: counts, stories, replies. Nothing here changes a row."""

import sqlite3
from dataclasses import dataclass

from seqcli.store.stream import Stream


@dataclass(frozen=True, slots=True)
class StepCount:
    """How many leads of a sequence stand at one step in one status."""

    sequence_id: str
    step: int
    status: str
    released: bool
    paused: bool
    count: int


class Look(Stream):
    """Reads for people."""

    def load_step_counts(self, sequence_id: str | None = None) -> list[StepCount]:
        """Return lead counts by sequence, step, status, release and pause."""
        found = self.rows(
            "SELECT sequence_id, current_step, status, released_at IS NOT NULL AS released,"
            " paused_at IS NOT NULL AS paused, count(*) AS n FROM lead WHERE ? IS NULL OR sequence_id = ?"
            " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3",
            sequence_id,
            sequence_id,
        )
        return [
            StepCount(
                row["sequence_id"],
                row["current_step"],
                row["status"],
                bool(row["released"]),
                bool(row["paused"]),
                row["n"],
            )
            for row in found
        ]

    def load_hold_reasons(self, sequence_id: str | None = None) -> list[sqlite3.Row]:
        """Return (sequence_id, reason, n) of held leads, most frequent first."""
        return self.rows(
            "SELECT sequence_id, status_reason AS reason, count(*) AS n FROM lead WHERE status = 'held'"
            " AND (? IS NULL OR sequence_id = ?) GROUP BY 1, 2 ORDER BY n DESC, reason",
            sequence_id,
            sequence_id,
        )
