"""One send up to the request: prepare (bytes committed), claim (try counted), hand over (rules R1, R2, R10).

HTTP never happens inside a transaction.
"""

from dataclasses import dataclass, replace

from seqcli.client import Accepted
from seqcli.eligibility import (
    BLOCKER_TEXTS,
    Blocker,
    SendCase,
    describe_answer,
    describe_blocker,
    find_blocker,
)
from seqcli.engine.leads.apply import EARLY_SEND, apply_lead_event, get_sequence
from seqcli.engine.leads.render_check import render_problem
from seqcli.engine.leads.send_case import load_case
from seqcli.engine.reconcile.doubts import must_clear_up
from seqcli.engine.send.context import SendContext, SendResult, SendStatus
from seqcli.engine.send.pace import is_held_back, take_slot
from seqcli.engine.send.render import render_request
from seqcli.engine.send.settle import (
    ACCEPTED_TEXT,
    hold,
    hold_for,
    settle,
    settle_open,
    settle_open_within,
)
from seqcli.engine.stream.send_events import new_attempt
from seqcli.errors import LockHeldError, StateError
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import (
    Attempt,
    AttemptState,
    Lead,
    Sequence,
    normalise_address,
)
from seqcli.reasons import AttemptReason, LeadReason
from seqcli.store import Store
from seqcli.templates import MissingFieldError, TemplateProblem


@dataclass(frozen=True, slots=True)
class _Promise:
    """An attempt that nothing forbids; `is_new`: the file does not have it yet."""

    lead: Lead
    sequence: Sequence
    attempt: Attempt
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What the caller of a send has asked: `is_cleared_up`: 12m, about what the file may not know of the lead.

    `is_paced`: whether the pace lets the mail go, as it may make the next one wait.
    """

    is_cleared_up: bool = True
    is_paced: bool = True


def prepare(ctx: SendContext, lead_id: str) -> tuple[Lead, Attempt] | SendResult:
    """Commit an attempt at the lead's current step with its exact bytes, or say why not."""
    with ctx.store.transaction():
        promise = _promise(ctx, lead_id, _Known())
        if isinstance(promise, SendResult):
            return promise
        if promise.is_new:
            ctx.store.attempts.insert(promise.attempt, promise.lead)
        return promise.lead, promise.attempt


def _promise(ctx: SendContext, lead_id: str, known: _Known) -> _Promise | SendResult:
    """Promise the lead's current step inside the caller's transaction, after everything that forbids it was asked."""
    store, now = ctx.store, ctx.now()
    found = store.leads.load_to_claim(lead_id, ctx.identity, now, EARLY_SEND)
    lead = found.lead
    if not known.is_cleared_up and must_clear_up(store, ctx.identity, lead, found.doubts):
        return SendResult(SendStatus.IN_DOUBT, lead, lead.current_step, doubts=found.doubts)
    sequence = get_sequence(store, lead.sequence_id)
    existing = None if found.is_free else store.attempts.find_latest(lead.id, lead.current_step)
    is_free = (
        found.is_free and lead.current_step < len(sequence.steps) and sequence.settings.per_company is None
    )
    may_be_blocked = not is_free or (found.has_list and _is_listed(store, lead))
    if may_be_blocked and (blocked := _blocked(ctx, load_case(store, sequence, lead, now, existing))):
        return blocked
    if not known.is_paced and is_held_back(store, sequence, lead.current_step, now):
        # A pace that somebody has set since the lead was chosen.
        text = BLOCKER_TEXTS[Blocker.PACED]
        return SendResult(SendStatus.SKIPPED, lead, lead.current_step, text, blocker=Blocker.PACED)
    if existing is not None and existing.state is AttemptState.PENDING:
        return _Promise(lead, sequence, existing, is_new=False)
    if lead.current_step > 0 and lead.conv_id is None:
        return hold(
            ctx, lead, LeadReason.CONVERSATION_GONE, "conversation gone: 12m never told which one it is"
        )
    try:
        draft = render_request(sequence, lead)
    except (MissingFieldError, TemplateProblem) as error:
        return hold_for(ctx, lead, render_problem(error, lead.current_step).hold())
    generation = 0 if existing is None else existing.generation + 1
    attempt = new_attempt(lead, ctx.identity, generation, draft.body, draft.variant, now)
    if lead.identity != attempt.identity:
        # Pinned with the attempt: a later change of the sequence's identity must not separate the two.
        lead = store.leads.pin_identity(lead, attempt.identity, now)
    return _Promise(lead, sequence, attempt, is_new=True)


