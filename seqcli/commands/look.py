"""`status`, `why`, `replies`, `sequences`: what stands in the state file. None of them needs a key or talks to 12m."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from seqcli.clock import Clock, format_duration, from_text, plus_ms, to_text
from seqcli.commands.session import get_leads_of, get_sequence, opened, read_duration_ms
from seqcli.commands.status import Due, IdentityState, LeadCount, NextMove, StatusData, status_result
from seqcli.engine.leads.apply import GRACE_MS, find_throttle
from seqcli.model import Lead, LeadStatus, Sequence, find_answered_step, normalise_address, steps_to_json
from seqcli.output.result import CommandResult, Table
from seqcli.store import Store
from seqcli.zones import from_local

if TYPE_CHECKING:
    from seqcli.commands.why import LeadTimeline, Reply

_NEXT_SHOWN = 5


def server_now(store: Store, clock: Clock) -> datetime:
    """Return 12m's time as far as the file knows it."""
    return plus_ms(clock.now(), store.meta.find_server_offset_ms())


def status(db: Path, sequence_id: str | None, clock: Clock) -> CommandResult:
    """Return counts by sequence, step and status, and what comes next."""
    with opened(db) as store:
        sequences = [get_sequence(store, sequence_id)] if sequence_id else store.sequences.load_all()
        return status_result(_facts(store, tuple(sequences), server_now(store, clock), sequence_id))


def _facts(
    store: Store, sequences: tuple[Sequence, ...], now: datetime, sequence_id: str | None
) -> StatusData:
    totals = store.queries.load_sequence_totals(now)
    leftovers = store.queries.count_leftovers()
    forgotten = [row for row in store.erasure.load_forgotten() if sequence_id in {None, row["sequence_id"]}]
    gone = tuple(LeadCount(row["sequence_id"], row["step"], row["status"], row["n"]) for row in forgotten)
    written = tuple(each for each, row in zip(gone, forgotten, strict=True) if row["contacted"])

    def counted(column: str) -> dict[str, int]:
        of_forgotten = (each for each in written if column in {each.column, "contacted"})
        return _with_forgotten({row["sequence_id"]: row[column] for row in totals}, of_forgotten)

    throttled = _Throttles(store, now)
    return StatusData(
        sequences=sequences,
        counts=(*(_counted(row) for row in store.queries.load_step_counts(sequence_id)), *gone),
        contacted=counted("contacted"),
        replied=counted("replied"),
        bounced=counted("bounced"),
        forgotten=_with_forgotten({}, gone),
        paused={row["sequence_id"]: row["paused"] for row in totals},
        unreleased={row["sequence_id"]: row["unreleased"] for row in totals},
        holds=tuple(
            (r["sequence_id"], r["reason"], r["n"]) for r in store.queries.load_hold_reasons(sequence_id)
        ),
        identities=tuple(_identity(row, throttled) for row in store.cursors.load_all()),
        due=tuple(_due(row, throttled) for row in store.queries.load_due_counts(now)),
        next_moves=tuple(_next_moves(store, now, sequence_id, throttled)),
        leftovers={
            "unmatched events": leftovers.get("unmatched", 0),
            "events that could not be read": leftovers.get("unreadable", 0),
        },
    )


def _with_forgotten(counts: dict[str, int], gone: Iterable[LeadCount]) -> dict[str, int]:
    """Return counts by sequence with those who were forgotten: no rate changes by an erasure."""
    total = Counter(counts)
    for each in gone:
        total[each.sequence_id] += each.count
    return dict(total)


def _counted(row: sqlite3.Row) -> LeadCount:
    waits = row["status"] == LeadStatus.QUEUED and not row["released"]
    return LeadCount(row["sequence_id"], row["step"], "unreleased" if waits else row["status"], row["n"])


class _Throttles:
    """Until when each identity is throttled, by the judgement of sending itself."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now
        self._known: dict[str, str] = {}

    def until(self, identity: str | None) -> str:
        """Return until when an identity is throttled, or an empty text."""
        if identity is None:
            return ""
        if identity not in self._known:
            rest = find_throttle(self._store, identity, self._now)
            self._known[identity] = "" if rest is None else to_text(rest)
        return self._known[identity]


def _identity(row: sqlite3.Row, throttled: _Throttles) -> IdentityState:
    until = throttled.until(row["identity"])
    return IdentityState(
        row["identity"], row["seq"], row["drained_at"] or "", until, row["note"] if until else ""
    )


def _due(row: sqlite3.Row, throttled: _Throttles) -> Due:
    identity = row["identity"] or ""
    return Due(row["sequence_id"], identity, throttled.until(identity), row["follow_ups"], row["firsts"])


def _next_moves(
    store: Store, now: datetime, sequence_id: str | None, throttled: _Throttles
) -> Iterator[NextMove]:
    everybody = -1
    rows = store.queries.load_next_moves(now, everybody if sequence_id else _NEXT_SHOWN)
    wanted = (row for row in rows if sequence_id in {None, row["sequence_id"]})
    return islice((_move(row, now, throttled) for row in wanted), _NEXT_SHOWN)


def _move(row: sqlite3.Row, now: datetime, throttled: _Throttles) -> NextMove:
    step = row["step"] + 1
    if row["status"] == LeadStatus.QUEUED:
        until = throttled.until(row["identity"])
        what = f"{row['sequence_id']} step {step}"
        return NextMove(until or to_text(now), row["email"], what, is_due=not until)
    then = f"step {step + 1}" if step < row["steps"] else "ends"
    # Our own clock looks later than the wait ends, so that 12m's timer comes first; people are told when it ends.
    at = max(now, plus_ms(datetime.fromisoformat(row["at"]), -GRACE_MS))
    return NextMove(
        to_text(at), row["email"], f"{row['sequence_id']} {then}, if nobody answers", is_due=False
    )


def why(db: Path, email: str, sequence_id: str | None, clock: Clock) -> CommandResult:
    """Return a person's story in every sequence, or in one, and what happens next."""
    from seqcli.commands.why import timeline_result  # noqa: PLC0415 - `status` must start fast

    with opened(db) as store:
        now = server_now(store, clock)
        stories = [_story(store, lead, now) for lead in get_leads_of(store, email, sequence_id)]
        return timeline_result(stories, now)


