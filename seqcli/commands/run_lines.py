"""The first and the last line of a run in its log."""

from collections.abc import Callable, Iterable
from typing import Any

from seqcli import __version__
from seqcli.engine.effects import Effect, EffectCode
from seqcli.errors import ExitCode
from seqcli.output.result import CommandResult
from seqcli.reasons import LogLevel

_COUNTED = (
    "replied",
    "bounced",
    "suppressed",
    "failed",
    "stopped",
    "paused",
    "away",
    "held",
    "refused",
    "adopted",
)
#: An interrupted run has done nothing wrong.
_FINE = frozenset({ExitCode.DONE, ExitCode.INTERRUPTED})


class RunLines:
    """Tells the log that a run begins and ends. A run without a last line, and without `failed`, was killed."""

    def __init__(self, log: Callable[[Effect], None] | None) -> None:
        self._log = log

    def begin(self, command: str, *, is_following: bool) -> None:
        """Tell that a run begins."""
        facts = {"command": command, "version": __version__, "follow": is_following}
        self._tell(LogLevel.INFO, EffectCode.RUN_BEGINS, facts)

    def end(self, result: CommandResult, warnings: Iterable[str]) -> None:
        """Tell the warnings, then that the run ended, with its counts. Its level follows from the exit code."""
        for text in warnings:
            self._tell(LogLevel.WARNING, EffectCode.WARNING, {"message": text})
        lists = {name: each if isinstance(each, int) else len(each) for name, each in result.data.items()}
        facts = {"exit_code": int(result.exit_code), **lists, **result.data["sent"]}
        del facts["sent"]
        self._tell(_level_of(result.exit_code), EffectCode.RUN_ENDS, facts)

    def _tell(self, level: LogLevel, code: EffectCode, facts: dict[str, Any]) -> None:
        if self._log is not None:
            self._log(Effect(level, code, facts))


def _level_of(code: ExitCode) -> LogLevel:
    if code in _FINE:
        return LogLevel.INFO
    return LogLevel.WARNING if code is ExitCode.SOME_FAILED else LogLevel.ERROR
