"""Applies a lead event inside the caller's transaction: the row, the journal and the actions. No HTTP here."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from seqcli.clock import HOUR_MS, from_text, plus_ms
from seqcli.engine.leads.branch_plans import follow_change
from seqcli.machine import FINAL, Action, LeadEvent, LeadEventKind, transition
from seqcli.model import Attempt, Lead, LeadStatus, Sequence, find_answered_step, normalise_address
from seqcli.reasons import AttemptReason, LeadReason
from seqcli.store import Store

#: How long past dispatch and wait the events stream may be late before our own clock looks (rule R14).
GRACE_MS = 12 * HOUR_MS
#: Two clocks that show whole seconds may differ by this much (rules R11, R13).
SLACK_MS = 60_000
#: The actor of a timeline entry for mail that was sent before the file was made.
EARLY_SEND = "early send"
#: No throttle is longer than a day (a cap's midnight, a clamped Retry-After); a longer one comes from a wrong clock.
_LONGEST_THROTTLE_MS = 24 * HOUR_MS + SLACK_MS

#: After these a suppressed lead must not be written to again, whatever pattern is removed.
_ENDS_FOR_GOOD = frozenset(
    {
        LeadEventKind.LEAD_REPLIED,
        LeadEventKind.HARD_BOUNCED,
        LeadEventKind.SUPPRESSED,
        LeadEventKind.SEND_DROPPED,
        LeadEventKind.SEND_REFUSED,
    }
)


def get_sequence(store: Store, sequence_id: str) -> Sequence:
    """Return the sequence of a lead; a foreign key guarantees it."""
    sequence = store.sequences.find(sequence_id)
    if sequence is None:
        raise KeyError(sequence_id)
    return sequence


def find_throttle(store: Store, identity: str, now: datetime) -> datetime | None:
    """Return until when the identity is throttled, or None."""
    until = store.cursors.find_not_before(identity)
    if until is None:
        return None
    return until if now < until <= plus_ms(now, _LONGEST_THROTTLE_MS) else None


def apply_lead_event(
    store: Store,
    lead: Lead,
    lead_event: LeadEvent,
    actor: str,
    at: datetime,
    *,
    spread: bool = True,
    **columns: Any,
) -> Lead:
    """Store what an event makes of the lead, with other `columns` that change; return the lead as stored.

    `spread=False` leaves the person's other leads alone.
    """
    sequence = get_sequence(store, lead.sequence_id)
    steps = len(sequence.steps)
    if lead.status is LeadStatus.SUPPRESSED:
        _follow_suppressed(store, lead, lead_event, steps)
    moved, actions = transition(lead, lead_event, steps)
    if moved.status is not LeadStatus.IN_FLIGHT:
        columns["wake_at"] = None
    if moved.status in FINAL or moved.current_step != lead.current_step:
        columns["wait_ends_at"] = None
    if moved is not lead:
        columns["updated_at"] = at
    after = replace(moved, **columns) if columns else moved
    stored = lead if after == lead else store.leads.save(lead, after, at)
    if moved is not lead:
        store.journal.append(
            at,
            actor,
            describe_change(lead, stored),
            lead_event.text,
            lead.id,
            lead.sequence_id,
            status=stored.status,
        )
        follow_change(store, sequence, lead, stored, actor, at)
    if Action.CANCEL_PENDING in actions:
        cancelled = (
            AttemptReason.LEAD_LISTED if lead_event.code is LeadReason.LISTED else AttemptReason.LEAD_ENDED
        )
        store.attempts.cancel_pending(lead.id, cancelled, lead_event.text)
    if spread:
        _spread(store, stored, lead_event, actions, actor, at)
    return stored


def _follow_suppressed(store: Store, lead: Lead, lead_event: LeadEvent, steps: int) -> None:
    """Let an event count for the state that `suppress remove --restore` would give back."""
    kept = store.suppressed_leads.find(lead.id)
    if kept is None:
        return
    if lead_event.kind in _ENDS_FOR_GOOD:
        store.suppressed_leads.mark_not_restorable(lead.id, lead_event.text)
    elif lead_event.kind in {LeadEventKind.HOLD_NEEDED, LeadEventKind.STEP_ACCEPTED}:
        after, _ = transition(kept.as_it_was(lead), lead_event, steps)
        store.suppressed_leads.move(after)


def describe_change(before: Lead, after: Lead) -> str:
    """Return `queued → in_flight (step 1)` for the journal."""
    return f"{before.status} → {after.status} (step {after.current_step + 1})"


def _spread(
    store: Store, lead: Lead, lead_event: LeadEvent, actions: tuple[Action, ...], actor: str, at: datetime
) -> None:
    if Action.SUPPRESS_PERSON in actions:
        code = lead_event.code or LeadReason.LISTED
        suppress_person(store, lead.email, code, lead_event.text, actor, at, keep=frozenset({lead.id}))
    elif Action.SUPPRESS_OTHERS in actions:
        bounced = (
            x.id
            for x in store.leads.load_of_person(normalise_address(lead.email))
            if x.status is LeadStatus.BOUNCED
        )
        keep = frozenset((lead.id, *bounced))
        text = f"bounced: {lead_event.text}"
        suppress_person(store, lead.email, LeadReason.BOUNCED_ELSEWHERE, text, actor, at, keep=keep)


def suppress_person(
    store: Store,
    email: str,
    code: LeadReason,
    reason: str,
    actor: str,
    at: datetime,
    keep: frozenset[str] = frozenset(),
) -> None:
    """Put an address on the suppression list and end all its leads but those with the ids in `keep`.

    Who opts out is suppressed under the person's other addresses as well, and under all aliases of the mailbox.
    """
    address = normalise_address(email)
    names = store.other_addresses.find_names(address) if code is LeadReason.OPTED_OUT else [address]
    for each in names:
        if store.suppressions.save(each, "address", reason, actor, at):
            store.journal.append(at, actor, f"suppressed {each}", reason)
        for other in store.leads.load_of_person(each):
            if other.id not in keep:
                lead_event = LeadEvent(LeadEventKind.SUPPRESSED, code, reason)
                apply_lead_event(store, other, lead_event, actor, at, spread=False)


def wait_of(sequence: Sequence, step: int) -> int:
    """Return how long step `step` waits for a reply, in ms; 12m's floor is one minute."""
    return max(SLACK_MS, sequence.steps[min(step, len(sequence.steps) - 1)].wait_ms)


