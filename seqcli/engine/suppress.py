"""Suppression patterns: reading what a person typed, and ending the leads that a new pattern matches."""

import re
from datetime import datetime

from seqcli.engine.facts import apply_fact
from seqcli.errors import UsageError
from seqcli.machine import Fact, FactKind
from seqcli.model import normalise_address
from seqcli.store import Store

_DOMAIN = re.compile(r"[^\s@*?\[\]]+\.[^\s@*?\[\]]+")


def read_pattern(text: str) -> tuple[str, str]:
    """Return (pattern, kind) of an address, a domain (with or without `@`) or a wildcard such as `*@*.acme.example`.

    Raises:
        UsageError: it is none of these.
    """
    trimmed = text.strip()
    if "*" in trimmed:
        if "[" in trimmed or "]" in trimmed or "?" in trimmed or not trimmed.strip("*@."):
            raise UsageError("bad_pattern", f"{text!r} is no pattern", "Only * is a wildcard.")
        return trimmed.casefold(), "wildcard"
    bare = trimmed.removeprefix("@")
    if "@" not in bare and _DOMAIN.fullmatch(bare):
        return normalise_address(f"x@{bare}").partition("@")[2], "domain"
    address = normalise_address(trimmed)
    if re.fullmatch(r"[^\s@]+@[^\s@]+", address):
        return address, "address"
    raise UsageError(
        "bad_pattern",
        f"{text!r} is no address, domain or wildcard",
        "Say a@b.example, b.example or *@b.example.",
    )


def suppress_pattern(store: Store, text: str, reason: str, source: str, at: datetime) -> int:
    """Put a pattern on the list and end every lead it matches; return how many. For the caller's transaction."""
    pattern, kind = read_pattern(text)
    if store.save_suppression(pattern, kind, reason, source, at):
        store.append_journal(at, source, f"suppressed {pattern}", reason)
    ended = 0
    for lead in store.load_leads_matching(pattern, kind):
        fact = Fact(FactKind.SUPPRESSED, f"on the suppression list: {reason or pattern}")
        ended += apply_fact(store, lead, fact, source, at, spread=False).status is not lead.status
    return ended
