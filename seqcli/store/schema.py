"""The tables of the state file and their numbered, append-only migrations: an interface that people read."""

from collections.abc import Callable
from typing import Protocol

MIGRATION_SET = "seqcli"


class Executes(Protocol):
    """Anything that runs one statement, such as a sqlite-utils database."""

    def execute(self, sql: str, /) -> object:
        """Run one statement inside the open transaction."""


_INSTANT = "CHECK ({0} IS NULL OR {0} GLOB '????-??-??T??:??:??*Z')"


def _instant(column: str) -> str:
    return f"{column} TEXT {_INSTANT.format(column)}"


# Never change an entry once released; append the next number. A killed migration leaves no trace, as each runs
# in one transaction with its record.
_M0001 = (
    # What a file is about: creation, base URL, key fingerprint, server-time offset, who holds the round.
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    f"""CREATE TABLE sequence (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        steps TEXT NOT NULL CHECK (json_valid(steps)),
        identity TEXT,
        settings TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(settings)),
        status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'active', 'paused')),
        {_instant("next_first_at")},
        {_instant("created_at")},
        {_instant("updated_at")}
    ) STRICT""",
    # Its statuses are no IN list: SQLite builds the set of one anew for every row it inserts.
    f"""CREATE TABLE lead (
        id TEXT PRIMARY KEY,
        email TEXT NOT NULL,
        address TEXT NOT NULL,
        sequence_id TEXT NOT NULL REFERENCES sequence(id),
        current_step INTEGER NOT NULL DEFAULT 0 CHECK (current_step >= 0),
        status TEXT NOT NULL DEFAULT 'queued' CHECK (status = 'queued' OR status = 'in_flight' OR status = 'replied'
            OR status = 'bounced' OR status = 'exhausted' OR status = 'suppressed' OR status = 'failed'
            OR status = 'stopped' OR status = 'held'),
        status_reason TEXT NOT NULL DEFAULT '',
        conv_id TEXT,
        {_instant("last_step_at")},
        identity TEXT,
        fields TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(fields)),
        {_instant("released_at")},
        {_instant("paused_at")},
        {_instant("paused_until")},
        pause_reason TEXT,
        {_instant("wake_at")},
        {_instant("created_at")},
        {_instant("updated_at")}
    ) STRICT""",
    # One pass per person and sequence, for good. The address comes first, so that it finds a person's leads as well.
    "CREATE UNIQUE INDEX lead_once ON lead(address, sequence_id)",
    "CREATE INDEX lead_conversation ON lead(conv_id) WHERE conv_id IS NOT NULL",
    "CREATE INDEX lead_due ON lead(sequence_id, released_at) WHERE status = 'queued' AND released_at IS NOT NULL",
    "CREATE INDEX lead_wake ON lead(wake_at) WHERE status = 'in_flight'",
    # No reference to lead: attempts outlive deleted leads, so that nobody is mailed again by accident.
    f"""CREATE TABLE attempt (
        lead_id TEXT NOT NULL,
        step INTEGER NOT NULL CHECK (step >= 0),
        generation INTEGER NOT NULL DEFAULT 0 CHECK (generation >= 0),
        idempotency_key TEXT NOT NULL UNIQUE,
        identity TEXT NOT NULL,
        address TEXT NOT NULL,
        request_body BLOB NOT NULL,
        variant TEXT NOT NULL DEFAULT 'a',
        state TEXT NOT NULL CHECK (state IN ('pending', 'unknown', 'accepted', 'refused', 'cancelled', 'parked')),
        {_instant("created_at")},
        {_instant("first_try_at")},
        {_instant("next_try_at")},
        tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
        {_instant("accepted_at")},
        pending_id TEXT,
        conv_id TEXT,
        {_instant("dispatch_at")},
        queued_seq INTEGER,
        sent_seq INTEGER,
        http_status INTEGER,
        reason TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (lead_id, step, generation),
        CHECK (state <> 'unknown' OR first_try_at IS NOT NULL),
        CHECK (state <> 'accepted' OR accepted_at IS NOT NULL)
    ) STRICT, WITHOUT ROWID""",
    # An accepted step is accepted once, whatever its generation.
    "CREATE UNIQUE INDEX attempt_accepted_once ON attempt(lead_id, step) WHERE state = 'accepted'",
    # At most one open question per identity and address, so that a witness can be placed.
    "CREATE UNIQUE INDEX attempt_unknown_once ON attempt(identity, address) WHERE state = 'unknown'",
    "CREATE INDEX attempt_pending_id ON attempt(pending_id) WHERE pending_id IS NOT NULL",
    "CREATE INDEX attempt_conversation ON attempt(conv_id) WHERE conv_id IS NOT NULL",
    "CREATE INDEX attempt_open ON attempt(identity, address) WHERE state IN ('unknown', 'parked')",
    "CREATE INDEX attempt_address ON attempt(address)",
    f"""CREATE TABLE event (
        identity TEXT NOT NULL,
        seq INTEGER NOT NULL,
        id TEXT,
        type TEXT NOT NULL,
        {_instant("occurred_at")},
        {_instant("received_at")},
        conv_id TEXT,
        pending_id TEXT,
        lead_id TEXT,
        body TEXT NOT NULL,
        disposition TEXT NOT NULL CHECK (disposition IN ('applied', 'noted', 'stale', 'unmatched', 'unknown type',
            'before our time', 'duplicate', 'unreadable')),
        detail TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (identity, seq)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX event_id ON event(identity, id) WHERE id IS NOT NULL",
    "CREATE INDEX event_lead ON event(lead_id) WHERE lead_id IS NOT NULL",
    "CREATE INDEX event_pending_id ON event(identity, pending_id) WHERE pending_id IS NOT NULL",
    "CREATE INDEX event_unmatched ON event(identity, conv_id) WHERE disposition = 'unmatched'",
    # Addresses an unmatched event speaks of, so that it finds its lead later.
    """CREATE TABLE event_address (
        identity TEXT NOT NULL,
        address TEXT NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (identity, address, seq)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE quarantine (
        id INTEGER PRIMARY KEY,
        identity TEXT NOT NULL,
        page_since INTEGER NOT NULL,
        position INTEGER NOT NULL,
        why TEXT NOT NULL,
        body TEXT NOT NULL,
        {_instant("received_at")},
        UNIQUE (identity, page_since, position)
    ) STRICT""",
    f"""CREATE TABLE cursor (
        identity TEXT PRIMARY KEY,
        seq INTEGER NOT NULL CHECK (seq >= 0),
        {_instant("updated_at")},
        {_instant("drained_at")},
        {_instant("not_before")},
        note TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    f"""CREATE TABLE suppression (
        pattern TEXT PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('address', 'domain', 'wildcard', 'hash')),
        reason TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL DEFAULT '',
        {_instant("created_at")}
    ) STRICT, WITHOUT ROWID""",
    # The few patterns that are held against an address one by one; all others are looked up.
    "CREATE INDEX suppression_wildcard ON suppression(pattern) WHERE kind = 'wildcard'",
    f"""CREATE TABLE journal (
        id INTEGER PRIMARY KEY,
        {_instant("at")},
        lead_id TEXT,
        sequence_id TEXT,
        actor TEXT NOT NULL,
        change TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE INDEX journal_lead ON journal(lead_id) WHERE lead_id IS NOT NULL",
)

# Mails of `test-send`: what the stream tells of them concerns no lead.
_M0002 = (
    f"""CREATE TABLE test_send (
        idempotency_key TEXT PRIMARY KEY,
        identity TEXT NOT NULL,
        address TEXT NOT NULL,
        sequence_id TEXT NOT NULL,
        step INTEGER NOT NULL CHECK (step >= 0),
        state TEXT NOT NULL DEFAULT 'unknown' CHECK (state IN ('unknown', 'accepted', 'refused')),
        pending_id TEXT,
        conv_id TEXT,
        reason TEXT NOT NULL DEFAULT '',
        {_instant("created_at")}
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX test_send_conversation ON test_send(conv_id) WHERE conv_id IS NOT NULL",
    "CREATE INDEX test_send_pending_id ON test_send(pending_id) WHERE pending_id IS NOT NULL",
)

# By its anchor a wildcard is found without a walk over all of them (`sieve.anchor_of` says the same). Patterns that
# somebody wrote by hand with other signs of GLOB are tried on every address, and so are those between two stars.
_TAIL = "substr(pattern, length(rtrim(pattern, replace(pattern, '*', ''))) + 1)"
_HEAD = "substr(pattern, 1, instr(pattern, '*') - 1)"
_M0003 = (
    f"""ALTER TABLE suppression ADD COLUMN anchor TEXT GENERATED ALWAYS AS (CASE
        WHEN kind <> 'wildcard' THEN NULL
        WHEN pattern GLOB '*[[?]*' OR instr(pattern, '*') = 0 THEN '*'
        WHEN length({_TAIL}) >= length({_HEAD}) THEN '*' || {_TAIL}
        ELSE {_HEAD} || '*' END) VIRTUAL""",
    "DROP INDEX suppression_wildcard",
    "CREATE INDEX suppression_anchor ON suppression(anchor) WHERE anchor IS NOT NULL",
    "CREATE INDEX suppression_hash ON suppression(pattern) WHERE kind = 'hash'",
)

# By its id a copy is known as one, whatever any clock says. Copies of a file from before have the same moment.
_M0004 = ("INSERT INTO meta(key, value) SELECT 'file_id', value FROM meta WHERE key = 'created_at'",)

# Who was forgotten still counts: a rate must not change because somebody was erased.
_M0005 = (
    """CREATE TABLE forgotten (
        sequence_id TEXT NOT NULL,
        step INTEGER NOT NULL CHECK (step >= 0),
        status TEXT NOT NULL,
        contacted INTEGER NOT NULL CHECK (contacted IN (0, 1)),
        people INTEGER NOT NULL CHECK (people > 0),
        PRIMARY KEY (sequence_id, step, status, contacted)
    ) STRICT, WITHOUT ROWID""",
)

_M0006 = (
    # The step that a reply or an opt-out answers: the last one that had left 12m.
    "ALTER TABLE lead ADD COLUMN answered_step INTEGER CHECK (answered_step >= 0)",
    # Leads that a pattern suppressed, with the state that `suppress remove --restore` gives back.
    f"""CREATE TABLE suppressed_lead (
        lead_id TEXT PRIMARY KEY,
        pattern TEXT NOT NULL,
        status TEXT NOT NULL,
        status_reason TEXT NOT NULL DEFAULT '',
        {_instant("suppressed_at")},
        not_restorable TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX suppressed_lead_pattern ON suppressed_lead(pattern)",
)

MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("0001_first", _M0001),
    ("0002_test_sends", _M0002),
    ("0003_anchors", _M0003),
    ("0004_file_id", _M0004),
    ("0005_forgotten", _M0005),
    ("0006_suppressed_leads", _M0006),
)


def make_step(statements: tuple[str, ...]) -> Callable[[Executes], None]:
    """Return a migration function that runs `statements` one by one (`executescript` would commit first)."""

    def run(db: Executes) -> None:
        for statement in statements:
            db.execute(statement)

    return run
