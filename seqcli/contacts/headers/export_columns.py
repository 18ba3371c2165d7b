"""The columns of `leads --csv` and `export` with the status of a lead; an import ignores them, but for the status."""

LIST_COLUMNS = (
    *("email", "sequence", "status", "released", "step", "reason", "paused", "paused_until", "last_step_at"),
    *("conversation", "mark"),
)
STATE_COLUMNS = (
    *("id", *LIST_COLUMNS[:-1], "identity", "imported_at", "released_at"),
    *("replied_at", "bounced_at", "suppressed_at", "updated_at", "mark"),
)
#: Headers that seqcli writes, and those that it wrote before there were marks; the longer of two comes first.
OWN_HEADERS = (STATE_COLUMNS, STATE_COLUMNS[:-1], LIST_COLUMNS, LIST_COLUMNS[:-1])
