"""Typer declarations of the commands that set a campaign up."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from seqcli import output
from seqcli.cli.frame import Db, Json, SequenceId, Yes, app, deliver
from seqcli.clock import SystemClock
from seqcli.config import load_settings
from seqcli.errors import UsageError
from seqcli.output.result import CommandResult


@app.command()
def init(
    key: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="API key (sk_…); better: TWELVEM_KEY.")
    ] = None,
    handle: Annotated[
        str | None, typer.Option("--handle", metavar="ADDRESS", help="Identity to send from.")
    ] = None,
    no_check: Annotated[bool, typer.Option("--no-check", help="Do not check at 12m.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Write .env and an example sequence. Checks key and identity at 12m."""
    from seqcli.commands import init as command  # noqa: PLC0415 - each command imports only what it needs

    deliver(
        "init",
        as_json,
        lambda: command.init(load_settings(db), SystemClock(), key=key, handle=handle, check=not no_check),
    )


@app.command("import-sequence")
def import_sequence(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A sequence file; `seqcli init` writes one.")],
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Show what would change and which leads it would hold. Write nothing."
        ),
    ] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Read, check and store a sequence (TOML or JSON)."""
    from seqcli.commands import import_sequence as command  # noqa: PLC0415

    deliver(
        "import-sequence",
        as_json,
        lambda: command.import_sequence(load_settings(db), file, SystemClock(), dry_run=dry_run),
    )


@app.command("import-leads")
def import_leads(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A contact file, or - for standard input.")],
    sequence: Annotated[str, typer.Option("--sequence", metavar="ID", help="The sequence to put them into.")],
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Read a field, or opt_out, from this column."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="COLUMN", help="Do not read this column.")
    ] = None,
    suppress: Annotated[
        list[str] | None,
        typer.Option(
            "--suppress", metavar="COLUMN", help="Suppress whoever has a no in this column, such as in tags."
        ),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Such as cp1252 or shift_jis.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME|NUMBER", help="The sheet of a workbook.")
    ] = None,
    no_header: Annotated[bool, typer.Option("--no-header", help="The first row is a contact.")] = False,
    allow_active: Annotated[
        bool, typer.Option("--allow-active", help="Also take people who are active in another sequence.")
    ] = False,
    allow_answered: Annotated[
        bool, typer.Option("--allow-answered", help="Also take people who have answered in any sequence.")
    ] = False,
    take_started: Annotated[
        bool, typer.Option("--take-started", help="Also take people whom another sender has written to.")
    ] = False,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            metavar="WORD=MEANING",
            help="What another sender's status means: new, in-progress, finished, answered, bounced or opted-out.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the receipt. Write nothing.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Import a contact file. The receipt counts every row."""
    from seqcli.commands import import_leads as command  # noqa: PLC0415
    from seqcli.commands.column_questions import (  # noqa: PLC0415
        ColumnChoices,
        ask_about_column,
        ask_about_offer,
        import_asking,
    )
    from seqcli.commands.import_files import is_pipe  # noqa: PLC0415
    from seqcli.commands.status_questions import ask_about_word, read_words  # noqa: PLC0415

    def run(choices: ColumnChoices) -> CommandResult:
        with output.progress("importing") as tell:
            return command.import_leads(
                load_settings(db),
                file,
                sequence,
                SystemClock(),
                encoding=encoding,
                no_header=no_header,
                mapping=_read_mapping(mapping or []),
                choices=choices,
                sheet=sheet,
                allow_active=allow_active,
                allow_answered=allow_answered,
                take_started=take_started,
                dry_run=dry_run,
                on_progress=tell,
            )

    def act() -> CommandResult:
        can_ask = sys.stdin.isatty() and not is_pipe(file) and not dry_run
        words = read_words(status or ())
        choices = ColumnChoices(tuple(suppress or ()), tuple(ignore or ()), can_ask=can_ask, words=words)
        return import_asking(run, ask_about_column, ask_about_offer, choices, ask_about_word)

    deliver("import-leads", as_json, act)


def _read_mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise UsageError(
                "bad_map", f"--map {pair!r} is not FIELD=COLUMN", 'Such as --map email="Work mail".'
            )
        if name.strip() in mapping:
            raise UsageError(
                "bad_map", f"--map {name.strip()} is given twice", "Give one column for each field."
            )
        mapping[name.strip()] = column.strip()
    return mapping


@app.command()
def sequences(db: Db = None, as_json: Json = False) -> None:
    """List the sequences."""
    from seqcli.commands import sequences as command  # noqa: PLC0415

    deliver("sequences", as_json, lambda: command.sequences(load_settings(db).db))


@app.command()
def check(
    sequence: Annotated[str, typer.Argument(metavar="SEQUENCE", help="A sequence, or a file with one.")],
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Find leads that would be held or left out, and slips in the copy. Of a file, only the copy. Needs no key."""
    from seqcli.commands import check as command  # noqa: PLC0415

    deliver("check", as_json, lambda: command.check(load_settings(db).db, sequence, SystemClock()))


@app.command()
def preview(
    sequence: SequenceId,
    lead: Annotated[str | None, typer.Option("--lead", metavar="EMAIL", help="For this lead.")] = None,
    sample: Annotated[
        int | None, typer.Option("--sample", metavar="N", min=1, help="For N leads, spread over the list.")
    ] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Show every step as a lead gets it. Needs no key and sends nothing."""
    from seqcli.commands import preview as command  # noqa: PLC0415

    def act() -> CommandResult:
        if lead is not None and sample is not None:
            raise UsageError("say_one", "use --lead or --sample, not both", "")
        return command.preview(load_settings(db).db, sequence, SystemClock(), lead=lead, sample=sample)

    deliver("preview", as_json, act)


@app.command("test-send")
def send_to_oneself(
    sequence: SequenceId,
    to: Annotated[str, typer.Option("--to", metavar="ADDRESS", help="Your own address.")],
    lead: Annotated[str, typer.Option("--lead", metavar="EMAIL", help="Use this lead's data.")],
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Send every step to yourself, with a lead's data. The mails are real; the lead does not change."""
    from seqcli.commands import test_send as command  # noqa: PLC0415

    deliver(
        "test-send",
        as_json,
        lambda: command.send_to_oneself(
            load_settings(db),
            sequence,
            to,
            lead,
            SystemClock(),
            lambda ask: output.confirm(ask, yes=yes, nothing="nothing was sent"),
        ),
    )


@app.command("test-notify")
def notify_as_a_test(db: Db = None, as_json: Json = False) -> None:
    """Tell a made-up reply to whoever `[notify]` of seqcli.toml names. Exit code 1 if one was not told."""
    from seqcli.commands import test_notify as command  # noqa: PLC0415

    deliver("test-notify", as_json, lambda: command.send_sample(load_settings(db), SystemClock()))
