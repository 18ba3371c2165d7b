"""Imports in SQL: looks up and inserts leads in batches."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby, repeat
from operator import add, itemgetter
from typing import NamedTuple

from seqcli.clock import to_text
from seqcli.model import (
    Lead,
    LeadStatus,
)
from seqcli.store.database import Database
from seqcli.store.lead_counts import LeadCounts
from seqcli.store.other_addresses import OtherAddresses
from seqcli.store.person_index import PARTS, is_of_person, part_to_fill
from seqcli.store.rows import (
    LEAD,
    lead_from_row,
)

_ACTIVE = frozenset({"queued", "in_flight", "held"})
_CACHE_KB = 40_000
#: A byte each.
_SLOTS = 1 << 21


class Standing(NamedTuple):
    """Where a new lead stands, as stored; without arguments as the columns have it by themselves.

    `status` and `reason_code` are plain texts, as sqlite3 looks up an adapter for every subclass.
    """

    status: str = LeadStatus.QUEUED.value
    status_reason: str = ""
    reason_code: str | None = None
    missing_field: str = ""
    allow_answered: int = 0


QUEUED = Standing()


class NewLead(NamedTuple):
    """A lead to insert; `address` is the normalised `email`. A tuple for speed."""

    id: str
    email: str
    address: str
    fields: str
    company_key: str = ""
    standing: Standing = QUEUED


_standing_of, _own_values = itemgetter(5), itemgetter(slice(0, 5))


def _insert(columns: tuple[str, ...]) -> str:
    """Return the statement for these columns, and then the sequence, the time and the part."""
    count = len(columns)
    return (
        f"INSERT INTO lead({', '.join(columns)}, sequence_id, created_at, updated_at, part) VALUES"
        f" ({'?, ' * count}?{count + 1}, ?{count + 2}, ?{count + 2}, ?{count + 3}) ON CONFLICT DO NOTHING"
    )


#: Of a queued lead half the columns have their defaults, and each value bound takes its time.
_INSERT_QUEUED = _insert(NewLead._fields[:5])
_INSERT = _insert((*NewLead._fields[:5], *Standing._fields))


@dataclass(frozen=True, slots=True)
class KnownLead:
    """What the file knows about a batch of addresses, for an import into a sequence.

    `here`: leads of this sequence; `repeated`: addresses from an earlier batch; `elsewhere`: address → another sequence
    with an active lead; `contacted`: address → id of a deleted lead that was contacted.
    """

    here: dict[str, Lead]
    repeated: set[str]
    elsewhere: dict[str, str]
    contacted: dict[str, str]


class Imports:
    """Looks up and inserts leads in batches."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._part = 0
        self._parts_before: tuple[int, ...] = ()
        self._slots = bytearray()
        self._counts = LeadCounts(db)

    def prepare(self) -> int:
        """Prepare an import of any size; return the highest row id before it.

        With SQLite's default cache of 2 MB, a large file's indexes would be written and read again and again.
        """
        self._db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        self._db.run("CREATE TEMP TABLE IF NOT EXISTS met (address TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
        self._db.run("DELETE FROM met")
        mark = self._choose_part()
        self._parts_before = tuple(filter(self._has_leads, PARTS))
        self._slots = bytearray() if self._part in self._parts_before else bytearray(_SLOTS)
        return mark

    def _choose_part(self) -> int:
        """Choose the part of the indexes that new leads fill; return the highest row id."""
        row = self._db.row("SELECT max(rowid) AS last FROM lead")
        mark = int(row["last"] or 0) if row else 0
        self._part = part_to_fill(mark)
        return mark

    def _has_leads(self, part: int) -> bool:
        return self._db.row("SELECT 1 FROM lead WHERE part = ? LIMIT 1", part) is not None

    def insert(self, sequence_id: str, leads: Iterable[NewLead], at: datetime) -> int:
        """Insert new leads and return how many; existing leads stay as they are."""
        self._counts.add_others()
        shared = (sequence_id, to_text(at), self._part)
        inserted: dict[Standing, int] = {}
        for standing, some in groupby(leads, key=_standing_of):
            is_queued = standing == QUEUED
            values = map(add, map(_own_values, some), repeat(shared if is_queued else (*standing, *shared)))
            count = self._db.run_many(_INSERT_QUEUED if is_queued else _INSERT, values)
            inserted[standing] = inserted.get(standing, 0) + count
        self._counts.add((sequence_id, *each[:4], count) for each, count in inserted.items() if count)
        return sum(inserted.values())

    def insert_one(self, sequence_id: str, lead: NewLead, at: datetime) -> bool:
        """Insert a lead that comes by itself; return False if it exists."""
        self._choose_part()
        OtherAddresses(self._db).save_mailboxes([lead.address])
        return self.insert(sequence_id, [lead], at) == 1

    def load_known(self, sequence_id: str, addresses: list[str], mark: int) -> KnownLead:
        """Return what the file knows about these addresses; leads with a row id above `mark` are from this import."""
        known = KnownLead({}, set(), {}, {})
        met = self._may_be_met(addresses)
        before = self._load_leads(addresses, self._parts_before, mark)
        for row in chain(before, self._load_leads(met, (self._part,), mark)):
            if row["sequence_id"] != sequence_id:
                if row["status"] in _ACTIVE:
                    known.elsewhere[row["address"]] = row["sequence_id"]
            elif row["is_new"]:
                known.repeated.add(row["address"])
            else:
                known.here[row["address"]] = lead_from_row(row)
        known.contacted.update(self._load_contacted(addresses))
        known.repeated.update(self._load_met(addresses))
        return known

    def take_back(self, lead_id: str, mark: int) -> tuple[str, str] | None:
        """Delete a lead that this import inserted; return its status and reason, or None if there is no such lead.

        A suppressed one stays.
        """
        row = self._db.row(
            "SELECT status, status_reason FROM lead WHERE id = ? AND rowid > ? AND status <> 'suppressed'",
            lead_id,
            mark,
        )
        if row is None:
            return None
        self._db.run("DELETE FROM lead WHERE id = ?", lead_id)
        return row["status"], row["status_reason"]

    def mark_met(self, addresses: Iterable[str]) -> None:
        """Save the addresses of this batch without a new lead, for later batches."""
        self._db.run_many("INSERT INTO met VALUES (?) ON CONFLICT DO NOTHING", zip(addresses, strict=True))

    def _load_met(self, addresses: list[str]) -> list[str]:
        if self._db.row("SELECT 1 FROM met LIMIT 1") is None:
            return []
        found = self._db.rows(
            "SELECT address FROM json_each(?) CROSS JOIN met ON met.address = value", json.dumps(addresses)
        )
        return [row["address"] for row in found]

    def _load_leads(self, addresses: list[str], parts: tuple[int, ...], mark: int) -> list[sqlite3.Row]:
        if not addresses or not parts:
            return []
        return self._db.rows(
            f"SELECT {LEAD}, lead.address, lead.rowid > ? AS is_new FROM json_each(?) CROSS JOIN lead"
            f" ON {is_of_person('value', parts=parts)}",
            mark,
            json.dumps(addresses),
        )

    def _may_be_met(self, addresses: list[str]) -> list[str]:
        """Return the addresses that this import may have met before, where it fills a part that had no lead.

        The slots of these are taken, perhaps by others; then the look-up says so.
        """
        if not (slots := self._slots):
            return []
        places = [hash(address) % _SLOTS for address in addresses]
        found = [address for address, place in zip(addresses, places, strict=True) if slots[place]]
        for place in places:
            slots[place] = 1
        return found

    def _load_contacted(self, addresses: list[str]) -> dict[str, str]:
        """Return address → lead id of attempts whose lead was deleted."""
        if self._db.row("SELECT 1 FROM attempt LIMIT 1") is None:
            return {}
        found = self._db.rows(
            "SELECT address, lead_id FROM attempt WHERE state IN ('accepted', 'unknown', 'parked')"
            " AND address IN (SELECT value FROM json_each(?)) AND lead_id NOT IN (SELECT id FROM lead)",
            json.dumps(addresses),
        )
        return {row["address"]: str(row["lead_id"]) for row in found}
