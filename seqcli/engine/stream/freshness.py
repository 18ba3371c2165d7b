"""Keeps the file's times on 12m's clock, and says how old a look at the stream is (rule R18).

`Date` may be wrong for a while, the machine's clock at any time. What a wrong clock has stamped is moved when that
is known, so that nobody waits for a time that never was.
"""

from dataclasses import dataclass
from datetime import datetime

from seqcli.clock import DAY_MS, HOUR_MS, MINUTE_MS, Clock, Reading, ServerTime, from_text, to_ms
from seqcli.store import Store

MAX_LOOK_AGE_S = 30.0
_OFFSET = "server_offset_ms"
#: A file whose making lies in the future may have sent within so long before.
_ANY_SEND_MS = 30 * DAY_MS


@dataclass(slots=True)
class StreamLook:
    """When an identity's stream was last read to its end and applied, by every clock, and the sends since."""

    read: Reading | None = None
    applied: Reading | None = None
    sends: int = 0

    def begin(self) -> None:
        """Forget the last look: another one begins."""
        self.read = self.applied = None

    def finish(self) -> None:
        """Note that what was read is applied."""
        self.applied, self.sends = self.read, 0

    def allows_send(self, server_time: ServerTime) -> bool:
        """Tell whether the look is at most 30 seconds old by every clock.

        The first send after a look may go although 12m's time has moved on, else a sped-up 12m would stand still.
        """
        if self.applied is None or server_time.is_in_doubt:
            return False
        now = server_time.read()
        ages = [*self.applied.ages_here_s(now)]
        if self.sends:
            ages.append(self.applied.age_by_server_s(now))
        return all(0 <= age <= MAX_LOOK_AGE_S for age in ages)


def earliest_now(server_time: ServerTime) -> datetime:
    """Return the earlier of 12m's time and the machine's: what both say is over, is over."""
    now = server_time.read()
    return min(now.server_at, now.wall_at)


def load_server_time(store: Store, clock: Clock) -> ServerTime:
    """Return 12m's time as the file last knew it."""
    known = store.meta.find(_OFFSET)
    return ServerTime(clock, None if known is None else store.meta.find_server_offset_ms())


def correct_stored_times(store: Store, server_time: ServerTime) -> None:
    """Move what was stamped by a wrong clock, inside the caller's transaction, and remember 12m's offset.

    A new file has the machine's time until 12m is first heard. A `Date` that was ahead and came back leaves times
    behind that have not come yet; so does a machine's clock that was ahead with it, by which nothing seems to leap.
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
    """Return how far 12m's time has gone back at least since any stream was last read; 0 or more if it has not."""
    read_at = store.cursors.find_last_reading()
    return 0 if read_at is None else to_ms(server_time.now()) - to_ms(read_at)


def _correct_first_times(store: Store, server_time: ServerTime) -> None:
    """Move what the machine's clock stamped before 12m was first heard.

    The mark beside the file may tell how wrong that clock was. Else it is taken to be as wrong as now, and to have
    been right where that would make the file younger: what is older than the file is not matched, so too early a
    making is the safe side. A making that has not come yet says nothing: any send of the last month may be ours.
    """
    first_ms, now = store.meta.find_first_offset_ms(), server_time.now()
    by_ms = server_time.offset_ms if first_ms is None else first_ms
    if abs(by_ms) > MINUTE_MS:
        store.times.shift_all(by_ms, made=first_ms is not None or by_ms < 0)
    store.meta.save_first_offset(by_ms)
    made_at = store.meta.find("created_at")
    if made_at is not None and (ahead_ms := to_ms(from_text(made_at)) - to_ms(now)) > HOUR_MS:
        store.times.shift_all(-ahead_ms - _ANY_SEND_MS, made=True)
