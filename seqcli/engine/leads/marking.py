"""What a person says that an answer means, and what follows for the lead. Each in the caller's transaction."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from seqcli.clock import to_text
from seqcli.engine.leads.apply import answered_text, apply_lead_event, note, suppress_person
from seqcli.engine.leads.branching import plan_after_mark
from seqcli.engine.leads.memory import PersonsWord, remember_answer
from seqcli.engine.leads.patience import end_hold_of_ended
from seqcli.engine.leads.wrong_answers import (
    Person,
    Returned,
    WrongAnswer,
    find_other_word,
    withdraw,
)
from seqcli.engine.stream.context import DrainSummary
from seqcli.inbound import in_words
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import Lead, LeadStatus, find_answered_step, normalise_address
from seqcli.reasons import AnswerKind, EventHandling, InboxCloser, InboxKind, LeadReason, MarkKind
from seqcli.store import InboxItem, LeadMark, Store, UsedMail, mark_word
from seqcli.store.answers import Answered

ACTOR = "mark"
_BY_HAND = "opted out: marked by hand"


class Meaning(NamedTuple):
    """What a person says: `until` is when to come back, `referral` whom to ask instead, `reason` is for the journal.

    `attaches`: the mail belongs to the lead because the person says so, and to nobody again after `undo`.
    """

    kind: MarkKind
    until: datetime | None = None
    referral: str = ""
    reason: str = ""
    attaches: bool = False


@dataclass(slots=True)
class Marked:
    """A mark that was stored, the lead before and after, whom else it touched, and what follows, in sentences."""

    mark: LeadMark
    before: Lead
    after: Lead
    others: list[Lead] = field(default_factory=list)
    left: list[tuple[Lead, str]] = field(default_factory=list)
    follows: list[str] = field(default_factory=list)
    stays: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """What `undo` gives back of a mark: the last mail that had come, and what the mark changed beside the leads."""

    last_mail: int
    answers: tuple[Answered, ...]
    events: tuple[UsedMail, ...]
    answered_steps: Mapping[str, int | None]
    item: InboxItem | None


def mark_lead(
    store: Store, lead: Lead, item: InboxItem | None, meaning: Meaning, command: str, at: datetime
) -> Marked:
    """Store what a person says of a lead's answer, and do to the lead what it means; `undo` knows the command."""
    person = Person.load(store, lead, item)
    before = _remember(store, person, item)
    steering_id = _record(store, person, command, at)
    mark = store.lead_marks.add(
        lead.id, None if item is None else item.id, meaning.kind, at, meaning.until, meaning.referral
    )
    kept = {**_to_json(before), "attaches": meaning.attaches}
    store.lead_marks.keep_before(mark.id, steering_id, kept)
    note(store, lead, ACTOR, f"marked as {mark.text}", _reason(before, meaning), at)
    marked = Marked(mark, lead, lead)
    _act(store, marked, person, item, at)
    if item is not None:
        store.inbox.close([item.id], InboxCloser.MARK, at)
    marked.after = store.leads.get(lead.id)
    told = {lead.id, *(each.id for each in marked.others)}
    marked.others += [each for each in _changed(store, person) if each.id not in told]
    marked.follows += plan_after_mark(store, marked.after, mark, at)
    return marked


def _act(store: Store, marked: Marked, person: Person, item: InboxItem | None, at: datetime) -> None:
    if marked.mark.kind is MarkKind.AUTO_REPLY:
        _is_no_answer(store, marked, person, item, at)
    elif marked.mark.kind is MarkKind.OPT_OUT:
        _is_opt_out(store, person, item, at)
    else:
        _count_as_answer(store, marked.before, person, item, at)


def _changed(store: Store, person: Person) -> list[Lead]:
    """Return the leads of a person that have another status now."""
    now = [store.leads.get(lead.id) for lead in person.leads]
    return [after for lead, after in zip(person.leads, now, strict=True) if after.status is not lead.status]


def _reason(before: Before, meaning: Meaning) -> str:
    """Return what the rules said of the mail, and why a person says so."""
    item = before.item
    if item is None:
        return meaning.reason
    said = next((event.detail for event in before.events if event.seq == item.seq), "")
    guess = "" if item.guess is None else f", guess: {mark_word(item.guess)}"
    rules = f"mail {item.id}; without the mark: {in_words(said) or item.kind.replace('_', ' ')}{guess}"
    return f"{meaning.reason}; {rules}" if meaning.reason else rules


def suppress_writer(store: Store, item: InboxItem, reason: str, at: datetime) -> list[Lead]:
    """Suppress who wrote a mail that belongs to no lead, and close the mail; return the leads that this ended."""
    before = store.leads.load_of_person(item.sender)
    suppress_person(store, item.sender, LeadReason.OPTED_OUT, _BY_HAND, ACTOR, at)
    store.journal.append(at, ACTOR, f"mail {item.id} marked as opt-out", reason)
    store.inbox.close([item.id], InboxCloser.MARK, at)
    after = [end_hold_of_ended(store, store.leads.get(lead.id), ACTOR, at) for lead in before]
    return [new for old, new in zip(before, after, strict=True) if new.status is not old.status]


# -- what `undo` needs


