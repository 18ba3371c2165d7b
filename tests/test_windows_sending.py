"""Windows W1 to W18 and W45: every moment of a send in which a mail could go twice, after a no, or get lost."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
from faulty import ADA, BOB, CYD, Crash, CrashPlan, attempts, crash, lead, make_bench, query, steps_sent
from world import LONERS, STEPS, Bench, plain_step

from seqcli.clock import to_text
from seqcli.commands.forget import forget
from seqcli.commands.runs import run_data
from seqcli.engine.leads.apply import apply_lead_event, suppress_person
from seqcli.engine.leads.sequence_imports import store_sequence
from seqcli.engine.leads.steering import requeue_lead
from seqcli.engine.send import attempt
from seqcli.engine.send.attempt import prepare, transmit
from seqcli.engine.send.context import SendContext
from seqcli.engine.stream.context import DrainSummary
from seqcli.errors import InputFileError
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import lead_id, normalise_address
from seqcli.reasons import LeadReason
from seqcli.simulator import DEFAULT_HANDLE, DEFAULT_KEY, Drip, Fault, Injection, Options
from seqcli.store import Store

AFTER_ACTING = [
    Fault.SERVER_ERROR_AFTER,
    Fault.TIMEOUT_AFTER,
    Fault.RESET_AFTER,
    Fault.CLOSED_AFTER,
    Fault.TRUNCATED,
    Fault.GARBAGE,
    Fault.EMPTY,
    Fault.NAN,
    Fault.LIST,
    Fault.BAD_UTF8,
    Fault.BAD_GZIP,
    Fault.WRONG_SHAPE,
    Fault.NO_CONV_ID,
    Fault.NO_RESULTS,
    Fault.TWO_RESULTS,
    Fault.OTHER_RECIPIENT,
]
WITHOUT_EVENTS = Options(announce=False)


def post_of(bench: Bench) -> SendContext:
    return SendContext(bench.store, bench.client, DEFAULT_HANDLE, DrainSummary(), Random(0))


# -- W1 to W4: the answer is lost, the key lives


@pytest.mark.window("W1")
@pytest.mark.parametrize("announce", [True, False])
def test_a_crash_after_acceptance_is_answered_by_the_key_and_counts_once(
    tmp_path: Path, *, announce: bool
) -> None:
    plan = CrashPlan()
    plan.after.add(1)
    bench = make_bench(tmp_path, ADA, options=Options(announce=announce), wrap=plan)
    crash(bench)
    assert attempts(bench, ADA) == [(0, 0, "unknown")]
    bench.poll()
    assert steps_sent(bench, ADA) == [0]
    conv_id = bench.world.ledger[0].conv_id
    sql = "SELECT attempt.state, attempt.conv_id, lead.status, lead.conv_id FROM attempt JOIN lead"
    assert query(bench.path, sql) == [("accepted", conv_id, "in_flight", conv_id)]


@pytest.mark.window("W1")
def test_a_crash_before_the_request_is_sent_once_afterwards(tmp_path: Path) -> None:
    plan = CrashPlan()
    plan.before.add(1)
    bench = make_bench(tmp_path, ADA, wrap=plan)
    crash(bench)
    assert (attempts(bench, ADA), steps_sent(bench, ADA)) == ([(0, 0, "unknown")], [])
    bench.poll()
    assert (attempts(bench, ADA), steps_sent(bench, ADA)) == ([(0, 0, "accepted")], [0])


@pytest.mark.window("W2")
@pytest.mark.parametrize("acted", [True, False])
@pytest.mark.parametrize("announce", [True, False])
@pytest.mark.parametrize("hours", [23, 25])
@pytest.mark.parametrize("step", [0, 1])
def test_a_dead_key_is_never_used_blindly(
    tmp_path: Path, *, acted: bool, announce: bool, hours: int, step: int
) -> None:
    plan = CrashPlan()
    bench = make_bench(tmp_path, BOB, options=Options(announce=announce), wrap=plan)
    bench.poll()
    if step == 0:
        bench.add_leads(ADA)
        bench.release()
        who = ADA
    else:
        bench.clock.advance(days=3, hours=1)
        who = BOB
    (plan.after if acted else plan.before).add(plan.sends + 1)
    crash(bench)
    bench.clock.advance(hours=hours)
    bench.poll()
    sent = steps_sent(bench, who).count(step)
    status, reason = lead(bench, who)
    if acted or announce:
        assert (sent, status) == (1, "in_flight")
    else:
        assert (sent, status, reason.startswith("outcome unknown")) == (0, "held", True)
        assert attempts(bench, who)[-1] == (step, 0, "parked")


@pytest.mark.window("W3")
def test_an_edited_template_does_not_change_the_bytes_of_a_retry(tmp_path: Path) -> None:
    plan = CrashPlan()
    plan.after.add(1)
    bench = make_bench(tmp_path, ADA, wrap=plan)
    crash(bench)
    bench.add_sequence(steps=(plain_step("Other", "Other."), *STEPS[1:]))
    bench.poll()
    body = query(bench.path, "SELECT request_body FROM attempt")[0][0]
    assert [each.body for each in bench.world.ledger] == [bytes(body)]
    assert b"Other" not in bytes(body)


@pytest.mark.window("W3")
@pytest.mark.parametrize("options", [Options(), WITHOUT_EVENTS], ids=["announcing", "silent"])
def test_a_key_that_12m_knows_with_another_body_counts_as_accepted(tmp_path: Path, options: Options) -> None:
    bench = make_bench(tmp_path, ADA, options=options)
    lost = {"to": ADA, "subject": "Lost", "text": "From a file that is gone."}
    bench.world.observers.clear()
    bench.clock.advance(minutes=1)
    bench.world.send(DEFAULT_HANDLE, f"{lead_id('intro', ADA)}:0", json.dumps(lost).encode())
    bench.poll()
    bench.live(days=2)
    assert steps_sent(bench, ADA) == [0]
    assert attempts(bench, ADA) == [(0, 0, "accepted")]
    conv_id = bench.world.ledger[0].conv_id
    assert query(bench.path, "SELECT status, conv_id FROM lead") == [("in_flight", conv_id)]


@pytest.mark.window("W4")
def test_a_409_for_a_request_still_running_is_tried_again_with_the_same_key(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.faults.then("send", Fault.TIMEOUT_AFTER, Fault.IN_PROGRESS, Fault.IN_PROGRESS)
    bench.poll()
    bench.live(days=0.5, every_hours=1)
    assert (steps_sent(bench, ADA), attempts(bench, ADA)) == ([0], [(0, 0, "accepted")])


@pytest.mark.window("W4")
def test_a_409_that_never_ends_leaves_the_outcome_unknown(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=WITHOUT_EVENTS)
    bench.faults.always("send", Fault.IN_PROGRESS)
    bench.poll()
    assert attempts(bench, ADA) == [(0, 0, "unknown")]
    bench.live(days=2)
    assert (steps_sent(bench, ADA), attempts(bench, ADA)) == ([], [(0, 0, "parked")])
    assert lead(bench, ADA)[1].startswith("outcome unknown")


# -- W5 to W9: answers that say nothing, or no


@pytest.mark.window("W5", "W7")
@pytest.mark.parametrize("fault", AFTER_ACTING)
@pytest.mark.parametrize("announce", [True, False])
def test_an_answer_lost_after_acting_is_learnt_from_the_key(
    tmp_path: Path, fault: Fault, *, announce: bool
) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=Options(announce=announce))
    bench.faults.on("send", 1, fault)
    bench.poll()
    bench.live(days=0.25, every_hours=1)
    for who in (ADA, BOB):
        assert (steps_sent(bench, who), lead(bench, who)[0]) == ([0], "in_flight")


@pytest.mark.window("W5")
def test_five_doubtful_answers_in_a_row_stop_the_identity_for_this_run(tmp_path: Path) -> None:
    people = [f"p{n}@firm{n}.example" for n in range(9)]
    bench = make_bench(tmp_path, *people)
    bench.faults.always("send", Fault.SERVER_ERROR_AFTER)
    bench.poll()
    assert bench.faults.ordinals["send"] == 5
    states = query(bench.path, "SELECT state, count(*) FROM attempt GROUP BY 1")
    assert states == [("unknown", 5)]
    bench.faults.calm()
    bench.live(days=0.5)
    assert sorted(x.to for x in bench.world.ledger) == people


@pytest.mark.window("W5")
def test_what_is_not_even_asked_does_not_break_a_row_of_doubtful_answers(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    for n in range(12):
        bench.add_leads(f"p{n:02}@firm{n}.example", fields='{"company": "Acme"}' if n % 2 else "{}")
    bench.release()
    bench.faults.always("send", Fault.SERVER_ERROR)
    bench.poll()
    assert bench.faults.ordinals["send"] == 5


@pytest.mark.window("W6")
@pytest.mark.parametrize("fault", [Fault.STORED_ERROR, Fault.STORED_LIMIT])
def test_an_error_kept_under_a_key_delays_its_own_lead_alone(tmp_path: Path, fault: Fault) -> None:
    bench = make_bench(tmp_path, ADA, BOB, CYD)
    bench.faults.on("send", 1, fault)
    bench.poll()
    bench.live(days=0.25, every_hours=0.5)
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB), steps_sent(bench, CYD)) == ([], [0], [0])
    assert lead(bench, ADA)[0] == "queued"
    bench.live(days=2.5)
    assert steps_sent(bench, ADA) == [0]


@pytest.mark.window("W6")
@pytest.mark.parametrize("cause", ["cap", "suspended"])
@pytest.mark.parametrize("status", [429, 202])
def test_a_refusal_of_the_identity_kept_under_a_key_delays_its_own_lead_alone(
    tmp_path: Path, cause: str, status: int
) -> None:
    options = Options(stores_refusals=True, rejected_status=status)  # type: ignore[arg-type]
    bench = make_bench(tmp_path, ADA, BOB, options=options)
    identity = bench.world.identities[DEFAULT_HANDLE]
    if cause == "cap":
        identity.daily_cap = 0
    else:
        identity.status = "suspended"
    bench.poll()
    identity.daily_cap, identity.status = None, "active"
    bench.clock.advance(hours=15, minutes=1)
    bench.poll()
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([], [0])
    bench.live(days=1.5)
    assert (steps_sent(bench, ADA), lead(bench, ADA)[0]) == ([0], "in_flight")


@pytest.mark.window("W7")
@pytest.mark.parametrize("fault", [Fault.GARBAGE, Fault.NO_CONV_ID, Fault.OTHER_RECIPIENT])
def test_an_answer_that_never_becomes_readable_is_settled_by_evidence(tmp_path: Path, fault: Fault) -> None:
    bench = make_bench(tmp_path, ADA, options=WITHOUT_EVENTS)
    bench.faults.always("send", fault)
    bench.poll()
    bench.live(days=1)
    assert (steps_sent(bench, ADA), attempts(bench, ADA)) == ([0], [(0, 0, "accepted")])


REFUSALS = {
    "do_not_contact": ("suppressed", "refused"),
    "invalid_recipient": ("bounced", "refused"),
    "moon_phase": ("held", "parked"),
}


@pytest.mark.window("W8")
@pytest.mark.parametrize("status", [429, 202])
@pytest.mark.parametrize("reason", REFUSALS)
def test_a_rejected_recipient_ends_that_lead_and_stops_nobody(
    tmp_path: Path, reason: str, status: int
) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=Options(rejected_status=status))  # type: ignore[arg-type]
    bench.world.reject(ADA, reason)
    bench.poll()
    assert (lead(bench, ADA)[0], attempts(bench, ADA)[0][2]) == REFUSALS[reason]
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([], [0])
    bench.live(days=2)
    assert lead(bench, ADA)[0] == REFUSALS[reason][0]


@pytest.mark.window("W8")
@pytest.mark.parametrize("status", [429, 202])
@pytest.mark.parametrize("reason", ["no_eligible_pool", "no_accounts", "inactive", "suspended"])
def test_a_reason_about_the_identity_stops_it_and_no_lead_is_blamed(
    tmp_path: Path, reason: str, status: int
) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=Options(rejected_status=status))  # type: ignore[arg-type]
    bench.world.block(DEFAULT_HANDLE, reason)
    bench.poll()
    assert bench.faults.ordinals["send"] == 1
    assert query(bench.path, "SELECT status, count(*) FROM lead GROUP BY 1") == [("queued", 2)]
    bench.world.block(DEFAULT_HANDLE, None)
    bench.poll()
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([0], [0])


@pytest.mark.window("W9")
@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.CAP_EXCEEDED])
def test_a_throttled_first_try_goes_back_to_pending_and_the_stream_is_still_read(
    tmp_path: Path, fault: Fault
) -> None:
    bench = make_bench(tmp_path, ADA, BOB, CYD)
    bench.faults.on("send", 2, Injection(fault, retry_after="3600"))
    bench.poll()
    assert [state for _, _, state in attempts(bench, BOB)] == ["pending"]
    assert query(bench.path, "SELECT first_try_at FROM attempt WHERE address = ?", BOB) == [(None,)]
    bench.world.human_reply(ADA)
    bench.clock.advance(minutes=10)
    bench.poll()
    assert (lead(bench, ADA)[0], bench.faults.ordinals["send"]) == ("replied", 2)
    bench.clock.advance(minutes=51)
    bench.poll()
    assert (steps_sent(bench, BOB), steps_sent(bench, CYD)) == ([0], [0])


@pytest.mark.window("W9")
@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.CAP_EXCEEDED, Fault.CONNECT, Fault.SERVER_ERROR])
def test_a_retry_that_is_throttled_or_fails_leaves_the_outcome_unknown(tmp_path: Path, fault: Fault) -> None:
    bench = make_bench(tmp_path, ADA, options=WITHOUT_EVENTS)
    bench.faults.then("send", Fault.RESET_AFTER)
    bench.faults.always("send", Injection(fault, retry_after="86400"))
    bench.poll()
    assert attempts(bench, ADA) == [(0, 0, "unknown")]
    bench.clock.advance(hours=25)
    bench.poll()
    assert (steps_sent(bench, ADA), attempts(bench, ADA)) == ([0], [(0, 0, "accepted")])


@pytest.mark.window("W9", "W10")
def test_a_rest_ends_at_its_moment_and_one_beyond_a_day_is_not_believed(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.faults.then("send", Injection(Fault.RATE_LIMITED, retry_after="7200"))
    bench.poll()
    bench.clock.advance(seconds=7195)
    bench.poll(patience_s=0)
    assert steps_sent(bench, ADA) == []
    bench.clock.advance(seconds=10)
    bench.poll()
    assert steps_sent(bench, ADA) == [0]
    bench.add_leads(BOB)
    bench.release()
    far = to_text(bench.clock.now().replace(year=2031))
    with bench.store.transaction():
        bench.store._database.run("UPDATE cursor SET not_before = ?", far)
    bench.poll()
    assert steps_sent(bench, BOB) == [0]


@pytest.mark.window("W10")
@pytest.mark.parametrize(("seconds", "told"), [("79200", False), ("86400", True)])
def test_a_rest_that_outlasts_the_key_of_an_open_send_is_told(
    tmp_path: Path, seconds: str, told: bool
) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.faults.then("send", Fault.SERVER_ERROR_AFTER, Injection(Fault.RATE_LIMITED, retry_after=seconds))
    report = bench.poll(patience_s=0)
    warnings = run_data(bench.store, report, bench.clock).warnings
    assert any("until after the keys of 1 unconfirmed send expire" in text for text in warnings) is told


@pytest.mark.window("W10")
def test_throttles_do_not_use_up_the_tries_of_an_attempt(tmp_path: Path) -> None:
    plan = CrashPlan()
    bench = make_bench(tmp_path, ADA, BOB, wrap=plan)
    bench.faults.then("send", None, *[Injection(Fault.RATE_LIMITED, retry_after="60")] * 6)
    for _ in range(6):
        bench.poll(patience_s=0)
        bench.clock.advance(minutes=2)
    plan.before.add(plan.sends + 1)
    crash(bench)
    bench.clock.advance(hours=25)
    bench.poll()
    assert (steps_sent(bench, BOB), lead(bench, BOB)[0]) == ([0], "in_flight")


# -- W11 to W14: refused keys, missing things, bad leads


@pytest.mark.window("W11")
def test_a_key_revoked_in_mid_run_ends_the_run_and_marks_no_lead(tmp_path: Path) -> None:
    people = [f"p{n}@firm{n}.example" for n in range(6)]
    bench = make_bench(tmp_path, *people)
    bench.world.observers.append(lambda _: bench.world.revoke_key() if len(bench.world.ledger) == 2 else None)
    bench.poll()
    assert bench.faults.ordinals["send"] == 4
    assert query(bench.path, "SELECT status, count(*) FROM lead GROUP BY 1 ORDER BY 1") == [
        ("in_flight", 3),
        ("queued", 3),
    ]
    bench.world.observers.pop()
    bench.world.add_key(DEFAULT_KEY)
    bench.poll()
    assert sorted(x.to for x in bench.world.ledger) == people


@pytest.mark.window("W2", "W11")
def test_under_a_new_key_an_open_attempt_needs_evidence(tmp_path: Path) -> None:
    plan = CrashPlan()
    plan.after.add(1)
    bench = make_bench(tmp_path, ADA, options=Options(announce=False, key_scope="identity"), wrap=plan)
    crash(bench)
    bench.world.add_key("sk_live_other")
    bench.api_key = "sk_live_other"
    bench.reopen()
    bench.clock.advance(minutes=5)
    bench.poll()
    assert bench.faults.ordinals["send"] == 1
    assert (steps_sent(bench, ADA), attempts(bench, ADA)) == ([0], [(0, 0, "accepted")])


@pytest.mark.window("W12")
def test_an_identity_that_is_gone_stops_alone(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.world.add_identity("zoe.acme@inboxbase.ai")
    bench.add_sequence("other")
    bench.add_leads(BOB, sequence_id="other")
    bench.release("other", handle="zoe.acme@inboxbase.ai")
    gone = bench.world.remove_identity(DEFAULT_HANDLE)
    bench.poll()
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([], [0])
    assert lead(bench, ADA)[0] == "queued"
    bench.world.restore_identity(gone)
    bench.poll()
    assert steps_sent(bench, ADA) == [0]


@pytest.mark.window("W12")
@pytest.mark.parametrize("words", ["conversation not found", "conversation not found for this identity"])
def test_a_conversation_that_is_gone_holds_its_lead_and_others_go_on(tmp_path: Path, words: str) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.clock.advance(days=3, hours=1)
    bench.world.run_due()
    bench.world.delete_conversation(ADA)
    bench.app.on_answer.append(lambda _, answer: replace_words(answer, words))
    bench.poll()
    assert lead(bench, ADA)[0] == "held"
    assert lead(bench, ADA)[1].startswith("conversation gone")
    assert steps_sent(bench, BOB) == [0, 1]


def replace_words(answer: object, words: str) -> None:
    body = getattr(answer, "body", b"")
    if b"conversation not found" in body:
        object.__setattr__(answer, "body", json.dumps({"error": words}).encode())


@pytest.mark.window("W12", "W46")
def test_a_record_that_cannot_be_read_delays_its_own_lead_alone(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.world.drop_timer(ADA)
    conv_id = bench.world.conversation(ADA).id
    bench.app.on_answer.append(
        lambda request, answer: (
            object.__setattr__(answer, "body", b"no JSON") if request.path.endswith(conv_id) else None
        )
    )
    bench.live(days=5)
    assert steps_sent(bench, BOB) == [0, 1]
    assert lead(bench, ADA)[0] == "in_flight"
    bench.app.on_answer.clear()
    bench.live(days=1)
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.window("W13")
@pytest.mark.parametrize("poison", [0, 1, 2])
@pytest.mark.parametrize("kind", ["422", "field"])
def test_one_bad_lead_fails_or_is_held_and_the_others_are_recorded(
    tmp_path: Path, poison: int, kind: str
) -> None:
    people = [ADA, BOB, CYD]
    bench = make_bench(tmp_path)
    for number, who in enumerate(people):
        is_bare = kind == "field" and number == poison
        bench.add_leads(who, fields="{}" if is_bare else '{"company": "Acme"}')
    bench.release()
    if kind == "422":
        bench.faults.on("send", poison + 1, Fault.REFUSED)
    bench.poll()
    for number, who in enumerate(people):
        if number != poison:
            assert (steps_sent(bench, who), lead(bench, who)[0]) == ([0], "in_flight")
    status, reason = lead(bench, people[poison])
    assert steps_sent(bench, people[poison]) == []
    assert (status, reason) == (("held", "needs company (step 1)") if kind == "field" else (status, reason))
    assert status == ("held" if kind == "field" else "failed")


@pytest.mark.window("W14")
@pytest.mark.parametrize("way", ["refused", "dropped"])
def test_a_requeued_send_gets_a_key_of_its_own_and_an_old_drop_does_not_touch_it(
    tmp_path: Path, way: str
) -> None:
    bench = make_bench(tmp_path, ADA)
    identity = bench.world.identities[DEFAULT_HANDLE]
    identity.drip = late_drip()
    if way == "refused":
        bench.faults.on("send", 1, Fault.REFUSED)
    bench.poll()
    old = bench.world.ledger[0].pending_id if way == "dropped" else None
    bench.world.drop_queued(ADA)
    bench.poll()
    assert lead(bench, ADA)[0] == "failed"
    requeue(bench, ADA)
    bench.poll()
    key = f"{lead_id('intro', ADA)}:0:r1"
    assert bench.accepted(ADA)[-1] == (0, key)
    assert attempts(bench, ADA)[-1] == (0, 1, "accepted")
    if old is not None:
        data = {"pendingId": old, "convId": bench.world.conversation(ADA).id, "reason": "told again"}
        bench.world.append_event(DEFAULT_HANDLE, "email.send_failed_permanently", data)
        bench.poll()
        assert (lead(bench, ADA)[0], attempts(bench, ADA)[-1]) == ("in_flight", (0, 1, "accepted"))


@pytest.mark.window("W14", "W47")
@pytest.mark.parametrize("shape", ["ref", "guide"])
def test_a_drop_of_somebody_elses_mail_is_not_ours(tmp_path: Path, shape: str) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(send_shape=shape))  # type: ignore[arg-type]
    bench.poll()
    bench.world.identities[DEFAULT_HANDLE].drip = late_drip()
    bench.world.write_by_hand(ADA)
    bench.poll()
    bench.world.drop_queued(ADA)
    bench.poll()
    assert (lead(bench, ADA)[0], attempts(bench, ADA)) == ("in_flight", [(0, 0, "accepted")])


# -- W15 to W18: edits, doubles, interruptions, changes of mind


@pytest.mark.window("W15")
def test_a_pending_attempt_keeps_its_bytes_when_the_sequence_is_edited(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.faults.then("send", Injection(Fault.RATE_LIMITED, retry_after="600"))
    bench.poll()
    body = query(bench.path, "SELECT request_body FROM attempt")[0][0]
    bench.add_sequence(steps=(plain_step("New", "New."), *STEPS[1:], plain_step(None, "Fourth.")))
    bench.clock.advance(minutes=11)
    bench.poll()
    assert bench.world.ledger[0].body == bytes(body)
    bench.live(days=22)
    assert steps_sent(bench, ADA) == [0, 1, 2, 3]


EDITS = {
    "insert": (STEPS[0], plain_step(None, "Between."), *STEPS[1:]),
    "delete": (STEPS[0], STEPS[2]),
    "reorder": (STEPS[0], STEPS[2], STEPS[1]),
}


@pytest.mark.window("W15")
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_that_moves_a_step_is_refused_once_somebody_was_contacted(tmp_path: Path, edit: str) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    before = query(bench.path, "SELECT steps FROM sequence")
    with pytest.raises(InputFileError):
        store_sequence(bench.store, "intro", "intro", EDITS[edit], bench.clock.now())
    assert query(bench.path, "SELECT steps FROM sequence") == before
    bench.live(days=14)
    assert steps_sent(bench, ADA) == [0, 1, 2]


@pytest.mark.window("W15")
def test_a_step_at_the_end_that_nobody_reached_is_taken_back_and_then_no_more(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    store_sequence(bench.store, "intro", "intro", STEPS[:2], bench.clock.now())
    bench.live(days=5)
    assert steps_sent(bench, ADA) == [0, 1]
    with pytest.raises(InputFileError, match="reached step 2"):
        store_sequence(bench.store, "intro", "intro", STEPS[:1], bench.clock.now())
    bench.live(days=10)
    assert steps_sent(bench, ADA) == [0, 1]
    assert bench.status(ADA)[0] == "exhausted"


@pytest.mark.window("W15")
def test_a_step_for_which_a_lead_waits_is_not_taken_back(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.clock.advance(days=4)
    bench.poll(max_sends=0)
    bench.poll(send=False)
    assert bench.status(ADA)[0] == "queued"
    with pytest.raises(InputFileError, match="reached step 2"):
        store_sequence(bench.store, "intro", "intro", STEPS[:1], bench.clock.now())
    bench.poll()
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.window("W16")
@pytest.mark.parametrize(
    "again", ["ADA@acme.example", " ada@acme.example", "ada@ACME.example", "ada@acme.example."]
)
def test_the_same_address_in_another_spelling_is_the_same_lead(tmp_path: Path, again: str) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.add_leads(again)
    bench.release()
    bench.poll()
    assert [normalise_address(each.to) for each in bench.world.ledger] == [ADA]


@pytest.mark.window("W16")
def test_two_sequences_to_one_person_have_one_open_question_at_a_time(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=WITHOUT_EVENTS)
    bench.add_sequence("other")
    bench.add_leads(ADA, sequence_id="other")
    bench.release("other")
    bench.faults.always("send", Fault.TIMEOUT)
    bench.poll()
    states = query(bench.path, "SELECT state FROM attempt WHERE address = ?", ADA)
    assert states == [("unknown",)]
    bench.faults.always("send", None)
    bench.live(days=0.5)
    assert sorted(key or "" for _, key in bench.accepted(ADA)) == sorted(
        f"{lead_id(each, ADA)}:0" for each in ("intro", "other")
    )


@pytest.mark.window("W16", "W18")
def test_an_open_question_of_a_lead_that_ended_does_not_block_another_sequence_for_ever(
    tmp_path: Path,
) -> None:
    bench = make_bench(tmp_path, ADA, options=WITHOUT_EVENTS)
    bench.faults.then("send", Fault.TIMEOUT)
    bench.poll(patience_s=0)
    stop(bench, ADA)
    bench.add_sequence("other")
    bench.add_leads(ADA, sequence_id="other")
    bench.release("other")
    bench.poll()
    assert steps_sent(bench, ADA) == []
    bench.live(days=1.25)
    assert (lead(bench, ADA)[0], attempts(bench, ADA)) == ("stopped", [(0, 0, "parked")])
    assert [key for _, key in bench.accepted(ADA)] == [f"{lead_id('other', ADA)}:0"]


@pytest.mark.window("W17")
def test_a_second_start_sends_only_the_missing_firsts(tmp_path: Path) -> None:
    plan = CrashPlan()
    plan.after.add(2)
    bench = make_bench(tmp_path, ADA, BOB, CYD, wrap=plan)
    crash(bench)
    bench.release()
    bench.poll()
    bench.release()
    bench.poll()
    assert sorted(x.to for x in bench.world.ledger) == [ADA, BOB, CYD]


@pytest.mark.window("W18")
@pytest.mark.parametrize("end", ["stopped", "suppressed", "paused"])
def test_who_ends_between_the_intent_and_the_request_is_not_written_to(tmp_path: Path, end: str) -> None:
    bench = make_bench(tmp_path, ADA)
    prepared = prepare(post_of(bench), lead_id("intro", ADA))
    assert isinstance(prepared, tuple)
    change_mind(bench, end)
    transmit(post_of(bench), prepared[1])
    assert bench.world.ledger == []
    bench.poll()
    bench.live(days=2)
    assert bench.world.ledger == []
    assert attempts(bench, ADA)[0][2] == ("pending" if end == "paused" else "cancelled")


@pytest.mark.window("W18")
@pytest.mark.parametrize("end", ["stopped", "suppressed", "paused"])
def test_the_unknown_attempt_of_who_ends_is_not_repeated_and_not_called_unsent(
    tmp_path: Path, end: str
) -> None:
    bench = make_bench(tmp_path, ADA, options=WITHOUT_EVENTS)
    bench.faults.then("send", Fault.TIMEOUT)
    bench.poll(patience_s=0)
    change_mind(bench, end)
    bench.live(days=0.75)
    assert (bench.faults.ordinals["send"], attempts(bench, ADA)) == (1, [(0, 0, "unknown")])
    bench.live(days=1)
    assert (bench.faults.ordinals["send"], attempts(bench, ADA)) == (1, [(0, 0, "parked")])


# -- W45


@pytest.mark.window("W45")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("announce", [True, False])
def test_a_lead_that_kills_every_run_is_parked_after_five_tries(
    tmp_path: Path, when: str, *, announce: bool
) -> None:
    plan = CrashPlan()
    getattr(plan, when).update(range(1, 100))
    bench = make_bench(tmp_path, ADA, options=Options(announce=announce), wrap=plan)
    for _ in range(8):
        try:
            bench.poll()
        except Crash:
            bench.reopen()
        bench.clock.advance(minutes=5)
    assert plan.sends <= 5
    assert len(bench.world.ledger) == (when == "after")
    state = "accepted" if when == "after" else "parked"
    assert attempts(bench, ADA) == [(0, 0, state)]
    plan.before.clear()
    plan.after.clear()
    bench.add_leads(BOB)
    bench.release()
    bench.poll()
    assert steps_sent(bench, BOB) == [0]


# -- what people do meanwhile


def late_drip() -> Drip:
    return Drip(opens_hour=20)


def stop(bench: Bench, address: str) -> None:
    with bench.store.transaction():
        found = bench.store.leads.get(lead_id("intro", address))
        apply_lead_event(
            bench.store,
            found,
            LeadEvent(LeadEventKind.STOPPED, LeadReason.STOPPED, "by hand"),
            "test",
            bench.clock.now(),
        )


@pytest.mark.window("W14")
def test_a_requeued_send_is_made_anew_also_after_a_long_sleep(tmp_path: Path) -> None:
    """Its dropped mail left a conversation without a mail in it, which is no evidence of the new one."""
    bench = make_bench(tmp_path, ADA, options=Options(outbound_shown="dispatch"))
    bench.world.identity(DEFAULT_HANDLE).drip = Drip(opens_hour=9, weekdays=(6,))
    bench.poll()
    bench.world.drop_queued(ADA)
    bench.poll()
    assert lead(bench, ADA)[0] == "failed"
    bench.clock.advance(days=2)
    requeue(bench, ADA)
    report = bench.poll()
    assert report.first_steps == 1
    assert steps_sent(bench, ADA) == [0, 0]
    assert [each.generation for each in bench.world.ledger] == [0, 1]


def requeue(bench: Bench, address: str) -> None:
    with bench.store.transaction():
        found = bench.store.leads.get(lead_id("intro", address))
        requeue_lead(bench.store, found, "mended", bench.clock.now())


def change_mind(bench: Bench, end: str) -> None:
    if end == "stopped":
        stop(bench, ADA)
        return
    with bench.store.transaction():
        if end == "suppressed":
            suppress_person(bench.store, ADA, LeadReason.LISTED, "asked by phone", "test", bench.clock.now())
        else:
            bench.store._database.run("UPDATE lead SET paused_at = ?", to_text(bench.clock.now()))


# -- an acceptance is committed with the next claim


@pytest.mark.window("W4")
@pytest.mark.parametrize("people", [(ADA,), (ADA, BOB, CYD)])
def test_every_acceptance_is_committed_by_the_end_of_its_run_and_no_mail_is_asked_for_again(
    tmp_path: Path, people: tuple[str, ...]
) -> None:
    bench = make_bench(tmp_path, *people)
    posts: list[str] = []
    bench.app.on_request.append(lambda request: posts.append(request.method))
    bench.poll()
    bench.poll()
    assert posts.count("POST") == len(people)
    rows = query(bench.path, "SELECT state, reason_code, tries FROM attempt")
    assert rows == [("accepted", "accepted", 1)] * len(people)


@pytest.mark.window("W4")
def test_a_claim_that_fails_undoes_itself_and_not_the_acceptance_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    count_try, calls = attempt._count_try, []

    def fail_the_second_time(*args: Any) -> Any:
        calls.append(1)
        claimed = count_try(*args)
        if len(calls) == 2:
            raise RuntimeError("a bug")
        return claimed

    monkeypatch.setattr(attempt, "_count_try", fail_the_second_time)
    with pytest.raises(RuntimeError, match="a bug"):
        bench.poll()
    assert query(bench.path, "SELECT state, reason_code FROM attempt") == [("accepted", "accepted")]
    bench.poll()
    assert query(bench.path, "SELECT state FROM attempt") == [("accepted",)] * 2
    assert len(bench.world.ledger) == 2


@pytest.mark.window("W4")
@pytest.mark.parametrize("break_at", ["a wait", "a read of the stream"])
def test_an_acceptance_is_committed_before_the_run_does_anything_else(tmp_path: Path, break_at: str) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    seen: list[list[tuple[Any, ...]]] = []

    def look(request: Any) -> None:
        if request.method == "GET" and bench.world.ledger:
            seen.append(query(bench.path, "SELECT state FROM attempt WHERE tries > 0"))

    bench.app.on_request.append(look)
    if break_at == "a read of the stream":
        bench.app.on_answer.append(
            lambda request, _answer: bench.clock.advance(minutes=2) if request.method == "POST" else None
        )
    bench.poll()
    bench.poll()
    assert seen
    assert all(state == ("accepted",) for rows in seen for state in rows)


# -- Somebody else changes the file while a round sends


def during_the_first_send(bench: Bench, act: Callable[[], object]) -> None:
    """Let a command do something while the first request of a round is on its way."""
    posts: list[Any] = []

    def look(request: Any) -> None:
        if request.method == "POST":
            posts.append(request)
            if len(posts) == 1:
                act()

    bench.app.on_request.append(look)


def test_a_limit_that_is_set_during_a_round_holds_at_once(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, *(f"p{number}@firm{number}.example" for number in range(20)))

    def limit() -> None:
        with closing(Store.open(bench.path)) as other, other.transaction():
            settings = {**LONERS, "pacing": {"perDay": 5}}
            other.sequences.save("intro", "intro", STEPS, bench.clock.now(), settings)

    during_the_first_send(bench, limit)
    bench.poll()
    assert len(bench.world.ledger) == 5
    bench.clock.advance(hours=25)
    bench.poll()
    assert len(bench.world.ledger) == 10


@pytest.mark.parametrize("who", [ADA, BOB], ids=["whose mail is on its way", "who is due"])
def test_whoever_is_forgotten_during_a_round_ends_it_for_nobody_else(tmp_path: Path, who: str) -> None:
    bench = make_bench(tmp_path, ADA, BOB, CYD)
    bench.world.observers.clear()  # which look for the bytes of the request that is on its way
    during_the_first_send(bench, lambda: forget(bench.path, who, bench.clock))
    report = bench.poll()
    assert not report.problems
    sent_to = [line.to for line in bench.world.ledger]
    assert sent_to == ([ADA, BOB, CYD] if who == ADA else [ADA, CYD])
    bench.live(days=12, every_hours=12)
    assert [steps_sent(bench, each) for each in (ADA, BOB, CYD) if each != who] == [[0, 1, 2]] * 2


class FailsOnce:
    """A connection on which the first rows of some statement that are written together fail."""

    def __init__(self, inner: Any, beginning: str) -> None:
        self._inner = inner
        self._beginning = beginning

    def executemany(self, sql: str, rows: Any) -> Any:
        if self._beginning and sql.startswith(self._beginning):
            self._beginning = ""
            raise MemoryError
        return self._inner.executemany(sql, rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


@pytest.mark.parametrize("beginning", ["UPDATE lead", "INSERT INTO journal"])
def test_half_of_a_settlement_is_never_committed(tmp_path: Path, beginning: str) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    database = bench.store._database
    database._conn = cast("Any", FailsOnce(database._conn, beginning))
    with pytest.raises(MemoryError):
        bench.poll()
    states = query(
        bench.path, "SELECT lead.status, attempt.state FROM lead JOIN attempt ON lead_id = lead.id"
    )
    assert set(states) <= {("in_flight", "accepted"), ("queued", "unknown")}
    bench.live(days=12, every_hours=12)
    assert [steps_sent(bench, each) for each in (ADA, BOB)] == [[0, 1, 2]] * 2
