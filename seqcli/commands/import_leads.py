"""`init`, `import-sequence`, `import-leads`: what a person brings into the state file."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from itertools import chain, takewhile
from itertools import count as count_from
from pathlib import Path
from typing import BinaryIO

from seqcli.clock import Clock, ServerTime
from seqcli.commands.import_leads_result import receipt_result
from seqcli.commands.import_sequence import sequence_result
from seqcli.commands.look import server_now
from seqcli.commands.session import connected, get_sequence, opened, shown_path
from seqcli.config import (
    BASE_URL,
    DEFAULT_BASE_URL,
    ENV_FILE,
    HANDLE,
    KEY,
    Settings,
    example,
    fill_env_file,
    read_env_file,
    write_env_file,
)
from seqcli.contacts import STDIN, ContactFile, RejectsFile, open_contacts
from seqcli.engine.leads.imports import Importer, SequenceImport, store_sequence
from seqcli.errors import ConfigError, InputFileError, InterruptedImportError
from seqcli.output.result import CommandResult, Note, Text

EXAMPLE = Path("intro.toml")


def import_sequence(settings: Settings, path: Path, clock: Clock, *, dry_run: bool = False) -> CommandResult:
    """Read, check and store a sequence file, and show what it changes; a dry run writes nothing, not even a new file.

    Raises:
        InputFileError: the file is broken, or moves steps that somebody already received.
    """
    from seqcli.sequence_file import read_sequence  # noqa: PLC0415 - only sequence files need pydantic

    draft = read_sequence(path)
    if dry_run and not settings.db.exists():
        stored = SequenceImport(None, {}, 0)
    else:
        with (
            opened(settings.db, create=not dry_run, clock=clock) as store,
            store.transaction(rollback=dry_run),
        ):
            stored = store_sequence(store, draft.id, draft.name, draft.steps, server_now(store, clock))
    notes = tuple(Note(text, is_warning=True) for text in draft.notes)
    return sequence_result(draft, stored, settings.db, notes, dry_run=dry_run)


def import_leads(
    settings: Settings,
    path: str,
    sequence_id: str,
    clock: Clock,
    *,
    encoding: str | None = None,
    no_header: bool = False,
    mapping: Mapping[str, str] | None = None,
    ignore: tuple[str, ...] = (),
    allow_active: bool = False,
    dry_run: bool = False,
    keep_rejects: bool = True,
    on_progress: Callable[[int, int, int], None] = lambda _rows, _done, _size: None,
) -> CommandResult:
    """Import a contact file, or standard input (`-`), and return a receipt; one transaction for the whole file.

    Rejected rows are written beside the file as they come, if they are to be kept. `on_progress` is told how
    many rows and bytes were read, and how many bytes there are.

    Raises:
        InputFileError: the file cannot be used at all; nothing of it was stored.
        UsageError: there is no such sequence.
        ConfigError: the rejected rows cannot be written; nothing was imported.
        InterruptedImportError: somebody pressed Ctrl-C before the last row was taken; nothing was imported.
    """
    name = STDIN if path == "-" else shown_path(path)
    with ExitStack() as stack:
        store = stack.enter_context(opened(settings.db, clock=clock))
        sequence = get_sequence(store, sequence_id)
        source, size = stack.enter_context(_seekable(path, settings.db.parent))
        file = stack.enter_context(
            open_contacts(
                source, encoding=encoding, no_header=no_header, mapping=mapping or {}, ignore=ignore
            )
        )
        rejects = RejectsFile(_rejects_path(path), file.header) if keep_rejects and not dry_run else None
        importer = Importer(
            store,
            sequence,
            server_now(store, clock),
            name,
            allow_active=allow_active,
            on_batch=lambda receipt: on_progress(receipt.rows, file.bytes_read, size),
        )
        with rejects or nullcontext(), store.transaction(rollback=dry_run), _told_if_interrupted():
            _take(importer, file, rejects)
        return receipt_result(
            importer.receipt,
            file,
            name,
            sequence.id,
            rejects_file=rejects.path if rejects and rejects.count else None,
            earlier_rejects=_earlier_rejects(path, rejects) if rejects else (),
            dry_run=dry_run,
        )


def _earlier_rejects(path: str, rejects: RejectsFile) -> tuple[str, ...]:
    """Return the files that look like this import's rejected rows, but are of an earlier one."""
    wanted = _rejects_path(path)
    numbered = (wanted.with_name(f"{wanted.stem}.{number}{wanted.suffix}") for number in count_from(2))
    found = takewhile(Path.exists, chain([wanted], numbered))
    return tuple(shown_path(str(each)) for each in found if not rejects.count or each != rejects.path)


