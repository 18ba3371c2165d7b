"""Settles by 12m's own record what no answer settled: dead keys, crash loops, a lost past (rules R9 and R15).

It never sends; what is certainly unsent goes back to pending and is sent like any other.
"""

from dataclasses import replace
from datetime import datetime

from seqcli.client import Accepted
from seqcli.clock import DAY_MS, HOUR_MS, plus_ms
from seqcli.engine.leads.apply import EARLY_SEND, get_sequence
from seqcli.engine.reconcile.record import RecordFinding, RecordStatus, look_for_send, look_for_subject
from seqcli.engine.send.context import (
    KEY_LIFE_MS,
    SendContext,
    SendResult,
    SendStatus,
)
from seqcli.engine.send.render import render_mail
from seqcli.engine.send.settle import (
    MAX_BLIND_TRIES,
    accept,
    hold,
    hold_as_unknown,
)
from seqcli.engine.stream.drain import find_lost_past, find_suspect_before
from seqcli.engine.stream.send_events import claim_past
from seqcli.model import Attempt, AttemptState, Lead, LeadStatus, normalise_address
from seqcli.reasons import CIRCLING, AttemptReason, LeadReason
from seqcli.store import Store
from seqcli.templates import MissingFieldError, TemplateProblem

#: So long accepted mail may drip out, over a long weekend.
_DRIP_LIFE_MS = 4 * DAY_MS


def needs_evidence(
    attempt: Attempt, now: datetime, latest: datetime, key_changed_at: datetime | None
) -> bool:
    """Tell whether an unknown attempt must not be repeated blindly: a dead key, or a crash loop.

    A key counts as dead when it may be: at the latest that 12m's time may be.
    """
    first_try_at = attempt.first_try_at or now
    if first_try_at <= plus_ms(latest, -KEY_LIFE_MS) or first_try_at > plus_ms(now, HOUR_MS):
        return True
    if key_changed_at is not None and first_try_at <= key_changed_at:
        return True
    return attempt.tries >= MAX_BLIND_TRIES and attempt.reason_code in CIRCLING


def settle_by_evidence(ctx: SendContext, attempt: Attempt) -> SendResult:
    """Settle an unknown attempt by 12m's own record, or park it and hold its lead (rule R9).

    Raises:
        StreamError, ConfigError: the record cannot be had now; the attempt stays as it is.
    """
    lead = ctx.store.leads.get(attempt.lead_id)
    since = attempt.first_try_at or attempt.created_at
    found = look_for_send(ctx.client, ctx.store, attempt.identity, lead, attempt.step, since)
    with ctx.store.transaction():
        current = ctx.store.attempts.find_latest(attempt.lead_id, attempt.step)
        lead = ctx.store.leads.get(attempt.lead_id)
        if current is None or current.state is not AttemptState.UNKNOWN:
            return SendResult(SendStatus.SKIPPED, lead, attempt.step, "settled meanwhile")
        if found.answer is RecordStatus.SENT:
            return accept(
                ctx,
                lead,
                current,
                AttemptReason.FOUND,
                f"found: {found.why}",
                Accepted(found.conv_id, None, None, None),
            )
        if found.answer is RecordStatus.NOT_SENT and _may_send_again(ctx.store, lead, current):
            ctx.store.attempts.mark_not_sent(current, AttemptReason.NOT_FOUND, f"not sent: {found.why}", None)
            return SendResult(SendStatus.NOT_SENT, lead, attempt.step, found.why)
        ctx.store.attempts.mark(current, AttemptState.PARKED, AttemptReason.EVIDENCE_UNCLEAR, found.why)
        return hold_as_unknown(ctx, lead, attempt.step, found.why)


def put_off(ctx: SendContext, attempt: Attempt) -> SendResult:
    """Leave an unknown attempt for an hour, as 12m's record about it cannot be had."""
    with ctx.store.transaction():
        later = plus_ms(ctx.now(), HOUR_MS)
        ctx.store.attempts.mark_still_unknown(attempt, attempt.reason_code, attempt.reason, None, later)
        return SendResult(
            SendStatus.UNKNOWN, ctx.store.leads.get(attempt.lead_id), attempt.step, attempt.reason
        )


def _may_send_again(store: Store, lead: Lead, attempt: Attempt) -> bool:
    """Silence proves something only where the stream is known to announce sends."""
    is_open = lead.status in {LeadStatus.QUEUED, LeadStatus.HELD} and lead.current_step == attempt.step
    return is_open and attempt.tries < MAX_BLIND_TRIES and store.attempts.announces_sends(attempt.identity)


