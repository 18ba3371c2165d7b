"""Finds titles in front of names that are names or words elsewhere: `Pan Jan`, `Don Javier`, `Me Sylvie`."""

from collections.abc import Sequence

from seqcli.contacts.values.cultures import (
    is_family_in,
    is_given,
    is_given_in,
    is_given_of_parts,
    is_surely_given,
    may_be_family,
)
from seqcli.contacts.values.name_order import is_like_chinese
from seqcli.templates.letters import bare
from seqcli.templates.name_phrases import (
    CAPITAL_TITLES_OF_NAMES,
    TITLES_OF_NAMES,
    TITLES_OF_SOUTHERN_NAMES,
)
from seqcli.templates.name_words import is_title, without_titles

#: As a surname of Chinese people it stands in front of other words.
_POLISH = "pan"
#: Titles that are given names elsewhere, and whose surnames may follow.
_GIVEN_ELSEWHERE = {"sig": ("it",), "eng": ("pt",), "ing": ("cs", "es", "it", "nl")}
_SOUTH = ("es", "it", "pt")
#: Given names of America too, but hardly behind Don, which is another.
_MOSTLY_SOUTHERN = frozenset(
    {
        *("alberto", "alejandro", "alfonso", "alfredo", "angel", "antonio", "arturo", "carlos", "diego"),
        *("eduardo", "emilio", "enrique", "fernando", "francisco", "giovanni", "giuseppe", "guillermo"),
        *("ignacio", "javier", "jesus", "joaquin", "jorge", "jose", "juan", "julio", "luigi", "luis"),
        *("manuel", "marco", "mario", "miguel", "pablo", "paolo", "pedro", "rafael", "ramon", "raul"),
        *("ricardo", "roberto", "salvador", "sergio"),
    }
)


def without_all_titles(words: Sequence[str]) -> list[str]:
    """Return a whole name without the titles in front."""
    return without_titles(without_titles_of_names(words))


def without_titles_of_names(words: Sequence[str], *, is_first: bool = False) -> list[str]:
    """Return a name without titles that are words as well, and without what stands in front of them.

    `is_first`: a first name, which has no surname behind.
    """
    left = list(words)
    while True:
        place = len(left) - len(without_titles(left))
        if len(left) <= place + 1 or not _is_title(left[place:], is_first=is_first):
            return left
        left = left[place + 1 :]


def _is_title(words: Sequence[str], *, is_first: bool) -> bool:
    title, name = words[0].rstrip("."), words[1]
    key = title.casefold()
    has_surname = is_first or len(words) > 2
    if key in TITLES_OF_SOUTHERN_NAMES:
        return has_surname and _is_southern(name)
    if title in CAPITAL_TITLES_OF_NAMES:
        return not name.isupper() and _is_certain(name)
    if key not in TITLES_OF_NAMES:
        return False
    if title.isupper() and not words[-1].isupper():
        return False  # initials
    if key in _GIVEN_ELSEWHERE:
        return (has_surname and is_given_of_parts(name)) or is_family_in(name, _GIVEN_ELSEWHERE[key])
    if key == _POLISH:
        return is_given(name) or not is_like_chinese(name)
    return _is_certain(name) or is_title(name)


def _is_southern(name: str) -> bool:
    """Return whether a word is a given name of Spain, Italy or Portugal that few others have."""
    if bare(name) in _MOSTLY_SOUTHERN:
        return True
    return is_given_in(name, _SOUTH) and is_surely_given(name) and not is_given_in(name, ("en",))


def _is_certain(name: str) -> bool:
    """Return whether a word is certainly a name."""
    return is_given_of_parts(name) or may_be_family(bare(name))
