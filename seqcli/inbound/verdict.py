"""What an inbound mail turned out to be: the values that the engine acts upon."""

from dataclasses import dataclass
from enum import StrEnum

from seqcli.reasons import AnswerKind


class MailFlag(StrEnum):
    """What else a mail shows, in words for people."""

    MAYBE_OPT_OUT = "maybe opt-out"
    BLOCKED_BY_FILTER = "blocked by filter"
    ADDRESS_IS_DEAD = "address is dead"
    COMPLAINT = "complaint"


class MailKind(StrEnum):
    """The five kinds, in the order in which they are tested."""

    BOUNCE = "bounce"
    DELAY = "delay"
    AUTO_REPLY = "auto_reply"
    OPT_OUT = "opt_out"
    HUMAN = "human"


class Hardness(StrEnum):
    """What a bounce says of the address: dead, busy, or nothing that can be read."""

    HARD = "hard"
    SOFT = "soft"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a mail is and why we think so.

    `hardness` is set for bounces only; `code` is the status seen ("5.1.1", "550"), if any.
    `addresses` are the recipients that a bounce, a delay or a complaint speaks of, normalised, without our
    own, the surest first: whoever looks for the lead takes the first one that belongs to a lead.
    """

    kind: MailKind
    why: str
    hardness: Hardness | None = None
    code: str = ""
    addresses: tuple[str, ...] = ()
    flags: tuple[MailFlag, ...] = ()

    @property
    def answer_kind(self) -> AnswerKind:
        """What kind of answer this is, in one code."""
        if self.kind is MailKind.BOUNCE:
            return _BOUNCES[self.hardness or Hardness.UNKNOWN]
        flagged = (_FLAGGED[self.kind, flag] for flag in self.flags if (self.kind, flag) in _FLAGGED)
        return next(flagged, AnswerKind(self.kind))


_BOUNCES = {
    Hardness.HARD: AnswerKind.HARD_BOUNCE,
    Hardness.SOFT: AnswerKind.SOFT_BOUNCE,
    Hardness.UNKNOWN: AnswerKind.UNCLEAR_BOUNCE,
}
_FLAGGED = {
    (MailKind.HUMAN, MailFlag.MAYBE_OPT_OUT): AnswerKind.MAYBE_OPT_OUT,
    (MailKind.OPT_OUT, MailFlag.COMPLAINT): AnswerKind.COMPLAINT,
    (MailKind.AUTO_REPLY, MailFlag.ADDRESS_IS_DEAD): AnswerKind.ADDRESS_DEAD,
}
