"""Says a company's name as a colleague would, and which names are no company. Pure; never fails.

What is compared between leads is `wording.without_legal_form`; nothing here changes it.
"""

import re
import unicodedata
from functools import lru_cache

from seqcli.no_company_phrases import FREELANCE, NAMES_NO_COMPANY
from seqcli.patterns import compiled
from seqcli.templates.company_forms import (
    DESCRIPTION,
    EASTERN_BEHIND,
    FORM_BEHIND,
    FORM_IN_FRONT,
    MARKS,
    REGION,
    SLOGAN,
    TRADES_AS,
)
from seqcli.templates.letters import undecorated

_QUOTES = "\"'\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u2018\u2019\u300c\u300d` "
_URL = compiled(r"(?:https?://)(?:www\.)?([\w.-]+)\S*|www\.([\w.-]+)\S*", re.IGNORECASE)
_CODE = compiled(r"[^@\s]+@[^@\s]+\.\w+|[=@].*|\{\{[^{}]*\}\}|\{%[^{}]*%\}|%\w+%|<<.*|\*\|.*", re.DOTALL)
_NO_WORK = compiled(
    r"(?:in )?stealth(?:[ -]mode)?(?: [\w-]+){0,2} (?:start-?up|company|venture|mode|project)"
    r"|student (?:at|an der|bei|\u00e0) .+|actively (?:looking|seeking)"
    r"|confidential\s*[(\[/,-].*|.*\bstealth (?:mode|start-?up)"
    r"|(?:(?:currently|now|semi|happily|fully|recently)[ -])?"
    r"(?:unemployed|retired|self[ -]?employed|freelance|freelancing)"
    r"|(?:retired|unemployed|self[ -]employed)\s*(?:[,(/|-]|from\s|since\s).*|self[ -]employed .*"
    r"|(?:(?:actively|currently) )?(?:looking for|seeking|open to|between|in search of)(?: [\w-]+){0,3} "
    r"(?:opportunit(?:y|ies)|roles?|jobs?|work|positions?|employment|challenges?|projects?)(?: (?:in|as|for) .*)?",
    re.IGNORECASE,
)
#: How what `_NO_WORK` matches begins, but for what ends in "stealth mode".
_NO_WORK_HEADS = (
    "in stealth confidential currently now semi happily fully recently unemployed retired self selfemployed actively"
    " freelance freelancing looking seeking open between student"
)
#: The words by one of which `_NO_WORK` and freelancers are known.
_FIRST_WORDS = FREELANCE | frozenset(_NO_WORK_HEADS.split())
_HEAD_CHARS = 3
#: How names that are no company begin.
_HEADS = frozenset(word[:_HEAD_CHARS] for word in NAMES_NO_COMPANY | _FIRST_WORDS)
_NO_WORK_CHARS = 80
_SMALL_WORDS = "of and for the in at de la le les des du del der die das und y e et di da do van von"
_SMALL = frozenset(_SMALL_WORDS.split())
_ENDINGS = frozenset({"company", "corporation", "co", "co."})
_HIDDEN = frozenset({"So", "Sk", "Cc", "Cf"})
_JOINERS = " \u200c\u200d\ufe0f"
#: Signs that legal forms and marks are made of, and what joins letters.
_SIGNS = "\u00ae\u2122\u00a9\u2120\u3231\u3232\u321c\u200c\u200d"
_SURE_WORD = 5  # letters in capitals that are no acronym, if they can be spoken
_VOWELS = frozenset(
    "AEIOUY\u0410\u0415\u0418\u041e\u0423\u042b\u042d\u042e\u042f\u00c4\u00d6\u00dc\u00c9\u00c8\u00c1\u00cd\u00d3\u00da\u00c5\u00d8\u00c6"
)
_SHORT_WORDS = frozenset(
    {
        *("air", "all", "art", "bar", "bay", "big", "box", "boy", "car", "cat", "day", "dog", "eco"),
        *("ever", "fit", "fox", "fun", "gas", "ice", "ink", "joy", "key", "law", "map", "max", "men"),
        *("net", "new", "oak", "oil", "old", "one", "pet", "pro", "red", "sea", "sky", "sun", "tea"),
        *("the", "top", "toy", "two", "van", "way", "win", "zen", "and", "for", "of", "in", "at"),
        *("by", "co.", "bros."),
    }
)


