"""Splits a full name into first and last name, where that is reasonably certain."""

from functools import lru_cache

from seqcli.templates.wording import TITLES, company_name, is_credential

_TITLES = TITLES | {
    *("lady", "lord", "madame", "monsieur", "dipl.-ing", "univ.-prof", "dr.med", "dr.-ing", "prof.dr"),
    *("rev.", "sr.", "ing.", "mag."),  # without the dot, names
}
_NAMES = frozenset({"first_name", "last_name", "full_name"})
_AND = frozenset({"and", "&", "+", "und", "et"})
#: In front only: "y" stands in family names as well.
_SEVERAL = _AND | {"y", "u.", "familie", "family", "fam.", "eheleute", "the"}
#: No longer name is nothing but titles.
MAX_TITLES_CHARS = 60
_POSTS = frozenset(
    {
        *("ceo", "cfo", "cto", "cmo", "vp", "owner", "founder", "co-founder", "president", "partner"),
        *("director", "manager", "head", "engineer", "consultant", "attorney", "sales", "marketing"),
    }
)


def add_split_name(fields: dict[str, str]) -> None:
    """Fill first and last name from the full name where the file has no first name."""
    if "full_name" not in fields or "first_name" in fields:
        return
    full = fields["full_name"]
    if full in (fields.get("last_name"), fields.get("company")):
        return
    first, last = split_name(full)
    if first:
        fields["first_name"] = first
    if last:
        fields.setdefault("last_name", last)


def is_person_name(field: str) -> bool:
    """Return whether a field is a person's name or a part of it."""
    return field in _NAMES


def is_name(field: str) -> bool:
    """Return whether a field is the name of a person or a company."""
    return field in _NAMES or field == "company"


def holds_no_name(field: str, value: str) -> bool:
    """Return whether a person's name is nothing but titles, or a first name is an address."""
    if len(value) <= MAX_TITLES_CHARS:
        return holds_no_short_name(field, value)
    return field == "first_name" and "@" in value


# Cached: an import asks this for half a million leads. Only short names come here, so the cache stays small.
@lru_cache(maxsize=4096)
def holds_no_short_name(field: str, value: str) -> bool:
    """Return what `holds_no_name` says of a name of at most `MAX_TITLES_CHARS`."""
    return (field == "first_name" and "@" in value) or not _without_titles(value.split())


def split_name(full: str) -> tuple[str, str]:
    """Return first and last name of `"Dr. Ann Lee"`, `"van Lee, Ann"`, `"Ann Lee, PhD"`, `"Mr. Lee"` (no first)."""
    if "@" in full:
        return "", ""
    name, comma, behind = full.partition(",")
    written = name.split()
    words = _without_titles(written)
    openings = words if len(words) < len(written) else words[:1]
    if not words or any(word.casefold() in _SEVERAL for word in openings):
        return "", ""  # no person, or several
    if not _AND.isdisjoint(name.casefold().split()):
        return "", ""
    if comma:
        parts = [part.split() for part in behind.split(",")]
        if behind.strip(" ,") and company_name(f"A,{behind}") == "A":
            return "", ""
        parts = [part for part in parts if part and not _is_no_name(part, full)]
        if parts or (len(words) == 1 and not behind.strip(" ,")):
            return " ".join(_without_titles(parts[0])) if parts else "", " ".join(words)
    if len(words) == 1 and len(written) > 1:
        return "", words[0]
    return words[0], " ".join(words[1:])


def _without_titles(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) and _is_title(words[start]):
        start += 1
    return words[start:]


def _is_title(word: str) -> bool:
    word = word.casefold()
    return word in _TITLES or word.rstrip(".") in _TITLES


def _is_no_name(words: list[str], full: str) -> bool:
    """Return whether the words after a comma are a degree or a job title."""
    if words[0].casefold() in _POSTS or all(map(is_credential, words)):
        return True
    return all(word.isupper() and len(word) > 1 for word in words) and not full.isupper()
