"""Imports of contact files beside what they are held against, into empty files and full ones, and what memory they take.

Run: python -m bench.imports FOLDER. It takes about two minutes on two quiet cores.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from statistics import median

from bench.contacts import write_contacts, write_forty_columns, write_whole_names
from bench.table import BIN, Row, Runs, in_turn, median_ratio, seqcli

ROWS = 150_000
ROUNDS = 3
STORED = 1_000_000
#: Addresses on the long suppression list; a tenth as many domains and a hundredth as many wildcards are on it too.
LISTED = 2 * ROWS
MB = 120
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


def importing(contacts: str, db: str) -> list[str]:
    """Return the command line of an import into the sequence `intro`."""
    return seqcli("import-leads", contacts, "--sequence", "intro", "--db", db)


def new_state(folder: Path, db: str, sequence: str = "intro") -> None:
    """Make a state file with a sequence, or add the sequence to it."""
    file = folder / f"{sequence}.toml"
    file.write_text(SEQUENCE.format(sequence), encoding="utf-8")
    Runs().measure(seqcli("import-sequence", str(file), "--db", db), folder)


def discard(folder: Path, db: str) -> None:
    """Delete a state file and what lies beside it."""
    for path in folder.glob(f"{db}*"):
        path.unlink()


def suppress_many(folder: Path, db: str) -> Runs:
    """Make a file with a long suppression list that covers nobody of the contacts; return what it took."""
    entries = folder / "list.txt"
    with entries.open("w", encoding="utf-8") as file:
        file.writelines(f"p{number}@a{number % 5000}.example\n" for number in range(LISTED))
        file.writelines(f"b{number}.example\n" for number in range(LISTED // 10))
        file.writelines(f"*@*.c{number}.example\n" for number in range(LISTED // 100))
    new_state(folder, db)
    runs = Runs()
    runs.measure(seqcli("suppress", "import", str(entries), "--db", db), folder)
    return runs


def measure(folder: Path) -> Iterator[Row]:
    """Yield the rows of the table."""
    write_contacts(folder / "contacts.csv", ROWS, 7)
    write_whole_names(folder / "whole.csv", ROWS, 7)
    write_forty_columns(folder / "forty.csv", ROWS // 5, 7)
    new_state(folder, "full.db", "first")
    new_state(folder, "full.db")
    Runs().measure([sys.executable, "-m", "bench.stored", "full.db", "first", str(STORED)], folder)
    listing = suppress_many(folder, "listed.db")
    ours, bare, full, listed, whole, forty = Runs(), Runs(), Runs(), Runs(), Runs(), Runs()

    def into_copy(runs: Runs, db: str) -> None:
        copy(folder / db, folder / "copy.db")
        runs.measure(importing("contacts.csv", "copy.db"), folder)
        discard(folder, "copy.db")

    def into_empty(runs: Runs, contacts: str) -> None:
        new_state(folder, "empty.db")
        runs.measure(importing(contacts, "empty.db"), folder)
        discard(folder, "empty.db")

    def into_bare() -> None:
        new_state(folder, "bare.db")
        bare.measure([sys.executable, "-m", "bench.bare", "bare.db", "contacts.csv", "intro"], folder)
        discard(folder, "bare.db")

    in_turn(
        ROUNDS,
        (
            lambda: into_empty(ours, "contacts.csv"),
            into_bare,
            lambda: into_copy(full, "full.db"),
            lambda: into_copy(listed, "listed.db"),
            lambda: into_empty(whole, "whole.csv"),
            lambda: into_empty(forty, "forty.csv"),
        ),
    )
    yield _against_sqlite_utils(folder, ours)
    yield Row(
        f"import of {ROWS:,} rows: seconds over bare `csv.reader` and `executemany`",
        median_ratio(ours.cpu, bare.cpu),
        1.6,
        at_most=True,
        detail=_detail(ours, bare),
    )
    yield Row(
        f"the same with {STORED:,} leads stored: rows a second over an empty file",
        median_ratio(ours.cpu, full.cpu),
        0.8,
        detail=_detail(full, ours),
    )
    yield Row(
        f"the same with {LISTED * 111 // 100:,} suppressions: seconds over none",
        median_ratio(listed.cpu, ours.cpu),
        1.3,
        at_most=True,
        detail=_detail(listed, ours),
    )
    yield Row(
        "the same with whole names: seconds over first and last names",
        median_ratio(whole.cpu, ours.cpu),
        detail=_detail(whole, ours),
    )
    yield Row(
        f"import of {ROWS // 5:,} rows of 40 columns: rows a second",
        ROWS / 5 / median(forty.cpu),
        detail="by processor time",
    )
    for what, runs in (
        ("an import into an empty file", ours),
        ("an import of 40 columns", forty),
        (f"an import with {STORED:,} leads stored", full),
        ("an import with the long suppression list", listed),
        ("`suppress import` of that list", listing),
    ):
        yield Row(f"peak memory of {what}, MB", max(runs.peak), MB, at_most=True)


def _against_sqlite_utils(folder: Path, ours: Runs) -> Row:
    """Compare by the clock: sqlite-utils commits every hundred rows, and waits for the disk."""
    theirs = Runs()
    command = [
        str(BIN / "sqlite-utils"),
        "insert",
        "theirs.db",
        "lead",
        "contacts.csv",
        "--csv",
        "--pk",
        "Email",
    ]
    theirs.measure(command, folder)
    discard(folder, "theirs.db")
    return Row(
        f"import of {ROWS:,} rows of six columns: rows a second over `sqlite-utils insert --csv --pk`",
        theirs.wall[0] / median(ours.wall),
        3,
        detail=f"{_detail(ours, theirs)}; by processor time {theirs.cpu[0] / median(ours.cpu):.2f}",
    )


def _detail(ours: Runs, theirs: Runs) -> str:
    rates = (f"{ROWS / median(runs.wall):,.0f}" for runs in (ours, theirs))
    return " against ".join(rates) + " rows a second"


if __name__ == "__main__":
    place = Path(sys.argv[1])
    for line in measure(place):
        print(line.as_markdown(), flush=True)
