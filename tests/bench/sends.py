"""Steps through the whole loop beside a bare loop of the same HTTP library, against a server that answers at once.

Every try and every acceptance is committed with `synchronous=FULL`. Ours and the bare loop take turns, so that a noisy
neighbour bends both; a ratio is that of the rates of one turn.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

import httpx
from bench.table import Row, Runs, serving
from world import plain_step

from seqcli.client import Client
from seqcli.clock import SystemClock
from seqcli.engine.loop import Runner
from seqcli.engine.run_report import Limits
from seqcli.engine.stream.freshness import load_server_time
from seqcli.model import lead_ids
from seqcli.store import NewLead, Store

IDENTITY = "alice.acme@inboxbase.ai"
STEPS = (
    plain_step("Hello {{ company }}", "Hi {{ first_name | default('there') }}, how is {{ company }}?"),
    plain_step(None, "Hi again."),
)
LATENCY_MS = 100
#: With it a bare loop makes about as many requests a second as where the bars were set.
WORK_MS = 0.45
TURNS, A_TURN = 7, 300
MILLION = 1_000_000


@dataclass
class Rates:
    """Mails a second of each turn, ours and those of a bare loop."""

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median of ours over the bare loop."""
        return median(a / b for a, b in zip(self.ours, self.bare, strict=True))

    @property
    def detail(self) -> str:
        """The medians for people."""
        return f"{median(self.ours):,.0f} a second, bare {median(self.bare):,.0f}"


def make_state(path: Path, leads: int) -> Store:
    """Return a new state file with so many released leads."""
    store, clock, id_of = Store.open(path, create=True), SystemClock(), lead_ids("intro")
    now = clock.now()
    store.meta.mark_made(now)
    addresses = (f"p{number}@firm{number}.example" for number in range(leads))
    rows = [
        NewLead(id_of(each), each, each, json.dumps({"company": f"Firm {number}", "first_name": "Ann"}))
        for number, each in enumerate(addresses)
    ]
    with store.transaction():
        store.sequences.save("intro", "intro", STEPS, now)
        store.imports.insert("intro", rows, now)
        store.releases.choose("intro", None, None, now)
        store.sequences.mark_started("intro", IDENTITY, 0, now)
        store.releases.mark_released(now)
    return store


def make_follow_ups_due(store: Store) -> None:
    """Let everybody's first step have stayed without an answer."""
    with store.transaction():
        store._database.run("UPDATE lead SET status = 'queued', current_step = 1, wake_at = NULL")


def open_as_read(path: Path) -> Store:
    """Return the store of a file whose stream was just read, as that of a file in use is."""
    store, now = Store.open(path), SystemClock().now()
    with store.transaction():
        store.cursors.save(IDENTITY, 0, now)
        store.cursors.mark_drained(IDENTITY, now)
    return store


class Sender:
    """Sends through the loop, so many mails a turn."""

    def __init__(self, store: Store, url: str) -> None:
        self._store, self._clock = store, SystemClock()
        self._client = Client(url, "sk_test_bench", load_server_time(store, self._clock))

    def send(self, count: int) -> float:
        """Send so many mails and return how many a second left."""
        begun = time.perf_counter()
        report = Runner(self._store, self._client, self._clock, Random(1), command="poll").run(
            Limits(max_sends=count)
        )
        rate = report.sent / (time.perf_counter() - begun)
        if report.sent != count:
            sys.exit(f"{report.sent} of {count} were sent: {report}")
        return rate


class BareLoop:
    """The least that sends: one httpx client, nothing kept."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/v1/identities/{IDENTITY}/send"
        self._http = httpx.Client()

    def send(self, count: int) -> float:
        """Send so many mails and return how many a second left."""
        body = json.dumps({"to": "p@firm.example", "subject": "Hello", "text": "Hi Ann, how is Firm?"})
        begun = time.perf_counter()
        for number in range(count):
            headers = {"Idempotency-Key": str(number), "Content-Type": "application/json"}
            self._http.post(self._url, content=body.encode(), headers=headers)
        return count / (time.perf_counter() - begun)


def take_turns(ours: Callable[[int], float], bare: Callable[[int], float]) -> Rates:
    """Return the rates of several turns; the first one of each only warms up."""
    rates = Rates()
    ours(50), bare(50)
    for _ in range(TURNS):
        rates.ours.append(ours(A_TURN))
        rates.bare.append(bare(A_TURN))
    return rates


def measure(folder: Path) -> Iterator[Row]:
    """Yield the rows of sends."""
    Runs().measure([sys.executable, "-m", "bench.looks", "many.db", str(MILLION)], folder)
    with serving() as url:
        small, large = make_state(folder / "small.db", 2500), make_state(folder / "large.db", 10_000)
        bare = BareLoop(url)
        first = take_turns(Sender(small, url).send, bare.send)
        yield Row(
            "First steps, 2,500 leads, over a bare loop of httpx", first.ratio, 0.45, detail=first.detail
        )
        many = take_turns(Sender(large, url).send, bare.send)
        yield Row("The same, 10,000 leads", many.ratio, 0.45, detail=many.detail)
        make_follow_ups_due(small)
        again = take_turns(Sender(small, url).send, bare.send)
        yield Row("Follow-ups, over the same loop", again.ratio, 0.45, detail=again.detail)
        of_million = take_turns(Sender(open_as_read(folder / "many.db"), url).send, Sender(large, url).send)
        yield Row(
            "First steps with a million leads in the file, over 10,000",
            of_million.ratio,
            0.85,
            detail=f"{median(of_million.ours):,.0f} and {median(of_million.bare):,.0f} a second",
        )
    with serving("--latency-ms", str(WORK_MS)) as url:
        store = make_state(folder / "work.db", 2500)
        bare = BareLoop(url)
        first = take_turns(Sender(store, url).send, bare.send)
        yield Row(
            f"First steps where an answer takes {WORK_MS} ms, over the same loop",
            first.ratio,
            0.45,
            detail=first.detail,
        )
        make_follow_ups_due(store)
        again = take_turns(Sender(store, url).send, bare.send)
        yield Row("Follow-ups, likewise", again.ratio, 0.45, detail=again.detail)
    with serving("--latency-ms", str(LATENCY_MS)) as url:
        rate = Sender(make_state(folder / "slow.db", 100), url).send(60)
        yield Row(
            f"First steps after {LATENCY_MS} ms each, over 1 ÷ latency",
            rate * LATENCY_MS / 1000,
            0.93,
            detail=f"{rate:.1f} a second, one at a time",
        )
