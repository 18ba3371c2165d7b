"""Typer declarations of the commands by which a person decides about leads, sequences and the suppression list."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from seqcli import output
from seqcli.cli.frame import Db, Email, InSequence, Json, Reason, SequenceId, Yes, app, deliver, help_if_bare
from seqcli.cli.help import App
from seqcli.clock import SystemClock
from seqcli.commands.consent import Consent
from seqcli.config import load_settings
from seqcli.errors import UsageError
from seqcli.output.result import CommandResult

if TYPE_CHECKING:
    from seqcli.engine.leads.targets import Named


Whom = Annotated[str | None, typer.Argument(metavar="[EMAIL]", help="The person's address.")]
Company = Annotated[
    str | None,
    typer.Option("--company", metavar="NAME", help="Everybody at a company: its name, or its domain."),
]
AddressFile = Annotated[
    str | None,
    typer.Option("--file", metavar="PATH", help="Everybody whose address is in a text; - for a paste."),
]
Only = Annotated[
    str | None,
    typer.Option("--sequence", metavar="ID", help="Only this sequence; alone, the whole sequence."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show whom it touches. Write nothing.")]


@app.command()
def pause(
    email: Whom = None,
    company: Company = None,
    file: AddressFile = None,
    sequence: Only = None,
    length: Annotated[
        str | None,
        typer.Option("--for", metavar="DURATION", help="Such as 2w. Default: until resume."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Such as 2026-12-01 or 2026-12-01T14:00."),
    ] = None,
    reason: Reason = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Stop sends for a time: to a person, a company, a list, or of a whole sequence. Replies still count."""
    from seqcli.commands import pause as command  # noqa: PLC0415 - each command imports only what it needs

    deliver(
        "pause",
        as_json,
        lambda: command.pause(
            load_settings(db).db,
            _named(email, sequence, company, file),
            SystemClock(),
            command.PauseEnd(length, until),
            reason,
            Consent(_asking(yes=yes), dry_run),
        ),
    )


