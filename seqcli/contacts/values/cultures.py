"""Which words are given names and which are surnames, in thirty cultures: what stands first says nothing by itself.

Source: `names_by_culture.txt`, from the lists of names in Faker 40 (MIT), in lower case, without the accents of Latin
letters, and in Latin letters too where the script is another. Polish and Dutch ones were added. A word that is a given
name anywhere is no surname there.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, reduce
from importlib.resources import files
from operator import or_
from typing import NamedTuple

from seqcli.patterns import compiled
from seqcli.templates.given_names import GIVEN
from seqcli.templates.letters import bare

#: How surnames end, where many more exist than a list can hold.
_ENDINGS = {
    "ro": ("escu", "eanu"),
    "el": (
        "opoulos",
        "opoulou",
        "idis",
        "iadis",
        "adakis",
        "oglou",
        "όπουλος",
        "ίδης",
        "άδης",
        "άκης",
        "ίου",
    ),
    "fi": ("nen",),
    "lt": ("auskas", "auskaite", "auskiene", "evicius", "avicius", "aitis", "iene"),
    "ka": ("dze", "shvili", "ძე", "შვილი"),
    "hy": ("yan", "յան"),
    "az": ("zade", "oglu"),
    "uz": ("zoda",),
    "de": ("mann", "meier", "mayer", "bauer", "huber", "hofer"),
    "nordic": ("sson", "sen", "qvist", "strom"),
    "es": ("ez",),
    "it": ("elli", "etti", "ucci", "acci"),
    "cs": ("ova",),
    "hr": ("vic",),
}
#: How given names look, where few others look so.
_SHAPES = {"ja": compiled(r"(?:(?:[kgsztdnhbpmr]y?|[wyfj]|ch|sh|ts)?[aiueo](?:n(?![aiueo]))?)+")}
_ALL_ENDINGS = tuple(ending for endings in _ENDINGS.values() for ending in endings)
_SHORTEST_WITH_ENDING = 6
_SEVERAL = 3


class _Names(NamedTuple):
    """Word → the cultures in which it is a given name, or a surname: a bit each."""

    given: dict[str, int]
    family: dict[str, int]
    endings: tuple[tuple[str, int], ...]
    shapes: tuple[tuple[re.Pattern[str], int], ...]
    bits: dict[str, int]


@lru_cache(maxsize=1)
def _load() -> _Names:
    given: dict[str, int] = {}
    family: dict[str, int] = {}
    bits: dict[str, int] = {}
    bit, words = 0, given
    for line in files(__package__).joinpath("names_by_culture.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            culture, kind = line.strip("[]").split()
            bit = bits.setdefault(culture, 1 << len(bits))
            words = given if kind == "given" else family
            continue
        for word in line.split():
            words[word] = words.get(word, 0) | bit
    endings = tuple((ending, bits[culture]) for culture, all_of in _ENDINGS.items() for ending in all_of)
    shapes = tuple((shape, bits[culture]) for culture, shape in _SHAPES.items())
    return _Names(given, family, endings, shapes, bits)


def may_be_family(key: str) -> bool:
    """Return quickly whether a bare word may be a surname and no given name."""
    names = _load()
    return key in names.family or (key.endswith(_ALL_ENDINGS) and key not in names.given)


def is_given(word: str) -> bool:
    """Return whether a word is a given name in any culture."""
    return bare(word) in _load().given


def is_given_of_parts(word: str) -> bool:
    """Return whether a word, or each part of it between hyphens, is a given name in any culture."""
    return all(part in _load().given for part in bare(word).split("-"))


def is_surely_given(word: str) -> bool:
    """Return whether a word, or each part of it between hyphens, is a given name in several cultures.

    In one culture alone it may be somebody's surname: some people in Colombia are called Smith.
    """
    given = _load().given
    return all(part in GIVEN or given.get(part, 0).bit_count() >= _SEVERAL for part in bare(word).split("-"))


def is_given_in(word: str, cultures: Iterable[str]) -> bool:
    """Return whether a word is a given name in one of these cultures."""
    return _load().given.get(bare(word), 0) & _bits(cultures) != 0


def is_family_in(word: str, cultures: Iterable[str]) -> bool:
    """Return whether a word is a surname in one of these cultures, and no given name."""
    return _family(bare(word)) & _bits(cultures) != 0


def _bits(cultures: Iterable[str]) -> int:
    bits = _load().bits
    return reduce(or_, (bits[culture] for culture in cultures), 0)


def count_family_in_front(words: Sequence[str]) -> int:
    """Return how many surnames stand in front of given names of the same culture: 1 for `Korhonen Mikko`, or 0."""
    keys = [bare(word) for word in words]
    for count in range(1, len(keys)):
        in_front = _common(_family, keys[:count])
        if not in_front:
            return 0
        if in_front & _common(_given, keys[count:]):
            return count
    return 0


def count_given_in_front(words: Sequence[str]) -> int:
    """Return how many given names stand in front of surnames of the same culture: 1 for `Maria Garcia`, or 0."""
    keys = [bare(word) for word in words]
    for count in range(len(keys) - 1, 0, -1):
        if _common(_given, keys[:count]) & _common(_family, keys[count:]):
            return count
    return 0


def _common(cultures_of: Callable[[str], int], keys: Iterable[str]) -> int:
    common = -1
    for key in keys:
        common &= cultures_of(key)
    return common


def _given(key: str) -> int:
    names = _load()
    listed = names.given.get(key, 0) or _of_parts(key, _given)
    if key in names.family:
        return listed
    return reduce(or_, (bit for shape, bit in names.shapes if shape.fullmatch(key)), listed)


def _family(key: str) -> int:
    names = _load()
    if key in names.given:
        return 0
    listed = names.family.get(key, 0) or _of_parts(key, _family)
    if not listed and len(key) >= _SHORTEST_WITH_ENDING and key.endswith(_ALL_ENDINGS):
        return reduce(or_, (bit for ending, bit in names.endings if key.endswith(ending)))
    return listed


def _of_parts(key: str, cultures_of: Callable[[str], int]) -> int:
    """Return the cultures of a name with hyphens: those of all its parts."""
    return _common(cultures_of, key.split("-")) if "-" in key.strip("-") else 0
