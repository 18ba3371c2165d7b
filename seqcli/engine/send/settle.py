"""What 12m's answer means for an attempt and its lead (rules R3 and R9).

Only an answer for its key, or evidence, settles an unknown attempt.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from seqcli.client import (
    Accepted,
    BodyConflict,
    ConversationGone,
    IdentityUnknown,
    KeyRefused,
    NotConnected,
    Outcome,
    Rejected,
    RejectedFor,
    ReplayedRefusal,
    Throttled,
    Unknown,
    UnknownKind,
)
from seqcli.client.api import identity_unknown, key_refused
from seqcli.clock import HOUR_MS, plus_ms
from seqcli.engine.leads.apply import SLACK_MS, apply_lead_event
from seqcli.engine.reconcile.record import RecordStatus, look_for_send
from seqcli.engine.send.context import KEY_LIFE_MS, SendContext, SendResult, SendStatus
from seqcli.engine.stream.dispatch import rematch
from seqcli.engine.stream.send_events import record_acceptance
from seqcli.errors import ConfigError, IdentityRefusedError, LockHeldError, SeqcliError
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import (
    OUTCOME_UNKNOWN,
    Attempt,
    AttemptState,
    Lead,
)

_KEY_GONE_MS = 24 * HOUR_MS + SLACK_MS
#: After so many tries a crash loop or an answer that cannot be read is not tried again blindly.
MAX_BLIND_TRIES = 5
#: How often the commit of an answer is tried while another program holds the file; then the attempt stays unknown.
COMMIT_TRIES = 3
NO_ANSWER_RECORDED = "no answer was recorded"
UNREADABLE = "unreadable answer"
_BACKOFF_S = (5, 30, 300, 1200, 3600)


def hold(ctx: SendContext, lead: Lead, why: str) -> SendResult:
    """Hold a lead inside the caller's transaction."""
    after = apply_lead_event(ctx.store, lead, LeadEvent(LeadEventKind.HOLD_NEEDED, why), "send", ctx.now())
    return SendResult(SendStatus.HELD, after, lead.current_step, why)


def settle(ctx: SendContext, attempt: Attempt, outcome: Outcome) -> SendResult:
    """Commit what an answer means. `attempt` is as it was before the claim: unknown means that this was a retry."""
    if isinstance(outcome, BodyConflict) and not outcome.in_progress:
        return _settle_conflict(ctx, attempt, outcome)
    for tries_left in range(COMMIT_TRIES - 1, -1, -1):
        try:
            with ctx.store.transaction():
                return _settle(ctx, ctx.store.leads.get(attempt.lead_id), attempt, outcome)
        except LockHeldError:
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def _settle(ctx: SendContext, lead: Lead, attempt: Attempt, outcome: Outcome) -> SendResult:
    match outcome:
        case Accepted():
            how = "12m repeated its answer" if outcome.replayed else "12m accepted it"
            result = accept(ctx, lead, attempt, how, outcome)
            return _found(ctx, attempt, result) if outcome.replayed else result
        case Rejected():
            return _settle_rejection(ctx, lead, attempt, outcome)
        case Throttled():
            return _settle_throttle(ctx, lead, attempt, outcome)
        case Unknown():
            return _settle_unknown(ctx, lead, attempt, outcome)
        case ReplayedRefusal():
            later = plus_ms(ctx.now(), _KEY_GONE_MS)
            ctx.store.attempts.mark_not_sent(attempt, outcome.reason, later)
            return SendResult(SendStatus.NOT_SENT, lead, attempt.step, outcome.reason)
        case NotConnected():
            reason = f"no connection: {outcome.reason}"
            return _not_sent(ctx, lead, attempt, reason, stop=outcome.problem, is_doubtful=True)
        case KeyRefused() | IdentityUnknown():
            return _settle_stop(ctx, lead, attempt, outcome)
        case ConversationGone():
            return _settle_gone(ctx, lead, attempt, outcome)
        case BodyConflict():
            return _still_unknown(ctx, lead, attempt, f"still in progress at 12m: {outcome.reason}", 409)


