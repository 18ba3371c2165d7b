"""The one door to 12m over HTTP. It never decides what an answer means for a lead and never touches the state file."""

from seqcli.client.api import Client
from seqcli.client.conversations import (
    Conversation,
    ConversationGoneError,
    ConversationSummary,
    TimelineMessage,
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
]
