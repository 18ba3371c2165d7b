"""Restored from a copy: finds the sends that a restored state file does not know, before it sends (rules R9 and R15).

The store sees that a file is a copy and saves `restored_as` (`store.round_lock`). A drain notes here which sends the
file may have lost. Before each send the lead is then looked up at 12m, and a send that 12m knows is adopted.
"""

from dataclasses import replace
from datetime import datetime

from seqcli.client import Accepted
from seqcli.clock import DAY_MS, MINUTE_MS, from_text, plus_ms, to_text
from seqcli.engine.leads.apply import get_sequence
from seqcli.engine.reconcile.record import RecordFinding, RecordStatus, look_for_send, look_for_subject
from seqcli.engine.send.context import KEY_LIFE_MS, SendContext, SendResult, SendStatus
from seqcli.engine.send.render import render_subjects
from seqcli.engine.send.settle import accept, hold
from seqcli.engine.stream.send_events import insert_past_attempt
from seqcli.model import Lead, LeadStatus
from seqcli.reasons import AttemptReason, LeadReason
from seqcli.store import Cursor, Doubts, Store

#: Accepted mail leaves 12m within this time, a long weekend included.
_DRIP_LIFE_MS = 4 * DAY_MS


def note_lost_sends(ctx: SendContext, before: Cursor | None, now: datetime) -> None:
    """Note which sends the file may not know, at the end of a drain and inside its transaction.

    `before` is the cursor as it was before the drain; `now` is 12m's time.
    """
    store = ctx.store
    complete_until = _find_complete_until(store, before)
    is_restored = _is_restored(store, ctx.identity)
    if is_restored and complete_until is not None:
        # An identity may be new in this file long after the restore: all its sends since then are known.
        until = now if before is not None else _find_restored_at(ctx)
        store.meta.save(_lost_past_key(ctx.identity), f"{to_text(complete_until)} {to_text(until)}")
    if is_restored or (complete_until is not None and complete_until < plus_ms(now, -KEY_LIFE_MS)):
        # A file with an old cursor may be a copy, too (rule R15).
        store.meta.save_suspect_before(ctx.identity, now)
    if is_restored:
        _find_restored_at(ctx)
        store.meta.save(_seen_key(ctx.identity), store.meta.find("restored_as") or "")
    _end_lost_past_by_now(ctx)


def _end_lost_past_by_now(ctx: SendContext) -> None:
    """End a lost past now that ends later than now by any clock: a wrong clock noted it, and all would wait for it."""
    lost_past, latest = _find_lost_past(ctx.store, ctx.identity), ctx.client.server_time.bounds()[1]
    if lost_past is not None and lost_past[1] > latest:
        ctx.store.meta.save(_lost_past_key(ctx.identity), f"{to_text(lost_past[0])} {to_text(latest)}")


def _find_complete_until(store: Store, before: Cursor | None) -> datetime | None:
    """Return until when the file knows all sends: its last drain, or its creation if there was none."""
    if before is not None:
        return before.drained_at or before.updated_at
    created_at = store.meta.find("created_at")
    return None if created_at is None else from_text(created_at)


def _is_restored(store: Store, identity: str) -> bool:
    """Return whether the file was restored from a copy since this identity's last full drain. Uses no clock."""
    restored_as = store.meta.find("restored_as")
    return restored_as is not None and store.meta.find(_seen_key(identity)) != restored_as


def _find_restored_at(ctx: SendContext) -> datetime:
    """Return when the file was restored, in 12m's time: when 12m first answered it."""
    store, mark = ctx.store, ctx.store.meta.find("restored_as") or ""
    if store.meta.find("restored_known_as") != mark:
        store.meta.save("restored_known_as", mark)
        store.meta.save("restored_at", to_text(ctx.now()))
    return from_text(store.meta.find("restored_at") or to_text(ctx.now()))


