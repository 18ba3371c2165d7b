"""`status`, `why`, `replies`, `sequences`: what stands in the state file. None of them needs a key or talks to 12m."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from seqcli.clock import Clock, format_duration, plus_ms, to_text
from seqcli.commands.session import get_leads_of, get_sequence, opened, read_duration_ms
from seqcli.engine.facts import GRACE_MS
from seqcli.model import Lead, LeadStatus, Sequence, normalise_address, steps_to_json
from seqcli.reports import Answer, Table
from seqcli.reports.status import Counted, Facts, IdentityState, status_answer
from seqcli.store import Store

if TYPE_CHECKING:
    from seqcli.reports.story import Reply, Story

_NEXT_SHOWN = 5


def server_now(store: Store, clock: Clock) -> datetime:
    """Return 12m's time as far as the file knows it."""
    return plus_ms(clock.now(), int(store.find_meta("server_offset_ms") or 0))


def status(db: Path, sequence_id: str | None, clock: Clock) -> Answer:
    """Return counts by sequence, step and status, and what comes next."""
    with opened(db) as store:
        sequences = [get_sequence(store, sequence_id)] if sequence_id else store.load_sequences()
        return status_answer(_facts(store, tuple(sequences), server_now(store, clock), sequence_id))


def _facts(store: Store, sequences: tuple[Sequence, ...], now: datetime, sequence_id: str | None) -> Facts:
    totals = store.load_sequence_totals(now)
    leftovers = store.count_leftovers()
    return Facts(
        sequences=sequences,
        counts=tuple(_counted(row) for row in store.load_step_counts(sequence_id)),
        contacted={row["sequence_id"]: row["contacted"] for row in totals},
        replied={row["sequence_id"]: row["replied"] for row in totals},
        paused={row["sequence_id"]: row["paused"] for row in totals},
        unreleased={row["sequence_id"]: row["unreleased"] for row in totals},
        holds=tuple((r["sequence_id"], r["reason"], r["n"]) for r in store.load_hold_reasons(sequence_id)),
        identities=tuple(_identity(row, now) for row in store.load_cursors()),
        due={row["sequence_id"]: (row["follow_ups"], row["firsts"]) for row in store.load_due_counts(now)},
        next_moves=tuple(_next_moves(store, now, sequence_id)),
        leftovers={
            "unmatched events": leftovers.get("unmatched", 0),
            "events that could not be read": leftovers.get("unreadable", 0),
        },
    )


def _counted(row: sqlite3.Row) -> Counted:
    waits = row["status"] == LeadStatus.QUEUED and not row["released"]
    return Counted(row["sequence_id"], row["step"], "unreleased" if waits else row["status"], row["n"])


def _identity(row: sqlite3.Row, now: datetime) -> IdentityState:
    rests = row["not_before"] is not None and row["not_before"] > to_text(now)
    return IdentityState(
        row["identity"],
        row["seq"],
        row["drained_at"] or "",
        row["not_before"] if rests else "",
        row["note"] if rests else "",
    )


def _next_moves(store: Store, now: datetime, sequence_id: str | None) -> Iterator[tuple[str, str, str]]:
    everybody = -1
    rows = store.load_next_moves(now, everybody if sequence_id else _NEXT_SHOWN)
    return islice((_move(row, now) for row in rows if sequence_id in {None, row["sequence_id"]}), _NEXT_SHOWN)


def _move(row: sqlite3.Row, now: datetime) -> tuple[str, str, str]:
    step = row["step"] + 1
    if row["status"] == LeadStatus.QUEUED:
        return "now", row["email"], f"{row['sequence_id']} step {step}"
    then = f"step {step + 1}" if step < row["steps"] else "ends"
    # Our own clock looks later than the wait ends, so that 12m's timer comes first; people are told when it ends.
    at = max(now, plus_ms(datetime.fromisoformat(row["at"]), -GRACE_MS))
    return to_text(at)[:16].replace("T", " "), row["email"], f"{row['sequence_id']} {then}, if nobody answers"


