"""Applies inbound mails and bounces to leads, in the transaction of their page. `inbound` classifies them."""

from collections.abc import Collection

from seqcli.client.stream import INBOUND
from seqcli.engine.leads.apply import (
    answered_text,
    apply_lead_event,
    get_sequence,
    note,
    suppress_person,
)
from seqcli.engine.leads.company import apply_company_stop
from seqcli.engine.leads.memory import PersonsWord, find_answered_leads, remember_answer
from seqcli.engine.leads.patience import Absence, believed_time, end_hold_of_ended, hold_for_absence
from seqcli.engine.stream.context import EventContext, HandlingResult
from seqcli.engine.stream.inbox import mail_id_of
from seqcli.engine.stream.soft_bounces import is_last_straw
from seqcli.inbound import (
    Hardness,
    MailKind,
    Verdict,
    classify,
    detail_of,
    excerpt,
    find_return_date,
    has_text,
    read_bounce,
)
from seqcli.inbound.named_people import find_named_people
from seqcli.machine import FINAL, LeadEvent, LeadEventKind, statuses_that_take
from seqcli.model import Lead, LeadStatus, Mail, StreamEvent, find_answered_step, normalise_address
from seqcli.reasons import BY_PERSON, AnswerKind, EventHandling, LeadReason
from seqcli.sequence_settings import AutoReplyPolicy
from seqcli.store import Store

#: Leads that nothing brings back, so that nothing about them has to wait.
_OVER = FINAL - statuses_that_take(LeadEventKind.REQUEUED)
#: Mail of machines that ends nobody.
_OF_MACHINES = frozenset({AnswerKind.AUTO_REPLY, AnswerKind.CHALLENGE, AnswerKind.DELIVERED})
#: What counts for an event that several leads take differently, the weightiest first.
_WEIGHT = (EventHandling.LEAD_PAUSED, EventHandling.MAIL_APPLIED, EventHandling.MAIL_NOTED)


def on_inbound(ctx: EventContext, event: StreamEvent) -> HandlingResult:
    """`email.received` or `email.replied`: a notice, an auto-reply, an opt-out or a person's answer.

    Where the event says too little of the mail, it is marked to be looked up, and nothing else happens yet.
    """
    return _read_inbound(ctx, event, may_look_up=True)


def on_mail_in_full(ctx: EventContext, event: StreamEvent) -> HandlingResult:
    """The same for a mail of which 12m shows no more than this: what is still in doubt counts on the safe side."""
    return _read_inbound(ctx, event, may_look_up=False)


def is_told_again(ctx: EventContext, event: StreamEvent) -> bool:
    """Return whether an event tells of a mail that was used for a lead already, and says nothing new of it.

    What a person said of the mail counts more than the same text once more; an opt-out counts whenever it is seen.
    """
    told = ctx.store.inbox.find_told(ctx.identity, mail_id_of(event), event.seq)
    if told is None or event.mail is None:
        return False
    ours = ctx.leads_in(event)
    verdict = classify(
        event.mail,
        own_addresses=[ctx.identity],
        lead_address=ours[0].email if ours else None,
        written_at=event.occurred_at or ctx.at,
    )
    return verdict.kind is not MailKind.OPT_OUT if told.is_marked else verdict.answer_kind is told.kind


def classify_for(ctx: EventContext, event: StreamEvent, lead: Lead) -> Verdict:
    """Return what a mail is that a person attached to a lead."""
    at = event.occurred_at or ctx.at
    mail = event.mail or Mail("")
    return classify(mail, own_addresses=[ctx.identity], lead_address=lead.email, written_at=at)


def on_matched_mail(ctx: EventContext, event: StreamEvent, verdict: Verdict, lead: Lead) -> HandlingResult:
    """The same for a mail that a person attached to a lead: it is applied to this lead."""
    if event.mail is None:
        return HandlingResult(EventHandling.UNREADABLE, lead.id, "no message")
    if verdict.kind in {MailKind.BOUNCE, MailKind.DELAY}:
        return _on_notice(ctx, event, verdict, [lead])
    return _on_mail(ctx, event, verdict, [lead], _people_of_mail(ctx, event.mail, verdict))


