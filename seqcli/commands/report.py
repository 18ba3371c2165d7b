"""`report`: what a campaign does, with people as denominators and the uncertainty of every rate."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from seqcli.clock import DAY_MS, MINUTE_MS, Clock, format_duration, plus_ms, to_text
from seqcli.commands.dates import read_since
from seqcli.commands.session import get_sequence, opened, server_now
from seqcli.errors import UsageError
from seqcli.model import PLAIN_VARIANT, Variant
from seqcli.output.result import Block, CommandResult, Note, Table, Text
from seqcli.stats import Comparison, Counted, Rate, compare, quartiles, rate
from seqcli.store import Dimension, GroupCount, ReportScope, Store
from seqcli.templates import did_you_mean

#: People are compared once so many days have passed since their mail, so that late answers favour nobody.
MATURE_MS = 7 * DAY_MS
_MOST_SHOWN = 50
_HEADS = {
    Dimension.STEP: "step",
    Dimension.VARIANT: "variant",
    Dimension.WEEK: "week",
    Dimension.IDENTITY: "identity",
    Dimension.COMPANY: "company",
    Dimension.SOURCE: "source",
}
#: Which rows of many are shown.
_CHOSEN = {
    Dimension.COMPANY: "of the largest",
    Dimension.SOURCE: "of the largest",
    Dimension.WEEK: "of the last weeks",
}
_NUMBERS = ("contacted", "delivered", "bounced", "answered", "positive", "opted out", "auto-replied")
_CSV_HEADS = (
    *("sequence", "step", "group", "contacted", "delivered", "bounced", "answered", "positive", "opted_out"),
    *("auto_replied", "answer_rate", "answer_rate_low", "answer_rate_high", "bounce_rate", "bounce_rate_low"),
    *("bounce_rate_high", "minutes_to_answer_q1", "minutes_to_answer_median", "minutes_to_answer_q3"),
)


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """What is wanted, as typed."""

    sequence_ids: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    by: str = Dimension.STEP.value


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A group with its rates, and the quartiles of the time to answer in minutes."""

    count: GroupCount
    answered: Rate
    bounced: Rate
    minutes: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class VariantResult:
    """The variants of a step, each with its rate, and what may be said of them. Those of `off` are no longer chosen."""

    sequence_id: str
    step: int
    rates: dict[str, Rate]
    comparison: Comparison
    off: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReportData:
    """The numbers of a report: rows of the groups, of the steps, one row a sequence for all of it, and the variants."""

    scope: ReportScope
    by: Dimension
    rows: tuple[ReportRow, ...]
    steps: tuple[ReportRow, ...]
    totals: tuple[ReportRow, ...]
    variants: tuple[VariantResult, ...]
    forgotten: dict[str, int]


def report(db: Path, choice: ReportChoice, clock: Clock) -> CommandResult:
    """Return what became of the people of a campaign, by step or by anything else.

    Raises:
        UsageError: no such sequence or dimension, or a time that is none.
    """
    with opened(db) as store:
        return report_result(load_report(store, choice, server_now(store, clock)))


def load_report(store: Store, choice: ReportChoice, now: datetime) -> ReportData:
    """Return the numbers of a report.

    Raises:
        UsageError: as for `report`.
    """
    by = read_dimension(choice.by)
    scope = ReportScope(
        now,
        tuple(get_sequence(store, each).id for each in choice.sequence_ids),
        None if choice.since is None else read_since(choice.since, now),
        None if choice.until is None else read_since(choice.until, now, "--until"),
    )
    forgotten = _forgotten_answers(store, scope)
    steps = tuple(_load_rows(store, scope, Dimension.STEP, forgotten))
    return ReportData(
        scope,
        by,
        steps if by is Dimension.STEP else tuple(_load_rows(store, scope, by, forgotten)),
        steps,
        tuple(_load_rows(store, scope, None, forgotten)),
        tuple(load_variants(store, scope)),
        _forgotten_people(store, scope),
    )


