"""One send from promise to settlement: prepare (bytes committed), claim (try counted), request, settle.

Rules R1 to R3, R9, R10: the intent is committed before the effect, a retry repeats key and bytes, only an answer for
the key or evidence settles what is unknown. HTTP never happens inside a transaction.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from seqcli.client import (
    Accepted,
    BodyConflict,
    Client,
    ConversationGone,
    IdentityUnknown,
    Kept,
    KeyRefused,
    Outcome,
    Rejected,
    RejectedFor,
    Throttled,
    Unknown,
    UnknownKind,
    Unsent,
)
from seqcli.client.api import identity_unknown, key_refused
from seqcli.clock import HOUR_MS, plus_ms
from seqcli.engine.leads.apply import SLACK_MS, apply_fact, get_sequence, is_paused
from seqcli.engine.leads.render_check import hold_reason
from seqcli.engine.reconcile.record import Answer, look_for_send
from seqcli.engine.stream.context import DrainNews, Scene
from seqcli.engine.stream.dispatch import rematch
from seqcli.engine.stream.freshness import StreamLook
from seqcli.engine.stream.send_events import new_attempt, record_acceptance
from seqcli.errors import ConfigError, IdentityRefusedError, LockHeldError, SeqcliError
from seqcli.machine import Fact, FactKind
from seqcli.model import (
    OUTCOME_UNKNOWN,
    Attempt,
    AttemptState,
    Lead,
    LeadStatus,
    Sequence,
    SequenceStatus,
    Step,
    normalise_address,
)
from seqcli.store import Store
from seqcli.templates import MissingFieldError, TemplateProblem, render

#: 12m keeps keys for 24 hours; an hour is kept as margin for clocks and slow requests.
KEY_LIFE_MS = 23 * HOUR_MS
_KEY_GONE_MS = 24 * HOUR_MS + SLACK_MS
#: After so many tries a crash loop or an answer that cannot be read is not tried again blindly.
MAX_BLIND_TRIES = 5
#: How often the commit of an answer is tried while another program holds the file; then the attempt stays unknown.
COMMIT_TRIES = 3
NO_ANSWER_RECORDED = "no answer was recorded"
UNREADABLE = "unreadable answer"
_BACKOFF_S = (5, 30, 300, 1200, 3600)


class Result(StrEnum):
    """How one send went, for the counters."""

    ACCEPTED = "accepted"
    FOUND = "found"
    REFUSED = "refused"
    HELD = "held"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"
    NOT_SENT = "not sent"
    STALE = "the stream must be read again first"


@dataclass(frozen=True, slots=True)
class Done:
    """The end of one send. `stop` ends the identity's sends, `abort` those of every identity, for this run."""

    result: Result
    lead: Lead
    step: int
    why: str = ""
    rest_until: datetime | None = None
    stop: SeqcliError | None = None
    abort: bool = False
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """What sending needs: the file, the wire, an identity, the news of the run, chance, the last look at the stream."""

    store: Store
    client: Client
    identity: str
    news: DrainNews
    rng: Random
    look: StreamLook = field(default_factory=StreamLook)

    def now(self) -> datetime:
        """Return 12m's time."""
        return self.client.server_time.now()

    def may_send(self) -> bool:
        """Tell whether the stream was read so lately that a mail may leave (rule R18)."""
        return self.look.allows_send(self.client.server_time)

    def scene(self) -> Scene:
        """Return where events act when a settled send lets kept ones be read again."""
        return Scene(self.store, self.identity, self.now(), self.news)


# -- preparing


@dataclass(frozen=True, slots=True)
class Draft:
    """A rendered step: the very bytes of the request."""

    body: bytes
    variant: str


