"""From bytes to rows: encoding, delimiter, the place of the header, the line of a row. It judges no cell."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from seqcli.contacts.columns import count_people_columns, find_column, listed
from seqcli.contacts.header_phrases import EMAIL_KEYS, OTHER_EMAIL_KEYS, header_key
from seqcli.contacts.rejects import CELL_TOO_LONG, OPEN_QUOTE, reason_places
from seqcli.errors import InputFileError

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

    from _typeshed import WriteableBuffer

SAMPLE_BYTES = 65_536
MAX_HEAD_LINES = 40
MAX_HEAD_CHARS = 1_000_000
MAX_CELL_CHARS = csv.field_size_limit()
MAX_LINE_CHARS = 4_000_000
MAX_BROKEN_QUOTES = 50
TOO_LONG = "field larger"  # so the csv module begins its message

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARIES = (
    (b"PK\x03\x04", "a spreadsheet"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet"),
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"SQLite format 3\0", "a database"),
)
_ADDRESS_BOOKS = (
    (re.compile(r"BEGIN:VCARD\s", re.IGNORECASE), "a vCard file"),
    (re.compile(r"(?:#.*\s+)*(?:version:\s*1\s+)?(?:#.*\s+)*dn::?\s", re.IGNORECASE), "an LDIF file"),
)
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LIKE_ADDRESS = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]{2,}")


def undecodable(name: str, line: int, encoding: str, error: UnicodeDecodeError) -> InputFileError:
    """Return the error for bytes that are no text; `line` is the one at which the undecoded bytes begin."""
    line += error.object.count(b"\n", 0, error.start)
    message = (
        f"{name}: line {line} is not {encoding}: byte 0x{error.object[error.start]:02x} ({error.reason})"
    )
    hint = (
        "Say what it is written in, e.g. --encoding cp1252 (Windows), cp1251, shift_jis, or save it as UTF-8."
    )
    return InputFileError("undecodable", message, hint)


def like_address(cell: str) -> bool:
    """Tell whether a cell looks like an address; whether it is one, `addresses` says."""
    return _LIKE_ADDRESS.fullmatch(cell.strip()) is not None


# --- bytes to text ---------------------------------------------------------------------------


def open_text(source: Path | BinaryIO, name: str, encoding: str | None) -> tuple[io.TextIOWrapper, str]:
    """Return the source as text with its line ends kept, and the encoding it is read in.

    Raises:
        InputFileError: it cannot be opened, is empty or binary, or the encoding is unknown.
    """
    try:
        raw = source.open("rb") if isinstance(source, Path) else source
        sample = _read_sample(raw)
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror or error}"
        raise InputFileError("unreadable", message, "Check the path and its permissions.") from error
    try:
        chosen = _encoding_of(sample, encoding)
        _check_sample(sample, chosen, name)
    except InputFileError:
        if raw is not source:
            raw.close()
        raise
    stream = io.BufferedReader(_Rewound(sample, raw, owned=raw is not source), SAMPLE_BYTES)
    return io.TextIOWrapper(stream, encoding=chosen, newline=""), chosen


def _read_sample(raw: BinaryIO) -> bytes:
    sample = b""
    while len(sample) < SAMPLE_BYTES:
        piece = raw.read(SAMPLE_BYTES - len(sample))
        if not piece:
            break
        sample += piece
    return sample


def _encoding_of(sample: bytes, wanted: str | None) -> str:
    marked = next((encoding for bom, encoding in _BOMS if sample.startswith(bom)), None)
    if wanted is None:
        return marked or "utf-8"
    hint = "Common ones are utf-8, utf-16, cp1252 (Windows), iso-8859-1, cp1251, shift_jis, gb18030."
    try:
        known = codecs.lookup(wanted).name
        "".encode(known)
        with suppress(UnicodeDecodeError):  # the line that cannot be read is named when it is reached
            codecs.getincrementaldecoder(known)().decode(sample)
    except LookupError as error:
        message = f'no text encoding is called "{wanted}"'
        raise InputFileError("encoding", message, hint) from error
    except UnicodeError as error:
        message = f'the file cannot be read as "{wanted}": {error}'
        raise InputFileError("encoding", message, hint) from error
    # The mark says it surely: a rejects file is UTF-8, also by the command with which its file was imported.
    return "utf-8-sig" if marked == "utf-8-sig" else known


def _check_sample(sample: bytes, encoding: str, name: str) -> None:
    if not sample.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"):
        raise InputFileError("empty", f"{name} is empty", "Export the contacts again, with a header line.")
    for sign, what in _BINARIES:
        if sample.startswith(sign):
            hint = 'Open it in the program it belongs to and save the contacts as "CSV UTF-8".'
            raise InputFileError("binary", f"{name} is {what}, not a CSV file", hint)
    begin = sample[:1000].decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    for pattern, what in _ADDRESS_BOOKS:
        if pattern.match(begin):
            hint = "Export the contacts as CSV, or open it in an address book and export that as CSV."
            raise InputFileError("binary", f"{name} is {what}, not a CSV file", hint)
    if _is_binary(sample, encoding):
        line = sample.count(b"\n", 0, sample.index(b"\0")) + 1
        hint = "Save it as CSV in UTF-8; if it is UTF-16 text without a mark, say --encoding utf-16-le."
        raise InputFileError("binary", f"{name} is not text: line {line} holds a NUL byte", hint)


def _is_binary(sample: bytes, encoding: str) -> bool:
    """Tell whether NUL bytes are the rule, as in UTF-16 without a mark, or stand among what is no text anyway.

    A stray one in a text is a control character like others, and costs nobody the whole file.
    """
    if b"\0" not in sample or encoding.startswith(("utf-16", "utf-32")):
        return False
    if sample.count(0) * 5 > len(sample):
        return True
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return True
    return False


class _Rewound(io.RawIOBase):
    """A stream whose first bytes were read already; standard input cannot be sought."""

    def __init__(self, sample: bytes, raw: BinaryIO, *, owned: bool) -> None:
        self._sample = sample
        self._raw = raw
        self._owned = owned
        self.bytes_read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        piece = self._sample[: len(view)] or self._raw.read(len(view))
        self._sample = self._sample[len(piece) :]
        view[: len(piece)] = piece
        self.bytes_read += len(piece)
        return len(piece)

    def close(self) -> None:
        if self._owned:
            self._raw.close()
        super().close()


# --- text to a header ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """Where the data begins: `cells` is the header (or first row of a file without one), `line` its line."""

    cells: list[str]
    delimiter: str
    line: int
    lines_used: int
    first: int


class HeadFinder:
    """Finds the header among the first lines of a file; note lines, blank lines and `sep=` may precede it."""

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
                message = f"{self.name} is no contact file: a line of it does not end"
                raise InputFileError("binary", message, "Export the contacts as CSV, one person in a row.")
            raise InputFileError(
                "empty", f"{self.name} is empty", "Export the contacts again, with a header line."
            )
        if no_header:
            return candidates[0]
        for first, found in enumerate(candidates):
            if self._names_addresses(found.cells):
                head = self._fuller(found, candidates[first + 1 : first + 2])
                self._check_skipped([each for each in candidates if each.line < head.line], head)
                return head
        return self._widest(candidates)

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
        keys = {header_key(cell) for cell in cells}
        return not keys.isdisjoint(EMAIL_KEYS) or not keys.isdisjoint(OTHER_EMAIL_KEYS)

    def _fuller(self, head: Head, following: list[Head]) -> Head:
        """Return the second line of a header of two, if the first one only names groups of columns."""
        has_gaps = not all(cell.strip() for cell in head.cells) and not reason_places(head.cells)
        for second in following if has_gaps else ():
            is_header = self._names_addresses(second.cells) and not any(map(like_address, second.cells))
            if is_header and count_people_columns(second.cells) > count_people_columns(head.cells):
                return second
        return head

    def _check_skipped(self, skipped: list[Head], head: Head) -> None:
        for row in skipped:
            if len(row.cells) == len(head.cells) and any(like_address(cell) for cell in row.cells):
                message = (
                    f"{self.name}: line {row.line} holds an address, but the header is on line {head.line}"
                )
                raise InputFileError("header", message, "Move the header to the top of the file.")

    def _widest(self, candidates: list[Head]) -> Head:
        """Return the likeliest header where none names an address column; only `--map email=3` can use it."""
        widest = max(candidates[:10], key=lambda head: len(head.cells))
        for head in (candidates[0], widest):
            if any(like_address(cell) for cell in head.cells):
                message = f"{self.name} has no header: line {head.line} already holds an address"
                raise InputFileError(
                    "no_header", message, "Add a header line, or import it with --no-header."
                )
        if self.email_column is None:
            found = f"line {widest.line} has {listed(widest.cells)}"
            message = f"{self.name}: no column is named like an address; {found}"
            raise InputFileError("no_address_column", message, self._mapping_hint(widest, candidates))
        return widest

    def _mapping_hint(self, header: Head, candidates: list[Head]) -> str:
        for row in candidates:
            for title, cell in zip(header.cells, row.cells, strict=False):
                if row.line > header.line and title.strip() and like_address(cell):
                    return f'Say which one it is; perhaps --map email="{title.strip()}".'
        return "Say which one it is: --map email=COLUMN."


def delimiter_of(line: str) -> str:
    """Return the most frequent of comma, semicolon, tab and bar outside quotes, else the comma."""
    bare = _QUOTED.sub("", line)
    return max(",;\t|", key=bare.count)


# --- text to rows ---------------------------------------------------------------------------


_OnBroken = Callable[[int, str, list[str]], None]


class RowReader:
    """Yields every row with the line it begins on; finds its way again after a quote that nothing closes."""

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
        """Yield (line, cells); a row that cannot be read goes to `on_broken` with its code and first cells.

        Raises:
            InputFileError: quotes are broken in so many places that this is no CSV file.
        """
        width = self.width
        while True:
            broken = ""
            record: list[str] = []
            reader = self._reader(recorded(self.lines, record))
            base = self.line
            try:
                for cells in reader:
                    if (len(record) > 1 or len(cells) < width) and self._is_broken(record, cells):
                        broken = OPEN_QUOTE
                        break
                    record.clear()
                    yield self.line, cells
                    self.line = base + reader.line_num
            except csv.Error as error:
                if TOO_LONG not in str(error):
                    raise InputFileError("csv", f"{self.name}, line {self.line}: {error}") from error
                broken = CELL_TOO_LONG
            except UnicodeDecodeError as error:
                raise undecodable(self.name, base + reader.line_num, self.encoding, error) from error
            if not broken:
                return
            if broken == CELL_TOO_LONG:
                broken = CELL_TOO_LONG if len(record) == 1 else OPEN_QUOTE
                if self._is_giant(record):
                    on_broken(self.line, CELL_TOO_LONG, self._unlimited(record))
                    self.line += len(record)
                    continue
            self._recover(broken, record, on_broken)

    def _reader(self, lines: Iterable[str], *, strict: bool = False) -> "CsvReader":
        return csv.reader(lines, delimiter=self.delimiter, skipinitialspace=True, strict=strict)

    def _is_broken(self, record: list[str], cells: list[str]) -> bool:
        """Tell whether a quote never closed made one row of several, or ate the end of the last one."""
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
        """Read on, within measure, and tell whether the record is one row with a quoted cell that is too long."""
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

    def _recover(self, code: str, record: list[str], on_broken: _OnBroken) -> None:
        """Give up the first line of a record and read its other lines again, each as a row of its own."""
        first, *others = record
        self.broken += code == OPEN_QUOTE or bool(others)
        if self.broken > MAX_BROKEN_QUOTES:
            message = (
                f"{self.name}: by line {self.line} quotes are broken in more than {MAX_BROKEN_QUOTES} rows"
            )
            raise InputFileError(
                "quotes", message, "Export the file again, with quotes doubled inside cells."
            )
        on_broken(self.line, code, self._unlimited([first.rstrip("\r\n")]))
        self.line += 1
        if others:
            self.lines = chain(others, self.lines)

    def _unlimited(self, lines: Iterable[str], *, strict: bool = False) -> list[str]:
        """Read one row, however long its cells are."""
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
    """Return the lines of a text; one without measure comes in pieces of `MAX_LINE_CHARS`."""
    return iter(partial(stream.readline, MAX_LINE_CHARS), "")


def recorded(lines: Iterator[str], record: list[str]) -> Iterator[str]:
    """Yield lines and add them to `record`; a mark of byte order that joined files left before one is dropped.

    Raises:
        csv.Error: a line is longer than any row can be; of it only a piece was kept.
    """
    for line in lines:
        if len(line) >= MAX_LINE_CHARS:
            record.append(_cut(line, lines))
            raise csv.Error(TOO_LONG)
        if line >= "\ufeff":  # which is quicker to see than how it begins
            line = line.removeprefix("\ufeff") or "\n"  # noqa: PLW2901 - it is the same line
        record.append(line)
        yield line


def _cut(line: str, lines: Iterator[str]) -> str:
    """Pass over what is left of a line without measure, and return its first piece, which is still too long."""
    if len(line) == MAX_LINE_CHARS and not line.endswith(("\r", "\n")):
        for piece in lines:
            if len(piece) < MAX_LINE_CHARS or piece.endswith(("\r", "\n")):
                break
        return line + "\n"
    return line
