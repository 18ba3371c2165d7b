"""Values about the state file, by key, in SQL."""

import os
from datetime import datetime

from seqcli.clock import MAX_DURATION_MS, from_text, to_text
from seqcli.store.database import Database
from seqcli.store.marks import read_marks, write_marks

#: Of an identity: sends before the first may be missing here; an answer may be hidden in what came up to the second.
SUSPECT_BEFORE, BLIND_AT = "suspect_before:", "blind_at:"
_MAX_OFFSET_MS = 100 * MAX_DURATION_MS


class Meta:
    """Values about the file itself, by key."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, key: str) -> str | None:
        """Return the value of a key, or None."""
        row = self._db.row("SELECT value FROM meta WHERE key = ?", key)
        return None if row is None else str(row["value"])

    def save(self, key: str, value: str) -> None:
        """Save the value of a key."""
        self._db.run(
            "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            key,
            value,
        )

    def delete(self, key: str) -> None:
        """Delete the value of a key, if it has one."""
        self._db.run("DELETE FROM meta WHERE key = ?", key)

    def find_suspect_before(self, identity: str) -> datetime | None:
        """Return the time before which sends of an identity may be missing in this file, or None."""
        text = self.find(SUSPECT_BEFORE + identity)
        return None if text is None else from_text(text)

    def save_suspect_before(self, identity: str, at: datetime) -> None:
        """Note that sends of an identity up to a time may be missing in this file."""
        self.save(SUSPECT_BEFORE + identity, to_text(at))

    def save_blind_at(self, identity: str, at: datetime) -> None:
        """Note that an entry came which may be the answer of anybody whom the identity wrote to before."""
        self.save(BLIND_AT + identity, to_text(at))

    def mark_made(self, now: datetime) -> None:
        """Save when the file was made, and an id that its copies share. A second call does nothing."""
        if self.find("created_at") is None:
            with self._db.transaction():
                self.save("created_at", to_text(now))
                self.save("file_id", os.urandom(8).hex())

    def was_restored(self) -> bool:
        """Return whether the file was ever put back from a copy: it may lack sends that it made."""
        return self.find("restored_as") is not None

    def find_first_offset_ms(self) -> int | None:
        """Return how far 12m was ahead of this machine at its first answer, in ms: from the file or its mark."""
        known = self.find("first_offset_ms")
        if known is not None:
            return int(known)
        beside = read_marks(self._db.path)
        return beside.first_offset_ms if beside.file_id == self.find("file_id") else None

    def save_first_offset(self, offset_ms: int) -> None:
        """Save how far 12m was ahead at its first answer, in the file and in the mark beside it."""
        self.save("first_offset_ms", str(offset_ms))
        marks = read_marks(self._db.path).marks
        if marks:
            write_marks(self._db.path, marks[0], "".join(marks[1:]), self.lineage())

    def find_server_offset_ms(self) -> int:
        """Return how far 12m was ahead of this machine at its last answer, in ms; 0 if unknown or not believable."""
        offset_ms = int(self.find("server_offset_ms") or 0)
        return offset_ms if abs(offset_ms) < _MAX_OFFSET_MS else 0

    def lineage(self) -> str:
        """Return the second line of the mark: the file's id, and 12m's first offset in ms."""
        return f"{self.find('file_id')} {self.find_first_offset_ms()}"
