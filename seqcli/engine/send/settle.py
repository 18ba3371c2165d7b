"""What 12m's answer means for an attempt and its lead (rules R3 and R9).

Only an answer for its key, or evidence, settles an unknown attempt.
"""

from contextlib import suppress
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
from seqcli.clock import HOUR_MS, next_midnight, plus_ms
from seqcli.engine.leads.apply import SLACK_MS, apply_lead_event
from seqcli.engine.leads.braking import note_answer
from seqcli.engine.reconcile.record import RecordStatus, look_for_send
from seqcli.engine.send.context import KEY_LIFE_MS, SendContext, SendResult, SendStatus
from seqcli.engine.stream.dispatch import rematch
from seqcli.engine.stream.send_events import record_acceptance
from seqcli.errors import ConfigError, IdentityRefusedError, LockHeldError, SeqcliError
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import (
    Attempt,
    AttemptState,
    Lead,
)
from seqcli.reasons import AttemptReason, LeadReason
from seqcli.store import LeadGoneError

_KEY_GONE_MS = 24 * HOUR_MS + SLACK_MS
#: After so many tries a crash loop or an answer that cannot be read is not tried again blindly.
MAX_BLIND_TRIES = 5
#: How often the commit of an answer is tried while another program holds the file; then the attempt stays unknown.
COMMIT_TRIES = 3
ACCEPTED_TEXT = "12m accepted it"
#: What a refusal of a recipient means for the lead and for the attempt.
_REFUSALS = {
    RejectedFor.ADDRESS: (
        LeadEventKind.HARD_BOUNCED,
        LeadReason.ADDRESS_REFUSED,
        AttemptReason.ADDRESS_REFUSED,
    ),
    RejectedFor.DO_NOT_CONTACT: (
        LeadEventKind.SUPPRESSED,
        LeadReason.DO_NOT_CONTACT,
        AttemptReason.DO_NOT_CONTACT,
    ),
}
_REQUEST_REFUSED = (LeadEventKind.SEND_REFUSED, LeadReason.SEND_REFUSED, AttemptReason.REQUEST_REFUSED)
_BACKOFF_S = (5, 30, 300, 1200, 3600)


def hold(ctx: SendContext, lead: Lead, code: LeadReason, why: str) -> SendResult:
    """Hold a lead inside the caller's transaction."""
    return hold_for(ctx, lead, LeadEvent(LeadEventKind.HOLD_NEEDED, code, why))


def hold_for(ctx: SendContext, lead: Lead, event: LeadEvent) -> SendResult:
    """Hold a lead for an event that says why, inside the caller's transaction."""
    after = apply_lead_event(ctx.store, lead, event, "send", ctx.now())
    return SendResult(SendStatus.HELD, after, lead.current_step, event.text)


def hold_as_unknown(ctx: SendContext, lead: Lead, step: int, why: str) -> SendResult:
    """Hold a lead because the outcome of its send of `step` cannot be learnt."""
    return hold(ctx, lead, LeadReason.OUTCOME_UNKNOWN, f"outcome unknown (step {step + 1}): {why}")


def settle(ctx: SendContext, attempt: Attempt, outcome: Outcome) -> SendResult:
    """Commit what an answer means.

    `attempt` is as it was before the claim, but for the time of its first try: unknown means that this was a retry.
    """
    if isinstance(outcome, BodyConflict) and not outcome.in_progress:
        return _settle_conflict(ctx, attempt, outcome)
    for tries_left in range(COMMIT_TRIES - 1, -1, -1):
        try:
            with ctx.store.transaction():
                lead = ctx.store.leads.get(attempt.lead_id)
                result = _settle(ctx, lead, attempt, outcome)
                if (is_refusal := isinstance(outcome, Rejected | ConversationGone)) or isinstance(
                    outcome, Accepted
                ):
                    _tell_brake(ctx, attempt, result, is_refusal=is_refusal)
                return result
        except LockHeldError:
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def settle_open(ctx: SendContext) -> None:
    """Commit the acceptance that is open, if one is, in a transaction of its own."""
    open_answer = ctx.open_answer
    if open_answer.attempt is not None and open_answer.answer is not None:
        with suppress(LeadGoneError):  # nobody is left to whom it happened
            settle(ctx, open_answer.attempt, open_answer.answer)
        open_answer.attempt = open_answer.answer = None


