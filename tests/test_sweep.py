"""The n-th operation sweep: die at operation 1, 3, 5 … of a scenario (`make soak`: at each), start again, live on, and check the truth."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from harness import Rig, check_idle
from world import MONDAY, plain_step

from seqcli.clock import HOUR_MS, VirtualClock
from seqcli.errors import StateError
from seqcli.simulator import Fault, Faults, Injection, Options, People, Persona, PersonaKind, World

STEPS = (
    plain_step("Hello {{ company }}", "Hi, about {{ company }}.", "1d", 24 * HOUR_MS),
    plain_step(None, "Hi again.", "1d", 24 * HOUR_MS),
)
SOON = 2 * HOUR_MS
CAST = {
    "ann@firm-a.example": Persona(PersonaKind.SILENT),
    "ben@firm-b.example": Persona(PersonaKind.REPLIES, 1, SOON),
    "cas@firm-c.example": Persona(PersonaKind.BOUNCES_BY_EVENT, 1, SOON),
}
TRUTH = {
    "ann@firm-a.example": ("exhausted", 2),
    "ben@firm-b.example": ("replied", 1),
    "cas@firm-c.example": ("bounced", 1),
}
#: Every second operation; `make soak` takes each.
STRIDE = int(os.environ.get("SEQCLI_KILL_STRIDE", "3"))
BLOCKS = 8
Act = Callable[[Rig], object]


def make_rig(folder: Path, name: str, persons: dict[str, Persona], options: Options | None = None) -> Rig:
    clock = VirtualClock(MONDAY)
    world = World(clock, seed=1, options=options)
    People(world, by_address=persons)
    faults = Faults()
    faults.on("send", 2, Injection(Fault.RATE_LIMITED, retry_after="30"))
    faults.on("send", 3, Fault.TIMEOUT_AFTER)
    return Rig(folder / f"{name}.db", world, clock, faults)


def import_all(rig: Rig) -> None:
    rig.add_sequence(steps=STEPS)
    rig.add_leads(*CAST)


def poll_after(hours: float) -> tuple[Act, ...]:
    return (lambda rig: rig.clock.advance(hours=hours), Rig.poll)


#: Import, start, three polls; a reply and a bounce between them, a 429 and an unknown outcome within.
SCENARIO: tuple[Act, ...] = (import_all, Rig.release, Rig.poll, *poll_after(6), *poll_after(30))


def play(rig: Rig, acts: tuple[Act, ...]) -> int:
    """Play the acts; one that dies is done again by a new process. Return how many died."""
    died = 0
    for act in acts:
        if rig.survive(lambda act=act: act(rig)):  # type: ignore[misc]
            died += 1
            rig.witness.check_outbox()
            act(rig)
    return died


def check_truth(rig: Rig, truth: dict[str, tuple[str, int]]) -> None:
    for address, (status, steps) in truth.items():
        assert rig.status(address)[0] == status, (address, rig.status(address))
        assert [step for step, _ in rig.accepted(address)] == list(range(steps)), address
    rig.witness.check(len(truth))
    rig.witness.check_outbox()
    check_idle(rig)


def count_points(folder: Path) -> int:
    rig = make_rig(folder, "whole", CAST)
    rig.meter.arm(None)
    assert play(rig, SCENARIO) == 0
    points = rig.meter.ops
    rig.live(4, every_hours=12)
    check_truth(rig, TRUTH)
    rig.store.close()
    return points


@pytest.mark.parametrize("block", range(BLOCKS))
def test_killed_at_any_operation_nobody_is_lost_and_nothing_is_sent_twice(tmp_path: Path, block: int) -> None:
    points = count_points(tmp_path)
    assert points > 400
    swept = 0
    for k in range(1 + block * STRIDE, points + 1, BLOCKS * STRIDE):
        rig = make_rig(tmp_path, f"k{k}", CAST)
        rig.meter.arm(k)
        try:
            assert play(rig, SCENARIO) == 1, "it did not die"
            rig.live(5, every_hours=25)
            check_truth(rig, TRUTH)
        except AssertionError as error:
            raise AssertionError(f"killed at operation {k} of {points}: {error}") from error
        rig.store.close()
        swept += 1
    print(f"\n{swept} of {points} points swept (block {block + 1} of {BLOCKS})")
    assert swept >= points // (BLOCKS * STRIDE)


PAIR_TRUTH = {"ann@firm-a.example": ("exhausted", 2)}


def make_small_rig(folder: Path, name: str) -> Rig:
    """One lead, released, never sent to; the whole life of it is two steps."""
    rig = make_rig(folder, name, {"ann@firm-a.example": CAST["ann@firm-a.example"]})
    rig.add_sequence(steps=STEPS)
    rig.add_leads(*PAIR_TRUTH)
    rig.release()
    return rig


def pairs(folder: Path) -> Iterator[tuple[int, int, Rig]]:
    """Yield (k, j): the first poll died at edge k, the one that recovers at edge j, until it runs through."""
    for k in count(1):
        for j in count(1, STRIDE):
            rig = make_small_rig(folder, f"k{k}j{j}")
            rig.meter.arm(k, only_edges=True)
            if not rig.survive(rig.poll):
                rig.store.close()
                return
            rig.meter.arm(j, only_edges=True)
            died_again = rig.survive(rig.poll)
            rig.meter.arm(None)
            yield k, j, rig
            rig.store.close()
            if not died_again:
                break


def test_killed_again_during_recovery(tmp_path: Path) -> None:
    swept = 0
    for k, j, rig in pairs(tmp_path):
        try:
            rig.witness.check_outbox()
            rig.clock.advance(minutes=10)
            rig.poll()
            rig.live(3, every_hours=25)
            check_truth(rig, PAIR_TRUTH)
        except AssertionError as error:
            raise AssertionError(f"killed at edge {k}, then at {j}: {error}") from error
        swept += 1
    print(f"\n{swept} pairs swept")
    assert swept > 150 // STRIDE


@pytest.mark.window("W36")
def test_a_full_disk_at_any_page_stops_with_its_own_name_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seqcli.store.opening._PAGE_BYTES", 512)  # so that a few leads need many
    swept = 0
    for spare in count():
        rig = make_rig(tmp_path, f"full{spare}", CAST)
        import_all(rig)
        rig.release()
        if not fill_disk(rig, spare):
            break
        rig.store._database._conn.execute("PRAGMA max_page_count = 1000000")
        rig.live(5, every_hours=12)
        check_truth(rig, TRUTH)
        rig.store.close()
        swept += 1
    print(f"\n{swept} page counts swept")
    assert swept >= 10


def fill_disk(rig: Rig, spare: int) -> bool:
    """Poll with so many spare pages; return whether the disk was full."""
    pages = rig.store._database._conn.execute("PRAGMA page_count").fetchone()[0]
    rig.store._database._conn.execute(f"PRAGMA max_page_count = {pages + spare}")
    try:
        rig.poll()
        rig.clock.advance(hours=30)
        rig.poll()
    except StateError as error:
        full = error
    else:
        return False
    assert full.code == "disk_full", full
    assert not rig.store._database._conn.in_transaction
    return True
