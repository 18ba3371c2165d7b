"""Reads what one cell says: wholly a no, a no among other words, or neither. Knows nothing of its header."""

import re
from collections.abc import Callable, Iterable
from enum import Enum
from functools import cache, lru_cache

from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.standing.gone_phrases import CHANGED_JOB, DECEASED, GONE
from seqcli.contacts.standing.mail_refusals import find_refusal, may_negate
from seqcli.contacts.standing.no_mail_phrases import NO_ADVERTS, TOPIC_STEMS
from seqcli.contacts.standing.no_never_phrases import NEVER, NO_ADDRESS_KNOWN, NO_CONTACT, NOT_YET
from seqcli.contacts.standing.no_phrases import (
    ABOUT_MAIL,
    ANSWERS,
    ANYWHERE,
    AROUND,
    BARE_NO,
    BEHIND,
    BOUNCE,
    BY,
    COMMANDS,
    IN_NOTES,
    LEFT,
    NAMES_TOO,
    NO_INTEREST,
    POLITE,
    TOO_LITTLE,
    TURNED,
)
from seqcli.contacts.standing.no_returned_phrases import BAD_ADDRESS, DOUBTFUL, RETURNED
from seqcli.contacts.standing.no_right_phrases import RIGHTS
from seqcli.contacts.standing.no_spoken_phrases import (
    DECLINED,
    FINAL,
    FURTHER,
    NO_MAILBOX,
    NOT_FINAL,
    SAID_NO,
    SMTP_CODE,
    SPOKEN,
)
from seqcli.contacts.standing.no_status_phrases import IN_STATUS
from seqcli.contacts.standing.no_stem_phrases import HEADS, STEMS
from seqcli.contacts.standing.nothing_phrases import MONTHS
from seqcli.contacts.standing.opt_out_headers import is_about_other, is_other_channel, names_contact


class No(Enum):
    """What kind of no a whole cell is."""

    #: Not interested: by whatever channel it came, it is from the person.
    INTEREST = "interest"
    ANYWHERE = "anywhere"
    #: Somebody or something may also be called so.
    NAME_TOO = "name_too"
    #: Only in a column of statuses.
    IN_STATUS = "in_status"


#: Of several kinds in a cell, the one that ends people under the fewest headers.
_CAREFUL = (No.IN_STATUS, No.NAME_TOO, No.ANYWHERE, No.INTEREST)
Finder = Callable[[str], re.Match[str] | None]

_MOST_WHOLE, _MOST_TAG, _MOST_KEPT, _MOST_NOTE, _MOST_DETAIL, _MOST_BEHIND = 80, 40, 500, 20_000, 6, 4
#: How many letters a search looks at one by one.
_DEPTH = 3
_LETTER = r"[^\W_](?![?*+{])| (?![?*+{])"
_REST = re.compile(r"\b(?:hard|permanent|permanently|user|system)\b|[\d ]+")
_DATES = re.compile(
    r"(?:\b(?:on|am|vom|le|el|il|em|op|dnia) )?\b\d[\dtz]*\b"
    rf"(?: (?:de |of )?(?:{MONTHS})\b)?"
)
_DETAIL = re.compile(r"\s*[(\[:]\s*|\s+[-\u2013\u2014]\s+")
_LISTED = re.compile(r"[,;|\n]|\s/\s")
_SEGMENTS = re.compile(r"\s*(?:[,;|/\n\t\u2022\u00b7]|\s[-\u2013\u2014]\s)\s*")


#: A cell of JSON begins so.
OBJECT = r"\{"
#: Without these a no is still about mail.
_SOFT = AROUND - {
    "email",
    "emails",
    "mail",
    "mails",
    "contact",
    "mailing",
    "mailings",
    "newsletter",
    "newsletters",
}


