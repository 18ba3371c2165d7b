"""Validates addresses with email-validator, without DNS, and tells which a team or nobody reads. It repairs none."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from seqcli.addresses.role_phrases import ROLES, UNREAD
from seqcli.companies import is_mail_provider

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_ADDRESS_CHARS = 320


class RoleRemark(str):
    """A remark that a team reads this address."""

    __slots__ = ()


# A fast path: the library accepts every address up to 64 characters that matches this pattern and has no reserved
# ending. Tests compare the two.
PLAIN_CHARS = 64
# No possessive groups: Python 3.11.2 (Debian 12) matches nothing with them.
PLAIN_ADDRESS = re.compile(
    r"[a-zA-Z0-9_+-]++(?:\.[a-zA-Z0-9_+-]++)*@(?:[a-zA-Z0-9]++(?:-[a-zA-Z0-9]++)*\.)+[a-zA-Z]{2,}"
)


@lru_cache(maxsize=1)
def reserved_endings() -> tuple[str, ...]:
    """Return the domain endings, lower case, that the library refuses because they receive no mail."""
    from email_validator import SPECIAL_USE_DOMAIN_NAMES  # noqa: PLC0415 - only an import of leads needs it

    return tuple(f"{sign}{name}" for name in SPECIAL_USE_DOMAIN_NAMES for sign in ".@")


def address_problem(address: str) -> str:
    """Return why `address` is not valid, or an empty text if the library accepts it."""
    if len(address) > PLAIN_CHARS or not PLAIN_ADDRESS.fullmatch(address):
        return library_problem(address)
    return library_problem(address) if address.lower().endswith(reserved_endings()) else ""


def library_problem(address: str) -> str:
    """Return why email-validator refuses `address`, or an empty text; slow."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - only an import of leads needs it

    if len(address) > MAX_ADDRESS_CHARS:
        return "The email address is too long."
    validate: Callable[..., object] = validate_email
    try:
        validate(address, check_deliverability=False, strict=True)
    except EmailNotValidError as error:
        return str(error)
    return ""


_LIKE_ADDRESS = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]{2,}")


def like_address(cell: str) -> bool:
    """Return whether a cell looks like an address; `address_problem` says whether it is one."""
    return _LIKE_ADDRESS.fullmatch(cell.strip()) is not None


def is_unread(local: str) -> bool:
    """Return whether nobody reads mail to a local part (lower case), with or without a plus tag."""
    return local.partition("+")[0] in UNREAD


def address_notes(address: str) -> tuple[str, ...]:
    """Return remarks about a normalised address: role address, free-mail domain."""
    local, _, domain = address.rpartition("@")
    notes: list[str] = []
    if local in ROLES:
        notes.append(ROLE_NOTE)
    if is_mail_provider(domain):
        notes.append(FREE_MAIL_NOTE)
    return tuple(notes)


ROLE_NOTE = RoleRemark("role address")
FREE_MAIL_NOTE = "free-mail domain"


_WRAPPED = re.compile(r"(?P<name>[^<>]*)<\s*(?:mailto:)?(?P<address>[^<>\s]+)\s*>", re.IGNORECASE)
#: Outlook writes an address in these where it knows no name.
_QUOTES = "'\u2018\u2019"
_JOINTS = re.compile(r"[,;\s]+(?:[/|]\s+)?")
_MARKDOWN = re.compile(r"\[(?P<name>[^\]]*)\]\(mailto:(?P<address>[^\s)?]+)(?:\?[^)]*)?\)", re.IGNORECASE)
_MAILTO = re.compile(r"mailto:(?P<address>[^\s?]+)(?:\?\S*)?", re.IGNORECASE)


def unwrapped(cell: str) -> tuple[str, str] | None:
    """Return the address in `Name <a@b.example>` or `mailto:a@b.example`, and that form; None for other cells."""
    if found := _WRAPPED.fullmatch(cell):
        name, address = found["name"].strip(" \"'"), found["address"].strip(_QUOTES)
        how = "Name <…>" if name else "<…>"
        if "@" in name and name.casefold() != address.casefold():
            return None
    elif (found := _MARKDOWN.fullmatch(cell)) and found["name"].casefold() == found["address"].casefold():
        address, how = found["address"], "[…](mailto:…)"
    elif found := _MAILTO.fullmatch(cell):
        address, how = found["address"], "mailto:…"
    else:
        return None
    return None if address_problem(address) else (address, how)


def several_addresses(cell: str) -> list[str]:
    """Return the addresses that an exporter joined in one cell, or [] where there is only one.

    Google joins them with `:::`. Between commas, semicolons, blanks or line ends, every part must be valid.
    """
    if ":::" in cell:
        return [part.strip() for part in cell.split(":::") if part.strip()] or [cell]
    parts = [part.strip(_QUOTES) for part in _JOINTS.split(cell) if part.strip(_QUOTES)]
    return parts if len(parts) > 1 and not any(map(address_problem, parts)) else []


def perhaps(email: str) -> str:
    """Return a hint at the valid address inside a cell that is not an address as a whole, or an empty text."""
    inner = next((word.strip("<>()[],;\"'") for word in re.split(r"[\s,;]+", email) if "@" in word), "")
    inner = inner.removeprefix("mailto:")
    return f' Perhaps "{inner}".' if inner != email and inner and not address_problem(inner) else ""
