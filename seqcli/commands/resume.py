"""`resume`: let sends go on, to a person's leads or of a whole sequence."""

from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.session import get_leads_of, opened, server_now
from seqcli.commands.steering import leads_result, mark_sequence
from seqcli.eligibility import is_paused
from seqcli.engine.leads.company import resume_company
from seqcli.engine.leads.steering import (
    resume_lead,
)
from seqcli.errors import UsageError
from seqcli.model import Lead, SequenceStatus
from seqcli.output.result import CommandResult
from seqcli.reasons import PauseCause
from seqcli.store import Store


def resume(
    db: Path, email: str | None, sequence_id: str | None, clock: Clock, *, company: str | None = None
) -> CommandResult:
    """Let sends go on: to a person's leads, to the people of a company, or of a whole sequence.

    Raises:
        UsageError: none of them is given, or both a person and a company; or nobody there is paused.
    """
    if company is not None:
        return _resume_company(db, email, company, sequence_id, clock)
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
            _check_paused_by_hand(store, email, leads)
            after = [resume_lead(store, lead, at) for lead in leads]
    return leads_result(after, at)


def _check_paused_by_hand(store: Store, email: str, leads: list[Lead]) -> None:
    """Refuse to do nothing where a colleague's answer paused the person: another command ends that.

    Raises:
        UsageError: all pauses are for a colleague's answer.
    """
    pauses = [pause for lead in leads for pause in store.pauses.load_for_lead(lead.id)]
    if pauses and all(each.cause is PauseCause.COMPANY for each in pauses):
        hint = f"seqcli resume --company {email}"
        raise UsageError("paused_for_company", f"{email} is paused: {pauses[0].reason}", hint)


def _resume_company(
    db: Path, email: str | None, company: str, sequence_id: str | None, clock: Clock
) -> CommandResult:
    if email is not None:
        raise UsageError("say_one", "give a person or --company, not both", "")
    with opened(db) as store:
        at = server_now(store, clock)
        with store.transaction():
            after = resume_company(store, company, at, sequence_id)
            if not after:
                message = f"nobody is paused or stopped for an answer at {company}: nothing to resume"
                raise UsageError(
                    "not_paused", message, "Give the address of who answered, a name or a domain."
                )
    return leads_result(after, at)
