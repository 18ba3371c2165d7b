"""Variants: chosen by weight and lead alone, turned off and on, kept apart by name, and counted as the world saw them."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from faulty import make_bench, query
from shell import Cli
from world import STEPS, Bench

from seqcli.commands.report import ReportChoice, describe_comparison, report
from seqcli.commands.variant import VariantChoice, variant
from seqcli.engine.leads.sequence_imports import store_sequence
from seqcli.engine.send.preview import preview_lead
from seqcli.errors import InputFileError, UsageError
from seqcli.model import Step, Variant, lead_id, steps_from_json, steps_to_json
from seqcli.sequence_file import parse_sequence
from seqcli.simulator import USUAL_MIX, People, PersonaKind, World
from seqcli.stats import Comparison
from seqcli.templates import choose_variant, needed_fields, used_fields

DAY_MS = 86_400_000
SEEDS = [f"lead-{number}:{number % 3}" for number in range(6000)]
SUBJECTS = {"a": "Hello", "b": "Hey", "c": "Good day"}

TWO = """
id = "two"
[[steps]]
wait_next = "3d"
[[steps.variants]]
subject = "Hello"
template = "Hi."
[[steps.variants]]
subject = "Hey"
template = "Hi {{ city }}."
weight = 2
[[steps]]
wait_next = "3d"
template = "Hi again."
"""


def step_of(weights: Mapping[str, int], off: str = "") -> Step:
    variants = (
        Variant(name, SUBJECTS.get(name, name), f"Hi from {name}.", None, weight, name in off)
        for name, weight in weights.items()
    )
    return Step("3d", 3 * DAY_MS, tuple(variants))


def choices(step: Step) -> dict[str, str]:
    return {seed: choose_variant(step, seed).name for seed in SEEDS}


# -- the choice


@pytest.mark.parametrize("weight", [1, 2, 7])
@pytest.mark.parametrize("names", ["ab", "abc", "abcdefg"])
def test_with_equal_weights_everybody_gets_what_the_hash_of_lead_and_step_said_before_weights(
    names: str, weight: int
) -> None:
    chosen = choices(step_of(dict.fromkeys(names, weight)))
    for seed in SEEDS[:500]:
        digest = int.from_bytes(sha256(f"{seed}\nvariant".encode()).digest()[:8], "big")
        assert chosen[seed] == names[digest % len(names)]


def test_leads_are_divided_by_weight() -> None:
    counts = Counter(choices(step_of({"a": 4, "b": 1, "c": 3})).values())
    for name, share in {"a": 0.5, "b": 0.125, "c": 0.375}.items():
        assert counts[name] / len(SEEDS) == pytest.approx(share, abs=0.02)


def test_weights_count_by_their_ratio() -> None:
    assert choices(step_of({"a": 2, "b": 6})) == choices(step_of({"a": 1, "b": 3}))


def test_turning_a_variant_off_changes_only_what_those_get_who_would_have_got_it() -> None:
    weights = {"a": 1, "b": 2, "c": 3}
    before, after = choices(step_of(weights)), choices(step_of(weights, off="b"))
    moved = [seed for seed in SEEDS if before[seed] != after[seed]]
    assert {before[seed] for seed in moved} == {"b"}
    assert len(moved) == Counter(before.values())["b"]
    counts = Counter(after[seed] for seed in moved)
    assert counts["c"] / len(moved) == pytest.approx(0.75, abs=0.03)
    whole = Counter(after.values())
    assert whole["c"] / len(SEEDS) == pytest.approx(0.75, abs=0.02)
    both = choices(step_of(weights, off="bc"))
    assert set(both.values()) == {"a"}
    assert all(both[seed] == after[seed] for seed in SEEDS if after[seed] == "a")


def test_one_more_that_is_off_moves_only_its_own_people() -> None:
    weights = dict.fromkeys("abcd", 1)
    one, two = choices(step_of(weights, off="b")), choices(step_of(weights, off="bd"))
    assert {one[seed] for seed in SEEDS if one[seed] != two[seed]} == {"d"}
    assert choices(step_of(weights, off="b")) == one


def test_fields_of_a_variant_that_is_off_are_not_needed() -> None:
    live = Variant("a", "Hello {{ company }}", "Hi.")
    off = Variant("b", "Hey {{ city }}", "Hi.", is_off=True)
    step = Step("3d", 1, (live, off))
    assert needed_fields(step) == used_fields(step) == {"company"}
    assert needed_fields(replace(step, variants=(live, replace(off, is_off=False)))) == {"company", "city"}


# -- the file


def test_weights_are_read_stored_and_shown(cli: Cli) -> None:
    Path("two.toml").write_text(TWO)
    assert cli("import-sequence", "two.toml")[0] == 0
    (step, plain) = cli.json("sequences")[1]["data"]["sequences"][0]["steps"]
    assert [each.get("weight") for each in step["variants"]] == [None, 2]
    assert "variants" not in plain
    assert 'variants of "two", step 1: a, b (weight 2)' in cli("sequences")[1]
    as_json = {
        "id": "two",
        "steps": [
            {
                "variants": [
                    {"subject": "Hello", "template": "Hi.", "weight": 1},
                    {"subject": "Hey", "template": "Hi {{ city }}.", "weight": 2},
                ],
                "waitNext": "3d",
            },
            {"template": "Hi again.", "waitNext": "3d"},
        ],
    }
    Path("two.json").write_text(json.dumps(as_json))
    code, out, _ = cli("import-sequence", "two.json")
    assert (code, out) == (0, 'sequence "two" is unchanged\n')
    Path("two.toml").write_text(TWO.replace("weight = 2", "weight = 3"))
    assert "step 1 weight of variant b changed\n- 2\n+ 3\n" in cli("import-sequence", "two.toml")[1]


def test_weights_and_marks_survive_the_column() -> None:
    steps = (step_of({"a": 1, "b": 5}, off="b"), *STEPS)
    assert steps_from_json(json.loads(json.dumps(steps_to_json(steps)))) == steps


@pytest.mark.parametrize("weight", [0, -1, 1.5, 2.0, "2", True, None, [1], {}, 101, 10**400])
def test_a_weight_that_is_no_count_is_refused(weight: object) -> None:
    wordings = [{"subject": "s", "template": "t"}, {"subject": "s", "template": "u", "weight": weight}]
    with pytest.raises(InputFileError) as caught:
        parse_sequence({"id": "a", "steps": [{"variants": wordings, "wait_next": "1d"}]}, "test")
    assert 'of variant "b" is not a whole number from 1 to 100' in caught.value.message
    assert caught.value.message.endswith("seqcli variant off SEQUENCE STEP NAME") == (
        weight == 0 and weight is not False
    )


def test_a_weight_belongs_to_a_variant(cli: Cli) -> None:
    Path("two.toml").write_text(TWO.replace('template = "Hi again."', 'template = "Hi again."\nweight = 2'))
    code, _, err = cli("import-sequence", "two.toml")
    assert code == 4
    assert 'step 2: unknown key "weight"' in err


# -- off and on


@pytest.fixture
def two(cli: Cli) -> Cli:
    """A sequence with two variants, one of which needs a field that half of the leads lack."""
    Path("two.toml").write_text(TWO)
    rows = (f"p{number}@firm{number}.example,{'Hull' if number % 2 else ''}\n" for number in range(20))
    Path("people.csv").write_text("email,city\n" + "".join(rows))
    assert cli("import-sequence", "two.toml")[0] == 0
    cli("import-leads", "people.csv", "--sequence", "two")
    return cli


def held(path: Path = Path("seqcli.db")) -> int:
    return int(query(path, "SELECT count(*) FROM lead WHERE status = 'held'")[0][0])


def test_off_and_on_are_shown_kept_by_an_import_and_written_into_the_journal(two: Cli) -> None:
    waiting = held()
    assert waiting > 0
    code, envelope = two.json("variant", "off", "two", "1", "b", "--reason", "too forward")
    data = envelope["data"]
    assert (code, data["changed"], data["variants_on"], data["variants_off"]) == (0, True, ["a"], ["b"])
    assert (data["holds_released"], held()) == (waiting, 0)
    assert two.json("variant", "off", "two", "1", "b")[1]["data"]["changed"] is False
    assert "is already off" in two("variant", "off", "two", "1", "b")[1]
    assert 'variants of "two", step 1: a, b (weight 2, off)' in two("sequences")[1]
    assert two("import-sequence", "two.toml")[1] == 'sequence "two" is unchanged\n'
    Path("two.toml").write_text(TWO.replace("Hi {{ city }}.", "Good day {{ city }}.").replace("= 2", "= 4"))
    assert two("import-sequence", "two.toml")[0] == 0
    assert two.json("check", "two")[1]["data"]["variants"] == ["step 1: a, b (weight 4, off)"]
    step = two.json("preview", "two")[1]["data"]["leads"][0]["steps"][0]
    assert (step["variant"], step["variants_off"]) == ("a", ["b"])
    assert "step 1 of 2, variant 1 of 2 (b off)" in two("preview", "two")[1]
    journal = query(
        Path("seqcli.db"), "SELECT change, reason FROM journal WHERE actor = 'variant' AND lead_id IS NULL"
    )
    assert [tuple(row) for row in journal] == [("variant b of step 1 off", "too forward")]
    code, out, err = two("variant", "on", "two", "1", "b")
    assert code == 0
    assert f"{waiting} leads held: needs city (step 1)" in out
    assert "seqcli variant off two 1 b" in err
    assert held() == waiting


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("off", "nope", "1", "b"), "unknown_sequence"),
        (("off", "two", "3", "b"), "unknown_step"),
        (("off", "two", "0", "b"), "unknown_step"),
        (("off", "two", "1", "c"), "unknown_variant"),
        (("off", "two", "2", "a"), "last_variant"),
        (("on", "two", "2", "b"), "unknown_variant"),
    ],
)
def test_what_cannot_be_turned_is_refused(two: Cli, words: tuple[str, ...], code: str) -> None:
    exit_code, envelope = two.json("variant", *words)
    assert (exit_code, envelope["error"]["code"]) == (2, code)
    assert envelope["error"]["hint"]


def test_the_last_variant_that_is_on_stays_on(two: Cli) -> None:
    assert two("variant", "off", "two", "1", "a")[0] == 0
    assert two.json("variant", "off", "two", "1", "b")[1]["error"]["code"] == "last_variant"
    Path("two.toml").write_text(
        TWO.replace('[[steps.variants]]\nsubject = "Hey"', "[[steps.variants]]\nname = 'z'\n")
    )
    only_a = (
        TWO.partition('[[steps.variants]]\nsubject = "Hey"')[0]
        + '[[steps]]\nwait_next = "3d"\ntemplate = "Hi again."\n'
    )
    Path("two.toml").write_text(only_a)
    code, _, err = two("import-sequence", "two.toml")
    assert code == 4
    assert "seqcli variant on two 1 a" in err


class Unreachable(httpx.BaseTransport):
    """A wire on which, while it is down, nothing leaves."""

    def __init__(self, inner: httpx.BaseTransport, switch: dict[str, bool]) -> None:
        self._inner, self._switch = inner, switch

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self._switch["down"] and request.method == "POST":
            raise httpx.ConnectError("refused", request=request)
        return self._inner.handle_request(request)


def turn(bench: Bench, name: str, *, off: bool) -> dict[str, Any]:
    data = variant(bench.path, VariantChoice("intro", 1, name, off), bench.clock).data
    assert isinstance(data, dict)
    return data


def sent(bench: Bench) -> dict[str, str]:
    """The variant of step 1 that each address got, read from the subjects in the world's ledger."""
    names = {subject: name for name, subject in SUBJECTS.items()}
    first = (each for each in bench.world.ledger if each.step == 0)
    return {each.to: names[json.loads(each.body)["subject"]] for each in first}


