"""Typer declarations of the commands that need no key: everything against a simulated 12m."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqcli import output
from seqcli.cli.frame import Json, app, deliver
from seqcli.output.result import CommandResult

if TYPE_CHECKING:
    from seqcli.commands.rehearsing import RehearsalFrame


@app.command()
def demo(
    db: Annotated[
        Path | None, typer.Option("--db", metavar="FILE", help="The demo's own state file.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Choose other people and replies.")] = 7,
    as_json: Json = False,
) -> None:
    """Run the example campaign through simulated weeks. Needs no key and no network."""
    from seqcli.commands import demo as command  # noqa: PLC0415 - each command imports only what it needs

    def act() -> CommandResult:
        with output.live("seqcli demo: forty people, three steps, a simulated 12m") as show:
            return command.demo(db or command.DEMO_DB, _show_frames(show), seed=seed)

    deliver("demo", as_json, act)


@app.command()
def rehearse(
    sequence: Annotated[Path, typer.Argument(metavar="SEQUENCE", help="A sequence file.")],
    leads: Annotated[Path, typer.Option("--leads", metavar="FILE", help="A contact file.")],
    db: Annotated[
        Path | None, typer.Option("--db", metavar="FILE", help="The rehearsal's own state file.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Choose other people and replies.")] = 7,
    as_json: Json = False,
) -> None:
    """Run your own files through simulated weeks. Shows what 12m accepts for each kind of person."""
    from seqcli.commands import rehearse as command  # noqa: PLC0415

    def act() -> CommandResult:
        with output.live("seqcli rehearse: your files, a simulated 12m") as show:
            return command.rehearse(
                db or command.REHEARSAL_DB, sequence, leads, _show_frames(show), seed=seed
            )

    deliver("rehearse", as_json, act)


def _show_frames(show: Callable[[str], None]) -> Callable[["RehearsalFrame"], None]:
    """Return a function that shows each frame in which something changed."""
    last = ""

    def show_frame(frame: "RehearsalFrame") -> None:
        nonlocal last
        counts = ", ".join(f"{count} {name}" for name, count in sorted(frame.counts.items()))
        line = f"{frame.sent:>4} sent  {frame.line}  [{counts}]"
        if line != last:
            show(f"day {frame.day:>3}  {line}")
        last = line

    return show_frame


@app.command()
def simulator(
    port: Annotated[
        int,
        typer.Option(
            "--port", metavar="PORT", min=0, max=65535, help="On this machine; 0 for any that is free."
        ),
    ] = 8712,
    speed: Annotated[
        float, typer.Option("--speed", metavar="FACTOR", min=1, help="Simulated seconds per second.")
    ] = 1.0,
    cap: Annotated[
        int | None, typer.Option("--cap", metavar="N", min=0, help="Daily cap of the identity.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Choose other people and replies.")] = 7,
    as_json: Json = False,
) -> None:
    """Serve a simulated 12m on this machine until Ctrl-C.

    Its people react by themselves. Under /_sim/ you act for them and see the ledger. WHO is an address or a
    conversation:

    \b
    curl http://127.0.0.1:8712/_sim/ledger           accepted mails
    curl http://127.0.0.1:8712/_sim/conversations    conversations
    curl -d '{"who": "WHO", "text": "Yes, call me"}' http://127.0.0.1:8712/_sim/reply
    curl -d '{"who": "WHO"}' http://127.0.0.1:8712/_sim/opt-out

    The same way as opt-out: auto-reply, delay, bounce.
    """  # noqa: D301 - click reads the control character
    from seqcli.commands import simulator as command  # noqa: PLC0415

    deliver("simulator", as_json, lambda: command.serve_simulator(port, speed, seed, output.say, cap=cap))
