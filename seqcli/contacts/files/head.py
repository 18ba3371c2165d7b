"""Finds the header among the first lines of a contact file, and the delimiter."""

import csv
import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from seqcli.addresses import like_address
from seqcli.contacts.columns import find_column, listed
from seqcli.contacts.headers.header_list import count_people_columns, only_address_column
from seqcli.contacts.headers.header_roles import is_address_header, read_header
from seqcli.contacts.rejects import reason_places
from seqcli.contacts.row_types import MAX_CELL_CHARS
from seqcli.errors import InputFileError

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_DELIMITERS = ",;\t|"
_SEVERAL = 2
#: Longer lines with several delimiters are judged by their number alone.
_MOST_HEADER_CHARS = 10_000
_FEWEST_PARTS = 2
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


@dataclass(frozen=True, slots=True)
class Head:
    """Where the data begins: `cells` is the header (or the first row of a file without one), `line` its line.

    `left_out` counts the contacts in tables above it.
    """

    cells: list[str]
    delimiter: str
    line: int
    lines_used: int
    first: int
    left_out: int = 0


class HeadFinder:
    """Finds the header among the first lines; note lines, blank lines and `sep=` may stand before it."""

    def __init__(self, name: str, lines: list[str], email_column: str | None) -> None:
        self.name = name
        self.lines = lines
        self.email_column = email_column
        separator = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
        self.forced = separator[1] if separator else None
        self.first = 1 if separator else 0

    def find(self, *, no_header: bool) -> Head:
        """Return the head.

        Raises:
            InputFileError: no line names an address column, or rows with addresses stand before it.
        """
        candidates = [self._head_at(i) for i in range(self.first, len(self.lines)) if self.lines[i].strip()]
        candidates = [head for head in candidates if any(cell.strip() for cell in head.cells)]
        if not candidates:
            if any(len(line) > MAX_CELL_CHARS for line in self.lines):
                message = f"{self.name} is not a contact file: one of its lines does not end"
                raise InputFileError("binary", message, "Export the contacts as CSV, one person per row.")
            raise InputFileError(
                "empty", f"{self.name} is empty", "Export the contacts again, with a header line."
            )
        if no_header:
            return candidates[0]
        for first, found in enumerate(candidates):
            if self._names_addresses(found.cells):
                head = self._fuller(found, candidates[first + 1 : first + 2])
                self._check_skipped([each for each in candidates if each.line < head.line], head)
                return self._of_main_table(head, [each for each in candidates if each.line > head.lines_used])
        return self._widest(candidates)

    def _of_main_table(self, head: Head, below: list[Head]) -> Head:
        """Return the header of the main table of a report, as of `Attendee Details` below `Host Details`.

        That is the later table if it says more of people and has as many addresses, or says as much and has more.
        A header that repeats the first one begins no other table.
        """
        heads = [head, *(each for each in below if each.cells != head.cells and self._begins_table(each))]
        if len(heads) == 1 or reason_places(head.cells):
            return head
        best, most, seen = head, 0, 0
        for each, following in zip_longest(heads, heads[1:]):
            end = following.line if following else len(self.lines) + 1
            rows = (row.cells for row in below if each.line < row.line < end)
            size = len({cell.strip().lower() for cells in rows for cell in cells if like_address(cell)})
            more = count_people_columns(each.cells) - count_people_columns(best.cells)
            if (more > 0 and size >= most) or (more == 0 and size > most):
                best, most = replace(each, left_out=seen), size
            seen += size
        return best

    def _begins_table(self, head: Head) -> bool:
        """Return whether a line names columns, below a line that is a title."""
        above = next(
            (n for n in range(head.line - 2, self.first, -1) if self.lines[n].strip(" \t\r\n,;|")), 0
        )
        title = [cell for cell in self._head_at(above).cells if cell.strip()]
        is_title = above > 0 and len(title) == 1 and not like_address(title[0])
        return is_title and self._names_addresses(head.cells)

    def _head_at(self, index: int) -> Head:
        line = self.lines[index]
        delimiter = self.forced or delimiter_of(line)
        reader = csv.reader(iter(self.lines[index:]), delimiter=delimiter, skipinitialspace=True)
        try:
            cells = next(reader)
        except csv.Error:
            cells = []
        return Head(cells, delimiter, index + 1, index + reader.line_num, self.first)

    def _names_addresses(self, cells: list[str]) -> bool:
        if reason_places(cells):
            return True
        if self.email_column is not None and not self.email_column.strip().isdecimal():
            return find_column(self.email_column, cells) is not None
        return any(map(is_address_header, cells)) and not any(map(like_address, cells))

    def _fuller(self, head: Head, following: list[Head]) -> Head:
        """Return the second of two header lines if the first only names groups of columns, or the list; or both."""
        is_title = len(head.cells) == 1 or not all(cell.strip() for cell in head.cells)
        has_gaps = is_title and not reason_places(head.cells)
        for second in following if has_gaps else ():
            is_header = self._names_addresses(second.cells) and not any(map(like_address, second.cells))
            if is_header and count_people_columns(second.cells) > count_people_columns(head.cells):
                return second
            if not any(map(like_address, second.cells)):
                joined = _joined(head.cells, second.cells)
                if count_people_columns(joined) > count_people_columns(head.cells):
                    return replace(head, cells=joined, lines_used=second.lines_used)
        return head

    def _check_skipped(self, skipped: list[Head], head: Head) -> None:
        for row in skipped:
            if len(row.cells) == len(head.cells) and any(like_address(cell) for cell in row.cells):
                message = (
                    f"{self.name}: line {row.line} has an address, but the header is on line {head.line}"
                )
                raise InputFileError("header", message, "Move the header to the top of the file.")

    def _widest(self, candidates: list[Head]) -> Head:
        """Return the likeliest header where none names an address column; it needs `--map email=3`."""
        widest = max(candidates[:10], key=lambda head: len(head.cells))
        for head in (candidates[0], widest):
            if any(like_address(cell) for cell in head.cells):
                message = f"{self.name} has no header: line {head.line} already has an address"
                raise InputFileError("no_header", message, "Add a header line, or use --no-header.")
        if self.email_column is None:
            below = [row.cells for row in candidates if row.line > widest.line]
            if only_address_column(widest.cells, below) is not None:
                return widest
            found = f"line {widest.line} has {listed(widest.cells)}"
            message = f"{self.name}: no column has the name of an address column; {found}"
            raise NoAddressColumnError(message, *_like_addresses(widest.cells, below))
        return widest


