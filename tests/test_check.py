"""`check` judges leads as sending does, and reads the copy; `start` stops at a field that no lead has."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shell import Cli, advance, enrol

from seqcli.config import example
from seqcli.engine.leads.render_check import RenderCheck, render_problem
from seqcli.model import Step, Variant
from seqcli.simulator import World
from seqcli.store import Store
from seqcli.templates import MissingFieldError, TemplateProblem, longest_subject, render
from seqcli.templates.proofreading import proofread

SIGNATURE = 'Nora, 12 Mill Lane, Harrow Wells HW3 5QT. Not for you? Reply "no thanks".'
GOOD = f"Hi {{{{ first_name }}}}, a word about {{{{ company }}}}. {SIGNATURE}"


def put(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def sequence(*texts: str, subject: str = "Vans at {{ company }}", sequence_id: str = "intro") -> str:
    """Return a sequence file with these texts, one a step; `subject` is that of the first."""
    steps = [{"subject": subject, "template": texts[0], "wait_next": "3d"}]
    steps += [{"template": text, "wait_next": "3d"} for text in texts[1:]]
    return json.dumps({"id": sequence_id, "steps": steps})


def bring(cli: Cli, file: str, leads: str) -> None:
    put("sequence.json", file)
    put("leads.csv", leads)
    assert cli("import-sequence", "sequence.json")[0] == 0
    assert cli("import-leads", "leads.csv", "--sequence", "intro")[0] == 0


LEADS = (
    "email,first_name,company\nada@acme.example,Ada,Acme\nbob@bolt.example,,Bolt\n"
    "cyd@cyan.example,Cyd,\ndan@dune.example,Dan,Dune\n"
)


def checked(cli: Cli, what: str = "intro") -> tuple[int, dict[str, Any]]:
    code, envelope = cli.json("check", what)
    return code, envelope["data"]


def codes(data: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in data["findings"]}


# -- leads


def test_a_good_sequence_with_good_leads_has_nothing_to_mend(cli: Cli) -> None:
    files = [str(example(name)) for name in ("intro.toml", "leads.csv")]
    assert cli("import-sequence", files[0])[0] == 0
    assert cli("import-leads", files[1], "--sequence", "intro")[0] == 0
    code, data = checked(cli)
    assert (code, data["findings"], data["held"], data["ready"]) == (0, [], [], 40)
    assert data["unused_fields"] == ["last_name", "vans"]
    code, out, err = cli("check", "intro")
    assert code == 0
    assert "nothing to correct" in out
    assert "start intro --dry-run" in err


def test_who_would_be_held_is_counted_by_reason_with_names(cli: Cli) -> None:
    bring(cli, sequence(GOOD, "Again, {{ first_name }}?"), LEADS)
    code, data = checked(cli)
    assert code == 1
    assert data["ready"] == 2
    assert data["held"] == [
        {"reason": "needs first_name (step 1)", "leads": 1, "for_example": ["bob@bolt.example"]},
        {"reason": "needs company (step 1)", "leads": 1, "for_example": ["cyd@cyan.example"]},
    ]
    assert data["findings"] == []


def test_what_is_held_by_check_is_held_by_sending(cli: Cli, world: World) -> None:
    bring(cli, sequence(GOOD, "{% if plan %}x{% endif %} {{ city }}"), LEADS + "eve@e.example,Eve,Egg\n")
    put("city.csv", "email,city\nada@acme.example,Hull\n")
    assert cli("import-leads", "city.csv", "--sequence", "intro")[0] == 0
    _, data = checked(cli)
    held = {each["reason"]: each["leads"] for each in data["held"]}
    assert held == {
        "needs city (step 2)": 2,
        "needs first_name (step 1)": 1,
        "needs company (step 1)": 1,
    }
    with closing(sqlite3.connect("seqcli.db", isolation_level=None)) as conn:
        conn.execute("UPDATE lead SET status = 'queued', status_reason = ''")  # whatever the import thought
    assert cli("start", "intro", "--pace", "0", "--yes")[0] in {0, 1}
    advance(world, days=4)
    assert cli("poll")[0] in {0, 1}
    _, envelope = cli.json("status")
    sent = envelope["data"]["sequences"][0]["held"]
    assert {each["reason"]: each["leads"] for each in sent} == held


@pytest.mark.usefixtures("world")
def test_who_gets_nothing_is_left_out_with_the_reason(cli: Cli) -> None:
    bring(cli, sequence(GOOD), LEADS.replace(",,", ",Bo,").replace("Cyd,\n", "Cyd,Cyan\n"))
    assert cli("start", "intro", "--only", "ada@acme.example", "--pace", "0", "--yes")[0] == 0
    assert cli("stop", "bob@bolt.example")[0] == 0
    assert cli("pause", "dan@dune.example")[0] == 0
    with closing(sqlite3.connect("seqcli.db", isolation_level=None)) as conn:
        conn.execute("INSERT INTO suppression(pattern, kind) VALUES ('cyan.example', 'domain')")
    code, data = checked(cli)
    assert code == 0
    assert {each["reason"]: each["for_example"] for each in data["left_out"]} == {
        "stopped": ["bob@bolt.example"],
        "paused": ["dan@dune.example"],
        "on the suppression list": ["cyd@cyan.example"],
    }
    assert (data["ready"], data["has_every_step"]) == (0, 1)


def test_the_quick_look_finds_whomever_the_list_covers(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "a.db", create=True)
    at = datetime(2026, 3, 2, tzinfo=UTC)
    with store.transaction():
        for pattern, kind in (
            ("ada@acme.example", "address"),
            ("bolt.example", "domain"),
            ("example.co.uk", "domain"),
        ):
            store.suppressions.save(pattern, kind, "", "test", at)
        store.erasure.forget_person("eve@egg.example", at)
    for address, is_covered in (
        ("ada@acme.example", True),
        ("ada@acme.example.com", False),
        ("x@bolt.example", True),
        ("x@mail.bolt.example", True),
        ("x@thunderbolt.example", False),
        ("x@a.b.example.co.uk", True),
        ("x@co.uk", False),
        ("eve@egg.example", True),
        ("eva@egg.example", False),
    ):
        assert (
            bool(store.suppressions.find_suspects([address], store.suppressions.load_bloom_filter()))
            is is_covered
        ), address
        assert (store.suppressions.find_reason(address) is not None) is is_covered, address
    store.close()


PARTS = (
    "Hi {{ a }}",
    "Hi {{ a | default('there') }} {{ b | upper }}",
    "{{ a | clean_name }}, {{ b | company_name | default('you') }}",
    "{% if a %}{{ b }}{% else %}nobody{% endif %}",
    "{% if a and not b %}x {{ a }}{% elif b is defined %}{{ b }}{% endif %}",
    "{{ a or b }}",
    "{{ pick('x', 'y') }} {{ a if b else 'c' }}",
    "{{ pick('', 'y') }}",
    "{{ pick(a, b) }}",
    "{{ a | clean_name | default(b) }}",
    "{% if a | trim %}{{ b }}{% endif %}",
    "{% if a | int > 3 %}{{ b }}{% else %}small{% endif %}",
    "{{ 10 / (a | default('2') | int) }}",
    "{% for x in a.split(',') %}{{ x }} {% endfor %}",
    "{{ a ~ b }}",
    "Dear {{ a }} {{ b | default('') }},",
    "x\n{{ a }} {{ b | default('') }} , {{ pick('x', 'y') }}",
    "{{ b | default('') }}, {{ a }}",
    "{{ a }} {{ b | default('') }} {{ a }}",
    "We help {{ b | default('') }} with {{ a }}",
    "{{ a }} {{ b | clean_name | default('') }} 22",
    "{{ a | default('') }} {% if b %}{{ b }}{% endif %} x {{ a | default('') }}: {{ b | default('') }}",
)
VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "",
            " ",
            "\u00a0",
            "\u200b",
            "\x07",
            "Ada",
            "O'Neil",
            "22",
            "0",
            "\U0001f389",
            "(x)",
            "²",
            "Ⅷ",
            "Dr.",
            "a,b",
        ]
    ),
    st.sampled_from(["Mr", "dr. ", "Sehr geehrter Herr", "HI", "good", "Day", "Morning!", "Bonjour :"]),
    st.sampled_from(['ООО ""', "ООО ''", "PhD", ",", "-", "'", '"', "Inc.", "ß", "[x]", "Smith, MBA"]),
)


@settings(max_examples=400)
@given(
    texts=st.lists(st.sampled_from(PARTS), min_size=1, max_size=3),
    leads=st.lists(
        st.tuples(st.integers(0, 99), st.fixed_dictionaries({}, optional={"a": VALUES, "b": VALUES})),
        min_size=1,
        max_size=12,
    ),
)
def test_judging_by_shape_says_what_rendering_says(
    texts: list[str], leads: list[tuple[int, dict[str, str]]]
) -> None:
    variants = tuple(Variant(f"v{index}", "S {{ a }}", text) for index, text in enumerate(texts))
    steps = (Step("1d", 1, variants[:1]), Step("1d", 1, variants))
    judge = RenderCheck(steps)
    for number, fields in leads:
        expected = [
            reason
            for index, step in enumerate(steps)
            if (reason := _why_not(step, fields, index, f"{number}:{index}"))
        ]
        assert [problem.text for problem in judge.problems(str(number), fields)] == expected


def _why_not(step: Step, fields: dict[str, str], index: int, seed: str) -> str:
    try:
        render(step, fields, seed)
    except (MissingFieldError, TemplateProblem) as error:
        return render_problem(error, index).text
    return ""


@settings(max_examples=200)
@given(
    fields=st.fixed_dictionaries({"a": VALUES, "b": VALUES}),
    subject=st.sampled_from([*PARTS, "{{ a | upper }}"]),
)
@hypothesis.example(fields={"a": "Groß & Süß", "b": ""}, subject="{{ a | upper }}")
@hypothesis.example(fields={"a": "A,A", "b": ""}, subject="{{ a | clean_name | default(b) }}")
def test_no_subject_is_longer_than_was_reckoned(fields: dict[str, str], subject: str) -> None:
    step = Step("1d", 1, (Variant("a", subject, "text"),))
    try:
        rendered = render(step, fields, "lead:0").subject or ""
    except (MissingFieldError, TemplateProblem):
        return
    assert len(rendered) <= longest_subject(step, fields, "lead:0")


def test_who_would_be_greeted_without_a_name_is_held_for_the_field_until_it_comes(cli: Cli) -> None:
    text = f"News\n\nHi {{{{ first_name | default('') }}}}, a word about {{{{ company }}}}. {SIGNATURE}"
    bring(cli, sequence(text), LEADS.replace("Cyd,\n", "Cyd,Cyan\n"))
    assert checked(cli)[1]["held"] == [
        {"reason": "needs first_name (step 1)", "leads": 1, "for_example": ["bob@bolt.example"]}
    ]
    code, out, _ = cli("leads", "--held", "--csv")
    assert code == 0
    put("filled.csv", out.replace("bob@bolt.example,Bolt,", "bob@bolt.example,Bolt,Bob"))
    assert cli("import-leads", "filled.csv", "--sequence", "intro")[0] == 0
    assert checked(cli)[1]["ready"] == 4


def test_a_value_that_holds_no_name_is_not_called_missing(cli: Cli) -> None:
    bring(cli, sequence(GOOD.replace("first_name", "first_name | clean_name")), LEADS.replace(",,", ",123,"))
    assert checked(cli)[1]["held"][0]["reason"] == "needs first_name (step 1)"
    assert "blank or holds no name" in cli("why", "bob@bolt.example")[1]
    assert "blank or holds no name" in cli("leads", "--held", "--csv")[2]


def test_why_of_a_template_that_fails_asks_for_another_template(cli: Cli) -> None:
    grows = "{% set x = first_name | default('') %}" + "{% set x = x ~ x %}" * 40 + "Hi {{ company }},"
    bring(cli, sequence(GOOD.replace("Hi {{ first_name }},", grows)), LEADS)
    told = " ".join(cli("why", "ada@acme.example")[1].split())
    assert "step 1 cannot be rendered" in told
    assert "correct the template" in told
    assert "blank or holds no name" not in told


# -- fields


def test_an_unknown_field_is_an_error_with_the_likely_name(cli: Cli) -> None:
    bring(cli, sequence(GOOD, "About {{ compnay }}.", "{{ compnay }}"), LEADS)
    code, data = checked(cli)
    unknown = [finding for finding in data["findings"] if finding["code"] == "unknown_field"]
    assert code == 1
    assert [(each["severity"], each["steps"]) for each in unknown] == [("error", [2, 3])]
    assert unknown[0]["text"] == "steps 2 and 3 need {{ compnay }}, which no lead has; did you mean company?"


def test_a_field_that_one_step_needs_and_another_has_a_default_for_is_an_error_of_the_first_alone(
    cli: Cli,
) -> None:
    bring(cli, sequence(GOOD, "{{ compnay | default('you') }}.", "{{ compnay }}"), LEADS)
    _, data = checked(cli)
    unknown = [finding for finding in data["findings"] if finding["code"] == "unknown_field"]
    assert [(each["severity"], each["steps"]) for each in unknown] == [("error", [3])]
    assert unknown[0]["text"] == "step 3 needs {{ compnay }}, which no lead has; did you mean company?"


def test_a_misspelt_field_with_a_default_is_a_warning(cli: Cli) -> None:
    bring(
        cli,
        sequence(GOOD.replace("first_name", 'frist_name | default("there")')),
        LEADS.replace("Cyd,\n", "Cyd,C\n"),
    )
    code, data = checked(cli)
    assert code == 0
    assert [(each["code"], each["severity"]) for each in data["findings"]] == [("unknown_field", "warning")]
    assert "did you mean first_name?" in data["findings"][0]["text"]


def test_a_field_that_a_test_guards_holds_nobody(cli: Cli) -> None:
    bring(
        cli,
        sequence(GOOD + "{% if premium %} Your contact is {{ manager }}.{% endif %}"),
        LEADS.replace(",,", ",Bo,").replace("Cyd,\n", "Cyd,Cyan\n"),
    )
    with closing(sqlite3.connect("seqcli.db", isolation_level=None)) as conn:
        conn.execute("UPDATE lead SET status = 'queued', status_reason = ''")
    code, data = checked(cli)
    assert code == 0
    assert {each["severity"] for each in data["findings"]} == {"warning"}
    assert data["ready"] == 4


def test_without_leads_nothing_is_said_about_fields(cli: Cli) -> None:
    put("sequence.json", sequence(GOOD))
    assert cli("import-sequence", "sequence.json")[0] == 0
    code, data = checked(cli)
    assert (code, data["leads"], data["findings"]) == (0, 0, [])
    assert "import-leads" in cli("check", "intro")[2]


# -- copy


def found(*texts: str, subject: str = "Vans at {{ company }}", html: str | None = None) -> dict[str, str]:
    """Return the findings in a copy that is sound but for what is given, as code → text and hint."""
    steps = [Step("1d", 1, (Variant("a", subject, f"{texts[0]} {GOOD}", html),))]
    steps += [Step("1d", 1, (Variant("a", None, text),)) for text in texts[1:]]
    known = ("first_name", "company")
    return {each.code: f"{each.text} {each.hint}" for each in proofread(tuple(steps), known)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A plain text [sic], 50% off, a < b, x@y.example, [a link](https://a.example)",
        "https://a.example/?x={{ company }} and 100% of {{ first_name }}'s",
        "{{ pick('Hi', 'Hello') }}{# {a remark} #}{% if city %} {{ city }}{% endif %}",
    ],
)
def test_sound_copy_is_left_in_peace(text: str) -> None:
    assert found(text) == {}


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("Hi {first_name}", "foreign_placeholder", "{{ first_name }}"),
        ("Hi {First Name}", "foreign_placeholder", "{{ first_name }}"),
        ("Hi ${company}", "foreign_placeholder", "{{ company }}"),
        ("Hi %FIRST_NAME%", "foreign_placeholder", "{{ first_name }}"),
        ("Hi *|FNAME|*", "foreign_placeholder", "{{ first_name }}"),
        ("Hi <<First Name>>", "foreign_placeholder", "{{ first_name }}"),
        ("Hi [First Name]", "foreign_placeholder", "{{ first_name }}"),
        ("From [Your Company]", "foreign_placeholder", "[Your Company]"),
        ("{Hi|Hello} you", "spintax", 'pick("Hi", "Hello")'),
        ("Hi {{ first_name }}}", "stray_brace", "two braces"),
        ("Hi { there", "stray_brace", "two braces"),
        ("See http://larkfield.example/plan.", "insecure_link", "https://larkfield.example/plan."),
        ("See www.larkfield.example, now", "bare_link", "https://www.larkfield.example."),
        ("https://a.example https://b.example https://c.example", "many_links", "3 links"),
    ],
)
def test_what_is_wrong_in_a_text_is_named_with_what_to_write(text: str, code: str, hint: str) -> None:
    findings = found(text)
    assert list(findings) == [code]
    assert hint in findings[code]


def test_html_is_read_without_its_style_sheet_and_with_its_links() -> None:
    html = "<style>p { color: red }</style><p>Hi {name}</p><a href='http://a.example/x'>x</a>"
    assert set(found("", html=html)) == {"foreign_placeholder", "insecure_link"}


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("RE: vans at {{ company }}", "fake_reply"),
        ("Fwd: vans", "fake_reply"),
        ("BIG NEWS for {{ company }}".replace("for", "FOR"), "shouting_subject"),
        ("Regarding vans", None),
        ("{{ company }}: UPS", None),
        ("NDA for {{ company }}", None),
    ],
)
def test_a_subject_that_shouts_or_deceives_is_named(subject: str, code: str | None) -> None:
    assert list(found("", subject=subject)) == ([code] if code else [])


def test_the_first_step_needs_a_field_and_the_sequence_an_opt_out_and_an_address() -> None:
    steps = (
        Step("1d", 1, (Variant("a", "Vans", "Hello you"), Variant("b", "Vans", "Hello {{ first_name }}"))),
        Step("1d", 1, (Variant("a", None, "In 2024 I did not hear back."),)),
    )
    findings = {each.code: each.step for each in proofread(steps)}
    assert findings == {"same_for_everybody": 0, "no_opt_out": None, "no_postal_address": None}


@pytest.mark.parametrize(
    "line",
    [
        'reply "no thanks"',
        "Unsubscribe: https://a.example",
        "To opt out, reply STOP",
        "If you'd rather not get these",
        "I will not write again",
        "Abmelden: kurze Antwort genügt",
        "Pour vous désinscrire, répondez non",
    ],
)
def test_ways_to_opt_out_are_known(line: str) -> None:
    steps = (Step("1d", 1, (Variant("a", "x", f"{{{{ a }}}} {line}"),)),)
    assert "no_opt_out" not in {each.code for each in proofread(steps)}


@pytest.mark.parametrize(
    "line",
    [
        "12 Mill Lane, Harrow Wells",
        "Harrow Wells HW3 5QT",
        "PO Box 77",
        "1 Main St, Springfield, IL 62701",
        "Hauptstraße 5",
        "10115 Berlin",
        "Via Roma 12",
        "Keizersgracht 12, 1015 CW Amsterdam",
    ],
)
def test_postal_addresses_are_known(line: str) -> None:
    steps = (Step("1d", 1, (Variant("a", "x", f"{{{{ a }}}} {line}"),)),)
    assert "no_postal_address" not in {each.code for each in proofread(steps)}


def test_the_longest_subject_is_told_with_whom_and_how_long(cli: Cli) -> None:
    long = "Bolt Bavaria Logistics and Warehousing"
    bring(
        cli,
        sequence(GOOD, subject="Van downtime and rotation at {{ company }}"),
        f"email,first_name,company\nada@acme.example,Ada,{long[:32]}\nbob@bolt.example,Bob,{long}\nc@c.example,Cyd,C\n",
    )
    code, data = checked(cli)
    assert code == 0
    (finding,) = data["findings"]
    assert finding["code"] == "long_subject"
    assert (
        f"{len('Van downtime and rotation at ') + len(long)} characters for bob@bolt.example"
        in finding["text"]
    )


def test_a_long_first_mail_is_told(cli: Cli) -> None:
    bring(cli, sequence(GOOD + " word" * 200), LEADS.replace(",,", ",Bo,").replace("Cyd,\n", "Cyd,Cyan\n"))
    assert codes(checked(cli)[1]) == {"long_first_mail"}


def test_the_copy_of_a_file_is_read_alone_and_needs_no_state(cli: Cli) -> None:
    put("draft.json", sequence("Hello {name}", subject="Vans"))
    code, out, _ = cli("check", "draft.json")
    assert code == 0
    assert "draft.json: 1 step, copy only" in out
    assert "{name} is sent as it is" in out
    assert not Path("seqcli.db").exists()
    assert cli("check", "missing.toml")[0] == 4


def test_values_are_harmless_in_a_check(cli: Cli) -> None:
    bring(
        cli,
        sequence(GOOD, subject="{{ company }}"),
        'email,first_name,company\na@a.example,Al,"[red]{{ 7*7 }} ' + "x" * 60 + '"\n',
    )
    code, out, _ = cli("check", "intro")
    assert code == 0
    assert "[red]{{ 7*7 }}" in out


# -- start


@pytest.mark.parametrize("options", [("--yes",), ("--dry-run",)])
def test_start_stops_at_a_field_that_no_lead_has(cli: Cli, world: World, options: tuple[str, ...]) -> None:
    bring(cli, sequence(GOOD, "About {{ compnay }}."), LEADS)
    code, envelope = cli.json("start", "intro", *options)
    assert (code, envelope["error"]["code"]) == (2, "unknown_field")
    expected = "step 2 needs {{ compnay }}, which no lead has; did you mean company?"
    assert envelope["error"]["message"] == expected
    assert world.ledger == []
    with closing(sqlite3.connect("seqcli.db")) as conn:
        assert conn.execute("SELECT count(*) FROM lead WHERE released_at IS NOT NULL").fetchone() == (0,)


def test_start_holds_who_lacks_a_field_that_others_have(cli: Cli, world: World) -> None:
    bring(cli, sequence(GOOD), LEADS)
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert sorted(each.to for each in world.ledger) == ["ada@acme.example", "dan@dune.example"]


def test_start_warns_before_it_asks_when_everybody_gets_the_default(cli: Cli, world: World) -> None:
    bring(cli, sequence(GOOD.replace("first_name", 'frist_name | default("there")')), LEADS)
    code, _, err = cli("start", "intro")
    assert code == 2
    warning = "warning: step 1 uses {{ frist_name }}, which no lead has; did you mean first_name?"
    assert err.index(warning) < err.index("to 3 leads from")
    code, envelope = cli.json("start", "intro", "--dry-run")
    assert code == 0
    assert "frist_name" in envelope["notes"][0]
    assert cli("start", "intro", "--pace", "0", "--yes")[0] == 0
    assert len(world.ledger) == 3


def test_a_sequence_that_is_right_starts_without_a_word(cli: Cli, world: World) -> None:
    enrol(cli)
    code, envelope = cli.json("start", "intro", "--dry-run")
    assert (code, envelope["notes"]) == (0, [])
    assert world.ledger == []
    assert "needs " not in json.dumps(envelope["data"])
