"""`resume`: let sends go on, to leads or of a whole sequence."""

from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.consent import Consent
from seqcli.commands.steering import SequenceMark, mark_sequence, name_sequence, steer
from seqcli.commands.steering_result import cause_option
from seqcli.engine.leads.bulk_steering import Resume
from seqcli.engine.leads.targets import Named
from seqcli.errors import UsageError
from seqcli.model import SequenceStatus
from seqcli.output.result import CommandResult
from seqcli.reasons import PauseCause


def resume(
    db: Path, named: Named, clock: Clock, cause: str | None, reason: str, consent: Consent
) -> CommandResult:
    """Lift the pauses of a cause, by default a person's, from the leads that are named; or resume a whole sequence.

    Raises:
        UsageError: nobody is named, there is no such cause, nobody is paused by it, or the answer was no.
    """
    named.check()
    named = name_sequence(db, named)
    if named.sequence_id is not None and named.is_sequence and cause is None:
        return mark_sequence(
            db, SequenceMark(named.sequence_id, SequenceStatus.ACTIVE, reason, consent.dry_run), clock
        )
    return steer(db, named, clock, Resume(reason, _read_cause(cause)), consent)


def _read_cause(text: str | None) -> PauseCause:
    try:
        return PauseCause.PERSON if text is None else PauseCause(text.strip().lower().replace("-", "_"))
    except ValueError:
        known = ", ".join(map(cause_option, PauseCause))
        raise UsageError("bad_cause", f"--cause {text} is none", f"Causes: {known}.") from None
