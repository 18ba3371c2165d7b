"""Reads suppression lists: one pattern per line, or CSV with a header. It validates no pattern."""

import csv
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from seqcli.contacts.files.decoding import undecodable
from seqcli.contacts.files.head import delimiter_of
from seqcli.contacts.files.opening import open_as_text
from seqcli.contacts.headers.header_phrases import header_key
from seqcli.contacts.headers.header_roles import best_addresses
from seqcli.contacts.rejects import restored_cell

PATTERN_COLUMNS = ("pattern", "kind", "reason", "source", "created_at")
_DOMAIN_KEYS = ("domain", "domains", "domainname", "emaildomain", "companydomain", "companydomainname")
#: A quote open for this many lines will not close.
_MAX_LINES_OF_A_ROW = 100
_JOINERS = "\u200c\u200d"  # some scripts need them in domain names


class PatternRow(NamedTuple):
    """One entry as written in a list; `line` is its first line, missing cells are empty."""

    line: int
    pattern: str
    kind: str = ""
    reason: str = ""
    source: str = ""
    created_at: str = ""


def read_patterns(source: Path | BinaryIO, name: str, encoding: str | None = None) -> Iterator[PatternRow]:
    """Yield the entries of a list in order; skip blank lines and lines that begin with `#`.

    A first line that names a column of patterns, addresses or domains is the header of a CSV file.

    Raises:
        InputFileError: it cannot be read, is empty or binary, or its encoding does not allow some bytes.
    """
    text, chosen = open_as_text(source, name, encoding)
    lines = _Lines(text)
    try:
        yield from _entries(lines)
    except UnicodeDecodeError as error:
        raise undecodable(name, lines.number + 1, chosen, error) from error
    finally:
        text.close()


def _entries(lines: "_Lines") -> Iterator[PatternRow]:
    first = next(lines, None)
    if first is None:
        return
    delimiter = delimiter_of(first)
    header = _alone(first, delimiter)
    keys = [header_key(cell) for cell in header]
    sought = [place for place, key in enumerate(keys) if key == "pattern"]
    sought += best_addresses(header)
    sought += [keys.index(key) for key in _DOMAIN_KEYS if key in keys]
    if not sought:
        for line in chain([first], lines):
            yield PatternRow(lines.number, _visible(restored_cell(line.strip().rstrip(",;\t").strip('"'))))
        return
    others = {name: keys.index(header_key(name)) for name in PATTERN_COLUMNS[1:] if header_key(name) in keys}
    for number, cells in _rows(lines, delimiter):
        given = [restored_cell(cell).strip() for cell in cells]
        pattern = next((given[index] for index in sought if index < len(given) and given[index]), "")
        if pattern or any(given):
            rest = {name: given[index] for name, index in others.items() if index < len(given)}
            yield PatternRow(number, _visible(pattern), **rest)


def _visible(pattern: str) -> str:
    """Remove invisible characters, such as the byte-order mark of a joined list; with one a pattern matches nothing."""
    return "".join(
        char for char in pattern if char in _JOINERS or unicodedata.category(char) not in {"Cc", "Cf"}
    ).strip()


class _Lines(Iterator[str]):
    """Skips blank lines and comments, except inside a row; `number` is the current line, from 1."""

    def __init__(self, text: Iterable[str]) -> None:
        self._text = iter(text)
        self._again: deque[str] = deque()
        self.number = 0

    def __next__(self) -> str:
        line = self.next_raw()
        while not line.strip() or line.lstrip().startswith("#"):
            line = self.next_raw()
        return line

    def next_raw(self) -> str:
        line = self._again.popleft() if self._again else next(self._text)
        self.number += 1
        return line.removeprefix("\ufeff")

    def give_back(self, lines: list[str]) -> None:
        self._again.extendleft(reversed(lines))
        self.number -= len(lines)


def _rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of every row. A line with a quote that nothing closes is read alone."""
    for line in lines:
        number, more = lines.number, list[str]()
        try:
            whole = _with_more(line, lines, more)
            cells = next(csv.reader(whole, delimiter=delimiter, skipinitialspace=True, strict=True))
        except csv.Error:
            lines.give_back(more)
            cells = _alone(line, delimiter)
        yield number, cells


def _alone(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return line[:1000].split(delimiter)


def _with_more(line: str, lines: _Lines, more: list[str]) -> Iterator[str]:
    yield line
    for _ in range(_MAX_LINES_OF_A_ROW):
        try:
            more.append(lines.next_raw())
        except StopIteration:
            return
        yield more[-1]
