"""`resolve`: decide about held leads."""

from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.session import get_leads_of, opened, server_now
from seqcli.commands.steering_result import leads_result
from seqcli.engine.leads.steering import (
    Resolution,
    resolve_lead,
)
from seqcli.model import LeadStatus
from seqcli.output.result import CommandResult


def resolve(
    db: Path, email: str, sequence_id: str | None, clock: Clock, resolution: Resolution, reason: str
) -> CommandResult:
    """Release a person's held leads as decided.

    Raises:
        UsageError: none of them is held, or the decision does not fit.
    """
    with opened(db) as store:
        at = server_now(store, clock)
        found = get_leads_of(store, email, sequence_id)
        leads = [lead for lead in found if lead.status is LeadStatus.HELD] or found
        with store.transaction():
            after = [resolve_lead(store, lead, resolution, reason, at) for lead in leads]
    return leads_result(after, at)
