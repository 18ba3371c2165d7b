"""`pause`, `resume`, `stop`, `requeue`, `resolve`, `backup`, `forget`: what a person decides, with a reason."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from seqcli.clock import Clock, parse_duration_ms, plus_ms, to_text
from seqcli.commands.look import server_now
from seqcli.commands.session import get_leads_of, get_sequence, opened
from seqcli.engine.steer import Resolution, pause_lead, requeue_lead, resolve_lead, resume_lead, stop_lead
from seqcli.errors import UsageError
from seqcli.model import Lead, LeadStatus, SequenceStatus, normalise_address
from seqcli.reports import Answer, Note, Table, Text, counted
from seqcli.store import Store

Change = Callable[[Store, Lead, datetime], Lead]


def _steer(db: Path, email: str, sequence_id: str | None, clock: Clock, change: Change) -> Answer:
    """Apply a change to a person's leads, in one transaction, and show where they stand."""
    with opened(db) as store:
        at = server_now(store, clock)
        leads = get_leads_of(store, email, sequence_id)
        with store.transaction():
            after = [change(store, store.get_lead(lead.id), at) for lead in leads]
    return _leads_answer(after)


def _leads_answer(leads: list[Lead]) -> Answer:
    rows = tuple((x.email, x.sequence_id, str(x.current_step + 1), x.status, x.status_reason) for x in leads)
    data = {
        "leads": [
            {
                "email": x.email,
                "sequence": x.sequence_id,
                "step": x.current_step + 1,
                "status": x.status,
                "reason": x.status_reason,
                "paused": x.paused_at is not None,
            }
            for x in leads
        ]
    }
    table = Table("", ("lead", "sequence", "step", "status", "reason"), rows, frozenset({"step"}))
    return Answer(data, (table,))


def pause(
    db: Path, email: str | None, sequence_id: str | None, clock: Clock, *, length: str | None, reason: str
) -> Answer:
    """Let sends rest: of a person, or of a whole sequence when no address is given.

    Raises:
        UsageError: neither is given, or the duration cannot be read.
    """
    if email is None:
        return _mark_sequence(db, sequence_id, SequenceStatus.PAUSED, clock, reason)
    try:
        wait_ms = None if length is None else parse_duration_ms(length)
    except ValueError as error:
        raise UsageError("bad_duration", f"--for: {error}", "Say 2w or 3 days.") from error

    def change(store: Store, lead: Lead, at: datetime) -> Lead:
        until = None if wait_ms is None else plus_ms(at, wait_ms)
        return pause_lead(store, lead, until, reason, at)

    return _steer(db, email, sequence_id, clock, change)


def resume(db: Path, email: str | None, sequence_id: str | None, clock: Clock) -> Answer:
    """Let sends go on: of a person, or of a whole sequence when no address is given."""
    if email is None:
        return _mark_sequence(db, sequence_id, SequenceStatus.ACTIVE, clock, "")
    return _steer(db, email, sequence_id, clock, resume_lead)


def _mark_sequence(
    db: Path, sequence_id: str | None, status: SequenceStatus, clock: Clock, reason: str
) -> Answer:
    if sequence_id is None:
        raise UsageError("nobody_named", "name an address, or a sequence with --sequence", "")
    with opened(db) as store:
        sequence = get_sequence(store, sequence_id)
        if sequence.status is SequenceStatus.DRAFT:
            raise UsageError(
                "not_started", f'sequence "{sequence_id}" was never started', "There is nothing to pause."
            )
        at = server_now(store, clock)
        with store.transaction():
            store.mark_sequence(sequence_id, status, at)
            store.append_journal(at, "steer", f"sequence {status}", reason, None, sequence_id)
    return Answer(
        {"sequence": sequence_id, "status": status}, (Text((f'sequence "{sequence_id}" is {status}',)),)
    )


def stop(db: Path, email: str, sequence_id: str | None, clock: Clock, reason: str) -> Answer:
    """End a person's leads by hand."""
    return _steer(db, email, sequence_id, clock, lambda store, lead, at: stop_lead(store, lead, reason, at))


def requeue(db: Path, email: str, sequence_id: str | None, clock: Clock, reason: str) -> Answer:
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
    return _leads_answer(after)


def resolve(
    db: Path, email: str, sequence_id: str | None, clock: Clock, resolution: Resolution, reason: str
) -> Answer:
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
    return _leads_answer(after)


def backup(db: Path, target: Path) -> Answer:
    """Write a consistent copy of the state file, also while a run is going on.

    Raises:
        UsageError: the target exists.
        StateError: it cannot be written.
    """
    with opened(db) as store:
        store.backup(target)
    data = {"file": str(target), "bytes": target.stat().st_size}
    return Answer(data, (Text((f"copied {db} to {target}",)),))


def forget(db: Path, email: str, clock: Clock) -> Answer:
    """Erase a person's data and keep the address suppressed as a hash.

    Raises:
        UsageError: nothing in the file is about this address.
    """
    address = normalise_address(email)
    with opened(db) as store:
        at = server_now(store, clock)
        is_known = store.knows_person(address)
        leads = store.load_leads_of(address) if is_known else get_leads_of(store, email)
        with store.transaction():
            store.forget_person(email, at)
            store.append_journal(at, "forget", "a person was forgotten", counted(len(leads), "lead"))
        store.compact_log()
    line = f"forgot {counted(len(leads), 'lead')}; the address stays suppressed as a hash since {to_text(at)[:10]}"
    note = Note("copies of the state file and exports that you made still hold this person")
    return Answer({"forgotten_leads": len(leads)}, (Text((line,)),), (note,))
