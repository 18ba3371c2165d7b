"""Cells that are not blank but hold no value: words for nothing, and placeholders of other tools."""

import re
from html import unescape

from seqcli.templates.copy_phrases import names_field

#: What spreadsheets and exporters write for a blank cell, in address columns too.
NOTHING = frozenset(
    {
        *("-", "--", "\u2013", "\u2014", "N/A", "n/a", "#N/A", "NULL", "null", "(null)", "\\N", "#REF!"),
        *("#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"),
    }
)
_WORDS = (
    *("n.a.", "n. a.", "n/a.", "unknown", "unbekannt", "k.A.", "k. A.", "keine Angabe", "TBD"),
    *("not available", "not provided", "[not provided]", "(no value)", "(No value)", "(no name)"),
    *("(No name)", "no value", "no name", "null null", "N\\A", "untitled", "first name", "last name"),
    *("full name", "company name", "LinkedIn Member"),
)
#: In merge fields also what programs print and people write; "Nan" and "Na" are names.
NO_VALUE = (
    NOTHING
    | {"none", "None", "NONE", "undefined", "nan", "NaN", "Keine Angabe", "&"}
    | {
        spelt
        for word in _WORDS
        for spelt in (word, word.lower(), word.upper(), word.capitalize(), word.title())
    }
)

#: Characters that count as printable but show nothing.
FILLERS = "\u115f\u1160\u3164\uffa0\u2800\u034f\ufe0f"
_SIGNS = "{%[<*"
_FOREIGN = re.compile(
    r"\{\{.*\}\}|\{%.*%\}.*"
    r"|\{(?![0-9A-Fa-f]{8}-)\s*[^\W\d][\w .-]{0,40}\}"  # but no {GUID}
    r"|\{[^{}|\n]*\|[^{}\n]*\}"
    r"|%[^\W\d][\w ]{1,40}%|<<[^<>]+>>|\*\|[^|]+\|\*",
    re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BRACKETED = re.compile(r"\[([\w -]+)\]")


def may_hold_placeholder(text: str) -> bool:
    """Return quickly whether a text, or one of several joined texts, can be a placeholder of another tool."""
    if not text.isascii() and any(map(text.__contains__, FILLERS)):
        return True
    if "&" in text and _ENTITY.search(text):
        return True
    return "{" in text or "%" in text or "[" in text or "<<" in text or "*|" in text


def without_entities(value: str) -> str:
    """Decode HTML entities once: `Ren&eacute;` → `René`."""
    return _ENTITY.sub(lambda found: unescape(found[0]), value)


def is_blank(value: str) -> bool:
    """Return whether a stripped cell of a merge field means "no value"."""
    return value in NO_VALUE or not _is_visible(value) or (value[:1] in _SIGNS and _is_foreign(value))


def _is_visible(value: str) -> bool:
    return any(char not in FILLERS and (char.isprintable() and not char.isspace()) for char in value)


def _is_foreign(value: str) -> bool:
    """`{{ company }}`, `{First|Name}`, `%COMPANY%`, `<<Name>>`, `*|FNAME|*`; in brackets only the name of a field."""
    bracketed = _BRACKETED.fullmatch(value)
    return _FOREIGN.fullmatch(value) is not None if bracketed is None else names_field(bracketed[1])
