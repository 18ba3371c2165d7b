"""Tells from an address that a surname stands in front in a whole name: `Underhill Tabitha`, `tabitha.underhill@`."""

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

from seqcli.contacts.values.cultures import is_given_of_parts, may_be_family
from seqcli.templates.given_names import (
    CANTONESE,
    CHINESE_SURELY,
    FAMILY_FIRST,
    GIVEN,
    SURNAMES_TOO,
    VIETNAMESE,
)
from seqcli.templates.letters import UMLAUTS, bare

_SURNAMES = (FAMILY_FIRST | CANTONESE | CHINESE_SURELY | VIETNAMESE) - GIVEN


class _Use(IntEnum):
    """How a word is used in names: the higher, the more often as a given name."""

    SURNAME = 0
    UNKNOWN = 1
    BOTH = 2
    GIVEN = 3


def may_be_turned(address: str, rest: str) -> bool:
    """Return quickly whether an address may begin with what stands behind the first word of a name."""
    return address != "" and bare(rest[:1]) == address[0]


def given_by_address(words: Sequence[str], address: str) -> int | None:
    """Return where a given name begins that stands behind the surname, if an address says so.

    `last.first@` exists as well, so that the words must agree: `Solène Mathieu` keeps its order with `mathieu.solene@`,
    as Mathieu is also a surname. Of a letter and a word, as in `t.kirchhoff@`, the word is the surname.
    """
    starts = [start for start in range(len(words) - 1, 0, -1) if may_be_turned(address, words[start])]
    if not starts:
        return None
    local = address.partition("@")[0].partition("+")[0]
    letters = "".join(filter(str.isalpha, local.lower()))
    return next((start for start in starts if _says(letters, words[:start], words[start:])), None)


def _says(letters: str, family: Sequence[str], given: Sequence[str]) -> bool:
    behind, front = max(map(_use, given)), _use(family[-1])
    names = _spellings(given)
    if letters in names:
        return behind is _Use.GIVEN and front < behind and not _is_given(family[-1])
    surnames = {
        spelt for count in range(len(family)) for spelt in _spellings(family[count:]) if len(spelt) > 1
    }
    if any(letters == name[0] + surname for name in names for surname in surnames):
        return front < behind or (front is behind and not _is_given(family[-1]))
    return front < behind and any(letters == name + surname for name in names for surname in surnames)


@lru_cache(maxsize=4096)
def _use(word: str) -> _Use:
    key = bare(word)
    if key in SURNAMES_TOO:
        return _Use.BOTH if key in GIVEN else _Use.UNKNOWN
    if _is_given(word):
        return _Use.GIVEN
    return _Use.SURNAME if key in _SURNAMES or may_be_family(key) else _Use.UNKNOWN


def _is_given(word: str) -> bool:
    return bare(word) in GIVEN or is_given_of_parts(word)


def _spellings(words: Sequence[str]) -> set[str]:
    """Return the letters of words as addresses have them: without accents, or with umlauts spelt out."""
    text = "".join(words).casefold()
    return {"".join(filter(str.isalpha, bare(each))) for each in (text, text.translate(UMLAUTS))} - {""}
