"""Takes a mark back: the leads stand as before it, unless something else speaks against it. In one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from seqcli.clock import from_text
from seqcli.engine.leads.apply import apply_lead_event, note, status_after_hold
from seqcli.engine.leads.branching import cancel_after_undo
from seqcli.engine.leads.marking import ACTOR, describe_for_good
from seqcli.engine.leads.memory import PersonsWord, remember_answer
from seqcli.engine.leads.patience import find_hold
from seqcli.engine.leads.pausing import add_pause, end_pause
from seqcli.engine.leads.wrong_answers import (
    Person,
    Returned,
    find_other_mails,
    give_back_colleagues,
    go_back,
)
from seqcli.engine.stream.context import DrainSummary
from seqcli.machine import FINAL, LeadEvent, LeadEventKind
from seqcli.model import Lead, LeadStatus
from seqcli.reasons import AnswerKind, EventHandling, InboxKind, InboxState, LeadReason, MarkKind, PauseCause
from seqcli.store import InboxItem, LeadMark, Store, UsedMail, mark_word

_UNDO = "undo"
_WAITING = frozenset({LeadStatus.QUEUED, LeadStatus.IN_FLIGHT})


@dataclass(frozen=True, slots=True)
class _Case:
    """A mark that is taken back, with everything that was before it."""

    store: Store
    mark: LeadMark
    kept: Mapping[str, Any]
    leads: Mapping[str, Mapping[str, Any]]
    person: Person
    item: InboxItem | None
    at: datetime

    @property
    def answered_before(self) -> set[str]:
        """The addresses of those who had answered before the mark."""
        return {address for address, _, _ in self.kept["answers"]}


def undo_mark(store: Store, steering_id: int, at: datetime) -> Returned:
    """Take back the mark that a command made: its leads, its mail, and what was to follow from it.

    It lifts no suppression, and whoever answered, opted out, bounced or was suppressed meanwhile stays as it is.
    """
    found = store.lead_marks.find_steered(steering_id)
    lead = None if found is None else store.leads.find(found[0].lead_id)
    if found is None or lead is None:
        return Returned()
    mark, kept = found
    store.lead_marks.mark_undone(mark.id, at)
    item = None if mark.inbox_id is None else store.inbox.find(mark.inbox_id)
    case = _Case(
        store,
        mark,
        kept,
        store.steering.load_before(steering_id),
        Person.load(store, lead, _item_before(item, kept)),
        item,
        at,
    )
    note(store, lead, _UNDO, f"no longer marked as {mark_word(mark.kind)}", "", at)
    returned = _take_back(case)
    if item is not None:
        before = _item_before(item, kept) or item
        if store.inbox.open_again(before) and before.state is InboxState.OPEN:
            returned.opened = item.id
        if kept.get("attaches"):
            _detach(store, item)
    returned.told += cancel_after_undo(store, mark.id, at)
    return returned


def _detach(store: Store, item: InboxItem) -> None:
    """Let a mail belong to nobody, as before it was attached by hand."""
    store.inbox.detach(item.id)
    if item.seq is not None:
        store.events.detach(item.identity, item.seq, "attached by hand, and taken back")
        store.events.save_addresses(item.identity, item.seq, [item.sender] if item.sender else [])


def _item_before(item: InboxItem | None, kept: Mapping[str, Any]) -> InboxItem | None:
    """Return a mail with the state and the kind that it had before the mark."""
    was = kept["item"]
    if item is None or was is None:
        return item
    return replace(
        item,
        kind=InboxKind(was["kind"]),
        state=type(item.state)(was["state"]),
        snoozed_until=_instant(was["snoozed_until"]),
        closed_at=_instant(was["closed_at"]),
        closed_by=was["closed_by"],
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else from_text(text)


def _take_back(case: _Case) -> Returned:
    if case.mark.kind is MarkKind.AUTO_REPLY:
        return _answer_again(case)
    if case.mark.kind is MarkKind.OPT_OUT:
        return _left_suppressed(case)
    return _answer_no_more(case)


# -- an auto-reply that was a person's answer after all


def _answer_again(case: _Case) -> Returned:
    """Let the mail count as what the rules had said; the leads that it ended have ended again."""
    store, at = case.store, case.at
    for identity, seq, mail_id, handling, lead_id, detail, kind in case.kept["events"]:
        told = None if kind is None else AnswerKind(kind)
        mail = UsedMail(identity, seq, mail_id, EventHandling(handling), lead_id, detail, told)
        if mail.may_be_answer:
            store.events.mark(identity, seq, mail.handling, lead_id, detail, told)
    if case.item is not None:
        store.inbox.correct_kind(case.item.id, InboxKind(case.kept["item"]["kind"]))
    for address, sequence_id, answered_at in case.kept["answers"]:
        store.answers.save(address, sequence_id, from_text(answered_at))
    returned = Returned()
    ended = [
        lead for lead in map(store.leads.find, case.leads) if lead is not None and _has_answered(case, lead)
    ]
    for lead in ended:
        after = _end_again(case, lead)
        returned.leads += [after] if after.status is not lead.status else []
    if returned.leads and ended:
        sender = case.item.sender if case.item is not None else ""
        written_at = case.item.at if case.item is not None else at
        answered = tuple(store.leads.get(lead.id) for lead in ended)
        remember_answer(store, PersonsWord(answered, sender, written_at, _UNDO), at, DrainSummary())
    return returned


def _has_answered(case: _Case, lead: Lead) -> bool:
    was = case.leads[lead.id]
    wrote_first = was["reason_code"] == LeadReason.WROTE_FIRST
    return was["status"] in ({LeadStatus.REPLIED, LeadStatus.HELD} if wrote_first else {LeadStatus.REPLIED})


def _end_again(case: _Case, lead: Lead) -> Lead:
    store, was, at = case.store, case.leads[lead.id], case.at
    if lead.status in {LeadStatus.REPLIED, LeadStatus.SUPPRESSED}:
        return lead
    step = case.kept["answered_steps"].get(lead.id)
    lead_event = LeadEvent(LeadEventKind.LEAD_REPLIED, LeadReason.ANSWERED, was["status_reason"])
    if was["status"] == LeadStatus.HELD and not store.attempts.was_contacted(lead.id):
        lead_event = LeadEvent(LeadEventKind.HOLD_NEEDED, LeadReason.WROTE_FIRST, was["status_reason"])
    after = apply_lead_event(store, lead, lead_event, _UNDO, at, answered_step=step)
    pause = find_hold(store, after)
    if pause is None or (after.status not in FINAL and pause.source != ACTOR):
        return after
    return end_pause(store, after, PauseCause.AUTO_REPLY, _UNDO, at)


# -- an answer that was none


def _answer_no_more(case: _Case) -> Returned:
    """Give the leads that the mark ended their place of before, unless the person has answered meanwhile."""
    store, returned = case.store, Returned()
    touched = [
        lead for lead in map(store.leads.find, case.leads) if lead is not None and _was_ended(case, lead)
    ]
    why = _find_why_left(case)
    if why:
        returned.left = [(lead, why) for lead in touched]
        return returned
    if touched:
        for address in set(case.person.addresses) - case.answered_before:
            store.answers.delete(address)
    returned.leads = [_go_back(case, lead) for lead in touched]
    if touched and not case.answered_before:
        give_back_colleagues(store, case.person, _UNDO, case.at, returned)
    return returned


def _was_ended(case: _Case, lead: Lead) -> bool:
    """Return whether the mark ended a lead, or what the mark made the file remember."""
    was = case.leads[lead.id]["status"]
    if lead.status is LeadStatus.REPLIED and was != LeadStatus.REPLIED:
        return case.store.journal.find_actor_of_answer(lead.id) in {ACTOR, _UNDO}
    is_elsewhere = lead.status is LeadStatus.STOPPED and lead.reason_code is LeadReason.ANSWERED_ELSEWHERE
    return is_elsewhere and was != LeadStatus.STOPPED


def _find_why_left(case: _Case) -> str:
    """Return what has happened since the mark that keeps the leads as they are, or an empty text."""
    for address in case.person.addresses:
        if listed := case.store.suppressions.find_reason(address):
            return f"suppressed by {listed}"
    since = [
        each
        for each in find_other_mails(case.store, case.person, case.item)
        if each.id > case.kept["last_mail"]
    ]
    return f"answered since, mail #{since[0].id}" if since else ""


def _go_back(case: _Case, lead: Lead) -> Lead:
    store, was, at = case.store, case.leads[lead.id], case.at
    status = LeadStatus(was["status"])
    code = None if was["reason_code"] is None else LeadReason(was["reason_code"])
    is_settled = code is LeadReason.OUTCOME_UNKNOWN and status_after_hold(store, lead) is LeadStatus.IN_FLIGHT
    if status in _WAITING or is_settled:
        status = status_after_hold(store, lead)
    code = LeadReason.RESTORED if is_settled else code
    lead_event = LeadEvent(
        LeadEventKind.ANSWER_WITHDRAWN,
        code,
        "the outcome is known" if is_settled else was["status_reason"],
        resume_as=status,
        field=was["missing_field"] or "",
    )
    after = go_back(store, lead, lead_event, _UNDO, at)
    return _wait_again(case, after)


def _wait_again(case: _Case, lead: Lead) -> Lead:
    """Give a lead back the pause of an auto-reply and the wait that it put off."""
    store, was, at = case.store, case.leads[lead.id], case.at
    if lead.status not in {*_WAITING, LeadStatus.HELD}:
        return lead
    ends_at = _instant(was["wait_ends_at"])
    step = case.kept["answered_steps"].get(lead.id)
    kept = replace(lead, wait_ends_at=ends_at, answered_step=step)
    lead = lead if kept == lead else store.leads.save(lead, kept, at)
    for pause in was["pauses"]:
        until = _instant(pause["paused_until"])
        if pause["cause"] == PauseCause.AUTO_REPLY and until is not None and until > at:
            lead = add_pause(
                store,
                lead,
                PauseCause.AUTO_REPLY,
                until=until,
                reason=pause["reason"],
                actor=_UNDO,
                at=at,
                source=pause["source"],
                since=from_text(pause["paused_at"]),
            )
    return lead


# -- an opt-out


def _left_suppressed(case: _Case) -> Returned:
    """Say who stays suppressed: no undo revives anybody."""
    returned = Returned()
    for lead in map(case.store.leads.get, case.person.ids):
        returned.left.append((lead, f"stays suppressed: {describe_for_good(lead)}"))
    return returned
