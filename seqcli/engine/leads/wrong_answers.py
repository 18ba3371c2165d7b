"""Takes an answer back that was none: of the leads it ended, of the person's memory, and of the colleagues."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from seqcli.client.stream import read_event
from seqcli.clock import plus_ms
from seqcli.companies import company_domain
from seqcli.engine.leads.apply import SLACK_MS, apply_lead_event, get_sequence, status_after_hold
from seqcli.engine.leads.company import answer_source, give_back
from seqcli.engine.leads.patience import Absence, believed_time, hold_again
from seqcli.engine.leads.render_check import RenderCheck
from seqcli.inbound import find_return_date
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import AttemptState, Lead, LeadStatus, normalise_address
from seqcli.reasons import AttemptReason, InboxCloser, InboxKind, LeadReason, MarkKind, PauseCause
from seqcli.sequence_settings import AutoReplyPolicy
from seqcli.store import InboxItem, LeadMark, Store, StoredEvent, UsedMail, mark_word

#: Mail that a person wrote, or may have written.
HUMAN_KINDS = frozenset(
    {
        InboxKind.REPLY,
        InboxKind.STRANGER,
        InboxKind.FRESH,
        InboxKind.UNKNOWN_SENDER,
        InboxKind.MAYBE_OPT_OUT,
        InboxKind.WROTE_FIRST,
        InboxKind.OPT_OUT,
        InboxKind.COMPLAINT,
        InboxKind.TO_READ,
        InboxKind.UNREADABLE,
    }
)
_WHY = "the mail was an auto-reply"
#: A reply by hand that nobody got.
_NEVER_LEFT = frozenset({AttemptState.REFUSED, AttemptState.CANCELLED})
_OPEN = frozenset({AttemptState.UNKNOWN, AttemptState.PARKED})
#: How leads stand that had ended before the answer; the journal keeps the sentence and not the code.
_ENDED = {
    LeadStatus.STOPPED: LeadReason.STOPPED,
    LeadStatus.FAILED: LeadReason.SEND_REFUSED,
    LeadStatus.EXHAUSTED: LeadReason.NO_REPLY,
    LeadStatus.BOUNCED: LeadReason.BOUNCED,
}


@dataclass(slots=True)
class Returned:
    """The leads that go on again, and those that stay as they are, each with why and the command that helps.

    `told`: what no longer follows from a mark, in sentences. `opened` is the mail that is open again, if one is.
    """

    leads: list[Lead] = field(default_factory=list)
    left: list[tuple[Lead, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    opened: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote a mail: the addresses, normalised, and the leads of all of them."""

    addresses: tuple[str, ...]
    leads: tuple[Lead, ...]

    @classmethod
    def load(cls, store: Store, lead: Lead, item: InboxItem | None) -> "Person":
        """Return the person of a lead; whoever else wrote the mail in its conversation is the same to us."""
        named = {normalise_address(lead.email)}
        if item is not None and item.kind in HUMAN_KINDS - {InboxKind.COMPLAINT} and "@" in item.sender:
            named.add(item.sender)
        named = {each for address in named for each in store.other_addresses.find_names(address)}
        leads = [each for address in sorted(named) for each in store.leads.load_of_person(address)]
        return cls(tuple(sorted(named)), tuple({each.id: each for each in leads}.values()))

    @property
    def ids(self) -> list[str]:
        """The ids of the leads."""
        return [lead.id for lead in self.leads]


# -- whether another answer stands


def find_other_word(store: Store, person: Person, item: InboxItem) -> str:
    """Return what keeps a person's leads as they are although this mail is no answer; an empty text if nothing does."""
    for address in person.addresses:
        if listed := store.suppressions.find_reason(address):
            return f"{address} is suppressed by {listed}"
    for lead in person.leads:
        if lead.status in {LeadStatus.BOUNCED, LeadStatus.SUPPRESSED}:
            return f"{lead.email} is {lead.status} in {lead.sequence_id}"
        if lead.status is LeadStatus.REPLIED and lead.reason_code is LeadReason.ANSWERED_BY_HAND:
            return f"you answered {lead.email} in {lead.sequence_id}"
        if lead.identity is not None and lead.conv_id is not None:
            replies = store.replies.load_in(lead.identity, lead.conv_id)
            if any(each.state not in _NEVER_LEFT for each in replies):
                return f"you answered {lead.email} in {lead.sequence_id}"
    return _find_other_mail(store, person, item) or _find_unknown_answer(store, person)


