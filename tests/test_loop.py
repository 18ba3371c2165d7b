"""The whole loop against the simulated world: its ledger is the truth, the state file must agree with it."""

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from world import MONDAY, RECOVERABLE, STEPS, Bench

from seqcli.clock import VirtualClock
from seqcli.simulator import Fault, Faults, Options, People, World

#: Worlds in each block; `make soak` plays more.
SEEDS = 25 if "SEQCLI_SOAK_SECONDS" in os.environ else 10
PERSONS = [f"p{n}@firm{n}.example" for n in range(8)]


def make_bench(
    tmp_path: Path, seed: int, *, rates: dict[Fault, float], options: Options
) -> tuple[Bench, People]:
    clock = VirtualClock(MONDAY)
    world = World(clock, seed=seed, options=options)
    people = People(world, seed=seed)
    faults = Faults(
        seed, rates=rates, at_most=30, lost_types=("email.no_reply", "email.queued", "email.sent")
    )
    bench = Bench(tmp_path / f"s{seed}.db", world, clock, faults, seed=seed)
    bench.add_sequence()
    bench.add_leads(*PERSONS)
    return bench, people


def check_truth(bench: Bench, people: People) -> int:
    """Check every person; return how many are parked, which is right only where 12m's silence proves nothing."""
    parked = 0
    for address in PERSONS:
        truth = people.expected(address, len(STEPS))
        steps = Counter(step for step, _ in bench.accepted(address))
        assert max(steps.values(), default=0) <= 1, (address, people.persona(address), steps)
        status, reason = bench.status(address)
        story = (address, people.persona(address), status, reason, dict(steps))
        if reason.startswith("outcome unknown"):
            assert not bench.world.options.announce, story
            assert len(steps) < truth.accepted or truth.accepted == 0, story
            parked += 1
            continue
        assert status == truth.status, story
        assert len(steps) == truth.accepted, story
    return parked


def some_options(seed: int) -> Options:
    rng = Random(seed)
    return Options(
        send_shape=rng.choice(["ref", "guide"]),
        rejected_status=rng.choice([429, 202]),
        announce=rng.choice([True, False]),
        conv_id_place=rng.choice(["top", "data", "both"]),
        message_detail=rng.choice(["full", "snippet"]),
        address_form=rng.choice(["text", "named", "object"]),
        wrap_conversation=rng.choice([True, False]),
        timer_starts=rng.choice(["acceptance", "dispatch"]),
        outbound_shown=rng.choice(["acceptance", "dispatch"]),
        stores_refusals=rng.choice([True, False]),
        seq_gaps=rng.choice([True, False]),
    )


@pytest.mark.parametrize("block", range(12))
def test_every_step_once_nothing_after_an_end_and_every_lead_where_the_truth_has_it(
    tmp_path: Path, block: int
) -> None:
    parked = 0
    for seed in range(block * 25, block * 25 + SEEDS):
        rng = Random(seed)
        kinds = rng.sample(sorted(RECOVERABLE), 6)
        rates = dict.fromkeys(kinds, 0.05)
        bench, people = make_bench(tmp_path, seed, rates=rates, options=some_options(seed))
        bench.release()
        bench.poll()
        bench.live(days=22, every_hours=11)
        bench.faults.calm()
        bench.live(days=4, every_hours=12)
        try:
            parked += check_truth(bench, people)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
        sent = len(bench.world.ledger)
        bench.poll()
        assert len(bench.world.ledger) == sent
        bench.store.close()
    assert parked <= 1
