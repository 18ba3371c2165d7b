"""What a sequence decides about people, patience, pace, the brake and what follows: values, and their stored JSON."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from seqcli.clock import DAY_MS, HOUR_MS, MINUTE_MS

#: How far first steps are apart on average where neither the sequence file nor `start --pace` says it.
DEFAULT_PACE_MS = 2000


class CompanyStop(StrEnum):
    """What an answer of one person does to the others of the same company."""

    OFF = "off"
    PAUSE = "pause"
    STOP = "stop"


class AutoReplyPolicy(StrEnum):
    """What an auto-reply does: pause the lead until it is back, end it, or nothing."""

    HOLD = "hold"
    HALT = "halt"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Pacing:
    """How mails of a sequence are spread. `every_ms` apart on average, give or take `jitter` (a share of it);
    at most `new_per_day` first steps and `per_day` mails in all a day (UTC). None: no limit of ours.
    """  # noqa: D205 - one sentence

    every_ms: int | None = None
    jitter: float = 0.5
    new_per_day: int | None = None
    per_day: int | None = None


@dataclass(frozen=True, slots=True)
class BrakeLimits:
    """When the brake trips: over the last `sample` mails that left 12m, or after refusals in a row.

    Hard bounces trip it from `min_bounces` on and above `max_bounce_rate`; `max_complaints` complaints, and
    `max_refusals` refusals by the API in a row, trip it by themselves.
    """

    sample: int = 200
    min_bounces: int = 5
    max_bounce_rate: float = 0.05
    max_complaints: int = 2
    max_refusals: int = 5


@dataclass(frozen=True, slots=True)
class BranchSetting:
    """In which sequence a lead is enrolled next, how long after, and whether it is released then."""

    sequence_id: str
    wait_ms: int = 0
    release: bool = False


@dataclass(frozen=True, slots=True)
class SequenceSettings:
    """Settings of a sequence. `recontact_ms`: so long after mail of another sequence that stayed without an answer
    nobody gets a first step; None: never again. `per_company`: so many people of a company are in flight at once.

    `company_stop_unset` is no setting of the file: it is what `company_stop` is while the file leaves it out. It is
    off for sequences from before companies were known, which go on as they began.
    """  # noqa: D205 - one sentence

    recontact_ms: int | None = 90 * DAY_MS
    company_stop: CompanyStop = CompanyStop.PAUSE
    per_company: int | None = None
    auto_reply: AutoReplyPolicy = AutoReplyPolicy.HOLD
    auto_reply_wait_ms: int = 7 * DAY_MS
    pacing: Pacing = field(default_factory=Pacing)
    brake: BrakeLimits = field(default_factory=BrakeLimits)
    on_not_now: BranchSetting | None = None
    on_referral: BranchSetting | None = None
    on_no_reply: BranchSetting | None = None
    company_stop_unset: CompanyStop = CompanyStop.PAUSE


#: What a sequence may be called.
SEQUENCE_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
#: How long after "not now" a lead is enrolled again where the file does not say it.
NOT_NOW_WAIT_MS = 90 * DAY_MS
#: How the file and the column say that nobody is written to again.
NEVER = "never"
#: What a sequence gets that is new in the file, and what its file does not name.
DEFAULTS = SequenceSettings()
#: The tables of a sequence file: the name of each setting there, and its key in the column. "" is beside the id.
TABLES: Mapping[str, Mapping[str, str]] = {
    "": {
        "recontact": "recontactMs",
        "company_stop": "companyStop",
        "per_company": "perCompany",
        "auto_reply": "autoReply",
        "auto_reply_wait": "autoReplyWaitMs",
    },
    "pacing": {"every": "everyMs", "jitter": "jitter", "new_per_day": "newPerDay", "per_day": "perDay"},
    "brake": {
        "sample": "sample",
        "min_bounces": "minBounces",
        "max_bounce_rate": "maxBounceRate",
        "max_complaints": "maxComplaints",
        "max_refusals": "maxRefusals",
    },
    "on.not_now": {"wait": "waitMs", "sequence": "sequence", "release": "release"},
    "on.referral": {"sequence": "sequence", "release": "release"},
    "on.no_reply": {"wait": "waitMs", "sequence": "sequence", "release": "release"},
}
#: The tables of what follows, by their key under `on` in the column.
ON_TABLES: Mapping[str, str] = {
    re.sub("_([a-z])", lambda letter: letter[1].upper(), table.removeprefix("on.")): table
    for table in TABLES
    if table.startswith("on.")
}
#: The keys of `[pacing]` and `[brake]` in the column, and their fields here: `everyMs` is `every_ms`.
_PACING, _BRAKE = (
    {key: re.sub("[A-Z]", lambda capital: f"_{capital[0].lower()}", key) for key in TABLES[table].values()}
    for table in ("pacing", "brake")
)
_UNITS = (("d", DAY_MS), ("h", HOUR_MS), ("m", MINUTE_MS), ("s", 1000), ("ms", 1))


def settings_from_json(column: Mapping[str, Any]) -> SequenceSettings:
    """Return the settings of the `settings` column; what it lacks has its default.

    Raises:
        ValueError, TypeError: the column was not written by seqcli.
    """
    recontact = column.get("recontactMs", DEFAULTS.recontact_ms)
    unset = CompanyStop(column.get("companyStopUnset", DEFAULTS.company_stop_unset))
    known: dict[str, Any] = {
        "recontact_ms": None if recontact == NEVER else int(recontact),
        "company_stop": CompanyStop(column.get("companyStop", unset)),
        "company_stop_unset": unset,
        "per_company": column.get("perCompany"),
        "auto_reply": AutoReplyPolicy(column.get("autoReply", DEFAULTS.auto_reply)),
        "auto_reply_wait_ms": int(column.get("autoReplyWaitMs", DEFAULTS.auto_reply_wait_ms)),
    }
    pacing, brake, on = (column.get(key, {}) for key in ("pacing", "brake", "on"))
    known |= {table.replace(".", "_"): _branch(key, on.get(key)) for key, table in ON_TABLES.items()}
    return SequenceSettings(
        **known,
        pacing=Pacing(**{_PACING[key]: value for key, value in pacing.items()}),
        brake=BrakeLimits(**{_BRAKE[key]: value for key, value in brake.items()}),
    )


def _branch(key: str, stored: Mapping[str, Any] | None) -> BranchSetting | None:
    if stored is None:
        return None
    wait_ms = stored.get("waitMs", NOT_NOW_WAIT_MS if key == "notNow" else 0)
    return BranchSetting(str(stored["sequence"]), int(wait_ms), bool(stored.get("release", False)))


def settings_to_json(settings: SequenceSettings) -> dict[str, Any]:
    """Return all settings that a file can name, as the `settings` column has them; `settings_from_json` reads them."""
    pacing = {key: getattr(settings.pacing, name) for key, name in _PACING.items()}
    return {
        "recontactMs": NEVER if settings.recontact_ms is None else settings.recontact_ms,
        "companyStop": settings.company_stop.value,
        "perCompany": settings.per_company,
        "autoReply": settings.auto_reply.value,
        "autoReplyWaitMs": settings.auto_reply_wait_ms,
        "pacing": {key: value for key, value in pacing.items() if value is not None},
        "brake": {key: getattr(settings.brake, name) for key, name in _BRAKE.items()},
        "on": dict(_branches_to_json(settings)),
    }


def _branches_to_json(settings: SequenceSettings) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, table in ON_TABLES.items():
        branch: BranchSetting | None = getattr(settings, table.replace(".", "_"))
        if branch is not None:
            values = {"waitMs": branch.wait_ms, "sequence": branch.sequence_id, "release": branch.release}
            yield key, {each: values[each] for each in TABLES[table].values()}


def settings_after_import(before: SequenceSettings, named: Mapping[str, Any]) -> SequenceSettings:
    """Return the settings of a sequence whose file now names those in `named`, as stored, and no others."""
    return settings_from_json({**named, "companyStopUnset": before.company_stop_unset})


def settings_in_file_terms(settings: SequenceSettings) -> dict[str, Any]:
    """Return every setting by its name in a sequence file (`pacing.every`), in the file's units; None: no limit."""
    column = settings_to_json(settings)
    return {
        f"{table}.{name}" if table else name: _in_file_units(key, _stored_table(column, table).get(key))
        for table, keys in TABLES.items()
        for name, key in keys.items()
    }


def _stored_table(column: Mapping[str, Any], table: str) -> Mapping[str, Any]:
    """Return a table of the file as the column has it; an empty one where what follows is not set."""
    if not table.startswith("on."):
        return column[table] if table else column
    found: Mapping[str, Any] = next(
        (column["on"].get(key, {}) for key, each in ON_TABLES.items() if each == table)
    )
    return found


def format_value(value: Any) -> str:
    """Return a value of `settings_in_file_terms` as a sequence file writes it: `"10m"`, `0.5`; `none` for no limit."""
    return "none" if value is None else json.dumps(value)


def _in_file_units(key: str, value: Any) -> Any:
    if not key.endswith("Ms") or not isinstance(value, int):
        return value
    if value == 0:
        return "0"
    unit, size = next((unit, size) for unit, size in _UNITS if value % size == 0)
    return f"{value // size}{unit}"
