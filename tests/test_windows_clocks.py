"""Windows W49, W52 and W55: a look that grew old, a `Date` that is wrong, a machine whose clock is days off."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
from faulty import ADA, BOB, CYD, Crash, CrashPlan, attempts, lead, make_bench, query, steps_sent
from life import PERSONS, Life
from world import MONDAY, Bench, pass_unseen, plain_step, set_wall

from seqcli.clock import DAY_MS, HOUR_MS, ServerTime, VirtualClock, from_text, to_ms
from seqcli.commands.runs import run_data
from seqcli.engine.leads.steering import pause_lead
from seqcli.engine.loop import Runner
from seqcli.engine.run_report import Limits
from seqcli.engine.send.context import SendResult
from seqcli.engine.stream.freshness import LastDrain
from seqcli.errors import ExitCode
from seqcli.model import lead_id
from seqcli.simulator import DEFAULT_HANDLE, Fault, Faults, Options, World

DOT = "dot@dorn.example"
FOUR = (ADA, BOB, CYD, DOT)
ANNOUNCING = pytest.mark.parametrize("announce", [True, False])


class ApartClock:
    """The world's own time: the machine's monotonic seconds from a start of its own, and leaps that the machine misses."""

    def __init__(self, machine: VirtualClock, start: datetime = MONDAY) -> None:
        self._machine = machine
        self._start = start
        self.leapt_s = 0.0

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return self._machine.monotonic() + self.leapt_s

    def sleep(self, seconds: float) -> None:
        self._machine.sleep(seconds)


def bench_apart(tmp_path: Path, *addresses: str, machine_days: float = 0, **options: Any) -> Bench:
    """Return a bench whose machine shows another wall time than the world."""
    machine = VirtualClock(MONDAY + timedelta(days=machine_days))
    world = World(ApartClock(machine), options=Options(**options))
    bench = Bench(tmp_path / "state.db", world, machine, Faults())
    bench.add_sequence()
    bench.add_leads(*addresses)
    return bench


def set_date(bench: Bench, days: float) -> None:
    """Let 12m's `Date` be wrong by so many days from now on."""
    bench.app._date_skew_s = days * 86_400


def in_first_send(bench: Bench, act: Callable[[], object]) -> None:
    """Do something while the first send is being answered."""
    result: list[int] = []

    def on_answer(request: Any, _answer: object) -> None:
        if request.method == "POST" and not result:
            result.append(1)
            act()

    bench.app.on_answer.append(on_answer)


def requests_of(bench: Bench) -> list[str]:
    """Return a list that fills with the method of every request that reads the stream or sends."""
    seen: list[str] = []
    bench.app.on_request.append(lambda request: seen.append(request.method))
    return seen


# -- W49: how old the look is


def sleep_of(clock: VirtualClock, world: ApartClock, kind: str) -> None:
    hours = timedelta(hours=8)
    match kind:
        case "every clock":
            clock.advance(hours=8)
        case "the wall clock alone":
            set_wall(clock, clock.now() + hours)
        case "the wall clock, back":
            set_wall(clock, clock.now() - hours)
        case "monotonic time alone":
            pass_unseen(clock, hours.total_seconds())
        case "12m's time alone":
            world.leapt_s += hours.total_seconds()


@pytest.mark.window("W49")
@pytest.mark.parametrize(
    "kind",
    [
        "every clock",
        "the wall clock alone",
        "the wall clock, back",
        "monotonic time alone",
        "12m's time alone",
    ],
)
def test_a_sleep_inside_a_round_mails_nobody_who_answered_meanwhile(tmp_path: Path, kind: str) -> None:
    bench = bench_apart(tmp_path, *FOUR)
    bench.release()
    bench.poll()
    bench.clock.advance(days=3, minutes=1)

    def sleep() -> None:
        sleep_of(bench.clock, cast("ApartClock", bench.world.clock), kind)
        for address in (BOB, CYD, DOT):
            bench.world.human_reply(address)

    in_first_send(bench, sleep)
    bench.poll()
    assert [steps_sent(bench, address) for address in FOUR] == [[0, 1], [0], [0], [0]]
    assert {lead(bench, address)[0] for address in (BOB, CYD, DOT)} == {"replied"}


