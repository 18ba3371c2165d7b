"""Matches send events and drops with our attempts, and settles attempts by them (rule R11). No HTTP here."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from seqcli.clock import plus_ms
from seqcli.engine.leads.answering import close_older
from seqcli.engine.leads.apply import (
    EARLY_SEND,
    SLACK_MS,
    apply_lead_event,
    correct_answered_step,
    get_sequence,
    note,
    wake_time,
)
from seqcli.engine.leads.patience import hold_new_wait
from seqcli.engine.stream.context import EventContext, HandlingResult, RematchRequest
from seqcli.machine import FINAL, LeadEvent, LeadEventKind
from seqcli.model import Attempt, AttemptState, Lead, LeadStatus, StreamEvent, normalise_address
from seqcli.reasons import AttemptReason, EventHandling, LeadReason
from seqcli.store import Store
from seqcli.templates import choose_variant

#: A mail that somebody wrote in 12m's dashboard, or that this file has lost.
_BY_OTHERS = frozenset({EventHandling.FOREIGN_SEND, EventHandling.NO_LEAD})
_UNSETTLED = HandlingResult(EventHandling.SEND_UNSETTLED, None, "may belong to an unsettled send")
_DO_NOT_CONTACT = re.compile(r"do[ _-]?not[ _-]?contact|\bdnc\b|unsubscrib|opt(ed)?[ _-]?out", re.IGNORECASE)
_BAD_ADDRESS = re.compile(
    r"invalid[ _-]recipient|user unknown|no such (user|mailbox)|mailbox (not found|unavailable)|\b5\.1\.\d",
    re.IGNORECASE,
)


def record_acceptance(
    ctx: EventContext,
    lead: Lead,
    attempt: Attempt,
    actor: str,
    code: AttemptReason,
    how: str,
    *,
    accepted_at: datetime,
    latest: datetime | None = None,
    conv_id: str | None,
    pending_id: str | None = None,
    dispatch_at: datetime | None = None,
    http_status: int | None = None,
) -> Lead:
    """Settle an attempt as accepted and let its lead wait; a lead that has ended stays ended.

    `accepted_at` is the earliest time of the acceptance: timers are compared with it (rule R13). `latest` is the
    latest: our own clock starts there, as a retry may be accepted long after its first try.
    The caller calls `dispatch.rematch` in the same transaction.
    """
    store = ctx.store
    accepted_at = attempt.accepted_at or accepted_at
    store.attempts.mark_accepted(
        attempt, accepted_at, conv_id, pending_id, dispatch_at, http_status, code, how, latest
    )
    sequence = get_sequence(store, lead.sequence_id)
    wake_at = wake_time(sequence, attempt.step, max(accepted_at, latest or accepted_at), dispatch_at)
    after = apply_lead_event(
        store,
        lead,
        LeadEvent(LeadEventKind.STEP_ACCEPTED, LeadReason.ACCEPTED, how, step=attempt.step),
        actor,
        ctx.at,
        conv_id=conv_id or lead.conv_id,
        identity=attempt.identity,
        last_step_at=max(accepted_at, lead.last_step_at or accepted_at),
        wake_at=wake_at,
    )
    if after.status is lead.status:
        note(store, lead, actor, f"12m accepted step {attempt.step + 1}", how, ctx.at)
    after = hold_new_wait(store, after, ctx.at)
    since = attempt.first_try_at or accepted_at
    ctx.rematch_requests.append(
        RematchRequest(lead.id, normalise_address(lead.email), conv_id or lead.conv_id, since)
    )
    if after.answered_step is None:
        return after
    return correct_answered_step(store, lead.id, actor, ctx.at) or after


def on_send(ctx: EventContext, event: StreamEvent) -> HandlingResult:
    """`email.queued` or `email.sent`: bind it to a known attempt; a surplus one settles or adopts a send."""
    handled = _place(ctx, event)
    if handled.handling is not EventHandling.OWN_SEND:  # `_bind` has corrected it
        correct_answered_step(ctx.store, handled.lead_id, ctx.actor(event), ctx.at)
    if handled.handling in _BY_OTHERS:
        close_older(ctx.store, ctx.identity, event.conv_id, event.occurred_at or ctx.at)
    return handled


def _place(ctx: EventContext, event: StreamEvent) -> HandlingResult:
    sent = event.type == "email.sent"
    attempt = _find_announced_attempt(ctx, event, sent=sent)
    if attempt is not None:
        return _bind(ctx, event, attempt, sent=sent)
    if _is_second_of_pair(ctx, event):
        if ctx.store.events.is_unsettled(ctx.identity, event.pending_id or ""):
            return _UNSETTLED
        return HandlingResult(EventHandling.PAIR_PLACED, None, "the second event of a send")
    unknown = _find_unknown_attempt(ctx, event)
    if unknown is not None:
        return _settle(ctx, event, unknown)
    return _adopt_or_note(ctx, event)


def _find_announced_attempt(ctx: EventContext, event: StreamEvent, *, sent: bool) -> Attempt | None:
    store, identity = ctx.store, ctx.identity
    if event.pending_id is not None:
        known = store.attempts.find_by_pending_id(identity, event.pending_id)
        if known is not None:
            return known if known.state is not AttemptState.UNKNOWN else None
        if _is_second_of_pair(ctx, event):
            return None
    return store.attempts.find_unbound(identity, event.conv_id, event.recipient, event.pending_id, sent=sent)


def _is_second_of_pair(ctx: EventContext, event: StreamEvent) -> bool:
    return event.pending_id is not None and ctx.store.events.has_earlier_pending_id(
        ctx.identity, event.pending_id, event.seq
    )


def _bind(ctx: EventContext, event: StreamEvent, attempt: Attempt, *, sent: bool) -> HandlingResult:
    store = ctx.store
    dispatch_at = event.occurred_at if sent else event.dispatch_at
    store.attempts.mark_bound(
        attempt, event.seq, sent=sent, pending_id=event.pending_id, dispatch_at=dispatch_at
    )
    lead = store.leads.find(attempt.lead_id)
    if lead is None:
        return HandlingResult(EventHandling.LEAD_DELETED, attempt.lead_id, "the lead was deleted")
    if attempt.conv_id is None and event.conv_id is not None:
        store.attempts.save_conversation(attempt, event.conv_id)
        lead = store.leads.save(lead, replace(lead, conv_id=lead.conv_id or event.conv_id), ctx.at)
        since, address = attempt.first_try_at or ctx.at, normalise_address(lead.email)
        ctx.rematch_requests.append(RematchRequest(lead.id, address, event.conv_id, since))
    if not sent:
        lead = _correct_acceptance(ctx, event, attempt, lead)
    elif attempt.step == lead.current_step and lead.status is LeadStatus.IN_FLIGHT:
        _postpone_wake(ctx, lead, attempt, dispatch_at)
    if lead.answered_step is not None:
        correct_answered_step(store, lead.id, ctx.actor(event), ctx.at)
    return HandlingResult(EventHandling.OWN_SEND, lead.id, f"our step {attempt.step + 1}")


def _correct_acceptance(ctx: EventContext, event: StreamEvent, attempt: Attempt, lead: Lead) -> Lead:
    """Correct when an attempt was accepted: 12m announces a send when it accepts it, so the event's time is exact."""
    at, before = event.occurred_at, attempt.accepted_at
    if at is None or before is None or abs((at - before).total_seconds()) * 1000 <= SLACK_MS:
        return lead
    ctx.store.attempts.save_accepted_at(attempt, at)
    if attempt.step != lead.current_step or lead.status is not LeadStatus.IN_FLIGHT:
        return lead
    sequence = get_sequence(ctx.store, lead.sequence_id)
    wake_at = wake_time(sequence, attempt.step, at, event.dispatch_at or attempt.dispatch_at)
    corrected = ctx.store.leads.save(lead, replace(lead, last_step_at=at, wake_at=wake_at), ctx.at)
    return hold_new_wait(ctx.store, corrected, ctx.at)


