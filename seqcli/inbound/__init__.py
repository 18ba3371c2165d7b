"""Tells bounce, delay notice, auto-reply, opt-out and human mail apart, and reads what an event says of them.

It works with only sender, subject and snippet, and uses headers and bodies where they exist. In doubt it says
HUMAN, which halts a lead. It never decides what happens to a lead, keeps nothing, and reads no clock.
"""

from collections.abc import Collection

from seqcli.inbound.auto_replies import read_auto_reply
from seqcli.inbound.bounces import read_notice
from seqcli.inbound.events import mail_from_event, read_bounce
from seqcli.inbound.opt_outs import read_complaint, read_opt_out
from seqcli.inbound.reading import addresses_in, body, written_text
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
    "mail_from_event",
    "read_bounce",
]

_EXCERPT = 160


def classify(mail: Mail, *, own_addresses: Collection[str] = (), lead_address: str | None = None) -> Verdict:
    """Return what a mail is.

    `own_addresses` are those we send from; `lead_address` is the lead of the conversation, where it is known:
    a mail that the lead's own address sent is not a bounce on the word of its subject alone.
    """
    return (
        read_complaint(mail, own_addresses)
        or read_notice(mail, own_addresses, lead_address)
        or read_auto_reply(mail)
        or read_opt_out(mail)
        or Verdict(MailKind.HUMAN, "nothing says that a machine wrote it")
    )


def excerpt(mail: Mail) -> str:
    """Return the beginning of what the sender wrote himself, on one line, else his subject."""
    return (written_text(body(mail)) or mail.subject)[:_EXCERPT]
