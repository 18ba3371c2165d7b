"""Reads what one cell says: wholly a no, a no among other words, or neither. Knows nothing of its header."""

import re
from collections.abc import Callable, Iterable
from enum import Enum
from functools import cache, lru_cache

from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.standing.no_phrases import (
    ABOUT_MAIL,
    ANSWERS,
    ANYWHERE,
    AROUND,
    BOUNCE,
    IN_NOTES,
    IN_STATUS,
    NAMES_TOO,
    NO_INTEREST,
    POLITE,
    TOO_LITTLE,
    TURNED,
)
from seqcli.contacts.standing.no_stem_phrases import HEADS, STEMS
from seqcli.contacts.standing.opt_out_headers import is_other_channel


class No(Enum):
    """What kind of no a whole cell is."""

    #: Not interested: by whatever channel it came, it is from the person.
    INTEREST = "interest"
    ANYWHERE = "anywhere"
    #: Somebody or something may also be called so.
    NAME_TOO = "name_too"
    #: Only in a column of statuses.
    IN_STATUS = "in_status"


#: Of several kinds in a cell, the one that ends people under the fewest headers.
_CAREFUL = (No.IN_STATUS, No.NAME_TOO, No.ANYWHERE, No.INTEREST)
Finder = Callable[[str], re.Match[str] | None]

_MOST_WHOLE, _MOST_TAG, _MOST_KEPT, _MOST_NOTE, _MOST_DETAIL = 80, 40, 500, 20_000, 6
_REST = re.compile(r"\b(?:hard|permanent|permanently|user|system)\b|[\d ]+")
_DATES = re.compile(r"\b\d[\dtz]*\b")
_DETAIL = re.compile(r"\s*[(\[:]\s*|\s+[-\u2013\u2014]\s+")
_LISTED = re.compile(r"[,;|\n]|\s/\s")
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


@cache
def _kinds() -> re.Pattern[str]:
    """Return a pattern whose groups are the kinds, in order of preference."""
    tables = ((No.INTEREST, NO_INTEREST), (No.ANYWHERE, ANYWHERE), (No.IN_STATUS, IN_STATUS))
    return re.compile("|".join(f"(?P<{kind.value}>{'|'.join(table)})" for kind, table in tables))


def _trie(words: Iterable[str]) -> str:
    """Return a pattern that begins with one character class, which the search skips along quickly."""
    by_first: dict[str, set[str]] = {}
    for word in words:
        by_first.setdefault(word[0], set()).add(word[1:])
    return "|".join(f"{first}(?:{'|'.join(sorted(rest))})" for first, rest in sorted(by_first.items()))


@cache
def stem_finder() -> Finder:
    """Return a quick test for a lower-case cell that may hold a no; it misses none."""
    return re.compile(_trie(STEMS)).search


@cache
def head_finder() -> Finder:
    """Return a quicker test for a lower-case cell that may be wholly a no."""
    return re.compile(rf"\W*(?:{_trie(HEADS)})").match


def whole_no(cell: str) -> No | None:
    """Return which no a cell wholly is, apart from a date, who said it, and a detail in brackets or behind a colon."""
    return _whole_no(cell) if len(cell) <= _MOST_WHOLE else None


@lru_cache(maxsize=4096)
def _whole_no(cell: str) -> No | None:
    if stem_finder()(cell.lower()) is None:
        return None
    parts = [part for part in _LISTED.split(cell) if not POLITE.issuperset(fold(part).split())]
    if len(parts) > 1:
        kinds = {whole_no(part) for part in parts}
        return None if None in kinds else next(kind for kind in _CAREFUL if kind in kinds)
    head, *details = _DETAIL.split((parts or [cell])[0].strip(" ()[]*!-"), maxsplit=1)
    found = _kind_of(head)
    if not details:
        return found
    if found is None:
        is_reason = re.search(TURNED, fold(head)) is None and whole_no(details[0]) is not None
        return _kind_of(cell) or (No.IN_STATUS if is_reason else None)
    if whole_no(details[0]) is not None:  # "DNC - do not contact"
        return found
    detail = fold(details[0])
    is_other = re.search(TURNED, detail) or is_other_channel(details[0]) or len(detail.split()) > _MOST_DETAIL
    is_vague = found is No.IN_STATUS and _REST.sub("", detail).strip() and not re.search(ABOUT_MAIL, detail)
    return None if is_other or is_vague else found


def _kind_of(text: str) -> No | None:
    folded = " ".join(_DATES.sub(" ", fold(text)).split())
    words = folded.split()
    for around in ((), POLITE, _SOFT, AROUND):
        form = " ".join(word for word in words if word not in around) if around else folded
        if form not in TOO_LITTLE and (found := _kinds().fullmatch(form)) and found.lastgroup:
            kind = No(found.lastgroup)
            return No.NAME_TOO if kind is No.ANYWHERE and form in NAMES_TOO else kind
    return None


def is_bounce(cell: str) -> bool:
    """Return whether a cell that is a no tells of the address, and not of the person."""
    return re.search(BOUNCE, fold(cell)) is not None


def find_no(cell: str) -> str:
    """Return the no that a list of tags or a note holds among other words, in lower case; empty if there is none."""
    return _find_no(cell) if len(cell) <= _MOST_KEPT else _find_no.__wrapped__(cell[:_MOST_NOTE])


@lru_cache(maxsize=1024)
def _find_no(text: str) -> str:
    if stem_finder()(text.lower()) is None:
        return ""
    for part in _SEGMENTS.split(text):
        if len(part) <= _MOST_TAG and whole_no(part) not in {None, No.IN_STATUS}:
            return fold(part)
    folded = fold(text)
    if folded in ANSWERS:
        return folded
    found = re.search(IN_NOTES, folded)
    return found[0].strip() if found else ""
