"""Cursors and throttles in SQL."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from seqcli.clock import to_text
from seqcli.store.database import Database
from seqcli.store.rows import instant_or_none, text_or_none


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far an identity's stream was applied, and until when it is throttled."""

    identity: str
    seq: int
    updated_at: datetime | None
    drained_at: datetime | None
    not_before: datetime | None
    note: str


class Cursors:
    """How far each identity's stream was applied, and until when it is throttled."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, identity: str) -> Cursor | None:
        """Return the identity's cursor, or None before its first page."""
        row = self._db.row("SELECT * FROM cursor WHERE identity = ?", identity)
        return None if row is None else _cursor_from_row(row)

    def find_not_before(self, identity: str) -> datetime | None:
        """Return until when the identity is or was throttled, or None."""
        row = self._db.row("SELECT not_before FROM cursor WHERE identity = ?", identity)
        return None if row is None else instant_or_none(row["not_before"])

    def save(self, identity: str, seq: int, at: datetime) -> None:
        """Move the cursor; it never goes back."""
        self._db.run(
            "INSERT INTO cursor(identity, seq, updated_at) VALUES (?, ?, ?) ON CONFLICT(identity) DO UPDATE"
            " SET seq = max(seq, excluded.seq), updated_at = excluded.updated_at",
            identity,
            seq,
            to_text(at),
        )

    def mark_drained(self, identity: str, at: datetime) -> None:
        """Save when the stream was read to its end."""
        self._db.run("UPDATE cursor SET drained_at = ? WHERE identity = ?", to_text(at), identity)

    def save_throttle(self, identity: str, until: datetime | None, note: str) -> None:
        """Throttle the identity until an instant, with a reason."""
        self._db.run(
            "INSERT INTO cursor(identity, seq, not_before, note) VALUES (?, 0, ?, ?) ON CONFLICT(identity)"
            " DO UPDATE SET not_before = excluded.not_before, note = excluded.note",
            identity,
            text_or_none(until),
            note,
        )

    def load_all(self) -> list[Cursor]:
        """Return every identity's cursor."""
        return [_cursor_from_row(row) for row in self._db.rows("SELECT * FROM cursor ORDER BY identity")]

    def find_last_reading(self) -> datetime | None:
        """Return when any stream was last read, by 12m's time as known then."""
        row = self._db.row("SELECT max(updated_at) AS at FROM cursor")
        return None if row is None else instant_or_none(row["at"])


def _cursor_from_row(row: sqlite3.Row) -> Cursor:
    return Cursor(
        row["identity"],
        row["seq"],
        instant_or_none(row["updated_at"]),
        instant_or_none(row["drained_at"]),
        instant_or_none(row["not_before"]),
        row["note"],
    )
