"""Dates and durations that people type: when something ends, and since when."""

from datetime import datetime

from seqcli.clock import LATEST, plus_ms, to_text
from seqcli.commands.session import read_duration_ms
from seqcli.errors import UsageError
from seqcli.output.result import shown
from seqcli.zones import from_local, localised


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
    return plus_ms(now, read_duration_ms("--for", length, "d", "2w or 3 days"))


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
