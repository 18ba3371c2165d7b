"""Coloured lines of a fixed width: what a live screen is made of. Pure: no terminal is touched here."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from seqcli.output.streams import clean


class Look(StrEnum):
    """How a piece of text looks. No meaning is in the colour alone."""

    PLAIN = ""
    TITLE = "bold"
    DIM = "dim"
    GOOD = "green"
    BUSY = "cyan"
    WARNING = "yellow"
    BAD = "red"
    BAR = "bold reverse"


class Span(NamedTuple):
    """A piece of a line in one look."""

    text: str
    look: Look = Look.PLAIN


Line = tuple[Span, ...]


def width_of(line: Iterable[Span]) -> int:
    """Return how many cells of a terminal a line takes; some characters take two."""
    return sum(cell_len(span.text) for span in line)


def cell(text: str, width: int, *, right: bool = False) -> str:
    """Return a text on exactly `width` cells, cut with `…` if it is too long."""
    text = clean(text)
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    return " " * (width - length) + text if right else text + " " * (width - length)


def fitted(line: Line, width: int) -> Line:
    """Return a line on exactly `width` cells, cut with `…` if it is too long."""
    result: list[Span] = []
    room = width
    for index, span in enumerate(line):
        text, look = clean(span.text), span.look
        length = cell_len(text)
        has_more = any(each.text for each in line[index + 1 :])
        if length > room or (length == room and has_more):
            return (*result, Span(cell(text + "…" * has_more, room), look))
        result.append(Span(text, look))
        room -= length
    return (*result, Span(" " * room)) if room else tuple(result)


def wrapped(text: str, width: int, limit: int) -> list[str]:
    """Return a text as lines of at most `width` cells, broken at words; the last of `limit` lines is cut with `…`."""
    lines, rest = [""], clean(text).split()
    for at, word in enumerate(rest):
        longer = f"{lines[-1]} {word}".strip()
        if cell_len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < limit:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {' '.join(rest[at:])}"
            break
    return [cell(line, width).rstrip() for line in lines]