def _postpone_wake(ctx: EventContext, lead: Lead, attempt: Attempt, dispatch_at: datetime | None) -> None:
    """Postpone `wake_at`: the mail left later than announced, so its timer may fire later too."""
    if attempt.accepted_at is None or lead.wake_at is None:
        return
    if lead.wait_ends_at is not None:
        hold_new_wait(ctx.store, lead, ctx.at)
        return
    sequence = get_sequence(ctx.store, lead.sequence_id)
    wake_at = wake_time(sequence, attempt.step, attempt.accepted_at, dispatch_at)
    if wake_at > lead.wake_at:
        ctx.store.leads.save(lead, replace(lead, wake_at=wake_at, updated_at=ctx.at), ctx.at)


def _find_unknown_attempt(ctx: EventContext, event: StreamEvent) -> Attempt | None:
    """Return the attempt of unknown outcome that a surplus send event settles, or None."""
    store, address = ctx.store, event.recipient
    candidates = ctx.leads_in(event)
    if address is None and candidates:
        address = normalise_address(candidates[0].email)
    found = store.attempts.find_open(ctx.identity, address) if address else None
    if found is None or found.first_try_at is None or event.occurred_at is None:
        return None
    if event.occurred_at < plus_ms(found.first_try_at, -SLACK_MS):
        return None
    lead = store.leads.find(found.lead_id)
    if lead is None or (found.step > 0 and lead.conv_id not in {None, event.conv_id}):
        return None
    is_foreign = found.step == 0 and any(other.id != lead.id for other in candidates)
    return None if is_foreign else found


