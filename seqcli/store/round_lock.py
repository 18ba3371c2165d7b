"""The process lock of a round, and the mark that shows whether the file was restored from a copy."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from seqcli.clock import from_text, to_text
from seqcli.errors import LockHeldError, StateError
from seqcli.store.database import Database
from seqcli.store.marks import NO_MARK, marked_at, read_marks, write_marks
from seqcli.store.meta import Meta

#: A run frees the lock for moments only, between two rounds; who waits must not miss them.
_POLL_S = 0.005


class RoundLock:
    """A lock that at most one round of a file holds."""

    def __init__(self, db: Database, meta: Meta) -> None:
        self._db = db
        self._meta = meta

    @contextmanager
    def hold(self, command: str, now: datetime, timeout_s: float = 0.0) -> Iterator[None]:
        """Hold the process lock for one round.

        Raises:
            LockHeldError: another run holds it for longer than `timeout_s`.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415 - only runs that send need it

        lock = FileLock(lock_name(self._db.path), timeout=timeout_s, mode=0o600)
        try:
            lock.acquire(poll_interval=_POLL_S)
        except Timeout:
            raise LockHeldError(
                "lock_held",
                f"another run is at work on {self._db.path}: {self._holder()}",
                "Let it finish, or run this again later.",
            ) from None
        except OSError as error:
            raise StateError(
                "lock_unusable",
                f"{self._db.path}.lock: {error.strerror}",
                "The file and its folder must be writable for you.",
            ) from error
        try:
            self._db.check_in_place()
            self._mark_round(command, now)
            yield
        finally:
            lock.release()

    def _mark_round(self, command: str, now: datetime) -> None:
        """Write a new mark into the file and beside it. A file that was restored from a copy has an older mark.

        While the file changes, the mark beside it has the old and the new one, so that a crash does not look like a
        copy. A copy stays a copy even if its first round fails.
        """
        known, mark = self._meta.find("round_mark") or NO_MARK, os.urandom(8).hex()
        is_copy = self._is_copy(known)
        lineage = self._meta.lineage()
        write_marks(self._db.path, mark, "" if is_copy else known, lineage)
        with self._db.transaction():
            if is_copy:
                self._meta.save("restored_at", to_text(now))
                self._meta.save("restored_as", mark)
            self._meta.save("round_mark", mark)
            self._meta.save("holder", json.dumps([os.getpid(), command, to_text(now)]))
        write_marks(self._db.path, mark, "", lineage)

    def _is_copy(self, known: str) -> bool:
        marks, file_id, _ = read_marks(self._db.path)
        if known != NO_MARK or not marks or NO_MARK in marks:
            return known not in (marks or [NO_MARK])
        # No round in this file, but a mark beside it: a copy from before the first round, or a new file.
        if file_id is not None:
            return file_id == self._meta.find("file_id")
        mine = self._meta.find("created_at")
        return mine is None or from_text(mine).timestamp() <= marked_at(self._db.path)

    def _holder(self) -> str:
        try:
            pid, command, since = json.loads(self._meta.find("holder") or "")
        except (ValueError, StateError):
            return "holder unknown"
        return f"`{command}`, process {pid}, since {since}"


def lock_name(path: Path) -> str:
    """Return the path of a file's lock; a file with two names has one lock."""
    return os.path.realpath(path) + ".lock"
