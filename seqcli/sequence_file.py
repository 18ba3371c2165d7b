"""Reads sequence files: TOML or JSON becomes checked steps, or one error that lists every problem of the file.

It stores nothing and knows no leads; `templates` checks the texts.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StrictStr, ValidationError

from seqcli.clock import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    format_duration,
    parse_duration_ms,
    parse_written_duration_ms,
)
from seqcli.errors import InputFileError
from seqcli.model import PLAIN_VARIANT, Step, Variant
from seqcli.sequence_settings import SEQUENCE_ID
from seqcli.settings_entry import read_settings, where_it_belongs
from seqcli.templates import did_you_mean, step_problems

MAX_STEPS = 50
MAX_VARIANTS = len(ascii_lowercase)
MAX_WEIGHT = 100
MAX_FILE_BYTES = 5_000_000
DEFAULT_WAIT = "1d"

_WAIT_AS_12M_WRITES_IT = re.compile(r"[0-9]+(\.[0-9]+)?\s*(m|minutes?|h|hours?|d|days?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SequenceDraft:
    """The contents of a sequence file; `notes` are remarks, not problems; `settings` those it names, as stored."""

    id: str
    name: str
    steps: tuple[Step, ...]
    notes: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Texts(_Strict):
    subject: StrictStr | None = None
    template: StrictStr | None = None
    html: StrictStr | None = None


class _VariantEntry(_Texts):
    name: StrictStr | None = None
    weight: Any = 1


class _StepEntry(_Texts):
    wait_next: Any = Field(None, validation_alias=AliasChoices("wait_next", "waitNext"))
    variants: list[_VariantEntry] | None = None


def read_sequence(path: Path) -> SequenceDraft:
    """Return the sequence in `path`: JSON if it is named `.json` or starts with a brace, else TOML.

    Raises:
        InputFileError: it cannot be read, parsed or used; the message names every problem, step and place.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror or error})"
        raise InputFileError("sequence_file", message, "Check the name and the permissions.") from error
    if len(raw) > MAX_FILE_BYTES:
        raise _unusable(str(path), ["is larger than 5 MB, too large for a sequence"])
    return parse_sequence(_parsed(raw, path), str(path))


def parse_sequence(data: Mapping[str, Any], source: str) -> SequenceDraft:
    """Return the sequence that parsed `data` describes; `source` is what errors call it.

    Raises:
        InputFileError: as `read_sequence`.
    """
    settings, wrong = read_settings(data, beside=("id", "name", "steps"))
    steps = data.get("steps")
    found = _StepReader.read_all(steps if isinstance(steps, list) else [])
    problems = [*_top_problems(data), *wrong, *found.problems]
    if problems:
        raise _unusable(source, problems)
    name = " ".join((data.get("name") or "").split()) or data["id"]
    return SequenceDraft(data["id"], name, tuple(found.steps), tuple(found.notes), settings)


# --- parsing ---------------------------------------------------------------------------


def _parsed(raw: bytes, path: Path) -> dict[str, Any]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _unusable(str(path), [f"line {line} is not UTF-8; save it as UTF-8 text"]) from error
    if not text.strip():
        raise _unusable(str(path), ["is empty"])
    suffix = path.suffix.lower()
    is_json = suffix == ".json" or (suffix != ".toml" and text.lstrip()[0] == "{")
    try:
        data = json.loads(text, object_pairs_hook=_unique_keys) if is_json else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        kind = "JSON" if is_json else "TOML"
        problem = f"is not {kind}: {str(error) or 'nested too deeply'}"
        raise _unusable(str(path), [problem + _likeness(text, kind)]) from error
    if not isinstance(data, dict):
        raise _unusable(str(path), ["is not an object with id and steps"])
    return data


_LOOKS = {
    "JSON": re.compile(r'\{\s*["}]|\[\s*\{\s*"'),
    "TOML": re.compile(r"""["']?[\w-]+["']?\s*=|\[\[?\s*[A-Za-z]"""),
    "YAML": re.compile(r"---\s|%YAML|-?\s*[A-Za-z_]+\s*:(?:\s|$)"),
}
_REMARKS = re.compile(r"(?:\s+|#[^\n]*)*")


def _likeness(text: str, kind: str) -> str:
    """Return what a file seems to be by its first words, if not what its name says."""
    start = _REMARKS.sub("", text, count=1)
    seems = next((each for each, look in _LOOKS.items() if look.match(start)), kind)
    if seems == kind:
        return ""
    what_to_do = "sequences are TOML or JSON" if seems == "YAML" else f"rename it to .{seems.lower()}"
    return f"; it seems to be {seems}: {what_to_do}"


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f'the key "{twice}" occurs twice')
    return data