def draft_step(sequence: Sequence, lead: Lead) -> Draft:
    """Render the lead's current step into the bytes that will be sent; the same inputs give the same bytes.

    Raises:
        MissingFieldError, TemplateProblem: the step cannot be rendered for this lead.
    """
    step = sequence.steps[lead.current_step]
    mail, variant = draft_mail(step, lead)
    mail |= {"noReplyEventAfter": _wire_wait(step), "labels": [f"sequence:{sequence.id}"]}
    return Draft(json.dumps(mail, ensure_ascii=False).encode(), variant)


def draft_mail(step: Step, lead: Lead) -> tuple[dict[str, object], str]:
    """Return what the reader gets of the lead's current step, in 12m's words, and which variant it is.

    Raises:
        MissingFieldError, TemplateProblem: as for `draft_step`.
    """
    mail = render(step, lead.fields, f"{lead.id}:{lead.current_step}")
    body: dict[str, object] = (
        {"to": lead.email, "subject": mail.subject} if lead.current_step == 0 else {"convId": lead.conv_id}
    )
    body |= {"text": mail.text} if mail.text is not None else {}
    body |= {"html": mail.html} if mail.html is not None else {}
    return body, mail.variant


def _wire_wait(step: Step) -> str | int:
    return step.wait_ms if step.wait_text.isdigit() else step.wait_text


def why_not(store: Store, sequence: Sequence, lead: Lead, now: datetime) -> str:
    """Return why nothing may be sent to this lead now, or an empty text. Suppression is judged apart."""
    if lead.status is not LeadStatus.QUEUED:
        return f"is {lead.status}"
    if lead.released_at is None:
        return "is not released"
    if sequence.status is not SequenceStatus.ACTIVE:
        return f"the sequence is {sequence.status}"
    if is_paused(lead, now):
        return "is paused"
    if lead.current_step >= len(sequence.steps):
        return "the sequence has no such step"
    question = store.find_open_attempt(
        lead.identity or sequence.identity or "", normalise_address(lead.email)
    )
    if question is not None and question.lead_id != lead.id and question.state is AttemptState.UNKNOWN:
        return "another sequence's mail to this address is not settled"
    return ""


def prepare(post: Post, lead_id: str) -> tuple[Lead, Attempt] | Done:
    """Commit the promise to send the lead's current step, with its exact bytes, or say why not."""
    store, now = post.store, post.now()
    with store.transaction():
        lead = store.get_lead(lead_id)
        sequence = get_sequence(store, lead.sequence_id)
        if why := why_not(store, sequence, lead, now):
            return Done(Result.SKIPPED, lead, lead.current_step, why)
        if suppressed := _suppress_if_listed(post, lead):
            return suppressed
        existing = store.find_attempt(lead.id, lead.current_step)
        if existing is not None and existing.state is AttemptState.PENDING:
            return lead, existing
        if existing is not None and existing.state not in {AttemptState.REFUSED, AttemptState.CANCELLED}:
            return Done(Result.SKIPPED, lead, lead.current_step, f"its attempt is {existing.state}")
        if lead.current_step > 0 and lead.conv_id is None:
            return hold(post, lead, "conversation gone: 12m never told which one it is")
        try:
            draft = draft_step(sequence, lead)
        except (MissingFieldError, TemplateProblem) as error:
            return hold(post, lead, hold_reason(error, lead.current_step))
        generation = 0 if existing is None else existing.generation + 1
        attempt = new_attempt(lead, post.identity, generation, draft.body, draft.variant, now)
        store.insert_attempt(attempt, lead.email)
        # Pinned with the promise: a later change of the sequence's identity must not part the two.
        return store.save_lead(lead, replace(lead, identity=attempt.identity), now), attempt


def _suppress_if_listed(post: Post, lead: Lead) -> Done | None:
    why = post.store.find_suppression(normalise_address(lead.email))
    if why is None:
        return None
    fact = Fact(FactKind.SUPPRESSED, f"on the suppression list: {why}")
    after = apply_fact(post.store, lead, fact, "send", post.now(), spread=False)
    return Done(Result.REFUSED, after, lead.current_step, after.status_reason)


