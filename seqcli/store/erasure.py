"""Erases a person from the file in SQL: every text with the address, in all tables. Counts stay."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from seqcli.model import (
    normalise_address,
)
from seqcli.store.bloom_filter import hash_address
from seqcli.store.database import Database
from seqcli.store.person_index import is_of_person
from seqcli.store.suppressions import Suppressions

#: Texts about other people that may have the address: table → columns.
_TEXTS = {
    "journal": ("change", "reason"),
    "event": ("body", "detail"),
    "lead": ("status_reason", "pause_reason"),
    "attempt": ("reason",),
    "quarantine": ("why", "body"),
    "suppression": ("reason", "source"),
    "test_send": ("reason",),
    "reply": ("reason",),
    "pause": ("reason",),
    "steering": ("command", "what"),
    "steering_change": ("before",),
    "brake": ("reason",),
    "suppressed_lead": ("status_reason", "not_restorable"),
    "notice": ("body",),
    "thread_mail": ("sender", "sender_name", "subject", "text"),
    "mark": ("referral", "before"),
    "branch": ("why",),
}


class ForgottenCount(NamedTuple):
    """How many forgotten people were at a step (from 0) in a status; `contacted` is 0 or 1."""

    sequence_id: str
    step: int
    status: str
    contacted: int
    people: int


class Erasure:
    """Erases a person and keeps the counts."""

    def __init__(self, db: Database, suppressions: Suppressions) -> None:
        self._db = db
        self._suppressions = suppressions

    def knows_person(self, address: str) -> bool:
        """Return whether a lead, a mail, an answer or the suppression list has this normalised address, or its hash."""
        return bool(
            self._db.row(
                f"SELECT 1 FROM lead WHERE {is_of_person('?1')} UNION SELECT 1 FROM attempt WHERE address = ?1"
                " UNION SELECT 1 FROM inbox WHERE sender = ?1 UNION SELECT 1 FROM thread_mail WHERE sender = ?1"
                " UNION SELECT 1 FROM reply WHERE address = ?1 UNION SELECT 1 FROM answer WHERE address = ?1"
                " UNION SELECT 1 FROM suppression WHERE pattern IN (?1, ?2) LIMIT 1",
                address,
                hash_address(address),
            )
        )

    def load_matched(self, address: str) -> list[str]:
        """Return the normalised addresses of mails that were matched to a person by hand, and are no lead's."""
        found = self._db.rows(
            "SELECT DISTINCT inbox.sender FROM inbox JOIN journal ON journal.lead_id = inbox.lead_id"
            " AND journal.actor = 'inbox match' AND journal.reason = inbox.sender"
            f" WHERE inbox.lead_id IN (SELECT id FROM lead WHERE {is_of_person('?1')}) AND inbox.sender NOT IN (?1, '')"
            f" AND NOT EXISTS (SELECT 1 FROM lead WHERE {is_of_person('inbox.sender')}) ORDER BY 1",
            address,
        )
        return [str(row["sender"]) for row in found]

    def load_forgotten(self) -> list[ForgottenCount]:
        """Return the counts of forgotten people."""
        found = self._db.rows("SELECT sequence_id, step, status, contacted, people FROM forgotten")
        return [ForgottenCount(*row) for row in found]

    def forget_person(self, email: str, at: datetime) -> None:
        """Erase a person's leads, texts, events and journal, and the address elsewhere; suppress its hash.

        Attempts for other people keep their bytes while their outcome is open, as a retry must repeat them.
        """
        from seqcli.store.redaction import make_redacting  # noqa: PLC0415 - every command opens the store

        address = normalise_address(email)
        # Deleted data must not stay readable in the free pages of the file.
        self._db.execute("PRAGMA secure_delete = ON")
        written = self._db.rows(f"SELECT email FROM lead WHERE {is_of_person('?1')}", address)
        redact = make_redacting({address, email.strip(), *(str(row["email"]) for row in written)})
        self._keep_counts(address)
        self._erase_own(address, redact)
        self._db.run(f"DELETE FROM lead WHERE {is_of_person('?1')}", address)
        self._db.run("UPDATE test_send SET address = ? WHERE address = ?", hash_address(address), address)
        self._db.run("DELETE FROM suppression WHERE kind = 'address' AND pattern = ?", address)
        self._erase_mentions(redact)
        self._suppressions.save(hash_address(address), "hash", "forgotten", "forget", at)

    def _keep_counts(self, address: str) -> None:
        """Count the person by step and status; a lead that had not ended counts as suppressed."""
        self._db.run(
            "INSERT INTO forgotten(sequence_id, step, status, contacted, people)"
            " SELECT sequence_id, coalesce(answered_step, current_step), CASE"
            " WHEN status IN ('queued', 'in_flight', 'held') THEN 'suppressed'"
            " WHEN status = 'bounced' AND last_step_at IS NULL THEN 'refused' ELSE status END,"
            f" last_step_at IS NOT NULL, 1 FROM lead WHERE {is_of_person('?1')}"
            " ON CONFLICT DO UPDATE SET people = people + 1",
            address,
        )

    def _erase_own(self, address: str, redact: Callable[[str], str]) -> None:
        """Erase the person's own rows, and rows without a lead that name the person."""
        ids = f"(SELECT id FROM lead WHERE {is_of_person('?1')})"
        self._db.create_function("names_person", 1, lambda text: redact(text) != text)
        self._erase_threads(ids, address)
        self._db.run(f"DELETE FROM journal WHERE lead_id IN {ids}", address)
        self._db.run(f"DELETE FROM suppressed_lead WHERE lead_id IN {ids}", address)
        self._db.run(f"DELETE FROM pause WHERE lead_id IN {ids}", address)
        self._db.run(f"DELETE FROM mark WHERE lead_id IN {ids}", address)
        self._db.run(f"DELETE FROM steering_change WHERE kind = 'lead' AND name IN {ids}", address)
        self._db.run("DELETE FROM answer WHERE address = ?", address)
        self._db.run("DELETE FROM other_address WHERE address = ?1 OR person = ?1", address)
        self._db.run(
            "DELETE FROM notice WHERE names_person(coalesce(json_extract(body, '$.email'), '')"
            " || ' ' || coalesce(json_extract(body, '$.from'), ''))"
        )
        # Colleagues whom the person named have the name in a field.
        self._db.run(
            "UPDATE lead SET fields = json_replace(fields, '$.referred_by', '') WHERE id IN (SELECT made_lead_id"
            f" FROM branch WHERE cause = 'referral' AND lead_id IN {ids})",
            address,
        )
        self._db.run(f"DELETE FROM branch WHERE address = ?1 OR lead_id IN {ids}", address)
        self._db.run("DELETE FROM journal WHERE lead_id IS NULL AND names_person(change || ' ' || reason)")
        self._db.run(
            "UPDATE event SET body = '{}', detail = '', id = NULL, handling = CASE handling"
            f" WHEN 'to_look_up' THEN 'mail_noted' ELSE handling END WHERE lead_id IN {ids} OR (identity, seq) IN"
            " (SELECT identity, seq FROM event_address WHERE address = ?1"
            "  UNION SELECT identity, seq FROM inbox WHERE sender = ?1)"
            " OR lead_id IS NULL AND names_person(body)",
            address,
        )
        self._db.run(
            f"DELETE FROM inbox WHERE lead_id IN {ids} OR sender = ?1 OR quarantine_id IN"
            " (SELECT id FROM quarantine WHERE names_person(body))",
            address,
        )
        self._db.run("UPDATE quarantine SET body = '{}' WHERE names_person(body)")
        self._db.run("DELETE FROM event_address WHERE address = ?", address)
        self._db.run(
            f"UPDATE attempt SET request_body = X'', address = ?2, reason = '' WHERE lead_id IN {ids} OR address = ?1",
            address,
            hash_address(address),
        )
        # A reply whose outcome is open is given up: without its bytes it can never be tried again.
        self._db.run(
            "UPDATE reply SET request_body = X'', address = ?2, reason = '', next_try_at = NULL,"
            " state = CASE WHEN state = 'unknown' OR state = 'parked' THEN 'cancelled' ELSE state END"
            f" WHERE lead_id IN {ids} OR address = ?1",
            address,
            hash_address(address),
        )

    def _erase_threads(self, ids: str, address: str) -> None:
        """Erase the conversations with the person, and what the person wrote in those of others."""
        self._db.run(
            "DELETE FROM thread_mail WHERE sender = ?1 OR (identity, conv_id) IN"
            f" (SELECT identity, conv_id FROM lead WHERE id IN {ids} UNION SELECT identity, conv_id FROM attempt"
            f" WHERE address = ?1 OR lead_id IN {ids} UNION SELECT identity, conv_id FROM inbox"
            f" WHERE lead_id IN {ids} OR sender = ?1 AND lead_id IS NULL)",
            address,
        )

    def _erase_mentions(self, redact: Callable[[str], str]) -> None:
        """Remove the address from texts about other people."""
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
        self._db.run(
            "UPDATE reply SET request_body = redacted_bytes(request_body)"
            " WHERE state IN ('accepted', 'refused', 'cancelled') AND redacted_bytes(request_body) <> request_body"
        )


def _blanked(fields: str, redact: Callable[[str], str]) -> str:
    """Empty the merge fields that name the person: a mail must not contain the placeholder."""
    kept = {name: "" if redact(value) != value else value for name, value in json.loads(fields).items()}
    return json.dumps(kept, ensure_ascii=False)
