"""First and last name out of a whole one. Where a name cannot be split with some certainty it is left alone."""

import re

_TITLE = re.compile(r"^(?:(?:mr|mrs|ms|dr|prof|herr|frau|mme)\.?\s+)+", re.IGNORECASE)


def add_split_name(fields: dict[str, str]) -> None:
    """Fill first and last name from the whole name where the file has no first name of its own."""
    if "full_name" in fields and "first_name" not in fields:
        first, last = split_name(fields["full_name"])
        if first:
            fields["first_name"] = first
        if last:
            fields.setdefault("last_name", last)


def split_name(full: str) -> tuple[str, str]:
    """Return first and last name of `"Dr. Ann van Lee"`, `"Lee, Ann"` or `"Ann Lee, PhD"`."""
    if "@" in full:
        return "", ""
    name, _, behind = _TITLE.sub("", " ".join(full.split())).partition(",")
    words = name.split()
    if behind.strip() and len(words) == 1:
        return behind.strip(), name
    return (words[0], " ".join(words[1:])) if words else ("", "")
