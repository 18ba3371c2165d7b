"""Looks at the company's address in a row in which the person has none."""

from collections.abc import Iterable, Iterator, Sequence

from seqcli.addresses import address_problem
from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.row_types import OF_COMPANY, Column, ColumnRole

_NAMES = frozenset({ColumnRole.FIRST_NAME, ColumnRole.LAST_NAME, ColumnRole.FULL_NAME})
#: Fewer may stand in any address.
_FEWEST_LETTERS = 3


class CompanyEmails:
    """The columns of a file with addresses of the company, beside those of people."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._columns = [each for each in columns if each.doubtful == OF_COMPANY]
        self._names = [each for each in columns if each.role in _NAMES or each.stands_in in _NAMES]

    def of_person(self, cells: Sequence[str]) -> Column | None:
        """Return the column whose address has the name of the person in it: it is the person's."""
        words = {word for each in self._names for word in fold(cells[each.index]).split()}
        words = {word for word in words if len(word) >= _FEWEST_LETTERS}
        return next((each for each, cell in self._filled(cells) if _has_one(words, cell)), None)

    def hint(self, cells: Sequence[str]) -> str:
        """Return a hint at the address, which is not written to before somebody says so; empty if there is none."""
        return next((f'. Perhaps "{cell}", from "{each.header}".' for each, cell in self._filled(cells)), "")

    def _filled(self, cells: Sequence[str]) -> Iterator[tuple[Column, str]]:
        for column in self._columns:
            cell = cells[column.index].strip()
            if cell and not address_problem(cell):
                yield column, cell


def _has_one(words: Iterable[str], address: str) -> bool:
    local = fold(address.partition("@")[0])
    return any(word in local for word in words)
