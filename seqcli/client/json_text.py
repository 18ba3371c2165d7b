"""Parses the JSON of 12m's answers, replaces unusable values, and cuts a broken page into its entries."""

import json
import math
import re
from dataclasses import dataclass
from itertools import chain, compress, pairwise
from typing import Any

#: Deeper values than this are cut off: no answer of 12m has them, and every reader may recurse so far.
MAX_DEPTH = 40
_MAX_DIGITS = 40
#: No answer has as many objects, lists and texts in a row, of which each takes some hundred bytes once it is read.
_MAX_VALUES = 300_000
#: A page is cut into so many entries at most.
MAX_CUT = 100_000
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
#: What `json` makes of objects and lists.
_CONTAINERS = frozenset({dict, list})
_CUT = "(nested too deeply)"
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},]', re.DOTALL)
_CURSOR = re.compile(r'"cursor"\s*:\s*(\d{1,16})(?!\d)')
_MORE = re.compile(r'"hasMore"\s*:\s*(true|false)')
_EVENTS = re.compile(r'"events"\s*:\s*\[\Z')


def read_json(body: bytes) -> Any:
    """Return the JSON value of `body`, safe to store and to walk.

    `NaN`, infinities and numbers with too many digits become texts, half a surrogate pair becomes a question mark,
    and a value nested deeper than `MAX_DEPTH` becomes a remark.

    Raises:
        ValueError: it is no JSON, holds too many values, or is nested too deeply to be read at all.
    """
    if is_crowded(body):
        raise ValueError("too many values")
    return parse_json(body.decode("utf-8"))


def is_crowded(body: bytes) -> bool:
    """Tell whether an answer, read whole, would take many times its size."""
    return sum(map(body.count, (b"{", b"[", b'","'))) > _MAX_VALUES


def parse_json(text: str) -> Any:
    """Return what `read_json` returns, for text.

    Raises:
        ValueError: as for `read_json`.
    """
    try:
        data = _DECODER.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    is_safe = not ("\\u" in text and _SURROGATE.search(text)) and not _is_deeper(data, MAX_DEPTH)
    return data if is_safe else _made_safe(data, MAX_DEPTH)


def _read_int(text: str) -> int | str:
    return int(text) if len(text) <= _MAX_DIGITS else text


def _read_float(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


_DECODER = json.JSONDecoder(parse_constant=str, parse_int=_read_int, parse_float=_read_float)


def _is_deeper(data: Any, depth: int) -> bool:
    level = [data] if type(data) in _CONTAINERS else []
    while level and depth:
        members = list(chain.from_iterable(each.values() if type(each) is dict else each for each in level))
        level = list(compress(members, map(_CONTAINERS.__contains__, map(type, members))))
        depth -= 1
    return bool(level)


def _made_safe(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if not isinstance(value, dict | list):
        return value
    if depth == 0:
        return _CUT
    if isinstance(value, list):
        return [_made_safe(each, depth - 1) for each in value]
    return {_made_safe(name, 1): _made_safe(each, depth - 1) for name, each in value.items()}


@dataclass(frozen=True, slots=True)
class CutPage:
    """A page cut up as text: its entries, cursor and `hasMore`."""

    entries: list[str]
    cursor: int | None
    has_more: bool | None


def cut_page(text: str) -> CutPage | None:
    """Return the parts of a page that cannot be parsed as a whole; None where its brackets do not match.

    It reads only brackets, commas and strings, so that depth and digits do not matter.
    """
    bounds = _find_entries(text)
    if bounds is None:
        return None
    entries = [text[begin:end].strip() for begin, end in pairwise(bounds)]
    around = f"{text[: bounds[0]]}{text[bounds[-1] :]}"
    cursor, more = _CURSOR.search(around), _MORE.search(around)
    return CutPage(
        [entry.strip(", \t\r\n") for entry in entries if entry.strip(", \t\r\n")],
        None if cursor is None else int(cursor[1]),
        None if more is None else more[1] == "true",
    )


def _find_entries(text: str) -> list[int] | None:
    """Return where each entry begins and where the last one ends; None if the brackets do not match."""
    bounds: list[int] = []
    depth, is_inside = 0, False
    for token in _TOKEN.finditer(text):
        sign = token.group()
        if sign in "[{":
            depth += 1
            if (
                depth == 2
                and sign == "["
                and not bounds
                and _EVENTS.search(text, max(0, token.start() - 40), token.end())
            ):
                bounds, is_inside = [token.end()], True
        elif sign in "]}":
            if depth == 2 and is_inside:
                bounds.append(token.start())
                is_inside = False
            depth -= 1
        elif sign == "," and depth == 2 and is_inside:
            bounds.append(token.start())
            if len(bounds) > MAX_CUT:
                return None
    return bounds if depth == 0 and len(bounds) > 1 and not is_inside else None