def company_name(value: object) -> str:
    """Return a company as people say it: `"ACME WIDGETS GMBH & CO. KG | Berlin"` → `Acme Widgets`.

    Legal forms, marks and slogans are removed. Empty for what is no company, such as `self-employed`.
    """
    name = undecorated(" ".join(_visible(str(value)).split()))
    if _CODE.fullmatch(name) or names_no_company(name):
        return ""
    if found := _URL.fullmatch(name):
        name = found[1] or found[2]
    name = _unquoted(MARKS.sub("", name))
    if found := TRADES_AS.search(name):
        name = found[1]
    name = _if_left(DESCRIPTION.sub("", name), name)
    name = _if_left(SLOGAN.sub("", name), name)
    if not any(map(str.isalnum, name)):
        return ""
    short = _without_forms(name)
    return _said(_spoken_article(short, has_form=short != name))


def names_no_company(value: str) -> bool:
    """Return whether a value says that somebody has no company, or names none: `Freelance`, `Stealth Startup`."""
    head = value[:_HEAD_CHARS]
    if head.isascii() and head.isalpha() and head.lower() not in _HEADS and "@" not in value:
        return False  # most
    if _is_plain_company(value):
        return False  # nearly all others
    return len(value) <= _NO_WORK_CHARS and _names_no_company(value)


def _is_plain_company(value: str) -> bool:
    """Return quickly whether words of plain letters, digits, dots and commas certainly name a company."""
    text = value.lower().replace(".", "").replace(",", "")
    key = text.replace(" ", "")
    if not key.isalnum() or not key.isascii() or key in NAMES_NO_COMPANY or "stealth" in key:
        return False
    return text.split(None, 1)[0] not in _FIRST_WORDS


@lru_cache(maxsize=4096)
def _names_no_company(value: str) -> bool:
    text = " ".join(undecorated(value).split()).strip(" .!?-\u2013*")
    key = "".join(filter(str.isalnum, text.casefold()))
    if key in NAMES_NO_COMPANY or text.casefold().partition(" ")[0] in FREELANCE:
        return True
    return _CODE.fullmatch(text) is not None or _NO_WORK.fullmatch(text) is not None


def _visible(text: str) -> str:
    """Return a text without emoji and characters that show nothing."""
    if text.isascii():
        return text
    return "".join(
        char for char in text if char in _SIGNS or unicodedata.category(char) not in _HIDDEN
    ).strip(_JOINERS)


def _unquoted(name: str) -> str:
    return name.strip(_QUOTES) or name


def _if_left(shorter: str, name: str) -> str:
    """Return the shorter name if it still is one: two letters or more."""
    return shorter if sum(map(str.isalnum, shorter)) > 1 else name


def _without_forms(name: str) -> str:
    """Return a name without legal forms behind and in front; a name of nothing else keeps them."""
    while True:
        shorter = _shorter(name)
        if shorter == name or shorter.casefold() in {"", "the"} or shorter.endswith(("&", "+")):
            return name
        name = shorter


def _shorter(name: str) -> str:
    shorter = REGION.sub("", EASTERN_BEHIND.sub("", FORM_BEHIND.sub("", name)))
    if front := FORM_IN_FRONT.match(shorter):
        shorter = shorter[front.end() :]
    return shorter.rstrip(" ,;-").strip(_QUOTES)


def _spoken_article(name: str, *, has_form: bool) -> str:
    """Return `Larkfield` for `The Larkfield Company` and `Larkfield, The`; `The Economist` stays."""
    words = name.split()
    if len(words) > 1 and words[-1].casefold() == "the" and words[-2].endswith(","):
        return " ".join(words[:-1]).rstrip(" ,")
    if len(words) < 3 or words[0].casefold() != "the":
        return name
    if words[-1].casefold() in _ENDINGS:
        return " ".join(words[1:-1])
    return " ".join(words[1:]) if has_form else name


def _said(name: str) -> str:
    """Return a name in capitals or in lower case only as people write it; acronyms stay."""
    words = name.split()
    if name.islower() and not any(char in "./@" or char.isdigit() for char in name):
        return " ".join(
            word if place and word in _SMALL else _capital(word) for place, word in enumerate(words)
        )
    if not name.isupper() or not any(_is_spoken(word) for word in words):
        return name
    return " ".join(_said_word(word, place) for place, word in enumerate(words))


def _is_spoken(word: str) -> bool:
    """Return whether a word in capitals is certainly no acronym."""
    return len(word) >= _SURE_WORD and not _VOWELS.isdisjoint(word) and not any(map(str.isdigit, word))


def _said_word(word: str, place: int) -> str:
    lower = word.lower()
    if place and lower in _SMALL:
        return lower
    if (
        _is_spoken(word)
        or lower in _SHORT_WORDS
        or (len(word) == _SURE_WORD - 1 and not _VOWELS.isdisjoint(word))
    ):
        return _capital(word)
    return word


def _capital(word: str) -> str:
    return "".join(part[:1].upper() + part[1:].lower() for part in re.split(r"([-\u2010'\u2019/.&])", word))