def hold(post: Post, lead: Lead, why: str) -> Done:
    """Hold a lead inside the caller's transaction."""
    after = apply_fact(post.store, lead, Fact(FactKind.HOLD_NEEDED, why), "send", post.now())
    return Done(Result.HELD, after, lead.current_step, why)


def claim(post: Post, attempt: Attempt) -> Lead | Done:
    """Commit the try before the request leaves, after one more look at everything that forbids it.

    Raises:
        StateError: the file is no longer at its path, where the next run would look for this try.
    """
    store, now = post.store, post.now()
    store.check_in_place()
    with store.transaction():
        lead = store.get_lead(attempt.lead_id)
        sequence = get_sequence(store, lead.sequence_id)
        why = why_not(store, sequence, lead, now)
        if why or lead.current_step != attempt.step:
            return Done(Result.SKIPPED, lead, attempt.step, why or "is at another step")
        if suppressed := _suppress_if_listed(post, lead):
            return suppressed
        if not store.claim_attempt(attempt, now, NO_ANSWER_RECORDED):
            return Done(Result.SKIPPED, lead, attempt.step, "another run took it")
        return lead


# -- sending and settling


def send(post: Post, lead_id: str) -> Done:
    """Send the lead's current step for the first time."""
    prepared = prepare(post, lead_id)
    return prepared if isinstance(prepared, Done) else transmit(post, prepared[1])


def transmit(post: Post, attempt: Attempt) -> Done:
    """Claim an attempt, hand its stored bytes to 12m, and settle it by the answer."""
    if not post.may_send():
        return Done(Result.STALE, post.store.get_lead(attempt.lead_id), attempt.step)
    lead = claim(post, attempt)
    if isinstance(lead, Done):
        return lead
    if not post.may_send():
        return _give_back(post, lead, attempt)
    post.look.sends += 1
    outcome = post.client.send(
        attempt.identity,
        attempt.request_body,
        attempt.idempotency_key,
        to=lead.email,
        follow_up=attempt.step > 0,
    )
    return settle(post, attempt, outcome)


def _give_back(post: Post, lead: Lead, attempt: Attempt) -> Done:
    """Undo a claim whose request never left, as the machine slept before it."""
    with post.store.transaction():
        if attempt.state is AttemptState.UNKNOWN:
            post.store.mark_still_unknown(attempt, attempt.reason, None, post.now())
        else:
            post.store.mark_not_sent(attempt, attempt.reason, None)
    return Done(Result.STALE, lead, attempt.step)


def settle(post: Post, attempt: Attempt, outcome: Outcome) -> Done:
    """Commit what an answer means. `attempt` is as it was before the claim: unknown means that this was a retry."""
    if isinstance(outcome, BodyConflict) and not outcome.in_progress:
        return _settle_conflict(post, attempt, outcome)
    for tries_left in range(COMMIT_TRIES - 1, -1, -1):
        try:
            with post.store.transaction():
                return _settle(post, post.store.get_lead(attempt.lead_id), attempt, outcome)
        except LockHeldError:
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def _settle(post: Post, lead: Lead, attempt: Attempt, outcome: Outcome) -> Done:
    match outcome:
        case Accepted():
            how = "12m repeated its answer" if outcome.replayed else "12m accepted it"
            done = accept(post, lead, attempt, how, outcome)
            return _found(post, attempt, done) if outcome.replayed else done
        case Rejected():
            return _settle_rejection(post, lead, attempt, outcome)
        case Throttled():
            return _settle_throttle(post, lead, attempt, outcome)
        case Unknown():
            return _settle_unknown(post, lead, attempt, outcome)
        case Kept():
            later = plus_ms(post.now(), _KEY_GONE_MS)
            post.store.mark_not_sent(attempt, outcome.reason, later)
            return Done(Result.NOT_SENT, lead, attempt.step, outcome.reason)
        case Unsent():
            reason = f"no connection: {outcome.reason}"
            return _not_sent(post, lead, attempt, reason, stop=outcome.problem, is_doubtful=True)
        case KeyRefused() | IdentityUnknown():
            return _settle_stop(post, lead, attempt, outcome)
        case ConversationGone():
            return _settle_gone(post, lead, attempt, outcome)
        case BodyConflict():
            return _still_unknown(post, lead, attempt, f"still in progress at 12m: {outcome.reason}", 409)


