"""The receipt of `import-leads` as a result: a table of exact counts, the first rows of every kind, what to do next."""

from collections.abc import Mapping
from typing import Any

from seqcli.addresses import ROLE_NOTE, RoleRemark
from seqcli.commands.column_questions import (
    mention_notes,
    offer_data,
    offer_notes,
    refusal_data,
    refusal_table,
    unclear_notes,
)
from seqcli.commands.import_files import ImportFiles
from seqcli.commands.status_questions import (
    kept_note,
    perhaps_notes,
    status_data,
    status_table,
    unheard_notes,
    unknown_notes,
)
from seqcli.contacts import Column, ContactFile, RejectedRow
from seqcli.contacts.row_types import ConsentRemark
from seqcli.engine.leads.import_counts import Examples, Receipt
from seqcli.engine.leads.imports import Importer
from seqcli.errors import ExitCode
from seqcli.output.result import Block, CommandResult, Note, Table
from seqcli.wording import counted

_SHOWN = 20


def receipt_result(
    importer: Importer, file: ContactFile, files: ImportFiles | None, *, dry_run: bool
) -> CommandResult:
    """Return the receipt as a result."""
    receipt, name, sequence_id = importer.receipt, importer.source, importer.sequence.id
    words = file.statuses.words()
    title = f"{name} \u2192 {sequence_id}" + (" (dry run: nothing was written)" if dry_run else "")
    blocks: list[Block] = [
        Table("columns", ("column", "becomes", "remark"), tuple(_column_row(c) for c in file.columns)),
    ]
    refusals = refusal_table(file.unknown, {each.header for each in words}, file.unheard_words)
    blocks += [each for each in (refusals, status_table(words, takes=importer.takes)) if each is not None]
    named = _named_rows(receipt)
    if named:
        columns = ("line", "what", "value", "why")
        blocks.append(
            Table("worth a look", columns, tuple(named), frozenset({"line"}), below=("value", "why"))
        )
    # last, where it stays on the screen
    blocks.append(Table(title, ("what", "leads"), tuple(_count_rows(receipt)), frozenset({"leads"})))
    names = files.names if files else dict.fromkeys(("rejects_file", "no_address_file", "kept_file"))
    data = {
        "file": name,
        "sequence": sequence_id,
        "dry_run": dry_run,
        "leads_stopped": importer.stopped,
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
        "statuses": status_data(words),
        "unknown_status_words": [
            {"header": each.header, "word": each.word, "count": each.count} for each in file.unheard_words
        ],
        "examples": {what.replace(" ", "_"): _example_data(found) for what, found in _examples(receipt)},
        "rejected_rows": [_rejected_data(row) for row in receipt.first_rejected],
        **names,
    }
    notes = _notes(importer, file, names, dry_run=dry_run)
    if earlier := files.find_earlier() if files else ():
        others = f" (and {len(earlier) - 1} like it)" if len(earlier) > 1 else ""
        notes.append(Note(f"{earlier[0]}{others} was not changed: it is from an earlier import"))
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
        ("kept back", receipt.kept_back.count),
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
        ("taken all the same", receipt.allowed),
        ("active in another sequence", receipt.active_elsewhere),
        ("kept back", receipt.kept_back),
        ("also elsewhere", receipt.started_here),
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


def _kept_notes(importer: Importer, file: ContactFile, kept_file: str | None) -> list[Note]:
    receipt, sequence_id = importer.receipt, importer.sequence.id
    notes = unknown_notes(file.statuses.unknown()) + perhaps_notes(file.statuses.perhaps())
    if count := receipt.kept_back.count:
        notes.append(kept_note(kept_file, count, receipt.kept_as))
    if count := receipt.started_here.count:
        what = f"{counted(count, 'lead')} of {sequence_id} may have mail of another sender, too"
        notes.append(Note(f"{what}. To end such a lead: seqcli stop EMAIL", is_warning=True))
    if count := importer.stopped:
        what = f"{counted(count, 'lead')} stopped: the person answered elsewhere"
        notes.append(Note(f"{what}. To see them: seqcli leads --status stopped"))
    if count := importer.corrected:
        what = f"{counted(count, 'answer')} taken back: the word means new"
        notes.append(Note(f"{what}. To let their stopped leads go on: seqcli requeue"))
    return notes


def _notes(
    importer: Importer, file: ContactFile, names: Mapping[str, str | None], *, dry_run: bool
) -> list[Note]:
    receipt, sequence_id = importer.receipt, importer.sequence.id
    notes = [Note(text) for text in file.notes]
    if not receipt.rows:
        notes.append(
            Note(f"{importer.source} has a header and no rows: no leads were imported", is_warning=True)
        )
    if rejects_file := names["rejects_file"]:
        what = f"rejected rows are in {rejects_file}: correct them there and import that file"
        notes.append(Note(what, is_warning=True))
    if no_address_file := names["no_address_file"]:
        what = f"{receipt.no_address} rows without an address are in {no_address_file}"
        notes.append(Note(f"{what}: fill in addresses there and import that file"))
    notes += _kept_notes(importer, file, names["kept_file"])
    notes += [
        Note(f"{counted(count, 'lead')}: {flag}", is_warning=True)
        for flag, count in receipt.flagged.items()
        if isinstance(flag, ConsentRemark)
    ]
    notes += unclear_notes(file.unknown, receipt.rows - receipt.no_address)
    notes += mention_notes(file.unknown, receipt.rows)
    notes += unheard_notes(file.unheard_words)
    notes += offer_notes(file.offers())
    if receipt.answered.count:
        left_out = f"{counted(receipt.answered.count, 'lead')} left out: the person has answered before"
        notes.append(Note(f"{left_out}. To take them all the same: --allow-answered"))
    if count := receipt.allowed.count:
        what = f"{counted(count, 'lead')} taken although the person has answered or opted out before"
        notes.append(Note(f"{what}. To keep somebody out: seqcli suppress add EMAIL", is_warning=True))
    sendable = receipt.accepted - sum(receipt.held.values()) - receipt.suppressed.count
    if sendable and not dry_run:
        notes.append(Note(f"No mail goes out until you run: seqcli start {sequence_id}"))
    return notes
