"""Typer declarations of the commands that show what is in the state file."""

from pathlib import Path
from typing import Annotated

import typer

from seqcli.cli.frame import Csv, Db, Email, InSequence, Json, app, check_one_form, deliver
from seqcli.clock import SystemClock
from seqcli.config import load_settings
from seqcli.errors import UsageError
from seqcli.output.result import CommandResult


@app.command()
def status(
    sequence: Annotated[str | None, typer.Argument(metavar="[SEQUENCE]", help="Only this one.")] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="On a terminal: look on, live, until q or Ctrl-C.")
    ] = False,
    metrics: Annotated[
        bool, typer.Option("--metrics", help="OpenMetrics text on stdout, for node_exporter.")
    ] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Count leads by step and status. Shows what is due, what is held, and when the stream was read."""

    def act() -> CommandResult:
        if watch:
            if as_json or metrics:
                raise UsageError("say_one", "use only one of --watch, --metrics and --json", "")
            from seqcli.commands import watch as live  # noqa: PLC0415

            return live.watch(load_settings(db).db, sequence, SystemClock())
        if metrics:
            from seqcli.commands import metrics as for_machines  # noqa: PLC0415 - each imports only what it needs

            if as_json or sequence:
                raise UsageError("say_one", "--metrics has the whole file, without --json", "")
            return for_machines.metrics(load_settings(db).db, SystemClock())
        from seqcli.commands import status as command  # noqa: PLC0415

        return command.status(load_settings(db).db, sequence, SystemClock())

    deliver("status", as_json, act, as_metrics=metrics)


@app.command()
def doctor(
    max_age: Annotated[
        str, typer.Option("--max-age", metavar="DURATION", help="How old the last poll may be.")
    ] = "1h",
    copy: Annotated[
        Path | None,
        typer.Option("--copy", metavar="PATH", help="A copy that must be young, or a folder of copies."),
    ] = None,
    max_age_copy: Annotated[
        str, typer.Option("--max-age-copy", metavar="DURATION", help="How old it may be.")
    ] = "25h",
    deep: Annotated[
        bool, typer.Option("--deep", help="Check the pages of the file too: it takes longer.")
    ] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Exit with 0 if all is in order, else with 1: one line for monitors, and how to mend it. Offline."""
    from seqcli.commands import doctor as command  # noqa: PLC0415

    options = command.DoctorOptions(max_age, copy, max_age_copy, deep)
    deliver("doctor", as_json, lambda: command.doctor(load_settings(db), options, SystemClock()))


@app.command()
def why(email: Email, sequence: InSequence = None, db: Db = None, as_json: Json = False) -> None:
    """Show a lead's timeline, and what happens next."""
    from seqcli.commands import why as command  # noqa: PLC0415

    deliver("why", as_json, lambda: command.why(load_settings(db).db, email, sequence, SystemClock()))


@app.command()
def replies(
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="WHEN", help="A duration back, such as 7d, or a date, such as 2026-11-01."
        ),
    ] = None,
    sequence: InSequence = None,
    as_csv: Csv = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """List who answered, to which step, and how the reply begins."""
    from seqcli.commands import replies as command  # noqa: PLC0415

    def act() -> CommandResult:
        check_one_form(as_json, as_csv)
        return command.replies(load_settings(db).db, since, SystemClock(), sequence)

    deliver("replies", as_json, act, as_csv=as_csv)


@app.command()
def report(
    sequences: Annotated[
        list[str] | None, typer.Argument(metavar="[SEQUENCE]...", help="Only these.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="WHEN", help="Mails that left from then on: 30d, or 2026-11-01."),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="WHEN", help="Mails that left before then.")
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="step, variant, week, identity, company or source.")
    ] = "step",
    page: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a page with charts that opens offline."),
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Open that page in a browser.")] = False,
    as_csv: Csv = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Show what became of the people you wrote to, with the uncertainty of every rate."""
    from seqcli.commands import report as command  # noqa: PLC0415

    def act() -> CommandResult:
        check_one_form(as_json, as_csv)
        if show and page is None:
            raise UsageError("no_page", "--open needs a page", "Name it: --html report.html --open.")
        choice = command.ReportChoice(tuple(sequences or ()), since, until, by)
        if page is None:
            return command.report(load_settings(db).db, choice, SystemClock())
        from seqcli.commands.report_page import report_page  # noqa: PLC0415 - most reports draw nothing

        result = report_page(load_settings(db).db, choice, SystemClock(), page)
        if show:
            typer.launch(page.resolve().as_uri())
        return result

    deliver("report", as_json, act, as_csv=as_csv)


@app.command()
def leads(
    sequence: InSequence = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", help="Such as replied or unreleased; may be repeated."),
    ] = None,
    held: Annotated[
        bool, typer.Option("--held", help="Only held leads. With --csv, a file to fill in and import again.")
    ] = False,
    paused: Annotated[
        bool,
        typer.Option("--paused", help="Only paused leads, with the cause, the end and what resumes them."),
    ] = False,
    text: Annotated[
        str, typer.Option("--text", metavar="WORDS", help="In the address, the reason or a field.")
    ] = "",
    as_csv: Csv = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """List leads with their status and the reason."""
    from seqcli.commands import leads as command  # noqa: PLC0415

    def act() -> CommandResult:
        check_one_form(as_json, as_csv)
        return command.leads(
            load_settings(db).db,
            SystemClock(),
            sequence_id=sequence,
            statuses=tuple(status or ()),
            held=held,
            paused=paused,
            text=text,
            as_csv=as_csv,
        )

    deliver("leads", as_json, act, as_csv=as_csv)


@app.command()
def export(
    sequence: InSequence = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="A row per lead; the default.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Write every lead as CSV: fields, state, what was sent. With --json its whole history."""
    from seqcli.commands import export as command  # noqa: PLC0415

    def act() -> CommandResult:
        check_one_form(as_json, as_csv)
        return command.export(load_settings(db).db, SystemClock(), sequence_id=sequence)

    deliver("export", as_json, act, as_csv=True)
