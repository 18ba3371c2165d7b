"""Windows W19 to W35, W43, W46 to W48: what the stream says late, twice, wrongly, or not at all."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from faulty import ADA, BOB, CYD, Crash, CrashPlan, attempts, crash, lead, make_bench, query, steps_sent
from world import LONERS, MONDAY, STEPS, Bench, plain_step, set_wall

from seqcli.client.stream import read_page
from seqcli.clock import DAY_MS, to_ms, to_text
from seqcli.commands.runs import run_data
from seqcli.engine.leads.sequence_imports import store_sequence
from seqcli.engine.loop import Runner
from seqcli.engine.run_report import Limits
from seqcli.engine.send.context import SendContext
from seqcli.engine.stream.context import DrainSummary
from seqcli.engine.stream.drain import apply_page
from seqcli.errors import ExitCode, LockHeldError
from seqcli.model import lead_id
from seqcli.simulator import DEFAULT_HANDLE, Drip, Fault, Injection, Options

ZOE_HANDLE = "zoe.acme@inboxbase.ai"
COLLEAGUE = "colleague@elsewhere.example"
ANNOUNCING = pytest.mark.parametrize("announce", [True, False])


def tell(bench: Bench, type_: str, data: Any = None, /, **fields: Any) -> dict[str, Any]:
    """Put an event on the stream, with any field as given."""
    return bench.world.append_event(DEFAULT_HANDLE, type_, data, overwrite=fields)


def conversation(bench: Bench, address: str) -> str:
    return bench.world.conversation(address).id


def dispositions(bench: Bench, type_: str) -> list[str]:
    return [
        row[0]
        for row in query(bench.path, "SELECT disposition FROM event WHERE type = ? ORDER BY seq", type_)
    ]


def cursor(bench: Bench) -> int:
    return int(query(bench.path, "SELECT seq FROM cursor WHERE identity = ?", DEFAULT_HANDLE)[0][0])


def assert_silent(bench: Bench) -> None:
    """Nothing more goes out, whatever time passes."""
    before = len(bench.world.ledger)
    bench.live(days=6)
    assert len(bench.world.ledger) == before


# -- W19, W20: answers that come early or from elsewhere


@pytest.mark.window("W19")
@pytest.mark.parametrize("sender", [ADA, COLLEAGUE])
@ANNOUNCING
def test_an_answer_that_is_on_the_stream_before_our_send_is_settled_halts_the_lead(
    tmp_path: Path, sender: str, *, announce: bool
) -> None:
    plan = CrashPlan()
    plan.after.add(1)
    bench = make_bench(tmp_path, ADA, options=Options(announce=announce), wrap=plan)
    crash(bench)
    bench.world.human_reply(ADA, from_address=sender)
    bench.poll()
    assert (lead(bench, ADA)[0], steps_sent(bench, ADA)) == ("replied", [0])
    assert_silent(bench)


@pytest.mark.window("W19")
def test_an_answer_inside_the_send_itself_halts_the_lead(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)

    def answer_at_once(request: Any, _answer: Any) -> None:
        if request.method == "POST":
            bench.app.on_answer.clear()
            bench.world.human_reply(ADA, from_address=COLLEAGUE)

    bench.app.on_answer.append(answer_at_once)
    bench.poll()
    bench.poll()
    assert lead(bench, ADA)[0] == "replied"
    assert_silent(bench)


@pytest.mark.window("W20")
@pytest.mark.parametrize("kind", ["fresh", "colleague", "ours"])
def test_any_human_mail_from_the_person_or_in_our_conversation_is_an_answer(
    tmp_path: Path, kind: str
) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.world.human_reply(
        ADA, from_address=COLLEAGUE if kind == "colleague" else None, fresh_conversation=kind == "fresh"
    )
    bench.poll()
    assert (lead(bench, ADA)[0], lead(bench, BOB)[0]) == ("replied", "in_flight")
    bench.live(days=4)
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([0], [0, 1])


@pytest.mark.window("W20")
def test_a_human_mail_in_a_conversation_of_two_leads_halts_both(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.add_sequence("other")
    bench.add_leads(ADA, sequence_id="other")
    bench.release("other")
    bench.poll()
    with bench.store.transaction():
        bench.store._database.run("UPDATE lead SET conv_id = (SELECT min(conv_id) FROM lead)")
    shared = query(bench.path, "SELECT min(conv_id) FROM lead")[0][0]
    bench.world.human_reply(shared, from_address=COLLEAGUE)
    bench.poll()
    assert query(bench.path, "SELECT DISTINCT status FROM lead") == [("replied",)]
    assert_silent(bench)


# -- W21 to W26: order, repetition, timers


@pytest.mark.window("W21")
@pytest.mark.parametrize("filler", [0, 197, 198, 199])
def test_an_answer_after_the_timer_wins_also_across_pages(tmp_path: Path, filler: int) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    for _ in range(filler):
        tell(bench, "email.opened")
    bench.clock.advance(days=3, minutes=1)
    bench.world.run_due()
    bench.world.human_reply(ADA)
    bench.poll()
    assert (lead(bench, ADA)[0], steps_sent(bench, ADA)) == ("replied", [0])
    assert "pending" not in [state for _, _, state in attempts(bench, ADA)]
    assert_silent(bench)


@pytest.mark.window("W21")
def test_an_answer_cancels_a_step_that_was_promised_and_never_tried(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.clock.advance(days=3, minutes=1)
    bench.faults.then("send", Injection(Fault.RATE_LIMITED, retry_after="3600"))
    bench.poll()
    assert attempts(bench, ADA)[-1] == (1, 0, "pending")
    bench.world.human_reply(ADA)
    bench.clock.advance(hours=2)
    bench.poll()
    assert (attempts(bench, ADA)[-1], steps_sent(bench, ADA)) == ((1, 0, "cancelled"), [0])


class DyingConnection:
    """A connection that dies at its n-th statement."""

    def __init__(self, inner: Any, die_at: int) -> None:
        self._inner = inner
        self._left = die_at

    def execute(self, sql: str, *values: Any) -> Any:
        self._count()
        return self._inner.execute(sql, *values)

    def executemany(self, sql: str, rows: Any) -> Any:
        self._count()
        return self._inner.executemany(sql, rows)

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise Crash

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


@pytest.mark.window("W22", "W23")
def test_a_page_is_applied_whole_or_not_at_all_wherever_it_is_killed(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, CYD)
    bench.poll()
    bench.poll(send=False)
    bench.world.human_reply(ADA)
    bench.world.bounce(BOB)
    before = (cursor(bench), [lead(bench, who)[0] for who in (ADA, BOB, CYD)])
    page = bench.client.read_events(DEFAULT_HANDLE, before[0])
    for die_at in range(1, 500):
        inner = bench.store._database._conn
        bench.store._database._conn = DyingConnection(inner, die_at)  # type: ignore[assignment]
        ctx = SendContext(bench.store, bench.client, DEFAULT_HANDLE, DrainSummary(), bench.world.random)
        try:
            with bench.store.transaction():
                apply_page(ctx, page, before[0])
        except Crash:
            bench.store._database._conn = inner
            if inner.in_transaction:
                inner.execute("ROLLBACK")
            assert (cursor(bench), [lead(bench, who)[0] for who in (ADA, BOB, CYD)]) == before
            continue
        bench.store._database._conn = inner
        break
    assert die_at > 10
    assert [lead(bench, who)[0] for who in (ADA, BOB, CYD)] == ["replied", "bounced", "in_flight"]
    with bench.store.transaction():
        apply_page(ctx, page, before[0])
    assert cursor(bench) == page.cursor
    assert len(query(bench.path, "SELECT 1 FROM journal WHERE change LIKE '%→ replied%'")) == 1


@pytest.mark.window("W24")
@pytest.mark.parametrize("order", ["ab", "ba", "aabb", "abab", "bab"])
@pytest.mark.parametrize("pair", ["reply bounce", "reply opt-out", "bounce opt-out", "reply no-reply"])
def test_order_and_repetition_do_not_change_where_a_lead_ends(tmp_path: Path, order: str, pair: str) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.poll(send=False)
    start = bench.world.identities[DEFAULT_HANDLE].last_seq
    acts: dict[str, Callable[[], object]] = {
        "reply": lambda: bench.world.human_reply(ADA, "Yes, please call me."),
        "bounce": lambda: bench.world.bounce(ADA, "daemon_ours"),
        "opt-out": lambda: bench.world.opt_out(ADA),
        "no-reply": lambda: tell(
            bench, "email.no_reply", {"waitedMs": 3 * DAY_MS}, convId=conversation(bench, ADA)
        ),
    }
    one, other = pair.split(" ")
    bench.clock.advance(days=3, minutes=2)
    bench.world.drop_timer(ADA)
    acts[one]()
    acts[other]()
    first, second = bench.world.identities[DEFAULT_HANDLE].log[-2:]
    bench.world.identities[DEFAULT_HANDLE].log[:] = []
    bench.world.identities[DEFAULT_HANDLE].seqs[:] = []
    bench.world.identities[DEFAULT_HANDLE].last_seq = start
    for letter in order:
        event = first if letter == "a" else second
        tell(bench, event["type"], event["data"], id=event["id"], ts=event["ts"], convId=event["convId"])
    bench.poll()
    ends = {"reply bounce": "replied", "reply no-reply": "replied"}
    assert lead(bench, ADA)[0] == ends.get(pair, "suppressed")
    assert_silent(bench)


@pytest.mark.window("W24")
def test_the_same_event_under_two_seqs_counts_once(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    letter = {
        "message": {
            "from": "mailer-daemon@acme.example",
            "subject": "Undelivered Mail Returned to Sender",
            "snippet": "It did not work.",
        }
    }
    event = tell(bench, "email.replied", letter, convId=conversation(bench, ADA))
    tell(bench, "email.replied", letter, convId=conversation(bench, ADA), id=event["id"])
    bench.poll()
    assert (dispositions(bench, "email.replied"), lead(bench, ADA)[0]) == (
        ["noted", "duplicate"],
        "in_flight",
    )


@pytest.mark.window("W25")
@pytest.mark.parametrize("late_ms", [0, 3 * DAY_MS])
def test_a_timer_advances_once_and_an_old_one_advances_nothing(tmp_path: Path, late_ms: int) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.clock.advance(days=3, minutes=1)
    bench.poll()
    assert steps_sent(bench, ADA) == [0, 1]
    fired = to_ms(bench.clock.now()) - 60_000
    for _ in range(2):
        tell(
            bench,
            "email.no_reply",
            {"waitedMs": 3 * DAY_MS},
            convId=conversation(bench, ADA),
            ts=fired + late_ms,
        )
    bench.poll()
    assert (steps_sent(bench, ADA), lead(bench, ADA)[0]) == ([0, 1], "in_flight")
    assert dispositions(bench, "email.no_reply") == ["applied", "stale", "stale"] or late_ms


@pytest.mark.window("W25")
def test_a_timer_of_another_sequences_conversation_moves_its_own_lead_alone(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.add_sequence("other", steps=(plain_step("Other", "Text.", "1d", DAY_MS), plain_step(None, "More.")))
    bench.add_leads(ADA, sequence_id="other")
    bench.release("other")
    bench.poll()
    bench.clock.advance(days=1, minutes=1)
    bench.poll()
    sent = sorted(key or "" for _, key in bench.accepted(ADA))
    assert sent == sorted(
        [f"{lead_id('intro', ADA)}:0", f"{lead_id('other', ADA)}:0", f"{lead_id('other', ADA)}:1"]
    )


@pytest.mark.window("W25")
def test_a_mail_by_hand_in_between_does_not_shorten_our_wait(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.world.write_by_hand(ADA)
    bench.clock.advance(days=1, minutes=5)
    bench.poll()
    assert steps_sent(bench, ADA) == [0]
    bench.clock.advance(days=2, minutes=5)
    bench.poll()
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.window("W25")
def test_a_wait_made_longer_and_shorter_again_ends_as_the_file_says_and_never_before(tmp_path: Path) -> None:
    short, long = (
        (plain_step("Hello", "One.", wait, wait_ms), *STEPS[1:])
        for wait, wait_ms in (("10m", 600_000), ("1d", DAY_MS))
    )
    bench = make_bench(tmp_path, ADA, steps=short)
    bench.poll()
    store_sequence(bench.store, "intro", "intro", long, bench.clock.now(), LONERS)
    bench.clock.advance(minutes=15)
    bench.poll()
    assert query(bench.path, "SELECT count(*) FROM event WHERE handling = 'short_timer'") == [(1,)]
    bench.clock.advance(hours=13)
    bench.poll()
    assert steps_sent(bench, ADA) == [0]
    store_sequence(bench.store, "intro", "intro", short, bench.clock.now(), LONERS)
    bench.poll()
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.window("W26")
def test_the_last_timer_exhausts_once_and_ended_leads_ignore_timers(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, steps=(plain_step("Only", "One."),))
    bench.poll()
    bench.world.human_reply(BOB)
    bench.clock.advance(days=3, minutes=1)
    for who in (ADA, ADA, BOB):
        tell(bench, "email.no_reply", {"waitedMs": 3 * DAY_MS}, convId=conversation(bench, who))
    bench.poll()
    assert (lead(bench, ADA)[0], lead(bench, BOB)[0]) == ("exhausted", "replied")
    assert len(query(bench.path, "SELECT 1 FROM journal WHERE change LIKE '%→ exhausted%'")) == 1
    bench.world.human_reply(ADA)
    bench.poll()
    assert lead(bench, ADA)[0] == "replied"


@pytest.mark.window("W27")
def test_without_the_lock_a_claim_and_the_key_still_let_one_mail_through(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    twin = Bench(tmp_path / "state.db", bench.world, bench.clock, bench.faults)

    def run_twin(request: Any) -> None:
        if request.method == "POST":
            bench.app.on_request.clear()
            Path(f"{bench.path}.lock").unlink(missing_ok=True)
            twin.poll()

    bench.app.on_request.append(run_twin)
    bench.poll()
    bench.poll()
    assert (steps_sent(bench, ADA), attempts(bench, ADA)) == ([0], [(0, 0, "accepted")])


# -- W28, W29: what cannot be understood


@pytest.mark.window("W28")
def test_an_unknown_type_is_kept_and_passed_over(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    tell(bench, "email.opened", {"recipient": ADA}, convId=conversation(bench, ADA))
    tell(bench, "mailbox.replaced")
    bench.clock.advance(days=3, minutes=1)
    report = bench.poll()
    assert steps_sent(bench, ADA) == [0, 1]
    assert dispositions(bench, "email.opened") == ["unknown type"]
    assert dispositions(bench, "mailbox.replaced") == ["noted"]
    assert report.summary.unknown_types == {"email.opened"}
    assert cursor(bench) >= 4


KNOWN_TYPES = [
    *("email.queued", "email.sent", "email.cancelled", "email.send_failed_permanently"),
    *("email.received", "email.replied", "email.no_reply", "email.bounced"),
]
SPOILT: dict[str, dict[str, Any]] = {
    "data is null": {"data": None},
    "data is a list": {"data": ["not", "an", "object"]},
    "data is text": {"data": "soon"},
    "no time": {"ts": None, "tsIso": None},
    "time is no time": {"ts": 1e300, "tsIso": "yesterday"},
}


@pytest.mark.window("W29")
@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("type_", KNOWN_TYPES)
def test_a_malformed_event_is_kept_its_lead_held_and_the_rest_goes_on(
    tmp_path: Path, type_: str, spoilt: str
) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.clock.advance(days=3, minutes=1)
    bench.world.run_due()
    tell(bench, type_, {}, **{"convId": conversation(bench, ADA), **SPOILT[spoilt]})
    report = bench.poll()
    assert report.summary.unreadable
    assert lead(bench, ADA)[0] == "held"
    assert lead(bench, ADA)[1].startswith(f"unreadable event: {type_}")
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([0], [0, 1])
    assert dispositions(bench, type_)[-1] == "unreadable"
    assert cursor(bench) >= bench.world.identities[DEFAULT_HANDLE].last_seq - 2


STRANGE_DATA: dict[str, Any] = {
    "nested ids": {"pendingId": {"a": 1}, "recipient": ["x", {"y": 2}], "reason": {"z": []}},
    "numbers": {"pendingId": 7, "recipient": 8, "message": 9, "waitedMs": "soon", "dispatchAt": "never"},
    "huge": {"pendingId": "x" * 100_000, "reason": "y" * 100_000, "recipient": "z" * 100_000},
    "half a pair": {"pendingId": "@half@", "reason": "@half@", "recipient": "@half@@acme.example"},
    "from is a number": {"message": {"from": 5}},
    "not a number": {"waitedMs": float("nan"), "dispatchAt": float("inf")},
    "zero bytes": {"pendingId": "\x00", "reason": "a\x00b", "recipient": "a\x00@acme.example"},
}


@pytest.mark.window("W29")
@pytest.mark.parametrize("strange", STRANGE_DATA)
@pytest.mark.parametrize("type_", KNOWN_TYPES)
def test_no_event_whatever_it_holds_blocks_the_stream(tmp_path: Path, type_: str, strange: str) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.app.on_answer.append(halve)
    tell(bench, type_, STRANGE_DATA[strange], convId=conversation(bench, ADA), id="@half@")
    bench.world.human_reply(BOB)
    bench.poll()
    assert lead(bench, BOB)[0] == "replied"
    assert cursor(bench) == bench.world.identities[DEFAULT_HANDLE].last_seq


def halve(_request: Any, answer: Any) -> None:
    """Write half a surrogate pair, as a server may that escapes everything beyond ASCII."""
    object.__setattr__(answer, "body", answer.body.replace(b"@half@", rb"\ud800"))


@pytest.mark.window("W29")
@pytest.mark.parametrize("variant", range(7))
def test_every_malformed_event_of_the_simulator_is_kept_and_told(tmp_path: Path, variant: int) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.faults.then("events", Injection(Fault.MALFORMED, variant=variant))
    bench.poll()
    kept = query(
        bench.path,
        "SELECT count(*) FROM (SELECT 1 FROM event WHERE disposition = 'unreadable' OR detail LIKE 'unreadable%'"
        " OR seq = 43 UNION ALL SELECT 1 FROM event WHERE type = 'email.sent' AND length(body) > 50000"
        " UNION ALL SELECT 1 FROM quarantine)",
    )
    assert kept == [(1,)]
    bench.world.human_reply(ADA)
    bench.poll()
    assert lead(bench, ADA)[0] == "replied"


@pytest.mark.window("W19", "W29")
def test_a_malformed_answer_that_came_before_the_conversation_was_known_holds_the_lead(
    tmp_path: Path,
) -> None:
    plan = CrashPlan()
    plan.after.add(1)
    bench = make_bench(tmp_path, ADA, options=Options(announce=False), wrap=plan)
    crash(bench)
    tell(bench, "email.replied", {"message": {"from": 5}}, convId=bench.world.ledger[0].conv_id)
    bench.poll()
    assert lead(bench, ADA)[0] == "held"
    assert_silent(bench)


@pytest.mark.window("W29", "W30")
def test_two_events_under_one_seq_are_both_kept_and_the_second_is_told(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.poll(send=False)
    event = tell(bench, "email.opened")
    impostor = {**event, "id": "evt_other", "type": "email.replied", "convId": conversation(bench, ADA)}
    impostor["data"] = {"message": {"from": ADA, "snippet": "Yes."}}
    bench.world.identities[DEFAULT_HANDLE].log.append(impostor)
    bench.world.identities[DEFAULT_HANDLE].seqs.append(event["seq"])
    report = bench.poll()
    assert report.summary.unreadable
    assert lead(bench, ADA)[0] == "held"
    assert len(query(bench.path, "SELECT 1 FROM quarantine")) == 1


# -- W30 to W32: cursors, backups, clocks


@pytest.mark.window("W30")
@pytest.mark.parametrize(
    "fault", [Fault.ENDLESS, Fault.STUCK, Fault.BACKWARDS, Fault.NO_CURSOR, Fault.GARBAGE]
)
def test_a_stream_that_cannot_be_read_to_its_end_sends_nothing(
    tmp_path: Path, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seqcli.engine.stream.drain.MAX_PAGES", 20)
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.poll(send=False)
    bench.add_leads(BOB)
    bench.release()
    before = cursor(bench)
    bench.faults.always("events", fault)
    bench.poll()
    assert steps_sent(bench, BOB) == []
    assert cursor(bench) >= before
    bench.faults.calm()
    bench.poll()
    assert steps_sent(bench, BOB) == [0]


@pytest.mark.window("W30")
@pytest.mark.parametrize("how", ["the time is over", "somebody interrupts"])
def test_a_slow_stream_without_an_end_is_left_in_time(tmp_path: Path, how: str) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.faults.always("events", Fault.ENDLESS)
    asked: list[str] = []

    def slow(request: Any) -> None:
        asked.append(request.path)
        bench.clock.advance(seconds=10)

    bench.app.on_request.append(slow)
    is_interrupted = how == "somebody interrupts"
    runner = Runner(
        bench.store,
        bench.client,
        bench.clock,
        bench.world.random,
        command="poll",
        stopping=lambda: is_interrupted and len(asked) > 5,
    )
    report = runner.run(Limits() if is_interrupted else Limits(max_time_s=60))
    assert report.exit_code() is (ExitCode.INTERRUPTED if is_interrupted else ExitCode.TRY_AGAIN)
    assert len(asked) < 9
    assert steps_sent(bench, ADA) == [0]


@pytest.mark.window("W30")
def test_a_log_that_began_anew_stops_everything_until_somebody_looks(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.poll(send=False)
    before = cursor(bench)
    bench.world.restart_log(DEFAULT_HANDLE)
    tell(bench, "email.opened")
    bench.clock.advance(days=3, hours=1)
    bench.poll()
    assert (cursor(bench), len(bench.world.ledger)) == (before, 2)


@pytest.mark.window("W30")
@pytest.mark.parametrize("more", [None, "true", 1])
def test_a_page_that_does_not_say_whether_it_is_the_last_is_not_taken_for_it(more: Any) -> None:
    event = {"seq": 8, "type": "email.opened"}
    page = {"cursor": 8, "events": [event], **({} if more is None else {"hasMore": more})}
    assert read_page(page, 7).has_more
    assert not read_page({**page, "events": [], "cursor": 8}, 8).has_more


@pytest.mark.window("W30")
def test_an_event_at_or_below_the_cursor_that_was_never_seen_moves_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(seq_gaps=True))
    bench.poll()
    for _ in range(6):
        tell(bench, "email.opened")
    bench.poll(send=False)
    at = cursor(bench)
    known = {row[0] for row in query(bench.path, "SELECT seq FROM event")}
    gap = max(set(range(1, at)) - known)
    late = {
        "seq": gap,
        "id": "evt_late",
        "type": "email.no_reply",
        "ts": to_ms(bench.clock.now()) + 3 * DAY_MS,
    }
    late |= {"convId": conversation(bench, ADA), "data": {"waitedMs": 3 * DAY_MS}}
    page = read_page({"cursor": at, "hasMore": False, "events": [late]}, at)
    ctx = SendContext(bench.store, bench.client, DEFAULT_HANDLE, DrainSummary(), bench.world.random)
    with bench.store.transaction():
        apply_page(ctx, page, at)
    assert lead(bench, ADA)[0] == "held"
    assert cursor(bench) == at


@pytest.mark.window("W31")
@pytest.mark.parametrize("gap_hours", [1, 30])
@pytest.mark.parametrize("enrolled_again", ["before the poll", "weeks later", "never"])
def test_two_sequences_with_one_subject_are_not_confused_in_a_restored_file(
    tmp_path: Path, gap_hours: int, enrolled_again: str
) -> None:
    """The file lost a conversation of each; the lead goes on in the older one, which holds its later steps."""
    two = (plain_step("Hello {{ company }}", "Hi.", "1d", DAY_MS), plain_step(None, "Again.", "1d", DAY_MS))
    bench = make_bench(tmp_path, ADA, steps=two, options=Options(announce=False))
    bench.add_sequence("later", (plain_step("Hello {{ company }}", "Later.", "1d", DAY_MS),))
    bench.poll(send=False)
    copy = tmp_path / "backup.db"
    bench.store.backup(copy)

    def enrol_later() -> None:
        bench.add_leads(ADA, sequence_id="later")
        bench.release("later")
        bench.poll()

    bench.poll()
    bench.live(4)
    enrol_later()
    bench.live(2)
    assert len(bench.world.ledger) == 3
    restore(bench, copy)
    bench.clock.advance(hours=gap_hours)
    if enrolled_again == "before the poll":
        enrol_later()
    bench.poll()
    bench.live(12)
    if enrolled_again == "weeks later":
        enrol_later()
        bench.live(12)
    assert len(bench.world.ledger) == 3


@pytest.mark.window("W31")
@pytest.mark.parametrize("backup_at", ["before the first poll", "before the start", "between the steps"])
@pytest.mark.parametrize("gap_hours", [1, 25, 100])
@pytest.mark.parametrize("shown", ["acceptance", "dispatch"])
@pytest.mark.parametrize("marked", [True, False])
@ANNOUNCING
def test_a_restored_backup_sends_nothing_again(
    tmp_path: Path, backup_at: str, gap_hours: int, shown: str, *, marked: bool, announce: bool
) -> None:
    options = Options(announce=announce, outbound_shown=shown)  # type: ignore[arg-type]
    bench = make_bench(tmp_path, ADA, BOB, options=options)
    if backup_at != "before the first poll":
        bench.poll(send=False)
    if backup_at == "between the steps":
        bench.poll()
        bench.clock.advance(days=2)
        bench.poll()
    copy = tmp_path / "backup.db"
    bench.store.backup(copy)
    bench.clock.advance(days=1, hours=1)
    bench.poll()
    bench.world.human_reply(BOB)
    bench.poll()
    bench.clock.advance(hours=gap_hours)
    before = sorted(each.key or "" for each in bench.world.ledger)
    restore(bench, copy)
    if not marked:
        Path(f"{bench.path}.mark").unlink()
    if backup_at == "before the first poll":
        bench.release()
    bench.poll()
    sent = [each.key or "" for each in bench.world.ledger]
    assert len(sent) == len(set(sent))
    # Where nothing announces the lost send, an answer looks as if the person had written first.
    knows_bob = announce or backup_at == "between the steps"
    assert lead(bench, BOB)[0] == ("replied" if knows_bob else "held")
    assert set(before) <= set(sent)
    bench.live(days=20)
    sent = [each.key or "" for each in bench.world.ledger]
    assert len(sent) == len(set(sent))
    assert steps_sent(bench, ADA) == [0, 1, 2]
    assert lead(bench, ADA)[0] == "exhausted"


@pytest.mark.window("W31", "W46")
@pytest.mark.parametrize("silenced_by", ["a timer cancelled", "lost event"])
def test_what_our_own_clock_sent_in_a_lost_past_is_adopted(tmp_path: Path, silenced_by: str) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.faults.lost_types = frozenset({"email.no_reply"})
    bench.poll()
    if silenced_by == "a timer cancelled":
        bench.world.drop_timer(ADA)
    else:
        bench.faults.always("events", Fault.LOST)
    bench.live(days=3.25)
    bench.faults.calm()
    copy = tmp_path / "backup.db"
    bench.store.backup(copy)
    bench.live(days=0.5)
    assert steps_sent(bench, ADA) == [0, 1]
    restore(bench, copy)
    bench.live(days=12)
    assert steps_sent(bench, ADA) == [0, 1, 2]
    assert lead(bench, ADA)[0] == "exhausted"


def restore_while_mail_drips_out(tmp_path: Path) -> Bench:
    """Return a copy put back at 12m where nothing announces sends and a step, unknown to it, has not left yet."""
    options = Options(announce=False, outbound_shown="dispatch", timer_starts="dispatch")
    bench = make_bench(tmp_path, ADA, options=options)
    bench.poll()
    bench.live(days=2.5)
    copy = tmp_path / "backup.db"
    bench.store.backup(copy)
    bench.world.identity(DEFAULT_HANDLE).drip = Drip(opens_hour=9, weekdays=(0,))
    bench.live(days=0.75)
    assert steps_sent(bench, ADA) == [0, 1]
    bench.clock.advance(hours=30)
    restore(bench, copy)
    return bench


@pytest.mark.window("W31")
@pytest.mark.parametrize("knows", ["the mark beside the file", "nothing"])
def test_a_copy_put_back_waits_for_mail_that_still_drips_out_where_nothing_announces_it(
    tmp_path: Path, knows: str
) -> None:
    bench = restore_while_mail_drips_out(tmp_path)
    if knows == "nothing":
        Path(f"{bench.path}.mark").unlink()
    warnings = run_data(bench.store, bench.poll(), bench.clock).warnings
    assert any("restored from a copy" in text for text in warnings)
    bench.live(days=30)
    assert steps_sent(bench, ADA) == [0, 1, 2]
    assert lead(bench, ADA)[0] == "exhausted"


@pytest.mark.window("W33")
@pytest.mark.parametrize("held_for", ["nothing", "a missing value"])
def test_who_never_got_a_mail_answers_none_however_often_the_person_writes(
    tmp_path: Path, held_for: str
) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.add_sequence("second")
    bench.add_leads(
        ADA, sequence_id="second", fields="{}" if held_for == "a missing value" else '{"company": "A"}'
    )
    bench.release("second")
    if held_for == "a missing value":
        bench.poll()
    bench.world.human_reply(ADA)
    bench.poll()
    bench.world.human_reply(ADA)
    bench.poll()
    assert lead(bench, ADA)[0] == "replied"
    assert lead(bench, ADA, "second") == ("stopped", "answered in intro on 2026-03-02")


@pytest.mark.window("W31")
@pytest.mark.parametrize("first", ["the import", "a poll", "many polls"])
@pytest.mark.parametrize("had_round", [True, False])
@pytest.mark.parametrize("marked", [True, False])
@ANNOUNCING
def test_who_is_imported_again_into_a_copy_put_back_gets_nothing_twice(
    tmp_path: Path, first: str, *, had_round: bool, marked: bool, announce: bool
) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=announce))
    if had_round:
        bench.poll()
    copy = tmp_path / "backup.db"
    bench.store.backup(copy)
    bench.clock.advance(hours=1)
    bench.add_leads(BOB, CYD)
    bench.release()
    bench.poll()
    bench.clock.advance(hours=1)
    bench.world.human_reply(CYD)
    bench.clock.advance(hours=30)
    restore(bench, copy)
    if not marked:
        Path(f"{bench.path}.mark").unlink()
    if first == "a poll":
        bench.release()
        bench.poll()
    elif first == "many polls":
        bench.release()
        bench.live(days=8, every_hours=24)
    bench.add_leads(BOB, CYD)
    bench.release()
    bench.poll()
    bench.live(days=25, every_hours=12)
    assert steps_sent(bench, CYD) == [0]
    assert lead(bench, CYD)[0] in {"replied", "held"}
    assert steps_sent(bench, BOB) == [0, 1, 2]
    assert lead(bench, BOB)[0] == "exhausted"


@pytest.mark.window("W31")
@ANNOUNCING
def test_who_had_another_mail_before_the_import_gets_the_first_step(
    tmp_path: Path, *, announce: bool
) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=announce))
    bench.poll()
    copy = tmp_path / "backup.db"
    bench.store.backup(copy)
    bench.clock.advance(hours=30)
    bench.world.write_by_hand(BOB)
    bench.clock.advance(hours=30)
    restore(bench, copy)
    bench.live(days=5, every_hours=24)
    bench.add_leads(BOB)
    bench.release()
    bench.live(days=20, every_hours=12)
    assert steps_sent(bench, BOB) == [0, 1, 2]


@pytest.mark.window("W31")
def test_a_copy_whose_first_round_failed_is_still_known_for_one(tmp_path: Path) -> None:
    bench = restore_while_mail_drips_out(tmp_path)
    bench.store._database._conn.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(bench.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LockHeldError):
            bench.poll()
    bench.live(days=30)
    assert steps_sent(bench, ADA) == [0, 1, 2]


@pytest.mark.window("W31")
def test_a_copy_from_before_the_first_run_is_known_while_it_is_young(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=False))
    copy = tmp_path / "backup.db"
    bench.store.backup(copy)
    bench.poll()
    bench.clock.advance(hours=1)
    restore(bench, copy)
    for _ in range(6):
        bench.poll(send=False)
        bench.clock.advance(hours=5)
    bench.poll()
    assert steps_sent(bench, ADA) == [0]


@pytest.mark.window("W31")
@ANNOUNCING
def test_a_new_identity_in_a_file_put_back_long_ago_sends_at_once(tmp_path: Path, *, announce: bool) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=announce))
    bench.poll(send=False)
    copy = tmp_path / "backup.db"
    bench.store.backup(copy)
    bench.poll()
    restore(bench, copy)
    bench.live(days=20)
    bench.clock.advance(days=90)
    bench.world.add_identity(ZOE_HANDLE)
    bench.add_sequence("later")
    bench.add_leads(BOB, sequence_id="later")
    bench.release("later", handle=ZOE_HANDLE)
    bench.poll()
    assert steps_sent(bench, BOB) == [0]


@pytest.mark.window("W31")
def test_a_file_made_anew_beside_an_old_mark_is_no_copy(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=False))
    bench.poll()
    restore(bench, None)
    mark = Path(f"{bench.path}.mark")
    os.utime(mark, (0, bench.clock.now().timestamp() - 1))
    bench.add_sequence()
    bench.add_leads(BOB)
    bench.release()
    bench.clock.advance(days=1, hours=1)
    bench.poll()
    assert steps_sent(bench, BOB) == [0]
    assert query(bench.path, "SELECT value FROM meta WHERE key = 'restored_at'") == []


@pytest.mark.window("W31")
def test_a_file_that_slept_long_is_no_copy(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=False))
    bench.poll()
    bench.reopen()
    bench.clock.advance(days=9)
    bench.poll()
    assert steps_sent(bench, ADA) == [0, 1]
    assert query(bench.path, "SELECT value FROM meta WHERE key = 'restored_at'") == []


@pytest.mark.window("W46")
def test_our_own_clock_waits_for_mail_that_has_not_left(tmp_path: Path) -> None:
    options = Options(send_shape="guide", announce=False, outbound_shown="dispatch", timer_starts="dispatch")
    bench = make_bench(tmp_path, ADA, options=options)
    bench.world.identity(DEFAULT_HANDLE).drip = Drip(opens_hour=9, weekdays=(6,))
    bench.poll()
    bench.live(days=6)
    assert steps_sent(bench, ADA) == [0]
    bench.live(days=4)
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.window("W25")
def test_no_follow_up_leaves_before_the_wait_since_the_first_mail_left(tmp_path: Path) -> None:
    """12m may run the timer from the acceptance, while the mail still waits for Monday."""
    bench = make_bench(tmp_path, ADA, options=Options(timer_starts="acceptance"))
    bench.world.identity(DEFAULT_HANDLE).drip = Drip(opens_hour=9, weekdays=(6,))
    bench.poll()
    bench.live(days=30)
    sent = bench.world.ledger
    assert [each.step for each in sent] == [0, 1, 2]
    for before, after, wait in zip(sent, sent[1:], (3, 4), strict=False):
        assert before.dispatch_at is not None
        assert before.dispatch_at > before.at
        assert after.at - before.dispatch_at >= timedelta(days=wait, minutes=-1)


@pytest.mark.window("W2")
def test_a_stream_that_tells_only_of_departures_does_not_announce_sends(tmp_path: Path) -> None:
    plan = CrashPlan()
    options = Options(outbound_shown="dispatch", timer_starts="dispatch")
    bench = make_bench(tmp_path, ADA, options=options, wrap=plan)
    bench.faults.lost_types = frozenset({"email.queued"})
    bench.faults.always("events", Fault.LOST)
    bench.poll()
    bench.live(days=2.75)
    bench.world.identity(DEFAULT_HANDLE).drip = Drip(opens_hour=9, weekdays=(0,))
    plan.after.add(plan.sends + 1)
    bench.clock.advance(hours=7)
    crash(bench)
    assert steps_sent(bench, ADA) == [0, 1]
    bench.clock.advance(hours=24)
    bench.live(days=20)
    assert steps_sent(bench, ADA) == [0, 1, 2]


def restore(bench: Bench, copy: Path | None) -> None:
    """Put a copy in place of the file, or nothing."""
    bench.store.close()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{bench.path}{suffix}").unlink(missing_ok=True)
    if copy is not None:
        shutil.copy(copy, bench.path)
    bench.open()


@pytest.mark.window("W31", "W47")
def test_a_send_that_two_sequences_may_have_made_is_adopted_by_neither(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.add_sequence("other")
    bench.add_leads(ADA, sequence_id="other")
    bench.release("other")
    bench.poll(send=False)
    copy = tmp_path / "backup.db"
    bench.store.backup(copy)
    bench.clock.advance(minutes=5)
    bench.poll(max_sends=1)
    bench.clock.advance(hours=30)
    restore(bench, copy)
    bench.poll()
    assert len(bench.world.ledger) == 1
    assert query(bench.path, "SELECT DISTINCT status FROM lead") == [("held",)]


@pytest.mark.window("W31")
def test_what_is_older_than_the_file_is_before_our_time(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.world.write_by_hand(ADA)
    bench.world.human_reply(ADA)
    bench.clock.advance(days=1)
    bench.store.close()
    bench.path.unlink()
    bench.open()
    bench.add_sequence()
    bench.add_leads(ADA)
    bench.release()
    bench.poll()
    assert (steps_sent(bench, ADA), lead(bench, ADA)[0]) == ([0], "in_flight")
    assert set(dispositions(bench, "email.queued")[:1]) == {"before our time"}


@pytest.mark.window("W31")
@pytest.mark.parametrize("text", ["the same text", "another text"])
def test_a_key_that_12m_knows_and_the_file_does_not_lets_an_old_answer_count(
    tmp_path: Path, text: str
) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.world.human_reply(ADA)
    bench.clock.advance(minutes=5)
    restore(bench, None)
    bench.add_sequence(
        steps=STEPS if text == "the same text" else (plain_step("New", "New.", "1d", DAY_MS), *STEPS[1:])
    )
    bench.add_leads(ADA, BOB)
    bench.release()
    report = bench.poll()
    assert (steps_sent(bench, ADA), report.sent, len(report.summary.adopted)) == ([0], 0, 2)
    assert lead(bench, BOB)[0] == "in_flight"
    if text == "the same text":
        assert lead(bench, ADA)[0] == "replied"
    bench.live(days=20)
    assert (steps_sent(bench, ADA), lead(bench, ADA)[0] in {"replied", "held"}) == ([0], True)


@pytest.mark.window("W32")
@pytest.mark.parametrize("jump_days", [-400, -1, 1, 400])
def test_a_jump_of_the_local_clock_sends_nothing_twice_and_too_early(tmp_path: Path, jump_days: int) -> None:
    plan = CrashPlan()
    plan.after.add(2)
    bench = make_bench(tmp_path, ADA, BOB, options=Options(announce=False), wrap=plan)
    crash(bench)
    world_time = bench.clock
    bench.world.clock = SkewedClock(world_time, jump_days)
    bench.app = type(bench.app)(bench.world, bench.faults, None, 0, controls=False)
    set_wall(world_time, SkewedClock(world_time, jump_days).shift(world_time.now()))
    bench.reopen()
    bench.poll()
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([0], [0])
    bench.clock.advance(days=3, hours=1)
    bench.poll()
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([0, 1], [0, 1])


class SkewedClock:
    """The world's time beside a machine whose wall clock has jumped."""

    def __init__(self, machine: Any, days: int) -> None:
        self._machine = machine
        self._days = days

    def shift(self, instant: Any) -> Any:
        return instant + timedelta(days=self._days)

    def now(self) -> Any:
        return self._machine.now() - timedelta(days=self._days)

    def monotonic(self) -> float:
        return float(self._machine.monotonic())

    def sleep(self, seconds: float) -> None:
        self._machine.sleep(seconds)