@cache
def _kinds() -> re.Pattern[str]:
    """Return a pattern whose groups are the kinds, in order of preference."""
    tables = (
        (No.INTEREST, (*NO_INTEREST, *SAID_NO)),
        (No.ANYWHERE, (*ANYWHERE, *SPOKEN, *NEVER, *NO_ADVERTS, *RETURNED, *RIGHTS, *FURTHER, DECEASED)),
        (No.IN_STATUS, (*IN_STATUS, *BAD_ADDRESS, *GONE)),
    )
    return re.compile("|".join(f"(?P<{kind.value}>{'|'.join(table)})" for kind, table in tables))


def _trie(words: Iterable[str], depth: int = _DEPTH) -> str:
    """Return a pattern that tells by its first letters what is none of some patterns, which the search does quickly."""
    by_first: dict[str, set[str]] = {}
    for word in words:
        is_letter = depth > 0 and re.match(_LETTER, word) is not None
        by_first.setdefault(word[0] if is_letter else "", set()).add(word[is_letter:])
    others = sorted(by_first.pop("", ()))
    return "|".join(
        [f"{first}(?:{_trie(rest, depth - 1)})" for first, rest in sorted(by_first.items())] + others
    )


@cache
def stem_finder() -> Finder:
    """Return a quick test for a lower-case cell that may hold a no; it misses none."""
    return re.compile(_trie(STEMS)).search


@cache
def note_finder() -> Finder:
    """Return a quick test for a lower-case note that may hold a no, words about mail or an object; it misses none."""
    return re.compile(_trie((*STEMS, *TOPIC_STEMS, OBJECT))).search


def only_names_mail(note: str) -> bool:
    """Return whether a lower-case note that passed `note_finder` has words about mail and none that may refuse it."""
    return not may_negate(note) and stem_finder()(note) is None


@cache
def head_finder() -> Finder:
    """Return a quicker test for a lower-case cell that may be wholly a no."""
    return re.compile(rf"\W*(?:{_trie(HEADS)})").match


def whole_no(cell: str) -> No | None:
    """Return which no a cell wholly is, apart from a date, who said it, and a detail in brackets or behind a colon."""
    if len(cell) > _MOST_WHOLE:
        return No.ANYWHERE if len(cell) <= _MOST_KEPT and _is_server_reply(cell) else None
    return _whole_no(cell)


@lru_cache(maxsize=4096)
def _whole_no(cell: str) -> No | None:
    if stem_finder()(cell.lower()) is None:
        return None
    if _is_server_reply(cell):
        return No.ANYWHERE
    if re.fullmatch(NO_ADDRESS_KNOWN, fold(cell)):
        return None
    if told := _kinds().fullmatch(fold(cell)):  # a sentence may have commas
        return _kind_named(told)
    parts = [part for part in _LISTED.split(cell) if not POLITE.issuperset(fold(part).split())]
    if len(parts) > 1 and fold(parts[0]) in BARE_NO:  # "No, please remove me from your list"
        parts = parts[1:]
    if len(parts) > 1:
        kinds = {whole_no(part) for part in parts}
        return None if None in kinds else next(kind for kind in _CAREFUL if kind in kinds)
    head, *details = _DETAIL.split((parts or [cell])[0].strip(" ()[]*!-"), maxsplit=1)
    found = _kind_of(head)
    if not details:
        return found
    if found is None:
        is_reason = re.search(TURNED, fold(head)) is None and whole_no(details[0]) is not None
        return _kind_of(cell) or (No.IN_STATUS if is_reason else None)
    if whole_no(details[0]) is not None:  # "DNC - do not contact"
        return found
    detail = fold(details[0])
    is_other = re.search(TURNED, detail) or is_about_other(details[0]) or len(detail.split()) > _MOST_DETAIL
    is_vague = found is No.IN_STATUS and _REST.sub("", detail).strip() and not re.search(ABOUT_MAIL, detail)
    return None if is_other or is_vague else found


