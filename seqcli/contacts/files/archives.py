"""Opens the one contact file of a .zip or .gz, as a stream of bounded size. Nothing is unpacked to a path."""

import gzip
import io
import lzma
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from seqcli.errors import InputFileError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: A file may unpack to this many bytes.
MAX_UNPACKED_BYTES = 2 << 30
_MAX_MEMBERS = 10_000
_SHOWN_MEMBERS = 5
_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".json", ".jsonl", ".ndjson")
_JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_ENCRYPTED = 1
#: What the modules for archives raise on bytes that are none; NotImplementedError is a RuntimeError.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    struct.error,
)


def open_zip(stream: BinaryIO, name: str) -> zipfile.ZipFile:
    """Open an archive.

    Raises:
        InputFileError: it is damaged, or holds far too many files.
    """
    with damage_reported(name):
        archive = zipfile.ZipFile(stream)
    if len(archive.infolist()) > _MAX_MEMBERS:
        message = f"{name} holds more than {_MAX_MEMBERS:,} files"
        raise InputFileError("archive", message, "Unpack it and import one file.")
    return archive


@contextmanager
def damage_reported(name: str) -> Iterator[None]:
    """Report an archive that cannot be unpacked as an error of the file."""
    try:
        yield
    except DAMAGE as error:
        message = f"{name} is a damaged spreadsheet or zip file, not a contact file"
        raise InputFileError("binary", message, "Download or export it again.") from error


def open_member(archive: zipfile.ZipFile, name: str, stack: ExitStack) -> tuple[BinaryIO, str, list[str]]:
    """Return the contact file of an archive as a stream that can seek, its name, and the names of the others.

    Raises:
        InputFileError: the archive has no such file, several, or needs a password.
    """
    member, others = _only_member(archive, name)
    if member.flag_bits & _ENCRYPTED:
        message = f"{name} is protected with a password"
        raise InputFileError("password", message, "Unpack it and import the file inside.")
    if member.file_size > MAX_UNPACKED_BYTES:
        raise _too_big(name)
    try:
        opened = stack.enter_context(archive.open(member))
    except DAMAGE as error:
        message = f"{name}: {_shown(member.filename)} cannot be unpacked"
        raise InputFileError("archive", message, "Unpack it and import the file inside.") from error
    return cast("BinaryIO", _Bounded(opened, name, MAX_UNPACKED_BYTES)), _shown(member.filename), others


def open_gzip(stream: BinaryIO, name: str, stack: ExitStack, most: int = MAX_UNPACKED_BYTES) -> BinaryIO:
    """Return the content of a .gz file, up to `most` bytes, as a stream that can seek."""
    unpacked = stack.enter_context(gzip.GzipFile(fileobj=stream))
    return cast("BinaryIO", _Bounded(cast("IO[bytes]", unpacked), name, most))


def copied(stream: BinaryIO, stack: ExitStack) -> BinaryIO:
    """Return a copy in a temporary file without a name, for a reader that jumps about."""
    copy = stack.enter_context(tempfile.SpooledTemporaryFile(8 << 20))  # noqa: SIM115 - the stack closes it
    shutil.copyfileobj(stream, copy, 1 << 20)
    copy.seek(0)
    return copy  # type: ignore[return-value]


def _only_member(archive: zipfile.ZipFile, name: str) -> tuple[zipfile.ZipInfo, list[str]]:
    files = [each for each in archive.infolist() if not each.is_dir() and not _is_junk(each.filename)]
    known = [each for each in files if each.filename.lower().endswith(_ENDINGS)]
    found = known or (files if len(files) == 1 else [])
    if not found:
        message = f"{name} is a zip file without a contact file"
        raise InputFileError("archive", message, "It must hold one .csv, .xlsx, .ods or .json file.")
    if len(found) > 1:
        shown = ", ".join(_shown(each.filename) for each in found[:_SHOWN_MEMBERS])
        more = f" and {len(found) - _SHOWN_MEMBERS} more" if len(found) > _SHOWN_MEMBERS else ""
        message = f"{name} holds {len(found)} files: {shown}{more}"
        raise InputFileError("archive", message, "Unpack it and import the one with the contacts.")
    return found[0], [_shown(each.filename) for each in files if each is not found[0]]


def _is_junk(path: str) -> bool:
    lower = path.lower()
    return lower.startswith(_JUNK[0]) or lower.rpartition("/")[2] in _JUNK[1:]


def _shown(path: str) -> str:
    """Return a name of an archive as one line of visible characters."""
    return "".join(char if char.isprintable() else "?" for char in path)[:100]


def _too_big(name: str) -> InputFileError:
    message = f"{name} unpacks to more than {MAX_UNPACKED_BYTES >> 30} GB"
    return InputFileError("archive", message, "Export fewer people, or unpack it and import the file inside.")


class _Bounded(io.RawIOBase):
    """A stream that unpacks as it is read, up to a limit."""

    def __init__(self, stream: IO[bytes], name: str, most: int) -> None:
        self._stream = stream
        self._most = most
        self._label = name

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        try:
            piece = self._stream.read(len(view))
        except DAMAGE as error:
            message = f"{self._label} is damaged"
            raise InputFileError("archive", message, "Download or export it again.") from error
        if self._stream.tell() > self._most:
            raise _too_big(self._label)
        view[: len(piece)] = piece
        return len(piece)
