"""`stop`: end a person's leads by hand."""

from datetime import datetime
from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.steering import steer_leads
from seqcli.engine.leads.steering import (
    stop_lead,
)
from seqcli.machine import FINAL
from seqcli.model import Lead, LeadStatus
from seqcli.output.result import CommandResult
from seqcli.store import Store


def stop(db: Path, email: str, sequence_id: str | None, clock: Clock, reason: str) -> CommandResult:
    """End a person's leads by hand.

    Raises:
        UsageError: all of them have ended.
    """

    def change(store: Store, lead: Lead, at: datetime) -> Lead:
        return stop_lead(store, lead, reason, at)

    return steer_leads(db, email, sequence_id, clock, change, ("stop", FINAL - {LeadStatus.FAILED}))
