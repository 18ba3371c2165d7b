"""Pauses of leads: each cause has its own, and a lead goes on when all have ended. Events still apply meanwhile."""

from dataclasses import replace
from datetime import datetime

from seqcli.engine.leads.apply import note
from seqcli.model import Lead
from seqcli.reasons import PauseCause
from seqcli.store import Store
from seqcli.store.pauses import Pause

#: What the journal says of a lead that is paused and that goes on.
PAUSED, RESUMED = "paused", "resumed"


def add_pause(
    store: Store,
    lead: Lead,
    cause: PauseCause,
    *,
    until: datetime | None,
    reason: str,
    actor: str,
    at: datetime,
    source: str = "",
    since: datetime | None = None,
) -> Lead:
    """Pause sends to a lead for a cause, in place of an earlier pause of that cause; return the lead as stored.

    `since` is when the cause arose, if that was before `at`.
    """
    store.pauses.save(Pause(lead.id, cause, since or at, until, reason, source))
    note(store, lead, actor, PAUSED, reason, at)
    return _store_combined(store, lead, at)


def end_pause(store: Store, lead: Lead, cause: PauseCause, actor: str, at: datetime) -> Lead:
    """End a lead's pause of one cause; the others stand. Return the lead as stored."""
    if store.pauses.delete(lead.id, cause):
        note(store, lead, actor, RESUMED, "", at)
    return _store_combined(store, lead, at)


def resume_command(email: str, cause: PauseCause) -> str:
    """Return the command that ends a person's pauses of one cause."""
    option = "" if cause is PauseCause.PERSON else f" --cause {cause.replace('_', '-')}"
    return f"seqcli resume {email}{option}"


def _store_combined(store: Store, lead: Lead, at: datetime) -> Lead:
    """Store in the lead's row what follows from all its pauses: it is paused until the last one ends."""
    pauses = store.pauses.load_for_lead(lead.id)
    if not pauses:
        combined = replace(lead, paused_at=None, paused_until=None, pause_reason=None)
    else:
        last = max(pauses, key=_end)
        combined = replace(
            lead,
            paused_at=min(each.paused_at for each in pauses),
            paused_until=last.paused_until,
            pause_reason=last.reason,
        )
    return lead if combined == lead else store.leads.save(lead, combined, at)


def _end(pause: Pause) -> tuple[bool, float]:
    """Return a key that orders pauses by their end; one without an end is last."""
    until = pause.paused_until
    return until is None, 0.0 if until is None else until.timestamp()
