"""The files of `examples/deploy`: they are run, checked by systemd, and held to the options that exist."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from shell import Cli, enrol

DEPLOY = Path(__file__).resolve().parents[1] / "examples" / "deploy"
DAYS = ["2026-02-25", "2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-02"]


def put_on_path(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def back_up(today: str, *words: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Run the script as cron would on a day; the newest three days and two weeks are kept."""
    put_on_path(path, "seqcli", f'exec {sys.executable} -m seqcli "$@"')
    shown = f"import sys, datetime as d; print(d.date.fromisoformat('{today}').strftime(sys.argv[2][1:]))"
    put_on_path(path, "date", f'exec {sys.executable} -c "{shown}" "$@"')
    env = {**os.environ, "PATH": f"{path}:{os.environ['PATH']}", "KEEP_DAYS": "3", "KEEP_WEEKS": "2"}
    command = ["/bin/sh", str(DEPLOY / "backup.sh"), *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.usefixtures("world")
def test_the_backup_script_keeps_the_newest_days_and_weeks(cli: Cli, tmp_path: Path) -> None:
    enrol(cli)
    for today in DAYS:
        done = back_up(today, path=tmp_path / "bin")
        assert (done.returncode, done.stderr) == (0, "")
    folder = Path("backups")
    assert sorted(each.name for each in folder.iterdir()) == [
        "day-2026-02-28.db",
        "day-2026-03-01.db",
        "day-2026-03-02.db",
        "week-2026-09.db",
        "week-2026-10.db",
    ]
    for each in folder.iterdir():
        assert each.stat().st_mode & 0o777 == 0o600
        with closing(sqlite3.connect(each)) as conn:
            assert conn.execute("SELECT count(*) FROM lead").fetchone() == (2,)
    checks = cli.json("doctor", "--copy", "backups")[1]["data"]["checks"]
    assert [each["ok"] for each in checks if each["check"] == "copy"] == [True]


@pytest.mark.usefixtures("world")
def test_a_backup_that_fails_says_so_and_leaves_the_copies(cli: Cli, tmp_path: Path) -> None:
    enrol(cli)
    assert back_up("2026-03-01", path=tmp_path / "bin").returncode == 0
    done = back_up("2026-03-02", "missing.db", "backups", path=tmp_path / "bin")
    assert done.returncode != 0
    assert "missing.db" in done.stderr
    assert sorted(each.name for each in Path("backups").iterdir()) == ["day-2026-03-01.db", "week-2026-09.db"]


def commands_in(path: Path) -> set[tuple[str, ...]]:
    """Return the command lines of seqcli in a file, without what the shell does with their output."""
    text = path.read_text(encoding="utf-8").replace('["seqcli", "doctor"]', "seqcli doctor ")
    text = text.replace('CMD ["poll", "--follow"]', "seqcli poll --follow ")
    text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    found = re.findall(r"seqcli ((?:poll|doctor|backup)\b[^\n|>)]*)", text)
    return {tuple(each.split()) for each in found}


def test_every_command_in_them_has_options_that_exist(cli: Cli) -> None:
    commands = {words for path in DEPLOY.iterdir() for words in commands_in(path)}
    assert {words[0] for words in commands} == {"poll", "doctor", "backup"}
    for name, *rest in commands:
        page = cli(name, "--help")[1]
        for option in (word for word in rest if word.startswith("-")):
            assert re.search(rf"(?<![\w-]){option}\b", page), (name, option)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
def test_systemd_takes_the_units_and_finds_them_well_shut_in(tmp_path: Path) -> None:
    for name in ("seqcli.service", "seqcli.timer"):
        text = (DEPLOY / name).read_text(encoding="utf-8").replace("/usr/local/bin/seqcli", "/bin/true")
        (tmp_path / name).write_text(text)
    units = [str(tmp_path / "seqcli.service"), str(tmp_path / "seqcli.timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if "seqcli" in line]) == (0, [])
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", units[0]],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    exposure = re.search(r"exposure level for seqcli.service: ([0-9.]+)", done.stdout)
    assert exposure is not None, done.stderr
    assert float(exposure[1]) < 2
