"""`thread`: conversations as 12m has them, quotes folded, from the file where 12m cannot be reached."""

import json
import re
import socket
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from faulty import query
from pytest_httpx import HTTPXMock
from screen import run, typing
from shell import Cli, advance, enrol
from world import MONDAY

from seqcli.client import Client
from seqcli.clock import ServerTime, VirtualClock
from seqcli.engine.threads import fetch_thread, load_thread
from seqcli.output.messages import telling_of_wait
from seqcli.simulator import OFFICE_HOURS, World
from seqcli.simulator.mails import ComposedMail
from seqcli.store import Store, ThreadPlace

ADA = "ada@acme.example"
BOB = "bob@bolt.example"
PLACE = ThreadPlace("alice.acme@inboxbase.ai", "conv_1")


@pytest.fixture
def started(cli: Cli, world: World) -> World:
    """A world in which both leads have got step 1."""
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    advance(world, hours=1)
    return world


def unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make 12m refuse connections; the file belongs to that address."""
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        conn.execute("UPDATE meta SET value = 'http://127.0.0.1:9' WHERE key = 'base_url'")
    monkeypatch.setenv("TWELVEM_BASE_URL", "http://127.0.0.1:9")


def messages(cli: Cli, *which: str) -> list[dict[str, Any]]:
    code, envelope = cli.json("thread", *which)
    assert code == 0, envelope
    return [mail for each in envelope["data"]["conversations"] for mail in each["messages"]]


def add_reply(number: int, state: str, at: str, conv_id: str, body: bytes) -> None:
    """Add a reply by hand to the file."""
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        conn.execute(
            "INSERT INTO reply(idempotency_key, identity, conv_id, address, state, created_at, first_try_at,"
            " accepted_at, request_body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (f"reply:{number}", PLACE.identity, conv_id, ADA, state, at, at, at, body),
        )


# -- from 12m


def test_a_conversation_is_shown_oldest_first_with_quotes_folded(cli: Cli, started: World) -> None:
    started.human_reply(ADA, "Sounds good.\nCall me.")
    code, out, err = cli("thread", ADA)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Hello Acme"
    assert lines[2:] == [
        *("", "2026-03-02 09:00 UTC  you, step 1 of intro", "    Hi Ada, about Acme."),
        *("", "2026-03-02 10:00 UTC  ada@acme.example", "    Sounds good.", "    Call me.", ""),
        "    [2 quoted lines]",
    ]
    assert "> Hi Ada, about Acme." in cli("thread", ADA, "--full")[1]
    ours, theirs = messages(cli, ADA)
    assert (ours["direction"], ours["step"], theirs["direction"]) == ("out", 1, "in")
    assert (theirs["text"], theirs["name"]) == ("Sounds good.\nCall me.", "")
    assert theirs["quoted"].endswith("> Hi Ada, about Acme.")
    assert "> Hi Ada" in messages(cli, ADA, "--full")[1]["text"]


def test_a_person_a_conversation_and_a_number_of_the_inbox_name_the_same(cli: Cli, started: World) -> None:
    conv_id = started.human_reply(ADA, "Call me.")
    assert cli("poll")[0] == 0
    by_person = messages(cli, ADA)
    assert by_person == messages(cli, conv_id) == messages(cli, "1") == messages(cli, "Ada@Acme.example")
    assert messages(cli, ADA, "--sequence", "intro") == by_person
    assert cli.json("thread", "nobody@x.example")[1]["error"]["code"] == "unknown_address"
    assert cli.json("thread", "77")[1]["error"]["code"] == "unknown_mail"
    code, envelope = cli.json("thread", "conv_77")
    assert (code, envelope["error"]["code"]) == (2, "unknown_conversation")


def test_all_conversations_of_a_person_are_shown_those_of_strangers_too(cli: Cli, started: World) -> None:
    started.human_reply(ADA, "First.")
    advance(started, hours=1)
    started.human_reply(ADA, "Another thing.", fresh_conversation=True)
    started.first_contact_from("kim@orrery.example", "Do you deliver?", "A question")
    assert cli("poll")[0] == 0
    assert [mail["text"] for mail in messages(cli, ADA)] == [
        "Hi Ada, about Acme.",
        "First.",
        "Another thing.",
    ]
    assert [mail["text"] for mail in messages(cli, "kim@orrery.example")] == ["Do you deliver?"]


@pytest.mark.usefixtures("world")
def test_whoever_wrote_nothing_yet_has_no_mail(cli: Cli) -> None:
    enrol(cli)
    code, out, _ = cli("thread", ADA)
    assert (code, out) == (0, f"{ADA}: no mail yet\n")


def test_an_accepted_mail_that_waits_at_12m_is_shown_with_the_time_it_leaves(cli: Cli, world: World) -> None:
    world.options.outbound_shown = "dispatch"
    world.identities["alice.acme@inboxbase.ai"].drip = OFFICE_HOURS
    enrol(cli)
    advance(world, hours=10)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert "leaves 12m at 2026-03-03 08:00 UTC  you, step 1 of intro" in cli("thread", ADA)[1]
    (mail,) = messages(cli, ADA)
    assert (mail["leaves_at"], mail["text"]) == ("2026-03-03T08:00:00.000Z", "Hi Ada, about Acme.")
    world.options.outbound_shown = "acceptance"
    assert messages(cli, BOB)[0]["leaves_at"] == "2026-03-03T08:01:30.000Z"
    advance(world, days=1)
    assert cli("poll")[0] == 0
    assert [each["leaves_at"] for each in messages(cli, ADA)] == [None]


def test_a_reply_by_hand_and_an_unconfirmed_send_are_shown_from_the_file(
    cli: Cli, started: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    conv_id = started.human_reply(ADA, "Sounds good.")
    assert cli("poll")[0] == 0
    body = json.dumps({"convId": conv_id, "text": "Thursday at ten?", "labels": []}).encode()
    for number, state in enumerate(("accepted", "unknown", "refused")):
        add_reply(number, state, f"2026-03-02T1{number}:30:00.000Z", conv_id, body)
    unreachable(monkeypatch)
    found = [(mail["at"][11:16], mail["step"], mail["unconfirmed"]) for mail in messages(cli, ADA)]
    assert found == [
        ("09:00", 1, False),
        ("10:00", None, False),
        ("10:30", None, False),
        ("11:30", None, True),
    ]
    out = cli("thread", ADA)[1]
    assert "2026-03-02 10:30 UTC  you, by hand" in out
    assert "2026-03-02 11:30 UTC  unconfirmed  you, by hand" in out


def test_a_reply_by_hand_that_12m_shows_is_shown_once(cli: Cli, started: World) -> None:
    conv_id = started.human_reply(ADA, "Sounds good.")
    assert cli("poll")[0] == 0
    body = json.dumps({"convId": conv_id, "text": "Thursday at ten?"}).encode()
    started.send(PLACE.identity, "reply:1", body)
    add_reply(1, "unknown", "2026-03-02T10:00:00.000Z", conv_id, body)
    mails = messages(cli, ADA)
    assert [mail["text"] for mail in mails] == ["Hi Ada, about Acme.", "Sounds good.", "Thursday at ten?"]
    assert mails[2]["unconfirmed"] is False


def test_what_vacuum_has_removed_is_said(cli: Cli, started: World, monkeypatch: pytest.MonkeyPatch) -> None:
    started.human_reply(ADA, "Sounds good.")
    assert cli("poll")[0] == 0
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        conn.execute("UPDATE attempt SET request_body = CAST('{}' AS BLOB)")
    unreachable(monkeypatch)
    assert "you, step 1 of intro\n    [no text]" in cli("thread", ADA)[1]


def test_a_mail_that_names_no_conversation_is_shown_alone(cli: Cli, started: World) -> None:
    data = {"message": {"from": "kim@orrery.example", "subject": "Hi", "text": "No conversation."}}
    started.append_event(PLACE.identity, "email.received", data)
    assert cli("poll")[0] == 0
    code, envelope = cli.json("thread", "1")
    (conversation,) = envelope["data"]["conversations"]
    assert (code, conversation["conversation"], conversation["source"]) == (0, None, "file")
    assert conversation["messages"][0]["text"] == "No conversation."


def test_of_a_snippet_it_is_said_that_it_is_the_beginning(
    cli: Cli, started: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    started.options.message_detail = "snippet"
    started.human_reply(ADA, "A long story. " * 50, quote=False)
    cli("poll")
    unreachable(monkeypatch)
    assert "[12m told only how it begins]" in cli("thread", ADA)[1]


@pytest.mark.parametrize(
    "words", [("thread", ADA), ("reply", "1", "--text", "Yes.", "--send", "--confirm-to", ADA)]
)
def test_on_a_terminal_it_says_that_a_silent_12m_is_asked(
    cli: Cli, started: World, words: tuple[str, ...]
) -> None:
    started.human_reply(ADA, "Sounds good.")
    assert cli("poll")[0] == 0
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with closing(sqlite3.connect("seqcli.db")) as conn, conn:
            conn.execute("UPDATE meta SET value = ? WHERE key = 'base_url'", (url,))
        with typing("-m", "seqcli", *words, TWELVEM_BASE_URL=url) as terminal:
            terminal.wait_for("asking 12m …")
            silent.close()
            assert terminal.end() == (0 if words[0] == "thread" else 6)
    assert "Hi Ada, about Acme." in terminal.shown or words[0] == "reply"


def test_off_a_terminal_nothing_is_said_of_a_wait(capsys: pytest.CaptureFixture[str]) -> None:
    before = threading.active_count()
    with telling_of_wait("asking", after_s=0):
        assert threading.active_count() == before
    assert capsys.readouterr().err == ""


def test_on_a_terminal_lines_wrap_at_its_width(cli: Cli, started: World) -> None:
    started.receive(ADA, ComposedMail(ADA, "Ada", "Re: Hello", "word " * 100 + "x" * 300))
    assert cli("poll")[0] == 0
    code, seen = run("thread", ADA, COLUMNS="60")
    assert code == 0
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in seen.splitlines()]
    assert max(map(len, lines)) == 60
    assert seen.count("word") == 100
    assert seen.count("x" * 56) == 5


def test_a_quoted_line_that_wraps_keeps_its_marks(cli: Cli, started: World) -> None:
    started.receive(ADA, ComposedMail(ADA, "Ada", "Re: Hello", "Yes.\n\n> > " + "word " * 40 + "\n>\n> end"))
    assert cli("poll")[0] == 0
    _, seen = run("thread", ADA, "--full", COLUMNS="60")
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in seen.splitlines()]
    quoted = [line for line in lines if "word" in line]
    assert len(quoted) > 3
    assert all(line.startswith("    > > word") and len(line) <= 60 for line in quoted)
    assert [line for line in lines if line.startswith("    >")] == [*quoted, "    >", "    > end"]
    assert seen.count("word") == 40


def test_a_conversation_of_the_demo_is_shown_from_its_file_without_a_key(cli: Cli) -> None:
    envelope = cli.json("demo")[1]
    assert envelope["data"]["inbox_open"] > 10
    assert "the inbox has" in " ".join(envelope["notes"])
    rows = cli.json("inbox", "--db", envelope["data"]["db"])[1]["data"]["mails"]
    assert {row["kind"] for row in rows} >= {"reply", "stranger", "fresh", "unknown_sender"}
    for row in rows:
        (each,) = cli.json("thread", str(row["id"]), "--db", envelope["data"]["db"])[1]["data"][
            "conversations"
        ]
        mail = each["messages"][-1]
        assert (mail["direction"], each["source"]) == ("in", "file")
        assert mail["text"].split()[0] == row["begins"].split()[0]
        assert "Nora Okafor" not in mail["text"]
        assert row["kind"] not in {"reply", "stranger"} or (
            mail["quoted"] and each["messages"][0]["step"] == 1
        )


def test_html_becomes_text(cli: Cli, started: World) -> None:
    started.receive(
        ADA, ComposedMail(ADA, "Ada", "Re: Hello", "", html="<p>Yes &amp; no</p><p>Call <b>me</b></p>")
    )
    assert messages(cli, ADA)[1]["text"] == "Yes & no\nCall me"


def test_another_subject_is_shown_and_the_same_one_is_not(cli: Cli, started: World) -> None:
    started.receive(ADA, ComposedMail(ADA, "Ada", "AW: Re: hello acme", "One"))
    started.receive(ADA, ComposedMail(ADA, "Ada", "Your invoice", "Two"))
    out = cli("thread", ADA)[1]
    assert out.lower().count("hello acme") == 1
    assert "    [subject: Your invoice]" in out


# -- what strangers write


@pytest.mark.parametrize("extra", [(), ("--full",)])
def test_no_escape_code_and_no_mark_of_direction_reaches_the_terminal(
    cli: Cli, started: World, extra: tuple[str, ...]
) -> None:
    started.options.address_form = "object"
    evil = "a\x1b[2Jb\x1b]0;title\x07 c\u202ed\u2066 e\x9b31m f\rg\x00h\u2028i"
    started.receive(ADA, ComposedMail("ada@acme.example", evil, evil, f"{evil}\n{evil}"))
    out = cli("thread", ADA, *extra)[1]
    assert not set("\x1b\x07\x9b\x00\u202e\u2066\u2028\r") & set(out)
    assert messages(cli, ADA)[1]["name"].startswith("a")


def test_a_huge_mail_is_cut_on_the_terminal_alone(cli: Cli, started: World) -> None:
    text = "word " * 200_000
    started.receive(ADA, ComposedMail(ADA, "Ada", "Re: Hello", text))
    out = cli("thread", ADA)[1]
    assert len(out) < 12_000
    assert "more characters; --full shows them]" in out
    assert len(cli("thread", ADA, "--full")[1]) > 1_000_000 - 10
    assert messages(cli, ADA)[1]["text"].strip() == text.strip()
    started.receive(ADA, ComposedMail(ADA, "Ada", "Re: Hello", "line\n" * 5000))
    assert cli("thread", ADA)[1].count("line") == 200


def test_an_odd_body_is_shown_as_far_as_it_can_be_read(cli: Cli, started: World) -> None:
    for text in ("", "[" * 3000, "> only a quote\n> of something", "\n\n\n"):
        started.receive(ADA, ComposedMail(ADA, "", "", text))
    texts = [mail["text"] for mail in messages(cli, ADA)]
    assert len(texts) == 5
    assert "> only a quote\n> of something" in texts
    assert "[no text]" in cli("thread", ADA)[1]


@pytest.mark.httpx_mock(can_send_already_matched_responses=True)
def test_half_a_pair_of_surrogates_and_an_unreadable_mail_are_kept(
    httpx_mock: HTTPXMock, tmp_path: Path
) -> None:
    odd = {"type": "message", "direction": "inbound", "text": "\ud800 half", "from": "Kim@Orrery.example"}
    body = json.dumps({"events": [odd, {**odd, "from": 7}, {"type": "message", "message": []}, 7]})
    httpx_mock.add_response(text=body)
    store = Store.open(tmp_path / "seqcli.db", create=True)
    client = Client("http://localhost", "sk_x", ServerTime(VirtualClock(MONDAY)), httpx.HTTPTransport())
    for _ in range(2):
        assert fetch_thread(store, client, PLACE)
    mails = load_thread(store, PLACE, MONDAY).messages
    assert {(mail.sender, mail.text, mail.is_ours) for mail in mails} >= {
        ("kim@orrery.example", "? half", False),
        ("", "", None),
    }
    assert len(mails) == 3
    client.close()
    store.close()


# -- without 12m


@pytest.mark.usefixtures("started")
def test_without_a_key_it_says_so(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TWELVEM_KEY")
    code, envelope = cli.json("thread", ADA)
    assert (code, envelope["error"]["code"]) == (3, "no_key")


def test_what_was_fetched_is_shown_where_12m_cannot_be_reached(
    cli: Cli, started: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    started.human_reply(ADA, "Sounds good.")
    before = messages(cli, ADA)
    unreachable(monkeypatch)
    code, envelope = cli.json("thread", ADA)
    (conversation,) = envelope["data"]["conversations"]
    assert (code, conversation["source"], conversation["messages"]) == (0, "file", before)
    assert "12m could not be reached: shown from the file as of 2026-03-02 10:00 UTC" in cli("thread", ADA)[2]


def test_what_was_never_fetched_is_put_together_from_our_sends_and_the_stream(
    cli: Cli, started: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    started.human_reply(ADA, "Sounds good.")
    assert cli("poll")[0] == 0
    unreachable(monkeypatch)
    code, out, err = cli("thread", ADA)
    assert "12m could not be reached: shown from what the file knows of it" in err
    assert [mail["text"] for mail in messages(cli, ADA)] == ["Hi Ada, about Acme.", "Sounds good."]
    assert code == 0
    assert "[2 quoted lines]" in out


def test_what_came_after_the_fetch_is_added_once(
    cli: Cli, started: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    started.human_reply(ADA, "One.")
    assert len(messages(cli, ADA)) == 2
    started.human_reply(ADA, "Two.")
    assert cli("poll")[0] == 0
    unreachable(monkeypatch)
    assert [mail["text"] for mail in messages(cli, ADA)] == ["Hi Ada, about Acme.", "One.", "Two."]


@pytest.mark.usefixtures("started")
def test_where_the_file_has_nothing_at_all_it_fails(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    unreachable(monkeypatch)
    assert cli.json("thread", ADA)[0] == 0
    code, envelope = cli.json("thread", "conv_1234")
    assert (code, envelope["error"]["code"]) == (6, "no_answer")


def test_a_conversation_that_12m_has_lost_is_shown_from_the_file(cli: Cli, started: World) -> None:
    started.human_reply(ADA, "Sounds good.")
    before = messages(cli, ADA)
    started.delete_conversation(ADA)
    code, out, err = cli("thread", ADA)
    assert code == 0
    assert "12m no longer has conv_" in err
    assert "Sounds good." in out
    assert messages(cli, ADA) == before


def test_what_12m_shows_now_replaces_what_it_showed_and_a_mail_it_lost_stays(
    cli: Cli, started: World
) -> None:
    started.human_reply(ADA, "Sounds good.", quote=False)
    started.human_reply(ADA, "And more.", quote=False)
    messages(cli, ADA)
    timeline = started.conversation(ADA).timeline
    timeline[1][2].text = "Sounds bad."
    timeline[2][2].shown = False
    assert [mail["text"] for mail in messages(cli, ADA)] == [
        "Hi Ada, about Acme.",
        "Sounds bad.",
        "And more.",
    ]


def test_vacuum_drops_what_was_fetched_of_conversations_that_are_over(cli: Cli, started: World) -> None:
    started.human_reply(ADA, "Sounds good.")
    assert cli("poll")[0] == 0
    before = messages(cli, ADA)
    messages(cli, BOB)
    advance(started, days=2)
    assert cli("poll")[0] == 0
    vacuum = ("vacuum", "--older-than", "1d", "--yes")
    assert cli.json(*vacuum, "--dry-run")[1]["data"]["fetched_mails"] == 0
    assert cli("inbox", "done", "1")[0] == 0
    assert cli.json(*vacuum, "--dry-run")[1]["data"]["fetched_mails"] == 2
    assert "2 mails that thread has fetched" in cli(*vacuum)[1]
    assert query(Path("seqcli.db"), "SELECT DISTINCT text FROM thread_mail") == [("Hi there, about Bolt.",)]
    assert messages(cli, ADA) == before


# -- forget


def kept() -> str:
    return json.dumps(query(Path("seqcli.db"), "SELECT * FROM thread_mail"))


def test_forget_erases_the_conversations_of_a_person_and_nobody_elses(cli: Cli, started: World) -> None:
    started.human_reply(ADA, "Ada says yes.")
    started.human_reply(BOB, f"Ask {ADA}, she knows.")
    started.human_reply(BOB, "I am her colleague.", from_address="cleo@bolt.example")
    assert cli("poll")[0] == 0
    assert len(messages(cli, ADA)) + len(messages(cli, BOB)) == 5
    assert cli("forget", ADA, "--yes")[0] == 0
    assert "ada" not in kept().lower()
    assert len(query(Path("seqcli.db"), "SELECT 1 FROM thread_mail")) == 3
    assert cli("forget", "cleo@bolt.example", "--yes")[0] == 0
    assert "colleague" not in kept()
    assert len(query(Path("seqcli.db"), "SELECT 1 FROM thread_mail")) == 2


def test_what_was_forgotten_is_not_fetched_again(cli: Cli, started: World) -> None:
    conv_id = started.human_reply(ADA, "Ada says yes.")
    started.human_reply(BOB, "I am her colleague.", from_address="cleo@bolt.example")
    assert cli("poll")[0] == 0
    for each in (ADA, "cleo@bolt.example"):
        assert cli("forget", each, "--yes")[0] == 0
    for which in (ADA, conv_id, "cleo@bolt.example"):
        code, envelope = cli.json("thread", which)
        assert (code, envelope["error"]["code"]) == (2, "forgotten_address")
    assert [mail["text"] for mail in messages(cli, BOB)] == ["Hi there, about Bolt."]
    assert "ada" not in kept().lower()
