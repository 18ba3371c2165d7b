"""Parses 12m's record of conversations: the evidence for what the stream leaves open."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seqcli.clock import read_instant
from seqcli.errors import SeqcliError, StreamError
from seqcli.inbound import mail_from_event
from seqcli.model import Mail

MAX_ID, MAX_CURSOR = 500, 4_000


class ConversationGoneError(SeqcliError):
    """12m has no such conversation under this identity."""


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """One row of the conversations list; newest first there."""

    id: str
    created_at: datetime | None
    last_event_at: datetime | None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class TimelineMessage:
    """A mail in a conversation. `mail` is None where it cannot be read, `outbound` where it may be anybody's.

    `ids` are 12m's id of it and the mail's own, where they are told.
    """

    outbound: bool | None
    at: datetime | None
    mail: Mail | None
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation's mails, oldest first, and when its no-reply timer fires."""

    id: str
    messages: tuple[TimelineMessage, ...]
    no_reply_at: datetime | None
    last_no_reply_at: datetime | None


def read_summaries(data: Any) -> tuple[list[ConversationSummary], str | None]:
    """Return one page of conversations and the cursor of the next, if any.

    Raises:
        StreamError: the page cannot be read.
    """
    rows = data.get("conversations") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise StreamError("record_unreadable", "the list of conversations cannot be read")
    found = []
    for row in rows:
        if not isinstance(row.get("id"), str) or not 0 < len(row["id"]) <= MAX_ID:
            raise StreamError("record_unreadable", "a conversation in the list has no usable id")
        found.append(
            ConversationSummary(
                row["id"],
                _time(row, "createdAt"),
                _time(row, "lastEventAt", "lastMessageAt"),
                row["subject"] if isinstance(row.get("subject"), str) else "",
            )
        )
    following = data.get("nextCursor")
    if isinstance(following, str) and len(following) > MAX_CURSOR:
        raise StreamError("record_unreadable", "the list of conversations has no usable cursor")
    return found, following if isinstance(following, str) and following else None


def read_conversation(data: Any, conv_id: str, identity: str) -> Conversation:
    """Return the conversation of a detail answer, wrapped in `conversation` or not.

    Raises:
        StreamError: the answer cannot be read.
    """
    outer = data if isinstance(data, dict) else {}
    inner = outer.get("conversation")
    body: Mapping[str, Any] = {**outer, **inner} if isinstance(inner, dict) else outer
    entries = body.get("events", body.get("messages"))
    if not isinstance(entries, list):
        raise StreamError("record_unreadable", f"the conversation {conv_id} cannot be read")
    messages = [_read_message(entry, identity) for entry in entries if _is_message(entry)]
    messages.sort(key=lambda message: message.at.timestamp() if message.at else math.inf)
    return Conversation(conv_id, tuple(messages), _time(body, "noReplyAt"), _time(body, "lastNoReplyAt"))


def _is_message(entry: Any) -> bool:
    """Tell whether an entry is a mail, or may be one: only a type that can be read says that it is none."""
    kind = entry.get("type", "message") if isinstance(entry, dict) else None
    return kind == "message" or not isinstance(kind, str)


def _read_message(entry: Any, identity: str) -> TimelineMessage:
    if not isinstance(entry, dict):
        return TimelineMessage(None, None, None)
    inner = entry.get("message", entry.get("data"))
    body = {**entry, **inner} if isinstance(inner, dict) else dict(entry)
    if not body.get("text") and isinstance(body.get("body"), str):
        body["text"] = body["body"]
    try:
        mail = mail_from_event({"message": body})
    except ValueError:
        mail = None
    at = _time(body, "ts", "createdAt", "sentAt", "receivedAt", "at", "timestamp", "date")
    return TimelineMessage(_is_outbound(body, mail, identity), at, mail, read_mail_ids(body))


def read_mail_ids(message: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids by which a mail is known: 12m's, and that of its header."""
    found = (message.get("id"), message.get("messageIdHeader"))
    return frozenset(each for each in found if isinstance(each, str) and 0 < len(each) <= MAX_ID)


def _is_outbound(body: Mapping[str, Any], mail: Mail | None, identity: str) -> bool | None:
    """Tell whose mail it is by its direction. A sender proves only that it is ours: mailboxes have other addresses."""
    direction = body.get("direction")
    words = direction.lower() if isinstance(direction, str) else ""
    if words.startswith("out") or words == "sent":
        return True
    if words.startswith("in") or words == "received":
        return False
    is_ours = mail is not None and mail.sender.casefold() == identity.casefold()
    return True if is_ours else None


def _time(source: Mapping[str, Any], *names: str) -> datetime | None:
    for name in names:
        for value in (source.get(name), source.get(f"{name}Iso")):
            found = read_instant(value)
            if found is not None:
                return found
    return None