def _kind_of(text: str) -> No | None:
    folded = " ".join(_DATES.sub(" ", fold(text)).split())
    words = folded.split()
    for around in ((), POLITE, _SOFT, AROUND):
        form = " ".join(word for word in words if word not in around) if around else folded
        if form not in TOO_LITTLE and (found := _kinds().fullmatch(form)) and found.lastgroup:
            return _kind_named(found)
    return None


def _kind_named(found: re.Match[str]) -> No:
    kind = No(found.lastgroup)
    return No.NAME_TOO if kind is No.ANYWHERE and found[0] in NAMES_TOO else kind


def is_not_yet(cell: str) -> bool:
    """Return whether a cell says only that nobody has written to the person so far."""
    return re.fullmatch(NOT_YET, fold(cell)) is not None


def is_bounce(cell: str) -> bool:
    """Return whether a cell that is a no tells of the address, and not of the person."""
    return re.search(BOUNCE, fold(cell)) is not None or _is_server_reply(cell)


def _is_server_reply(cell: str) -> bool:
    """Return whether a mail server says that there is no such mailbox: `550 5.1.1 User unknown`."""
    if "5" not in cell:
        return False
    folded = fold(cell)
    return re.match(SMTP_CODE, folded) is not None and re.search(NO_MAILBOX, folded) is not None


def is_final_bounce(cell: str) -> bool:
    """Return whether a cell below a header of bounces says that one is final."""
    folded = fold(cell)
    is_named = re.search(FINAL, folded) is not None and re.search(NOT_FINAL, folded) is None
    return is_named or _is_server_reply(cell)


def is_answer(cell: str) -> bool:
    """Return whether a cell wholly declines, if it answers a mail: `No thanks`, `Absage`."""
    folded = fold(cell)
    return folded in ANSWERS or re.fullmatch(DECLINED, folded) is not None


def may_be_no_contact(cell: str) -> bool:
    """Return whether a tag or a note is wholly that there is no contact, which may be wanted or so far."""
    return re.fullmatch(NO_CONTACT, fold(cell)) is not None


def may_be_returned(cell: str) -> bool:
    """Return whether a cell is wholly what may be said of mail that came back, or of something else."""
    return re.fullmatch(f"{DOUBTFUL}|{'|'.join(BAD_ADDRESS)}", fold(cell)) is not None


def find_no(cell: str) -> str:
    """Return the no that a list of tags or a note holds among other words, in lower case; empty if there is none."""
    return _find_no(cell) if len(cell) <= _MOST_KEPT else _find_no.__wrapped__(cell[:_MOST_NOTE])


@lru_cache(maxsize=1024)
def _find_no(text: str) -> str:
    return _no_in_note(text) or find_refusal(text)


def _no_in_note(text: str) -> str:
    if stem_finder()(text.lower()) is None:
        return ""
    for part in _SEGMENTS.split(text):
        if len(part) <= _MOST_TAG and whole_no(part) not in {None, No.IN_STATUS}:
            return fold(part)
    folded = fold(text)
    if folded in COMMANDS:
        return folded
    found = next((each for each in _in_notes().finditer(folded) if _is_to_mail(folded, each)), None)
    return found[0].strip() if found else ""


@cache
def _in_notes() -> re.Pattern[str]:
    """Return a pattern for a no inside a note."""
    return re.compile(
        rf"{IN_NOTES}|\b(?:{'|'.join((*SPOKEN, *NEVER, *RIGHTS, *GONE, DECEASED, CHANGED_JOB))})\b"
    )


def _is_to_mail(folded: str, found: re.Match[str]) -> bool:
    """Return whether the words behind a no in a note do not say that it is about something else."""
    behind = " ".join(folded[found.end() :].split()[:_MOST_BEHIND])
    if re.match(BY, behind):
        return re.search(LEFT, found[0]) is not None or not is_other_channel(behind)
    return names_contact(found[0]) or re.match(BEHIND, behind) is None or not is_about_other(behind)
