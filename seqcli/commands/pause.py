"""`pause`: stop sends to leads, or of a whole sequence, for a time or until `resume`."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from seqcli.clock import LATEST, Clock, plus_ms, to_text
from seqcli.commands.consent import Consent
from seqcli.commands.session import opened, read_duration_ms, server_now
from seqcli.commands.steering import SequenceMark, mark_sequence, name_sequence, steer
from seqcli.engine.leads.bulk_steering import Pause
from seqcli.engine.leads.targets import Named
from seqcli.errors import UsageError
from seqcli.model import SequenceStatus
from seqcli.output.result import CommandResult, shown
from seqcli.zones import from_local, localised


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
    if end.length is not None and end.until is not None:
        raise UsageError("say_one", "use either --for or --until", "")
    if end.until is not None:
        return _read_until(end.until, now)
    if end.length is None:
        return None
    wait_ms = read_duration_ms("--for", end.length, "d", "2w or 3 days")
    if not wait_ms:
        raise UsageError(
            "bad_duration", f"--for {end.length} pauses nobody", f"seqcli resume {named.options()}"
        )
    return plus_ms(now, wait_ms)


def _read_until(text: str, now: datetime) -> datetime:
    """Return the instant of a date, which begins in the reader's zone, or of a date and time."""
    try:
        until = from_local(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        raise UsageError(
            "bad_until",
            f"--until {text} is no date",
            "Examples: 2026-12-01, or 2026-12-01T14:00.",
        ) from None
    if until <= now:
        told = localised(shown(to_text(until)))
        raise UsageError("bad_until", f"--until {text} is past: {told}", "Give a date to come.")
    if until >= LATEST:
        raise UsageError(
            "bad_until", f"--until {text} is too far away", "Without --until it is until resume."
        )
    return until
