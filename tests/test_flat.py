"""Looks stay flat: counts kept by triggers agree with a recount of every lead, whatever stands in the file."""

import os
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from recount import assert_counted, assert_looks
from shell import Cli
from world import MONDAY, Bench

from seqcli.cli import app
from seqcli.clock import VirtualClock, plus_ms, to_text
from seqcli.commands.dry_runs import plan_runs, planned_result
from seqcli.model import LeadStatus, lead_id
from seqcli.patterns import compiled
from seqcli.simulator import DEFAULT_HANDLE, World
from seqcli.store import Store
from seqcli.store.schema import MIGRATION_SET, MIGRATIONS
from seqcli.store.sql_functions import register_functions

SEQUENCES = ("intro", "second", "third")
OTHER_HANDLE = "bea.acme@inboxbase.ai"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    clock = VirtualClock(MONDAY)
    bench = Bench(tmp_path / "a.db", World(clock), clock)
    yield bench
    bench.store.close()


def at(rng: random.Random, *, empty: float = 0.5) -> str | None:
    days = rng.choice((-200, -40, -3, 0, 3, 40))
    return None if rng.random() < empty else to_text(plus_ms(MONDAY, days * 86_400_000 + rng.randrange(1000)))


def random_lead(rng: random.Random, number: int, sequence_id: str) -> dict[str, Any]:
    address, status = f"p{number}@firm{number % 5}.example", rng.choice([*LeadStatus, *["queued"] * 9])
    paused_at = at(rng, empty=0.8)
    return {
        "id": lead_id(sequence_id, address),
        "email": address,
        "address": address,
        "sequence_id": sequence_id,
        "current_step": rng.choice((0, 0, 0, 1, 2, 3)),
        "answered_step": rng.choice((None, 0, 1)),
        "status": status,
        "status_reason": rng.choice(("", "needs company (step 1)", "outcome unknown")),
        "reason_code": rng.choice((None, "missing_field", "outcome_unknown", "bounced")),
        "missing_field": rng.choice(("", "company")),
        "identity": rng.choice((None, DEFAULT_HANDLE, OTHER_HANDLE)),
        "company_key": rng.choice(("", "acme", "bolt")),
        "released_at": at(rng, empty=0.3),
        "last_step_at": at(rng),
        "wake_at": at(rng),
        "paused_at": paused_at,
        "paused_until": paused_at and at(rng),
        "allow_answered": rng.choice((0, 0, 1)),
        "created_at": to_text(MONDAY),
        "updated_at": to_text(MONDAY),
    }


def random_attempt(rng: random.Random, number: int, lead: dict[str, Any]) -> dict[str, Any]:
    state, then = (
        rng.choice(("pending", "accepted", "accepted", "refused", "cancelled", "parked")),
        at(rng, empty=0),
    )
    return {
        "lead_id": rng.choice((lead["id"], lead["id"], f"gone{number}")),
        "step": lead["current_step"],
        "generation": 0,
        "idempotency_key": f"key{number}",
        "identity": DEFAULT_HANDLE,
        "address": lead["address"],
        "request_body": b"",
        "state": state,
        "first_try_at": then,
        "accepted_at": then if state == "accepted" else None,
        "sequence_id": lead["sequence_id"],
    }


