"""Mistakes that were made once, each told as the shortest story that shows it."""

from pathlib import Path

from harness import Rig, assert_once
from world import MONDAY, plain_step

from seqcli.clock import HOUR_MS, VirtualClock, plus_ms
from seqcli.model import lead_id
from seqcli.simulator import DEFAULT_HANDLE, Fault, Faults, Options, World

ANN = "ann@firm-a.example"
STEPS = (
    plain_step("Hello {{ company }}", "Hi.", "1h", HOUR_MS),
    plain_step(None, "Hi again.", "2h", 2 * HOUR_MS),
    plain_step(None, "Last time.", "3h", 3 * HOUR_MS),
)


def make_rig(tmp_path: Path, options: Options) -> Rig:
    clock = VirtualClock(MONDAY)
    rig = Rig(tmp_path / "seqcli.db", World(clock, seed=2, options=options), clock, Faults())
    rig.add_sequence("intro", STEPS)
    rig.add_leads(ANN)
    rig.release()
    return rig


def test_our_clock_counts_from_the_retry_that_was_accepted_not_from_the_first_try(tmp_path: Path) -> None:
    """Else the next step went out at once where no `dispatchAt` is told and the mail has not left yet."""
    rig = make_rig(tmp_path, Options(send_shape="guide", announce=False))
    rig.faults.then("send", Fault.RESET)
    rig.poll(patience_s=0.0)
    rig.clock.advance(hours=20)
    accepted_from = rig.clock.now()
    rig.poll(patience_s=0.0)
    lead = rig.store.leads.get(lead_id("intro", ANN))
    attempt = rig.store.attempts.find_accepted(lead.id, 0)
    assert attempt is not None
    assert attempt.accepted_at is not None
    assert attempt.accepted_at < accepted_from  # timers are still held against the first try
    assert lead.wake_at is not None
    assert lead.wake_at >= plus_ms(accepted_from, 13 * HOUR_MS)


def test_a_late_sent_event_passes_over_an_older_step_whose_own_event_was_lost(tmp_path: Path) -> None:
    """Else it was taken for a mail of a lost past, and the due step was never sent."""
    rig = make_rig(tmp_path, Options(send_shape="guide", announce=True))
    rig.poll()
    rig.clock.advance(hours=1, minutes=5)
    rig.poll()
    rig.poll()
    lead = rig.store.leads.get(lead_id("intro", ANN))
    assert lead.current_step == 1
    with rig.store.transaction():
        conn = rig.store._database._conn
        conn.execute("UPDATE attempt SET sent_seq = NULL WHERE step = 0")
        conn.execute(
            "UPDATE attempt SET queued_seq = NULL, sent_seq = NULL, pending_id = NULL WHERE step = 1"
        )
    known = rig.store.attempts.find_latest(lead.id, 0)
    assert known is not None
    assert known.pending_id is not None
    found = rig.store.attempts.find_unbound(DEFAULT_HANDLE, lead.conv_id, None, "psn_of_another", sent=True)
    assert found is not None
    assert found.step == 1
    nameless = rig.store.attempts.find_unbound(DEFAULT_HANDLE, lead.conv_id, None, None, sent=True)
    assert nameless is not None
    assert nameless.step == 0


def test_a_drop_told_after_the_next_step_was_queued_ends_the_lead(tmp_path: Path) -> None:
    """Else somebody got follow-ups to a mail that never left."""
    rig = make_rig(tmp_path, Options(announce=True))
    rig.poll()
    first = rig.world.ledger[0]
    rig.clock.advance(hours=1, minutes=5)
    rig.poll(send=False)
    assert rig.store.leads.get(lead_id("intro", ANN)).current_step == 1
    data = {"pendingId": first.pending_id, "convId": first.conv_id, "reason": "mailbox unreachable"}
    rig.world.append_event(DEFAULT_HANDLE, "email.send_failed_permanently", data, conv_id=first.conv_id)
    rig.poll()
    status, reason = rig.status(ANN)
    assert status == "failed"
    assert "step 1" in reason
    assert len(rig.world.ledger) == 1


def test_a_refusal_of_a_retry_does_not_make_unsent_what_12m_may_have_accepted(tmp_path: Path) -> None:
    """Else the lead failed, and `requeue` would have written to the person a second time."""
    rig = make_rig(tmp_path, Options(announce=False))
    rig.faults.then("send", Fault.RESET_AFTER)
    rig.poll(patience_s=0.0)
    rig.faults.then("send", Fault.REFUSED)
    rig.clock.advance(minutes=10)
    rig.poll(patience_s=0.0)
    attempt = rig.store.attempts.find_latest(lead_id("intro", ANN), 0)
    assert attempt is not None
    assert attempt.state == "unknown"
    rig.live(2)
    assert_once(rig)
    attempt = rig.store.attempts.find_latest(lead_id("intro", ANN), 0)
    assert attempt is not None
    assert attempt.state == "accepted"


def test_a_request_that_is_refused_at_every_try_fails_when_its_key_is_gone(tmp_path: Path) -> None:
    rig = make_rig(tmp_path, Options())
    rig.faults.then("send", Fault.RESET)
    rig.poll(patience_s=0.0)
    rig.clock.advance(hours=1)
    rig.faults.then("send", Fault.REFUSED)
    rig.poll(patience_s=0.0)
    rig.add_leads("bob@firm-b.example")
    rig.release()
    rig.live(0.8, every_hours=2)
    ann = rig.store.leads.get(lead_id("intro", ANN))
    bob = rig.store.leads.get(lead_id("intro", "bob@firm-b.example"))
    assert (ann.status, bob.status) == ("queued", "exhausted")
    rig.clock.advance(hours=6)
    rig.faults.then("send", Fault.REFUSED)
    rig.poll(patience_s=0.0)
    ann = rig.store.leads.get(ann.id)
    assert ann.status == "failed", ann.status_reason
    assert "422" in ann.status_reason
    assert {each.to for each in rig.world.ledger} == {"bob@firm-b.example"}