def _remember(store: Store, person: Person, item: InboxItem | None) -> Before:
    return Before(
        store.inbox.find_last_id(),
        tuple(each for each in store.answers.find_many(person.addresses).values() if not each.is_from_file),
        tuple(_events_of(store, person, item)),
        {lead.id: lead.answered_step for lead in person.leads},
        item,
    )


def _events_of(store: Store, person: Person, item: InboxItem | None) -> list[UsedMail]:
    """Return the events that tell of a mail: 12m may tell of one more than once."""
    own = None if item is None or item.seq is None else store.person_mails.find(item.identity, item.seq)
    if own is None:
        return []
    told = {(own.identity, own.seq): own}
    for address in person.addresses:
        for mail in store.person_mails.load_answers(address):
            if mail.mail_id is not None and (mail.identity, mail.mail_id) == (own.identity, own.mail_id):
                told[mail.identity, mail.seq] = mail
    return list(told.values())


def _record(store: Store, person: Person, command: str, at: datetime) -> int:
    store.targets.clear()
    store.targets.choose_leads(person.ids)
    store.targets.sort_rest()
    return store.steering.record(ACTOR, command, at)


def _to_json(before: Before) -> dict[str, Any]:
    return {
        "last_mail": before.last_mail,
        "answers": [[each.address, each.sequence_id, to_text(each.at)] for each in before.answers],
        "events": [list(each) for each in before.events],
        "answered_steps": dict(before.answered_steps),
        "item": None if before.item is None else _item_to_json(before.item),
    }


def _item_to_json(item: InboxItem) -> dict[str, Any]:
    values = asdict(item)
    return {key: to_text(each) if isinstance(each, datetime) else each for key, each in values.items()}


# -- what a mark does


def _count_as_answer(store: Store, lead: Lead, person: Person, item: InboxItem | None, at: datetime) -> None:
    """Do what the answer of a person does: to the lead, the person's other leads and the colleagues."""
    written_at = at if item is None else item.at
    step = find_answered_step(store.attempts.load_departures(lead.id), written_at)
    is_known = store.answers.find(normalise_address(lead.email)) is not None
    if lead.status is LeadStatus.REPLIED and is_known:
        return
    text = "marked by hand" if step is None else f"{answered_text(step)} (marked by hand)"
    answered = step if lead.answered_step is None else lead.answered_step
    lead_event = LeadEvent(LeadEventKind.LEAD_REPLIED, LeadReason.ANSWERED, text)
    after = apply_lead_event(store, lead, lead_event, ACTOR, at, answered_step=answered)
    after = end_hold_of_ended(store, after, ACTOR, at)
    sender = item.sender if item is not None and item.sender in person.addresses else lead.email
    word = PersonsWord((after,), sender, written_at, ACTOR, is_new=lead.answered_step is None)
    remember_answer(store, word, at, DrainSummary())


def _is_opt_out(store: Store, person: Person, item: InboxItem | None, at: datetime) -> None:
    """Suppress the person, as an opt-out by mail does."""
    contacted = tuple(lead for lead in person.leads if store.attempts.was_contacted(lead.id))
    written_at = at if item is None else item.at
    for address in person.addresses:
        suppress_person(store, address, LeadReason.OPTED_OUT, _BY_HAND, ACTOR, at)
    for lead in person.leads:
        end_hold_of_ended(store, store.leads.get(lead.id), ACTOR, at)
    if contacted:
        is_new = all(lead.answered_step is None for lead in contacted)
        word = PersonsWord(contacted, contacted[0].email, written_at, ACTOR, is_new=is_new)
        remember_answer(store, word, at, DrainSummary())


def describe_for_good(lead: Lead) -> str:
    """Return that an opt-out cannot be taken back, and what the removal from the list does."""
    command = f"seqcli suppress remove {normalise_address(lead.email)}"
    return f"an opt-out ends a lead for good; {command} only takes the address off the list"


def _is_no_answer(store: Store, marked: Marked, person: Person, item: InboxItem | None, at: datetime) -> None:
    """Count the mail as an auto-reply from now on, and let the leads go on if nothing else was an answer."""
    if item is None or item.seq is None:
        marked.stays = "no mail of the stream is known that could be an auto-reply"
        return
    other = find_other_word(store, person, item)
    correct_mail(store, person, item)
    if other:
        marked.stays = other
        return
    returned = withdraw(store, WrongAnswer(person, item.at, ACTOR, at))
    _share(marked, returned)


def _share(marked: Marked, returned: Returned) -> None:
    marked.others = [lead for lead in returned.leads if lead.id != marked.before.id]
    marked.left = returned.left


def correct_mail(store: Store, person: Person, item: InboxItem) -> None:
    """Count a mail as an auto-reply wherever its events are read: nothing takes it for an answer again (rule R14)."""
    store.inbox.correct_kind(item.id, InboxKind.AUTO_REPLY)
    for mail in _events_of(store, person, item):
        if mail.may_be_answer:
            detail = f"auto-reply, marked by hand; without the mark: {in_words(mail.detail)}"
            lead_id = mail.lead_id or item.lead_id
            handling = EventHandling.LEAD_PAUSED
            store.events.mark(mail.identity, mail.seq, handling, lead_id, detail, AnswerKind.AUTO_REPLY)
