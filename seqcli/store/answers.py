"""Who answered, in any sequence, in SQL: one memory a person (rule R19). Addresses are normalised."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from seqcli.clock import from_text, to_text
from seqcli.eligibility import Elsewhere
from seqcli.store.database import Database


class Answered(NamedTuple):
    """A person who answered: in which sequence first, and when.

    `source` is the contact file of another sender that says so as well; if no sequence is known, only the file says so,
    and `at` is when it was imported.
    """

    address: str
    sequence_id: str
    at: datetime
    source: str = ""

    @property
    def elsewhere(self) -> Elsewhere:
        """The answer, for a sentence about it."""
        return Elsewhere(self.sequence_id, self.at, self.source)

    @property
    def is_from_file(self) -> bool:
        """Whether nothing but a contact file says so."""
        return not self.sequence_id and self.source != ""


class Answers:
    """People who answered. An entry outlives the lead; `forget` erases it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, address: str, sequence_id: str, at: datetime) -> None:
        """Remember that a person answered; the first answer stays, unless only a contact file told of it."""
        self._db.run(
            "INSERT INTO answer(address, sequence_id, answered_at) VALUES (?, ?, ?) ON CONFLICT(address) DO UPDATE"
            " SET sequence_id = excluded.sequence_id, answered_at = excluded.answered_at"
            " WHERE answer.sequence_id = '' AND answer.source <> ''",
            address,
            sequence_id,
            to_text(at),
        )

    def save_from_file(self, addresses: Collection[str], source: str, at: datetime) -> None:
        """Remember that a contact file says that people answered another sender; the first file stays."""
        self._db.run_many(
            "INSERT INTO answer(address, sequence_id, answered_at, source) VALUES (?, '', ?, ?) ON CONFLICT(address)"
            " DO UPDATE SET source = excluded.source WHERE answer.source = ''",
            [(address, to_text(at), source) for address in addresses],
        )

    def find(self, address: str) -> Answered | None:
        """Return where and when a person answered first, or None."""
        return self.find_many([address]).get(address)

    def find_many(self, addresses: Collection[str]) -> dict[str, Answered]:
        """Return which of these people answered, by address."""
        if self._db.row("SELECT 1 FROM answer LIMIT 1") is None:
            return {}
        found = self._db.rows(
            "SELECT address, sequence_id, answered_at, source FROM answer"
            " WHERE address IN (SELECT value FROM json_each(?))",
            json.dumps(list(addresses)),
        )
        return {
            row["address"]: Answered(
                row["address"], row["sequence_id"], from_text(row["answered_at"]), row["source"]
            )
            for row in found
        }

    def delete(self, address: str) -> None:
        """Forget that a person answered in a sequence; what a contact file says of another sender stays."""
        self._db.run("DELETE FROM answer WHERE address = ? AND source = ''", address)
        self._db.run("UPDATE answer SET sequence_id = '' WHERE address = ?", address)

    def delete_from_file(self, address: str) -> None:
        """Forget that a contact file said that a person answered; an answer in a sequence stays."""
        self._db.run("DELETE FROM answer WHERE address = ? AND sequence_id = ''", address)
        self._db.run("UPDATE answer SET source = '' WHERE address = ?", address)
