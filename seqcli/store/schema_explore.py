"""Migration 0012, second part: views of the inbox and of replies by hand, for people who explore the file."""

#: A snoozed mail waits again once its time has come, by the clock of who looks.
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

INBOX_VIEWS = (
    # One row an inbound mail, without its text.
    f"""CREATE VIEW v_inbox AS
        SELECT inbox.id, inbox.at, date(inbox.at) AS day, inbox.kind, inbox.state,
            inbox.state = 'open' OR inbox.state = 'snoozed' AND inbox.snoozed_until <= {_NOW} AS waits,
            inbox.sender, substr(inbox.sender, instr(inbox.sender, '@') + 1) AS sender_domain,
            inbox.guess, inbox.lead_id, lead.email, lead.sequence_id, lead.status AS lead_status,
            lead.answered_step + 1 AS answered_step, inbox.snoozed_until, inbox.closed_at, inbox.closed_by,
            max(0, round((julianday(inbox.closed_at) - julianday(inbox.at)) * 1440)) AS minutes_to_close,
            inbox.identity, inbox.conv_id
        FROM inbox LEFT JOIN lead ON lead.id = inbox.lead_id""",
    # One row a reply that a person wrote with seqcli, without its text.
    """CREATE VIEW v_own_replies AS
        SELECT reply.id, reply.inbox_id, reply.lead_id, reply.address, reply.identity, reply.state, reply.created_at,
            coalesce(reply.dispatch_at, reply.accepted_at) AS left_at,
            max(0, round((julianday(coalesce(reply.dispatch_at, reply.accepted_at)) - julianday(inbox.at)) * 1440))
                AS minutes_to_reply,
            reply.conv_id
        FROM reply LEFT JOIN inbox ON inbox.id = reply.inbox_id""",
)