def insert(bench: Bench, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    bench.store._database.run(
        f"INSERT OR IGNORE INTO {table}({', '.join(row)}) VALUES ({marks})", *row.values()
    )


def change(rng: random.Random, bench: Bench, leads: list[dict[str, Any]]) -> None:
    """Change, delete and add rows, as anybody may, by plain statements."""
    db = bench.store._database
    for lead in rng.sample(leads, len(leads) // 3):
        fresh = random_lead(rng, 0, lead["sequence_id"])
        for column in rng.sample(("status", "current_step", "released_at", "last_step_at", "identity"), 2):
            db.run(f"UPDATE lead SET {column} = ? WHERE id = ?", fresh[column], lead["id"])
        if rng.random() < 0.2:
            db.run("DELETE FROM lead WHERE id = ?", lead["id"])
        if rng.random() < 0.2:
            insert(bench, "pause", {"lead_id": lead["id"], "cause": "auto_reply", "paused_until": at(rng)})
        if rng.random() < 0.1:
            insert(bench, "answer", {"address": lead["address"], "sequence_id": rng.choice(SEQUENCES)})


@pytest.mark.parametrize("seed", range(40))
def test_the_counts_of_any_file_are_those_of_a_recount(bench: Bench, seed: int) -> None:
    rng = random.Random(seed)
    for sequence_id in SEQUENCES:
        settings = {"recontactMs": rng.choice((0, 30 * 86_400_000, "never")), "companyStop": "off"}
        bench.add_sequence(sequence_id, settings=settings | rng.choice(({}, {"perCompany": 1})))
    db = bench.store._database
    with bench.store.transaction():
        db.run("UPDATE sequence SET status = 'active', identity = ?", DEFAULT_HANDLE)
        db.run("UPDATE sequence SET status = ? WHERE id = 'third'", rng.choice(("draft", "paused", "active")))
        if rng.random() < 0.2:
            tripped = {"scope": "identity", "name": OTHER_HANDLE, "tripped_at": to_text(MONDAY)}
            insert(bench, "brake", tripped)
    leads = [random_lead(rng, number, rng.choice(SEQUENCES)) for number in rng.choices(range(20), k=60)]
    for part in (leads[:25], leads[25:40], leads[40:]):
        with bench.store.transaction():
            for number, lead in enumerate(part):
                insert(bench, "lead", lead)
                if rng.random() < 0.6:
                    insert(bench, "attempt", random_attempt(rng, number + leads.index(lead) * 100, lead))
        assert_looks(bench.store, MONDAY, DEFAULT_HANDLE)  # of leads that nobody has counted yet, too
        with bench.store.transaction():
            bench.store.imports.insert("intro", [], MONDAY)
            change(rng, bench, part)
        assert_looks(bench.store, MONDAY, DEFAULT_HANDLE)
        assert_counted(bench.path)


def test_a_row_id_that_is_given_again_is_counted(bench: Bench) -> None:
    bench.add_sequence()
    bench.add_leads("ada@acme.example", "bob@bolt.example")
    with bench.store.transaction():
        bench.store._database.run("DELETE FROM lead WHERE address = 'bob@bolt.example'")
    assert_looks(bench.store, MONDAY, DEFAULT_HANDLE)
    bench.add_leads("cal@acme.example", "dan@acme.example")
    assert_counted(bench.path)
    assert_looks(bench.store, MONDAY, DEFAULT_HANDLE)


def test_counts_survive_a_vacuum(bench: Bench) -> None:
    bench.add_sequence()
    bench.add_leads(*(f"p{number}@firm.example" for number in range(9)))
    with bench.store.transaction():
        bench.store._database.run("DELETE FROM lead WHERE address < 'p4'")
    bench.store._database.execute("VACUUM")
    bench.add_leads("ada@acme.example")
    assert_counted(bench.path)
    assert_looks(bench.store, MONDAY, DEFAULT_HANDLE)


def test_an_older_file_is_counted_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as conn:
        register_functions(conn)
        conn.execute("CREATE TABLE _sqlite_migrations (migration_set TEXT, name TEXT, applied_at TEXT)")
        for name, statements in [each for each in MIGRATIONS if each[0] < "0010"]:
            conn.execute("INSERT INTO _sqlite_migrations VALUES (?, ?, '')", (MIGRATION_SET, name))
            for statement in statements:
                conn.execute(statement)
        for sequence_id in SEQUENCES:
            conn.execute(
                "INSERT INTO sequence(id, name, steps, created_at, updated_at) VALUES (?1, ?1, '[]', ?2, ?2)",
                (sequence_id, to_text(MONDAY)),
            )
        rng = random.Random(1)
        for number in range(60):
            lead = random_lead(rng, number % 20, rng.choice(SEQUENCES))
            for table, row in (("lead", lead), ("attempt", random_attempt(rng, number, lead))):
                marks = ", ".join("?" * len(row))
                insert = f"INSERT OR IGNORE INTO {table}({', '.join(row)}) VALUES ({marks})"
                conn.execute(insert, tuple(row.values()))
        conn.commit()
    with closing(Store.open(path)) as store:
        assert_looks(store, MONDAY, DEFAULT_HANDLE)
        assert store._database.row("SELECT 1 FROM lead WHERE mail_elsewhere = 1")
        assert store._database.row("SELECT 1 FROM lead_count")
    assert_counted(path)


def test_an_idle_poll_loads_nothing_that_it_does_not_need() -> None:
    heavy = (
        "pydantic",
        "jinja2",
        "sqlite_utils",
        "rich",
        "pygments",
        "seqcli.inbound.judging",
        "seqcli.engine.send.dry_run",
        "seqcli.contacts",
    )
    code = (
        "import sys, seqcli.commands.poll, seqcli.client, seqcli.engine.loop;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_command_is_not_searched_for_garbage_before_or_after_it(tmp_path: Path) -> None:
    code = (
        "import gc, sys; from seqcli.__main__ import main;"
        "gc.collect(); gc.callbacks.append(lambda *what: print(what, len(gc.get_objects())));"
        f"sys.argv = ['seqcli', 'poll', '--db', {str(tmp_path / 'missing.db')!r}]; sys.exit(main())"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert "there is no state file" in done.stderr
    searches = [line for line in done.stdout.splitlines() if "start" in line]
    # at the end Python still looks, but at nothing: all was set aside
    assert all(int(line.rpartition(" ")[2]) < 1000 for line in searches), searches


def test_a_pattern_is_compiled_at_its_first_use() -> None:
    broken = compiled("(")
    assert broken.pattern == "("
    with pytest.raises(re.error):
        broken.search("x")
    assert compiled("a+", re.IGNORECASE).sub("b", "xAAx") == "xbx"


def test_a_dry_run_reads_the_stream_and_the_leads_as_it_goes(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "b.db", World(VirtualClock(MONDAY)), VirtualClock(MONDAY))
    bench.add_sequence()
    bench.add_leads(*(f"p{number}@firm{number}.example" for number in range(450)))
    bench.add_leads("ada@acme.example", fields="{}")
    bench.release()
    planned = plan_runs(bench.store, bench.client, [DEFAULT_HANDLE])
    assert isinstance(planned, Iterator)
    result = planned_result(planned, "a test")
    assert [each["email"] for each in result.data["planned"].make()] == [
        f"p{number}@firm{number}.example" for number in range(450)
    ]
    assert [each["code"] for each in result.data["skipped"].make()] == ["missing_field"]
    assert "and 250 more: --json lists all" in [note.text for note in result.notes]
    assert bench.status("p1@firm1.example") == ("queued", "")
    bench.store.close()


def test_a_command_alone_is_the_command_among_all(cli: Cli) -> None:
    assert len(app.with_only("poll").registered_commands) == 1
    assert app.with_only("suppress") is app
    assert app.with_only("no-such") is app
    code, out, _ = cli("poll", "--help")
    assert code == 0
    assert "Usage: seqcli poll" in out
    assert cli("pol")[0] == 2
