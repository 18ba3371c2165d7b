"""CSV in which every line is quoted as a whole, as some programs save a sheet of one column: read as it was meant."""

import csv
from collections.abc import Iterator, Sequence

from seqcli.contacts.files.head import delimiter_of

QUOTED_NOTE = "every line was quoted as a whole; the cells inside the quotes are read"
_HEAD_LINES = 10


def are_quoted_whole(lines: Sequence[str]) -> bool:
    """Return whether most of the first lines are one quoted cell each, and all have the same number of cells inside.

    Some programs leave the header without quotes.
    """
    filled = [line for line in lines if line.strip()][:_HEAD_LINES]
    inner = [_inner(line) for line in filled]
    quoted = sum(text is not None for text in inner)
    if not quoted or quoted < len(filled) - 1:
        return False
    widths = {_width(line if text is None else text) for line, text in zip(filled, inner, strict=True)}
    return len(widths) == 1 and widths.pop() > 1


def _width(line: str) -> int:
    return len(next(csv.reader([line], delimiter=delimiter_of(line)), []))


def unquoted_lines(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines without the quotes around the whole line; other lines stay as they are."""
    for line in lines:
        text = _inner(line)
        yield line if text is None else text + "\n"


def _inner(line: str) -> str | None:
    bare = line.strip().rstrip(";,\t")
    if len(bare) < 2 or not bare.startswith('"') or not bare.endswith('"'):
        return None
    inner = bare[1:-1].replace('""', "")
    return None if '"' in inner else bare[1:-1].replace('""', '"')
