"""`sequences`: list all sequences with their steps."""

from pathlib import Path

from seqcli.clock import format_duration
from seqcli.commands.session import opened
from seqcli.model import steps_to_json
from seqcli.output.result import CommandResult, Table


def sequences(db: Path) -> CommandResult:
    """Return all sequences with their steps."""
    with opened(db) as store:
        found = store.sequences.load_all()
    rows = tuple(
        (
            each.id,
            each.name,
            each.status,
            str(len(each.steps)),
            " → ".join(format_duration(step.wait_ms) for step in each.steps),
        )
        for each in found
    )
    data = {
        "sequences": [
            {
                "id": each.id,
                "name": each.name,
                "status": each.status,
                "identity": each.identity,
                "pace": format_duration(each.gaps_ms[0]),
                "steps": steps_to_json(each.steps),
            }
            for each in found
        ]
    }
    return CommandResult(
        data, (Table("sequences", ("id", "name", "status", "steps", "waits"), rows, frozenset({"steps"})),)
    )
