"""Writes rows left out as a CSV file that imports again once corrected, with cells that no spreadsheet calculates."""

import csv
import filecmp
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import count as count_from
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from seqcli.contacts.field_names import field_name
from seqcli.contacts.headers.header_phrases import header_key
from seqcli.contacts.row_types import (
    MAX_CELL_CHARS,
    REJECT_COLUMNS,
    Column,
    ColumnRole,
    RejectCode,
    RejectedRow,
)

#: Stands in a header where the column was ignored by hand.
IGNORED = "(ignored)"
#: Stands in a header where the column says where people stand in another sender's campaign.
STATUSES = "campaign_status"

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe_cell(text: str) -> str:
    """Return `text` with an apostrophe before a formula, so that a spreadsheet shows it and calculates nothing.

    An import removes exactly that apostrophe, so seqcli reads back unchanged what it exports.
    """
    bare = text.lstrip("' ")
    return f"'{text}" if bare.startswith(_FORMULA_SIGNS) or text.startswith(_FORMULA_SIGNS) else text


def restored_cell(text: str) -> str:
    """Undo `safe_cell`; other texts stay as they are."""
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) != text[1:] else text


def reason_places(cells: Sequence[str]) -> tuple[int, ...]:
    """Return the indexes of `REJECT_COLUMNS` in a header, also when somebody moved them; () in other files."""
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
    """Return the cells of a row except those at `places`."""
    return [cell for index, cell in enumerate(cells) if index not in places] if places else cells


def mapped_header(header: Sequence[str], columns: Iterable[Column], by_hand: Mapping[int, str]) -> list[str]:
    """Return the header of a rejects file: `FIELD=COLUMN` where the column was mapped or ignored by hand.

    The file then imports without the options that the first import needed. `by_hand` is column → field as mapped.
    """
    named = list(header)
    for column in columns:
        title = header[column.index]
        if column.index in by_hand:
            is_opt_out = column.role is ColumnRole.OPT_OUT  # two columns may be, each under a name of its own
            field = field_name(by_hand[column.index], 0) if is_opt_out else column.field or IGNORED
            named[column.index] = f"{field}={title}"
        elif split_title(title)[0] and column.field:
            named[column.index] = f"{column.field}={title}"
    return named


def with_statuses(named: Sequence[str], titles: Sequence[str], columns: Collection[int]) -> list[str]:
    """Return a header that says which columns hold statuses, as the words of few rows might not show it."""
    found = {index: f"{STATUSES}={titles[index]}" for index in sorted(columns)}
    for number, index in enumerate(sorted(columns)[1:], 2):
        found[index] = f"{STATUSES}_{number}={titles[index]}"
    return [found.get(index, name) for index, name in enumerate(named)]


def split_title(title: str) -> tuple[str, str]:
    """Return the field and the title of `FIELD=COLUMN`; other titles have no field."""
    field, equals, rest = title.partition("=")
    is_mapped = equals and (field == IGNORED or (field and field == field_name(field, 0)))
    return (field, rest) if is_mapped else ("", title)


class RejectsFile:
    """Writes FILE.rejects.csv, or another file of rows: complete, or not at all; without a row there is no file.

    Every cell is quoted and keeps its column. The last five columns say what is wrong; a later import recognises
    and ignores them. `count` is the number of rows written. A file of that name with other content is left alone, as
    somebody may be correcting it: the rows go to FILE.rejects.2.csv, and `path` says so.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.path = self.wanted = path
        self.header = list(header)
        self.count = 0
        self.aside: RejectsFile | None = None
        self._draft = path.with_name(f"{path.name}.{os.getpid()}.part")
        self._file: IO[str] | None = None
        self._is_done = self._is_new = False

    def write(self, row: RejectedRow) -> None:
        """Add a row.

        Raises:
            OSError: the file cannot be written.
        """
        cells = [*row.cells, *[""] * len(self.header)][: len(self.header)]
        reason = (str(row.line), row.column, row.value, row.code, row.message)
        self.write_cells([safe_cell(cell) for cell in (*cells, *reason)])

    def write_cells(self, cells: list[str]) -> None:
        """Add a row as it stands in the file."""
        if self._file is None:
            # Excel reads UTF-8 only with a byte-order mark. Mode 0600: the rows are personal data.
            descriptor = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
            self._file = os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="")
            self._writer = csv.writer(self._file, quoting=csv.QUOTE_ALL)
            self._writer.writerow([*map(safe_cell, self.header), *REJECT_COLUMNS])
        self._writer.writerow(cells)
        self.count += 1

    def split_off(self, is_aside: Callable[[RejectCode, str], bool], path: Path) -> None:
        """Move the rows whose code and value `is_aside` accepts to a file of their own, before `finish`.

        Raises:
            OSError: a file cannot be written.
        """
        if self._file is None:
            return
        self._file.close()
        whole = self._draft.with_suffix(".all")
        self._draft.replace(whole)
        self._file, self.count = None, 0
        self.aside = RejectsFile(path, self.header)
        limit = csv.field_size_limit(2 * MAX_CELL_CHARS)  # an apostrophe may stand before the longest cell
        try:
            with whole.open(encoding="utf-8-sig", newline="") as rows:
                for cells in islice(csv.reader(rows), 1, None):
                    _, _, value, code, _ = cells[-len(REJECT_COLUMNS) :]
                    into = self.aside if is_aside(RejectCode(code), value) else self
                    into.write_cells(cells)
        finally:
            csv.field_size_limit(limit)
            whole.unlink()

    def finish(self) -> None:
        """Rename the draft to its final name. Call it before the commit, so that no rejected row is lost.

        Raises:
            OSError: it cannot be written whole.
        """
        if self.aside is not None:
            self.aside.finish()
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
        if self.aside is not None:
            self.aside.__exit__(kind, error, trace)
        if self._is_new:
            self.path.unlink(missing_ok=True)
        if self._file is not None:
            with suppress(OSError):
                self._draft.unlink(missing_ok=True)
            with suppress(OSError):
                self._file.close()

    def _place(self) -> Path:
        """Return the first path that is free or already has this content."""
        for number in count_from(2):
            if not self.path.exists() or filecmp.cmp(self._draft, self.path, shallow=False):
                break
            self.path = self.wanted.with_name(f"{self.wanted.stem}.{number}{self.wanted.suffix}")
        return self.path
