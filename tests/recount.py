"""What `status` shows, counted anew from every lead: slow and plainly written, to hold the fast counts to."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from seqcli.eligibility import Blocker
from seqcli.store import Store
from seqcli.store.eligibility import (
    CONDITIONS,
    HAS_OTHERS,
    IDENTITY,
    NEVER_AT,
    NOT_PAUSED,
    RECONTACT_AT,
    WAITS_FOR_SEND,
    WAITS_FOR_TURN,
    eligibility_values,
)
from seqcli.store.rows import instant_or_none

_REFUSED = (
    "(lead.status = 'bounced' AND NOT EXISTS"
    " (SELECT 1 FROM attempt WHERE attempt.lead_id = lead.id AND attempt.state = 'accepted'))"
)
_STEPS = (
    "SELECT sequence_id, CASE WHEN status IN ('replied', 'suppressed') THEN"
    " coalesce(answered_step, current_step) ELSE current_step END AS step,"
    f" CASE WHEN {_REFUSED} THEN 'refused' ELSE status END AS status,"
    " released_at IS NOT NULL AS released, count(*) AS n FROM lead GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
)
_TOTALS = (
    "SELECT sequence_id, sum(last_step_at IS NOT NULL), sum(lead.status = 'replied' AND last_step_at IS NOT NULL),"
    f" sum(lead.status IN ('queued', 'in_flight', 'held') AND {NOT_PAUSED} IS NOT TRUE),"
    " sum(lead.released_at IS NULL AND last_step_at IS NOT NULL AND (lead.status IN ('queued', 'held') OR"
    "   lead.status = 'in_flight' AND current_step + 1 < json_array_length(sequence.steps))),"
    " sum(lead.status IN ('queued', 'in_flight', 'held') AND EXISTS (SELECT 1 FROM pause"
    "   WHERE pause.lead_id = lead.id AND pause.cause = 'auto_reply' AND pause.paused_until > :now))"
    " FROM lead JOIN sequence ON sequence.id = lead.sequence_id GROUP BY 1 ORDER BY 1"
)
_HOLDS = (
    "SELECT sequence_id, reason_code, missing_field, status_reason, count(*) FROM lead WHERE status = 'held'"
    " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
)
_DUE = (
    f"SELECT lead.sequence_id, {IDENTITY}, sum(current_step > 0), sum(current_step = 0)"
    f" FROM lead JOIN sequence ON sequence.id = lead.sequence_id WHERE {WAITS_FOR_TURN} GROUP BY 1, 2 ORDER BY 1, 2"
)
_WAITS = (
    "SELECT sequence_id, sum(may_go_at > :now), sum(may_go_at >= :never),"
    " min(CASE WHEN may_go_at > :now AND may_go_at < :never THEN may_go_at END),"
    " sum(is_full AND (may_go_at > :now) IS NOT TRUE)"
    f" FROM (SELECT lead.sequence_id, CASE WHEN {HAS_OTHERS} THEN {RECONTACT_AT} END AS may_go_at,"
    f" {CONDITIONS[Blocker.COMPANY_FULL]} AS is_full FROM lead JOIN sequence ON sequence.id = lead.sequence_id"
    f" WHERE {WAITS_FOR_SEND} AND lead.current_step = 0)"
    " WHERE may_go_at > :now OR is_full GROUP BY 1 ORDER BY 1"
)
_RECONTACT = (
    f"SELECT min({RECONTACT_AT}) FROM lead JOIN sequence ON sequence.id = lead.sequence_id"
    f" WHERE {WAITS_FOR_SEND} AND {CONDITIONS[Blocker.RECONTACT]} AND {IDENTITY} = :identity"
)
_NEXT = (
    f"SELECT lead.id, lead.status FROM lead JOIN sequence ON sequence.id = lead.sequence_id WHERE {WAITS_FOR_TURN}"
    " OR lead.status = 'in_flight' AND lead.wake_at IS NOT NULL AND sequence.status = 'active'"
    f" AND lead.released_at IS NOT NULL AND {NOT_PAUSED} ORDER BY lead.status = 'queued' DESC,"
    " CASE lead.status WHEN 'queued' THEN lead.current_step = 0 END,"
    " CASE lead.status WHEN 'queued' THEN coalesce(lead.last_step_at, lead.released_at) ELSE lead.wake_at END,"
    " lead.rowid LIMIT 5"
)
_GROUPS = (
    "SELECT sequence_id, coalesce(identity, ''), current_step, CASE WHEN status IN ('replied', 'suppressed')"
    " THEN coalesce(answered_step, current_step) ELSE current_step END, status, released_at IS NOT NULL,"
    " last_step_at IS NOT NULL, CASE status WHEN 'held' THEN coalesce(reason_code, '') ELSE '' END,"
    " CASE status WHEN 'held' THEN missing_field ELSE '' END, CASE status WHEN 'held' THEN status_reason ELSE '' END,"
    " count(*) FROM lead WHERE rowid <= (SELECT last_rowid FROM lead_counted)"
    " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"
)
_SENT = "SELECT sequence_id, count(*) FROM attempt WHERE counted_at IS NOT NULL GROUP BY 1"
_OUTCOMES = "SELECT sequence_id, sum(status = 'replied'), sum(status = 'bounced' AND last_step_at IS NOT NULL) FROM lead GROUP BY 1"
_COUNTED = "SELECT * FROM lead_count ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"
_UNMARKED = (
    "SELECT lead.id FROM lead WHERE mail_elsewhere = 0 AND rowid <= (SELECT last_rowid FROM lead_counted)"
    " AND EXISTS (SELECT 1 FROM attempt WHERE attempt.address = lead.address AND attempt.lead_id <> lead.id)"
)
#: Inbound mails that the stream told and that `inbox` does not have. A person who was forgotten has none.
_FALLEN = (
    "SELECT event.identity, event.seq, event.handling FROM event WHERE event.type IN ('email.received', 'email.replied')"
    " AND event.body <> '{}' AND event.handling IS NOT NULL AND event.handling NOT IN ('duplicate', 'test_send')"
    " AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.identity = event.identity AND (inbox.seq = event.seq"
    "  OR inbox.mail_id = json_extract(event.body, '$.data.message.id')))"
)
_TWICE = "SELECT identity, mail_id FROM inbox WHERE mail_id IS NOT NULL GROUP BY identity, mail_id HAVING count(*) > 1"


def assert_counted(path: Path) -> None:
    """Compare the kept counts of a file with its leads, and its inbox with the stream; a damaged file has none."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
            kept, counted = conn.execute(_COUNTED).fetchall(), conn.execute(_GROUPS).fetchall()
            unmarked = conn.execute(_UNMARKED).fetchall()
            fallen, twice = conn.execute(_FALLEN).fetchall(), conn.execute(_TWICE).fetchall()
    except sqlite3.Error:
        return
    assert kept == counted, "the counts of leads are wrong"
    assert not unmarked, f"mail of others is not noted: {unmarked}"
    assert not fallen, f"mail that the inbox lacks: {fallen}"
    assert not twice, f"mail that the inbox has twice: {twice}"


