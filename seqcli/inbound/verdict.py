"""The result of classifying an inbound mail."""

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
    """The kinds of inbound mail, in the order of the tests."""

    BOUNCE = "bounce"
    DELAY = "delay"
    AUTO_REPLY = "auto_reply"
    CHALLENGE = "challenge"
    OPT_OUT = "opt_out"
    HUMAN = "human"


class Hardness(StrEnum):
    """What a bounce says about the address: dead, busy, or unreadable."""

    HARD = "hard"
    SOFT = "soft"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a mail is, and why.

    `hardness` is set for bounces only; `code` is its status ("5.1.1", "550"), if any. `addresses` are the recipients
    named by a bounce, delay notice or complaint, normalised, without our own, the most certain first: the first
    that belongs to a lead is the lead. `successor` is whom a mail names who has left. `is_settled` is off where more
    of the mail's text may change what it is.
    """

    kind: MailKind
    why: str
    hardness: Hardness | None = None
    code: str = ""
    addresses: tuple[str, ...] = ()
    flags: tuple[MailFlag, ...] = ()
    successor: str = ""
    is_settled: bool = True

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
