"""Draws on a terminal of any width: tables, mails, diffs, bars, a live view."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group
from rich.live import Live
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table as RichTable
from rich.text import Text as RichText

from seqcli.output.result import Block, Diff, MailBlock, Message, Table

_GAP = 2  # characters between two columns
_READABLE = 12  # minimum width of a column of phrases, so that they do not wrap at every word
_PHRASE = 40  # characters of a long text that read well in a column
_INDENT = 4
_QUOTE_MARKS = re.compile(r"(?:> ?)+")
_LIVE_LINES = 10
_MAIL_WIDTH = 84
_LONG_FILE_BYTES = 4_000_000
_MANY_SENDS = 100
_STYLES = {
    **dict.fromkeys(("replied", "accepted"), "green"),
    **dict.fromkeys(
        ("held", "of these held", "suppressed", "of these suppressed", "adopted from the stream"), "yellow"
    ),
    **dict.fromkeys(("bounced", "failed", "rejected", "dropped by 12m", "refused by 12m"), "red"),
    **dict.fromkeys(("stopped", "exhausted"), "dim"),
}
_DIFF_STYLES = {"+": "green", "-": "red"}
_STYLED = re.compile(rf"(?:^|: |[0-9] )({'|'.join(_STYLES)})(?=[,:]|$)")
_NOBODY = frozenset({"0", "·", ""})


def terminal(*, stderr: bool = False) -> Console:
    """Return the terminal. What is printed there is data, never mark-up."""
    return Console(stderr=stderr, markup=False, highlight=False)


def draw(block: Block, *, is_first: bool, stderr: bool = False) -> None:
    """Print a block of clean texts."""
    screen = terminal(stderr=stderr)
    if isinstance(block, Table):
        if block.title:
            screen.print(RichText(block.title if is_first else f"\n{block.title}"))
        _print_table(screen, block)
    elif isinstance(block, MailBlock):
        screen.print(_mail_panel(block, min(screen.width, _MAIL_WIDTH)))
    elif isinstance(block, Message):
        screen.print(_message(block, screen))
    elif isinstance(block, Diff):
        screen.print(RichText(block.title, style="bold"))
        for line in block.lines:
            screen.print(RichText(line, style=_DIFF_STYLES.get(line[:1], "")))
    else:
        for line in block.lines:
            screen.print(_styled_line(line))


def _styled_line(line: str) -> RichText:
    """Colour a status where the line counts it or ends in it, and nowhere else."""
    text = RichText(line)
    for found in _STYLED.finditer(line):
        text.stylize(_STYLES[found[1]], *found.span(1))
    return text


def _styled_cell(head: str, cell: str) -> RichText:
    """Colour a cell that names a status, or counts the leads in one."""
    style = _STYLES.get(cell) or ("" if cell in _NOBODY else _STYLES.get(head, ""))
    return RichText(cell, style=style)


def _message(block: Message, screen: Console) -> Group:
    """Return a mail of a conversation, indented below its writer."""
    who = (block.who, "bold cyan" if block.is_ours else "bold green")
    head = RichText.assemble("\n", (f"{block.when}  ", "dim"), who)
    lines = "\n".join(_marked(line, screen) for line in block.lines)
    return Group(head, Padding(RichText(lines, overflow="fold"), (0, 0, 0, _INDENT)))


def _marked(line: str, screen: Console) -> str:
    """Return a line of a mail; a quoted one that wraps has its marks on each line."""
    found = _QUOTE_MARKS.match(line)
    marks = found[0] if found else ""
    room = screen.width - _INDENT - len(marks)
    if not marks or room < _READABLE or len(line) == len(marks):
        return line
    return "\n".join(
        marks + each.plain for each in RichText(line[len(marks) :]).wrap(screen, room, overflow="fold")
    )


def _mail_panel(mail: MailBlock, width: int) -> Panel:
    """Return a mail in a frame."""
    border = "yellow" if mail.is_problem else "dim"
    head = RichTable.grid(padding=(0, 2))
    head.add_column(style="dim", no_wrap=True)
    head.add_column(style="bold", overflow="fold")
    for name, value in mail.head:
        head.add_row(RichText(name), RichText(value))
    text = RichText("\n".join(mail.lines), overflow="fold")
    parts = [head, Rule(style=border), text] if mail.lines else [head]
    remark = RichText(mail.remark, style="yellow" if mail.is_problem else "dim")
    return Panel(
        Group(*parts, Rule(style=border), remark),
        box=box.ROUNDED,
        title=RichText(mail.title, style="bold"),
        title_align="left",
        border_style=border,
        width=width,
        padding=(0, 1),
    )


def _print_table(screen: Console, table: Table) -> None:
    """Print a table as it is if it fits, else turned if it holds numbers, else as records."""
    is_numeric = set(table.columns[1:]) == table.right
    for shape in (table, _turned(table)) if is_numeric else (table,):
        if sum(_comfortable(shape)) + _GAP * len(shape.columns) <= screen.width:
            screen.print(_drawn(shape, screen.width))
            return
    for count in range(1, len(table.below) + 1):
        head = _without(table, table.below[-count:])
        widths = _narrowest(head) if count == len(table.below) else _widest(head)
        if sum(widths) + _GAP * len(widths) <= screen.width:
            _print_stacked(screen, table, head)
            return
    _print_records(screen, table)


def _without(table: Table, left_out: tuple[str, ...]) -> Table:
    """Return a table without some of its columns."""
    kept = [at for at, name in enumerate(table.columns) if name not in left_out]
    columns = tuple(table.columns[at] for at in kept)
    rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
    return Table(table.title, columns, rows, table.right & frozenset(columns))


def _print_stacked(screen: Console, table: Table, head: Table) -> None:
    """Print each row of `head` as a line, and what the row has in other columns indented below it."""
    widths = _widths(head, screen.width)
    moved = [at for at, name in enumerate(table.columns) if name not in head.columns]
    moved.sort(key=lambda at: table.columns[at] == table.below[-1])
    indent = min(widths[0] + _GAP, _INDENT)
    screen.print(_line(head, tuple(map(RichText, head.columns)), widths, style="bold"))
    for row, cells in zip(table.rows, head.rows, strict=True):
        screen.print(_line(head, tuple(map(_styled_cell, head.columns, cells)), widths))
        for text in _gathered([row[at] for at in moved], screen.width - indent):
            screen.print(Padding(RichText(text, overflow="fold"), (0, 0, 0, indent)))


def _gathered(cells: list[str], width: int) -> Iterator[str]:
    """Yield cells as lines: several on one where they fit, and the last, which is the longest, on its own."""
    line = ""
    for cell in filter(None, cells[:-1]):
        longer = f"{line} · {cell}" if line else cell
        if line and cell_len(longer) > width:
            yield line
            longer = cell
        line = longer
    yield from filter(None, (line, cells[-1]))


def _line(head: Table, cells: tuple[RichText, ...], widths: list[int], style: str = "") -> RichTable:
    line = RichTable.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    for name, width in zip(head.columns, widths, strict=True):
        justify: Literal["left", "right"] = "right" if name in head.right else "left"
        line.add_column(justify=justify, overflow="fold", width=width, style=style)
    line.add_row(*cells)
    return line


def _drawn(table: Table, room: int) -> RichTable:
    drawn = RichTable(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
    )
    for name, width in zip(table.columns, _widths(table, room), strict=True):
        is_cut = name == table.cut
        drawn.add_column(
            name,
            justify="right" if name in table.right else "left",
            overflow="ellipsis" if is_cut else "fold",
            no_wrap=is_cut,
            width=width,
        )
    for row in table.rows:
        drawn.add_row(*_styled_row(table, row))
    return drawn


def _styled_row(table: Table, row: tuple[str, ...]) -> list[RichText]:
    """Colour a row, unless it counts nobody."""
    if set(row[1:]) <= _NOBODY:
        return list(map(RichText, row))
    return list(map(_styled_cell, table.columns, row))


def _widths(table: Table, room: int) -> list[int]:
    """Share the terminal's width out: each column gets its minimum, then those that need little more come first."""
    widths = _narrowest(table)
    wishes = [widest - width for widest, width in zip(_widest(table), widths, strict=True)]
    spare = room - sum(widths) - _GAP * len(widths)
    for result, at in enumerate(sorted(range(len(widths)), key=lambda at: wishes[at])):
        granted = min(wishes[at], spare // (len(widths) - result))
        widths[at] += granted
        spare -= granted
    return widths


def _narrowest(table: Table) -> list[int]:
    """Return the minimum width of each column: no word or number breaks, and no phrase wraps at every word."""
    return [
        max(map(cell_len, cells))
        if name in table.right
        else max(cell_len(word) for cell in cells for word in [cell[:_READABLE], *cell.split()])
        for name, cells in zip(table.columns, _columns(table), strict=True)
    ]


def _comfortable(table: Table) -> list[int]:
    """Return the width of each column below which another shape reads better: of a long text, a piece of a line.

    In the others, one row of five may wrap rather than send a column below all of them.
    """
    if not table.below:
        return _narrowest(table)
    return [
        min(widest, _PHRASE) if name == table.below[-1] else max(narrow, _usual(cells))
        for name, widest, narrow, cells in zip(
            table.columns, _widest(table), _narrowest(table), _columns(table), strict=True
        )
    ]


def _usual(cells: Sequence[str]) -> int:
    """Return the width in which at least four of five cells do not wrap."""
    widths = sorted(map(cell_len, cells))
    return widths[-1 - len(widths) // 5]


def _widest(table: Table) -> list[int]:
    """Return the width of each column in which no cell wraps."""
    return [max(map(cell_len, cells)) for cells in _columns(table)]


def _columns(table: Table) -> Iterator[tuple[str, ...]]:
    return zip(table.columns, *table.rows, strict=True)


def _turned(table: Table) -> Table:
    """Return a table of numbers with its columns as rows."""
    first, *heads = table.columns
    names = tuple(row[0] for row in table.rows)
    rows = tuple((head, *(row[at + 1] for row in table.rows)) for at, head in enumerate(heads))
    return Table(table.title, (first, *names), rows, frozenset(names))


def _print_records(screen: Console, table: Table) -> None:
    """Print each row as lines of "column  value"."""
    if table.title:
        screen.print("")
    for row in table.rows:
        record = RichTable.grid(padding=(0, _GAP), pad_edge=False)
        record.add_column(no_wrap=True)
        record.add_column(overflow="fold")
        for name, cell in zip(table.columns, row, strict=True):
            if cell:
                record.add_row(RichText(name), _styled_cell("", cell))
        screen.print(record, "")


@contextmanager
def live_view(title: str) -> Iterator[Callable[[str], None]]:
    """Yield a function that adds a line of clean text to a view. The view disappears at the end."""
    lines: list[str] = []
    with Live(RichText(title), console=terminal(stderr=True), transient=True, refresh_per_second=12) as view:

        def tell(text: str) -> None:
            lines.append(text)
            view.update(RichText("\n".join([title, *lines[-_LIVE_LINES:]])))

        yield tell


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int, int], None]]:
    """Yield a function that takes rows, bytes done and bytes in all. The bar shows for a long file only."""
    from rich import progress  # noqa: PLC0415 - tables do not need it

    bar = progress.Progress(
        progress.TextColumn(title, markup=False),
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        progress.TextColumn("{task.fields[rows]:,} rows"),
        progress.TimeRemainingColumn(),
        console=terminal(stderr=True),
        transient=True,
    )

    def tell(rows: int, result: int, size: int) -> None:
        if size < _LONG_FILE_BYTES:
            return
        if not bar.tasks:
            bar.add_task("", total=size, rows=0)
            bar.start()
        bar.update(bar.tasks[0].id, completed=result, rows=rows)

    try:
        yield tell
    finally:
        bar.stop()


