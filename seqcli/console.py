"""How answers and failures look: JSON envelope, rich tables on a terminal, plain text in a pipe. It decides nothing."""

import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

from seqcli.errors import ExitCode, SeqcliError
from seqcli.reports import Answer, Block, Letter, Note, Table

if TYPE_CHECKING:
    from rich.console import Console

#: Rises when a field of the envelope changes its meaning or goes away.
ENVELOPE_VERSION = 1
_SHEET_WIDTH = 84
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def clean(text: str) -> str:
    """Return data as it may stand on a terminal: one line, no control or direction characters."""
    return _CONTROL.sub(" ", text)


def is_terminal(stream: IO[str]) -> bool:
    """Tell whether a person looks at this stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def mend_streams() -> None:
    """Give a process that was started with closed streams empty ones, and let no character fail in an odd locale."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def show(command: str, answer: Answer, *, as_json: bool, as_csv: bool = False) -> bool:
    """Write an answer: its data to stdout, its notes to stderr. Return whether stdout took it, or nobody wanted it."""
    try:
        _show(command, answer, as_json=as_json, as_csv=as_csv)
    except BrokenPipeError:
        _drop_stdout()
    except OSError as error:
        _drop_stdout()
        say(f"error: the answer could not be written: {error.strerror}")
        say("  What was done is done and kept.")
        return False
    return True