def read_dimension(text: str) -> Dimension:
    """Return the dimension that `--by` names.

    Raises:
        UsageError: there is none.
    """
    names = [each.value for each in Dimension]
    if text in names:
        return Dimension(text)
    raise UsageError(
        "unknown_dimension",
        f"--by {text} is not known{did_you_mean(text, names)}",
        f"Known: {', '.join(names)}.",
    )


def _load_rows(
    store: Store, scope: ReportScope, by: Dimension | None, forgotten: dict[tuple[str, int], int]
) -> Iterator[ReportRow]:
    minutes: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    for each in store.report.load_answer_times(scope, by):
        minutes[each.sequence_id, each.group, each.step].append(each.minutes)
    counts = store.report.count(scope, by)
    plain = _plain_steps(store, counts) if by is Dimension.VARIANT else frozenset()
    for found in counts:
        count = found
        if by is Dimension.VARIANT and (count.sequence_id, count.step) in plain:
            count = count._replace(group="")
        if by in {None, Dimension.STEP}:
            gone = sum(
                people
                for (owner, step), people in forgotten.items()
                if owner == count.sequence_id and count.step in {0, step}
            )
            count = count._replace(answered=min(count.contacted, count.answered + gone))
        yield ReportRow(
            count,
            rate(count.answered, count.contacted),
            rate(count.bounced, count.contacted),
            quartiles(minutes[found.sequence_id, found.group, found.step]),
        )


def _plain_steps(store: Store, counts: Sequence[GroupCount]) -> frozenset[tuple[str, int]]:
    """Return the steps that have and had one wording only, whose name says nothing."""
    names: dict[tuple[str, int], set[str]] = defaultdict(set)
    for each in counts:
        place = each.sequence_id, each.step
        names[place] |= {each.group, *(known.name for known in _variants_of(store, *place))}
    return frozenset(place for place, found in names.items() if found == {PLAIN_VARIANT})


def _forgotten_answers(store: Store, scope: ReportScope) -> dict[tuple[str, int], int]:
    """Return how many forgotten people had answered, by sequence and step; nothing says when, so only of all time."""
    if scope.since is not None or scope.until is not None:
        return {}
    found: dict[tuple[str, int], int] = defaultdict(int)
    for each in store.erasure.load_forgotten():
        if each.contacted and each.status == "replied":
            found[each.sequence_id, each.step + 1] += each.people
    return found


def _forgotten_people(store: Store, scope: ReportScope) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    if not _is_whole(scope):
        return {}
    for each in store.erasure.load_forgotten():
        if each.contacted and (not scope.sequence_ids or each.sequence_id in scope.sequence_ids):
            found[each.sequence_id] += each.people
    return dict(found)


def load_variants(store: Store, scope: ReportScope) -> Iterator[VariantResult]:
    """Yield the variants of each step that has several and whose first people had their seven days, compared."""
    found: dict[tuple[str, int], dict[str, dict[date, Counted]]] = defaultdict(lambda: defaultdict(dict))
    for each in store.report.load_variants(scope, plus_ms(scope.now, -MATURE_MS).date()):
        counted = Counted(each.answered, each.contacted)
        found[each.sequence_id, each.step][each.variant][each.day] = counted
    for (sequence_id, step), by_name in found.items():
        known = _variants_of(store, sequence_id, step)
        live = [each.name for each in known if not each.is_off]
        names = sorted({*by_name, *live})
        if len(names) > 1:
            days = {name: by_name.get(name, {}) for name in names}
            off = frozenset(name for name in names if name not in live)
            yield VariantResult(sequence_id, step, _rates_of(days), compare(days, off), off)


def _variants_of(store: Store, sequence_id: str, step: int) -> tuple[Variant, ...]:
    """Return the variants that a step (from 1) has now; none if the sequence no longer has the step."""
    sequence = store.sequences.find(sequence_id)
    return () if sequence is None or step > len(sequence.steps) else sequence.steps[step - 1].variants