def _settle(ctx: EventContext, event: StreamEvent, attempt: Attempt) -> HandlingResult:
    lead = ctx.store.leads.get(attempt.lead_id)
    how = "the stream shows that 12m accepted it"
    accepted_at = attempt.first_try_at or ctx.at
    _accept_by_event(ctx, event, lead, attempt, AttemptReason.TOLD_BY_STREAM, how, accepted_at)
    return HandlingResult(EventHandling.SEND_SETTLED, lead.id, f"settles step {attempt.step + 1}")


def _accept_by_event(
    ctx: EventContext,
    event: StreamEvent,
    lead: Lead,
    attempt: Attempt,
    code: AttemptReason,
    how: str,
    accepted_at: datetime,
) -> None:
    """Settle an attempt as accepted by a send event, and bind the event to it."""
    record_acceptance(
        ctx,
        lead,
        attempt,
        ctx.actor(event),
        code,
        how,
        accepted_at=accepted_at,
        latest=event.occurred_at,
        conv_id=event.conv_id,
        pending_id=event.pending_id,
        dispatch_at=event.dispatch_at,
    )
    ctx.store.brakes.reset_refusals(lead.sequence_id, attempt.identity)
    ctx.store.attempts.mark_bound(
        attempt,
        event.seq,
        sent=event.type == "email.sent",
        pending_id=event.pending_id,
        dispatch_at=None,
    )


def _adopt_or_note(ctx: EventContext, event: StreamEvent) -> HandlingResult:
    """Adopt a send that no attempt accounts for as the due step of one lead, or note it as written by hand."""
    in_conversation = ctx.leads_in(event)
    leads = in_conversation or ctx.store.leads.load_of_person(event.recipient or "")
    if not leads:
        return HandlingResult(EventHandling.NO_LEAD, None, "a send to nobody on the lead list")
    due = [lead for lead in leads if _could_be_its_due_step(ctx, event, lead)]
    if len(due) == 1:
        is_doubtful = not in_conversation and _is_open_elsewhere(ctx, event, due[0])
        return _UNSETTLED if is_doubtful else _adopt(ctx, event, due[0])
    for lead in due:
        lead_event = LeadEvent(
            LeadEventKind.HOLD_NEEDED,
            LeadReason.UNEXPLAINED_SEND,
            "unexplained send: it may be this step or another lead's",
        )
        ctx.report_hold(lead, apply_lead_event(ctx.store, lead, lead_event, ctx.actor(event), ctx.at))
    for lead in leads:
        note(ctx.store, lead, ctx.actor(event), "a mail that seqcli did not send", event.type, ctx.at)
    note_early_send(ctx, event, [lead for lead in leads if _is_older_than(event, lead)], "it was imported")
    return HandlingResult(EventHandling.FOREIGN_SEND, leads[0].id, "not sent by seqcli")


