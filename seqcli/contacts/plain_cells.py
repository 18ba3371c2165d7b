"""Reads the plain cells of columns, each text once: nearly all cells are plain, and many texts repeat."""

from collections.abc import Callable

from seqcli.contacts.standing.no_cells import Finder
from seqcli.contacts.values.names import changed_name_test
from seqcli.contacts.values.placeholders import NO_VALUE


class NotPlainError(LookupError):
    """A cell is blanked, changed or told, or says no, so that its row is parsed the long way."""


def plain_cell_reader(
    field: str, may_say_no: Finder, says_no: Callable[[str], object]
) -> Callable[[str], str]:
    """Return what reads the plain cells under a merge field, and raises `NotPlainError` for others.

    `may_say_no` and `says_no` are the tests of `UnknownColumns.tests`. Control characters and placeholders are no
    concern here (`is_plain`).
    """
    changes = changed_name_test(field)

    def read(cell: str) -> str:
        value = cell.strip()
        if value in NO_VALUE or (may_say_no(cell.lower()) is not None and says_no(cell)):
            raise NotPlainError
        if changes is not None and value and changes(value):
            raise NotPlainError
        return value

    return read
