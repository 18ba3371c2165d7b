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
from typing import Any, BinaryIO

from seqcli.clock import Clock
from seqcli.commands.column_questions import (
    NO_CHOICES,
    ColumnChoices,
    check_columns,
    check_offers,
    mention_notes,
    offer_data,
    offer_notes,
    refusal_data,
    refusal_table,
)
from seqcli.commands.session import get_sequence, opened, own_addresses, server_now, shown_path
from seqcli.config import (
    Settings,
)
from seqcli.contacts import STDIN, Column, ContactFile, RejectedRow, RejectsFile, open_contacts
from seqcli.contacts.addresses import ROLE_NOTE
from seqcli.contacts.row_types import ConsentRemark, RoleRemark, is_blank_address
from seqcli.engine.leads.imports import Examples, Importer, Receipt
from seqcli.errors import ConfigError, ExitCode, InputFileError, InterruptedImportError
from seqcli.output.result import Block, CommandResult, Note, Table
from seqcli.wording import counted


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
        ColumnOfferError: a column looks like a name or a company, and somebody can be asked; nothing was imported.
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
                mapping={**dict(choices.mapping), **(mapping or {})},
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
    check_offers(file.offers(), choices)
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


_SHOWN = 20


def receipt_result(
    receipt: Receipt,
    file: ContactFile,
    name: str,
    sequence_id: str,
    *,
    rejects_file: Path | None,
    no_address_file: Path | None,
    earlier_rejects: tuple[str, ...],
    dry_run: bool,
) -> CommandResult:
    """Return the receipt as a result."""
    title = f"{name} \u2192 {sequence_id}" + (" (dry run: nothing was written)" if dry_run else "")
    blocks: list[Block] = [
        Table("columns", ("column", "becomes", "remark"), tuple(_column_row(c) for c in file.columns)),
        Table(title, ("what", "leads"), tuple(_count_rows(receipt)), frozenset({"leads"})),
    ]
    if (refusals := refusal_table(file.unknown)) is not None:
        blocks.append(refusals)
    named = _named_rows(receipt)
    if named:
        columns = ("line", "what", "value", "why")
        blocks.append(Table("worth a look", columns, tuple(named), frozenset({"line"})))
    data = {
        "file": name,
        "sequence": sequence_id,
        "dry_run": dry_run,
        "columns": [
            {"header": c.header, "field": c.field, "role": c.role, "doubtful": c.doubtful}
            for c in file.columns
        ],
        "counts": {what.replace(" ", "_"): count for what, count in _counts(receipt)},
        "rejected_by_code": dict(receipt.rejected_by_code),
        "held_by_reason": dict(receipt.held),
        "remarks": dict(receipt.flagged),
        "columns_offered": offer_data(file.offers()),
        **refusal_data(file.unknown),
        "examples": {what.replace(" ", "_"): _example_data(found) for what, found in _examples(receipt)},
        "rejected_rows": [_rejected_data(row) for row in receipt.first_rejected],
        "rejects_file": str(rejects_file) if rejects_file else None,
        "no_address_file": str(no_address_file) if no_address_file else None,
    }
    notes = _notes(receipt, file, name, sequence_id, rejects_file, no_address_file, dry_run=dry_run)
    if earlier_rejects:
        others = f" (and {len(earlier_rejects) - 1} like it)" if len(earlier_rejects) > 1 else ""
        notes.append(Note(f"{earlier_rejects[0]}{others} was not changed: it is from an earlier import"))
    code = ExitCode.SOME_FAILED if receipt.rejected else ExitCode.DONE
    return CommandResult(data, tuple(blocks), tuple(notes), code)


def _counts(receipt: Receipt) -> list[tuple[str, int]]:
    """Return every number of the receipt. With underscores, the names are keys of the envelope."""
    return [
        ("rows", receipt.rows),
        ("accepted", receipt.accepted),
        ("of these held", sum(receipt.held.values())),
        ("of these suppressed", receipt.suppressed.count),
        ("of these waiting", receipt.recontact.count),
        ("updated", receipt.updated),
        ("already in sequence", receipt.unchanged),
        ("holds released", receipt.released),
        ("duplicate in this file", receipt.duplicates.count),
        ("already contacted", receipt.already_contacted.count),
        ("answered before", receipt.answered.count),
        ("active in another sequence", receipt.active_elsewhere.count),
        ("forgotten", receipt.forgotten),
        ("no address", receipt.no_address),
        ("rejected", receipt.rejected),
    ]


