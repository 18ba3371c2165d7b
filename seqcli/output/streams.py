"""The process's standard streams: whether a person reads them, and how they fail. Text that may be written to them."""

import io
import os
import re
import sys
from typing import IO

from seqcli.zones import localised

#: Characters that reorder, break or hide text: line and paragraph separators, direction and other format characters.
UNSEEN = "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_CONTROL = re.compile(f"[\x00-\x1f\x7f-\x9f{UNSEEN}]+")


def clean(text: str) -> str:
    """Return text that is safe on a terminal: one line, no control or direction characters."""
    return _CONTROL.sub(" ", text)


def for_people(text: str) -> str:
    """Return a message of ours, safe on a terminal, with its times in the reader's zone."""
    return localised(clean(text))


def is_terminal(stream: IO[str]) -> bool:
    """Return whether a person looks at this stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def reopen_closed_streams() -> None:
    """Reopen closed standard streams on /dev/null, and escape what an odd locale cannot encode."""
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


def drop_stdout() -> None:
    """Send what is still buffered to /dev/null, so that the process can exit without an error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
