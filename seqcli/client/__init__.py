"""The HTTP client for 12m's API. It returns values; the engine decides what they mean for a lead."""

from seqcli.client import lean_httpx as lean_httpx  # first
from seqcli.client.api import Client
from seqcli.client.conversations import (
    Conversation,
    ConversationGoneError,
    ConversationSummary,
    TimelineMessage,
    read_mail_ids,
)
from seqcli.client.outcome import (
    Accepted,
    BodyConflict,
    ConversationGone,
    IdentityUnknown,
    KeyRefused,
    NotConnected,
    Outcome,
    Rejected,
    RejectedFor,
    ReplayedRefusal,
    Throttled,
    Unknown,
    UnknownKind,
)
from seqcli.client.stream import EventPage, MalformedEvent

__all__ = [
    "Accepted",
    "BodyConflict",
    "Client",
    "Conversation",
    "ConversationGone",
    "ConversationGoneError",
    "ConversationSummary",
    "EventPage",
    "IdentityUnknown",
    "KeyRefused",
    "MalformedEvent",
    "NotConnected",
    "Outcome",
    "Rejected",
    "RejectedFor",
    "ReplayedRefusal",
    "Throttled",
    "TimelineMessage",
    "Unknown",
    "UnknownKind",
    "read_mail_ids",
]
