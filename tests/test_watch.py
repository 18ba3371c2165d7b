"""`status --watch`: the screen as lines, the reader of the file, and the loop on a real terminal."""

import os
import re
import signal
import termios
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from screen import Typing, screen, typing
from shell import Cli, advance, enrol
from world import MONDAY, Bench

from seqcli.brake import BrakeScope
from seqcli.clock import VirtualClock, to_text
from seqcli.commands.next_action import NextAction, NextCode
from seqcli.commands.status_numbers import Due, IdentityState, LeadCount
from seqcli.commands.watch import WatchReader
from seqcli.commands.watch_screen import WatchData, draw
from seqcli.errors import ExitCode, StateError, UsageError
from seqcli.model import LeadStatus
from seqcli.output.live_screen import LiveScreen, Wake
from seqcli.output.spans import Look, Span, cell, fitted, wrapped
from seqcli.reasons import BrakeCause
from seqcli.simulator import DEFAULT_HANDLE, World
from seqcli.store import Brake, InboxCount, RecentMove, RecentSend, Store

NOW = MONDAY + timedelta(hours=5)
ALICE = "alice.acme@inboxbase.ai"
WATCH = ("-m", "seqcli", "status", "--watch")


def texts(lines: list[tuple[Span, ...]]) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


def shown(data: WatchData, width: int, height: int) -> str:
    return "\n".join(texts(draw(data, width, height)))


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> WatchData:
    """Two sequences in which much has happened."""
    clock = VirtualClock(MONDAY)
    bench = Bench(tmp_path_factory.mktemp("watch") / "seqcli.db", World(clock), clock)
    bench.add_sequence("intro")
    bench.add_sequence("second")
    bench.add_leads(*(f"p{n}@firm{n}.example" for n in range(40)))
    bench.add_leads("draft@firm.example", sequence_id="second")
    bench.release(limit=30)
    bench.poll()
    bench.world.human_reply("p0@firm0.example")
    bench.world.human_reply("p1@firm1.example")
    bench.clock.advance(minutes=2)
    bench.poll()
    with closing(WatchReader(bench.path, None, clock)) as reader:
        data = reader.read()
    bench.store.close()
    bench.client.close()
    return data


def with_numbers(data: WatchData, **changes: object) -> WatchData:
    return replace(data, numbers=replace(data.numbers, **changes))  # type: ignore[arg-type]


def in_trouble(data: WatchData) -> WatchData:
    """The same, but nothing is as it should be."""
    reason = '12m reported 12 hard bounces among the last 181 mails of "intro" (6.63 %, limit 5 %)'
    remedy = "nothing is sent until you run seqcli resume --sequence intro"
    brakes = tuple(
        (
            Brake(scope, name, tripped_at=NOW, cause=BrakeCause.BOUNCES, reason=f"{reason} {name}"),
            f"{reason} {name}: {remedy}",
        )
        for scope, name in ((BrakeScope.SEQUENCE, "intro"), (BrakeScope.IDENTITY, ALICE))
    )
    until = to_text(data.now + timedelta(hours=2))
    return with_numbers(
        data,
        brakes=brakes,
        holds=(("intro", "company is missing", 3), ("intro", "outcome unknown", 1)),
        inbox=InboxCount(3, 0, data.now - timedelta(hours=2)),
        identities=(IdentityState(ALICE, 1204, to_text(data.now), until, "daily cap spent"),),
        due=(Due("intro", ALICE, until, 12, 30),),
    )


# -- the screen as lines


@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (140, 40), (250, 70)])
@pytest.mark.parametrize("trouble", [False, True])
def test_the_screen_fills_any_window_and_no_more(
    busy: WatchData, width: int, height: int, trouble: bool
) -> None:
    lines = texts(draw(in_trouble(busy) if trouble else busy, width, height))
    assert [cell_len(line) for line in lines] == [width] * height
    assert "seqcli" in lines[0]
    assert "q quits" in lines[-1]


