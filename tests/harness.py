"""The proof's tools: a counter that kills, a witness beside the ledger, and the invariants I1 to I8.

Everything is wrapped from outside: the connection of the Store, httpx's transport, the simulator's observers.
What is checked is read from the simulator's ledger or from the file by SQL, never from a return value.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx
from world import Bench

from seqcli.simulator import AcceptedSend, Request


class Crash(BaseException):
    """The process ends here; nothing that would catch an error may catch this."""


def _raise_crash(what: str) -> None:
    raise Crash(what)


@dataclass(slots=True)
class Meter:
    """One counter over every statement, commit, request and response; at number `die_at` the process dies.

    With `only_edges` it counts what others can see alone: commits and HTTP (what dies inside a transaction leaves
    what dies before its commit leaves).
    """

    die_at: int | None = None
    only_edges: bool = False
    ops: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    kill: Callable[[str], None] = _raise_crash
    is_dead: bool = False

    def arm(self, after: int | None, *, only_edges: bool = False) -> None:
        """Count anew from here and die at operation `after`, counted from 1; None: only count."""
        self.ops, self.die_at, self.only_edges, self.is_dead = 0, after, only_edges, False
        self.kinds.clear()

    def tick(self, what: str) -> None:
        """Count an operation that is about to happen, or die instead of it."""
        if self.is_dead:
            self.kill(what)
        if self.only_edges and what == "statement":
            return
        self.ops += 1
        self.kinds[what] += 1
        if self.ops == self.die_at:
            self.is_dead = True
            self.kill(what)


class MeteredConnection:
    """A connection whose statements are counted; everything else is the connection's own."""

    def __init__(self, inner: sqlite3.Connection, meter: Meter) -> None:
        self.inner = inner
        self._meter = meter

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        is_commit = sql == "COMMIT"
        self._meter.tick("commit" if is_commit else "statement")
        done = self.inner.execute(sql, *values)
        if is_commit:
            self._meter.tick("committed")
        return done

    def executemany(self, sql: str, values: Any) -> sqlite3.Cursor:
        self._meter.tick("statement")
        return self.inner.executemany(sql, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class MeteredWire(httpx.BaseTransport):
    """A transport whose requests and responses are counted."""

    def __init__(self, inner: httpx.BaseTransport, meter: Meter) -> None:
        self._inner = inner
        self._meter = meter

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._meter.tick("request")
        response = self._inner.handle_request(request)
        self._meter.tick("response")
        return response

    def close(self) -> None:
        self._inner.close()


@dataclass
class Rig(Bench):
    """A bench that can die at any operation and is watched while it lives."""

    meter: Meter = field(default_factory=Meter)
    witness: "Witness" = field(init=False)

    def __post_init__(self) -> None:
        self.wrap = lambda wire: MeteredWire(wire, self.meter)
        super().__post_init__()
        self.witness = Witness(self)

    def open(self) -> None:
        super().open()
        self.store._database._conn = cast(
            "sqlite3.Connection", MeteredConnection(self.store._database._conn, self.meter)
        )

    def survive(self, act: Callable[[], object]) -> bool:
        """Do `act`; return whether it died, in which case a new process has taken over."""
        try:
            act()
        except Crash:
            self.meter.arm(None)
            self.reopen()
            return True
        return False


@contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """Look at the file as anybody may: in a connection of one's own, which sees only what was committed."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        conn.row_factory = sqlite3.Row
        yield conn


def assert_intent(path: Path, accepted: AcceptedSend, table: str = "attempt") -> None:
    """R1 from outside: these very bytes were committed as an attempt of unknown outcome before they were sent."""
    with read_only(path) as conn:
        found = conn.execute(f"SELECT * FROM {table} WHERE idempotency_key = ?", (accepted.key,)).fetchall()
    assert len(found) == 1, f"R1: accepted {accepted.key} without a committed attempt"
    row = found[0]
    assert row["state"] == "unknown", f"R1: {accepted.key} was sent as {row['state']}"
    assert row["tries"] >= 1, f"R1: {accepted.key} was sent uncounted"
    assert row["first_try_at"] is not None, f"R1: {accepted.key} was sent without a time"
    assert bytes(row["request_body"]) == accepted.body, f"R1: {accepted.key} was sent with other bytes"


@dataclass(frozen=True, slots=True)
class End:
    """A lead must not be sent to once the identity's cursor has reached `seq`; `in_hand` was on its way already."""

    why: str
    seq: int = 0
    in_hand: bytes | None = None


class Witness:
    """Looks at every acceptance while it happens (R1, I1, I3), and at the file between acts (I4 to I6)."""

    def __init__(self, rig: Bench) -> None:
        self._rig = rig
        self.ends: dict[str, list[End]] = {}
        self.cursors: dict[str, int] = {}
        rig.world.observers.append(self.on_accepted)

    def on_accepted(self, accepted: AcceptedSend) -> None:
        path = self._rig.path
        if (accepted.key or "").startswith("reply:"):
            self._on_reply(accepted)
            return
        assert_intent(path, accepted)
        assert not self._rig.store._database._conn.in_transaction, "R4: HTTP inside a transaction"
        with read_only(path) as conn:
            lead = conn.execute("SELECT * FROM lead WHERE id = ?", (accepted.lead_id,)).fetchone()
            row = conn.execute("SELECT seq FROM cursor WHERE identity = ?", (accepted.identity,)).fetchone()
            braked = conn.execute(
                "SELECT scope FROM brake WHERE tripped_at IS NOT NULL AND name IN (?, ?)",
                (lead["sequence_id"], accepted.identity),
            ).fetchall()
        assert not braked, f"R21: {accepted.to} was sent to behind a brake"
        assert lead["released_at"] is not None, f"R5: {accepted.to} was sent to without a release"
        assert lead["current_step"] == accepted.step, f"{accepted.to} was sent another step than its own"
        seq = -1 if row is None else row["seq"]
        for end in self.ends.get(accepted.lead_id or "", ()):
            is_late = seq >= end.seq and accepted.body != end.in_hand
            assert not is_late, f"I3: {accepted.to} was sent step {accepted.step} after '{end.why}' was read"
        sent = [(x.lead_id, x.step, x.generation) for x in self._rig.world.ledger]
        assert (accepted.lead_id, accepted.step, accepted.generation) not in sent, f"I1: {accepted.key} twice"

    def _on_reply(self, accepted: AcceptedSend) -> None:
        """A reply by hand: R1 and R4 as for a step, and its lead has ended with the claim."""
        assert_intent(self._rig.path, accepted, "reply")
        assert not self._rig.store._database._conn.in_transaction, "R4: HTTP inside a transaction"
        with read_only(self._rig.path) as conn:
            going_on = conn.execute(
                "SELECT 1 FROM lead WHERE conv_id = ? AND status <> 'replied'", (accepted.conv_id,)
            ).fetchall()
        assert not going_on, f"{accepted.to} was answered by hand and its sequence goes on"
        assert accepted.key not in [x.key for x in self._rig.world.ledger], f"I1: {accepted.key} twice"

    def add_end(self, lead_id: str, end: End) -> None:
        self.ends.setdefault(lead_id, []).append(end)

    def check(self, lead_count: int) -> None:
        """I1 from the ledger; I4, I5, I6 by SQL; the outbox agrees with the ledger."""
        assert_once(self._rig)
        assert not self._rig.store._database._conn.in_transaction, "I6: a transaction was left open"
        with read_only(self._rig.path) as conn:
            for row in conn.execute("SELECT identity, seq FROM cursor").fetchall():
                assert row["seq"] >= self.cursors.get(row["identity"], 0), "I4: the cursor went back"
                self.cursors[row["identity"]] = row["seq"]
            assert conn.execute("SELECT count(*) FROM lead").fetchone()[0] == lead_count, "I5: leads got lost"
            assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok", "I6"
        with closing(sqlite3.connect(self._rig.path, timeout=0, isolation_level=None)) as conn:
            conn.execute("BEGIN IMMEDIATE")
            conn.execute("ROLLBACK")

    def check_outbox(self, *, may_miss: bool = False) -> None:
        """Nothing that 12m accepted is called unsent; a restored file may not know of it where 12m tells nothing."""
        with read_only(self._rig.path) as conn:
            query = "SELECT idempotency_key, state FROM attempt UNION ALL SELECT idempotency_key, state FROM reply"
            states = dict(conn.execute(query).fetchall())
        for accepted in self._rig.world.ledger:
            state = states.get(accepted.key)
            if state is None and may_miss:
                continue
            assert state in {"unknown", "accepted", "parked", "cancelled"}, (
                f"{accepted.key} was accepted and is called {state}"
            )


def assert_once(rig: Bench) -> None:
    """I1: a step is accepted at most once for a lead."""
    sent = Counter((x.lead_id or x.key, x.step, x.generation) for x in rig.world.ledger)
    twice = [key for key, n in sent.items() if n > 1]
    assert not twice, f"I1: sent twice: {twice}"


#: What a poll without news may touch: who held the lock, and when the stream was last looked at.
_RESTLESS = {"meta": "WHERE key NOT IN ('holder', 'round_mark', 'server_offset_ms')"}
_TABLES = {
    "sequence": "*",
    "lead": "*",
    "attempt": "*",
    "reply": "*",
    "inbox": "*",
    "event": "*",
    "quarantine": "*",
    "cursor": "identity, seq, not_before, note",
    "suppression": "*",
    "journal": "*",
    "branch": "*",
    "meta": "*",
}


def snapshot(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row that a poll without news must leave as it is."""
    with read_only(path) as conn:
        return {
            table: [
                tuple(row)
                for row in conn.execute(f"SELECT {columns} FROM {table} {_RESTLESS.get(table, '')}")
            ]
            for table, columns in _TABLES.items()
        }


def check_idle(rig: Bench) -> None:
    """I7: a second poll without news sends nothing and changes no row."""
    rig.poll()
    sent, before = len(rig.world.ledger), snapshot(rig.path)
    rig.poll()
    assert len(rig.world.ledger) == sent, "I7: an idle poll sent something"
    after = snapshot(rig.path)
    changed = {table: (before[table], after[table]) for table in before if before[table] != after[table]}
    assert not changed, f"I7: an idle poll changed {changed}"


@dataclass(slots=True)
class Tally:
    """I8: what a long run lost, duplicated and did unexpectedly, and how often it recovered."""

    lost: int = 0
    duplicated: int = 0
    unexpected: int = 0
    recovered: int = 0
    runs: int = 0
    moves: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.runs} runs: lost {self.lost}, duplicated {self.duplicated},"
            f" unexpected {self.unexpected}, recovered {self.recovered}"
        )

    def told_moves(self) -> str:
        """Return how many of each move were made."""
        return "moves: " + ", ".join(f"{name} {count}" for name, count in sorted(self.moves.items()))


class Interruptions:
    """Lets another process act in the middle of a request: before 12m has looked at it."""

    def __init__(self, rig: Bench) -> None:
        self._planned: list[Callable[[Request], object]] = []
        rig.app.on_request.append(self._on_request)

    def plan(self, act: Callable[[Request], object]) -> None:
        self._planned.append(act)

    def forget(self) -> None:
        self._planned.clear()

    def _on_request(self, request: Request) -> None:
        if request.method == "POST":
            acts, self._planned = self._planned, []
            for act in acts:
                act(request)
