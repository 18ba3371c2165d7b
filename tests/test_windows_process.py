"""Windows W17, W27 and W42 with real processes against a served world: overlapping runs, interrupts, output that fails."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from faulty import ADA, BOB, CYD, query
from world import plain_step

from seqcli.clock import SystemClock
from seqcli.model import lead_id
from seqcli.simulator import DEFAULT_HANDLE, DEFAULT_KEY, Faults, Request, Served, World, serve
from seqcli.store import NewLead, Store

START = ("start", "intro", "--yes", "--pace", "0s")
Act = Callable[[], object]


class Desk:
    """A folder with a state file, and the processes a person or cron starts in it."""

    def __init__(self, folder: Path, served: Served, world: World) -> None:
        self.folder = folder
        self.db = folder / "state.db"
        self.served = served
        self.world = world
        self.running: subprocess.Popen[bytes] | None = None

    def environment(self, *, bare: bool = False) -> dict[str, str]:
        own = {
            "TWELVEM_KEY": DEFAULT_KEY,
            "TWELVEM_HANDLE": DEFAULT_HANDLE,
            "TWELVEM_BASE_URL": self.served.url,
            "SEQCLI_DB": str(self.db),
        }
        return own if bare else {**os.environ, **own}

    def begin(
        self, *arguments: str, bare: bool = False, stdout: Any = subprocess.PIPE
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "seqcli", *arguments],
            cwd=self.folder,
            env=self.environment(bare=bare),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str, **how: Any) -> tuple[int, str]:
        """Run a command to its end; return its exit code and what it said on both outputs."""
        self.running = process = self.begin(*arguments, **how)
        out, err = process.communicate(timeout=60)
        return process.returncode, ((out or b"") + err).decode()

    def during(self, wanted: Callable[[Request], bool], act: Act) -> None:
        """Do something once, while 12m holds the first such request in its hands."""

        def look(request: Request) -> None:
            if wanted(request):
                self.served.app.on_request.remove(look)
                act()

        self.served.app.on_request.append(look)

    def signal(self, *numbers: signal.Signals) -> None:
        assert self.running is not None
        for number in numbers:
            self.running.send_signal(number)

    def sent_to(self) -> list[str]:
        return sorted(each.to for each in self.world.ledger)


def is_send(request: Request) -> bool:
    return request.method == "POST"


def is_long_poll(request: Request) -> bool:
    return "timeoutMs" in request.query


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    world = World(SystemClock())
    (tmp_path / "more.csv").write_text(f"email\n{CYD}\n")
    fill(tmp_path / "state.db")
    with serve(world, Faults(), hang_s=5) as served:
        yield Desk(tmp_path, served, world)


def fill(path: Path) -> None:
    """Put a sequence and two leads into a new file, as the imports do."""
    now = SystemClock().now()
    store = Store.open(path, create=True)
    store.meta.mark_made(now)
    with store.transaction():
        store.sequences.save("intro", "intro", (plain_step("Hello", "Hi."),), now)
        store.imports.insert(
            "intro", [NewLead(lead_id("intro", who), who, who, "{}") for who in (ADA, BOB)], now
        )
    store.close()


def states(desk: Desk) -> list[tuple[Any, ...]]:
    return query(desk.db, "SELECT address, state FROM attempt ORDER BY address")


ALL_ACCEPTED = [(ADA, "accepted"), (BOB, "accepted")]


@pytest.mark.window("W27")
@pytest.mark.parametrize("second", [("poll",), START])
def test_a_second_run_in_the_middle_of_a_send_is_turned_away_and_told_by_whom(
    desk: Desk, second: tuple[str, ...]
) -> None:
    others: list[tuple[int, str]] = []

    def overlap() -> None:
        first = desk.running
        others.append(desk.run(*second))
        desk.running = first

    desk.during(is_send, overlap)
    assert desk.run(*START)[0] == 0
    assert others[0][0] == 6
    assert "start" in others[0][1]
    assert (desk.sent_to(), states(desk)) == ([ADA, BOB], ALL_ACCEPTED)


@pytest.mark.window("W27")
@pytest.mark.parametrize("second", [("poll",), START])
def test_without_the_lock_the_other_two_fences_hold(desk: Desk, second: tuple[str, ...]) -> None:
    def overlap() -> None:
        Path(f"{desk.db}.lock").unlink()
        desk.run(*second)

    desk.during(is_send, overlap)
    desk.run(*START)
    desk.run("poll")
    assert (desk.sent_to(), states(desk)) == ([ADA, BOB], ALL_ACCEPTED)


@pytest.mark.window("W17", "W27")
def test_imports_and_steering_do_not_wait_for_a_run_that_follows_the_stream(desk: Desk) -> None:
    codes: list[int] = []

    def work_beside() -> None:
        follower = desk.running
        codes.append(desk.run("import-leads", "more.csv", "--sequence", "intro")[0])
        codes.append(desk.run("stop", BOB, "--reason", "asked by phone")[0])
        desk.running = follower
        desk.signal(signal.SIGINT, signal.SIGTERM)

    assert desk.run(*START)[0] == 0
    desk.during(is_long_poll, work_beside)
    assert desk.run("poll", "--follow")[0] == 130
    assert codes == [0, 0]
    assert desk.run("poll")[0] == 0
    assert desk.sent_to() == [ADA, BOB]
    found = query(desk.db, "SELECT address, status FROM lead ORDER BY address")
    assert found == [(ADA, "in_flight"), (BOB, "stopped"), (CYD, "queued")]


@pytest.mark.window("W17")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_finishes_the_send_in_hand_and_the_rest_goes_later(
    desk: Desk, number: signal.Signals
) -> None:
    desk.during(is_send, lambda: desk.signal(number))
    assert desk.run(*START)[0] == 130
    assert states(desk) == [(ADA, "accepted")]
    assert desk.run("poll")[0] == 0
    assert (desk.sent_to(), states(desk)) == ([ADA, BOB], ALL_ACCEPTED)


@pytest.mark.window("W17")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_before_the_first_round_ends_in_words_and_releases_nobody(
    desk: Desk, number: signal.Signals
) -> None:
    desk.during(lambda request: "/events" in request.path, lambda: desk.signal(number))
    code, said = desk.run(*START)
    assert (code, "interrupted" in said) == (130, True)
    assert query(desk.db, "SELECT count(*) FROM lead WHERE released_at IS NOT NULL") == [(0,)]


@pytest.mark.window("W17")
def test_a_second_interrupt_is_a_crash_that_the_next_run_mends(desk: Desk) -> None:
    desk.during(is_send, lambda: desk.signal(signal.SIGINT, signal.SIGTERM))
    assert desk.run(*START)[0] == 130
    assert desk.run(*START)[0] == 0
    assert (desk.sent_to(), states(desk)) == ([ADA, BOB], ALL_ACCEPTED)


def closed_pipe() -> int:
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@pytest.mark.window("W42")
@pytest.mark.parametrize("output", ["closed pipe", "full disk", "json to a closed pipe"])
def test_output_that_fails_loses_no_commit(desk: Desk, output: str) -> None:
    if output == "full disk" and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    stdout = os.open("/dev/full", os.O_WRONLY) if output == "full disk" else closed_pipe()
    more = ("--json",) if output.startswith("json") else ()
    try:
        code, said = desk.run(*START, *more, stdout=stdout)
    finally:
        os.close(stdout)
    assert "Traceback" not in said
    assert code != 70 or output == "full disk"
    assert (desk.sent_to(), states(desk)) == ([ADA, BOB], ALL_ACCEPTED)
    assert desk.run("poll")[0] == 0
    assert desk.sent_to() == [ADA, BOB]


@pytest.mark.window("W42")
def test_cron_without_home_locale_and_terminal_sends_like_anybody(desk: Desk) -> None:
    code, said = desk.run(*START, bare=True)
    assert (code, desk.sent_to()) == (0, [ADA, BOB]), said
    assert desk.run("poll", bare=True)[0] == 0
    assert states(desk) == ALL_ACCEPTED
