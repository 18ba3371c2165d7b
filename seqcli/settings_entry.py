"""Reads the settings of a sequence file: how people, patience, pace, the brake and what follows are handled there.

Each setting has one reader, which returns the value as it is stored, or says what may be written instead.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from enum import StrEnum
from functools import partial
from typing import Any

from seqcli.clock import DAY_MS, MAX_DURATION_MS, parse_duration_ms
from seqcli.sequence_settings import (
    DEFAULTS,
    NEVER,
    ON_TABLES,
    SEQUENCE_ID,
    TABLES,
    AutoReplyPolicy,
    CompanyStop,
)
from seqcli.templates import did_you_mean, suggest

_MAX_COUNT = 1_000_000
_SHOWN_CHARS = 40
_LONGEST = f'"{MAX_DURATION_MS // DAY_MS}d"'
_NUMBER = re.compile(r"[0-9]*\.?[0-9]+", re.ASCII)
_PERCENT = re.compile(r'"?([0-9]*\.?[0-9]+)\s*(%?)"?', re.ASCII)
#: The names in each table, and how JSON may write them: `newPerDay` is `new_per_day`.
_SPELLINGS = {
    table: {
        spelling: name
        for name in names
        for spelling in (name, re.sub("_([a-z])", lambda letter: letter[1].upper(), name))
    }
    for table, names in TABLES.items()
}
_NAMED_TABLES = tuple(table for table in TABLES if table and table not in ON_TABLES.values())
#: The tables under `on` as the file may write them, and their keys in the column: `no_reply` and `noReply`.
_ON_SPELLINGS = {
    spelling: key for key, table in ON_TABLES.items() for spelling in (key, table.removeprefix("on."))
}
_ON_NAMES = tuple(f"[{table}]" for table in ON_TABLES.values())
_AT_THE_TOP = "; it belongs at the top of the file, above the first [table]"


def read_settings(data: Mapping[str, Any], beside: Collection[str]) -> tuple[dict[str, Any], list[str]]:
    """Return the settings that a file names, as they are stored, and every problem with its keys and their values.

    `beside` are the keys at the top of the file that are no settings; their values are not read. A null counts as
    left out.
    """
    reader = _SettingsReader(tuple(beside))
    return reader.read(data), reader.problems


def where_it_belongs(key: str, table: str) -> str:
    """Return the end of a message about a setting in a wrong table, such as `recontact` in `[pacing]`; or nothing."""
    if table and (key in _SPELLINGS[""] or key in _NAMED_TABLES):
        return _AT_THE_TOP
    home = next((each for each in _NAMED_TABLES if each != table and key in _SPELLINGS[each]), None)
    return f"; it belongs under [{home}]" if home else ""


class _SettingsReader:
    """Collects the problems of all settings, so that one error lists them."""

    def __init__(self, beside: tuple[str, ...]) -> None:
        self._beside = beside
        self.problems: list[str] = []

    def read(self, data: Mapping[str, Any]) -> dict[str, Any]:
        others = (*self._beside, *_NAMED_TABLES, "on")
        found = self._read_table("", {key: value for key, value in data.items() if key not in others})
        for table in _NAMED_TABLES:
            entry = data.get(table)
            if isinstance(entry, Mapping):
                found[table] = self._read_table(table, entry)
            elif entry is not None:
                keys = _one_of(list(TABLES[table]))
                self.problems.append(f'"{table}" is {_shown(entry)}; write a table [{table}] with {keys}')
        if on := self._read_on(data.get("on"), data.get("id")):
            found["on"] = on
        return found

    def _read_on(self, on: Any, sequence_id: object) -> dict[str, Any]:
        """Return what follows an answer or silence, by its key in the column."""
        if on is not None and not isinstance(on, Mapping):
            self.problems.append(f'"on" is {_shown(on)}; write tables {_one_of([*_ON_NAMES])}')
        found: dict[str, Any] = {}
        for written, entry in on.items() if isinstance(on, Mapping) else ():
            key = _ON_SPELLINGS.get(written)
            if key is None:
                names = [each.removeprefix("on.") for each in ON_TABLES.values()]
                advice = did_you_mean(written, names) or f"; known are {', '.join(_ON_NAMES)}"
                self.problems.append(f'unknown key "on.{written}"{advice}')
            elif key in found:
                self.problems.append(f'"on.{written}" is there twice, in two spellings')
            elif isinstance(entry, Mapping):
                found[key] = self._read_branch(key, entry, sequence_id)
            elif entry is not None:
                table = ON_TABLES[key]
                self.problems.append(
                    f'"{table}" is {_shown(entry)}; write a table [{table}] with {_one_of(list(TABLES[table]))}'
                )
        return found

    def _read_branch(self, key: str, entry: Mapping[str, Any], sequence_id: object) -> dict[str, Any]:
        """Return one table under `on`; only a colleague may be enrolled in the sequence that names them."""
        table = ON_TABLES[key]
        found = self._read_table(table, entry)
        if key == "referral":
            return {"sequence": sequence_id, **found}
        if "sequence" not in found:
            self.problems.append(f'"{table}.sequence" is missing; write the id of the sequence that follows')
        elif found["sequence"] == sequence_id is not None:
            self.problems.append(
                f'"{table}.sequence" is the sequence itself; write another one, as nobody goes through a sequence twice'
            )
        return found

    def _read_table(self, table: str, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Return what can be used of a table; what is there and cannot be used is None."""
        found: dict[str, Any] = {}
        for written, value in entry.items():
            key, name = _full(table, written), _SPELLINGS[table].get(written)
            if name is None:
                self.problems.append(f'unknown key "{key}"{self._advice(table, written)}')
            elif TABLES[table][name] in found:
                self.problems.append(f'"{key}" is there twice, in two spellings')
            elif value is not None:
                found[TABLES[table][name]] = self._read_value(key, _READERS[_full(table, name)], value)
        if table == "brake" and (problem := _brake_problem(found)):
            self.problems.append(problem)
        return found

    def _read_value(self, key: str, reader: Callable[[Any], Any], value: Any) -> Any:
        try:
            return reader(value)
        except ValueError as error:
            self.problems.append(f'"{key}" is {_shown(value)}; {error}')
            return None

    def _advice(self, table: str, written: str) -> str:
        """Return what was probably meant by an unknown key."""
        if table and written in self._beside:
            return _AT_THE_TOP
        if elsewhere := where_it_belongs(written, table):
            return elsewhere
        if not table and written in _ON_SPELLINGS:
            return f"; it belongs under [{ON_TABLES[_ON_SPELLINGS[written]]}]"
        known = tuple(TABLES[table]) if table else (*self._beside, *TABLES[""], *_NAMED_TABLES, "on")
        if close := suggest(written, known):
            return f'; did you mean "{_full(table, close)}"?'
        return "; known keys are " + ", ".join(known)


