"""Whole suppression lists in SQL: stages them, adds them, finds the leads they cover. Uses disk, not memory."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from seqcli.clock import to_text
from seqcli.model import Suppression
from seqcli.store.bloom_filter import BloomFilter
from seqcli.store.database import Database
from seqcli.store.person_index import is_of_person
from seqcli.store.suppressions import Suppressions

_BATCH = 2000


class CoveredLead(NamedTuple):
    """A lead that a staged entry covers; `is_new`: the entry was not on the list before."""

    lead_id: str
    pattern: str
    is_new: int
    reason: str


class StagedEntry(NamedTuple):
    """A staged pattern, whether it is new on the list, and how many leads it ended."""

    pattern: str
    is_new: int
    ended: int


class SuppressionLists:
    """Whole suppression lists, staged in temporary tables."""

    def __init__(self, db: Database, suppressions: Suppressions) -> None:
        self._db = db
        self._suppressions = suppressions

    def stage(self, entries: Iterable[Suppression]) -> None:
        """Stage entries; the first one of a pattern counts.

        It takes no lock, so the entries may come from a slow pipe.
        """
        self._db.execute(
            "CREATE TEMP TABLE IF NOT EXISTS staged (pattern TEXT PRIMARY KEY, kind TEXT, reason TEXT, source TEXT,"
            " created_at TEXT, is_new INTEGER DEFAULT 0, ended INTEGER DEFAULT 0) STRICT, WITHOUT ROWID"
        )
        self._db.execute(
            "CREATE TEMP TABLE IF NOT EXISTS covered (lead_id TEXT PRIMARY KEY, pattern TEXT, is_new INTEGER)"
            " STRICT, WITHOUT ROWID"
        )
        self._db.execute("DELETE FROM staged")
        self._db.execute("DELETE FROM covered")
        iterator = iter(entries)
        while batch := list(islice(iterator, _BATCH)):
            self._stage(batch)

    def add(self) -> int:
        """Add the staged entries to the list; return how many are new. A pattern keeps its first reason."""
        self._db.run(
            "UPDATE staged SET is_new = NOT EXISTS"
            " (SELECT 1 FROM suppression WHERE suppression.pattern = staged.pattern)"
        )
        return self._db.run(
            "INSERT INTO suppression(pattern, kind, reason, source, created_at)"
            " SELECT pattern, kind, reason, source, created_at FROM staged WHERE is_new"
        )

    def mark_covered(self) -> None:
        """Find the unsuppressed leads that staged entries cover; call `add` first."""
        self._db.run(
            "INSERT INTO covered SELECT lead.id, staged.pattern, is_new FROM staged CROSS JOIN lead"
            f" ON {is_of_person('staged.pattern')} WHERE staged.kind = 'address' AND lead.status <> 'suppressed'"
        )
        bloom_filter = self._load_staged_filter()
        if bloom_filter is None:
            return
        for row in self._db.iterate("SELECT id, address FROM lead WHERE status <> 'suppressed'"):
            if bloom_filter.may_cover(row["address"]):
                self._mark_if_covered(row["id"], row["address"])

    def iter_covered(self) -> Iterator[CoveredLead]:
        """Yield the leads that staged entries cover; the caller may change them meanwhile."""
        found = self._db.iterate(
            "SELECT lead_id, covered.pattern, covered.is_new, reason FROM covered CROSS JOIN staged USING (pattern)"
        )
        for row in found:
            yield CoveredLead(*row)

    def count_ended(self, pattern: str) -> None:
        """Count one more lead that a staged entry ended."""
        self._db.run("UPDATE staged SET ended = ended + 1 WHERE pattern = ?", pattern)

    def count_ended_by_patterns(self) -> int:
        """Return how many leads the staged domains and wildcards ended."""
        row = self._db.row(
            "SELECT coalesce(sum(ended), 0) AS n FROM staged WHERE kind IN ('domain', 'wildcard')"
        )
        return int(row["n"]) if row else 0

    def iter_staged(self) -> Iterator[StagedEntry]:
        """Yield the staged entries, by pattern."""
        for row in self._db.iterate("SELECT pattern, is_new, ended FROM staged ORDER BY pattern"):
            yield StagedEntry(*row)

    def _stage(self, batch: list[Suppression]) -> None:
        self._db.run_many(
            "INSERT INTO staged(pattern, kind, reason, source, created_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [(each.pattern, each.kind, each.reason, each.source, to_text(each.created_at)) for each in batch],
        )

    def _load_staged_filter(self) -> BloomFilter | None:
        bloom_filter = None
        for row in self._db.iterate("SELECT pattern, kind FROM staged WHERE kind <> 'address'"):
            bloom_filter = bloom_filter or BloomFilter()
            bloom_filter.add(row["pattern"], row["kind"])
        return bloom_filter

    def _mark_if_covered(self, lead_id: str, address: str) -> None:
        select = (
            "SELECT staged.pattern, staged.is_new FROM suppression CROSS JOIN staged"
            " ON staged.pattern = suppression.pattern"
        )
        # A new entry ends more than one that was there before.
        row = self._suppressions.find_covering(select, address, "ORDER BY 2 DESC")
        if row is not None:
            self._db.run(
                "INSERT INTO covered VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
                " SET pattern = excluded.pattern, is_new = excluded.is_new WHERE excluded.is_new > is_new",
                lead_id,
                row["pattern"],
                row["is_new"],
            )
