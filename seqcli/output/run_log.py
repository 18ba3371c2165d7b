"""The log of a run on stderr: which lines it has, as text for people or as JSON for machines."""

import json
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from seqcli.clock import Clock, to_text
from seqcli.reasons import LogLevel

_LEVELS = tuple(LogLevel)
_ADDRESS = re.compile(r"""[^\s<>"'(),;:]+@[^\s<>"'(),;:]+""")


@dataclass(frozen=True, slots=True)
class RunLog:
    """What the log has. `hides_result`: the result is not shown on stdout, unless somebody asks for its envelope."""

    clock: Clock
    level: LogLevel = LogLevel.INFO
    as_json: bool = False
    hides_result: bool = False


_current: list[RunLog] = []


def begin_log(log: RunLog) -> None:
    """Write all messages as lines of this log, until the command has ended."""
    _current[:] = [log]


def end_log() -> None:
    """Write messages to a person again."""
    _current.clear()


def current_log() -> RunLog | None:
    """Return the log of the run, or None if the command has none."""
    return _current[0] if _current else None


def is_logged(level: LogLevel) -> bool:
    """Return whether messages of this level are written."""
    least = _current[0].level if _current else LogLevel.INFO
    return _LEVELS.index(level) >= _LEVELS.index(least)


def is_json_log() -> bool:
    """Return whether every line of stderr is JSON."""
    return bool(_current) and _current[0].as_json


def logs_effects() -> bool:
    """Return whether the log has every effect of a run: as JSON, or where a person asks for everything."""
    return bool(_current) and (_current[0].as_json or _current[0].level is LogLevel.DEBUG)


def without_addresses(text: str) -> str:
    """Return a text with `…@…` in place of every address: a log travels further than the state file."""
    return _ADDRESS.sub("…@…", text)


def write_json_line(level: LogLevel, event: str, facts: Mapping[str, object]) -> None:
    """Write one line at once, so that a crash loses none. What is None is left out. A closed stderr ends no run."""
    log = current_log()
    if log is None or not is_logged(level):
        return
    known = {name: value for name, value in facts.items() if value is not None}
    line = {"time": to_text(log.clock.now()), "level": level, "event": event, **known}
    with suppress(OSError):
        sys.stderr.write(json.dumps(line) + "\n")
        sys.stderr.flush()
