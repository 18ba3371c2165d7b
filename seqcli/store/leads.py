"""Leads in SQL, and which of them are due. Statuses are decided elsewhere; here they are kept."""

from collections.abc import Collection, Hashable, Iterator
from dataclasses import fields, replace
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from seqcli.clock import LATEST, next_midnight, to_text
from seqcli.eligibility import OF_PACE, Blocker
from seqcli.model import Lead
from seqcli.store.database import Database, places
from seqcli.store.eligibility import (
    BLOCKER,
    FULL,
    FULL_OF_FIRSTS,
    IDENTITY,
    WAITS_FOR_TURN,
    eligibility_values,
    eligible,
)
from seqcli.store.lead_counts import LEAD_GROUPS
from seqcli.store.meta import BLIND_AT, SUSPECT_BEFORE
from seqcli.store.person_index import is_of_person
from seqcli.store.rows import (
    LEAD,
    instant_or_none,
    lead_from_row,
    lead_to_row,
)

#: An attempt to send ends who answered elsewhere, as it ends who is on the suppression list.
_DUE = eligible(without=[Blocker.ANSWERED_ELSEWHERE])
_DUE_UNPACED = eligible(without=OF_PACE | {Blocker.ANSWERED_ELSEWHERE})
#: Asked otherwise before a claim: the pace by whoever chooses the lead, the others below or by the caller.
_NOT_OF_CLAIM = OF_PACE | {
    Blocker.BRAKED,
    Blocker.NO_SUCH_STEP,
    Blocker.ALREADY_ACCEPTED,
    Blocker.PARKED,
    Blocker.OUTCOME_UNKNOWN,
    Blocker.RETRY_LATER,
    Blocker.COMPANY_FULL,
}
_DOUBTS = (
    f"(SELECT value FROM meta WHERE key = '{SUSPECT_BEFORE}' || :identity) AS suspect_before,"
    f" (SELECT value FROM meta WHERE key = '{BLIND_AT}' || :identity) AS blind_at,"
    " EXISTS (SELECT 1 FROM journal WHERE journal.lead_id = lead.id AND actor = :early_actor)"
    " OR EXISTS (SELECT 1 FROM event_address JOIN event USING (identity, seq)"
    "   WHERE event_address.identity = :identity AND event_address.address = lead.address"
    "   AND disposition = 'unmatched' AND type IN ('email.queued', 'email.sent'))"
    # A copy may have been taken before the lead was made for the first time.
    " OR EXISTS (SELECT 1 FROM branch JOIN lead AS origin ON origin.id = branch.lead_id"
    "   WHERE branch.address = lead.address AND branch.made_lead_id = lead.id AND origin.created_at <"
    f"   (SELECT value FROM meta WHERE key = '{SUSPECT_BEFORE}' || :identity)) AS has_early_mail"
)
_WAKES = (
    "SELECT waiting.rowid AS place FROM sequence CROSS JOIN lead AS waiting ON waiting.sequence_id = sequence.id"
    " WHERE waiting.status = 'in_flight' AND waiting.wake_at {0}"
)
#: One statement instead of one a question: it is asked between two mails.
_TO_CLAIM = (
    f"SELECT {LEAD}, ({eligible(without=_NOT_OF_CLAIM)}"
    " AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.lead_id = lead.id AND attempt.step = lead.current_step)"
    f" AND NOT EXISTS (SELECT 1 FROM brake WHERE tripped_at IS NOT NULL AND (scope = 'sequence'"
    f" AND name = sequence.id OR scope = 'identity' AND name = {IDENTITY}))) AS is_free,"
    f" EXISTS (SELECT 1 FROM suppression) AS has_list, {_DOUBTS}"
    " FROM lead JOIN sequence ON sequence.id = lead.sequence_id WHERE lead.id = :lead"
)
#: What events, people and sends change of a lead; who it is stays.
_CHANGEABLE = tuple(
    each.name
    for each in fields(Lead)
    if each.name not in {"id", "email", "sequence_id", "created_at", "updated_at"}
)
#: What decides in which conversation a lead is.
_PLACE = frozenset({"conv_id", "identity"})
_values_of = attrgetter(*_CHANGEABLE)


