"""Guesses what a person's answer means: interested, not interested, not now, or to ask somebody else.

A guess is shown to people and never acted on, so that no guess is better than a wrong one. Only what the person wrote
counts, above the quote. Deterministic and in linear time: the text comes from strangers.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from seqcli.inbound.coming_dates import find_coming_date
from seqcli.inbound.meaning_phrases import (
    ASKS_OF_US,
    COME_BACK,
    DO_NOT,
    DOUBLE,
    INTERESTED,
    NEGATED_BEFORE,
    NOT_INTERESTED,
    NOT_NOW,
    OF_MAIL,
    OF_SELF,
    REFERRAL,
    SELF,
    WHENCE,
)
from seqcli.inbound.reading import WRITTEN_LIMIT, addresses_in, body, written_lines
from seqcli.model import Mail, normalise_address
from seqcli.reasons import MarkKind

_WRAPPED_AT = 55  # a line as long as this that ends without a mark goes on in the next one
_CLAUSE = 60  # characters before a word that may turn it into its opposite


@dataclass(frozen=True, slots=True)
class Guess:
    """What an answer may mean; `detail` is when to come back (an ISO date), or whom to ask instead, if it says so."""

    kind: MarkKind
    detail: str = ""


def guess_meaning(mail: Mail, written_at: datetime | None) -> Guess | None:
    """Return what a person's mail may mean, or None where that is not plain.

    `written_at` is when the mail was written: "next month" is read from there, in its time zone.
    """
    text = _text_of(mail)
    if _refers(text):
        return Guess(MarkKind.REFERRAL, _referred(mail, text))
    day = None if written_at is None else find_coming_date(text, written_at.date())
    refuses, wants = _refuses(text), _wants(text)
    if _puts_off(text) and not (refuses and not COME_BACK.search(text)):
        return Guess(MarkKind.NOT_NOW, _iso(day))
    if refuses and wants:
        return None
    if refuses:
        return Guess(MarkKind.NOT_INTERESTED)
    return Guess(MarkKind.INTERESTED) if wants else None


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _text_of(mail: Mail) -> str:
    """Return what the person wrote, folded; a sentence that a mail program broke stands on one line."""
    text = "".join(
        line + (" " if len(line) > _WRAPPED_AT and line[-1] not in ".!?:" else "\n")
        for line in written_lines(body(mail))
    )
    return text[:WRITTEN_LIMIT].strip()


def _refers(text: str) -> bool:
    found = REFERRAL.finditer(text)
    return any(not DO_NOT.search(text[max(0, each.start() - _CLAUSE) : each.start()]) for each in found)


def _puts_off(text: str) -> bool:
    """Return whether somebody asks for another time; whoever says that they will come back does not."""
    for found in NOT_NOW.finditer(text):
        before = text[max(0, found.start() - _CLAUSE) : found.start()].rstrip()
        if not (OF_SELF.match(found.group()) and SELF.search(before)):
            return True
    return False


def _refuses(text: str) -> bool:
    return any(not _is_turned(text, found) for found in NOT_INTERESTED.finditer(text))


def _is_turned(text: str, found: re.Match[str]) -> bool:
    return bool(DOUBLE.search(text[max(0, found.start() - _CLAUSE) : found.end()]))


def _wants(text: str) -> bool:
    """Return whether the text says that somebody wants more, in a clause that nothing turns into its opposite."""
    if WHENCE.search(text):
        return False
    for found in INTERESTED.finditer(text):
        before = text[max(0, found.start() - _CLAUSE) : found.start()]
        if NEGATED_BEFORE.search(before) or ASKS_OF_US.search(before):
            continue
        if not OF_MAIL.search(text[found.end() : found.end() + _CLAUSE]):
            return True
    return False


def _referred(mail: Mail, text: str) -> str:
    """Return the one address in the text that is not the writer's own, or an empty text."""
    named = set(addresses_in(text)) - {normalise_address(mail.sender)}
    return named.pop() if len(named) == 1 else ""
