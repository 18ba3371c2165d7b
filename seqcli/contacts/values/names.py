"""Reads the names of people at import: a first name that can be greeted, or none, whatever the template is."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from seqcli.contacts.values.cultures import count_family_in_front, count_given_in_front, is_given
from seqcli.contacts.values.name_addresses import may_be_turned
from seqcli.contacts.values.name_order import (
    behind_surname,
    first_of,
    in_order,
    is_first_in_front,
    is_particle_in_front,
)
from seqcli.contacts.values.short_names import is_short, size_of_short, written_out
from seqcli.contacts.values.titles_of_names import without_all_titles, without_titles_of_names
from seqcli.templates.given_names import GIVEN
from seqcli.templates.letters import bare
from seqcli.templates.name_part import is_code, name_part
from seqcli.templates.name_phrases import CONNECTORS, TITLES
from seqcli.templates.name_words import (
    greets_nobody,
    is_initials,
    is_title,
    names_nobody,
    says_what,
    without_credentials,
    without_titles,
)
from seqcli.templates.no_company import names_no_company
from seqcli.templates.not_given import says_not_given
from seqcli.templates.person_names import clean_name, is_plain_name
from seqcli.templates.wording import without_legal_form

_NAMES = frozenset({"first_name", "last_name", "full_name"})
_AND = frozenset({"and", "&", "+", "und", "et"})
#: In front only: "y" stands in family names as well.
_SEVERAL = _AND | {"y", "u.", "familie", "family", "fam.", "eheleute", "the"}
_AND_OR = CONNECTORS | {"ou", "oder", "o", "of", "lub", "or"}
_PAIR = 2
#: Nobody is called something longer.
MAX_NAME_CHARS = 200


def add_split_name(fields: dict[str, str], address: str, *, is_surname_first: bool = False) -> None:
    """Fill first and last name from the full name where the file has no first name."""
    if "full_name" not in fields or "first_name" in fields:
        return
    full = fields["full_name"]
    if full in (fields.get("last_name"), fields.get("company")):
        return
    first, last = split_surname_first(full) if is_surname_first else split_name(full, address)
    if first:
        fields["first_name"] = first
    if last:
        fields.setdefault("last_name", last)


def is_name(field: str) -> bool:
    """Return whether a field is the name of a person or a company."""
    return field in _NAMES or field == "company"


def changed_name_test(field: str) -> Callable[[str], bool] | None:
    """Return a quick test whether a name is perhaps not read as it is; None for a field that is no name."""
    return _CHANGED_NAME_TESTS.get(field)


def may_hold_surname(first: str, last: str) -> bool:
    """Return whether a first name of several words may hold the surname as well."""
    return " " in first and last != "" and first.endswith(last)


def _is_plain_surname(value: str) -> bool:
    letters = value if value.isalpha() else value.replace(" ", "").replace("-", "")
    return letters.isalpha() and value.partition(" ")[0].lower() not in TITLES


def _may_change_first(value: str) -> bool:
    return not is_plain_name(value) or (" " in value and _read_first_name(value, "") != value)


def _changes_last(value: str) -> bool:
    may_change = not _is_plain_surname(value) or (" " in value and says_not_given(value))
    return may_change and read_name("last_name", value) != value


def _changes_full(value: str) -> bool:
    return not is_plain_name(value) and read_name("full_name", value) != value


_CHANGED_NAME_TESTS: dict[str, Callable[[str], bool]] = {
    "first_name": _may_change_first,
    "last_name": _changes_last,
    "full_name": _changes_full,
    "company": names_no_company,
}


def read_name(field: str, value: str, last_name: str = "") -> str:
    """Return a name as it is imported; empty if it names nobody.

    A first name that is more than a name is cut to what can be greeted, and then written in its usual case. A whole
    or a last name, and a company, stays as it is written, or is blank.
    """
    if field == "company":
        return "" if names_no_company(value) else value
    if field == "first_name":
        return _read_first_name(value[:MAX_NAME_CHARS], last_name)
    if len(value) > MAX_NAME_CHARS:
        return value
    words = (name_part(value) or value).replace(",", " ").split()
    is_nobody = is_code(value) or not without_titles(words) or says_not_given(value)
    return "" if is_nobody or (field == "full_name" and names_nobody(words)) else value


def _read_first_name(value: str, last_name: str) -> str:
    if "," in (first := value.strip(" ,")):
        first = split_name(first)[0]
    if " " in first:  # before words are written in their usual case
        first = " ".join(without_titles_of_names(first.split(), is_first=True))
    if is_particle_in_front(first) and len(without_titles(first.split())) == len(first.split()):
        return ""
    words = without_titles_of_names(clean_name(first).split(), is_first=True)
    if len(words) == 1 and is_short(words[0]):
        return ""
    cleaned = _without_surname(written_out(words), last_name)
    if last_name and cleaned.casefold().endswith(f" {last_name.casefold()}"):
        cleaned = cleaned[: -len(last_name)].rstrip()
    return value if cleaned.casefold() == value.casefold() else cleaned


def _without_surname(words: list[str], last_name: str) -> str:
    """Return the first name of `Maria Garcia`, `Kowalski Piotr` and `Tran Thi Mai`; other words as they are."""
    if len(words) < _PAIR or not _AND.isdisjoint(words) or size_of_short(words) == len(words):
        return " ".join(words)
    if len(left := without_titles(words)) == 1 and is_given(left[0]):
        return left[0]  # nobody says `Ing. Petr`
    if count := count_given_in_front(words):
        return " ".join(words[:count])
    if count := count_family_in_front(words):
        return " ".join(words[count:])
    return " ".join(words if last_name else behind_surname(words))


def split_surname_first(full: str) -> tuple[str, str]:
    """Return first and last name of `Lee Ann`, under a header that says so; no first name where that is not sure."""
    first, last = split_name(full)
    words = full.split()
    if "," in full or len(words) < _PAIR or first != words[0]:
        return first, last
    if len(words) > _PAIR:
        return (words[-1], " ".join(words[:-1])) if bare(words[-1]) in GIVEN else ("", full)
    keeps_order = bare(words[0]) not in GIVEN or bare(words[1]) in GIVEN  # not everybody does
    return (words[1], words[0]) if keeps_order else (first, last)


def split_name(full: str, address: str = "") -> tuple[str, str]:
    """Return first and last name of `"Dr. Ann Lee"`, `"van Lee, Ann"`, `"Ann Lee, PhD"`, `"Mr. Lee"` (no first).

    The address may say that `Lee Ann` begins with the surname.
    """
    if is_plain_name(full):
        first, _, rest = full.partition(" ")
        if is_first_in_front(first, rest) and not may_be_turned(address, rest):
            return first, rest
        written = full.split()
        words = without_all_titles(written)
        return ("", words[0]) if len(words) == 1 < len(written) else in_order(words, address)
    text = name_part(full)
    name, comma, behind = text.partition(",")
    written = name.split()
    words = without_credentials(without_all_titles(written))
    if greets_nobody(written) or words[0].casefold() in _SEVERAL or _are_couple(written):
        return "", ""  # no person, or several
    if not _AND.isdisjoint(name.casefold().replace("von und zu", "von").split()):
        return "", ""
    if comma:
        parts = [part.split() for part in behind.split(",")]
        if behind.strip(" ,") and without_legal_form(f"A,{behind}") == "A":
            return "", ""
        parts = [part for part in parts if part and not says_what(part, text)]
        if parts:
            first = first_of(without_credentials(without_all_titles(parts[0])))
            # behind several words, initials are a degree or those of one of two surnames
            is_name = len(words) == 1 or not is_initials(first)
            return first if is_name else "", " ".join(without_all_titles(written))
    if len(words) == 1 and (full.rstrip().endswith(",") or len(words) < len(without_credentials(written))):
        return "", words[0]
    return in_order(_around_title(words), address)


def _are_couple(words: Sequence[str]) -> bool:
    """Return whether a title stands behind an "and" or an "or": `M. ou Mme Petit`."""
    return any(one.casefold() in _AND_OR and is_title(other) for one, other in pairwise(words))


def _around_title(words: Sequence[str]) -> Sequence[str]:
    """Return `Marco Rossi` for `Rossi Dott. Marco`, as Italian lists have it, and a name without a title behind it."""
    for place, word in enumerate(words):
        if place and len(word) > len("M.") and word.endswith(".") and is_title(word):
            before, behind = words[:place], without_all_titles(words[place:])
            if not behind or is_given(before[0]):
                return [*before, *behind]
            return [*behind, *before] if is_given(behind[0]) else words
    return words
