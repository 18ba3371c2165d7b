"""`resume`: let sends go on, to a person's leads or of a whole sequence."""

from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.session import get_leads_of, opened, server_now
from seqcli.commands.steering import leads_result, mark_sequence
from seqcli.eligibility import is_paused
from seqcli.engine.leads.steering import (
    resume_lead,
)
from seqcli.errors import UsageError
from seqcli.model import SequenceStatus
from seqcli.output.result import CommandResult


def resume(db: Path, email: str | None, sequence_id: str | None, clock: Clock) -> CommandResult:
    """Let sends go on: to a person's leads, or of a whole sequence if no address is given.

    Raises:
        UsageError: neither is given, or none of the person's leads is paused.
    """
    if email is None:
        return mark_sequence(db, sequence_id, SequenceStatus.ACTIVE, clock, "")
    with opened(db) as store:
        at = server_now(store, clock)
        with store.transaction():
            leads = [each for each in get_leads_of(store, email, sequence_id) if is_paused(each, at)]
            if not leads:
                raise UsageError(
                    "not_paused", f"{email} is not paused: nothing to resume", f"seqcli why {email}"
                )
            after = [resume_lead(store, lead, at) for lead in leads]
    return leads_result(after, at)
