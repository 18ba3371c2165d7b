"""`thread`: conversations as 12m has them, quotes folded, from the file where 12m cannot be reached."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from faulty import query
from shell import Cli, advance, enrol

from seqcli.simulator import World
from seqcli.simulator.mails import ComposedMail

ADA = "ada@acme.example"
BOB = "bob@bolt.example"


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


def test_look(cli: Cli, started: World) -> None:
    started.human_reply(ADA, "Sounds good.\nCall me.")
    code, out, err = cli("thread", ADA)
    print(out, err)
    code, out, err = cli("thread", ADA, "--json")
    print(out, err)
    assert 0
