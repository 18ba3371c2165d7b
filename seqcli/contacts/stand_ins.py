"""Fills the blank names and companies of a row from other columns: names of one person only."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from seqcli.contacts.row_types import Column
from seqcli.contacts.values.names import changed_name_test, read_name
from seqcli.contacts.values.placeholders import is_blank, without_entities

_COMPANY = "company"
_NAMES = frozenset({"first_name", "last_name", "full_name"})


class _Source(NamedTuple):
    """A column that fills a field; `changes` is a quick test whether a value is perhaps not read as it is."""

    field: str
    place: int
    remark: str
    changes: Callable[[str], bool]


def _source(column: Column) -> _Source:
    remark = f'{column.stands_in.replace("_", " ")} taken from "{column.header}"'
    return _Source(column.stands_in, column.index, remark, changed_name_test(column.stands_in) or bool)


class StandIns:
    """The columns of a file that are used where a name or the company is blank (`Column.stands_in`)."""

    def __init__(self, columns: Iterable[Column]) -> None:
        # a last name comes first: what a first name is depends on it
        self.columns = sorted(
            (each for each in columns if each.stands_in),
            key=lambda each: (each.person, each.stands_in != "last_name"),
        )
        self.has_full_name = any(each.stands_in == "full_name" for each in self.columns)
        self._companies = [[_source(each)] for each in self.columns if each.stands_in == _COMPANY]
        names = (each for each in self.columns if each.stands_in != _COMPANY)
        self._people = [list(map(_source, each)) for _, each in groupby(names, lambda each: each.person)]

    def fill(self, fields: dict[str, str], cells: Sequence[str]) -> list[str]:
        """Fill what is blank; return where each value comes from."""
        taken: list[str] = []
        if self._companies and _COMPANY not in fields:
            taken += _fill(fields, cells, self._companies)
        if self._people and _NAMES.isdisjoint(fields):
            taken += _fill(fields, cells, self._people)
        return taken


def _fill(fields: dict[str, str], cells: Sequence[str], groups: Iterable[Sequence[_Source]]) -> list[str]:
    """Take the values of the first columns that have one."""
    for sources in groups:
        remarks = [each.remark for each in sources if _fill_one(fields, cells[each.place], each)]
        if remarks:
            return remarks
    return []


def _fill_one(fields: dict[str, str], cell: str, source: _Source) -> bool:
    value = " ".join(without_entities(cell).split())
    if not value or is_blank(value):
        return False
    if source.changes(value):
        value = read_name(source.field, value, fields.get("last_name", ""))
    if value:
        fields[source.field] = value
    return value != ""
