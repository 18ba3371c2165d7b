"""How many leads stand where, without reading them: triggers keep `lead_count`, and imports add their leads at once."""

from collections.abc import Iterable

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


_NEW = "rowid > (SELECT last_rowid FROM lead_counted)"
_ADD = "ON CONFLICT DO UPDATE SET leads = leads + excluded.leads"
#: Adds to a group leads that are as an import inserts them, by what they do not have in common.
_ADD_ALIKE = (
    f"INSERT INTO lead_count SELECT {STANDING.format('new')}, ?6 FROM (SELECT ?1 AS sequence_id, ?2 AS status,"
    " ?3 AS status_reason, ?4 AS reason_code, ?5 AS missing_field, NULL AS identity, 0 AS current_step,"
    f" NULL AS answered_step, NULL AS released_at, NULL AS last_step_at) AS new WHERE true {_ADD}"
)


class LeadCounts:
    """The counts of leads that were just inserted."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add_others(self) -> None:
        """Count the leads that were inserted by no import since the last call of `add`, each by itself."""
        self._db.run(
            f"INSERT INTO lead_count SELECT {STANDING.format('lead')}, count(*) FROM lead WHERE {_NEW}"
            f" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 {_ADD}"
        )
        self._finish()

    def add(self, alike: Iterable[tuple[str, str, str, str | None, str, int]]) -> None:
        """Count all leads inserted since `add_others`, given as groups of leads that an import made alike.

        A group has sequence, status and its reason, the code of the reason, missing field, and number of leads.
        """
        self._db.run_many(_ADD_ALIKE, alike)
        self._finish()

    def _finish(self) -> None:
        """Note which of the new leads have mail of another lead of the person, and that all are counted."""
        if self._db.row("SELECT 1 FROM attempt LIMIT 1"):
            self._db.run(
                f"UPDATE lead SET mail_elsewhere = 1 WHERE {_NEW} AND EXISTS (SELECT 1 FROM attempt"
                " WHERE attempt.address = lead.address AND attempt.lead_id <> lead.id)"
            )
        self._db.run("UPDATE lead_counted SET last_rowid = coalesce((SELECT max(rowid) FROM lead), 0)")
