"""What people meet at the terminal: help, completion, colour, the bar of a long start, and the lines of a log."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from screen import run
from shell import Cli, advance, enrol

from seqcli.cli.frame import app
from seqcli.simulator import People, Persona, World
from seqcli.simulator import PersonaKind as PersonKind

README = Path(__file__).parents[1] / "README.md"
SEQCLI = Path(sys.executable).with_name("seqcli")
SHELLS = ("bash", "zsh", "fish")
COLOUR = re.compile("\x1b\\[[0-9;]*3[0-9]m")


def all_commands() -> list[tuple[str, ...]]:
    alone = [each.name or str(getattr(each.callback, "__name__", "")) for each in app.registered_commands]
    groups = {
        str(group.name): [each.name or "" for each in group.typer_instance.registered_commands]  # type: ignore[union-attr]
        for group in app.registered_groups
    }
    return [
        (),
        *((each.replace("_", "-"),) for each in alone),
        *((name,) for name in groups),
        *((name, each) for name, of_group in groups.items() for each in of_group),
    ]


# -- help


@pytest.mark.parametrize("command", all_commands(), ids=" ".join)
def test_h_is_help_everywhere_and_no_sentence_is_cut(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    code, out, err = cli(*command, "-h")
    assert (code, err) == (0, "")
    assert out == cli(*command, "--help")[1]
    assert out.startswith("Usage: seqcli")
    assert not re.search(r"[.]{3}$", out.partition("\n")[2], re.MULTILINE)
    assert all(len(line) <= 60 for line in out.splitlines() if "curl" not in line)


def test_the_help_has_the_readmes_groups_with_every_command_in_one(cli: Cli) -> None:
    out = cli("--help")[1]
    found = re.findall(r"^(\w[\w ]+):\n((?:  .*\n)+)", out, re.MULTILINE)
    sections = {title: tuple(re.findall(r"^  ([a-z-]+)  ", rows, re.MULTILINE)) for title, rows in found}
    del sections["Options"]
    table = (
        README.read_text(encoding="utf-8").partition("| group | command | does |\n")[2].partition("\n\n")[0]
    )
    group, told = "", {}
    for line in table.splitlines()[1:]:
        cells = re.split(r"(?<!\\)\|", line)
        group = cells[1].strip() or group
        told.update(dict.fromkeys(re.findall(r"`([a-z-]+)", cells[2]), group.capitalize()))
    assert {name: title for title, names in sections.items() for name in names} == told


# -- completion


def complete(shell: str, line: str) -> list[str]:
    """Return the words that a shell is offered for the last word of a line."""
    words = line.split(" ")
    asked = {
        "bash": {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {
            "_TYPER_COMPLETE_ARGS": line,
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        },
    }[shell]
    environment = {**os.environ, **asked, "_SEQCLI_COMPLETE": f"complete_{shell}"}
    done = subprocess.run(
        [sys.executable, "-m", "seqcli"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    pattern = r'"([a-z-]+)":"' if shell == "zsh" else r"^([\w-]+)"
    return re.findall(pattern, done.stdout, re.MULTILINE)


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_offered_commands_and_options(shell: str) -> None:
    assert sorted(complete(shell, "seqcli re")) == [
        "rehearse",
        "replies",
        "reply",
        "report",
        "requeue",
        "resolve",
        "resume",
    ]
    assert sorted(complete(shell, "seqcli suppress re")) == ["remove"]
    assert "--since" in complete(shell, "seqcli replies --s")


def is_installed(shell: str, home: Path) -> bool:
    script = {
        "bash": ".bash_completions/seqcli.sh",
        "zsh": ".zfunc/_seqcli",
        "fish": ".config/fish/completions/seqcli.fish",
    }
    return "_SEQCLI_COMPLETE" in (home / script[shell]).read_text(encoding="utf-8")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_completion_is_installed_for_every_shell(shell: str, tmp_path: Path) -> None:
    # Typer's own way to name the shell, which a machine need not have.
    asked = {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    command = [sys.executable, "-m", "seqcli", "--install-completion", shell]
    done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True, check=True)
    assert f"{shell} completion installed in {tmp_path}" in done.stdout
    assert is_installed(shell, tmp_path)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_one_types_in_is_the_one_that_completes(shell: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell} on this machine")
    environment = {**os.environ, "HOME": str(tmp_path), "PATH": f"{SEQCLI.parent}:{os.environ['PATH']}"}
    command = [program, "-c", "seqcli --install-completion; exit 0"]
    subprocess.run(command, env=environment, capture_output=True, check=True)
    assert is_installed(shell, tmp_path)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this machine")
def test_bash_completes_with_what_was_shown(tmp_path: Path) -> None:
    typed = (
        'eval "$(bash -c "seqcli --show-completion; exit 0")"; COMP_WORDS=(seqcli sta); COMP_CWORD=1;'
        ' _seqcli_completion seqcli; echo "${COMPREPLY[*]}"'
    )
    environment = {**os.environ, "HOME": str(tmp_path), "PATH": f"{SEQCLI.parent}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", typed], env=environment, capture_output=True, text=True, check=True)
    assert sorted(done.stdout.split()) == ["start", "status"]


def test_a_look_off_a_terminal_loads_nothing_for_zones_bars_or_colour(cli: Cli) -> None:
    enrol(cli)
    heavy = "{'rich', 'zoneinfo', 'httpx', 'jinja2'} & set(sys.modules)"
    program = f"import sys; from seqcli.cli import main; sys.exit(main(['status']) or bool({heavy}))"
    environment = {name: value for name, value in os.environ.items() if name != "TZ"}
    assert subprocess.run([sys.executable, "-c", program], env=environment, check=False).returncode == 0


# -- a log


LOGGED = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d) (.*)")


@pytest.mark.parametrize("command", [("start", "intro", "--pace", "0", "--yes"), ("poll",)])
def test_off_a_terminal_every_line_of_a_run_begins_with_the_time(
    cli: Cli, world: World, command: tuple[str, ...]
) -> None:
    enrol(cli)
    if command == ("poll",):
        assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
        advance(world, days=4)
    before = datetime.now(UTC).replace(microsecond=0)
    code, out, err = cli(*command)
    assert code == 0
    told = [LOGGED.fullmatch(line) for line in (out + err).splitlines()]
    assert None not in told
    lines = [(datetime.fromisoformat(each[1]), each[2]) for each in told if each]
    assert all(before <= at <= before + timedelta(minutes=5) for at, _ in lines)
    assert {"ada@acme.example step 1 accepted", "ada@acme.example step 2 accepted"} & {
        text for _, text in lines
    }
    assert any(text.startswith("sent 2 ") for _, text in lines)


def test_a_failed_poll_tells_the_time_and_a_look_does_not(cli: Cli, world: World) -> None:
    enrol(cli)
    assert world.ledger == []
    _, _, err = cli("poll", "--max-time", "soon")
    assert LOGGED.match(err)
    assert not LOGGED.match(cli("status")[1])
    assert not LOGGED.match(cli("start", "intro", "--dry-run")[1])


# -- a terminal


@pytest.mark.usefixtures("world")
def test_a_long_start_shows_a_bar_with_its_rate_and_the_time_left(cli: Cli) -> None:
    people = "".join(f"p{number}@firm{number}.example,Firm {number}\n" for number in range(150))
    Path("leads.csv").write_text(f"email,company\n{people}", encoding="utf-8")
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0
    code, seen = run("start", "intro", "--pace", "0", "--yes", width=140)
    assert code == 0
    assert re.search(r"sending .* of 150 .* a minute .*\d:\d\d:\d\d.* left", seen)
    assert "p7@firm7.example step 1 accepted" not in seen
    assert "sent 150 (150 first steps" in seen
    assert not LOGGED.search(seen)


@pytest.mark.usefixtures("world")
def test_a_short_start_names_everybody_and_a_pipe_has_no_bar(cli: Cli) -> None:
    enrol(cli)
    _, seen = run("start", "intro", "--pace", "0", "--yes")
    assert "ada@acme.example step 1 accepted" in seen
    assert "a minute" not in seen


@pytest.mark.parametrize("no_colour", [False, True])
def test_statuses_are_coloured_on_a_terminal_unless_it_should_not_be(
    cli: Cli, world: World, *, no_colour: bool
) -> None:
    People(world, by_address={"ada@acme.example": Persona(PersonKind.REPLIES, 1, 3_600_000)})
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    advance(world, hours=2)
    assert cli("poll", "--no-send")[0] == 0
    no_color = "1" if no_colour else ""
    _, leads = run("leads", NO_COLOR=no_color)
    _, story = run("why", "ada@acme.example", NO_COLOR=no_color)
    _, failure = run("why", "nobody@acme.example", NO_COLOR=no_color)
    for seen, word in ((leads, "replied"), (story, "replied"), (failure, "error:")):
        assert word in seen
        assert bool(COLOUR.search(seen)) is not no_colour
    assert "\x1b" not in cli("leads")[1]


# -- the demo


@pytest.mark.parametrize("start", ["path", "venv"])
def test_what_the_demo_prints_to_look_around_works_when_pasted(tmp_path: Path, start: str) -> None:
    home = tmp_path / "my folder"
    home.mkdir()
    (home / "bin").symlink_to(SEQCLI.parent)
    environment = {"PATH": os.defpath, "HOME": str(home)}
    command = {"path": ["seqcli"], "venv": ["bin/seqcli"]}[start]
    if start == "path":
        environment["PATH"] = f"{SEQCLI.parent}:{os.defpath}"
    shell = ["sh", "-c", 'exec "$@" demo --db "its state.db"', "sh", *command]
    demo = subprocess.run(shell, cwd=home, env=environment, capture_output=True, text=True, check=True)
    told = demo.stderr.partition("have a look:\n")[2].splitlines()
    assert [re.sub(r".*seqcli", "", line).split()[0] for line in told] == [
        *("status", "inbox", "thread", "replies", "why")
    ]
    for line in told:
        pasted = subprocess.run(
            ["sh", "-c", line], cwd=home, env=environment, capture_output=True, text=True, check=False
        )
        assert (pasted.returncode, pasted.stderr.count("error")) == (0, 0), line
        assert pasted.stdout


# -- the simulator


@contextmanager
def simulator(*options: str) -> Iterator[dict[str, str]]:
    """Run `seqcli simulator` and yield the settings that it prints."""
    command = [sys.executable, "-m", "seqcli", "simulator", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as child:
        assert child.stderr is not None
        line = next(line for line in child.stderr if line.startswith("export "))
        try:
            yield dict(pair.split("=", 1) for pair in line.split()[1:])
        finally:
            child.send_signal(signal.SIGTERM)
            child.stderr.read()


def test_a_simulator_spends_its_cap_and_its_fast_clock_is_no_news(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("leads.csv").write_text(
        "email,company\n" + "".join(f"p{n}@firm{n}.example,F{n}\n" for n in range(5)), encoding="utf-8"
    )
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0
    with simulator("--cap", "2", "--speed", "60") as settings:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        url = f"{settings['TWELVEM_BASE_URL']}/_sim"
        now = datetime.fromisoformat(httpx.get(f"{url}/time").json()["now"])
        morning = now.replace(hour=9, minute=0) + timedelta(days=1)
        httpx.post(f"{url}/advance", json={"seconds": (morning - now).total_seconds()})
        code, envelope = cli.json("start", "intro", "--pace", "0", "--yes")
        assert (code, envelope["data"]["sent"]["first_steps"]) == (0, 2)
        assert list(envelope["data"]["throttled"]) == [settings["TWELVEM_HANDLE"]]
        assert len(httpx.get(f"{url}/ledger").json()["accepted"]) == 2
        assert not [note for note in envelope["notes"] if "clock" in note]
        httpx.post(f"{url}/advance", json={"seconds": 24 * 3600})
        code, envelope = cli.json("poll")
        assert (code, len(httpx.get(f"{url}/ledger").json()["accepted"])) == (0, 4)
        assert not [note for note in envelope["notes"] if "clock" in note]
        assert "clock" not in "".join(cli("status")[1:])
