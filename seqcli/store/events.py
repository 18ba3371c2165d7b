"""Stored events of the stream in SQL."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from seqcli.clock import from_text, to_text
from seqcli.model import (
    StreamEvent,
)
from seqcli.reasons import BY_PERSON, DISPOSITIONS, AnswerKind, Disposition, EventHandling
from seqcli.store.database import Database, places
from seqcli.store.eligibility import look_up_open
from seqcli.store.person_index import is_of_person
from seqcli.store.rows import (
    instant_or_none,
    text_or_none,
)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it was stored."""

    identity: str
    seq: int
    type: str
    body: dict[str, Any]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class EventGist:
    """The fields that identify an event."""

    id: str | None
    type: str
    conv_id: str | None
    occurred_at: datetime | None


class UsedEvent(NamedTuple):
    """An event that was applied to or noted for a lead; times are ISO text."""

    identity: str
    seq: int
    type: str
    at: str
    handling: EventHandling | None
    disposition: str
    detail: str


class PersonsAnswer(NamedTuple):
    """A lead that a person answered, with the mail if the event is the lead's own; times are ISO text.

    Otherwise `actor` is the journal's name for the event, which belongs to another lead of the person, and `at` is
    when the event was read.
    """

    at: str
    email: str
    sequence_id: str
    lead_id: str
    answered_step: int | None
    conv_id: str | None
    answer_kind: str | None
    body: str | None
    actor: str | None


class AnswerEvent(NamedTuple):
    """The event of a person's answer; `at` is ISO text."""

    at: str
    conv_id: str | None
    answer_kind: str | None
    body: str


class PersonsMail(NamedTuple):
    """A mail of a person, or a bounce: when it came, by which type of event it was told, and what it is."""

    at: datetime
    type: str
    kind: AnswerKind


_BY_PERSON = f"event.answer_kind IN ({', '.join(repr(each.value) for each in sorted(BY_PERSON))})"

