"""Plans where silence leads, and closes plans that an answer has overtaken, with what causes it. It makes no lead."""

from collections.abc import Iterable
from datetime import datetime

from seqcli.clock import plus_ms
from seqcli.model import Lead, LeadStatus, Sequence, normalise_address
from seqcli.reasons import BranchCause, LeadReason
from seqcli.sequence_settings import BranchSetting, SequenceSettings
from seqcli.store import Branch, NewBranch, Store

#: The actor of what a branch does.
ACTOR = "branch"
#: Statuses that lead on. A lead that leaves them is led nowhere any more; a colleague's address stays good.
_LEADS_ON = frozenset({LeadStatus.EXHAUSTED, LeadStatus.REPLIED})


def setting_of(settings: SequenceSettings, cause: BranchCause) -> BranchSetting | None:
    """Return where a cause leads in a sequence, or None."""
    return {
        BranchCause.NOT_NOW: settings.on_not_now,
        BranchCause.REFERRAL: settings.on_referral,
        BranchCause.NO_REPLY: settings.on_no_reply,
    }[cause]


def follow_change(
    store: Store, sequence: Sequence, before: Lead, after: Lead, actor: str, at: datetime
) -> None:
    """Plan what follows when a lead ends without a reply; close what would follow when it ends otherwise after all."""
    if before.status in _LEADS_ON and after.status is not before.status:
        own = (
            each
            for each in store.branches.load_waiting_of_lead(after.id)
            if each.cause is not BranchCause.REFERRAL
        )
        close_unmade(store, own, after.status_reason or after.status, actor, at)
    setting = sequence.settings.on_no_reply
    is_silent = after.status is LeadStatus.EXHAUSTED and after.reason_code is LeadReason.NO_REPLY
    if is_silent and setting is not None:
        address, due_at = normalise_address(after.email), plus_ms(at, setting.wait_ms)
        store.branches.plan(
            NewBranch(after.id, BranchCause.NO_REPLY, setting.sequence_id, address, due_at), at
        )


def close_answered(
    store: Store, addresses: Iterable[str], why: str, written_at: datetime, actor: str, at: datetime
) -> None:
    """Close what would enrol people who wrote; a mail from before a mark is the one that the mark is about."""
    for address in addresses:
        overtaken = (
            each
            for each in store.branches.load_waiting_of_person(address)
            if each.cause is not BranchCause.NOT_NOW or each.planned_at < written_at
        )
        close_unmade(store, overtaken, why, actor, at)


def close_unmade(store: Store, branches: Iterable[Branch], why: str, actor: str, at: datetime) -> None:
    """Close branches that wait, without a lead."""
    for each in branches:
        store.branches.close(each.id, at, why=why)
        lead = store.leads.find(each.lead_id)
        if lead is not None:
            change = f"{_who(each)}not enrolled in {each.sequence_id}"
            store.journal.append(at, actor, change, why, lead.id, lead.sequence_id)


def _who(branch: Branch) -> str:
    return f"{branch.address} " if branch.cause is BranchCause.REFERRAL else ""


def follow_settings(
    store: Store, sequence_id: str, before: SequenceSettings, after: SequenceSettings, at: datetime
) -> None:
    """Let branches that wait follow a new text of the file: to another sequence, or nowhere.

    When they are due stays, as people may have been told.
    """
    for cause in BranchCause:
        old, new = setting_of(before, cause), setting_of(after, cause)
        if old is None or old == new:
            continue
        waiting = store.branches.load_waiting_of_sequence(sequence_id, cause)
        if new is None:
            close_unmade(store, waiting, f"[on.{cause}] was removed", "import-sequence", at)
        else:
            store.branches.retarget((each.id for each in waiting), new.sequence_id)
