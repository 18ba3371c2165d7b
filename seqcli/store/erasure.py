"""A person is erased from the file in SQL: every text that names the address, wherever it stands. Counts stay."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime

from seqcli.model import (
    normalise_address,
)
from seqcli.store.bloom_filter import hash_address
from seqcli.store.database import Database
from seqcli.store.suppressions import Suppressions

PLACEHOLDER = "[forgotten]"


#: Texts that stand beside leads, events and sends of others: table → columns.
_TEXTS = {
    "journal": ("change", "reason"),
    "event": ("body", "detail"),
    "lead": ("status_reason", "pause_reason"),
    "attempt": ("reason",),
    "quarantine": ("why", "body"),
    "suppression": ("reason", "source"),
    "test_send": ("reason",),
}


class Erasure:
    """Erases a person and keeps the counts."""

    def __init__(self, db: Database, suppressions: Suppressions) -> None:
        self._db = db
        self._suppressions = suppressions

    def knows_person(self, address: str) -> bool:
        """Tell whether a lead, a send or the suppression list names this normalised address, or its hash."""
        return bool(
            self._db.row(
                "SELECT 1 FROM lead WHERE address = ?1 UNION SELECT 1 FROM attempt WHERE address = ?1"
                " UNION SELECT 1 FROM suppression WHERE pattern IN (?1, ?2) LIMIT 1",
                address,
                hash_address(address),
            )
        )

    def load_forgotten(self) -> list[sqlite3.Row]:
        """Return (sequence_id, step, status, contacted, n): where those stood who were forgotten."""
        return self._db.rows("SELECT sequence_id, step, status, contacted, people AS n FROM forgotten")

    def forget_person(self, email: str, at: datetime) -> None:
        """Erase a person's leads, texts, events and journal, and the address elsewhere; keep a hash that suppresses it.

        What others were sent keeps its bytes as long as its outcome is open, as a retry must repeat them.
        """
        address = normalise_address(email)
        # What is deleted must not stay readable in the free pages of the file.
        self._db.execute("PRAGMA secure_delete = ON")
        written = self._db.rows("SELECT email FROM lead WHERE address = ?", address)
        redact = _redacting({address, email.strip(), *(str(row["email"]) for row in written)})
        self._keep_counts(address)
        self._erase_own(address, redact)
        self._db.run("DELETE FROM lead WHERE address = ?", address)
        self._db.run("UPDATE test_send SET address = ? WHERE address = ?", hash_address(address), address)
        self._db.run("DELETE FROM suppression WHERE kind = 'address' AND pattern = ?", address)
        self._erase_mentions(redact)
        self._suppressions.save(hash_address(address), "hash", "forgotten", "forget", at)

    def compact_log(self) -> None:
        """Move what was written into the file and empty the log beside it, if nobody reads meanwhile."""
        self._db.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def _keep_counts(self, address: str) -> None:
        """Keep where the person stood as a count; who had not ended counts as suppressed, as nothing goes there now."""
        self._db.run(
            "INSERT INTO forgotten(sequence_id, step, status, contacted, people)"
            " SELECT sequence_id, coalesce(answered_step, current_step), CASE"
            " WHEN status IN ('queued', 'in_flight', 'held') THEN 'suppressed'"
            " WHEN status = 'bounced' AND last_step_at IS NULL THEN 'refused' ELSE status END,"
            " last_step_at IS NOT NULL, 1 FROM lead WHERE address = ?"
            " ON CONFLICT DO UPDATE SET people = people + 1",
            address,
        )

    def _erase_own(self, address: str, redact: Callable[[str], str]) -> None:
        """Erase what belongs to the person, and what belongs to nobody and names them."""
        ids = "(SELECT id FROM lead WHERE address = ?)"
        self._db.create_function("names_person", 1, lambda text: redact(text) != text)
        self._db.run(f"DELETE FROM journal WHERE lead_id IN {ids}", address)
        self._db.run(f"DELETE FROM suppressed_lead WHERE lead_id IN {ids}", address)
        self._db.run("DELETE FROM journal WHERE lead_id IS NULL AND names_person(change || ' ' || reason)")
        self._db.run(
            f"UPDATE event SET body = '{{}}', detail = '', id = NULL WHERE lead_id IN {ids} OR (identity, seq) IN"
            " (SELECT identity, seq FROM event_address WHERE address = ?)"
            " OR lead_id IS NULL AND names_person(body)",
            address,
            address,
        )
        self._db.run("UPDATE quarantine SET body = '{}' WHERE names_person(body)")
        self._db.run("DELETE FROM event_address WHERE address = ?", address)
        self._db.run(
            f"UPDATE attempt SET request_body = X'', address = ?, reason = '' WHERE lead_id IN {ids} OR address = ?",
            hash_address(address),
            address,
            address,
        )

    def _erase_mentions(self, redact: Callable[[str], str]) -> None:
        """Take the address out of what belongs to others."""
        self._db.create_function("redacted", 1, lambda text: None if text is None else redact(text))
        for table, columns in _TEXTS.items():
            for column in columns:
                self._db.run(
                    f"UPDATE {table} SET {column} = redacted({column}) WHERE redacted({column}) <> {column}"
                )
        self._db.create_function("without_person", 1, lambda text: _blanked(text, redact))
        self._db.run("UPDATE lead SET fields = without_person(fields) WHERE redacted(fields) <> fields")
        self._db.create_function("redacted_bytes", 1, lambda body: redact(body.decode()).encode())
        self._db.run(
            "UPDATE attempt SET request_body = redacted_bytes(request_body)"
            " WHERE state IN ('accepted', 'refused', 'cancelled') AND redacted_bytes(request_body) <> request_body"
        )


def _blanked(fields: str, redact: Callable[[str], str]) -> str:
    """Empty the merge fields that name the person: a placeholder must not stand in a mail."""
    kept = {name: "" if redact(value) != value else value for name, value in json.loads(fields).items()}
    return json.dumps(kept, ensure_ascii=False)


def _redacting(spellings: Iterable[str]) -> Callable[[str], str]:
    """Return what replaces these addresses, and no longer ones, in a text or in the texts inside JSON."""
    written = sorted(_with_unicode_domains(spellings))
    either = "|".join(map(_pattern, written))
    cores = {max(re.findall("[a-z0-9]+", each.lower()), key=len, default="") for each in written}
    pattern = re.compile(rf"(?:(?<![\w.+-])|(?<=%[0-9a-f]{{2}}))(?:{either})(?![\w-]|\.\w)", re.IGNORECASE)

    def walk(value: object) -> object:
        if isinstance(value, str):
            return pattern.sub(PLACEHOLDER, value)
        if isinstance(value, list):
            return [walk(each) for each in value]
        if isinstance(value, dict):
            return {pattern.sub(PLACEHOLDER, key): walk(each) for key, each in value.items()}
        return value

    def redact(text: str) -> str:
        lower = text.lower()
        if not any(core in lower for core in cores):
            return text  # without being parsed, as nearly all are
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return pattern.sub(PLACEHOLDER, text)
        without = walk(value)
        return text if without == value else json.dumps(without)

    return redact


def _with_unicode_domains(spellings: Iterable[str]) -> set[str]:
    found = set(spellings)
    for spelling in spellings:
        local, at, domain = spelling.rpartition("@")
        if "xn--" in domain.lower():
            import idna  # noqa: PLC0415 - nearly all addresses are ASCII

            with suppress(UnicodeError):
                found.add(f"{local}{at}{idna.decode(domain)}")
    return found


def _pattern(address: str) -> str:
    """Return what finds an address, also where a link or an encoded mail spells its signs otherwise."""
    return "".join(map(_sign, address))


def _sign(char: str) -> str:
    if char.isascii() and (char.isalnum() or char in ".-_"):
        return re.escape(char)
    octets = char.encode("utf-8", "surrogatepass")
    coded = ("".join(f"{lead}{octet:02x}" for octet in octets) for lead in "%=")
    return f"(?:{'|'.join((re.escape(char), *coded, f'&#{ord(char)};', f'&#x{ord(char):x};'))})"
