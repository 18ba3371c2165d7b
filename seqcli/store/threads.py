"""Conversations in SQL: their mails as 12m showed them last, and what else the file has of them."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from seqcli.clock import from_text, to_text
from seqcli.store.database import Database
from seqcli.store.rows import instant_or_none, text_or_none


class ThreadPlace(NamedTuple):
    """A conversation: ids are 12m's, and only unique within an identity."""

    identity: str
    conv_id: str


class ThreadMail(NamedTuple):
    """A mail as 12m showed it. `outbound` is None where nobody knows whose it is."""

    mail_id: str
    at: datetime | None
    outbound: bool | None
    sender: str
    sender_name: str
    subject: str
    text: str


class ThreadSend(NamedTuple):
    """A send of ours into a conversation; of a reply by hand step and sequence are None.

    `left_at` and `mail_id` come from the event that told that it left. `is_sure` is false while 12m gave no clear
    answer.
    """

    step: int | None
    sequence_id: str | None
    is_sure: bool
    at: datetime
    dispatch_at: datetime | None
    left_at: datetime | None
    mail_id: str | None
    body: bytes


class ThreadEvent(NamedTuple):
    """An inbound mail as the stream told it: JSON text."""

    at: datetime
    body: str


_SEND = (
    "{0}.state = 'accepted', coalesce({0}.accepted_at, {0}.first_try_at), {0}.dispatch_at, event.occurred_at,"
    " json_extract(event.body, '$.data.message.id'), {0}.request_body FROM {0}"
    " LEFT JOIN event ON event.identity = {0}.identity AND event.seq = {0}.sent_seq"
    " WHERE {0}.identity = ?1 AND {0}.conv_id = ?2 AND {0}.state IN ('accepted', 'unknown', 'parked')"
)