def _settle_gone(post: Post, lead: Lead, attempt: Attempt, outcome: ConversationGone) -> Done:
    if attempt.state is not AttemptState.UNKNOWN:
        post.store.mark_attempt(attempt, AttemptState.REFUSED, outcome.reason, 404)
    return hold(post, lead, f"conversation gone: {outcome.reason}")


def _settle_stop(post: Post, lead: Lead, attempt: Attempt, outcome: KeyRefused | IdentityUnknown) -> Done:
    if isinstance(outcome, KeyRefused):
        return _not_sent(post, lead, attempt, outcome.reason, stop=key_refused(outcome.reason), abort=True)
    stop = identity_unknown(attempt.identity, outcome.reason)
    return _not_sent(post, lead, attempt, outcome.reason, stop=stop)


def accept(
    post: Post, lead: Lead, attempt: Attempt, how: str, answer: Accepted, at: datetime | None = None
) -> Done:
    """Record an acceptance inside the caller's transaction; it counts from the first try, or from `at`."""
    scene = post.scene()
    current = post.store.find_attempt(attempt.lead_id, attempt.step) or attempt
    after = record_acceptance(
        scene,
        lead,
        current,
        "send",
        how,
        accepted_at=at or current.first_try_at or post.now(),
        latest=at or post.now(),
        conv_id=answer.conv_id,
        pending_id=answer.pending_id,
        dispatch_at=answer.dispatch_at,
        http_status=answer.http_status,
    )
    rematch(scene)
    return Done(Result.ACCEPTED, after, attempt.step, how)


def _settle_rejection(post: Post, lead: Lead, attempt: Attempt, outcome: Rejected) -> Done:
    store, reason = post.store, f"12m: {outcome.reason}"
    if outcome.about is RejectedFor.IDENTITY:
        stop = IdentityRefusedError(
            "identity_refused",
            f"12m does not send from {attempt.identity}: {outcome.reason}",
            "Mend it in the 12m dashboard, then run this again; nothing was lost.",
        )
        return _not_sent(post, lead, attempt, reason, stop=stop)
    if outcome.about is RejectedFor.UNHEARD_OF:
        store.mark_attempt(attempt, AttemptState.PARKED, reason, outcome.http_status)
        return hold(
            post, lead, f"{OUTCOME_UNKNOWN} (step {attempt.step + 1}): rejected with '{outcome.reason}'"
        )
    is_retry = attempt.state is AttemptState.UNKNOWN
    if is_retry and outcome.about is RejectedFor.REQUEST:
        # 12m may look at the bytes before it looks at the key, and take today for wrong what it took before.
        return _await_evidence(post, lead, attempt, reason, outcome.http_status)
    if not is_retry:
        store.mark_attempt(attempt, AttemptState.REFUSED, reason, outcome.http_status)
    fact = {
        RejectedFor.ADDRESS: Fact(FactKind.HARD_BOUNCED, reason),
        RejectedFor.DO_NOT_CONTACT: Fact(FactKind.SUPPRESSED, reason),
    }.get(outcome.about, Fact(FactKind.SEND_REFUSED, reason, step=attempt.step))
    after = apply_fact(store, lead, fact, "send", post.now())
    return Done(Result.REFUSED, after, attempt.step, reason)


