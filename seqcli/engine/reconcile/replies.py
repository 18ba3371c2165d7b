"""Settles replies by hand of unknown outcome by 12m's own record (rule R9). It never sends."""

from seqcli.clock import HOUR_MS, plus_ms
from seqcli.engine.leads.answering import note_reply, reopen_answered
from seqcli.engine.leads.apply import SLACK_MS
from seqcli.engine.reconcile.record import RecordFinding, RecordStatus, search_thread
from seqcli.engine.reconcile.unknown_outcomes import needs_evidence
from seqcli.engine.send.context import SendContext
from seqcli.engine.send.due_work import find_key_change
from seqcli.engine.stream.context import ReplyNews
from seqcli.errors import StreamError
from seqcli.model import AttemptState
from seqcli.reasons import AttemptReason
from seqcli.store import Reply


def reply_needs_evidence(ctx: SendContext, reply: Reply) -> bool:
    """Return whether a reply of unknown outcome must not be tried again under its key."""
    latest = ctx.client.server_time.bounds()[1]
    return needs_evidence(reply, ctx.now(), latest, find_key_change(ctx.store))


def settle_reply_by_evidence(ctx: SendContext, reply: Reply) -> None:
    """Settle a reply by 12m's record of its conversation, or park it; put it off where that cannot be read.

    Raises:
        StreamError, ConfigError: the record cannot be read now.
    """
    try:
        found = _look(ctx, reply)
    except StreamError:
        with ctx.store.transaction():
            later = plus_ms(ctx.now(), HOUR_MS)
            ctx.store.replies.mark_still_unknown(reply, reply.reason_code, reply.reason, None, later)
        raise
    with ctx.store.transaction():
        current = ctx.store.replies.find(reply.id)
        if current is not None and current.state is AttemptState.UNKNOWN:
            _settle(ctx, current, found)


def _look(ctx: SendContext, reply: Reply) -> RecordFinding:
    since = plus_ms(reply.first_try_at or reply.created_at, -SLACK_MS)
    found = search_thread(ctx.client, ctx.store, reply.identity, reply.conv_id, since)
    if found.answer is RecordStatus.SENT and ctx.store.replies.has_open_step(reply.identity, reply.conv_id):
        why = "the conversation has a newer mail of ours, which may be a step"
        return RecordFinding(RecordStatus.UNCLEAR, why, reply.conv_id)
    return found


def _settle(ctx: SendContext, reply: Reply, found: RecordFinding) -> None:
    store, now = ctx.store, ctx.now()
    if found.answer is RecordStatus.SENT:
        state, change = AttemptState.ACCEPTED, "the reply by hand was sent"
        store.replies.mark_accepted(reply, found.at or now, AttemptReason.FOUND, f"found: {found.why}")
    else:
        # A reply that 12m lacks may have been written over since: a person decides whether it is still wanted.
        state, change = AttemptState.PARKED, "nobody knows whether the reply by hand was sent"
        store.replies.mark(reply, state, AttemptReason.EVIDENCE_UNCLEAR, found.why)
        reopen_answered(store, reply)
    note_reply(store, reply, "clock", change, found.why, now)
    ctx.summary.replies.append(ReplyNews(reply.id, reply.address, state, found.why))
