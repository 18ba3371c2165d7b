"""`leads`, `export`: who is in the file, as a list, a file to fill in, or with all that happened."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from seqcli.clock import Clock
from seqcli.commands.lead_rows import (
    History,
    export_rows,
    fill_in_rows,
    history_data,
    lead_data,
    leads_table,
    list_rows,
    needed_field,
)
from seqcli.commands.look import server_now
from seqcli.commands.session import get_sequence, opened
from seqcli.errors import UsageError
from seqcli.model import Lead, LeadStatus
from seqcli.output.result import CommandResult, Note, Rows
from seqcli.store import LeadFilter, Store

_SHOWN = 200
UNRELEASED = "unreleased"


def leads(
    db: Path,
    clock: Clock,
    *,
    sequence_id: str | None = None,
    statuses: tuple[str, ...] = (),
    held: bool = False,
    text: str = "",
    as_csv: bool = False,
) -> CommandResult:
    """Return the leads that are asked for; `held` with `as_csv` is a file of those that wait for a value.

    Raises:
        UsageError: there is no such sequence or status, or the file to fill in would mix sequences.
    """
    if held and statuses:
        raise UsageError("say_one", "say either --held or --status", "--held is --status held.")
    _check_statuses(statuses)
    wanted = LeadFilter(sequence_id, (LeadStatus.HELD,) if held else statuses, text)
    with opened(db) as store:
        now = server_now(store, clock)
        if sequence_id is not None:
            get_sequence(store, sequence_id)
        if held and as_csv:
            return _fill_in(store, wanted)
        return _listed(store, wanted, now)


def _check_statuses(statuses: tuple[str, ...]) -> None:
    from seqcli.templates import did_you_mean  # noqa: PLC0415 - only for who mistypes

    known = (*LeadStatus, UNRELEASED)
    for each in statuses:
        if each not in known:
            close = did_you_mean(each, known)
            names = ", ".join(known)
            raise UsageError("unknown_status", f'no status is called "{each}"{close}', f"There is: {names}.")


def _listed(store: Store, wanted: LeadFilter, now: datetime) -> CommandResult:
    first = list(store.lead_lists.iter(wanted, limit=_SHOWN))
    total = len(first) if len(first) < _SHOWN else store.lead_lists.count(wanted)
    notes = []
    if not first:
        nobody = "no leads yet: seqcli import-leads FILE --sequence ID"
        notes.append(Note("no lead matches" if store.lead_lists.count(LeadFilter()) else nobody))
    if total > len(first):
        notes.append(Note(f"and {total - len(first):,} more; --csv and --json list all"))
    if LeadStatus.HELD in wanted.statuses and any(needed_field(lead.status_reason) for lead in first):
        notes.append(Note("to fill in what is missing: seqcli leads --held --csv > held.csv"))
    read = partial(_leads, store.path, wanted)
    return CommandResult(
        {"count": total, "leads": Rows(lambda: (lead_data(lead, now) for lead in read()))},
        (leads_table(first, now),) if first else (),
        tuple(notes),
        csv_rows=_list_rows(store.path, wanted, now),
    )


def _leads(db: Path, wanted: LeadFilter) -> Iterator[Lead]:
    """Open the file anew for rows that are read while they are written."""
    with opened(db) as store:
        yield from store.lead_lists.iter(wanted)


def _list_rows(db: Path, wanted: LeadFilter, now: datetime) -> Iterator[tuple[str, ...]]:
    with opened(db) as store:
        yield from list_rows(store.lead_lists.iter(wanted), store.lead_lists.load_field_names(wanted), now)


# -- held leads, to be filled in


def _fill_in(store: Store, wanted: LeadFilter) -> CommandResult:
    reasons = store.queries.load_hold_reasons(wanted.sequence_id)
    waiting = [row for row in reasons if needed_field(row["reason"])]
    sequences = sorted({row["sequence_id"] for row in waiting})
    if len(sequences) > 1:
        raise UsageError(
            "several_sequences",
            "leads of several sequences are held, and a file is imported into one",
            f"Name one with --sequence: {', '.join(sequences)}.",
        )
    columns = _fill_in_columns(store, wanted, [needed_field(row["reason"]) for row in waiting])
    notes = [Note(f"{row['n']} more held: {row['reason']}") for row in reasons if row not in waiting]
    if sequences:
        notes.insert(
            0, Note(f"fill in what is blank or holds no name, then: {_import_command(sequences[0], columns)}")
        )
    else:
        notes.insert(0, Note("no lead is held for a missing value"))
    rows = fill_in_rows(_leads(store.path, wanted), columns)
    return CommandResult({}, (), tuple(notes), csv_rows=rows)


def _fill_in_columns(store: Store, wanted: LeadFilter, missing: list[str]) -> tuple[str, ...]:
    """Return the merge fields of the file: those somebody has, those somebody waits for, those the steps need."""
    from seqcli.templates import needed_fields  # noqa: PLC0415 - jinja2 is heavy, and lists need none

    names = [*store.lead_lists.load_field_names(wanted), *missing]
    for sequence in store.sequences.load_all():
        if missing and wanted.sequence_id in {None, sequence.id}:
            names += [name for step in sequence.steps for name in sorted(needed_fields(step))]
    return tuple(dict.fromkeys(names))


def _import_command(sequence_id: str, columns: tuple[str, ...]) -> str:
    """Return how the filled file is imported; a column whose name means something else to an import is mapped."""
    from seqcli.contacts.columns import ColumnPlan  # noqa: PLC0415

    planned = ColumnPlan("", ("email", *columns)).plan({}, ())[1:]
    maps = "".join(
        f" --map {name}={name}" for name, each in zip(columns, planned, strict=True) if each.field != name
    )
    return f"seqcli import-leads FILE --sequence {sequence_id}{maps}"


# -- leads with their history


def export(db: Path, clock: Clock, *, sequence_id: str | None = None) -> CommandResult:
    """Return every lead with its fields, state and history; rows are read while they are written.

    Raises:
        UsageError: there is no such sequence.
    """
    wanted = LeadFilter(sequence_id)
    with opened(db) as store:
        now = server_now(store, clock)
        chosen = [get_sequence(store, sequence_id)] if sequence_id else store.sequences.load_all()
        total = store.lead_lists.count(wanted)
    steps = max((len(each.steps) for each in chosen), default=0)
    notes = () if total else (Note("there is no lead to export"),)
    data: dict[str, Any] = {"count": total, "leads": Rows(partial(_exported, db, wanted, now))}
    return CommandResult(data, (), notes, csv_rows=_export_rows(db, wanted, steps, now))


def _exported(db: Path, wanted: LeadFilter, now: datetime) -> Iterator[dict[str, Any]]:
    with opened(db) as store:
        for parts in store.lead_lists.iter_histories(wanted, with_events=True):
            yield history_data(History.read(*parts), now)


def _export_rows(db: Path, wanted: LeadFilter, steps: int, now: datetime) -> Iterator[tuple[str, ...]]:
    with opened(db) as store:
        fields = store.lead_lists.load_field_names(wanted)
        found = store.lead_lists.iter_histories(wanted, with_events=False)
        yield from export_rows((History.read(*parts) for parts in found), steps, fields, now)
