"""`status --metrics`: OpenMetrics text that independent parsers read, and counters that never fall."""

import re
from pathlib import Path

import pytest
from harness import read_only
from prometheus_client import parser as prometheus
from prometheus_client.openmetrics import parser as open_metrics
from shell import Cli, advance, enrol
from world import MONDAY, Bench

from seqcli.brake import BrakeScope
from seqcli.clock import VirtualClock
from seqcli.commands.consent import Consent
from seqcli.commands.forget import forget
from seqcli.commands.metrics import metrics
from seqcli.commands.vacuum import vacuum
from seqcli.model import lead_id
from seqcli.reasons import BrakeCause
from seqcli.simulator import DEFAULT_HANDLE, Drip, World
from seqcli.store import Store
from seqcli.store.schema_outcomes import OUTCOMES

ADA, BOB = "ada@acme.example", "bob@bolt.example"
Values = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def parse(text: str) -> Values:
    """Return every sample, read by the rules of OpenMetrics; Prometheus' older format must give the same."""
    values: Values = {}
    for family in open_metrics.text_string_to_metric_families(text):  # type: ignore[no-untyped-call]
        assert family.documentation
        assert family.type in {"gauge", "counter"}
        for sample in family.samples:
            assert sample.timestamp is None
            assert Path(sample.labels.pop("file")).name == "seqcli.db"
            key = (sample.name, tuple(sorted(sample.labels.items())))
            assert key not in values
            values[key] = sample.value
    older = {
        (
            sample.name,
            tuple(sorted(each for each in sample.labels.items() if each[0] != "file")),
        ): sample.value
        for family in prometheus.text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert older == values
    assert text.endswith("\n# EOF\n")
    return values


def scrape(cli: Cli) -> Values:
    code, out, err = cli("status", "--metrics")
    assert (code, err) == (0, "")
    assert not re.search(r"@(?!inboxbase\.ai)", out), "an address of a person"
    return parse(out)


def value(values: Values, name: str, **labels: str) -> float:
    return values[f"seqcli_{name}", tuple(sorted(labels.items()))]


def counters(values: Values) -> dict[str, float]:
    return {
        name.removeprefix("seqcli_").removesuffix("_total"): number
        for (name, _), number in values.items()
        if name.endswith("_total")
    }


def test_an_empty_file_has_metrics_and_a_missing_one_has_none(cli: Cli) -> None:
    code, out, err = cli("status", "--metrics")
    assert (code, out) == (7, "")
    assert "there is no state file" in err
    assert cli("import-sequence", "intro.toml")[0] == 0
    values = scrape(cli)
    assert value(values, "inbox_open") == 0
    assert value(values, "sends_total", sequence="intro") == 0


def test_a_campaign_in_numbers(cli: Cli, world: World) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    polled_at = world.clock.now().timestamp()
    values = scrape(cli)
    assert value(values, "last_poll_timestamp_seconds", identity=DEFAULT_HANDLE) == pytest.approx(
        polled_at, abs=5
    )
    assert value(values, "sends_total", sequence="intro") == 2
    assert value(values, "leads", sequence="intro", status="in_flight") == 2
    assert value(values, "identity_brake", identity=DEFAULT_HANDLE) == 0
    world.human_reply(ADA)
    world.bounce(BOB, hard=True)
    advance(world, hours=1)
    assert cli("poll")[0] == 0
    values = scrape(cli)
    assert counters(values) == {
        "sends": 2,
        "answers": 1,
        "bounces": 1,
        "opt_outs": 0,
        "events_stored": count_events(),
    }
    assert value(values, "inbox_open") == 1
    assert value(values, "leads", sequence="intro", status="replied") == 1
    assert ("seqcli_last_poll_timestamp_seconds", (("identity", DEFAULT_HANDLE),)) not in values


def count_events() -> int:
    with read_only(Path("seqcli.db")) as conn:
        return int(conn.execute("SELECT count(*) FROM event").fetchone()[0])


def test_held_parked_unknown_and_braked_are_told(cli: Cli, world: World) -> None:
    Path("leads.csv").write_text(f"Email,Company\n{ADA},\n{BOB},Bolt\n", encoding="utf-8")
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] in {0, 1}
    world.reject(BOB, "bad moon")
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 1
    store = Store.open(Path("seqcli.db"))
    with store.transaction():
        for scope, name in ((BrakeScope.SEQUENCE, "intro"), (BrakeScope.IDENTITY, DEFAULT_HANDLE)):
            store.brakes.trip(store.brakes.get(scope, name), BrakeCause.BOUNCES, "x", world.clock.now())
        store._database.run(
            "INSERT INTO notice(id, channel, at, body) VALUES ('n', 'c', ?, '{}')",
            MONDAY.isoformat()[:19] + "Z",
        )
    store.close()
    values = scrape(cli)
    assert value(values, "held_leads", sequence="intro", reason="missing_field") == 1
    assert value(values, "held_leads", sequence="intro", reason="outcome_unknown") == 1
    assert value(values, "leads", sequence="intro", status="held") == 2
    assert value(values, "open_sends", kind="step", state="parked") == 1
    assert value(values, "open_sends", kind="step", state="unknown") == 0
    assert value(values, "sequence_brake", sequence="intro") == 1
    assert value(values, "identity_brake", identity=DEFAULT_HANDLE) == 1
    assert value(values, "undelivered_notices") == 1


