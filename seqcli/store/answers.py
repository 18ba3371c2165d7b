"""Who answered, in any sequence, in SQL: `resume`, `requeue` and `undo` revive nobody who answered meanwhile."""

from datetime import datetime

from seqcli.clock import to_text
from seqcli.store.database import Database


class Answers:
    """The last answer of each person, by normalised address. It outlives the lead; `forget` erases it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, address: str, sequence_id: str, at: datetime) -> None:
        """Remember that a person answered; the latest answer stays."""
        self._db.run(
            "INSERT INTO answer(address, sequence_id, answered_at) VALUES (?, ?, ?) ON CONFLICT(address) DO UPDATE"
            " SET sequence_id = excluded.sequence_id, answered_at = excluded.answered_at"
            " WHERE excluded.answered_at > answer.answered_at",
            address,
            sequence_id,
            to_text(at),
        )
