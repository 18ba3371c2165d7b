"""The settings of a sequence file: how people, patience, pace and the brake are handled there."""

from collections.abc import Iterator
from typing import Any

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    PositiveInt,
    StrictBool,
    StrictFloat,
    StrictInt,
)

from seqcli.clock import DAY_MS, parse_written_duration_ms
from seqcli.sequence_settings import NEVER, AutoReplyPolicy, CompanyStop

_MAX_WAIT_MS = 3650 * DAY_MS


def _either(snake: str) -> Any:
    """Return a field that reads its snake_case name and the camelCase one."""
    head, *rest = snake.split("_")
    camel = head + "".join(part.title() for part in rest)
    return Field(None, validation_alias=AliasChoices(snake, camel))


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PacingEntry(_Entry):
    """`[pacing]`: how mails of the sequence are spread."""

    every: Any = None
    jitter: StrictFloat | StrictInt | None = Field(None, ge=0, le=1)
    new_per_day: PositiveInt | None = _either("new_per_day")
    per_day: PositiveInt | None = _either("per_day")


class BrakeEntry(_Entry):
    """`[brake]`: when sends of the sequence stop by themselves."""

    sample: PositiveInt | None = None
    min_bounces: PositiveInt | None = _either("min_bounces")
    max_bounce_rate: StrictFloat | StrictInt | None = Field(
        None, gt=0, le=1, validation_alias=AliasChoices("max_bounce_rate", "maxBounceRate")
    )
    max_complaints: PositiveInt | None = _either("max_complaints")
    max_refusals: PositiveInt | None = _either("max_refusals")


class SettingsEntry(_Entry):
    """The settings beside id, name and steps."""

    recontact: Any = None
    company_stop: CompanyStop | StrictBool | None = _either("company_stop")
    per_company: PositiveInt | None = _either("per_company")
    auto_reply: AutoReplyPolicy | None = _either("auto_reply")
    auto_reply_wait: Any = _either("auto_reply_wait")
    pacing: PacingEntry | None = None
    brake: BrakeEntry | None = None


def settings_as_json(entry: SettingsEntry) -> tuple[dict[str, Any], list[str]]:
    """Return the given settings as they are stored, and the problems with them."""
    problems: list[str] = []

    def duration(name: str, value: Any) -> int | None:
        try:
            return _duration_ms(value)
        except ValueError as error:
            problems.append(f'"{name}": {error}')
            return None

    found: dict[str, Any] = {}
    if entry.recontact is not None:
        is_never = isinstance(entry.recontact, str) and entry.recontact.strip().lower() == NEVER
        found["recontactMs"] = NEVER if is_never else duration("recontact", entry.recontact)
    if entry.auto_reply_wait is not None:
        found["autoReplyWaitMs"] = duration("auto_reply_wait", entry.auto_reply_wait)
    if entry.company_stop is not None:
        is_on = isinstance(entry.company_stop, bool)
        found["companyStop"] = (
            (CompanyStop.PAUSE if entry.company_stop else CompanyStop.OFF) if is_on else entry.company_stop
        )
    found |= dict(_plain(entry, {"per_company": "perCompany", "auto_reply": "autoReply"}))
    if entry.pacing is not None:
        names = {"jitter": "jitter", "new_per_day": "newPerDay", "per_day": "perDay"}
        found["pacing"] = dict(_plain(entry.pacing, names))
        if entry.pacing.every is not None:
            found["pacing"]["everyMs"] = duration("pacing.every", entry.pacing.every)
    if entry.brake is not None:
        names = {
            "sample": "sample",
            "min_bounces": "minBounces",
            "max_bounce_rate": "maxBounceRate",
            "max_complaints": "maxComplaints",
            "max_refusals": "maxRefusals",
        }
        found["brake"] = dict(_plain(entry.brake, names))
    return found, problems


def _plain(entry: BaseModel, names: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for name, stored in names.items():
        value = getattr(entry, name)
        if value is not None:
            yield stored, value


def _duration_ms(value: Any) -> int:
    """Return milliseconds; "0" and 0 are none at all.

    Raises:
        ValueError: it is no duration of at most ten years.
    """
    text = value if isinstance(value, str) else repr(value)
    if text.strip() == "0":
        return 0
    ms = parse_written_duration_ms(text)
    if not 0 <= ms <= _MAX_WAIT_MS:
        raise ValueError(f"{value} is not between 0 and ten years")
    return ms
