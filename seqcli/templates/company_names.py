"""Says a company's name as a colleague would. Pure; never fails.

What is compared between leads is `wording.without_legal_form`; nothing here changes it.
"""

import re
import unicodedata

from seqcli.patterns import compiled
from seqcli.templates.company_case import cased
from seqcli.templates.company_forms import (
    ADDRESSED,
    DESCRIPTION,
    MARKS,
    SLOGAN,
    TRADES_AS,
    WRAPPED,
    unquoted,
    without_forms,
)
from seqcli.templates.letters import undecorated
from seqcli.templates.no_company import CODE, names_no_company

_URL = compiled(r"(?:https?://)(?:www\.)?([\w.-]+)\S*|www\.([\w.-]+)\S*", re.IGNORECASE)
_ENDINGS = frozenset({"company", "corporation", "co", "co."})
_HIDDEN = frozenset({"So", "Sk", "Cc", "Cf"})
_JOINERS = " \u200c\u200d\ufe0f"
#: Signs that legal forms and marks are made of, and what joins letters.
_SIGNS = "\u00ae\u2122\u00a9\u2120\u3231\u3232\u321c\u2105\u200c\u200d"
#: Patterns for what stands behind a comma would take minutes for thousands of them.
_COMMAS = compiled(r",\s?(?:,\s?)+")
#: `1`, `#3`, `Nr. 7`, `B.`
_NO_NAME = compiled(r"\W*(?:(?:nr|no|n[\u00ba\u00b0])\b\.?\s*)?\d+\W*|[A-Z]\.", re.IGNORECASE)
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_NO_BRACKETS = str.maketrans("", "", "()[]{}")


def company_name(value: object) -> str:
    """Return a company as people say it: `"ACME WIDGETS GMBH & CO. KG | Berlin"` → `Acme Widgets`.

    Legal forms, marks and slogans are removed. Empty for what is no company, such as `self-employed`.
    """
    written = undecorated(" ".join(_visible(str(value)).split()))
    if CODE.fullmatch(written) or names_no_company(written):
        return ""
    name = _core(written)
    if not any(map(str.isalnum, name)):
        return ""
    if _NO_NAME.fullmatch(name):
        name = written  # `1 (Berlin)`
    short = without_forms(name)
    if _NO_NAME.fullmatch(short):
        short = name  # `Firma 1`
    return cased(_spoken_article(short, has_form=short != name), written)


def _core(written: str) -> str:
    """Return a name without what is around it: quotes, brackets, marks, descriptions and slogans."""
    name = _COMMAS.sub(", ", written)
    if found := _URL.fullmatch(name):
        name = found[1] or found[2]
    while found := WRAPPED.match(unquoted(name)):
        name = next(filter(None, found.groups())).strip()
    name = unquoted(ADDRESSED.sub("", MARKS.sub("", name)))
    if found := TRADES_AS.search(name):
        name = found[1]
    name = _if_left(DESCRIPTION.sub("", name), name)
    return _closed(_if_left(_before_slogan(name), name))


def _before_slogan(name: str) -> str:
    """Return what stands before a slogan, which no bracket around it belongs to."""
    starts = (found.start() for found in SLOGAN.finditer(name))
    return next((name[:start] for start in starts if _open_bracket(name[:start]) is None), name)


def _closed(name: str) -> str:
    """Return a name without what follows a bracket that has no partner."""
    start = _open_bracket(name)
    return name if start is None else _if_left(name[:start].rstrip(" ,;:-"), name.translate(_NO_BRACKETS))


def _open_bracket(text: str) -> int | None:
    """Return where the first bracket without its partner stands, or None."""
    waiting: list[tuple[str, int]] = []
    for place, char in enumerate(text):
        if char in _BRACKETS:
            waiting.append((_BRACKETS[char], place))
        elif char in _BRACKETS.values():
            if not waiting or waiting[-1][0] != char:
                return waiting[0][1] if waiting else place
            waiting.pop()
    return waiting[0][1] if waiting else None


def _visible(text: str) -> str:
    """Return a text without emoji and characters that show nothing."""
    if text.isascii():
        return text
    return "".join(
        char for char in text if char in _SIGNS or unicodedata.category(char) not in _HIDDEN
    ).strip(_JOINERS)


def _if_left(shorter: str, name: str) -> str:
    """Return the shorter name if it still is one: two letters or more."""
    return shorter if sum(map(str.isalnum, shorter)) > 1 else name


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
