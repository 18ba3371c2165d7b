"""Reads answers of forms to whether somebody agrees to mail, word by word: `I do not agree`, `Oui, j'accepte`.

An answer counts if each of its words is known.
"""

from functools import lru_cache

from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.standing.consent_answer_phrases import (
    AGREES,
    AROUND,
    BEFORE_NO,
    I_AGREE,
    MAIL,
    NEGATED,
    NO,
    NOT,
    PORTUGUESE,
    RATHER,
    REFUSES,
    YES,
)

_MOST_WORDS = 20
_KNOWN = YES | AGREES | REFUSES | NOT | RATHER | AROUND | MAIL | {NO}


def agrees(cell: str) -> bool:
    """Return whether an answer says that somebody agrees."""
    return _read(cell) is True


def refuses(cell: str) -> bool:
    """Return whether an answer says that somebody does not agree."""
    return _read(cell) is False


def asks_to_agree(header: str) -> bool:
    """Return whether a header is no more than the words of somebody who agrees: `Acconsento`, `I agree`."""
    return agrees(header) and not I_AGREE.isdisjoint(fold(header).split())


@lru_cache(maxsize=4096)
def _read(cell: str) -> bool | None:
    words = [word for word in fold(cell).split() if not word.isdigit()]
    if not words or len(words) > _MOST_WORDS or not _KNOWN.issuperset(words):
        return None
    said = {*words}
    is_not = not said.isdisjoint(NOT) or _denies(words)
    if said & REFUSES:
        return None if is_not else False
    if said & (AGREES | NEGATED):
        return not is_not
    if is_not:
        return False if said & RATHER else None
    return True if said & YES else None


def _denies(words: list[str]) -> bool:
    """Return whether the first `no` of an answer is a negation."""
    if NO not in words:
        return False
    place = words.index(NO)
    is_beside = words[place - 1] in BEFORE_NO or not AGREES.isdisjoint(words[place + 1 : place + 2])
    return place == 0 or is_beside or PORTUGUESE.isdisjoint(words)
