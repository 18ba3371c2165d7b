"""`replies`: list who answered, to which step, and how the answer begins."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from seqcli.clock import Clock, from_text, plus_ms, to_text
from seqcli.commands.session import get_sequence, opened, read_duration_ms, server_now
from seqcli.model import (
    find_answered_step,
)
from seqcli.output.result import CommandResult, Table, Text, shown
from seqcli.reasons import AnswerKind
from seqcli.store import AnswerEvent, PersonsAnswer, Store
from seqcli.zones import from_local


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `step` counts from 1."""

    at: str
    email: str
    sequence_id: str
    step: int
    snippet: str
    conv_id: str
    kind: str


_REPLY_FIELDS = ("at", "email", "sequence", "step", "kind", "snippet", "conversation")


def replies(db: Path, since: str | None, clock: Clock, sequence_id: str | None = None) -> CommandResult:
    """Return who answered, newest first. `since` is a duration back from now, or a date.

    Raises:
        UsageError: `since` is neither, or there is no such sequence.
    """
    with opened(db) as store:
        from_then = None if since is None else _since(since, server_now(store, clock))
        if sequence_id is not None:
            get_sequence(store, sequence_id)
        rows = store.events.load_replies(from_then)
        found = (_reply(store, row) for row in rows if sequence_id in {None, row.sequence_id})
        return replies_result(found, from_then, sequence_id)


def _since(text: str, now: datetime) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return plus_ms(now, -read_duration_ms("--since", text, "d", "7d or 2026-11-01"))
    return from_local(instant)


def _reply(store: Store, row: PersonsAnswer) -> Reply:
    """Return a row's reply. For a person's other leads, the text comes from the event that ended them."""
    event = _event_of(store, row.actor) or row
    answered = row.answered_step
    if answered is None:
        answered = find_answered_step(store.attempts.load_departures(row.lead_id), from_text(row.at)) or 0
    return Reply(
        event.at,
        row.email,
        row.sequence_id,
        answered + 1,
        _excerpt(event.body),
        event.conv_id or row.conv_id or "",
        event.answer_kind or AnswerKind.HUMAN,
    )


def _event_of(store: Store, actor: str | None) -> AnswerEvent | None:
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


def replies_result(
    replies: Iterable[Reply], since: datetime | None, sequence_id: str | None
) -> CommandResult:
    """Return the replies as a result."""
    replies = tuple(replies)
    rows = tuple(
        (shown(r.at), r.email, r.sequence_id, str(r.step), r.kind, r.snippet, r.conv_id) for r in replies
    )
    table = Table(
        "replies",
        ("when", "lead", "sequence", "step", "kind", "what", "conversation"),
        rows,
        frozenset({"step"}),
    )
    records = [dict(zip(_REPLY_FIELDS, _reply_values(each), strict=True)) for each in replies]
    where = f' in "{sequence_id}"' if sequence_id else ""
    none_text = f"no replies{where} {f'since {shown(to_text(since))}' if since else 'yet'}"
    return CommandResult(
        {"replies": records},
        (table,) if replies else (Text((none_text,)),),
        csv_rows=(_REPLY_FIELDS, *(tuple(map(str, _reply_values(each))) for each in replies)),
    )


def _reply_values(reply: Reply) -> tuple[str | int, ...]:
    r = reply
    return (r.at, r.email, r.sequence_id, r.step, r.kind, r.snippet, r.conv_id)
