"""Clocks, instants as text, durations in 12m's grammar. Only this module reads the machine's time."""

import re
import time
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Protocol

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
MAX_DURATION_MS = 366 * DAY_MS
#: A time of a mail, timer or `Date` outside these is unreadable.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)

_UNIT_MS = {
    **dict.fromkeys(("ms", "msec", "msecs", "millisecond", "milliseconds"), 1),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1000),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), MINUTE_MS),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), HOUR_MS),
    **dict.fromkeys(("d", "day", "days"), DAY_MS),
    **dict.fromkeys(("w", "week", "weeks"), 7 * DAY_MS),
}
_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)", re.ASCII)

_BARE_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]+", re.ASCII)


class Clock(Protocol):
    """Wall time (aware, UTC), monotonic seconds, and waiting."""

    def now(self) -> datetime:
        """Return the wall time, aware and in UTC."""

    def monotonic(self) -> float:
        """Return seconds that never go back and include the machine's sleep where possible; only differences count."""

    def sleep(self, seconds: float) -> None:
        """Wait; a virtual clock only moves forward."""


#: Linux's CLOCK_MONOTONIC stops while a machine sleeps or a VM is paused; CLOCK_BOOTTIME does not.
_BOOTTIME = getattr(time, "CLOCK_BOOTTIME", None)


def boottime() -> float:
    """Return the machine's monotonic seconds, with time asleep where the system counts it."""
    return time.monotonic() if _BOOTTIME is None else time.clock_gettime(_BOOTTIME)


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the wall time, aware and in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return the seconds since the machine started, with time asleep where the system counts it."""
        return boottime()

    def sleep(self, seconds: float) -> None:
        """Wait for real; a signal handler that raises ends it early."""
        time.sleep(max(0.0, seconds))


class VirtualClock:
    """A clock that moves only by `sleep` and `advance`: for the simulator, the demo and the tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._elapsed = 0.0

    def now(self) -> datetime:
        """Return the virtual wall time."""
        return self._now

    def monotonic(self) -> float:
        """Return the virtual seconds since the clock was made."""
        return self._elapsed

    def sleep(self, seconds: float) -> None:
        """Move forward by `seconds` at once."""
        self._now += timedelta(seconds=max(0.0, seconds))
        self._elapsed += max(0.0, seconds)

    def advance(self, **duration: float) -> None:
        """Move forward by a `timedelta(**duration)`."""
        self.sleep(timedelta(**duration).total_seconds())


def parse_duration_ms(value: str | float) -> int:
    """Return milliseconds for `"3d"`, `"4 days"`, `"1.5h"`, `"90 minutes"` or a number of milliseconds.

    Raises:
        ValueError: it is no such duration, is negative, or is longer than a year.
    Source: 12m guide "No-reply timers", `noReplyEventAfter`.
    """
    if isinstance(value, bool):
        raise ValueError(f"{value!r} is not a duration")  # noqa: TRY004 - one error type for the caller
    if isinstance(value, int | float):
        amount, unit = float(value), "ms"
    else:
        match = _DURATION.fullmatch(value.strip().lower())
        if match is None:
            raise ValueError(f'{value!r} is not a duration such as "3d", "4 days" or "1.5h"')
        amount, unit = float(match[1]), match[2] or "ms"
    if unit not in _UNIT_MS:
        raise ValueError(f"{value!r} has an unknown unit; use m, h, d or w")
    ms = amount * _UNIT_MS[unit]
    if not 0 <= ms <= MAX_DURATION_MS:
        raise ValueError(f"{value!r} is outside 0 to 366 days")
    return round(ms)


def parse_written_duration_ms(text: str, likely_unit: str = "d") -> int:
    """Return milliseconds for what a person wrote; a number without a unit is refused.

    Raises:
        ValueError: as `parse_duration_ms`; for a bare number the message suggests a unit.
    """
    bare = text.strip()
    if _BARE_NUMBER.fullmatch(bare):
        raise ValueError(f"{bare} has no unit: did you mean {bare.lstrip('+-')}{likely_unit}?")
    return parse_duration_ms(text)


@lru_cache(maxsize=64)
def format_duration(ms: float) -> str:
    """Return a short text for people: `3d`, `1d 12h`, `45s`, `0s`."""
    seconds = round(ms / 1000)
    if seconds < 60:
        return f"{ms / 1000:g}s" if 0 < ms < 1000 else f"{seconds}s"
    parts = []
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts[:2])


@lru_cache(maxsize=64)
def to_text(instant: datetime) -> str:
    """Return UTC ISO 8601 with milliseconds and a `Z`; such texts sort by time."""
    if instant.tzinfo is not UTC:
        instant = instant.astimezone(UTC)
    return f"{instant.isoformat(timespec='milliseconds')[:-6]}Z"


