"""Whoever `seqcli.toml` names is told of replies, opt-outs, brakes and failed runs: once, or again under the same id."""

import base64
import hashlib
import hmac
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
import trustme
from harness import Rig
from shell import Cli, advance, enrol
from test_windows_tls import PROXIES, tls_server, trust
from test_windows_wire import Behaviour, answering, raw_server
from world import MONDAY, Bench

from seqcli.brake import BrakeScope
from seqcli.client.webhook import Webhook, sign
from seqcli.clock import VirtualClock
from seqcli.config import environment_without_secrets
from seqcli.engine.notify import (
    GIVE_UP_MS,
    PAUSES_MS,
    REPEAT_MS,
    UNREAD_MS,
    DeliveryReport,
    Failure,
    begin,
    collect,
    deliver,
)
from seqcli.model import lead_id
from seqcli.notify_command import run_command
from seqcli.reasons import BrakeCause, InboxKind
from seqcli.simulator import DEFAULT_KEY, World
from seqcli.store import Brake, NewMail

ADA, BOB = "ada@acme.example", "bob@bolt.example"
SECRET = "a-secret-of-thirty-two-characters"
#: Writes what it gets into a file of its own, one line a call.
KEEPER = "import sys, pathlib\nopen('told.jsonl', 'a').write(sys.stdin.read())\n"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXIES, "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR", "SEQCLI_NOTIFY_SECRET"):
        monkeypatch.delenv(name, raising=False)


def write_command(source: str, *arguments: str) -> None:
    """Let a Python program be told."""
    Path("tell.py").write_text(source, encoding="utf-8")
    command = json.dumps([sys.executable, "tell.py", *arguments])
    Path("seqcli.toml").write_text(f"[notify]\ncommand = {command}\n", encoding="utf-8")


def write_webhook(url: str) -> None:
    Path("seqcli.toml").write_text(f'[notify]\nwebhook = "{url}"\n', encoding="utf-8")


def told(path: str = "told.jsonl") -> list[dict[str, Any]]:
    file = Path(path)
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def contact(cli: Cli, world: World) -> None:
    """Import, start, and let the first mails leave."""
    enrol(cli)
    assert cli("start", "intro", "--yes", "--pace", "0")[0] == 0
    advance(world, hours=3)
    world.run_due()


def waiting() -> list[tuple[str, str, int]]:
    with closing(sqlite3.connect("seqcli.db")) as conn:
        return conn.execute("SELECT id, channel, tries FROM notice ORDER BY 1, 2").fetchall()


# --- what is told -------------------------------------------------------------------------------


def test_a_reply_is_told_once_with_what_a_person_needs(cli: Cli, world: World) -> None:
    write_command(KEEPER)
    contact(cli, world)
    conv_id = world.human_reply(ADA, "Yes, call me")
    code, envelope = cli.json("poll")
    assert code == 0
    assert envelope["data"]["notices"] == {"delivered": 1, "failed": {}, "given_up": {}}
    cli("poll")
    (notice,) = told()
    assert notice["begins"].startswith("Yes, call me")
    assert conv_id
    expected = {
        "kind": "reply",
        "email": ADA,
        "from": ADA,
        "sequence": "intro",
        "step": 1,
        "inbox_kind": "reply",
        "exit_code": None,
    }
    assert expected.items() <= notice.items()
    with closing(sqlite3.connect("seqcli.db")) as conn:
        row = conn.execute("SELECT id, identity, seq, conv_id FROM inbox").fetchone()
    assert (notice["inbox_id"], notice["id"], notice["conversation"]) == (
        row[0],
        f"mail:{row[1]}#{row[2]}",
        row[3],
    )
    assert waiting() == []


def test_opt_outs_and_strangers_are_told_and_machines_are_not(cli: Cli, world: World) -> None:
    write_command(KEEPER)
    contact(cli, world)
    world.opt_out(ADA, "Please remove me from your list")
    world.auto_reply(BOB, 0)
    world.human_reply(BOB, "Zoë here, I work with Bob", from_address="zoe@bolt.example")
    cli("poll")
    found = {each["from"]: (each["kind"], each["inbox_kind"], each["email"]) for each in told()}
    assert found == {
        ADA: ("opt_out", "opt_out", ADA),
        "zoe@bolt.example": ("reply", "stranger", BOB),
    }


def test_history_is_not_told_when_somebody_is_named_for_the_first_time(cli: Cli, world: World) -> None:
    contact(cli, world)
    world.human_reply(ADA, "Old news")
    cli("poll")
    write_command(KEEPER)
    world.human_reply(BOB, "New news")
    cli("poll")
    assert [each["email"] for each in told()] == [BOB]


def test_a_dry_run_tells_nobody(cli: Cli, world: World) -> None:
    write_command(KEEPER)
    contact(cli, world)
    world.human_reply(ADA, "Yes")
    assert cli("poll", "--dry-run")[0] == 0
    assert cli("start", "intro", "--dry-run")[0] == 0
    assert told() == []
    cli("poll")
    assert len(told()) == 1


def test_demo_and_rehearsal_tell_nobody(cli: Cli) -> None:
    write_command(KEEPER)
    assert cli("rehearse", "intro.toml", "--leads", "leads.csv")[0] == 0
    assert told() == []


