"""Finds the columns that fill a blank name or company: a contact's names beside plain ones, a firm's legal name."""

from collections.abc import Iterable

from seqcli.contacts.headers.column_phrases import Word
from seqcli.contacts.headers.header_roles import Rank, words_of
from seqcli.contacts.headers.parties import is_of_other, party_of
from seqcli.contacts.row_types import ColumnRole

_NAMES = frozenset({ColumnRole.FIRST_NAME, ColumnRole.LAST_NAME, ColumnRole.FULL_NAME})
#: `Name` and `Customer name` may be a company's, and so may those that the first rows corrected.
_SURE = frozenset({Rank.NAMED, Rank.BARE, Rank.MAIN, Rank.WORK, Rank.PERSON})
#: Column → the field that it fills, and the number of its person: names are taken of one person only.
StandIns = dict[int, tuple[str, int]]


def stand_ins(free: Iterable[tuple[int, str, ColumnRole, Rank]], address: str) -> StandIns:
    """Return which columns fill blank names and companies.

    `free` has the place, header, role and rank of columns whose role another one has; `address` is the header of the
    address. Nobody else's names are taken, as far as headers say so.
    """
    found: StandIns = {}
    people: dict[frozenset[object], int] = {}
    for place, header, role, rank in free:
        party = party_of(header)
        if is_of_other(header, address) or (party is not None and party is not party_of(address)):
            continue
        if role is ColumnRole.COMPANY:
            if Word.ORGANIZATION not in words_of(header):  # perhaps a school of long ago
                found[place] = role.value, 0
        elif role in _NAMES and rank in _SURE and Word.CUSTOMER not in words_of(header):
            person = frozenset(word for word in words_of(header) if word in _PEOPLE)
            number = people.setdefault(person, len(people) + 1)
            if (role.value, number) not in found.values():
                found[place] = role.value, number
    return found


_PEOPLE = frozenset({Word.PERSON, Word.CONTACT, Word.CONTACT_PERSON, Word.BESIDE})