class Threads:
    """The conversations of the file."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, place: ThreadPlace, mails: Iterable[ThreadMail], at: datetime) -> None:
        """Keep what 12m shows of a conversation. A mail that it no longer shows stays, as does a text it has lost."""
        for mail in mails:
            self._db.run(
                "INSERT INTO thread_mail(identity, conv_id, mail_id, at, outbound, sender, sender_name, subject,"
                " fetched_at, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT(identity, conv_id, mail_id) DO UPDATE SET at = excluded.at,"
                " outbound = excluded.outbound, sender = excluded.sender, sender_name = excluded.sender_name,"
                " subject = excluded.subject, fetched_at = excluded.fetched_at,"
                " text = CASE excluded.text WHEN '' THEN text ELSE excluded.text END",
                *place,
                mail.mail_id,
                text_or_none(mail.at),
                mail.outbound,
                mail.sender,
                mail.sender_name,
                mail.subject,
                to_text(at),
                mail.text,
            )

    def load_mails(self, place: ThreadPlace) -> list[ThreadMail]:
        """Return the mails that were fetched, oldest first."""
        found = self._db.rows(
            "SELECT mail_id, at, outbound, sender, sender_name, subject, text FROM thread_mail"
            " WHERE identity = ? AND conv_id = ? ORDER BY at IS NULL, at, rowid",
            *place,
        )
        return [_mail(row) for row in found]

    def find_fetched_at(self, place: ThreadPlace) -> datetime | None:
        """Return when a conversation was fetched last, or None."""
        row = self._db.row(
            "SELECT max(fetched_at) AS at FROM thread_mail WHERE identity = ? AND conv_id = ?", *place
        )
        return None if row is None else instant_or_none(row["at"])

    def load_sends(self, place: ThreadPlace) -> list[ThreadSend]:
        """Return our sends into a conversation that 12m accepted or may have, steps and replies, oldest first."""
        found = self._db.rows(
            f"SELECT attempt.step, attempt.sequence_id, {_SEND.format('attempt')}"
            f" UNION ALL SELECT NULL, NULL, {_SEND.format('reply')} ORDER BY 4",
            *place,
        )
        return [_send(row) for row in found]

    def load_received(self, place: ThreadPlace) -> list[ThreadEvent]:
        """Return the inbound mails of a conversation as the stream told them, oldest first."""
        return self._events("inbox.identity = ? AND inbox.conv_id = ?", *place)

    def load_received_alone(self, item_id: int) -> list[ThreadEvent]:
        """Return one mail of the inbox, as the stream told it."""
        return self._events("inbox.id = ?", item_id)

    def load_places_of_lead(self, lead_id: str) -> list[ThreadPlace]:
        """Return the conversations with a lead, and those of mails that belong to it."""
        found = self._db.rows(
            "SELECT identity, conv_id FROM lead WHERE id = ?1 AND conv_id IS NOT NULL AND identity IS NOT NULL"
            " UNION SELECT identity, conv_id FROM attempt WHERE lead_id = ?1 AND conv_id IS NOT NULL"
            " UNION SELECT identity, conv_id FROM inbox WHERE lead_id = ?1 AND conv_id IS NOT NULL",
            lead_id,
        )
        return [ThreadPlace(*row) for row in found]

    def load_places_of_sender(self, address: str) -> list[ThreadPlace]:
        """Return the conversations in which a normalised address wrote."""
        found = self._db.rows(
            "SELECT DISTINCT identity, conv_id FROM inbox WHERE sender = ? AND conv_id IS NOT NULL", address
        )
        return [ThreadPlace(*row) for row in found]

    def find_places(self, conv_id: str) -> list[ThreadPlace]:
        """Return the conversations with this id that the file knows."""
        found = self._db.rows(
            "SELECT identity, conv_id FROM lead WHERE conv_id = ?1 AND identity IS NOT NULL"
            " UNION SELECT identity, conv_id FROM attempt WHERE conv_id = ?1"
            " UNION SELECT identity, conv_id FROM inbox WHERE conv_id = ?1"
            " UNION SELECT identity, conv_id FROM thread_mail WHERE conv_id = ?1",
            conv_id,
        )
        return [ThreadPlace(*row) for row in found]

    def is_of_forgotten(self, place: ThreadPlace) -> bool:
        """Return whether a conversation is with a person who was forgotten."""
        return bool(
            self._db.row(
                "SELECT 1 FROM attempt WHERE identity = ? AND conv_id = ? AND instr(address, '@') = 0 LIMIT 1",
                *place,
            )
        )

    def is_of_lead(self, place: ThreadPlace) -> bool:
        """Return whether a lead or a send of ours has this conversation."""
        return bool(
            self._db.row(
                "SELECT 1 FROM lead WHERE conv_id = ?2 AND identity = ?1"
                " UNION SELECT 1 FROM attempt WHERE conv_id = ?2 AND identity = ?1 LIMIT 1",
                *place,
            )
        )

    def _events(self, where: str, *values: object) -> list[ThreadEvent]:
        found = self._db.rows(
            "SELECT inbox.at, coalesce(event.body, quarantine.body) FROM inbox"
            " LEFT JOIN event ON event.identity = inbox.identity AND event.seq = inbox.seq"
            " LEFT JOIN quarantine ON quarantine.id = inbox.quarantine_id"
            f" WHERE {where} ORDER BY inbox.at, inbox.id",
            *values,
        )
        return [ThreadEvent(from_text(row[0]), row[1] or "") for row in found]


def _mail(row: sqlite3.Row) -> ThreadMail:
    outbound = row["outbound"]
    return ThreadMail(
        row["mail_id"],
        instant_or_none(row["at"]),
        None if outbound is None else bool(outbound),
        *tuple(row)[3:],
    )


def _send(row: sqlite3.Row) -> ThreadSend:
    step, sequence_id, is_sure, at, dispatch_at, left_at, mail_id, body = row
    return ThreadSend(
        step,
        sequence_id,
        bool(is_sure),
        from_text(at),
        instant_or_none(dispatch_at),
        instant_or_none(left_at),
        mail_id if isinstance(mail_id, str) else None,
        bytes(body),
    )
