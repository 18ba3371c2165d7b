"""Our own clock as the net (rule R14): a lead whose timer should have fired long ago is looked up at 12m."""

from dataclasses import replace
from datetime import datetime

from seqcli.clock import HOUR_MS, plus_ms
from seqcli.engine.leads.apply import apply_fact, get_sequence, wait_of
from seqcli.engine.reconcile.record import Answer, Finding, look_at_silence
from seqcli.engine.send.attempt import Post
from seqcli.engine.stream.freshness import earliest_now
from seqcli.machine import Fact, FactKind
from seqcli.model import Lead, LeadStatus, find_answered_step


def look_at_waking(post: Post, lead: Lead) -> None:
    """Look up a lead whose timer should have fired long ago, and move it by what 12m says (rule R14).

    Raises:
        StreamError, ConfigError: the record cannot be had now; the lead stays as it is.
    """
    due_at = _due_at(post, lead)
    if due_at is not None and post.now() < due_at:
        with post.store.transaction():
            post.store.save_lead(lead, replace(lead, wake_at=due_at), post.now())
        return
    found = look_at_silence(
        post.client, post.store, post.identity, lead, earliest_now(post.client.server_time)
    )
    with post.store.transaction():
        current = post.store.get_lead(lead.id)
        if current.status is LeadStatus.IN_FLIGHT and current.current_step == lead.current_step:
            move_by_finding(post, current, found)


def _due_at(post: Post, lead: Lead) -> datetime | None:
    """Return before when our own clock never fires: `wake_at` may have been set by a clock that was wrong."""
    attempt = post.store.find_accepted(lead.id, lead.current_step)
    if attempt is None or attempt.accepted_at is None:
        return None
    left_at = max(attempt.accepted_at, attempt.dispatch_at or attempt.accepted_at)
    return plus_ms(left_at, wait_of(get_sequence(post.store, lead.sequence_id), attempt.step))


def look_for_answer(post: Post, lead: Lead) -> None:
    """End a lead in flight if 12m's record holds an answer; its silence means nothing yet.

    Raises:
        StreamError, ConfigError: the record cannot be had now; the lead stays as it is.
    """
    found = look_at_silence(
        post.client, post.store, post.identity, lead, earliest_now(post.client.server_time)
    )
    if found.answer in {Answer.ANSWERED, Answer.OPTED_OUT, Answer.BOUNCED}:
        with post.store.transaction():
            move_by_finding(post, post.store.get_lead(lead.id), found)


def move_by_finding(post: Post, lead: Lead, found: Finding) -> None:
    """Move a lead in flight by what 12m's record says, inside the caller's transaction."""
    store, now = post.store, post.now()
    conv_id = found.conv_id or lead.conv_id
    if found.answer is Answer.WAITING:
        later = plus_ms(max(found.at or now, now), HOUR_MS)
        apply_fact(store, lead, Fact(FactKind.NOTED, found.why), "clock", now, wake_at=later, conv_id=conv_id)
        return
    fact = {
        Answer.ANSWERED: Fact(FactKind.LEAD_REPLIED, f"answered: {found.why}"),
        Answer.OPTED_OUT: Fact(FactKind.SUPPRESSED, f"opted out: {found.why}"),
        Answer.BOUNCED: Fact(FactKind.HARD_BOUNCED, f"bounced: {found.why}"),
        Answer.SILENT: Fact(FactKind.WINDOW_PASSED, f"our own clock: {found.why}", step=lead.current_step),
    }.get(found.answer, Fact(FactKind.HOLD_NEEDED, f"conversation gone: {found.why}"))
    step = lead.answered_step
    if found.answer in {Answer.ANSWERED, Answer.OPTED_OUT}:
        step = find_answered_step(store.load_departures(lead.id), now)
    after = apply_fact(store, lead, fact, "clock", now, conv_id=conv_id, answered_step=step)
    if after.status is LeadStatus.REPLIED:
        post.news.replied.append((lead.id, found.why))
