"""`rehearse`: run a person's own files through simulated weeks."""

from collections.abc import Callable
from pathlib import Path

from seqcli.commands.rehearsing import RehearsalFrame, perform
from seqcli.output.result import CommandResult

REHEARSAL_DB = Path("seqcli-rehearsal.db")


def rehearse(
    db: Path, sequence: Path, leads: Path, show: Callable[[RehearsalFrame], None], *, seed: int = 7
) -> CommandResult:
    """Run a person's own files like a demo, and show what 12m accepted for each kind of person.

    Raises:
        InputFileError: one of the files is broken.
        StateError: the state file exists and belongs to no demo or rehearsal.
    """
    return perform(db, sequence, leads, show, seed)
