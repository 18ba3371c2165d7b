"""Reads from the file what `eligibility.find_blocker` asks. It changes nothing."""

from dataclasses import replace
from datetime import datetime

from seqcli.eligibility import SendCase
from seqcli.engine.leads.apply import find_throttle
from seqcli.model import AttemptState, Lead, Sequence, normalise_address
from seqcli.store import Store


def load_case(store: Store, sequence: Sequence, lead: Lead, now: datetime) -> SendCase:
    """Return what decides whether a promise may be made for a lead's current step.

    The pace and a throttle are left out: they choose when a run sends. `load_full_case` has them.
    """
    attempt = store.attempts.find_latest(lead.id, lead.current_step)
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
    )


def load_full_case(store: Store, sequence: Sequence, lead: Lead, now: datetime) -> SendCase:
    """Return everything that decides whether a lead's current step is sent by a run that starts now."""
    identity = lead.identity or sequence.identity or ""
    return replace(
        load_case(store, sequence, lead, now),
        next_first_at=sequence.next_first_at,
        throttled_until=find_throttle(store, identity, now),
    )
