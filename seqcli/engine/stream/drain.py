"""Reads an identity's stream to its end and applies it, one transaction per page. It never sends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from seqcli.client import EventPage
from seqcli.clock import to_text
from seqcli.engine.leads.braking import check_brakes
from seqcli.engine.reconcile.restore import note_lost_sends
from seqcli.engine.send.context import SendContext
from seqcli.engine.stream.context import EventContext
from seqcli.engine.stream.dispatch import keep_and_apply, load_stored_before
from seqcli.engine.stream.freshness import correct_stored_times
from seqcli.engine.stream.malformed_events import keep_malformed
from seqcli.errors import StreamError

#: Most pages that one drain reads. The next run reads on, and nothing is sent until then.
MAX_PAGES = 2000
#: Events whose leads and sends are read ahead together, however long a page is: a statement takes so many values only.
_AT_ONCE = 200


def drain(ctx: SendContext) -> None:
    """Apply every page up to the stream's end.

    Raises:
        StreamError, ConfigError: the end was not reached; what was read is kept, nothing may be sent.
    """
    before = ctx.store.cursors.find(ctx.identity)
    for page, since in read_pages(ctx):
        with ctx.store.transaction():
            correct_stored_times(ctx.store, ctx.client.server_time)
            apply_page(ctx, page, since)
        ctx.tell_page(ctx.identity, page.cursor, len(page.events))
    with ctx.store.transaction():
        now = ctx.now()
        note_lost_sends(ctx, before, now)
        ctx.store.cursors.mark_drained(ctx.identity, now)
        _bind_file(ctx, now)
        check_brakes(ctx.store, ctx.identity, now)
    ctx.last_drain.finish()


def read_pages(ctx: SendContext) -> Iterator[tuple[EventPage, int]]:
    """Yield every page from the cursor to the stream's end, with the `since` of its request.

    If the `Date` of an answer jumps, the page is requested again at once: only a second answer confirms the jump.

    Raises:
        StreamError, ConfigError: the end was not reached.
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
    ctx.last_drain.begin()
    began = ctx.client.server_time.read()
    page = ctx.client.read_events(ctx.identity, since)
    ctx.last_drain.read = replace(began, server_at=ctx.now())
    return page


def apply_page(ctx: SendContext, page: EventPage, since: int) -> None:
    """Apply one page in the caller's transaction: events, leads, journal and cursor together (rule R4)."""
    now = ctx.now()
    event_ctx = EventContext(ctx.store, ctx.identity, now, ctx.summary)
    for malformed_event in page.malformed:
        keep_malformed(event_ctx, malformed_event, since)
    for first in range(0, len(page.events), _AT_ONCE):
        events = page.events[first : first + _AT_ONCE]
        before = load_stored_before(event_ctx, events)
        for event in events:
            is_past = event.seq <= since and not event.problem
            event_read = replace(event, problem="seq at or below the cursor") if is_past else event
            keep_and_apply(event_ctx, event_read, before)
    ctx.store.cursors.save(ctx.identity, page.cursor, now)


def _bind_file(ctx: SendContext, now: datetime) -> None:
    """Bind the file to the base URL and key that 12m has just accepted, before anything is sent (rule R16)."""
    store, client = ctx.store, ctx.client
    before = store.meta.find("key_fingerprint")
    if before == client.key_fingerprint:
        return
    store.meta.save("base_url", client.base_url)
    store.meta.save("key_fingerprint", client.key_fingerprint)
    if before is not None:
        store.meta.save("key_changed_at", to_text(now))
        store.journal.append(now, "drain", "another API key", "open sends now need evidence")
