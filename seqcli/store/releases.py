"""Releases of leads in SQL: choose, then mark."""

from datetime import datetime
from typing import NamedTuple

from seqcli.clock import to_text
from seqcli.eligibility import Blocker
from seqcli.store.database import Database
from seqcli.store.eligibility import CONDITIONS, MAY_RECONTACT, NOT_PAUSED, RECONTACT_AT
from seqcli.store.lead_counts import LEAD_GROUPS
from seqcli.store.person_index import is_of_person
from seqcli.store.rows import instant_or_none

_ANSWERED, _RECONTACT = CONDITIONS[Blocker.ANSWERED_ELSEWHERE], CONDITIONS[Blocker.RECONTACT]
#: By the index of lists.
_UNRELEASED = (
    "lead.sequence_id = :sequence AND (lead.released_at IS NULL) = 1"
    " AND lead.status IN ('queued', 'in_flight', 'held')"
)


class ReleaseCounts(NamedTuple):
    """How many leads a release has: without a mail yet, held, already contacted, and paused without a mail yet.

    `recontact`: without a mail of ours yet, but with one of another sequence lately; `answered`: they answered one.
    """

    free: int
    held: int
    contacted: int
    paused: int
    recontact: int = 0
    answered: int = 0


class Releases:
    """Chooses the leads of a release, and marks them as released."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def choose(
        self, sequence_id: str, address: str | None, limit: int | None, now: datetime
    ) -> ReleaseCounts:
        """Choose the leads that `mark_released` will release: unreleased ones, oldest first. No lead changes.

        A limit counts leads without a mail yet, and leaves out who is held or paused, waits for a date, or answered
        elsewhere. A contacted lead is unreleased only in a file that was restored from a copy; it is chosen whatever
        the limit.
        """
        of_person = "" if address is None else f" AND {is_of_person(':address')}"
        unreleased = (
            " FROM sequence CROSS JOIN lead ON lead.sequence_id = sequence.id"
            f" WHERE {_UNRELEASED}{of_person} AND (:limit < 0 OR lead.status <> 'held')"
        )
        kind = (
            f"CASE WHEN lead.status = 'held' THEN 'held' WHEN {NOT_PAUSED} IS NOT TRUE THEN 'paused'"
            f" WHEN {_ANSWERED} THEN 'answered' WHEN {_RECONTACT} THEN 'recontact' ELSE 'free' END"
        )
        limit = -1 if limit is None else limit
        values = {"sequence": sequence_id, "address": address, "limit": limit, "now": to_text(now)}
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id TEXT PRIMARY KEY, kind TEXT) STRICT")
        self._db.execute("DELETE FROM chosen")
        self._db.execute(
            f"INSERT INTO chosen SELECT lead.id, {kind} {unreleased} AND last_step_at IS NULL"
            f" AND (:limit < 0 OR {NOT_PAUSED} AND {_ANSWERED} IS NOT TRUE AND {_RECONTACT} IS NOT TRUE)"
            " ORDER BY lead.created_at, lead.rowid LIMIT :limit",
            values,
        )
        self._db.execute(
            "INSERT INTO chosen SELECT lead.id, CASE lead.status WHEN 'held' THEN 'held' ELSE 'contacted' END"
            f" {unreleased} AND last_step_at IS NOT NULL ORDER BY lead.created_at, lead.rowid",
            values,
        )
        found = self._db.rows("SELECT kind, count(*) AS n FROM chosen GROUP BY 1")
        counts = {row["kind"]: int(row["n"]) for row in found}
        return ReleaseCounts(*(counts.get(each, 0) for each in ReleaseCounts._fields))

    def find_waits(self, sequence_id: str, now: datetime) -> tuple[int, datetime | None]:
        """Return how many unreleased leads of a sequence will wait for a date once released, and the first date."""
        found = self._db.rows_by_name(
            f"SELECT count(*) AS n, min({RECONTACT_AT}) AS at FROM lead JOIN sequence ON sequence.id = lead.sequence_id"
            f" WHERE lead.rowid IN ({MAY_RECONTACT.format(unreleased=1)}) AND {_UNRELEASED}"
            f" AND lead.status <> 'held' AND lead.last_step_at IS NULL AND {NOT_PAUSED}"
            f" AND {_ANSWERED} IS NOT TRUE AND {_RECONTACT}",
            {"sequence": sequence_id, "now": to_text(now)},
        )
        return found[0]["n"], instant_or_none(found[0]["at"])

    def find_first_recontact(self, now: datetime) -> datetime | None:
        """Return when the first of the chosen who wait for a date may get a mail; None if none waits, or none ever."""
        found = self._db.rows_by_name(
            f"SELECT min({RECONTACT_AT}) AS at FROM chosen JOIN lead USING (id)"
            " JOIN sequence ON sequence.id = lead.sequence_id WHERE chosen.kind = 'recontact'",
            {"now": to_text(now)},
        )
        return instant_or_none(found[0]["at"])

    def drop_changed(self) -> dict[str, int]:
        """Drop chosen leads that cannot be released as announced; return how many, by what they are now.

        A lead that was announced as held may be held or queued by now. One that was announced as not held is dropped
        if it is held now.
        """
        changed = (
            "NOT EXISTS (SELECT 1 FROM lead WHERE lead.id = chosen.id AND lead.released_at IS NULL"
            " AND (lead.status IN ('queued', 'in_flight') OR lead.status = 'held' AND chosen.kind = 'held'))"
        )
        found = self._db.rows(
            "SELECT CASE WHEN lead.id IS NULL THEN 'forgotten' WHEN lead.released_at IS NOT NULL"
            " THEN 'released by another run' ELSE lead.status END AS what, count(*) AS n"
            f" FROM chosen LEFT JOIN lead USING (id) WHERE {changed} GROUP BY 1 ORDER BY 1"
        )
        self._db.run(f"DELETE FROM chosen WHERE {changed}")
        return {row["what"]: row["n"] for row in found}

    def mark_released(self, at: datetime) -> int:
        """Release exactly the leads that were chosen; return how many were not released before."""
        return self._db.run(
            "UPDATE lead SET released_at = ?1, updated_at = ?1"
            " WHERE id IN (SELECT id FROM chosen) AND released_at IS NULL",
            to_text(at),
        )

    def count_contacted_unreleased(self) -> list[tuple[str, int]]:
        """Return (sequence, count) of contacted leads that are not released, as in a file restored from a copy."""
        found = self._db.rows(
            f"SELECT sequence_id, sum(leads) AS n FROM {LEAD_GROUPS} WHERE released_at IS NULL"
            " AND last_step_at IS NOT NULL AND status IN ('queued', 'in_flight') GROUP BY 1 ORDER BY 1"
        )
        return [(row["sequence_id"], row["n"]) for row in found]

    def append_journal(self, at: datetime, actor: str, change: str) -> None:
        """Add one line to the story of every lead that was chosen."""
        self._db.run(
            "INSERT INTO journal(at, lead_id, sequence_id, actor, change)"
            " SELECT ?, lead.id, lead.sequence_id, ?, ? FROM chosen JOIN lead USING (id) ORDER BY chosen.rowid",
            to_text(at),
            actor,
            change,
        )
