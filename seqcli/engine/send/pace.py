"""The pace of a sequence: every send takes a slot, and the next one waits for its own. The file remembers it."""

from datetime import datetime
from random import Random

from seqcli.clock import plus_ms
from seqcli.model import Sequence
from seqcli.pacing import Spread, gap_ms, is_day_full
from seqcli.store import Store


def take_slot(store: Store, sequence: Sequence, step: int, now: datetime, rng: Random) -> None:
    """Let the next mail of the sequence wait as its pace says, inside the caller's transaction."""
    gap = sequence.gaps_ms[min(step, 1)]
    if not gap and sequence.next_at(step) is None:
        return
    jitter = sequence.settings.pacing.jitter
    at = plus_ms(now, gap_ms(gap, jitter, rng.random())) if gap else None
    is_first = step == 0
    store.sequences.save_next(
        sequence.id,
        at if is_first or sequence.shares_pace else sequence.next_first_at,
        at if not is_first or sequence.shares_pace else sequence.next_send_at,
    )


def has_pace(sequence: Sequence) -> bool:
    """Return whether a mail of the sequence may make the next one wait."""
    pacing = sequence.settings.pacing
    limits = (pacing.per_day, pacing.new_per_day, sequence.next_first_at, sequence.next_send_at)
    return any(sequence.gaps_ms) or any(each is not None for each in limits)


def is_held_back(store: Store, sequence: Sequence, step: int, now: datetime) -> bool:
    """Return whether the pace of a sequence keeps a mail of a step back now."""
    next_at = sequence.next_at(step)
    if next_at is not None and next_at > now:
        return True
    pacing = sequence.settings.pacing
    if pacing.per_day is None and pacing.new_per_day is None:
        return False
    return is_day_full(pacing, step, *store.sequences.count_today(sequence.id, now))


def make_spread(store: Store, sequence: Sequence, now: datetime) -> Spread:
    """Return what lays out the sequence's mails from now on."""
    sent_today, new_today = store.sequences.count_today(sequence.id, now)
    return Spread(
        sequence.settings.pacing,
        now,
        gaps_ms=sequence.gaps_ms,
        next_at=(sequence.next_first_at, sequence.next_send_at),
        is_shared=sequence.shares_pace,
        sent_today=sent_today,
        new_today=new_today,
    )
