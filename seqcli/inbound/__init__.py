"""Classifies inbound mail as bounce, delay, challenge, auto-reply, opt-out or human, and reads the data of mail events.

Sender, subject and snippet are enough; headers and bodies help. In doubt a mail is HUMAN, which stops the sequence.
Deterministic: no clock, no I/O. The engine decides what happens to a lead.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from seqcli.inbound.events import has_text, mail_from_event
from seqcli.inbound.reading import addresses_in, body, written_text
from seqcli.inbound.verdict import Doubt, Hardness, MailFlag, MailKind, Verdict, detail_of, in_words
from seqcli.model import Mail

if TYPE_CHECKING:
    from seqcli.inbound.meaning import Guess

__all__ = [
    "Doubt",
    "Hardness",
    "MailFlag",
    "MailKind",
    "Verdict",
    "addresses_in",
    "classify",
    "detail_of",
    "excerpt",
    "find_return_date",
    "guess_meaning",
    "has_text",
    "in_words",
    "mail_from_event",
    "read_bounce",
]

_EXCERPT = 160


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
    from seqcli.inbound.judging import judge  # noqa: PLC0415 - a run without mail needs no phrases

    return judge(mail, own_addresses, lead_address, written_at)


def read_bounce(data: Mapping[str, Any], *, own_addresses: Collection[str] = ()) -> Verdict:
    """Return the bounce of an `email.bounced` event; never raises, whatever the data.

    Without a class it is hard: 12m has put the recipient on do-not-contact by then.
    """
    from seqcli.inbound import bounce_events  # noqa: PLC0415 - as above

    return bounce_events.read_bounce(data, own_addresses=own_addresses)


def find_return_date(mail: Mail, received_at: datetime) -> date | None:
    """Return the day of return that a mail states, in the time zone of `received_at`; None if it states none.

    A day before `received_at` or more than a year after it counts as none.
    """
    from seqcli.inbound import return_dates  # noqa: PLC0415 - as above

    return return_dates.find_return_date(mail, received_at)


def guess_meaning(mail: Mail, written_at: datetime | None) -> "Guess | None":
    """Return what a person's mail may mean: interested, not interested, not now, or to ask somebody else; or None.

    `written_at` is when it was written: "next month" is read from there, in its time zone.
    """
    from seqcli.inbound import meaning  # noqa: PLC0415 - as above

    return meaning.guess_meaning(mail, written_at)


def excerpt(mail: Mail) -> str:
    """Return the beginning of what the sender wrote, on one line, else the subject."""
    return (written_text(body(mail)) or mail.subject)[:_EXCERPT]
