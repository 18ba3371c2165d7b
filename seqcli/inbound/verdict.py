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
    DELIVERED = "delivered"


class MailKind(StrEnum):
    """The kinds of inbound mail, in the order of the tests."""

    BOUNCE = "bounce"
    DELAY = "delay"
    CHALLENGE = "challenge"
    AUTO_REPLY = "auto_reply"
    OPT_OUT = "opt_out"
    HUMAN = "human"


class Doubt(StrEnum):
    """What the rest of a mail may change, where only a snippet is at hand."""

    NO_CLASS = "no class"
    NO_ADDRESS = "no address"
    ABSENCE = "sign of absence"
    OPT_OUT = "possible opt-out"
    NOTHING_WRITTEN = "nothing but a quote"


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
    that belongs to a lead is the lead. Those of a complaint are who complained: its sender is only the provider.
    `doubt` says why the mail should be read in full before the verdict is final. `successor` is the address that
    mail to a dead address should go to, if the mail names one: for people to see, never to enrol.
    """

    kind: MailKind
    why: str
    hardness: Hardness | None = None
    code: str = ""
    addresses: tuple[str, ...] = ()
    flags: tuple[MailFlag, ...] = ()
    doubt: Doubt | None = None
    successor: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether more of the mail cannot change anything that matters: read the conversation's timeline if not."""
        return self.doubt is None

    @property
    def answer_kind(self) -> AnswerKind:
        """What kind of answer this is, in one code."""
        if self.kind is MailKind.BOUNCE:
            return _BOUNCES[self.hardness or Hardness.UNKNOWN]
        flagged = (_FLAGGED[self.kind, flag] for flag in self.flags if (self.kind, flag) in _FLAGGED)
        return next(flagged, AnswerKind(self.kind))


_BETWEEN = " \u00b7 "
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
_KINDS = {
    "human": "a person wrote it",
    "auto_reply": "an auto-reply",
    "opt_out": "an opt-out",
    "bounce": "a bounce",
    "delay": "a notice of delay",
    "challenge": "it asks for a proof that we are human",
}


def detail_of(verdict: Verdict) -> str:
    """Return what is kept of a verdict beside the event: its kind, why, and what else the mail shows."""
    return _BETWEEN.join((verdict.kind, verdict.why, *verdict.flags))


def in_words(detail: str) -> str:
    """Return a kept verdict as people say it; any other detail stays."""
    kind, *rest = detail.split(_BETWEEN)
    if kind not in _KINDS:
        return detail
    return f"{_KINDS[kind]} ({', '.join(rest)})" if rest else _KINDS[kind]
