"""May a lead's current step be sent at `:now`, in SQL: the blockers in the order of `eligibility.find_blocker`.

A query that uses these fragments joins `lead` and `sequence` and has the values of `eligibility_values`. Two blockers
are not asked here: the suppression list, which needs wildcards matched for one address, and the throttle of an
identity, which is asked once an identity.
"""

from collections.abc import Collection
from datetime import datetime

from seqcli.clock import midnight, plus_ms, to_text
from seqcli.eligibility import OF_LEAD, Blocker
from seqcli.sequence_settings import DEFAULTS, NEVER
from seqcli.store.person_index import is_of_company, is_of_domain, is_of_person

_EDGE_MS = 2000
#: A time behind every other one.
NEVER_AT = "9999-12-31T00:00:00.000Z"
#: A lead that is not paused at `:now`; a pause that has ended does not count.
NOT_PAUSED = "(lead.paused_at IS NULL OR lead.paused_until <= :now)"
#: The identity that a lead is sent to from.
IDENTITY = "coalesce(lead.identity, sequence.identity)"
_OF_STEP = "attempt.lead_id = lead.id AND attempt.step = lead.current_step"
#: The state of the newest attempt for the current step.
_STATE = f"(SELECT state FROM attempt WHERE {_OF_STEP} ORDER BY generation DESC LIMIT 1)"

_RECONTACT = "json_extract(sequence.settings, '$.recontactMs')"
_DEFAULT_RECONTACT = f"coalesce({_RECONTACT}, {DEFAULTS.recontact_ms})"
#: Nobody answered `theirs` in its sequence, neither as a reply nor as an opt-out that was lifted since.
WAS_SILENT = (
    " AND their_lead.status IS NOT 'replied' AND NOT EXISTS (SELECT 1 FROM answer"
    " WHERE answer.address = theirs.address AND answer.sequence_id = their_lead.sequence_id)"
)


def led_here(address: str, sequence_id: str) -> str:
    """Return the condition that silence after `theirs` led the person into a sequence, both in SQL.

    The setting that says so counts as the end of `recontact`, for the mail of that one lead.
    """
    return (
        f"EXISTS (SELECT 1 FROM branch WHERE branch.lead_id = theirs.lead_id AND branch.address = {address}"
        f" AND branch.sequence_id = {sequence_id} AND branch.made_lead_id IS NOT NULL)"
    )


#: Mail to the person from another sequence that may have left and was not answered there: a FROM and WHERE.
UNANSWERED = (
    "FROM attempt AS theirs LEFT JOIN lead AS their_lead ON their_lead.id = theirs.lead_id"
    " WHERE theirs.address = lead.address AND theirs.lead_id <> lead.id"
    " AND theirs.state IN ('accepted', 'unknown', 'parked')"
    f"{WAS_SILENT} AND NOT {led_here('lead.address', 'lead.sequence_id')}"
)
#: When that mail left, or will leave.
LEFT_AT = "coalesce(theirs.dispatch_at, theirs.accepted_at, theirs.first_try_at)"
#: From when on a first step may follow it; NULL where none waits, and behind every time where that is never.
RECONTACT_AT = (
    f"(SELECT CASE WHEN max({LEFT_AT}) IS NULL OR {_RECONTACT} = 0 THEN NULL"
    f" WHEN {_RECONTACT} = '{NEVER}' THEN '{NEVER_AT}'"
    f" ELSE plus_ms(max({LEFT_AT}), {_DEFAULT_RECONTACT}) END {UNANSWERED})"
)
#: A file with one sequence alone need not look for mail of others.
HAS_OTHERS = "(SELECT count(*) FROM sequence AS any_sequence) > 1"
_PER_COMPANY = "json_extract(sequence.settings, '$.perCompany')"
_HAS_PROMISE = (
    "EXISTS (SELECT 1 FROM attempt AS promise WHERE promise.lead_id = {0}.id"
    " AND promise.state IN ('pending', 'unknown', 'parked', 'accepted'))"
)
#: Other leads of the same company: those of its name, and those of its domain unless a mail provider has it.
COLLEAGUES = (
    "colleague.address <> lead.address AND colleague.rowid IN ("
    f"SELECT rowid FROM lead AS named WHERE {is_of_company('lead.company_key', 'named')}"
    " UNION ALL SELECT rowid FROM lead AS housed"
    f" WHERE {is_of_domain('lead.domain', 'housed')} AND NOT is_mail_provider(lead.domain))"
)
#: How many people of the company this sequence has written to, or promised to, who have not ended. A lead that has
#: such a promise itself keeps its place.
IN_FLIGHT_AT_COMPANY = (
    f"(SELECT count(*) FROM lead AS colleague WHERE {COLLEAGUES} AND colleague.sequence_id = lead.sequence_id"
    " AND (colleague.status = 'in_flight' OR colleague.status IN ('queued', 'held')"
    f" AND {_HAS_PROMISE.format('colleague')}) AND NOT {_HAS_PROMISE.format('lead')})"
)