class SleepyConnection:
    """A connection that sleeps for eight hours after the commit of a claim."""

    def __init__(self, inner: Any, sleep: Callable[[], object]) -> None:
        self.inner = inner
        self._sleep = sleep
        self._claimed = False

    def execute(self, sql: str, *values: Any) -> Any:
        found = self.inner.execute(sql, *values)
        self._claimed = self._claimed or sql.startswith("INSERT INTO attempt(")
        if sql == "COMMIT" and self._claimed:
            self._claimed = False
            self._sleep()
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


@pytest.mark.window("W49")
def test_a_sleep_between_the_claim_and_its_request_takes_the_claim_back(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.clock.advance(days=3, minutes=1)
    slept: list[int] = []

    def sleep() -> None:
        if not slept:
            slept.append(1)
            bench.clock.advance(hours=8)
            bench.world.human_reply(ADA)

    bench.store._database._conn = cast("Any", SleepyConnection(bench.store._database._conn, sleep))
    bench.poll()
    assert slept == [1]
    assert steps_sent(bench, ADA) == [0]
    assert attempts(bench, ADA) == [(0, 0, "accepted"), (1, 0, "cancelled")]
    assert lead(bench, ADA)[0] == "replied"


def test_a_send_that_waits_for_another_look_is_told_once_it_is_made(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    slept: list[int] = []
    told: list[SendResult] = []

    def sleep() -> None:
        if not slept:
            slept.append(1)
            bench.clock.advance(minutes=1)

    bench.store._database._conn = cast("Any", SleepyConnection(bench.store._database._conn, sleep))
    runner = Runner(bench.store, bench.client, bench.clock, Random(1), command="poll", tell=told.append)
    runner.run(Limits())
    assert (slept, steps_sent(bench, ADA)) == ([1], [0])
    assert [str(each.status) for each in told] == ["accepted"]


@pytest.mark.window("W49")
def test_clocks_that_never_stand_still_send_nothing_and_say_so(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)

    def crawl(request: Any, _answer: object) -> None:
        if request.method == "GET":
            bench.clock.advance(seconds=31)

    bench.app.on_answer.append(crawl)
    report = bench.poll()
    assert report.exit_code() is ExitCode.TRY_AGAIN
    assert [problem.code for problem in report.problems] == ["stream_read_too_old"]
    assert steps_sent(bench, ADA) == []
    bench.app.on_answer.clear()
    bench.poll()
    assert steps_sent(bench, ADA) == [0]


@pytest.mark.window("W49")
def test_a_twelve_m_that_runs_fast_gets_one_send_a_look(tmp_path: Path) -> None:
    bench = bench_apart(tmp_path, *FOUR)
    bench.release()
    world_clock = cast("ApartClock", bench.world.clock)

    def race(_request: Any, _answer: object) -> None:
        world_clock.leapt_s += 600

    bench.app.on_answer.append(race)
    seen = requests_of(bench)
    bench.poll()
    assert [steps_sent(bench, address) for address in FOUR] == [[0]] * 4
    sends = [i for i, method in enumerate(seen) if method == "POST"]
    assert all(seen[i - 1] == "GET" for i in sends)


@pytest.mark.window("W49")
def test_a_round_on_steady_clocks_reads_the_stream_once(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, *FOUR)
    seen = requests_of(bench)
    bench.poll()
    assert seen == ["GET", *["POST"] * 4]


# -- W52: a Date that is wrong


@pytest.mark.window("W52")
@ANNOUNCING
def test_a_false_date_overtakes_no_timer_that_12m_shows_as_armed(tmp_path: Path, *, announce: bool) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=announce))
    bench.poll()
    bench.clock.advance(hours=30)
    set_date(bench, 60)
    report = bench.poll()
    assert report.exit_code() is ExitCode.DONE
    assert (steps_sent(bench, ADA), lead(bench, ADA)[0]) == ([0], "in_flight")
    said = [text for text in run_data(bench.store, report, bench.clock).warnings if "jumped" in text]
    assert said == [
        "12m's clock jumped 60d ahead against yours. A second answer confirmed it. seqcli uses 12m's."
    ]
    set_date(bench, 0)
    bench.live(days=1.5, every_hours=1)
    assert steps_sent(bench, ADA) == [0]
    bench.live(days=0.75, every_hours=1)
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.window("W52")
@ANNOUNCING
def test_a_date_that_stays_false_overtakes_no_timer_that_12m_shows_as_armed(
    tmp_path: Path, *, announce: bool
) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=announce))
    bench.poll()
    bench.clock.advance(hours=30)
    set_date(bench, 60)
    bench.poll()
    bench.clock.advance(hours=13)  # the record was doubted; now it is looked up for the second time
    bench.poll()
    assert steps_sent(bench, ADA) == [0]


