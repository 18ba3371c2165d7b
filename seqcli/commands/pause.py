"""`pause`: stop sends to leads, or of a whole sequence, for a time or until `resume`."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.consent import Consent
from seqcli.commands.dates import read_end
from seqcli.commands.session import opened, server_now
from seqcli.commands.steering import SequenceMark, mark_sequence, name_sequence, steer
from seqcli.engine.leads.bulk_steering import Pause
from seqcli.engine.leads.targets import Named
from seqcli.errors import UsageError
from seqcli.model import SequenceStatus
from seqcli.output.result import CommandResult


@dataclass(frozen=True, slots=True)
class PauseEnd:
    """When a pause ends, as typed: after a duration, at a date or time, or with `resume`."""

    length: str | None = None
    until: str | None = None


def pause(
    db: Path, named: Named, clock: Clock, end: PauseEnd, reason: str, consent: Consent
) -> CommandResult:
    """Stop sends for a time: to the leads that are named, or of a whole sequence.

    Raises:
        UsageError: nobody is named, the end is none, nothing would change, or the answer was no.
    """
    named.check()
    named = name_sequence(db, named)
    if named.sequence_id is not None and named.is_sequence:
        if (end.length, end.until) != (None, None):
            raise UsageError(
                "for_a_person",
                "--for and --until are for people's leads",
                "A sequence is paused until `seqcli resume`.",
            )
        return mark_sequence(
            db, SequenceMark(named.sequence_id, SequenceStatus.PAUSED, reason, consent.dry_run), clock
        )
    with opened(db) as store:
        until = _read_end(end, named, server_now(store, clock))
    return steer(db, named, clock, Pause(until, reason), consent)


def _read_end(end: PauseEnd, named: Named, now: datetime) -> datetime | None:
    until = read_end(end.length, end.until, now)
    if until is not None and until <= now:
        raise UsageError(
            "bad_duration", f"--for {end.length} pauses nobody", f"seqcli resume {named.options()}"
        )
    return until