_BRAKED = "{1} IN (SELECT name FROM brake WHERE scope = '{0}' AND tripped_at IS NOT NULL)"


#: The steps of attempts without an answer that 12m may accept today, or has: one that is retried may arrive at any
#: time. Each state has an index of its few.
MAY_COUNT_TODAY = (
    "SELECT step FROM attempt WHERE accepted_at IS NULL AND state = 'unknown' AND sequence_id = {0}"
    " UNION ALL SELECT step FROM attempt WHERE accepted_at IS NULL AND state = 'parked' AND sequence_id = {0}"
    " AND first_try_at >= :midnight"
)


def _full(limit: str, step: str) -> str:
    """Return the query of sequences that have no more mails left today; a send of open outcome may be one.

    It names nothing of the query around it, so that SQLite runs it once and not once a lead.
    """
    limit = f"json_extract(paced.settings, '$.pacing.{limit}')"
    sent = (
        "(SELECT count(*) FROM attempt WHERE attempt.sequence_id = paced.id"
        f" AND attempt.counted_at >= :midnight{step})"
        f" + (SELECT count(*) FROM ({MAY_COUNT_TODAY.format('paced.id')}) AS attempt WHERE true{step})"
    )
    return f"(SELECT paced.id FROM sequence AS paced WHERE CASE WHEN {limit} IS NULL THEN 0 ELSE {limit} <= {sent} END)"


#: The sequence has no mail left today: of any step, or of first steps.
FULL = f"sequence.id IN {_full('perDay', '')}"
FULL_OF_FIRSTS = f"({FULL} OR sequence.id IN {_full('newPerDay', ' AND attempt.step = 0')})"


def look_up_open(address: str) -> str:
    """Return the condition that a mail must still be looked up at 12m which concerns the person at an address (in SQL),
    or which the person wrote in a conversation of another.
    """  # noqa: D205 - one sentence
    return (
        "(EXISTS (SELECT 1 FROM event AS any_event WHERE any_event.handling = 'to_look_up') AND ("
        "EXISTS (SELECT 1 FROM lead AS named JOIN event ON event.lead_id = named.id"
        f" WHERE {is_of_person(address, 'named')} AND event.handling = 'to_look_up')"
        " OR EXISTS (SELECT 1 FROM event_address AS writer JOIN event USING (identity, seq)"
        f" WHERE writer.identity IN (SELECT identity FROM cursor) AND writer.address = {address}"
        " AND event.handling = 'to_look_up')))"
    )


