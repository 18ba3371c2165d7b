"""`resume`: let sends go on, to leads or of a whole sequence."""

from dataclasses import replace
from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.consent import Consent
from seqcli.commands.session import get_sequence, opened, server_now
from seqcli.commands.steering import SequenceMark, mark_sequence, name_sequence, steer
from seqcli.commands.steering_result import cause_option, leads_result
from seqcli.engine.leads.bulk_steering import Resume
from seqcli.engine.leads.company import give_back, load_paused_for
from seqcli.engine.leads.targets import Named
from seqcli.errors import UsageError
from seqcli.model import SequenceStatus
from seqcli.output.result import CommandResult
from seqcli.reasons import PauseCause
from seqcli.wording import counted


def resume(
    db: Path, named: Named, clock: Clock, cause: str | None, reason: str, consent: Consent
) -> CommandResult:
    """Lift the pauses of a cause, by default a person's, from the leads that are named; or resume a whole sequence.

    A company with the cause company, or named by an address, is who was paused or stopped for an answer there.

    Raises:
        UsageError: nobody is named, there is no such cause, nobody is paused by it, or the answer was no.
    """
    named.check()
    named = name_sequence(db, named)
    if named.sequence_id is not None and named.is_sequence and cause is None:
        return mark_sequence(
            db, SequenceMark(named.sequence_id, SequenceStatus.ACTIVE, reason, consent.dry_run), clock
        )
    read = _read_cause(cause)
    by_address = cause is None and "@" in (named.company or "").strip().lstrip("@")
    if named.company is not None and (by_address or read is PauseCause.COMPANY):
        return _resume_company(db, named, named.company, clock, consent)
    return steer(db, named, clock, Resume(reason, read), consent)


def _resume_company(db: Path, named: Named, company: str, clock: Clock, consent: Consent) -> CommandResult:
    with opened(db) as store:
        if named.sequence_id is not None:
            get_sequence(store, named.sequence_id)
        found = load_paused_for(store, company, named.sequence_id)
        if not found:
            raise UsageError(
                "not_paused",
                f"nobody is paused or stopped for an answer at {company}: nothing to resume",
                "Give the address of who answered, a name or a domain.",
            )
        if len({lead.email for lead in found}) > 1:
            what = replace(named, company=company).text()
            consent.get(f"resume {counted(len(found), 'lead')} ({what})", "nothing was changed")
        at = server_now(store, clock)
        if not consent.dry_run:
            with store.transaction():
                found = [
                    give_back(store, lead, at) for lead in load_paused_for(store, company, named.sequence_id)
                ]
        return leads_result(found, at)


def _read_cause(text: str | None) -> PauseCause:
    try:
        return PauseCause.PERSON if text is None else PauseCause(text.strip().lower().replace("-", "_"))
    except ValueError:
        known = ", ".join(map(cause_option, PauseCause))
        raise UsageError("bad_cause", f"--cause {text} is none", f"Causes: {known}.") from None
