"""`import-sequence`: what it changes is shown as a diff, a dry run writes nothing, and the same file again does nothing."""

import json
import tomllib
from pathlib import Path

import pytest
from faulty import query
from shell import SEQUENCE, Cli, enrol

from seqcli.commands.import_sequence import ChangeKind, find_changes
from seqcli.engine.leads.sequence_imports import find_moved_step
from seqcli.model import Step, Variant
from seqcli.simulator import World

DAY_MS = 86_400_000


def plain(text: str, subject: str | None = "Hello", wait: str = "3d") -> Step:
    return Step(wait, 3 * DAY_MS, (Variant("a", subject, text),))


def rows(path: Path) -> list[str]:
    return [
        json.dumps(query(path, f"SELECT * FROM {table}")) for table in ("sequence", "lead", "journal", "meta")
    ]


def test_each_part_of_a_step_that_changes_is_shown_line_by_line() -> None:
    before, after = (
        (plain("Hi\nold\nbye"), plain("Again")),
        (plain("Hi\nnew\nbye", wait="4d"), plain("Again")),
    )
    found = find_changes(("Intro", "Intro"), before, after)
    assert [(each.step, each.part, each.kind, each.lines) for each in found] == [
        (1, "wait_next", ChangeKind.CHANGED, ("- 3d", "+ 4d")),
        (1, "template", ChangeKind.CHANGED, ("  Hi", "- old", "+ new", "  bye")),
    ]


def test_added_and_removed_steps_parts_and_variants_are_named() -> None:
    two = Step("3d", 3 * DAY_MS, (Variant("a", "Hello", "Hi"), Variant("b", "Hey", "Ho")))
    added = find_changes(("Intro", "Intro"), (plain("Hi"),), (plain("Hi"), plain("Again", None)))
    removed = find_changes(("Intro", "Intro"), (plain("Hi"), plain("Again", None)), (plain("Hi"),))
    assert [(each.step, each.part, each.kind) for each in (*added, *removed)] == [
        (2, "step", "added"),
        (2, "step", "removed"),
    ]
    assert "+ Again" in added[0].lines
    assert "- Again" in removed[0].lines
    parts = {each.part for each in find_changes(("A", "B"), (plain("Hi"),), (two,))}
    assert {"name", "subject", "template of variant b"} <= parts
    assert find_changes(("A", "A"), (two,), (two,)) == ()


def test_an_import_shows_what_changes_and_whom_it_holds(cli: Cli) -> None:
    enrol(cli)
    Path("intro.toml").write_text(SEQUENCE.replace("Hi", "Good day {{ street }}", 1))
    code, envelope = cli.json("import-sequence", "intro.toml")
    data = envelope["data"]
    assert (code, data["unchanged"], data["dry_run"], data["held"]) == (0, False, False, 2)
    assert data["hold_reasons"] == {"needs street (step 1)": 2}
    assert [(each["step"], each["kind"]) for each in data["changes"]] == [(1, "changed")]
    Path("intro.toml").write_text(SEQUENCE)
    code, out, _ = cli("import-sequence", "intro.toml")
    assert code == 0
    assert "step 1 template changed\n" in out
    assert "2 holds released by the new texts" in out


def test_the_same_file_again_is_unchanged_and_writes_nothing(cli: Cli) -> None:
    enrol(cli)
    before = rows(Path("seqcli.db"))
    code, out, _ = cli("import-sequence", "intro.toml")
    assert (code, out.strip()) == (0, 'sequence "intro" is unchanged')
    assert cli.json("import-sequence", "intro.toml")[1]["data"]["unchanged"] is True
    assert rows(Path("seqcli.db")) == before


def test_a_dry_run_shows_the_same_and_writes_nothing(cli: Cli) -> None:
    Path("intro.toml").write_text(SEQUENCE)
    code, out, _ = cli("import-sequence", "intro.toml", "--dry-run")
    assert code == 0
    assert out.startswith('dry run: would import sequence "intro"')
    assert not Path("seqcli.db").exists()
    enrol(cli)
    before = rows(Path("seqcli.db"))
    Path("intro.toml").write_text(SEQUENCE.replace("Hi", "Good day {{ street }}", 1))
    code, out, _ = cli("import-sequence", "intro.toml", "--dry-run")
    assert code == 0
    assert "2 leads would be held: needs street (step 1)" in out
    assert rows(Path("seqcli.db")) == before


