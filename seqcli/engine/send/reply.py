"""Sends one reply that a person wrote: claim (bytes committed, try counted), hand over, settle (rules R1 to R3).

HTTP never happens inside a transaction. A reply is no step: no rate, brake or pace counts it.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from seqcli.client import (
    Accepted,
    BodyConflict,
    ConversationGone,
    ConversationGoneError,
    IdentityUnknown,
    KeyRefused,
    NotConnected,
    Outcome,
    Rejected,
    RejectedFor,
    ReplayedRefusal,
    Throttled,
    Unknown,
)
from seqcli.client.api import identity_unknown, key_refused
from seqcli.clock import plus_ms, to_text
from seqcli.engine.leads.answering import close_answered, note_reply, reopen_answered, take_over
from seqcli.engine.leads.apply import find_throttle
from seqcli.engine.reconcile.replies import reply_needs_evidence, settle_reply_by_evidence
from seqcli.engine.send.context import KEY_LIFE_MS, SendContext
from seqcli.engine.send.settle import (
    ACCEPTED_TEXT,
    COMMIT_TRIES,
    backoff_until,
    identity_refused,
    save_throttle,
    unknown_reason,
)
from seqcli.engine.stream.context import ReplyNews
from seqcli.errors import ConfigError, LockHeldError, NotSentError, SeqcliError, StreamError
from seqcli.model import AttemptState, Lead, normalise_address
from seqcli.reasons import AttemptReason
from seqcli.store import InboxItem, Reply, Store

_LABEL = "seqcli:reply"
_SHOWN_CHARS = 60
#: What a key may have as it is; the id of a conversation is 12m's choice.
_PLAIN_ID = re.compile(r"[\w.-]{1,100}", re.ASCII)
_ADDRESS_REFUSALS = {
    RejectedFor.ADDRESS: AttemptReason.ADDRESS_REFUSED,
    RejectedFor.DO_NOT_CONTACT: AttemptReason.DO_NOT_CONTACT,
    RejectedFor.IDENTITY: AttemptReason.IDENTITY_REFUSED,
    RejectedFor.UNRECOGNISED: AttemptReason.UNRECOGNISED_REFUSAL,
}
_Refused = (
    Rejected | Throttled | ReplayedRefusal | NotConnected | KeyRefused | IdentityUnknown | ConversationGone
)


@dataclass(frozen=True, slots=True)
class ReplyTarget:
    """Whom a reply goes to: `address` is shown and confirmed. `item` is the mail that it answers, if there is one."""

    identity: str
    conv_id: str
    address: str
    lead: Lead | None
    item: InboxItem | None

    @property
    def people(self) -> frozenset[str]:
        """The addresses that may get the reply, normalised."""
        written = (self.address, self.lead.email if self.lead else "", self.item.sender if self.item else "")
        return frozenset(normalise_address(each) for each in written if each)


@dataclass(frozen=True, slots=True)
class ReplyResult:
    """How a reply stands after an answer of 12m. `to` is whom 12m names, `error` what a refusal means.

    `is_known`: 12m had this very mail already.
    """

    reply: Reply
    why: str
    error: SeqcliError | None = None
    to: str | None = None
    is_known: bool = False


def reply_key(conv_id: str, number: int) -> str:
    """Return the idempotency key of the n-th reply of a conversation, counted from 0 (rule R2)."""
    plain = _PLAIN_ID.fullmatch(conv_id)
    return f"reply:{conv_id if plain else hashlib.sha256(conv_id.encode()).hexdigest()[:32]}:{number}"


def claim(ctx: SendContext, target: ReplyTarget, text: str, check: Callable[[], None]) -> Reply:
    """Commit a reply with its bytes and its first try, and end the sequence for its leads.

    `check` raises if something forbids it, in the same transaction.

    Raises:
        StateError: the file is no longer at its path, where the next run would look for this try.
    """
    store = ctx.store
    store.check_in_place()
    with store.transaction():
        check()
        now = ctx.now()
        number = len(store.replies.load_in(target.identity, target.conv_id))
        reply = store.replies.insert(
            Reply(
                id=0,
                idempotency_key=reply_key(target.conv_id, number),
                identity=target.identity,
                conv_id=target.conv_id,
                address=normalise_address(target.address),
                lead_id=target.lead.id if target.lead else None,
                inbox_id=target.item.id if target.item else None,
                state=AttemptState.UNKNOWN,
                created_at=now,
                first_try_at=ctx.client.server_time.bounds()[0],
                next_try_at=None,
                tries=1,
                accepted_at=None,
                dispatch_at=None,
                pending_id=None,
                sent_seq=None,
                reason_code=AttemptReason.NO_ANSWER_RECORDED,
                reason="no answer was recorded",
                request_body=_body(target, text),
            )
        )
        take_over(store, reply, _first_words(text), now)
        return reply


def claim_again(ctx: SendContext, reply: Reply, check: Callable[[], None]) -> Reply:
    """Commit another try of a parked reply that, a person says, was not sent: same key, same bytes.

    Raises:
        NotSentError: another process took it.
    """
    store = ctx.store
    store.check_in_place()
    with store.transaction():
        check()
        if not store.replies.claim_again(reply, begin_anew_at=ctx.client.server_time.bounds()[0]):
            raise NotSentError("reply_taken", "another run took this reply", "Run it again.")
        close_answered(store, reply, ctx.now())
        note_reply(store, reply, "reply", "the reply by hand is sent again", "as decided", ctx.now())
        return _get(store, reply)


def _body(target: ReplyTarget, text: str) -> bytes:
    labels = [_LABEL] if target.lead is None else [_LABEL, f"sequence:{target.lead.sequence_id}"]
    return json.dumps({"convId": target.conv_id, "text": text, "labels": labels}, ensure_ascii=False).encode()


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN_CHARS else f"{words[: _SHOWN_CHARS - 1]}…"


def hand_over(ctx: SendContext, reply: Reply) -> ReplyResult:
    """Hand the stored bytes to 12m and settle the reply by the answer. A count of one means: this is the first try."""
    if not ctx.may_send():
        return _give_back(ctx, reply)
    ctx.last_drain.sends += 1
    to = _may_get(ctx.store, reply)
    outcome = ctx.client.send(
        reply.identity, reply.request_body, reply.idempotency_key, to=to, follow_up=True
    )
    return settle(ctx, reply, outcome)


def _may_get(store: Store, reply: Reply) -> frozenset[str]:
    """Return who may get a reply: 12m chooses among the people of the conversation."""
    lead = None if reply.lead_id is None else store.leads.find(reply.lead_id)
    writers = {each.sender for each in store.inbox.load_in_conversation(reply.identity, reply.conv_id)}
    return frozenset({reply.address, *([lead.email] if lead else []), *writers} - {""})


def settle(ctx: SendContext, reply: Reply, outcome: Outcome) -> ReplyResult:
    """Commit what an answer means for a reply."""
    for tries_left in range(COMMIT_TRIES - 1, -1, -1):
        try:
            with ctx.store.transaction():
                return _settle(ctx, reply, outcome)
        except LockHeldError:
            if not tries_left:
                raise
    raise AssertionError("unreachable")


def _settle(ctx: SendContext, reply: Reply, outcome: Outcome) -> ReplyResult:
    match outcome:
        case Accepted():
            return _accept(ctx, reply, outcome)
        case Unknown():
            code, reason = unknown_reason(outcome)
            is_stored = code is AttemptReason.STORED_ERROR
            return _still_unknown(ctx, reply, code, reason, outcome.http_status, is_stored=is_stored)
        case BodyConflict() if outcome.in_progress:
            return _still_unknown(ctx, reply, *unknown_reason(outcome), 409)
        case BodyConflict():
            return _settle_conflict(ctx, reply, outcome)
        case _:
            return _settle_refusal(ctx, reply, outcome)


def _accept(ctx: SendContext, reply: Reply, outcome: Accepted) -> ReplyResult:
    """Settle a reply as accepted. A first try that is answered as a repetition was made in a past that is lost."""
    how = "12m repeated its answer" if outcome.replayed else ACCEPTED_TEXT
    ctx.store.replies.mark_accepted(
        reply,
        ctx.now(),
        AttemptReason.REPLAYED if outcome.replayed else AttemptReason.ACCEPTED,
        how,
        pending_id=outcome.pending_id,
        dispatch_at=outcome.dispatch_at,
        http_status=outcome.http_status,
    )
    note_reply(ctx.store, reply, "reply", "12m accepted the reply by hand", how, ctx.now())
    is_known = outcome.replayed and reply.tries == 1
    return ReplyResult(_get(ctx.store, reply), how, to=outcome.to, is_known=is_known)


def _settle_refusal(ctx: SendContext, reply: Reply, outcome: _Refused) -> ReplyResult:
    """Settle a reply that 12m refused. Only of a first try does that prove that nothing was sent."""
    code, error = _read_refusal(ctx, reply, outcome)
    status = getattr(outcome, "http_status", None)
    if reply.tries == 1 or isinstance(outcome, ReplayedRefusal):
        return _refuse(ctx, reply, code, outcome.reason, status, error)
    # 12m may look at the recipient before it looks at the key: its answer today says nothing about yesterday.
    is_final = isinstance(outcome, ConversationGone) or (
        isinstance(outcome, Rejected) and outcome.about is not RejectedFor.IDENTITY
    )
    code = AttemptReason.REFUSED_AT_RETRY if is_final else code
    result = _still_unknown(ctx, reply, code, outcome.reason, status, is_stored=is_final)
    return replace(result, error=error)


def _refuse(
    ctx: SendContext,
    reply: Reply,
    code: AttemptReason | None,
    reason: str,
    status: int | None,
    error: SeqcliError,
) -> ReplyResult:
    ctx.store.replies.mark(reply, AttemptState.REFUSED, code, reason, status)
    reopen_answered(ctx.store, reply)
    note_reply(ctx.store, reply, "reply", "the reply by hand was not sent", reason, ctx.now())
    return ReplyResult(_get(ctx.store, reply), reason, error)


def _read_refusal(ctx: SendContext, reply: Reply, outcome: _Refused) -> tuple[AttemptReason, SeqcliError]:
    """Return what a refusal is, as a code and as an error that says that nothing was sent."""
    match outcome:
        case Rejected() if outcome.about is RejectedFor.IDENTITY:
            return AttemptReason.IDENTITY_REFUSED, identity_refused(reply.identity, outcome.reason)
        case Rejected():
            code = _ADDRESS_REFUSALS.get(outcome.about, AttemptReason.REQUEST_REFUSED)
            return code, _not_sent("reply_refused", f"12m refused it: {outcome.reason}")
        case Throttled():
            until = save_throttle(ctx, reply.identity, outcome)
            hint = f"12m takes mail again from {to_text(until)[:16]}Z. Run it again then."
            return AttemptReason.THROTTLED, _not_sent("reply_throttled", f"12m: {outcome.reason}", hint)
        case ReplayedRefusal():
            return AttemptReason.REPLAYED_REFUSAL, _not_sent("reply_refused", outcome.reason, "Run it again.")
        case NotConnected():
            error = outcome.problem or StreamError(
                "no_answer", f"nothing was sent: no connection to 12m: {outcome.reason}", "Run it again."
            )
            return AttemptReason.NOT_CONNECTED, error
        case KeyRefused():
            return AttemptReason.KEY_REFUSED, key_refused(outcome.reason)
        case IdentityUnknown():
            return AttemptReason.IDENTITY_UNKNOWN, identity_unknown(reply.identity, outcome.reason)
        case ConversationGone():
            return AttemptReason.CONVERSATION_GONE, conversation_gone(reply.conv_id)


def conversation_gone(conv_id: str) -> NotSentError:
    """Return the error for a conversation that 12m no longer has."""
    hint = "Write to the person in 12m's dashboard."
    return _not_sent("conversation_gone", f"12m has no conversation {conv_id} any more", hint)


def _not_sent(code: str, what: str, hint: str = "The mail is open again: seqcli inbox.") -> NotSentError:
    return NotSentError(code, f"nothing was sent: {what}", hint)


def _settle_conflict(ctx: SendContext, reply: Reply, outcome: BodyConflict) -> ReplyResult:
    """The key was used with another text: a reply was accepted in a past that this file has lost. It counts as sent."""
    how = "12m had another text under this key already"
    ctx.store.replies.mark_accepted(
        reply, ctx.now(), AttemptReason.KEY_WAS_USED, f"{how}: {outcome.reason}", http_status=409
    )
    reopen_answered(ctx.store, reply)
    note_reply(ctx.store, reply, "reply", "12m knows a reply by hand that this file has lost", how, ctx.now())
    error = _not_sent(
        "reply_lost",
        "12m has a reply of yours in this conversation that this file does not know",
        "The file was restored from a copy. Read the conversation, then run this again if it is still wanted.",
    )
    return ReplyResult(_get(ctx.store, reply), how, error)


def _still_unknown(
    ctx: SendContext,
    reply: Reply,
    code: AttemptReason,
    reason: str,
    status: int | None,
    *,
    is_stored: bool = False,
) -> ReplyResult:
    """Save when to try again; never under this key (`is_stored`) where the same answer would come again."""
    tried_at = reply.first_try_at or ctx.now()
    later = plus_ms(tried_at, KEY_LIFE_MS) if is_stored else backoff_until(ctx.now(), reply.tries - 1)
    ctx.store.replies.mark_still_unknown(reply, code, reason, status, later)
    return ReplyResult(_get(ctx.store, reply), reason)


def _give_back(ctx: SendContext, reply: Reply) -> ReplyResult:
    """Undo a claim whose request never left, as the machine slept before it."""
    error = StreamError(
        "stream_read_too_old", "nothing was sent: the stream was read too long ago", "Run it again."
    )
    with ctx.store.transaction():
        if reply.tries == 1:
            return _refuse(ctx, reply, None, error.message, None, error)
        ctx.store.replies.mark_still_unknown(reply, reply.reason_code, reply.reason, None, ctx.now())
        return ReplyResult(_get(ctx.store, reply), error.message, error)


def _get(store: Store, reply: Reply) -> Reply:
    found = store.replies.find(reply.id)
    if found is None:
        raise AssertionError(f"reply {reply.idempotency_key} has gone")
    return found


# -- replies of unknown outcome


def settle_unknown(ctx: SendContext) -> list[SeqcliError]:
    """Try every reply again whose outcome is open and whose time has come; return what stood in the way.

    Raises:
        ConfigError: 12m does not accept the key or the identity.
    """
    problems: list[SeqcliError] = []
    for reply in ctx.store.replies.load_due(ctx.identity, ctx.now()):
        if find_throttle(ctx.store, ctx.identity, ctx.now()) is not None or not ctx.may_send():
            break
        try:
            result = settle_again(ctx, reply)
        except StreamError as error:
            problems.append(error)
            continue
        if isinstance(result.error, ConfigError):
            raise result.error
        if result.reply.state is not AttemptState.UNKNOWN:
            _tell(ctx, result)
    return problems


def settle_again(ctx: SendContext, reply: Reply) -> ReplyResult:
    """Settle a reply of unknown outcome: by its key while that lives, then by evidence (rule R9).

    Raises:
        StreamError, ConfigError: 12m's record cannot be read now; the reply stays as it is.
    """
    store = ctx.store
    if reply_needs_evidence(ctx, reply):
        settle_reply_by_evidence(ctx, reply)
        return ReplyResult(_get(store, reply), _get(store, reply).reason)
    lead = None if reply.lead_id is None else store.leads.find(reply.lead_id)
    with store.transaction():
        reasons = [store.suppressions.find_reason(reply.address)]
        reasons += [store.suppressions.find_reason(normalise_address(lead.email))] if lead else []
        if any(reasons) or not reply.request_body:
            # Suppressed since: it must not be made. Whether it was made is looked up once its key has expired.
            code, reason = AttemptReason.LEAD_LISTED, f"suppressed since: {next(filter(None, reasons), '')}"
            return _still_unknown(ctx, reply, code, reason, None, is_stored=True)
        if not store.replies.claim_again(reply):
            return ReplyResult(_get(store, reply), "another run took it")
    return hand_over(ctx, replace(reply, tries=reply.tries + 1))


def _tell(ctx: SendContext, result: ReplyResult) -> None:
    """Report a reply that an answer settled; evidence reports its own."""
    news = ReplyNews(result.reply.id, result.reply.address, result.reply.state, result.why)
    if news.reply_id not in {each.reply_id for each in ctx.summary.replies}:
        ctx.summary.replies.append(news)


def find_written_since(ctx: SendContext, target: ReplyTarget, since: datetime | None) -> datetime | None:
    """Return when a mail of ours left in this conversation since then that this file does not know, or None.

    Without `since`, since it began. Where 12m has more mails of ours than this file, the newest is told.

    Somebody may have answered in 12m's dashboard, or this file may be a copy from before an answer.

    Raises:
        NotSentError: 12m no longer has the conversation.
        StreamError, ConfigError: it cannot be read now.
    """
    try:
        found = ctx.client.read_conversation(target.identity, target.conv_id)
    except ConversationGoneError:
        raise conversation_gone(target.conv_id) from None
    ours = [message for message in found.messages if message.outbound]
    if len(ours) <= ctx.store.attempts.count_accepted_in(target.identity, target.conv_id):
        return None
    times = (each.at for each in ours if each.at is not None)
    return max((at for at in times if since is None or at >= since), default=None)
