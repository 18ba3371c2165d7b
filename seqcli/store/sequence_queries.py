"""Reads over all leads of a sequence for previews and checks. They stream, and nothing here changes a row."""

import sqlite3
from collections.abc import Iterable, Iterator

from seqcli.model import Lead
from seqcli.store.connection import translated_errors
from seqcli.store.people import lead_from_row
from seqcli.store.queries import Look

_ENDED = "status IN ('replied', 'bounced', 'exhausted', 'suppressed', 'failed', 'stopped')"


class Survey(Look):
    """Reads over all leads of a sequence: who they are and what fields they have."""

    def iter_for_check(self, sequence_id: str) -> Iterator[sqlite3.Row]:
        """Yield (id, email, address, current_step, status, status_reason, paused_at, paused_until, fields, ended)
        of every lead in order of import.
        """  # noqa: D205 - the row is one long list
        with translated_errors(self.path):
            yield from self.conn.execute(
                "SELECT id, email, address, current_step, status, status_reason, paused_at, paused_until, fields,"
                f" {_ENDED} AS ended FROM lead WHERE sequence_id = ? ORDER BY rowid",
                (sequence_id,),
            )

    def has_leads(self, sequence_id: str) -> bool:
        """Tell whether the sequence has a lead at all."""
        return self.row("SELECT 1 FROM lead WHERE sequence_id = ? LIMIT 1", sequence_id) is not None

    def find_absent_fields(self, sequence_id: str, names: Iterable[str]) -> list[str]:
        """Return those merge fields of which no lead of the sequence has a value that is not blank."""
        return [name for name in names if not self._has_field(sequence_id, name)]

    def _has_field(self, sequence_id: str, name: str) -> bool:
        path = f'$."{name}"'
        found = self.row(
            "SELECT 1 FROM lead WHERE sequence_id = ? AND trim(json_extract(fields, ?)) <> '' LIMIT 1",
            sequence_id,
            path,
        )
        return found is not None

    def load_spread(self, sequence_id: str, size: int) -> list[Lead]:
        """Return `size` leads that lie evenly over the order of import, those that have not ended first.

        The same file gives the same leads; fewer only where the sequence has fewer.
        """
        living = self._load_spread(sequence_id, size, ended=False)
        missing = size - len(living)
        return living + (self._load_spread(sequence_id, missing, ended=True) if missing else [])

    def _load_spread(self, sequence_id: str, size: int, *, ended: bool) -> list[Lead]:
        # n * size % total < size holds for exactly `size` numbers below `total`, evenly spread
        found = self.rows(
            "SELECT lead.* FROM lead JOIN (SELECT id, row_number() OVER (ORDER BY rowid) - 1 AS n,"
            f" count(*) OVER () AS total FROM lead WHERE sequence_id = ?1 AND ({_ENDED}) = ?3) AS placed USING (id)"
            " WHERE n * ?2 % total < ?2 ORDER BY n",
            sequence_id,
            size,
            ended,
        )
        return [lead_from_row(row) for row in found]
