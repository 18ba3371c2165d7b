"""How answers and failures look: JSON envelope, tables on a terminal, plain text in a pipe. It decides nothing."""

import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import IO, Any

from seqcli.clock import Clock
from seqcli.errors import ExitCode, InterruptedCommandError, SeqcliError
from seqcli.output.result import Block, CommandResult, Diff, MailBlock, Note, Rows, Table
from seqcli.zones import local_cells, localised, log_time

#: Rises when a field of the envelope changes its meaning or goes away.
ENVELOPE_VERSION = 1
#: What reorders, breaks or hides text: line and paragraph separators, direction and other format characters.
_UNSEEN = "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_CONTROL = re.compile(f"[\x00-\x1f\x7f-\x9f{_UNSEEN}]+")
#: What an import takes out of cells, so that an export that leaves it out reads back unchanged.
_CONTROL_IN_CELL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u202a-\u202e\u2066-\u2069\ufeff]|\r(?!\n)"
)
#: JSON escapes the other control characters by itself.
_CONTROL_IN_JSON = re.compile(f"[\x7f-\x9f{_UNSEEN}]")
_HERE = "\0rows"
_logging: list[Clock] = []


class Tone(StrEnum):
    """How a line of talk is coloured: the codes of the terminal."""

    PLAIN = "0"
    WARNING = "33"
    ERROR = "1;31"


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


def show(command: str, answer: CommandResult, *, as_json: bool, as_csv: bool = False) -> bool:
    """Write an answer: its data to stdout, its notes to stderr. Return whether stdout took it, or nobody wanted it."""
    try:
        _show(command, answer, as_json=as_json, as_csv=as_csv)
    except BrokenPipeError:
        _drop_stdout()
    except OSError as error:
        _give_up_stdout(error)
        say("  What was done is done and kept.")
        return False
    return True


def is_stdout_lost() -> bool:
    """Try stdout with an empty line, which harms no help and no JSON; where it takes none, say so and give it up."""
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError as error:
        _give_up_stdout(error)
        return True
    return False


def _give_up_stdout(error: OSError) -> None:
    _drop_stdout()
    say(f"error: the answer could not be written: {error.strerror}", Tone.ERROR)


def _drop_stdout() -> None:
    """Let what is still in the buffer go nowhere, so that the end of the process does not trip over it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show(command: str, answer: CommandResult, *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        _write_json(_envelope(command, answer.exit_code, answer.data, answer.notes, None))
        return
    if as_csv:
        _write_csv(answer.csv_rows)
    else:
        for index, block in enumerate(answer.blocks):
            _write_block(block, is_first=index == 0)
    sys.stdout.flush()
    for note in answer.notes:
        if note.is_warning:
            warn(note.text)
        else:
            say(note.text)


def fail(command: str, error: SeqcliError, *, as_json: bool) -> None:
    """Write a failure: what failed and what to do next."""
    if as_json:
        told = {"code": error.code, "message": error.message, "hint": error.hint}
        try:
            _write_json(_envelope(command, error.exit_code, None, (), told))
        except OSError:
            _drop_stdout()
        return
    for index, line in enumerate(error.message.split("\n")):
        say(f"error: {line}" if index == 0 else f"  {line}", Tone.PLAIN if index else Tone.ERROR)
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


def _write_csv(rows: Iterable[tuple[str, ...]]) -> None:
    """Write rows as they come, for spreadsheets and for our own import: in UTF-8, whatever the terminal speaks."""
    from seqcli.contacts import safe_cell  # noqa: PLC0415 - only exports need it

    if isinstance(sys.stdout, io.TextIOWrapper) and not is_terminal(sys.stdout):
        sys.stdout.reconfigure(encoding="utf-8")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows(
        [safe_cell(_CONTROL_IN_CELL.sub("", cell)) if cell else "" for cell in row] for row in rows
    )


def _write_json(value: dict[str, Any]) -> None:
    """Write an envelope; `Rows` in its data are written one a line as they come."""
    data = value["data"] or {}
    rows = next((each for each in data.values() if isinstance(each, Rows)), None)
    if rows is not None:
        value = {**value, "data": {k: _HERE if each is rows else each for k, each in data.items()}}
    head, _, tail = _as_json(value, indent=2).partition(_as_json(_HERE))
    sys.stdout.write(head)
    if rows is not None:
        separator = "["
        for row in rows.make():
            sys.stdout.write(f"{separator}\n      {_as_json(row)}")
            separator = ","
        sys.stdout.write("[]" if separator == "[" else "\n    ]")
    sys.stdout.write(tail + "\n")
    sys.stdout.flush()


def _as_json(value: object, indent: int | None = None) -> str:
    is_utf8 = (sys.stdout.encoding or "").lower() in {"utf-8", "utf8"}
    text = json.dumps(value, ensure_ascii=not is_utf8, indent=indent)
    return _CONTROL_IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], text)


def say(text: str, tone: Tone = Tone.PLAIN) -> None:
    """Write one line of talk to stderr; a run does not end because nobody listens."""
    with suppress(OSError):
        sys.stderr.write(_stamp(sys.stderr) + _toned(for_people(text), tone) + "\n")
        sys.stderr.flush()


def warn(text: str) -> None:
    """Write one warning to stderr."""
    say(f"warning: {text}", Tone.WARNING)


def for_people(text: str) -> str:
    """Return a text of ours as it may stand on a terminal, with its times in the reader's zone."""
    return localised(clean(text))


