"""Reads what a few words say of a campaign and its mails, word by word: `Relance 2 envoyée`, `noch nicht gestartet`."""

import re
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from seqcli.contacts.headers.header_phrases import CHECK_MARKS, YES_WORDS, fold, header_key
from seqcli.contacts.row_types import CampaignStatus
from seqcli.contacts.standing import campaign_state_phrases as phrases
from seqcli.contacts.standing.answer_phrases import (
    ALREADY,
    ANSWER,
    AROUND,
    CONTACTED,
    DONE,
    FOLLOW_UP,
    MAIL,
    NOT,
    PREPOSITIONS,
    SENT,
    STEP,
)
from seqcli.contacts.standing.answer_readings import is_of
from seqcli.contacts.standing.nothing_phrases import NO_DAY

_MOST_WORDS = 10
_FEWEST_LETTERS = 2
_DAY = re.compile(r"\d{4}[-./]\d\d?[-./]\d\d?|\d\d?[./-]\d\d?(?:[./-](?:\d{4}|\d\d))?\b")
#: The zero of a clock, and `0/3`.
_NO_DAY = re.compile(rf"{NO_DAY}|0+ ?/")
#: A day of these years with its time, in one look, as a file may have half a million.
_MOMENT = re.compile(r"20\d\d-[01]\d-[0-3]\d[T ]?[\d:.Z+-]*")
_COUNT = re.compile(
    r"\d{1,3}(?:[.,]0+)?(?: ?(?:x|mal|times|fois|veces|volte|vezes|keer|razy))?", re.IGNORECASE
)


class Says(Enum):
    """Of what a cell speaks."""

    #: That somebody was written to, or was not: nobody writes it of anything else.
    WRITTEN = "written"
    #: The number of a mail that follows another; a campaign may have this name.
    FOLLOWING = "following"
    #: How far the work on something has come: `abgeschlossen`.
    WORK = "work"
    #: How something stands that runs by itself: `pausiert`.
    RUN = "run"
    #: Which of several mails it is, `Mail 2`, or what is still to be done.
    STEP = "step"


class State(NamedTuple):
    """Where a person stands, and of what the words speak that say so."""

    status: CampaignStatus
    says: Says


class _Cell(NamedTuple):
    #: Its words without the small ones; a prefix that denies is taken off.
    said: frozenset[str]
    #: All its words.
    words: frozenset[str]
    is_not: bool
    has_number: bool


@lru_cache(maxsize=4096)
def read_state(cell: str) -> State | None:
    """Return what a cell says of a campaign or its mails; None if it has words about anything else."""
    read = _split(cell)
    if read is None:
        return None
    return _to_do(read) or _written(read) or _step(read) or _worked(read) or _running(read) or _fresh(read)


def _split(cell: str) -> _Cell | None:
    folded = fold(phrases.RELANCED.sub("followedup", cell))
    folded = phrases.JOINED.sub(lambda found: phrases.JOINED_WORDS[found[0]], folded)
    words = [token for token in folded.split() if token.isalpha()]
    if not words or len(words) > _MOST_WORDS or not all(map(_is_known, words)):
        return None
    is_not = phrases.NEVER.search(folded) is not None or not _denying().isdisjoint(words)
    said = set()
    for word in words:
        if word in phrases.SMALL or word in _denying():
            continue
        bare = _without_denial(word)
        is_not = is_not or bare != word
        said.add(bare)
    has_number = phrases.NUMBERED.search(folded) is not None or not phrases.ORDINALS.isdisjoint(words)
    return _Cell(frozenset(said), frozenset(words), is_not, has_number)


@cache
def _denying() -> frozenset[str]:
    return NOT | phrases.NOBODY


def _is_known(word: str) -> bool:
    return word in _known() or _without_denial(word) != word


@cache
def _known() -> frozenset[str]:
    return frozenset[str]().union(
        *(
            phrases.SMALL,
            _denying(),
            _deniable(),
            phrases.RUNNING,
            phrases.FOLLOWED_UP,
            phrases.UNDERWAY,
            ANSWER,
        ),
        *(phrases.PAUSED, phrases.FINISHED, phrases.STOPPED, phrases.PENDING, phrases.TO_DO, phrases.WITHOUT),
        *(phrases.DOINGS, phrases.COMING, phrases.FRESH, phrases.THINGS, phrases.PERSON, {"be"}),
    )


@cache
def _deniable() -> frozenset[str]:
    return CONTACTED | SENT | phrases.PROCESSED | phrases.STARTED


def _without_denial(word: str) -> str:
    """Return `bearbeitet` for `unbearbeitet`, and any other word as it is."""
    if word in _deniable():
        return word
    for prefix in phrases.DENYING_PREFIXES:
        rest = word.removeprefix(prefix)
        if len(rest) > _FEWEST_LETTERS and rest != word and rest in _deniable():
            return rest
    return word


