"""Remarks on the copy of a sequence before it is sent: leftovers, links, subjects, opt-out, address.

The rules are simple on purpose; each docstring says what its rule looks for. They read the templates. `preview` and
`check` measure what depends on a lead's values, such as the length of a subject.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from seqcli.model import Step, Variant
from seqcli.templates.compiling import MissingFieldError, TemplateProblem
from seqcli.templates.copy_phrases import OPT_OUT, POSTCODE, STREET, names_field
from seqcli.templates.plain_text import html_to_text
from seqcli.templates.rendering import needed_fields, render, used_fields
from seqcli.templates.wording import suggest

MAX_SUBJECT_CHARS = 60
MAX_FIRST_MAIL_WORDS = 200
MAX_LINKS = 2
_MIN_SHOUTED_LETTERS = 4


@dataclass(frozen=True, slots=True)
class CopyRemark:
    """A remark on the copy; `step` counts from 0, None means the whole sequence."""

    code: str
    step: int | None
    text: str
    hint: str


def proofread(steps: tuple[Step, ...], known_fields: Collection[str] = ()) -> Iterator[CopyRemark]:
    """Yield what a reader or spam filter may object to, step by step, then for the sequence."""
    for index, step in enumerate(steps):
        found = (
            finding for variant in step.live_variants for finding in _of_variant(index, variant, known_fields)
        )
        yield from dict.fromkeys(found)
    yield from _of_sequence(steps)


def _of_variant(index: int, variant: Variant, known_fields: Collection[str]) -> Iterator[CopyRemark]:
    for place, source in _parts(variant):
        yield from _leftovers(index, place, _written(place, source), known_fields)
        if place != "subject":
            yield from _links(index, source)
    yield from _gaps(index, variant)
    if index == 0:
        yield from _subject(variant.subject or "")
        yield from _greeting(variant)


def _parts(variant: Variant) -> Iterator[tuple[str, str]]:
    parts = (("subject", variant.subject), ("text", variant.text), ("HTML", variant.html))
    return ((place, source) for place, source in parts if source)


_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def _written(place: str, source: str) -> str:
    """Return the text of a template outside its expressions, without HTML tags and style sheets."""
    text = _EXPRESSION.sub("", source)
    return html_to_text(text) if place == "HTML" else text


# -- placeholders of other tools

_SPINTAX = re.compile(r"\{[^{}|\n]*\|[^{}\n]*\}")
_FOREIGN = re.compile(
    r"\$?\{\s*[A-Za-z][\w .-]{0,40}\}|%[A-Za-z][A-Za-z_]{2,30}%|\*\|[A-Za-z_: ]{2,30}\|\*|<<\s*[A-Za-z][\w ]{1,30}>>"
)
_BRACKETED = re.compile(r"\[\s*([A-Za-z][A-Za-z _-]{1,30})\](?!\()")


def _leftovers(index: int, place: str, text: str, known_fields: Collection[str]) -> Iterator[CopyRemark]:
    """`{Hi|Hello}`, `{first_name}`, `%FIRST_NAME%`, `*|FNAME|*`, `<<Name>>`, `[First Name]`, and a single brace."""
    for match in dict.fromkeys(_SPINTAX.findall(text)):
        choices = ", ".join(f'"{each.strip()}"' for each in match[1:-1].split("|"))
        yield CopyRemark(
            "spintax", index, f"{place}: {match} is sent as it is", f"Write {{{{ pick({choices}) }}}}."
        )
    text = _SPINTAX.sub("", text)
    for match in dict.fromkeys(_FOREIGN.findall(text)):
        yield _placeholder(index, place, match, known_fields)
    text = _FOREIGN.sub("", text)
    for words in dict.fromkeys(_BRACKETED.findall(text)):
        if _names_a_field(words, known_fields):
            yield _placeholder(index, place, f"[{words.strip()}]", known_fields)
    if brace := re.search(r"[{}].{0,20}", text):
        said = f'{place}: a single brace at "{brace[0].strip()}"'
        yield CopyRemark(
            "stray_brace", index, said, "Write a field as {{ first_name }}, with two braces on each side."
        )


def _placeholder(index: int, place: str, match: str, known_fields: Collection[str]) -> CopyRemark:
    name = "_".join(re.findall(r"\w+", match.casefold()))
    field = suggest(name, known_fields) or name
    return CopyRemark(
        "foreign_placeholder", index, f"{place}: {match} is sent as it is", f"Write {{{{ {field} }}}}."
    )


def _names_a_field(words: str, known_fields: Collection[str]) -> bool:
    name = re.sub("[ _-]+", "", words).casefold()
    is_known = name in {each.replace("_", "").casefold() for each in known_fields}
    return is_known or names_field(words)


# -- links

_INSECURE = re.compile(r"http://(?!localhost\b|127\.|www\.w3\.org/)[^\s\"'<>)]+", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w/.@-])www\.[\w-]+\.[^\s\"'<>)]+", re.IGNORECASE)
_LINK = re.compile(
    r"https?://(?!www\.w3\.org/)[^\s\"'<>)]+|(?<![\w/.@-])www\.[\w-]+\.[^\s\"'<>)]+", re.IGNORECASE
)


def _links(index: int, source: str) -> Iterator[CopyRemark]:
    """`http://`, `www.` without `https://` before it, and more than two different links in one mail."""
    for pattern, code in ((_INSECURE, "insecure_link"), (_BARE, "bare_link")):
        for link in dict.fromkeys(pattern.findall(source)):
            bare = re.sub("^http://", "", link.rstrip(".,;:!?"), flags=re.IGNORECASE)
            said = f"the link {link.rstrip('.,;:!?')} is not https"
            yield CopyRemark(code, index, said, f"Write https://{bare}.")
    count = len({link.rstrip(".,;:!?/") for link in _LINK.findall(source)})
    if count > MAX_LINKS:
        said = f"{count} links in one mail"
        yield CopyRemark("many_links", index, said, "Spam filters prefer cold mail with one link or none.")


# -- fields that may be blank


def _gaps(index: int, variant: Variant) -> Iterator[CopyRemark]:
    """A field with an empty default whose absence leaves a greeting without a name or a gap in a line."""
    step = Step("1d", 0, (variant,))
    fields = dict.fromkeys(used_fields(step), "Anna")
    for field in sorted(used_fields(step) - needed_fields(step)):
        try:
            render(step, {**fields, field: ""}, "")
        except MissingFieldError as error:
            if error.line:
                said = f'a lead without {field} is held: it would read "{error.line}"'
                blank = f"{{% if {field} %}} {{{{ {field} }}}}{{% endif %}}"
                hint = f"Write a default with words, or put the blank into the if: {blank}."
                yield CopyRemark("gap", index, said, hint)
        except TemplateProblem:
            continue


# -- the first mail

_FAKE_REPLY = re.compile(r"\s*(re|fw|fwd|aw|wg)\s*:", re.IGNORECASE)


def _subject(source: str) -> Iterator[CopyRemark]:
    """The subject of step 1: all capitals (at least four letters outside fields), or `Re:` without an earlier mail."""
    letters = [char for char in _written("subject", source) if char.isalpha()]
    if len(letters) >= _MIN_SHOUTED_LETTERS and all(char.isupper() for char in letters):
        yield CopyRemark(
            "shouting_subject",
            0,
            "the subject is in capitals",
            "Capitals read as shouting, also to spam filters.",
        )
    if prefix := _FAKE_REPLY.match(source):
        said = f'the subject begins with "{prefix[0].strip()}", but there is no earlier mail'
        yield CopyRemark(
            "fake_reply", 0, said, "Leave it out: it is deceptive, and laws on commercial mail forbid that."
        )


def _greeting(variant: Variant) -> Iterator[CopyRemark]:
    """Step 1 without a merge field."""
    if not used_fields(replace(Step("1d", 0, ()), variants=(variant,))):
        yield CopyRemark(
            "same_for_everybody",
            0,
            "no merge field: everybody gets the same first mail",
            "Name the person or the company, as in {{ first_name }}.",
        )


# -- the whole sequence

_NUMBER_NEAR = 30


def _has_address(text: str) -> bool:
    for street in STREET.finditer(text):
        around = text[max(0, street.start() - _NUMBER_NEAR) : street.end() + _NUMBER_NEAR]
        if any(char.isdigit() for char in around):
            return True
    return POSTCODE.search(text) is not None


def _of_sequence(steps: tuple[Step, ...]) -> Iterator[CopyRemark]:
    """No opt-out in any text; no number near a street name, and no postcode."""
    texts = [source for step in steps for variant in step.live_variants for _, source in _parts(variant)]
    if not any(map(OPT_OUT.search, texts)):
        yield CopyRemark(
            "no_opt_out",
            None,
            "no text says how to opt out",
            'Add a line such as: If this is not for you, reply "no thanks" and I will not write again.',
        )
    if not any(map(_has_address, texts)):
        yield CopyRemark(
            "no_postal_address",
            None,
            "no text has a postal address",
            "Add one to the signature: several countries require it in commercial mail.",
        )