@pytest.mark.window("W32")
def test_an_attempt_from_the_future_needs_evidence(tmp_path: Path) -> None:
    plan = CrashPlan()
    plan.before.add(1)
    bench = make_bench(tmp_path, ADA, options=Options(announce=False), wrap=plan)
    crash(bench)
    with bench.store.transaction():
        bench.store._database.run("UPDATE attempt SET first_try_at = ?", to_text(MONDAY.replace(year=2027)))
    bench.poll()
    assert (steps_sent(bench, ADA), attempts(bench, ADA)) == ([], [(0, 0, "parked")])


# -- W33 to W35: what kind of mail it is


@pytest.mark.window("W33")
@pytest.mark.parametrize("detail", ["full", "snippet"])
@pytest.mark.parametrize(
    ("act", "end"),
    [
        (lambda world: world.human_reply(ADA), "replied"),
        (lambda world: world.opt_out(ADA), "suppressed"),
        (lambda world: world.auto_reply(ADA), "in_flight"),
        (lambda world: world.delay_notice(ADA), "in_flight"),
        (lambda world: world.bounce(ADA, "daemon_ours"), "bounced"),
        (lambda world: world.bounce(ADA, "daemon_strange"), "bounced"),
        (lambda world: world.bounce(ADA, "event"), "bounced"),
        (lambda world: world.bounce(ADA, "event_and_daemon"), "bounced"),
        (lambda world: world.bounce(ADA, "event", hard=False), "in_flight"),
        (lambda world: world.bounce(ADA, "daemon_ours", hard=False), "in_flight"),
    ],
)
def test_each_kind_of_mail_ends_its_lead_or_does_not(tmp_path: Path, detail: str, act: Any, end: str) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=Options(message_detail=detail))  # type: ignore[arg-type]
    bench.poll()
    act(bench.world)
    bench.poll()
    assert (lead(bench, ADA)[0], lead(bench, BOB)[0]) == (end, "in_flight")
    bench.live(days=5)
    is_away = query(bench.path, "SELECT 1 FROM pause WHERE cause = 'auto_reply'")
    assert steps_sent(bench, ADA) == ([0, 1] if end == "in_flight" and not is_away else [0])


