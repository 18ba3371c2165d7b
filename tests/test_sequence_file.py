"""Sequence files: what is well written reads the same in TOML and JSON, and everything wrong is named at once."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcli.clock import DAY_MS, HOUR_MS, MINUTE_MS
from seqcli.errors import ExitCode, InputFileError
from seqcli.model import Step, Variant, steps_from_json, steps_to_json
from seqcli.sequence_file import SequenceDraft, parse_sequence, read_sequence

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "intro.toml"

GOOD = """
id = "intro"
name = "Fleet rotation intro"

[[steps]]
subject = "Quick intro, {{ company }}"
wait_next = "3d"
template = '''
Hi {{ first_name | default("there") }},
'''

[[steps]]
wait_next = "4 days"
template = "Still there?"
"""


def read(tmp_path: Path, text: str | bytes, name: str = "intro.toml") -> SequenceDraft:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_sequence(path)


def refusal(tmp_path: Path, text: str | bytes, name: str = "intro.toml") -> str:
    with pytest.raises(InputFileError) as caught:
        read(tmp_path, text, name)
    assert caught.value.exit_code == ExitCode.INPUT_REJECTED
    assert caught.value.code == "sequence_file"
    assert str(tmp_path / name) in caught.value.message
    assert caught.value.hint
    return caught.value.message


def step_of(**entry: object) -> tuple[Step, tuple[str, ...]]:
    first = {"subject": "s", "template": "t", "wait_next": "1d"}
    draft = parse_sequence({"id": "a", "steps": [{**first, **entry}]}, "test")
    return draft.steps[0], draft.notes


def problems_of(*steps: object, **top: object) -> str:
    with pytest.raises(InputFileError) as caught:
        parse_sequence({"id": "a", "steps": list(steps), **top}, "test")
    return caught.value.message


FIRST = {"subject": "s", "template": "t", "wait_next": "1d"}


def test_a_toml_file_reads_whole(tmp_path: Path) -> None:
    draft = read(tmp_path, GOOD)
    assert (draft.id, draft.name, draft.notes) == ("intro", "Fleet rotation intro", ())
    assert [(step.wait_text, step.wait_ms) for step in draft.steps] == [
        ("3d", 3 * DAY_MS),
        ("4 days", 4 * DAY_MS),
    ]
    assert draft.steps[0].variants[0].subject == "Quick intro, {{ company }}"
    assert draft.steps[1].variants == (Variant("a", None, "Still there?", None),)


@pytest.mark.parametrize("wait_key", ["wait_next", "waitNext"])
@pytest.mark.parametrize("name", ["s.json", "s.seq"])
def test_json_reads_with_the_guides_names(tmp_path: Path, wait_key: str, name: str) -> None:
    data = {
        "id": "intro",
        "name": "N",
        "steps": [{"subject": "s", "template": "t", "html": None, wait_key: "3d"}],
    }
    draft = read(tmp_path, "\ufeff" + json.dumps(data), name)
    assert draft.steps == (Step("3d", 3 * DAY_MS, (Variant("a", "s", "t"),)),)


def test_the_example_file_reads_without_notes() -> None:
    draft = read_sequence(EXAMPLE)
    assert draft.id == "intro"
    assert [step.wait_text for step in draft.steps] == ["3d", "4 days", "5d"]
    assert draft.notes == ()


def test_a_file_without_name_is_called_by_its_id() -> None:
    assert parse_sequence({"id": "a", "steps": [FIRST]}, "test").name == "a"


# --- waits ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text", "ms"),
    [
        ("3d", "3d", 3 * DAY_MS),
        ("4 days", "4 days", 4 * DAY_MS),
        ("1.5h", "1.5h", 90 * MINUTE_MS),
        ("90 minutes", "90 minutes", 90 * MINUTE_MS),
        ("2w", "14d", 14 * DAY_MS),
        ("7200s", "2h", 2 * HOUR_MS),
        ("90s", "2 minutes", 2 * MINUTE_MS),
        (259_200_000, "3d", 3 * DAY_MS),
        (3_660_000, "61 minutes", 61 * MINUTE_MS),
    ],
)
def test_waits_are_told_to_12m_in_a_spelling_it_documents(value: object, text: str, ms: int) -> None:
    step, notes = step_of(wait_next=value)
    assert (step.wait_text, step.wait_ms, notes) == (text, ms, ())


def test_a_wait_left_out_is_12ms_default_said_aloud() -> None:
    step, notes = step_of(wait_next=None)
    assert (step.wait_text, step.wait_ms) == ("1d", DAY_MS)
    assert "step 1" in notes[0]
    assert "1d" in notes[0]


@pytest.mark.parametrize("short", ["10s", "0d"])
def test_a_wait_below_12ms_floor_is_raised_and_said(short: object) -> None:
    step, notes = step_of(wait_next=short)
    assert (step.wait_text, step.wait_ms) == ("1m", MINUTE_MS)
    assert "minute" in notes[0]


@pytest.mark.parametrize("bare", [3, "3", 4.5, 59_999])
def test_a_small_number_without_a_unit_is_taken_for_a_slip_and_not_for_milliseconds(bare: object) -> None:
    assert f'"wait_next" {bare} has no unit: did you mean {bare}d?' in problems_of(
        {**FIRST, "wait_next": bare}
    )


@pytest.mark.parametrize("bad", ["3 moons", "soon", "-1d", "400d", True, [], "", float("nan"), 10**400])
def test_a_wait_that_is_no_duration_is_a_problem_of_its_step(bad: object) -> None:
    assert 'step 2: "wait_next"' in problems_of(FIRST, {"template": "t", "wait_next": bad})


# --- subjects and variants --------------------------------------------------------------------


def test_the_first_step_needs_a_subject() -> None:
    assert "step 1: the first step needs a subject" in problems_of({"template": "t", "wait_next": "1d"})


def test_a_subject_on_a_follow_up_is_noted_and_not_kept() -> None:
    draft = parse_sequence({"id": "a", "steps": [FIRST, {**FIRST, "subject": "{{ x }}"}]}, "test")
    assert "step 2" in draft.notes[0]
    assert "thread" in draft.notes[0]
    assert draft.steps[1].variants[0].subject is None


def test_variants_are_named_and_inherit_what_they_leave_out() -> None:
    step, _ = step_of(
        variants=[{}, {"subject": "other"}, {"name": "short", "template": "u"}, {"html": "<p>h</p>"}]
    )
    assert step.variants == (
        Variant("a", "s", "t"),
        Variant("b", "other", "t"),
        Variant("short", "s", "u"),
        Variant("d", "s", None, "<p>h</p>"),
    )


def test_a_variant_with_its_own_text_does_not_take_the_steps_html() -> None:
    step, _ = step_of(html="<p>t</p>", variants=[{"template": "u"}, {}])
    assert step.variants == (Variant("a", "s", "u"), Variant("b", "s", "t", "<p>t</p>"))


@pytest.mark.parametrize(
    ("variants", "words"),
    [
        ([{"name": "x"}, {"name": "x"}], 'two variants have the name "x"'),
        ([{"name": "b"}, {}], 'two variants have the name "b"'),
        ([{"name": "A b"}], 'the variant name "A b"'),
        ([], "0 variants"),
        ([{}] * 27, "27 variants"),
        ([{"subjct": "x"}], 'variant 1: unknown key "subjct"; did you mean "subject"?'),
        (3, '"variants" is not a list'),
    ],
)
def test_variants_that_cannot_be_used_are_named(variants: object, words: str) -> None:
    assert words in problems_of({**FIRST, "variants": variants})


# --- problems ---------------------------------------------------------------------------------


def test_every_problem_of_a_file_is_named_in_one_error(tmp_path: Path) -> None:
    text = """
