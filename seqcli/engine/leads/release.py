"""Releases the leads that `start` announced: once, in the lock, after the drain. It sends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from seqcli.clock import plus_ms
from seqcli.engine.leads.apply import get_sequence
from seqcli.errors import UsageError
from seqcli.model import Sequence, SequenceStatus
from seqcli.pacing import gap_ms
from seqcli.store import Store
from seqcli.wording import counted


@dataclass(slots=True)
class Release:
    """An announced release. `count` is None until then; `left_out` counts announced leads that were not released."""

    sequence: Sequence
    identity: str
    pace_ms: int | None
    count: int | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether the release is still to be made."""
        return self.count is None

    def make(self, store: Store, at: datetime) -> None:
        """Release the announced leads that may still be released; a second call does nothing.

        Raises:
            UsageError: the sequence was paused since the question; no lead is released.
        """
        if not self.is_open:
            return
        with store.transaction():
            if get_sequence(store, self.sequence.id).status is SequenceStatus.PAUSED:
                raise UsageError(
                    "sequence_paused",
                    f'sequence "{self.sequence.id}" was paused since you were asked; no lead was released',
                    f"seqcli resume --sequence {self.sequence.id}",
                )
            self.left_out = store.releases.drop_changed()
            count = release(store, self.sequence, self.identity, self.pace_ms, at)
        self.count = count


def release(store: Store, sequence: Sequence, identity: str, pace_ms: int | None, at: datetime) -> int:
    """Release the leads that `releases.choose` chose and start the sequence, in one transaction; return the count."""
    with store.transaction():
        store.sequences.mark_started(sequence.id, identity, pace_ms, at)
        shorten_slots(store, sequence.id, at)
        count = store.releases.mark_released(at)
        if count:
            store.journal.append(
                at, "start", f"released {counted(count, 'lead')}", identity, None, sequence.id
            )
            store.releases.append_journal(at, "start", "released")
    return count


def shorten_slots(store: Store, sequence_id: str, now: datetime) -> None:
    """Let no mail wait longer than the pace that was just given says."""
    sequence = get_sequence(store, sequence_id)
    jitter = sequence.settings.pacing.jitter
    next_at = []
    for known, gap in zip((sequence.next_first_at, sequence.next_send_at), sequence.gaps_ms, strict=True):
        latest = plus_ms(now, gap_ms(gap, jitter, 1)) if gap else None
        next_at.append(min(known, latest) if known is not None and latest is not None else None)
    if next_at != [sequence.next_first_at, sequence.next_send_at]:
        store.sequences.save_next(sequence_id, *next_at)
