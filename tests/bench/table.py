"""The one table of `make bench`: what was measured, by how much it beats or misses its bar, and how."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

HEADER = "| what | measured | bar | |\n|---|---|---|---|"
TESTS = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `value` is a ratio, or megabytes; without a `bar` it is only told."""

    what: str
    value: float
    bar: float | None = None
    at_most: bool = False
    detail: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the value reaches its bar."""
        if self.bar is None:
            return True
        return self.value <= self.bar if self.at_most else self.value >= self.bar

    def as_markdown(self) -> str:
        """Return the line as docs/speed.md shows it."""
        sign = "≤" if self.at_most else "≥"
        bar = "" if self.bar is None else f"{sign} {self.bar:g}{'' if self.is_met else ' **missed**'}"
        return f"| {self.what} | {self.value:.2f} | {bar} | {self.detail} |"


@dataclass
class Runs:
    """What each repetition of one thing took: wall and processor seconds, and the peak of memory in MB."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)

    def measure(self, command: Sequence[str], folder: Path) -> str:
        """Run a command in a process of its own and return what it printed."""
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])}
        os.sync()  # nobody pays for what was written before
        begun = time.perf_counter()
        with (folder / "printed.txt").open("w+", encoding="utf-8") as printed:
            with subprocess.Popen(
                command, cwd=folder, env=env, stdout=printed, stderr=subprocess.STDOUT
            ) as process:
                _, status, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            self.wall.append(time.perf_counter() - begun)
            printed.seek(0)
            said = printed.read()
        self.cpu.append(used.ru_utime + used.ru_stime)
        self.peak.append(used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024))
        if process.returncode:
            sys.exit(f"{' '.join(command)} ended with {process.returncode}\n{said}")
        return said


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """Run the server in a process of its own and give its base URL."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])}
    command = [sys.executable, "-m", "bench.server", *options]
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.stdin.close()


def seqcli(*args: str) -> list[str]:
    """Return the command line of a seqcli command."""
    return [str(BIN / "seqcli"), *args]


def in_turn(rounds: int, acts: Sequence[Callable[[], None]]) -> None:
    """Do each thing once a round, in turn, so that a noisy neighbour bends all of them alike."""
    for _ in range(rounds):
        for act in acts:
            act()


def median_ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the median of the ratios of one thing to another, round by round."""
    return median(a / b for a, b in zip(one, other, strict=True))
