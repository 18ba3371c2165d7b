"""`pause`: stop sends to a person's leads, or of a whole sequence, for a time or until `resume`."""

from datetime import datetime
from pathlib import Path

from seqcli.clock import Clock, plus_ms
from seqcli.commands.session import read_duration_ms
from seqcli.commands.steering import mark_sequence, steer_leads
from seqcli.eligibility import is_paused
from seqcli.engine.leads.steering import (
    pause_lead,
)
from seqcli.errors import UsageError
from seqcli.machine import FINAL
from seqcli.model import Lead, SequenceStatus
from seqcli.output.result import CommandResult
from seqcli.store import Store


def pause(
    db: Path, email: str | None, sequence_id: str | None, clock: Clock, *, length: str | None, reason: str
) -> CommandResult:
    """Stop sends for a time: to a person's leads, or of a whole sequence if no address is given.

    Raises:
        UsageError: neither is given, the duration is invalid, or all of the person's leads have ended.
    """
    if email is None:
        if length is not None:
            raise UsageError(
                "for_a_person", "--for is for a person's leads", "A sequence is paused until `seqcli resume`."
            )
        return mark_sequence(db, sequence_id, SequenceStatus.PAUSED, clock, reason)
    wait_ms = None if length is None else read_duration_ms("--for", length, "d", "2w or 3 days")
    if wait_ms == 0:
        raise UsageError("bad_duration", f"--for {length} pauses nobody", f"seqcli resume {email}")

    def change(store: Store, lead: Lead, at: datetime) -> Lead:
        until = None if wait_ms is None else plus_ms(at, wait_ms)
        if is_paused(lead, at) and lead.paused_until == until and reason in {"", lead.pause_reason}:
            return lead
        return pause_lead(store, lead, until, reason, at)

    return steer_leads(db, email, sequence_id, clock, change, ("pause", FINAL))
