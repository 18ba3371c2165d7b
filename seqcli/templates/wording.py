"""Cleans names and companies, and suggests spellings.

Pure functions on text; they never fail. A name of nothing but ornament becomes empty.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from seqcli.patterns import compiled

TITLES = frozenset(
    {*("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "herr", "frau", "mme", "mlle", "sra", "srta")}
)
_CREDENTIALS = compiled(
    r"(?:ph\.?d|m\.?b\.?a|m\.?d|m\.?sc|b\.?sc|j\.?d|cpa|cfa|pmp|esq|jr|sr|ii|iii|iv)\.?", re.IGNORECASE
)
_FIRST_PARTICLES = frozenset({"de", "del", "della", "der", "ter", "van", "von"})
_PARTICLES = _FIRST_PARTICLES | {
    *("da", "das", "den", "di", "do", "dos", "du", "e", "la", "las", "le", "los", "y", "zu"),
}
_NUMERALS = frozenset({"II", "III", "IV", "VII", "VIII"})
_ASIDE = compiled(r"\([^()]*\)|\[[^\[\]]*\]")
_INITIALS = compiled(r"(?:[^\W\d_]\.)+[^\W\d_]?")
# JP, TJ, AJ; but Al, Jo and Li are names
_TWO_INITIALS = compiled("(?!AB|AD|AL|AN|ED|EK|IB|OZ|UR)[A-Z][B-DF-HJ-NP-TV-XZ]")
_NAME_MARKS = frozenset(" .,'\u2019-\u2010\u00b7\u200c\u200d")
_EDGES = " ,;'\u2019-\u2010\u00b7\u200c\u200d"


def clean_name(value: object) -> str:
    """Return a name in its usual spelling: `"JOHN "` → `John`, `"o'neil"` → `O'Neil`, `McDonald` stays.

    Titles, credentials, remarks in brackets and emoji are removed; a word in mixed case stays as it is.
    """
    text = " ".join(_ASIDE.sub(" ", str(value)).split())
    text = "".join(char for char in text if char in _NAME_MARKS or unicodedata.category(char)[0] in "LM")
    words = _without_credentials(" ".join(text.split())).split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in TITLES:
        del words[0]
    return " ".join(_cased_word(word, place, len(words)) for place, word in enumerate(words))


def _without_credentials(text: str) -> str:
    name, *rest = (part.strip() for part in text.strip(_EDGES).split(","))
    while rest and all(map(is_credential, rest[-1].split())):
        rest.pop()
    return ", ".join([name, *rest]).strip(_EDGES)


def is_credential(word: str) -> bool:
    """Return whether a word is a credential such as `PhD`, `M.B.A.` or `Jr.`."""
    return _CREDENTIALS.fullmatch(word) is not None


def _cased_word(word: str, place: int, count: int) -> str:
    if not (word.isupper() or word.islower()):
        return word
    if _INITIALS.fullmatch(word):
        return word.upper()
    if place + 1 < count and word.casefold() in (_PARTICLES if place else _FIRST_PARTICLES):
        return word.lower()
    if word in _NUMERALS and place:
        return word
    if word.isupper() and _TWO_INITIALS.fullmatch(word):
        return word
    return "".join(_capitalised(part) for part in re.split("([-\u2010\u00b7])", word))


def _capitalised(word: str) -> str:
    # lower() makes i and a combining dot of the Turkish capital I
    word, written = word.lower().replace("i\u0307", "i"), word
    if re.match("[a-z]['\u2019].", word):
        return word[0].upper() + word[1] + _capitalised(word[2:])
    if word.startswith("mc") and len(word) > 4:
        return "Mc" + word[2:].capitalize()
    first = written[:1] if written[:1].isupper() else word[:1].upper()
    return (first if len(first) == 1 else written[:1]) + word[1:]


def _dotted(*forms: str) -> str:
    """Return a pattern for legal forms, with or without a dot and a space after each letter."""
    return "|".join(r"\.?\s?".join(form) + r"\.?" for form in forms)


# Short forms count only in capitals or with dots: "Made As" and "Hotel Spa" are names.
_LONG_FORMS = "|".join(
    (
        *(r"incorporated", r"inc\.?", r"limited", r"ltd\.?", r"ltda\.?", r"lda\.?", r"corporation"),
        *(r"corp\.?", r"pty\.?", r"pte\.?", r"pvt\.?", r"bhd\.?", r"sdn\.?", r"g?gmbh\.?", r"mbh"),
        *(r"aktiengesellschaft", r"ohg", r"kgaa", r"e\.\s?[kv]\.", r"ug \(haftungsbeschr\u00e4nkt\)"),
        *(r"sp\.?\s?z\s?o\.?\s?o\.?", r"oyj", r"aps"),
        *(r"kft\.?", r"zrt\.?", _dotted("llc", "llp", "plc", "sarl", "srl", "sro", "doo")),
    )
)
_SHORT_FORMS = "|".join(
    (
        _dotted("SA", "SL", "SE", "AG", "KG", "UG", "BV", "NV", "AB", "AS", "LP", "KK", "SAS", "SNC"),
        *(r"S\.?\s?[pP]\.?\s?A\.?", r"[AS]/[SA]", r"Oy", r"C[oO]\.", r"CO"),
    )
)
_LEGAL_FORM = compiled(
    rf"(?:[\s,]+|(?<=\)))(?:&\s*Co\.?\s*(?:KGaA|KG|OHG)|(?i:{_LONG_FORMS})|(?:{_SHORT_FORMS}))$"
)
#: A word at least as long is a legal form as a whole, or no part of one.
LONG_WORD = 5
_LEADING_FORM = compiled(
    r"^(?:\u041e\u041e\u041e|\u0410\u041e|\u041f\u0410\u041e|\u0418\u041f|\u682a\u5f0f\u4f1a\u793e|\u6709\u9650\u4f1a\u793e)\s*(?=\S)"
)
_REGION = compiled(r"\s*\([^()]*\)$")


def company_name(value: object) -> str:
    """Return a company without Inc., GmbH & Co. KG, S.r.l. …; empty if only punctuation is left."""
    name = _LEADING_FORM.sub("", " ".join(str(value).split())).strip("\"' ")
    if not any(map(str.isalnum, name)):
        return ""
    while True:
        shorter = _REGION.sub("", _LEGAL_FORM.sub("", name)).rstrip(" ,;-")
        # "Tiffany & Co." and "The Limited" are names; a company of only a legal form keeps it
        if shorter in ("", name, "The", "THE", "the") or shorter.endswith(("&", "+")):
            return name
        name = shorter


@lru_cache(maxsize=4096)
def is_legal_form(word: str) -> bool:
    """Return whether a word without blanks is a legal form as a whole: `GmbH`, `Inc.`."""
    return _LEGAL_FORM.fullmatch(f" {word}") is not None


def suggest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name closest to `name`, or None."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    by_key = {_bare(each): each for each in sorted(known, reverse=True)}
    close = get_close_matches(_bare(name), by_key, n=1, cutoff=0.6)
    return by_key[close[0]] if close else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean "…"?` or nothing: the end of a message about an unknown name."""
    close = suggest(name, known)
    return f'; did you mean "{close}"?' if close else ""


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
