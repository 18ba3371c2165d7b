"""`init`, `import-sequence`, `import-leads`: what a person brings into the state file."""

import io
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from seqcli.clock import Clock, ServerTime
from seqcli.commands.session import connected, get_sequence, opened
from seqcli.config import (
    BASE_URL,
    DEFAULT_BASE_URL,
    ENV_FILE,
    HANDLE,
    KEY,
    Settings,
    example,
    read_env_file,
    write_env_file,
)
from seqcli.engine.enrol import Importer, Receipt, store_sequence
from seqcli.errors import ConfigError, ExitCode
from seqcli.leads_csv import Column, ContactFile, RejectedRow, open_contacts, write_rejects
from seqcli.model import Sequence
from seqcli.reports import Answer, Block, Note, Table, Text
from seqcli.sequence_file import read_sequence

_NAMED = 20
EXAMPLE = Path("intro.toml")


def import_sequence(settings: Settings, path: Path, clock: Clock) -> Answer:
    """Read, check and store a sequence file.

    Raises:
        InputFileError: the file is broken, or moves steps that somebody already received.
    """
    draft = read_sequence(path)
    with opened(settings.db, create=True, clock=clock) as store:
        is_new = store_sequence(store, draft.id, draft.name, draft.steps, clock.now())
    verb = "imported" if is_new else "updated"
    lines = [f'{verb} sequence "{draft.id}" with {len(draft.steps)} steps into {settings.db}']
    data = {"id": draft.id, "name": draft.name, "steps": len(draft.steps), "is_new": is_new}
    notes = [Note(text, is_warning=True) for text in draft.notes]
    notes.append(Note(f"next: seqcli import-leads FILE --sequence {draft.id}"))
    return Answer(data, (Text(tuple(lines)),), tuple(notes))


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
) -> Answer:
    """Import a contact file, or standard input (`-`), and return a receipt; one transaction for the whole file.

    Raises:
        InputFileError: the file cannot be used at all.
        UsageError: there is no such sequence.
    """
    source: Path | BinaryIO = io.BytesIO(sys.stdin.buffer.read()) if path == "-" else Path(path)
    name = "standard input" if path == "-" else path
    rejected: list[RejectedRow] = []
    with ExitStack() as stack:
        store = stack.enter_context(opened(settings.db, create=True, clock=clock))
        sequence = get_sequence(store, sequence_id)
        file = stack.enter_context(
            open_contacts(
                source, encoding=encoding, no_header=no_header, mapping=mapping or {}, ignore=ignore
            )
        )
        importer = Importer(store, sequence, clock.now(), name, allow_active=allow_active)
        with store.transaction(rollback=dry_run):
            rejected.extend(importer.take(file))
        rejects = None if dry_run or not rejected else _write_rejects(path, file, rejected)
        return _receipt_answer(sequence, importer.receipt, file, rejected, rejects, name, dry_run=dry_run)


def _write_rejects(path: str, file: ContactFile, rejected: list[RejectedRow]) -> Path:
    target = Path("stdin.rejects.csv" if path == "-" else f"{path}.rejects.csv")
    write_rejects(target, file.header, rejected)
    return target


def _receipt_answer(
    sequence: Sequence,
    receipt: Receipt,
    file: ContactFile,
    rejected: list[RejectedRow],
    rejects: Path | None,
    name: str,
    *,
    dry_run: bool,
) -> Answer:
    counts = _counts(receipt)
    title = f"{name} → {sequence.id}" + (" (dry run: nothing was written)" if dry_run else "")
    rows = tuple(
        (what, str(count)) for what, count in counts if count or what in {"rows", "accepted", "rejected"}
    )
    blocks: list[Block] = [
        Table("columns", ("column", "becomes", "remark"), tuple(_column_row(c) for c in file.columns)),
        Table(title, ("what", "leads"), rows, frozenset({"leads"})),
    ]
    named = _named_rows(receipt, rejected)
    if named:
        blocks.append(
            Table("worth a look", ("line", "what", "value", "why"), tuple(named), frozenset({"line"}))
        )
    notes = [Note(text) for text in file.notes]
    if rejects is not None:
        notes.append(
            Note(f"rejected rows are in {rejects}: correct them there and import that file", is_warning=True)
        )
    if receipt.accepted and not dry_run:
        notes.append(Note(f"nobody is written to before: seqcli start {sequence.id}"))
    data = {
        "file": name,
        "sequence": sequence.id,
        "dry_run": dry_run,
        "columns": [
            {"header": c.header, "field": c.field, "role": c.role, "doubtful": c.doubtful}
            for c in file.columns
        ],
        "counts": {what.replace(" ", "_"): count for what, count in counts},
        "receipt": asdict(receipt),
        "rejected_rows": [
            {"line": r.line, "column": r.column, "value": r.value, "code": r.code, "message": r.message}
            for r in rejected
        ],
        "rejects_file": str(rejects) if rejects else None,
    }
    code = ExitCode.SOME_FAILED if rejected else ExitCode.DONE
    return Answer(data, tuple(blocks), tuple(notes), code)


def _counts(receipt: Receipt) -> list[tuple[str, int]]:
    return [
        ("rows", receipt.rows),
        ("accepted", receipt.accepted),
        ("of these held", sum(receipt.held.values())),
        ("of these suppressed", len(receipt.suppressed)),
        ("updated", receipt.updated),
        ("freed", receipt.freed),
        ("already in sequence", receipt.unchanged),
        ("duplicate in this file", len(receipt.duplicates)),
        ("already contacted", len(receipt.already_contacted)),
        ("active in another sequence", len(receipt.active_elsewhere)),
        ("rejected", receipt.rejected),
    ]


def _column_row(column: Column) -> tuple[str, str, str]:
    return column.header, column.field or "(ignored)", column.doubtful


def _named_rows(receipt: Receipt, rejected: list[RejectedRow]) -> list[tuple[str, str, str, str]]:
    rows = [(str(r.line), "rejected", r.value[:60], r.message) for r in rejected[:_NAMED]]
    rows += [(str(line), "duplicate", who, "") for line, who in receipt.duplicates[:_NAMED]]
    rows += [(str(line), "already contacted", who, "") for line, who in receipt.already_contacted[:_NAMED]]
    rows += [
        (str(line), "active elsewhere", who, f"in {where}")
        for line, who, where in receipt.active_elsewhere[:_NAMED]
    ]
    rows += [(str(line), "suppressed", who, why) for line, who, why in receipt.suppressed[:_NAMED]]
    rows += [("", "held", f"{count} leads", reason) for reason, count in receipt.held.items()]
    rows += [("", "note", f"{count} leads", flag) for flag, count in receipt.flagged.items()]
    return rows


def init(settings: Settings, clock: Clock, *, key: str | None, handle: str | None, check: bool) -> Answer:
    """Write `.env` and an example sequence where they are missing, and check key and identity at 12m.

    Raises:
        ConfigError: key or handle is missing, or 12m does not accept them.
    """
    given = Settings(settings.db, settings.base_url, handle or settings.handle, key or settings.key)
    values = {KEY: given.need_key(), HANDLE: given.need_handle()}
    if given.base_url != DEFAULT_BASE_URL:
        values[BASE_URL] = given.base_url
    lines = []
    if check:
        _ask_12m(given, clock)
        lines.append(f"12m knows the key and the identity {given.handle}")
    notes = []
    env = Path(ENV_FILE)
    if env.exists():
        lines.append(f"{env} exists already and was left alone")
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
    return Answer(data, (Text(tuple(lines)),), tuple(notes))


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
