"""Opens a contact file, understands its header, and gives its rows as judged.

It reads as a stream and keeps nothing of a row it has given out.
"""

import csv
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from seqcli.contacts.columns import ColumnPlan
from seqcli.contacts.reading import (
    MAX_HEAD_CHARS,
    MAX_HEAD_LINES,
    Head,
    HeadFinder,
    RowReader,
    like_address,
    lines_of,
    open_text,
    recorded,
    undecodable,
)
from seqcli.contacts.rejects import (
    mapped_header,
    reason_places,
    unmapped_header,
    without,
)
from seqcli.contacts.rows import LeadRow, RejectedRow, RowParser, is_plain
from seqcli.errors import InputFileError

STDIN = "standard input"


def open_contacts(
    source: Path | BinaryIO,
    *,
    encoding: str | None = None,
    no_header: bool = False,
    mapping: Mapping[str, str] | None = None,
    ignore: Collection[str] = (),
) -> "ContactFile":
    """Open a contact file and read its header. `mapping` is field → column, by header or by number from 1.

    Iterating gives each row once; closing leaves a stream that was passed in open.

    Raises:
        InputFileError: it cannot be read, is empty or binary, has no address column or no header, or the
            mapping does not fit it. Iterating raises it for bytes that are no text in the file's encoding.
    """
    name = str(source) if isinstance(source, Path) else _stream_name(source)
    stream, chosen = open_text(source, name, encoding)
    try:
        return ContactFile(name, stream, chosen, no_header=no_header, mapping=mapping or {}, ignore=ignore)
    except BaseException:
        stream.close()
        raise


def _stream_name(stream: BinaryIO) -> str:
    """Return a stream's name; those of the process have none, or a number."""
    name = getattr(stream, "name", STDIN)
    return name if isinstance(name, str) and not name.startswith("<") else STDIN


class ContactFile:
    """A contact file whose header is understood; iterate it once. `notes` are remarks about the file.

    `header` and the cells of rejected rows are those of the original export, also where this is a rejects
    file. `blank_rows` grows while it is read.
    """

    def __init__(
        self,
        name: str,
        stream: TextIOWrapper,
        encoding: str,
        *,
        no_header: bool,
        mapping: Mapping[str, str],
        ignore: Collection[str],
    ) -> None:
        self.name = name
        self.encoding = encoding
        self.blank_rows = 0
        self._stream = stream
        lines = _head_lines(name, stream, encoding)
        head = HeadFinder(name, lines, mapping.get("email")).find(no_header=no_header)
        reasons = reason_places(head.cells)
        is_rejects = bool(reasons)
        no_header = no_header and not is_rejects
        cells = _numbered(name, head, mapping) if no_header else head.cells
        self.delimiter = head.delimiter
        self.header_line = 0 if no_header else head.line
        header = cells
        if is_rejects:
            header, mapped, ignored = unmapped_header(without(cells, reasons))
            mapping, ignore = {**mapped, **mapping}, [*ignored, *ignore]
        plan = ColumnPlan(name, header)
        self.columns = plan.plan(mapping, ignore)
        self.header = tuple(mapped_header(header, self.columns, plan.by_hand))
        self.notes = _file_notes(lines, head, no_header=no_header, is_rejects=is_rejects)
        if plan.is_own:
            self.notes += (
                "this is a list that seqcli wrote; its columns about the state of leads are ignored",
            )
        self._judge = RowParser(name, header, self.columns, reasons=reasons, delimiter=self.delimiter)
        first_line = head.first + 1 if no_header else head.lines_used + 1
        self._rows = RowReader(
            name,
            chain(lines[first_line - 1 :], lines_of(stream)),
            self.delimiter,
            first_line,
            len(cells),
            encoding,
        )

    def __iter__(self) -> Iterator[LeadRow | RejectedRow]:
        """Yield every row that is not blank, in file order.

        Raises:
            InputFileError: bytes that are no text in the file's encoding, or quotes broken all over the file.
        """
        judge, broken = self._judge, deque[RejectedRow]()
        judge_plain, width = judge.plain_row, -1 if judge.reasons else judge.width
        for line, cells in self._rows.rows(lambda *found: broken.append(judge.broken_row(*found))):
            while broken:
                yield broken.popleft()
            if len(cells) == width:
                joined = "".join(cells)
                if is_plain(joined):
                    row = judge_plain(line, cells)
                    if row is not None:
                        yield row
                        continue
            judged = judge.row(line, cells)
            if judge.second_header:
                width = -1
            if judged is None:
                self.blank_rows += 1
            else:
                yield judged
        yield from broken

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def bytes_read(self) -> int:
        """How far the file was read, a buffer ahead of the rows: for a progress bar."""
        return self._stream.buffer.raw.bytes_read  # type: ignore[attr-defined,no-any-return]

    def close(self) -> None:
        """Close the file; a stream that was passed in stays open."""
        self._stream.close()


def _head_lines(name: str, stream: TextIOWrapper, encoding: str) -> list[str]:
    lines: list[str] = []
    size = 0
    try:
        for line in recorded(lines_of(stream), lines):
            size += len(line)
            if len(lines) == MAX_HEAD_LINES or size > MAX_HEAD_CHARS:
                break
    except csv.Error:  # the last line is too long for a row, which it will be told of
        return lines
    except UnicodeDecodeError as error:
        raise undecodable(name, len(lines) + 1, encoding, error) from error
    return lines


def _numbered(name: str, head: Head, mapping: Mapping[str, str]) -> list[str]:
    """Return a header for a file without one: `column_1` …, with `email` where the first row has it."""
    header = [f"column_{number}" for number in range(1, len(head.cells) + 1)]
    if "email" not in mapping:
        found = next((index for index, cell in enumerate(head.cells) if like_address(cell)), None)
        if found is None:
            message = f"{name}: line {head.line} holds no address"
            raise InputFileError("no_address_column", message, "Say which column it is: --map email=NUMBER.")
        header[found] = "email"
    return header


def _file_notes(lines: list[str], head: Head, *, no_header: bool, is_rejects: bool) -> tuple[str, ...]:
    notes = []
    if not no_header and any(line.strip() for line in lines[head.first : head.line - 1]):
        notes.append(f"the header is on line {head.line}; the lines before it were passed over")
    if is_rejects:
        notes.append("this is a file of rejected rows; the five columns about the rejections are ignored")
    return tuple(notes)