def find_other_mails(store: Store, person: Person, item: InboxItem | None) -> list[InboxItem]:
    """Return the other mails of a person that a person wrote, or may have written, newest first."""
    found = {each.id: each for each in load_mails(store, person)}
    return sorted(
        (
            each
            for each in found.values()
            if (item is None or each.id != item.id)
            and each.kind in HUMAN_KINDS
            and each.closed_by is not InboxCloser.EARLY
        ),
        key=lambda each: (each.at, each.id),
        reverse=True,
    )


def load_mails(store: Store, person: Person) -> list[InboxItem]:
    """Return the mails of a person: those of the leads, and those that came from the addresses."""
    found = [each for lead in person.leads for each in store.inbox.load_of_lead(lead.id)]
    found += [each for address in person.addresses for each in store.inbox.load_from(address)]
    return list({each.id: each for each in found}.values())


def _find_other_mail(store: Store, person: Person, item: InboxItem) -> str:
    for mark in _last_marks(store, person):
        if mark.kind is not MarkKind.AUTO_REPLY and mark.inbox_id != item.id:
            mail = "without a mail" if mark.inbox_id is None else f"for mail #{mark.inbox_id}"
            return f"marked as {mark_word(mark.kind)} on {mark.at.date()} {mail}"
    others = find_other_mails(store, person, item)
    if others:
        return f"there is another mail of {others[0].at.date()}, #{others[0].id}"
    own = store.person_mails.find(item.identity, item.seq) if item.seq is not None else None
    for address in person.addresses:
        for told in store.person_mails.load_answers(address):
            if (told.identity, told.seq) != (item.identity, item.seq) and not _is_same(own, told):
                return f"event #{told.seq} tells of another answer"
    return ""


def _is_same(own: UsedMail | None, told: UsedMail) -> bool:
    """Return whether an event tells of the same mail; 12m may tell of one more than once."""
    return (
        own is not None
        and own.mail_id is not None
        and (own.identity, own.mail_id) == (told.identity, told.mail_id)
    )


def _last_marks(store: Store, person: Person) -> Iterable[LeadMark]:
    """Return the newest mark of each mail, and those without a mail."""
    marks = store.lead_marks.load_current(person.ids)
    return {each.inbox_id or -each.id: each for each in marks}.values()


def _find_unknown_answer(store: Store, person: Person) -> str:
    """Return a text if an answer is remembered that is no mail of the inbox, such as one that our own clock found."""
    times = {each.at for each in load_mails(store, person)}
    for known in store.answers.find_many(person.addresses).values():
        if known.at not in times and not known.is_from_file:
            return f"an answer is known that the inbox does not have: {known.address} in {known.sequence_id}"
    return ""


# -- taking it back


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """An answer that was none: who wrote it and when, who takes it back and when."""

    person: Person
    written_at: datetime
    actor: str
    at: datetime


def withdraw(store: Store, wrong: WrongAnswer) -> Returned:
    """Let the leads go on that an answer ended, as the auto-reply that its mail was, and give back the colleagues.

    For the caller's transaction, once nothing else that the person wrote stands (`find_other_word`).
    """
    returned = Returned()
    for address in wrong.person.addresses:
        store.answers.delete(address)
    events = [
        each for address in wrong.person.addresses for each in store.person_mails.load_absences(address)
    ]
    for lead in wrong.person.leads:
        after = _let_go_on(store, lead, wrong)
        if after is not None:
            returned.leads.append(_treat_as_auto_reply(store, after, events, wrong))
    give_back_colleagues(store, wrong.person, wrong.actor, wrong.at, returned)
    return returned


def _let_go_on(store: Store, lead: Lead, wrong: WrongAnswer) -> Lead | None:
    """Give a lead that the answer ended or held its place of before; None if it did neither."""
    if lead.status is LeadStatus.HELD and lead.reason_code is LeadReason.WROTE_FIRST:
        kind, lead_event = LeadEventKind.HOLD_RELEASED, _resumption(store, lead, None)
    elif lead.status is LeadStatus.REPLIED or lead.reason_code is LeadReason.ANSWERED_ELSEWHERE:
        before = store.journal.find_status_before(lead.id, lead.status)
        kind, lead_event = LeadEventKind.ANSWER_WITHDRAWN, _resumption(store, lead, before)
    else:
        return None
    lead_event = LeadEvent(
        kind, lead_event.code, lead_event.text, resume_as=lead_event.resume_as, field=lead_event.field
    )
    return go_back(store, lead, lead_event, wrong.actor, wrong.at)


