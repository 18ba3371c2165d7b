"""The suppression list in SQL, and the erasing of a person. It keeps patterns; what a text means is read elsewhere."""

import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from seqcli.clock import to_text
from seqcli.model import normalise_address
from seqcli.store.connection import Connection, translated_errors


class Suppressions(Connection):
    """Who must never be mailed."""

    def find_suppression(self, address: str) -> str | None:
        """Return why this normalised address must not be mailed, or None; `@domain` asks for a whole domain."""
        exact = json.dumps([address, hash_address(address), *parent_domains(address)])
        row = self.row(
            "SELECT pattern, kind, reason FROM suppression WHERE pattern IN (SELECT value FROM json_each(?))"
            " UNION ALL SELECT pattern, kind, reason FROM suppression WHERE kind = 'wildcard' AND ? GLOB pattern"
            " LIMIT 1",
            exact,
            address,
        )
        if row is None:
            return None
        shown = "forgotten address" if row["kind"] == "hash" else row["pattern"]
        return f"{shown}: {row['reason']}" if row["reason"] else str(shown)

    def find_forgotten(self, addresses: Collection[str]) -> set[str]:
        """Return which of these normalised addresses belong to people who were forgotten."""
        if self.row("SELECT 1 FROM suppression WHERE kind = 'hash' LIMIT 1") is None:
            return set()
        by_hash = {hash_address(address): address for address in addresses}
        found = self.rows(
            "SELECT pattern FROM suppression WHERE kind = 'hash' AND pattern IN (SELECT value FROM json_each(?))",
            json.dumps(list(by_hash)),
        )
        return {by_hash[row["pattern"]] for row in found}

    def save_suppression(self, pattern: str, kind: str, reason: str, source: str, at: datetime) -> bool:
        """Add a pattern; return whether it is new. The first reason stays."""
        touched = self.run(
            "INSERT INTO suppression(pattern, kind, reason, source, created_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT(pattern) DO NOTHING",
            pattern,
            kind,
            reason,
            source,
            to_text(at),
        )
        return touched == 1

    def has_suppression(self, pattern: str) -> bool:
        """Tell whether exactly this pattern is on the list."""
        return self.row("SELECT 1 FROM suppression WHERE pattern = ?", pattern) is not None

    def delete_suppression(self, pattern: str) -> bool:
        """Remove a pattern; return whether it was there."""
        return self.run("DELETE FROM suppression WHERE pattern = ?", pattern) == 1

    def iter_suppressions(self) -> Iterator[sqlite3.Row]:
        """Yield the suppression list, by kind and pattern."""
        with translated_errors(self.path):
            yield from self.conn.execute("SELECT * FROM suppression ORDER BY kind, pattern")

    def load_lead_ids_at(self, address: str) -> list[str]:
        """Return the leads of a normalised address that are not suppressed yet."""
        found = self.rows("SELECT id FROM lead WHERE address = ? AND status <> 'suppressed'", address)
        return [row["id"] for row in found]

    def iter_addresses(self) -> Iterator[tuple[str, str]]:
        """Yield (lead id, normalised address) of every lead that is not suppressed yet."""
        with translated_errors(self.path):
            for row in self.conn.execute("SELECT id, address FROM lead WHERE status <> 'suppressed'"):
                yield row["id"], row["address"]

    # -- a person is forgotten

    def knows_person(self, address: str) -> bool:
        """Tell whether a lead, a send or the suppression list names this normalised address."""
        return bool(
            self.row(
                "SELECT 1 FROM lead WHERE address = ?1 UNION SELECT 1 FROM attempt WHERE address = ?1"
                " UNION SELECT 1 FROM suppression WHERE pattern = ?1 LIMIT 1",
                address,
            )
        )

    def forget_person(self, email: str, at: datetime) -> None:
        """Erase a person's leads, texts, events and journal; keep a hash that suppresses the address."""
        address = normalise_address(email)
        # What is deleted must not stay readable in the free pages of the file.
        self.conn.execute("PRAGMA secure_delete = ON").fetchall()
        self._erase_mentions(address, email)
        ids = "(SELECT id FROM lead WHERE address = ?)"
        self.run(f"DELETE FROM journal WHERE lead_id IN {ids}", address)
        self.run(
            f"UPDATE event SET body = '{{}}', detail = '', id = NULL WHERE lead_id IN {ids} OR (identity, seq) IN"
            " (SELECT identity, seq FROM event_address WHERE address = ?)",
            address,
            address,
        )
        self.run("DELETE FROM event_address WHERE address = ?", address)
        self.run(
            f"UPDATE attempt SET request_body = X'', address = ?, reason = '' WHERE lead_id IN {ids} OR address = ?",
            hash_address(address),
            address,
            address,
        )
        self.run("DELETE FROM lead WHERE address = ?", address)
        self.run("UPDATE test_send SET address = ? WHERE address = ?", hash_address(address), address)
        self.run("DELETE FROM suppression WHERE kind = 'address' AND pattern = ?", address)
        self.save_suppression(hash_address(address), "hash", "forgotten", "forget", at)

    def _erase_mentions(self, address: str, email: str) -> None:
        """Erase what belongs to no lead and names the person: journal lines, events, what could not be read."""
        written = self.rows("SELECT email FROM lead WHERE address = ?", address)
        names = _naming({address, email.strip(), *(str(row["email"]) for row in written)})
        self.conn.create_function("names_person", 1, names)
        self.run("DELETE FROM journal WHERE lead_id IS NULL AND names_person(change || ' ' || reason)")
        self.run(
            "UPDATE event SET body = '{}', detail = '', id = NULL WHERE lead_id IS NULL AND names_person(body)"
        )
        self.run("UPDATE quarantine SET body = '{}' WHERE names_person(body)")

    def compact_log(self) -> None:
        """Move what was written into the file and empty the log beside it, if nobody reads meanwhile."""
        with translated_errors(self.path):
            self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def parent_domains(address: str) -> list[str]:
    """Return the domain of an address and all that it lies in: `a.b.example`, `b.example`, `example`."""
    labels = address.rpartition("@")[2].split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def hash_address(address: str) -> str:
    """Return the form in which a forgotten person's address stays suppressed."""
    import hashlib  # noqa: PLC0415 - looks at the file need none

    return hashlib.sha256(f"seqcli:{address}".encode()).hexdigest()


def _naming(spellings: set[str]) -> Callable[[str], bool]:
    """Return the test whether a text, or a text inside JSON, names one of these addresses and no longer one."""
    either = "|".join(re.escape(each) for each in spellings)
    pattern = re.compile(rf"(?<![\w.+-])(?:{either})(?![\w-]|\.\w)", re.IGNORECASE)

    def names(text: str) -> bool:
        try:
            value = json.loads(text)
        except ValueError:
            value = text
        return any(pattern.search(each) for each in _texts_in(value))

    return names


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from (key, *_texts_in(each))
    elif isinstance(value, list):
        for each in value:
            yield from _texts_in(each)