def _read_inbound(ctx: EventContext, event: StreamEvent, *, may_look_up: bool) -> HandlingResult:
    mail = event.mail
    if mail is None:
        return HandlingResult(EventHandling.UNREADABLE, None, "no message")
    ours = ctx.leads_in(event)
    verdict = classify(
        mail,
        own_addresses=[ctx.identity],
        lead_address=ours[0].email if ours else None,
        written_at=event.occurred_at or ctx.at,
    )
    is_notice = verdict.kind in {MailKind.BOUNCE, MailKind.DELAY}
    people = _people_of_mail(ctx, mail, verdict)
    leads = _leads_of_notice(ctx, event, verdict) if is_notice else _leads_of_mail(ctx, people, ours)
    if may_look_up and _is_in_doubt(ctx, event, verdict, leads):
        return HandlingResult(EventHandling.TO_LOOK_UP, leads[0].id if leads else None, detail_of(verdict))
    if is_notice:
        return _on_notice(ctx, event, verdict, leads)
    return _on_mail(ctx, event, verdict, ours, people)


def _is_in_doubt(ctx: EventContext, event: StreamEvent, verdict: Verdict, leads: list[Lead]) -> bool:
    """Return whether the text of the mail, which the event lacks, may change what is done (rule R22)."""
    data = event.raw.get("data")
    if event.conv_id is None or (isinstance(data, dict) and has_text(data)):
        return False
    if not leads:
        # A stranger's mail is nothing to us; a notice or a complaint that names nobody is about somebody, and whoever
        # opts out from another address may name the one that we wrote to, or quote our mail.
        is_about_another = verdict.kind in {MailKind.BOUNCE, MailKind.OPT_OUT} and not verdict.addresses
        return is_about_another and (verdict.kind is MailKind.OPT_OUT or not verdict.is_settled)
    return not verdict.is_settled or _may_tell_more(ctx, event, verdict)


def _may_tell_more(ctx: EventContext, event: StreamEvent, verdict: Verdict) -> bool:
    """Return whether the day of return, or that somebody has left, may stand further below in an auto-reply."""
    if verdict.answer_kind is not AnswerKind.AUTO_REPLY or event.mail is None:
        return False
    return find_return_date(event.mail, event.occurred_at or ctx.at) is None


def obey_opt_out(ctx: EventContext, event: StreamEvent, actor: str) -> None:
    """Suppress whoever asks to stop in the mail of an event that is unusable otherwise."""
    if event.type in INBOUND and event.mail is not None:
        verdict = classify(event.mail, own_addresses=[ctx.identity])
        if verdict.kind is MailKind.OPT_OUT:
            _suppress(ctx, _people_of_mail(ctx, event.mail, verdict), verdict, actor)


def _suppress(ctx: EventContext, people: list[str], verdict: Verdict, actor: str) -> None:
    for address in people:
        suppress_person(ctx.store, address, LeadReason.OPTED_OUT, f"opted out: {verdict.why}", actor, ctx.at)


def _people_of_mail(ctx: EventContext, mail: Mail, verdict: Verdict) -> list[str]:
    """Return who speaks in a mail, as normalised addresses: its sender, or whoever complains in a complaint.

    A machine of the complainer's provider sends complaints on. It is suppressed only where it is a lead itself.
    They speak under all their addresses. An opt-out may be for others, whom it names.
    """
    sender = normalise_address(mail.sender)
    writers = ctx.store.other_addresses.find_names(sender) if "@" in sender else []
    if verdict.answer_kind is not AnswerKind.COMPLAINT or not verdict.addresses:
        return writers + _people_named(ctx, mail, verdict, writers)
    known = [each for each in (*verdict.addresses, *writers) if ctx.store.leads.load_of_person(each)]
    return known or list(verdict.addresses[:1])


def _people_named(ctx: EventContext, mail: Mail, verdict: Verdict, writers: list[str]) -> list[str]:
    """Return whom an opt-out is for besides its writer, by the addresses that we wrote to.

    Its words name others, and not the writer: "take ada@ off your list". Or a copy of our mail stands below the words
    of a writer whom nobody knows.
    """
    if verdict.kind is not MailKind.OPT_OUT:
        return []
    named = find_named_people(mail)
    meant = _written_to(ctx, named.in_words, writers)
    if meant:
        return [] if named.speaks_of_writer else meant
    if any(map(ctx.store.leads.load_of_person, writers)):
        return []
    copied = _written_to(ctx, named.anywhere, writers)
    return copied if len(copied) == 1 else []


def _asks_for_others(ctx: EventContext, event: StreamEvent, verdict: Verdict, ended: list[str]) -> bool:
    """Return whether an opt-out names people whom it did not end: a person must read it."""
    if verdict.kind is not MailKind.OPT_OUT or event.mail is None:
        return False
    return bool(_written_to(ctx, find_named_people(event.mail).in_words, ended))


