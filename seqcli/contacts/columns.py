"""Gives the columns of a contact file their roles and merge fields, from their headers."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from seqcli.contacts.field_names import field_name
from seqcli.contacts.headers.export_columns import OWN_HEADERS
from seqcli.contacts.headers.first_rows import BY_PERSON, FirstRows
from seqcli.contacts.headers.header_phrases import PARTNERS, fold, header_key
from seqcli.contacts.headers.header_roles import (
    ADDRESSES,
    Meaning,
    Rank,
    is_address_header,
)
from seqcli.contacts.headers.named_people import addresses_of_named, names_beside
from seqcli.contacts.headers.parties import is_of_other, party_of
from seqcli.contacts.headers.stand_ins import stand_ins
from seqcli.contacts.row_types import OF_COMPANY, Column, ColumnRole
from seqcli.contacts.standing.campaign_status import CAMPAIGN_STATUS
from seqcli.contacts.standing.opt_out_headers import means_post
from seqcli.contacts.standing.opt_outs import is_status, may_be_opt_out, means_opt_out, opt_out_test
from seqcli.errors import InputFileError
from seqcli.templates import did_you_mean

_SEND_COLUMN = re.compile(r"answered_step|step_\d+_(?:sent_at|variant)")

# --- the whole header ---------------------------------------------------------------------------


def find_column(wanted: str, headers: Collection[str]) -> int | None:
    """Return the index of the header that `wanted` names: exactly, by its letters and digits, or by number from 1."""
    names = [header.strip() for header in headers]
    if wanted.strip() in names:
        return names.index(wanted.strip())
    keys = [header_key(name) for name in names]
    if header_key(wanted) and header_key(wanted) in keys:
        return keys.index(header_key(wanted))
    if wanted.strip().isdecimal() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    return None


_NAMES = (ColumnRole.FIRST_NAME, ColumnRole.LAST_NAME, ColumnRole.COMPANY, ColumnRole.FULL_NAME)
_MAPPED_ROLES = frozenset({ColumnRole.EMAIL, *_NAMES})
_OPT_OUT_TARGETS = frozenset({"optout", "optedout", "unsubscribed", "donotcontact"})
#: In German and Dutch, a name beside a first name is a last name.
_LAST_NAMES = frozenset({"name", "naam"})
_FIRST_NAMES = frozenset({"vorname", "voornaam"})
_DOUBTS = {
    Rank.VAGUE: "the only column of addresses",
    Rank.COMPANY: "an address of the company, not of the person",
}
_NOT_WRITTEN_TO = {
    Rank.BESIDE: "not written to: perhaps somebody else's address",
    Rank.COMPANY: OF_COMPANY,
}


class ColumnPlan:
    """Gives every column its role: as mapped by hand, else by its header, else a merge field of its own."""

    def __init__(
        self, source: str, headers: Collection[str], first_rows: Collection[Sequence[str]] = ()
    ) -> None:
        self.source = source
        self.headers = [header.replace("\ufeff", "").strip() for header in headers]
        self.columns: dict[int, Column] = {}
        read = FirstRows(self.headers, () if self.is_own else first_rows)
        self.meanings = read.meanings
        self._blank = read.blank
        self._is_by_rows = read.have_corrected
        self.fields: set[str] = set(_MAPPED_ROLES)
        self.repeats: dict[str, int] = {}
        self.by_hand: dict[int, str] = {}
        self.statuses: set[int] = set()

    def plan(self, mapping: Mapping[str, str], ignore: Collection[str]) -> tuple[Column, ...]:
        """Return the columns in file order.

        Raises:
            InputFileError: a mapped or ignored column does not exist, a mapped field is not a field name, or a
                column is mapped twice.
        """
        state = self._state_indexes() if self.is_own else set[int]()
        for index, header in enumerate(self.headers):
            if index in state:
                # people suppressed in one state file must not get mail from another
                is_status_column = header == "status"
                self._assign(index, None, ColumnRole.OPT_OUT if is_status_column else ColumnRole.IGNORED)
        for wanted in ignore:
            index = self.located(wanted)
            self.by_hand[index] = "ignored"
            self._assign(index, None, ColumnRole.IGNORED)
        for field, wanted in mapping.items():
            self._map(field, wanted)
        for role in _NAMES:
            self._assign_role(role)
        self._assign_emails()
        self._leave_names_of_others()
        self._take_names_of_the_same()
        for index, header in enumerate(self.headers):
            if index not in self.columns:
                self._assign_field(index, header)
        self._let_stand_in()
        return tuple(self._doubted(self.columns[index]) for index in sorted(self.columns))

    @property
    def stated(self) -> dict[int, str]:
        """Column → field, as a rejects file must state it: what was mapped by hand or known by the first rows.

        A rejects file has other rows.
        """
        found = {each.index: each.role.value for each in self.columns.values() if each.role in _MAPPED_ROLES}
        return {**found, **self.by_hand} if self._is_by_rows else self.by_hand

    @property
    def is_own(self) -> bool:
        """Whether seqcli wrote this header, in an export or a list of leads."""
        return bool(self._own_columns())

    def _own_columns(self) -> tuple[str, ...]:
        return next((each for each in OWN_HEADERS if tuple(self.headers[: len(each)]) == each), ())

    def _state_indexes(self) -> set[int]:
        """Return the indexes of seqcli's own columns, except the address, in a list that seqcli wrote."""
        own = len(self._own_columns())
        sends = {i for i, header in enumerate(self.headers[own:], own) if _SEND_COLUMN.fullmatch(header)}
        return sends | {i for i in range(own) if self.headers[i] != "email"}

    def located(self, wanted: str) -> int:
        """Return the index of the column that `wanted` names.

        Raises:
            InputFileError: there is none.
        """
        index = find_column(wanted, self.headers)
        if index is None:
            close = did_you_mean(wanted, [header for header in self.headers if header])
            message = f'{self.source} has no column "{wanted}"{close}'
            raise InputFileError("unknown_column", message, f"It has: {listed(self.headers)}.")
        return index

    def _map(self, field: str, wanted: str) -> None:
        index = self.located(wanted)
        if CAMPAIGN_STATUS.fullmatch(field) and self.by_hand.get(index) == "ignored":
            return  # the header of a file of people kept back says so, and an option says more
        if index in self.by_hand:
            how = self.by_hand[index]
            what = "ignored and mapped" if how == "ignored" else "mapped twice"
            message = f'{self.source}: the column "{self.headers[index]}" is {what}: {how}, {field}'
            raise InputFileError("mapped_twice", message, "Name each column once.")
        self.by_hand[index] = field
        if CAMPAIGN_STATUS.fullmatch(field):
            self.statuses.add(index)
        elif header_key(field) in _OPT_OUT_TARGETS:
            self._assign(index, None, ColumnRole.OPT_OUT)
        elif field in _MAPPED_ROLES:
            self._assign(index, field, ColumnRole(field))
        elif field == field_name(field, 0):
            self._assign(index, field, ColumnRole.FIELD)
        else:
            message = f'"{field}" cannot be a merge field'
            raise InputFileError("bad_field", message, f'Map "{field_name(field, index + 1)}" instead.')

    def _assign(self, index: int, field: str | None, role: ColumnRole, doubtful: str = "") -> None:
        self.columns[index] = Column(index, self.headers[index], field, role, doubtful)
        if field is not None:
            self.fields.add(field)

    def _assign_emails(self) -> None:
        """Give the best address column its role; other addresses of the person are used where it is blank.

        If one was mapped, the others are merge fields. So are a buyer's and the company's beside a contact's, and a
        plain `Email` beside the address of whoever has the name.
        """
        found = self._best(ADDRESSES)
        role = ColumnRole.FIELD if self._has(ColumnRole.EMAIL) else ColumnRole.OTHER_EMAIL
        main = Rank.BARE
        strangers: frozenset[int] = frozenset()
        named = {each.role: each.header for each in self.columns.values()}
        name = next((named[role] for role in BY_PERSON if role in named), "")
        if found and not self._has(ColumnRole.EMAIL):
            own, strangers = addresses_of_named(name, self.headers, found, self._blank)
            main, index = min(own or found)
            found.remove((main, index))
            self._assign(index, "email", ColumnRole.EMAIL, _DOUBTS.get(main, ""))
        for rank, index in found:
            field = self._unused(field_name(self.headers[index], index + 1))
            if index in strangers or (rank in _NOT_WRITTEN_TO and rank > main):
                whose = Rank.BESIDE if index in strangers else rank
                self._assign(index, field, ColumnRole.FIELD, _NOT_WRITTEN_TO[whose])
                if whose is Rank.BESIDE:
                    self.columns[index] = replace(self.columns[index], is_of_others=True)
            elif self._has_names_of_its_own(index, name):
                self._assign(index, field, ColumnRole.FIELD, _NOT_WRITTEN_TO[Rank.BESIDE])
            else:
                self._assign(index, field, role)

    def _has_names_of_its_own(self, index: int, name: str) -> bool:
        """Return whether other columns name the party of an address, and the name that is taken is not theirs."""
        party = party_of(self.headers[index])
        named = [
            party_of(header)
            for header, meaning in zip(self.headers, self.meanings, strict=True)
            if meaning is not None and meaning.role in BY_PERSON
        ]
        return party is not None and party in named and party is not party_of(name)

    def _leave_names_of_others(self) -> None:
        """Take no buyer's name for a mail to somebody else, if the buyer has an address of their own here."""
        addresses = {
            each.role: each.header
            for each in self.columns.values()
            if names_beside(each.header) and is_address_header(each.header)
        }
        if ColumnRole.FIELD not in addresses or ColumnRole.EMAIL in addresses:
            return
        for index, column in tuple(self.columns.items()):
            is_name = column.role in BY_PERSON and index not in self.by_hand
            if is_name and names_beside(column.header):
                self._assign(index, self._unused(field_name(column.header, index + 1)), ColumnRole.FIELD)

    def _take_names_of_the_same(self) -> None:
        """Take the names of whoever has the address, as far as headers say whose they are; nobody else's."""
        address = next((each.header for each in self.columns.values() if each.role is ColumnRole.EMAIL), "")
        for index, header in enumerate(self.headers):
            meaning = self.meanings[index]
            if meaning is None or meaning.role not in BY_PERSON or index in self.by_hand:
                continue
            if is_of_other(header, address):
                self.meanings[index] = None
                if index in self.columns and self.columns[index].role in BY_PERSON:
                    del self.columns[index]
        for role in BY_PERSON:
            self._assign_role(role)

    def _let_stand_in(self) -> None:
        """Let other columns of names and companies fill those that are blank, but where somebody mapped one."""
        mapped = {self.columns[index].role for index in self.by_hand}
        wanted = {role for role in _NAMES if self._has(role) and role not in mapped}
        wanted |= set() if mapped & {*BY_PERSON} or not wanted & {*BY_PERSON} else {*BY_PERSON}
        free = [
            (index, self.headers[index], self._role(meaning, index), meaning.rank)
            for index, meaning in enumerate(self.meanings)
            if meaning is not None
            and self.columns[index].role is ColumnRole.FIELD
            and index not in self.by_hand
        ]
        address = next((each.header for each in self.columns.values() if each.role is ColumnRole.EMAIL), "")
        found = stand_ins([each for each in free if each[2] in wanted], address)
        for index, (field, person) in found.items():
            self.columns[index] = replace(self.columns[index], stands_in=field, person=person)

    def _assign_role(self, role: ColumnRole) -> None:
        found = self._best({role})
        if found and not self._has(role):
            index = next((place for _, place in found if place not in self._blank), found[0][1])
            self._is_by_rows |= index != found[0][1]
            self._assign(index, role.value, role)

    def _best(self, roles: Collection[ColumnRole]) -> list[tuple[Rank, int]]:
        """Return the ranks and places of the free columns with one of these roles, the best first."""
        return sorted(
            (meaning.rank, index)
            for index, meaning in enumerate(self.meanings)
            if meaning is not None and index not in self.columns and self._role(meaning, index) in roles
        )

    def _role(self, meaning: Meaning, index: int) -> ColumnRole:
        """Return the role of a column beside the others: `Nom du contact` is a last name beside `Prénom`."""
        roles = {each.role for each in self.meanings if each is not None}
        if meaning.beside is not None and meaning.partner in roles:
            return meaning.beside
        if meaning.role is ColumnRole.FULL_NAME and ColumnRole.LAST_NAME not in roles:
            others = (header for place, header in enumerate(self.headers) if place != index)
            words = {word for header in others for word in fold(header).split()}
            is_name = not _LAST_NAMES.isdisjoint(fold(self.headers[index]).split())
            is_last = is_name and not words.isdisjoint(_FIRST_NAMES)
            return ColumnRole.LAST_NAME if is_last else meaning.role
        return meaning.role

    def _assign_field(self, index: int, header: str) -> None:
        is_known = opt_out_test(header) is not None and not means_post(header, self.headers)
        if not is_known and not means_opt_out(header, self.headers):
            doubt = f'not read as an opt-out; if it is one: --map opt_out="{header}"'
            doubt = doubt if may_be_opt_out(header) else ""
            self._assign(index, self._unused(field_name(header, index + 1)), ColumnRole.FIELD, doubt)
        else:
            field = self._unused(field_name(header, index + 1)) if is_status(header) else None
            self._assign(index, field, ColumnRole.OPT_OUT)

    def _has(self, role: str) -> bool:
        return any(column.role == role for column in self.columns.values())

    def _unused(self, name: str) -> str:
        free = name
        while free in self.fields:
            number = self.repeats[name] = self.repeats.get(name, 1) + 1
            free = f"{name}_{number}"
        return free

    def _doubted(self, column: Column) -> Column:
        key = header_key(column.header)
        doubt = column.doubtful or self._stood_in_for(column)
        if not doubt and column.role in _NAMES and key in PARTNERS and not self._has(PARTNERS[key]):
            doubt = f'"{column.header}" means other things in other languages'
            if column.role is ColumnRole.FULL_NAME:
                is_split = not self._has(ColumnRole.FIRST_NAME)
                doubt = "split into first and last name, without titles" if is_split else ""
        return replace(column, doubtful=doubt) if doubt else column

    def _stood_in_for(self, column: Column) -> str:
        """Return which columns are used where this one is blank."""
        others = [
            each.header
            for each in self.columns.values()
            if (column.role is ColumnRole.EMAIL and each.role is ColumnRole.OTHER_EMAIL)
            or (column.role in _NAMES and each.stands_in == column.role)
        ]
        return f"{listed(others)} used only where it is blank" if others else ""


def listed(names: Collection[str]) -> str:
    """Return names in quotes, twelve at most."""
    shown = [f'"{name}"' for name in names if name][:12]
    return ", ".join(shown) + (" …" if len(names) > 12 else "")
