"""Typer declarations of the commands that need no key: everything against a simulated 12m."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from seqcli import output
from seqcli.cli.frame import Json, app, deliver
from seqcli.output.result import CommandResult


@app.command()
def demo(
    db: Annotated[
        Path | None, typer.Option("--db", metavar="FILE", help="The demo's own state file.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Other people, other answers.")] = 7,
    as_json: Json = False,
) -> None:
    """Run the example campaign through simulated weeks. Needs no key and no network."""
    from seqcli.commands import demo as command  # noqa: PLC0415 - each command imports only what it needs

    def act() -> CommandResult:
        with output.live("seqcli demo: forty people, three steps, a simulated 12m") as tell:
            return command.demo(db or command.DEMO_DB, _teller(tell), seed=seed)

    deliver("demo", as_json, act)


@app.command()
def rehearse(
    sequence: Annotated[Path, typer.Argument(metavar="SEQUENCE", help="A sequence file.")],
    leads: Annotated[Path, typer.Option("--leads", metavar="FILE", help="A contact file.")],
    db: Annotated[
        Path | None, typer.Option("--db", metavar="FILE", help="The rehearsal's own state file.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Other people, other answers.")] = 7,
    as_json: Json = False,
) -> None:
    """Run your own files through simulated weeks. Shows what 12m accepts for each kind of person."""
    from seqcli.commands import rehearse as command  # noqa: PLC0415

    def act() -> CommandResult:
        with output.live("seqcli rehearse: your files, a simulated 12m") as tell:
            return command.rehearse(db or command.REHEARSAL_DB, sequence, leads, _teller(tell), seed=seed)

    deliver("rehearse", as_json, act)


def _teller(tell: Callable[[str], None]) -> Callable[[Any], None]:
    """Return a function that tells of each scene in which something happened."""
    last: list[str] = []

    def on_scene(scene: Any) -> None:
        counts = ", ".join(f"{count} {name}" for name, count in sorted(scene.counts.items()))
        told = f"{scene.sent:>4} sent  {scene.line}  [{counts}]"
        if told not in last:
            tell(f"day {scene.day:>3}  {told}")
        last[:] = [told]

    return on_scene


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
        int | None, typer.Option("--cap", metavar="N", min=0, help="Mails a day that its identity may send.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Other people, other answers.")] = 7,
    as_json: Json = False,
) -> None:
    """Serve a 12m of your own on this machine until Ctrl-C.

    Its people react by themselves. Under /_sim/ you act for them and look behind it; WHO is an address or a
    conversation:

    \b
    curl http://127.0.0.1:8712/_sim/ledger           what was accepted
    curl http://127.0.0.1:8712/_sim/conversations    with whom
    curl -d '{"who": "WHO", "text": "Yes, call me"}' http://127.0.0.1:8712/_sim/reply
    curl -d '{"who": "WHO"}' http://127.0.0.1:8712/_sim/opt-out

    The same way as opt-out: auto-reply, delay, bounce.
    """  # noqa: D301 - click reads the control character
    from seqcli.commands import simulator as command  # noqa: PLC0415

    deliver("simulator", as_json, lambda: command.serve_simulator(port, speed, seed, output.say, cap=cap))
