"""Every inbound mail is in the inbox exactly once, and waits only while a person is needed."""

import csv
import io
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from faulty import ADA, BOB, CYD, make_bench, query
from shell import Cli, advance, enrol
from world import Bench

from seqcli.client import MalformedEvent
from seqcli.clock import to_text
from seqcli.commands.consent import Consent
from seqcli.commands.inbox import inbox_match
from seqcli.commands.mark import MarkRequest, mark
from seqcli.commands.undo import undo
from seqcli.engine.leads.patience import end_hold
from seqcli.engine.stream.context import DrainSummary, EventContext
from seqcli.engine.stream.malformed_events import keep_malformed
from seqcli.errors import UsageError
from seqcli.model import LeadStatus, lead_id
from seqcli.reasons import InboxCloser, InboxKind, InboxState, MarkKind
from seqcli.simulator import DEFAULT_HANDLE, Options, World
from seqcli.simulator.mails import ComposedMail
from seqcli.store import InboxFilter, InboxItem


def items(bench: Bench) -> list[InboxItem]:
    """Return every mail, newest first."""
    return [row.item for row in bench.store.inbox.iter(InboxFilter(closed=True), bench.clock.now())]


def waiting(bench: Bench) -> list[tuple[InboxKind, str]]:
    found = bench.store.inbox.iter(InboxFilter(), bench.clock.now())
    return sorted((row.item.kind, row.item.sender) for row in found)


def written_to(tmp_path: Path, *addresses: str, options: Options | None = None) -> Bench:
    bench = make_bench(tmp_path, *addresses, options=options)
    bench.poll()
    return bench


# -- what waits


@pytest.mark.parametrize("detail", ["full", "snippet"])
def test_each_kind_of_mail_waits_once_if_a_person_is_needed(
    tmp_path: Path, detail: Literal["full", "snippet"]
) -> None:
    people = [f"p{number}@firm{number}.example" for number in range(9)]
    bench = written_to(tmp_path, *people, options=Options(message_detail=detail))
    world = bench.world
    world.human_reply(people[0], "Sounds good, tell me more.")
    world.human_reply(people[1], "I handle this now.", from_address="deputy@firm1.example")
    world.human_reply(people[2], "A new thought about your mail.", fresh_conversation=True)
    world.first_contact_from("visitor@mosaic.example", "Do you deliver to Graz?")
    world.opt_out(people[3], "Please remove me from your list.")
    world.auto_reply(people[4], text="I am out of office until Friday and will answer then.")
    world.bounce(people[5], "daemon_ours")
    world.delay_notice(people[6])
    world.auto_reply(people[7], text="I no longer work at Firm7. Please write to office@firm7.example.")
    bench.clock.advance(hours=1)
    bench.poll()
    assert waiting(bench) == sorted(
        [
            (InboxKind.REPLY, people[0]),
            (InboxKind.STRANGER, "deputy@firm1.example"),
            (InboxKind.FRESH, people[2]),
            (InboxKind.UNKNOWN_SENDER, "visitor@mosaic.example"),
            (InboxKind.LEFT_COMPANY, people[7]),
        ]
    )
    closed = {each.kind: each.closed_by for each in items(bench) if each.state is InboxState.DONE}
    assert closed == dict.fromkeys(
        (InboxKind.OPT_OUT, InboxKind.AUTO_REPLY, InboxKind.BOUNCE, InboxKind.DELAY), InboxCloser.RULE
    )
    assert len(items(bench)) == 9


def test_a_lead_that_writes_before_any_mail_waits_as_one_that_wrote_first(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, release=False)
    bench.release(limit=1)
    bench.poll()
    bench.world.first_contact_from(BOB, "We spoke at the fair, please call me.")
    bench.clock.advance(hours=1)
    bench.poll()
    assert waiting(bench) == [(InboxKind.WROTE_FIRST, BOB)]


def test_a_bounce_that_belongs_to_nobody_waits(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA)
    text = "The following address failed: nobody@mosaic.example\n550 5.1.1 user unknown"
    bench.world.first_contact_from(
        "mailer-daemon@mosaic.example", text, "Delivery Status Notification (Failure)"
    )
    bench.clock.advance(hours=1)
    bench.poll()
    assert [kind for kind, _ in waiting(bench)] == [InboxKind.BOUNCE]


