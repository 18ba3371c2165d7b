"""What the events of the stream mean for leads, inside the transaction of their page. No HTTP here."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from seqcli.client.stream import INBOUND, KNOWN, PASSED_OVER, read_event
from seqcli.clock import format_duration, from_text, plus_ms
from seqcli.engine.leads.apply import SLACK_MS, apply_fact, get_sequence, wait_of
from seqcli.engine.stream.context import UNMATCHED, Scene, Use
from seqcli.engine.stream.inbound_events import bounce_of, on_bounced, on_inbound
from seqcli.engine.stream.malformed_events import leads_named, names_in, rematch_strays
from seqcli.engine.stream.send_events import on_drop, on_send
from seqcli.inbound import classify
from seqcli.machine import Fact, FactKind
from seqcli.model import Lead, LeadStatus, StreamEvent, normalise_address
from seqcli.store import Store


def keep_and_apply(scene: Scene, event: StreamEvent) -> None:
    """Keep the event and let it act, once, whatever it is."""
    store, identity = scene.store, scene.identity
    if store.has_event(identity, event.seq):
        _check_it_is_the_same(scene, event)
        return
    store.insert_event(identity, event, scene.at, _addresses(event, identity))
    scene.news.applied += 1
    use = _early_use(scene, event) or HANDLERS[event.type](scene, event)
    store.mark_event(identity, event.seq, use.disposition, use.lead_id, use.detail)
    rematch(scene)


def _check_it_is_the_same(scene: Scene, event: StreamEvent) -> None:
    """Keep an event apart that comes under the seq of another one, and hold its lead: a log may have begun anew."""
    if event.id is None or scene.store.find_event_seq(scene.identity, event.id) is not None:
        return
    why = f"seq {event.seq} belongs to another event"
    body = json.dumps(event.raw)
    if scene.store.insert_stray(scene.identity, event.seq, -1, why, body, scene.at, anywhere=True):
        _hold_unreadable(scene, replace(event, problem=why))


def rematch(scene: Scene) -> None:
    """Let kept events act that found nobody when they came, now that a conversation or an address is known.

    Only what happened since the send that was just settled (less a minute) can be about it.
    """
    while scene.learnt:
        learnt = scene.learnt.pop()
        lead = scene.store.get_lead(learnt.lead_id)
        address = normalise_address(lead.email)
        rematch_strays(scene, learnt, address)
        for kept in scene.store.load_unmatched(scene.identity, learnt.conv_id, address):
            event = read_event(kept.seq, kept.type, kept.body)
            is_older = event.occurred_at and event.occurred_at < plus_ms(learnt.since, -SLACK_MS)
            if not is_older and event.type in HANDLERS:
                handle = _hold_unreadable if event.problem else HANDLERS[event.type]
                use = handle(scene, event)
                scene.store.mark_event(scene.identity, event.seq, use.disposition, use.lead_id, use.detail)


def _early_use(scene: Scene, event: StreamEvent) -> Use | None:
    store, identity = scene.store, scene.identity
    if event.id is not None and store.find_event_seq(identity, event.id) != event.seq:
        return Use("duplicate")
    if event.type in PASSED_OVER:
        return Use("noted")
    if event.type not in KNOWN:
        scene.news.unknown_types.add(event.type)
        return Use("unknown type")
    if _is_of_test(scene, event):
        return Use("noted", None, "a test")
    if _is_before_our_time(store, identity, event):
        return Use("before our time")
    if event.problem:
        return _hold_unreadable(scene, event)
    return None


def _is_of_test(scene: Scene, event: StreamEvent) -> bool:
    """Tell whether an event is about a mail of `test-send`, also one whose answer was lost."""
    store, identity = scene.store, scene.identity
    if store.is_test_send(identity, event.conv_id, event.pending_id):
        return True
    if event.type not in {"email.queued", "email.sent"} or event.recipient is None:
        return False
    address = normalise_address(event.recipient)
    is_lead = bool(store.load_leads_of(address))
    return not is_lead and store.bind_test_send(identity, address, event.conv_id, event.pending_id)


def _is_before_our_time(store: Store, identity: str, event: StreamEvent) -> bool:
    if event.occurred_at is None or store.was_identity_used(identity):
        return False
    created = store.find_meta("created_at")
    return created is not None and event.occurred_at < from_text(created)


def _hold_unreadable(scene: Scene, event: StreamEvent) -> Use:
    scene.news.unreadable.append(f"{event.type} #{event.seq}: {event.problem}")
    leads = leads_named(scene, names_in(event.raw), event.type)
    actor = scene.actor(event)
    for lead in leads:
        if not scene.store.has_acted_on(actor, lead.id):
            fact = Fact(FactKind.HOLD_NEEDED, f"unreadable event: {event.type} #{event.seq}, {event.problem}")
            scene.tell_hold(lead, apply_fact(scene.store, lead, fact, actor, scene.at))
    if not leads or (event.conv_id is not None and not scene.leads_in(event)):
        # Whose conversation or address it is may be learnt yet, and then that lead must be held.
        return Use(UNMATCHED, None, f"unreadable: {event.problem}")
    return Use("unreadable", leads[0].id if leads else None, event.problem)


def _addresses(event: StreamEvent, identity: str) -> set[str]:
    """Return the addresses by which an event may find its lead later."""
    if event.problem:
        found = set(names_in(event.raw).addresses)
    elif event.type == "email.bounced":
        found = set(bounce_of(event, identity).addresses)
    elif event.mail is not None and event.type in INBOUND:
        found = {event.mail.sender, *classify(event.mail, own_addresses=[identity]).addresses}
    else:
        found = {event.recipient or ""}
    return {normalise_address(each) for each in found if "@" in each}


def _on_no_reply(scene: Scene, event: StreamEvent) -> Use:
    leads = scene.leads_in(event)
    if not leads:
        return Use(UNMATCHED)
    uses = [_apply_window(scene, event, lead) for lead in leads]
    return next((use for use in uses if use.disposition == "applied"), uses[0])


def _apply_window(scene: Scene, event: StreamEvent, lead: Lead) -> Use:
    """Advance the lead if the timer that fired is that of its current attempt (rule R13)."""
    store = scene.store
    wait_ms = wait_of(get_sequence(store, lead.sequence_id), lead.current_step)
    fired_at = event.occurred_at or scene.at
    began_at = plus_ms(fired_at, -(wait_ms if event.waited_ms is None else event.waited_ms))
    attempt = store.find_accepted(lead.id, lead.current_step)
    if attempt is None or attempt.accepted_at is None:
        question = store.find_attempt(lead.id, lead.current_step)
        if question and question.first_try_at and began_at >= plus_ms(question.first_try_at, -SLACK_MS):
            return Use(UNMATCHED, None, "the send it may belong to is not settled")
        return Use("stale", lead.id, "no send waits for it")
    if lead.status is not LeadStatus.IN_FLIGHT or began_at < plus_ms(attempt.accepted_at, -SLACK_MS):
        return Use("stale", lead.id, "not the current send's timer")
    left_at = max(attempt.accepted_at, attempt.dispatch_at or attempt.accepted_at)
    if fired_at < plus_ms(left_at, wait_ms - SLACK_MS):
        # Another mail in the conversation carried a shorter timer, or it ran while ours still waited to leave.
        store.save_lead(lead, replace(lead, wake_at=plus_ms(left_at, wait_ms)), scene.at)
        return Use("noted", lead.id, "a timer shorter than this step's wait")
    waited = format_duration(event.waited_ms or wait_ms)
    fact = Fact(FactKind.WINDOW_PASSED, f"no reply for {waited}", step=lead.current_step)
    apply_fact(store, lead, fact, scene.actor(event), scene.at)
    return Use("applied", lead.id)


#: Every type that moves leads, and what handles it.
HANDLERS: Mapping[str, Callable[[Scene, StreamEvent], Use]] = MappingProxyType(
    {
        "email.queued": on_send,
        "email.sent": on_send,
        "email.cancelled": on_drop,
        "email.send_failed_permanently": on_drop,
        "email.received": on_inbound,
        "email.replied": on_inbound,
        "email.no_reply": _on_no_reply,
        "email.bounced": on_bounced,
    }
)
