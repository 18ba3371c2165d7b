"""Reads one sheet of a workbook as rows of texts. It evaluates no formula: a cell has the value that was saved.

calamine reads .xlsx, .ods and .xls; only a workbook loads it. A sheet is in memory once, as calamine keeps it.
"""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, BinaryIO

from seqcli.contacts.files.table_rows import MAX_HEAD_ROWS, Table
from seqcli.contacts.files.workbook_check import needs_password
from seqcli.contacts.files.workbook_details import SheetDetails, read_details
from seqcli.contacts.values.cell_texts import cell_text
from seqcli.errors import InputFileError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

#: Sheets that are looked at for people.
_MAX_SHEETS = 50
Numbered = Sequence[tuple[int, list[str]]]


def read_workbook(
    source: Path | BinaryIO, name: str, sheet: str | None, has_people: Callable[[Numbered], bool]
) -> Table:
    """Return the sheet that `sheet` names, by name or by number from 1, else the first visible one with people.

    Raises:
        InputFileError: the workbook cannot be read or needs a password, or there is no such sheet.
    """
    book = _loaded(source, name)

    def details_of(chosen: str) -> SheetDetails:
        if not zipfile.is_zipfile(source):
            return SheetDetails()
        with zipfile.ZipFile(source) as archive:
            return read_details(archive, chosen)

    return _Workbook(book, name, details_of).table(sheet, has_people)


def _loaded(source: Path | BinaryIO, name: str) -> "CalamineWorkbook":
    from python_calamine import CalamineError, PasswordError, load_workbook  # noqa: PLC0415 - only workbooks need it

    hint = "Open it in a spreadsheet program and save the sheet as CSV UTF-8."
    try:
        return load_workbook(source)
    except PasswordError as error:
        raise needs_password(name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise InputFileError(
            "binary", f"{name} is a spreadsheet that cannot be read: {error}", hint
        ) from error


class _Workbook:
    """The sheets of a workbook, each loaded once it is looked at."""

    def __init__(
        self, book: "CalamineWorkbook", name: str, details_of: Callable[[str], SheetDetails]
    ) -> None:
        from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - loaded by now

        self.book = book
        self.name = name
        self.details_of = details_of
        found = [each for each in book.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]
        self.names = [each.name for each in found]
        self.hidden = {each.name for each in found if each.visible is not SheetVisibleEnum.Visible}

    def table(self, wanted: str | None, has_people: Callable[[Numbered], bool]) -> Table:
        """Return the rows of the chosen sheet, with notes on why it and on the others."""
        if wanted is not None:
            chosen = self._named(wanted)
            return self._rows(self._load(chosen), [f'sheet "{chosen}" is read'])
        if len(self.names) == 1 and not self.hidden:
            return self._rows(self._load(self.names[0]), [])
        visible = [name for name in self.names if name not in self.hidden][:_MAX_SHEETS]
        with_people = [name for name in visible if has_people(self._head(name))]
        if not with_people:
            with_people = self._one_with_rows(visible, has_people)
        notes = [f'sheet "{with_people[0]}" of {len(self.names)} is read']
        hidden = [name for name in self.names if name in self.hidden][:_MAX_SHEETS]
        others = [(name, "sheet") for name in with_people[1:]]
        others += [(name, "hidden sheet") for name in hidden if has_people(self._head(name))]
        notes += [
            f'{what} "{name}" looks like people too and is not read: --sheet {quote(name)}'
            for name, what in others
        ]
        return self._rows(self._load(with_people[0]), notes)

    def _one_with_rows(self, visible: list[str], has_people: Callable[[Numbered], bool]) -> list[str]:
        """Return the only sheet with any cell; its header is then judged like that of a CSV file."""
        filled = [name for name in visible if self._head(name)]
        with_people = [name for name in self.names if name in self.hidden and has_people(self._head(name))]
        if len(filled) == 1 and not with_people:
            return filled
        listed = ", ".join(f'"{name}"' for name in self.names[:10])
        message = f"{self.name}: no sheet has a column of addresses; it has {listed}"
        if not filled:
            message = f"{self.name} has no sheet with rows"
        hint = "Name the sheet with --sheet NAME and, if need be, its column with --map email=COLUMN."
        if with_people:
            hint = f"A hidden sheet looks like people: --sheet {quote(with_people[0])}"
        raise InputFileError("no_sheet" if filled else "empty", message, hint)

    def _named(self, wanted: str) -> str:
        for name in self.names:
            if name == wanted:
                return name
        for name in self.names:
            if name.casefold().strip() == wanted.casefold().strip():
                return name
        if wanted.isdecimal() and 0 < int(wanted) <= len(self.names):
            return self.names[int(wanted) - 1]
        listed = ", ".join(f'{number} "{name}"' for number, name in enumerate(self.names[:20], 1))
        raise InputFileError("no_sheet", f'{self.name} has no sheet "{wanted}"', f"Its sheets: {listed}.")

    def _load(self, sheet: str) -> "CalamineSheet":
        from python_calamine import CalamineError  # noqa: PLC0415 - loaded by now

        try:
            return self.book.get_sheet_by_name(sheet)
        except (CalamineError, ValueError) as error:
            message = f'{self.name}: sheet "{sheet}" cannot be read: {error}'
            raise InputFileError("binary", message, "Save the sheet as CSV UTF-8.") from error

    def _head(self, sheet: str) -> list[tuple[int, list[str]]]:
        rows = _numbered(self._load(sheet))
        head = [row for row, _ in zip(rows, range(MAX_HEAD_ROWS), strict=False)]
        return [(number, cells) for number, cells in head if any(cells)]

    def _rows(self, sheet: "CalamineSheet", notes: list[str]) -> Table:
        total = max(sheet.total_height, 1)
        seen = [0]
        details = self.details_of(sheet.name)
        first = sheet.start[1] + 1 if sheet.start else 1

        def rows() -> Iterator[tuple[int, list[str]]]:
            for number, cells in _numbered(sheet):
                seen[0] = number
                details.apply(number, first, cells)
                yield number, cells

        if not sheet.start:
            message = f'{self.name}: sheet "{sheet.name}" is empty'
            raise InputFileError("empty", message, "Name another one with --sheet NAME.")
        return Table(rows(), notes=notes, done=lambda: min(1.0, seen[0] / total))


def _numbered(sheet: "CalamineSheet") -> Iterator[tuple[int, list[str]]]:
    """Yield rows under the numbers that a spreadsheet program shows."""
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, [cell if type(cell) is str else cell_text(cell) for cell in cells]
