"""A person who writes from another address: aliases of a mailbox, and opt-outs of senders whom we never wrote to."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from faulty import ADA, BOB, make_bench, query
from test_inbox import waiting, written_to
from test_memory import Story
from world import BASE_URL, Bench

from seqcli.commands.forget import forget
from seqcli.commands.import_leads import import_leads
from seqcli.commands.runs import run_data
from seqcli.commands.suppress import suppress_add
from seqcli.config import Settings
from seqcli.errors import UsageError
from seqcli.model import LeadStatus, mailbox_of
from seqcli.reasons import InboxKind
from seqcli.simulator import DEFAULT_HANDLE, DEFAULT_KEY

OFFICE = "office@mosaic.example"


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("kim@acme.example", "kim@acme.example"),
        ("kim+sales@acme.example", "kim@acme.example"),
        ("kim+a+b@acme.example", "kim@acme.example"),
        ("k.im@acme.example", "k.im@acme.example"),
        ("k.im+x@gmail.com", "kim@gmail.com"),
        ("kim@googlemail.com", "kim@gmail.com"),
        ("+49@acme.example", "+49@acme.example"),
        ("...@gmail.com", "...@gmail.com"),
        ("@acme.example", "@acme.example"),
        ("kim", "kim"),
    ],
)
def test_what_mailbox_an_address_reaches(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox
    assert mailbox_of(mailbox) == mailbox


#: name → story: who said no or answered is the same person under an alias.
STORIES = {
    "an alias of somebody who opted out": """
        sequence a
        sequence b
        give a ann@gmail.com kim@acme.example
        start a
        opt_out ann@gmail.com
        opt_out kim@acme.example
        poll
        give b a.n.n@gmail.com ann@googlemail.com kim+2@acme.example kimi@acme.example
        receipt of_these_suppressed 2
        receipt duplicate_in_this_file 1
        start b
        mails a.n.n@gmail.com 0
        mails kim+2@acme.example 0
        mails kimi@acme.example 1
    """,
    "the mailbox of somebody who opted out under an alias": """
        sequence a
        sequence b
        give a kim+crm@acme.example
        start a
        opt_out kim+crm@acme.example
        poll
        give b kim@acme.example kim+x@acme.example
        receipt of_these_suppressed 1
        receipt duplicate_in_this_file 1
        start b
        mails kim@acme.example 0
    """,
    "an alias imported before the opt-out": """
        sequence a
        sequence b
        give a kim@gmail.com
        give b k.im@gmail.com --allow-active
        start a
        opt_out kim@gmail.com
        poll
        start b
        mails k.im@gmail.com 0
        lead b k.im@gmail.com suppressed
    """,
    "an alias of somebody who answered": """
        sequence a
        sequence b
        give a kim@acme.example lee+1@acme.example
        start a
        answer kim@acme.example
        answer lee+1@acme.example
        poll
        give b kim+x@acme.example lee@acme.example
        receipt answered_before 2
        remembered lee@acme.example a
    """,
    "an alias of somebody in another sequence": """
        sequence a
        sequence b
        give a kim@acme.example
        start a
        give b kim+x@acme.example
        receipt active_in_another_sequence 1
    """,
    "an alias of somebody in this sequence": """
        sequence a
        give a kim@acme.example
        give a kim+x@acme.example kim@acme.example
        receipt duplicate_in_this_file 1 "the same person as kim@acme.example"
        receipt already_in_sequence 1
    """,
    "an alias of its own, given again": """
        sequence a
        give a kim+x@acme.example
        give a kim+x@acme.example
        receipt already_in_sequence 1
    """,
    "an answer from an alias, in a mail of its own": """
        sequence a
        sequence b
        give a kim@acme.example
        start a
        answer kim@acme.example kim+home@acme.example
        poll
        lead a kim@acme.example replied
    """,
    "a bounce is about one address": """
        sequence a
        sequence b
        give a kim+x@acme.example
        start a
        bounces kim+x@acme.example
        poll
        give b kim@acme.example
        receipt of_these_suppressed 0
    """,
}


@pytest.mark.parametrize("name", STORIES)
def test_one_person_under_several_addresses_of_a_mailbox(name: str, tmp_path: Path) -> None:
    Story(tmp_path).tell(STORIES[name])


def hear(bench: Bench, sender: str, text: str) -> None:
    bench.world.first_contact_from(sender, text, "Re: Hello")
    bench.clock.advance(hours=1)
    bench.poll()


def test_an_opt_out_from_an_alias_ends_the_person(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA, BOB)
    hear(bench, ADA.replace("@", "+vans@"), "unsubscribe")
    assert bench.status(ADA)[0] == LeadStatus.SUPPRESSED
    assert waiting(bench) == []
    bench.live(20)
    assert [len(bench.accepted(each)) for each in (ADA, BOB)] == [1, 3]


@pytest.mark.parametrize(
    "text",
    [
        f"Please take {ADA} off your list.",
        f"Unsubscribe me please.\n\n-----Original Message-----\nFrom: Alice\nTo: Ada <{ADA.upper()}>\nSubject: Hi\n\nHi",
        f"Please stop writing to me.\n> To: {ADA}\n> From: alice.acme@inboxbase.ai",
    ],
)
def test_an_opt_out_from_another_address_ends_whom_it_names(tmp_path: Path, text: str) -> None:
    bench = written_to(tmp_path, ADA, BOB)
    hear(bench, OFFICE, text)
    assert bench.status(ADA)[0] == LeadStatus.SUPPRESSED
    assert waiting(bench) == []
    for address in (ADA, OFFICE):
        assert bench.store.suppressions.find_reason(address) is not None
    bench.live(20)
    assert [len(bench.accepted(each)) for each in (ADA, BOB)] == [1, 3]


@pytest.mark.parametrize(
    "text",
    [
        "Please stop mailing me.",
        f"Please stop mailing me. You wrote to {ADA} and to {BOB}.",
        f"Hello, {ADA} told me about you. Please take me off your list though.",
        "Take zoe@mosaic.example off your list.",
    ],
)
def test_an_opt_out_that_ends_nobody_waits_for_a_person(tmp_path: Path, text: str) -> None:
    bench = written_to(tmp_path, ADA, BOB)
    hear(bench, OFFICE, text)
    assert waiting(bench) == [(InboxKind.OPT_OUT, OFFICE)]
    assert bench.status(ADA)[0] == bench.status(BOB)[0] == LeadStatus.IN_FLIGHT
    assert bench.store.suppressions.find_reason(OFFICE) is not None


def test_a_plain_mail_of_a_stranger_that_names_a_lead_ends_nobody(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA)
    hear(bench, OFFICE, f"Was it you who wrote to {ADA}? She likes it.")
    assert bench.status(ADA)[0] == LeadStatus.IN_FLIGHT


def test_an_alias_that_is_forgotten_leaves_no_mailbox_behind(tmp_path: Path) -> None:
    bench = written_to(tmp_path, "kim+x@acme.example")
    bench.world.opt_out("kim+x@acme.example")
    bench.clock.advance(hours=1)
    bench.poll()
    assert bench.store.suppressions.find("kim@acme.example") is not None
    forget(bench.path, "kim+x@acme.example", bench.clock)
    assert b"kim@acme.example" not in b"".join(
        path.read_bytes() for path in tmp_path.glob("*.db*") if path.is_file()
    )
    for address in ("kim@acme.example", "kim+y@acme.example"):
        assert bench.store.suppressions.find_reason(address) is not None
        assert bench.store.suppressions.find_forgotten([address]) == {address}


def test_a_listed_alias_covers_no_more_than_itself(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA)
    suppress_add(bench.path, ["kim+news@acme.example", "lee@acme.example"], "", bench.clock)
    assert bench.store.suppressions.find_reason("kim@acme.example") is None
    assert bench.store.suppressions.find_reason("lee+1@acme.example") == "lee@acme.example"


PAIRS = """Email,First Name,Company,Personal Email
ada@acme.example,Ada,Acme,ada.private@home.example
bob@brill.example,Bob,Brill,
"""


def written_to_from(tmp_path: Path, rows: str) -> Bench:
    """Return a bench whose leads came from a file and have had their first step."""
    bench = written_to(tmp_path)
    path = tmp_path / "people.csv"
    path.write_text(rows)
    take(bench, path)
    bench.release("intro")
    bench.poll()
    return bench


def read_in(bench: Bench, path: Path) -> dict[str, Any]:
    bench.clock.advance(hours=1)
    settings = Settings(bench.path, BASE_URL, DEFAULT_HANDLE, DEFAULT_KEY)
    return dict(import_leads(settings, str(path), "intro", bench.clock, keep_rejects=False).data)


def take(bench: Bench, path: Path) -> dict[str, int]:
    counts: dict[str, int] = read_in(bench, path)["counts"]
    return counts


def test_an_opt_out_from_the_other_address_of_a_row_ends_the_person(tmp_path: Path) -> None:
    bench = written_to_from(tmp_path, PAIRS)
    hear(bench, "ada.private@home.example", "Please stop mailing me, Ada")
    assert (bench.status(ADA)[0], waiting(bench)) == (LeadStatus.SUPPRESSED, [])
    bench.live(20)
    assert [len(bench.accepted(each)) for each in (ADA, BOB)] == [1, 3]


def test_an_answer_from_the_other_address_of_a_row_is_the_persons(tmp_path: Path) -> None:
    bench = written_to_from(tmp_path, PAIRS)
    hear(bench, "ada.private@home.example", "I saw your mail at work. Call me.")
    assert bench.status(ADA)[0] == LeadStatus.REPLIED
    assert waiting(bench) == [(InboxKind.STRANGER, "ada.private@home.example")]
    assert bench.store.answers.find("ada.private@home.example") is not None


def test_who_opts_out_is_suppressed_under_the_other_address_too(tmp_path: Path) -> None:
    bench = written_to_from(tmp_path, PAIRS)
    bench.world.opt_out(ADA)
    bench.clock.advance(hours=1)
    bench.poll()
    assert bench.store.suppressions.find_reason("ada.private@home.example") is not None
    forget(bench.path, ADA, bench.clock)
    assert b"ada.private" not in b"".join(
        path.read_bytes() for path in tmp_path.glob("*.db*") if path.is_file()
    )
    assert bench.store.suppressions.find_reason("ada.private@home.example") is not None


def test_a_later_row_of_the_other_address_that_says_no_ends_the_person(tmp_path: Path) -> None:
    bench = written_to_from(
        tmp_path, "Email,First Name,Company\nada@acme.example; ada.private@home.example,Ada,Acme\n"
    )
    later = tmp_path / "later.csv"
    later.write_text("Email,Unsubscribed\nada.private@home.example,yes\n")
    take(bench, later)
    assert bench.status(ADA)[0] == LeadStatus.SUPPRESSED


def test_an_address_that_many_people_share_is_nobodys_other_address(tmp_path: Path) -> None:
    rows = "".join(f"p{number}@acme.example,Ann,Acme,team@acme.example\n" for number in range(6))
    bench = written_to_from(tmp_path, f"Email,First Name,Company,Email 2\n{rows}")
    hear(bench, "team@acme.example", "unsubscribe")
    assert bench.status("p0@acme.example")[0] == LeadStatus.IN_FLIGHT
    assert waiting(bench) == [(InboxKind.OPT_OUT, "team@acme.example")]


@pytest.mark.parametrize("header", ["Owner Email", "Company Email", "Buyer Email"])
def test_an_address_of_somebody_else_in_the_row_is_not_the_persons(tmp_path: Path, header: str) -> None:
    bench = written_to_from(tmp_path, PAIRS.replace("Personal Email", header))
    hear(bench, "ada.private@home.example", "unsubscribe")
    assert bench.status(ADA)[0] == LeadStatus.IN_FLIGHT


@pytest.mark.parametrize(
    ("lead", "sender"),
    [
        ("john.smith@gmail.com", "johnsmith@gmail.com"),
        ("johns@googlemail.com", "j.ohns+x@gmail.com"),
        ("sue+web@acme.example", "sue@acme.example"),
        ("sue+web@acme.example", "sue+home@acme.example"),
    ],
)
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Let us meet on Tuesday.", LeadStatus.REPLIED),
        ("Please remove me from your list.", LeadStatus.SUPPRESSED),
    ],
)
def test_a_lead_under_an_alias_hears_its_mailbox(
    tmp_path: Path, lead: str, sender: str, text: str, status: LeadStatus
) -> None:
    bench = written_to_from(tmp_path, f"Email,First Name,Company\n{lead},Ann,Acme\n")
    hear(bench, sender, text)
    assert bench.status(lead)[0] == status


@pytest.mark.parametrize(
    "sender", ["ada@acme.example", "ada.private@home.example", "ada.private+x@home.example"]
)
def test_a_person_who_is_a_lead_under_both_addresses_ends_under_both(tmp_path: Path, sender: str) -> None:
    first = "Email,First Name,Company\nada.private@home.example,Ada,Acme\n"
    bench = written_to_from(tmp_path, first)
    second = tmp_path / "second.csv"
    second.write_text(PAIRS)
    assert take(bench, second)["duplicate_in_this_file"] == 1
    bench.add_leads(ADA)
    bench.store.other_addresses.save([("ada.private@home.example", ADA)])
    bench.release("intro")
    bench.poll()
    hear(bench, sender, "Please stop mailing me.")
    assert bench.status(ADA)[0] == bench.status("ada.private@home.example")[0] == LeadStatus.SUPPRESSED


def row(address: str, other: str = "", status: str = "New") -> str:
    return f"{address},Ann,Acme,{other},{status}\n"


HEADER = "Email,First Name,Company,Personal Email,Lead Status\n"


@pytest.mark.parametrize(
    "files",
    [
        [row("dan@a.example", "dan@home.example") + row("dan@home.example", status="Unsubscribed")],
        [row("dan@home.example", status="Unsubscribed") + row("dan@a.example", "dan@home.example")],
        [row("dan@a.example", "dan@home.example") + row("dan@home.example", status="Replied")],
        [row("dan@home.example", status="Replied") + row("dan@a.example", "dan@home.example")],
        [row("no address", "dan@home.example", "Unsubscribed") + row("dan@a.example", "dan@home.example")],
        [row("dan@home.example", status="Unsubscribed"), row("dan@a.example", "dan@home.example")],
        [row("dan@home.example", status="Replied"), row("dan@a.example", "dan@home.example")],
        [row("dan@a.example", "dan@home.example"), row("dan@home.example", status="Replied")],
        [row("dan@a.example", "dan@home.example"), row("dan@home.example", status="Unsubscribed")],
        [row("dan+x@a.example"), row("dan@a.example", status="Replied")],
        [row("d.an@gmail.com"), row("dan@gmail.com", status="Replied")],
        [row("dan@a.example"), row("dan+x@a.example", status="Replied")],
        [row("dan@a.example"), row("dan+x@a.example", status="Unsubscribed")],
    ],
)
def test_a_file_that_says_no_under_one_address_says_it_for_the_person(
    tmp_path: Path, files: list[str]
) -> None:
    bench = written_to(tmp_path)
    for number, rows in enumerate(files):
        path = tmp_path / f"{number}.csv"
        path.write_text(HEADER + rows)
        take(bench, path)
    bench.release("intro")
    bench.poll()
    assert bench.world.ledger == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("kim+crm@a.example", "kim@a.example"),
        ("j.ohn@gmail.com", "john@gmail.com"),
        ("tim+a@a.example", "tim+b@a.example"),
        ("lea@a.example,lea@home.example", "lea@home.example"),
        ("lea@home.example", "lea@a.example,lea@home.example"),
    ],
)
@pytest.mark.parametrize("in_one_file", [True, False])
def test_a_person_gets_one_lead_in_a_sequence(
    tmp_path: Path, first: str, second: str, *, in_one_file: bool
) -> None:
    bench = written_to(tmp_path)
    rows = [f"{each.partition(',')[0]},Ann,Acme,{each.partition(',')[2]},\n" for each in (first, second)]
    for number, text in enumerate(["".join(rows)] if in_one_file else rows):
        path = tmp_path / f"{number}.csv"
        path.write_text(HEADER + text)
        data = read_in(bench, path)
    counts, found = data["counts"], data["examples"]["duplicate_in_this_file"]["rows"]
    whys = [each["why"] for each in found]
    assert counts["duplicate_in_this_file"] == 1
    assert whys == [f"the same person as {first.partition(',')[0]}"]
    bench.release("intro")
    bench.poll()
    assert [line.to for line in bench.world.ledger] == [first.partition(",")[0]]


@pytest.mark.parametrize("in_one_file", [True, False])
def test_people_who_share_a_second_address_stay_apart(tmp_path: Path, *, in_one_file: bool) -> None:
    bench = written_to(tmp_path)
    rows = [f"{who}@a.example,{who},Acme,practice.a@home.example,\n" for who in ("ann", "ben", "cat")]
    for number, text in enumerate(["".join(rows)] if in_one_file else rows):
        path = tmp_path / f"{number}.csv"
        path.write_text(HEADER + text)
        take(bench, path)
    bench.release("intro")
    bench.poll()
    assert len(bench.world.ledger) == 3
    hear(bench, "practice.a@home.example", "Please stop mailing us.")
    assert {bench.status(f"{who}@a.example")[0] for who in ("ann", "ben", "cat")} == {LeadStatus.IN_FLIGHT}
    assert waiting(bench) == [(InboxKind.OPT_OUT, "practice.a@home.example")]
    forget(bench.path, "ann@a.example", bench.clock)
    assert "practice.a@home.example" in str(query(bench.path, "SELECT fields FROM lead"))


def test_an_address_of_a_team_is_nobodys_other_address(tmp_path: Path) -> None:
    bench = written_to_from(tmp_path, PAIRS.replace("ada.private@home.example", "info@acme.example"))
    hear(bench, "info@acme.example", "unsubscribe")
    assert bench.status(ADA)[0] == LeadStatus.IN_FLIGHT


@pytest.mark.parametrize(
    ("text", "ends", "is_open"),
    [
        (f"Please remove {BOB} from your list, he has died.", True, False),
        (f"Please remove {ADA} and {BOB} from your list.", True, False),
        (f"Please remove me from your list. {BOB} may still want it.", False, True),
    ],
)
def test_a_lead_that_says_no_for_others(tmp_path: Path, text: str, ends: bool, is_open: bool) -> None:
    bench = written_to(tmp_path, ADA, BOB)
    hear(bench, ADA, text)
    assert bench.status(ADA)[0] == LeadStatus.SUPPRESSED
    assert bench.status(BOB)[0] == (LeadStatus.SUPPRESSED if ends else LeadStatus.IN_FLIGHT)
    assert waiting(bench) == ([(InboxKind.OPT_OUT, ADA)] if is_open else [])


def test_a_colleague_who_speaks_for_the_lead_of_the_conversation_leaves_nothing_open(tmp_path: Path) -> None:
    bench = written_to(tmp_path, ADA, BOB)
    bench.world.human_reply(ADA, f"Please remove me from your list, and {ADA} too.", from_address=OFFICE)
    bench.clock.advance(hours=1)
    bench.poll()
    assert bench.status(ADA)[0] == LeadStatus.SUPPRESSED
    assert waiting(bench) == []


def test_an_older_file_that_has_an_address_of_a_team_joins_nobody_with_it(tmp_path: Path) -> None:
    bench = written_to_from(tmp_path, PAIRS)
    bench.store.other_addresses.save([("info@acme.example", ADA)])  # as the migration finds it in a field
    hear(bench, "info@acme.example", "unsubscribe")
    assert bench.status(ADA)[0] == LeadStatus.IN_FLIGHT
    assert waiting(bench) == [(InboxKind.OPT_OUT, "info@acme.example")]


def test_forget_says_whose_other_address_it_is(tmp_path: Path) -> None:
    bench = written_to_from(tmp_path, PAIRS)
    with pytest.raises(UsageError, match=f"another address of {ADA}"):
        forget(bench.path, "ada.private@home.example", bench.clock)
    hear(bench, "ada.private@home.example", "Please stop mailing me.")  # now the list has it as well
    with pytest.raises(UsageError, match=f"another address of {ADA}"):
        forget(bench.path, "ada.private@home.example", bench.clock)


def test_an_older_file_learns_the_other_addresses_of_its_people(tmp_path: Path) -> None:
    rows = PAIRS + "kim+crm@corax.example,Kim,Corax,\nd.an@gmail.com,Dan,Dorn,\n"
    bench = written_to_from(tmp_path, rows)
    hear(bench, OFFICE, "Please stop mailing me.")
    bench.store.close()
    with closing(sqlite3.connect(bench.path)) as conn:
        before = conn.execute("SELECT * FROM other_address ORDER BY 1").fetchall()
        conn.execute("DROP TABLE other_address")
        conn.execute("DELETE FROM _sqlite_migrations WHERE name >= '0014'")
        conn.execute("UPDATE inbox SET state = 'done', closed_by = 'rule', closed_at = at")
        conn.commit()
    bench.reopen()
    assert query(bench.path, "SELECT * FROM other_address ORDER BY 1") == before
    assert [address for address, _ in before] == [
        "ada.private@home.example",
        "dan@gmail.com",
        "kim@corax.example",
    ]
    assert waiting(bench) == [(InboxKind.OPT_OUT, OFFICE)]
    hear(bench, "kim@corax.example", "Call me.")
    assert bench.status("kim+crm@corax.example")[0] == LeadStatus.REPLIED


def test_whom_our_own_list_keeps_back_is_not_called_refused_by_12m(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, "lee+crm@acme.example")
    suppress_add(bench.path, ["lee@acme.example"], "", bench.clock)
    report = bench.poll()
    run = run_data(bench.store, report, bench.clock)
    assert [each.email for each in run.suppressed] == ["lee+crm@acme.example"]
    assert run.refused == ()
