"""Reads statuses such as `Termin am 12.3. vereinbart`, and headers about answers and statuses, word by word."""

import re
from enum import Enum
from functools import cache, lru_cache

from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.row_types import CampaignStatus
from seqcli.contacts.standing.answer_phrases import (
    AGREED,
    ANSWER,
    AROUND,
    AUTOMATIC,
    BY_PHONE,
    CONTACTED,
    GLADLY,
    INTERESTED,
    MAIL,
    MEETING,
    NOT,
    RECEIVED,
    REPLIED,
    RESULT,
    SENT,
    SIDES,
    STATE,
    STATE_OF_ANYTHING,
    TALKS,
    WHEN,
    WHO,
)

_MOST_WORDS, _MOST_HEADER_WORDS = 12, 6
_FEWEST_LETTERS = 3
#: No word of a table is longer.
_SHORT_PART = 3
#: Between the parts of a cell: `Finished (Replied)`, `Replied - wants prices`.
PARTS = re.compile(r"[(),;:/|]|\s[-\u2013\u2014]\s")
_WORDS = re.compile("[a-z]+")
#: A call that somebody asked for, or that is still to be made.
_CALLED_BACK = {"ruckruf"}


class Asks(Enum):
    """What a header asks of its cells."""

    #: Whether or when somebody answered: a yes, a day or a number is an answer.
    WHETHER = "whether"
    #: What somebody answered, in any words.
    ANSWER = "answer"
    #: What came of it; most results are no answers.
    RESULT = "result"
    #: Where a person stands.
    STATUS = "status"
    #: Where a person stands, or a place, or a thing.
    STATUS_OF_ANYTHING = "status_of_anything"


@lru_cache(maxsize=4096)
def read_phrase(cell: str) -> CampaignStatus | None:
    """Return what a few words say of where a person stands, if every one of them is known; days do not count."""
    folded = fold(cell)
    words = [word for word in folded.split() if word.isalpha()]
    if not words or len(words) > _MOST_WORDS or BY_PHONE.search(folded) is not None:
        return None
    said = {word for word in words if word not in AROUND and word not in NOT}
    is_not = not NOT.isdisjoint(words)
    if not said or said == _CALLED_BACK:
        return None
    if _is_of(said, AUTOMATIC, ANSWER | RECEIVED | MAIL):
        return None if is_not else CampaignStatus.STARTED
    if _is_of(said, REPLIED | ANSWER, RECEIVED | MAIL | REPLIED):
        return CampaignStatus.FINISHED if is_not else CampaignStatus.ANSWERED
    if _is_of(said, CONTACTED, MAIL | SENT) or (_is_of(said, SENT, MAIL) and said & MAIL):
        return CampaignStatus.NEW if is_not else CampaignStatus.STARTED
    is_meeting = _is_of(said, MEETING, AGREED | REPLIED | INTERESTED) and said & AGREED
    is_answer = is_meeting or said <= TALKS
    return CampaignStatus.ANSWERED if is_answer and not is_not else None


def says_interest(cell: str) -> bool:
    """Return whether a cell says no more than that somebody is interested."""
    words = fold(cell).split()
    said = {word for word in words if word not in AROUND}
    return bool(said) and said <= INTERESTED


def says_side(cell: str) -> bool:
    """Return whether a cell says no more than that an answer is for or against: `Positive`."""
    return bool(words := {*fold(cell).split()}) and words <= SIDES


def says_gladly(cell: str) -> bool:
    """Return whether a text begins as an answer that is a yes."""
    first, _, rest = fold(cell).partition(" ")
    return first in GLADLY and rest != ""  # "ok" alone may be about anything


def may_be_answer(cell: str) -> bool:
    """Return quickly whether a long text may be an answer that is certain.

    Tables have few words, so a part of a text that is longer needs a word that tells of answers or of interest.
    """
    if any(len(part.split()) <= _SHORT_PART for part in PARTS.split(cell)):
        return True
    words = _WORDS.findall(cell.lower()) if cell.isascii() else fold(cell).split()
    return not _answering().isdisjoint(words)


@cache
def _answering() -> frozenset[str]:
    # "wants" and the like stand in any note
    interested = {word for word in INTERESTED if "inter" in word}
    agreed = {word for word in AGREED if not word.startswith("want")}
    return frozenset[str]().union(REPLIED, ANSWER, agreed, interested, TALKS, SIDES, GLADLY)


def _is_of(said: set[str], needed: frozenset[str], others: frozenset[str]) -> bool:
    return not said.isdisjoint(needed) and said <= needed | others


# -- headers


@lru_cache(maxsize=1024)
def asks(header: str) -> Asks | None:
    """Return what a header asks of its cells; None if one of its words is not known, or it is about something else."""
    folded = fold(header)
    words = folded.split()
    is_address = folded.startswith("reply to")
    if (
        not words
        or len(words) > _MOST_HEADER_WORDS
        or is_address
        or not NOT.isdisjoint({*words} - AROUND - _telling())
    ):
        return None
    split = [_parts(word) for word in words]
    said = {part for parts in split for part in parts} - (AROUND - _telling())
    if not said or not all(split):
        return None
    about = said - WHO
    if _is_of(about, STATE, ANSWER | REPLIED | TALKS):
        is_other = not about - STATE_OF_ANYTHING and about == said
        return Asks.STATUS_OF_ANYTHING if is_other else Asks.STATUS
    if _is_of(about, REPLIED, WHEN | MAIL):
        return Asks.WHETHER
    if _is_of(about, ANSWER, RECEIVED | WHEN) and about & (RECEIVED | WHEN):
        return Asks.WHETHER
    if _is_of(about, MEETING, AGREED | WHEN) and about & AGREED:
        return Asks.WHETHER
    if _is_of(about, ANSWER, MAIL):
        return Asks.ANSWER
    return Asks.RESULT if _is_of(about, RESULT, ANSWER | MEETING) else None


@cache
def _telling() -> frozenset[str]:
    """Return every word that says something in a header."""
    tables = (REPLIED, ANSWER, RECEIVED, MEETING, AGREED, TALKS, MAIL, STATE, WHO, WHEN, RESULT)
    return frozenset[str]().union(*tables)


def _parts(word: str) -> tuple[str, ...]:
    """Return a known word, or the two known ones of which it is made: `Kontaktstatus`; empty if it is neither."""
    known = _telling()
    if word in known or word in AROUND:
        return (word,)
    for size in range(len(word) - _FEWEST_LETTERS, _FEWEST_LETTERS - 1, -1):
        front, behind = word[:size], word[size:]
        front = front if front in known else front.removesuffix("s")
        if front in known and behind in known:
            return front, behind
    return ()
