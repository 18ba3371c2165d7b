"""Who answered, in any sequence, in SQL: one memory a person (rule R19). Addresses are normalised."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from seqcli.clock import from_text, to_text
from seqcli.store.database import Database


class Answered(NamedTuple):
    """A person who answered: in which sequence first, and when."""

    address: str
    sequence_id: str
    at: datetime


class Answers:
    """People who answered. An entry outlives the lead; `forget` erases it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, address: str, sequence_id: str, at: datetime) -> None:
        """Remember that a person answered; the first answer stays."""
        self._db.run(
            "INSERT OR IGNORE INTO answer(address, sequence_id, answered_at) VALUES (?, ?, ?)",
            address,
            sequence_id,
            to_text(at),
        )

    def find(self, address: str) -> Answered | None:
        """Return where and when a person answered first, or None."""
        return self.find_many([address]).get(address)

    def find_many(self, addresses: Collection[str]) -> dict[str, Answered]:
        """Return which of these people answered, by address."""
        if self._db.row("SELECT 1 FROM answer LIMIT 1") is None:
            return {}
        found = self._db.rows(
            "SELECT address, sequence_id, answered_at FROM answer"
            " WHERE address IN (SELECT value FROM json_each(?))",
            json.dumps(list(addresses)),
        )
        return {
            row["address"]: Answered(row["address"], row["sequence_id"], from_text(row["answered_at"]))
            for row in found
        }

    def delete(self, address: str) -> None:
        """Forget that a person answered."""
        self._db.run("DELETE FROM answer WHERE address = ?", address)