ADDRESSES = tuple(f"p{number}@firm{number}.example" for number in range(30))


def test_a_mail_that_is_written_keeps_its_wording(tmp_path: Path) -> None:
    switch = {"down": True}
    step = step_of({"a": 1, "b": 1})
    bench = make_bench(
        tmp_path, *ADDRESSES, steps=(step, *STEPS[1:]), wrap=lambda wire: Unreachable(wire, switch)
    )
    bench.poll()
    written = {row[0]: row[1] for row in query(bench.path, "SELECT address, variant FROM attempt")}
    assert {row[0] for row in query(bench.path, "SELECT state FROM attempt")} == {"pending"}
    assert 0 < len(written) < len(ADDRESSES)
    name = min(written.values())
    kept = {address for address, each in written.items() if each == name}
    assert turn(bench, name, off=True)["written_already"] == len(kept)
    switch["down"] = False
    bench.live(1)
    got = sent(bench)
    assert len(got) == len(ADDRESSES)
    assert {address for address, each in got.items() if each == name} == kept


def test_after_off_nobody_gets_the_variant_and_previews_say_the_same(tmp_path: Path) -> None:
    bench = make_bench(
        tmp_path, *ADDRESSES, steps=(step_of({"a": 1, "b": 1, "c": 2}), *STEPS[1:]), release=False
    )
    expected = previewed(bench)
    bench.release(limit=12)
    bench.poll()
    early = sent(bench)
    assert len(early) == 12
    assert all(expected[address] == name for address, name in early.items())
    assert turn(bench, "c", off=True)["written_already"] == 0
    later = previewed(bench)
    assert {address: later[address] for address in early} == early
    assert all(later[each] == expected[each] for each in ADDRESSES if expected[each] != "c")
    assert {later[each] for each in ADDRESSES if each not in early} <= {"a", "b"}
    bench.release()
    bench.poll()
    assert sent(bench) == later


