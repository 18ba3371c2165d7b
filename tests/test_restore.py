"""What a pattern ends by mistake can be given back: exactly those leads, at their steps, and never after a no."""

from pathlib import Path

import pytest
from faulty import attempts, make_bench, query, steps_sent
from shell import Cli, advance, enrol
from world import Bench

from seqcli.commands.consent import Consent
from seqcli.commands.suppress import suppress_add, suppress_remove
from seqcli.model import lead_id
from seqcli.simulator import DEFAULT_HANDLE, World

ADA, BOB, CYD, EVE = "ada@acme.example", "bob@acme.example", "cyd@acme.example", "eve@other.example"


def add(bench: Bench, *patterns: str) -> None:
    suppress_add(bench.path, list(patterns), "by mistake", bench.clock)


def restore(bench: Bench, pattern: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return (email → status) of those given back, and (email → why) of those that stay suppressed."""
    data = suppress_remove(bench.path, pattern, bench.clock, restore=True).data
    return (
        {each["email"]: each["status"] for each in data["restored"]},
        {each["email"]: each["reason"] for each in data["left"]},
    )


def test_leads_go_on_at_their_steps_and_no_step_twice(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, EVE, release=False)
    bench.release(limit=1)
    bench.poll()
    bench.release()
    add(bench, "acme.example")
    assert (bench.status(ADA)[0], bench.status(BOB)[0], bench.status(EVE)[0]) == (
        *("suppressed", "suppressed"),
        "queued",
    )
    assert restore(bench, "acme.example") == ({ADA: "in_flight", BOB: "queued"}, {})
    bench.live(days=20)
    for address in (ADA, BOB, EVE):
        assert steps_sent(bench, address) == [0, 1, 2]
        assert bench.status(address)[0] == "exhausted"


def test_a_timer_that_fired_while_suppressed_sticks_nobody(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    add(bench, "acme.example")
    bench.live(days=5)
    assert steps_sent(bench, ADA) == [0]
    restore(bench, "acme.example")
    bench.live(days=1)
    assert steps_sent(bench, ADA) == [0, 1]


@pytest.mark.parametrize("no", ["reply", "opt out", "bounce"])
def test_whoever_said_no_meanwhile_stays_suppressed(tmp_path: Path, no: str) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    bench.poll()
    add(bench, "acme.example")
    bench.clock.advance(hours=1)
    if no == "reply":
        bench.world.human_reply(ADA)
    elif no == "opt out":
        bench.world.opt_out(ADA)
    else:
        bench.world.bounce(ADA)
    bench.poll()
    given, left = restore(bench, "acme.example")
    assert (given, list(left)) == ({BOB: "in_flight"}, [ADA])
    assert bench.status(ADA)[0] == "suppressed"
    bench.live(days=20)
    assert steps_sent(bench, ADA) == [0]
    assert steps_sent(bench, BOB) == [0, 1, 2]


@pytest.mark.parametrize("no", ["bounce", "do not contact"])
def test_a_dead_address_stays_suppressed_in_the_sequences_that_never_wrote_to_it(
    tmp_path: Path, no: str
) -> None:
    """A lead that is suppressed does not change by its bounce, but its person's other leads must not go on."""
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    bench.add_sequence("two")
    bench.add_leads(ADA, BOB, sequence_id="two")
    bench.release(sequence_id="two")
    add(bench, "acme.example")
    bench.clock.advance(hours=1)
    if no == "bounce":
        bench.world.bounce(ADA)
    else:
        conv_id = bench.world.conversation(ADA).id
        bench.world.append_event(DEFAULT_HANDLE, "email.cancelled", {"reason": "do_not_contact"}, conv_id)
    bench.poll()
    given, left = restore(bench, "acme.example")
    assert (given, list(left)) == ({BOB: "queued"}, [ADA])
    bench.live(days=20)
    assert steps_sent(bench, ADA) == [0]
    assert steps_sent(bench, BOB) == [0, 1, 2]


def test_an_event_that_cannot_be_read_meanwhile_holds_the_lead_that_is_given_back(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.poll()
    add(bench, "acme.example")
    conv_id = bench.world.conversation(ADA).id
    bench.world.append_event(
        DEFAULT_HANDLE,
        "email.replied",
        None,
        overwrite={"data": 7, "convId": conv_id, "conversationId": conv_id},
    )
    bench.poll()
    before = query(bench.path, "SELECT status FROM suppressed_lead")
    assert restore(bench, "acme.example")[0] == {ADA: before[0][0]}
    assert before == [("held",)]
    bench.live(days=20)
    assert steps_sent(bench, ADA) == [0]


def test_another_pattern_keeps_its_people_until_it_is_gone_too(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    add(bench, "acme.example")
    add(bench, ADA)
    given, left = restore(bench, "acme.example")
    assert (given, left) == ({BOB: "queued"}, {ADA: f"suppressed by {ADA}: by mistake"})
    assert restore(bench, ADA) == ({}, {})
    assert restore(bench, "acme.example") == ({ADA: "queued"}, {})


def test_only_those_whom_this_pattern_ended_come_back(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB, CYD)
    add(bench, ADA)
    add(bench, "acme.example")
    assert set(restore(bench, "acme.example")[0]) == {BOB, CYD}
    assert bench.status(ADA)[0] == "suppressed"


def test_a_promise_that_was_cancelled_goes_out_under_its_own_key(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA)
    bench.world.identity(DEFAULT_HANDLE).daily_cap = 0
    bench.poll()
    assert attempts(bench, ADA) == [(0, 0, "pending")]
    add(bench, "acme.example")
    assert attempts(bench, ADA) == [(0, 0, "cancelled")]
    restore(bench, "acme.example")
    assert attempts(bench, ADA) == [(0, 0, "pending")]
    bench.world.identity(DEFAULT_HANDLE).daily_cap = 10
    bench.live(days=2)
    assert bench.accepted(ADA) == [(0, f"{lead_id('intro', ADA)}:0")]


def test_a_domain_that_ends_leads_is_a_question(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("suppress", "add", "nobody.example")[0] == 0
    assert cli("suppress", "add", "bob@bolt.example")[0] == 0
    code, envelope = cli.json("suppress", "add", "acme.example")
    assert (code, envelope["error"]["code"]) == (2, "not_confirmed")
    assert "acme.example would end 1 lead" in envelope["error"]["message"]
    assert cli.json("suppress", "check", "acme.example")[1]["data"]["suppressed_by"] is None
    code, envelope = cli.json("suppress", "add", "acme.example", "--dry-run")
    assert (code, envelope["data"]["suppressed"]) == (0, {"acme.example": 1})
    assert cli.json("suppress", "check", "acme.example")[1]["data"]["suppressed_by"] is None
    Path("list.csv").write_text("*@acme.example\n", encoding="utf-8")
    code, envelope = cli.json("suppress", "import", "list.csv")
    assert (code, envelope["error"]["code"]) == (2, "not_confirmed")
    assert "would end 1 lead" in envelope["error"]["message"]
    assert cli("suppress", "import", "list.csv", "--yes")[0] == 0
    code, envelope = cli.json("suppress", "remove", "*@acme.example", "--restore")
    assert [each["email"] for each in envelope["data"]["restored"]] == ["ada@acme.example"]
    advance(world, hours=1)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert [each.to for each in world.ledger] == ["ada@acme.example"]


def test_the_question_is_asked_with_the_number_and_a_no_changes_nothing(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    asked: list[str] = []

    def yes(question: str) -> bool:
        asked.append(question)
        return True

    suppress_add(bench.path, ["acme.example"], "", bench.clock, Consent(yes))
    assert asked == ["acme.example would end 2 leads"]
    assert bench.status(ADA)[0] == "suppressed"


def test_who_was_forgotten_leaves_no_state_to_give_back(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, ADA, BOB)
    add(bench, "acme.example")
    with bench.store.transaction():
        bench.store.erasure.forget_person(ADA, bench.clock.now())
    assert restore(bench, "acme.example") == ({BOB: "queued"}, {})
    assert query(bench.path, "SELECT count(*) FROM suppressed_lead") == [(0,)]
