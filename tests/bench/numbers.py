"""What a report takes of a file with weeks of sends behind it, over one bare walk of the same sends.

Run alone: python -m bench.numbers STATE_FILE LEADS writes such a file, with four events a lead.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median

from bench.looks import make_file
from bench.table import Row, Runs, in_turn, median_ratio, seqcli

LEADS, ROUNDS = 100_000, 3
#: Sends of twelve weeks, a second step to whoever was silent after the first, four more events a send; one send in
#: forty has an auto-reply.
_SPREAD = (
    """UPDATE attempt SET variant = CASE id % 2 WHEN 0 THEN 'short' ELSE 'long' END,
        bounced = id % 53 = 0,
        dispatch_at = strftime('%Y-%m-%dT%H:%M:%S.000Z', '2025-12-01', '+' || (id * 7919 % 120960) || ' minutes'),
        queued_seq = 10000000 + id * 4, sent_seq = 10000001 + id * 4""",
    """INSERT INTO attempt(lead_id, step, idempotency_key, identity, address, request_body, state, sequence_id,
            first_try_at, accepted_at, counted_at, dispatch_at, pending_id, conv_id, variant, queued_seq, sent_seq)
        SELECT lead_id, 1, lead_id || ':1', identity, address, request_body, 'accepted', sequence_id,
            first_try_at, accepted_at, counted_at,
            strftime('%Y-%m-%dT%H:%M:%S.000Z', dispatch_at, '+4 days'), 'more_' || id, conv_id, variant,
            queued_seq + 2, sent_seq + 2
        FROM attempt WHERE lead_id IN (SELECT id FROM lead WHERE status IN ('exhausted', 'in_flight'))""",
    "UPDATE lead SET answered_step = 0 WHERE status = 'replied'",
    """INSERT INTO event(identity, seq, id, type, occurred_at, received_at, conv_id, pending_id, lead_id, body,
            disposition, handling)
        SELECT identity, CASE kind.type WHEN 'email.queued' THEN queued_seq ELSE sent_seq END,
            'evt_' || pending_id || kind.type, kind.type, dispatch_at, dispatch_at, conv_id, pending_id, lead_id,
            :body, 'applied', 'send_settled'
        FROM attempt, (SELECT 'email.queued' AS type UNION ALL SELECT 'email.sent') AS kind""",
    """INSERT INTO event(identity, seq, id, type, occurred_at, received_at, conv_id, lead_id, body, disposition,
            handling, answer_kind)
        SELECT identity, 90000000 + id * 5 + n, 'evt_later_' || id || '_' || n, 'email.replied', dispatch_at,
            dispatch_at, conv_id, lead_id, :body, 'noted', 'mail_noted', CASE WHEN id % 40 + n = 0 THEN 'auto_reply' END
        FROM attempt, (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)""",
)
_BODY = '{"type": "email.sent", "data": {"pendingId": "p", "to": ["p@firm.example"], "text": "%s"}}' % (
    "Hi. " * 60
)
_BARE = """SELECT sequence_id, step, count(*), sum(bounced) FROM (SELECT sequence_id, step, address,
    max(bounced) AS bounced FROM attempt WHERE state = 'accepted' GROUP BY 1, 2, 3) GROUP BY 1, 2"""
_WALK = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall())"


def make_history(path: Path, leads: int) -> None:
    """Write a state file with so many leads, of whom 40 of 100 were written to, and what became of these mails."""
    make_file(path, leads)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA synchronous = OFF")
        conn.execute("PRAGMA cache_size = -400000")
        conn.execute("BEGIN")
        for statement in _SPREAD:
            conn.execute(statement, {"body": _BODY} if ":body" in statement else {})
        conn.execute("COMMIT")


def measure(folder: Path) -> Iterator[Row]:
    """Yield the rows of the table; about half a minute."""
    Runs().measure([sys.executable, "-m", "bench.numbers", "weeks.db", str(LEADS)], folder)
    walk = [sys.executable, "-c", _WALK, "weeks.db", _BARE]
    commands = {
        "report": seqcli("report", "--db", "weeks.db"),
        "report --by week": seqcli("report", "--by", "week", "--db", "weeks.db"),
        "report --html": seqcli("report", "--html", "weeks.html", "--db", "weeks.db"),
    }
    bare, runs = Runs(), {what: Runs() for what in commands}
    acts = [partial(_run, bare, walk, folder)]
    acts += [partial(_run, runs[what], command, folder) for what, command in commands.items()]
    in_turn(ROUNDS, acts)
    for what, taken in runs.items():
        ratio = median_ratio(taken.cpu, bare.cpu)
        detail = f"{median(taken.cpu):.1f} s, {median(bare.cpu):.1f} s; {max(taken.peak):.0f} MB"
        yield Row(
            f"`{what}`: processor time over one bare walk of the sends, {LEADS:,} leads", ratio, detail=detail
        )


def _run(runs: Runs, command: list[str], folder: Path) -> None:
    runs.measure(command, folder)


if __name__ == "__main__":
    make_history(Path(sys.argv[1]), int(sys.argv[2]))