def _new_or_started(cell: _Cell, says: Says) -> State:
    return State(CampaignStatus.NEW if cell.is_not else CampaignStatus.STARTED, says)


def _to_do(cell: _Cell) -> State | None:
    """Read `to be contacted` and `pendiente de envío`, but no wait for an answer."""
    is_left = not cell.words.isdisjoint(phrases.WITHOUT)
    if is_left != cell.is_not or cell.words.isdisjoint(phrases.TO_DO | phrases.WITHOUT):
        return None
    doings = phrases.DOINGS
    if {"to", "be"} <= cell.words:
        doings |= CONTACTED | SENT
    if not cell.words.isdisjoint(phrases.PENDING):
        doings |= phrases.COMING
    named = cell.words & doings
    is_known = cell.words - named <= phrases.SMALL | phrases.TO_DO | phrases.WITHOUT | MAIL | {"be"}
    # a mail alone is a thing: `per mail`
    return State(CampaignStatus.NEW, Says.STEP) if is_known and not named <= MAIL else None


def _written(cell: _Cell) -> State | None:
    said = cell.said
    is_chased = not said.isdisjoint(phrases.FOLLOWED_UP | FOLLOW_UP)
    if is_of(said, CONTACTED | phrases.FOLLOWED_UP, MAIL | SENT | FOLLOW_UP):
        return None if is_chased and cell.is_not else _new_or_started(cell, Says.WRITTEN)
    things = said & phrases.THINGS
    if is_of(said, SENT, phrases.THINGS) and things:
        return None if is_chased and cell.is_not else _new_or_started(cell, Says.WRITTEN)
    if is_of(said, phrases.PENDING, ANSWER | MAIL) and said & ANSWER and not cell.is_not:
        return State(CampaignStatus.STARTED, Says.WRITTEN)
    return None


def _step(cell: _Cell) -> State | None:
    """Read a mail and its number; a second mail follows a first."""
    if cell.is_not or not cell.has_number or not is_of(cell.said, FOLLOW_UP | MAIL | STEP):
        return None
    return State(CampaignStatus.STARTED, Says.FOLLOWING if cell.said & FOLLOW_UP else Says.STEP)


def _worked(cell: _Cell) -> State | None:
    if is_of(cell.said, phrases.PROCESSED, phrases.PERSON):
        return _new_or_started(cell, Says.WORK)
    is_under_way = is_of(cell.said, phrases.UNDERWAY) and not cell.words.isdisjoint(PREPOSITIONS)
    if is_under_way:
        return None if cell.is_not else State(CampaignStatus.STARTED, Says.WORK)
    if is_of(cell.said, phrases.FINISHED, phrases.THINGS):
        return State(CampaignStatus.STARTED if cell.is_not else CampaignStatus.FINISHED, Says.WORK)
    return None


def _running(cell: _Cell) -> State | None:
    said = cell.said
    if is_of(said, phrases.STARTED | phrases.RUNNING, phrases.THINGS) or is_of(said, SENT):
        return _new_or_started(cell, Says.RUN)
    if cell.is_not:
        return None
    if is_of(said, phrases.PAUSED | phrases.PENDING, phrases.THINGS):
        return State(CampaignStatus.STARTED, Says.RUN)
    is_stopped = is_of(said, phrases.STOPPED, phrases.THINGS)
    return State(CampaignStatus.FINISHED, Says.RUN) if is_stopped else None


def _fresh(cell: _Cell) -> State | None:
    is_fresh = not cell.is_not and is_of(cell.said, phrases.FRESH, phrases.PERSON)
    return State(CampaignStatus.NEW, Says.STEP) if is_fresh else None


def is_pending(cell: str) -> bool:
    """Return whether a cell says no more than that something is still to come: `pending`, `en attente`."""
    return is_of({*fold(cell).split()} - phrases.SMALL, phrases.UNSENT)


def says_done(cell: str) -> bool:
    """Return whether a cell is a yes, a number above zero, a day or `sent`, with no more than small words beside it."""
    text = cell.strip()
    if _MOMENT.fullmatch(text):
        return True
    if not text or "@" in text or _NO_DAY.match(text):
        return False
    if _COUNT.fullmatch(text):
        return text.strip("0.,") != ""
    if _DAY.match(text) or text in CHECK_MARKS or header_key(text) in YES_WORDS:
        return True
    words = fold(text).split()
    if not words:
        return False
    is_yes = len(words) > 1 and len(words[0]) > 1 and words[0].isalpha() and words[0] in YES_WORDS
    said = {word for word in words if word.isalpha()} - _day_words()
    is_sent = is_of(said, SENT | DONE)
    is_day = not said and any(word.isdigit() for word in words)
    return is_yes or is_sent or is_day or ALREADY.issuperset(words)


@cache
def _day_words() -> frozenset[str]:
    return AROUND | {"pm", "utc", "gmt", "z"}