@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
def test_a_text_that_would_steer_the_terminal_is_shown_as_text(cli: Cli, dry_run: list[str]) -> None:
    enrol(cli)
    Path("intro.toml").write_text(SEQUENCE.replace("Hi", "[red]\\u001b[31mHi\\u202e", 1))
    code, out, _ = cli("import-sequence", "intro.toml", *dry_run)
    assert code == 0
    assert "[red]" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize("dry_run", [["--dry-run"], []])
def test_leads_in_flight_that_the_new_texts_will_hold_are_counted_too(
    cli: Cli, world: World, dry_run: list[str]
) -> None:
    enrol(cli)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert len(world.ledger) == 2
    Path("intro.toml").write_text(SEQUENCE.replace("Hi again.", "About {{ street }}."))
    code, out, _ = cli("import-sequence", "intro.toml", *dry_run)
    assert code == 0
    would = "would" if dry_run else "will"
    assert f"2 leads in flight {would} be held when that step is due: needs street (step 2)" in out
    Path("intro.toml").write_text(SEQUENCE.replace("Hi again.", "About {{ street }}, again."))
    data = cli.json("import-sequence", "intro.toml", *dry_run)[1]["data"]
    assert (data["held"], data["in_flight_to_hold"]) == (0, {"needs street (step 2)": 2})


ONE, TWO, THREE = plain("Hi {{ x }},\n\none"), plain("two", None), plain("three", None)
IN_HTML = Step("3d", 3 * DAY_MS, (Variant("a", None, None, "<p>Hi {{ x }},</p><p>one</p>"),))
BOTH = Step("3d", 3 * DAY_MS, (Variant("a", None, "two"), Variant("b", None, "2")))
BEFORE = (ONE, TWO, THREE)


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (BEFORE, (plain("two"), plain("Hi {{ x }},\n\none", None), THREE), "step 2 would become step 1"),
        (BEFORE, (plain("two"), ONE, THREE), "step 2 would become step 1"),
        (BEFORE, (ONE, THREE, TWO), "step 3 would become step 2"),
        (BEFORE, (plain("two"), THREE), "step 2 would become step 1"),
        (BEFORE, (ONE, THREE), "step 3 would become step 2"),
        (BEFORE, (plain("new"), ONE, TWO, THREE), "step 1 would become step 2"),
        (BEFORE, (ONE, ONE, THREE), "step 2 would repeat the text of step 1"),
        (BEFORE, (ONE, plain(" Hi {{ x }},\none\n", None), THREE), "step 2 would repeat the text of step 1"),
        (BEFORE, (ONE, IN_HTML, THREE), "step 2 would repeat the text of step 1"),
        (BEFORE, (plain("two"), TWO, THREE), "step 1 would repeat the text of step 2"),
        (BEFORE, (*BEFORE, ONE), "step 4 would repeat the text of step 1"),
        (BEFORE, (ONE, TWO, BOTH), "step 3 would repeat the text of step 2"),
        ((ONE, BOTH, THREE), (ONE, plain("2", None), TWO), "step 2 would become step 3"),
    ],
)
def test_no_text_of_one_step_gets_into_another(
    before: tuple[Step, ...], after: tuple[Step, ...], problem: str
) -> None:
    assert find_moved_step(before, after, 1) == problem


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BEFORE, (plain("one, corrected", "Another subject", "5d"), BOTH, THREE, plain("four", None))),
        (BEFORE, (ONE, TWO)),
        (BEFORE, (plain("Hi {{ x }},\none", "Other"), TWO, THREE)),
        ((ONE, TWO, ONE), (ONE, plain("2", None), ONE, THREE)),
        ((ONE, TWO, ONE), (plain("both"), TWO, plain("both", None))),
    ],
)
def test_texts_change_in_their_places_and_a_text_that_always_stood_twice_may_stay(
    before: tuple[Step, ...], after: tuple[Step, ...]
) -> None:
    assert find_moved_step(before, after, 1) == ""


@pytest.mark.window("W15")
@pytest.mark.parametrize("dry_run", [["--dry-run"], []])
@pytest.mark.usefixtures("world")
def test_the_first_step_does_not_become_the_second(cli: Cli, dry_run: list[str]) -> None:
    enrol(cli)
    steps = tomllib.loads(SEQUENCE)["steps"]
    swapped = {"id": "intro", "steps": [{**steps[1], "subject": "New"}, {**steps[0]}]}
    Path("intro.json").write_text(json.dumps(swapped))
    assert cli("import-sequence", "intro.json", "--dry-run")[0] == 0
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    before = rows(Path("seqcli.db"))
    code, envelope = cli.json("import-sequence", "intro.json", *dry_run)
    assert (code, envelope["error"]["code"]) == (4, "steps_moved")
    assert rows(Path("seqcli.db")) == before