def _story(store: Store, lead: Lead, now: datetime) -> "LeadTimeline":
    from seqcli.commands.why import LeadTimeline, TimelineEntry  # noqa: PLC0415

    moments = [TimelineEntry(to_text(lead.created_at), "import-leads", "imported", "")]
    moments += [
        TimelineEntry(row["at"], row["actor"], row["change"], row["reason"])
        for row in store.journal.load_for_lead(lead.id)
    ]
    told = {moment.source for moment in moments}
    for row in store.events.load_for_lead(lead.id):
        source = f"event {row['identity']}#{row['seq']}"
        if source not in told and not _repeats_acceptance(row):
            at = row["occurred_at"] or row["received_at"]
            moments.append(
                TimelineEntry(at, source, row["type"], f"{row['disposition']} {row['detail']}".strip())
            )
    moments.sort(key=lambda moment: moment.at)
    sequence = get_sequence(store, lead.sequence_id)
    return LeadTimeline(
        lead,
        sequence,
        tuple(store.attempts.load_for_lead(lead.id)),
        tuple(moments),
        store.suppressions.find_reason(normalise_address(lead.email)),
        find_throttle(store, lead.identity or sequence.identity or "", now),
    )


def _repeats_acceptance(row: sqlite3.Row) -> bool:
    """Tell whether an event says only that 12m accepted a step, of which the journal has a line of its own."""
    return bool(
        row["type"] == "email.queued"
        and row["disposition"] == "noted"
        and row["detail"].startswith("our step")
    )


def replies(db: Path, since: str | None, clock: Clock, sequence_id: str | None = None) -> CommandResult:
    """Return who answered, newest first; `since` is a duration back from now, or a date.

    Raises:
        UsageError: `since` is neither, or there is no such sequence.
    """
    from seqcli.commands.why import replies_result  # noqa: PLC0415

    with opened(db) as store:
        from_then = None if since is None else _since(since, server_now(store, clock))
        if sequence_id is not None:
            get_sequence(store, sequence_id)
        rows = store.events.load_replies(from_then)
        found = (_reply(store, row) for row in rows if sequence_id in {None, row["sequence_id"]})
        return replies_result(found, from_then, sequence_id)


def _since(text: str, now: datetime) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return plus_ms(now, -read_duration_ms("--since", text, "d", "7d or 2026-11-01"))
    return from_local(instant)


def _reply(store: Store, row: sqlite3.Row) -> "Reply":
    """Return a row's reply; of a person's other lead the text is that of the event which ended it."""
    from seqcli.commands.why import Reply  # noqa: PLC0415

    told = _event_of(store, row["told_by"]) or row
    answered = row["answered_step"]
    if answered is None:
        answered = (
            find_answered_step(store.attempts.load_departures(row["lead_id"]), from_text(row["at"])) or 0
        )
    return Reply(
        told["at"],
        row["email"],
        row["sequence_id"],
        answered + 1,
        _excerpt(told["body"]),
        told["conv_id"] or row["conv_id"] or "",
        told["detail"].partition(" · ")[0] or "human",
    )


def _event_of(store: Store, actor: str | None) -> sqlite3.Row | None:
    """Return the event that the journal names as an actor, or None."""
    identity, _, seq = (actor or "").removeprefix("event ").rpartition("#")
    return store.events.find_reply_event(identity, int(seq)) if identity and seq.isdecimal() else None


def _excerpt(body: str | None) -> str:
    from seqcli.inbound import excerpt, mail_from_event  # noqa: PLC0415

    if body is None:
        return ""
    try:
        return excerpt(mail_from_event(json.loads(body).get("data") or {}))
    except (ValueError, AttributeError):
        return ""


def sequences(db: Path) -> CommandResult:
    """Return all sequences with their steps."""
    with opened(db) as store:
        found = store.sequences.load_all()
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
    return CommandResult(
        data, (Table("sequences", ("id", "name", "status", "steps", "waits"), rows, frozenset({"steps"})),)
    )
