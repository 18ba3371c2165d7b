"""Refuses a workbook that would not fit into memory, before a reader sees it. It parses no cell.

The reader lays a sheet out as a rectangle, so that one cell far away makes an enormous one.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from seqcli.errors import InputFileError

#: Cells of the rectangle around all cells of a sheet; each takes about 40 bytes.
MAX_CELLS = 30_000_000
MAX_XML_BYTES = 2 << 30
_CHUNK, _TAIL = 1 << 20, 4096
#: Columns from AA on; nearly no list has them, so that this is fast.
_WIDE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{2,3})\d")
_TALL = re.compile(rb"\sr\s*=\s*[\"']\s*(\d+)[\"']")
_LETTERS = 26
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_REPEATED = re.compile(
    rb"<[\w.-]*:?table-row\b(?:[^>]*?number-rows-repeated\s*=\s*[\"'](\d+))?[^>]*>"
    rb"|<[\w.-]*:?(?:covered-)?table-cell\b[^>]*?number-columns-repeated\s*=\s*[\"'](\d+)[^>]*>"
    rb"|</[\w.-]*:?table-row>|<[\w.-]*:?table-cell\b[^>]*(?<!/)>"
)


def check_workbook(archive: zipfile.ZipFile, name: str) -> None:
    """Read every XML part of a workbook once.

    Raises:
        InputFileError: a sheet is too large, a part declares entities, or the archive is damaged or encrypted.
    """
    parts = [each for each in archive.infolist() if each.filename.lower().endswith((".xml", ".rels"))]
    if sum(part.file_size for part in parts) > MAX_XML_BYTES:
        raise _too_large(name)
    for part in parts:
        _check_part(archive, part, name)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    path = part.filename.lower()
    sheet = _SheetSize() if path.startswith("xl/worksheets/") else None
    repeated = _RepeatedCells() if path == "content.xml" else None
    first = True
    is_manifest = path == "meta-inf/manifest.xml"
    for chunk in chunks_of(archive, part):
        if first and b"<!DOCTYPE" in chunk[:_TAIL].upper():
            message = f"{name} is no workbook that a spreadsheet program wrote: it declares entities"
            raise InputFileError("binary", message, "Save the contacts as CSV UTF-8.")
        first = False
        if is_manifest and b"encryption-data" in chunk:
            raise needs_password(name)
        if sheet is not None:
            sheet.add(chunk)
        if repeated is not None:
            repeated.add(chunk)
    cells = max(sheet.cells if sheet else 0, repeated.cells if repeated else 0)
    if cells > MAX_CELLS:
        raise _too_large(name)


def chunks_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part of a workbook in pieces that end with a whole tag, so that no match is cut."""
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            whole, bracket, rest = (rest + piece).rpartition(b">")
            rest = rest if len(rest) < _CHUNK else b""
            yield whole + bracket
        yield rest


class _SheetSize:
    """The rectangle of a sheet of .xlsx, from the references of its cells and rows."""

    def __init__(self) -> None:
        self.width = _LETTERS
        self.height = 1
        self._seen: set[bytes] = set()

    def add(self, chunk: bytes) -> None:
        """Look at a piece of the sheet; rows come in order, but nobody has to write them so."""
        for letters in set(_WIDE.findall(chunk)) - self._seen:
            self._seen.add(letters)
            self.width = max(self.width, column_number(letters.upper()))
        self.height = max([self.height, *map(int, set(_TALL.findall(chunk)))])

    @property
    def cells(self) -> int:
        """Cells of the rectangle, which is taken to be 26 columns wide at least."""
        return self.width * self.height


def column_number(letters: bytes) -> int:
    """Return the number of a column from 1: 27 for AA."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number


class _RepeatedCells:
    """Cells of .ods that stand in the file once and in the sheet many times; blank ones count nothing."""

    def __init__(self) -> None:
        self.cells = 0
        self._rows = 1
        self._in_row = 0

    def add(self, chunk: bytes) -> None:
        """Look at a piece of the content."""
        for match in _REPEATED.finditer(chunk):
            rows, columns = match.groups()
            tag = match[0]
            if tag.startswith(b"</"):
                self.cells += self._rows * self._in_row
                self._rows, self._in_row = 1, 0
            elif b"table-row" in tag[:40]:
                self._rows, self._in_row = int(rows or 1), 0
            elif columns:
                self._in_row += 0 if tag.endswith(b"/>") else int(columns)
            else:
                self._in_row += 1


def needs_password(name: str) -> InputFileError:
    """Return the error for a workbook that is encrypted."""
    message = f"{name} is protected with a password"
    hint = "Open it in a spreadsheet program, save it without a password, and delete that copy afterwards."
    return InputFileError("password", message, hint)


def check_old_workbook(stream: BinaryIO, name: str) -> None:
    """Check a file in the container of old Office programs: .xls, or any encrypted one.

    Raises:
        InputFileError: it is encrypted, or no workbook.
    """
    start, rest, is_workbook = stream.tell(), b"", False
    while piece := stream.read(_CHUNK):
        seen = rest + piece
        if _ENCRYPTED_PACKAGE in seen:
            raise needs_password(name)
        is_workbook = is_workbook or any(each in seen for each in _WORKBOOK_STREAMS)
        rest = piece[-64:]
    stream.seek(start)
    if not is_workbook:
        message = f"{name} is a document of an older Office program, not a contact file"
        raise InputFileError("binary", message, "Save the contacts as .xlsx or as CSV UTF-8.")


def _too_large(name: str) -> InputFileError:
    message = f"{name} has a sheet that is too large: more than {MAX_CELLS // 1_000_000} million cells"
    hint = "One cell far from the others is enough. Delete blank rows and columns, or save the sheet as CSV UTF-8."
    return InputFileError("too_large", message, hint)
