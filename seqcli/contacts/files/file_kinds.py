"""Tells by its content what a contact file is, and says how to export what cannot be read."""

import re
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from seqcli.errors import InputFileError

if TYPE_CHECKING:
    from zipfile import ZipFile


class FileKind(StrEnum):
    """How a file is opened. What is no workbook, archive or JSON is read as text."""

    TEXT = "text"
    WORKBOOK = "workbook"
    ZIP = "zip"
    GZIP = "gzip"
    JSON = "json"


SNIFFED_BYTES = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_JSON = re.compile(r'\ufeff?\s*(?:\[\s*[{\]]|\{\s*["}])')
_HTML = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_OLD_XML = re.compile(r"\ufeff?\s*<\?xml[^>]*>\s*(?:<\?mso-[^>]*>\s*)?<(?:ss:)?Workbook\b", re.IGNORECASE)
_SAVE_AS = "Open it in a spreadsheet program and save it as .xlsx or as CSV UTF-8."
#: In a zip archive, the beginning of a name that tells what it is.
_ZIPPED = (
    ("word/", "a Word document"),
    ("ppt/", "a presentation"),
    ("Index/", "a Numbers or Pages document"),
)


def kind_of(sample: bytes, name: str, *, is_strict: bool) -> FileKind:
    """Return the kind of a file from its first bytes; if not `is_strict`, any text is taken.

    Raises:
        InputFileError: it is a page of HTML or another kind that cannot be read.
    """
    if sample.startswith(_OLE):
        return FileKind.WORKBOOK
    if sample.startswith(_ZIP):
        return FileKind.ZIP
    if sample.startswith(b"\x1f\x8b"):
        return FileKind.GZIP
    text = _decoded(sample)
    if not is_strict:
        return FileKind.TEXT
    if _JSON.match(text):
        return FileKind.JSON
    if _OLD_XML.match(text):
        _refuse(name, "an XML spreadsheet of Excel 2003")
    if _HTML.match(text):
        what = "a web page (HTML)" + (" named .xls" if name.lower().endswith(".xls") else "")
        _refuse(name, what)
    if text.startswith("{\\rtf"):
        _refuse(name, "a rich text document")
    return FileKind.TEXT


def _decoded(sample: bytes) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return sample.decode("utf-16", "ignore")
    return sample.decode("utf-8", "ignore")


def kind_of_zip(archive: "ZipFile", name: str) -> FileKind:
    """Return whether a zip archive is a workbook (.xlsx, .ods) or an archive of files.

    Raises:
        InputFileError: it is a document of another program.
    """
    names = archive.namelist()
    if "[Content_Types].xml" in names and any(each.startswith("xl/") for each in names):
        if "xl/workbook.bin" in names:
            _refuse(name, "a binary workbook (.xlsb)")
        return FileKind.WORKBOOK
    if "mimetype" in names and "content.xml" in names:
        kind = archive.read("mimetype") if archive.getinfo("mimetype").file_size < 200 else b""
        if b"opendocument.spreadsheet" in kind:
            return FileKind.WORKBOOK
        _refuse(name, "an OpenDocument file without sheets")
    for beginning, what in _ZIPPED:
        if any(each.startswith(beginning) for each in names) and not any(
            each.lower().endswith((".csv", ".xlsx")) for each in names
        ):
            _refuse(name, what)
    return FileKind.ZIP


def _refuse(name: str, what: str) -> NoReturn:
    raise InputFileError("binary", f"{name} is {what}, not a contact file", _SAVE_AS)


def sniffed(stream: BinaryIO) -> bytes:
    """Return the first bytes of a stream that can seek, and go back to where it was."""
    start = stream.tell()
    sample = b""
    while len(sample) < SNIFFED_BYTES and (piece := stream.read(SNIFFED_BYTES - len(sample))):
        sample += piece
    stream.seek(start)
    return sample
