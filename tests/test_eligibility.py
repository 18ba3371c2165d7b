"""Eligibility is asked once in Python and once in SQL: the two agree about every lead, and every user of them too."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import MONDAY, STEPS, Bench, find_blocker_in_sql

from seqcli.clock import VirtualClock, midnight, to_text
from seqcli.commands.dry_runs import plan_runs
from seqcli.commands.why import why
from seqcli.eligibility import BLOCKER_TEXTS, OF_LEAD, Blocker, find_blocker
from seqcli.engine.leads.send_case import load_case, load_full_case
from seqcli.model import AttemptState, LeadStatus, SequenceStatus, lead_id
from seqcli.simulator import DEFAULT_HANDLE, Options, World
from seqcli.store.eligibility import CONDITIONS

BEA, CAL = "bea@acme.example", "cal@corax.example"
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


def make_company(path: Path) -> Bench:
    """A bench with two more people: of Ada's domain, and of her company by name."""
    bench = make(path)
    bench.add_leads(BEA, fields='{"company": "Other"}')
    bench.add_leads(CAL)
    return bench


ATTEMPT: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"state": st.sampled_from(AttemptState), "next_try_at": TIMES, "generation": st.integers(0, 1)}
)
SETTINGS = st.fixed_dictionaries(
    {
        "pacing": st.fixed_dictionaries(
            {}, optional={"newPerDay": st.integers(1, 3), "perDay": st.integers(1, 3)}
        )
    },
    optional={
        "recontactMs": st.sampled_from(["never", 0, 60_000, 120_000]),
        "perCompany": st.integers(1, 2),
    },
).map(json.dumps)
COLLEAGUE = st.tuples(st.sampled_from(LeadStatus), st.one_of(st.none(), st.sampled_from(AttemptState)))
#: The brake of a sequence or an identity: none, or one that has tripped or counts refusals only.
TRIPS = st.sampled_from([None, "tripped", "counting"])
#: A send of some other lead of the sequence: its step, its state, and how long after midnight it was accepted or tried.
SENT = st.tuples(
    st.integers(0, 1),
    st.sampled_from([AttemptState.ACCEPTED, AttemptState.UNKNOWN, AttemptState.REFUSED]),
    st.sampled_from([-1, 0, 60]),
)
CASE: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "lead": st.fixed_dictionaries(
            {
                "status": st.sampled_from(LeadStatus),
                "current_step": st.integers(0, len(STEPS)),
                "released_at": TIMES,
                "paused_at": TIMES,
                "paused_until": TIMES,
                "allow_answered": st.integers(0, 1),
                "company_key": st.sampled_from(["", "acme"]),
            }
        ),
        "sequence": st.fixed_dictionaries(
            {
                "status": st.sampled_from(SequenceStatus),
                "next_first_at": TIMES,
                "next_send_at": TIMES,
                "settings": SETTINGS,
            }
        ),
        "brake": st.fixed_dictionaries({"sequence": TRIPS, "identity": TRIPS}),
        "today": st.lists(SENT, max_size=4),
        "attempts": st.lists(ATTEMPT, max_size=2),
        "other": st.one_of(st.none(), st.sampled_from(AttemptState)),
        "other_lead": st.fixed_dictionaries(
            {"status": st.sampled_from([LeadStatus.IN_FLIGHT, LeadStatus.REPLIED])}
        ),
        "led": st.sampled_from([None, None, "waits", "made"]),
        "answered_in": st.sampled_from([None, None, "intro", "other"]),
        "colleagues": st.fixed_dictionaries(dict.fromkeys((BEA, CAL), COLLEAGUE)),
        "doubt_of": st.sampled_from([None, "intro", "other"]),
    }
)
#: Cases in which only other sequences and other people stand against a send.
READY = CASE.map(
    lambda case: (
        case
        | {
            "attempts": [],
            "brake": {"sequence": None, "identity": None},
            "today": [],
            "sequence": case["sequence"]
            | {"status": SequenceStatus.ACTIVE, "next_first_at": None, "next_send_at": None},
        }
        | {
            "lead": case["lead"]
            | {"status": LeadStatus.QUEUED, "current_step": 0, "released_at": 0, "paused_at": None}
        }
    )
)
TIME_COLUMNS = {"released_at", "paused_at", "paused_until", "next_first_at", "next_send_at"}


