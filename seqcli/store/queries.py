"""Reads for people: counts, holds, what is due. Nothing here changes a row."""

import sqlite3
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import NamedTuple

from seqcli.clock import to_text
from seqcli.eligibility import OF_LEAD, Blocker
from seqcli.store.database import Database
from seqcli.store.eligibility import (
    CONDITIONS,
    IDENTITY,
    MAY_WAIT,
    NOT_PAUSED,
    WAITS_FOR_TURN,
    eligibility_values,
    eligible,
)
from seqcli.store.lead_counts import LEAD_GROUPS

#: Bounced leads that 12m refused before any mail left, by the index of bounced leads.
_REFUSED = (
    "SELECT sequence_id, current_step AS step, released_at IS NOT NULL AS released FROM lead"
    " WHERE status = 'bounced' AND sequence_id IN (SELECT id FROM sequence WHERE ?1 IS NULL OR id = ?1)"
    " AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.lead_id = lead.id AND attempt.state = 'accepted')"
)
_AWAY = (
    "SELECT lead.sequence_id, count(*) AS n FROM pause CROSS JOIN lead ON lead.id = pause.lead_id"
    " WHERE pause.cause = 'auto_reply' AND pause.paused_until > :now"
    " AND lead.status IN ('queued', 'in_flight', 'held') GROUP BY 1"
)
_PAUSED = (
    "SELECT sequence_id, count(*) AS n FROM lead WHERE lead.paused_at IS NOT NULL"
    " AND sequence_id IN (SELECT id FROM sequence) AND status IN ('queued', 'in_flight', 'held')"
    f" AND {NOT_PAUSED} IS NOT TRUE GROUP BY 1"
)
_RELEASED = "lead.released_at IS NOT NULL"
_WAITS = (Blocker.PAUSED, Blocker.RECONTACT, Blocker.COMPANY_FULL)
#: What waits for its turn in groups of leads, but for what only a lead itself can tell.
_MAY_BE_DUE = eligible(without=[each for each in CONDITIONS if each not in OF_LEAD or each is Blocker.PAUSED])
_COMING = (
    "SELECT lead.id, coalesce(lead.wake_at, :now) AS at, lead.email, lead.sequence_id, lead.current_step AS step,"
    f" {IDENTITY} AS identity, lead.status, lead.wait_ends_at, {{place}} AS place, lead.rowid AS number"
    " FROM sequence CROSS JOIN lead ON lead.sequence_id = sequence.id WHERE sequence.id = :one AND {which}"
    " ORDER BY {place}, lead.rowid LIMIT :limit"
)
_NEXT_FOLLOW_UPS, _NEXT_FIRSTS = (
    _COMING.format(
        place="coalesce(lead.last_step_at, lead.released_at)",
        which=f"{WAITS_FOR_TURN} AND (lead.current_step = 0) = {is_first}",
    )
    for is_first in (0, 1)
)
#: Leads that wait for a reply, those whose wait ends first before the others.
_NEXT_WAITS = _COMING.format(
    place="lead.wake_at",
    which="lead.status = 'in_flight' AND lead.wake_at IS NOT NULL AND sequence.status = 'active'"
    f" AND {_RELEASED} AND {NOT_PAUSED}",
)


class StepCount(NamedTuple):
    """How many leads are at a step (from 0) in a status; `released` is 0 or 1."""

    sequence_id: str
    step: int
    status: str
    released: int
    leads: int


class SequenceTotals(NamedTuple):
    """Totals of a sequence's leads.

    Contacted: 12m accepted a mail. Paused: and not ended. Unreleased: contacted, and the next step waits for a release,
    as in a file that was restored from a copy. Away: paused by an auto-reply.
    """

    sequence_id: str
    contacted: int
    replied: int
    paused: int
    unreleased: int
    away: int


class HoldCount(NamedTuple):
    """How many leads of a sequence are held for a reason."""

    sequence_id: str
    code: str | None
    missing_field: str
    reason: str
    leads: int


class DueCount(NamedTuple):
    """How many mails of a sequence are due from an identity."""

    sequence_id: str
    identity: str | None
    follow_ups: int
    firsts: int


class ComingLead(NamedTuple):
    """A lead that comes next: one that waits for a send, or for a reply; `at` is ISO text."""

    lead_id: str
    at: str
    email: str
    sequence_id: str
    step: int
    identity: str | None
    status: str
    wait_ends_at: str | None


