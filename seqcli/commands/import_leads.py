"""`import-leads`: import a contact file; the result is a receipt with exact counts and the first rows of every kind."""

import gc
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO

from seqcli.clock import Clock
from seqcli.commands.column_questions import (
    NO_CHOICES,
    ColumnChoices,
    check_columns,
    check_offers,
)
from seqcli.commands.import_files import ImportFiles, is_pipe
from seqcli.commands.import_receipt import receipt_result
from seqcli.commands.session import get_sequence, opened, own_addresses, server_now, shown_path
from seqcli.commands.status_questions import check_words
from seqcli.config import Settings
from seqcli.contacts import STDIN, ContactFile, open_contacts
from seqcli.contacts.row_types import CampaignStatus
from seqcli.contacts.standing.campaign_meanings import word_key
from seqcli.contacts.standing.campaign_status import StatusColumnFoundError
from seqcli.engine.leads.imports import Importer
from seqcli.errors import InputFileError, InterruptedImportError
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
    take_started: bool = False,
    dry_run: bool = False,
    keep_rejects: bool = True,
    on_progress: Callable[[int, int, int], None] = lambda _rows, _done, _size: None,
) -> CommandResult:
    """Import a contact file, or standard input (`-`), in one transaction, and return a receipt.

    `keep_rejects` writes rows that are rejected or kept back beside the file as they come. `on_progress` gets the rows
    and bytes read so far, and the bytes in all.

    Raises:
        InputFileError: the file cannot be used; nothing was imported.
        UsageError: there is no such sequence, or no cell has a word whose meaning was given.
        ColumnQuestionError: a column says no, and somebody must decide what that means; nothing was imported.
        ColumnOfferError: a column looks like a name or a company, and somebody can be asked; nothing was imported.
        StatusQuestionError: nobody knows a word, and somebody can be asked; nothing was imported.
        ConfigError: the rejected rows cannot be written; nothing was imported.
        InterruptedImportError: Ctrl-C came before the last row; nothing was imported.
    """
    name = STDIN if path == "-" else shown_path(path)
    with opened(settings.db, clock=clock) as store, _seekable(path, settings.db.parent) as (source, size):
        sequence = get_sequence(store, sequence_id)
        at = server_now(store, clock)

        def open_file(status_columns: Collection[int]) -> ContactFile:
            return open_contacts(
                source,
                encoding=encoding,
                no_header=no_header,
                mapping={**dict(choices.mapping), **(mapping or {})},
                ignore=choices.ignore,
                suppress=choices.suppress,
                sheet=sheet,
                own=own_addresses(store, settings.handle),
                status_columns=status_columns,
                status_words={word_key(word): meaning for word, meaning in choices.words.items()},
            )

        def take(file: ContactFile) -> CommandResult:
            importer = Importer(
                store,
                sequence,
                at,
                name,
                allow_active=allow_active,
                allow_answered=allow_answered,
                take_started=take_started,
                corrects=CampaignStatus.NEW in choices.words.values(),
                on_batch=lambda receipt: on_progress(receipt.rows, file.bytes_read, size),
            )
            files = ImportFiles.of(path, file.header) if keep_rejects and not dry_run else None
            with files or nullcontext(), store.transaction(rollback=dry_run), _report_interruption():
                _take(importer, file, files, choices)
            return receipt_result(importer, file, files, dry_run=dry_run)

        return _read_surely(source, open_file, take)


def _read_surely(
    source: Path | BinaryIO,
    open_file: Callable[[Collection[int]], ContactFile],
    take: Callable[[ContactFile], CommandResult],
) -> CommandResult:
    """Read a file; once a column turns out to hold statuses, read it again from the beginning."""
    found: set[int] = set()
    while True:
        try:
            with open_file(found) as file:
                return take(file)
        except StatusColumnFoundError as error:
            found.add(error.index)
            if not isinstance(source, Path):
                source.seek(0)


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


def _take(importer: Importer, file: ContactFile, files: ImportFiles | None, choices: ColumnChoices) -> None:
    """Import every row. Raises for a file beside it, a column or a word while the import can still be undone."""
    with _without_search_for_cycles():
        for row in importer.take(file):
            if files is not None:
                files.write(row)
    check_columns(file.unknown, importer.receipt.rows, choices)
    check_offers(file.offers(), choices)
    check_words(file, choices.words, can_ask=choices.can_ask and not choices.has_asked_words)
    if files is not None:
        files.finish(has_no_address=importer.receipt.no_address > 0)


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