def test_a_mail_that_cannot_be_read_waits(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA)
    conv_id = bench.world.conversation(ADA).id
    bench.world.append_event(DEFAULT_HANDLE, "email.replied", {"message": 7}, conv_id)
    bench.clock.advance(hours=1)
    bench.poll()
    assert [(each.kind, each.state) for each in items(bench)] == [(InboxKind.UNREADABLE, InboxState.OPEN)]


def test_an_entry_without_a_usable_number_that_may_be_a_mail_waits(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA)
    told = {"type": "email.replied", "data": {"message": {"from": BOB, "text": "Yes, please."}}}
    with bench.store.transaction():
        keep_malformed(
            EventContext(bench.store, DEFAULT_HANDLE, bench.clock.now(), DrainSummary()),
            MalformedEvent(0, told, "no usable seq"),
            7,
        )
    (item,) = items(bench)
    assert (item.kind, item.state, item.sender, item.seq) == (
        InboxKind.UNREADABLE,
        InboxState.OPEN,
        BOB,
        None,
    )


def test_mail_from_before_the_file_is_kept_and_waits_for_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, release=False)
    bench.world.first_contact_from("visitor@mosaic.example", "Long ago.")
    bench.world.identities[DEFAULT_HANDLE].log[-1]["ts"] -= 86_400_000
    bench.world.identities[DEFAULT_HANDLE].log[-1].pop("tsIso")
    bench.release()
    bench.poll()
    assert [(each.state, each.closed_by) for each in items(bench)] == [(InboxState.DONE, InboxCloser.EARLY)]


# -- once


def test_a_mail_that_12m_tells_twice_is_one(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA)
    bench.world.human_reply(ADA, "Tell me more.")
    told = bench.world.identities[DEFAULT_HANDLE].log[-1]
    bench.clock.advance(hours=1)
    bench.poll()
    for type_ in ("email.received", "email.replied"):
        bench.world.append_event(DEFAULT_HANDLE, type_, told["data"], told["convId"])
    bench.clock.advance(hours=1)
    bench.poll()
    assert [each.kind for each in items(bench)] == [InboxKind.REPLY]


def tell_again(bench: Bench, type_: str = "email.replied", **data: Any) -> None:
    """Let 12m tell of its newest mail once more, under an event of its own."""
    told = bench.world.identities[DEFAULT_HANDLE].log[-1]
    again = {**told["data"], "message": {**told["data"]["message"], **data}}
    bench.world.append_event(DEFAULT_HANDLE, type_, again, told["convId"])


@pytest.mark.parametrize("type_", ["email.received", "email.replied"])
def test_a_mail_that_a_person_took_for_no_answer_is_none_when_it_is_told_again(
    tmp_path: Path, type_: str
) -> None:
    bench = written_to(tmp_path, ADA)
    bench.world.human_reply(ADA, "I am at the fair this week.")
    bench.clock.advance(hours=1)
    bench.poll()
    mark(bench.path, MarkRequest("1", MarkKind.AUTO_REPLY), bench.clock)
    tell_again(bench, type_)
    bench.clock.advance(hours=1)
    bench.poll()
    assert bench.status(ADA)[0] == LeadStatus.IN_FLIGHT
    assert [each.kind for each in items(bench)] == [InboxKind.AUTO_REPLY]
    tell_again(bench, type_, text="Please take me off your list.", snippet="Please take me off your list.")
    bench.poll()
    assert bench.status(ADA)[0] == LeadStatus.SUPPRESSED


def test_an_auto_reply_that_is_told_again_pauses_nobody_again(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA)
    bench.world.auto_reply(ADA, text="I am out of office until Friday.")
    bench.clock.advance(hours=1)
    bench.poll()
    with bench.store.transaction():
        end_hold(bench.store, bench.store.leads.get(lead_id("intro", ADA)), "resume", bench.clock.now())
    tell_again(bench, "email.received")
    bench.poll()
    assert bench.store.pauses.load_for_lead(lead_id("intro", ADA)) == []


@pytest.mark.parametrize("number_first", [True, False])
def test_a_mail_told_with_and_without_a_number_is_one(tmp_path: Path, number_first: bool) -> None:
    bench = written_to(tmp_path, ADA)
    bench.world.human_reply(ADA, "Tell me more.")
    told = dict(bench.world.identities[DEFAULT_HANDLE].log[-1])
    del told["seq"]

    def keep() -> None:
        with bench.store.transaction():
            keep_malformed(
                EventContext(bench.store, DEFAULT_HANDLE, bench.clock.now(), DrainSummary()),
                MalformedEvent(0, told, "no usable seq"),
                7,
            )

    if not number_first:
        keep()
    bench.clock.advance(hours=1)
    bench.poll()
    if number_first:
        keep()
    (item,) = items(bench)
    assert (item.kind, item.seq is None, item.sender) == (InboxKind.REPLY, False, ADA)


