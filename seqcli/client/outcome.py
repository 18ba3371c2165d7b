"""Outcomes of a send: maps status code, headers and body to one of them."""

import json
import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from seqcli.client.json_text import read_json
from seqcli.clock import parse_http_date, read_instant
from seqcli.errors import ConfigError
from seqcli.model import normalise_address

MIN_WAIT_S, MAX_WAIT_S = 1.0, 86_400.0
_MAX_ID_CHARS = 500


@dataclass(frozen=True, slots=True)
class Accepted:
    """12m accepted the send. `conv_id` is None only where a conflict is the sole proof; `to` is whom 12m names."""

    conv_id: str | None
    pending_id: str | None
    dispatch_at: datetime | None
    http_status: int | None
    replayed: bool = False
    to: str | None = field(default=None, compare=False)


class RejectedFor(StrEnum):
    """What a rejection is about."""

    ADDRESS = "address"
    DO_NOT_CONTACT = "do not contact"
    IDENTITY = "identity"
    REQUEST = "request"
    UNRECOGNISED = "unheard of"


@dataclass(frozen=True, slots=True)
class Rejected:
    """12m rejected this recipient, this request or this identity."""

    about: RejectedFor
    reason: str
    http_status: int


@dataclass(frozen=True, slots=True)
class Throttled:
    """Retry later: after `wait_s` seconds; without it at midnight UTC (`cap`), or when we choose."""

    reason: str
    wait_s: float | None
    cap: bool
    http_status: int


class UnknownKind(StrEnum):
    """Why the outcome is unknown."""

    WIRE = "wire"
    SERVER = "server"
    UNREADABLE = "unreadable"
    STORED = "stored"


@dataclass(frozen=True, slots=True)
class Unknown:
    """The mail may have been sent. `STORED`: 12m replays an error under the key, so a retry is useless for 24 hours."""

    kind: UnknownKind
    reason: str
    http_status: int | None = None


@dataclass(frozen=True, slots=True)
class ReplayedRefusal:
    """12m replays an earlier refusal under the key: nothing was sent, and nothing can be until the key expires."""

    reason: str
    http_status: int


@dataclass(frozen=True, slots=True)
class NotConnected:
    """No connection, so this try sent nothing. `problem`: a setting must be corrected first."""

    reason: str
    problem: ConfigError | None = None


@dataclass(frozen=True, slots=True)
class KeyRefused:
    """401 or 403: 12m rejected the API key."""

    reason: str
    http_status: int


@dataclass(frozen=True, slots=True)
class IdentityUnknown:
    """404: the organisation has no such identity."""

    reason: str


@dataclass(frozen=True, slots=True)
class ConversationGone:
    """404 for the conversation of a follow-up."""

    reason: str


@dataclass(frozen=True, slots=True)
class BodyConflict:
    """409: the key was used with another body, or (`in_progress`) its first request is still running."""

    reason: str
    in_progress: bool


Outcome = (
    Accepted
    | Rejected
    | Throttled
    | Unknown
    | ReplayedRefusal
    | NotConnected
    | KeyRefused
    | IdentityUnknown
    | ConversationGone
    | BodyConflict
)

