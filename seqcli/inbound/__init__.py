"""Classifies inbound mail as bounce, delay, challenge, auto-reply, opt-out or human, and reads the data of mail events.

Sender, subject and snippet are enough; headers and bodies help. In doubt a mail is HUMAN, which stops the sequence.
Deterministic: no clock, no I/O. The engine decides what happens to a lead.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from seqcli.inbound.auto_replies import read_auto_reply, read_challenge, read_note
from seqcli.inbound.bounces import read_notice
from seqcli.inbound.complaints import read_complaint
from seqcli.inbound.doubts import find_doubt
from seqcli.inbound.events import has_text, mail_from_event, read_bounce
from seqcli.inbound.opt_outs import read_opt_out, read_unsubscribe_button
from seqcli.inbound.reading import addresses_in, body, written_text
from seqcli.inbound.return_dates import find_return_date
from seqcli.inbound.verdict import Doubt, Hardness, MailFlag, MailKind, Verdict
from seqcli.model import Mail

__all__ = [
    "Doubt",
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
_SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]?")
#: "Do not reply to this message" is what machines say of themselves.
_ABOUT_REPLIES = re.compile(
    r"repl(?:y|ies)|respon[ds]|antwort|r[eé]pon|rispond|antwoord|odpowi", re.IGNORECASE
)


def classify(
    mail: Mail,
    *,
    own_addresses: Collection[str] = (),
    lead_address: str | None = None,
    written_at: datetime | None = None,
) -> Verdict:
    """Return what a mail is.

    `own_addresses` are the addresses we send from. `lead_address` is the lead of the conversation, if known: a mail
    from that address needs more than its subject to be a bounce. `written_at` is when the mail was written, if known:
    whoever tells a day of return has not left, whoever else has.
    """
    verdict = (
        read_complaint(mail, own_addresses)
        or read_notice(mail, own_addresses, lead_address)
        or read_unsubscribe_button(mail)
        or read_challenge(mail)
        or _read_automatic(mail, own_addresses)
        or _read_words(mail, own_addresses)
        or Verdict(MailKind.HUMAN, "no sign of an automatic mail")
    )
    if MailFlag.ADDRESS_IS_DEAD in verdict.flags and written_at and find_return_date(mail, written_at):
        verdict = replace(verdict, flags=(), successor="")
    return replace(verdict, doubt=find_doubt(mail, verdict, in_own_conversation=lead_address is not None))


def _read_automatic(mail: Mail, own_addresses: Collection[str]) -> Verdict | None:
    """Return a mail that is automatic by its headers or beginning. A request in its text to end mail counts more."""
    reply = read_auto_reply(mail, own_addresses)
    if reply is None or reply.flags:
        return reply
    sentences = (each for each in _SENTENCE.findall(body(mail)) if not _ABOUT_REPLIES.search(each))
    request = read_opt_out(Mail(mail.sender, mail.sender_name, "", "".join(sentences)))
    return request if request is not None and request.kind is MailKind.OPT_OUT else reply


def _read_words(mail: Mail, own_addresses: Collection[str]) -> Verdict | None:
    """Return what the words alone tell. A request to end mail counts more than an absence around it."""
    request, note = read_opt_out(mail), read_note(mail, own_addresses)
    is_dead = note is not None and MailFlag.ADDRESS_IS_DEAD in note.flags
    if request and request.kind is MailKind.OPT_OUT and not is_dead:
        return request
    return note or request


def excerpt(mail: Mail) -> str:
    """Return the beginning of what the sender wrote, on one line, else the subject."""
    return (written_text(body(mail)) or mail.subject)[:_EXCERPT]
