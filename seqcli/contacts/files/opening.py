"""Opens a contact file of any kind by its content: as text, or as a table (workbook, JSON, list of mailboxes)."""

import io
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from seqcli.contacts.files.decoding import open_text
from seqcli.contacts.files.file_kinds import FileKind, kind_of, kind_of_zip, sniffed
from seqcli.contacts.files.mailbox_lists import is_mailbox_list, read_mailboxes
from seqcli.contacts.files.table_rows import OnBroken, Rows, Table, TableSource, csv_line
from seqcli.contacts.files.text_rows import TextSource
from seqcli.errors import InputFileError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Numbered = Sequence[tuple[int, list[str]]]
_EVERY_KIND = frozenset(FileKind)
#: What is no text at all; a reader of addresses takes any text as it is.
PACKED = frozenset({FileKind.WORKBOOK, FileKind.ZIP, FileKind.GZIP})


class RowIterator(Protocol):
    """Yields rows under their numbers."""

    def rows(self, on_broken: OnBroken) -> Rows:
        """Yield (number, cells); call `on_broken` for a row that cannot be read."""


class Source(Protocol):
    """A contact file that is open: its first lines, then its rows."""

    encoding: str
    #: What parts cells inside a cell that swallowed a row.
    swallowed_by: str | None
    #: Whether the first line is certainly the header, as the keys of JSON are.
    has_header: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks on the file, complete once its rows are read."""

    @property
    def bytes_read(self) -> int:
        """Bytes of the file read so far."""

    def head_lines(self) -> list[str]:
        """Return the first lines, in which the header is."""

    def reader(self, first_line: int, delimiter: str, width: int) -> RowIterator:
        """Return what yields the rows from a line on."""

    def close(self) -> None:
        """Close it; a stream that was passed in stays open."""


def open_source(
    source: Path | BinaryIO,
    name: str,
    encoding: str | None,
    sheet: str | None,
    has_people: Callable[[Numbered], bool],
    *,
    takes_lists: bool,
) -> Source:
    """Open a contact file. `has_people` judges the first rows of a sheet.

    `takes_lists` also takes a list of mailboxes, which has no header.

    Raises:
        InputFileError: it cannot be read, is of a kind that holds no rows, or has no such sheet.
    """
    stack = ExitStack()
    try:
        found = _open(source, name, encoding, sheet, has_people, stack)
        if isinstance(found, Table):
            return TableSource(found, stack)
        text, chosen = open_text(found.stream, name, encoding, stack.close)
        rows = TextSource(name, text, chosen, found)
        if takes_lists and is_mailbox_list(rows.head_lines()):
            return TableSource(read_mailboxes(rows.lines()), stack)
    except BaseException:
        stack.close()
        raise
    return rows


def open_as_text(
    source: Path | BinaryIO, name: str, encoding: str | None, kinds: Collection[FileKind] = _EVERY_KIND
) -> tuple[io.TextIOWrapper, str]:
    """Return a file as text, and its encoding; the first sheet with rows, or JSON, as lines of CSV.

    A file whose kind is not among `kinds` is read as the text that it is.

    Raises:
        InputFileError: it cannot be read, or is of a kind that holds no rows.
    """
    stack = ExitStack()
    try:
        found = _open(source, name, encoding, None, bool, stack, kinds)
        if isinstance(found, Table):
            raw = _TableBytes(found, stack)
            return io.TextIOWrapper(io.BufferedReader(raw), encoding="utf-8", newline=""), "utf-8"
        return open_text(found.stream, name, encoding, stack.close)
    except BaseException:
        stack.close()
        raise


class Plain:
    """A stream that holds text. `notes` say where it comes from; `done` returns the bytes of the file read so far."""

    def __init__(self, stream: BinaryIO, notes: tuple[str, ...], done: Callable[[], int] | None) -> None:
        self.stream = stream
        self.notes = notes
        self.done = done


def _open(
    source: Path | BinaryIO,
    name: str,
    encoding: str | None,
    sheet: str | None,
    has_people: Callable[[Numbered], bool],
    stack: ExitStack,
    kinds: Collection[FileKind] = _EVERY_KIND,
) -> Table | Plain:
    """Return the table in a file, or the stream of its text, through at most one archive."""
    stream = _seekable(source, name, stack)
    size = _size_of(stream)
    notes: tuple[str, ...] = ()
    done: Callable[[], int] | None = None
    for is_packed in (False, True):
        kind = _kind(stream, name, kinds)
        if kind is FileKind.WORKBOOK:
            from seqcli.contacts.files.workbooks import read_workbook  # noqa: PLC0415 - few imports need it

            table = read_workbook(_random(stream, is_packed, stack), name, sheet, has_people)
            return _noted(table, notes, size)
        if sheet is not None and kind in {FileKind.JSON, FileKind.TEXT}:
            message = f"{name} is no workbook and has no sheets"
            raise InputFileError("no_sheet", message, "Leave out --sheet.")
        if kind is FileKind.JSON:
            from seqcli.contacts.files.json_rows import read_json  # noqa: PLC0415 - few imports need it

            table = read_json(stream, name, encoding)
            return _noted(table, notes, size)
        if kind is FileKind.TEXT:
            break
        if is_packed:
            raise InputFileError("archive", f"{name} is an archive in an archive", "Unpack the outer one.")
        done = stream.tell
        stream, notes = _unpacked(stream, kind, name, stack)
    return Plain(stream, notes, done)


def _noted(table: Table, notes: tuple[str, ...], size: int) -> Table:
    table.notes[:0] = notes
    table.size = size
    return table


def _size_of(stream: BinaryIO) -> int:
    start = stream.tell()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(start)
    return size - start


def _seekable(source: Path | BinaryIO, name: str, stack: ExitStack) -> BinaryIO:
    """Return the source as a stream that can seek; a pipe is copied to disk."""
    try:
        stream = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
        if stream.seekable():
            return stream
        import tempfile  # noqa: PLC0415 - only a pipe needs it

        copy: BinaryIO = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        while piece := stream.read(1 << 16):
            copy.write(piece)
        copy.seek(0)
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror or error}"
        raise InputFileError("unreadable", message, "Check the path and its permissions.") from error
    return copy


def _kind(stream: BinaryIO, name: str, kinds: Collection[FileKind]) -> FileKind:
    try:
        sample = sniffed(stream)
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror or error}"
        raise InputFileError("unreadable", message, "Check the path and its permissions.") from error
    kind = kind_of(sample, name, is_strict=FileKind.JSON in kinds)
    if kind is FileKind.ZIP:
        from seqcli.contacts.files.archives import damage_reported, open_zip  # noqa: PLC0415 - few imports need it

        start = stream.tell()
        with open_zip(stream, name) as archive, damage_reported(name):
            kind = kind_of_zip(archive, name)
            if kind is FileKind.WORKBOOK:
                from seqcli.contacts.files.workbook_check import check_workbook  # noqa: PLC0415 - few imports need it

                check_workbook(archive, name)
        stream.seek(start)
    elif kind is FileKind.WORKBOOK:
        from seqcli.contacts.files.workbook_check import check_old_workbook  # noqa: PLC0415 - few imports need it

        check_old_workbook(stream, name)
    return kind if kind in kinds else FileKind.TEXT


def _random(stream: BinaryIO, is_packed: bool, stack: ExitStack) -> BinaryIO:
    """Return a stream in which a reader may jump about."""
    if not is_packed:
        return stream
    from seqcli.contacts.files.archives import copied  # noqa: PLC0415 - few imports need it

    return copied(stream, stack)


def _unpacked(
    stream: BinaryIO, kind: FileKind, name: str, stack: ExitStack
) -> tuple[BinaryIO, tuple[str, ...]]:
    from seqcli.contacts.files.archives import open_gzip, open_member, open_zip  # noqa: PLC0415 - few imports need it

    if kind is FileKind.GZIP:
        return open_gzip(stream, name, stack), ("the file was unpacked",)
    archive = stack.enter_context(open_zip(stream, name))
    opened, member, others = open_member(archive, name, stack)
    note = f'"{member}" in the zip file is read'
    return opened, (note + (f"; not read: {', '.join(others[:5])}" if others else ""),)


class _TableBytes(io.RawIOBase):
    """A table as bytes of CSV, one line a row, so that what reads lists of text reads it too."""

    def __init__(self, table: Table, stack: ExitStack) -> None:
        self._pieces = self._lines(table)
        self._stack = stack
        self._rest = b""

    @staticmethod
    def _lines(table: Table) -> Iterator[bytes]:
        last = 0
        head = [] if table.header is None else [(1, table.header)]
        for number, cells in chain(head, table.rows):
            yield b"\n" * (number - 1 - last) + csv_line(cells).encode()
            last = max(number, last + 1)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        piece, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        with suppress(OSError):
            self._stack.close()
        super().close()
