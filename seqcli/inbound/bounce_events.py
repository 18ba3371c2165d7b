"""Reads the `data` of `email.bounced` events.

Its fields are not documented, so every plausible name is read and none is required.
Source: 12m, guides/sequencer (bounces).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from seqcli.inbound.bounces import is_machine, status_code, told_hardness
from seqcli.inbound.reading import TEXT_LIMIT, addresses_in, flat, fold
from seqcli.inbound.verdict import Hardness, MailFlag, MailKind, Verdict
from seqcli.model import normalise_address
from seqcli.patterns import compiled

_MOST_FIELDS = 1_000
_DEEPEST = 6

_RECIPIENT_KEYS = compiled(
    r"(?:final|original|failed|bounced)?(?:recipients?|address(?:es)?|emails?)|emailaddress|mailaddress|rcpt|rcptto|to|with"
    r"|(?:failed|bounced)recipientaddress"
)
_SENDER_KEYS = frozenset({"from", "sender", "identity", "replyto", "account", "mailbox", "reportingmta"})
_CLASS_KEYS = frozenset(
    [
        "bouncetype",
        "type",
        "class",
        "classification",
        "category",
        "severity",
        "bounceclass",
        "bouncecategory",
        "subtype",
        "bouncesubtype",
        "kind",
        "hardness",
    ]
)
_CODE_KEYS = compiled(
    r"(?:smtp|enhanced|status|bounce|dsn|error|reply|response|diagnostic)*(?:code|status|text|message|reason|description|detail|details"
    r"|error|response|diagnostic|reply|explanation)"
)
_HARD_WORDS = compiled(r"hard|permanent|(?<![a-z])perm(?![a-z])|fatal|^5(?:\.|xx|\d\d$|$)|invalid")
_SOFT_WORDS = compiled(r"soft|transient|temporary|(?<![a-z])temp(?![a-z])|delay|defer|^4(?:\.|xx|\d\d$|$)")
_FILTER_WORDS = compiled(r"block|spam|content|reputation|policy")

_Field = tuple[str, Any, bool]  # the bare key, the value, whether it belongs to a sender


def read_bounce(data: Mapping[str, Any], *, own_addresses: Collection[str] = ()) -> Verdict:
    """Return the bounce of an `email.bounced` event; never raises, whatever the data.

    Without a class it is hard: 12m has put the recipient on do-not-contact by then.
    """
    fields = list(_fields(data))
    said = "\n".join(fold(text) for text in _code_texts(fields))
    code = status_code(said)
    addresses = _bounced_addresses(fields, own_addresses, said)
    hardness, why = _stated_class(fields)
    told, flags = told_hardness(flat(said), code)
    if hardness is None and not flags and any(_FILTER_WORDS.search(word) for word in _class_words(fields)):
        flags = () if code.startswith("5.1.") else (MailFlag.BLOCKED_BY_FILTER,)
    if hardness is None and flags:
        hardness, why = Hardness.SOFT, "12m says: blocked by a filter"
    elif hardness is None and told is not Hardness.UNKNOWN:
        hardness, why = told, f"12m says: code {code}" if code else f"12m says: {told}"
    elif hardness is None:
        hardness, why = Hardness.HARD, "12m says: bounced, no class"
    return Verdict(MailKind.BOUNCE, why, hardness, code, addresses, flags)


def _fields(data: object) -> Iterator[_Field]:
    """Yield every named value of nested JSON, outer ones first, up to a limit of depth and number."""
    level: list[tuple[str, object, bool]] = [("", data, False)]
    left = _MOST_FIELDS
    for _ in range(_DEEPEST):
        deeper: list[tuple[str, object, bool]] = []
        for key, value, sender in level:
            for name, inner in _members(key, value):
                left -= 1
                if left < 0:
                    return
                field = (name, inner, sender or name in _SENDER_KEYS)
                yield field
                deeper.append(field)
        level = deeper


def _members(key: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield re.sub(r"[^a-z0-9]", "", str(name)[:60].casefold()), inner
    elif isinstance(value, list | tuple):
        for inner in value:
            yield key, inner


def _code_texts(fields: Iterable[_Field]) -> Iterator[str]:
    for key, value, sender in fields:
        if sender or not _CODE_KEYS.fullmatch(key) or isinstance(value, bool):
            continue
        if isinstance(value, int) and 400 <= value < 600:
            yield str(value)
        elif isinstance(value, str):
            yield value[:TEXT_LIMIT]


def _class_words(fields: Iterable[_Field]) -> Iterator[str]:
    for key, value, sender in fields:
        if key in _CLASS_KEYS and not sender and isinstance(value, str | int) and not isinstance(value, bool):
            yield str(value)[:60].casefold().strip()


def _stated_class(fields: list[_Field]) -> tuple[Hardness | None, str]:
    for key, value, _ in fields:
        if value is True and key in {"hard", "permanent", "ishard", "ispermanent"}:
            return Hardness.HARD, "12m says: hard"
        if value is True and key in {
            "soft",
            "temporary",
            "transient",
            "issoft",
            "istemporary",
            "istransient",
        }:
            return Hardness.SOFT, "12m says: soft"
    for word in _class_words(fields):
        if _SOFT_WORDS.search(word):
            return Hardness.SOFT, f"12m says: {word}"
        if _HARD_WORDS.search(word):
            return Hardness.HARD, f"12m says: {word}"
    return None, ""


def _bounced_addresses(fields: list[_Field], own_addresses: Collection[str], said: str) -> tuple[str, ...]:
    named = [
        address
        for key, value, sender in fields
        if not sender and isinstance(value, str) and _RECIPIENT_KEYS.fullmatch(key)
        for address in addresses_in(value[:2000])
    ]
    own = {normalise_address(address) for address in own_addresses}
    found = dict.fromkeys([*named, *addresses_in(said)])
    return tuple(address for address in found if address not in own and not is_machine(address))
