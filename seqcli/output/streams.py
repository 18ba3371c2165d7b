"""The process's standard streams: whether a person reads them, and how they fail. Text that may be written to them."""

import io
import os
import re
import sys
from collections.abc import Iterable
from typing import IO

from seqcli.zones import localised

#: Characters that reorder, break or hide text: line and paragraph separators, direction and other format characters.
UNSEEN = "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_CONTROL = re.compile(f"[\x00-\x1f\x7f-\x9f{UNSEEN}]+")


#: What is added to the commands that messages recommend.
_recommended: dict[str, re.Pattern[str] | str | None] = {"pattern": None, "option": ""}


def clean(text: str) -> str:
    """Return text that is safe on a terminal: one line, no control or direction characters."""
    return _CONTROL.sub(" ", text)


def for_people(text: str) -> str:
    """Return a message of ours, safe on a terminal, with its times in the reader's zone.

    Commands that it recommends name the state file that was given with `--db`: they would act on another one.
    """
    return _with_file(localised(clean(text)))


def recommend_with(option: str, commands: Iterable[str]) -> None:
    """Add an option to every command of seqcli that later messages recommend; an empty one adds nothing."""
    words = "|".join(sorted(map(re.escape, commands), key=len, reverse=True))
    _recommended["pattern"] = re.compile(rf"\bseqcli (?:{words})\b(?! --db)(?!-)") if option else None
    _recommended["option"] = option


def _with_file(text: str) -> str:
    pattern, option = _recommended["pattern"], _recommended["option"]
    if not isinstance(pattern, re.Pattern) or "seqcli " not in text or "--db" in text:
        return text
    return pattern.sub(lambda found: f"{found[0]} {option}", text)


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
