"""Settles attempts of unknown outcome by 12m's own record: expired keys and crash loops (rule R9).

It never sends. An attempt that was certainly not sent becomes pending again.
"""

from datetime import datetime

from seqcli.client import Accepted
from seqcli.clock import HOUR_MS, plus_ms
from seqcli.engine.reconcile.record import RecordStatus, look_for_send
from seqcli.engine.reconcile.restore import after_last_mail, may_lack_send
from seqcli.engine.send.context import KEY_LIFE_MS, SendContext, SendResult, SendStatus
from seqcli.engine.send.settle import MAX_BLIND_TRIES, accept, hold_as_unknown
from seqcli.model import Attempt, AttemptState, Lead, LeadStatus
from seqcli.reasons import CIRCLING, AttemptReason
from seqcli.store import Reply, Store


def needs_evidence(
    attempt: Attempt | Reply, now: datetime, latest: datetime, key_changed_at: datetime | None
) -> bool:
    """Return whether an unknown attempt must not be retried without evidence: an expired key, or a crash loop.

    `latest` is the latest that 12m's time may be: a key that may have expired by then counts as expired.
    """
    first_try_at = attempt.first_try_at or now
    if first_try_at <= plus_ms(latest, -KEY_LIFE_MS) or first_try_at > plus_ms(now, HOUR_MS):
        return True
    if key_changed_at is not None and first_try_at <= key_changed_at:
        return True
    return attempt.tries >= MAX_BLIND_TRIES and attempt.reason_code in CIRCLING


def settle_by_evidence(ctx: SendContext, attempt: Attempt) -> SendResult:
    """Settle an unknown attempt by 12m's record, or park it and hold its lead (rule R9).

    Raises:
        StreamError, ConfigError: the record cannot be read now; the attempt stays as it is.
    """
    lead = ctx.store.leads.get(attempt.lead_id)
    since = attempt.first_try_at or attempt.created_at
    suspect_before = ctx.store.meta.find_suspect_before(attempt.identity)
    if may_lack_send(ctx.store, attempt.identity, lead, suspect_before):
        # A clock that was wrong at the try, or a send that this file has lost: the time of the try says nothing.
        since = min(since, after_last_mail(lead))
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
    """Postpone an unknown attempt for an hour, as 12m's record about it cannot be read."""
    with ctx.store.transaction():
        later = plus_ms(ctx.now(), HOUR_MS)
        ctx.store.attempts.mark_still_unknown(attempt, attempt.reason_code, attempt.reason, None, later)
        return SendResult(
            SendStatus.UNKNOWN, ctx.store.leads.get(attempt.lead_id), attempt.step, attempt.reason
        )


def _may_send_again(store: Store, lead: Lead, attempt: Attempt) -> bool:
    """Return whether NOT_SENT is proof enough: only if the stream is known to announce sends."""
    is_open = lead.status in {LeadStatus.QUEUED, LeadStatus.HELD} and lead.current_step == attempt.step
    return is_open and attempt.tries < MAX_BLIND_TRIES and store.attempts.announces_sends(attempt.identity)
