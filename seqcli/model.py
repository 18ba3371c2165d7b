"""The values every room shares: sequences, leads, attempts, events, mails. Frozen, without any behaviour of I/O."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from seqcli.clock import parse_duration_ms
from seqcli.reasons import AttemptReason, LeadReason
from seqcli.sequence_settings import DEFAULT_PACE_MS, DEFAULTS, SequenceSettings


class LeadStatus(StrEnum):
    """Where a lead stands; the first five are the sequencer guide's."""

    QUEUED = "queued"
    IN_FLIGHT = "in_flight"
    REPLIED = "replied"
    BOUNCED = "bounced"
    EXHAUSTED = "exhausted"
    SUPPRESSED = "suppressed"
    FAILED = "failed"
    STOPPED = "stopped"
    HELD = "held"


class AttemptState(StrEnum):
    """Where the promise to send one step stands.

    pending: never tried · unknown: a request left, no answer settles it · accepted · refused ·
    cancelled: given up before or after acceptance · parked: only a person or evidence can settle it.
    """

    PENDING = "pending"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    PARKED = "parked"


class SequenceStatus(StrEnum):
    """A sequence is a draft until it is first started."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"


PLAIN_VARIANT = "a"
#: So much may two instants differ that 12m shows in whole seconds.
_CLOCK_SLACK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a step; `name` is recorded with the attempt. Templates are Jinja2 source.

    Of variants with weights 2 and 1, the first is chosen twice as often. One that is off is no longer chosen.
    """

    name: str
    subject: str | None
    text: str | None
    html: str | None = None
    weight: int = 1
    is_off: bool = False

    @property
    def wording(self) -> tuple[str | None, str | None, str | None]:
        """What its readers get."""
        return self.subject, self.text, self.html


@dataclass(frozen=True, slots=True)
class Step:
    """One mail of a sequence. `wait_text` is what 12m is told (`noReplyEventAfter`), `wait_ms` what we reckon with.

    A step has at least one variant that is on; a plain step has exactly one, named "a".
    """

    wait_text: str
    wait_ms: int
    variants: tuple[Variant, ...]

    @property
    def live_variants(self) -> tuple[Variant, ...]:
        """The variants that may be chosen."""
        return tuple(each for each in self.variants if not each.is_off)


@dataclass(frozen=True, slots=True)
class Sequence:
    """An ordered list of steps.

    `pace_ms` is the pace for first steps that `start --pace` chose, None: that of the settings. The next first step
    goes no earlier than `next_first_at`, the next follow-up no earlier than `next_send_at`.
    """

    id: str
    name: str
    steps: tuple[Step, ...]
    status: SequenceStatus
    identity: str | None
    pace_ms: int | None
    next_first_at: datetime | None
    created_at: datetime
    updated_at: datetime
    settings: SequenceSettings = DEFAULTS
    next_send_at: datetime | None = None

    @property
    def gaps_ms(self) -> tuple[int, int]:
        """How far first steps, and mails counted from a follow-up on, are apart on average; 0: no pause."""
        every_ms = self.settings.pacing.every_ms
        chosen = (self.pace_ms, every_ms, DEFAULT_PACE_MS)
        return next(each for each in chosen if each is not None), every_ms or 0

    @property
    def shares_pace(self) -> bool:
        """Whether a mail of any step delays mails of every step: a pace of the file that no `--pace` overrides."""
        return self.settings.pacing.every_ms is not None and self.pace_ms is None

    def next_at(self, step: int) -> datetime | None:
        """Return before when the pace allows no mail of this step, or None."""
        return self.next_send_at if step else self.next_first_at


@dataclass(frozen=True, slots=True)
class Lead:
    """One person in one sequence. Steps count from 0; instants are aware UTC.

    `answered_step` is the step that a reply or an opt-out answers, None while there is neither. `reason_code` says why
    it has its status, `status_reason` the same for people; `missing_field` is the merge field that a hold is for.
    `allow_answered` lets it go on although the person answered elsewhere; `company_key` is the compared company name.
    `wait_ends_at` is when the wait of its step ends, where an auto-reply has held that wait.
    """

    id: str
    email: str
    sequence_id: str
    current_step: int
    status: LeadStatus
    status_reason: str
    conv_id: str | None
    last_step_at: datetime | None
    identity: str | None
    fields: Mapping[str, str]
    released_at: datetime | None
    paused_at: datetime | None
    paused_until: datetime | None
    pause_reason: str | None
    wake_at: datetime | None
    created_at: datetime
    updated_at: datetime
    answered_step: int | None = None
    reason_code: LeadReason | None = None
    missing_field: str = ""
    allow_answered: bool = False
    company_key: str = ""
    wait_ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Suppression:
    """An entry of the suppression list; `kind` is address, domain, wildcard or hash (of a forgotten address)."""

    pattern: str
    kind: str
    reason: str
    source: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """The promise to send one step to one lead, with the exact bytes: a row of the outbox."""

    lead_id: str
    step: int
    generation: int
    idempotency_key: str
    identity: str
    request_body: bytes
    variant: str
    state: AttemptState
    created_at: datetime
    first_try_at: datetime | None
    next_try_at: datetime | None
    tries: int
    accepted_at: datetime | None
    pending_id: str | None
    conv_id: str | None
    dispatch_at: datetime | None
    http_status: int | None
    reason: str
    reason_code: AttemptReason | None = None


@dataclass(frozen=True, slots=True)
class Departure:
    """A step that left 12m, or will leave it, at an instant."""

    step: int
    at: datetime


