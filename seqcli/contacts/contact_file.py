"""Opens a contact file, reads its header, and yields its rows as leads or rejections. Streams; keeps no row."""

import csv
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from seqcli.addresses import like_address
from seqcli.contacts.columns import ColumnPlan, find_column
from seqcli.contacts.files.head import Head, HeadFinder
from seqcli.contacts.files.opening import Numbered, Source, open_source
from seqcli.contacts.files.table_rows import numbered_lines
from seqcli.contacts.headers.column_values import ColumnSample, Offer, are_surnames_first
from seqcli.contacts.rejects import mapped_header, reason_places, restored_cell, with_statuses, without
from seqcli.contacts.row_types import (
    GUESSED_CODES,
    CampaignStatus,
    ColumnRole,
    LeadRow,
    RejectCode,
    RejectedRow,
)
from seqcli.contacts.rows import RowParser, is_plain
from seqcli.contacts.standing.campaign_status import CampaignStatuses
from seqcli.contacts.standing.unheard_words import UnheardWord, UnheardWords
from seqcli.contacts.standing.unknown_columns import UnknownColumns
from seqcli.errors import InputFileError
from seqcli.wording import counted

STDIN = "standard input"
#: The cells of such a row had to be guessed, or are none of a person.
_WITHOUT_STATUS = GUESSED_CODES | {RejectCode.HEADER}
Parse = Callable[[int, list[str]], LeadRow | RejectedRow | None]


def open_contacts(
    source: Path | BinaryIO,
    *,
    encoding: str | None = None,
    no_header: bool = False,
    mapping: Mapping[str, str] | None = None,
    ignore: Collection[str] = (),
    sheet: str | None = None,
    suppress: Collection[str] = (),
    own: Collection[str] = frozenset(),
    status_columns: Collection[int] | None = None,
    status_words: Mapping[str, CampaignStatus] | None = None,
) -> "ContactFile":
    """Open a contact file and read its header. `mapping` is field → column, by header or by number from 1.

    `sheet` is the name or number of a workbook's sheet. In the columns of `suppress`, whose headers do not announce it,
    a no ends a person also among other words. `own` are normalised addresses that we send from; their rows are
    rejected. `status_columns` are known to say where people stand in another sender's campaign; for another one, the
    caller reads the file again, unless it is None. `status_words` says what words there mean, by `word_key`.

    Iterating yields each row once. Closing the file leaves a stream that was passed in open.

    Raises:
        InputFileError: it cannot be read, is empty or binary, has no address column or no header, or the
            mapping does not fit it. Iterating raises it for bytes that the file's encoding does not allow.
        StatusColumnFoundError: only iterating, and only if there are `status_columns`: one is missing among them.
    """
    name = str(source) if isinstance(source, Path) else _stream_name(source)
    email = (mapping or {}).get("email")

    def has_people(rows: Numbered) -> bool:
        return _has_people(rows, email, no_header=no_header)

    takes_lists = not no_header and email is None
    opened = open_source(source, name, encoding, sheet, has_people, takes_lists=takes_lists)
    try:
        return ContactFile(
            name,
            opened,
            no_header=no_header,
            mapping=mapping or {},
            ignore=ignore,
            suppress=suppress,
            own=own,
            status_columns=status_columns,
            status_words=status_words or {},
        )
    except BaseException:
        opened.close()
        raise


def _has_people(rows: Numbered, email_column: str | None, *, no_header: bool) -> bool:
    """Return whether the first rows of a sheet hold a header of people, or without one, an address."""
    if no_header:
        return any(like_address(cell) for _, cells in rows for cell in cells)
    try:
        head = HeadFinder("", numbered_lines(rows), email_column).find(no_header=False)
    except InputFileError:
        return False
    return email_column is None or find_column(email_column, head.cells) is not None


def _stream_name(stream: BinaryIO) -> str:
    """Return a stream's name; standard input has none, or a number."""
    name = getattr(stream, "name", STDIN)
    return name if isinstance(name, str) and not name.startswith("<") else STDIN


