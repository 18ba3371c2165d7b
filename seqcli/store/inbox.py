"""The inbox in SQL: every inbound mail once, and whether it waits for a person."""

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from seqcli.clock import from_text, to_text
from seqcli.reasons import AnswerKind, InboxCloser, InboxKind, InboxState, MarkKind
from seqcli.store.database import Database
from seqcli.store.rows import instant_or_none, text_or_none

#: A snoozed mail waits again from its time on.
_WAITS = "(inbox.state = 'open' OR inbox.state = 'snoozed')"
_IS_OPEN = "(inbox.state = 'open' OR inbox.state = 'snoozed' AND inbox.snoozed_until <= :now)"
_COLUMNS = (
    "inbox.id, inbox.identity, inbox.seq, inbox.at, inbox.kind, inbox.state, inbox.snoozed_until, inbox.closed_at,"
    " inbox.closed_by, inbox.sender, inbox.lead_id, inbox.conv_id, inbox.mail_id, inbox.guess, inbox.guess_detail"
)


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One inbound mail. `seq` is None for an entry of the stream without a usable number."""

    id: int
    identity: str
    seq: int | None
    at: datetime
    kind: InboxKind
    state: InboxState
    snoozed_until: datetime | None
    closed_at: datetime | None
    closed_by: InboxCloser | None
    sender: str
    lead_id: str | None
    conv_id: str | None
    mail_id: str | None
    guess: MarkKind | None
    guess_detail: str

    def is_open(self, now: datetime) -> bool:
        """Whether it waits for a person now."""
        is_over = self.snoozed_until is not None and self.snoozed_until <= now
        return self.state is InboxState.OPEN or (self.state is InboxState.SNOOZED and is_over)


class NewMail(NamedTuple):
    """What an event tells of an inbound mail. `closed_by`: it waits for nobody."""

    identity: str
    seq: int
    at: datetime
    kind: InboxKind
    sender: str
    lead_id: str | None
    conv_id: str | None
    mail_id: str
    guess: MarkKind | None = None
    guess_detail: str = ""
    closed_by: InboxCloser | None = None

    @property
    def state(self) -> InboxState:
        """Its state when it comes."""
        if self.closed_by is None:
            return InboxState.OPEN
        return InboxState.IGNORED if self.closed_by is InboxCloser.IGNORE else InboxState.DONE


class ToldMail(NamedTuple):
    """What a mail is that the stream has told of before, and whether a person has said what it means."""

    kind: AnswerKind
    is_marked: bool


class InboxFilter(NamedTuple):
    """Which mails are wanted; `kind` also names a guess. Without `closed` only those that wait now."""

    since: datetime | None = None
    sequence_id: str | None = None
    kind: str | None = None
    closed: bool = False


class InboxRow(NamedTuple):
    """A mail with what `inbox` shows of its lead and its event; `step` counts from 0, the texts are as stored."""

    item: InboxItem
    email: str | None
    sequence_id: str | None
    step: int | None
    body: str | None


class InboxCount(NamedTuple):
    """How many mails wait, and since when the oldest does."""

    open: int
    snoozed: int
    oldest_at: datetime | None


class Inbox:
    """Every inbound mail of the stream, once."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, mail: NewMail, at: datetime) -> bool:
        """Add a mail, or correct what is known of it; what a person decided stays. Return whether it is new."""
        known = self._db.row(
            "SELECT id, seq, state, closed_by, lead_id FROM inbox WHERE identity = ?1 AND (seq = ?2 OR mail_id = ?3)"
            " ORDER BY seq IS NOT ?2 LIMIT 1",
            mail.identity,
            mail.seq,
            mail.mail_id,
        )
        if known is None:
            self._insert(mail, at)
            return True
        closed_at = None if mail.closed_by is None else to_text(at)
        if known["seq"] is None:
            # Told before by an entry without a usable number; this event tells it better.
            self._db.run(
                "UPDATE inbox SET seq = ?, quarantine_id = NULL, at = ?, sender = ? WHERE id = ?",
                *(mail.seq, to_text(mail.at), mail.sender, known["id"]),
            )
        self._db.run(
            "UPDATE inbox SET lead_id = coalesce(?, lead_id), conv_id = coalesce(?, conv_id) WHERE id = ?",
            mail.lead_id,
            mail.conv_id,
            known["id"],
        )
        is_by_rule = known["closed_by"] == InboxCloser.RULE or known["state"] == InboxState.OPEN
        if is_by_rule and (mail.lead_id is not None or known["lead_id"] is None):
            self._db.run(
                "UPDATE inbox SET kind = ?, guess = ?, guess_detail = ?, state = ?, closed_at = ?, closed_by = ?"
                " WHERE id = ?",
                mail.kind,
                mail.guess,
                mail.guess_detail,
                mail.state,
                closed_at,
                mail.closed_by,
                known["id"],
            )
        return False

    def _insert(self, mail: NewMail, at: datetime) -> None:
        self._db.run(
            "INSERT INTO inbox(identity, seq, at, kind, state, closed_at, closed_by, sender, lead_id, conv_id,"
            " mail_id, guess, guess_detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            mail.identity,
            mail.seq,
            to_text(mail.at),
            mail.kind,
            mail.state,
            None if mail.closed_by is None else to_text(at),
            mail.closed_by,
            mail.sender,
            mail.lead_id,
            mail.conv_id,
            mail.mail_id,
            mail.guess,
            mail.guess_detail,
        )

    def add_quarantined(
        self,
        identity: str,
        quarantine_id: int,
        mail_id: str | None,
        sender: str,
        lead_id: str | None,
        at: datetime,
    ) -> bool:
        """Add an entry of the stream that may be a mail and has no usable number; return whether it is new."""
        if mail_id is not None and self._db.row(
            "SELECT 1 FROM inbox WHERE identity = ? AND mail_id = ?", identity, mail_id
        ):
            return False
        self._db.run(
            "INSERT INTO inbox(identity, mail_id, quarantine_id, at, kind, state, sender, lead_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            identity,
            mail_id,
            quarantine_id,
            to_text(at),
            InboxKind.UNREADABLE,
            InboxState.OPEN,
            sender,
            lead_id,
        )
        return True

    def find_told(self, identity: str, mail_id: str, seq: int) -> ToldMail | None:
        """Return what another event told of a mail that was used for a lead, or None."""
        row = self._db.row(
            "SELECT event.answer_kind, EXISTS (SELECT 1 FROM mark WHERE mark.inbox_id = inbox.id AND undone_at IS NULL)"
            " FROM inbox JOIN event ON event.identity = inbox.identity AND event.seq = inbox.seq"
            " WHERE inbox.identity = ? AND inbox.mail_id = ? AND inbox.seq <> ? AND inbox.lead_id IS NOT NULL LIMIT 1",
            identity,
            mail_id,
            seq,
        )
        if row is None or row[0] is None:
            return None
        return ToldMail(AnswerKind(row[0]), bool(row[1]))

    def find(self, item_id: int) -> InboxItem | None:
        """Return a mail by its id, or None."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM inbox WHERE id = ?", item_id)
        return None if row is None else _item(row)

    def is_ignored(self, sender: str) -> bool:
        """Return whether the last mail of a sender who is no lead was ignored by hand."""
        row = self._db.row(
            "SELECT state FROM inbox WHERE sender = ? AND sender <> '' AND lead_id IS NULL ORDER BY id DESC LIMIT 1",
            sender,
        )
        return row is not None and row["state"] == InboxState.IGNORED

    def load_of_lead(self, lead_id: str) -> list[InboxItem]:
        """Return the mails of a lead, newest first."""
        return self._items("WHERE lead_id = ? ORDER BY at DESC, id DESC", lead_id)

    def load_in_conversation(self, identity: str, conv_id: str) -> list[InboxItem]:
        """Return the mails of a conversation, newest first."""
        return self._items("WHERE identity = ? AND conv_id = ? ORDER BY at DESC, id DESC", identity, conv_id)

    def load_from(self, sender: str) -> list[InboxItem]:
        """Return the mails that an address wrote, newest first."""
        return self._items("WHERE sender = ? ORDER BY at DESC, id DESC", sender)

    def find_last_id(self) -> int:
        """Return the id of the mail that came last, 0 if there is none."""
        row = self._db.row("SELECT coalesce(max(id), 0) AS id FROM inbox")
        return 0 if row is None else int(row["id"])

    def correct_kind(self, item_id: int, kind: InboxKind) -> None:
        """Say what a mail is, whatever the rules said."""
        self._db.run("UPDATE inbox SET kind = ? WHERE id = ?", kind, item_id)

    def open_again(self, item: InboxItem) -> bool:
        """Give a mail that a mark closed its state of before; return whether it was closed by a mark."""
        query = (
            "UPDATE inbox SET state = ?, snoozed_until = ?, closed_at = ?, closed_by = ?"
            " WHERE id = ? AND closed_by = 'mark'"
        )
        times = (text_or_none(item.snoozed_until), text_or_none(item.closed_at))
        return self._db.run(query, item.state, *times, item.closed_by, item.id) == 1

    def close(
        self,
        item_ids: Collection[int],
        closer: InboxCloser,
        at: datetime,
        state: InboxState = InboxState.DONE,
    ) -> int:
        """Close mails that wait; return how many did."""
        touched = 0
        for each in item_ids:
            touched += self._db.run(
                "UPDATE inbox SET state = ?, closed_at = ?, closed_by = ?, snoozed_until = NULL"
                f" WHERE id = ? AND {_WAITS}",
                state,
                to_text(at),
                closer,
                each,
            )
        return touched

    def answer(self, item_id: int, at: datetime) -> None:
        """Let a mail be closed by an answer, whatever closed it before; an earlier answer stays."""
        self._db.run(
            "UPDATE inbox SET state = ?, closed_at = ?, closed_by = ?, snoozed_until = NULL"
            " WHERE id = ? AND closed_by NOT IN (?, ?)",
            InboxState.DONE,
            to_text(at),
            InboxCloser.REPLY,
            item_id,
            InboxCloser.REPLY,
            InboxCloser.SENT_AT_12M,
        )

    def snooze(self, item_id: int, until: datetime) -> None:
        """Let a mail wait again from then on."""
        self._db.run(
            "UPDATE inbox SET state = 'snoozed', snoozed_until = ?, closed_at = NULL, closed_by = NULL WHERE id = ?",
            to_text(until),
            item_id,
        )

    def reopen(self, item_id: int) -> None:
        """Let a mail wait for a person again."""
        self._db.run(
            "UPDATE inbox SET state = 'open', snoozed_until = NULL, closed_at = NULL, closed_by = NULL WHERE id = ?",
            item_id,
        )

    def detach(self, item_id: int) -> None:
        """Let a mail belong to no lead."""
        self._db.run(
            "UPDATE inbox SET lead_id = NULL, kind = ? WHERE id = ?", InboxKind.UNKNOWN_SENDER, item_id
        )

    def match(self, item_id: int, lead_id: str, kind: InboxKind) -> None:
        """Attach a mail to a lead."""
        self._db.run("UPDATE inbox SET lead_id = ?, kind = ? WHERE id = ?", lead_id, kind, item_id)

    def count(self, now: datetime) -> InboxCount:
        """Return how many mails wait, and since when."""
        row = self._db.rows_by_name(
            f"SELECT total({_IS_OPEN}) AS open, count(*) AS waiting, min(CASE WHEN {_IS_OPEN} THEN at END) AS oldest"
            f" FROM inbox WHERE {_WAITS}",
            {"now": to_text(now)},
        )[0]
        is_open = int(row["open"])
        return InboxCount(is_open, int(row["waiting"]) - is_open, instant_or_none(row["oldest"]))

    def iter(self, wanted: InboxFilter, now: datetime, limit: int = -1) -> Iterator[InboxRow]:
        """Yield the mails that are wanted, newest first; a negative limit is none."""
        which = "1" if wanted.closed else f"{_WAITS} AND {_IS_OPEN}"
        query = (
            f"SELECT {_COLUMNS}, lead.email, lead.sequence_id, coalesce(lead.answered_step, lead.current_step),"
            " coalesce(event.body, quarantine.body) FROM inbox LEFT JOIN lead ON lead.id = inbox.lead_id"
            " LEFT JOIN event ON event.identity = inbox.identity AND event.seq = inbox.seq"
            " LEFT JOIN quarantine ON quarantine.id = inbox.quarantine_id"
            f" WHERE {which} AND (:since IS NULL OR inbox.at >= :since)"
            " AND (:sequence IS NULL OR lead.sequence_id = :sequence)"
            " AND (:kind IS NULL OR inbox.kind = :kind OR inbox.guess = :kind)"
            " ORDER BY inbox.at DESC, inbox.id DESC LIMIT :limit"
        )
        values = {
            "now": to_text(now),
            "since": text_or_none(wanted.since),
            "sequence": wanted.sequence_id,
            "kind": wanted.kind,
            "limit": limit,
        }
        for row in self._db.iterate(query, values):
            yield InboxRow(_item(row), *tuple(row)[-4:])

    def _items(self, where: str, *values: object) -> list[InboxItem]:
        return [_item(row) for row in self._db.rows(f"SELECT {_COLUMNS} FROM inbox {where}", *values)]


def _item(row: sqlite3.Row) -> InboxItem:
    return InboxItem(
        row["id"],
        row["identity"],
        row["seq"],
        from_text(row["at"]),
        InboxKind(row["kind"]),
        InboxState(row["state"]),
        instant_or_none(row["snoozed_until"]),
        instant_or_none(row["closed_at"]),
        None if row["closed_by"] is None else InboxCloser(row["closed_by"]),
        row["sender"],
        row["lead_id"],
        row["conv_id"],
        row["mail_id"],
        None if row["guess"] is None else MarkKind(row["guess"]),
        row["guess_detail"],
    )
