"""`pause`, `resume`, `stop`, `requeue`, `resolve`, `backup`, `forget`: what a person decides, with a reason."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from seqcli.clock import Clock, plus_ms, to_text
from seqcli.commands.look import server_now
from seqcli.commands.session import get_leads_of, get_sequence, opened, read_duration_ms
from seqcli.engine.leads.apply import is_paused
from seqcli.engine.leads.steering import (
    Resolution,
    pause_lead,
    requeue_lead,
    resolve_lead,
    resume_lead,
    stop_lead,
)
from seqcli.errors import UsageError
from seqcli.machine import FINAL
from seqcli.model import Lead, LeadStatus, SequenceStatus, normalise_address
from seqcli.output.result import CommandResult, Note, Table, Text, shown
from seqcli.store import Store
from seqcli.wording import counted

Change = Callable[[Store, Lead, datetime], Lead]
#: What is done to a lead, in a word, and the statuses in which there is nothing left to do it to.
Ended = tuple[str, frozenset[LeadStatus]]


def _steer(
    db: Path, email: str, sequence_id: str | None, clock: Clock, change: Change, ended: Ended
) -> CommandResult:
    """Apply a change to those of a person's leads that have not ended, in one transaction; show where they stand.

    Raises:
        UsageError: all of them have `ended`.
    """
    with opened(db) as store:
        at = server_now(store, clock)
        with store.transaction():
            leads = _not_ended(get_leads_of(store, email, sequence_id), *ended)
            after = [change(store, lead, at) for lead in leads]
    return _leads_result(after, at)


def _not_ended(leads: list[Lead], verb: str, statuses: frozenset[LeadStatus]) -> list[Lead]:
    left = [lead for lead in leads if lead.status not in statuses]
    if not left:
        where = ", ".join(f"{lead.status} in {lead.sequence_id}" for lead in leads)
        email = leads[0].email
        raise UsageError("has_ended", f"{email} is {where}: nothing to {verb}", f"seqcli why {email}")
    return left


def _leads_result(leads: list[Lead], at: datetime) -> CommandResult:
    rows = tuple(
        (x.email, x.sequence_id, str(x.current_step + 1), x.status, _rest(x, at), x.status_reason)
        for x in leads
    )
    data = {
        "leads": [
            {
                "email": x.email,
                "sequence": x.sequence_id,
                "step": x.current_step + 1,
                "status": x.status,
                "reason": x.status_reason,
                "paused": is_paused(x, at),
                "paused_until": _until(x) if is_paused(x, at) else None,
            }
            for x in leads
        ]
    }
    table = Table("", ("lead", "sequence", "step", "status", "sends", "reason"), rows, frozenset({"step"}))
    return CommandResult(data, (table,))


def _rest(lead: Lead, at: datetime) -> str:
    if not is_paused(lead, at):
        return ""
    until = _until(lead)
    return f"paused until {shown(until) if until else 'resume'}"


def _until(lead: Lead) -> str | None:
    return None if lead.paused_until is None else to_text(lead.paused_until)


def pause(
    db: Path, email: str | None, sequence_id: str | None, clock: Clock, *, length: str | None, reason: str
) -> CommandResult:
    """Let sends rest: of a person, or of a whole sequence when no address is given.

    Raises:
        UsageError: neither is given, the duration cannot be read, or all of the person's leads have ended.
    """
    if email is None:
        if length is not None:
            raise UsageError(
                "for_a_person", "--for is for a person's leads", "A sequence rests until resume."
            )
        return _mark_sequence(db, sequence_id, SequenceStatus.PAUSED, clock, reason)
    wait_ms = None if length is None else read_duration_ms("--for", length, "d", "2w or 3 days")

    def change(store: Store, lead: Lead, at: datetime) -> Lead:
        until = None if wait_ms is None else plus_ms(at, wait_ms)
        if is_paused(lead, at) and lead.paused_until == until and reason in {"", lead.pause_reason}:
            return lead
        return pause_lead(store, lead, until, reason, at)

    return _steer(db, email, sequence_id, clock, change, ("pause", FINAL))


def resume(db: Path, email: str | None, sequence_id: str | None, clock: Clock) -> CommandResult:
    """Let sends go on: of a person, or of a whole sequence when no address is given.

    Raises:
        UsageError: neither is given, or none of the person's leads is paused.
    """
    if email is None:
        return _mark_sequence(db, sequence_id, SequenceStatus.ACTIVE, clock, "")
    with opened(db) as store:
        at = server_now(store, clock)
        with store.transaction():
            leads = [each for each in get_leads_of(store, email, sequence_id) if is_paused(each, at)]
            if not leads:
                raise UsageError(
                    "not_paused", f"{email} is not paused: nothing to resume", f"seqcli why {email}"
                )
            after = [resume_lead(store, lead, at) for lead in leads]
    return _leads_result(after, at)


def _mark_sequence(
    db: Path, sequence_id: str | None, status: SequenceStatus, clock: Clock, reason: str
) -> CommandResult:
    if sequence_id is None:
        raise UsageError("nobody_named", "name an address, or a sequence with --sequence", "")
    with opened(db) as store:
        sequence = get_sequence(store, sequence_id)
        if sequence.status is SequenceStatus.DRAFT:
            verb = "pause" if status is SequenceStatus.PAUSED else "resume"
            raise UsageError(
                "not_started", f'sequence "{sequence_id}" was never started', f"There is nothing to {verb}."
            )
        at = server_now(store, clock)
        with store.transaction():
            store.sequences.mark_status(sequence_id, status, at)
            store.journal.append(at, "steer", f"sequence {status}", reason, None, sequence_id)
    return CommandResult(
        {"sequence": sequence_id, "status": status}, (Text((f'sequence "{sequence_id}" is {status}',)),)
    )


def stop(db: Path, email: str, sequence_id: str | None, clock: Clock, reason: str) -> CommandResult:
    """End a person's leads by hand.

    Raises:
        UsageError: all of them have ended.
    """

    def change(store: Store, lead: Lead, at: datetime) -> Lead:
        return stop_lead(store, lead, reason, at)

    return _steer(db, email, sequence_id, clock, change, ("stop", FINAL - {LeadStatus.FAILED}))


def requeue(db: Path, email: str, sequence_id: str | None, clock: Clock, reason: str) -> CommandResult:
    """Let a person's failed or stopped leads go on.

    Raises:
        UsageError: none of them is failed or stopped.
    """
    ended = {LeadStatus.FAILED, LeadStatus.STOPPED}
    with opened(db) as store:
        at = server_now(store, clock)
        found = get_leads_of(store, email, sequence_id)
        leads = [lead for lead in found if lead.status in ended] or found
        with store.transaction():
            after = [requeue_lead(store, lead, reason, at) for lead in leads]
    return _leads_result(after, at)


def resolve(
    db: Path, email: str, sequence_id: str | None, clock: Clock, resolution: Resolution, reason: str
) -> CommandResult:
    """Free a person's held leads as decided.

    Raises:
        UsageError: none of them is held, or the decision does not fit.
    """
    with opened(db) as store:
        at = server_now(store, clock)
        found = get_leads_of(store, email, sequence_id)
        leads = [lead for lead in found if lead.status is LeadStatus.HELD] or found
        with store.transaction():
            after = [resolve_lead(store, lead, resolution, reason, at) for lead in leads]
    return _leads_result(after, at)


def backup(db: Path, target: Path) -> CommandResult:
    """Write a consistent copy of the state file, also while a run is going on.

    Raises:
        UsageError: the target exists.
        StateError: it cannot be written.
    """
    with opened(db) as store:
        store.backup(target)
    data = {"file": str(target), "bytes": target.stat().st_size}
    return CommandResult(data, (Text((f"copied {db} to {target}",)),))


def forget(db: Path, email: str, clock: Clock) -> CommandResult:
    """Erase a person's data and keep the address suppressed as a hash.

    Raises:
        UsageError: nothing in the file is about this address.
    """
    address = normalise_address(email)
    with opened(db) as store:
        at = server_now(store, clock)
        if not store.erasure.knows_person(address):
            raise UsageError(
                "unknown_address",
                f"there is nothing about {email} in {db}",
                f"Check the spelling; to keep whom nobody has imported from being mailed: seqcli suppress add {email}",
            )
        leads = store.leads.load_of_person(address)
        with store.transaction():
            store.erasure.forget_person(email, at)
            store.journal.append(at, "forget", "a person was forgotten", counted(len(leads), "lead"))
        store.erasure.compact_log()
    line = f"forgot {counted(len(leads), 'lead')}; the address stays suppressed as a hash since {shown(to_text(at))}"
    note = Note("copies of the state file and exports that you made still hold this person")
    return CommandResult({"forgotten_leads": len(leads)}, (Text((line,)),), (note,))