def _is_listed(store: Store, lead: Lead) -> bool:
    return store.suppressions.find_reason(normalise_address(lead.email)) is not None


def _blocked(ctx: SendContext, case: SendCase) -> SendResult | None:
    """Return how a send ends that may not be made, or None.

    An address on the suppression list ends its lead, and so does an answer in another sequence.
    """
    blocker, lead = find_blocker(case), case.lead
    if blocker is None:
        return None
    if blocker is Blocker.LISTED:
        why = ctx.store.suppressions.find_reason(normalise_address(lead.email))
        lead_event = LeadEvent(LeadEventKind.SUPPRESSED, LeadReason.LISTED, f"on the suppression list: {why}")
    elif blocker is Blocker.ANSWERED_ELSEWHERE and case.answered is not None:
        return _stop_answered(ctx, lead, describe_answer(case.answered))
    else:
        text = describe_blocker(case, blocker)
        return SendResult(SendStatus.SKIPPED, lead, lead.current_step, text, blocker=blocker)
    after = apply_lead_event(ctx.store, lead, lead_event, "send", ctx.now(), spread=False)
    return SendResult(SendStatus.REFUSED, after, lead.current_step, after.status_reason, blocker=blocker)


def _stop_answered(ctx: SendContext, lead: Lead, why: str) -> SendResult:
    """End a lead whose person answered in another sequence."""
    lead_event = LeadEvent(LeadEventKind.STOPPED, LeadReason.ANSWERED_ELSEWHERE, why)
    after = apply_lead_event(ctx.store, lead, lead_event, "send", ctx.now(), spread=False)
    ctx.summary.stopped.append((lead.id, why))
    return SendResult(SendStatus.SKIPPED, after, lead.current_step, why, blocker=Blocker.ANSWERED_ELSEWHERE)


def claim(ctx: SendContext, attempt: Attempt) -> tuple[Lead, Attempt] | SendResult:
    """Commit the try of a prepared attempt before the request leaves, after everything that forbids it was checked.

    The attempt is returned as it was, with the time of its first try.

    Raises:
        StateError: the file is no longer at its path, where the next run would look for this try.
    """
    store, now = ctx.store, ctx.now()
    store.check_in_place()
    with store.transaction():
        lead = store.leads.get(attempt.lead_id)
        sequence = get_sequence(store, lead.sequence_id)
        if lead.current_step != attempt.step:
            return SendResult(SendStatus.SKIPPED, lead, attempt.step, "the lead is at another step")
        # The attempt's own state is compared when it is set; a retry of an unknown one is what this may be.
        if blocked := _blocked(ctx, load_case(store, sequence, lead, now, None)):
            return blocked
        return _count_try(ctx, _Promise(lead, sequence, attempt, is_new=False))


def _count_try(ctx: SendContext, promise: _Promise) -> tuple[Lead, Attempt] | SendResult:
    # A first try noted too early costs one query to 12m; one too late lets an expired key pass for live.
    tried_at = ctx.client.server_time.bounds()[0]
    attempt, code, why = promise.attempt, AttemptReason.NO_ANSWER_RECORDED, "no answer was recorded"
    if promise.is_new:
        claimed = replace(
            attempt,
            state=AttemptState.UNKNOWN,
            tries=1,
            first_try_at=tried_at,
            reason_code=code,
            reason=why,
        )
        ctx.store.attempts.insert(claimed, promise.lead)
    elif not ctx.store.attempts.claim(attempt, tried_at, code, why):
        return SendResult(SendStatus.SKIPPED, promise.lead, attempt.step, "another run took it")
    # With the try: a crash before its answer must not let the next mail go at once.
    take_slot(ctx.store, promise.sequence, attempt.step, ctx.now(), ctx.rng)
    return promise.lead, replace(attempt, first_try_at=attempt.first_try_at or tried_at)


