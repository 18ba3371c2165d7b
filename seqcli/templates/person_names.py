"""Finds the name in a cell of a name and writes it as people do; empty where a cell names nobody.

Pure functions on text; they never fail. A name is greeted rightly or not at all.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from seqcli.patterns import compiled
from seqcli.templates.given_names import GIVEN
from seqcli.templates.letters import bare
from seqcli.templates.mojibake import is_garbled, may_be_mojibake
from seqcli.templates.name_case import cased
from seqcli.templates.name_part import EDGES, name_part
from seqcli.templates.name_phrases import CONNECTORS
from seqcli.templates.name_words import (
    go_with_given_name,
    greets_nobody,
    is_initials,
    is_suspect,
    names_nobody,
    names_post,
    says_what,
    without_credentials,
    without_titles,
)
from seqcli.templates.wording import is_legal_form

_INITIAL = compiled(r"[A-Za-z\u00c0-\u052f]\.?")
#: Decorated letters come later.
_PLAIN_LIMIT = "\u1d00"
_PLAIN_CHARS = 60
_MAX_ROUNDS = 6
_SURE_INITIALS = 2  # letters that make a name by themselves: J.R.


def is_plain_name(value: str) -> bool:
    """Return quickly whether every word is certainly one of a name, so that cleaning changes only its case."""
    return len(value) <= _PLAIN_CHARS and all(map(_is_plain_word, value.split(" ")))


# Cached: an import asks this for half a million leads, and words come again much more often than names. Only short
# ones come here, so the cache stays small.
@lru_cache(maxsize=16384)
def _is_plain_word(word: str) -> bool:
    if not word.isascii() and (max(word) >= _PLAIN_LIMIT or may_be_mojibake(word) or is_garbled(word)):
        return False
    text = word.lower()
    if "\u00aa" in word or "\u00ba" in word:
        return False
    if len(text) < 2 or not text.replace("-", "").isalpha() or is_suspect(text):
        return False
    return not text.startswith("-") and not text.endswith("-")


def clean_name(value: object) -> str:
    """Return a name in its usual spelling: `"JOHN "` → `John`, `"Ann, PMP | CEO"` → `Ann`; empty for `Sales Team`.

    Titles, credentials, posts, remarks in brackets and emoji are removed; a word in mixed case stays as it is.
    `Ms. Lee` keeps the title, as a surname alone is no greeting.
    """
    return _settled(str(value), _clean_once)


def clean_any_name(value: object) -> str:
    """Return a last or a whole name in its usual spelling. It may be any word: `Friend`, `Sales`, `J. Lee`."""
    return _settled(str(value), _clean_any_once)


def _settled(text: str, clean: Callable[[str], str]) -> str:
    """Clean until nothing changes: what one round uncovers, the next one cleans."""
    for _ in range(_MAX_ROUNDS):
        text, before = clean(text), text
        if text == before:
            break
    return text


def _clean_once(text: str) -> str:
    if is_plain_name(text):
        return cased(text.split())
    words = _in_order(name_part(text)).split()
    return "" if greets_nobody(words) else cased(_greeted(words))


def _clean_any_once(text: str) -> str:
    words = without_credentials(_in_order(name_part(text)).split())
    left = without_titles(words)
    is_couple = left[:1] != [] and left[0].casefold() in CONNECTORS  # `Mr. and Mrs. Lee`
    return cased(words if is_couple or not left else left)


def _in_order(text: str) -> str:
    """Return a name without credentials and posts behind commas; `Lee, Ann` as `Ann Lee`."""
    name, *rest = (part.strip(EDGES) for part in text.split(","))
    rest = [part for part in rest if part and not says_what(part.split(), text)]
    if len(rest) == 1 and name and not names_nobody(rest[0].split()) and not is_legal_form(rest[0]):
        return f"{rest[0]} {name}"
    return ", ".join([name, *rest])


def _greeted(words: Sequence[str]) -> list[str]:
    """Return the words to greet a person with; empty if none are certain."""
    left = without_credentials(without_titles(words))
    titles = words[: len(words) - len(without_titles(words))]
    if titles and left and left[0].casefold() in CONNECTORS:
        return []  # `Mr. and Mrs. Lee`
    if not CONNECTORS.isdisjoint(each.casefold() for each in left[1:-1]):
        return _couple(left) if not titles else []
    if not all(map(_INITIAL.fullmatch, left)):
        left = _without_initials(left)
    elif sum(map(len, left)) < _SURE_INITIALS * len("J."):
        return []
    elif len(left) > 1:
        left = ["".join(left)]
    if (
        left
        and left[-1].endswith(".")
        and len(left[-1]) > len("Wm.")
        and left[-1][-3] != "-"
        and not is_initials(left[-1])
    ):
        left[-1] = left[-1].rstrip(".")
    return _titled(titles, left)


def _titled(titles: Sequence[str], left: list[str]) -> list[str]:
    if not titles or len(left) != 1 or bare(left[0]) in GIVEN or go_with_given_name(titles):
        return left
    if any(_INITIAL.fullmatch(title) for title in titles):
        return []  # an initial, or the French title
    return [*(title if title.istitle() else title.capitalize() for title in titles), *left]


def _couple(words: list[str]) -> list[str]:
    one, *_, other = words
    is_clear = is_plain_name(one) and is_plain_name(other)
    return words if is_clear and not names_post(words) else []


def _without_initials(words: list[str]) -> list[str]:
    """Return `Robert` of `J. Robert` and `Robert J.`; nothing of `J. Smith`, which has no first name."""
    left = list(words)
    while _INITIAL.fullmatch(left[0]):
        left.pop(0)
    while _INITIAL.fullmatch(left[-1]):
        left.pop()
    has_first = len(left) > 1 or left[0] == words[0] or bare(left[0]) in GIVEN
    return left if has_first else []
