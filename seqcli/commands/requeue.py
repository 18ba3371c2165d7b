"""`requeue`: let failed or stopped leads go on."""

from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.consent import Consent
from seqcli.commands.steering import name_sequence, steer
from seqcli.engine.leads.bulk_steering import Requeue
from seqcli.engine.leads.targets import Named
from seqcli.output.result import CommandResult


def requeue(db: Path, named: Named, clock: Clock, reason: str, consent: Consent) -> CommandResult:
    """Let the failed or stopped leads among those named go on.

    Raises:
        UsageError: nobody is named, none of them is failed or stopped, or the answer was no.
    """
    return steer(db, name_sequence(db, named), clock, Requeue(reason), consent)
