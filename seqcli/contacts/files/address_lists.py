"""Finds addresses in any text: one a line, `Name <a@b.example>`, a row of a table, a paste. It validates none."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from seqcli.contacts.files.decoding import undecodable
from seqcli.contacts.files.opening import PACKED, open_as_text

_PART = r"[^\s@,;:<>()\[\]\"|]"
#: It begins at the begin of a word, so that a word of any length is looked at once.
_ADDRESS = re.compile(rf"(?<!{_PART}){_PART}{{1,320}}@{_PART}{{1,320}}")
_BREAK = re.compile(r"[\s,;<>](?=[^\s,;<>]*\Z)")
_WRAPPING = "'`*“”‘’«»\u200b\u2060\ufeff"  # noqa: RUF001 - quotation marks as word processors write them
_CHUNK = 65_536


def find_addresses(source: Path | BinaryIO, name: str) -> Iterator[str]:
    """Yield everything in a text that may be an address, in order; its size does not matter.

    Raises:
        InputFileError: it cannot be read, is empty or binary, or is not UTF-8 or UTF-16.
    """
    text, chosen = open_as_text(source, name, None, PACKED)
    lines, rest = 1, ""
    try:
        while chunk := text.read(_CHUNK):
            lines += chunk.count("\n")
            whole, rest = _at_last_break(rest + chunk)
            yield from _in_text(whole)
        yield from _in_text(rest)
    except UnicodeDecodeError as error:
        raise undecodable(name, lines, chosen, error) from error
    finally:
        text.close()


def _at_last_break(text: str) -> tuple[str, str]:
    """Return a text up to its last break and what follows; what is too long for an address is dropped."""
    found = _BREAK.search(text)
    end = 0 if found is None else found.start()
    rest = text[end:]
    return text[:end], rest if len(rest) < _CHUNK else ""


def _in_text(text: str) -> Iterator[str]:
    for found in _ADDRESS.finditer(text):
        address = found[0].strip(_WRAPPING).rstrip(".!?/\\}").strip(_WRAPPING)
        if not address.startswith("@") and not address.endswith("@"):
            yield address
