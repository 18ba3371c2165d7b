"""Templates: values are data, a missing field is named, the same lead always gets the same words."""

import subprocess
import sys
import tracemalloc
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqcli import templates
from seqcli.model import Step, Variant
from seqcli.templates import MissingFieldError, TemplateProblem
from seqcli.templates.compiling import compiled


def step(text: str | None = None, subject: str | None = None, html: str | None = None) -> Step:
    return Step("1d", 86_400_000, (Variant("a", subject, text, html),))


def text_of(source: str, seed: str = "lead:0", **fields: str) -> str | None:
    return templates.render(step(source), fields, seed).text


def problem_of(source: str, place: str = "template") -> TemplateProblem:
    one = {"template": step(source), "subject": step("x", subject=source), "html": step(html=source)}[place]
    return next(templates.step_problems(one))


# --- missing fields ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "blank", [{}, {"first_name": ""}, {"first_name": " \t "}, {"first_name": "\u00a0\n"}]
)
def test_a_missing_or_blank_field_is_named(blank: dict[str, str]) -> None:
    with pytest.raises(MissingFieldError) as caught:
        text_of("Hi {{ first_name }},", **blank)
    assert caught.value.field == "first_name"


@pytest.mark.parametrize("blank", [{}, {"first_name": ""}, {"first_name": "  "}])
def test_default_serves_missing_and_blank_fields(blank: dict[str, str]) -> None:
    assert text_of('Hi {{ first_name | default("there") }},', **blank) == "Hi there,"


@pytest.mark.parametrize(
    "source",
    [
        '{{ x | title | default("there") }}',
        '{{ x | clean_name | default("there") }}',
        '{{ x | default(y) | default("there") }}',
        '{{ x or "there" }}',
        '{{ x if x else "there" }}',
        "{% if x %}{{ x }}{% else %}there{% endif %}",
        "{% if x is defined %}{{ x }}{% else %}there{% endif %}",
        "{% if not x %}there{% endif %}",
    ],
)
def test_a_template_may_provide_for_absence_in_every_usual_way(source: str) -> None:
    assert text_of(source) == "there"
    assert "x" not in templates.needed_fields(step(source))
    assert templates.missing_fields(step(source), {}, "lead:0") == ()


@pytest.mark.parametrize(
    "source",
    [
        '{{ x ~ "" }}',
        '{{ x == "a" }}',
        "{{ x.upper() }}",
        "{{ x | length }}",
        "{{ x[0] }}",
        '{{ "a" in x }}',
        "{{ x + x }}",
    ],
)
def test_every_other_use_of_a_missing_field_misses_it(source: str) -> None:
    with pytest.raises(MissingFieldError):
        text_of(source)
    assert templates.needed_fields(step(source)) == {"x"}


def test_a_name_of_nothing_but_ornament_is_missed_by_its_field() -> None:
    cleaned = step("Hi {{ first_name | clean_name }}")
    assert templates.missing_fields(cleaned, {"first_name": "\U0001f680"}, "lead:0") == ("first_name",)
    assert text_of('Hi {{ first_name | clean_name | default("you") }}', first_name="\U0001f680") == "Hi you"


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ('{% if x == "a" %}{{ x }}{% endif %}', {"x"}),
        ("{% if x and not y %}{{ x }}{% endif %}", set()),
        ("{% if x %}{{ y }}{% endif %}", {"y"}),
        ('{{ (x | title) or "there" }}', set()),
        ("{{ x or y }}", {"y"}),
        ("{{ x | default(y) }}", {"y"}),
    ],
)
def test_asking_for_a_field_does_not_need_it_but_comparing_does(source: str, needed: set[str]) -> None:
    assert templates.needed_fields(step(source)) == needed


