"""`requeue`: let failed or stopped leads go on."""

from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.session import get_leads_of, opened, server_now
from seqcli.commands.steering import leads_result
from seqcli.engine.leads.steering import (
    requeue_lead,
)
from seqcli.model import LeadStatus
from seqcli.output.result import CommandResult


def requeue(db: Path, email: str, sequence_id: str | None, clock: Clock, reason: str) -> CommandResult:
    """Let a person's failed or stopped leads go on.

    Raises:
        UsageError: none of them is failed or stopped.
    """
    ended = {LeadStatus.FAILED, LeadStatus.STOPPED}
    with opened(db) as store:
        at = server_now(store, clock)
        found = get_leads_of(store, email, sequence_id)
        leads = [lead for lead in found if lead.status in ended] or found
        with store.transaction():
            after = [requeue_lead(store, lead, reason, at) for lead in leads]
    return leads_result(after, at)
