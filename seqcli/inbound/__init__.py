"""Classifies inbound mail as bounce, delay notice, auto-reply, opt-out or human, and reads the data of mail events.

Sender, subject and snippet are enough; headers and bodies help. In doubt a mail is HUMAN, which stops the sequence.
Deterministic: no clock, no I/O. The engine decides what happens to a lead.
"""

from collections.abc import Collection
from dataclasses import replace

from seqcli.inbound.auto_replies import read_auto_reply
from seqcli.inbound.auto_reply_phrases import AWAY_TEXTS
from seqcli.inbound.bounces import read_notice
from seqcli.inbound.challenges import read_challenge
from seqcli.inbound.events import has_text, mail_from_event, read_bounce
from seqcli.inbound.opt_outs import read_complaint, read_opt_out
from seqcli.inbound.reading import addresses_in, body, first_phrase, written_lines, written_text
from seqcli.inbound.return_dates import find_return_date
from seqcli.inbound.verdict import Hardness, MailFlag, MailKind, Verdict
from seqcli.model import Mail

__all__ = [
    "Hardness",
    "MailFlag",
    "MailKind",
    "Verdict",
    "addresses_in",
    "classify",
    "excerpt",
    "find_return_date",
    "has_text",
    "mail_from_event",
    "read_bounce",
]

_EXCERPT = 160


def classify(mail: Mail, *, own_addresses: Collection[str] = (), lead_address: str | None = None) -> Verdict:
    """Return what a mail is.

    `own_addresses` are the addresses we send from. `lead_address` is the lead of the conversation, if known: a mail
    from that address needs more than its subject to be a bounce.
    """
    verdict = (
        read_complaint(mail, own_addresses)
        or read_notice(mail, own_addresses, lead_address)
        or read_challenge(mail)
        or read_auto_reply(mail)
        or read_opt_out(mail)
        or Verdict(MailKind.HUMAN, "no sign of an automatic mail")
    )
    return replace(verdict, is_settled=_is_settled(mail, verdict))


def _is_settled(mail: Mail, verdict: Verdict) -> bool:
    if verdict.kind is MailKind.BOUNCE:
        return verdict.hardness is not Hardness.UNKNOWN and bool(verdict.addresses)
    if verdict.kind is not MailKind.HUMAN:
        return True
    is_away = first_phrase(" ".join(written_lines(body(mail)))[:1500], AWAY_TEXTS)
    return MailFlag.MAYBE_OPT_OUT not in verdict.flags and not is_away


def excerpt(mail: Mail) -> str:
    """Return the beginning of what the sender wrote, on one line, else the subject."""
    return (written_text(body(mail)) or mail.subject)[:_EXCERPT]
