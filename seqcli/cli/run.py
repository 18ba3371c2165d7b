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
        int | None, typer.Option("--limit", metavar="N", min=0, help="Release at most so many leads.")
    ] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="EMAIL", help="Release this lead only.")
    ] = None,
    pace: Annotated[
        str | None,
        typer.Option(
            "--pace", metavar="DURATION", help="Mean gap between first steps, ±50 %; 2s at first, 0 for none."
        ),
    ] = None,
    max_time: Annotated[
        str | None,
        typer.Option("--max-time", metavar="DURATION", help="Stop after this time, such as 30s."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go.")] = False,
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Release leads and send their first steps, paced. What is left goes with poll."""
    from seqcli.commands import start as command  # noqa: PLC0415 - each command imports only what it needs

    def act() -> CommandResult:
        with output.sends() as view:
            return command.start(
                load_settings(db),
                sequence,
                SystemClock(),
                _talk(yes, view),
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
        int | None, typer.Option("--max-sends", metavar="N", min=0, help="Stop after so many mails.")
    ] = None,
    max_time: Annotated[
        str | None,
        typer.Option(
            "--max-time",
            metavar="DURATION",
            help="Stop after this time, such as 30s; 4m if left out, never with --follow.",
        ),
    ] = None,
    no_send: Annotated[bool, typer.Option("--no-send", help="Read the stream only.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go; change nothing.")] = False,
    follow: Annotated[bool, typer.Option("--follow", help="Go on, for a service manager.")] = False,
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
                _talk(True, view),
                max_sends=max_sends,
                max_time=max_time,
                send=not no_send,
                dry_run=dry_run,
                follow=follow,
            )

    with _logged(dry_run):
        deliver("poll", as_json, act)


def _talk(yes: bool, view: output.SendView) -> "RunPrompts":
    from seqcli.commands.runs import RunPrompts  # noqa: PLC0415

    def tell(result: Any) -> None:
        is_usual = result.status == "accepted"
        why = f": {result.why}" if result.why and not is_usual else ""
        view.tell(f"{result.lead.email} step {result.step + 1} {result.status}{why}", is_usual)

    return RunPrompts(lambda question: output.confirm(question, yes=yes), tell, output.warn, view.begin)


def _logged(dry_run: bool) -> AbstractContextManager[None]:
    """A run's lines are a log where no terminal shows them; what a dry run plans is not."""
    return nullcontext() if dry_run else output.log_lines(SystemClock())
