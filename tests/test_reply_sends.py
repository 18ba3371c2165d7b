"""A reply by hand goes out once or is parked, whatever 12m answers, wherever it is killed, whatever was lost."""

import json
import os
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random

import by_hand
import pytest
from by_hand import Looked
from harness import Rig, read_only
from world import MONDAY, Bench, plain_step

from seqcli.clock import HOUR_MS, VirtualClock
from seqcli.engine.send.context import SendContext
from seqcli.engine.send.reply import ReplyResult, reply_key
from seqcli.engine.stream.context import DrainSummary
from seqcli.errors import ExitCode, NotSentError, SeqcliError, StreamError, UsageError
from seqcli.model import lead_id
from seqcli.reasons import InboxCloser, InboxState
from seqcli.simulator import DEFAULT_HANDLE, Drop, Fault, Faults, Injection, Options, World

ADA = "ada@acme.example"
TEXT = "Gladly. Tuesday at ten?"
STEPS = (
    plain_step("Hello {{ company }}", "Hi.", "1d", 24 * HOUR_MS),
    plain_step(None, "Hi again.", "1d", 24 * HOUR_MS),
)


def make_rig(folder: Path, name: str = "rig", options: Options | None = None) -> Rig:
    """One lead who has answered step 1, and a person who has not read it yet."""
    clock = VirtualClock(MONDAY)
    rig = Rig(folder / f"{name}.db", World(clock, seed=1, options=options), clock, Faults())
    rig.add_sequence(steps=STEPS)
    rig.add_leads(ADA)
    rig.release()
    rig.poll()
    rig.clock.advance(hours=2)
    rig.world.human_reply(ADA, "Sounds good. When?")
    rig.poll()
    return rig


def look_at(rig: Bench) -> Looked:
    return by_hand.look_at(rig, ADA)


def answer(rig: Bench, text: str = TEXT, *, looked: Looked | None = None, again: bool = False) -> ReplyResult:
    return by_hand.answer(rig, ADA, text, looked=looked, again=again)


def answers(rig: Bench) -> list[str]:
    """Return the texts of all replies by hand that 12m accepted."""
    return [json.loads(x.body)["text"] for x in rig.world.ledger if (x.key or "").startswith("reply:")]


def reply_states(rig: Bench) -> list[str]:
    with read_only(rig.path) as conn:
        return [row["state"] for row in conn.execute("SELECT state FROM reply ORDER BY id")]


def mail_states(rig: Bench) -> list[tuple[str, str | None]]:
    with read_only(rig.path) as conn:
        return [(row[0], row[1]) for row in conn.execute("SELECT state, closed_by FROM inbox ORDER BY id")]


#: Every third operation; `make soak` takes each.
STRIDE = int(os.environ.get("SEQCLI_KILL_STRIDE", "7"))
DONE = (InboxState.DONE, InboxCloser.REPLY)
OPEN = (InboxState.OPEN, None)


