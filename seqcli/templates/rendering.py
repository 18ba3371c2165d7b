"""Fields, variants and rendered texts of a step; `compiling` knows Jinja2."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product, repeat
from math import gcd, inf
from operator import getitem
from string import ascii_letters, digits

from seqcli.first_few import FirstFew
from seqcli.model import Step, Variant
from seqcli.templates.bounds import BUDGET, GROWS, MAX_PART_CHARS, Budget
from seqcli.templates.compiling import (
    SEED,
    Compiled,
    MissingFieldError,
    TemplateProblem,
    compiled,
    name_cleaner,
    spread,
)
from seqcli.templates.gaps import gaps
from seqcli.templates.greetings import GREETING_HEADS, empty_greetings, may_be_greeting
from seqcli.templates.no_company import names_no_company
from seqcli.templates.person_names import is_plain_name
from seqcli.templates.plain_text import html_to_text
from seqcli.templates.value_marks import unmarked

_MAX_PLAIN_VALUE_CHARS = 500
#: Values that are remembered of a field.
_MOST_KEPT = 1000
#: Stays as it is in every filter.
_FILLED = "Anna"
_BLANKS = repeat("")
#: How values begin that are no greeting and, if they are cleaned, never empty; a blank one too.
_PLAIN_NAMES = frozenset(
    {"", *ascii_letters, *map("".join, product(ascii_letters, f"{ascii_letters}{digits} .-"))}
).difference(GREETING_HEADS)
_PLAIN_TEXTS = _PLAIN_NAMES | {*digits, *map("".join, product(digits, f"{ascii_letters}{digits} .-"))}
_PLAIN_ENDS = frozenset({"", *ascii_letters, *digits, ".", ")"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """The texts of one mail; `variant` is the name of the chosen variant."""

    subject: str | None
    text: str | None
    html: str | None
    variant: str


def step_problems(step: Step) -> Iterator[TemplateProblem]:
    """Yield the problem of every text of every variant that has one."""
    for variant in step.variants:
        for place, source in _parts(variant):
            try:
                compiled(place, source)
            except TemplateProblem as problem:
                yield TemplateProblem(place, problem.line, problem.message, variant=variant.name)


@lru_cache(maxsize=1024)
def needed_fields(step: Step) -> frozenset[str]:
    """Return the merge fields that some variant uses without a default or a test for their presence."""
    return frozenset().union(*(part.needed for part in _compiled_parts(step)))


@lru_cache(maxsize=1024)
def used_fields(step: Step) -> frozenset[str]:
    """Return the merge fields that some variant uses."""
    return frozenset().union(*(part.used for part in _compiled_parts(step)))


def missing_fields(step: Step, fields: Mapping[str, str], seed: str) -> tuple[str, ...]:
    """Return the fields that this lead lacks for this step, found by rendering; empty if the step can be sent.

    Raises:
        TemplateProblem: the step cannot be rendered whatever the fields are.
    """
    if not _may_lack(step, fields):
        return ()
    missing: dict[str, str] = {}
    while True:
        try:
            render(step, {**fields, **missing}, seed)
        except MissingFieldError as error:
            if error.field in missing:
                return tuple(missing)
            missing[error.field] = _FILLED
        else:
            return tuple(missing)


def _may_lack(step: Step, fields: Mapping[str, str]) -> bool:
    # an import asks this for half a million leads, and rendering is a hundred times slower
    return _cleans(step) or any(not fields.get(name, "").strip() for name in used_fields(step))


@lru_cache(maxsize=1024)
def _cleans(step: Step) -> bool:
    return any(part.cleaned for part in _compiled_parts(step))


def choose_variant(step: Step, seed: str) -> Variant:
    """Return the variant for `seed` ("<lead id>:<step index>"): always the same, distributed over seeds by weight.

    A seed puts the variants in an order of its own, drawn by weight, and gets the first one that is on. So turning a
    variant off or on again changes only what those get who would have got it.
    """
    left, turn = list(step.variants), 0
    while len(left) > 1:
        chosen = _pick(left, f"{seed}\nvariant" if turn == 0 else f"{seed}\nvariant\n{turn}")
        if not chosen.is_off:
            return chosen
        left.remove(chosen)
        turn += 1
    return left[0]


def _pick(variants: Sequence[Variant], seed: str) -> Variant:
    """Return one of the variants by weight; of equal ones, each has one place of the hash, whatever the weight is."""
    unit = gcd(*(each.weight for each in variants))
    places = [each for each in variants for _ in range(each.weight // unit)]
    return places[spread(seed, len(places))]


def render(step: Step, fields: Mapping[str, str], seed: str) -> Rendered:
    """Return the step as a lead with `fields` gets it; the same arguments always give the same text.

    Raises:
        MissingFieldError: a field without a default is missing, or its absence leaves a greeting without a name or a
            gap in a line.
        TemplateProblem: the template is invalid, grows beyond 200 kB, or renders empty for this lead.
    """
    variant = choose_variant(step, seed)
    context = {name: value for name, value in fields.items() if value.strip()}
    context[SEED] = seed
    marked = {place: _marked(place, source, context) for place, source in _parts(variant)}
    texts = {place: _finished(place, text) for place, text in marked.items()}
    subject, text, html = map(texts.get, ("subject", "template", "html"))
    if text is None and html is not None:
        text = html_to_text(html)
    _check_for_gaps(variant, marked, texts, context)
    return Rendered(None if subject is None else _one_line(subject), text, html, variant.name)


def _check_for_gaps(
    variant: Variant, marked: Mapping[str, str], texts: Mapping[str, str], context: Mapping[str, str]
) -> None:
    """Report the field whose absence leaves a greeting without a name, or a gap in a line.

    Raises:
        MissingFieldError: a value of this field would mend it.
        TemplateProblem: a greeting names nobody, and no field would add a name.
    """
    for place, source in _parts(variant):
        greetings = empty_greetings(place, texts[place], source)
        faults = greetings + gaps(place, marked[place])
        if not faults:
            continue
        part = compiled(place, source)
        names = sorted(dict.fromkeys(name for name in part.names if name in part.used), key=_is_no_name)
        for filled in (*((name,) for name in names), names):
            if filled and _mends(place, source, context, filled, len(faults)):
                raise MissingFieldError(filled[0], faults[-1])
        if greetings:
            raise TemplateProblem(place, None, f'the greeting names nobody: "{greetings[0]}"')


def _is_no_name(field: str) -> bool:
    return "name" not in field


def _mends(place: str, source: str, context: Mapping[str, str], filled: Iterable[str], count: int) -> bool:
    """Return whether fewer than `count` faults are left once these fields have values."""
    try:
        marked = _marked(place, source, {**context, **dict.fromkeys(filled, _FILLED)})
        text = _finished(place, marked)
    except MissingFieldError:
        return True  # the branch for leads that have the field
    except TemplateProblem:
        return False
    return len(empty_greetings(place, text, source)) + len(gaps(place, marked)) < count


class Shapes:
    """Groups leads by the fields that they have, for the plain ones of `steps`: only that decides what they lack."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._plain_steps = frozenset(step for step in steps if _is_plain_step(step))
        parts = [part for step in self._plain_steps for part in _compiled_parts(step)]
        used = frozenset().union(*(part.used for part in parts))
        cleaned = frozenset().union(*(part.cleaned for part in parts))
        self._names = sorted(used)
        self._all_there = (True,) * len(self._names)
        named = frozenset().union(*(part.named for part in parts))
        companies = frozenset().union(*(part.cleaned_companies for part in parts))
        self._is_plain = [
            FirstFew(
                _plain_test(
                    name, is_cleaned=name in cleaned, is_named=name in named, is_company=name in companies
                ),
                _MOST_KEPT,
            )
            for name in self._names
        ]

    def decide(self, step: Step) -> bool:
        """Return whether all leads of one shape lack the same fields for a variant of this step."""
        return step in self._plain_steps

    def of(self, fields: Mapping[str, str]) -> tuple[bool, ...] | None:
        """Return the shape of a lead, or None if its values require rendering."""
        values = [*map(fields.get, self._names, _BLANKS)]
        if sum(map(len, values)) > _MAX_PLAIN_VALUE_CHARS or not all(map(getitem, self._is_plain, values)):
            return None
        if "" not in values:
            return self._all_there
        return tuple(map(bool, values))