def test_missing_fields_names_all_of_them_in_order() -> None:
    one = step("{{ city }} {{ company }} {{ city }}", subject="{{ title_line }}")
    assert templates.missing_fields(one, {}, "lead:0") == ("title_line", "city", "company")
    assert templates.missing_fields(one, {"title_line": "t", "city": "c", "company": "d"}, "lead:0") == ()


def test_missing_fields_looks_at_the_variant_the_lead_gets() -> None:
    two = Step("1d", 1, (Variant("a", None, "plain"), Variant("b", None, "{{ company }}")))
    for number in range(30):
        seed = f"lead{number}:0"
        expected = ("company",) if templates.choose_variant(two, seed).name == "b" else ()
        assert templates.missing_fields(two, {}, seed) == expected


def test_used_fields_are_all_that_are_named_and_nothing_else() -> None:
    source = '{{ pick("a", b) }}{% for c in d.split(",") %}{{ c }}{{ loop.index }}{% endfor %}{% set e = f %}{{ e }}'
    assert templates.used_fields(step(source, subject="{{ g | default(h) }}")) == {"b", "d", "f", "g", "h"}


# --- values are data --------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Z"), exclude_characters="\ufeff"), min_size=1))
def test_a_value_comes_out_as_it_went_in(value: str) -> None:
    assert text_of("[{{ x }}]", x=value) == f"[{value}]"


@pytest.mark.parametrize("value", ["{{ 7 * 7 }}", "{% include 'x' %}", "{# x #}", "{{ config }}", "}}", "%}"])
def test_a_value_is_never_a_template(value: str) -> None:
    rendered = templates.render(step("{{ x }}", subject="{{ x }}"), {"x": value}, "lead:0")
    assert (rendered.subject, rendered.text) == (value, value)


def test_html_escapes_values_and_text_does_not() -> None:
    rendered = templates.render(step("{{ x }}", html="<p>{{ x }}</p>"), {"x": "<b>&\"'"}, "lead:0")
    assert rendered.text == "<b>&\"'"
    assert rendered.html == "<p>&lt;b&gt;&amp;&#34;&#39;</p>"


@given(st.text())
def test_a_subject_is_one_line_without_control_characters(value: str) -> None:
    subject = (
        templates.render(
            step("x", subject="About {{ x }} now"), {"x": value or "-", "y": ""}, "lead:0"
        ).subject
        if value.strip()
        else "-"
    )
    assert subject is not None
    assert len(subject.splitlines()) == 1
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in subject)


def test_a_header_cannot_be_injected_through_a_subject() -> None:
    subject = templates.render(
        step("x", subject="{{ x }}"), {"x": "Hi\r\nBcc: all@x.example"}, "lead:0"
    ).subject
    assert subject == "Hi Bcc: all@x.example"


def test_line_breaks_in_a_text_stay_and_become_plain() -> None:
    assert text_of("a\r\n{{ x }}", x="1\r\n2\r3") == "a\n1\n2\n3"


def test_control_characters_of_a_value_do_not_reach_the_mail() -> None:
    assert text_of("[{{ x }}]", x="a\x00\x1b[31mb\x07") == "[a[31mb]"


def test_blank_lines_around_a_template_are_trimmed() -> None:
    assert text_of("\n\n  Hi\n\nBye  \n \n") == "  Hi\n\nBye"


def test_a_lead_never_sees_another_leads_values() -> None:
    one = step('{% set name = x %}{{ name }} {{ y | default("none") }}')
    first = templates.render(one, {"x": "Ann", "y": "secret"}, "1:0").text
    second = templates.render(one, {"x": "Bob"}, "2:0").text
    assert (first, second) == ("Ann secret", "Bob none")


def test_a_field_called_like_a_function_does_not_break_it() -> None:
    assert text_of('{{ pick("a", "a") }}') == "a"