def test_two_mails_with_one_message_id_of_the_sender_are_two(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA)
    conv_id = bench.world.conversation(ADA).id
    for text in ("Yes, please.", "And another thing."):
        message = {
            "messageIdHeader": "<same@acme.example>",
            "from": ADA,
            "subject": "Re: Hello",
            "text": text,
        }
        bench.world.append_event(DEFAULT_HANDLE, "email.replied", {"message": message}, conv_id)
    bench.clock.advance(hours=1)
    bench.poll()
    assert len(items(bench)) == 2


def test_a_mail_told_again_after_it_was_closed_stays_closed(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA)
    bench.world.human_reply(ADA, "Tell me more.")
    told = bench.world.identities[DEFAULT_HANDLE].log[-1]
    bench.clock.advance(hours=1)
    bench.poll()
    with bench.store.transaction():
        bench.store.inbox.close([1], InboxCloser.DONE, bench.clock.now())
    bench.world.append_event(DEFAULT_HANDLE, "email.replied", told["data"], told["convId"])
    bench.clock.advance(hours=1)
    bench.poll()
    assert [each.state for each in items(bench)] == [InboxState.DONE]


# -- a file of an older seqcli


def test_an_older_file_gets_its_mail_into_the_inbox(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA, BOB)
    bench.world.human_reply(ADA)
    bench.world.auto_reply(BOB)
    bench.world.first_contact_from(CYD, "Do you deliver to Graz?")
    bench.clock.advance(hours=1)
    bench.poll()
    bench.store.close()
    with closing(sqlite3.connect(bench.path)) as conn:
        newer = ("inbox", "thread_mail", "reply", "mark", "branch", "notice", "outcome_count")
        parts = "SELECT type, name FROM sqlite_schema WHERE type = 'view' OR type = 'trigger' AND name GLOB '*_counted'"
        for kind, name in conn.execute(parts).fetchall():
            conn.execute(f"DROP {kind} {name}")
        codes = ("inbox_kind", "inbox_closer", "mark_kind", "branch_cause")
        for table in (*newer, *codes):
            conn.execute(f"DROP TABLE {table}")
        conn.execute("DELETE FROM lead_reason WHERE code IN ('answered_by_hand', 'no_answer')")
        conn.execute("DELETE FROM event_handling WHERE code = 'own_reply'")
        conn.execute("ALTER TABLE answer DROP COLUMN source")
        conn.execute("DROP TABLE other_address")
        conn.execute("DELETE FROM _sqlite_migrations WHERE name >= '0011'")
        conn.commit()
    bench.reopen()
    assert waiting(bench) == [(InboxKind.UNKNOWN_SENDER, CYD)]
    closed = sorted((each.kind, each.closed_by) for each in items(bench) if each.state is InboxState.DONE)
    assert closed == [(InboxKind.AUTO_REPLY, InboxCloser.RULE), (InboxKind.REPLY, InboxCloser.RULE)]
    bench.world.human_reply(ADA, "One more thing.")
    bench.clock.advance(hours=1)
    bench.poll()
    assert waiting(bench) == [(InboxKind.REPLY, ADA), (InboxKind.UNKNOWN_SENDER, CYD)]


def test_two_entries_that_tell_nothing_are_two_mails(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA, BOB)
    for who in (ADA, BOB):
        bench.world.human_reply(who)
        bench.world.identities[DEFAULT_HANDLE].log[-1].update(data=None, convId=None)
    bench.clock.advance(hours=1)
    bench.poll()
    assert waiting(bench) == [(InboxKind.UNREADABLE, ""), (InboxKind.UNREADABLE, "")]


# -- match


def test_a_mail_that_is_matched_counts_as_the_leads_answer(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA, BOB)
    bench.world.first_contact_from("ada.private@home.example", "I saw your mail at work. Call me.")
    bench.clock.advance(hours=1)
    bench.poll()
    assert waiting(bench) == [(InboxKind.UNKNOWN_SENDER, "ada.private@home.example")]
    result = inbox_match(bench.path, "1", ADA, None, bench.clock)
    assert result.data["status"] == LeadStatus.REPLIED
    assert waiting(bench) == [(InboxKind.STRANGER, "ada.private@home.example")]
    bench.live(20)
    assert [step for step, _ in bench.accepted(ADA)] == [0]
    assert len(bench.accepted(BOB)) == 3
    assert bench.store.answers.find("ada.private@home.example") is not None


