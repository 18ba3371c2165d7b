"""Attaches a mail of the inbox to a lead by hand, and applies it as if the stream had named the lead."""

from datetime import datetime

from seqcli.client.stream import read_event
from seqcli.engine.leads.apply import note
from seqcli.engine.leads.marking import Meaning, mark_lead
from seqcli.engine.leads.memory import find_answered_leads
from seqcli.engine.stream.context import DrainSummary, EventContext
from seqcli.engine.stream.dispatch import mark_handled
from seqcli.engine.stream.inbound_events import classify_for, on_matched_mail
from seqcli.inbound import MailKind
from seqcli.model import Lead, StreamEvent
from seqcli.reasons import EventHandling, InboxKind, MarkKind
from seqcli.store import InboxItem, Store


def match_mail(store: Store, item: InboxItem, lead: Lead, at: datetime) -> tuple[Lead, bool]:
    """Attach a mail to a lead and apply what it is, inside the caller's transaction.

    Return the lead afterwards, and whether `undo` can take it back: an answer it can, an opt-out it cannot. A mail that
    cannot be read is only attached.
    """
    note(store, lead, "inbox match", f"mail {item.id} attached", item.sender, at)
    event = _read(store, item)
    if event is None:
        store.inbox.match(item.id, lead.id, item.kind)
        return lead, False
    ctx = EventContext(store, item.identity, at, DrainSummary())
    verdict = classify_for(ctx, event, lead)
    if verdict.kind is MailKind.HUMAN and find_answered_leads(store, [lead]):
        _count_as_answer(store, item, lead, at)
        return store.leads.get(lead.id), True
    store.inbox.match(item.id, lead.id, item.kind)
    mark_handled(ctx, event, on_matched_mail(ctx, event, verdict, lead))
    return store.leads.get(lead.id), False


def _read(store: Store, item: InboxItem) -> StreamEvent | None:
    kept = None if item.seq is None else store.events.find(item.identity, item.seq)
    event = None if kept is None else read_event(kept.seq, kept.type, kept.body)
    return None if event is None or event.mail is None or event.problem else event


def _count_as_answer(store: Store, item: InboxItem, lead: Lead, at: datetime) -> None:
    """Let a mail be the lead's answer, as a mark does; it still waits for somebody to answer it."""
    kind = InboxKind.MAYBE_OPT_OUT if item.kind is InboxKind.MAYBE_OPT_OUT else InboxKind.STRANGER
    store.inbox.match(item.id, lead.id, kind)
    if item.seq is not None:
        store.events.attach(item.identity, item.seq, lead.id, EventHandling.MAIL_APPLIED)
    attached = store.inbox.find(item.id)
    meaning = Meaning(MarkKind.REPLIED, reason="attached by hand", attaches=True)
    mark_lead(store, lead, attached, meaning, f"{lead.email}: mail {item.id} attached", at)
    if attached is not None:
        store.inbox.open_again(attached)
