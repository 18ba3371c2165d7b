"""`reply` as a person types it: what is shown, what confirms it, where the text comes from, and who is refused."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from faulty import query
from filelock import FileLock
from screen import TIMEOUT_S, screen
from shell import Cli, advance, enrol

from seqcli.clock import SystemClock
from seqcli.commands.composing import TextSource
from seqcli.commands.reply import ReplyPrompts, Wanted, reply
from seqcli.config import load_settings
from seqcli.errors import LockHeldError
from seqcli.simulator import AcceptedSend, World

ADA, BOB = "ada@acme.example", "bob@bolt.example"
DB = Path("seqcli.db")


@pytest.fixture
def answered(cli: Cli, world: World) -> World:
    """Ada has answered step 1; her mail is number 1 of the inbox."""
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    advance(world, hours=2)
    world.human_reply(ADA, "Sounds good. When can we talk?")
    assert cli("poll")[0] == 0
    return world


def texts(world: World) -> list[str]:
    return [json.loads(x.body)["text"] for x in world.ledger if (x.key or "").startswith("reply:")]


def mail_state(number: int = 1) -> tuple[Any, ...]:
    return query(DB, "SELECT state, closed_by FROM inbox WHERE id = ?", number)[0]


def change(sql: str) -> None:
    with closing(sqlite3.connect(DB, isolation_level=None)) as conn:
        assert conn.execute(sql).rowcount > 0


SEND = ("--send", "--confirm-to", ADA)


# -- shown and confirmed


def test_without_send_it_is_a_preview_that_asks_12m_nothing_and_writes_nothing(
    cli: Cli, answered: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TWELVEM_KEY")
    before = (
        query(DB, "SELECT * FROM inbox"),
        query(DB, "SELECT * FROM lead"),
        query(DB, "SELECT * FROM journal"),
    )
    code, out, err = cli("reply", "1", "--text", "Hi {{ first_name }}, on Tuesday?")
    assert code == 0
    assert out.splitlines()[:4] == [
        "answer to mail 1 of 2026-03-02 11:00 UTC",
        f"To:      {ADA}",
        "Subject: Re: Hello Acme",
        "From:    alice.acme@inboxbase.ai",
    ]
    assert "    Hi Ada, on Tuesday?" in out
    assert "not sent. To send it: add --send" in err
    assert texts(answered) == []
    after = (
        query(DB, "SELECT * FROM inbox"),
        query(DB, "SELECT * FROM lead"),
        query(DB, "SELECT * FROM journal"),
    )
    assert after == before


def test_json_says_all_of_it(cli: Cli, answered: World) -> None:
    code, envelope = cli.json("reply", ADA, "--text", "Hi {{ first_name }}!")
    data = envelope["data"]
    assert (code, data["state"]) == (0, "preview")
    assert (data["to"], data["subject"], data["text"]) == (ADA, "Re: Hello Acme", "Hi Ada!")
    code, envelope = cli.json("reply", ADA, "--text", "Hi {{ first_name }}!", *SEND)
    data = envelope["data"]
    assert (code, data["state"], data["mail"], data["sequence"]) == (0, "accepted", 1, "intro")
    assert data["sent_to"] == ADA
    assert texts(answered) == ["Hi Ada!"]
    assert mail_state() == ("done", "reply")


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("--send",), 2, "not_confirmed"),
        (("--send", "--confirm-to", BOB), 2, "other_recipient"),
        (("--send", "--yes"), 2, "usage"),
        (("--confirm-to", ADA), 0, None),
    ],
)
def test_only_send_with_the_right_recipient_sends(
    cli: Cli, answered: World, words: tuple[str, ...], code: int, error: str | None
) -> None:
    found, envelope = cli.json("reply", "1", "--text", "Yes.", *words)
    assert found == code
    assert (envelope.get("error") or {}).get("code") == error
    assert texts(answered) == []
    assert mail_state() == ("open", None)


def test_the_recipient_is_compared_as_addresses_are(cli: Cli, answered: World) -> None:
    assert cli("reply", "#1", "--text", "Yes.", "--send", "--confirm-to", " Ada@ACME.example")[0] == 0
    assert texts(answered) == ["Yes."]


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("which", [f"Ada Moss <{ADA}>", f'"Moss, Ada" <{ADA}>', f"<{ADA}>", f" < {ADA} > "])
def test_an_address_may_come_with_its_name(cli: Cli, which: str) -> None:
    code, envelope = cli.json("reply", which, "--text", "Yes.", "--confirm-to", which)
    assert (code, envelope.get("data", {}).get("mail")) == (0, 1)
    code, envelope = cli.json("thread", which)
    assert (code, len(envelope["data"]["conversations"])) == (0, 1)


# -- where the text comes from


@pytest.mark.usefixtures("answered")
def test_a_text_comes_from_a_file_or_standard_input(cli: Cli) -> None:
    Path("answer.txt").write_text("\ufeffFrom a file, {{ company }}.\n", encoding="utf-8")
    assert cli.json("reply", "1", "--file", "answer.txt")[1]["data"]["text"] == "From a file, Acme."
    command = [sys.executable, "-m", "seqcli", "reply", "1", "--json"]
    for more in ((), ("--file", "-")):
        done = subprocess.run([*command, *more], input=b"From a pipe.\r\n", capture_output=True, check=False)
        assert json.loads(done.stdout)["data"]["text"] == "From a pipe."
    Path("answer.txt").write_bytes(b"\xff\xfe\x00")
    assert cli.json("reply", "1", "--file", "answer.txt")[1]["error"]["code"] == "not_text"
    assert cli.json("reply", "1", "--file", "none.txt")[1]["error"]["code"] == "no_file"


@pytest.mark.usefixtures("answered")
def test_a_canned_answer_is_chosen_by_name_and_no_name_leads_out_of_its_folder(cli: Cli) -> None:
    assert "such as" in cli("reply", "1", "--use", "pricing")[2]
    Path("replies").mkdir()
    Path("replies/pricing.txt").write_text("Hi {{ first_name }}, it costs 10.\n", encoding="utf-8")
    Path("replies/demo.txt").write_text("See you.\n", encoding="utf-8")
    Path("secret.txt").write_text("A secret", encoding="utf-8")
    for name in ("pricing", "pricing.txt"):
        assert cli.json("reply", "1", "--use", name)[1]["data"]["text"] == "Hi Ada, it costs 10."
    for name in ("../secret", "..", "/etc/passwd", "", "other"):
        code, envelope = cli.json("reply", "1", "--use", name)
        assert (code, envelope["error"]["code"]) == (2, "unknown_answer")
        assert "Known: demo, pricing" in envelope["error"]["hint"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--text", "a", "--use", "b"), "say_one"),
        (("--text", " \n "), "empty_text"),
        (("--text", "a\udcff"), "not_text"),
        (("--text", "{{ nickname }}"), "missing_field"),
        (("--text", "{{ first_name"), "bad_text"),
        (("--text", "{% if false %}x{% endif %}"), "bad_text"),
    ],
)
def test_a_text_that_cannot_be_sent_is_named(
    cli: Cli, answered: World, words: tuple[str, ...], code: str
) -> None:
    found, envelope = cli.json("reply", "1", *words, *SEND)
    assert (found, envelope["error"]["code"]) == (2, code)
    assert texts(answered) == []


def type_in(typed: str, *args: str, **env: str) -> tuple[int, str]:
    """Run seqcli in a terminal, type, and return its exit code and what it showed."""
    with screen(80) as (ours, theirs):
        command = [sys.executable, "-m", "seqcli", *args]
        environment = {**os.environ, "TERM": "xterm-256color", "NO_COLOR": "1", **env}
        with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as child:
            os.close(theirs)
            os.write(ours, typed.encode())
            watchdog = threading.Timer(TIMEOUT_S, child.kill)
            watchdog.start()
            seen = b""
            while piece := read(ours):
                seen += piece
            watchdog.cancel()
    return child.returncode, seen.decode()


def read(ours: int) -> bytes:
    try:
        return os.read(ours, 65536)
    except OSError:
        return b""


def editor(folder: Path, does: str) -> str:
    script = folder / "editor.py"
    script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{does}\n", encoding="utf-8")
    return f"'{sys.executable}' '{script}'"


WRITES = "path.write_text('Hi {{ first_name }}, yes.\\n' + path.read_text())"


def test_in_a_terminal_it_is_written_in_the_editor_shown_and_confirmed(
    cli: Cli, answered: World, tmp_path: Path
) -> None:
    assert cli
    code, seen = type_in("yes\n", "reply", ADA, "--send", VISUAL="", EDITOR=editor(tmp_path, WRITES))
    assert code == 0, seen
    assert texts(answered) == ["Hi Ada, yes."]
    assert "Re: Hello Acme" in seen
    assert "Hi Ada, yes." in seen
    assert "12m accepted your reply" in seen
    plain = re.sub("\x1b\\[[0-9;]*m", "", seen).replace("\r", "").replace("send it: ", "send it:\n")
    assert all(len(line) <= 80 for line in plain.split("\n")), plain


def test_the_editor_shows_the_mail_quoted_below_the_marker(cli: Cli, answered: World, tmp_path: Path) -> None:
    assert cli
    shows = f"pathlib.Path('{tmp_path}/seen.txt').write_text(path.read_text())"
    code, _ = type_in("", "reply", "1", "--send", VISUAL=editor(tmp_path, shows))
    assert code == 2
    above, _, below = (tmp_path / "seen.txt").read_text().partition("~~~~ Write above")
    assert above.strip() == ""
    assert "> Sounds good. When can we talk?" in below
    assert texts(answered) == []


def test_the_question_names_recipient_and_subject_below_a_long_answer(cli: Cli, answered: World) -> None:
    assert cli
    Path("long.txt").write_text("A line.\n" * 500, encoding="utf-8")
    code, seen = type_in("no\n", "reply", "1", "--file", "long.txt", "--send")
    assert code == 2
    last = " ".join(seen.rpartition("A line.")[2].split())
    assert f'Send this to {ADA}, subject "Re: Hello Acme"? Type yes, or the address' in last
    assert texts(answered) == []


@pytest.mark.parametrize("typed", ["\n", "y\n", "no\n", f"{BOB}\n"])
def test_what_is_not_confirmed_is_kept(cli: Cli, answered: World, tmp_path: Path, typed: str) -> None:
    code, seen = type_in(typed, "reply", "1", "--send", EDITOR=editor(tmp_path, WRITES), VISUAL="")
    assert code == 2
    assert "nothing was sent" in seen
    assert texts(answered) == []
    kept = kept_file(seen)
    assert cli("reply", "1", "--file", str(kept), *SEND)[0] == 0
    assert texts(answered) == ["Hi Ada, yes."]
    kept.unlink()


def kept_file(seen: str) -> Path:
    """Return the file of a text that was kept; the whole command that sends it is shown."""
    words = " ".join(seen.split())
    found = re.search(
        r"; your text is kept: seqcli reply 1 --file (/\S+) --send(?: Save it as UTF-8.)?$", words
    )
    assert found, words
    return Path(found[1])


LATIN = "path.write_bytes('Zürich, yes.'.encode('latin-1') + path.read_bytes())"
STOPS = "import os, signal\nos.kill(os.getppid(), signal.{})\nsignal.pause()"
BELOW = "path.write_text(path.read_text() + 'Hi, yes.')"


@pytest.mark.parametrize(
    ("does", "code"),
    [
        (f"{WRITES}\n{STOPS.format('SIGINT')}", 130),
        (f"{WRITES}\n{STOPS.format('SIGHUP')}", 130),
        (f"{WRITES}\n{STOPS.format('SIGTERM')}", 130),
        (f"{WRITES}\nsys.exit(1)", 2),
        (LATIN, 2),
        (BELOW, 2),
    ],
    ids=["ctrl-c", "terminal closed", "terminated", "failed", "latin-1", "below the line"],
)
def test_what_was_written_is_kept_however_the_editor_ends(
    cli: Cli, answered: World, tmp_path: Path, does: str, code: int
) -> None:
    assert cli
    found, seen = type_in("yes\n", "reply", "1", "--send", EDITOR=editor(tmp_path, does), VISUAL="")
    assert found == code, seen
    kept = kept_file(seen)
    assert b"yes." in kept.read_bytes()
    kept.unlink()
    assert texts(answered) == []


@pytest.mark.parametrize(
    ("does", "code"),
    [
        (STOPS.format("SIGINT"), 130),
        ("sys.exit(1)", 2),
        ("path.write_text(' ')", 2),
        ("path.unlink()", 2),
    ],
    ids=["ctrl-c", "failed", "emptied", "removed"],
)
@pytest.mark.usefixtures("answered")
def test_a_draft_without_a_word_is_removed(cli: Cli, tmp_path: Path, does: str, code: int) -> None:
    assert cli
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    found, seen = type_in(
        "yes\n", "reply", "1", "--send", EDITOR=editor(tmp_path, does), VISUAL="", TMPDIR=str(drafts)
    )
    assert found == code, seen
    assert "kept" not in seen
    assert list(drafts.iterdir()) == []


def test_the_command_for_a_kept_text_has_what_was_typed(cli: Cli, answered: World, tmp_path: Path) -> None:
    assert cli("reply", "1", "--text", "One.", *SEND)[0] == 0
    words = ("reply", ADA, "--send", "--again", "--sequence", "intro", "--db", "./seqcli.db")
    seen = " ".join(type_in("no\n", *words, EDITOR=editor(tmp_path, WRITES), VISUAL="")[1].split())
    command, _, path = seen.partition("kept: ")[2].partition(" --file ")
    assert command == f"seqcli reply --db seqcli.db {ADA} --sequence intro --again"
    Path(path.split()[0]).unlink()
    assert texts(answered) == ["One."]


def test_an_editor_that_fails_sends_nothing(cli: Cli, answered: World, tmp_path: Path) -> None:
    assert cli
    for command in (editor(tmp_path, "sys.exit(3)"), str(tmp_path / "no-such-editor")):
        assert type_in("yes\n", "reply", "1", "--send", VISUAL=command)[0] == 2
    assert type_in("", "reply", "1")[0] == 2  # no text, and nothing to keep it for
    assert texts(answered) == []


# -- who gets it


def test_where_a_colleague_wrote_only_the_whole_address_confirms_and_no_field_is_filled(
    cli: Cli, answered: World
) -> None:
    answered.human_reply(ADA, "I answer for her.", from_address="cyd@acme.example")
    assert cli("poll")[0] == 0
    code, envelope = cli.json("reply", "2", "--text", "Thanks.")
    assert (code, envelope["data"]["to"], envelope["data"]["writer"]) == (0, ADA, "cyd@acme.example")
    assert "chooses who of them gets the answer" in cli("reply", "2", "--text", "Thanks.")[1]
    code, envelope = cli.json("reply", "2", "--text", "Hi {{ first_name }}")
    assert (code, envelope["error"]["code"]) == (2, "missing_field")
    assert "first_name" in envelope["error"]["message"]
    assert type_in("yes\n", "reply", "2", "--text", "Thanks.", "--send")[0] == 2
    assert texts(answered) == []
    assert type_in(f"{ADA}\n", "reply", "2", "--text", "Thanks.", "--send")[0] == 0
    assert texts(answered) == ["Thanks."]
    assert (mail_state(1), mail_state(2)) == (("done", "reply"), ("done", "reply"))


def test_a_mail_of_nobody_on_the_list_can_be_answered(cli: Cli, answered: World) -> None:
    answered.write_by_hand("eve@elsewhere.example")
    advance(answered, minutes=5)
    answered.human_reply("eve@elsewhere.example", "Who are you?")
    assert cli("poll")[0] == 0
    (number,) = query(DB, "SELECT id FROM inbox WHERE sender = 'eve@elsewhere.example'")[0]
    words = ("reply", str(number), "--send", "--confirm-to", "eve@elsewhere.example", "--text")
    assert cli.json(*words, "Hi {{ first_name }}")[1]["error"]["code"] == "missing_field"
    assert cli(*words, "We make tools.")[0] == 0
    assert texts(answered) == ["We make tools."]
    assert mail_state(number) == ("done", "reply")


@pytest.mark.usefixtures("answered")
def test_whoever_is_suppressed_or_unknown_or_has_no_conversation_is_refused(cli: Cli) -> None:
    cli("suppress", "add", ADA)
    for words in (("1",), (ADA,)):
        code, envelope = cli.json("reply", *words, "--text", "Hi")
        assert (code, envelope["error"]["code"]) == (2, "recipient_suppressed")
    assert cli.json("reply", "99", "--text", "Hi")[1]["error"]["code"] == "unknown_mail"
    assert cli.json("reply", "nobody@x.example", "--text", "Hi")[1]["error"]["code"] == "unknown_address"
    change("UPDATE lead SET conv_id = NULL WHERE email = 'bob@bolt.example'")
    assert cli.json("reply", BOB, "--text", "Hi")[1]["error"]["code"] == "no_conversation"


def test_a_second_answer_to_one_mail_needs_again(cli: Cli, answered: World) -> None:
    assert cli("reply", "1", "--text", "One.", *SEND)[0] == 0
    code, envelope = cli.json("reply", "1", "--text", "Two.", *SEND)
    assert (code, envelope["error"]["code"]) == (2, "already_answered")
    assert cli.json("reply", "1", "--text", "Two.")[1]["error"]["code"] == "already_answered"
    assert cli("reply", "1", "--text", "Two.", "--again", *SEND)[0] == 0
    assert texts(answered) == ["One.", "Two."]


def test_a_mail_that_is_opened_again_stays_answered(cli: Cli, answered: World) -> None:
    assert cli("reply", "1", "--text", "One.", *SEND)[0] == 0
    answered.human_reply(ADA, "And Friday?")
    assert cli("poll")[0] == 0
    assert cli("inbox", "open", "1")[0] == 0
    code, envelope = cli.json("reply", "1", "--text", "Two.", *SEND)
    assert (code, envelope["error"]["code"]) == (2, "already_answered")
    assert cli("reply", "2", "--text", "Friday is fine.", *SEND)[0] == 0
    change("UPDATE reply SET inbox_id = 2 WHERE inbox_id = 1")  # as if only the later mail had an answer
    assert cli("inbox", "open", "1")[0] == 0
    assert cli.json("reply", "1", "--text", "Two.", *SEND)[1]["error"]["code"] == "already_answered"
    assert cli("reply", "1", "--text", "Two.", "--again", *SEND)[0] == 0
    assert texts(answered) == ["One.", "Friday is fine.", "Two."]


def test_an_answer_in_a_demo_says_plainly_that_its_12m_is_gone(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = cli.json("demo")[1]["data"]["db"]
    monkeypatch.delenv("TWELVEM_KEY", raising=False)
    number = cli.json("inbox", "--kind", "reply", "--db", db)[1]["data"]["mails"][0]["id"]
    words = ("reply", str(number), "--db", db)
    assert cli(*words, "--text", "Yes.")[0] == 0
    for more in (("--text", "Yes.", "--send"), ("--resend",)):
        code, envelope = cli.json(*words, *more)
        assert (code, envelope["error"]["code"]) == (2, "is_play")
        assert "its 12m is gone" in envelope["error"]["message"]


# -- several processes


def test_two_processes_that_answer_one_mail_send_one(cli: Cli, answered: World) -> None:
    assert cli
    command = [sys.executable, "-m", "seqcli", "reply", "1", *SEND, "--text"]
    children = [
        subprocess.Popen([*command, text], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for text in ("One.", "Two.")
    ]
    assert sorted(child.wait(TIMEOUT_S) for child in children) == [0, 2]
    assert len(texts(answered)) == 1


def test_a_run_that_holds_the_lock_is_waited_for_and_said(cli: Cli, answered: World) -> None:
    told: list[str] = []
    prompts = ReplyPrompts(lambda _question: None, lambda _mail: None, told.append, lock_wait_s=0.2)
    wanted = Wanted(TextSource(text="Yes."), send=True, confirm_to=ADA)
    with FileLock(f"{os.path.realpath(DB)}.lock"), pytest.raises(LockHeldError) as caught:
        reply(load_settings(DB), "1", None, wanted, SystemClock(), prompts)
    assert caught.value.exit_code == 6
    assert [line.endswith("; waiting for it") for line in told] == [True]
    assert texts(answered) == []
    assert cli("reply", "1", "--text", "Yes.", *SEND)[0] == 0


def test_a_process_that_is_killed_at_the_answer_is_settled_by_the_next_poll(
    cli: Cli, answered: World
) -> None:
    command = [sys.executable, "-m", "seqcli", "reply", "1", "--text", "Yes.", *SEND]
    child: list[subprocess.Popen[bytes]] = []
    is_started = threading.Event()

    def kill(_accepted: AcceptedSend) -> None:
        is_started.wait(TIMEOUT_S)
        if child[0].poll() is None:
            child[0].send_signal(signal.SIGKILL)
            child[0].wait(TIMEOUT_S)

    answered.observers.append(kill)
    child.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    is_started.set()
    assert child[0].wait(TIMEOUT_S) == -signal.SIGKILL
    answered.observers.clear()
    assert query(DB, "SELECT state, tries FROM reply") == [("unknown", 1)]
    code, _, err = cli("poll")
    assert (code, "your reply to ada@acme.example was sent" in err) == (0, True)
    assert query(DB, "SELECT state FROM reply") == [("accepted",)]
    assert texts(answered) == ["Yes."]


# -- afterwards


def park(cli: Cli) -> None:
    assert cli("reply", "1", "--text", "Yes.", *SEND)[0] == 0
    assert cli("poll")[0] == 0  # its events settle nothing any more
    change("UPDATE reply SET state = 'parked', reason = 'nobody knows'")
    change("UPDATE inbox SET state = 'open', closed_by = NULL, closed_at = NULL")


@pytest.mark.usefixtures("answered")
def test_a_parked_reply_is_counted_and_settled_by_hand(cli: Cli) -> None:
    park(cli)
    code, envelope = cli.json("status")
    assert (code, envelope["data"]["parked_replies"]) == (0, 1)
    assert "1 answer of yours may not have been sent" in cli("status")[2]
    code, envelope = cli.json("reply", "1", "--text", "Other.", *SEND)
    assert (code, envelope["error"]["code"]) == (2, "reply_parked")
    assert cli("reply", ADA, "--sent")[0] == 0
    assert query(DB, "SELECT state, reason_code FROM reply") == [("accepted", "resolved")]
    assert mail_state() == ("done", "reply")
    assert cli.json("reply", ADA, "--sent")[1]["error"]["code"] == "nothing_open"
    assert cli.json("reply", ADA, "--sent", "--text", "x")[1]["error"]["code"] == "say_one"


def test_a_parked_reply_is_sent_again_with_its_key_and_bytes_on_a_persons_word(
    cli: Cli, answered: World
) -> None:
    assert cli("reply", "1", "--text", "Yes.", *SEND)[0] == 0
    assert cli("poll")[0] == 0
    change("UPDATE reply SET state = 'parked'")
    change("UPDATE inbox SET state = 'open', closed_by = NULL, closed_at = NULL")
    assert cli.json("reply", "1", "--resend")[1]["error"]["code"] == "not_confirmed"
    code, envelope = cli.json("reply", "1", "--resend", "--confirm-to", ADA)
    assert (code, envelope["data"]["state"]) == (0, "accepted")
    assert envelope["data"]["text"] == "Yes."
    assert texts(answered) == ["Yes."]  # 12m still knew the key
    assert mail_state() == ("done", "reply")


@pytest.mark.usefixtures("answered")
def test_why_tells_of_it_and_rates_do_not_count_it(cli: Cli) -> None:
    before = cli.json("status", "intro")[1]["data"]["sequences"][0]
    assert cli("reply", "1", "--text", "Tuesday at ten.", *SEND)[0] == 0
    assert cli("poll")[0] == 0
    _, out, _ = cli("why", ADA)
    assert "reply by hand" in out
    assert "Tuesday at ten." in out
    after = cli.json("status", "intro")[1]["data"]["sequences"][0]
    for name in ("contacted", "reply_rate", "bounce_rate", "today", "counts"):
        assert after[name] == before[name]


def test_forget_erases_what_was_written_to_a_person(cli: Cli, answered: World) -> None:
    assert cli("reply", "1", "--text", "A private word.", *SEND)[0] == 0
    assert cli("forget", ADA, "--yes")[0] == 0
    with closing(sqlite3.connect(DB)) as conn:
        dump = "\n".join(conn.iterdump())
    assert "A private word" not in dump
    assert ADA not in query(DB, "SELECT address FROM reply")[0]
    assert query(DB, "SELECT request_body FROM reply") == [(b"",)]
    assert texts(answered) == ["A private word."]


def test_a_forgotten_persons_unknown_reply_is_never_tried_again(cli: Cli, answered: World) -> None:
    assert cli("reply", "1", "--text", "Yes.", *SEND)[0] == 0
    change("UPDATE reply SET state = 'unknown', next_try_at = NULL")
    assert cli("forget", ADA, "--yes")[0] == 0
    assert cli("poll")[0] == 0
    assert query(DB, "SELECT state FROM reply") == [("cancelled",)]
    assert texts(answered) == ["Yes."]


def test_a_text_cannot_reach_the_terminal_or_a_header(cli: Cli, answered: World) -> None:
    answered.human_reply(ADA, "Fine", quote=False)
    change(
        "UPDATE event SET body = replace(body, 'Re: Hello Acme', 'x\\u001b[31m\\nBcc: y') WHERE type = 'email.replied'"
    )
    code, out, _ = cli("reply", "1", "--text", "a\x1b]0;title\x07b")
    assert code == 0
    assert "\x1b" not in out
    assert not any(line.startswith("Bcc:") for line in out.splitlines())
