"""Controls a world over HTTP under `/_sim/`, for manual tests. 12m has no such paths.

| request | body | does |
| --- | --- | --- |
| `GET /_sim/time` | | the time, and when the next event is due |
| `GET /_sim/ledger` | | every accepted send |
| `GET /_sim/conversations` | | ids and addresses |
| `POST /_sim/advance` | `{"seconds": 3600}` | moves the clock forward |
| `POST /_sim/reply` | `{"who": "…", "text": "…", "from": "…", "fresh": true}` | a person answers |
| `POST /_sim/auto-reply` | `{"who": "…", "text": "Back on 2026-05-04"}` | somebody is away |
| `POST /_sim/challenge`, `/_sim/delay`, `/_sim/opt-out` | `{"who": "…"}` | such a mail comes in |
| `POST /_sim/bounce` | `{"who": "…", "how": "daemon_ours", "hard": false}` | the last mail bounces |
| `POST /_sim/first-contact` | `{"from": "…", "text": "…"}` | a stranger writes |
| `POST /_sim/write-by-hand` | `{"who": "…", "text": "…"}` | somebody writes in the dashboard |
| `POST /_sim/reject` | `{"address": "…", "reason": "invalid_recipient"}` | rejects an address from then on |
| `POST /_sim/fault` | `{"endpoint": "send", "fault": "5xx after acting"}` | the next request fails that way |
| `POST /_sim/calm` | | no more faults |

`who` is a conversation id or an address.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

from seqcli.clock import to_text
from seqcli.simulator.answers import HttpAnswer, error_answer, json_answer, refusal_answer
from seqcli.simulator.faults import FITS, Fault, Faults, Injection
from seqcli.simulator.records import AcceptedSend, Refusal
from seqcli.simulator.requests import parse_object
from seqcli.simulator.world import BounceWay, World

PREFIX = "/_sim/"
_BOUNCES: tuple[BounceWay, ...] = ("event", "daemon_ours", "daemon_strange", "event_and_daemon")


@runtime_checkable
class MovableClock(Protocol):
    """A clock that can be moved forward."""

    def advance(self, **duration: float) -> None:
        """Move forward by a `timedelta(**duration)`."""


def answer(world: World, faults: Faults, method: str, path: str, body: bytes) -> HttpAnswer:
    """Perform a control request."""
    name = path.removeprefix(PREFIX)
    try:
        if method == "GET" and name in _QUERIES:
            world.run_due()
            return json_answer(_QUERIES[name](world))
        if method == "POST" and name in _ACTIONS:
            fields = parse_object(body) if body else {}
            return json_answer(_ACTIONS[name](world, faults, fields))
    except Refusal as refusal:
        return refusal_answer(refusal)
    except KeyError as error:
        return error_answer(404, str(error.args[0]))
    return error_answer(404, "not found")


def _time(world: World) -> dict[str, Any]:
    due = world.next_due()
    return {"now": to_text(world.clock.now()), "nextDue": None if due is None else to_text(due)}


def _ledger(world: World) -> dict[str, Any]:
    return {"accepted": [_line(accepted) for accepted in world.ledger]}


def _line(accepted: AcceptedSend) -> dict[str, Any]:
    return {
        "at": to_text(accepted.at),
        "identity": accepted.identity,
        "key": accepted.key,
        "to": accepted.to,
        "convId": accepted.conv_id,
        "step": accepted.step,
        "pendingId": accepted.pending_id,
        "body": accepted.body.decode(errors="replace"),
    }


def _conversations(world: World) -> dict[str, Any]:
    return {
        "conversations": [
            {"convId": one.id, "identity": one.identity, "with": one.address, "mails": len(one.messages())}
            for one in world.conversations.values()
        ]
    }


_QUERIES: Mapping[str, Callable[[World], dict[str, Any]]] = {
    "time": _time,
    "ledger": _ledger,
    "conversations": _conversations,
}


def _text(fields: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = fields.get(name, default)
    if not isinstance(value, str):
        raise Refusal(400, f"{name} is required and must be a string")
    return value


def _advance(world: World, _: Faults, fields: Mapping[str, Any]) -> dict[str, Any]:
    seconds = fields.get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
        raise Refusal(400, "seconds is required and must not be negative")
    if not isinstance(world.clock, MovableClock):
        raise Refusal(400, "this clock cannot be moved")
    world.clock.advance(seconds=seconds)
    world.run_due()
    return _time(world)


def _reply(world: World, _: Faults, fields: Mapping[str, Any]) -> dict[str, Any]:
    from_address = _text(fields, "from", "") or None
    text = _text(fields, "text", "") or None
    fresh = fields.get("fresh") is True
    return {"convId": world.human_reply(_text(fields, "who"), text, from_address, fresh_conversation=fresh)}


def _auto_reply(world: World, _: Faults, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"convId": world.auto_reply(_text(fields, "who"), text=_text(fields, "text", "") or None)}


def _bounce(world: World, _: Faults, fields: Mapping[str, Any]) -> dict[str, Any]:
    asked = _text(fields, "how", "event")
    how = next((way for way in _BOUNCES if way == asked), None)
    if how is None:
        raise Refusal(400, "how must be one of these", _BOUNCES)
    world.bounce(_text(fields, "who"), how, hard=fields.get("hard") is not False)
    return {}


def _first_contact(world: World, _: Faults, fields: Mapping[str, Any]) -> dict[str, Any]:
    text = _text(fields, "text", "Hello, I found your site. Do you deliver to Graz?")
    return {"convId": world.first_contact_from(_text(fields, "from"), text)}


def _by_hand(world: World, _: Faults, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"convId": world.write_by_hand(_text(fields, "who"), _text(fields, "text", "A word by hand."))}


def _reject(world: World, _: Faults, fields: Mapping[str, Any]) -> dict[str, Any]:
    world.reject(_text(fields, "address"), _text(fields, "reason", "invalid_recipient"))
    return {}


def _fault(_: World, faults: Faults, fields: Mapping[str, Any]) -> dict[str, Any]:
    asked = _text(fields, "endpoint", "send")
    endpoint = next((name for name in FITS if name == asked), None)
    fault = next((one for one in Fault if one == fields.get("fault")), None)
    if endpoint is None or fault is None:
        raise Refusal(400, "unknown endpoint or fault", {"endpoints": list(FITS), "faults": list(Fault)})
    faults.then(endpoint, Injection(fault))
    return {}


def _calm(_: World, faults: Faults, __: Mapping[str, Any]) -> dict[str, Any]:
    faults.calm()
    return {}


def _mail(act: Callable[[World, str], str]) -> Callable[[World, Faults, Mapping[str, Any]], dict[str, Any]]:
    return lambda world, _, fields: {"convId": act(world, _text(fields, "who"))}


_ACTIONS: Mapping[str, Callable[[World, Faults, Mapping[str, Any]], dict[str, Any]]] = {
    "advance": _advance,
    "reply": _reply,
    "auto-reply": _auto_reply,
    "challenge": _mail(World.challenge),
    "delay": _mail(World.delay_notice),
    "opt-out": _mail(World.opt_out),
    "bounce": _bounce,
    "first-contact": _first_contact,
    "write-by-hand": _by_hand,
    "reject": _reject,
    "fault": _fault,
    "calm": _calm,
}
