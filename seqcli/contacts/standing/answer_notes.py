"""Finds in notes that somebody has answered another sender: `hat geantwortet, will Preise`."""

import re
from functools import lru_cache

from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.standing.answer_note_phrases import LAST_OF_ALL, NOTES, PROGRESS, RUNNING
from seqcli.contacts.standing.answer_phrases import (
    ANSWER,
    AROUND,
    AUTOMATIC,
    BOOKED,
    BOOKED_IF_MEETING,
    BY_PHONE,
    IF,
    INTERESTED,
    MAIL,
    MEETING,
    NO_ANSWER,
    NOT,
    OF_US,
    RECEIVED,
    REPLIED,
    SIDES,
    TOLD_OF_US,
)
from seqcli.contacts.standing.answer_readings import come_back, has_meeting_day, in_talks

#: More of a note is not read.
MOST_CHARS = 20_000
_MOST_WORDS, _BEFORE = 12, 3
#: A day has dots and slashes as well.
_SEGMENTS = re.compile(r"(?<!\d)[./]+|:(?=\s)|[,;|\n!()\u2022\u00b7\u2013\u2014]+|\s-\s")

#: Of a guest, as a status, that they come to an event.
_PROMISED = frozenset({"zugesagt"})
#: One does not plan these alone, as one may plan a call.
_OF_TWO = frozenset({"meeting", "demo", "appointment"})


def holds_progress(header: str) -> bool:
    """Return whether a header says how things stand: `Next step`, `Suivi`, `Stand van zaken`."""
    return PROGRESS.fullmatch(fold(header)) is not None


def holds_notes(header: str) -> bool:
    """Return whether a header is one of notes: `Call notes`, `Bemerkung`."""
    return NOTES.search(fold(header)) is not None


@lru_cache(maxsize=1024)
def wholly_tells(note: str) -> bool:
    """Return whether a part of a note says nothing but that somebody answered: `already replied, wants a meeting`."""
    parts = parts_of(note)
    return any(_is_answer(each) or has_meeting_day(each) or in_talks(each) for each in parts)


def parts_of(note: str) -> list[str]:
    """Return the parts of a note that may each say something for itself; a question says nothing."""
    return [each for each in _SEGMENTS.split(note[:MOST_CHARS]) if "?" not in each]


def tells_of_mails(header: str) -> bool:
    """Return whether a mail that a cell tells of is one of a campaign: not under `Last activity`."""
    return LAST_OF_ALL.search(fold(header)) is None


def answer_among(note: str) -> str:
    """Return the words of a note that tell of an answer; empty if none do."""
    for segment in parts_of(note):
        if _is_answer(segment):
            return segment.strip()
        folded = fold(segment)
        found = RUNNING.search(folded)
        if found is not None and not _is_denied(folded, found):
            return found[0].strip()
    return ""


def _is_answer(segment: str) -> bool:
    folded = fold(segment)
    words = [word for word in folded.split() if word.isalpha()]
    if not words or len(words) > _MOST_WORDS or not NOT.isdisjoint(words) or BY_PHONE.search(folded):
        return False
    said = {word for word in come_back(words) if word not in AROUND}
    if not said.isdisjoint(AUTOMATIC | TOLD_OF_US | NO_ANSWER):
        return False
    is_of_us = words[0] == "i" or not OF_US.isdisjoint(words)
    if said & (REPLIED | _PROMISED) and not is_of_us:
        return said <= REPLIED | _PROMISED | ANSWER | RECEIVED | MAIL | INTERESTED
    if said & ANSWER and said & RECEIVED:
        return said <= ANSWER | RECEIVED | MAIL | SIDES
    booked = BOOKED | BOOKED_IF_MEETING if said & _OF_TWO else BOOKED
    return bool(said & booked and said & MEETING) and said <= MEETING | booked | INTERESTED


def _is_denied(folded: str, found: re.Match[str]) -> bool:
    """Return whether words in front of or among an answer say that there was none, or that it came by telephone."""
    before = folded[: found.start()].split()[-_BEFORE:]
    words = {*before, *found[0].split()}
    return not words.isdisjoint(NOT | AUTOMATIC | IF) or BY_PHONE.search(folded) is not None