def settle_open_within(ctx: SendContext) -> None:
    """Do the same inside the caller's transaction; it is open until that is committed."""
    attempt, answer = ctx.open_answer.attempt, ctx.open_answer.answer
    if attempt is not None and answer is not None:
        lead = ctx.store.leads.find(attempt.lead_id)
        if lead is not None:
            _tell_brake(ctx, attempt, _settle(ctx, lead, attempt, answer), is_refusal=False)
        ctx.store.write_waiting()


def _tell_brake(ctx: SendContext, attempt: Attempt, result: SendResult, *, is_refusal: bool) -> None:
    """Count an acceptance, or a definite refusal of a mail; a refused identity is no fault of the list."""
    if not is_refusal or result.status in {SendStatus.REFUSED, SendStatus.HELD}:
        note_answer(ctx.store, result.lead, attempt.identity, ctx.now(), is_refusal=is_refusal)


def _settle(ctx: SendContext, lead: Lead, attempt: Attempt, outcome: Outcome) -> SendResult:
    match outcome:
        case Accepted():
            how = "12m repeated its answer" if outcome.replayed else ACCEPTED_TEXT
            code = AttemptReason.REPLAYED if outcome.replayed else AttemptReason.ACCEPTED
            result = accept(ctx, lead, attempt, code, how, outcome)
            return _found(ctx, attempt, result) if outcome.replayed else result
        case Rejected():
            return _settle_rejection(ctx, lead, attempt, outcome)
        case Throttled():
            return _settle_throttle(ctx, lead, attempt, outcome)
        case Unknown():
            return _settle_unknown(ctx, lead, attempt, outcome)
        case ReplayedRefusal():
            later = plus_ms(ctx.now(), _KEY_GONE_MS)
            ctx.store.attempts.mark_not_sent(attempt, AttemptReason.REPLAYED_REFUSAL, outcome.reason, later)
            return SendResult(SendStatus.NOT_SENT, lead, attempt.step, outcome.reason)
        case NotConnected():
            reason = f"no connection: {outcome.reason}"
            code = AttemptReason.NOT_CONNECTED
            return _not_sent(ctx, lead, attempt, code, reason, stop=outcome.problem, is_doubtful=True)
        case KeyRefused() | IdentityUnknown():
            return _settle_stop(ctx, lead, attempt, outcome)
        case ConversationGone():
            return _settle_gone(ctx, lead, attempt, outcome)
        case BodyConflict():
            return _still_unknown(ctx, lead, attempt, *unknown_reason(outcome), 409)


def _settle_gone(ctx: SendContext, lead: Lead, attempt: Attempt, outcome: ConversationGone) -> SendResult:
    if attempt.state is not AttemptState.UNKNOWN:
        ctx.store.attempts.mark(
            attempt, AttemptState.REFUSED, AttemptReason.CONVERSATION_GONE, outcome.reason, 404
        )
    return hold(ctx, lead, LeadReason.CONVERSATION_GONE, f"conversation gone: {outcome.reason}")


def _settle_stop(
    ctx: SendContext, lead: Lead, attempt: Attempt, outcome: KeyRefused | IdentityUnknown
) -> SendResult:
    if isinstance(outcome, KeyRefused):
        stop, code = key_refused(outcome.reason), AttemptReason.KEY_REFUSED
        return _not_sent(ctx, lead, attempt, code, outcome.reason, stop=stop, abort=True)
    stop = identity_unknown(attempt.identity, outcome.reason)
    return _not_sent(ctx, lead, attempt, AttemptReason.IDENTITY_UNKNOWN, outcome.reason, stop=stop)


