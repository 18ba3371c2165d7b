"""Reads given names that are written short, as in Spain and Portugal: `Mª José`, `Fco. Javier`."""

from collections.abc import Sequence
from functools import lru_cache

from seqcli.contacts.values.cultures import is_given, is_surely_given
from seqcli.templates.letters import bare
from seqcli.templates.name_phrases import SHORT_NAMES

_ORDINALS = ("\u00aa", "\u00ba")
#: As Filipinos write it; without a dot it is a Chinese surname.
_MARIA = "ma."
_SHORT = frozenset({"ma", *SHORT_NAMES})
_PARTICLES = frozenset({"de", "del", "la", "los", "las", "lo"})


@lru_cache(maxsize=4096)
def may_be_short(word: str) -> bool:
    """Return quickly whether a word may be a short name."""
    return word.endswith(_ORDINALS) or word.rstrip(".").lower() in _SHORT


def written_out(words: Sequence[str]) -> list[str]:
    """Return the words of a name with those written out that are short for one name only."""
    return [SHORT_NAMES.get(bare(word).rstrip("."), word) for word in words]


def is_short(word: str) -> bool:
    """Return whether a word is short for a given name, `Mª`, and needs another one behind it or in front."""
    return word.endswith(_ORDINALS) or word.casefold() == _MARIA


def size_of_short(words: Sequence[str]) -> int:
    """Return of how many words a given name is that begins with a short one: 2 for `Mª José`; 0 for no such name."""
    if is_short(words[0]) or (bare(words[0]) == "ma" and len(words) > 2 and is_surely_given(words[1])):
        size = 1
        while size < len(words) and words[size].casefold() in _PARTICLES:
            size += 1
        is_maria = bare(words[0])[0] == "m"
        is_whole = size < len(words) and (size > 1 or len(words) > 2 or is_given(words[size]))
        return size + 1 if is_maria and is_whole else 0
    return 2 if len(words) > 1 and words[1].endswith(_ORDINALS) else 0


def place_of_short(words: Sequence[str]) -> tuple[int, int] | None:
    """Return where a given name with a short one in it stands in a whole name; an empty place for a short one alone.

    In `RUIZ GIL Mª ANGELES` and `López Ana Mª` it stands behind. None: the name has no short one.
    """
    place = next((place for place, word in enumerate(words) if is_short(word)), 0)
    if place and is_given(words[place - 1]):
        place = place - 1 if not is_given(words[0]) else 0
    if size := size_of_short(words[place:]):
        return place, place + size
    return (0, 0) if is_short(words[0]) else None
