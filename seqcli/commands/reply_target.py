"""Whom a reply would go to, and what forbids it: asked before a person writes, and again with the claim."""

import json
from dataclasses import dataclass
from datetime import datetime

from seqcli.clock import to_text
from seqcli.commands.chosen import Chosen
from seqcli.engine.leads.apply import get_sequence
from seqcli.engine.send.reply import ReplyTarget
from seqcli.errors import StreamError, UsageError
from seqcli.inbound import mail_from_event
from seqcli.model import LeadStatus, Mail, normalise_address
from seqcli.output.result import shown
from seqcli.reasons import AttemptReason, InboxCloser
from seqcli.store import InboxItem, Reply, Store

_ANSWERED = frozenset({InboxCloser.REPLY, InboxCloser.SENT_AT_12M})
_AGAIN = "To write once more: --again."


@dataclass(frozen=True, slots=True)
class Seen:
    """What the file had of a conversation when a person looked: the newest mail, the newest reply."""

    mail_id: int
    reply_id: int


def find_target(store: Store, chosen: Chosen) -> ReplyTarget:
    """Return whom an answer to this mail, or to this lead, goes to.

    12m answers into its conversation, whose other side is whom we wrote to first: that is shown, also where a
    colleague wrote the mail.

    Raises:
        UsageError: 12m has no conversation for it, or nobody knows who would get it.
    """
    item, lead = chosen
    if item is not None and item.conv_id is not None:
        identity, conv_id = item.identity, item.conv_id
    elif lead is not None and lead.conv_id is not None:
        identity = lead.identity or get_sequence(store, lead.sequence_id).identity or ""
        conv_id = lead.conv_id
    else:
        raise UsageError(
            "no_conversation",
            "there is no conversation to answer into yet",
            "12m opens one with the first mail.",
        )
    if lead is None:
        lead = next(iter(store.leads.load_in_conversation(identity, conv_id)), None)
    address = store.replies.find_addressee(identity, conv_id)
    if not address and lead is not None and lead.conv_id == conv_id:
        address = lead.email
    address = address or (item.sender if item else "") or (lead.email if lead else "")
    if not address:
        raise UsageError(
            "unknown_writer", "nobody knows who wrote this mail", "Answer it in 12m's dashboard."
        )
    return ReplyTarget(identity, conv_id, address, lead, item)


def is_of_another(target: ReplyTarget) -> bool:
    """Return whether somebody else wrote the mail than who is shown as its recipient."""
    return target.item is not None and normalise_address(target.address) != target.item.sender


def look(store: Store, target: ReplyTarget) -> Seen:
    """Return what the file has of the conversation now."""
    replies = store.replies.load_in(target.identity, target.conv_id)
    return Seen(
        max((each.id for each in _mails(store, target)), default=0),
        max((each.id for each in replies), default=0),
    )


def _mails(store: Store, target: ReplyTarget) -> list[InboxItem]:
    """Return the mails of the conversation and of its lead."""
    found = store.inbox.load_in_conversation(target.identity, target.conv_id)
    return found if target.lead is None else [*found, *store.inbox.load_of_lead(target.lead.id)]


def find_answered_at(store: Store, target: ReplyTarget) -> datetime | None:
    """Return when the mail came that an answer is for, else the person's newest one, or None."""
    if target.item is not None:
        return target.item.at
    return max((each.at for each in _mails(store, target)), default=None)


def refuse_suppressed(store: Store, target: ReplyTarget) -> None:
    """Refuse an answer to whoever is suppressed.

    Raises:
        UsageError: the recipient, the writer or the lead is.
    """
    hint = f"seqcli suppress check {target.address}"
    for address in sorted(target.people):
        if why := store.suppressions.find_reason(address):
            raise UsageError("recipient_suppressed", f"{address} is on the suppression list: {why}", hint)
    lead = None if target.lead is None else store.leads.find(target.lead.id)
    if lead is not None and lead.status is LeadStatus.SUPPRESSED:
        raise UsageError("recipient_suppressed", f"{lead.email} is suppressed: {lead.status_reason}", hint)


