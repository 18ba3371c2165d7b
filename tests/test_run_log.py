"""The log of a run: one JSON line an effect, at once, for machines; levels, and a quiet run."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from harness import read_only
from shell import Cli, advance, enrol
from world import MONDAY

from seqcli.brake import BrakeScope
from seqcli.clock import VirtualClock, from_text
from seqcli.reasons import BrakeCause
from seqcli.simulator import DEFAULT_HANDLE, DEFAULT_KEY, Fault, Faults, Request, World, serve
from seqcli.store import Store

PEOPLE = ("ada@acme.example", "bob@bolt.example", "cyd@cone.example", "dan@dune.example", "eve@edge.example")
ROOT = Path(__file__).parents[1]
Lines = list[dict[str, Any]]


def read(err: str) -> Lines:
    """Return the lines of a log; every one is an object with a time, a level and an event."""
    lines = [json.loads(line) for line in err.splitlines()]
    for line in lines:
        assert from_text(line["time"]).tzinfo is not None
        assert line["time"].endswith("Z")
        assert line["level"] in {"debug", "info", "warning", "error"}
        assert re.fullmatch(r"[a-z_]+", line["event"])
    return lines


def events(lines: Lines) -> list[str]:
    return [line["event"] for line in lines]


def one(lines: Lines, event: str) -> dict[str, Any]:
    (found,) = [line for line in lines if line["event"] == event]
    return found


def lead_of(address: str) -> str:
    with read_only(Path("seqcli.db")) as conn:
        return str(conn.execute("SELECT id FROM lead WHERE address = ?", (address,)).fetchone()[0])


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def world(cli: Cli, faults: Faults, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A served world that fails as planned, whose time is the machine's."""
    assert cli
    world = World(VirtualClock(MONDAY))
    with serve(world, faults) as served:
        monkeypatch.setenv("TWELVEM_BASE_URL", served.url)
        monkeypatch.setenv("TWELVEM_KEY", DEFAULT_KEY)
        monkeypatch.setenv("TWELVEM_HANDLE", DEFAULT_HANDLE)
        yield world


def enrol_all(cli: Cli) -> None:
    Path("leads.csv").write_text(
        "Email,First Name,Company\n" + "".join(f"{each},Ann,Firm {each[:3]}\n" for each in PEOPLE),
        encoding="utf-8",
    )
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0


