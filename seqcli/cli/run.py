"""Typer declarations of the commands that send."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqcli import output
from seqcli.cli.frame import Db, Json, SequenceId, Yes, app, deliver
from seqcli.clock import SystemClock
from seqcli.config import load_settings
from seqcli.errors import UsageError
from seqcli.output.result import CommandResult
from seqcli.reasons import LogLevel

if TYPE_CHECKING:
    from seqcli.commands.runs import RunPrompts
    from seqcli.engine.effects import Effect

LogJson = Annotated[bool, typer.Option("--log-json", help="One JSON line an effect on stderr, for machines.")]
LogAt = Annotated[
    LogLevel | None,
    typer.Option(
        "--log-level", metavar="LEVEL", help="Least level on stderr: debug, info, warning or error."
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", help="Only warnings and errors. The exit code tells the rest.")
]


@app.command()
def start(
    sequence: SequenceId,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=0, help="Release at most N leads.")
    ] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="EMAIL", help="Release this lead only.")
    ] = None,
    pace: Annotated[
        str | None,
        typer.Option(
            "--pace",
            metavar="DURATION",
            help="Mean gap between first steps, ±50 %. Default: as before, at first 2s; 0: none.",
        ),
    ] = None,
    max_time: Annotated[
        str | None,
        typer.Option("--max-time", metavar="DURATION", help="Stop after this time, such as 30s."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent.")] = False,
    log_json: LogJson = False,
    log_level: LogAt = None,
    quiet: Quiet = False,
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Release leads and send their first steps, paced. `poll` sends the rest."""
    from seqcli.commands import start as command  # noqa: PLC0415 - each command imports only what it needs

    def act() -> CommandResult:
        _begin_log(dry_run, log_json, log_level, quiet)
        with output.sends() as view:
            return command.start(
                load_settings(db),
                sequence,
                SystemClock(),
                _prompts(yes, view),
                limit=limit,
                only=only,
                pace=pace,
                max_time=max_time,
                dry_run=dry_run,
            )

    deliver("start", as_json, act)


@app.command()
def poll(
    max_sends: Annotated[
        int | None, typer.Option("--max-sends", metavar="N", min=0, help="Stop after N mails.")
    ] = None,
    max_time: Annotated[
        str | None,
        typer.Option(
            "--max-time",
            metavar="DURATION",
            help="Stop after this time, such as 30s. Default 4m; none with --follow.",
        ),
    ] = None,
    no_send: Annotated[bool, typer.Option("--no-send", help="Only read the stream.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be sent. Change nothing.")
    ] = False,
    follow: Annotated[bool, typer.Option("--follow", help="Keep running, as a service.")] = False,
    log_json: LogJson = False,
    log_level: LogAt = None,
    quiet: Quiet = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Read the events stream, then send what is due. Made for cron."""
    from seqcli.commands import poll as command  # noqa: PLC0415

    def act() -> CommandResult:
        _begin_log(dry_run, log_json, log_level, quiet)
        with output.sends() as view:
            return command.poll(
                load_settings(db),
                SystemClock(),
                _prompts(True, view),
                max_sends=max_sends,
                max_time=max_time,
                send=not no_send,
                dry_run=dry_run,
                follow=follow,
            )

    deliver("poll", as_json, act)


def _prompts(yes: bool, view: output.SendView) -> "RunPrompts":
    from seqcli.commands.runs import RunPrompts  # noqa: PLC0415
    from seqcli.engine.effects import classify_send  # noqa: PLC0415

    def tell(result: Any) -> None:
        is_usual = result.status == "accepted"
        why = f": {result.why}" if result.why and not is_usual else ""
        line = f"{result.lead.email} step {result.step + 1} {result.status}{why}"
        view.tell(line, is_usual, classify_send(result)[1])

    def log(effect: "Effect") -> None:
        output.log_effect(effect.level, effect.code, effect.facts)

    def ask(question: str) -> bool:
        return output.confirm(question, yes=yes, nothing="nothing was sent")

    return RunPrompts(ask, tell, output.warn, view.begin, log if output.logs_effects() else None)


def _begin_log(dry_run: bool, log_json: bool, level: LogLevel | None, quiet: bool) -> None:
    """Begin a run's lines with the time off a terminal, or write them for machines; a dry run writes no log."""
    if dry_run and (log_json or level or quiet):
        hint = "Leave out --log-json, --log-level and --quiet."
        raise UsageError("say_one", "a dry run writes no log", hint)
    if quiet and level:
        raise UsageError("say_one", "use either --quiet or --log-level", "--quiet is --log-level warning.")
    if not dry_run:
        least = LogLevel.WARNING if quiet else level or LogLevel.INFO
        output.begin_log(output.RunLog(SystemClock(), least, log_json, hides_result=quiet or log_json))
