"""Migration 0012: views with stable names for people who explore the file, and for the report."""

from seqcli.store.schema_explore import INBOX_VIEWS

#: The Thursday of a day's ISO week: its year and its day of the year name the week.
_THURSDAY = "date({0}, '-3 days', 'weekday 4')"
_WEEK = f"strftime('%Y', {_THURSDAY}) || '-W' || printf('%02d', (strftime('%j', {_THURSDAY}) - 1) / 7 + 1)"
_NEWEST_MARK = (
    "(SELECT kind FROM mark WHERE mark.lead_id = lead.id AND mark.undone_at IS NULL ORDER BY id DESC LIMIT 1)"
)
#: The mails of a person that were used for a lead.
_BY_PERSON = (
    "WHERE event.lead_id = answered.id AND event.disposition = 'applied'"
    " AND event.answer_kind IN ('human', 'maybe_opt_out', 'opt_out', 'complaint')"
)

M0012 = (
    # One row a mail that 12m accepted and did not drop. `left_at` is when it leaves 12m, perhaps to come.
    f"""CREATE VIEW v_sends AS
        SELECT attempt.lead_id, attempt.sequence_id, attempt.step + 1 AS step, attempt.variant, attempt.identity,
            attempt.address, coalesce(attempt.dispatch_at, attempt.accepted_at) AS left_at,
            date(coalesce(attempt.dispatch_at, attempt.accepted_at)) AS day,
            {_WEEK.format("coalesce(attempt.dispatch_at, attempt.accepted_at)")} AS week,
            attempt.accepted_at, attempt.bounced, attempt.complained, attempt.conv_id,
            CASE WHEN attempt.address LIKE '%@%'
                THEN substr(attempt.address, instr(attempt.address, '@') + 1) ELSE '' END AS domain,
            EXISTS (SELECT 1 FROM lead WHERE lead.id = attempt.lead_id AND lead.answered_step = attempt.step)
                AS answered
        FROM attempt WHERE attempt.state = 'accepted'""",
    # One row a lead that a person answered, or that opted out: once, with the mail that it answers.
    f"""CREATE VIEW v_replies AS
        SELECT lead.id AS lead_id, lead.email, lead.address, lead.sequence_id, sent.step, sent.variant, sent.identity,
            sent.left_at, sent.week, answer.at, {_WEEK.format("answer.at")} AS answer_week,
            CASE WHEN answer.is_told THEN max(0, round((julianday(answer.at) - julianday(sent.left_at)) * 1440)) END
                AS minutes,
            CASE WHEN answer.kind IN ('human', 'maybe_opt_out') THEN 'answered'
                WHEN answer.kind IS NOT NULL OR lead.reason_code IN ('opted_out', 'complained') THEN 'opted_out'
                ELSE 'answered' END AS outcome,
            (SELECT kind FROM mark WHERE mark.lead_id = lead.id AND mark.undone_at IS NULL AND mark.at >= answer.at
                ORDER BY id DESC LIMIT 1) AS mark, sent.conv_id, sent.domain,
            coalesce(lead.reason_code IN ('opted_out', 'complained'), 0) AS opted_out
        FROM lead JOIN v_sends AS sent ON sent.lead_id = lead.id AND sent.step = lead.answered_step + 1
        JOIN (SELECT told.lead_id, told.kind, coalesce(told.event_at, told.journal_at, told.updated_at) AS at,
                told.event_at IS NOT NULL OR told.journal_at IS NOT NULL AS is_told
            FROM (SELECT answered.id AS lead_id, answered.updated_at,
                (SELECT answer_kind FROM event {_BY_PERSON} ORDER BY coalesce(occurred_at, received_at) LIMIT 1)
                    AS kind,
                (SELECT min(coalesce(occurred_at, received_at)) FROM event {_BY_PERSON}) AS event_at,
                (SELECT min(journal.at) FROM journal WHERE journal.lead_id = answered.id
                    AND journal.status IN ('replied', 'suppressed') AND journal.actor GLOB 'event *') AS journal_at
            FROM lead AS answered WHERE answered.answered_step IS NOT NULL) AS told) AS answer
            ON answer.lead_id = lead.id
        WHERE lead.answered_step IS NOT NULL""",
    # One row a lead, in the words of `status`.
    f"""CREATE VIEW v_people AS
        SELECT lead.id AS lead_id, lead.email, lead.sequence_id, lead.status, lead.status_reason AS reason,
            lead.current_step + 1 AS step, lead.answered_step + 1 AS answered_step, {_NEWEST_MARK} AS mark,
            json_extract(lead.fields, '$.company') AS company, json_extract(lead.fields, '$.source') AS source,
            lead.identity, lead.released_at, lead.paused_until, lead.created_at,
            (SELECT min(left_at) FROM v_sends WHERE v_sends.lead_id = lead.id) AS first_mail_at,
            lead.last_step_at AS last_mail_at, lead.reason_code, lead.missing_field, lead.domain, lead.conv_id,
            (SELECT count(*) FROM v_sends WHERE v_sends.lead_id = lead.id) AS mails, lead.paused_at, lead.updated_at
        FROM lead""",
    # One row a day (UTC) and sequence on which something happened.
    """CREATE VIEW v_daily AS
        SELECT day, sequence_id, sum(mails) AS mails, sum(first_mails) AS first_mails, sum(bounced) AS bounced,
            sum(answered) AS answered, sum(opted_out) AS opted_out
        FROM (
            SELECT day, sequence_id, count(*) AS mails, sum(step = 1) AS first_mails, sum(bounced) AS bounced,
                0 AS answered, 0 AS opted_out FROM v_sends GROUP BY 1, 2
            UNION ALL
            SELECT date(at), sequence_id, 0, 0, 0, sum(outcome = 'answered'), sum(outcome = 'opted_out')
                FROM v_replies GROUP BY 1, 2)
        GROUP BY 1, 2""",
    *INBOX_VIEWS,
)
