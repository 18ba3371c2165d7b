"""Where an empty field leaves a gap that readers see, the lead is held for that field; a blank on purpose is none."""

import pytest

from seqcli.engine.leads.render_check import RenderCheck
from seqcli.model import Step, Variant
from seqcli.templates import MissingFieldError, render
from seqcli.templates.gap_phrases import OPEN_TITLES, OPEN_WORDS
from seqcli.templates.proofreading import proofread

FIELDS = {"present": "acme", "sentence": "Nice fair."}


def step(place: str, source: str) -> Step:
    texts = {"subject": "Vans", "template": None if place == "html" else "Vans", place: source}
    return Step("1d", 1, (Variant("a", texts["subject"], texts["template"], texts.get("html")),))


@pytest.mark.parametrize(
    ("place", "source", "field"),
    [
        ("template", "Good afternoon {{ first_name | default('') }} and team,", "first_name"),
        ("template", "Hallo {{ first_name | default('') }}\n\nkurz zu Ihren Transportern.", "first_name"),
        ("template", "Ihr {{ company | default('') }}-Fuhrpark steht zu oft.", "company"),
        ("template", "Wie läuft es bei {{ company | default('') }}?", "company"),
        ("template", "J'ai vu l'annonce d'{{ company | default('') }} sur votre site.", "company"),
        ("template", "Bonjour {{ first_name | default('') }} :)\n\nune question", "first_name"),
        ("template", "¿Quién planifica las furgonetas en {{ company | default('') }}?", "company"),
        ("template", "Buongiorno {{ first_name | default('') }}\n\nuna domanda", "first_name"),
        ("template", "Ho visto che {{ company | default('') }} cerca autisti.", "company"),
        ("template", "Falo com quem cuida das carrinhas ({{ company | default('') }}) hoje?", "company"),
        ("template", "Wij helpen bedrijven in\n{{ city | default('') }} en omgeving.", "city"),
        ("template", "Piszę w sprawie floty w {{ company | default('') }}\n\nPozdrawiam", "company"),
        ("subject", "Frage zu {{ company | default('') }}", "company"),
        ("subject", "{{ first_name | default('') }} - quick question", "first_name"),
        ("html", "<p>We saw <b>{{ company | default('') }}</b> at the fair.</p>", "company"),
        ("template", "Is {% if company %}{{ company }}{% endif %} hiring drivers?", "company"),
        ("template", "You can book here: {{ link | default('') }}\n\nBest", "link"),
        ("template", "Your {{ fleet_size | default('') }} vans, and {{ present }}'s drivers", "fleet_size"),
        ("template", "Hi {{ first_name | default('') }} from {{ company | default('') }},", "first_name"),
        ("template", "Hallo Herr/Frau {{ last_name | default('') }},", "last_name"),
        ("template", "Thanks, {{ first_name | default('') }}, for reading.", "first_name"),
        ("template", "So what do you say, {{ first_name | default('') }}?", "first_name"),
        ("template", "Hi {{ first_name | clean_name | default('') }}\n\nhello", "first_name"),
        ("template", "Hoi {{ first_name | default('') }} 👋", "first_name"),
        ("template", "We help {{ company | default('') }} with vans.", "company"),
        ("subject", "Question for {{ first_name | default('') }}", "first_name"),
        ("html", "<p>Book <a href='{{ link | default('') }}'>here</a> today.</p>", "link"),
        ("template", "Dear Dr. {{ last_name | default('') }} and colleagues,", "last_name"),
        ("template", "I saw ({{ city | default('') }}) on the map", "city"),
        ("template", "{{ company | default('') }}'s vans break.", "company"),
        ("template", "{{ company | default('') }} braucht Transporter.", "company"),
        ("template", "- {{ reason | default('') }}\n- price", "reason"),
        ("template", "Szanowny Panie {{ last_name | default('') }},", "last_name"),
        ("template", "Goedemiddag {{ first_name | default('') }},", "first_name"),
        ("template", "Call „{{ product | default('') }}“ now", "product"),
        ("template", "It costs €{{ price | default('') }} a month.", "price"),
        ("template", "P.S. {{ ps | default('') }}", "ps"),
        ("subject", "Quick question, {{ first_name | default('') }}", "first_name"),
        ("subject", "{{ company | default('') }} / Acme", "company"),
        ("subject", "Acme <> {{ company | default('') }}: vans", "company"),
        ("html", "<table><tr><td>We help {{ company | default('') }} with</td></tr></table>", "company"),
        ("template", "Saludos a todos en {{ company | default(' ') }}.", "company"),
    ],
)
def test_a_gap_misses_the_field_that_left_it(place: str, source: str, field: str) -> None:
    with pytest.raises(MissingFieldError) as caught:
        render(step(place, source), FIELDS, "x:0")
    assert caught.value.field == field
    assert caught.value.line


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("template", "Hi{% if first_name %} {{ first_name }}{% endif %}, a word on vans"),
        ("template", "Hallo {{ first_name | default('zusammen') }},"),
        ("template", "Dear {{ title | default('') }} {{ present }},"),
        ("template", "Hi Ann, {{ icebreaker | default('') }} we met at the fair."),
        ("template", "We sell vans. {{ ps | default('') }} Shall we talk?"),
        ("template", "We sell vans.\n\n{{ ps | default('') }}\n\nBest"),
        ("template", "See https://v.example/?c={{ company | default('') }}&u={{ ref | default('') }}."),
        ("template", "See https://v.example/vans-{{ slug | default('') }}, or call."),
        ("template", "Bonjour{% if first_name %} {{ first_name }}{% endif %} !"),
        ("template", "Guten Tag{{ ' ' ~ last_name if last_name else '' }}, kurz zu Ihnen"),
        ("template", "Viele Grüße, {{ sender | default('') }}"),
        ("template", "{% if company %}\nWe saw {{ company }}.\n{% endif %}\n - one\n - two"),
        ("template", "We help{% if company %} {{ company }}{% endif %} with vans."),
        ("template", "{{ intro | default('') }} We sell vans."),
        ("template", "I {{ pick('', 'really') }} like vans, {{ present }}."),
        (
            "html",
            "<ul>{% if a %}<li>{{ a }}</li>{% endif %}<li>two</li></ul><p class='{{ k | default('') }}'>Ok</p>",
        ),
        ("subject", "Vans{% if company %} at {{ company }}{% endif %}"),
        ("subject", "Quick question {{ emoji | default('') }}"),
        (
            "template",
            "Dzień dobry{% if first_name %}, {{ first_name }}{% endif %}!\n\nKrótko: {{ first_name | default('Pan') }}",
        ),
        ("template", "Hola {% if first_name %}{{ first_name }}{% else %}equipo{% endif %},"),
        ("template", "Hope it helps {{ first_name | default('') }}:)"),
        ("template", "Book at https://v.example/{{ slug | default('') }} when you like."),
        ("template", "{{ sentence }} {{ ps | default('') }} We help."),
        (
            "template",
            "Our{% if n %} {{ n }}{% endif %} vans ({% if n %}{{ n }}{% else %}many{% endif %}) run.",
        ),
        ("template", "Best,\n{{ sender | default('') }}\n{{ phone | default('') }}"),
        ("template", "-- \n{{ sender | default('') }}"),
        ("template", "{% if company %}{{ company }}: {% endif %}vans break."),
        ("template", "Hi there 👋 {{ ice | default('') }} I run vans."),
        ("template", "{% for w in ['a','b'] %}{{ w }} {% endfor %}and more"),
        (
            "html",
            "<p>Hi all,</p><p>{{ ps | default('') }}</p><p><a href='https://v.example/?c={{ c | default('') }}'>Book</a></p>",
        ),
        ("html", "<img src='https://v.example/{{ c | default('') }}.png' alt='{{ c | default('') }}'>Hi all"),
        ("template", "Grüße aus {{ city | default('dem Norden') }}\n{{ ps | default('') }}"),
        ("template", "Vans {{ size | default('') }}\nin Berlin"),
        ("template", "{% if de %}Hallo{% endif %} {% if present %}Hi{% endif %} {{ present }},"),
    ],
)
def test_a_blank_on_purpose_is_sent(place: str, source: str) -> None:
    assert render(step(place, source), FIELDS, "x:0").text


