"""Steering commands in SQL: what they change about all `targets` at once, and their history, by which `undo` goes."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from seqcli.clock import from_text, to_text
from seqcli.model import SequenceStatus
from seqcli.reasons import AttemptReason, LeadReason, PauseCause
from seqcli.store.database import Database
from seqcli.store.rows import text_or_none

_CHANGED = "(SELECT lead_id FROM target WHERE kind = 'changed')"
#: How a lead stands: what `undo` compares and gives back.
_BEFORE = """json_object('status', lead.status, 'step', lead.current_step, 'reason_code', lead.reason_code,
    'status_reason', lead.status_reason, 'missing_field', lead.missing_field, 'wake_at', lead.wake_at,
    'wait_ends_at', lead.wait_ends_at,
    'tries', (SELECT coalesce(sum(tries), 0) FROM attempt WHERE attempt.lead_id = lead.id), 'cause', :cause,
    'pauses', json((SELECT json_group_array(json_object('cause', cause, 'paused_at', paused_at,
        'paused_until', paused_until, 'reason', reason, 'source', source))
        FROM pause WHERE pause.lead_id = lead.id)))"""
#: The end of a lead's pauses decides: one without an end is last. `engine.leads.pausing` says the same.
_LAST_PAUSE = (
    "FROM pause WHERE pause.lead_id = lead.id"
    " ORDER BY paused_until IS NOT NULL, paused_until DESC, cause LIMIT 1"
)
_ACCEPTED = (
    "EXISTS (SELECT 1 FROM attempt WHERE attempt.lead_id = lead.id AND attempt.step = lead.current_step"
    " AND attempt.state = 'accepted')"
)
_WHERE_IT_IS = f"CASE WHEN {_ACCEPTED} THEN 'in_flight' ELSE 'queued' END"
#: A target that `move` gives a status.
_PLANNED = "target.kind = 'changed' AND target.status IS NOT NULL"
_OF_TARGET = "steering_id = :steering AND steering_change.kind = 'lead' AND name = target.lead_id"
_PAUSE_COLUMNS = ("cause", "paused_at", "paused_until", "reason", "source")
#: So many commands can be undone; how leads stood before older ones is not kept.
_KEPT = 20
_OF_ENTRY = "FROM steering_change WHERE steering_id = id AND kind"


@dataclass(frozen=True, slots=True)
class SteeringEntry:
    """A steering command of the history; `leads` is how many it changed, `sequence_id` the sequence it marked.

    `brakes` are the brakes that it released, such as `sequence intro`.
    """

    id: int
    at: datetime
    command: str
    what: str
    undone_at: datetime | None
    leads: int
    sequence_id: str | None
    sequence_before: SequenceStatus | None
    brakes: tuple[str, ...] = ()


class Move(NamedTuple):
    """Where the targets go: their status is planned with each; `cancelled` is why untried sends are given up."""

    actor: str
    at: datetime
    wake_at: datetime
    cancelled: AttemptReason | None = None


class Steering:
    """Changes to all targets of a command, and the history of commands."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # -- the history

    def record(self, command: str, what: str, at: datetime, cause: PauseCause | None = None) -> int:
        """Keep a command with how every lead stands that it is about to change; return its id."""
        number = self._add(command, what, at)
        self._by_name(
            "INSERT INTO steering_change(steering_id, kind, name, before)"
            f" SELECT :steering, 'lead', lead.id, {_BEFORE} FROM lead WHERE lead.id IN {_CHANGED}",
            steering=number,
            cause=cause,
        )
        self._db.run(
            "UPDATE steering SET leads = (SELECT count(*) FROM steering_change WHERE steering_id = id) WHERE id = ?",
            number,
        )
        return number

    def record_sequence(
        self,
        command: str,
        sequence_id: str,
        before: SequenceStatus,
        at: datetime,
        brakes: Collection[str] = (),
    ) -> int:
        """Keep a command that marks a sequence or releases brakes; return its id."""
        number = self._add(command, f"sequence {sequence_id}", at)
        self._db.run(
            "INSERT INTO steering_change(steering_id, kind, name, before)"
            " VALUES (?, 'sequence', ?, json_object('status', ?, 'brakes', json(?)))",
            number,
            sequence_id,
            before,
            json.dumps(list(brakes)),
        )
        return number

    def load_before(self, steering_id: int) -> dict[str, dict[str, Any]]:
        """Return how the leads stood that a command changed, by lead."""
        query = (
            "SELECT name, before FROM steering_change WHERE steering_id = ? AND steering_change.kind = 'lead'"
        )
        return {row["name"]: json.loads(row["before"]) for row in self._db.rows(query, steering_id)}

    def mark_undone(self, steering_id: int, at: datetime) -> bool:
        """Mark a command as undone; return whether it was not."""
        query = "UPDATE steering SET undone_at = ? WHERE id = ? AND undone_at IS NULL"
        return self._db.run(query, to_text(at), steering_id) == 1

    def drop_changes(self, steering_id: int) -> None:
        """Forget how leads stood before a command that was undone."""
        self._db.run(
            "DELETE FROM steering_change WHERE steering_id = ? AND steering_change.kind = 'lead'", steering_id
        )

    def close(self, steering_id: int) -> None:
        """Take a command that cannot be undone out of the way of those before it."""
        self._db.run("DELETE FROM steering_change WHERE steering_id = ?", steering_id)

    def find_last(self) -> SteeringEntry | None:
        """Return the last command that can be undone and was not, or None."""
        kept = "EXISTS (SELECT 1 FROM steering_change WHERE steering_id = id)"
        found = self._load(f"WHERE undone_at IS NULL AND {kept}", 1)
        return found[0] if found else None

    def load_last(self, limit: int) -> list[SteeringEntry]:
        """Return the last commands, newest first."""
        return self._load("", limit)

    # -- changes to the targets

    def pause(self, cause: PauseCause, until: datetime | None, reason: str, at: datetime) -> None:
        """Pause sends to the targets for a cause, in place of an earlier pause of that cause."""
        self._by_name(
            "INSERT OR REPLACE INTO pause(lead_id, cause, paused_at, paused_until, reason)"
            f" SELECT lead_id, :cause, :at, :until, :reason FROM {_CHANGED}",
            cause=cause,
            at=to_text(at),
            until=text_or_none(until),
            reason=reason,
        )
        self._note("pause", "paused", reason, at)
        self._combine(at)

    def resume(self, cause: PauseCause, reason: str, at: datetime) -> None:
        """End the targets' pauses of a cause; the others stand."""
        self._db.run(f"DELETE FROM pause WHERE cause = ? AND lead_id IN {_CHANGED}", cause)
        self._note("resume", "resumed", reason, at)
        self._combine(at)
        self.look_soon()

    def look_soon(self) -> None:
        """Let the next run look at who is to be enrolled in another sequence and may have waited for the targets."""
        self._db.run(
            "UPDATE branch SET look_at = due_at WHERE closed_at IS NULL AND address IN"
            f" (SELECT address FROM lead WHERE id IN {_CHANGED})"
        )

    def give_back_pauses(self, entry: SteeringEntry, at: datetime) -> None:
        """Give the targets the pause of before; after `resume` a newer one of its cause stands.

        With the pause of an auto-reply comes back the wait that it put off.
        """
        if entry.command == "pause":
            self._db.run(f"DELETE FROM pause WHERE cause = 'person' AND lead_id IN {_CHANGED}")
        self._give_back_wait(entry)
        self._insert_pauses(entry, _was("cause"))
        self._by_name(
            "INSERT INTO journal(at, lead_id, sequence_id, actor, change, reason)"
            " SELECT :at, lead.id, lead.sequence_id, 'undo',"
            " CASE WHEN pause.cause IS NULL THEN 'resumed' ELSE 'paused' END, coalesce(pause.reason, '')"
            f" FROM target JOIN lead ON lead.id = target.lead_id JOIN steering_change ON {_OF_TARGET}"
            f" LEFT JOIN pause ON pause.lead_id = lead.id AND pause.cause = {_was('cause')}"
            " WHERE target.kind = 'changed' ORDER BY lead.rowid",
            at=to_text(at),
            steering=entry.id,
        )
        self._combine(at)

    def give_back_stops(self, entry: SteeringEntry, at: datetime) -> None:
        """Give the targets that a colleague's answer had stopped the pause by which `resume` finds them."""
        self._insert_pauses(entry, f"CASE {_was('reason_code')} WHEN 'colleague_answered' THEN 'company' END")
        self._combine(at)

    def _insert_pauses(self, entry: SteeringEntry, cause: str) -> None:
        """Give the targets back their pauses of the cause that an expression names, where no newer one stands."""
        was = ", ".join(f"json_extract(value, '$.{column}')" for column in _PAUSE_COLUMNS)
        self._by_name(
            f"INSERT OR IGNORE INTO pause(lead_id, {', '.join(_PAUSE_COLUMNS)}) SELECT lead_id, {was}"
            f" FROM target JOIN steering_change ON {_OF_TARGET}, json_each(before, '$.pauses')"
            f" WHERE target.kind = 'changed' AND json_extract(value, '$.cause') = {cause}",
            steering=entry.id,
        )

    def _give_back_wait(self, entry: SteeringEntry) -> None:
        """Let the wait of a lead end when it did before, if it is still that wait and no newer auto-reply came."""
        self._by_name(
            f"UPDATE lead SET wait_ends_at = {_was('wait_ends_at')},"
            f" wake_at = CASE lead.status WHEN 'in_flight' THEN {_was('wake_at')} ELSE lead.wake_at END"
            f" FROM target, steering_change WHERE lead.id = target.lead_id AND {_OF_TARGET}"
            f" AND target.kind = 'changed' AND {_was('cause')} = 'auto_reply'"
            f" AND {_was('wait_ends_at')} IS NOT NULL"
            f" AND lead.status = {_was('status')} AND lead.current_step = {_was('step')}"
            " AND NOT EXISTS (SELECT 1 FROM pause WHERE pause.lead_id = lead.id AND pause.cause = 'auto_reply')",
            steering=entry.id,
        )

    def plan_stop(self, reason: str) -> None:
        """Plan to stop the targets."""
        self._plan("'stopped'", LeadReason.STOPPED, reason)

    def plan_requeue(self, reason: str) -> None:
        """Plan to let the targets go on where their attempts say: an accepted step is never queued again."""
        self._plan(_WHERE_IT_IS, LeadReason.REQUEUED, reason)

    def plan_return(self, entry: SteeringEntry) -> None:
        """Plan to give the targets the status that they had before a command.

        Who waited for a send or a reply goes on where the attempts say, and so does who was held for an outcome that
        is known by now. After `resume`, only who was stopped gets a status: the others have kept theirs.
        """
        stopped_only = f" AND {_was('status')} = 'stopped'" if entry.command == "resume" else ""
        settled = f"({_was('reason_code')} = 'outcome_unknown' AND {_ACCEPTED})"
        goes_on = f"({_was('status')} IN ('queued', 'in_flight') OR {settled})"
        self._by_name(
            f"UPDATE target SET status = CASE WHEN {goes_on} THEN {_WHERE_IT_IS} ELSE {_was('status')} END,"
            f" reason_code = CASE WHEN {settled} THEN 'restored' ELSE {_was('reason_code')} END,"
            f" status_reason = CASE WHEN {settled} THEN 'the outcome is known'"
            f" ELSE {_was('status_reason')} END, missing_field = {_was('missing_field')}"
            f" FROM lead, steering_change WHERE lead.id = target.lead_id AND {_OF_TARGET}"
            f" AND target.kind = 'changed'{stopped_only}",
            steering=entry.id,
        )

    def move(self, move: Move) -> None:
        """Give the targets their planned status, with the journal, and give up their untried sends.

        Targets without a planned status stay as they are.
        Our own clock looks soon at who waits for a reply: the timer may have fired meanwhile.
        """
        self._by_name(
            "INSERT INTO journal(at, lead_id, sequence_id, actor, change, reason, status)"
            " SELECT :at, lead.id, lead.sequence_id, :actor,"
            " lead.status || ' → ' || target.status || ' (step ' || (lead.current_step + 1) || ')',"
            " target.status_reason, target.status FROM target JOIN lead ON lead.id = lead_id"
            f" WHERE {_PLANNED} ORDER BY lead.rowid",
            at=to_text(move.at),
            actor=move.actor,
        )
        self._by_name(
            "UPDATE lead SET status = target.status, reason_code = target.reason_code,"
            " status_reason = target.status_reason, missing_field = target.missing_field,"
            " wake_at = CASE target.status WHEN 'in_flight' THEN :wake END, updated_at = :at"
            f" FROM target WHERE lead.id = lead_id AND {_PLANNED}",
            at=to_text(move.at),
            wake=to_text(move.wake_at),
        )
        if move.cancelled is not None:
            self._by_name(
                "UPDATE attempt SET state = 'cancelled', reason_code = :code, reason = target.status_reason"
                f" FROM target WHERE attempt.lead_id = target.lead_id AND {_PLANNED}"
                " AND attempt.state = 'pending'",
                code=move.cancelled,
            )

    def revive_cancelled(self, code: AttemptReason) -> None:
        """Make the newest attempt of each target's step pending again, if it was cancelled for this untried."""
        self._db.run(
            "UPDATE attempt SET state = 'pending', reason_code = NULL, reason = '', next_try_at = NULL"
            " FROM target JOIN lead ON lead.id = target.lead_id"
            " WHERE attempt.lead_id = lead.id AND attempt.step = lead.current_step AND target.kind = 'changed'"
            " AND lead.status IN ('queued', 'held') AND attempt.state = 'cancelled'"
            " AND attempt.first_try_at IS NULL AND attempt.accepted_at IS NULL AND attempt.reason_code = ?"
            " AND attempt.generation = (SELECT max(generation) FROM attempt AS other"
            "  WHERE other.lead_id = lead.id AND other.step = lead.current_step)",
            code,
        )

    def _plan(self, status: str, code: LeadReason, reason: str) -> None:
        self._by_name(
            f"UPDATE target SET status = {status}, reason_code = :code, status_reason = :reason FROM lead"
            " WHERE lead.id = lead_id AND kind = 'changed'",
            code=code,
            reason=reason,
        )

    def _note(self, actor: str, change: str, reason: str, at: datetime) -> None:
        self._db.run(
            "INSERT INTO journal(at, lead_id, sequence_id, actor, change, reason)"
            f" SELECT ?, id, sequence_id, ?, ?, ? FROM lead WHERE id IN {_CHANGED} ORDER BY rowid",
            to_text(at),
            actor,
            change,
            reason,
        )

    def _combine(self, at: datetime) -> None:
        """Store in the targets' rows what follows from all their pauses."""
        self._db.run(
            "UPDATE lead SET paused_at = (SELECT min(paused_at) FROM pause WHERE pause.lead_id = lead.id),"
            f" paused_until = (SELECT paused_until {_LAST_PAUSE}), pause_reason = (SELECT reason {_LAST_PAUSE}),"
            f" updated_at = ? WHERE id IN {_CHANGED}",
            to_text(at),
        )

    def _add(self, command: str, what: str, at: datetime) -> int:
        self._db.run("INSERT INTO steering(at, command, what) VALUES (?, ?, ?)", to_text(at), command, what)
        number = int(self._db.rows("SELECT last_insert_rowid() AS id")[0]["id"])
        self._db.run("DELETE FROM steering_change WHERE steering_id <= ?", number - _KEPT)
        return number

    def _load(self, where: str, limit: int) -> list[SteeringEntry]:
        found = self._db.rows(
            f"SELECT *, (SELECT name {_OF_ENTRY} = 'sequence') AS sequence_id,"
            f" (SELECT {_was('status')} {_OF_ENTRY} = 'sequence') AS sequence_before,"
            f" (SELECT {_was('brakes')} {_OF_ENTRY} = 'sequence') AS brakes"
            f" FROM steering {where} ORDER BY id DESC LIMIT ?",
            limit,
        )
        return [
            SteeringEntry(
                row["id"],
                from_text(row["at"]),
                row["command"],
                row["what"],
                None if row["undone_at"] is None else from_text(row["undone_at"]),
                row["leads"],
                row["sequence_id"],
                None if row["sequence_before"] is None else SequenceStatus(row["sequence_before"]),
                tuple(json.loads(row["brakes"] or "[]")),
            )
            for row in found
        ]

    def _by_name(self, sql: str, **values: object) -> None:
        self._db.run_by_name(sql, values)


def _was(key: str) -> str:
    """Return what stood in the column `before`."""
    return f"json_extract(before, '$.{key}')"
