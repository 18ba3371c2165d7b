"""A drain beside a bare sqlite3 loop that makes the same row changes, and beside the guide's own loop.

What is measured is the drain's own work in one process: a page of JSON is read, applied and committed. All take the
same pages, in turn, each into a file of its own, by processor time. What it takes to classify the mails that people
wrote is measured apart and taken off.
"""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from bench.table import Row, median_ratio
from world import plain_step

from seqcli.client import Client
from seqcli.client.stream import read_page_text
from seqcli.clock import DAY_MS, HOUR_MS, SystemClock, from_ms, plus_ms, to_ms, to_text
from seqcli.engine.leads.apply import GRACE_MS
from seqcli.engine.send.context import SendContext
from seqcli.engine.stream.context import DrainSummary
from seqcli.engine.stream.drain import apply_page
from seqcli.engine.stream.freshness import load_server_time
from seqcli.inbound import classify, mail_from_event
from seqcli.model import lead_ids
from seqcli.store import Store

IDENTITY = "alice.acme@inboxbase.ai"
PAGE = 200
#: How many leads were written to and have events; the others of a file only wait.
CONTACTED = 6000
#: A person answers so seldom.
ANSWERS_IN = 50
#: So many pages make one measurement.
BLOCK = 6
MILLION = 1_000_000
STEPS = (plain_step("Hello", "Hi."), plain_step(None, "Again."))
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
#: A mail is accepted, leaves half an hour later, and nobody answers for three days.
ACCEPTED_AT = plus_ms(NOW, -4 * DAY_MS)
QUEUE_MS, WAIT_MS = HOUR_MS // 2, 3 * DAY_MS
ANSWER = (
    "Hello Alice, thank you for writing. We changed our fleet only last autumn, and Ben in the workshop would like"
    " to see how the new vans do before we look at anything else. Could you tell me what a rotation of twelve"
    " vehicles costs a month, and whether the tyres are part of it? We drive about forty thousand kilometres a year,"
    " mostly in the hills. If the numbers fit, I am happy to talk in the second week of March, best before ten. "
)


def address_of(number: int) -> str:
    """Return the address of a person."""
    return f"p{number}@firm{number}.example"


