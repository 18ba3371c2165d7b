"""What `pause`, `resume`, `stop`, `requeue` and `resolve` share: changing a person's leads, and where they stand."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from seqcli.clock import Clock, to_text
from seqcli.commands.session import get_leads_of, get_sequence, opened, server_now
from seqcli.eligibility import is_paused
from seqcli.engine.leads.braking import release_brakes
from seqcli.errors import UsageError
from seqcli.model import Lead, LeadStatus, SequenceStatus
from seqcli.output.result import CommandResult, Table, Text, shown
from seqcli.store import Brake, Store

Change = Callable[[Store, Lead, datetime], Lead]
#: A verb such as "stop", and the statuses in which a lead cannot be stopped any more.
Ended = tuple[str, frozenset[LeadStatus]]


def steer_leads(
    db: Path, email: str, sequence_id: str | None, clock: Clock, change: Change, ended: Ended
) -> CommandResult:
    """Apply a change to a person's leads in one transaction, except to those in a status of `ended`.

    Raises:
        UsageError: all of them are in such a status.
    """
    with opened(db) as store:
        at = server_now(store, clock)
        with store.transaction():
            leads = _not_ended(get_leads_of(store, email, sequence_id), *ended)
            after = [change(store, lead, at) for lead in leads]
    return leads_result(after, at)


def _not_ended(leads: list[Lead], verb: str, statuses: frozenset[LeadStatus]) -> list[Lead]:
    left = [lead for lead in leads if lead.status not in statuses]
    if not left:
        where = ", ".join(f"{lead.status} in {lead.sequence_id}" for lead in leads)
        email = leads[0].email
        raise UsageError("has_ended", f"{email} is {where}: nothing to {verb}", f"seqcli why {email}")
    return left


def leads_result(leads: list[Lead], at: datetime) -> CommandResult:
    """Return the state of leads after a change."""
    rows = tuple(
        (x.email, x.sequence_id, str(x.current_step + 1), x.status, _pause_text(x, at), x.status_reason)
        for x in leads
    )
    data = {
        "leads": [
            {
                "email": x.email,
                "sequence": x.sequence_id,
                "step": x.current_step + 1,
                "status": x.status,
                "reason": x.status_reason,
                "paused": is_paused(x, at),
                "paused_until": _until(x) if is_paused(x, at) else None,
            }
            for x in leads
        ]
    }
    table = Table("", ("lead", "sequence", "step", "status", "sends", "reason"), rows, frozenset({"step"}))
    return CommandResult(data, (table,))


def _pause_text(lead: Lead, at: datetime) -> str:
    if not is_paused(lead, at):
        return ""
    until = _until(lead)
    return f"paused until {shown(until) if until else 'resume'}"


def _until(lead: Lead) -> str | None:
    return None if lead.paused_until is None else to_text(lead.paused_until)


def mark_sequence(
    db: Path, sequence_id: str | None, status: SequenceStatus, clock: Clock, reason: str
) -> CommandResult:
    """Pause a sequence or make it active again.

    Raises:
        UsageError: no sequence is named, there is no such sequence, or it was never started.
    """
    if sequence_id is None:
        raise UsageError("nobody_named", "give an address, or a sequence with --sequence", "")
    with opened(db) as store:
        sequence = get_sequence(store, sequence_id)
        if sequence.status is SequenceStatus.DRAFT:
            verb = "pause" if status is SequenceStatus.PAUSED else "resume"
            raise UsageError(
                "not_started", f'sequence "{sequence_id}" was never started', f"Nothing to {verb}."
            )
        at = server_now(store, clock)
        with store.transaction():
            store.sequences.mark_status(sequence_id, status, at)
            store.journal.append(at, "steer", f"sequence {status}", reason, None, sequence_id)
            resumes = status is SequenceStatus.ACTIVE
            released = release_brakes(store, sequence_id, at) if resumes else []
    lines = (f'sequence "{sequence_id}" is {status}', *(_released_text(each) for each in released))
    data = {
        "sequence": sequence_id,
        "status": status,
        "brakes_released": [{"scope": each.scope, "name": each.name} for each in released],
    }
    return CommandResult(data, (Text(lines),))


def _released_text(brake: Brake) -> str:
    return f"the brake of {brake.scope} {brake.name} is released: only mails that leave 12m from now on count"
