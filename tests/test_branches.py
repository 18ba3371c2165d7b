"""Where answers and silence lead: once each, by a mark or a setting, through one memory a person (R19)."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from harness import Rig, check_idle, read_only
from shell import SEQUENCE, Cli, advance, enrol
from world import BASE_URL, LONERS, MONDAY, Bench, plain_step

from seqcli.clock import DAY_MS, HOUR_MS, VirtualClock, to_text
from seqcli.commands.branches import enrolled_lines
from seqcli.commands.consent import Consent
from seqcli.commands.dry_runs import plan_runs
from seqcli.commands.forget import forget
from seqcli.commands.import_leads import import_leads
from seqcli.commands.leads import leads
from seqcli.commands.pause import PauseEnd, pause
from seqcli.commands.resume import resume
from seqcli.commands.status import status
from seqcli.commands.suppress import suppress_add
from seqcli.commands.undo import undo
from seqcli.commands.why import why
from seqcli.config import Settings
from seqcli.engine.leads.branching import Enrolled, cancel_after_undo, plan_after_mark
from seqcli.engine.leads.pausing import add_pause
from seqcli.engine.leads.sequence_imports import store_sequence
from seqcli.engine.leads.targets import Named
from seqcli.model import Lead, LeadStatus, Step, lead_id
from seqcli.output.result import Text
from seqcli.reasons import InboxCloser, MarkKind, PauseCause
from seqcli.simulator import (
    DEFAULT_HANDLE,
    Fault,
    Faults,
    Options,
    People,
    Persona,
    PersonaKind,
    World,
)
from seqcli.store import Branch

ANN, BEN, CAS = "ann@acme.example", "ben@acme.example", "cas@bolt.example"
STEPS = (
    plain_step("Hello {{ company }}", "Hi, about {{ company }}.", "1d", DAY_MS),
    plain_step(None, "Hi again.", "1d", DAY_MS),
)
SHORT = (plain_step("Spring at {{ company }}", "Hi {{ referred_by | default('there') }}.", "1d", DAY_MS),)
FIELDS = (
    '{"company": "Acme", "first_name": "Ann", "last_name": "Arc", "website": "acme.example", "phone": "1"}'
)


def leads_to(cause: str, sequence_id: str, **more: Any) -> dict[str, Any]:
    return {**LONERS, "on": {cause: {"sequence": sequence_id, **more}}}


def make(folder: Path, settings: dict[str, Any], steps: tuple[Step, ...] = STEPS) -> Bench:
    """A bench in which "intro" leads somewhere, with Ann released in it, and a sequence "spring" that was started."""
    clock = VirtualClock(MONDAY)
    bench = Bench(folder / "seqcli.db", World(clock, options=Options()), clock)
    bench.add_sequence("intro", steps, settings)
    bench.add_leads(ANN, fields=FIELDS)
    bench.release()
    return bench


def add_spring(bench: Bench, *, start: bool = True, settings: dict[str, Any] | None = None) -> None:
    bench.add_sequence("spring", SHORT, settings)
    if start:
        bench.release("spring")


def exhaust(bench: Bench, days: float = 4) -> list[Enrolled]:
    """Let Ann stay silent to the end; return who was enrolled meanwhile."""
    reports = [bench.poll(), *bench.live(days)]
    return [each for report in reports for each in report.enrolled]


def find(bench: Bench, address: str, sequence_id: str = "spring") -> Lead | None:
    return bench.store.leads.find(lead_id(sequence_id, address))


def get(bench: Bench, address: str, sequence_id: str = "spring") -> Lead:
    found = find(bench, address, sequence_id)
    assert found is not None, address
    return found


def branches(bench: Bench, address: str = ANN) -> list[Branch]:
    return bench.store.branches.load_of_lead(lead_id("intro", address))


def branch(bench: Bench, address: str = ANN) -> Branch:
    (found,) = branches(bench, address)
    return found


def next_of(bench: Bench, address: str = ANN, sequence_id: str = "intro") -> str:
    result = why(bench.path, address, sequence_id, bench.clock)
    (last,) = [block for block in result.blocks if isinstance(block, Text)][-1].lines
    return last


def told_of(bench: Bench, address: str, sequence_id: str) -> list[tuple[str, str]]:
    found = bench.store.journal.load_for_lead(lead_id(sequence_id, address))
    return [(each.change, each.reason) for each in found if each.actor == "branch"]


# --- silence -------------------------------------------------------------------------------------


def test_silence_to_the_end_enrols_in_the_next_sequence_with_the_same_fields(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring"))
    add_spring(bench)
    (made,) = exhaust(bench)
    lead = get(bench, ANN)
    assert made == Enrolled(lead.id, "spring", is_released=False)
    assert bench.status(ANN)[0] == "exhausted"
    assert (lead.status, lead.released_at, lead.allow_answered) == (LeadStatus.QUEUED, None, False)
    assert dict(lead.fields) == dict(get(bench, ANN, "intro").fields)
    assert lead.company_key == get(bench, ANN, "intro").company_key
    assert told_of(bench, ANN, "intro") == [("enrolled in spring", "no reply; not released")]
    assert told_of(bench, ANN, "spring") == [("enrolled", "no reply in intro")]
    bench.live(10)
    assert (branch(bench).made_lead_id, len(branches(bench))) == (lead.id, 1)
    assert [step for step, _ in bench.accepted(ANN)] == [0, 1], "an unreleased lead was sent to"


def test_without_the_setting_nothing_follows(tmp_path: Path) -> None:
    bench = make(tmp_path, dict(LONERS))
    add_spring(bench)
    assert exhaust(bench) == []
    assert branches(bench) == []
    assert find(bench, ANN) is None


def test_a_released_one_is_sent_to_in_the_same_run_whatever_recontact_says(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", release=True))
    add_spring(bench, settings={"recontactMs": 90 * DAY_MS})
    (made,) = exhaust(bench)
    assert made.is_released
    assert [step for step, _ in bench.accepted(ANN)] == [0, 1, 0]


def test_mail_of_a_third_sequence_still_counts_for_recontact(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", release=True))
    bench.add_sequence("third", SHORT)
    bench.add_leads(ANN, sequence_id="third")
    bench.release("third")
    add_spring(bench, settings={"recontactMs": 90 * DAY_MS})
    exhaust(bench)
    assert get(bench, ANN).status is LeadStatus.QUEUED
    assert "third wrote on" in next_of(bench, ANN, "spring")
    assert len(bench.accepted(ANN)) == 3


def test_a_lead_is_not_released_into_a_sequence_that_was_never_started(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", release=True))
    add_spring(bench, start=False)
    (made,) = exhaust(bench)
    assert not made.is_released
    assert get(bench, ANN).released_at is None


def test_a_missing_field_holds_the_new_lead_as_an_import_would(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", release=True))
    bench.add_sequence("spring", (plain_step("{{ plant }}", "Hi.", "1d", DAY_MS),))
    bench.release("spring")
    (made,) = exhaust(bench)
    assert made.held == get(bench, ANN).status_reason == "needs plant (step 1)"
    assert get(bench, ANN).status is LeadStatus.HELD
    assert list(enrolled_lines([made])) == [
        "1 lead enrolled in spring, held: seqcli leads --held --sequence spring"
    ]


def test_the_wait_begins_when_the_lead_ends(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", waitMs=30 * DAY_MS))
    add_spring(bench)
    assert exhaust(bench) == []
    due_at = branch(bench).due_at
    assert f"next: it is enrolled in spring by the first `seqcli poll` after {due_at:%Y-%m-%d}" in next_of(
        bench
    )
    bench.clock.advance(seconds=(due_at - bench.clock.now()).total_seconds() - 60)
    assert bench.poll().enrolled == []
    bench.clock.advance(seconds=120)
    assert len(bench.poll().enrolled) == 1


Act = Callable[[Bench], object]


def suppress(bench: Bench) -> None:
    suppress_add(bench.path, [ANN], "asked by phone", bench.clock)


OVERTAKEN: dict[str, tuple[Act, str]] = {
    "a late reply": (lambda bench: bench.world.human_reply(ANN), "answered"),
    "an opt-out": (lambda bench: bench.world.opt_out(ANN), "opted out"),
    "a bounce": (lambda bench: bench.world.bounce(ANN), "12m says: hard"),
    "a suppression": (suppress, "asked by phone"),
}


@pytest.mark.parametrize("name", OVERTAKEN)
def test_what_comes_before_it_is_made_keeps_it_from_being_made(tmp_path: Path, name: str) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", waitMs=5 * DAY_MS))
    add_spring(bench)
    exhaust(bench)
    act, reason = OVERTAKEN[name]
    act(bench)
    bench.live(10)
    assert find(bench, ANN) is None
    assert reason in branch(bench).why
    assert "nothing" in next_of(bench)


def test_a_reply_that_is_read_in_the_run_that_would_make_it_comes_first(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", waitMs=5 * DAY_MS, release=True))
    add_spring(bench)
    exhaust(bench)
    bench.clock.advance(days=6)
    bench.world.human_reply(ANN)
    assert bench.poll().enrolled == []
    assert find(bench, ANN) is None


def test_a_stream_that_cannot_be_read_keeps_its_people_from_being_enrolled(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", waitMs=5 * DAY_MS))
    add_spring(bench)
    exhaust(bench)
    bench.clock.advance(days=6)
    bench.faults.always("events", Fault.SERVER_ERROR)
    assert bench.poll().problems
    assert find(bench, ANN) is None
    bench.faults.always("events", None)
    bench.clock.advance(minutes=2)
    assert len(bench.poll().enrolled) == 1


def test_whoever_is_in_the_next_sequence_already_stays_as_they_are(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring"))
    add_spring(bench)
    bench.add_leads(ANN, sequence_id="spring", fields='{"company": "Other"}')
    before = get(bench, ANN)
    assert exhaust(bench) == []
    assert branch(bench).why == "was in spring before"
    assert get(bench, ANN) == before


@pytest.mark.parametrize("sender", [ANN, ""])
def test_a_mail_that_nobody_could_read_is_seen_by_somebody_first(tmp_path: Path, sender: str) -> None:
    """The lead has ended and cannot be held; a mail that names nobody may be anybody's."""
    bench = make(tmp_path, leads_to("noReply", "spring", waitMs=5 * DAY_MS))
    add_spring(bench)
    exhaust(bench)
    with bench.store.transaction():
        bench.store.inbox.add_quarantined(DEFAULT_HANDLE, 1, None, sender, None, bench.clock.now())
    bench.live(10)
    assert find(bench, ANN) is None
    assert next_of(bench) == "next: it is enrolled in spring later: mail #1 may be an answer: seqcli inbox"
    with bench.store.transaction():
        bench.store.inbox.close([1], InboxCloser.DONE, bench.clock.now())
    bench.live(1)
    assert find(bench, ANN) is not None


