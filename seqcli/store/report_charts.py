"""The numbers behind the charts of the report in SQL, from the views, with the scope and the words of its tables."""

from datetime import datetime
from typing import NamedTuple

from seqcli.clock import to_text
from seqcli.store.database import Database
from seqcli.store.report import IN_SCOPE, SENDS, ReportScope, scope_values

#: An answer to a mail in scope; it came at `answer.at`.
_ANSWERS = f"FROM {SENDS} WHERE {IN_SCOPE} AND answer.outcome = 'answered'"
_COHORT_DAYS = (7, 14, 30)


class DayCount(NamedTuple):
    """People who had mail on a day (UTC, ISO text), whose answer came then, and whose mail of that day bounced."""

    day: str
    contacted: int
    answered: int
    bounced: int


class Cohort(NamedTuple):
    """People whose first mail left in an ISO week, and how many answered within so many days of it.

    `last_at` is when the last of these first mails left: younger than a number of days, that number is not final.
    """

    week: str
    people: int
    within_7: int
    within_14: int
    within_30: int
    last_at: str


class HourCount(NamedTuple):
    """How many answers came on a weekday (0 is Monday) in an hour (UTC)."""

    weekday: int
    hour: int
    answers: int


class DomainCount(NamedTuple):
    """People of a mail domain who had mail, and whose mail bounced; a forgotten person's domain is empty."""

    domain: str
    contacted: int
    bounced: int


class StandingCount(NamedTuple):
    """Leads that may get a next mail: so many of a sequence at a step (from 0), due on a day (UTC) unless they answer.

    `in_flight`: the step was sent, and the next one follows; else the step itself is due.
    """

    sequence_id: str
    step: int
    in_flight: int
    day: str
    leads: int


