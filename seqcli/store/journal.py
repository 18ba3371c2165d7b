"""The journal of leads and sequences in SQL."""

from datetime import datetime
from typing import NamedTuple

from seqcli.clock import to_text
from seqcli.model import LeadStatus
from seqcli.store.database import Database


class JournalEntry(NamedTuple):
    """One entry of a lead's journal; `at` is ISO text, `actor` an event, a command or the clock."""

    at: str
    actor: str
    change: str
    reason: str


class JournalNews(NamedTuple):
    """A new entry for machines, with the lead as it stands now; `status` is what the lead came to, if it moved."""

    id: int
    actor: str
    change: str
    status: str | None
    lead_id: str | None
    sequence_id: str | None
    step: int | None
    identity: str | None
    reason_code: str | None


class Journal:
    """The audit trail of leads and sequences."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def append(
        self,
        at: datetime,
        actor: str,
        change: str,
        reason: str = "",
        lead_id: str | None = None,
        sequence_id: str | None = None,
        status: LeadStatus | None = None,
    ) -> None:
        """Add one entry; `status` is the lead's new status, if it changed."""
        self._db.run_later(
            "INSERT INTO journal(at, lead_id, sequence_id, actor, change, reason, status)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [to_text(at), lead_id, sequence_id, actor, change, reason, status and status._value_],
        )

    def load_for_lead(self, lead_id: str) -> list[JournalEntry]:
        """Return a lead's journal in order."""
        found = self._db.rows(
            "SELECT at, actor, change, reason FROM journal WHERE lead_id = ? ORDER BY id", lead_id
        )
        return [JournalEntry(*row) for row in found]

    def has_entry_by(self, actor: str, lead_id: str) -> bool:
        """Return whether the lead's journal has an entry of this actor."""
        return bool(
            self._db.row("SELECT 1 FROM journal WHERE lead_id = ? AND actor = ? LIMIT 1", lead_id, actor)
        )

    def find_status_before(self, lead_id: str, status: LeadStatus) -> tuple[LeadStatus, str] | None:
        """Return the status, with its reason, that a lead had before it last got this one; None if none is known."""
        row = self._db.row(
            "SELECT status, reason FROM journal WHERE lead_id = ?1 AND status IS NOT NULL AND id <"
            " (SELECT max(id) FROM journal WHERE lead_id = ?1 AND status = ?2) ORDER BY id DESC LIMIT 1",
            lead_id,
            status,
        )
        return None if row is None else (LeadStatus(row["status"]), str(row["reason"]))

    def find_actor_of_answer(self, lead_id: str) -> str | None:
        """Return the actor of the lead's last move to replied, else to suppressed."""
        row = self._db.row(
            "SELECT actor FROM journal WHERE lead_id = ? AND status IN ('replied', 'suppressed')"
            " ORDER BY status = 'replied' DESC, id DESC LIMIT 1",
            lead_id,
        )
        return None if row is None else str(row["actor"])

    def find_last_id(self) -> int:
        """Return the number of the newest entry; 0 if there is none."""
        row = self._db.row("SELECT max(rowid) AS id FROM journal")
        return 0 if row is None else int(row["id"] or 0)

    def load_news(self, after: int, limit: int) -> list[JournalNews]:
        """Return the first entries above a number, in order."""
        found = self._db.rows(
            "SELECT journal.id, actor, change, journal.status, journal.lead_id, journal.sequence_id,"
            " lead.current_step, lead.identity, lead.reason_code FROM journal"
            " LEFT JOIN lead ON lead.id = journal.lead_id WHERE journal.id > ? ORDER BY journal.id LIMIT ?",
            after,
            limit,
        )
        return [JournalNews(*row) for row in found]
