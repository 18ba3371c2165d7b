"""A real SIGKILL at operation 1, 8, 15 … of a real process against a served world; another process takes over."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from harness import assert_intent, read_only
from kill_driver import MAX_POINTS, STEPS, address_of, handle_of
from world import MONDAY

from seqcli.clock import VirtualClock
from seqcli.simulator import AcceptedSend, Fault, Faults, Request, World, serve

#: `make soak` kills at every operation.
STRIDE = int(os.environ.get("SEQCLI_KILL_STRIDE", "13"))
DRIVER = Path(__file__).with_name("kill_driver.py")


def make_world(folder: Path) -> tuple[World, Faults]:
    """Return a world with an identity for every process, each acceptance of which is witnessed in its file."""
    numbers = range(1, MAX_POINTS)
    world = World(VirtualClock(MONDAY), seed=3, handles=[handle_of(number) for number in numbers])
    paths = {handle_of(number): folder / f"{number}.db" for number in numbers}

    def observe(accepted: AcceptedSend) -> None:
        assert_intent(paths[accepted.identity], accepted)

    world.observers.append(observe)
    return world, Faults()


def check_file(folder: Path, world: World, number: int) -> None:
    sent = [(line.step, line.key) for line in world.ledger if line.to == address_of(number)]
    assert [step for step, _ in sent] == list(range(len(STEPS))), (number, sent)
    with read_only(folder / f"{number}.db") as conn:
        states = [(row["idempotency_key"], row["state"]) for row in conn.execute("SELECT * FROM attempt")]
        leads = [row["status"] for row in conn.execute("SELECT status FROM lead")]
        assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert states == [(key, "accepted") for _, key in sent], (number, states)
    assert leads == ["exhausted"], (number, leads)


@pytest.mark.window("W1")
def test_sigkill_at_any_operation_nobody_is_lost_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    world, faults = make_world(tmp_path)
    seen: set[str] = set()

    def first_send_fails(request: Request) -> None:
        if request.method == "POST" and request.path.endswith("/send") and request.path not in seen:
            seen.add(request.path)
            faults.then("send", Fault.SERVER_ERROR_AFTER)

    with serve(world, faults) as served:
        served.app.on_request.append(first_send_fails)
        command = [sys.executable, str(DRIVER), served.url, str(tmp_path), str(STRIDE)]
        driver = subprocess.run(command, capture_output=True, text=True, check=False)
    assert driver.returncode == 0, driver.stderr[-2000:]
    lines = driver.stdout.splitlines()
    assert [line.split()[1] for line in lines] == ["killed"] * (len(lines) - 1) + ["done"]
    for line in lines:
        check_file(tmp_path, world, int(line.split()[0]))
    print(f"\n{len(lines) - 1} points swept by SIGKILL")
    assert len(lines) > 150 // STRIDE
