"""Notices in SQL: what somebody asked to be told of, until it was delivered or given up."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from seqcli.clock import from_text, to_text
from seqcli.reasons import InboxCloser, InboxKind, InboxState
from seqcli.store.database import Database, places


class Notice(NamedTuple):
    """One JSON object for whoever is told. `id` is the same whenever it is told, on every channel."""

    id: str
    at: datetime
    body: str


class MailToTell(NamedTuple):
    """A mail of the inbox with what a notice says of it; `step` counts from 0, `body` is the event as stored."""

    inbox_id: int
    identity: str
    seq: int | None
    at: datetime
    kind: InboxKind
    state: InboxState
    closed_by: InboxCloser | None
    guess: str | None
    sender: str
    conv_id: str | None
    email: str | None
    sequence_id: str | None
    step: int | None
    body: str | None


class Notices:
    """The outbox of notices, a row for each channel, and the mails they may be about."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find_last_mail(self) -> int:
        """Return the highest number of a mail in the inbox; 0 if there is none."""
        row = self._db.row("SELECT max(id) AS last FROM inbox")
        return 0 if row is None or row["last"] is None else int(row["last"])

    def load_mails(self, after: int, others: Collection[int]) -> list[MailToTell]:
        """Return the mails with higher numbers than `after`, and these others, in the order of their numbers."""
        found = self._db.rows(
            "SELECT inbox.id, inbox.identity, inbox.seq, inbox.at, inbox.kind, inbox.state, inbox.closed_by,"
            " inbox.guess, inbox.sender, inbox.conv_id, lead.email, lead.sequence_id,"
            " coalesce(lead.answered_step, lead.current_step), coalesce(event.body, quarantine.body)"
            " FROM inbox LEFT JOIN lead ON lead.id = inbox.lead_id"
            " LEFT JOIN event ON event.identity = inbox.identity AND event.seq = inbox.seq"
            " LEFT JOIN quarantine ON quarantine.id = inbox.quarantine_id"
            " WHERE inbox.id IN (SELECT id FROM inbox WHERE id > ?"
            f" UNION SELECT id FROM inbox WHERE id IN ({places(others)})) ORDER BY inbox.id",
            after,
            *others,
        )
        return [_mail(tuple(row)) for row in found]

    def add(self, notice: Notice, channels: Iterable[str]) -> None:
        """Keep a notice for each channel. One that is still kept under its id stays as it is."""
        for channel in channels:
            self._db.run(
                "INSERT INTO notice(id, channel, at, body, next_try_at) VALUES (?1, ?2, ?3, ?4, ?3)"
                " ON CONFLICT DO NOTHING",
                notice.id,
                channel,
                to_text(notice.at),
                notice.body,
            )

    def find_due(self, channel: str, now: datetime) -> tuple[Notice, int] | None:
        """Return the notice to deliver next and how often it was tried; untried ones come first, then the oldest."""
        row = self._db.row(
            "SELECT id, at, body, tries FROM notice WHERE channel = ? AND next_try_at <= ?"
            " ORDER BY tries, at, id LIMIT 1",
            channel,
            to_text(now),
        )
        return None if row is None else (Notice(row["id"], from_text(row["at"]), row["body"]), row["tries"])

    def mark_tried(self, notice_id: str, channel: str, next_try_at: datetime) -> None:
        """Count a try before it is made. Nobody tries again before `next_try_at`."""
        self._db.run(
            "UPDATE notice SET tries = tries + 1, next_try_at = ? WHERE id = ? AND channel = ?",
            to_text(next_try_at),
            notice_id,
            channel,
        )

    def delete(self, notice_id: str, channel: str) -> None:
        """Forget a notice that was delivered."""
        self._db.run("DELETE FROM notice WHERE id = ? AND channel = ?", notice_id, channel)

    def give_up(self, channel: str, before: datetime) -> int:
        """Delete notices that are older and were tried in vain; return how many."""
        return self._db.run(
            "DELETE FROM notice WHERE channel = ? AND at < ? AND tries > 0", channel, to_text(before)
        )

    def keep_channels(self, channels: Collection[str]) -> None:
        """Delete what waits for any other channel."""
        self._db.run(f"DELETE FROM notice WHERE (channel IN ({places(channels)})) IS NOT TRUE", *channels)

    def count(self) -> dict[str, int]:
        """Return how many notices wait, by channel."""
        found = self._db.rows("SELECT channel, count(*) AS n FROM notice GROUP BY 1 ORDER BY 1")
        return {row["channel"]: row["n"] for row in found}


def _mail(values: tuple[object, ...]) -> MailToTell:
    mail = MailToTell(*values)  # type: ignore[arg-type]
    return mail._replace(
        at=from_text(str(mail.at)),
        kind=InboxKind(mail.kind),
        state=InboxState(mail.state),
        closed_by=None if mail.closed_by is None else InboxCloser(mail.closed_by),
    )
