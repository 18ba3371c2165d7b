"""Which leads may be sent to, in SQL."""

#: A lead that is not paused at `:now`; a pause that has ended does not count.
NOT_PAUSED = "(lead.paused_at IS NULL OR lead.paused_until <= :now)"
#: A lead that waits for a send that may go at `:now`.
MAY_BE_SENT = (
    f"lead.status = 'queued' AND lead.released_at IS NOT NULL AND sequence.status = 'active' AND {NOT_PAUSED}"
)
