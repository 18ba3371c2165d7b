"""The commands as a person types them: exit codes, envelopes, files, and what stands on stdout and stderr."""

import csv
import json
import os
import re
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from shell import SEQUENCE, Cli, advance, enrol

from seqcli.cli import _bug, app
from seqcli.clock import VirtualClock
from seqcli.errors import ExitCode
from seqcli.simulator import DEFAULT_HANDLE, DEFAULT_KEY, People, Persona, World, serve
from seqcli.simulator import PersonaKind as PersonKind


def test_a_campaign_runs_from_files_to_the_last_step(cli: Cli, world: World) -> None:
    People(
        world,
        by_address={
            "ada@acme.example": Persona(PersonKind.REPLIES, 1, 3_600_000),
            "bob@bolt.example": Persona(PersonKind.SILENT),
        },
    )
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert len(world.ledger) == 2
    advance(world, days=3, hours=1)
    code, envelope = cli.json("poll")
    assert code == 0
    assert [each["email"] for each in envelope["data"]["replied"]] == ["ada@acme.example"]
    advance(world, days=5)
    assert cli("poll")[0] == 0
    _, envelope = cli.json("status", "intro")
    counts = envelope["data"]["sequences"][0]["counts"]
    assert (counts["replied"], counts["exhausted"]) == (1, 1)
    assert [(each.to, each.step) for each in world.ledger] == [
        ("ada@acme.example", 0),
        ("bob@bolt.example", 0),
        ("bob@bolt.example", 1),
    ]
    _, envelope = cli.json("replies")
    assert envelope["data"]["replies"][0]["step"] == 1
    code, out, _ = cli("why", "ada@acme.example")
    assert code == 0
    assert "replied" in out


def test_import_names_the_bad_row_and_the_same_file_adds_nothing(cli: Cli) -> None:
    enrol(cli)
    code, envelope = cli.json("import-leads", "leads.csv", "--sequence", "intro")
    assert code == 1
    assert envelope["data"]["counts"]["accepted"] == 0
    assert envelope["data"]["counts"]["already_in_sequence"] == 2
    assert [row["line"] for row in envelope["data"]["rejected_rows"]] == [4]
    assert Path("leads.csv.rejects.csv").exists()