def _written_to(ctx: EventContext, addresses: tuple[str, ...], known: list[str]) -> list[str]:
    """Return under which of these addresses, or others of their people, we wrote to somebody; not to those known."""
    names = (each for address in addresses for each in ctx.store.other_addresses.find_names(address))
    others = [each for each in dict.fromkeys(names) if each not in known]
    return [each for each in others if find_answered_leads(ctx.store, ctx.store.leads.load_of_person(each))]


def _leads_of_mail(ctx: EventContext, people: list[str], ours: list[Lead]) -> list[Lead]:
    """Return the conversation's leads, and those of the people who speak in a mail."""
    theirs = (lead for address in people for lead in ctx.store.leads.load_of_person(address))
    return list({lead.id: lead for lead in (*ours, *theirs)}.values())


def _on_mail(
    ctx: EventContext, event: StreamEvent, verdict: Verdict, ours: list[Lead], people: list[str]
) -> HandlingResult:
    """Apply an auto-reply, an opt-out or a human mail to the leads of the conversation and of whoever wrote it."""
    leads = _leads_of_mail(ctx, people, ours)
    if verdict.kind is MailKind.OPT_OUT:
        _suppress(ctx, people, verdict, ctx.actor(event))
        ctx.summary.suppressed.extend((lead.id, verdict.why) for lead in leads)
    if verdict.answer_kind is AnswerKind.COMPLAINT:
        told = _ids_of_mail(ctx, event, _leads_of_notice(ctx, event, verdict))
        ctx.store.brakes.mark_complained(ctx.identity, told, event.occurred_at or ctx.at)
    word = _persons_word(ctx, event, verdict, ours, leads)
    if word is None:
        _remember_lost_answer(ctx, event, verdict, people, leads)
    if not leads:
        return HandlingResult(EventHandling.NO_LEAD, None, verdict.kind, verdict.answer_kind)
    handled = {_apply_mail(ctx, event, verdict, before, word) for before in leads}
    if word is not None:
        remember_answer(ctx.store, word, ctx.at, ctx.summary)
    handling = min(handled, key=_WEIGHT.index)
    ended = [*people, *(normalise_address(lead.email) for lead in leads)]
    is_open = _asks_for_others(ctx, event, verdict, ended)
    return HandlingResult(
        handling, leads[0].id, detail_of(verdict), verdict.answer_kind, needs_person=is_open
    )


def _persons_word(
    ctx: EventContext, event: StreamEvent, verdict: Verdict, ours: list[Lead], known: Collection[Lead]
) -> PersonsWord | None:
    """Return a mail as an answer of a person whom we wrote to, or None; its conversation's leads come first."""
    if verdict.answer_kind not in BY_PERSON or event.mail is None:
        return None
    answered = find_answered_leads(ctx.store, ours) or find_answered_leads(ctx.store, known)
    if not answered:
        return None
    # Whoever sends a complaint on is a machine of the complainer's provider.
    sender = "" if verdict.answer_kind is AnswerKind.COMPLAINT else event.mail.sender
    is_new = all(lead.answered_step is None for lead in answered)
    at = event.occurred_at or ctx.at
    return PersonsWord(answered, sender, at, ctx.actor(event), is_new=is_new)


def _remember_lost_answer(
    ctx: EventContext, event: StreamEvent, verdict: Verdict, people: list[str], leads: list[Lead]
) -> None:
    """Remember who answers a mail that a restored file does not know, and let the colleagues wait."""
    is_answer = verdict.answer_kind in BY_PERSON and event.type == "email.replied"
    if not is_answer or not ctx.store.meta.was_restored():
        return
    for address in people:
        ctx.store.answers.save(address, "", event.occurred_at or ctx.at)
    if leads:
        apply_company_stop(ctx.store, leads, people, ctx.actor(event), ctx.at, ctx.summary)


