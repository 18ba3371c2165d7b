"""May this lead's current step be sent now, and if not, why not? The one answer in Python.

`store.eligibility` has the same in SQL, and a test holds the two to each other. No clock, no file, no wire.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from seqcli.clock import plus_ms
from seqcli.model import AttemptState, Lead, LeadStatus, SequenceStatus


class Blocker(StrEnum):
    """Why a lead's current step may not be sent now, in the order in which it is asked."""

    ENDED = "ended"
    HELD = "held"
    IN_FLIGHT = "in_flight"
    NOT_RELEASED = "not_released"
    SEQUENCE_DRAFT = "sequence_draft"
    SEQUENCE_PAUSED = "sequence_paused"
    BRAKED = "braked"
    PAUSED = "paused"
    NO_SUCH_STEP = "no_such_step"
    LOOK_UP = "look_up"
    ALREADY_ACCEPTED = "already_accepted"
    PARKED = "parked"
    OUTCOME_UNKNOWN = "outcome_unknown"
    RETRY_LATER = "retry_later"
    OTHER_SEND_OPEN = "other_send_open"
    LISTED = "listed"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    RECONTACT = "recontact"
    COMPANY_FULL = "company_full"
    DAY_FULL = "day_full"
    PACED = "paced"
    THROTTLED = "throttled"


#: What a blocker means, for people.
BLOCKER_TEXTS: dict[Blocker, str] = {
    Blocker.ENDED: "the lead has ended",
    Blocker.HELD: "the lead is held",
    Blocker.IN_FLIGHT: "its last step waits for a reply",
    Blocker.NOT_RELEASED: "it is not released",
    Blocker.SEQUENCE_DRAFT: "the sequence was never started",
    Blocker.SEQUENCE_PAUSED: "the sequence is paused",
    Blocker.BRAKED: "the brake of its sequence or identity has tripped",
    Blocker.PAUSED: "it is paused",
    Blocker.NO_SUCH_STEP: "the sequence has no such step",
    Blocker.LOOK_UP: "a mail that concerns it is read at 12m first",
    Blocker.ALREADY_ACCEPTED: "12m has accepted this step",
    Blocker.PARKED: "somebody must say whether this step was sent",
    Blocker.OUTCOME_UNKNOWN: "the outcome of an earlier try is not known",
    Blocker.RETRY_LATER: "it is tried again later",
    Blocker.OTHER_SEND_OPEN: "another sequence's mail to this address is not settled",
    Blocker.LISTED: "the address is on the suppression list",
    Blocker.ANSWERED_ELSEWHERE: "the person answered in another sequence",
    Blocker.RECONTACT: "another sequence wrote to this person lately",
    Blocker.COMPANY_FULL: "enough people of its company are in flight",
    Blocker.DAY_FULL: "today's mails of its sequence are used up",
    Blocker.PACED: "the pace of its sequence allows it later",
    Blocker.THROTTLED: "its identity is throttled",
}
#: What is about the lead and its sequence alone, whatever was sent.
OF_LEAD = frozenset(
    {
        Blocker.ENDED,
        Blocker.HELD,
        Blocker.IN_FLIGHT,
        Blocker.NOT_RELEASED,
        Blocker.SEQUENCE_DRAFT,
        Blocker.SEQUENCE_PAUSED,
        Blocker.BRAKED,
        Blocker.PAUSED,
        Blocker.NO_SUCH_STEP,
    }
)
#: What is about other sequences or other people; `describe_blocker` names them.
ABOUT_OTHERS = frozenset({Blocker.ANSWERED_ELSEWHERE, Blocker.RECONTACT, Blocker.COMPANY_FULL})
#: What passes with time and is the same for every lead at such a step: the pace of its sequence.
OF_PACE = frozenset({Blocker.DAY_FULL, Blocker.PACED})
_STATUS = {LeadStatus.HELD: Blocker.HELD, LeadStatus.IN_FLIGHT: Blocker.IN_FLIGHT}
_SEQUENCE = {
    SequenceStatus.DRAFT: Blocker.SEQUENCE_DRAFT,
    SequenceStatus.PAUSED: Blocker.SEQUENCE_PAUSED,
}
_ATTEMPT = {
    AttemptState.ACCEPTED: Blocker.ALREADY_ACCEPTED,
    AttemptState.PARKED: Blocker.PARKED,
    AttemptState.UNKNOWN: Blocker.OUTCOME_UNKNOWN,
}


class Elsewhere(NamedTuple):
    """What happened to a person in another sequence, and when; the sequence is empty where nobody knows it any more.

    `source` is the contact file that says so, if the sequence is another sender's.
    """

    sequence_id: str
    at: datetime
    source: str = ""