# --- what a template may not do ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("a\nb {{ x", 2, "end of template"),
        ("{{ x | capitalise }}", 1, 'did you mean "capitalize"'),
        ("\n\n{{ x | safe }}", 3, 'there is no filter "safe"'),
        ("{{ greet() }}", 1, 'there is no function "greet"'),
        ("{{ x is shiny }}", 1, 'there is no test "shiny"'),
        ("{ first_name }}", 1, 'has no opening "{{"'),
        ("a\nb }}", 2, 'has no opening "{{"'),
        ("{% include 'a' %}", 1, "include"),
        ("{% import 'a' as b %}", 1, "import"),
        ("{% extends 'a' %}", 1, "extends"),
        ("{% macro a() %}{% endmacro %}", 1, "macro"),
        ("{% autoescape false %}a{% endautoescape %}", 1, "autoescape"),
        ("{% set x %}a{% endset %}", 1, "set block"),
        ("{{ x.__class__ }}", 1, "__class__"),
        ("{{ ''.__class__.__mro__ }}", 1, "plain text"),
        ("{{ x['__class__'].mro() }}", 1, "mro"),
        ("{{ '{0}'.format(x) }}", 1, "format"),
        ("{{ x * 100000 }}", 1, '"*"'),
        ("{{ 2 ** 100000 }}", 1, '"**"'),
        ("{{ '%09999999d' % 1 }}", 1, '"%"'),
        ("{{ range(101) }}", 1, "range"),
        ("{{ x.upper }}", 1, "write upper()"),
        ("{% for a in x %}{{ loop.cycle }}{% endfor %}", 1, "cycle"),
        ("{{ pick() }}", 1, "pick()"),
        ("{{ self }}", 1, "self"),
        ("{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}", 1, "loop inside a loop"),
        ("{% set pick = 1 %}", 1, "only be called"),
        ("{{ pick }}", 1, "only be called"),
    ],
)
def test_what_could_harm_is_refused_with_its_line(source: str, line: int, words: str) -> None:
    problem = problem_of(source)
    assert (problem.place, problem.line) == ("template", line)
    assert words in problem.message


@pytest.mark.parametrize("place", ["subject", "template", "html"])
def test_a_problem_names_its_place(place: str) -> None:
    assert problem_of("{{ x", place).place == place


def test_css_braces_in_html_are_no_problem() -> None:
    assert not list(templates.step_problems(step(html="<style>@media a{b{c:d}}</style>{{ x }}")))


def test_an_output_bomb_is_stopped() -> None:
    with pytest.raises(TemplateProblem, match="200 kB"):
        text_of("{% for n in range(100) %}{{ x }}{% endfor %}", x="y" * 5000)


def test_an_empty_text_or_subject_is_a_problem_and_not_a_mail() -> None:
    for one in (step("{% if x %}a{% endif %}"), step("a", subject='{{ x | default("") }}')):
        with pytest.raises(TemplateProblem, match="empty"):
            templates.render(one, {}, "lead:0")


@pytest.mark.parametrize("source", ['{{ x.split(",") }}', '{{ x == "a" }}', "{{ none }}", "{{ true }}"])
def test_what_is_no_text_is_not_printed(source: str) -> None:
    with pytest.raises(TemplateProblem, match="not text"):
        text_of(source, x="a")


def test_an_error_while_rendering_is_a_problem_of_the_template() -> None:
    with pytest.raises(TemplateProblem):
        text_of("{{ x / 2 }}", x="many")


# --- chance without chance --------------------------------------------------------------------


@given(st.text(max_size=20))
def test_pick_is_stable_for_a_seed(seed: str) -> None:
    source = '{{ pick("Hi", "Hello", "Dear") }} {{ pick("a", "b") }}'
    assert text_of(source, seed) == text_of(source, seed)


def test_pick_spreads_over_leads_and_places() -> None:
    texts = Counter(
        text_of('{{ pick("Hi", "Hello") }}{{ pick("Hi", "Hello") }}', f"{n}:0") for n in range(400)
    )
    assert len(texts) == 4
    assert min(texts.values()) > 60