def _apply_mail(
    ctx: EventContext, event: StreamEvent, verdict: Verdict, before: Lead, word: PersonsWord | None
) -> EventHandling:
    """Apply a mail to a lead; `before` is the lead as it was before an opt-out suppressed the whole person.

    A lead that was never written to has no answer of its own; what the person answers elsewhere is the word's matter.
    """
    store, actor, at = ctx.store, ctx.actor(event), ctx.at
    lead = store.leads.get(before.id)
    if verdict.answer_kind in _OF_MACHINES:
        return _apply_auto_reply(ctx, event, verdict, lead)
    if word is not None and _is_for_others(store, verdict, lead, word):
        return EventHandling.MAIL_APPLIED
    answered = find_answered_step(store.attempts.load_departures(lead.id), event.occurred_at or at)
    lead_event = _lead_event_of_mail(store, verdict, lead, answered)
    is_answer = lead_event.kind in {LeadEventKind.LEAD_REPLIED, LeadEventKind.SUPPRESSED}
    is_first = lead.answered_step is None or before.status not in {LeadStatus.REPLIED, LeadStatus.SUPPRESSED}
    step = answered if is_answer and is_first else lead.answered_step
    after = apply_lead_event(store, lead, lead_event, actor, at, answered_step=step)
    ctx.report_hold(lead, after)
    if after.status is lead.status:
        note(store, lead, actor, f"{verdict.kind} mail", verdict.why, at)
    elif after.status is LeadStatus.REPLIED:
        ctx.summary.replied.append((lead.id, excerpt(event.mail) if event.mail else ""))
    elif after.status is LeadStatus.BOUNCED:
        ctx.summary.bounced.append((lead.id, verdict.why))
    end_hold_of_ended(store, after, actor, at)
    return EventHandling.MAIL_APPLIED


def _apply_auto_reply(ctx: EventContext, event: StreamEvent, verdict: Verdict, lead: Lead) -> EventHandling:
    """Pause the lead, end it or only note the mail, as its sequence decides."""
    store, actor, at = ctx.store, ctx.actor(event), ctx.at
    policy = get_sequence(store, lead.sequence_id).settings.auto_reply
    is_reply = verdict.answer_kind is not AnswerKind.DELIVERED
    if not is_reply or policy is AutoReplyPolicy.IGNORE or lead.status in _OVER:
        note(store, lead, actor, verdict.kind.replace("_", "-"), _text_of_absence(ctx, event, verdict), at)
        return EventHandling.MAIL_NOTED
    if policy is AutoReplyPolicy.HALT:
        halted = LeadEvent(LeadEventKind.STOPPED, LeadReason.AUTO_REPLIED, f"auto-reply: {verdict.why}")
        end_hold_of_ended(store, apply_lead_event(store, lead, halted, actor, at), actor, at)
        ctx.summary.stopped.append((lead.id, halted.text))
        return EventHandling.MAIL_APPLIED
    absence = _absence_in(ctx, event, verdict, lead)
    hold_for_absence(store, lead, absence, actor, at, actor)
    ctx.summary.paused.append((lead.id, absence.text))
    return EventHandling.LEAD_PAUSED


def _absence_in(ctx: EventContext, event: StreamEvent, verdict: Verdict, lead: Lead) -> Absence:
    written_at = believed_time(ctx.store, lead, event.occurred_at, ctx.at)
    is_dated = event.mail is not None and verdict.kind is MailKind.AUTO_REPLY
    back_on = find_return_date(event.mail, written_at) if event.mail and is_dated else None
    return Absence(written_at, back_on, verdict.why)


def _text_of_absence(ctx: EventContext, event: StreamEvent, verdict: Verdict) -> str:
    """Return what an auto-reply tells, with the day of return that it states."""
    if event.mail is None or verdict.kind is not MailKind.AUTO_REPLY:
        return verdict.why
    back_on = find_return_date(event.mail, event.occurred_at or ctx.at)
    return verdict.why if back_on is None else f"{verdict.why}; back on {back_on.isoformat()}"


def _lead_event_of_mail(store: Store, verdict: Verdict, lead: Lead, answered: int | None) -> LeadEvent:
    if verdict.kind is MailKind.OPT_OUT:
        return LeadEvent(LeadEventKind.SUPPRESSED, LeadReason.OPTED_OUT, f"opted out: {verdict.why}")
    if verdict.kind is MailKind.AUTO_REPLY:
        named = f"; it names {verdict.successor}" if verdict.successor else ""
        text = f"auto-reply: {verdict.why}{named}"
        return LeadEvent(LeadEventKind.HARD_BOUNCED, LeadReason.ADDRESS_DEAD, text)
    if lead.status in {LeadStatus.QUEUED, LeadStatus.HELD} and not store.attempts.was_contacted(lead.id):
        return LeadEvent(LeadEventKind.HOLD_NEEDED, LeadReason.WROTE_FIRST, "wrote to us first")
    flagged = f" ({', '.join(verdict.flags)})" if verdict.flags else ""
    return LeadEvent(
        LeadEventKind.LEAD_REPLIED, LeadReason.ANSWERED, f"{answered_text(answered or 0)}{flagged}"
    )


