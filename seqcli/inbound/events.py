"""Reads the mail in the `data` of `email.received` and `email.replied` events.

Source: 12m, concepts/events (`data.message`).
"""

import html
from collections.abc import Iterator, Mapping
from typing import Any

from seqcli.inbound.reading import addresses_in, text_from_html
from seqcli.model import Mail

_MOST_HEADERS = 500


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
