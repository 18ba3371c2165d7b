"""Typer declarations of the commands for mail that people wrote: what waits, what it says, and what to do about it."""

import sys
from typing import Annotated

import typer

from seqcli import output
from seqcli.cli.frame import Csv, Db, Email, InSequence, Json, Reason, app, check_one_form, deliver
from seqcli.cli.help import App, CommandWithActions
from seqcli.clock import SystemClock
from seqcli.config import load_settings
from seqcli.errors import UsageError
from seqcli.output.result import CommandResult

Which = Annotated[
    str, typer.Argument(metavar="EMAIL|ID", help="A person's address, or a number of `seqcli inbox`.")
]
Numbers = Annotated[list[str], typer.Argument(metavar="ID...", help="Numbers of `seqcli inbox`.")]
Number = Annotated[str, typer.Argument(metavar="ID", help="A number of `seqcli inbox`.")]

# -- the inbox

inbox_app = App(
    cls=CommandWithActions,
    help="List the mail that waits for you, newest first, and say what became of it.",
    invoke_without_command=True,
    add_completion=False,
)
app.add_typer(inbox_app, name="inbox")


@inbox_app.callback()
def inbox(
    context: typer.Context,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="WHEN", help="A duration back, such as 7d, or a date, such as 2026-11-01."
        ),
    ] = None,
    sequence: InSequence = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="Such as reply, unknown-sender, referral or interested."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also mail that is done, snoozed or ignored, or needs nobody.")
    ] = False,
    as_csv: Csv = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """List the mail that waits for you, newest first, and say what became of it."""
    if context.invoked_subcommand is not None:
        return
    from seqcli.commands import inbox as command  # noqa: PLC0415 - each command imports only what it needs

    def act() -> CommandResult:
        check_one_form(as_json, as_csv)
        choice = command.InboxChoice(since, sequence, kind, everything)
        return command.inbox(load_settings(db).db, choice, SystemClock())

    deliver("inbox", as_json, act, as_csv=as_csv)


@inbox_app.command("done")
def inbox_done(numbers: Numbers, db: Db = None, as_json: Json = False) -> None:
    """Close mails that you have dealt with."""
    from seqcli.commands import inbox as command  # noqa: PLC0415

    deliver("inbox done", as_json, lambda: command.inbox_done(load_settings(db).db, numbers, SystemClock()))


@inbox_app.command("ignore")
def inbox_ignore(numbers: Numbers, db: Db = None, as_json: Json = False) -> None:
    """Close mails that nobody wants. Later mail of the same unknown sender is ignored too."""
    from seqcli.commands import inbox as command  # noqa: PLC0415

    deliver(
        "inbox ignore", as_json, lambda: command.inbox_ignore(load_settings(db).db, numbers, SystemClock())
    )


@inbox_app.command("snooze")
def inbox_snooze(
    number: Number,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Such as 2026-12-01 or 2026-12-01T14:00."),
    ] = None,
    length: Annotated[str | None, typer.Option("--for", metavar="DURATION", help="Such as 3d or 2w.")] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Hide a mail until a date."""
    from seqcli.commands import inbox as command  # noqa: PLC0415

    deliver(
        "inbox snooze",
        as_json,
        lambda: command.inbox_snooze(load_settings(db).db, number, length, until, SystemClock()),
    )


@inbox_app.command("open")
def inbox_open(number: Number, db: Db = None, as_json: Json = False) -> None:
    """Let a closed or snoozed mail wait again."""
    from seqcli.commands import inbox as command  # noqa: PLC0415

    deliver("inbox open", as_json, lambda: command.inbox_open(load_settings(db).db, number, SystemClock()))


@inbox_app.command("match")
def inbox_match(
    number: Number, email: Email, sequence: InSequence = None, db: Db = None, as_json: Json = False
) -> None:
    """Attach a mail to a lead. It then counts as if the lead had written it."""
    from seqcli.commands import inbox as command  # noqa: PLC0415

    deliver(
        "inbox match",
        as_json,
        lambda: command.inbox_match(load_settings(db).db, number, email, sequence, SystemClock()),
    )


# -- a conversation


@app.command()
def thread(
    which: Annotated[
        str,
        typer.Argument(
            metavar="EMAIL|CONV|ID", help="A person's address, a conversation, or a number of `seqcli inbox`."
        ),
    ],
    full: Annotated[bool, typer.Option("--full", help="The whole texts, quotes as well.")] = False,
    sequence: InSequence = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Show conversations as 12m has them, oldest mail first, and keep them in the state file.

    If 12m cannot be reached, they are shown from the file.
    """
    from seqcli.commands import thread as command  # noqa: PLC0415 - each command imports only what it needs

    deliver(
        "thread",
        as_json,
        lambda: command.thread(load_settings(db), which, SystemClock(), sequence_id=sequence, full=full),
    )


