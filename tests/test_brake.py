"""The brake: when it trips, what it stops, what it says, what releases it (rule R21)."""

import sqlite3
from collections import deque
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from harness import Rig
from shell import Cli, advance
from world import MONDAY, Bench

from seqcli.brake import BrakeCounts, BrakeScope, describe_trip, find_trip_cause
from seqcli.clock import VirtualClock
from seqcli.commands.check import check
from seqcli.commands.consent import Consent
from seqcli.commands.dry_runs import plan_runs, planned_result
from seqcli.commands.resume import resume
from seqcli.commands.status import status
from seqcli.commands.why import why
from seqcli.engine.leads.braking import load_news, stop_sentence
from seqcli.engine.leads.targets import Named
from seqcli.errors import ExitCode
from seqcli.reasons import BrakeCause
from seqcli.sequence_settings import BrakeLimits, Pacing, SequenceSettings
from seqcli.simulator import DEFAULT_HANDLE, Fault, Faults, Injection, Options, Rejection, World
from seqcli.store import Brake

DEFAULTS = BrakeLimits()
NEVER = 10**9
PEOPLE = tuple(f"p{n}@firm{n}.example" for n in range(40))
COMPLAINT = (
    "This is an email abuse report for an email message.\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: {0}\n"
)


# -- the decision alone


@pytest.mark.parametrize(
    ("counts", "limits", "cause"),
    [
        pytest.param(BrakeCounts(0), DEFAULTS, None, id="nothing sent"),
        pytest.param(BrakeCounts(3, bounces=1), DEFAULTS, None, id="one of three"),
        pytest.param(BrakeCounts(4, bounces=4), DEFAULTS, None, id="all of four, below the minimum"),
        pytest.param(BrakeCounts(5, bounces=5), DEFAULTS, BrakeCause.BOUNCES, id="all of five"),
        pytest.param(BrakeCounts(99, bounces=5), DEFAULTS, BrakeCause.BOUNCES, id="just over 5 %"),
        pytest.param(BrakeCounts(100, bounces=5), DEFAULTS, None, id="exactly 5 %"),
        pytest.param(BrakeCounts(200, bounces=10), DEFAULTS, None, id="exactly 5 % of the whole sample"),
        pytest.param(BrakeCounts(200, bounces=11), DEFAULTS, BrakeCause.BOUNCES, id="over 5 % of the sample"),
        pytest.param(BrakeCounts(30, bounces=24), DEFAULTS, BrakeCause.BOUNCES, id="24 of 30"),
        pytest.param(BrakeCounts(500, complaints=1), DEFAULTS, None, id="one complaint"),
        pytest.param(BrakeCounts(200, complaints=2), DEFAULTS, BrakeCause.COMPLAINTS, id="two complaints"),
        pytest.param(BrakeCounts(0, refusals=4), DEFAULTS, None, id="four refusals in a row"),
        pytest.param(BrakeCounts(0, refusals=5), DEFAULTS, BrakeCause.REFUSALS, id="five refusals in a row"),
        pytest.param(
            BrakeCounts(99, bounces=5), BrakeLimits(max_bounce_rate=0.1), None, id="a limit of 10 %"
        ),
        pytest.param(
            BrakeCounts(9, bounces=1), BrakeLimits(min_bounces=1), BrakeCause.BOUNCES, id="a minimum of one"
        ),
        pytest.param(BrakeCounts(9, bounces=9), BrakeLimits(max_bounce_rate=1), None, id="no limit at all"),
        pytest.param(
            BrakeCounts(60, bounces=6, complaints=2, refusals=9),
            DEFAULTS,
            BrakeCause.BOUNCES,
            id="everything",
        ),
    ],
)
def test_when_the_brake_trips(counts: BrakeCounts, limits: BrakeLimits, cause: BrakeCause | None) -> None:
    assert find_trip_cause(counts, limits) == cause


def test_it_says_why_with_the_numbers() -> None:
    told = {
        cause: describe_trip(cause, BrakeCounts(80, 6, 2, 5), DEFAULTS, 'of "intro"') for cause in BrakeCause
    }
    assert told == {
        BrakeCause.BOUNCES: '12m reported 6 hard bounces among the last 80 mails of "intro" (7.5 %, limit 5 %)',
        BrakeCause.COMPLAINTS: '12m reported 2 spam complaints among the last 80 mails of "intro" (limit 2)',
        BrakeCause.REFUSALS: '12m refused 5 mails of "intro" in a row (limit 5)',
    }