def test_every_effect_of_a_run_is_a_line_with_ids_and_no_address(
    cli: Cli, world: World, faults: Faults
) -> None:
    enrol_all(cli)
    world.reject(PEOPLE[2], "invalid_recipient")
    world.reject(PEOPLE[3], "bad moon")
    faults.then("send", None, Fault.SERVER_ERROR_AFTER)
    code, out, err = cli("start", "intro", "--pace", "0", "--yes", "--log-json")
    lines, text = read(err), err
    assert (code, out) == (1, "")
    assert events(lines)[0] == "run_begins"
    accepted = [line for line in lines if line["event"] == "send_accepted"]
    assert {line["attempt"] for line in accepted} >= {f"{lead_of(PEOPLE[0])}:0", f"{lead_of(PEOPLE[4])}:0"}
    first = next(line for line in accepted if line["lead_id"] == lead_of(PEOPLE[0]))
    assert (first["sequence"], first["step"], first["identity"], first["tries"]) == (
        "intro",
        1,
        DEFAULT_HANDLE,
        1,
    )
    unknown = one(lines, "send_unknown")
    assert (unknown["lead_id"], unknown["level"], unknown["reason_code"]) == (
        lead_of(PEOPLE[1]),
        "warning",
        "no_clear_answer",
    )
    refused = one(lines, "send_refused")
    assert (refused["lead_id"], refused["reason_code"]) == (lead_of(PEOPLE[2]), "address_refused")
    assert one(lines, "lead_bounced")["lead_id"] == lead_of(PEOPLE[2])
    assert one(lines, "send_held")["lead_id"] == lead_of(PEOPLE[3])
    held = one(lines, "lead_held")
    assert (held["level"], held["reason_code"], held["by"]) == ("warning", "outcome_unknown", "send")
    end = one(lines, "run_ends")
    assert (end["exit_code"], end["level"], end["refused"], end["held"]) == (1, "warning", 1, 1)

    world.human_reply(PEOPLE[0], "Yes, call me tomorrow")
    world.opt_out(PEOPLE[1])
    world.bounce(PEOPLE[4], hard=True)
    world.first_contact_from("zoe@zone.example")
    advance(world, minutes=10)
    code, out, err = cli("poll", "--log-json")
    lines = read(err)
    assert out == ""
    for person, event, reason in (
        (PEOPLE[0], "lead_replied", "answered"),
        (PEOPLE[1], "lead_suppressed", "opted_out"),
        (PEOPLE[4], "lead_bounced", "bounced"),
    ):
        line = one(lines, event)
        assert (line["lead_id"], line["reason_code"], line["by"]) == (lead_of(person), reason, "event")
        with read_only(Path("seqcli.db")) as conn:
            told = conn.execute(
                "SELECT lead_id FROM event WHERE identity = ? AND seq = ?",
                (line["identity"], line["event_seq"]),
            ).fetchone()
        assert told[0] == line["lead_id"]
    mails = {line["kind"]: line for line in lines if line["event"] == "mail_in_inbox"}
    assert mails["reply"]["lead_id"] == lead_of(PEOPLE[0])
    assert len(mails) > 1, "the stranger's mail has a line too"
    assert [each for each in mails.values() if "lead_id" not in each]
    assert one(lines, "run_ends")["replied"] == 1
    text += err
    assert not [each for each in (*PEOPLE, "zoe@zone.example") if each in text]
    assert "call me" not in text
    assert DEFAULT_KEY not in text


def test_no_move_of_a_lead_is_missing_and_none_is_told_twice(cli: Cli, world: World, faults: Faults) -> None:
    enrol_all(cli)
    faults.then("send", None, Fault.CAP_EXCEEDED)
    told: list[tuple[Any, ...]] = []

    def act(*args: str) -> None:
        lines = read(cli(*args, "--log-json", "--log-level", "debug")[2])
        told.extend(
            (line["lead_id"], line["event"].removeprefix("lead_"), line["what"])
            for line in lines
            if line["event"].startswith("lead_") and "reason_code" in line
        )

    act("start", "intro", "--pace", "0", "--yes")
    for _ in range(3):
        advance(world, days=1, hours=2)
        act("poll")
    world.auto_reply(PEOPLE[1])
    world.human_reply(PEOPLE[0])
    for _ in range(4):
        advance(world, days=2)
        act("poll")
    with read_only(Path("seqcli.db")) as conn:
        moves = conn.execute(
            "SELECT lead_id, status, change FROM journal WHERE status IS NOT NULL AND actor <> 'import' ORDER BY id"
        ).fetchall()
    assert told == [tuple(each) for each in moves]
    assert {status for _, status, _ in told} >= {"in_flight", "queued", "replied", "exhausted"}


def test_a_spent_cap_is_a_throttled_line_and_no_warning(cli: Cli, world: World, faults: Faults) -> None:
    enrol(cli)
    faults.then("send", Fault.CAP_EXCEEDED)
    code, _, err = cli("start", "intro", "--pace", "0", "--yes", "--log-json")
    line = one(read(err), "send_throttled")
    assert (code, line["level"], line["identity"]) == (0, "info", DEFAULT_HANDLE)
    assert from_text(line["until"]) > world.clock.now()


def test_the_envelope_on_stdout_stays_whole_beside_the_lines(cli: Cli, world: World) -> None:
    enrol(cli)
    code, out, err = cli("start", "intro", "--pace", "0", "--yes", "--log-json", "--json")
    assert json.loads(out)["data"]["sent"] == {"first_steps": 2, "follow_ups": 0}
    assert events(read(err)).count("send_accepted") == 2
    assert (code, len(world.ledger)) == (0, 2)


