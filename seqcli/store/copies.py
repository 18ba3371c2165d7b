"""Whether a file is a whole copy of a state file."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

_HEADER = b"SQLite format 3\0"


def is_copy(path: Path, of: Path, file_id: str | None) -> bool:
    """Return whether a file is an SQLite file of full length with this id, and not the state file itself."""
    if os.path.realpath(path) == os.path.realpath(of) or not _is_whole(path):
        return False
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
            found = conn.execute("SELECT value FROM meta WHERE key = 'file_id'").fetchone()
    except sqlite3.Error:
        return False
    return found is not None and found[0] == file_id


def _is_whole(path: Path) -> bool:
    """Return whether a file has as many pages as its header says. Source: sqlite.org, file format, chapter 1.3."""
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(_HEADER):
        return False
    page_size = int.from_bytes(head[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    return path.stat().st_size >= page_size * int.from_bytes(head[28:32], "big") > 0