@pytest.mark.window("W52")
@ANNOUNCING
@pytest.mark.parametrize(("machine_days", "date_days"), [(2.5, 2.5), (5, 60), (60, 60)])
def test_wrong_clocks_all_together_overtake_no_armed_timer(
    tmp_path: Path, machine_days: float, date_days: float, *, announce: bool
) -> None:
    bench = bench_apart(tmp_path, ADA, announce=announce)
    bench.release()
    bench.poll()
    bench.clock.advance(hours=30)
    set_wall(bench.clock, bench.clock.now() + timedelta(days=machine_days))
    set_date(bench, date_days)
    for _ in range(2):
        bench.reopen()
        bench.poll()
    assert steps_sent(bench, ADA) == [0]
    set_wall(bench.clock, bench.clock.now() - timedelta(days=machine_days))
    set_date(bench, 0)
    bench.reopen()
    bench.live(days=1.5, every_hours=1)
    assert steps_sent(bench, ADA) == [0]
    bench.live(days=0.75, every_hours=1)
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.window("W52")
def test_a_timer_that_12m_shows_as_armed_long_after_its_time_holds_nobody_for_ever(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    conversation = bench.world.conversation(ADA)
    stuck_ms = to_ms(bench.clock.now() + timedelta(days=3))

    def show_armed(request: Any, answer: Any) -> None:
        if request.path.endswith(conversation.id):
            body = {**json.loads(answer.body), "noReplyAt": stuck_ms}
            object.__setattr__(answer, "body", json.dumps(body).encode())

    bench.app.on_answer.append(show_armed)
    bench.world.drop_timer(ADA)  # no event will come
    bench.live(days=16)
    assert steps_sent(bench, ADA) == [0]
    bench.live(days=3)
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.window("W52")
@ANNOUNCING
@pytest.mark.parametrize("days", [5, 60])
def test_who_was_written_to_while_both_clocks_were_ahead_goes_on_in_time(
    tmp_path: Path, days: float, *, announce: bool
) -> None:
    bench = bench_apart(tmp_path, ADA, BOB, announce=announce)
    bench.poll(send=False)
    set_wall(bench.clock, bench.clock.now() + timedelta(days=days))
    set_date(bench, days)
    bench.release()
    bench.poll()
    assert steps_sent(bench, ADA) == [0]
    set_wall(bench.clock, bench.clock.now() - timedelta(days=days))
    set_date(bench, 0)
    bench.reopen()
    bench.world.drop_timer(BOB)
    bench.live(days=3.2, every_hours=1)
    assert steps_sent(bench, ADA) == [0, 1]
    bench.live(days=1, every_hours=1)
    assert steps_sent(bench, BOB) == [0, 1]


@pytest.mark.window("W52")
@ANNOUNCING
@pytest.mark.parametrize("days", [60, 5, 0.5, -5])
def test_who_was_written_to_under_a_false_date_goes_on_in_time(
    tmp_path: Path, days: float, *, announce: bool
) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=Options(announce=announce))
    bench.poll(send=False)
    set_date(bench, days)
    bench.poll()
    assert steps_sent(bench, ADA) == [0]
    set_date(bench, 0)
    bench.world.drop_timer(BOB)  # so that our own clock must see to him
    bench.live(days=2.9, every_hours=1)
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([0], [0])
    bench.live(days=0.3, every_hours=1)
    assert steps_sent(bench, ADA) == [0, 1]
    bench.live(days=1, every_hours=1)
    assert steps_sent(bench, BOB) == [0, 1]
    bench.live(days=14)
    assert {lead(bench, each)[0] for each in (ADA, BOB)} == {"exhausted"}


