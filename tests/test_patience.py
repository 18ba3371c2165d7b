"""Patience with machines (rules R20, R22): auto-replies hold a lead and keep its wait, doubt is looked up, three soft
bounces in a row are a hard one. The tables are written by hand; the simulator says what 12m saw.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from faulty import ADA, BOB, lead, make_bench, query, steps_sent
from harness import Rig
from test_plan import planned
from world import LONERS, MONDAY, STEPS, Bench, plain_step

from seqcli.clock import DAY_MS, VirtualClock, from_text, to_text
from seqcli.commands.forget import forget
from seqcli.commands.leads import leads
from seqcli.commands.runs import run_data, run_result
from seqcli.commands.status import status
from seqcli.commands.why import why
from seqcli.engine.leads.patience import Absence, end_hold
from seqcli.engine.leads.pausing import add_pause
from seqcli.engine.leads.sequence_imports import store_sequence
from seqcli.engine.leads.steering import pause_lead, requeue_lead, resume_lead, stop_lead
from seqcli.errors import ExitCode, UsageError
from seqcli.model import SequenceStatus, lead_id
from seqcli.output.result import Table, Text
from seqcli.reasons import PauseCause
from seqcli.simulator import DEFAULT_HANDLE, Drip, Fault, Options, World
from seqcli.simulator.mails import ComposedMail
from seqcli.store import Pause

SNIPPETS = Options(message_detail="snippet")
FILLER = "We have received what you sent us and thank you for the interest in our house. " * 4


def tell_settings(bench: Bench, sequence_id: str = "intro", **settings: Any) -> None:
    with bench.store.transaction():
        bench.store.sequences.save(sequence_id, sequence_id, STEPS, bench.clock.now(), settings)


def live_until(bench: Bench, moment: datetime) -> None:
    """Poll every eight hours until a moment, and once at it."""
    while bench.clock.now() < moment:
        left = moment - bench.clock.now()
        bench.clock.advance(hours=min(8.0, left.total_seconds() / 3600))
        bench.poll()


def pauses(bench: Bench, address: str) -> list[Pause]:
    return bench.store.pauses.load_for_lead(lead_id("intro", address))


def paused_until(bench: Bench, address: str) -> datetime | None:
    return bench.store.leads.get(lead_id("intro", address)).paused_until


def handling(bench: Bench) -> list[str]:
    sql = "SELECT handling FROM event WHERE type IN ('email.replied', 'email.received') ORDER BY seq"
    return [row[0] for row in query(bench.path, sql)]


# -- when a lead that is away goes on. MONDAY is 2 March 2026, 09:00 UTC; the reply comes on Tuesday at 10:00.

TUESDAY = MONDAY + timedelta(days=1, hours=1)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("I am out of the office until 2026-03-04.", datetime(2026, 3, 5, 10, tzinfo=UTC)),  # Wednesday
        ("I am out of the office until 2026-03-05.", datetime(2026, 3, 6, 10, tzinfo=UTC)),  # Thursday
        ("I am out of the office until 2026-03-06.", datetime(2026, 3, 9, 10, tzinfo=UTC)),  # Friday: Monday
        ("I am out of the office until 2026-03-07.", datetime(2026, 3, 9, 10, tzinfo=UTC)),  # Saturday
        ("I am out of the office until 2026-03-08.", datetime(2026, 3, 9, 10, tzinfo=UTC)),  # Sunday
        ("I am out of the office until 2026-03-09.", datetime(2026, 3, 10, 10, tzinfo=UTC)),  # Monday
        ("I am out of the office until 2026-12-31.", datetime(2027, 1, 1, 10, tzinfo=UTC)),  # over the year
        (
            "I am out of the office until 2027-01-01.",
            datetime(2027, 1, 4, 10, tzinfo=UTC),
        ),  # a Friday in 2027
        (
            "I am out of the office until 05/06.",
            datetime(2026, 6, 8, 10, tzinfo=UTC),
        ),  # 6 May or 5 June: later
        ("I am out of the office until 2026-02-20.", datetime(2026, 3, 10, 10, tzinfo=UTC)),  # past: none
        ("I am out of the office until 2028-06-01.", datetime(2026, 3, 10, 10, tzinfo=UTC)),  # too far: none
        ("I am out of the office for a while.", datetime(2026, 3, 10, 10, tzinfo=UTC)),  # none: a week
    ],
)
def test_a_lead_that_is_away_waits_until_the_next_weekday_after_the_return(
    tmp_path: Path, text: str, until: datetime
) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    live_until(bench, TUESDAY)
    bench.world.auto_reply(ADA, text=text)
    bench.poll()
    assert (lead(bench, ADA)[0], paused_until(bench, ADA)) == ("in_flight", until)
    # 25 hours of three days are over.
    rest = timedelta(days=3, hours=-25)
    live_until(bench, until + rest - timedelta(minutes=2))
    assert steps_sent(bench, ADA) == [0]
    live_until(bench, until + rest)
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.parametrize(
    ("returns_on", "ends_at"),
    [
        (None, datetime(2026, 3, 5, 9, tzinfo=UTC)),
        (date(2026, 3, 2), datetime(2026, 3, 3, 9, tzinfo=UTC)),
        (date(2026, 3, 6), datetime(2026, 3, 9, 9, tzinfo=UTC)),
        (date(2026, 12, 31), datetime(2027, 1, 1, 9, tzinfo=UTC)),
        (date(2026, 1, 1), MONDAY),
    ],
)
def test_an_absence_ends_at_the_hour_of_the_mail(returns_on: date | None, ends_at: datetime) -> None:
    assert Absence(MONDAY, returns_on, "").ends_at(3 * DAY_MS) == ends_at


# -- what happens meanwhile

Meanwhile = Callable[[Bench], object]
AWAY = "I am out of the office until 2026-03-13."  # a Friday: until Monday the 16th
BACK = datetime(2026, 3, 16, 9, tzinfo=UTC)


def goes_away(bench: Bench, text: str = AWAY) -> None:
    bench.poll()
    bench.world.auto_reply(ADA, text=text)
    bench.poll()


@pytest.mark.parametrize(
    ("meanwhile", "end", "pause_count"),
    [
        (lambda bench: bench.world.human_reply(ADA), "replied", 0),
        (lambda bench: bench.world.human_reply(ADA, fresh_conversation=True), "replied", 0),
        (lambda bench: bench.world.opt_out(ADA), "suppressed", 0),
        (lambda bench: bench.world.bounce(ADA, "event"), "bounced", 0),
        (lambda bench: bench.world.bounce(ADA, "event", hard=False), "in_flight", 1),
        (lambda bench: bench.world.delay_notice(ADA), "in_flight", 1),
    ],
)
def test_who_answers_or_bounces_while_away_is_no_longer_waited_for(
    tmp_path: Path, meanwhile: Meanwhile, end: str, pause_count: int
) -> None:
    bench = make_bench(tmp_path, ADA)
    goes_away(bench)
    live_until(bench, MONDAY + timedelta(days=4))
    meanwhile(bench)
    bench.poll()
    assert (lead(bench, ADA)[0], len(pauses(bench, ADA))) == (end, pause_count)
    live_until(bench, BACK + timedelta(days=5))
    assert steps_sent(bench, ADA) == ([0, 1] if end == "in_flight" else [0])


@pytest.mark.parametrize("cancels", [True, False])
@pytest.mark.parametrize("starts", ["acceptance", "dispatch"])
def test_a_timer_that_fires_while_somebody_is_away_is_noted_and_the_rest_of_the_wait_runs_after(
    tmp_path: Path, starts: Any, *, cancels: bool
) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(auto_mail_cancels_timer=cancels, timer_starts=starts))
    goes_away(bench)
    live_until(bench, MONDAY + timedelta(days=5))
    told = query(bench.path, "SELECT handling FROM event WHERE type = 'email.no_reply'")
    assert told == ([] if cancels else [("no_reply_noted",)])
    assert lead(bench, ADA)[0] == "in_flight"
    live_until(bench, BACK + timedelta(days=3, minutes=-2))
    assert steps_sent(bench, ADA) == [0]
    live_until(bench, BACK + timedelta(days=3))
    assert steps_sent(bench, ADA) == [0, 1]


def test_a_second_auto_reply_extends_and_never_shortens(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    goes_away(bench)
    live_until(bench, MONDAY + timedelta(days=1))
    bench.world.auto_reply(ADA, text="I am out of the office until 2026-03-06.")
    bench.poll()
    assert paused_until(bench, ADA) == BACK
    bench.world.auto_reply(ADA, text="I am out of the office until 2026-03-19.")
    bench.poll()
    later = datetime(2026, 3, 20, 9, tzinfo=UTC)
    assert paused_until(bench, ADA) == later
    live_until(bench, later + timedelta(days=3, minutes=-2))
    assert steps_sent(bench, ADA) == [0]
    live_until(bench, later + timedelta(days=3))
    assert steps_sent(bench, ADA) == [0, 1]


def test_two_absences_one_after_the_other_leave_the_rest_of_the_wait(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    live_until(bench, MONDAY + timedelta(days=1))
    bench.world.auto_reply(ADA, text="I am out of the office until 2026-03-04.")  # until Thursday, 09:00
    live_until(bench, MONDAY + timedelta(days=4))  # Friday: two of three days are over
    bench.world.auto_reply(ADA, text="I am out of the office until 2026-03-10.")  # until Wednesday, 09:00
    bench.poll()
    due = datetime(2026, 3, 12, 9, tzinfo=UTC)
    live_until(bench, due - timedelta(minutes=2))
    assert steps_sent(bench, ADA) == [0]
    live_until(bench, due)
    assert steps_sent(bench, ADA) == [0, 1]


def test_halt_stops_the_lead_with_its_reason_and_ignore_only_notes(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    tell_settings(bench, autoReply="halt")
    goes_away(bench)
    state = query(bench.path, "SELECT status, reason_code FROM lead")
    assert (state, pauses(bench, ADA)) == ([("stopped", "auto_replied")], [])
    (tmp_path / "other").mkdir()
    other = make_bench(tmp_path / "other", BOB)
    tell_settings(other, autoReply="ignore")
    other.poll()
    other.world.auto_reply(BOB)
    other.poll()
    assert (lead(other, BOB)[0], pauses(other, BOB), handling(other)) == ("in_flight", [], ["mail_noted"])
    other.live(days=4)
    assert steps_sent(other, BOB) == [0, 1]


def test_the_wait_without_a_date_is_a_setting(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    tell_settings(bench, autoReplyWaitMs=2 * DAY_MS)
    goes_away(bench, "I am out of the office.")
    assert paused_until(bench, ADA) == MONDAY + timedelta(days=2)


def test_a_challenge_counts_as_an_auto_reply_without_a_date(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.world.challenge(ADA)
    bench.poll()
    assert (lead(bench, ADA)[0], paused_until(bench, ADA)) == ("in_flight", MONDAY + timedelta(days=7))
    assert query(bench.path, "SELECT answer_kind FROM event WHERE type = 'email.replied'") == [("challenge",)]


def test_pauses_of_a_person_and_of_an_auto_reply_stand_side_by_side(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    goes_away(bench)
    ada = lead_id("intro", ADA)
    with bench.store.transaction():
        pause_lead(bench.store, bench.store.leads.get(ada), None, "on hold", bench.clock.now())
    assert paused_until(bench, ADA) is None
    with bench.store.transaction():
        resume_lead(bench.store, bench.store.leads.get(ada), bench.clock.now())
    assert paused_until(bench, ADA) == BACK
    with bench.store.transaction():
        pause_lead(bench.store, bench.store.leads.get(ada), None, "on hold", bench.clock.now())
    live_until(bench, BACK + timedelta(days=4))
    assert (lead(bench, ADA)[0], steps_sent(bench, ADA)) == ("queued", [0])
    with bench.store.transaction():
        resume_lead(bench.store, bench.store.leads.get(ada), bench.clock.now())
    bench.poll()
    assert steps_sent(bench, ADA) == [0, 1]


def test_an_absence_that_is_ended_by_hand_leaves_the_rest_of_the_wait(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    live_until(bench, TUESDAY)
    bench.world.auto_reply(ADA, text=AWAY)
    live_until(bench, TUESDAY + timedelta(days=2))
    with bench.store.transaction():
        ada = bench.store.leads.get(lead_id("intro", ADA))
        end_hold(bench.store, ada, "resume", bench.clock.now())
    due = TUESDAY + timedelta(days=2) + timedelta(days=3, hours=-25)
    live_until(bench, due - timedelta(minutes=2))
    assert steps_sent(bench, ADA) == [0]
    live_until(bench, due)
    assert steps_sent(bench, ADA) == [0, 1]


def test_a_mail_that_has_not_left_yet_waits_its_whole_time(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(timer_starts="dispatch"))
    bench.world.identity(DEFAULT_HANDLE).drip = Drip(opens_hour=8, weekdays=(3,))  # Thursday
    bench.poll()
    bench.world.auto_reply(ADA, text="I am out of the office until 2026-03-03.")  # until Wednesday
    bench.poll()
    left = datetime(2026, 3, 5, 8, tzinfo=UTC)
    bench.world.identity(DEFAULT_HANDLE).drip = Drip()
    live_until(bench, left + timedelta(days=3, minutes=-2))
    assert steps_sent(bench, ADA) == [0]
    live_until(bench, left + timedelta(days=3, hours=13))
    assert steps_sent(bench, ADA) == [0, 1]


def test_a_queued_lead_waits_too_also_in_another_sequence(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.add_sequence("second")
    bench.add_leads(ADA, sequence_id="second")
    bench.poll()
    bench.world.auto_reply(ADA, text=AWAY)
    bench.poll()
    bench.release("second")
    live_until(bench, BACK - timedelta(minutes=2))
    assert steps_sent(bench, ADA) == [0]
    live_until(bench, BACK)
    assert steps_sent(bench, ADA) == [0, 0]


def test_an_auto_reply_to_the_last_step_only_puts_off_the_end(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, steps=STEPS[:1])
    goes_away(bench)
    live_until(bench, BACK + timedelta(days=3, minutes=-2))
    assert lead(bench, ADA)[0] == "in_flight"
    live_until(bench, BACK + timedelta(days=3))
    assert lead(bench, ADA)[0] == "exhausted"


def test_who_has_left_ends_with_the_successor_named_who_is_never_enrolled(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    text = "Ada no longer works at Acme. Please write to eve.new@acme.example instead."
    bench.world.auto_reply(ADA, text=text)
    bench.live(days=5)
    status_, reason = lead(bench, ADA)
    assert status_ == "bounced"
    assert "eve.new@acme.example" in reason
    assert query(bench.path, "SELECT count(*) FROM lead") == [(2,)]
    assert not [line for line in bench.world.ledger if "eve" in line.to]


def test_status_counts_who_is_away_and_why_names_date_and_cause(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    goes_away(bench)
    found = status(bench.path, None, bench.clock).data["sequences"][0]
    assert (found["paused"], found["away"]) == (1, 1)
    told = why(bench.path, ADA, None, bench.clock).data["leads"][0]
    assert told["pauses"] == [
        {
            "cause": "auto_reply",
            "since": to_text(MONDAY),
            "until": "2026-03-16T09:00:00.000Z",
            "reason": "auto-reply: back on 2026-03-13",
        }
    ]
    assert "back on 2026-03-13" in told["next"]["text"]
    assert from_text(told["next"]["at"]) == BACK + timedelta(days=3)
    assert "auto-reply: back on 2026-03-13" in [line["why"] for line in told["timeline"]]


def told_next(bench: Bench) -> str:
    text: str = why(bench.path, ADA, None, bench.clock).data["leads"][0]["next"]["text"]
    return text


AWAY_UNTIL = "it is paused until 2026-03-16T09:00Z (auto-reply: back on 2026-03-13)"
RESUME_AWAY = f"`seqcli resume {ADA} --cause auto-reply`"


def test_why_names_every_pause_and_first_the_one_that_ends_last(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    goes_away(bench)
    assert told_next(bench).endswith(f"step 2 is queued, but {AWAY_UNTIL}: {RESUME_AWAY}")

    def pause(until: datetime | None) -> None:
        with bench.store.transaction():
            lead = bench.store.leads.get(lead_id("intro", ADA))
            pause_lead(bench.store, lead, until, "fair", bench.clock.now())

    pause(BACK + timedelta(days=20))
    assert told_next(bench).endswith(
        f"but it is paused by hand until 2026-04-05T09:00Z (fair): `seqcli resume {ADA}`;"
        f" and {AWAY_UNTIL}: {RESUME_AWAY}"
    )
    pause(None)
    assert f"but it is paused by hand until you resume it (fair): `seqcli resume {ADA}`; and" in told_next(
        bench
    )
    pause(BACK - timedelta(days=2))
    assert told_next(bench).endswith(
        f"but {AWAY_UNTIL}: {RESUME_AWAY};"
        f" and it is paused by hand until 2026-03-14T09:00Z (fair): `seqcli resume {ADA}`"
    )
    with bench.store.transaction():
        bench.store.sequences.mark_status("intro", SequenceStatus.PAUSED, bench.clock.now())
    assert "but the sequence is paused: `seqcli resume --sequence intro`; and it is" in told_next(bench)
    with bench.store.transaction():
        bench.store._database.run(
            "UPDATE lead SET status = 'held', reason_code = 'wrote_first', wake_at = NULL"
        )
    told = told_next(bench)
    assert told.startswith("read the conversation, then `seqcli resolve")
    assert told.count("`seqcli resume ") == 3


def test_the_queue_waits_for_the_pause_that_ends_last(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    with bench.store.transaction():
        lead = bench.store.leads.get(lead_id("intro", ADA))
        add_pause(
            bench.store, lead, PauseCause.AUTO_REPLY, until=BACK, reason="auto-reply", actor="x", at=MONDAY
        )
        lead = bench.store.leads.get(lead.id)
        pause_lead(bench.store, lead, BACK + timedelta(days=1), "", MONDAY)
    told = why(bench.path, ADA, None, bench.clock).data["leads"][0]["next"]
    assert (told["code"], told["at"]) == ("paused", to_text(BACK + timedelta(days=1)))
    assert told["text"].startswith("step 1, but it is paused by hand until")


def test_a_run_names_who_is_away_and_who_was_stopped_for_it(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.add_sequence("halting", settings={"autoReply": "halt"})
    bench.add_leads("cyd@cern.example", "dan@dorn.example", sequence_id="halting")
    bench.release("halting")
    bench.poll()
    bench.world.auto_reply(ADA, text=AWAY)
    bench.world.auto_reply("cyd@cern.example", text=AWAY)
    text = "Bob no longer works at Bolt. Please write to eve.new@bolt.example instead."
    bench.world.auto_reply(BOB, text=text)
    report = bench.poll()
    result = run_result(run_data(bench.store, report, bench.clock, is_simulated=True))
    (away,), (stopped,), (left,) = (result.data[name] for name in ("away", "stopped", "bounced"))
    assert (away["email"], away["sequence"]) == (ADA, "intro")
    assert away["what"] == "auto-reply: back on 2026-03-13; paused until 2026-03-16T09:00Z"
    assert (stopped["email"], stopped["sequence"]) == ("cyd@cern.example", "halting")
    assert stopped["what"].startswith("auto-reply: ")
    assert left["what"].startswith("has left the company (auto-reply: ")
    assert left["what"].endswith("it names eve.new@bolt.example)")
    assert result.data["paused"] == []
    head, table = result.blocks
    assert isinstance(head, Text)
    assert "1 stopped, 1 away (paused until they are back)" in head.lines[0]
    assert isinstance(table, Table)
    assert table.columns == ("what", "lead", "sequence", "how")
    assert {row[0] for row in table.rows} == {"away", "stopped", "bounced"}


def test_a_second_auto_reply_is_the_same_absence(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.world.auto_reply(ADA, text=AWAY)
    bench.world.auto_reply(ADA, text="I am away.")
    run = run_data(bench.store, bench.poll(), bench.clock, is_simulated=True)
    assert [each.email for each in run.away] == [ADA]
    assert run.paused == ()


def test_leads_paused_lists_cause_end_and_command(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    goes_away(bench)
    with bench.store.transaction():
        pause_lead(bench.store, bench.store.leads.get(lead_id("intro", BOB)), None, "fair", MONDAY)
        pause_lead(bench.store, bench.store.leads.get(lead_id("intro", ADA)), None, "", MONDAY)
    result = leads(bench.path, bench.clock, paused=True)
    (table,) = result.blocks
    assert isinstance(table, Table)
    assert [(row[0], *row[3:]) for row in table.rows] == [
        (
            *(ADA, "auto-reply", "2026-03-16T09:00Z", "auto-reply: back on 2026-03-13"),
            f"seqcli resume {ADA} --cause auto-reply",
        ),
        (ADA, "person", "resumed", "", f"seqcli resume {ADA}"),
        (BOB, "person", "resumed", "fair", f"seqcli resume {BOB}"),
    ]
    rows = list(result.data["leads"].make())
    assert (result.data["count"], len(rows)) == (2, 2)
    assert rows[0]["pauses"][0]["resume"] == f"seqcli resume {ADA} --cause auto-reply"
    assert len(list(result.csv_rows)) == 3
    assert leads(bench.path, bench.clock, sequence_id="intro", paused=True).data["count"] == 2
    with pytest.raises(UsageError) as refused:
        leads(bench.path, bench.clock, statuses=("paused",))
    assert refused.value.hint == "A paused lead keeps its status: seqcli leads --paused"


def test_a_send_whose_outcome_is_learnt_late_respects_the_absence(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(announce=False))
    bench.faults.then("send", Fault.RESET_AFTER)
    bench.poll(patience_s=0.0)
    assert (lead(bench, ADA)[0], steps_sent(bench, ADA)) == ("queued", [0])
    bench.world.auto_reply(ADA, text=AWAY)
    bench.clock.advance(minutes=10)
    live_until(bench, BACK + timedelta(days=3, minutes=-2))
    assert steps_sent(bench, ADA) == [0]
    live_until(bench, BACK + timedelta(days=3, hours=13))
    assert steps_sent(bench, ADA) == [0, 1]


def test_an_auto_reply_that_only_its_headers_show_is_no_answer_for_our_own_clock(tmp_path: Path) -> None:
    """12m's timelines may lack headers: what the stream has told is not judged anew by less."""
    bench = make_bench(tmp_path, ADA)
    tell_settings(bench, autoReply="ignore")
    bench.poll()
    bench.world.receive(
        ADA, ComposedMail(ADA, "Ada", "Re: Hello", "Noted.", {"auto-submitted": "auto-replied"})
    )
    bench.live(days=4)
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.parametrize("days", [5, -5])
@pytest.mark.parametrize("told_late", [True, False])
def test_who_is_away_while_a_date_is_false_goes_on_in_time(
    tmp_path: Path, days: float, *, told_late: bool
) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll(send=False)
    bench.app._date_skew_s = days * 86_400
    bench.poll()
    bench.world.auto_reply(ADA, text="I am out of the office.")
    if not told_late:
        bench.poll()
    bench.app._date_skew_s = 0
    bench.poll()
    live_until(bench, MONDAY + timedelta(days=9, hours=23))
    assert steps_sent(bench, ADA) == [0]
    live_until(bench, MONDAY + timedelta(days=11))
    assert steps_sent(bench, ADA) == [0, 1]


