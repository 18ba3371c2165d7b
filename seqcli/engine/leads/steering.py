"""Pause, resume, stop, requeue and resolve leads by hand. Each in the caller's transaction, with a reason."""

from datetime import datetime
from enum import StrEnum

from seqcli.clock import plus_ms
from seqcli.eligibility import describe_answer
from seqcli.engine.leads.apply import SLACK_MS, apply_lead_event, get_sequence, status_after_hold
from seqcli.engine.leads.pausing import add_pause, end_pause
from seqcli.engine.leads.send_case import find_answer_elsewhere
from seqcli.engine.stream.context import DrainSummary, EventContext
from seqcli.engine.stream.dispatch import rematch
from seqcli.engine.stream.send_events import insert_past_attempt, record_acceptance
from seqcli.errors import UsageError
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import Attempt, AttemptState, Lead, LeadStatus
from seqcli.reasons import RENDER_HOLDS, AttemptReason, LeadReason, PauseCause
from seqcli.store import Store


class Resolution(StrEnum):
    """What a person decides about a held lead."""

    SENT = "sent"
    RESEND = "resend"
    CONTINUE = "continue"
    STOP = "stop"


def pause_lead(store: Store, lead: Lead, until: datetime | None, reason: str, at: datetime) -> Lead:
    """Pause sends to a lead by hand; events still apply."""
    return add_pause(store, lead, PauseCause.PERSON, until=until, reason=reason, actor="pause", at=at)


def resume_lead(store: Store, lead: Lead, at: datetime) -> Lead:
    """End what a person paused by hand; pauses of other causes stand."""
    return end_pause(store, lead, PauseCause.PERSON, "resume", at)


def stop_lead(store: Store, lead: Lead, reason: str, at: datetime) -> Lead:
    """End a lead by hand; a lead that has ended stays as it is."""
    return apply_lead_event(
        store,
        lead,
        LeadEvent(LeadEventKind.STOPPED, LeadReason.STOPPED, reason or "stopped by hand"),
        "stop",
        at,
    )


def requeue_lead(store: Store, lead: Lead, reason: str, at: datetime) -> Lead:
    """Queue a failed or stopped lead again, or let it wait if its step was accepted. A refused step gets a new key.

    Raises:
        UsageError: the lead is neither failed nor stopped, or its person answered in another sequence.
    """
    if lead.status not in {LeadStatus.FAILED, LeadStatus.STOPPED}:
        raise UsageError(
            "not_requeueable",
            f"{lead.email} is {lead.status}: only failed and stopped leads are queued again",
            f"seqcli why {lead.email}",
        )
    answered = find_answer_elsewhere(store, lead)
    if answered is not None and not lead.allow_answered:
        raise UsageError(
            "answered_elsewhere",
            f"{lead.email} {describe_answer(answered)}: a lead of somebody who answered is not queued again",
            f"To write all the same, first: seqcli import-leads FILE --sequence {lead.sequence_id} --allow-answered",
        )
    if lead.reason_code is LeadReason.COLLEAGUE_ANSWERED:
        lead = end_pause(store, lead, PauseCause.COMPANY, "requeue", at)
    lead_event = LeadEvent(
        LeadEventKind.REQUEUED,
        LeadReason.REQUEUED,
        reason or "requeued by hand",
        resume_as=status_after_hold(store, lead),
    )
    return apply_lead_event(store, lead, lead_event, "requeue", at, wake_at=plus_ms(at, SLACK_MS))


def resolve_lead(store: Store, lead: Lead, resolution: Resolution, reason: str, at: datetime) -> Lead:
    """Release a held lead as a person decided, and settle its attempt of unknown outcome accordingly.

    Raises:
        UsageError: the lead is not held, or the decision does not fit what it is held for.
    """
    if lead.status is not LeadStatus.HELD:
        raise UsageError("not_held", f"{lead.email} is {lead.status}, not held", "Nothing to resolve.")
    if resolution is Resolution.STOP:
        return stop_lead(store, lead, reason, at)
    attempt = store.attempts.find_latest(lead.id, lead.current_step)
    is_open = attempt is not None and attempt.state in {AttemptState.PARKED, AttemptState.UNKNOWN}
    if resolution is Resolution.SENT:
        return _resolve_as_sent(store, lead, attempt if is_open else None, reason, at)
    if resolution is Resolution.RESEND:
        if attempt is None or not is_open:
            raise UsageError(
                "nothing_open", f"no send to {lead.email} has an unknown outcome", "Use --continue."
            )
        # Same key, same bytes: while 12m knows the key, it repeats its answer instead of sending again.
        store.attempts.mark_not_sent(attempt, AttemptReason.RESEND, "to be sent again, by hand", None)
    elif is_open:
        raise UsageError(
            "outcome_open",
            f"the outcome of step {lead.current_step + 1} to {lead.email} is unknown",
            "Say --sent or --resend.",
        )
    else:
        _refuse_if_value_missing(store, lead)
    return _release_hold(store, lead, resolution, reason, at)


def _refuse_if_value_missing(store: Store, lead: Lead) -> None:
    """Refuse to continue without a value that a coming step needs: the lead would be held again at once.

    Raises:
        UsageError: a value is missing; the hint says how to give it.
    """
    from seqcli.engine.leads.render_check import RenderCheck  # noqa: PLC0415 - only this decision renders

    if lead.reason_code not in RENDER_HOLDS:
        return
    steps = get_sequence(store, lead.sequence_id).steps
    following = lead.current_step + (status_after_hold(store, lead) is LeadStatus.IN_FLIGHT)
    problem = next(RenderCheck(steps).problems(lead.id, lead.fields, following), None)
    if problem is None:
        return
    hint = f"{problem.remedy(lead.sequence_id)} Or: seqcli resolve {lead.email} --stop."
    raise UsageError("needs_value", f"{lead.email} {problem.text}", hint)


def _release_hold(store: Store, lead: Lead, resolution: Resolution, reason: str, at: datetime) -> Lead:
    lead_event = LeadEvent(
        LeadEventKind.HOLD_RELEASED,
        LeadReason.HOLD_RELEASED,
        reason or f"resolved: {resolution}",
        resume_as=status_after_hold(store, lead),
    )
    # Timers may have fired during the hold: the next poll looks the lead up.
    return apply_lead_event(store, lead, lead_event, "resolve", at, wake_at=plus_ms(at, SLACK_MS))


def _resolve_as_sent(store: Store, lead: Lead, attempt: Attempt | None, reason: str, at: datetime) -> Lead:
    identity = lead.identity or (attempt.identity if attempt else None)
    if identity is None:
        raise UsageError("never_contacted", f"no mail was sent to {lead.email}", "Use --continue or --stop.")
    if attempt is None and store.attempts.find_accepted(lead.id, lead.current_step) is not None:
        return _release_hold(store, lead, Resolution.SENT, reason, at)
    sent = attempt or insert_past_attempt(store, lead, identity, at)
    ctx = EventContext(store, identity, at, DrainSummary())
    how = reason or "resolved: sent"
    released = _release_hold(store, lead, Resolution.SENT, reason, at)
    accepted_at = sent.first_try_at or at
    after = record_acceptance(
        ctx, released, sent, "resolve", AttemptReason.RESOLVED, how, accepted_at=accepted_at, conv_id=None
    )
    rematch(ctx)
    return store.leads.get(after.id)