def test_a_skipped_pick_does_not_change_those_after_it() -> None:
    source = '{% if x %}{{ pick("1", "2") }}{% endif %}{{ pick("a", "b", "c", "d") }}'
    for number in range(20):
        with_x, without = text_of(source, f"{number}:0", x="y"), text_of(source, f"{number}:0")
        assert with_x is not None
        assert without == with_x[-1]


def test_variants_are_even_and_stable() -> None:
    three = Step("1d", 1, tuple(Variant(name, None, name) for name in "abc"))
    seeds = [f"lead{number}:1" for number in range(3000)]
    counts = Counter(templates.render(three, {}, seed).variant for seed in seeds)
    assert set(counts) == set("abc")
    assert min(counts.values()) > 900
    assert [templates.choose_variant(three, seed) for seed in seeds[:50]] == [
        templates.choose_variant(three, seed) for seed in seeds[:50]
    ]


# --- helpers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("JOHN ", "John"),
        ("mary  ann", "Mary Ann"),
        ("McDonald", "McDonald"),
        ("MCDONALD", "McDonald"),
        ("DE LA CRUZ", "de la Cruz"),
        ("de la Cruz", "de la Cruz"),
        ("o'neil", "O'Neil"),
        ("O\u2019NEIL", "O\u2019Neil"),
        ("jean-luc", "Jean-Luc"),
        ("JP", "JP"),
        ("J.R.", "J.R."),
        ("AL", "Al"),
        ("JO", "Jo"),
        ("ED", "Ed"),
        ("AJ", "AJ"),
        ("AJ SMITH", "AJ Smith"),
        ("\u0130STANBUL", "\u0130stanbul"),
        ("AL\u0130", "Ali"),
        ("\u00dftra\u00dfe", "\u00dftra\u00dfe"),
        ("Dr. Jane Smith, PhD", "Jane Smith"),
        ("Bob \U0001f680 (he/him)", "Bob"),
        ("\u00c9MILIE", "\u00c9milie"),
        ("VINCENT VAN GOGH", "Vincent van Gogh"),
        ("HENRY VIII", "Henry VIII"),
        ("mARIA", "Maria"),
        ("jOHN-pAUL", "John-Paul"),
        ("mCDONALD", "McDonald"),
        ("DeShawn", "DeShawn"),
        ("\u10dc\u10d8\u10dc\u10dd", "\u10dc\u10d8\u10dc\u10dd"),
        ("\u1c9c\u1c98\u1c9c\u1c9d", "\u10dc\u10d8\u10dc\u10dd"),
        ("\u0438\u0432\u0430\u043d", "\u0418\u0432\u0430\u043d"),
        ("\u5c71\u7530", "\u5c71\u7530"),
    ],
)
def test_clean_name_writes_a_name_as_people_do(written: str, name: str) -> None:
    assert templates.clean_name(written) == name


@given(st.text(st.sampled_from("abcdemoMcDRLAVN ',.-()\u00e9\u00d6\u0436"), max_size=24))
def test_clean_name_changes_nothing_the_second_time(written: str) -> None:
    once = templates.clean_name(written)
    assert templates.clean_name(once) == once


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Acme, Inc.", "Acme"),
        ("ACME INC", "ACME"),
        ("M\u00fcller GmbH & Co. KG", "M\u00fcller"),
        ("Rossi S.r.l.", "Rossi"),
        ("Bianchi S.p.A.", "Bianchi"),
        ("Tiffany & Co.", "Tiffany & Co."),
        ("Made As", "Made As"),
        ("Orkla AS", "Orkla"),
        ("X Co., Ltd.", "X"),
        ("Baz (UK) Limited", "Baz"),
        ("Foo B.V.", "Foo"),
        ("Dupont SA", "Dupont"),
        ("Hotel Spa", "Hotel Spa"),
        ("Limited Edition", "Limited Edition"),
        ("Inc", "Inc"),
        ("The Limited", "The Limited"),
        ("&", ""),
        ("Kwiaty Sp. z o.o.", "Kwiaty"),
        (
            "\u041e\u041e\u041e \u0420\u043e\u043c\u0430\u0448\u043a\u0430",
            "\u0420\u043e\u043c\u0430\u0448\u043a\u0430",
        ),
    ],
)
def test_company_name_drops_the_legal_form(written: str, name: str) -> None:
    assert templates.company_name(written) == name


