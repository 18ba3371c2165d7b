"""Charts and pages as values: what a chart shows, with the table that says the same, and the parts of a page."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from seqcli.output.result import Table


class Shape(StrEnum):
    """How a chart is drawn. Each says which keys its points have."""

    #: `group`, `series`, `value`: bars side by side in each group.
    GROUPED_BARS = "grouped_bars"
    #: `at` (ISO date), `series`, `value`: a small chart for each series, below each other.
    BARS_BY_DAY = "bars_by_day"
    #: `group`, `series`, `value`: bars in the order of their groups, stacked by series.
    STACKED_BARS = "stacked_bars"
    #: `group`, `value`: bars in the order of their groups.
    BARS = "bars"
    #: `x`, `y`, `value`, and `label`, which is written into the cell.
    CELLS = "cells"
    #: `group`, `value`, `low`, `high`: a point with its interval, all three shares from 0 to 1.
    INTERVALS = "intervals"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart. `points` are in the order in which they are drawn; `table` says the same in words and numbers."""

    title: str
    caption: str
    shape: Shape
    points: tuple[dict[str, Any], ...]
    table: Table
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number that a page shows large, with what it counts and a remark such as its interval."""

    value: str
    name: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of a page: its numbers, its tables and its charts."""

    title: str
    numbers: tuple[KeyNumber, ...] = ()
    tables: tuple[Table, ...] = ()
    lines: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page that stands alone: a title, a line below it, sections, and notes on the methods."""

    title: str
    subtitle: str
    sections: tuple[PageSection, ...]
    methods: tuple[str, ...]