def find_answered_step(departures: Iterable[Departure], written_at: datetime) -> int | None:
    """Return the last step that had left 12m when a mail was written; None if none was accepted.

    A mail that seems older than every step answers the first of them: 12m's clocks may differ.
    """
    departures = sorted(departures, key=lambda each: each.step)
    if not departures:
        return None
    until = written_at + _CLOCK_SLACK
    return max((each.step for each in departures if each.at <= until), default=departures[0].step)


@dataclass(frozen=True, slots=True)
class Mail:
    """An inbound mail as far as 12m tells it; empty text where it does not. `headers` have lower-case names."""

    sender: str
    sender_name: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """One sound entry of the events stream. `data` is as it came; `problem` says why a known type cannot be read."""

    seq: int
    id: str | None
    type: str
    occurred_at: datetime | None
    conv_id: str | None
    pending_id: str | None
    recipient: str | None
    waited_ms: float | None
    reason: str
    dispatch_at: datetime | None
    mail: Mail | None
    raw: Mapping[str, Any]
    problem: str = ""


def normalise_address(address: str) -> str:
    """Return the form in which addresses are compared: trimmed, in lower case, composed, the domain in IDNA form.

    An address that IDNA refuses keeps its lower-case text.
    """
    local, at, domain = address.strip().rpartition("@")
    if not at:
        return _folded(address.strip())
    domain = domain.strip().rstrip(".").lower()
    if not domain.isascii():
        import idna  # noqa: PLC0415 - nearly all addresses are ASCII

        # As email-validator reads domains: straße.example and strasse.example are two.
        with suppress(UnicodeError):
            domain = idna.encode(domain, uts46=True, transitional=False).decode("ascii")
    return f"{_folded(local)}@{domain}"


def mailbox_of(address: str) -> str:
    """Return the mailbox that a normalised address reaches: without `+tag`, and at Gmail without dots.

    `kim+sales@acme.example` reaches `kim@acme.example`, and `a.nn@googlemail.com` reaches `ann@gmail.com` (RFC 5233,
    and Gmail's help). Other providers have other signs, which would join strangers elsewhere.
    """
    is_gmail = address.endswith(("@gmail.com", "@googlemail.com"))
    if not is_gmail and "+" not in address:
        return address
    local, _, domain = address.rpartition("@")
    name = local.partition("+")[0]
    if is_gmail:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}" if name else address


def _folded(text: str) -> str:
    folded = text.lower()
    if folded.isascii():
        return folded
    from unicodedata import normalize  # noqa: PLC0415 - nearly all addresses are ASCII

    return normalize("NFC", folded)


#: UUIDv5 of the URL namespace and "seqcli/lead": the namespace of lead ids.
_LEAD_NAMESPACE = bytes.fromhex("10b2fcbdca435b6c9bd26095c30165d3")
_UUID_VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))


def lead_id(sequence_id: str, email: str) -> str:
    """Return the stable id of a person in a sequence: the same on every machine and after every import."""
    return lead_ids(sequence_id)(normalise_address(email))


def lead_ids(sequence_id: str) -> Callable[[str], str]:
    """Return what gives the lead id of a normalised address: a UUIDv5, much faster than `uuid` makes one."""
    from hashlib import sha1  # noqa: PLC0415 - looks at the file need none

    begun = sha1(_LEAD_NAMESPACE + f"{sequence_id}\n".encode(), usedforsecurity=False)

    def id_of(address: str) -> str:
        name = begun.copy()
        name.update(address.encode())
        x = name.hexdigest()
        return f"{x[:8]}-{x[8:12]}-5{x[13:16]}-{_UUID_VARIANT[x[16]]}{x[17:20]}-{x[20:32]}"

    return id_of


def steps_to_json(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    """Return the `steps` column: the guide's `{subject, template, waitNext}`, `html` and `variants` where used.

    A variant has `weight` unless that is 1, and `off` if it is. Of a step with variants the outer texts are those of
    the first one.
    """
    return [_step_to_json(step) for step in steps]


def steps_from_json(column: list[dict[str, Any]]) -> tuple[Step, ...]:
    """Return the steps that `steps_to_json` wrote.

    Raises:
        ValueError, KeyError: the column was not written by `steps_to_json`.
    """
    return tuple(_step_from_json(entry) for entry in column)


def _step_to_json(step: Step) -> dict[str, Any]:
    entry = {**_texts_to_json(step.variants[0]), "waitNext": step.wait_text}
    if len(step.variants) > 1 or step.variants[0].name != PLAIN_VARIANT:
        entry["variants"] = [_variant_to_json(each) for each in step.variants]
    return entry


def _variant_to_json(variant: Variant) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": variant.name, **_texts_to_json(variant)}
    if variant.weight != 1:
        entry["weight"] = variant.weight
    return {**entry, "off": True} if variant.is_off else entry


def _step_from_json(entry: dict[str, Any]) -> Step:
    wait = entry["waitNext"]
    wordings = entry.get("variants") or [{**entry, "name": PLAIN_VARIANT}]
    variants = tuple(
        Variant(
            each["name"],
            each.get("subject"),
            each.get("template"),
            each.get("html"),
            int(each.get("weight", 1)),
            bool(each.get("off", False)),
        )
        for each in wordings
    )
    return Step(str(wait), parse_duration_ms(wait), variants)


def _texts_to_json(variant: Variant) -> dict[str, Any]:
    texts = {"subject": variant.subject, "template": variant.text}
    return texts if variant.html is None else {**texts, "html": variant.html}