def _count_rows(receipt: Receipt) -> list[tuple[str, str]]:
    """Return the numbers for people: without zeros, but for how many leads were accepted."""
    kinds = [(f"rejected: {code}", str(count)) for code, count in sorted(receipt.rejected_by_code.items())]
    told = ((what, str(count)) for what, count in _counts(receipt) if count or what in {"rows", "accepted"})
    return [*told, *kinds]


def _examples(receipt: Receipt) -> list[tuple[str, Examples]]:
    return [
        ("duplicate in this file", receipt.duplicates),
        ("already contacted", receipt.already_contacted),
        ("answered before", receipt.answered),
        ("active in another sequence", receipt.active_elsewhere),
        ("waiting", receipt.recontact),
        ("suppressed", receipt.suppressed),
        ("updated", receipt.changes),
        (ROLE_NOTE, receipt.roles),
    ]


def _example_data(found: Examples) -> dict[str, Any]:
    rows = [{"line": line, "email": address, "why": why} for line, address, why in found.rows]
    return {"count": found.count, "rows": rows}


def _rejected_data(row: RejectedRow) -> dict[str, Any]:
    names = ("line", "column", "value", "code", "message")
    return {name: getattr(row, name) for name in names}


def _column_row(column: Column) -> tuple[str, str, str]:
    if column.role != "opt_out":
        return column.header, column.field or "(ignored)", column.doubtful
    return column.header, column.field or "(opt-out)", "also read as an opt-out" if column.field else ""


def _named_rows(receipt: Receipt) -> list[tuple[str, str, str, str]]:
    first = receipt.first_rejected[:_SHOWN]
    rows = [(str(r.line), "rejected", r.value[:60], r.message) for r in first]
    rows += _more("rejected", receipt.rejected)
    for what, found in _examples(receipt):
        rows += [(str(line), what, who, why) for line, who, why in found.rows[:_SHOWN]]
        rows += _more(what, found.count)
    rows += [("·", "held", counted(count, "lead"), reason) for reason, count in receipt.held.items()]
    remarks = [
        ("·", "note", counted(count, "lead"), flag)
        for flag, count in receipt.flagged.items()
        if not isinstance(flag, RoleRemark)
    ]
    rows += remarks[:_SHOWN]
    if len(remarks) > _SHOWN:
        rows.append(("\u2026", "note", f"and {len(remarks) - _SHOWN} more", "--json has them"))
    return rows


def _more(what: str, count: int) -> list[tuple[str, str, str, str]]:
    return [("\u2026", what, f"and {counted(count - _SHOWN, 'lead')} more", "")] if count > _SHOWN else []


def _notes(
    receipt: Receipt,
    file: ContactFile,
    name: str,
    sequence_id: str,
    rejects_file: Path | None,
    no_address_file: Path | None,
    *,
    dry_run: bool,
) -> list[Note]:
    notes = [Note(text) for text in file.notes]
    if not receipt.rows:
        notes.append(Note(f"{name} has a header and no rows: no leads were imported", is_warning=True))
    if rejects_file is not None:
        what = f"rejected rows are in {rejects_file}: correct them there and import that file"
        notes.append(Note(what, is_warning=True))
    if no_address_file is not None:
        what = f"{receipt.no_address} rows without an address are in {no_address_file}"
        notes.append(Note(f"{what}: fill in addresses there and import that file"))
    notes += [
        Note(f"{counted(count, 'lead')}: {flag}", is_warning=True)
        for flag, count in receipt.flagged.items()
        if isinstance(flag, ConsentRemark)
    ]
    notes += mention_notes(file.unknown, receipt.rows)
    notes += offer_notes(file.offers())
    if receipt.answered.count:
        left_out = f"{counted(receipt.answered.count, 'lead')} left out: the person has answered before"
        notes.append(Note(f"{left_out}. To take them all the same: --allow-answered"))
    sendable = receipt.accepted - sum(receipt.held.values()) - receipt.suppressed.count
    if sendable and not dry_run:
        notes.append(Note(f"No mail goes out until you run: seqcli start {sequence_id}"))
    return notes
