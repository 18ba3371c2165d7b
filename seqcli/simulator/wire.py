"""Converts the world's records into 12m's JSON."""

import hashlib
from collections.abc import Callable
from typing import Any

from seqcli.clock import to_text
from seqcli.simulator.records import Identity, Message, Pending, Rejection, SimulatedConversation, instant_of
from seqcli.simulator.settings import Options

SNIPPET_LENGTH = 200


def twice(name: str, ms: int) -> dict[str, Any]:
    """Return a time in both of 12m's formats: milliseconds and ISO 8601."""
    return {name: ms, f"{name}Iso": to_text(instant_of(ms))}


def pick(text: str, count: int) -> int:
    """Return a number below `count` that depends only on the text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big") % count


def accepted_payload(identity: Identity, pending: Pending, options: Options) -> dict[str, Any]:
    """Return the answer to an accepted send, in the reference's or the guide's shape."""
    conversation = pending.conversation
    if options.send_shape == "guide":
        affinity = "new" if conversation.timeline[0][2] is pending.message else "existing"
        if conversation.reassigned:
            affinity = "reassigned"
        remaining = None if identity.daily_cap is None else identity.daily_cap - identity.used
        message = {
            "convId": conversation.id,
            "affinity": affinity,
            "account": {"email": conversation.account},
        }
        return {"messages": [message], "remaining": 10_000 if remaining is None else remaining}
    result = {
        "to": pending.message.to,
        "status": "queued",
        "pendingId": pending.id,
        "convId": conversation.id,
        "sendClass": pending.send_class,
        "pinnedAccountId": None,
        **twice("dispatchAt", pending.dispatch_ms),
    }
    return {"identity": identity.handle, "queued": 1, "rejected": 0, "results": [result]}


def rejected_payload(handle: str, to: str, rejection: Rejection) -> dict[str, Any]:
    """Return the answer to a send whose only recipient was rejected."""
    result: dict[str, Any] = {"to": to, "status": "rejected", "reason": rejection.reason}
    if rejection.verification is not None:
        result["verification"] = dict(rejection.verification)
    return {"identity": handle, "queued": 0, "rejected": 1, "results": [result]}


def queued_data(pending: Pending) -> dict[str, Any]:
    """Return the data of `email.queued`."""
    return {
        "pendingId": pending.id,
        "identity": pending.conversation.identity,
        "recipient": pending.message.to,
        "sendClass": pending.send_class,
        **twice("dispatchAt", pending.dispatch_ms),
    }


def message_payload(message: Message, options: Options) -> dict[str, Any]:
    """Return a mail as events carry it: in full, or only sender, subject and snippet."""
    payload: dict[str, Any] = {
        "id": message.id,
        "messageIdHeader": message.header_id,
        "subject": message.subject,
        "snippet": snippet_of(message),
        "from": _address(message.sender, message.sender_name, options),
        "to": _address(message.to, "", options),
    }
    if options.message_detail == "full":
        payload |= {"text": message.text, "html": message.html or None, "headers": dict(message.headers)}
    return payload


def snippet_of(message: Message) -> str:
    """Return the beginning of a mail on one line."""
    return " ".join(message.text[: 2 * SNIPPET_LENGTH].split())[:SNIPPET_LENGTH]


def _address(address: str, name: str, options: Options) -> object:
    if options.address_form == "object":
        return {"email": address, "name": name or None}
    if options.address_form == "named" and name:
        return f"{name} <{address}>"
    return address


def bounce_data(message: Message | None, address: str, status: str, text: str, layout: int) -> dict[str, Any]:
    """Return the data of `email.bounced` in one of the layouts that its description allows.

    Source: 12m page "Events": the recipient, the class, a status code and text, without field names.
    """
    hard = status.startswith("5")
    layouts: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: {
            "recipient": address,
            "bounceType": "hard" if hard else "soft",
            "statusCode": status,
            "diagnostic": text,
        },
        lambda: {
            "bounce": {
                "class": "hard" if hard else "soft",
                "recipient": address,
                "status": status,
                "smtpResponse": text,
            }
        },
        lambda: {
            "to": address,
            "type": "permanent" if hard else "transient",
            "code": status,
            "reason": text,
        },
        lambda: {
            "recipients": [{"email": address, "status": status, "diagnosticCode": f"smtp; {text}"}],
            "hard": hard,
        },
        lambda: {
            "message": {"id": message.id if message else "", "to": {"email": address, "name": None}},
            "bounceClass": "HARD" if hard else "SOFT",
            "smtpCode": int(text[:3]),
            "enhancedStatusCode": status,
            "description": text,
        },
    )
    return layouts[layout % len(layouts)]()


def summary_payload(conversation: SimulatedConversation) -> dict[str, Any]:
    """Return a conversation as the list shows it."""
    mails = conversation.messages()
    return {
        "id": conversation.id,
        "with": conversation.address,
        "subject": conversation.subject,
        "snippet": snippet_of(mails[-1]) if mails else "",
        "messageCount": len(mails),
        "archived": conversation.archived,
        **twice("lastEventAt", conversation.last_ms),
        **twice("createdAt", conversation.created_ms),
    }


def detail_payload(conversation: SimulatedConversation, options: Options) -> dict[str, Any]:
    """Return a conversation with its timeline and its timer."""
    shown = (entry for entry in conversation.timeline if entry[0] != "message" or entry[2].shown)
    return {
        **summary_payload(conversation),
        "events": [_entry(kind, ms, what, options) for kind, ms, what in shown],
        **_perhaps("noReplyAt", conversation.timer_due_ms),
        **_perhaps("lastNoReplyAt", conversation.last_no_reply_ms),
    }


def _perhaps(name: str, ms: int | None) -> dict[str, Any]:
    return {name: None, f"{name}Iso": None} if ms is None else twice(name, ms)


def _entry(kind: str, ms: int, what: Any, options: Options) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": kind, **twice("ts", ms)}
    if isinstance(what, Message):
        entry |= {
            "id": what.id,
            "direction": what.direction,
            "messageIdHeader": what.header_id,
            "from": _address(what.sender, what.sender_name, options),
            "to": _address(what.to, "", options),
            "subject": what.subject,
            "text": what.text,
            "html": what.html or None,
            "snippet": snippet_of(what),
            **twice("createdAt", what.at_ms),
        }
    elif kind == "no_reply_expired":
        entry["waitedMs"] = what
    elif what is not None:
        entry["label"] = what
    return entry
