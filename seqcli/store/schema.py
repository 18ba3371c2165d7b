"""The tables of the state file and their numbered, append-only migrations. They count as an interface."""

from collections.abc import Callable
from typing import Protocol

from seqcli.store.schema_inbox import M0011
from seqcli.store.schema_outcomes import OUTCOMES
from seqcli.store.schema_views import M0012

MIGRATION_SET = "seqcli"


class Executes(Protocol):
    """Anything that runs one statement, such as a sqlite-utils database."""

    def execute(self, sql: str, /) -> object:
        """Run one statement inside the open transaction."""


_INSTANT = "CHECK ({0} IS NULL OR {0} GLOB '????-??-??T??:??:??*Z')"


def _instant(column: str) -> str:
    return f"{column} TEXT {_INSTANT.format(column)}"


_ATTEMPT_COLUMNS = (
    "lead_id, step, generation, idempotency_key, sequence_id, identity, address, variant, state, created_at,"
    " first_try_at, next_try_at, tries, accepted_at, counted_at, dispatch_at, pending_id, conv_id, queued_seq,"
    " sent_seq, http_status, bounced, complained, reason_code, reason, request_body"
)

_EVENT_COLUMNS = (
    "identity, seq, id, type, occurred_at, received_at, conv_id, pending_id, lead_id, disposition, handling,"
    " answer_kind, detail, looked_at, body"
)

