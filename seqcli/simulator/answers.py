"""Answers before they become HTTP, and connections that end without one."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from seqcli.simulator.records import Refusal, SendDecision

DropKind = Literal["connect", "read_timeout", "reset", "closed"]


class ConnectionDropped(Exception):  # noqa: N818 - a network event, not an error of ours
    """The connection ends without an answer; the WSGI app raises it.

    `kind` is `connect` (refused, nothing was sent), `read_timeout` (no answer came), `reset` (RST) or
    `closed` (FIN). `acted` is whether the request took effect.
    """

    def __init__(self, kind: DropKind, *, acted: bool) -> None:
        super().__init__(f"{kind} {'after' if acted else 'before'} acting")
        self.kind: DropKind = kind
        self.acted = acted


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A status, headers and body bytes. `declared_length` differs from the body's length when the body is cut off.

    `seconds_per_byte` slows the body down.
    """

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    declared_length: int | None = None
    seconds_per_byte: float = 0

    def plus(self, headers: Iterable[tuple[str, str]]) -> "HttpAnswer":
        """Return the answer with more headers."""
        return replace(self, headers=(*self.headers, *headers))


def json_answer(payload: object, status: int = 200, headers: Iterable[tuple[str, str]] = ()) -> HttpAnswer:
    """Return a JSON answer; it may hold NaN, which faults need."""
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return HttpAnswer(status, body, (("Content-Type", "application/json"), *headers))


def error_answer(status: int, error: str, details: object = None) -> HttpAnswer:
    """Return an error in 12m's shape."""
    return json_answer({"error": error} if details is None else {"error": error, "details": details}, status)


def refusal_answer(refusal: Refusal) -> HttpAnswer:
    """Return the error answer of a refusal."""
    return error_answer(refusal.status, refusal.error, refusal.details)


def outcome_answer(outcome: SendDecision) -> HttpAnswer:
    """Return the answer to a send, with the replay header if it repeats an earlier one."""
    headers = [("Idempotent-Replayed", "true")] if outcome.replayed else []
    return json_answer(outcome.payload, outcome.status, headers)
