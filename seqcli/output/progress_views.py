"""Progress on stderr: bars and a live line on a terminal, plain lines or nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from seqcli.output.messages import Tone, say
from seqcli.output.run_log import is_json_log, is_logged
from seqcli.output.streams import clean, for_people, is_terminal
from seqcli.reasons import LogLevel


@contextmanager
def live(title: str) -> Iterator[Callable[[str], None]]:
    """Yield a function that shows a line of progress: in a moving view on a terminal, as plain lines elsewhere."""
    if not is_terminal(sys.stderr):
        yield say
        return
    from seqcli.output.drawing import live_view  # noqa: PLC0415 - only on a terminal

    with live_view(title) as tell:
        yield lambda text: tell(for_people(text))


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int, int], None]]:
    """Yield a function that takes rows, bytes done and bytes in all. On a terminal, a long file gets a bar."""
    if not is_terminal(sys.stderr):
        yield lambda _rows, _done, _size: None
        return
    from seqcli.output.drawing import progress_bar  # noqa: PLC0415 - only on a terminal

    with progress_bar(clean(title)) as tell:
        yield tell


@dataclass(frozen=True, slots=True)
class SendView:
    """Shows a run's sends. `begin` takes how many are due.

    `tell` takes a send's line, whether it is a usual one, and its level.
    """

    begin: Callable[[int], None]
    tell: Callable[[str, bool, LogLevel], None]


@contextmanager
def sends() -> Iterator[SendView]:
    """Show each send as a line. On a terminal, many sends get a bar, and only the unusual ones a line.

    A JSON log has the sends as effects instead; a quiet one has no bar.
    """
    if is_json_log():
        yield SendView(lambda _total: None, lambda _line, _is_usual, _level: None)
        return
    if not is_terminal(sys.stderr) or not is_logged(LogLevel.INFO):
        yield SendView(lambda _total: None, lambda line, _is_usual, level: say(line, level=level))
        return
    from seqcli.output.drawing import send_bar  # noqa: PLC0415 - only on a terminal

    def tell(line: str, is_usual: bool, level: LogLevel) -> None:
        if not (count() and is_usual):
            say(line, Tone.PLAIN if is_usual else Tone.WARNING, level)

    with send_bar() as (begin, count):
        yield SendView(begin, tell)
