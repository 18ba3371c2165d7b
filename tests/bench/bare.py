"""The least that could fill the same table: csv.reader and executemany, nothing judged and nobody compared.

It has the table, the ids, the fields as JSON, the page cache and the one transaction of the real thing.
Run: python -m bench.bare STATE_FILE CONTACTS SEQUENCE
"""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.contacts import HEADER

from seqcli.clock import to_text
from seqcli.model import lead_ids
from seqcli.store import Store

NAMES = [title.lower().replace(" ", "_") for title in HEADER[1:]]


def leads(path: Path, sequence: str) -> Iterator[tuple[str, ...]]:
    id_of = lead_ids(sequence)
    now = to_text(datetime.now(UTC))
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        next(reader)
        for email, *cells in reader:
            fields = json.dumps(dict(zip(NAMES, cells, strict=True)), ensure_ascii=False)
            yield id_of(email), email, email, sequence, fields, now, now


def main(db: str, contacts: str, sequence: str) -> None:
    store = Store.open(Path(db))
    with store.transaction():
        store.imports.prepare()
        store._database._conn.executemany(
            "INSERT INTO lead(id, email, address, sequence_id, fields, created_at, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            leads(Path(contacts), sequence),
        )
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
