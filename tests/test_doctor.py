"""`doctor`: every check fails for its reason, and is well again after what it says."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import screen
from shell import Cli, advance, enrol

from seqcli.brake import BrakeScope
from seqcli.clock import SystemClock, to_text
from seqcli.commands.doctor import DoctorOptions, doctor
from seqcli.commands.session import server_now
from seqcli.config import Settings
from seqcli.output.result import CommandResult
from seqcli.reasons import BrakeCause
from seqcli.simulator import DEFAULT_HANDLE, World
from seqcli.store import Store

ADA, BOB = "ada@acme.example", "bob@bolt.example"
DB = Path("seqcli.db")
ROOT = Path(__file__).parents[1]
#: What Nagios reads: the state, a text without a bar, and numbers by name.
LINE = re.compile(r"(OK|CRITICAL): ([^|\n]+) \| ((?:[a-z_]+=-?[0-9]+)(?: [a-z_]+=-?[0-9]+)*)")


@dataclass(frozen=True)
class Space:
    total: int
    free: int


def examined(cli: Cli, *options: str) -> tuple[int, str, dict[str, int]]:
    """Return exit code, text and numbers of the line, which must be the only one in a pipe."""
    code, out, err = cli("doctor", *options)
    assert err == ""
    assert out.count("\n") == 1
    match = LINE.fullmatch(out.strip())
    assert match is not None, out
    assert (match[1] == "OK") == (code == 0)
    numbers = dict(each.split("=") for each in match[3].split())
    return code, match[2], {name: int(number) for name, number in numbers.items()}


def check(cli: Cli, name: str, *options: str) -> dict[str, Any]:
    """Return one check of the envelope, after comparing envelope and exit code."""
    code, envelope = cli.json("doctor", *options)
    checks = {each["check"]: each for each in envelope["data"]["checks"]}
    assert code == (0 if all(each["ok"] for each in checks.values()) else 1)
    assert all(each["ok"] == (each["mend"] == "") for each in checks.values())
    return dict(checks[name])


def started(cli: Cli) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0


@contextmanager
def opened() -> Iterator[Store]:
    store = Store.open(DB)
    try:
        with store.transaction():
            yield store
    finally:
        store.close()


def test_all_is_well_after_a_poll_without_key_and_network(
    cli: Cli, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(cli)
    assert world
    for name in ("TWELVEM_KEY", "TWELVEM_HANDLE", "TWELVEM_BASE_URL"):
        monkeypatch.delenv(name)
    code, text, numbers = examined(cli)
    assert code == 0
    assert re.fullmatch(r"last poll \d+s ago", text)
    assert numbers["held"] == numbers["parked"] == numbers["open_sends"] == numbers["brakes"] == 0
    assert numbers["disk_free_bytes"] > 0


def test_an_old_poll_counts_only_while_somebody_is_to_be_served(cli: Cli, world: World) -> None:
    enrol(cli)
    assert examined(cli)[:2] == (0, "nobody to poll for")
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    with opened() as store:
        past = server_now(store, SystemClock()) - timedelta(hours=2)
        store.cursors.mark_drained(DEFAULT_HANDLE, past)
    code, text, numbers = examined(cli)
    assert (code, text.partition(" 2h")[0]) == (1, "last poll")
    assert numbers["poll_age_s"] >= 7200
    assert "seqcli poll" in check(cli, "poll")["mend"]
    assert examined(cli, "--max-age", "3h")[0] == 0
    assert cli("poll")[0] == 0
    assert examined(cli)[0] == 0
    world.human_reply(ADA)
    world.human_reply(BOB)
    advance(world, hours=1)
    assert cli("poll")[0] == 0
    with opened() as store:
        store.cursors.mark_drained(DEFAULT_HANDLE, past)
    assert examined(cli)[:2] == (0, "nobody to poll for")


def test_an_identity_that_was_never_polled_is_named(cli: Cli) -> None:
    enrol(cli)
    with opened() as store:
        now = server_now(store, SystemClock())
        store.releases.choose("intro", None, None, now)
        store.sequences.mark_started("intro", DEFAULT_HANDLE, 0, now)
        store.releases.mark_released(now)
    code, text, _ = examined(cli)
    assert (code, text) == (1, f"{DEFAULT_HANDLE} was never polled")


def test_a_held_lead_is_told_until_its_value_is_imported(cli: Cli, world: World) -> None:
    Path("leads.csv").write_text(f"Email,Company\n{ADA},\n{BOB},Bolt\n", encoding="utf-8")
    assert cli("import-sequence", "intro.toml")[0] == 0
    cli("import-leads", "leads.csv", "--sequence", "intro")
    assert world
    code, text, numbers = examined(cli)
    assert (code, text, numbers["held"]) == (1, "1 lead held", 1)
    mend = check(cli, "holds")["mend"].split()
    assert ADA in cli(*mend[1:])[1]
    Path("leads.csv").write_text(f"Email,Company\n{ADA},Acme\n", encoding="utf-8")
    cli("import-leads", "leads.csv", "--sequence", "intro")
    assert examined(cli)[0] == 0


def test_a_parked_send_is_told_until_somebody_resolves_it(cli: Cli, world: World) -> None:
    enrol(cli)
    world.reject(BOB, "bad moon")
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 1
    code, text, numbers = examined(cli)
    assert (code, text) == (1, "1 lead held; 1 send parked")
    assert numbers["parked"] == 1
    assert "seqcli resolve" in check(cli, "sends")["mend"]
    assert cli("resolve", BOB, "--stop")[0] == 0
    assert check(cli, "sends")["ok"]


def test_an_unconfirmed_send_is_told_once_it_is_old(cli: Cli, world: World) -> None:
    started(cli)
    assert world
    with opened() as store:
        now = server_now(store, SystemClock())

        def set_unknown(at: datetime) -> None:
            store._database.run(
                "UPDATE attempt SET state = 'unknown', first_try_at = ? WHERE address = ?", to_text(at), ADA
            )

        set_unknown(now - timedelta(minutes=90))
    assert check(cli, "sends") == {"check": "sends", "ok": True, "what": "1 send unconfirmed", "mend": ""}
    with opened() as store:
        set_unknown_at = to_text(now - timedelta(hours=3))
        store._database.run("UPDATE attempt SET first_try_at = ? WHERE state = 'unknown'", set_unknown_at)
    code, text, numbers = examined(cli)
    assert (code, numbers["open_sends"]) == (1, 1)
    assert text.startswith("1 send unconfirmed for 3h")
    cli("poll")
    assert check(cli, "sends")["ok"]


def test_a_brake_is_told_until_somebody_resumes(cli: Cli, world: World) -> None:
    started(cli)
    with opened() as store:
        brake = store.brakes.get(BrakeScope.SEQUENCE, "intro")
        store.brakes.trip(brake, BrakeCause.BOUNCES, "too many bounces", world.clock.now())
    code, text, numbers = examined(cli)
    assert (code, text, numbers["brakes"]) == (1, "brake on: intro (bounces)", 1)
    mend = check(cli, "brake")["mend"]
    assert mend == "seqcli status says why; seqcli resume --sequence intro"
    assert cli("resume", "--sequence", "intro")[0] == 0
    assert examined(cli)[0] == 0


# -- the machine


def with_disk(free: int, total: int = 10**12) -> CommandResult:
    settings = Settings(DB, "https://api.example", None, None)
    asked: list[Path] = []

    def disk(folder: Path) -> Space:
        asked.append(folder)
        return Space(total, free)

    result = doctor(settings, DoctorOptions(), SystemClock(), disk)
    assert asked == [Path.cwd()]
    return result


def test_a_disk_needs_room_for_a_copy_of_the_file_and_its_log(cli: Cli) -> None:
    enrol(cli)
    size = DB.stat().st_size
    assert with_disk(free=40 * 10**9).exit_code == 0
    assert with_disk(free=2 * 10**9).exit_code == 0, "0.2 % of a large disk is enough for a small file"
    tight = with_disk(free=size + 60_000_000, total=10**9)
    assert tight.exit_code == 1
    assert re.search(r"CRITICAL: disk nearly full: \d+\.\d MB free \| ", tight.data["line"])
    assert tight.data["numbers"]["disk_free_bytes"] == size + 60_000_000
    (mend,) = [each["mend"] for each in tight.data["checks"] if not each["ok"]]
    assert str(Path.cwd()) in mend
    assert with_disk(free=400_000_000, total=10 * 10**9).exit_code == 1, "4 % and less than a gigabyte"
    assert with_disk(free=600_000_000, total=10 * 10**9).exit_code == 0, "6 %"
    with DB.open("ab") as file:
        file.truncate(size + 3 * 10**9)  # sparse: it takes no room
    assert with_disk(free=2 * 10**9).exit_code == 1, "no room for a copy"


@pytest.mark.parametrize(
    ("offset_s", "is_fine", "what"),
    [
        (0, True, "clock off by 0s"),
        (299, True, "clock off by 4m 59s"),
        (-300, True, "clock off by 5m"),
        (301, False, "clock 5m 1s behind 12m's"),
        (-7200, False, "clock 2h ahead of 12m's"),
    ],
)
def test_a_clock_that_is_off_is_told(cli: Cli, offset_s: int, is_fine: bool, what: str) -> None:
    enrol(cli)
    with opened() as store:
        store.meta.save("base_url", "https://api.12m.example")
        store.meta.save("server_offset_ms", str(offset_s * 1000))
    told = check(cli, "clock")
    assert (told["ok"], told["what"]) == (is_fine, what)
    assert is_fine or told["mend"].startswith("let the machine set its clock")
    assert examined(cli)[2]["clock_offset_s"] == -offset_s
    with opened() as store:
        store.meta.save("server_offset_ms", "0")
    assert examined(cli)[0] == 0


def test_the_clock_of_a_simulated_12m_is_no_concern(cli: Cli, world: World) -> None:
    started(cli)
    assert world
    _, envelope = cli.json("doctor")
    assert "clock" not in {each["check"] for each in envelope["data"]["checks"]}


def test_a_copy_must_be_there_young_and_not_empty(cli: Cli) -> None:
    enrol(cli)
    assert examined(cli)[0] == 0, "without --copy nothing is said"
    code, text, _ = examined(cli, "--copy", "copy.db")
    assert (code, text) == (1, "no copy of this file at copy.db")
    mend = check(cli, "copy", "--copy", "copy.db")["mend"]
    assert mend == "seqcli backup copy.db"
    assert cli(*mend.split()[1:])[0] == 0
    assert examined(cli, "--copy", "copy.db")[0] == 0
    old = SystemClock().now().timestamp() - 26 * 3600
    os.utime("copy.db", (old, old))
    code, text, numbers = examined(cli, "--copy", "copy.db")
    assert (code, text.partition(" 1d 2h")[0]) == (1, "last copy")
    assert numbers["copy_age_s"] >= 26 * 3600
    assert examined(cli, "--copy", "copy.db", "--max-age-copy", "8d")[0] == 0


@pytest.mark.parametrize("what", ["empty", "cut", "a log", "another file", "this file", "a link to it"])
def test_what_is_no_whole_copy_of_this_file_is_none(cli: Cli, what: str) -> None:
    enrol(cli)
    Path("copies").mkdir()
    assert cli("backup", "whole.db")[0] == 0
    whole = Path("whole.db").read_bytes()
    target = Path("copies/copy.db")
    match what:
        case "cut":
            target.write_bytes(whole[:-4096])
        case "a log":
            target.write_text("polled\n" * 100, encoding="utf-8")
        case "another file":
            Store.open(target, create=True).close()
        case "this file":
            target = DB
        case "a link to it":
            target.symlink_to(DB.resolve())
        case _:
            target.write_bytes(b"")
    code, text, _ = examined(cli, "--copy", str(target))
    assert (code, text) == (1, f"no copy of this file at {target}")
    assert examined(cli, "--copy", "copies")[0] == 1
    Path("copies/whole.db").write_bytes(whole)
    assert examined(cli, "--copy", "copies")[0] == 0


def test_of_a_folder_of_copies_the_newest_counts(cli: Cli) -> None:
    enrol(cli)
    Path("copies").mkdir()
    assert examined(cli, "--copy", "copies")[1] == "no copy of this file at copies"
    assert cli("backup", "copies/monday.db")[0] == 0
    old = SystemClock().now().timestamp() - 9 * 86_400
    os.utime("copies/monday.db", (old, old))
    assert examined(cli, "--copy", "copies")[0] == 1
    assert cli("backup", "copies/tuesday.db")[0] == 0
    assert examined(cli, "--copy", "copies")[0] == 0


def test_files_with_secrets_must_be_readable_only_by_their_owner(cli: Cli) -> None:
    enrol(cli)
    Path(".env").write_text("TWELVEM_KEY=sk_live_x\n", encoding="utf-8")
    DB.chmod(0o600)
    Path(".env").chmod(0o640)
    assert examined(cli)[:2] == (1, "others may read .env")
    DB.chmod(0o604)
    told = check(cli, "rights")
    assert told["what"] == "others may read seqcli.db, .env"
    subprocess.run(told["mend"].split(), check=True)
    assert examined(cli)[0] == 0


def test_a_notice_that_nobody_got_is_told_after_an_hour(cli: Cli) -> None:
    enrol(cli)
    with opened() as store:
        at = server_now(store, SystemClock()) - timedelta(minutes=30)
        store._database.run(
            "INSERT INTO notice(id, channel, at, body) VALUES ('n', 'c', ?, '{}')", to_text(at)
        )
    assert check(cli, "notices")["what"] == "1 notice to deliver"
    assert examined(cli)[0] == 0
    with opened() as store:
        store._database.run("UPDATE notice SET at = ?", to_text(at - timedelta(hours=5)))
    code, text, numbers = examined(cli)
    assert (code, numbers["notices"]) == (1, 1)
    assert text == "1 notice undelivered for 5h 30m"
    with opened() as store:
        store._database.run("DELETE FROM notice")
    assert examined(cli)[0] == 0


# -- the file


def test_a_missing_or_damaged_file_exits_as_for_every_command(cli: Cli) -> None:
    code, out, err = cli("doctor")
    assert (code, out) == (7, "")
    assert "there is no state file" in err
    DB.write_bytes(b"no database at all, but long enough to look at " * 200)
    code, out, err = cli("doctor")
    assert (code, out) == (7, "")
    assert "error: " in err


def test_deep_finds_damage_that_no_other_check_reads(cli: Cli) -> None:
    enrol(cli)
    with closing(sqlite3.connect(DB)) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'suppression'").fetchone()
        (size,) = conn.execute("PRAGMA page_size").fetchone()
    with DB.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    assert examined(cli)[0] == 0
    code, out, err = cli("doctor", "--deep")
    assert (code, out) == (7, "")
    assert "damaged" in err


# -- how it reads


def test_a_name_cannot_break_the_line(cli: Cli) -> None:
    enrol(cli)
    with opened() as store:
        now = SystemClock().now()
        store.releases.choose("intro", None, None, now)
        store.sequences.mark_started("intro", "od|d\nname@inboxbase.ai", 0, now)
        store.releases.mark_released(now)
    code, text, _ = examined(cli)
    assert (code, text) == (1, "od/d name@inboxbase.ai was never polled")


def test_on_a_terminal_a_table_has_the_mend_of_each(cli: Cli) -> None:
    enrol(cli)
    code, shown = screen.run("doctor", "--copy", "copy.db", width=80, PYTHONPATH=str(ROOT), NO_COLOR="1")
    lines = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown).splitlines()]
    assert code == 1
    assert lines[0].startswith("CRITICAL: no copy of this file at copy.db | ")
    assert max(map(len, lines)) <= 80
    (row,) = [line for line in lines if line.split()[:2] == ["copy", "WRONG"]]
    assert row.endswith("seqcli backup copy.db")
    assert [line for line in lines if line.split()[:2] == ["poll", "ok"]]


def test_a_bad_age_is_a_usage_error(cli: Cli) -> None:
    enrol(cli)
    assert cli("doctor", "--max-age", "soon")[0] == 2
    assert cli("doctor", "--max-age-copy", "5")[0] == 2


def test_it_runs_as_a_program_of_its_own(cli: Cli) -> None:
    enrol(cli)
    command = [sys.executable, "-m", "seqcli", "doctor"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert LINE.fullmatch(done.stdout.strip())
