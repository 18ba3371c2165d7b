"""Rejected rows as a CSV file that imports as it is once it is corrected, and cells that no spreadsheet runs.

It decides nothing about rows; `contacts` does.
"""

import csv
import filecmp
import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from itertools import count as count_from
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from seqcli.contacts.columns import field_name
from seqcli.contacts.header_phrases import header_key

if TYPE_CHECKING:
    from seqcli.contacts.columns import Column
    from seqcli.contacts.rows import RejectedRow

REJECT_COLUMNS = ("line", "column", "value", "code", "message")
EXTRA_CELLS, OPEN_QUOTE, CELL_TOO_LONG = "extra_cells", "open_quote", "cell_too_long"
AFTER_HEADER = "after_header"
#: Where the reader had to guess what the row says: a row with such a code is rejected until somebody looked at it.
GUESSED_ROWS = frozenset({EXTRA_CELLS, OPEN_QUOTE, CELL_TOO_LONG, AFTER_HEADER})
IGNORED = "(ignored)"

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe_cell(text: str) -> str:
    """Return `text` so that a spreadsheet shows it instead of calculating it: an apostrophe before a formula.

    An import takes exactly that apostrophe away again, so what seqcli exports it also reads back unchanged.
    """
    bare = text.lstrip("' ")
    return f"'{text}" if bare.startswith(_FORMULA_SIGNS) or text.startswith(_FORMULA_SIGNS) else text


def restored_cell(text: str) -> str:
    """Return what `safe_cell` was given; other texts stay as they are."""
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) != text[1:] else text


def reason_places(cells: Sequence[str]) -> tuple[int, ...]:
    """Return where the columns of `REJECT_COLUMNS` stand in a header, wherever they were moved; () in other files."""
    keys = [header_key(cell) for cell in cells]
    size = len(REJECT_COLUMNS)
    for start in range(len(keys) - size, -1, -1):
        if tuple(keys[start : start + size]) == REJECT_COLUMNS:
            return tuple(range(start, start + size))
    if not set(REJECT_COLUMNS) <= set(keys):
        return ()
    last = {key: index for index, key in enumerate(keys)}
    return tuple(last[name] for name in REJECT_COLUMNS)


def without(cells: list[str], places: Collection[int]) -> list[str]:
    """Return the cells of a row but those at `places`."""
    return [cell for index, cell in enumerate(cells) if index not in places] if places else cells


def mapped_header(header: Sequence[str], columns: Iterable["Column"], by_hand: Collection[int]) -> list[str]:
    """Return the header of a rejects file: `FIELD=COLUMN` where the column was mapped or ignored by hand.

    So the file imports without the options that the first import needed.
    """
    named = list(header)
    for column in columns:
        title = header[column.index]
        if column.index in by_hand:
            field = "opt_out" if column.role == "opt_out" else column.field or IGNORED
            named[column.index] = f"{field}={title}"
        elif _split_title(title)[0] and column.field:
            named[column.index] = f"{column.field}={title}"
    return named


def unmapped_header(header: Sequence[str]) -> tuple[list[str], dict[str, str], list[str]]:
    """Return the original header, its mapping (field to column) and the columns that were ignored."""
    pairs = [_split_title(restored_cell(cell)) for cell in header]
    titles = [title for _, title in pairs]
    first = {title.strip(): index for index, title in reversed(list(enumerate(titles)))}
    mapping, ignore = dict[str, str](), []
    for index, (field, title) in enumerate(pairs):
        wanted = title if title.strip() and first[title.strip()] == index else str(index + 1)
        if field == IGNORED:
            ignore.append(wanted)
        elif field:
            mapping[field] = wanted
    return titles, mapping, ignore


def _split_title(title: str) -> tuple[str, str]:
    field, equals, rest = title.partition("=")
    is_mapped = equals and (field == IGNORED or (field and field == field_name(field, 0)))
    return (field, rest) if is_mapped else ("", title)


class RejectsFile:
    """FILE.rejects.csv: made with the first rejected row, complete or not there at all.

    Every cell is quoted and stands under its own header; the last five columns say what is wrong, and a later
    import recognises and ignores them. `count` rows were written. A file of that name with other content is left alone,
    as somebody may be correcting it: these rows go into FILE.rejects.2.csv then, and `path` says so.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path = path
        self.header = list(header)
        self.count = 0
        self._draft = path.with_name(f"{path.name}.{os.getpid()}.part")
        self._file: IO[str] | None = None
        self._is_done = self._is_new = False

    def write(self, row: "RejectedRow") -> None:
        """Add a row.

        Raises:
            OSError: the file cannot be written.
        """
        if self._file is None:
            # the mark at its start makes Excel read UTF-8; these are personal data, so nobody else reads them
            descriptor = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
            self._file = os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file, quoting=csv.QUOTE_ALL)
            self._writer.writerow([*map(safe_cell, self.header), *REJECT_COLUMNS])
        cells = [*row.cells, *[""] * len(self.header)][: len(self.header)]
        reason = (str(row.line), row.column, row.value, row.code, row.message)
        self._writer.writerow([safe_cell(cell) for cell in (*cells, *reason)])
        self.count += 1

    def finish(self) -> None:
        """Give the file its name, before the import is committed: a rejected row is never known to nobody.

        Raises:
            OSError: it cannot be written whole.
        """
        if self._file is None or self._is_done:
            return
        self._file.close()
        place = self._place()
        self._is_new = not place.exists()
        self._draft.replace(place)
        self._is_done = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()
            return
        if self._is_new:
            self.path.unlink(missing_ok=True)
        if self._file is not None:
            with suppress(OSError):
                self._draft.unlink(missing_ok=True)
            with suppress(OSError):
                self._file.close()

    def _place(self) -> Path:
        """Find the first name that is free or has this very content already."""
        wanted = self.path
        for number in count_from(2):
            if not self.path.exists() or filecmp.cmp(self._draft, self.path, shallow=False):
                break
            self.path = wanted.with_name(f"{wanted.stem}.{number}{wanted.suffix}")
        return self.path


def write_rejects(path: Path, header: Sequence[str], rows: Iterable["RejectedRow"]) -> int:
    """Write rejected rows to `path` and return how many; without any, no file is made.

    Raises:
        OSError: the file cannot be written.
    """
    with RejectsFile(path, header) as file:
        for row in rows:
            file.write(row)
    return file.count
