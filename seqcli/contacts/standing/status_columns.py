"""Reads the cells of one column that says where people stand, and counts its words. Memory is bounded."""

from collections.abc import Callable
from dataclasses import dataclass

from seqcli.contacts.row_types import CampaignStatus, Column
from seqcli.contacts.standing.answer_notes import MOST_CHARS, answer_among
from seqcli.contacts.standing.answer_readings import may_be_answer
from seqcli.contacts.standing.campaign_meanings import Meaning, shown_word, word_key
from seqcli.contacts.standing.no_cells import Finder

#: Most different words that nobody knows and that a receipt names; the others count as one.
MOST_NAMED = 100
OTHERS = "others"
#: The key of these, which no word has.
KEY_OF_OTHERS = "\0others"
#: No word begins so.
_UNSENT = "(unsent)"
_MOST_PERHAPS = 3
_MOST_KEPT, _KEPT_CHARS, _READ_CHARS = 20_000, 40, 200


@dataclass(slots=True)
class StatusWord:
    """A word of a column, what it means (None if nobody knows), and the number of rows that have it.

    `word` may be cut; `key` is how words are compared.
    """

    header: str
    word: str
    key: str
    status: CampaignStatus | None
    count: int = 0
    #: Somebody has said what it means.
    is_chosen: bool = False

    @property
    def is_of_cells(self) -> bool:
        """Whether cells have it, so that `--status` may name it; else it stands for days, numbers or texts."""
        return not self.key.startswith("(")


class StatusColumn:
    """One column: finds its cells' words, and counts them. A cell that says nothing has none."""

    read_chars = _READ_CHARS

    def __init__(
        self, column: Column, find: Callable[[str, str], Meaning | None], *, is_sure: bool, called: str = ""
    ) -> None:
        self.column = column
        self.index = column.index
        self.header = column.header
        self.is_sure = is_sure
        self._find = find
        #: Of its other cells, none becomes a status because one is.
        self.stays_loose = False
        self.perhaps: list[str] = []
        #: What the receipt calls all cells together, such as days and texts; if empty, it names each.
        self.called = called
        self._by_cell: dict[str, StatusWord | None] = {}
        self.by_key: dict[str, StatusWord] = {}
        self._unknown = 0
        #: A quick test for a lower-case cell that may have a word, if most have none.
        self.may_tell: Finder | None = None
        #: Counts only where no other column says more of a person than that they are new.
        self.yields = False
        #: Its texts may be answers, also those that nobody knows.
        self.answers = False

    def word_of(self, cell: str) -> StatusWord | None:
        """Return the word of a cell; None if it says nothing of where the person stands."""
        if cell in self._by_cell:
            return self._by_cell[cell]
        if len(cell) > _KEPT_CHARS and self._needs_answer and not may_be_answer(cell):
            return None
        word = self._read(cell.strip()[: self.read_chars])
        if len(cell) <= _KEPT_CHARS and len(self._by_cell) < _MOST_KEPT:
            self._by_cell[cell] = word
        return word

    @property
    def _needs_answer(self) -> bool:
        """Whether a text counts only if it certainly is an answer, as enough others are known that may be one."""
        if self.is_sure or self.may_tell is not None:
            return False
        return len(self.perhaps) == _MOST_PERHAPS if self.answers else self.stays_loose

    def shown(self, cell: str) -> str:
        """Return what the receipt shows of a cell that may be an answer."""
        return shown_word(cell)

    def unsent(self, word: StatusWord) -> StatusWord:
        """Return the same word of somebody to whom no mail went out so far."""
        fresh = StatusWord(self.header, word.word, f"{_UNSENT}{word.key}", CampaignStatus.NEW)
        return self.by_key.setdefault(fresh.key, fresh)

    def become_sure(self, find: Callable[[str, str], Meaning | None]) -> None:
        """Read every cell from now on with `find`."""
        self.is_sure, self._find = True, find
        self._by_cell = {cell: word for cell, word in self._by_cell.items() if word is not None}
        self.perhaps.clear()

    def _read(self, cell: str) -> StatusWord | None:
        key = word_key(cell)
        if key in self.by_key or not (key or self.called):
            return self.by_key.get(key)
        meaning = self._find(self.header, cell)
        if meaning is None:
            return None
        if self.answers and not self.is_sure and meaning.status is None:
            if len(self.perhaps) < _MOST_PERHAPS:
                self.perhaps.append(self.shown(cell))
            return None
        is_called = self.called and meaning.status is not None and not meaning.is_chosen
        shown = self.called if is_called else shown_word(cell)
        if is_called:  # each meaning is a word of its own
            key = f"{self.called} {meaning.status}"
        elif meaning.status is None:
            self._unknown += 1
            if self._unknown > MOST_NAMED:
                key, shown = KEY_OF_OTHERS, OTHERS
        word = StatusWord(self.header, shown, key, meaning.status, is_chosen=meaning.is_chosen)
        return self.by_key.setdefault(key, word)


class NotesColumn(StatusColumn):
    """A column of notes: an answer among other words is told, and keeps nobody back unless somebody says so."""

    read_chars = MOST_CHARS

    def shown(self, cell: str) -> str:
        """Return the beginning of a note, or if the answer stands behind it, the answer."""
        word = shown_word(cell)
        return word if answer_among(word) else f"\u2026 {shown_word(answer_among(cell))}"
