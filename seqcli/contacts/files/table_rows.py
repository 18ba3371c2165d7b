"""Rows that come as cells, from a sheet, from JSON, or from a list of addresses, instead of as lines of CSV."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain, islice

from seqcli.contacts.row_types import MAX_CELL_CHARS, RejectCode
from seqcli.wording import counted

MAX_HEAD_ROWS = 40
Rows = Iterator[tuple[int, list[str]]]
OnBroken = Callable[[int, RejectCode, list[str]], None]


@dataclass(slots=True)
class Table:
    """Numbered rows of cells. Numbers are those that a person sees, and grow.

    `header` is that of rows which need none of their own, as in JSON. `done` is the share read so far,
    0 to 1, of a file of `size` bytes.
    """

    rows: Rows
    header: list[str] | None = None
    notes: list[str] = field(default_factory=list)
    done: Callable[[], float] = lambda: 0.0
    size: int = 0


class TableSource:
    """Gives a table to a contact file: its first rows as lines in which a header can be found, then its cells."""

    encoding = "utf-8"
    #: No cell holds a row that a quote swallowed.
    swallowed_by: str | None = "\0"

    def __init__(self, table: Table, stack: ExitStack) -> None:
        self._table = table
        self._stack = stack
        self._first: list[tuple[int, list[str]]] = []
        self._dropped = 0
        self.has_header = table.header is not None

    def head_lines(self) -> list[str]:
        """Return the first rows as lines of CSV, so that line and row numbers agree if the header is among them."""
        if self._table.header is not None:
            self._first = list(islice(self._table.rows, MAX_HEAD_ROWS))
            return [csv_line(self._table.header), *(csv_line(cells) for _, cells in self._first)]
        for number, cells in self._table.rows:
            self._first.append((number, cells))
            if number >= MAX_HEAD_ROWS:
                break
        return numbered_lines(self._first)

    def reader(self, first_line: int, _delimiter: str, width: int) -> "TableSource":
        """Return what yields the rows from `first_line` on."""
        self._from = 0 if self._table.header is not None else first_line
        self._width = width
        return self

    def rows(self, on_broken: OnBroken) -> Rows:
        """Yield rows of the header's width. What stands beside the table is left out, and a note counts it."""
        width = self._width
        for number, cells in chain(self._first, self._table.rows):
            if number < self._from:
                continue
            if len(cells) > width:
                self._dropped += any(cells[width:])
                row = cells[:width]
            else:
                row = cells + [""] * (width - len(cells))
            if any(len(cell) > MAX_CELL_CHARS for cell in row):
                on_broken(number, RejectCode.CELL_TOO_LONG, row)
            else:
                yield number, row

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks on the file; complete once all rows are read."""
        if not self._dropped:
            return tuple(self._table.notes)
        beside = f"{counted(self._dropped, 'row')} with cells to the right of the header: these cells were not read"
        return (*self._table.notes, beside)

    @property
    def bytes_read(self) -> int:
        """Bytes read so far, for a progress bar; about as many as their share of the rows."""
        return int(self._table.size * self._table.done())

    def close(self) -> None:
        """Close what was opened for the table."""
        self._stack.close()


def numbered_lines(rows: Sequence[tuple[int, list[str]]]) -> list[str]:
    """Return rows as lines of CSV, each at the place of its number; a line break in a cell becomes a space."""
    lines: list[str] = []
    for number, cells in rows:
        lines += ["\n"] * (number - 1 - len(lines))
        lines.append(csv_line(cells))
    return lines


def csv_line(cells: Sequence[str]) -> str:
    """Return cells as one line of CSV, without blank cells at its end."""
    flat = [" ".join(cell.split()) for cell in cells]
    while flat and not flat[-1]:
        flat.pop()
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(flat)
    return line.getvalue() or "\n"