def test_a_run_that_cannot_begin_says_failed_and_why(
    cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(cli)
    code, out, err = cli("start", "intro", "--log-json")
    failed = one(read(err), "failed")
    assert (code, out, failed["code"], failed["exit_code"]) == (2, "", "not_confirmed", 2)
    monkeypatch.delenv("TWELVEM_KEY")
    code, out, err = cli("poll", "--log-json", "--json")
    failed = one(read(err), "failed")
    assert (failed["level"], failed["code"], failed["exit_code"]) == ("error", "no_key", 3)
    assert json.loads(out)["error"]["code"] == "no_key"
    assert (code, world.ledger) == (3, [])


def test_a_stream_that_cannot_be_read_is_a_problem_at_once(cli: Cli, world: World, faults: Faults) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    faults.always("events", Fault.UNAUTHORISED)
    code, out, err = cli("poll", "--log-json", "--log-level", "error")
    lines = read(err)
    assert (code, out, events(lines)) == (3, "", ["problem", "failed"])
    assert (lines[0]["code"], lines[0]["identity"]) == ("key_refused", DEFAULT_HANDLE)
    assert len(world.ledger) == 2


def test_a_brake_is_told_once_a_run(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--limit", "1", "--pace", "0", "--yes")[0] == 0
    store = Store.open(Path("seqcli.db"))
    with store.transaction():
        brake = store.brakes.get(BrakeScope.SEQUENCE, "intro")
        store.brakes.trip(brake, BrakeCause.BOUNCES, "too many bounces", world.clock.now())
    store.close()
    advance(world, days=4)
    _, _, err = cli("poll", "--log-json")
    line = one(read(err), "brake_tripped")
    assert (line["scope"], line["name"], line["reason_code"], line["level"]) == (
        "sequence",
        "intro",
        "bounces",
        "warning",
    )
    assert one(read(err), "run_ends")["brakes"] == 1


def test_what_another_command_does_meanwhile_is_told_with_its_name(cli: Cli, world: World) -> None:
    enrol_all(cli)
    stopped = False

    def stop_somebody(request: Request) -> None:
        nonlocal stopped
        if request.method == "POST" and not stopped:
            stopped = True
            command = [sys.executable, "-m", "seqcli", "stop", PEOPLE[4], "--yes"]
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            subprocess.run(command, env=environment, check=False, capture_output=True)

    with serve(world) as served:
        served.app.on_request.append(stop_somebody)
        os.environ["TWELVEM_BASE_URL"] = served.url
        _, _, err = cli("start", "intro", "--pace", "0", "--yes", "--log-json")
    line = one(read(err), "lead_stopped")
    assert (line["lead_id"], line["by"]) == (lead_of(PEOPLE[4]), "stop")
    assert len(world.ledger) == 4


@contextmanager
def service(*options: str) -> Iterator["subprocess.Popen[str]"]:
    """Run `poll --follow` as a program of its own."""
    command = [sys.executable, "-m", "seqcli", "poll", "--follow", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as program:
        yield program


def read_until(program: "subprocess.Popen[str]", event: str) -> Lines:
    assert program.stderr is not None
    seen: Lines = []
    while not seen or seen[-1]["event"] != event:
        seen.append(json.loads(program.stderr.readline()))
    return seen


def test_lines_come_while_a_service_runs_and_a_kill_takes_none_back(cli: Cli, world: World) -> None:
    enrol_all(cli)
    assert cli("start", "intro", "--pace", "0", "--limit", "2", "--yes")[0] == 0
    with service("--log-json", "--json") as program:
        seen = read_until(program, "run_begins")
        world.human_reply(PEOPLE[0])
        seen += read_until(program, "lead_replied")
        os.kill(program.pid, signal.SIGKILL)
        out, err = program.communicate()
    seen += read(err)
    assert (seen[0]["event"], seen[0]["follow"]) == ("run_begins", True)
    assert one(seen, "lead_replied")["lead_id"] == lead_of(PEOPLE[0])
    assert (out, "run_ends" in events(seen)) == ("", False)


def test_a_service_that_is_told_to_end_says_so_last(cli: Cli, world: World) -> None:
    enrol_all(cli)
    assert cli("start", "intro", "--pace", "0", "--limit", "2", "--yes")[0] == 0
    with service("--log-json", "--json") as program:
        read_until(program, "run_begins")
        world.human_reply(PEOPLE[0])
        read_until(program, "lead_replied")
        os.kill(program.pid, signal.SIGTERM)
        out, err = program.communicate()
    end = read(err)[-1]
    assert (end["event"], end["exit_code"], end["level"], end["replied"]) == ("run_ends", 130, "info", 1)
    assert (json.loads(out)["exit_code"], program.returncode) == (130, 130)


def test_a_bug_is_a_line_too(cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    enrol(cli)
    assert world

    def burst(_leads: object) -> list[str]:
        raise RuntimeError(PEOPLE[0])

    monkeypatch.setattr("seqcli.store.leads.Leads.load_identities", burst)
    monkeypatch.setenv("TMPDIR", str(Path.cwd()))
    code, _, err = cli("poll", "--log-json")
    lines = read(err)
    assert (code, lines[-1]["event"], lines[-1]["code"]) == (70, "failed", "bug")
    assert PEOPLE[0] not in err


# -- levels


def test_a_quiet_run_says_nothing_if_all_is_well(cli: Cli, world: World) -> None:
    enrol(cli)
    code, out, err = cli("start", "intro", "--pace", "0", "--yes", "--quiet")
    assert (code, out) == (0, "")
    assert [line for line in err.splitlines() if "warning: " not in line] == []
    assert "clock" in err or not err
    assert len(world.ledger) == 2


def test_a_quiet_run_names_what_went_wrong(cli: Cli, world: World) -> None:
    enrol(cli)
    world.reject("bob@bolt.example", "invalid_recipient")
    code, out, err = cli("start", "intro", "--pace", "0", "--yes", "--quiet")
    assert (code, out) == (1, "")
    assert "bob@bolt.example step 1 refused" in err
    assert "ada@acme.example" not in err
    code, out, err = cli("start", "intro", "--quiet")
    assert (code, out) == (2, "")
    assert 'Send step 1 of "intro"' in err, "whoever is asked sees the question"
    code, out, err = cli("start", "nothing", "--yes", "--quiet")
    assert (code, out) == (2, "")
    assert 'error: there is no sequence "nothing"' in err
    assert "Known: intro." in err


def test_debug_shows_effects_to_people_as_well(cli: Cli, world: World) -> None:
    enrol(cli)
    assert world
    _, out, err = cli("start", "intro", "--pace", "0", "--yes", "--log-level", "debug")
    assert "sent 2" in out
    assert re.search(rf"send_accepted lead_id={lead_of('ada@acme.example')} sequence=intro step=1", err)
    _, _, usual = cli("poll")
    assert "stream_read" not in usual


def test_levels_leave_out_lower_lines(cli: Cli, world: World) -> None:
    enrol(cli)
    world.reject("bob@bolt.example", "invalid_recipient")
    _, _, err = cli("start", "intro", "--pace", "0", "--yes", "--log-json", "--log-level", "warning")
    assert {line["level"] for line in read(err)} == {"warning"}
    assert {"send_refused", "lead_bounced", "run_ends"} <= set(events(read(err)))


@pytest.mark.parametrize(
    "options",
    [
        ("--quiet", "--log-level", "info"),
        ("--dry-run", "--log-json"),
        ("--dry-run", "--quiet"),
        ("--dry-run", "--log-level", "debug"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    cli: Cli, world: World, options: tuple[str, ...]
) -> None:
    enrol(cli)
    assert world
    code, _, err = cli("poll", *options)
    assert code == 2
    assert "error: " in err


def test_one_command_leaves_the_next_no_log(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("poll", "--log-json")[0] == 0
    _, out, err = cli("status")
    assert out
    assert "{" not in err
    assert world
