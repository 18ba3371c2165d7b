"""Types shared by the handlers of stream events: their context, their result, the summary of a drain."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from seqcli.model import AttemptState, Lead, LeadStatus, StreamEvent
from seqcli.reasons import AnswerKind, EventHandling
from seqcli.store import Store


class ReplyNews(NamedTuple):
    """What became of a reply by hand whose outcome was open, or that 12m had accepted; `text` says why."""

    reply_id: int
    address: str
    state: AttemptState
    text: str


@dataclass(slots=True)
class DrainSummary:
    """What a drain changed: (lead id, short text) pairs and counts. `mails`: new ones that wait for a person."""

    applied: int = 0
    mails: int = 0
    replied: list[tuple[str, str]] = field(default_factory=list)
    bounced: list[tuple[str, str]] = field(default_factory=list)
    suppressed: list[tuple[str, str]] = field(default_factory=list)
    held: list[tuple[str, str]] = field(default_factory=list)
    adopted: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    stopped: list[tuple[str, str]] = field(default_factory=list)
    paused: list[tuple[str, str]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    unknown_types: set[str] = field(default_factory=set)
    replies: list[ReplyNews] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HandlingResult:
    """How an event was handled, for which lead, a detail for people, and the kind of answer.

    `needs_person`: the mail asks for more than was done.
    """

    handling: EventHandling
    lead_id: str | None = None
    detail: str = ""
    answer_kind: AnswerKind | None = None
    needs_person: bool = False


@dataclass(frozen=True, slots=True)
class RematchRequest:
    """A send of this lead was settled: match kept events since `since` with its conversation and address again."""

    lead_id: str
    address: str
    conv_id: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class StoredBefore:
    """What a page of events needs to know of the file, asked once: which of its events are there already, and more.

    `first_seqs` has the lowest seq of each event id; `made_at` is when the file was made.
    """

    seqs: set[int]
    first_seqs: dict[str, int]
    has_test_sends: bool
    has_replies: bool
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class EventContext:
    """Dependencies of a handler: the store in an open transaction, the identity, 12m's time `at`."""

    store: Store
    identity: str
    at: datetime
    summary: DrainSummary
    rematch_requests: list[RematchRequest] = field(default_factory=list)

    def actor(self, event: StreamEvent) -> str:
        """Return the journal's name for an event."""
        return f"event {self.identity}#{event.seq}"

    def leads_in(self, event: StreamEvent) -> list[Lead]:
        """Return the leads of the conversation that an event names."""
        if event.conv_id is None:
            return []
        return self.store.leads.load_in_conversation(self.identity, event.conv_id)

    def report_hold(self, before: Lead, after: Lead) -> None:
        """Add a lead to the summary if it has just become held."""
        if after.status is LeadStatus.HELD and before.status is not LeadStatus.HELD:
            self.summary.held.append((after.id, after.status_reason))
