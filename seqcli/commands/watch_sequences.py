"""The sequences on the screen of `status --watch`: a row each, with as much below it as there is room for."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from seqcli.commands.status import SHORT_NAMES, share_text, total
from seqcli.commands.status_numbers import COLUMNS, LeadCount, StatusData
from seqcli.commands.watch_layout import Section
from seqcli.model import Sequence as MailSequence
from seqcli.model import SequenceStatus
from seqcli.output.spans import Line, Look, Span, cell, width_of

#: Columns that stay the longest where a terminal is narrow; what has no column of its own is counted as "other".
_IMPORTANCE = (
    "in_flight",
    "replied",
    "queued",
    "held",
    "bounced",
    "unreleased",
    "exhausted",
    "suppressed",
    "failed",
    "stopped",
    "refused",
)
_ALWAYS = frozenset({"queued", "in_flight", "replied"})
_WAITING = frozenset({"queued", "unreleased", "held"})
_LOOKS = {
    "replied": Look.GOOD,
    "in_flight": Look.BUSY,
    "held": Look.WARNING,
    "bounced": Look.BAD,
    "failed": Look.BAD,
    "refused": Look.BAD,
}
_OTHER = "other"
_GAP, _NAME_WIDTH, _LONGEST_NAME = 2, 12, 24
_MOST_DETAIL = 2  # 1: a bar and rates below each sequence, 2: its steps too
_ORDER = (SequenceStatus.ACTIVE, SequenceStatus.PAUSED, SequenceStatus.DRAFT)


class _Column(NamedTuple):
    name: str
    width: int


def sequence_section(numbers: StatusData, width: int, room: int) -> Section:
    """Return the sequences, active ones first, with as much detail as `room` lines have place for."""
    ordered = sorted(numbers.sequences, key=lambda each: _ORDER.index(each.status))
    names = [_name(each) for each in ordered]
    name_width = min(max([_NAME_WIDTH, *(width_of([Span(each)]) for each in names)]), _LONGEST_NAME)
    columns = _columns(numbers.counts, width - name_width)
    heads = "".join(cell(_head(each.name), each.width, right=True) for each in columns)
    title = (Span(cell("sequence", name_width) + heads, Look.TITLE),)
    rates = _rates_lines(numbers, ordered, width)
    rows = [row for each in ordered for row in _rows(numbers, each, columns, name_width, rates[each.id])]
    shown: list[Line] = []
    for detail in reversed(range(_MOST_DETAIL + 1)):
        shown = [line for level, line in rows if level <= detail]
        if len(shown) <= room:
            break
    nothing = ((Span("  none yet: seqcli import-sequence FILE"),),)
    return Section(title, tuple(shown) or nothing, least=max(2, room))


def _name(sequence: MailSequence) -> str:
    return sequence.id if sequence.status is SequenceStatus.ACTIVE else f"{sequence.id} ({sequence.status})"


def _head(column: str) -> str:
    return SHORT_NAMES.get(column, column)


def _columns(counts: Sequence[LeadCount], room: int) -> list[_Column]:
    """Return the columns that have room, in the order of `status`; those that count nobody are left out."""
    used = [name for name in _IMPORTANCE if name in _ALWAYS or total(counts, name)]
    widths = {name: _GAP + max(len(_head(name)), len(f"{total(counts, name):,}")) for name in (*used, _OTHER)}
    kept = list(used)
    while len(kept) > 1:
        others = [_OTHER] * (len(kept) < len(used))
        if sum(widths[name] for name in (*kept, *others)) <= room:
            break
        kept.pop()
    chosen = [name for name in COLUMNS if name in kept] + [_OTHER] * (len(kept) < len(used))
    return [_Column(name, widths[name]) for name in chosen]


def _rows(
    numbers: StatusData, sequence: MailSequence, columns: Sequence[_Column], name_width: int, rates: Line
) -> Iterator[tuple[int, Line]]:
    """Yield the lines of a sequence, each with the detail from which it is shown."""
    counts = [each for each in numbers.counts if each.sequence_id == sequence.id]
    yield 0, (Span(cell(_name(sequence), name_width), Look.TITLE), *_cells(counts, columns))
    yield 1, rates
    for step in range(len(sequence.steps)):
        of_step = [each for each in counts if each.step == step]
        yield 2, (Span(cell(f"  step {step + 1}", name_width), Look.DIM), *_cells(of_step, columns))


def _cells(counts: Sequence[LeadCount], columns: Sequence[_Column]) -> Iterator[Span]:
    named = {each.name for each in columns}
    for name, width in columns:
        others = [each for each in COLUMNS if each not in named] if name == _OTHER else [name]
        count = sum(total(counts, each) for each in others)
        look = _LOOKS.get(name, Look.PLAIN) if count else Look.DIM
        yield Span(cell(f"{count:,}" if count else "·", width, right=True), look)


def _rates(numbers: StatusData, sequence: MailSequence) -> tuple[str, ...]:
    """Return how many were contacted and what became of it, in words that take ever less room."""
    leads = sum(each.count for each in numbers.counts if each.sequence_id == sequence.id)
    contacted = f"contacted {numbers.contacted.get(sequence.id, 0):,} of {leads:,}"
    replied = share_text(numbers, numbers.replied, "replied", sequence)
    bounced = share_text(numbers, numbers.bounced, "bounced", sequence)
    return f"{contacted}, {replied}, {bounced}", f"{contacted}, {replied}", contacted


def _rates_lines(numbers: StatusData, sequences: Sequence[MailSequence], width: int) -> dict[str, Line]:
    """Return for each sequence a bar of where its leads stand, and the rates beside it; all bars are as long."""
    texts = {each.id: _rates(numbers, each) for each in sequences}
    length = next((at for at in range(3) if all(len(text[at]) + 2 <= width for text in texts.values())), 2)
    room = min(24, width - 4 - max((len(text[length]) for text in texts.values()), default=0))
    lines = {}
    for each in sequences:
        counts = [count for count in numbers.counts if count.sequence_id == each.id]
        bar = (*_bar(counts, room), Span("  ")) if room >= 8 else ()
        lines[each.id] = (Span("  "), *bar, Span(texts[each.id][length], Look.DIM))
    return lines


def _bar(counts: Sequence[LeadCount], width: int) -> tuple[Span, ...]:
    """Return a bar whose parts are the leads that answered, that ended otherwise, in flight, and still to come."""
    leads = sum(each.count for each in counts)
    replied, in_flight = total(counts, "replied"), total(counts, "in_flight")
    waiting = sum(total(counts, each) for each in _WAITING)
    parts = (
        (replied, "━", Look.GOOD),
        (leads - replied - in_flight - waiting, "━", Look.DIM),
        (in_flight, "━", Look.BUSY),
        (waiting, "─", Look.DIM),
    )
    spans: list[Span] = []
    seen, used = 0, 0
    for count, sign, look in parts:
        seen += count
        end = round(width * seen / leads) if leads else 0
        spans.append(Span(sign * (end - used), look))
        used = end
    return (*spans, Span("─" * (width - used), Look.DIM))
