"""Reads from an auto-reply when its writer is back."""

import re
from datetime import date, datetime, timedelta

from seqcli.inbound.reading import body
from seqcli.model import Mail

_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_SHORT = re.compile(r"\b(\d\d?)/(\d\d?)\b")
_YEAR = timedelta(days=366)


def find_return_date(mail: Mail, received_at: datetime) -> date | None:
    """Return the day on which the writer is back; None if none is named, or none within a year."""
    today = received_at.date()
    text = body(mail)[:4000]
    found = [_day(int(y), int(m), int(d)) for y, m, d in _ISO.findall(text)]
    for first, second in _SHORT.findall(text):
        found += [_next(today, int(first), int(second)), _next(today, int(second), int(first))]
    coming = [day for day in found if day is not None and today <= day <= today + _YEAR]
    return max(coming, default=None)


def _next(today: date, month: int, day: int) -> date | None:
    named = _day(today.year, month, day)
    return _day(today.year + 1, month, day) if named is not None and named < today else named


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
