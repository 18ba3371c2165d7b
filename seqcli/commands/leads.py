"""`leads`: list leads, those that are paused with what resumes them, or the held ones as a file to fill in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from seqcli.clock import Clock, to_text
from seqcli.commands.lead_rows import csv_cell, field_cells, field_heads, lead_data, mark_text, time_text
from seqcli.commands.session import get_sequence, opened, server_now
from seqcli.commands.steering_result import cause_option
from seqcli.commands.stops import active_pauses, resume_lead_command
from seqcli.contacts.headers.export_columns import LIST_COLUMNS
from seqcli.eligibility import is_paused
from seqcli.errors import UsageError
from seqcli.model import Lead, LeadStatus, SequenceStatus
from seqcli.output.result import CommandResult, Note, Rows, Table, shown
from seqcli.reasons import MarkKind
from seqcli.store import LeadFilter, Pause, Store

_HEADS = ("lead", "sequence", "status", "step", "mark", "reason", "paused", "last step", "conversation")
_MOST_SHOWN = 200
UNRELEASED = "unreleased"


def leads(
    db: Path,
    clock: Clock,
    *,
    sequence_id: str | None = None,
    statuses: tuple[str, ...] = (),
    held: bool = False,
    paused: bool = False,
    text: str = "",
    as_csv: bool = False,
) -> CommandResult:
    """Return the leads that match. `held` with `as_csv` gives a file of the leads that wait for a value.

    `paused` gives those whose sends are paused, each with the cause, the end and the command that resumes it.

    Raises:
        UsageError: there is no such sequence or status, or the file to fill in would mix sequences.
    """
    if held and statuses:
        raise UsageError("say_one", "use either --held or --status", "--held means --status held.")
    if paused and (held or statuses or text):
        raise UsageError("say_one", "use --paused alone, or with --sequence", "seqcli leads --paused")
    _check_statuses(statuses)
    wanted = LeadFilter(sequence_id, (LeadStatus.HELD,) if held else statuses, text)
    with opened(db) as store:
        now = server_now(store, clock)
        if sequence_id is not None:
            get_sequence(store, sequence_id)
        if paused:
            return _paused(store, sequence_id, now)
        if held and as_csv:
            return _fill_in(store, wanted)
        return _listed(store, wanted, now)


def _check_statuses(statuses: tuple[str, ...]) -> None:
    from seqcli.templates import did_you_mean  # noqa: PLC0415 - only after a slip

    known = (*LeadStatus, UNRELEASED)
    for each in statuses:
        if each not in known:
            if each.lower() == "paused":
                hint = "A paused lead keeps its status: seqcli leads --paused"
                raise UsageError("unknown_status", f'"{each}" is no status', hint)
            close = did_you_mean(each, known)
            names = ", ".join(known)
            raise UsageError("unknown_status", f'there is no status "{each}"{close}', f"Known: {names}.")


def _paused(store: Store, sequence_id: str | None, now: datetime) -> CommandResult:
    store.targets.clear()
    store.targets.choose_paused(sequence_id, None, now)
    total = store.targets.count_all()
    rows = [row for lead in store.targets.iter_all(_MOST_SHOWN) for row in _pause_cells(store, lead, now)]
    notes = [Note("no lead is paused")] if not total else []
    if total > _MOST_SHOWN:
        notes.append(Note(f"and {total - _MOST_SHOWN:,} more: --csv and --json list all"))
    for each in store.sequences.load_all():
        if each.status is SequenceStatus.PAUSED and sequence_id in {None, each.id}:
            text = f'the whole sequence "{each.id}" is paused: seqcli resume --sequence {each.id}'
            notes.append(Note(text, is_warning=True))
    heads = ("lead", "sequence", "status", "paused by", "until", "reason", "to resume")
    leads, marks = partial(_iter_paused, store.path, sequence_id, now), store.lead_marks.load_kinds()
    return CommandResult(
        {
            "count": total,
            "leads": Rows(lambda: (_paused_data(lead, pauses, now, marks) for lead, pauses in leads())),
        },
        (Table("", heads, tuple(rows)),) if rows else (),
        tuple(notes),
        csv_rows=_paused_rows(store.path, leads, now),
    )


def _paused_rows(
    db: Path, leads: Callable[[], Iterator[tuple[Lead, list[Pause]]]], now: datetime
) -> Iterator[tuple[str, ...]]:
    with opened(db) as store:
        fields = store.lead_lists.load_field_names(LeadFilter())
        marks = store.lead_marks.load_kinds()
    yield from list_rows((lead for lead, _ in leads()), fields, now, marks)


def _iter_paused(db: Path, sequence_id: str | None, now: datetime) -> Iterator[tuple[Lead, list[Pause]]]:
    """Yield the paused leads, each with its pauses, from a connection of their own."""
    with opened(db) as store:
        store.targets.clear()
        store.targets.choose_paused(sequence_id, None, now)
        for lead in store.targets.iter_all():
            yield lead, active_pauses(store.pauses.load_for_lead(lead.id), now)


def _pause_cells(store: Store, lead: Lead, now: datetime) -> list[tuple[str, ...]]:
    """Return a row for every pause of a lead."""
    return [
        (
            lead.email,
            lead.sequence_id,
            lead.status,
            cause_option(each.cause),
            _shown(each.paused_until) or "resumed",
            each.reason,
            resume_lead_command(lead, each.cause),
        )
        for each in active_pauses(store.pauses.load_for_lead(lead.id), now)
    ]


def _paused_data(
    lead: Lead, pauses: list[Pause], now: datetime, marks: Mapping[str, MarkKind]
) -> dict[str, object]:
    """Return a paused lead for `--json`."""
    told = [
        {
            "cause": each.cause,
            "since": time_text(each.paused_at),
            "until": time_text(each.paused_until),
            "reason": each.reason,
            "resume": resume_lead_command(lead, each.cause),
        }
        for each in pauses
    ]
    return {**lead_data(lead, now, marks), "pauses": told}


def _listed(store: Store, wanted: LeadFilter, now: datetime) -> CommandResult:
    first = list(store.lead_lists.iter(wanted, limit=_MOST_SHOWN))
    total = len(first) if len(first) < _MOST_SHOWN else store.lead_lists.count(wanted)
    notes = []
    if not first:
        hint = "no leads yet: seqcli import-leads FILE --sequence ID"
        notes.append(Note("no lead matches" if store.lead_lists.count(LeadFilter()) else hint))
    if total > len(first):
        notes.append(Note(f"and {total - len(first):,} more: --csv and --json list all"))
    if LeadStatus.HELD in wanted.statuses and any(lead.missing_field for lead in first):
        notes.append(Note("to fill in what is missing: seqcli leads --held --csv > held.csv"))
    read, marks = partial(_leads, store.path, wanted), store.lead_marks.load_kinds()
    return CommandResult(
        {"count": total, "leads": Rows(lambda: (lead_data(lead, now, marks) for lead in read()))},
        (leads_table(first, now, marks),) if first else (),
        tuple(notes),
        csv_rows=_list_rows(store.path, wanted, now),
    )


def _leads(db: Path, wanted: LeadFilter) -> Iterator[Lead]:
    """Yield the leads from a connection of their own, while they are written."""
    with opened(db) as store:
        yield from store.lead_lists.iter(wanted)


def _list_rows(db: Path, wanted: LeadFilter, now: datetime) -> Iterator[tuple[str, ...]]:
    with opened(db) as store:
        fields, marks = store.lead_lists.load_field_names(wanted), store.lead_marks.load_kinds()
        yield from list_rows(store.lead_lists.iter(wanted), fields, now, marks)


def _fill_in(store: Store, wanted: LeadFilter) -> CommandResult:
    reasons = store.queries.load_hold_reasons(wanted.sequence_id)
    waiting = [row for row in reasons if row.missing_field]
    sequences = sorted({row.sequence_id for row in waiting})
    if len(sequences) > 1:
        raise UsageError(
            "several_sequences",
            "held leads are in several sequences, and a file is imported into one",
            f"Name one with --sequence: {', '.join(sequences)}.",
        )
    columns = _fill_in_columns(store, wanted, [row.missing_field for row in waiting])
    notes = [Note(f"{row.leads} more held: {row.reason}") for row in reasons if row not in waiting]
    if sequences:
        notes.insert(
            0,
            Note(f"fill in what is blank or holds no name, then: {_import_command(sequences[0], columns)}"),
        )
    else:
        notes.insert(0, Note("no lead is held for a missing value"))
    rows = fill_in_rows(_leads(store.path, wanted), columns)
    return CommandResult({}, (), tuple(notes), csv_rows=rows)


def _fill_in_columns(store: Store, wanted: LeadFilter, missing: list[str]) -> tuple[str, ...]:
    """Return the merge fields of the file: those that leads have, those they wait for, those the steps need."""
    from seqcli.templates import needed_fields  # noqa: PLC0415 - jinja2 is heavy

    names = [*store.lead_lists.load_field_names(wanted), *missing]
    for sequence in store.sequences.load_all():
        if missing and wanted.sequence_id in {None, sequence.id}:
            names += [name for step in sequence.steps for name in sorted(needed_fields(step))]
    return tuple(dict.fromkeys(names))


def _import_command(sequence_id: str, columns: tuple[str, ...]) -> str:
    """Return the command that imports the filled file. A column with a special meaning at import is mapped."""
    from seqcli.contacts.columns import ColumnPlan  # noqa: PLC0415

    planned = ColumnPlan("", ("email", *columns)).plan({}, ())[1:]
    maps = "".join(
        f" --map {name}={name}" for name, each in zip(columns, planned, strict=True) if each.field != name
    )
    return f"seqcli import-leads FILE --sequence {sequence_id}{maps}"


def leads_table(leads: Iterable[Lead], now: datetime, marks: Mapping[str, MarkKind]) -> Table:
    """Return the leads as a table, without empty columns, and without the sequence if there is only one."""
    rows = [_shown_cells(lead, now, marks.get(lead.id)) for lead in leads]
    used = [
        index
        for index, head in enumerate(_HEADS)
        if any(row[index] for row in rows) and (head != "sequence" or len({row[index] for row in rows}) > 1)
    ]
    heads = tuple(_HEADS[index] for index in used)
    cells = tuple(tuple(row[i] for i in used) for row in rows)
    below = tuple(each for each in ("mark", "last step", "reason", "conversation") if each in heads)
    return Table("", heads, cells, frozenset({"step"}), below)


def _shown_cells(lead: Lead, now: datetime, mark: MarkKind | None) -> tuple[str, ...]:
    is_unreleased = lead.status is LeadStatus.QUEUED and lead.released_at is None
    until = _shown(lead.paused_until)
    paused = (f"until {until}" if until else "paused") if is_paused(lead, now) else ""
    return (
        lead.email,
        lead.sequence_id,
        "queued, not released" if is_unreleased else lead.status,
        str(lead.current_step + 1),
        mark_text(mark),
        lead.status_reason,
        paused,
        _shown(lead.last_step_at),
        lead.conv_id or "",
    )


def _shown(at: datetime | None) -> str:
    return "" if at is None else shown(to_text(at))


def list_rows(
    leads: Iterable[Lead], fields: tuple[str, ...], now: datetime, marks: Mapping[str, MarkKind]
) -> Iterator[tuple[str, ...]]:
    """Yield the CSV of the list: a header, then a row for every lead with its merge fields."""
    yield (*LIST_COLUMNS, *field_heads(fields, LIST_COLUMNS))
    for lead in leads:
        data = lead_data(lead, now, marks)
        yield tuple(csv_cell(data[name]) for name in LIST_COLUMNS) + field_cells(lead, fields)


def fill_in_rows(leads: Iterable[Lead], fields: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the CSV of the leads that wait for a value: only address and merge fields, so that it imports as it is."""
    yield ("email", *fields)
    for lead in leads:
        if lead.missing_field:
            yield (lead.email, *field_cells(lead, fields))
