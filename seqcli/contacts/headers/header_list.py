"""Reads the headers of a file together: a sub-field of a form, or a short word, means something only beside others."""

from collections.abc import Collection, Sequence

from seqcli.addresses import like_address
from seqcli.contacts.headers.column_phrases import Word
from seqcli.contacts.headers.header_phrases import fold
from seqcli.contacts.headers.header_roles import (
    Meaning,
    Rank,
    best_addresses,
    mentions_address,
    names_parts_in_order,
    part_of_name,
    read_header,
    words_of,
)
from seqcli.contacts.row_types import ColumnRole
from seqcli.patterns import compiled

#: Between a question of a form and its sub-field: `Full Name - First`, `Name (First)`, `name.first`, `Name: First`.
_BEHIND = compiled(
    r"^(?P<whole>.*\S)\s*(?:\s[-\u2013\u2014>|/]\s|[:.([>])\s*(?P<part>[^-:.()\[\]>|]+?)[)\]\s]*$"
)
#: Only beside one of these, "Ad" is Turkish for a first name, and no advertisement.
_BESIDE_AD = frozenset({"soyad", "soyadi", "soyisim", "sirket", "eposta", "unvan", "unvani", "firma adi"})
_FEWEST_PARTS = 2


def read_headers(headers: Sequence[str]) -> list[Meaning | None]:
    """Return what each header means beside the others, or None."""
    found = [read_header(header) for header in headers]
    for place, meaning in _sub_fields(headers).items():
        found[place] = meaning
    folded = [fold(header) for header in headers]
    for place, meaning in _behind_address(folded, found).items():
        found[place] = meaning
    if "ad" in folded and not _BESIDE_AD.isdisjoint(each.replace("e posta", "eposta") for each in folded):
        found[folded.index("ad")] = Meaning(ColumnRole.FIRST_NAME, Rank.BARE)
    if "denomination" in folded and any("church" in header.split() for header in folded):
        found[folded.index("denomination")] = None  # a creed; elsewhere the French name of a company
    return found


def _behind_address(folded: Sequence[str], meanings: Sequence[Meaning | None]) -> dict[int, Meaning]:
    """Return the places of names whose headers begin with that of an address: `email_1_first_name`."""
    fronts = [
        f"{header} "
        for header, meaning in zip(folded, meanings, strict=True)
        if meaning is not None and meaning.role is ColumnRole.EMAIL
    ]
    found: dict[int, Meaning] = {}
    for front in fronts[:1]:
        for place, header in enumerate(folded):
            part = header.removeprefix(front)
            if part == header or meanings[place] is not None:
                continue
            role = ColumnRole.FULL_NAME if part == "full name" else part_of_name(part)
            if role is not None:
                found[place] = Meaning(role, Rank.PERSON)
    return found


def _sub_fields(headers: Sequence[str]) -> dict[int, Meaning]:
    """Return the places of parts of a name below a whole one: of several below one question, or of a full name."""
    below: dict[str, dict[int, str]] = {}
    for place, header in enumerate(headers):
        if (parts := _BEHIND.match(header)) is not None:
            below.setdefault(parts["whole"].strip(), {})[place] = parts["part"]
    found: dict[int, Meaning] = {}
    for whole, names in below.items():
        meaning = read_header(whole)
        is_name = meaning is not None and meaning.role in {ColumnRole.FULL_NAME, ColumnRole.LAST_NAME}
        if meaning is None or not is_name:
            continue
        read = {place: part_of_name(name) for place, name in names.items()}
        read = {place: role for place, role in read.items() if role is not None}
        if len({*read.values()}) >= _FEWEST_PARTS or _is_whole(whole):
            rank = min(meaning.rank, Rank.PERSON)
            found |= {place: Meaning(role, rank) for place, role in read.items() if role is not None}
    return found


def _is_whole(header: str) -> bool:
    """Return whether a header is a whole name in any language, and no part of one."""
    words = words_of(header)
    return Word.FULL in words or Word.FULL_NAME in words or names_parts_in_order(header)


def count_people_columns(cells: Collection[str]) -> int:
    """Return how many cells are headers for an address, a name or a company."""
    return sum(read_header(cell) is not None for cell in cells)


def only_address_column(headers: Sequence[str], rows: Collection[Sequence[str]]) -> int | None:
    """Return the only column with addresses, if no header names one of a person and this one is about mail at all."""
    named = best_addresses(headers)
    if any(
        meaning is not None and meaning.rank < Rank.COMPANY
        for meaning in (read_header(headers[i]) for i in named)
    ):
        return None
    found = {place for row in rows for place, cell in enumerate(row[: len(headers)]) if like_address(cell)}
    if named:  # those of the company; beside them, an owner's does not count
        found = {place for place in found - set(named) if mentions_address(headers[place])}
    only = found.pop() if len(found) == 1 else None
    return only if only is not None and mentions_address(headers[only]) else None
