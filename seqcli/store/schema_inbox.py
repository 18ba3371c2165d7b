"""Migration 0011, in parts: the inbox, threads, replies by hand, marks, what follows from them, and notices."""

_INSTANT = "{0} TEXT CHECK ({0} IS NULL OR {0} GLOB '????-??-??T??:??:??*Z')"


def _instant(column: str) -> str:
    return _INSTANT.format(column)


_CODES = (
    "INSERT INTO lead_reason VALUES ('answered_by_hand'), ('no_answer')",
    "INSERT INTO event_handling VALUES ('own_reply')",
)

# Every inbound mail once: what it is, and whether it waits for a person.
_INBOX = (
    "CREATE TABLE inbox_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """INSERT INTO inbox_kind VALUES ('reply'), ('stranger'), ('fresh'), ('unknown_sender'), ('maybe_opt_out'),
        ('left_company'), ('wrote_first'), ('opt_out'), ('complaint'), ('auto_reply'), ('challenge'), ('bounce'),
        ('delay'), ('to_read'), ('unreadable')""",
    "CREATE TABLE inbox_closer (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """INSERT INTO inbox_closer VALUES ('rule'), ('early'), ('done'), ('ignore'), ('reply'), ('mark'),
        ('sent_at_12m')""",
    "CREATE TABLE mark_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """INSERT INTO mark_kind VALUES ('interested'), ('not_interested'), ('not_now'), ('referral'), ('meeting'),
        ('auto_reply'), ('opt_out'), ('replied')""",
    # `seq` is of the event; an entry of the stream that has no usable one is in quarantine.
    # A number is never used again: people note it, and what has been told is known by it.
    f"""CREATE TABLE inbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        identity TEXT NOT NULL,
        seq INTEGER,
        quarantine_id INTEGER,
        {_instant("at")},
        kind TEXT NOT NULL REFERENCES inbox_kind(code),
        state TEXT NOT NULL CHECK (state = 'open' OR state = 'done' OR state = 'snoozed' OR state = 'ignored'),
        {_instant("snoozed_until")},
        {_instant("closed_at")},
        closed_by TEXT REFERENCES inbox_closer(code),
        sender TEXT NOT NULL DEFAULT '',
        lead_id TEXT,
        conv_id TEXT,
        mail_id TEXT,
        guess TEXT REFERENCES mark_kind(code),
        guess_detail TEXT NOT NULL DEFAULT '',
        UNIQUE (identity, seq),
        CHECK ((seq IS NULL) <> (quarantine_id IS NULL))
    ) STRICT""",
    "CREATE UNIQUE INDEX inbox_quarantine ON inbox(quarantine_id) WHERE quarantine_id IS NOT NULL",
    "CREATE INDEX inbox_waiting ON inbox(at) WHERE state = 'open' OR state = 'snoozed'",
    "CREATE INDEX inbox_at ON inbox(at)",
    "CREATE INDEX inbox_mail ON inbox(identity, mail_id) WHERE mail_id IS NOT NULL",
    "CREATE INDEX inbox_lead ON inbox(lead_id) WHERE lead_id IS NOT NULL",
    "CREATE INDEX inbox_conversation ON inbox(identity, conv_id) WHERE conv_id IS NOT NULL",
    "CREATE INDEX inbox_sender ON inbox(sender)",
    # What `replies` has shown counts as seen; mail of people whom no lead is has never been shown to anybody.
    """INSERT INTO inbox(identity, seq, at, kind, state, closed_at, closed_by, lead_id, conv_id, sender, mail_id)
        SELECT identity, seq, coalesce(occurred_at, received_at),
            CASE answer_kind WHEN 'human' THEN CASE WHEN lead_id IS NULL THEN 'unknown_sender' ELSE 'reply' END
                WHEN 'address_dead' THEN 'left_company' WHEN 'delivered' THEN 'auto_reply'
                WHEN 'hard_bounce' THEN 'bounce' WHEN 'soft_bounce' THEN 'bounce' WHEN 'unclear_bounce' THEN 'bounce'
                ELSE coalesce(answer_kind, CASE WHEN handling = 'to_look_up' THEN 'to_read'
                    WHEN handling IN ('unreadable', 'unreadable_unmatched') THEN 'unreadable'
                    ELSE 'unknown_sender' END) END,
            CASE WHEN waits THEN 'open' ELSE 'done' END,
            CASE WHEN waits THEN NULL ELSE received_at END,
            CASE WHEN waits THEN NULL WHEN handling = 'before_our_time' THEN 'early' ELSE 'rule' END,
            lead_id, conv_id, sender_of(body), CASE json_type(body, '$.data.message.id')
                WHEN 'text' THEN json_extract(body, '$.data.message.id') END
        FROM (SELECT *, row_number() OVER (PARTITION BY identity,
                coalesce(json_extract(body, '$.data.message.id'), seq) ORDER BY seq) AS telling,
                coalesce(handling = 'to_look_up' OR handling IN ('unreadable', 'unreadable_unmatched')
                OR handling = 'no_lead' AND answer_kind IN ('human', 'maybe_opt_out'), 0) AS waits FROM event
            WHERE type IN ('email.received', 'email.replied')
                AND (handling IS NULL OR handling NOT IN ('duplicate', 'test_send')))
        WHERE telling = 1 ORDER BY identity, seq""",
)

# Conversations as 12m showed them last.
_THREADS = (
    f"""CREATE TABLE thread_mail (
        identity TEXT NOT NULL,
        conv_id TEXT NOT NULL,
        mail_id TEXT NOT NULL,
        {_instant("at")},
        outbound INTEGER CHECK (outbound IS NULL OR outbound IN (0, 1)),
        sender TEXT NOT NULL DEFAULT '',
        sender_name TEXT NOT NULL DEFAULT '',
        subject TEXT NOT NULL DEFAULT '',
        {_instant("fetched_at")},
        text TEXT NOT NULL DEFAULT '',
        UNIQUE (identity, conv_id, mail_id)
    ) STRICT""",
)

# Replies written by hand: an outbox of its own, by the rules of `attempt`.
_REPLIES = (
    f"""CREATE TABLE reply (
        id INTEGER PRIMARY KEY,
        idempotency_key TEXT NOT NULL UNIQUE,
        identity TEXT NOT NULL,
        conv_id TEXT NOT NULL,
        address TEXT NOT NULL,
        lead_id TEXT,
        inbox_id INTEGER,
        state TEXT NOT NULL CHECK (state = 'pending' OR state = 'unknown' OR state = 'accepted' OR state = 'refused'
            OR state = 'cancelled' OR state = 'parked'),
        {_instant("created_at")},
        {_instant("first_try_at")},
        {_instant("next_try_at")},
        tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
        {_instant("accepted_at")},
        {_instant("dispatch_at")},
        pending_id TEXT,
        queued_seq INTEGER,
        sent_seq INTEGER,
        http_status INTEGER,
        reason_code TEXT REFERENCES attempt_reason(code),
        reason TEXT NOT NULL DEFAULT '',
        request_body BLOB NOT NULL,
        CHECK (state <> 'unknown' OR first_try_at IS NOT NULL),
        CHECK (state <> 'accepted' OR accepted_at IS NOT NULL)
    ) STRICT""",
    "CREATE INDEX reply_conversation ON reply(identity, conv_id)",
    "CREATE INDEX reply_pending_id ON reply(identity, pending_id) WHERE pending_id IS NOT NULL",
    "CREATE INDEX reply_address ON reply(address)",
    "CREATE INDEX reply_unknown ON reply(identity, next_try_at) WHERE state = 'unknown'",
    "CREATE INDEX reply_parked ON reply(id) WHERE state = 'parked'",
    "CREATE UNIQUE INDEX reply_open_once ON reply(identity, conv_id) WHERE state = 'unknown' OR state = 'parked'",
)

# What a person says that an answer means. The newest mark of a lead that was not undone counts; `before` is what
# `undo` gives back.
_MARKS = (
    f"""CREATE TABLE mark (
        id INTEGER PRIMARY KEY,
        lead_id TEXT NOT NULL,
        inbox_id INTEGER,
        kind TEXT NOT NULL REFERENCES mark_kind(code),
        {_instant("at")},
        {_instant("until")},
        referral TEXT NOT NULL DEFAULT '',
        {_instant("undone_at")},
        steering_id INTEGER,
        before TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(before))
    ) STRICT""",
    "CREATE INDEX mark_lead ON mark(lead_id)",
    "CREATE INDEX mark_steering ON mark(steering_id) WHERE steering_id IS NOT NULL",
)

# Where an answer, or silence, leads: once each. `look_at` is when a run looks next whether it can be made.
_BRANCHES = (
    "CREATE TABLE branch_cause (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "INSERT INTO branch_cause VALUES ('not_now'), ('referral'), ('no_reply')",
    f"""CREATE TABLE branch (
        id INTEGER PRIMARY KEY,
        lead_id TEXT NOT NULL,
        cause TEXT NOT NULL REFERENCES branch_cause(code),
        mark_id INTEGER,
        sequence_id TEXT NOT NULL,
        address TEXT NOT NULL,
        {_instant("planned_at")},
        {_instant("due_at")},
        {_instant("look_at")},
        {_instant("closed_at")},
        made_lead_id TEXT,
        why TEXT NOT NULL DEFAULT '',
        UNIQUE (lead_id, cause, address),
        CHECK (made_lead_id IS NULL OR closed_at IS NOT NULL)
    ) STRICT""",
    "CREATE INDEX branch_waiting ON branch(look_at) WHERE closed_at IS NULL",
    "CREATE INDEX branch_address ON branch(address)",
    "CREATE INDEX branch_mark ON branch(mark_id) WHERE mark_id IS NOT NULL",
)

# What somebody asked to be told of, until it was delivered.
_NOTICES = (
    f"""CREATE TABLE notice (
        id TEXT NOT NULL,
        channel TEXT NOT NULL,
        {_instant("at")},
        body TEXT NOT NULL CHECK (json_valid(body)),
        tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
        {_instant("next_try_at")},
        PRIMARY KEY (id, channel)
    ) STRICT, WITHOUT ROWID""",
)

M0011 = (*_CODES, *_INBOX, *_THREADS, *_REPLIES, *_MARKS, *_BRANCHES, *_NOTICES)
