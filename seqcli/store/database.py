"""The open state file: statements, transactions, copies. It knows no table."""

import os
import re
import sqlite3
import stat
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from seqcli.errors import LockHeldError, StateError, UsageError

_WORD = re.compile(r"\w+")
_WRITE = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE(?: OR \w+)?|DELETE FROM|REPLACE INTO)\s+(\w+)")
#: A transaction over a million leads must not fill the memory.
_MOST_WAITING = 256
_MOST_REMEMBERED = 5000
CLOSED_TO_US = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")


@dataclass(slots=True)
class _Waiting:
    """Writes to one table that the file does not have yet: rows by statement, and what they concern."""

    rows: dict[str, list[Sequence[object]]] = field(default_factory=dict)
    keys: set[Hashable] = field(default_factory=set)


class Database:
    """One open state file. Every write happens inside `transaction()`; no SQLite error leaves it untranslated."""

    def __init__(self, path: Path, conn: sqlite3.Connection) -> None:
        self.path = path
        self._conn = conn
        self._place = _place_of(path)
        self._waiting: dict[str, _Waiting] = {}
        self._memories: dict[tuple[str, ...], dict[Hashable, Any]] = {}

    def close(self) -> None:
        """Close the file; an open transaction is rolled back."""
        self._conn.close()

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        self._write_what_waits(sql)
        try:
            return self._conn.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _translate(self.path, error) from error

    def rows_by_name(self, sql: str, values: Mapping[str, object]) -> list[sqlite3.Row]:
        """Return all rows of a query with named values."""
        self._write_what_waits(sql)
        with translated_errors(self.path):
            return self._conn.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        self._write_what_waits(sql)
        try:
            found: sqlite3.Row | None = self._conn.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise _translate(self.path, error) from error
        return found

    def has_beside_waiting(self, sql: str, *values: object) -> bool:
        """Tell whether a query has a row, without regard to what waits: the caller knows that none of it matters."""
        with translated_errors(self.path):
            return self._conn.execute(sql, values).fetchone() is not None

    def run(self, sql: str, *values: object) -> int:
        """Run a write and return how many rows it touched."""
        return self._run(sql, values)

    def run_by_name(self, sql: str, values: Mapping[str, object]) -> int:
        """Run a write with named values and return how many rows it touched."""
        return self._run(sql, values)

    def _run(self, sql: str, values: Sequence[object] | Mapping[str, object]) -> int:
        if not self._conn.in_transaction:
            raise AssertionError("a write outside a transaction")
        self._write_what_waits(sql)
        self.forget(_written_table(sql))
        try:
            return self._conn.execute(sql, values).rowcount
        except sqlite3.Error as error:
            raise _translate(self.path, error) from error

    def memory(self, *tables: str) -> dict[Hashable, Any]:
        """Return what is remembered of these tables until the transaction ends or one of them is written to.

        Nobody else can change them meanwhile. Outside a transaction nothing is remembered.
        """
        if not self._conn.in_transaction:
            return {}
        memory = self._memories.setdefault(tables, {})
        if len(memory) > _MOST_REMEMBERED:
            memory.clear()
        return memory

    def forget(self, table: str) -> None:
        """Forget everything that is remembered of a table."""
        for tables, memory in self._memories.items():
            if table in tables:
                memory.clear()

    def run_later(self, sql: str, values: Sequence[object], *keys: Hashable) -> None:
        """Write exactly one row before the next statement that names its table, at the latest with the commit.

        Nobody can tell it from a write that is done at once, but many alike in a row cost less. Of what is remembered
        of the table alone it changes what stands under `keys`; it must come after an earlier write with one of them.
        """
        if not self._conn.in_transaction:
            raise AssertionError("a write outside a transaction")
        table = _written_table(sql)
        waiting = self._waiting.get(table)
        if waiting is not None and not waiting.keys.isdisjoint(keys):
            self._write(table)
            waiting = None
        if waiting is None:
            waiting = self._waiting[table] = _Waiting()
        waiting.keys.update(keys)
        rows = waiting.rows.setdefault(sql, [])
        rows.append(values)
        memory = self._memories.get((table,), {})
        for key in keys:
            memory.pop(key, None)
        if len(rows) == _MOST_WAITING:
            self._write(table)

    def is_waiting(self, sql: str, row: Sequence[object]) -> bool:
        """Tell whether this row is the last one that waits for this statement, so that it may still be changed."""
        waiting = self._waiting.get(_written_table(sql))
        rows = [] if waiting is None else waiting.rows.get(sql, [])
        return bool(rows) and rows[-1] is row

    def _write_what_waits(self, sql: str) -> None:
        if self._waiting:
            for table in self._waiting.keys() & _words(sql):
                self._write(table)

    def write_waiting(self) -> None:
        """Write what waits for the commit."""
        for table in list(self._waiting):
            self._write(table)

    def _write(self, table: str) -> None:
        for sql, rows in self._waiting.pop(table).rows.items():
            with translated_errors(self.path):
                touched = self._conn.executemany(sql, rows).rowcount
            if touched != len(rows):
                raise AssertionError(f"a row of {table} was changed by somebody else inside our transaction")

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._conn.in_transaction

    def iterate(
        self, sql: str, values: Sequence[object] | Mapping[str, object] = ()
    ) -> Iterator[sqlite3.Row]:
        """Yield the rows of a query as they are read."""
        self._write_what_waits(sql)
        with translated_errors(self.path):
            for row in self._conn.execute(sql, values):  # noqa: UP028 - `yield from` would close the cursor late
                yield row

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        """Run a write once for every row of values, and return how many rows it touched."""
        self._write_what_waits(sql)
        self.forget(_written_table(sql))
        with translated_errors(self.path):
            return self._conn.executemany(sql, rows).rowcount

    def execute(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> None:
        """Run a PRAGMA, or a statement on temporary tables; it needs no transaction."""
        self._write_what_waits(sql)
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
            try:
                yield
                if not rollback:
                    self.write_waiting()
            except BaseException:
                self._undo()
                raise
            if rollback:
                self._undo()
            else:
                self._commit()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads inside see the file as it is at the first of them.

        In a file with a write-ahead log, readers and writers do not wait for each other. Keep it short: the log cannot
        be emptied meanwhile.
        """
        with translated_errors(self.path):
            self._conn.execute("BEGIN")
            try:
                yield
            finally:
                self._undo()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what is done inside if it fails, and keep what the transaction did before."""
        with translated_errors(self.path):
            self.write_waiting()
            self._conn.execute("SAVEPOINT inner_part")
            try:
                yield
                self.write_waiting()
            except BaseException:
                self._forget()
                if self._conn.in_transaction:
                    self._conn.execute("ROLLBACK TO inner_part")
                    self._conn.execute("RELEASE inner_part")
                raise
            self._conn.execute("RELEASE inner_part")

    def _commit(self) -> None:
        self._forget()
        try:
            self._conn.execute("COMMIT")
        except BaseException:
            self._undo()
            raise

    def _forget(self) -> None:
        self._waiting.clear()
        self._memories.clear()

    def _undo(self) -> None:
        self._forget()
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
        except sqlite3.DatabaseError as error:
            name = sqlite_error_name(error)
            if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
                fresh.unlink(missing_ok=True)
                raise _translate(self.path, error) from error  # the copy is not what is damaged
            if name != "SQLITE_ERROR":
                raise
            # On a read-only medium SQLite cannot vacuum a table with a computed column, but it can copy pages.
            with closing(sqlite3.connect(fresh)) as copy:
                self._conn.backup(copy)


def places(values: Sized) -> str:
    """Return a place for each value after IN. Texts pass so as they are: JSON would cut them at a zero byte.

    Without values it is NULL, which no row has: after an empty list SQLite reads the whole table to find nothing.
    """
    return ", ".join("?" * len(values)) or "NULL"


@lru_cache(maxsize=1024)
def _words(sql: str) -> frozenset[str]:
    """Return the words of a statement, and so every table that it names."""
    return frozenset(_WORD.findall(sql))


@lru_cache(maxsize=1024)
def _written_table(sql: str) -> str:
    """Return the table that a statement writes to; an empty text for one that makes a table."""
    found = _WRITE.match(sql)
    if found is None and not sql.startswith("CREATE TEMP TABLE"):
        raise AssertionError(f"a write to an unknown table: {sql[:60]}")
    return "" if found is None else found[1]


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
        return _closed_to_us(path, error)
    return error


def _closed_to_us(path: Path, error: sqlite3.Error) -> StateError:
    try:
        with path.open("rb"):
            pass
    except OSError as unread:
        return StateError("not_readable", f"{path} cannot be read: {unread.strerror}", "Check its rights.")
    hint = "Check its rights, and whether the disk is full."
    return StateError("not_writable", f"{path} cannot be opened for writing: {error}", hint)
