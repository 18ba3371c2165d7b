"""Applies inbound mails and bounces to leads, in the transaction of their page. `inbound` classifies them."""

from seqcli.engine.leads.apply import answered_text, apply_lead_event, note, suppress_person
from seqcli.engine.stream.context import EventContext, HandlingResult
from seqcli.inbound import Hardness, MailKind, Verdict, classify, excerpt, find_return_date, read_bounce
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import Lead, LeadStatus, StreamEvent, find_answered_step, normalise_address
from seqcli.reasons import AnswerKind, EventHandling, LeadReason
from seqcli.store import Store


def on_inbound(ctx: EventContext, event: StreamEvent) -> HandlingResult:
    """`email.received` or `email.replied`: a bounce or delay notice, an auto-reply, an opt-out or an answer."""
    mail = event.mail
    if mail is None:
        return HandlingResult(EventHandling.UNREADABLE, None, "no message")
    ours = ctx.leads_in(event)
    verdict = classify(mail, own_addresses=[ctx.identity], lead_address=ours[0].email if ours else None)
    if verdict.kind in {MailKind.BOUNCE, MailKind.DELAY}:
        return _on_notice(ctx, event, verdict)
    return _on_mail(ctx, event, verdict, ours)


def _on_mail(ctx: EventContext, event: StreamEvent, verdict: Verdict, ours: list[Lead]) -> HandlingResult:
    """Apply an auto-reply, an opt-out or a human mail to the leads of the conversation and of whoever wrote it."""
    people = _people_of_mail(ctx, event, verdict)
    theirs = (lead for address in people for lead in ctx.store.leads.load_of_person(address))
    known = {lead.id: lead for lead in (*ours, *theirs)}
    if verdict.kind is MailKind.OPT_OUT:
        for address in people:
            suppress_person(
                ctx.store,
                address,
                LeadReason.OPTED_OUT,
                f"opted out: {verdict.why}",
                ctx.actor(event),
                ctx.at,
            )
        ctx.summary.suppressed.extend((lead.id, verdict.why) for lead in known.values())
    if not known:
        return HandlingResult(EventHandling.NO_LEAD, None, verdict.kind, verdict.answer_kind)
    for before in known.values():
        _apply_mail(ctx, event, verdict, before)
    first = next(iter(known))
    noted = verdict.kind in {MailKind.AUTO_REPLY, MailKind.CHALLENGE}
    handling = EventHandling.MAIL_NOTED if noted else EventHandling.MAIL_APPLIED
    return HandlingResult(handling, first, _detail(verdict), verdict.answer_kind)


def _people_of_mail(ctx: EventContext, event: StreamEvent, verdict: Verdict) -> list[str]:
    """Return who speaks in a mail, as normalised addresses: its sender, or whoever complains in a complaint.

    A machine of the complainer's provider sends complaints on. It is suppressed only where it is a lead itself.
    """
    sender = normalise_address(event.mail.sender if event.mail else "")
    writers = [sender] if "@" in sender else []
    if verdict.answer_kind is not AnswerKind.COMPLAINT or not verdict.addresses:
        return writers
    known = [each for each in (*verdict.addresses, *writers) if ctx.store.leads.load_of_person(each)]
    return known or list(verdict.addresses[:1])


def _apply_mail(ctx: EventContext, event: StreamEvent, verdict: Verdict, before: Lead) -> None:
    """Apply a mail to a lead; `before` is the lead as it was before an opt-out suppressed the whole person."""
    store, actor, at = ctx.store, ctx.actor(event), ctx.at
    lead = store.leads.get(before.id)
    if verdict.answer_kind in {AnswerKind.AUTO_REPLY, AnswerKind.CHALLENGE}:
        note(store, lead, actor, verdict.kind.replace("_", "-"), _text_of_absence(ctx, event, verdict), at)
        return
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


def _detail(verdict: Verdict) -> str:
    return " · ".join((verdict.kind, verdict.why, *verdict.flags))


def bounce_of(event: StreamEvent, identity: str) -> Verdict:
    """Return the verdict on an `email.bounced` event, whatever its fields are called."""
    data = event.raw.get("data")
    return read_bounce(data if isinstance(data, dict) else {}, own_addresses=[identity])


def on_bounced(ctx: EventContext, event: StreamEvent) -> HandlingResult:
    """`email.bounced`: 12m's own report of a bounce."""
    return _on_notice(ctx, event, bounce_of(event, ctx.identity))


def _on_notice(ctx: EventContext, event: StreamEvent, verdict: Verdict) -> HandlingResult:
    """Apply a bounce or delay notice, from 12m or a mail daemon, in our own or another conversation."""
    leads = _leads_of_notice(ctx, event, verdict)
    if not leads:
        return HandlingResult(EventHandling.NO_LEAD, None, _detail(verdict), verdict.answer_kind)
    hard = False
    for lead in leads:
        # Read again: the bounce of a person's first lead has just suppressed the others.
        hard = _apply_notice(ctx, event, verdict, ctx.store.leads.get(lead.id)) or hard
    hardness = verdict.hardness or "delay"
    handling = EventHandling.MAIL_APPLIED if hard else EventHandling.MAIL_NOTED
    detail = f"{hardness} {verdict.kind}: {verdict.why}"[:200]
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


def _apply_notice(ctx: EventContext, event: StreamEvent, verdict: Verdict, lead: Lead) -> bool:
    store, actor, at = ctx.store, ctx.actor(event), ctx.at
    if not _ends_lead(ctx, event, verdict, lead):
        flags = f" ({', '.join(verdict.flags)})" if verdict.flags else ""
        note(store, lead, actor, f"{verdict.hardness or 'delay'} {verdict.kind}{flags}", verdict.why, at)
        return False
    after = apply_lead_event(
        store, lead, LeadEvent(LeadEventKind.HARD_BOUNCED, LeadReason.BOUNCED, verdict.why), actor, at
    )
    if after.status is LeadStatus.BOUNCED and lead.status is not LeadStatus.BOUNCED:
        ctx.summary.bounced.append((lead.id, verdict.why))
    return True


def _ends_lead(ctx: EventContext, event: StreamEvent, verdict: Verdict, lead: Lead) -> bool:
    """Return whether a notice ends the lead: a hard bounce, or the second bounce of its type without a code."""
    if verdict.kind is not MailKind.BOUNCE or verdict.hardness is Hardness.SOFT:
        return False
    if verdict.hardness is Hardness.UNKNOWN:
        return ctx.store.events.has_answer(lead.id, AnswerKind.UNCLEAR_BOUNCE, event.type)
    return True
