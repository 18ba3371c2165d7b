"""What the window tests share: a bench that checks the intent from outside, crashes at the wire, and plain reads of the file."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
from world import MONDAY, STEPS, Bench

from seqcli.clock import VirtualClock
from seqcli.model import Step, lead_id
from seqcli.simulator import AcceptedSend, Faults, Options, World

ADA, BOB, CYD = "ada@acme.example", "bob@brill.example", "cyd@corax.example"


class Crash(BaseException):
    """The process dies here; nothing in between may catch it."""


class CrashingWire(httpx.BaseTransport):
    """Dies at planned sends, counted from 1 over the life of the plan: `before` the request or `after` the answer."""

    def __init__(self, inner: httpx.BaseTransport, plan: "CrashPlan") -> None:
        self._inner = inner
        self._plan = plan

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self._plan.sends += 1
            if self._plan.sends in self._plan.before:
                raise Crash
        answer = self._inner.handle_request(request)
        if request.method == "POST" and self._plan.sends in self._plan.after:
            raise Crash
        return answer


class CrashPlan:
    """Which sends die; it outlives the client that it kills."""

    def __init__(self) -> None:
        self.before: set[int] = set()
        self.after: set[int] = set()
        self.sends = 0

    def __call__(self, wire: httpx.BaseTransport) -> httpx.BaseTransport:
        return CrashingWire(wire, self)


def make_bench(
    tmp_path: Path,
    *addresses: str,
    options: Options | None = None,
    faults: Faults | None = None,
    wrap: Callable[[httpx.BaseTransport], httpx.BaseTransport] = lambda wire: wire,
    steps: tuple[Step, ...] = STEPS,
    release: bool = True,
) -> Bench:
    """Return a bench with one sequence; every acceptance checks that its intent was committed before (R1)."""
    clock = VirtualClock(MONDAY)
    world = World(clock, options=options)
    bench = Bench(tmp_path / "state.db", world, clock, faults or Faults(), wrap=wrap)
    world.observers.append(lambda accepted: assert_intent(bench.path, accepted))
    bench.add_sequence(steps=steps)
    if addresses:
        bench.add_leads(*addresses)
    if release and addresses:
        bench.release()
    return bench


def assert_intent(path: Path, accepted: AcceptedSend) -> None:
    """An attempt with these very bytes stands in the file, as unknown, before 12m accepts it."""
    found = query(path, "SELECT state, request_body FROM attempt WHERE idempotency_key = ?", accepted.key)
    assert [(row[0], bytes(row[1])) for row in found] == [("unknown", accepted.body)]


def query(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Read the state file as anybody could, from outside."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        return conn.execute(sql, values).fetchall()


def crash(bench: Bench) -> None:
    """Poll until the planned crash, then open what it left behind."""
    try:
        bench.poll()
    except Crash:
        bench.reopen()
        return
    raise AssertionError("the planned crash did not come")


def attempts(bench: Bench, address: str, sequence_id: str = "intro") -> list[tuple[int, int, str]]:
    """Return (step, generation, state) of a lead's attempts."""
    sql = "SELECT step, generation, state FROM attempt WHERE lead_id = ? ORDER BY 1, 2"
    return query(bench.path, sql, lead_id(sequence_id, address))


def lead(bench: Bench, address: str, sequence_id: str = "intro") -> tuple[str, str]:
    """Return (status, reason) of a lead."""
    sql = "SELECT status, status_reason FROM lead WHERE id = ?"
    status, reason = query(bench.path, sql, lead_id(sequence_id, address))[0]
    return status, reason


def steps_sent(bench: Bench, address: str) -> list[int | None]:
    """Return the steps 12m accepted for an address, from its ledger."""
    return [step for step, _ in bench.accepted(address)]
