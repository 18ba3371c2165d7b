"""Reads for machines that watch, in SQL. None of them reads a large table; nothing here changes a row."""

from datetime import datetime
from typing import NamedTuple

from seqcli.store.database import Database
from seqcli.store.eligibility import IDENTITY
from seqcli.store.lead_counts import LEAD_GROUPS
from seqcli.store.rows import instant_or_none


class LeadTotal(NamedTuple):
    """How many leads of a sequence have a status, and for held ones, the code of the reason."""

    sequence_id: str
    status: str
    reason_code: str
    leads: int


class OutcomeTotal(NamedTuple):
    """How often something happened in a sequence: sent, answered, bounced or opted_out."""

    sequence_id: str
    outcome: str
    total: int


class OpenSends(NamedTuple):
    """How many sends of steps (or replies by hand) are unknown and parked, and since when the oldest is unknown."""

    unknown: int
    parked: int
    unknown_since: datetime | None


class Waiting(NamedTuple):
    """How many things wait, and since when the oldest does."""

    total: int
    since: datetime | None


class InboxNews(NamedTuple):
    """A new mail of the inbox."""

    id: int
    identity: str
    seq: int | None
    kind: str
    state: str
    lead_id: str | None


class Monitoring:
    """Reads for machines that watch."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def load_lead_totals(self) -> list[LeadTotal]:
        """Return how many leads of each sequence have each status, held ones by reason."""
        found = self._db.rows(
            f"SELECT sequence_id, status, coalesce(reason_code, ''), sum(leads) FROM {LEAD_GROUPS} GROUP BY 1, 2, 3"
        )
        return [LeadTotal(*row) for row in found]

    def load_outcomes(self) -> list[OutcomeTotal]:
        """Return how often each outcome happened in each sequence. No number ever falls."""
        found = self._db.rows("SELECT sequence_id, outcome, total FROM outcome_count")
        return [OutcomeTotal(*row) for row in found]

    def load_live_identities(self) -> list[str]:
        """Return the identities that must be polled: of leads that wait for a send or a reply, and of open sends."""
        found = self._db.rows(
            f"SELECT {IDENTITY} AS identity FROM {LEAD_GROUPS} AS lead JOIN sequence ON sequence.id = lead.sequence_id"
            " WHERE lead.status IN ('queued', 'in_flight', 'held') AND"
            " (lead.released_at IS NOT NULL OR lead.last_step_at IS NOT NULL) UNION"
            " SELECT identity FROM attempt WHERE state = 'unknown' ORDER BY identity"
        )
        return [str(row["identity"]) for row in found if row["identity"]]

    def count_open_steps(self) -> OpenSends:
        """Return the open sends of steps. A parked one waits for a person as long as its lead is held."""
        return self._count_open(
            "attempt", " AND EXISTS (SELECT 1 FROM lead WHERE lead.id = lead_id AND status = 'held')"
        )

    def count_open_replies(self) -> OpenSends:
        """Return the open sends of replies that were written by hand."""
        return self._count_open("reply", "")

    def _count_open(self, table: str, which: str) -> OpenSends:
        parked = self._db.rows(f"SELECT count(*) AS n FROM {table} WHERE state = 'parked'{which}")[0]
        unknown = self._db.rows(
            f"SELECT count(*) AS n, min(first_try_at) AS since FROM {table} WHERE state = 'unknown'"
        )[0]
        return OpenSends(int(unknown["n"]), int(parked["n"]), instant_or_none(unknown["since"]))

    def count_events(self) -> int:
        """Return how many events are stored. None is ever deleted, so that their row ids have no gap."""
        return int(self._db.rows("SELECT max(rowid) AS n FROM event")[0]["n"] or 0)

    def count_notices(self) -> Waiting:
        """Return the notices that were not delivered yet."""
        row = self._db.rows("SELECT count(*) AS n, min(at) AS since FROM notice")[0]
        return Waiting(int(row["n"]), instant_or_none(row["since"]))

    def find_last_mail(self) -> int:
        """Return the number of the newest mail of the inbox; 0 if there is none."""
        return int(self._db.rows("SELECT max(rowid) AS id FROM inbox")[0]["id"] or 0)

    def load_mails(self, after: int, limit: int) -> list[InboxNews]:
        """Return the first mails of the inbox above a number, in order."""
        found = self._db.rows(
            "SELECT id, identity, seq, kind, state, lead_id FROM inbox WHERE id > ? ORDER BY id LIMIT ?",
            after,
            limit,
        )
        return [InboxNews(*row) for row in found]

    def find_broken_pages(self) -> str:
        """Return what SQLite finds wrong in the file's pages, in one line; an empty text if nothing."""
        found = str(self._db.rows("PRAGMA quick_check(1)")[0][0])
        return "" if found == "ok" else " ".join(found.split())
