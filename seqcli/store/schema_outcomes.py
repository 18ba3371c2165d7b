"""Part of migration 0012: what happened in each sequence, counted for machines that watch. No count ever falls."""

_ADD = """INSERT INTO outcome_count VALUES (new.sequence_id, '{0}', 1)
            ON CONFLICT DO UPDATE SET total = total + 1;"""
#: `suppress remove --restore` gives a lead back what it was: that happens to nobody a second time.
_HAPPENS = "new.status <> old.status AND old.status <> 'suppressed'"
_OPTED_OUT = "status = 'suppressed' AND {0}reason_code IN ('opted_out', 'complained')"
_BOUNCED = "status = 'bounced' AND {0}last_step_at IS NOT NULL"

OUTCOMES = (
    """CREATE TABLE outcome_count (
        sequence_id TEXT NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'answered', 'bounced', 'opted_out')),
        total INTEGER NOT NULL CHECK (total >= 0),
        PRIMARY KEY (sequence_id, outcome)
    ) STRICT, WITHOUT ROWID""",
    # Of the past the file says where people stand; of those who were forgotten, no longer why.
    """INSERT INTO outcome_count SELECT sequence_id, 'sent', count(*) FROM attempt
        WHERE counted_at IS NOT NULL AND sequence_id IS NOT NULL GROUP BY 1""",
    f"""INSERT INTO outcome_count SELECT sequence_id, outcome, sum(people) FROM (
            SELECT sequence_id, CASE WHEN status = 'replied' THEN 'answered' WHEN {_BOUNCED.format("")} THEN 'bounced'
                WHEN {_OPTED_OUT.format("")} THEN 'opted_out' END AS outcome, 1 AS people FROM lead
            UNION ALL SELECT sequence_id, CASE status WHEN 'replied' THEN 'answered' WHEN 'bounced' THEN 'bounced' END,
                people FROM forgotten)
        WHERE outcome IS NOT NULL GROUP BY 1, 2""",
    f"""CREATE TRIGGER send_counted AFTER UPDATE OF counted_at ON attempt WHEN old.counted_at IS NULL
        AND new.counted_at IS NOT NULL AND new.sequence_id IS NOT NULL BEGIN
        {_ADD.format("sent")}
    END""",
    f"""CREATE TRIGGER answer_counted AFTER UPDATE OF status ON lead
        WHEN {_HAPPENS} AND new.status = 'replied' BEGIN
        {_ADD.format("answered")}
    END""",
    f"""CREATE TRIGGER bounce_counted AFTER UPDATE OF status ON lead
        WHEN {_HAPPENS} AND new.{_BOUNCED.format("new.")} BEGIN
        {_ADD.format("bounced")}
    END""",
    f"""CREATE TRIGGER opt_out_counted AFTER UPDATE OF status ON lead
        WHEN {_HAPPENS} AND new.{_OPTED_OUT.format("new.")} BEGIN
        {_ADD.format("opted_out")}
    END""",
)
