"""Events of the stream in SQL. What they mean is decided elsewhere."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from seqcli.clock import from_text, to_text
from seqcli.model import (
    StreamEvent,
)
from seqcli.reasons import BY_PERSON, DISPOSITIONS, AnswerKind, Disposition, EventHandling
from seqcli.store.database import Database
from seqcli.store.rows import (
    instant_or_none,
    text_or_none,
)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it was kept."""

    identity: str
    seq: int
    type: str
    body: dict[str, Any]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class EventGist:
    """What an event is about, and when it happened."""

    id: str | None
    type: str
    conv_id: str | None
    occurred_at: datetime | None


class UsedEvent(NamedTuple):
    """An event that was used for a lead; times are ISO text."""

    identity: str
    seq: int
    type: str
    at: str
    handling: EventHandling | None
    disposition: str
    detail: str


class PersonsAnswer(NamedTuple):
    """A lead that a person answered, with the mail where an event of its own tells of it; times are ISO text.

    `told_by` names the event in the journal's words where an event of another lead of the person tells of it; `at` is
    then when it was read.
    """

    at: str
    email: str
    sequence_id: str
    lead_id: str
    answered_step: int | None
    conv_id: str | None
    answer_kind: str | None
    body: str | None
    told_by: str | None


class AnswerEvent(NamedTuple):
    """An event that tells of a person's answer; `at` is ISO text."""

    at: str
    conv_id: str | None
    answer_kind: str | None
    body: str


_BY_PERSON = f"event.answer_kind IN ({', '.join(repr(each.value) for each in sorted(BY_PERSON))})"


class Events:
    """The stream's events as they came, and how each was used."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find_seq(self, identity: str, event_id: str) -> int | None:
        """Return the lowest seq under which an event of this id was kept, or None."""
        row = self._db.row(
            "SELECT min(seq) AS seq FROM event WHERE identity = ? AND id = ?", identity, event_id
        )
        return None if row is None else row["seq"]

    def has(self, identity: str, seq: int) -> bool:
        """Tell whether this seq was kept already."""
        return bool(self._db.row("SELECT 1 FROM event WHERE identity = ? AND seq = ?", identity, seq))

    def was_pending_id_told(self, identity: str, pending_id: str, before_seq: int) -> bool:
        """Tell whether an earlier event spoke of this pending id."""
        return bool(
            self._db.row(
                "SELECT 1 FROM event WHERE identity = ? AND pending_id = ? AND seq < ? LIMIT 1",
                identity,
                pending_id,
                before_seq,
            )
        )

    def insert(self, identity: str, event: StreamEvent, at: datetime, addresses: Iterable[str] = ()) -> None:
        """Keep an event as it came; how it was used is noted by `mark_event`."""
        self._db.run(
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
            self._db.run("INSERT OR IGNORE INTO event_address VALUES (?, ?, ?)", identity, address, event.seq)

    def mark(
        self,
        identity: str,
        seq: int,
        handling: EventHandling,
        lead_id: str | None,
        detail: str,
        answer_kind: AnswerKind | None,
    ) -> None:
        """Note what became of an event."""
        self._db.run(
            "UPDATE event SET handling = ?, disposition = ?, lead_id = coalesce(?, lead_id), detail = ?,"
            " answer_kind = ? WHERE identity = ? AND seq = ?",
            handling,
            DISPOSITIONS[handling],
            lead_id,
            detail,
            answer_kind,
            identity,
            seq,
        )
        if DISPOSITIONS[handling] is not Disposition.UNMATCHED:
            self._db.run("DELETE FROM event_address WHERE identity = ? AND seq = ?", identity, seq)

    def load_unmatched(self, identity: str, conv_id: str | None, address: str) -> list[StoredEvent]:
        """Return kept events that name this conversation or this address and found nobody, in order."""
        found = self._db.rows(
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

    def has_unmatched_send(self, identity: str, address: str) -> bool:
        """Tell whether 12m sent a mail to this address that no lead of this file accounts for."""
        return bool(
            self._db.row(
                "SELECT 1 FROM event_address JOIN event USING (identity, seq) WHERE event_address.identity = ?"
                " AND event_address.address = ? AND disposition = 'unmatched'"
                " AND type IN ('email.queued', 'email.sent') LIMIT 1",
                identity,
                address,
            )
        )

    def has_answer(self, lead_id: str, kind: AnswerKind, event_type: str) -> bool:
        """Tell whether an event of this type told the lead's mail in this way before."""
        return bool(
            self._db.row(
                "SELECT 1 FROM event WHERE lead_id = ? AND type = ? AND answer_kind = ? LIMIT 1",
                lead_id,
                event_type,
                kind,
            )
        )

    def load_for_lead(self, lead_id: str) -> list[UsedEvent]:
        """Return the events that were used for a lead, in order of time."""
        found = self._db.rows(
            "SELECT identity, seq, type, coalesce(occurred_at, received_at) AS at, handling, disposition, detail"
            " FROM event WHERE lead_id = ? ORDER BY at, seq",
            lead_id,
        )
        return [UsedEvent(*row) for row in found]

    def load_replies(self, since: datetime | None) -> list[PersonsAnswer]:
        """Return the leads that people answered, newest first."""
        text = None if since is None else to_text(since)
        found = self._db.rows(
            "SELECT coalesce(event.occurred_at, event.received_at) AS at, lead.email, lead.sequence_id,"
            " lead.id AS lead_id, NULL AS answered_step, event.conv_id, event.answer_kind, event.body, NULL AS told_by"
            " FROM event JOIN lead ON lead.id = event.lead_id WHERE event.disposition = 'applied'"
            " AND event.type IN ('email.received', 'email.replied')"
            f" AND {_BY_PERSON}"
            " AND (?1 IS NULL OR coalesce(event.occurred_at, event.received_at) >= ?1)"
            " UNION ALL SELECT coalesce(journal.at, lead.updated_at), lead.email, lead.sequence_id, lead.id,"
            " coalesce(lead.answered_step, lead.current_step), lead.conv_id, 'human', NULL, journal.actor FROM lead"
            " LEFT JOIN journal ON journal.id = (SELECT max(id) FROM journal WHERE journal.lead_id = lead.id"
            "   AND journal.status = 'replied')"
            " WHERE lead.status = 'replied' AND (?1 IS NULL OR coalesce(journal.at, lead.updated_at) >= ?1)"
            " AND NOT EXISTS (SELECT 1 FROM event WHERE event.lead_id = lead.id AND event.disposition = 'applied'"
            f"   AND event.type IN ('email.received', 'email.replied') AND {_BY_PERSON})"
            " ORDER BY at DESC",
            text,
        )
        return [PersonsAnswer(*row) for row in found]

    def find_reply_event(self, identity: str, seq: int) -> AnswerEvent | None:
        """Return the event of an answer, or None."""
        row = self._db.row(
            "SELECT coalesce(occurred_at, received_at), conv_id, answer_kind, body FROM event"
            " WHERE identity = ? AND seq = ?",
            identity,
            seq,
        )
        return None if row is None else AnswerEvent(*row)

    def find_gist(self, identity: str, seq: int) -> EventGist | None:
        """Return what tells a kept event from another one under the same seq or id, or None."""
        row = self._db.row(
            "SELECT id, type, conv_id, occurred_at FROM event WHERE identity = ? AND seq = ?", identity, seq
        )
        if row is None:
            return None
        return EventGist(row["id"], row["type"], row["conv_id"], instant_or_none(row["occurred_at"]))