def _unusable(source: str, problems: Iterable[str]) -> InputFileError:
    problems = list(dict.fromkeys(problems))
    if len(problems) == 1:
        message = f"{source}: {problems[0]}"
    else:
        message = "\n".join([f"{source} has {len(problems)} problems:", *(f"  {each}" for each in problems)])
    return InputFileError(
        "sequence_file", message, "Correct the file and import it again. Nothing was stored."
    )


# --- checking ---------------------------------------------------------------------------


def _shape_problems(error: ValidationError, where: str) -> Iterator[str]:
    for each in error.errors():
        *outer, key = each["loc"] or ("",)
        place = where + "".join(f"variant {part + 1}: " for part in outer if isinstance(part, int))
        known = list((_VariantEntry if outer else _StepEntry).model_fields)
        yield place + _shape_message(each["type"], key, known, each["msg"])


def _shape_message(kind: str, key: int | str, known: list[str], message: str) -> str:
    if kind == "extra_forbidden":
        advice = where_it_belongs(str(key), "steps") or did_you_mean(str(key), known)
        return f'unknown key "{key}"{advice or "; known keys are " + ", ".join(known)}'
    if kind == "missing":
        return f'"{key}" is missing'
    if isinstance(key, int) or not key:
        return "it is not a table of keys"
    expected = {"string_type": "is not a string", "list_type": "is not a list"}.get(kind, message)
    return f'"{key}" {expected}'


