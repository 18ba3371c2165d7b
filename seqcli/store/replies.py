"""Replies written by hand in SQL: an outbox beside that of the steps, by the same rules."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from seqcli.clock import from_text, to_text
from seqcli.model import AttemptState
from seqcli.reasons import AttemptReason
from seqcli.store.database import Database
from seqcli.store.rows import instant_or_none, text_or_none

_OPEN = "(state = 'unknown' OR state = 'parked')"


@dataclass(frozen=True, slots=True)
class Reply:
    """The promise to send one reply, with the exact bytes. `inbox_id` is the mail it answers, if there is one."""

    id: int
    idempotency_key: str
    identity: str
    conv_id: str
    address: str
    lead_id: str | None
    inbox_id: int | None
    state: AttemptState
    created_at: datetime
    first_try_at: datetime | None
    next_try_at: datetime | None
    tries: int
    accepted_at: datetime | None
    dispatch_at: datetime | None
    pending_id: str | None
    sent_seq: int | None
    reason_code: AttemptReason | None
    reason: str
    request_body: bytes


class Replies:
    """Replies written by hand; at most one of a conversation has an open outcome."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, reply_id: int) -> Reply | None:
        """Return a reply by its id, or None."""
        return self._first("WHERE id = ?", reply_id)

    def load_in(self, identity: str, conv_id: str) -> list[Reply]:
        """Return the replies of a conversation, oldest first."""
        return self._load("WHERE identity = ? AND conv_id = ? ORDER BY id", identity, conv_id)

    def find_open(self, identity: str, conv_id: str) -> Reply | None:
        """Return the reply of a conversation whose outcome is unknown or parked, or None."""
        return self._first(f"WHERE identity = ? AND conv_id = ? AND {_OPEN} LIMIT 1", identity, conv_id)

    def load_due(self, identity: str, now: datetime) -> list[Reply]:
        """Return the replies of unknown outcome that are to be tried now, oldest first."""
        return self._load(
            "WHERE identity = ? AND state = 'unknown' AND (next_try_at IS NULL OR next_try_at <= ?) ORDER BY id",
            identity,
            to_text(now),
        )

    def find_next_try(self, identity: str) -> datetime | None:
        """Return when the next reply of unknown outcome is tried again, or None."""
        row = self._db.row(
            "SELECT min(next_try_at) AS at FROM reply WHERE identity = ? AND state = 'unknown'", identity
        )
        return None if row is None else instant_or_none(row["at"])

    def count_parked(self) -> int:
        """Return how many replies have an outcome that only a person can tell."""
        row = self._db.row("SELECT count(*) AS n FROM reply WHERE state = 'parked'")
        return 0 if row is None else int(row["n"])

    def has_any(self) -> bool:
        """Return whether this file ever sent a reply."""
        return self._db.row("SELECT 1 FROM reply LIMIT 1") is not None

    def insert(self, reply: Reply) -> Reply:
        """Add a reply; return it with its id."""
        self._db.run(
            "INSERT INTO reply(idempotency_key, identity, conv_id, address, lead_id, inbox_id, state, created_at,"
            " first_try_at, tries, reason_code, reason, request_body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            reply.idempotency_key,
            reply.identity,
            reply.conv_id,
            reply.address,
            reply.lead_id,
            reply.inbox_id,
            reply.state,
            to_text(reply.created_at),
            text_or_none(reply.first_try_at),
            reply.tries,
            reply.reason_code,
            reply.reason,
            reply.request_body,
        )
        found = self._first("WHERE idempotency_key = ?", reply.idempotency_key)
        if found is None:
            raise AssertionError(f"reply {reply.idempotency_key} has gone")
        return found

    def claim_again(self, reply: Reply, *, begin_anew_at: datetime | None = None) -> bool:
        """Count one more try of a reply; return False if it changed since it was read.

        With `begin_anew_at` it is tried as if for the first time, then: a person says that it was not sent.
        """
        touched = self._db.run(
            "UPDATE reply SET state = 'unknown', tries = CASE WHEN ?1 IS NULL THEN tries + 1 ELSE 1 END,"
            " first_try_at = coalesce(?1, first_try_at), next_try_at = NULL, reason_code = ?2, reason = ?3"
            " WHERE id = ?4 AND state = ?5 AND tries = ?6",
            text_or_none(begin_anew_at),
            AttemptReason.NO_ANSWER_RECORDED,
            "no answer was recorded",
            reply.id,
            reply.state,
            reply.tries,
        )
        return touched == 1

    def mark_accepted(
        self,
        reply: Reply,
        at: datetime,
        code: AttemptReason,
        reason: str,
        *,
        pending_id: str | None = None,
        dispatch_at: datetime | None = None,
        http_status: int | None = None,
    ) -> None:
        """Settle a reply as accepted; a None keeps the known value."""
        self._must_change(
            "UPDATE reply SET state = 'accepted', accepted_at = coalesce(accepted_at, ?), next_try_at = NULL,"
            " pending_id = coalesce(?, pending_id), dispatch_at = coalesce(?, dispatch_at),"
            " http_status = coalesce(?, http_status), reason_code = ?, reason = ? WHERE id = ?",
            reply,
            to_text(at),
            pending_id,
            text_or_none(dispatch_at),
            http_status,
            code,
            reason,
        )

    def mark(
        self,
        reply: Reply,
        state: AttemptState,
        code: AttemptReason | None,
        reason: str,
        http_status: int | None = None,
    ) -> None:
        """Set the state of a reply and why; no next try."""
        self._must_change(
            "UPDATE reply SET state = ?, reason_code = ?, reason = ?, http_status = coalesce(?, http_status),"
            " next_try_at = NULL WHERE id = ?",
            reply,
            state,
            code,
            reason,
            http_status,
        )

    def mark_still_unknown(
        self,
        reply: Reply,
        code: AttemptReason | None,
        reason: str,
        http_status: int | None,
        next_try_at: datetime,
    ) -> None:
        """Save the result of the last try, and when to try again."""
        self._must_change(
            "UPDATE reply SET reason_code = ?, reason = ?, http_status = coalesce(?, http_status), next_try_at = ?"
            " WHERE id = ?",
            reply,
            code,
            reason,
            http_status,
            to_text(next_try_at),
        )

    # -- the stream

    def find_by_pending_id(self, identity: str, pending_id: str) -> Reply | None:
        """Return the reply with this pending id, or None."""
        return self._first("WHERE identity = ? AND pending_id = ?", identity, pending_id)

    def find_unbound(
        self, identity: str, conv_id: str, pending_id: str | None, until: datetime, *, sent: bool
    ) -> Reply | None:
        """Return the oldest reply of a conversation, first tried until then, that no event of its kind is bound to.

        Its outcome may be unknown. One with another pending id does not match: its own event may be lost.
        """
        column = "sent_seq" if sent else "queued_seq"
        return self._first(
            f"WHERE identity = ? AND conv_id = ? AND (state = 'accepted' OR {_OPEN}) AND {column} IS NULL"
            " AND (pending_id IS NULL OR ? IS NULL) AND first_try_at <= ? ORDER BY id LIMIT 1",
            identity,
            conv_id,
            pending_id,
            to_text(until),
        )

    def find_unsent(self, identity: str, conv_id: str) -> Reply | None:
        """Return the newest reply of a conversation that may wait at 12m to leave, or None."""
        return self._first(
            f"WHERE identity = ? AND conv_id = ? AND (state = 'accepted' OR {_OPEN}) AND sent_seq IS NULL"
            " ORDER BY id DESC LIMIT 1",
            identity,
            conv_id,
        )

    def mark_bound(
        self, reply: Reply, seq: int, *, sent: bool, pending_id: str | None, dispatch_at: datetime | None
    ) -> None:
        """Bind a send event to its reply."""
        columns = "sent_seq = ?1, queued_seq = coalesce(queued_seq, ?1)" if sent else "queued_seq = ?1"
        self._db.run(
            f"UPDATE reply SET {columns}, pending_id = coalesce(pending_id, ?2),"
            " dispatch_at = coalesce(?3, dispatch_at) WHERE id = ?4",
            seq,
            pending_id,
            text_or_none(dispatch_at),
            reply.id,
        )

    # -- what 12m's mails say of a conversation

    def find_mail_body(self, identity: str, seq: int) -> str:
        """Return the event that told of an inbound mail, as JSON text; empty where it is not kept."""
        row = self._db.row("SELECT body FROM event WHERE identity = ? AND seq = ?", identity, seq)
        return "" if row is None else str(row["body"])

    def find_first_request(self, identity: str, conv_id: str) -> bytes:
        """Return the bytes of the mail with which we began a conversation; empty where they are not kept."""
        row = self._db.row(
            "SELECT request_body FROM attempt WHERE identity = ? AND conv_id = ? AND step = 0 LIMIT 1",
            identity,
            conv_id,
        )
        return b"" if row is None else bytes(row["request_body"])

    def find_addressee(self, identity: str, conv_id: str) -> str:
        """Return the address that our first mail in a conversation went to; empty where we did not begin it."""
        row = self._db.row(
            "SELECT lead.email FROM attempt JOIN lead ON lead.id = attempt.lead_id"
            " WHERE attempt.identity = ? AND attempt.conv_id = ? ORDER BY attempt.step LIMIT 1",
            identity,
            conv_id,
        )
        return "" if row is None else str(row["email"])

    def has_open_step(self, identity: str, conv_id: str) -> bool:
        """Return whether a step of a lead of this conversation has an unknown outcome."""
        return bool(
            self._db.row(
                "SELECT 1 FROM lead JOIN attempt ON attempt.lead_id = lead.id"
                " WHERE lead.conv_id = ? AND attempt.identity = ? AND attempt.state IN ('unknown', 'parked') LIMIT 1",
                conv_id,
                identity,
            )
        )

    def _first(self, where: str, *values: object) -> Reply | None:
        found = self._load(where, *values)
        return found[0] if found else None

    def _load(self, where: str, *values: object) -> list[Reply]:
        return [_reply(row) for row in self._db.rows(f"SELECT * FROM reply {where}", *values)]

    def _must_change(self, sql: str, reply: Reply, *values: object) -> None:
        if self._db.run(sql, *values, reply.id) != 1:
            raise AssertionError(f"reply {reply.idempotency_key} has gone")


def _reply(row: sqlite3.Row) -> Reply:
    return Reply(
        row["id"],
        row["idempotency_key"],
        row["identity"],
        row["conv_id"],
        row["address"],
        row["lead_id"],
        row["inbox_id"],
        AttemptState(row["state"]),
        from_text(row["created_at"]),
        instant_or_none(row["first_try_at"]),
        instant_or_none(row["next_try_at"]),
        row["tries"],
        instant_or_none(row["accepted_at"]),
        instant_or_none(row["dispatch_at"]),
        row["pending_id"],
        row["sent_seq"],
        None if row["reason_code"] is None else AttemptReason(row["reason_code"]),
        row["reason"],
        bytes(row["request_body"]),
    )
