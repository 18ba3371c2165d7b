"""The mark beside the state file, which shows whether the file was restored from a copy. No SQL."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from seqcli.errors import StateError

MARK_SUFFIX = ".mark"
#: The mark of a file that never had a round.
NO_MARK = "-"


class Marks(NamedTuple):
    """One mark, or two while a round begins; the id of the file that they belong to; 12m's first offset in ms."""

    marks: list[str]
    file_id: str | None
    first_offset_ms: int | None


def read_marks(path: Path) -> Marks:
    """Return the marks beside the file; none if they are missing or torn."""
    try:
        text = Path(os.path.realpath(path) + MARK_SUFFIX).read_text(encoding="ascii")
        marks, _, lineage = text.partition("\n")
        file_id, _, offset_ms = lineage.strip().partition(" ")
        known_ms = None if offset_ms in {"", "None"} else int(offset_ms)
        return Marks(marks.split(), file_id or None, known_ms)
    except (OSError, ValueError):
        return Marks([], None, None)


def marked_at(path: Path) -> float:
    """Return when the mark was last written, in seconds of this machine's wall clock."""
    return Path(os.path.realpath(path) + MARK_SUFFIX).stat().st_mtime


def write_marks(path: Path, mark: str, before: str, lineage: str) -> None:
    """Write one or two marks in place, always the same size. With a torn mark the file counts as a copy: safe."""
    target = os.path.realpath(path) + MARK_SUFFIX
    try:
        handle = os.open(target, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR)
        try:
            os.pwrite(handle, f"{mark:16} {before:16}\n{lineage:48}\n".encode("ascii"), 0)
        finally:
            os.close(handle)
    except OSError as error:
        raise StateError("not_writable", f"{target}: {error.strerror}", "Check its rights.") from error
