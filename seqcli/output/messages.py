"""Messages to the person at the terminal, on stderr: notes, warnings, questions, and the time before a log's lines."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from shutil import get_terminal_size
from textwrap import TextWrapper
from threading import Timer
from typing import IO

from seqcli.errors import InterruptedCommandError, UsageError
from seqcli.output.run_log import (
    current_log,
    is_json_log,
    is_logged,
    logs_effects,
    without_addresses,
    write_json_line,
)
from seqcli.output.streams import for_people, is_terminal
from seqcli.reasons import LogLevel
from seqcli.zones import log_time

#: What a command says that waits for 12m.
ASKING = "asking 12m …"
_PATIENCE_S = 2.0


class Tone(StrEnum):
    """A message's colour, as a terminal code."""

    PLAIN = "0"
    WARNING = "33"
    ERROR = "1;31"


#: Facts of effects that are written for people and may name one; an identity is no person.
_SENTENCES = frozenset({"message", "hint", "what", "by"})
_LEVELS = {Tone.PLAIN: LogLevel.INFO, Tone.WARNING: LogLevel.WARNING, Tone.ERROR: LogLevel.ERROR}


def say(text: str, tone: Tone = Tone.PLAIN, level: LogLevel | None = None) -> None:
    """Write one line to stderr, unless the log leaves out its level, which follows from the tone.

    A closed stderr is ignored: it ends no run.
    """
    level = level or _LEVELS[tone]
    if is_json_log():
        write_json_line(level, "message", {"message": without_addresses(text)})
        return
    if not is_logged(level):
        return
    with suppress(OSError):
        sys.stderr.write(log_prefix(sys.stderr) + _toned(_wrapped(for_people(text)), tone) + "\n")
        sys.stderr.flush()


def warn(text: str) -> None:
    """Write one warning to stderr."""
    say(text if is_json_log() else f"warning: {text}", Tone.WARNING)


def log_effect(level: LogLevel, event: str, facts: Mapping[str, object]) -> None:
    """Write an effect of a run as a line of its log. A log for people has it only where they ask for everything."""
    told = {
        name: without_addresses(each) if name in _SENTENCES and isinstance(each, str) else each
        for name, each in facts.items()
        if each is not None
    }
    if is_json_log():
        write_json_line(level, event, told)
    elif logs_effects():
        say(" ".join((event, *(f"{name}={each}" for name, each in told.items()))))


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


def log_prefix(stream: IO[str]) -> str:
    """Return the time to begin a line with, or an empty text."""
    log = current_log()
    return "" if log is None or is_terminal(stream) else f"{log_time(log.clock.now())} "


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
    if not (yes and is_json_log()):
        # Whoever is asked must see the question, however quiet the log.
        say(question, level=LogLevel.INFO if yes or is_json_log() else LogLevel.ERROR)
    if yes:
        return True
    typed = None if is_json_log() else ask("Go on? [y/N]", nothing=nothing)
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


@contextmanager
def telling_of_wait(text: str, after_s: float = _PATIENCE_S) -> Iterator[None]:
    """Say on a terminal what takes so long, if it does."""
    if not is_terminal(sys.stderr):
        yield
        return
    timer = Timer(after_s, say, [text])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def end_line() -> None:
    """Begin a new line where a person was typing."""
    if sys.stderr.isatty():
        say("")