@contextmanager
def _seekable(path: str, folder: Path) -> Iterator[tuple[Path | BinaryIO, int]]:
    """Yield the file and its size in bytes; a pipe is first put aside on disk.

    So the state file is not locked while whoever writes into the pipe takes their time. The copy lies, without a
    name, beside the state file, where as much room is needed anyway.
    """
    if not _is_pipe(path):
        size = 0
        with suppress(OSError):
            size = Path(path).stat().st_size
        yield Path(path), size
        return
    with ExitStack() as stack:
        try:
            pipe = sys.stdin.buffer if path == "-" else stack.enter_context(Path(path).open("rb"))
            spool = stack.enter_context(tempfile.TemporaryFile(dir=folder))
            with _told_if_interrupted():
                shutil.copyfileobj(pipe, spool, 1 << 20)
            size = spool.tell()
            spool.seek(0)
        except OSError as error:
            message = f"{STDIN if path == '-' else path} cannot be read: {error.strerror or error}"
            raise InputFileError("unreadable", message, "Save it as a file and import that.") from error
        yield spool, size


def _take(importer: Importer, file: ContactFile, rejects: RejectsFile | None) -> None:
    """Import every row; a rejects file that cannot be written is noticed while all can still be undone."""
    for row in importer.take(file):
        if rejects is not None:
            with _writing(rejects):
                rejects.write(row)
    if rejects is not None:
        with _writing(rejects):
            rejects.finish()


@contextmanager
def _told_if_interrupted() -> Iterator[None]:
    """Say that nothing was imported where that is certain: the transaction around is rolled back."""
    try:
        yield
    except KeyboardInterrupt:
        message, hint = "interrupted: nothing was imported", "Import the file again."
        raise InterruptedImportError("interrupted", message, hint) from None


@contextmanager
def _writing(rejects: RejectsFile) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = (
            "Nothing was imported. Rejected rows are kept there, so give the file a folder you may write to."
        )
        raise ConfigError("rejects_not_written", f"{rejects.path}: {error.strerror}", hint) from error


def _rejects_path(path: str) -> Path:
    return Path("stdin.rejects.csv" if _is_pipe(path) else f"{path}.rejects.csv")


def _is_pipe(path: str) -> bool:
    with suppress(OSError):
        return path == "-" or Path(path).is_fifo()
    return False


def init(
    settings: Settings, clock: Clock, *, key: str | None, handle: str | None, check: bool
) -> CommandResult:
    """Write `.env`, or what it leaves blank, and an example sequence, and check key and identity at 12m.

    Raises:
        ConfigError: key or handle is missing, or 12m does not accept them.
    """
    given = Settings(settings.db, settings.base_url, handle or settings.handle, key or settings.key)
    values = _needed(given)
    if given.base_url != DEFAULT_BASE_URL:
        values[BASE_URL] = given.base_url
    lines = []
    if check:
        _ask_12m(given, clock)
        lines.append(f"12m knows the key and the identity {given.handle}")
    notes = []
    env = Path(ENV_FILE)
    if env.exists():
        filled = fill_env_file(env, values)
        lines.append(
            f"wrote {' and '.join(filled)} into {env}, readable by you alone"
            if filled
            else f"{env} exists already and was left alone"
        )
        kept = read_env_file(env)
        notes = [
            Note(f"{env} has another {name}, or none; later runs use that: correct it", is_warning=True)
            for name, value in values.items()
            if kept.get(name) != value
        ]
    else:
        write_env_file(env, values)
        lines.append(f"wrote {env}, readable by you alone")
    if not EXAMPLE.exists():
        _write_example()
        lines.append(f"wrote {EXAMPLE}, an example to edit")
    data = {"env_file": str(env), "handle": given.handle, "checked": check}
    notes.append(Note(f"next: seqcli import-sequence {EXAMPLE}"))
    return CommandResult(data, (Text(tuple(lines)),), tuple(notes))


def _needed(given: Settings) -> dict[str, str]:
    """Return key and handle; where one is missing, an `.env` to put it into is made, or the other put into it."""
    try:
        return {KEY: given.need_key(), HANDLE: given.need_handle()}
    except ConfigError as error:
        env = Path(ENV_FILE)
        known = {KEY: given.key or "", HANDLE: given.handle or ""}
        if env.exists():
            fill_env_file(env, known)
            raise
        write_env_file(env, known)
        hint = f"{env} was made: put key and handle there, then run `seqcli init` again."
        raise ConfigError(error.code, error.message, hint) from None


def _ask_12m(given: Settings, clock: Clock) -> None:
    """Check key and identity; a state file is not made for that, lest a wrong setting be kept in it."""
    from seqcli.client import Client  # noqa: PLC0415 - httpx is heavy, and only `init` needs it here

    with ExitStack() as stack:
        if given.db.exists():
            client = stack.enter_context(connected(given, stack.enter_context(opened(given.db)), clock))
        else:
            client = Client(given.base_url, given.need_key(), ServerTime(clock))
            stack.callback(client.close)
        client.read_events(given.need_handle(), 0)


def _write_example() -> None:
    try:
        EXAMPLE.write_text(example("intro.toml").read_text(encoding="utf-8"), encoding="utf-8")
    except OSError as error:
        hint = "Work in a folder that you may write to."
        raise ConfigError("example_not_written", f"{EXAMPLE}: {error.strerror}", hint) from error
