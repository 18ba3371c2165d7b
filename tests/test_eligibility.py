"""Eligibility is asked once in Python and once in SQL: the two agree about every lead, and every user of them too."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import MONDAY, STEPS, Bench

from seqcli.clock import VirtualClock, to_text
from seqcli.commands.runs import plan_runs
from seqcli.commands.why import why
from seqcli.eligibility import BLOCKER_TEXTS, OF_LEAD, Blocker, find_blocker
from seqcli.engine.leads.send_case import load_case, load_full_case
from seqcli.model import AttemptState, LeadStatus, SequenceStatus, lead_id
from seqcli.simulator import DEFAULT_HANDLE, Options, World
from seqcli.store.eligibility import CONDITIONS

ADA, BOB, CYD, DOT = "ada@acme.example", "bob@bolt.example", "cyd@corax.example", "dot@dorn.example"
ASKED_IN_SQL = frozenset(CONDITIONS)
TIMES = st.sampled_from([None, -60, 0, 60])
SECONDS = st.sampled_from([-60, 0, 60])


def at(offset_s: int | None) -> str | None:
    return None if offset_s is None else to_text(MONDAY + timedelta(seconds=offset_s))


def make(path: Path) -> Bench:
    clock = VirtualClock(MONDAY)
    bench = Bench(path, World(clock, options=Options()), clock)
    for sequence_id in ("intro", "other"):
        bench.add_sequence(sequence_id)
        bench.add_leads(ADA, sequence_id=sequence_id)
    return bench


ATTEMPT: st.SearchStrategy[dict[str, object]] = st.fixed_dictionaries(
    {"state": st.sampled_from(AttemptState), "next_try_at": TIMES, "generation": st.integers(0, 1)}
)
CASE = st.fixed_dictionaries(
    {
        "lead": st.fixed_dictionaries(
            {
                "status": st.sampled_from(LeadStatus),
                "current_step": st.integers(0, len(STEPS)),
                "released_at": TIMES,
                "paused_at": TIMES,
                "paused_until": TIMES,
            }
        ),
        "sequence": st.fixed_dictionaries(
            {"status": st.sampled_from(SequenceStatus), "next_first_at": TIMES}
        ),
        "attempts": st.lists(ATTEMPT, max_size=2),
        "other": st.one_of(st.none(), st.sampled_from(AttemptState)),
    }
)
TIME_COLUMNS = {"released_at", "paused_at", "paused_until", "next_first_at"}


def put(bench: Bench, case: dict[str, dict[str, object]]) -> None:
    """Write a case into the file, as far as its constraints let it."""
    db = bench.store._database
    with bench.store.transaction():
        db.run("DELETE FROM attempt")
        for table, key in (("lead", lead_id("intro", ADA)), ("sequence", "intro")):
            for column, value in case[table].items():
                stored = at(value) if column in TIME_COLUMNS else value  # type: ignore[arg-type]
                db.run(f"UPDATE {table} SET {column} = ? WHERE id = ?", stored, key)
        db.run("UPDATE lead SET identity = ?", DEFAULT_HANDLE)
        for attempt in case["attempts"]:
            insert(bench, "intro", attempt, case["lead"]["current_step"])  # type: ignore[arg-type]
        if case["other"] is not None:
            insert(bench, "other", {"state": case["other"], "next_try_at": None, "generation": 0}, 0)


def insert(bench: Bench, sequence_id: str, attempt: dict[str, object], step: int) -> None:
    bench.store._database.run(
        "INSERT OR IGNORE INTO attempt(lead_id, step, generation, idempotency_key, identity, address, request_body,"
        " state, created_at, first_try_at, accepted_at, next_try_at) VALUES (?, ?, ?, ?, ?, ?, X'', ?, ?, ?, ?, ?)",
        lead_id(sequence_id, ADA),
        step,
        attempt["generation"],
        f"{sequence_id}:{attempt['generation']}",
        DEFAULT_HANDLE,
        ADA,
        attempt["state"],
        *[to_text(MONDAY)] * 3,
        at(attempt["next_try_at"]),  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return make(tmp_path_factory.mktemp("eligibility") / "seqcli.db")


@settings(max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CASE)
def test_sql_and_python_give_the_same_answer(bench: Bench, case: dict[str, dict[str, object]]) -> None:
    put(bench, case)
    store, now = bench.store, MONDAY
    sequence = store.sequences.find("intro")
    lead = store.leads.get(lead_id("intro", ADA))
    assert sequence is not None
    full = replace(load_full_case(store, sequence, lead, now), is_listed=False, throttled_until=None)
    blocker = find_blocker(full)
    assert store.leads.find_blocker(lead.id, now) == blocker
    due = [
        each.id
        for first in (False, True)
        for each in store.leads.load_due(DEFAULT_HANDLE, first=first, now=now, limit=-1)
    ]
    assert (lead.id in due) == (blocker is None)
    unpaced = find_blocker(load_case(store, sequence, lead, now))
    found = store.leads.load_due(DEFAULT_HANDLE, first=lead.current_step == 0, now=now, limit=-1, paced=False)
    assert (lead.id in {each.id for each in found}) == (unpaced is None)
    counted = sum(
        row.follow_ups + row.firsts
        for row in store.queries.load_due_counts(now)
        if row.sequence_id == "intro"
    )
    assert counted == (blocker not in OF_LEAD)
    blocked = {each.id: why for each, why in store.leads.iter_blocked(DEFAULT_HANDLE, "intro", now)}
    is_waiting = lead.status in {LeadStatus.QUEUED, LeadStatus.HELD}
    assert blocked.get(lead.id) == (blocker if is_waiting else None)


def test_every_blocker_is_asked_in_the_same_order_and_has_its_sentence() -> None:
    assert list(CONDITIONS) == [each for each in Blocker if each in ASKED_IN_SQL]
    assert set(Blocker) - ASKED_IN_SQL == {Blocker.LISTED, Blocker.THROTTLED}
    assert set(BLOCKER_TEXTS) == set(Blocker)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE lead SET paused_at = created_at WHERE sequence_id = 'intro'", Blocker.PAUSED),
        ("UPDATE lead SET released_at = NULL WHERE sequence_id = 'intro'", Blocker.NOT_RELEASED),
        ("UPDATE sequence SET status = 'paused' WHERE id = 'intro'", Blocker.SEQUENCE_PAUSED),
        (
            "UPDATE lead SET status = 'held', status_reason = 'wrote to us first' WHERE sequence_id = 'intro'",
            Blocker.HELD,
        ),
        (
            "INSERT INTO suppression VALUES ('ada@acme.example', 'address', 'asked', 'test', NULL)",
            Blocker.LISTED,
        ),
    ],
)
def test_a_dry_run_says_by_code_whom_it_leaves_out(tmp_path: Path, change: str, code: Blocker) -> None:
    bench = make(tmp_path / "seqcli.db")
    bench.add_leads(BOB)
    bench.release()
    with bench.store.transaction():
        bench.store._database.run(
            change.replace("sequence_id = 'intro'", f"address = '{ADA}'") if "lead" in change else change
        )
    planned = plan_runs(bench.store, bench.client, bench.store.leads.load_identities(), sequence_id="intro")
    left_out = {
        each.lead.email: each.skipped
        for each in planned
        if each.attempt is None and each.lead.sequence_id == "intro"
    }
    sent = {each.lead.email for each in planned if each.attempt is not None}
    if code is Blocker.SEQUENCE_PAUSED:
        assert (left_out, sent) == ({ADA: code, BOB: code}, set())
    else:
        assert (left_out, sent) == ({ADA: code}, {BOB})


def test_a_dry_run_and_why_agree_about_everybody(tmp_path: Path) -> None:
    bench = make(tmp_path / "seqcli.db")
    bench.add_leads(BOB, CYD, DOT)
    bench.release()
    with bench.store.transaction():
        bench.store._database.run("UPDATE lead SET paused_at = created_at WHERE email = ?", BOB)
        bench.store._database.run("UPDATE lead SET released_at = NULL WHERE email = ?", CYD)
    planned = plan_runs(bench.store, bench.client, bench.store.leads.load_identities(), sequence_id="intro")
    shown = {each.lead.email: str(each.skipped) if each.attempt is None else "send" for each in planned}
    said = {
        email: why(bench.path, email, "intro", bench.clock).data["leads"][0]["next"]["code"]
        for email in (ADA, BOB, CYD, DOT)
    }
    assert said == {ADA: "send", BOB: "paused", CYD: "release", DOT: "send"}
    assert {email: shown[email] for email in said} == {
        ADA: "send",
        BOB: "paused",
        CYD: "not_released",
        DOT: "send",
    }
