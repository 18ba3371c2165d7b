"""`inbox`: list the mail that waits for a person, and say what became of it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from seqcli.clock import Clock, to_text
from seqcli.commands.chosen import get_item
from seqcli.commands.dates import read_end, read_since
from seqcli.commands.session import get_leads_of, get_sequence, opened, server_now
from seqcli.engine.stream.matching import match_mail
from seqcli.errors import UsageError
from seqcli.model import Lead
from seqcli.output.result import CommandResult, Note, Rows, Table, Text, shown
from seqcli.reasons import InboxCloser, InboxKind, InboxState, MarkKind
from seqcli.store import InboxFilter, InboxItem, InboxRow, Store
from seqcli.templates import did_you_mean
from seqcli.wording import counted

_MOST_SHOWN = 200
_FIELDS = (
    *("id", "at", "state", "kind", "guess", "guess_detail", "from", "email", "sequence", "step", "begins"),
    *("conversation", "identity", "snoozed_until", "closed_at", "closed_by"),
)
_COLUMNS = ("id", "when", "who", "sequence", "step", "kind", "begins")
#: What each kind is, for people.
KIND_TEXTS: dict[InboxKind, str] = {
    InboxKind.REPLY: "reply",
    InboxKind.STRANGER: "reply of somebody else",
    InboxKind.FRESH: "fresh mail",
    InboxKind.UNKNOWN_SENDER: "unknown sender",
    InboxKind.MAYBE_OPT_OUT: "possible opt-out",
    InboxKind.LEFT_COMPANY: "left the company",
    InboxKind.WROTE_FIRST: "wrote first",
    InboxKind.OPT_OUT: "opt-out",
    InboxKind.COMPLAINT: "complaint",
    InboxKind.AUTO_REPLY: "auto-reply",
    InboxKind.CHALLENGE: "asks for a confirmation",
    InboxKind.BOUNCE: "bounce",
    InboxKind.DELAY: "delay notice",
    InboxKind.TO_READ: "to be read at 12m",
    InboxKind.UNREADABLE: "unreadable",
}


@dataclass(frozen=True, slots=True)
class InboxChoice:
    """Which mails are wanted, as typed."""

    since: str | None = None
    sequence_id: str | None = None
    kind: str | None = None
    everything: bool = False


def inbox(db: Path, choice: InboxChoice, clock: Clock) -> CommandResult:
    """Return the mails that wait for a person, newest first; with `everything` also those that do not.

    Raises:
        UsageError: no such sequence or kind, or `since` is no time.
    """
    with opened(db) as store:
        now = server_now(store, clock)
        wanted = InboxFilter(
            None if choice.since is None else read_since(choice.since, now),
            None if choice.sequence_id is None else get_sequence(store, choice.sequence_id).id,
            _read_kind(choice.kind),
            choice.everything,
        )
        first = list(store.inbox.iter(wanted, now, _MOST_SHOWN + 1))
        return _list_result(store, first, partial(_iter_all, store.path, wanted, now), wanted, now)


def _read_kind(text: str | None) -> str | None:
    if text is None:
        return None
    kind = text.strip().lower().replace("-", "_").replace(" ", "_")
    known = dict.fromkeys([*(each.value for each in InboxKind), *(each.value for each in MarkKind)])
    if kind in known:
        return kind
    names = [each.replace("_", "-") for each in known]
    hint = f"Known: {', '.join(names)}."
    raise UsageError("unknown_kind", f'there is no kind "{text}"{did_you_mean(text, names)}', hint)


def _iter_all(db: Path, wanted: InboxFilter, now: datetime) -> Iterator[InboxRow]:
    """Yield every mail from a connection of its own, while they are written."""
    with opened(db) as store:
        yield from store.inbox.iter(wanted, now)


def _list_result(
    store: Store,
    first: list[InboxRow],
    read: Callable[[], Iterator[InboxRow]],
    wanted: InboxFilter,
    now: datetime,
) -> CommandResult:
    count = store.inbox.count(now)
    data = {
        "open": count.open,
        "snoozed": count.snoozed,
        "mails": Rows(lambda: (_mail_data(each, now) for each in read())),
    }
    notes = []
    if len(first) > _MOST_SHOWN:
        notes.append(Note("and more: --csv and --json list all"))
    if first and not wanted.closed:
        notes.append(Note(_NEXT_STEPS))
    if not first:
        return CommandResult(
            data, (Text((_nothing(wanted, count.snoozed),)),), (), csv_rows=_csv_rows(read, now)
        )
    columns = (*_COLUMNS, "state") if wanted.closed else _COLUMNS
    below = ("state", "who", "begins") if wanted.closed else ("who", "begins")
    rows = tuple(_cells(each, now, columns) for each in first[:_MOST_SHOWN])
    table = Table("", columns, rows, frozenset({"id", "step"}), below, cut="begins")
    return CommandResult(data, (table,), tuple(notes), csv_rows=_csv_rows(read, now))


_NEXT_STEPS = (
    "read: seqcli thread ID; answer: seqcli reply ID; say what it means: seqcli mark ID --interested;"
    " or: seqcli inbox done ID"
)


def _nothing(wanted: InboxFilter, snoozed: int) -> str:
    later = f"; {counted(snoozed, 'mail')} snoozed" if snoozed else ""
    is_part = wanted.since is not None or wanted.sequence_id is not None or wanted.kind is not None
    if wanted.closed:
        return "no mail like this" if is_part else "no mail has come yet"
    return f"no mail like this waits{later}" if is_part else f"no mail waits for you{later}"


def _cells(row: InboxRow, now: datetime, columns: tuple[str, ...]) -> tuple[str, ...]:
    item = row.item
    cells = {
        "id": str(item.id),
        "when": shown(to_text(item.at)),
        "who": _who(row),
        "sequence": row.sequence_id or "",
        "step": "" if row.step is None else str(row.step + 1),
        "kind": _kind_text(item),
        "begins": _begins(row.body),
        "state": _state_text(item, now),
    }
    return tuple(cells[each] for each in columns)


def _who(row: InboxRow) -> str:
    """Return who wrote, and about which lead where that is somebody else."""
    sender, email = row.item.sender, row.email
    if not sender or email is None or sender == email.strip().lower():
        return email or sender or "?"
    return f"{sender} for {email}"


def _kind_text(item: InboxItem) -> str:
    text = KIND_TEXTS[item.kind]
    if item.guess is None:
        return text
    detail = f" {item.guess_detail}" if item.guess_detail else ""
    return f"{text}: {item.guess.replace('_', ' ')}{detail}?"


def _state_text(item: InboxItem, now: datetime) -> str:
    if item.is_open(now):
        return "open"
    if item.state is InboxState.SNOOZED and item.snoozed_until is not None:
        return f"snoozed until {shown(to_text(item.snoozed_until))}"
    return (
        f"{item.state} ({_CLOSER_TEXTS[item.closed_by]})" if item.closed_by in _CLOSER_TEXTS else item.state
    )


_CLOSER_TEXTS = {
    InboxCloser.RULE: "needs nobody",
    InboxCloser.EARLY: "before this file",
    InboxCloser.REPLY: "answered",
    InboxCloser.MARK: "marked",
    InboxCloser.SENT_AT_12M: "answered at 12m",
}


def _begins(body: str | None) -> str:
    from seqcli.inbound import excerpt, mail_from_event  # noqa: PLC0415 - an empty inbox needs none

    if body is None:
        return ""
    try:
        return excerpt(mail_from_event(json.loads(body).get("data") or {}))
    except (ValueError, AttributeError):
        return ""


def _mail_data(row: InboxRow, now: datetime) -> dict[str, Any]:
    item = row.item
    is_over = item.state is InboxState.SNOOZED and item.is_open(now)
    return {
        "id": item.id,
        "at": to_text(item.at),
        "state": InboxState.OPEN if is_over else item.state,
        "kind": item.kind,
        "guess": item.guess,
        "guess_detail": item.guess_detail,
        "from": item.sender,
        "email": row.email,
        "sequence": row.sequence_id,
        "step": None if row.step is None else row.step + 1,
        "begins": _begins(row.body),
        "conversation": item.conv_id,
        "identity": item.identity,
        "snoozed_until": None if is_over or item.snoozed_until is None else to_text(item.snoozed_until),
        "closed_at": None if item.closed_at is None else to_text(item.closed_at),
        "closed_by": item.closed_by,
    }


def _csv_rows(read: Callable[[], Iterator[InboxRow]], now: datetime) -> Iterator[tuple[str, ...]]:
    yield _FIELDS
    for each in read():
        yield tuple("" if value is None else str(value) for value in _mail_data(each, now).values())


# -- what a person says became of a mail


def inbox_done(db: Path, numbers: list[str], clock: Clock) -> CommandResult:
    """Close mails that were dealt with.

    Raises:
        UsageError: there is no such mail.
    """
    return _close(db, numbers, clock, InboxCloser.DONE, InboxState.DONE)


def inbox_ignore(db: Path, numbers: list[str], clock: Clock) -> CommandResult:
    """Close mails that nobody wants, such as a newsletter; later mail of an unknown sender is ignored too.

    Raises:
        UsageError: there is no such mail.
    """
    return _close(db, numbers, clock, InboxCloser.IGNORE, InboxState.IGNORED)


def _close(
    db: Path, numbers: list[str], clock: Clock, closer: InboxCloser, state: InboxState
) -> CommandResult:
    with opened(db) as store:
        items = [get_item(store, each) for each in dict.fromkeys(numbers)]
        at = server_now(store, clock)
        with store.transaction():
            closed = [item for item in items if store.inbox.close([item.id], closer, at, state)]
            for item in closed:
                change = f"mail {item.id} {state}"
                store.journal.append(
                    at, f"inbox {closer}", change, "", item.lead_id, _sequence_of(store, item)
                )
    left = [item.id for item in items if item not in closed]
    lines = [f"{state}: {_named(store_items)}" for store_items in (closed,) if store_items]
    lines += [f"not open before: {', '.join(map(str, left))}"] if left else []
    senders = sorted({item.sender for item in closed if item.lead_id is None and item.sender})
    notes = []
    if senders and closer is InboxCloser.IGNORE:
        again = f"seqcli inbox open {closed[0].id}"
        notes.append(Note(f"later mail from {', '.join(senders)} is ignored too. To take it back: {again}"))
    data = {"state": state, "changed": [item.id for item in closed], "unchanged": left}
    return CommandResult(data, (Text(tuple(lines)),), tuple(notes))


def _named(items: list[InboxItem]) -> str:
    return ", ".join(f"{item.id} ({item.sender})" if item.sender else str(item.id) for item in items)


def _sequence_of(store: Store, item: InboxItem) -> str | None:
    lead = None if item.lead_id is None else store.leads.find(item.lead_id)
    return None if lead is None else lead.sequence_id


def inbox_snooze(db: Path, number: str, length: str | None, until: str | None, clock: Clock) -> CommandResult:
    """Let a mail wait again later.

    Raises:
        UsageError: there is no such mail, or no time to come is named.
    """
    with opened(db) as store:
        item, now = get_item(store, number), server_now(store, clock)
        end = read_end(length, until, now)
        if end is None or end <= now:
            raise UsageError("no_time", "say until when", "Use --until 2026-12-01 or --for 3d.")
        with store.transaction():
            store.inbox.snooze(item.id, end)
            change = f"mail {item.id} snoozed until {to_text(end)}"
            store.journal.append(now, "inbox snooze", change, "", item.lead_id, _sequence_of(store, item))
    data = {"id": item.id, "snoozed_until": to_text(end)}
    return CommandResult(data, (Text((f"snoozed: {_named([item])} until {shown(to_text(end))}",)),))


def inbox_open(db: Path, number: str, clock: Clock) -> CommandResult:
    """Let a closed or snoozed mail wait again.

    Raises:
        UsageError: there is no such mail.
    """
    with opened(db) as store:
        item, now = get_item(store, number), server_now(store, clock)
        with store.transaction():
            store.inbox.reopen(item.id)
            store.journal.append(
                now, "inbox open", f"mail {item.id} open", "", item.lead_id, _sequence_of(store, item)
            )
    was = "it was open already" if item.is_open(now) else f"it was {item.state}"
    return CommandResult(
        {"id": item.id, "state": InboxState.OPEN}, (Text((f"open: {_named([item])}; {was}",)),)
    )


def inbox_match(db: Path, number: str, email: str, sequence_id: str | None, clock: Clock) -> CommandResult:
    """Attach a mail to a lead, which then counts as its writer.

    Raises:
        UsageError: there is no such mail or lead, or the mail belongs to another lead already.
    """
    with opened(db) as store:
        item = get_item(store, number)
        lead = _latest(get_leads_of(store, email, sequence_id))
        _refuse_other(store, item, lead)
        at = server_now(store, clock)
        with store.transaction():
            after, is_undoable = match_mail(store, item, store.leads.get(lead.id), at)
    change = f"{lead.status} → {after.status}" if after.status is not lead.status else f"still {lead.status}"
    data = {
        "id": item.id,
        "email": lead.email,
        "sequence": lead.sequence_id,
        "status_before": lead.status,
        "status": after.status,
    }
    line = f'matched: {_named([item])} to {lead.email} in "{lead.sequence_id}"; the lead is {change}'
    notes = (Note("undo with: seqcli undo"),) if is_undoable else ()
    return CommandResult(data, (Text((line,)),), notes)


def _latest(leads: list[Lead]) -> Lead:
    """Return the lead that had mail last."""
    return max(leads, key=lambda lead: (lead.last_step_at is not None, lead.last_step_at or lead.created_at))


def _refuse_other(store: Store, item: InboxItem, lead: Lead) -> None:
    known = None if item.lead_id is None else store.leads.find(item.lead_id)
    if known is not None and known.id != lead.id:
        raise UsageError(
            "matched_already",
            f'mail {item.id} belongs to {known.email} in "{known.sequence_id}"',
            f"If that was a slip, take it back first: seqcli undo. Why it does: seqcli why {known.email}.",
        )