def put(bench: Bench, case: dict[str, Any]) -> None:
    """Write a case into the file, as far as its constraints let it."""
    db = bench.store._database
    with bench.store.transaction():
        db.run("DELETE FROM attempt")
        db.run("DELETE FROM brake")
        for table, key in (("lead", lead_id("intro", ADA)), ("sequence", "intro")):
            for column, value in case[table].items():
                stored = at(value) if column in TIME_COLUMNS else value
                db.run(f"UPDATE {table} SET {column} = ? WHERE id = ?", stored, key)
        db.run("UPDATE lead SET identity = ?", DEFAULT_HANDLE)
        db.run("DELETE FROM branch")
        if case["led"] is not None:
            made = case["led"] == "made"
            db.run(
                "INSERT INTO branch(lead_id, cause, sequence_id, address, planned_at, due_at, look_at, closed_at,"
                " made_lead_id) VALUES (?1, 'no_reply', 'intro', ?2, ?3, ?3, ?3, ?4, ?5)",
                *(lead_id("other", ADA), ADA, at(0), at(0) if made else None),
                lead_id("intro", ADA) if made else None,
            )
        db.run("DELETE FROM answer")
        if case["answered_in"] is not None:
            bench.store.answers.save(ADA, str(case["answered_in"]), MONDAY)
        db.run("UPDATE lead SET status = ? WHERE id = ?", case["other_lead"]["status"], lead_id("other", ADA))
        for attempt in case["attempts"]:
            insert(bench, "intro", attempt, case["lead"]["current_step"])
        for who, (status, state) in case["colleagues"].items():
            db.run("UPDATE lead SET status = ? WHERE address = ?", status, who)
            if state is not None:
                insert(bench, "intro", {"state": state, "next_try_at": None, "generation": 0}, 0, who)
        db.run("DELETE FROM event")
        if case["doubt_of"] is not None:
            db.run(
                "INSERT INTO event(identity, seq, type, lead_id, body, disposition, handling)"
                " VALUES (?, 1, 'email.replied', ?, '{}', 'noted', 'to_look_up')",
                DEFAULT_HANDLE,
                lead_id(str(case["doubt_of"]), ADA),
            )
        if case["other"] is not None:
            insert(bench, "other", {"state": case["other"], "next_try_at": None, "generation": 0}, 0)
        for number, sent in enumerate(case["today"]):
            insert_sent(bench, number, *sent)
        for scope, name in (("sequence", "intro"), ("identity", DEFAULT_HANDLE)):
            if state := case["brake"][scope]:
                tripped_at = at(0) if state == "tripped" else None
                db.run(
                    "INSERT INTO brake(scope, name, refusals, tripped_at) VALUES (?, ?, 1, ?)",
                    *(scope, name, tripped_at),
                )


def insert_sent(bench: Bench, number: int, step: int, state: AttemptState, after_midnight_s: int) -> None:
    then = to_text(midnight(MONDAY) + timedelta(seconds=after_midnight_s))
    address = f"p{number}@firm{number}.example"
    bench.store._database.run(
        "INSERT INTO attempt(lead_id, step, idempotency_key, identity, address, request_body, state, sequence_id,"
        " created_at, first_try_at, accepted_at) VALUES (?, ?, ?, ?, ?, X'', ?, 'intro', ?, ?, ?)",
        *(address, step, address, DEFAULT_HANDLE, address, state, then, then),
        then if state is AttemptState.ACCEPTED else None,
    )


