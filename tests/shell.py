"""The command line as a person types it, in this process, and what tests of commands begin with."""

import json
from typing import Any

import pytest

from seqcli.cli import main
from seqcli.clock import VirtualClock
from seqcli.simulator import World

SEQUENCE = """
id = "intro"
name = "Intro"
[[steps]]
subject = "Hello {{ company }}"
wait_next = "3d"
template = "Hi {{ first_name | default('there') }}, about {{ company }}."
[[steps]]
wait_next = "4 days"
template = "Hi again."
"""
LEADS = "Email,First Name,Company\nada@acme.example,Ada,Acme\nbob@bolt.example,,Bolt\nnot-an-address,X,Y\n"


class Cli:
    """Runs command lines in this process and keeps what they wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *args: str) -> tuple[int, str, str]:
        code = main(list(args))
        out, err = self._capsys.readouterr()
        return code, out, err

    def json(self, *args: str) -> tuple[int, dict[str, Any]]:
        code, out, _ = self(*args, "--json")
        envelope: dict[str, Any] = json.loads(out)
        assert envelope["seqcli"] == 2
        assert envelope["exit_code"] == code
        return code, envelope


def enrol(cli: Cli) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 1


def advance(world: World, **duration: float) -> None:
    assert isinstance(world.clock, VirtualClock)
    world.clock.advance(**duration)
