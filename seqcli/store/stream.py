"""Events, cursors and what could not be used, in SQL. It keeps them; what they mean is decided elsewhere."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seqcli.clock import MAX_DURATION_MS, from_text, to_text
from seqcli.model import StreamEvent
from seqcli.store.connection import text_or_none
from seqcli.store.outbox import Outbox
from seqcli.store.people import instant_or_none

_MAX_OFFSET_MS = 100 * MAX_DURATION_MS


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far an identity's stream was applied, and until when its sends rest."""

    identity: str
    seq: int
    updated_at: datetime | None
    drained_at: datetime | None
    not_before: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it was kept."""

    identity: str
    seq: int
    type: str
    body: dict[str, Any]
    received_at: datetime


class Stream(Outbox):
    """Events, cursors, quarantine."""

    def find_cursor(self, identity: str) -> Cursor | None:
        """Return the identity's cursor, or None before its first page."""
        row = self.row("SELECT * FROM cursor WHERE identity = ?", identity)
        if row is None:
            return None
        return Cursor(
            identity,
            row["seq"],
            instant_or_none(row["updated_at"]),
            instant_or_none(row["drained_at"]),
            instant_or_none(row["not_before"]),
            row["note"],
        )

    def save_cursor(self, identity: str, seq: int, at: datetime) -> None:
        """Move the cursor; it never goes back."""
        self.run(
            "INSERT INTO cursor(identity, seq, updated_at) VALUES (?, ?, ?) ON CONFLICT(identity) DO UPDATE"
            " SET seq = max(seq, excluded.seq), updated_at = excluded.updated_at",
            identity,
            seq,
            to_text(at),
        )

    def mark_drained(self, identity: str, at: datetime) -> None:
        """Note that the stream was read to its end."""
        self.run("UPDATE cursor SET drained_at = ? WHERE identity = ?", to_text(at), identity)

    def save_throttle(self, identity: str, until: datetime | None, note: str) -> None:
        """Let the identity's sends rest until an instant, and say why."""
        self.run(
            "INSERT INTO cursor(identity, seq, not_before, note) VALUES (?, 0, ?, ?) ON CONFLICT(identity)"
            " DO UPDATE SET not_before = excluded.not_before, note = excluded.note",
            identity,
            text_or_none(until),
            note,
        )

    def find_event_seq(self, identity: str, event_id: str) -> int | None:
        """Return the lowest seq under which an event of this id was kept, or None."""
        row = self.row("SELECT min(seq) AS seq FROM event WHERE identity = ? AND id = ?", identity, event_id)
        return None if row is None else row["seq"]

    def has_event(self, identity: str, seq: int) -> bool:
        """Tell whether this seq was kept already."""
        return bool(self.row("SELECT 1 FROM event WHERE identity = ? AND seq = ?", identity, seq))

    def was_pending_id_told(self, identity: str, pending_id: str, before_seq: int) -> bool:
        """Tell whether an earlier event spoke of this pending id."""
        return bool(
            self.row(
                "SELECT 1 FROM event WHERE identity = ? AND pending_id = ? AND seq < ? LIMIT 1",
                identity,
                pending_id,
                before_seq,
            )
        )

    def insert_event(
        self, identity: str, event: StreamEvent, at: datetime, addresses: Iterable[str] = ()
    ) -> None:
        """Keep an event as it came; how it was used is noted by `mark_event`."""
        self.run(
            "INSERT INTO event(identity, seq, id, type, occurred_at, received_at, conv_id, pending_id, body,"
            " disposition) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'unmatched')",
            identity,
            event.seq,
            event.id,
            event.type,
            text_or_none(event.occurred_at),
            to_text(at),
            event.conv_id,
            event.pending_id,
            json.dumps(event.raw, ensure_ascii=True),
        )
        for address in set(addresses):
            self.run("INSERT OR IGNORE INTO event_address VALUES (?, ?, ?)", identity, address, event.seq)

    def mark_event(self, identity: str, seq: int, disposition: str, lead_id: str | None, detail: str) -> None:
        """Note what became of an event."""
        self.run(
            "UPDATE event SET disposition = ?, lead_id = coalesce(?, lead_id), detail = ?"
            " WHERE identity = ? AND seq = ?",
            disposition,
            lead_id,
            detail,
            identity,
            seq,
        )
        if disposition != "unmatched":
            self.run("DELETE FROM event_address WHERE identity = ? AND seq = ?", identity, seq)

    def load_unmatched(self, identity: str, conv_id: str | None, address: str) -> list[StoredEvent]:
        """Return kept events that name this conversation or this address and found nobody, in order."""
        found = self.rows(
            "SELECT * FROM event WHERE identity = ? AND disposition = 'unmatched' AND conv_id = ?"
            " UNION SELECT event.* FROM event_address JOIN event USING (identity, seq)"
            " WHERE event_address.identity = ? AND event_address.address = ? AND disposition = 'unmatched'"
            " ORDER BY seq",
            identity,
            conv_id,
            identity,
            address,
        )
        return [
            StoredEvent(
                row["identity"],
                row["seq"],
                row["type"],
                json.loads(row["body"]),
                from_text(row["received_at"]),
            )
            for row in found
        ]

    def has_detail(self, lead_id: str, detail_prefix: str, event_type: str) -> bool:
        """Tell whether an event of this type was noted for the lead in this way before."""
        return bool(
            self.row(
                "SELECT 1 FROM event WHERE lead_id = ? AND type = ? AND substr(detail, 1, ?) = ? LIMIT 1",
                lead_id,
                event_type,
                len(detail_prefix),
                detail_prefix,
            )
        )

    def insert_malformed(
        self, identity: str, since: int, position: int, why: str, body: str, at: datetime, *, anywhere: bool
    ) -> int | None:
        """Keep an entry without a usable seq; return its id, or None if it was kept before.

        `anywhere`: the same body is the same entry on every page, else on that of this `since` only. A place that
        another entry has is no reason to lose this one.
        """
        if self.row(
            "SELECT 1 FROM quarantine WHERE identity = ? AND body = ? AND (? OR page_since = ?) LIMIT 1",
            identity,
            body,
            anywhere,
            since,
        ):
            return None
        row = self.row(
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

    def find_server_offset_ms(self) -> int:
        """Return how far 12m was ahead of this machine when it was last asked; 0 if unknown or beyond belief."""
        offset_ms = int(self.find_meta("server_offset_ms") or 0)
        return offset_ms if abs(offset_ms) < _MAX_OFFSET_MS else 0

    def load_malformed(self, identity: str, since: datetime) -> list[tuple[int, str]]:
        """Return (id, body) of the entries without a usable seq that came at or after `since`, oldest first."""
        found = self.rows(
            "SELECT id, body FROM quarantine WHERE identity = ? AND received_at >= ? ORDER BY id",
            identity,
            to_text(since),
        )
        return [(row["id"], row["body"]) for row in found]

    def has_acted_on(self, actor: str, lead_id: str) -> bool:
        """Tell whether the lead's story has a line of this actor."""
        return bool(self.row("SELECT 1 FROM journal WHERE lead_id = ? AND actor = ? LIMIT 1", lead_id, actor))
