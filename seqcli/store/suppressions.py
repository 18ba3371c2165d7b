"""The suppression list in SQL. It keeps patterns; what a text means is read elsewhere."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from seqcli.clock import from_text, to_text
from seqcli.model import Lead, LeadStatus, Suppression, mailbox_of
from seqcli.reasons import LeadReason
from seqcli.store.bloom_filter import BloomFilter, anchors, hash_address, plain_keys
from seqcli.store.database import Database

_ENTRIES = "SELECT pattern, kind, reason, source, created_at FROM suppression"


class Suppressions:
    """Patterns of addresses that must not be mailed."""

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
        """Return a Bloom filter over the wildcards of the list."""
        bloom_filter = BloomFilter()
        for row in self._db.iterate("SELECT pattern FROM suppression WHERE anchor IS NOT NULL"):
            bloom_filter.add(row["pattern"], "wildcard")
        return bloom_filter

    def find_suspects(self, addresses: Collection[str], wildcards: BloomFilter) -> set[str]:
        """Return which of these normalised addresses the list may cover; confirm each with `find_reason`.

        `wildcards` comes from `load_bloom_filter`, once for many calls.
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
        """Return which of these normalised addresses are forgotten ones."""
        if not self._has_hashes():
            return set()
        named = {address: {address, mailbox_of(address)} for address in addresses}
        hashes = {each: hash_address(each) for every in named.values() for each in every}
        found = self._db.rows(
            "SELECT pattern FROM suppression WHERE kind = 'hash' AND pattern IN (SELECT value FROM json_each(?))",
            json.dumps(list(hashes.values())),
        )
        forgotten = {row["pattern"] for row in found}
        return {
            address for address, every in named.items() if any(hashes[each] in forgotten for each in every)
        }

    def save(self, pattern: str, kind: str, reason: str, source: str, at: datetime) -> bool:
        """Add a pattern; return whether it is new. A known pattern keeps its reason."""
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

    def find(self, pattern: str) -> Suppression | None:
        """Return the entry of exactly this pattern, or None."""
        row = self._db.row(f"{_ENTRIES} WHERE pattern = ?", pattern)
        return None if row is None else _entry_from_row(row)

    def delete(self, pattern: str) -> bool:
        """Remove a pattern; return whether it was there."""
        return self._db.run("DELETE FROM suppression WHERE pattern = ?", pattern) == 1

    def iter_all(self) -> Iterator[Suppression]:
        """Yield the whole list, by kind and pattern."""
        for kind in ("address", "domain", "hash", "wildcard"):
            for row in self._db.iterate(f"{_ENTRIES} WHERE kind = ? ORDER BY pattern", (kind,)):
                yield _entry_from_row(row)

    def count(self) -> int:
        """Return how many entries the list has."""
        row = self._db.row("SELECT count(*) AS n FROM suppression")
        return int(row["n"]) if row else 0

    def find_covering(self, select: str, address: str, order: str = "") -> sqlite3.Row | None:
        """Return the first row of `select` for an entry that covers the address, or None."""
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


@dataclass(frozen=True, slots=True)
class SuppressedLead:
    """A lead's state before a pattern suppressed it; `not_restorable` says why it must stay suppressed."""

    lead_id: str
    status: LeadStatus
    reason_code: LeadReason | None
    status_reason: str
    missing_field: str
    not_restorable: str

    def as_it_was(self, lead: Lead) -> Lead:
        """Return the lead with its earlier state."""
        return replace(
            lead,
            status=self.status,
            reason_code=self.reason_code,
            status_reason=self.status_reason,
            missing_field=self.missing_field,
        )


class SuppressedLeads:
    """Leads that a pattern ended, with the state that `suppress remove --restore` restores."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, lead: Lead, pattern: str, at: datetime) -> None:
        """Save a lead's state from before a pattern suppressed it."""
        self._db.run(
            "INSERT OR REPLACE INTO suppressed_lead(lead_id, pattern, status, reason_code, status_reason,"
            " missing_field, suppressed_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            lead.id,
            pattern,
            lead.status,
            lead.reason_code,
            lead.status_reason,
            lead.missing_field,
            to_text(at),
        )

    def find(self, lead_id: str) -> SuppressedLead | None:
        """Return a lead's state from before a pattern suppressed it, or None."""
        row = self._db.row("SELECT * FROM suppressed_lead WHERE lead_id = ?", lead_id)
        return None if row is None else _suppressed_from_row(row)

    def move(self, before: Lead) -> None:
        """Change the stored state."""
        self._db.run(
            "UPDATE suppressed_lead SET status = ?, reason_code = ?, status_reason = ?, missing_field = ?"
            " WHERE lead_id = ?",
            before.status,
            before.reason_code,
            before.status_reason,
            before.missing_field,
            before.id,
        )

    def mark_not_restorable(self, lead_id: str, why: str) -> None:
        """Save why a lead must stay suppressed whatever pattern is removed; the first reason stays."""
        self._db.run(
            "UPDATE suppressed_lead SET not_restorable = ? WHERE lead_id = ? AND not_restorable = ''",
            why,
            lead_id,
        )

    def load_by_pattern(self, pattern: str) -> list[SuppressedLead]:
        """Return the still suppressed leads that exactly this pattern ended, in order of import."""
        found = self._db.rows(
            "SELECT suppressed_lead.* FROM suppressed_lead JOIN lead ON lead.id = lead_id"
            " AND lead.status = 'suppressed' WHERE pattern = ? ORDER BY lead.rowid",
            pattern,
        )
        return [_suppressed_from_row(row) for row in found]

    def delete(self, lead_id: str) -> None:
        """Delete a lead's earlier state, once it is restored."""
        self._db.run("DELETE FROM suppressed_lead WHERE lead_id = ?", lead_id)


def _entry_from_row(row: sqlite3.Row) -> Suppression:
    return Suppression(
        row["pattern"], row["kind"], row["reason"], row["source"], from_text(row["created_at"])
    )


def _suppressed_from_row(row: sqlite3.Row) -> SuppressedLead:
    return SuppressedLead(
        row["lead_id"],
        LeadStatus(row["status"]),
        None if row["reason_code"] is None else LeadReason(row["reason_code"]),
        row["status_reason"],
        row["missing_field"],
        row["not_restorable"],
    )
