"""Marks by hand: what each does to the lead, an answer that was none, and `undo`. Told by the simulator and the file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from faulty import ADA, BOB, make_bench, query, steps_sent
from world import LONERS, STEPS, Bench

from seqcli.clock import plus_months, to_text
from seqcli.commands.consent import Consent
from seqcli.commands.inbox import inbox_snooze
from seqcli.commands.leads import leads
from seqcli.commands.mark import MarkRequest, mark
from seqcli.commands.pause import PauseEnd, pause
from seqcli.commands.replies import replies
from seqcli.commands.undo import list_commands, undo
from seqcli.commands.why import why
from seqcli.engine.leads.suppressing import suppress_staged
from seqcli.engine.leads.targets import Named
from seqcli.engine.stream.context import DrainSummary, EventContext
from seqcli.engine.stream.dispatch import keep_and_apply, load_stored_before
from seqcli.errors import UsageError
from seqcli.model import Lead, Suppression, lead_id
from seqcli.reasons import InboxCloser, InboxKind, InboxState, LeadReason, MarkKind
from seqcli.simulator import DEFAULT_HANDLE, Options
from seqcli.simulator.mails import ComposedMail
from seqcli.store import InboxItem

BOSS = "boss@elsewhere.example"
CYD = "cyd@bolt.example"
NO_ANSWER = "Thank you for your message, I have asked my assistant to look at it."


def say(bench: Bench, which: str, kind: MarkKind, **more: Any) -> dict[str, Any]:
    return mark(bench.path, MarkRequest(which, kind, **more), bench.clock).data


def take_back(bench: Bench, *, dry_run: bool = False) -> dict[str, Any]:
    return undo(bench.path, bench.clock, Consent(None, dry_run)).data


def find(bench: Bench, address: str = ADA, sequence_id: str = "intro") -> Lead:
    return bench.store.leads.get(lead_id(sequence_id, address))


def mails(bench: Bench, address: str = ADA, sequence_id: str = "intro") -> list[InboxItem]:
    return bench.store.inbox.load_of_lead(lead_id(sequence_id, address))


def answers(bench: Bench) -> list[str]:
    return [row[0] for row in query(bench.path, "SELECT address FROM answer ORDER BY 1")]


def state(bench: Bench) -> dict[str, list[tuple[Any, ...]]]:
    """Return what `undo` must give back: everything but the journal, the history and times of change."""
    queries = {
        "lead": "SELECT id, status, status_reason, reason_code, current_step, missing_field, answered_step,"
        " paused_at, paused_until, wait_ends_at FROM lead ORDER BY id",
        "pause": "SELECT lead_id, cause, paused_until, source FROM pause ORDER BY 1, 2",
        "answer": "SELECT * FROM answer ORDER BY 1",
        "inbox": "SELECT id, kind, state, closed_by FROM inbox ORDER BY 1",
        "event": "SELECT seq, handling, answer_kind, detail FROM event ORDER BY 1",
        "attempt": "SELECT lead_id, step, state FROM attempt ORDER BY 1, 2",
        "suppression": "SELECT pattern FROM suppression ORDER BY 1",
    }
    return {name: query(bench.path, sql) for name, sql in queries.items()}


def sent_to(tmp_path: Path, *addresses: str, settings: dict[str, Any] | None = None) -> Bench:
    """Return a bench with the first step sent to these addresses."""
    bench = make_bench(tmp_path)
    bench.add_sequence("intro", STEPS, {**LONERS, **(settings or {})})
    bench.add_leads(*(addresses or (ADA,)))
    bench.release()
    bench.poll()
    return bench


def answered(tmp_path: Path, text: str = NO_ANSWER, settings: dict[str, Any] | None = None) -> Bench:
    """Return a bench whose lead wrote a day after the first step."""
    bench = sent_to(tmp_path, settings=settings)
    bench.clock.advance(hours=24)
    bench.world.human_reply(ADA, text)
    bench.poll()
    assert find(bench).status == "replied"
    return bench


# -- marks that are answers


@pytest.mark.parametrize(
    "kind", [each for each in MarkKind if each not in {MarkKind.AUTO_REPLY, MarkKind.OPT_OUT}]
)
def test_a_mark_makes_the_lead_replied_with_all_that_an_answer_brings(tmp_path: Path, kind: MarkKind) -> None:
    bench = make_bench(tmp_path)
    for sequence_id in ("intro", "second"):
        bench.add_sequence(sequence_id, STEPS, {**LONERS, "companyStop": "pause"})
        bench.add_leads(ADA, BOB, sequence_id=sequence_id)
        bench.release(sequence_id)
    bench.poll()
    before = state(bench)
    said = say(bench, ADA, kind, referral=CYD if kind is MarkKind.REFERRAL else None, sequence_id="intro")
    assert said["lead"]["status"] == "replied"
    assert find(bench).reason_code is LeadReason.ANSWERED
    assert find(bench).answered_step == 0
    assert find(bench, ADA, "second").reason_code is LeadReason.ANSWERED_ELSEWHERE
    assert answers(bench) == [ADA]
    assert find(bench, BOB).pause_reason == f"colleague {ADA} answered"
    assert sorted({each["email"] for each in take_back(bench)["leads"]}) == [ADA, BOB]
    assert state(bench) == before
    say(bench, ADA, kind, referral=CYD if kind is MarkKind.REFERRAL else None, sequence_id="intro")
    bench.live(30)
    assert steps_sent(bench, ADA) == [0, 0]
    take_back(bench)
    bench.live(30)
    assert {find(bench, who, where).status for who in (ADA, BOB) for where in ("intro", "second")} == {
        "exhausted"
    }


def test_a_mark_of_who_has_answered_only_says_what_it_means(tmp_path: Path) -> None:
    bench = answered(tmp_path, "Sounds good, can you call me tomorrow?")
    before = state(bench)
    say(bench, ADA, MarkKind.MEETING)
    assert mails(bench)[0].closed_by is InboxCloser.MARK
    assert {**state(bench), "inbox": []} == {**before, "inbox": []}
    take_back(bench)
    assert state(bench) == before


def test_not_now_keeps_a_date_and_referral_an_address(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    assert say(bench, ADA, MarkKind.NOT_NOW, date="2026-06-01")["mark"]["until"] == "2026-06-01T00:00:00.000Z"
    later = to_text(bench.clock.now() + timedelta(days=90))
    assert say(bench, ADA, MarkKind.NOT_NOW, date="90d")["mark"]["until"] == later
    assert say(bench, ADA, MarkKind.NOT_NOW)["mark"]["until"] is None
    assert (
        say(bench, ADA, MarkKind.REFERRAL, referral=" Cyd@bolt.example")["mark"]["referral"]
        == "Cyd@bolt.example"
    )
    for bad in ({"date": "2026-13-01"}, {"date": "2020-01-01"}, {"date": "soon"}):
        with pytest.raises(UsageError, match="not-now"):
            say(bench, ADA, MarkKind.NOT_NOW, **bad)
    for bad in ({"referral": "cyd"}, {"referral": ADA}):
        with pytest.raises(UsageError):
            say(bench, ADA, MarkKind.REFERRAL, **bad)
    assert query(bench.path, "SELECT count(*) FROM mark") == [(4,)]


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("3mo", "2026-06-02"),
        ("3 months", "2026-06-02"),
        ("1y", "2027-03-02"),
        ("2 weeks", "2026-03-16"),
        ("90d", "2026-05-31"),
        ("36h", "2026-03-03T22:30Z"),
        ("2026-06-01", "2026-06-01"),
        ("2026-06-01T14:00", "2026-06-01T14:00Z"),
    ],
)
def test_not_now_takes_days_and_months(tmp_path: Path, typed: str, until: str) -> None:
    bench = sent_to(tmp_path)
    bench.clock.advance(
        seconds=(datetime(2026, 3, 2, 10, 30, tzinfo=UTC) - bench.clock.now()).total_seconds()
    )
    said = mark(bench.path, MarkRequest(ADA, MarkKind.NOT_NOW, date=typed), bench.clock)
    assert f"as not now until {until}: in_flight" in str(said.blocks[-1])
    mark_kept = bench.store.lead_marks.find_current(find(bench).id)
    assert mark_kept is not None
    assert mark_kept.text == f"not now until {until}"


def test_a_month_ends_with_its_last_day() -> None:
    assert plus_months(datetime(2026, 11, 30, 9, tzinfo=UTC), 3) == datetime(2027, 2, 28, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("3m", "--not-now 3m is 3 minutes", "Write 3mo for months, or 90d."),
        ("1 min", "--not-now 1 min is 1 minute", "Write 1mo for months, or 90d."),
        ("0d", "--not-now 0d is less than a day", "Examples: 90d, 3mo or 2026-12-01."),
        ("23h", "--not-now 23h is less than a day", "Examples: 90d, 3mo or 2026-12-01."),
        ("0mo", "--not-now 0mo is less than a day", "Examples: 90d, 3mo or 2026-12-01."),
        ("20270301", "--not-now 20270301 is no date", "Write 2027-03-01."),
        ("2027", "--not-now 2027 is no date", "Write a whole date, such as 2027-03-01."),
        ("2027-03", "--not-now 2027-03 is no date", "Write 2027-03-01."),
        ("900y", "--not-now 900y is too far away", "Give a nearer date."),
    ],
)
def test_not_now_refuses_what_is_no_day_to_come(tmp_path: Path, typed: str, message: str, hint: str) -> None:
    bench = sent_to(tmp_path)
    with pytest.raises(UsageError) as caught:
        say(bench, ADA, MarkKind.NOT_NOW, date=typed)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert find(bench).status == "in_flight"


def test_a_snooze_takes_months_too(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    until = inbox_snooze(bench.path, "1", "3mo", None, bench.clock).data["snoozed_until"]
    assert until == to_text(plus_months(bench.clock.now(), 3))


def test_an_address_that_we_send_from_is_no_referral(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    with pytest.raises(UsageError, match=f"your sequences send from {DEFAULT_HANDLE.upper()}"):
        say(bench, ADA, MarkKind.REFERRAL, referral=DEFAULT_HANDLE.upper())
    request = MarkRequest(ADA, MarkKind.REFERRAL, referral=CYD)
    with pytest.raises(UsageError, match=f"your sequences send from {CYD}"):
        mark(bench.path, request, bench.clock, CYD)
    assert query(bench.path, "SELECT count(*) FROM mark") == [(0,)]


def test_an_opt_out_by_hand_suppresses_and_no_undo_lifts_that(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    said = mark(bench.path, MarkRequest(ADA, MarkKind.OPT_OUT), bench.clock)
    only = (
        f"an opt-out ends a lead for good; seqcli suppress remove {ADA} only takes the address off the list"
    )
    assert [note.text for note in said.notes] == [f"undo restores no lead: {only}"]
    assert bench.status(ADA)[0] == "suppressed"
    assert find(bench).reason_code is LeadReason.OPTED_OUT
    undone = take_back(bench)
    assert undone["left"][0]["reason"] == f"stays suppressed: {only}"
    assert bench.status(ADA)[0] == "suppressed"
    assert bench.store.suppressions.find_reason(ADA)
    assert mails(bench)[0].state is InboxState.OPEN
    assert bench.store.lead_marks.find_current(find(bench).id) is None


# -- an answer that was none


def test_a_mail_wrongly_taken_for_an_answer_sends_its_lead_back_where_it_was(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    bench.clock.advance(hours=240)
    marked_at = bench.clock.now()
    said = say(bench, ADA, MarkKind.AUTO_REPLY)
    assert (said["lead"]["status"], said["lead"]["step"], said["stays"]) == ("in_flight", 1, None)
    lead = find(bench)
    assert (lead.reason_code, lead.answered_step, answers(bench)) == (LeadReason.NO_ANSWER, None, [])
    # Of three days one had passed when the mail came: the other two begin now.
    assert lead.wait_ends_at is not None
    assert abs(lead.wait_ends_at - (marked_at + timedelta(days=2))) < timedelta(minutes=1)
    assert lead.wake_at == lead.wait_ends_at
    assert mails(bench)[0].kind is InboxKind.AUTO_REPLY
    assert mails(bench)[0].closed_by is InboxCloser.MARK
    bench.live(1.75)
    assert steps_sent(bench, ADA) == [0]
    bench.live(0.6)
    assert steps_sent(bench, ADA) == [0, 1]
    bench.live(30)
    assert find(bench).status == "exhausted"
    assert steps_sent(bench, ADA) == [0, 1, 2]


def test_the_mail_counts_as_an_auto_reply_with_its_date_of_return(tmp_path: Path) -> None:
    text = "Your message has come in. Mrs Lind is in the office again on 2026-03-25."
    bench = answered(tmp_path, text)
    say(bench, ADA, MarkKind.AUTO_REPLY)
    lead = find(bench)
    assert lead.paused_until is not None
    assert lead.paused_until.date().isoformat() == "2026-03-26"
    assert lead.wait_ends_at == lead.paused_until + timedelta(days=2) or lead.wait_ends_at is not None
    bench.live(21)
    assert steps_sent(bench, ADA) == [0]
    bench.live(6)
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.parametrize(
    ("policy", "status"), [("hold", "in_flight"), ("ignore", "in_flight"), ("halt", "stopped")]
)
def test_the_sequence_says_what_an_auto_reply_does(tmp_path: Path, policy: str, status: str) -> None:
    bench = answered(tmp_path, settings={"autoReply": policy})
    assert say(bench, ADA, MarkKind.AUTO_REPLY)["lead"]["status"] == status
    assert (find(bench).paused_at is not None) is (policy == "hold")


def test_our_own_clock_does_not_take_the_mail_for_an_answer_again(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    say(bench, ADA, MarkKind.AUTO_REPLY)
    bench.faults.lost_types = frozenset({"email.no_reply"})  # only R14 advances it
    bench.live(40)
    assert find(bench).status == "exhausted"
    assert steps_sent(bench, ADA) == [0, 1, 2]


def test_a_fresh_mail_is_not_taken_for_an_answer_again_either(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    for sequence_id in ("intro", "second"):
        bench.add_sequence(sequence_id)
        bench.add_leads(ADA, sequence_id=sequence_id)
        bench.release(sequence_id)
    bench.poll()
    bench.clock.advance(hours=24)
    bench.world.human_reply(ADA, NO_ANSWER, fresh_conversation=True)
    bench.poll()
    assert {find(bench).status, find(bench, ADA, "second").status} == {"replied"}
    said = say(bench, ADA, MarkKind.AUTO_REPLY)
    assert {find(bench).status, find(bench, ADA, "second").status} == {"in_flight"}
    assert [each["sequence"] for each in said["others"]] in (["intro"], ["second"])
    bench.live(50)
    assert {find(bench).status, find(bench, ADA, "second").status} == {"exhausted"}


def test_a_real_answer_after_the_mark_ends_the_lead(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    say(bench, ADA, MarkKind.AUTO_REPLY)
    bench.world.human_reply(ADA, "Yes, please call me on Monday.")
    bench.poll()
    assert find(bench).status == "replied"
    bench.live(30)
    assert steps_sent(bench, ADA) == [0]
    said = say(bench, str(mails(bench)[1].id), MarkKind.AUTO_REPLY)
    assert said["lead"]["status"] == "replied"
    assert "another mail" in said["stays"]


def test_a_lead_goes_on_only_when_no_mail_of_the_person_is_left(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    bench.clock.advance(hours=1)
    bench.world.human_reply(ADA, NO_ANSWER + " Again.")
    bench.poll()
    second, first = mails(bench)
    said = say(bench, str(second.id), MarkKind.AUTO_REPLY)
    assert (said["lead"]["status"], said["stays"]) == (
        "replied",
        f"there is another mail of 2026-03-03, #{first.id}",
    )
    assert answers(bench) == [ADA]
    said = say(bench, str(first.id), MarkKind.AUTO_REPLY)
    assert said["lead"]["status"] == "in_flight"
    assert answers(bench) == []
    take_back(bench)
    assert (find(bench).status, answers(bench)) == ("replied", [ADA])
    take_back(bench)
    assert {each.kind for each in mails(bench)} == {InboxKind.REPLY}


def test_a_mail_of_an_unknown_conversation_by_the_same_person_keeps_the_lead(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    bench.world.human_reply(ADA, "One more thing: which price?", fresh_conversation=True)
    bench.poll()
    first = next(each for each in mails(bench) if each.kind is InboxKind.REPLY)
    assert say(bench, str(first.id), MarkKind.AUTO_REPLY)["lead"]["status"] == "replied"


def test_a_mail_that_is_still_to_be_read_is_not_read_once_it_is_marked(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, options=Options(message_detail="snippet"))
    bench.poll()
    bench.clock.advance(hours=24)
    filler = "We have received what you sent us and thank you for the interest in our house. " * 4
    text = f"I am out of the office. {filler}\nStill, call me, I am interested."
    bench.world.receive(ADA, ComposedMail(ADA, "Ada", "Re: Hello", text))
    number = drain_only(bench)
    assert mails(bench)[0].kind is InboxKind.TO_READ
    assert say(bench, str(number), MarkKind.AUTO_REPLY)["lead"]["status"] == "in_flight"
    bench.live(1)
    assert find(bench).status == "in_flight"
    take_back(bench)
    assert bench.store.events.has_look_up()


def drain_only(bench: Bench) -> int:
    """Apply the stream without reading anything at 12m; return the number of the newest mail."""
    ctx = EventContext(bench.store, DEFAULT_HANDLE, bench.clock.now(), DrainSummary())
    with bench.store.transaction():
        cursor = bench.store.cursors.find(DEFAULT_HANDLE)
        page = bench.client.read_events(DEFAULT_HANDLE, 0 if cursor is None else cursor.seq)
        before = load_stored_before(ctx, page.events)
        for event in page.events:
            keep_and_apply(ctx, event, before)
    return bench.store.inbox.find_last_id()


def test_whoever_was_answered_by_hand_stays_out_of_the_sequence(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    lead = find(bench)
    with bench.store.transaction():
        bench.store._database.run(
            "INSERT INTO reply(idempotency_key, identity, conv_id, address, lead_id, state, created_at, first_try_at,"
            " accepted_at, request_body) VALUES ('k', ?1, ?2, ?3, ?4, 'accepted', ?5, ?5, ?5, X'7b7d')",
            *(lead.identity, lead.conv_id, ADA, lead.id, to_text(bench.clock.now())),
        )
    said = say(bench, ADA, MarkKind.AUTO_REPLY)
    assert (said["lead"]["status"], said["stays"]) == ("replied", f"you answered {ADA} in intro")


def test_a_meaning_that_somebody_gave_keeps_the_lead(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    bench.clock.advance(hours=1)
    bench.world.auto_reply(ADA, 0)
    bench.poll()
    out_of_office = next(each for each in mails(bench) if each.kind is InboxKind.AUTO_REPLY)
    say(bench, str(out_of_office.id), MarkKind.INTERESTED)
    first = next(each for each in mails(bench) if each.kind is InboxKind.REPLY)
    said = say(bench, str(first.id), MarkKind.AUTO_REPLY)
    assert said["lead"]["status"] == "replied"
    assert said["stays"].startswith("marked as interested on")


def test_nothing_revives_who_is_suppressed_or_bounced(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    suppress(bench, ADA)
    said = say(bench, ADA, MarkKind.AUTO_REPLY)
    assert (said["lead"]["status"], answers(bench)) == ("suppressed", [ADA])
    assert "is suppressed by" in said["stays"]
    take_back(bench)
    assert find(bench).status == "suppressed"
    say(bench, ADA, MarkKind.INTERESTED)
    take_back(bench)
    assert find(bench).status == "suppressed"
    bench.live(30)
    assert steps_sent(bench, ADA) == [0]


def suppress(bench: Bench, address: str) -> None:
    with bench.store.transaction():
        entry = Suppression(address, "address", "a test", "a test", bench.clock.now())
        bench.store.suppression_lists.stage([entry])
        suppress_staged(bench.store, "a test", bench.clock.now())


def test_colleagues_go_on_unless_another_one_has_answered(tmp_path: Path) -> None:
    eve = "eve@acme.example"
    bench = sent_to(tmp_path, ADA, BOB, eve, settings={"companyStop": "pause"})
    bench.world.human_reply(ADA, NO_ANSWER)
    bench.poll()
    assert find(bench, BOB).paused_at is not None
    said = say(bench, ADA, MarkKind.AUTO_REPLY)
    assert sorted(each["email"] for each in said["others"]) == sorted([BOB, eve])
    assert find(bench, BOB).paused_at is None
    take_back(bench)
    assert find(bench, BOB).paused_at is not None
    bench.world.human_reply(eve, "Please call me.")
    bench.poll()
    said = say(bench, ADA, MarkKind.AUTO_REPLY)
    assert find(bench, BOB).paused_at is not None
    assert "seqcli resume" in said["left"][0]["reason"]
    assert find(bench).status == "in_flight"


def test_where_a_lead_had_ended_before_the_answer_it_has_ended_again(tmp_path: Path) -> None:
    bench = sent_to(tmp_path)
    bench.live(20)
    assert find(bench).status == "exhausted"
    bench.world.human_reply(ADA, NO_ANSWER)
    bench.poll()
    assert find(bench).status == "replied"
    assert say(bench, ADA, MarkKind.AUTO_REPLY)["lead"]["status"] == "exhausted"
    bench.live(30)
    assert steps_sent(bench, ADA) == [0, 1, 2]


def test_who_wrote_first_goes_on_if_a_machine_wrote(tmp_path: Path) -> None:
    bench = sent_to(tmp_path, BOB)
    bench.add_leads(ADA)
    bench.world.human_reply(BOB, NO_ANSWER, from_address=ADA, fresh_conversation=True)
    bench.poll()
    assert find(bench).reason_code is LeadReason.WROTE_FIRST
    before = state(bench)
    assert say(bench, ADA, MarkKind.AUTO_REPLY)["lead"]["status"] == "queued"
    take_back(bench)
    assert state(bench)["lead"] == before["lead"]


def test_a_fresh_mail_is_about_the_lead_that_was_written_to(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.add_sequence("a-later")
    bench.add_leads(ADA, sequence_id="a-later")
    bench.add_sequence("intro")
    bench.add_leads(ADA)
    bench.release()
    bench.poll()
    bench.world.human_reply(ADA, fresh_conversation=True)
    bench.poll()
    number = query(bench.path, "SELECT id FROM inbox")[0][0]
    assert say(bench, str(number), MarkKind.MEETING)["lead"]["sequence"] == "intro"
    assert say(bench, str(number), MarkKind.MEETING, sequence_id="a-later")["lead"]["sequence"] == "a-later"
    with pytest.raises(UsageError, match="no lead"):
        say(bench, str(number), MarkKind.MEETING, sequence_id="none")


def test_not_now_without_a_date_names_the_date_of_the_mail(tmp_path: Path) -> None:
    bench = answered(tmp_path, "Please try me again in June.")
    said = mark(bench.path, MarkRequest(ADA, MarkKind.NOT_NOW), bench.clock)
    assert any("to keep that date: seqcli mark 1 --not-now 2026-06-01" in note.text for note in said.notes)
    assert said.data["mark"]["until"] is None


def test_who_is_forgotten_leaves_no_mark_and_no_address_in_one(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    say(bench, ADA, MarkKind.REFERRAL, referral=BOB)
    bench.add_leads(BOB)
    with bench.store.transaction():
        bench.store.erasure.forget_person(BOB, bench.clock.now())
    assert BOB not in str(query(bench.path, "SELECT * FROM mark"))
    take_back(bench)
    say(bench, ADA, MarkKind.AUTO_REPLY)
    with bench.store.transaction():
        bench.store.erasure.forget_person(ADA, bench.clock.now())
    assert query(bench.path, "SELECT count(*) FROM mark") == [(0,)]
    with pytest.raises(UsageError, match="no command to undo"):
        take_back(bench)


def test_why_leads_and_replies_show_the_newest_mark_that_stands(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    say(bench, ADA, MarkKind.INTERESTED)
    say(bench, ADA, MarkKind.REFERRAL, referral=CYD)
    told = why(bench.path, ADA, None, bench.clock).data["leads"][0]
    assert (told["mark"]["kind"], told["mark"]["referral"], told["mark"]["mail"]) == ("referral", CYD, 1)
    changes = [line["what"] for line in told["timeline"] if line["source"] == "mark"]
    assert changes == ["marked as interested", f"marked as referral to {CYD}"]
    assert "without the mark: a person wrote it" in next(
        line["why"] for line in told["timeline"] if line["source"] == "mark"
    )
    take_back(bench)
    rows = leads(bench.path, bench.clock, as_csv=True).csv_rows
    assert rows is not None
    header, row = list(rows)[:2]
    assert dict(zip(header, row, strict=True))["mark"] == "interested"
    assert next(replies(bench.path, None, bench.clock).data["replies"].make())["mark"] == "interested"


# -- undo


def test_an_auto_reply_that_is_taken_back_is_an_answer_again(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    before = state(bench)
    say(bench, ADA, MarkKind.AUTO_REPLY)
    assert take_back(bench, dry_run=True)["leads"][0]["status"] == "replied"
    assert find(bench).status == "in_flight"
    take_back(bench)
    assert state(bench) == before
    with pytest.raises(UsageError, match="no command to undo"):
        take_back(bench)


def test_it_is_taken_back_also_after_the_next_step_went_out(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    say(bench, ADA, MarkKind.AUTO_REPLY)
    bench.live(11)
    assert steps_sent(bench, ADA) == [0, 1]
    take_back(bench)
    assert (find(bench).status, answers(bench)) == ("replied", [ADA])
    bench.live(30)
    assert steps_sent(bench, ADA) == [0, 1]


def test_marks_are_taken_back_one_by_one(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    states = [state(bench)]
    for kind in (MarkKind.INTERESTED, MarkKind.AUTO_REPLY, MarkKind.NOT_INTERESTED, MarkKind.AUTO_REPLY):
        say(bench, ADA, kind)
        states.append(state(bench))
    assert find(bench).status == "in_flight"
    states.pop()
    while states:
        take_back(bench)
        assert state(bench) == states.pop()


def test_an_answer_since_the_mark_is_not_taken_back(tmp_path: Path) -> None:
    bench = sent_to(tmp_path)
    say(bench, ADA, MarkKind.REPLIED)
    bench.world.human_reply(ADA, "Yes, please.")
    bench.poll()
    undone = take_back(bench)
    assert undone["left"][0]["reason"].startswith("answered since, mail #")
    assert (find(bench).status, answers(bench)) == ("replied", [ADA])


def test_a_suppression_since_the_mark_stands(tmp_path: Path) -> None:
    bench = sent_to(tmp_path)
    say(bench, ADA, MarkKind.REPLIED)
    suppress(bench, ADA)
    take_back(bench)
    assert find(bench).status == "suppressed"
    bench.live(30)
    assert steps_sent(bench, ADA) == [0]


def test_undo_lists_the_date_the_address_and_the_mail_of_each_mark(tmp_path: Path) -> None:
    bench = answered(tmp_path)
    say(bench, ADA, MarkKind.NOT_NOW, date="2026-06-01")
    say(bench, ADA, MarkKind.NOT_NOW, date="2026-06-01T14:00")
    say(bench, ADA, MarkKind.REFERRAL, referral=CYD)
    listed = [each["what"] for each in list_commands(bench.path).data["commands"]]
    assert listed == [
        f"{ADA} --referral {CYD}, mail #1",
        f"{ADA} --not-now 2026-06-01T14:00Z, mail #1",
        f"{ADA} --not-now 2026-06-01, mail #1",
    ]
    undone = undo(bench.path, bench.clock, Consent(None, False))
    assert f"undone: mark {ADA} --referral {CYD}, mail #1" in str(undone.blocks[-1])
    with bench.store.transaction():
        bench.store.erasure.forget_person(CYD, bench.clock.now())
    assert CYD not in str(query(bench.path, "SELECT * FROM steering"))


def test_undo_says_that_the_mail_is_open_again_also_where_no_lead_changes(tmp_path: Path) -> None:
    bench = sent_to(tmp_path)
    bench.world.human_reply(ADA)
    bench.poll()
    say(bench, ADA, MarkKind.INTERESTED)
    undone = undo(bench.path, bench.clock, Consent(None, False))
    assert undone.data["mail_opened"] == 1
    assert "0 leads restored; mail #1 is open again" in str(undone.blocks[-1])
    assert [each.state for each in mails(bench)] == [InboxState.OPEN]


def test_undo_takes_back_a_later_command_first(tmp_path: Path) -> None:
    bench = sent_to(tmp_path, ADA, BOB)
    say(bench, ADA, MarkKind.REPLIED)
    pause(bench.path, Named(BOB), bench.clock, PauseEnd(), "", Consent())
    take_back(bench)
    assert find(bench, BOB).paused_at is None
    assert find(bench).status == "replied"
    take_back(bench)
    assert find(bench).status == "in_flight"


@pytest.mark.parametrize(
    "typed",
    ["Kim Berg <kim.berg@cynco.example>", "<kim.berg@cynco.example>", "mailto:kim.berg@cynco.example"],
)
def test_a_referral_takes_an_address_as_it_was_copied(tmp_path: Path, typed: str) -> None:
    bench = answered(tmp_path)
    said = say(bench, ADA, MarkKind.REFERRAL, referral=typed)
    assert said["mark"]["referral"] == "kim.berg@cynco.example"
    with pytest.raises(UsageError, match="the person who referred you"):
        say(bench, ADA, MarkKind.REFERRAL, referral=f"Ada <{ADA}>")


# -- somebody else wrote, in a lead's conversation


@pytest.mark.parametrize("kind", [MarkKind.INTERESTED, MarkKind.AUTO_REPLY])
def test_who_wrote_in_a_conversation_is_found_by_address_as_by_number(tmp_path: Path, kind: MarkKind) -> None:
    bench = sent_to(tmp_path)
    bench.world.human_reply(ADA, "Tell me more.", from_address=BOSS)
    bench.poll()
    number = mails(bench)[0].id
    by_number = say(bench, str(number), kind)
    take_back(bench)
    by_address = say(bench, BOSS, kind)
    assert by_address["lead"]["email"] == by_number["lead"]["email"] == ADA
    assert by_address["mark"]["mail"] == by_number["mark"]["mail"] == number


# -- mail of nobody's


@pytest.mark.parametrize("by", ["number", "address"])
def test_an_opt_out_of_somebody_who_is_no_lead_suppresses_the_writer(tmp_path: Path, by: str) -> None:
    bench = sent_to(tmp_path)
    bench.world.human_reply(ADA, "Who are you?", from_address=BOSS, fresh_conversation=True)
    bench.poll()
    number = query(bench.path, "SELECT id FROM inbox WHERE lead_id IS NULL")[0][0]
    request = MarkRequest(str(number) if by == "number" else BOSS, MarkKind.OPT_OUT, reason="called us")
    said = mark(bench.path, request, bench.clock)
    assert (said.data["suppressed"], said.data["mail"], said.data["lead"]) == (BOSS, number, None)
    assert f"seqcli suppress remove {BOSS}; seqcli inbox open {number}" in said.notes[0].text
    assert bench.store.suppressions.find_reason(BOSS)
    assert query(bench.path, "SELECT state, closed_by FROM inbox WHERE lead_id IS NULL") == [("done", "mark")]
    told = query(bench.path, "SELECT change, reason FROM journal WHERE actor = 'mark' ORDER BY rowid")
    assert told == [
        (f"suppressed {BOSS}", "opted out: marked by hand"),
        (f"mail {number} marked as opt-out", "called us"),
    ]
    assert bench.status(ADA)[0] == "in_flight"


def test_an_opt_out_of_a_mail_of_nobodys_ends_the_leads_of_its_writer(tmp_path: Path) -> None:
    bench = sent_to(tmp_path)
    bench.world.human_reply(ADA, "Who are you?", from_address=BOB, fresh_conversation=True)
    bench.poll()
    bench.add_leads(BOB)
    number = query(bench.path, "SELECT id FROM inbox WHERE lead_id IS NULL")[0][0]
    said = say(bench, str(number), MarkKind.OPT_OUT)
    assert [each["email"] for each in said["others"]] == [BOB]
    assert bench.status(BOB)[0] == "suppressed"


# -- errors


def test_a_strangers_mail_is_matched_first(tmp_path: Path) -> None:
    bench = sent_to(tmp_path)
    bench.world.human_reply(ADA, "Who are you?", from_address="new@other.example", fresh_conversation=True)
    bench.poll()
    number = query(bench.path, "SELECT id FROM inbox WHERE lead_id IS NULL")[0][0]
    with pytest.raises(UsageError) as caught:
        say(bench, str(number), MarkKind.INTERESTED)
    assert f"seqcli inbox match {number} EMAIL. If not: seqcli inbox done {number};" in caught.value.hint
    assert f"to suppress new@other.example: seqcli mark {number} --opt-out." in caught.value.hint
    for which in ("nobody@else.example", "99"):
        with pytest.raises(UsageError):
            say(bench, which, MarkKind.INTERESTED)
    with pytest.raises(UsageError, match="nothing to mark"):
        say(bench, ADA, MarkKind.AUTO_REPLY)
