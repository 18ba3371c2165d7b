"""Stores many leads of a sequence as imports of `bench.contacts` leave them: people in no order, a dozen a company.

SQLite makes them alone, and its indexes at the end, which is quickest.
Run: python -m bench.stored STATE_FILE SEQUENCE LEADS
"""

import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from seqcli.store import Store

LEADS = """
    WITH RECURSIVE counter(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counter WHERE n < :leads - 1),
    person AS (SELECT n * 7919 % :leads AS n, lower(hex(randomblob(16))) AS h FROM counter),
    employed AS (SELECT n, h, n * 31 % 90000 AS firm, n * 31 % 900 AS town FROM person),
    named AS (SELECT h, firm, town, 'a.novak' || n || '.s9@firm' || firm || '.example' AS who FROM employed)
    INSERT INTO lead(id, email, address, sequence_id, fields, company_key, created_at, updated_at)
    SELECT substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-5' || substr(h, 14, 3) || '-a' || substr(h, 18, 3) || '-'
        || substr(h, 21), who, who, :sequence, '{"first_name": "Ada", "last_name": "Novak", "company": "Firm ' || firm
        || ' Ltd", "city": "Town ' || town || '", "phone": "+49 30 ' || substr(h, 1, 7) || '"}', 'firm ' || firm,
        '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' FROM named
"""
INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'lead' AND sql IS NOT NULL"


def main(db: str, sequence: str, leads: str) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as conn:
        conn.execute("PRAGMA cache_size = -200000")
        indexes = conn.execute(INDEXES).fetchall()
        conn.execute("BEGIN")
        for name, _ in indexes:
            conn.execute(f"DROP INDEX {name}")
        conn.execute(LEADS, {"leads": int(leads), "sequence": sequence})
        for _, sql in indexes:
            conn.execute(sql)
        conn.execute("COMMIT")
    with closing(Store.open(Path(db))) as store, store.transaction():
        store.imports.insert(sequence, [], datetime(2026, 1, 1, tzinfo=UTC))  # counts them


if __name__ == "__main__":
    main(*sys.argv[1:])
