"""Finds the addresses of whoever has the name: `Attendee email` beside `Attendee name`, and not the buyer's."""

from collections.abc import Collection, Sequence

from seqcli.contacts.headers.column_phrases import Word
from seqcli.contacts.headers.header_roles import PERSONS, Rank, words_of

#: Addresses whose headers say nothing of whose they are.
_NOBODYS = frozenset({Rank.BARE, Rank.MAIN})
_SAME = {Word.CONTACT_PERSON: Word.CONTACT, Word.RECIPIENT: Word.PERSON}


def addresses_of_named(
    name: str, headers: Sequence[str], found: Collection[tuple[Rank, int]], blank: Collection[int]
) -> tuple[list[tuple[Rank, int]], frozenset[int]]:
    """Return which columns of addresses name the same person as the header of the names, and the places of others'.

    If there are none of the first kind but `blank` ones, there are none of the second. A plain `Email` beside a
    contact's is used where that is blank. Beside an attendee's it may be the buyer's.
    """
    people = _people_in(name)
    own = [each for each in found if people & _people_in(headers[each[1]])]
    if all(index in blank for _, index in own):
        return [], frozenset()
    others = {index: rank for rank, index in found if (rank, index) not in own}
    return own, frozenset(
        index
        for index, rank in others.items()
        if (rank in _NOBODYS and Word.PERSON in people) or _are_others(people, _people_in(headers[index]))
    )


def _people_in(header: str) -> frozenset[Word]:
    """Return the kinds of people that a header names; a contact and a contact person are one kind."""
    kinds = {_SAME.get(word, word) for word in words_of(header) if isinstance(word, Word)}
    return frozenset(kinds & PERSONS)


def _are_others(people: Collection[Word], others: Collection[Word]) -> bool:
    """Return whether one header names an attendee, and the other a customer or a contact."""
    return bool(others) and (Word.PERSON in people) is not (Word.PERSON in others)


def names_beside(header: str) -> bool:
    """Return whether a header names a buyer, a user and the like: somebody else than the contact or attendee."""
    return Word.BESIDE in words_of(header)