# -- an answer


@app.command()
def reply(
    which: Which,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="The answer itself.")] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="PATH", help="A text file; - for standard input.")
    ] = None,
    use: Annotated[
        str | None, typer.Option("--use", metavar="NAME", help="The canned answer replies/NAME.txt.")
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Send it, once confirmed. Without a text: write it in your editor.")
    ] = False,
    confirm_to: Annotated[
        str | None,
        typer.Option("--confirm-to", metavar="ADDRESS", help="Confirm the recipient without a question."),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Answer a mail that was answered already.")] = False,
    sent: Annotated[
        bool, typer.Option("--sent", help="Of a reply that nobody knows of: you saw at 12m that it was sent.")
    ] = False,
    resend: Annotated[
        bool, typer.Option("--resend", help="Of such a reply: you saw that it was not. Send it again.")
    ] = False,
    sequence: InSequence = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Answer a mail in its conversation. Shows the answer; sends it only with --send and your confirmation.

    The text may have merge fields, such as {{ first_name }}. The lead's sequence ends, whatever its status was.
    """
    from seqcli.commands import reply as command  # noqa: PLC0415 - each command imports only what it needs
    from seqcli.commands.composing import TextSource  # noqa: PLC0415

    def act() -> CommandResult:
        source, clock = TextSource(text, file, use), SystemClock()
        prompts = command.ReplyPrompts(
            lambda question: output.ask(question, nothing="nothing was sent"),
            output.show_mail,
            output.say,
            is_terminal=sys.stdin.isatty(),
        )
        if (sent or resend) and (source.is_named or (sent and resend)):
            raise UsageError("say_one", "use --sent or --resend, and no text", "")
        if sent:
            return command.resolve_as_sent(load_settings(db), which, sequence, clock)
        if resend:
            return command.resend(load_settings(db), which, sequence, confirm_to, clock, prompts)
        wanted = command.Wanted(source, send, confirm_to, again)
        return command.reply(load_settings(db), which, sequence, wanted, clock, prompts)

    deliver("reply", as_json, act)


# -- what an answer means


@app.command()
def mark(
    which: Which,
    date: Annotated[
        str | None,
        typer.Argument(
            metavar="[DATE]", help="With --not-now: when to try again, such as 2026-12-01, 90d or 3mo."
        ),
    ] = None,
    interested: Annotated[bool, typer.Option("--interested", help="The person is interested.")] = False,
    not_interested: Annotated[
        bool, typer.Option("--not-interested", help="The person is not interested.")
    ] = False,
    not_now: Annotated[
        bool, typer.Option("--not-now", help="Later, perhaps; give a DATE if you know.")
    ] = False,
    referral: Annotated[
        str | None, typer.Option("--referral", metavar="ADDRESS", help="The person named somebody else.")
    ] = None,
    meeting: Annotated[bool, typer.Option("--meeting", help="A meeting is agreed.")] = False,
    auto_reply: Annotated[
        bool, typer.Option("--auto-reply", help="A machine wrote this. The lead goes on where it was.")
    ] = False,
    opt_out: Annotated[
        bool, typer.Option("--opt-out", help="The person wants no more mail. No undo restores the leads.")
    ] = False,
    replied: Annotated[
        bool, typer.Option("--replied", help="The person answered, by mail or elsewhere.")
    ] = False,
    sequence: InSequence = None,
    reason: Reason = "",
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Say what an answer means: with one option. The lead is replied; `undo` takes it back."""
    from seqcli.commands import mark as command  # noqa: PLC0415 - each command imports only what it needs
    from seqcli.reasons import MarkKind  # noqa: PLC0415

    def act() -> CommandResult:
        given = {
            MarkKind.INTERESTED: interested,
            MarkKind.NOT_INTERESTED: not_interested,
            MarkKind.NOT_NOW: not_now,
            MarkKind.REFERRAL: referral is not None,
            MarkKind.MEETING: meeting,
            MarkKind.AUTO_REPLY: auto_reply,
            MarkKind.OPT_OUT: opt_out,
            MarkKind.REPLIED: replied,
        }
        request = command.read_request(which, date, given, referral, reason, sequence)
        settings = load_settings(db)
        return command.mark(settings.db, request, SystemClock(), settings.handle)

    deliver("mark", as_json, act)
