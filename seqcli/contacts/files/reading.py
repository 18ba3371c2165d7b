"""Reads CSV rows with their line numbers, and continues after a quote that nothing closes. It judges no cell."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from seqcli.addresses import like_address
from seqcli.contacts.files.decoding import undecodable
from seqcli.contacts.row_types import RejectCode
from seqcli.errors import InputFileError

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

MAX_LINE_CHARS = 4_000_000
MAX_BROKEN_QUOTES = 50
TOO_LONG = "field larger"  # so the csv module begins its message


_OnBroken = Callable[[int, RejectCode, list[str]], None]


class RowReader:
    """Yields every row with its first line; resumes at the next line after a quote that nothing closes."""

    def __init__(
        self, name: str, lines: Iterable[str], delimiter: str, line: int, width: int, encoding: str
    ) -> None:
        self.name = name
        self.lines = iter(lines)
        self.delimiter = delimiter
        self.line = line
        self.width = width
        self.encoding = encoding
        self.broken = 0

    def rows(self, on_broken: _OnBroken) -> Iterator[tuple[int, list[str]]]:
        """Yield (line, cells); call `on_broken` with line, code and cells for a row that cannot be read.

        Raises:
            InputFileError: quotes are broken in too many rows for a CSV file.
        """
        width = self.width
        while True:
            broken: RejectCode | None = None
            record: list[str] = []
            reader = self._reader(recorded(self.lines, record))
            base = self.line
            try:
                for cells in reader:
                    if (len(record) > 1 or len(cells) < width) and self._is_broken(record, cells):
                        broken = RejectCode.OPEN_QUOTE
                        break
                    record.clear()
                    yield self.line, cells
                    self.line = base + reader.line_num
            except csv.Error as error:
                if TOO_LONG not in str(error):
                    raise InputFileError("csv", f"{self.name}, line {self.line}: {error}") from error
                broken = RejectCode.CELL_TOO_LONG
            except UnicodeDecodeError as error:
                raise undecodable(self.name, base + reader.line_num, self.encoding, error) from error
            if broken is None:
                return
            if broken is RejectCode.CELL_TOO_LONG:
                broken = RejectCode.CELL_TOO_LONG if len(record) == 1 else RejectCode.OPEN_QUOTE
                if self._is_giant(record):
                    on_broken(self.line, RejectCode.CELL_TOO_LONG, self._unlimited(record))
                    self.line += len(record)
                    continue
            self._recover(broken, record, on_broken)

    def _reader(self, lines: Iterable[str], *, strict: bool = False) -> "CsvReader":
        return csv.reader(lines, delimiter=self.delimiter, skipinitialspace=True, strict=strict)

    def _is_broken(self, record: list[str], cells: list[str]) -> bool:
        """Return whether an unclosed quote joined several rows, or cut the last one off."""
        error = self._strict_error(record) if '"' in record[0] else ""
        if len(cells) < self.width and "unexpected end" in error:
            return True
        if len(record) == 1 or (len(cells) == self.width and not error):
            return False
        return self._holds_rows(record)

    def _holds_rows(self, record: list[str]) -> bool:
        alone = self._reader(iter(record[1:]))
        return any(len(row) == self.width and any(map(like_address, row)) for row in alone)

    def _is_giant(self, record: list[str]) -> bool:
        """Read up to `MAX_LINE_CHARS` more; return whether the record is one row with a quoted cell too long."""
        seen = len(record)
        lines = _within(recorded(self.lines, record), MAX_LINE_CHARS)
        try:
            is_whole = len(self._unlimited(chain(record[:seen], lines), strict=True)) == self.width
            return is_whole and not self._holds_rows(record)
        except csv.Error:
            return False
        except UnicodeDecodeError as error:
            raise undecodable(self.name, self.line + len(record), self.encoding, error) from error

    def _strict_error(self, record: list[str]) -> str:
        try:
            list(self._reader(iter(record), strict=True))
        except csv.Error as error:
            return str(error)
        return ""

    def _recover(self, code: RejectCode, record: list[str], on_broken: _OnBroken) -> None:
        """Reject the first line of a record and read its other lines again, each as a row of its own."""
        first, *others = record
        self.broken += code is RejectCode.OPEN_QUOTE or bool(others)
        if self.broken > MAX_BROKEN_QUOTES:
            message = (
                f"{self.name}: quotes are broken in more than {MAX_BROKEN_QUOTES} rows up to line {self.line}"
            )
            raise InputFileError(
                "quotes", message, "Export the file again, with quotes doubled inside cells."
            )
        on_broken(self.line, code, self._unlimited([first.rstrip("\r\n")]))
        self.line += 1
        if others:
            self.lines = chain(others, self.lines)

    def _unlimited(self, lines: Iterable[str], *, strict: bool = False) -> list[str]:
        """Read one row without the limit on the length of a cell."""
        limit = csv.field_size_limit(3 * MAX_LINE_CHARS)
        try:
            return next(self._reader(lines, strict=strict), [])
        finally:
            csv.field_size_limit(limit)


def _within(lines: Iterable[str], most: int) -> Iterator[str]:
    for line in lines:
        yield line
        most -= len(line)
        if most < 0:
            return


def lines_of(stream: io.TextIOWrapper) -> Iterator[str]:
    """Return the lines of a text; an endless line comes in pieces of `MAX_LINE_CHARS`."""
    return iter(partial(stream.readline, MAX_LINE_CHARS), "")


def recorded(lines: Iterator[str], record: list[str]) -> Iterator[str]:
    """Yield lines and add them to `record`, without a byte-order mark that joining files left inside.

    Raises:
        csv.Error: a line is longer than any row; `record` keeps only its beginning.
    """
    for line in lines:
        if len(line) >= MAX_LINE_CHARS:
            record.append(_cut(line, lines))
            raise csv.Error(TOO_LONG)
        if line >= "\ufeff":  # faster than `startswith`
            line = line.removeprefix("\ufeff") or "\n"  # noqa: PLW2901 - it is the same line
        record.append(line)
        yield line


def _cut(line: str, lines: Iterator[str]) -> str:
    """Skip the rest of an endless line, and return its first piece, which is still too long for a row."""
    if len(line) == MAX_LINE_CHARS and not line.endswith(("\r", "\n")):
        for piece in lines:
            if len(piece) < MAX_LINE_CHARS or piece.endswith(("\r", "\n")):
                break
        return line + "\n"
    return line
