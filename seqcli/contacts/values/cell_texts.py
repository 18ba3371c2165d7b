"""Writes the values of cells and of JSON as a person sees them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any


def cell_text(value: Any) -> str:
    """Return a value as text: `42.0` as `42`, a yes as `TRUE`, a day as `2026-03-01`, nothing as an empty text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | Decimal):
        return number_text(float(value))
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        return _duration(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def number_text(value: float) -> str:
    """Return a number without an exponent or `.0`; at most 15 digits are certain."""
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - it is no number
        return ""
    if value.is_integer() and abs(value) < 1e21:
        return f"{value:.0f}"
    return f"{value:.15g}"


def _moment(value: datetime) -> str:
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ", "seconds" if value.second else "minutes")


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