@given(st.text(min_size=1).filter(lambda text: text.strip() and "@" not in text))  # an address is no company
def test_company_name_never_leaves_nothing_of_a_word(written: str) -> None:
    assert templates.company_name(f"A{written}")


def test_a_text_part_is_made_from_html() -> None:
    html = (
        "<style>p{}</style><p>Hi {{ x }},</p><ul><li>one<li>two</ul>"
        '<a href="https://a.example/">a.example</a> and <a href="https://b.example/c">this</a><br>Bye'
    )
    expected = "Hi <Ann>,\n\n- one\n- two\n\na.example and this (https://b.example/c)\nBye"
    assert templates.render(step(html=html), {"x": "<Ann>"}, "lead:0").text == expected


@pytest.mark.parametrize(
    ("name", "meant"),
    [("firstname", "first_name"), ("compny", "company"), ("Company", "company"), ("zzz", None)],
)
def test_suggest_finds_what_was_meant(name: str, meant: str | None) -> None:
    assert templates.suggest(name, ["first_name", "last_name", "company"]) == meant


def test_importing_templates_does_not_load_jinja2() -> None:
    code = "import sys, seqcli.templates; sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


EMPTY = "{{ first_name | default('') }}"


@pytest.mark.parametrize(
    ("template", "name"),
    [
        (f"Hi {EMPTY},\nabout vans", ""),
        ("Hi {% if first_name %}{{ first_name }}{% endif %}, about vans", ""),
        ("\nHello {{ first_name }},", ","),
        ("Hi {{ first_name }},", "?"),
        ("Dear {{ first_name | default(' ') }} ,", ""),
        ("Bonjour {{ first_name }},", "\u201c\u201d"),
        (f"Acme news\n\nHi {EMPTY},\nabout vans", ""),
        (f"Bonjour !\nHi {EMPTY},", ""),
        (f"Good morning {EMPTY}!", ""),
        (f"Good day, {EMPTY},", ""),
        (f"Greetings {EMPTY}:", ""),
        (f"Hi there {EMPTY},", ""),
        (f"HEY {EMPTY} \u2014 about vans", ""),
        (f"Dear Mr {EMPTY},", ""),
        (f"Dear Dr. {EMPTY},", ""),
        (f"Sehr geehrter Herr {EMPTY},", ""),
        (f"Sehr geehrte Frau Dr. {EMPTY},", ""),
        (f"Guten Tag {EMPTY},", ""),
        (f"Liebe/r {EMPTY},", ""),
        (f"Bonjour {EMPTY} !", ""),
        (f"Ch\u00e8re {EMPTY},", ""),
        (f"Buenos d\u00edas {EMPTY},", ""),
        (f"Estimado Sr. {EMPTY},", ""),
        (f"Gentile {EMPTY},", ""),
        (f"Ol\u00e1 {EMPTY},", ""),
        (f"Hej {EMPTY}!", ""),
        (f"\u60a8\u597d {EMPTY}\uff0c", ""),
        (f"{EMPTY}, I saw your vans", ""),
        (f"Hi\n{EMPTY},\nI saw your vans", ""),
        ("Hi {% if first_name %}{{ first_name }} {{ last_name }}{% endif %},", ""),
        ("Hi {% if first_name and last_name %}{{ first_name }}{% endif %},", ""),
        ("Hi {{ nick | default('') }} {{ first_name | default('') }},", ""),
        ("Hi {{ first_name[1:] }},", "A"),
        ("Hi {{ first_name | default('&nbsp;') }},", ""),
        ("Good morning {{ first_name }}!", "\u2026"),
        ("{{ first_name }}, I saw your vans", "\u2026"),
    ],
)
def test_a_greeting_that_names_nobody_misses_the_field(template: str, name: str) -> None:
    greeting = Step("1d", 1, (Variant("a", "Vans", template),))
    fields = {"first_name": name} if name else {}
    with pytest.raises(MissingFieldError) as caught:
        templates.render(greeting, fields, "x:0")
    assert caught.value.field == "first_name"
    assert templates.missing_fields(greeting, fields, "x:0")[:1] in {(), ("first_name",)}