def send(ctx: SendContext, lead_id: str, *, is_paced: bool = True, is_cleared_up: bool = False) -> SendResult:
    """Send the lead's current step for the first time: bytes and try are committed together before the request.

    What this file may not know of the lead is left to the caller, who asks 12m and says then `is_cleared_up`.

    The acceptance of the send before is committed with them. Unless the sequence `is_paced` that of this send stays
    open as well: the caller calls `settle_open` unless the next send follows at once.

    Raises:
        StateError: the file is no longer at its path, where the next run would look for this try.
    """
    if not ctx.may_send():
        settle_open(ctx)
        lead = ctx.store.leads.get(lead_id)
        return SendResult(SendStatus.STALE, lead, lead.current_step)
    ctx.store.check_in_place()
    claimed = _settle_and_claim(ctx, lead_id, _Known(is_cleared_up, is_paced))
    if isinstance(claimed, SendResult):
        return claimed
    return _hand_over(ctx, *claimed, may_leave_open=not is_paced)


def _settle_and_claim(ctx: SendContext, lead_id: str, known: _Known) -> tuple[Lead, Attempt] | SendResult:
    """Commit the open acceptance and the next claim at once; a claim that fails never undoes the acceptance."""
    if ctx.open_answer.attempt is None:
        with ctx.store.transaction():
            return _promise_and_count(ctx, lead_id, known)
    failure: Exception | None = None
    claimed: tuple[Lead, Attempt] | SendResult | None = None
    try:
        with ctx.store.transaction():
            settle_open_within(ctx)
            try:
                with ctx.store.savepoint():
                    claimed = _promise_and_count(ctx, lead_id, known)
            except StateError:
                raise  # a full disk undoes all of a transaction; the acceptance is committed alone at the end
            except Exception as error:  # noqa: BLE001 - raised again, once the acceptance is committed
                failure = error
    except LockHeldError:
        settle_open(ctx)
        return _settle_and_claim(ctx, lead_id, known)
    ctx.open_answer.attempt = ctx.open_answer.answer = None
    if failure is not None or claimed is None:
        raise failure or AssertionError("nothing was claimed")
    return claimed


def _promise_and_count(ctx: SendContext, lead_id: str, known: _Known) -> tuple[Lead, Attempt] | SendResult:
    promise = _promise(ctx, lead_id, known)
    return promise if isinstance(promise, SendResult) else _count_try(ctx, promise)


def transmit(ctx: SendContext, attempt: Attempt) -> SendResult:
    """Claim an attempt, hand its stored bytes to 12m, and settle it by the answer."""
    if not ctx.may_send():
        return SendResult(SendStatus.STALE, ctx.store.leads.get(attempt.lead_id), attempt.step)
    claimed = claim(ctx, attempt)
    return claimed if isinstance(claimed, SendResult) else _hand_over(ctx, *claimed)


def _hand_over(ctx: SendContext, lead: Lead, attempt: Attempt, *, may_leave_open: bool = False) -> SendResult:
    if not ctx.may_send():
        return _give_back(ctx, lead, attempt)
    ctx.last_drain.sends += 1
    outcome = ctx.client.send(
        attempt.identity,
        attempt.request_body,
        attempt.idempotency_key,
        to=lead.email,
        follow_up=attempt.step > 0,
    )
    if may_leave_open and isinstance(outcome, Accepted) and not outcome.replayed:
        ctx.open_answer.attempt, ctx.open_answer.answer = attempt, outcome
        return SendResult(SendStatus.ACCEPTED, lead, attempt.step, ACCEPTED_TEXT)
    return settle(ctx, attempt, outcome)


def _give_back(ctx: SendContext, lead: Lead, attempt: Attempt) -> SendResult:
    """Undo a claim whose request never left, as the machine slept before it."""
    with ctx.store.transaction():
        if attempt.state is AttemptState.UNKNOWN:
            ctx.store.attempts.mark_still_unknown(
                attempt, attempt.reason_code, attempt.reason, None, ctx.now()
            )
        else:
            ctx.store.attempts.mark_not_sent(attempt, attempt.reason_code, attempt.reason, None)
    return SendResult(SendStatus.STALE, lead, attempt.step)