def _brake_problem(brake: Mapping[str, Any]) -> str:
    """Return the problem of a brake that waits for more bounces than it looks at mails. A rate of 1 turns that off."""
    default = DEFAULTS.brake
    sample, bounces = brake.get("sample", default.sample), brake.get("minBounces", default.min_bounces)
    if sample is None or bounces is None or bounces <= sample or brake.get("maxBounceRate") == 1:
        return ""
    needed, known = ("" if key in brake else " (default)" for key in ("minBounces", "sample"))
    return (
        f'"brake.min_bounces" is {bounces}{needed}, more than "brake.sample", which is {sample}{known}: bounces'
        f" would never trip the brake; write a min_bounces of at most {sample}"
    )


# --- values -----------------------------------------------------------------------------------


def _read_duration(value: Any, allowed: str, units: str) -> int:
    """Return milliseconds; "0" and 0 are none at all."""
    text = value.strip() if isinstance(value, str) else _shown(value)
    if text == "0":
        return 0
    if _NUMBER.fullmatch(text):
        raise ValueError("it has no unit, write " + _one_of([f'"{text}{unit}"' for unit in units]))
    if isinstance(value, str):
        with suppress(ValueError):
            return parse_duration_ms(text)
    raise ValueError(f"write {allowed}")


def _read_recontact(value: Any) -> int | str:
    text = value.strip().lower() if isinstance(value, str) else ""
    if text == NEVER:
        return NEVER
    choices = f'a duration from "1d" to {_LONGEST}, "{NEVER}", or "0" for no wait'
    allowed = f'{choices}; months are written as days, such as "90d"'
    ms = _read_duration(value, allowed + did_you_mean(text, [NEVER]), "d")
    if 0 < ms < DAY_MS:
        raise ValueError(f"that is less than a day; write {allowed}")
    return ms