@pytest.mark.window("W52")
def test_no_pause_throttle_or_retry_outlasts_the_date_that_set_it(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, *FOUR)
    bench.poll(send=False)
    set_date(bench, 60)
    bench.poll(send=False)
    now = bench.client.server_time.now()
    with bench.store.transaction():
        bench.store.cursors.save_throttle(DEFAULT_HANDLE, now + timedelta(hours=3), "cap_exceeded")
        pause_lead(
            bench.store, bench.store.leads.load_of_person(ADA)[0], now + timedelta(hours=5), "a test", now
        )
    set_date(bench, 0)
    bench.reopen()
    bench.poll(patience_s=0)
    assert [steps_sent(bench, each) for each in FOUR] == [[], [], [], []]
    bench.clock.advance(hours=3, minutes=1)
    bench.poll()
    assert [steps_sent(bench, each) for each in FOUR] == [[], [0], [0], [0]]
    bench.clock.advance(hours=2)
    bench.poll()
    assert steps_sent(bench, ADA) == [0]


@pytest.mark.window("W52")
def test_a_retry_whose_first_try_lies_in_the_future_is_made_when_the_date_is_back(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll(send=False)
    set_date(bench, 60)
    bench.faults.then("send", Fault.TIMEOUT_AFTER)
    bench.poll(patience_s=0)
    assert attempts(bench, ADA) == [(0, 0, "unknown")]
    set_date(bench, 0)
    bench.clock.advance(hours=2)
    bench.poll()
    assert attempts(bench, ADA) == [(0, 0, "accepted")]
    assert steps_sent(bench, ADA) == [0]


@pytest.mark.window("W52")
def test_a_leap_is_believed_when_a_second_answer_says_the_same() -> None:
    clock = VirtualClock(MONDAY)
    time = ServerTime(clock, 0)
    time.observe(MONDAY)
    false = MONDAY + timedelta(days=60)
    time.observe(false)
    assert (time.is_in_doubt, time.now()) == (True, MONDAY)
    time.observe(false + timedelta(minutes=59))
    assert (time.is_in_doubt, time.now()) == (False, false + timedelta(minutes=59))
    assert time.leaps == [60 * DAY_MS]


@pytest.mark.window("W52")
@pytest.mark.parametrize(
    "second", [timedelta(seconds=-1), timedelta(hours=1, seconds=1), timedelta(days=-60)]
)
def test_a_leap_that_no_second_answer_confirms_moves_nothing(second: timedelta) -> None:
    clock = VirtualClock(MONDAY)
    time = ServerTime(clock, 0)
    time.observe(MONDAY)
    false = MONDAY + timedelta(days=60)
    time.observe(false)
    time.observe(false + second)
    clock.advance(seconds=5)
    assert time.now() == MONDAY + timedelta(seconds=5)


@pytest.mark.window("W52")
@pytest.mark.parametrize(("seen", "leap_ms", "doubted"), [
    (True, HOUR_MS, False), (True, HOUR_MS + 1000, True), (True, -HOUR_MS - 1000, True),
    (False, DAY_MS, False), (False, DAY_MS + 1000, True),
])  # fmt: skip
def test_an_hour_within_a_run_and_a_day_between_runs_are_borne(
    seen: bool, leap_ms: int, doubted: bool
) -> None:
    time = ServerTime(VirtualClock(MONDAY), 0)
    if seen:
        time.observe(MONDAY)
    time.observe(MONDAY + timedelta(milliseconds=leap_ms))
    assert time.is_in_doubt is doubted


@pytest.mark.window("W52")
def test_a_date_that_wavers_is_said_and_stops_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll(send=False)
    turns = iter(range(1, 1000))
    bench.app.on_request.append(lambda _request: set_date(bench, 60 * (next(turns) % 2 or -1)))
    report = bench.poll()
    assert steps_sent(bench, ADA) == []
    assert report.exit_code() is ExitCode.TRY_AGAIN
    assert any(
        "No second answer confirmed it" in x for x in run_data(bench.store, report, bench.clock).warnings
    )
    bench.app.on_request.clear()
    set_date(bench, 0)
    bench.poll()
    assert steps_sent(bench, ADA) == [0]
    assert abs((last_stamp(bench) - bench.clock.now()).total_seconds()) < 60


@pytest.mark.window("W52")
def test_one_false_date_among_true_ones_is_not_called_confirmed(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, *FOUR)
    bench.poll(send=False)
    sends: list[int] = []

    def on_request(request: Any) -> None:
        sends.extend([1] if request.method == "POST" else [])
        set_date(bench, 60 if request.method == "POST" and len(sends) == 2 else 0)

    bench.app.on_request.append(on_request)
    report = bench.poll()
    assert [steps_sent(bench, each) for each in FOUR] == [[0]] * 4
    said = [x for x in run_data(bench.store, report, bench.clock).warnings if "jumped" in x]
    assert said == [
        "12m's clock jumped 60d ahead against yours. No second answer confirmed it, so seqcli uses your clock."
    ]


@pytest.mark.window("W52")
@ANNOUNCING
@pytest.mark.parametrize(("first_hours", "then_hours"), [(0, -20), (20, 0), (12, -11)])
def test_a_date_wrong_by_hours_makes_no_dead_key_pass_for_a_live_one(
    tmp_path: Path, first_hours: float, then_hours: float, *, announce: bool
) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=announce))
    bench.poll(send=False)
    bench.reopen()
    set_date(bench, first_hours / 24)
    bench.faults.then("send", Fault.TIMEOUT_AFTER)
    bench.poll(patience_s=0)
    bench.clock.advance(hours=30)
    bench.reopen()
    set_date(bench, then_hours / 24)
    bench.poll()
    bench.poll()
    assert steps_sent(bench, ADA) == [0]