def test_a_weight_that_changes_concerns_only_people_who_have_not_had_the_step(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, *ADDRESSES, steps=(step_of({"a": 1, "b": 1}), *STEPS[1:]), release=False)
    bench.release(limit=10)
    bench.poll()
    early = sent(bench)
    steps = (step_of({"a": 1, "b": 90}), *STEPS[1:])
    store_sequence(bench.store, "intro", "intro", steps, bench.clock.now())
    later = previewed(bench)
    assert {address: later[address] for address in early} == early
    assert set(early.values()) == {"a", "b"}
    assert Counter(later[each] for each in ADDRESSES if each not in early)["b"] >= 18


def previewed(bench: Bench) -> dict[str, str]:
    sequence = bench.store.sequences.find("intro")
    assert sequence is not None
    leads = [bench.store.leads.get(lead_id("intro", address)) for address in ADDRESSES]
    return {lead.email: preview_lead(bench.store, sequence, lead)[0].variant for lead in leads}


def test_a_new_file_knows_a_mail_of_a_lost_one_by_the_subject_of_any_variant(tmp_path: Path) -> None:
    steps = (step_of({"a": 1, "b": 1}), *STEPS[1:])
    bench = make_bench(tmp_path, *ADDRESSES, steps=steps)
    bench.poll()
    first = sent(bench)
    bench.clock.advance(days=2)
    other = Bench(tmp_path / "new.db", bench.world, bench.clock)
    other.add_sequence(steps=(step_of({"a": 1, "b": 1}, off="b"), *STEPS[1:]))
    other.add_leads(*ADDRESSES)
    other.release()
    other.poll()
    assert len(bench.world.ledger) == len(first) == len(ADDRESSES)
    assert set(first.values()) == {"a", "b"}