def _drop_stdout() -> None:
    """Let what is still in the buffer go nowhere, so that the end of the process does not trip over it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show(command: str, answer: Answer, *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        _write_json(_envelope(command, answer.exit_code, answer.data, answer.notes, None))
        return
    if as_csv:
        from seqcli.leads_csv import safe_cell  # noqa: PLC0415 - only exports need it

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([safe_cell(cell) for cell in row] for row in answer.csv_rows)
    else:
        for index, block in enumerate(answer.blocks):
            _write_block(block, is_first=index == 0)
    sys.stdout.flush()
    for note in answer.notes:
        say(f"{'warning: ' if note.is_warning else ''}{note.text}")


def fail(command: str, error: SeqcliError, *, as_json: bool) -> None:
    """Write a failure: what failed and what to do next."""
    if as_json:
        told = {"code": error.code, "message": error.message, "hint": error.hint}
        try:
            _write_json(_envelope(command, error.exit_code, None, (), told))
        except OSError:
            _drop_stdout()
        return
    for index, line in enumerate(error.message.splitlines()):
        say(f"error: {line}" if index == 0 else f"  {line}")
    if error.hint:
        say(f"  {error.hint}")


def _envelope(
    command: str,
    exit_code: ExitCode,
    data: dict[str, Any] | None,
    notes: tuple[Note, ...],
    error: dict[str, str] | None,
) -> dict[str, Any]:
    return {
        "seqcli": ENVELOPE_VERSION,
        "command": command,
        "ok": error is None and exit_code is ExitCode.DONE,
        "exit_code": int(exit_code),
        "data": data,
        "notes": [note.text for note in notes],
        "error": error,
    }


def _write_json(value: dict[str, Any]) -> None:
    is_utf8 = (sys.stdout.encoding or "").lower() in {"utf-8", "utf8"}
    sys.stdout.write(json.dumps(value, ensure_ascii=not is_utf8, indent=2) + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """Write one line of talk to stderr; a run does not end because nobody listens."""
    with suppress(OSError):
        sys.stderr.write(clean(text) + "\n")
        sys.stderr.flush()


def confirm(question: str, *, yes: bool) -> bool:
    """Ask on a terminal; off a terminal only `yes` is an answer."""
    say(question)
    if yes:
        return True
    if not sys.stdin.isatty():
        return False
    sys.stderr.write("Go on? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _write_block(block: Block, *, is_first: bool) -> None:
    if isinstance(block, Table):
        if is_terminal(sys.stdout):
            _rich_console().print(_rich_table(block))
        else:
            _write_plain_table(block, is_first=is_first)
        return
    if isinstance(block, Letter):
        if is_terminal(sys.stdout):
            _rich_console().print(_rich_letter(block))
        else:
            _write_plain_letter(block, is_first=is_first)
        return
    for line in block.lines:
        sys.stdout.write(clean(line) + "\n")


def _write_plain_table(table: Table, *, is_first: bool) -> None:
    if not is_first:
        sys.stdout.write("\n")
    if table.title:
        sys.stdout.write(clean(table.title) + "\n")
    rows = [table.columns, *([clean(cell) for cell in row] for row in table.rows)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.columns))]
    for row in rows:
        cells = [
            cell.rjust(width) if name in table.right else cell.ljust(width)
            for cell, width, name in zip(row, widths, table.columns, strict=True)
        ]
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def _write_plain_letter(letter: Letter, *, is_first: bool) -> None:
    """Write a mail without wrapping a line; its text is set in, so that nothing in it passes for our own words."""
    head = [f"{name + ':':<9}{value}" for name, value in letter.head]
    text = [f"    {clean(line)}" for line in letter.lines]
    gap = [""] if text else []
    lines = [letter.title, *map(clean, head), *gap, *text, *gap, letter.remark]
    if not is_first:
        sys.stdout.write("\n")
    sys.stdout.writelines(line.rstrip() + "\n" for line in lines)


def _rich_console(*, stderr: bool = False) -> "Console":
    from rich.console import Console  # noqa: PLC0415 - only on a terminal

    return Console(stderr=stderr, markup=False, highlight=False)


def _rich_table(table: Table) -> Any:
    from rich import box  # noqa: PLC0415
    from rich.table import Table as RichTable  # noqa: PLC0415
    from rich.text import Text as RichText  # noqa: PLC0415

    drawn = RichTable(
        title=RichText(clean(table.title)) if table.title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for name in table.columns:
        drawn.add_column(name, justify="right" if name in table.right else "left", overflow="fold")
    for row in table.rows:
        drawn.add_row(*(RichText(clean(cell)) for cell in row))
    return drawn


def _rich_letter(letter: Letter) -> Any:
    """Draw a mail as a sheet of paper, no wider than text reads well."""
    from rich import box  # noqa: PLC0415
    from rich.console import Group  # noqa: PLC0415
    from rich.panel import Panel  # noqa: PLC0415
    from rich.rule import Rule  # noqa: PLC0415
    from rich.table import Table as RichTable  # noqa: PLC0415
    from rich.text import Text as RichText  # noqa: PLC0415

    border = "yellow" if letter.is_problem else "dim"
    head = RichTable.grid(padding=(0, 2))
    head.add_column(style="dim", no_wrap=True)
    head.add_column(style="bold", overflow="fold")
    for name, value in letter.head:
        head.add_row(RichText(name), RichText(clean(value)))
    text = RichText("\n".join(map(clean, letter.lines)), overflow="fold")
    parts = [head, Rule(style=border), text] if letter.lines else [head]
    remark = RichText(clean(letter.remark), style="yellow" if letter.is_problem else "dim")
    return Panel(
        Group(*parts, Rule(style=border), remark),
        box=box.ROUNDED,
        title=RichText(clean(letter.title), style="bold"),
        title_align="left",
        border_style=border,
        width=min(_rich_console().width, _SHEET_WIDTH),
        padding=(0, 1),
    )


@contextmanager
def live(title: str) -> Iterator[Callable[[str], None]]:
    """Yield a function that shows how things stand: one moving line on a terminal, lines of talk otherwise."""
    if not is_terminal(sys.stderr):
        yield say
        return
    from rich.live import Live  # noqa: PLC0415 - only on a terminal
    from rich.text import Text as RichText  # noqa: PLC0415

    lines: list[str] = []
    with Live(
        RichText(title), console=_rich_console(stderr=True), transient=True, refresh_per_second=12
    ) as view:

        def tell(text: str) -> None:
            lines.append(clean(text))
            view.update(RichText("\n".join([title, *lines[-10:]])))

        yield tell


_LONG_FILE_BYTES = 4_000_000


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int, int], None]]:
    """Yield a function that is told rows, bytes done and bytes in all; for a long file a bar moves on a terminal."""
    if not is_terminal(sys.stderr):
        yield lambda _rows, _done, _size: None
        return
    from rich import progress as bars  # noqa: PLC0415 - only on a terminal

    bar = bars.Progress(
        bars.TextColumn(clean(title), markup=False),
        bars.BarColumn(),
        bars.TaskProgressColumn(),
        bars.TextColumn("{task.fields[rows]:,} rows"),
        bars.TimeRemainingColumn(),
        console=_rich_console(stderr=True),
        transient=True,
    )

    def tell(rows: int, done: int, size: int) -> None:
        if size < _LONG_FILE_BYTES:
            return
        if not bar.tasks:
            bar.add_task("", total=size, rows=0)
            bar.start()
        bar.update(bar.tasks[0].id, completed=done, rows=rows)

    try:
        yield tell
    finally:
        bar.stop()
