"""Brakes in the output of commands; a look at the file loads no client for them."""

from typing import Any

from seqcli.clock import to_text
from seqcli.store import Brake


def brake_data(brake: Brake) -> dict[str, Any]:
    """Return a tripped brake as JSON."""
    return {
        "scope": brake.scope,
        "name": brake.name,
        "cause": brake.cause,
        "reason": brake.reason,
        "tripped_at": None if brake.tripped_at is None else to_text(brake.tripped_at),
    }