def find_record_complete_at(store: Store, identity: str, now: datetime) -> datetime | None:
    """Return until when 12m's record may lack sends that a file put back from a copy does not know, else None.

    A stream that announces sends has told them all. One that does not, and a record that shows mail only once it
    has left, know nothing of what is still dripping out. As long as its keys live they answer instead.
    """
    lost_past = find_lost_past(store, identity)
    if lost_past is None or store.attempts.announces_sends(identity):
        return None
    begin, end = lost_past
    complete_at = plus_ms(end, _DRIP_LIFE_MS)
    return complete_at if plus_ms(begin, KEY_LIFE_MS) <= now < complete_at else None


def may_lack_send(store: Store, identity: str, lead: Lead) -> bool:
    """Tell whether the lead's due step may have been sent in a past that this file has lost (rule R15)."""
    suspect_before = find_suspect_before(store, identity)
    if suspect_before is None:
        return False
    is_newcomer = lead.last_step_at is None and is_record_the_only_witness(store, identity)
    return is_newcomer or (lead.last_step_at or lead.created_at) < suspect_before


def adopt_if_sent(ctx: SendContext, lead: Lead) -> SendResult | None:
    """Look whether the due step was sent in a past that this file has lost (rule R15); None: it was not.

    Raises:
        StreamError, ConfigError: the record cannot be had now; the lead must wait.
    """
    since = lead.last_step_at or lead.created_at
    # The last known mail itself is no evidence: look only for what is newer by more than two clocks may differ.
    later = plus_ms(since, 2 * 60_000) if lead.current_step > 0 else since
    found = look_for_send(ctx.client, ctx.store, ctx.identity, lead, lead.current_step, later)
    return _adopt(ctx, lead, found, since)


def adopt_early_send(ctx: SendContext, lead: Lead) -> SendResult | None:
    """Look whether a mail from before the lead was imported is its first step; None: it is not.

    The lead may be imported again into a copy put back, or a wrong clock may have stamped the file. No clock is
    asked: the subject tells.

    Raises:
        StreamError, ConfigError: the record cannot be had now; the lead must wait.
    """
    if lead.last_step_at is not None or not _may_have_early_send(ctx, lead):
        return None
    try:
        mail, _ = render_mail(get_sequence(ctx.store, lead.sequence_id).steps[0], lead)
    except (MissingFieldError, TemplateProblem):
        return None  # it will be held
    found = look_for_subject(ctx.client, ctx.store, ctx.identity, lead, str(mail["subject"]))
    return _adopt(ctx, lead, found, lead.created_at)


def _may_have_early_send(ctx: SendContext, lead: Lead) -> bool:
    store, address = ctx.store, normalise_address(lead.email)
    return (
        store.journal.has_entry_by(EARLY_SEND, lead.id)
        or store.events.has_unmatched_send(ctx.identity, address)
        or is_record_the_only_witness(store, ctx.identity)
    )


def is_record_the_only_witness(store: Store, identity: str) -> bool:
    """Tell whether the file may have lost a past of which the stream tells nothing, as it announces no sends."""
    return find_suspect_before(store, identity) is not None and not store.attempts.announces_sends(identity)


def _adopt(ctx: SendContext, lead: Lead, found: RecordFinding, since: datetime) -> SendResult | None:
    if found.answer is RecordStatus.NOT_SENT:
        return None
    with ctx.store.transaction():
        lead = ctx.store.leads.get(lead.id)
        if lead.status is not LeadStatus.QUEUED:
            return SendResult(SendStatus.SKIPPED, lead, lead.current_step, f"is {lead.status}")
        if found.answer is RecordStatus.GONE:
            return hold(ctx, lead, LeadReason.CONVERSATION_GONE, f"conversation gone: {found.why}")
        if found.answer is RecordStatus.UNCLEAR:
            return hold(ctx, lead, LeadReason.UNREADABLE_EVENT, f"unreadable event: {found.why}")
        attempt = claim_past(ctx.store, lead, ctx.identity, ctx.now())
        ctx.summary.adopted.append((lead.id, f"step {attempt.step + 1}"))
        answer = Accepted(found.conv_id, None, None, None)
        result = accept(
            ctx, lead, attempt, AttemptReason.ADOPTED, f"adopted: {found.why}", answer, found.at or since
        )
        return replace(result, status=SendStatus.FOUND)