class Doubts(NamedTuple):
    """What may have happened to a lead that this file does not say.

    Sends before `suspect_before` may be missing. An answer may be hidden in what could not be read until `blind_at`.
    `has_early_mail`: mail to the address is known that no lead accounts for.
    """

    suspect_before: datetime | None
    blind_at: datetime | None
    has_early_mail: bool


class LeadGoneError(KeyError):
    """There is no such lead, or no longer: somebody has forgotten the person meanwhile."""


class LeadToClaim(NamedTuple):
    """A lead as its claim must know it.

    `is_free`: its step has no attempt, and nothing blocks it but perhaps the pace, the suppression list, the number of
    steps or of colleagues in flight. `has_list`: anybody at all is on that list.
    """

    lead: Lead
    is_free: bool
    has_list: bool
    doubts: Doubts


class Leads:
    """Leads, and which of them are due."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, lead_id: str) -> Lead | None:
        """Return the lead, or None."""
        known: dict[Hashable, Lead | None] = self._db.memory("lead")
        if lead_id not in known:
            row = self._db.row(f"SELECT {LEAD} FROM lead WHERE id = ?", lead_id)
            known[lead_id] = None if row is None else lead_from_row(row)
        return known[lead_id]

    def read_ahead(self, lead_ids: Collection[str]) -> None:
        """Read these leads in one query; a transaction remembers them until they change."""
        known = self._db.memory("lead")
        for row in self._db.rows(f"SELECT {LEAD} FROM lead WHERE id IN ({places(lead_ids)})", *lead_ids):
            lead = lead_from_row(row)
            known[lead.id] = lead

    def get(self, lead_id: str) -> Lead:
        """Return the lead; raises `LeadGoneError` if there is none."""
        lead = self.find(lead_id)
        if lead is None:
            raise LeadGoneError(lead_id)
        return lead

    def load_to_claim(self, lead_id: str, identity: str, now: datetime, early_actor: str) -> LeadToClaim:
        """Return the lead with what decides whether `identity` may claim its step.

        `early_actor` is whom the journal names for mail that is older than the lead.

        Raises:
            LeadGoneError: there is no such lead.
        """
        values = {
            **eligibility_values(now),
            "lead": lead_id,
            "identity": identity,
            "early_actor": early_actor,
        }
        found = self._db.rows_by_name(_TO_CLAIM, values)
        if not found:
            raise LeadGoneError(lead_id)
        row, at = found[0], instant_or_none
        doubts = Doubts(at(row["suspect_before"]), at(row["blind_at"]), bool(row["has_early_mail"]))
        return LeadToClaim(lead_from_row(row), bool(row["is_free"]), bool(row["has_list"]), doubts)

    def pin_identity(self, lead: Lead, identity: str, at: datetime) -> Lead:
        """Keep a lead with the identity that sends its first step; return it as stored."""
        self._db.run(
            "UPDATE lead SET identity = ?, updated_at = ? WHERE id = ?", identity, to_text(at), lead.id
        )
        return replace(lead, identity=identity, updated_at=at)

    def load_of_person(self, address: str) -> list[Lead]:
        """Return a person's leads across all sequences, oldest first."""
        found = self._db.rows(
            f"SELECT {LEAD} FROM lead WHERE {is_of_person('?1')} ORDER BY created_at, id", address
        )
        return [lead_from_row(row) for row in found]

    def load_in_conversation(self, identity: str, conv_id: str) -> list[Lead]:
        """Return the leads whose conversation this is, under this identity, by id."""
        ids = self._db.memory("lead", "attempt").get((identity, conv_id))
        if ids is None:
            return self.load_in_conversations(identity, {conv_id})[conv_id]
        return [self.get(each) for each in ids]

    def load_in_conversations(self, identity: str, conv_ids: Collection[str]) -> dict[str, list[Lead]]:
        """Return the leads of each conversation; a transaction remembers them until they change."""
        found: dict[str | None, dict[str, Lead]] = {each: {} for each in conv_ids}
        known = self._db.memory("lead")
        for row in self._db.rows(
            f"SELECT {LEAD} FROM lead WHERE conv_id IN ({places(conv_ids)}) AND coalesce(identity, ?) = ?",
            *conv_ids,
            identity,
            identity,
        ):
            lead = lead_from_row(row)
            known[lead.id] = found[lead.conv_id][lead.id] = lead
        for conv_id, lead_id in self._db.rows(
            f"SELECT conv_id, lead_id FROM attempt WHERE conv_id IN ({places(conv_ids)}) AND identity = ?",
            *conv_ids,
            identity,
        ):
            other = None if lead_id in found[conv_id] else self.find(lead_id)
            if other is not None:
                found[conv_id][lead_id] = other
        lists = self._db.memory("lead", "attempt")
        lists.update({(identity, each): sorted(found[each]) for each in conv_ids})
        return {each: [found[each][id_] for id_ in sorted(found[each])] for each in conv_ids}

    def save(self, before: Lead, after: Lead, at: datetime) -> Lead:
        """Store what `after` changes, provided that the row still stands as `before` says; return it as stored.

        If it does not, which the surrounding transaction makes impossible, that transaction fails.
        """
        after = after if after.updated_at == at else replace(after, updated_at=at)
        # Only what changes is set: SQLite writes anew in every index that a column of the statement is in.
        pairs = zip(_CHANGEABLE, _values_of(before), _values_of(after), strict=True)
        changed = [name for name, old, new in pairs if old is not new and old != new]
        sql = (
            f"UPDATE lead SET {' = ?, '.join((*changed, 'updated_at'))} = ?"
            " WHERE id = ? AND status = ? AND current_step = ?"
        )
        values = [lead_to_row(after, name) for name in changed]
        values += [to_text(at), before.id, before.status._value_, before.current_step]
        if not _PLACE.isdisjoint(changed):
            self._db.forget("lead")
        self._db.run_later(sql, values, before.id)
        return after

    def move_held_waits(self, sequence_id: str, step: int, by_ms: int, at: datetime) -> None:
        """Move when the waits of a step end that an auto-reply holds, and our own clock with them."""
        moved = "plus_ms(wait_ends_at, ?3)"
        self._db.run(
            f"UPDATE lead SET wait_ends_at = {moved}, updated_at = ?4,"
            f" wake_at = CASE status WHEN 'in_flight' THEN {moved} ELSE wake_at END"
            " WHERE sequence_id = ?1 AND current_step = ?2 AND wait_ends_at IS NOT NULL",
            sequence_id,
            step,
            by_ms,
            to_text(at),
        )

    def hasten_short_timers(self, sequence_id: str, step: int, by_ms: int, at: datetime) -> None:
        """Let our own clock look sooner at leads whose timer at 12m was over before the wait that a step had."""
        self._db.run(
            "UPDATE lead SET wake_at = plus_ms(wake_at, -?3), updated_at = ?4 WHERE sequence_id = ?1"
            " AND current_step = ?2 AND status = 'in_flight' AND wait_ends_at IS NULL AND wake_at IS NOT NULL"
            " AND EXISTS (SELECT 1 FROM event WHERE event.lead_id = lead.id AND event.handling = 'short_timer'"
            " AND event.occurred_at >= lead.last_step_at)",
            sequence_id,
            step,
            by_ms,
            to_text(at),
        )

    def load_due(
        self, identity: str, *, first: bool, now: datetime, limit: int, paced: bool = True
    ) -> list[Lead]:
        """Return leads whose current step may be sent now, but for a throttle of the identity.

        `first` chooses first steps (in order of release) or follow-ups (longest waiting first); without `paced` the
        pace of sequences is not asked.
        """
        found = self._db.rows_by_name(
            # CROSS JOIN: leads in the order of `lead_next`, and no more of them than are asked for.
            f"SELECT {LEAD} FROM lead CROSS JOIN sequence ON sequence.id = lead.sequence_id"
            f" WHERE {_DUE if paced else _DUE_UNPACED} AND {IDENTITY} = :identity"
            " AND (lead.current_step = 0) = :first"
            " ORDER BY coalesce(lead.last_step_at, lead.released_at), lead.rowid LIMIT :limit",
            {**eligibility_values(now), "identity": identity, "first": first, "limit": limit},
        )
        return [lead_from_row(row) for row in found]

    def find_next_paced(self, identity: str, now: datetime) -> datetime | None:
        """Return when the pace lets the next mail go that it holds back now, over all sequences; None without one."""
        waits = f"lead.sequence_id = sequence.id AND {WAITS_FOR_TURN} AND {IDENTITY} = :identity"
        tracks = (("next_first_at", 1, FULL_OF_FIRSTS), ("next_send_at", 0, FULL))
        moments = " UNION ALL ".join(
            f"SELECT max(coalesce({column}, :now), CASE WHEN {full} THEN :tomorrow ELSE :now END) AS at FROM sequence"
            f" WHERE EXISTS (SELECT 1 FROM lead WHERE (lead.current_step = 0) = {is_first} AND {waits})"
            for column, is_first, full in tracks
        )
        found = self._db.rows_by_name(
            f"SELECT min(at) AS at FROM ({moments}) WHERE at > :now",
            {**eligibility_values(now), "identity": identity, "tomorrow": to_text(next_midnight(now))},
        )
        return instant_or_none(found[0]["at"])

    def iter_blocked(
        self, identity: str, sequence_id: str | None, now: datetime
    ) -> Iterator[tuple[Lead, Blocker]]:
        """Yield the living leads of an identity, or of one of its sequences, that may not be sent to now, with why.

        Leads that wait for a reply are not among them. Neither the list nor a throttle is asked.
        """
        found = self._db.iterate(
            f"SELECT {LEAD}, {BLOCKER} AS blocker FROM lead JOIN sequence ON sequence.id = lead.sequence_id"
            f" WHERE lead.status IN ('queued', 'held') AND {IDENTITY} = :identity"
            " AND (:sequence IS NULL OR lead.sequence_id = :sequence)"
            " AND blocker IS NOT NULL ORDER BY lead.rowid",
            {**eligibility_values(now), "identity": identity, "sequence": sequence_id},
        )
        for row in found:
            yield lead_from_row(row), Blocker(row["blocker"])

    def load_overdue(self, identity: str, now: datetime, limit: int) -> list[Lead]:
        """Return the leads in flight that our own clock should look at, longest overdue first.

        A moment beyond belief, as older versions may have kept one, is no reason to wait for it.
        """
        found = self._db.rows(
            # two ranges of the index of waits; an OR would read all of it
            f"SELECT {LEAD} FROM ({_WAKES.format('<= ?1')} UNION ALL {_WAKES.format('>= ?2')})"
            " CROSS JOIN lead ON lead.rowid = place WHERE lead.identity = ?3 ORDER BY lead.wake_at LIMIT ?4",
            to_text(now),
            to_text(LATEST),
            identity,
            limit,
        )
        return [lead_from_row(row) for row in found]

    def load_known_identities(self) -> list[str]:
        """Return every identity that this file knows, also one that nobody was contacted from or will be."""
        found = self._db.rows(
            f"SELECT identity FROM {LEAD_GROUPS} WHERE identity IS NOT NULL UNION"
            " SELECT identity FROM sequence WHERE identity IS NOT NULL UNION SELECT identity FROM cursor"
        )
        return [row["identity"] for row in found]

    def load_identities(self) -> list[str]:
        """Return every identity that somebody in this file was or will be contacted from."""
        found = self._db.rows(
            f"SELECT identity FROM {LEAD_GROUPS} WHERE identity IS NOT NULL UNION"
            " SELECT identity FROM sequence WHERE identity IS NOT NULL AND status <> 'draft' UNION"
            " SELECT identity FROM attempt WHERE state = 'unknown' UNION"
            " SELECT identity FROM attempt WHERE state = 'parked' UNION"
            " SELECT identity FROM reply WHERE state = 'unknown' ORDER BY identity"
        )
        return [row["identity"] for row in found]