def find_record_complete_at(store: Store, identity: str, now: datetime) -> datetime | None:
    """Return when 12m's record will show every send that this file lost; None if it does already.

    An identity whose stream announces sends has announced all of them. Without that, 12m's record shows a mail only
    once it has left. While their keys live, the lost sends are found by their keys.
    """
    lost_past = _find_lost_past(store, identity)
    if lost_past is None or store.attempts.announces_sends(identity):
        return None
    begin, end = lost_past
    complete_at = plus_ms(end, _DRIP_LIFE_MS)
    return complete_at if plus_ms(begin, KEY_LIFE_MS) <= now < complete_at else None


def _find_lost_past(store: Store, identity: str) -> tuple[datetime, datetime] | None:
    """Return (begin, end) of the time in which sends may have been made that this file does not know."""
    text = store.meta.find(_lost_past_key(identity))
    if text is None:
        return None
    begin, end = text.split()
    return from_text(begin), from_text(end)


def may_lack_send(store: Store, identity: str, lead: Lead, suspect_before: datetime | None) -> bool:
    """Return whether the lead's due step may have been sent in a past that this file has lost (rule R15)."""
    if suspect_before is None:
        return False
    is_newcomer = lead.last_step_at is None and _is_only_in_record(store, identity, suspect_before)
    return is_newcomer or (lead.last_step_at or lead.created_at) < suspect_before


def adopt_if_sent(ctx: SendContext, lead: Lead) -> SendResult | None:
    """Adopt the due step if 12m's record shows that it was sent in the lost past (rule R15); None: it was not.

    Raises:
        StreamError, ConfigError: 12m's record cannot be read now; the lead must wait.
    """
    found = look_for_send(ctx.client, ctx.store, ctx.identity, lead, lead.current_step, after_last_mail(lead))
    return _adopt(ctx, lead, found, lead.last_step_at or lead.created_at)


def after_last_mail(lead: Lead) -> datetime:
    """Return from when on a mail to the lead is not the last one that the file knows.

    That one is no evidence, so only newer ones count: by more than two clocks may differ.
    """
    since = lead.last_step_at or lead.created_at
    return plus_ms(since, 2 * MINUTE_MS) if lead.current_step > 0 else since


def adopt_early_send(ctx: SendContext, lead: Lead) -> SendResult | None:
    """Adopt the first step if a mail from before the lead was imported has its subject; None: there is none.

    The lead may have been imported again into a restored copy, or a wrong clock may have dated the file too late. So
    the subject decides and no time does: that of any variant, as another one may have been chosen then.

    Raises:
        StreamError, ConfigError: 12m's record cannot be read now; the lead must wait.
    """
    subjects = render_subjects(get_sequence(ctx.store, lead.sequence_id).steps[0], lead)
    if not subjects:
        return None  # it will be held
    found = look_for_subject(ctx.client, ctx.store, ctx.identity, lead, subjects)
    return _adopt(ctx, lead, found, lead.created_at)


def may_have_early_send(store: Store, identity: str, lead: Lead, doubts: Doubts) -> bool:
    """Return whether the lead's first step may have been sent before the lead was imported."""
    if lead.last_step_at is not None:
        return False
    return doubts.has_early_mail or _is_only_in_record(store, identity, doubts.suspect_before)


def _is_only_in_record(store: Store, identity: str, suspect_before: datetime | None) -> bool:
    """Return whether sends that this file has lost stand in 12m's record alone, as its stream announces none."""
    return suspect_before is not None and not store.attempts.announces_sends(identity)


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
        attempt = insert_past_attempt(ctx.store, lead, ctx.identity, ctx.now())
        ctx.summary.adopted.append((lead.id, f"step {attempt.step + 1}"))
        answer = Accepted(found.conv_id, None, None, None)
        result = accept(
            ctx, lead, attempt, AttemptReason.ADOPTED, f"adopted: {found.why}", answer, found.at or since
        )
        return replace(result, status=SendStatus.FOUND)


def _seen_key(identity: str) -> str:
    return f"restore_seen:{identity}"


def _lost_past_key(identity: str) -> str:
    return f"lost_past:{identity}"
