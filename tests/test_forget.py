"""A person is forgotten wherever the address stands, in every spelling of it; nobody else is touched, and no rate moves."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from faulty import BOB, attempts, make_bench, query
from shell import Cli, advance, enrol

from seqcli.model import lead_id
from seqcli.simulator import Fault, Options, People, Persona, World
from seqcli.simulator import PersonaKind as PersonKind

ADA = "ada@acme.example"
LONGER = (
    "banjo.ada@acme.example",
    "ada@acme.example.org",
    "nada@acme.example",
    "ada@acme.example-co.example",
)


def change(sql: str, *values: object) -> None:
    with closing(sqlite3.connect("seqcli.db", isolation_level=None)) as conn:
        assert conn.execute(sql, values).rowcount > 0


def dump() -> str:
    with closing(sqlite3.connect("seqcli.db")) as conn:
        return "\n".join(conn.iterdump()).lower()


SPELLINGS = [
    ADA,
    "Ada@ACME.Example",
    f"<mailto:{ADA}?subject=x>",
    "https://crm.example/?who=ada%40acme.example&x=1",
    "https://crm.example/mailto%3Aada%40acme.example",
    "ada&#64;acme.example",
    "ada=40acme.example",
    f"{ADA}.",
    f"({ADA})",
    "%61da%40%61cme.example",
    "https://crm.example/?next=%2Fwho%3Fa%3Dada%2540acme.example",
    "mailto:ada%40acme%2Eexample",
    "&#97;da&commat;acme&period;example",
    "&#x61;&#x64;a&#064;acme&#x2e;example",
    "ada=40ac=\r\nme.example",
    "=3Cada=40acme.example=3E",
    r"{\"to\": \"\u003cada\u0040acme.example\u003e\"}",
    "ada@\u200bacme.exam\u00adple",
    "ada@<wbr>acme.example",
    f"_{ADA}_",
    f"{ADA}--as she wrote",
    "bounce+ada=acme.example@mx.example",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_address_is_erased_in_what_belongs_to_others(spelling: str, cli: Cli, world: World) -> None:
    People(world, by_address={"bob@bolt.example": Persona(PersonKind.REPLIES, 1, 60_000)})
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    advance(world, days=1)
    assert cli("poll")[0] == 0
    bob = lead_id("intro", "bob@bolt.example")
    told = f"On Monday {spelling} wrote, not {' or '.join(LONGER)}"
    body = json.dumps({"data": {"message": {"text": told, "list": [told], spelling: 1}}})
    change("UPDATE event SET body = ?, detail = ? WHERE lead_id = ?", body, told, bob)
    change("UPDATE journal SET change = ?, reason = ? WHERE lead_id = ?", told, told, bob)
    change("UPDATE lead SET status_reason = ?, pause_reason = ? WHERE id = ?", told, told, bob)
    change("UPDATE lead SET fields = json_set(fields, '$.colleague', ?) WHERE id = ?", told, bob)
    sent = json.dumps({"to": "bob@bolt.example", "text": told}).encode()
    change("UPDATE attempt SET request_body = ?, reason = ? WHERE lead_id = ?", sent, told, bob)
    change("INSERT INTO suppression VALUES ('x@y.example', 'address', ?, ?, NULL)", told, told)
    assert cli("forget", ADA, "--yes")[0] == 0
    left = dump()
    for each in LONGER:
        assert each in left
        left = left.replace(each, "")
    with closing(sqlite3.connect("seqcli.db")) as conn:
        bodies = [row[0].decode() for row in conn.execute("SELECT request_body FROM attempt")]
    left += "".join(bodies).lower()
    for each in LONGER:
        left = left.replace(each, "")
    assert spelling.lower() not in left
    assert ADA not in left
    assert "[forgotten]" in left
    row = cli.json("leads")[1]["data"]["leads"]
    assert [each["email"] for each in row] == ["bob@bolt.example"]
    raw = b"".join(path.read_bytes() for path in Path().glob("seqcli.db*")).lower()
    for each in LONGER:
        raw = raw.replace(each.encode(), b"")
    assert ADA.encode() not in raw


def test_an_apostrophe_is_found_however_it_is_written(cli: Cli, world: World) -> None:
    assert world
    enrol(cli)
    Path("more.csv").write_text("email,company\nbo.o'neil@acme.example,Acme\n", encoding="utf-8")
    assert cli("import-leads", "more.csv", "--sequence", "intro")[0] == 0
    bob = lead_id("intro", "bob@bolt.example")
    told = "bo.o\u2019neil@acme.example, bo.o&apos;neil@acme.example, bo.o&#039;neil@acme.example"
    change("UPDATE lead SET status_reason = ? WHERE id = ?", told, bob)
    columns = "lead_id, pattern, status, status_reason, not_restorable"
    change(f"INSERT INTO suppressed_lead({columns}) VALUES (?, 'b.example', 'queued', ?, ?)", bob, told, told)
    assert cli("forget", "bo.o'neil@acme.example", "--yes")[0] == 0
    assert "neil" not in dump()


def test_an_address_outside_ascii_is_erased_in_both_forms_of_its_domain(cli: Cli, world: World) -> None:
    assert world
    enrol(cli)
    Path("more.csv").write_text("email,company\njörg@müller.example,Müller\n", encoding="utf-8")
    assert cli("import-leads", "more.csv", "--sequence", "intro")[0] == 0
    bob = lead_id("intro", "bob@bolt.example")
    forms = ("jörg@müller.example", "JÖRG@xn--mller-kva.example", "j%C3%B6rg%40m%C3%BCller.example")
    for form in forms:
        change(
            "INSERT INTO event(identity, seq, type, received_at, body, disposition, lead_id) VALUES"
            " ('x', ?, 'a', '2026-01-01T00:00:00.000Z', ?, 'noted', ?)",
            forms.index(form) + 900,
            json.dumps({"data": {"text": f"about {form}"}}),
            bob,
        )
    assert cli("forget", "jörg@müller.example", "--yes")[0] == 0
    with closing(sqlite3.connect("seqcli.db")) as conn:
        bodies = {row[0] for row in conn.execute("SELECT body FROM event WHERE identity = 'x'")}
    assert bodies == {'{"data": {"text": "about [forgotten]"}}'}


def test_the_bytes_of_a_send_that_is_open_stay_until_it_is_settled(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, options=Options(announce=False))
    bench.add_leads(ADA)
    bench.add_leads(BOB, fields=json.dumps({"company": f"friends of {ADA}"}))
    bench.release()
    for _ in range(2):
        bench.faults.then("send", Fault.TIMEOUT)
    bench.poll(patience_s=0)
    assert attempts(bench, BOB) == [(0, 0, "unknown")]
    sql = "SELECT request_body FROM attempt WHERE lead_id = ?"
    before = query(bench.path, sql, lead_id("intro", BOB))
    with bench.store.transaction():
        bench.store.erasure.forget_person(ADA, bench.clock.now())
    assert query(bench.path, sql, lead_id("intro", BOB)) == before
    bench.clock.advance(minutes=10)
    bench.poll()
    assert [(x.to, x.step) for x in bench.world.ledger].count((BOB, 0)) == 1
    with bench.store.transaction():
        bench.store.erasure.forget_person(ADA, bench.clock.now())
    assert ADA.encode() not in bytes(query(bench.path, sql, lead_id("intro", BOB))[0][0])


def test_no_rate_changes_when_somebody_is_forgotten(cli: Cli, world: World) -> None:
    People(
        world,
        by_address={
            ADA: Persona(PersonKind.REPLIES, 1, 60_000),
            "bob@bolt.example": Persona(PersonKind.SILENT),
        },
    )
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    advance(world, days=1)
    assert cli("poll")[0] == 0

    def counts() -> dict[str, object]:
        one = cli.json("status", "intro")[1]["data"]["sequences"][0]
        return {name: one[name] for name in ("leads", "contacted", "reply_rate", "forgotten")}

    assert counts() == {"leads": 2, "contacted": 2, "reply_rate": 0.5, "forgotten": 0}
    assert cli("forget", ADA, "--yes")[0] == 0
    assert counts() == {"leads": 2, "contacted": 2, "reply_rate": 0.5, "forgotten": 1}
    assert cli("forget", ADA, "--yes")[0] == 0  # again, as for what was open the first time
    assert cli("forget", "bob@bolt.example", "--yes")[0] == 0
    assert counts() == {"leads": 2, "contacted": 2, "reply_rate": 0.5, "forgotten": 2}
    by_status = cli.json("status", "intro")[1]["data"]["sequences"][0]["counts"]
    assert (by_status["replied"], by_status["suppressed"], by_status["in_flight"]) == (1, 1, 0)


def test_a_copy_that_an_update_left_is_named(cli: Cli) -> None:
    enrol(cli)
    before = "".join(cli("forget", "ada@acme.example", "--yes")[1:])
    assert ".before-" not in before
    Path("seqcli.db.before-0010").touch()
    after = "".join(cli("forget", "bob@bolt.example", "--yes")[1:])
    assert "seqcli.db.before-0010" in " ".join(after.split())


@pytest.mark.parametrize("text", ["Please do not write to me again.", "Sounds good, tell me more."])
def test_the_address_of_a_mail_that_was_matched_to_the_person_is_forgotten_too(
    text: str, cli: Cli, world: World
) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    world.first_contact_from("ada.private@home.example", text)
    world.first_contact_from("news@mosaic.example", "Our weekly letter.")
    advance(world, hours=1)
    assert cli("poll")[0] == 0
    assert cli("inbox", "match", "1", ADA)[0] == 0
    assert "ada.private@home.example" in dump()
    code, envelope = cli.json("forget", ADA, "--yes")
    assert (code, envelope["data"]["forgotten_leads"]) == (0, 1)
    assert "ada.private@home.example" in " ".join(envelope["notes"])
    assert "ada.private@home.example" not in dump()
    assert "news@mosaic.example" in dump()
    assert "is suppressed" in cli("suppress", "check", "ada.private@home.example")[1]
