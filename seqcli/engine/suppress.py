"""Suppression patterns: reading what a person typed, and ending the leads that new patterns cover."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from unicodedata import normalize

from seqcli.engine.facts import apply_fact
from seqcli.errors import UsageError
from seqcli.machine import FINAL, Fact, FactKind
from seqcli.model import Suppression, normalise_address
from seqcli.store import Store
from seqcli.store.suppressions import hash_address, parent_domains

_LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?=[^.]*[a-z]){_LABEL}")
_LOCAL = re.compile(r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]+")
_HASH = re.compile("[0-9a-f]{64}")
_WRAPPING = re.compile(r"[\s<>()\[\],;\"'/]+|mailto:|https?:", re.IGNORECASE)


def read_pattern(text: str, kind: str = "") -> tuple[str, str]:
    """Return (pattern, kind) of an address, a domain (with or without `@`) or a wildcard such as `*@*.acme.example`.

    A `kind` that a list states must fit; only with it a text is the hash of a forgotten address.

    Raises:
        UsageError: it is none of these.
    """
    trimmed = text.strip()
    if kind == "hash" and _HASH.fullmatch(trimmed):
        return trimmed, kind
    if kind == "address" and "@" in trimmed and normalise_address(trimmed) == trimmed:
        # As an export of ours has it: 12m may know odd addresses that nobody would type.
        return trimmed, kind
    found = _read_wildcard(trimmed) if "*" in trimmed else _read_plain(trimmed)
    if found is None or kind not in {"", found[1]}:
        what = kind or "address, domain or wildcard"
        raise UsageError("bad_pattern", f"{text!r} is no {what}", _perhaps(trimmed))
    return found


def _read_plain(text: str) -> tuple[str, str] | None:
    local, at, domain = normalise_address(text if "@" in text else f"@{text}").rpartition("@")
    if not at or not _DOMAIN.fullmatch(domain):
        return None
    if not local:
        return domain, "domain"
    return (f"{local}@{domain}", "address") if _LOCAL.fullmatch(local) else None


def _read_wildcard(text: str) -> tuple[str, str] | None:
    folded = normalize("NFC", text.lower()).rstrip(".")
    if re.search(r"[\s\[\]?\x00-\x1f\x7f]", folded) or not folded.strip("*@."):
        return None
    local, at, domain = folded.rpartition("@")
    if (at and not local) or (not at and not domain.startswith("*")):
        return None  # it could never match: an address begins before its @
    labels = [_ascii_label(label) for label in domain.split(".")]
    return (f"{local}{at}{'.'.join(labels)}", "wildcard") if all(map(str.isascii, labels)) else None


def _ascii_label(label: str) -> str:
    """Return a label of a domain as addresses have it; one that is partly a wildcard stays as it is."""
    if label.isascii() or "*" in label:
        return label
    return normalise_address(f"@{label}").removeprefix("@")


def _perhaps(text: str) -> str:
    """Return the hint for a text that is no pattern: what stands inside it, or what patterns look like."""
    for word in _WRAPPING.split(text):
        inner = _read_plain(word) if word != text else None
        if inner is not None:
            return f'Perhaps "{inner[0]}".'
    return "Say a@b.example, b.example or *@b.example."


def suppress(
    store: Store, entries: Collection[Suppression], actor: str, at: datetime
) -> tuple[set[str], Counter[str]]:
    """Put entries on the list and end the leads they cover; return the new patterns, and leads ended by pattern.

    For the caller's transaction. A pattern that was there already ends only who is still live: a bounced lead whose
    address is on the list because of its bounce stays bounced.
    """
    added = {
        each.pattern
        for each in entries
        if store.save_suppression(each.pattern, each.kind, each.reason, each.source, each.created_at)
    }
    ended: Counter[str] = Counter()
    for lead_id, entry in list(_covered(store, entries)):
        lead = store.get_lead(lead_id)
        if entry.pattern not in added and lead.status in FINAL:
            continue
        fact = Fact(FactKind.SUPPRESSED, f"on the suppression list: {entry.reason or entry.pattern}")
        ended[entry.pattern] += (
            apply_fact(store, lead, fact, actor, at, spread=False).status is not lead.status
        )
    return added, ended


def _covered(store: Store, entries: Collection[Suppression]) -> Iterator[tuple[str, Suppression]]:
    """Yield every lead that an entry covers, perhaps twice; a longer list costs each address no more."""
    for entry in entries:
        if entry.kind == "address":
            for lead_id in store.load_lead_ids_at(entry.pattern):
                yield lead_id, entry
    wide = [entry for entry in entries if entry.kind != "address"]
    if wide:
        index = PatternIndex(wide)
        for lead_id, address in store.iter_addresses():
            found = index.find(address)
            if found is not None:
                yield lead_id, found


class PatternIndex:
    """Finds the entry that covers an address without trying every one."""

    def __init__(self, entries: Collection[Suppression]) -> None:
        self._exact = {each.pattern: each for each in entries if each.kind != "wildcard"}
        self._has_hashes = any(each.kind == "hash" for each in entries)
        # Wildcards by the text behind their last star, with which an address must end.
        self._by_tail: dict[str, list[tuple[re.Pattern[str], Suppression]]] = defaultdict(list)
        for each in entries:
            if each.kind == "wildcard":
                tail = each.pattern.rpartition("*")[2]
                self._by_tail[tail].append((_glob(each.pattern), each))
        self._tail_lengths = sorted({len(tail) for tail in self._by_tail})

    def find(self, address: str) -> Suppression | None:
        """Return an entry that covers this normalised address, or None."""
        keys = [address, *parent_domains(address)]
        if self._has_hashes:
            keys.append(hash_address(address))
        exact = next((self._exact[key] for key in keys if key in self._exact), None)
        return exact or self._find_wildcard(address)

    def _find_wildcard(self, address: str) -> Suppression | None:
        for length in self._tail_lengths:
            tail = address[len(address) - length :] if length <= len(address) else None
            for pattern, entry in self._by_tail.get(tail, ()) if tail is not None else ():
                if pattern.fullmatch(address):
                    return entry
        return None


def _glob(pattern: str) -> re.Pattern[str]:
    """Return the expression that means what SQLite's GLOB means by a pattern whose only sign is the star."""
    return re.compile(".*".join(re.escape(part) for part in pattern.split("*")), re.DOTALL)
