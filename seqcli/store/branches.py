"""Branches in SQL: who is to be enrolled in another sequence after an answer or silence, and what became of it.

A branch is planned with what causes it. It is closed once the new lead is in the file, or once it is certain that
none comes; `why` then says why. At most one stands for a lead, a cause and an address.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from seqcli.clock import from_text, to_text
from seqcli.reasons import BranchCause, InboxKind
from seqcli.store.database import Database
from seqcli.store.person_index import is_of_person
from seqcli.store.rows import instant_or_none

_COLUMNS = (
    "branch.id, branch.lead_id, branch.cause, branch.mark_id, branch.sequence_id, branch.address, branch.planned_at,"
    " branch.due_at, branch.closed_at, branch.made_lead_id, branch.why"
)

_WAITS = "(inbox.state = 'open' OR inbox.state = 'snoozed')"
_NOT_BY_PERSON = ", ".join(
    f"'{each}'" for each in (InboxKind.AUTO_REPLY, InboxKind.CHALLENGE, InboxKind.BOUNCE, InboxKind.DELAY)
)
#: A lead of the person is paused at `?1`.
_IS_PAUSED = (
    f"EXISTS (SELECT 1 FROM lead AS theirs CROSS JOIN pause ON pause.lead_id = theirs.id"
    f" WHERE {is_of_person('branch.address', 'theirs')} AND (pause.paused_until IS NULL OR pause.paused_until > ?1))"
)


@dataclass(frozen=True, slots=True)
class Branch:
    """The plan to enrol a person, at `address`, in a sequence from `due_at` on, after an answer or silence of a lead.

    It waits while `closed_at` is None. `made_lead_id` is the new lead, `why` says why there is none.
    """

    id: int
    lead_id: str
    cause: BranchCause
    mark_id: int | None
    sequence_id: str
    address: str
    planned_at: datetime
    due_at: datetime
    closed_at: datetime | None = None
    made_lead_id: str | None = None
    why: str = ""


class NewBranch(NamedTuple):
    """A branch to plan."""

    lead_id: str
    cause: BranchCause
    sequence_id: str
    address: str
    due_at: datetime
    mark_id: int | None = None


class BranchCount(NamedTuple):
    """How many branches of a sequence's leads wait for enrolment in another, and when the first is due.

    `is_missing`: there is no such sequence yet. So many of them wait as a lead of the person is `paused`.
    """

    origin_id: str
    cause: BranchCause
    sequence_id: str
    is_missing: bool
    waiting: int
    first_at: datetime
    paused: int = 0


class StandingMark(NamedTuple):
    """A mark "not now" that counts."""

    id: int
    lead_id: str
    at: datetime
    until: datetime | None


class Branches:
    """Branches: planned, made or closed without a lead."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def plan(self, new: NewBranch, at: datetime) -> bool:
        """Store a branch, in place of one that waits or came to nothing; return False if a lead was made already."""
        return (
            self._db.run(
                "INSERT INTO branch(lead_id, cause, mark_id, sequence_id, address, planned_at, due_at, look_at)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7) ON CONFLICT(lead_id, cause, address) DO UPDATE SET"
                " mark_id = excluded.mark_id, sequence_id = excluded.sequence_id, planned_at = excluded.planned_at,"
                " due_at = excluded.due_at, look_at = excluded.look_at, closed_at = NULL, why = ''"
                " WHERE branch.made_lead_id IS NULL",
                new.lead_id,
                new.cause,
                new.mark_id,
                new.sequence_id,
                new.address,
                to_text(at),
                to_text(new.due_at),
            )
            == 1
        )

    def find(self, lead_id: str, cause: BranchCause, address: str) -> Branch | None:
        """Return the branch of a lead for a cause and an address, or None."""
        found = self._load("WHERE lead_id = ? AND cause = ? AND address = ?", lead_id, cause, address)
        return found[0] if found else None

    def load_to_look(self, now: datetime, limit: int) -> list[Branch]:
        """Return the branches that are due and whose sequence is in the file, longest waiting first."""
        return self._load(
            "CROSS JOIN sequence ON sequence.id = branch.sequence_id WHERE branch.closed_at IS NULL"
            " AND branch.look_at <= ?1 AND branch.due_at <= ?1 ORDER BY branch.look_at, branch.id LIMIT ?2",
            to_text(now),
            limit,
        )

    def load_of_lead(self, lead_id: str) -> list[Branch]:
        """Return where a lead's answers and silence lead, in the order of planning."""
        return self._load("WHERE lead_id = ? ORDER BY planned_at, id", lead_id)

    def load_waiting_of_lead(self, lead_id: str) -> list[Branch]:
        """Return the branches of a lead that wait."""
        return self._load("WHERE lead_id = ? AND closed_at IS NULL ORDER BY id", lead_id)

    def load_waiting_of_person(self, address: str) -> list[Branch]:
        """Return the branches that would enrol a person."""
        return self._load("WHERE address = ? AND closed_at IS NULL ORDER BY id", address)

    def load_of_mark(self, mark_id: int) -> list[Branch]:
        """Return what follows from a mark."""
        return self._load("WHERE mark_id = ? ORDER BY id", mark_id)

    def find_origin(self, lead_id: str, address: str) -> Branch | None:
        """Return the branch that made a lead, or None; the address is the lead's."""
        found = self._load("WHERE address = ? AND made_lead_id = ?", address, lead_id)
        return found[0] if found else None

    def put_off(self, branch_id: int, look_at: datetime) -> None:
        """Let runs look at a branch no earlier than then."""
        self._db.run("UPDATE branch SET look_at = ? WHERE id = ?", to_text(look_at), branch_id)

    def close(self, branch_id: int, at: datetime, *, made_lead_id: str | None = None, why: str = "") -> None:
        """Close a branch that waits: with the lead that was made, or with why there is none."""
        self._db.run(
            "UPDATE branch SET closed_at = ?, made_lead_id = ?, why = ? WHERE id = ? AND closed_at IS NULL",
            to_text(at),
            made_lead_id,
            why,
            branch_id,
        )

    def delete(self, branch_ids: Iterable[int]) -> None:
        """Delete branches that no lead was made of."""
        for each in branch_ids:
            self._db.run("DELETE FROM branch WHERE id = ? AND made_lead_id IS NULL", each)

    def load_waiting_of_sequence(self, sequence_id: str, cause: BranchCause) -> list[Branch]:
        """Return the branches of a sequence's leads that wait, for a cause."""
        return self._load(
            "CROSS JOIN lead ON lead.id = branch.lead_id WHERE branch.closed_at IS NULL AND branch.cause = ?"
            " AND lead.sequence_id = ? ORDER BY branch.id",
            cause,
            sequence_id,
        )

    def retarget(self, branch_ids: Iterable[int], sequence_id: str) -> None:
        """Let branches that wait lead to another sequence."""
        for each in branch_ids:
            self._db.run(
                "UPDATE branch SET sequence_id = ?, look_at = due_at WHERE id = ?", sequence_id, each
            )

    def count_waiting(self, now: datetime) -> list[BranchCount]:
        """Return how many branches wait, by sequence, cause and where they lead."""
        found = self._db.rows(
            "SELECT lead.sequence_id AS origin_id, branch.cause, branch.sequence_id, target.id IS NULL AS is_missing,"
            f" count(*) AS n, min(branch.due_at) AS first_at, sum({_IS_PAUSED}) AS paused"
            " FROM branch CROSS JOIN lead ON lead.id = branch.lead_id"
            " LEFT JOIN sequence AS target ON target.id = branch.sequence_id WHERE branch.closed_at IS NULL"
            " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3",
            to_text(now),
        )
        return [
            BranchCount(
                row["origin_id"],
                BranchCause(row["cause"]),
                row["sequence_id"],
                bool(row["is_missing"]),
                row["n"],
                from_text(row["first_at"]),
                row["paused"],
            )
            for row in found
        ]

    def find_mail_to_see(self, address: str, identity: str | None, since: datetime) -> int | None:
        """Return the id of a mail of a person that waits for somebody to look, or None.

        A mail without any name that came to `identity` after `since` may be theirs.
        """
        leads = f"SELECT id FROM lead WHERE {is_of_person(':address')}"
        found = self._db.rows_by_name(
            f"SELECT id FROM inbox WHERE sender = :address AND {_WAITS} UNION ALL"
            f" SELECT id FROM inbox WHERE lead_id IN ({leads}) AND {_WAITS}"
            f" UNION ALL SELECT id FROM inbox WHERE {_WAITS} AND at > :since AND kind = 'unreadable' AND sender = ''"
            " AND lead_id IS NULL AND identity = :identity ORDER BY id LIMIT 1",
            {"address": address, "identity": identity, "since": to_text(since)},
        )
        return found[0]["id"] if found else None

    def find_standing_mark(self, undone_id: int) -> StandingMark | None:
        """Return the "not now" that counts again for a lead now that its mark `undone_id` does not, or None.

        A referral is about somebody else and does not count; nor does a mark that the person has written after.
        """
        row = self._db.row(
            "SELECT id, lead_id, kind, at, until FROM mark"
            " WHERE lead_id = (SELECT lead_id FROM mark AS undone WHERE undone.id = ?)"
            " AND undone_at IS NULL AND kind <> 'referral' ORDER BY id DESC LIMIT 1",
            undone_id,
        )
        if (
            row is None
            or row["kind"] != BranchCause.NOT_NOW
            or self._has_written_since(row["lead_id"], row["at"])
        ):
            return None
        return StandingMark(row["id"], row["lead_id"], from_text(row["at"]), instant_or_none(row["until"]))

    def _has_written_since(self, lead_id: str, at: str) -> bool:
        """Return whether a lead wrote after an instant (text); what no person wrote does not count."""
        query = f"SELECT 1 FROM inbox WHERE lead_id = ? AND at > ? AND kind NOT IN ({_NOT_BY_PERSON}) LIMIT 1"
        return self._db.row(query, lead_id, at) is not None

    def _load(self, rest: str, *values: object) -> list[Branch]:
        return [
            _branch_from_row(row) for row in self._db.rows(f"SELECT {_COLUMNS} FROM branch {rest}", *values)
        ]


def _branch_from_row(row: sqlite3.Row) -> Branch:
    return Branch(
        row["id"],
        row["lead_id"],
        BranchCause(row["cause"]),
        row["mark_id"],
        row["sequence_id"],
        row["address"],
        from_text(row["planned_at"]),
        from_text(row["due_at"]),
        instant_or_none(row["closed_at"]),
        row["made_lead_id"],
        row["why"],
    )
