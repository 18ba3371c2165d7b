"""The first and the last line of a run in its log."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from seqcli import __version__
from seqcli.engine.effects import Effect, EffectCode
from seqcli.errors import ExitCode
from seqcli.reasons import LogLevel

if TYPE_CHECKING:
    from seqcli.commands.runs import RunData

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

    def end(self, run: "RunData") -> None:
        """Tell what a person should know, then that a run ended, with its counts; its level follows from the exit code."""
        for text in run.warnings:
            self._tell(LogLevel.WARNING, EffectCode.WARNING, {"message": text})
        facts = {
            "exit_code": int(run.exit_code),
            "first_steps": run.first_steps,
            "follow_ups": run.follow_ups,
            "events": run.events,
            "mails": run.mails,
            **{name: len(getattr(run, name)) for name in _COUNTED},
            "unknown": len(run.unknown),
            "unreadable": len(run.unreadable),
            "throttled": len(run.throttled),
            "brakes": len(run.brakes),
            "left": run.left,
            "problems": len(run.problems),
        }
        self._tell(_level_of(run.exit_code), EffectCode.RUN_ENDS, facts)

    def _tell(self, level: LogLevel, code: EffectCode, facts: dict[str, Any]) -> None:
        if self._log is not None:
            self._log(Effect(level, code, facts))


def _level_of(code: ExitCode) -> LogLevel:
    if code in _FINE:
        return LogLevel.INFO
    return LogLevel.WARNING if code is ExitCode.SOME_FAILED else LogLevel.ERROR
