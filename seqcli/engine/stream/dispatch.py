"""Stores the events of the stream and applies them to leads, in the transaction of their page. No HTTP here."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from seqcli.client.stream import INBOUND, KNOWN, PASSED_OVER, SENDS, read_event
from seqcli.clock import format_duration, from_text, plus_ms, to_text
from seqcli.engine.leads.apply import SLACK_MS, apply_lead_event, get_sequence, wait_of
from seqcli.engine.stream.context import EventContext, HandlingResult, RematchRequest, StoredBefore
from seqcli.engine.stream.inbound_events import (
    bounce_of,
    is_told_again,
    obey_opt_out,
    on_bounced,
    on_inbound,
)
from seqcli.engine.stream.inbox import record_mail, record_quarantined
from seqcli.engine.stream.malformed_events import leads_named, names_in, rematch_malformed
from seqcli.engine.stream.reply_events import on_own_reply
from seqcli.engine.stream.send_events import note_early_send, on_drop, on_send
from seqcli.inbound import classify
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import Lead, LeadStatus, StreamEvent, normalise_address
from seqcli.reasons import EventHandling, LeadReason
from seqcli.store import may_match_later


def load_stored_before(ctx: EventContext, events: Sequence[StreamEvent]) -> StoredBefore:
    """Return what is known of a page's events before they are applied, and read the leads and sends they are about."""
    store, identity = ctx.store, ctx.identity
    sends = store.attempts.load_by_pending_ids(
        identity, {event.pending_id for event in events if event.pending_id}
    )
    store.leads.read_ahead([attempt.lead_id for attempt in sends.values() if attempt is not None])
    others = {
        event.conv_id for event in events if event.conv_id and sends.get(event.pending_id or "") is None
    }
    leads = store.leads.load_in_conversations(identity, others)
    waiting = {event.conv_id or "" for event in events if event.type == "email.no_reply"}
    store.attempts.load_times([lead.id for each in waiting for lead in leads.get(each, ())])
    made_at = store.meta.find("created_at")
    return StoredBefore(
        store.events.load_seqs(identity, [event.seq for event in events]),
        store.events.load_first_seqs(identity, [event.id for event in events if event.id is not None]),
        store.test_sends.has_any(),
        store.replies.has_any(),
        None if made_at is None else from_text(made_at),
    )


def keep_and_apply(ctx: EventContext, event: StreamEvent, before: StoredBefore) -> None:
    """Store the event and apply it once, whatever it is; from then on it is among what was stored `before`."""
    if event.seq in before.seqs:
        _check_repeat(ctx, event)
        return
    ctx.store.events.insert(ctx.identity, event, ctx.at)
    before.seqs.add(event.seq)
    ctx.summary.applied += 1
    handled = _handle_early(ctx, event, before) or HANDLERS[event.type](ctx, event)
    mark_handled(ctx, event, handled)
    if may_match_later(handled.handling):
        addresses = addresses_of(event, ctx.identity)
        ctx.store.events.save_addresses(ctx.identity, event.seq, addresses)
    rematch(ctx)


def _check_repeat(ctx: EventContext, event: StreamEvent) -> None:
    """Quarantine an event that has the seq of another event, and hold its lead: the log may have begun anew."""
    if _is_repeated(ctx, event):
        return
    why = f"seq {event.seq} belongs to another event"
    body = json.dumps(event.raw)
    kept = ctx.store.quarantine.insert(ctx.identity, event.seq, -1, why, body, ctx.at, anywhere=True)
    if kept is not None:
        if event.type in INBOUND:
            record_quarantined(ctx, kept, event.raw, ctx.leads_in(event))
        _hold_unreadable(ctx, replace(event, problem=why))


def _is_repeated(ctx: EventContext, event: StreamEvent) -> bool:
    """Return whether the event was stored before: under its id, or under its seq if either has no id.

    The same id or seq is not enough: a different event that reuses one may be a reply (W50).
    """
    store, identity = ctx.store, ctx.identity
    seq = None if event.id is None else store.events.find_seq(identity, event.id)
    kept = store.events.find_gist(identity, event.seq if seq is None else seq)
    if kept is None or (kept.type, kept.conv_id) != (event.type, event.conv_id):
        return False
    if seq is not None:
        return True
    return None in {kept.id, event.id} and kept.occurred_at == event.occurred_at