def test_a_reply_goes_into_the_conversation_under_a_key_of_its_own_and_ends_the_lead(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    conv_id = look_at(rig).target.conv_id
    result = answer(rig)
    assert result.reply.state == "accepted"
    (sent,) = [x for x in rig.world.ledger if x.key == reply_key(conv_id, 0)]
    assert json.loads(sent.body) == {
        "convId": conv_id,
        "text": TEXT,
        "labels": ["seqcli:reply", "sequence:intro"],
    }
    assert sent.key == f"reply:{conv_id}:0"
    assert mail_states(rig) == [DONE]
    rig.live(4)
    assert answers(rig) == [TEXT]
    assert rig.status(ADA)[0] == "replied"
    assert len(rig.accepted(ADA)) == 2
    rig.witness.check_outbox()


def test_whoever_was_answered_before_they_wrote_gets_no_further_step(tmp_path: Path) -> None:
    clock = VirtualClock(MONDAY)
    rig = Rig(tmp_path / "rig.db", World(clock, seed=1), clock, Faults())
    rig.add_sequence(steps=STEPS)
    rig.add_leads(ADA)
    rig.release()
    rig.poll()
    answer(rig)
    assert rig.status(ADA) == ("replied", "answered by hand")
    rig.live(5)
    assert len(rig.accepted(ADA)) == 2
    with pytest.raises(UsageError, match="already answered"):
        answer(rig)
    answer(rig, "One more thing.", again=True)
    assert answers(rig) == [TEXT, "One more thing."]


def test_an_own_reply_on_the_stream_is_no_step_and_counts_as_a_known_mail(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    answer(rig)
    rig.poll()
    with read_only(rig.path) as conn:
        handled = conn.execute("SELECT type, handling FROM event WHERE handling = 'own_reply'").fetchall()
        (row,) = conn.execute("SELECT pending_id, queued_seq, sent_seq FROM reply").fetchall()
    assert [tuple(each) for each in handled] == [("email.queued", "own_reply"), ("email.sent", "own_reply")]
    assert None not in tuple(row)
    conv_id = look_at(rig).target.conv_id
    assert rig.store.attempts.count_accepted_in(DEFAULT_HANDLE, conv_id) == 2


def test_a_reply_without_a_pending_id_is_still_ours(tmp_path: Path) -> None:
    rig = make_rig(tmp_path, options=Options(send_shape="guide"))
    answer(rig)
    rig.poll()
    with read_only(rig.path) as conn:
        kinds = [row[0] for row in conn.execute("SELECT handling FROM event WHERE handling = 'foreign_send'")]
        (row,) = conn.execute("SELECT pending_id, sent_seq FROM reply").fetchall()
    assert kinds == []
    assert None not in tuple(row)


DEFINITE = (
    Injection(Fault.CONNECT),
    Injection(Fault.RATE_LIMITED, retry_after="30"),
    Injection(Fault.UNAUTHORISED),
    Injection(Fault.IDENTITY_NOT_FOUND),
    Injection(Fault.CONVERSATION_NOT_FOUND),
    Injection(Fault.REFUSED),
    Injection(Fault.CAP_EXCEEDED),
    Injection(Fault.STORED_LIMIT),
)


@pytest.mark.parametrize("fault", DEFINITE, ids=lambda each: each.fault.name)
def test_a_definite_refusal_says_that_nothing_left_and_opens_the_mail_again(
    tmp_path: Path, fault: Injection
) -> None:
    rig = make_rig(tmp_path)
    rig.faults.then("send", fault)
    with pytest.raises(SeqcliError, match="nothing was sent"):
        answer(rig)
    assert answers(rig) == []
    assert reply_states(rig) == ["refused"]
    assert mail_states(rig) == [OPEN]
    assert rig.status(ADA)[0] == "replied"
    with read_only(rig.path) as conn:
        (row,) = conn.execute("SELECT request_body FROM reply").fetchall()
    assert json.loads(row[0])["text"] == TEXT
    rig.clock.advance(hours=20)
    assert answer(rig).reply.state == "accepted"
    rig.live(3)
    assert answers(rig) == [TEXT]
    assert mail_states(rig) == [DONE]


@pytest.mark.parametrize("reason", ["do_not_contact", "invalid_recipient", "no_accounts", "something_new"])
def test_a_rejected_recipient_or_identity_is_no_mail(tmp_path: Path, reason: str) -> None:
    rig = make_rig(tmp_path)
    rig.world.reject(ADA, reason)
    with pytest.raises(SeqcliError, match=f"nothing was sent: .*{reason}") as caught:
        answer(rig)
    expected = ExitCode.IDENTITY_REFUSED if reason == "no_accounts" else ExitCode.SOME_FAILED
    assert caught.value.exit_code == expected
    assert (reply_states(rig), mail_states(rig)) == (["refused"], [OPEN])
    rig.world.allow(ADA)
    assert answer(rig).reply.state == "accepted"


DOUBTFUL = (
    Fault.SERVER_ERROR,
    Fault.TIMEOUT,
    Fault.RESET,
    Fault.IN_PROGRESS,
    Fault.SERVER_ERROR_AFTER,
    Fault.TIMEOUT_AFTER,
    Fault.RESET_AFTER,
    Fault.GARBAGE,
    Fault.NO_CONV_ID,
    Fault.OTHER_RECIPIENT,
)


@pytest.mark.window("W4", "W5")
@pytest.mark.parametrize("fault", DOUBTFUL)
def test_a_doubtful_answer_is_asked_for_again_under_the_same_key(tmp_path: Path, fault: Fault) -> None:
    rig = make_rig(tmp_path)
    rig.faults.then("send", fault)
    assert answer(rig).reply.state == "accepted"
    assert answers(rig) == [TEXT]
    assert mail_states(rig) == [DONE]


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.TIMEOUT_AFTER])
def test_a_reply_that_stays_unknown_is_settled_by_the_next_poll(tmp_path: Path, fault: Fault) -> None:
    rig = make_rig(tmp_path)
    for _ in range(3):
        rig.faults.then("send", fault)
    assert answer(rig).reply.state == "unknown"
    assert mail_states(rig) == [DONE]
    rig.clock.advance(minutes=10)
    report = rig.poll()
    assert [each.state for each in report.summary.replies] == ["accepted"]
    assert report.sent == 0
    assert answers(rig) == [TEXT]


