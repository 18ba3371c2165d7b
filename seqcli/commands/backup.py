"""`backup`: write a consistent copy of the state file."""

from pathlib import Path

from seqcli.commands.session import opened
from seqcli.output.result import CommandResult, Text


def backup(db: Path, target: Path) -> CommandResult:
    """Write a consistent copy of the state file. Another process may be running.

    Raises:
        UsageError: the target exists.
        StateError: it cannot be written.
    """
    with opened(db) as store:
        store.backup(target)
    data = {"file": str(target), "bytes": target.stat().st_size}
    return CommandResult(data, (Text((f"copied {db} to {target}",)),))
