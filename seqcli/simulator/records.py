"""The records of a simulated world: identities, conversations, mails, accepted sends."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from seqcli.simulator.settings import Drip, IdentityStatus

_KEY = re.compile(r"(?P<lead>.+?):(?P<step>\d+)(?::r(?P<generation>\d+))?", re.ASCII)
_BY_HAND = "reply:"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def ms_of(instant: datetime) -> int:
    """Return Unix milliseconds, rounded down, so that nothing is due early."""
    return (instant - _EPOCH) // _MILLISECOND


def instant_of(ms: int) -> datetime:
    """Return the exact UTC instant of Unix milliseconds."""
    return _EPOCH + ms * _MILLISECOND


@dataclass(frozen=True, slots=True)
class AcceptedSend:
    """One accepted send: a line of the ledger. A replayed answer adds none.

    `lead_id`, `step` and `generation` are read from a key `<lead_id>:<step>[:rN]`, else None, None and 0. A mail
    `is_by_hand` if a person wrote it in answer to another: its key begins with `reply:`.
    """

    at: datetime
    identity: str
    key: str | None
    to: str
    conv_id: str
    step: int | None
    body: bytes
    pending_id: str
    lead_id: str | None = None
    generation: int = 0
    dispatch_at: datetime | None = None

    @property
    def is_by_hand(self) -> bool:
        """Whether it is no step of a sequence."""
        return (self.key or "").startswith(_BY_HAND)


@dataclass(frozen=True, slots=True)
class SendDecision:
    """The answer to a send: status, payload, and whether it repeats an earlier one."""

    status: int
    payload: dict[str, Any]
    replayed: bool = False


class Refusal(Exception):  # noqa: N818 - an answer, not a failure of the simulator
    """The world refuses a request; it becomes an error answer."""

    def __init__(self, status: int, error: str, details: object = None) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.details = details


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a recipient is not accepted; `verification` goes with `invalid_recipient`."""

    reason: str
    verification: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """How an accepted mail is dropped instead of being sent."""

    event: Literal["email.cancelled", "email.send_failed_permanently"]
    reason: str


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer kept under an idempotency key."""

    at_ms: int
    body: bytes
    outcome: SendDecision


@dataclass(slots=True, eq=False)
class ScheduledEvent:
    """An action scheduled for later, unless it is cancelled."""

    action: Callable[[], object]
    cancelled: bool = False


@dataclass(slots=True, eq=False)
class Message:
    """One mail of a conversation."""

    id: str
    header_id: str
    direction: Literal["inbound", "outbound"]
    sender: str
    sender_name: str
    to: str
    subject: str
    text: str
    at_ms: int
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    shown: bool = True


@dataclass(slots=True, eq=False)
class SimulatedConversation:
    """A thread with one address. `epoch` counts timer resets: a timer of an older epoch never starts.

    `timeline` holds (type, milliseconds, what): a message, the milliseconds waited, or a label.
    """

    id: str
    identity: str
    address: str
    subject: str
    account: str
    created_ms: int
    last_ms: int
    timeline: list[tuple[str, int, Any]] = field(default_factory=list)
    archived: bool = False
    contacted: bool = False
    answered: bool = False
    reassigned: bool = False
    epoch: int = 0
    timer: ScheduledEvent | None = None
    timer_due_ms: int | None = None
    last_no_reply_ms: int | None = None

    def messages(self) -> list[Message]:
        """Return the visible mails, oldest first."""
        return [what for kind, _, what in self.timeline if kind == "message" and what.shown]

    def last_outbound(self) -> Message | None:
        """Return the newest visible outbound mail, if any."""
        return next((mail for mail in reversed(self.messages()) if mail.direction == "outbound"), None)


@dataclass(slots=True, eq=False)
class Pending:
    """A queued mail; `accepted` is None if somebody wrote it in the dashboard."""

    id: str
    conversation: SimulatedConversation
    message: Message
    wait_ms: int
    epoch: int
    dispatch_ms: int
    send_class: str
    accepted: AcceptedSend | None = None
    departure: ScheduledEvent | None = None


@dataclass(slots=True, eq=False)
class Identity:
    """A sending identity: its settings, today's count and its event log (`seqs` has each `seq` of `log`)."""

    handle: str
    organisation: str
    daily_cap: int | None
    drip: Drip
    status: IdentityStatus = "active"
    blocked: str | None = None
    day: int = -1
    used: int = 0
    free_ms: int = 0
    last_seq: int = 0
    mailbox: int = 1
    seqs: list[int] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)


def parse_key(key: str | None) -> tuple[str | None, int | None, int]:
    """Return lead id, step and generation of `<lead_id>:<step>[:rN]`, or (None, None, 0)."""
    match = _KEY.fullmatch(key or "")
    if match is None or match[0].startswith(_BY_HAND):
        return None, None, 0
    return match["lead"], int(match["step"]), int(match["generation"] or 0)
