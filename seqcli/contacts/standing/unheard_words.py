"""Names the words of statuses that nobody knows, beside a no or in a status of subscribers. Memory is bounded.

Such a word may be a no that no table has. It ends nobody unless somebody says so.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from seqcli.contacts.headers.header_phrases import IN_WORDS, fold, header_key
from seqcli.contacts.headers.header_roles import ADDRESSES
from seqcli.contacts.row_types import CampaignStatus, Column, ColumnRole
from seqcli.contacts.standing.answer_readings import Asks, asks
from seqcli.contacts.standing.campaign_meanings import find_meaning, is_number, shown_word, word_key
from seqcli.contacts.standing.campaign_status import SUPPRESSING
from seqcli.contacts.standing.campaign_words import LEAD_HEADERS, LOOSE_HEADERS, OTHER_HEADERS
from seqcli.contacts.standing.no_cells import whole_no
from seqcli.contacts.standing.nothing_phrases import NEVER_ASKED, NO_DAY, NOT_STATED
from seqcli.contacts.standing.opt_out_cells import is_clear_yes, says_stop_in_person
from seqcli.contacts.standing.opt_out_headers import is_about_other
from seqcli.contacts.standing.opt_outs import is_consent, is_status, opt_out_test
from seqcli.contacts.standing.state_phrases import (
    ABOUT_SUBSCRIPTION,
    HARMLESS,
    HARMLESS_PHRASES,
    OF_PAYMENT,
    STATE_HEADERS,
    SUBSCRIBERS,
)
from seqcli.contacts.values.placeholders import is_blank

_MOST_KEPT = 300
_HARMLESS = frozenset(HARMLESS.split())
#: Words of campaigns such as `Cancelled` and `Inactive`, which others write too, may be said of subscribers as well.
_PERHAPS_OVER = {CampaignStatus.STARTED, CampaignStatus.FINISHED}
_DAY = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
CellTest = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class UnheardWord:
    """A word of a column of statuses that may be a no, and the number of rows that have it."""

    header: str
    word: str
    key: str
    count: int


class UnheardWords:
    """Counts the cells of columns of statuses, and tells which may be a no that nobody knows.

    `chosen` says what words mean, by `word_key`. `skipped` are columns that somebody has decided about.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        chosen: Mapping[str, CampaignStatus],
        skipped: Collection[int] = (),
    ) -> None:
        self._chosen = chosen
        self._ending = frozenset(word for word, meaning in chosen.items() if meaning in SUPPRESSING)
        read = [each for each in columns if each.index not in skipped]
        self._columns = [each for each in read if _holds_states(each)]
        self._named = [each for each in read if each in self._columns or _may_be_of_sender(each)]
        self._counts: dict[int, dict[str, int]] = {each.index: {} for each in self._columns}
        self._addresses = [each.index for each in columns if each.role in ADDRESSES]
        self._has_subscribers = any(re.search(SUBSCRIBERS, header_key(each.header)) for each in columns)

    def tests(self) -> list[tuple[int, str, Callable[[str], bool]]]:
        """Return a test for each column in which a word ends people because somebody said so, as `OptOuts` takes it."""
        return [(each.index, each.header, self._is_ending) for each in self._named if self._ending]

    def _is_ending(self, cell: str) -> bool:
        return not self._ending.isdisjoint({word_key(cell), word_key(shown_word(cell))})

    def watched(
        self, rows: Iterator[tuple[int, list[str]]], reasons: Collection[int]
    ) -> Iterator[tuple[int, list[str]]]:
        """Return the same rows, and count their statuses. `reasons` are columns of a file of rejected rows."""
        return rows if not self._columns or reasons else self._counted(rows)

    def _counted(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
        counts, addresses = list(self._counts.items()), self._addresses
        for line, cells in rows:
            person = 0  # a row without an address has nobody to suppress
            for index in addresses:
                if index < len(cells) and cells[index]:
                    person = 1
                    break
            for index, found in counts:
                if index < len(cells) and (cell := cells[index]):
                    if cell in found:
                        found[cell] += person
                    elif len(found) < _MOST_KEPT:
                        found[cell] = person
            yield line, cells

    def has(self, word: str) -> bool:
        """Return whether a cell has this word."""
        key = word_key(word)
        return any(
            key in {word_key(cell), word_key(shown_word(cell))}
            for each in self._counts.values()
            for cell in each
        )

    def found(
        self, told: Collection[int] = (), is_told: Callable[[int, str], bool] = lambda _index, _cell: False
    ) -> tuple[UnheardWord, ...]:
        """Return the words, by column, the most frequent first.

        `told` are columns whose words are told elsewhere, and `is_told` says it of a cell.
        """
        return tuple(
            word
            for column in self._columns
            if column.index not in told
            for word in self._words(column.header, self._counts[column.index], partial(is_told, column.index))
        )

    def _words(
        self, header: str, counts: Mapping[str, int], is_told: Callable[[str], bool]
    ) -> list[UnheardWord]:
        is_open = _may_hold_unheard(header, counts)
        if not is_open and not (self._has_subscribers and _may_be_of_subscribers(header, counts)):
            return []
        found: dict[str, UnheardWord] = {}
        for cell, count in counts.items():
            key = word_key(cell)
            if not is_open and find_meaning(header, cell.strip()).status is None:
                continue
            is_new = count and key not in self._chosen and not is_told(cell)
            if is_new and _is_unheard(header, cell.strip()):
                before = found[key].count if key in found else 0
                found[key] = UnheardWord(header, shown_word(cell), key, before + count)
        return sorted(found.values(), key=lambda each: -each.count)


def _holds_states(column: Column) -> bool:
    if column.role is ColumnRole.OPT_OUT:
        is_read = column.field is not None and is_status(column.header)
        return is_read and opt_out_test(column.header) is not says_stop_in_person
    if column.role is not ColumnRole.FIELD or is_about_other(column.header) or is_consent(column.header):
        return False
    return any(re.fullmatch(STATE_HEADERS, word) for word in fold(column.header).split())


def _may_be_of_sender(column: Column) -> bool:
    """Return whether another sender's words stand in a column, if one of its cells shows that it does."""
    if column.role not in {ColumnRole.OPT_OUT, ColumnRole.FIELD}:
        return False
    is_status_header = asks(column.header) in {Asks.STATUS, Asks.STATUS_OF_ANYTHING}
    return is_status_header or header_key(column.header) in LOOSE_HEADERS | OTHER_HEADERS | LEAD_HEADERS


def _may_hold_unheard(header: str, cells: Collection[str]) -> bool:
    """Return whether a column is about subscriptions, or one of its cells is a no."""
    if is_status(header) and re.search(ABOUT_SUBSCRIPTION, header_key(header)):
        return _may_be_of_subscribers(header, cells)
    ends = _ending_test(header)
    return any(ends(cell.strip()) for cell in cells)


def _may_be_of_subscribers(header: str, cells: Collection[str]) -> bool:
    return is_status(header) and OF_PAYMENT.isdisjoint(map(fold, cells))


def _ending_test(header: str) -> CellTest:
    test = opt_out_test(header) if is_status(header) else None
    return test or whole_no


@lru_cache(maxsize=1024)
def _is_unheard(header: str, cell: str) -> bool:
    """Return whether no table knows a status."""
    key = word_key(cell)
    if not key or is_number(key) or is_blank(cell) or _DAY.match(cell) or re.match(NO_DAY, cell):
        return False
    if "@" in cell:  # `Verify Email` may hold the address once more
        return False
    if _is_harmless(cell) or _ending_test(header)(cell):
        return False
    known = find_meaning(header, cell)
    return known.status is None or (known.status in _PERHAPS_OVER and not known.is_telling)


def _is_harmless(cell: str) -> bool:
    folded = fold(cell)
    if header_key(cell) in IN_WORDS or is_clear_yes(cell):
        return True
    if re.fullmatch(f"{HARMLESS_PHRASES}|{NEVER_ASKED}|{NOT_STATED}", folded):
        return True
    return all(word in _HARMLESS or word.isdigit() or len(word) == 1 for word in folded.split())
