"""What people are shown: which step an answer belongs to, until when sends wait, who bounced, what comes next."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from faulty import ADA, BOB, CYD, make_bench
from hypothesis import given
from hypothesis import strategies as st
from shell import SEQUENCE, Cli, advance, enrol
from test_lists import put_in
from world import MONDAY, Bench

from seqcli.clock import DAY_MS
from seqcli.commands import export, replies, why
from seqcli.commands import status as board
from seqcli.model import Departure, find_answered_step
from seqcli.simulator import DEFAULT_HANDLE, Drip, Options, World


def step_counts(bench: Bench, status: str) -> list[int]:
    """Return how many leads `status` shows in this status at each step."""
    [sequence] = board.status(bench.path, "intro", bench.clock).data["sequences"]
    return [each[status] for each in sequence["by_step"]]


def story(bench: Bench, address: str) -> dict[str, object]:
    [lead] = why.why(bench.path, address, "intro", bench.clock).data["leads"]
    return dict(lead)


def exported_step(bench: Bench, address: str) -> object:
    rows = export.export(bench.path, bench.clock).data["leads"].make()
    return next(row["answered_step"] for row in rows if row["email"] == address)


# -- the step that an answer belongs to


def test_a_reply_read_together_with_the_timer_answers_the_step_that_had_left(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    bench.clock.advance(days=3, hours=1)
    bench.world.run_due()
    bench.world.human_reply(ADA)
    bench.world.opt_out(BOB)
    bench.poll()
    assert [each.step for each in bench.world.ledger] == [0, 0]
    assert bench.status(ADA) == ("replied", "answered step 1")
    assert bench.status(BOB)[0] == "suppressed"
    assert step_counts(bench, "replied") == [1, 0, 0]
    assert step_counts(bench, "suppressed") == [1, 0, 0]
    answers = list(replies.replies(bench.path, None, bench.clock).data["replies"].make())
    assert sorted((each["email"], each["step"]) for each in answers) == [(ADA, 1), (BOB, 1)]
    for address in (ADA, BOB):
        assert story(bench, address)["answered_step"] == 1
        assert exported_step(bench, address) == 1


def test_a_reply_before_an_accepted_follow_up_leaves_answers_the_step_before(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.clock.advance(days=3, hours=1)
    bench.world.identity(DEFAULT_HANDLE).drip = Drip(opens_hour=16)
    bench.poll()
    assert [each.step for each in bench.world.ledger] == [0, 1]
    bench.clock.advance(hours=1)
    bench.world.human_reply(ADA)
    bench.poll()
    assert bench.status(ADA) == ("replied", "answered step 1")
    bench.clock.advance(days=1)
    bench.poll()
    [answer] = list(replies.replies(bench.path, None, bench.clock).data["replies"].make())
    assert answer["step"] == 1


def test_a_reply_after_the_follow_up_left_answers_it_although_it_left_later_than_announced(
    tmp_path: Path,
) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.clock.advance(days=3, hours=1)
    bench.poll()
    bench.clock.advance(hours=2)
    bench.world.human_reply(ADA)
    bench.poll()
    assert bench.status(ADA) == ("replied", "answered step 2")
    assert step_counts(bench, "replied") == [0, 1, 0]


def credits_of(bench: Bench, address: str) -> set[object]:
    """Return the step that an answer is credited to by everything that shows one, from 1."""
    [sequence] = board.status(bench.path, "intro", bench.clock).data["sequences"]
    counted = {each["step"] for each in sequence["by_step"] if each["replied"] or each["suppressed"]}
    told = {
        each["step"] for each in list(replies.replies(bench.path, None, bench.clock).data["replies"].make())
    }
    return counted | told | {story(bench, address)["answered_step"], exported_step(bench, address)}


@pytest.mark.parametrize("opts_out", [False, True])
@pytest.mark.parametrize("type_", ["email.sent", "email.cancelled"])
def test_news_of_when_a_step_left_corrects_the_step_that_was_answered(
    type_: str, opts_out: bool, tmp_path: Path
) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=False))
    bench.poll()
    bench.clock.advance(days=3, hours=1)
    bench.poll()
    bench.clock.advance(hours=1)
    (bench.world.opt_out if opts_out else bench.world.human_reply)(ADA)
    bench.poll()
    assert credits_of(bench, ADA) == {2}
    bench.clock.advance(hours=1)
    last = bench.world.ledger[-1]
    bench.world.append_event(DEFAULT_HANDLE, type_, {"pendingId": last.pending_id}, last.conv_id)
    bench.poll()
    assert credits_of(bench, ADA) == {1}
    if not opts_out:
        assert bench.status(ADA) == ("replied", "answered step 1")


def test_an_answer_that_only_the_conversation_shows_belongs_to_the_step_before_it(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.clock.advance(days=3, hours=1)
    bench.world.identity(DEFAULT_HANDLE).drip = Drip(opens_hour=16)
    bench.poll()
    bench.clock.advance(hours=1)
    bench.world.human_reply(ADA)
    bench.world.identity(DEFAULT_HANDLE).log.pop()
    bench.clock.advance(days=3)
    bench.world.run_due()
    bench.clock.advance(days=3)
    log = bench.world.identity(DEFAULT_HANDLE).log
    log[:] = [
        each for each in log if each["type"] != "email.no_reply" or each["ts"] < log[0]["ts"] + 4 * DAY_MS
    ]
    bench.poll()
    assert bench.status(ADA)[0] == "replied"
    assert credits_of(bench, ADA) == {1}


@given(st.lists(st.integers(0, 100), max_size=5), st.integers(-200, 300))
def test_an_answer_belongs_to_the_last_step_that_had_left(minutes: list[int], written: int) -> None:
    gone = [Departure(step, MONDAY + timedelta(minutes=at)) for step, at in enumerate(minutes)]
    found = find_answered_step(reversed(gone), MONDAY + timedelta(minutes=written))
    before = [step for step, at in enumerate(minutes) if at <= written + 1]
    assert found == (None if not minutes else max(before, default=0))


# -- what waits, and until when


def test_under_a_spent_cap_status_and_why_say_until_when(cli: Cli, world: World) -> None:
    world.identity(DEFAULT_HANDLE).daily_cap = 1
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert len(world.ledger) == 1
    left = next(a for a in ("ada@acme.example", "bob@bolt.example") if a != world.ledger[0].to)
    midnight = "2026-03-03T00:00:00"
    _, status = cli.json("status", "intro")
    [sequence] = status["data"]["sequences"]
    assert sequence["due_now"] == {"follow_ups": 0, "first_steps": 0}
    [throttled] = sequence["throttled"]
    assert (throttled["identity"], throttled["first_steps"]) == (DEFAULT_HANDLE, 1)
    assert throttled["until"].startswith(midnight)
    move = next(each for each in status["data"]["next"] if each["email"] == left)
    assert move["at"] == throttled["until"]
    _, why = cli.json("why", left)
    told = why["data"]["leads"][0]["next"]
    assert (told["code"], told["at"]) == ("throttled", throttled["until"])
    text = cli("status", "intro")[1]
    assert "due now" not in text
    assert f"{DEFAULT_HANDLE} is throttled until " in text
    assert f"{DEFAULT_HANDLE} is throttled until then" in cli("why", left)[1]
    advance(world, days=1)
    assert cli("poll")[0] == 0
    assert [each.to for each in world.ledger][1:] == [left]
    assert cli.json("status", "intro")[1]["data"]["sequences"][0]["throttled"] == []


def test_every_time_of_status_and_why_is_iso_in_utc(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--limit", "1", "--pace", "0", "--yes")[0] == 0
    assert cli("start", "intro", "--pace", "2h", "--yes")[0] == 0
    found = []
    for args in (("status",), ("status", "intro"), ("why", "ada@acme.example"), ("why", "bob@bolt.example")):
        _, envelope = cli.json(*args)
        found += _times(envelope["data"])
    assert len(found) > 5
    assert [at for at in found if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", at)] == []
    assert world.ledger


def _times(value: object, name: str = "") -> list[str]:
    if isinstance(value, dict):
        return [at for key, each in value.items() for at in _times(each, key)]
    if isinstance(value, list):
        return [at for each in value for at in _times(each, name)]
    is_time = name in {"at", "until", "last_poll"} or name.endswith(("_at", "_until"))
    return [str(value)] if is_time and value is not None else []


def test_status_and_why_agree_on_when_a_wait_ends_after_a_restore_too(cli: Cli, world: World) -> None:
    put_in(cli, f"email,company\n{ADA},Acme\n{BOB},Bolt\n")
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert cli("suppress", "add", ADA)[0] == 0
    assert cli("suppress", "remove", ADA, "--restore")[0] == 0
    for _ in range(2):
        moves = cli.json("status")[1]["data"]["next"]
        assert [each["at"] for each in moves] == sorted(each["at"] for each in moves)
        for each in moves:
            [lead] = cli.json("why", each["email"])[1]["data"]["leads"]
            assert each["at"] == lead["next"]["at"]
        advance(world, hours=1)
        assert cli("poll")[0] == 0


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ((), "wait"),
        (("pause", "ada@acme.example"), "wait"),
        (("stop", "ada@acme.example"), "requeue"),
        (("suppress", "add", "ada@acme.example"), "done"),
    ],
)
def test_the_next_move_is_a_code(cli: Cli, world: World, act: tuple[str, ...], code: str) -> None:
    enrol(cli)
    assert cli.json("why", "ada@acme.example")[1]["data"]["leads"][0]["next"]["code"] == "release"
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert not act or cli(*act)[0] == 0
    assert cli.json("why", "ada@acme.example")[1]["data"]["leads"][0]["next"]["code"] == code
    assert len(world.ledger) == 2


# -- answers and refusals


def test_the_text_of_a_reply_is_shown_in_every_sequence_of_the_person(cli: Cli, world: World) -> None:
    put_in(cli, f"email,company\n{ADA},Acme\n")
    put_in(cli, f"email,company\n{ADA},Acme\n", f'recontact = "0"\n{SEQUENCE}', into="second")
    for sequence in ("intro", "second"):
        assert cli("start", sequence, "--pace", "0", "--yes")[0] == 0
    assert len(world.ledger) == 2
    advance(world, hours=1)
    world.human_reply(ADA, "Please call me on Monday")
    assert cli("poll")[0] == 0
    answers = cli.json("replies")[1]["data"]["replies"]
    assert sorted(each["sequence"] for each in answers) == ["intro", "second"]
    assert {each["snippet"] for each in answers} == {"Please call me on Monday"}
    assert len({(each["at"], each["step"], each["kind"]) for each in answers}) == 1
    [second] = cli.json("replies", "--sequence", "second")[1]["data"]["replies"]
    assert second["snippet"] == "Please call me on Monday"


def test_a_run_tells_what_a_person_wrote_without_the_mail_that_the_answer_quotes(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.clock.advance(hours=1)
    bench.world.human_reply(ADA, "Please call me on Monday")
    assert [what for _, what in bench.poll().summary.replied] == ["Please call me on Monday"]


def test_an_address_that_12m_refused_is_no_bounced_mail(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, CYD, release=False)
    bench.world.reject(ADA, "invalid_recipient")
    bench.release()
    bench.poll()
    bench.clock.advance(hours=1)
    bench.world.bounce(BOB)
    bench.poll()
    assert (bench.status(ADA)[0], bench.status(BOB)[0]) == ("bounced", "bounced")
    [sequence] = board.status(bench.path, "intro", bench.clock).data["sequences"]
    assert (sequence["counts"]["bounced"], sequence["counts"]["refused"]) == (1, 1)
    assert (sequence["contacted"], sequence["bounce_rate"]) == (2, 0.5)
    lines = str(board.status(bench.path, "intro", bench.clock).blocks)
    assert "contacted 2, replied 0 (0 %), bounced 1 (50 %)" in lines
    assert "12m refused 1 lead before any mail left (in seqcli leads: bounced)" in lines


@pytest.mark.usefixtures("cli")
def test_a_rehearsal_that_mails_nobody_says_so(cli: Cli) -> None:
    Path("none.csv").write_text("email,company\nnot-an-address,Acme\nada@acme.example,\n", encoding="utf-8")
    code, out, _ = cli("rehearse", "intro.toml", "--leads", "none.csv")
    assert code == 1
    assert "no mail was sent: 1 row rejected, 1 lead held" in " ".join(out.split())
    assert "every step once" not in out
