"""Corrects stored times to 12m's clock, and checks that the last drain is recent enough to send (rule R18).

A `Date` may be wrong for a while, this machine's clock at any time. Times from a wrong clock are moved once that is
known, so that no lead waits for them.
"""

from dataclasses import dataclass
from datetime import datetime

from seqcli.clock import DAY_MS, HOUR_MS, MINUTE_MS, Clock, Reading, ServerTime, from_text, to_ms
from seqcli.store import Store

MAX_DRAIN_AGE_S = 30.0
_DATE_STEP_S = 2.0
_OFFSET = "server_offset_ms"
#: A file that seems to be made in the future may have sent in this time before.
_ANY_SEND_MS = 30 * DAY_MS


@dataclass(slots=True)
class LastDrain:
    """When an identity's stream was last drained, by every clock, and how many sends followed."""

    read: Reading | None = None
    applied: Reading | None = None
    sends: int = 0

    def begin(self) -> None:
        """Forget the last drain: a new one begins."""
        self.read = self.applied = None

    def finish(self) -> None:
        """Note that everything read was applied."""
        self.applied, self.sends = self.read, 0

    def allows_send(self, server_time: ServerTime) -> bool:
        """Return whether the last drain is at most 30 seconds old by every clock.

        The first send after a drain ignores 12m's clock: a simulated 12m may run so fast that no send would be allowed.
        """
        if self.applied is None or server_time.is_in_doubt:
            return False
        now = server_time.read()
        ages = [*self.applied.ages_here_s(now)]
        if self.sends:
            # `Date` has whole seconds, so that 12m's time may seem to go back by one.
            ages.append(self.applied.age_by_server_s(now) + _DATE_STEP_S)
        return all(0 <= age <= MAX_DRAIN_AGE_S for age in ages)


def earliest_now(server_time: ServerTime) -> datetime:
    """Return the earlier of 12m's time and this machine's: what is over by it, is over by both."""
    now = server_time.read()
    return min(now.server_at, now.wall_at)


def load_server_time(store: Store, clock: Clock) -> ServerTime:
    """Return 12m's time by the offset stored in the file."""
    known = store.meta.find(_OFFSET)
    return ServerTime(clock, None if known is None else store.meta.find_server_offset_ms())


def correct_stored_times(store: Store, server_time: ServerTime) -> None:
    """Move times from a wrong clock, in the caller's transaction, and save 12m's offset.

    A new file has this machine's time until 12m first answers. A `Date` that was ahead for a while leaves times in the
    future. So does a machine's clock that was ahead together with it, and then no `Date` seems to jump.
    """
    known = store.meta.find(_OFFSET)
    offset_ms = server_time.offset_ms
    if known is None:
        _correct_first_times(store, server_time)
    elif (
        by_ms := min(offset_ms - store.meta.find_server_offset_ms(), _back_ms(store, server_time))
    ) < -HOUR_MS:
        store.times.shift_future(server_time.now(), by_ms)
    if known != str(offset_ms):
        store.meta.save(_OFFSET, str(offset_ms))


def _back_ms(store: Store, server_time: ServerTime) -> int:
    """Return 12m's time minus that of the last reading of any stream, in ms; negative if 12m's time went back."""
    read_at = store.cursors.find_last_reading()
    return 0 if read_at is None else to_ms(server_time.now()) - to_ms(read_at)


def _correct_first_times(store: Store, server_time: ServerTime) -> None:
    """Move the times that this machine's clock stamped before 12m first answered.

    The mark beside the file may have the offset of that time. Otherwise today's offset is used, and `created_at` moves
    back only: an event older than the file is never matched, so too early is the safe error. If `created_at` is in the
    future all the same, any send of the last month may be ours.
    """
    first_ms, now = store.meta.find_first_offset_ms(), server_time.now()
    by_ms = server_time.offset_ms if first_ms is None else first_ms
    if abs(by_ms) > MINUTE_MS:
        store.times.shift_all(by_ms, made=first_ms is not None or by_ms < 0)
    store.meta.save_first_offset(by_ms)
    made_at = store.meta.find("created_at")
    if made_at is not None and (ahead_ms := to_ms(from_text(made_at)) - to_ms(now)) > HOUR_MS:
        store.times.shift_all(-ahead_ms - _ANY_SEND_MS, made=True)
