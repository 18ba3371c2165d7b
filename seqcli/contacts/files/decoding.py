"""Opens a contact file as text: encoding, byte-order mark, files that are no text. It knows no rows."""

import codecs
import io
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from seqcli.errors import InputFileError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SAMPLE_BYTES = 65_536

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


def open_text(
    source: Path | BinaryIO, name: str, encoding: str | None, on_close: Callable[[], None] | None = None
) -> tuple[io.TextIOWrapper, str]:
    """Return the source as text with its line ends kept, and its encoding. Closing it calls `on_close`.

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
    stream = io.BufferedReader(
        _Rewound(sample, raw, on_close or (raw.close if raw is not source else None)), SAMPLE_BYTES
    )
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
        with suppress(UnicodeDecodeError):  # reading names the line
            codecs.getincrementaldecoder(known)().decode(sample)
    except LookupError as error:
        message = f'no text encoding is called "{wanted}"'
        raise InputFileError("encoding", message, hint) from error
    except UnicodeError as error:
        message = f'the file cannot be read as "{wanted}": {error}'
        raise InputFileError("encoding", message, hint) from error
    # The mark is certain: a rejects file is UTF-8, even when --encoding is still that of the first import.
    return "utf-8-sig" if marked == "utf-8-sig" else known


def _check_sample(sample: bytes, encoding: str, name: str) -> None:
    if not sample.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"):
        raise InputFileError("empty", f"{name} is empty", "Export the contacts again, with a header line.")
    for sign, what in _BINARIES:
        if sample.startswith(sign):
            hint = 'Open it in its own program and save the contacts as "CSV UTF-8".'
            raise InputFileError("binary", f"{name} is {what}, not a CSV file", hint)
    begin = sample[:1000].decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    for pattern, what in _ADDRESS_BOOKS:
        if pattern.match(begin):
            hint = "Export the contacts as CSV, or open it in an address book and export that as CSV."
            raise InputFileError("binary", f"{name} is {what}, not a CSV file", hint)
    if _is_binary(sample, encoding):
        line = sample.count(b"\n", 0, sample.index(b"\0")) + 1
        hint = "Save it as CSV in UTF-8; for UTF-16 text without a byte-order mark, add --encoding utf-16-le."
        raise InputFileError("binary", f"{name} is not text: line {line} has a NUL byte", hint)


def _is_binary(sample: bytes, encoding: str) -> bool:
    """Return whether a sample is no text: many NUL bytes, as in UTF-16 without a mark, or bytes that do not decode.

    A single NUL byte in a text is removed like other control characters.
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
    """A stream whose first bytes are already read: standard input cannot seek back."""

    def __init__(self, sample: bytes, raw: BinaryIO, on_close: Callable[[], None] | None) -> None:
        self._sample = sample
        self._raw = raw
        self._on_close = on_close
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
        if self._on_close is not None:
            self._on_close()
        super().close()


def undecodable(name: str, line: int, encoding: str, error: UnicodeDecodeError) -> InputFileError:
    """Return the error for bytes that are not text; the undecoded bytes begin at `line`."""
    line += error.object.count(b"\n", 0, error.start)
    message = (
        f"{name}: line {line} is not {encoding}: byte 0x{error.object[error.start]:02x} ({error.reason})"
    )
    hint = "Name its encoding, e.g. --encoding cp1252 (Windows), cp1251, shift_jis, or save it as UTF-8."
    return InputFileError("undecodable", message, hint)
