"""The transition table: every pair enumerated, and precedence."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from seqcli.machine import (
    TABLE,
    Action,
    LeadEvent,
    LeadEventKind,
    transition,
)
from seqcli.model import Lead, LeadStatus
from seqcli.reasons import LeadReason

S, F = LeadStatus, LeadEventKind
THEN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def lead(status: LeadStatus, step: int = 0, reason: LeadReason | None = None) -> Lead:
    return Lead(
        id="l",
        email="ada@acme.example",
        sequence_id="intro",
        current_step=step,
        status=status,
        status_reason="as it was",
        conv_id=None,
        last_step_at=None,
        identity=None,
        fields={},
        released_at=THEN,
        paused_at=None,
        paused_until=None,
        pause_reason=None,
        wake_at=None,
        created_at=THEN,
        updated_at=THEN,
        reason_code=reason,
    )


# Where each event leads, from each status, for step 0 of three; None: nothing changes.
EXPECTED: dict[LeadEventKind, dict[LeadStatus, LeadStatus]] = {
    F.STEP_ACCEPTED: {S.QUEUED: S.IN_FLIGHT},
    F.SEND_REFUSED: {S.QUEUED: S.FAILED},
    F.SEND_DROPPED: {S.QUEUED: S.FAILED, S.IN_FLIGHT: S.FAILED},
    F.WAIT_OVER: {S.IN_FLIGHT: S.QUEUED},
    F.LEAD_REPLIED: dict.fromkeys(
        (S.QUEUED, S.IN_FLIGHT, S.HELD, S.EXHAUSTED, S.FAILED, S.STOPPED, S.BOUNCED), S.REPLIED
    ),
    F.HARD_BOUNCED: dict.fromkeys(
        (S.QUEUED, S.IN_FLIGHT, S.HELD, S.EXHAUSTED, S.FAILED, S.STOPPED), S.BOUNCED
    ),
    F.SUPPRESSED: dict.fromkeys([s for s in S if s is not S.SUPPRESSED], S.SUPPRESSED),
    F.HOLD_NEEDED: {S.QUEUED: S.HELD, S.IN_FLIGHT: S.HELD},
    F.HOLD_RELEASED: {S.HELD: S.QUEUED},
    F.STOPPED: dict.fromkeys((S.QUEUED, S.IN_FLIGHT, S.HELD, S.FAILED), S.STOPPED),
    F.REQUEUED: {S.FAILED: S.QUEUED, S.STOPPED: S.QUEUED},
    F.RESTORED: {
        **dict.fromkeys((S.SUPPRESSED, S.STOPPED), S.QUEUED),
        **dict.fromkeys((S.QUEUED, S.IN_FLIGHT, S.HELD), S.STOPPED),
    },
    F.ANSWER_WITHDRAWN: {S.REPLIED: S.QUEUED},
}
# A lead that answered or is suppressed stays what it is, but the address must not be written to elsewhere.
SPREAD: dict[tuple[LeadStatus, LeadEventKind], Action] = {
    (S.REPLIED, F.HARD_BOUNCED): Action.SUPPRESS_OTHERS,
    (S.SUPPRESSED, F.HARD_BOUNCED): Action.SUPPRESS_OTHERS,
    (S.SUPPRESSED, F.SUPPRESSED): Action.SUPPRESS_PERSON,
}


@pytest.mark.parametrize(("status", "kind"), list(product(S, F)))
def test_every_pair_is_defined_and_does_what_the_list_says(status: LeadStatus, kind: LeadEventKind) -> None:
    before = lead(status)
    after, actions = transition(before, LeadEvent(kind, None, "because", step=0), 3)
    wanted = EXPECTED[kind].get(status)
    if wanted is None:
        assert after is before
        assert actions == ((SPREAD[status, kind],) if (status, kind) in SPREAD else ())
    else:
        assert after.status is wanted
        assert after.status_reason == "because"


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(S)
    assert set(EXPECTED) == set(F)


def test_the_window_of_the_last_step_exhausts_and_of_another_step_queues_the_next() -> None:
    waiting = lead(S.IN_FLIGHT, step=1)
    queued, actions = transition(waiting, LeadEvent(F.WAIT_OVER, None, "no reply", step=1), 3)
    assert (queued.status, queued.current_step, actions) == (S.QUEUED, 2, ())
    ended, _ = transition(waiting, LeadEvent(F.WAIT_OVER, None, "no reply", step=1), 2)
    assert (ended.status, ended.current_step) == (S.EXHAUSTED, 1)


@pytest.mark.parametrize("kind", [F.STEP_ACCEPTED, F.WAIT_OVER, F.SEND_DROPPED, F.SEND_REFUSED])
@pytest.mark.parametrize("status", list(S))
def test_what_is_said_of_another_step_changes_nothing(status: LeadStatus, kind: LeadEventKind) -> None:
    before = lead(status, step=1)
    assert transition(before, LeadEvent(kind, None, "late", step=0), 3)[0] is before


def test_a_hold_for_an_unknown_outcome_is_lifted_by_the_outcome_and_no_other_hold_is() -> None:
    parked = lead(S.HELD, reason=LeadReason.OUTCOME_UNKNOWN)
    assert transition(parked, LeadEvent(F.STEP_ACCEPTED, None, "found", step=0), 2)[0].status is S.IN_FLIGHT
    assert transition(parked, LeadEvent(F.SEND_DROPPED, None, "dropped", step=0), 2)[0].status is S.FAILED
    other = lead(S.HELD, reason=LeadReason.UNREADABLE_EVENT)
    assert transition(other, LeadEvent(F.STEP_ACCEPTED, None, "found", step=0), 2)[0] is other


@pytest.mark.parametrize("status", list(S))
def test_the_three_ends_keep_their_order_whatever_comes_first(status: LeadStatus) -> None:
    events = [
        LeadEvent(F.SUPPRESSED, None, "x"),
        LeadEvent(F.LEAD_REPLIED, None, "x"),
        LeadEvent(F.HARD_BOUNCED, None, "x"),
    ]
    for order in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        state = lead(status)
        for index in order:
            state, _ = transition(state, events[index], 3)
        assert state.status is S.SUPPRESSED


def test_a_final_status_cancels_what_was_never_tried() -> None:
    for kind in (F.LEAD_REPLIED, F.HARD_BOUNCED, F.SUPPRESSED, F.STOPPED, F.SEND_DROPPED):
        _, actions = transition(lead(S.QUEUED), LeadEvent(kind, None, "x", step=0), 3)
        assert Action.CANCEL_PENDING in actions


def test_a_released_hold_goes_where_the_attempts_say() -> None:
    held = lead(S.HELD, step=1, reason=LeadReason.UNREADABLE_EVENT)
    released, _ = transition(held, LeadEvent(F.HOLD_RELEASED, None, "looked at", resume_as=S.IN_FLIGHT), 3)
    assert released == replace(held, status=S.IN_FLIGHT, reason_code=None, status_reason="looked at")
