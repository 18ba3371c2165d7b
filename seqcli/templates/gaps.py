"""Finds the places where an empty field leaves a gap that readers see: "Hi  from ,", "about .", "Question for".

A gap depends on which fields are empty, on what the template says around them, and not on the values of others.
"""

import re
from unicodedata import category

from seqcli.patterns import compiled
from seqcli.templates.gap_phrases import OPEN_TITLES, OPEN_WORDS
from seqcli.templates.greetings import as_read, is_greeting
from seqcli.templates.value_marks import GAP, VALUE, outlined

_BLANKS = " \t\u00a0\u202f"
_GAPS = compiled(f"{GAP}(?:[{_BLANKS}]*{GAP})*")
_TARGET = compiled(rf"""\bhref\s*=\s*(["']?)\s*{GAP}\s*\1(?=[\s>])""", re.IGNORECASE)
#: What stands directly behind a word: signs, "'s", "-Fuhrpark". A smiley does not.
_BEHIND = compiled(r"[,!?)\]}\u201d\u00bb%\u20ac/\u2026]|[:;](?!-?[()DP])|\.(?!\w)|['\u2019][^\W\d_]|-\w")
#: What stands directly before a word: brackets and quotes, "@", "d'", "Top-".
_BEFORE = compiled(r"(?:[(\[{\u201c\u201e\u00ab\u00bf\u00a1#@$\u00a3\u20ac]|[^\W\d_]['\u2019-])$")
_JOINS = r"\u2013\u2014/|&+\u00d7"
_JOINED = compiled(rf"[-{_JOINS},;:.!?]|<>")
_JOINING = compiled(rf"(?:(?<!-)-|[{_JOINS}:]|<>)$")
#: Signs behind which a clause may be missing without a trace, but for a blank.
_PAUSES = ",;"
_ITEM = compiled(r"[*\u2022\u00b7]|\d{1,2}[.)]")
_LINK = compiled(r"(?:://|\bwww\.)\S*$", re.IGNORECASE)


def gaps(place: str, marked: str) -> list[str]:
    """Return the lines of a part, rendered with marks, in which an empty field leaves a gap; once for each gap."""
    text = outlined(marked)
    if text is None:
        return []
    targets = ['href=""' for _ in _TARGET.finditer(text)] if place == "html" else []
    lines = (line for line in as_read(place, text).split("\n") if GAP in line)
    return targets + [
        line.replace(GAP, "").replace(VALUE, "\u2026").strip()
        for line in lines
        for match in _GAPS.finditer(line)
        if _is_gap(line[: match.start()].replace(GAP, ""), line[match.end() :].replace(GAP, ""), place)
    ]


def _is_gap(left: str, right: str, place: str) -> bool:
    """Return whether a reader sees that something is missing between two parts of a line."""
    before, after = left.rstrip(_BLANKS), right.strip(_BLANKS)
    is_apart = before != left
    touches = right[:1] not in _BLANKS
    if not after:
        return before != "" and _waits(before, is_apart=is_apart, is_subject=place == "subject")
    if not before:
        return _begins_amiss(after, touches=touches)
    if is_apart and not touches:
        if before[-1] in _PAUSES or VALUE in {before[-1], after[0]}:
            return _BEHIND.match(after) is not None
        return not _ends_sentence(before) or after[0].islower() or _BEHIND.match(after) is not None
    if _holds_open(before) and not (touches and after[0].isalnum()):
        return True
    if touches and _BEHIND.match(after):
        return is_apart or before[-1] in ",;"
    return is_apart and is_greeting(before) and not after[0].isalnum()


def _waits(before: str, *, is_apart: bool, is_subject: bool) -> bool:
    """Return whether a line cannot end like this."""
    if not is_apart:
        return _holds_open(before)
    if is_subject and before[-1] == ",":
        return True
    if _JOINING.search(before) or _ITEM.fullmatch(before) or is_greeting(before):
        return True
    word = before.rsplit(maxsplit=1)[-1].lower().lstrip("(\u201e\u201c\u00ab\u00bf\u00a1\"'")
    return word in OPEN_WORDS or word.rstrip(".") in OPEN_TITLES


def _begins_amiss(after: str, *, touches: bool) -> bool:
    """Return whether a line cannot begin like this: with a sign, or behind a blank with a small letter."""
    if touches:
        return _BEHIND.match(after) is not None
    return after[0].islower() or _JOINED.match(after) is not None


def _ends_sentence(before: str) -> bool:
    last = before.rstrip("\"'\u201c\u201d\u2019\u00bb)")[-1:]
    if last == ".":
        return before.rsplit(maxsplit=1)[-1].lower().rstrip(".") not in OPEN_TITLES
    # a value may be a sentence
    return last in f"!?\u2026\u3002{VALUE}\ufe0f" or category(last or " ") == "So"


def _holds_open(before: str) -> bool:
    return _BEFORE.search(before) is not None and _LINK.search(before) is None