def last_stamp(bench: Bench) -> datetime:
    return from_text(query(bench.path, "SELECT max(updated_at) FROM lead")[0][0])


# -- W55: a copy put back while the machine's clock is days off


def put_back(bench: Bench, copy: Path) -> None:
    bench.store.close()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{bench.path}{suffix}").unlink(missing_ok=True)
    shutil.copy(copy, bench.path)
    bench.client.close()
    bench.open()


def send_put_back_and_go_on(
    bench: Bench,
    folder: Path,
    backup_at: str,
    gap_hours: float,
    shift_days: float,
    *,
    marked: bool,
    before_restore: Callable[[Bench], object] = lambda _bench: None,
) -> list[str | None]:
    """Send the first steps, put back a copy from before, let the machine's clock jump; return what 12m accepted."""
    if backup_at == "after the first reading":
        bench.release()
        bench.poll(send=False)
    copy = folder / "backup.db"
    bench.store.backup(copy)
    bench.clock.advance(minutes=10)
    bench.release()
    bench.poll()
    assert len(bench.world.ledger) == 4
    before_restore(bench)
    bench.clock.advance(hours=gap_hours)
    set_wall(bench.clock, bench.clock.now() + timedelta(days=shift_days))
    put_back(bench, copy)
    if not marked:
        Path(f"{bench.path}.mark").unlink()
    bench.release()
    bench.poll()
    bench.live(days=1)
    return [line.key for line in bench.world.ledger if line.step == 0]


BACKUPS = pytest.mark.parametrize("backup_at", ["after the import", "after the first reading"])
BEFORE = pytest.mark.parametrize("days_before", [-10, 0, 5])
AFTER = pytest.mark.parametrize("days_after", [-10, 0, 5])


