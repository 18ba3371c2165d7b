"""The model: any order of moves, faults and deaths; the invariants hold after every move, and nobody is lost.

`make test` runs a fixed profile; `make soak` runs fresh examples for SEQCLI_SOAK_SECONDS and prints what it counted.
"""

import functools
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from harness import Tally
from hypothesis import HealthCheck, event, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from life import ABSURD, PERSONS, SEQUENCES, SPOILABLE, Life

from seqcli.engine.leads.bulk_steering import Pause, Requeue, Resume, Steer, Stop
from seqcli.reasons import MarkKind
from seqcli.simulator import Injection, Options
from seqcli.simulator.faults import FITS, RETRY_AFTER_FORMS, Endpoint
from seqcli.simulator.world import BounceWay

persons = st.sampled_from(PERSONS)
sequences = st.sampled_from(SEQUENCES)
flags = st.booleans()
ENDPOINTS: tuple[Endpoint, ...] = get_args(Endpoint)


@st.composite
def injections(draw: st.DrawFn) -> tuple[Endpoint, Injection]:
    endpoint: Endpoint = draw(st.sampled_from(ENDPOINTS))
    fault = draw(st.sampled_from(sorted(FITS[endpoint])))
    form = draw(st.sampled_from(RETRY_AFTER_FORMS))
    return endpoint, Injection(fault, retry_after=form, variant=draw(st.integers(0, 6)))


@st.composite
def worlds(draw: st.DrawFn) -> Options:
    return Options(
        send_shape=draw(st.sampled_from(("ref", "guide"))),
        rejected_status=draw(st.sampled_from((429, 202))),
        announce=draw(st.sampled_from((True, True, False))),
        conv_id_place=draw(st.sampled_from(("both", "top", "data"))),
        timer_starts=draw(st.sampled_from(("acceptance", "dispatch"))),
        outbound_shown=draw(st.sampled_from(("acceptance", "dispatch"))),
        message_detail=draw(st.sampled_from(("full", "full", "snippet"))),
        auto_mail_cancels_timer=draw(flags),
        stores_refusals=draw(flags),
        seq_gaps=draw(flags),
    )


def move(**drawn: Any) -> Callable[[Callable[..., None]], Any]:
    """Make a rule that counts how often it was made."""

    def decorate(act: Callable[..., None]) -> Any:
        @functools.wraps(act)
        def counted(model: "Model", **values: Any) -> None:
            model.tally.moves[act.__name__] += 1
            act(model, **values)

        decorate_rule: Callable[[Any], Any] = rule(**drawn)
        return decorate_rule(counted)

    return decorate


