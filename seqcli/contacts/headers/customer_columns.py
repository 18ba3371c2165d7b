"""Finds columns of customers that are companies, because the file names the person at the customer beside them."""

from collections.abc import Collection, Sequence

from seqcli.contacts.headers.column_phrases import Word
from seqcli.contacts.headers.header_phrases import NO_WORDS, YES_WORDS, header_key
from seqcli.contacts.headers.header_roles import (
    Meaning,
    is_contact_alone,
    is_contact_person,
    is_customer,
    names_a_party,
    words_of,
)
from seqcli.contacts.row_types import ColumnRole

_PARTS = frozenset({ColumnRole.FIRST_NAME, ColumnRole.LAST_NAME})
_MOST_OF = 0.5


def companies_beside_contacts(
    headers: Sequence[str], meanings: Sequence[Meaning | None], rows: Collection[Sequence[str]]
) -> tuple[list[int], list[int]]:
    """Return the places of customers that are companies, and of the people there; both empty if not sure.

    `Kundenname` beside `Ansprechpartner` is the company, whatever its values look like. The customer is a person if
    the file names parts of the customer's name, or mostly the same as the contact person.
    """
    customers = [place for place, header in enumerate(headers) if is_customer(header)]
    contacts = [
        place
        for place, header in enumerate(headers)
        if meanings[place] is not None and is_contact_person(header) and _may_be_people(header, rows, place)
    ]
    has_parts = any(
        meaning is not None and meaning.role in _PARTS and Word.CUSTOMER in words_of(header)
        for meaning, header in zip(meanings, headers, strict=True)
    )
    if has_parts or not contacts:
        return [], []
    found = [place for place in customers if _may_be_companies(headers[place], rows, place, contacts)]
    return found, contacts if found else []


def _may_be_people(header: str, rows: Collection[Sequence[str]], place: int) -> bool:
    """Return whether cells may be names. `Contact` alone may be a telephone number, and needs cells that are none."""
    cells = _cells(rows, place)
    if not cells:
        return not is_contact_alone(header)
    return sum(map(_like_name, cells)) > len(cells) * _MOST_OF


def _may_be_companies(
    header: str, rows: Collection[Sequence[str]], place: int, contacts: Sequence[int]
) -> bool:
    """Return whether cells are no numbers or answers, and say something else than the contact person."""
    cells = _cells(rows, place)
    test = _like_name if names_a_party(header) else _is_name  # `Customer` alone may be a number
    if sum(map(test, cells)) < len(cells) * _MOST_OF:
        return False
    pairs = [
        (header_key(row[place]), header_key(row[contact]))
        for row in rows
        for contact in contacts
        if max(place, contact) < len(row) and row[contact].strip()
    ]
    return sum(one == other for one, other in pairs) <= len(pairs) * _MOST_OF


def _cells(rows: Collection[Sequence[str]], place: int) -> list[str]:
    return [row[place].strip() for row in rows if place < len(row) and row[place].strip()]


def _like_name(cell: str) -> bool:
    return _is_name(cell) and "@" not in cell and not any(map(str.isdecimal, cell))


def _is_name(cell: str) -> bool:
    key = header_key(cell)
    return any(map(str.isalpha, key)) and key not in NO_WORDS and key not in YES_WORDS
