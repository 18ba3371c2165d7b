"""When the brake of a sequence or an identity trips: counts in, verdict out. No clock, no file, no wire (rule R21)."""

from dataclasses import dataclass
from enum import StrEnum

from seqcli.reasons import BrakeCause
from seqcli.sequence_settings import BrakeLimits
from seqcli.wording import percent


class BrakeScope(StrEnum):
    """Whose sends a brake stops."""

    SEQUENCE = "sequence"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class BrakeCounts:
    """What became of the last `mails` that left 12m, and how many leads 12m refused in a row."""

    mails: int
    bounces: int = 0
    complaints: int = 0
    refusals: int = 0

    @property
    def bounce_rate(self) -> float:
        """The share of mails that bounced, from 0 to 1."""
        return self.bounces / self.mails if self.mails else 0.0


def find_trip_cause(counts: BrakeCounts, limits: BrakeLimits) -> BrakeCause | None:
    """Return why the brake trips, or None. A rate counts from `min_bounces` on, so that one of three is no rate."""
    if counts.bounces >= limits.min_bounces and counts.bounce_rate > limits.max_bounce_rate:
        return BrakeCause.BOUNCES
    if counts.complaints >= limits.max_complaints:
        return BrakeCause.COMPLAINTS
    return BrakeCause.REFUSALS if counts.refusals >= limits.max_refusals else None


def describe_trip(cause: BrakeCause, counts: BrakeCounts, limits: BrakeLimits, whose: str) -> str:
    """Return why the brake tripped, with the numbers; `whose` is `of "intro"` or `from alice@…`."""
    last = f"among the last {counts.mails:,} mails {whose}"
    match cause:
        case BrakeCause.BOUNCES:
            rates = f"{percent(counts.bounce_rate)}, limit {percent(limits.max_bounce_rate)}"
            word = "bounce" if counts.bounces == 1 else "bounces"
            return f"12m reported {counts.bounces} hard {word} {last} ({rates})"
        case BrakeCause.COMPLAINTS:
            word = "complaint" if counts.complaints == 1 else "complaints"
            return f"12m reported {counts.complaints} spam {word} {last} (limit {limits.max_complaints})"
        case BrakeCause.REFUSALS:
            word = "mail" if counts.refusals == 1 else "mails"
            return f"12m refused {counts.refusals} {word} {whose} in a row (limit {limits.max_refusals})"