def _plain_test(field: str, *, is_cleaned: bool, is_named: bool, is_company: bool) -> Callable[[str], bool]:
    """Return the test whether a value of a field has the same effect as all plain values on what a lead lacks."""
    beginnings = _PLAIN_NAMES if is_cleaned else _PLAIN_TEXTS

    def is_plain(value: str) -> bool:
        if not value:
            return True
        # nearly every value begins and ends with plain letters and digits
        is_usual = value[:2] in beginnings and value[-1] in _PLAIN_ENDS
        if not value.isprintable() or not (is_usual or _needs_no_rendering(value, is_cleaned=is_cleaned)):
            return False
        if is_company and names_no_company(value):
            return False
        return not is_named or is_plain_name(value) or _stays_filled(field, value)

    return is_plain


def _stays_filled(field: str, value: str) -> bool:
    """Return whether cleaning leaves something of a name, and no part of a greeting."""
    cleaned = name_cleaner(field)(value)
    return cleaned[:1].isalnum() and not may_be_greeting(cleaned)


def _needs_no_rendering(value: str, *, is_cleaned: bool) -> bool:
    """Return whether all values like this one, which is not blank, have the same effect on what a lead lacks."""
    # a value that begins with punctuation may leave a greeting without a name, or an empty text
    if not value[0].isalnum() or may_be_greeting(value):
        return False
    # cleaning never empties a value that begins and ends like this
    return not is_cleaned or (value[0].isalpha() and (value[-1].isalnum() or value[-1] in ".)"))