def _toned(text: str, tone: Tone) -> str:
    """Colour a line up to its colon on a terminal that may have colour."""
    if tone is Tone.PLAIN or not is_terminal(sys.stderr) or os.environ.get("NO_COLOR"):
        return text
    head, colon, rest = text.partition(":")
    return f"\x1b[{tone}m{head}{colon}\x1b[0m{rest}"


@contextmanager
def log_lines(clock: Clock) -> Iterator[None]:
    """Begin every line with the time while this lasts, where no terminal shows it: a log needs it."""
    _logging.append(clock)
    try:
        yield
    finally:
        _logging.pop()


def _stamp(stream: IO[str]) -> str:
    return f"{log_time(_logging[-1].now())} " if _logging and not is_terminal(stream) else ""


def confirm(question: str, *, yes: bool) -> bool:
    """Ask on a terminal; off a terminal only `yes` is an answer.

    Raises:
        InterruptedCommandError: Ctrl-C was the answer.
    """
    say(question)
    if yes:
        return True
    if not sys.stdin.isatty():
        return False
    try:
        sys.stderr.write("Go on? [y/N] ")
        sys.stderr.flush()
        answer = sys.stdin.readline()
    except KeyboardInterrupt:
        end_line()
        raise InterruptedCommandError("interrupted", "stopped; nothing was sent or changed") from None
    if not answer.endswith("\n"):  # Ctrl-D leaves the cursor behind the question
        end_line()
    return answer.strip().lower() in {"y", "yes"}


def end_line() -> None:
    """Begin a new line where a person was typing."""
    if sys.stderr.isatty():
        say("")


def _write_block(block: Block, *, is_first: bool) -> None:
    block = _cleaned(block)
    if is_terminal(sys.stdout):
        from seqcli.output.drawing import draw  # noqa: PLC0415 - only on a terminal

        draw(block, is_first=is_first)
    elif isinstance(block, Table):
        _write_plain_table(block, is_first=is_first)
    elif isinstance(block, MailBlock):
        _write_plain_mail(block, is_first=is_first)
    elif isinstance(block, Diff):
        _write_lines((block.title, *block.lines))
    else:
        _write_lines(block.lines)


