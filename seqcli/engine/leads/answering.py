"""What a reply by hand does to its leads and to the mails that it answers. Each in the caller's transaction."""

from collections.abc import Iterator
from datetime import datetime

from seqcli.engine.leads.apply import apply_lead_event, note
from seqcli.engine.leads.patience import end_hold_of_ended
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import Lead
from seqcli.reasons import InboxCloser, LeadReason
from seqcli.store import InboxItem, Reply, Store

_ACTOR = "reply"


def take_over(store: Store, reply: Reply, words: str, at: datetime) -> None:
    """End the sequence for the leads of a conversation that a person answers now, and close what is answered."""
    event = LeadEvent(LeadEventKind.LEAD_REPLIED, LeadReason.ANSWERED_BY_HAND, "answered by hand")
    for lead in _leads_of(store, reply):
        note(store, lead, _ACTOR, "reply by hand", words, at)
        after = apply_lead_event(store, lead, event, _ACTOR, at)
        end_hold_of_ended(store, after, _ACTOR, at)
    if reply.lead_id is None:
        store.journal.append(at, _ACTOR, f"reply by hand to {reply.address}", words)
    close_answered(store, reply, at)


def note_reply(store: Store, reply: Reply, actor: str, change: str, reason: str, at: datetime) -> None:
    """Write what became of a reply into the story of its lead; of somebody who was forgotten meanwhile, nothing."""
    if reply.lead_id is None:
        current = store.replies.find(reply.id) or reply
        store.journal.append(at, actor, f"{change}: {current.address}", reason)
    elif (lead := store.leads.find(reply.lead_id)) is not None:
        note(store, lead, actor, change, reason, at)


def close_answered(store: Store, reply: Reply, at: datetime) -> None:
    """Close the mails of the conversation that wait, up to the one that is answered; that one counts as answered."""
    store.inbox.close([item.id for item in _answered(store, reply)], InboxCloser.REPLY, at)
    if reply.inbox_id is not None:
        store.inbox.answer(reply.inbox_id, at)


def reopen_answered(store: Store, reply: Reply) -> None:
    """Let the mails wait again that this reply has closed: it did not go out, or nobody knows."""
    for item in _answered(store, reply):
        is_ours = item.closed_at is not None and item.closed_at >= reply.created_at
        if item.closed_by is InboxCloser.REPLY and is_ours:
            store.inbox.reopen(item.id)


def close_older(store: Store, identity: str, conv_id: str | None, at: datetime) -> None:
    """Close the mails of a conversation that somebody answered in 12m's dashboard."""
    if conv_id is None:
        return
    older = [item.id for item in store.inbox.load_in_conversation(identity, conv_id) if item.at <= at]
    store.inbox.close(older, InboxCloser.SENT_AT_12M, at)


def _answered(store: Store, reply: Reply) -> Iterator[InboxItem]:
    """Yield the mails that a reply answers; without a mail, all that had come before it."""
    item = None if reply.inbox_id is None else store.inbox.find(reply.inbox_id)
    until = (reply.created_at, 0) if item is None else (item.at, item.id)
    if item is not None:
        yield item
    for each in store.inbox.load_in_conversation(reply.identity, reply.conv_id):
        if (each.at, each.id) <= until and each.id != reply.inbox_id:
            yield each


def _leads_of(store: Store, reply: Reply) -> list[Lead]:
    found = store.leads.load_in_conversation(reply.identity, reply.conv_id)
    own = None if reply.lead_id is None else store.leads.find(reply.lead_id)
    return found if own is None or own.id in {lead.id for lead in found} else [*found, own]