def rematch(ctx: EventContext) -> bool:
    """Apply stored events that matched no lead when they came, now that a conversation or an address is known.

    Only events since the settled send, less a minute, can be about it. Return whether there was anything to look at.
    """
    had_leftovers = False
    while ctx.rematch_requests:
        request = ctx.rematch_requests.pop()
        if not ctx.store.events.has_leftovers(ctx.identity, request.conv_id, request.address):
            continue
        had_leftovers = True
        rematch_malformed(ctx, request)
        for kept in ctx.store.events.load_unmatched(ctx.identity, request.conv_id, request.address):
            event = read_event(kept.seq, kept.type, kept.body)
            if not _is_older(ctx, event, request) and event.type in HANDLERS:
                handle = _hold_unreadable if event.problem else HANDLERS[event.type]
                handled = handle(ctx, event)
                mark_handled(ctx, event, handled)
    return had_leftovers


def _is_older(ctx: EventContext, event: StreamEvent, request: RematchRequest) -> bool:
    """Return whether an event is from before the settled send. One with the pending id of a send is about that."""
    if event.pending_id is not None and ctx.store.attempts.find_by_pending_id(ctx.identity, event.pending_id):
        return False
    return event.occurred_at is not None and event.occurred_at < plus_ms(request.since, -SLACK_MS)


def mark_handled(ctx: EventContext, event: StreamEvent, handled: HandlingResult) -> None:
    """Note what became of an event."""
    ctx.store.events.mark(
        ctx.identity, event.seq, handled.handling, handled.lead_id, handled.detail, handled.answer_kind
    )
    record_mail(ctx, event, handled)


def _handle_early(ctx: EventContext, event: StreamEvent, before: StoredBefore) -> HandlingResult | None:
    if _has_known_id(event, before) and _is_repeated(ctx, event):
        return HandlingResult(EventHandling.DUPLICATE)
    if event.type in INBOUND and not event.problem and is_told_again(ctx, event):
        return HandlingResult(EventHandling.DUPLICATE)
    if event.type in PASSED_OVER:
        return HandlingResult(EventHandling.PASSED_OVER)
    if event.type not in KNOWN:
        ctx.summary.unknown_types.add(event.type)
        return HandlingResult(EventHandling.UNKNOWN_TYPE)
    if before.has_test_sends and _is_test_send(ctx, event):
        return HandlingResult(EventHandling.TEST_SEND, None, "a test")
    if _is_before_our_time(ctx, event, before):
        if event.type in SENDS and event.recipient is not None:
            leads = ctx.store.leads.load_of_person(normalise_address(event.recipient))
            note_early_send(ctx, event, leads, "this file was made")
        return HandlingResult(EventHandling.BEFORE_OUR_TIME)
    if before.has_replies and (handled := on_own_reply(ctx, event)):
        return handled
    if event.problem:
        return _hold_unreadable(ctx, event)
    return None


def _has_known_id(event: StreamEvent, before: StoredBefore) -> bool:
    """Tell whether an event with a lower seq has this one's id; the lowest seq of each id is remembered."""
    if event.id is None:
        return False
    first = before.first_seqs.get(event.id, event.seq)
    before.first_seqs[event.id] = min(first, event.seq)
    return first < event.seq


def _is_test_send(ctx: EventContext, event: StreamEvent) -> bool:
    """Return whether an event is about a mail of `test-send`, even one whose answer was lost."""
    store, identity = ctx.store, ctx.identity
    if store.test_sends.is_known(identity, event.conv_id, event.pending_id):
        return True
    if event.type not in {"email.queued", "email.sent"} or event.recipient is None:
        return False
    address = normalise_address(event.recipient)
    is_lead = bool(store.leads.load_of_person(address))
    return not is_lead and store.test_sends.bind(identity, address, event.conv_id, event.pending_id)


def _is_before_our_time(ctx: EventContext, event: StreamEvent, before: StoredBefore) -> bool:
    if event.occurred_at is None or before.made_at is None or event.occurred_at >= before.made_at:
        return False
    return not ctx.store.attempts.was_identity_used(ctx.identity)


def _hold_unreadable(ctx: EventContext, event: StreamEvent) -> HandlingResult:
    ctx.summary.unreadable.append(f"{event.type} #{event.seq}: {event.problem}")
    actor = ctx.actor(event)
    obey_opt_out(ctx, event, actor)
    leads = leads_named(ctx, names_in(event.raw), event.type)
    for lead in leads:
        if not ctx.store.journal.has_entry_by(actor, lead.id):
            lead_event = LeadEvent(
                LeadEventKind.HOLD_NEEDED,
                LeadReason.UNREADABLE_EVENT,
                f"unreadable event: {event.type} #{event.seq}, {event.problem}",
            )
            ctx.report_hold(lead, apply_lead_event(ctx.store, lead, lead_event, actor, ctx.at))
    if not leads or (event.conv_id is not None and not ctx.leads_in(event)):
        # The conversation or address may become known later. Its lead must be held then.
        return HandlingResult(EventHandling.UNREADABLE_UNMATCHED, None, f"unreadable: {event.problem}")
    return HandlingResult(EventHandling.UNREADABLE, leads[0].id if leads else None, event.problem)


