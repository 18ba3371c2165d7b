"""What an inbound mail or a bounce means for leads, inside the transaction of its page. Kinds are told by `inbound`."""

from seqcli.engine.leads.apply import apply_fact, note, suppress_person
from seqcli.engine.stream.context import UNMATCHED, Scene, Use
from seqcli.inbound import Hardness, Kind, Verdict, classify, read_bounce
from seqcli.machine import Fact, FactKind
from seqcli.model import Lead, LeadStatus, StreamEvent, find_answered_step, normalise_address
from seqcli.store import Store


def on_inbound(scene: Scene, event: StreamEvent) -> Use:
    """`email.received` or `email.replied`: a notice, an auto-reply, an opt-out or a person's answer."""
    mail = event.mail
    if mail is None:
        return Use("unreadable", None, "no message")
    ours = scene.leads_in(event)
    verdict = classify(mail, own_addresses=[scene.identity], lead_address=ours[0].email if ours else None)
    if verdict.kind in {Kind.BOUNCE, Kind.DELAY}:
        return _on_notice(scene, event, verdict)
    return _on_letter(scene, event, verdict, ours)


def _on_letter(scene: Scene, event: StreamEvent, verdict: Verdict, ours: list[Lead]) -> Use:
    """An auto-reply, an opt-out or a human mail: for the conversation's leads and for those of the sender."""
    sender = normalise_address(event.mail.sender if event.mail else "")
    known = {lead.id: lead for lead in (*ours, *scene.store.load_leads_of(sender))}
    if verdict.kind is Kind.OPT_OUT and "@" in sender:
        suppress_person(scene.store, sender, f"opted out: {verdict.why}", scene.actor(event), scene.at)
        scene.news.suppressed.extend((lead.id, verdict.why) for lead in known.values())
    if not known:
        return Use(UNMATCHED, None, verdict.kind)
    for before in known.values():
        _apply_letter(scene, event, verdict, before)
    first = next(iter(known))
    return Use("noted" if verdict.kind is Kind.AUTO_REPLY else "applied", first, _detail(verdict))


def _apply_letter(scene: Scene, event: StreamEvent, verdict: Verdict, before: Lead) -> None:
    """Apply a letter to a lead that stood as `before`; an opt-out has just suppressed the whole person."""
    store, actor, at = scene.store, scene.actor(event), scene.at
    lead = store.get_lead(before.id)
    if verdict.kind is Kind.AUTO_REPLY and "address is dead" not in verdict.flags:
        note(store, lead, actor, "auto-reply", verdict.why, at)
        return
    answered = find_answered_step(store.load_departures(lead.id), event.occurred_at or at)
    fact = _fact_of_letter(store, verdict, lead, answered)
    is_answer = fact.kind in {FactKind.LEAD_REPLIED, FactKind.SUPPRESSED}
    is_first = lead.answered_step is None or before.status not in {LeadStatus.REPLIED, LeadStatus.SUPPRESSED}
    step = answered if is_answer and is_first else lead.answered_step
    after = apply_fact(store, lead, fact, actor, at, answered_step=step)
    scene.tell_hold(lead, after)
    if after.status is lead.status:
        note(store, lead, actor, f"{verdict.kind} mail", verdict.why, at)
    elif after.status is LeadStatus.REPLIED:
        scene.news.replied.append((lead.id, _snippet(event)))
    elif after.status is LeadStatus.BOUNCED:
        scene.news.bounced.append((lead.id, verdict.why))


def _fact_of_letter(store: Store, verdict: Verdict, lead: Lead, answered: int | None) -> Fact:
    if verdict.kind is Kind.OPT_OUT:
        return Fact(FactKind.SUPPRESSED, f"opted out: {verdict.why}")
    if verdict.kind is Kind.AUTO_REPLY:
        return Fact(FactKind.HARD_BOUNCED, f"auto-reply: {verdict.why}")
    if lead.status is LeadStatus.QUEUED and not store.was_contacted(lead.id):
        return Fact(FactKind.HOLD_NEEDED, "wrote to us first")
    flagged = f" ({', '.join(verdict.flags)})" if verdict.flags else ""
    return Fact(FactKind.LEAD_REPLIED, f"answered step {(answered or 0) + 1}{flagged}")


def _snippet(event: StreamEvent) -> str:
    text = (event.mail.text or event.mail.subject) if event.mail else ""
    return " ".join(text.split())[:160]


def _detail(verdict: Verdict) -> str:
    return " · ".join((verdict.kind, verdict.why, *verdict.flags))


def bounce_of(event: StreamEvent, identity: str) -> Verdict:
    """Return what an `email.bounced` event says, whatever its fields are called."""
    data = event.raw.get("data")
    return read_bounce(data if isinstance(data, dict) else {}, own_addresses=[identity])


def on_bounced(scene: Scene, event: StreamEvent) -> Use:
    """`email.bounced`: what 12m itself says of a bounce."""
    return _on_notice(scene, event, bounce_of(event, scene.identity))


def _on_notice(scene: Scene, event: StreamEvent, verdict: Verdict) -> Use:
    """A bounce or delay notice, told by 12m or by a mail daemon, in our own or a strange conversation."""
    leads = _leads_of_notice(scene, event, verdict)
    if not leads:
        return Use(UNMATCHED, None, _detail(verdict))
    hard = False
    for lead in leads:
        # Read anew: the bounce of a person's first lead has just suppressed the others.
        hard = _apply_notice(scene, event, verdict, scene.store.get_lead(lead.id)) or hard
    hardness = verdict.hardness or "delay"
    return Use("applied" if hard else "noted", leads[0].id, f"{hardness} {verdict.kind}: {verdict.why}"[:200])


def _leads_of_notice(scene: Scene, event: StreamEvent, verdict: Verdict) -> list[Lead]:
    """Return whom a notice concerns: the first it names that we wrote to, else its conversation's lead.

    Further addresses may only stand in the copy of our mail.
    """
    for address in verdict.addresses:
        named = scene.store.load_leads_of(normalise_address(address))
        contacted = [lead for lead in named if scene.store.was_contacted(lead.id)]
        if contacted:
            return contacted
    return scene.leads_in(event)


def _apply_notice(scene: Scene, event: StreamEvent, verdict: Verdict, lead: Lead) -> bool:
    store, actor, at = scene.store, scene.actor(event), scene.at
    if not _ends_lead(scene, event, verdict, lead):
        flags = f" ({', '.join(verdict.flags)})" if verdict.flags else ""
        note(store, lead, actor, f"{verdict.hardness or 'delay'} {verdict.kind}{flags}", verdict.why, at)
        return False
    after = apply_fact(store, lead, Fact(FactKind.HARD_BOUNCED, verdict.why), actor, at)
    if after.status is LeadStatus.BOUNCED and lead.status is not LeadStatus.BOUNCED:
        scene.news.bounced.append((lead.id, verdict.why))
    return True


def _ends_lead(scene: Scene, event: StreamEvent, verdict: Verdict, lead: Lead) -> bool:
    """A bounce without any code counts as soft, the second one told in the same way as hard."""
    if verdict.kind is not Kind.BOUNCE or verdict.hardness is Hardness.SOFT:
        return False
    if verdict.hardness is Hardness.UNKNOWN:
        return scene.store.has_detail(lead.id, f"{Hardness.UNKNOWN} {Kind.BOUNCE}", event.type)
    return True
