"""Runs the loop in processes that kill themselves with SIGKILL: at operation 1, 1 + STRIDE … until one runs through.

Called as `python kill_driver.py URL FOLDER STRIDE`; prints a line for each process: its number, and `killed` or `done`.
Each has an identity, a state file and a lead of its own. After each death a new process takes over the file.
"""

import json
import os
import signal
import sqlite3
import sys
from datetime import datetime
from pathlib import Path
from random import Random
from typing import cast

import httpx
from harness import Meter, MeteredConnection, MeteredWire
from world import plain_step

from seqcli.client import Client
from seqcli.clock import HOUR_MS, ServerTime, VirtualClock
from seqcli.engine.loop import Runner, check_world
from seqcli.engine.run_report import Limits
from seqcli.model import lead_id
from seqcli.simulator import DEFAULT_KEY
from seqcli.store import NewLead, Store

MAX_POINTS = 400
SEQUENCE = "intro"
STEPS = (
    plain_step("Hello", "Hi.", "1d", 24 * HOUR_MS),
    plain_step(None, "Hi again.", "1d", 24 * HOUR_MS),
)


def handle_of(number: int) -> str:
    return f"kill{number}.acme@inboxbase.ai"


def address_of(number: int) -> str:
    return f"ann{number}@firm.example"


def steering(url: str) -> httpx.Client:
    """Return a client for the world's controls; it needs no certificates, whose loading takes its time."""
    return httpx.Client(base_url=url, verify=False)


class WorldsClock(VirtualClock):
    """A virtual clock that takes the served world's along."""

    def __init__(self, start: datetime, url: str) -> None:
        super().__init__(start)
        self._url = url

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        with steering(self._url) as control:
            control.post("/_sim/advance", json={"seconds": seconds}).raise_for_status()


def live(url: str, folder: Path, number: int, meter: Meter) -> None:
    """Import, start, and two more polls, each a day later; safe to do again after any death."""
    with steering(url) as control:
        start = datetime.fromisoformat(control.get("/_sim/time").json()["now"])
    clock = WorldsClock(start, url)
    store = Store.open(folder / f"{number}.db", create=True)
    store._database._conn = cast("sqlite3.Connection", MeteredConnection(store._database._conn, meter))
    wire = MeteredWire(httpx.HTTPTransport(verify=False), meter)
    client = Client(url, DEFAULT_KEY, ServerTime(clock), transport=wire)
    enrol(store, number, start)
    for _ in range(3):
        check_world(store, url)
        Runner(store, client, clock, Random(0), command="poll").run(Limits())
        if meter.die_at is None:
            clock.advance(hours=25)


def enrol(store: Store, number: int, now: datetime) -> None:
    identity, address = handle_of(number), address_of(number)
    store.meta.mark_made(now)
    with store.transaction():
        store.sequences.save(SEQUENCE, SEQUENCE, STEPS, now)
        lead = NewLead(lead_id(SEQUENCE, address), address, address, json.dumps({}))
        store.imports.insert(SEQUENCE, [lead], now)
    with store.transaction():
        store.sequences.mark_started(SEQUENCE, identity, 0, now)
        store.releases.choose(SEQUENCE, address, None, now)
        store.releases.mark_released(now)


def kill_self(_what: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def run_apart(url: str, folder: Path, number: int, die_at: int | None) -> int:
    """Live in a process of its own; return its wait status."""
    pid = os.fork()
    if pid == 0:
        try:
            live(url, folder, number, Meter(die_at=die_at, kill=kill_self))
        except BaseException:  # noqa: BLE001 - a forked child must never return into its parent's frames
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    return os.waitpid(pid, 0)[1]


def main(url: str, folder: Path, stride: int) -> int:
    for number in range(1, MAX_POINTS, stride):
        status = run_apart(url, folder, number, number)
        was_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        if not was_killed and status:
            return 1
        if run_apart(url, folder, number, None):
            return 1
        print(number, "killed" if was_killed else "done", flush=True)
        if not was_killed:
            return 0
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