def _top_problems(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the problems of `id`, `name` and the list of steps."""
    yield from (f'"{key}" is missing' for key in ("id", "steps") if key not in data)
    sequence_id, name, steps = data.get("id", ""), data.get("name"), data.get("steps", [])
    if not isinstance(sequence_id, str):
        yield '"id" is not a string'
    elif "id" in data and not SEQUENCE_ID.fullmatch(sequence_id):
        yield _id_problem(sequence_id)
    if not isinstance(name, str | None):
        yield '"name" is not a string'
    if not isinstance(steps, list):
        yield '"steps" is not a list'
    elif "steps" in data and not 1 <= len(steps) <= MAX_STEPS:
        yield f"it has {len(steps)} steps; it needs 1 to {MAX_STEPS}"


def _id_problem(sequence_id: str) -> str:
    plain = re.sub(r"[^a-z0-9_-]+", "-", sequence_id.strip().lower()).strip("-_")[:63]
    hint = f'; write "{plain}"' if SEQUENCE_ID.fullmatch(plain) else ""
    return f'the id "{sequence_id}" may have only a-z, 0-9, "-" and "_", at most 63{hint}'


class _StepReader:
    """Collects the steps, problems and notes of a whole file, so that one error lists all problems."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.problems: list[str] = []
        self.notes: list[str] = []

    @classmethod
    def read_all(cls, entries: list[Any]) -> "_StepReader":
        reader = cls()
        for index, entry in enumerate(entries[:MAX_STEPS]):
            reader.read(index, entry)
        return reader

    def read(self, index: int, data: object) -> None:
        where = f"step {index + 1}: "
        entry, is_whole = self.entry(where, data)
        wait_text, wait_ms = self.wait(where, entry.wait_next)
        variants = self.variants(where, entry)
        step = Step(wait_text, wait_ms, variants)
        self.problems += _lacking_texts(index, step) if is_whole else ()
        self.problems += _text_problems(index, step)
        if index and any(each.subject is not None for each in variants):
            self.notes.append(
                f"{where}its subject is not used, because a follow-up stays in the thread of step 1"
            )
            step = replace(step, variants=tuple(replace(each, subject=None) for each in variants))
        self.steps.append(step)

    def entry(self, where: str, data: object) -> tuple[_StepEntry, bool]:
        """Return a step without the keys that cannot be read, so that its other problems are named too."""
        try:
            return _StepEntry.model_validate(data), True
        except ValidationError as error:
            self.problems += _shape_problems(error, where)
            wrong = {each["loc"][0] for each in error.errors() if each["loc"]}
            left = (
                {key: value for key, value in data.items() if key not in wrong}
                if isinstance(data, dict)
                else {}
            )
            return _StepEntry.model_validate(left), False

    def wait(self, where: str, value: object) -> tuple[str, int]:
        if value is None:
            self.notes.append(f"{where}it has no wait_next, so 12m's default of {DEFAULT_WAIT} applies")
            value = DEFAULT_WAIT
        is_huge = isinstance(value, int) and value.bit_length() > 64
        if not isinstance(value, str | int | float) or is_huge:
            self.problems.append(f'{where}"wait_next" is not a duration such as "3d"')
            return DEFAULT_WAIT, DAY_MS
        try:
            wait_ms = parse_duration_ms(value)
            if wait_ms < MINUTE_MS:  # a larger bare number is milliseconds, as in 12m's own files
                wait_ms = parse_written_duration_ms(str(value))
        except ValueError as error:
            self.problems.append(f'{where}"wait_next" {error}')
            return DEFAULT_WAIT, DAY_MS
        if wait_ms < MINUTE_MS:
            self.notes.append(f"{where}12m waits at least a minute, so {format_duration(wait_ms)} becomes 1m")
            return "1m", MINUTE_MS
        return _wait_for_12m(value, wait_ms)

    def variants(self, where: str, entry: _StepEntry) -> tuple[Variant, ...]:
        if entry.variants is None:
            return (
                Variant(PLAIN_VARIANT, _given(entry.subject), _given(entry.template), _given(entry.html)),
            )
        if not 1 <= len(entry.variants) <= MAX_VARIANTS:
            self.problems.append(
                f"{where}it has {len(entry.variants)} variants; it may have 1 to {MAX_VARIANTS}"
            )
        named = zip(ascii_lowercase, entry.variants, strict=False)
        variants = tuple(_variant(entry, each, each.name or letter) for letter, each in named)
        self.problems += (f"{where}{each}" for each in map(_weight_problem, variants) if each)
        names = [each.name for each in variants]
        for name in dict.fromkeys(names):
            if names.count(name) > 1:
                self.problems.append(f'{where}two variants have the name "{name}"')
            if not SEQUENCE_ID.fullmatch(name):
                self.problems.append(f'{where}the variant name "{name}" may have only a-z, 0-9, "-" and "_"')
        return variants


def _variant(entry: _StepEntry, variant: _VariantEntry, name: str) -> Variant:
    """Return the variant; it uses the step's subject, and the step's texts only if it has none of its own.

    With a text of its own and the HTML of the step, one mail would have two different contents.
    """
    text, html = _given(variant.template), _given(variant.html)
    if text is None and html is None:
        text, html = _given(entry.template), _given(entry.html)
    return Variant(name, _given(variant.subject) or _given(entry.subject), text, html, variant.weight)


def _weight_problem(variant: Variant) -> str:
    """Return what is wrong with the weight of a variant, or an empty text."""
    weight: object = variant.weight
    if type(weight) is int and 1 <= weight <= MAX_WEIGHT:
        return ""
    shown = json.dumps(weight, default=str)
    problem = f'the weight {shown} of variant "{variant.name}" is not a whole number from 1 to {MAX_WEIGHT}'
    is_zero = type(weight) is int and weight == 0
    return f"{problem}; to choose it no longer: seqcli variant off SEQUENCE STEP NAME" if is_zero else problem


def _given(text: str | None) -> str | None:
    return text if text and text.strip() else None


def _lacking_texts(index: int, step: Step) -> Iterator[str]:
    for variant in step.variants:
        where = f"step {index + 1}" + (f" (variant {variant.name})" if len(step.variants) > 1 else "")
        if index == 0 and variant.subject is None:
            yield f"{where}: the first step needs a subject"
        if variant.text is None and variant.html is None:
            yield f"{where}: it has no template and no html"


def _text_problems(index: int, step: Step) -> Iterator[str]:
    for problem in step_problems(step):
        where = f"step {index + 1}" + (f" (variant {problem.variant})" if len(step.variants) > 1 else "")
        yield f"{where}, {problem}"


def _wait_for_12m(value: str | float, wait_ms: int) -> tuple[str, int]:
    """Return the wait in the grammar that 12m documents, rounded up to the minute if it must be rewritten.

    Source: 12m guide "No-reply timers": it names minutes, hours and days, but no weeks and seconds.
    """
    if isinstance(value, str) and _WAIT_AS_12M_WRITES_IT.fullmatch(value.strip()):
        return value.strip(), wait_ms
    for unit, size in (("d", DAY_MS), ("h", HOUR_MS)):
        if wait_ms % size == 0:
            return f"{wait_ms // size}{unit}", wait_ms
    minutes = -(-wait_ms // MINUTE_MS)
    return f"{minutes} minutes", minutes * MINUTE_MS