def wait_end(sequence: Sequence, attempt: Attempt) -> datetime | None:
    """Return when the wait for a reply to an accepted step ends; None where nobody knows when it was accepted."""
    if attempt.accepted_at is None:
        return None
    left_at = max(attempt.accepted_at, attempt.dispatch_at or attempt.accepted_at)
    return plus_ms(left_at, wait_of(sequence, attempt.step))


def wake_time(
    sequence: Sequence, attempt_step: int, accepted_at: datetime, dispatch_at: datetime | None
) -> datetime:
    """Return when our own clock should look at a lead whose step was accepted."""
    return plus_ms(max(accepted_at, dispatch_at or accepted_at), wait_of(sequence, attempt_step) + GRACE_MS)


def note(store: Store, lead: Lead, actor: str, change: str, reason: str, at: datetime) -> None:
    """Write something into the lead's story that changes nothing."""
    store.journal.append(at, actor, change, reason, lead.id, lead.sequence_id)


def correct_answered_step(store: Store, lead_id: str | None, actor: str, at: datetime) -> Lead | None:
    """Credit a lead's answer anew once it is known better when its steps left 12m; return the lead if there is one."""
    lead = None if lead_id is None else store.leads.find(lead_id)
    if lead is None or lead.answered_step is None:
        return lead
    written_at = _find_written_at(store, lead.id)
    step = (
        None
        if written_at is None
        else find_answered_step(store.attempts.load_departures(lead.id), written_at)
    )
    if step is None or step == lead.answered_step:
        return lead
    reason = lead.status_reason.replace(answered_text(lead.answered_step), answered_text(step))
    note(store, lead, actor, answered_text(step), "12m tells when the steps left", at)
    return store.leads.save(lead, replace(lead, answered_step=step, status_reason=reason), at)


def _find_written_at(store: Store, lead_id: str) -> datetime | None:
    """Return when the mail was written that a lead answered or opted out with, if an event tells."""
    actor = store.journal.find_actor_of_answer(lead_id) or ""
    identity, _, seq = actor.removeprefix("event ").rpartition("#")
    event = store.events.find_reply_event(identity, int(seq)) if seq.isdecimal() else None
    return None if event is None else from_text(event.at)


def answered_text(step: int) -> str:
    """Return how a lead's reason begins that answered this step."""
    return f"answered step {step + 1}"


def status_after_hold(store: Store, lead: Lead) -> LeadStatus:
    """Return the status after a hold or a requeue; an accepted step is never queued again."""
    accepted = store.attempts.find_accepted(lead.id, lead.current_step)
    return LeadStatus.QUEUED if accepted is None else LeadStatus.IN_FLIGHT