def accept(
    ctx: SendContext,
    lead: Lead,
    attempt: Attempt,
    code: AttemptReason,
    how: str,
    answer: Accepted,
    at: datetime | None = None,
) -> SendResult:
    """Record an acceptance inside the caller's transaction; it counts from the first try, or from `at`."""
    event_ctx = ctx.event_context()
    earliest = attempt.first_try_at or ctx.now()
    if attempt.state is AttemptState.PENDING:
        earliest = max(earliest, plus_ms(ctx.now(), -SLACK_MS))
    after = record_acceptance(
        event_ctx,
        lead,
        attempt,
        "send",
        code,
        how,
        accepted_at=at or earliest,
        latest=at or ctx.now(),
        conv_id=answer.conv_id,
        pending_id=answer.pending_id,
        dispatch_at=answer.dispatch_at,
        http_status=answer.http_status,
    )
    if rematch(event_ctx):
        after = ctx.store.leads.get(lead.id)
    return SendResult(SendStatus.ACCEPTED, after, attempt.step, how)


def _settle_rejection(ctx: SendContext, lead: Lead, attempt: Attempt, outcome: Rejected) -> SendResult:
    store, reason = ctx.store, f"12m: {outcome.reason}"
    if outcome.about is RejectedFor.IDENTITY:
        stop = identity_refused(attempt.identity, outcome.reason)
        return _not_sent(ctx, lead, attempt, AttemptReason.IDENTITY_REFUSED, reason, stop=stop)
    if outcome.about is RejectedFor.UNRECOGNISED:
        code = AttemptReason.UNRECOGNISED_REFUSAL
        store.attempts.mark(attempt, AttemptState.PARKED, code, reason, outcome.http_status)
        return hold_as_unknown(ctx, lead, attempt.step, f"rejected with '{outcome.reason}'")
    is_retry = attempt.state is AttemptState.UNKNOWN
    if is_retry and outcome.about is RejectedFor.REQUEST:
        # 12m may look at the bytes before it looks at the key, and take today for wrong what it took before.
        return _await_evidence(
            ctx, lead, attempt, AttemptReason.REFUSED_AT_RETRY, reason, outcome.http_status
        )
    kind, lead_code, attempt_code = _REFUSALS.get(outcome.about, _REQUEST_REFUSED)
    if not is_retry:
        store.attempts.mark(attempt, AttemptState.REFUSED, attempt_code, reason, outcome.http_status)
    step = attempt.step if kind is LeadEventKind.SEND_REFUSED else None
    after = apply_lead_event(store, lead, LeadEvent(kind, lead_code, reason, step=step), "send", ctx.now())
    return SendResult(SendStatus.REFUSED, after, attempt.step, reason)


def _settle_throttle(ctx: SendContext, lead: Lead, attempt: Attempt, outcome: Throttled) -> SendResult:
    until = save_throttle(ctx, attempt.identity, outcome)
    result = _not_sent(ctx, lead, attempt, AttemptReason.THROTTLED, outcome.reason)
    return replace(result, why=outcome.reason, throttled_until=until, is_doubtful=False)


def identity_refused(identity: str, reason: str) -> IdentityRefusedError:
    """Return the error for an identity that 12m does not send from."""
    return IdentityRefusedError(
        "identity_refused",
        f"12m does not send from {identity}: {reason}",
        "Mend it in the 12m dashboard, then run this again; nothing was lost.",
    )


def save_throttle(ctx: SendContext, identity: str, outcome: Throttled) -> datetime:
    """Note until when an identity is throttled, inside the caller's transaction, and return it."""
    now = ctx.now()
    if outcome.wait_s is not None:
        until = now + timedelta(seconds=outcome.wait_s)
    elif outcome.cap:
        until = next_midnight(now)
    else:
        until = now + timedelta(seconds=60 + ctx.rng.uniform(0, 30))
    ctx.store.cursors.save_throttle(identity, until, outcome.reason)
    return until


def unknown_reason(outcome: Unknown | BodyConflict) -> tuple[AttemptReason, str]:
    """Return why an outcome is unknown, as a code and for people."""
    if isinstance(outcome, BodyConflict):
        return AttemptReason.IN_PROGRESS, f"still in progress at 12m: {outcome.reason}"
    if outcome.kind is UnknownKind.UNREADABLE:
        return AttemptReason.UNREADABLE_ANSWER, f"unreadable answer: {outcome.reason}"
    is_stored = outcome.kind is UnknownKind.STORED
    return AttemptReason.STORED_ERROR if is_stored else AttemptReason.NO_CLEAR_ANSWER, outcome.reason


