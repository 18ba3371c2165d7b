"""The pace of a sequence: gaps and days, follow-ups first, counted from the file, whatever stood still meanwhile."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from harness import Rig
from shell import Cli, advance
from world import MONDAY, Bench, find_blocker_in_sql, plain_step

from seqcli.clock import DAY_MS, HOUR_MS, MINUTE_MS, VirtualClock, midnight, to_text
from seqcli.commands.consent import Consent
from seqcli.commands.dry_runs import plan_runs
from seqcli.commands.pause import PauseEnd, pause
from seqcli.commands.resume import resume
from seqcli.commands.status import status
from seqcli.commands.why import why
from seqcli.eligibility import Blocker
from seqcli.engine.leads.sequence_imports import store_sequence
from seqcli.engine.leads.targets import Named
from seqcli.errors import ExitCode
from seqcli.model import lead_id
from seqcli.pacing import Spread, gap_ms, is_day_full
from seqcli.sequence_settings import Pacing, SequenceSettings, settings_to_json
from seqcli.simulator import DEFAULT_HANDLE, Fault, Faults, Options, Request, World

PEOPLE = tuple(f"p{n}@firm{n}.example" for n in range(60))
TEN_MINUTES = Pacing(every_ms=10 * MINUTE_MS)
STEPS = (
    plain_step("Hello {{ company }}", "Hi."),
    plain_step(None, "Hi again.", "4 days", 4 * DAY_MS),
    plain_step(None, "Last time.", "2d", 2 * DAY_MS),
)


# -- values alone


@pytest.mark.parametrize(
    ("pacing", "step", "sent", "new", "is_full"),
    [
        pytest.param(Pacing(), 0, 9999, 9999, False, id="no limits"),
        pytest.param(Pacing(per_day=10), 0, 9, 9, False, id="one mail left, a first step"),
        pytest.param(Pacing(per_day=10), 1, 9, 0, False, id="one mail left, a follow-up"),
        pytest.param(Pacing(per_day=10), 0, 10, 0, True, id="mails used up, a first step"),
        pytest.param(Pacing(per_day=10), 2, 10, 0, True, id="mails used up, a follow-up"),
        pytest.param(Pacing(per_day=10), 1, 11, 0, True, id="more than allowed, as the limit was lowered"),
        pytest.param(Pacing(new_per_day=3), 0, 50, 2, False, id="one first step left"),
        pytest.param(Pacing(new_per_day=3), 0, 3, 3, True, id="first steps used up"),
        pytest.param(Pacing(new_per_day=3), 1, 3, 3, False, id="first steps used up, a follow-up"),
        pytest.param(Pacing(new_per_day=3, per_day=10), 0, 9, 3, True, id="only mails left, a first step"),
        pytest.param(Pacing(new_per_day=3, per_day=10), 0, 10, 2, True, id="only first steps left"),
        pytest.param(Pacing(new_per_day=3, per_day=10), 2, 9, 3, False, id="only mails left, a follow-up"),
    ],
)
def test_when_a_day_is_full(pacing: Pacing, step: int, sent: int, new: int, is_full: bool) -> None:
    assert is_day_full(pacing, step, sent, new) is is_full


@pytest.mark.parametrize(
    ("jitter", "chance", "minutes"),
    [(0.5, 0.0, 5), (0.5, 0.5, 10), (0.5, 1.0, 15), (0.0, 0.9, 10), (1.0, 0.0, 0), (1.0, 1.0, 20)],
)
def test_a_gap_is_every_give_or_take_the_jitter(jitter: float, chance: float, minutes: int) -> None:
    assert gap_ms(10 * MINUTE_MS, jitter, chance) == minutes * MINUTE_MS


@pytest.mark.parametrize(
    ("pacing", "gaps", "shared", "steps", "hours"),
    [
        pytest.param(Pacing(), (0, 0), False, [1, 0, 0], [0, 0, 0], id="no pace"),
        pytest.param(Pacing(), (1, 0), False, [1, 1, 0, 0], [0, 0, 0, 1], id="first steps only"),
        pytest.param(Pacing(), (2, 2), True, [1, 0, 1], [0, 2, 4], id="every mail"),
        pytest.param(Pacing(), (1, 4), False, [1, 0, 0, 1], [0, 0, 1, 4], id="first steps of their own"),
        pytest.param(
            Pacing(per_day=2), (0, 0), False, [1, 0, 0, 1, 1], [0, 0, 15, 15, 39], id="a day's mails"
        ),
        pytest.param(Pacing(new_per_day=1), (0, 0), False, [0, 0, 1, 0], [0, 15, 0, 39], id="new ones"),
        pytest.param(Pacing(per_day=2), (8, 8), True, [0, 0, 0], [0, 8, 16], id="a gap over midnight"),
    ],
)
def test_a_dry_run_spreads_what_is_due(
    pacing: Pacing, gaps: tuple[int, int], shared: bool, steps: list[int], hours: list[int]
) -> None:
    spread = Spread(
        pacing,
        MONDAY,
        gaps_ms=(gaps[0] * HOUR_MS, gaps[1] * HOUR_MS),
        next_at=(None, MONDAY - timedelta(days=1)),
        is_shared=shared,
        sent_today=0,
        new_today=0,
    )
    assert [spread.place(step) - MONDAY for step in steps] == [timedelta(hours=each) for each in hours]


# -- the loop


def make_bench(path: Path, pacing: Pacing, people: int = 6, *, pace_ms: int | None = None) -> Bench:
    clock = VirtualClock(MONDAY)
    bench = Bench(path / "seqcli.db", World(clock, options=Options()), clock)
    bench.add_sequence(steps=STEPS, settings=SequenceSettings(pacing=pacing))
    bench.add_leads(*PEOPLE[:people])
    bench.release(pace_ms=pace_ms)
    return bench


def times(bench: Bench) -> list[datetime]:
    return [each.at for each in bench.world.ledger]


def smallest_gap_ms(bench: Bench) -> float:
    return min((after - before).total_seconds() * 1000 for before, after in pairwise(times(bench)))


def cron(bench: Bench, hours: float, every_minutes: float = 5) -> None:
    for _ in range(round(hours * 60 / every_minutes)):
        bench.poll(max_time_s=240)
        left_s = every_minutes * 60 - (bench.clock.now() - MONDAY).total_seconds() % (every_minutes * 60)
        bench.clock.advance(seconds=left_s)


def test_first_steps_go_as_the_file_says(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, TEN_MINUTES)
    cron(bench, hours=2)
    assert len(times(bench)) == 6
    assert 5 * MINUTE_MS <= smallest_gap_ms(bench) <= 15 * MINUTE_MS


def test_follow_ups_are_paced_too_and_go_first(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, TEN_MINUTES, 3)
    cron(bench, hours=1)
    bench.clock.advance(days=5)
    bench.add_leads(*PEOPLE[3:6])
    bench.release(pace_ms=None)
    cron(bench, hours=2)
    assert [each.step for each in bench.world.ledger] == [0, 0, 0, 1, 1, 1, 0, 0, 0]
    assert smallest_gap_ms(bench) >= 5 * MINUTE_MS


def test_without_every_follow_ups_are_not_paced(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(), 4)
    bench.poll()
    assert smallest_gap_ms(bench) >= 1000
    bench.clock.advance(days=5)
    before = bench.clock.now()
    bench.poll()
    assert times(bench)[4:] == [before] * 4


def test_a_pace_of_start_overrides_every_for_first_steps_only(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, TEN_MINUTES, 4, pace_ms=0)
    bench.poll()
    assert times(bench) == [MONDAY] * 4
    bench.clock.advance(days=5)
    cron(bench, hours=1.5)
    follow_ups = times(bench)[4:]
    assert len(follow_ups) == 4
    assert min(after - before for before, after in pairwise(follow_ups)) >= timedelta(minutes=5)


def test_a_bounded_run_waits_for_its_next_mail_and_no_longer_than_it_may(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(every_ms=2 * MINUTE_MS, jitter=0))
    report = bench.poll(max_time_s=240)
    assert (report.sent, report.exit_code()) == (2, ExitCode.DONE)
    assert bench.clock.now() - MONDAY <= timedelta(seconds=240)


def test_an_unbounded_run_does_not_wait_for_hours(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(every_ms=6 * HOUR_MS))
    report = bench.poll()
    assert (report.sent, bench.clock.now()) == (1, MONDAY)


def test_a_day_s_first_steps_end_and_begin_anew_at_midnight(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(new_per_day=2), pace_ms=0)
    assert [bench.poll().first_steps for _ in range(3)] == [2, 0, 0]
    bench.clock.advance(hours=14.9)
    assert bench.poll().first_steps == 0
    bench.clock.advance(hours=0.1)
    assert bench.poll().first_steps == 2


def test_a_full_day_stops_inside_a_batch_and_follow_ups_count(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(per_day=4), 8, pace_ms=0)
    for _ in range(2):
        bench.poll()
        bench.clock.advance(days=1)
    bench.clock.advance(days=2)
    bench.poll()
    assert Counter(each.step for each in bench.world.ledger) == {0: 8, 1: 4}
    assert max(Counter(midnight(at) for at in times(bench)).values()) == 4


def test_a_restart_in_the_middle_of_a_day_does_not_reset_it(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(per_day=3), pace_ms=0)
    bench.poll(max_sends=2)
    bench.reopen()
    bench.poll()
    bench.reopen()
    bench.poll()
    assert len(times(bench)) == 3


def test_a_send_of_unknown_outcome_takes_its_place_in_the_day(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(per_day=3), pace_ms=0)
    bench.faults.then("send", Fault.TIMEOUT_AFTER)
    bench.faults.always("send", None)
    bench.poll(patience_s=0)
    assert len(times(bench)) == 3
    bench.poll()
    assert len(times(bench)) == 3


def test_whoever_is_forgotten_keeps_the_place_in_the_day(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(per_day=2), pace_ms=0)
    bench.poll()
    with bench.store.transaction():
        bench.store.erasure.forget_person(PEOPLE[0], bench.clock.now())
    bench.poll()
    assert len(times(bench)) == 2


def test_what_piled_up_behind_a_pause_is_spread(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(every_ms=10 * MINUTE_MS, per_day=4), 6, pace_ms=0)
    for _ in range(2):
        bench.poll()
        bench.clock.advance(days=1)
    pause(bench.path, Named(sequence_id="intro"), bench.clock, PauseEnd(None, None), "a holiday", Consent())
    bench.clock.advance(days=10)
    bench.poll()
    resume(bench.path, Named(sequence_id="intro"), bench.clock, None, "", Consent())
    cron(bench, hours=3)
    resumed = [each.at for each in bench.world.ledger if each.step == 1]
    assert len(resumed) == 4
    assert min(after - before for before, after in pairwise(resumed)) >= timedelta(minutes=5)


def test_the_days_of_two_sequences_are_their_own(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(per_day=2), pace_ms=0)
    bench.add_sequence("second", settings=SequenceSettings(pacing=Pacing(per_day=3)))
    bench.add_leads(*[f"x{n}@else{n}.example" for n in range(6)], sequence_id="second")
    bench.release("second")
    bench.poll()
    assert Counter(each.to[0] for each in bench.world.ledger) == {"p": 2, "x": 3}


@pytest.mark.parametrize("die_at", range(1, 60, 4))
def test_a_crash_between_a_send_and_its_answer_opens_no_gap(tmp_path: Path, die_at: int) -> None:
    clock = VirtualClock(MONDAY)
    rig = Rig(tmp_path / "seqcli.db", World(clock, options=Options()), clock, Faults())
    rig.add_sequence(steps=STEPS, settings=SequenceSettings(pacing=Pacing(every_ms=HOUR_MS, per_day=5)))
    rig.add_leads(*PEOPLE[:4])
    rig.release(pace_ms=None)
    rig.meter.arm(die_at)
    rig.survive(rig.poll)
    rig.meter.arm(None)
    for _ in range(4):
        rig.poll()
    assert len(rig.world.ledger) == 1
    rig.store.close()


def test_a_mail_that_12m_refuses_takes_a_slot_and_one_that_is_held_takes_none(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(every_ms=HOUR_MS), 0)
    bench.add_leads(PEOPLE[0], fields="{}")
    bench.add_leads(PEOPLE[1])
    bench.release(pace_ms=None)
    bench.poll()
    assert bench.status(PEOPLE[0])[0] == "held"
    assert bench.accepted(PEOPLE[1])


def test_run_and_look_give_the_same_answer(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(every_ms=HOUR_MS, jitter=0, new_per_day=2), 4)
    bench.poll()
    store, now = bench.store, bench.clock.now()
    waiting = lead_id("intro", PEOPLE[3])
    assert find_blocker_in_sql(store, waiting, now) is Blocker.PACED
    assert store.leads.find_next_paced(DEFAULT_HANDLE, now) == now + timedelta(hours=1)
    told = why(bench.path, PEOPLE[3], None, bench.clock).data["leads"][0]["next"]
    assert (told["code"], told["at"]) == ("paced", to_text(now + timedelta(hours=1)))
    bench.clock.advance(hours=1)
    bench.poll()
    now = bench.clock.now()
    assert find_blocker_in_sql(store, waiting, now) is Blocker.DAY_FULL
    tomorrow = MONDAY.replace(day=3, hour=0)
    assert store.leads.find_next_paced(DEFAULT_HANDLE, now) == tomorrow
    told = why(bench.path, PEOPLE[3], None, bench.clock).data["leads"][0]["next"]
    assert (told["code"], told["at"]) == ("paced", to_text(tomorrow))
    assert "today's mails of the sequence are used up" in told["text"]
    sequence = status(bench.path, None, bench.clock).data["sequences"][0]
    assert sequence["today"] == {"sent": 2, "first_steps": 2}
    assert sequence["next_first_step_at"] == to_text(tomorrow)
    coming = status(bench.path, None, bench.clock).data["next"][0]
    assert (coming["due_now"], coming["at"]) == (False, to_text(tomorrow))


def test_a_dry_run_says_what_goes_now_and_when_the_rest_goes(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(every_ms=HOUR_MS, jitter=0, new_per_day=2), 5)
    planned = list(plan_runs(bench.store, bench.client, [DEFAULT_HANDLE]))
    days = [MONDAY.replace(day=day, hour=hour) for day, hour in ((2, 10), (3, 0), (3, 1), (4, 0))]
    assert [each.at for each in planned] == [None, *days]
    assert not bench.world.ledger


def test_start_says_the_pace_and_a_new_pace_of_the_file_is_used(cli: Cli, world: World) -> None:
    cli("import-sequence", "intro.toml")
    cli("import-leads", "leads.csv", "--sequence", "intro")
    assert "about one every 2s" in cli("start", "intro", "--dry-run")[1]
    paced = "[pacing]\nevery = '30m'\nnew_per_day = 20\n"
    text = Path("intro.toml").read_text(encoding="utf-8").replace("[[steps]]", f"{paced}[[steps]]", 1)
    Path("intro.toml").write_text(text, encoding="utf-8")
    assert cli("import-sequence", "intro.toml")[0] == 0
    code, envelope = cli.json("start", "intro", "--dry-run")
    assert code == 0
    assert [each["at"] is None for each in envelope["data"]["planned"]] == [True, False]
    assert "about one every 30m. At most 20 first steps a day." in cli("start", "intro", "--dry-run")[1]
    assert cli("start", "intro", "--yes")[0] == 0
    assert len(world.ledger) == 1
    assert "the next first step goes about" in cli("status", "intro")[1]
    advance(world, minutes=46)
    assert cli("poll")[0] == 0
    assert len(world.ledger) == 2


def test_a_pace_that_an_older_version_chose_by_itself_gives_way(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing())
    sequence = bench.store.sequences.find("intro")
    assert sequence is not None
    assert (sequence.pace_ms, sequence.gaps_ms, sequence.shares_pace) == (None, (2000, 0), False)
    with bench.store.transaction():
        bench.store.sequences.mark_started("intro", DEFAULT_HANDLE, 500, bench.clock.now())
        bench.store.sequences.mark_started("intro", DEFAULT_HANDLE, None, bench.clock.now())
    kept = bench.store.sequences.find("intro")
    assert kept is not None
    assert (kept.pace_ms, kept.gaps_ms) == (500, (500, 0))


# -- a month


@pytest.mark.parametrize("seed", [1, 2])
def test_thirty_days_with_five_of_them_dark_flood_nobody_and_forget_nobody(tmp_path: Path, seed: int) -> None:
    """Cron runs every half hour, but not for five days; now and then the process is killed, or the machine restarts."""
    pacing = Pacing(every_ms=40 * MINUTE_MS, jitter=0.5, new_per_day=8, per_day=20)
    clock, rng = VirtualClock(MONDAY), Random(seed)
    rig = Rig(tmp_path / "seqcli.db", World(clock, seed=seed, options=Options()), clock, Faults(), seed=seed)
    rig.add_sequence(steps=STEPS, settings=SequenceSettings(pacing=pacing))
    rig.add_leads(*PEOPLE)
    rig.release(pace_ms=None)
    dark = range(8, 13)
    while (day := (clock.now() - MONDAY).days) < 30:
        clock.advance(minutes=30)
        if day in dark:
            continue
        if rng.random() < 0.05:
            rig.meter.arm(rng.randrange(1, 80))
        if not rig.survive(lambda: rig.poll(max_time_s=240)):
            rig.meter.arm(None)
    days = Counter(midnight(each.at) for each in rig.world.ledger)
    new = Counter(midnight(each.at) for each in rig.world.ledger if each.step == 0)
    assert max(days.values()) <= 20
    assert max(new.values()) <= 8
    assert smallest_gap_ms(rig) >= 20 * MINUTE_MS
    assert not [at for at in times(rig) if (at - MONDAY).days in range(9, 13)]
    assert max(days[MONDAY.replace(hour=0) + timedelta(days=each)] for each in (13, 14)) > 8, "it catches up"
    assert all([step for step, _ in rig.accepted(each)] == [0, 1, 2] for each in PEOPLE)
    assert {rig.status(each)[0] for each in PEOPLE} <= {"exhausted", "in_flight"}


# -- an outage of sends alone


def days_of(bench: Bench) -> Counter[int]:
    return Counter(each.day for each in times(bench))


def test_an_outage_over_midnight_lets_no_day_have_more_than_its_mails(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(per_day=10), people=60)
    bench.clock.advance(hours=14, minutes=45)
    bench.faults.always("send", Fault.SERVER_ERROR)
    cron(bench, hours=0.5)
    bench.faults.calm()
    cron(bench, hours=23)
    assert bench.clock.now().day == MONDAY.day + 1
    assert max(days_of(bench).values()) <= 10
    assert days_of(bench)[MONDAY.day + 1] == 10


def test_a_mail_that_12m_takes_just_after_midnight_is_of_the_new_day(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(per_day=5), people=40, pace_ms=0)
    bench.clock.advance(hours=15, seconds=-0.6)

    def take_long(request: Request) -> None:
        if request.method == "POST":
            bench.app.on_request.remove(take_long)
            bench.clock.advance(seconds=0.8)

    bench.app.on_request.append(take_long)
    for _ in range(4):
        bench.poll()
    assert days_of(bench) == {MONDAY.day + 1: 5}


def test_what_an_outage_of_sends_left_open_comes_as_the_pace_says(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(every_ms=30 * MINUTE_MS, jitter=0.2), people=40)
    bench.faults.always("send", Fault.SERVER_ERROR)
    cron(bench, hours=6)
    assert query(bench, "SELECT count(*) FROM attempt WHERE state = 'unknown'") <= 5
    bench.faults.calm()
    cron(bench, hours=12)
    assert len(times(bench)) > 15
    assert smallest_gap_ms(bench) >= 23 * MINUTE_MS


def test_open_outcomes_of_a_paused_sequence_keep_no_other_waiting(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(), people=8, pace_ms=0)
    bench.faults.always("send", Fault.SERVER_ERROR)
    cron(bench, hours=0.5)
    assert query(bench, "SELECT count(*) FROM attempt WHERE state = 'unknown'") == 5
    pause(bench.path, Named(sequence_id="intro"), bench.clock, PauseEnd(None, None), "", Consent())
    bench.faults.calm()
    bench.add_sequence("second", steps=STEPS)
    bench.add_leads(*PEOPLE[20:24], sequence_id="second")
    bench.release("second")
    assert bench.poll().first_steps == 4


def query(bench: Bench, sql: str) -> int:
    return int(bench.store._database.rows(sql)[0][0])


def test_a_shorter_pace_counts_from_now_on(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, Pacing(every_ms=3 * DAY_MS), people=6)
    bench.poll()
    shorter = settings_to_json(SequenceSettings(pacing=Pacing(every_ms=5 * MINUTE_MS)))
    store_sequence(bench.store, "intro", "intro", STEPS, bench.clock.now(), shorter)
    cron(bench, hours=1)
    assert len(times(bench)) == 6
    assert smallest_gap_ms(bench) >= 2 * MINUTE_MS
