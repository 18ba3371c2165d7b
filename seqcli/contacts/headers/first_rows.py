"""Corrects what headers mean by the first rows: a column of addresses has some, and `Customer` may be a company."""

from collections.abc import Collection, Sequence

from seqcli.contacts.headers.column_phrases import Word
from seqcli.contacts.headers.column_values import (
    are_companies,
    are_names_not_surnames,
    are_whole_names,
    pairs_of,
)
from seqcli.contacts.headers.customer_columns import companies_beside_contacts
from seqcli.contacts.headers.header_list import only_address_column, read_headers
from seqcli.contacts.headers.header_phrases import fold, header_key
from seqcli.contacts.headers.header_roles import Meaning, Rank, best_addresses, names_a_party, words_of
from seqcli.contacts.headers.leaders import find_leader
from seqcli.contacts.headers.parties import Party, party_of
from seqcli.contacts.row_types import ColumnRole

#: The first of these that a file has says whose name is used.
BY_PERSON = (ColumnRole.FIRST_NAME, ColumnRole.FULL_NAME, ColumnRole.LAST_NAME)
_SEVERAL = 2
#: As many rows with one and the same school or hotel are about one, and not at many.
_MANY = 5
#: A surname in French and Romanian, and in many lists the whole name.
_BARE_NAMES = frozenset({"nom", "nume"})
#: How headers begin in Spanish and Portuguese, where people have two surnames, and some are given names too.
_TWO_SURNAMES = ("apell", "apelid", "sobrenome")
_MAY_BE_COMPANY = frozenset({Rank.PERSON, Rank.VAGUE, Rank.WEAK, Rank.BARE})


class FirstRows:
    """What each header means beside the others and above the first rows; `blank` are the places of blank columns."""

    def __init__(self, headers: Sequence[str], rows: Collection[Sequence[str]]) -> None:
        self.meanings = read_headers(headers)
        self.blank: set[int] = set()
        self.have_corrected = False
        self._headers = headers
        self._rows = rows
        if rows:
            self._read()

    def _read(self) -> None:
        rows = self._rows
        if (only := only_address_column(self._headers, rows)) is not None:
            self._correct(only, Meaning(ColumnRole.EMAIL, Rank.VAGUE))
        addresses = ([only] if only is not None else []) + best_addresses(self._headers)
        filled = [_filled(rows, place) for place in range(len(self._headers))]
        self.blank = {place for place, cells in enumerate(filled) if not cells and len(rows) >= _SEVERAL}
        have_some = any("@" in cell for place in addresses for cell in filled[place])
        roles = {each.role for each in self.meanings if each is not None}
        decided = self._read_customers()
        for place, cells in enumerate(filled):
            if place in addresses and have_some and cells and "@" not in "".join(cells):
                self._correct(place, None)
            elif place not in decided:
                self._read_names(place, cells, addresses, roles)
        self._read_leaders(addresses)

    def _read_names(
        self, place: int, cells: Sequence[str], addresses: Collection[int], roles: Collection[ColumnRole]
    ) -> None:
        """Correct a header of names or companies if the cells are something else."""
        header, meaning = self._headers[place], self.meanings[place]
        role = meaning.role if meaning is not None else None
        pairs = pairs_of(self._rows, place, addresses)
        if role is ColumnRole.COMPANY and Word.ORGANIZATION in words_of(header):
            if self._are_of_others(cells):
                self._correct(place, None)
        elif role is ColumnRole.LAST_NAME and ColumnRole.FIRST_NAME not in roles:
            is_bare = header_key(header) in _BARE_NAMES
            is_only = ColumnRole.FULL_NAME not in roles and not fold(header).startswith(_TWO_SURNAMES)
            if (is_bare and are_whole_names(pairs)) or (is_only and are_names_not_surnames(pairs)):
                self._correct(place, Meaning(ColumnRole.FULL_NAME, Rank.PERSON))
        elif meaning is None and names_a_party(header):
            if not self._read_company(place, pairs, roles) and are_whole_names(pairs):
                self._correct(place, Meaning(ColumnRole.FULL_NAME, Rank.WEAK))
        elif meaning is not None and role is ColumnRole.FULL_NAME and meaning.rank in _MAY_BE_COMPANY:
            self._read_company(place, pairs, roles)

    def _read_company(
        self, place: int, pairs: Sequence[tuple[str, str]], roles: Collection[ColumnRole]
    ) -> bool:
        may_be_surname = ColumnRole.FIRST_NAME in roles and ColumnRole.LAST_NAME not in roles
        is_company = are_companies(pairs, may_be_surname=may_be_surname)
        if is_company:
            self._correct(place, Meaning(ColumnRole.COMPANY, Rank.WEAK))
        return is_company

    def _are_of_others(self, cells: Sequence[str]) -> bool:
        """Return whether schools, shops and the like are not those of the people: a child's, or one for all rows."""
        is_one = len(cells) >= _MANY and len({cell.casefold() for cell in cells}) == 1
        return is_one or any(party_of(header) is Party.PARENT for header in self._headers)

    def _read_leaders(self, addresses: Collection[int]) -> None:
        """Take the names of those who lead the companies if there are no others."""
        if {each.role for each in self.meanings if each is not None}.isdisjoint(BY_PERSON):
            leader = find_leader(self._headers, self._rows, addresses)
            if leader is not None:
                self._correct(leader, Meaning(ColumnRole.FULL_NAME, Rank.WEAK))

    def _read_customers(self) -> list[int]:
        """Make customers beside their contact persons companies, and titles of deals no names; return all places."""
        companies, contacts, deals = companies_beside_contacts(self._headers, self.meanings, self._rows)
        for place in companies:
            self._correct(place, Meaning(ColumnRole.COMPANY, Rank.PERSON))
        for place in deals:
            self._correct(place, None)
        return [*companies, *contacts, *deals]

    def _correct(self, place: int, meaning: Meaning | None) -> None:
        self.meanings[place] = meaning
        self.have_corrected = True


def _filled(rows: Collection[Sequence[str]], place: int) -> list[str]:
    """Return the cells of a column that are not blank."""
    return [row[place] for row in rows if place < len(row) and row[place].strip()]