id = "Intro X"
naem = "x"
[[steps]]
subjct = "a"
template = "x"
[[steps]]
wait_next = "3 moons"
template = "Hi\\n{{ x | foo }}"
html = "{{ x"
[[steps]]
"""
    message = refusal(tmp_path, text)
    assert "has 7 problems" in message
    for words in (
        'the id "Intro X"',
        'write "intro-x"',
        'unknown key "naem"; did you mean "name"?',
        'step 1: unknown key "subjct"; did you mean "subject"?',
        'step 2: "wait_next"',
        'step 2, template line 2: there is no filter "foo"',
        "step 2, html line 1:",
        "step 3: it has no template and no html",
    ):
        assert words in message


@pytest.mark.parametrize("sequence_id", ["Intro", "-a", "a b", "", "a" * 64, "ä", "a/b", "a\n"])
def test_an_id_that_is_no_id_is_refused(sequence_id: str) -> None:
    assert "the id" in problems_of(FIRST, id=sequence_id)


@pytest.mark.parametrize("sequence_id", ["a", "0", "a_b-c", "a" * 63])
def test_an_id_that_is_one_is_taken(sequence_id: str) -> None:
    assert parse_sequence({"id": sequence_id, "steps": [FIRST]}, "test").id == sequence_id


@pytest.mark.parametrize("count", [0, 51])
def test_the_number_of_steps_is_bounded(count: int) -> None:
    assert f"it has {count} steps" in problems_of(*[FIRST] * count)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"steps": [FIRST]}, '"id" is missing'),
        ({"id": "a"}, '"steps" is missing'),
        ({"id": 3, "steps": [FIRST]}, '"id" is not a string'),
        ({"id": "a", "steps": {}}, '"steps" is not a list'),
        ({"id": "a", "steps": ["x"]}, "step 1: it is not a table"),
        ({"id": "a", "steps": [{**FIRST, "template": 3}]}, 'step 1: "template" is not a string'),
        ({"id": "a", "steps": [{**FIRST, "waitNext": "1d"}]}, "step 1: unknown key"),
    ],
)
def test_a_wrong_shape_is_named(data: dict[str, object], words: str) -> None:
    with pytest.raises(InputFileError) as caught:
        parse_sequence(data, "test")
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("", "a.toml", "empty"),
        (" \n", "a.json", "empty"),
        ('id = "a', "a.toml", "is not TOML"),
        ('id = "a"\nid = "b"\nname = "c"', "a.toml", "line 2"),
        ('{"id": "a",', "a.json", "is not JSON"),
        ('{"id": "a", "id": "b"}', "a.json", '"id" occurs twice'),
        ("[]", "a.json", "not an object"),
        ("[" * 100_000, "a.json", "is not JSON"),
        ('{"id": "a"}', "a.toml", "is not TOML: "),
        ('\n{\n  "id": "a"}', "a.toml", "it seems to be JSON: rename it to .json"),
        ('# x\n\nid = "a"', "a.json", "it seems to be TOML: rename it to .toml"),
        ("[[steps]]\nsubject = 'x'", "a.json", "it seems to be TOML"),
        ("id: a\nsteps:\n  - subject: x", "a.toml", "it seems to be YAML: sequences are TOML or JSON"),
        ("---\nid: a", "a.yaml", "it seems to be YAML"),
        ("id: a\n", "a.json", "it seems to be YAML"),
        (b'id = "\xe9"', "a.toml", "line 1 is not UTF-8"),
        (b"id = 1\n\x00\xff", "a.toml", "line 2 is not UTF-8"),
    ],
)
def test_a_file_that_is_no_sequence_says_why(
    tmp_path: Path, text: str | bytes, name: str, words: str
) -> None:
    assert words in refusal(tmp_path, text, name)


@pytest.mark.parametrize(
    ("text", "name"), [('id = "a', "a.toml"), ('{"id": "a",', "a.json"), ("?", "a.json")]
)
def test_a_broken_file_is_not_taken_for_another_kind(tmp_path: Path, text: str, name: str) -> None:
    assert "seems" not in refusal(tmp_path, text, name)


def test_a_missing_file_and_a_folder_are_input_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(InputFileError, match="cannot be read"):
            read_sequence(path)


# --- the database column ----------------------------------------------------------------------

texts = st.none() | st.text(max_size=20)
variants = st.lists(st.builds(Variant, st.sampled_from("abc"), texts, texts, texts), min_size=1, max_size=3)
waits = st.sampled_from([("3d", 3 * DAY_MS), ("4 days", 4 * DAY_MS), ("1.5h", 90 * MINUTE_MS)])
steps = st.builds(lambda wait, wordings: Step(wait[0], wait[1], tuple(wordings)), waits, variants)


@given(st.lists(steps, max_size=5))
def test_steps_survive_the_database_column(some: list[Step]) -> None:
    column = json.loads(json.dumps(steps_to_json(tuple(some))))
    assert steps_from_json(column) == tuple(some)
    assert all({"subject", "template", "waitNext"} <= set(entry) for entry in column)


DEEP = {
    "ifs": "{% if a %}" * 100 + "x" + "{% endif %}" * 100,
    "thousand ifs": "{% if a %}" * 1000 + "x" + "{% endif %}" * 1000,
    "nots": "{{ " + "not " * 300 + "a }}",
    "parentheses": "{{ " + "(" * 3000 + "a" + ")" * 3000 + " }}",
    "filters": "{{ a" + "|upper" * 300 + " }}",
    "digits": "{{ " + "9" * 5000 + " }}",
    "keyword twice": "{{ a|replace(old='x', old='y') }}",
}


@pytest.mark.parametrize("how", DEEP)
def test_what_python_cannot_compile_is_a_problem_of_its_step(how: str) -> None:
    assert "step 2" in problems_of(
        {"subject": "s", "template": "t", "wait_next": "1d"}, {"template": DEEP[how], "wait_next": "1d"}
    )