def test_a_send_of_a_lost_past_counts_for_the_variant_that_the_lead_gets(tmp_path: Path) -> None:
    steps = (step_of({"x": 1, "y": 1}), *STEPS[1:])
    bench = make_bench(tmp_path, *ADDRESSES, steps=steps)
    expected = previewed(bench)
    bench.poll()
    bench.clock.advance(days=2)
    other = Bench(tmp_path / "new.db", bench.world, bench.clock)
    other.add_sequence(steps=steps)
    other.add_leads(*ADDRESSES)
    other.release()
    other.poll()
    found = query(other.path, "SELECT address, variant FROM attempt WHERE state = 'accepted'")
    assert {row[0]: row[1] for row in found} == expected


# -- names


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(InputFileError) as caught:
        yield
    assert caught.value.code == code


def started(tmp_path: Path, step: Step) -> Bench:
    bench = make_bench(tmp_path, *ADDRESSES, steps=(step, *STEPS[1:]))
    bench.poll()
    return bench


def imported(bench: Bench, *variants: Variant) -> tuple[str, ...]:
    steps = (Step("3d", 3 * DAY_MS, variants), *STEPS[1:])
    return store_sequence(bench.store, "intro", "intro", steps, bench.clock.now()).remarks


def test_names_that_people_have_had_do_not_go_to_other_known_wordings(tmp_path: Path) -> None:
    bench = started(tmp_path, step_of({"a": 1, "b": 1}))
    a, b = step_of({"a": 1, "b": 1}).variants
    new = Variant("a", "A new one", "Hi.")
    with refused("variants_renamed"):
        imported(bench, replace(b, name="a"))
    with refused("variants_renamed"):
        imported(bench, replace(b, name="a"), replace(a, name="b"))
    with refused("variants_renamed"):
        imported(bench, new, replace(a, name="c"), b)
    assert imported(bench, replace(a, weight=3), b, replace(new, name="c")) == ()
    assert imported(bench, b) == ()


