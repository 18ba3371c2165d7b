"""Reads an identity's stream to its end and applies it, one transaction a page. It never sends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from seqcli.client import EventPage
from seqcli.clock import from_text, plus_ms, to_text
from seqcli.engine.leads.braking import check_brakes
from seqcli.engine.send.context import KEY_LIFE_MS, SendContext
from seqcli.engine.stream.context import EventContext
from seqcli.engine.stream.dispatch import keep_and_apply
from seqcli.engine.stream.freshness import correct_stored_times
from seqcli.engine.stream.malformed_events import keep_malformed
from seqcli.errors import StreamError
from seqcli.store import Cursor, Store

#: More pages than this in one go are read on by the next run; until then nothing is sent.
MAX_PAGES = 2000


def drain(ctx: SendContext) -> None:
    """Apply every page up to the stream's end.

    Raises:
        StreamError, ConfigError: it could not be read to its end; what was read is kept, nothing may be sent.
    """
    before = ctx.store.cursors.find(ctx.identity)
    for page, since in read_pages(ctx):
        with ctx.store.transaction():
            correct_stored_times(ctx.store, ctx.client.server_time)
            apply_page(ctx, page, since)
    with ctx.store.transaction():
        _note_end(ctx, before)
        check_brakes(ctx.store, ctx.identity, ctx.now())
    ctx.look.finish()


def read_pages(ctx: SendContext) -> Iterator[tuple[EventPage, int]]:
    """Yield every page from the cursor to the stream's end, with the `since` it was asked for.

    A page whose `Date` leaps is asked for again at once: only the second answer shows whether the leap is real.

    Raises:
        StreamError, ConfigError: the stream could not be read to its end.
    """
    cursor = ctx.store.cursors.find(ctx.identity)
    since = cursor.seq if cursor else 0
    for _ in range(MAX_PAGES):
        page = _read_page(ctx, since)
        if ctx.client.server_time.is_in_doubt:
            page = _read_page(ctx, since)
        yield page, since
        if not page.has_more:
            return
        if ctx.is_over():
            break
        since = page.cursor
    raise StreamError("stream_long", "the events stream is longer than one run reads", "Run it again.")


def _read_page(ctx: SendContext, since: int) -> EventPage:
    ctx.look.begin()
    began = ctx.client.server_time.read()
    page = ctx.client.read_events(ctx.identity, since)
    ctx.look.read = replace(began, server_at=ctx.now())
    return page


def apply_page(ctx: SendContext, page: EventPage, since: int) -> None:
    """Apply one page inside the caller's transaction: events, leads, journal and cursor together (rule R4)."""
    now = ctx.now()
    event_ctx = EventContext(ctx.store, ctx.identity, now, ctx.summary)
    for malformed_event in page.malformed:
        keep_malformed(event_ctx, malformed_event, since)
    for event in page.events:
        is_past = event.seq <= since and not event.problem
        keep_and_apply(event_ctx, replace(event, problem="seq at or below the cursor") if is_past else event)
    ctx.store.cursors.save(ctx.identity, page.cursor, now)


def _note_end(ctx: SendContext, before: Cursor | None) -> None:
    store, now = ctx.store, ctx.now()
    known_until = _find_known_until(store, before)
    was_put_back = _was_put_back(store, ctx.identity)
    if known_until is not None and was_put_back:
        # An identity may be new here long after the file was put back: nothing of it was lost since.
        until = now if before is not None else _find_restored_at(ctx)
        store.meta.save(_lost_past_key(ctx.identity), f"{to_text(known_until)} {to_text(until)}")
    if was_put_back or (known_until is not None and known_until < plus_ms(now, -KEY_LIFE_MS)):
        # A stream that was left unread for so long may hide a lost past, too (rule R15).
        store.meta.save(_suspect_key(ctx.identity), to_text(now))
    if was_put_back:
        _find_restored_at(ctx)
        store.meta.save(_seen_key(ctx.identity), store.meta.find("restored_as") or "")
    store.cursors.mark_drained(ctx.identity, now)
    _bind_world(ctx, now)


def _find_restored_at(ctx: SendContext) -> datetime:
    """Return when the file was put back, by 12m's time: the first moment at which 12m answered it."""
    store, mark = ctx.store, ctx.store.meta.find("restored_as") or ""
    if store.meta.find("restored_known_as") != mark:
        store.meta.save("restored_known_as", mark)
        store.meta.save("restored_at", to_text(ctx.now()))
    return from_text(store.meta.find("restored_at") or to_text(ctx.now()))


def _find_known_until(store: Store, before: Cursor | None) -> datetime | None:
    """Return until when this file surely knows all that was sent: its last reading, at first its making."""
    if before is not None:
        return before.drained_at or before.updated_at
    made_at = store.meta.find("created_at")
    return None if made_at is None else from_text(made_at)


def _was_put_back(store: Store, identity: str) -> bool:
    """Tell whether the file was put back from a copy since it last read the stream to its end. No clock is asked."""
    restored_as = store.meta.find("restored_as")
    return restored_as is not None and store.meta.find(_seen_key(identity)) != restored_as


def _bind_world(ctx: SendContext, now: datetime) -> None:
    """Tie the file to the base URL and key that 12m has just answered, before anything is sent (rule R16)."""
    store, client = ctx.store, ctx.client
    before = store.meta.find("key_fingerprint")
    if before == client.key_fingerprint:
        return
    store.meta.save("base_url", client.base_url)
    store.meta.save("key_fingerprint", client.key_fingerprint)
    if before is not None:
        store.meta.save("key_changed_at", to_text(now))
        store.journal.append(now, "drain", "another API key", "open sends now need evidence")


def find_suspect_before(store: Store, identity: str) -> datetime | None:
    """Return the instant before which a lead's last send may be missing in this file, if there is one.

    Whoever was last written to earlier is looked up at 12m before the next send.
    """
    text = store.meta.find(_suspect_key(identity))
    return None if text is None else from_text(text)


def find_lost_past(store: Store, identity: str) -> tuple[datetime, datetime] | None:
    """Return between which instants sends may have been made that this file, a copy put back, does not know."""
    text = store.meta.find(_lost_past_key(identity))
    if text is None:
        return None
    begin, end = text.split()
    return from_text(begin), from_text(end)


def _suspect_key(identity: str) -> str:
    return f"suspect_before:{identity}"


def _seen_key(identity: str) -> str:
    return f"restore_seen:{identity}"


def _lost_past_key(identity: str) -> str:
    return f"lost_past:{identity}"
