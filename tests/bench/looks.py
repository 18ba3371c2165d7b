"""What people look at while the file grows: status, why, leads, replies, and a poll without news.

A look at a million leads is compared with the same look at a thousand, and an idle poll with the imports it needs.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from statistics import median

from bench.table import TESTS, Row, Runs, in_turn, median_ratio, seqcli, serving
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
ROUNDS, IDLE_ROUNDS, DRY_RUN_S = 5, 9, 8
_LOOKS = {
    "status": ("status",),
    "why ADDRESS": ("why", "p3@firm1.example"),
    "leads --status queued": ("leads", "--status", "queued"),
    "replies": ("replies",),
}
NOW, THEN, LATER = "2026-03-02T09:00:00.000Z", "2026-02-27T09:00:00.000Z", "2099-03-02T09:00:00.000Z"
#: Of a hundred leads: 60 wait for a send, 25 for a reply, the others have ended or are held.
_ENDED = ("replied",) * 2 + ("bounced",) * 2 + ("exhausted",) * 8 + ("suppressed", "failed", "held")
_REASONS = {
    "queued": (None, "", ""),
    "in_flight": ("accepted", "12m accepted it", ""),
    "replied": ("answered", "answered", ""),
    "bounced": ("bounced", "hard bounce", ""),
    "exhausted": ("no_reply", "no reply", ""),
    "suppressed": ("opted_out", "opted out", ""),
    "failed": ("send_dropped", "12m dropped it", ""),
    "held": ("missing_field", "needs company (step 1)", "company"),
}
_NOT_SENT = frozenset({"queued", "held"})
_BODY = b'{"to": "p", "subject": "Hello", "text": "Hi Ann, about your firm."}'
_ANSWER = json.dumps(
    {
        "type": "email.replied",
        "data": {"message": {"id": "m", "from": {"address": "p@firm.example"}, "text": "Yes, please. " * 40}},
    }
)


def status_of(number: int) -> str:
    """Return where the lead of this number stands."""
    place = number * 37 % 100
    return "queued" if place < 60 else "in_flight" if place < 85 else _ENDED[place - 85]


def address_of(number: int) -> str:
    """Return the address of the lead of this number."""
    return f"p{number}@firm{number // 3}.example"


def make_file(path: Path, leads: int) -> None:
    """Write a state file with so many leads of one sequence, by bare statements into the real tables.

    Indexes and triggers are taken away meanwhile, as a minute would not do otherwise.
    """
    begun = datetime(2026, 2, 1, tzinfo=UTC)
    with closing(Store.open(path, create=True)) as store, store.transaction():
        store.meta.mark_made(begun)
        store.sequences.save("intro", "intro", STEPS, begun)
        store.sequences.mark_started("intro", IDENTITY, 0, begun)
    with closing(open_file(path, create=False)) as conn:
        conn.execute("PRAGMA synchronous = OFF")
        conn.execute("PRAGMA cache_size = -200000")
        conn.execute("BEGIN")
        made = conn.execute(
            "SELECT name, type, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        ).fetchall()
        for name, kind, _ in made:
            conn.execute(f"DROP {kind} {name}")
        _fill(conn, leads)
        for _, _, sql in made:
            conn.execute(sql)
        conn.execute("COMMIT")
    with closing(Store.open(path)) as store, store.transaction():
        store.imports.insert("intro", [], begun)


def _fill(conn: Connection, leads: int) -> None:
    id_of = lead_ids("intro")
    people = [(number, address_of(number), status_of(number)) for number in range(leads)]
    ids = [id_of(address) for _, address, _ in people]
    conn.executemany(
        "INSERT INTO lead(id, email, address, sequence_id, status, reason_code, status_reason, missing_field, fields,"
        " company_key, conv_id, identity, last_step_at, wake_at, released_at, created_at, updated_at)"
        f" VALUES (?, ?, ?, 'intro', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{THEN}', '{THEN}', '{THEN}')",
        (
            (ids[number], address, address, status, *_REASONS[status], *_rest_of(number, status))
            for number, address, status in people
        ),
    )
    conn.executemany(
        "INSERT INTO attempt(lead_id, step, idempotency_key, identity, address, request_body, state, sequence_id,"
        " first_try_at, accepted_at, counted_at, pending_id, conv_id)"
        f" VALUES (?, 0, ?, '{IDENTITY}', ?, ?, 'accepted', 'intro', '{THEN}', '{THEN}', '{THEN}', ?, ?)",
        (
            (ids[number], f"{ids[number]}:0", address, _BODY, f"psn_{number:016x}", f"conv_{number:016x}")
            for number, address, status in people
            if status not in _NOT_SENT
        ),
    )
    answers = [(seq, number) for seq, (number, _, status) in enumerate(people, 1) if status == "replied"]
    conn.executemany(
        "INSERT INTO event(identity, seq, id, type, occurred_at, received_at, conv_id, lead_id, body, disposition,"
        f" handling, answer_kind) VALUES ('{IDENTITY}', ?, ?, 'email.replied', '{NOW}', '{NOW}', ?, ?, ?, 'applied',"
        " 'mail_applied', 'human')",
        ((seq, f"evt_{seq}", f"conv_{number:016x}", ids[number], _ANSWER) for seq, number in answers),
    )
    conn.executemany(
        f"INSERT INTO journal(at, lead_id, sequence_id, actor, change, status) VALUES ('{NOW}', ?, 'intro', ?,"
        " 'in_flight → replied (step 1)', 'replied')",
        ((ids[number], f"event {IDENTITY}#{seq}") for seq, number in answers),
    )


def _rest_of(number: int, status: str) -> tuple[object, ...]:
    """Return the values that tell whether a mail was sent."""
    fields = f'{{"company": "Firm {number}", "first_name": "Ann", "city": "Basel"}}'
    if status in _NOT_SENT:
        return (fields, f"firm {number}", None, None, None, None)
    wake_at = LATER if status == "in_flight" else None
    return (fields, f"firm {number}", f"conv_{number:016x}", IDENTITY, THEN, wake_at)


def _run(runs: Runs, command: list[str], folder: Path) -> None:
    runs.measure(command, folder)


def measure(folder: Path) -> Iterator[Row]:
    """Yield the rows of the table; about a minute, most of it to write the large file."""
    for name, leads in (("few.db", FEW), ("many.db", MANY)):
        # in a process of its own: what this one has in memory counts for its children until they begin
        _run(Runs(), [sys.executable, "-m", "bench.looks", name, str(leads)], folder)
    peaks = []
    for what, words in _LOOKS.items():
        few, many = Runs(), Runs()
        in_turn(
            ROUNDS,
            [
                partial(_run, few, seqcli(*words, "--db", "few.db"), folder),
                partial(_run, many, seqcli(*words, "--db", "many.db"), folder),
            ],
        )
        peaks += many.peak
        detail = f"{median(many.wall) * 1000:.0f} ms, {median(few.wall) * 1000:.0f} ms"
        yield Row(
            f"`{what}`: {MANY:,} leads over {FEW:,}", median_ratio(many.wall, few.wall), 2, True, detail
        )
    yield Row("peak memory of these looks, MB", max(peaks), 120, True, f"{MANY:,} leads")
    with serving() as url:
        yield from _idle_poll(folder, url)
        yield _dry_run(folder, url)
    for name in ("few.db", "many.db", "idle.db"):
        for suffix in ("", "-wal", "-shm"):
            (folder / f"{name}{suffix}").unlink(missing_ok=True)


def _idle_poll(folder: Path, url: str) -> Iterator[Row]:
    """Compare a poll without news with what it must import and ask; both from compiled modules, as installed."""
    begun = datetime(2026, 2, 1, tzinfo=UTC)
    with closing(Store.open(folder / "idle.db", create=True)) as store, store.transaction():
        store.meta.mark_made(begun)
        store.sequences.save("intro", "intro", STEPS, begun)
        store.sequences.mark_started("intro", IDENTITY, 0, begun)
    imports = "import typer, httpx"
    ask = f"with httpx.Client() as client: client.get('{url}/v1/identities/{IDENTITY}/events?since=0')"
    poll, bare, asking = Runs(), Runs(), Runs()
    with _environment(url, folder):
        commands = (
            (poll, seqcli("poll", "--db", "idle.db")),
            (bare, [sys.executable, "-c", imports]),
            (asking, [sys.executable, "-c", f"{imports}\n{ask}"]),
        )
        for _, command in commands:
            Runs().measure(command, folder)  # compiles the modules
        in_turn(IDLE_ROUNDS, [partial(_run, runs, command, folder) for runs, command in commands])
    request = median(asking.cpu) - median(bare.cpu)
    ratio = median((a - request) / b for a, b in zip(poll.cpu, bare.cpu, strict=True))
    detail = (
        f"{median(poll.cpu) * 1000:.0f} ms, {median(bare.cpu) * 1000:.0f} ms, request {request * 1000:.0f} ms"
    )
    yield Row(f"idle `poll`, less one request, over `{imports}`: processor time", ratio, 1.6, True, detail)


def _dry_run(folder: Path, url: str) -> Row:
    """Return the peak memory of the first seconds of a dry run, which would take minutes; it does not grow later."""
    with _environment(url, folder), (folder / "printed.txt").open("w") as printed:
        command = seqcli("poll", "--dry-run", "--db", "many.db")
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])}
        with subprocess.Popen(
            command, cwd=folder, env=env, stdout=printed, stderr=subprocess.STDOUT
        ) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(DRY_RUN_S)
            process.kill()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    what = f"peak memory of `poll --dry-run`, {MANY:,} leads, MB"
    return Row(what, used.ru_maxrss / scale, 120, True, f"its first {DRY_RUN_S} seconds")


@contextmanager
def _environment(url: str, folder: Path) -> Iterator[None]:
    """Let commands use this server, and let Python keep compiled modules."""
    names = {
        "TWELVEM_KEY": "sk_test_bench",
        "TWELVEM_BASE_URL": url,
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


if __name__ == "__main__":
    make_file(Path(sys.argv[1]), int(sys.argv[2]))