def test_a_new_wording_under_a_name_that_people_have_had_is_said(tmp_path: Path) -> None:
    bench = started(tmp_path, step_of({"a": 1, "b": 1}))
    a, b = step_of({"a": 1, "b": 1}).variants
    people = Counter(sent(bench).values())
    (remark,) = imported(bench, replace(a, text="Hi, corrected."), b)
    assert remark.startswith(f'step 1: {people["a"]} people have had variant "a" with another wording')
    assert imported(bench, replace(a, text="Hi, corrected."), b) == ()
    assert imported(bench, b) == ()
    (remark,) = imported(bench, b, Variant("a", "Back again", "Hi."))
    assert 'variant "a" with another wording' in remark


def test_a_wording_that_becomes_one_of_several_keeps_its_name(tmp_path: Path) -> None:
    bench = started(tmp_path, step_of({"a": 1}))
    (a,) = step_of({"a": 1}).variants
    assert imported(bench, a, Variant("b", "Another", "Hi.")) == ()
    with refused("variants_renamed"):
        imported(bench, Variant("a", "Another", "Hi."), replace(a, name="b"))


def test_before_the_first_mail_names_may_change(tmp_path: Path) -> None:
    bench = make_bench(tmp_path, *ADDRESSES, steps=(step_of({"a": 1, "b": 1}), *STEPS[1:]), release=False)
    a, b = step_of({"a": 1, "b": 1}).variants
    assert imported(bench, replace(b, name="a"), replace(a, name="b")) == ()


def test_the_remark_is_a_warning_of_the_import(two: Cli, world: World) -> None:
    assert two("start", "two", "--pace", "0", "--yes")[0] == 0
    assert len(world.ledger) > 10
    Path("two.toml").write_text(TWO.replace('template = "Hi."', 'template = "Hi there."'))
    code, out, err = two("import-sequence", "two.toml", "--dry-run")
    assert code == 0
    assert "step 1 template of variant a changed" in out
    assert 'have had variant "a" with another wording' in err
    Path("two.toml").write_text(
        TWO.replace('"Hello"', '"Hiya"').replace('"Hey"', '"Hello"').replace("Hi {{ city }}.", "Hi.")
    )
    code, _, err = two("import-sequence", "two.toml")
    assert code == 4
    assert 'the wording "a", which is now called "b"' in err


# -- the report


