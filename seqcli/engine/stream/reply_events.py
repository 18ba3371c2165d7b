"""Matches send events and drops with replies by hand, before anything takes them for a step (rule R11). No HTTP."""

from seqcli.client.stream import DROPS, SENDS
from seqcli.clock import plus_ms
from seqcli.engine.leads.answering import close_answered, note_reply, reopen_answered
from seqcli.engine.leads.apply import SLACK_MS
from seqcli.engine.stream.context import EventContext, HandlingResult, ReplyNews
from seqcli.model import AttemptState, StreamEvent
from seqcli.reasons import AttemptReason, EventHandling
from seqcli.store import Reply


def on_own_reply(ctx: EventContext, event: StreamEvent) -> HandlingResult | None:
    """Apply an event about a reply by hand; None: it is about something else."""
    if event.type not in SENDS and event.type not in DROPS:
        return None
    reply = _find_reply(ctx, event)
    if reply is None:
        return None
    if event.type in DROPS:
        _drop(ctx, event, reply)
    else:
        _bind(ctx, event, reply)
    return HandlingResult(EventHandling.OWN_REPLY, reply.lead_id, "our reply by hand")


def _find_reply(ctx: EventContext, event: StreamEvent) -> Reply | None:
    """Return the reply with the event's pending id, else the oldest one of the conversation that has no event yet."""
    store, identity = ctx.store, ctx.identity
    if event.pending_id is not None:
        if store.attempts.find_by_pending_id(identity, event.pending_id) is not None:
            return None
        known = store.replies.find_by_pending_id(identity, event.pending_id)
        if known is not None or store.events.has_earlier_pending_id(identity, event.pending_id, event.seq):
            return known
    if event.conv_id is None or event.problem:
        return None
    if event.type in DROPS:
        found = store.replies.find_unsent(identity, event.conv_id)
        return None if found is None or (event.pending_id and found.pending_id) else found
    return _find_unbound(ctx, event, event.conv_id)


def _find_unbound(ctx: EventContext, event: StreamEvent, conv_id: str) -> Reply | None:
    """Return the oldest reply without an event of this kind; an accepted step that is older takes the event first."""
    store, is_sent = ctx.store, event.type == "email.sent"
    until = plus_ms(event.occurred_at or ctx.at, SLACK_MS)
    reply = store.replies.find_unbound(ctx.identity, conv_id, event.pending_id, until, sent=is_sent)
    if reply is None:
        return None
    step = store.attempts.find_unbound(ctx.identity, conv_id, None, event.pending_id, sent=is_sent)
    is_older = step is not None and step.accepted_at is not None and step.accepted_at <= reply.created_at
    return None if is_older else reply


def _bind(ctx: EventContext, event: StreamEvent, reply: Reply) -> None:
    is_sent = event.type == "email.sent"
    if reply.state is not AttemptState.ACCEPTED and reply.state is not AttemptState.CANCELLED:
        how = "the stream shows that 12m accepted it"
        at = event.occurred_at or ctx.at
        ctx.store.replies.mark_accepted(reply, at, AttemptReason.TOLD_BY_STREAM, how)
        close_answered(ctx.store, reply, ctx.at)
        note_reply(ctx.store, reply, ctx.actor(event), "12m accepted the reply by hand", how, ctx.at)
        ctx.summary.replies.append(ReplyNews(reply.id, reply.address, AttemptState.ACCEPTED, how))
    ctx.store.replies.mark_bound(
        reply,
        event.seq,
        sent=is_sent,
        pending_id=event.pending_id,
        dispatch_at=event.occurred_at if is_sent else event.dispatch_at,
    )


def _drop(ctx: EventContext, event: StreamEvent, reply: Reply) -> None:
    """12m will not send a reply that it had accepted: its mail waits for a person again."""
    if reply.state is AttemptState.CANCELLED:
        return
    why = event.reason or event.type.removeprefix("email.").replace("_", " ")
    ctx.store.replies.mark(reply, AttemptState.CANCELLED, AttemptReason.DROPPED, f"{event.type}: {why}")
    reopen_answered(ctx.store, reply)
    note_reply(ctx.store, reply, ctx.actor(event), "12m dropped the reply by hand", why, ctx.at)
    text = f"12m dropped it: {why}"
    ctx.summary.replies.append(ReplyNews(reply.id, reply.address, AttemptState.CANCELLED, text))
