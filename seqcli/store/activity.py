"""What a live look shows of the last minutes: mails that 12m accepted, events that were read, leads that ended."""

from datetime import datetime
from typing import NamedTuple

from seqcli.clock import to_text
from seqcli.model import LeadStatus
from seqcli.store.database import Database

#: Events that are counted at most, and entries of the journal that are looked through: a look must stay short.
_NEWEST_EVENTS, _NEWEST_ENTRIES = 10_000, 2_000
_SHOWN_STATUSES = tuple(
    each.value for each in LeadStatus if each not in {LeadStatus.QUEUED, LeadStatus.IN_FLIGHT}
)
_ACCEPTED_SINCE = (
    "sequence CROSS JOIN attempt ON attempt.sequence_id = sequence.id"
    " WHERE attempt.counted_at >= :since AND attempt.state = 'accepted'"
    " AND (:sequence IS NULL OR sequence.id = :sequence)"
)


class RecentSend(NamedTuple):
    """A mail that 12m accepted; `at` is ISO text, steps count from 0."""

    at: str
    email: str
    sequence_id: str
    step: int


class RecentMove(NamedTuple):
    """A lead that came to a status; `at` is ISO text, `reason` a sentence for people."""

    at: str
    email: str
    sequence_id: str
    status: str
    reason: str


class Activity:
    """What happened in the last minutes. Nothing here changes a row."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def count_sends(self, since: datetime, sequence_id: str | None) -> dict[str, int]:
        """Return how many mails 12m accepted in each minute, by the minute as ISO text without seconds."""
        found = self._db.rows_by_name(
            f"SELECT substr(counted_at, 1, 16) AS minute, count(*) AS n FROM {_ACCEPTED_SINCE} GROUP BY 1",
            {"since": to_text(since), "sequence": sequence_id},
        )
        return {str(row["minute"]): int(row["n"]) for row in found}

    def count_events(self, since: datetime) -> dict[str, int]:
        """Return how many events were read in each minute, by the minute; at most the newest 10,000 count."""
        found = self._db.rows(
            "SELECT substr(received_at, 1, 16) AS minute, count(*) AS n FROM event"
            f" WHERE rowid > (SELECT max(rowid) FROM event) - {_NEWEST_EVENTS} AND received_at >= ? GROUP BY 1",
            to_text(since),
        )
        return {str(row["minute"]): int(row["n"]) for row in found}

    def load_sends(self, since: datetime, sequence_id: str | None, limit: int) -> list[RecentSend]:
        """Return the mails that 12m accepted, newest first."""
        found = self._db.rows_by_name(
            "SELECT sent.counted_at, coalesce(lead.email, sent.address), sent.sequence_id, sent.step FROM"
            f" (SELECT attempt.counted_at, attempt.lead_id, attempt.address, attempt.sequence_id, attempt.step"
            f"   FROM {_ACCEPTED_SINCE} ORDER BY attempt.counted_at DESC, attempt.id DESC LIMIT :limit) AS sent"
            " LEFT JOIN lead ON lead.id = sent.lead_id ORDER BY 1 DESC",
            {"since": to_text(since), "sequence": sequence_id, "limit": limit},
        )
        return [RecentSend(*row) for row in found]

    def load_moves(self, since: datetime, sequence_id: str | None, limit: int) -> list[RecentMove]:
        """Return the leads that ended or are held since, newest first."""
        statuses = ", ".join(f"'{each}'" for each in _SHOWN_STATUSES)
        found = self._db.rows_by_name(
            "SELECT journal.at, lead.email, lead.sequence_id, journal.status, journal.reason"
            " FROM journal CROSS JOIN lead ON lead.id = journal.lead_id"
            f" WHERE journal.id > (SELECT max(rowid) FROM journal) - {_NEWEST_ENTRIES}"
            f" AND journal.at >= :since AND journal.status IN ({statuses})"
            " AND (:sequence IS NULL OR lead.sequence_id = :sequence)"
            " ORDER BY journal.id DESC LIMIT :limit",
            {"since": to_text(since), "sequence": sequence_id, "limit": limit},
        )
        return [RecentMove(*row) for row in found]
