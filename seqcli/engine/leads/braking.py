"""The brake of a sequence and of an identity (rule R21): what trips it, what it says, what releases it. No HTTP here.

Everything happens inside the caller's transaction, so that no crash parts a bounce from what it trips.
"""

from dataclasses import replace
from datetime import datetime

from seqcli.brake import BrakeScope, describe_trip, find_trip_cause
from seqcli.model import Lead, LeadStatus
from seqcli.reasons import BrakeCause
from seqcli.sequence_settings import BrakeLimits, SequenceSettings
from seqcli.store import Brake, Store

#: No limit of rows.
_ALL = -1
_Started = list[tuple[str, str | None, SequenceSettings]]


def check_brakes(store: Store, identity: str, at: datetime, sequence_id: str | None = None) -> None:
    """Trip the brake of the identity, and of one or of every sequence, if its mails give reason to."""
    started = store.sequences.load_settings()
    for name, _, settings in started:
        if sequence_id in {None, name}:
            _check(store, store.brakes.get(BrakeScope.SEQUENCE, name), settings.brake, at)
    # Each set of limits by itself: the smallest sample with the largest minimum could never be reached.
    of_identity = {settings.brake for _, sender, settings in started if sender == identity}
    for limits in sorted(of_identity or {BrakeLimits()}, key=repr):
        _check(store, store.brakes.get(BrakeScope.IDENTITY, identity), limits, at)


def _check(store: Store, brake: Brake, limits: BrakeLimits, at: datetime) -> None:
    if brake.tripped_at is not None:
        return
    counts = store.brakes.count(brake, limits.sample, at)
    cause = find_trip_cause(counts, limits)
    if cause is None:
        return
    reason = describe_trip(cause, counts, limits, _whose(brake))
    store.brakes.trip(brake, cause, reason, at)
    sequence_id = brake.name if brake.scope is BrakeScope.SEQUENCE else None
    store.journal.append(at, "brake", f"the brake of {_called(brake)} tripped", reason, None, sequence_id)


def _whose(brake: Brake) -> str:
    return f'of "{brake.name}"' if brake.scope is BrakeScope.SEQUENCE else f"from {brake.name}"


def _called(brake: Brake) -> str:
    return f'"{brake.name}"' if brake.scope is BrakeScope.SEQUENCE else brake.name


def note_answer(store: Store, lead: Lead, identity: str, at: datetime, *, is_refusal: bool) -> None:
    """Count what 12m answered to a send: a definite refusal, or an acceptance, which ends refusals in a row.

    `lead` is as the answer left it. An acceptance trips nothing, unless a bounce that was told before it has ended the
    lead at once.
    """
    if is_refusal:
        store.brakes.add_refusal(lead.sequence_id, identity)
    else:
        store.brakes.reset_refusals(lead.sequence_id, identity)
    if is_refusal or lead.status is not LeadStatus.IN_FLIGHT:
        check_brakes(store, identity, at, lead.sequence_id)


def find_tripped(store: Store, sequence_id: str, *identities: str | None) -> Brake | None:
    """Return the brake that stops sends of a sequence: its own, or that of one of these identities."""
    brakes = [store.brakes.get(BrakeScope.SEQUENCE, sequence_id)]
    brakes += [store.brakes.get(BrakeScope.IDENTITY, each) for each in identities if each is not None]
    return next((each for each in brakes if each.tripped_at is not None), None)


def load_news(store: Store) -> list[Brake]:
    """Return the tripped brakes that keep somebody waiting.

    An identity's is left out where it says nothing beyond those of the sequences it serves.
    """
    tripped = [each for each in store.brakes.load_tripped() if store.brakes.has_living_leads(each)]
    stopped = {each.name for each in tripped if each.scope is BrakeScope.SEQUENCE}
    return [
        each
        for each in tripped
        if each.scope is BrakeScope.SEQUENCE or not set(store.brakes.load_served(each.name)) <= stopped
    ]


def stop_sentence(store: Store, brake: Brake) -> str:
    """Return in one sentence why nothing is sent, and what lets sends go on."""
    return f"{brake.reason}: nothing is sent until you run {release_command(store, brake)}"


def release_command(store: Store, brake: Brake) -> str:
    """Return the command that releases a brake.

    For an identity it names a sequence whose own brake has tripped, so that one command releases both, else the one
    whose mails tripped it.
    """
    name = brake.name
    if brake.scope is BrakeScope.IDENTITY:
        served = store.brakes.load_served(brake.name)
        name = max(served, key=lambda each: _guilt(store, brake, each), default="SEQUENCE")
    return f"seqcli resume --sequence {name}"


def _guilt(store: Store, brake: Brake, sequence_id: str) -> tuple[bool, int]:
    """Return whether a sequence's own brake has tripped, and how much it did of what tripped an identity's brake."""
    own = store.brakes.get(BrakeScope.SEQUENCE, sequence_id)
    if brake.cause is BrakeCause.REFUSALS or brake.tripped_at is None:
        return own.tripped_at is not None, own.refusals
    counts = store.brakes.count(replace(own, counts_from=brake.counts_from), _ALL, brake.tripped_at)
    number = counts.bounces if brake.cause is BrakeCause.BOUNCES else counts.complaints
    return own.tripped_at is not None, number


def load_releasable(store: Store, sequence_id: str) -> list[Brake]:
    """Return the tripped brakes that `release_brakes` would release."""
    return [each for each in _load_all(store, sequence_id) if each.tripped_at is not None]


def _load_all(store: Store, sequence_id: str) -> list[Brake]:
    brakes = [store.brakes.get(BrakeScope.SEQUENCE, sequence_id)]
    return brakes + [
        store.brakes.get(BrakeScope.IDENTITY, each) for each in store.brakes.load_senders(sequence_id)
    ]


def release_brakes(store: Store, sequence_id: str, at: datetime) -> list[Brake]:
    """Release the tripped brakes of a sequence and of its identity; return them as they were.

    With one, the others count anew too: what tripped it must not trip them an hour later.
    """
    brakes = _load_all(store, sequence_id)
    released = [each for each in brakes if each.tripped_at is not None]
    for brake in brakes if released else ():
        store.brakes.release(brake, at)
    for brake in released:
        change = f"the brake of {_called(brake)} was released"
        store.journal.append(at, "resume", change, brake.reason, None, sequence_id)
    return released
