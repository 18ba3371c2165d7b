"""Reads what a cell below a header of opt-outs or consents says. Knows nothing of the header."""

import re
from functools import lru_cache

from seqcli.contacts.headers.header_phrases import (
    CHECK_MARKS,
    CROSSES,
    IN_WORDS,
    NO_SIGNS,
    NO_WORDS,
    YES_WORDS,
    fold,
    header_key,
)
from seqcli.contacts.standing.consent_answers import agrees, refuses
from seqcli.contacts.standing.no_cells import No, is_bounce, is_final_bounce, is_not_yet, whole_no
from seqcli.contacts.standing.no_never_phrases import NO_CONTACT
from seqcli.contacts.standing.no_phrases import POLITE
from seqcli.contacts.standing.no_returned_phrases import HELD
from seqcli.contacts.standing.no_status_phrases import NO_ADDRESS, PLAINLY_NOT, UNWANTED
from seqcli.contacts.standing.nothing_phrases import NEVER_ASKED, NO_DAY, NOT_STATED, NOTHING, STILL_IN
from seqcli.contacts.standing.opt_out_headers import is_about_other
from seqcli.contacts.standing.opt_out_phrases import (
    FORBIDDEN,
    GIVEN,
    MONTH,
    NO_LONGER,
    REFUSALS,
    VIA,
    WHEN_GIVEN,
    WITHDRAWN,
)

_DATE = re.compile(
    r"\d{4}-\d\d?-\d\d?(?!\d)|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)(?!\d)"
    rf"|\d{{1,2}}\.? ?{MONTH}\.?,? ?(?:19|20)\d\d\b|{MONTH}\.? \d{{1,2}},? (?:19|20)\d\d\b",
    re.IGNORECASE,
)
_NO = NO_WORDS - {""}
_EXPLAINED = re.compile(r"\s*[,;:]\s+|\s+[-\u2013(]\s*")


def says_yes(cell: str) -> bool:
    """Return whether a cell is neither empty nor a no: a date, a reason, a sign or a foreign word is a yes."""
    key = header_key(cell)
    if not key.strip("0"):
        return not key and not NO_SIGNS.issuperset(cell)
    if cell.startswith(("http://", "https://", "0 ")):  # an unsubscribe link, or "0 lists"
        return False
    if key in NO_WORDS or key in IN_WORDS or key.rstrip("0123456789") in IN_WORDS:
        return False
    if re.match(NO_DAY, cell) or header_key(_without_days(cell)) in _NO:
        return False
    is_nothing = re.fullmatch(NOTHING, fold(cell)) is not None or is_not_yet(cell)
    return not is_nothing and not _is_explained_no(cell)


@lru_cache(maxsize=1024)  # an import asks this for half a million cells
def says_yes_to_mail(cell: str) -> bool:
    """As `says_yes`, but not for a cell that was left blank in words, or only names another channel: `by phone`."""
    return says_yes(cell) and re.fullmatch(NOT_STATED, fold(cell)) is None and not _is_channel(cell)


@lru_cache(maxsize=1024)
def says_left(cell: str) -> bool:
    """As `says_yes_to_mail`, but not for `aktiv` or `inscrit`: these people left nothing."""
    return says_yes_to_mail(cell) and re.fullmatch(STILL_IN, fold(cell)) is None


def _is_channel(cell: str) -> bool:
    words = fold(cell).split()
    return bool(words) and is_about_other(cell) and all(re.fullmatch(VIA, word) for word in words)


def _is_explained_no(cell: str) -> bool:
    """Return whether a cell says no and then why, `No, may be contacted`; not if the rest is an opt-out or thanks."""
    answer, *rest = _EXPLAINED.split(cell, maxsplit=1)
    is_no = answer.isalpha() and header_key(answer) in _NO
    if not rest or not rest[0] or not (is_no or re.fullmatch(NOTHING, fold(answer))):
        return False
    return (
        not POLITE.issuperset(fold(rest[0]).split()) and whole_no(rest[0]) is None and whole_no(cell) is None
    )


def says_yes_or_why(cell: str) -> bool:
    """As `says_yes`, but not for a number: "No. emails" counts them."""
    return says_yes_to_mail(cell) and (not cell.isdecimal() or cell == "1")