def addresses_of(event: StreamEvent, identity: str) -> set[str]:
    """Return the addresses by which an event may match its lead later."""
    if event.problem:
        found = set(names_in(event.raw).addresses)
    elif event.type == "email.bounced":
        found = set(bounce_of(event, identity).addresses)
    elif event.mail is not None and event.type in INBOUND:
        found = {event.mail.sender, *classify(event.mail, own_addresses=[identity]).addresses}
    else:
        found = {event.recipient or ""}
    return {normalise_address(each) for each in found if "@" in each}


def _on_no_reply(ctx: EventContext, event: StreamEvent) -> HandlingResult:
    leads = ctx.leads_in(event)
    if not leads:
        return HandlingResult(EventHandling.NO_LEAD)
    handled_all = [_apply_no_reply(ctx, event, lead) for lead in leads]
    return next((each for each in handled_all if each.handling is EventHandling.WAIT_OVER), handled_all[0])


def _apply_no_reply(ctx: EventContext, event: StreamEvent, lead: Lead) -> HandlingResult:
    """Advance the lead if the timer was its current attempt's (rule R13)."""
    store = ctx.store
    wait_ms = wait_of(get_sequence(store, lead.sequence_id), lead.current_step)
    fired_at = event.occurred_at or ctx.at
    began_at = plus_ms(fired_at, -(wait_ms if event.waited_ms is None else event.waited_ms))
    times = store.attempts.find_times(lead.id, lead.current_step)
    if times is None:
        latest = store.attempts.find_latest(lead.id, lead.current_step)
        if latest and latest.first_try_at and began_at >= plus_ms(latest.first_try_at, -SLACK_MS):
            return HandlingResult(EventHandling.SEND_UNSETTLED, None, "may belong to an unsettled send")
        return HandlingResult(EventHandling.STALE_TIMER, lead.id, "no send waits for it")
    if lead.status is not LeadStatus.IN_FLIGHT or began_at < plus_ms(times.accepted_at, -SLACK_MS):
        return HandlingResult(EventHandling.STALE_TIMER, lead.id, "not the current send's timer")
    if store.events.has_look_up() and store.events.is_look_up_open(normalise_address(lead.email)):
        # An auto-reply that is still to be read may have stopped the wait: our own clock looks after that.
        store.leads.save(lead, replace(lead, wake_at=ctx.at), ctx.at)
        return HandlingResult(EventHandling.NO_REPLY_NOTED, lead.id, "a mail is to be looked up first")
    if lead.wait_ends_at is not None and fired_at < plus_ms(lead.wait_ends_at, -SLACK_MS):
        why = f"an auto-reply holds the wait until {to_text(lead.wait_ends_at)}"
        return HandlingResult(EventHandling.NO_REPLY_NOTED, lead.id, why)
    if fired_at < plus_ms(times.left_at, wait_ms - SLACK_MS):
        # Another mail of the conversation had a shorter timer, or the timer ran before our mail left.
        store.leads.save(lead, replace(lead, wake_at=plus_ms(times.left_at, wait_ms)), ctx.at)
        return HandlingResult(EventHandling.SHORT_TIMER, lead.id, "shorter than this step's wait")
    waited = format_duration(event.waited_ms or wait_ms)
    lead_event = LeadEvent(
        LeadEventKind.WAIT_OVER, LeadReason.NO_REPLY, f"no reply for {waited}", step=lead.current_step
    )
    apply_lead_event(store, lead, lead_event, ctx.actor(event), ctx.at)
    return HandlingResult(EventHandling.WAIT_OVER, lead.id)


#: The handler of every type that changes leads.
HANDLERS: Mapping[str, Callable[[EventContext, StreamEvent], HandlingResult]] = MappingProxyType(
    {
        "email.queued": on_send,
        "email.sent": on_send,
        "email.cancelled": on_drop,
        "email.send_failed_permanently": on_drop,
        "email.received": on_inbound,
        "email.replied": on_inbound,
        "email.no_reply": _on_no_reply,
        "email.bounced": on_bounced,
    }
)
