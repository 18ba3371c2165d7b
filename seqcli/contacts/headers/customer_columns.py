"""Finds columns of customers that are companies, because the file names the person at the customer beside them."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

from seqcli.contacts.headers.column_phrases import Word
from seqcli.contacts.headers.header_phrases import NO_WORDS, YES_WORDS, fold, header_key
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
_LEAD = frozenset({"lead", "leads"})


class Customers(NamedTuple):
    """The places of customers that are companies, of the people there, and of titles of deals."""

    companies: Sequence[int] = ()
    contacts: Sequence[int] = ()
    deals: Sequence[int] = ()


def companies_beside_contacts(
    headers: Sequence[str], meanings: Sequence[Meaning | None], rows: Collection[Sequence[str]]
) -> Customers:
    """Return what columns of customers hold beside contacts; nothing if not sure.

    `Kundenname` beside `Ansprechpartner`, or beside `Vorname` and `Nachname`, is the company, whatever its values look
    like. The customer is a person if the file names parts of the customer's name, or mostly the same as the person.
    `Lead name` beside a contact and a company is the title of a deal.
    """
    named = [
        (place, header, meaning.role)
        for place, (header, meaning) in enumerate(zip(headers, meanings, strict=True))
        if meaning is not None
    ]
    if any(role in _PARTS and Word.CUSTOMER in words_of(header) for _, header, role in named):
        return Customers()
    contacts = [
        place
        for place, header, _ in named
        if is_contact_person(header) and _may_be_people(header, rows, place)
    ]
    parts = [place for place, _, role in named if role in _PARTS]
    found = [
        place
        for place, header in enumerate(headers)
        if is_customer(header)
        and _may_be_companies(header, rows, place)
        and (
            (contacts and not _say_the_same(rows, place, contacts))
            or (len(parts) > 1 and not names_a_party(header) and not _say_the_same(rows, place, parts))
        )
    ]
    has_company = any(role is ColumnRole.COMPANY and _cells(rows, place) for place, _, role in named)
    deals = [
        place
        for place, header in enumerate(headers)
        if has_company and (contacts or place in found) and is_customer(header) and _is_of_lead(header)
    ]
    companies = [place for place in found if place not in deals]
    return Customers(companies, contacts if found or deals else (), deals)


def _is_of_lead(header: str) -> bool:
    return not _LEAD.isdisjoint(fold(header).split())


def _may_be_people(header: str, rows: Collection[Sequence[str]], place: int) -> bool:
    """Return whether cells may be names. `Contact` alone may be a telephone number, and needs cells that are none."""
    cells = _cells(rows, place)
    if not cells:
        return not is_contact_alone(header)
    return sum(map(_like_name, cells)) > len(cells) * _MOST_OF


def _may_be_companies(header: str, rows: Collection[Sequence[str]], place: int) -> bool:
    """Return whether cells are no numbers or answers, as `Customer` alone may hold."""
    cells = _cells(rows, place)
    test = _like_name if names_a_party(header) else _is_name
    return sum(map(test, cells)) >= len(cells) * _MOST_OF


def _say_the_same(rows: Collection[Sequence[str]], place: int, people: Sequence[int]) -> bool:
    """Return whether most rows have the same words under a column as under one or all of the people's."""
    pairs = []
    for row in rows:
        if max(place, *people) < len(row) and any(row[each].strip() for each in people):
            words = [fold(row[each]).split() for each in people]
            pairs.append((sorted(fold(row[place]).split()), [*map(sorted, words), sorted(chain(*words))]))
    return sum(said in names for said, names in pairs) > len(pairs) * _MOST_OF


def _cells(rows: Collection[Sequence[str]], place: int) -> list[str]:
    return [row[place].strip() for row in rows if place < len(row) and row[place].strip()]


def _like_name(cell: str) -> bool:
    return _is_name(cell) and "@" not in cell and not any(map(str.isdecimal, cell))


def _is_name(cell: str) -> bool:
    key = header_key(cell)
    return any(map(str.isalpha, key)) and key not in NO_WORDS and key not in YES_WORDS
