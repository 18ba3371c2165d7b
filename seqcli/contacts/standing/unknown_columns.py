"""Finds a no in columns whose header does not announce one: wholly a no ends the person, a no among words is told."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.row_types import Column, ColumnRole, option_of
from seqcli.contacts.standing.no_cells import (
    Finder,
    No,
    find_no,
    head_finder,
    is_answer,
    may_be_no_contact,
    may_be_returned,
    note_finder,
    only_names_mail,
    stem_finder,
    whole_no,
)
from seqcli.contacts.standing.object_cells import find_no_in_object, read_object
from seqcli.contacts.standing.opt_out_headers import (
    About,
    about,
    is_other_channel,
    means_phone,
    names_contact,
    names_mail,
)
from seqcli.contacts.standing.opt_outs import is_consent, is_status

#: Most different cells that a receipt names; the others count as one.
MOST_NAMED = 100
OTHERS = "others"
_SHOWN_CHARS = 60
_NAMES = frozenset(
    {
        ColumnRole.FIRST_NAME,
        ColumnRole.LAST_NAME,
        ColumnRole.FULL_NAME,
        ColumnRole.COMPANY,
        ColumnRole.OTHER_EMAIL,
    }
)
#: Text about a company, a job or a place; a no there is only a word among others.
_ABOUT = re.compile(
    r"\b(?:title|position|function|funktion|poste|cargo|puesto|ruolo|functie|stanowisko|role|seniority|keywords?"
    r"|technolog\w*|seo|description|beschreibung|industr\w*|branche|sector|settore|setor|website|url|street|address"
    r"|city|ort|stadt|ville|ciudad|citta|cidade|stad|miasto|country|land|pays|pais|paese|kraj|region|company"
    r"|organi[sz]ation|source|quelle|herkunft|origine?|fuente|fonte|bron|zrodlo|utm|department|abteilung|headline|subject|template|body|text|bio|summary|name)\b"
)
#: What came of a call, say.
_RESULT = re.compile(
    r"\b(?:outcome|result|reason|diagnostic|report|antwort\w*|\w*notiz(?:en)?|disposition|status|notes?|comments?|feedback|response|reply|summary|sentiment|ergebnis"
    r"|notiz|esito|nota|resultad[oa]|resultat|resultaat|wynik|antwort|reponse|respuesta|risposta|resposta)\b"
)
#: Whether and when somebody was in touch: that there is no contact is no no there.
_CONTACTED = re.compile(
    r"\b(?:last|contact\w*|\w*kontakt\w*|contatt\w+|contat\w+|letzte\w*|derni\w+|ultim[oa]|laatste|ostatni\w?|status\w*|stand"
    r"|sta[nt]o?|statut|estado|situac\w+|stage|attempts?|history|activity|touch|verlauf|historique|suivi|follow|calls?|reach\w*"
    r"|phone|outreach)\b"
)
#: A day, as `4 Mar 2025`, or a time in seconds.
_DAY = re.compile(r"(?:19|20)\d\d|\d{10}")
_INTEREST = frozenset({No.INTEREST})
_SURE = frozenset({No.INTEREST, No.ANYWHERE})
_ALL = frozenset({No.INTEREST, No.ANYWHERE, No.NAME_TOO})


@dataclass(frozen=True, slots=True)
class Refusal:
    """How many rows have a no in a column. `option` is how an option names the column."""

    header: str
    option: str
    cell: str
    count: int


@dataclass(frozen=True, slots=True)
class _Place:
    index: int
    header: str
    #: Which whole cells end a person here.
    ends: frozenset[No]
    #: What the header is about.
    about: About
    #: Whether a no among other words is told.
    is_told: bool = False
    #: Whether a cell that declines is told, as it may answer a mail.
    hears_answers: bool = False
    #: Whether somebody said that whatever may be a no ends the person.
    is_chosen: bool = False
    #: Whether notes on a call stand here, say: who has no interest has none in mail.
    is_of_channel: bool = False

    @property
    def is_read(self) -> bool:
        """Whether any cell of the column can say no."""
        return bool(self.ends) or self.hears_answers

    @property
    def may_hold(self) -> Finder:
        """A quick test for a lower-case cell that may say no."""
        if self.is_told:
            return note_finder()
        return stem_finder() if self.hears_answers else head_finder()

    def find(self, cell: str) -> tuple[str, bool] | None:
        """Return the no that a cell says and whether it ends the person; None for a cell that says none."""
        lower = cell.lower()
        if self.may_hold(lower) is None:
            return None
        if self.is_told and (found := read_object(cell)) is not None:
            return self._in_object(found)
        if self.is_told and only_names_mail(lower):
            return None
        text = cell.strip()
        kind = whole_no(text)
        if kind in self.ends:
            if self._is_of_mail(text, kind):
                return text, True
            is_other = self.about is About.OTHER and not (self.is_of_channel and names_contact(text))
            return None if is_other else (text, self.is_chosen)
        said = find_no(text) if self.is_told else ""
        if said and self.about is About.OTHER and not (self.is_chosen or names_contact(said)):
            return None
        if not said and self._may_be_no(text):
            said = fold(text)
        return (said, self.is_chosen) if said else None

    def _in_object(self, values: dict[str, Any]) -> tuple[str, bool] | None:
        found = find_no_in_object(values)
        if found is None or self.about is About.OTHER:
            return None
        said, is_opt_out = found
        return said, is_opt_out or self.is_chosen

    def _may_be_no(self, text: str) -> bool:
        if self.is_told and may_be_no_contact(text):
            return _CONTACTED.search(fold(self.header)) is None
        return self.hears_answers and (is_answer(text) or may_be_returned(text))

    def _is_of_mail(self, text: str, kind: No | None) -> bool:
        if self.is_chosen or self.about is About.MAIL:
            return True
        if self.is_of_channel:
            return kind is No.INTEREST or names_mail(text)
        return self.about is About.UNKNOWN or names_contact(text)


class UnknownColumns:
    """Reads the cells of columns that are not known as opt-outs, and counts what it finds. Memory is bounded."""

    def __init__(
        self, columns: Collection[Column], chosen: Collection[int], by_hand: Collection[int] = ()
    ) -> None:
        headers = [each.header for each in columns]
        places = (_place(each, headers, is_chosen=each.index in chosen) for each in columns)
        self._places = {each.index: each for each in places if each.is_read}
        self._whole: dict[tuple[int, str], int] = {}
        self._among: dict[tuple[int, str], int] = {}
        self._unclear: dict[tuple[int, str], int] = {}
        self._named = {each.index: (each.header, option_of(each, columns)) for each in columns}
        self._sure = frozenset({*chosen, *by_hand})

    def why(self, cells: Sequence[str]) -> str:
        """Return the first no of a row as `header: cell`, or an empty text. Counts it, and a no among other words."""
        for index, place in self._places.items():
            found = place.find(cells[index]) if index < len(cells) else None
            if found is None:
                continue
            said, is_end = found
            _count(self._whole if is_end else self._among, index, said)
            if is_end:
                return f"{place.header}: {said}"
        return ""

    def tests(self, index: int) -> tuple[Finder, Callable[[str], object]]:
        """Return two tests whether `why` has something to return or count for a cell of a column.

        The first is quick, takes the cell in lower case, and misses none; the second is exact.
        """
        place = self._places.get(index)
        return (_nothing, _nothing) if place is None else (place.may_hold, place.find)

    def tells(self, index: int, cell: str) -> bool:
        """Return whether a cell of a column is counted as a no, or as one that may be."""
        place = self._places.get(index)
        return place is not None and place.find(cell) is not None

    def count_doubtful(self, index: int, cell: str, is_sure: bool) -> None:
        """Count an opt-out whose cell is no clear yes. `is_sure`: its header is known whole."""
        if not is_sure:
            _count(self._whole, index, cell)
        if not _DAY.search(cell):
            _count(self._unclear, index, cell)

    def ends(self) -> tuple[Refusal, ...]:
        """Return each cell that ended people, with its header and the number of its rows."""
        return self._listed(self._whole)

    def mentions(self) -> tuple[Refusal, ...]:
        """Return each no that stood among other words and ended nobody."""
        return self._listed(self._among)

    def ends_more_than(self, rows: int) -> tuple[Refusal, ...]:
        """Return the cells of the columns that each end more people than `rows` and that nobody has chosen."""
        return self._of_columns(self._whole, rows)

    def unclear_in(self, rows: int) -> tuple[Refusal, ...]:
        """Return the cells of the opt-out columns that each end at least `rows` people by no clear yes."""
        return self._of_columns(self._unclear, rows - 1)

    def _of_columns(self, counts: dict[tuple[int, str], int], rows: int) -> tuple[Refusal, ...]:
        """Return the cells of the columns that have more than `rows` of them and that nobody has chosen."""
        sums: dict[int, int] = {}
        for (index, _), count in counts.items():
            sums[index] = sums.get(index, 0) + count
        many = {index for index, count in sums.items() if count > rows} - self._sure
        return self._listed({key: count for key, count in counts.items() if key[0] in many})

    def _listed(self, counts: dict[tuple[int, str], int]) -> tuple[Refusal, ...]:
        found = [Refusal(*self._named[index], cell, count) for (index, cell), count in counts.items()]
        return tuple(sorted(found, key=lambda each: -each.count))


def _nothing(_cell: str) -> None:
    """Answer for a column in which no no is looked for."""


def _count(counts: dict[tuple[int, str], int], index: int, cell: str) -> None:
    key = (index, cell[:_SHOWN_CHARS])
    if key not in counts and len(counts) >= MOST_NAMED:
        key = (index, OTHERS)
    counts[key] = counts.get(key, 0) + 1


def _place(column: Column, headers: Collection[str], *, is_chosen: bool) -> _Place:
    what = about(column.header)
    silent = _Place(column.index, column.header, frozenset(), what, is_chosen=is_chosen)
    is_of_status = column.role is ColumnRole.OPT_OUT and column.field is not None and is_status(column.header)
    is_read = is_of_status or column.role in {ColumnRole.FIELD, *_NAMES}
    if not is_read or (is_consent(column.header) and not is_chosen):
        return silent
    if is_chosen:
        return replace(silent, ends=_ALL, is_told=True, hears_answers=True)
    if is_of_status:
        return replace(silent, hears_answers=True)
    if is_other_channel(column.header) or means_phone(column.header, headers):
        return _place_of_channel(silent, fold(column.header))
    if column.role in _NAMES:
        return replace(silent, ends=_SURE, about=About.MAIL)
    if _ABOUT.search(fold(column.header)):
        return replace(silent, ends=_SURE)
    if what is About.UNKNOWN and "?" in column.header:  # a no answers the question
        what = About.OTHER
    return replace(silent, ends=_ALL, about=what, is_told=True, hears_answers=what is About.MAIL)


def _place_of_channel(silent: _Place, header: str) -> _Place:
    """Return the place of a column about another channel; its notes may speak of mail, its status does not."""
    if _RESULT.search(header) is None:
        return silent
    if re.search(r"\bstatus\b", header):
        return replace(silent, ends=_INTEREST, about=About.MAIL)
    return replace(silent, ends=_ALL, is_told=True, is_of_channel=True)