@given(width=st.integers(1, 200), height=st.integers(1, 60), trouble=st.booleans())
def test_no_size_is_too_small(busy: WatchData, width: int, height: int, trouble: bool) -> None:
    lines = texts(draw(in_trouble(busy) if trouble else busy, width, height))
    assert len(lines) == height
    assert {cell_len(line) for line in lines} == {width}


@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (140, 40)])
def test_what_needs_a_person_is_on_every_screen_with_its_command(
    busy: WatchData, width: int, height: int
) -> None:
    left = (line.partition("│")[0] for line in shown(in_trouble(busy), width, height).splitlines())
    screen = " ".join(" ".join(left).split())
    for text in ("12 hard bounces", "4 leads (seqcli leads --held)", "3 mails open", "throttled"):
        assert text in screen
    assert all(title in shown(in_trouble(busy), width, height) for title in ("sequence  ", "lately", "next"))
    assert screen.count("nothing is sent until you run seqcli resume --sequence intro") == 1


def test_a_quiet_file_says_that_all_is_well(busy: WatchData) -> None:
    calm = with_numbers(busy, holds=(), inbox=InboxCount(0, 0, None))
    assert "no brake, no holds, inbox empty, no throttle" in shown(calm, 60, 20)


def test_counts_stand_by_sequence_and_status(busy: WatchData) -> None:
    lines = shown(busy, 80, 24).splitlines()
    head = next(line for line in lines if line.startswith("sequence"))
    row = next(line for line in lines if line.startswith("intro"))
    assert head.split() == ["sequence", "queued", "not", "released", "in", "flight", "replied"]
    assert row.split() == ["intro", "·", "10", "28", "2"]
    assert any(line.startswith("second (draft)") for line in lines)
    assert "contacted 30 of 40, replied 2 (6.67 %)" in shown(busy, 80, 24)


def test_a_large_window_shows_the_steps(busy: WatchData) -> None:
    assert "step 3" not in shown(busy, 60, 20)
    steps = [line for line in shown(busy, 140, 40).splitlines() if re.match("  step [123] ", line)]
    assert [line.split()[:5] for line in steps[:2]] == [
        ["step", "1", "·", "10", "28"],
        ["step", "2", "·", "·", "·"],
    ]


def test_a_narrow_window_counts_the_rest_as_other(busy: WatchData) -> None:
    every = tuple(LeadCount("intro", 0, status, 100 + at) for at, status in enumerate(LeadStatus))
    lines = shown(with_numbers(busy, counts=every), 60, 20).splitlines()
    head = next(line for line in lines if line.startswith("sequence"))
    row = next(line for line in lines if line.startswith("intro"))
    assert head.split()[-1] == "other"
    assert {"replied", "queued", "held"} <= {*head.split()}
    assert sum(map(int, row.split()[1:])) == sum(each.count for each in every)


def test_what_has_no_room_is_counted(busy: WatchData) -> None:
    recent = tuple(RecentSend(to_text(busy.now), f"p{n}@firm.example", "intro", 0) for n in range(60))
    many = replace(busy, recent=recent)
    lines = shown(many, 60, 20).splitlines()
    seen = sum("@firm.example" in line and "step 1 accepted" in line for line in lines)
    assert 1 <= seen < 60
    assert f"  and {60 - seen} more" in [line.rstrip() for line in lines]


def test_what_went_out_and_came_in_lately_is_named_newest_first(busy: WatchData) -> None:
    lines = shown(busy, 140, 40).splitlines()
    at = next(at for at, line in enumerate(lines) if "lately" in line)
    assert "30 mails accepted, 62 events read in 10 minutes" in lines[at]
    assert {"p0@firm0.example", "p1@firm1.example"} == {
        line.partition("│")[2].split()[1] for line in lines[at + 1 : at + 3]
    }
    assert "replied: answered s" in lines[at + 1]
    assert "step 1 accepted" in lines[at + 3]