def _could_be_its_due_step(ctx: EventContext, event: StreamEvent, lead: Lead) -> bool:
    if event.occurred_at is None or lead.identity not in {None, ctx.identity}:
        return False
    was_written_to = lead.current_step > 0 or lead.status is LeadStatus.IN_FLIGHT
    if was_written_to and lead.conv_id not in {None, event.conv_id}:
        return False
    if lead.status is LeadStatus.IN_FLIGHT:
        return _is_overdue(ctx, lead, event.occurred_at)
    if lead.status is not LeadStatus.QUEUED:
        return False
    tried = ctx.store.attempts.find_latest(lead.id, lead.current_step)
    if tried is not None and tried.state is not AttemptState.PENDING:
        return False
    if lead.last_step_at is None:
        return event.occurred_at >= lead.created_at
    return event.occurred_at > lead.last_step_at


def _is_open_elsewhere(ctx: EventContext, event: StreamEvent, lead: Lead) -> bool:
    """Return whether a send to the person, of another lead, is open: the event may be its own if a clock was off (W52).

    The next try of that send tells: 12m repeats its answer with the same pending id, and `rematch` finds the event.
    """
    found = ctx.store.attempts.find_open(ctx.identity, event.recipient or "")
    return found is not None and found.first_try_at is not None and found.lead_id != lead.id


def _is_older_than(event: StreamEvent, lead: Lead) -> bool:
    return lead.last_step_at is None and event.occurred_at is not None and event.occurred_at < lead.created_at


def note_early_send(ctx: EventContext, event: StreamEvent, leads: Iterable[Lead], before: str) -> None:
    """Note for first steps that 12m wrote to their leads before we knew them; it may have been us, in a lost past."""
    for lead in leads:
        if not ctx.store.journal.has_entry_by(EARLY_SEND, lead.id):
            change = f"12m sent a mail to this address before {before}"
            note(ctx.store, lead, EARLY_SEND, change, event.type, ctx.at)


def _is_overdue(ctx: EventContext, lead: Lead, at: datetime) -> bool:
    """Return whether our own clock (rule R14) made the next step due in a past that this file has lost."""
    has_next = lead.current_step + 1 < len(get_sequence(ctx.store, lead.sequence_id).steps)
    return has_next and lead.wake_at is not None and at >= lead.wake_at


def _adopt(ctx: EventContext, event: StreamEvent, lead: Lead) -> HandlingResult:
    if lead.status is LeadStatus.IN_FLIGHT:
        passed = LeadEvent(
            LeadEventKind.WAIT_OVER,
            LeadReason.SENT_ELSEWHERE,
            "the next step was sent",
            step=lead.current_step,
        )
        lead = apply_lead_event(ctx.store, lead, passed, ctx.actor(event), ctx.at)
    attempt = insert_past_attempt(ctx.store, lead, ctx.identity, event.occurred_at or ctx.at)
    how = "adopted: the stream has a send that this file does not know"
    accepted_at = event.occurred_at or ctx.at
    _accept_by_event(ctx, event, lead, attempt, AttemptReason.ADOPTED, how, accepted_at)
    ctx.summary.adopted.append((lead.id, f"step {attempt.step + 1}"))
    return HandlingResult(EventHandling.SEND_ADOPTED, lead.id, f"adopted as step {attempt.step + 1}")


def insert_past_attempt(store: Store, lead: Lead, identity: str, at: datetime) -> Attempt:
    """Return the pending attempt of the due step; insert one without bytes, which are not known, if there is none.

    Its variant is the one that the lead gets, as the lost file had the same leads and most likely the same weights.
    """
    existing = store.attempts.find_latest(lead.id, lead.current_step)
    if existing is not None and existing.state is AttemptState.PENDING:
        return existing
    generation = 0 if existing is None else existing.generation + 1
    step = get_sequence(store, lead.sequence_id).steps[lead.current_step]
    variant = choose_variant(step, f"{lead.id}:{lead.current_step}").name
    attempt = new_attempt(lead, identity, generation, b"", variant, at)
    store.attempts.insert(attempt, lead)
    return attempt