def refuse_open(store: Store, target: ReplyTarget) -> None:
    """Refuse a second answer while nobody knows whether the first one went out.

    Raises:
        StreamError: the next run tries it again under its key.
        UsageError: only a person can tell.
    """
    reply = store.replies.find_open(target.identity, target.conv_id)
    if reply is None:
        return
    if reply.state == "unknown":
        raise StreamError(
            "reply_unknown",
            f"whether your reply of {_at(reply.created_at)} was sent is not known yet: {reply.reason}",
            "The next `seqcli poll` or `seqcli reply` asks 12m again. Do not write it once more.",
        )
    who = f"#{target.item.id}" if target.item else target.address
    raise UsageError(
        "reply_parked",
        f"nobody knows whether your reply of {_at(reply.created_at)} was sent: {reply.reason}",
        f"Read the conversation, then `seqcli reply {who.lstrip('#')} --sent`, or --resend to send it again.",
    )


def refuse_answered(
    store: Store, target: ReplyTarget, seen: Seen | None = None, *, again: bool = False
) -> None:
    """Refuse a second answer to one mail; with `seen`, even `again`, if somebody answered since a person looked.

    Raises:
        UsageError: it was answered already.
    """
    live = [each for each in store.replies.load_in(target.identity, target.conv_id) if _is_live(each)]
    newest = live[-1] if live else None
    if newest is not None and seen is not None and newest.id > seen.reply_id:
        raise answered_already(newest.created_at)
    item = None if target.item is None else store.inbox.find(target.item.id)
    if again:
        return
    if item is not None and item.closed_by in _ANSWERED and item.closed_at is not None:
        where = "" if item.closed_by is InboxCloser.REPLY else " in 12m's dashboard"
        raise answered_already(item.closed_at, where)
    if item is not None:  # it may be open again
        newest = next((each for each in reversed(live) if _is_answer_to(store, each, item)), None)
    elif newest is not None and any(each.at > newest.created_at for each in _mails(store, target)):
        newest = None
    if newest is not None:
        raise answered_already(newest.created_at)


def _is_answer_to(store: Store, reply: Reply, item: InboxItem) -> bool:
    """Return whether a reply answered this mail, or a later one of its conversation, which closed this one too."""
    if reply.inbox_id is None or reply.inbox_id == item.id:
        return reply.inbox_id == item.id
    answered = store.inbox.find(reply.inbox_id)
    return (
        answered is not None
        and answered.conv_id == item.conv_id
        and (answered.at, answered.id) > (item.at, item.id)
    )


def answered_already(at: datetime, where: str = "") -> UsageError:
    """Return the error for a mail that somebody has answered."""
    return UsageError("already_answered", f"already answered{where} at {_at(at)}: nothing was sent", _AGAIN)


def refuse_new_mail(store: Store, target: ReplyTarget, seen: Seen, now: datetime) -> None:
    """Refuse an answer to a conversation in which somebody has written since a person looked.

    Raises:
        UsageError: there is a mail that nobody has seen.
    """
    for item in _mails(store, target):
        if item.id > seen.mail_id and item.is_open(now):
            mail = read_mail(store, item)
            begins = " ".join(mail.text.split())[:60] if mail else ""
            raise UsageError(
                "new_mail",
                f"nothing was sent: {item.sender or 'somebody'} has written since you looked (#{item.id}): {begins}",
                f"Read it: seqcli thread {target.conv_id}. Then answer it, or run this again.",
            )


def _is_live(reply: Reply) -> bool:
    """Return whether a reply was sent, or may have been; a text that 12m had not taken is none."""
    is_lost = reply.reason_code is AttemptReason.KEY_WAS_USED
    return reply.state in {"accepted", "unknown", "parked"} and not is_lost


def read_mail(store: Store, item: InboxItem) -> Mail | None:
    """Return the mail of an item as far as the stream told it, or None."""
    body = "" if item.seq is None else store.replies.find_mail_body(item.identity, item.seq)
    try:
        raw = json.loads(body or "{}")
        data = raw.get("data") if isinstance(raw, dict) else None
        return mail_from_event(data) if isinstance(data, dict) else None
    except ValueError:
        return None


def find_subject(store: Store, target: ReplyTarget) -> str:
    """Return the subject that 12m gives the answer, as far as the file knows it; empty where it does not."""
    mail = None if target.item is None else read_mail(store, target.item)
    subject = mail.subject if mail else ""
    if not subject:
        try:
            told = json.loads(store.replies.find_first_request(target.identity, target.conv_id) or b"{}")
        except ValueError:
            told = {}
        subject = str(told.get("subject") or "")
    if not subject or subject.lower().startswith(("re:", "aw:", "sv:")):
        return subject
    return f"Re: {subject}"


def _at(at: datetime) -> str:
    return shown(to_text(at))