class ReportCharts:
    """Counts for the charts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def load_days(self, scope: ReportScope) -> list[DayCount]:
        """Return every day on which something happened, in order."""
        found = self._db.rows_by_name(
            "SELECT day, sum(contacted), sum(answered), sum(bounced) FROM ("
            "SELECT sent.day, count(DISTINCT sent.address) AS contacted, 0 AS answered,"
            " count(DISTINCT CASE WHEN sent.bounced THEN sent.address END) AS bounced"
            f" FROM v_sends AS sent WHERE {IN_SCOPE} GROUP BY 1"
            f" UNION ALL SELECT date(answer.at), 0, count(DISTINCT sent.address), 0 {_ANSWERS} GROUP BY 1)"
            " GROUP BY 1 ORDER BY 1",
            scope_values(scope),
        )
        return [DayCount(*row) for row in found]

    def load_weeks(self, scope: ReportScope) -> list[DayCount]:
        """Return the same by ISO week; a person counts once a week."""
        found = self._db.rows_by_name(
            "SELECT week, sum(contacted), sum(answered), sum(bounced) FROM ("
            "SELECT sent.week, count(DISTINCT sent.address) AS contacted, 0 AS answered,"
            " count(DISTINCT CASE WHEN sent.bounced THEN sent.address END) AS bounced"
            f" FROM v_sends AS sent WHERE {IN_SCOPE} GROUP BY 1"
            f" UNION ALL SELECT answer.answer_week, 0, count(DISTINCT sent.address), 0 {_ANSWERS} GROUP BY 1)"
            " GROUP BY 1 ORDER BY 1",
            scope_values(scope),
        )
        return [DayCount(*row) for row in found]

    def load_cohorts(self, scope: ReportScope) -> list[Cohort]:
        """Return the weeks of first mails, in order."""
        within = ", ".join(
            f"count(DISTINCT CASE WHEN julianday(answered_at) - julianday(first_at) <= {days} THEN address END)"
            for days in _COHORT_DAYS
        )
        found = self._db.rows_by_name(
            f"SELECT week, count(DISTINCT address), {within}, max(first_at) FROM (SELECT sent.address,"
            " sent.left_at AS first_at, sent.week,"
            " (SELECT min(v_replies.at) FROM v_replies WHERE v_replies.lead_id = sent.lead_id"
            "  AND v_replies.outcome = 'answered') AS answered_at"
            f" FROM v_sends AS sent WHERE {IN_SCOPE} AND NOT EXISTS (SELECT 1 FROM v_sends AS earlier"
            "  WHERE earlier.address = sent.address AND (earlier.left_at, earlier.step, earlier.lead_id)"
            "  < (sent.left_at, sent.step, sent.lead_id))) GROUP BY 1 ORDER BY 1",
            scope_values(scope),
        )
        return [Cohort(*row) for row in found]

    def load_hours(self, scope: ReportScope) -> list[HourCount]:
        """Return the hours of the week in which answers came."""
        found = self._db.rows_by_name(
            "SELECT (strftime('%w', answer.at) + 6) % 7, CAST(strftime('%H', answer.at) AS INTEGER),"
            f" count(DISTINCT sent.address) {_ANSWERS} GROUP BY 1, 2 ORDER BY 1, 2",
            scope_values(scope),
        )
        return [HourCount(*row) for row in found]

    def load_domains(self, scope: ReportScope) -> list[DomainCount]:
        """Return the mail domains that had mail."""
        found = self._db.rows_by_name(
            "SELECT CASE instr(sent.address, '@') WHEN 0 THEN '' ELSE"
            " substr(sent.address, instr(sent.address, '@') + 1) END, count(DISTINCT sent.address),"
            " count(DISTINCT CASE WHEN sent.bounced THEN sent.address END)"
            f" FROM v_sends AS sent WHERE {IN_SCOPE} GROUP BY 1 ORDER BY 1",
            scope_values(scope),
        )
        return [DomainCount(*row) for row in found]

    def load_identities(self, scope: ReportScope) -> list[DomainCount]:
        """Return the same by identity; the name stands in `domain`."""
        found = self._db.rows_by_name(
            "SELECT sent.identity, count(DISTINCT sent.address),"
            " count(DISTINCT CASE WHEN sent.bounced THEN sent.address END)"
            f" FROM v_sends AS sent WHERE {IN_SCOPE} GROUP BY 1 ORDER BY 1",
            scope_values(scope),
        )
        return [DomainCount(*row) for row in found]

    def load_standing(self, scope: ReportScope, grace_ms: int, until: datetime) -> list[StandingCount]:
        """Return the leads of active sequences that may get a next mail before an instant.

        `wake_at` of a lead in flight is the end of its wait plus `grace_ms`.
        """
        found = self._db.rows_by_name(
            "SELECT sequence_id, current_step, status = 'in_flight', date(max(at, :now)), count(*) FROM ("
            "SELECT lead.sequence_id, lead.current_step, lead.status, CASE WHEN lead.paused_until > :now"
            " THEN lead.paused_until WHEN lead.status = 'queued' THEN :now"
            " ELSE coalesce(lead.wait_ends_at, plus_ms(lead.wake_at, :grace)) END AS at FROM lead"
            " JOIN sequence ON sequence.id = lead.sequence_id"
            " WHERE lead.status IN ('queued', 'in_flight') AND lead.released_at IS NOT NULL"
            " AND sequence.status = 'active' AND (lead.paused_at IS NULL OR lead.paused_until IS NOT NULL)"
            " AND (:sequences IS NULL OR lead.sequence_id IN (SELECT value FROM json_each(:sequences))))"
            " WHERE at < :end GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
            {**scope_values(scope), "grace": -grace_ms, "end": to_text(until)},
        )
        return [StandingCount(*row) for row in found]

    def load_leaving(self, scope: ReportScope) -> list[tuple[str, int]]:
        """Return (day, mails) of mails that 12m has accepted and that have not left it yet."""
        found = self._db.rows_by_name(
            "SELECT sent.day, count(*) FROM v_sends AS sent WHERE sent.left_at > :now"
            " AND (:sequences IS NULL OR sent.sequence_id IN (SELECT value FROM json_each(:sequences)))"
            " GROUP BY 1 ORDER BY 1",
            scope_values(scope),
        )
        return [(row[0], row[1]) for row in found]
