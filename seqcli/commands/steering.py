"""What `pause`, `resume`, `stop`, `requeue` and `undo` share: from whom somebody named to what was done about them."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from seqcli.clock import Clock
from seqcli.commands.consent import Consent
from seqcli.commands.session import get_leads_of, get_sequence, opened, server_now, shown_path
from seqcli.commands.steering_result import (
    DONE,
    PAUSED_BY,
    SHOWN,
    UNDO_NOTE,
    Steered,
    cause_option,
    resume_command,
    steered_result,
)
from seqcli.engine.leads.braking import load_releasable, release_brakes
from seqcli.engine.leads.bulk_steering import Steer
from seqcli.engine.leads.company import load_paused_for
from seqcli.engine.leads.targets import Named, choose_company, choose_listed
from seqcli.errors import InputFileError, UsageError
from seqcli.model import SequenceStatus, normalise_address
from seqcli.output.result import CommandResult, Note, Text
from seqcli.reasons import PauseCause
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
        choose(store, named, command.cause if command.verb == "resume" else None)
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


def choose(store: Store, named: Named, resumed: PauseCause | None = None) -> None:
    """Choose the leads that are named; where company pauses are resumed, a company is who was paused for it.

    Raises:
        UsageError: there is no such person, company or sequence, or nobody was paused for the company.
        InputFileError: the file of addresses cannot be used.
    """
    store.targets.clear()
    if named.sequence_id is not None:
        get_sequence(store, named.sequence_id)
    if named.email is not None:
        get_leads_of(store, named.email, named.sequence_id)
        store.targets.stage([(normalise_address(named.email), named.email)])
        store.targets.choose_staged(named.sequence_id)
    elif named.company is not None and resumed is PauseCause.COMPANY:
        _choose_paused_for(store, named, named.company)
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


def _choose_paused_for(store: Store, named: Named, company: str) -> None:
    found = load_paused_for(store, company, named.sequence_id)
    if not found:
        raise UsageError(
            "not_paused",
            f"nobody is paused or stopped for an answer at {company}: nothing to resume",
            "Give the address of who answered, a name or a domain.",
        )
    store.targets.choose_leads(lead.id for lead in found)


def _choose_listed(store: Store, named: Named, path: str) -> None:
    from seqcli.contacts.files.address_lists import find_addresses  # noqa: PLC0415 - only a file needs it

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
        commands = " and ".join(resume_command(named, each) for each in causes)
        hint = f"The pause has another cause: {commands}"
    by = "" if command.cause is None or not causes else f" {PAUSED_BY[command.cause]}"
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
        at, done = server_now(store, clock), MarkDone(sequence.status is not mark.status)
        if not mark.dry_run:
            with store.transaction():
                done = _mark(store, mark, sequence.status, at)
        elif mark.status is SequenceStatus.ACTIVE:
            done = replace(done, released=tuple(load_releasable(store, mark.sequence_id)))
        paused = store.pauses.count_by_cause(at) if mark.status is SequenceStatus.ACTIVE else {}
    here = {cause: count for (owner, cause), count in paused.items() if owner == mark.sequence_id}
    return _mark_result(mark, done, here)


@dataclass(frozen=True, slots=True)
class MarkDone:
    """What a mark changed: the sequence or not, the brakes it released, and the id in the history."""

    is_changed: bool
    released: tuple[Brake, ...] = ()
    steering_id: int | None = None


def _mark(store: Store, mark: SequenceMark, before: SequenceStatus, at: datetime) -> MarkDone:
    is_changed = before is not mark.status
    if is_changed:
        store.sequences.mark_status(mark.sequence_id, mark.status, at)
        store.journal.append(at, "steer", f"sequence {mark.status}", mark.reason, None, mark.sequence_id)
    released = release_brakes(store, mark.sequence_id, at) if mark.status is SequenceStatus.ACTIVE else []
    if not is_changed and not released:
        return MarkDone(is_changed)
    brakes = [f"{each.scope} {each.name}" for each in released]
    steering_id = store.steering.record_sequence(mark.verb, mark.sequence_id, before, at, brakes)
    return MarkDone(is_changed, tuple(released), steering_id)


def _mark_result(mark: SequenceMark, done: MarkDone, paused: Mapping[PauseCause, int]) -> CommandResult:
    data: dict[str, Any] = {
        "command": mark.verb,
        "dry_run": mark.dry_run,
        "sequence": mark.sequence_id,
        "status": mark.status,
        "changed": done.is_changed,
        "brakes_released": [{"scope": each.scope, "name": each.name} for each in done.released],
        "paused_by_cause": {cause: paused.get(cause, 0) for cause in PauseCause},
        "steering_id": done.steering_id,
        "undo": "seqcli undo" if done.steering_id is not None and done.is_changed else None,
    }
    already = "" if done.is_changed else " already"
    verb = "would be" if mark.dry_run and done.is_changed else "is"
    head = "dry run, nothing was written: " if mark.dry_run else ""
    line = f'{head}sequence "{mark.sequence_id}" {verb}{already} {mark.status}'
    lines = (line, *(_released_text(each, dry_run=mark.dry_run) for each in done.released))
    notes = [_paused_note(mark.sequence_id, cause, count) for cause, count in paused.items()]
    if data["undo"] is not None:
        notes.append(UNDO_NOTE)
    return CommandResult(data, (Text(lines),), tuple(notes))


def _paused_note(sequence_id: str, cause: PauseCause, count: int) -> Note:
    """Return how many leads of an active sequence get nothing all the same, and the command that resumes them."""
    command = f"seqcli resume --sequence {sequence_id} --cause {cause_option(cause)}"
    return Note(f"{counted(count, 'lead')} still paused {PAUSED_BY[cause]}. To resume: {command}")


def _released_text(brake: Brake, *, dry_run: bool) -> str:
    verb = "would be" if dry_run else "is"
    after = "" if dry_run else ": only mails that leave 12m from now on count"
    return f"the brake of {brake.scope} {brake.name} {verb} released{after}"
