"""Fallback for a missing `email.no_reply`: looks up overdue leads at 12m (rule R14)."""

from dataclasses import replace
from datetime import datetime

from seqcli.clock import HOUR_MS, plus_ms
from seqcli.engine.leads.apply import GRACE_MS, apply_lead_event, get_sequence, note, wait_of
from seqcli.engine.leads.memory import PersonsWord, remember_answer
from seqcli.engine.leads.patience import end_hold_of_ended
from seqcli.engine.reconcile.record import RecordFinding, RecordStatus, look_up_lead
from seqcli.engine.send.context import SendContext
from seqcli.engine.stream.freshness import earliest_now
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import Lead, LeadStatus, find_answered_step
from seqcli.reasons import LeadReason


def check_timeout(ctx: SendContext, lead: Lead) -> None:
    """Look up an overdue lead at 12m and apply the finding (rule R14).

    Raises:
        StreamError, ConfigError: the record cannot be read now; the lead stays as it is.
    """
    due_at = _due_at(ctx, lead)
    if due_at is not None and ctx.now() < due_at:
        with ctx.store.transaction():
            ctx.store.leads.save(lead, replace(lead, wake_at=due_at), ctx.now())
        return
    found = look_up_lead(ctx.client, ctx.store, ctx.identity, lead, earliest_now(ctx.client.server_time))
    with ctx.store.transaction():
        current = ctx.store.leads.get(lead.id)
        if current.status is LeadStatus.IN_FLIGHT and current.current_step == lead.current_step:
            apply_finding(ctx, current, found)


def _due_at(ctx: SendContext, lead: Lead) -> datetime | None:
    """Return when the wait ends. Our own clock never fires before, even if a wrong clock set `wake_at` too early."""
    if lead.wait_ends_at is not None:
        return lead.wait_ends_at
    attempt = ctx.store.attempts.find_accepted(lead.id, lead.current_step)
    if attempt is None or attempt.accepted_at is None:
        return None
    left_at = max(attempt.accepted_at, attempt.dispatch_at or attempt.accepted_at)
    return plus_ms(left_at, wait_of(get_sequence(ctx.store, lead.sequence_id), attempt.step))


def check_for_answer(ctx: SendContext, lead: Lead) -> None:
    """End a lead in flight if 12m's record has an answer. Silence means nothing yet.

    Raises:
        StreamError, ConfigError: the record cannot be read now; the lead stays as it is.
    """
    found = look_up_lead(ctx.client, ctx.store, ctx.identity, lead, earliest_now(ctx.client.server_time))
    if found.answer in {RecordStatus.ANSWERED, RecordStatus.OPTED_OUT, RecordStatus.BOUNCED}:
        with ctx.store.transaction():
            apply_finding(ctx, ctx.store.leads.get(lead.id), found)


def apply_finding(ctx: SendContext, lead: Lead, found: RecordFinding) -> None:
    """Apply a finding to a lead in flight, in the caller's transaction."""
    store, now = ctx.store, ctx.now()
    conv_id = found.conv_id or lead.conv_id
    if found.answer is RecordStatus.WAITING or _is_first_doubt(ctx, lead, found):
        pause_ms = HOUR_MS if found.answer is RecordStatus.WAITING else GRACE_MS
        later = plus_ms(max(found.at or now, now), pause_ms)
        store.leads.save(lead, replace(lead, wake_at=later, conv_id=conv_id), now)
        return
    lead_event = {
        RecordStatus.ANSWERED: LeadEvent(
            LeadEventKind.LEAD_REPLIED, LeadReason.ANSWERED, f"answered: {found.why}"
        ),
        RecordStatus.OPTED_OUT: LeadEvent(
            LeadEventKind.SUPPRESSED, LeadReason.OPTED_OUT, f"opted out: {found.why}"
        ),
        RecordStatus.BOUNCED: LeadEvent(
            LeadEventKind.HARD_BOUNCED, LeadReason.BOUNCED, f"bounced: {found.why}"
        ),
        RecordStatus.SILENT: LeadEvent(
            LeadEventKind.WAIT_OVER,
            LeadReason.NO_REPLY,
            f"our own clock: {found.why}",
            step=lead.current_step,
        ),
    }.get(
        found.answer,
        LeadEvent(LeadEventKind.HOLD_NEEDED, LeadReason.CONVERSATION_GONE, f"conversation gone: {found.why}"),
    )
    step = lead.answered_step
    is_answer = found.answer in {RecordStatus.ANSWERED, RecordStatus.OPTED_OUT}
    if is_answer:
        step = find_answered_step(store.attempts.load_departures(lead.id), found.at or now)
    after = apply_lead_event(store, lead, lead_event, "clock", now, conv_id=conv_id, answered_step=step)
    end_hold_of_ended(store, after, "clock", now)
    if is_answer:
        is_new = lead.answered_step is None
        word = PersonsWord((lead,), lead.email, found.at or now, "clock", is_new=is_new)
        remember_answer(store, word, now, ctx.summary)
    if after.status is LeadStatus.REPLIED:
        ctx.summary.replied.append((lead.id, found.why))


def _is_first_doubt(ctx: SendContext, lead: Lead, found: RecordFinding) -> bool:
    """Return whether 12m's record contradicts the clocks for the first time, and note it in the journal.

    In one run all clocks may be wrong. Only a second check, half a day later, overrules the record.
    """
    actor, store = f"clock, step {lead.current_step + 1}", ctx.store
    if (
        found.answer is not RecordStatus.SILENT
        or not found.doubt
        or store.journal.has_entry_by(actor, lead.id)
    ):
        return False
    note(store, lead, actor, "looked up at 12m; next check in half a day", found.doubt, ctx.now())
    return True