@pytest.mark.parametrize("subject", [f"Hi {EMPTY},", f"{EMPTY}, a question"])
def test_a_subject_that_greets_nobody_misses_the_field(subject: str) -> None:
    with pytest.raises(MissingFieldError, match="needs first_name"):
        templates.render(step("Hi all,", subject=subject), {}, "x:0")


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Hi {EMPTY},</p>",
        f"<p>Hi&nbsp;<b>{EMPTY}</b>,</p>",
        f"<h1>Acme</h1><p>Hi {EMPTY},</p>",
        f"<div style='display:none'>Vans</div><p>Hi {EMPTY},</p>",
        f"<table><tr><td>Logo</td><td>Hi {EMPTY},</td></tr></table>",
        f"Acme<br>Hi {EMPTY},<br>",
    ],
)
@pytest.mark.parametrize("text", ["Hi all,", None])
def test_a_greeting_in_html_is_read_as_well(html: str, text: str | None) -> None:
    with pytest.raises(MissingFieldError, match="needs first_name"):
        templates.render(step(text, html=html), {}, "x:0")


@pytest.mark.parametrize("template", ["Hi {{ pick('', '') }},", "Hi {{ '' }},"])
def test_a_greeting_that_no_field_mends_is_no_mail(template: str) -> None:
    with pytest.raises(TemplateProblem, match="names nobody"):
        text_of(template)


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("Hi {{ first_name }},", "Ann"),
        ("Hi{% if first_name %} {{ first_name }}{% endif %},", ""),
        ("Hello,\nabout vans", ""),
        ("Hi!", ""),
        ("Bonjour !", ""),
        ("Hi ,", ""),
        ("Hi there,", ""),
        ("{% if first_name %}Hi {{ first_name }},{% else %}Good day !{% endif %}", ""),
        ("Bonjour{% if first_name %} {{ first_name }}{% endif %} !", ""),
        ("Hi{% if first_name %} {{ first_name }}{% endif %} - about vans", ""),
        ("Hi{% if first_name %} {{ first_name }}{% endif %} .NET friends", ""),
        ("Hi {{ first_name }}, and hello", "'s-Ann"),
        ("Dear Mr {{ first_name }},", "Lee"),
        ("High , low", ""),
    ],
)
def test_a_greeting_that_was_meant_so_passes(template: str, name: str) -> None:
    greeting = Step("1d", 1, (Variant("a", "Vans", template),))
    assert templates.render(greeting, {"first_name": name} if name else {}, "x:0").text


# --- work and size are bounded while rendering --------------------------------------------------

