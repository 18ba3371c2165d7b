"""Recognises notes of absence by their words: who is away, and a day, or what else notes say.

A person who is away and answers us has something to say besides: a question, a wish, a price. Such a mail is human,
because a sequence goes on after an auto-reply. So each sentence counts: those that notes have for the note, any other
against it.
"""

import re

from seqcli.inbound.absence_class_phrases import SOME_TIME
from seqcli.inbound.absence_phrases import (
    ADDRESS_OR_NUMBER,
    AUTOMATIC_WORDS,
    AWAY,
    AWAY_NOUN,
    BRACKETED_END,
    CALL_ME,
    CANNED_QUESTION,
    DETAILS,
    ENGAGED,
    GREETING,
    HINTS,
    NOT_NOW,
    OTHERS_ABSENCE,
    OTHERS_RETURN,
    PLAN,
    SUBJECT_REST,
    TOPIC,
    URGENT,
    WILL_REPLY,
)
from seqcli.inbound.date_phrases import DAY_WORDS, MONTH, NO_RETURN, RETURN, UNTIL
from seqcli.inbound.return_dates import states_return
from seqcli.patterns import compiled

_BEGINNING = 400  # a note says early that somebody is away
_ENOUGH = 2.5
_ENOUGH_ALONE = 2.0  # of two hints, or one and an end, in a text that says nothing else
_GREETING_WORDS = 8
_FEW_WORDS = 4
_SENTENCE = compiled(
    r"\b(?:but|so|and|aber|und|mais|et|pero|y|(?<!nie )ma|e(?!-)|maar|ale|oraz|och|og|men)\b"
    r"|\bmas\b(?! (?:de|tarde|lent|despacio|que)\b)"
    r"|[.!;:]\s|[,\n]|\s[-\u2013\u2014]\s|\.$"
)
_DATE_COMMA = compiled(rf",(?=\s(?:den |le |the |el |il )?(?:\d|{MONTH}\b))|\b({MONTH}|20\d\d),")
_SIGNATURE = compiled(r"(?:\n[^\n.!?;]{1,40}){1,4}$")  # last lines of a few words that end no sentence
_SOME_TIME = compiled(SOME_TIME)
_PLAIN_WORD = compiled(r"[^\W\d]{2,}")


def subject_says_away(subject: str) -> str:
    """Return the words of a (flat) subject that are an absence note's own, or an empty text."""
    ending = BRACKETED_END.search(subject)
    if ending and (AUTOMATIC_WORDS.search(ending[1]) or AWAY.search(ending[1])):
        return ending.group()
    return _away_subject(subject, AWAY)


def _away_subject(subject: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns or (AWAY, AWAY_NOUN):
        found = pattern.match(subject)
        if found and SUBJECT_REST.match(subject[found.end() :]):
            return found.group().strip()
    return ""


def why_away(written: str, subject: str, *, confirmed: bool) -> str:
    """Return why a (flat) text is a note of absence and nothing else, or an empty text.

    `confirmed` tells that a header makes an automatic mail likely already.
    """
    if is_engaged(written) or NOT_NOW.search(written):
        return ""
    away, back = AWAY.search(written[:_BEGINNING]), _return(written)
    if away and OTHERS_ABSENCE.search(written[: away.start()]):
        return ""
    told = _away_subject(subject)
    beside = AWAY.sub(" ", written[:_BEGINNING])
    hints = [hint for pattern in HINTS if (hint := pattern.search(beside))]
    if not (away or back or told or hints):
        return ""
    score = (
        2.0 * bool(away or back)
        + len(hints)
        + 0.5 * bool(away and back)
        + 0.5 * (len(AWAY.findall(written[:_BEGINNING])) > 1)
        + 2.0 * bool(told)
        + 1.5 * confirmed
        + _extent(written)
    )
    others = _other_sentences(written)
    details = sum(bool(detail.search(written)) for detail in DETAILS)
    score += min(details, 3) - others
    found = away.group().strip() if away else back or (hints[0].group().strip() if hints else "")
    is_plain = not others and (len(hints) > 1 or (bool(hints and details) and states_return(written)))
    enough = _ENOUGH_ALONE if is_plain else _ENOUGH
    return (f'text says "{found}"' if found else f'subject says "{told}"') if score >= enough else ""


def _return(written: str) -> str:
    """Return the words that state the writer's own return on some day, or an empty text."""
    back = RETURN.search(written[:_BEGINNING])
    if not back or NO_RETURN.search(written) or OTHERS_RETURN.search(written[: back.start()]):
        return ""
    if PLAN.search(written[: back.start()]) and not any(
        detail.search(written) for detail in DETAILS if detail is not WILL_REPLY
    ):
        return ""
    parts = re.split(r"(?<!\d)[.!;]\s(?=[^\d\W])", written[max(0, back.start() - 60) : back.end() + 60])
    return (
        back.group().strip() if any(RETURN.search(part) and DAY_WORDS.search(part) for part in parts) else ""
    )


def _extent(written: str) -> float:
    """Return how well the text states when the absence ends: 1 for an end, a half for any day."""
    if states_return(written):
        return 1.0
    return 0.5 if DAY_WORDS.search(written) or _SOME_TIME.search(written) else 0.0


def _other_sentences(written: str) -> float:
    """Return the number of sentences and clauses that notes do not have, up to three; "gone fishing!" counts half."""
    joined = _DATE_COMMA.sub(lambda found: found[1] or "", _SIGNATURE.sub("", written))
    others = [other for other in _SENTENCE.split(f"{joined} ") if _is_other(other)]
    opens_short = bool(others) and joined.startswith(others[0]) and len(others[0].split()) <= _FEW_WORDS
    return min(len(others) - 0.5 * opens_short, 3)


def _is_other(clause: str) -> bool:
    rest = DAY_WORDS.sub(" ", clause)
    if len(_PLAIN_WORD.findall(rest)) < (2 if rest != clause else 3):
        return False
    if GREETING.match(clause) and len(clause.split()) <= _GREETING_WORDS:
        return False
    if UNTIL.search(clause) or any(
        sign.search(clause) for sign in (AWAY, ADDRESS_OR_NUMBER, TOPIC, *DETAILS, *HINTS)
    ):
        return False
    return not (RETURN.search(clause) and not NO_RETURN.search(clause)) and not states_return(clause)


def is_engaged(written: str) -> bool:
    """Return whether the writer asks or answers something."""
    asked = CANNED_QUESTION.sub(" ", written)
    if "?" in asked or "\uff1f" in asked or ENGAGED.search(written):
        return True
    return bool(CALL_ME.search(written)) and not URGENT.search(written)