_HANDLED = "handling, disposition, lead_id, detail, answer_kind"
_INSERT = (
    "INSERT INTO event(identity, seq, id, type, occurred_at, received_at, conv_id, pending_id, body,"
    f" {_HANDLED}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
#: What was parsed from JSON has no cycles.
_to_json = json.JSONEncoder(check_circular=False).encode


def may_match_later(handling: EventHandling) -> bool:
    """Return whether an event that was handled so needs its addresses."""
    return DISPOSITIONS[handling] is Disposition.UNMATCHED or handling is EventHandling.TO_LOOK_UP


_IS_ANSWER = (
    f"event.disposition = 'applied' AND event.type IN ('email.received', 'email.replied') AND {_BY_PERSON}"
)
_IN_SEQUENCE = "(?2 IS NULL OR lead.sequence_id = ?2)"
#: Answers by their events, then replied leads without one: an event of another lead of the person ended them.
_REPLIES = (
    "SELECT * FROM (SELECT coalesce(event.occurred_at, event.received_at) AS at, lead.email, lead.sequence_id,"
    " lead.id AS lead_id, NULL AS answered_step, event.conv_id, event.answer_kind, event.body, NULL AS actor"
    f" FROM event CROSS JOIN lead ON lead.id = event.lead_id WHERE {_IS_ANSWER} AND {_IN_SEQUENCE}"
    " AND coalesce(event.occurred_at, event.received_at) >= coalesce(?1, '') ORDER BY at DESC LIMIT ?3)"
    " UNION ALL SELECT coalesce(journal.at, lead.updated_at), lead.email, lead.sequence_id, lead.id,"
    " coalesce(lead.answered_step, lead.current_step), lead.conv_id, 'human', NULL, journal.actor"
    " FROM lead LEFT JOIN journal ON journal.id = (SELECT max(id) FROM journal WHERE journal.lead_id = lead.id"
    "   AND journal.status = 'replied')"
    " WHERE lead.rowid IN (SELECT replied.rowid FROM sequence CROSS JOIN lead AS replied"
    "   ON replied.sequence_id = sequence.id WHERE replied.status = 'replied' AND (?2 IS NULL OR sequence.id = ?2)"
    f"  AND NOT EXISTS (SELECT 1 FROM event WHERE event.lead_id = replied.id AND {_IS_ANSWER}))"
    " AND (?1 IS NULL OR coalesce(journal.at, lead.updated_at) >= ?1) ORDER BY at DESC LIMIT ?3"
)


class Events:
    """The stream's events as they came, and how each was handled."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._latest: list[object] = []

    def find_seq(self, identity: str, event_id: str) -> int | None:
        """Return the lowest seq of the stored events with this id, or None."""
        row = self._db.row(
            "SELECT min(seq) AS seq FROM event WHERE identity = ? AND id = ?", identity, event_id
        )
        return None if row is None else row["seq"]

    def load_seqs(self, identity: str, seqs: Sequence[int]) -> set[int]:
        """Return which of these seqs are stored."""
        found = self._db.rows(
            f"SELECT seq FROM event WHERE identity = ? AND seq IN ({places(seqs)})", identity, *seqs
        )
        return {row[0] for row in found}

    def load_first_seqs(self, identity: str, ids: Sequence[str]) -> dict[str, int]:
        """Return the lowest seq of each of these ids that is stored."""
        found = self._db.rows(
            f"SELECT id, min(seq) FROM event WHERE identity = ? AND id IN ({places(ids)}) GROUP BY id",
            identity,
            *ids,
        )
        return {row[0]: row[1] for row in found}

    def has_earlier_pending_id(self, identity: str, pending_id: str, before_seq: int) -> bool:
        """Return whether an earlier event has this pending id."""
        return bool(
            self._db.row(
                "SELECT 1 FROM event WHERE identity = ? AND pending_id = ? AND seq < ? LIMIT 1",
                identity,
                pending_id,
                before_seq,
            )
        )

    def is_unsettled(self, identity: str, pending_id: str) -> bool:
        """Return whether an event with this pending id waits until an open send is settled."""
        row = self._db.row(
            "SELECT 1 FROM event WHERE identity = ? AND pending_id = ? AND handling = ? LIMIT 1",
            identity,
            pending_id,
            EventHandling.SEND_UNSETTLED.value,
        )
        return row is not None

    def insert(self, identity: str, event: StreamEvent, at: datetime) -> None:
        """Store an event as it came; `mark` adds how it was handled."""
        self._latest = [
            *(identity, event.seq, event.id, event.type, text_or_none(event.occurred_at), to_text(at)),
            *(event.conv_id, event.pending_id, _to_json(event.raw)),
            *(None, Disposition.UNMATCHED._value_, None, "", None),
        ]
        self._db.run_later(_INSERT, self._latest)

    def save_addresses(self, identity: str, seq: int, addresses: Iterable[str]) -> None:
        """Keep the addresses by which an event may find its lead later, or whom one concerns that must be looked up."""
        for address in set(addresses):
            self._db.run("INSERT OR IGNORE INTO event_address VALUES (?, ?, ?)", identity, address, seq)

    def mark(
        self,
        identity: str,
        seq: int,
        handling: EventHandling,
        lead_id: str | None,
        detail: str,
        answer_kind: AnswerKind | None,
    ) -> None:
        """Save how an event was handled."""
        kind = None if answer_kind is None else answer_kind._value_
        handled = [handling._value_, DISPOSITIONS[handling]._value_, lead_id, detail, kind]
        is_latest = self._latest[:2] == [identity, seq] and self._db.is_waiting(_INSERT, self._latest)
        # What is to be looked up does not wait: `has_look_up` asks for it beside what waits, and remembers it.
        if is_latest and handling is not EventHandling.TO_LOOK_UP:
            self._latest[-len(handled) :] = handled
            return
        self._db.run(
            f"UPDATE event SET ({_HANDLED}) = (?, ?, coalesce(?, lead_id), ?, ?) WHERE identity = ? AND seq = ?",
            *handled,
            identity,
            seq,
        )
        if not may_match_later(handling):
            self._db.run("DELETE FROM event_address WHERE identity = ? AND seq = ?", identity, seq)

    def find(self, identity: str, seq: int) -> StoredEvent | None:
        """Return an event, or None."""
        row = self._db.row("SELECT * FROM event WHERE identity = ? AND seq = ?", identity, seq)
        return None if row is None else _stored_from_row(row)

    def attach(self, identity: str, seq: int, lead_id: str, handling: EventHandling) -> None:
        """Let an event belong to a lead; what kind of answer it is stays."""
        self._db.run(
            "UPDATE event SET lead_id = ?, handling = ?, disposition = ? WHERE identity = ? AND seq = ?",
            lead_id,
            handling,
            DISPOSITIONS[handling],
            identity,
            seq,
        )
        self._db.run("DELETE FROM event_address WHERE identity = ? AND seq = ?", identity, seq)

    def detach(self, identity: str, seq: int, detail: str) -> None:
        """Let an event belong to no lead, and wait for one."""
        handling = EventHandling.NO_LEAD
        self._db.run(
            "UPDATE event SET lead_id = NULL, handling = ?, disposition = ?, detail = ?"
            " WHERE identity = ? AND seq = ?",
            handling,
            DISPOSITIONS[handling],
            detail,
            identity,
            seq,
        )

    def has_leftovers(self, identity: str, conv_id: str | None, address: str) -> bool:
        """Tell whether anything was kept that may concern this conversation or address once they are known."""
        return bool(
            self._db.row(
                "SELECT EXISTS (SELECT 1 FROM quarantine WHERE identity = ?1)"
                " OR EXISTS (SELECT 1 FROM event WHERE identity = ?1 AND disposition = 'unmatched' AND conv_id = ?2)"
                " OR EXISTS (SELECT 1 FROM event_address WHERE identity = ?1 AND address = ?3) AS found",
                identity,
                conv_id,
                address,
            )["found"]  # type: ignore[index]
        )

    def load_unmatched(self, identity: str, conv_id: str | None, address: str) -> list[StoredEvent]:
        """Return the unmatched events with this conversation or this address, by seq."""
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
        return [_stored_from_row(row) for row in found]

    def load_look_ups(self, identity: str, limit: int) -> list[StoredEvent]:
        """Return events whose mail must be looked up at 12m: those first that were never tried."""
        found = self._db.rows(
            "SELECT * FROM event WHERE +identity = ? AND handling = 'to_look_up'"  # by the index of the few
            " ORDER BY looked_at IS NOT NULL, looked_at, seq LIMIT ?",
            identity,
            limit,
        )
        return [_stored_from_row(row) for row in found]

    def has_new_look_up(self, identity: str) -> bool:
        """Tell whether a mail must be looked up that was never tried."""
        return bool(
            self._db.row(
                "SELECT 1 FROM event WHERE +identity = ? AND handling = 'to_look_up' AND looked_at IS NULL LIMIT 1",
                identity,
            )
        )

    def is_to_look_up(self, identity: str, seq: int) -> bool:
        """Tell whether this event's mail must still be looked up."""
        return bool(
            self._db.row(
                "SELECT 1 FROM event WHERE identity = ? AND seq = ? AND handling = 'to_look_up'",
                identity,
                seq,
            )
        )

    def is_look_up_open(self, address: str) -> bool:
        """Tell whether a mail that concerns this person must still be looked up."""
        return bool(self._db.row(f"SELECT 1 WHERE {look_up_open('?1')}", address))

    def has_look_up(self) -> bool:
        """Tell whether any mail must still be looked up."""
        known = self._db.memory("event")
        if "to look up" not in known:
            known["to look up"] = self._db.has_beside_waiting(
                "SELECT 1 FROM event WHERE handling = 'to_look_up' LIMIT 1"
            )
        return bool(known["to look up"])

    def put_off_look_up(self, identity: str, seq: int, at: datetime) -> None:
        """Note that a mail could not be looked up now."""
        self._db.run(
            "UPDATE event SET looked_at = ? WHERE identity = ? AND seq = ?", to_text(at), identity, seq
        )

    def load_answers_of_person(self, address: str) -> list[PersonsMail]:
        """Return the mails and bounces that were used for any lead of a person, in order of time."""
        found = self._db.rows(
            "SELECT coalesce(event.occurred_at, event.received_at) AS at, event.type, event.answer_kind"
            " FROM lead JOIN event ON event.lead_id = lead.id"
            f" WHERE {is_of_person('?1')} AND event.answer_kind IS NOT NULL ORDER BY at, event.seq",
            address,
        )
        return [PersonsMail(from_text(row[0]), row[1], AnswerKind(row[2])) for row in found]

    def load_mail_ids(self, address: str, kinds: Iterable[AnswerKind]) -> set[str]:
        """Return 12m's ids of the mails that were used for any lead of a person and are of one of these kinds."""
        found = self._db.rows(
            "SELECT json_extract(body, '$.data.message.id') FROM lead JOIN event ON event.lead_id = lead.id"
            f" WHERE {is_of_person('?1')} AND answer_kind IN (SELECT value FROM json_each(?2))",
            address,
            json.dumps(list(kinds)),
        )
        return {row[0] for row in found if isinstance(row[0], str)}

    def has_answer(self, lead_id: str, kind: AnswerKind, event_type: str) -> bool:
        """Return whether the lead has an event of this type and kind of answer."""
        return bool(
            self._db.row(
                "SELECT 1 FROM event WHERE lead_id = ? AND type = ? AND answer_kind = ? LIMIT 1",
                lead_id,
                event_type,
                kind,
            )
        )

    def load_for_lead(self, lead_id: str) -> list[UsedEvent]:
        """Return the events that were applied to or noted for a lead, by time."""
        found = self._db.rows(
            "SELECT identity, seq, type, coalesce(occurred_at, received_at) AS at, handling, disposition, detail"
            " FROM event WHERE lead_id = ? ORDER BY at, seq",
            lead_id,
        )
        return [UsedEvent(*row) for row in found]

    def iter_replies(
        self, since: datetime | None, sequence_id: str | None, limit: int = -1
    ) -> Iterator[PersonsAnswer]:
        """Yield the leads that people answered, newest first; a negative limit is none."""
        values = (None if since is None else to_text(since), sequence_id, limit)
        for row in self._db.iterate(_REPLIES, values):
            yield PersonsAnswer(*row)

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
        """Return the identifying fields of a stored event, or None."""
        row = self._db.row(
            "SELECT id, type, conv_id, occurred_at FROM event WHERE identity = ? AND seq = ?", identity, seq
        )
        if row is None:
            return None
        return EventGist(row["id"], row["type"], row["conv_id"], instant_or_none(row["occurred_at"]))


def _stored_from_row(row: sqlite3.Row) -> StoredEvent:
    return StoredEvent(
        row["identity"], row["seq"], row["type"], json.loads(row["body"]), from_text(row["received_at"])
    )
