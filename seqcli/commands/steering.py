"""What `pause`, `resume`, `stop`, `requeue` and `undo` share: from whom somebody named to what was done about them."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from seqcli.clock import Clock
from seqcli.commands.consent import Consent
from seqcli.commands.session import get_leads_of, get_sequence, opened, server_now, shown_path
from seqcli.commands.steering_result import DONE, SHOWN, UNDO_NOTE, Steered, cause_option, steered_result
from seqcli.engine.leads.braking import release_brakes
from seqcli.engine.leads.bulk_steering import Steer
from seqcli.engine.leads.targets import Named, choose_company, choose_listed
from seqcli.errors import InputFileError, UsageError
from seqcli.model import SequenceStatus, normalise_address
from seqcli.output.result import CommandResult, Text
from seqcli.store import Brake, Store
from seqcli.store.targets import TargetCounts, TargetKind
from seqcli.wording import counted


def steer(db: Path, named: Named, clock: Clock, command: Steer, consent: Consent) -> CommandResult:
    """Change the leads that are named, in one transaction; more than one person only with consent.

    Raises:
        UsageError: nobody is named, nothing would change, or the answer was no.
        InputFileError: the file of addresses cannot be used.
    """
    named.check()
    with opened(db) as store:
        choose(store, named)
        unknown = store.targets.count_unknown(named.sequence_id)
        counts = look_at(store, command, server_now(store, clock))
        if not counts.get(TargetKind.CHANGED) and not counts.get(TargetKind.UNCHANGED) and not unknown:
            raise _nothing_to_do(store, named, command, counts, server_now(store, clock))
        ask(consent, command, named.text(), counts)
        at = server_now(store, clock)
        steering_id = None
        if not consent.dry_run:
            with store.transaction():
                counts = look_at(store, command, at)
                if counts.get(TargetKind.CHANGED):
                    steering_id = store.steering.record(command.verb, named.text(), at, command.cause)
                    command.apply(store, at)
        names = store.targets.load_unknown(named.sequence_id, SHOWN)
        return steered_result(
            store, Steered(command, named, counts, at, steering_id, unknown, names, consent.dry_run)
        )


def look_at(store: Store, command: Steer, at: datetime) -> TargetCounts:
    """Sort the targets and count them. A second look sorts only those that were to be changed: nobody is added."""
    store.targets.sort_again()
    command.sort(store, at)
    return store.targets.count()


def ask(consent: Consent, command: Steer, what: str, counts: TargetCounts) -> None:
    """Ask before more than one person is touched.

    Raises:
        UsageError: the answer was no.
    """
    if counts.people > 1:
        leads = counted(counts.get(TargetKind.CHANGED), "lead")
        statuses = ", ".join(f"{count:,} {status}" for status, count in counts.by_status.items())
        people = f"{counts.people:,} people"
        consent.get(f"{command.verb} {leads} of {people} ({what}): {statuses}", "nothing was changed")


def choose(store: Store, named: Named) -> None:
    """Choose the leads that are named.

    Raises:
        UsageError: there is no such person, company or sequence.
        InputFileError: the file of addresses cannot be used.
    """
    store.targets.clear()
    if named.sequence_id is not None:
        get_sequence(store, named.sequence_id)
    if named.email is not None:
        get_leads_of(store, named.email, named.sequence_id)
        store.targets.stage([(normalise_address(named.email), named.email)])
        store.targets.choose_staged(named.sequence_id)
    elif named.company is not None:
        choose_company(store, named)
        if not store.targets.count_all():
            raise UsageError(
                "unknown_company",
                f"no lead is at {named.text()}",
                "Give its name, or the domain of its addresses: seqcli leads --text WORDS",
            )
    elif named.file is not None:
        _choose_listed(store, named, named.file)
    elif named.sequence_id is not None:
        store.targets.choose_sequence(named.sequence_id)


def _choose_listed(store: Store, named: Named, path: str) -> None:
    from seqcli.contacts.address_lists import find_addresses  # noqa: PLC0415 - only a file needs it

    source = sys.stdin.buffer if path == "-" else Path(path)
    try:
        choose_listed(
            store, named, find_addresses(source, "standard input" if path == "-" else shown_path(path))
        )
    except InputFileError as error:
        if error.code != "empty":
            raise
        raise InputFileError(error.code, error.message, "Write one address a line.") from error


def name_sequence(store_path: Path, named: Named) -> Named:
    """Return what is named, with an argument that is no address read as the id of a sequence if there is such a one."""
    if named.email is None or "@" in named.email or named.sequence_id is not None:
        return named
    with opened(store_path) as store:
        known = store.sequences.find(named.email) is not None
    return replace(named, email=None, sequence_id=named.email) if known else named


def _nothing_to_do(
    store: Store, named: Named, command: Steer, counts: TargetCounts, at: datetime
) -> UsageError:
    """Return the error of a command that would change nobody, and not because it was done before."""
    hint = f"seqcli why {named.email}" if named.email is not None else "See: seqcli leads."
    if counts.get(TargetKind.NOT_PAUSED):
        return _not_paused(store, named, command, at)
    found = store.targets.load(list(TargetKind), SHOWN)
    if counts.get(TargetKind.LEFT):
        lead, why = next((lead, why) for lead, why in found if why)
        if command.verb == "requeue" and why.startswith("answered in "):
            hint = (
                "To write all the same, first: seqcli import-leads FILE"
                f" --sequence {lead.sequence_id} --allow-answered"
            )
        return UsageError("left_as_it_is", f"{lead.email} {why}: not {DONE[command.verb]}", hint)
    if command.verb == "requeue":
        who = (
            f"{named.email} is {found[0][0].status}" if named.email else f"nobody of {named.text()} is either"
        )
        return UsageError("not_requeueable", f"{who}: only failed and stopped leads are queued again", hint)
    where = ", ".join(f"{lead.status} in {lead.sequence_id}" for lead, _ in found[:3])
    who = f"{named.email} is {where}" if named.email else f"all leads of {named.text()} have ended"
    return UsageError("has_ended", f"{who}: nothing to {command.verb}", hint)


def _not_paused(store: Store, named: Named, command: Steer, at: datetime) -> UsageError:
    who = named.email or f"nobody of {named.text()}"
    causes = store.targets.find_other_causes(at)
    hint = f"seqcli why {named.email}" if named.email else "See: seqcli leads."
    if causes:
        hint = (
            f"The pause has another cause: seqcli resume {named.options()} --cause {cause_option(causes[0])}"
        )
    by = "" if command.cause is None or not causes else f" by {cause_option(command.cause)}"
    verb = "is not" if named.email else "is"
    return UsageError("not_paused", f"{who} {verb} paused{by}: nothing to resume", hint)


# -- a whole sequence


@dataclass(frozen=True, slots=True)
class SequenceMark:
    """What `pause` and `resume` make of a whole sequence."""

    sequence_id: str
    status: SequenceStatus
    reason: str
    dry_run: bool = False

    @property
    def verb(self) -> str:
        """The command that makes it."""
        return "pause" if self.status is SequenceStatus.PAUSED else "resume"


def mark_sequence(db: Path, mark: SequenceMark, clock: Clock) -> CommandResult:
    """Pause a sequence or make it active again. This asks nothing: it is one thing, and somebody may be in a hurry.

    Raises:
        UsageError: there is no such sequence, or it was never started.
    """
    with opened(db) as store:
        sequence = get_sequence(store, mark.sequence_id)
        if sequence.status is SequenceStatus.DRAFT:
            raise UsageError(
                "not_started",
                f'sequence "{mark.sequence_id}" was never started',
                f"Nothing to {mark.verb}.",
            )
        is_changed = sequence.status is not mark.status
        at, steering_id, released = server_now(store, clock), None, []
        if not mark.dry_run:
            with store.transaction():
                if is_changed:
                    steering_id = store.steering.record_sequence(
                        mark.verb, mark.sequence_id, sequence.status, at
                    )
                    store.sequences.mark_status(mark.sequence_id, mark.status, at)
                    store.journal.append(
                        at, "steer", f"sequence {mark.status}", mark.reason, None, mark.sequence_id
                    )
                if mark.status is SequenceStatus.ACTIVE:
                    released = release_brakes(store, mark.sequence_id, at)
    return _mark_result(mark, steering_id, released, is_changed=is_changed)


def _mark_result(
    mark: SequenceMark, steering_id: int | None, released: Sequence[Brake], *, is_changed: bool
) -> CommandResult:
    data: dict[str, Any] = {
        "command": mark.verb,
        "dry_run": mark.dry_run,
        "sequence": mark.sequence_id,
        "status": mark.status,
        "changed": is_changed,
        "brakes_released": [{"scope": each.scope, "name": each.name} for each in released],
        "steering_id": steering_id,
        "undo": None if steering_id is None else "seqcli undo",
    }
    already = "" if is_changed else " already"
    verb = "would be" if mark.dry_run and is_changed else "is"
    line = f'sequence "{mark.sequence_id}" {verb}{already} {mark.status}'
    lines = (line, *(_released_text(each) for each in released))
    return CommandResult(data, (Text(lines),), () if steering_id is None else (UNDO_NOTE,))


def _released_text(brake: Brake) -> str:
    return f"the brake of {brake.scope} {brake.name} is released: only mails that leave 12m from now on count"
