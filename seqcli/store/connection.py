"""The file itself: opening, migrating, transactions, the round's lock, copies. It knows no lead and no event."""

import json
import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqcli.clock import from_text, to_text
from seqcli.errors import LockHeldError, StateError, UsageError
from seqcli.store.marks import NO_MARK, marked_at, read_marks, write_marks
from seqcli.store.schema import MIGRATION_SET, MIGRATIONS, make_step

if TYPE_CHECKING:
    import sqlite_utils

BUSY_TIMEOUT_S = 10.0
_CLOSED_TO_US = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")
#: The first with STRICT tables.
NEEDED_SQLITE = (3, 37)
#: Twice the usual: SQLite takes a sixth less time for half a million leads, and a small write still touches little.
_PAGE_BYTES = 8192


def text_or_none(instant: datetime | None) -> str | None:
    """Return the stored form of an instant that may be missing."""
    return None if instant is None else to_text(instant)


class Connection:
    """One open state file. Every write happens inside `transaction()`."""

    def __init__(self, path: Path, conn: sqlite3.Connection) -> None:
        self.path = path
        self.conn = conn
        self._place = _place_of(path)

    def close(self) -> None:
        """Close the file; an open transaction is rolled back."""
        self.conn.close()

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        with translated_errors(self.path):
            return self.conn.execute(sql, values).fetchall()

    def rows_by_name(self, sql: str, values: Mapping[str, object]) -> list[sqlite3.Row]:
        """Return all rows of a query with named values."""
        with translated_errors(self.path):
            return self.conn.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        with translated_errors(self.path):
            found: sqlite3.Row | None = self.conn.execute(sql, values).fetchone()
            return found

    def run(self, sql: str, *values: object) -> int:
        """Run a write and return how many rows it touched."""
        if not self.conn.in_transaction:
            raise AssertionError("a write outside a transaction")
        with translated_errors(self.path):
            return self.conn.execute(sql, values).rowcount

    @contextmanager
    def transaction(self, *, rollback: bool = False) -> Iterator[None]:
        """Hold the write lock from the first statement on; commit at the end, or undo all (`rollback`).

        A deferred BEGIN would read first and then fail at once when another process has written meanwhile.
        Inside another transaction it is part of that one, so that a dry run can undo all of it.
        """
        if self.conn.in_transaction:
            yield
            return
        with translated_errors(self.path):
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._undo()
                raise
            if rollback:
                self._undo()
            else:
                self._commit()

    def _commit(self) -> None:
        try:
            self.conn.execute("COMMIT")
        except BaseException:
            self._undo()
            raise

    def _undo(self) -> None:
        # A full disk has already rolled back; a second ROLLBACK would hide the real error.
        if self.conn.in_transaction:
            self.conn.execute("ROLLBACK")

    def check_in_place(self) -> None:
        """Make sure that the path still names the open file: what goes into another one nobody will see.

        Raises:
            StateError: it was moved, deleted or replaced.
        """
        if self._place != _place_of(self.path):
            raise StateError(
                "file_gone",
                f"{self.path} was moved, deleted or replaced while this command had it open; nothing more was sent",
                "Put the file back if it is missing, then run this again: what was sent last is found at 12m.",
            )

    # -- facts about the file

    def find_meta(self, key: str) -> str | None:
        """Return a stored fact about the file, or None."""
        row = self.row("SELECT value FROM meta WHERE key = ?", key)
        return None if row is None else str(row["value"])

    def save_meta(self, key: str, value: str) -> None:
        """Store a fact about the file."""
        self.run(
            "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            key,
            value,
        )

    def mark_made(self, now: datetime) -> None:
        """Note when the file was made, and give it an id by which its copies are known; a second call does nothing."""
        if self.find_meta("created_at") is None:
            with self.transaction():
                self.save_meta("created_at", to_text(now))
                self.save_meta("file_id", os.urandom(8).hex())

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
            _make_private(fresh)
            try:
                self.conn.execute(
                    "VACUUM INTO ?", (str(fresh),)
                )  # into the empty file, which is private already
                fresh.replace(target)
            except sqlite3.Error:
                fresh.unlink(missing_ok=True)
                raise

    @contextmanager
    def round_lock(self, command: str, now: datetime, timeout_s: float = 0.0) -> Iterator[None]:
        """Hold the process lock for one round.

        Raises:
            LockHeldError: another run holds it for longer than `timeout_s`.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415 - only runs that send need it

        lock = FileLock(_lock_name(self.path), timeout=timeout_s, mode=0o600)
        try:
            lock.acquire()
        except Timeout:
            raise LockHeldError(
                "lock_held",
                f"another run is at work on {self.path}: {self._holder()}",
                "Let it finish, or run this again later.",
            ) from None
        except OSError as error:
            raise StateError(
                "lock_unusable",
                f"{self.path}.lock: {error.strerror}",
                "The file and its folder must be writable for you.",
            ) from error
        try:
            self.check_in_place()
            self._mark_round(command, now)
            yield
        finally:
            lock.release()

    def _mark_round(self, command: str, now: datetime) -> None:
        """Leave the same mark in the file and beside it: a file that was put back from a copy has an older one.

        The mark beside it names both while the file is between two, so that a crash is not taken for a copy; nor may
        a copy whose first round fails pass for the file.
        """
        known, mark = self.find_meta("round_mark") or NO_MARK, os.urandom(8).hex()
        is_copy = self._is_copy(known)
        lineage = self._lineage()
        write_marks(self.path, mark, "" if is_copy else known, lineage)
        with self.transaction():
            if is_copy:
                self.save_meta("restored_at", to_text(now))
                self.save_meta("restored_as", mark)
            self.save_meta("round_mark", mark)
            self.save_meta("holder", json.dumps([os.getpid(), command, to_text(now)]))
        write_marks(self.path, mark, "", lineage)

    def _is_copy(self, known: str) -> bool:
        marks, file_id, _ = read_marks(self.path)
        if known != NO_MARK or not marks or NO_MARK in marks:
            return known not in (marks or [NO_MARK])
        # Never had a round, though there were rounds here: an early copy, or made anew after them.
        if file_id is not None:
            return file_id == self.find_meta("file_id")
        mine = self.find_meta("created_at")
        return mine is None or from_text(mine).timestamp() <= marked_at(self.path)

    def _lineage(self) -> str:
        return f"{self.find_meta('file_id')} {self.find_first_offset_ms()}"

    def find_first_offset_ms(self) -> int | None:
        """Return how far 12m was ahead of this machine when the file first heard it, also if a copy forgot it."""
        known = self.find_meta("first_offset_ms")
        if known is not None:
            return int(known)
        beside = read_marks(self.path)
        return beside.first_offset_ms if beside.file_id == self.find_meta("file_id") else None

    def save_first_offset(self, offset_ms: int) -> None:
        """Remember how far 12m was ahead when the file first heard it, in the file and beside it."""
        self.save_meta("first_offset_ms", str(offset_ms))
        marks = read_marks(self.path).marks
        if marks:
            write_marks(self.path, marks[0], "".join(marks[1:]), self._lineage())

    def _holder(self) -> str:
        try:
            pid, command, since = json.loads(self.find_meta("holder") or "")
        except (ValueError, StateError):
            return "holder unknown"
        return f"`{command}`, process {pid}, since {since}"


def open_file(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open, check and if need be migrate the state file.

    Raises:
        StateError: it is missing (and `create` is off), damaged, newer than this program, or not writable; or SQLite
            itself is too old.
    """
    if sqlite3.sqlite_version_info < NEEDED_SQLITE:
        needed = ".".join(map(str, NEEDED_SQLITE))
        raise StateError(
            "old_sqlite",
            f"this Python brings SQLite {sqlite3.sqlite_version}; {needed} or newer is needed",
            "Use a Python that was built with a newer one.",
        )
    if not path.exists():
        if not create:
            raise StateError(
                "no_database",
                f"there is no state file at {path}",
                "Import a sequence first, or name the file with --db or SEQCLI_DB.",
            )
        _make_private(path)
    try:
        with translated_errors(path):
            return _open(path, create=create)
    except sqlite3.DatabaseError as error:  # such as a schema that lacks a table
        raise damaged(path, str(error)) from error


