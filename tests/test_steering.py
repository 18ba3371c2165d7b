"""Steering: whom `pause`, `resume`, `stop` and `requeue` touch, what they say, and what `undo` gives back."""

import io
import sqlite3
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from faulty import query
from shell import SEQUENCE, Cli, advance
from test_lists import change, put_in
from world import MONDAY, Bench

from seqcli.brake import BrakeScope
from seqcli.cli import main
from seqcli.clock import SystemClock, VirtualClock, from_text, to_text
from seqcli.commands.consent import Consent
from seqcli.commands.stop import stop
from seqcli.engine.leads.bulk_steering import Pause, Requeue, Resume, Steer, Stop
from seqcli.engine.leads.pausing import add_pause
from seqcli.engine.leads.steering import pause_lead, requeue_lead, resume_lead, stop_lead
from seqcli.engine.leads.targets import Named
from seqcli.errors import UsageError
from seqcli.model import Lead, lead_id
from seqcli.reasons import BrakeCause, PauseCause
from seqcli.simulator import World
from seqcli.store import Store, opening
from seqcli.store.schema import MIGRATIONS
from seqcli.store.targets import TargetKind

DB = Path("seqcli.db")
ADA, BOB, CYD, DOT = "ada@acme.example", "bob@acme.example", "cyd@bolt.example", "dot@gmail.com"
LEADS = (
    "Email,First Name,Company\n"
    f"{ADA},Ada,Acme GmbH\n{BOB},Bob,ACME\n{CYD},Cyd,Bolt Ltd.\n{DOT},Dot,Acme Inc.\n"
)
TABLES = ("lead", "sequence", "attempt", "pause", "journal", "steering", "steering_change")


_made: dict[str, bytes] = {}


@pytest.fixture
def four(cli: Cli) -> Cli:
    """Four leads of `intro`, three at Acme by name, two of them by domain. The file is made once and copied."""
    if not _made:
        put_in(cli, LEADS)
        _made.update({path.name: path.read_bytes() for path in Path().iterdir()})
    for name, content in _made.items():
        Path(name).write_bytes(content)
    return cli


def also_in_other(cli: Cli, leads: str = LEADS) -> None:
    put_in(cli, leads, into="other")


def written() -> dict[str, list[tuple[Any, ...]]]:
    return {table: query(DB, f"SELECT * FROM {table}") for table in TABLES}


def states(column: str = "status") -> dict[str, str]:
    return dict(query(DB, f"SELECT email, {column} FROM lead WHERE sequence_id = 'intro' ORDER BY rowid"))


def paused() -> list[str]:
    """Return who is paused, as eligibility reads it."""
    found = query(DB, "SELECT email FROM lead WHERE paused_at IS NOT NULL ORDER BY rowid")
    assert len(found) == query(DB, "SELECT count(DISTINCT lead_id) FROM pause")[0][0]
    return [row[0] for row in found]


def done(cli: Cli, *args: str, code: int = 0) -> dict[str, Any]:
    found, envelope = cli.json(*args)
    assert found == code, envelope
    data: dict[str, Any] = envelope["data"] if envelope.get("data") else {"error": envelope["error"]}
    return {**data, "notes": envelope.get("notes", [])}


def refused(cli: Cli, *args: str, code: int = 2) -> dict[str, str]:
    found, envelope = cli.json(*args)
    assert found == code, envelope
    error: dict[str, str] = envelope["error"]
    return error


def emails(data: dict[str, Any], key: str = "leads") -> list[str]:
    return [each["email"] for each in data[key]]


def started(cli: Cli, world: World, *addresses: str) -> None:
    for address in addresses:
        assert cli("start", "intro", "--only", address, "--pace", "0", "--yes")[0] == 0
    assert {each.to for each in world.ledger} >= set(addresses)