def _rates_of(days: Mapping[str, Mapping[date, Counted]]) -> dict[str, Rate]:
    return {
        name: rate(
            sum(int(each.answered) for each in found.values()),
            sum(int(each.contacted) for each in found.values()),
        )
        for name, found in days.items()
    }


# -- the result


def report_result(data: ReportData) -> CommandResult:
    """Return a report as a result."""
    blocks: list[Block] = []
    for total in data.totals:
        rows = [each for each in data.rows if each.count.sequence_id == total.count.sequence_id]
        blocks += _sequence_blocks(data, total, rows)
    if not data.totals:
        blocks.append(
            Text(("no mail has left 12m yet" if _is_whole(data.scope) else "no mail left 12m then",))
        )
    return CommandResult(_data(data), tuple(blocks), tuple(_notes(data)), csv_rows=_csv_rows(data))


def _is_whole(scope: ReportScope) -> bool:
    return scope.since is None and scope.until is None


def _sequence_blocks(data: ReportData, total: ReportRow, rows: Sequence[ReportRow]) -> Iterator[Block]:
    sequence_id = total.count.sequence_id
    listed = chosen_rows(rows, data.by, _MOST_SHOWN)
    shown_rows = [*listed, total]
    names = [*(_name(each, data.by) for each in listed), "all"]
    numbers = tuple((name, *_numbers(each)) for name, each in zip(names, shown_rows, strict=True))
    yield Table(f"{sequence_id}: people", (_HEADS[data.by], *_NUMBERS), numbers, frozenset(_NUMBERS))
    rates = tuple((name, *_rates(each)) for name, each in zip(names, shown_rows, strict=True))
    heads = ("answered", "bounced", "time to answer")
    yield Table("rates, with their 95 % intervals", (_HEADS[data.by], *heads), rates)
    variants = [each for each in data.variants if each.sequence_id == sequence_id]
    if variants:
        yield _variant_table(variants)
    lines = [f"step {each.step}: {describe_comparison(each.comparison)}" for each in variants]
    if gone := data.forgotten.get(sequence_id):
        lines.append(f"forgotten, included above: {gone}")
    if lines:
        yield Text(tuple(lines))


def chosen_rows(rows: Sequence[ReportRow], by: Dimension, most: int) -> list[ReportRow]:
    """Return the rows to look at: the largest companies and sources, the last weeks, the first of others."""
    if by in {Dimension.COMPANY, Dimension.SOURCE}:
        return sorted(rows, key=_size)[:most]
    return list(rows[-most:] if by is Dimension.WEEK else rows[:most])


def _size(row: ReportRow) -> tuple[int, str]:
    return -row.count.contacted, row.count.group


def _name(row: ReportRow, by: Dimension) -> str:
    if by is Dimension.STEP:
        return f"step {row.count.step}"
    if by is Dimension.VARIANT:
        return f"step {row.count.step} {row.count.group}".rstrip()
    return row.count.group or "(none)"


def _numbers(row: ReportRow) -> tuple[str, ...]:
    count = row.count
    values = (
        count.contacted,
        count.delivered,
        count.bounced,
        count.answered,
        count.positive,
        count.opted_out,
    )
    return tuple(f"{each:,}" for each in (*values, count.auto_replied))


def _rates(row: ReportRow) -> tuple[str, ...]:
    return format_rate(row.answered), format_rate(row.bounced), format_minutes(row.minutes)


def format_rate(found: Rate) -> str:
    """Return a rate with its interval, such as `4.2 % (2.1 to 8.0)`; nothing of nobody."""
    if not found.of:
        return ""
    return f"{found.share * 100:.1f} % ({found.low * 100:.1f} to {found.high * 100:.1f})"


def format_minutes(found: tuple[float, float, float] | None) -> str:
    """Return the median time with its quartiles, such as `4h (1h to 2d)`."""
    if found is None:
        return ""
    first, median, third = (format_duration(round(each) * MINUTE_MS) for each in found)
    return f"{median} ({first} to {third})"