class Model(RuleBasedStateMachine):
    """Every move of `Life` as a rule."""

    tally = Tally()

    @initialize(options=worlds(), number=st.integers(0, 3), copied_first=flags)
    def begin(self, options: Options, number: int, copied_first: bool) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.life = Life(Path(self.folder.name), options, number)
        self.life.import_leads(PERSONS[:2], "intro")
        if copied_first:
            self.life.back_up()
        self.life.start("intro", None)

    @move(chosen=st.sets(persons, min_size=1), sequence=sequences)
    def import_leads(self, chosen: set[str], sequence: str) -> None:
        self.life.import_leads(tuple(sorted(chosen)), sequence)

    @move(sequence=sequences, limit=st.sampled_from((None, 1)))
    def start(self, sequence: str, limit: int | None) -> None:
        self.life.start(sequence, limit)

    @move()
    def poll(self) -> None:
        self.life.poll()

    @move(hours=st.sampled_from((1, 6, 25, 50)))
    def wait_and_poll(self, hours: int) -> None:
        self.life.advance(hours)
        self.life.poll()

    @move(after=st.integers(1, 150), hours=st.sampled_from((0, 25)))
    def crash(self, after: int, hours: int) -> None:
        self.life.advance(hours)
        self.life.crash_in_poll(after)

    @move(fault=injections())
    def fault(self, fault: tuple[Endpoint, Injection]) -> None:
        event(fault[1].fault)
        self.life.fault(*fault)

    @move(fault=injections(), after=st.integers(1, 120))
    def fault_and_crash(self, fault: tuple[Endpoint, Injection], after: int) -> None:
        self.life.fault(*fault)
        self.life.crash_in_poll(after)

    @move(hours=st.sampled_from((0.2, 5, 12, 24, 30)))
    def advance(self, hours: float) -> None:
        self.life.advance(hours)

    @move(person=persons, fresh=flags)
    def human_reply(self, person: str, fresh: bool) -> None:
        self.life.human_reply(person, fresh=fresh)

    @move(person=persons)
    def opt_out(self, person: str) -> None:
        self.life.opt_out(person)

    @move(person=persons, variant=st.integers(0, 8))
    def auto_reply(self, person: str, variant: int) -> None:
        self.life.auto_reply(person, variant)

    @move(person=persons, how=st.sampled_from(get_args(BounceWay)), hard=flags)
    def bounce(self, person: str, how: BounceWay, hard: bool) -> None:
        self.life.bounce(person, how, hard=hard)

    @move(person=persons)
    def doubtful_bounce(self, person: str) -> None:
        self.life.doubtful_bounce(person)

    @move(person=persons)
    def delay_notice(self, person: str) -> None:
        self.life.delay_notice(person)

    @move(person=persons)
    def write_by_hand(self, person: str) -> None:
        self.life.write_by_hand(person)

    @move(person=persons, after=st.none() | st.integers(1, 120))
    def answer_by_hand(self, person: str, after: int | None) -> None:
        self.life.answer_by_hand(person, after)

    @move(person=persons, reason=st.sampled_from(("invalid_recipient", "do_not_contact", "moon_phase")))
    def reject(self, person: str, reason: str) -> None:
        self.life.reject(person, reason)

    @move(person=persons, seq=st.sampled_from((None, -1, "soon", 1.5, 10**30)), threaded=flags)
    def unusable_reply(self, person: str, seq: Any, threaded: bool) -> None:
        self.life.unusable_reply(person, seq, threaded=threaded)

    @move(field=st.sampled_from(SPOILABLE), value=st.sampled_from(ABSURD))
    def absurd_number(self, field: str, value: str) -> None:
        self.life.absurd_number(field, value)

    @move(sizes=st.lists(st.integers(1, 3), min_size=1, max_size=8))
    def split_pages(self, sizes: list[int]) -> None:
        self.life.split_pages(sizes)

    @move(hours=st.sampled_from((1, 8, 30)), person=persons)
    def sleep_in_send(self, hours: int, person: str) -> None:
        self.life.sleep_in_send(hours, person)

    @move(days=st.sampled_from((60, 2, -5, 0, 0)))
    def set_date(self, days: int) -> None:
        self.life.set_date(days)

    @move(sequence=sequences)
    def edit_template(self, sequence: str) -> None:
        self.life.edit_template(sequence)

    @move(hours=st.sampled_from((None, 2, 30)), data=st.data())
    def pause(self, hours: int | None, data: st.DataObject) -> None:
        self.life.pause(self._some_lead(data), hours)

    @move(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        self.life.resume(self._some_lead(data))

    @move()
    def resume_company(self) -> None:
        self.life.resume_company()

    @move(sequence=sequences, paused=flags)
    def pause_sequence(self, sequence: str, paused: bool) -> None:
        self.life.pause_sequence(sequence, paused=paused)

    @move(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        self.life.stop(self._some_lead(data))

    @move(person=persons, command=st.sampled_from((Pause(None, "a test"), Resume(""), Stop(""), Requeue(""))))
    def steer(self, person: str, command: Steer) -> None:
        self.life.steer(person, command)

    @move(person=persons, kind=st.sampled_from((*MarkKind, MarkKind.AUTO_REPLY, MarkKind.AUTO_REPLY)))
    def mark(self, person: str, kind: MarkKind) -> None:
        self.life.mark(person, kind)

    @move()
    def undo(self) -> None:
        self.life.undo()

    @move(hours=st.sampled_from((0, 30)))
    def vacuum(self, hours: int) -> None:
        self.life.vacuum(hours)

    @move(data=st.data())
    def stop_meanwhile(self, data: st.DataObject) -> None:
        self.life.stop_meanwhile(self._some_lead(data))

    @move()
    def second_poll(self) -> None:
        self.life.second_poll()

    @move(hours=st.sampled_from((0, 30)))
    def poll_without_key(self, hours: int) -> None:
        self.life.revoke_key()
        self.life.advance(hours)
        self.life.poll()
        self.life.restore_key()

    @precondition(lambda self: len(self.life.backups) < 3)
    @move()
    def back_up(self) -> None:
        self.life.back_up()

    @precondition(lambda self: self.life.backups)
    @move(which=st.integers(0, 2), hours=st.sampled_from((1, 30)), starts=flags)
    def restore_backup(self, which: int, hours: int, starts: bool) -> None:
        if not self.life.restore_backup(which):
            return
        self.life.advance(hours)
        if starts:
            self.life.start("intro", None)
        else:
            self.life.poll()

    @invariant()
    def invariants_hold(self) -> None:
        if hasattr(self, "life"):
            self.life.check()

    def teardown(self) -> None:
        if not hasattr(self, "life"):
            return
        try:
            self.life.end(self.tally)
            self.tally.runs += 1
        finally:
            self.life.rig.store.close()
            self.folder.cleanup()

    def _some_lead(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.life.leads)))


PROFILE = settings(database=None, suppress_health_check=list(HealthCheck), report_multiple_bugs=False)


def run_model(max_examples: int, steps: int, number: int) -> None:
    chosen = settings(PROFILE, max_examples=max_examples, stateful_step_count=steps)
    run_state_machine_as_test(seed(number)(Model), settings=chosen)


@pytest.mark.parametrize("block", range(4))
def test_no_order_of_moves_faults_and_deaths_sends_twice_or_after_a_no_or_loses_anybody(block: int) -> None:
    before = Model.tally.runs
    run_model(max_examples=24, steps=30, number=block)
    print(f"\n{Model.tally.runs - before} examples")


@pytest.mark.soak
@pytest.mark.skipif("SEQCLI_SOAK_SECONDS" not in os.environ, reason="long; `make soak` runs it")
def test_soak() -> None:
    ends_at = time.monotonic() + float(os.environ["SEQCLI_SOAK_SECONDS"])
    first = int(os.environ.get("SEQCLI_SOAK_SEED", random.randrange(10**6)))
    number = first
    print(f"\nseed {first} (SEQCLI_SOAK_SEED={first} repeats this run)")
    while time.monotonic() < ends_at:
        try:
            run_model(max_examples=40, steps=40, number=number)
        except BaseException as error:
            _blame(Model.tally, str(error))
            print(f"seed {number} failed. {Model.tally}")
            print(Model.tally.told_moves())
            raise
        number += 1
    print(f"seeds {first} to {number - 1}, {Model.tally}")
    print(Model.tally.told_moves())
    needed = {"unusable_reply", "absurd_number", "split_pages", "sleep_in_send", "set_date"}
    assert not needed - Model.tally.moves.keys()


def _blame(tally: Tally, text: str) -> None:
    tally.lost += "I2:" in text or "I5:" in text
    tally.duplicated += "I1:" in text
    tally.unexpected += not any(mark in text for mark in ("I1:", "I2:", "I5:"))