def test_metrics_are_of_the_whole_file_and_have_one_form(cli: Cli) -> None:
    assert cli("import-sequence", "intro.toml")[0] == 0
    assert cli("status", "intro", "--metrics")[0] == 2
    assert cli("status", "--metrics", "--json")[0] == 2


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    clock = VirtualClock(MONDAY)
    return Bench(tmp_path / "seqcli.db", World(clock), clock)


def of_file(bench: Bench, cli: Cli) -> Values:
    return parse(cli("status", "--metrics", "--db", str(bench.path))[1])


def test_names_of_sequences_are_data(bench: Bench, cli: Cli) -> None:
    odd = 'a\\b"c\nd{}=,# é'
    bench.add_sequence(odd)
    bench.add_leads(ADA, sequence_id=odd)
    values = of_file(bench, cli)
    assert value(values, "leads", sequence=odd, status="queued") == 1
    assert value(values, "sends_total", sequence=odd) == 0


def test_two_files_on_one_machine_do_not_collide(bench: Bench, cli: Cli, tmp_path: Path) -> None:
    bench.add_sequence()
    (tmp_path / "other").mkdir()
    assert cli("backup", "other/seqcli.db", "--db", str(bench.path))[0] == 0
    samples = [
        (sample.name, tuple(sorted(sample.labels.items())))
        for path in (str(bench.path), "other/seqcli.db")
        for family in prometheus.text_string_to_metric_families(cli("status", "--metrics", "--db", path)[1])
        for sample in family.samples
    ]
    assert len(samples) == len(set(samples))


def test_a_counter_never_falls_whatever_is_forgotten_folded_or_restored(bench: Bench, cli: Cli) -> None:
    people = [f"p{n}@firm{n}.example" for n in range(5)]
    bench.add_sequence()
    bench.add_leads(*people)
    bench.release()
    bench.poll()
    bench.world.human_reply(people[0])
    bench.world.bounce(people[1], hard=True)
    bench.world.opt_out(people[2])
    bench.clock.advance(hours=1)
    bench.poll()
    before = counters(of_file(bench, cli))
    assert before == {
        "sends": 5,
        "answers": 1,
        "bounces": 1,
        "opt_outs": 1,
        "events_stored": before["events_stored"],
    }
    assert cli("suppress", "add", people[0], "--db", str(bench.path))[0] == 0
    assert cli("suppress", "remove", people[0], "--restore", "--db", str(bench.path))[0] == 0
    assert bench.status(people[0])[0] == "replied"
    assert counters(of_file(bench, cli)) == before, "giving back what somebody was is no new answer"
    for person in people[:4]:
        forget(bench.path, person, bench.clock)
    bench.clock.advance(days=200)
    vacuum(bench.path, "30d", bench.clock, Consent(None, False))
    assert counters(of_file(bench, cli)) == before
    bench.poll()
    after = counters(of_file(bench, cli))
    assert all(after[name] >= before[name] for name in before)


def test_a_mail_that_12m_dropped_still_counts_and_so_does_the_one_after_a_requeue(
    bench: Bench, cli: Cli
) -> None:
    bench.add_sequence()
    bench.add_leads(ADA)
    bench.release()
    bench.world.identities[DEFAULT_HANDLE].drip = Drip(opens_hour=20)
    bench.poll()
    bench.world.drop_queued(ADA)
    bench.poll()
    assert bench.status(ADA)[0] == "failed"
    assert counters(of_file(bench, cli))["sends"] == 1
    assert cli("requeue", ADA, "--yes", "--db", str(bench.path))[0] == 0
    bench.poll()
    assert [key for _, key in bench.accepted(ADA)][-1] == f"{lead_id('intro', ADA)}:0:r1"
    assert counters(of_file(bench, cli))["sends"] == 2


def test_an_older_file_begins_with_what_it_says_of_the_past(bench: Bench, cli: Cli) -> None:
    people = [f"p{n}@firm{n}.example" for n in range(5)]
    bench.add_sequence()
    bench.add_leads(*people)
    bench.release()
    bench.poll()
    bench.world.human_reply(people[0])
    bench.world.human_reply(people[3])
    bench.world.bounce(people[1], hard=True)
    bench.world.opt_out(people[2])
    bench.clock.advance(hours=1)
    bench.poll()
    forget(bench.path, people[3], bench.clock)
    counted = counters(of_file(bench, cli))
    conn = bench.store._database._conn
    for trigger in ("send_counted", "answer_counted", "bounce_counted", "opt_out_counted"):
        conn.execute(f"DROP TRIGGER {trigger}")
    conn.execute("DROP TABLE outcome_count")
    for statement in OUTCOMES:
        conn.execute(statement)
    assert counters(of_file(bench, cli)) == counted
    assert counted["answers"] == 2


def test_the_result_can_be_had_without_a_terminal(bench: Bench) -> None:
    bench.add_sequence()
    families = {each.name: each for each in metrics(bench.path, bench.clock).metrics}
    assert families["seqcli_last_poll_timestamp_seconds"].unit == "seconds"
    assert all(each.name.endswith(each.unit) for each in families.values())