def test_the_next_reply_settles_an_unknown_one_first_and_does_not_send_it_twice(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    for _ in range(3):
        rig.faults.then("send", Fault.SERVER_ERROR)
    assert answer(rig).reply.state == "unknown"
    assert answer(rig).reply.state == "accepted"
    with pytest.raises(UsageError, match="already answered"):
        answer(rig, "Another text")
    assert answers(rig) == [TEXT]


def test_a_refusal_of_a_retry_settles_nothing(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    for fault in (Fault.TIMEOUT_AFTER, Fault.TIMEOUT_AFTER, Fault.REFUSED):
        rig.faults.then("send", fault)
    assert answer(rig).reply.state == "unknown"
    rig.poll()  # the stream tells
    assert (reply_states(rig), answers(rig)) == (["accepted"], [TEXT])


@pytest.mark.window("W2")
@pytest.mark.parametrize("was_sent", [True, False])
def test_past_23_hours_only_the_record_decides(tmp_path: Path, was_sent: bool) -> None:
    rig = make_rig(tmp_path, options=Options(announce=False))
    for _ in range(3):
        rig.faults.then("send", Fault.TIMEOUT_AFTER if was_sent else Fault.TIMEOUT)
    assert answer(rig).reply.state == "unknown"
    rig.clock.advance(hours=24)
    report = rig.poll()
    state = "accepted" if was_sent else "parked"
    assert reply_states(rig) == [state]
    assert [each.state for each in report.summary.replies] == [state]
    assert mail_states(rig) == [DONE if was_sent else OPEN]
    assert answers(rig) == [TEXT] * was_sent
    if not was_sent:
        assert report.exit_code() is ExitCode.SOME_FAILED
        with pytest.raises(UsageError, match="nobody knows whether"):
            answer(rig, "Another text", again=True)


def test_a_record_that_cannot_be_read_parks_nothing(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    for _ in range(3):
        rig.faults.then("send", Fault.TIMEOUT)
    answer(rig)
    rig.clock.advance(hours=24)
    rig.faults.then("conversations", Fault.SERVER_ERROR)
    report = rig.poll()
    assert reply_states(rig) == ["unknown"]
    assert [each.code for each in report.problems] == ["no_answer"]


def test_a_reply_that_12m_drops_opens_its_mail_again_and_says_so(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    rig.world.recipients = Dropper()
    answer(rig)
    report = rig.poll()
    assert (reply_states(rig), mail_states(rig)) == (["cancelled"], [OPEN])
    assert [(each.state, each.text) for each in report.summary.replies] == [
        ("cancelled", "12m dropped it: no mailbox")
    ]
    assert rig.status(ADA)[0] == "replied"
    assert report.exit_code() is ExitCode.SOME_FAILED


@pytest.mark.parametrize("closer", [InboxCloser.DONE, InboxCloser.MARK, InboxCloser.RULE])
def test_a_dropped_reply_opens_a_mail_that_was_closed_before_it(tmp_path: Path, closer: InboxCloser) -> None:
    rig = make_rig(tmp_path)
    with rig.store.transaction():
        rig.store.inbox.close([1], closer, rig.clock.now())
    rig.world.recipients = Dropper()
    answer(rig)
    rig.poll()
    assert (reply_states(rig), mail_states(rig)) == (["cancelled"], [OPEN])


def test_an_answered_mail_closed_before_is_not_answered_twice(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    with rig.store.transaction():
        rig.store.inbox.close([1], InboxCloser.MARK, rig.clock.now())
    answer(rig)
    with pytest.raises(UsageError, match="already answered"):
        answer(rig, "Another text")
    assert (answers(rig), mail_states(rig)) == ([TEXT], [DONE])


class Dropper:
    """Lets 12m accept everything and send nothing."""

    def verdict(self, _address: str) -> None:
        return None

    def fate(self, _accepted: object) -> Drop:
        return Drop("email.send_failed_permanently", "no mailbox")

    def delivered(self, _accepted: object) -> None:
        return None


def test_a_mail_that_came_meanwhile_must_be_read_first(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    looked = look_at(rig)
    rig.clock.advance(minutes=1)
    rig.world.human_reply(ADA, "Forget it, we chose another tool.")
    with pytest.raises(UsageError, match=r"has written since you looked.*we chose another"):
        answer(rig, looked=looked)
    assert answers(rig) == []
    assert reply_states(rig) == []
    answer(rig)
    assert mail_states(rig) == [DONE, DONE]


def test_an_opt_out_that_came_meanwhile_is_obeyed(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    looked = look_at(rig)
    rig.world.opt_out(ADA)
    with pytest.raises(UsageError, match="on the suppression list"):
        answer(rig, looked=looked)
    assert answers(rig) == []


@pytest.mark.parametrize(
    ("pattern", "kind"), [(ADA, "address"), ("acme.example", "domain"), ("*@acme.*", "wildcard")]
)
def test_whoever_is_suppressed_is_refused(tmp_path: Path, pattern: str, kind: str) -> None:
    rig = make_rig(tmp_path)
    looked = look_at(rig)
    with rig.store.transaction():
        rig.store.suppressions.save(pattern, kind, "asked by phone", "suppress add", rig.clock.now())
    with pytest.raises(UsageError, match="on the suppression list"):
        answer(rig, looked=looked)
    assert answers(rig) == []


def test_two_terminals_that_answer_one_mail_send_one(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    mine, yours = look_at(rig), look_at(rig)
    answer(rig, looked=mine)
    for again in (False, True):
        with pytest.raises(UsageError, match="already answered at 2026"):
            answer(rig, "Me too.", looked=yours, again=again)
    assert answers(rig) == [TEXT]


def test_an_answer_from_the_dashboard_closes_the_mail_and_refuses_a_second(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    looked = look_at(rig)
    rig.clock.advance(minutes=3)
    rig.world.write_by_hand(ADA)
    with pytest.raises(UsageError, match="already answered in 12m's dashboard"):
        answer(rig, looked=looked)
    assert mail_states(rig) == [(InboxState.DONE, InboxCloser.SENT_AT_12M)]
    rig.clock.advance(minutes=3)
    rig.world.human_reply(ADA, "Thanks!")
    rig.poll()
    assert mail_states(rig)[1] == OPEN


def test_an_answer_from_the_dashboard_is_found_where_the_stream_announces_nothing(tmp_path: Path) -> None:
    rig = make_rig(tmp_path, options=Options(announce=False))
    rig.clock.advance(minutes=3)
    rig.world.write_by_hand(ADA)
    with pytest.raises(UsageError, match="already answered by a mail that this file does not know"):
        answer(rig)
    assert answers(rig) == []


@pytest.mark.parametrize("announce", [True, False])
@pytest.mark.parametrize("hours", [1, 40])
def test_a_restored_copy_does_not_answer_twice(tmp_path: Path, announce: bool, hours: int) -> None:
    rig = make_rig(tmp_path, options=Options(announce=announce))
    copy = tmp_path / "copy.db"
    rig.store.backup(copy)
    answer(rig)
    rig.store.close()
    for each in ("", "-wal", "-shm"):
        Path(f"{rig.path}{each}").unlink(missing_ok=True)
    shutil.copy(copy, rig.path)
    rig.clock.advance(hours=hours)
    rig.open()
    with pytest.raises(UsageError, match="already answered"):
        answer(rig)
    assert answers(rig) == [TEXT]
    if hours == 1:
        assert answer(rig, again=True).is_known
        assert answers(rig) == [TEXT]


def test_a_restored_copy_does_not_write_to_a_lead_twice_that_it_has_sent_a_step_meanwhile(
    tmp_path: Path,
) -> None:
    clock = VirtualClock(MONDAY)
    rig = Rig(tmp_path / "rig.db", World(clock, seed=1), clock, Faults())
    rig.add_sequence(steps=STEPS)
    rig.add_leads(ADA)
    rig.release()
    copy = tmp_path / "copy.db"
    rig.store.backup(copy)
    rig.poll()
    by_hand.answer(rig, ADA, TEXT)
    rig.store.close()
    for each in ("", "-wal", "-shm"):
        Path(f"{rig.path}{each}").unlink(missing_ok=True)
    shutil.copy(copy, rig.path)
    clock.advance(hours=30)
    rig.open()
    rig.poll()
    with pytest.raises(UsageError, match="already answered"):
        by_hand.answer(rig, ADA, TEXT)
    assert answers(rig) == [TEXT]


@pytest.mark.window("W3")
def test_a_restored_copy_says_that_12m_has_another_text_under_the_key(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    copy = tmp_path / "copy.db"
    rig.store.backup(copy)
    answer(rig)
    rig.store.close()
    for each in ("", "-wal", "-shm"):
        Path(f"{rig.path}{each}").unlink(missing_ok=True)
    shutil.copy(copy, rig.path)
    rig.open()
    with pytest.raises(NotSentError, match="12m has a reply of yours in this conversation"):
        answer(rig, "Another text", again=True)
    answer(rig, "Another text", again=True)
    assert answers(rig) == [TEXT, "Another text"]


def test_an_unreadable_stream_sends_nothing(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    rig.faults.then("events", Fault.SERVER_ERROR)
    with pytest.raises(StreamError):
        answer(rig)
    assert reply_states(rig) == []


def test_a_lead_whose_step_has_an_unknown_outcome_can_be_answered(tmp_path: Path) -> None:
    clock = VirtualClock(MONDAY)
    rig = Rig(tmp_path / "rig.db", World(clock, seed=1), clock, Faults())
    rig.add_sequence(steps=STEPS)
    rig.add_leads(ADA)
    rig.release()
    rig.poll()
    rig.clock.advance(hours=30)
    rig.faults.then("send", Fault.TIMEOUT)
    rig.poll(patience_s=0)
    rig.world.human_reply(ADA, "Hello?")
    rig.poll()
    assert answer(rig).reply.state == "accepted"
    attempt = rig.store.attempts.find_latest(lead_id("intro", ADA), 1)
    assert attempt is not None
    assert (attempt.state, answers(rig)) == ("unknown", [TEXT])
    assert rig.status(ADA)[0] == "replied"
    rig.live(3)
    assert len(rig.accepted(ADA)) == 2


def test_a_slow_machine_between_claim_and_request_sends_nothing(tmp_path: Path) -> None:
    rig = make_rig(tmp_path)
    looked = look_at(rig)
    ctx = SendContext(rig.store, rig.client, DEFAULT_HANDLE, DrainSummary(), Random(0))
    from seqcli.engine.send.reply import claim, hand_over  # noqa: PLC0415
    from seqcli.engine.stream.drain import drain  # noqa: PLC0415

    drain(ctx)
    claimed = claim(ctx, looked.target, TEXT, lambda: None)
    rig.clock.advance(minutes=2)
    result = hand_over(ctx, claimed)
    assert isinstance(result.error, StreamError)
    assert (answers(rig), reply_states(rig), mail_states(rig)) == ([], ["refused"], [OPEN])


# -- killed anywhere


def settle_for_good(rig: Rig) -> None:
    for _ in range(3):
        rig.clock.advance(minutes=20)
        rig.poll()


def check_once_or_parked(rig: Rig) -> None:
    rig.witness.check_outbox()
    states, sent = reply_states(rig), answers(rig)
    assert len(sent) <= 1, sent
    assert states in ([], ["accepted"], ["parked"], ["refused"]), states
    if sent:
        assert states == ["accepted"]
        assert mail_states(rig) == [DONE]
    else:
        assert mail_states(rig) == [OPEN], (states, mail_states(rig))
    assert rig.status(ADA)[0] == "replied"


@pytest.mark.window("W1")
@pytest.mark.parametrize("fault", [None, Fault.TIMEOUT_AFTER, Fault.RATE_LIMITED])
def test_killed_at_any_operation_it_goes_out_once_or_not_at_all_and_the_file_says_so(
    tmp_path: Path, fault: Fault | None
) -> None:
    """Only a poll follows: nobody writes it again."""
    for k in range(1, 500, STRIDE):
        rig = make_rig(tmp_path, f"k{k}")
        if fault is not None:
            rig.faults.then("send", fault)
        rig.meter.arm(k)
        died = rig.survive(partial(_try, rig))
        rig.meter.arm(None)
        settle_for_good(rig)
        try:
            check_once_or_parked(rig)
        except AssertionError as error:
            raise AssertionError(f"killed at operation {k}: {error}") from error
        rig.store.close()
        if not died:
            break
    assert k > 20


def _try(rig: Rig, text: str = TEXT) -> None:
    with suppress(SeqcliError):
        answer(rig, text)


def test_killed_at_any_operation_the_same_reply_given_again_is_sent_once(tmp_path: Path) -> None:
    for k in range(1, 500, STRIDE):
        rig = make_rig(tmp_path, f"k{k}")
        rig.meter.arm(k)
        died = rig.survive(partial(answer, rig))
        rig.meter.arm(None)
        _try(rig)
        try:
            assert answers(rig) == [TEXT]
            check_once_or_parked(rig)
            rig.live(2)
            assert answers(rig) == [TEXT]
        except AssertionError as error:
            raise AssertionError(f"killed at operation {k}: {error}") from error
        rig.store.close()
        if not died:
            break
    assert k > 20


def test_killed_during_the_poll_that_settles_it(tmp_path: Path) -> None:
    for k in range(1, 500, STRIDE):
        rig = make_rig(tmp_path, f"k{k}")
        for _ in range(3):
            rig.faults.then("send", Fault.TIMEOUT_AFTER)
        answer(rig)
        rig.clock.advance(minutes=20)
        rig.meter.arm(k, only_edges=True)
        died = rig.survive(rig.poll)
        rig.meter.arm(None)
        settle_for_good(rig)
        assert answers(rig) == [TEXT], k
        check_once_or_parked(rig)
        rig.store.close()
        if not died:
            break
    assert k > 5