def test_a_poll_right_after_an_import_writes_to_nobody(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("poll")[0] == 0
    assert world.ledger == []


def test_start_limit_five_means_five(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--limit", "1", "--pace", "0", "--yes")[0] == 0
    assert cli("poll")[0] == 0
    assert len(world.ledger) == 1


def test_a_question_off_a_terminal_needs_yes(cli: Cli, world: World) -> None:
    enrol(cli)
    code, envelope = cli.json("start", "intro")
    assert (code, envelope["error"]["code"]) == (2, "not_confirmed")
    assert world.ledger == []
    code, envelope = cli.json("status")
    assert envelope["data"]["sequences"][0]["counts"]["unreleased"] == 2


def test_a_dry_run_shows_the_very_bytes_and_changes_nothing(cli: Cli, world: World) -> None:
    enrol(cli)
    before = Path("seqcli.db").read_bytes()
    code, envelope = cli.json("start", "intro", "--pace", "0", "--dry-run")
    assert code == 0
    planned = [each["body"] for each in envelope["data"]["planned"]]
    assert world.ledger == []
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        assert conn.execute("SELECT count(*) FROM attempt").fetchone() == (0,)
    assert len(Path("seqcli.db").read_bytes()) >= len(before)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert [each.body.decode() for each in world.ledger] == planned


def test_a_limit_counts_only_leads_that_can_be_written_to(cli: Cli, world: World) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    Path("leads.csv").write_text(
        "email,company\nada@acme.example,\nbob@bolt.example,Bolt\n", encoding="utf-8"
    )
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0
    assert cli("start", "intro", "--limit", "1", "--pace", "0", "--yes")[0] == 0
    assert [each.to for each in world.ledger] == ["bob@bolt.example"]


def test_start_asks_also_when_only_follow_ups_would_go(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    advance(world, days=4)
    code, _, err = cli("start", "intro")
    assert code == 2
    assert "Due follow-ups" in err
    assert len(world.ledger) == 2


def test_a_first_run_with_wrong_settings_does_not_tie_the_file_to_them(
    cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(cli)
    monkeypatch.setenv("TWELVEM_KEY", "sk_live_other")
    assert cli("start", "intro", "--yes")[0] == 3
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        query = "SELECT count(*) FROM meta WHERE key IN ('base_url', 'key_fingerprint')"
        assert conn.execute(query).fetchone() == (0,)
        monkeypatch.setenv("TWELVEM_KEY", DEFAULT_KEY)
        assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
        assert conn.execute(query).fetchone() == (2,)
    assert len(world.ledger) == 2


@pytest.mark.parametrize("place", ["environment", ".env"])
def test_a_crash_report_never_holds_the_key(cli: Cli, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    key = "sk_live_secret0123"
    if place == ".env":
        Path(".env").write_text(f"TWELVEM_KEY={key}\n", encoding="utf-8")
    else:
        monkeypatch.setenv("TWELVEM_KEY", key)
    monkeypatch.setattr(tempfile, "tempdir", str(Path.cwd()))
    assert _bug(RuntimeError(f"something with {key}"), ["poll"]) == 70
    report = next(Path().glob("seqcli-*.txt")).read_text(encoding="utf-8")
    assert "RuntimeError" in report
    assert key not in report
    assert cli("--version")[0] == 0


@pytest.mark.parametrize(
    ("key", "handle", "code"),
    [
        ("", DEFAULT_HANDLE, "no_key"),
        ("sk_live_other", DEFAULT_HANDLE, "key_refused"),
        ("hello", DEFAULT_HANDLE, "bad_key"),
        (DEFAULT_KEY, "", "no_handle"),
        (DEFAULT_KEY, "nobody@inboxbase.ai", "identity_unknown"),
    ],
)
def test_wrong_credentials_say_what_to_set_and_release_nobody(
    cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch, key: str, handle: str, code: str
) -> None:
    enrol(cli)
    monkeypatch.setenv("TWELVEM_KEY", key)
    monkeypatch.setenv("TWELVEM_HANDLE", handle)
    exit_code, envelope = cli.json("start", "intro", "--yes")
    assert (exit_code, envelope["error"]["code"]) == (3, code)
    assert "TWELVEM_" in envelope["error"]["hint"] + envelope["error"]["message"] or code == "bad_key"
    assert world.ledger == []
    _, envelope = cli.json("status")
    assert envelope["data"]["sequences"][0]["counts"]["unreleased"] == 2


def test_plain_http_is_refused_unless_it_is_this_machine(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    enrol(cli)
    monkeypatch.setenv("TWELVEM_BASE_URL", "http://api.acme.example")
    assert cli.json("poll")[1]["error"]["code"] == "bad_base_url"


@pytest.mark.usefixtures("world")
def test_a_file_of_another_12m_is_refused(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    monkeypatch.setenv("TWELVEM_BASE_URL", "https://other.example")
    code, envelope = cli.json("poll")
    assert (code, envelope["error"]["code"]) == (7, "other_world")


@pytest.mark.parametrize(
    ("args", "code", "error"),
    [
        (("status",), 7, "no_database"),
        (("poll",), 7, "no_database"),
        (("import-leads", "leads.csv", "--sequence", "nope"), 7, "no_database"),
        (("import-sequence", "missing.toml"), 4, None),
        (("nonsense",), 2, "usage"),
        (("start",), 2, "usage"),
    ],
)
def test_what_cannot_be_done_has_its_exit_code(
    cli: Cli, args: tuple[str, ...], code: int, error: str | None
) -> None:
    exit_code, envelope = cli.json(*args)
    assert exit_code == code
    assert error in {None, envelope["error"]["code"]}
    assert envelope["ok"] is False


@pytest.mark.parametrize(
    ("args", "command", "hint"),
    [
        (("nonsense",), "seqcli", "seqcli --help"),
        (("poll", "--max-tim", "4m"), "poll", "seqcli poll --help"),
        (("suppress", "add"), "suppress add", "seqcli suppress add --help"),
        (("suppress", "ad"), "suppress", "seqcli suppress --help"),
    ],
)
def test_a_slip_names_the_command_that_it_was_made_in(
    cli: Cli, args: tuple[str, ...], command: str, hint: str
) -> None:
    _, envelope = cli.json(*args)
    assert (envelope["command"], envelope["error"]["hint"]) == (command, hint)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x00", b"Name,Company\nAda,Acme\n"])
def test_an_unusable_contact_file_is_refused_and_nothing_lands(cli: Cli, content: bytes) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    Path("bad.csv").write_bytes(content)
    code, envelope = cli.json("import-leads", "bad.csv", "--sequence", "intro")
    assert code == 4
    assert "bad.csv" in envelope["error"]["message"]
    assert cli.json("status")[1]["data"]["sequences"][0]["leads"] == 0


def test_a_broken_sequence_file_names_file_and_step(cli: Cli) -> None:
    Path("bad.toml").write_text(SEQUENCE.replace("default(", "defaultt("), encoding="utf-8")
    code, envelope = cli.json("import-sequence", "bad.toml")
    assert code == 4
    assert "bad.toml" in envelope["error"]["message"]
    assert "step 1" in envelope["error"]["message"]


@pytest.mark.usefixtures("world")
def test_steps_do_not_move_once_somebody_was_contacted(cli: Cli) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    swapped = SEQUENCE.replace('template = "Hi again."', 'template = "New."') + (
        '[[steps]]\nwait_next = "1d"\ntemplate = "Hi again."\n'
    )
    Path("intro.toml").write_text(swapped, encoding="utf-8")
    code, envelope = cli.json("import-sequence", "intro.toml")
    assert (code, envelope["error"]["code"]) == (4, "steps_moved")
    appended = SEQUENCE + '[[steps]]\nwait_next = "1d"\ntemplate = "One more."\n'
    Path("intro.toml").write_text(appended, encoding="utf-8")
    assert cli("import-sequence", "intro.toml")[0] == 0


def test_a_missing_value_holds_that_lead_and_importing_it_frees_it(cli: Cli, world: World) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    Path("leads.csv").write_text(
        "email,company\nada@acme.example,\nbob@bolt.example,Bolt\n", encoding="utf-8"
    )
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert [each.to for each in world.ledger] == ["bob@bolt.example"]
    _, envelope = cli.json("status")
    assert envelope["data"]["sequences"][0]["held"] == [{"reason": "needs company (step 1)", "leads": 1}]
    Path("leads.csv").write_text("email,company\nada@acme.example,Acme\n", encoding="utf-8")
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert [each.to for each in world.ledger] == ["bob@bolt.example", "ada@acme.example"]


def test_who_was_adopted_by_a_copy_that_was_put_back_is_told_to_wait_for_a_start(
    cli: Cli, world: World
) -> None:
    enrol(cli)
    advance(world, seconds=(datetime.now(UTC) - world.clock.now()).total_seconds(), hours=1)
    assert cli("start", "intro", "--only", "ada@acme.example", "--pace", "0", "--yes")[0] == 0
    assert cli("backup", "copy.db")[0] == 0
    assert cli("start", "intro", "--only", "bob@bolt.example", "--pace", "0", "--yes")[0] == 0
    assert "not released" not in cli("status")[1].partition("contacted")[2]
    for suffix in ("", "-wal", "-shm"):
        Path(f"seqcli.db{suffix}").unlink(missing_ok=True)
    Path("copy.db").rename("seqcli.db")
    assert cli("poll")[0] == 0
    for days, status in ((0, "in_flight"), (4, "queued")):
        advance(world, days=days)
        code, _, said = cli("poll")
        assert code == 0
        unknown = '1 lead of "intro" had mail that this file did not know of, and is not released'
        assert f"{unknown}: seqcli start intro" in said
        _, told, _ = cli("why", "bob@bolt.example")
        assert f"in intro: {status}" in told
        assert "step 2" in told.partition("next: ")[2]
        assert told.endswith("but it is not released: `seqcli start intro`\n")
        assert "\n1 lead contacted, but not released: seqcli start intro\n" in cli("status")[1]
    assert cli("start", "intro", "--only", "bob@bolt.example", "--pace", "0", "--yes")[0] == 0
    assert [each.step for each in world.ledger if each.to == "bob@bolt.example"] == [0, 1]
    assert "contacted, but" not in cli("status")[1]


@pytest.mark.parametrize(("strangers", "told"), [(1, "1 mail"), (2, "2 mails")])
def test_mail_of_people_nobody_knows_waits_in_the_inbox_without_alarm(
    cli: Cli, world: World, strangers: int, told: str
) -> None:
    enrol(cli)
    assert cli("start", "intro", "--limit", "1", "--pace", "0", "--yes")[0] == 0
    for number in range(strangers):
        world.first_contact_from(f"stranger{number}@mosaic.example", "Do you deliver to Graz?")
    assert cli("poll")[0] == 0
    _, out, talk = cli("status")
    assert f"inbox: {told} open" in out
    assert "warning" not in talk


@pytest.mark.window("W32")
@pytest.mark.parametrize(("minutes", "told"), [(4, False), (-4, False), (9, True), (-9, True)])
def test_a_clock_that_differs_from_12ms_is_told(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, minutes: int, told: bool
) -> None:
    enrol(cli)
    world = World(VirtualClock(datetime.now(UTC) + timedelta(minutes=minutes)))
    with serve(world) as served:
        monkeypatch.setenv("TWELVEM_BASE_URL", served.url)
        monkeypatch.setenv("TWELVEM_KEY", DEFAULT_KEY)
        monkeypatch.setenv("TWELVEM_HANDLE", DEFAULT_HANDLE)
        _, envelope = cli.json("start", "intro", "--yes", "--limit", "0")
    found = [note for note in envelope["notes"] if "clock is" in note]
    assert bool(found) is told
    assert all(("behind" if minutes > 0 else "ahead of") in note for note in found)


def test_a_stopped_lead_gets_nothing_and_requeue_goes_on_where_it_was(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--only", "bob@bolt.example", "--pace", "0", "--yes")[0] == 0
    assert cli("stop", "bob@bolt.example", "--reason", "asked by phone")[0] == 0
    advance(world, days=4)
    assert cli("poll")[0] == 0
    assert len(world.ledger) == 1
    assert cli("requeue", "bob@bolt.example")[0] == 0
    advance(world, days=4)
    assert cli("poll")[0] == 0
    assert [each.step for each in world.ledger] == [0, 1]


def test_paused_means_no_sends_and_events_still_apply(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert cli("pause", "--sequence", "intro")[0] == 0
    advance(world, days=4)
    assert cli("poll")[0] == 0
    assert len(world.ledger) == 2
    assert cli("resume", "--sequence", "intro")[0] == 0
    assert cli("poll")[0] == 0
    assert len(world.ledger) == 4


def test_waits_are_listed_in_one_form_however_they_were_typed(cli: Cli) -> None:
    enrol(cli)
    assert "3d → 4d" in cli("sequences")[1]


def test_a_pause_says_until_when(cli: Cli, world: World) -> None:
    enrol(cli)
    code, out, _ = cli("pause", "bob@bolt.example", "--for", "2w")
    until = cli.json("leads", "--text", "bob")[1]["data"]["leads"][0]["paused_until"]
    assert (code, f"paused until {until[:10]} " in out) == (0, True)
    assert "paused until resume" in cli("pause", "bob@bolt.example")[1]
    assert cli.json("status")[1]["data"]["sequences"][0]["paused"] == 1
    assert "paused" not in cli("resume", "bob@bolt.example")[1]
    assert cli.json("status")[1]["data"]["sequences"][0]["paused"] == 0
    cli("pause", "bob@bolt.example")
    cli("stop", "bob@bolt.example")
    assert cli.json("status")[1]["data"]["sequences"][0]["paused"] == 0
    assert cli.json("pause", "--sequence", "intro", "--for", "2w")[1]["error"]["code"] == "for_a_person"
    assert not world.ledger


def test_a_pause_that_changes_nothing_leaves_no_line_and_who_is_not_paused_is_not_resumed(cli: Cli) -> None:
    enrol(cli)

    def told(what: str) -> list[str]:
        story = cli.json("why", "bob@bolt.example")[1]["data"]["leads"][0]["timeline"]
        return [each["why"] for each in story if each["what"] == what]

    code, envelope = cli.json("resume", "bob@bolt.example")
    assert (code, envelope["error"]["code"]) == (2, "not_paused")
    for reason in ("on leave", "on leave", "", "asked to"):
        assert cli("pause", "bob@bolt.example", "--reason", reason)[0] == 0
    assert told("paused") == ["on leave", "asked to"]
    assert cli("resume", "bob@bolt.example")[0] == 0
    assert cli("resume", "bob@bolt.example")[0] == 2
    assert len(told("resumed")) == 1


def test_who_was_forgotten_is_told_as_forgotten(cli: Cli) -> None:
    enrol(cli)
    assert cli("forget", "bob@bolt.example", "--yes")[0] == 0
    code, envelope = cli.json("why", "Bob@bolt.example")
    assert (code, envelope["error"]["code"]) == (2, "forgotten_address")
    assert cli.json("why", "bop@bolt.example")[1]["error"]["code"] == "unknown_address"


@pytest.mark.parametrize("verb", ["pause", "stop"])
def test_a_lead_that_has_ended_has_nothing_to_pause_or_stop(cli: Cli, verb: str) -> None:
    enrol(cli)
    assert cli("stop", "bob@bolt.example")[0] == 0
    code, envelope = cli.json(verb, "bob@bolt.example")
    assert (code, envelope["error"]["code"]) == (2, "has_ended")
    assert envelope["error"]["message"] == f"bob@bolt.example is stopped in intro: nothing to {verb}"
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 1
    Path("other.toml").write_text(SEQUENCE.replace('"intro"', '"other"'), encoding="utf-8")
    assert cli("import-sequence", "other.toml")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "other", "--allow-active")[0] == 1
    _, envelope = cli.json(verb, "bob@bolt.example")
    assert [each["sequence"] for each in envelope["data"]["leads"]] == ["other"]


def test_replies_are_asked_for_by_time_and_sequence_and_are_rows_for_a_spreadsheet(
    cli: Cli, world: World
) -> None:
    People(world, by_address={"ada@acme.example": Persona(PersonKind.REPLIES, 1, 3_600_000)})
    enrol(cli)
    Path("other.toml").write_text(SEQUENCE.replace('"intro"', '"other"'), encoding="utf-8")
    assert cli("import-sequence", "other.toml")[0] == 0
    assert cli("replies")[1] == "no replies yet\n"
    assert cli("start", "intro", "--only", "ada@acme.example", "--pace", "0", "--yes")[0] == 0
    advance(world, hours=2)
    assert cli("poll")[0] == 0
    assert len(cli.json("replies", "--sequence", "intro")[1]["data"]["replies"]) == 1
    assert cli("replies", "--sequence", "other")[1] == 'no replies in "other" yet\n'
    assert cli("replies", "--since", "2026-11-01")[1] == "no replies since 2026-11-01 00:00 UTC\n"
    assert cli("replies", "--sequence", "nope")[0] == 2
    head, row = csv.reader(cli("replies", "--csv")[1].splitlines())
    assert head == ["at", "email", "sequence", "step", "kind", "snippet", "conversation", "mark"]
    assert row[1:4] == ["ada@acme.example", "intro", "1"]
    assert cli("replies", "--csv", "--json")[0] == 2


def test_an_acceptance_is_one_line_of_the_story_and_its_wait_ends_at_one_time(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--only", "ada@acme.example", "--pace", "0", "--yes")[0] == 0
    assert cli("poll")[0] == 0
    _, envelope = cli.json("why", "ada@acme.example")
    [lead] = envelope["data"]["leads"]
    told = {"imported", "released", "queued → in_flight (step 1)", "email.sent"}
    assert {each["what"] for each in lead["timeline"]} == told
    [move] = cli.json("status")[1]["data"]["next"]
    assert (lead["next"]["code"], lead["next"]["at"]) == ("wait", move["at"])
    assert len(world.ledger) == 1


def test_suppression_ends_leads_and_keeps_new_ones_out(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("suppress", "add", "bolt.example", "--reason", "competitor", "--yes")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert [each.to for each in world.ledger] == ["ada@acme.example"]
    assert "competitor" in cli("suppress", "check", "eve@mail.bolt.example")[1]
    assert cli("suppress", "remove", "bolt.example")[0] == 0
    assert cli("poll")[0] == 0
    assert len(world.ledger) == 1


def test_forget_erases_the_person_and_keeps_the_suppression(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert cli("poll")[0] == 0
    assert cli("forget", "ada@acme.example", "--yes")[0] == 0
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        dump = "\n".join(conn.iterdump())
    assert "ada@acme.example" not in dump
    code, envelope = cli.json("import-leads", "leads.csv", "--sequence", "intro")
    assert code == 1
    assert len(world.ledger) == 2
    assert envelope["data"]["counts"]["forgotten"] == 1
    code, envelope = cli.json("forget", "eve@elsewhere.example", "--yes")
    assert (code, envelope["error"]["code"]) == (2, "unknown_address")
    assert "seqcli suppress add eve@elsewhere.example" in envelope["error"]["hint"]


def test_a_backup_is_private_whole_and_never_overwrites(cli: Cli) -> None:
    enrol(cli)
    assert cli("backup", "copy.db")[0] == 0
    assert stat.S_IMODE(Path("copy.db").stat().st_mode) == 0o600
    with closing(sqlite3.connect("copy.db")) as conn, conn:
        assert conn.execute("SELECT count(*) FROM lead").fetchone() == (2,)
    assert cli.json("backup", "copy.db")[0] == 2


@pytest.mark.usefixtures("world")
def test_the_state_file_is_private_and_never_holds_the_key(cli: Cli) -> None:
    enrol(cli)
    assert cli("init", "--no-check")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    for name in ("seqcli.db", ".env", "seqcli.db.lock"):
        assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600
    for path in Path().glob("seqcli.db*"):
        assert DEFAULT_KEY.encode() not in path.read_bytes()


@pytest.mark.usefixtures("world")
def test_why_says_that_a_lead_in_flight_or_its_sequence_is_paused(cli: Cli) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert cli("pause", "bob@bolt.example", "--for", "2w")[0] == 0
    lead = cli.json("why", "bob@bolt.example")[1]["data"]["leads"][0]
    told = " ".join(cli("why", "bob@bolt.example")[1].split())
    assert (lead["status"], lead["paused"]) == ("in_flight", True)
    assert f"is queued, but it is paused by hand until {lead['paused_until'][:10]}" in told
    assert "`seqcli resume bob@bolt.example`" in told
    assert cli("resume", "bob@bolt.example")[0] == 0
    assert cli.json("why", "bob@bolt.example")[1]["data"]["leads"][0]["paused"] is False
    assert cli("pause", "--sequence", "intro")[0] == 0
    told = " ".join(cli("why", "bob@bolt.example")[1].split())
    assert "is queued, but the sequence is paused: `seqcli resume --sequence intro`" in told


@pytest.mark.usefixtures("world")
def test_a_timeline_tells_the_release_before_its_send(cli: Cli) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    for email in ("ada@acme.example", "bob@bolt.example"):
        changes = [each["what"] for each in cli.json("why", email)[1]["data"]["leads"][0]["timeline"]]
        assert changes.index("released") < next(
            i for i, each in enumerate(changes) if each.startswith("queued → in_flight")
        )


def test_field_values_are_data_on_the_terminal_and_in_the_mail(cli: Cli, world: World) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    rows = 'email,company\nada@acme.example,"{{ 7*7 }}[red]x[/foo]"\n'
    Path("leads.csv").write_text(rows, encoding="utf-8")
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert json.loads(world.ledger[0].body)["subject"] == "Hello {{ 7*7 }}[red]x[/foo]"
    code, out, _ = cli("why", "ada@acme.example")
    assert code == 0
    assert "ada@acme.example" in out


def test_an_unreadable_stream_sends_nothing_and_says_run_again(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    world.clock.sleep(timedelta(days=4).total_seconds())
    identity = world.remove_identity(DEFAULT_HANDLE)
    assert cli.json("poll")[0] == 3
    assert len(world.ledger) == 2
    world.restore_identity(identity)
    assert cli("poll")[0] == 0
    assert len(world.ledger) == 4


def test_the_demo_is_right_and_leaves_the_real_state_alone(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWELVEM_KEY", "sk_live_real")
    code, envelope = cli.json("demo")
    assert code == 0
    assert envelope["data"]["sent_twice"] == []
    assert envelope["data"]["wrong"] == []
    assert envelope["data"]["accepted"] > 80
    accepted = {each["kind"]: each["steps"] for each in envelope["data"]["accepted_for"]}
    assert accepted[PersonKind.UNSENDABLE].endswith("(failed, never left)")
    assert accepted[PersonKind.BOUNCES_BY_EVENT].endswith("(bounced)")
    assert "bounced" not in accepted[PersonKind.SILENT]
    assert not Path("seqcli.db").exists()
    assert cli("status", "--db", envelope["data"]["db"])[0] == 0
    page = Path(envelope["data"]["page"]).read_text(encoding="utf-8")
    assert page.count("<svg") >= 7
    assert "as of 2026-03-" in page


def test_the_demo_needs_no_charts(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    code, envelope = cli.json("demo")
    assert (code, envelope["data"]["page"]) == (0, None)
    assert any("pip install 'seqcli[report]'" in note for note in envelope["notes"])
    assert cli("report", "--db", "seqcli-demo.db", "--html", "r.html")[0] == 2
    assert not Path("r.html").exists()


def test_rehearse_uses_ones_own_files(cli: Cli) -> None:
    code, envelope = cli.json("rehearse", "intro.toml", "--leads", "leads.csv")
    assert code == 0
    assert envelope["data"]["import"]["accepted"] == 2
    assert envelope["data"]["accepted_for"]


@pytest.mark.parametrize("source", ["help", "page"])
def test_what_is_said_of_steering_the_simulator_is_so(cli: Cli, world: World, source: str) -> None:
    page = (Path(__file__).parents[1] / "docs" / "operations.md").read_text(encoding="utf-8")
    told = cli("simulator", "--help")[1] if source == "help" else page
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    commands = re.findall(r"curl (?:-d '([^']+)' )?http://127.0.0.1:8712(/_sim/\S+)", told)
    assert {"/_sim/reply", "/_sim/ledger"} <= {path for _, path in commands}
    for body, path in commands:
        data = body.replace("WHO", "ada@acme.example")
        url = os.environ["TWELVEM_BASE_URL"] + path
        assert (httpx.post(url, content=data) if data else httpx.get(url)).status_code == 200
    assert "email.replied" in {event["type"] for event in world.identity(DEFAULT_HANDLE).log}


def test_every_command_takes_json_and_explains_itself(cli: Cli) -> None:
    names = [
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    ]
    for name in names:
        code, out, _ = cli(name, "--help")
        assert code == 0
        assert "--json" in out, name
        assert not re.search(r"^ +(-\S+ )?[A-Z\[\].]+ *(\[required\])?$", out, re.MULTILINE), name
        assert not re.search(r"<(str|path|int)", out), name
    assert "..." not in cli("--help")[1].partition("Commands:")[2]


def test_the_page_names_every_exit_code() -> None:
    page = (Path(__file__).parents[1] / "docs" / "exit-codes-and-json.md").read_text(encoding="utf-8")
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)] == sorted(ExitCode)


def run(*args: str, cwd: Path, **env: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "seqcli", *args],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.window("W42")
def test_a_bare_environment_and_a_closed_pipe_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "intro.toml").write_text(SEQUENCE, encoding="utf-8")
    assert run("import-sequence", "intro.toml", cwd=tmp_path).returncode == 0
    ended = subprocess.run(
        f"{sys.executable} -m seqcli status | head -0",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    assert run("status", cwd=tmp_path).returncode == 0
    assert run("--version", cwd=tmp_path).stdout.startswith("seqcli ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("args", ["", "--help", "status --help", "--version", "sequences"])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_stdout_that_takes_nothing_is_no_bug(cli: Cli, tmp_path: Path, args: str, unbuffered: str) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "seqcli", *args.split()],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == ExitCode.SOME_FAILED
    assert ended.stderr.startswith("error: the result could not be written: No space left on device\n")


@pytest.mark.parametrize("args", [(), ("suppress",)])
def test_a_bare_command_line_shows_the_commands_there_are(cli: Cli, args: tuple[str, ...]) -> None:
    code, out, err = cli(*args)
    assert (code, err) == (2, "")
    assert (out.startswith("Usage: seqcli"), "Commands:" in out) == (True, bool(args))
    assert ("Set up:" in out) == (not args)


@pytest.mark.parametrize(("is_interrupt", "code"), [(True, 130), (False, 2)])
def test_a_question_is_left_with_ctrl_c_and_with_ctrl_d(
    cli: Cli, world: World, is_interrupt: bool, code: int
) -> None:
    enrol(cli)
    terminal, ours = os.openpty()
    command = [sys.executable, "-m", "seqcli", "start", "intro"]
    # A suite that runs in the background is deaf to SIGINT, and so would its children be.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    environment = {**os.environ, "NO_COLOR": "1"}
    with subprocess.Popen(command, stdin=ours, stdout=ours, stderr=ours, env=environment) as child:
        signal.signal(signal.SIGINT, before)
        watchdog = threading.Timer(60, child.kill)
        watchdog.start()
        os.close(ours)
        read_until(terminal, "[y/N] ")
        if is_interrupt:
            child.send_signal(signal.SIGINT)
        else:
            os.write(terminal, b"\x04")
        lines = read_until(terminal, None).splitlines()
        watchdog.cancel()
    os.close(terminal)
    assert child.returncode == code
    assert lines[:2] == ["", "nothing was sent"]
    assert not world.ledger


def test_an_interrupted_command_says_so(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    enrol(cli)

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("seqcli.commands.status.status_result", interrupt)
    code, out, err = cli("status")
    assert (code, out, err) == (130, "", "error: interrupted; what was done is done and kept\n")
    assert cli.json("status")[1]["error"]["code"] == "interrupted"


def read_until(terminal: int, text: str | None) -> str:
    """Return what a terminal shows until `text`, or to its end."""
    seen = b""
    while text is None or text.encode() not in seen:
        try:
            seen += os.read(terminal, 4096)
        except OSError:  # so Linux tells that nobody is at the other end any more
            break
    return seen.decode()


def test_corrected_texts_free_who_was_held_for_a_slip_in_them(cli: Cli) -> None:
    good = SEQUENCE
    Path("intro.toml").write_text(good.replace("{{ company }}.", "{{ compnay }}."), encoding="utf-8")
    enrol(cli)
    assert statuses() == {"ada@acme.example": "held", "bob@bolt.example": "held"}
    Path("intro.toml").write_text(good, encoding="utf-8")
    _, envelope = cli.json("import-sequence", "intro.toml")
    assert (envelope["data"]["held"], envelope["data"]["holds_released"]) == (0, 2)
    assert statuses() == {"ada@acme.example": "queued", "bob@bolt.example": "queued"}


def test_new_texts_hold_who_lacks_their_field_but_not_whose_step_is_promised(cli: Cli, world: World) -> None:
    enrol(cli)
    world.identity(DEFAULT_HANDLE).daily_cap = 0
    assert cli("start", "intro", "--pace", "0", "--only", "ada@acme.example", "--yes")[0] == 0
    new = SEQUENCE.replace("about {{", "about {{ city }} and {{")
    Path("intro.toml").write_text(new, encoding="utf-8")
    code, out, _ = cli("import-sequence", "intro.toml")
    assert code == 0
    assert "1 lead held: needs city (step 1)" in out
    assert statuses() == {"ada@acme.example": "queued", "bob@bolt.example": "held"}


def statuses() -> dict[str, str]:
    with closing(sqlite3.connect("seqcli.db")) as conn:
        return dict(conn.execute("SELECT email, status FROM lead ORDER BY email"))


def test_a_rehearsal_that_failed_does_not_stand_in_the_way_of_the_next(cli: Cli) -> None:
    assert cli("rehearse", "intro.toml", "--leads", "missing.csv")[0] == 4
    Path("seqcli-rehearsal.db").write_bytes(b"")
    assert cli("rehearse", "intro.toml", "--leads", "leads.csv")[0] == 0


def test_a_poll_with_a_key_that_12m_refuses_is_an_error(
    cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    monkeypatch.setenv("TWELVEM_KEY", "sk_test_revoked")
    code, envelope = cli.json("poll")
    assert (code, envelope["error"]["code"]) == (3, "key_refused")
    assert len(world.ledger) == 2


def test_init_without_a_key_leaves_a_file_to_put_it_into(cli: Cli) -> None:
    code, envelope = cli.json("init")
    assert (code, envelope["error"]["code"]) == (3, "no_key")
    assert "seqcli init" in envelope["error"]["hint"]
    assert Path(".env").read_text(encoding="utf-8") == "TWELVEM_KEY=\nTWELVEM_HANDLE=\n"
    assert stat.S_IMODE(Path(".env").stat().st_mode) == 0o600
    error = cli.json("init")[1]["error"]
    assert (error["code"], error["hint"]) == (
        "no_key",
        "Put key and handle into .env, then run `seqcli init` again.",
    )


def test_init_keeps_no_key_that_is_none(cli: Cli) -> None:
    code, envelope = cli.json("init", "--key", "hello")
    assert (code, envelope["error"]["code"]) == (3, "bad_key")
    assert not Path(".env").exists()


@pytest.mark.usefixtures("world")
def test_the_env_file_that_waits_for_a_key_already_names_another_12m(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the key of a simulator that is filled in would go to the real 12m."""
    url = os.environ["TWELVEM_BASE_URL"]
    monkeypatch.delenv("TWELVEM_KEY")
    assert cli("init")[0] == 3
    text = Path(".env").read_text(encoding="utf-8")
    assert text == f"TWELVEM_KEY=\nTWELVEM_HANDLE={DEFAULT_HANDLE}\nTWELVEM_BASE_URL={url}\n"
    monkeypatch.delenv("TWELVEM_BASE_URL")
    code, out, err = cli("init", "--key", DEFAULT_KEY)
    assert (code, "warning" in err) == (0, False)
    assert "wrote TWELVEM_KEY into .env" in out


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_init_fills_the_lines_that_it_left_blank_and_no_other(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.delenv("TWELVEM_KEY")
    monkeypatch.delenv("TWELVEM_HANDLE")
    mine = [
        "# my notes",
        "OTHER = x # y",
        "TWELVEM_KEY=",
        "",
        " export TWELVEM_HANDLE = '' ",
        "# TWELVEM_KEY=",
        "Z=",
    ]
    Path(".env").write_bytes(end.join(mine).encode())
    Path(".env").chmod(0o644)
    code, envelope = cli.json("init", "--key", DEFAULT_KEY)
    assert (code, envelope["error"]["code"]) == (3, "no_handle")
    code, out, err = cli("init", "--handle", DEFAULT_HANDLE)
    assert code == 0
    assert "wrote TWELVEM_HANDLE into .env" in out
    mine[2], mine[4] = f"TWELVEM_KEY={DEFAULT_KEY}", f" export TWELVEM_HANDLE ={DEFAULT_HANDLE}"
    assert Path(".env").read_bytes().decode() == end.join(mine)
    assert stat.S_IMODE(Path(".env").stat().st_mode) == 0o600
    assert DEFAULT_KEY not in out + err
    assert [each.name for each in Path().glob(".env*")] == [".env"]
    code, out, _ = cli("init", "--handle", "bob@inboxbase.example", "--no-check")
    assert ".env exists and has all settings; it was not changed" in out
    assert Path(".env").read_bytes().decode() == end.join(mine)


def test_a_poll_of_a_file_from_which_nothing_was_started_says_so(cli: Cli, world: World) -> None:
    enrol(cli)
    assert "nothing to poll yet: no sequence in this file was started" in cli("poll")[2]
    assert not world.ledger
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert "nothing to poll" not in cli("poll")[2]


def test_a_copy_from_before_the_start_goes_on_with_whom_it_finds_written_to(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("backup", "old.db")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes", "--limit", "1")[0] == 0
    Path("old.db").replace("seqcli.db")
    for suffix in ("-wal", "-shm"):
        Path(f"seqcli.db{suffix}").unlink(missing_ok=True)
    told = cli("start", "intro", "--pace", "0", "--yes", "--limit", "1")[2]
    assert "to 1 lead from" in told
    assert len(world.ledger) == 1, "the one that the copy did not know was found, and nothing else was chosen"
    assert "to 1 lead from" in cli("start", "intro", "--pace", "0", "--yes", "--limit", "1")[2]
    assert sorted(line.to for line in world.ledger) == ["ada@acme.example", "bob@bolt.example"]


def test_who_had_mail_already_goes_on_and_counts_against_no_limit(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes", "--limit", "1")[0] == 0
    with closing(sqlite3.connect("seqcli.db")) as conn, conn:
        conn.execute("UPDATE lead SET released_at = NULL")
    assert '1 lead of "intro" had mail that this file did not know of' in cli("poll")[2]
    told = cli("start", "intro", "--pace", "0", "--yes", "--limit", "1")[2]
    assert "to 1 lead from" in told
    assert "Plus 1 lead with earlier mail." in told
    assert len(world.ledger) == 2
    assert "had mail before" not in cli("poll")[2]


def test_a_backup_that_fails_leaves_nothing(cli: Cli) -> None:
    enrol(cli)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limit[1]))
    try:
        code, _, err = cli("backup", "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    assert (code, [path.name for path in Path().glob("copy*")]) == (7, [])
    assert "Is the disk full" in err or "no space left" in err
    assert cli("backup", "copy.db")[0] == 0
    assert Path("copy.db").stat().st_mode & 0o777 == 0o600


def test_leads_for_a_file_that_is_not_there_make_none(cli: Cli) -> None:
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 7
    assert not list(Path().glob("seqcli.db*"))
    enrol(cli)
    assert (
        cli.json("import-leads", "leads.csv", "--sequence", "nope")[1]["error"]["code"] == "unknown_sequence"
    )


@pytest.mark.usefixtures("world")
def test_a_dry_run_counts_who_is_not_released(cli: Cli) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--only", "ada@acme.example", "--yes")[0] == 0
    _, envelope = cli.json("poll", "--dry-run")
    data = envelope["data"]
    assert (data["unreleased"], data["skipped"], data["brakes"]) == ({"intro": 1}, [], [])
    assert "1 lead of intro not released: seqcli start intro" in envelope["notes"]
    assert "bob@bolt.example" not in cli("poll", "--dry-run")[1]


def test_a_receipt_for_people_has_no_zeros_and_json_has_all(cli: Cli) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 1
    out = cli("import-leads", "leads.csv", "--sequence", "intro")[1]
    rows = [line.split() for line in out.partition("intro\n")[2].partition("\n\n")[0].splitlines()[1:]]
    assert [row[:-1] for row in rows if row[-1] == "0"] == [["accepted"]]
    assert ["already", "in", "sequence", "2"] in rows
    counts = cli.json("import-leads", "leads.csv", "--sequence", "intro")[1]["data"]["counts"]
    assert (counts["forgotten"], counts["duplicate_in_this_file"]) == (0, 0)