class ContactFile:
    """A contact file with its header read; iterate it once.

    `header` and the cells of rejected rows are those of the original export, in a rejects file too.
    """

    def __init__(
        self,
        name: str,
        source: Source,
        *,
        no_header: bool,
        mapping: Mapping[str, str],
        ignore: Collection[str],
        suppress: Collection[str],
        own: Collection[str] = frozenset(),
        status_columns: Collection[int] | None = None,
        status_words: Mapping[str, CampaignStatus],
    ) -> None:
        self.name = name
        self.encoding = source.encoding
        self._source = source
        lines = source.head_lines()
        head_lines = lines[:1] if source.has_header else lines
        head = HeadFinder(name, head_lines, mapping.get("email")).find(no_header=no_header)
        reasons = reason_places(head.cells)
        is_rejects = bool(reasons)
        no_header = no_header and not is_rejects
        cells = _numbered(name, head, mapping) if no_header else head.cells
        self.delimiter = head.delimiter
        header = cells
        if is_rejects:
            header, mapping, ignore = _read_rejects_header(name, without(cells, reasons), mapping, ignore)
        first_rows = [without(row, reasons) for row in _first_rows(lines, head, no_header=no_header)]
        plan = ColumnPlan(name, header, () if is_rejects else first_rows)
        self.columns = plan.plan(mapping, ignore)
        found = {*(status_columns or ()), *plan.statuses}
        self.statuses = CampaignStatuses(
            self.columns,
            found=found,
            can_be_read_again=status_columns is not None,
            chosen=status_words,
            is_own=plan.is_own,
            mapped={each for each in plan.by_hand if plan.columns[each].role is ColumnRole.OPT_OUT}
            - plan.statuses,
        )
        named = mapped_header(header, self.columns, plan.stated)
        self.header = tuple(with_statuses(named, header, found))
        self._notes = _file_notes(lines, head, no_header=no_header, is_rejects=is_rejects)
        if plan.is_own:
            self._notes += ("this list comes from seqcli; its columns about lead status are ignored",)
        first_line = head.first + 1 if no_header else head.lines_used + 1
        inner = source.swallowed_by or self.delimiter
        suppressed = {plan.located(each) for each in suppress}
        self.unheard = UnheardWords(
            () if plan.is_own else self.columns, status_words, {*suppressed, *plan.by_hand}
        )
        self._parser = RowParser(
            name,
            header,
            self.columns,
            reasons=reasons,
            delimiter=inner,
            suppress=suppressed,
            by_hand={*plan.by_hand, *self.statuses.sure},
            own=own,
            first_line=first_line,
            more_tests=self.unheard.tests(),
            is_surname_first=are_surnames_first(self.columns, first_rows),
        )
        self._sample = ColumnSample(self.columns, plan.by_hand)
        self._rows = source.reader(first_line, self.delimiter, len(cells))

    def __iter__(self) -> Iterator[LeadRow | RejectedRow]:
        """Yield every row that is not blank, in file order.

        Raises:
            InputFileError: the file's encoding does not allow some bytes, or quotes are broken in many rows.
            StatusColumnFoundError: a column turned out to hold statuses.
        """
        parser, broken = self._parser, deque[RejectedRow]()
        parse_plain, parse = self._parsers()
        width = -1 if parser.reasons else parser.width
        rows = self._rows.rows(lambda *found: broken.append(parser.broken_row(*found)))
        rows = self.unheard.watched(rows, parser.reasons)
        for line, cells in self._sample.watched(rows):
            while broken:
                yield broken.popleft()
            if len(cells) == width:
                joined = "".join(cells)
                if is_plain(joined):
                    row = parse_plain(line, cells)
                    if row is not None:
                        yield row
                        continue
            parsed = parse(line, cells)
            if parser.second_header:
                width = -1
            if parsed is not None:
                yield parsed
        yield from broken

    def _parsers(self) -> tuple[Parse, Parse]:
        """Return what parses plain rows and all rows. Without a column of statuses, nothing looks for one."""
        parser, judge = self._parser, self.statuses.judge
        if self.statuses.is_empty:
            return parser.plain_row, parser.row
        who = parser.opt_outs.who

        def parse_plain(line: int, cells: list[str]) -> LeadRow | RejectedRow | None:
            row = parser.plain_row(line, cells)
            return None if row is None else judge(row, cells, who)

        def parse(line: int, cells: list[str]) -> LeadRow | RejectedRow | None:
            row = parser.row(line, cells)
            if row is None or (isinstance(row, RejectedRow) and row.code in _WITHOUT_STATUS):
                return row
            return judge(row, [restored_cell(cell) for cell in without(cells, parser.reasons)], who)

        return parse_plain, parse

    @property
    def unknown(self) -> UnknownColumns:
        """What the rows so far say in columns that are not known as opt-outs."""
        return self._parser.unknown

    @property
    def unheard_words(self) -> tuple[UnheardWord, ...]:
        """Words of statuses that may be a no and that nobody knows."""
        return self.unheard.found(self.statuses.sure, self.unknown.tells)

    def offers(self) -> tuple[Offer, ...]:
        """Return the columns whose values, in the first rows, look like a role that no header has."""
        return self._sample.offers()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks on the file; complete once all rows are read."""
        return (*self._source.notes, *self._notes)

    @property
    def bytes_read(self) -> int:
        """Bytes read so far, for a progress bar; up to a buffer ahead of the rows."""
        return self._source.bytes_read

    def close(self) -> None:
        """Close the file; a stream that was passed in stays open."""
        self._source.close()


def _read_rejects_header(
    name: str, header: list[str], mapping: Mapping[str, str], ignore: Collection[str]
) -> tuple[list[str], dict[str, str], list[str]]:
    """Return the original header, and the mapping and ignored columns with those that the header states."""
    from seqcli.contacts.rejects_header import RejectsHeader  # noqa: PLC0415 - few imports need pydantic

    found = RejectsHeader.read(name, header)
    return found.titles, {**found.mapping, **mapping}, [*found.ignored, *ignore]


def _numbered(name: str, head: Head, mapping: Mapping[str, str]) -> list[str]:
    """Return a header for a file without one: `column_1` …, with `email` where the first row has it."""
    header = [f"column_{number}" for number in range(1, len(head.cells) + 1)]
    if "email" not in mapping:
        found = next((index for index, cell in enumerate(head.cells) if like_address(cell)), None)
        if found is None:
            message = f"{name}: line {head.line} has no address"
            raise InputFileError("no_address_column", message, "Name the column: --map email=NUMBER.")
        header[found] = "email"
    return header


def _first_rows(lines: list[str], head: Head, *, no_header: bool) -> list[list[str]]:
    """Return the rows among the first lines; none if they cannot be read."""
    after = lines[head.first if no_header else head.lines_used :]
    try:
        return list(csv.reader(after, delimiter=head.delimiter, skipinitialspace=True))
    except csv.Error:
        return []


def _file_notes(lines: list[str], head: Head, *, no_header: bool, is_rejects: bool) -> tuple[str, ...]:
    notes = []
    if not no_header and any(line.strip() for line in lines[head.first : head.line - 1]):
        left_out = f", {counted(head.left_out, 'contact')} among them" if head.left_out else ""
        notes.append(f"the header is on line {head.line}; the lines before it are skipped{left_out}")
    if is_rejects:
        notes.append("this file is from an earlier import; its five columns about that are ignored")
    return tuple(notes)