@lru_cache(maxsize=512)
def from_text(text: str) -> datetime:
    """Return the aware UTC instant of any ISO 8601 text with a zone.

    Raises:
        ValueError: it is not such a text.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is UTC:
        return instant
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} is outside the years 1 to 9999") from error


def from_ms(ms: float) -> datetime:
    """Return the aware UTC instant of Unix milliseconds.

    Raises:
        ValueError: it is outside the years 1 to 9999 or not finite.
    """
    try:
        return datetime.fromtimestamp(ms / 1000, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"{ms!r} is not an instant") from error


def to_ms(instant: datetime) -> int:
    """Return Unix milliseconds."""
    return round(instant.timestamp() * 1000)


def plus_months(instant: datetime, months: int) -> datetime:
    """Return the same time of day so many months later; the 31st becomes the last day of a shorter month.

    Raises:
        ValueError: that is after the year 9999.
    """
    years, month = divmod(instant.month - 1 + months, 12)
    year = instant.year + years
    last_day = monthrange(year, month + 1)[1]
    return instant.replace(year=year, month=month + 1, day=min(instant.day, last_day))


def plus_ms(instant: datetime, ms: float) -> datetime:
    """Return the instant `ms` milliseconds later, within the years 1 to 9999."""
    try:
        return instant + timedelta(milliseconds=ms)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if ms > 0 else datetime.min.replace(tzinfo=UTC)


def midnight(now: datetime) -> datetime:
    """Return the midnight UTC at which the day of `now` began."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def next_midnight(now: datetime) -> datetime:
    """Return the next midnight UTC, when 12m's daily caps and ours start anew."""
    return midnight(now) + timedelta(days=1)


def read_instant(value: object) -> datetime | None:
    """Return the instant of Unix milliseconds or ISO 8601 text from outside, or None if it is not usable."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        instant = from_text(value) if isinstance(value, str) else from_ms(value)
    except ValueError:
        return None
    return believable(instant)


def believable(instant: datetime | None) -> datetime | None:
    """Return the instant if it lies between the years 2000 and 2100, else None."""
    return instant if instant is not None and EARLIEST <= instant < LATEST else None


def read_wait_ms(value: object) -> float | None:
    """Return a duration from outside in milliseconds, or None unless it is from 0 to 366 days."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= MAX_DURATION_MS else None


@lru_cache(maxsize=16)
def parse_http_date(text: str) -> datetime | None:
    """Return the instant of an HTTP date in any of its three grammars, or None if it is not believable.

    Source: RFC 9110 §5.6.7.
    """
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - only commands that talk to 12m need it

    try:
        date = parsedate_to_datetime(text)
        instant: datetime | None = date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        instant = _parse_asctime(text)
    return believable(instant)


def _parse_asctime(text: str) -> datetime | None:
    try:
        return datetime.strptime(" ".join(text.split()), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Reading:
    """The same instant by three clocks: 12m's time, this machine's wall time, its monotonic seconds."""

    server_at: datetime
    wall_at: datetime
    monotonic_s: float

    def age_by_server_s(self, later: "Reading") -> float:
        """Return the age of this reading by 12m's time, in seconds; negative if that went back."""
        return (later.server_at - self.server_at).total_seconds()

    def ages_here_s(self, later: "Reading") -> tuple[float, float]:
        """Return the age of this reading by the machine's wall and monotonic clock, in seconds."""
        return (later.wall_at - self.wall_at).total_seconds(), later.monotonic_s - self.monotonic_s


class ServerTime:
    """12m's time: the last trusted `Date` plus the monotonic time since.

    Before the first `Date` it is the wall time plus `offset_ms`, the last known difference (None: unknown). A `Date`
    that jumps against the wall clock is trusted once a second answer confirms it, at most an hour later and not
    earlier; until then the old difference holds.
    """

    def __init__(self, clock: Clock, offset_ms: int | None = None) -> None:
        self._clock = clock
        self._offset_ms = offset_ms or 0
        self._known_ms = offset_ms
        self._seen: tuple[datetime, float] | None = None
        self._leap: datetime | None = None
        #: Leaps of `Date` against the wall clock, in ms; those that a second answer has not confirmed come too.
        self.leaps: list[int] = []
        #: Whether a second answer has confirmed the last of them.
        self.is_leap_confirmed = False

    def observe(self, date: datetime) -> None:
        """Process a `Date` header that has just arrived."""
        leap_ms = to_ms(date) - to_ms(self._clock.now()) - self._offset_ms
        bearable_ms = DAY_MS if self._seen is None else HOUR_MS
        if abs(leap_ms) > bearable_ms and not self._confirms(date):
            if self._leap is None:
                self.leaps.append(leap_ms)
                self.is_leap_confirmed = False
            self._leap = date
            return
        self.is_leap_confirmed = self.is_leap_confirmed or abs(leap_ms) > bearable_ms
        self._leap = None
        self._seen = (date, self._clock.monotonic())
        self._offset_ms += leap_ms

    def _confirms(self, date: datetime) -> bool:
        return self._leap is not None and self._leap <= date <= plus_ms(self._leap, HOUR_MS)

    @property
    def is_in_doubt(self) -> bool:
        """Whether the last `Date` jumped and another answer must confirm it."""
        return self._leap is not None

    def now(self) -> datetime:
        """Return 12m's time, aware and in UTC; `Date` has whole seconds only."""
        if self._seen is None:
            return plus_ms(self._clock.now(), self._offset_ms)
        date, at = self._seen
        return date + timedelta(seconds=self._clock.monotonic() - at)

    def begin_run(self) -> None:
        """Take as known what the last run has learnt, as the next process would, which reads it from the file."""
        if self._seen is not None:
            self._known_ms = self._offset_ms

    def bounds(self) -> tuple[datetime, datetime]:
        """Return the earliest and latest that 12m's time may be: by `Date`, and by the wall clock as known before."""
        now = self.now()
        by_wall = now if self._known_ms is None else plus_ms(self._clock.now(), self._known_ms)
        return min(now, by_wall), max(now, by_wall)

    def read(self) -> Reading:
        """Return the current time by all three clocks."""
        return Reading(self.now(), self._clock.now(), self._clock.monotonic())

    @property
    def offset_ms(self) -> int:
        """How far 12m's time is ahead of this machine's wall time."""
        return self._offset_ms
