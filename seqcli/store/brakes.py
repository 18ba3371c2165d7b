"""Brakes in SQL: what became of the last mails, the refusals in a row, and which brakes have tripped."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from seqcli.brake import BrakeCounts, BrakeScope
from seqcli.clock import to_text
from seqcli.reasons import BrakeCause
from seqcli.store.database import Database
from seqcli.store.lead_counts import LEAD_GROUPS
from seqcli.store.rows import instant_or_none

#: When a mail left 12m: as its stream says or 12m announced, else when it was accepted.
_LEFT = "coalesce(dispatch_at, accepted_at)"
_COLUMN = {BrakeScope.SEQUENCE: "sequence_id", BrakeScope.IDENTITY: "identity"}


@dataclass(frozen=True, slots=True)
class Brake:
    """The brake of a sequence or an identity, by name. Only mails that left 12m since `counts_from` count.

    `tripped_at` is None while it has not tripped; `reason` says why it did, for people.
    """

    scope: BrakeScope
    name: str
    counts_from: datetime | None = None
    refusals: int = 0
    tripped_at: datetime | None = None
    cause: BrakeCause | None = None
    reason: str = ""


class Brakes:
    """Brakes, and what they count."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, scope: BrakeScope, name: str) -> Brake:
        """Return a brake; one that never counted anything is as good as new."""
        row = self._db.row("SELECT * FROM brake WHERE scope = ? AND name = ?", scope, name)
        return Brake(scope, name) if row is None else _brake_from_row(row)

    def load_tripped(self) -> list[Brake]:
        """Return every brake that has tripped, those of sequences first."""
        found = self._db.rows(
            "SELECT * FROM brake WHERE tripped_at IS NOT NULL ORDER BY scope DESC, tripped_at, name"
        )
        return [_brake_from_row(row) for row in found]

    def is_tripped(self, sequence_id: str, identity: str) -> bool:
        """Return whether a brake stops sends of a sequence from an identity."""
        return bool(
            self._db.row(
                "SELECT 1 FROM brake WHERE tripped_at IS NOT NULL"
                " AND (scope = ? AND name = ? OR scope = ? AND name = ?)",
                *(BrakeScope.SEQUENCE, sequence_id, BrakeScope.IDENTITY, identity),
            )
        )

    def load_served(self, identity: str) -> list[str]:
        """Return the sequences that an identity sends, or has sent to leads that keep it."""
        found = self._db.rows(
            "SELECT id FROM sequence WHERE status <> 'draft' AND (identity = ?1 OR EXISTS"
            f" (SELECT 1 FROM {LEAD_GROUPS} AS lead WHERE lead.sequence_id = sequence.id AND lead.identity = ?1))"
            " ORDER BY created_at, id",
            identity,
        )
        return [row["id"] for row in found]

    def load_senders(self, sequence_id: str) -> list[str]:
        """Return the identities that a sequence is sent from: its own, and those that leads keep."""
        found = self._db.rows(
            "SELECT identity FROM sequence WHERE id = ?1 AND identity IS NOT NULL UNION"
            f" SELECT identity FROM {LEAD_GROUPS} WHERE sequence_id = ?1 AND identity IS NOT NULL",
            sequence_id,
        )
        return [row["identity"] for row in found]

    def has_living_leads(self, brake: Brake) -> bool:
        """Return whether somebody who was released, in a sequence that runs, waits behind this brake."""
        condition = {
            BrakeScope.SEQUENCE: "sequence.id = ?",
            BrakeScope.IDENTITY: "coalesce(lead.identity, sequence.identity) = ?",
        }
        return bool(
            self._db.row(
                f"SELECT 1 FROM {LEAD_GROUPS} AS lead JOIN sequence ON sequence.id = lead.sequence_id"
                " WHERE lead.status IN ('queued', 'in_flight', 'held') AND lead.released_at IS NOT NULL"
                f" AND sequence.status = 'active' AND {condition[brake.scope]} LIMIT 1",
                brake.name,
            )
        )

    def count(self, brake: Brake, sample: int, now: datetime) -> BrakeCounts:
        """Return what became of the last `sample` mails that have left 12m since the brake counts."""
        since = "" if brake.counts_from is None else to_text(brake.counts_from)
        row = self._db.row(
            "SELECT count(*) AS mails, total(bounced) AS bounces, total(complained) AS complaints FROM"
            f" (SELECT bounced, complained FROM attempt WHERE {_COLUMN[brake.scope]} = ? AND state = 'accepted'"
            f" AND {_LEFT} > ? AND {_LEFT} <= ? ORDER BY {_LEFT} DESC LIMIT ?)",
            brake.name,
            since,
            to_text(now),
            sample,
        )
        if row is None:
            return BrakeCounts(0, refusals=brake.refusals)
        return BrakeCounts(row["mails"], int(row["bounces"]), int(row["complaints"]), brake.refusals)

    def trip(self, brake: Brake, cause: BrakeCause, reason: str, at: datetime) -> None:
        """Stop the sends behind a brake until `release`."""
        self._db.run(
            "INSERT INTO brake(scope, name, tripped_at, cause, reason) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT(scope, name) DO UPDATE SET tripped_at = excluded.tripped_at, cause = excluded.cause,"
            " reason = excluded.reason",
            brake.scope,
            brake.name,
            to_text(at),
            cause,
            reason,
        )

    def release(self, brake: Brake, at: datetime) -> None:
        """Let sends go on; only what leaves 12m from now on counts."""
        self._db.run(
            "INSERT INTO brake(scope, name, counts_from) VALUES (?, ?, ?) ON CONFLICT(scope, name) DO UPDATE SET"
            " tripped_at = NULL, cause = NULL, reason = '', refusals = 0, counts_from = excluded.counts_from",
            brake.scope,
            brake.name,
            to_text(at),
        )

    def add_refusal(self, sequence_id: str, identity: str) -> None:
        """Count one more refusal in a row, of a sequence and of the identity that sends it."""
        self._db.run(
            "INSERT INTO brake(scope, name, refusals) VALUES (?, ?, 1), (?, ?, 1)"
            " ON CONFLICT(scope, name) DO UPDATE SET refusals = refusals + 1",
            *(BrakeScope.SEQUENCE, sequence_id, BrakeScope.IDENTITY, identity),
        )

    def reset_refusals(self, sequence_id: str, identity: str) -> None:
        """Begin to count refusals anew: 12m has accepted a mail."""
        self._db.run(
            "UPDATE brake SET refusals = 0 WHERE (scope, name) IN (VALUES (?, ?), (?, ?)) AND refusals > 0",
            *(BrakeScope.SEQUENCE, sequence_id, BrakeScope.IDENTITY, identity),
        )

    def mark_bounced(self, identity: str, lead_ids: Iterable[str], at: datetime) -> None:
        """Remember that the last mail to these leads, which are one person's, bounced hard at `at`."""
        self._mark("bounced", identity, lead_ids, at)

    def mark_complained(self, identity: str, lead_ids: Iterable[str], at: datetime) -> None:
        """Remember that somebody complained at `at` about the last mail to these leads."""
        self._mark("complained", identity, lead_ids, at)

    def _mark(self, column: str, identity: str, lead_ids: Iterable[str], at: datetime) -> None:
        left = "coalesce(dispatch_at, accepted_at, first_try_at)"
        self._db.run(
            f"UPDATE attempt SET {column} = 1 WHERE (lead_id, step, generation) ="
            " (SELECT lead_id, step, generation FROM attempt WHERE identity = ?2"
            " AND lead_id IN (SELECT value FROM json_each(?1)) AND state IN ('accepted', 'unknown', 'parked')"
            f" ORDER BY {left} <= ?3 DESC, {left} DESC LIMIT 1)",
            json.dumps(list(lead_ids)),
            identity,
            to_text(at),
        )


def _brake_from_row(row: sqlite3.Row) -> Brake:
    return Brake(
        scope=BrakeScope(row["scope"]),
        name=row["name"],
        counts_from=instant_or_none(row["counts_from"]),
        refusals=row["refusals"],
        tripped_at=instant_or_none(row["tripped_at"]),
        cause=None if row["cause"] is None else BrakeCause(row["cause"]),
        reason=row["reason"],
    )
