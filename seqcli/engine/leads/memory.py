"""One memory a person (rule R19): an answer in one sequence ends the person's leads in the others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from seqcli.eligibility import Elsewhere, describe_answer
from seqcli.engine.leads.apply import apply_lead_event
from seqcli.engine.leads.branch_plans import close_answered
from seqcli.engine.leads.company import apply_company_stop
from seqcli.engine.stream.context import DrainSummary
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import Lead, normalise_address
from seqcli.reasons import LeadReason
from seqcli.store import Store


@dataclass(frozen=True, slots=True)
class PersonsWord:
    """A person's answer or opt-out: the leads it answers, who wrote it and when, and who tells us of it.

    `is_new`: none of those leads had an answer before.
    """

    leads: tuple[Lead, ...]
    sender: str
    at: datetime
    actor: str
    is_new: bool = True

    @property
    def sequence_id(self) -> str:
        """The sequence that was answered."""
        return self.leads[0].sequence_id

    @property
    def addresses(self) -> frozenset[str]:
        """The addresses of the person, normalised."""
        written = {self.sender, *(lead.email for lead in self.leads)}
        return frozenset(normalise_address(each) for each in written if "@" in each)


def remember_answer(store: Store, word: PersonsWord, now: datetime, summary: DrainSummary) -> None:
    """Remember an answer, end the person's leads in other sequences, and pause or stop the people of the company.

    For the caller's transaction, after the answer was applied to the leads that it answers.
    """
    names = sorted({each for address in word.addresses for each in store.other_addresses.find_names(address)})
    for address in names:
        store.answers.save(address, word.sequence_id, word.at)
    close_answered(store, names, describe_word(word), word.at, word.actor, now)
    answered = {lead.id for lead in word.leads}
    for address in names:
        others = (each for each in store.leads.load_of_person(address) if each.id not in answered)
        _end_elsewhere(store, others, word, now, summary)
    if word.is_new:
        apply_company_stop(store, word.leads, word.addresses, word.actor, now, summary)


def answered_elsewhere(word: PersonsWord) -> LeadEvent:
    """Return what an answer means for the person's leads in other sequences."""
    return LeadEvent(LeadEventKind.STOPPED, LeadReason.ANSWERED_ELSEWHERE, describe_word(word))


def describe_word(word: PersonsWord) -> str:
    """Return `answered in intro on 2026-03-02`."""
    return describe_answer(Elsewhere(word.sequence_id, word.at))


def _end_elsewhere(
    store: Store, others: Iterable[Lead], word: PersonsWord, now: datetime, summary: DrainSummary
) -> None:
    for lead in others:
        if lead.sequence_id == word.sequence_id or goes_on(store, lead, word.at):
            continue
        after = apply_lead_event(store, lead, answered_elsewhere(word), word.actor, now)
        if after.status is not lead.status:
            summary.stopped.append((lead.id, after.status_reason))


def goes_on(store: Store, lead: Lead, answered_at: datetime) -> bool:
    """Return whether a lead goes on in spite of an answer: a mark allows only answers from before it."""
    if not lead.allow_answered:
        return False
    origin = store.branches.find_origin(lead.id, normalise_address(lead.email))
    return origin is None or answered_at <= origin.planned_at


def find_answered_leads(store: Store, leads: Collection[Lead]) -> tuple[Lead, ...]:
    """Return the leads that a person's mail answers: those that were written to, or may have been."""
    return tuple(lead for lead in leads if store.attempts.was_contacted(lead.id))
