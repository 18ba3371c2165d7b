"""Finds the day of return that an absence note states.

A day counts that a word binds as the end ("until 4 May", "back on Monday", "from 1 to 14 August"); other days only
if there is none. Where day and month could be either, the later day counts: waiting too long costs less.
Bounded: a few thousand characters are read, and `dateparser` gets at most `MOST_PARSED` phrases of a few words.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from seqcli.inbound.date_phrases import (
    COUNTS,
    DAY,
    DAYS_OF_UNIT,
    FORTNIGHT,
    HABIT,
    LENGTH_BEFORE,
    MONTH_END,
    MONTH_LANGUAGE,
    MONTH_MIDDLE,
    NO_RETURN,
    REPLY,
    RETURN,
    SHORT_WEEKDAYS,
    START,
    UNTIL,
    WEEKDAYS,
)
from seqcli.inbound.reading import SUBJECT_LIMIT, body, flat, fold, written_lines
from seqcli.model import Mail

MOST_FOUND = 40  # days looked at
MOST_PARSED = 3  # days read, the best first
_TEXT_READ = 3_000
_FARTHEST = timedelta(days=366)
_JUST_PAST = timedelta(days=60)  # a day without a year that has just been is not meant for next year
_LEAP_YEAR = 2028
_MONTH_END_DAY = 28

_SENTENCE_END = re.compile(r"[!?;]|\.(?=\s+[^\d\W])(?<!\d\.)|\.$")
_AND = re.compile(r"[,;]|\b(?:and|und|et|y|e|en|i|och|og)\b")
_HOURS = re.compile(r"\b24/7\b")


@dataclass(frozen=True, slots=True)
class _Found:
    """A day in the text: the rank of what binds it, its place, and its words."""

    rank: int
    place: int
    match: re.Match[str]


def find_return_date(mail: Mail, received_at: datetime) -> date | None:
    """Return the day of return that a mail states, in the time zone of `received_at`; None if it states none.

    A day before `received_at` or more than a year after it counts as none.
    """
    text = _text_of(mail)
    found = sorted(_days(text), key=lambda each: (-each.rank, each.place))
    bound = [each for each in found if each.rank > 1] or [each for each in found if each.rank == 1]
    order = _order_of(text)
    for each in bound[:MOST_PARSED]:
        day = _read(each, received_at.date(), order)
        if day and received_at.date() <= day <= received_at.date() + _FARTHEST:
            return day
    return None


def states_return(text: str) -> bool:
    """Return whether a (flat) text states the end of an absence."""
    return any(found.rank > 1 for found in _days(text[:_TEXT_READ]))


def _text_of(mail: Mail) -> str:
    written = ". ".join(line.rstrip(".") for line in written_lines(body(mail)[:_TEXT_READ]))
    return _HOURS.sub(" ", f"{_joined(written)} ; {flat(mail.subject[:SUBJECT_LIMIT])}")


def _joined(text: str) -> str:
    """Undo line breaks inside a sentence where a date may stand on both sides."""
    return re.sub(r"\b(until|on|am|bis|zum|le|el|the|to|and|be|back)\. ", r"\1 ", text)


def _days(text: str) -> Iterator[_Found]:
    matches = list(islice(DAY.finditer(text), MOST_FOUND))
    for index, match in enumerate(matches):
        start = matches[index - 1].end() if index else 0
        end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        if _is_day(text, match):
            yield _Found(_rank(text, match, start, end), match.start(), match)


def _is_day(text: str, match: re.Match[str]) -> bool:
    """Return whether a match is a day and no part of a telephone number, a clock time or a version."""
    if match["count"] or match["fortnight"]:
        return bool(LENGTH_BEFORE.search(text[max(0, match.start() - 20) : match.start()]))
    if (
        match["alone"]
        and not match["dayonly"]
        and HABIT.search(text[max(0, match.start() - 50) : match.start()])
    ):
        return False
    mark = match["mark"]
    if not mark:
        return True
    before, after = text[: match.start()][-2:], text[match.end() : match.end() + 2]
    if (
        re.fullmatch(r"[\d)][./ -]?|.?[+(]", before)
        and before[-1:] in {mark, "+", "("}
        and before[0].isdigit()
    ):
        return False
    if re.match(r"[./-]\d" if mark != "." else r"\.\d", after) and after[:1] == mark:
        return False
    return mark != "-" or bool(match["year3"]) or len(match["n1"]) == len(match["n2"]) == 2


def _rank(text: str, match: re.Match[str], start: int, end: int) -> int:
    """Return 4 for a day of return, 3 for one told after the day, 2 for the end of an absence, 0 for its start."""
    place = _place(match)
    before = _SENTENCE_END.split(text[max(start, place - 70) : place])[-1]
    after = _SENTENCE_END.split(text[match.end() : min(end, match.end() + 60)].lstrip(".,) "))[0]
    ends = bool(UNTIL.search(before) or match["span"] or match["days"])
    begins = bool(START.search(before)) and not ends
    if RETURN.search(before[-30:] if begins else before) and not NO_RETURN.search(before):
        return 4
    if RETURN.search(_AND.split(after)[0]) and not NO_RETURN.search(after):
        return 3
    if match["monthonly"]:
        return 2 if ends else 0
    if REPLY.search(before) or (begins and REPLY.search(after)):
        return 3
    if ends or match["count"] or match["fortnight"]:
        return 2
    return 0 if begins else 1


def _place(match: re.Match[str]) -> int:
    """Return where the day itself begins, behind a preposition that belongs to the pattern."""
    return next((match.start(name) for name in ("short", "monthonly") if match[name]), match.start())


# --- Reading a day


def _order_of(text: str) -> str:
    """Return "DM" or "MD" if a number over 12 in the text shows the order of day and month, else an empty text."""
    for first, _, second in islice(re.findall(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})(?!\d)", text), MOST_FOUND):
        if 12 < int(first) < 32 and int(second) < 13:
            return "DM"
        if 12 < int(second) < 32 and int(first) < 13:
            return "MD"
    return ""


def _read(found: _Found, today: date, order: str) -> date | None:
    match = found.match
    if match["iso"]:
        return _day_of(int(match["y"]), int(match["m"]), int(match["d"]))
    if match["month"] or match["month2"] or match["monthonly"]:
        return _read_named(match, today)
    if match["n1"]:
        return _read_numbers(match, today, order)
    if match["east"]:
        return _next(today, int(match["m4"]), int(match["d4"]))
    if match["nextweek"]:  # away next week, or back next week
        return today + timedelta(days=(7 if found.rank > 1 else 14) - today.weekday())
    return _read_relative(match, today)


def _read_named(match: re.Match[str], today: date) -> date | None:
    import dateparser  # type: ignore[import-untyped]  # noqa: PLC0415 - takes long to load, and few runs need it

    month = match["month"] or match["month2"] or match["monthonly"]
    year = match["year"] or match["year2"]
    phrase = f"{match['day'] or match['day2'] or _day_of_month(match)} {month} {year or _LEAP_YEAR}"
    found = dateparser.parse(phrase, languages=[MONTH_LANGUAGE[month]], settings={"DATE_ORDER": "DMY"})
    if not found:
        return None
    if match["monthonly"] and found.day == _MONTH_END_DAY:
        found = found.replace(day=monthrange(_LEAP_YEAR + 1, found.month)[1])
    return found.date() if year else _next(today, found.month, found.day)


def _day_of_month(match: re.Match[str]) -> int:
    """Return the day that "in May", "mid May" or "end of May" stands for."""
    before = match.string[: match.start("monthonly")][-20:]
    return _MONTH_END_DAY if MONTH_END.search(before) else 15 if MONTH_MIDDLE.search(before) else 1


def _read_numbers(match: re.Match[str], today: date, order: str) -> date | None:
    """Return the day of numbers: the later one if both orders are possible. With dots the day comes first."""
    first, second, year = int(match["n1"]), int(match["n2"]), match["year3"]
    orders = [(second, first)] if match["mark"] == "." or order == "DM" else [(first, second)]
    if match["mark"] != "." and not order:
        orders.append((second, first))
    days = [_numbered(today, month, day, year) for month, day in orders]
    possible = [day for day in days if day and today <= day <= today + _FARTHEST]
    named = [day for day in possible if match["weekday"] and _weekday(match["weekday"]) == day.weekday()]
    return max(named or possible, default=None)


def _numbered(today: date, month: int, day: int, year: str | None) -> date | None:
    if not year:
        return _next(today, month, day)
    return _day_of(int(year) + (2000 if len(year) == 2 else 0), month, day)


def _read_relative(match: re.Match[str], today: date) -> date | None:
    if match["tomorrow"]:
        return today + timedelta(days=1)
    if match["fortnight"]:
        return today + timedelta(days=FORTNIGHT[match["fortnight"]])
    if match["count"]:
        number = int(match["count"]) if match["count"].isdigit() else COUNTS[match["count"]]
        return today + timedelta(days=number * _unit(match["unit"]))
    only = match["dayonly"] or match["dayalone"]
    if only:
        return _next_of_month(today, int(only))
    weekday = SHORT_WEEKDAYS[match["short"]] if match["short"] else _weekday(match["alone"])
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _unit(word: str) -> int:
    return next(days for words, days in DAYS_OF_UNIT.items() if word in words.split("|"))


def _weekday(word: str) -> int:
    return next(number for number, words in enumerate(WEEKDAYS) if re.fullmatch(words, fold(word)))


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(today: date, month: int, day: int) -> date | None:
    """Return the next such day, or None if it has just been."""
    days = [_day_of(today.year + more, month, day) for more in (-1, 0, 1)]
    if any(each and today - _JUST_PAST <= each < today for each in days):
        return None
    return next((each for each in days if each and each >= today), None)


def _next_of_month(today: date, day: int) -> date | None:
    months = [
        ((today.year * 12 + today.month - 1 + more) // 12, (today.month - 1 + more) % 12 + 1)
        for more in (0, 1, 2)
    ]
    days = [_day_of(year, month, day) for year, month in months]
    return next((each for each in days if each and each >= today), None)