class Queries:
    """Reads for people. Nothing here changes a row."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def load_step_counts(self, sequence_id: str | None = None) -> list[StepCount]:
        """Return how many leads are at each step in each status.

        An answer counts at the step that it answers. `refused` are bounced leads without an accepted mail.
        """
        found = self._db.rows(
            f"WITH refused AS MATERIALIZED ({_REFUSED})"
            " SELECT sequence_id, step, status, released, sum(leads) AS n FROM ("
            "SELECT sequence_id, shown_step AS step, status, released_at IS NOT NULL AS released, leads"
            f" FROM {LEAD_GROUPS} WHERE ?1 IS NULL OR sequence_id = ?1"
            " UNION ALL SELECT sequence_id, step, 'refused', released, 1 FROM refused"
            " UNION ALL SELECT sequence_id, step, 'bounced', released, -1 FROM refused)"
            " GROUP BY 1, 2, 3, 4 HAVING n > 0",
            sequence_id,
        )
        return [StepCount(*row) for row in found]

    def load_sequence_totals(self, now: datetime) -> list[SequenceTotals]:
        """Return the totals of every sequence's leads."""
        found = self._db.rows_by_name(
            f"WITH paused AS MATERIALIZED ({_PAUSED}), away AS MATERIALIZED ({_AWAY})"
            " SELECT sequence_id, total(leads * (last_step_at IS NOT NULL)) AS contacted,"
            " total(leads * (lead.status = 'replied' AND last_step_at IS NOT NULL)) AS replied,"
            " (SELECT n FROM paused WHERE paused.sequence_id = lead.sequence_id) AS paused,"
            f" total(leads * ({_RELEASED} IS FALSE AND last_step_at IS NOT NULL AND (lead.status IN ('queued', 'held')"
            "   OR lead.status = 'in_flight' AND current_step + 1 < json_array_length(sequence.steps)))) AS unreleased,"
            " (SELECT n FROM away WHERE away.sequence_id = lead.sequence_id) AS away"
            f" FROM {LEAD_GROUPS} AS lead JOIN sequence ON sequence.id = lead.sequence_id GROUP BY 1",
            {"now": to_text(now)},
        )
        return [SequenceTotals(row[0], *(int(each or 0) for each in tuple(row)[1:])) for row in found]

    def load_hold_reasons(self, sequence_id: str | None = None) -> list[HoldCount]:
        """Return how many leads are held by reason, the most frequent first."""
        found = self._db.rows(
            "SELECT sequence_id, reason_code, missing_field, status_reason AS reason, sum(leads) AS n"
            f" FROM {LEAD_GROUPS} WHERE status = 'held' AND (?1 IS NULL OR sequence_id = ?1)"
            " GROUP BY 1, 2, 3, 4 ORDER BY n DESC, reason",
            sequence_id,
        )
        return [HoldCount(*row) for row in found]

    def load_due_counts(self, now: datetime) -> list[DueCount]:
        """Return what is due, also from an identity that is throttled: groups of leads, without those that wait."""
        waits = " OR ".join(f"({CONDITIONS[each]}) IS TRUE" for each in _WAITS)
        found = self._db.rows_by_name(
            "SELECT sequence_id, identity, sum(leads * (step > 0)) AS follow_ups, sum(leads * (step = 0)) AS firsts"
            f" FROM (SELECT lead.sequence_id, {IDENTITY} AS identity, current_step AS step, leads"
            f" FROM {LEAD_GROUPS} AS lead JOIN sequence ON sequence.id = lead.sequence_id WHERE {_MAY_BE_DUE}"
            f" UNION ALL SELECT lead.sequence_id, {IDENTITY}, current_step, -1"
            f" FROM lead JOIN sequence ON sequence.id = lead.sequence_id"
            f" WHERE lead.rowid IN ({MAY_WAIT}) AND {_MAY_BE_DUE} AND ({waits}))"
            " GROUP BY 1, 2 HAVING follow_ups > 0 OR firsts > 0 ORDER BY 1, 2",
            eligibility_values(now),
        )
        return [DueCount(*row) for row in found]

    def load_next_moves(self, now: datetime, sequence_id: str | None, limit: int) -> list[ComingLead]:
        """Return the leads that come next, of one sequence or of all: due ones in the order of sends, then waits."""
        values = {**eligibility_values(now), "sequence": sequence_id, "limit": limit}
        found: list[ComingLead] = []
        for track in (_NEXT_FOLLOW_UPS, _NEXT_FIRSTS, _NEXT_WAITS):
            if len(found) < limit:
                found += (ComingLead(*tuple(row)[:-2]) for row in self._load_first(track, values, limit))
        return found[:limit]

    def _load_first(self, track: str, values: dict[str, object], limit: int) -> list[sqlite3.Row]:
        """Return the first leads of a track over all sequences: of each the first few, by its index."""
        names = self._db.rows_by_name(
            "SELECT id FROM sequence WHERE :sequence IS NULL OR id = :sequence", values
        )
        each = [self._db.rows_by_name(track, {**values, "one": row["id"]}) for row in names]
        return list(islice(merge(*each, key=lambda row: (row["place"], row["number"])), limit))

    def has_moving_leads(self, sequence_id: str) -> bool:
        """Return whether somebody in a sequence has not ended and is not paused until a person resumes it."""
        row = self._db.row(
            "SELECT 1 FROM lead WHERE sequence_id = ? AND status IN ('in_flight', 'queued')"
            " AND (status = 'in_flight' OR paused_at IS NULL OR paused_until IS NOT NULL) LIMIT 1",
            sequence_id,
        )
        return row is not None

    def count_leftovers(self) -> dict[str, int]:
        """Return how many events matched no lead, could not be read, or tell too little of a mail."""
        row = self._db.row(
            "SELECT (SELECT count(*) FROM event WHERE disposition = 'unmatched') AS unmatched,"
            " (SELECT count(*) FROM event WHERE disposition = 'unreadable')"
            " + (SELECT count(*) FROM quarantine) AS unreadable,"
            " (SELECT count(*) FROM event WHERE handling = 'to_look_up') AS to_look_up"
        )
        return {} if row is None else dict(row)