def test_the_report_of_variants_is_what_the_world_saw(tmp_path: Path) -> None:
    step = step_of({"a": 2, "b": 1})
    bench = make_bench(tmp_path, steps=(step, *STEPS[1:]))
    people = People(bench.world, seed=5, mix={**USUAL_MIX, PersonaKind.REPLIES: 40})
    bench.add_leads(*(f"p{number}@firm{number}.example" for number in range(150)))
    bench.release()
    bench.poll()
    bench.live(25)
    never_left = {PersonaKind.CANCELLED, PersonaKind.UNSENDABLE}
    replying = {
        *(PersonaKind.REPLIES, PersonaKind.REPLIES_FROM_ELSEWHERE),
        *(PersonaKind.REPLIES_AFRESH, PersonaKind.AWAY_THEN_REPLIES),
    }
    contacted: dict[str, int] = defaultdict(int)
    answered: dict[str, int] = defaultdict(int)
    for address, name in sent(bench).items():
        persona = people.persona(address)
        if persona.step == 1 and persona.kind in never_left:
            continue
        contacted[name] += 1
        answered[name] += persona.step == 1 and persona.kind in replying
    data = report(bench.path, ReportChoice(by="variant"), bench.clock).data
    groups = {each["group"]: each for each in data["groups"] if each["step"] == 1}
    assert {name: each["contacted"] for name, each in groups.items()} == contacted
    assert {name: each["answered"] for name, each in groups.items()} == answered
    assert contacted["a"] > 1.5 * contacted["b"] > 0
    assert sum(answered.values()) > 10
    (found,) = data["variants"]
    assert [(each["variant"], each["contacted"], each["answered"]) for each in found["variants"]] == [
        (name, contacted[name], answered[name]) for name in "ab"
    ]


@pytest.mark.parametrize(
    ("comparison", "words"),
    [
        (Comparison("b", None, (("b", "a"),)), "b is better"),
        (Comparison(None, 240), "too few to say; about 240 more people at these rates"),
        (Comparison(None, None), "too few to say"),
        (
            Comparison(None, 1200, (("b", "a"),)),
            "b is better than a; too few to say more; about 1,200 more people at these rates",
        ),
    ],
)
def test_what_is_known_of_variants_is_said_in_a_sentence(comparison: Comparison, words: str) -> None:
    assert describe_comparison(comparison) == words


def test_a_step_without_variants_has_no_name_in_the_report(tmp_path: Path) -> None:
    bench = started(tmp_path, step_of({"a": 1, "b": 1}))
    bench.live(4)
    found = report(bench.path, ReportChoice(by="variant"), bench.clock).data["groups"]
    assert [(each["step"], each["group"]) for each in found] == [(1, "a"), (1, "b"), (2, "")]


def test_a_variant_that_is_off_stays_in_the_report_with_its_people(tmp_path: Path) -> None:
    bench = started(tmp_path, step_of({"a": 1, "b": 1}))
    people = Counter(sent(bench).values())
    turn(bench, "b", off=True)
    imported(bench, *step_of({"a": 1, "c": 1}).variants)
    bench.live(9)
    (found,) = report(bench.path, ReportChoice(), bench.clock).data["variants"]
    assert [(each["variant"], each["contacted"], each["is_off"]) for each in found["variants"]] == [
        ("a", people["a"], False),
        ("b", people["b"], True),
        ("c", 0, False),
    ]
    assert (found["winner"], found["people_needed"]) == (None, None)


def test_all_people_of_a_step_are_compared_whatever_since_is(tmp_path: Path) -> None:
    bench = started(tmp_path, step_of({"a": 1, "b": 1}))
    bench.live(9)
    whole = report(bench.path, ReportChoice(), bench.clock).data["variants"]
    since = (bench.clock.now() - timedelta(days=6)).isoformat()
    part = report(bench.path, ReportChoice(since=since), bench.clock)
    assert part.data["variants"] == whole
    assert any("whatever --since and --until are" in each.text for each in part.notes)


def test_an_unknown_sequence_is_named(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    with pytest.raises(UsageError):
        variant(bench.path, VariantChoice("other", 1, "a", is_off=True), bench.clock)