def _open(path: Path, *, create: bool) -> sqlite3.Connection:
    try:
        return _opened(str(path), path, create=create)
    except sqlite3.OperationalError as error:
        if create or not _name_of(error).startswith(_CLOSED_TO_US):
            raise
        return _open_on_read_only_medium(path)


def _open_on_read_only_medium(path: Path) -> sqlite3.Connection:
    """Open a file beside which SQLite can keep nothing, if nothing of it stands in its log."""
    log = Path(os.path.realpath(path) + "-wal")
    if log.exists() and log.stat().st_size:
        raise StateError(
            "unread_log",
            f"{path} cannot be read where nothing can be written: its last changes stand in {log.name}",
            "Copy both files to a folder where you may write, and name the copy with --db.",
        )
    return _opened(f"{path.absolute().as_uri()}?immutable=1", path, create=False)


def _opened(name: str, path: Path, *, create: bool) -> sqlite3.Connection:
    is_uri = name.startswith("file:")
    conn = sqlite3.connect(name, isolation_level=None, timeout=BUSY_TIMEOUT_S, uri=is_uri)
    try:
        _prepare(conn, path, create=create, may_migrate=not is_uri)
    except BaseException:
        conn.close()
        raise
    return conn


def _place_of(path: Path) -> tuple[int, int] | None:
    """Return device and inode of the file that a path names, or None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _lock_name(path: Path) -> str:
    """Return the lock of a file; one that is reached by two names has one lock."""
    return os.path.realpath(path) + ".lock"


def _make_private(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))
    except OSError as error:
        raise StateError("not_writable", f"{path}: {error.strerror}", "Choose another place.") from error


def _prepare(conn: sqlite3.Connection, path: Path, *, create: bool, may_migrate: bool = True) -> None:
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute("PRAGMA fullfsync = ON")
    applied = _applied_migrations(conn)
    newer = applied - {name for name, _ in MIGRATIONS}
    if newer:
        raise StateError(
            "newer_database",
            f"{path} was written by a newer seqcli (it has {min(newer)})",
            "Upgrade seqcli, or use the copy that was made before the upgrade.",
        )
    if not applied and not create:
        # A file cut to nothing must not pass for a fresh start.
        raise StateError("no_database", f"{path} is empty", "Restore it from a backup, or name another file.")
    if len(applied) < len(MIGRATIONS):
        if not may_migrate:
            raise StateError(
                "older_database",
                f"{path} was written by an older seqcli and cannot be brought up to date where nothing can be written",
                "Copy it to a folder where you may write, and name the copy with --db.",
            )
        _migrate(conn, path, is_new=not applied)


def _applied_migrations(conn: sqlite3.Connection) -> set[str]:
    tables = {str(row[0]) for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "_sqlite_migrations" not in tables:
        if tables:
            raise StateError("not_ours", "this SQLite file was not made by seqcli", "Name another file.")
        return set()
    query = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
    return {str(row[0]) for row in conn.execute(query, (MIGRATION_SET,))}


def _migrate(conn: sqlite3.Connection, path: Path, *, is_new: bool) -> None:
    # Pending migrations are read outside their transaction, so two first runs must not race: lock before.
    from sqlite_utils import Database, Migrations  # noqa: PLC0415 - rare

    with _migration_lock(path):
        if is_new:
            conn.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        conn.execute("PRAGMA journal_mode = WAL")
        applied = _applied_migrations(conn)
        if not is_new and len(applied) < len(MIGRATIONS):
            _copy_before(conn, path, len(applied))
        migrations = Migrations(MIGRATION_SET)
        for name, statements in MIGRATIONS:
            migrations(name=name)(make_step(statements))
        migrations.apply(_database(Database, conn))


@contextmanager
def _migration_lock(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout  # noqa: PLC0415 - rare

    lock = FileLock(_lock_name(path), timeout=BUSY_TIMEOUT_S, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise LockHeldError(
            "lock_held", f"another run is at work on {path}", "Run this again later."
        ) from None
    except OSError as error:
        raise StateError("lock_unusable", f"{path}.lock: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()


def _copy_before(conn: sqlite3.Connection, path: Path, version: int) -> None:
    copy = path.with_name(f"{path.name}.before-{version + 1:04d}")
    if copy.exists():
        return
    # Under another name until it is whole: a copy that was killed half-way must not pass for one.
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    conn.execute("VACUUM INTO ?", (str(unfinished),))
    unfinished.chmod(0o600)
    unfinished.replace(copy)


def _database(kind: type["sqlite_utils.Database"], conn: sqlite3.Connection) -> "sqlite_utils.Database":
    return kind(conn)


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite reports into errors that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate(path, error) from error


def damaged(path: Path, where: str) -> StateError:
    """Return the error of a file that is damaged; `where` says what cannot be read."""
    return StateError("damaged", f"{path} is damaged: {where}", "Restore it from a backup.")


def _name_of(error: sqlite3.Error) -> str:
    name: Any = getattr(error, "sqlite_errorname", "")
    return str(name or "")


def _translate(path: Path, error: sqlite3.Error) -> Exception:
    name = _name_of(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LockHeldError("busy", f"another program is writing to {path}", "Run it again.")
    if name.startswith("SQLITE_FULL"):
        return StateError("disk_full", f"no space left for {path}", "Free some space and run it again.")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StateError("damaged", f"{path} is damaged or no SQLite file", "Restore it from a backup.")
    if name.startswith("SQLITE_IOERR"):
        return StateError(
            "disk_failed",
            f"{path} cannot be read or written: {error}",
            "Is the disk full, or a limit reached?",
        )
    if name.startswith(_CLOSED_TO_US):
        return StateError(
            "not_writable", f"{path} cannot be opened for writing: {error}", "Check its rights."
        )
    return error