PEAK_BYTES = 30_000_000
BIG = "x" * 60_000
DOUBLING = "{% set x = x ~ x %}" * 40
BOMBS = {
    "joined": "{% set x = first_name %}" + DOUBLING + "Hi",
    "joined, html": "{% set x = first_name %}" + DOUBLING + "Hi",
    "added": "{% set x = 'ab' %}" + "{% set x = x + x %}" * 40 + "Hi",
    "joined at once": "{% set x = body ~ ' ' %}{% set y = " + " ~ ".join(["x"] * 3000) + " %}Hi",
    "listed": "{% set x = [first_name] %}" + "{% set x = [x, x] %}" * 40 + "{{ x | length }}",
    "printed list": "{% set x = [first_name] %}" + "{% set x = [x, x] %}" * 40 + "{{ x }}",
    "added lists": "{% set x = [first_name] %}" + "{% set x = x + x %}" * 40 + "{{ x | length }}",
    "replaced": "{% set x = body | replace('', body) %}Hi",
    "replaced, again": "{% set x = 'aaaa' %}" + "{% set x = x | replace('a', 'aaaaaaaaaa') %}" * 20 + "Hi",
    "separated": "{% set x = body.split('x') | join(body) %}Hi",
    "rounded": "{{ 1.5 | round(999999999, 'ceil') }}",
    "divided": "{% if '%0999999999d' is divisibleby 7 %}a{% else %}b{% endif %}",
    "odd": "{% if '%0999999999d' is odd %}a{% else %}b{% endif %}",
    "walked": "{% for c in body %}{% set x = c %}{% endfor %}Hi",
    "worked": "{% for n in range(100) %}" + "{% set x = body | upper %}" * 20 + "{% endfor %}Hi",
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_a_template_makes_is_bounded_before_it_is_made(name: str) -> None:
    source = BOMBS[name]
    one = step(html=source) if "html" in name else step(source)
    fields = {"first_name": "Ada", "body": BIG}
    tracemalloc.start()
    try:
        with pytest.raises(TemplateProblem, match=r"200 kB|at most|number"):
            templates.render(one, fields, "lead:0")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < PEAK_BYTES


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 10**9 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%0999999999d' % 1 }}",
        "{{ '%0999999999d' | format(1) }}",
        "{{ x | center(10**9) }}",
        "{{ 'a'.ljust(1000000000) }}",
        "{{ x | indent(1000000000) }}",
        "{{ x | wordwrap(1) }}",
        "{{ x | batch(1000000000, 'y') | list }}",
        "{{ x | tojson }}",
        "{% for i in range(1000000000) %}a{% endfor %}",
        "{% for i in range(9) %}{% for j in range(9) %}a{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% filter upper %}a{% endfilter %}",
        "{% set x %}a{% endset %}",
    ],
)
def test_what_no_mail_needs_is_refused_when_the_file_is_read(source: str) -> None:
    problem_of(source)


def test_lists_loops_and_joined_texts_of_ordinary_size_work() -> None:
    source = (
        "{% set who = first_name ~ ' ' ~ last_name %}Hi {{ who }}:"
        "{% for each in skills.split(', ') %} {{ loop.index }} {{ each | replace('a', '4') }}"
        "{% if not loop.last %},{% endif %}{% endfor %}."
        "{% for name, price in [('one', 1), ('two', 2)] %} {{ name }}={{ price + 1 }}{% endfor %}"
        "{% if 4 is even and first_name in ['Ada', 'Bob'] %} {{ ['x', 'y'] | join('-') }}{% endif %}"
    )
    text = text_of(source, first_name="Ada", last_name="Byron", skills="maths, tea")
    assert text == "Hi Ada Byron: 1 m4ths, 2 te4. one=2 two=3 x-y"
    html = templates.render(step(html="<p>{{ '<' ~ name ~ ['&'] | join }}</p>"), {"name": "<Ada>"}, "s")
    assert html.html == "<p>&lt;&lt;Ada&gt;&amp;</p>"


@pytest.mark.parametrize(
    "source",
    [
        "{% if a %}" * 100 + "x" + "{% endif %}" * 100,
        "{{ " + "(" * 70 + "a" + " or b)" * 70 + " }}",
    ],
)
def test_a_template_nested_beyond_a_fixed_depth_is_refused_whoever_calls(source: str) -> None:
    with pytest.raises(TemplateProblem, match="nested too deeply"):
        compiled("template", source)
