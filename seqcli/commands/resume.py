"""`resume`: let sends go on, to leads or of a whole sequence."""

from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.consent import Consent
from seqcli.commands.steering import SequenceMark, mark_sequence, name_sequence, steer
from seqcli.commands.steering_result import cause_option
from seqcli.engine.leads.bulk_steering import Resume
from seqcli.engine.leads.targets import Named, names_person
from seqcli.errors import UsageError
from seqcli.model import SequenceStatus
from seqcli.output.result import CommandResult
from seqcli.reasons import PauseCause


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
    if cause is None and names_person(named):
        read = PauseCause.COMPANY
    return steer(db, named, clock, Resume(reason, read), consent)


def _read_cause(text: str | None) -> PauseCause:
    if text is None:
        return PauseCause.PERSON
    try:
        return PauseCause(text.strip().lower().replace("-", "_"))
    except ValueError:
        raise _unknown_cause(text) from None


def _unknown_cause(text: str) -> UsageError:
    from seqcli.templates import did_you_mean  # noqa: PLC0415 - only after a slip

    known = [cause_option(each) for each in PauseCause]
    close = did_you_mean(text.strip().lower(), known)
    return UsageError("bad_cause", f'there is no cause "{text}"{close}', f"Causes: {', '.join(known)}.")
