"""`test-send`: real mails to oneself that concern no lead, whatever the stream tells of them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from faulty import query
from shell import Cli, advance, enrol

from seqcli.simulator import DEFAULT_HANDLE, Fault, Faults, World, serve
from seqcli.simulator import DEFAULT_KEY as KEY

ME = "nora@larkfield.example"
ADA = "ada@acme.example"


def try_out(cli: Cli, *more: str) -> tuple[int, dict[str, object]]:
    return cli.json("test-send", "intro", "--to", ME, "--lead", ADA, "--yes", *more)


def leads(path: str = "seqcli.db") -> list[tuple[object, ...]]:
    return query(Path(path), "SELECT * FROM lead ORDER BY id")


def test_every_step_arrives_in_one_thread_with_the_leads_data_and_the_lead_is_untouched(
    cli: Cli, world: World
) -> None:
    enrol(cli)
    before = leads()
    code, envelope = try_out(cli)
    assert (code, envelope["ok"]) == (0, True)
    assert [each.to for each in world.ledger] == [ME, ME]
    assert len({each.conv_id for each in world.ledger}) == 1
    assert json.loads(world.ledger[0].body)["subject"] == "Hello Acme"
    assert "noReplyEventAfter" not in json.loads(world.ledger[1].body)
    assert leads() == before
    assert query(Path("seqcli.db"), "SELECT count(*) FROM attempt") == [(0,)]


def test_whatever_the_reader_does_moves_nobody(cli: Cli, world: World) -> None:
    enrol(cli)
    try_out(cli)
    world.human_reply(ME)
    world.opt_out(ME)
    world.bounce(ME, "event")
    world.bounce(ME, "daemon_ours")
    advance(world, days=5)
    assert cli("start", "intro", "--pace", "0", "--limit", "0", "--yes")[0] == 0
    found = query(Path("seqcli.db"), "SELECT DISTINCT disposition, detail, lead_id FROM event")
    assert found == [("noted", "a test", None)]
    assert query(Path("seqcli.db"), "SELECT count(*) FROM suppression") == [(0,)]
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert {each.to for each in world.ledger} == {ME, ADA, "bob@bolt.example"}


def test_a_test_whose_answer_was_lost_is_known_by_the_stream(cli: Cli, world: World) -> None:
    enrol(cli)
    try_out(cli)
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        conn.execute("UPDATE test_send SET state = 'unknown', conv_id = NULL, pending_id = NULL")
    world.human_reply(ME)
    assert cli("start", "intro", "--pace", "0", "--limit", "0", "--yes")[0] == 0
    found = query(Path("seqcli.db"), "SELECT DISTINCT disposition, detail FROM event")
    assert found == [("noted", "a test")]


def test_a_reader_who_is_a_lead_or_suppressed_is_refused(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli.json("test-send", "intro", "--to", "Bob@Bolt.example", "--lead", ADA, "--yes")[0] == 2
    assert cli("suppress", "add", ME)[0] == 0
    code, envelope = try_out(cli)
    assert (code, envelope["error"]["code"]) == (2, "recipient_suppressed")  # type: ignore[index]
    assert cli.json("test-send", "intro", "--to", "nobody", "--lead", ADA, "--yes")[0] == 2
    assert world.ledger == []


def test_without_consent_or_with_a_missing_value_nothing_is_sent(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli.json("test-send", "intro", "--to", ME, "--lead", ADA)[0] == 2
    Path("more.csv").write_text("email,company\ncyd@cask.example,\n", encoding="utf-8")
    cli("import-leads", "more.csv", "--sequence", "intro")
    code, envelope = cli.json("test-send", "intro", "--to", ME, "--lead", "cyd@cask.example", "--yes")
    assert (code, envelope["error"]["code"]) == (2, "step_incomplete")
    assert "needs company (step 1)" in envelope["error"]["message"]
    assert world.ledger == []


@pytest.mark.parametrize(
    ("fault", "states"),
    [
        (Fault.SERVER_ERROR_AFTER, ["accepted", "accepted"]),
        (Fault.CONNECT, ["accepted", "accepted"]),
        (Fault.RATE_LIMITED, ["refused"]),
        (Fault.GARBAGE, ["accepted", "accepted"]),
    ],
)
def test_a_doubtful_answer_is_asked_again_under_the_same_key(
    cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch, fault: Fault, states: list[str]
) -> None:
    monkeypatch.setattr("seqcli.engine.send.test_send._PAUSE_S", 0)
    enrol(cli)
    faults = Faults()
    faults.then("send", fault)
    other = World(world.clock)
    with serve(other, faults) as served:
        monkeypatch.setenv("TWELVEM_BASE_URL", served.url)
        monkeypatch.setenv("TWELVEM_KEY", KEY)
        monkeypatch.setenv("TWELVEM_HANDLE", DEFAULT_HANDLE)
        code, envelope = try_out(cli)
    assert [step["state"] for step in envelope["data"]["steps"]] == states  # type: ignore[index]
    assert code == (0 if states == ["accepted", "accepted"] else 1)
    assert len(other.ledger) == (2 if code == 0 else 0)