def _cleaned(block: Block) -> Block:
    """Return a block whose every text may stand on a terminal, with local times; the mail in a letter keeps its own."""
    if isinstance(block, Table):
        return _local_table(block)
    if isinstance(block, MailBlock):
        return replace(
            block,
            title=for_people(block.title),
            head=tuple((name, clean(value)) for name, value in block.head),
            lines=tuple(map(clean, block.lines)),
            remark=for_people(block.remark),
        )
    if isinstance(block, Diff):
        return replace(block, title=clean(block.title), lines=tuple(map(clean, block.lines)))
    return replace(block, lines=tuple(map(for_people, block.lines)))


def _local_table(table: Table) -> Table:
    """Return a clean table with local times; a column of times names the zone once, in its head."""
    if not table.rows:
        return replace(table, title=for_people(table.title))
    local = [local_cells(tuple(map(clean, cells))) for cells in zip(*table.rows, strict=True)]
    heads = [
        f"{name} ({zone})" if zone else name for name, (zone, _) in zip(table.columns, local, strict=True)
    ]
    rows = zip(*(cells for _, cells in local), strict=True)
    return replace(table, title=for_people(table.title), columns=tuple(heads), rows=tuple(rows))


def _write_lines(lines: Iterable[str]) -> None:
    stamp = _stamp(sys.stdout)
    sys.stdout.writelines(f"{stamp}{line}\n" for line in lines)


def _write_plain_table(table: Table, *, is_first: bool) -> None:
    lines = [] if is_first else [""]
    if table.title:
        lines.append(table.title)
    rows = [table.columns, *table.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.columns))]
    for row in rows:
        cells = [
            cell.rjust(width) if name in table.right else cell.ljust(width)
            for cell, width, name in zip(row, widths, table.columns, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    _write_lines(lines)


def _write_plain_mail(letter: MailBlock, *, is_first: bool) -> None:
    """Write a mail without wrapping a line; its text is set in, so that nothing in it passes for our own words."""
    head = [f"{name + ':':<9}{value}" for name, value in letter.head]
    text = [f"    {line}" for line in letter.lines]
    gap = [""] if text else []
    lines = [letter.title, *head, *gap, *text, *gap, letter.remark]
    if not is_first:
        sys.stdout.write("\n")
    sys.stdout.writelines(line.rstrip() + "\n" for line in lines)


@contextmanager
def live(title: str) -> Iterator[Callable[[str], None]]:
    """Yield a function that shows how things stand: one moving line on a terminal, lines of talk otherwise."""
    if not is_terminal(sys.stderr):
        yield say
        return
    from seqcli.output.drawing import live_view  # noqa: PLC0415 - only on a terminal

    with live_view(title) as tell:
        yield lambda text: tell(for_people(text))


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int, int], None]]:
    """Yield a function that is told rows, bytes done and bytes in all; for a long file a bar moves on a terminal."""
    if not is_terminal(sys.stderr):
        yield lambda _rows, _done, _size: None
        return
    from seqcli.output.drawing import progress_bar  # noqa: PLC0415 - only on a terminal

    with progress_bar(clean(title)) as tell:
        yield tell


@dataclass(frozen=True, slots=True)
class SendView:
    """Shows the sends of a run: `begin` is told how many are to come, `tell` of each and whether it is a usual one."""

    begin: Callable[[int], None]
    tell: Callable[[str, bool], None]


@contextmanager
def sends() -> Iterator[SendView]:
    """Show sends as lines; for many of them a bar moves on a terminal, and only the unusual ones have a line."""
    if not is_terminal(sys.stderr):
        yield SendView(lambda _total: None, lambda line, _is_usual: say(line))
        return
    from seqcli.output.drawing import send_bar  # noqa: PLC0415 - only on a terminal

    def tell(line: str, is_usual: bool) -> None:
        if not (count() and is_usual):
            say(line, Tone.PLAIN if is_usual else Tone.WARNING)

    with send_bar() as (begin, count):
        yield SendView(begin, tell)
