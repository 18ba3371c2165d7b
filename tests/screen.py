"""A terminal for tests: runs a program in one and returns all that it showed."""

import os
import pty
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from termios import TIOCSWINSZ

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
