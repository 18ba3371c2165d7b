"""Lists of leads, read row by row: memory does not grow with their number."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from seqcli.model import (
    Lead,
)
from seqcli.store.database import Database
from seqcli.store.lead_counts import LEAD_GROUPS
from seqcli.store.rows import (
    LEAD,
    lead_from_row,
)

_ENDED = "status IN ('replied', 'bounced', 'exhausted', 'suppressed', 'failed', 'stopped')"
_SENDS = """(SELECT json_group_array(json_object('step', step + 1, 'generation', generation, 'variant', variant,
    'state', state, 'identity', identity, 'created_at', created_at, 'first_try_at', first_try_at, 'tries', tries,
    'accepted_at', accepted_at, 'dispatch_at', dispatch_at, 'conversation', conv_id, 'pending_id', pending_id,
    'http_status', http_status, 'reason', reason)) FROM attempt WHERE attempt.lead_id = lead.id) AS attempts"""
_MOVES = """(SELECT json_group_array(json_object('at', at, 'by', actor, 'change', change, 'reason', reason,
    'status', status, 'occurred_at', (SELECT coalesce(event.occurred_at, event.received_at) FROM event
        WHERE event.lead_id = entry.lead_id AND 'event ' || event.identity || '#' || event.seq = entry.actor)))
    FROM (SELECT * FROM journal WHERE journal.lead_id = lead.id ORDER BY id) AS entry) AS journal"""
_EVENTS = """(SELECT json_group_array(json_object('identity', identity, 'seq', seq, 'type', type, 'occurred_at',
    occurred_at, 'received_at', received_at, 'conversation', conv_id, 'disposition', disposition, 'detail', detail))
    FROM (SELECT * FROM event WHERE event.lead_id = lead.id ORDER BY coalesce(occurred_at, received_at), seq)
    ) AS events"""
_PAGE = 1000
#: The first leads of each sequence and status that a condition on both lets pass, in order of import.
_FIRST = (
    "WITH place AS (SELECT DISTINCT sequence_id, status, released_at IS NULL AS unreleased"
    f" FROM {LEAD_GROUPS} AS lead WHERE {{where}})"
    f" SELECT {LEAD} FROM place CROSS JOIN lead ON lead.rowid IN (SELECT listed.rowid FROM lead AS listed"
    " WHERE listed.sequence_id = place.sequence_id AND listed.status = place.status"
    " AND (listed.released_at IS NULL) = place.unreleased ORDER BY listed.rowid LIMIT ?) ORDER BY lead.rowid LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """A filter for leads: all given conditions must hold. `unreleased` counts as a status."""

    sequence_id: str | None = None
    statuses: tuple[str, ...] = ()
    text: str = ""

    @property
    def has_places(self) -> bool:
        """Whether a lead's sequence and status decide alone, and not all are wanted."""
        return not self.text and (self.sequence_id is not None or bool(self.statuses))


class LeadToCheck(NamedTuple):
    """The columns that a check of half a million leads needs; `fields` is JSON, times are ISO text."""

    id: str
    email: str
    address: str
    current_step: int
    status: str
    reason_code: str | None
    status_reason: str
    paused_at: str | None
    paused_until: str | None
    fields: str
    allow_answered: int
    ended: int


