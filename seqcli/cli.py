"""Typer declarations only: what may be typed, handed to a use case. `main` maps every outcome to an exit code."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from seqcli import __version__, console
from seqcli.clock import SystemClock
from seqcli.config import known_keys, load_settings
from seqcli.errors import ExitCode, SeqcliError, UsageError
from seqcli.reports import Answer

app = typer.Typer(
    name="seqcli",
    help="Multi-step cold-outbound e-mail sequences on the 12m API, with all state in one SQLite file.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    add_completion=False,
    rich_markup_mode=None,
)
suppress_app = typer.Typer(help="The suppression list: who must never be mailed.", no_args_is_help=True)
app.add_typer(suppress_app, name="suppress")

Db = Annotated[Path | None, typer.Option("--db", help="State file; else SEQCLI_DB, else seqcli.db here.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON envelope on stdout.")]
InSequence = Annotated[str | None, typer.Option("--sequence", help="Only in this sequence.")]
Reason = Annotated[str, typer.Option("--reason", help="Kept in the journal.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Email = Annotated[str, typer.Argument(metavar="EMAIL")]
_debug = {"on": False}


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"seqcli {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback where something fails.")] = False,
) -> None:
    _debug["on"] = debug


def _deliver(command: str, as_json: bool, act: Callable[[], Answer], *, as_csv: bool = False) -> None:
    """Run a use case, show what it answers, and leave with its exit code."""
    try:
        answer = act()
    except SeqcliError as error:
        if _debug["on"]:
            sys.excepthook(type(error), error, error.__traceback__)
        console.fail(command, error, as_json=as_json)
        raise typer.Exit(error.exit_code) from None
    was_shown = console.show(command, answer, as_json=as_json, as_csv=as_csv)
    raise typer.Exit(answer.exit_code if was_shown else answer.exit_code or ExitCode.SOME_FAILED)


# -- set up


@app.command()
def init(
    key: Annotated[str | None, typer.Option("--key", help="API key (sk_…); better: TWELVEM_KEY.")] = None,
    handle: Annotated[str | None, typer.Option("--handle", help="Identity to send from.")] = None,
    no_check: Annotated[bool, typer.Option("--no-check", help="Do not ask 12m.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Write .env and an example sequence, and check key and identity."""
    from seqcli.commands import bring  # noqa: PLC0415 - each command imports only what it needs

    _deliver(
        "init",
        as_json,
        lambda: bring.init(load_settings(db), SystemClock(), key=key, handle=handle, check=not no_check),
    )


@app.command("import-sequence")
def import_sequence(
    file: Annotated[Path, typer.Argument(metavar="FILE")], db: Db = None, as_json: Json = False
) -> None:
    """Read, check and store a sequence (TOML or JSON)."""
    from seqcli.commands import bring  # noqa: PLC0415

    _deliver(
        "import-sequence", as_json, lambda: bring.import_sequence(load_settings(db), file, SystemClock())
    )


