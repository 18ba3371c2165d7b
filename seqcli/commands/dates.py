"""Dates and durations that people type: when something ends, and since when."""

import re
from datetime import datetime, timedelta

from seqcli.clock import LATEST, plus_months, plus_ms, to_text
from seqcli.commands.session import read_duration_ms
from seqcli.errors import UsageError
from seqcli.output.result import shown
from seqcli.wording import counted
from seqcli.zones import from_local, localised

_CALENDAR = re.compile(r"(?P<count>[0-9]{1,4})\s*(?P<unit>mo|mos|mths?|months?|y|yrs?|years?)", re.ASCII)
_MOST_MONTHS = 12 * 20
_MINUTES = re.compile(r"([0-9]+)\s*m(?:in(?:ute)?s?)?", re.ASCII)
#: A year, a year with a month, or a date without its dashes.
_PART_OF_DATE = re.compile(r"(20[0-9]{2})(?:-?(0[1-9]|1[0-2])(?:([0-3][0-9]))?)?", re.ASCII)


def read_until(text: str, now: datetime, option: str = "--until") -> datetime:
    """Return the instant of a date, which begins in the reader's zone, or of a date and time.

    `option` is what the person typed before it.

    Raises:
        UsageError: it is no date, is past, or lies too far ahead.
    """
    try:
        until = from_local(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        raise UsageError(
            "bad_until",
            f"{option} {text} is no date",
            "Examples: 2026-12-01, or 2026-12-01T14:00.",
        ) from None
    if until <= now:
        told = localised(shown(to_text(until)))
        raise UsageError("bad_until", f"{option} {text} is past: {told}", "Give a date to come.")
    if until >= LATEST:
        raise UsageError("bad_until", f"{option} {text} is too far away", "Give a nearer date.")
    return until


def read_later(text: str, now: datetime, option: str) -> datetime:
    """Return the instant of a date to come, or of a length from now that is a day or more.

    Raises:
        UsageError: it is neither, or it is a year or a month alone.
    """
    typed = text.strip()
    if found := _PART_OF_DATE.fullmatch(typed):
        year, month, day = found.groups()
        whole = f"{year}-{month}-{day or '01'}" if month else f"a whole date, such as {year}-03-01"
        raise UsageError("bad_until", f"{option} {typed} is no date", f"Write {whole}.")
    if typed[:4].isdecimal() and "-" in typed:
        return read_until(typed, now, option)
    until = plus_length(now, typed, option, "90d, 6w, 3mo, 1y or 2026-12-01")
    if until - now < timedelta(days=1):
        minutes = _MINUTES.fullmatch(typed.lower())
        told = f"is {counted(int(minutes[1]), 'minute')}" if minutes else "is less than a day"
        hint = f"Write {minutes[1]}mo for months, or 90d." if minutes else "Examples: 90d, 3mo or 2026-12-01."
        raise UsageError("too_soon", f"{option} {typed} {told}", hint)
    return until


def plus_length(now: datetime, text: str, option: str, examples: str) -> datetime:
    """Return the instant that lies so far ahead: a duration, or months or years of the calendar, such as `3mo`.

    Raises:
        UsageError: it is no length, or lies too far ahead.
    """
    found = _CALENDAR.fullmatch(text.strip().lower())
    if found is None:
        return plus_ms(now, read_duration_ms(option, text, "d", examples))
    months = int(found["count"]) * (12 if found["unit"].startswith("y") else 1)
    if months > _MOST_MONTHS:
        raise UsageError("bad_until", f"{option} {text} is too far away", "Give a nearer date.")
    return plus_months(now, months)


def read_end(length: str | None, until: str | None, now: datetime) -> datetime | None:
    """Return the instant that `--for` or `--until` says; None if neither is there.

    Raises:
        UsageError: both are there, or one cannot be read.
    """
    if length is not None and until is not None:
        raise UsageError("say_one", "use either --for or --until", "")
    if until is not None:
        return read_until(until, now)
    if length is None:
        return None
    return plus_length(now, length, "--for", "2w or 3 days")


def read_since(text: str, now: datetime, option: str = "--since") -> datetime:
    """Return the instant of `--since` or another option: a duration back from now, or a date.

    Raises:
        UsageError: it is neither.
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return plus_ms(now, -read_duration_ms(option, text, "d", "7d or 2026-11-01"))
    return from_local(instant)
