"""What the file knows of a person in other sequences, and of the people of a company, in SQL (rule R19)."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from seqcli.clock import from_text, to_text
from seqcli.eligibility import Blocker, Elsewhere
from seqcli.model import Lead
from seqcli.store.database import Database
from seqcli.store.eligibility import (
    CONDITIONS,
    HAS_OTHERS,
    IDENTITY,
    IN_FLIGHT_AT_COMPANY,
    LEFT_AT,
    MAY_RECONTACT,
    MAY_WAIT_FOR_OTHERS,
    NEVER_AT,
    RECONTACT_AT,
    WAITS_FOR_SEND,
    WAS_SILENT,
    eligibility_values,
    led_here,
)
from seqcli.store.person_index import is_of_company, is_of_domain, is_of_person
from seqcli.store.rows import LEAD, instant_or_none, lead_from_row

_MAIL_OF_OTHERS = (
    f"SELECT theirs.address, max({LEFT_AT}) AS at, their_lead.sequence_id FROM attempt AS theirs"
    " LEFT JOIN lead AS their_lead ON their_lead.id = theirs.lead_id"
    " WHERE theirs.address IN (SELECT value FROM json_each(?1)) AND their_lead.sequence_id IS NOT ?2"
    f" AND theirs.state IN ('accepted', 'unknown', 'parked'){WAS_SILENT}"
    f" AND NOT {led_here('theirs.address', '?2')}"
    " GROUP BY theirs.address"
)
_RECONTACT, _COMPANY_FULL = CONDITIONS[Blocker.RECONTACT], CONDITIONS[Blocker.COMPANY_FULL]


class WaitCount(NamedTuple):
    """How many released leads of a sequence wait for a date after another sequence's mail, the first date, and how many
    for people of their company to finish; `never` are those for whom no date comes.
    """  # noqa: D205 - one sentence

    sequence_id: str
    recontact: int
    never: int
    first_at: datetime | None
    company_full: int


class People:
    """Persons across sequences, and companies."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find_unanswered(self, address: str, sequence_id: str) -> Elsewhere | None:
        """Return the last mail of another sequence to a person that had no answer there, or None."""
        return self.load_unanswered([address], sequence_id).get(address)

    def load_unanswered(self, addresses: Collection[str], sequence_id: str) -> dict[str, Elsewhere]:
        """Return the last mail of other sequences than this that had no answer there, by address."""
        if self._db.row("SELECT 1 FROM attempt LIMIT 1") is None:
            return {}
        found = self._db.rows(_MAIL_OF_OTHERS, json.dumps(list(addresses)), sequence_id)
        return {
            row["address"]: Elsewhere(row["sequence_id"] or "", from_text(row["at"]))
            for row in found
            if row["at"] is not None
        }

    def load_opt_outs(self, addresses: Collection[str]) -> dict[str, datetime]:
        """Return when people opted out, or complained, of whom a lead says so, by address."""
        found = self._db.rows(
            "SELECT lead.address, min(coalesce(journal.at, lead.updated_at)) AS at FROM json_each(?) CROSS JOIN lead"
            f" ON {is_of_person('value')} AND lead.status = 'suppressed'"
            " AND lead.reason_code IN ('opted_out', 'complained')"
            " LEFT JOIN journal ON journal.lead_id = lead.id AND journal.status = 'suppressed' GROUP BY 1",
            json.dumps(list(addresses)),
        )
        return {row["address"]: from_text(row["at"]) for row in found}

    def count_in_flight_at_company(self, lead_id: str) -> int:
        """Return how many people of the lead's company its sequence has written to who have not ended."""
        row = self._db.row(f"SELECT {IN_FLIGHT_AT_COMPANY} AS n FROM lead WHERE lead.id = ?", lead_id)
        return int(row["n"]) if row else 0

    def load_colleagues(
        self, keys: Collection[str], domains: Collection[str], without: Collection[str]
    ) -> list[Lead]:
        """Return the leads at companies with these names or domains that may still go on, in order of import.

        People with an address in `without` are left out.
        """
        found = self._db.rows_by_name(
            f"SELECT {LEAD} FROM lead WHERE rowid IN (SELECT named.rowid FROM json_each(:keys) CROSS JOIN lead AS named"
            f"  ON {is_of_company('value', 'named')} UNION"
            " SELECT housed.rowid FROM json_each(:domains) CROSS JOIN lead AS housed"
            f"  ON {is_of_domain('value', 'housed')})"
            " AND status NOT IN ('replied', 'bounced', 'exhausted')"
            " AND address NOT IN (SELECT value FROM json_each(:without)) ORDER BY rowid",
            {name: json.dumps(list(each)) for name, each in _named(keys, domains, without)},
        )
        return [lead_from_row(row) for row in found]

    def has_answered_colleague(
        self, keys: Collection[str], domains: Collection[str], without: Collection[str]
    ) -> bool:
        """Return whether somebody else at companies with these names or domains has answered."""
        found = self._db.rows_by_name(
            "SELECT 1 FROM (SELECT named.status, named.address FROM json_each(:keys) CROSS JOIN lead AS named"
            f"  ON {is_of_company('value', 'named')} UNION ALL"
            " SELECT housed.status, housed.address FROM json_each(:domains) CROSS JOIN lead AS housed"
            f"  ON {is_of_domain('value', 'housed')})"
            " WHERE status = 'replied' AND address NOT IN (SELECT value FROM json_each(:without)) LIMIT 1",
            {name: json.dumps(list(each)) for name, each in _named(keys, domains, without)},
        )
        return bool(found)

    def find_answered_colleague(self, key: str, domain: str, address: str, since: datetime) -> Lead | None:
        """Return a lead at a company, by name or domain, that answered after `since`, but not `address`."""
        found = self._db.rows_by_name(
            f"SELECT {LEAD} FROM lead WHERE rowid IN (SELECT rowid FROM lead AS named"
            f" WHERE {is_of_company(':key', 'named')} UNION SELECT rowid FROM lead AS housed"
            f" WHERE {is_of_domain(':domain', 'housed')}) AND address <> :address AND EXISTS (SELECT 1 FROM answer"
            " WHERE answer.address = lead.address AND answered_at > :since AND (sequence_id <> '' OR source = ''))"
            " ORDER BY rowid LIMIT 1",
            {"key": key, "domain": domain, "address": address, "since": to_text(since)},
        )
        return lead_from_row(found[0]) if found else None

    def find_next_recontact(self, identity: str, now: datetime) -> datetime | None:
        """Return when the first lead of an identity that waits for a date may get its first step, or None."""
        found = self._db.rows_by_name(
            f"SELECT min({RECONTACT_AT}) AS at FROM lead JOIN sequence ON sequence.id = lead.sequence_id"
            f" WHERE lead.rowid IN ({MAY_RECONTACT.format(unreleased=0)})"
            f" AND {WAITS_FOR_SEND} AND {_RECONTACT} AND {IDENTITY} = :identity",
            {**eligibility_values(now), "identity": identity},
        )
        return instant_or_none(found[0]["at"])

    def load_waits(self, now: datetime) -> list[WaitCount]:
        """Return how many released leads wait for a date or for their company, by sequence; none where nobody does."""
        found = self._db.rows_by_name(
            "WITH waits AS MATERIALIZED (SELECT lead.sequence_id,"
            f" CASE WHEN {HAS_OTHERS} THEN {RECONTACT_AT} END AS may_go_at, {_COMPANY_FULL} AS is_full"
            "  FROM lead JOIN sequence ON sequence.id = lead.sequence_id"
            f" WHERE lead.rowid IN ({MAY_WAIT_FOR_OTHERS}) AND {WAITS_FOR_SEND} AND lead.current_step = 0)"
            " SELECT sequence_id, sum(may_go_at > :now) AS recontact, sum(may_go_at >= :never) AS never,"
            " min(CASE WHEN may_go_at > :now AND may_go_at < :never THEN may_go_at END) AS first_at,"
            " sum(is_full AND (may_go_at > :now) IS NOT TRUE) AS company_full"
            " FROM waits WHERE may_go_at > :now OR is_full GROUP BY 1 ORDER BY 1",
            {**eligibility_values(now), "never": NEVER_AT},
        )
        return [
            WaitCount(
                row["sequence_id"],
                int(row["recontact"] or 0),
                int(row["never"] or 0),
                instant_or_none(row["first_at"]),
                int(row["company_full"]),
            )
            for row in found
        ]


def _named(
    keys: Collection[str], domains: Collection[str], without: Collection[str]
) -> tuple[tuple[str, Collection[str]], ...]:
    return (("keys", keys), ("domains", domains), ("without", without))