def _is_for_others(store: Store, verdict: Verdict, lead: Lead, word: PersonsWord) -> bool:
    """Return whether a human mail answers only other sequences than that of this lead, which it never wrote to."""
    is_elsewhere = lead.sequence_id != word.sequence_id and not store.attempts.was_contacted(lead.id)
    return verdict.kind is MailKind.HUMAN and is_elsewhere


def bounce_of(event: StreamEvent, identity: str) -> Verdict:
    """Return the verdict on an `email.bounced` event, whatever its fields are called."""
    data = event.raw.get("data")
    return read_bounce(data if isinstance(data, dict) else {}, own_addresses=[identity])


def on_bounced(ctx: EventContext, event: StreamEvent) -> HandlingResult:
    """`email.bounced`: 12m's own report of a bounce."""
    verdict = bounce_of(event, ctx.identity)
    return _on_notice(ctx, event, verdict, _leads_of_notice(ctx, event, verdict))


def _on_notice(ctx: EventContext, event: StreamEvent, verdict: Verdict, leads: list[Lead]) -> HandlingResult:
    """Apply a bounce or delay notice, from 12m or a mail daemon, in our own or another conversation."""
    if not leads:
        return HandlingResult(EventHandling.NO_LEAD, None, detail_of(verdict), verdict.answer_kind)
    hard = False
    for lead in leads:
        # Read again: the bounce of a person's first lead has just suppressed the others.
        hard = _apply_notice(ctx, event, verdict, ctx.store.leads.get(lead.id)) or hard
    if hard:
        ctx.store.brakes.mark_bounced(
            ctx.identity, _ids_of_mail(ctx, event, leads), event.occurred_at or ctx.at
        )
    handling = EventHandling.MAIL_APPLIED if hard else EventHandling.MAIL_NOTED
    detail = f"{verdict.hardness or ''} {verdict.kind}: {verdict.why}".strip()[:200]
    return HandlingResult(handling, leads[0].id, detail, verdict.answer_kind)


def _leads_of_notice(ctx: EventContext, event: StreamEvent, verdict: Verdict) -> list[Lead]:
    """Return the leads of the first address in a notice that was contacted, else those of its conversation.

    Later addresses may come from the quoted copy of our mail.
    """
    for address in verdict.addresses:
        named = ctx.store.leads.load_of_person(normalise_address(address))
        contacted = [lead for lead in named if ctx.store.attempts.was_contacted(lead.id)]
        if contacted:
            return contacted
    return ctx.leads_in(event)


def _ids_of_mail(ctx: EventContext, event: StreamEvent, leads: list[Lead]) -> list[str]:
    """Return the ids of a person's leads whose mail is meant: those of the conversation, where it is one of ours."""
    in_conversation = {each.id for each in ctx.leads_in(event)}
    return [each.id for each in leads if each.id in in_conversation] or [each.id for each in leads]


def _apply_notice(ctx: EventContext, event: StreamEvent, verdict: Verdict, lead: Lead) -> bool:
    store, actor, at = ctx.store, ctx.actor(event), ctx.at
    why = _why_ended(ctx, event, verdict, lead)
    if not why:
        flags = f" ({', '.join(verdict.flags)})" if verdict.flags else ""
        note(store, lead, actor, f"{verdict.hardness or 'delay'} {verdict.kind}{flags}", verdict.why, at)
        return False
    after = apply_lead_event(
        store, lead, LeadEvent(LeadEventKind.HARD_BOUNCED, LeadReason.BOUNCED, why), actor, at
    )
    if after.status is LeadStatus.BOUNCED and lead.status is not LeadStatus.BOUNCED:
        ctx.summary.bounced.append((lead.id, why))
    end_hold_of_ended(store, after, actor, at)
    return True


def _why_ended(ctx: EventContext, event: StreamEvent, verdict: Verdict, lead: Lead) -> str:
    """Return why a notice ends a lead, or an empty text.

    A bounce without any code counts as soft, the second one told in the same way as hard, and so does the third soft
    one in a row.
    """
    if verdict.kind is not MailKind.BOUNCE:
        return ""
    if verdict.hardness is Hardness.HARD:
        return verdict.why
    is_unclear = verdict.hardness is not Hardness.SOFT
    if is_unclear and ctx.store.events.has_answer(lead.id, AnswerKind.UNCLEAR_BOUNCE, event.type):
        return verdict.why
    return f"third soft bounce in a row: {verdict.why}" if is_last_straw(ctx, event, lead) else ""
