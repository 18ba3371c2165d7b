"""What the options and the release promise: a bare number is refused, a pause that ended is over, and a start that is
turned away has changed nothing."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from faulty import make_bench, query
from harness import snapshot
from shell import Cli, advance, enrol
from world import MONDAY

from seqcli.cli import main
from seqcli.clock import HOUR_MS, SystemClock, VirtualClock, parse_written_duration_ms, plus_ms
from seqcli.commands.runs import RunPrompts, run_data
from seqcli.commands.start import start
from seqcli.config import load_settings
from seqcli.engine.leads.steering import pause_lead
from seqcli.engine.loop import Runner
from seqcli.engine.run_report import Limits
from seqcli.errors import ExitCode, SeqcliError, StreamError, UsageError
from seqcli.output.result import CommandResult
from seqcli.simulator import DEFAULT_HANDLE, DEFAULT_KEY, Fault, Faults, World, serve
from seqcli.store import Store

ADA, BOB, CYD = "ada@acme.example", "bob@bolt.example", "cyd@cog.example"
DB = Path("seqcli.db")


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def world(cli: Cli, faults: Faults, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    world = World(VirtualClock(MONDAY))
    with serve(world, faults) as served:
        monkeypatch.setenv("TWELVEM_BASE_URL", served.url)
        monkeypatch.setenv("TWELVEM_KEY", DEFAULT_KEY)
        monkeypatch.setenv("TWELVEM_HANDLE", DEFAULT_HANDLE)
        enrol(cli)
        yield world


def start_while(
    act: Callable[[], object], *, limit: int | None = None, max_time: str | None = None
) -> CommandResult:
    """Start the sequence; `act` happens between the question and its answer, which is yes."""

    def ask(_question: str) -> bool:
        act()
        return True

    talk = RunPrompts(ask, lambda _done: None, lambda _warning: None, lambda _total: None)
    return start(load_settings(None), "intro", SystemClock(), talk, limit=limit, pace="0", max_time=max_time)


def released() -> list[str]:
    return [
        row[0] for row in query(DB, "SELECT email FROM lead WHERE released_at IS NOT NULL ORDER BY email")
    ]


def sequence_status() -> str:
    return str(query(DB, "SELECT status FROM sequence")[0][0])


# -- durations


@pytest.mark.parametrize(
    ("command", "meant"),
    [
        (("pause", ADA, "--for", "2"), "--for 2 has no unit: did you mean 2d?"),
        (("pause", ADA, "--for=-2"), "--for -2 has no unit: did you mean 2d?"),
        (("pause", ADA, "--for", "0d"), "--for 0d pauses nobody"),
        (("poll", "--max-time", ""), "--max-time '' is not a duration such as \"3d\""),
        (("poll", "--max-time", "30"), "--max-time 30 has no unit: did you mean 30s?"),
        (("poll", "--max-time", "0"), "--max-time 0 has no unit: did you mean 0s?"),
        (("start", "intro", "--yes", "--max-time", "1.5"), "--max-time 1.5 has no unit: did you mean 1.5s?"),
        (("start", "intro", "--yes", "--pace", "2"), "--pace 2 has no unit: did you mean 2s?"),
        (("replies", "--since", "7"), "--since 7 has no unit: did you mean 7d?"),
    ],
)
def test_a_bare_number_is_no_duration_in_any_option(
    cli: Cli, world: World, command: tuple[str, ...], meant: str
) -> None:
    before = snapshot(DB)
    code, _, err = cli(*command)
    assert (code, meant in err) == (2, True), err
    assert snapshot(DB) == before
    assert world.ledger == []


def test_a_date_of_digits_alone_is_a_date(cli: Cli, world: World) -> None:
    assert world
    _, envelope = cli.json("replies", "--since", "20260301")
    assert envelope["error"] is None
    assert "2026-03-01" in cli("replies", "--since", "2026-03-01")[1]


@pytest.mark.parametrize("text", ["2", " 2 ", "0", "1.5", ".5", "+2", "-2", "60000", "９"])
def test_what_a_person_writes_without_a_unit_is_never_a_duration(text: str) -> None:
    with pytest.raises(ValueError, match=r"2|0|5|９"):
        parse_written_duration_ms(text)


def test_a_send_that_the_same_run_settles_is_not_called_open(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.faults.then("send", Fault.SERVER_ERROR)
    report = bench.poll()
    assert (report.sent, len(report.unknown)) == (1, 1)
    assert run_data(bench.store, report, bench.clock).unknown == ()


# -- pauses that have ended


def test_after_a_pause_that_ended_all_paced_first_steps_go_in_one_run(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, CYD, release=False)
    bench.release(pace_ms=2000)
    with bench.store.transaction():
        for lead in bench.store.leads.load_due(DEFAULT_HANDLE, first=True, now=bench.clock.now(), limit=9):
            pause_lead(bench.store, lead, plus_ms(bench.clock.now(), HOUR_MS), "", bench.clock.now())
    bench.clock.advance(hours=1)
    bench.poll()
    assert sorted(each.to for each in bench.world.ledger) == [ADA, BOB, CYD]


def test_after_a_pause_that_ended_a_retry_is_waited_for_in_the_same_run(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    lead = bench.store.leads.load_of_person(ADA)[0]
    with bench.store.transaction():
        pause_lead(bench.store, lead, plus_ms(bench.clock.now(), HOUR_MS), "", bench.clock.now())
    bench.clock.advance(hours=1)
    bench.faults.then("send", Fault.SERVER_ERROR)
    bench.poll(patience_s=HOUR_MS / 1000)
    assert [each.to for each in bench.world.ledger] == [ADA]


# -- the release


@pytest.mark.window("W54")
def test_a_start_that_the_lock_turns_away_has_changed_nothing(cli: Cli, world: World) -> None:
    before = snapshot(DB)
    store = Store.open(DB)
    with store.round_lock("poll", SystemClock().now()):
        for _ in range(2):
            code, envelope = cli.json("start", "intro", "--limit", "1", "--pace", "0", "--yes")
            assert (code, envelope["error"]["code"]) == (6, "lock_held")
    store.close()
    assert (released(), sequence_status()) == ([], "draft")
    after = snapshot(DB)
    assert {table: after[table] for table in after if table != "meta"} == {
        table: before[table] for table in before if table != "meta"
    }
    assert cli("start", "intro", "--limit", "1", "--pace", "0", "--yes")[0] == 0
    assert (released(), [each.to for each in world.ledger]) == ([ADA], [ADA])


@pytest.mark.window("W54")
@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.UNAUTHORISED, Fault.IDENTITY_NOT_FOUND])
def test_a_start_whose_drain_fails_has_released_nobody(world: World, faults: Faults, fault: Fault) -> None:
    with pytest.raises(SeqcliError) as failed:
        start_while(lambda: faults.always("events", fault), limit=1)
    assert failed.value.exit_code in {ExitCode.TRY_AGAIN, ExitCode.CONFIGURATION}
    assert (released(), sequence_status(), world.ledger) == ([], "draft", [])
    faults.always("events", None)
    start_while(lambda: None, limit=1)
    assert (released(), [each.to for each in world.ledger]) == ([ADA], [ADA])


@pytest.mark.window("W54")
def test_who_changed_since_the_question_is_not_released_and_it_is_said(world: World) -> None:
    answer = start_while(lambda: main(["suppress", "add", ADA]))
    assert [each.to for each in world.ledger] == [BOB]
    assert released() == [BOB]
    told = [note.text for note in answer.notes]
    assert "1 lead not released, changed since the question: 1 suppressed" in told


@pytest.mark.window("W54")
def test_who_writes_before_the_release_is_read_before_it(world: World) -> None:
    advance(world, seconds=(SystemClock().now() - world.clock.now()).total_seconds(), hours=1)
    answer = start_while(lambda: world.first_contact_from(ADA, "No thanks, please do not write to me."))
    assert [each.to for each in world.ledger] == [BOB]
    assert any("not released, changed since the question" in note.text for note in answer.notes)


@pytest.mark.window("W54")
def test_a_sequence_that_is_paused_at_the_question_stays_paused(cli: Cli, world: World) -> None:
    assert cli("start", "intro", "--limit", "1", "--pace", "0", "--yes")[0] == 0
    with pytest.raises(UsageError, match="paused since"):
        start_while(lambda: main(["pause", "--sequence", "intro"]))
    assert (sequence_status(), released()) == ("paused", [ADA])
    assert [each.to for each in world.ledger] == [ADA]


@pytest.mark.window("W54")
def test_who_is_imported_at_the_question_is_not_released(cli: Cli, world: World) -> None:
    def enrol_more() -> None:
        Path("more.csv").write_text(f"email,company\n{CYD},Cog\n", encoding="utf-8")
        assert main(["import-leads", "more.csv", "--sequence", "intro"]) == 0

    start_while(enrol_more)
    assert released() == [ADA, BOB] == sorted(each.to for each in world.ledger)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert released() == [ADA, BOB, CYD]


@pytest.mark.window("W54")
def test_a_start_without_time_releases_nobody_and_says_so(world: World) -> None:
    answer = start_while(lambda: None, max_time="0s")
    assert (released(), sequence_status(), world.ledger) == ([], "draft", [])
    assert "no leads were released: run `seqcli start intro` again" in [note.text for note in answer.notes]


@pytest.mark.window("W54")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("pause", BOB), 0),
        (("pause", "--sequence", "intro"), 0),
        (("resume", "--sequence", "intro"), 0),
        (("stop", BOB), 0),
        (("requeue", BOB), 2),
        (("resolve", BOB, "--continue"), 2),
        (("suppress", "add", BOB), 0),
        (("import-sequence", "intro.toml"), 0),
        (("import-leads", "leads.csv", "--sequence", "intro"), 1),
        (("forget", BOB, "--yes"), 0),
    ],
)
def test_steering_and_imports_never_wait_for_the_lock_of_a_round(
    cli: Cli, world: World, command: tuple[str, ...], code: int
) -> None:
    assert cli("start", "intro", "--only", ADA, "--pace", "0", "--yes")[0] == 0
    store = Store.open(DB)
    with store.round_lock("poll", SystemClock().now()):
        assert cli(*command)[0] == code
    store.close()
    assert [each.to for each in world.ledger] == [ADA]


# -- how long a run may go on


@pytest.mark.parametrize("left_s", [7, 40, 61])
def test_a_run_that_follows_ends_in_time_also_while_it_listens(tmp_path: Path, left_s: int) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    began = bench.clock.monotonic()
    runner = Runner(bench.store, bench.client, bench.clock, Random(1), command="poll")
    report = runner.follow(Limits(max_time_s=left_s))
    assert left_s <= bench.clock.monotonic() - began <= left_s + 1
    assert not report.interrupted


def test_a_run_that_follows_ends_in_time_also_where_the_stream_cannot_be_read(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.faults.always("events", Fault.SERVER_ERROR)
    began = bench.clock.monotonic()
    runner = Runner(bench.store, bench.client, bench.clock, Random(1), command="poll")
    report = runner.follow(Limits(max_time_s=90))
    assert 90 <= bench.clock.monotonic() - began <= 91
    assert any(isinstance(each, StreamError) for each in report.problems)


# -- a decision that cannot help


@pytest.mark.parametrize("text", ["Hi {{ company }}.", "Hi {{ company }} of {{ city }}."])
def test_going_on_without_the_missing_value_is_refused_and_names_it(
    cli: Cli, world: World, text: str
) -> None:
    assert world
    Path("other.toml").write_text(
        f'id = "other"\n[[steps]]\nsubject = "Hello"\nwait_next = "3d"\ntemplate = "{text}"\n',
        encoding="utf-8",
    )
    Path("other.csv").write_text(f"email,company,city\n{CYD},,\n{BOB},Bolt,Bern\n", encoding="utf-8")
    assert cli("import-sequence", "other.toml")[0] == 0
    assert cli("import-leads", "other.csv", "--sequence", "other", "--allow-active")[0] == 0
    before = snapshot(DB)
    code, envelope = cli.json("resolve", CYD, "--continue")
    assert (code, envelope["error"]["code"]) == (2, "needs_value")
    assert "needs company" in envelope["error"]["message"]
    for word in ("company", "import-leads", "--sequence other", *(["city"] if "city" in text else [])):
        assert word in envelope["error"]["hint"]
    assert snapshot(DB) == before
    Path("other.csv").write_text(f"email,company,city\n{CYD},Cog,Chur\n", encoding="utf-8")
    assert cli("import-leads", "other.csv", "--sequence", "other")[0] == 0
    assert query(DB, "SELECT status FROM lead WHERE email = ?", CYD) == [("queued",)]


def test_advancing_keeps_the_promise_of_a_repeated_limit(cli: Cli, world: World) -> None:
    assert cli("start", "intro", "--limit", "1", "--pace", "0", "--yes")[0] == 0
    advance(world, minutes=1)
    assert cli("start", "intro", "--limit", "1", "--pace", "0", "--yes")[0] == 0
    assert released() == [ADA, BOB]


def test_who_is_paused_is_announced_as_paused_and_takes_no_place_in_a_limit(cli: Cli, world: World) -> None:
    assert cli("pause", ADA)[0] == 0
    told = cli("start", "intro", "--limit", "1", "--pace", "0", "--yes")[2]
    assert 'Send step 1 of "intro" to 1 lead from' in told
    assert (released(), [each.to for each in world.ledger]) == ([BOB], [BOB])
    told = cli("start", "intro", "--pace", "0", "--yes")[2]
    assert 'Send step 1 of "intro" to 0 leads from' in told
    assert "1 more lead is paused: seqcli resume." in told
    assert (released(), len(world.ledger)) == ([ADA, BOB], 1)
    assert cli("resume", ADA)[0] == 0
    assert cli("poll")[0] == 0
    assert [each.to for each in world.ledger] == [BOB, ADA]


def test_a_start_that_can_send_nothing_asks_nothing(cli: Cli, world: World) -> None:
    assert cli("start", "intro", "--pace", "0")[0] == ExitCode.USAGE
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert cli("start", "intro", "--pace", "0")[0] == ExitCode.USAGE
    assert cli("stop", "--sequence", "intro", "--yes")[0] == 0
    code, _, told = cli("start", "intro", "--pace", "0")
    assert code == 0
    assert 'no lead of "intro" is left to release, and nobody waits for mail' in told
    assert "Send step 1" not in told
    assert len(world.ledger) == 2


def test_a_pause_that_has_ended_is_none_when_leads_are_chosen(cli: Cli, world: World) -> None:
    assert cli("pause", ADA, "--for", "1h")[0] == 0
    with closing(sqlite3.connect(DB)) as conn, conn:
        conn.execute(
            "UPDATE lead SET paused_until = '2026-01-01T00:00:00.000Z' WHERE paused_until IS NOT NULL"
        )
    assert 'Send step 1 of "intro" to 2 leads from' in cli("start", "intro", "--pace", "0", "--yes")[2]
    assert len(world.ledger) == 2
