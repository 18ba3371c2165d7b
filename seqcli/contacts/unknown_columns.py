"""Finds a no in columns whose header does not announce one: wholly a no ends the person, a no among words is told."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from seqcli.contacts.header_phrases import fold
from seqcli.contacts.no_cells import No, find_no, head_finder, stem_finder, whole_no
from seqcli.contacts.opt_out_headers import is_other_channel
from seqcli.contacts.opt_outs import is_consent
from seqcli.contacts.row_types import Column, ColumnRole, option_of

#: Most different cells that a receipt names; the others count as one.
MOST_NAMED = 100
OTHERS = "others"
_MOST_QUIET, _QUIET_CHARS, _SHOWN_CHARS = 20_000, 40, 60
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
    r"|organi[sz]ation|department|abteilung|headline|subject|template|body|text|bio|summary|name)\b"
)
#: What came of a call, say.
_RESULT = re.compile(
    r"\b(?:outcome|result|disposition|status|notes?|comments?|feedback|response|reply|summary|sentiment|ergebnis"
    r"|notiz|esito|nota|resultad[oa]|resultat|resultaat|wynik|antwort|reponse|respuesta|risposta|resposta)\b"
)
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
    #: Whether a no among other words is told.
    is_told: bool
    #: Whether somebody said that a no among other words ends the person as well.
    is_chosen: bool


class UnknownColumns:
    """Reads the cells of columns that are not known as opt-outs, and counts what it finds. Memory is bounded."""

    def __init__(
        self, columns: Collection[Column], chosen: Collection[int], by_hand: Collection[int] = ()
    ) -> None:
        places = [_place(each, is_chosen=each.index in chosen) for each in columns]
        # cells in which columns of the same kind have nothing to say
        quiet: dict[tuple[frozenset[No], bool], set[str]] = {}
        self._places = tuple(
            (
                each.index,
                quiet.setdefault((each.ends, each.is_told), set()),
                stem_finder() if each.is_told else head_finder(),
                each,
            )
            for each in places
            if each.ends
        )
        self._whole: dict[tuple[int, str], int] = {}
        self._among: dict[tuple[int, str], int] = {}
        self._named = {each.index: (each.header, option_of(each, columns)) for each in columns}
        self._sure = frozenset({*chosen, *by_hand})

    def why(self, cells: Sequence[str]) -> str:
        """Return the first no of a row as `header: cell`, or an empty text. Counts it, and a no among other words."""
        for index, quiet, may_hold, place in self._places:
            if index >= len(cells):
                continue
            cell = cells[index]
            if not cell or cell in quiet:
                continue
            said = None if may_hold(cell.lower()) is None else self._read(place, cell.strip())
            if said:
                return f"{place.header}: {said}"
            if said is None and len(quiet) < _MOST_QUIET and len(cell) <= _QUIET_CHARS:
                quiet.add(cell)
        return ""

    def count_doubtful(self, index: int, cell: str) -> None:
        """Count an opt-out whose header only resembles one and whose cell is no clear yes."""
        _count(self._whole, index, cell)

    def ends(self) -> tuple[Refusal, ...]:
        """Return each cell that ended people, with its header and the number of its rows."""
        return self._listed(self._whole)

    def mentions(self) -> tuple[Refusal, ...]:
        """Return each no that stood among other words and ended nobody."""
        return self._listed(self._among)

    def ends_more_than(self, rows: int) -> tuple[Refusal, ...]:
        """Return the cells of the columns that each end more people than `rows` and that nobody has chosen."""
        sums: dict[int, int] = {}
        for (index, _), count in self._whole.items():
            sums[index] = sums.get(index, 0) + count
        many = {index for index, count in sums.items() if count > rows} - self._sure
        return self._listed({key: count for key, count in self._whole.items() if key[0] in many})

    def _read(self, place: _Place, cell: str) -> str | None:
        """Count what a cell says, and return the no that ends a person, "" for one that is only told, None for none."""
        if (found := whole_no(cell)) in place.ends and found is not None:
            _count(self._whole, place.index, cell)
            return cell
        if place.is_told and (said := find_no(cell)):
            _count(self._whole if place.is_chosen else self._among, place.index, said)
            return said if place.is_chosen else ""
        return None

    def _listed(self, counts: dict[tuple[int, str], int]) -> tuple[Refusal, ...]:
        found = [Refusal(*self._named[index], cell, count) for (index, cell), count in counts.items()]
        return tuple(sorted(found, key=lambda each: -each.count))


def _count(counts: dict[tuple[int, str], int], index: int, cell: str) -> None:
    key = (index, cell[:_SHOWN_CHARS])
    if key not in counts and len(counts) >= MOST_NAMED:
        key = (index, OTHERS)
    counts[key] = counts.get(key, 0) + 1


def _place(column: Column, *, is_chosen: bool) -> _Place:
    def made(ends: frozenset[No], *, is_told: bool) -> _Place:
        return _Place(column.index, column.header, ends, is_told, is_chosen)

    is_read = column.role in {ColumnRole.FIELD, *_NAMES}
    if not is_read or (is_consent(column.header) and not is_chosen):
        return _Place(column.index, column.header, frozenset(), is_told=False, is_chosen=False)
    if is_chosen:
        return made(_ALL, is_told=True)
    if is_other_channel(column.header):
        is_result = _RESULT.search(fold(column.header)) is not None
        return made(_INTEREST if is_result else frozenset(), is_told=False)
    if column.role in _NAMES or _ABOUT.search(fold(column.header)):
        return made(_SURE, is_told=False)
    return made(_ALL, is_told=True)