def _rows(store: Store, sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in store._database.rows_by_name(sql, values)]


def assert_looks(store: Store, now: datetime, identity: str) -> None:
    """Compare every count that a look shows with one that reads every lead."""
    values = {**eligibility_values(now), "never": NEVER_AT, "identity": identity}
    queries = store.queries
    assert sorted(map(tuple, queries.load_step_counts())) == _rows(store, _STEPS, values)
    assert sorted(map(tuple, queries.load_sequence_totals(now))) == _rows(store, _TOTALS, values)
    holds = sorted(map(tuple, queries.load_hold_reasons()), key=lambda row: [str(each or "") for each in row])
    assert holds == sorted(_rows(store, _HOLDS, values), key=lambda row: [str(each or "") for each in row])
    assert [tuple(row) for row in queries.load_due_counts(now)] == _rows(store, _DUE, values)
    waits = [
        (w.sequence_id, w.recontact, w.never, w.first_at, w.company_full)
        for w in store.people.load_waits(now)
    ]
    counted = [
        (one, two or 0, three or 0, instant_or_none(four), five)
        for one, two, three, four, five in _rows(store, _WAITS, values)
    ]
    assert waits == counted
    (first,) = _rows(store, _RECONTACT, values)[0]
    assert store.people.find_next_recontact(identity, now) == instant_or_none(first)
    coming = [(row.lead_id, row.status) for row in queries.load_next_moves(now, None, 5)]
    assert coming == _rows(store, _NEXT, values)
    for sequence in store.sequences.load_all():
        chosen = store.releases.choose(sequence.id, None, None, now)
        first_at = store.releases.find_first_recontact(now) if chosen.recontact else None
        assert store.releases.find_waits(sequence.id, now) == (chosen.recontact, first_at)
    known = [
        row[0] for row in _rows(store, "SELECT DISTINCT identity FROM lead WHERE identity IS NOT NULL", {})
    ]
    assert set(known) <= set(store.leads.load_identities())


def assert_outcomes(store: Store) -> None:
    """Compare what is counted for machines with attempts and leads: what happened may have happened more than once."""
    kept = {(sequence, outcome): total for sequence, outcome, total in store.monitoring.load_outcomes()}
    for sequence, sent in _rows(store, _SENT, {}):
        assert kept[sequence, "sent"] == sent
    for sequence, answered, bounced in _rows(store, _OUTCOMES, {}):
        assert kept.get((sequence, "answered"), 0) >= answered
        assert kept.get((sequence, "bounced"), 0) >= bounced
