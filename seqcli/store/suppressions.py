"""The suppression list in SQL. It keeps patterns; what a text means is read elsewhere."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from datetime import datetime

from seqcli.clock import to_text
from seqcli.store.bloom_filter import BloomFilter, anchors, hash_address, plain_keys
from seqcli.store.database import Database

_ENTRIES = "SELECT pattern, kind, reason, source, created_at FROM suppression"


class Suppressions:
    """Who must never be mailed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find_reason(self, address: str) -> str | None:
        """Return why this normalised address must not be mailed, or None; `@domain` asks for a whole domain."""
        row = self.find_covering("SELECT pattern, kind, reason FROM suppression", address)
        if row is None:
            return None
        shown = "forgotten address" if row["kind"] == "hash" else row["pattern"]
        return f"{shown}: {row['reason']}" if row["reason"] else str(shown)

    def load_bloom_filter(self) -> BloomFilter:
        """Return a quick test of which addresses a wildcard may cover."""
        bloom_filter = BloomFilter()
        for row in self._db.iterate("SELECT pattern FROM suppression WHERE anchor IS NOT NULL"):
            bloom_filter.add(row["pattern"], "wildcard")
        return bloom_filter

    def find_suspects(self, addresses: Collection[str], wildcards: BloomFilter) -> set[str]:
        """Return which of these normalised addresses the list may cover; `find_suppression` says why.

        `wildcards` is the list's sieve, loaded once for many calls.
        """
        if self._db.row("SELECT 1 FROM suppression LIMIT 1") is None:
            return set()
        suspects = {address for address in addresses if wildcards.may_cover(address)}
        with_hash = self._has_hashes()
        keys = {address: plain_keys(address, with_hash=with_hash) for address in addresses}
        found = self._db.rows(
            "SELECT pattern FROM suppression WHERE pattern IN (SELECT value FROM json_each(?))",
            json.dumps(list({key for each in keys.values() for key in each})),
        )
        patterns = {row["pattern"] for row in found}
        if patterns:
            suspects |= {address for address, each in keys.items() if not patterns.isdisjoint(each)}
        return suspects

    def find_forgotten(self, addresses: Collection[str]) -> set[str]:
        """Return which of these normalised addresses belong to people who were forgotten."""
        if not self._has_hashes():
            return set()
        by_hash = {hash_address(address): address for address in addresses}
        found = self._db.rows(
            "SELECT pattern FROM suppression WHERE kind = 'hash' AND pattern IN (SELECT value FROM json_each(?))",
            json.dumps(list(by_hash)),
        )
        return {by_hash[row["pattern"]] for row in found}

    def save(self, pattern: str, kind: str, reason: str, source: str, at: datetime) -> bool:
        """Add a pattern; return whether it is new. The first reason stays."""
        touched = self._db.run(
            "INSERT INTO suppression(pattern, kind, reason, source, created_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT(pattern) DO NOTHING",
            pattern,
            kind,
            reason,
            source,
            to_text(at),
        )
        return touched == 1

    def has(self, pattern: str) -> bool:
        """Tell whether exactly this pattern is on the list."""
        return self._db.row("SELECT 1 FROM suppression WHERE pattern = ?", pattern) is not None

    def delete(self, pattern: str) -> bool:
        """Remove a pattern; return whether it was there."""
        return self._db.run("DELETE FROM suppression WHERE pattern = ?", pattern) == 1

    def iter_all(self) -> Iterator[sqlite3.Row]:
        """Yield (pattern, kind, reason, source, created_at) of the whole list, by kind and pattern."""
        for kind in ("address", "domain", "hash", "wildcard"):
            yield from self._db.iterate(f"{_ENTRIES} WHERE kind = ? ORDER BY pattern", (kind,))

    def count(self) -> int:
        """Return how many entries the list has."""
        row = self._db.row("SELECT count(*) AS n FROM suppression")
        return int(row["n"]) if row else 0

    def find_covering(self, select: str, address: str, order: str = "") -> sqlite3.Row | None:
        """Return a row that `select` yields from the list for an entry that covers the address, or None."""
        return self._db.row(
            f"{select} WHERE suppression.pattern IN (SELECT value FROM json_each(?1)) UNION ALL {select}"
            " WHERE suppression.anchor IN (SELECT value FROM json_each(?2)) AND ?3 GLOB suppression.pattern"
            f" {order} LIMIT 1",
            json.dumps(plain_keys(address)),
            json.dumps(anchors(address)),
            address,
        )

    def _has_hashes(self) -> bool:
        return self._db.row("SELECT 1 FROM suppression WHERE kind = 'hash' LIMIT 1") is not None


class SuppressedLeads:
    """Leads that a pattern ended, with the state that a restore gives back."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, lead_id: str, pattern: str, status: str, status_reason: str, at: datetime) -> None:
        """Keep the state of a lead that a pattern has just suppressed."""
        self._db.run(
            "INSERT OR REPLACE INTO suppressed_lead(lead_id, pattern, status, status_reason, suppressed_at)"
            " VALUES (?, ?, ?, ?, ?)",
            lead_id,
            pattern,
            status,
            status_reason,
            to_text(at),
        )

    def find(self, lead_id: str) -> sqlite3.Row | None:
        """Return (status, status_reason) of a lead before a pattern suppressed it, or None."""
        return self._db.row("SELECT status, status_reason FROM suppressed_lead WHERE lead_id = ?", lead_id)

    def move(self, lead_id: str, status: str, status_reason: str) -> None:
        """Change the state that a restore would give back."""
        self._db.run(
            "UPDATE suppressed_lead SET status = ?, status_reason = ? WHERE lead_id = ?",
            status,
            status_reason,
            lead_id,
        )

    def mark_not_restorable(self, lead_id: str, why: str) -> None:
        """Note why a lead stays suppressed whatever pattern is removed; the first reason stays."""
        self._db.run(
            "UPDATE suppressed_lead SET not_restorable = ? WHERE lead_id = ? AND not_restorable = ''",
            why,
            lead_id,
        )

    def load_by_pattern(self, pattern: str) -> list[sqlite3.Row]:
        """Return (lead_id, status, status_reason, not_restorable) of the leads that exactly this pattern ended."""
        return self._db.rows(
            "SELECT lead_id, suppressed_lead.status, suppressed_lead.status_reason, not_restorable"
            " FROM suppressed_lead JOIN lead ON lead.id = lead_id AND lead.status = 'suppressed'"
            " WHERE pattern = ? ORDER BY lead.rowid",
            pattern,
        )

    def delete(self, lead_id: str) -> None:
        """Forget the state before, once it was given back."""
        self._db.run("DELETE FROM suppressed_lead WHERE lead_id = ?", lead_id)
