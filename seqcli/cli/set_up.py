"""Typer declarations of setting up, running, looking and trying: parsed here, done elsewhere."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from seqcli import output
from seqcli.cli.frame import Csv, Db, Email, InSequence, Json, SequenceId, Yes, app, check_one_form, deliver
from seqcli.clock import SystemClock
from seqcli.config import load_settings
from seqcli.errors import UsageError
from seqcli.output.result import CommandResult

# -- set up


@app.command()
def init(
    key: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="API key (sk_…); better: TWELVEM_KEY.")
    ] = None,
    handle: Annotated[
        str | None, typer.Option("--handle", metavar="ADDRESS", help="Identity to send from.")
    ] = None,
    no_check: Annotated[bool, typer.Option("--no-check", help="Do not ask 12m.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Write .env and an example sequence. Asks 12m about key and identity."""
    from seqcli.commands import import_leads as bring  # noqa: PLC0415 - each command imports only what it needs

    deliver(
        "init",
        as_json,
        lambda: bring.init(load_settings(db), SystemClock(), key=key, handle=handle, check=not no_check),
    )


@app.command("import-sequence")
def import_sequence(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A sequence file; `seqcli init` writes one.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change and whom it would hold. Write nothing.")
    ] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Read, check and store a sequence (TOML or JSON)."""
    from seqcli.commands import import_leads as bring  # noqa: PLC0415

    deliver(
        "import-sequence",
        as_json,
        lambda: bring.import_sequence(load_settings(db), file, SystemClock(), dry_run=dry_run),
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
        list[str] | None, typer.Option("--ignore", metavar="COLUMN", help="Leave this column out.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Such as cp1252 or shift_jis.")
    ] = None,
    no_header: Annotated[bool, typer.Option("--no-header", help="The first row is a contact.")] = False,
    allow_active: Annotated[
        bool, typer.Option("--allow-active", help="Take people who are active in another sequence too.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="The same receipt; nothing is written.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Import a contact file. A receipt says what became of every row."""
    from seqcli.commands import import_leads as bring  # noqa: PLC0415

    def act() -> CommandResult:
        with output.progress("importing") as tell:
            return bring.import_leads(
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
                on_progress=tell,
            )

    deliver("import-leads", as_json, act)


def _read_mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or not name.strip() or not column.strip():
            raise UsageError("bad_map", f"--map {pair!r} is not FIELD=COLUMN", 'Say --map email="Work mail".')
        if name.strip() in mapping:
            raise UsageError(
                "bad_map", f"--map {name.strip()} is given twice", "Name one column for a field."
            )
        mapping[name.strip()] = column.strip()
    return mapping


@app.command()
def sequences(db: Db = None, as_json: Json = False) -> None:
    """List the sequences."""
    from seqcli.commands import look  # noqa: PLC0415

    deliver("sequences", as_json, lambda: look.sequences(load_settings(db).db))


