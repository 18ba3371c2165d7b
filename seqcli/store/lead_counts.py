"""How many leads stand where, without reading them: triggers keep `lead_count`, and imports add their leads at once."""

from seqcli.store.database import Database
from seqcli.store.schema import STANDING, STANDING_COLUMNS

#: Leads in groups, as a FROM: `leads` of them have the same values. The columns are called as those of a lead, so that
#: conditions on leads can be asked of groups; times are empty texts. Leads that are not counted are groups of one.
LEAD_GROUPS = (
    "(SELECT sequence_id, nullif(identity, '') AS identity, step AS current_step, shown_step, status,"
    " CASE released WHEN 1 THEN '' END AS released_at, CASE contacted WHEN 1 THEN '' END AS last_step_at,"
    " nullif(reason_code, '') AS reason_code, missing_field, status_reason, leads FROM"
    f" (SELECT {STANDING_COLUMNS}, leads FROM lead_count UNION ALL"
    f" SELECT {STANDING.format('lead')}, 1 FROM lead WHERE rowid > (SELECT last_rowid FROM lead_counted)))"
)


class LeadCounts:
    """The counts of leads that were just inserted."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add_new(self) -> None:
        """Count the leads that were inserted since the last call, and note who has mail of another lead."""
        new = "rowid > (SELECT last_rowid FROM lead_counted)"
        if self._db.row("SELECT 1 FROM attempt LIMIT 1"):
            self._db.run(
                f"UPDATE lead SET mail_elsewhere = 1 WHERE {new} AND EXISTS (SELECT 1 FROM attempt"
                " WHERE attempt.address = lead.address AND attempt.lead_id <> lead.id)"
            )
        self._db.run(
            f"INSERT INTO lead_count SELECT {STANDING.format('lead')}, count(*) FROM lead WHERE {new}"
            " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ON CONFLICT DO UPDATE SET leads = leads + excluded.leads"
        )
        self._db.run("UPDATE lead_counted SET last_rowid = coalesce((SELECT max(rowid) FROM lead), 0)")