@pytest.mark.parametrize(
    ("stop", "expected"),
    [("pause", LeadStatus.QUEUED), ("stop", LeadStatus.STOPPED), ("off", LeadStatus.QUEUED)],
)
def test_an_answer_at_the_company_while_it_waits_counts_for_the_new_lead(
    tmp_path: Path, stop: str, expected: LeadStatus
) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", release=True, waitMs=6 * DAY_MS))
    bench.add_leads(BEN)
    bench.release()
    add_spring(bench, settings={"recontactMs": 0, "companyStop": stop})
    exhaust(bench)
    bench.world.human_reply(BEN)
    bench.live(8)
    lead = get(bench, ANN)
    assert lead.status is expected if stop != "off" else len(bench.accepted(ANN)) == 3
    assert (lead.pause_reason == f"colleague {BEN} answered") is (stop != "off")


def test_two_sequences_never_write_to_a_person_at_a_time(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring"))
    add_spring(bench)
    bench.add_sequence("third", STEPS)
    bench.add_leads(ANN, sequence_id="third")
    assert exhaust(bench) == []
    assert next_of(bench) == "next: it is enrolled in spring later: still in third (queued)"
    bench.release("third")
    bench.live(1)
    assert find(bench, ANN) is None
    assert "still in third (in_flight)" in next_of(bench)
    bench.live(4)
    assert find(bench, ANN) is not None


def test_a_sequence_that_is_missing_is_waited_for(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring"))
    assert exhaust(bench) == []
    assert 'there is no sequence "spring" yet: seqcli import-sequence FILE' in next_of(bench)
    (waiting,) = status(bench.path, "intro", bench.clock).data["sequences"][0]["to_enrol"]
    assert (waiting["leads"], waiting["is_missing"], waiting["sequence"]) == (1, True, "spring")
    add_spring(bench)
    assert len(bench.poll().enrolled) == 1
    assert status(bench.path, "intro", bench.clock).data["sequences"][0]["to_enrol"] == []


def test_a_forgotten_person_is_not_enrolled_and_leaves_nothing(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", waitMs=DAY_MS))
    add_spring(bench)
    exhaust(bench, 3)
    forget(bench.path, ANN, bench.clock)
    bench.live(5)
    with closing(sqlite3.connect(bench.path)) as conn:
        assert conn.execute("SELECT count(*) FROM branch").fetchone() == (0,)
        assert conn.execute("SELECT count(*) FROM lead").fetchone() == (0,)


def reimport(bench: Bench, settings: dict[str, Any]) -> None:
    store_sequence(bench.store, "intro", "intro", STEPS, bench.clock.now(), settings)


def test_who_waits_follows_the_setting_of_the_file(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", waitMs=5 * DAY_MS))
    add_spring(bench)
    bench.add_sequence("summer", SHORT)
    exhaust(bench)
    reimport(bench, leads_to("noReply", "summer", waitMs=5 * DAY_MS))
    bench.live(6)
    assert (find(bench, ANN), find(bench, ANN, "summer") is not None) == (None, True)


def test_a_setting_that_leaves_the_file_enrols_nobody_any_more(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", waitMs=5 * DAY_MS))
    add_spring(bench)
    exhaust(bench)
    reimport(bench, dict(LONERS))
    bench.live(10)
    assert (find(bench, ANN), branch(bench).why) == (None, "[on.no_reply] was removed")


def test_sequences_that_lead_to_each_other_end_after_one_pass_each(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", release=True))
    add_spring(bench, settings=leads_to("noReply", "intro", release=True))
    exhaust(bench, 20)
    assert [step for step, _ in bench.accepted(ANN)] == [0, 1, 0]
    (back,) = bench.store.branches.load_of_lead(lead_id("spring", ANN))
    assert back.why == "was in intro before"


def test_an_answer_in_the_next_sequence_ends_it_there(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring"))
    add_spring(bench)
    exhaust(bench)
    bench.world.human_reply(ANN)
    bench.poll()
    lead = get(bench, ANN)
    assert lead.status in {LeadStatus.STOPPED, LeadStatus.REPLIED}
    bench.release("spring")
    bench.live(3)
    assert len(bench.accepted(ANN)) == 2


def test_our_own_clock_leads_on_as_the_timer_does(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring"), STEPS[:1])
    add_spring(bench)
    bench.poll()
    bench.faults.always("events", Fault.LOST)
    bench.live(1.5)
    bench.faults.always("events", None)
    bench.live(2)
    assert bench.status(ANN)[1].startswith("our own clock")
    assert find(bench, ANN) is not None


# --- paused --------------------------------------------------------------------------------------

SURE = Consent()
PAUSED = f"paused by hand until you resume it: seqcli resume {ANN}"


def pause_ann(bench: Bench, length: str | None = None) -> None:
    pause(bench.path, Named(email=ANN), bench.clock, PauseEnd(length), "", SURE)


@pytest.mark.parametrize("when", ["in flight", "led on already"])
def test_whoever_is_paused_by_hand_is_not_led_on_until_resumed(tmp_path: Path, when: str) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", release=True, waitMs=DAY_MS))
    add_spring(bench)
    bench.live(1.5)
    if when == "in flight":
        assert bench.status(ANN)[0] == "in_flight"
        pause_ann(bench)
    exhaust(bench, 1)
    assert bench.status(ANN)[0] == "exhausted"
    if when != "in flight":
        pause_ann(bench)
    bench.live(9)
    assert find(bench, ANN) is None
    assert next_of(bench) == f"next: it is enrolled in spring later: {PAUSED}"
    shown = status(bench.path, "intro", bench.clock)
    assert shown.data["sequences"][0]["to_enrol"][0]["paused"] == 1
    assert "1 of them paused: seqcli leads --paused" in str(shown.blocks)
    listed = leads(bench.path, bench.clock, paused=True)
    assert listed.data["count"] == 1
    assert list(plan_runs(bench.store, bench.client, [DEFAULT_HANDLE])) == []
    resume(bench.path, Named(email=ANN), bench.clock, None, "", SURE)
    undo(bench.path, bench.clock, SURE)
    assert bench.poll().enrolled == []
    resume(bench.path, Named(email=ANN), bench.clock, None, "", SURE)
    assert len(bench.poll().enrolled) == 1
    assert len(bench.accepted(ANN)) == 3


def test_a_pause_with_an_end_is_waited_for(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", waitMs=DAY_MS))
    add_spring(bench)
    exhaust(bench, 2.5)
    pause_ann(bench, "10d")
    until = bench.clock.now() + timedelta(days=10)
    assert f"paused by hand until {until:%Y-%m-%d %H:%M} UTC: seqcli resume {ANN}" in next_of(bench)
    bench.live(9)
    assert find(bench, ANN) is None
    bench.clock.advance(seconds=(until - bench.clock.now()).total_seconds() + 1)
    assert len(bench.poll().enrolled) == 1


def test_whoever_is_away_is_led_on_after_that_or_when_somebody_resumes_it(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", waitMs=DAY_MS))
    add_spring(bench)
    exhaust(bench, 2.5)
    with bench.store.transaction():
        until, lead = bench.clock.now() + timedelta(days=9), get(bench, ANN, "intro")
        away: dict[str, Any] = {
            "until": until,
            "reason": "auto-reply",
            "actor": "event",
            "at": bench.clock.now(),
        }
        add_pause(bench.store, lead, PauseCause.AUTO_REPLY, **away)
    bench.live(3)
    assert f"{until:%H:%M} UTC (auto-reply): seqcli resume {ANN} --cause auto-reply" in next_of(bench)
    resume(bench.path, Named(email=ANN), bench.clock, "auto-reply", "", SURE)
    assert len(bench.poll().enrolled) == 1


def test_undo_of_a_pause_lets_the_enrolment_go_on(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", waitMs=5 * DAY_MS))
    add_spring(bench)
    exhaust(bench)
    pause_ann(bench)
    undo(bench.path, bench.clock, SURE)
    assert bench.store.pauses.load_for_lead(lead_id("intro", ANN)) == []
    bench.live(6)
    assert find(bench, ANN) is not None


def test_a_pause_before_an_answer_counts_for_not_now(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("notNow", "spring"))
    add_spring(bench)
    bench.poll()
    pause_ann(bench)
    reply(bench)
    until = bench.clock.now() + timedelta(days=2)
    _, told = mark(bench, MarkKind.NOT_NOW, until)
    assert told == [f"enrolled in spring (not released) from {until:%Y-%m-%d} on, but {PAUSED}"]
    bench.live(4)
    assert find(bench, ANN) is None
    resume(bench.path, Named(email=ANN), bench.clock, None, "", SURE)
    assert len(bench.poll().enrolled) == 1


@pytest.mark.parametrize("stop", ["pause", "stop", "off"])
def test_an_answer_at_the_company_before_the_end_counts_as_one_after_it(tmp_path: Path, stop: str) -> None:
    bench = make(
        tmp_path, {"recontactMs": 0, **leads_to("noReply", "spring", release=True), "companyStop": "pause"}
    )
    bench.add_leads(BEN)
    bench.release()
    add_spring(bench, settings={"recontactMs": 0, "companyStop": stop})
    bench.live(1.5)
    assert len(bench.accepted(ANN)) == 2
    bench.world.human_reply(BEN)
    bench.live(6)
    assert (bench.status(ANN)[0], find(bench, ANN)) == ("exhausted", None)
    assert f"(colleague {BEN} answered): seqcli resume {ANN} --cause company" in next_of(bench)
    resume(bench.path, Named(company=BEN), bench.clock, "company", "", SURE)
    assert len(bench.poll().enrolled) == 1
    assert len(bench.accepted(ANN)) == 3


# --- marks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A mark, as `mark` gives it."""

    id: int
    kind: MarkKind
    at: datetime
    until: datetime | None = None
    referral: str = ""


def reply(bench: Bench, address: str = ANN) -> None:
    bench.poll()
    bench.clock.advance(hours=5)
    bench.world.run_due()
    bench.world.human_reply(address)
    bench.clock.advance(hours=1)
    bench.poll()
    assert bench.status(address)[0] == "replied"
    bench.clock.advance(hours=1)


def mark(
    bench: Bench, kind: MarkKind, until: datetime | None = None, referral: str = ""
) -> tuple[Said, list[str]]:
    """Say what Ann's answer means; return the mark and what is told about what follows."""
    now, lead = bench.clock.now(), get(bench, ANN, "intro")
    with bench.store.transaction():
        db = bench.store._database
        db.run(
            "INSERT INTO mark(lead_id, kind, at, until, referral) VALUES (?, ?, ?, ?, ?)",
            *(lead.id, kind, to_text(now), None if until is None else to_text(until), referral),
        )
        (row,) = db.rows("SELECT max(id) AS id FROM mark")
        said = Said(row["id"], kind, now, until, referral)
        mails = bench.store.inbox.load_of_lead(lead.id)
        bench.store.inbox.close([each.id for each in mails], InboxCloser.MARK, now)
        return said, plan_after_mark(bench.store, lead, said, now)


def unmark(bench: Bench, said: Said) -> list[str]:
    now = bench.clock.now()
    with bench.store.transaction():
        bench.store._database.run("UPDATE mark SET undone_at = ? WHERE id = ?", to_text(now), said.id)
        return cancel_after_undo(bench.store, said.id, now)


def test_not_now_enrols_on_the_date_that_was_given_and_the_mark_allows_that_answer(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("notNow", "spring", release=True))
    add_spring(bench, settings={})
    reply(bench)
    until = bench.clock.now() + timedelta(days=10)
    _, told = mark(bench, MarkKind.NOT_NOW, until)
    assert told == [f"enrolled in spring (released) from {until:%Y-%m-%d} on"]
    bench.live(9)
    assert find(bench, ANN) is None
    bench.live(2)
    assert get(bench, ANN).allow_answered
    assert [step for step, _ in bench.accepted(ANN)] == [0, 0]


def test_not_now_without_a_date_waits_as_the_setting_says(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("notNow", "spring"))
    add_spring(bench)
    reply(bench)
    mark(bench, MarkKind.NOT_NOW)
    assert branch(bench).due_at == bench.clock.now() + timedelta(days=90)


def test_without_the_setting_not_now_enrols_nobody_and_says_so(tmp_path: Path) -> None:
    bench = make(tmp_path, dict(LONERS))
    reply(bench)
    assert mark(bench, MarkKind.NOT_NOW)[1] == ["nothing follows: intro has no [on.not_now]"]
    assert branches(bench) == []


@pytest.mark.parametrize("days", [2, 12])
def test_an_answer_after_the_mark_is_not_the_one_that_the_mark_allows(tmp_path: Path, days: int) -> None:
    """Before the lead is made it is not made; after that it is stopped."""
    bench = make(tmp_path, leads_to("notNow", "spring"))
    add_spring(bench)
    reply(bench)
    mark(bench, MarkKind.NOT_NOW, bench.clock.now() + timedelta(days=10))
    bench.live(days)
    bench.world.human_reply(ANN)
    bench.live(1)
    bench.release("spring")
    bench.live(12)
    lead = find(bench, ANN)
    assert (
        lead is None
        if days < 10
        else lead is not None and lead.status in {LeadStatus.STOPPED, LeadStatus.REPLIED}
    )
    assert len(bench.accepted(ANN)) == 1


def import_answer(bench: Bench, name: str = "elsewhere.csv") -> None:
    """Import what another sender says: Ann replied there."""
    path = bench.path.with_name(name)
    path.write_text(f"email,campaign status\n{ANN},Replied\n", encoding="utf-8")
    settings = Settings(bench.path, BASE_URL, DEFAULT_HANDLE, None)
    import_leads(settings, str(path), "intro", bench.clock, keep_rejects=False)


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize("days", [2, 12])
def test_an_answer_that_a_file_tells_of_after_the_mark_is_not_the_one_that_it_allows(
    tmp_path: Path, days: int, is_known: bool
) -> None:
    bench = make(tmp_path, leads_to("notNow", "spring"))
    add_spring(bench)
    reply(bench)
    if is_known:
        import_answer(bench, "another.csv")
    mark(bench, MarkKind.NOT_NOW, bench.clock.now() + timedelta(days=10))
    bench.live(days)
    import_answer(bench)
    bench.release("spring")
    bench.live(12)
    lead = find(bench, ANN)
    assert (lead is None) == (days < 10)
    assert lead is None or lead.status is LeadStatus.STOPPED
    assert len(bench.accepted(ANN)) == 1


def test_a_file_that_told_of_the_answer_before_the_mark_may_be_imported_again(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("notNow", "spring", release=True))
    add_spring(bench)
    reply(bench)
    import_answer(bench)
    mark(bench, MarkKind.NOT_NOW, bench.clock.now() + timedelta(days=10))
    bench.live(1)
    import_answer(bench)
    bench.live(11)
    import_answer(bench)
    assert len(bench.accepted(ANN)) == 2


@pytest.mark.parametrize("kind", [MarkKind.INTERESTED, MarkKind.MEETING, MarkKind.OPT_OUT])
def test_a_later_mark_takes_the_place_of_not_now_and_undo_gives_it_back(
    tmp_path: Path, kind: MarkKind
) -> None:
    bench = make(tmp_path, leads_to("notNow", "spring"))
    add_spring(bench)
    reply(bench)
    until = bench.clock.now() + timedelta(days=10)
    mark(bench, MarkKind.NOT_NOW, until)
    said, told = mark(bench, kind)
    assert told == ["not enrolled in spring any more"]
    assert branch(bench).closed_at is not None
    assert unmark(bench, said) == [f"enrolled in spring (not released) from {until:%Y-%m-%d} on"]
    assert (branch(bench).due_at, branch(bench).closed_at) == (until, None)


def test_undo_revives_nothing_that_an_answer_has_overtaken(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("notNow", "spring"))
    add_spring(bench)
    reply(bench)
    mark(bench, MarkKind.NOT_NOW)
    bench.clock.advance(days=1)
    bench.world.human_reply(ANN)
    bench.poll()
    said, _ = mark(bench, MarkKind.NOT_NOW)
    assert unmark(bench, said) == ["not enrolled in spring any more"]
    assert branches(bench) == []


def test_undo_deletes_what_is_not_made_yet_and_says_what_stays(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("notNow", "spring"))
    add_spring(bench)
    reply(bench)
    said, _ = mark(bench, MarkKind.NOT_NOW, bench.clock.now() + timedelta(days=2))
    assert unmark(bench, said) == ["not enrolled in spring any more"]
    assert branches(bench) == []
    said, _ = mark(bench, MarkKind.NOT_NOW, bench.clock.now() + timedelta(days=2))
    bench.live(3)
    assert mark(bench, MarkKind.NOT_NOW)[1] == ["enrolled already in spring"]
    (told,) = unmark(bench, said)
    assert (
        told
        == f"enrolled already in spring, and stays there until you run: seqcli stop {ANN} --sequence spring"
    )
    assert find(bench, ANN) is not None


def test_a_referral_enrols_the_colleague_at_once_with_what_is_true_of_the_company(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("referral", "spring"))
    add_spring(bench)
    reply(bench)
    _, told = mark(bench, MarkKind.REFERRAL, referral="Ben@Acme.example")
    assert told == [f"{BEN} is enrolled in spring, not released: seqcli start spring --only {BEN}"]
    lead = get(bench, BEN)
    assert dict(lead.fields) == {"company": "Acme", "website": "acme.example", "referred_by": "Ann Arc"}
    assert (lead.status, lead.released_at, lead.allow_answered) == (LeadStatus.QUEUED, None, False)
    assert told_of(bench, BEN, "spring") == [("enrolled", f"referred by {ANN} in intro")]
    assert told_of(bench, ANN, "intro") == [(f"{BEN} enrolled in spring", "referred; not released")]
    bench.release("spring")
    bench.live(2)
    assert [step for step, _ in bench.accepted(BEN)] == [0]


def test_a_referral_to_another_company_copies_nothing_of_this_one(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("referral", "spring"))
    add_spring(bench)
    reply(bench)
    _, told = mark(bench, MarkKind.REFERRAL, referral=CAS)
    assert told == [
        (
            f"{CAS} is enrolled in spring, not released, held: needs company (step 1). Import a file with the columns"
            " email and company: seqcli import-leads FILE --sequence spring."
        )
    ]
    assert dict(get(bench, CAS).fields) == {"referred_by": "Ann Arc"}


def test_one_import_fills_in_what_any_step_lacks(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("referral", "spring", release=True))
    second = plain_step(None, "A {{ plant }} for {{ first_name }}.", "1d", DAY_MS)
    bench.add_sequence("spring", (*SHORT, second))
    bench.release("spring")
    reply(bench)
    assert mark(bench, MarkKind.REFERRAL, referral=CAS)[1] == [
        (
            f"{CAS} is enrolled in spring, released, held: needs company (step 1). Import a file with the columns"
            " email, company, plant and first_name: seqcli import-leads FILE --sequence spring."
        )
    ]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (ANN.upper(), f"{ANN} is not enrolled: that is the person who answered"),
        ("noreply@acme.example", "noreply@acme.example is not enrolled: nobody reads mail to it"),
        ("ben@", "ben@ is not enrolled: There must be something after the @-sign."),
    ],
)
def test_a_referral_that_makes_no_sense_enrols_nobody(tmp_path: Path, address: str, why: str) -> None:
    bench = make(tmp_path, leads_to("referral", "spring"))
    add_spring(bench)
    reply(bench)
    assert mark(bench, MarkKind.REFERRAL, referral=address)[1] == [why]
    assert branches(bench) == []


def test_a_role_address_is_remarked(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("referral", "spring"))
    add_spring(bench)
    reply(bench)
    told = mark(bench, MarkKind.REFERRAL, referral="sales@acme.example")[1]
    assert told[0] == "sales@acme.example is a role address: a team reads it, not one person"
    assert find(bench, "sales@acme.example") is not None


def test_without_the_setting_a_referral_enrols_nobody_and_says_so(tmp_path: Path) -> None:
    bench = make(tmp_path, dict(LONERS))
    reply(bench)
    told = mark(bench, MarkKind.REFERRAL, referral=BEN)[1]
    assert told == [f"{BEN} is not enrolled: intro has no [on.referral]"]


def test_a_colleague_who_is_suppressed_or_answered_is_not_enrolled(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("referral", "spring"))
    add_spring(bench)
    suppress_add(bench.path, ["bolt.example"], "a customer", bench.clock)
    reply(bench)
    told = mark(bench, MarkKind.REFERRAL, referral=CAS)[1]
    assert told == [f"{CAS} is not enrolled in spring: on the suppression list: bolt.example: a customer"]
    with bench.store.transaction():
        bench.store.answers.save(BEN, "third", MONDAY)
    told = mark(bench, MarkKind.REFERRAL, referral=BEN)[1]
    assert told == [f"{BEN} is not enrolled in spring: answered in third on 2026-03-02"]


def test_a_colleague_whom_the_answer_paused_goes_on(tmp_path: Path) -> None:
    """Other pauses stand, and a colleague who was not named stays paused."""
    bench = make(tmp_path, {"recontactMs": 0, "on": {"referral": {"sequence": "intro"}}})
    bench.add_leads(BEN, "bob@acme.example")
    bench.release()
    bench.poll()
    with bench.store.transaction():
        ben = get(bench, "bob@acme.example", "intro")
        add_pause(bench.store, ben, PauseCause.PERSON, until=None, reason="by hand", actor="pause", at=MONDAY)
    reply(bench)
    assert get(bench, BEN, "intro").paused_at is not None
    told = mark(bench, MarkKind.REFERRAL, referral=BEN)[1]
    assert told == [f"{BEN} goes on in intro", f"{BEN} is not enrolled in intro: was in intro before"]
    assert get(bench, BEN, "intro").paused_at is None
    mark(bench, MarkKind.REFERRAL, referral="bob@acme.example")
    (left,) = bench.store.pauses.load_for_lead(lead_id("intro", "bob@acme.example"))
    assert left.cause is PauseCause.PERSON


def test_a_colleague_whom_another_sequence_writes_to_waits(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("referral", "spring"))
    add_spring(bench)
    bench.add_sequence("third", SHORT)
    bench.add_leads(BEN, sequence_id="third")
    reply(bench)
    told = mark(bench, MarkKind.REFERRAL, referral=BEN)[1]
    assert told == [f"{BEN} is not enrolled yet in spring: still in third (queued)"]
    assert f"{BEN} is enrolled in spring later: still in third (queued)" in next_of(bench)
    bench.release("third")
    bench.live(4)
    assert get(bench, BEN).released_at is None


def test_forgetting_who_referred_erases_the_name_at_the_colleague(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("referral", "spring"))
    add_spring(bench)
    reply(bench)
    mark(bench, MarkKind.REFERRAL, referral=BEN)
    forget(bench.path, ANN, bench.clock)
    assert get(bench, BEN).fields["referred_by"] == ""
    with closing(sqlite3.connect(bench.path)) as conn:
        everything = "\n".join(conn.iterdump())
        told = conn.execute("SELECT group_concat(change || reason) FROM journal").fetchone()[0]
        assert conn.execute("SELECT count(*) FROM branch").fetchone() == (0,)
    assert "Ann Arc" not in everything
    assert ANN not in told


# --- restored, tried, shown ------------------------------------------------------------------------


def test_a_restored_copy_plans_the_same_again_and_nobody_is_sent_to_twice(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", release=True))
    add_spring(bench)
    bench.poll()
    bench.live(0.5)
    copy = tmp_path / "copy.db"
    bench.store.backup(copy)
    exhaust(bench, 3)
    assert [step for step, _ in bench.accepted(ANN)] == [0, 1, 0]
    bench.store.close()
    for beside in (bench.path, bench.path.with_name("seqcli.db-wal"), bench.path.with_name("seqcli.db-shm")):
        beside.unlink(missing_ok=True)
    copy.rename(bench.path)
    bench.open()
    bench.live(6)
    bench.release("spring")
    bench.live(6)
    assert [step for step, _ in bench.accepted(ANN)] == [0, 1, 0]


def test_a_dry_run_sends_to_whom_the_run_would_enrol(tmp_path: Path) -> None:
    bench = make(tmp_path, leads_to("noReply", "spring", release=True, waitMs=DAY_MS))
    add_spring(bench)
    exhaust(bench, 2.5)
    bench.clock.advance(days=2)
    planned = list(plan_runs(bench.store, bench.client, [DEFAULT_HANDLE]))
    assert [(each.lead.email, each.lead.sequence_id, each.step) for each in planned] == [(ANN, "spring", 0)]
    assert find(bench, ANN) is None


FOLLOWS = '\n[on.no_reply]\nsequence = "spring"\nwait = "2d"\n'


def test_commands_say_what_follows(cli: Cli, world: World) -> None:
    Path("intro.toml").write_text(SEQUENCE + FOLLOWS, encoding="utf-8")
    missing = '[on.no_reply] leads to "spring", and there is no such sequence yet'
    assert missing in cli("import-sequence", "intro.toml", "--dry-run")[2]
    assert missing in cli("import-sequence", "intro.toml")[2]
    enrol(cli)
    assert missing in " ".join(cli("check", "intro")[1].split())
    line = (
        'settings of "intro": on.no_reply.wait="2d", on.no_reply.sequence="spring", on.no_reply.release=false'
    )
    assert line in cli("sequences")[1]
    assert cli("start", "intro", "--yes", "--pace", "0")[0] == 0
    advance(world, days=4)
    cli("poll")
    assert "it is exhausted and enrolled in spring 2d later" in cli("why", "bob@bolt.example")[1]
    advance(world, days=5)
    cli("poll")
    assert (
        "did not reply, to be enrolled in spring: 2 leads, once that sequence is imported" in cli("status")[1]
    )
    Path("spring.toml").write_text(SEQUENCE.replace("intro", "spring"), encoding="utf-8")
    assert cli("import-sequence", "spring.toml")[0] == 0
    assert missing not in cli("check", "intro")[1]
    assert "did not reply, to be enrolled in spring: 2 leads, the first from 2026-03-" in cli("status")[1]
    advance(world, days=3)
    _, out, err = cli("poll")
    assert "2 leads enrolled in spring, not released: seqcli start spring" in out + err
    data = cli.json("why", "bob@bolt.example")[1]["data"]["leads"]
    assert [each["sequence"] for each in data] == ["intro", "spring"]
    (made,) = data[0]["branches"]
    assert (made["cause"], made["lead"], made["waits_for"]) == ("no_reply", data[1]["id"], "")
    assert data[1]["timeline"][0]["what"] == "enrolled"


# --- killed anywhere ---------------------------------------------------------------------------------

STRIDE = int(os.environ.get("SEQCLI_KILL_STRIDE", "5"))


def make_rig(folder: Path, name: str, wait_ms: int = 0) -> Rig:
    """Ann will be silent and led on, and Cas answers. The next poll reads that, or finds a branch that is due."""
    clock = VirtualClock(MONDAY)
    world = World(clock, seed=1, options=Options())
    People(
        world, by_address={ANN: Persona(PersonaKind.SILENT), CAS: Persona(PersonaKind.REPLIES, 1, HOUR_MS)}
    )
    rig = Rig(folder / f"{name}.db", world, clock, Faults())
    rig.add_sequence("intro", STEPS[:1], leads_to("noReply", "spring", release=True, waitMs=wait_ms))
    rig.add_sequence("spring", SHORT)
    rig.release("spring")
    rig.add_leads(ANN, CAS)
    rig.release()
    rig.poll()
    rig.clock.advance(hours=30)
    if wait_ms:
        rig.poll()
        rig.clock.advance(hours=30)
    return rig


def check_led(rig: Rig) -> None:
    rig.live(4, every_hours=12)
    assert [step for step, _ in rig.accepted(ANN)] == [0, 0]
    assert [step for step, _ in rig.accepted(CAS)] == [0]
    with read_only(rig.path) as conn:
        made = conn.execute("SELECT address, made_lead_id FROM branch").fetchall()
        leads = conn.execute("SELECT count(*) FROM lead WHERE sequence_id = 'spring'").fetchone()[0]
    assert [tuple(row) for row in made] == [(ANN, lead_id("spring", ANN))]
    assert leads == 1
    assert rig.status(ANN, "spring")[0] == "exhausted"
    rig.witness.check(3)
    rig.witness.check_outbox()
    check_idle(rig)


@pytest.mark.parametrize("wait_ms", [0, DAY_MS])
def test_killed_at_any_operation_a_lead_is_led_on_once(tmp_path: Path, wait_ms: int) -> None:
    whole = make_rig(tmp_path, "whole", wait_ms)
    whole.meter.arm(None)
    whole.poll()
    points = whole.meter.ops
    check_led(whole)
    whole.store.close()
    assert points > 50
    for k in range(1, points + 1, STRIDE):
        rig = make_rig(tmp_path, f"k{k}", wait_ms)
        rig.meter.arm(k)
        assert rig.survive(rig.poll), "it did not die"
        rig.witness.check_outbox()
        try:
            rig.poll()
            check_led(rig)
        except AssertionError as error:
            raise AssertionError(f"killed at operation {k} of {points}: {error}") from error
        rig.store.close()
