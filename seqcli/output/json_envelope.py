"""The one JSON envelope of every command, for success and failure."""

import json
import re
import sys
from typing import Any

from seqcli.errors import ExitCode, SeqcliError
from seqcli.output.result import CommandResult, Note, Rows
from seqcli.output.streams import UNSEEN

#: Rises when a key of the envelope or of a command's data is renamed, changes its meaning or goes away.
ENVELOPE_VERSION = 2
#: JSON escapes the other control characters by itself.
_CONTROL_IN_JSON = re.compile(f"[\x7f-\x9f{UNSEEN}]")
_ROWS_STAND_HERE = "\0rows"


def write_result(command: str, result: CommandResult) -> None:
    """Write a result to stdout."""
    _write(_envelope(command, result.exit_code, result.data, result.notes, None))


def write_failure(command: str, error: SeqcliError) -> None:
    """Write a failure to stdout."""
    failure = {"code": error.code, "message": error.message, "hint": error.hint}
    _write(_envelope(command, error.exit_code, None, (), failure))


def _envelope(
    command: str,
    exit_code: ExitCode,
    data: dict[str, Any] | None,
    notes: tuple[Note, ...],
    error: dict[str, str] | None,
) -> dict[str, Any]:
    return {
        "seqcli": ENVELOPE_VERSION,
        "command": command,
        "ok": error is None and exit_code is ExitCode.DONE,
        "exit_code": int(exit_code),
        "data": data,
        "notes": [note.text for note in notes],
        "error": error,
    }


def _write(envelope: dict[str, Any]) -> None:
    """Write an envelope; `Rows` in its data are written one a line as they come."""
    data = envelope["data"] or {}
    rows = [each for each in data.values() if isinstance(each, Rows)]
    if rows:
        data = {key: _ROWS_STAND_HERE if isinstance(each, Rows) else each for key, each in data.items()}
        envelope = {**envelope, "data": data}
    head, *tails = _as_json(envelope, indent=2).split(_as_json(_ROWS_STAND_HERE), len(rows))
    sys.stdout.write(head)
    for each, tail in zip(rows, tails, strict=True):
        _write_rows(each)
        sys.stdout.write(tail)
    sys.stdout.write("\n")
    sys.stdout.flush()


def _write_rows(rows: Rows) -> None:
    separator = "["
    for row in rows.make():
        sys.stdout.write(f"{separator}\n      {_as_json(row)}")
        separator = ","
    sys.stdout.write("[]" if separator == "[" else "\n    ]")


def _as_json(value: object, indent: int | None = None) -> str:
    is_utf8 = (sys.stdout.encoding or "").lower() in {"utf-8", "utf8"}
    text = json.dumps(value, ensure_ascii=not is_utf8, indent=indent)
    return _CONTROL_IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], text)
