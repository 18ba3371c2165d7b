"""`doctor`: whether everything is in order, in one line for monitors, and how to mend what is not."""

from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

from seqcli.clock import Clock
from seqcli.commands.doctor_checks import DOCTOR_CHECKS, Check, DiskUsage, Patient
from seqcli.commands.session import opened, read_duration_ms, server_now
from seqcli.config import ENV_FILE, Settings
from seqcli.errors import ExitCode
from seqcli.output.result import CommandResult, Table, Text


@dataclass(frozen=True, slots=True)
class DoctorOptions:
    """What to check, and how old a poll and a copy may be, as durations.

    A copy a day gets an hour more, for the one that takes longer than that of the day before.
    """

    max_age: str = "1h"
    copy: Path | None = None
    max_age_copy: str = "25h"
    deep: bool = False


def doctor(
    settings: Settings, options: DoctorOptions, clock: Clock, disk: DiskUsage = disk_usage
) -> CommandResult:
    """Check everything. It needs neither key nor network.

    Raises:
        StateError: the state file is missing or damaged.
        UsageError: an age is no duration.
    """
    max_age_ms = read_duration_ms("--max-age", options.max_age, "m", "10m or 1h")
    max_age_copy_ms = read_duration_ms("--max-age-copy", options.max_age_copy, "h", "25h or 8d")
    with opened(settings.db) as store:
        if options.deep:
            store.check_pages()
        patient = Patient(
            store=store,
            now=server_now(store, clock),
            here=clock.now(),
            max_age_ms=max_age_ms,
            copy=options.copy,
            max_age_copy_ms=max_age_copy_ms,
            private_files=(settings.db, Path(ENV_FILE)),
            disk=disk,
        )
        return doctor_result([found for check in DOCTOR_CHECKS if (found := check(patient))])


def doctor_result(checks: list[Check]) -> CommandResult:
    """Return the checks as a result: the line, and on a terminal a table."""
    wrong = [each for each in checks if not each.is_fine]
    numbers = {name: number for each in checks for name, number in each.numbers}
    line = _line(checks, wrong, numbers)
    rows = tuple((each.name, "ok" if each.is_fine else "WRONG", each.what, each.mend) for each in checks)
    data = {
        "line": line,
        "checks": [
            {"check": each.name, "ok": each.is_fine, "what": each.what, "mend": each.mend} for each in checks
        ],
        "numbers": numbers,
    }
    heads = ("check", "", "what", "how to mend it")
    table = Table("", heads, rows, below=("how to mend it",), only_on_terminal=True)
    exit_code = ExitCode.SOME_FAILED if wrong else ExitCode.DONE
    return CommandResult(data, (Text((line,)), table), exit_code=exit_code)


def _line(checks: list[Check], wrong: list[Check], numbers: dict[str, int]) -> str:
    """Return one line as Nagios reads it: state, text, and behind a bar the numbers.

    Source: Monitoring Plugins development guidelines, "Plugin Output for Nagios" and "Performance data".
    """
    told = wrong or checks[:1]
    text = "; ".join(each.what for each in told).replace("|", "/")
    measured = " ".join(f"{name}={number}" for name, number in numbers.items())
    return f"{'CRITICAL' if wrong else 'OK'}: {text} | {measured}"