def test_an_identity_is_held_to_the_limits_of_each_of_its_sequences(tmp_path: Path) -> None:
    clock = VirtualClock(MONDAY)
    bench = Bench(tmp_path / "state.db", World(clock, options=Options()), clock)
    bench.add_sequence("intro")
    bench.add_sequence("second", settings=SequenceSettings(brake=BrakeLimits(sample=4)))
    bench.add_leads(*PEOPLE[:30])
    bench.add_leads(*PEOPLE[30:], sequence_id="second")
    bench.release("intro")
    bench.poll()
    bench.release("second", limit=1)
    bench.poll()
    for each in PEOPLE[:24]:
        bench.world.bounce(each)
    bench.poll()
    assert {each.name for each in bench.store.brakes.load_tripped()} == {"intro", DEFAULT_HANDLE}


def test_a_resume_begins_a_new_window_for_the_identity_as_well(tmp_path: Path) -> None:
    clock = VirtualClock(MONDAY)
    bench = Bench(tmp_path / "state.db", World(clock, options=Options()), clock)
    many = [f"q{n}@firm{n}.example" for n in range(130)]
    for sequence, people in (("second", many), ("intro", PEOPLE[:20])):
        bench.add_sequence(sequence)
        bench.add_leads(*people, sequence_id=sequence)
        bench.release(sequence)
        bench.poll()
    for each in PEOPLE[:6]:
        bench.world.bounce(each)
    bench.poll()
    assert [each.name for each in bench.store.brakes.load_tripped()] == ["intro"]
    resume(bench.path, Named(sequence_id="intro"), bench.clock, None, "", Consent())
    for each in PEOPLE[6:9]:
        bench.world.bounce(each)
    bench.poll()
    assert bench.store.brakes.load_tripped() == []


def trips(rng: Random, bounce_rate: float, mails: int) -> bool:
    """Send mails of which a share bounces; return whether the brake trips on the way."""
    last, bounces = deque[bool](), 0
    for _ in range(mails):
        last.append(rng.random() < bounce_rate)
        bounces += last[-1] - (len(last) > DEFAULTS.sample and last.popleft())
        if last[-1] and find_trip_cause(BrakeCounts(len(last), bounces), DEFAULTS):
            return True
    return False


def share_of_runs_that_trip(bounce_rate: float, runs: int = 1000) -> float:
    return sum(trips(Random(seed), bounce_rate, 1000) for seed in range(runs)) / runs


def test_a_healthy_list_rarely_trips_it_and_a_bad_one_always() -> None:
    assert 0.05 <= share_of_runs_that_trip(0.02) <= 0.15
    assert share_of_runs_that_trip(0.01) <= 0.01
    assert share_of_runs_that_trip(0.10, 200) == 1.0


# -- the loop


def make_bench(path: Path, settings: SequenceSettings | None = None, people: Iterable[str] = PEOPLE) -> Bench:
    clock = VirtualClock(MONDAY)
    bench = Bench(path / "seqcli.db", World(clock, options=Options()), clock)
    bench.add_sequence(settings=settings)
    bench.add_leads(*people)
    return bench


def bounce(bench: Bench, people: Iterable[str]) -> None:
    for each in people:
        bench.world.bounce(each)


def tripped(bench: Bench) -> dict[str, BrakeCause | None]:
    return {f"{each.scope} {each.name}": each.cause for each in bench.store.brakes.load_tripped()}


def sent(bench: Bench) -> int:
    return len(bench.world.ledger)


def resume_intro(bench: Bench, sequence_id: str = "intro") -> None:
    resume(bench.path, Named(sequence_id=sequence_id), bench.clock, None, "", Consent())


def trip_by_bounces(bench: Bench, *, limit: int = 20, bounced: int = 6) -> None:
    """Send to the first people, let some mails bounce, and read it; the others are released."""
    bench.release(limit=limit)
    bench.poll()
    bench.clock.advance(hours=1)
    bounce(bench, PEOPLE[:bounced])
    bench.release()
    bench.poll()


