"""Which tables a statement reads from end to end, by the program that SQLite makes of it."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

LARGE = frozenset({"lead", "attempt", "event", "journal"})
#: Indexes of the few rows that must be seen to: to read all of one is to read few rows.
OF_FEW = frozenset(
    {
        "attempt_parked",
        "attempt_unknown_once",
        "event_answers",
        "event_to_look_up",
        "event_unmatched",
        "event_unreadable",
    }
)
_STARTS, _STEPS = frozenset({"Rewind", "Last"}), frozenset({"Next", "Prev"})
_READS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"})


def find_scans(
    conn: sqlite3.Connection, sql: str, values: Sequence[object] | Mapping[str, object]
) -> set[str]:
    """Return the large tables that a statement, or a trigger that it fires, reads from one end to the other."""
    if sql.split(None, 1)[0].upper() not in _READS:
        return set()
    roots = {
        row[0]: (row[1], row[2])
        for row in conn.execute("SELECT rootpage, tbl_name, name FROM sqlite_schema WHERE rootpage > 0")
    }
    found: set[str] = set()
    for program in _programs(conn.execute(f"EXPLAIN {sql}", values)):
        walked = {op.cursor for op in program if op.name in _STEPS}
        for op in program:
            if op.name == "Count" or (op.name in _STARTS and op.cursor in walked):
                table, name = next(
                    (roots[each.root] for each in program if each.opens(op.cursor, roots)), ("", "")
                )
                found |= {name} if table in LARGE and name not in OF_FEW else set()
    return found


class _Op(NamedTuple):
    """One instruction: its place, its name, the cursor that it is about, and for one that opens: what, and where."""

    place: int
    name: str
    cursor: int
    root: int
    database: int

    def opens(self, cursor: int, roots: Mapping[int, object]) -> bool:
        """Return whether it opens this cursor on a table or an index of the file."""
        is_open = self.name in {"OpenRead", "OpenWrite", "ReopenIdx"}
        return is_open and self.cursor == cursor and self.database == 0 and self.root in roots


def _programs(rows: Iterable[Any]) -> Iterator[list[_Op]]:
    """Yield the statement's program, and that of each trigger."""
    program: list[_Op] = []
    for row in rows:
        if row[0] == 0 and program:
            yield program
            program = []
        program.append(_Op(*tuple(row)[:5]))
    yield program


class WatchedConnection:
    """A connection that remembers every statement with its first values, and which large tables it scans."""

    def __init__(self, inner: sqlite3.Connection, seen: dict[str, Any], scans: dict[str, set[str]]) -> None:
        self._inner = inner
        self._seen = seen
        self._scans = scans

    def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
        if sql not in self._seen:
            self._seen[sql] = values
            if scanned := find_scans(self._inner, sql, values):
                self._scans[sql] = scanned
        return self._inner.execute(sql, values)

    def executemany(self, sql: str, rows: Any) -> sqlite3.Cursor:
        if sql not in self._seen:
            self._seen[sql] = (None,) * _count_places(sql)
            if scanned := find_scans(self._inner, sql, self._seen[sql]):
                self._scans[sql] = scanned
        return self._inner.executemany(sql, rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def _count_places(sql: str) -> int:
    """Return how many values a statement takes: a place without a number is one behind the highest before it."""
    highest = 0
    for number in re.findall(r"\?(\d*)", sql):
        highest = max(highest, int(number)) if number else highest + 1
    return highest


def shortened(sql: str) -> str:
    """Return a statement as a failure shows it."""
    return re.sub(r"\s+", " ", sql)[:400]
