"""Mail of which the stream says too little is read at 12m, and then applied as if it had been told so (rule R22)."""

from dataclasses import replace

from seqcli.client import Client, Conversation, ConversationGoneError, TimelineMessage, read_mail_ids
from seqcli.client.stream import read_event
from seqcli.clock import DAY_MS, plus_ms
from seqcli.engine.leads.apply import SLACK_MS, apply_lead_event
from seqcli.engine.send.context import SendContext
from seqcli.engine.stream.context import EventContext, HandlingResult
from seqcli.engine.stream.dispatch import addresses_of, mark_handled, rematch
from seqcli.engine.stream.inbound_events import on_mail_in_full
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import Lead, Mail, StreamEvent, normalise_address
from seqcli.reasons import DISPOSITIONS, Disposition, EventHandling, LeadReason
from seqcli.store import StoredEvent

#: So many mails a round; the others wait for the next one.
MAX_LOOK_UPS = 50
_PATIENCE_MS = 7 * DAY_MS


def look_up(ctx: SendContext, kept: StoredEvent) -> None:
    """Read a mail at 12m and apply what it is, in one transaction of its own.

    Raises:
        StreamError, ConfigError: the record cannot be had now; the mail stays to be looked up.
    """
    found = read_conversation_of(ctx.client, kept)
    with ctx.store.transaction():
        apply_look_up(ctx.event_context(), kept, found)


def read_conversation_of(client: Client, kept: StoredEvent) -> Conversation | None:
    """Return the conversation that a kept event names; None if 12m has it no longer.

    Raises:
        StreamError, ConfigError: the record cannot be had now.
    """
    conv_id = read_event(kept.seq, kept.type, kept.body).conv_id
    if conv_id is None:
        return None
    try:
        return client.read_conversation(kept.identity, conv_id)
    except ConversationGoneError:
        return None


def apply_look_up(ctx: EventContext, kept: StoredEvent, conversation: Conversation | None) -> None:
    """Apply a mail as 12m shows it, inside the caller's transaction; once, whoever else may have done it meanwhile."""
    if not ctx.store.events.is_to_look_up(kept.identity, kept.seq):
        return
    event = read_event(kept.seq, kept.type, kept.body)
    if conversation is None:
        why = "conversation gone: 12m no longer shows a mail that must be read"
        handled = _hold(ctx, event, LeadReason.CONVERSATION_GONE, why)
    else:
        event = replace(event, mail=_in_full(event, conversation.messages))
        handled = on_mail_in_full(ctx, event)
    mark_handled(ctx, event, handled)
    if DISPOSITIONS[handled.handling] is Disposition.UNMATCHED:
        ctx.store.events.save_addresses(kept.identity, kept.seq, addresses_of(event, kept.identity))
    rematch(ctx)


def put_off_look_up(ctx: EventContext, kept: StoredEvent) -> None:
    """Try a mail that 12m does not show now again later; after a week a person has to read it there."""
    if ctx.at < plus_ms(kept.received_at, _PATIENCE_MS):
        ctx.store.events.put_off_look_up(kept.identity, kept.seq, ctx.at)
        return
    event = read_event(kept.seq, kept.type, kept.body)
    why = "unreadable event: for a week 12m has not shown a mail that must be read"
    mark_handled(ctx, event, _hold(ctx, event, LeadReason.UNREADABLE_EVENT, why))


def _hold(ctx: EventContext, event: StreamEvent, code: LeadReason, why: str) -> HandlingResult:
    leads = _leads_of(ctx, event)
    for lead in leads:
        needed = LeadEvent(LeadEventKind.HOLD_NEEDED, code, why)
        ctx.report_hold(lead, apply_lead_event(ctx.store, lead, needed, ctx.actor(event), ctx.at))
    handling = EventHandling.MAIL_NOTED if leads else EventHandling.NO_LEAD
    return HandlingResult(handling, leads[0].id if leads else None, why)


def _leads_of(ctx: EventContext, event: StreamEvent) -> list[Lead]:
    theirs = ctx.store.leads.load_of_person(normalise_address(event.mail.sender if event.mail else ""))
    return list({lead.id: lead for lead in (*ctx.leads_in(event), *theirs)}.values())


def _in_full(event: StreamEvent, messages: tuple[TimelineMessage, ...]) -> Mail | None:
    """Return the event's mail with everything that 12m's record adds to it."""
    told = event.mail
    found = _find_message(event, messages)
    shown = None if found is None else found.mail
    if told is None or shown is None:
        return told
    return Mail(
        told.sender or shown.sender,
        told.sender_name or shown.sender_name,
        told.subject or shown.subject,
        max(shown.text, told.text, key=len),
        shown.html or told.html,
        {**shown.headers, **told.headers},
    )


def _find_message(event: StreamEvent, messages: tuple[TimelineMessage, ...]) -> TimelineMessage | None:
    """Return the mail that an event tells of: by its id, else by sender and time."""
    data = event.raw.get("data")
    message = data.get("message") if isinstance(data, dict) else None
    ids = read_mail_ids(message) if isinstance(message, dict) else frozenset[str]()
    inbound = [each for each in messages if not each.outbound]
    by_id = next((each for each in inbound if each.ids & ids), None)
    return by_id or next((each for each in inbound if _is_alike(each, event)), None)


def _is_alike(message: TimelineMessage, event: StreamEvent) -> bool:
    told, shown = event.mail, message.mail
    if told is None or shown is None or message.at is None or event.occurred_at is None:
        return False
    is_same_sender = normalise_address(told.sender) == normalise_address(shown.sender)
    return is_same_sender and abs((message.at - event.occurred_at).total_seconds()) * 1000 <= SLACK_MS
