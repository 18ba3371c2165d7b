"""Companies as they are compared, and suggestions of spellings. Pure functions on text; they never fail."""

import re
from collections.abc import Iterable
from functools import lru_cache

from seqcli.patterns import compiled


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


def without_legal_form(value: object) -> str:
    """Return a company without Inc., GmbH & Co. KG, S.r.l. …; empty if only punctuation is left.

    The compared names of stored leads (`company_key`) follow from this function: it must not change.
    `company_names` has what a mail says.
    """
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
