"""Events as 12m sends them → values. What cannot be read is said in words, never dropped and never raised."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seqcli.clock import from_ms, from_text
from seqcli.errors import StreamError
from seqcli.inbound import mail_from_event
from seqcli.model import Mail, StreamEvent, normalise_address

#: The types that move leads; everything else is kept and passed over.
SENDS = frozenset({"email.queued", "email.sent"})
DROPS = frozenset({"email.cancelled", "email.send_failed_permanently"})
INBOUND = frozenset({"email.received", "email.replied"})
KNOWN = SENDS | DROPS | INBOUND | {"email.no_reply", "email.bounced"}
#: Documented types that move nobody: kept, with nothing to say about them.
PASSED_OVER = frozenset({"mailbox.replaced"})


@dataclass(frozen=True, slots=True)
class Stray:
    """An entry without a usable `seq`: kept as it came, with its place in the page."""

    position: int
    raw: Any
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the stream: `cursor` is the `since` of the next one."""

    events: tuple[StreamEvent, ...]
    strays: tuple[Stray, ...]
    cursor: int
    has_more: bool


def read_page(data: Any, since: int) -> Page:
    """Return the page of an events answer, its events ordered by `seq`.

    Raises:
        StreamError: there is no usable cursor, it goes back, or it does not move although more is promised.
    Source: 12m reference "Events".
    """
    if not isinstance(data, dict) or not isinstance(data.get("events"), list):
        raise StreamError("stream_unreadable", "the events stream answered something that is not a page")
    cursor = _whole_number(data.get("cursor"))
    if cursor is None:
        raise StreamError("stream_unreadable", "a page of the events stream has no usable cursor")
    read = [_read_event(position, raw) for position, raw in enumerate(data["events"])]
    events = sorted((e for e in read if isinstance(e, StreamEvent)), key=lambda event: event.seq)
    strays = tuple(e for e in read if isinstance(e, Stray))
    has_more = data.get("hasMore")
    if not isinstance(has_more, bool):
        # Not told: ask until a page brings nothing, as sending before the end is the greater harm.
        has_more = bool(data["events"]) and cursor > since
    if cursor < since:
        raise StreamError(
            "cursor_went_back",
            f"the events stream is at {cursor}, but {since} was already read",
            "The identity may have been made anew at 12m. Nothing is sent until this is cleared up.",
        )
    if has_more and cursor == since:
        raise StreamError("stream_stuck", "the events stream promises more but does not move")
    return Page(tuple(events), strays, cursor, has_more)


def _whole_number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and 0 <= value < 2**63 else None


def _read_event(position: int, raw: Any) -> StreamEvent | Stray:
    if not isinstance(raw, dict):
        return Stray(position, raw, "not an object")
    seq = _whole_number(raw.get("seq"))
    if seq is None:
        return Stray(position, raw, "no usable seq")
    kind = raw.get("type")
    if not isinstance(kind, str) or not kind:
        return Stray(position, raw, "no type")
    return read_event(seq, kind, raw)


def read_event(seq: int, kind: str, raw: Mapping[str, Any]) -> StreamEvent:
    """Return the event; `problem` says what a known type lacks, and its other fields are as far as they go."""
    data = raw.get("data")
    problem = "" if isinstance(data, dict) or kind not in KNOWN else "data is not an object"
    facts = data if isinstance(data, dict) else {}
    conv_id, conv_problem = _read_conversation(raw, facts)
    occurred_at = _read_time(raw, ("ts", "createdAt"), ("tsIso", "createdAtIso", "createdAt"))
    mail, mail_problem = _read_mail(kind, facts)
    waited_ms, wait_problem = _read_wait(kind, facts)
    if kind not in KNOWN:
        conv_problem = mail_problem = wait_problem = ""
    problem = problem or conv_problem or mail_problem or wait_problem or _missing(kind, conv_id, occurred_at)
    return StreamEvent(
        seq=seq,
        id=_text(raw.get("id")),
        type=kind[:200],
        occurred_at=occurred_at,
        conv_id=conv_id,
        pending_id=_text(facts.get("pendingId")),
        recipient=_read_recipient(facts) or _read_addressee(kind, facts),
        waited_ms=waited_ms,
        reason=_read_reason(facts),
        dispatch_at=_read_time(facts, ("dispatchAt",), ("dispatchAtIso",)),
        mail=mail,
        raw=raw,
        problem=problem,
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 500 else None


def _read_conversation(raw: Mapping[str, Any], data: Mapping[str, Any]) -> tuple[str | None, str]:
    found = [value for value in (raw.get("convId"), data.get("convId")) if value is not None]
    texts = [text for text in map(_text, found) if text is not None]
    if len(texts) < len(found):
        return (texts[0] if texts else None), "convId is not a text"
    if len(set(texts)) > 1:
        return texts[0], "two different convIds"
    return (texts[0] if texts else None), ""


def _read_time(
    source: Mapping[str, Any], ms_names: tuple[str, ...], iso_names: tuple[str, ...]
) -> datetime | None:
    for name in ms_names:
        value = source.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            try:
                return from_ms(value)
            except ValueError:
                continue
    for name in iso_names:
        value = source.get(name)
        if isinstance(value, str):
            try:
                return from_text(value)
            except ValueError:
                continue
    return None


def _read_mail(kind: str, data: Mapping[str, Any]) -> tuple[Mail | None, str]:
    if kind not in INBOUND and not (kind == "email.sent" and "message" in data):
        return None, ""
    try:
        return mail_from_event(data), ""
    except ValueError as error:
        return None, str(error) if kind in INBOUND else ""


def _read_wait(kind: str, data: Mapping[str, Any]) -> tuple[float | None, str]:
    value = data.get("waitedMs")
    if kind != "email.no_reply" or value is None:
        return None, ""
    number = _whole_number(round(value) if isinstance(value, float) and math.isfinite(value) else value)
    return (None, "waitedMs is not a number of milliseconds") if number is None else (float(number), "")


def _read_recipient(data: Mapping[str, Any]) -> str | None:
    for name in ("recipient", "to", "email", "address"):
        value = data.get(name)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("email") or value.get("address")
        if isinstance(value, str) and "@" in value:
            return normalise_address(value[value.rfind("<") + 1 :].strip("<> "))
    return None


def _read_addressee(kind: str, data: Mapping[str, Any]) -> str | None:
    message = data.get("message")
    return _read_recipient(message) if kind in SENDS and isinstance(message, dict) else None


def _read_reason(data: Mapping[str, Any]) -> str:
    for name in ("reason", "error", "message", "detail", "details"):
        value = data.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())[:200]
    return ""


def _missing(kind: str, conv_id: str | None, occurred_at: datetime | None) -> str:
    if kind in KNOWN and occurred_at is None:
        return "no usable time"
    if kind == "email.no_reply" and conv_id is None:
        return "no conversation"
    return ""
