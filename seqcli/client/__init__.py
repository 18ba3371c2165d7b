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
    Kept,
    KeyRefused,
    Outcome,
    Rejected,
    RejectedFor,
    Throttled,
    Unknown,
    UnknownKind,
    Unsent,
)
from seqcli.client.stream import Page, Stray

__all__ = [
    "Accepted",
    "BodyConflict",
    "Client",
    "Conversation",
    "ConversationGone",
    "ConversationGoneError",
    "ConversationSummary",
    "IdentityUnknown",
    "Kept",
    "KeyRefused",
    "Outcome",
    "Page",
    "Rejected",
    "RejectedFor",
    "Stray",
    "Throttled",
    "TimelineMessage",
    "Unknown",
    "UnknownKind",
    "Unsent",
]
