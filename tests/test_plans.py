"""No statement of the loop or of a look reads a whole large table, but for those that show or change every row."""

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from life import PERSONS, Life
from plans import WatchedConnection, find_scans, shortened
from shell import SEQUENCE, Cli, advance, enrol

from seqcli.commands.watch import WatchReader
from seqcli.simulator import Options, World
from seqcli.store.database import Database
from seqcli.store.sql_functions import register_functions


@dataclass
class Watch:
    """The statements of some runs, with the values of their first execution, and what they scan."""

    seen: dict[str, Any] = field(default_factory=dict)
    scans: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch, begin = Watch(), Database.__init__

    def watched(self: Database, path: Path, conn: sqlite3.Connection) -> None:
        begin(self, path, cast("sqlite3.Connection", WatchedConnection(conn, watch.seen, watch.scans)))

    monkeypatch.setattr(Database, "__init__", watched)
    return watch


#: Statements that read a table from end to end, by a part of their text, and why they may.
ALLOWED = {
    "SELECT max(rowid)": "the end of the table alone",
    "SELECT 1 FROM attempt LIMIT 1": "any row at all",
    "wait_ends_at FROM lead WHERE 1": "a list of all leads, in order, or of all in a status for a file",
    "SELECT key FROM lead, json_each(lead.fields)": "the columns of such a file",
    "END AS blocker FROM lead": "a dry run tells of everybody who gets no mail",
    "SET created_at = max(strftime(": "times of a clock that was wrong, once",
    "SET at = max(strftime(": "likewise",
}


def live(life: Life) -> None:
    """Let everything happen to four people that the loop has statements for."""
    life.import_leads(PERSONS, "intro")
    life.start("intro", 2)
    life.import_leads(PERSONS[:2], "second")
    life.start("second", None)
    life.start("intro", None)
    life.advance(1)
    life.human_reply(PERSONS[0], fresh=False)
    life.auto_reply(PERSONS[1], 0)
    life.bounce(PERSONS[2], "event", hard=True)
    life.doubtful_bounce(PERSONS[3])
    life.write_by_hand(PERSONS[3])
    life.poll()
    for hours in (1, 30, 50, 80):
        life.advance(hours)
        life.poll()
    life.opt_out(PERSONS[1])
    life.back_up()
    life.poll()
    life.restore_backup(0)
    life.poll()
    life.crash_in_poll(40)
    life.advance(30)
    life.poll()


def look(cli: Cli, world: World) -> None:
    """Type every command that looks, and those that send, over a campaign in which people answer."""
    enrol(cli)
    cli("import-sequence", "second.toml")
    cli("start", "intro", "--dry-run")
    cli("start", "intro", "--yes", "--pace", "0")
    advance(world, hours=3)
    world.run_due()
    world.human_reply("ada@acme.example")
    cli("poll", "--dry-run")
    cli("poll")
    cli("import-leads", "leads.csv", "--sequence", "second", "--allow-active", "--allow-answered")
    assert cli("status", "--metrics")[0] == 0
    for words in LOOKS:
        assert cli(*words)[0] in {0, 1}, words
        assert cli(*words, "--json")[0] in {0, 1}, words
    for sequence in (None, "intro"):
        with closing(WatchReader(Path("seqcli.db"), sequence, world.clock)) as reader:
            assert reader.read().recent


#: A line each, as a person types it.
LOOKS = tuple(
    tuple(line.split())
    for line in (
        "status",
        "status intro",
        "why ada@acme.example",
        "leads",
        "leads --status queued --status unreleased",
        "leads --sequence intro --status held",
        "leads --paused",
        "leads --held",
        "thread ada@acme.example",
        "thread 1",
        "replies",
        "replies --sequence intro --since 7d",
        "doctor --deep",
        "poll --log-json",
        "reply ada@acme.example --text Hi --again",
        "reply 1 --text Hi --again --send --confirm-to ada@acme.example",
        "mark ada@acme.example --sequence intro --auto-reply",
        "undo",
        "mark ada@acme.example --sequence intro --not-now 90d",
        "undo --dry-run",
        "why ada@acme.example",
        "start second --dry-run",
        "start second --yes --pace 0",
        "poll",
        "status",
        "pause bob@bolt.example",
        "resume bob@bolt.example --dry-run",
    )
)


def assert_flat(watch: Watch) -> None:
    scans = {
        shortened(sql): tables for sql, tables in watch.scans.items() if not any(a in sql for a in ALLOWED)
    }
    assert not scans, "\n".join(f"{tables}: {sql}" for sql, tables in scans.items())


def test_no_statement_of_the_loop_scans_a_large_table(watch: Watch, tmp_path: Path) -> None:
    live(Life(tmp_path, Options()))
    assert len(watch.seen) > 60
    assert_flat(watch)


def test_no_statement_of_a_look_scans_a_large_table(watch: Watch, cli: Cli, world: World) -> None:
    Path("second.toml").write_text(SEQUENCE.replace("intro", "second"), encoding="utf-8")
    look(cli, world)
    assert len(watch.seen) > 60
    assert_flat(watch)


@pytest.mark.parametrize(
    "index",
    [
        "attempt_address",
        "attempt_retried",
        "event_answers",
        "journal_lead",
        "lead_listed",
        "lead_once",
        "lead_mail_elsewhere",
    ],
)
def test_a_missing_index_is_noticed(watch: Watch, cli: Cli, world: World, index: str) -> None:
    Path("second.toml").write_text(SEQUENCE.replace("intro", "second"), encoding="utf-8")
    look(cli, world)
    with closing(sqlite3.connect("seqcli.db")) as conn:
        register_functions(conn)
        conn.execute(f"DROP INDEX {index}")
        found = set[str]()
        for sql, values in watch.seen.items():
            with suppress(sqlite3.OperationalError):  # one on tables of its own connection
                found |= find_scans(conn, sql, values) if sql not in watch.scans else set()
    assert found