def go_back(store: Store, lead: Lead, lead_event: LeadEvent, actor: str, at: datetime) -> Lead:
    """Apply that an answer was none; our own clock looks soon, as the timer may have fired meanwhile."""
    after = apply_lead_event(
        store, lead, lead_event, actor, at, wake_at=plus_ms(at, SLACK_MS), answered_step=None
    )
    if after.status in {LeadStatus.QUEUED, LeadStatus.HELD}:
        store.attempts.revive_cancelled(after.id, after.current_step, AttemptReason.LEAD_ENDED)
    return after


def _resumption(store: Store, lead: Lead, before: tuple[LeadStatus, str] | None) -> LeadEvent:
    """Return where a lead stood before the answer: an accepted step is never queued again."""
    kind = LeadEventKind.ANSWER_WITHDRAWN
    status, text = before or (LeadStatus.QUEUED, "")
    if status in _ENDED:
        return LeadEvent(kind, _ENDED[status], text, resume_as=status)
    if status is LeadStatus.HELD:
        return _held_again(store, lead, text)
    return LeadEvent(kind, LeadReason.NO_ANSWER, _WHY, resume_as=status_after_hold(store, lead))


def _held_again(store: Store, lead: Lead, text: str) -> LeadEvent:
    """Return the hold that a lead had: a send that is still open, a text that does not render, or what was told."""
    kind, status = LeadEventKind.ANSWER_WITHDRAWN, LeadStatus.HELD
    attempt = store.attempts.find_latest(lead.id, lead.current_step)
    if attempt is not None and attempt.state in _OPEN:
        return LeadEvent(kind, LeadReason.OUTCOME_UNKNOWN, text, resume_as=status)
    steps = get_sequence(store, lead.sequence_id).steps
    following = lead.current_step + (status_after_hold(store, lead) is LeadStatus.IN_FLIGHT)
    problem = RenderCheck(steps).find_problem(lead.id, lead.fields, following)
    if problem:
        return LeadEvent(kind, problem.code, problem.text, resume_as=status, field=problem.field)
    return LeadEvent(kind, LeadReason.UNREADABLE_EVENT, text, resume_as=status)


def _treat_as_auto_reply(
    store: Store, lead: Lead, events: Collection[StoredEvent], wrong: WrongAnswer
) -> Lead:
    """Pause, stop or only wait longer, as the sequence of a lead treats auto-replies; held time does not count."""
    policy = get_sequence(store, lead.sequence_id).settings.auto_reply
    if policy is AutoReplyPolicy.HALT:
        halted = LeadEvent(LeadEventKind.STOPPED, LeadReason.AUTO_REPLIED, "auto-reply: marked by hand")
        return apply_lead_event(store, lead, halted, wrong.actor, wrong.at)
    if lead.status not in {LeadStatus.QUEUED, LeadStatus.IN_FLIGHT, LeadStatus.HELD}:
        return lead
    told = [] if policy is AutoReplyPolicy.IGNORE else events
    absences = [_absence_in(store, lead, each, wrong.at) for each in told]
    since = believed_time(store, lead, wrong.written_at, wrong.at)
    return hold_again(store, lead, absences, since, wrong.actor, wrong.at)


def _absence_in(store: Store, lead: Lead, kept: StoredEvent, at: datetime) -> Absence:
    event = read_event(kept.seq, kept.type, kept.body)
    written_at = believed_time(store, lead, event.occurred_at, at)
    back_on = None if event.mail is None else find_return_date(event.mail, written_at)
    return Absence(written_at, back_on, "marked by hand")


def give_back_colleagues(store: Store, person: Person, actor: str, at: datetime, returned: Returned) -> None:
    """Resume the colleagues whom the answer paused or stopped, unless somebody else at their company has answered."""
    for lead in person.leads:
        for pause in store.pauses.load_by_source(answer_source(lead.id)):
            if pause.cause is not PauseCause.COMPANY:
                continue
            colleague = store.leads.get(pause.lead_id)
            domain = company_domain(normalise_address(colleague.email))
            keys, domains = {colleague.company_key, lead.company_key} - {""}, {domain} - {""}
            if store.people.has_answered_colleague(keys, domains, person.addresses):
                command = (
                    f"seqcli resume {colleague.email} --sequence {colleague.sequence_id} --cause company"
                )
                returned.left.append((colleague, f"another colleague answered; to resume: {command}"))
            else:
                returned.leads.append(give_back(store, colleague, at, actor))