def test_mails_are_drawn_by_the_minute(busy: WatchData) -> None:
    minute = to_text(busy.now - timedelta(minutes=1))[:16]
    lines = shown(replace(busy, sends={minute: 7}), 80, 40).splitlines()
    mails = next(line for line in lines if line.startswith("mails"))
    assert mails.split() == ["mails", "·" * 58 + "█·", "7"]


def test_what_goes_next_is_named_with_its_time_in_the_readers_zone(
    busy: WatchData, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions = (
        ("now@firm.example", NextAction(NextCode.SEND, "intro step 2", busy.now)),
        ("paced@firm.example", NextAction(NextCode.PACED, "intro step 1", MONDAY.replace(hour=13))),
        (
            "wait@firm.example",
            NextAction(NextCode.WAIT, "intro step 2, if nobody answers", NOW.replace(day=9)),
        ),
    )
    data = with_numbers(busy, next_actions=actions, due=(Due("intro", ALICE, "", 1, 12),))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    lines = [" ".join(line.split()) for line in shown(data, 80, 40).splitlines()]
    assert lines[0].endswith("Mon 2 Mar 10:02:00 CET")
    assert any(line.startswith("next due: 1 follow-up, 12 first steps") for line in lines)
    assert "now now@firm.example intro step 2" in lines
    assert "14:00 paced@firm.example intro step 1" in lines
    assert any(line.startswith("then, if nobody answers") for line in lines)
    assert "Mon 9 Mar 15:00 wait@firm.example intro step 2" in lines


@pytest.mark.parametrize(
    ("minutes", "look", "text"),
    [(0, Look.PLAIN, "just now"), (16, Look.WARNING, "16m ago"), (180, Look.BAD, "3h ago")],
)
def test_an_old_poll_is_loud(busy: WatchData, minutes: int, look: Look, text: str) -> None:
    read_at = to_text(busy.now - timedelta(minutes=minutes))
    data = with_numbers(busy, identities=(IdentityState(ALICE, 7, read_at, "", ""),))
    line = next(line for line in draw(data, 80, 24) if "last poll" in line[0].text)
    assert (line[1].text.split(",")[0], line[1].look) == (text, look)


def test_why_sends_wait_is_said(busy: WatchData) -> None:
    screen = " ".join(shown(in_trouble(busy), 110, 40).split())
    assert f"throttled {ALICE} until 11:02, in 2h (daily cap spent)" in screen
    assert "12 follow-ups, 30 first steps waiting" in screen


def test_texts_from_outside_cannot_steer_the_terminal_or_break_a_line(busy: WatchData) -> None:
    evil = "\x1b[2J\x9b31m\u202e宛先@firm.example\r\n"
    recent = (RecentMove(to_text(busy.now), evil, "intro", "held", evil),)
    data = with_numbers(
        replace(busy, recent=recent, db=evil),
        holds=(("intro", evil, 1),),
        next_actions=((evil, NextAction(NextCode.SEND, evil, None)),),
    )
    for width, height in ((60, 20), (140, 40)):
        lines = texts(draw(data, width, height))
        assert {cell_len(line) for line in lines} == {width}
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", "".join(lines))


def test_a_file_without_sequences_says_what_to_do(busy: WatchData) -> None:
    empty = with_numbers(busy, sequences=(), counts=(), identities=(), next_actions=(), due=())
    screen = shown(replace(empty, recent=(), sends={}, events={}), 60, 20)
    assert "seqcli import-sequence FILE" in screen
    assert "never: seqcli poll" in screen
    assert "nothing in 60 minutes" in screen


# -- pieces of lines


def test_wide_characters_take_two_cells() -> None:
    assert cell("宛先", 6) == "宛先  "
    assert cell("宛先人", 4) == "宛 …"
    assert cell("12", 4, right=True) == "  12"
    assert "".join(span.text for span in fitted((Span("abc"), Span("def")), 4)) == "abc…"
    assert "".join(span.text for span in fitted((Span("abc"), Span("def")), 3)) == "ab…"


def test_a_long_text_breaks_at_words_and_is_cut_at_the_end() -> None:
    assert wrapped("one two three four", 9, 3) == ["one two", "three", "four"]
    assert wrapped("one two three four", 9, 2) == ["one two", "three fo…"]
    assert wrapped("abcdefghijkl", 5, 2) == ["abcd…"]


# -- the file


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(MONDAY)


@pytest.fixture
def bench(tmp_path: Path, clock: VirtualClock) -> Iterator[Bench]:
    bench = Bench(tmp_path / "seqcli.db", World(clock), clock)
    bench.add_sequence()
    bench.add_leads("ada@acme.example")
    yield bench
    bench.store.close()
    bench.client.close()


@pytest.fixture
def reader(bench: Bench) -> Iterator[WatchReader]:
    with closing(WatchReader(bench.path, None, bench.clock)) as reader:
        yield reader


def count_leads(data: WatchData) -> int:
    return sum(each.count for each in data.numbers.counts)


def test_a_look_sees_what_others_write(bench: Bench, reader: WatchReader) -> None:
    first = reader.read()
    bench.add_leads("bob@bolt.example")
    assert count_leads(first) == 1
    assert count_leads(reader.read_again(first)) == 2


def test_a_look_is_of_one_moment_and_keeps_nobody_from_writing(bench: Bench) -> None:
    other = Store.open(bench.path)
    with other.snapshot():
        before = other.queries.load_step_counts()
        bench.store._database._conn.execute("PRAGMA busy_timeout = 0")
        bench.add_leads("bob@bolt.example")
        assert other.queries.load_step_counts() == before
    assert other.queries.load_step_counts() != before
    other.close()


def test_a_missing_file_ends_it_before_it_begins(tmp_path: Path, clock: VirtualClock) -> None:
    with closing(WatchReader(tmp_path / "none.db", None, clock)) as reader, pytest.raises(StateError):
        reader.read()


def test_an_unknown_sequence_ends_it_before_it_begins(bench: Bench) -> None:
    with closing(WatchReader(bench.path, "none", bench.clock)) as reader, pytest.raises(UsageError):
        reader.read()


def test_a_file_that_goes_away_is_said_and_its_last_numbers_stay(bench: Bench, reader: WatchReader) -> None:
    first = reader.read()
    aside = bench.path.with_name("aside.db")
    bench.path.rename(aside)
    gone = reader.read_again(first)
    assert "there is no state file" in gone.problem
    assert gone.numbers == first.numbers
    assert "there is no state file" in shown(gone, 250, 24)
    aside.rename(bench.path)
    assert reader.read_again(gone).problem == ""


def test_another_file_in_its_place_is_said_and_shown(bench: Bench, reader: WatchReader) -> None:
    copy = bench.path.with_name("copy.db")
    bench.store.backup(copy)
    bench.add_leads("bob@bolt.example")
    last = reader.read()
    copy.replace(bench.path)
    for suffix in ("-wal", "-shm"):
        Path(f"{bench.path}{suffix}").unlink(missing_ok=True)
    replaced = reader.read_again(last)
    assert "another file has taken its place" in replaced.problem
    assert (count_leads(last), count_leads(replaced)) == (2, 1)
    assert reader.read_again(replaced).problem == ""


def test_a_damaged_file_is_said(bench: Bench, reader: WatchReader) -> None:
    first = reader.read()
    whole = bench.path.with_name("whole.db")
    bench.store.backup(whole)
    bad = bench.path.with_name("bad.db")
    bad.write_bytes(b"no database at all, but long enough to look like one" * 100)
    bad.replace(bench.path)
    for suffix in ("-wal", "-shm"):
        Path(f"{bench.path}{suffix}").unlink(missing_ok=True)
    problem = reader.read_again(first).problem
    assert "damaged or not an SQLite file" in problem
    assert "Restore it from a backup." in problem
    whole.replace(bench.path)
    assert "another file" in reader.read_again(first).problem or not reader.read_again(first).problem


def test_a_slow_file_is_read_less_often(bench: Bench) -> None:
    class Slow(VirtualClock):
        def monotonic(self) -> float:
            self.advance(seconds=2)
            return super().monotonic()

    with closing(WatchReader(bench.path, None, Slow(MONDAY))) as slow:
        slow.read()
        assert slow.pause_s == 10
    with closing(WatchReader(bench.path, None, bench.clock)) as fast:
        fast.read()
        assert fast.pause_s == 2


def test_a_look_at_one_sequence_is_about_that_one(bench: Bench) -> None:
    bench.add_sequence("second")
    bench.add_leads("bob@bolt.example", sequence_id="second")
    bench.release()
    bench.release("second")
    bench.poll()
    with closing(WatchReader(bench.path, "second", bench.clock)) as reader:
        data = reader.read()
    assert [each.email for each in data.recent] == ["bob@bolt.example"]
    assert sum(data.sends.values()) == 1
    assert count_leads(data) == 1


# -- keys and signals


def test_a_wait_ends_at_a_key_at_once() -> None:
    ours, theirs = os.pipe()
    with screen(80) as (typed, keys):
        live = LiveScreen(keys, ours)
        for sent, woken_by in ((b"x", Wake.KEY), (b"\x1b[A", Wake.KEY), (b"q", Wake.END), (b"Q", Wake.END)):
            os.write(typed, sent + b"\n")
            assert live.wait(600) is woken_by
        for number, woken_by in ((signal.SIGWINCH, Wake.RESIZED), (signal.SIGTERM, Wake.END)):
            os.write(theirs, bytes([number]))
            assert live.wait(600) is woken_by
            assert live.wait(0) is Wake.TIME
        os.close(keys)
    os.close(ours)
    os.close(theirs)


# -- the loop on a terminal


@pytest.fixture
def looked_at(cli: Cli) -> Iterator[Typing]:
    enrol(cli)
    with typing(*WATCH) as terminal:
        yield terminal


def assert_restored(terminal: Typing, before: list[object]) -> None:
    """Assert that the usual screen is back, with its cursor, and that the terminal reads lines as before."""
    begins, ends = terminal.shown.rindex("\x1b[?1049h"), terminal.shown.rindex("\x1b[?1049l")
    assert begins < ends
    assert terminal.shown.rindex("\x1b[?25l") < terminal.shown.rindex("\x1b[?25h")
    assert terminal.attributes() == before


@pytest.mark.parametrize("keys", ["q", "Q", "\x03"])
def test_q_and_ctrl_c_end_it_and_the_terminal_is_as_it_was(cli: Cli, keys: str) -> None:
    enrol(cli)
    with typing(*WATCH) as terminal:
        before = terminal.attributes()
        terminal.wait_for("q quits")
        assert not terminal.attributes()[3] & termios.ECHO
        terminal.type(keys)
        assert terminal.end() == 0
        assert_restored(terminal, before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_and_the_terminal_is_as_it_was(cli: Cli, number: signal.Signals) -> None:
    enrol(cli)
    with typing(*WATCH) as terminal:
        before = terminal.attributes()
        terminal.wait_for("q quits")
        terminal.child.send_signal(number)
        assert terminal.end() == 0
        assert_restored(terminal, before)


def test_a_crash_gives_the_terminal_back(cli: Cli) -> None:
    enrol(cli)
    program = (
        "import sys; from seqcli.commands import watch; from seqcli.cli import main\n"
        "def crash(*_): raise RuntimeError('a bug')\n"
        "watch.draw = crash\n"
        "sys.exit(main(['status', '--watch']))"
    )
    with typing("-c", program) as terminal:
        before = terminal.attributes()
        assert terminal.end() == ExitCode.BUG
        assert_restored(terminal, before)
        told = terminal.shown[terminal.shown.rindex("\x1b[?1049l") :]
        assert "a bug in seqcli: RuntimeError" in told
        Path(re.search(r"report it with (\S+)\.\s", told)[1]).unlink()  # type: ignore[index]


def test_ctrl_z_gives_the_terminal_back_until_it_goes_on(looked_at: Typing) -> None:
    before = looked_at.attributes()
    looked_at.wait_for("q quits")
    looked_at.type("\x1a")
    _, status = os.waitpid(looked_at.child.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    assert looked_at.attributes() == before
    looked_at.child.send_signal(signal.SIGCONT)
    looked_at.shown = ""
    looked_at.wait_for("q quits")
    looked_at.type("q")
    assert looked_at.end() == 0
    assert_restored(looked_at, before)


def test_the_screen_follows_the_window(looked_at: Typing) -> None:
    looked_at.wait_for_size(100, 40)
    looked_at.resize(60, 20)
    assert "q quits" in looked_at.wait_for_size(60, 20)[-1]
    looked_at.resize(140, 45)
    assert any("│" in line for line in looked_at.wait_for_size(140, 45))
    looked_at.type("q")
    assert looked_at.end() == 0


def test_a_screen_is_drawn_over_the_last_one_without_clearing_it(looked_at: Typing) -> None:
    looked_at.wait_for("q quits")
    looked_at.shown = ""
    looked_at.type(" ")
    looked_at.wait_for("q quits")
    assert "\x1b[2J" not in looked_at.shown
    looked_at.type("q")
    assert looked_at.end() == 0


def test_a_run_goes_on_while_somebody_looks(cli: Cli, world: World) -> None:
    enrol(cli)
    with typing(*WATCH, "intro") as terminal:
        terminal.wait_for("not released")
        assert cli("start", "intro", "--yes", "--pace", "0")[0] == 0
        terminal.type(" ")
        terminal.wait_for("ada@acme.example")
        terminal.wait_for("contacted 2 of 2")
        advance(world, hours=1)
        world.run_due()
        world.human_reply("ada@acme.example")
        assert cli("poll")[0] == 0
        terminal.type(" ")
        terminal.wait_for("replied: answered step 1")
        terminal.wait_for(f"just now, {DEFAULT_HANDLE}")
        terminal.type("q")
        assert terminal.end() == 0


def test_a_file_that_goes_away_and_comes_back_ends_nothing(looked_at: Typing) -> None:
    looked_at.wait_for("q quits")
    Path("seqcli.db").rename("aside.db")
    looked_at.type(" ")
    looked_at.wait_for("there is no state file")
    Path("aside.db").rename("seqcli.db")
    looked_at.type(" ")
    looked_at.wait_for("no brake")
    looked_at.type("q")
    assert looked_at.end() == 0


def test_colour_is_left_out_where_nobody_wants_it(cli: Cli) -> None:
    enrol(cli)
    for wanted, is_coloured in (("1", False), ("", True)):
        with typing(*WATCH, NO_COLOR=wanted) as terminal:
            terminal.wait_for("q quits")
            Path("seqcli.db").rename("aside.db")  # which is said in red
            terminal.type(" ")
            terminal.wait_for("there is no state file")
            Path("aside.db").rename("seqcli.db")
            terminal.type("q")
            assert terminal.end() == 0
            assert bool(re.search("\x1b\\[[0-9;]*3[0-9]m", terminal.shown)) is is_coloured


def test_a_terminal_without_unicode_gets_plain_signs(cli: Cli) -> None:
    enrol(cli)
    with typing(*WATCH, PYTHONIOENCODING="ascii") as terminal:
        terminal.wait_for("q quits")
        terminal.type("q")
        assert terminal.end() == 0
        assert terminal.shown.isascii()
        assert "\\u" not in terminal.shown


def test_off_a_terminal_it_is_refused_with_another_way(cli: Cli) -> None:
    enrol(cli)
    code, out, err = cli("status", "--watch")
    assert (code, out) == (2, "")
    assert "watch -n 5 seqcli status" in err


def test_watching_and_json_exclude_each_other(cli: Cli) -> None:
    enrol(cli)
    code, envelope = cli.json("status", "--watch")
    assert (code, envelope["error"]["code"]) == (2, "say_one")
