"""Quarantined entries of the stream, in SQL."""

from datetime import datetime

from seqcli.clock import to_text
from seqcli.store.database import Database


class Quarantine:
    """Entries of the stream that cannot be applied."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def insert(
        self, identity: str, since: int, position: int, why: str, body: str, at: datetime, *, anywhere: bool
    ) -> int | None:
        """Store an entry; return its id, or None if it is stored already.

        `anywhere`: the same body is the same entry on every page, else only on the page of this `since`. If another
        entry has the position, this one gets the next free one.
        """
        if self._db.row(
            "SELECT 1 FROM quarantine WHERE identity = ? AND body = ? AND (? OR page_since = ?) LIMIT 1",
            identity,
            body,
            anywhere,
            since,
        ):
            return None
        row = self._db.row(
            "INSERT INTO quarantine(identity, page_since, position, why, body, received_at)"
            " SELECT ?1, ?2, CASE WHEN count(*) = 0 THEN ?3 ELSE max(max(position) + 1, ?3) END, ?4, ?5, ?6"
            " FROM quarantine WHERE identity = ?1 AND page_since = ?2 AND position >= ?3 RETURNING id",
            identity,
            since,
            position,
            why,
            body,
            to_text(at),
        )
        return None if row is None else int(row["id"])

    def load_since(self, identity: str, since: datetime) -> list[tuple[int, str]]:
        """Return (id, body) of the entries that came at or after `since`, oldest first."""
        found = self._db.rows(
            "SELECT id, body FROM quarantine WHERE identity = ? AND received_at >= ? ORDER BY id",
            identity,
            to_text(since),
        )
        return [(row["id"], row["body"]) for row in found]