def _settle_gone(ctx: SendContext, lead: Lead, attempt: Attempt, outcome: ConversationGone) -> SendResult:
    if attempt.state is not AttemptState.UNKNOWN:
        ctx.store.attempts.mark(attempt, AttemptState.REFUSED, outcome.reason, 404)
    return hold(ctx, lead, f"conversation gone: {outcome.reason}")


def _settle_stop(
    ctx: SendContext, lead: Lead, attempt: Attempt, outcome: KeyRefused | IdentityUnknown
) -> SendResult:
    if isinstance(outcome, KeyRefused):
        return _not_sent(ctx, lead, attempt, outcome.reason, stop=key_refused(outcome.reason), abort=True)
    stop = identity_unknown(attempt.identity, outcome.reason)
    return _not_sent(ctx, lead, attempt, outcome.reason, stop=stop)


def accept(
    ctx: SendContext, lead: Lead, attempt: Attempt, how: str, answer: Accepted, at: datetime | None = None
) -> SendResult:
    """Record an acceptance inside the caller's transaction; it counts from the first try, or from `at`."""
    event_ctx = ctx.event_context()
    current = ctx.store.attempts.find_latest(attempt.lead_id, attempt.step) or attempt
    earliest = current.first_try_at or ctx.now()
    if attempt.state is AttemptState.PENDING:
        earliest = max(earliest, plus_ms(ctx.now(), -SLACK_MS))
    after = record_acceptance(
        event_ctx,
        lead,
        current,
        "send",
        how,
        accepted_at=at or earliest,
        latest=at or ctx.now(),
        conv_id=answer.conv_id,
        pending_id=answer.pending_id,
        dispatch_at=answer.dispatch_at,
        http_status=answer.http_status,
    )
    rematch(event_ctx)
    return SendResult(SendStatus.ACCEPTED, after, attempt.step, how)


def _settle_rejection(ctx: SendContext, lead: Lead, attempt: Attempt, outcome: Rejected) -> SendResult:
    store, reason = ctx.store, f"12m: {outcome.reason}"
    if outcome.about is RejectedFor.IDENTITY:
        stop = IdentityRefusedError(
            "identity_refused",
            f"12m does not send from {attempt.identity}: {outcome.reason}",
            "Mend it in the 12m dashboard, then run this again; nothing was lost.",
        )
        return _not_sent(ctx, lead, attempt, reason, stop=stop)
    if outcome.about is RejectedFor.UNRECOGNISED:
        store.attempts.mark(attempt, AttemptState.PARKED, reason, outcome.http_status)
        return hold(
            ctx, lead, f"{OUTCOME_UNKNOWN} (step {attempt.step + 1}): rejected with '{outcome.reason}'"
        )
    is_retry = attempt.state is AttemptState.UNKNOWN
    if is_retry and outcome.about is RejectedFor.REQUEST:
        # 12m may look at the bytes before it looks at the key, and take today for wrong what it took before.
        return _await_evidence(ctx, lead, attempt, reason, outcome.http_status)
    if not is_retry:
        store.attempts.mark(attempt, AttemptState.REFUSED, reason, outcome.http_status)
    lead_event = {
        RejectedFor.ADDRESS: LeadEvent(LeadEventKind.HARD_BOUNCED, reason),
        RejectedFor.DO_NOT_CONTACT: LeadEvent(LeadEventKind.SUPPRESSED, reason),
    }.get(outcome.about, LeadEvent(LeadEventKind.SEND_REFUSED, reason, step=attempt.step))
    after = apply_lead_event(store, lead, lead_event, "send", ctx.now())
    return SendResult(SendStatus.REFUSED, after, attempt.step, reason)


def _settle_throttle(ctx: SendContext, lead: Lead, attempt: Attempt, outcome: Throttled) -> SendResult:
    now = ctx.now()
    if outcome.wait_s is not None:
        until = now + timedelta(seconds=outcome.wait_s)
    elif outcome.cap:
        until = next_midnight(now)
    else:
        until = now + timedelta(seconds=60 + ctx.rng.uniform(0, 30))
    ctx.store.cursors.save_throttle(attempt.identity, until, outcome.reason)
    result = _not_sent(ctx, lead, attempt, outcome.reason)
    return SendResult(result.result, result.lead, result.step, outcome.reason, throttled_until=until)


