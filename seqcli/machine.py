"""The lead's state machine: the table of what each event does to a lead. No clock, no file, no wire.

Theory. A *lead event* is something that has happened to a lead (its send was accepted, a person answered).
`transition` maps a lead and an event to the lead as it is afterwards and the actions that follow. The table holds
the pairs that do something; every other pair is defined as well: nothing changes.

Precedence. When events disagree or come late, `suppressed > replied > bounced >` everything else. These three
are reached from every status below them; nothing else leaves a final status by itself. A person may say that an
answer was none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from seqcli.model import Lead, LeadStatus
from seqcli.reasons import PASSING_HOLDS, LeadReason

S = LeadStatus


class LeadEventKind(StrEnum):
    """What can happen to a lead."""

    STEP_ACCEPTED = "step accepted"
    SEND_REFUSED = "send refused"
    SEND_DROPPED = "send dropped"
    WAIT_OVER = "wait over"
    LEAD_REPLIED = "lead replied"
    HARD_BOUNCED = "hard bounced"
    SUPPRESSED = "suppressed"
    HOLD_NEEDED = "hold needed"
    HOLD_RELEASED = "hold released"
    STOPPED = "stopped"
    REQUEUED = "requeued"
    RESTORED = "restored"
    ANSWER_WITHDRAWN = "answer withdrawn"


E = LeadEventKind


@dataclass(frozen=True, slots=True)
class LeadEvent:
    """One thing that happened, about `step` if given; a lead that goes on again does so as `resume_as`.

    `code` is what code branches on, `text` the same for people; `field` is the merge field that a hold is for.
    """

    kind: LeadEventKind
    code: LeadReason | None
    text: str
    step: int | None = None
    resume_as: LeadStatus | None = None
    field: str = ""


class Action(StrEnum):
    """What the shell must do when a transition is stored, in the same transaction."""

    CANCEL_PENDING = "cancel the attempt that was never tried"
    SUPPRESS_PERSON = "suppress the address everywhere"
    SUPPRESS_OTHERS = "suppress the address for the person's other leads"


Transition = tuple[Lead, tuple[Action, ...]]
Rule = Callable[[Lead, LeadEvent, int], Transition]

FINAL = frozenset({S.REPLIED, S.BOUNCED, S.EXHAUSTED, S.SUPPRESSED, S.FAILED, S.STOPPED})


def _becomes(lead: Lead, event: LeadEvent, status: LeadStatus, step: int | None = None) -> Lead:
    return replace(
        lead,
        status=status,
        reason_code=event.code,
        status_reason=event.text,
        missing_field=event.field,
        current_step=lead.current_step if step is None else step,
    )


def _begin_waiting(lead: Lead, event: LeadEvent, _steps: int) -> Transition:
    """→ in_flight, if it is the current step."""
    return (_becomes(lead, event, S.IN_FLIGHT) if event.step == lead.current_step else lead), ()


def _settle_hold(lead: Lead, event: LeadEvent, steps: int) -> Transition:
    """→ in_flight, if held for this outcome."""
    return (
        _begin_waiting(lead, event, steps) if lead.reason_code is LeadReason.OUTCOME_UNKNOWN else (lead, ())
    )


def _advance(lead: Lead, event: LeadEvent, steps: int) -> Transition:
    """→ queued for the next step, or exhausted after the last."""
    if event.step is not None and event.step != lead.current_step:
        return lead, ()
    following = lead.current_step + 1
    if following >= steps:
        return _becomes(lead, event, S.EXHAUSTED), ()
    return _becomes(lead, event, S.QUEUED, following), ()


def _fail(lead: Lead, event: LeadEvent, _steps: int) -> Transition:
    """→ failed, if it is the current step."""
    if event.step is not None and event.step != lead.current_step:
        return lead, ()
    return _becomes(lead, event, S.FAILED), (Action.CANCEL_PENDING,)


def _fail_hold(lead: Lead, event: LeadEvent, steps: int) -> Transition:
    """→ failed, if held for this outcome."""
    return _fail(lead, event, steps) if lead.reason_code is LeadReason.OUTCOME_UNKNOWN else (lead, ())


def _end(status: LeadStatus, *actions: Action) -> Rule:
    def rule(lead: Lead, event: LeadEvent, _steps: int) -> Transition:
        return _becomes(lead, event, status), (Action.CANCEL_PENDING, *actions)

    rule.__doc__ = f"→ {status}"
    return rule


def _spread(action: Action) -> Rule:
    def rule(lead: Lead, _event: LeadEvent, _steps: int) -> Transition:
        return lead, (action,)

    rule.__doc__ = f"{action}"
    return rule


def _hold(lead: Lead, event: LeadEvent, _steps: int) -> Transition:
    """→ held."""
    return _becomes(lead, event, S.HELD), ()


def _hold_harder(lead: Lead, event: LeadEvent, _steps: int) -> Transition:
    """→ held for this, if the hold so far would end by itself and this one would not."""
    if lead.reason_code not in PASSING_HOLDS or event.code in PASSING_HOLDS:
        return lead, ()
    return _becomes(lead, event, S.HELD), ()


def _resume(lead: Lead, event: LeadEvent, _steps: int) -> Transition:
    """→ where the attempts say it is."""
    return _becomes(lead, event, event.resume_as or S.QUEUED), ()


def _resume_elsewhere(lead: Lead, event: LeadEvent, steps: int) -> Transition:
    """→ where it was, if it was stopped for an answer in another sequence."""
    return _resume(lead, event, steps) if lead.reason_code is LeadReason.ANSWERED_ELSEWHERE else (lead, ())


def _end_again(lead: Lead, event: LeadEvent, _steps: int) -> Transition:
    """→ where it had ended before `requeue`."""
    return _becomes(lead, event, event.resume_as or S.STOPPED), (Action.CANCEL_PENDING,)


_reply, _suppress = _end(S.REPLIED), _end(S.SUPPRESSED, Action.SUPPRESS_PERSON)
_bounce, _stop = _end(S.BOUNCED, Action.SUPPRESS_OTHERS), _end(S.STOPPED)

#: What does something. Rows are statuses; an event that a row does not name changes nothing.
TABLE: Mapping[LeadStatus, Mapping[LeadEventKind, Rule]] = MappingProxyType(
    {
        S.QUEUED: {
            E.STEP_ACCEPTED: _begin_waiting,
            E.SEND_REFUSED: _fail,
            E.SEND_DROPPED: _fail,
            E.LEAD_REPLIED: _reply,
            E.HARD_BOUNCED: _bounce,
            E.SUPPRESSED: _suppress,
            E.HOLD_NEEDED: _hold,
            E.STOPPED: _stop,
            E.RESTORED: _end_again,
        },
        S.IN_FLIGHT: {
            E.SEND_DROPPED: _fail,
            E.WAIT_OVER: _advance,
            E.LEAD_REPLIED: _reply,
            E.HARD_BOUNCED: _bounce,
            E.SUPPRESSED: _suppress,
            E.HOLD_NEEDED: _hold,
            E.STOPPED: _stop,
            E.RESTORED: _end_again,
        },
        S.HELD: {
            E.STEP_ACCEPTED: _settle_hold,
            E.SEND_REFUSED: _fail_hold,
            E.SEND_DROPPED: _fail_hold,
            E.LEAD_REPLIED: _reply,
            E.HARD_BOUNCED: _bounce,
            E.SUPPRESSED: _suppress,
            E.HOLD_NEEDED: _hold_harder,
            E.HOLD_RELEASED: _resume,
            E.STOPPED: _stop,
            E.RESTORED: _end_again,
        },
        S.EXHAUSTED: {E.LEAD_REPLIED: _reply, E.HARD_BOUNCED: _bounce, E.SUPPRESSED: _suppress},
        S.FAILED: {
            E.LEAD_REPLIED: _reply,
            E.HARD_BOUNCED: _bounce,
            E.SUPPRESSED: _suppress,
            E.STOPPED: _stop,
            E.REQUEUED: _resume,
        },
        S.STOPPED: {
            E.LEAD_REPLIED: _reply,
            E.HARD_BOUNCED: _bounce,
            E.SUPPRESSED: _suppress,
            E.REQUEUED: _resume,
            E.RESTORED: _resume,
            E.ANSWER_WITHDRAWN: _resume_elsewhere,
        },
        S.BOUNCED: {E.LEAD_REPLIED: _reply, E.SUPPRESSED: _suppress},
        S.REPLIED: {
            E.HARD_BOUNCED: _spread(Action.SUPPRESS_OTHERS),
            E.SUPPRESSED: _suppress,
            E.ANSWER_WITHDRAWN: _resume,
        },
        S.SUPPRESSED: {
            E.HARD_BOUNCED: _spread(Action.SUPPRESS_OTHERS),
            E.SUPPRESSED: _spread(Action.SUPPRESS_PERSON),
            E.RESTORED: _resume,
        },
    }
)


def statuses_that_take(kind: LeadEventKind) -> frozenset[LeadStatus]:
    """Return the statuses in which an event does something."""
    return frozenset(status for status, rules in TABLE.items() if kind in rules)


def transition(lead: Lead, event: LeadEvent, step_count: int) -> Transition:
    """Return the lead after an event and what the shell must do; the same object means: the lead does not change."""
    rule = TABLE[lead.status].get(event.kind)
    return (lead, ()) if rule is None else rule(lead, event, step_count)
