"""Injects the faults that `faults` planned into answers, pages and connections."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from seqcli.simulator.answers import (
    ConnectionDropped,
    DropKind,
    HttpAnswer,
    error_answer,
    json_answer,
    outcome_answer,
)
from seqcli.simulator.faults import Fault, Faults, Injection
from seqcli.simulator.records import Rejection, SendDecision, instant_of
from seqcli.simulator.wire import rejected_payload
from seqcli.simulator.world import World

_DROPS: Mapping[Fault, tuple[DropKind, bool]] = {
    Fault.CONNECT: ("connect", False),
    Fault.TIMEOUT: ("read_timeout", False),
    Fault.RESET: ("reset", False),
    Fault.CLOSED: ("closed", False),
    Fault.TIMEOUT_AFTER: ("read_timeout", True),
    Fault.RESET_AFTER: ("reset", True),
    Fault.CLOSED_AFTER: ("closed", True),
}
_REFUSALS: Mapping[Fault, tuple[int, str]] = {
    Fault.UNAUTHORISED: (401, "invalid api key"),
    Fault.IDENTITY_NOT_FOUND: (404, "identity not found in org"),
    Fault.CONVERSATION_NOT_FOUND: (404, "conversation not found"),
    Fault.REFUSED: (422, "the message was refused"),
    Fault.IN_PROGRESS: (409, "a request with this idempotency key is in progress"),
}
_BODIES: Mapping[Fault, bytes] = {
    Fault.GARBAGE: b"<html><body><h1>Bad Gateway</h1></body></html>",
    Fault.EMPTY: b"",
    Fault.NAN: b"NaN",
    Fault.LIST: b"[]",
    Fault.BAD_UTF8: b'{"identity": "\xff\xfe"}',
    Fault.WRONG_SHAPE: b'{"ok":true,"data":{"items":[]}}',
}
_SOMEBODY = "somebody.else@elsewhere.example"


@dataclass(frozen=True, slots=True)
class Sent:
    """A send request, for faults that store an answer or name its recipient."""

    handle: str
    key: str | None
    body: bytes


def before(injection: Injection, world: World, sent: Sent | None = None) -> HttpAnswer | None:
    """Return the answer that replaces the effect, or None if this fault comes after it.

    Raises:
        ConnectionDropped: there is no answer.
    """
    fault = injection.fault
    kind, acted = _DROPS.get(fault, ("closed", True))
    if fault in _DROPS and not acted:
        raise ConnectionDropped(kind, acted=False)
    if fault in _REFUSALS:
        return error_answer(*_REFUSALS[fault])
    if fault is Fault.SERVER_ERROR:
        return error_answer(injection.status, "internal error")
    if fault is Fault.RATE_LIMITED:
        limited = error_answer(429, "too many requests")
        return limited.plus(retry_after(injection.retry_after, world.clock.now()))
    return _before_send(injection, world, sent) if sent is not None else None


def _before_send(injection: Injection, world: World, sent: Sent) -> HttpAnswer | None:
    if injection.fault is Fault.CAP_EXCEEDED:
        payload = rejected_payload(sent.handle, _recipient(world, sent.body), Rejection("cap_exceeded"))
        return json_answer(payload, 429, retry_after(injection.retry_after, world.clock.now()))
    stored = {Fault.STORED_ERROR: (500, "internal error"), Fault.STORED_LIMIT: (429, "too many requests")}
    if injection.fault not in stored:
        return None
    status, error = stored[injection.fault]
    outcome = SendDecision(status, {"error": error})
    identity = world.identities.get(sent.handle)
    if identity is not None and not world.knows_key(identity, sent.key):
        world.store_answer(identity, sent.key, sent.body, outcome)
    return outcome_answer(outcome)


def _recipient(world: World, body: bytes) -> str:
    try:
        fields = json.loads(body)
        conversation = world.conversations.get(str(fields.get("convId")))
        return conversation.address if conversation else str(fields.get("to"))
    except (ValueError, AttributeError):
        return ""


def after(injection: Injection, answer: HttpAnswer) -> HttpAnswer:
    """Return the answer with the fault applied, after the request took effect.

    Raises:
        ConnectionDropped: there is no answer.
    """
    fault = injection.fault
    if fault in _DROPS:
        raise ConnectionDropped(_DROPS[fault][0], acted=True)
    if fault in _BODIES:
        return replace(answer, body=_BODIES[fault])
    if fault is Fault.SERVER_ERROR_AFTER:
        return error_answer(injection.status, "internal error")
    if fault is Fault.TRUNCATED:
        return replace(answer, body=answer.body[: len(answer.body) // 2], declared_length=len(answer.body))
    if fault is Fault.BAD_GZIP:
        return replace(answer, body=b"not gzip").plus([("Content-Encoding", "gzip")])
    if fault is Fault.SLOW:
        return replace(answer, seconds_per_byte=1)
    return _after_send(fault, answer)


def _after_send(fault: Fault, answer: HttpAnswer) -> HttpAnswer:
    payload = json.loads(answer.body)
    results = payload.get("results", payload.get("messages"))
    if not results:
        return answer
    if fault is Fault.NO_CONV_ID:
        results[0].pop("convId", None)
    elif fault is Fault.NO_RESULTS:
        results.clear()
    elif fault is Fault.TWO_RESULTS:
        results.append({**results[0], "to": _SOMEBODY})
    elif fault is Fault.OTHER_RECIPIENT:
        results[0]["to"] = _SOMEBODY
    return replace(json_answer(payload, answer.status), headers=answer.headers)


def retry_after(form: str | None, now: datetime) -> list[tuple[str, str]]:
    """Return the `Retry-After` headers for an injection.

    Source: RFC 9110 §5.6.7 for the three grammars of a date.
    """
    if form is None:
        return []
    if form == "twice":
        return [("Retry-After", "5"), ("Retry-After", "40")]
    then = now + timedelta(seconds=45)
    dates = {
        "date": format_datetime(then, usegmt=True),
        "rfc850": then.strftime("%A, %d-%b-%y %H:%M:%S GMT"),
        "asctime": then.strftime("%a %b ") + f"{then.day:2d}" + then.strftime(" %H:%M:%S %Y"),
    }
    return [("Retry-After", dates.get(form, form))]


@dataclass(slots=True)
class SimulatedPage:
    """A page of the stream before it becomes JSON."""

    events: list[Any]
    cursor: int | None
    has_more: bool


@dataclass(frozen=True, slots=True)
class PageQuery:
    """Which events a read of the stream asks for."""

    handle: str
    since: int
    limit: int
    types: frozenset[str] | None


def read_page(world: World, faults: Faults, query: PageQuery) -> SimulatedPage:
    """Return the events after `since`, without those that were lost."""
    events, cursor, has_more = world.events_after(query.handle, query.since, query.limit, query.types)
    if faults.lost:
        events = [event for event in events if (query.handle, event["seq"]) not in faults.lost]
    return SimulatedPage(events, cursor, has_more)


def tampered(
    injection: Injection, world: World, faults: Faults, query: PageQuery, page: SimulatedPage
) -> SimulatedPage:
    """Return the page with the fault applied, to the log behind it or to the page itself."""
    if _changes_log(injection, world, faults, query.handle, page.events):
        page = read_page(world, faults, query)
    _spoil(injection, world, faults, page, query.since)
    return page


def _changes_log(
    injection: Injection, world: World, faults: Faults, handle: str, events: list[dict[str, Any]]
) -> bool:
    fault = injection.fault
    if fault is Fault.DUPLICATED and events:
        _append_copy(world, handle, faults.random.choice(events))
    elif fault is Fault.LOST:
        _lose(faults, handle, events)
    elif fault in (Fault.UNKNOWN_TYPE, Fault.ENDLESS):
        world.append_event(handle, "email.opened", {"openedFrom": "Graz", "userAgent": "Mail/16.0"})
    elif fault is Fault.MALFORMED and injection.variant % 7 < 4:
        _append_malformed(world, handle, injection.variant % 7)
    else:
        return False
    return True


def _append_copy(world: World, handle: str, event: dict[str, Any]) -> None:
    copied = {name: value for name, value in event.items() if name not in ("seq", "data")}
    world.append_event(handle, event["type"], event["data"], overwrite=copied)


def _lose(faults: Faults, handle: str, events: list[dict[str, Any]]) -> None:
    """Hide the first event that may get lost; without one, do not count the fault."""
    for event in events:
        if event["type"] in faults.lost_types:
            faults.lost.add((handle, event["seq"]))
            return
    faults.counts[Fault.LOST] -= 1


def _append_malformed(world: World, handle: str, variant: int) -> None:
    if variant == 0:
        world.append_event(handle, "email.replied", overwrite={"data": None, "convId": None})
    elif variant == 1:
        world.append_event(handle, "email.no_reply", {"waitedMs": "soon"}, overwrite={"convId": 12345})
    elif variant == 2:
        world.append_event(handle, "email.bounced", overwrite={"data": ["not", "an", "object"]})
    else:
        world.append_event(handle, "email.sent", {"pendingId": {"nested": True}, "message": "x" * 100_000})


def _spoil(injection: Injection, world: World, faults: Faults, page: SimulatedPage, since: int) -> None:
    """Apply a fault that changes the page and not the log."""
    fault = injection.fault
    if fault is Fault.SHUFFLED:
        faults.random.shuffle(page.events)
    elif fault is Fault.ENDLESS:
        page.has_more = True
    elif fault is Fault.STUCK:
        page.events, page.cursor, page.has_more = [], since, True
    elif fault is Fault.BACKWARDS:
        page.cursor = max(0, since - 5)
    elif fault is Fault.NO_CURSOR:
        page.cursor = None
    elif fault is Fault.MALFORMED:
        _insert_malformed(page, injection.variant % 7, world.now_ms())


def _insert_malformed(page: SimulatedPage, variant: int, now_ms: int) -> None:
    iso = instant_of(now_ms).isoformat()
    event = {"id": "evt_unreadable", "type": "email.replied", "ts": now_ms, "tsIso": iso, "data": {}}
    if variant == 4:
        page.events.append(event)
    elif variant == 5:
        page.events.append({"seq": "43", **event})
    elif variant == 6:
        page.events.append("email.replied")