def backoff_until(now: datetime, tries: int) -> datetime:
    """Return when a send of unknown outcome is tried again after so many tries."""
    return now + timedelta(seconds=_BACKOFF_S[min(tries, len(_BACKOFF_S) - 1)])


def _settle_unknown(ctx: SendContext, lead: Lead, attempt: Attempt, outcome: Unknown) -> SendResult:
    code, reason = unknown_reason(outcome)
    if code is AttemptReason.STORED_ERROR:
        return _await_evidence(ctx, lead, attempt, code, reason, outcome.http_status)
    return _still_unknown(ctx, lead, attempt, code, reason, outcome.http_status)


def _await_evidence(
    ctx: SendContext,
    lead: Lead,
    attempt: Attempt,
    code: AttemptReason,
    reason: str,
    http_status: int | None,
) -> SendResult:
    """Try no more under this key: what was answered would be answered again."""
    later = plus_ms(attempt.first_try_at or ctx.now(), KEY_LIFE_MS)
    ctx.store.attempts.mark_still_unknown(attempt, code, reason, http_status, later)
    return SendResult(SendStatus.UNKNOWN, lead, attempt.step, reason)


def _still_unknown(
    ctx: SendContext,
    lead: Lead,
    attempt: Attempt,
    code: AttemptReason,
    reason: str,
    http_status: int | None,
) -> SendResult:
    next_try_at = backoff_until(ctx.now(), attempt.tries)
    ctx.store.attempts.mark_still_unknown(attempt, code, reason, http_status, next_try_at)
    return SendResult(SendStatus.UNKNOWN, lead, attempt.step, reason, is_doubtful=True)


def _not_sent(
    ctx: SendContext,
    lead: Lead,
    attempt: Attempt,
    code: AttemptReason,
    reason: str,
    *,
    stop: ConfigError | IdentityRefusedError | None = None,
    abort: bool = False,
    is_doubtful: bool = False,
) -> SendResult:
    """A first try goes back to pending; what was unknown before stays unknown, as an earlier try may have arrived."""
    if attempt.state is AttemptState.UNKNOWN:
        result = _still_unknown(ctx, lead, attempt, code, reason, None)
    else:
        ctx.store.attempts.mark_not_sent(attempt, code, reason, None)
        result = SendResult(SendStatus.NOT_SENT, lead, attempt.step, reason)
    return replace(result, stop=stop, abort=abort, is_doubtful=is_doubtful)


def _settle_conflict(ctx: SendContext, attempt: Attempt, outcome: BodyConflict) -> SendResult:
    """The key was used with another body: the step was accepted in a past that this file does not know."""
    lead = ctx.store.leads.get(attempt.lead_id)
    since = min(lead.last_step_at or lead.created_at, attempt.first_try_at or ctx.now())
    try:
        found = look_for_send(ctx.client, ctx.store, attempt.identity, lead, attempt.step, since)
    except SeqcliError as error:
        with ctx.store.transaction():
            reason = f"{outcome.reason} ({error.message})"
            return _still_unknown(ctx, lead, attempt, AttemptReason.NO_CLEAR_ANSWER, reason, 409)
    conv_id = found.conv_id if found.answer is RecordStatus.SENT else lead.conv_id
    with ctx.store.transaction():
        lead = ctx.store.leads.get(attempt.lead_id)
        how = "12m had this key with another text already"
        answer = Accepted(conv_id, None, None, 409)
        result = accept(ctx, lead, attempt, AttemptReason.KEY_WAS_USED, how, answer)
        return _found(ctx, attempt, result)


def _found(ctx: SendContext, attempt: Attempt, result: SendResult) -> SendResult:
    """A key that 12m knows and this file never used was used in a past that the file has lost."""
    if attempt.tries:
        return result
    ctx.summary.adopted.append((result.lead.id, f"step {attempt.step + 1}"))
    return replace(result, status=SendStatus.FOUND)
