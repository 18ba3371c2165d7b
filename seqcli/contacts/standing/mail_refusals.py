"""Finds words of a note against mail: a negation beside a word for mail, advertising or newsletters. It ends nobody."""

import re
from collections.abc import Callable
from functools import cache

from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.standing.no_mail_phrases import (
    ADVERTS,
    ASKED,
    BEFORE,
    BEHIND,
    BETWEEN,
    EXCUSES,
    HAPPENED,
    MAIL,
    NEGATION,
    NEGATION_STEMS,
    PARTICLES,
    TOPIC_STEMS,
)

Finder = Callable[[str], re.Match[str] | None]

_CLAUSES = re.compile(r"[,;.|!?()/\n\t\u2022\u00b7]")


@cache
def _quick_tests() -> tuple[Finder, Finder]:
    """Return tests for a negation and for a word about mail in a lower-case text; they miss none."""
    return re.compile(NEGATION_STEMS).search, re.compile("|".join(TOPIC_STEMS)).search


def may_negate(text: str) -> bool:
    """Return whether a lower-case text may hold a negation."""
    return _quick_tests()[0](text) is not None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return what finds a negation beside a topic, and the words of a clause that make it something else."""
    topic = rf"(?:{ADVERTS}|{MAIL})"
    near = rf"(?:(?:{PARTICLES}) )*(?:(?!(?:{BETWEEN})\b)\w+ )?"
    beside = (
        rf"(?:\b(?P<before>{BEFORE}) )?\b(?:{NEGATION}) {near}{topic}\b(?! (?:{BEHIND})\b)"
        rf"|\b{topic} {near}(?:{NEGATION})\b"
    )
    return tuple(
        re.compile(each)
        for each in (beside, rf"\b(?:{EXCUSES})\b", rf"\b(?:{HAPPENED})\b", rf"\b(?:{ASKED})\b")
    )


def find_refusal(text: str) -> str:
    """Return the words of a note that may refuse mail, empty if there are none."""
    negation, topic = _quick_tests()
    lower = text.lower()
    if negation(lower) is None or topic(lower) is None:
        return ""
    beside, excuses, happened, asked = _patterns()
    for clause in _CLAUSES.split(lower):
        if negation(clause) is None or topic(clause) is None:
            continue
        folded = fold(clause)
        found = beside.search(folded)
        if found is None or found["before"] or excuses.search(folded):
            continue
        if asked.search(folded) or not happened.search(folded):
            return found[0]
    return ""
