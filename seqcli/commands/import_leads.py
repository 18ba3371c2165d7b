"""`import-leads`: import a contact file; the result is a receipt with exact counts and the first rows of every kind."""

import gc
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from itertools import chain, takewhile
from itertools import count as count_from
from pathlib import Path
from typing import BinaryIO

from seqcli.clock import Clock
from seqcli.commands.column_questions import (
    NO_CHOICES,
    ColumnChoices,
    check_columns,
)
from seqcli.commands.import_receipt import receipt_result
from seqcli.commands.session import get_sequence, opened, own_addresses, server_now, shown_path
from seqcli.config import Settings
from seqcli.contacts import STDIN, ContactFile, RejectsFile, open_contacts
from seqcli.contacts.row_types import is_blank_address
from seqcli.engine.leads.imports import Importer
from seqcli.errors import ConfigError, InputFileError, InterruptedImportError
from seqcli.output.result import CommandResult


def import_leads(
    settings: Settings,
    path: str,
    sequence_id: str,
    clock: Clock,
    *,
    encoding: str | None = None,
    no_header: bool = False,
    mapping: Mapping[str, str] | None = None,
    choices: ColumnChoices = NO_CHOICES,
    sheet: str | None = None,
    allow_active: bool = False,
    allow_answered: bool = False,
    dry_run: bool = False,
    keep_rejects: bool = True,
    on_progress: Callable[[int, int, int], None] = lambda _rows, _done, _size: None,
) -> CommandResult:
    """Import a contact file, or standard input (`-`), in one transaction, and return a receipt.

    `keep_rejects` writes rejected rows beside the file as they come. `on_progress` gets the rows and bytes read so
    far, and the bytes in all.

    Raises:
        InputFileError: the file cannot be used; nothing was imported.
        UsageError: there is no such sequence.
        ColumnQuestionError: a column says no, and somebody must decide what that means; nothing was imported.
        ConfigError: the rejected rows cannot be written; nothing was imported.
        InterruptedImportError: Ctrl-C came before the last row; nothing was imported.
    """
    name = STDIN if path == "-" else shown_path(path)
    with ExitStack() as stack:
        store = stack.enter_context(opened(settings.db, clock=clock))
        sequence = get_sequence(store, sequence_id)
        source, size = stack.enter_context(_seekable(path, settings.db.parent))
        file = stack.enter_context(
            open_contacts(
                source,
                encoding=encoding,
                no_header=no_header,
                mapping=mapping or {},
                ignore=choices.ignore,
                suppress=choices.suppress,
                sheet=sheet,
                own=own_addresses(store, settings.handle),
            )
        )
        rejects = RejectsFile(_rejects_path(path), file.header) if keep_rejects and not dry_run else None
        importer = Importer(
            store,
            sequence,
            server_now(store, clock),
            name,
            allow_active=allow_active,
            allow_answered=allow_answered,
            on_batch=lambda receipt: on_progress(receipt.rows, file.bytes_read, size),
        )
        with rejects or nullcontext(), store.transaction(rollback=dry_run), _report_interruption():
            _take(importer, file, rejects, choices, _no_address_path(path))
        return receipt_result(
            importer.receipt,
            file,
            name,
            sequence.id,
            rejects_file=rejects.path if rejects and rejects.count else None,
            no_address_file=rejects.aside.path if rejects and rejects.aside else None,
            earlier_rejects=_earlier_rejects(path, rejects) if rejects else (),
            dry_run=dry_run,
        )


def _earlier_rejects(path: str, rejects: RejectsFile) -> tuple[str, ...]:
    """Return the files with rejected rows of earlier imports."""
    wanted = _rejects_path(path)
    numbered = (wanted.with_name(f"{wanted.stem}.{number}{wanted.suffix}") for number in count_from(2))
    found = takewhile(Path.exists, chain([wanted], numbered))
    return tuple(shown_path(str(each)) for each in found if not rejects.count or each != rejects.path)


@contextmanager
def _seekable(path: str, folder: Path) -> Iterator[tuple[Path | BinaryIO, int]]:
    """Yield the file and its size in bytes. A pipe is first copied to disk.

    This way a slow pipe does not lock the state file. The copy is a temporary file beside the state file, which needs
    as much space anyway.
    """
    if not is_pipe(path):
        size = 0
        with suppress(OSError):
            size = Path(path).stat().st_size
        yield Path(path), size
        return
    with ExitStack() as stack:
        try:
            pipe = sys.stdin.buffer if path == "-" else stack.enter_context(Path(path).open("rb"))
            spool = stack.enter_context(tempfile.TemporaryFile(dir=folder))
            with _report_interruption():
                shutil.copyfileobj(pipe, spool, 1 << 20)
            size = spool.tell()
            spool.seek(0)
        except OSError as error:
            message = f"{STDIN if path == '-' else path} cannot be read: {error.strerror or error}"
            raise InputFileError("unreadable", message, "Save it as a file and import that.") from error
        yield spool, size


def _take(
    importer: Importer,
    file: ContactFile,
    rejects: RejectsFile | None,
    choices: ColumnChoices,
    no_address_path: Path,
) -> None:
    """Import every row. Raises for a rejects file or a column while the import can still be undone."""
    with _without_search_for_cycles():
        for row in importer.take(file):
            if rejects is not None:
                with _writing(rejects):
                    rejects.write(row)
    check_columns(file.unknown, importer.receipt.rows, choices)
    if rejects is not None:
        with _writing(rejects):
            if importer.receipt.no_address:
                rejects.split_off(is_blank_address, no_address_path)
            rejects.finish()


@contextmanager
def _without_search_for_cycles() -> Iterator[None]:
    """Spare the search for objects that hold each other, a twentieth of the time: rows leave none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _report_interruption() -> Iterator[None]:
    """Report on Ctrl-C that nothing was imported, which is certain here: the transaction is rolled back."""
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
        hint = "Nothing was imported. Rejected rows are written there: move the file to a folder that you can write to."
        raise ConfigError("rejects_not_written", f"{rejects.path}: {error.strerror}", hint) from error


def _rejects_path(path: str) -> Path:
    return Path("stdin.rejects.csv" if is_pipe(path) else f"{path}.rejects.csv")


def _no_address_path(path: str) -> Path:
    return Path("stdin.no-address.csv" if is_pipe(path) else f"{path}.no-address.csv")


def is_pipe(path: str) -> bool:
    """Return whether a path can be read only once."""
    with suppress(OSError):
        return path == "-" or Path(path).is_fifo()
    return False