def _variant_table(variants: Sequence[VariantResult]) -> Table:
    rows = tuple(
        (
            f"step {result.step} {name}",
            f"{each.of:,}",
            f"{each.count:,}",
            format_rate(each),
            "off" if name in result.off else "",
        )
        for result in variants
        for name, each in result.rates.items()
    )
    heads = ("variant", "people", "answered", "rate", "")
    return Table("variants: answers within 7 days", heads, rows, frozenset({"people", "answered"}))


def describe_comparison(comparison: Comparison) -> str:
    """Return what may be said of variants, for people."""
    if comparison.winner is not None:
        return f"{comparison.winner} is better"
    known = [f"{better} is better than {other}" for better, other in comparison.beats]
    parts = [*known, "too few to say more" if known else "too few to say"]
    if comparison.needed is not None:
        parts.append(f"about {comparison.needed:,} more people at these rates")
    return "; ".join(parts)


def _notes(data: ReportData) -> Iterator[Note]:
    if any(
        len([r for r in data.rows if r.count.sequence_id == t.count.sequence_id]) > _MOST_SHOWN
        for t in data.totals
    ):
        yield Note(f"only {_MOST_SHOWN} {_CHOSEN.get(data.by, 'rows')} are shown: --csv and --json have all")
    if data.variants:
        since = "" if _is_whole(data.scope) else ", whatever --since and --until are"
        yield Note(f"variants: everybody whose mail left more than 7 days ago{since}")


def _data(data: ReportData) -> dict[str, Any]:
    scope = data.scope
    return {
        "at": to_text(scope.now),
        "since": None if scope.since is None else to_text(scope.since),
        "until": None if scope.until is None else to_text(scope.until),
        "by": data.by,
        "groups": [_row_data(each) for each in data.rows],
        "totals": [_row_data(each) for each in data.totals],
        "variants": [_variant_data(each) for each in data.variants],
        "forgotten": data.forgotten,
    }


def _row_data(row: ReportRow) -> dict[str, Any]:
    count = row.count
    return {
        "sequence": count.sequence_id,
        "step": count.step or None,
        "group": count.group,
        "contacted": count.contacted,
        "delivered": count.delivered,
        "bounced": count.bounced,
        "answered": count.answered,
        "positive": count.positive,
        "opted_out": count.opted_out,
        "auto_replied": count.auto_replied,
        "answer_rate": _rate_data(row.answered),
        "bounce_rate": _rate_data(row.bounced),
        "minutes_to_answer": None
        if row.minutes is None
        else dict(zip(("q1", "median", "q3"), row.minutes, strict=True)),
    }


def _rate_data(found: Rate) -> dict[str, float] | None:
    if not found.of:
        return None
    return {"rate": round(found.share, 6), "low": round(found.low, 6), "high": round(found.high, 6)}


def _variant_data(result: VariantResult) -> dict[str, Any]:
    return {
        "sequence": result.sequence_id,
        "step": result.step,
        "variants": [
            {
                "variant": name,
                "contacted": each.of,
                "answered": each.count,
                "answer_rate": _rate_data(each),
                "is_off": name in result.off,
            }
            for name, each in result.rates.items()
        ],
        "winner": result.comparison.winner,
        "better": [{"variant": better, "than": other} for better, other in result.comparison.beats],
        "people_needed": result.comparison.needed,
    }


def _csv_rows(data: ReportData) -> Iterator[tuple[str, ...]]:
    yield _CSV_HEADS
    named = [*((row, row.count.group) for row in data.rows), *((row, "all") for row in data.totals)]
    for row, name in named:
        flat = _row_data(row)
        cells: list[object] = [flat[each] for each in _CSV_HEADS[:2]]
        cells.append(name)
        cells += [flat[each] for each in _CSV_HEADS[3:10]]
        for found in (flat["answer_rate"], flat["bounce_rate"]):
            cells += list((found or {"rate": None, "low": None, "high": None}).values())
        cells += list((flat["minutes_to_answer"] or {"q1": None, "median": None, "q3": None}).values())
        yield tuple("" if each is None else str(each) for each in cells)
