"""Progress on stderr: bars and a live line on a terminal, plain lines or nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from seqcli.output.messages import Tone, say
from seqcli.output.streams import clean, for_people, is_terminal


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
    """Shows a run's sends. `begin` takes how many are due; `tell` takes a send's line and whether it is a usual one."""

    begin: Callable[[int], None]
    tell: Callable[[str, bool], None]


@contextmanager
def sends() -> Iterator[SendView]:
    """Show each send as a line. On a terminal, many sends get a bar, and only the unusual ones a line."""
    if not is_terminal(sys.stderr):
        yield SendView(lambda _total: None, lambda line, _is_usual: say(line))
        return
    from seqcli.output.drawing import send_bar  # noqa: PLC0415 - only on a terminal

    def tell(line: str, is_usual: bool) -> None:
        if not (count() and is_usual):
            say(line, Tone.PLAIN if is_usual else Tone.WARNING)

    with send_bar() as (begin, count):
        yield SendView(begin, tell)
