"""A full screen that is drawn again and again: the alternate screen, keys, resizing, and a way back in every case."""

import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from types import FrameType
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.text import Text as RichText

from seqcli.output.spans import Line

#: For a terminal that has no Unicode.
_ASCII = str.maketrans("▁▂▃▄▅▆▇█━─│·…→", "_.-=+*##=-|..>")
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_QUIT_KEYS = frozenset(b"qQ\x03\x04")
_ESCAPE = b"\x1b"
_USUAL_SIZE = (80, 24)


class Wake(StrEnum):
    """Why a wait ended."""

    TIME = "time"
    KEY = "key"
    RESIZED = "resized"
    END = "end"


class LiveScreen:
    """The open screen. `show` draws it, `wait` waits for a key, another size or the time."""

    def __init__(self, keys: int | None, signals: int) -> None:
        self._keys = keys
        self._signals = signals
        self._saved: list[Any] | None = None
        self._live: Live | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Return the width and the height of the terminal."""
        try:
            found = os.get_terminal_size(sys.stdout.fileno())
        except OSError:
            return _USUAL_SIZE
        return found.columns or _USUAL_SIZE[0], found.lines or _USUAL_SIZE[1]

    def show(self, lines: Sequence[Line]) -> None:
        """Draw these lines over what was there."""
        if self._live is None:
            return
        self._live.console.size = self.size
        text = RichText("\n", no_wrap=True, overflow="crop").join(map(self._drawn, lines))
        text.no_wrap = True
        self._live.update(text, refresh=True)

    def _drawn(self, line: Line) -> RichText:
        has_unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
        pieces = ((text if has_unicode else text.translate(_ASCII), look.value) for text, look in line)
        return RichText.assemble(*pieces, no_wrap=True, overflow="crop")

    def wait(self, seconds: float) -> Wake:
        """Wait until a key is pressed, the window changes its size, or the time is over."""
        watched = [self._signals] if self._keys is None else [self._signals, self._keys]
        ready, _, _ = select.select(watched, [], [], max(0.0, seconds))
        if self._signals in ready:
            return self._on_signals(os.read(self._signals, 64))
        if not ready:
            return Wake.TIME
        with suppress(OSError):  # a terminal that has gone
            typed = os.read(ready[0], 1024)
            if typed and not (set(typed) & _QUIT_KEYS and typed[:1] != _ESCAPE):
                return Wake.KEY
        return Wake.END

    def _on_signals(self, numbers: bytes) -> Wake:
        if any(each in numbers for each in _ENDING):
            return Wake.END
        if signal.SIGTSTP in numbers:
            self.leave()
            os.kill(os.getpid(), signal.SIGSTOP)  # here it stands until `fg`
            self.enter()
            return Wake.KEY
        return Wake.RESIZED

    def enter(self) -> None:
        """Take the terminal: the alternate screen, no cursor, keys one by one and unseen."""
        if self._keys is not None:
            self._saved = termios.tcgetattr(self._keys)
            tty.setcbreak(self._keys, termios.TCSANOW)
        console = Console(force_terminal=True, markup=False, highlight=False)
        self._live = Live(
            console=console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
        )
        self._live.start()

    def leave(self) -> None:
        """Give the terminal back as it was; what it showed before is there again."""
        with suppress(OSError):
            if self._live is not None:
                self._live.stop()
        self._live = None
        if self._keys is not None and self._saved is not None:
            with suppress(termios.error):
                termios.tcsetattr(self._keys, termios.TCSADRAIN, self._saved)


@contextmanager
def live_screen() -> Iterator[LiveScreen]:
    """Open a live screen on the terminal, and close it whatever happens."""
    with _signals_as_bytes() as signals:
        screen = LiveScreen(sys.stdin.fileno() if sys.stdin.isatty() else None, signals)
        try:
            screen.enter()
            yield screen
        finally:
            screen.leave()


@contextmanager
def _signals_as_bytes() -> Iterator[int]:
    """Yield a file descriptor that has a byte for each signal. A second Ctrl-C or SIGTERM ends the process at once."""
    asked: list[int] = []

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if number in _ENDING:
            if asked:
                raise KeyboardInterrupt
            asked.append(number)

    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    numbers = (*_ENDING, signal.SIGWINCH, signal.SIGTSTP)
    wakeup_before = signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
    before = {number: signal.signal(number, on_signal) for number in numbers}
    try:
        yield ours
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup_before)
        os.close(ours)
        os.close(theirs)
