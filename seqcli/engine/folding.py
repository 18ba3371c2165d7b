"""Folds the bodies of old events and the bytes of old sends (`seqcli vacuum`). No HTTP here.

An event keeps its columns, so it still counts, and is still known when it is told again. Of its body there stays what
is read later: of a mail its id and the beginning that `replies` shows, of an event that matched no lead yet all that
matching reads. A body that would read differently afterwards stays whole.
"""

import json
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from seqcli.client.stream import ANSWERS, INBOUND, read_event
from seqcli.inbound import excerpt, mail_from_event
from seqcli.store import OldText, Store

#: So much is read at once, and then written in one transaction.
_MOST_TEXTS, _MOST_CHARACTERS = 1000, 4_000_000
#: What stays of a request: `preview` shows the thread's subject.
_KEPT_OF_REQUEST = ("subject",)


@dataclass(slots=True)
class FoldCount:
    """How many texts were folded, and how many bytes they lost."""

    texts: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Folded:
    """What was folded, or would be."""

    events: FoldCount
    requests: FoldCount
    fetched: FoldCount

    @property
    def texts(self) -> int:
        """How many texts in all."""
        return self.events.texts + self.requests.texts + self.fetched.texts

    @property
    def bytes(self) -> int:
        """How many bytes shorter they are in all."""
        return self.events.bytes + self.requests.bytes + self.fetched.bytes


def fold_before(store: Store, before: datetime, *, dry_run: bool = False) -> Folded:
    """Fold what is from before an instant, in small transactions; a second call finds nothing to do."""
    part = store.folding
    return Folded(
        _fold_all(
            store,
            (lambda after: part.iter_events(before, after or ("", -1))),
            fold_event,
            None if dry_run else part.save_event,
        ),
        _fold_all(
            store,
            (lambda after: part.iter_requests(before, after or (0,))),
            fold_request,
            None if dry_run else part.save_request,
        ),
        _fold_all(
            store,
            (lambda after: part.iter_fetched(before, after or (0,))),
            lambda _: "",  # 12m shows it again
            None if dry_run else (lambda old, _: part.delete_fetched(old)),
        ),
    )


def _fold_all(
    store: Store,
    read: Callable[[tuple[str | int, ...]], Generator[OldText]],
    fold: Callable[[OldText], str],
    save: Callable[[OldText, str], bool] | None,
) -> FoldCount:
    """Fold a kind of texts. Reading holds no lock; what somebody else changed meanwhile is left alone."""
    count = FoldCount()
    after: tuple[str | int, ...] = ()
    while batch := _take(read(after)):
        after = batch[-1].key
        shorter = [(old, text) for old in batch if len(text := fold(old)) < len(old.text)]
        if shorter and save is not None:
            with store.transaction():
                shorter = [(old, text) for old, text in shorter if save(old, text)]
        count.texts += len(shorter)
        count.bytes += sum(len(old.text.encode()) - len(text.encode()) for old, text in shorter)
    return count


def _take(texts: Generator[OldText]) -> list[OldText]:
    """Return the next texts, and end the query: an open one would keep a transaction from beginning."""
    batch: list[OldText] = []
    size = 0
    with closing(texts):
        for old in texts:
            batch.append(old)
            size += len(old.text)
            if len(batch) >= _MOST_TEXTS or size >= _MOST_CHARACTERS:
                break
    return batch


def fold_request(old: OldText) -> str:
    """Return what stays of the bytes of a send that is never made again."""
    request = json.loads(old.text)
    return _json({name: request[name] for name in _KEPT_OF_REQUEST if name in request})


def fold_event(old: OldText) -> str:
    """Return the shortest body that reads as this one does, or the body itself."""
    raw = json.loads(old.text)
    folded = _fold_kept(old, raw) if old.is_kept else _fold_used(old, raw)
    return old.text if folded is None else _json(folded)


def _fold_kept(old: OldText, raw: dict[str, Any]) -> dict[str, Any] | None:
    """Fold an event that may still match a lead, if matching reads the same."""
    seq = int(old.key[1])
    event = read_event(seq, old.type, raw)
    if event.problem:
        return None
    fields = {
        "pendingId": event.pending_id,
        "recipient": event.recipient,
        "waitedMs": event.waited_ms,
        "reason": event.reason or None,
        "dispatchAt": _ms(event.dispatch_at),
    }
    data = {name: value for name, value in fields.items() if value is not None}
    top = {"id": event.id, "ts": _ms(event.occurred_at), "convId": event.conv_id}
    folded = {**{name: value for name, value in top.items() if value is not None}, "data": data}
    again = read_event(seq, old.type, folded)
    return folded if replace(again, raw=raw, mail=event.mail) == event else None


def _ms(instant: datetime | None) -> int | None:
    return None if instant is None else round(instant.timestamp() * 1000)


def _fold_used(old: OldText, raw: dict[str, Any]) -> dict[str, Any] | None:
    """Fold an event that is not read again, but for the id of a mail and how it begins."""
    data = raw.get("data")
    if old.type not in ANSWERS or not isinstance(data, dict):
        return {}
    message = data.get("message")
    mail_id = message.get("id") if isinstance(message, dict) else None
    kept = {"id": mail_id} if isinstance(mail_id, str) else {}
    if old.type not in INBOUND:
        return _with_message(kept)
    try:
        begins = excerpt(mail_from_event(data))
    except ValueError:
        return None
    # A blank at the end would be lost; what follows it is cut off again.
    text = f"{begins}…" if begins.endswith(" ") else begins
    folded = _with_message({**kept, "text": text} if text else kept)
    return folded if excerpt(mail_from_event(folded.get("data", {}))) == begins else None


def _with_message(message: dict[str, str]) -> dict[str, Any]:
    return {"data": {"message": message}} if message else {}


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"))
