"""How mails of a sequence are spread over time: gaps and days, from values alone. No clock, no file, no wire."""

from collections import Counter
from datetime import date, datetime

from seqcli.clock import next_midnight, plus_ms
from seqcli.sequence_settings import Pacing


def gap_ms(every_ms: int, jitter: float, chance: float) -> float:
    """Return the gap before the next mail: `every_ms`, give or take `jitter` of it; `chance` is from 0 to 1."""
    return every_ms * (1 + jitter * (2 * chance - 1))


def is_day_full(pacing: Pacing, step: int, sent_today: int, new_today: int) -> bool:
    """Return whether a day's mails, or its first steps, are used up for a mail of this step."""
    if pacing.per_day is not None and sent_today >= pacing.per_day:
        return True
    return step == 0 and pacing.new_per_day is not None and new_today >= pacing.new_per_day


class Spread:
    """Lays out mails of one sequence in time as its pace says, without the jitter: what a dry run shows.

    `gaps_ms` are those after a first step and after a follow-up; `next_at` are the earliest moments of either.
    `is_shared`: a mail of either kind delays both.
    """

    def __init__(
        self,
        pacing: Pacing,
        now: datetime,
        *,
        gaps_ms: tuple[int, int],
        next_at: tuple[datetime | None, datetime | None],
        is_shared: bool,
        sent_today: int,
        new_today: int,
    ) -> None:
        self._pacing = pacing
        self._gaps_ms = gaps_ms
        self._is_shared = is_shared
        self._next_at = [max(now, each or now) for each in next_at]
        self._sent: Counter[date] = Counter({now.date(): sent_today})
        self._new: Counter[date] = Counter({now.date(): new_today})

    def place(self, step: int) -> datetime:
        """Return when the next mail goes that has this step, and keep its place."""
        track = min(step, 1)
        at = self._next_at[track]
        while is_day_full(self._pacing, step, self._sent[at.date()], self._new[at.date()]):
            at = next_midnight(at)
        self._sent[at.date()] += 1
        self._new[at.date()] += step == 0
        later = plus_ms(at, self._gaps_ms[track])
        if self._is_shared:
            self._next_at = [later, later]
        else:
            self._next_at[track] = later
        return at
