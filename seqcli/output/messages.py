"""Messages to the person at the terminal, on stderr: notes, warnings, questions, and the time before a log's lines."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from shutil import get_terminal_size
from textwrap import TextWrapper
from typing import IO

from seqcli.clock import Clock
from seqcli.errors import InterruptedCommandError, UsageError
from seqcli.output.streams import for_people, is_terminal
from seqcli.zones import log_time

_logging: list[Clock] = []


class Tone(StrEnum):
    """A message's colour, as a terminal code."""

    PLAIN = "0"
    WARNING = "33"
    ERROR = "1;31"


def say(text: str, tone: Tone = Tone.PLAIN) -> None:
    """Write one line to stderr. A closed stderr is ignored: it ends no run."""
    with suppress(OSError):
        sys.stderr.write(log_prefix(sys.stderr) + _toned(_wrapped(for_people(text)), tone) + "\n")
        sys.stderr.flush()


def warn(text: str) -> None:
    """Write one warning to stderr."""
    say(f"warning: {text}", Tone.WARNING)


def _wrapped(text: str) -> str:
    """Break lines at words where a person reads; a terminal would break inside them."""
    if not is_terminal(sys.stderr):
        return text
    width = max(get_terminal_size().columns, 20)
    wrapper = TextWrapper(width, expand_tabs=False, break_long_words=False, break_on_hyphens=False)
    return "\n".join(wrapper.fill(line) for line in text.split("\n"))


def _toned(text: str, tone: Tone) -> str:
    """Colour a line up to its colon on a terminal that may have colour."""
    if tone is Tone.PLAIN or not is_terminal(sys.stderr) or os.environ.get("NO_COLOR"):
        return text
    head, colon, rest = text.partition(":")
    return f"\x1b[{tone}m{head}{colon}\x1b[0m{rest}"


@contextmanager
def log_lines(clock: Clock) -> Iterator[None]:
    """Begin every line with the time while this lasts, except on a terminal."""
    _logging.append(clock)
    try:
        yield
    finally:
        _logging.pop()


def log_prefix(stream: IO[str]) -> str:
    """Return the time to begin a line with, or an empty text."""
    return f"{log_time(_logging[-1].now())} " if _logging and not is_terminal(stream) else ""


class DeclinedError(UsageError):
    """The answer to a question was no; nothing failed."""


class InterruptedQuestionError(InterruptedCommandError):
    """Ctrl-C was the answer to a question; nothing failed."""


def confirm(question: str, *, yes: bool, nothing: str = "nothing was changed") -> bool:
    """Ask on a terminal; return False off a terminal, where only `yes` is an answer.

    Raises:
        InterruptedQuestionError: Ctrl-C was the answer.
        DeclinedError: the answer was no; `nothing` says that nothing was done.
    """
    say(question)
    if yes:
        return True
    typed = ask("Go on? [y/N]", nothing=nothing)
    if typed is None:
        return False
    if typed.lower() in {"y", "yes"}:
        return True
    raise DeclinedError("not_confirmed", nothing)


def ask(question: str, *, nothing: str) -> str | None:
    """Return what a person types, without blanks around it; None off a terminal.

    Raises:
        InterruptedQuestionError: Ctrl-C was the answer; `nothing` says that nothing was done.
    """
    if not sys.stdin.isatty():
        return None
    try:
        sys.stderr.write(f"{for_people(question)} ")
        sys.stderr.flush()
        typed = sys.stdin.readline()
    except KeyboardInterrupt:
        end_line()
        raise InterruptedQuestionError("interrupted", nothing) from None
    if not typed.endswith("\n"):  # Ctrl-D leaves the cursor behind the question
        end_line()
    return typed.strip()


def end_line() -> None:
    """Begin a new line where a person was typing."""
    if sys.stderr.isatty():
        say("")
