"""`sequences`: list all sequences with their steps and settings."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from seqcli.clock import format_duration
from seqcli.commands.session import opened
from seqcli.commands.variant import describe_variants
from seqcli.model import Sequence, steps_to_json
from seqcli.output.result import CommandResult, Table, Text
from seqcli.sequence_settings import DEFAULTS, format_value, settings_in_file_terms


def sequences(db: Path) -> CommandResult:
    """Return all sequences with their steps and settings. The text shows settings that are not the default."""
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
                "settings": _as_tables(settings_in_file_terms(each.settings)),
            }
            for each in found
        ]
    }
    table = Table("sequences", ("id", "name", "status", "steps", "waits"), rows, frozenset({"steps"}))
    lines = tuple(_settings_lines(found))
    return CommandResult(data, (table, Text(lines)) if lines else (table,))


def _as_tables(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings in tables, as the sequence file has them."""
    found: dict[str, Any] = {}
    for name, value in settings.items():
        *tables, key = name.split(".")
        table = found
        for each in tables:
            table = table.setdefault(each, {})
        table[key] = value
    return found


def _settings_lines(found: list[Sequence]) -> Iterator[str]:
    default = settings_in_file_terms(DEFAULTS)
    for sequence in found:
        settings = settings_in_file_terms(sequence.settings)
        own = [f"{name}={format_value(value)}" for name, value in settings.items() if value != default[name]]
        if own:
            yield f'settings of "{sequence.id}": {", ".join(own)}'
        for text in describe_variants(sequence.steps):
            yield f'variants of "{sequence.id}", {text}'
