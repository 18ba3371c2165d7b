"""What people look at while the file grows: status, why, leads, replies, and a poll without news.

A look at a million leads is compared with the same look at a thousand, and an idle poll with the imports it needs.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

from world import plain_step

from seqcli.model import lead_ids
from seqcli.store import Store
from seqcli.store.opening import open_file

IDENTITY = "alice.acme@inboxbase.ai"
STEPS = (
    plain_step("Hello {{ company }}", "Hi {{ first_name | default('there') }}, about {{ company }}."),
    plain_step(None, "Hi again."),
    plain_step(None, "Last time."),
)
MANY, FEW = 1_000_000, 1000
NOW, THEN, LATER = "2026-03-02T09:00:00.000Z", "2026-02-27T09:00:00.000Z", "2099-03-02T09:00:00.000Z"
#: Of a hundred leads: 60 wait for a send, 25 for a reply, the others have ended or are held.
_ENDED = ("replied",) * 2 + ("bounced",) * 2 + ("exhausted",) * 8 + ("suppressed", "failed", "held")
_REASONS = {
    "queued": (None, ""),
    "in_flight": ("accepted", "12m accepted it"),
    "replied": ("answered", "answered"),
    "bounced": ("bounced", "hard bounce"),
    "exhausted": ("no_reply", "no reply"),
    "suppressed": ("opted_out", "opted out"),
    "failed": ("send_dropped", "12m dropped it"),
    "held": ("missing_field", "needs company (step 1)"),
}
_ANSWER = {
    "type": "email.replied",
    "data": {"message": {"id": "m", "from": {"address": "p@firm.example"}, "text": "Yes, please. " * 40}},
}


def status_of(number: int) -> str:
    """Return where the lead of this number stands."""
    place = number * 37 % 100
    return "queued" if place < 60 else "in_flight" if place < 85 else _ENDED[place - 85]


def make_file(path: Path, leads: int) -> None:
    """Write a state file with so many leads of one sequence, by bare statements into the real tables."""
    with closing(Store.open(path, create=True)) as store, store.transaction():
        store.meta.mark_made(datetime(2026, 2, 1, tzinfo=UTC))
        store.sequences.save("intro", "intro", STEPS, datetime(2026, 2, 1, tzinfo=UTC))
        store.sequences.mark_started("intro", IDENTITY, 0, datetime(2026, 2, 1, tzinfo=UTC))
    with closing(open_file(path, create=False)) as conn:
        conn.execute("PRAGMA synchronous = OFF")
        conn.execute("PRAGMA cache_size = -200000")
        conn.execute("BEGIN")
        for table, rows in (
            ("lead", _leads(leads)),
            ("attempt", _attempts(leads)),
            ("event", _events(leads)),
        ):
            _insert(conn, table, rows)
        _insert(conn, "journal", _journal(leads))
        conn.execute("COMMIT")
    with closing(Store.open(path)) as store, store.transaction():
        store.imports.insert("intro", [], datetime(2026, 2, 1, tzinfo=UTC))


def _insert(conn: Connection, table: str, rows: Iterator[dict[str, object]]) -> None:
    first = next(rows)
    columns = ", ".join(first)
    marks = ", ".join("?" * len(first))
    insert = f"INSERT INTO {table}({columns}) VALUES ({marks})"
    conn.execute(insert, tuple(first.values()))
    conn.executemany(insert, (tuple(row.values()) for row in rows))


def _leads(count: int) -> Iterator[dict[str, object]]:
    id_of = lead_ids("intro")
    for number in range(count):
        address, status = address_of(number), status_of(number)
        code, reason = _REASONS[status]
        is_sent = status not in {"queued", "held"}
        yield {
            "id": id_of(address),
            "email": address,
            "address": address,
            "sequence_id": "intro",
            "status": status,
            "reason_code": code,
            "status_reason": reason,
            "missing_field": "company" if status == "held" else "",
            "fields": json.dumps({"company": f"Firm {number}", "first_name": "Ann", "city": "Basel"}),
            "company_key": f"firm {number}",
            "conv_id": f"conv_{number:016x}" if is_sent else None,
            "identity": IDENTITY if is_sent else None,
            "last_step_at": THEN if is_sent else None,
            "released_at": THEN,
            "wake_at": LATER if status == "in_flight" else None,
            "created_at": THEN,
            "updated_at": THEN,
        }


def address_of(number: int) -> str:
    """Return the address of the lead of this number."""
    return f"p{number}@firm{number // 3}.example"


def _sent(count: int) -> Iterator[tuple[int, str, str]]:
    """Yield (number, id, address) of everybody who was sent to, in the order of the table of attempts."""
    id_of = lead_ids("intro")
    sent = (number for number in range(count) if status_of(number) not in {"queued", "held"})
    yield from sorted(
        ((number, id_of(address_of(number)), address_of(number)) for number in sent), key=lambda x: x[1]
    )


def _attempts(count: int) -> Iterator[dict[str, object]]:
    for number, lead_id, address in _sent(count):
        yield {
            "lead_id": lead_id,
            "step": 0,
            "idempotency_key": f"{lead_id}:0",
            "identity": IDENTITY,
            "address": address,
            "request_body": b'{"to": "p", "subject": "Hello", "text": "Hi Ann, about your firm."}',
            "state": "accepted",
            "sequence_id": "intro",
            "first_try_at": THEN,
            "accepted_at": THEN,
            "counted_at": THEN,
            "pending_id": f"psn_{number:016x}",
            "conv_id": f"conv_{number:016x}",
        }


def _answered(count: int) -> Iterator[tuple[int, str]]:
    id_of = lead_ids("intro")
    for number in range(count):
        if status_of(number) == "replied":
            yield number, id_of(address_of(number))


def _events(count: int) -> Iterator[dict[str, object]]:
    for seq, (number, lead_id) in enumerate(_answered(count), 1):
        yield {
            "identity": IDENTITY,
            "seq": seq,
            "id": f"evt_{seq}",
            "type": "email.replied",
            "occurred_at": NOW,
            "received_at": NOW,
            "conv_id": f"conv_{number:016x}",
            "lead_id": lead_id,
            "body": json.dumps(_ANSWER),
            "disposition": "applied",
            "handling": "mail_applied",
            "answer_kind": "human",
        }


def _journal(count: int) -> Iterator[dict[str, object]]:
    for seq, (_, lead_id) in enumerate(_answered(count), 1):
        yield {
            "at": NOW,
            "lead_id": lead_id,
            "sequence_id": "intro",
            "actor": f"event {IDENTITY}#{seq}",
            "change": "in_flight → replied (step 1)",
            "status": "replied",
        }
