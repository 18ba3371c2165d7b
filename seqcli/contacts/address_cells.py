"""Finds addresses among words that say whose or of what kind they are: `ann@a.example (work), ann@b.example (home)`."""

from functools import lru_cache

from seqcli.addresses import MAX_ADDRESS_CHARS, address_problem, several_addresses, unwrapped
from seqcli.contacts.headers.column_phrases import Word, words_by_kind
from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.values.cultures import is_given, may_be_family
from seqcli.patterns import compiled
from seqcli.templates.letters import bare
from seqcli.templates.name_words import without_titles

_ADDRESS = compiled(
    r"[^\s@,;:<>()\[\]\"'|/\\]+@(?:[^\s@,;:<>()\[\]\"'|/\\.]+\.)+[^\W\d_][^\s@,;:<>()\[\]\"'|/\\.]+"
)
#: Nothing else may stand around addresses and words. A question mark is a doubt.
_AROUND = compiled(r"[\w\s.,;:<>()\[\]\"'|/&+\u2013\u2014-]*")
#: Each with a name in front. An address in front of another, or a name behind, is a slip.
_IN_BRACKETS = compiled(r"(?:[^<>@]*<\s*(?:mailto:)?[^<>\s]+\s*>)+[\s,;]*")
_WORDS = compiled(r"[^\W\d_]+")
_SHOWN_CHARS = 120
_KINDS = (Word.EMAIL, Word.ADDRESS, Word.WORK, Word.MAIN, Word.OTHER, Word.SHARED, Word.VERIFIED)
_MORE = frozenset(
    {
        *("or", "oder", "ou", "o", "lub", "of", "and", "und", "et", "y", "e", "i", "en"),
        *("tel", "telefon", "telefono", "telefone", "phone", "mobile", "mobil", "fax"),
    }
)


def read_address(cell: str) -> tuple[str, tuple[str, ...]]:
    """Return the address that a cell has, and remarks unless it is the whole cell; a cell that has none as it is."""
    notes: tuple[str, ...] = ()
    several = several_addresses(cell)
    if several:
        cell = next((part for part in several if not address_problem(part)), several[0])
        notes = (f"one of {len(several)} addresses in the cell",)
    if wrapped := unwrapped(cell):
        return wrapped[0], (*notes, f'address taken from "{wrapped[1]}"')
    if several or not address_problem(cell):
        return cell, notes
    labelled = next((each for each in labelled_addresses(cell) if not address_problem(each)), "")
    return (labelled, (f'address taken from "{cell[:_SHOWN_CHARS]}"',)) if labelled else (cell, notes)


def labelled_addresses(cell: str) -> list[str]:
    """Return the addresses in a cell whose other words are labels or the person's name; [] for any other cell.

    Other words may say that an address must not be used: `ann@acme.example (bounced)`.
    """
    if len(cell) > MAX_ADDRESS_CHARS or not (found := _ADDRESS.findall(cell)):
        return []
    rest = _ADDRESS.sub(" ", cell)
    if not _AROUND.fullmatch(rest) or ("<" in cell and not _IN_BRACKETS.fullmatch(cell)):
        return []
    joined = fold(" ".join(found))
    said = [word for word in without_titles(_WORDS.findall(rest)) if fold(word) not in _labels()]
    names = [word for word in said if is_given(word) or _stands_in(word, joined)]
    surnames = [word for word in said if names and may_be_family(bare(word))]
    return found if {*said} == {*names, *surnames} else []


def _stands_in(word: str, addresses: str) -> bool:
    return len(word) > 1 and fold(word) in addresses


@lru_cache(maxsize=1)
def _labels() -> frozenset[str]:
    kinds = words_by_kind()
    phrases = (phrase for kind in _KINDS for phrase in kinds[kind])
    return _MORE.union(part for phrase in phrases for part in phrase.split("_"))
