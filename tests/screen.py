"""A terminal for tests: runs a program in one and returns all that it showed."""

import codecs
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from termios import TIOCSWINSZ
from typing import Any

TIMEOUT_S = 120


def run(*args: str, width: int = 100, **env: str) -> tuple[int, str]:
    """Run seqcli in a terminal; return its exit code and what it showed, control characters and all."""
    with screen(width) as (ours, theirs):
        environment = {**os.environ, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **env}
        command = [sys.executable, "-m", "seqcli", *args]
        with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as child:
            os.close(theirs)
            watchdog = threading.Timer(TIMEOUT_S, child.kill)
            watchdog.start()
            seen = b"".join(_pieces(ours))
            watchdog.cancel()
    return child.returncode, seen.decode()


@contextmanager
def screen(width: int) -> Iterator[tuple[int, int]]:
    """Yield both ends of a terminal of this width; whoever reads from ours closes theirs."""
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    try:
        yield ours, theirs
    finally:
        os.close(ours)


def _pieces(ours: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other side has closed
            return
        if not piece:
            return
        yield piece


#: Gives a program the terminal as its own, so that Ctrl-C and a new size reach it as signals.
_AS_ITS_OWN = "import os, sys; os.open(os.ttyname(0), os.O_RDWR); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
_CONTROL = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\([A-Z])|\r")
_HOME = "\x1b[H"


class Typing:
    """seqcli at work on a terminal: what it shows, and a person who types and resizes the window."""

    def __init__(self, ours: int, theirs: int, child: subprocess.Popen[bytes]) -> None:
        self.child = child
        self.shown = ""
        self._ours = ours
        self._theirs = theirs
        self._decode = codecs.getincrementaldecoder("utf-8")().decode

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def resize(self, width: int, height: int) -> None:
        ioctl(self._theirs, TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def attributes(self) -> list[Any]:
        return termios.tcgetattr(self._theirs)

    def frame(self) -> list[str]:
        """Return the lines of the last screen, as far as it was read."""
        last = self.shown.rpartition(_HOME)[2]
        return [line.rstrip() for line in _CONTROL.sub("", last).split("\n")]

    def wait_for(self, text: str) -> list[str]:
        """Read until a screen has this text, and return that screen."""
        while not any(text in line for line in self.frame()):
            self._read()
        return self.frame()

    def wait_for_size(self, width: int, height: int) -> list[str]:
        """Read until a screen fills a window of this size, and return its lines with all their blanks."""
        while True:
            lines = _CONTROL.sub("", self.shown.rpartition(_HOME)[2]).split("\n")
            if (len(lines), {*map(len, lines)}) == (height, {width}):
                return lines
            self._read()

    def _read(self) -> None:
        ready, _, _ = select.select([self._ours], [], [], TIMEOUT_S)
        assert ready, f"nothing more was shown after: {self.frame()}"
        self._read_piece()

    def _read_piece(self) -> None:
        self.shown += self._decode(os.read(self._ours, 65536))

    def end(self) -> int:
        """Read what is left, and return the exit code."""
        while self.child.poll() is None:
            if select.select([self._ours], [], [], 0.05)[0]:
                self._read_piece()
        while select.select([self._ours], [], [], 0)[0]:
            self._read_piece()
        return self.child.returncode


@contextmanager
def typing(*args: str, width: int = 100, height: int = 40, **env: str) -> Iterator[Typing]:
    """Run Python with these arguments on a terminal that is its own."""
    with screen(width) as (ours, theirs):
        ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **env}
        command = [sys.executable, "-c", _AS_ITS_OWN, *args]
        with subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        ) as child:
            watchdog = threading.Timer(TIMEOUT_S, child.kill)
            watchdog.start()
            try:
                yield Typing(ours, theirs, child)
            finally:
                watchdog.cancel()
                child.kill()
                os.close(theirs)
