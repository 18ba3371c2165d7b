"""Parses the body of a send, as strictly as 12m may. It knows no identity and no conversation."""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from seqcli.clock import parse_duration_ms
from seqcli.simulator.records import Refusal
from seqcli.simulator.settings import DEFAULT_WAIT_MS, MIN_WAIT_MS

_TEXT_FIELDS = frozenset({"to", "subject", "text", "html", "convId", "inReplyTo"})
_FIELDS = _TEXT_FIELDS | {"references", "noReplyEventAfter", "labels"}
_ONLY_NEW = frozenset({"to", "subject", "inReplyTo", "references"})


@dataclass(frozen=True, slots=True)
class SendRequest:
    """A valid body: either `to` and `subject` are set, or `conv_id`. `wait_ms` is at least a minute."""

    to: str | None
    subject: str
    conv_id: str | None
    text: str
    html: str
    wait_ms: int
    labels: tuple[str, ...]


def parse_send(body: bytes) -> SendRequest:
    """Return the parsed body of a send.

    Raises:
        Refusal: 400, naming what is wrong with the body.
    """
    fields = parse_object(body)
    unknown = fields.keys() - _FIELDS
    if unknown:
        raise Refusal(400, "unknown field", sorted(unknown))
    for name in _TEXT_FIELDS & fields.keys():
        if not isinstance(fields[name], str) or not fields[name]:
            raise Refusal(400, f"{name} must be a text that is not empty")
    if "text" not in fields and "html" not in fields:
        raise Refusal(400, "text or html is required")
    _check_target(fields)
    return SendRequest(
        to=fields.get("to"),
        subject=fields.get("subject", ""),
        conv_id=fields.get("convId"),
        text=fields.get("text", ""),
        html=fields.get("html", ""),
        wait_ms=_wait_ms(fields.get("noReplyEventAfter", DEFAULT_WAIT_MS)),
        labels=_labels(fields.get("labels", [])),
    )


def parse_object(body: bytes) -> dict[str, Any]:
    """Return a JSON object; NaN and infinities are not JSON.

    Raises:
        Refusal: 400, the body is something else.
    """
    try:
        fields = json.loads(body, parse_constant=_refuse_constant)
    except ValueError as error:
        raise Refusal(400, "body is not valid JSON") from error
    if not isinstance(fields, dict):
        raise Refusal(400, "body must be a JSON object")
    return fields


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _check_target(fields: dict[str, Any]) -> None:
    if "convId" in fields:
        both = sorted(_ONLY_NEW & fields.keys())
        if both:
            raise Refusal(400, "convId excludes the fields of a new conversation", both)
    elif "to" not in fields or "subject" not in fields:
        raise Refusal(400, "either convId, or to and subject, is required")


def _wait_ms(value: object) -> int:
    try:
        if not isinstance(value, str | int | float):
            raise ValueError("neither text nor number")  # noqa: TRY004, TRY301 - one way out
        return max(MIN_WAIT_MS, parse_duration_ms(value))
    except ValueError as error:
        raise Refusal(400, "noReplyEventAfter is not a duration", str(error)) from error


def _labels(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(label, str) for label in value):
        raise Refusal(400, "labels must be a list of texts")
    return tuple(value)