def test_whoever_is_no_longer_named_is_told_nothing_that_waited(cli: Cli, world: World) -> None:
    write_command("import sys; sys.exit(1)")
    contact(cli, world)
    world.human_reply(ADA, "Yes")
    cli("poll")
    assert len(waiting()) == 1
    Path("seqcli.toml").unlink()
    cli("poll")
    assert waiting() == []
    write_command(KEEPER)
    advance(world, days=1)
    cli("poll")
    assert told() == []


def test_control_characters_and_other_scripts_stay_one_line_of_ascii(cli: Cli, world: World) -> None:
    write_command("import sys\nopen('raw', 'wb').write(sys.stdin.buffer.read())\n")
    contact(cli, world)
    world.human_reply(
        ADA, "Grüße aus\u2028Köln \x1b[31m\u202eabc\x85 \U0001f600\r\nBcc: x@y.example", quote=False
    )
    cli("poll")
    raw = Path("raw").read_bytes()
    assert raw.endswith(b"\n")
    assert raw.isascii()
    text = raw.decode()
    assert len(text.splitlines()) == 1
    begins = json.loads(text)["begins"]
    assert begins.startswith("Grüße aus Köln")
    assert begins.isprintable()


def test_the_start_of_a_long_mail_is_told_and_not_its_whole_text(cli: Cli, world: World) -> None:
    write_command(KEEPER)
    contact(cli, world)
    world.human_reply(ADA, "word " * 2000 + "the-end", quote=False)
    cli("poll")
    (notice,) = told()
    assert len(json.dumps(notice)) < 2000
    assert "the-end" not in json.dumps(notice)


def test_follow_tells_after_each_round(cli: Cli, world: World) -> None:
    write_command(KEEPER)
    contact(cli, world)
    world.human_reply(ADA, "Yes")
    code, _, _ = cli("poll", "--follow", "--max-time", "1s")
    assert code == 0
    assert [each["email"] for each in told()] == [ADA]


def test_follow_warns_of_a_channel_that_fails(cli: Cli, world: World) -> None:
    write_command("import sys; sys.exit('no such room')")
    contact(cli, world)
    world.human_reply(ADA, "Yes")
    code, _, err = cli("poll", "--follow", "--max-time", "1s")
    assert code == 0
    assert "notify: command failed: exit code 1: no such room; tried again by the next run" in err


# --- runs that fail -----------------------------------------------------------------------------


