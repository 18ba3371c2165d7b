"""Moves stored times that a wrong clock wrote."""

from datetime import datetime

from seqcli.clock import EARLIEST, HOUR_MS, plus_ms, to_text
from seqcli.store.database import Database

#: When something happened, by table. Times from 12m (`dispatch_at`, `occurred_at`) are right.
_MADE = "created_at"
_STAMPS = {
    "lead": ("created_at", "updated_at", "released_at", "last_step_at", "paused_at"),
    "sequence": ("created_at", "updated_at"),
    "attempt": ("created_at", "first_try_at", "accepted_at", "counted_at"),
    "cursor": ("updated_at", "drained_at"),
    "suppression": ("created_at",),
    "journal": ("at",),
    "test_send": ("created_at",),
    "suppressed_lead": ("suppressed_at",),
    "pause": ("paused_at",),
    "steering": ("at", "undone_at"),
    "brake": ("counts_from", "tripped_at"),
    "inbox": ("closed_at",),
    "thread_mail": ("fetched_at",),
    "reply": ("created_at", "first_try_at", "accepted_at"),
    "mark": ("at", "undone_at"),
    "branch": ("planned_at", "closed_at"),
    "notice": ("at",),
}
#: Until when something waits, by table.
_WAITS = {
    "lead": ("paused_until", "wake_at", "wait_ends_at"),
    "sequence": ("next_first_at", "next_send_at"),
    "attempt": ("next_try_at",),
    "cursor": ("not_before",),
    "pause": ("paused_until",),
    "reply": ("next_try_at",),
    "branch": ("due_at", "look_at"),
    "notice": ("next_try_at",),
}
#: The time that shows whether the wrong clock wrote a lead's wait.
_WRITTEN_WITH = {
    "paused_until": "paused_at",
    "wake_at": "updated_at",
    "wait_ends_at": "paused_at",
    "due_at": "planned_at",
}
#: An overdue lead is looked up again after this time.
_LOOK_AGAIN_MS = 12 * HOUR_MS


class Times:
    """Corrects stored times in all tables."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def shift_all(self, by_ms: int, *, made: bool) -> None:
        """Move every stored time by the error of the clock that wrote them.

        Without `made` the `created_at` of the file and its rows stay.
        """
        for table, columns in _STAMPS.items():
            stamps = [column for column in columns if made or column != _MADE]
            every = (*stamps, *_WAITS.get(table, ()))
            if not every:
                continue
            changes = ", ".join(f"{column} = {_moved(column)}" for column in every)
            self._db.run(f"UPDATE {table} SET {changes}", *[_modifier(by_ms)] * len(every))
        if made:
            self._db.run(f"UPDATE meta SET value = {_moved('value')} WHERE key = ?", _modifier(by_ms), _MADE)

    def shift_future(self, now: datetime, by_ms: int) -> None:
        """Move back what a clock that was ahead wrote: times after `now`, and waits that were set then.

        `by_ms` is negative. No past event moves after `now`; overdue leads are looked up soon.
        """
        limit = to_text(plus_ms(now, HOUR_MS))
        for table, columns in _WAITS.items():
            for column in columns:
                written = _WRITTEN_WITH.get(column, column)
                self._db.run(
                    f"UPDATE {table} SET {column} = {_moved(column)} WHERE {column} > ? AND {written} > ?",
                    *(_modifier(by_ms), limit, limit),
                )
        self._db.run(
            "UPDATE lead SET wake_at = min(wake_at, ?) WHERE updated_at > ? AND wake_at IS NOT NULL",
            *(to_text(plus_ms(now, _LOOK_AGAIN_MS)), limit),
        )
        # A mail is accepted before it leaves, and 12m's own `dispatch_at` is right.
        self._db.run(
            f"UPDATE attempt SET accepted_at = min({_moved('accepted_at')}, dispatch_at)"
            " WHERE accepted_at > ? AND dispatch_at <= ?",
            *(_modifier(by_ms), limit, limit),
        )
        for table, columns in _STAMPS.items():
            for column in columns:
                self._db.run(
                    f"UPDATE {table} SET {column} = min({_moved(column)}, ?) WHERE {column} > ?",
                    *(_modifier(by_ms), to_text(now), limit),
                )


def _moved(column: str) -> str:
    """Return SQL for the moved time, never earlier than the earliest believable one."""
    return f"max(strftime('%Y-%m-%dT%H:%M:%fZ', {column}, ?), '{to_text(EARLIEST)}')"


def _modifier(by_ms: int) -> str:
    return f"{by_ms / 1000:+.3f} seconds"
