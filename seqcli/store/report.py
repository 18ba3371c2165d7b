"""The numbers of the report in SQL, from the views: people count, and an answer belongs to the mail it answers."""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from seqcli.clock import to_text
from seqcli.reasons import MarkKind
from seqcli.store.database import Database
from seqcli.store.rows import text_or_none


class Dimension(StrEnum):
    """By what the report groups mails."""

    STEP = "step"
    VARIANT = "variant"
    WEEK = "week"
    IDENTITY = "identity"
    COMPANY = "company"
    SOURCE = "source"


class ReportScope(NamedTuple):
    """Which mails count: of these sequences, that left 12m from `since` on, before `until`, and by `now`."""

    now: datetime
    sequence_ids: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


class GroupCount(NamedTuple):
    """What became of the people of a group: each person counts once in each column. Steps count from 1, 0: all."""

    sequence_id: str
    group: str
    step: int
    contacted: int
    bounced: int
    answered: int
    positive: int
    opted_out: int
    auto_replied: int

    @property
    def delivered(self) -> int:
        """Contacted and not bounced."""
        return self.contacted - self.bounced


_POSITIVE = f"({', '.join(repr(each.value) for each in (MarkKind.INTERESTED, MarkKind.MEETING))})"
_GROUPS = {
    Dimension.STEP: "''",
    Dimension.VARIANT: "sent.variant",
    Dimension.WEEK: "sent.week",
    Dimension.IDENTITY: "sent.identity",
    Dimension.COMPANY: "coalesce((SELECT company FROM v_people WHERE v_people.lead_id = sent.lead_id), '')",
    Dimension.SOURCE: "coalesce((SELECT source FROM v_people WHERE v_people.lead_id = sent.lead_id), '')",
}
#: A mail has left and is wanted.
IN_SCOPE = (
    "sent.left_at <= :now AND (:since IS NULL OR sent.left_at >= :since)"
    " AND (:until IS NULL OR sent.left_at < :until)"
    " AND (:sequences IS NULL OR sent.sequence_id IN (SELECT value FROM json_each(:sequences)))"
)
#: Every mail, with its answer if it has one.
SENDS = "v_sends AS sent LEFT JOIN v_replies AS answer ON answer.lead_id = sent.lead_id AND answer.step = sent.step"
#: The last mail that had left when an auto-reply came.
_AUTO_REPLIED = (
    "(sent.lead_id IN (SELECT lead_id FROM event WHERE answer_kind = 'auto_reply' AND lead_id IS NOT NULL)"
    " AND EXISTS (SELECT 1 FROM event WHERE event.lead_id = sent.lead_id AND event.answer_kind = 'auto_reply'"
    " AND coalesce(event.occurred_at, event.received_at) >= sent.left_at AND NOT EXISTS (SELECT 1 FROM v_sends AS later"
    " WHERE later.lead_id = sent.lead_id AND later.left_at > sent.left_at"
    " AND later.left_at <= coalesce(event.occurred_at, event.received_at))))"
)


class AnswerTime(NamedTuple):
    """How long an answer took after the mail that it answers left, in minutes."""

    sequence_id: str
    group: str
    step: int
    minutes: float


class VariantDay(NamedTuple):
    """People to whom a variant left on a day (UTC), and how many of them answered within seven days."""

    sequence_id: str
    step: int
    variant: str
    day: date
    contacted: int
    answered: int


class Report:
    """Counts of people for the report."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def count(self, scope: ReportScope, by: Dimension | None) -> list[GroupCount]:
        """Return the counts of each group, in order of sequence, step and group; None: of each whole sequence."""
        group, step = _grouping(by)
        # People first, then how many: counting distinct addresses in each column would sort all mails each time.
        found = self._db.rows_by_name(
            "SELECT sequence_id, name, step, count(*), sum(bounced), sum(answered), sum(positive), sum(opted_out),"
            f" sum(auto_replied) FROM (SELECT sent.sequence_id, {group} AS name, {step} AS step, sent.address,"
            " max(sent.bounced) AS bounced, max(answer.outcome IS 'answered') AS answered,"
            f" max(coalesce(answer.mark IN {_POSITIVE}, 0)) AS positive,"
            f" max(coalesce(answer.opted_out, 0)) AS opted_out, max({_AUTO_REPLIED}) AS auto_replied"
            f" FROM {SENDS} WHERE {IN_SCOPE} GROUP BY 1, 3, 2, 4) GROUP BY 1, 3, 2 ORDER BY 1, 3, 2",
            scope_values(scope),
        )
        return [GroupCount(*row) for row in found]

    def load_answer_times(self, scope: ReportScope, by: Dimension | None) -> list[AnswerTime]:
        """Return how long each answer took, in order of time."""
        group, step = _grouping(by)
        found = self._db.rows_by_name(
            f"SELECT sent.sequence_id, {group}, {step}, answer.minutes FROM {SENDS}"
            f" WHERE {IN_SCOPE} AND answer.outcome = 'answered' AND answer.minutes IS NOT NULL ORDER BY answer.at",
            scope_values(scope),
        )
        return [AnswerTime(*row) for row in found]

    def load_variants(self, scope: ReportScope, before: date) -> list[VariantDay]:
        """Return the people of each variant by the day on which their mail left, of days before one only.

        All days count, whatever `since` and `until` are. Forgotten people do not: nothing says whether they answered.
        """
        found = self._db.rows_by_name(
            "SELECT sent.sequence_id, sent.step, sent.variant, sent.day, count(DISTINCT sent.address),"
            " count(DISTINCT CASE WHEN answer.outcome = 'answered' AND answer.minutes <= 10080 THEN sent.address END)"
            f" FROM {SENDS} WHERE {IN_SCOPE} AND sent.left_at < :before AND sent.address LIKE '%@%'"
            " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
            {**scope_values(scope._replace(since=None, until=None)), "before": before.isoformat()},
        )
        return [
            VariantDay(sequence, step, variant, date.fromisoformat(day), contacted, answered)
            for sequence, step, variant, day, contacted, answered in found
        ]


def _grouping(by: Dimension | None) -> tuple[str, str]:
    """Return the expressions of a group's name and of its step; 0 is all steps together."""
    if by is None:
        return "''", "0"
    return _GROUPS[by], "sent.step" if by in {Dimension.STEP, Dimension.VARIANT} else "0"


def scope_values(scope: ReportScope) -> dict[str, object]:
    """Return the values of `IN_SCOPE`."""
    return {
        "now": to_text(scope.now),
        "since": text_or_none(scope.since),
        "until": text_or_none(scope.until),
        "sequences": json.dumps(scope.sequence_ids) if scope.sequence_ids else None,
    }
