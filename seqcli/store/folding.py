"""Old texts of events and requests in SQL: which of them no command needs whole, and how they are made shorter."""

from collections.abc import Generator
from datetime import datetime
from shutil import disk_usage
from typing import NamedTuple

from seqcli.clock import to_text
from seqcli.errors import StateError
from seqcli.store.database import Database
from seqcli.wording import megabytes

#: A lead that has ended, or that the file no longer has: nothing is held, looked up or sent for it.
_IS_OVER = "(lead.id IS NULL OR lead.status NOT IN ('queued', 'in_flight', 'held'))"
#: Kept events that match a lead by their fields. A kept mail or bounce matches by its text.
_WITHOUT_TEXT = (
    "('email.queued', 'email.sent', 'email.cancelled', 'email.send_failed_permanently', 'email.no_reply')"
)
#: A send that was tried and stands so is never made again with its bytes.
_SETTLED = "('accepted', 'refused', 'cancelled')"


class OldText(NamedTuple):
    """A text with the primary key of its row. `is_kept`: the event may still match a lead, and is then read again."""

    key: tuple[str | int, ...]
    text: str
    type: str = ""
    is_kept: bool = False


class Folding:
    """The texts that may be made shorter. What seqcli has not understood, or may send again, is none of them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def iter_events(self, before: datetime, after: tuple[str | int, ...]) -> Generator[OldText]:
        """Yield the bodies of events from before an instant, behind the key `after` (identity and seq).

        None of an event that is to be looked up, could not be read, or is of an unknown type; no unmatched mail.
        """
        found = self._db.iterate(
            "SELECT event.identity, event.seq, event.body, event.type, event.disposition = 'unmatched'"
            " FROM event LEFT JOIN lead ON lead.id = event.lead_id"
            " WHERE (event.identity, event.seq) > (?, ?) AND coalesce(event.occurred_at, event.received_at) < ?"
            f" AND {_IS_OVER} AND event.handling IS NOT 'to_look_up'"
            " AND (event.disposition IN ('applied', 'noted', 'stale', 'duplicate', 'before our time')"
            f"  OR event.disposition = 'unmatched' AND event.type IN {_WITHOUT_TEXT})"
            " ORDER BY event.identity, event.seq",
            (*after, to_text(before)),
        )
        return (OldText((row[0], row[1]), row[2], row[3], bool(row[4])) for row in found)

    def save_event(self, old: OldText, text: str) -> bool:
        """Save a shorter body, unless the event has changed since it was read."""
        return bool(
            self._db.run(
                "UPDATE event SET body = ? WHERE identity = ? AND seq = ? AND body = ?",
                text,
                *old.key,
                old.text,
            )
        )

    def iter_requests(self, before: datetime, after: tuple[str | int, ...]) -> Generator[OldText]:
        """Yield the bytes of sends settled before an instant, behind the key `after` (an attempt's number).

        None of a send that may be made again with these bytes: pending, unknown, parked, or cancelled before any try,
        which has neither of the two times.
        """
        found = self._db.iterate(
            "SELECT attempt.id, attempt.request_body FROM attempt LEFT JOIN lead ON lead.id = attempt.lead_id"
            f" WHERE attempt.id > ? AND coalesce(attempt.accepted_at, attempt.first_try_at) < ? AND {_IS_OVER}"
            f" AND attempt.state IN {_SETTLED} AND attempt.request_body <> X'' ORDER BY attempt.id",
            (*after, to_text(before)),
        )
        return (OldText((row[0],), row[1].decode()) for row in found)

    def save_request(self, old: OldText, text: str) -> bool:
        """Save shorter bytes, unless the attempt has changed since it was read."""
        return bool(
            self._db.run(
                "UPDATE attempt SET request_body = ? WHERE id = ? AND request_body = ?"
                f" AND state IN {_SETTLED}",
                text.encode(),
                *old.key,
                old.text.encode(),
            )
        )

    def iter_fetched(self, before: datetime, after: tuple[str | int, ...]) -> Generator[OldText]:
        """Yield the mails from before an instant that `thread` has fetched, behind a number.

        None of a conversation with a lead that goes on, or of one in which a mail waits for a person.
        """
        found = self._db.iterate(
            "SELECT thread_mail.rowid, thread_mail.text FROM thread_mail WHERE thread_mail.rowid > ?"
            " AND coalesce(thread_mail.at, thread_mail.fetched_at) < ? AND thread_mail.text <> ''"
            f" AND NOT EXISTS (SELECT 1 FROM lead WHERE lead.conv_id = thread_mail.conv_id AND NOT {_IS_OVER})"
            " AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.identity = thread_mail.identity"
            "  AND inbox.conv_id = thread_mail.conv_id AND inbox.state IN ('open', 'snoozed'))"
            " ORDER BY thread_mail.rowid",
            (*after, to_text(before)),
        )
        return (OldText((row[0],), row[1]) for row in found)

    def delete_fetched(self, old: OldText) -> bool:
        """Delete a fetched mail, unless it was fetched again since it was read."""
        return bool(self._db.run("DELETE FROM thread_mail WHERE rowid = ? AND text = ?", *old.key, old.text))

    def give_back_room(self) -> None:
        """Write the file anew without free pages, as one change: a kill leaves the old file or the new one.

        The new file needs room twice for that time: among SQLite's temporary files, and in the log beside the file.

        Raises:
            StateError: there is too little room beside the file.
            LockHeldError: another process is writing.
        """
        (row,) = self._db.rows(
            "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count,"
            " pragma_page_size"
        )
        if disk_usage(self._db.path.resolve().parent).free < row[0]:
            raise StateError(
                "disk_full",
                f"no space left to write {self._db.path} anew: that takes {megabytes(row[0])} beside it",
                "What was folded stays folded. Free some space and run it again.",
            )
        self._db.execute("VACUUM")