def _read_count(value: Any, without: str = "") -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MAX_COUNT:
        return value
    quotes = ", without quotes" if isinstance(value, str) and _NUMBER.fullmatch(value) else ""
    raise ValueError(f"write a whole number from 1 to {_MAX_COUNT:,}{quotes}{without}")


def _read_share(value: Any, bounds: str, example: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and 0 <= value <= 1 and (value or bounds.startswith("from 0")):
        return float(value)
    if percent := _PERCENT.fullmatch(_shown(value)):
        number = float(percent[1])
        example = number / 100 if percent[2] or 1 < number <= 100 else example
    quotes = ", without quotes" if percent and isinstance(value, str) else ""
    raise ValueError(f"write a share {bounds}, such as {example:g}{quotes}")


def _read_word(value: Any, words: type[StrEnum]) -> str:
    known = [each.value for each in words]
    if value in known:
        return str(value)
    meant = "off" if value is False else _shown(value)
    raise ValueError("write " + _one_of([f'"{each}"' for each in known]) + did_you_mean(meant, known))


def _read_not_now_wait(value: Any) -> int:
    allowed = f'a duration from "1d" to {_LONGEST}'
    ms = _read_duration(value, allowed, "d")
    if ms < DAY_MS:
        raise ValueError(f"that is less than a day; write {allowed}")
    return ms


def _read_sequence_id(value: Any) -> str:
    if isinstance(value, str) and SEQUENCE_ID.fullmatch(value):
        return value
    raise ValueError('write the id of a sequence, such as "later"')


def _read_flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("write true or false, without quotes")


_read_limit = partial(_read_count, without="; leave it out for no limit")
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "recontact": _read_recontact,
    "company_stop": partial(_read_word, words=CompanyStop),
    "per_company": _read_limit,
    "auto_reply": partial(_read_word, words=AutoReplyPolicy),
    "auto_reply_wait": partial(
        _read_duration, allowed=f'a duration up to {_LONGEST}, such as "7d"', units="hd"
    ),
    "pacing.every": partial(
        _read_duration, allowed=f'a duration up to {_LONGEST}, such as "5m"', units="smh"
    ),
    "pacing.jitter": partial(_read_share, bounds="from 0 to 1", example=0.5),
    "pacing.new_per_day": _read_limit,
    "pacing.per_day": _read_limit,
    "brake.sample": _read_count,
    "brake.min_bounces": _read_count,
    "brake.max_bounce_rate": partial(_read_share, bounds="above 0, at most 1", example=0.05),
    "brake.max_complaints": _read_count,
    "brake.max_refusals": _read_count,
    "on.not_now.wait": _read_not_now_wait,
    "on.no_reply.wait": partial(
        _read_duration, allowed=f'a duration up to {_LONGEST}, such as "30d"', units="hd"
    ),
    **{f"{table}.sequence": _read_sequence_id for table in ON_TABLES.values()},
    **{f"{table}.release": _read_flag for table in ON_TABLES.values()},
}


def _full(table: str, name: str) -> str:
    return f"{table}.{name}" if table else name


def _one_of(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def _shown(value: Any) -> str:
    """Return a value of the file for a message, in one short line."""
    if isinstance(value, Mapping | list):
        return "a table" if isinstance(value, Mapping) else "a list"
    if isinstance(value, int) and value.bit_length() > 64:
        return "a huge number"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]}…"
