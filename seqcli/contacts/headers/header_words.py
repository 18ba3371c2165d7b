"""Reads a header as words: numbering, articles and the like do not count."""

import re
from collections.abc import Iterable
from functools import lru_cache

from seqcli.contacts.headers.column_phrases import Word, words_by_kind
from seqcli.contacts.headers.header_phrases import fold
from seqcli.patterns import compiled

_LONGEST_PHRASE = 6
_APOSTROPHES = str.maketrans("'\u2019\u2018`\u00b4", "     ")
_TOKENS = compiled(r"[^\W\d_]+|\d+")
_NUMBERING = compiled(r"^\s*[(\[#]?\d{1,3}\s*[.):\]]\s*(?=\D)")
_CUSTOM_FIELD = compiled(r"__[cr]\b", re.IGNORECASE)
#: An earlier answer that a form repeats in a question: `And your last name, {{field:abc}}?`.
_ANSWER = compiled(r"\{\{[^{}]*\}\}|\{[^{}]*\}")
#: What stands in front of a question: `Hi there! What's your first name?`
_GREETING = compiled(r"^[^!?.:;,]{1,40}!\s+(?=\S)")
_PLURALS = ("s", "es", "n")
_FEWEST_LETTERS = 4


def tokens_of(text: str) -> list[str]:
    """Return the words and numbers of a text, without accents and case."""
    return _TOKENS.findall(fold(text.translate(_APOSTROPHES)))


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, Word]:
    """Return every word and phrase without blanks; made when the first header is read, as few commands read one."""
    kinds = words_by_kind().items()
    return {"".join(tokens_of(phrase)): word for word, phrases in kinds for phrase in phrases}


@lru_cache(maxsize=1)
def _mail() -> re.Pattern[str]:
    """Return a pattern that every header of an address column matches, without its blanks."""
    kinds = words_by_kind()
    longest = {max(tokens_of(each), key=len) for word in (Word.EMAIL, Word.RECIPIENT) for each in kinds[word]}
    return re.compile("|".join(sorted(longest)))


def may_name_address(cells: Iterable[str]) -> bool:
    """Return quickly whether one of the cells may be the header of an address column; False is certain."""
    return _mail().search(fold(" ".join(cells)).replace(" ", "")) is not None


def read_words(header: str) -> list[Word | int] | None:
    """Return the words that say something, and numbers; None if one is not known."""
    bare = _ANSWER.sub(" ", header) if "{" in header else header
    bare = _GREETING.sub("", bare)
    tokens = tokens_of(_NUMBERING.sub("", _CUSTOM_FIELD.sub("", bare)))
    found: list[Word | int] = []
    place = 0
    while place < len(tokens):
        if tokens[place].isdecimal():
            found.append(int(tokens[place][:3]))
            place += 1
            continue
        for size in range(min(_LONGEST_PHRASE, len(tokens) - place), 0, -1):
            known = known_word("".join(tokens[place : place + size]))
            if known is not None:
                break
        else:
            parts = _parts(tokens[place])
            if not parts:
                return None
            found += parts
            place += 1
            continue
        if known is Word.FILLER and 0 < place == len(tokens) - 1 and len(tokens[place]) == 1:
            return None  # `Name L`
        found.append(known)
        place += size
    return [word for word in found if word is not Word.FILLER]


def known_word(text: str) -> Word | None:
    """Return what a token says, in the plural too."""
    vocabulary = _vocabulary()
    if text in vocabulary:
        return vocabulary[text]
    for ending in _PLURALS:
        bare = text.removesuffix(ending)
        if bare != text and len(bare) >= _FEWEST_LETTERS and bare in vocabulary:
            return vocabulary[bare]
    return vocabulary.get(text[:-3] + "y") if text.endswith("ies") else None


#: "quelle" is French for "which", and German for "source" in "Kontaktquelle".
_NO_PART = frozenset({None, Word.FILLER})


def _parts(text: str) -> list[Word]:
    """Return the words of which a token is made without blanks, `leademail` and `公司名称`; empty if it is not."""
    fewest = _FEWEST_LETTERS if text[0] < "\u1100" else 1
    for size in range(len(text) - fewest, fewest - 1, -1):
        word, rest = known_word(text[:size]), text[size:]
        if word in _NO_PART:
            continue
        known = known_word(rest)
        behind = _parts(rest) if known in _NO_PART else [known]
        if behind:
            return [word, *behind]
    return []