_REASONS = {
    "do_not_contact": RejectedFor.DO_NOT_CONTACT,
    "invalid_recipient": RejectedFor.ADDRESS,
    "no_eligible_pool": RejectedFor.IDENTITY,
    "no_accounts": RejectedFor.IDENTITY,
    "inactive": RejectedFor.IDENTITY,
    "suspended": RejectedFor.IDENTITY,
}
_IN_PROGRESS = re.compile(r"progress|concurren|processing|still running|in flight|retry", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _ResultPayload:
    """One item of `results`, or one of the guide's `messages`."""

    to: str | None
    status: str | None
    reason: str | None
    pending_id: str | None
    conv_id: str | None
    dispatch_at: Any
    dispatch_at_iso: Any


def _read_result(item: Mapping[str, Any]) -> _ResultPayload | None:
    """Return an item of `results`, or None if a text of it is something else: then nothing of it is believed."""
    to, status, reason, pending_id, conv_id = (
        item.get(name) for name in ("to", "status", "reason", "pendingId", "convId")
    )
    if not all(map(_is_text, (to, status, reason, pending_id, conv_id))):
        return None
    if conv_id is not None and len(conv_id) > _MAX_ID_CHARS:
        return None
    times = item.get("dispatchAt"), item.get("dispatchAtIso")
    return _ResultPayload(to, status, reason, pending_id, conv_id, *times)


def _is_text(value: object) -> bool:
    """Return whether a value is missing, or a text without half a character."""
    return value is None or (isinstance(value, str) and value.encode(errors="replace").decode() == value)


def read_outcome(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    to: str | Collection[str],
    follow_up: bool,
    now: datetime,
) -> Outcome:
    """Map a wire answer to its outcome. `headers` has lower-case names; `now` is 12m's time.

    An answer about another recipient than `to`, or than all of `to`, counts as unreadable.

    Source: 12m API reference "Send", guide "Sequencer", guide "Sending" (idempotency).
    """
    replayed = headers.get("idempotent-replayed", "").strip().lower() == "true"
    try:
        data = read_json(body)
    except ValueError:
        data = None
    outcome = _read_results(status, data, to=to, replayed=replayed, headers=headers, now=now)
    if outcome is not None:
        return outcome
    if 200 <= status < 300 or (status == 429 and _has_results(data)):
        return Unknown(UnknownKind.UNREADABLE, f"HTTP {status} with an unreadable answer", status)
    return _read_error(status, headers, error_text(data, status), replayed, follow_up=follow_up, now=now)


def _has_results(data: Any) -> bool:
    return isinstance(data, dict) and bool(data.get("results") or data.get("messages"))


def _read_results(
    status: int,
    data: Any,
    *,
    to: str | Collection[str],
    replayed: bool,
    headers: Mapping[str, str],
    now: datetime,
) -> Outcome | None:
    if not (200 <= status < 300 or status == 429) or not isinstance(data, dict):
        return None
    items = data.get("results") or data.get("messages")
    if not isinstance(items, list) or len(items) != 1 or not isinstance(items[0], dict):
        return None
    item = _read_result(items[0])
    if item is None:
        return None
    expected = {normalise_address(each) for each in ([to] if isinstance(to, str) else to)}
    if item.to is not None and normalise_address(item.to) not in expected:
        return None
    if item.status == "rejected" or (item.status is None and item.reason):
        rejection = _read_rejection(item.reason or "no reason given", status, headers, now)
        return _kept(rejection) if replayed else rejection
    if status == 429 or item.status not in {None, "queued", "sent", "accepted"} or not item.conv_id:
        return None
    dispatch_at = read_instant(item.dispatch_at) or read_instant(item.dispatch_at_iso)
    return Accepted(item.conv_id, item.pending_id, dispatch_at, status, replayed, item.to)


def _read_rejection(
    reason: str, status: int, headers: Mapping[str, str], now: datetime
) -> Throttled | Rejected:
    if reason == "cap_exceeded":
        return Throttled(reason, parse_retry_after(headers.get("retry-after"), now), True, status)
    return Rejected(_REASONS.get(reason, RejectedFor.UNRECOGNISED), reason, status)


def _kept(rejection: Throttled | Rejected) -> Outcome:
    """A replayed refusal says nothing about the identity today; one about the recipient still holds."""
    if isinstance(rejection, Throttled) or rejection.about is RejectedFor.IDENTITY:
        return ReplayedRefusal(
            f"12m repeats the answer '{rejection.reason}' under this key", rejection.http_status
        )
    return rejection


def _read_error(
    status: int,
    headers: Mapping[str, str],
    text: str,
    replayed: bool,
    *,
    follow_up: bool,
    now: datetime,
) -> Outcome:
    if replayed and status == 429:
        return ReplayedRefusal(f"12m repeats the answer '{text}' under this key", status)
    if replayed and status not in {400, 422}:
        return Unknown(UnknownKind.STORED, f"12m repeats the answer '{text}' under this key", status)
    if status == 429:
        wait = parse_retry_after(headers.get("retry-after"), now)
        return Throttled(text, wait, "cap" in text.lower(), status)
    if status in {401, 403}:
        return KeyRefused(text, status)
    if status == 404:
        return ConversationGone(text) if follow_up and is_about_conversation(text) else IdentityUnknown(text)
    if status == 409:
        return BodyConflict(text, bool(_IN_PROGRESS.search(text)))
    if 400 <= status < 500 and status not in {408, 425}:
        return Rejected(RejectedFor.REQUEST, text, status)
    return Unknown(UnknownKind.SERVER, text, status)


def is_about_conversation(text: str) -> bool:
    """Return whether a 404 is about the conversation, where it may also be about the identity."""
    words = text.lower()
    return "conv" in words or "identity" not in words


def error_text(data: Any, status: int) -> str:
    """Return `error` and `details` of an error body as one line, or the status."""
    if not isinstance(data, dict):
        return f"HTTP {status}"
    parts = [part for part in (data.get("error"), data.get("details")) if part]
    text = ": ".join(part if isinstance(part, str) else json.dumps(part)[:200] for part in parts)
    return f"HTTP {status} {text[:300]}".strip()


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Return seconds clamped to 1 … 86,400, or None where the header has no usable value.

    Source: RFC 9110 §10.2.3; the first usable value of several counts.
    """
    if not value:
        return None
    date = parse_http_date(value)
    if date is not None:
        return _clamp((date - now).total_seconds())
    for part in value.split(","):
        try:
            seconds = float(part)
        except ValueError:
            continue
        if math.isfinite(seconds) and seconds >= 0:
            return _clamp(seconds)
    return None


def _clamp(seconds: float) -> float:
    return min(MAX_WAIT_S, max(MIN_WAIT_S, seconds))
