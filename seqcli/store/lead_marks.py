"""What a person says that an answer means, in SQL: the newest mark of a lead that was not undone counts."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seqcli.clock import from_text, to_text
from seqcli.reasons import MarkKind
from seqcli.store.database import Database
from seqcli.store.rows import instant_or_none, text_or_none
from seqcli.zones import day_text

_COLUMNS = "mark.id, mark.lead_id, mark.inbox_id, mark.kind, mark.at, mark.until, mark.referral"


def mark_word(kind: MarkKind) -> str:
    """Return what somebody marks an answer as, for people: `not now`, `auto-reply`."""
    return kind.replace("_", "-" if kind in {MarkKind.AUTO_REPLY, MarkKind.OPT_OUT} else " ")


@dataclass(frozen=True, slots=True)
class LeadMark:
    """What a person says of a lead's answer; `inbox_id` is the mail that says so, where it is known.

    `until` is when to come back (not now), `referral` whom to ask instead; empty where nobody was named.
    """

    id: int
    lead_id: str
    inbox_id: int | None
    kind: MarkKind
    at: datetime
    until: datetime | None = None
    referral: str = ""

    @property
    def text(self) -> str:
        """The same for people: `not now until 2026-12-01`."""
        until = "" if self.until is None else f" until {day_text(self.until, self.at)}"
        return mark_word(self.kind) + until + (f" to {self.referral}" if self.referral else "")


class LeadMarks:
    """Marks of leads; an undone one stays in the file."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(
        self,
        lead_id: str,
        inbox_id: int | None,
        kind: MarkKind,
        at: datetime,
        until: datetime | None = None,
        referral: str = "",
    ) -> LeadMark:
        """Store a mark and return it."""
        self._db.run(
            "INSERT INTO mark(lead_id, inbox_id, kind, at, until, referral) VALUES (?, ?, ?, ?, ?, ?)",
            lead_id,
            inbox_id,
            kind,
            to_text(at),
            text_or_none(until),
            referral,
        )
        number = int(self._db.rows("SELECT last_insert_rowid() AS id")[0]["id"])
        return LeadMark(number, lead_id, inbox_id, kind, at, until, referral)

    def find(self, mark_id: int) -> LeadMark | None:
        """Return a mark by its id, or None; also one that was undone."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM mark WHERE id = ?", mark_id)
        return None if row is None else _mark_from_row(row)

    def find_current(self, lead_id: str) -> LeadMark | None:
        """Return the newest mark of a lead that was not undone, or None."""
        row = self._db.row(
            f"SELECT {_COLUMNS} FROM mark WHERE lead_id = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1",
            lead_id,
        )
        return None if row is None else _mark_from_row(row)

    def load_current(self, lead_ids: Collection[str]) -> list[LeadMark]:
        """Return the marks of these leads that were not undone, oldest first."""
        found = self._db.rows(
            f"SELECT {_COLUMNS} FROM mark WHERE lead_id IN (SELECT value FROM json_each(?))"
            " AND undone_at IS NULL ORDER BY id",
            json.dumps(list(lead_ids)),
        )
        return [_mark_from_row(row) for row in found]

    def load_kinds(self) -> dict[str, MarkKind]:
        """Return what every marked lead was marked as last, by lead."""
        found = self._db.rows("SELECT lead_id, kind FROM mark WHERE undone_at IS NULL ORDER BY id")
        return {row["lead_id"]: MarkKind(row["kind"]) for row in found}

    def keep_before(self, mark_id: int, steering_id: int, before: Mapping[str, Any]) -> None:
        """Keep by which command a mark was made, and what `undo` gives back."""
        query = "UPDATE mark SET steering_id = ?, before = ? WHERE id = ?"
        self._db.run(query, steering_id, json.dumps(before), mark_id)

    def find_steered(self, steering_id: int) -> tuple[LeadMark, dict[str, Any]] | None:
        """Return the mark that a command made and what was before it, or None if its person was forgotten."""
        row = self._db.row(f"SELECT {_COLUMNS}, mark.before FROM mark WHERE steering_id = ?", steering_id)
        return None if row is None else (_mark_from_row(row), json.loads(row["before"]))

    def mark_undone(self, mark_id: int, at: datetime) -> bool:
        """Mark a mark as undone; return whether it was not."""
        query = "UPDATE mark SET undone_at = ? WHERE id = ? AND undone_at IS NULL"
        return self._db.run(query, to_text(at), mark_id) == 1


def _mark_from_row(row: sqlite3.Row) -> LeadMark:
    return LeadMark(
        row["id"],
        row["lead_id"],
        row["inbox_id"],
        MarkKind(row["kind"]),
        from_text(row["at"]),
        instant_or_none(row["until"]),
        row["referral"],
    )
