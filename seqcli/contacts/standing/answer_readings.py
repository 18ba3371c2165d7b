"""Reads statuses such as `Termin am 12.3. vereinbart`, and headers about answers and statuses, word by word."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
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
    CAMPAIGN,
    CHASING,
    CONTACT,
    CONTACTED,
    DAY_FOLLOWS,
    DAY_OR_TIME,
    FOLLOW_UP,
    GLADLY,
    INTERESTED,
    LAST,
    LEAD,
    MAIL,
    MEETING,
    MEETINGS_OF_TWO,
    NEGOTIATIONS,
    NOT,
    NUMBER,
    OPENING,
    ORDINALS,
    OUTREACH,
    PREPOSITIONS,
    RECEIVED,
    REPLIED,
    RESULT,
    SENDING,
    SENT,
    SIDES,
    STATE,
    STATE_OF_ANYTHING,
    STEP,
    TALKS,
    TOUCH,
    WHEN,
    WHO,
    WORK,
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
_CAME_BACK = {"sich", "gemeldet"}
#: Between a word of a header and its number: `touch1`.
_DIGITS = re.compile(r"(?<=[a-z])(?=\d)")
#: `2`, and what is left of `2nd` or `1º`.
_DAY = re.compile(r"\d{1,4}[./-]\d|\d\.? ?[^\W\d]{3}|[^\W\d]{3} \d{1,2}\b")


class Asks(Enum):
    """What a header asks of its cells."""

    #: Whether or when somebody answered: a yes, a day or a number is an answer.
    WHETHER = "whether"
    #: What somebody answered, in any words.
    ANSWER = "answer"
    #: What came of it; most results are no answers.
    RESULT = "result"
    #: Whether or when somebody was written to.
    WRITTEN = "written"
    #: When one of several mails went out; notes may stand here as well.
    NTH_MAIL = "nth_mail"
    #: When something went out, which may be a mail.
    SENT = "sent"
    #: Where a person stands in a campaign.
    CAMPAIGN = "campaign"
    #: In which campaign a person is, or where they stand in it.
    CAMPAIGN_OR_STATUS = "campaign_or_status"
    #: At which step of a campaign a person is.
    STEP = "step"
    #: Where a lead stands.
    LEAD = "lead"
    #: How far the work on a contact has come.
    CONTACT = "contact"
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
    said = {word for word in come_back(words) if word not in AROUND and word not in NOT}
    is_not = not NOT.isdisjoint(words)
    if not said or said == _CALLED_BACK:
        return None
    if is_of(said, AUTOMATIC, ANSWER | RECEIVED | MAIL):
        return None if is_not else CampaignStatus.STARTED
    if is_of(said, REPLIED | ANSWER, RECEIVED | MAIL | REPLIED):
        return CampaignStatus.FINISHED if is_not else CampaignStatus.ANSWERED
    if is_not:
        return None
    is_meeting = is_of(said, MEETING, AGREED | REPLIED | INTERESTED) and said & AGREED
    is_answer = (
        is_meeting or said <= TALKS or _is_meeting_day(said, cell) or _is_under_way(words, said, NEGOTIATIONS)
    )
    return CampaignStatus.ANSWERED if is_answer else None


def come_back(words: Iterable[str]) -> set[str]:
    """Return the words of a cell, with `hat sich gemeldet` as the one word that says the same."""
    found = {*words}
    return (found - _CAME_BACK) | {"zuruckgemeldet"} if found >= _CAME_BACK else found


def has_meeting_day(cell: str) -> bool:
    """Return whether a cell names no more than a meeting and its day: `RDV 12/05`."""
    words = [word for word in fold(cell).split() if word.isalpha()]
    said = {word for word in words if word not in AROUND}
    return _is_meeting_day(said, cell)


def _is_meeting_day(said: set[str], cell: str) -> bool:
    return bool(said) and said <= MEETINGS_OF_TWO and _DAY.search(cell) is not None


def in_talks(cell: str) -> bool:
    """Return whether a cell says no more than that there are talks: `in gesprek`."""
    words = [word for word in fold(cell).split() if word.isalpha()]
    return _is_under_way(words, {word for word in words if word not in AROUND}, TALKS | NEGOTIATIONS)


def _is_under_way(words: Iterable[str], said: set[str], what: frozenset[str]) -> bool:
    return bool(said) and said <= what and not PREPOSITIONS.isdisjoint(words)


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


def is_of(said: AbstractSet[str], needed: AbstractSet[str], others: AbstractSet[str] = frozenset()) -> bool:
    """Return whether one of the needed words is said, and nothing but these and the others."""
    return not said.isdisjoint(needed) and said <= needed | others


# -- headers


@lru_cache(maxsize=1024)
def asks(header: str) -> Asks | None:
    """Return what a header asks of its cells; None if one of its words is not known, or it is about something else."""
    folded = _DIGITS.sub(" ", fold(header)).replace("follow up", "followup")
    words = folded.split()
    is_address = folded.startswith("reply to")
    if (
        not words
        or len(words) > _MOST_HEADER_WORDS
        or is_address
        or not NOT.isdisjoint({*words} - AROUND - _telling())
    ):
        return None
    if _is_nth_mail(words):
        return Asks.NTH_MAIL if SENT.isdisjoint(words) else Asks.WRITTEN
    if numbers := [word for word in words if NUMBER.fullmatch(word)]:
        words = [word for word in words if word not in numbers]
        return Asks.WRITTEN if words and asks(" ".join(words)) is Asks.WRITTEN else None
    split = [_parts(word) for word in words]
    said = {part for parts in split for part in parts} - (AROUND - _telling())
    return _asked(said, words) if said and all(split) else None


def _asked(said: set[str], words: list[str]) -> Asks | None:
    about = said - WHO
    if is_of(about, STATE, ANSWER | REPLIED | TALKS | STEP | FOLLOW_UP):
        return _asks_status(about, said)
    if said & CAMPAIGN and about <= STEP:
        return Asks.STEP if about else Asks.CAMPAIGN_OR_STATUS
    if LAST.isdisjoint(words) and (written := _asks_written(about, said, words)) is not None:
        return written
    if is_of(about, REPLIED, WHEN | MAIL):
        return Asks.WHETHER
    if is_of(about, ANSWER, RECEIVED | WHEN) and about & (RECEIVED | WHEN):
        return Asks.WHETHER
    if is_of(about, MEETING, AGREED | WHEN) and about & AGREED:
        return Asks.WHETHER
    if is_of(about, ANSWER, MAIL):
        return Asks.ANSWER
    return Asks.RESULT if is_of(about, RESULT, ANSWER | MEETING) else None


def _asks_status(about: set[str], said: set[str]) -> Asks:
    if said & (CAMPAIGN | OUTREACH):
        return Asks.CAMPAIGN
    if said & LEAD:
        return Asks.LEAD
    if said & (CONTACT | WORK):
        return Asks.CONTACT
    is_other = not about - STATE_OF_ANYTHING and about == said
    return Asks.STATUS_OF_ANYTHING if is_other else Asks.STATUS


def _is_written(about: set[str], said: set[str]) -> bool:
    """Return whether a header asks who was written to, or to whom a mail went out and when."""
    if is_of(about, CONTACTED, MAIL | WHEN | SENT):
        return True
    what = said & (MAIL | FOLLOW_UP | STEP | CAMPAIGN | OUTREACH)
    is_sending = about & SENT or (about & SENDING and about & WHEN)
    return bool(what and is_sending) and about <= SENT | SENDING | WHEN | MAIL | FOLLOW_UP | STEP | OPENING


def _asks_written(about: set[str], said: set[str], words: list[str]) -> Asks | None:
    if _is_written(about, said):
        return Asks.WRITTEN
    is_sent = is_of(said, SENT, WHEN) and not DAY_OR_TIME.isdisjoint(words)
    return Asks.SENT if is_sent else None


def _is_nth_mail(words: list[str]) -> bool:
    """Return whether a header names one of several mails, or asks for its day: `1er mail`, `Relance 2`."""
    said = {word for word in words if not NUMBER.fullmatch(word)} - (AROUND - MAIL - CHASING - ORDINALS)
    is_one = not said.isdisjoint(ORDINALS) or any(map(NUMBER.fullmatch, words))
    is_known = said <= MAIL | CHASING | ORDINALS | SENT | SENDING | WHEN | DAY_FOLLOWS
    # a first touch may be a visit of a page
    is_page = not said.isdisjoint(TOUCH) and not any(map(NUMBER.fullmatch, words))
    return (
        is_one and is_known and not is_page and not said.isdisjoint(MAIL | CHASING) and LAST.isdisjoint(words)
    )


@cache
def _telling() -> frozenset[str]:
    """Return every word that says something in a header."""
    tables = (REPLIED, ANSWER, RECEIVED, MEETING, AGREED, TALKS, MAIL, STATE, WHO, WHEN, RESULT)
    return frozenset[str]().union(*tables, CONTACTED, FOLLOW_UP, OPENING, SENT, SENDING, STEP)


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
