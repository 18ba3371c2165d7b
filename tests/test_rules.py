"""One short story for each rule that a plausible bug would break; `make mutants` plants those bugs."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from harness import Rig
from life import Other, make_steps
from world import MONDAY

from seqcli.clock import VirtualClock
from seqcli.engine.leads.steering import pause_lead, resume_lead
from seqcli.errors import LockHeldError
from seqcli.model import lead_id
from seqcli.simulator import DEFAULT_HANDLE, Fault, Faults, Injection, Options, Request, World
from seqcli.simulator.world import BounceWay

ANN, BEN = "ann@firm-a.example", "ben@firm-b.example"


def make_rig(tmp_path: Path, options: Options | None = None) -> Rig:
    clock = VirtualClock(MONDAY)
    rig = Rig(tmp_path / "rules.db", World(clock, seed=2, options=options), clock, Faults())
    rig.add_sequence("intro", make_steps("first"))
    rig.add_leads(ANN)
    return rig


def steps_to(rig: Rig, address: str) -> list[int | None]:
    return [step for step, _ in rig.accepted(address)]


def test_r5_reads_before_it_sends(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    rig.release()
    rig.poll()
    with rig.store.transaction():
        pause_lead(rig.store, rig.store.leads.get(lead_id("intro", ANN)), None, "", rig.clock.now())
    rig.clock.advance(hours=25)
    rig.poll()
    assert rig.status(ANN)[0] == "queued"
    with rig.store.transaction():
        resume_lead(rig.store, rig.store.leads.get(lead_id("intro", ANN)), rig.clock.now())
    rig.world.human_reply(ANN)
    rig.poll()
    assert rig.status(ANN)[0] == "replied"
    assert steps_to(rig, ANN) == [0]


def test_r1_the_drain_only_queues_and_the_send_renders(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    rig.release()
    rig.poll()
    rig.clock.advance(hours=25)
    rig.poll(send=False)
    assert rig.status(ANN)[0] == "queued"
    rig.add_sequence("intro", make_steps("edited"))
    rig.poll()
    assert json.loads(rig.world.ledger[-1].body)["text"] == "Hi again, edited."


@pytest.mark.parametrize("fault", [Fault.BAD_GZIP, Fault.BAD_UTF8, Fault.TRUNCATED, Fault.NAN])
def test_r3_no_answer_of_12m_ends_a_run(tmp_path: Path, fault: Fault) -> None:
    rig = make_rig(tmp_path)
    rig.faults.then("send", fault)
    rig.release()
    rig.poll()
    rig.clock.advance(minutes=5)
    rig.poll()
    assert rig.status(ANN)[0] == "in_flight"
    assert steps_to(rig, ANN) == [0]


@pytest.mark.parametrize("status", [429, 202])
@pytest.mark.parametrize(
    ("reason", "end"), [("invalid_recipient", "bounced"), ("do_not_contact", "suppressed")]
)
def test_r3_reads_results_before_the_status(tmp_path: Path, status: int, reason: str, end: str) -> None:
    rig = make_rig(tmp_path, Options(rejected_status=202 if status == 202 else 429))
    rig.add_leads(BEN)
    rig.world.reject(ANN, reason)
    rig.release()
    rig.poll()
    assert rig.status(ANN)[0] == end
    assert rig.status(BEN)[0] == "in_flight"


def test_r3_what_was_unknown_before_a_throttle_stays_unknown(tmp_path: Path) -> None:
    rig = make_rig(tmp_path, Options(announce=False))
    rig.faults.then("send", Fault.TIMEOUT_AFTER, Injection(Fault.RATE_LIMITED, retry_after="86400"))
    rig.release()
    rig.poll()
    rig.clock.advance(minutes=5)
    rig.poll()
    rig.witness.check_outbox()
    rig.live(3, every_hours=25)
    assert steps_to(rig, ANN) == [0, 1]


def test_r5_a_bounce_that_came_before_its_conversation_was_known_counts(tmp_path: Path) -> None:
    rig = make_rig(tmp_path, Options(announce=False))
    rig.faults.then("send", Fault.TIMEOUT_AFTER)
    rig.release()
    rig.poll(patience_s=0)
    rig.world.bounce(ANN, "event")
    rig.poll(send=False)
    assert rig.store._database.rows("SELECT 1 FROM event")
    rig.clock.advance(minutes=5)
    rig.poll()
    assert rig.status(ANN)[0] == "bounced"


def test_r5_a_colleagues_reply_that_came_before_its_conversation_was_known_counts(tmp_path: Path) -> None:
    rig = make_rig(tmp_path, Options(announce=False))
    rig.faults.then("send", Fault.TIMEOUT_AFTER)
    rig.release()
    rig.poll(patience_s=0)
    rig.clock.advance(hours=22)
    rig.world.human_reply(ANN, from_address="colleague@firm-a.example")
    rig.poll(send=False)
    rig.poll()
    assert rig.status(ANN)[0] == "replied"


def test_r7_a_second_round_is_kept_out(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    rig.release()
    refused: list[str] = []

    def poll_too(request: Request) -> None:
        if request.method == "POST":
            with Other(rig.path) as other, pytest.raises(LockHeldError) as caught:  # noqa: SIM117 - one request
                with other.round_lock("poll", rig.clock.now()):
                    pass
            refused.append(caught.value.code)

    rig.app.on_request.append(poll_too)
    rig.poll()
    assert refused == ["lock_held"]


def test_a_transaction_holds_the_write_lock_before_it_reads(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    with rig.store.transaction():
        rig.store._database.rows("SELECT * FROM lead")
        with closing(sqlite3.connect(rig.path, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("UPDATE lead SET status_reason = 'meanwhile'")
        rig.store.meta.save("written", "yes")
    assert rig.store.meta.find("written") == "yes"


@pytest.mark.parametrize("shape", ["guide", "ref"])
def test_r11_a_send_is_bound_to_its_attempt_before_it_is_news(tmp_path: Path, shape: str) -> None:
    rig = make_rig(tmp_path, Options(send_shape="guide" if shape == "guide" else "ref"))
    rig.add_sequence("second", make_steps("second"))
    rig.add_leads(ANN, sequence_id="second")
    rig.faults.on("send", 2, Fault.TIMEOUT)
    rig.release("intro")
    rig.release("second")
    rig.poll(patience_s=0)
    rig.clock.advance(minutes=5)
    rig.poll()
    assert sorted(x.lead_id or "" for x in rig.world.ledger) == sorted(
        lead_id(each, ANN) for each in ("intro", "second")
    )


def test_r9_a_send_told_without_its_pending_id_is_bound_and_lets_silence_prove_something(
    tmp_path: Path,
) -> None:
    rig = make_rig(tmp_path, Options(send_shape="guide"))
    rig.add_leads(BEN)
    rig.faults.on("send", 2, Fault.TIMEOUT)
    rig.release()
    rig.poll(patience_s=0)
    rig.clock.advance(hours=22)
    rig.poll(send=False)
    rig.clock.advance(hours=3)
    rig.poll()
    assert steps_to(rig, BEN) == [0]


def test_r13_an_old_timer_told_again_moves_nobody(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    rig.release()
    rig.poll()
    rig.clock.advance(hours=25)
    rig.poll()
    rig.clock.advance(minutes=5)
    fired = next(e for e in rig.world.identities[DEFAULT_HANDLE].log if e["type"] == "email.no_reply")
    again = {name: value for name, value in fired.items() if name not in {"seq", "id"}}
    rig.world.append_event(DEFAULT_HANDLE, "email.no_reply", overwrite=again)
    rig.poll()
    assert rig.status(ANN)[0] == "in_flight"
    assert steps_to(rig, ANN) == [0, 1]


def test_only_released_leads_are_sent_to(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    rig.add_leads(BEN)
    rig.release(limit=1)
    rig.poll()
    rig.live(2)
    assert steps_to(rig, ANN)[:1] == [0]
    assert steps_to(rig, BEN) == []


@pytest.mark.parametrize("how", ["event", "daemon_ours", "event_and_daemon"])
def test_a_bounce_of_a_person_in_two_sequences_ends_both_leads(tmp_path: Path, how: BounceWay) -> None:
    rig = make_rig(tmp_path)
    rig.add_sequence("second", make_steps("second"))
    rig.add_leads(ANN, sequence_id="second")
    rig.release("intro")
    rig.release("second")
    rig.poll()
    rig.world.bounce(ANN, how)
    rig.poll()
    assert sorted(rig.status(ANN, each)[0] for each in ("intro", "second")) == ["bounced", "suppressed"]