# Never change a released entry; append the next number. Each runs in one transaction with its record, so that a
# killed migration leaves no trace.
_M0001 = (
    # Values about the file: creation, base URL, key fingerprint, server-time offset, holder of the round.
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
    # No IN list for the statuses: SQLite would build its set for every inserted row.
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
    # One lead per person and sequence. The address comes first, so that the index finds a person's leads as well.
    "CREATE UNIQUE INDEX lead_once ON lead(address, sequence_id)",
    "CREATE INDEX lead_conversation ON lead(conv_id) WHERE conv_id IS NOT NULL",
    "CREATE INDEX lead_due ON lead(sequence_id, released_at) WHERE status = 'queued' AND released_at IS NOT NULL",
    "CREATE INDEX lead_wake ON lead(wake_at) WHERE status = 'in_flight'",
    # No foreign key: attempts outlive deleted leads, so that nobody is mailed again by accident.
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
    # At most one unknown attempt per identity and address, so that a send event can be matched.
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
    # Addresses in unmatched events, so that these match their leads later.
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
    # The few patterns that are compared with an address one by one; all others are looked up.
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

# Mails of `test-send`: their events concern no lead.
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

# A wildcard is found by its anchor (as in `bloom_filter.anchor_of`). Patterns with other signs of GLOB, written by
# hand, are compared with every address, and so are those that begin and end with a star.
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

# The file and its copies share an id, so that no clock is needed to recognise a copy. Older files use `created_at`.
_M0004 = ("INSERT INTO meta(key, value) SELECT 'file_id', value FROM meta WHERE key = 'created_at'",)

# Counts of forgotten people: a rate must not change because somebody was erased.
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
    # Leads that a pattern suppressed, with the state that `suppress remove --restore` restores.
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

# Reasons as codes beside the sentences for people. Each kind has a table, so that a new reason is a new row. For older
# files the codes are read from the sentences, once, here.
_M0007 = (
    "CREATE TABLE lead_reason (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """INSERT INTO lead_reason VALUES ('missing_field'), ('template_fails'), ('outcome_unknown'), ('unreadable_event'),
        ('unexplained_send'), ('conversation_gone'), ('wrote_first'), ('accepted'), ('no_reply'), ('sent_elsewhere'),
        ('hold_released'), ('requeued'), ('restored'), ('answered'), ('opted_out'), ('listed'), ('do_not_contact'),
        ('bounced'), ('bounced_elsewhere'), ('address_refused'), ('address_dead'), ('send_refused'),
        ('send_dropped'), ('stopped')""",
    "CREATE TABLE attempt_reason (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """INSERT INTO attempt_reason VALUES ('no_answer_recorded'), ('unreadable_answer'), ('no_clear_answer'),
        ('in_progress'), ('stored_error'), ('refused_at_retry'), ('not_connected'), ('throttled'), ('key_refused'),
        ('identity_unknown'), ('identity_refused'), ('replayed_refusal'), ('not_found'), ('resend'), ('accepted'),
        ('replayed'), ('key_was_used'), ('told_by_stream'), ('found'), ('adopted'), ('resolved'),
        ('address_refused'), ('do_not_contact'), ('request_refused'), ('conversation_gone'),
        ('unrecognised_refusal'), ('evidence_unclear'), ('dropped'), ('lead_listed'), ('lead_ended')""",
    "CREATE TABLE event_handling (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """INSERT INTO event_handling VALUES ('duplicate'), ('passed_over'), ('unknown_type'), ('test_send'),
        ('before_our_time'), ('unreadable'), ('unreadable_unmatched'), ('no_lead'), ('own_send'), ('pair_placed'),
        ('lead_deleted'), ('send_settled'), ('send_adopted'), ('foreign_send'), ('send_dropped'), ('old_drop'),
        ('wait_over'), ('send_unsettled'), ('stale_timer'), ('short_timer'), ('mail_applied'), ('mail_noted')""",
    "CREATE TABLE answer_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """INSERT INTO answer_kind VALUES ('human'), ('maybe_opt_out'), ('opt_out'), ('complaint'), ('auto_reply'),
        ('address_dead'), ('hard_bounce'), ('soft_bounce'), ('unclear_bounce'), ('delay')""",
    "ALTER TABLE lead ADD COLUMN reason_code TEXT REFERENCES lead_reason(code)",
    "ALTER TABLE lead ADD COLUMN missing_field TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE suppressed_lead ADD COLUMN reason_code TEXT REFERENCES lead_reason(code)",
    "ALTER TABLE suppressed_lead ADD COLUMN missing_field TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE attempt ADD COLUMN reason_code TEXT REFERENCES attempt_reason(code)",
    "ALTER TABLE event ADD COLUMN handling TEXT REFERENCES event_handling(code)",
    "ALTER TABLE event ADD COLUMN answer_kind TEXT REFERENCES answer_kind(code)",
    # The lead's new status, if this entry changed it.
    "ALTER TABLE journal ADD COLUMN status TEXT",
    *(
        f"""UPDATE {table} SET reason_code = CASE
        WHEN status = 'held' THEN CASE
            WHEN status_reason GLOB 'needs a template that renders (step *' THEN 'template_fails'
            WHEN status_reason GLOB 'needs *' THEN 'missing_field'
            WHEN status_reason GLOB 'outcome unknown*' THEN 'outcome_unknown'
            WHEN status_reason GLOB 'unreadable event*' THEN 'unreadable_event'
            WHEN status_reason GLOB 'unexplained send*' THEN 'unexplained_send'
            WHEN status_reason GLOB 'conversation gone*' THEN 'conversation_gone'
            WHEN status_reason GLOB 'wrote to us first*' THEN 'wrote_first' END
        WHEN status = 'in_flight' THEN 'accepted'
        WHEN status = 'exhausted' THEN 'no_reply'
        WHEN status = 'replied' THEN 'answered'
        WHEN status = 'stopped' THEN 'stopped'
        WHEN status = 'suppressed' THEN CASE
            WHEN status_reason GLOB 'opted out*' THEN 'opted_out'
            WHEN status_reason GLOB '12m: *' THEN 'do_not_contact'
            WHEN status_reason GLOB 'bounced: *' THEN 'bounced_elsewhere' ELSE 'listed' END
        WHEN status = 'bounced' THEN CASE
            WHEN status_reason GLOB '12m: *' THEN 'address_refused'
            WHEN status_reason GLOB 'auto-reply: *' THEN 'address_dead' ELSE 'bounced' END
        WHEN status = 'failed' THEN CASE
            WHEN status_reason GLOB '12m: *' THEN 'send_refused' ELSE 'send_dropped' END
        WHEN status_reason GLOB 'no reply for *' OR status_reason GLOB 'our own clock: *' THEN 'no_reply'
        WHEN status_reason = 'the next step was sent' THEN 'sent_elsewhere'
        WHEN status_reason = 'requeued by hand' THEN 'requeued'
        WHEN status_reason <> '' THEN 'hold_released' END"""
        for table in ("lead", "suppressed_lead")
    ),
    *(
        f"""UPDATE {table} SET missing_field = substr(status_reason, 7, instr(status_reason, ' (step ') - 7)
        WHERE reason_code = 'missing_field' AND status_reason GLOB 'needs * (step *'"""
        for table in ("lead", "suppressed_lead")
    ),
    """UPDATE attempt SET reason_code = CASE
        WHEN state = 'unknown' THEN CASE
            WHEN reason GLOB 'no answer was recorded*' THEN 'no_answer_recorded'
            WHEN reason GLOB 'unreadable answer*' THEN 'unreadable_answer'
            WHEN reason GLOB 'still in progress at 12m*' THEN 'in_progress'
            WHEN reason GLOB 'no connection: *' THEN 'not_connected'
            WHEN reason GLOB '12m: *' THEN 'refused_at_retry' ELSE 'no_clear_answer' END
        WHEN state = 'pending' THEN CASE
            WHEN reason = '' THEN NULL
            WHEN reason GLOB 'no connection: *' THEN 'not_connected'
            WHEN reason GLOB 'not sent: *' THEN 'not_found'
            WHEN reason = 'to be sent again, by hand' THEN 'resend'
            WHEN reason GLOB '12m: *' THEN 'identity_refused' ELSE 'throttled' END
        WHEN state = 'accepted' THEN CASE
            WHEN reason = '12m accepted it' THEN 'accepted'
            WHEN reason = '12m repeated its answer' THEN 'replayed'
            WHEN reason GLOB '12m had this key*' THEN 'key_was_used'
            WHEN reason GLOB 'the stream tells*' THEN 'told_by_stream'
            WHEN reason GLOB 'found: *' THEN 'found'
            WHEN reason GLOB 'adopted: *' THEN 'adopted' ELSE 'resolved' END
        WHEN state = 'refused' THEN CASE
            WHEN http_status = 404 THEN 'conversation_gone'
            WHEN reason GLOB '12m: do_not_contact*' THEN 'do_not_contact'
            WHEN reason GLOB '12m: invalid_recipient*' THEN 'address_refused' ELSE 'request_refused' END
        WHEN state = 'parked' THEN CASE
            WHEN reason GLOB '12m: *' THEN 'unrecognised_refusal' ELSE 'evidence_unclear' END
        ELSE CASE
            WHEN reason GLOB 'email.*' THEN 'dropped'
            WHEN reason GLOB 'on the suppression list: *' THEN 'lead_listed' ELSE 'lead_ended' END END""",
    """UPDATE event SET handling = CASE
        WHEN disposition IN ('duplicate', 'unreadable') THEN disposition
        WHEN disposition = 'unknown type' THEN 'unknown_type'
        WHEN disposition = 'before our time' THEN 'before_our_time'
        WHEN disposition = 'stale' THEN 'stale_timer'
        WHEN disposition = 'unmatched' THEN CASE
            WHEN detail GLOB 'unreadable: *' THEN 'unreadable_unmatched'
            WHEN detail GLOB 'the send it may belong to*' THEN 'send_unsettled' ELSE 'no_lead' END
        WHEN disposition = 'noted' THEN CASE
            WHEN detail GLOB 'our step *' THEN 'own_send'
            WHEN detail GLOB 'the pair of *' THEN 'pair_placed'
            WHEN detail GLOB 'of a lead that *' THEN 'lead_deleted'
            WHEN detail = 'not sent by seqcli' THEN 'foreign_send'
            WHEN detail = 'a test' THEN 'test_send'
            WHEN detail GLOB 'a drop of *' THEN 'old_drop'
            WHEN detail GLOB 'a timer shorter *' THEN 'short_timer'
            WHEN type IN ('email.received', 'email.replied', 'email.bounced') THEN 'mail_noted' ELSE 'passed_over' END
        WHEN type IN ('email.queued', 'email.sent') AND detail GLOB 'adopted as *' THEN 'send_adopted'
        WHEN type IN ('email.queued', 'email.sent') THEN 'send_settled'
        WHEN type IN ('email.cancelled', 'email.send_failed_permanently') THEN 'send_dropped'
        WHEN type = 'email.no_reply' THEN 'wait_over' ELSE 'mail_applied' END""",
    """UPDATE event SET answer_kind = CASE
        WHEN detail GLOB 'hard bounce*' THEN 'hard_bounce'
        WHEN detail GLOB 'soft bounce*' THEN 'soft_bounce'
        WHEN detail GLOB 'unknown bounce*' OR detail GLOB 'bounce*' THEN 'unclear_bounce'
        WHEN detail GLOB 'delay*' THEN 'delay'
        WHEN detail GLOB 'auto_reply*address is dead*' THEN 'address_dead'
        WHEN detail GLOB 'auto_reply*' THEN 'auto_reply'
        WHEN detail GLOB 'opt_out*complaint' THEN 'complaint'
        WHEN detail GLOB 'opt_out*' THEN 'opt_out'
        WHEN detail GLOB 'human*maybe opt-out' THEN 'maybe_opt_out'
        WHEN detail GLOB 'human*' THEN 'human' END
        WHERE type IN ('email.received', 'email.replied', 'email.bounced')""",
    """UPDATE journal SET status = substr(change, instr(change, ' → ') + 3,
            instr(change, ' (step ') - instr(change, ' → ') - 3)
        WHERE change GLOB '* → * (step *)' AND lead_id IS NOT NULL""",
)

# Steering: pauses side by side by cause, who answered, companies, and what `undo` gives back.
_M0008 = (
    "INSERT INTO answer_kind VALUES ('challenge')",
    "CREATE TABLE pause_cause (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "INSERT INTO pause_cause VALUES ('person'), ('company'), ('auto_reply')",
    # One pause a cause; `lead.paused_at` and its neighbours have what follows from all of them.
    f"""CREATE TABLE pause (
        lead_id TEXT NOT NULL,
        cause TEXT NOT NULL REFERENCES pause_cause(code),
        {_instant("paused_at")},
        {_instant("paused_until")},
        reason TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (lead_id, cause)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX pause_source ON pause(source) WHERE source <> ''",
    """INSERT INTO pause(lead_id, cause, paused_at, paused_until, reason)
        SELECT id, 'person', paused_at, paused_until, coalesce(pause_reason, '') FROM lead
        WHERE paused_at IS NOT NULL""",
    # Who answered, under any spelling, in any sequence: kept although the lead is gone, erased with the person.
    f"""CREATE TABLE answer (
        address TEXT PRIMARY KEY,
        sequence_id TEXT NOT NULL,
        {_instant("answered_at")}
    ) STRICT, WITHOUT ROWID""",
    """INSERT OR IGNORE INTO answer(address, sequence_id, answered_at)
        SELECT lead.address, lead.sequence_id, coalesce((SELECT max(at) FROM journal
            WHERE journal.lead_id = lead.id AND journal.status = 'replied'), lead.updated_at)
        FROM lead WHERE lead.status = 'replied' OR EXISTS (SELECT 1 FROM journal
            WHERE journal.lead_id = lead.id AND journal.status = 'replied')
        ORDER BY 3 DESC""",
    "ALTER TABLE lead ADD COLUMN company_key TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE lead ADD COLUMN domain TEXT GENERATED ALWAYS AS (substr(address, instr(address, '@') + 1)) VIRTUAL",
    """UPDATE lead SET company_key = company_key_of(fields) WHERE fields LIKE '%"company"%'""",
    "CREATE INDEX lead_company ON lead(company_key) WHERE company_key <> ''",
    "CREATE INDEX lead_domain ON lead(domain)",
    # Steering commands, newest last, and how each lead or sequence stood before: what `undo` gives back.
    f"""CREATE TABLE steering (
        id INTEGER PRIMARY KEY,
        {_instant("at")},
        command TEXT NOT NULL,
        what TEXT NOT NULL,
        leads INTEGER NOT NULL DEFAULT 0 CHECK (leads >= 0),
        {_instant("undone_at")}
    ) STRICT""",
    """CREATE TABLE steering_change (
        steering_id INTEGER NOT NULL REFERENCES steering(id),
        kind TEXT NOT NULL CHECK (kind IN ('lead', 'sequence')),
        name TEXT NOT NULL,
        before TEXT NOT NULL CHECK (json_valid(before)),
        PRIMARY KEY (steering_id, kind, name)
    ) STRICT, WITHOUT ROWID""",
)

# Judgement about people: one memory a person, companies, patience, the brake and the pace.
_M0009 = (
    """INSERT INTO lead_reason VALUES ('answered_elsewhere'), ('colleague_answered'), ('complained'),
        ('auto_replied')""",
    "INSERT INTO event_handling VALUES ('lead_paused'), ('no_reply_noted'), ('to_look_up')",
    "INSERT INTO answer_kind VALUES ('delivered')",
    # Whoever opted out after a mail has answered as well.
    """INSERT OR IGNORE INTO answer(address, sequence_id, answered_at)
        SELECT address, sequence_id, updated_at FROM lead
        WHERE reason_code = 'opted_out' AND answered_step IS NOT NULL ORDER BY updated_at""",
    "ALTER TABLE lead ADD COLUMN allow_answered INTEGER NOT NULL DEFAULT 0 CHECK (allow_answered IN (0, 1))",
    # When the wait of a step ends that an auto-reply held: what was left of it runs after the pause.
    f"ALTER TABLE lead ADD COLUMN {_instant('wait_ends_at')}",
    # Mails whose event says too little are looked up at 12m; `looked_at` is when that failed last.
    f"ALTER TABLE event ADD COLUMN {_instant('looked_at')}",
    "CREATE INDEX event_to_look_up ON event(lead_id) WHERE handling = 'to_look_up'",
    # A campaign that runs already goes on as it began, until its file names company_stop.
    "UPDATE sequence SET settings = json_set(settings, '$.companyStopUnset', 'off')",
    # Where mails belong although their leads are gone, and what became of them: what the brake and the pace count.
    "ALTER TABLE attempt ADD COLUMN sequence_id TEXT",
    "ALTER TABLE attempt ADD COLUMN bounced INTEGER NOT NULL DEFAULT 0 CHECK (bounced IN (0, 1))",
    "ALTER TABLE attempt ADD COLUMN complained INTEGER NOT NULL DEFAULT 0 CHECK (complained IN (0, 1))",
    "UPDATE attempt SET sequence_id = (SELECT sequence_id FROM lead WHERE lead.id = attempt.lead_id)",
    *(
        f"""UPDATE attempt SET {column} = 1 WHERE state = 'accepted' AND lead_id IN ({leads})
        AND step = (SELECT max(step) FROM attempt AS other
            WHERE other.lead_id = attempt.lead_id AND other.state = 'accepted')"""
        for column, leads in (
            ("bounced", "SELECT id FROM lead WHERE status = 'bounced' AND reason_code = 'bounced'"),
            ("complained", "SELECT lead_id FROM event WHERE answer_kind = 'complaint'"),
        )
    ),
    """CREATE INDEX attempt_left_of_sequence
        ON attempt(sequence_id, coalesce(dispatch_at, accepted_at), bounced, complained) WHERE state = 'accepted'""",
    """CREATE INDEX attempt_left_from_identity
        ON attempt(identity, coalesce(dispatch_at, accepted_at), bounced, complained) WHERE state = 'accepted'""",
    # When the pace counts a mail: when 12m's answer was read, which may be long after the first try.
    f"ALTER TABLE attempt ADD COLUMN {_instant('counted_at')}",
    "UPDATE attempt SET counted_at = accepted_at",
    "CREATE INDEX attempt_counted_at ON attempt(sequence_id, counted_at, step) WHERE counted_at IS NOT NULL",
    # Whom a round sends to next, in the order in which it does.
    """CREATE INDEX lead_next ON lead(current_step = 0, coalesce(last_step_at, released_at))
        WHERE status = 'queued' AND released_at IS NOT NULL""",
    f"ALTER TABLE sequence ADD COLUMN {_instant('next_send_at')}",
    # The pace that `start` chose by itself is no choice of a person, and gives way to a pace of the sequence file.
    "UPDATE sequence SET settings = json_remove(settings, '$.paceMs') WHERE json_extract(settings, '$.paceMs') = 2000",
    "CREATE TABLE brake_cause (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "INSERT INTO brake_cause VALUES ('bounces'), ('complaints'), ('refusals')",
    # The brake of a sequence or an identity: since when mails count, the refusals in a row, and why it tripped.
    f"""CREATE TABLE brake (
        scope TEXT NOT NULL CHECK (scope IN ('sequence', 'identity')),
        name TEXT NOT NULL,
        {_instant("counts_from")},
        refusals INTEGER NOT NULL DEFAULT 0 CHECK (refusals >= 0),
        {_instant("tripped_at")},
        cause TEXT REFERENCES brake_cause(code),
        reason TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (scope, name)
    ) STRICT, WITHOUT ROWID""",
)

# Where a lead stands, as `lead_count` counts it; of held leads with the reason, which is a text for people.
STANDING = """{0}.sequence_id, coalesce({0}.identity, ''), {0}.current_step,
        CASE WHEN {0}.status IN ('replied', 'suppressed') THEN coalesce({0}.answered_step, {0}.current_step)
            ELSE {0}.current_step END,
        {0}.status, {0}.released_at IS NOT NULL, {0}.last_step_at IS NOT NULL,
        CASE {0}.status WHEN 'held' THEN coalesce({0}.reason_code, '') ELSE '' END,
        CASE {0}.status WHEN 'held' THEN {0}.missing_field ELSE '' END,
        CASE {0}.status WHEN 'held' THEN {0}.status_reason ELSE '' END"""
STANDING_COLUMNS = (
    "sequence_id, identity, step, shown_step, status, released, contacted, reason_code, missing_field,"
    " status_reason"
)
_LEAVES_COUNT = f"""UPDATE lead_count SET leads = leads - 1 WHERE ({STANDING_COLUMNS}) = ({STANDING.format("old")});
        DELETE FROM lead_count WHERE ({STANDING_COLUMNS}) = ({STANDING.format("old")}) AND leads = 0"""
_IS_COUNTED = "old.rowid <= (SELECT last_rowid FROM lead_counted)"

# Flat looks: counts of leads that need no lead to be read, and indexes for the few that a look is about.
#: A lead has the address of another row, by the index of people.
_IS_AT = (
    "{0}.part IN (0, 1, 2, 3) AND {0}.domain = substr({1}.address, instr({1}.address, '@') + 1)"
    " AND {0}.address = {1}.address"
)
_FLAT_LOOKS = (
    # How many leads stand where, but for those above `lead_counted.last_rowid`: an import counts its leads at once.
    f"""CREATE TABLE lead_count (
        sequence_id TEXT NOT NULL,
        identity TEXT NOT NULL,
        step INTEGER NOT NULL,
        shown_step INTEGER NOT NULL,
        status TEXT NOT NULL,
        released INTEGER NOT NULL,
        contacted INTEGER NOT NULL,
        reason_code TEXT NOT NULL,
        missing_field TEXT NOT NULL,
        status_reason TEXT NOT NULL,
        leads INTEGER NOT NULL,
        PRIMARY KEY ({STANDING_COLUMNS})
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE lead_counted (only INTEGER PRIMARY KEY CHECK (only = 1), last_rowid INTEGER NOT NULL) STRICT",
    "INSERT INTO lead_counted SELECT 1, coalesce(max(rowid), 0) FROM lead",
    f"""INSERT INTO lead_count SELECT {STANDING.format("lead")}, count(*) FROM lead
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10""",
    f"""CREATE TRIGGER lead_moved AFTER UPDATE ON lead WHEN (old.status <> new.status
        OR old.current_step <> new.current_step OR old.answered_step IS NOT new.answered_step
        OR (old.released_at IS NULL) <> (new.released_at IS NULL)
        OR (old.last_step_at IS NULL) <> (new.last_step_at IS NULL) OR old.identity IS NOT new.identity
        OR old.status_reason <> new.status_reason OR old.reason_code IS NOT new.reason_code
        OR old.missing_field <> new.missing_field OR old.sequence_id <> new.sequence_id)
        AND {_IS_COUNTED} BEGIN
        {_LEAVES_COUNT};
        INSERT INTO lead_count VALUES ({STANDING.format("new")}, 1) ON CONFLICT DO UPDATE SET leads = leads + 1;
    END""",
    # A row id may be given again once the highest ones were deleted.
    f"""CREATE TRIGGER lead_deleted AFTER DELETE ON lead WHEN {_IS_COUNTED} BEGIN
        {_LEAVES_COUNT};
        UPDATE lead_counted SET last_rowid = min(last_rowid, coalesce((SELECT max(rowid) FROM lead), 0));
    END""",
    # Another lead's attempt, perhaps of a lead that was deleted, has the same address: its first step may have to wait.
    "ALTER TABLE lead ADD COLUMN mail_elsewhere INTEGER NOT NULL DEFAULT 0 CHECK (mail_elsewhere IN (0, 1))",
    f"""UPDATE lead SET mail_elsewhere = 1 WHERE id IN (SELECT other.id FROM attempt CROSS JOIN lead AS other
        ON {_IS_AT.format("other", "attempt")} WHERE other.id <> attempt.lead_id)""",
    f"""CREATE TRIGGER attempt_added AFTER INSERT ON attempt BEGIN
        UPDATE lead SET mail_elsewhere = 1
            WHERE {_IS_AT.format("lead", "new")} AND id <> new.lead_id AND mail_elsewhere = 0;
    END""",
    """CREATE INDEX lead_mail_elsewhere ON lead(status, released_at IS NULL)
        WHERE mail_elsewhere = 1 AND current_step = 0""",
    # Lists by sequence and status, in order of import.
    "CREATE INDEX lead_listed ON lead(sequence_id, status, released_at IS NULL)",
    "CREATE INDEX lead_paused ON lead(sequence_id, status, paused_until, paused_at) WHERE paused_at IS NOT NULL",
    # Bounced leads, each to be looked up: 12m may have refused it before any mail left.
    """CREATE INDEX lead_bounced ON lead(sequence_id, status, current_step, released_at, id)
        WHERE status = 'bounced'""",
    # Replied leads, each to be looked up: an event of another lead of the person may have ended it.
    "CREATE INDEX lead_replied ON lead(sequence_id, status, id) WHERE status = 'replied'",
    # Whom a sequence sends to next, and whose wait ends next.
    "DROP INDEX lead_due",
    """CREATE INDEX lead_due ON lead(sequence_id, current_step = 0, coalesce(last_step_at, released_at))
        WHERE status = 'queued' AND released_at IS NOT NULL""",
    "DROP INDEX lead_wake",
    "CREATE INDEX lead_wake ON lead(sequence_id, wake_at) WHERE status = 'in_flight'",
    "CREATE INDEX attempt_given_up ON attempt(identity) WHERE state IN ('refused', 'cancelled')",
    "CREATE INDEX attempt_retried ON attempt(identity, next_try_at) WHERE next_try_at IS NOT NULL",
    # Mails that were used for a lead: the newest first, and whether a lead has one.
    """CREATE INDEX event_answers ON event(coalesce(occurred_at, received_at))
        WHERE disposition = 'applied' AND answer_kind IS NOT NULL""",
    """CREATE INDEX event_answer_of_lead ON event(lead_id, answer_kind, type, disposition)
        WHERE answer_kind IS NOT NULL""",
    "CREATE INDEX event_unreadable ON event(identity) WHERE disposition = 'unreadable'",
)

# Speed. A row of `attempt` was found by three texts in each of its ten indexes; now by a number, and the bytes of the
# request, which most readers skip, come last. The key needs no index: it follows from lead, step and generation.
_M0010 = (
    f"""CREATE TABLE new_attempt (
        id INTEGER PRIMARY KEY,
        lead_id TEXT NOT NULL,
        step INTEGER NOT NULL CHECK (step >= 0),
        generation INTEGER NOT NULL DEFAULT 0 CHECK (generation >= 0),
        idempotency_key TEXT NOT NULL,
        sequence_id TEXT,
        identity TEXT NOT NULL,
        address TEXT NOT NULL,
        variant TEXT NOT NULL DEFAULT 'a',
        state TEXT NOT NULL CHECK (state = 'pending' OR state = 'unknown' OR state = 'accepted' OR state = 'refused'
            OR state = 'cancelled' OR state = 'parked'),
        {_instant("created_at")},
        {_instant("first_try_at")},
        {_instant("next_try_at")},
        tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
        {_instant("accepted_at")},
        {_instant("counted_at")},
        {_instant("dispatch_at")},
        pending_id TEXT,
        conv_id TEXT,
        queued_seq INTEGER,
        sent_seq INTEGER,
        http_status INTEGER,
        bounced INTEGER NOT NULL DEFAULT 0 CHECK (bounced IN (0, 1)),
        complained INTEGER NOT NULL DEFAULT 0 CHECK (complained IN (0, 1)),
        reason_code TEXT REFERENCES attempt_reason(code),
        reason TEXT NOT NULL DEFAULT '',
        request_body BLOB NOT NULL,
        UNIQUE (lead_id, step, generation),
        CHECK (state <> 'unknown' OR first_try_at IS NOT NULL),
        CHECK (state <> 'accepted' OR accepted_at IS NOT NULL)
    ) STRICT""",
    f"INSERT INTO new_attempt({_ATTEMPT_COLUMNS}) SELECT {_ATTEMPT_COLUMNS} FROM attempt",
    "DROP TABLE attempt",
    "ALTER TABLE new_attempt RENAME TO attempt",
    # As before, but that unknown and parked attempts no longer share an index beside the one of the unknown.
    "CREATE UNIQUE INDEX attempt_accepted_once ON attempt(lead_id, step) WHERE state = 'accepted'",
    "CREATE UNIQUE INDEX attempt_unknown_once ON attempt(identity, address) WHERE state = 'unknown'",
    "CREATE INDEX attempt_parked ON attempt(identity, address) WHERE state = 'parked'",
    "CREATE INDEX attempt_pending_id ON attempt(pending_id) WHERE pending_id IS NOT NULL",
    "CREATE INDEX attempt_conversation ON attempt(conv_id) WHERE conv_id IS NOT NULL",
    "CREATE INDEX attempt_address ON attempt(address)",
    """CREATE INDEX attempt_left_of_sequence
        ON attempt(sequence_id, coalesce(dispatch_at, accepted_at), bounced, complained) WHERE state = 'accepted'""",
    """CREATE INDEX attempt_left_from_identity
        ON attempt(identity, coalesce(dispatch_at, accepted_at), bounced, complained) WHERE state = 'accepted'""",
    "CREATE INDEX attempt_counted_at ON attempt(sequence_id, counted_at, step) WHERE counted_at IS NOT NULL",
    # A row of `event` no longer shares its pages with the tree that finds it, in which a body of more than a kilobyte
    # takes a page of its own.
    f"""CREATE TABLE new_event (
        identity TEXT NOT NULL,
        seq INTEGER NOT NULL,
        id TEXT,
        type TEXT NOT NULL,
        {_instant("occurred_at")},
        {_instant("received_at")},
        conv_id TEXT,
        pending_id TEXT,
        lead_id TEXT,
        disposition TEXT NOT NULL CHECK (disposition = 'applied' OR disposition = 'noted' OR disposition = 'stale'
            OR disposition = 'unmatched' OR disposition = 'unknown type' OR disposition = 'before our time'
            OR disposition = 'duplicate' OR disposition = 'unreadable'),
        handling TEXT REFERENCES event_handling(code),
        answer_kind TEXT REFERENCES answer_kind(code),
        detail TEXT NOT NULL DEFAULT '',
        {_instant("looked_at")},
        body TEXT NOT NULL,
        UNIQUE (identity, seq)
    ) STRICT""",
    f"INSERT INTO new_event({_EVENT_COLUMNS}) SELECT {_EVENT_COLUMNS} FROM event",
    "DROP TABLE event",
    "ALTER TABLE new_event RENAME TO event",
    "CREATE INDEX event_id ON event(identity, id) WHERE id IS NOT NULL",
    "CREATE INDEX event_lead ON event(lead_id) WHERE lead_id IS NOT NULL",
    "CREATE INDEX event_pending_id ON event(identity, pending_id) WHERE pending_id IS NOT NULL",
    "CREATE INDEX event_unmatched ON event(identity, conv_id) WHERE disposition = 'unmatched'",
    "CREATE INDEX event_to_look_up ON event(lead_id) WHERE handling = 'to_look_up'",
    # What was kept of an event is found by the event, however many others wait to be matched.
    "CREATE INDEX event_address_event ON event_address(identity, seq)",
    # The indexes by person, domain and company have parts, so that an import into a large file fills a small one. One
    # index serves people and domains. Across parts the id keeps a person once in a sequence: it follows from both.
    "DROP INDEX lead_domain",
    "DROP INDEX lead_once",
    "DROP INDEX lead_company",
    "ALTER TABLE lead ADD COLUMN part INTEGER NOT NULL DEFAULT 0 CHECK (part BETWEEN 0 AND 3)",
    "CREATE UNIQUE INDEX lead_once ON lead(part, domain, address, sequence_id)",
    "CREATE INDEX lead_company ON lead(part, company_key) WHERE company_key <> ''",
    *_FLAT_LOOKS,
)


#: Columns of contact files that held another address of the person, as the merge fields that they became.
_OTHER_ADDRESS_FIELDS = ", ".join(
    f"'{name}'"
    for name in (
        *(
            "personal_email",
            "private_email",
            "secondary_email",
            "alternate_email",
            "other_email",
            "home_email",
        ),
        *(
            "email_2",
            "email2",
            "e_mail_2",
            "email_address_2",
            "email_3",
            "email3",
            "alternate_email_1",
            "work_email",
        ),
        *(
            "email_privat",
            "e_mail_privat",
            "private_e_mail",
            "email_personnel",
            "correo_personal",
            "email_personale",
        ),
    )
)
_LOCAL = "substr(address, 1, length(address) - length(domain) - 1)"
_UNTAGGED = f"substr({_LOCAL}, 1, instr({_LOCAL} || '+', '+') - 1)"
_JOINED = (
    # Whose lead has an alias of a mailbox, and further addresses that rows have had.
    f"""INSERT OR IGNORE INTO other_address(address, person) SELECT mailbox, address FROM (
        SELECT address, CASE WHEN domain IN ('gmail.com', 'googlemail.com')
            THEN replace({_UNTAGGED}, '.', '') || '@gmail.com' ELSE {_UNTAGGED} || '@' || domain END AS mailbox
        FROM lead WHERE instr(address, '+') > 0 OR domain IN ('gmail.com', 'googlemail.com')
    ) WHERE mailbox <> address AND mailbox NOT GLOB '@*'""",
    f"""INSERT OR IGNORE INTO other_address(address, person) SELECT lower(trim(value)), address
        FROM lead, json_each(lead.fields) WHERE key IN ({_OTHER_ADDRESS_FIELDS}) AND value GLOB '?*@?*.?*'
        AND instr(trim(value), ' ') = 0 AND lower(trim(value)) <> address""",
    # An opt-out that ended nobody was closed; it may come from another address of a lead.
    """UPDATE inbox SET state = 'open', closed_at = NULL, closed_by = NULL
        WHERE kind IN ('opt_out', 'complaint') AND lead_id IS NULL AND closed_by = 'rule'""",
)


MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("0001_first", _M0001),
    ("0002_test_sends", _M0002),
    ("0003_anchors", _M0003),
    ("0004_file_id", _M0004),
    ("0005_forgotten", _M0005),
    ("0006_suppressed_leads", _M0006),
    ("0007_reasons", _M0007),
    ("0008_steering", _M0008),
    ("0009_judgement", _M0009),
    ("0010_speed", _M0010),
    ("0011_inbox", M0011),
    ("0012_views", (*M0012, *OUTCOMES)),
    # A contact file of another sender may say that somebody answered there: which file, where one does.
    ("0013_moving_in", ("ALTER TABLE answer ADD COLUMN source TEXT NOT NULL DEFAULT ''",)),
    # A contact file may have several addresses of a person; `person` is the one that is written to.
    (
        "0014_other_addresses",
        (
            """CREATE TABLE other_address (
                address TEXT NOT NULL,
                person TEXT NOT NULL,
                PRIMARY KEY (address, person)
            ) STRICT, WITHOUT ROWID""",
            "CREATE INDEX other_address_person ON other_address(person)",
            *_JOINED,
        ),
    ),
)


def make_step(statements: tuple[str, ...]) -> Callable[[Executes], None]:
    """Return a migration function that runs `statements` one by one (`executescript` would commit first)."""

    def run(db: Executes) -> None:
        for statement in statements:
            db.execute(statement)

    return run
