"""The people of a company: an answer of one pauses or stops the others, and one `resume` gives them back (rule R19)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from seqcli.clock import plus_ms
from seqcli.companies import COMPANY_FIELD, company_domain, company_key
from seqcli.engine.leads.apply import SLACK_MS, apply_lead_event, get_sequence, status_after_hold
from seqcli.engine.leads.pausing import add_pause, end_pause
from seqcli.engine.stream.context import DrainSummary
from seqcli.machine import FINAL, LeadEvent, LeadEventKind
from seqcli.model import Lead, LeadStatus, normalise_address
from seqcli.reasons import LeadReason, PauseCause
from seqcli.sequence_settings import CompanyStop
from seqcli.store import Pause, Store


def with_company(lead: Lead) -> Lead:
    """Return a lead with the compared name of the company that its merge fields give."""
    return replace(lead, company_key=company_key(lead.fields.get(COMPANY_FIELD, "")))


def answer_source(lead_id: str) -> str:
    """Return how pauses name the lead whose answer caused them."""
    return f"answer:{lead_id}"


def apply_company_stop(
    store: Store,
    answered: Collection[Lead],
    persons: Collection[str],
    actor: str,
    at: datetime,
    summary: DrainSummary,
) -> None:
    """Pause or stop who has not ended at the company of somebody who answered, as the sequence of each says.

    `persons` are the addresses of who answered. Who is stopped or suppressed keeps the pause for when that is undone.
    """
    keys = {lead.company_key for lead in answered} - {""}
    domains = {company_domain(normalise_address(lead.email)) for lead in answered} - {""}
    first = next(iter(answered))
    for colleague in store.people.load_colleagues(keys, domains, persons):
        setting = get_sequence(store, colleague.sequence_id).settings.company_stop
        if setting is CompanyStop.OFF or _has_company_pause(store, colleague):
            continue
        after = _follow_answer(store, colleague, setting, first, actor, at)
        if colleague.status in FINAL:
            continue
        told = summary.stopped if after.status is LeadStatus.STOPPED else summary.paused
        told.append((colleague.id, _reason(first)))


def _follow_answer(
    store: Store, lead: Lead, setting: CompanyStop, answered: Lead, actor: str, at: datetime
) -> Lead:
    """Pause a lead for the answer of a colleague, or stop it; return it as stored."""
    # A stopped lead keeps the pause as well: it says which answer stopped it.
    paused = add_pause(
        store,
        lead,
        PauseCause.COMPANY,
        until=None,
        reason=_reason(answered),
        actor=actor,
        at=at,
        source=answer_source(answered.id),
    )
    if lead.status in FINAL or setting is not CompanyStop.STOP:
        return paused
    lead_event = LeadEvent(LeadEventKind.STOPPED, LeadReason.COLLEAGUE_ANSWERED, _reason(answered))
    return apply_lead_event(store, paused, lead_event, actor, at)


def _reason(answered: Lead) -> str:
    return f"colleague {answered.email} answered"


def follow_answer_since(store: Store, lead: Lead, since: datetime, actor: str, at: datetime) -> Lead:
    """Pause or stop a new lead at whose company somebody answered after `since`, as if it had been there then."""
    setting = get_sequence(store, lead.sequence_id).settings.company_stop
    if setting is CompanyStop.OFF:
        return lead
    address = normalise_address(lead.email)
    domain = company_domain(address)
    answered = store.people.find_answered_colleague(lead.company_key, domain, address, since)
    return lead if answered is None else _follow_answer(store, lead, setting, answered, actor, at)


def _has_company_pause(store: Store, lead: Lead) -> bool:
    return any(each.cause is PauseCause.COMPANY for each in store.pauses.load_for_lead(lead.id))


def load_paused_for(store: Store, company: str, sequence_id: str | None = None) -> list[Lead]:
    """Return who was paused or stopped by an answer at a company.

    `company` is the address of who answered, or of somebody who was paused for it, or the name or domain of the
    company.
    """
    found = (store.leads.get(pause.lead_id) for pause in _find_pauses(store, company))
    return [lead for lead in found if sequence_id in {None, lead.sequence_id}]


def _find_pauses(store: Store, company: str) -> list[Pause]:
    if "@" not in company:
        return store.pauses.load_of_company(
            company_key(company), company_domain(normalise_address(f"@{company}"))
        )
    leads = store.leads.load_of_person(normalise_address(company))
    sources = [answer_source(lead.id) for lead in leads]
    sources += [each.source for each in _company_pauses(store, leads)]
    found = (pause for source in dict.fromkeys(sources) for pause in store.pauses.load_by_source(source))
    return [pause for pause in found if pause.cause is PauseCause.COMPANY]


def _company_pauses(store: Store, leads: Iterable[Lead]) -> list[Pause]:
    pauses = (pause for lead in leads for pause in store.pauses.load_for_lead(lead.id))
    return [pause for pause in pauses if pause.cause is PauseCause.COMPANY]


def give_back_for_answer(
    store: Store, address: str, answered_id: str, actor: str, at: datetime
) -> list[Lead]:
    """End what the answer of one lead did to the leads of a colleague; return those that go on."""
    source = answer_source(answered_id)
    resumed = [
        give_back(store, lead, at, actor)
        for lead in store.leads.load_of_person(address)
        if any(each.source == source for each in _company_pauses(store, [lead]))
    ]
    return [lead for lead in resumed if lead.status not in FINAL]


def give_back(store: Store, lead: Lead, at: datetime, actor: str = "resume") -> Lead:
    """End what an answer of a colleague did to a lead.

    Pauses of other causes stand, and whoever has answered, bounced or is suppressed meanwhile stays so.
    """
    resumed = end_pause(store, lead, PauseCause.COMPANY, actor, at)
    is_stopped = resumed.status is LeadStatus.STOPPED and resumed.reason_code is LeadReason.COLLEAGUE_ANSWERED
    if not is_stopped:
        return resumed
    going_on = LeadEvent(
        LeadEventKind.REQUEUED,
        LeadReason.REQUEUED,
        "resumed",
        resume_as=status_after_hold(store, resumed),
    )
    # Its timer may have fired while it was stopped: our own clock looks at it with the next poll.
    return apply_lead_event(store, resumed, going_on, actor, at, wake_at=plus_ms(at, SLACK_MS))