def why(db: Path, email: str, sequence_id: str | None, clock: Clock) -> Answer:
    """Return a person's story in every sequence, or in one, and what happens next."""
    from seqcli.reports.story import story_answer  # noqa: PLC0415 - `status` must start fast

    with opened(db) as store:
        now = server_now(store, clock)
        stories = [_story(store, lead) for lead in get_leads_of(store, email, sequence_id)]
        return story_answer(stories, now)


def _story(store: Store, lead: Lead) -> "Story":
    from seqcli.reports.story import Moment, Story  # noqa: PLC0415

    moments = [Moment(to_text(lead.created_at), "import-leads", "imported", "")]
    moments += [
        Moment(row["at"], row["actor"], row["change"], row["reason"]) for row in store.load_journal(lead.id)
    ]
    told = {moment.source for moment in moments}
    for row in store.load_events_of(lead.id):
        source = f"event {row['identity']}#{row['seq']}"
        if source not in told and not _repeats_acceptance(row):
            at = row["occurred_at"] or row["received_at"]
            moments.append(Moment(at, source, row["type"], f"{row['disposition']} {row['detail']}".strip()))
    moments.sort(key=lambda moment: moment.at)
    return Story(
        lead,
        get_sequence(store, lead.sequence_id),
        tuple(store.load_attempts(lead.id)),
        tuple(moments),
        store.find_suppression(normalise_address(lead.email)),
    )


def _repeats_acceptance(row: sqlite3.Row) -> bool:
    """Tell whether an event says only that 12m accepted a step, of which the journal has a line of its own."""
    return bool(
        row["type"] == "email.queued"
        and row["disposition"] == "noted"
        and row["detail"].startswith("our step")
    )


def replies(db: Path, since: str | None, clock: Clock, sequence_id: str | None = None) -> Answer:
    """Return who answered, newest first; `since` is a duration back from now, or a date.

    Raises:
        UsageError: `since` is neither, or there is no such sequence.
    """
    from seqcli.reports.story import replies_answer  # noqa: PLC0415

    with opened(db) as store:
        from_then = None if since is None else _since(since, server_now(store, clock))
        if sequence_id is not None:
            get_sequence(store, sequence_id)
        rows = store.load_replies(from_then)
        found = (_reply(row) for row in rows if sequence_id in {None, row["sequence_id"]})
        return replies_answer(found, from_then, sequence_id)


def _since(text: str, now: datetime) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return plus_ms(now, -read_duration_ms("--since", text, "d", "7d or 2026-11-01"))
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _reply(row: sqlite3.Row) -> "Reply":
    from seqcli.reports.story import Reply  # noqa: PLC0415

    return Reply(
        row["at"],
        row["email"],
        row["sequence_id"],
        row["step"],
        _excerpt(row["body"]),
        row["conv_id"] or "",
        row["detail"].partition(" · ")[0] or "human",
    )


def _excerpt(body: str | None) -> str:
    from seqcli.inbound import excerpt, mail_from_event  # noqa: PLC0415

    if body is None:
        return ""
    try:
        return excerpt(mail_from_event(json.loads(body).get("data") or {}))
    except (ValueError, AttributeError):
        return ""


def sequences(db: Path) -> Answer:
    """Return all sequences with their steps."""
    with opened(db) as store:
        found = store.load_sequences()
    rows = tuple(
        (
            each.id,
            each.name,
            each.status,
            str(len(each.steps)),
            " → ".join(format_duration(step.wait_ms) for step in each.steps),
        )
        for each in found
    )
    data = {
        "sequences": [
            {
                "id": each.id,
                "name": each.name,
                "status": each.status,
                "identity": each.identity,
                "pace": format_duration(each.pace_ms),
                "steps": steps_to_json(each.steps),
            }
            for each in found
        ]
    }
    return Answer(
        data, (Table("sequences", ("id", "name", "status", "steps", "waits"), rows, frozenset({"steps"})),)
    )
