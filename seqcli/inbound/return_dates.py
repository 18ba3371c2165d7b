"""Finds the day of return that an absence note states.

For "until 4 May" and for "back on 4 May" that is 4 May: who waits for it adds a day.

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

from seqcli.inbound.absence_phrases import AWAY, AWAY_NOUN, BRACKETED_END
from seqcli.inbound.date_phrases import (
    AVAILABLE,
    AWAY_STEM,
    BETWEEN,
    COUNTS,
    DAY,
    DAYS_OF_UNIT,
    DENIED,
    END_OF,
    FORM_LINE,
    HABIT,
    HOURS_AFTER,
    LENGTH_BEFORE,
    LENGTHS,
    MONTH_END,
    MONTH_LANGUAGE,
    MONTH_PARTS,
    NEAR,
    NO_LENGTH_AFTER,
    NO_LENGTH_BEFORE,
    NO_RETURN,
    NOT_BEFORE,
    RANGE_BEFORE,
    RANGE_GOES_ON,
    REPLY,
    RETURN,
    START,
    SUBJECT_LINE,
    UNTIL,
    WEEKDAY_NUMBER,
)
from seqcli.inbound.reading import SUBJECT_LIMIT, body, flat, written_lines
from seqcli.model import Mail
from seqcli.patterns import compiled

MOST_FOUND = 40  # days looked at
MOST_PARSED = 3  # days read, the best first
_TEXT_READ = 3_000
_FARTHEST = timedelta(days=366)
_JUST_PAST = timedelta(days=60)  # a day without a year that has just been is not meant for next year
_LEAP_YEAR = 2028
_SAME_SENTENCE = 70  # characters
_SHORT_PHRASE = 20
_WRAPPED_AT = 55  # a line as long as this that ends without a mark goes on in the next one

_SENTENCE_END = compiled(r"[!?;]|\.(?=\s+[^\d\W])(?<!\d\.)|\.$")
_AND = compiled(
    r"[,;]|\b(?:and|und|et|y|e|en|och|og|i(?!'| (?:am|will|shall|can|return|expect|resume|should)\b))\b"
)
_CLAUSE_END = compiled(r"[,;]|\b(?:and|und|et|oraz)\b")
_HOURS = compiled(r"\b24/7\b")
_SUBJECT_PARTS = compiled(r"\s?:(?!\d)\s?|\s[-\u2013\u2014|]\s")
_QUOTED = compiled(r'["«»][^"«»]{1,200}["«»]')
_GREETING = compiled(r"\b(?:guten |am |der |la |esta |de )$")
_WORD = compiled(r"[\s,.(]{0,3}([^\W\d]+)")
# Two numbers that show by a number over 12 in which order day and month stand; "10-15 March" is no such pair.
_PAIR = compiled(r"(?<!\d)(\d{1,2})(?:/(\d{1,2})(?!\d)|-(\d{1,2})-\d\d)")


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
    order, today = _order_of(text), received_at.date()
    for each in bound[:MOST_PARSED]:
        day = _read(each, today, order)
        if day and _is_length(each.match) and (start := _start_of(each, found)):
            day += max(timedelta(), (_read(start, today, order) or today) - today)
        if day and today <= day <= today + _FARTHEST:
            return day
    return None


def states_return(text: str) -> bool:
    """Return whether a (flat) text states the end of an absence."""
    return any(found.rank > 1 for found in _days(text[:_TEXT_READ]))


# --- Which text counts


def _text_of(mail: Mail) -> str:
    lines = [
        line
        for line in written_lines(FORM_LINE.sub(r"\1 ", body(mail)[:_TEXT_READ]))
        if line.strip(".") and not SUBJECT_LINE.match(line)
    ]
    text = "".join(
        line + " " if len(line) > _WRAPPED_AT and line[-1] not in ".!?:" else line.rstrip(".") + ". "
        for line in lines
    )
    text = _joined(_QUOTED.sub(" ", text))
    return _HOURS.sub(" ", f"{text} ; {_own_subject(flat(mail.subject[:SUBJECT_LIMIT]))}")


def _joined(text: str) -> str:
    """Undo line breaks inside a sentence where a date may stand on both sides."""
    return re.sub(
        r"\b(until|on|from|am|ab|bis|zum|du|au|le|el|al|il|dal|tot|do|the|to|and|be|back)\. ", r"\1 ", text
    )


def _own_subject(subject: str) -> str:
    """Return what a (flat) subject tells of an absence in its writer's words.

    Our own subject, which may hold any date, stands behind "Re:", "Automatic reply:" or "Out of office:".
    """
    own, *quoted = _SUBJECT_PARTS.split(subject, maxsplit=1)
    away = AWAY.search(own) or AWAY_NOUN.match(own)
    told = own[away.start() :] if away else ""
    rest = quoted[0] if quoted else ""
    if away and _opens_with_day(rest):
        return f"{told} {rest}"
    note = BRACKETED_END.search(rest)  # IBM Notes: "AUTO: Bo Ek is out of the office (returning 05/18/2026)"
    return f"{told} ; {note[1]}" if note and RETURN.match(note[1]) else told


def _opens_with_day(text: str) -> bool:
    """Return whether a text begins with a day and what binds it, as "back on 4 May" does."""
    day = DAY.search(text)
    if not day:
        return False
    before = text[: _place(day)]
    is_return = len(before) <= _SHORT_PHRASE and RETURN.match(before)
    return not before or bool(is_return or UNTIL.fullmatch(before) or START.fullmatch(before))


# --- Finding days


def _days(text: str) -> Iterator[_Found]:
    matches = list(islice(DAY.finditer(text), MOST_FOUND))
    ends = [0, *(match.end() for match in matches)]
    starts = [*(match.start() for match in matches[1:]), len(text)]
    for match, start, end in zip(matches, ends, starts, strict=False):
        if _is_day(text, match):
            yield _Found(_rank(text, match, start, end), match.start(), match)


def _before(text: str, match: re.Match[str], width: int) -> str:
    """Return what stands before a day in its sentence, in whole words."""
    place = _place(match)
    words = text[max(0, place - width) : place]
    whole = words if place <= width else words[words.find(" ") + 1 :]
    return _SENTENCE_END.split(whole)[-1]


def _after(text: str, match: re.Match[str], width: int) -> str:
    return _SENTENCE_END.split(text[match.end() : match.end() + width])[0]


def _is_day(text: str, match: re.Match[str]) -> bool:
    """Return whether a match is a day and no part of a telephone number, a clock time or a version."""
    if _is_length(match):
        return _is_length_of_absence(text, match)
    if match["near"]:
        before = _before(text, match, 70)
        return bool(UNTIL.search(before)) if NEAR[match["near"]] == 0 else not _GREETING.search(before)
    if match["shortrange"] or (match["alone"] and not match["dayonly"]):
        return _is_weekday_of_absence(text, match)
    return not match["mark"] or _is_pair_of_numbers(text, match)


def _is_length(match: re.Match[str]) -> bool:
    return bool(match["count"] or match["length"])


def _is_length_of_absence(text: str, match: re.Match[str]) -> bool:
    before, after = _before(text, match, 40), _after(text, match, 25)
    if NO_LENGTH_BEFORE.search(before) or NO_LENGTH_AFTER.match(after):
        return False
    return bool(LENGTH_BEFORE.search(before) or AWAY_STEM.search(before) or AWAY_STEM.search(after))


def _is_weekday_of_absence(text: str, match: re.Match[str]) -> bool:
    """Return whether a weekday is none of the hours at which somebody works."""
    before, after = _before(text, match, 60), text[match.end() : match.end() + 60]
    if HABIT.search(before) or HOURS_AFTER.match(after):
        return False
    if match["shortrange"]:
        return bool(AWAY_STEM.search(before) or AWAY_STEM.search(_after(text, match, 40)))
    in_range = RANGE_GOES_ON.match(after) or RANGE_BEFORE.search(before)
    return not (in_range and _is_available(before))


def _is_pair_of_numbers(text: str, match: re.Match[str]) -> bool:
    mark, before, after = match["mark"], text[: match.start()][-2:], text[match.end() : match.end() + 2]
    if (
        re.fullmatch(r"[\d)][./ -]?|.?[+(]", before)
        and before[-1:] in {mark, "+", "("}
        and before[0].isdigit()
    ):
        return False
    if re.match(r"[./-]\d" if mark != "." else r"\.\d", after) and (after[:1] == mark or mark == "-"):
        return False
    return mark != "-" or bool(match["year3"]) or len(match["n1"]) == len(match["n2"]) == 2


def _rank(text: str, match: re.Match[str], start: int, end: int) -> int:
    """Return 4 for a day of return, 3 for one told after the day, 2 for the end of an absence, 0 for its start."""
    place = _place(match)
    before = _SENTENCE_END.split(text[max(start, place - 70) : place])[-1]
    after = _SENTENCE_END.split(text[match.end() : min(end, match.end() + 60)].lstrip(".,) "))[0]
    ends = _ends(text, match, before)
    begins = bool(START.search(before)) and not ends
    clause = _CLAUSE_END.split(before)[-1] if begins else before
    if RETURN.search(clause) and not NO_RETURN.search(before):
        return 4
    follow = _AND.split(after)[0]
    if RETURN.search(follow) and not NO_RETURN.search(after):
        return 3
    if (
        begins
        and (_is_available(clause) or _is_available(follow))
        and not RANGE_GOES_ON.match(text, match.end())
    ):
        return 3
    if match["monthonly"] or match["endof"]:
        return 2 if ends else 0
    if REPLY.search(before) or (begins and REPLY.search(after) and not DENIED.search(after)):
        return 3
    if ends or _is_length(match):
        return 2
    is_vague = match["mark"] == "-" and not match["year3"]  # "ticket 10-12"
    return 0 if begins or is_vague else 1


def _ends(text: str, match: re.Match[str], before: str) -> bool:
    """Return whether a day is the end of an absence, by its words or those before it."""
    if any(match[group] for group in ("first", "firstnumber", "span", "rangeto", "shortrange")):
        return True
    earlier = _before(text, match, 70)  # other days included
    return any(sign.search(earlier) for sign in (BETWEEN, NOT_BEFORE)) or bool(UNTIL.search(before))


def _is_available(clause: str) -> bool:
    return bool(AVAILABLE.search(clause)) and not DENIED.search(clause) and not AWAY_STEM.search(clause)


def _place(match: re.Match[str]) -> int:
    """Return where the day itself begins, behind a preposition that belongs to the pattern."""
    groups = ("short", "monthonly")
    return next((match.start(name) for name in groups if match[name]), match.start())


def _start_of(length: _Found, found: list[_Found]) -> _Found | None:
    """Return the start of an absence whose length is told in the same sentence."""
    for each in found:
        first, second = sorted((each.match, length.match), key=re.Match.start)
        gap = first.string[first.end() : second.start()]
        if each.rank == 0 and len(gap) < _SAME_SENTENCE and not _SENTENCE_END.search(gap):
            return each
    return None


# --- Reading a day


def _order_of(text: str) -> str:
    """Return "DM" or "MD" if a number over 12 in the text shows the order of day and month, else an empty text."""
    for match in islice(_PAIR.finditer(text), MOST_FOUND):
        first, second = int(match[1]), int(match[2] or match[3])
        if 12 < first < 32 and second < 13:
            return "DM"
        if 12 < second < 32 and first < 13:
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
        return _monday(today) + timedelta(days=7 if found.rank > 1 else 14)
    if _is_length(match):
        return today + timedelta(days=_length(match))
    if match["endof"]:
        month = END_OF[match["endof"]] or today.month
        return today.replace(month=month, day=monthrange(today.year, month)[1])
    if match["near"]:
        return today + timedelta(days=NEAR[match["near"]])
    return _read_weekday_or_number(match, today)


def _read_named(match: re.Match[str], today: date) -> date | None:
    import dateparser  # type: ignore[import-untyped]  # noqa: PLC0415 - takes long to load, and few runs need it

    month = match["month"] or match["month2"] or match["monthonly"]
    year = match["year"] or match["year2"] or match["year4"]
    day = int(match["day"] or match["day2"] or _day_of_month(match))
    is_end = day == MONTH_END and match["monthonly"]
    phrase = f"{1 if is_end else day} {month} {year or _LEAP_YEAR}"
    found = dateparser.parse(phrase, languages=[MONTH_LANGUAGE[month]], settings={"DATE_ORDER": "DMY"})
    if not found:
        return None
    if is_end:
        found = found.replace(day=monthrange(int(year or _LEAP_YEAR + 1), found.month)[1])
    return found.date() if year else _next(today, found.month, found.day)


def _day_of_month(match: re.Match[str]) -> int:
    """Return the day that "in May", "mid May" or "end of May" stands for."""
    before = match.string[: match.start("monthonly")][-25:]
    return next((day for day, part in MONTH_PARTS.items() if part.search(before)), 1)


def _read_numbers(match: re.Match[str], today: date, order: str) -> date | None:
    """Return the day of numbers: the later one if both orders are possible. With dots the day comes first."""
    first, second, year = int(match["n1"]), int(match["n2"]), match["year3"]
    is_day_first = match["mark"] == "." or bool(match["firstnumber"])  # "10-12/03" are days of one month
    orders = [(second, first)] if is_day_first or order == "DM" else [(first, second)]
    if not is_day_first and not order:
        orders.append((second, first))
    days = [_numbered(today, month, day, year) for month, day in orders]
    possible = [day for day in days if day and today <= day <= today + _FARTHEST]
    beside = _WORD.match(match.string, match.end())
    weekday = WEEKDAY_NUMBER.get(match["weekday"] or (beside[1] if beside else ""))
    named = [day for day in possible if day.weekday() == weekday]
    return max(named or possible, default=None)


def _numbered(today: date, month: int, day: int, year: str | None) -> date | None:
    if not year:
        return _next(today, month, day)
    return _day_of(int(year) + (2000 if len(year) == 2 else 0), month, day)


def _read_weekday_or_number(match: re.Match[str], today: date) -> date | None:
    """Return the next such weekday or day of a month, or one that is both."""
    word = match["alone"] or match["short"] or match["shortday"]
    number = match["dayonly"] or match["dayshort"] or match["dayalone"] or match["rangeto"]
    weekday = WEEKDAY_NUMBER[word] if word else None
    if number:
        day = _next_of_month(today, int(number), weekday)
        return None if match["shortday"] and day and day.weekday() != weekday else day
    if weekday is None:
        return None
    if match["nextweekday"] or match["ofnextweek"]:
        return _monday(today) + timedelta(days=7 + weekday)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _length(match: re.Match[str]) -> int:
    """Return the days of a length."""
    if match["length"]:
        return LENGTHS[match["length"]]
    number = int(match["count"]) if match["count"].isdigit() else COUNTS[match["count"]]
    return number * next(days for words, days in DAYS_OF_UNIT.items() if match["unit"] in words.split("|"))


def _monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


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


def _next_of_month(today: date, day: int, weekday: int | None) -> date | None:
    """Return the next such day of a month; of the next three, the one on the weekday that is told beside it."""
    months = [today.year * 12 + today.month - 1 + more for more in range(3)]
    days = [_day_of(month // 12, month % 12 + 1, day) for month in months]
    coming = [each for each in days if each and each >= today]
    return next((each for each in coming if each.weekday() == weekday), coming[0] if coming else None)
