"""Dry runs: what a plan shows is, byte for byte and in this order, what the next run does with the same clock and state."""

import json
from pathlib import Path

import pytest
from faulty import ADA, BOB, CYD, Crash, CrashPlan, make_bench, query
from world import Bench

from seqcli.commands.dry_runs import plan_runs
from seqcli.simulator import DEFAULT_HANDLE

DOT, EVA, FAY, GUS, HAL = (f"{name}@{name}-lab.example" for name in ("dot", "eva", "fay", "gus", "hal"))


def planned(bench: Bench) -> list[tuple[str, str]]:
    found = list(plan_runs(bench.store, bench.client, bench.store.leads.load_identities()))
    return [
        (each.attempt.idempotency_key, each.attempt.request_body.decode()) for each in found if each.attempt
    ]


def handed_over(bench: Bench) -> list[tuple[str, str]]:
    """Poll once; return key and body of every request that sends."""
    seen: list[tuple[str, str]] = []

    def note(request: object, _answer: object) -> None:
        if request.method == "POST":  # type: ignore[attr-defined]
            seen.append((request.key, request.body.decode()))  # type: ignore[attr-defined]

    bench.app.on_answer.append(note)
    bench.poll()
    bench.app.on_answer.remove(note)
    return seen


def busy_bench(tmp_path: Path) -> Bench:
    """A bench where everything that a run does is due: an open send, follow-ups, our own clock, first steps."""
    crashes = CrashPlan()
    bench = make_bench(tmp_path, ADA, BOB, CYD, DOT, wrap=crashes)
    bench.poll()
    bench.world.drop_timer(BOB)
    bench.clock.advance(days=3, hours=1)
    bench.world.human_reply(CYD)
    bench.add_leads(EVA, FAY, HAL)
    bench.add_leads(GUS, fields="{}")
    bench.release()
    with bench.store.transaction():
        bench.store.suppressions.save(FAY, "address", "asked", "test", bench.clock.now())
        bench.store._database.run("UPDATE lead SET paused_at = created_at WHERE email = ?", HAL)
    crashes.before.add(crashes.sends + 1)
    with pytest.raises(Crash):
        bench.poll()
    bench.reopen()
    bench.clock.advance(hours=12)
    return bench


def test_the_plan_of_a_poll_is_what_the_poll_does(tmp_path: Path) -> None:
    bench = busy_bench(tmp_path)
    before = query(bench.path, "SELECT * FROM lead ORDER BY id"), query(bench.path, "SELECT * FROM attempt")
    shown = planned(bench)
    assert before == (
        query(bench.path, "SELECT * FROM lead ORDER BY id"),
        query(bench.path, "SELECT * FROM attempt"),
    )
    sent = handed_over(bench)
    assert shown == sent
    assert len(sent) == 4
    assert {json.loads(body).get("to") for _, body in sent} == {None, EVA}


def test_a_plan_says_why_somebody_gets_nothing(tmp_path: Path) -> None:
    bench = busy_bench(tmp_path)
    found = list(plan_runs(bench.store, bench.client, bench.store.leads.load_identities()))
    skipped = {each.lead.email: each.why for each in found if each.attempt is None}
    assert skipped == {
        FAY: f"on the suppression list: {FAY}: asked",
        GUS: "needs company (step 1)",
        HAL: "it is paused",
    }


def test_a_plan_of_an_identity_that_rests_sends_nothing(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.world.identity(DEFAULT_HANDLE).daily_cap = 0
    bench.poll()
    found = list(plan_runs(bench.store, bench.client, bench.store.leads.load_identities()))
    assert [(each.attempt, each.why[:15]) for each in found] == [(None, "throttled until")]
    assert handed_over(bench) == []
