"""The lead's state machine: one table of every (status, fact) pair. No clock, no file, no wire.

Theory. A *fact* is something that has happened to a lead (its send was accepted, a person answered).
`transition` maps a lead and a fact to the lead as it is afterwards and the actions that follow.
Every pair is defined: what a status does not care about is `ignored`, by decision.

Precedence. When facts disagree or come late, `suppressed > replied > bounced >` everything else. These three
are reached from every status below them; nothing else leaves a final status by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from seqcli.model import NEEDS_FIELD, OUTCOME_UNKNOWN, Lead, LeadStatus

S = LeadStatus


class LeadEventKind(StrEnum):
    """What can happen to a lead."""

    STEP_ACCEPTED = "step accepted"
    SEND_REFUSED = "send refused"
    SEND_DROPPED = "send dropped"
    WINDOW_PASSED = "window passed"
    LEAD_REPLIED = "lead replied"
    HARD_BOUNCED = "hard bounced"
    SUPPRESSED = "suppressed"
    HOLD_NEEDED = "hold needed"
    FREED = "freed"
    STOPPED = "stopped"
    REQUEUED = "requeued"
    RESTORED = "restored"
    NOTED = "noted"


F = LeadEventKind


@dataclass(frozen=True, slots=True)
class LeadEvent:
    """One thing that happened, about `step` if given; a freed, requeued or restored lead goes on as `resume_as`."""

    kind: LeadEventKind
    reason: str
    step: int | None = None
    resume_as: LeadStatus | None = None


class Action(StrEnum):
    """What the shell must do when a transition is stored, in the same transaction."""

    CANCEL_PENDING = "cancel the attempt that was never tried"
    QUEUE_STEP = "the next step is due"
    SUPPRESS_PERSON = "suppress the address everywhere"
    SUPPRESS_OTHERS = "suppress the address for the person's other leads"


Transition = tuple[Lead, tuple[Action, ...]]
Rule = Callable[[Lead, LeadEvent, int], Transition]

FINAL = frozenset({S.REPLIED, S.BOUNCED, S.EXHAUSTED, S.SUPPRESSED, S.FAILED, S.STOPPED})
ENDED_BY_PERSON = frozenset({S.REPLIED, S.BOUNCED, S.SUPPRESSED})


def _ignored(lead: Lead, _fact: LeadEvent, _steps: int) -> Transition:
    """Nothing changes."""
    return lead, ()


def _begin_waiting(lead: Lead, lead_event: LeadEvent, _steps: int) -> Transition:
    """→ in_flight, if it is the current step."""
    if lead_event.step != lead.current_step:
        return lead, ()
    return replace(lead, status=S.IN_FLIGHT, status_reason=lead_event.reason), ()


def _settle_hold(lead: Lead, lead_event: LeadEvent, steps: int) -> Transition:
    """→ in_flight, if held for this outcome."""
    return (
        _begin_waiting(lead, lead_event, steps)
        if lead.status_reason.startswith(OUTCOME_UNKNOWN)
        else (lead, ())
    )


def _advance(lead: Lead, lead_event: LeadEvent, steps: int) -> Transition:
    """→ queued for the next step, or exhausted after the last."""
    if lead_event.step is not None and lead_event.step != lead.current_step:
        return lead, ()
    following = lead.current_step + 1
    if following >= steps:
        return replace(lead, status=S.EXHAUSTED, status_reason=lead_event.reason), ()
    return (
        replace(lead, status=S.QUEUED, status_reason=lead_event.reason, current_step=following),
        (Action.QUEUE_STEP,),
    )


def _fail(lead: Lead, lead_event: LeadEvent, _steps: int) -> Transition:
    """→ failed, if it is the current step."""
    if lead_event.step is not None and lead_event.step != lead.current_step:
        return lead, ()
    return replace(lead, status=S.FAILED, status_reason=lead_event.reason), (Action.CANCEL_PENDING,)


def _fail_hold(lead: Lead, lead_event: LeadEvent, steps: int) -> Transition:
    """→ failed, if held for this outcome."""
    return _fail(lead, lead_event, steps) if lead.status_reason.startswith(OUTCOME_UNKNOWN) else (lead, ())


def _end(status: LeadStatus, *actions: Action) -> Rule:
    def rule(lead: Lead, lead_event: LeadEvent, _steps: int) -> Transition:
        return replace(lead, status=status, status_reason=lead_event.reason), (
            Action.CANCEL_PENDING,
            *actions,
        )

    rule.__doc__ = f"→ {status}"
    return rule


def _spread(action: Action) -> Rule:
    def rule(lead: Lead, _fact: LeadEvent, _steps: int) -> Transition:
        return lead, (action,)

    rule.__doc__ = f"{action}"
    return rule


def _hold(lead: Lead, lead_event: LeadEvent, _steps: int) -> Transition:
    """→ held."""
    return replace(lead, status=S.HELD, status_reason=lead_event.reason), ()


def _hold_harder(lead: Lead, lead_event: LeadEvent, _steps: int) -> Transition:
    """→ held for this, if the hold so far would lift by itself and this one would not."""
    lifting = (OUTCOME_UNKNOWN, NEEDS_FIELD)
    if not lead.status_reason.startswith(lifting) or lead_event.reason.startswith(lifting):
        return lead, ()
    return replace(lead, status_reason=lead_event.reason), ()


def _resume(lead: Lead, lead_event: LeadEvent, _steps: int) -> Transition:
    """→ where the attempts say it is."""
    return replace(lead, status=lead_event.resume_as or S.QUEUED, status_reason=lead_event.reason), ()


_reply, _suppress = _end(S.REPLIED), _end(S.SUPPRESSED, Action.SUPPRESS_PERSON)
_bounce, _stop = _end(S.BOUNCED, Action.SUPPRESS_OTHERS), _end(S.STOPPED)

#: The whole machine. Rows are statuses, columns are facts; no pair is missing.
TABLE: Mapping[LeadStatus, Mapping[LeadEventKind, Rule]] = MappingProxyType(
    {
        S.QUEUED: {
            F.STEP_ACCEPTED: _begin_waiting,
            F.SEND_REFUSED: _fail,
            F.SEND_DROPPED: _fail,
            F.WINDOW_PASSED: _ignored,
            F.LEAD_REPLIED: _reply,
            F.HARD_BOUNCED: _bounce,
            F.SUPPRESSED: _suppress,
            F.HOLD_NEEDED: _hold,
            F.FREED: _ignored,
            F.STOPPED: _stop,
            F.REQUEUED: _ignored,
            F.RESTORED: _ignored,
            F.NOTED: _ignored,
        },
        S.IN_FLIGHT: {
            F.STEP_ACCEPTED: _ignored,
            F.SEND_REFUSED: _ignored,
            F.SEND_DROPPED: _fail,
            F.WINDOW_PASSED: _advance,
            F.LEAD_REPLIED: _reply,
            F.HARD_BOUNCED: _bounce,
            F.SUPPRESSED: _suppress,
            F.HOLD_NEEDED: _hold,
            F.FREED: _ignored,
            F.STOPPED: _stop,
            F.REQUEUED: _ignored,
            F.RESTORED: _ignored,
            F.NOTED: _ignored,
        },
        S.HELD: {
            F.STEP_ACCEPTED: _settle_hold,
            F.SEND_REFUSED: _fail_hold,
            F.SEND_DROPPED: _fail_hold,
            F.WINDOW_PASSED: _ignored,
            F.LEAD_REPLIED: _reply,
            F.HARD_BOUNCED: _bounce,
            F.SUPPRESSED: _suppress,
            F.HOLD_NEEDED: _hold_harder,
            F.FREED: _resume,
            F.STOPPED: _stop,
            F.REQUEUED: _ignored,
            F.RESTORED: _ignored,
            F.NOTED: _ignored,
        },
        S.EXHAUSTED: {
            F.STEP_ACCEPTED: _ignored,
            F.SEND_REFUSED: _ignored,
            F.SEND_DROPPED: _ignored,
            F.WINDOW_PASSED: _ignored,
            F.LEAD_REPLIED: _reply,
            F.HARD_BOUNCED: _bounce,
            F.SUPPRESSED: _suppress,
            F.HOLD_NEEDED: _ignored,
            F.FREED: _ignored,
            F.STOPPED: _ignored,
            F.REQUEUED: _ignored,
            F.RESTORED: _ignored,
            F.NOTED: _ignored,
        },
        S.FAILED: {
            F.STEP_ACCEPTED: _ignored,
            F.SEND_REFUSED: _ignored,
            F.SEND_DROPPED: _ignored,
            F.WINDOW_PASSED: _ignored,
            F.LEAD_REPLIED: _reply,
            F.HARD_BOUNCED: _bounce,
            F.SUPPRESSED: _suppress,
            F.HOLD_NEEDED: _ignored,
            F.FREED: _ignored,
            F.STOPPED: _stop,
            F.REQUEUED: _resume,
            F.RESTORED: _ignored,
            F.NOTED: _ignored,
        },
        S.STOPPED: {
            F.STEP_ACCEPTED: _ignored,
            F.SEND_REFUSED: _ignored,
            F.SEND_DROPPED: _ignored,
            F.WINDOW_PASSED: _ignored,
            F.LEAD_REPLIED: _reply,
            F.HARD_BOUNCED: _bounce,
            F.SUPPRESSED: _suppress,
            F.HOLD_NEEDED: _ignored,
            F.FREED: _ignored,
            F.STOPPED: _ignored,
            F.REQUEUED: _resume,
            F.RESTORED: _ignored,
            F.NOTED: _ignored,
        },
        S.BOUNCED: {
            F.STEP_ACCEPTED: _ignored,
            F.SEND_REFUSED: _ignored,
            F.SEND_DROPPED: _ignored,
            F.WINDOW_PASSED: _ignored,
            F.LEAD_REPLIED: _reply,
            F.HARD_BOUNCED: _ignored,
            F.SUPPRESSED: _suppress,
            F.HOLD_NEEDED: _ignored,
            F.FREED: _ignored,
            F.STOPPED: _ignored,
            F.REQUEUED: _ignored,
            F.RESTORED: _ignored,
            F.NOTED: _ignored,
        },
        S.REPLIED: {
            F.STEP_ACCEPTED: _ignored,
            F.SEND_REFUSED: _ignored,
            F.SEND_DROPPED: _ignored,
            F.WINDOW_PASSED: _ignored,
            F.LEAD_REPLIED: _ignored,
            F.HARD_BOUNCED: _spread(Action.SUPPRESS_OTHERS),
            F.SUPPRESSED: _suppress,
            F.HOLD_NEEDED: _ignored,
            F.FREED: _ignored,
            F.STOPPED: _ignored,
            F.REQUEUED: _ignored,
            F.RESTORED: _ignored,
            F.NOTED: _ignored,
        },
        S.SUPPRESSED: {
            F.STEP_ACCEPTED: _ignored,
            F.SEND_REFUSED: _ignored,
            F.SEND_DROPPED: _ignored,
            F.WINDOW_PASSED: _ignored,
            F.LEAD_REPLIED: _ignored,
            F.HARD_BOUNCED: _spread(Action.SUPPRESS_OTHERS),
            F.SUPPRESSED: _spread(Action.SUPPRESS_PERSON),
            F.HOLD_NEEDED: _ignored,
            F.FREED: _ignored,
            F.STOPPED: _ignored,
            F.REQUEUED: _ignored,
            F.RESTORED: _resume,
            F.NOTED: _ignored,
        },
    }
)


def transition(lead: Lead, lead_event: LeadEvent, step_count: int) -> Transition:
    """Return the lead after `fact` and what the shell must do; the same object means: the lead does not change."""
    return TABLE[lead.status][lead_event.kind](lead, lead_event, step_count)


def table_as_markdown() -> str:
    """Return the table for `docs/state-machine.md`: a row per status, a column per fact."""
    head = "| status | " + " | ".join(F) + " |"
    rule = "| --- " * (len(F) + 1) + "|"
    rows = [
        f"| `{status}` | " + " | ".join(_cell(TABLE[status][lead_event]) for lead_event in F) + " |"
        for status in TABLE
    ]
    return "\n".join([head, rule, *rows])


def _cell(rule: Rule) -> str:
    words = (rule.__doc__ or "").rstrip(".")
    return "·" if rule is _ignored else words
