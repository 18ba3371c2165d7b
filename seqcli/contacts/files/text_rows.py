"""Rows that come as lines of CSV."""

import csv
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from itertools import chain
from typing import Protocol

from seqcli.contacts.files.decoding import undecodable
from seqcli.contacts.files.quoted_lines import QUOTED_NOTE, are_quoted_whole, unquoted_lines
from seqcli.contacts.files.reading import RowReader, lines_of, recorded

_MAX_HEAD_LINES = 40
_MAX_HEAD_CHARS = 1_000_000


class _Origin(Protocol):
    notes: tuple[str, ...]
    done: Callable[[], int] | None


class TextSource:
    """Gives a text to a contact file: its first lines, then its rows."""

    swallowed_by: str | None = None
    has_header = False

    def __init__(self, name: str, text: TextIOWrapper, encoding: str, origin: _Origin) -> None:
        self.name = name
        self.encoding = encoding
        self.notes = origin.notes
        self._text = text
        self._done = origin.done
        self._head: list[str] | None = None
        self._more: Iterator[str] = lines_of(text)

    def head_lines(self) -> list[str]:
        """Return the first lines; quotes around whole lines are taken off."""
        if self._head is None:
            head = self._read_head()
            if are_quoted_whole(head):
                head, self._more = list(unquoted_lines(iter(head))), unquoted_lines(self._more)
                self.notes += (QUOTED_NOTE,)
            self._head = head
        return self._head

    def _read_head(self) -> list[str]:
        lines: list[str] = []
        size = 0
        try:
            for line in recorded(self._more, lines):
                size += len(line)
                if len(lines) == _MAX_HEAD_LINES or size > _MAX_HEAD_CHARS:
                    break
        except csv.Error:  # the last line is too long; reading it as a row will say so
            return lines
        except UnicodeDecodeError as error:
            raise undecodable(self.name, len(lines) + 1, self.encoding, error) from error
        return lines

    def lines(self) -> Iterator[str]:
        """Yield all lines.

        Raises:
            InputFileError: the file's encoding does not allow some bytes.
        """
        number = 0
        try:
            for number, line in enumerate(chain(self.head_lines(), self._more), 1):  # noqa: B007 - for the error
                yield line
        except UnicodeDecodeError as error:
            raise undecodable(self.name, number + 1, self.encoding, error) from error

    def reader(self, first_line: int, delimiter: str, width: int) -> RowReader:
        """Return what yields the rows from a line on."""
        lines = chain(self.head_lines()[first_line - 1 :], self._more)
        return RowReader(self.name, lines, delimiter, first_line, width, self.encoding)

    @property
    def bytes_read(self) -> int:
        """Bytes read so far, of an archive those of the archive; up to a buffer ahead of the rows."""
        if self._done is not None:
            return self._done()
        return self._text.buffer.raw.bytes_read  # type: ignore[attr-defined,no-any-return]

    def close(self) -> None:
        """Close the file; a stream that was passed in stays open."""
        self._text.close()