@app.command()
def resume(
    email: Whom = None,
    company: Company = None,
    file: AddressFile = None,
    sequence: Only = None,
    cause: Annotated[
        str | None,
        typer.Option(
            "--cause", metavar="CAUSE", help="Lift this pause: person (default), company or auto-reply."
        ),
    ] = None,
    reason: Reason = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Let sends go on: to a person, a company, a list, or of a whole sequence."""
    from seqcli.commands import resume as command  # noqa: PLC0415

    deliver(
        "resume",
        as_json,
        lambda: command.resume(
            load_settings(db).db,
            _named(email, sequence, company, file),
            SystemClock(),
            cause,
            reason,
            Consent(_asking(yes=yes), dry_run),
        ),
    )


@app.command()
def stop(
    email: Whom = None,
    company: Company = None,
    file: AddressFile = None,
    sequence: Only = None,
    reason: Reason = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """End leads by hand: of a person, a company, a list or a whole sequence."""
    from seqcli.commands import stop as command  # noqa: PLC0415

    deliver(
        "stop",
        as_json,
        lambda: command.stop(
            load_settings(db).db,
            _named(email, sequence, company, file),
            SystemClock(),
            reason,
            Consent(_asking(yes=yes), dry_run),
        ),
    )


@app.command()
def requeue(
    email: Whom = None,
    company: Company = None,
    file: AddressFile = None,
    sequence: Only = None,
    reason: Reason = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Let failed and stopped leads go on at their steps."""
    from seqcli.commands import requeue as command  # noqa: PLC0415

    deliver(
        "requeue",
        as_json,
        lambda: command.requeue(
            load_settings(db).db,
            _named(email, sequence, company, file),
            SystemClock(),
            reason,
            Consent(_asking(yes=yes), dry_run),
        ),
    )


@app.command()
def undo(
    listing: Annotated[bool, typer.Option("--list", help="Show the last commands. Undo nothing.")] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Take back the last pause, resume, stop, requeue or mark, for leads that were not sent to since."""
    from seqcli.commands import undo as command  # noqa: PLC0415

    def act() -> CommandResult:
        path = load_settings(db).db
        if listing:
            return command.list_commands(path)
        return command.undo(path, SystemClock(), Consent(_asking(yes=yes), dry_run))

    deliver("undo", as_json, act)


def _named(email: str | None, sequence: str | None, company: str | None, file: str | None) -> "Named":
    from seqcli.engine.leads.targets import Named  # noqa: PLC0415 - the help needs no state file

    if file == "-" and sys.stdin.isatty():
        output.say("Paste addresses, then Ctrl-D on a new line.")
    return Named(email, sequence, company, file)


@app.command()
def resolve(
    email: Email,
    sent: Annotated[bool, typer.Option("--sent", help="The unconfirmed send did arrive.")] = False,
    resend: Annotated[
        bool, typer.Option("--resend", help="Send it again, with the same key and text.")
    ] = False,
    go_on: Annotated[bool, typer.Option("--continue", help="Go on at its step.")] = False,
    stop_it: Annotated[bool, typer.Option("--stop", help="End this lead.")] = False,
    sequence: InSequence = None,
    reason: Reason = "",
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Decide about a held lead. Use one of --sent, --resend, --continue, --stop."""
    from seqcli.commands import resolve as command  # noqa: PLC0415
    from seqcli.engine.leads.steering import Resolution  # noqa: PLC0415

    def act() -> CommandResult:
        given = dict(zip(Resolution, (sent, resend, go_on, stop_it), strict=True))
        chosen = [resolution for resolution, is_chosen in given.items() if is_chosen]
        if len(chosen) != 1:
            raise UsageError("say_one", "use one of --sent, --resend, --continue, --stop", "")
        return command.resolve(load_settings(db).db, email, sequence, SystemClock(), chosen[0], reason)

    deliver("resolve", as_json, act)


# -- variants

variant_app = App(
    help="Choose a variant of a step no longer, or again.", invoke_without_command=True, add_completion=False
)
app.add_typer(variant_app, name="variant")
StepNumber = Annotated[int, typer.Argument(metavar="STEP", help="Its number, from 1.")]
VariantName = Annotated[str, typer.Argument(metavar="NAME", help="Such as b.")]


@variant_app.callback()
def _variant(context: typer.Context) -> None:
    help_if_bare(context)


@variant_app.command("off")
def variant_off(
    sequence: SequenceId,
    step: StepNumber,
    name: VariantName,
    reason: Reason = "",
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Stop choosing a variant for people who have not had its step. They get the others."""
    from seqcli.commands import variant as command  # noqa: PLC0415

    choice = command.VariantChoice(sequence, step, name, is_off=True, reason=reason)
    deliver("variant off", as_json, lambda: command.variant(load_settings(db).db, choice, SystemClock()))


@variant_app.command("on")
def variant_on(
    sequence: SequenceId,
    step: StepNumber,
    name: VariantName,
    reason: Reason = "",
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Choose a variant again."""
    from seqcli.commands import variant as command  # noqa: PLC0415

    choice = command.VariantChoice(sequence, step, name, is_off=False, reason=reason)
    deliver("variant on", as_json, lambda: command.variant(load_settings(db).db, choice, SystemClock()))


# -- the suppression list

suppress_app = App(
    help="Keep the suppression list: who must never be mailed.",
    invoke_without_command=True,
    add_completion=False,
)
app.add_typer(suppress_app, name="suppress")


@suppress_app.callback()
def _suppress(context: typer.Context) -> None:
    help_if_bare(context)


@suppress_app.command("add")
def suppress_add(
    patterns: Annotated[
        list[str], typer.Argument(metavar="PATTERN...", help="Such as a@b.example, b.example, info@*.")
    ],
    reason: Reason = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count the leads. Write nothing.")] = False,
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Add addresses, domains or wildcards. Asks before a domain or wildcard ends leads."""
    from seqcli.commands import suppress as command  # noqa: PLC0415

    deliver(
        "suppress add",
        as_json,
        lambda: command.suppress_add(
            load_settings(db).db,
            patterns,
            reason,
            SystemClock(),
            Consent(_asking(yes=yes), dry_run),
        ),
    )


@suppress_app.command("remove")
def suppress_remove(
    pattern: Annotated[str, typer.Argument(metavar="PATTERN", help="As `seqcli suppress list` shows it.")],
    restore: Annotated[
        bool, typer.Option("--restore", help="Restore the leads that this pattern ended, at their steps.")
    ] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Remove a pattern. Its leads stay ended, except with --restore."""
    from seqcli.commands import suppress as command  # noqa: PLC0415

    deliver(
        "suppress remove",
        as_json,
        lambda: command.suppress_remove(load_settings(db).db, pattern, SystemClock(), restore=restore),
    )


@suppress_app.command("list")
def suppress_list(db: Db = None, as_json: Json = False) -> None:
    """Show the list."""
    from seqcli.commands import suppress as command  # noqa: PLC0415

    deliver("suppress list", as_json, lambda: command.suppress_list(load_settings(db).db))


@suppress_app.command("check")
def suppress_check(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="An address, or a domain.")],
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Say whether an address, or a whole domain, is suppressed."""
    from seqcli.commands import suppress as command  # noqa: PLC0415

    deliver("suppress check", as_json, lambda: command.suppress_check(load_settings(db).db, address))


@suppress_app.command("import")
def suppress_import(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A list, or - for standard input.")],
    reason: Reason = "",
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Such as cp1252 or shift_jis.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the receipt. Write nothing.")] = False,
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Add a list from a file: one pattern a line, or CSV with a column pattern, email or domain."""
    from seqcli.commands import suppress as command  # noqa: PLC0415

    deliver(
        "suppress import",
        as_json,
        lambda: command.suppress_import(
            load_settings(db).db,
            file,
            reason,
            SystemClock(),
            encoding=encoding,
            consent=Consent(_asking(yes=yes), dry_run),
        ),
    )


@suppress_app.command("export")
def suppress_export(db: Db = None, as_json: Json = False) -> None:
    """Write the whole list as CSV that import reads back."""
    from seqcli.commands import suppress as command  # noqa: PLC0415

    deliver("suppress export", as_json, lambda: command.suppress_export(load_settings(db).db), as_csv=True)


def _asking(*, yes: bool) -> Callable[[str], bool] | None:
    return None if yes else lambda question: output.confirm(question, yes=False)
