"""What all commands share on the command line: the app, common options, and how a result is delivered."""

import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from seqcli import __version__, output
from seqcli.cli.help import App, name_of
from seqcli.errors import ExitCode, SeqcliError, UsageError
from seqcli.output.result import CommandResult

app = App(
    name="seqcli",
    help="Multi-step cold-outbound e-mail sequences on the 12m API, with all state in one SQLite file.",
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
)


def _recommend_this_file(db: Path | None) -> Path | None:
    """Let messages recommend commands with the same `--db`."""
    if db is not None:
        output.recommend_with(f"--db {shlex.quote(str(db))}", _commands())
    return db


def _commands() -> Iterator[str]:
    """Yield every command as it is typed, such as `inbox done`."""
    for each in app.registered_commands:
        yield name_of(each)
    for group in app.registered_groups:
        yield str(group.name)
        if group.typer_instance is not None:
            yield from (f"{group.name} {name_of(each)}" for each in group.typer_instance.registered_commands)


Db = Annotated[
    Path | None,
    typer.Option(
        "--db",
        metavar="FILE",
        help="State file. Default: SEQCLI_DB, else ./seqcli.db.",
        callback=_recommend_this_file,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON envelope on stdout.")]
Csv = Annotated[bool, typer.Option("--csv", help="Rows for a spreadsheet on stdout.")]
InSequence = Annotated[str | None, typer.Option("--sequence", metavar="ID", help="Only this sequence.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="For the journal.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Answer questions with yes.")]
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The person's address.")]
SequenceId = Annotated[str, typer.Argument(metavar="SEQUENCE", help="Its id. List: `seqcli sequences`.")]
debugging = {"on": False}


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"seqcli {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback on failure.")] = False,
) -> None:
    debugging["on"] = debug
    help_if_bare(context)


def help_if_bare(context: typer.Context) -> None:
    """Show the help if no command is named."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(ExitCode.USAGE)


def deliver(
    command: str,
    as_json: bool,
    act: Callable[[], CommandResult],
    *,
    as_csv: bool = False,
    as_metrics: bool = False,
) -> None:
    """Run a command, show its result, and exit with its code."""
    try:
        result = act()
    except SeqcliError as error:
        if debugging["on"]:
            sys.excepthook(type(error), error, error.__traceback__)
        output.fail(command, error, as_json=as_json)
        raise typer.Exit(error.exit_code) from None
    was_shown = output.show(command, result, as_json=as_json, as_csv=as_csv, as_metrics=as_metrics)
    raise typer.Exit(result.exit_code if was_shown else result.exit_code or ExitCode.SOME_FAILED)


def check_one_form(as_json: bool, as_csv: bool) -> None:
    """Refuse two forms of one result."""
    if as_json and as_csv:
        raise UsageError("say_one", "use either --json or --csv", "")
