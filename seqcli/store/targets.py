"""The leads that a steering command is about, in SQL: chosen once, then sorted by what the command does to them.

They stand in a table of this connection alone, so that half a million of them need no memory of ours.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from seqcli.clock import to_text
from seqcli.model import Lead, LeadStatus
from seqcli.reasons import LeadReason, PauseCause
from seqcli.store.database import Database
from seqcli.store.person_index import is_of_company, is_of_domain, is_of_person
from seqcli.store.rows import LEAD, lead_from_row, text_or_none
from seqcli.store.suppressions import Suppressions

_TABLES = (
    """CREATE TEMP TABLE IF NOT EXISTS wanted (address TEXT PRIMARY KEY, typed TEXT, place INTEGER)
        STRICT, WITHOUT ROWID""",
    """CREATE TEMP TABLE IF NOT EXISTS target (lead_id TEXT PRIMARY KEY, kind TEXT, why TEXT NOT NULL DEFAULT '',
        status TEXT, reason_code TEXT, status_reason TEXT NOT NULL DEFAULT '',
        missing_field TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID""",
    "DELETE FROM wanted",
    "DELETE FROM target",
)
_PAGE = 1000
_IN_SEQUENCE = "(:sequence IS NULL OR lead.sequence_id = :sequence)"
_WANTED = (
    "lead.rowid IN (SELECT named.rowid FROM wanted CROSS JOIN lead AS named"
    f" ON {is_of_person('wanted.address', 'named')})"
)
_UNKNOWN = f"NOT EXISTS (SELECT 1 FROM lead WHERE {is_of_person('wanted.address')} AND {_IN_SEQUENCE})"
#: A lead's pause of `:cause` that has not ended at `:now`.
_PAUSED = (
    "EXISTS (SELECT 1 FROM pause WHERE pause.lead_id = lead.id AND cause = :cause"
    " AND (paused_until IS NULL OR paused_until > :now){more})"
)
#: A lead that has ended, of a person who is still to be enrolled in another sequence: pauses count for that.
_LED_ON = "EXISTS (SELECT 1 FROM branch WHERE branch.address = lead.address AND branch.closed_at IS NULL)"


class TargetKind(StrEnum):
    """What a steering command does to a lead, or why nothing."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ENDED = "ended"
    NOT_ENDED = "not_ended"
    NOT_PAUSED = "not_paused"
    LEFT = "left"


class TargetCounts(NamedTuple):
    """How many leads there are of each kind, and the people and statuses of those that change."""

    by_kind: dict[TargetKind, int]
    people: int
    by_status: dict[str, int]

    def get(self, kind: TargetKind) -> int:
        """Return how many leads are of a kind."""
        return self.by_kind.get(kind, 0)


class Targets:
    """The leads that a command is about. A lead without a kind is not sorted yet."""

    def __init__(self, db: Database, suppressions: Suppressions) -> None:
        self._db = db
        self._suppressions = suppressions

    def clear(self) -> None:
        """Begin a new choice."""
        for statement in _TABLES:
            self._db.execute(statement)

    def stage(self, addresses: Iterable[tuple[str, str]]) -> int:
        """Put (normalised, as typed) addresses aside; return how many people they name."""
        rows = ((address, typed, place) for place, (address, typed) in enumerate(addresses))
        self._db.run_many("INSERT INTO wanted VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows)
        return self._count("SELECT count(*) AS n FROM wanted", {})

    def choose_staged(self, sequence_id: str | None) -> None:
        """Choose the leads of the people whose addresses were staged."""
        self._choose(_WANTED, {}, sequence_id)

    def choose_company(self, key: str, domain: str, sequence_id: str | None) -> None:
        """Choose the leads of a company, by its compared name or by the domain of their addresses."""
        condition = f"({is_of_company(':key')} OR {is_of_domain(':domain')} AND :domain <> '')"
        self._choose(condition, {"key": key, "domain": domain}, sequence_id)

    def choose_sequence(self, sequence_id: str) -> None:
        """Choose all leads of a sequence."""
        self._choose("TRUE", {}, sequence_id)

    def choose_leads(self, lead_ids: Iterable[str]) -> None:
        """Choose these leads."""
        self._choose("lead.id IN (SELECT value FROM json_each(:ids))", {"ids": json.dumps([*lead_ids])}, None)

    def choose_paused(self, sequence_id: str | None, cause: PauseCause | None, now: datetime) -> None:
        """Choose the leads that are paused, for one cause or any, and have not ended or lead to another sequence."""
        self._choose(
            f"(lead.status IN ('queued', 'in_flight', 'held') OR {_LED_ON}) AND lead.id IN (SELECT lead_id FROM pause"
            " WHERE (:cause IS NULL OR cause = :cause) AND (paused_until IS NULL OR paused_until > :now))",
            {"cause": cause, "now": to_text(now)},
            sequence_id,
        )

    def choose_steered(self, steering_id: int) -> None:
        """Choose the leads that a steering command changed; who was forgotten since is not among them."""
        condition = (
            "lead.id IN (SELECT name FROM steering_change WHERE steering_id = :steering AND kind = 'lead')"
        )
        self._choose(condition, {"steering": steering_id}, None)

    def count_unknown(self, sequence_id: str | None) -> int:
        """Return how many staged addresses are no leads."""
        return self._count(f"SELECT count(*) AS n FROM wanted WHERE {_UNKNOWN}", {"sequence": sequence_id})

    def load_unknown(self, sequence_id: str | None, limit: int) -> list[str]:
        """Return the first staged addresses that are no leads, as they were typed."""
        query = f"SELECT typed FROM wanted WHERE {_UNKNOWN} ORDER BY place LIMIT :limit"
        found = self._db.rows_by_name(query, {"sequence": sequence_id, "limit": limit})
        return [str(row["typed"]) for row in found]

    # -- sorting

    def sort_again(self) -> None:
        """Forget the kind of those that would change, as they may have changed since."""
        self._db.execute("UPDATE target SET kind = NULL WHERE kind = 'changed'")

    def sort_by_status(self, kind: TargetKind, statuses: Collection[LeadStatus]) -> None:
        """Sort the leads in one of these statuses as `kind`."""
        self._sort(kind, "lead.status IN (SELECT value FROM json_each(:statuses))", statuses=_json(statuses))

    def sort_others(self, kind: TargetKind, statuses: Collection[LeadStatus]) -> None:
        """Sort the leads in any other status as `kind`."""
        self._sort(
            kind, "lead.status NOT IN (SELECT value FROM json_each(:statuses))", statuses=_json(statuses)
        )

    def sort_ended(self, statuses: Collection[LeadStatus], *, but_for: LeadReason | None = None) -> None:
        """Sort the leads in one of these statuses as ended, but for those that ended for this reason.

        Who is still to be enrolled in another sequence has not ended.
        """
        self._sort(
            TargetKind.ENDED,
            "lead.status IN (SELECT value FROM json_each(:statuses))"
            f" AND (:reason IS NULL OR lead.reason_code IS NOT :reason) AND NOT {_LED_ON}",
            statuses=_json(statuses),
            reason=but_for,
        )

    def sort_unpaused(self, cause: PauseCause, now: datetime) -> None:
        """Sort the leads that are not paused by this cause."""
        self._sort(TargetKind.NOT_PAUSED, f"NOT {_PAUSED.format(more='')}", cause=cause, now=to_text(now))

    def sort_paused_so(self, cause: PauseCause, until: datetime | None, reason: str, now: datetime) -> None:
        """Sort as unchanged the leads that are paused by this cause until then, for this reason if one is given."""
        so = _PAUSED.format(more=" AND paused_until IS :until AND (:reason = '' OR reason = :reason)")
        self._sort(
            TargetKind.UNCHANGED,
            so,
            cause=cause,
            until=text_or_none(until),
            reason=reason,
            now=to_text(now),
        )

    def leave_answered(self) -> None:
        """Leave out whoever has answered in any sequence, unless the lead was imported with `--allow-answered`.

        An answer that leads on says nothing against it.
        """
        self._sort(
            TargetKind.LEFT,
            "lead.allow_answered = 0 AND EXISTS (SELECT 1 FROM answer WHERE answer.address = lead.address)"
            f" AND NOT (lead.status IN ('replied', 'exhausted') AND {_LED_ON})",
            why="(SELECT CASE WHEN sequence_id <> '' THEN 'answered in ' || sequence_id WHEN source <> '' THEN"
            " 'answered elsewhere, says ' || source ELSE 'answered in another sequence' END"
            " FROM answer WHERE answer.address = lead.address)",
        )

    def leave_suppressed(self) -> None:
        """Leave out whoever is on the suppression list."""
        bloom_filter = self._suppressions.load_bloom_filter()
        for page in self._pages():
            suspects = self._suppressions.find_suspects([address for _, address in page], bloom_filter)
            for lead_id, address in page:
                why = self._suppressions.find_reason(address) if address in suspects else None
                if why is not None:
                    self._db.execute(
                        "UPDATE target SET kind = 'left', why = ? WHERE lead_id = ?",
                        (f"suppressed by {why}", lead_id),
                    )

    def leave_others(self, statuses: Collection[LeadStatus], *, unless_as_before: int | None = None) -> None:
        """Leave out the leads that are in any other status, with it and its reason as why.

        `unless_as_before` is a steering command: who is still to be enrolled in another sequence stays in if the lead
        had ended just so before the command.
        """
        self._sort(
            TargetKind.LEFT,
            f"lead.status NOT IN (SELECT value FROM json_each(:statuses)) AND NOT ({_LED_ON}"
            " AND EXISTS (SELECT 1 FROM steering_change WHERE steering_id = :steering AND steering_change.kind = 'lead'"
            " AND name = lead.id AND json_extract(before, '$.status') = lead.status))",
            steering=unless_as_before,
            why="lead.status || CASE lead.status_reason WHEN '' THEN '' ELSE ': ' || lead.status_reason END",
            statuses=_json(statuses),
        )

    def leave_sent_since(self, steering_id: int) -> None:
        """Leave out the leads that were sent to since a steering command, whatever came of it."""
        self._sort(
            TargetKind.LEFT,
            "(SELECT coalesce(sum(tries), 0) FROM attempt WHERE attempt.lead_id = lead.id) >"
            " (SELECT json_extract(before, '$.tries') FROM steering_change WHERE steering_id = :steering"
            " AND kind = 'lead' AND name = lead.id)",
            why="'was sent to since'",
            steering=steering_id,
        )

    def sort_rest(self) -> None:
        """Sort everybody else as changed."""
        self._db.execute("UPDATE target SET kind = 'changed' WHERE kind IS NULL")

    # -- what was chosen

    def count_all(self) -> int:
        """Return how many leads were chosen."""
        return self._count("SELECT count(*) AS n FROM target", {})

    def count(self) -> TargetCounts:
        """Return how many leads are of each kind."""
        kinds = self._db.rows("SELECT kind, count(*) AS n FROM target GROUP BY 1")
        statuses = self._db.rows(
            "SELECT lead.status, count(*) AS n FROM target JOIN lead ON lead.id = lead_id"
            " WHERE kind = 'changed' GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        people = self._count(
            "SELECT count(DISTINCT address) AS n FROM target JOIN lead ON lead.id = lead_id"
            " WHERE kind = 'changed'",
            {},
        )
        return TargetCounts(
            {TargetKind(row["kind"]): row["n"] for row in kinds},
            people,
            {row["status"]: row["n"] for row in statuses},
        )

    def load(self, kinds: Collection[TargetKind], limit: int) -> list[tuple[Lead, str]]:
        """Return the first leads of some kinds as they are now, in order of import, each with why."""
        found = self._db.rows(
            f"SELECT {LEAD}, target.why FROM target CROSS JOIN lead ON lead.id = lead_id"
            " WHERE kind IN (SELECT value FROM json_each(?)) ORDER BY lead.rowid LIMIT ?",
            _json(kinds),
            limit,
        )
        return [(lead_from_row(row), row["why"]) for row in found]

    def iter_all(self, limit: int = -1) -> Iterator[Lead]:
        """Yield the chosen leads in order of import; a negative limit is none."""
        query = f"SELECT {LEAD} FROM target CROSS JOIN lead ON lead.id = lead_id ORDER BY lead.rowid LIMIT ?"
        for row in self._db.iterate(query, (limit,)):
            yield lead_from_row(row)

    def iter_changed(self, status: LeadStatus) -> Iterator[Lead]:
        """Yield the changed leads in a status, each as it was when its page was read; they may be changed meanwhile."""
        query = (
            f"SELECT {LEAD} FROM target JOIN lead ON lead.id = lead_id WHERE kind = 'changed'"
            f" AND lead.status = ? AND lead_id > ? ORDER BY lead_id LIMIT {_PAGE}"
        )
        last = ""
        while page := self._db.rows(query, status, last):
            yield from map(lead_from_row, page)
            last = page[-1]["id"]

    def count_still_paused(self, now: datetime) -> dict[PauseCause, int]:
        """Return how many changed leads are paused, by cause."""
        found = self._db.rows(
            "SELECT cause, count(*) AS n FROM target JOIN pause USING (lead_id) WHERE kind = 'changed'"
            " AND (paused_until IS NULL OR paused_until > ?) GROUP BY 1 ORDER BY 1",
            to_text(now),
        )
        return {PauseCause(row["cause"]): row["n"] for row in found}

    def find_other_causes(self, now: datetime) -> list[PauseCause]:
        """Return the causes by which leads that were sorted as not paused are paused."""
        found = self._db.rows(
            "SELECT DISTINCT cause FROM target JOIN pause USING (lead_id) WHERE kind = 'not_paused'"
            " AND (paused_until IS NULL OR paused_until > ?) ORDER BY 1",
            to_text(now),
        )
        return [PauseCause(row["cause"]) for row in found]

    def _choose(self, condition: str, values: dict[str, object], sequence_id: str | None) -> None:
        self._db.execute(
            f"INSERT INTO target(lead_id) SELECT id FROM lead WHERE {condition} AND {_IN_SEQUENCE}",
            {**values, "sequence": sequence_id},
        )

    def _sort(self, kind: TargetKind, condition: str, *, why: str = "''", **values: object) -> None:
        """Sort those without a kind whom the condition covers; `why` is an expression about the lead."""
        # The plus keeps SQLite from asking the condition of every lead first, and then whether it is a target.
        self._db.execute(
            f"UPDATE target SET kind = :kind, why = {why} FROM lead"
            f" WHERE lead.id = +lead_id AND kind IS NULL AND ({condition})",
            {"kind": kind, **values},
        )

    def _pages(self) -> Iterator[list[tuple[str, str]]]:
        """Yield (lead id, address) of those without a kind, page by page."""
        query = (
            "SELECT lead_id, address FROM target JOIN lead ON lead.id = lead_id"
            f" WHERE kind IS NULL AND lead_id > ? ORDER BY lead_id LIMIT {_PAGE}"
        )
        last = ""
        while page := [(row["lead_id"], row["address"]) for row in self._db.rows(query, last)]:
            yield page
            last = page[-1][0]

    def _count(self, query: str, values: dict[str, object]) -> int:
        return int(self._db.rows_by_name(query, values)[0]["n"])


def _json(values: Collection[str]) -> str:
    return json.dumps(sorted(values))