def test_a_text_that_only_its_author_empties_is_sent() -> None:
    assert "I  like" in str(
        render(step("template", "I {{ pick('', '') }} like {{ present }}"), FIELDS, "x:0").text
    )


def test_what_a_cleaner_empties_leaves_a_gap_too() -> None:
    source = "Hi {{ present | clean_name | default('') }} and all"
    with pytest.raises(MissingFieldError, match="needs present"):
        render(step("template", source), {"present": "Sales Team"}, "x:0")


def test_every_field_that_leaves_a_gap_is_named() -> None:
    check = RenderCheck(
        (step("template", "Hi {{ first_name | default('') }} from {{ company | default('') }},"),)
    )
    (problem,) = check.problems("x", {})
    assert problem.fields == ("first_name", "company")


def test_the_marks_of_values_are_in_no_mail() -> None:
    mail = render(
        step("html", "<p title='{{ present }}'>{{ present }}{{ gone | default('') }}</p>"), FIELDS, "x:0"
    )
    assert (mail.html, mail.text) == ("<p title='acme'>acme</p>", "acme")


def test_the_author_is_told_which_field_would_leave_a_gap_and_how_to_write_it() -> None:
    source = "We help {{ company | default('') }} with vans{% if city %} in {{ city }}{% endif %}."
    (gap,) = [each for each in proofread((step("template", source),)) if each.code == "gap"]
    assert gap.text == 'a lead without company is held: it would read "We help  with vans in \u2026."'
    assert "{% if company %} {{ company }}{% endif %}" in gap.hint


@pytest.mark.parametrize("words", [OPEN_WORDS, OPEN_TITLES])
def test_words_are_compared_in_lower_case(words: frozenset[str]) -> None:
    assert words == {word.lower().strip() for word in words}
