"""`undo`: take back the last steering command, and list them."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from seqcli.clock import Clock, to_text
from seqcli.commands.consent import Consent
from seqcli.commands.session import opened, server_now
from seqcli.commands.steering import ask, look_at
from seqcli.commands.steering_result import SHOWN, counts_data, lead_data, leads_table, left_blocks, left_data
from seqcli.engine.leads.apply import get_sequence
from seqcli.engine.leads.bulk_steering import Undo
from seqcli.engine.leads.marking import ACTOR as MARK
from seqcli.engine.leads.unmarking import undo_mark
from seqcli.errors import ExitCode, UsageError
from seqcli.model import Lead, SequenceStatus, normalise_address
from seqcli.output.result import Block, CommandResult, Note, Table, Text, shown
from seqcli.store import Store
from seqcli.store.steering import SteeringEntry
from seqcli.store.targets import TargetCounts, TargetKind
from seqcli.wording import counted

_LISTED = 50
_MARKED = {"pause": SequenceStatus.PAUSED, "resume": SequenceStatus.ACTIVE}


def undo(db: Path, clock: Clock, consent: Consent) -> CommandResult:
    """Take back the last `pause`, `resume`, `stop`, `requeue` or `mark` that was not undone.

    A lead that was sent to since, or that answered, opted out, bounced, is suppressed or ended otherwise, stays as
    it is.

    Raises:
        UsageError: there is nothing to undo, another command came in between, or the answer was no.
    """
    with opened(db) as store:
        entry = store.steering.find_last()
        if entry is None:
            raise UsageError("nothing_to_undo", "there is no command to undo", "See: seqcli undo --list.")
        if entry.sequence_id:
            return _undo_sequence(store, entry, clock, consent)
        if entry.command == MARK:
            return _undo_mark(store, entry, clock, consent)
        return _undo_leads(store, entry, clock, consent)


def _undo_mark(store: Store, entry: SteeringEntry, clock: Clock, consent: Consent) -> CommandResult:
    """Take back what somebody said that an answer means. It is about one person, so it asks nothing."""
    at = server_now(store, clock)
    with store.transaction(rollback=consent.dry_run):
        _mark_undone(store, entry, at)
        returned = undo_mark(store, entry.id, at)
        store.steering.drop_changes(entry.id)
    data = {
        "undone": _entry_data(entry),
        "dry_run": consent.dry_run,
        "counts": {
            "leads": len(returned.leads),
            "people": len({normalise_address(lead.email) for lead in returned.leads}),
            "left": len(returned.left),
        },
        "leads": [lead_data(lead, at) for lead in returned.leads],
        "left": [left_data(lead, why) for lead, why in returned.left],
        "follows": returned.told,
        "mail_opened": returned.opened,
    }
    result = _restored_result(entry, data, returned.leads, returned.left, at, dry_run=consent.dry_run)
    return replace(result, notes=(*result.notes, *map(Note, returned.told)))


def _undo_leads(store: Store, entry: SteeringEntry, clock: Clock, consent: Consent) -> CommandResult:
    command = Undo(entry)
    store.targets.clear()
    store.targets.choose_steered(entry.id)
    counts = look_at(store, command, server_now(store, clock))
    ask(consent, command, _told(entry), counts)
    at = server_now(store, clock)
    if not consent.dry_run:
        with store.transaction():
            counts = look_at(store, command, at)
            _mark_undone(store, entry, at)
            command.apply(store, at)
            store.steering.drop_changes(entry.id)
    return _leads_result(store, entry, counts, at, dry_run=consent.dry_run)


def _mark_undone(store: Store, entry: SteeringEntry, at: datetime) -> None:
    last = store.steering.find_last()
    if last is None or last.id != entry.id or not store.steering.mark_undone(entry.id, at):
        raise UsageError(
            "changed_meanwhile", "another command was given or undone meanwhile", "See: seqcli undo --list."
        )


def _leads_result(
    store: Store, entry: SteeringEntry, counts: TargetCounts, at: datetime, *, dry_run: bool
) -> CommandResult:
    changed = [lead for lead, _ in store.targets.load([TargetKind.CHANGED], SHOWN)]
    left = store.targets.load([TargetKind.LEFT], SHOWN)
    numbers = {key: value for key, value in counts_data(counts).items() if key in {"leads", "people", "left"}}
    data = {
        "undone": _entry_data(entry),
        "dry_run": dry_run,
        "counts": numbers,
        "leads": [lead_data(lead, at) for lead in changed],
        "left": [left_data(lead, why) for lead, why in left],
    }
    return _restored_result(entry, data, changed, left, at, dry_run=dry_run)


def _restored_result(
    entry: SteeringEntry,
    data: dict[str, Any],
    changed: list[Lead],
    left: list[tuple[Lead, str]],
    at: datetime,
    *,
    dry_run: bool,
) -> CommandResult:
    blocks: list[Block] = [leads_table(changed, at)] if changed else []
    head = "dry run, nothing was written: would have undone" if dry_run else "undone"
    counts = data["counts"]
    line = f"{head}: {_told(entry)}; {counted(counts['leads'], 'lead')} restored"
    line += f"; {counts['left']:,} left as they are" if left else ""
    line += f"; mail #{opened} is open again" if (opened := data.get("mail_opened")) else ""
    more = max(counts["leads"], counts["left"]) > SHOWN
    notes = (Note(f"only the first {SHOWN} are shown: seqcli leads --csv has all"),) if more else ()
    code = ExitCode.SOME_FAILED if left else ExitCode.DONE
    return CommandResult(data, (*blocks, *left_blocks(left), Text((line,))), notes, code)


def _undo_sequence(store: Store, entry: SteeringEntry, clock: Clock, consent: Consent) -> CommandResult:
    """Give a sequence back its status; one that was marked otherwise meanwhile stays as it is."""
    sequence_id, before = entry.sequence_id or "", entry.sequence_before
    if before is _MARKED[entry.command]:
        return _refuse_release(store, entry, consent)
    status = get_sequence(store, sequence_id).status
    is_ours = status is _MARKED[entry.command] and before is not None
    if is_ours:
        consent.get(
            f'undo {_told(entry)}: sequence "{sequence_id}" will be {before}, not {status}',
            "nothing was changed",
        )
    at = server_now(store, clock)
    if not consent.dry_run:
        with store.transaction():
            _mark_undone(store, entry, at)
            if is_ours and before is not None:
                store.sequences.mark_status(sequence_id, before, at)
                store.journal.append(at, "undo", f"sequence {before}", "", None, sequence_id)
    after = before if is_ours else status
    data = {
        "undone": _entry_data(entry),
        "dry_run": consent.dry_run,
        "sequence": sequence_id,
        "status": after,
    }
    head = "dry run, nothing was written: would have undone" if consent.dry_run else "undone"
    line = f'{head}: {_told(entry)}; sequence "{sequence_id}" is {after}'
    line += f"; {_brakes(entry)} stays released" if entry.brakes else ""
    return CommandResult(data, (Text((line,)),), (), ExitCode.DONE if is_ours else ExitCode.SOME_FAILED)


def _refuse_release(store: Store, entry: SteeringEntry, consent: Consent) -> CommandResult:
    """Say that the release of a brake cannot be taken back. The next `undo` goes on to the command before it."""
    sequence_id = entry.sequence_id or ""
    if not consent.dry_run:
        with store.transaction():
            store.steering.close(entry.id)
    before = store.steering.find_last()
    data = {
        "undone": None,
        "not_undoable": _entry_data(entry),
        "dry_run": consent.dry_run,
        "sequence": sequence_id,
        "status": get_sequence(store, sequence_id).status,
    }
    line = f"nothing was changed: the last command, {_told(entry)}, released {_brakes(entry)}"
    stop = f"that cannot be taken back. To stop its sends: seqcli pause --sequence {sequence_id}"
    notes = []
    if not consent.dry_run and before is not None:
        notes.append(Note(f"the next seqcli undo takes back the command before it: {_told(before)}"))
    return CommandResult(data, (Text((f"{line}; {stop}",)),), tuple(notes), ExitCode.SOME_FAILED)


def _brakes(entry: SteeringEntry) -> str:
    return f"the brake of {' and of '.join(entry.brakes)}"


def list_commands(db: Path) -> CommandResult:
    """Return the last steering commands, newest first, and which of them were undone."""
    with opened(db) as store:
        found = store.steering.load_last(_LISTED)
    rows = tuple(
        (
            str(each.id),
            shown(to_text(each.at)),
            each.command,
            each.what + (f"; released {_brakes(each)}" if each.brakes else ""),
            "" if each.sequence_id else f"{each.leads:,}",
            shown(to_text(each.undone_at)) if each.undone_at else "",
        )
        for each in found
    )
    head = ("id", "when", "command", "what", "leads", "undone")
    data = {"commands": [_entry_data(each) for each in found]}
    if not rows:
        return CommandResult(data, (), (Note("no steering command was given yet"),))
    return CommandResult(data, (Table("", head, rows, frozenset({"id", "leads"})),))


def _entry_data(entry: SteeringEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": to_text(entry.at),
        "command": entry.command,
        "what": entry.what,
        "leads": entry.leads,
        "sequence": entry.sequence_id,
        "brakes_released": list(entry.brakes),
        "undone_at": None if entry.undone_at is None else to_text(entry.undone_at),
    }


def _told(entry: SteeringEntry) -> str:
    return f"{entry.command} {entry.what}"
