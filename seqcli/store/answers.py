"""Who answered, in any sequence, in SQL: one memory a person (rule R19). Addresses are normalised."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from seqcli.clock import from_text, to_text
from seqcli.eligibility import Elsewhere
from seqcli.store.database import Database

#: Stands between the names of several files, which have none in them.
_BETWEEN = "\n"


class Answered(NamedTuple):
    """A person who answered: in which sequence first, and when.

    `sources` are the contact files of other senders that say so as well; if no sequence is known, only they say so, and
    `at` is when the first one was imported.
    """

    address: str
    sequence_id: str
    at: datetime
    sources: tuple[str, ...] = ()

    @property
    def elsewhere(self) -> Elsewhere:
        """The answer, for a sentence about it."""
        return Elsewhere(self.sequence_id, self.at, ", ".join(self.sources))

    @property
    def is_from_file(self) -> bool:
        """Whether nothing but contact files says so."""
        return not self.sequence_id and self.sources != ()


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
        """Remember that a contact file says that people answered another sender; the first date stays."""
        self._db.run_many(
            "INSERT INTO answer(address, sequence_id, answered_at, source) VALUES (?1, '', ?2, ?3) ON CONFLICT(address)"
            " DO UPDATE SET source = CASE answer.source WHEN '' THEN ?3 ELSE answer.source || ?4 || ?3 END"
            " WHERE instr(?4 || answer.source || ?4, ?4 || ?3 || ?4) = 0",
            [(address, to_text(at), source, _BETWEEN) for address in addresses],
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
                row["address"],
                row["sequence_id"],
                from_text(row["answered_at"]),
                tuple(filter(None, row["source"].split(_BETWEEN))),
            )
            for row in found
        }

    def delete(self, address: str) -> None:
        """Forget that a person answered in a sequence; what a contact file says of another sender stays."""
        self._db.run("DELETE FROM answer WHERE address = ? AND source = ''", address)
        self._db.run("UPDATE answer SET sequence_id = '' WHERE address = ?", address)

    def delete_from_file(self, address: str, source: str) -> None:
        """Forget that a contact file said that a person answered; other files that say so, and sequences, stay."""
        known = self.find(address)
        if known is None or source not in known.sources:
            return
        others = _BETWEEN.join(each for each in known.sources if each != source)
        self._db.run("UPDATE answer SET source = ? WHERE address = ?", others, address)
        if known.is_from_file and not others:
            self._db.run("DELETE FROM answer WHERE address = ?", address)
