"""Measures what users wait for beside what it is held against, and prints one table for docs/speed.md.

Everything happens in a folder that goes away; nothing here passes or fails. Run: make bench.
SEQCLI_BENCH names the parts to measure, such as "sends,drain"; without it all are measured, in under five minutes.
"""

import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import age, drain, imports, looks, numbers, sends
from bench.table import HEADER, Row

PARTS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "sends": sends.measure,
    "drain": drain.measure,
    "imports": imports.measure,
    "looks": looks.measure,
    "report": numbers.measure,
    "age": age.measure,
}


def main() -> None:
    """Measure the chosen parts; each line is printed as soon as it is known."""
    chosen = os.environ.get("SEQCLI_BENCH", "").replace(",", " ").split() or list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        sys.exit(f"SEQCLI_BENCH knows {', '.join(PARTS)}, not {', '.join(sorted(unknown))}")
    begun = time.perf_counter()
    print(
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}\n\n{HEADER}",
        flush=True,
    )
    for part in chosen:
        # In a process of its own: what this one has in memory would count for the commands that it starts.
        subprocess.run([sys.executable, "-m", "bench.run", part], check=True)
    print(f"\n{time.perf_counter() - begun:.0f} seconds.")


def measure(part: str) -> None:
    """Print the lines of one part."""
    with tempfile.TemporaryDirectory(prefix="seqcli-bench-") as name:
        for row in PARTS[part](Path(name)):
            print(row.as_markdown(), flush=True)


if __name__ == "__main__":
    measure(sys.argv[1]) if sys.argv[1:] else main()