@pytest.mark.window("W34")
def test_a_soft_bounce_told_twice_counts_once_and_several_stay_soft(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.world.bounce(ADA, "event_and_daemon", hard=False)
    bench.world.bounce(ADA, "event_and_daemon", hard=False)
    bench.world.delay_notice(ADA)
    bench.poll()
    assert lead(bench, ADA)[0] == "in_flight"


@pytest.mark.window("W34")
@pytest.mark.parametrize(("times", "end"), [(1, "in_flight"), (2, "bounced")])
def test_a_bounce_without_a_code_is_soft_and_the_second_is_hard(tmp_path: Path, times: int, end: str) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    for _ in range(times):
        message = {"from": "mailer-daemon@acme.example", "subject": "Undelivered Mail Returned to Sender"}
        tell(bench, "email.replied", {"message": message}, convId=conversation(bench, ADA))
    bench.poll()
    assert lead(bench, ADA)[0] == end


@pytest.mark.window("W35")
@pytest.mark.parametrize("how", ["daemon_ours", "daemon_strange", "event"])
@ANNOUNCING
def test_a_bounce_before_our_send_was_settled_finds_its_lead(
    tmp_path: Path, how: Any, *, announce: bool
) -> None:
    plan = CrashPlan()
    plan.after.add(1)
    bench = make_bench(tmp_path, ADA, BOB, options=Options(announce=announce), wrap=plan)
    crash(bench)
    bench.world.bounce(ADA, how)
    bench.poll()
    assert (lead(bench, ADA)[0], lead(bench, BOB)[0]) == ("bounced", "in_flight")
    assert steps_sent(bench, ADA) == [0]


@pytest.mark.window("W35")
def test_a_bounce_that_belongs_to_nobody_is_kept_and_its_first_address_counts(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.world.first_contact_from(
        "mailer-daemon@mx.example",
        "<nobody@nowhere.example>: 550 5.1.1 no such user",
        "Undelivered Mail Returned to Sender",
    )
    bench.world.first_contact_from(
        "mailer-daemon@mx.example",
        f"The following address failed:\n<{ADA}>: 550 5.1.1 no such user\n\n> Ask {BOB} about us.",
        "Undelivered Mail Returned to Sender",
    )
    bench.poll()
    assert (lead(bench, ADA)[0], lead(bench, BOB)[0]) == ("bounced", "in_flight")
    assert dispositions(bench, "email.received") == ["unmatched", "applied"]


# -- W43, W46 to W48


@pytest.mark.window("W43")
def test_two_identities_keep_their_cursors_and_conversations_apart(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.world.add_identity(ZOE_HANDLE)
    bench.add_sequence("other")
    bench.add_leads(BOB, sequence_id="other")
    bench.release("other", handle=ZOE_HANDLE)
    bench.poll()
    assert {each.identity for each in bench.world.ledger} == {DEFAULT_HANDLE, ZOE_HANDLE}
    shared = conversation(bench, ADA)
    bench.world.append_event(ZOE_HANDLE, "email.no_reply", {"waitedMs": 3 * DAY_MS}, shared)
    bench.world.append_event(
        ZOE_HANDLE, "email.replied", {"message": {"from": COLLEAGUE, "snippet": "Hello"}}, shared
    )
    bench.clock.advance(days=2)
    bench.poll()
    assert (lead(bench, ADA)[0], steps_sent(bench, ADA)) == ("in_flight", [0])
    assert len(query(bench.path, "SELECT 1 FROM cursor")) == 2


@pytest.mark.window("W43")
def test_another_identity_for_a_sequence_leaves_whom_the_first_one_wrote_to(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.faults.then("send", Injection(Fault.RATE_LIMITED, retry_after="300"))
    bench.poll(patience_s=0)
    bench.world.add_identity(ZOE_HANDLE)
    bench.add_leads(BOB)
    bench.release(handle=ZOE_HANDLE)
    bench.clock.advance(minutes=6)
    bench.poll()
    bench.live(days=4)
    by = {(each.to, each.identity) for each in bench.world.ledger}
    assert by == {(ADA, DEFAULT_HANDLE), (BOB, ZOE_HANDLE)}
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([0, 1], [0, 1])


@pytest.mark.window("W46")
@pytest.mark.parametrize(
    "cancel",
    [
        lambda world: world.delay_notice(ADA),
        lambda world: world.bounce(ADA, "daemon_ours", hard=False),
        lambda world: world.drop_timer(ADA),
    ],
)
def test_a_timer_that_no_answer_cancelled_is_replaced_by_our_own_clock(tmp_path: Path, cancel: Any) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    cancel(bench.world)
    bench.live(days=3.25)
    assert steps_sent(bench, ADA) == [0]
    bench.live(days=1)
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.window("W46")
@pytest.mark.parametrize("type_", ["email.replied", "email.received", "email.no_reply"])
def test_a_lost_event_is_made_good_by_our_own_clock(tmp_path: Path, type_: str) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.faults.lost_types = frozenset({type_})
    bench.poll()
    bench.faults.always("events", Fault.LOST)
    if type_ != "email.no_reply":
        bench.world.human_reply(ADA, fresh_conversation=type_ == "email.received")
        bench.world.drop_timer(ADA)
    bench.live(days=5)
    if type_ == "email.no_reply":
        assert steps_sent(bench, ADA) == [0, 1]
    else:
        assert (lead(bench, ADA)[0], steps_sent(bench, ADA)) == ("replied", [0])


@pytest.mark.window("W46")
def test_who_is_in_flight_without_a_known_conversation_is_looked_up_by_address(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.world.drop_timer(ADA)
    with bench.store.transaction():
        bench.store._database.run("UPDATE lead SET conv_id = NULL")
        bench.store._database.run("UPDATE attempt SET conv_id = NULL")
    bench.live(days=5)
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.window("W47")
@pytest.mark.parametrize("shape", ["ref", "guide"])
def test_an_announced_send_of_ours_is_no_news_and_a_mail_by_hand_moves_nobody(
    tmp_path: Path, shape: str
) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(send_shape=shape))  # type: ignore[arg-type]
    bench.poll()
    bench.poll()
    assert dispositions(bench, "email.queued") == ["noted"]
    bench.world.write_by_hand(ADA)
    bench.poll()
    assert (lead(bench, ADA)[0], attempts(bench, ADA)) == ("in_flight", [(0, 0, "accepted")])
    bound = query(bench.path, "SELECT pending_id FROM attempt")
    assert bound == [(bench.world.ledger[0].pending_id,)]


@pytest.mark.window("W47")
@pytest.mark.parametrize("shape", ["ref", "guide"])
def test_an_unknown_outcome_in_one_of_two_sequences_is_settled_by_its_own_send_alone(
    tmp_path: Path, shape: str
) -> None:
    plan = CrashPlan()
    bench = make_bench(tmp_path, ADA, options=Options(send_shape=shape), wrap=plan)  # type: ignore[arg-type]
    bench.poll()
    bench.add_sequence("other")
    bench.add_leads(ADA, sequence_id="other")
    bench.release("other")
    plan.before.add(plan.sends + 1)
    crash(bench)
    bench.world.write_by_hand(
        query(bench.path, "SELECT conv_id FROM attempt WHERE conv_id IS NOT NULL")[0][0]
    )
    bench.poll(send=False)
    assert attempts(bench, ADA, "other") == [(0, 0, "unknown")]
    bench.poll()
    assert len(bench.accepted(ADA)) == 2
    assert attempts(bench, ADA, "other") == [(0, 0, "accepted")]


@pytest.mark.window("W47")
def test_a_mail_in_another_conversation_does_not_settle_a_follow_up(tmp_path: Path) -> None:
    plan = CrashPlan()
    bench = make_bench(tmp_path, ADA, wrap=plan)
    bench.poll()
    bench.clock.advance(days=3, minutes=1)
    plan.before.add(plan.sends + 1)
    crash(bench)
    tell(bench, "email.queued", {"pendingId": "psn_hand", "convId": "conv_hand", "recipient": ADA})
    bench.poll(send=False)
    assert attempts(bench, ADA)[-1] == (1, 0, "unknown")
    bench.poll()
    assert (steps_sent(bench, ADA), attempts(bench, ADA)[-1]) == ([0, 1], (1, 0, "accepted"))


@pytest.mark.window("W47")
def test_a_send_told_by_its_departure_alone_settles_an_unknown_one(tmp_path: Path) -> None:
    plan = CrashPlan()
    plan.after.add(1)
    bench = make_bench(tmp_path, ADA, wrap=plan)
    crash(bench)
    log = bench.world.identities[DEFAULT_HANDLE].log
    assert [event["type"] for event in log] == ["email.queued", "email.sent"]
    bench.faults.lost.add((DEFAULT_HANDLE, log[0]["seq"]))
    bench.poll(send=False)
    assert attempts(bench, ADA) == [(0, 0, "accepted")]


@pytest.mark.window("W48")
def test_only_released_leads_are_sent_to(tmp_path: Path) -> None:
    people = [f"p{n}@firm{n}.example" for n in range(8)]
    bench = make_bench(tmp_path, *people, release=False)
    bench.poll()
    assert bench.world.ledger == []
    bench.release(limit=5)
    bench.add_leads(ADA)
    for _ in range(3):
        bench.poll()
        bench.clock.advance(hours=1)
    assert [each.to for each in bench.world.ledger] == people[:5]


ABUSE_REPORT = "Feedback-Type: abuse\nOriginal-Rcpt-To: <{who}>\nOriginal-Mail-From: <{ours}>"
FEEDBACK_LOOP = "feedback@isp.example"


def test_a_complaint_that_a_provider_sends_on_suppresses_whoever_complained(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    report = ABUSE_REPORT.format(who=ADA, ours=DEFAULT_HANDLE)
    bench.world.human_reply(BOB, report, FEEDBACK_LOOP, fresh_conversation=True)
    bench.clock.advance(days=4)
    bench.poll()
    assert [bench.status(who)[0] for who in (ADA, BOB)] == ["suppressed", "in_flight"]
    assert bench.store.suppressions.find_reason(ADA) is not None
    assert bench.store.suppressions.find_reason(FEEDBACK_LOOP) is None
    assert [each.to for each in bench.world.ledger if each.step == 1] == [BOB]


def test_a_complaint_of_somebody_unknown_keeps_the_address_out(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    report = ABUSE_REPORT.format(who="gus@gulf.example", ours=DEFAULT_HANDLE)
    bench.world.human_reply(ADA, report, FEEDBACK_LOOP, fresh_conversation=True)
    bench.poll()
    assert bench.status(ADA)[0] == "in_flight"
    assert bench.store.suppressions.find_reason("gus@gulf.example") is not None


def test_why_tells_when_somebody_away_is_back_and_whom_a_dead_address_names(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.world.human_reply(ADA, "I am out of the office until 20 March 2026 and back on 23 March 2026.")
    gone = "Bob no longer works at Bolt. Please write to zoe@bolt.example instead. This mailbox is not monitored."
    bench.world.human_reply(BOB, gone)
    bench.poll()
    assert bench.status(ADA)[0] == "in_flight"
    told = [entry.reason for entry in bench.store.journal.load_for_lead(lead_id("intro", ADA))]
    assert any(text.endswith("back on 2026-03-23") for text in told), told
    status, reason = bench.status(BOB)
    assert (status, reason.endswith("; it names zoe@bolt.example")) == ("bounced", True)
