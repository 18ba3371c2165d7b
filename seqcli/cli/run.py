"""Typer declarations of the commands that send."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqcli import output
from seqcli.cli.frame import Db, Json, SequenceId, Yes, app, deliver
from seqcli.clock import SystemClock
from seqcli.config import load_settings
from seqcli.output.result import CommandResult

if TYPE_CHECKING:
    from seqcli.commands.runs import RunPrompts


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
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Release leads and send their first steps, paced. `poll` sends the rest."""
    from seqcli.commands import start as command  # noqa: PLC0415 - each command imports only what it needs

    def act() -> CommandResult:
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

    with _logged(dry_run):
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
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Read the events stream, then send what is due. Made for cron."""
    from seqcli.commands import poll as command  # noqa: PLC0415

    def act() -> CommandResult:
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

    with _logged(dry_run):
        deliver("poll", as_json, act)


def _prompts(yes: bool, view: output.SendView) -> "RunPrompts":
    from seqcli.commands.runs import RunPrompts  # noqa: PLC0415

    def tell(result: Any) -> None:
        is_usual = result.status == "accepted"
        why = f": {result.why}" if result.why and not is_usual else ""
        view.tell(f"{result.lead.email} step {result.step + 1} {result.status}{why}", is_usual)

    def ask(question: str) -> bool:
        return output.confirm(question, yes=yes, nothing="nothing was sent")

    return RunPrompts(ask, tell, output.warn, view.begin)


def _logged(dry_run: bool) -> AbstractContextManager[None]:
    """Begin a run's lines with the time off a terminal; a dry run writes no log."""
    return nullcontext() if dry_run else output.log_lines(SystemClock())
