"""Finds columns that look like names or companies by their values, among the first rows of a contact file."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from unicodedata import normalize

from seqcli.addresses import like_address
from seqcli.companies import company_domain, company_key
from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.headers.header_roles import names_somebody_else
from seqcli.contacts.headers.parties import is_of_other
from seqcli.contacts.row_types import Column, ColumnRole, option_of
from seqcli.patterns import compiled
from seqcli.templates.letters import UMLAUTS, bare

#: More rows say nothing new.
SAMPLED_ROWS = 300
_FEWEST = 2
_SHOWN = 2
_MOST_CHARS = 60
_NAME_WORD = compiled(r"[^\W\d_]+(?:['\u2019.-][^\W\d_]*)*\.?")
_NOT_A_COMPANY = compiled(r"[@/\\<>{}=]|https?:|\w\.[a-z]{2,}$|^\+?[\d\s().-]+$")
_WHOLE_NAME_WORDS = range(2, 5)
#: First names repeat in a long list; a column of few different ones names colleagues.
_VARIED, _MANY = 0.6, 20
_LETTERS_OF_A_SIGN = 3
#: Given names that are surnames as well, as in Kerala, and addresses in either order mislead in a few names.
_FEWEST_TOLD, _NEARLY_ALL = 3, 0.9
_THIRD, _HALF, _MOST = 0.3, 0.5, 0.8


@dataclass(frozen=True, slots=True)
class Offer:
    """A column whose values look like a role that no column has. `option` is how `--map` names it."""

    header: str
    option: str
    role: ColumnRole
    examples: tuple[str, ...]


class ColumnSample:
    """Keeps the first rows of a file whose headers name no first name or no company, and judges their columns."""

    def __init__(self, columns: Sequence[Column], by_hand: Collection[int]) -> None:
        roles = {column.role for column in columns}
        lacks_name = roles.isdisjoint({ColumnRole.FIRST_NAME, ColumnRole.FULL_NAME})
        self._wanted = [ColumnRole.FULL_NAME, ColumnRole.FIRST_NAME] if lacks_name else []
        self._wanted += [] if ColumnRole.COMPANY in roles else [ColumnRole.COMPANY]
        self._columns = columns
        self._free = [
            each
            for each in columns
            if each.role in _OFFERED and each.index not in by_hand and not names_somebody_else(each.header)
        ]
        written_to = [each for each in columns if each.role is ColumnRole.EMAIL]
        self._free = [
            each for each in self._free if not any(is_of_other(each.header, to.header) for to in written_to)
        ]
        self._addresses = [each.index for each in written_to]
        self.pairs: dict[int, list[_Pair]] = {each.index: [] for each in self._free}

    def watched(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
        """Return the same rows; the first ones are kept if there is something to find. The others cost nothing."""
        if not self._free or not self._wanted:
            return rows
        return chain(self._kept(islice(rows, SAMPLED_ROWS)), rows)

    def _kept(self, rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
        for line, cells in rows:
            for index, kept in self.pairs.items():
                kept.extend(pairs_of([cells], index, self._addresses))
            yield line, cells

    def offers(self) -> tuple[Offer, ...]:
        """Return the best column for each role that no header has."""
        found: dict[ColumnRole, Column] = {}
        for role in self._wanted:
            if role is ColumnRole.FIRST_NAME and ColumnRole.FULL_NAME in found:
                continue
            column = self._best(role, [each for each in self._free if each not in found.values()])
            if column is not None:
                found[role] = column
        return tuple(self._offer(role, column) for role, column in found.items())

    def _best(self, role: ColumnRole, columns: Iterable[Column]) -> Column | None:
        scores = {
            each.index: (_JUDGES[role](self.pairs[each.index]), each)
            for each in columns
            if len(self.pairs[each.index]) >= _FEWEST
            and (each.role is ColumnRole.FIELD or role is ColumnRole.FULL_NAME)
        }
        score, column = max(scores.values(), default=(0.0, None), key=lambda found: found[0])
        return column if score else None

    def _offer(self, role: ColumnRole, column: Column) -> Offer:
        examples = tuple(dict.fromkeys(value for value, _ in self.pairs[column.index]))[:_SHOWN]
        return Offer(column.header, option_of(column, self._columns), role, examples)


#: A cell and the address of its row.
_Pair = tuple[str, str]
#: `Nom` may hold whole names.
_OFFERED = frozenset({ColumnRole.FIELD, ColumnRole.LAST_NAME})


def _share(tests: Iterable[bool]) -> float:
    found = list(tests)
    return sum(found) / len(found) if found else 0.0


def _distinct(pairs: Sequence[_Pair]) -> float:
    return len({value.casefold() for value, _ in pairs}) / len(pairs)


def pairs_of(rows: Iterable[Sequence[str]], place: int, addresses: Collection[int]) -> list[_Pair]:
    """Return the filled cells of a column, each with the first address of its row, which may be blank."""
    found: list[_Pair] = []
    for cells in rows:
        if place < len(cells) and (value := cells[place][: _MOST_CHARS + 1].strip()):
            written = (cells[each].strip().lower() for each in addresses if each < len(cells))
            found.append((value, next(filter(like_address, written), "")))
    return found


# --- names of people -----------------------------------------------------------------------


def _like_whole_names(pairs: Sequence[_Pair]) -> float:
    if _distinct(pairs) < 0.7 or _share(_is_shaped(value, _WHOLE_NAME_WORDS) for value, _ in pairs) < 0.8:
        return 0.0
    given, agreeing = _signs_of_names(pairs)
    if given < 0.5 and _like_companies(pairs) and not _may_begin_with_given_names(pairs):
        return 0.0
    is_sure = agreeing >= 0.5 or given >= 0.6 or (given >= 0.3 and agreeing >= 0.3)
    return given + agreeing if is_sure else 0.0


def are_whole_names(pairs: Sequence[_Pair]) -> bool:
    """Return whether cells are whole names of people."""
    return len(pairs) >= _FEWEST and _like_whole_names(pairs) > 0


def are_names_not_surnames(pairs: Sequence[_Pair]) -> bool:
    """Return whether nearly all cells begin with a certain given name, and half end with a word that is none."""
    from seqcli.contacts.values.cultures import is_given, is_surely_given  # noqa: PLC0415 - as below

    words = [value.split() for value, _ in _shaped(pairs)]
    is_first = _share(is_surely_given(each[0]) for each in words) >= _MOST
    return is_first and _share(not is_given(each[-1]) for each in words) >= _HALF


def _may_begin_with_given_names(pairs: Sequence[_Pair]) -> bool:
    """Return whether half begin with given names, and nearly all with these or with what an address begins with."""
    from seqcli.contacts.values.cultures import is_given_of_parts  # noqa: PLC0415 - as below

    fronts = [(value.split()[0], address) for value, address in _shaped(pairs)]
    given = [is_given_of_parts(word) for word, _ in fronts]
    told = (is_one or _begins_address(each) for is_one, each in zip(given, fronts, strict=True))
    return _share(given) >= _HALF and _share(told) >= _MOST


def _shaped(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Return cells that are like whole names, without commas; none if too few are, or some have legal forms."""
    found = [
        (value.replace(",", " "), address) for value, address in pairs if _is_shaped(value, _WHOLE_NAME_WORDS)
    ]
    is_one = len(found) >= max(_FEWEST, len(pairs) * _MOST)
    return found if is_one and not any(_has_legal_form(value) for value, _ in found) else []


