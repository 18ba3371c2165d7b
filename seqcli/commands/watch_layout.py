"""How the sections of a screen share its lines: what matters less is cut first, and says how much is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from seqcli.output.spans import Line, Look, Span, fitted, width_of


@dataclass(frozen=True, slots=True)
class Section:
    """A title and its rows, of which it shows at least `least`, or none at all."""

    title: Line
    rows: tuple[Line, ...]
    least: int

    @property
    def smallest(self) -> int:
        """Return with how few rows the section still makes sense."""
        return min(self.least, len(self.rows))

    def lines(self, count: int) -> list[Line]:
        """Return the title with `count` rows; the last one says how many more there are."""
        if count >= len(self.rows):
            return [self.title, *self.rows]
        missing = len(self.rows) - count + 1
        return [self.title, *self.rows[: count - 1], (Span(f"  and {missing:,} more", Look.DIM),)]


def titled(name: str, remark: str, width: int) -> Line:
    """Return a title with a remark, and a rule up to the end of the line."""
    parts = (Span(name, Look.TITLE), Span(f"  {remark}" if remark else ""), Span(" "))
    return fitted((*parts, Span("─" * max(0, width - width_of(parts)), Look.DIM)), width)


def stack(sections: Sequence[Section], room: int) -> list[Line]:
    """Return sections one below the other on at most `room` lines; the first ones matter most."""
    kept = list(sections)
    while kept and sum(1 + each.smallest for each in kept) > room:
        kept.pop()
    counts = [each.smallest for each in kept]
    spare = room - sum(counts) - len(kept)
    has_gaps = spare >= 2 * len(kept)
    spare -= (len(kept) - 1) * has_gaps
    while spare > 0 and (growing := [at for at, each in enumerate(kept) if counts[at] < len(each.rows)]):
        for at in growing[:spare]:
            counts[at] += 1
        spare -= len(growing)
    lines: list[Line] = []
    for at, (each, count) in enumerate(zip(kept, counts, strict=True)):
        lines += [()] * (has_gaps and at > 0) + each.lines(count)
    return lines


def beside(left: Sequence[Line], right: Sequence[Line], width: int) -> list[Line]:
    """Return two columns; the left one is `width` cells wide."""
    count = max(len(left), len(right))
    pairs = zip(_filled(left, count), _filled(right, count), strict=True)
    return [(*fitted(one, width), Span(" │ ", Look.DIM), *other) for one, other in pairs]


def _filled(lines: Sequence[Line], count: int) -> list[Line]:
    return [*lines, *[()] * (count - len(lines))]
