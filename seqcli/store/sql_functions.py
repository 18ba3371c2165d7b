"""Functions of ours that SQL calls. No table, index or view uses one, so that other programs can read the file."""

import json
import sqlite3


def register_functions(conn: sqlite3.Connection) -> None:
    """Let the statements of a connection call the functions of this module."""
    conn.create_function("company_key_of", 1, _company_key_of, deterministic=True)


def _company_key_of(fields_json: str) -> str:
    from seqcli.companies import COMPANY_FIELD, company_key  # noqa: PLC0415 - a migration asks

    fields = json.loads(fields_json)
    return company_key(str(fields.get(COMPANY_FIELD) or "")) if isinstance(fields, dict) else ""
