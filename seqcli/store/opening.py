"""Opens the state file: checks it, migrates it, and copies it before a migration."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from seqcli.errors import LockHeldError, StateError
from seqcli.store.database import CLOSED_TO_US, damaged, make_private, sqlite_error_name, translated_errors
from seqcli.store.round_lock import lock_name
from seqcli.store.schema import MIGRATION_SET, MIGRATIONS, make_step
from seqcli.store.sql_functions import register_functions

if TYPE_CHECKING:
    import sqlite_utils

BUSY_TIMEOUT_S = 10.0
#: The first with STRICT tables.
NEEDED_SQLITE = (3, 37)
#: A send writes some fifteen pages and waits for the disk: half as large, it takes a tenth less time, and none of it is
#: kept a second time in a temporary file, as SQLite does beyond 64 kB a statement. Imports are as fast.
_PAGE_BYTES = 4096
#: Pages of the write-ahead log, 16 MB, after which they move into the file: that takes two more waits for the disk.
_WAL_PAGES = 4096
#: Page cache. A page of 200 events changes more pages than the 2 MB of the default hold, and SQLite writes the surplus
#: twice: a tenth of the time. More than 8 MB gains nothing.
_CACHE_KB = 8000
#: What SQLite says where the index of its log cannot be made.
_NO_ROOM_FOR_LOG = "SQLITE_IOERR_SHM"
#: Where SQLite's header says how the file is written, and what it says in a file without a write-ahead log.
_HEADER_BYTES, _WRITE_VERSION, _ROLLBACK_MODE = 20, 18, b"\x01\x01"


def open_file(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open and check the state file; migrate it if it is older.

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
    if not _is_there(path):
        if not create:
            raise StateError(
                "no_database",
                f"there is no state file at {path}",
                "Import a sequence first, or name the file with --db or SEQCLI_DB.",
            )
        make_private(path)
    try:
        with translated_errors(path):
            _drop_log_of_replaced_file(path)
            return _open(path, create=create)
    except sqlite3.DatabaseError as error:  # for example a missing table
        raise damaged(path, str(error)) from error
    except UnicodeDecodeError as error:  # in SQLite's own message, which quotes the file
        raise damaged(path, "its schema is malformed") from error


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError as error:
        if not path.is_absolute():
            os.stat(os.path.join(os.curdir, os.curdir))  # noqa: PTH116, PTH118 - it fails if that folder is the closed one
        why = f"{path} cannot be read: {error.strerror}"
        raise StateError("not_readable", why, "Check the rights of its folder.") from error


def _drop_log_of_replaced_file(path: Path) -> None:
    """Delete the log beside a copy put back over a file that crashed: SQLite would play it into the copy.

    A copy is in no WAL mode before it is opened, a file of ours always is, so the header tells them apart.
    """
    if not _has_foreign_log(path):
        return
    with suppress(OSError), _migration_lock(path):
        if _has_foreign_log(path):
            for suffix in ("-wal", "-shm"):
                Path(os.path.realpath(path) + suffix).unlink(missing_ok=True)


def _has_foreign_log(path: Path) -> bool:
    log = Path(os.path.realpath(path) + "-wal")
    if not log.exists() or not log.stat().st_size:
        return False
    with path.open("rb") as file:
        return file.read(_HEADER_BYTES)[_WRITE_VERSION:] == _ROLLBACK_MODE


def _open(path: Path, *, create: bool) -> sqlite3.Connection:
    try:
        return _opened(str(path), path, create=create)
    except sqlite3.OperationalError as error:
        if create or not sqlite_error_name(error).startswith((*CLOSED_TO_US, _NO_ROOM_FOR_LOG)):
            raise
        return _open_without_log(path)


def _open_without_log(path: Path) -> sqlite3.Connection:
    """Open a file on a read-only medium or a full disk, to be read only, if its log is empty.

    Nobody else has it open: there is no index of the log, or SQLite would have used that.
    """
    log = Path(os.path.realpath(path) + "-wal")
    if log.exists() and log.stat().st_size:
        raise StateError(
            "unread_log",
            f"{path} cannot be read where nothing can be written: its last changes are in {log.name}",
            "Make room on the disk, or copy both files to a folder where you may write, and name the copy with --db.",
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


def _prepare(conn: sqlite3.Connection, path: Path, *, create: bool, may_migrate: bool = True) -> None:
    conn.row_factory = sqlite3.Row
    register_functions(conn)
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute("PRAGMA fullfsync = ON")
    conn.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES}")
    conn.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    applied = _applied_migrations(conn)
    newer = applied - {name for name, _ in MIGRATIONS}
    if newer:
        raise StateError(
            "newer_database",
            f"{path} was written by a newer seqcli (it has {min(newer)})",
            "Upgrade seqcli, or use the copy that was made before the upgrade.",
        )
    if applied and may_migrate:
        with suppress(sqlite3.OperationalError):  # in use, or on a read-only medium: the next one does it
            conn.execute("PRAGMA journal_mode = WAL")
    if not applied and not create:
        # An empty file may be a truncated one, so it is no fresh start.
        raise StateError("no_database", f"{path} is empty", "Restore it from a backup, or name another file.")
    if len(applied) < len(MIGRATIONS):
        if not may_migrate:
            raise StateError(
                "older_database",
                f"{path} was written by an older seqcli and cannot be migrated where nothing can be written",
                "Make room on the disk, or copy it to a folder where you may write, and name the copy with --db.",
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
    # sqlite-utils reads pending migrations outside their transaction, so two first runs would race without a lock.
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

    lock = FileLock(lock_name(path), timeout=BUSY_TIMEOUT_S, mode=0o600)
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
    # Under another name until it is complete: an interrupted copy must not count as one.
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    conn.execute("VACUUM INTO ?", (str(unfinished),))
    unfinished.chmod(0o600)
    unfinished.replace(copy)


def _database(kind: type["sqlite_utils.Database"], conn: sqlite3.Connection) -> "sqlite_utils.Database":
    return kind(conn)
