"""Typer declarations of the commands that copy and erase data."""

from pathlib import Path
from typing import Annotated

import typer

from seqcli import output
from seqcli.cli.frame import Db, Email, Json, Yes, app, deliver
from seqcli.clock import SystemClock
from seqcli.commands.consent import Consent
from seqcli.config import load_settings
from seqcli.errors import UsageError
from seqcli.output.result import CommandResult


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy. It must not exist yet.")],
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Write a consistent copy of the state file, also during a run."""
    from seqcli.commands import backup as command  # noqa: PLC0415 - each command imports only what it needs

    deliver("backup", as_json, lambda: command.backup(load_settings(db).db, file))


@app.command()
def forget(email: Email, yes: Yes = False, db: Db = None, as_json: Json = False) -> None:
    """Erase a person's data. The address stays suppressed as a hash."""
    from seqcli.commands import forget as command  # noqa: PLC0415

    def act() -> CommandResult:
        if not output.confirm(f"Erase all data of {email}", yes=yes):
            raise UsageError("not_confirmed", "nothing was erased", "Use --yes to go on without a question.")
        return command.forget(load_settings(db).db, email, SystemClock())

    deliver("forget", as_json, act)


@app.command()
def vacuum(
    older_than: Annotated[
        str,
        typer.Option(
            "--older-than", metavar="DURATION", help="Such as 180d (at most 366d): older texts are folded."
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what it would fold. Write nothing.")
    ] = False,
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Fold the texts of old events and sent mails, and make the file smaller. Numbers and states stay."""
    from seqcli.commands import vacuum as command  # noqa: PLC0415

    ask = None if yes else lambda question: output.confirm(question, yes=False)
    deliver(
        "vacuum",
        as_json,
        lambda: command.vacuum(load_settings(db).db, older_than, SystemClock(), Consent(ask, dry_run)),
    )