def agree_with_addresses(pairs: Sequence[_Pair]) -> bool:
    """Return whether names stand in the addresses of their rows, in several and in a third or more."""
    told = [_agrees_with_local(value, address) for value, address in pairs if address]
    return sum(told) >= _FEWEST and _share(told) >= _THIRD


def are_surnames_first(columns: Iterable[Column], rows: Collection[Sequence[str]]) -> bool:
    """Return whether the whole names of a file begin with surnames.

    Given names stand behind in nearly all, and the addresses beside them begin with what stands behind.
    """
    from seqcli.templates.given_names import GIVEN  # noqa: PLC0415 - as below

    places = {each.role: each.index for each in columns}
    if ColumnRole.FULL_NAME not in places or ColumnRole.FIRST_NAME in places:
        return False
    told: list[bool] = []
    agreed: list[bool] = []
    for value, address in pairs_of(rows, places[ColumnRole.FULL_NAME], [places[ColumnRole.EMAIL]]):
        words = [bare(word) for word in value.split()]
        if len(words) != _FEWEST or (words[0] in GIVEN) is (words[1] in GIVEN):
            continue
        told.append(words[1] in GIVEN)
        local = address.partition("@")[0]
        if all(word in local for word in words):
            agreed.append(local.index(words[1]) < local.index(words[0]))
    return min(len(told), len(agreed)) >= _FEWEST_TOLD and min(_share(told), _share(agreed)) >= _NEARLY_ALL


def _like_first_names(pairs: Sequence[_Pair]) -> float:
    is_varied = len({value.casefold() for value, _ in pairs}) >= min(len(pairs) * _VARIED, _MANY)
    if not is_varied or _share(" " not in value for value, _ in pairs) < 0.7:
        return 0.0
    if _share(_is_shaped(value, range(1, 3)) for value, _ in pairs) < 0.9:
        return 0.0
    given, agreeing = _signs_of_names(pairs)
    is_sure = given >= 0.6 or (given >= 0.3 and _share(map(_begins_address, pairs)) >= 0.6)
    return given + agreeing if is_sure else 0.0


