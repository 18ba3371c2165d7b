"""How many bytes a file takes for a lead, a sent step and an event, and what `vacuum` gives back. No bars.

Mails have 600 characters, people mostly stay silent. The weeks are played in a process of its own:
python -m bench.age FOLDER LEADS prints the sizes.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.contacts import write_contacts
from bench.table import Row, Runs, seqcli
from world import MONDAY, Bench, plain_step

from seqcli.clock import VirtualClock
from seqcli.simulator import DEFAULT_HANDLE, People, PersonaKind, World

ROWS = 20_000
LEADS = 200
TEXT = "Hi {{ first_name | default('there') }}, about {{ company }}. " + "A sentence of thirty letters. " * 18
STEPS = (
    plain_step("Hello {{ company }}", TEXT),
    plain_step(None, f"Once more. {TEXT}"),
    plain_step(None, f"For the last time. {TEXT}"),
)
SEQUENCE = """
id = "intro"
name = "Intro"
[[steps]]
subject = "Hello {{ company }}"
wait_next = "3d"
template = "Hi {{ first_name }}, about {{ company }}."
"""


def measure(folder: Path) -> Iterator[Row]:
    """Yield the rows of this part."""
    yield _measure_import(folder)
    yield from _measure_weeks(folder)


def _measure_import(folder: Path) -> Row:
    write_contacts(folder / "age.csv", ROWS, 1)
    (folder / "age.toml").write_text(SEQUENCE, encoding="utf-8")
    db = folder / "age-import.db"
    runs = Runs()
    runs.measure(seqcli("import-sequence", "age.toml", "--db", str(db)), folder)
    runs.measure(seqcli("import-leads", "age.csv", "--sequence", "intro", "--db", str(db)), folder)
    return Row("bytes a lead, imported", db.stat().st_size / ROWS, detail=f"{ROWS:,} leads of six columns")


def _measure_weeks(folder: Path) -> Iterator[Row]:
    weeks, vacuum = Runs(), Runs()
    told = json.loads(
        weeks.measure([sys.executable, "-m", "bench.age", str(folder), str(LEADS)], folder).splitlines()[-1]
    )
    yield Row("bytes a sent step", told["sent"], detail=f"{LEADS:,} first steps of 600 characters")
    yield Row("bytes an event", told["events"], detail="sends that 12m announces, and that they left")
    yield Row("MB of the file after weeks", told["bytes"] / 1e6, detail=f"{told['steps']:,} steps sent")
    command = seqcli("vacuum", "--older-than", "0d", "--yes", "--json", "--db", str(folder / "age.db"))
    after = _envelope(vacuum.measure(command, folder))["data"]
    yield Row(
        "MB after vacuum",
        after["file_bytes_after"] / 1e6,
        detail=f"{after['events']:,} events, {after['sent_mails']:,} mails folded in {vacuum.wall[0]:.1f} s,"
        f" {vacuum.peak[0]:.0f} MB of memory",
    )


def _envelope(printed: str) -> dict[str, Any]:
    """Return the JSON of what a command wrote to both streams."""
    envelope: dict[str, Any] = json.loads(printed[printed.index("{") :])
    return envelope


def play(folder: Path, leads: int) -> dict[str, float]:
    """Send all first steps, read their events, live on until all have ended; return bytes for one of each."""
    clock = VirtualClock(MONDAY)
    world = World(clock, seed=1)
    world.identity(DEFAULT_HANDLE).daily_cap = 10 * leads
    People(world, mix={PersonaKind.SILENT: 93, PersonaKind.REPLIES: 5, PersonaKind.BOUNCES_BY_EVENT: 2})
    bench = Bench(folder / "age.db", world, clock)
    bench.add_sequence(steps=STEPS)
    bench.add_leads(*(f"p{number}@firm{number}.example" for number in range(leads)))
    bench.release()
    sizes = [_pages(bench)]
    bench.poll()
    sizes.append(_pages(bench))
    clock.advance(minutes=1)
    bench.poll()
    sizes.append(_pages(bench))
    events = bench.store.cursors.find(world.ledger[0].identity)
    bench.live(days=15, every_hours=24)
    return {
        "sent": (sizes[1] - sizes[0]) / leads,
        "events": (sizes[2] - sizes[1]) / (events.seq if events else 1),
        "steps": len(world.ledger),
        "bytes": _pages(bench),
    }


def _pages(bench: Bench) -> int:
    """Return the size of the file without its log."""
    bench.store.compact_log()
    return bench.store.count_bytes()


if __name__ == "__main__":
    print(json.dumps(play(Path(sys.argv[1]), int(sys.argv[2]))))
