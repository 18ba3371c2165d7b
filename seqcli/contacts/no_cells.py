"""Reads what one cell says: wholly a no, a no among other words, or neither. Knows nothing of its header."""

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from seqcli.contacts.header_phrases import fold
from seqcli.contacts.no_phrases import (
    ANYWHERE,
    AROUND,
    IN_NOTES,
    IN_STATUS,
    NAMES_TOO,
    NO_INTEREST,
    STEMS,
    TOO_LITTLE,
    TURNED,
)
from seqcli.contacts.opt_out_headers import is_other_channel


class No(Enum):
    """What kind of no a whole cell is."""

    #: Not interested: by whatever channel it came, it is from the person.
    INTEREST = "interest"
    ANYWHERE = "anywhere"
    #: Somebody or something may also be called so.
    NAME_TOO = "name_too"
    #: Only in a column of statuses.
    IN_STATUS = "in_status"


_MOST_WHOLE, _MOST_NOTE = 80, 20_000
_DATES = re.compile(r"\b\d[\dtz]*\b")
_DETAIL = re.compile(r"\s*[(\[:]\s*|\s+[-\u2013\u2014]\s+")
_LISTED = re.compile(r"[,;|\n]")
_SEGMENTS = re.compile(r"\s*(?:[,;|/\n\t\u2022\u00b7]|\s[-\u2013\u2014]\s)\s*")


#: Without these a no is still about mail.
_SOFT = AROUND - {
    "email",
    "emails",
    "mail",
    "mails",
    "contact",
    "mailing",
    "mailings",
    "newsletter",
    "newsletters",
}


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in patterns))


_KINDS = (
    (No.INTEREST, _any_of(NO_INTEREST)),
    (No.ANYWHERE, _any_of(ANYWHERE)),
    (No.IN_STATUS, _any_of(IN_STATUS)),
)


def _trie(words: Iterable[str]) -> str:
    """Return a pattern that begins with one character class, which the search skips along quickly."""
    by_first: dict[str, set[str]] = {}
    for word in words:
        by_first.setdefault(word[0], set()).add(re.escape(word[1:]))
    return "|".join(f"{first}(?:{'|'.join(sorted(rest))})" for first, rest in sorted(by_first.items()))


#: Finds a lower-case cell that may hold a no; it misses none.
find_stem = re.compile(_trie(STEMS)).search


@lru_cache(maxsize=4096)
def whole_no(cell: str) -> No | None:
    """Return which no a cell wholly is, apart from a date, who said it, and a detail in brackets or behind a colon."""
    if len(cell) > _MOST_WHOLE or find_stem(cell.lower()) is None:
        return None
    parts = [part for part in _LISTED.split(cell) if part.strip()]
    if len(parts) > 1:
        kinds = {whole_no(part) for part in parts}
        return kinds.pop() if len(kinds) == 1 else None
    head, *details = _DETAIL.split(cell.strip(" ()[]*!-"), maxsplit=1)
    found = _kind_of(head)
    if found is None or not details:
        return found or (_kind_of(cell) if details else None)
    detail = fold(details[0])
    return None if TURNED.search(detail) or is_other_channel(details[0]) or len(detail.split()) > 6 else found


def _kind_of(text: str) -> No | None:
    folded = " ".join(_DATES.sub(" ", fold(text)).split())
    forms = {
        folded,
        *(" ".join(word for word in folded.split() if word not in each) for each in (AROUND, _SOFT)),
    }
    forms -= TOO_LITTLE
    for kind, pattern in _KINDS:
        if any(map(pattern.fullmatch, forms)):
            return No.NAME_TOO if kind is No.ANYWHERE and not NAMES_TOO.isdisjoint(forms) else kind
    return None


@lru_cache(maxsize=1024)
def find_no(cell: str) -> str:
    """Return the no that a list of tags or a note holds among other words, in lower case; empty if there is none."""
    if find_stem(cell.lower()) is None:
        return ""
    text = cell[:_MOST_NOTE]
    for part in _SEGMENTS.split(text):
        if whole_no(part) not in {None, No.IN_STATUS}:
            return fold(part)
    found = IN_NOTES.search(fold(text))
    return found[0].strip() if found else ""
