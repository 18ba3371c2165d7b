"""`stop`: end leads by hand."""

from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.consent import Consent
from seqcli.commands.steering import name_sequence, steer
from seqcli.engine.leads.bulk_steering import Stop
from seqcli.engine.leads.targets import Named
from seqcli.output.result import CommandResult


def stop(db: Path, named: Named, clock: Clock, reason: str, consent: Consent) -> CommandResult:
    """End the leads that are named.

    Raises:
        UsageError: nobody is named, all of them have ended, or the answer was no.
    """
    return steer(db, name_sequence(db, named), clock, Stop(reason), consent)