def test_a_match_that_was_a_slip_is_taken_back_and_made_anew(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA, BOB)
    bench.world.first_contact_from("ada.private@home.example", "I saw your mail at work. Call me.")
    bench.clock.advance(hours=1)
    bench.poll()
    assert inbox_match(bench.path, "1", BOB, None, bench.clock).notes[0].text == "undo with: seqcli undo"
    assert bench.status(BOB)[0] == LeadStatus.REPLIED
    with pytest.raises(UsageError, match="belongs to bob"):
        inbox_match(bench.path, "1", ADA, None, bench.clock)
    assert undo(bench.path, bench.clock, Consent()).exit_code == 0
    assert waiting(bench) == [(InboxKind.UNKNOWN_SENDER, "ada.private@home.example")]
    assert (bench.status(BOB)[0], bench.store.answers.find(BOB)) == (LeadStatus.IN_FLIGHT, None)
    assert inbox_match(bench.path, "1", ADA, None, bench.clock).data["status"] == LeadStatus.REPLIED
    bench.live(20)
    assert [step for step, _ in bench.accepted(ADA)] == [0]
    assert [step for step, _ in bench.accepted(BOB)] == [0, 1, 2]


def test_who_opted_out_stays_so_although_the_match_before_it_is_taken_back(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA)
    bench.world.first_contact_from("ada.private@home.example", "Call me.")
    bench.clock.advance(hours=1)
    bench.poll()
    inbox_match(bench.path, "1", ADA, None, bench.clock)
    bench.world.opt_out(ADA)
    bench.clock.advance(hours=1)
    bench.poll()
    undo(bench.path, bench.clock, Consent())
    assert bench.status(ADA)[0] == LeadStatus.SUPPRESSED


def test_an_opt_out_that_is_matched_suppresses_both_addresses(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA)
    bench.world.first_contact_from("ada.private@home.example", "Please do not write to me again.")
    bench.clock.advance(hours=1)
    bench.poll()
    assert inbox_match(bench.path, "1", ADA, None, bench.clock).data["status"] == LeadStatus.SUPPRESSED
    for address in (ADA, "ada.private@home.example"):
        assert bench.store.suppressions.find_reason(address) is not None


def test_a_mail_of_a_lead_is_not_matched_to_another(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA, BOB)
    bench.world.human_reply(ADA)
    bench.clock.advance(hours=1)
    bench.poll()
    with pytest.raises(UsageError, match=r"belongs to ada@acme\.example"):
        inbox_match(bench.path, "1", BOB, None, bench.clock)
    assert bench.status(BOB)[0] == LeadStatus.IN_FLIGHT


def test_forget_takes_the_mail_out_of_the_inbox(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA, BOB)
    bench.world.human_reply(ADA)
    bench.world.first_contact_from(CYD, "Who are you?")
    bench.world.human_reply(BOB)
    bench.clock.advance(hours=1)
    bench.poll()
    with bench.store.transaction():
        bench.store.erasure.forget_person(ADA, bench.clock.now())
        bench.store.erasure.forget_person(CYD, bench.clock.now())
    assert waiting(bench) == [(InboxKind.REPLY, BOB)]
    assert not query(bench.path, "SELECT 1 FROM inbox WHERE sender IN (?, ?)", ADA, CYD)


# -- the command


@pytest.fixture
def answered(cli: Cli, world: World) -> Cli:
    """A campaign with a reply of Ada and a mail of a stranger, an hour old."""
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    world.human_reply("ada@acme.example", "Sounds good, tell me more.")
    advance(world, minutes=30)
    world.first_contact_from("news@mosaic.example", "Our weekly letter.", "News")
    advance(world, minutes=30)
    code, _, talk = cli("poll")
    assert code == 0
    assert "2 new mails in the inbox: seqcli inbox" in talk
    return cli


def test_the_list_shows_who_wrote_what_newest_first(answered: Cli) -> None:
    code, out, _ = answered("inbox")
    assert code == 0
    lines = [line for line in out.splitlines() if "@" in line]
    assert re.match(r"\s*2\s.*news@mosaic.example.*unknown sender.*Our weekly letter", lines[0])
    assert re.match(r"\s*1\s.*ada@acme.example\s+intro\s+1\s+reply.*Sounds good", lines[1])
    assert "inbox: 2 mails open, the oldest for 1h: seqcli inbox" in answered("status")[1]


