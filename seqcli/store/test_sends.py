"""Mails of `test-send` in SQL."""

from datetime import datetime

from seqcli.clock import to_text
from seqcli.store.database import Database


class TestSends:
    """Mails of `test-send`, which concern no lead."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def insert(
        self, key: str, identity: str, address: str, sequence_id: str, step: int, at: datetime
    ) -> None:
        """Save a mail of `test-send` before the request; its outcome is unknown."""
        self._db.run(
            "INSERT INTO test_send(idempotency_key, identity, address, sequence_id, step, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            key,
            identity,
            address,
            sequence_id,
            step,
            to_text(at),
        )

    def settle(
        self, key: str, state: str, reason: str, conv_id: str | None = None, pending_id: str | None = None
    ) -> None:
        """Save the outcome: accepted, refused, or still unknown."""
        self._db.run(
            "UPDATE test_send SET state = ?, reason = ?, conv_id = coalesce(?, conv_id),"
            " pending_id = coalesce(?, pending_id) WHERE idempotency_key = ?",
            state,
            reason,
            conv_id,
            pending_id,
            key,
        )

    def has_any(self) -> bool:
        """Return whether this file ever sent a test."""
        return bool(self._db.row("SELECT 1 FROM test_send LIMIT 1"))

    def is_known(self, identity: str, conv_id: str | None, pending_id: str | None) -> bool:
        """Return whether a conversation or a pending send belongs to `test-send`."""
        return bool(
            self._db.row(
                "SELECT 1 FROM test_send WHERE identity = ?1 AND conv_id = ?2"
                " UNION ALL SELECT 1 FROM test_send WHERE identity = ?1 AND pending_id = ?3 LIMIT 1",
                identity,
                conv_id,
                pending_id,
            )
        )

    def bind(self, identity: str, address: str, conv_id: str | None, pending_id: str | None) -> bool:
        """Settle the oldest unknown test mail to an address as accepted; return whether there is one."""
        touched = self._db.run(
            "UPDATE test_send SET state = 'accepted', conv_id = ?3, pending_id = ?4 WHERE idempotency_key ="
            " (SELECT idempotency_key FROM test_send WHERE identity = ?1 AND address = ?2 AND state = 'unknown'"
            "  ORDER BY created_at, step LIMIT 1)",
            identity,
            address,
            conv_id,
            pending_id,
        )
        return touched == 1
