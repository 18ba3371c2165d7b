"""The columns of `leads --csv` and `export` with the status of a lead; an import ignores them."""

LIST_COLUMNS = (
    *("email", "sequence", "status", "released", "step", "reason", "paused", "paused_until", "last_step_at"),
    "conversation",
)
STATE_COLUMNS = (
    *("id", *LIST_COLUMNS, "identity", "imported_at", "released_at"),
    *("replied_at", "bounced_at", "suppressed_at", "updated_at"),
)