def test_json_and_csv_have_every_field(answered: Cli) -> None:
    data = answered.json("inbox")[1]["data"]
    assert (data["open"], data["snoozed"]) == (2, 0)
    first = data["mails"][1]
    assert (first["id"], first["kind"], first["email"], first["step"]) == (1, "reply", "ada@acme.example", 1)
    rows = list(csv.DictReader(io.StringIO(answered("inbox", "--csv")[1])))
    assert [row["from"] for row in rows] == ["news@mosaic.example", "ada@acme.example"]
    assert list(rows[0]) == list(data["mails"][0])


def test_done_and_ignored_mails_no_longer_wait(answered: Cli, world: World) -> None:
    assert "done: 1 (ada@acme.example)" in answered("inbox", "done", "1")[1]
    code, out, talk = answered("inbox", "ignore", "#2")
    assert (code, "ignored: 2 (news@mosaic.example)" in out) == (0, True)
    assert "later mail from news@mosaic.example is ignored too" in talk
    assert answered("inbox")[1] == "no mail waits for you\n"
    world.first_contact_from("news@mosaic.example", "The next letter.", "News")
    assert answered("poll")[0] == 0
    assert answered("inbox")[1] == "no mail waits for you\n"
    states = [each["state"] for each in answered.json("inbox", "--all")[1]["data"]["mails"]]
    assert states == ["ignored", "ignored", "done"]
    assert answered("inbox", "open", "3")[0] == 0
    world.first_contact_from("news@mosaic.example", "A third letter.", "News")
    assert answered("poll")[0] == 0
    assert [each["id"] for each in answered.json("inbox")[1]["data"]["mails"]] == [4, 3]


def test_a_snoozed_mail_waits_again_when_its_time_has_come(answered: Cli, world: World) -> None:
    until = to_text(world.clock.now() + timedelta(days=2))
    assert answered("inbox", "snooze", "1", "--until", until)[0] == 0
    assert [each["id"] for each in answered.json("inbox")[1]["data"]["mails"]] == [2]
    assert answered.json("status")[1]["data"]["inbox"]["snoozed"] == 1
    advance(world, days=3)
    assert answered("poll")[0] == 0
    mails = answered.json("inbox")[1]["data"]["mails"]
    assert [(each["id"], each["state"]) for each in mails] == [(2, "open"), (1, "open")]


def test_filters_choose_by_time_sequence_kind_and_guess(answered: Cli) -> None:
    def ids(*words: str) -> list[int]:
        return [each["id"] for each in answered.json("inbox", *words)[1]["data"]["mails"]]

    assert ids("--sequence", "intro") == [1]
    assert ids("--kind", "unknown-sender") == [2]
    assert ids("--since", "40m") == [2]
    assert ids("--kind", "referral") == []
    code, envelope = answered.json("inbox", "--kind", "replies")
    assert code == 2
    assert "reply" in envelope["error"]["hint"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("done", "99"), 2),
        (("done", "x"), 2),
        (("done", "9" * 40), 2),
        (("snooze", "1"), 2),
        (("snooze", "1", "--until", "2020-01-01"), 2),
        (("match", "2", "nobody@acme.example"), 2),
    ],
)
def test_what_cannot_be_done_is_said(answered: Cli, words: tuple[str, ...], code: int) -> None:
    found, out, talk = answered("inbox", *words)
    assert (found, out) == (code, "")
    assert talk.startswith("error: ")


def test_a_hostile_mail_writes_nothing_but_text(answered: Cli, world: World) -> None:
    mail = ComposedMail(
        "ada@acme.example", "=cmd|' /C calc'!A0", "Re: Hello", "=1+1 \x1b[31mred\x1b[0m\u202eback"
    )
    world.receive("ada@acme.example", mail)
    assert answered("poll")[0] == 0
    out = answered("inbox")[1]
    assert "\x1b" not in out
    assert "\u202e" not in out
    rows = list(csv.DictReader(io.StringIO(answered("inbox", "--csv")[1])))
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_match_by_number_and_address(answered: Cli) -> None:
    code, envelope = answered.json("inbox", "match", "2", "bob@bolt.example")
    assert (code, envelope["data"]["status"]) == (0, "replied")
