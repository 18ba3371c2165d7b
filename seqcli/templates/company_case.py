"""Writes a company that is all in capitals, or all in lower case, as people do; acronyms stay. Pure."""

from enum import Enum, auto

from seqcli.patterns import compiled
from seqcli.templates.company_case_phrases import ACRONYMS, ARTICLES, COMMON, SHORT, SMALL
from seqcli.templates.letters import bare

_SURE_WORD = 5  # letters in capitals that are no acronym, if they can be spoken
_VOWELS = frozenset("AEIOUY\u0410\u0415\u0418\u041e\u0423\u042b\u042d\u042e\u042fÄÖÜÉÈÀÂÊÎÔÛÁÍÓÚÅØÆÃÕĄĘĞİ")
#: Letters that nearly no other language has, and legal forms.
_TURKISH = compiled(r"[\u011e\u011f\u0130\u0131]|\b[Aa]\.?\s?[\u015e\u015f]\.?$|\b[\u015e\u015f][Tt][Ii]\b")
_ROMANIAN = compiled(r"[\u0102\u0103\u00c2\u00e2\u00ce\u00ee\u0162\u0163]|\bS\.?R\.?L\b|\bS\.?C\.?\s")
_VIETNAMESE = compiled(r"[\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
#: Words that Turkish names took over: their I has its dot though it is not written.
_NOT_TURKISH = compiled("[QWXEÖÜ]|I[AO]|ING|TION|[CST]H|CK|DIGITAL|CAPITAL|LOGIST|PLAST|TRAFI|FIRST")
_SYLLABLE = compiled("[b-df-hj-np-tv-z]?[aeiou]{1,2}[b-df-hj-np-tv-z]?")
_PARTS = compiled(r"([-\u2010'\u2019/.&])")


class _Language(Enum):
    """Languages whose words need a rule of their own."""

    TURKISH = auto()  # I is \u0131, and i is \u0130
    VIETNAMESE = auto()  # words are as short as acronyms


def cased(name: str, written: str) -> str:
    """Return a name in its usual case, by the whole cell that it was `written` in; mixed case stays."""
    words = name.split()
    language = _language(written)
    if name.islower() and not any(char in "./@" or char.isdigit() for char in name):
        return " ".join(_from_lower(word, place, language=language) for place, word in enumerate(words))
    is_short = language is _Language.VIETNAMESE and len(words) > 1
    if not name.isupper() or not (is_short or _is_shouted(words)):
        return name
    return " ".join(_from_capitals(words, place, language) for place in range(len(words)))


def _language(written: str) -> _Language | None:
    if written.isascii():
        return None
    if _TURKISH.search(written) or ("\u015e" in written and not _ROMANIAN.search(written)):
        return _Language.TURKISH
    return _Language.VIETNAMESE if _VIETNAMESE.search(written) else None


def _is_shouted(words: list[str]) -> bool:
    """Return whether words in capitals are certainly not all acronyms."""
    if any(map(_is_spoken, words)):
        return True
    if len(words) < 2:
        return False
    known = (word.lower() for word in words[1:-1])
    return (
        any(word in SMALL for word in known)
        or any(word.lower() in SHORT or word.lower() in COMMON for word in words)
        or words[0].lower() in ARTICLES
        or sum(map(_may_be_spoken, words)) > 1
    )


def _is_spoken(word: str) -> bool:
    """Return whether a word in capitals is certainly no acronym."""
    return len(word) >= _SURE_WORD and _may_be_spoken(word)


def _may_be_spoken(word: str) -> bool:
    return (
        len(word) >= _SURE_WORD - 1
        and not _VOWELS.isdisjoint(word)
        and word.lower() not in ACRONYMS
        and not any(map(str.isdigit, word))
    )


def _from_lower(word: str, place: int, *, language: _Language | None) -> str:
    if place and word in SMALL:
        return word
    return ACRONYMS.get(word) or _capital(word, language=language)


def _from_capitals(words: list[str], place: int, language: _Language | None) -> str:
    word, lower = words[place], words[place].lower()
    if lower in ACRONYMS:
        return ACRONYMS[lower]
    if "-" in word.strip("-"):
        return "-".join(_part_of_compound(part, language) for part in word.split("-"))
    if lower in SMALL and 0 < place < len(words) - 1:
        return lower
    if _is_short_word(words, place, language):
        return _capital(word, language=language)
    if "&" in word:
        return "&".join(
            _capital(part, language=language) if _is_spoken(part) else part for part in word.split("&")
        )
    return _capital(word, language=language) if _may_be_spoken(word) else word


def _part_of_compound(part: str, language: _Language | None) -> str:
    """Return `IT` and `Systemhaus` of `IT-SYSTEMHAUS`."""
    lower = part.lower()
    if lower in ACRONYMS or (lower in SMALL and len(lower) > 1):
        return ACRONYMS.get(lower, lower)
    is_word = lower in SHORT or _may_be_spoken(part)
    return _capital(part, language=language) if is_word else part


def _is_short_word(words: list[str], place: int, language: _Language | None) -> bool:
    """Return whether a word of few letters is certainly no acronym."""
    lower = words[place].lower()
    if lower in SHORT:
        return True
    if language is _Language.VIETNAMESE:
        return not _VOWELS.isdisjoint(bare(lower).upper())
    if not place:
        return lower in ARTICLES
    follows_article = words[place - 1].lower() in ARTICLES & SMALL
    return follows_article and _SYLLABLE.fullmatch(bare(lower)) is not None


def _capital(word: str, *, language: _Language | None) -> str:
    parts = _PARTS.split(word)
    return "".join(
        part.lower()
        if place and len(part) == 1 and parts[place - 1] in "'\u2019" and place == len(parts) - 1
        else _capital_part(part, language=language)
        for place, part in enumerate(parts)
    )


def _capital_part(part: str, *, language: _Language | None) -> str:
    first, rest = part[:1], part[1:]
    if language is _Language.TURKISH and part.isupper():
        has_dot = "\u0130" not in part and _NOT_TURKISH.search(part) is not None
        rest = rest if has_dot else rest.replace("I", "\u0131")
    elif language is _Language.TURKISH and first == "i":
        first = "\u0130"
    # lower() makes i and a combining dot of the Turkish capital I
    rest = rest.lower().replace("i\u0307", "i")
    if first.upper() == "M" and rest.startswith("c") and len(rest) > 3:
        rest = f"c{rest[1:].capitalize()}"
    return first.upper() + rest