def _is_plain_step(step: Step) -> bool:
    return all(part.is_plain for part in _compiled_parts(step))


def _compiled_parts(step: Step) -> list[Compiled]:
    return [compiled(*part) for variant in step.live_variants for part in _parts(variant)]


def longest_subject(step: Step, fields: Mapping[str, str], seed: str) -> float:
    """Return the maximum length of this lead's subject in characters, without rendering it."""
    source = choose_variant(step, seed).subject
    if source is None:
        return 0
    part = compiled("subject", source)
    if not part.is_plain:
        return inf
    return part.fixed_chars + sum(_longest_filtered(fields.get(name, "")) for name in part.names)


def _longest_filtered(value: str) -> int:
    # `clean_name` puts blanks at these signs; some letters outside ASCII have capitals of two or three characters.
    return (len(value) + 2 * sum(map(value.count, ",.&+"))) * (1 if value.isascii() else 3)


def _parts(variant: Variant) -> Iterator[tuple[str, str]]:
    parts = (("subject", variant.subject), ("template", variant.text), ("html", variant.html))
    return ((place, source) for place, source in parts if source is not None)


def _marked(place: str, source: str, context: Mapping[str, str]) -> str:
    """Return a rendered part with marks around values."""
    try:
        pieces = compiled(place, source).template.generate({**context, BUDGET: Budget()})
        return "".join(_bounded(place, pieces))
    except (MissingFieldError, TemplateProblem):
        raise
    except Exception as error:
        raise TemplateProblem(place, None, str(error) or type(error).__name__) from error


def _finished(place: str, marked: str) -> str:
    text = _trimmed(unmarked(marked))
    if not text:
        raise TemplateProblem(place, None, "it is empty for this lead")
    return text


def _bounded(place: str, pieces: Iterator[str]) -> Iterator[str]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_PART_CHARS:
            raise TemplateProblem(place, None, GROWS)
        yield piece


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
_BIDI = dict.fromkeys([0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])


def _trimmed(text: str) -> str:
    """Return `text` with plain line ends and no control characters, trailing spaces or blank lines around."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.rstrip() for line in text.split("\n")]
    return "\n".join(lines).strip("\n")


def _one_line(text: str) -> str:
    # bidirectional controls in a cell would reorder the subject that the reader sees
    return " ".join(text.translate(_BIDI).split())