def is_clear_yes(cell: str) -> bool:
    """Return whether a cell is certainly a yes, even if it may belong to another column."""
    return (
        header_key(cell) in YES_WORDS
        or cell in CHECK_MARKS
        or (_DATE.match(cell) is not None and re.match(NO_DAY, cell) is None)
        or says_stop(cell)
    )


def says_no(cell: str) -> bool:
    """Return whether a cell answers no, or is a no by itself."""
    key = header_key(cell)
    if not key:
        return not CROSSES.isdisjoint(cell)
    answer = header_key(_EXPLAINED.split(cell, maxsplit=1)[0])
    return (
        not key.strip("0")
        or key in NO_WORDS
        or (answer.isalpha() and answer in NO_WORDS)
        or key.startswith(REFUSALS)
        or key in NO_LONGER
        or re.fullmatch(f"{UNWANTED}|{PLAINLY_NOT}", fold(cell)) is not None
        or refuses(cell)
        or says_stop(cell)
    )


@lru_cache(maxsize=1024)
def says_no_or_withdrawn(cell: str) -> bool:
    """Return whether a consent was not given, or was withdrawn."""
    return says_no(cell) or says_withdrawn(cell)


@lru_cache(maxsize=1024)
def says_no_yes(cell: str) -> bool:
    """Return whether a consent is neither blank nor a yes, and does not say that nobody was asked."""
    return says_no_or_withdrawn(cell) or bool(header_key(cell) and not says_yes_or_nothing(cell))


def says_yes_or_nothing(cell: str) -> bool:
    """Return whether a consent is a yes, or says that nobody has asked or answered."""
    is_given = header_key(_without_days(cell)) in IN_WORDS | GIVEN | YES_WORDS
    is_yes = is_clear_yes(cell) or is_given or agrees(cell)
    return is_yes or re.fullmatch(f"{NEVER_ASKED}|{NOT_STATED}", fold(cell)) is not None


def says_stop(cell: str) -> bool:
    """Return whether a cell is a no by itself."""
    # not "stopped": many tools, seqcli too, use it for a sequence that ended
    return whole_no(cell) is not None


def says_final(cell: str) -> bool:
    """Return whether a cell tells of a bounce that is final."""
    return is_final_bounce(cell) or is_clear_yes(cell)


def says_stop_in_person(cell: str) -> bool:
    """Return whether the person said no: another address of theirs that bounced ends nobody."""
    return says_stop(cell) and not is_bounce(cell)


@lru_cache(maxsize=1024)
def says_stop_or_no_address(cell: str) -> bool:
    """As `says_stop`, or in a status of mail: the address does not exist."""
    return says_stop(cell) or re.fullmatch(NO_ADDRESS, fold(cell)) is not None


@lru_cache(maxsize=1024)
def says_stop_or_held(cell: str) -> bool:
    """As `says_stop_or_no_address`, or in a status of a subscriber: mail to them is held."""
    return says_stop_or_no_address(cell) or re.fullmatch(HELD, fold(cell)) is not None


@lru_cache(maxsize=1024)
def says_withdrawn(cell: str) -> bool:
    """Return whether consent was withdrawn; never having given it is less."""
    key = header_key(cell)
    is_said = key in NO_LONGER or key.startswith((*WITHDRAWN, *FORBIDDEN)) or _is_no_with_reason(cell)
    return is_said or says_stop(cell) or re.fullmatch(NO_CONTACT, fold(cell)) is not None


def _is_no_with_reason(cell: str) -> bool:
    """Return whether a cell says no, and then a no that is one alone: `no - complained`."""
    answer, *rest = _EXPLAINED.split(cell, maxsplit=1)
    return bool(rest) and header_key(answer) in _NO and whole_no(rest[0]) not in {None, No.IN_STATUS}


@lru_cache(maxsize=1024)
def says_unwanted(cell: str) -> bool:
    """Return whether contact by mail is not wanted, or consent was withdrawn."""
    return says_withdrawn(cell) or re.fullmatch(UNWANTED, fold(cell)) is not None


def _without_days(cell: str) -> str:
    """Return what a cell says without when: `Given 4 March 2025`, `ja, seit 01.02.2024`."""
    return " ".join(re.sub(WHEN_GIVEN, " ", fold(cell)).split())


#: Tests for which any text but a no is a yes.
ANY_TEXT = frozenset({says_yes, says_yes_to_mail, says_left, says_yes_or_why})
