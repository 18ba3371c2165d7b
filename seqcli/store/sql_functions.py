"""Functions of ours that SQL calls. No table, index or view uses one, so that other programs can read the file."""

import json
import sqlite3

from seqcli.clock import from_text, plus_ms, to_text


def register_functions(conn: sqlite3.Connection) -> None:
    """Let the statements of a connection call the functions of this module."""
    conn.create_function("plus_ms", 2, _plus_ms, deterministic=True)
    conn.create_function("is_mail_provider", 1, _is_mail_provider, deterministic=True)
    conn.create_function("company_key_of", 1, _company_key_of, deterministic=True)
    conn.create_function("sender_of", 1, _sender_of, deterministic=True)


def _plus_ms(instant: str | None, ms: int) -> str | None:
    return None if instant is None else to_text(plus_ms(from_text(instant), ms))


def _is_mail_provider(domain: str) -> bool:
    from seqcli.companies import is_mail_provider  # noqa: PLC0415 - few statements ask

    return is_mail_provider(domain)


def _company_key_of(fields_json: str) -> str:
    from seqcli.companies import COMPANY_FIELD, company_key  # noqa: PLC0415 - a migration asks

    fields = json.loads(fields_json)
    return company_key(str(fields.get(COMPANY_FIELD) or "")) if isinstance(fields, dict) else ""


def _sender_of(event_json: str) -> str:
    """Return the normalised address of whoever wrote the mail of an event; empty if it cannot be read."""
    from seqcli.inbound import mail_from_event  # noqa: PLC0415 - a migration asks
    from seqcli.model import normalise_address  # noqa: PLC0415

    try:
        return normalise_address(mail_from_event(json.loads(event_json)["data"]).sender)
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
