"""Reads from the file what `eligibility.find_blocker` asks. It changes nothing."""

from dataclasses import replace
from datetime import datetime

from seqcli.eligibility import Elsewhere, SendCase
from seqcli.engine.leads.apply import find_throttle
from seqcli.model import Attempt, AttemptState, Lead, Sequence, normalise_address
from seqcli.pacing import is_day_full
from seqcli.store import Store


def load_case(
    store: Store, sequence: Sequence, lead: Lead, now: datetime, attempt: Attempt | None
) -> SendCase:
    """Return what decides whether a promise may be made for a lead's current step; `attempt` is its newest.

    The pace and a throttle are left out: they choose when a run sends. `load_full_case` has them. What concerns first
    steps alone is not asked for others.
    """
    settings, is_first = sequence.settings, lead.current_step == 0
    may_wait = is_first and settings.recontact_ms != 0
    identity, address = lead.identity or sequence.identity or "", normalise_address(lead.email)
    other = store.attempts.find_open(identity, address)
    return SendCase(
        lead,
        sequence.status,
        len(sequence.steps),
        now,
        attempt_state=None if attempt is None else attempt.state,
        next_try_at=None if attempt is None else attempt.next_try_at,
        other_send_open=other is not None
        and other.lead_id != lead.id
        and other.state is AttemptState.UNKNOWN,
        look_up_open=store.events.is_look_up_open(address),
        is_listed=store.suppressions.find_reason(address) is not None,
        answered=find_answer_elsewhere(store, lead),
        unanswered=store.people.find_unanswered(address, lead.sequence_id) if may_wait else None,
        recontact_ms=settings.recontact_ms,
        in_flight_at_company=store.people.count_in_flight_at_company(lead.id)
        if is_first and settings.per_company is not None
        else 0,
        per_company=settings.per_company,
        is_braked=store.brakes.is_tripped(sequence.id, identity),
    )


def find_answer_elsewhere(store: Store, lead: Lead) -> Elsewhere | None:
    """Return where and when the lead's person answered first, if that was in another sequence."""
    answered = store.answers.find(normalise_address(lead.email))
    if answered is None or answered.sequence_id == lead.sequence_id:
        return None
    return answered.elsewhere


def load_full_case(store: Store, sequence: Sequence, lead: Lead, now: datetime) -> SendCase:
    """Return everything that decides whether a lead's current step is sent by a run that starts now."""
    identity = lead.identity or sequence.identity or ""
    attempt = store.attempts.find_latest(lead.id, lead.current_step)
    return replace(
        load_case(store, sequence, lead, now, attempt),
        is_day_full=is_day_full(
            sequence.settings.pacing, lead.current_step, *store.sequences.count_today(sequence.id, now)
        ),
        paced_until=sequence.next_at(lead.current_step),
        throttled_until=find_throttle(store, identity, now),
    )
