"""Holds leads whose texts lack a value, and frees them again: when values are imported, and when the texts change."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from seqcli.engine.leads.apply import apply_fact, resumed_status
from seqcli.engine.leads.render_check import Judge
from seqcli.machine import Fact, FactKind
from seqcli.model import NEEDS_FIELD, AttemptState, Lead, LeadStatus, Sequence
from seqcli.store import LeadFilter, Store

_PROMISED = frozenset({AttemptState.PENDING, AttemptState.UNKNOWN, AttemptState.PARKED})


def free_if_filled(store: Store, judge: Judge, lead: Lead, source: str, why: str, at: datetime) -> bool:
    """Free a lead that is held for a value once no step to come lacks one; return whether it was freed."""
    if lead.status is not LeadStatus.HELD or not lead.status_reason.startswith(NEEDS_FIELD):
        return False
    resumed = resumed_status(store, lead)
    lack = judge.find_lack(lead.id, lead.fields, lead.current_step + (resumed is LeadStatus.IN_FLIGHT))
    if lack:
        if lack != lead.status_reason:
            store.save_lead(lead, replace(lead, status_reason=lack), at)
        return False
    apply_fact(store, lead, Fact(FactKind.FREED, why, resume_as=resumed), source, at)
    return True


def judge_anew(store: Store, sequence: Sequence, source: str, at: datetime) -> tuple[Counter[str], int]:
    """Judge by a sequence's new texts who waits for a send; return who is held now, by reason, and how many were freed.

    Who is in flight is judged when the next step is due: a reply may come first.
    """
    judge = Judge(sequence.steps)
    freed = sum(
        free_if_filled(store, judge, lead, source, "the texts were changed", at)
        for lead in store.iter_leads_to_change(LeadFilter(sequence.id, (LeadStatus.HELD,)))
    )
    held: Counter[str] = Counter()
    for lead in store.iter_leads_to_change(LeadFilter(sequence.id, (LeadStatus.QUEUED,))):
        if lack := _lack(store, judge, lead):
            apply_fact(store, lead, Fact(FactKind.HOLD_NEEDED, lack), source, at)
            held[lack] += 1
    return held, freed


def _lack(store: Store, judge: Judge, lead: Lead) -> str:
    """Return what a queued lead lacks; a step that was promised has its bytes, which new texts do not change."""
    lack = judge.find_lack(lead.id, lead.fields, lead.current_step)
    if not lack:
        return ""
    attempt = store.find_attempt(lead.id, lead.current_step)
    if attempt is None or attempt.state not in _PROMISED:
        return lack
    return judge.find_lack(lead.id, lead.fields, lead.current_step + 1)
