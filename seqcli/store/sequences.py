"""Sequences in SQL."""

import json
from collections.abc import Hashable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from seqcli.clock import to_text
from seqcli.model import (
    Sequence,
    SequenceStatus,
    Step,
    steps_to_json,
)
from seqcli.sequence_settings import DEFAULTS, SequenceSettings, settings_from_json, settings_to_json
from seqcli.store.database import Database
from seqcli.store.eligibility import MAY_COUNT_TODAY, eligibility_values
from seqcli.store.lead_counts import LEAD_GROUPS
from seqcli.store.rows import (
    sequence_from_row,
    text_or_none,
)

#: The settings of a sequence file in the column.
_OF_FILE = ", ".join(f"'$.{key}'" for key in settings_to_json(DEFAULTS))


class Sequences:
    """Sequences and their pace."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(
        self,
        sequence_id: str,
        name: str,
        steps: tuple[Step, ...],
        at: datetime,
        settings: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Insert the sequence, or replace its name, its steps and all settings of its file.

        A setting that is not given has its default. What is not of the file stays, such as the pace of `start --pace`.
        """
        self._db.run(
            "INSERT INTO sequence(id, name, steps, settings, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET name = excluded.name, steps = excluded.steps,"
            f" settings = json_patch(json_remove(settings, {_OF_FILE}), excluded.settings),"
            " updated_at = excluded.updated_at",
            sequence_id,
            name,
            json.dumps(steps_to_json(steps), ensure_ascii=False),
            json.dumps(dict(settings)),
            to_text(at),
            to_text(at),
        )

    def save_steps(self, sequence_id: str, steps: tuple[Step, ...], at: datetime) -> None:
        """Replace the steps of a sequence."""
        self._db.run(
            "UPDATE sequence SET steps = ?, updated_at = ? WHERE id = ?",
            json.dumps(steps_to_json(steps), ensure_ascii=False),
            to_text(at),
            sequence_id,
        )

    def find(self, sequence_id: str) -> Sequence | None:
        """Return the sequence, or None; it is read once in a transaction."""
        known: dict[Hashable, Sequence | None] = self._db.memory("sequence")
        if sequence_id not in known:
            row = self._db.row("SELECT * FROM sequence WHERE id = ?", sequence_id)
            known[sequence_id] = None if row is None else sequence_from_row(row)
        return known[sequence_id]

    def load_all(self) -> list[Sequence]:
        """Return all sequences, oldest first."""
        return [
            sequence_from_row(row) for row in self._db.rows("SELECT * FROM sequence ORDER BY created_at, id")
        ]

    def mark_started(self, sequence_id: str, identity: str, pace_ms: int | None, at: datetime) -> None:
        """Make the sequence active, with its identity and the pace for first steps that a person chose, if any."""
        self._db.run(
            "UPDATE sequence SET status = 'active', identity = ?1, settings ="
            " CASE WHEN ?2 IS NULL THEN settings ELSE json_set(settings, '$.paceMs', ?2) END, updated_at = ?3"
            " WHERE id = ?4",
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

    def save_next(self, sequence_id: str, first_at: datetime | None, send_at: datetime | None) -> None:
        """Remember when the next first step and the next follow-up of the sequence may go."""
        self._db.run(
            "UPDATE sequence SET next_first_at = ?, next_send_at = ? WHERE id = ?",
            text_or_none(first_at),
            text_or_none(send_at),
            sequence_id,
        )

    def load_settings(self) -> list[tuple[str, str | None, SequenceSettings]]:
        """Return (id, identity, settings) of every sequence that was started, oldest first."""
        found = self._db.rows(
            "SELECT id, identity, settings FROM sequence WHERE status <> 'draft' ORDER BY created_at, id"
        )
        return [
            (row["id"], row["identity"], settings_from_json(json.loads(row["settings"]))) for row in found
        ]

    def count_today(self, sequence_id: str, now: datetime) -> tuple[int, int]:
        """Return how many mails 12m accepted today (UTC), and how many of them are first steps.

        A send whose outcome is open counts, as it may have been accepted.
        """
        row = self._db.rows_by_name(
            "SELECT count(*) AS mails, total(step = 0) AS firsts FROM ("
            "SELECT step FROM attempt WHERE sequence_id = :sequence AND counted_at >= :midnight UNION ALL"
            f" {MAY_COUNT_TODAY.format(':sequence')})",
            {**eligibility_values(now), "sequence": sequence_id},
        )[0]
        return int(row["mails"]), int(row["firsts"])

    def count_contacted_steps(self, sequence_id: str) -> int:
        """Return one more than the highest step index for which an attempt exists, else 0."""
        row = self._db.row(
            "SELECT max(attempt.step) + 1 AS n FROM attempt JOIN lead ON lead.id = attempt.lead_id"
            " WHERE lead.sequence_id = ?",
            sequence_id,
        )
        return int(row["n"] or 0) if row else 0

    def count_variants(self, sequence_id: str) -> dict[tuple[int, str], int]:
        """Return for each step (from 0) and variant how many people have, or may get, a mail with that wording."""
        found = self._db.rows(
            "SELECT step, variant, count(DISTINCT lead_id) AS people FROM attempt"
            " WHERE sequence_id = ? AND state NOT IN ('refused', 'cancelled') GROUP BY step, variant",
            sequence_id,
        )
        return {(row["step"], row["variant"]): int(row["people"]) for row in found}

    def count_promised(self, sequence_id: str, step: int, variant: str) -> int:
        """Return how many mails with a variant of a step (from 0) are written and neither accepted nor given up."""
        row = self._db.row(
            "SELECT count(*) AS n FROM attempt WHERE sequence_id = ? AND step = ? AND variant = ?"
            " AND state IN ('pending', 'unknown', 'parked')",
            sequence_id,
            step,
            variant,
        )
        return int(row["n"]) if row else 0

    def count_reached_steps(self, sequence_id: str) -> int:
        """Return one more than the highest step index with an attempt or a lead, else 0."""
        row = self._db.row(
            f"SELECT max(current_step) + 1 AS n FROM {LEAD_GROUPS} WHERE sequence_id = ?", sequence_id
        )
        reached = int(row["n"] or 0) if row else 0
        return max(reached, self.count_contacted_steps(sequence_id))

    def count_leads_from(self, sequence_id: str, step: int) -> int:
        """Return how many leads are at this step index or a later one."""
        row = self._db.row(
            f"SELECT sum(leads) AS n FROM {LEAD_GROUPS} WHERE sequence_id = ? AND current_step >= ?",
            sequence_id,
            step,
        )
        return int(row["n"] or 0) if row else 0
