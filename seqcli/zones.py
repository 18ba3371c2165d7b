"""The reader's time zone: converts instants in texts to local time with the name of the zone.

Texts have instants as ISO 8601 in UTC (`2026-11-24T09:00Z`), like JSON and CSV. `localised` converts only what a
person reads.
"""

import os
import re
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path

_INSTANT = re.compile(
    r"(?<![\w:.+-])([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(:[0-9]{2}(?:\.[0-9]{3})?)?Z(?![\w+-]|:\w)"
)
#: A zone that libc knows without a zone file, such as `EST5EDT,M3.2.0,M11.1.0`. Source: POSIX, chapter 8.3, TZ.
_POSIX_ZONE = re.compile(r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)[+-]?[0-9]{1,2}(?::[0-9]{2}){0,2}(?:\D.*)?")
_chosen = {"utc": False}


def show_in_utc(wanted: bool) -> None:
    """Choose between UTC and the reader's zone for all later texts."""
    _chosen["utc"] = wanted


def localised(text: str) -> str:
    """Return a text with its instants in the reader's zone, to the minute, or to the second if they end there."""
    return _INSTANT.sub(lambda found: " ".join(_local(found)), text) if "Z" in text else text


def local_cells(cells: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the zone that a column of instants shares and its cells without it; other columns have an empty zone.

    A column that spans a change to or from summer time has no zone of its own: each cell names one.
    """
    found = [_INSTANT.fullmatch(cell) for cell in cells if cell]
    zones = {_local(match)[1] for match in found if match}
    if not found or None in found or len(zones) != 1:
        return "", tuple(map(localised, cells))
    zone = zones.pop()
    return zone, tuple(localised(cell).removesuffix(f" {zone}") for cell in cells)


def log_time(instant: datetime) -> str:
    """Return an instant for a log line: ISO 8601 to the second, in the reader's zone, with offset."""
    return in_readers_zone(instant).isoformat(timespec="seconds")


def day_text(instant: datetime, since: datetime) -> str:
    """Return the day of an instant in the reader's zone: `2026-12-01`; with the time if that was asked for.

    Nobody asked for it where whole days lie between the two, or where the day begins.
    """
    local = in_readers_zone(instant)
    is_whole = (instant - since) % timedelta(days=1) == timedelta(0) or local.time() == time()
    return local.date().isoformat() if is_whole else f"{instant.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def clock_time(instant: datetime, now: datetime) -> str:
    """Return the time of an instant as a clock on the reader's wall shows it; on another day than now, the day too."""
    local = in_readers_zone(instant)
    is_today = local.date() == in_readers_zone(now).date()
    return local.strftime("%H:%M" if is_today else "%a %-d %b %H:%M")


def with_clock_times(text: str, now: datetime) -> str:
    """Return a text with its instants as `clock_time` shows them; what is no date stays as it is."""

    def shorter(found: re.Match[str]) -> str:
        try:
            return clock_time(datetime.fromisoformat(found[0]), now)
        except (ValueError, OverflowError, OSError):
            return found[0]

    return _INSTANT.sub(shorter, text)


def full_clock(now: datetime) -> str:
    """Return the day, the time to the second and the reader's zone."""
    local = in_readers_zone(now)
    return f"{local.strftime('%a %-d %b %H:%M:%S')} {_name(local)}"


def from_local(instant: datetime) -> datetime:
    """Return the aware UTC instant of a typed date and time; without a zone it is in the reader's."""
    zone = _zone()
    if instant.tzinfo is None and zone is not None:
        instant = instant.replace(tzinfo=zone)
    return instant.astimezone(UTC)


def _local(found: re.Match[str]) -> tuple[str, str]:
    """Return the local time and the zone of a match; an impossible date stays as it is."""
    try:
        instant = in_readers_zone(
            datetime.fromisoformat(f"{found[1]}+00:00" if found[2] is None else found[0])
        )
    except (ValueError, OverflowError, OSError):
        return found[0].removesuffix("Z").replace("T", " "), "UTC"
    shows_seconds = found[2] is not None and "." not in found[2]
    return instant.strftime("%Y-%m-%d %H:%M:%S" if shows_seconds else "%Y-%m-%d %H:%M"), _name(instant)


def _name(local: datetime) -> str:
    """Return the name of a local time's zone."""
    name = local.tzname() or "UTC"
    return name if name[:1].isalpha() else f"UTC{name}"


def in_readers_zone(instant: datetime) -> datetime:
    """Return an instant in the reader's zone."""
    return instant.astimezone(_zone())


def _zone() -> tzinfo | None:
    """Return the reader's zone; None is the zone of the machine. A `TZ` that names no zone means UTC.

    libc would show UTC under the wrong name.
    """
    name = os.environ.get("TZ")
    if _chosen["utc"] or name in {"", "UTC", "UTC0"}:
        return UTC
    if name is None:
        return None
    name = name.removeprefix(":")
    if _POSIX_ZONE.fullmatch(name) or Path(name).is_absolute():
        return None if not Path(name).is_absolute() or Path(name).is_file() else UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - most machines set no TZ

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC
