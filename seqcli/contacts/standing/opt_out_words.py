"""Headers of opt-outs by their words, in whatever order: `Email delivery disabled`, `Exclu des campagnes`.

A header counts if each of its words is known, and the words of one rule are among them. Patterns over `fold` words.
"""

import re
from enum import Enum
from functools import lru_cache

from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.standing.gone_phrases import DECEASED_WORDS, EMPLOYER, LEFT_TOO, LEFT_WORDS
from seqcli.contacts.standing.no_cells import No, whole_no
from seqcli.contacts.standing.opt_out_word_phrases import (
    AROUND,
    BAD,
    BAD_TOO,
    BOUNCED,
    CANCELLED,
    COMPLAINT,
    COMPLAINT_TOO,
    CONSENT,
    CONTACT,
    DISPATCH,
    EXCLUDED,
    HELD,
    IN_THE,
    KIND,
    LAW,
    LEFT_LIST,
    LIST,
    LISTED,
    MAIL,
    NONE,
    ONE_MAIL,
    PLACES,
    PORTUGUESE,
    REFUSED,
    REPORTED,
    SENDING,
    SPAM,
    STOPPED,
    SUBSCRIPTION,
    VAGUE,
    WANTS,
    WHEN,
    WITHDRAWN,
)


class Announced(Enum):
    """What the words of a header announce."""

    #: Any text but a no ends a person.
    OPT_OUT = "opt_out"
    #: A yes or a day ends a person.
    PERHAPS = "perhaps"
    #: As perhaps: other cells may be the bad address itself.
    BAD_ADDRESS = "bad_address"
    #: Whether an address bounced, or of which kind a bounce was.
    BOUNCE = "bounce"


#: What is announced; the words of which one must be there; the same again; words that may be there.
_RULES = (
    (Announced.BOUNCE, BOUNCED, "", f"{ONE_MAIL}|{KIND}"),
    (Announced.OPT_OUT, STOPPED, MAIL, f"{CONTACT}|{BOUNCED}|{SENDING}|reasons?"),
    (Announced.OPT_OUT, EXCLUDED, f"{MAIL}|{CONTACT}|{SENDING}", ""),
    (Announced.OPT_OUT, REFUSED, f"{MAIL}|{CONTACT}", LAW),
    (Announced.OPT_OUT, WITHDRAWN, CONSENT, f"{MAIL}|{CONTACT}|{LAW}"),
    (Announced.OPT_OUT, SPAM, REPORTED, MAIL),
    (Announced.OPT_OUT, LISTED, LIST, f"{MAIL}|en|in|op"),
    (Announced.PERHAPS, LEFT_LIST, LIST, MAIL),
    (Announced.PERHAPS, CANCELLED, SUBSCRIPTION, MAIL),
    (Announced.PERHAPS, COMPLAINT, MAIL, COMPLAINT_TOO),
    (Announced.PERHAPS, HELD, DISPATCH, MAIL),
    (Announced.PERHAPS, DECEASED_WORDS, "", ""),
    (Announced.PERHAPS, LEFT_WORDS, EMPLOYER, LEFT_TOO),
    (Announced.BAD_ADDRESS, BAD, ONE_MAIL, BAD_TOO),
)


@lru_cache(maxsize=4096)
def announced(header: str) -> Announced | None:
    """Return what a header announces by its words, None if it announces no opt-out."""
    folded = fold(header)
    words = folded.split()
    found = next((what for what, *rule in _RULES if _follows(words, *rule)), None)
    if found not in {None, Announced.PERHAPS}:
        return found
    if _wants_none(words):
        return Announced.OPT_OUT
    said = " ".join(re.sub(WHEN, " ", folded).split())
    if whole_no(said) not in {No.ANYWHERE, No.INTEREST} or re.fullmatch(VAGUE, said):
        return found
    return Announced.OPT_OUT if " " in said else Announced.PERHAPS


@lru_cache(maxsize=4096)
def resembles(header: str) -> bool:
    """Return whether a header announces an opt-out, but for words that are not known."""
    words = fold(header).split()
    return any(
        second and _ones(words, first, second)
        for what, first, second, _ in _RULES
        if what is not Announced.BAD_ADDRESS
    )


def _follows(words: list[str], first: str, second: str, others: str) -> bool:
    """Return whether one word is of `first`, another of `second`, and every word is known."""
    if not _ones(words, first, second):
        return False
    known = "|".join(part for part in (first, second, others, AROUND) if part)
    return all(re.fullmatch(known, word) for word in words)


def _ones(words: list[str], first: str, second: str) -> list[str]:
    """Return the words of `first` if another word is of `second`."""
    ones = [word for word in words if re.fullmatch(first, word) and not re.fullmatch(PLACES, word)]
    is_full = not second or any(re.fullmatch(second, word) for word in words if word not in ones)
    return ones if is_full else []


def _wants_none(words: list[str]) -> bool:
    """Return whether somebody wants no mail: `Requests no email`. "Has no email" says that there is no address."""
    if not any(re.fullmatch(WANTS, word) for word in words):
        return False
    is_none = any(re.fullmatch(NONE, word) for word in words)
    of_mail = f"{MAIL}|{CONTACT}"
    if IN_THE in words and any(re.fullmatch(PORTUGUESE, word) for word in words):
        return False
    is_mail = any(re.fullmatch(of_mail, word) for word in words)
    return is_none and is_mail and all(re.fullmatch(f"{WANTS}|{NONE}|{of_mail}|{AROUND}", w) for w in words)
