"""Writes the words of a name in their usual case: `O'NEIL` → `O'Neil`, `VAN GOGH` → `van Gogh`; mixed case stays."""

import re
from collections.abc import Sequence

from seqcli.patterns import compiled

_FIRST_PARTICLES = frozenset({"de", "del", "della", "der", "ter", "van", "von"})
_PARTICLES = _FIRST_PARTICLES | {
    *("da", "das", "den", "di", "do", "dos", "du", "e", "la", "las", "le", "los", "y", "zu"),
    *("and", "und", "et", "och", "of", "og"),
}
_NUMERALS = frozenset({"II", "III", "IV", "VII", "VIII"})
_INITIALS = compiled(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_SLIP_CHARS = 3  # fewer are no sure sign of Caps Lock
# JP, TJ, AJ; but Al, Jo and Li are names
_TWO_INITIALS = compiled("(?!AB|AD|AL|AN|ED|EK|IB|NG|OZ|TY|UR)[A-Z][B-DF-HJ-NP-TV-XZ]")
_SMALL_MC = compiled("mc[A-Z]")


def cased(words: Sequence[str]) -> str:
    """Return the words of a name joined, each in its usual case."""
    return " ".join(_cased_word(word, place, len(words)) for place, word in enumerate(words))


def _cased_word(word: str, place: int, count: int) -> str:
    if _is_slip(word):
        word = word.upper()
    if not (word.isupper() or word.islower()):
        return f"M{word[1:]}" if _SMALL_MC.match(word) else word
    if _INITIALS.fullmatch(word):
        return word.upper()
    if place + 1 < count and word.casefold() in (_PARTICLES if place else _FIRST_PARTICLES):
        return word.lower()
    if word in _NUMERALS and place:
        return word
    if word.isupper() and _TWO_INITIALS.fullmatch(word):
        return word
    return "".join(_capitalised(part) for part in re.split("([-\u2010\u00b7])", word))


def _is_slip(word: str) -> bool:
    """Return whether a word was typed with Caps Lock on: `jOHN`, `aNNA-lENA`."""
    parts = word.split("-")
    return len(parts[0]) >= _SLIP_CHARS and all(part[:1].islower() and part[1:].isupper() for part in parts)


def _capitalised(word: str) -> str:
    # lower() makes i and a combining dot of the Turkish capital I
    word, written = word.lower().replace("i\u0307", "i"), word
    if re.match("[a-z]['\u2019].", word):
        return word[0].upper() + word[1] + _capitalised(word[2:])
    if word.startswith("mc") and len(word) > 4:
        return "Mc" + word[2:].capitalize()
    # the title case of a letter: Georgian has none, and writes no capitals
    first = written[:1] if written[:1].isupper() and written[:1] < "\u1c90" else word[:1].title()
    return (first if len(first) == 1 else written[:1]) + word[1:]
