"""Finds the damage in a state file after an unexpected error. It repairs nothing."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing

from seqcli.clock import from_text
from seqcli.errors import StateError
from seqcli.model import LeadStatus, SequenceStatus, steps_from_json
from seqcli.store.database import Database
from seqcli.store.schema import MIGRATIONS, make_step
from seqcli.store.sql_functions import register_functions


def read_fields(text: str) -> dict[str, str]:
    """Return the merge fields of a stored text.

    Raises:
        ValueError: they were not written by an import.
    """
    fields = json.loads(text)
    if "\\ud" in text:
        json.dumps(fields, ensure_ascii=False).encode()  # half of a character, which no mail can carry
    if not isinstance(fields, dict) or not {str}.issuperset(map(type, fields.values())):
        raise ValueError("merge fields are texts by name")
    return fields


def _whole_number(value: str) -> int:
    return int(value)


def _json_object(text: str) -> None:
    json.loads(text).keys()


def _settings(text: str) -> None:
    int(json.loads(text).get("paceMs") or 0)


def _steps(text: str) -> None:
    if not steps_from_json(json.loads(text)):
        raise ValueError("a sequence has steps")


#: Values that must be readable beyond what the schema demands; NULL passes.
_READERS: Mapping[str, Mapping[str, Callable[[str], object]]] = {
    "sequence": {"steps": _steps, "settings": _settings, "status": SequenceStatus},
    "lead": {"fields": read_fields, "status": LeadStatus},
    "event": {"body": _json_object},
}
_META_READERS: Mapping[str, Callable[[str], object]] = {
    "server_offset_ms": _whole_number,
    "created_at": from_text,
    "restored_at": from_text,
    "key_changed_at": from_text,
}
_INSTANTS = ("_at", "_until", "not_before")
_BAD_VALUES = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)

#: The tables, columns and indexes of a file as texts.
_SCHEMA_PARTS = (
    "SELECT 'table ' || t.name FROM sqlite_schema AS t WHERE t.type = 'table'"
    " UNION SELECT 'column ' || t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c"
    " WHERE t.type = 'table' UNION SELECT t.type || ' ' || t.name FROM sqlite_schema AS t WHERE t.type <> 'table'"
)


def find_damage(db: Database) -> str:
    """Return the first damage in the file, with table, row and column; an empty text if there is none."""
    try:
        return next(_damages(db), "")
    except (sqlite3.Error, StateError) as error:  # SQLite's own message about a page is more exact
        return str(error.__cause__ or error)
    except UnicodeDecodeError:  # in SQLite's own message, which quotes the file
        return "its schema is malformed"


def _damages(db: Database) -> Iterator[str]:
    yield from _damages_of_schema(db)
    tables = [str(row[0]) for row in db.iterate("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in sorted(each for each in tables if "sqlite_" not in each):
        yield from _damages_of(db, table)
    for row in db.iterate("PRAGMA integrity_check(1)"):
        if row[0] != "ok":
            yield str(row[0])
    for row in db.iterate("PRAGMA foreign_key_check"):
        yield f"table {row[0]}, row number {row[1]} names a row of {row[2]} that does not exist"


def _damages_of_schema(db: Database) -> Iterator[str]:
    """Yield the parts that seqcli's tables lack; added tables, columns and indexes are no damage."""
    with closing(sqlite3.connect(":memory:")) as intact:
        register_functions(intact)
        for _, statements in MIGRATIONS:
            make_step(statements)(intact)
        parts = {str(row[0]) for row in intact.execute(_SCHEMA_PARTS)}
    present = {str(row[0]) for row in db.iterate(_SCHEMA_PARTS)}
    yield from (f"{part} is missing" for part in sorted(parts - present))


def _damages_of(db: Database, table: str) -> Iterator[str]:
    for row in db.iterate(f'SELECT * FROM "{table}"'):
        names = row.keys()
        for name in names:
            read = _META_READERS.get(str(row[0])) if (table, name) == ("meta", "value") else None
            read = read or _READERS.get(table, {}).get(name)
            read = read or (from_text if name == "at" or name.endswith(_INSTANTS) else None)
            if read is None or row[name] is None:
                continue
            try:
                read(row[name])
            except _BAD_VALUES:
                yield f"table {table}, row {names[0]} = {row[0]}, column {name} cannot be read"