def _settle_throttle(post: Post, lead: Lead, attempt: Attempt, outcome: Throttled) -> Done:
    now = post.now()
    if outcome.wait_s is not None:
        until = now + timedelta(seconds=outcome.wait_s)
    elif outcome.cap:
        until = next_midnight(now)
    else:
        until = now + timedelta(seconds=60 + post.rng.uniform(0, 30))
    post.store.save_rest(attempt.identity, until, outcome.reason)
    done = _not_sent(post, lead, attempt, outcome.reason)
    return Done(done.result, done.lead, done.step, outcome.reason, rest_until=until)


def next_midnight(now: datetime) -> datetime:
    """Return the next midnight UTC, when 12m's daily caps start anew."""
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _settle_unknown(post: Post, lead: Lead, attempt: Attempt, outcome: Unknown) -> Done:
    if outcome.kind is UnknownKind.STORED:
        return _await_evidence(post, lead, attempt, outcome.reason, outcome.http_status)
    prefix = f"{UNREADABLE}: " if outcome.kind is UnknownKind.UNREADABLE else ""
    return _still_unknown(post, lead, attempt, prefix + outcome.reason, outcome.http_status)


def _await_evidence(post: Post, lead: Lead, attempt: Attempt, reason: str, http_status: int | None) -> Done:
    """Try no more under this key: what was answered would be answered again."""
    later = plus_ms(attempt.first_try_at or post.now(), KEY_LIFE_MS)
    post.store.mark_still_unknown(attempt, reason, http_status, later)
    return Done(Result.UNKNOWN, lead, attempt.step, reason)


def _still_unknown(post: Post, lead: Lead, attempt: Attempt, reason: str, http_status: int | None) -> Done:
    wait_s = _BACKOFF_S[min(attempt.tries, len(_BACKOFF_S) - 1)]
    post.store.mark_still_unknown(attempt, reason, http_status, post.now() + timedelta(seconds=wait_s))
    return Done(Result.UNKNOWN, lead, attempt.step, reason, is_doubtful=True)


def _not_sent(
    post: Post,
    lead: Lead,
    attempt: Attempt,
    reason: str,
    *,
    stop: ConfigError | IdentityRefusedError | None = None,
    abort: bool = False,
    is_doubtful: bool = False,
) -> Done:
    """A first try goes back to pending; what was unknown before stays unknown, as an earlier try may have arrived."""
    if attempt.state is AttemptState.UNKNOWN:
        done = _still_unknown(post, lead, attempt, reason, None)
        return Done(Result.UNKNOWN, done.lead, done.step, reason, None, stop, abort, is_doubtful)
    post.store.mark_not_sent(attempt, reason, None)
    return Done(Result.NOT_SENT, lead, attempt.step, reason, None, stop, abort, is_doubtful)


def _settle_conflict(post: Post, attempt: Attempt, outcome: BodyConflict) -> Done:
    """The key was used with another body: the step was accepted in a past that this file does not know."""
    lead = post.store.get_lead(attempt.lead_id)
    since = min(lead.last_step_at or lead.created_at, attempt.first_try_at or post.now())
    try:
        found = look_for_send(post.client, post.store, attempt.identity, lead, attempt.step, since)
    except SeqcliError as error:
        with post.store.transaction():
            return _still_unknown(post, lead, attempt, f"{outcome.reason} ({error.message})", 409)
    conv_id = found.conv_id if found.answer is Answer.SENT else lead.conv_id
    with post.store.transaction():
        lead = post.store.get_lead(attempt.lead_id)
        how = "12m had this key with another text already"
        done = accept(post, lead, attempt, how, Accepted(conv_id, None, None, 409))
        return _found(post, attempt, done)


def _found(post: Post, attempt: Attempt, done: Done) -> Done:
    """A key that 12m knows and this file never used was used in a past that the file has lost."""
    if attempt.tries:
        return done
    post.news.adopted.append((done.lead.id, f"step {attempt.step + 1}"))
    return replace(done, result=Result.FOUND)
