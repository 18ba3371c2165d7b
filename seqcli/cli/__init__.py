"""The command line: `main` runs one command and maps every outcome to an exit code."""

import os
import sys
from pathlib import Path

import typer

from seqcli import __version__, output
from seqcli.cli import answer, keep, look, run, set_up, steer, try_out
from seqcli.cli.frame import app, debugging
from seqcli.commands.session import blame_damage, opened_paths
from seqcli.config import known_keys
from seqcli.errors import ConfigError, ExitCode, SeqcliError, UsageError
from seqcli.zones import show_in_utc

__all__ = ["answer", "app", "keep", "look", "main", "run", "set_up", "steer", "try_out"]


def main(argv: list[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    args = sys.argv[1:] if argv is None else argv
    output.reopen_closed_streams()
    show_in_utc(False)
    output.recommend_with("", ())
    output.end_log()
    try:
        wanted = app.with_only(args[0] if args else "")
        return int(wanted(args, prog_name="seqcli", standalone_mode=False) or 0)
    except KeyboardInterrupt:
        output.say("interrupted")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone. What was done is committed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except SeqcliError as error:
        output.fail("seqcli", error, as_json="--json" in args)
        return error.exit_code
    except typer.exceptions.TyperException as error:
        return _usage_failure(error, args)
    except OSError as error:
        if output.is_stdout_lost():
            return ExitCode.SOME_FAILED
        return _closed_folder(args) or _bug(error, args)
    except UnicodeEncodeError as error:
        return _odd_argument(args) or _bug(error, args)
    except Exception as error:  # noqa: BLE001 - reports every bug with a file
        return _bug(error, args)
    finally:
        opened_paths.clear()


def _usage_failure(error: Exception, args: list[str]) -> int:
    message = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "seqcli"
    command = path.removeprefix("seqcli ")
    output.fail(command, UsageError("usage", message, f"{path} --help"), as_json="--json" in args)
    return ExitCode.USAGE


def _odd_argument(args: list[str]) -> int:
    """Report an argument that is not valid UTF-8. Return 0 if there is none."""
    odd = next((arg for arg in args if any("\udc80" <= char <= "\udcff" for char in arg)), None)
    if odd is None:
        return 0
    problem = UsageError("not_text", f'"{odd}" is not valid UTF-8', "Use a terminal with UTF-8.")
    output.fail("seqcli", problem, as_json="--json" in args)
    return problem.exit_code


def _closed_folder(args: list[str]) -> int:
    """Report a current folder that this process may not enter, or that is gone. Return 0 if it is neither."""
    try:
        Path.cwd()
        Path().stat()
    except OSError as error:
        problem = ConfigError(
            "closed_folder",
            f"seqcli cannot enter the current folder: {error.strerror}",
            "Go to a folder that this user may enter, and name files outside it by their whole paths.",
        )
        output.fail("seqcli", problem, as_json="--json" in args)
        return problem.exit_code
    return 0


def _bug(error: Exception, args: list[str]) -> int:
    try:
        blame_damage(error)
    except SeqcliError as damaged:
        output.fail("seqcli", damaged, as_json="--json" in args)
        return damaged.exit_code
    return report_bug(error, args)


def report_bug(error: Exception, args: list[str]) -> int:
    """Write a bug into a report file and name it; where no file can be written, say how to see the bug."""
    import traceback  # noqa: PLC0415 - seldom needed

    text = "".join(traceback.format_exception(error))
    for key in known_keys():
        text = text.replace(key, "sk_…")
    if debugging["on"]:
        sys.stderr.write(text)
    try:
        hint = f"Please report it with {_write_report(args, text)}."
    except OSError as unwritten:
        hint = f"No report file could be written ({unwritten.strerror}). Please report what seqcli --debug shows."
    bug = SeqcliError("bug", f"a bug in seqcli: {type(error).__name__}", hint)
    output.fail("seqcli", bug, as_json="--json" in args)
    return ExitCode.BUG


def _write_report(args: list[str], text: str) -> str:
    import tempfile  # noqa: PLC0415 - seldom needed

    with tempfile.NamedTemporaryFile(
        "w", prefix="seqcli-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as file:
        file.write(f"seqcli {__version__}, command {args[:1]}\n{text}")
    return file.name
