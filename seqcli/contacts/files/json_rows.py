"""Reads a list of JSON objects, or one object a line, as rows. It keeps one object in memory, and reads the file twice.

ijson reads lists; only a JSON file loads it.
"""

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from seqcli.contacts.files.decoding import open_text, undecodable
from seqcli.contacts.files.reading import MAX_LINE_CHARS
from seqcli.contacts.files.table_rows import Table
from seqcli.contacts.values.cell_texts import cell_text
from seqcli.errors import InputFileError

#: Keys of all objects together, and how deep objects may lie in each other.
MAX_KEYS, _MAX_DEPTH = 500, 8
_HINT = 'Write a list of objects, [{"email": "…"}, …], or one object a line.'
#: Around the fields of a person in what APIs return; the names of the fields stand without it.
_WRAPPERS = frozenset(
    {
        *("properties", "attributes", "fields", "merge_fields", "datafields", "traits", "profile"),
        *("person", "contact", "lead", "prospect"),
    }
)
_Objects = Iterator[tuple[int, dict[str, Any]]]


def read_json(stream: BinaryIO, name: str, encoding: str | None) -> Table:
    """Return the objects of a file, numbered from 1, or by line where each is on one.

    The keys of inner objects follow the outer one after a dot: `address.city`. A list of texts becomes one text.

    Raises:
        InputFileError: it is no JSON, or holds several lists of objects or objects that are too deep.
    """
    start = stream.tell()
    document = _Document(stream, start, name, encoding)
    keys: dict[str, None] = {}
    count = 0
    for _, found in document.objects():
        count += 1
        keys.update(dict.fromkeys(_flat(found, name)))
        if len(keys) > MAX_KEYS:
            raise _refusal(name, f"more than {MAX_KEYS} different keys")
    if not count:
        raise InputFileError("empty", f"{name} has no objects", _HINT)
    header = list(keys)
    seen = [0]

    def rows() -> Iterator[tuple[int, list[str]]]:
        for number, found in document.objects():
            seen[0] += 1
            cells = _flat(found, name)
            yield number, [cells.get(key, "") for key in header]

    unit = "line" if document.is_lines else "object"
    return Table(rows(), header, [f"JSON: rows are numbered by {unit}"], lambda: seen[0] / count)


class _Document:
    """A file of JSON that can be read several times."""

    def __init__(self, stream: BinaryIO, start: int, name: str, encoding: str | None) -> None:
        self.stream = stream
        self.start = start
        self.name = name
        self.encoding = encoding
        self.is_lines = self._has_object_on_first_line()

    def objects(self) -> _Objects:
        return self._of_lines() if self.is_lines else self._of_list()

    def _text(self) -> tuple[io.TextIOWrapper, str]:
        self.stream.seek(self.start)
        return open_text(self.stream, self.name, self.encoding)

    def _has_object_on_first_line(self) -> bool:
        text, chosen = self._text()
        try:
            first = next(
                (line for line in iter(lambda: text.readline(MAX_LINE_CHARS), "") if line.strip()), ""
            )
            more = next(
                (line for line in iter(lambda: text.readline(MAX_LINE_CHARS), "") if line.strip()), ""
            )
        except UnicodeDecodeError as error:
            raise undecodable(self.name, 1, chosen, error) from error
        try:
            found = json.loads(first)
        except (ValueError, RecursionError):
            return False
        if not isinstance(found, dict):
            return False
        return more.lstrip().startswith("{") if more else not _holds_list(found)

    def _of_lines(self) -> _Objects:
        text, chosen = self._text()
        number = 0
        try:
            for number, line in enumerate(iter(lambda: text.readline(MAX_LINE_CHARS), ""), 1):
                if not line.strip():
                    continue
                found = json.loads(line, parse_int=str)
                if not isinstance(found, dict):
                    raise _refusal(self.name, f"no object on line {number}")
                yield number, found
        except UnicodeDecodeError as error:
            raise undecodable(self.name, number + 1, chosen, error) from error
        except (ValueError, RecursionError) as error:
            raise _refusal(self.name, f"an error on line {number}: {error}") from error

    def _of_list(self) -> _Objects:
        import ijson  # noqa: PLC0415 - only a list in JSON needs it

        text, chosen = self._text()
        try:
            yield from self._items(ijson.parse(_Utf8(text)))
        except UnicodeDecodeError as error:
            raise undecodable(self.name, 1, chosen, error) from error
        except (ijson.JSONError, ValueError, RecursionError) as error:
            raise _refusal(self.name, f"an error: {' '.join(str(error).split())[:120]}") from error

    def _items(self, events: Iterator[tuple[str, str, Any]]) -> _Objects:
        """Yield the objects of the list: the file itself, or the only list of objects in it."""
        from ijson import ObjectBuilder  # noqa: PLC0415 - loaded by now

        place: str | None = None
        number = depth = 0
        builder: Any = None
        for prefix, event, value in events:
            if builder is None and event == "start_map" and (prefix == "item" or prefix.endswith(".item")):
                place = prefix if place is None else place
                if place == prefix:
                    builder = ObjectBuilder()
                else:
                    raise _refusal(self.name, f'two lists of objects, "{_key(place)}" and "{_key(prefix)}"')
            elif builder is None and prefix == place and event not in {"end_map", "end_array"}:
                raise _refusal(self.name, f"an entry that is no object after entry {number}")
            if builder is not None:
                depth += _STEPS.get(event, 0)
                if depth > _MAX_DEPTH:
                    raise _refusal(self.name, f"objects that lie more than {_MAX_DEPTH} deep in each other")
                builder.event(event, value)
                if not depth:
                    number += 1
                    yield number, builder.value
                    builder = None


_STEPS = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}


def _key(prefix: str | None) -> str:
    return (prefix or "").removesuffix(".item")


def _holds_list(value: Any) -> bool:
    """Return whether an object has a list of objects, in itself or in its inner objects."""
    if isinstance(value, dict):
        return any(map(_holds_list, value.values()))
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _refusal(name: str, what: str) -> InputFileError:
    return InputFileError("json", f"{name} is JSON that cannot be read as people: it has {what}", _HINT)


def _flat(found: dict[str, Any], name: str) -> dict[str, str]:
    cells: dict[str, str] = {}
    _add_flat(cells, "", found, name, 0)
    return cells


def _add_flat(cells: dict[str, str], before: str, value: Any, name: str, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise _refusal(name, f"objects that lie more than {_MAX_DEPTH} deep in each other")
    if isinstance(value, dict):
        for key, inner in value.items():
            is_wrapper = key.casefold() in _WRAPPERS and isinstance(inner, dict)
            path = before if is_wrapper else f"{before}.{_clean(key)}" if before else _clean(key)
            _add_flat(cells, path, inner, name, depth + 1)
    elif isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        for number, inner in enumerate(value, 1):
            _add_flat(cells, f"{before}.{number}", inner, name, depth + 1)
    elif isinstance(value, list):
        cells.setdefault(before, ", ".join(_clean(cell_text(each)) for each in value if each is not None))
    else:
        text = _clean(cell_text(value))
        if text or before not in cells:
            cells[before] = text


def _clean(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can write and nothing can store."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


class _Utf8:
    """Gives decoded text as UTF-8, whatever the encoding of the file."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        return self._text.read(size).encode()