def _begins_address(pair: _Pair) -> bool:
    """Return whether a word stands in front in an address: `Pam` in `pam.lee@`."""
    value, address = pair
    words = fold(address.partition("@")[0]).split()
    return words[:1] in ([spelt] for spelt in _spellings(value))


def _signs_of_names(pairs: Sequence[_Pair]) -> tuple[float, float]:
    """Return the shares of cells with a given name, and of addresses with a word of the cell before the `@`."""
    from seqcli.templates.given_names import GIVEN  # noqa: PLC0415 - only an import without names needs it

    given = _share(any(bare(word) in GIVEN for word in value.replace(",", " ").split()) for value, _ in pairs)
    return given, _share(_agrees_with_local(value, address) for value, address in pairs if address)


def _is_shaped(value: str, sizes: range) -> bool:
    words = value.replace(",", " ").split()
    if len(words) not in sizes or len(value) > _MOST_CHARS:
        return False
    return all(map(_NAME_WORD.fullmatch, words)) and not words[0][:1].islower()


def _agrees_with_local(value: str, address: str) -> bool:
    local = address.partition("@")[0]
    return any(
        len(word) >= _LETTERS_OF_A_SIGN and word in local
        for spelt in _spellings(value)
        for word in spelt.split()
    )


def _spellings(text: str) -> tuple[str, str]:
    """Return the words of a text without accents, and with German letters spelt out."""
    return fold(text), fold(normalize("NFC", text.casefold()).translate(UMLAUTS))


# --- companies -----------------------------------------------------------------------------


def _like_companies(pairs: Sequence[_Pair]) -> float:
    if (
        _share(
            _NOT_A_COMPANY.search(value.lower()) is None and len(value) <= _MOST_CHARS for value, _ in pairs
        )
        < 0.9
    ):
        return 0.0
    if _share(any(map(str.isupper, value)) or not value.isascii() for value, _ in pairs) < 0.5:
        return 0.0
    domains = [(value, company_domain(address)) for value, address in pairs]
    agreeing = _share(_agrees_with_domain(value, domain) for value, domain in domains if domain)
    formal = _share(_has_legal_form(value) for value, _ in pairs)
    count = sum(_agrees_with_domain(value, domain) for value, domain in domains)
    is_sure = (agreeing >= 0.5 and count >= _FEWEST) or (formal >= 0.5 and _distinct(pairs) > 0.3)
    return agreeing + formal if is_sure or (agreeing >= 0.3 and formal >= 0.3) else 0.0


def are_companies(pairs: Sequence[_Pair], *, may_be_surname: bool = False) -> bool:
    """Return whether cells under a header of whole names are companies all the same, for certain.

    If the header may mean a surname, only legal forms tell: a surname may well stand in the domain.
    """
    if len(pairs) < _FEWEST or not _like_companies(pairs):
        return False
    if _share(_has_legal_form(value) for value, _ in pairs) >= 0.4:
        return True
    return not may_be_surname and sum(_signs_of_names(pairs)) < 0.3


def _has_legal_form(value: str) -> bool:
    from seqcli.templates.company_forms import FORM_BEHIND, FORM_IN_FRONT  # noqa: PLC0415 - as above

    return FORM_BEHIND.search(value) is not None or FORM_IN_FRONT.search(value) is not None


def _agrees_with_domain(value: str, domain: str) -> bool:
    """Return whether a company stands in a domain: `Acme Widgets GmbH` in `acme-widgets.example` or `acme.example`."""
    labels = [label.replace("-", "") for label in domain.split(".")[:-1]]
    label = max(labels, key=len, default="")
    if len(label) < _LETTERS_OF_A_SIGN:
        return False
    for spelt in _spellings(company_key(value) or value):
        words = spelt.split()
        joined = "".join(words)
        if joined and (label in joined or (len(joined) >= _LETTERS_OF_A_SIGN and joined in label)):
            return True
        if words and len(words[0]) > _LETTERS_OF_A_SIGN and label.startswith(words[0]):
            return True
    return False


#: Each returns 0 if the cells are something else, and more the surer it is.
_JUDGES: dict[ColumnRole, Callable[[Sequence[_Pair]], float]] = {
    ColumnRole.FULL_NAME: _like_whole_names,
    ColumnRole.FIRST_NAME: _like_first_names,
    ColumnRole.COMPANY: _like_companies,
}
