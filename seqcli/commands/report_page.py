"""`report --html`: one page that opens offline, with the tables of the report and its charts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from seqcli.clock import DAY_MS, HOUR_MS, MINUTE_MS, Clock, from_text, plus_ms, to_text
from seqcli.commands.report import (
    ReportChoice,
    ReportData,
    ReportRow,
    VariantResult,
    chosen_rows,
    describe_comparison,
    format_minutes,
    format_rate,
    load_report,
    report_result,
)
from seqcli.commands.session import opened, server_now
from seqcli.companies import is_mail_provider
from seqcli.engine.leads.apply import GRACE_MS
from seqcli.errors import UsageError
from seqcli.model import Sequence
from seqcli.output.figures import Figure, KeyNumber, Page, PageSection, Shape
from seqcli.output.page import render_page
from seqcli.output.result import CommandResult, Table, Text, shown
from seqcli.stats import Rate, rate
from seqcli.store import Cohort, DayCount, Dimension, ReportScope, Store
from seqcli.wording import counted

_FORECAST_DAYS = 14
_MOST_DAYS = 120
_MOST_GROUPS = 12
_MOST_ROWS = 400  # of a table: a page stays below 1 MB
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS_SHOWN = 3  # of the day in a cell
_TIMES = (
    ("1h", HOUR_MS),
    ("4h", 4 * HOUR_MS),
    ("1d", DAY_MS),
    ("2d", 2 * DAY_MS),
    ("4d", 4 * DAY_MS),
    ("7d", 7 * DAY_MS),
    ("14d", 14 * DAY_MS),
)
_COHORTS = (("within 7 days", 7), ("within 14 days", 14), ("within 30 days", 30))
#: The mail services of many recipients, by their domains.
_PROVIDERS = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), "Gmail"),
    **dict.fromkeys(("outlook.com", "hotmail.com", "live.com", "msn.com"), "Outlook.com"),
    **dict.fromkeys(("yahoo.com", "ymail.com", "aol.com", "rocketmail.com"), "Yahoo and AOL"),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), "iCloud"),
    **dict.fromkeys(("gmx.de", "gmx.net", "web.de", "gmx.at", "gmx.ch"), "GMX and WEB.DE"),
}
_METHODS = (
    "People are counted, not mails: each person counts once in a step, and once in a total.",
    "Contacted: a mail left 12m. Delivered: contacted, and the mail did not bounce for good.",
    "Answered: a person wrote back. The answer is credited once, to the mail that had left last before it.",
    "Opt-outs and auto-replies are no answers. Positive: a person marked the answer interested or meeting.",
    "Test sends, replies written by hand and mail of other tools are left out.",
    "Intervals are Wilson's, 95 %. Quartiles are inclusive. Weeks are ISO weeks; days and hours are in UTC.",
    "Variants are compared among people whose mail left more than 7 days ago, with answers within 7 days.",
    "You may look every day: a variant that is no better is called better in at most 5 % of campaigns.",
    "Forgotten people stay in the counts; nothing says who they were.",
)


def report_page(db: Path, choice: ReportChoice, clock: Clock, path: Path) -> CommandResult:
    """Write a report as a page, and say where.

    Raises:
        UsageError: no such sequence or dimension, a time that is none, or the page cannot be made or written.
    """
    with opened(db) as store:
        data = load_report(store, choice, server_now(store, clock))
        html = render_page(build_page(store, data))
        result = report_result(data)
    write_page(path, html)
    size = f"{len(html.encode()) / 1000:,.0f} kB"
    line = f"wrote {path} ({size}): it opens offline, and needs nothing else"
    return replace(result, data={**result.data, "page": str(path)}, blocks=(Text((line,)),), notes=())


def write_page(path: Path, html: str) -> None:
    """Write a page, as a whole or not at all.

    Raises:
        UsageError: it cannot be written.
    """
    if path.is_symlink() or (path.exists() and not _is_page(path)):
        raise UsageError(
            "page_not_written", f"{path} exists and is no page", "Name a new file, such as report.html."
        )
    if path.suffix.lower() not in {".html", ".htm"}:
        raise UsageError("page_not_written", f"{path} does not end in .html", "Name it so: report.html.")
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text(html, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise UsageError(
            "page_not_written", f"{path}: {error.strerror}", "Name a file in a folder that you can write to."
        ) from error


def _is_page(path: Path) -> bool:
    """Return whether a file may be overwritten: it is an HTML page."""
    try:
        with path.open("rb") as file:
            return path.is_file() and file.read(15).lower() == b"<!doctype html>"
    except OSError:
        return False


def build_page(store: Store, data: ReportData) -> Page:
    """Return the page of a report."""
    names = {each.id: each.name for each in store.sequences.load_all()}
    chosen = [each.count.sequence_id for each in data.totals]
    title = names.get(chosen[0], chosen[0]) if len(chosen) == 1 else "Campaign report"
    sections = [_people_section(data, total, names, is_only=len(chosen) == 1) for total in data.totals]
    sections.append(PageSection("Over time", figures=tuple(_figures_over_time(store, data.scope))))
    sections.append(PageSection("Delivery", figures=tuple(_figures_of_delivery(store, data.scope))))
    sections.append(_to_come(store, data.scope))
    kept = tuple(each for each in sections if each.figures or each.lines)
    return Page(title, _subtitle(data.scope, chosen), kept, _METHODS)


def _people_section(
    data: ReportData, total: ReportRow, names: dict[str, str], *, is_only: bool
) -> PageSection:
    sequence_id = total.count.sequence_id
    title = "People" if is_only else names.get(sequence_id, sequence_id)
    figures = tuple(_figures_of_sequence(data, total))
    return PageSection(title, _key_numbers(total), _tables(data, total), (), figures)


def _subtitle(scope: ReportScope, chosen: list[str]) -> str:
    what = f"{counted(len(chosen), 'sequence')}: {', '.join(chosen)}" if chosen else "no mail has left yet"
    parts = [what]
    if scope.since is not None:
        parts.append(f"mails from {shown(to_text(scope.since))}")
    if scope.until is not None:
        parts.append(f"mails before {shown(to_text(scope.until))}")
    return " · ".join([*parts, f"as of {shown(to_text(scope.now))}"])


def _key_numbers(total: ReportRow) -> tuple[KeyNumber, ...]:
    count = total.count
    return (
        KeyNumber(f"{count.contacted:,}", "contacted"),
        KeyNumber(f"{total.answered.share * 100:.1f} %", "answered", _interval(total.answered)),
        KeyNumber(f"{count.positive:,}", "positive"),
        KeyNumber(f"{total.bounced.share * 100:.1f} %", "bounced", _interval(total.bounced)),
        KeyNumber(f"{count.opted_out:,}", "opted out"),
        KeyNumber(format_minutes(total.minutes).partition(" (")[0] or "-", "median time to answer"),
    )


def _interval(found: Rate) -> str:
    return f"{found.low * 100:.1f} to {found.high * 100:.1f} %"


def _tables(data: ReportData, total: ReportRow) -> tuple[Table, ...]:
    rows = [each for each in data.rows if each.count.sequence_id == total.count.sequence_id]
    listed = chosen_rows(rows, data.by, _MOST_ROWS)
    cut = f", {len(listed)} of {len(rows):,}" if len(rows) > len(listed) else ""
    numbers = ("contacted", "delivered", "bounced", "answered", "positive", "opted out", "auto-replied")
    heads = ("", *numbers, "answer rate (95 %)", "time to answer")
    cells = tuple(
        (
            name,
            *(f"{each:,}" for each in _counts(row)),
            format_rate(row.answered),
            format_minutes(row.minutes),
        )
        for name, row in [*((_row_name(each, data.by), each) for each in listed), ("all", total)]
    )
    return (Table(f"People, by {data.by}{cut}", heads, cells, frozenset(numbers)),)


def _row_name(row: ReportRow, by: Dimension) -> str:
    step = f"step {row.count.step}" if row.count.step else ""
    return " ".join(each for each in (step, row.count.group) if each) or by


def _counts(row: ReportRow) -> tuple[int, ...]:
    count = row.count
    return (
        *(count.contacted, count.delivered, count.bounced, count.answered, count.positive),
        *(count.opted_out, count.auto_replied),
    )


# -- one sequence


def _figures_of_sequence(data: ReportData, total: ReportRow) -> Iterator[Figure]:
    sequence_id = total.count.sequence_id
    steps = [each for each in data.steps if each.count.sequence_id == sequence_id]
    series = ("contacted", "delivered", "answered", "positive")
    points = tuple(
        {"group": f"step {each.count.step}", "series": name, "value": getattr(each.count, name)}
        for each in steps
        for name in series
    )
    rows = tuple(
        (f"step {each.count.step}", *(f"{getattr(each.count, name):,}" for name in series)) for each in steps
    )
    yield Figure(
        "Funnel by step",
        "People who got each step, whose mail arrived, who answered it, and whose answer is positive.",
        Shape.GROUPED_BARS,
        points,
        Table("", ("step", *series), rows, frozenset(series)),
    )
    for result in data.variants:
        if result.sequence_id == sequence_id:
            yield _variants(result)


def _variants(result: VariantResult) -> Figure:
    return Figure(
        f"Variants of step {result.step}",
        f"Answers within 7 days, with 95 % intervals: {describe_comparison(result.comparison)}.",
        Shape.INTERVALS,
        tuple(
            {"group": name, "value": each.share, "low": each.low, "high": each.high}
            for name, each in result.rates.items()
        ),
        Table(
            "",
            ("variant", "people", "answered", "rate"),
            tuple(
                (name, f"{each.of:,}", f"{each.count:,}", format_rate(each))
                for name, each in result.rates.items()
            ),
            frozenset({"people", "answered"}),
        ),
    )


# -- over time


def _figures_over_time(store: Store, scope: ReportScope) -> Iterator[Figure]:
    charts = store.report_charts
    days = charts.load_days(scope)
    if not days:
        return
    yield _by_day(days)
    yield _by_week(charts.load_weeks(scope))
    yield _cohorts(charts.load_cohorts(scope), scope.now)
    yield _times_to_answer([each.minutes for each in store.report.load_answer_times(scope, None)])
    hours = Counter[tuple[int, int]]()
    for each in charts.load_hours(scope):
        hours[each.weekday, each.hour // _HOURS_SHOWN] += each.answers
    yield _hours(hours)


_SERIES = ("contacted", "answered", "bounced")


def _by_day(days: list[DayCount]) -> Figure:
    shown_days = days[-_MOST_DAYS:]
    note = f" Only the last {_MOST_DAYS} days with mail." if len(days) > _MOST_DAYS else ""
    return Figure(
        "Day by day",
        f"People who had mail, who answered, and whose mail bounced.{note}",
        Shape.BARS_BY_DAY,
        tuple(
            {"at": f"{each.day}T00:00:00Z", "series": name, "value": getattr(each, name)}
            for name in _SERIES
            for each in shown_days
        ),
        Table(
            "",
            ("day", *_SERIES),
            tuple((each.day, *(f"{getattr(each, name):,}" for name in _SERIES)) for each in shown_days),
            frozenset(_SERIES),
        ),
        is_wide=True,
    )


def _by_week(weeks: list[DayCount]) -> Figure:
    shown_weeks = weeks[-_MOST_GROUPS:]
    return Figure(
        "Week by week",
        f"The same by ISO week; each person counts once a week.{_cut(len(weeks), 'weeks; the table has all')}",
        Shape.GROUPED_BARS,
        tuple(
            {"group": each.day, "series": name, "value": getattr(each, name)}
            for each in shown_weeks
            for name in _SERIES
        ),
        Table(
            "",
            ("week", *_SERIES),
            tuple((each.day, *(f"{getattr(each, name):,}" for name in _SERIES)) for each in weeks),
            frozenset(_SERIES),
        ),
    )


def _cut(count: int, what: str) -> str:
    """Return what a chart of groups leaves out, as a sentence."""
    return f" Only {_MOST_GROUPS} of {count} {what}." if count > _MOST_GROUPS else ""


def _cohorts(cohorts: list[Cohort], now: datetime) -> Figure:
    """Return how many answered after so many days, by the week of their first mail; what may still grow has a plus."""
    points, rows = [], []
    for cohort in cohorts[-_MOST_GROUPS:]:
        cells = []
        for (name, days), answered in zip(
            _COHORTS, (cohort.within_7, cohort.within_14, cohort.within_30), strict=True
        ):
            is_final = plus_ms(from_text(cohort.last_at), days * DAY_MS) <= now
            share = answered / cohort.people
            label = f"{share * 100:.0f} %{'' if is_final else '+'}"
            points.append(
                {"x": name, "y": f"{cohort.week} ({cohort.people:,})", "value": share, "label": label}
            )
            cells.append(f"{answered:,} ({label})")
        rows.append((cohort.week, f"{cohort.people:,}", *cells))
    return Figure(
        "Cohorts",
        "People by the week of their first mail, and how many had answered after so many days. A plus: may still grow."
        + _cut(len(cohorts), "weeks"),
        Shape.CELLS,
        tuple(points),
        Table(
            "", ("first mail", "people", *(name for name, _ in _COHORTS)), tuple(rows), frozenset({"people"})
        ),
    )


def _times_to_answer(minutes: list[float]) -> Figure:
    bounds = [(name, bound / MINUTE_MS) for name, bound in _TIMES]
    counts: Counter[str] = Counter()
    for each in minutes:
        counts[next((f"≤ {name}" for name, bound in bounds if each <= bound), "longer")] += 1
    names = [*(f"≤ {name}" for name, _ in bounds), "longer"]
    return Figure(
        "Time to answer",
        "From the moment the mail left 12m to the answer.",
        Shape.BARS,
        tuple({"group": name, "value": counts[name]} for name in names),
        Table(
            "",
            ("time", "answers"),
            tuple((name, f"{counts[name]:,}") for name in names),
            frozenset({"answers"}),
        ),
    )


def _hours(hours: Counter[tuple[int, int]]) -> Figure:
    slots = range(24 // _HOURS_SHOWN)
    names = [f"{slot * _HOURS_SHOWN:02}-{(slot + 1) * _HOURS_SHOWN:02}" for slot in slots]
    return Figure(
        "When answers come",
        "Answers by weekday and hour, in UTC.",
        Shape.CELLS,
        tuple(
            {"x": names[slot], "y": day, "value": hours[at, slot], "label": str(hours[at, slot] or "")}
            for at, day in enumerate(_WEEKDAYS)
            for slot in slots
        ),
        Table(
            "",
            ("day", *names),
            tuple((day, *(str(hours[at, slot]) for slot in slots)) for at, day in enumerate(_WEEKDAYS)),
            frozenset(names),
        ),
    )


# -- delivery


def _figures_of_delivery(store: Store, scope: ReportScope) -> Iterator[Figure]:
    by_identity: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for identity in store.report_charts.load_identities(scope):
        by_identity[identity.domain][0] += identity.contacted
        by_identity[identity.domain][1] += identity.bounced
    by_provider: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for domain in store.report_charts.load_domains(scope):
        name = _provider(domain.domain)
        by_provider[name][0] += domain.contacted
        by_provider[name][1] += domain.bounced
    if by_identity:
        yield _bounces("Bounces by identity", "identity", by_identity)
        yield _bounces("Bounces by mail service", "mail service", by_provider)


def _provider(domain: str) -> str:
    if not domain:
        return "forgotten people"
    known = _PROVIDERS.get(domain) or ("Yahoo and AOL" if domain.startswith("yahoo.") else None)
    return known or ("other mail services" if is_mail_provider(domain) else "own domains")


def _bounces(title: str, head: str, groups: dict[str, list[int]]) -> Figure:
    largest = sorted(groups.items(), key=lambda each: (-each[1][0], each[0]))[:_MOST_GROUPS]
    rates = {name: rate(bounced, contacted) for name, (contacted, bounced) in largest}
    return Figure(
        title,
        f"The share of people whose mail bounced for good, with 95 % intervals.{_cut(len(groups), 'by size')}",
        Shape.INTERVALS,
        tuple(
            {"group": name, "value": each.share, "low": each.low, "high": each.high}
            for name, each in rates.items()
        ),
        Table(
            "",
            (head, "people", "bounced", "rate"),
            tuple(
                (name, f"{each.of:,}", f"{each.count:,}", format_rate(each)) for name, each in rates.items()
            ),
            frozenset({"people", "bounced"}),
        ),
    )


# -- to come

_AT_12M, _DUE, _LATER = "waits at 12m", "due", "if nobody answers"


def _to_come(store: Store, scope: ReportScope) -> PageSection:
    forecast = _forecast(store, scope)
    if any(each["value"] for each in forecast.points):
        return PageSection("To come", figures=(forecast,))
    return PageSection("To come", lines=("No mail is due in the next 14 days.",))


def _forecast(store: Store, scope: ReportScope) -> Figure:
    """Return what leaves in the next days: what 12m has, what is due, and what follows if nobody answers."""
    first = scope.now.date()
    last = first + timedelta(days=_FORECAST_DAYS - 1)
    mails: Counter[tuple[date, str]] = Counter()
    for day, count in store.report_charts.load_leaving(scope):
        mails[date.fromisoformat(day), _AT_12M] += count
    sequences = {each.id: each for each in store.sequences.load_all()}
    end = plus_ms(scope.now, (_FORECAST_DAYS + 1) * DAY_MS)
    for standing in store.report_charts.load_standing(scope, GRACE_MS, end):
        step = standing.step + standing.in_flight
        start = date.fromisoformat(standing.day)
        for at, series in _mails_to_come(
            sequences[standing.sequence_id], step, start, in_flight=bool(standing.in_flight)
        ):
            mails[at, series] += standing.leads
    days = [first + timedelta(days=number) for number in range(_FORECAST_DAYS)]
    kinds = (_AT_12M, _DUE, _LATER)
    within = {key: count for key, count in mails.items() if first <= key[0] <= last}
    return Figure(
        "The next 14 days",
        "Mails that 12m still holds, that are due, and that follow if nobody answers. Caps and paces may spread them.",
        Shape.STACKED_BARS,
        tuple(
            {"group": f"{day:%a} {day.day}", "series": kind, "value": within.get((day, kind), 0)}
            for day in days
            for kind in kinds
        ),
        Table(
            "",
            ("day", *kinds),
            tuple((day.isoformat(), *(f"{within.get((day, kind), 0):,}" for kind in kinds)) for day in days),
            frozenset(kinds),
        ),
        is_wide=True,
    )


def _mails_to_come(
    sequence: Sequence, step: int, start: date, *, in_flight: bool
) -> Iterable[tuple[date, str]]:
    """Yield when each coming step of a lead leaves; `step` is the next one, at `start`."""
    at = start
    for number in range(step, len(sequence.steps)):
        yield at, _DUE if number == step and not in_flight else _LATER
        at += timedelta(days=max(1, round(sequence.steps[number].wait_ms / DAY_MS)))
