"""Patterns side by side, tried only where their words are: they find what one pattern of alternatives finds."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import seqcli.inbound
from seqcli.inbound.opt_out_clause_phrases import LANGUAGES
from seqcli.inbound.reading import fold
from seqcli.patterns import AnyOf, needed_words

TESTS = Path(__file__).parent
SAMPLES = [
    line
    for folder in ("samples", "unseen")
    for path in sorted((TESTS / folder).glob("*.txt"))
    for line in set(fold(path.read_text(encoding="utf-8")).splitlines())
]
MODULES = [import_module(f"seqcli.inbound.{each.name}") for each in iter_modules(seqcli.inbound.__path__)]
#: By one of their names: modules import them from each other.
LISTS = {
    name: each
    for each, name in {
        value: name for module in MODULES for name, value in vars(module).items() if isinstance(value, AnyOf)
    }.items()
} | {f"acts {number}": words.acts for number, words in enumerate(LANGUAGES)}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_finds_in_every_sample_what_one_pattern_finds(name: str) -> None:
    several = LISTS[name]
    one = re.compile("|".join(f"(?:{each})" for each in several.patterns))
    found = 0
    for text in SAMPLES:
        spans = [match.span() for match in one.finditer(text)]
        assert [match.span() for match in several.finditer(text)] == spans, text
        found += len(spans)
    assert found


def test_the_leftmost_match_counts_and_of_two_there_the_first_pattern() -> None:
    several = AnyOf("stop it", "now stop", "stop it now", r"\d+")
    assert [each.group() for each in several.finditer("stop it now 12 now stop it")] == [
        "stop it",
        "12",
        "now stop",
    ]
    assert several.sub("-", "please stop it now 12.") == "please - now -."
    assert several.search("stopping") is None
    assert several.sub("-", "stopping") == "stopping"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bstop(?: it)?\b", {"stop"}),
        (r"(?:remove|delete) \w+ now", {"remove", "delete"}),
        (r"(?:remove|no) \w+ now", {" now"}),
        (r"(?:un)?(?:subscribe)+", {"subscribe"}),
        (r"(?!never)stop|(?<=you )quit", {"stop", "quit"}),
        (r"\b(?:me|us)\b", set()),
        (r"stop|\d+", set()),
    ],
)
def test_needed_words_are_those_that_no_match_goes_without(pattern: str, words: set[str]) -> None:
    assert needed_words(pattern) == words


def test_a_pattern_without_case_has_no_words() -> None:
    with pytest.raises(ValueError, match="case"):
        needed_words("(?i)stop")