def test_bounces_stop_openers_in_the_round_that_reads_them(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    trip_by_bounces(bench)
    assert sent(bench) == 20
    assert tripped(bench) == {
        "sequence intro": BrakeCause.BOUNCES,
        f"identity {DEFAULT_HANDLE}": BrakeCause.BOUNCES,
    }


def test_the_run_says_why_in_one_sentence_and_exits_with_1(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    trip_by_bounces(bench)
    report = bench.poll()
    assert report.exit_code() is ExitCode.SOME_FAILED
    (brake,) = report.brakes
    assert stop_sentence(bench.store, brake) == (
        '12m reported 6 hard bounces among the last 20 mails of "intro" (30 %, limit 5 %):'
        " nothing is sent until you run seqcli resume --sequence intro"
    )


def test_follow_ups_rest_too(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    trip_by_bounces(bench)
    bench.clock.advance(days=4)
    assert not bench.poll().follow_ups
    assert sent(bench) == 20
    assert sum(bench.status(each)[0] == "queued" for each in PEOPLE[:20]) == 14


def test_a_pause_of_the_brake_is_no_busy_waiting(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    trip_by_bounces(bench)
    bench.clock.advance(days=4)
    before = bench.clock.now()
    report = bench.poll()
    assert (report.rounds, bench.clock.now()) == (1, before)


def test_bounces_below_the_minimum_or_the_rate_stop_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.release(limit=3)
    bench.poll()
    bounce(bench, PEOPLE[:1])
    bench.release()
    assert bench.poll().exit_code() is ExitCode.DONE
    assert sent(bench) == len(PEOPLE)
    bounce(bench, PEOPLE[1:4])
    bench.poll()
    assert not tripped(bench)


def test_a_bounce_told_twice_counts_once(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.release(limit=20)
    bench.poll()
    for each in PEOPLE[:4]:
        bench.world.bounce(each, "event_and_daemon")
        bench.world.bounce(each, "daemon_strange")
    bench.poll()
    brake = bench.store.brakes.get(BrakeScope.SEQUENCE, "intro")
    assert bench.store.brakes.count(brake, 200, bench.clock.now()) == BrakeCounts(20, 4)


def test_soft_bounces_do_not_count(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.release(limit=20)
    bench.poll()
    for each in PEOPLE[:9]:
        bench.world.bounce(each, hard=False)
    bench.poll()
    assert not tripped(bench)


def test_two_complaints_trip_it(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.release(limit=20)
    bench.poll()
    for number, each in enumerate(PEOPLE[:2]):
        assert not tripped(bench)
        bench.world.human_reply(
            each,
            COMPLAINT.format(each),
            from_address=f"staff{number}@isp.example",
            fresh_conversation=number == 0,
            quote=False,
        )
        bench.poll()
    assert set(tripped(bench).values()) == {BrakeCause.COMPLAINTS}


def test_five_refusals_in_a_row_trip_it_inside_the_round(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    for each in PEOPLE[3:12]:
        bench.world.rejections[each] = Rejection("invalid_recipient")
    bench.release()
    report = bench.poll()
    assert sent(bench) == 3
    assert len(report.refused) == 5
    assert tripped(bench)["sequence intro"] is BrakeCause.REFUSALS
    bounced = bench.store.brakes.count(bench.store.brakes.get(BrakeScope.SEQUENCE, "intro"), 200, MONDAY)
    assert (bounced.mails, bounced.bounces) == (3, 0), "refused addresses had no mail that could bounce"


def test_an_acceptance_begins_the_row_anew(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    for number, each in enumerate(PEOPLE):
        if number % 5:
            bench.world.rejections[each] = Rejection("do_not_contact")
    bench.release()
    bench.poll()
    assert sent(bench) == 8
    assert not tripped(bench)


def test_refusals_of_a_request_count_and_those_of_the_identity_do_not(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.faults.then("send", *[Fault.REFUSED] * 5)
    bench.release()
    bench.poll()
    assert tripped(bench)["sequence intro"] is BrakeCause.REFUSALS
    resume_intro(bench)
    bench.world.identity(DEFAULT_HANDLE).status = "suspended"
    for _ in range(7):
        bench.poll()
    assert not tripped(bench)


def test_resume_begins_a_new_window_and_releases_the_identity(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    trip_by_bounces(bench)
    bench.clock.advance(minutes=5)
    result = resume(bench.path, Named(sequence_id="intro"), bench.clock, None, "", Consent())
    assert result.data["brakes_released"] == [
        {"scope": "sequence", "name": "intro"},
        {"scope": "identity", "name": DEFAULT_HANDLE},
    ]
    bench.clock.advance(minutes=5)
    assert bench.poll().exit_code() is ExitCode.DONE
    assert sent(bench) == len(PEOPLE)
    bounce(bench, PEOPLE[6:12])
    bench.clock.advance(minutes=5)
    bench.poll()
    assert not tripped(bench), "late bounces of mails from before the resume do not count"
    bounce(bench, PEOPLE[20:25])
    bench.poll()
    assert tripped(bench)["sequence intro"] is BrakeCause.BOUNCES


def test_resume_of_a_paused_sequence_keeps_the_window(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.release(limit=20)
    bench.poll()
    bounce(bench, PEOPLE[:4])
    bench.poll()
    resume_intro(bench)
    bounce(bench, PEOPLE[4:5])
    bench.poll()
    assert tripped(bench)["sequence intro"] is BrakeCause.BOUNCES


def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.release(limit=20)
    for number in range(5):
        bench.poll()
        bench.reopen()
        bounce(bench, PEOPLE[number : number + 1])
    bench.release()
    bench.poll()
    bench.reopen()
    assert sent(bench) == 20
    assert bench.poll().exit_code() is ExitCode.SOME_FAILED


def test_refusals_in_a_row_outlast_a_restart(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    for each in PEOPLE:
        bench.world.rejections[each] = Rejection("invalid_recipient")
    bench.release()
    for _ in range(7):
        bench.poll(max_time_s=0.001, max_sends=None)
        bench.reopen()
    report = bench.poll()
    assert tripped(bench)["sequence intro"] is BrakeCause.REFUSALS
    assert sum(bench.status(each)[0] == "bounced" for each in PEOPLE) == 5
    assert report.exit_code() is ExitCode.SOME_FAILED


def test_whoever_is_forgotten_still_counts(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.release(limit=20)
    bench.poll()
    bounce(bench, PEOPLE[:4])
    bench.poll()
    with bench.store.transaction():
        for each in PEOPLE[:4]:
            bench.store.erasure.forget_person(each, bench.clock.now())
    bounce(bench, PEOPLE[4:5])
    bench.poll()
    assert tripped(bench)["sequence intro"] is BrakeCause.BOUNCES


def test_mails_that_wait_at_12m_are_not_among_the_last_mails(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.world.identity(DEFAULT_HANDLE).drip = replace(
        bench.world.identity(DEFAULT_HANDLE).drip, gap_ms=3_600_000
    )
    bench.release()
    bench.poll()
    assert sent(bench) == 40
    bench.clock.advance(hours=9.5)
    bench.poll()
    brake = bench.store.brakes.get(BrakeScope.IDENTITY, DEFAULT_HANDLE)
    assert bench.store.brakes.count(brake, 200, bench.clock.now()).mails == 10
    assert bench.store.brakes.count(brake, 7, bench.clock.now()).mails == 7


def test_an_identity_stops_its_other_sequences(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, SequenceSettings(brake=BrakeLimits(min_bounces=NEVER)))
    bench.add_sequence("second")
    bench.add_leads("eve@eden.example", "fay@fern.example", sequence_id="second")
    bench.release("second", limit=1)
    trip_by_bounces(bench)
    bench.release("second")
    report = bench.poll()
    assert tripped(bench) == {f"identity {DEFAULT_HANDLE}": BrakeCause.BOUNCES}
    assert not bench.accepted("fay@fern.example")
    assert [each.scope for each in report.brakes] == [BrakeScope.IDENTITY]
    assert stop_sentence(bench.store, report.brakes[0]).startswith(
        f"12m reported 6 hard bounces among the last 21 mails from {DEFAULT_HANDLE} (28.6 %, limit 5 %)"
    )
    resume_intro(bench, "second")
    bench.poll()
    assert bench.accepted("fay@fern.example")


def test_an_identity_names_the_sequence_whose_own_brake_has_tripped(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, people=PEOPLE[:3])
    bench.release()
    bench.add_sequence("second")
    bench.add_leads(*PEOPLE[3:], sequence_id="second")
    bench.release("second", limit=20)
    bench.poll()
    bench.clock.advance(hours=1)
    bounce(bench, PEOPLE[3:9])
    bench.release("second")
    report = bench.poll()
    assert tripped(bench).keys() == {"sequence second", f"identity {DEFAULT_HANDLE}"}
    told = [stop_sentence(bench.store, each) for each in report.brakes]
    assert {each.rpartition(": ")[2] for each in told} == {
        "nothing is sent until you run seqcli resume --sequence second"
    }
    resume_intro(bench, "second")
    assert not tripped(bench)


def test_an_identity_names_the_sequence_whose_mails_tripped_its_brake(tmp_path: Path) -> None:
    never = SequenceSettings(brake=BrakeLimits(min_bounces=NEVER))
    bench = make_bench(tmp_path, never, people=PEOPLE[:3])
    bench.release()
    bench.add_sequence("second", settings=never)
    bench.add_leads(*PEOPLE[3:], sequence_id="second")
    bench.release("second", limit=20)
    bench.add_sequence("third")
    bench.add_leads("eve@eden.example", sequence_id="third")
    bench.release("third")
    bench.poll()
    bench.clock.advance(hours=1)
    bounce(bench, [PEOPLE[0], *PEOPLE[3:8]])
    bench.release("second")
    (brake,) = bench.poll().brakes
    assert (brake.scope, brake.name) == (BrakeScope.IDENTITY, DEFAULT_HANDLE)
    assert stop_sentence(bench.store, brake).endswith("seqcli resume --sequence second")


def test_status_says_that_a_follow_up_does_not_go_while_braked(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    trip_by_bounces(bench)
    told = [each["what"] for each in status(bench.path, None, bench.clock).data["next"]]
    assert set(told) == {"intro step 2, if nobody answers, not before the brake is released"}


def test_a_tripped_brake_is_told_where_nothing_is_due_and_before_a_start(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    trip_by_bounces(bench)
    brakes: dict[Brake, str] = {}
    planned = list(plan_runs(bench.store, bench.client, [DEFAULT_HANDLE], tell_brake=brakes.__setitem__))
    result = planned_result(planned, "", brakes)
    assert [each["scope"] for each in result.data["brakes"]] == ["sequence"]
    assert result.notes[0].text.endswith("seqcli resume --sequence intro")
    (told,) = [each.text for each in check(bench.path, "intro", bench.clock).notes if "next:" in each.text]
    assert told.startswith("next: seqcli resume --sequence intro, as a brake has tripped: 12m reported 6")


def test_a_tripped_sequence_leaves_another_identity_alone(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.world.add_identity("bob.acme@inboxbase.ai")
    bench.add_sequence("second")
    bench.add_leads("eve@eden.example", sequence_id="second")
    bench.release("second", handle="bob.acme@inboxbase.ai")
    with bench.store.transaction():
        bench.store.sequences.mark_started("second", "bob.acme@inboxbase.ai", 0, bench.clock.now())
        bench.store._database.run("UPDATE sequence SET status = 'paused' WHERE id = 'second'")
    trip_by_bounces(bench)
    resume_intro(bench, "second")
    bench.poll()
    assert bench.accepted("eve@eden.example")
    assert "sequence intro" in tripped(bench)


def test_a_retry_of_unknown_outcome_waits_behind_the_brake(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.release(limit=20)
    bench.poll()
    bench.release(limit=1)
    bench.faults.then("send", Fault.SERVER_ERROR)
    bench.poll(max_sends=1, max_time_s=1)
    bounce(bench, PEOPLE[:6])
    bench.clock.advance(minutes=10)
    bench.poll()
    assert sent(bench) == 20
    resume_intro(bench)
    bench.poll()
    assert sent(bench) == 21


def test_a_brake_trips_with_the_bounce_or_not_at_all(tmp_path: Path) -> None:
    """Whatever moment the process dies at while it reads the bounces: the next one sends nothing."""
    for die_at in range(1, 400, 23):
        clock = VirtualClock(MONDAY)
        rig = Rig(tmp_path / f"{die_at}.db", World(clock, options=Options()), clock, Faults())
        rig.add_sequence()
        rig.add_leads(*PEOPLE[:12])
        rig.release(limit=10)
        rig.poll()
        bounce(rig, PEOPLE[:5])
        rig.release()
        rig.meter.arm(die_at)
        rig.survive(rig.poll)
        rig.meter.arm(None)
        rig.poll()
        assert len(rig.world.ledger) == 10, die_at
        rig.store.close()


def test_a_dry_run_trips_it_for_the_look_only(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.release(limit=20)
    bench.poll()
    bounce(bench, PEOPLE[:6])
    bench.release()
    planned = plan_runs(bench.store, bench.client, [DEFAULT_HANDLE])
    assert {str(each.skipped) for each in planned} == {"braked"}
    assert not tripped(bench)


def test_why_and_status_say_so(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    trip_by_bounces(bench)
    told = why(bench.path, PEOPLE[30], None, bench.clock).data["leads"][0]["next"]
    assert told["code"] == "braked"
    assert "(30 %, limit 5 %): nothing is sent until you run seqcli resume --sequence intro" in told["text"]
    result = status(bench.path, None, bench.clock)
    sequence, identity = result.data["sequences"][0], result.data["identities"][0]
    assert (sequence["brake"]["cause"], identity["brake"]["cause"]) == ("bounces", "bounces")
    assert sequence["due_now"] == {"follow_ups": 0, "first_steps": 0}
    assert any("limit 5 %): nothing is sent until" in note.text for note in result.notes)


def test_a_finished_sequence_no_longer_fails_a_run(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, people=PEOPLE[:6])
    bench.release()
    bench.poll()
    bounce(bench, PEOPLE[:6])
    bench.poll()
    assert tripped(bench)
    assert not load_news(bench.store)
    assert bench.poll().exit_code() is ExitCode.DONE


def test_start_refuses_with_the_sentence_and_poll_reports_it(cli: Cli, world: World) -> None:
    rows = "".join(f"{each},Acme\n" for each in PEOPLE)
    Path("many.csv").write_text(f"email,company\n{rows}", encoding="utf-8")
    cli("import-sequence", "intro.toml")
    cli("import-leads", "many.csv", "--sequence", "intro")
    cli("start", "intro", "--pace", "0", "--limit", "30", "--yes")
    for each in PEOPLE[:24]:
        world.bounce(each)
    code, envelope = cli.json("start", "intro", "--pace", "0", "--yes")
    assert code == 1
    assert len(world.ledger) == 30
    assert envelope["data"]["brakes"][0]["cause"] == "bounces"
    assert any("24 hard bounces among the last 30 mails" in note for note in envelope["notes"])
    code, envelope = cli.json("start", "intro", "--pace", "0", "--yes")
    assert (code, envelope["error"]["code"]) == (1, "braked")
    assert envelope["error"]["message"].endswith("until you run seqcli resume --sequence intro")
    assert cli("poll")[0] == 1
    advance(world, minutes=1)
    assert cli("resume", "--sequence", "intro")[0] == 0
    assert cli("poll")[0] == 0
    assert len(world.ledger) == 40


def test_the_counts_are_read_by_an_index(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    with closing(sqlite3.connect(bench.path)) as conn:
        for column in ("sequence_id", "identity"):
            plan = conn.execute(
                f"EXPLAIN QUERY PLAN SELECT bounced, complained FROM attempt WHERE {column} = 'x' AND state ="
                " 'accepted' AND coalesce(dispatch_at, accepted_at) <= '3' ORDER BY coalesce(dispatch_at, accepted_at)"
                " DESC LIMIT 200"
            ).fetchall()
            assert "USING INDEX attempt_left" in plan[0][3]
            assert len(plan) == 1, "sorted by the index"


def test_settings_of_the_sequence_are_the_limits(tmp_path: Path) -> None:
    lenient = SequenceSettings(brake=BrakeLimits(max_bounce_rate=0.5), pacing=Pacing())
    bench = make_bench(tmp_path, lenient)
    trip_by_bounces(bench)
    assert not tripped(bench)
    assert sent(bench) == len(PEOPLE)


@pytest.mark.parametrize("reason", ["content_blocked", "too_many_links"])
def test_refusals_for_reasons_that_nobody_knows_trip_it_as_well(tmp_path: Path, reason: str) -> None:
    clock = VirtualClock(MONDAY)
    bench = Bench(tmp_path / "state.db", World(clock, options=Options()), clock)
    bench.add_sequence()
    bench.add_leads(*PEOPLE)
    for each in PEOPLE:
        bench.world.reject(each, reason)
    bench.release()
    report = bench.poll()
    assert len(report.held) == DEFAULTS.max_refusals
    assert {each.cause for each in bench.store.brakes.load_tripped()} == {BrakeCause.REFUSALS}


def test_an_acceptance_that_only_the_stream_tells_ends_refusals_in_a_row(tmp_path: Path) -> None:
    clock = VirtualClock(MONDAY)
    bench = Bench(tmp_path / "state.db", World(clock, options=Options()), clock)
    bench.add_sequence()
    bench.add_leads(*PEOPLE[:6])
    for each in (*PEOPLE[:2], *PEOPLE[3:6]):
        bench.world.reject(each, "invalid_recipient")
    bench.release(limit=2)
    bench.poll()
    bench.release(limit=1)
    bench.faults.then("send", Injection(Fault.TIMEOUT_AFTER))
    bench.faults.always("send", Fault.TIMEOUT)
    bench.poll()
    bench.faults.calm()
    bench.clock.advance(minutes=1)
    bench.poll(send=False)
    bench.release()
    bench.poll()
    assert bench.store.brakes.load_tripped() == []