#: When each blocker holds. A blocker counts if none before it does.
CONDITIONS: dict[Blocker, str] = {
    Blocker.ENDED: "lead.status NOT IN ('queued', 'held', 'in_flight')",
    Blocker.HELD: "lead.status = 'held'",
    Blocker.IN_FLIGHT: "lead.status = 'in_flight'",
    Blocker.NOT_RELEASED: "lead.released_at IS NULL",
    Blocker.SEQUENCE_DRAFT: "sequence.status = 'draft'",
    Blocker.SEQUENCE_PAUSED: "sequence.status = 'paused'",
    Blocker.BRAKED: (
        f"({_BRAKED.format('sequence', 'sequence.id')} OR {_BRAKED.format('identity', IDENTITY)})"
    ),
    Blocker.PAUSED: f"{NOT_PAUSED} IS NOT TRUE",
    Blocker.NO_SUCH_STEP: "lead.current_step >= json_array_length(sequence.steps)",
    Blocker.LOOK_UP: look_up_open("lead.address"),
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
    Blocker.ANSWERED_ELSEWHERE: (
        "(lead.allow_answered = 0 AND EXISTS (SELECT 1 FROM answer"
        " WHERE answer.address = lead.address AND answer.sequence_id <> lead.sequence_id))"
    ),
    Blocker.RECONTACT: f"(lead.current_step = 0 AND {HAS_OTHERS} AND coalesce({RECONTACT_AT} > :now, 0))",
    Blocker.COMPANY_FULL: (
        f"(lead.current_step = 0 AND {_PER_COMPANY} IS NOT NULL AND {IN_FLIGHT_AT_COMPANY} >= {_PER_COMPANY})"
    ),
    Blocker.DAY_FULL: f"CASE WHEN lead.current_step = 0 THEN {FULL_OF_FIRSTS} ELSE {FULL} END",
    Blocker.PACED: (
        "CASE WHEN lead.current_step = 0 THEN sequence.next_first_at ELSE sequence.next_send_at END > :now"
    ),
}
_FIRSTS_OF_COMPANIES = (
    "SELECT lead.rowid FROM sequence CROSS JOIN lead ON lead.sequence_id = sequence.id"
    f" WHERE {_PER_COMPANY} IS NOT NULL AND lead.status = 'queued' AND lead.released_at IS NOT NULL"
    " AND (lead.current_step = 0) = 1"
)
_NOT_COUNTED = "SELECT rowid FROM lead WHERE rowid > (SELECT last_rowid FROM lead_counted)"
#: The row ids of all queued first steps that may wait for a date after mail of others, released or not, and of others.
MAY_RECONTACT = (
    "SELECT rowid FROM lead WHERE mail_elsewhere = 1 AND current_step = 0 AND status IN ('queued', 'in_flight')"
    f" AND (released_at IS NULL) = {{unreleased}} UNION {_NOT_COUNTED}"
)
#: The row ids of all released leads that may wait for others, and of more.
MAY_WAIT_FOR_OTHERS = f"{MAY_RECONTACT.format(unreleased=0)} UNION {_FIRSTS_OF_COMPANIES}"
#: The row ids of all released queued leads that may be paused or wait for others, and of more.
MAY_WAIT = (
    f"{MAY_WAIT_FOR_OTHERS} UNION SELECT rowid FROM lead WHERE paused_at IS NOT NULL AND status = 'queued'"
    " AND sequence_id IN (SELECT id FROM sequence)"
)
#: The terms that the index of due leads is made of, and the blockers that they exclude.
_IN_INDEX = "lead.status = 'queued' AND lead.released_at IS NOT NULL"
_EXCLUDED_BY_INDEX = frozenset({Blocker.ENDED, Blocker.HELD, Blocker.IN_FLIGHT, Blocker.NOT_RELEASED})


def eligible(*, without: Collection[Blocker] = ()) -> str:
    """Return the condition under which no blocker holds, but for those in `without`."""
    asked = (CONDITIONS[each] for each in CONDITIONS if each not in {*without, *_EXCLUDED_BY_INDEX})
    return " AND ".join((_IN_INDEX, *(f"({condition}) IS NOT TRUE" for condition in asked)))


#: A lead that waits for a send, whatever was sent already: it is released, and nothing about it or its sequence blocks.
WAITS_FOR_SEND = eligible(without=[blocker for blocker in CONDITIONS if blocker not in OF_LEAD])
#: A lead that waits for a send and for no date and no colleague either.
WAITS_FOR_TURN = eligible(
    without=[
        blocker
        for blocker in CONDITIONS
        if blocker not in OF_LEAD | {Blocker.RECONTACT, Blocker.COMPANY_FULL}
    ]
)
#: The code of the first blocker that holds, or NULL.
BLOCKER = " ".join(
    ("CASE", *(f"WHEN {condition} THEN '{blocker}'" for blocker, condition in CONDITIONS.items()), "END")
)


def eligibility_values(now: datetime) -> dict[str, object]:
    """Return the values that the fragments of this module name."""
    return {"now": to_text(now), "midnight": to_text(day_start(now))}


def day_start(now: datetime) -> datetime:
    """Return from when on mails count for the day of `now`: 12m shows whole seconds, so a little earlier."""
    return plus_ms(midnight(now), -_EDGE_MS)
