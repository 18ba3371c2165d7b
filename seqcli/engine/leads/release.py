"""Releases the leads that `start` announced: once, inside the lock, after the stream was read. It sends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from seqcli.engine.leads.apply import get_sequence
from seqcli.errors import UsageError
from seqcli.model import Sequence, SequenceStatus
from seqcli.store import Store
from seqcli.wording import counted


@dataclass(slots=True)
class Release:
    """An announced release. `count` is None until it was made; `left_out` counts who was announced and not released."""

    sequence: Sequence
    identity: str
    pace_ms: int | None
    count: int | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be made."""
        return self.count is None

    def make(self, store: Store, at: datetime) -> None:
        """Release who was announced and is still free to go; a second call does nothing.

        Raises:
            UsageError: the sequence was paused since the question; nobody is released.
        """
        if not self.is_open:
            return
        with store.transaction():
            if get_sequence(store, self.sequence.id).status is SequenceStatus.PAUSED:
                raise UsageError(
                    "sequence_paused",
                    f'sequence "{self.sequence.id}" was paused since you were asked; nobody was released',
                    f"seqcli resume --sequence {self.sequence.id}",
                )
            self.left_out = store.releases.drop_changed()
            count = release(store, self.sequence, self.identity, self.pace_ms, at)
        self.count = count


def release(store: Store, sequence: Sequence, identity: str, pace_ms: int | None, at: datetime) -> int:
    """Release the leads that `choose_releasable` chose and make the sequence active; return how many were new.

    All in one transaction.
    """
    with store.transaction():
        store.sequences.mark_started(sequence.id, identity, pace_ms, at)
        count = store.releases.mark_released(at)
        if count:
            store.journal.append(
                at, "start", f"released {counted(count, 'lead')}", identity, None, sequence.id
            )
            store.releases.append_journal(at, "start", "released")
    return count
