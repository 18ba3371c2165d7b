"""May a lead's current step be sent at `:now`, in SQL: the blockers in the order of `eligibility.find_blocker`.

A query that uses these fragments joins `lead` and `sequence` and has the values of `eligibility_values`. Two blockers
are not asked here: the suppression list, which needs wildcards matched for one address, and the throttle of an
identity, which is asked once an identity.
"""

from collections.abc import Collection
from datetime import datetime

from seqcli.clock import to_text
from seqcli.eligibility import OF_LEAD, Blocker

#: A lead that is not paused at `:now`; a pause that has ended does not count.
NOT_PAUSED = "(lead.paused_at IS NULL OR lead.paused_until <= :now)"
#: The identity that a lead is sent to from.
IDENTITY = "coalesce(lead.identity, sequence.identity)"
_OF_STEP = "attempt.lead_id = lead.id AND attempt.step = lead.current_step"
#: The state of the newest attempt for the current step.
_STATE = f"(SELECT state FROM attempt WHERE {_OF_STEP} ORDER BY generation DESC LIMIT 1)"

#: A mail that concerns a person must still be looked up at 12m.
LOOK_UP_OPEN = (
    "EXISTS (SELECT 1 FROM lead AS named JOIN event ON event.lead_id = named.id"
    " WHERE named.address = {address} AND event.handling = 'to_look_up')"
)

#: When each blocker holds. A blocker counts if none before it does.
CONDITIONS: dict[Blocker, str] = {
    Blocker.ENDED: "lead.status NOT IN ('queued', 'held', 'in_flight')",
    Blocker.HELD: "lead.status = 'held'",
    Blocker.IN_FLIGHT: "lead.status = 'in_flight'",
    Blocker.NOT_RELEASED: "lead.released_at IS NULL",
    Blocker.SEQUENCE_DRAFT: "sequence.status = 'draft'",
    Blocker.SEQUENCE_PAUSED: "sequence.status = 'paused'",
    Blocker.PAUSED: f"{NOT_PAUSED} IS NOT TRUE",
    Blocker.NO_SUCH_STEP: "lead.current_step >= json_array_length(sequence.steps)",
    Blocker.LOOK_UP: LOOK_UP_OPEN.format(address="lead.address"),
    Blocker.ALREADY_ACCEPTED: f"{_STATE} = 'accepted'",
    Blocker.PARKED: f"{_STATE} = 'parked'",
    Blocker.OUTCOME_UNKNOWN: f"{_STATE} = 'unknown'",
    Blocker.RETRY_LATER: (
        f"EXISTS (SELECT 1 FROM attempt WHERE {_OF_STEP} AND state = 'pending' AND next_try_at > :now"
        f" AND generation = (SELECT max(generation) FROM attempt WHERE {_OF_STEP}))"
    ),
    Blocker.OTHER_SEND_OPEN: (
        f"EXISTS (SELECT 1 FROM attempt WHERE attempt.identity = {IDENTITY}"
        " AND attempt.address = lead.address AND attempt.state = 'unknown' AND attempt.lead_id <> lead.id)"
    ),
    Blocker.PACED: "(lead.current_step = 0 AND sequence.next_first_at > :now)",
}
#: The terms that the index of due leads is made of, and the blockers that they exclude.
_IN_INDEX = "lead.status = 'queued' AND lead.released_at IS NOT NULL"
_EXCLUDED_BY_INDEX = frozenset({Blocker.ENDED, Blocker.HELD, Blocker.IN_FLIGHT, Blocker.NOT_RELEASED})


def eligible(*, without: Collection[Blocker] = ()) -> str:
    """Return the condition under which no blocker holds, but for those in `without`."""
    asked = (CONDITIONS[each] for each in CONDITIONS if each not in {*without, *_EXCLUDED_BY_INDEX})
    return " AND ".join((_IN_INDEX, *(f"({condition}) IS NOT TRUE" for condition in asked)))


#: A lead that waits for a send, whatever was sent already: it is released, and nothing about it or its sequence blocks.
WAITS_FOR_SEND = eligible(without=[blocker for blocker in CONDITIONS if blocker not in OF_LEAD])
#: The code of the first blocker that holds, or NULL.
BLOCKER = " ".join(
    ("CASE", *(f"WHEN {condition} THEN '{blocker}'" for blocker, condition in CONDITIONS.items()), "END")
)


def eligibility_values(now: datetime) -> dict[str, object]:
    """Return the values that the fragments of this module name."""
    return {"now": to_text(now)}