@pytest.mark.window("W55")
@BEFORE
@AFTER
@BACKUPS
@pytest.mark.parametrize("gap_hours", [1, 30])
@ANNOUNCING
def test_a_copy_put_back_under_a_wrong_clock_sends_nothing_again(
    tmp_path: Path, days_before: int, days_after: int, backup_at: str, gap_hours: int, *, announce: bool
) -> None:
    bench = bench_apart(tmp_path, *FOUR, machine_days=days_before, announce=announce)
    shift = days_after - days_before
    sent = send_put_back_and_go_on(bench, tmp_path, backup_at, gap_hours, shift, marked=True)
    assert len(sent) == len(set(sent)) == 4


@pytest.mark.window("W55")
@BEFORE
@AFTER
@BACKUPS
def test_a_copy_without_its_mark_is_told_by_the_stream_whatever_the_clock_says(
    tmp_path: Path, days_before: int, days_after: int, backup_at: str
) -> None:
    bench = bench_apart(tmp_path, *FOUR, machine_days=days_before)
    shift = days_after - days_before
    sent = send_put_back_and_go_on(bench, tmp_path, backup_at, 30, shift, marked=False)
    assert len(sent) == len(set(sent)) == 4


@pytest.mark.window("W55")
@pytest.mark.parametrize("gap_hours", [30, 130])
@pytest.mark.parametrize("days_after", [-5, 0, 5])
def test_an_early_copy_without_its_mark_that_seems_younger_than_its_sends_sends_none_again(
    tmp_path: Path, gap_hours: int, days_after: int
) -> None:
    bench = bench_apart(tmp_path, *FOUR, machine_days=5)
    shift = days_after - 5
    sent = send_put_back_and_go_on(
        bench, tmp_path, "after the import", gap_hours, shift, marked=False, before_restore=answer_of_bob
    )
    assert len(sent) == len(set(sent)) == 4
    assert lead(bench, BOB)[0] == "replied"
    assert steps_sent(bench, BOB) == [0]


def answer_of_bob(bench: Bench) -> None:
    bench.world.human_reply(BOB)


@pytest.mark.window("W55")
def test_who_had_another_mail_before_the_file_was_made_gets_the_first_step(tmp_path: Path) -> None:
    bench = bench_apart(tmp_path, ADA)
    bench.release()
    bench.poll()
    other = Bench(tmp_path / "other.db", bench.world, bench.clock, Faults())
    bench.clock.advance(days=1)
    other.add_sequence("second", steps=(plain_step("Another subject", "Hi again.", "3d", 3 * DAY_MS),))
    other.add_leads(ADA, sequence_id="second")
    other.release("second")
    other.poll()
    assert len(bench.world.ledger) == 2


@pytest.mark.window("W55")
@pytest.mark.parametrize("days", [-10, 5, 10])
def test_a_new_file_on_a_machine_with_a_wrong_clock_takes_12ms_time(tmp_path: Path, days: int) -> None:
    bench = bench_apart(tmp_path, ADA, machine_days=days)
    bench.release()
    bench.poll()
    created, released = query(bench.path, "SELECT created_at, released_at FROM lead")[0]
    made = query(bench.path, "SELECT value FROM meta WHERE key = 'created_at'")[0][0]
    assert abs((from_text(released) - MONDAY).total_seconds()) < 60
    for text in (created, made):
        # Whether the clock was behind when the file was made is not known: too early is the safe side.
        assert abs((from_text(text) - MONDAY - timedelta(days=min(days, 0))).total_seconds()) < 60
    assert steps_sent(bench, ADA) == [0]


@pytest.mark.window("W52")
def test_a_fast_twelve_m_moves_on_where_a_timer_was_cancelled(tmp_path: Path) -> None:
    bench = bench_apart(tmp_path, ADA)
    bench.add_sequence(
        steps=(plain_step("Hello", "Hi.", "1d", DAY_MS), plain_step(None, "Again.", "1d", DAY_MS))
    )
    bench.release()
    bench.poll()
    bench.world.drop_timer(ADA)
    for _ in range(6):
        cast("ApartClock", bench.world.clock).leapt_s += 86_400
        bench.poll()
    assert steps_sent(bench, ADA) == [0, 1]
    assert lead(bench, ADA)[0] == "exhausted"


