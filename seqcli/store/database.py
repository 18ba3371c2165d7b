"""The open state file: statements, transactions, copies. It knows no table."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from seqcli.errors import LockHeldError, StateError, UsageError

CLOSED_TO_US = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")


class Database:
    """One open state file. Every write happens inside `transaction()`; no SQLite error leaves it untranslated."""

    def __init__(self, path: Path, conn: sqlite3.Connection) -> None:
        self.path = path
        self._conn = conn
        self._place = _place_of(path)
        self._epoch = 0

    def close(self) -> None:
        """Close the file; an open transaction is rolled back."""
        self._conn.close()

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        try:
            return self._conn.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _translate(self.path, error) from error

    def rows_by_name(self, sql: str, values: Mapping[str, object]) -> list[sqlite3.Row]:
        """Return all rows of a query with named values."""
        try:
            return self._conn.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _translate(self.path, error) from error

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        try:
            found: sqlite3.Row | None = self._conn.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise _translate(self.path, error) from error
        return found

    def run(self, sql: str, *values: object) -> int:
        """Run a write and return how many rows it touched."""
        if not self._conn.in_transaction:
            raise AssertionError("a write outside a transaction")
        try:
            return self._conn.execute(sql, values).rowcount
        except sqlite3.Error as error:
            raise _translate(self.path, error) from error

    @property
    def total_changes(self) -> int:
        """How many rows were changed since the file was opened."""
        return self._conn.total_changes

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._conn.in_transaction

    @property
    def epoch(self) -> int:
        """A number that changes when what was read before may be old: with a transaction, or when a part is undone."""
        return self._epoch

    def note_rewrite(self) -> None:
        """Let what was read before in this transaction count as old, after a statement that changes whole tables."""
        self._epoch += 1

    def iterate(self, sql: str, values: Sequence[object] = ()) -> Iterator[sqlite3.Row]:
        """Yield the rows of a query as they are read."""
        with translated_errors(self.path):
            for row in self._conn.execute(sql, values):  # noqa: UP028 - `yield from` would close the cursor late
                yield row

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a write once for every row of values."""
        with translated_errors(self.path):
            self._conn.executemany(sql, rows)

    def execute(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> None:
        """Run a PRAGMA, or a statement on temporary tables; it needs no transaction."""
        with translated_errors(self.path):
            self._conn.execute(sql, values).fetchall()

    def create_function(
        self,
        name: str,
        arguments: int,
        function: Callable[..., str | bytes | int | None],
        *,
        deterministic: bool = False,
    ) -> None:
        """Register a function for the statements of this connection."""
        self._conn.create_function(name, arguments, function, deterministic=deterministic)

    @contextmanager
    def transaction(self, *, rollback: bool = False) -> Iterator[None]:
        """Hold the write lock from the first statement on; commit at the end, or undo all (`rollback`).

        A deferred BEGIN would read first, and fail at once if another process wrote meanwhile.
        Inside another transaction it is part of that one, so that a dry run can undo all of it.
        """
        if self._conn.in_transaction:
            yield
            return
        with translated_errors(self.path):
            self._conn.execute("BEGIN IMMEDIATE")
            self._epoch += 1
            try:
                yield
            except BaseException:
                self._undo()
                raise
            if rollback:
                self._undo()
            else:
                self._commit()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what is done inside if it fails, and keep what the transaction did before."""
        with translated_errors(self.path):
            self._conn.execute("SAVEPOINT inner_part")
            try:
                yield
            except BaseException:
                self._epoch += 1
                if self._conn.in_transaction:
                    self._conn.execute("ROLLBACK TO inner_part")
                    self._conn.execute("RELEASE inner_part")
                raise
            self._conn.execute("RELEASE inner_part")

    def _commit(self) -> None:
        try:
            self._conn.execute("COMMIT")
        except BaseException:
            self._undo()
            raise

    def _undo(self) -> None:
        # A full disk has already rolled back; a second ROLLBACK would hide the real error.
        if self._conn.in_transaction:
            self._conn.execute("ROLLBACK")

    def check_in_place(self) -> None:
        """Check that the path still names the open file: changes to any other file would be lost.

        Raises:
            StateError: the file was moved, deleted or replaced.
        """
        if self._place != _place_of(self.path):
            raise StateError(
                "file_gone",
                f"{self.path} was moved, deleted or replaced while this command had it open; nothing more was sent",
                "Restore the file if it is missing, then run this again: seqcli finds the last sends at 12m.",
            )

    def compact_log(self) -> bool:
        """Write the log back into the file and empty it; return False if another program still needs it.

        Litestream copies the log. What is emptied before that is missing in its copies, which damages them.
        """
        if self.row("SELECT 1 FROM sqlite_schema WHERE name = '_litestream_seq'"):
            return False
        return not self.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]["busy"]

    def count_bytes(self) -> int:
        """Return the size of the file with its log."""
        log = Path(os.path.realpath(self.path) + "-wal")
        return self.path.stat().st_size + (log.stat().st_size if log.exists() else 0)

    def backup(self, target: Path) -> None:
        """Write a consistent copy to `target`, also while a run is going on.

        Raises:
            UsageError: the target exists.
            StateError: it cannot be written.
        """
        if target.exists():
            raise UsageError("backup_exists", f"{target} exists already", "Choose another name.")
        fresh = target.with_name(target.name + ".new")
        with translated_errors(target):
            make_private(fresh)
            try:
                self._copy_into(fresh)
                fresh.replace(target)
            except sqlite3.Error:
                fresh.unlink(missing_ok=True)
                raise

    def _copy_into(self, fresh: Path) -> None:
        try:
            self._conn.execute("VACUUM INTO ?", (str(fresh),))
        except sqlite3.OperationalError as error:
            if sqlite_error_name(error) != "SQLITE_ERROR":
                raise
            # On a read-only medium SQLite cannot vacuum a table with a computed column, but it can copy pages.
            with closing(sqlite3.connect(fresh)) as copy:
                self._conn.backup(copy)


def _place_of(path: Path) -> tuple[int, int] | None:
    """Return device and inode of the file at a path, or None if there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def make_private(path: Path) -> None:
    """Create an empty file that only its owner can read and write."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))
    except OSError as error:
        raise StateError("not_writable", f"{path}: {error.strerror}", "Choose another place.") from error


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into errors with a hint."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate(path, error) from error


def damaged(path: Path, where: str) -> StateError:
    """Return the error for a damaged file; `where` says what cannot be read."""
    return StateError("damaged", f"{path} is damaged: {where}", "Restore it from a backup.")


def sqlite_error_name(error: sqlite3.Error) -> str:
    """Return SQLite's name of an error, or an empty text."""
    name: Any = getattr(error, "sqlite_errorname", "")
    return str(name or "")


def _translate(path: Path, error: sqlite3.Error) -> Exception:
    name = sqlite_error_name(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LockHeldError("busy", f"another program is writing to {path}", "Run it again.")
    if name.startswith("SQLITE_FULL"):
        return StateError("disk_full", f"no space left for {path}", "Free some space and run it again.")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StateError("damaged", f"{path} is damaged or not an SQLite file", "Restore it from a backup.")
    if name.startswith("SQLITE_IOERR"):
        return StateError(
            "disk_failed",
            f"{path} cannot be read or written: {error}",
            "Is the disk full, or a limit reached?",
        )
    if name.startswith(CLOSED_TO_US):
        return StateError(
            "not_writable", f"{path} cannot be opened for writing: {error}", "Check its rights."
        )
    return error