def test_a_run_that_fails_is_told_once_while_it_lasts(
    cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_command(KEEPER)
    contact(cli, world)
    monkeypatch.setenv("TWELVEM_KEY", "sk_live_wrong")
    for _ in range(3):
        assert cli("poll")[0] == 3
    (notice,) = told()
    assert (notice["kind"], notice["exit_code"]) == ("run_failed", 3)
    assert "rejected the API key" in notice["what"]
    monkeypatch.setenv("TWELVEM_KEY", DEFAULT_KEY)
    assert cli("poll")[0] == 0
    monkeypatch.setenv("TWELVEM_KEY", "sk_live_wrong")
    advance(world, seconds=10)
    assert cli("poll")[0] == 3
    first, second = told()
    assert first["id"] != second["id"]


@pytest.mark.parametrize("key", ["sk_live_wrong", ""])
def test_a_run_that_fails_says_that_nobody_could_be_told(
    cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    write_command("import sys; sys.exit('no such room')")
    contact(cli, world)
    monkeypatch.setenv("TWELVEM_KEY", key)
    code, _, err = cli("poll")
    assert code == 3
    assert err.count("notify: command failed: exit code 1: no such room; tried again by the next run") == 1


def test_a_run_without_a_key_is_told(cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    write_command(KEEPER)
    contact(cli, world)
    monkeypatch.delenv("TWELVEM_KEY")
    assert cli("poll")[0] == 3
    assert [each["kind"] for each in told()] == ["run_failed"]


def test_a_run_that_finds_the_lock_held_is_no_failure(cli: Cli, world: World) -> None:
    write_command(KEEPER)
    contact(cli, world)
    from seqcli.store import Store  # noqa: PLC0415

    with closing(Store.open(Path("seqcli.db"))) as other, other.round_lock("poll", MONDAY):
        assert cli("poll")[0] == 6
    assert told() == []


def test_a_question_that_got_no_yes_and_a_wrong_name_are_told_to_nobody(cli: Cli, world: World) -> None:
    write_command(KEEPER)
    contact(cli, world)
    assert cli("start", "nothing", "--yes")[0] == 2
    assert cli("start", "intro")[0] == 2
    assert told() == []


def test_a_state_file_that_cannot_be_used_is_told_although_it_keeps_nothing(cli: Cli, world: World) -> None:
    write_command(KEEPER)
    contact(cli, world)
    for name in ("seqcli.db-wal", "seqcli.db-shm"):
        Path(name).unlink(missing_ok=True)
    Path("seqcli.db").write_bytes(b"this is no database" * 1000)
    assert cli("poll")[0] == 7
    assert [(each["kind"], each["exit_code"]) for each in told()] == [("run_failed", 7)]


def test_a_bug_is_told_without_what_it_was_about(
    cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_command(KEEPER)
    contact(cli, world)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(f"the key is {DEFAULT_KEY}")

    monkeypatch.setattr("seqcli.engine.loop.drain", broken)
    assert cli("poll")[0] == 70
    (notice,) = told()
    assert (notice["exit_code"], DEFAULT_KEY in json.dumps(notice)) == (70, False)
    assert notice["what"] == "a run failed: a bug in seqcli: ZeroDivisionError"


# --- the command --------------------------------------------------------------------------------


def test_a_command_gets_no_secret_and_its_output_is_not_ours(
    cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQCLI_NOTIFY_SECRET", SECRET)
    monkeypatch.setenv("COPY_OF_KEY", f"Bearer {DEFAULT_KEY}")
    monkeypatch.setenv("USUAL", "kept")
    write_command(
        "import os, sys\nprint('to stdout')\nprint('to stderr', file=sys.stderr)\n"
        "open('env', 'w').write(repr(dict(os.environ)))\n"
    )
    contact(cli, world)
    world.human_reply(ADA, "Yes")
    code, out, err = cli("poll")
    assert code == 0
    seen = Path("env").read_text(encoding="utf-8")
    assert "USUAL" in seen
    for secret in (DEFAULT_KEY, SECRET, "TWELVEM_KEY", "SEQCLI_NOTIFY_SECRET"):
        assert secret not in seen
    assert "to stdout" not in out + err
    assert "to stderr" not in out + err


def test_the_keys_of_the_env_file_are_kept_from_a_command_too(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli
    Path(".env").write_text(
        f"TWELVEM_KEY=sk_live_from_file\nSEQCLI_NOTIFY_SECRET={SECRET}\n", encoding="utf-8"
    )
    monkeypatch.setenv("ELSEWHERE", "sk_live_from_file")
    monkeypatch.setenv("OTHER", f"x{SECRET}")
    found = environment_without_secrets()
    assert not {"ELSEWHERE", "OTHER"} & set(found)
    assert "PATH" in found


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import sys; sys.exit(3)", "exit code 3"),
        ("import sys; sys.exit('\\x1b[31mred')", "exit code 1: [31mred"),
        ("import os; os.kill(os.getpid(), 9)", "killed by signal 9"),
        ("raise SystemExit('key " + DEFAULT_KEY + "')", "exit code 1: key [secret]"),
    ],
)
def test_a_command_that_fails_changes_no_exit_code_and_is_said(
    cli: Cli, world: World, source: str, reason: str
) -> None:
    write_command(source)
    contact(cli, world)
    world.human_reply(ADA, "Yes")
    code, out, err = cli("poll")
    assert code == 0
    assert f"notify: command failed: {reason}; tried again by the next run" in err
    assert "\x1b" not in out + err
    code, envelope = cli.json("status")
    assert envelope["data"]["undelivered_notices"] == {"command": 1}
    assert "notify: 1 notice not delivered by command yet" in cli("status")[2]


def test_a_program_that_is_not_there_is_said(cli: Cli, world: World) -> None:
    Path("seqcli.toml").write_text('[notify]\ncommand = ["./missing"]\n', encoding="utf-8")
    contact(cli, world)
    world.human_reply(ADA, "Yes")
    code, _, err = cli("poll")
    assert code == 0
    assert "./missing cannot be started: No such file" in err


BODY = b'{"id": "x"}\n'


def run_python(folder: Path, source: str, body: bytes = BODY, deadline_s: float = 10.0) -> str:
    return run_command((sys.executable, "-c", source), body, folder, dict(os.environ), deadline_s)


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_command_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    source = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open('pid', 'w').write(str(child.pid))\nprint('waiting', file=sys.stderr, flush=True)\ntime.sleep(60)\n"
    )
    assert run_python(tmp_path, source, deadline_s=3) == "killed after 3 seconds: waiting"
    child = int((tmp_path / "pid").read_text(encoding="utf-8"))
    for _ in range(100):
        if not is_alive(child):
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the child of a killed command lives on")


def test_a_command_that_talks_without_end_is_killed_and_fills_no_memory(tmp_path: Path) -> None:
    source = "import sys\nwhile True: sys.stderr.write('x' * 100_000)"
    found = run_python(tmp_path, source, deadline_s=1)
    assert found.startswith("killed after 1 seconds")
    assert len(found) < 300


def test_a_command_need_not_read_what_it_gets(tmp_path: Path) -> None:
    assert run_python(tmp_path, "pass", b"x" * 10_000_000) == ""
    assert run_python(tmp_path, "import os; os.close(0)", b"x" * 10_000_000) == ""


def test_a_command_may_leave_a_program_behind(tmp_path: Path) -> None:
    source = (
        "import subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(5)'], stdout=2)\n"
    )
    assert run_python(tmp_path, source, deadline_s=4) == ""


def test_a_large_notice_arrives_whole(tmp_path: Path) -> None:
    body = os.urandom(3_000_000)
    source = "import sys; open('got', 'wb').write(sys.stdin.buffer.read())"
    assert run_python(tmp_path, source, body) == ""
    assert (tmp_path / "got").read_bytes() == body


def test_no_shell_reads_a_command_and_it_runs_beside_the_file(cli: Cli, world: World, tmp_path: Path) -> None:
    write_command(
        "import sys\nopen('arguments', 'w').write(repr(sys.argv[1:]))\n", "$(touch hacked)", "a b; c"
    )
    (tmp_path / "elsewhere").mkdir()
    contact(cli, world)
    world.human_reply(ADA, "Yes")
    os.chdir("elsewhere")
    assert cli("poll", "--db", "../seqcli.db")[0] == 0
    assert (tmp_path / "arguments").read_text(encoding="utf-8") == "['$(touch hacked)', 'a b; c']"
    assert not list(tmp_path.rglob("hacked"))


# --- the webhook --------------------------------------------------------------------------------


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SEQCLI_NOTIFY_SECRET", SECRET)
    return SECRET


def read_head(request: bytes) -> tuple[str, dict[str, str], bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return first, {k.lower(): v for k, v in (each.split(": ", 1) for each in lines)}, body


def test_a_webhook_gets_a_signed_post(cli: Cli, world: World, secret: str) -> None:
    contact(cli, world)
    with raw_server(answering(204)) as (url, requests):
        write_webhook(f"{url}/hook?token=abc")
        cli("poll")
        world.human_reply(ADA, "Yes, call me")
        code, out, err = cli("poll")
        assert code == 0
    (request,) = requests
    first, headers, body = read_head(request)
    assert first == "POST /hook?token=abc HTTP/1.1"
    assert headers["content-type"] == "application/json"
    assert json.loads(body)["id"] == headers["webhook-id"]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
    sent_at = int(headers["webhook-timestamp"])
    assert abs(sent_at - world.clock.now().timestamp()) < 60
    everything = request.decode() + out + err
    assert DEFAULT_KEY not in everything
    assert secret not in everything
    with closing(sqlite3.connect("seqcli.db")) as conn:
        assert secret not in "\n".join(conn.iterdump())


def test_a_webhook_on_another_machine_is_reached_over_tls_alone(
    cli: Cli, world: World, secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert secret
    ca = trustme.CA()
    contact(cli, world)
    with tls_server(ca.issue_cert("127.0.0.1")) as (url, requests):
        write_webhook(url)
        world.human_reply(ADA, "Yes")
        code, _, err = cli("poll")
        assert code == 0
        assert "notify: webhook failed: the certificate of 127.0.0.1 comes from an authority unknown" in err
        assert requests == []
        trust(ca, tmp_path, monkeypatch)
        advance(world, minutes=2)
        assert cli("poll")[0] == 0
    assert len(requests) == 1


def hang(connection: socket.socket) -> None:
    with socket.socket():
        connection.settimeout(None)
        connection.recv(1)


def flood(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n")
    while True:
        connection.sendall(b"x" * 1_000_000)


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (answering(500), "HTTP 500"),
        (answering(404), "HTTP 404"),
        (
            answering(302, headers="Location: https://elsewhere.example/\r\n"),
            "HTTP 302, and redirects are not followed",
        ),
        (lambda connection: connection.sendall(b"no HTTP at all\r\n\r\n"), "no answer ("),
        (lambda _connection: None, "no answer ("),
    ],
)
def test_a_webhook_that_fails_changes_no_exit_code_and_is_said(
    cli: Cli, world: World, secret: str, behave: Behaviour, reason: str
) -> None:
    assert secret
    contact(cli, world)
    with raw_server(behave) as (url, requests):
        write_webhook(f"{url}/very-secret-path")
        cli("poll")
        world.human_reply(ADA, "Yes")
        code, out, err = cli("poll")
    assert code == 0
    assert f"notify: webhook failed: {reason}" in err
    assert "very-secret-path" not in out + err
    assert len(requests) == 1
    assert len(waiting()) == 1


def test_a_webhook_that_hangs_is_left_alone_and_a_flood_is_not_read() -> None:
    with raw_server(hang) as (url, _):
        assert "no answer" in Webhook(url, SECRET, deadline_s=0.5).deliver("x", b"{}", MONDAY)
    with raw_server(flood) as (url, _):
        assert Webhook(url, SECRET).deliver("x", b"{}", MONDAY) == ""


def test_a_webhook_where_nobody_listens_is_said() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert "Connection refused" in Webhook(url, SECRET).deliver("x", b"{}", MONDAY)


@pytest.mark.parametrize("value", [None, "short"])
def test_a_webhook_without_a_usable_secret_stops_the_run_before_anything_is_sent(
    cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    enrol(cli)
    write_webhook("https://hooks.acme.example/seqcli")
    if value is not None:
        monkeypatch.setenv("SEQCLI_NOTIFY_SECRET", value)
    code, envelope = cli.json("start", "intro", "--yes", "--pace", "0")
    assert (code, envelope["error"]["code"]) == (3, "no_notify_secret")
    assert "short" not in envelope["error"]["message"].replace("shorter", "")
    assert world.ledger == []


# --- the file -----------------------------------------------------------------------------------

BROKEN = [
    ("notif = 1", 'unknown key "notif"; did you mean "notify"?'),
    ("[pacing]\nevery = 1", 'unknown key "pacing"; known keys are notify'),
    ('command = ["x"]', 'unknown key "command"; it belongs under [notify]'),
    ("notify = 1", '"notify" is not a table'),
    ("[notify]", "[notify] names nobody to tell"),
    ('[notify]\ncommands = ["x"]', 'unknown key "notify.commands"; did you mean "notify.command"?'),
    ('[notify]\nurl = "x"', 'unknown key "notify.url"; known keys are command, webhook'),
    ('[notify]\ncommand = "./tell.sh"', '"notify.command" is not a list; write a list, such as'),
    ("[notify]\ncommand = []", '"notify.command" must name a program'),
    ('[notify]\ncommand = ["x", 1]', '"notify.command" must name a program'),
    ('[notify]\ncommand = [" "]', '"notify.command" begins with an empty text'),
    ('[notify]\ncommand = ["a\\u0000b"]', '"notify.command" has a zero byte'),
    ("[notify]\nwebhook = 1", '"notify.webhook" is not a text'),
    ('[notify]\nwebhook = "hooks.acme.example"', '"notify.webhook" is not a URL'),
    ('[notify]\nwebhook = "https://"', '"notify.webhook" is not a URL'),
    ('[notify]\nwebhook = "https://a b.example"', '"notify.webhook" is not a URL'),
    ('[notify]\nwebhook = "https://[x"', '"notify.webhook" is not a URL'),
    ('[notify]\nwebhook = "https://me:pw@hooks.example"', '"notify.webhook" must not contain a user name'),
    ('[notify]\nwebhook = "https://hooks.example/#x"', '"notify.webhook" ends with a #fragment'),
    (
        '[notify]\nwebhook = "http://hooks.example/s3cret"',
        '"notify.webhook" must be an https URL (or http on this machine), not http://hooks.example',
    ),
    ("[notify", "is not TOML"),
    ("[notify]\nwebhook = 1\ncommand = 2", "has 2 problems"),
]


@pytest.mark.parametrize(("text", "words"), BROKEN)
def test_a_broken_file_is_said_before_anything_is_sent(cli: Cli, world: World, text: str, words: str) -> None:
    enrol(cli)
    Path("seqcli.toml").write_text(text, encoding="utf-8")
    for command in (
        ("start", "intro", "--yes"),
        ("start", "intro", "--dry-run"),
        ("poll",),
        ("test-notify",),
    ):
        code, envelope = cli.json(*command)
        assert (code, envelope["error"]["code"]) == (3, "bad_project_file")
        assert words in envelope["error"]["message"]
        assert str(Path("seqcli.toml").resolve()) in envelope["error"]["message"]
        assert "s3cret" not in json.dumps(envelope)
        assert "pw@" not in json.dumps(envelope)
    assert world.ledger == []


def test_files_that_cannot_be_read_are_said_and_a_byte_order_mark_is_not(cli: Cli, world: World) -> None:
    assert world
    enrol(cli)
    Path("seqcli.toml").mkdir()
    assert cli("poll")[0] == 3
    Path("seqcli.toml").rmdir()
    Path("seqcli.toml").write_bytes(b"# \xff")
    assert "line 1 is not UTF-8" in cli("poll")[2]
    Path("seqcli.toml").write_bytes(b"#" * 200_000)
    assert "larger than 100 KB" in cli("poll")[2]
    Path("seqcli.toml").write_bytes(b'\xef\xbb\xbf[notify]\ncommand = ["true"]\n')
    assert cli("poll")[0] == 0


def test_the_file_lies_beside_the_real_state_file_and_only_those_who_use_it_read_it(
    cli: Cli, world: World, tmp_path: Path
) -> None:
    assert world
    enrol(cli)
    Path("seqcli.toml").write_text("broken", encoding="utf-8")
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "state.db").symlink_to(tmp_path / "seqcli.db")
    assert cli("poll", "--db", "links/state.db")[0] == 3
    for words in (("status",), ("leads",), ("why", ADA), ("replies",), ("sequences",)):
        assert cli(*words)[0] == 0


# --- test-notify --------------------------------------------------------------------------------


def test_a_sample_shows_what_works_and_what_does_not(cli: Cli, secret: str) -> None:
    assert secret
    Path("tell.py").write_text(KEEPER, encoding="utf-8")
    command = json.dumps([sys.executable, "tell.py"])
    with raw_server(answering(503)) as (url, requests):
        Path("seqcli.toml").write_text(
            f'[notify]\ncommand = {command}\nwebhook = "{url}/s3cret"\n', encoding="utf-8"
        )
        code, envelope = cli.json("test-notify")
        code, out, _ = cli("test-notify")
    assert code == 1
    channels = envelope["data"]["channels"]
    assert [(each["channel"], each["problem"]) for each in channels] == [
        ("command", ""),
        ("webhook", "HTTP 503"),
    ]
    assert "delivered" in out
    assert "HTTP 503" in out
    assert "s3cret" not in out
    assert len(requests) == 2
    assert [each["kind"] for each in told()] == ["test", "test"]
    assert not Path("seqcli.db").exists()


def test_a_sample_that_arrives_is_exit_code_0_and_nobody_to_tell_is_3(cli: Cli) -> None:
    code, envelope = cli.json("test-notify")
    assert (code, envelope["error"]["code"]) == (3, "no_notify")
    write_command(KEEPER)
    assert cli("test-notify")[0] == 0


# --- the recipes --------------------------------------------------------------------------------

EXAMPLES = Path(__file__).parents[1] / "examples" / "notify"
NOTICE = {
    "id": "mail:me#1",
    "what": "ada@acme.example <Ada> answered",
    "begins": "<!channel> R&D: yes",
    "email": "ada@acme.example",
    "step": 1,
    "guess": None,
}


def run_example(tmp_path: Path, *command: str, **environment: str) -> str:
    body = f"{json.dumps(NOTICE)}\n".encode()
    return run_command((sys.executable, *command), body, tmp_path, {**os.environ, **environment})


def test_the_recipe_for_slack_posts_what_slack_reads(tmp_path: Path) -> None:
    script = str(EXAMPLES / "slack.py")
    with raw_server(answering(200, b"ok")) as (url, requests):
        assert run_example(tmp_path, script, SLACK_WEBHOOK_URL=f"{url}/services/T/B/x") == ""
    first, _, body = read_head(requests[0])
    assert first.startswith("POST /services/T/B/x ")
    text = "ada@acme.example &lt;Ada&gt; answered\n> &lt;!channel&gt; R&amp;D: yes"
    assert json.loads(body) == {"text": text}
    with raw_server(answering(404)) as (url, _):
        assert "404" in run_example(tmp_path, script, SLACK_WEBHOOK_URL=url)


def test_the_recipe_for_mail_writes_one_mail(tmp_path: Path) -> None:
    fake = tmp_path / "sendmail"
    fake.write_text(
        f'#!/bin/sh\ncat > "{tmp_path}/mail"; echo "$@" > "{tmp_path}/arguments"\n', encoding="utf-8"
    )
    fake.chmod(0o755)
    script = str(EXAMPLES / "mail.py")
    assert run_example(tmp_path, script, "me@acme.example", SENDMAIL=str(fake)) == ""
    mail = message_from_bytes((tmp_path / "mail").read_bytes())
    assert (mail["To"], mail["From"]) == ("me@acme.example", "me@acme.example")
    assert mail["Subject"] == "seqcli: ada@acme.example <Ada> answered"
    assert "begins: <!channel> R&D: yes" in str(mail.get_payload())
    assert "guess" not in str(mail.get_payload())
    assert (tmp_path / "arguments").read_text(encoding="utf-8") == "-i -t\n"
    fake.write_text("#!/bin/sh\nexit 75\n", encoding="utf-8")
    assert "75" in run_example(tmp_path, script, "me@acme.example", SENDMAIL=str(fake))


def test_the_recipe_that_verifies_is_the_one_of_the_page_and_knows_ours_from_others() -> None:
    source = (EXAMPLES / "verify.py").read_text(encoding="utf-8")
    page = (EXAMPLES.parents[1] / "docs" / "notify.md").read_text(encoding="utf-8")
    assert source[source.index("def is_from_seqcli") :] in page
    names: dict[str, Any] = {}
    exec(source, names)
    verify = names["is_from_seqcli"]
    now = str(int(time.time()))
    headers = {"webhook-id": "x", "webhook-timestamp": now, "webhook-signature": sign(SECRET, "x", now, BODY)}
    assert verify(headers, BODY, SECRET)
    assert not verify(headers, BODY.strip(), SECRET)
    assert not verify(headers, BODY, "another")
    assert not verify({**headers, "webhook-id": "y"}, BODY, SECRET)
    old = str(int(time.time()) - 900)
    stale = {**headers, "webhook-timestamp": old, "webhook-signature": sign(SECRET, "x", old, BODY)}
    assert not verify(stale, BODY, SECRET)


# --- at least once ------------------------------------------------------------------------------


@dataclass
class Ear:
    """A channel that fails as long as it is told to, and remembers what it was given."""

    problem: str = ""
    heard: list[dict[str, Any]] = field(default_factory=list)
    tried_at: list[datetime] = field(default_factory=list)
    refused: str = "nothing"

    def __call__(self, notice_id: str, body: bytes, at: datetime) -> str:
        self.tried_at.append(at)
        notice = json.loads(body)
        assert notice["id"] == notice_id
        if self.problem or self.refused in notice_id:
            return self.problem or "refused"
        self.heard.append(notice)
        return ""


class Office:
    """A state file whose mails come by hand, and whoever is told of them."""

    def __init__(self, path: Path, *channels: str) -> None:
        path.mkdir(exist_ok=True)
        self.clock = VirtualClock(MONDAY)
        self.bench = Bench(path / "office.db", World(self.clock), self.clock)
        self.bench.add_sequence()
        self.bench.add_leads(ADA)
        self.store = self.bench.store
        self.ears = {name: Ear() for name in channels or ("command",)}
        begin(self.store, self.ears)

    def receive(self, seq: int, kind: InboxKind = InboxKind.REPLY, *, is_open: bool = True) -> None:
        from seqcli.reasons import InboxCloser  # noqa: PLC0415

        now = self.clock.now()
        closer = None if is_open else InboxCloser.RULE
        mail = NewMail("me", seq, now, kind, ADA, lead_id("intro", ADA), "conv", f"m{seq}", closed_by=closer)
        with self.store.transaction():
            self.store.inbox.save(mail, now)

    def tell(self, failure: Failure | None = None, *, is_clean: bool = True) -> DeliveryReport:
        collect(self.store, self.ears, self.clock.now(), failure, is_clean=is_clean)
        return self.deliver()

    def deliver(self) -> DeliveryReport:
        return deliver(self.store, self.ears, self.clock.now, lambda: False)

    def heard(self, channel: str = "command") -> list[str]:
        return [each["id"] for each in self.ears[channel].heard]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.store.close()


def test_a_delivery_that_fails_is_tried_again_with_growing_pauses(office: Office) -> None:
    ear = office.ears["command"]
    ear.problem = "down"
    office.receive(1)
    assert office.tell().failed == {"command": "down"}
    for pause_ms in (*PAUSES_MS, PAUSES_MS[-1]):
        office.clock.advance(milliseconds=pause_ms - 1)
        assert office.tell().failed == {}
        office.clock.advance(milliseconds=1)
        assert office.tell().failed == {"command": "down"}
    ear.problem = ""
    office.clock.advance(milliseconds=PAUSES_MS[-1])
    assert office.tell().delivered == 1
    assert office.heard() == ["mail:me#1"]
    office.clock.advance(days=1)
    assert office.tell().delivered == 0


def test_what_cannot_be_delivered_for_a_week_is_given_up_and_said(office: Office) -> None:
    office.ears["command"].problem = "down"
    office.receive(1)
    office.tell()
    office.clock.advance(milliseconds=GIVE_UP_MS)
    assert office.tell().given_up == {}
    office.clock.advance(days=1)
    office.receive(2)
    assert office.tell().given_up == {"command": 1}
    assert office.store.notices.count() == {"command": 1}


def test_after_a_long_sleep_a_waiting_notice_gets_its_try_before_it_is_given_up(office: Office) -> None:
    office.ears["command"].problem = "down"
    office.receive(1)
    office.tell()
    office.ears["command"].problem = ""
    office.clock.advance(days=30)
    report = office.tell()
    assert (report.delivered, report.given_up) == (1, {})


def test_a_notice_that_is_refused_holds_up_no_other(office: Office) -> None:
    office.ears["command"].refused = "#1"
    for seq in (1, 2, 3):
        office.receive(seq)
    office.tell()
    office.clock.advance(minutes=2)
    office.tell()
    assert office.heard() == ["mail:me#2", "mail:me#3"]


def test_a_channel_that_fails_holds_up_no_other(tmp_path: Path) -> None:
    office = Office(tmp_path, "command", "webhook")
    office.ears["command"].problem = "down"
    office.receive(1)
    office.receive(2)
    report = office.tell()
    assert report.failed == {"command": "down"}
    assert office.heard("webhook") == ["mail:me#1", "mail:me#2"]
    assert len(office.ears["command"].tried_at) == 1
    office.store.close()


def test_a_crash_between_commit_and_delivery_loses_nothing(office: Office) -> None:
    office.receive(1)
    collect(office.store, office.ears, office.clock.now(), None, is_clean=True)
    office.bench.reopen()
    office.store = office.bench.store
    office.tell()
    assert office.heard() == ["mail:me#1"]


def test_a_crash_between_delivery_and_its_record_tells_it_again_under_its_id(office: Office) -> None:
    office.receive(1)
    collect(office.store, office.ears, office.clock.now(), None, is_clean=True)

    def tell_and_die(notice_id: str, body: bytes, at: datetime) -> str:
        office.ears["command"](notice_id, body, at)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(office.store, {"command": tell_and_die}, office.clock.now, lambda: False)
    office.bench.reopen()
    office.store = office.bench.store
    assert office.tell().delivered == 0
    office.clock.advance(milliseconds=PAUSES_MS[0])
    office.tell()
    assert office.heard() == ["mail:me#1", "mail:me#1"]


def test_a_process_killed_by_the_command_tells_it_again(cli: Cli, world: World) -> None:
    write_command(
        KEEPER + "import os, signal\nif not os.path.exists('again'): os.kill(os.getppid(), signal.SIGKILL)\n"
    )
    contact(cli, world)
    world.human_reply(ADA, "Yes")
    done = subprocess.run(
        [sys.executable, "-m", "seqcli", "poll"], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    Path("again").touch()
    advance(world, minutes=2)
    assert cli("poll")[0] == 0
    first, second = told()
    assert first == second
    assert waiting() == []


def test_a_death_at_any_operation_loses_nothing_and_doubles_only_what_was_being_told(tmp_path: Path) -> None:
    die_at, died = 1, True
    while died:
        office = Office(tmp_path / str(die_at))
        rig = Rig(office.bench.path, office.bench.world, office.clock)
        office.store.close()
        for seq in (1, 2):
            office.store = rig.store
            office.receive(seq)
        office.receive(3, InboxKind.AUTO_REPLY, is_open=False)
        rig.meter.arm(die_at)
        died = rig.survive(office.tell)
        rig.meter.arm(None)
        office.store = rig.store
        for _ in range(2):
            office.clock.advance(minutes=2)
            office.tell()
        heard = office.heard()
        assert set(heard) == {"mail:me#1", "mail:me#2"}
        assert len(heard) <= 2 + died
        assert office.store.notices.count() == {}
        office.store.close()
        die_at += 1
    assert die_at > 15


def test_two_runs_at_once_do_not_make_the_same_try(office: Office) -> None:
    office.receive(1)
    collect(office.store, office.ears, office.clock.now(), None, is_clean=True)
    other = Ear()

    def meanwhile(notice_id: str, body: bytes, at: datetime) -> str:
        deliver(office.store, {"command": other}, office.clock.now, lambda: False)
        return office.ears["command"](notice_id, body, at)

    deliver(office.store, {"command": meanwhile}, office.clock.now, lambda: False)
    assert (office.heard(), other.heard) == (["mail:me#1"], [])


def test_a_mail_that_is_looked_up_is_told_when_it_is_known(office: Office) -> None:
    office.receive(1, InboxKind.TO_READ)
    office.receive(2, InboxKind.TO_READ)
    office.receive(3, InboxKind.TO_READ)
    assert office.tell().delivered == 0
    office.receive(1, InboxKind.REPLY)
    office.receive(2, InboxKind.BOUNCE, is_open=False)
    office.tell()
    assert office.heard() == ["mail:me#1"]
    office.clock.advance(milliseconds=UNREAD_MS)
    office.tell()
    office.receive(3, InboxKind.REPLY)
    office.tell()
    assert office.heard() == ["mail:me#1", "mail:me#3"]
    assert "could not be read" in office.ears["command"].heard[1]["what"]


def test_a_number_of_the_inbox_is_never_used_again(office: Office) -> None:
    office.receive(1)
    office.tell()
    with office.store.transaction():
        office.store.erasure.forget_person(ADA, office.clock.now())
    mail = NewMail("me", 2, MONDAY, InboxKind.UNKNOWN_SENDER, BOB, None, None, "m2")
    with office.store.transaction():
        office.store.inbox.save(mail, MONDAY)
    office.tell()
    assert office.heard() == ["mail:me#1", "mail:me#2"]


def test_forget_erases_what_waits_to_be_told(office: Office) -> None:
    office.ears["command"].problem = "down"
    office.receive(1)
    office.tell()
    assert office.store.notices.count()
    with office.store.transaction():
        office.store.erasure.forget_person(ADA, office.clock.now())
    assert office.store.notices.count() == {}


def test_a_brake_is_told_each_time_it_trips(office: Office) -> None:
    office.bench.release()
    for _ in range(2):
        brake = Brake(BrakeScope.SEQUENCE, "intro")
        with office.store.transaction():
            office.store.brakes.trip(brake, BrakeCause.BOUNCES, "9 of 50 mails bounced", office.clock.now())
        office.tell()
        office.tell()
        with office.store.transaction():
            office.store.brakes.release(brake, office.clock.now())
        office.tell()
        office.clock.advance(hours=1)
    first, second = office.ears["command"].heard
    assert first["id"] != second["id"]
    assert (first["kind"], first["sequence"]) == ("brake", "intro")
    assert "seqcli resume --sequence intro" in first["what"]


def test_a_failure_that_lasts_is_told_once_a_day(office: Office) -> None:
    down = Failure(6, "12m did not answer")
    for _ in range(3):
        office.tell(down, is_clean=False)
    assert len(office.heard()) == 1
    office.tell(None, is_clean=False)  # as after an interrupted run
    office.tell(down, is_clean=False)
    assert len(office.heard()) == 1
    office.clock.advance(milliseconds=REPEAT_MS)
    office.tell(down, is_clean=False)
    assert len(office.heard()) == 2
    office.tell(Failure(3, "the key"), is_clean=False)
    office.tell(None)
    office.tell(down, is_clean=False)
    assert len(office.heard()) == 4


def test_the_same_mail_of_a_restored_copy_has_the_same_id(office: Office, tmp_path: Path) -> None:
    office.store.backup(tmp_path / "copy.db")
    office.receive(1)
    office.tell()
    copy = Office.__new__(Office)
    copy.clock, copy.ears = office.clock, {"command": Ear()}
    copy.bench = Bench(tmp_path / "copy.db", office.bench.world, office.clock)
    copy.store = copy.bench.store
    copy.receive(1)
    copy.tell()
    assert copy.heard() == office.heard()
    copy.store.close()


def test_an_idle_round_changes_no_row(office: Office) -> None:
    office.receive(1)
    office.tell()
    before = office.store._database._conn.total_changes
    office.tell()
    assert office.store._database._conn.total_changes == before


def test_telling_reads_no_large_table_from_end_to_end(office: Office) -> None:
    conn = office.store._database._conn
    seen: list[str] = []
    for seq, kind in enumerate((InboxKind.REPLY, InboxKind.TO_READ), start=1):
        office.receive(seq, kind)
    conn.set_trace_callback(seen.append)
    office.tell()
    office.receive(3)
    office.tell(Failure(6, "down"), is_clean=False)
    conn.set_trace_callback(None)
    plans = [
        (row[3], sql)
        for sql in seen
        if sql.startswith(("SELECT", "DELETE", "UPDATE"))
        for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    ]
    assert len(plans) > 10
    large = ("inbox", "event", "lead", "attempt", "journal")
    assert [
        each
        for each in plans
        if re.match(rf"SCAN ({'|'.join(large)})( |$)", each[0]) and "INDEX" not in each[0]
    ] == []
