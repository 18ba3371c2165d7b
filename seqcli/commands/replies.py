"""`replies`: list who answered, to which step, and how the answer begins."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from seqcli.clock import Clock, from_text, to_text
from seqcli.commands.dates import read_since
from seqcli.commands.session import get_sequence, opened, server_now
from seqcli.model import (
    find_answered_step,
)
from seqcli.output.result import CommandResult, Note, Rows, Table, Text, shown
from seqcli.reasons import AnswerKind, MarkKind
from seqcli.store import AnswerEvent, PersonsAnswer, Store, mark_word


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
    mark: MarkKind | None


_MOST_SHOWN = 200
_REPLY_FIELDS = ("at", "email", "sequence", "step", "kind", "snippet", "conversation", "mark")


def replies(db: Path, since: str | None, clock: Clock, sequence_id: str | None = None) -> CommandResult:
    """Return who answered, newest first. `since` is a duration back from now, or a date.

    Raises:
        UsageError: `since` is neither, or there is no such sequence.
    """
    with opened(db) as store:
        from_then = None if since is None else read_since(since, server_now(store, clock))
        if sequence_id is not None:
            get_sequence(store, sequence_id)
        first = [
            _reply(store, row) for row in store.events.iter_replies(from_then, sequence_id, _MOST_SHOWN + 1)
        ]
        read = partial(_iter_all, store.path, from_then, sequence_id)
        return replies_result(first, read, from_then, sequence_id)


def _iter_all(db: Path, since: datetime | None, sequence_id: str | None) -> Iterator[Reply]:
    """Yield every reply from a connection of its own, while they are written."""
    with opened(db) as store:
        for row in store.events.iter_replies(since, sequence_id):
            yield _reply(store, row)


def _reply(store: Store, row: PersonsAnswer) -> Reply:
    """Return a row's reply. For a person's other leads, the text comes from the event that ended them."""
    event = _event_of(store, row.actor) or row
    answered = row.answered_step
    if answered is None:
        answered = find_answered_step(store.attempts.load_departures(row.lead_id), from_text(row.at)) or 0
    mark = store.lead_marks.find_current(row.lead_id)
    return Reply(
        event.at,
        row.email,
        row.sequence_id,
        answered + 1,
        _excerpt(event.body),
        event.conv_id or row.conv_id or "",
        event.answer_kind or AnswerKind.HUMAN,
        None if mark is None else mark.kind,
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
    first: list[Reply],
    read: Callable[[], Iterator[Reply]],
    since: datetime | None,
    sequence_id: str | None,
) -> CommandResult:
    """Return the replies as a result: the first few to look at; `read` yields all."""
    rows = tuple(
        (
            shown(r.at),
            r.email,
            r.sequence_id,
            str(r.step),
            r.kind if r.mark is None else mark_word(r.mark),
            r.snippet,
            r.conv_id,
        )
        for r in first[:_MOST_SHOWN]
    )
    table = Table(
        "replies",
        ("when", "lead", "sequence", "step", "kind", "what", "conversation"),
        rows,
        frozenset({"step"}),
        ("what", "conversation"),
    )
    where = f' in "{sequence_id}"' if sequence_id else ""
    none_text = f"no replies{where} {f'since {shown(to_text(since))}' if since else 'yet'}"
    more = Note("and more: --csv and --json list all")
    return CommandResult(
        {
            "replies": Rows(
                lambda: (dict(zip(_REPLY_FIELDS, _reply_values(each), strict=True)) for each in read())
            )
        },
        (table,) if first else (Text((none_text,)),),
        (more,) if len(first) > _MOST_SHOWN else (),
        csv_rows=_csv_rows(read),
    )


def _csv_rows(read: Callable[[], Iterator[Reply]]) -> Iterator[tuple[str, ...]]:
    yield _REPLY_FIELDS
    for each in read():
        yield tuple("" if value is None else str(value) for value in _reply_values(each))


def _reply_values(reply: Reply) -> tuple[str | int | None, ...]:
    r = reply
    return (r.at, r.email, r.sequence_id, r.step, r.kind, r.snippet, r.conv_id, r.mark)
