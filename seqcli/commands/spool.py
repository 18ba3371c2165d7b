"""Records that wait on disk until they are shown, so that a million of them need no memory of ours."""

import json
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any
from weakref import finalize

from seqcli.output.result import Rows


class Spool:
    """JSON records in a file without a name, which ends with this object."""

    def __init__(self) -> None:
        self._file = TemporaryFile("w+", encoding="ascii")  # noqa: SIM115 - as above
        finalize(self, self._file.close)

    def add(self, record: dict[str, Any]) -> None:
        """Keep one more record."""
        self._file.write(f"{json.dumps(record)}\n")

    def rows(self) -> Rows:
        """Return all records, in order."""
        return Rows(self._read)

    def _read(self) -> Iterator[dict[str, Any]]:
        self._file.seek(0)
        yield from map(json.loads, self._file)
