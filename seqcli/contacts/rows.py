"""Parses the rows of a contact file into an address, merge fields and an opt-out, or a rejection."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from operator import getitem, itemgetter
from unicodedata import normalize

from seqcli.addresses import (
    PLAIN_ADDRESS,
    PLAIN_CHARS,
    address_notes,
    address_problem,
    is_unread,
    like_address,
    perhaps,
    reserved_endings,
)
from seqcli.addresses.role_phrases import ROLES, UNREAD
from seqcli.companies import load_mail_providers
from seqcli.contacts.address_cells import read_address
from seqcli.contacts.company_emails import CompanyEmails
from seqcli.contacts.headers.header_list import count_people_columns
from seqcli.contacts.headers.header_phrases import header_key
from seqcli.contacts.headers.header_roles import is_address_header, says_surname_first
from seqcli.contacts.headers.header_words import may_name_address
from seqcli.contacts.plain_cells import NotPlainError, plain_cell_reader
from seqcli.contacts.rejects import restored_cell, without
from seqcli.contacts.row_types import (
    GUESSED_CODES,
    MAX_CELL_CHARS,
    REJECT_COLUMNS,
    Column,
    ColumnRole,
    LeadRow,
    RejectCode,
    RejectedRow,
)
from seqcli.contacts.stand_ins import StandIns
from seqcli.contacts.standing.opt_outs import OptOuts
from seqcli.contacts.standing.unknown_columns import UnknownColumns
from seqcli.contacts.values.names import add_split_name, is_name, may_hold_surname, read_name
from seqcli.contacts.values.placeholders import (
    NOTHING,
    is_blank,
    may_hold_placeholder,
    without_entities,
)
from seqcli.errors import InputFileError
from seqcli.first_few import FirstFew
from seqcli.model import normalise_address
from seqcli.templates.mojibake import may_be_mojibake, mojibake_remark, restored

_CONTROL = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]?|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b[()*+#%][0-9A-Za-z@]"  # a terminal's
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u202a-\u202e\u2066-\u2069\ufeff]|\r(?!\n)"
)
#: Plain cells that are kept, of a column and of all together.
_KEPT_OF_COLUMN, _KEPT_IN_ALL = 1000, 20_000
_TOLD_LOCALS = ROLES | UNREAD
_LINE_END = re.compile(r"\r\n|\r|\n")


class RowParser:
    """Parses rows under one header. `row` takes every row, `plain_row` is a fast path for nearly all of them.

    The fast path needs a row of the header's width whose joined cells are plain (`is_plain`). `own` are the normalised
    addresses that we send from. `first_line` is the line below the header. `more_tests` are tests of `OptOuts`.
    """

    def __init__(
        self,
        name: str,
        header: Sequence[str],
        columns: Sequence[Column],
        *,
        reasons: tuple[int, ...],
        delimiter: str,
        suppress: Collection[int] = (),
        by_hand: Collection[int] = (),
        own: Collection[str],
        first_line: int = 0,
        more_tests: Collection[tuple[int, str, Callable[[str], bool]]] = (),
        is_surname_first: bool = False,
    ) -> None:
        self.own = own
        self.header = header
        self.keys = [header_key(each) for each in header]
        self.delimiter = delimiter
        self.reasons = reasons
        self.width = len(header) + len(reasons)
        self.first_line = first_line
        self.second_header = 0
        by_role: dict[ColumnRole, list[Column]] = {}
        for column in columns:
            by_role.setdefault(column.role, []).append(column)
        if ColumnRole.EMAIL not in by_role:
            message = f"{name} has no address column"
            raise InputFileError("no_address_column", message, "Name it: --map email=COLUMN.")
        self.email = by_role[ColumnRole.EMAIL][0]
        self.address_key = header_key(self.email.header)
        self.other_emails = by_role.get(ColumnRole.OTHER_EMAIL, [])
        self.company_emails = CompanyEmails(columns)
        self.named = [(c.field, c.index) for c in columns if c.field and c.role is not ColumnRole.EMAIL]
        self.names = [name for name, _ in self.named]
        self.has_first_and_last = {"first_name", "last_name"} <= {*self.names}
        self.values_of = _cells_at([index for _, index in self.named])
        self.unknown = UnknownColumns(columns, suppress, by_hand)
        self.opt_outs = OptOuts(columns, self.unknown.count_doubtful, suppress, more_tests)
        most = min(_KEPT_OF_COLUMN, _KEPT_IN_ALL // max(len(self.named), 1))
        self.values = [
            FirstFew(plain_cell_reader(name, *self.unknown.tests(index)), most) for name, index in self.named
        ]
        self.code_index = self.keys.index("code") if "code" in self.keys else -1
        self.stand_ins = StandIns(columns)
        self.has_full_name = ColumnRole.FULL_NAME in by_role
        self.is_surname_first = is_surname_first or any(
            says_surname_first(c.header) for c in by_role.get(ColumnRole.FULL_NAME, [])
        )
        self.reserved = reserved_endings()
        self.reserved_tops = frozenset(ending.rpartition(".")[2].strip("@") for ending in self.reserved)
        self.providers = load_mail_providers()

    def plain_row(self, line: int, cells: list[str]) -> LeadRow | None:
        """Return the lead of a plain row; None if only `row` can parse it."""
        email = cells[self.email.index].strip(" ")
        if self.code_index >= 0 and cells[self.code_index].strip().lower() in GUESSED_CODES:
            return None
        if len(email) > PLAIN_CHARS or PLAIN_ADDRESS.fullmatch(email) is None:
            return None
        address = email.lower()
        local, _, domain = address.partition("@")
        if domain.rpartition(".")[2] in self.reserved_tops and address.endswith(self.reserved):
            return None
        notes: tuple[str, ...] = ()
        if local in _TOLD_LOCALS or "+" in local or domain in self.providers:
            if is_unread(local):
                return None
            notes = address_notes(address)
        if address in self.own:
            return None
        fields = self._plain_fields(cells, address)
        if fields is None:
            return None
        if self.stand_ins.columns and (filled := self._fill(fields, cells, address)):
            notes = (*notes, *filled)
        opted_out = self.opt_outs.why(cells)[:_SHOWN_CHARS] if self.opt_outs.tests else ""
        also = self._also(cells, address, opted_out)
        if self.opt_outs.consents:
            notes = (*notes, *self.opt_outs.remarks(cells))
        values = (line, email, address, fields, opted_out, notes, also)
        return tuple.__new__(LeadRow, values)  # its constructor is a Python function, and takes twice as long

    def _plain_fields(self, cells: list[str], address: str) -> dict[str, str] | None:
        """Return the merge fields of a plain row; None if only `_fields` can tell them."""
        try:
            values = list(map(getitem, self.values, self.values_of(cells)))
        except NotPlainError:
            return None
        named = zip(self.names, values, strict=True)
        fields = {name: value for name, value in named if value} if "" in values else dict(named)
        if self.has_first_and_last and may_hold_surname(
            fields.get("first_name", ""), fields.get("last_name", "")
        ):
            return None
        if self.has_full_name:
            add_split_name(fields, address, is_surname_first=self.is_surname_first)
        return fields

    def _also(self, cells: list[str], address: str, opted_out: str) -> tuple[str, ...]:
        if opted_out:
            return self.opt_outs.who(cells)
        is_only = len(self.opt_outs.persons) == 1 and cells[self.email.index].count("@") < 2
        return () if is_only else self.opt_outs.others(cells, address)

    def row(self, line: int, cells: list[str]) -> LeadRow | RejectedRow | None:
        """Return a lead or a rejection; None for a blank row."""
        if not any(cell.strip(_BLANKS) for cell in cells):
            return None
        parsed = self._parsed(line, cells)
        return self._with_opt_out(parsed) if isinstance(parsed, RejectedRow) else parsed

    def _with_opt_out(self, row: RejectedRow) -> RejectedRow:
        """Return a rejected row with its opt-out; where its cells were guessed, only a clear yes counts."""
        if self.second_header or row.code is RejectCode.HEADER:
            return row
        why = self._opted_out(row.cells, only_clear=row.code in GUESSED_CODES)
        return replace(row, opted_out=why, also=self.opt_outs.who(row.cells)) if why else row

    def _parsed(self, line: int, cells: list[str]) -> LeadRow | RejectedRow:
        extras = [cell for cell in cells[self.width :] if cell.strip()]
        cells = [*cells, *[""] * (self.width - len(cells))][: self.width]
        reject = {name: cells[place] for name, place in zip(REJECT_COLUMNS, self.reasons, strict=False)}
        cells = [_without_formula(restored_cell(cell)) for cell in without(cells, self.reasons)]
        if self.second_header:
            message = f"the row comes after a second header on line {self.second_header}; {_OWN_FILE}"
            value = " | ".join(extras)[: MAX_CELL_CHARS // 2]
            return RejectedRow(line, "", value, RejectCode.AFTER_HEADER, message, cells)
        address_cell = cells[self.email.index]
        if extras and self._is_header(address_cell, [*cells, *extras]):
            return self._second_header(line, address_cell, cells)
        if extras:
            message = f"the row has more than {self.width} cells, the number of columns; quote the cell that was split"
            value = " | ".join(extras)[: MAX_CELL_CHARS // 2]
            return RejectedRow(line, "", value, RejectCode.EXTRA_CELLS, message, cells)
        if not reject:  # somebody may have deleted a reason column from a rejects file
            reject = dict(zip(self.keys, cells, strict=True))
        if (written := reject.get("code", "").strip().lower()) in GUESSED_CODES:
            code = RejectCode(written)
            column, value = (restored_cell(reject.get(name, "")) for name in ("column", "value"))
            message = _GUESSED_MESSAGES[code] + ': correct its cells and empty the cell "code"'
            return RejectedRow(line, column, value, code, message, cells)
        return self._lead(line, cells)

    def _lead(self, line: int, cells: list[str]) -> LeadRow | RejectedRow:
        column, written, notes = self._written_address(cells)
        email = normalize("NFC", written)
        problem = address_problem(email) if email else "the row has no address"
        if problem:
            if [header_key(cell) for cell in cells] == self.keys:
                return RejectedRow(line, "", "", RejectCode.HEADER, "the row repeats the header", cells)
            if self._is_header(email, cells):
                return self._second_header(line, email, cells)
            code = RejectCode.BAD_ADDRESS if email else RejectCode.NO_ADDRESS
            hint = perhaps(email) if email else self.company_emails.hint(cells)
            return RejectedRow(line, column.header, email, code, problem + hint, cells)
        address = normalise_address(email)
        if is_unread(address.rpartition("@")[0]):
            message = "nobody reads this address; find the address of a person"
            return RejectedRow(line, column.header, email, RejectCode.UNREAD_ADDRESS, message, cells)
        if address in self.own:
            message = "your sequences send from this address"
            return RejectedRow(line, column.header, email, RejectCode.OWN_ADDRESS, message, cells)
        fields, remarks = self._fields(cells, address)
        notes = (*notes, *remarks, *address_notes(address), *self._swallowed(line, cells))
        notes = (*notes, *self.opt_outs.remarks(cells))
        opted_out = self._opted_out(cells)
        also = self._also(cells, address, opted_out)
        return LeadRow(line, email, address, fields, opted_out, notes, also)

    def _second_header(self, line: int, email: str, cells: list[str]) -> RejectedRow:
        """Reject a second header and all rows after it, as its columns may be others.

        Right below the first one it only says the same again: in another language, or as types of columns.
        """
        if line <= self.first_line:
            message = "a second header right below the first one"
            return RejectedRow(line, self.email.header, email, RejectCode.HEADER, message, cells)
        self.second_header = line
        message = "a second header; import it and the rows after it as a separate file"
        return RejectedRow(line, self.email.header, email, RejectCode.HEADER, message, cells)

    def _is_header(self, email: str, cells: list[str]) -> bool:
        """Return whether a row without an address names columns, of this file or another."""
        if is_address_header(email) or (self.address_key and header_key(email) == self.address_key):
            return True
        names_address = may_name_address(cells) and any(map(is_address_header, cells))
        return names_address and count_people_columns(cells) > 1 and not any(map(like_address, cells))

    def _swallowed(self, line: int, cells: list[str]) -> Iterator[str]:
        """Yield a remark on every line inside a quoted cell that looks like a row."""
        for index, cell in enumerate(cells):
            if "\n" not in cell and "\r" not in cell:
                continue
            opening, *others = _LINE_END.split(cell)
            if index <= self.email.index and self._is_like_row(
                [*cells[:index], *opening.split(self.delimiter)]
            ):
                yield f"line {line} {_INSIDE_QUOTES}"
            for inside in others:
                line += 1
                if self._is_like_row(inside.split(self.delimiter)):
                    yield f"line {line} {_INSIDE_QUOTES}"

    def _is_like_row(self, parts: list[str]) -> bool:
        index = self.email.index
        return len(parts) > max(index, 1) and like_address(parts[index].strip('" '))

    def _written_address(self, cells: list[str]) -> tuple[Column, str, tuple[str, ...]]:
        """Return the address and its column, and remarks unless it is the whole cell of the address column."""
        for column in (self.email, *self.other_emails):
            cell = cells[column.index].strip(_EDGES).rstrip(",; ")
            if not cell or cell in NOTHING:
                continue
            address, notes = read_address(cell)
            if column is not self.email:
                notes = (f'address taken from "{column.header}"', *notes)
            return column, address, notes
        column = self.company_emails.of_person(cells) or self.email
        notes = () if column is self.email else (f'address taken from "{column.header}"',)
        return column, cells[column.index].strip(_EDGES) if notes else "", notes

    def _fields(self, cells: list[str], address: str) -> tuple[dict[str, str], list[str]]:
        """Return the merge fields that are not blank, and remarks on values that were changed or read as blank."""
        fields: dict[str, str] = {}
        remarks: list[str] = []
        for name, index in self.named:
            written = cells[index].strip()
            told = without_entities(written).strip() if is_name(name) and "<" not in written else written
            # before control characters are removed: half of a letter can be one
            cell = restored(told) if name == "first_name" else told
            if cell != written:
                shown = (_CONTROL.sub("", text)[:60] for text in (written, cell))
                remarks.append('"{}" read as "{}"'.format(*shown))
            value = _CONTROL.sub(_without_control, cell).strip()
            if value != cell:
                remarks.append("control characters removed")
            if is_name(name) and "\n" in value:
                value = " ".join(value.split())
                remarks.append("line break in a name removed")
            if not value:
                continue
            if is_blank(value):
                remarks.append(f'"{value[:60]}" read as blank')
                continue
            fields[name] = value
            if remark := mojibake_remark(told):
                remarks.append(remark)
        remarks += _read_names(fields)
        if self.has_full_name:
            add_split_name(fields, address, is_surname_first=self.is_surname_first)
        if self.stand_ins.columns:
            remarks += self._fill(fields, cells, address)
        return fields, list(dict.fromkeys(remarks))

    def _fill(self, fields: dict[str, str], cells: list[str], address: str) -> list[str]:
        """Fill blank names and a blank company from other columns; return where the values come from."""
        filled = self.stand_ins.fill(fields, cells)
        if filled and self.stand_ins.has_full_name:
            add_split_name(fields, address, is_surname_first=self.is_surname_first)
        return filled

    def _opted_out(self, cells: list[str], *, only_clear: bool = False) -> str:
        why = self.opt_outs.why(cells, only_clear=only_clear) or self.unknown.why(cells)
        return _CONTROL.sub("", why)[:_SHOWN_CHARS]

    def broken_row(self, line: int, code: RejectCode, cells: list[str]) -> RejectedRow:
        """Return the rejection of a row that could not be read as CSV."""
        column = ""
        if code is RejectCode.CELL_TOO_LONG:
            longest = max(range(len(cells)), key=lambda index: len(cells[index]), default=0)
            column = self.header[longest].strip() if longest < len(self.header) else ""
            cells = [cell if len(cell) <= MAX_CELL_CHARS else cell[:_KEPT_CHARS] + _CUT for cell in cells]
        cells = [restored_cell(cell) for cell in cells]
        own = without(cells, self.reasons)[: len(self.header)]
        value = " | ".join(cell for cell in without(cells, self.reasons)[len(self.header) :] if cell)
        row = self._with_opt_out(RejectedRow(line, column, value, code, _BROKEN_MESSAGES[code], own))
        if code is RejectCode.OPEN_QUOTE and own and not row.opted_out:
            # the text after the open quote is split into cells to find an opt-out; the rejection keeps it whole
            apart = self._with_opt_out(replace(row, cells=[*own[:-1], *own[-1].split(self.delimiter)]))
            return replace(apart, cells=own)
        return row


def _without_formula(cell: str) -> str:
    """Return the text in `="text"`, the form by which exports keep Excel from reading a number."""
    found = _TEXT_FORMULA.fullmatch(cell)
    return found[1] if found else cell


def is_plain(joined: str) -> bool:
    """Return whether joined cells hold nothing to clean, restore or leave out."""
    if not joined.isprintable() or "'" in joined or '="' in joined or may_hold_placeholder(joined):
        return False
    return joined.isascii() or not may_be_mojibake(joined)


def _cells_at(indexes: list[int]) -> Callable[[list[str]], Sequence[str]]:
    """Return a function that picks these cells; `itemgetter` returns no sequence for fewer than two."""
    if len(indexes) > 1:
        return itemgetter(*indexes)
    return lambda cells: [cells[index] for index in indexes]


_BLANKS = " \t\r\n\u00a0\ufeff\0\x1a"  # old programs end a file with Ctrl-Z
#: Outlook writes 'a@b.example' in single quotes.
_EDGES = "'\u2018\u2019 \t\r\n\u00a0\ufeff\0\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
_TEXT_FORMULA = re.compile(r'\s*="([^"]+)"\s*')
_SHOWN_CHARS = 120
_OWN_FILE = "import those rows as a separate file"
_INSIDE_QUOTES = "looks like a row but is inside a quoted cell; is a quote missing?"
_KEPT_CHARS, _CUT = 1000, " [cut]"
_BROKEN_MESSAGES = {
    RejectCode.OPEN_QUOTE: "a quote opens in this row and never closes; double it or close it",
    RejectCode.CELL_TOO_LONG: f"a cell is longer than {MAX_CELL_CHARS:,} characters; shorten it",
}
_GUESSED_MESSAGES = {
    RejectCode.EXTRA_CELLS: "the row had more cells than the header",
    RejectCode.OPEN_QUOTE: "a quote opened in this row and never closed",
    RejectCode.AFTER_HEADER: f"the row came after a second header; {_OWN_FILE}, or",
    RejectCode.CELL_TOO_LONG: f"a cell was longer than {MAX_CELL_CHARS:,} characters and is cut",
}


def _read_names(fields: dict[str, str]) -> Iterator[str]:
    """Read the names of a row; yield a remark on every one that is changed or read as blank."""
    for name in [each for each in fields if is_name(each)]:
        written = fields[name]
        read = read_name(name, written, fields.get("last_name", ""))
        if read == written:
            continue
        if read:
            fields[name] = read
        else:
            del fields[name]
        yield f'"{written[:60]}" read as "{read}"' if read else f'"{written[:60]}" read as blank'


def _without_control(match: re.Match[str]) -> str:
    return "\n" if match[0] == "\r" else ""
