"""Attaches a mail of the inbox to a lead by hand, and applies it as if the stream had named the lead."""

from datetime import datetime

from seqcli.client.stream import read_event
from seqcli.engine.leads.apply import note
from seqcli.engine.stream.context import DrainSummary, EventContext
from seqcli.engine.stream.dispatch import mark_handled
from seqcli.engine.stream.inbound_events import on_matched_mail
from seqcli.model import Lead
from seqcli.reasons import EventHandling
from seqcli.store import InboxItem, Store

_KEPT_UNREADABLE = frozenset({EventHandling.UNREADABLE, EventHandling.UNREADABLE_UNMATCHED})


def match_mail(store: Store, item: InboxItem, lead: Lead, at: datetime) -> Lead:
    """Attach a mail to a lead and apply what it is, inside the caller's transaction; return the lead afterwards.

    A mail that cannot be read is only attached.
    """
    note(store, lead, "inbox match", f"mail {item.id} attached", item.sender, at)
    store.inbox.match(item.id, lead.id, item.kind)
    event = None if item.seq is None else store.events.find(item.identity, item.seq)
    if event is None:
        return lead
    read = read_event(event.seq, event.type, event.body)
    if read.mail is None or read.problem:
        return lead
    ctx = EventContext(store, item.identity, at, DrainSummary())
    mark_handled(ctx, read, on_matched_mail(ctx, read, lead))
    return store.leads.get(lead.id)