@pytest.mark.window("W52")
def test_a_try_that_a_wrong_date_put_in_the_future_is_found_in_the_record_at_the_first_look(
    tmp_path: Path,
) -> None:
    for after in range(40, 160):
        (tmp_path / str(after)).mkdir()
        life = Life(tmp_path / str(after), Options())
        life.import_leads(PERSONS[:1], "intro")
        life.start("intro", None)
        life.set_date(2)
        life.poll()
        life.advance(25)
        life.crash_in_poll(after)
        if len(life.world.ledger) == 2:
            break
        life.rig.store.close()
    state = "SELECT state, reason_code FROM attempt WHERE step = 1"
    assert query(life.rig.path, state) == [("unknown", "no_answer_recorded")]
    life.advance(25)
    life.poll()
    assert query(life.rig.path, state) == [("accepted", "found")]


@pytest.mark.window("W31", "W52")
def test_a_restore_under_a_date_far_ahead_makes_nobody_wait_for_that_date(tmp_path: Path) -> None:
    life = Life(tmp_path, Options(announce=False, outbound_shown="dispatch"))
    life.import_leads(PERSONS[:1], "intro")
    life.start("intro", None)
    life.back_up()
    life.poll()
    life.set_date(60)
    life.restore_backup(0)
    life.advance(12)
    life.poll()
    life.end()


@pytest.mark.window("W52")
def test_a_send_that_seems_older_than_its_try_is_not_adopted_by_another_sequence(tmp_path: Path) -> None:
    plan = CrashPlan()
    bench = make_bench(tmp_path, ADA, release=False, wrap=plan)
    bench.add_sequence("second")
    bench.add_leads(ADA, sequence_id="second")
    set_date(bench, 60)
    bench.release()
    plan.after.add(1)
    with pytest.raises(Crash):
        bench.poll()
    bench.reopen()
    bench.poll(send=False)
    handled = "SELECT lead_id, handling FROM event WHERE type IN ('email.queued', 'email.sent')"
    assert query(bench.path, handled) == [(None, "send_unsettled")] * 2
    bench.live(1)
    assert query(bench.path, handled) == [(lead_id("intro", ADA), "own_send")] * 2
    assert bench.accepted(ADA) == [(0, f"{lead_id('intro', ADA)}:0")]
    assert (bench.status(ADA)[0], bench.status(ADA, "second")[0]) == ("in_flight", "queued")


@pytest.mark.window("W31", "W52")
def test_a_process_that_began_under_a_date_far_ahead_makes_nobody_wait_for_that_date(tmp_path: Path) -> None:
    life = Life(tmp_path, Options(announce=False))
    life.import_leads(PERSONS[:1], "intro")
    life.back_up()
    life.start("intro", None)
    life.set_date(60)
    life.advance(1)
    life.restore_backup(0)
    life.start("intro", None)
    life.crash_in_poll(1)
    life.end()  # all in the process that took over, as one that follows the stream lives on


@pytest.mark.window("W49")
@pytest.mark.parametrize(
    ("back_s", "allowed"),
    [(0.0, True), (0.9, True), (1.9, True), (60.0, False), (-27.0, True), (-29.0, False)],
)
def test_a_date_in_whole_seconds_seems_to_go_back_by_one_and_no_more(back_s: float, allowed: bool) -> None:
    clock = VirtualClock(MONDAY)
    server_time = ServerTime(clock)
    server_time.observe(MONDAY)
    clock.advance(seconds=0.95)
    drain = LastDrain()
    drain.read = server_time.read()
    drain.finish()
    drain.sends = 1
    server_time.observe(MONDAY + timedelta(seconds=0.95 - back_s))
    assert drain.allows_send(server_time) is allowed