def insert(bench: Bench, sequence_id: str, attempt: dict[str, Any], step: int, who: str = ADA) -> None:
    bench.store._database.run(
        "INSERT OR IGNORE INTO attempt(lead_id, step, generation, idempotency_key, identity, address, request_body,"
        " sequence_id, state, created_at, first_try_at, accepted_at, next_try_at)"
        " VALUES (?, ?, ?, ?, ?, ?, X'', ?, ?, ?, ?, ?, ?)",
        lead_id(sequence_id, who),
        step,
        attempt["generation"],
        f"{sequence_id}:{who}:{attempt['generation']}",
        DEFAULT_HANDLE,
        who,
        sequence_id,
        attempt["state"],
        *[to_text(MONDAY)] * 3,
        at(attempt["next_try_at"]),
    )


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return make_company(tmp_path_factory.mktemp("eligibility") / "seqcli.db")


#: Without what is about attempts, times and answers, only the person and the company are left.
NOTHING_SENT: dict[str, Any] = {
    "attempt_state": None,
    "other_send_open": False,
    "answered": None,
    "look_up_open": False,
    "is_day_full": False,
    "paced_until": None,
}


@settings(max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(CASE, READY))
def test_sql_and_python_give_the_same_answer(bench: Bench, case: dict[str, Any]) -> None:
    put(bench, case)
    store, now = bench.store, MONDAY
    sequence = store.sequences.find("intro")
    lead = store.leads.get(lead_id("intro", ADA))
    assert sequence is not None
    full = replace(load_full_case(store, sequence, lead, now), is_listed=False, throttled_until=None)
    blocker = find_blocker(full)
    assert find_blocker_in_sql(store, lead.id, now) == blocker
    # Whoever answered elsewhere is due, so that the attempt to send ends them.
    blocks_send = find_blocker(replace(full, answered=None))
    due = [
        each.id
        for first in (False, True)
        for each in store.leads.load_due(DEFAULT_HANDLE, first=first, now=now, limit=-1)
    ]
    assert (lead.id in due) == (blocks_send is None)
    unpaced = find_blocker(
        replace(
            load_case(store, sequence, lead, now, store.attempts.find_latest(lead.id, lead.current_step)),
            answered=None,
        )
    )
    found = store.leads.load_due(DEFAULT_HANDLE, first=lead.current_step == 0, now=now, limit=-1, paced=False)
    assert (lead.id in {each.id for each in found}) == (unpaced is None)
    counted = sum(
        row.follow_ups + row.firsts
        for row in store.queries.load_due_counts(now)
        if row.sequence_id == "intro"
    )
    waits = {row.sequence_id: row for row in store.people.load_waits(now)}.get("intro")
    person = find_blocker(replace(full, **NOTHING_SENT))
    assert (waits is not None and waits.recontact) == (person is Blocker.RECONTACT)
    assert (waits is not None and waits.company_full) == (person is Blocker.COMPANY_FULL)
    assert counted == (person not in {*OF_LEAD, Blocker.RECONTACT, Blocker.COMPANY_FULL})
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
            "INSERT INTO brake(scope, name, tripped_at) VALUES ('sequence', 'intro', '2026-03-02T09:00:00Z')",
            Blocker.BRAKED,
        ),
        (
            f"INSERT INTO brake(scope, name, tripped_at) VALUES ('identity', '{DEFAULT_HANDLE}', '2026-03-02T09:00:00Z')",
            Blocker.BRAKED,
        ),
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
    planned = list(
        plan_runs(bench.store, bench.client, bench.store.leads.load_identities(), sequence_id="intro")
    )
    left_out = {
        each.lead.email: each.skipped
        for each in planned
        if each.attempt is None and each.lead.sequence_id == "intro"
    }
    sent = {each.lead.email for each in planned if each.attempt is not None}
    if code in {Blocker.SEQUENCE_PAUSED, Blocker.BRAKED}:
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
    planned = list(
        plan_runs(bench.store, bench.client, bench.store.leads.load_identities(), sequence_id="intro")
    )
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
