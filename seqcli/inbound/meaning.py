"""Guesses what a person's answer means: interested, not interested, not now, or to ask somebody else.

A guess is shown to people and never acted on, so that no guess is better than a wrong one. Only what the person wrote
counts, above the quote. Deterministic and in linear time: the text comes from strangers.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from seqcli.inbound.appointments import is_near, names_appointment, names_far_day, sentence_at
from seqcli.inbound.coming_dates import find_coming_date
from seqcli.inbound.meaning_phrases import (
    ANOTHER_TIME,
    ASKS_OF_US,
    COME_BACK,
    DO_NOT,
    DOUBLE,
    HANDED_ON,
    INTERESTED,
    NEGATED_BEFORE,
    NOT_INTERESTED,
    OF_MAIL,
    OF_PRICE,
    OF_SELF,
    POSTPONED,
    REFERRAL,
    SELF,
    TO_WRITER,
    WHENCE,
)
from seqcli.inbound.reading import WRITTEN_LIMIT, addresses_in, body, written_lines
from seqcli.model import Mail, normalise_address
from seqcli.reasons import MarkKind

_WRAPPED_AT = 55  # a line as long as this that ends without a mark goes on in the next one
_CLAUSE = 60  # characters before a word that may turn it into its opposite
_CLAUSE_END = re.compile(r"[.!?\n;]")
_RIGHT_AFTER = 24  # characters after a wish that say for when it is


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
    today = None if written_at is None else written_at.date()
    day = None if today is None else find_coming_date(text, today)
    refuses = _refuses(text)
    is_wanted, is_for_later = _find_wish(text, today)
    if (_puts_off(text, today) or is_for_later) and not (refuses and not COME_BACK.search(text)):
        return Guess(MarkKind.NOT_NOW, _iso(day))
    wants = is_wanted or names_appointment(text, today)
    if refuses:
        return None if wants else Guess(MarkKind.NOT_INTERESTED)
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
    """Return whether the text names somebody else, or hands the mail on; who was handed it refers us to nobody."""
    for found in REFERRAL.finditer(text):
        is_handed_on = HANDED_ON.search(found.group()) is not None
        if is_handed_on and TO_WRITER.search(sentence_at(text, found)):
            continue
        if not DO_NOT.search(text[max(0, found.start() - _CLAUSE) : found.start()]):
            return True
    return False


def _puts_off(text: str, today: date | None) -> bool:
    """Return whether somebody asks for another time that is not within days.

    Whoever says that they will come back does not ask for it.
    """
    if POSTPONED.search(text):
        return True
    for found in ANOTHER_TIME.finditer(text):
        before = text[max(0, found.start() - _CLAUSE) : found.start()].rstrip()
        is_own_act = OF_SELF.match(found.group()) and SELF.search(before)
        if not is_own_act and not is_near(sentence_at(text, found), today):
            return True
    return False


def _refuses(text: str) -> bool:
    return any(not _is_turned(text, found) for found in NOT_INTERESTED.finditer(text))


def _is_turned(text: str, found: re.Match[str]) -> bool:
    return bool(DOUBLE.search(text[max(0, found.start() - _CLAUSE) : found.end()]))


def _find_wish(text: str, today: date | None) -> tuple[bool, bool]:
    """Return whether somebody wants more, in a clause that nothing turns into its opposite, and whether only later."""
    if WHENCE.search(text):
        return False, False
    later = False
    for found in INTERESTED.finditer(text):
        before = text[max(0, found.start() - _CLAUSE) : found.start()]
        if NEGATED_BEFORE.search(before) or ASKS_OF_US.search(before):
            continue
        if OF_MAIL.search(text[found.end() : found.end() + _CLAUSE]):
            continue
        right_after = _CLAUSE_END.split(text[found.end() : found.end() + _RIGHT_AFTER], maxsplit=1)[0]
        if OF_PRICE.search(found.group()) or not names_far_day(right_after, today):
            return True, False
        later = True
    return False, later


def _referred(mail: Mail, text: str) -> str:
    """Return the one address in the text that is not the writer's own, or an empty text."""
    named = set(addresses_in(text)) - {normalise_address(mail.sender)}
    return named.pop() if len(named) == 1 else ""
