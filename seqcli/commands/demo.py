"""`demo`: run the example campaign through simulated weeks. Needs no key and no network."""

from collections.abc import Callable
from pathlib import Path

from seqcli.commands.rehearsing import RehearsalFrame, perform
from seqcli.config import example
from seqcli.output.result import CommandResult

DEMO_DB = Path("seqcli-demo.db")


def demo(db: Path, show: Callable[[RehearsalFrame], None], *, seed: int = 7) -> CommandResult:
    """Run the example campaign through simulated weeks in its own state file, and check it against the ledger.

    Raises:
        StateError: the file exists and belongs to no demo or rehearsal.
    """
    return perform(db, example("intro.toml"), example("leads.csv"), show, seed)
