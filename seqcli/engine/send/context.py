"""What one send needs and how it ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from random import Random

from seqcli.client import (
    Accepted,
    Client,
)
from seqcli.clock import HOUR_MS
from seqcli.eligibility import Blocker
from seqcli.engine.stream.context import DrainSummary, EventContext
from seqcli.engine.stream.freshness import LastDrain
from seqcli.errors import SeqcliError
from seqcli.model import Attempt, Lead
from seqcli.store import Doubts, Store

#: 12m keeps keys for 24 hours; an hour is kept as margin for clocks and slow requests.
KEY_LIFE_MS = 23 * HOUR_MS


class SendStatus(StrEnum):
    """How one send went, for the counters."""

    ACCEPTED = "accepted"
    FOUND = "found"
    REFUSED = "refused"
    HELD = "held"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"
    NOT_SENT = "not sent"
    STALE = "the stream must be read again first"
    IN_DOUBT = "12m must be asked about the lead first"


@dataclass(frozen=True, slots=True)
class SendResult:
    """How one send ended, and why: `blocker` where it may not be made now, `doubts` where 12m must be asked first.

    `stop` ends the identity's sends, `abort` those of every identity, for this run.
    """

    status: SendStatus
    lead: Lead
    step: int
    why: str = ""
    throttled_until: datetime | None = None
    stop: SeqcliError | None = None
    abort: bool = False
    is_doubtful: bool = False
    blocker: Blocker | None = None
    doubts: Doubts | None = None


@dataclass(slots=True)
class OpenAnswer:
    """An acceptance that 12m has told and that the file does not say yet; the next claim is committed with it."""

    attempt: Attempt | None = None
    answer: Accepted | None = None


@dataclass(frozen=True, slots=True)
class SendContext:
    """Per-identity dependencies of a send: store, client, run summary, random source, age of the last drain.

    `is_over` tells between two pages that the run ends: a slow stream may have very many of them. `tell_page` hears the
    cursor and the number of events of each page that was applied.
    """

    store: Store
    client: Client
    identity: str
    summary: DrainSummary
    rng: Random
    last_drain: LastDrain = field(default_factory=LastDrain)
    open_answer: OpenAnswer = field(default_factory=OpenAnswer)
    is_over: Callable[[], bool] = lambda: False
    tell_page: Callable[[str, int, int], None] = lambda _identity, _seq, _events: None

    def now(self) -> datetime:
        """Return 12m's time."""
        return self.client.server_time.now()

    def may_send(self) -> bool:
        """Tell whether the stream was read so lately that a mail may leave (rule R18)."""
        return self.last_drain.allows_send(self.client.server_time)

    def event_context(self) -> EventContext:
        """Return where events act when a settled send lets kept ones be read again."""
        return EventContext(self.store, self.identity, self.now(), self.summary)
