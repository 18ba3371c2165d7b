"""Typer declarations of the list of leads and the export: parsed here, done elsewhere."""

from typing import Annotated

import typer

from seqcli.cli.frame import Csv, Db, InSequence, Json, app, check_one_form, deliver
from seqcli.clock import SystemClock
from seqcli.config import load_settings
from seqcli.output.result import CommandResult


@app.command()
def leads(
    sequence: InSequence = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", help="Such as replied or unreleased; may be repeated."),
    ] = None,
    held: Annotated[
        bool, typer.Option("--held", help="Held ones; with --csv a file to fill in and import again.")
    ] = False,
    text: Annotated[
        str, typer.Option("--text", metavar="WORDS", help="In the address, the reason or a field.")
    ] = "",
    as_csv: Csv = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """List leads: where each stands, and why."""
    from seqcli.commands import leads as people  # noqa: PLC0415 - each command imports only what it needs

    def act() -> CommandResult:
        check_one_form(as_json, as_csv)
        return people.leads(
            load_settings(db).db,
            SystemClock(),
            sequence_id=sequence,
            statuses=tuple(status or ()),
            held=held,
            text=text,
            as_csv=as_csv,
        )

    deliver("leads", as_json, act, as_csv=as_csv)


@app.command()
def export(
    sequence: InSequence = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="A row per lead; what it writes anyway.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Write every lead as CSV: fields, state, what was sent. With --json its whole history."""
    from seqcli.commands import leads as people  # noqa: PLC0415

    def act() -> CommandResult:
        check_one_form(as_json, as_csv)
        return people.export(load_settings(db).db, SystemClock(), sequence_id=sequence)

    deliver("export", as_json, act, as_csv=True)
