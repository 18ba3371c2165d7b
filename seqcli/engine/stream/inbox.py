"""Puts every inbound mail into the inbox, in the transaction of its page, and says whether it waits for a person."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from seqcli.client import read_mail_ids
from seqcli.client.stream import INBOUND
from seqcli.engine.stream.context import EventContext, HandlingResult
from seqcli.inbound import guess_meaning, mail_from_event
from seqcli.model import Lead, LeadStatus, StreamEvent, normalise_address
from seqcli.reasons import (
    AnswerKind,
    EventHandling,
    InboxCloser,
    InboxKind,
    LeadReason,
    MarkKind,
)
from seqcli.store import NewMail

_MACHINES = {
    AnswerKind.AUTO_REPLY: InboxKind.AUTO_REPLY,
    AnswerKind.DELIVERED: InboxKind.AUTO_REPLY,
    AnswerKind.CHALLENGE: InboxKind.CHALLENGE,
    AnswerKind.ADDRESS_DEAD: InboxKind.LEFT_COMPANY,
    AnswerKind.HARD_BOUNCE: InboxKind.BOUNCE,
    AnswerKind.SOFT_BOUNCE: InboxKind.BOUNCE,
    AnswerKind.UNCLEAR_BOUNCE: InboxKind.BOUNCE,
    AnswerKind.DELAY: InboxKind.DELAY,
}
_WORDS = {
    AnswerKind.MAYBE_OPT_OUT: InboxKind.MAYBE_OPT_OUT,
    AnswerKind.OPT_OUT: InboxKind.OPT_OUT,
    AnswerKind.COMPLAINT: InboxKind.COMPLAINT,
}
_HANDLINGS = {
    EventHandling.TO_LOOK_UP: InboxKind.TO_READ,
    EventHandling.UNREADABLE: InboxKind.UNREADABLE,
    EventHandling.UNREADABLE_UNMATCHED: InboxKind.UNREADABLE,
}
#: What was acted on, or needs no act, whoever sent it.
_NEEDS_NOBODY = frozenset(
    {InboxKind.OPT_OUT, InboxKind.COMPLAINT, InboxKind.AUTO_REPLY, InboxKind.DELAY, InboxKind.BOUNCE}
)
_OF_SOMEBODY = frozenset({InboxKind.BOUNCE, InboxKind.OPT_OUT, InboxKind.COMPLAINT})
#: What needs somebody only where it is about a lead, or only where it is about none.
_OF_LEADS = frozenset({InboxKind.LEFT_COMPANY, InboxKind.CHALLENGE})
#: What a person may mean something with that nobody has said yet.
_MAY_MEAN = frozenset(
    {
        InboxKind.REPLY,
        InboxKind.STRANGER,
        InboxKind.FRESH,
        InboxKind.UNKNOWN_SENDER,
        InboxKind.WROTE_FIRST,
        InboxKind.MAYBE_OPT_OUT,
    }
)
#: Events that tell nothing new.
_NO_NEWS = frozenset({EventHandling.DUPLICATE, EventHandling.TEST_SEND})


def record_mail(ctx: EventContext, event: StreamEvent, handled: HandlingResult) -> None:
    """Add the mail that an event tells of, or correct what is known of it."""
    if event.type not in INBOUND or handled.handling in _NO_NEWS:
        return
    lead = None if handled.lead_id is None else ctx.store.leads.find(handled.lead_id)
    sender = normalise_address(event.mail.sender) if event.mail is not None else ""
    kind = _kind_of(event, handled, lead, sender)
    closed_by = _closed_by(kind, handled)
    if closed_by is None and kind is InboxKind.UNKNOWN_SENDER and ctx.store.inbox.is_ignored(sender):
        closed_by = InboxCloser.IGNORE
    is_new = ctx.store.inbox.save(
        NewMail(
            ctx.identity,
            event.seq,
            event.occurred_at or ctx.at,
            kind,
            sender,
            handled.lead_id,
            event.conv_id,
            mail_id_of(event),
            *_guess_of(event, kind, event.occurred_at or ctx.at),
            closed_by=closed_by,
        ),
        ctx.at,
    )
    ctx.summary.mails += is_new and closed_by is None


def record_quarantined(ctx: EventContext, quarantine_id: int, raw: object, leads: Sequence[Lead]) -> None:
    """Add an entry of the stream that may be a mail and has no usable number."""
    mail = None
    if isinstance(raw, dict) and isinstance(raw.get("data"), dict):
        with suppress(ValueError):
            mail = mail_from_event(raw["data"])
    sender = "" if mail is None else normalise_address(mail.sender)
    is_new = ctx.store.inbox.add_quarantined(
        ctx.identity, quarantine_id, _told_id(raw), sender, leads[0].id if leads else None, ctx.at
    )
    ctx.summary.mails += is_new


def _kind_of(event: StreamEvent, handled: HandlingResult, lead: Lead | None, sender: str) -> InboxKind:
    answer = handled.answer_kind
    if handled.handling in _HANDLINGS:
        return _HANDLINGS[handled.handling]
    if answer in _MACHINES:
        return _MACHINES[answer]
    if answer in _WORDS:
        return _WORDS[answer]
    if lead is None:
        return InboxKind.UNKNOWN_SENDER
    if lead.status is LeadStatus.HELD and lead.reason_code is LeadReason.WROTE_FIRST:
        return InboxKind.WROTE_FIRST
    if sender != normalise_address(lead.email):
        return InboxKind.STRANGER
    return InboxKind.FRESH if event.type == "email.received" else InboxKind.REPLY


def _guess_of(event: StreamEvent, kind: InboxKind, written_at: datetime) -> tuple[MarkKind | None, str]:
    """Return what a mail may mean, to be shown as a guess, and its detail."""
    guess = None if event.mail is None or kind not in _MAY_MEAN else guess_meaning(event.mail, written_at)
    return (None, "") if guess is None else (guess.kind, guess.detail)


def _closed_by(kind: InboxKind, handled: HandlingResult) -> InboxCloser | None:
    if handled.handling is EventHandling.BEFORE_OUR_TIME:
        return InboxCloser.EARLY
    is_about_lead = handled.lead_id is not None
    needs_nobody = kind in _NEEDS_NOBODY or (kind in _OF_LEADS and not is_about_lead)
    # A bounce of a mail that no lead got may be of a lead that nothing else tells of; and whoever opts out from an
    # address that we never wrote to may be a lead under another one.
    if handled.needs_person or (kind in _OF_SOMEBODY and not is_about_lead):
        needs_nobody = False
    return InboxCloser.RULE if needs_nobody else None


def _told_id(raw: object) -> str | None:
    """Return 12m's id of the mail that an entry tells of, if it can be read."""
    told = _message_in(raw)
    own = told.get("id")
    return own if isinstance(own, str) and own in read_mail_ids(told) else None


def _message_in(raw: object) -> Mapping[str, Any]:
    data = raw.get("data") if isinstance(raw, dict) else None
    message = data.get("message") if isinstance(data, dict) else None
    return message if isinstance(message, dict) else {}


def mail_id_of(event: StreamEvent) -> str:
    """Return what tells a mail from all others of its identity, however often 12m tells of it.

    Its own message id is the sender's choice, so that 12m's id counts.
    """
    if own := _told_id(event.raw):
        return own
    told, mail = _message_in(event.raw), event.mail
    written = None if mail is None else [mail.sender, mail.subject, mail.text]
    is_blank = written is None or not any(written)  # two entries that tell nothing may be two mails
    named = [
        event.conv_id,
        str(event.occurred_at),
        sorted(read_mail_ids(told)),
        written,
        event.id if is_blank else "",
    ]
    return "digest:" + hashlib.sha256(json.dumps(named).encode("utf-8", "surrogatepass")).hexdigest()[:32]
