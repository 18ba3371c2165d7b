"""Holds leads with a step that cannot be rendered; releases them when a value is imported or the texts change."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from seqcli.engine.leads.apply import apply_lead_event, status_after_hold
from seqcli.engine.leads.render_check import RenderCheck, RenderProblem
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import AttemptState, Lead, LeadStatus, Sequence
from seqcli.reasons import RENDER_HOLDS, LeadReason
from seqcli.store import LeadFilter, Store

_PROMISED = frozenset({AttemptState.PENDING, AttemptState.UNKNOWN, AttemptState.PARKED})


def release_if_filled(
    store: Store, check: RenderCheck, lead: Lead, source: str, why: str, at: datetime
) -> bool:
    """Release a lead that is held for a missing value if no coming step lacks one; return whether it was released."""
    if lead.status is not LeadStatus.HELD or lead.reason_code not in RENDER_HOLDS:
        return False
    resumed = status_after_hold(store, lead)
    problem = check.find_problem(lead.id, lead.fields, lead.current_step + (resumed is LeadStatus.IN_FLIGHT))
    if problem:
        if problem.text != lead.status_reason:
            held = replace(
                lead, reason_code=problem.code, status_reason=problem.text, missing_field=problem.field
            )
            store.leads.save(lead, held, at)
        return False
    apply_lead_event(
        store,
        lead,
        LeadEvent(LeadEventKind.HOLD_RELEASED, LeadReason.HOLD_RELEASED, why, resume_as=resumed),
        source,
        at,
    )
    return True


@dataclass(frozen=True, slots=True)
class Recheck:
    """The effect of new texts: how many leads they hold and will hold, by reason, and how many they release."""

    held: Mapping[str, int]
    to_hold: Mapping[str, int]
    released: int


def recheck_waiting(store: Store, sequence: Sequence, source: str, at: datetime) -> Recheck:
    """Check the leads of a sequence against its new texts: hold and release waiting leads, count leads in flight.

    A lead in flight is held only when its next step is due: a reply, or an import of the value, may come first.
    """
    check = RenderCheck(sequence.steps)
    released = sum(
        release_if_filled(store, check, lead, source, "the texts were changed", at)
        for lead in store.lead_lists.iter_to_change(LeadFilter(sequence.id, (LeadStatus.HELD,)))
    )
    held: Counter[str] = Counter()
    for lead in store.lead_lists.iter_to_change(LeadFilter(sequence.id, (LeadStatus.QUEUED,))):
        if problem := _find_problem(store, check, lead):
            apply_lead_event(store, lead, problem.hold(), source, at)
            held[problem.text] += 1
    in_flight = store.lead_lists.iter_to_change(LeadFilter(sequence.id, (LeadStatus.IN_FLIGHT,)))
    problems = (check.find_problem(lead.id, lead.fields, lead.current_step + 1) for lead in in_flight)
    return Recheck(held, Counter(problem.text for problem in problems if problem), released)


def _find_problem(store: Store, check: RenderCheck, lead: Lead) -> RenderProblem | None:
    """Return what a queued lead lacks. A step with an attempt has its bytes, so new texts concern the next step."""
    problem = check.find_problem(lead.id, lead.fields, lead.current_step)
    if problem is None:
        return None
    attempt = store.attempts.find_latest(lead.id, lead.current_step)
    if attempt is None or attempt.state not in _PROMISED:
        return problem
    return check.find_problem(lead.id, lead.fields, lead.current_step + 1)