@app.command("import-leads")
def import_leads(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A contact file, or - for standard input.")],
    sequence: Annotated[str, typer.Option("--sequence", help="The sequence to put them into.")],
    mapping: Annotated[
        list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN", help="Read a field from this column.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="COLUMN")] = None,
    encoding: Annotated[str | None, typer.Option("--encoding", help="Such as cp1252 or shift_jis.")] = None,
    no_header: Annotated[bool, typer.Option("--no-header", help="The first row is a contact.")] = False,
    allow_active: Annotated[
        bool, typer.Option("--allow-active", help="Take people who are active in another sequence too.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="The same receipt; nothing is written.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Import a contact file; a receipt says what became of every row."""
    from seqcli.commands import bring  # noqa: PLC0415

    _deliver(
        "import-leads",
        as_json,
        lambda: bring.import_leads(
            load_settings(db),
            file,
            sequence,
            SystemClock(),
            encoding=encoding,
            no_header=no_header,
            mapping=_read_mapping(mapping or []),
            ignore=tuple(ignore or ()),
            allow_active=allow_active,
            dry_run=dry_run,
        ),
    )


def _read_mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise UsageError("bad_map", f"--map {pair!r} is not FIELD=COLUMN", 'Say --map email="Work mail".')
        mapping[name.strip()] = column.strip()
    return mapping


@app.command()
def sequences(db: Db = None, as_json: Json = False) -> None:
    """List the sequences."""
    from seqcli.commands import look  # noqa: PLC0415

    _deliver("sequences", as_json, lambda: look.sequences(load_settings(db).db))


# -- run


def _talk(yes: bool) -> Any:
    from seqcli.commands.run import Talk  # noqa: PLC0415

    def tell(done: Any) -> None:
        why = f": {done.why}" if done.why else ""
        console.say(f"{done.lead.email} step {done.step + 1} {done.result}{why}")

    return Talk(lambda question: console.confirm(question, yes=yes), tell)


@app.command()
def start(
    sequence: Annotated[str, typer.Argument(metavar="SEQUENCE")],
    limit: Annotated[int | None, typer.Option("--limit", min=0, help="Release at most so many.")] = None,
    only: Annotated[
        str | None, typer.Option("--only", metavar="EMAIL", help="Release this lead only.")
    ] = None,
    pace: Annotated[
        str | None,
        typer.Option("--pace", help="Mean gap between first steps, ±50 %; 2s at first, 0 for none."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go.")] = False,
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Release leads and send their first steps, paced; what is left goes with poll."""
    from seqcli.commands import run  # noqa: PLC0415

    _deliver(
        "start",
        as_json,
        lambda: run.start(
            load_settings(db),
            sequence,
            SystemClock(),
            _talk(yes),
            limit=limit,
            only=only,
            pace=pace,
            dry_run=dry_run,
        ),
    )


@app.command()
def poll(
    max_sends: Annotated[int | None, typer.Option("--max-sends", min=0, help="Stop after so many.")] = None,
    max_time: Annotated[str, typer.Option("--max-time", help="Stop after this time.")] = "4m",
    no_send: Annotated[bool, typer.Option("--no-send", help="Read the stream only.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go; change nothing.")] = False,
    follow: Annotated[bool, typer.Option("--follow", help="Go on for ever, for a service manager.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Read the events stream, then send what is due; made for cron."""
    from seqcli.commands import run  # noqa: PLC0415

    _deliver(
        "poll",
        as_json,
        lambda: run.poll(
            load_settings(db),
            SystemClock(),
            _talk(yes=True),
            max_sends=max_sends,
            max_time=max_time,
            send=not no_send,
            dry_run=dry_run,
            follow=follow,
        ),
    )


# -- look


@app.command()
def status(
    sequence: Annotated[str | None, typer.Argument(metavar="[SEQUENCE]")] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Count leads by step and status; say what waits, what is held, and when the stream was read."""
    from seqcli.commands import look  # noqa: PLC0415

    _deliver("status", as_json, lambda: look.status(load_settings(db).db, sequence, SystemClock()))


@app.command()
def why(email: Email, sequence: InSequence = None, db: Db = None, as_json: Json = False) -> None:
    """Tell a lead's story, and what happens next."""
    from seqcli.commands import look  # noqa: PLC0415

    _deliver("why", as_json, lambda: look.why(load_settings(db).db, email, sequence, SystemClock()))


@app.command()
def replies(
    since: Annotated[str | None, typer.Option("--since", help="Such as 7d or 2026-11-01.")] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """List who answered, to which step, and how it begins."""
    from seqcli.commands import look  # noqa: PLC0415

    _deliver("replies", as_json, lambda: look.replies(load_settings(db).db, since, SystemClock()))


# -- steer


@app.command()
def pause(
    email: Annotated[str | None, typer.Argument(metavar="[EMAIL]")] = None,
    sequence: InSequence = None,
    length: Annotated[str | None, typer.Option("--for", help="Such as 2w; without it, until resume.")] = None,
    reason: Reason = "",
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Let sends rest, to a person or of a whole sequence; replies still count."""
    from seqcli.commands import steer  # noqa: PLC0415

    _deliver(
        "pause",
        as_json,
        lambda: steer.pause(
            load_settings(db).db, email, sequence, SystemClock(), length=length, reason=reason
        ),
    )


@app.command()
def resume(
    email: Annotated[str | None, typer.Argument(metavar="[EMAIL]")] = None,
    sequence: InSequence = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Let sends go on."""
    from seqcli.commands import steer  # noqa: PLC0415

    _deliver("resume", as_json, lambda: steer.resume(load_settings(db).db, email, sequence, SystemClock()))


@app.command()
def stop(
    email: Email, sequence: InSequence = None, reason: Reason = "", db: Db = None, as_json: Json = False
) -> None:
    """End a person's leads by hand."""
    from seqcli.commands import steer  # noqa: PLC0415

    _deliver(
        "stop", as_json, lambda: steer.stop(load_settings(db).db, email, sequence, SystemClock(), reason)
    )


@app.command()
def requeue(
    email: Email, sequence: InSequence = None, reason: Reason = "", db: Db = None, as_json: Json = False
) -> None:
    """Let a failed or stopped lead go on where it was."""
    from seqcli.commands import steer  # noqa: PLC0415

    _deliver(
        "requeue",
        as_json,
        lambda: steer.requeue(load_settings(db).db, email, sequence, SystemClock(), reason),
    )


@app.command()
def resolve(
    email: Email,
    sent: Annotated[bool, typer.Option("--sent", help="The open send did arrive.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="Send it again, same key and text.")] = False,
    go_on: Annotated[bool, typer.Option("--continue", help="Go on where it was.")] = False,
    stop_it: Annotated[bool, typer.Option("--stop", help="End this lead.")] = False,
    sequence: InSequence = None,
    reason: Reason = "",
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Decide about a held lead: --sent, --resend, --continue or --stop."""
    from seqcli.commands import steer  # noqa: PLC0415
    from seqcli.engine.steer import Resolution  # noqa: PLC0415

    def act() -> Answer:
        given = dict(zip(Resolution, (sent, resend, go_on, stop_it), strict=True))
        chosen = [resolution for resolution, is_chosen in given.items() if is_chosen]
        if len(chosen) != 1:
            raise UsageError("say_one", "say one of --sent, --resend, --continue, --stop", "")
        return steer.resolve(load_settings(db).db, email, sequence, SystemClock(), chosen[0], reason)

    _deliver("resolve", as_json, act)


@suppress_app.command("add")
def suppress_add(
    patterns: Annotated[list[str], typer.Argument(metavar="PATTERN...")],
    reason: Reason = "",
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Add addresses, domains or wildcards."""
    from seqcli.commands import steer  # noqa: PLC0415

    _deliver(
        "suppress add",
        as_json,
        lambda: steer.suppress_add(load_settings(db).db, patterns, reason, SystemClock()),
    )


@suppress_app.command("remove")
def suppress_remove(
    pattern: Annotated[str, typer.Argument(metavar="PATTERN")], db: Db = None, as_json: Json = False
) -> None:
    """Remove a pattern; nobody starts again by itself."""
    from seqcli.commands import steer  # noqa: PLC0415

    _deliver(
        "suppress remove",
        as_json,
        lambda: steer.suppress_remove(load_settings(db).db, pattern, SystemClock()),
    )


@suppress_app.command("list")
def suppress_list(db: Db = None, as_json: Json = False) -> None:
    """Show the list."""
    from seqcli.commands import steer  # noqa: PLC0415

    _deliver("suppress list", as_json, lambda: steer.suppress_list(load_settings(db).db))


@suppress_app.command("check")
def suppress_check(email: Email, db: Db = None, as_json: Json = False) -> None:
    """Say whether an address may be mailed."""
    from seqcli.commands import steer  # noqa: PLC0415

    _deliver("suppress check", as_json, lambda: steer.suppress_check(load_settings(db).db, email))


# -- keep


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE")], db: Db = None, as_json: Json = False
) -> None:
    """Write a consistent copy of the state file, also while a run is going on."""
    from seqcli.commands import steer  # noqa: PLC0415

    _deliver("backup", as_json, lambda: steer.backup(load_settings(db).db, file))


@app.command()
def forget(email: Email, yes: Yes = False, db: Db = None, as_json: Json = False) -> None:
    """Erase a person's data; the address stays suppressed as a hash."""
    from seqcli.commands import steer  # noqa: PLC0415

    def act() -> Answer:
        if not console.confirm(f"erase all that is kept of {email}", yes=yes):
            raise UsageError("not_confirmed", "nothing was erased", "Say --yes to go on without a question.")
        return steer.forget(load_settings(db).db, email, SystemClock())

    _deliver("forget", as_json, act)


# -- try


@app.command()
def demo(
    db: Annotated[Path | None, typer.Option("--db", help="The demo's own state file.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Other people, other answers.")] = 7,
    as_json: Json = False,
) -> None:
    """Run the example campaign through simulated weeks; no key, no network."""
    from seqcli.commands import tryout  # noqa: PLC0415

    def act() -> Answer:
        with console.live("seqcli demo: forty people, three steps, a simulated 12m") as tell:
            return tryout.demo(db or tryout.DEMO_DB, _teller(tell), seed=seed)

    _deliver("demo", as_json, act)


@app.command()
def rehearse(
    sequence: Annotated[Path, typer.Argument(metavar="SEQUENCE", help="A sequence file.")],
    leads: Annotated[Path, typer.Option("--leads", metavar="FILE", help="A contact file.")],
    db: Annotated[Path | None, typer.Option("--db", help="The rehearsal's own state file.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Other people, other answers.")] = 7,
    as_json: Json = False,
) -> None:
    """Run your own files through simulated weeks, and see what each kind of person receives."""
    from seqcli.commands import tryout  # noqa: PLC0415

    def act() -> Answer:
        with console.live("seqcli rehearse: your files, a simulated 12m") as tell:
            return tryout.rehearse(db or tryout.REHEARSAL_DB, sequence, leads, _teller(tell), seed=seed)

    _deliver("rehearse", as_json, act)


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
        int, typer.Option("--port", min=0, max=65535, help="Port on this machine; 0 for any.")
    ] = 8712,
    speed: Annotated[float, typer.Option("--speed", min=1, help="Virtual seconds a second.")] = 1.0,
    seed: Annotated[int, typer.Option("--seed")] = 7,
    as_json: Json = False,
) -> None:
    """Serve a 12m of your own on this machine until Ctrl-C."""
    from seqcli.commands import tryout  # noqa: PLC0415

    _deliver("simulator", as_json, lambda: tryout.serve_simulator(port, speed, seed, console.say))


def main(argv: list[str] | None = None) -> int:
    """Run one command line and return its exit code; expected, unexpected and interrupted end differently."""
    args = sys.argv[1:] if argv is None else argv
    console.mend_streams()
    try:
        return int(app(args, standalone_mode=False) or 0)
    except KeyboardInterrupt:
        console.say("interrupted")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; what was done is done and committed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except SeqcliError as error:
        console.fail("seqcli", error, as_json="--json" in args)
        return error.exit_code
    except typer.exceptions.TyperException as error:
        return _usage_failure(error, args)
    except Exception as error:  # noqa: BLE001 - the last resort of a program that people trust
        return _bug(error, args)


def _usage_failure(error: Exception, args: list[str]) -> int:
    told = getattr(error, "format_message", lambda: str(error))()
    console.fail("seqcli", UsageError("usage", told, "seqcli --help"), as_json="--json" in args)
    return ExitCode.USAGE


def _bug(error: Exception, args: list[str]) -> int:
    import tempfile  # noqa: PLC0415 - seldom needed, one hopes
    import traceback  # noqa: PLC0415

    text = "".join(traceback.format_exception(error))
    for key in known_keys():
        text = text.replace(key, "sk_…")
    if _debug["on"]:
        sys.stderr.write(text)
    with tempfile.NamedTemporaryFile(
        "w", prefix="seqcli-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"seqcli {__version__}, command {args[:1]}\n{text}")
    bug = SeqcliError(
        "bug", f"a bug in seqcli: {type(error).__name__}", f"Please report it with {file.name}."
    )
    console.fail("seqcli", bug, as_json="--json" in args)
    return ExitCode.BUG