def typed(monkeypatch: pytest.MonkeyPatch, text: str, *, terminal: bool = False) -> None:
    """Let a person type on standard input."""
    stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
    monkeypatch.setattr(stdin, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stdin", stdin)


def add_machine_pause(
    address: str, cause: PauseCause, until: datetime | None = None, source: str = ""
) -> None:
    store = Store.open(DB)
    with store.transaction():
        lead = store.leads.get(lead_id("intro", address))
        add_pause(
            store, lead, cause, until=until, reason="a machine", actor="event x#1", at=MONDAY, source=source
        )
    store.close()


# -- whom it touches


def test_a_lead_is_named_by_address_and_sequence_and_a_person_by_the_address(four: Cli) -> None:
    also_in_other(four)
    data = done(four, "pause", ADA, "--sequence", "other")
    assert [(each["email"], each["sequence"]) for each in data["leads"]] == [(ADA, "other")]
    data = done(four, "stop", ADA)
    assert [each["sequence"] for each in data["leads"]] == ["intro", "other"]
    assert (data["counts"]["leads"], data["counts"]["people"]) == (2, 1)
    assert data["notes"] == ["undo with: seqcli undo"]


def test_a_company_is_named_by_its_name_without_legal_form(four: Cli) -> None:
    data = done(four, "pause", "--company", "acme, AG", "--yes")
    assert emails(data) == [ADA, BOB, DOT] == paused()
    assert data["what"] == "company acme, AG"


def test_a_company_is_named_by_its_domain(four: Cli) -> None:
    assert emails(done(four, "stop", "--company", "ACME.example", "--yes")) == [ADA, BOB]
    assert emails(done(four, "requeue", "--company", "@acme.example", "--yes")) == [ADA, BOB]
    error = refused(four, "pause", "--company", "other.example", "--yes")
    assert error["code"] == "unknown_company"


def test_a_free_mail_domain_that_is_named_is_meant_and_warned_of(four: Cli) -> None:
    data = done(four, "pause", "--company", "gmail.com", "--yes")
    assert emails(data) == [DOT]
    assert "gmail.com is a free-mail domain: its users are no company" in data["notes"]


def test_a_company_is_limited_to_a_sequence(four: Cli) -> None:
    also_in_other(four)
    data = done(four, "stop", "--company", "Bolt", "--sequence", "other")
    assert [(each["email"], each["sequence"]) for each in data["leads"]] == [(CYD, "other")]


def test_a_sequence_alone_is_marked_by_pause_and_its_leads_are_stopped(four: Cli, world: World) -> None:
    started(four, world, ADA)
    assert done(four, "pause", "--sequence", "intro")["status"] == "paused"
    assert done(four, "pause", "--sequence", "intro")["changed"] is False
    assert paused() == []
    assert query(DB, "SELECT count(*) FROM steering")[0][0] == 1
    data = done(four, "stop", "--sequence", "intro", "--yes", "--reason", "the trade fair is off")
    assert (data["counts"]["leads"], set(states().values())) == (4, {"stopped"})
    assert set(states("status_reason").values()) == {"the trade fair is off"}


def test_an_argument_that_is_no_address_may_be_the_id_of_a_sequence(four: Cli, world: World) -> None:
    started(four, world, ADA)
    assert done(four, "pause", "intro")["sequence"] == "intro"
    assert done(four, "resume", "intro")["status"] == "active"
    assert done(four, "stop", "intro", "--yes")["counts"]["leads"] == 4
    assert refused(four, "pause", "nobody")["code"] == "unknown_address"


def test_requeue_of_a_sequence_takes_all_that_failed_or_were_stopped(four: Cli) -> None:
    assert done(four, "stop", "--company", "acme.example", "--yes")["counts"]["leads"] == 2
    change("UPDATE lead SET status = 'failed', reason_code = 'send_dropped' WHERE email = ?", CYD)
    data = done(four, "requeue", "--sequence", "intro", "--yes")
    assert (emails(data), data["counts"]["not_ended"]) == ([ADA, BOB, CYD], 1)
    assert set(states().values()) == {"queued"}


ODD = (
    "\ufeffwho\tnote\r\n\r\n"
    "Bob Stone <BOB@acme.example>; 'ada@acme.example',\r\n"
    "ada@ACME.example\r\n# ask mailto:cyd@bolt.example.\r"
    "see (nobody@acme.example) or new@bolt.example!\r\n@ada  bob@\r\n"
)


def test_a_file_of_addresses_may_be_any_text_and_unknown_ones_are_listed(four: Cli) -> None:
    Path("list.txt").write_bytes(ODD.encode())
    data = done(four, "pause", "--file", "list.txt", "--yes", code=1)
    assert emails(data) == [ADA, BOB, CYD] == paused()
    assert data["unknown"] == ["nobody@acme.example", "new@bolt.example"]
    assert data["counts"]["unknown"] == 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_file_of_addresses_is_read_in_the_encoding_of_its_mark(four: Cli, encoding: str) -> None:
    Path("list.txt").write_bytes(f"{ADA}\r\n{CYD}".encode(encoding))
    assert emails(done(four, "stop", "--file", "list.txt", "--yes")) == [ADA, CYD]


def test_an_address_across_the_pieces_of_a_giant_line_is_one(four: Cli) -> None:
    for shift in range(12):
        Path("list.txt").write_text("x" * 65_500 + " " * (25 + shift) + f"{ADA};" * 3, encoding="utf-8")
        data = done(four, "pause", "--file", "list.txt", "--dry-run")
        assert (emails(data), data["counts"]["unknown"]) == ([ADA], 0)


@pytest.mark.parametrize(
    ("content", "code"), [("", "empty"), ("nothing but words\n", "no_addresses"), ("PK\x03\x04", "binary")]
)
def test_a_file_without_addresses_is_refused(four: Cli, content: str, code: str) -> None:
    Path("list.txt").write_text(content, encoding="utf-8")
    assert refused(four, "stop", "--file", "list.txt", code=4)["code"] == code
    assert refused(four, "stop", "--file", "missing.txt", code=4)["code"] == "unreadable"


def test_a_paste_comes_on_standard_input(four: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, f"{ADA} {CYD}\n")
    data = done(four, "stop", "--file", "-", "--sequence", "intro", "--yes")
    assert (emails(data), data["what"]) == ([ADA, CYD], "standard input in intro")
    typed(monkeypatch, "who@else.example\n")
    data = done(four, "stop", "--file", "-", code=1)
    assert (data["counts"]["leads"], data["unknown"], data["undo"]) == (0, ["who@else.example"], None)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("pause",), "nobody_named"),
        (("stop",), "nobody_named"),
        (("requeue", "--company", "Acme", "--file", "x"), "say_one"),
        (("resume", ADA, "--company", "Acme"), "say_one"),
        (("pause", "--sequence", "nope"), "unknown_sequence"),
        (("stop", ADA, "--sequence", "nope"), "unknown_sequence"),
        (("pause", ADA, "--for", "2w", "--until", "2090-01-01"), "say_one"),
        (("pause", ADA, "--until", "2001-01-01"), "bad_until"),
        (("pause", ADA, "--until", "soon"), "bad_until"),
        (("pause", ADA, "--until", "9999-12-31"), "bad_until"),
        (("pause", "--sequence", "intro", "--until", "2090-01-01"), "for_a_person"),
        (("resume", ADA, "--cause", "weather"), "bad_cause"),
        (("requeue", ADA), "not_requeueable"),
        (("requeue", "--sequence", "intro"), "not_requeueable"),
        (("resume", "--company", "Acme"), "not_paused"),
        (("undo",), "nothing_to_undo"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_writes_nothing(
    four: Cli, words: tuple[str, ...], code: str
) -> None:
    before = written()
    assert refused(four, *words)["code"] == code
    assert written() == before


# -- until when, and why


@pytest.mark.parametrize(
    ("zone", "until", "instant"),
    [
        ("UTC", "2090-12-01", "2090-12-01T00:00:00.000Z"),
        ("Europe/Berlin", "2027-07-01", "2027-06-30T22:00:00.000Z"),
        ("America/New_York", "2027-07-01T09:30", "2027-07-01T13:30:00.000Z"),
        ("Asia/Tokyo", "2027-07-01 09:30+02:00", "2027-07-01T07:30:00.000Z"),
    ],
)
def test_a_pause_ends_at_a_date_in_the_readers_zone(
    four: Cli, monkeypatch: pytest.MonkeyPatch, zone: str, until: str, instant: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    assert done(four, "pause", ADA, "--until", until)["leads"][0]["paused_until"] == instant


def test_the_reason_stands_in_the_journal_and_with_the_pause(four: Cli) -> None:
    done(four, "pause", "--company", "acme.example", "--reason", "trade fair", "--yes")
    assert states("pause_reason") == {ADA: "trade fair", BOB: "trade fair", CYD: None, DOT: None}
    done(four, "resume", "--company", "acme.example", "--reason", "it is over", "--yes")
    rows = query(DB, "SELECT actor, change, reason FROM journal WHERE lead_id = ?", lead_id("intro", BOB))
    assert rows[-2:] == [("pause", "paused", "trade fair"), ("resume", "resumed", "it is over")]


def test_every_lead_gets_a_line_of_its_own_in_the_journal(four: Cli) -> None:
    done(four, "stop", "--sequence", "intro", "--reason", "over", "--yes")
    rows = query(DB, "SELECT lead_id, change, reason, status FROM journal WHERE actor = 'stop' ORDER BY id")
    assert rows == [
        (lead_id("intro", each), "queued → stopped (step 1)", "over", "stopped")
        for each in (ADA, BOB, CYD, DOT)
    ]


# -- consent, and a dry run


def test_more_than_one_person_is_touched_with_consent_only(
    four: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written()
    error = refused(four, "stop", "--company", "acme.example")
    assert error["code"] == "not_confirmed"
    assert error["message"] == (
        "nothing was changed: stop 2 leads of 2 people (company acme.example): 2 queued"
    )
    typed(monkeypatch, "n\n", terminal=True)
    assert refused(four, "stop", "--company", "acme.example")["code"] == "not_confirmed"
    typed(monkeypatch, "n\n", terminal=True)
    code, out, err = four("stop", "--company", "acme.example")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].removeprefix("Go on? [y/N] ") == "nothing was changed"
    assert "error" not in err
    assert written() == before
    typed(monkeypatch, "y\n", terminal=True)
    code, out, err = four("stop", "--company", "acme.example")
    assert (code, out.splitlines()[-1]) == (0, "stopped 2 leads of 2 people")
    assert "stop 2 leads of 2 people (company acme.example): 2 queued" in err
    assert "undo with: seqcli undo" in err


def test_one_person_in_two_sequences_needs_no_question(four: Cli) -> None:
    also_in_other(four)
    for verb in ("pause", "resume", "stop", "requeue", "undo"):
        assert four(verb, *([] if verb == "undo" else [ADA]))[0] == 0


@pytest.mark.parametrize("verb", ["pause", "resume", "stop", "requeue", "undo"])
def test_a_dry_run_shows_everything_and_writes_nothing(four: Cli, verb: str) -> None:
    if verb in {"resume", "undo"}:
        done(four, "pause", "--company", "Acme", "--yes")
    if verb == "requeue":
        done(four, "stop", "--company", "Acme", "--yes")
    before = written()
    words = [] if verb == "undo" else ["--company", "Acme"]
    data = done(four, verb, *words, "--dry-run")
    assert (data["dry_run"], emails(data), data["counts"]["leads"]) == (True, [ADA, BOB, DOT], 3)
    assert "dry run, nothing was written" in four(verb, *words, "--dry-run")[1]
    assert written() == before


def test_a_dry_run_of_a_whole_sequence_writes_nothing(four: Cli, world: World) -> None:
    started(four, world, ADA)
    before = written()
    assert "would be paused" in four("pause", "--sequence", "intro", "--dry-run")[1]
    assert written() == before
    done(four, "pause", "--sequence", "intro")
    before = written()
    assert (
        'would have undone: pause sequence intro; sequence "intro" is active' in four("undo", "--dry-run")[1]
    )
    assert written() == before


def test_the_counts_name_everybody_who_was_not_touched(four: Cli) -> None:
    done(four, "stop", ADA)
    done(four, "pause", BOB)
    data = done(four, "pause", "--sequence", "intro", "--company", "Acme", "--yes")
    assert {kind: count for kind, count in data["counts"].items() if count} == {
        "leads": 1,
        "people": 1,
        "unchanged": 1,
        "ended": 1,
    }
    assert four("pause", "--company", "Acme")[1].splitlines()[-1] == (
        "paused 0 leads of 0 people; 2 unchanged; 1 ended before"
    )


@pytest.mark.usefixtures("four")
def test_exactly_those_of_the_question_are_touched() -> None:
    def ask(_question: str) -> bool:
        Path("more.csv").write_text("email,company\neve@acme.example,Acme\n", encoding="utf-8")
        assert main(["import-leads", "more.csv", "--sequence", "intro"]) == 0
        return main(["stop", BOB]) == 0

    stop(DB, Named(company="acme.example"), SystemClock(), "", Consent(ask))
    assert states() == {
        ADA: "stopped",
        BOB: "stopped",
        CYD: "queued",
        DOT: "queued",
        "eve@acme.example": "queued",
    }
    commands = query(
        DB, "SELECT what, (SELECT count(*) FROM steering_change WHERE steering_id = id) FROM steering"
    )
    assert commands == [(BOB, 1), ("company acme.example", 1)]


# -- pauses by cause


def test_resume_lifts_the_cause_that_is_named_and_tells_of_the_others(four: Cli) -> None:
    add_machine_pause(ADA, PauseCause.COMPANY, source="x")
    error = refused(four, "resume", ADA)
    assert error["code"] == "not_paused"
    assert f"seqcli resume {ADA} --cause company" in error["hint"]
    done(four, "pause", ADA)
    add_machine_pause(ADA, PauseCause.AUTO_REPLY)
    notes = done(four, "resume", ADA)["notes"]
    assert (
        "1 lead still paused for the answer of a colleague."
        " To resume: seqcli resume ada@acme.example --cause company" in notes
    )
    assert any(note.endswith("--cause auto-reply") for note in notes)
    assert paused() == [ADA]
    assert refused(four, "resume", ADA, "--cause", "person")["code"] == "not_paused"
    done(four, "resume", "--sequence", "intro", "--cause", "company")
    assert query(DB, "SELECT cause FROM pause") == [("auto_reply",)]
    assert done(four, "resume", ADA, "--cause", "auto-reply")["leads"][0]["paused"] is False
    assert paused() == []


def test_the_way_to_lift_other_pauses_can_be_typed(four: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in (ADA, BOB):
        add_machine_pause(address, PauseCause.AUTO_REPLY)
    done(four, "pause", "--company", "acme.example", "--yes")
    typed(monkeypatch, f"{ADA}\n{BOB}\n")
    notes = done(four, "resume", "--file", "-", "--yes")["notes"]
    assert notes[0] == (
        "2 leads still paused by an auto-reply."
        " To resume: save the list as a file, then seqcli resume --file FILE --cause auto-reply"
    )
    add_machine_pause(ADA, PauseCause.COMPANY)
    error = refused(four, "resume", "--company", "acme.example")
    assert error["hint"] == (
        "The pause has another cause: seqcli resume --company acme.example --cause auto-reply"
        " and seqcli resume --company acme.example --cause company"
    )
    assert error["message"].startswith("nobody of company acme.example is paused by hand")
    error = refused(four, "resume", ADA, "--cause", "autoreply")
    assert error["message"] == 'there is no cause "autoreply"; did you mean "auto-reply"?'


def test_a_whole_sequence_tells_of_its_paused_leads(four: Cli, world: World) -> None:
    started(four, world, ADA)
    done(four, "pause", BOB)
    data = done(four, "resume", "intro")
    assert data["paused_by_cause"] == {"person": 1, "company": 0, "auto_reply": 0}
    assert data["notes"] == [
        "1 lead still paused by hand. To resume: seqcli resume --sequence intro --cause person"
    ]
    assert emails(done(four, "resume", "--sequence", "intro", "--cause", "person")) == [BOB]


def test_a_pause_that_is_over_is_none_to_resume(four: Cli) -> None:
    add_machine_pause(ADA, PauseCause.PERSON, until=MONDAY + timedelta(days=1))
    assert refused(four, "resume", ADA)["code"] == "not_paused"


def test_resume_and_requeue_leave_whoever_answered_or_is_suppressed(four: Cli) -> None:
    done(four, "pause", "--sequence", "intro", "--company", "Acme", "--yes")
    done(four, "stop", CYD)
    store = Store.open(DB)
    with store.transaction():
        for address in (ADA, CYD):
            store.answers.save(address, "older", datetime.now(UTC))
        store.suppressions.save("*@gmail.com", "wildcard", "legal", "test", MONDAY)
    store.close()
    data = done(four, "resume", "--company", "Acme", "--yes")
    assert (emails(data), emails(data, "left"), paused()) == ([BOB], [ADA, DOT], [ADA, DOT])
    assert [each["reason"] for each in data["left"]] == [
        "answered in older",
        "suppressed by *@gmail.com: legal",
    ]
    error = refused(four, "requeue", CYD)
    assert (error["code"], error["message"]) == ("left_as_it_is", f"{CYD} answered in older: not requeued")
    change("UPDATE lead SET allow_answered = 1 WHERE email = ?", CYD)
    assert done(four, "requeue", CYD)["leads"][0]["status"] == "queued"


def test_resume_leaves_whoever_answered_meanwhile_from_another_address(four: Cli, world: World) -> None:
    also_in_other(four)
    started(four, world, ADA)
    done(four, "pause", ADA, "--sequence", "other")
    world.human_reply(ADA, from_address="ada@private.example")
    assert four("poll")[0] == 0
    assert refused(four, "resume", ADA, "--sequence", "other")["code"] == "has_ended"
    row = query(DB, "SELECT status, reason_code FROM lead WHERE email = ? AND sequence_id = 'other'", ADA)
    assert row == [("stopped", "answered_elsewhere")]


def test_an_older_file_knows_companies_pauses_and_answers_after_its_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, then = tmp_path / "older.db", to_text(MONDAY)
    with monkeypatch.context() as older:
        older.setattr(opening, "MIGRATIONS", MIGRATIONS[:7])
        Store.open(path, create=True).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "INSERT INTO sequence(id, name, steps, created_at, updated_at) VALUES ('s', 's', '[]', ?, ?)",
            (then, then),
        )
        for status, address, fields, paused_at in (
            ("queued", ADA, '{"company": "Acme GmbH"}', then),
            ("replied", CYD, '{"company": "n/a"}', None),
        ):
            db.execute(
                "INSERT INTO lead(id, email, address, sequence_id, status, fields, paused_at, created_at, updated_at)"
                " VALUES (?, ?, ?, 's', ?, ?, ?, ?, ?)",
                (address, address, address, status, fields, paused_at, then, then),
            )
    Store.open(path).close()
    assert query(path, "SELECT address, company_key, domain FROM lead ORDER BY address") == [
        (ADA, "acme", "acme.example"),
        (CYD, "", CYD.partition("@")[2]),
    ]
    assert query(path, "SELECT lead_id, cause FROM pause") == [(ADA, "person")]
    assert query(path, "SELECT address, sequence_id, answered_at FROM answer") == [(CYD, "s", then)]


def test_a_company_that_an_import_corrects_is_the_company(four: Cli) -> None:
    put_in(four, "email,company\n" + f"{CYD},Dune Limited\n")
    assert CYD in emails(done(four, "pause", "--company", "DUNE", "--yes"))


def test_a_pause_eats_no_step_and_events_still_apply(four: Cli, world: World) -> None:
    started(four, world, ADA, CYD)
    done(four, "pause", ADA)
    world.human_reply(CYD, "Sounds good, call me on Monday.")
    advance(world, days=4)
    assert four("poll")[0] == 0
    assert [(each.to, each.step) for each in world.ledger] == [(ADA, 0), (CYD, 0)]
    assert query(DB, "SELECT status, current_step FROM lead WHERE email = ?", ADA) == [("queued", 1)]
    done(four, "resume", ADA)
    assert four("poll")[0] == 0
    assert [(each.to, each.step) for each in world.ledger][2:] == [(ADA, 1)]


def test_who_is_imported_again_stays_paused_and_a_new_colleague_is_not(four: Cli) -> None:
    done(four, "pause", "--company", "Acme", "--yes")
    Path("in.csv").write_text(LEADS + "eve@acme.example,Eve,Acme\n", encoding="utf-8")
    assert four("import-leads", "in.csv", "--sequence", "intro")[0] in {0, 1}
    assert paused() == [ADA, BOB, DOT]


# -- undo


@pytest.mark.parametrize("verb", ["pause", "resume", "stop", "requeue"])
def test_undo_gives_back_what_a_command_changed(four: Cli, verb: str) -> None:
    if verb == "resume":
        done(four, "pause", "--company", "Acme", "--for", "9d", "--reason", "fair", "--yes")
    if verb == "requeue":
        done(four, "stop", "--company", "Acme", "--reason", "fair", "--yes")
    look = "SELECT email, status, reason_code, status_reason, missing_field, paused_at, paused_until, pause_reason FROM lead"
    before, pauses = query(DB, look), query(DB, "SELECT * FROM pause")
    done(four, verb, "--company", "Acme", "--yes")
    assert query(DB, look) != before
    data = done(four, "undo", "--yes")
    assert (data["undone"]["command"], data["undone"]["what"]) == (verb, "company Acme")
    assert (data["counts"], emails(data)) == ({"leads": 3, "people": 3, "left": 0}, [ADA, BOB, DOT])
    assert (query(DB, look), query(DB, "SELECT * FROM pause")) == (before, pauses)
    assert "undo with" not in "".join(data["notes"])
    assert query(DB, "SELECT count(*) FROM journal WHERE actor = 'undo'")[0][0] == 3


def test_undo_gives_back_an_earlier_pause(four: Cli) -> None:
    done(four, "pause", ADA, "--for", "9d", "--reason", "fair")
    before = query(DB, "SELECT * FROM pause")
    done(four, "pause", ADA, "--reason", "for good")
    done(four, "undo")
    assert query(DB, "SELECT * FROM pause") == before
    assert states("pause_reason")[ADA] == "fair"


def test_undo_of_a_sequence_gives_back_its_status(four: Cli, world: World) -> None:
    started(four, world, ADA)
    done(four, "pause", "--sequence", "intro")
    error = refused(four, "undo")
    assert error["message"] == (
        'nothing was changed: undo pause sequence intro: sequence "intro" will be active, not paused'
    )
    data = done(four, "undo", "--yes")
    assert (data["sequence"], data["status"]) == ("intro", "active")
    done(four, "pause", "intro")
    change("UPDATE sequence SET status = 'active'")
    data = done(four, "undo", code=1)
    assert data["status"] == "active"


def trip(scope: str, name: str) -> None:
    """Let a brake trip, as five refusals in a row would."""
    store = Store.open(DB)
    with store.transaction():
        brake = store.brakes.get(BrakeScope(scope), name)
        store.brakes.trip(brake, BrakeCause.REFUSALS, "12m refused 5 leads in a row", datetime.now(UTC))
    store.close()


def test_the_release_of_a_brake_is_no_command_that_undo_jumps_over(four: Cli, world: World) -> None:
    also_in_other(four)
    started(four, world, ADA)
    done(four, "pause", CYD, "--sequence", "other")
    trip("sequence", "intro")
    before = written()
    data = done(four, "resume", "--sequence", "intro", "--dry-run")
    assert data["brakes_released"] == [{"scope": "sequence", "name": "intro"}]
    assert "the brake of sequence intro would be released" in four("resume", "intro", "--dry-run")[1]
    assert written() == before
    data = done(four, "resume", "--sequence", "intro")
    assert (data["changed"], data["undo"], data["steering_id"]) == (False, None, 2)
    code, out, err = four("undo", "--yes")
    assert code == 1
    assert out == (
        "nothing was changed: the last command, resume sequence intro, released the brake of sequence intro;"
        " that cannot be taken back. To stop its sends: seqcli pause --sequence intro\n"
    )
    assert f"the next seqcli undo takes back the command before it: pause {CYD} in other" in err
    assert paused() == [CYD]
    assert emails(done(four, "undo")) == [CYD]


def test_undo_of_a_resume_that_released_a_brake_pauses_the_sequence_again(four: Cli, world: World) -> None:
    started(four, world, ADA)
    done(four, "pause", "intro")
    trip("sequence", "intro")
    done(four, "resume", "intro")
    code, out, _ = four("undo", "--yes")
    assert code == 0
    assert out == (
        'undone: resume sequence intro; sequence "intro" is paused;'
        " the brake of sequence intro stays released\n"
    )
    listed = done(four, "undo", "--list")["commands"]
    assert [each["brakes_released"] for each in listed] == [["sequence intro"], []]


# -- a company, given back


def answered_at_acme(cli: Cli, world: World, setting: str) -> None:
    """Let Ada answer, so that Bob and Dot are paused or stopped; Bob was written to."""
    text = Path("intro.toml").read_text(encoding="utf-8")
    Path("intro.toml").write_text(f'company_stop = "{setting}"\n{text}', encoding="utf-8")
    assert cli("import-sequence", "intro.toml")[0] == 0
    started(cli, world, ADA, BOB)
    world.human_reply(ADA)
    assert cli("poll")[0] == 0


@pytest.mark.parametrize("setting", ["pause", "stop"])
@pytest.mark.parametrize(
    "words",
    [
        ("--company", "Acme", "--cause", "company"),
        ("--company", "acme, AG", "--sequence", "intro", "--cause", "company"),
        ("--company", ADA),
        ("--company", ADA, "--cause", "company"),
        ("--sequence", "intro", "--cause", "company"),
    ],
    ids=" ".join,
)
def test_a_company_is_given_back_as_every_other_command_changes_leads(
    four: Cli, world: World, setting: str, words: tuple[str, ...]
) -> None:
    answered_at_acme(four, world, setting)
    done(four, "pause", CYD)
    look = (
        "SELECT email, status, reason_code, status_reason, paused_at, pause_reason FROM lead ORDER BY rowid"
    )
    before, pauses, all_of_it = query(DB, look), query(DB, "SELECT * FROM pause"), written()
    assert refused(four, "resume", *words)["code"] == "not_confirmed"
    _, out, _ = four("resume", *words, "--dry-run")
    assert "dry run, nothing was written: would have resumed 2 leads of 2 people" in out
    assert written() == all_of_it
    data = done(four, "resume", *words, "--yes")
    assert (data["counts"]["leads"], data["counts"]["people"], data["undo"]) == (2, 2, "seqcli undo")
    assert (emails(data), data["steering_id"]) == ([BOB, DOT], 2)
    assert data["notes"][-1] == "undo with: seqcli undo"
    assert states() == {ADA: "replied", BOB: "in_flight", CYD: "queued", DOT: "queued"}
    assert paused() == [CYD]
    assert emails(done(four, "undo", "--yes")) == [BOB, DOT]
    assert (query(DB, look), query(DB, "SELECT * FROM pause")) == (before, pauses)
    done(four, "resume", *words, "--yes")


def test_one_lead_that_was_stopped_for_a_colleague_is_given_back_alone(four: Cli, world: World) -> None:
    answered_at_acme(four, world, "stop")
    _, why = four.json("why", DOT)
    assert f"`seqcli resume {DOT} --cause company`" in why["data"]["leads"][0]["next"]["text"]
    assert emails(done(four, "resume", DOT, "--cause", "company")) == [DOT]
    assert states() == {ADA: "replied", BOB: "stopped", CYD: "queued", DOT: "queued"}
    done(four, "undo")
    assert states()[DOT] == "stopped"
    assert emails(done(four, "resume", "--company", BOB, "--yes")) == [BOB, DOT]


def test_undo_of_a_requeue_leaves_a_stop_that_resume_can_end(four: Cli, world: World) -> None:
    answered_at_acme(four, world, "stop")
    pauses = query(DB, "SELECT * FROM pause")
    done(four, "requeue", DOT)
    assert len(query(DB, "SELECT * FROM pause")) == 1
    done(four, "undo")
    assert (states()[DOT], query(DB, "SELECT * FROM pause")) == ("stopped", pauses)
    assert emails(done(four, "resume", "--company", "Acme", "--cause", "company", "--yes")) == [BOB, DOT]


def test_undo_of_a_resume_gives_back_the_wait_that_an_auto_reply_put_off(four: Cli, world: World) -> None:
    started(four, world, ADA)
    advance(world, days=1)
    world.auto_reply(ADA)
    assert four("poll")[0] == 0
    look = "SELECT wait_ends_at, wake_at, paused_until FROM lead WHERE email = ?"
    before = query(DB, look, ADA)
    assert None not in before[0]
    done(four, "resume", ADA, "--cause", "auto-reply")
    assert query(DB, look, ADA) != before
    done(four, "undo")
    assert query(DB, look, ADA) == before


def test_undo_leaves_the_wait_that_a_newer_auto_reply_put_off(four: Cli, world: World) -> None:
    started(four, world, ADA)
    advance(world, days=1)
    world.auto_reply(ADA)
    assert four("poll")[0] == 0
    done(four, "resume", ADA, "--cause", "auto-reply")
    advance(world, hours=5)
    world.auto_reply(ADA)
    assert four("poll")[0] == 0
    look = "SELECT wait_ends_at, wake_at, paused_until FROM lead WHERE email = ?"
    before = query(DB, look, ADA)
    done(four, "undo")
    assert query(DB, look, ADA) == before


def test_undo_of_a_stop_goes_on_where_the_lead_was(four: Cli, world: World) -> None:
    started(four, world, ADA, CYD)
    done(four, "stop", "--file", "in.csv", "--yes")
    assert set(states().values()) == {"stopped"}
    advance(world, days=4)
    assert four("poll")[0] == 0
    assert len(world.ledger) == 2
    done(four, "undo", "--yes")
    assert states() == {ADA: "in_flight", BOB: "queued", CYD: "in_flight", DOT: "queued"}
    advance(world, days=1)
    assert four("poll")[0] == 0
    assert sorted((each.to, each.step) for each in world.ledger) == [(ADA, 0), (ADA, 1), (CYD, 0), (CYD, 1)]


def test_undo_leaves_whoever_was_sent_to_since(four: Cli, world: World) -> None:
    started(four, world, ADA, CYD)
    advance(world, days=4)
    done(four, "pause", "--file", "in.csv", "--yes")
    assert four("poll")[0] == 0
    assert len(world.ledger) == 2
    done(four, "resume", "--file", "in.csv", "--yes")
    done(four, "pause", CYD)
    done(four, "undo")
    assert four("poll")[0] == 0
    assert sorted((each.to, each.step) for each in world.ledger)[1::2] == [(ADA, 1), (CYD, 1)]
    data = done(four, "undo", "--yes", code=1)
    assert (emails(data), emails(data, "left"), paused()) == ([BOB, DOT], [ADA, CYD], [BOB, DOT])
    assert {each["reason"] for each in data["left"]} == {"was sent to since"}
    assert done(four, "undo", "--yes", code=1)["undone"]["command"] == "pause"


def opts_out(world: World) -> None:
    world.opt_out(ADA, "Please remove me from your list.")


def is_suppressed(_world: World) -> None:
    assert main(["suppress", "add", "acme.example", "--yes"]) == 0


@pytest.mark.parametrize(
    ("happens", "status"),
    [
        (lambda world: world.human_reply(ADA, "Not interested, thanks."), "replied"),
        (opts_out, "suppressed"),
        (lambda world: world.bounce(ADA), "bounced"),
        (is_suppressed, "suppressed"),
    ],
)
@pytest.mark.parametrize("verb", ["pause", "resume", "stop", "requeue"])
def test_undo_revives_nobody_who_said_no_meanwhile(
    four: Cli, world: World, happens: Callable[[World], object], status: str, verb: str
) -> None:
    started(four, world, ADA, CYD)
    if verb in {"resume", "requeue"}:
        done(four, {"resume": "pause", "requeue": "stop"}[verb], "--file", "in.csv", "--yes")
    done(four, verb, "--file", "in.csv", "--yes")
    happens(world)
    assert four("poll")[0] == 0
    pauses = query(DB, "SELECT * FROM pause WHERE lead_id = ?", lead_id("intro", ADA))
    data = done(four, "undo", "--yes", code=1)
    left = {each["email"]: each for each in data["left"]}
    assert left[ADA]["status"] == status == states()[ADA]
    assert left[ADA]["reason"].startswith(status)
    assert CYD in emails(data)
    assert query(DB, "SELECT * FROM pause WHERE lead_id = ?", lead_id("intro", ADA)) == pauses


def test_undo_leaves_whoever_answered_elsewhere_or_is_listed(four: Cli) -> None:
    done(four, "stop", "--company", "Acme", "--yes")
    store = Store.open(DB)
    with store.transaction():
        store.answers.save(ADA, "older", datetime.now(UTC))
        store.suppressions.save("gmail.com", "domain", "legal", "test", MONDAY)
    store.close()
    data = done(four, "undo", "--yes", code=1)
    assert [each["reason"] for each in data["left"]] == [
        "answered in older",
        "suppressed by gmail.com: legal",
    ]
    assert states() == {ADA: "stopped", BOB: "queued", CYD: "queued", DOT: "stopped"}


def test_undo_goes_back_command_by_command_and_is_none_itself(four: Cli) -> None:
    done(four, "pause", ADA)
    done(four, "stop", CYD)
    assert done(four, "undo")["undone"]["command"] == "stop"
    assert done(four, "undo")["undone"]["command"] == "pause"
    assert (paused(), states()[CYD]) == ([], "queued")
    assert refused(four, "undo")["code"] == "nothing_to_undo"
    listed = done(four, "undo", "--list")["commands"]
    assert [(each["command"], each["what"], each["leads"]) for each in listed] == [
        ("stop", CYD, 1),
        ("pause", ADA, 1),
    ]
    assert all(each["undone_at"] for each in listed)
    done(four, "pause", "--company", "Acme", "--yes")
    code, out, _ = four("undo", "--list")
    assert (code, out.splitlines()[1].split()[-4:]) == (0, ["pause", "company", "Acme", "3"])


def test_undo_reaches_back_twenty_commands_and_what_is_undone_takes_no_room(four: Cli) -> None:
    for number in range(21):
        done(four, "pause", ADA, "--reason", f"r{number}")
    for number in reversed(range(1, 21)):
        done(four, "undo")
        assert states("pause_reason")[ADA] == f"r{number - 1}"
    assert refused(four, "undo")["code"] == "nothing_to_undo"
    assert query(DB, "SELECT count(*) FROM steering_change") == [(0,)]
    assert {each["leads"] for each in done(four, "undo", "--list")["commands"]} == {1}


def test_undo_of_more_than_one_person_asks(four: Cli) -> None:
    done(four, "pause", "--company", "Acme", "--yes")
    error = refused(four, "undo")
    assert error["message"] == (
        "nothing was changed: undo 3 leads of 3 people (pause company Acme): 3 queued"
    )
    assert len(paused()) == 3


def test_a_command_that_changes_nothing_is_none_to_undo(four: Cli) -> None:
    done(four, "pause", ADA)
    data = done(four, "pause", ADA)
    assert (data["undo"], data["steering_id"], data["counts"]["unchanged"]) == (None, None, 1)
    assert len(done(four, "undo", "--list")["commands"]) == 1


def test_undo_of_a_stop_releases_whom_changed_texts_need_nothing_of_any_more(four: Cli) -> None:
    also_in_other(four, f"email,company\n{ADA},\n{BOB},Acme\n")
    look = "SELECT email, status FROM lead WHERE sequence_id = 'other' ORDER BY rowid"
    assert query(DB, look) == [(ADA, "held"), (BOB, "queued")]
    done(four, "stop", "--sequence", "other", "--yes")
    Path("other.toml").write_text(
        SEQUENCE.replace('"intro"', '"other"').replace("{{ company }}", "you"), encoding="utf-8"
    )
    assert four("import-sequence", "other.toml")[0] == 0
    done(four, "undo", "--yes")
    assert query(DB, look) == [(ADA, "queued"), (BOB, "queued")]


def test_undo_keeps_the_key_and_bytes_of_a_send_that_was_never_tried(four: Cli, world: World) -> None:
    started(four, world, ADA)
    store = Store.open(DB)
    with store.transaction():
        store._database.run(
            "INSERT INTO attempt(lead_id, step, idempotency_key, identity, address, request_body, state)"
            " VALUES (?1, 0, ?1 || ':0', 'x', ?2, X'61', 'pending')",
            lead_id("intro", BOB),
            BOB,
        )
    store.close()
    before = query(DB, "SELECT * FROM attempt")
    done(four, "stop", BOB)
    assert query(DB, "SELECT state FROM attempt WHERE address = ?", BOB) == [("cancelled",)]
    done(four, "undo")
    assert query(DB, "SELECT * FROM attempt") == before


def test_who_was_forgotten_leaves_no_trace_in_the_history(four: Cli) -> None:
    done(four, "pause", "--company", "Acme", "--yes")
    done(four, "stop", ADA)
    assert four("forget", ADA, "--yes")[0] == 0
    assert b"ada@acme" not in DB.read_bytes()
    assert query(DB, "SELECT count(*) FROM steering_change WHERE name = ?", lead_id("intro", ADA)) == [(0,)]
    assert emails(done(four, "undo", "--yes")) == [BOB, DOT]
    assert [each["what"] for each in done(four, "undo", "--list")["commands"]] == [
        "[forgotten]",
        "company Acme",
    ]


# -- beside a run, and at size


@pytest.mark.parametrize(
    "words",
    [
        ("pause", "--company", "Acme", "--yes"),
        ("resume", "--company", "bolt.example"),
        ("stop", "--sequence", "intro", "--yes"),
        ("requeue", DOT),
        ("undo",),
        ("undo", "--list"),
    ],
    ids=" ".join,
)
def test_steering_never_waits_for_a_run(four: Cli, words: tuple[str, ...]) -> None:
    done(four, "stop", DOT)
    done(four, "pause", CYD)
    store = Store.open(DB)
    with store.round_lock("poll", SystemClock().now()):
        assert four(*words)[0] == 0
    store.close()


def _one_by_one(verb: str) -> Callable[[Store, Lead, datetime], Lead]:
    until = MONDAY + timedelta(days=9)
    return {
        "pause": lambda store, lead, at: pause_lead(store, lead, until, "why", at),
        "resume": resume_lead,
        "stop": lambda store, lead, at: stop_lead(store, lead, "why", at),
        "requeue": lambda store, lead, at: requeue_lead(store, lead, "why", at),
    }[verb]


COMPARED = {
    "lead": "id, status, reason_code, status_reason, missing_field, current_step, wake_at, paused_at, paused_until,"
    " pause_reason",
    "attempt": "*",
    "pause": "*",
    "journal": "at, lead_id, sequence_id, actor, change, reason, status",
}
BULK: list[Steer] = [Pause(MONDAY + timedelta(days=9), "why"), Resume(""), Stop("why"), Requeue("why")]


@pytest.mark.parametrize("command", BULK, ids=lambda each: each.verb)
def test_many_leads_change_as_one_lead_does(tmp_path: Path, command: Steer) -> None:
    rows = {}
    for way in ("one", "many"):
        bench = _mixed_bench(tmp_path / way)
        store, at = bench.store, bench.clock.now()
        with store.transaction():
            store.targets.clear()
            store.targets.choose_sequence("intro")
            command.sort(store, at)
            if way == "many":
                command.apply(store, at)
            else:
                for lead, _ in store.targets.load([TargetKind.CHANGED], 99):
                    _one_by_one(command.verb)(store, lead, at)
        rows[way] = {
            table: sorted(repr(tuple(row)) for row in store._database.rows(f"SELECT {columns} FROM {table}"))
            for table, columns in COMPARED.items()
        }
        assert store.targets.count().people >= 2
    assert rows["one"] == rows["many"]


def _mixed_bench(folder: Path) -> Bench:
    """Leads in every status that steering meets, with sends that wait, paused in several ways."""
    folder.mkdir()
    clock = VirtualClock(MONDAY)
    bench = Bench(folder / "seqcli.db", World(clock), clock)
    bench.add_sequence()
    names = [f"p{number}@firm{number}.example" for number in range(10)]
    bench.add_leads(*names)
    bench.release(limit=6)
    bench.poll()
    run, at = bench.store._database.run, "2026-03-02T09:00:00.000Z"
    with bench.store.transaction():
        for number in (5, 6, 7, 8):
            run("UPDATE lead SET status = 'failed' WHERE email = ?", names[number])
        run("UPDATE lead SET status = 'stopped', reason_code = 'stopped' WHERE email = ?", names[4])
        run(
            "UPDATE lead SET status = 'held', reason_code = 'missing_field', missing_field = 'x' WHERE email = ?",
            names[3],
        )
        run("UPDATE lead SET status = 'replied' WHERE email = ?", names[2])
        run(
            "INSERT INTO attempt(lead_id, step, idempotency_key, identity, address, request_body, state)"
            " SELECT id, 0, id || ':0', 'x', address, X'61', 'pending' FROM lead WHERE email IN (?, ?)",
            *(names[8], names[9]),
        )
        for number, cause, until in (
            (0, "person", None),
            (0, "company", at),
            (1, "person", None),
            (9, "company", None),
        ):
            lead = bench.store.leads.get(lead_id("intro", names[number]))
            add_pause(
                bench.store,
                lead,
                PauseCause(cause),
                until=None if until is None else from_text(until),
                reason=cause,
                actor="x",
                at=MONDAY,
            )
        lead = bench.store.leads.get(lead_id("intro", names[9]))
        add_pause(
            bench.store,
            lead,
            PauseCause.PERSON,
            until=datetime(2027, 1, 1, tzinfo=UTC),
            reason="p",
            actor="x",
            at=MONDAY,
        )
    clock.advance(hours=1)
    return bench


def test_twenty_thousand_leads_are_stopped_and_given_back_in_little_memory(cli: Cli) -> None:
    put_in(cli, "email,company\na@firm.example,Firm\n")
    with_many(20_000)
    Path("list.txt").write_text("\n".join(f"p{n}@firm.example" for n in range(20_000)), encoding="utf-8")
    tracemalloc.start()
    assert main(["stop", "--file", "list.txt", "--yes"]) == 0
    assert main(["undo", "--yes"]) == 0
    assert main(["pause", "--company", "firm.example", "--yes"]) == 0
    assert main(["undo", "--yes"]) == 0
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3_000_000
    assert query(DB, "SELECT status, count(*) FROM lead GROUP BY 1") == [("queued", 20_001)]
    assert query(DB, "SELECT count(*) FROM pause") == [(0,)]
    rows = query(DB, "SELECT actor, count(*) FROM journal WHERE lead_id IS NOT NULL GROUP BY 1 ORDER BY 1")
    assert rows == [("pause", 20_001), ("stop", 20_000), ("undo", 40_001)]


def with_many(count: int) -> None:
    change(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < CAST(? AS INTEGER))"
        " INSERT INTO lead(id, email, address, sequence_id, fields, created_at, updated_at)"
        " SELECT printf('%08d', i), 'p' || i || '@firm.example', 'p' || i || '@firm.example', 'intro',"
        " '{\"company\": \"Firm\"}', created_at, updated_at FROM n, lead WHERE lead.email = 'a@firm.example'",
        str(count),
    )


def test_one_command_that_came_in_between_stops_an_undo(four: Cli) -> None:
    from seqcli.commands.undo import undo  # noqa: PLC0415

    done(four, "pause", "--company", "Acme", "--yes")

    def ask(_question: str) -> bool:
        return main(["stop", CYD]) == 0

    with pytest.raises(UsageError, match="meanwhile"):
        undo(DB, SystemClock(), Consent(ask))
    assert len(paused()) == 3
