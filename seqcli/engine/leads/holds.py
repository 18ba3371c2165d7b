"""Holds leads whose texts lack a value, and frees them again: when values are imported, and when the texts change."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from seqcli.engine.leads.apply import apply_lead_event, status_after_hold
from seqcli.engine.leads.render_check import RenderCheck
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import NEEDS_FIELD, AttemptState, Lead, LeadStatus, Sequence
from seqcli.store import LeadFilter, Store

_PROMISED = frozenset({AttemptState.PENDING, AttemptState.UNKNOWN, AttemptState.PARKED})


def release_if_filled(
    store: Store, judge: RenderCheck, lead: Lead, source: str, why: str, at: datetime
) -> bool:
    """Free a lead that is held for a value once no step to come lacks one; return whether it was freed."""
    if lead.status is not LeadStatus.HELD or not lead.status_reason.startswith(NEEDS_FIELD):
        return False
    resumed = status_after_hold(store, lead)
    problem = judge.find_problem(lead.id, lead.fields, lead.current_step + (resumed is LeadStatus.IN_FLIGHT))
    if problem:
        if problem != lead.status_reason:
            store.leads.save(lead, replace(lead, status_reason=problem), at)
        return False
    apply_lead_event(store, lead, LeadEvent(LeadEventKind.FREED, why, resume_as=resumed), source, at)
    return True


@dataclass(frozen=True, slots=True)
class Judged:
    """What new texts do to leads: how many they hold and will hold, by what these lack, and how many they free."""

    held: Mapping[str, int]
    to_hold: Mapping[str, int]
    freed: int


def recheck_waiting(store: Store, sequence: Sequence, source: str, at: datetime) -> Judged:
    """Judge by a sequence's new texts: hold and free who waits for a send, and count who is in flight.

    Who is in flight is held when the next step is due only: a reply, or an import of the value, may come first.
    """
    judge = RenderCheck(sequence.steps)
    freed = sum(
        release_if_filled(store, judge, lead, source, "the texts were changed", at)
        for lead in store.lead_lists.iter_to_change(LeadFilter(sequence.id, (LeadStatus.HELD,)))
    )
    held: Counter[str] = Counter()
    for lead in store.lead_lists.iter_to_change(LeadFilter(sequence.id, (LeadStatus.QUEUED,))):
        if problem := _lack(store, judge, lead):
            apply_lead_event(store, lead, LeadEvent(LeadEventKind.HOLD_NEEDED, problem), source, at)
            held[problem] += 1
    in_flight = store.lead_lists.iter_to_change(LeadFilter(sequence.id, (LeadStatus.IN_FLIGHT,)))
    to_come = Counter(judge.find_problem(lead.id, lead.fields, lead.current_step + 1) for lead in in_flight)
    return Judged(held, {problem: count for problem, count in to_come.items() if problem}, freed)


def _lack(store: Store, judge: RenderCheck, lead: Lead) -> str:
    """Return what a queued lead lacks; a step that was promised has its bytes, which new texts do not change."""
    problem = judge.find_problem(lead.id, lead.fields, lead.current_step)
    if not problem:
        return ""
    attempt = store.attempts.find_latest(lead.id, lead.current_step)
    if attempt is None or attempt.state not in _PROMISED:
        return problem
    return judge.find_problem(lead.id, lead.fields, lead.current_step + 1)
