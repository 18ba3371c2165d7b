"""Gives the columns of a contact file their roles and merge fields, from their headers."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace

from seqcli.contacts.campaign_status import CAMPAIGN_STATUS
from seqcli.contacts.export_columns import OWN_HEADERS
from seqcli.contacts.header_phrases import EMAIL_KEYS, NAME_KEYS, OTHER_EMAIL_KEYS, PARTNERS, header_key
from seqcli.contacts.opt_outs import is_status, may_be_opt_out, opt_out_test
from seqcli.contacts.row_types import Column, ColumnRole
from seqcli.errors import InputFileError
from seqcli.templates import did_you_mean

# --- field names ---------------------------------------------------------------------------

_RESERVED = frozenset(
    {
        *("true", "false", "none", "and", "or", "not", "in", "is", "if", "elif", "else", "endif", "for"),
        *("endfor", "set", "block", "loop", "self", "super", "caller", "pick", "range", "recursive"),
    }
)


def field_name(header: str, position: int) -> str:
    """Return the merge field for a header: lower snake_case, ASCII where that loses nothing but accents.

    A header without any letter or digit becomes `column_<position>`, counted from 1.
    """
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", header) if header[:1].islower() else header
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(char)
    )
    text = bare if bare.isascii() else unicodedata.normalize("NFKC", words).lower()
    name = re.sub(r"\W+", "_", text).strip("_")[:60].rstrip("_")
    if not name:
        return f"column_{position}"
    if name in _RESERVED or not name.isidentifier():
        name = f"field_{name}"
    return name if name.isidentifier() else f"column_{position}"


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


_MAPPED_ROLES = frozenset({"email", *NAME_KEYS})
_OPT_OUT_TARGETS = frozenset({"optout", "optedout", "unsubscribed", "donotcontact"})
_KNOWN_KEYS = frozenset(
    {*EMAIL_KEYS, *OTHER_EMAIL_KEYS, *(key for keys in NAME_KEYS.values() for key in keys)}
)


def count_people_columns(cells: Collection[str]) -> int:
    """Return how many cells are headers for an address, a name or a company."""
    return sum(header_key(cell) in _KNOWN_KEYS for cell in cells)


class ColumnPlan:
    """Gives every column its role: as mapped by hand, else by its header, else a merge field of its own."""

    def __init__(self, source: str, headers: Collection[str]) -> None:
        self.source = source
        self.headers = [header.replace("\ufeff", "").strip() for header in headers]
        self.keys = [header_key(header) for header in self.headers]
        self.columns: dict[int, Column] = {}
        self.fields = {*NAME_KEYS, "email"}
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
        self._assign_emails()
        for role, keys in NAME_KEYS.items():
            self._assign_role(ColumnRole(role), keys)
        for index, header in enumerate(self.headers):
            if index not in self.columns:
                self._assign_field(index, header)
        others = [each.header for each in self.columns.values() if each.role is ColumnRole.OTHER_EMAIL]
        return tuple(self._doubted(self.columns[index], others) for index in sorted(self.columns))

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
        """Give the best address column its role; the others are used where it is blank, unless one was mapped."""
        other_role = ColumnRole.FIELD if self._has(ColumnRole.EMAIL) else ColumnRole.OTHER_EMAIL
        found = [index for key in EMAIL_KEYS + OTHER_EMAIL_KEYS for index in self._free(key)]
        if found and not self._has(ColumnRole.EMAIL):
            self._assign(found.pop(0), "email", ColumnRole.EMAIL)
        for index in found:
            self._assign(index, self._unused(field_name(self.headers[index], index + 1)), other_role)

    def _assign_role(self, role: ColumnRole, keys: tuple[str, ...]) -> None:
        found = next((index for key in keys for index in self._free(key)), None)
        if found is not None and not self._has(role):
            self._assign(found, role.value, role)

    def _assign_field(self, index: int, header: str) -> None:
        if opt_out_test(header) is None:
            doubt = f'not read as an opt-out; if it is one: --map opt_out="{header}"'
            doubt = doubt if may_be_opt_out(header) else ""
            self._assign(index, self._unused(field_name(header, index + 1)), ColumnRole.FIELD, doubt)
        else:
            field = self._unused(field_name(header, index + 1)) if is_status(header) else None
            self._assign(index, field, ColumnRole.OPT_OUT)

    def _free(self, key: str) -> list[int]:
        return [i for i, known in enumerate(self.keys) if known == key and i not in self.columns]

    def _has(self, role: str) -> bool:
        return any(column.role == role for column in self.columns.values())

    def _unused(self, name: str) -> str:
        free = name
        while free in self.fields:
            number = self.repeats[name] = self.repeats.get(name, 1) + 1
            free = f"{name}_{number}"
        return free

    def _doubted(self, column: Column, others: list[str]) -> Column:
        key = header_key(column.header)
        if column.role is ColumnRole.EMAIL and others:
            return replace(column, doubtful=f"{listed(others)} used only where it is blank")
        if column.role in NAME_KEYS and key in PARTNERS and not self._has(PARTNERS[key]):
            if column.role is ColumnRole.FULL_NAME:
                doubt = (
                    ""
                    if self._has(ColumnRole.FIRST_NAME)
                    else "split at the first blank into first and last name"
                )
            else:
                doubt = f'"{column.header}" means other things in other languages'
            return replace(column, doubtful=doubt)
        return column


def listed(names: Collection[str]) -> str:
    """Return names in quotes, twelve at most."""
    shown = [f'"{name}"' for name in names if name][:12]
    return ", ".join(shown) + (" …" if len(names) > 12 else "")