@dataclass(frozen=True, slots=True)
class SendCase:
    """What decides whether a lead's current step may be sent at `now`.

    `attempt_state` and `next_try_at` are of the step's newest attempt, None without one. `other_send_open`: an
    attempt of another lead to this address from this identity has no settled outcome. `look_up_open`: a mail that
    concerns the person must be looked up first. `is_braked`: a brake of its sequence or identity has tripped.
    `is_day_full` and `paced_until` are of its sequence, for a mail of this step. `answered`: the person's answer in
    another sequence; `unanswered`: the last mail of another sequence that had none, if a first step waits for one.
    `in_flight_at_company`: so many people of its company were written to by this sequence and have not ended, without
    this one; 0 where none counts.
    """

    lead: Lead
    sequence_status: SequenceStatus
    step_count: int
    now: datetime
    attempt_state: AttemptState | None = None
    next_try_at: datetime | None = None
    other_send_open: bool = False
    is_listed: bool = False
    answered: Elsewhere | None = None
    unanswered: Elsewhere | None = None
    recontact_ms: int | None = 0
    in_flight_at_company: int = 0
    per_company: int | None = None
    is_braked: bool = False
    is_day_full: bool = False
    paced_until: datetime | None = None
    throttled_until: datetime | None = None
    look_up_open: bool = False


def find_blocker(case: SendCase) -> Blocker | None:
    """Return the first reason why the lead's current step may not be sent now, or None."""
    return _find_lead_blocker(case) or _find_attempt_blocker(case) or _find_time_blocker(case)


def _find_lead_blocker(case: SendCase) -> Blocker | None:
    lead = case.lead
    if lead.status is not LeadStatus.QUEUED:
        return _STATUS.get(lead.status, Blocker.ENDED)
    if lead.released_at is None:
        return Blocker.NOT_RELEASED
    if case.sequence_status is not SequenceStatus.ACTIVE:
        return _SEQUENCE[case.sequence_status]
    if case.is_braked:
        return Blocker.BRAKED
    if is_paused(lead, case.now):
        return Blocker.PAUSED
    return Blocker.NO_SUCH_STEP if lead.current_step >= case.step_count else None


def _find_attempt_blocker(case: SendCase) -> Blocker | None:
    if case.look_up_open:
        return Blocker.LOOK_UP
    if case.attempt_state in _ATTEMPT:
        return _ATTEMPT[case.attempt_state]
    is_pending = case.attempt_state is AttemptState.PENDING
    if is_pending and case.next_try_at is not None and case.next_try_at > case.now:
        return Blocker.RETRY_LATER
    if case.other_send_open:
        return Blocker.OTHER_SEND_OPEN
    return Blocker.LISTED if case.is_listed else _find_person_blocker(case)


def _find_person_blocker(case: SendCase) -> Blocker | None:
    """Return what speaks against the person or the company, whatever the address."""
    if case.answered is not None and not case.lead.allow_answered:
        return Blocker.ANSWERED_ELSEWHERE
    if case.lead.current_step > 0:
        return None
    if case.unanswered is not None:
        may_go_at = recontact_at(case)
        if may_go_at is None or may_go_at > case.now:
            return Blocker.RECONTACT
    is_full = case.per_company is not None and case.in_flight_at_company >= case.per_company
    return Blocker.COMPANY_FULL if is_full else None


def recontact_at(case: SendCase) -> datetime | None:
    """Return from when on a first step may follow the last mail of another sequence; None: never, or there is none."""
    if case.unanswered is None or case.recontact_ms is None:
        return None
    return plus_ms(case.unanswered.at, case.recontact_ms)


def describe_blocker(case: SendCase, blocker: Blocker) -> str:
    """Return what a blocker means, for people, with the sequence and the date where another one is behind it."""
    if blocker is Blocker.ANSWERED_ELSEWHERE and case.answered is not None:
        return describe_answer(case.answered)
    if blocker is Blocker.RECONTACT and case.unanswered is not None:
        return describe_recontact(case.unanswered, recontact_at(case))
    if blocker is Blocker.COMPANY_FULL:
        are = "person is" if case.in_flight_at_company == 1 else "people are"
        in_flight = f"{case.in_flight_at_company} {are} in flight at its company"
        return f"{in_flight}, and per_company is {case.per_company}"
    return BLOCKER_TEXTS[blocker]


def describe_answer(answered: Elsewhere) -> str:
    """Return `answered in intro on 2026-03-02`, or which imported file says so."""
    if answered.source and not answered.sequence_id:
        return f"answered elsewhere, says {answered.source}, imported on {answered.at:%Y-%m-%d}"
    return f"answered in {answered.sequence_id or 'another sequence'} on {answered.at:%Y-%m-%d}"


def describe_recontact(unanswered: Elsewhere, may_go_at: datetime | None) -> str:
    """Return who wrote last and when a first step may follow."""
    wrote = f"{unanswered.sequence_id or 'another sequence'} wrote on {unanswered.at:%Y-%m-%d}"
    if may_go_at is None:
        return f'{wrote}, and recontact is "never"'
    return f"{wrote}, recontact from {may_go_at:%Y-%m-%d}"


def _find_time_blocker(case: SendCase) -> Blocker | None:
    if case.is_day_full:
        return Blocker.DAY_FULL
    if case.paced_until is not None and case.paced_until > case.now:
        return Blocker.PACED
    if case.throttled_until is not None and case.throttled_until > case.now:
        return Blocker.THROTTLED
    return None


def is_paused(lead: Lead, now: datetime) -> bool:
    """Return whether sends to the lead are paused; a pause that has ended does not count."""
    return lead.paused_at is not None and (lead.paused_until is None or lead.paused_until > now)
