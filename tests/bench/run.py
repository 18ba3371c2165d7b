"""Measures imports of contact files, sends and the start of commands, side by side with what they are held against.

Everything runs in processes of its own, in turn, in a folder that goes away; nothing here passes or fails.
Run: make bench. SEQCLI_BENCH_ROWS makes it smaller, SEQCLI_BENCH_SECONDS bounds the repetitions.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.contacts import write_contacts

ROWS = int(os.environ.get("SEQCLI_BENCH_ROWS", "500000"))
SECONDS = float(os.environ.get("SEQCLI_BENCH_SECONDS", "600"))
#: Addresses on the long suppression list; a tenth as many domains and a hundredth as many wildcards are on it too.
LISTED = 2 * ROWS
ROUNDS = 3
SENDS = 2000
START_ROUNDS = 15
BIN = Path(sys.executable).parent
TESTS = Path(__file__).resolve().parents[1]
SEQUENCE = """
id = "{0}"
name = "{0}"
[[steps]]
subject = "Hello {{{{ company | company_name }}}}"
wait_next = "3d"
template = "Hi {{{{ first_name | clean_name | default('there') }}}}, how is {{{{ city }}}}?"
[[steps]]
wait_next = "4d"
template = "Hi again, {{{{ first_name }}}}."
"""


@dataclass
class Runs:
    """What each repetition of one thing took: wall and processor seconds, and the peak of memory in MB."""

    name: str
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)

    def measure(self, command: list[str], folder: Path) -> None:
        env = {**os.environ, "PYTHONPATH": str(TESTS)}
        os.sync()  # nobody pays for what was written before
        begun = time.perf_counter()
        with subprocess.Popen(
            command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as process:
            assert process.stderr is not None
            said = process.stderr.read()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.wall.append(time.perf_counter() - begun)
        self.cpu.append(used.ru_utime + used.ru_stime)
        self.peak.append(used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024))
        if process.returncode:
            sys.exit(f"{' '.join(command)} ended with {process.returncode}\n{said.decode()}")

    def line(self, rows: int) -> str:
        rate = rows / median(self.wall)
        return (
            f"{self.name:36} {median(self.wall):8.2f} s {median(self.cpu):8.2f} s"
            f" {rate:10,.0f} /s {max(self.peak):7.0f} MB"
        )


def seqcli(*args: str) -> list[str]:
    return [str(BIN / "seqcli"), *args]


def importing(contacts: Path, sequence: str, db: str) -> list[str]:
    return seqcli("import-leads", str(contacts), "--sequence", sequence, "--db", db)


def new_state(folder: Path, db: str, sequence: str) -> None:
    file = folder / f"{sequence}.toml"
    file.write_text(SEQUENCE.format(sequence), encoding="utf-8")
    subprocess.run(
        seqcli("import-sequence", str(file), "--db", db), cwd=folder, check=True, capture_output=True
    )


def discard(folder: Path, name: str) -> None:
    for path in folder.glob(f"{name}*"):
        path.unlink()


def compare(name: str, one: Runs, other: Runs, wanted: float, *, at_most: bool) -> None:
    """Say how `one` relates to `other` by the clock, and beside it by processor time, which a busy machine bends less."""
    wall = median(one.wall) / median(other.wall)
    print(f"by processor time {median(one.cpu) / median(other.cpu):43.2f}")
    goal(name, wall, wanted, at_most=at_most)


def goal(name: str, value: float, wanted: float, *, at_most: bool) -> None:
    met = value <= wanted if at_most else value >= wanted
    sign = "at most" if at_most else "at least"
    print(f"{name:53} {value:7.2f}   {sign} {wanted:g}: {'met' if met else 'NOT met'}")


def in_turn(what: list[tuple[Runs, Callable[[Runs], None]]], rounds: int, until: float) -> None:
    """Run each once, in turn, as often as there is time for, and at least once."""
    for number in range(rounds):
        if number and time.perf_counter() > until:
            print(f"({number} of {rounds} rounds: the time was up)")
            return
        for runs, act in what:
            act(runs)


def bench_imports(folder: Path, until: float) -> None:
    contacts = folder / "contacts.csv"
    write_contacts(contacts, ROWS, 7)

    def ours(runs: Runs) -> None:
        new_state(folder, "a.db", "intro")
        runs.measure(importing(contacts, "intro", "a.db"), folder)
        discard(folder, "a.db")

    def sqlite_utils(runs: Runs) -> None:
        command = [
            str(BIN / "sqlite-utils"),
            "insert",
            "b.db",
            "lead",
            str(contacts),
            "--csv",
            "--pk",
            "Email",
        ]
        runs.measure(command, folder)
        discard(folder, "b.db")

    def bare(runs: Runs) -> None:
        new_state(folder, "c.db", "intro")
        runs.measure([sys.executable, "-m", "bench.bare", "c.db", str(contacts), "intro"], folder)
        discard(folder, "c.db")

    a, b, c = Runs("(a) seqcli import-leads"), Runs("(b) sqlite-utils insert --csv --pk"), Runs("(c) bare")
    in_turn([(a, ours), (b, sqlite_utils), (c, bare)], ROUNDS, until)
    print(f"\n{ROWS:,} rows of six columns       {'wall':>17} {'cpu':>10} {'rows':>12} {'peak':>10}")
    for runs in (a, b, c):
        print(runs.line(ROWS))
    compare("rows a second, (a) over (b)", b, a, 4, at_most=False)
    compare("seconds, (a) over (c)", a, c, 3, at_most=True)
    bench_memory(folder, a.peak)


def bench_memory(folder: Path, peaks: list[float]) -> None:
    small = folder / "small.csv"
    write_contacts(small, ROWS // 10, 8)
    new_state(folder, "small.db", "intro")
    runs = Runs("(a) a tenth of the rows")
    runs.measure(importing(small, "intro", "small.db"), folder)
    discard(folder, "small.db")
    print(runs.line(ROWS // 10))
    goal(f"peak memory in MB, {ROWS // 10:,} rows", max(runs.peak), 120, at_most=True)
    goal(f"peak memory in MB, {ROWS:,} rows", max(peaks), 120, at_most=True)


def bench_listed(folder: Path, until: float) -> None:
    """An import while nobody is suppressed against one while a long list is in the way."""
    contacts, entries = folder / "contacts.csv", folder / "list.txt"
    wanted = LISTED + LISTED // 10 + LISTED // 100
    with entries.open("w", encoding="utf-8") as file:
        file.writelines(f"p{number}@a{number % 5000}.example\n" for number in range(LISTED))
        file.writelines(f"b{number}.example\n" for number in range(LISTED // 10))
        file.writelines(f"*@*.c{number}.example\n" for number in range(LISTED // 100))
    new_state(folder, "listed.db", "intro")
    fill = Runs(f"(a) suppress import, {wanted:,} entries")
    fill.measure(seqcli("suppress", "import", str(entries), "--db", "listed.db"), folder)

    def unlisted(runs: Runs) -> None:
        new_state(folder, "a.db", "intro")
        runs.measure(importing(contacts, "intro", "a.db"), folder)
        discard(folder, "a.db")

    def listed(runs: Runs) -> None:
        shutil.copy(folder / "listed.db", folder / "copy.db")
        runs.measure(importing(contacts, "intro", "copy.db"), folder)
        discard(folder, "copy.db")

    empty, full = Runs("(a) nobody suppressed"), Runs(f"(a) {wanted:,} suppressed")
    in_turn([(empty, unlisted), (full, listed)], ROUNDS, until)
    print()
    print(fill.line(wanted))
    for runs in (empty, full):
        print(runs.line(ROWS))
    compare("seconds, with the long list over none", full, empty, 1.3, at_most=True)
    goal(f"peak memory in MB, {wanted:,} entries", max(fill.peak), 120, at_most=True)
    goal("peak memory in MB, with the long list", max(full.peak), 120, at_most=True)
    discard(folder, "listed.db")


def bench_million(folder: Path, until: float) -> None:
    """An import into an empty file against one into a file of twice as many leads of another sequence."""
    stored, contacts = folder / "stored.csv", folder / "contacts.csv"
    write_contacts(stored, 2 * ROWS, 9)
    new_state(folder, "full.db", "first")
    fill = Runs(f"(a) {2 * ROWS:,} rows")
    fill.measure(importing(stored, "first", "full.db"), folder)
    new_state(folder, "full.db", "second")

    def into_empty(runs: Runs) -> None:
        new_state(folder, "empty.db", "second")
        runs.measure(importing(contacts, "second", "empty.db"), folder)
        discard(folder, "empty.db")

    def into_full(runs: Runs) -> None:
        shutil.copy(folder / "full.db", folder / "copy.db")
        runs.measure(importing(contacts, "second", "copy.db"), folder)
        discard(folder, "copy.db")

    empty, full = Runs("(a) into an empty file"), Runs(f"(a) into a file of {2 * ROWS:,} leads")
    in_turn([(empty, into_empty), (full, into_full)], ROUNDS, until)
    print()
    print(fill.line(2 * ROWS))
    for runs in (empty, full):
        print(runs.line(ROWS))
    compare("rows a second, into the full file over the empty", empty, full, 0.7, at_most=False)
    goal(f"peak memory in MB, {2 * ROWS:,} rows", max(fill.peak), 120, at_most=True)
    goal(f"peak memory in MB, {ROWS:,} rows more", max(full.peak), 120, at_most=True)


def bench_start(folder: Path) -> None:
    new_state(folder, "start.db", "intro")
    few = folder / "few.csv"
    write_contacts(few, 200, 11)
    subprocess.run(importing(few, "intro", "start.db"), cwd=folder, check=True, capture_output=True)
    commands = {
        "import typer": [sys.executable, "-c", "import typer"],
        "seqcli --version": seqcli("--version"),
        "seqcli status": seqcli("status", "--db", "start.db"),
    }
    runs = {name: Runs(name) for name in commands}
    for _ in range(START_ROUNDS):
        for name, command in commands.items():
            runs[name].measure(command, folder)
    print()
    for name, each in runs.items():
        print(f"{name:36} {median(each.wall) * 1000:8.0f} ms")
    compare("--version over import typer", runs["seqcli --version"], runs["import typer"], 1.6, at_most=True)
    compare("status over import typer", runs["seqcli status"], runs["import typer"], 3, at_most=True)


def bench_sends(folder: Path) -> None:
    """First steps beside a bare loop; each round is one process, and both run against the same server."""
    env = {**os.environ, "PYTHONPATH": str(TESTS)}
    command = [sys.executable, "-m", "bench.server"]
    ratios, rates = [], []
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        for _ in range(ROUNDS):
            sends = [sys.executable, "-m", "bench.sends", port, str(folder), str(SENDS)]
            said = subprocess.run(sends, env=env, check=True, capture_output=True, text=True).stdout
            ours, bare = map(float, said.split())
            ratios.append(ours / bare)
            rates.append((ours, bare))
            discard(folder, "sends.db")
        server.stdin.close()
    print()
    for ours, bare in rates:
        print(f"first steps a second {ours:19.0f}   bare {bare:8.0f}")
    goal(f"{SENDS:,} first steps, over a bare loop of httpx", median(ratios), 0.45, at_most=False)


def main() -> None:
    until = time.perf_counter() + SECONDS
    with tempfile.TemporaryDirectory(prefix="seqcli-bench-") as name:
        folder = Path(name)
        bench_start(folder)
        bench_sends(folder)
        bench_imports(folder, time.perf_counter() + SECONDS / 2)
        bench_listed(folder, time.perf_counter() + SECONDS / 3)
        bench_million(folder, until)


if __name__ == "__main__":
    main()
