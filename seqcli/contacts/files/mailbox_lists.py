"""Reads a list of `Name <a@b.example>`, one a line or several with `;` or `,` between, as rows of name and address."""

import re
from collections.abc import Iterable, Iterator, Sequence

from seqcli.addresses import like_address
from seqcli.contacts.files.table_rows import Table

_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>]*>|[;,]|[^"<>;,]+|.', re.DOTALL)
_HEAD_LINES = 10
_NOTE = "a list of addresses without a header: names and addresses are read"


def is_mailbox_list(lines: Sequence[str]) -> bool:
    """Return whether each of the first lines is a list of mailboxes, and at least one has angle brackets."""
    filled = [line.strip() for line in lines if line.strip()][:_HEAD_LINES]
    has_brackets = any("<" in line and "@" in line for line in filled)
    return has_brackets and all(_mailboxes(line) is not None for line in filled)


def read_mailboxes(lines: Iterable[str]) -> Table:
    """Return every mailbox as a row under its line. A line that cannot be read is a row without a good address."""

    def rows() -> Iterator[tuple[int, list[str]]]:
        for number, line in enumerate(lines, 1):
            text = line.strip()
            found = _mailboxes(text) if text else []
            for name, address in [("", text)] if found is None else found:
                yield number, [name, address]

    return Table(rows(), ["Name", "Email"], [_NOTE])


def _mailboxes(text: str) -> list[tuple[str, str]] | None:
    """Return the (name, address) pairs of a line; None if it is anything else."""
    found: list[tuple[str, str]] = []
    words: list[str] = []
    address = ""
    for part in [*_TOKENS.findall(text), ";"]:
        if part.startswith("<") and not address:
            address = part.strip("<> ").removeprefix("mailto:")
        elif part in {",", ";"}:
            name = "".join(words).strip()
            if not address and like_address(name):
                name, address = "", name
            if address:
                if not like_address(address):
                    return None
                found.append((_unquoted(name), address))
                words, address = [], ""
            elif part == "," and name:
                words.append(part)  # it stands in a name: Lee, Ann <ann@…>
            elif name:
                return None
        elif address and part.strip():
            return None
        else:
            words.append(part)
    return found


def _unquoted(name: str) -> str:
    return name.strip("\"' ").replace('\\"', '"').strip()
