"""Finds the day from which on somebody may be asked again: "in March", "in Q2", "next month", "in three weeks".

A day counts that lies ahead, at most a year and a half. Where the text names none, there is none.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from seqcli.inbound.date_phrases import COUNTS
from seqcli.inbound.meaning_phrases import (
    IN_TIME,
    ISO_DAY,
    MONTH_NAMED,
    MONTH_NUMBER,
    NEXT,
    NEXT_UNITS,
    QUARTER,
    QUARTER_WORDS,
)

_FARTHEST = timedelta(days=550)
_MID = 15


def find_coming_date(text: str, today: date) -> date | None:
    """Return the first day to come that a folded text names, or None."""
    for pattern, read in _READERS:
        for found in pattern.finditer(text):
            day = read(found, today)
            if day is not None and today < day <= today + _FARTHEST:
                return day
    return None


def _read_iso(found: re.Match[str], _today: date) -> date | None:
    return _day_of(int(found[1]), int(found[2]), int(found[3]))


def _read_month(found: re.Match[str], today: date) -> date | None:
    month, before = MONTH_NUMBER[found["month"]], found["before"]
    number = found["day"] or found["day2"] or (re.match(r"\d{1,2}", before) or [""])[0]
    year = int(found["year"]) if found["year"] else today.year + (month < today.month)
    if number:
        told = _day_of(year, month, int(number))
        is_past = told is not None and told < today and not found["year"]
        return _day_of(year + 1, month, int(number)) if is_past else told
    if before in {"mid", "mitte", "mi"}:
        return date(year, month, _MID)
    if before in {"end of", "ende", "fin", "eind", "late"}:
        return date(year, month, monthrange(year, month)[1])
    if before in {"after", "nach", "apres", "despues de", "na"}:
        return _first_of(year, month + 1)
    return None if (year, month) == (today.year, today.month) else date(year, month, 1)


def _read_quarter(found: re.Match[str], today: date) -> date | None:
    told = found["q"] or found["number"]
    quarter = int(told) if told else QUARTER_WORDS[found["word"]]
    month = quarter * 3 - 2
    year = int(found["year"]) if found["year"] else today.year + (month <= today.month)
    return date(year, month, 1)


def _read_next(found: re.Match[str], today: date) -> date | None:
    word = next(each for each in found.groups() if each)
    unit = next(unit for words, unit in NEXT_UNITS.items() if word in words.split("|"))
    if unit == "week":
        return today + timedelta(days=7 - today.weekday())
    if unit == "month":
        return _first_of(today.year, today.month + 1)
    if unit == "quarter":
        return _first_of(today.year, (today.month - 1) // 3 * 3 + 4)
    return date(today.year + 1, 1, 1)


def _read_length(found: re.Match[str], today: date) -> date | None:
    count = int(found["count"]) if found["count"].isdigit() else COUNTS.get(found["count"], 0)
    unit = found["unit"]
    if not count:
        return None
    if unit.startswith(("month", "monat", "moi", "mes", "maand")):
        first = _first_of(today.year, today.month + count)
        return first.replace(day=min(today.day, monthrange(first.year, first.month)[1]))
    is_week = unit.startswith(("week", "woche", "semain", "seman", "weken"))
    return today + timedelta(days=count * (7 if is_week else 1))


def _first_of(year: int, month: int) -> date:
    """Return the first day of a month; months beyond twelve are of later years."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READERS = (
    (ISO_DAY, _read_iso),
    (QUARTER, _read_quarter),
    (MONTH_NAMED, _read_month),
    (IN_TIME, _read_length),
    (NEXT, _read_next),
)