@contextmanager
def send_bar() -> Iterator[tuple[Callable[[int], None], Callable[[], bool]]]:
    """Yield two functions: one takes how many sends are due, one counts a send and returns whether a bar shows it.

    Lines written to stderr meanwhile stand above the bar. The bar shows for many sends only.
    """
    from rich import progress  # noqa: PLC0415 - tables do not need it

    class PerMinute(progress.ProgressColumn):
        def render(self, task: progress.Task) -> RichText:
            return RichText(f"{task.speed * 60:,.0f} a minute" if task.speed else "")

    bar = progress.Progress(
        progress.TextColumn("sending", markup=False),
        progress.BarColumn(),
        progress.TextColumn("{task.completed:,} of {task.total:,}", markup=False),
        PerMinute(),
        progress.TimeRemainingColumn(),
        progress.TextColumn("left", markup=False),
        console=terminal(stderr=True),
        speed_estimate_period=120,
        transient=True,
    )

    def begin(total: int) -> None:
        if total >= _MANY_SENDS and not bar.tasks:
            bar.add_task("", total=total)
            bar.start()

    def count() -> bool:
        for task in bar.tasks:
            bar.update(task.id, advance=1, total=max(task.total or 0, task.completed + 1))
        return bool(bar.tasks)

    try:
        yield begin, count
    finally:
        bar.stop()
