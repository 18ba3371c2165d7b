"""Reads what a header says of its column, by its words: numbering, articles and the like do not count."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from seqcli.contacts.headers.column_phrases import SOMEBODY_ELSE, Word
from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.headers.header_words import known_word, read_words, tokens_of
from seqcli.contacts.row_types import ColumnRole

#: No header is longer; a cell may be.
_MOST_CHARS = 100
ADDRESSES = frozenset({ColumnRole.EMAIL, ColumnRole.OTHER_EMAIL})


class Rank(IntEnum):
    """Which of several columns of one role is taken: the lowest, and of equal ones the first."""

    NAMED = 0
    BARE = 1
    MAIN = 2
    WORK = 3
    PERSON = 4
    #: `Name`: beside `Contact Name`, it is often the company's.
    VAGUE = 5
    WEAK = 6
    #: A buyer's or a user's: beside the address of a contact, that of somebody else.
    BESIDE = 7
    #: An address of the company.
    COMPANY = 8


@dataclass(frozen=True, slots=True)
class Meaning:
    """The role of a column, by its header alone.

    `beside` is the role if the file also has a column of the role `partner`.
    """

    role: ColumnRole
    rank: Rank
    partner: ColumnRole | None = None
    beside: ColumnRole | None = None


@lru_cache(maxsize=4096)
def read_header(header: str) -> Meaning | None:
    """Return what a header means, or None if one of its words is not known or the words make no role."""
    if len(header) > _MOST_CHARS:
        return None
    words = read_words(header)
    return None if words is None else _meaning(_of_one(header, words))


def says_surname_first(header: str) -> bool:
    """Return whether a header of whole names says that surnames stand in front: `Nom Prénom`, `Last, First`."""
    return _order(_kinds(read_words(header) or ())) is Word.SURNAME_FIRST


def words_of(header: str) -> frozenset[Word | int]:
    """Return the words of a header that say something; none if one is not known."""
    return frozenset(read_words(header) or ())


def names_parts_in_order(header: str) -> bool:
    """Return whether a header names both parts of a whole name, `Vor- und Nachname`."""
    return _order(_kinds(read_words(header) or ())) is not None


def part_of_name(text: str) -> ColumnRole | None:
    """Return which part of a name the sub-field of a form is: `First`, `Nom`, `Último nome`."""
    words = set(read_words(text) or ())
    if not words or words - {*_FIRST, *_LAST, Word.NAME}:
        return None
    if words & _FIRST:
        return None if words & _LAST else ColumnRole.FIRST_NAME
    return ColumnRole.LAST_NAME if words & _LAST else None


def is_customer(header: str) -> bool:
    """Return whether a header names a customer or a lead, a person or a company: `Kundenname`, `Client`."""
    words = words_of(header)
    return Word.CUSTOMER in words and words <= {Word.CUSTOMER, Word.MAIN, Word.NAME_OF, Word.FULL, *_NAME}


def is_contact_person(header: str) -> bool:
    """Return whether a header names the person at a customer: `Ansprechpartner`, `Contact first name`."""
    words = words_of(header)
    is_person = not words.isdisjoint({Word.CONTACT, Word.CONTACT_PERSON})
    return is_person and words <= {*PERSONS, Word.MAIN, Word.FULL, Word.NAME_OF, *_NAME, *_FIRST, *_LAST}


def is_contact_alone(header: str) -> bool:
    """Return whether a header says no more than `Contact`: a person, or how to reach one."""
    return words_of(header) <= {Word.CONTACT, Word.MAIN}


def is_address_header(header: str) -> bool:
    """Return whether a column holds addresses of the person or the company, by its header."""
    meaning = read_header(header)
    return meaning is not None and meaning.role in ADDRESSES


def mentions_address(header: str) -> bool:
    """Return whether a word of an unknown header is about mail, and none about somebody else."""
    is_mail = any(known_word(token) is Word.EMAIL for token in tokens_of(header))
    return is_mail and not names_somebody_else(header)


def names_somebody_else(header: str) -> bool:
    """Return whether a header is about an owner, a supplier, a place and the like, whatever its values look like."""
    return any(word.startswith(SOMEBODY_ELSE) or word == "past" for word in fold(header).split())


def names_a_party(header: str) -> bool:
    """Return whether a header says no more than `Customer` or `Kunde`: a person or a company."""
    words = read_words(header) or ()
    parties = {Word.PERSON, Word.CUSTOMER, Word.CONTACT, Word.MAIN}
    is_called = Word.NAME_OF in words and Word.CUSTOMER in words  # `Nazwa klienta`
    return (
        bool(words)
        and set(words) <= parties | ({Word.NAME_OF} if is_called else set())
        and words != [Word.MAIN]
    )


def best_addresses(headers: Sequence[str]) -> list[int]:
    """Return the places of the columns of addresses, the best first."""
    found = [(place, read_header(header)) for place, header in enumerate(headers)]
    ranked = [(each.rank, place) for place, each in found if each is not None and each.role in ADDRESSES]
    return [place for _, place in sorted(ranked)]


# --- meaning -------------------------------------------------------------------------------

PERSONS = frozenset({Word.PERSON, Word.CUSTOMER, Word.CONTACT, Word.CONTACT_PERSON})
_WHO = PERSONS | {Word.BESIDE, Word.PARENT}
_OTHERS = frozenset({Word.BESIDE, Word.PARENT})
_FIRST = frozenset({Word.FIRST, Word.FIRST_OF, Word.FIRST_OR_NAME})
_LAST = frozenset({Word.LAST, Word.LAST_OF, Word.LAST_OR_NAME})
_NAME = frozenset({Word.NAME, Word.FIRST_OR_NAME, Word.LAST_OR_NAME})
#: A part of a name, also behind the whole.
_PART = frozenset({Word.FIRST, Word.LAST})
_WHOLE = frozenset({Word.FULL_NAME, Word.SHOWN_NAME, Word.SURNAME_FIRST})


_COMPANIES = frozenset({Word.COMPANY, Word.ACCOUNT})
_PEOPLE_AT = PERSONS - {Word.CUSTOMER}
#: What stands between a company and the person who works there; `Empresa (contacto)` has a bracket.
_BRACKET = "bracket"
_OF = frozenset({"of", "de", "del", "della", "di", "do", "da", "du", "des", "der", "van"})
_AS = {Word.ACCOUNT: Word.COMPANY, Word.RECIPIENT: Word.PERSON}


def _kinds(words: Sequence[Word | int]) -> list[Word]:
    return [word for word in words if isinstance(word, Word)]


def _meaning(words: Sequence[Word | int]) -> Meaning | None:
    if words == [Word.RECIPIENT]:
        return Meaning(ColumnRole.EMAIL, Rank.PERSON)
    if Word.ITEM in words:
        if words[0] is not Word.ITEM or {*PERSONS, *_COMPANIES}.isdisjoint(words):
            return None
        words = [word for word in words if word is not Word.ITEM]
    if Word.ORGANIZATION in words:
        return _of_organization(words)
    kinds = [_AS.get(word, word) for word in _kinds(words)]
    is_second = any(isinstance(word, int) and word > 1 for word in words)
    if Word.EMAIL in kinds:
        return _email(words, kinds, is_second=is_second)
    if is_second or not kinds:
        return None
    if words != kinds and set(kinds) == {Word.NAME}:
        return None  # "Name 1" of an accounting program is the first line of an address
    said: set[Word] = set(kinds) - {Word.MAIN}
    if Word.COMPANY in said and not _is_person_behind(kinds):
        return _company(said | {Word.WORK} if Word.ACCOUNT in words else said)
    person = _person(kinds, said - {Word.COMPANY})
    if person is None and Word.COMPANY in said:
        return _company(said)  # `Société participant`
    return person


def _of_organization(words: Sequence[Word | int]) -> Meaning | None:
    """Return what `School name`, `School email` or `School contact` means; `School` alone may be a place."""
    found = _meaning([Word.COMPANY if word is Word.ORGANIZATION else word for word in words])
    if found is None or words != _kinds(words):
        return None
    if found.role is not ColumnRole.COMPANY:
        return found
    is_named = not {*_NAME, Word.NAME_OF, Word.COMPANY}.isdisjoint(words)
    is_known = {*words} <= {
        *_NAME,
        Word.NAME_OF,
        Word.ORGANIZATION,
        Word.COMPANY,
        Word.WORK,
        Word.MAIN,
        Word.FULL,
        Word.LEGAL,
    }
    return Meaning(ColumnRole.COMPANY, Rank.WEAK) if is_named and is_known else None


def _is_person_behind(kinds: Sequence[Word]) -> bool:
    """Return whether a person follows the company: `Company Contact Name`, but not `Contact Company Name`.

    A customer is none: `Company of customer`.
    """
    behind = kinds[len(kinds) - kinds[::-1].index(Word.COMPANY) :] if Word.COMPANY in kinds else ()
    return not (PERSONS - {Word.CUSTOMER}).isdisjoint(behind)


def _of_one(header: str, words: Sequence[Word | int]) -> Sequence[Word | int]:
    """Return what a header is about that names a company and a person at it: `Compañía` in `Compañía del contacto`."""
    if Word.COMPANY not in words or Word.EMAIL in words or _PEOPLE_AT.isdisjoint(words):
        return words
    tokens = fold(header.replace("(", f" {_BRACKET} ")).split()
    for place, token in enumerate(tokens):
        if token in _OF or token == _BRACKET:
            about, whose = (
                read_words(" ".join(part)) or [] for part in (tokens[:place], tokens[place + 1 :])
            )
            if Word.COMPANY in about and {*whose} <= _PEOPLE_AT | {Word.MAIN}:
                return [*about, Word.CUSTOMER]
            if token in _OF and {*whose} <= _COMPANIES and not _PEOPLE_AT.isdisjoint(about):
                return about
    return words


def _email(words: Sequence[Word | int], kinds: Sequence[Word], *, is_second: bool) -> Meaning | None:
    if Word.VERIFIED in kinds[kinds.index(Word.EMAIL) :]:
        return None
    said = set(kinds) - {Word.EMAIL, Word.ADDRESS}
    if Word.ACCOUNT in words and PERSONS.isdisjoint(words):
        return None  # of a mail program, or of a login
    if (
        said
        - _WHO
        - {Word.COMPANY, Word.WORK, Word.MAIN, Word.OTHER, Word.SHARED, Word.PREFERRED, Word.VERIFIED}
    ):
        return None
    if is_second and _is_of_second(words):
        return None
    if Word.SHARED in said or (Word.COMPANY in said and not _is_person_behind(kinds)):
        return Meaning(ColumnRole.EMAIL, Rank.COMPANY)
    if said & _OTHERS:
        return Meaning(ColumnRole.EMAIL, Rank.BESIDE)
    if is_second or said & {Word.OTHER, Word.VERIFIED}:
        return Meaning(ColumnRole.OTHER_EMAIL, Rank.WEAK)
    if Word.WORK in said:
        return Meaning(ColumnRole.EMAIL, Rank.WORK)
    if said - {Word.MAIN, Word.PREFERRED}:
        return Meaning(ColumnRole.EMAIL, Rank.PERSON)
    return Meaning(ColumnRole.EMAIL, Rank.MAIN if said else Rank.BARE)


def _is_of_second(words: Sequence[Word | int]) -> bool:
    """Return whether a number counts people, `Contact 2 Email`, and not addresses, `Contact Email 2`."""
    counted = next(place for place, word in enumerate(words) if isinstance(word, int) and word > 1)
    return counted > 0 and words[counted - 1] in {*_WHO, Word.COMPANY}


def _company(said: set[Word]) -> Meaning | None:
    said = {Word.NAME if word is Word.FULL_NAME else word for word in said}
    if Word.PARENT in said or said - _WHO - _NAME - {
        Word.NAME_OF,
        Word.COMPANY,
        Word.WORK,
        Word.CLEAN,
        Word.LEGAL,
        Word.FULL,
    }:
        return None
    if Word.CLEAN in said:
        return Meaning(ColumnRole.COMPANY, Rank.NAMED)
    if said & {Word.BESIDE, Word.LEGAL}:
        return Meaning(ColumnRole.COMPANY, Rank.WEAK)
    if said - _NAME - {Word.NAME_OF, Word.COMPANY}:
        return Meaning(ColumnRole.COMPANY, Rank.PERSON)
    return Meaning(ColumnRole.COMPANY, Rank.BARE if said & {*_NAME, Word.NAME_OF} else Rank.MAIN)


def _person(kinds: Sequence[Word], said: set[Word]) -> Meaning | None:
    if said - _FIRST - _LAST - _NAME - _WHO - _WHOLE - {Word.FULL, Word.PREFERRED, Word.CALLED, Word.CLEAN}:
        return None
    who = said & _WHO
    rank = Rank.WEAK if who & _OTHERS else Rank.PERSON if who else Rank.BARE
    if said & (_WHOLE | {Word.FULL}) and _order(kinds) is None and kinds[-1] in _PART:
        said -= {*_WHOLE, Word.FULL}  # `Full Name - Last Name`
    if said & _WHOLE or _order(kinds) is not None:
        return Meaning(ColumnRole.FULL_NAME, Rank.WEAK if Word.SHOWN_NAME in said else min(rank, Rank.NAMED))
    if Word.FULL in said:
        return Meaning(ColumnRole.FULL_NAME, min(rank, Rank.NAMED)) if said & _NAME else None
    if Word.FIRST_OR_NAME in said:
        return Meaning(ColumnRole.FULL_NAME, rank, ColumnRole.LAST_NAME, ColumnRole.FIRST_NAME)
    if Word.LAST_OR_NAME in said and who:
        return Meaning(ColumnRole.FULL_NAME, rank, ColumnRole.FIRST_NAME, ColumnRole.LAST_NAME)
    if Word.CALLED in said or (Word.PREFERRED in said and said & (_NAME | _FIRST)):
        return Meaning(ColumnRole.FIRST_NAME, Rank.WEAK)
    if Word.PREFERRED in said:
        return None
    if said & (_FIRST | _LAST):
        return _part_of_name(kinds, said, who, rank)
    return _whole_name(said, who, rank)


def _part_of_name(kinds: Sequence[Word], said: set[Word], who: set[Word], rank: Rank) -> Meaning | None:
    for role, words in ((ColumnRole.FIRST_NAME, _FIRST), (ColumnRole.LAST_NAME, _LAST)):
        if part := said & words:
            if part <= {Word.FIRST_OF, Word.LAST_OF} and who and not said & _NAME and kinds[0] in part:
                return None  # `Last Contact` is a date
            return Meaning(role, Rank.NAMED if Word.CLEAN in said else rank)
    return None


def _whole_name(said: set[Word], who: set[Word], rank: Rank) -> Meaning | None:
    if Word.CLEAN in said:
        return None
    if Word.NAME in said:
        return Meaning(ColumnRole.FULL_NAME, rank if who else Rank.VAGUE)
    if Word.CONTACT_PERSON in who:
        return Meaning(ColumnRole.FULL_NAME, Rank.PERSON)
    return Meaning(ColumnRole.FULL_NAME, Rank.WEAK) if Word.CONTACT in who else None


def _order(kinds: Sequence[Word]) -> Word | None:
    """Return which part of a whole name stands in front, if a header names both."""
    if Word.SURNAME_FIRST in kinds:
        return Word.SURNAME_FIRST
    firsts = [place for place, word in enumerate(kinds) if word in _FIRST]
    lasts = [place for place, word in enumerate(kinds) if word in _LAST]
    if not firsts or not lasts:
        return None
    return Word.FULL_NAME if firsts[0] < lasts[0] else Word.SURNAME_FIRST