@app.command()
def preview(
    sequence: SequenceId,
    lead: Annotated[str | None, typer.Option("--lead", metavar="EMAIL", help="As this lead gets it.")] = None,
    sample: Annotated[
        int | None, typer.Option("--sample", metavar="N", min=1, help="For so many leads, spread over all.")
    ] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Show every step as a lead gets it. Needs no key; nothing is sent."""
    from seqcli.commands import preview as proofs  # noqa: PLC0415

    def act() -> CommandResult:
        if lead is not None and sample is not None:
            raise UsageError("say_one", "say --lead or --sample, not both", "")
        return proofs.preview(load_settings(db).db, sequence, SystemClock(), lead=lead, sample=sample)

    deliver("preview", as_json, act)


@app.command()
def check(
    sequence: Annotated[str, typer.Argument(metavar="SEQUENCE", help="A sequence, or a file with one.")],
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Say who would be held or left out, and find slips. Needs no key; a file is read for its copy alone."""
    from seqcli.commands import check as checks  # noqa: PLC0415

    deliver("check", as_json, lambda: checks.check(load_settings(db).db, sequence, SystemClock()))


# -- run


def _talk(yes: bool, view: output.SendView) -> Any:
    from seqcli.commands.runs import RunPrompts  # noqa: PLC0415

    def tell(result: Any) -> None:
        is_usual = result.result == "accepted"
        why = f": {result.why}" if result.why and not is_usual else ""
        view.tell(f"{result.lead.email} step {result.step + 1} {result.result}{why}", is_usual)

    return RunPrompts(lambda question: output.confirm(question, yes=yes), tell, output.warn, view.begin)


def _logged(dry_run: bool) -> AbstractContextManager[None]:
    """A run's lines are a log where no terminal shows them; what a dry run plans is not."""
    return nullcontext() if dry_run else output.log_lines(SystemClock())


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
    from seqcli.commands import runs as run  # noqa: PLC0415

    def act() -> CommandResult:
        with output.sends() as view:
            return run.start(
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
    from seqcli.commands import runs as run  # noqa: PLC0415

    def act() -> CommandResult:
        with output.sends() as view:
            return run.poll(
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


# -- look


@app.command()
def status(
    sequence: Annotated[str | None, typer.Argument(metavar="[SEQUENCE]", help="This one only.")] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Count leads by step and status. Says what waits, what is held, and when the stream was read."""
    from seqcli.commands import look  # noqa: PLC0415

    deliver("status", as_json, lambda: look.status(load_settings(db).db, sequence, SystemClock()))


@app.command()
def why(email: Email, sequence: InSequence = None, db: Db = None, as_json: Json = False) -> None:
    """Tell a lead's story, and what happens next."""
    from seqcli.commands import look  # noqa: PLC0415

    deliver("why", as_json, lambda: look.why(load_settings(db).db, email, sequence, SystemClock()))


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
    """List who answered, to which step, and how it begins."""
    from seqcli.commands import look  # noqa: PLC0415

    def act() -> CommandResult:
        check_one_form(as_json, as_csv)
        return look.replies(load_settings(db).db, since, SystemClock(), sequence)

    deliver("replies", as_json, act, as_csv=as_csv)


# -- try


@app.command("test-send")
def send_to_oneself(
    sequence: SequenceId,
    to: Annotated[str, typer.Option("--to", metavar="ADDRESS", help="Who gets the mails: you.")],
    lead: Annotated[str, typer.Option("--lead", metavar="EMAIL", help="Whose data fills them.")],
    yes: Yes = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Send every step to yourself, with a lead's data. The mails are real; the lead is not touched."""
    from seqcli.commands import test_send as trial  # noqa: PLC0415

    deliver(
        "test-send",
        as_json,
        lambda: trial.send_to_oneself(
            load_settings(db), sequence, to, lead, SystemClock(), lambda ask: output.confirm(ask, yes=yes)
        ),
    )


@app.command()
def demo(
    db: Annotated[
        Path | None, typer.Option("--db", metavar="FILE", help="The demo's own state file.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Other people, other answers.")] = 7,
    as_json: Json = False,
) -> None:
    """Run the example campaign through simulated weeks. Needs no key and no network."""
    from seqcli.commands import rehearsing as tryout  # noqa: PLC0415

    def act() -> CommandResult:
        with output.live("seqcli demo: forty people, three steps, a simulated 12m") as tell:
            return tryout.demo(db or tryout.DEMO_DB, _teller(tell), seed=seed)

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
    from seqcli.commands import rehearsing as tryout  # noqa: PLC0415

    def act() -> CommandResult:
        with output.live("seqcli rehearse: your files, a simulated 12m") as tell:
            return tryout.rehearse(db or tryout.REHEARSAL_DB, sequence, leads, _teller(tell), seed=seed)

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
    from seqcli.commands import rehearsing as tryout  # noqa: PLC0415

    deliver("simulator", as_json, lambda: tryout.serve_simulator(port, speed, seed, output.say, cap=cap))