class LeadLists:
    """Leads row by row, in order of import."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def iter(self, wanted: LeadFilter, limit: int = -1) -> Iterator[Lead]:
        """Yield the wanted leads; a negative limit is none. The first few are found without reading the others."""
        where, values = self._condition(wanted)
        found = (
            self._db.iterate(_FIRST.format(where=where), (*values, limit, limit))
            if limit >= 0 and wanted.has_places
            else self._db.iterate(
                f"SELECT {LEAD} FROM lead WHERE {where} ORDER BY rowid LIMIT ?", (*values, limit)
            )
        )
        yield from map(lead_from_row, found)

    def iter_to_change(self, wanted: LeadFilter) -> Iterator[Lead]:
        """Yield the wanted leads, read page by page; the caller may change leads meanwhile."""
        where, values = self._condition(wanted)
        query = f"SELECT {LEAD}, rowid AS place FROM lead WHERE {where} AND rowid > ? ORDER BY rowid LIMIT {_PAGE}"
        last = 0
        while page := self._db.rows(query, *values, last):
            yield from map(lead_from_row, page)
            last = page[-1]["place"]

    def count(self, wanted: LeadFilter) -> int:
        """Return how many leads are wanted."""
        where, values = self._condition(wanted)
        row = self._db.row(
            f"SELECT count(*) AS n FROM lead WHERE {where}"
            if wanted.text
            else f"SELECT sum(leads) AS n FROM {LEAD_GROUPS} AS lead WHERE {where}",
            *values,
        )
        return int(row["n"] or 0) if row else 0

    def load_field_names(self, wanted: LeadFilter) -> tuple[str, ...]:
        """Return the merge fields that any wanted lead has, in order of their first use."""
        where, values = self._condition(wanted)
        found = self._db.rows(
            "SELECT key FROM lead, json_each(lead.fields)"
            f" WHERE {where} GROUP BY key ORDER BY min(lead.rowid * 10000 + json_each.id)",
            *values,
        )
        return tuple(row["key"] for row in found)

    def iter_histories(
        self, wanted: LeadFilter, *, with_events: bool
    ) -> Iterator[tuple[Lead, str, str, str]]:
        """Yield (lead, attempts, journal, events) of the wanted leads, the last three as JSON lists in order."""
        where, values = self._condition(wanted)
        events = _EVENTS if with_events else "'[]' AS events"
        query = f"SELECT {LEAD}, {_SENDS}, {_MOVES}, {events} FROM lead WHERE {where} ORDER BY lead.rowid"
        for row in self._db.iterate(query, values):
            yield lead_from_row(row), row["attempts"], row["journal"], row["events"]

    def iter_for_check(self, sequence_id: str) -> Iterator[LeadToCheck]:
        """Yield every lead in order of import."""
        found = self._db.iterate(
            "SELECT id, email, address, current_step, status, reason_code, status_reason, paused_at, paused_until,"
            f" fields, allow_answered, {_ENDED} AS ended FROM lead WHERE sequence_id = ? ORDER BY rowid",
            (sequence_id,),
        )
        for row in found:
            yield LeadToCheck(*row)

    def has_leads(self, sequence_id: str) -> bool:
        """Return whether the sequence has a lead at all."""
        return self._db.row("SELECT 1 FROM lead WHERE sequence_id = ? LIMIT 1", sequence_id) is not None

    def find_absent_fields(self, sequence_id: str, names: Iterable[str]) -> list[str]:
        """Return those merge fields of which no lead of the sequence has a value that is not blank."""
        return [name for name in names if not self._has_field(sequence_id, name)]

    def load_spread(self, sequence_id: str, size: int) -> list[Lead]:
        """Return `size` leads that lie evenly over the order of import, those that have not ended first.

        The same file gives the same leads; fewer only where the sequence has fewer.
        """
        living = self._load_spread(sequence_id, size, ended=False)
        missing = size - len(living)
        return living + (self._load_spread(sequence_id, missing, ended=True) if missing else [])

    def _has_field(self, sequence_id: str, name: str) -> bool:
        path = f'$."{name}"'
        found = self._db.row(
            "SELECT 1 FROM lead WHERE sequence_id = ? AND trim(json_extract(fields, ?)) <> '' LIMIT 1",
            sequence_id,
            path,
        )
        return found is not None

    def _load_spread(self, sequence_id: str, size: int, *, ended: bool) -> list[Lead]:
        # n * size % total < size holds for exactly `size` numbers below `total`, evenly spread
        found = self._db.rows(
            f"SELECT {LEAD} FROM lead JOIN (SELECT id, row_number() OVER (ORDER BY rowid) - 1 AS n,"
            f" count(*) OVER () AS total FROM lead WHERE sequence_id = ?1 AND ({_ENDED}) = ?3) AS placed USING (id)"
            " WHERE n * ?2 % total < ?2 ORDER BY n",
            sequence_id,
            size,
            ended,
        )
        return [lead_from_row(row) for row in found]

    def _condition(self, wanted: LeadFilter) -> tuple[str, tuple[str, ...]]:
        """Return the WHERE of a filter and its values."""
        parts, values = ["1"], list[str]()
        if wanted.sequence_id is not None:
            parts.append("lead.sequence_id = ?")
            values.append(wanted.sequence_id)
        if wanted.statuses:
            plain = [each for each in wanted.statuses if each != "unreleased"]
            either = [f"lead.status IN ({', '.join('?' * len(plain))})"]
            if "unreleased" in wanted.statuses:
                either.append("(lead.status = 'queued' AND lead.released_at IS NULL)")
            parts.append(f"({' OR '.join(either)})")
            values += plain
        if wanted.text:
            self._db.create_function("mentions", 4, _mentions, deterministic=True)
            parts.append("mentions(?, lead.email || ' ' || lead.address, lead.status_reason, lead.fields)")
            values.append(wanted.text)
        return " AND ".join(parts), tuple(values)


def _mentions(words: str, email: str, reason: str, fields_json: str) -> bool:
    """Return whether an address, a reason or a field's value contains the words; case does not matter."""
    sought = words.casefold()
    texts = (email, reason, *json.loads(fields_json).values())
    return any(sought in text.casefold() for text in texts)
