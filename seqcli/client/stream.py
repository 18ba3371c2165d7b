"""Parses pages of 12m's events stream. An entry that cannot be parsed is kept with the reason, never dropped."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seqcli.client.json_text import cut_page, is_crowded, parse_json
from seqcli.clock import read_instant, read_wait_ms
from seqcli.errors import StreamError
from seqcli.inbound import mail_from_event
from seqcli.model import Mail, StreamEvent, normalise_address

#: Events of these types move leads; all others are kept and ignored.
SENDS = frozenset({"email.queued", "email.sent"})
DROPS = frozenset({"email.cancelled", "email.send_failed_permanently"})
INBOUND = frozenset({"email.received", "email.replied"})
ANSWERS = INBOUND | {"email.bounced"}
KNOWN = SENDS | DROPS | INBOUND | {"email.no_reply", "email.bounced"}
#: Documented types that move no lead: kept without a remark.
PASSED_OVER = frozenset({"mailbox.replaced"})
_TYPE = re.compile(r"[A-Za-z][\w.:/-]{0,199}")
#: No page has more entries; what a longer one holds beyond that is asked for again.
MAX_ENTRIES = 1000
#: A page of more entries is never sorted out: fewer are asked for.
_MAX_LISTED = 100_000
#: 12m counts in JSON numbers, which are exact so far.
_MAX_SEQ = 2**53
#: A cursor further ahead of all events read would skip later ones.
_MAX_LEAP = 10**9


@dataclass(frozen=True, slots=True)
class MalformedEvent:
    """An entry without a usable `seq`: kept as it came, or as text if it is not JSON, with its position in the page."""

    position: int
    raw: Any
    why: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """One page of the stream: `cursor` is the `since` of the next one."""

    events: tuple[StreamEvent, ...]
    malformed: tuple[MalformedEvent, ...]
    cursor: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class _Unparsed:
    """The text of an entry that cannot be parsed as JSON."""

    text: str


def read_page_text(body: bytes, since: int) -> EventPage | None:
    """Return the page of an events answer; None if not even its entries can be told apart, so that fewer may help.

    Raises:
        StreamError: as for `read_page`.
    """
    if is_crowded(body):
        return None
    try:
        data = parse_json(body.decode("utf-8"))
        return None if _is_endless(data) else read_page(data, since)
    except ValueError:
        text = body.decode("utf-8", "replace").strip()
    if not (text.startswith("{") and text.endswith("}") and '"events"' in text):
        raise StreamError("stream_unreadable", "the events stream did not answer with a page")
    cut = cut_page(text)
    if cut is None:
        return None
    events = [_parse_entry(entry) for entry in cut.entries]
    return read_page({"events": events, "cursor": cut.cursor, "hasMore": cut.has_more}, since)


def _is_endless(data: Any) -> bool:
    entries = data.get("events") if isinstance(data, dict) else None
    return isinstance(entries, list) and len(entries) > _MAX_LISTED


def _parse_entry(text: str) -> Any:
    try:
        return parse_json(text)
    except ValueError:
        return _Unparsed(text)


def read_page(data: Any, since: int) -> EventPage:
    """Return the page of an events answer, its events ordered by `seq`; only the first part of a page that is too long.

    Raises:
        StreamError: the cursor is unusable, goes back, or does not move although `hasMore` is true.
    Source: 12m reference "Events".
    """
    if not isinstance(data, dict) or not isinstance(data.get("events"), list):
        raise StreamError("stream_unreadable", "the events stream did not answer with a page")
    cursor = _whole_number(data.get("cursor"))
    if cursor is None:
        raise StreamError("stream_unreadable", "a page of the events stream has no usable cursor")
    entries, rest, last = _first_part(data["events"], since)
    read = [_read_event(position, raw) for position, raw in entries]
    events = sorted((e for e in read if isinstance(e, StreamEvent)), key=lambda event: event.seq)
    malformed = tuple(e for e in read if isinstance(e, MalformedEvent))
    if rest:
        malformed = (
            *malformed,
            MalformedEvent(MAX_ENTRIES, rest, f"{len(rest)} more entries without a usable seq"),
        )
    if cursor > max([since, *(event.seq for event in events)]) + _MAX_LEAP:
        raise StreamError("stream_unreadable", f"the events stream jumps from {since} to {cursor}")
    has_more = data.get("hasMore")
    if not isinstance(has_more, bool):
        # Not stated: ask until a page is empty; sending before the end would do more harm.
        has_more = bool(data["events"]) and cursor > since
    if cursor < since:
        raise StreamError(
            "cursor_went_back",
            f"the events stream is at {cursor}, but {since} was already read",
            "The identity may have been created again at 12m. Nothing is sent until this is resolved.",
        )
    if has_more and cursor == since:
        raise StreamError("stream_stuck", "the events stream says that it has more, but does not move")
    if last is not None:
        return EventPage(tuple(events), malformed, last, has_more=True)
    return EventPage(tuple(events), malformed, cursor, has_more)


def _first_part(entries: list[Any], since: int) -> tuple[list[tuple[int, Any]], list[Any], int | None]:
    """Return (position, entry) of at most `MAX_ENTRIES` entries, the surplus without a new `seq`, and the last `seq`.

    Nothing is lost: entries with a later `seq` are asked for again, and the surplus is kept as one malformed event.
    """
    if len(entries) <= MAX_ENTRIES:
        return list(enumerate(entries)), [], None
    placed = [(_seq_of(raw), position, raw) for position, raw in enumerate(entries)]
    news = sorted((seq, position) for seq, position, _ in placed if seq is not None and seq > since)
    others = [(position, raw) for seq, position, raw in placed if seq is None or seq <= since]
    last = news[MAX_ENTRIES - 1][0] if len(news) > MAX_ENTRIES else None
    chosen = [(position, entries[position]) for seq, position in news if last is None or seq <= last]
    return (
        [*chosen, *others[:MAX_ENTRIES]],
        [_as_json(raw) for _, raw in others[MAX_ENTRIES:]],
        last,
    )


def _seq_of(raw: Any) -> int | None:
    return _whole_number(raw.get("seq")) if isinstance(raw, dict) else None


def _as_json(raw: Any) -> Any:
    return raw.text if isinstance(raw, _Unparsed) else raw


def _whole_number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 17:
        value = int(value)
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and 0 <= value < _MAX_SEQ else None


def _read_event(position: int, raw: Any) -> StreamEvent | MalformedEvent:
    if isinstance(raw, _Unparsed):
        return MalformedEvent(position, raw.text, "cannot be parsed")
    if not isinstance(raw, dict):
        return MalformedEvent(position, raw, "not an object")
    seq = _whole_number(raw.get("seq"))
    if seq is None:
        return MalformedEvent(position, raw, "no usable seq")
    kind = type_of(raw)
    return MalformedEvent(position, raw, "no type") if kind is None else read_event(seq, kind, raw)


def type_of(raw: Any) -> str | None:
    """Return the type of an entry, known or not, or None where there is none that a type could be.

    A known one in other letters is that one: nobody's reply is passed over for its capitals.
    """
    kind = raw.get("type") if isinstance(raw, dict) else None
    if not isinstance(kind, str) or not _TYPE.fullmatch(kind):
        return None
    return kind.casefold() if kind.casefold() in KNOWN else kind


def read_event(seq: int, kind: str, raw: Mapping[str, Any]) -> StreamEvent:
    """Return the event; `problem` says what a known type lacks, the readable fields are set all the same."""
    data = raw.get("data")
    fields = data if isinstance(data, dict) else {}
    conv_id, conv_problem = _read_conversation(raw, fields)
    occurred_at = occurred(raw)
    mail, mail_problem = _read_mail(fields) if kind in INBOUND else (None, "")
    waited_ms, wait_problem = _read_wait(fields) if kind == "email.no_reply" else (None, "")
    problem = ""
    if kind in KNOWN:
        shape_problem = "" if fields is data else "data is not an object"
        missing = _missing(kind, conv_id, occurred_at)
        problem = shape_problem or conv_problem or mail_problem or wait_problem or missing
    return StreamEvent(
        seq=seq,
        id=_text(raw.get("id")),
        type=kind,
        occurred_at=occurred_at,
        conv_id=conv_id,
        pending_id=_text(fields.get("pendingId")),
        recipient=_read_recipient(fields) or _read_addressee(kind, fields),
        waited_ms=waited_ms,
        reason=_read_reason(fields),
        dispatch_at=_instant(fields, "dispatchAt", "dispatchAtIso"),
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
        return (texts[0] if texts else None), "convId is not a string"
    if len(set(texts)) > 1:
        return texts[0], "two different convIds"
    return (texts[0] if texts else None), ""


def occurred(raw: Mapping[str, Any]) -> datetime | None:
    """Return when an event occurred, by the first usable of its times."""
    return _instant(raw, "ts", "createdAt", "tsIso", "createdAtIso")


def _instant(source: Mapping[str, Any], *names: str) -> datetime | None:
    """Return the first usable instant under these names."""
    for name in names:
        if name in source:
            instant = read_instant(source[name])
            if instant is not None:
                return instant
    return None


def _read_mail(data: Mapping[str, Any]) -> tuple[Mail | None, str]:
    try:
        return mail_from_event(data), ""
    except ValueError as error:
        return None, str(error)


def _read_wait(data: Mapping[str, Any]) -> tuple[float | None, str]:
    value = data.get("waitedMs")
    if value is None:
        return None, ""
    waited_ms = read_wait_ms(value)
    return waited_ms, "waitedMs is not a duration of at most a year" if waited_ms is None else ""


def _read_recipient(data: Mapping[str, Any]) -> str | None:
    for name in ("recipient", "to", "email", "address"):
        if name not in data:
            continue
        value = data[name]
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
