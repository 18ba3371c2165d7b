"""Attempts in SQL: insert, claim, settle. A settlement must change exactly one row."""

from collections.abc import Collection, Hashable
from datetime import datetime
from typing import NamedTuple

from seqcli.clock import from_text, to_text
from seqcli.model import Attempt, AttemptState, Departure, Lead, normalise_address
from seqcli.reasons import AttemptReason
from seqcli.store.database import Database, places
from seqcli.store.eligibility import WAITS_FOR_SEND, eligibility_values
from seqcli.store.rows import ATTEMPT, attempt_from_row, instant_or_none, text_or_none


class AcceptedTimes(NamedTuple):
    """When a step was accepted, and when it left 12m or is expected to leave."""

    accepted_at: datetime
    left_at: datetime


def _times(accepted_at: str, dispatch_at: str | None) -> AcceptedTimes | None:
    accepted = instant_or_none(accepted_at)
    if accepted is None:
        return None
    return AcceptedTimes(accepted, max(accepted, instant_or_none(dispatch_at) or accepted))


class Attempts:
    """The outbox: one row for each attempt to send a step."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def load_for_lead(self, lead_id: str) -> list[Attempt]:
        """Return a lead's attempts by step and generation."""
        return self._attempts("WHERE lead_id = ? ORDER BY step, generation", lead_id)

    def load_departures(self, lead_id: str) -> list[Departure]:
        """Return when each accepted step of a lead left 12m: by the stream, else as announced, else when accepted."""
        found = self._db.rows(
            "SELECT attempt.step, coalesce(event.occurred_at, attempt.dispatch_at, attempt.accepted_at) AS at"
            " FROM attempt LEFT JOIN event ON event.identity = attempt.identity AND event.seq = attempt.sent_seq"
            " WHERE attempt.lead_id = ? AND attempt.state = 'accepted' ORDER BY attempt.step",
            lead_id,
        )
        return [Departure(row["step"], from_text(row["at"])) for row in found]

    def find_latest(self, lead_id: str, step: int) -> Attempt | None:
        """Return the newest attempt for a step, or None."""
        found = self._attempts(
            "WHERE lead_id = ? AND step = ? ORDER BY generation DESC LIMIT 1", lead_id, step
        )
        return found[0] if found else None

    def find_accepted(self, lead_id: str, step: int) -> Attempt | None:
        """Return the accepted attempt for a step, or None."""
        found = self._attempts("WHERE lead_id = ? AND step = ? AND state = 'accepted'", lead_id, step)
        return found[0] if found else None

    def find_times(self, lead_id: str, step: int) -> AcceptedTimes | None:
        """Return when a step was accepted and when it left 12m, or will; None if it is not accepted."""
        known: dict[Hashable, AcceptedTimes] = self._db.memory("attempt")
        if (lead_id, step) in known:
            return known[lead_id, step]
        return self.load_times([lead_id]).get((lead_id, step))

    def load_times(self, lead_ids: Collection[str]) -> dict[tuple[str, int], AcceptedTimes]:
        """Return the times of each accepted step of leads; a transaction remembers them until they change."""
        found = self._db.rows(
            "SELECT lead_id, step, accepted_at, dispatch_at FROM attempt"
            f" WHERE lead_id IN ({places(lead_ids)}) AND state = 'accepted'",
            *lead_ids,
        )
        times = {(row[0], row[1]): _times(row[2], row[3]) for row in found}
        known = {place: each for place, each in times.items() if each is not None}
        self._db.memory("attempt").update(known)
        return known

    def was_contacted(self, lead_id: str) -> bool:
        """Return whether a mail was, or may have been, sent to this lead."""
        return bool(
            self._db.row(
                "SELECT 1 FROM attempt WHERE lead_id = ? AND state IN ('accepted', 'unknown', 'parked')"
                " UNION SELECT 1 FROM attempt WHERE lead_id = ? AND state = 'cancelled'"
                " AND accepted_at IS NOT NULL LIMIT 1",
                lead_id,
                lead_id,
            )
        )

    def was_identity_used(self, identity: str) -> bool:
        """Return whether this file has a tried send from this identity."""
        return bool(
            self._db.row(
                # each part by its index
                "SELECT 1 FROM attempt WHERE identity = ?1 AND state = 'accepted' UNION ALL"
                " SELECT 1 FROM attempt WHERE identity = ?1 AND state = 'unknown' UNION ALL"
                " SELECT 1 FROM attempt WHERE identity = ?1 AND state = 'parked' UNION ALL"
                " SELECT 1 FROM attempt WHERE identity = ?1 AND state IN ('refused', 'cancelled')"
                " AND first_try_at IS NOT NULL LIMIT 1",
                identity,
            )
        )

    def announces_sends(self, identity: str) -> bool:
        """Return whether the stream has announced a send of ours, so that a missing announcement means something."""
        return bool(
            self._db.row(
                "SELECT 1 FROM attempt JOIN event ON event.identity = attempt.identity"
                " AND event.seq = attempt.queued_seq"
                " WHERE attempt.identity = ? AND event.type = 'email.queued' LIMIT 1",
                identity,
            )
        )

    def load_unsettled(self, identity: str, now: datetime, limit: int) -> list[Attempt]:
        """Return the unknown attempts whose next try is due and whose lead may be sent to, oldest first."""
        found = self._db.rows_by_name(
            f"SELECT {ATTEMPT} FROM attempt JOIN lead ON lead.id = attempt.lead_id"
            " JOIN sequence ON sequence.id = lead.sequence_id"
            f" WHERE attempt.state = 'unknown' AND attempt.identity = :identity AND {WAITS_FOR_SEND}"
            " AND (attempt.next_try_at IS NULL OR attempt.next_try_at <= :now)"
            " ORDER BY attempt.first_try_at LIMIT :limit",
            {**eligibility_values(now), "identity": identity, "limit": limit},
        )
        return [attempt_from_row(row) for row in found]

    def find_next_try(self, identity: str, now: datetime) -> datetime | None:
        """Return the earliest next try among the open attempts of leads that may be sent to."""
        found = self._db.rows_by_name(
            "SELECT min(attempt.next_try_at) AS at FROM attempt CROSS JOIN lead ON lead.id = attempt.lead_id"
            " JOIN sequence ON sequence.id = lead.sequence_id"
            " WHERE attempt.state IN ('unknown', 'pending') AND attempt.identity = :identity"
            f" AND attempt.next_try_at IS NOT NULL AND {WAITS_FOR_SEND}",
            {**eligibility_values(now), "identity": identity},
        )
        return instant_or_none(found[0]["at"])

    def count_doubtful(self, identity: str, now: datetime, until: datetime) -> int:
        """Return how many unknown attempts are tried again until then: 12m has given no clear answer lately."""
        found = self._db.rows_by_name(
            "SELECT count(*) AS n FROM attempt JOIN lead ON lead.id = attempt.lead_id"
            " JOIN sequence ON sequence.id = lead.sequence_id"
            f" WHERE attempt.state = 'unknown' AND attempt.identity = :identity AND {WAITS_FOR_SEND}"
            " AND (attempt.next_try_at IS NULL OR attempt.next_try_at <= :until)",
            {**eligibility_values(now), "identity": identity, "until": to_text(until)},
        )
        return int(found[0]["n"])

    def find_open(self, identity: str, address: str) -> Attempt | None:
        """Return the unknown or parked attempt to this address, or None."""
        found = self._attempts(
            "WHERE identity = ? AND address = ? AND state IN ('unknown', 'parked')"
            " ORDER BY state DESC, first_try_at LIMIT 1",
            identity,
            address,
        )
        return found[0] if found else None

    def find_by_pending_id(self, identity: str, pending_id: str) -> Attempt | None:
        """Return the attempt with this pending id, or None."""
        known: dict[Hashable, Attempt | None] = self._db.memory("attempt")
        if (identity, pending_id) in known:
            return known[identity, pending_id]
        return self.load_by_pending_ids(identity, {pending_id})[pending_id]

    def load_by_pending_ids(self, identity: str, pending_ids: Collection[str]) -> dict[str, Attempt | None]:
        """Return the attempt with each pending id; a transaction remembers them until they change."""
        found: dict[str, Attempt | None] = dict.fromkeys(pending_ids)
        for attempt in self._attempts(
            f"WHERE identity = ? AND pending_id IN ({places(pending_ids)})", identity, *pending_ids
        ):
            found[str(attempt.pending_id)] = found[str(attempt.pending_id)] or attempt
        self._db.memory("attempt").update({(identity, each): attempt for each, attempt in found.items()})
        return found

    def find_unbound(
        self, identity: str, conv_id: str | None, address: str | None, pending_id: str | None, *, sent: bool
    ) -> Attempt | None:
        """Return the oldest accepted attempt of this conversation that no event of its kind is bound to.

        An attempt without a known conversation matches by its address. One with another pending id does not match:
        its own event may be lost.
        """
        column = "sent_seq" if sent else "queued_seq"
        found = self._attempts(
            "WHERE identity = ? AND accepted_at IS NOT NULL AND state IN ('accepted', 'cancelled')"
            f" AND {column} IS NULL"
            " AND (conv_id = ? OR (conv_id IS NULL AND address = ?))"
            " AND (pending_id IS NULL OR ? IS NULL OR pending_id = ?) ORDER BY accepted_at LIMIT 1",
            identity,
            conv_id,
            address,
            pending_id,
            pending_id,
        )
        return found[0] if found else None

    def count_accepted_in(self, identity: str, conv_id: str) -> int:
        """Return how many accepted sends this conversation has, replies by hand too, without those that 12m dropped."""
        row = self._db.row(
            "SELECT (SELECT count(*) FROM attempt WHERE identity = ?1 AND state = 'accepted'"
            " AND (conv_id = ?2 OR conv_id IS NULL AND lead_id IN (SELECT id FROM lead WHERE conv_id = ?2)))"
            " + (SELECT count(*) FROM reply WHERE identity = ?1 AND conv_id = ?2 AND state = 'accepted') AS n",
            identity,
            conv_id,
        )
        return int(row["n"]) if row else 0

    def is_conversation_of_another(self, identity: str, conv_id: str, lead_id: str) -> bool:
        """Return whether a conversation belongs to another lead's send."""
        return bool(
            self._db.row(
                "SELECT 1 FROM attempt WHERE identity = ? AND conv_id = ? AND lead_id <> ?"
                " UNION SELECT 1 FROM lead WHERE conv_id = ? AND id <> ? LIMIT 1",
                identity,
                conv_id,
                lead_id,
                conv_id,
                lead_id,
            )
        )

    def load_expired(self, identity: str, first_try_before: datetime, now: datetime) -> list[Attempt]:
        """Return the unknown attempts first tried up to an instant, even of leads that ended or are paused."""
        return self._attempts(
            "JOIN lead ON lead.id = attempt.lead_id WHERE attempt.state = 'unknown' AND attempt.identity = ?"
            " AND attempt.first_try_at <= ? AND (attempt.next_try_at IS NULL OR attempt.next_try_at <= ?)"
            " ORDER BY attempt.first_try_at",
            identity,
            to_text(first_try_before),
            to_text(now),
        )

    def insert(self, attempt: Attempt, lead: Lead) -> None:
        """Add an attempt of a lead."""
        self._db.run(
            "INSERT INTO attempt(lead_id, step, generation, idempotency_key, identity, address, request_body,"
            " variant, state, created_at, first_try_at, accepted_at, conv_id, reason,"
            " reason_code, tries, sequence_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            attempt.lead_id,
            attempt.step,
            attempt.generation,
            attempt.idempotency_key,
            attempt.identity,
            normalise_address(lead.email),
            attempt.request_body,
            attempt.variant,
            attempt.state,
            to_text(attempt.created_at),
            text_or_none(attempt.first_try_at),
            text_or_none(attempt.accepted_at),
            attempt.conv_id,
            attempt.reason,
            attempt.reason_code,
            attempt.tries,
            lead.sequence_id,
        )

    def claim(self, attempt: Attempt, at: datetime, code: AttemptReason, reason: str) -> bool:
        """Make the attempt unknown and count the try; return False if it changed since `attempt` was read."""
        touched = self._db.run(
            "UPDATE attempt SET state = 'unknown', tries = tries + 1, first_try_at = coalesce(first_try_at, ?),"
            " next_try_at = NULL, reason_code = ?, reason = ? WHERE lead_id = ? AND step = ? AND generation = ?"
            " AND state = ?"
            " AND tries = ?",
            to_text(at),
            code,
            reason,
            attempt.lead_id,
            attempt.step,
            attempt.generation,
            attempt.state,
            attempt.tries,
        )
        return touched == 1

    def mark_accepted(
        self,
        attempt: Attempt,
        at: datetime,
        conv_id: str | None,
        pending_id: str | None,
        dispatch_at: datetime | None,
        http_status: int | None,
        code: AttemptReason,
        reason: str,
        counted_at: datetime | None = None,
    ) -> None:
        """Settle the attempt as accepted; a None keeps the known value. The pace counts it at `counted_at` or `at`."""
        self._must_change(
            "UPDATE attempt SET state = 'accepted', accepted_at = coalesce(accepted_at, ?), next_try_at = NULL,"
            " counted_at = coalesce(counted_at, ?), conv_id = coalesce(?, conv_id),"
            " pending_id = coalesce(?, pending_id),"
            " dispatch_at = coalesce(?, dispatch_at), http_status = ?, reason_code = ?,"
            " reason = ? WHERE lead_id = ? AND step = ? AND generation = ?",
            attempt,
            to_text(at),
            to_text(counted_at or at),
            conv_id,
            pending_id,
            text_or_none(dispatch_at),
            http_status,
            code,
            reason,
        )

    def mark(
        self,
        attempt: Attempt,
        state: AttemptState,
        code: AttemptReason,
        reason: str,
        http_status: int | None = None,
    ) -> None:
        """Set the attempt's state and reason; no next try."""
        self._must_change(
            "UPDATE attempt SET state = ?, reason_code = ?, reason = ?,"
            " http_status = coalesce(?, http_status), next_try_at = NULL"
            " WHERE lead_id = ? AND step = ? AND generation = ?",
            attempt,
            state,
            code,
            reason,
            http_status,
        )

    def mark_not_sent(
        self, attempt: Attempt, code: AttemptReason | None, reason: str, next_try_at: datetime | None
    ) -> None:
        """Make the attempt pending again: it was certainly not sent.

        Its tries become those of `attempt`, so a claim that certainly failed is not counted.
        """
        self._must_change(
            "UPDATE attempt SET state = 'pending', first_try_at = NULL, reason_code = ?, reason = ?,"
            " next_try_at = ?, tries = ? WHERE lead_id = ? AND step = ? AND generation = ?",
            attempt,
            code,
            reason,
            text_or_none(next_try_at),
            attempt.tries,
        )

    def mark_still_unknown(
        self,
        attempt: Attempt,
        code: AttemptReason | None,
        reason: str,
        http_status: int | None,
        next_try_at: datetime,
    ) -> None:
        """Save the result of the last try, and when to try again."""
        self._must_change(
            "UPDATE attempt SET reason_code = ?, reason = ?, http_status = coalesce(?, http_status), next_try_at = ?"
            " WHERE lead_id = ? AND step = ? AND generation = ?",
            attempt,
            code,
            reason,
            http_status,
            to_text(next_try_at),
        )

    def mark_bound(
        self, attempt: Attempt, seq: int, *, sent: bool, pending_id: str | None, dispatch_at: datetime | None
    ) -> None:
        """Bind a send event to its attempt."""
        columns = "sent_seq = ?, queued_seq = coalesce(queued_seq, ?)" if sent else "queued_seq = ?"
        values: list[object] = [seq, seq] if sent else [seq]
        if dispatch_at is not None:
            columns += ", dispatch_at = ?"
            values.append(to_text(dispatch_at))
        if attempt.pending_id is None:
            columns += ", pending_id = coalesce(pending_id, ?)"
            values.append(pending_id)
            self._db.forget("attempt")
        place = (attempt.lead_id, attempt.step, attempt.generation)
        self._db.run_later(
            f"UPDATE attempt SET {columns} WHERE lead_id = ? AND step = ? AND generation = ?",
            [*values, *place],
            (attempt.identity, attempt.pending_id),
            (attempt.lead_id, attempt.step),
        )

    def save_accepted_at(self, attempt: Attempt, at: datetime) -> None:
        """Correct when 12m accepted the attempt."""
        self._must_change(
            "UPDATE attempt SET accepted_at = ?, counted_at = ? WHERE lead_id = ? AND step = ? AND generation = ?",
            attempt,
            to_text(at),
            to_text(at),
        )

    def save_conversation(self, attempt: Attempt, conv_id: str) -> None:
        """Save a conversation that became known late."""
        self._must_change(
            "UPDATE attempt SET conv_id = ? WHERE lead_id = ? AND step = ? AND generation = ?",
            attempt,
            conv_id,
        )

    def cancel_pending(self, lead_id: str, code: AttemptReason, reason: str) -> int:
        """Cancel the lead's pending attempt; an unknown attempt stays unknown."""
        if not self._db.row("SELECT 1 FROM attempt WHERE lead_id = ? AND state = 'pending'", lead_id):
            return 0
        return self._db.run(
            "UPDATE attempt SET state = 'cancelled', reason_code = ?, reason = ?"
            " WHERE lead_id = ? AND state = 'pending'",
            code,
            reason,
            lead_id,
        )

    def revive_cancelled(self, lead_id: str, step: int, code: AttemptReason) -> None:
        """Make a step's newest attempt pending again, with key and bytes, if it was cancelled untried for this."""
        self._db.run(
            "UPDATE attempt SET state = 'pending', reason_code = NULL, reason = '', next_try_at = NULL"
            " WHERE lead_id = ?1 AND step = ?2 AND state = 'cancelled' AND first_try_at IS NULL"
            " AND accepted_at IS NULL AND reason_code = ?3"
            " AND generation = (SELECT max(generation) FROM attempt WHERE lead_id = ?1 AND step = ?2)",
            lead_id,
            step,
            code,
        )

    def _attempts(self, where: str, *values: object) -> list[Attempt]:
        found = self._db.rows(f"SELECT {ATTEMPT} FROM attempt {where}", *values)
        return [attempt_from_row(row) for row in found]

    def _must_change(self, sql: str, attempt: Attempt, *values: object) -> None:
        if self._db.run(sql, *values, attempt.lead_id, attempt.step, attempt.generation) != 1:
            raise AssertionError(f"attempt {attempt.idempotency_key} has gone")