def _like_addresses(header: list[str], rows: list[list[str]]) -> tuple[str, str]:
    """Return the first column with an address below the header, as `--map` names it, and the address."""
    for cells in rows:
        for place, (title, cell) in enumerate(zip(header, cells, strict=False)):
            if like_address(cell):
                is_alone = title.strip() and find_column(title, header) == place
                return title.strip() if is_alone else str(place + 1), cell.strip()
    return "", ""


class NoAddressColumnError(InputFileError):
    """No header names an address column; `option` is a column that looks like one, `example` its first address."""

    def __init__(self, message: str, option: str, example: str) -> None:
        hint = f'Name it, perhaps --map email="{option}".' if option else "Name it: --map email=COLUMN."
        super().__init__("no_address_column", message, hint)
        self.option = option
        self.example = example


def _joined(groups: list[str], parts: list[str]) -> list[str]:
    """Return one header of two: `Person,,Firm` above `First,Last,Name`. The groups alone if these are no headers."""
    if count_people_columns(parts) < _FEWEST_PARTS:
        return groups
    joined, group = [], ""
    for above, part in zip_longest(groups, parts, fillvalue=""):
        group = above.strip() or group
        both = f"{group} - {part.strip()}" if group and part.strip() else above or part
        readable = (each for each in (both, above, part) if read_header(each) is not None)
        joined.append(next(readable, both))
    return joined


def delimiter_of(line: str) -> str:
    """Return the delimiter of a line: comma, semicolon, tab or bar outside quotes, else the comma.

    Of several, it is the one that makes the most headers of people, then the most frequent: `Name, Vorname;E-Mail`.
    """
    bare = _QUOTED.sub("", line)
    found = [each for each in _DELIMITERS if each in bare]
    if len(found) < _SEVERAL or len(bare) > _MOST_HEADER_CHARS:
        return max(_DELIMITERS, key=bare.count)
    return max(found, key=lambda each: (_count_people(line, each), bare.count(each)))


def _count_people(line: str, delimiter: str) -> int:
    return count_people_columns([cell.strip().strip('"') for cell in line.split(delimiter)])
