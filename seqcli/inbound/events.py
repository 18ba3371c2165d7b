"""Reads the `data` of 12m's mail events: `email.received`, `email.replied` and `email.bounced`.

The fields of `email.bounced` are not documented, so every plausible name is read and none is required.
Source: 12m, concepts/events (`data.message`), guides/sequencer (bounces).
"""

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from seqcli.inbound.bounces import is_machine, status_code, told_hardness
from seqcli.inbound.reading import TEXT_LIMIT, addresses_in, flat, fold, text_from_html
from seqcli.inbound.verdict import Hardness, MailFlag, MailKind, Verdict
from seqcli.model import Mail, normalise_address
from seqcli.patterns import compiled

_MOST_FIELDS = 1_000
_DEEPEST = 6
_MOST_HEADERS = 500

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


# --- The mail of an event


def mail_from_event(data: Mapping[str, Any]) -> Mail:
    """Return the mail that an `email.received` or `email.replied` event carries.

    Without `message` the event's own fields are read. Missing text comes from the HTML, else the snippet.

    Raises:
        ValueError: `data.message` is not an object, or its `from` has no known shape.
    """
    message = data.get("message")
    if message is None:
        message = data
    if not isinstance(message, Mapping):
        raise ValueError(f"message is {_shape(message)}, not an object")  # noqa: TRY004 - bad data, not a bad call
    sender, name = _sender(message.get("from"))
    markup = _text(message, "html", "bodyHtml", "htmlBody")
    snippet = html.unescape(_text(message, "snippet", "preview"))
    text = _text(message, "text", "bodyText", "textBody", "body") or text_from_html(markup) or snippet
    headers = _headers(message.get("headers"))
    return Mail(sender, name, " ".join(_text(message, "subject").split()), text, markup, headers)


def has_text(data: Mapping[str, Any]) -> bool:
    """Return whether an event carries the text of its mail, and not only the beginning."""
    message = data.get("message")
    found = message if isinstance(message, Mapping) else data
    names = ("text", "bodyText", "textBody", "body", "html", "bodyHtml", "htmlBody")
    return any(_text(found, name) for name in names)


def _shape(value: object) -> str:
    names = {
        bool: "a boolean",
        int: "a number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), "of unknown type")


def _text(message: Mapping[str, Any], *names: str) -> str:
    for name in names:
        value = message.get(name)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _sender(value: object) -> tuple[str, str]:
    """Return address and name from text, an object, or the first of a list of either."""
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None:
        return "", ""
    if isinstance(value, str):
        return _sender_from_text(value)
    if not isinstance(value, Mapping):
        raise ValueError(f"from is {_shape(value)}, not an address")  # noqa: TRY004 - bad data, not a bad call
    if isinstance(value.get("value"), list):
        return _sender(value["value"])
    for key in ("email", "address", "addr"):
        address = value.get(key)
        if address is not None and not isinstance(address, str):
            raise ValueError(f"from.{key} is {_shape(address)}, not an address")
    address, name_beside = _sender_from_text(_text(value, "email", "address", "addr"))
    return address, _text(value, "name", "displayName", "display_name").strip() or name_beside


def _sender_from_text(text: str) -> tuple[str, str]:
    """Return address and name. `email.utils.parseaddr` will not do: nested brackets exhaust its stack."""
    text = " ".join(text[:1000].split())
    if "<" in text:
        name, _, rest = text.rpartition("<")
        address = rest.partition(">")[0].strip()
    else:
        address, _, name = text.partition("(")
        address, name = address.strip(), name.rstrip(") ")
    if "@" not in address or " " in address:
        address = next(addresses_in(text), address if "@" not in text else "")
    return address, name.strip(" \"'")


def _headers(value: object) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, content in list(_header_pairs(value))[:_MOST_HEADERS]:
        if isinstance(name, str) and name.strip():
            headers.setdefault(name.strip().casefold(), _header_text(content))
    return headers


def _header_pairs(value: object) -> Iterator[tuple[object, object]]:
    if isinstance(value, Mapping):
        yield from value.items()
    if not isinstance(value, list):
        return
    for item in value:
        if isinstance(item, Mapping):
            yield item.get("name", item.get("key")), item.get("value")
        elif isinstance(item, list | tuple) and len(item) == 2:
            yield item[0], item[1]
        elif isinstance(item, str) and ":" in item:
            name, _, content = item.partition(":")
            yield name, content.strip()


def _header_text(content: object) -> str:
    if isinstance(content, list):
        return ", ".join(_header_text(part) for part in content[:20] if not isinstance(part, list))
    return content if isinstance(content, str) else "" if content is None else str(content)[:1000]