def new_attempt(
    lead: Lead, identity: str, generation: int, body: bytes, variant: str, at: datetime
) -> Attempt:
    """Return a pending attempt for the lead's current step; its key is stable (rule R2)."""
    suffix = f":r{generation}" if generation else ""
    return Attempt(
        lead_id=lead.id,
        step=lead.current_step,
        generation=generation,
        idempotency_key=f"{lead.id}:{lead.current_step}{suffix}",
        identity=identity,
        request_body=body,
        variant=variant,
        state=AttemptState.PENDING,
        created_at=at,
        first_try_at=None,
        next_try_at=None,
        tries=0,
        accepted_at=None,
        pending_id=None,
        conv_id=None,
        dispatch_at=None,
        http_status=None,
        reason="",
    )


def on_drop(ctx: EventContext, event: StreamEvent) -> HandlingResult:
    """`email.cancelled` or `email.send_failed_permanently`: 12m will not send a mail that it had accepted."""
    handled = _apply_drop(ctx, event)
    correct_answered_step(ctx.store, handled.lead_id, ctx.actor(event), ctx.at)
    return handled


def _apply_drop(ctx: EventContext, event: StreamEvent) -> HandlingResult:
    attempt = _find_dropped(ctx, event)
    lead = None if attempt is None else ctx.store.leads.find(attempt.lead_id)
    if attempt is None or lead is None:
        return HandlingResult(EventHandling.NO_LEAD, None, "a drop of a send that seqcli does not know")
    why = event.reason or event.type.removeprefix("email.")
    newest = ctx.store.attempts.find_latest(attempt.lead_id, attempt.step)
    if newest is not None and newest.generation > attempt.generation:
        return HandlingResult(EventHandling.OLD_DROP, lead.id, "a drop of a send that was repeated since")
    if attempt.state is AttemptState.ACCEPTED or attempt.first_try_at is not None:
        ctx.store.attempts.mark(
            attempt, AttemptState.CANCELLED, AttemptReason.DROPPED, f"{event.type}: {why}"
        )
    after = apply_lead_event(
        ctx.store, lead, _lead_event_of_drop(event, attempt, why), ctx.actor(event), ctx.at
    )
    if after.status is lead.status:
        note(
            ctx.store,
            lead,
            ctx.actor(event),
            f"12m dropped step {attempt.step + 1}",
            why,
            ctx.at,
        )
    elif after.status in FINAL:
        ctx.summary.failed.append((lead.id, f"{after.status}: {why}"))
    return HandlingResult(EventHandling.SEND_DROPPED, lead.id, why)


def _find_dropped(ctx: EventContext, event: StreamEvent) -> Attempt | None:
    store, identity = ctx.store, ctx.identity
    if event.pending_id is not None:
        known = store.attempts.find_by_pending_id(identity, event.pending_id)
        if known is not None:
            return known
        if _is_second_of_pair(ctx, event):
            return None  # announced before and bound to no attempt: written by hand
    for lead in ctx.leads_in(event):
        found = store.attempts.find_latest(lead.id, lead.current_step)
        if (
            found
            and found.state in {AttemptState.ACCEPTED, AttemptState.UNKNOWN}
            and not (event.pending_id and found.pending_id)
        ):
            return found
    return store.attempts.find_open(identity, event.recipient) if event.recipient else None


def _lead_event_of_drop(event: StreamEvent, attempt: Attempt, why: str) -> LeadEvent:
    if _DO_NOT_CONTACT.search(why):
        return LeadEvent(LeadEventKind.SUPPRESSED, LeadReason.DO_NOT_CONTACT, f"12m: {why}")
    if _BAD_ADDRESS.search(why):
        return LeadEvent(LeadEventKind.HARD_BOUNCED, LeadReason.ADDRESS_REFUSED, f"12m: {why}")
    kind = event.type.removeprefix("email.").replace("_", " ")
    # Without a step: a follow-up to a mail that never left makes no sense, so a late drop ends the lead too.
    return LeadEvent(
        LeadEventKind.SEND_DROPPED, LeadReason.SEND_DROPPED, f"{kind} (step {attempt.step + 1}): {why}"
    )
