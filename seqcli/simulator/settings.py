"""Settings of a simulated world: answer shapes, undocumented behaviour, drips."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from seqcli.clock import DAY_MS, HOUR_MS

KEY_LIFE_MS = 24 * HOUR_MS
DEFAULT_WAIT_MS = DAY_MS
MIN_WAIT_MS = 60_000
MAX_PAGE = 200
MAX_POLL_MS = 25_000
EVERY_DAY = frozenset(range(7))
MONDAY_TO_FRIDAY = frozenset(range(5))

DEFAULT_HANDLE = "alice.acme@inboxbase.ai"
DEFAULT_KEY = "sk_live_simulator"
DEFAULT_ORGANISATION = "acme"

IdentityStatus = Literal["active", "inactive", "suspended"]


@dataclass(slots=True)
class Options:
    """Points on which 12m's pages disagree or say nothing; a test may change one while the world runs.

    `timer_starts`: whether the no-reply timer runs from the acceptance or from the dispatch.
    `outbound_shown`: when an accepted mail appears in the conversation's timeline and count.
    `auto_mail_cancels_timer`: whether automatic inbound mail cancels the timer.
    `stores_refusals`: whether a 429 with a rejected recipient is stored under its key for 24 hours.
    `quote_layout`: how answers quote our mail; None varies it by address.
    `bounce_layout`: which plausible `email.bounced` layout is used; None varies it by address.
    """

    send_shape: Literal["ref", "guide"] = "ref"
    accepted_status: int | None = None
    rejected_status: Literal[429, 202] = 429
    announce: bool = True
    conv_id_place: Literal["top", "data", "both"] = "both"
    message_detail: Literal["full", "snippet"] = "full"
    address_form: Literal["text", "named", "object"] = "text"
    wrap_conversation: bool = False
    timer_starts: Literal["acceptance", "dispatch"] = "acceptance"
    outbound_shown: Literal["acceptance", "dispatch"] = "acceptance"
    auto_mail_cancels_timer: bool = True
    stores_refusals: bool = False
    key_scope: Literal["organisation", "identity"] = "organisation"
    body_comparison: Literal["bytes", "json"] = "bytes"
    labels_shown: bool = False
    quote_layout: int | None = 0
    bounce_layout: int | None = None
    seq_gaps: bool = False


@dataclass(frozen=True, slots=True)
class Drip:
    """When cold mail leaves: `gap_ms` apart, between two UTC hours, on some weekdays (Monday is 0)."""

    gap_ms: int = 0
    opens_hour: float = 0
    closes_hour: float = 24
    weekdays: Collection[int] = EVERY_DAY

    def first_slot(self, ms: int) -> int:
        """Return the first time at or after `ms` at which mail may leave."""
        while True:
            midnight = ms - ms % DAY_MS
            opens, closes = midnight + self.opens_hour * HOUR_MS, midnight + self.closes_hour * HOUR_MS
            if _weekday(ms) in self.weekdays and ms < closes:
                return max(ms, round(opens))
            ms = midnight + DAY_MS


OFFICE_HOURS = Drip(gap_ms=90_000, opens_hour=8, closes_hour=18, weekdays=MONDAY_TO_FRIDAY)


def _weekday(ms: int) -> int:
    """Return the weekday of Unix milliseconds; 1 January 1970 was a Thursday."""
    return (ms // DAY_MS + 3) % 7