def next_midnight(now: datetime) -> datetime:
    """Return the next midnight UTC, when 12m's daily caps start anew."""
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _settle_unknown(ctx: SendContext, lead: Lead, attempt: Attempt, outcome: Unknown) -> SendResult:
    if outcome.kind is UnknownKind.STORED:
        return _await_evidence(ctx, lead, attempt, outcome.reason, outcome.http_status)
    prefix = f"{UNREADABLE}: " if outcome.kind is UnknownKind.UNREADABLE else ""
    return _still_unknown(ctx, lead, attempt, prefix + outcome.reason, outcome.http_status)


def _await_evidence(
    ctx: SendContext, lead: Lead, attempt: Attempt, reason: str, http_status: int | None
) -> SendResult:
    """Try no more under this key: what was answered would be answered again."""
    later = plus_ms(attempt.first_try_at or ctx.now(), KEY_LIFE_MS)
    ctx.store.attempts.mark_still_unknown(attempt, reason, http_status, later)
    return SendResult(SendStatus.UNKNOWN, lead, attempt.step, reason)


def _still_unknown(
    ctx: SendContext, lead: Lead, attempt: Attempt, reason: str, http_status: int | None
) -> SendResult:
    wait_s = _BACKOFF_S[min(attempt.tries, len(_BACKOFF_S) - 1)]
    ctx.store.attempts.mark_still_unknown(attempt, reason, http_status, ctx.now() + timedelta(seconds=wait_s))
    return SendResult(SendStatus.UNKNOWN, lead, attempt.step, reason, is_doubtful=True)


def _not_sent(
    ctx: SendContext,
    lead: Lead,
    attempt: Attempt,
    reason: str,
    *,
    stop: ConfigError | IdentityRefusedError | None = None,
    abort: bool = False,
    is_doubtful: bool = False,
) -> SendResult:
    """A first try goes back to pending; what was unknown before stays unknown, as an earlier try may have arrived."""
    if attempt.state is AttemptState.UNKNOWN:
        result = _still_unknown(ctx, lead, attempt, reason, None)
        return SendResult(
            SendStatus.UNKNOWN, result.lead, result.step, reason, None, stop, abort, is_doubtful
        )
    ctx.store.attempts.mark_not_sent(attempt, reason, None)
    return SendResult(SendStatus.NOT_SENT, lead, attempt.step, reason, None, stop, abort, is_doubtful)


def _settle_conflict(ctx: SendContext, attempt: Attempt, outcome: BodyConflict) -> SendResult:
    """The key was used with another body: the step was accepted in a past that this file does not know."""
    lead = ctx.store.leads.get(attempt.lead_id)
    since = min(lead.last_step_at or lead.created_at, attempt.first_try_at or ctx.now())
    try:
        found = look_for_send(ctx.client, ctx.store, attempt.identity, lead, attempt.step, since)
    except SeqcliError as error:
        with ctx.store.transaction():
            return _still_unknown(ctx, lead, attempt, f"{outcome.reason} ({error.message})", 409)
    conv_id = found.conv_id if found.answer is RecordStatus.SENT else lead.conv_id
    with ctx.store.transaction():
        lead = ctx.store.leads.get(attempt.lead_id)
        how = "12m had this key with another text already"
        result = accept(ctx, lead, attempt, how, Accepted(conv_id, None, None, 409))
        return _found(ctx, attempt, result)


def _found(ctx: SendContext, attempt: Attempt, result: SendResult) -> SendResult:
    """A key that 12m knows and this file never used was used in a past that the file has lost."""
    if attempt.tries:
        return result
    ctx.summary.adopted.append((result.lead.id, f"step {attempt.step + 1}"))
    return replace(result, result=SendStatus.FOUND)