# -- doubt is looked up (R22)


def daemon(text: str, subject: str = "Undelivered Mail Returned to Sender") -> ComposedMail:
    return ComposedMail("mailer-daemon@mx.example", "Mail Delivery System", subject, text)


HARD = FILLER + f"\n<{ADA}>: 550 5.1.1 no such user here\n"
SOFT = FILLER + f"\n<{ADA}>: 452 4.2.2 mailbox full\n"
MAYBE = f"Is there a way to unsubscribe? {FILLER}"
Doubt = tuple[ComposedMail, bool, str]
DOUBTS: dict[str, Doubt] = {
    "hard bounce in ours": (daemon(HARD), False, "bounced"),
    "soft bounce in ours": (daemon(SOFT), False, "in_flight"),
    "hard bounce in a strange one": (daemon(HARD), True, "bounced"),
    "soft bounce in a strange one": (daemon(SOFT), True, "in_flight"),
    "nothing more in the text": (daemon(FILLER), False, "in_flight"),
    "nothing more in a strange one": (daemon(FILLER), True, "in_flight"),
    "who has left": (
        ComposedMail(ADA, "Ada", "Automatic reply: Hello", f"{FILLER}\nI no longer work at Acme."),
        False,
        "bounced",
    ),
    "a possible opt-out that is one": (
        ComposedMail(ADA, "Ada", "Re: Hello", f"{MAYBE}\nPlease stop emailing me."),
        False,
        "suppressed",
    ),
    "a possible opt-out that stays one": (ComposedMail(ADA, "Ada", "Re: Hello", MAYBE), False, "replied"),
    "absence and interest": (
        ComposedMail(
            ADA, "Ada", "Re: Hello", f"I am out of the office. {FILLER}\nStill, call me, I am interested."
        ),
        False,
        "replied",
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_a_doubtful_mail_is_read_at_12m_before_it_counts(tmp_path: Path, name: str) -> None:
    mail, fresh, end = DOUBTS[name]
    bench = make_bench(tmp_path, ADA, BOB, options=SNIPPETS)
    bench.poll()
    asked = count_reads(bench)
    bench.world.receive(ADA, mail, fresh_conversation=fresh)
    bench.poll()
    assert len(asked) == 1
    assert (lead(bench, ADA)[0], lead(bench, BOB)[0]) == (end, "in_flight")
    assert "to_look_up" not in handling(bench)
    bench.poll()
    assert len(asked) == 1


def test_a_day_of_return_beyond_the_snippet_is_read_at_12m(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=SNIPPETS)
    bench.poll()
    bench.world.auto_reply(ADA, text=f"{FILLER}\n{AWAY}")
    bench.poll()
    assert (lead(bench, ADA)[0], paused_until(bench, ADA)) == ("in_flight", BACK)
    assert handling(bench) == ["lead_paused"]


def count_reads(bench: Bench) -> list[str]:
    asked: list[str] = []

    def note(request: Any) -> None:
        if "/conversations/" in request.path:
            asked.append(request.path)

    bench.app.on_request.append(note)
    return asked


def test_what_the_event_says_in_full_is_not_looked_up(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    asked = count_reads(bench)
    bench.world.receive(ADA, daemon(FILLER))
    bench.world.receive(ADA, daemon(FILLER), fresh_conversation=True)
    bench.poll()
    assert asked == []
    assert lead(bench, ADA)[0] == "in_flight"


def doubt_ada(bench: Bench, mail: ComposedMail | None = None) -> None:
    """Let Ada get a doubtful mail while 12m's record cannot be had."""
    bench.poll()
    bench.faults.always("conversations", Fault.SERVER_ERROR)
    bench.world.receive(ADA, mail or daemon(HARD))


def test_while_the_record_cannot_be_had_its_lead_waits_and_others_go_on(tmp_path: Path) -> None:
    bench = make_bench(
        tmp_path, ADA, BOB, options=Options(message_detail="snippet", auto_mail_cancels_timer=False)
    )
    doubt_ada(bench)
    report = bench.poll()
    assert (handling(bench), report.exit_code()) == (["to_look_up"], ExitCode.TRY_AGAIN)
    live_until(bench, MONDAY + timedelta(days=3, hours=1))
    assert (steps_sent(bench, ADA), steps_sent(bench, BOB)) == ([0], [0, 1])
    assert lead(bench, ADA)[0] == "in_flight"
    assert why(bench.path, ADA, None, bench.clock).data["leads"][0]["next"]["code"] == "look_up"
    told = {each["email"]: each["what"] for each in status(bench.path, None, bench.clock).data["next"]}
    assert told[ADA] == "intro: a mail that concerns it is read at 12m by the next poll"
    assert status(bench.path, None, bench.clock).data["unused_events"]["to_look_up"] == 1
    bench.faults.calm()
    bench.poll()
    assert (lead(bench, ADA)[0], handling(bench)) == ("bounced", ["mail_applied"])


def test_a_bounce_of_nobody_known_stops_nobody_and_finds_its_lead_later(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=SNIPPETS)
    bench.poll()
    bench.faults.always("conversations", Fault.SERVER_ERROR)
    bench.world.receive(ADA, daemon(HARD), fresh_conversation=True)
    live_until(bench, MONDAY + timedelta(days=3, hours=1))
    assert handling(bench) == ["to_look_up"]
    assert steps_sent(bench, BOB) == [0, 1]
    bench.faults.calm()
    bench.poll()
    assert (lead(bench, ADA)[0], lead(bench, BOB)[0]) == ("bounced", "in_flight")


def test_a_strangers_bounce_that_names_a_lead_to_come_waits_for_it(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, BOB, options=SNIPPETS)
    bench.poll()
    bench.world.receive(BOB, daemon(HARD), fresh_conversation=True)
    bench.poll()
    assert handling(bench) == ["no_lead"]
    assert query(bench.path, "SELECT address FROM event_address") == [(ADA,), ("mailer-daemon@mx.example",)]


def test_a_queued_lead_in_doubt_is_sent_nothing_and_a_dry_run_says_so(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=SNIPPETS)
    bench.poll()
    bench.clock.advance(days=3, hours=1)
    bench.world.run_due()
    bench.poll(send=False)
    assert lead(bench, ADA)[0] == "queued"
    bench.faults.always("conversations", Fault.SERVER_ERROR)
    bench.world.receive(ADA, daemon(SOFT))
    assert planned(bench) == []
    bench.poll()
    assert steps_sent(bench, ADA) == [0]
    bench.faults.calm()
    shown = planned(bench)
    bench.poll()
    assert (len(shown), steps_sent(bench, ADA)) == (1, [0, 1])


def test_a_conversation_that_is_gone_holds_the_lead(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=SNIPPETS)
    doubt_ada(bench)
    bench.poll()
    bench.faults.calm()
    bench.world.delete_conversation(ADA)
    bench.poll()
    held = query(bench.path, "SELECT status, reason_code FROM lead")
    assert (held, handling(bench)) == ([("held", "conversation_gone")], ["mail_noted"])


def test_a_mail_that_the_record_does_not_show_counts_on_the_safe_side(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=SNIPPETS)
    bench.poll()
    conv_id = bench.world.receive(
        ADA, ComposedMail(ADA, "Ada", "Re: Hello", f"I am out of the office. {FILLER}")
    )
    bench.world.conversation(conv_id).messages()[-1].shown = False
    bench.poll()
    assert lead(bench, ADA)[0] == "replied"


def test_a_timer_that_fires_while_a_mail_is_in_doubt_does_not_overtake_it(tmp_path: Path) -> None:
    bench = make_bench(
        tmp_path, ADA, options=Options(message_detail="snippet", auto_mail_cancels_timer=False)
    )
    bench.poll()
    bench.clock.advance(days=2)
    bench.world.receive(
        ADA, ComposedMail(ADA, "Ada", "Re: Hello", f"I am out of the office. {FILLER}\nCall me!")
    )
    bench.clock.advance(days=1, hours=2)
    bench.poll()
    assert (lead(bench, ADA)[0], steps_sent(bench, ADA)) == ("replied", [0])


def test_after_a_soft_verdict_the_timer_that_was_put_off_is_made_good(tmp_path: Path) -> None:
    bench = make_bench(
        tmp_path, ADA, options=Options(message_detail="snippet", auto_mail_cancels_timer=False)
    )
    bench.poll()
    bench.clock.advance(days=2)
    bench.world.receive(ADA, daemon(SOFT))
    bench.clock.advance(days=1, hours=2)
    bench.poll()
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.parametrize("fresh", [False, True])
def test_a_process_that_dies_around_a_look_up_changes_nothing_twice(tmp_path: Path, *, fresh: bool) -> None:
    ends = []
    for die_at in range(1, 60):
        folder = tmp_path / str(die_at)
        folder.mkdir()
        clock = VirtualClock(MONDAY)
        rig = Rig(folder / "state.db", World(clock, options=Options(message_detail="snippet")), clock)
        rig.add_sequence()
        rig.add_leads(ADA, BOB)
        rig.release()
        rig.poll()
        rig.world.receive(ADA, daemon(HARD), fresh_conversation=fresh)
        rig.meter.arm(die_at, only_edges=True)
        died = rig.survive(rig.poll)
        rig.meter.arm(None)
        rig.poll()
        told = query(rig.path, "SELECT count(*) FROM journal WHERE status = 'bounced'")
        ends.append((rig.status(ADA)[0], told, handling(rig)))
        rig.store.close()
        if not died:
            break
    assert len(ends) > 5
    assert all(end == ("bounced", [(1,)], ["mail_applied"]) for end in ends)


def test_no_more_than_a_bounded_number_is_looked_up_a_round_and_nobody_is_forgotten(tmp_path: Path) -> None:
    people = [f"p{n}@firm{n}.example" for n in range(70)]
    bench = make_bench(tmp_path, *people, options=SNIPPETS)
    bench.poll()
    for each in people:
        bench.world.receive(each, daemon(FILLER + f"\n<{each}>: 550 5.1.1 no such user here\n"))
    asked = count_reads(bench)
    bench.poll()
    assert (len(asked), {lead(bench, each)[0] for each in people}) == (70, {"bounced"})


# -- soft bounces in a row


def bounce_softly(bench: Bench, how: Any = "event") -> None:
    bench.world.bounce(ADA, how, hard=False)
    bench.poll()


@pytest.mark.parametrize("how", ["event", "daemon_ours", "daemon_strange", "event_and_daemon"])
def test_the_third_soft_bounce_in_a_row_is_hard_over_restarts(tmp_path: Path, how: Any) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    for wait in STEPS[:2]:
        bounce_softly(bench, how)
        assert lead(bench, ADA)[0] == "in_flight"
        bench.reopen()
        bench.live(days=wait.wait_ms / DAY_MS + 0.75)
    assert steps_sent(bench, ADA) == [0, 1, 2]
    bounce_softly(bench, how)
    assert lead(bench, ADA)[0] == "bounced"
    assert "third soft bounce in a row" in lead(bench, ADA)[1]


def test_soft_bounces_count_over_two_sequences(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.add_sequence("second")
    bench.add_leads(ADA, sequence_id="second")
    bench.poll()
    bounce_softly(bench)
    bench.live(days=3.75)
    bounce_softly(bench)
    bench.reopen()
    bench.release("second")
    bench.poll()
    assert steps_sent(bench, ADA) == [0, 1, 0]
    bounce_softly(bench)
    assert {lead(bench, ADA)[0], lead(bench, ADA, "second")[0]} <= {"bounced", "suppressed"}


@pytest.mark.parametrize("life", ["auto-reply", "a wait without a bounce"])
def test_a_sign_of_life_begins_the_row_anew(tmp_path: Path, life: str) -> None:
    steps = (STEPS[0], *(plain_step(None, f"Again {n}.") for n in range(4)))
    bench = make_bench(tmp_path, ADA, steps=steps)
    with bench.store.transaction():
        bench.store.sequences.save("intro", "intro", steps, bench.clock.now(), {"autoReply": "ignore"})
    bench.poll()
    for number in range(4):
        if life == "auto-reply" and number == 2:
            bench.world.auto_reply(ADA)
            bench.poll()
            bench.clock.advance(minutes=5)
        if life == "auto-reply" or number != 2:
            bounce_softly(bench)
        assert lead(bench, ADA)[0] == "in_flight"
        bench.live(days=3.75)
    assert len(steps_sent(bench, ADA)) == 5


def test_three_on_one_mail_are_three_and_one_told_twice_is_one(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    for _ in range(2):
        bounce_softly(bench, "event_and_daemon")
        bench.clock.advance(hours=1)
    assert lead(bench, ADA)[0] == "in_flight"
    bounce_softly(bench)
    assert lead(bench, ADA)[0] == "bounced"
    assert lead(bench, BOB)[0] == "in_flight"


# -- thirty days of mixed people

PEOPLE: dict[str, tuple[Callable[[World, str], object], str]] = {
    "silent": (lambda _w, _a: None, "exhausted"),
    "away": (lambda w, a: w.auto_reply(a, text="I am out of the office until 2026-03-12."), "exhausted"),
    "undated": (lambda w, a: w.auto_reply(a, text="I am out of the office."), "exhausted"),
    "challenge": (lambda w, a: w.challenge(a), "exhausted"),
    "left": (lambda w, a: w.auto_reply(a, text="I no longer work here."), "bounced"),
    "reply": (lambda w, a: w.human_reply(a), "replied"),
    "opt-out": (lambda w, a: w.opt_out(a), "suppressed"),
    "soft": (lambda w, a: w.bounce(a, "daemon_ours", hard=False), "exhausted"),
    "hard": (lambda w, a: w.bounce(a, "daemon_strange"), "bounced"),
    "doubt": (
        lambda w, a: w.receive(a, daemon(f"{FILLER}\n<{a}>: 550 5.1.1 no such user here\n")),
        "bounced",
    ),
}


@pytest.mark.parametrize("detail", ["full", "snippet"])
@pytest.mark.parametrize("cancels", [True, False])
def test_in_thirty_days_of_mixed_people_nobody_is_forgotten(
    tmp_path: Path, detail: Any, *, cancels: bool
) -> None:
    options = Options(message_detail=detail, auto_mail_cancels_timer=cancels)
    addresses = {f"{name}{n}@firm-{name}-{n}.example": name for name in PEOPLE for n in range(3)}
    bench = make_bench(tmp_path, *addresses, options=options)
    # So many bounces among so few people would trip the brake, and everybody is at Acme.
    tell_settings(bench, **LONERS, brake={"maxBounceRate": 1.0, "maxComplaints": 100, "maxRefusals": 100})
    bench.poll()
    for number, (address, name) in enumerate(addresses.items()):
        bench.clock.advance(minutes=37)
        PEOPLE[name][0](bench.world, address)
        if number % 4 == 0:
            bench.poll()
    bench.live(days=34, every_hours=8)
    for address, name in addresses.items():
        assert lead(bench, address)[0] == PEOPLE[name][1], (address, lead(bench, address))
    sent = [(line.lead_id, line.step) for line in bench.world.ledger]
    assert len(sent) == len(set(sent))


def test_who_is_forgotten_during_a_look_up_stops_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=SNIPPETS)
    doubt_ada(bench)
    bench.poll()
    assert handling(bench) == ["to_look_up"]
    forget(bench.path, ADA, bench.clock)
    bench.faults.calm()
    bench.live(days=4)
    assert bench.poll().exit_code() is ExitCode.DONE
    assert steps_sent(bench, BOB) == [0, 1]


def test_a_look_up_without_a_conversation_asks_12m_nothing(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=SNIPPETS)
    doubt_ada(bench)
    bench.poll()
    with bench.store.transaction():
        bench.store._database.run("UPDATE event SET body = '{}' WHERE handling = 'to_look_up'")
    bench.faults.calm()
    asked = count_reads(bench)
    assert bench.poll().exit_code() is ExitCode.DONE
    assert asked == []


def test_nothing_goes_to_whoever_wrote_a_doubtful_mail_in_the_conversation_of_another(tmp_path: Path) -> None:
    bench = make_bench(
        tmp_path, ADA, BOB, options=Options(message_detail="snippet", auto_mail_cancels_timer=False)
    )
    doubt_ada(bench, ComposedMail(BOB, "Bob", "Re: Hello", f"{MAYBE}\nPlease stop emailing me."))
    bench.live(days=6)
    assert steps_sent(bench, BOB) == [0]
    bench.faults.calm()
    bench.poll()
    assert lead(bench, BOB)[0] == "suppressed"


def test_who_is_held_for_a_mail_that_is_not_shown_for_a_week_can_be_resolved(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, options=SNIPPETS)
    doubt_ada(bench)
    bench.live(days=6)
    assert lead(bench, ADA)[0] == "in_flight"
    bench.live(days=2)
    assert lead(bench, ADA) == (
        "held",
        "unreadable event: for a week 12m has not shown a mail that must be read",
    )
    assert "to_look_up" not in handling(bench)
    assert bench.poll().exit_code() is ExitCode.DONE


def test_a_soft_bounce_that_only_the_stream_tells_as_such_is_no_answer_in_the_record(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(auto_mail_cancels_timer=True))
    bench.poll()
    report = ComposedMail(
        ADA,
        "",
        "Re: Hello",
        "452 4.2.2 mailbox full",
        {"Content-Type": "multipart/report; report-type=delivery-status"},
    )
    bench.world.receive(ADA, report)
    bench.live(days=12)
    assert lead(bench, ADA)[0] != "replied"


def test_an_absence_told_while_a_lead_is_stopped_counts_once_it_goes_on(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    with bench.store.transaction():
        stop_lead(bench.store, bench.store.leads.get(lead_id("intro", ADA)), "by hand", bench.clock.now())
    bench.world.auto_reply(ADA, text="I am out of the office until 2026-03-13.")
    bench.poll()
    with bench.store.transaction():
        requeue_lead(bench.store, bench.store.leads.get(lead_id("intro", ADA)), "", bench.clock.now())
    live_until(bench, datetime(2026, 3, 15, tzinfo=UTC))
    assert steps_sent(bench, ADA) == [0]
    bench.live(days=5)
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.parametrize(("wait", "days"), [("10d", 10), ("1d", 1)])
def test_a_wait_that_is_edited_while_it_is_held_has_its_new_length(
    tmp_path: Path, wait: str, days: int
) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    live_until(bench, MONDAY + timedelta(hours=12))
    bench.world.auto_reply(ADA, text="I am out of the office until 2026-03-13.")
    bench.poll()
    steps = (plain_step("Hello {{ company }}", "Hi.", wait, days * DAY_MS), *STEPS[1:])
    store_sequence(bench.store, "intro", "intro", steps, bench.clock.now(), dict(LONERS))
    back = paused_until(bench, ADA)
    assert back is not None
    rest = timedelta(days=days, hours=-12)
    live_until(bench, back + rest - timedelta(minutes=2))
    assert steps_sent(bench, ADA) == [0]
    live_until(bench, back + rest)
    assert steps_sent(bench, ADA) == [0, 1]