def make_state(path: Path, leads: int) -> Store:
    """Return a file with leads that wait, and among them, evenly, those that were written to."""
    store, id_of = Store.open(path, create=True), lead_ids("intro")
    began = to_text(plus_ms(NOW, -9 * DAY_MS))
    with store.transaction():
        store.meta.mark_made(plus_ms(NOW, -9 * DAY_MS))
        store.sequences.save("intro", "intro", STEPS, NOW)
        store.sequences.mark_started("intro", IDENTITY, 0, NOW)
        run_many = store._database._conn.executemany
        run_many(
            "INSERT INTO lead(id, email, address, sequence_id, status, conv_id, last_step_at, identity, fields,"
            " released_at, wake_at, reason_code, created_at, updated_at) VALUES (?1, ?2, ?2, 'intro', ?3, ?4, ?5,"
            ' ?6, \'{"first_name": "Ann", "city": "Oslo"}\', ?7, ?8, ?9, ?7, ?7)',
            (
                (
                    id_of(a),
                    a,
                    "in_flight",
                    conversation(number),
                    sent,
                    IDENTITY,
                    began,
                    _wake(number, 0),
                    "accepted",
                )
                if number % (leads // CONTACTED) == 0
                else (id_of(a), a, "queued", None, None, None, began, None, None)
                for number in range(leads)
                for a, sent in ((address_of(number), to_text(accepted_at(number))),)
            ),
        )
        run_many(
            "INSERT INTO attempt(lead_id, step, generation, idempotency_key, identity, address, request_body, state,"
            " created_at, first_try_at, tries, accepted_at, counted_at, pending_id, conv_id, http_status, reason,"
            " reason_code, sequence_id) VALUES (?1, 0, 0, ?1 || ':0', ?2, ?3, ?4, 'accepted', ?5, ?5, 1, ?5, ?5, ?6,"
            " ?7, 202, '12m accepted it', 'accepted', 'intro')",
            (
                (id_of(a), IDENTITY, a, b'{"text": "Hi."}', sent, f"psn_{number:016x}", conversation(number))
                for number in range(0, leads, leads // CONTACTED)
                for a, sent in ((address_of(number), to_text(accepted_at(number))),)
            ),
        )
    return store


def accepted_at(number: int) -> datetime:
    """Return when a mail was accepted; no two at the same time."""
    return plus_ms(ACCEPTED_AT, number % (6 * HOUR_MS))


def _wake(number: int, queue_ms: int) -> str:
    return to_text(plus_ms(accepted_at(number), queue_ms + WAIT_MS + GRACE_MS))


def conversation(number: int) -> str:
    """Return the conversation with a person."""
    return f"conv_{number:016x}"


def make_events(leads: int) -> list[dict[str, Any]]:
    """Return the mails that left and, between them, for each a timer or now and then an answer."""
    contacted = list(range(0, leads, leads // CONTACTED))
    Random(5).shuffle(contacted)
    entries = [sent_event(number) for number in contacted[: 2 * PAGE]]
    for place, number in enumerate(contacted):
        entries.append(timer_event(number) if (place + 1) % ANSWERS_IN else answer_event(number))
        entries += [sent_event(later) for later in contacted[place + 2 * PAGE :][:1]]
    return [{"seq": seq, "id": f"evt_{seq:026d}", **entry} for seq, entry in enumerate(entries, 1)]


def _entry(kind: str, number: int, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": kind,
        "ts": to_ms(at),
        "tsIso": to_text(at),
        "convId": conversation(number),
        "data": {"convId": conversation(number), **data},
    }


def _message(number: int, sender: str, to: str, text: str) -> dict[str, Any]:
    return {
        "id": f"msg_{number:016x}",
        "messageIdHeader": f"<{number:016x}@mail.example>",
        "subject": "Hello",
        "snippet": text[:200],
        "from": {"email": sender, "name": "Ann"},
        "to": {"email": to, "name": None},
    }


def sent_event(number: int) -> dict[str, Any]:
    """Return that a mail left."""
    message = _message(number, IDENTITY, address_of(number), "Hi.")
    data = {"pendingId": f"psn_{number:016x}", "message": message}
    return _entry("email.sent", number, plus_ms(accepted_at(number), QUEUE_MS), data)


def timer_event(number: int) -> dict[str, Any]:
    """Return that nobody answered for three days."""
    at = plus_ms(accepted_at(number), QUEUE_MS + WAIT_MS)
    return _entry("email.no_reply", number, at, {"waitedMs": WAIT_MS})


def answer_event(number: int) -> dict[str, Any]:
    """Return an answer of about a kilobyte."""
    text = f"{ANSWER}\n\n{ANSWER[:420]}\n\nAnn {number}"
    message = {**_message(number, address_of(number), IDENTITY, text), "text": text, "html": None}
    at = plus_ms(accepted_at(number), DAY_MS)
    return _entry("email.replied", number, at, {"message": {**message, "headers": {}}})


def make_pages(events: Sequence[dict[str, Any]], size: int) -> list[bytes]:
    """Return pages as 12m answers."""
    return [
        json.dumps(
            {
                "identity": IDENTITY,
                "cursor": events[min(begin + size, len(events)) - 1]["seq"],
                "hasMore": True,
                "events": events[begin : begin + size],
            }
        ).encode()
        for begin in range(0, len(events), size)
    ]


@dataclass
class Way:
    """One way to apply pages to a file, and what it took, page by page: processor seconds, and seconds by the clock."""

    store: Store
    spent: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def take(self, pages: Sequence[bytes]) -> None:
        """Apply pages and note the time."""
        begun = time.process_time(), time.perf_counter()
        for body in pages:
            self.apply(body)
        self.spent.append(time.process_time() - begun[0])
        self.wall.append(time.perf_counter() - begun[1])

    def apply(self, body: bytes) -> None:
        """Apply one page in one transaction."""
        raise NotImplementedError


@dataclass
class Ours(Way):
    """What a drain does between two requests."""

    since: int = 0

    def __post_init__(self) -> None:
        client = Client("http://127.0.0.1:9", "sk_test_bench", load_server_time(self.store, SystemClock()))
        self._ctx = SendContext(self.store, client, IDENTITY, DrainSummary(), Random(1))

    def apply(self, body: bytes) -> None:
        page = read_page_text(body, self.since)
        assert page is not None
        with self.store.transaction():
            apply_page(self._ctx, page, self.since)
        self.since = page.cursor


class Bare(Way):
    """The same row changes without a thought: nothing is checked, nothing can be late, doubled or unknown."""

    def apply(self, body: bytes) -> None:
        page = json.loads(body)
        conn, events, at = self.store._database._conn, page["events"], to_text(datetime.now(UTC))
        wanted = json.dumps([event["convId"] for event in events])
        conn.execute("BEGIN IMMEDIATE")
        leads = dict(
            conn.execute(
                "SELECT conv_id, id FROM lead WHERE conv_id IN (SELECT value FROM json_each(?))", (wanted,)
            )
        )
        sent = [event for event in events if event["type"] == "email.sent"]
        timers = [event for event in events if event["type"] == "email.no_reply"]
        answers = [event for event in events if event["type"] == "email.replied"]
        conn.executemany(
            "UPDATE attempt SET sent_seq = ?1, queued_seq = ?1, dispatch_at = ?2"
            " WHERE lead_id = ?3 AND step = 0 AND generation = 0",
            [(event["seq"], event["tsIso"], leads[event["convId"]]) for event in sent],
        )
        conn.executemany(
            "UPDATE lead SET wake_at = ?, updated_at = ? WHERE id = ?",
            [
                (to_text(plus_ms(from_ms(event["ts"]), WAIT_MS + GRACE_MS)), at, leads[event["convId"]])
                for event in sent
            ],
        )
        conn.executemany(
            "UPDATE lead SET status = 'queued', current_step = 1, status_reason = 'no reply for 3d',"
            " reason_code = 'no_reply', wake_at = NULL, updated_at = ? WHERE id = ?",
            [(at, leads[event["convId"]]) for event in timers],
        )
        conn.executemany(
            "UPDATE lead SET status = 'replied', status_reason = 'answered step 1', answered_step = 0,"
            " reason_code = 'answered', wake_at = NULL, updated_at = ? WHERE id = ?",
            [(at, leads[event["convId"]]) for event in answers],
        )
        conn.executemany(
            "INSERT INTO answer(address, sequence_id, answered_at) VALUES (?, 'intro', ?)",
            [(event["data"]["message"]["from"]["email"], event["tsIso"]) for event in answers],
        )
        conn.executemany(
            "INSERT INTO journal(at, lead_id, sequence_id, actor, change, reason, status)"
            " VALUES (?, ?, 'intro', ?, ?, ?, ?)",
            [
                (at, leads[each["convId"]], f"event {IDENTITY}#{each['seq']}", *_moves(each["type"]))
                for each in events
                if each["type"] != "email.sent"
            ],
        )
        conn.executemany(
            "INSERT INTO event(identity, seq, id, type, occurred_at, received_at, conv_id, pending_id, body,"
            " disposition, lead_id, detail, handling, answer_kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    IDENTITY,
                    event["seq"],
                    event["id"],
                    event["type"],
                    event["tsIso"],
                    at,
                    event["convId"],
                    event["data"].get("pendingId"),
                    json.dumps(event),
                    "noted" if event["type"] == "email.sent" else "applied",
                    leads[event["convId"]],
                    *_handlings(event["type"]),
                )
                for event in events
            ],
        )
        conn.execute(
            "INSERT INTO cursor(identity, seq, updated_at) VALUES (?, ?, ?) ON CONFLICT(identity)"
            " DO UPDATE SET seq = excluded.seq, updated_at = excluded.updated_at",
            (IDENTITY, page["cursor"], at),
        )
        conn.execute("COMMIT")


def _moves(kind: str) -> tuple[str, str, str]:
    if kind == "email.no_reply":
        return "in_flight → queued (step 2)", "no reply for 3d", "queued"
    return "in_flight → replied (step 1)", "answered step 1", "replied"


def _handlings(kind: str) -> tuple[str, str, str | None]:
    return {
        "email.sent": ("our step 1", "own_send", None),
        "email.no_reply": ("", "wait_over", None),
        "email.replied": ("human · a person wrote", "mail_applied", "human"),
    }[kind]


#: What must be the same, however the events were applied.
_SAME = (
    "SELECT id, status, current_step, status_reason, reason_code, wake_at, answered_step FROM lead ORDER BY id",
    "SELECT lead_id, sent_seq, queued_seq, dispatch_at, state FROM attempt ORDER BY lead_id",
    "SELECT seq, id, type, occurred_at, conv_id, pending_id, handling, lead_id, answer_kind, body FROM event",
    "SELECT lead_id, actor, change, reason, status FROM journal ORDER BY id",
    "SELECT * FROM answer ORDER BY address",
)


def assert_same_rows(one: Store, other: Store) -> None:
    """Make sure that both files say the same."""
    for sql in _SAME:
        rows = [[tuple(row) for row in store._database.rows(sql)] for store in (one, other)]
        assert rows[0] == rows[1], next((a, b) for a, b in zip(*rows, strict=False) if a != b)


def classification_s(pages: Sequence[bytes]) -> float:
    """Return the processor seconds that it takes to classify the mails in pages, each once."""
    events = [each for page in pages for each in json.loads(page)["events"]]
    mails = [mail_from_event(each["data"]) for each in events if each["type"] == "email.replied"]
    begun = time.process_time()
    for mail in mails:
        classify(mail, own_addresses=[IDENTITY], lead_address=mail.sender, written_at=NOW)
    return time.process_time() - begun


def measure(folder: Path) -> Iterator[Row]:
    """Compare events a second of our drain with those of a bare loop, of the guide's loop and in a large file."""
    few = 2 * CONTACTED
    events, far = make_events(few), make_events(MILLION)
    pages, single, of_far = make_pages(events, PAGE), make_pages(events, 1), make_pages(far, PAGE)
    ours, large = Ours(make_state(folder / "ours.db", few)), Ours(make_state(folder / "large.db", MILLION))
    bare, guide = Bare(make_state(folder / "bare.db", few)), Bare(make_state(folder / "guide.db", few))
    classification_s(pages)  # compiles the phrases
    mails = []
    for place, page in enumerate(pages):
        ours.take([page])
        bare.take([page])
        mails.append(classification_s([page]))
        large.take([of_far[place]])
        if place % BLOCK == 0:  # thousands of commits take long on a slow disk
            guide.take(single[place * PAGE : (place + 1) * PAGE])
    assert_same_rows(ours.store, bare.store)
    for way in (ours, bare, guide, large):
        way.store.close()
    yield from _rows(len(events), mails, ours, bare, guide, large)


def _in_blocks(spent: Sequence[float]) -> list[float]:
    return [sum(spent[begin : begin + BLOCK]) for begin in range(0, len(spent), BLOCK)]


def _rows(count: int, mails: Sequence[float], ours: Way, bare: Way, guide: Way, large: Way) -> Iterator[Row]:
    apart = _in_blocks(mails)
    own, own_wall, own_large = (
        [spent - mail for spent, mail in zip(_in_blocks(each), apart, strict=True)]
        for each in (ours.spent, ours.wall, large.spent)
    )

    def rate(seconds: Sequence[float]) -> str:
        return f"{count / sum(seconds):,.0f}"

    per_mail_us = 1e6 * sum(mails) / (count / (2 * ANSWERS_IN))
    yield Row(
        "drain over a bare loop of the same row changes, a page at a time",
        median_ratio(_in_blocks(bare.spent), own),
        0.4,
        detail=f"{rate(own)} events a processor second, bare {rate(bare.spent)};"
        f" one in {2 * ANSWERS_IN} an answer ({per_mail_us:,.0f} µs to classify, taken off)",
    )
    yield Row(
        "drain over the guide's loop, one commit an event",
        median_ratio([BLOCK * each for each in guide.wall], own_wall),
        3,
        detail=f"{rate(own_wall)} events a second, the guide's {rate(guide.wall * BLOCK)}",
    )
    yield Row(
        "drain with 1,000,000 leads in the file over 12,000",
        median_ratio(own, own_large),
        0.85,
        detail=f"{rate(own_large)} events a processor second with a million",
    )
