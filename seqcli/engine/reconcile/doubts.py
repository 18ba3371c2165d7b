"""What a state file may not know of a lead: whether its claim must wait for 12m's record, and what that record says."""

from seqcli.clock import to_text
from seqcli.engine.reconcile.restore import (
    adopt_early_send,
    adopt_if_sent,
    find_record_complete_at,
    may_have_early_send,
    may_lack_send,
)
from seqcli.engine.reconcile.timeouts import check_for_answer
from seqcli.engine.send.context import SendContext, SendResult, SendStatus
from seqcli.engine.stream.malformed_events import may_hide_answer
from seqcli.model import Lead, LeadStatus
from seqcli.store import Doubts, Store


def must_clear_up(store: Store, identity: str, lead: Lead, doubts: Doubts) -> bool:
    """Return whether 12m must be asked about a lead before its step is claimed."""
    return (
        may_hide_answer(doubts, lead)
        or may_lack_send(store, identity, lead, doubts.suspect_before)
        or may_have_early_send(store, identity, lead, doubts)
    )


def clear_up(ctx: SendContext, lead: Lead, doubts: Doubts) -> SendResult | None:
    """Ask 12m what this file does not say about a lead; return what ends the send, or None. No transaction is open.

    Raises:
        StreamError, ConfigError: 12m's record cannot be read now; the lead must wait.
    """
    if may_hide_answer(doubts, lead):
        check_for_answer(ctx, lead)
        lead = ctx.store.leads.get(lead.id)
        if lead.status is not LeadStatus.QUEUED:
            return SendResult(SendStatus.SKIPPED, lead, lead.current_step, f"is {lead.status}")
    if may_lack_send(ctx.store, ctx.identity, lead, doubts.suspect_before):
        if shown_from := find_record_complete_at(ctx.store, ctx.identity, ctx.now()):
            why = f"until {to_text(shown_from)} 12m may not show all that this file has forgotten"
            return SendResult(SendStatus.SKIPPED, lead, lead.current_step, why)
        if (adopted := adopt_if_sent(ctx, lead)) is not None:
            return adopted
    if may_have_early_send(ctx.store, ctx.identity, lead, doubts):
        return adopt_early_send(ctx, lead)
    return None
