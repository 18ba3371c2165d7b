"""The SQLite state file. Every SQL statement of seqcli is in this package."""

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from seqcli.store.activity import Activity, RecentMove, RecentSend
from seqcli.store.answers import Answered, Answers
from seqcli.store.attempts import Attempts
from seqcli.store.bloom_filter import BloomFilter
from seqcli.store.brakes import Brake, Brakes
from seqcli.store.branches import Branch, BranchCount, Branches, NewBranch, StandingMark
from seqcli.store.copies import is_copy
from seqcli.store.cursors import Cursor, Cursors
from seqcli.store.damage import find_damage, read_fields
from seqcli.store.database import Database, damaged
from seqcli.store.erasure import Erasure
from seqcli.store.events import AnswerEvent, Events, PersonsAnswer, StoredEvent, UsedEvent, may_match_later
from seqcli.store.folding import Folding, OldText
from seqcli.store.imports import Imports, KnownLead, NewLead, Standing
from seqcli.store.inbox import Inbox, InboxCount, InboxFilter, InboxItem, InboxRow, NewMail
from seqcli.store.journal import Journal, JournalNews
from seqcli.store.lead_lists import LeadFilter, LeadLists, LeadToCheck
from seqcli.store.lead_marks import LeadMark, LeadMarks, mark_word
from seqcli.store.leads import Doubts, LeadGoneError, Leads, LeadToClaim
from seqcli.store.meta import Meta
from seqcli.store.monitoring import InboxNews, LeadTotal, Monitoring, OpenSends, OutcomeTotal, Waiting
from seqcli.store.notices import MailToTell, Notice, Notices
from seqcli.store.opening import open_file
from seqcli.store.other_addresses import OtherAddresses
from seqcli.store.pauses import Pause, Pauses
from seqcli.store.people import People, WaitCount
from seqcli.store.person_mails import PersonMails, UsedMail
from seqcli.store.quarantine import Quarantine
from seqcli.store.queries import ComingLead, DueCount, Queries, StepCount
from seqcli.store.releases import ReleaseCounts, Releases
from seqcli.store.replies import Replies, Reply
from seqcli.store.report import (
    AnswerTime,
    Dimension,
    GroupCount,
    Report,
    ReportScope,
    VariantDay,
)
from seqcli.store.report_charts import Cohort, DayCount, HourCount, ReportCharts, StandingCount
from seqcli.store.round_lock import RoundLock
from seqcli.store.sequences import Sequences
from seqcli.store.steering import Steering
from seqcli.store.suppression_lists import SuppressionLists
from seqcli.store.suppressions import SuppressedLeads, Suppressions
from seqcli.store.targets import Targets
from seqcli.store.test_sends import TestSends
from seqcli.store.threads import ThreadEvent, ThreadMail, ThreadPlace, Threads, ThreadSend
from seqcli.store.times import Times

__all__ = [
    "AnswerEvent",
    "AnswerTime",
    "Answered",
    "BloomFilter",
    "Brake",
    "Branch",
    "BranchCount",
    "Cohort",
    "ComingLead",
    "Cursor",
    "DayCount",
    "Dimension",
    "Doubts",
    "DueCount",
    "GroupCount",
    "HourCount",
    "InboxCount",
    "InboxFilter",
    "InboxItem",
    "InboxNews",
    "InboxRow",
    "JournalNews",
    "KnownLead",
    "LeadFilter",
    "LeadGoneError",
    "LeadMark",
    "LeadToCheck",
    "LeadToClaim",
    "LeadTotal",
    "MailToTell",
    "NewBranch",
    "NewLead",
    "NewMail",
    "Notice",
    "OldText",
    "OpenSends",
    "OutcomeTotal",
    "Pause",
    "PersonsAnswer",
    "RecentMove",
    "RecentSend",
    "ReleaseCounts",
    "Reply",
    "ReportScope",
    "Standing",
    "StandingCount",
    "StandingMark",
    "StepCount",
    "Store",
    "StoredEvent",
    "ThreadEvent",
    "ThreadMail",
    "ThreadPlace",
    "ThreadSend",
    "UsedEvent",
    "UsedMail",
    "VariantDay",
    "WaitCount",
    "Waiting",
    "mark_word",
    "may_match_later",
    "read_fields",
]


class Store:
    """The open state file, in parts. Every write happens inside `transaction()`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.path = database.path
        self.meta = Meta(database)
        self.sequences = Sequences(database)
        self.leads = Leads(database)
        self.lead_lists = LeadLists(database)
        self.lead_marks = LeadMarks(database)
        self.releases = Releases(database)
        self.journal = Journal(database)
        self.attempts = Attempts(database)
        self.test_sends = TestSends(database)
        self.events = Events(database)
        self.quarantine = Quarantine(database)
        self.inbox = Inbox(database)
        self.notices = Notices(database)
        self.threads = Threads(database)
        self.replies = Replies(database)
        self.cursors = Cursors(database)
        self.suppressions = Suppressions(database)
        self.suppressed_leads = SuppressedLeads(database)
        self.suppression_lists = SuppressionLists(database, self.suppressions)
        self.pauses = Pauses(database)
        self.answers = Answers(database)
        self.other_addresses = OtherAddresses(database)
        self.people = People(database)
        self.person_mails = PersonMails(database)
        self.targets = Targets(database, self.suppressions)
        self.steering = Steering(database)
        self.brakes = Brakes(database)
        self.branches = Branches(database)
        self.imports = Imports(database)
        self.erasure = Erasure(database, self.suppressions)
        self.folding = Folding(database)
        self.times = Times(database)
        self.queries = Queries(database)
        self.report = Report(database)
        self.report_charts = ReportCharts(database)
        self.monitoring = Monitoring(database)
        self.activity = Activity(database)
        self._lock = RoundLock(database, self.meta)

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> "Store":
        """Open the file, migrating it if an older seqcli wrote it.

        Raises:
            StateError: it is missing (and `create` is off), damaged, newer than this program, or not writable.
        """
        return cls(Database(path, open_file(path, create=create)))

    def close(self) -> None:
        """Close the file; an open transaction is rolled back."""
        self._database.close()

    def transaction(self, *, rollback: bool = False) -> AbstractContextManager[None]:
        """Hold the write lock from the first statement on; commit at the end, or undo all (`rollback`).

        Inside another transaction it is part of that one.
        """
        return self._database.transaction(rollback=rollback)

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all reads inside see the file as it is at the first of them; it keeps nobody from writing."""
        return self._database.snapshot()

    def write_waiting(self) -> None:
        """Write now what would wait for the commit, so that an error belongs to who asked for it."""
        self._database.write_waiting()

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo what is done inside if it fails, but not what the transaction did before."""
        return self._database.savepoint()

    def round_lock(self, command: str, now: datetime, timeout_s: float = 0.0) -> AbstractContextManager[None]:
        """Hold the process lock for one round.

        Raises:
            LockHeldError: another run holds it for longer than `timeout_s`.
        """
        return self._lock.hold(command, now, timeout_s)

    def check_in_place(self) -> None:
        """Make sure that the path still names the open file.

        Raises:
            StateError: the file was moved, deleted or replaced.
        """
        self._database.check_in_place()

    def backup(self, target: Path) -> None:
        """Write a consistent copy to `target`, also while a run is going on.

        Raises:
            UsageError: the target exists.
            StateError: it cannot be written.
        """
        self._database.backup(target)

    def is_copy(self, path: Path) -> bool:
        """Return whether a file is a whole copy of this one, and not this one itself."""
        return is_copy(path, self.path, self.meta.find("file_id"))

    def compact_log(self) -> bool:
        """Write the log back into the file and empty it; return False if another process still reads it."""
        return self._database.compact_log()

    def count_bytes(self) -> int:
        """Return the size of the file with its log."""
        return self._database.count_bytes()

    def check_pages(self) -> None:
        """Check the pages of the file, in about a second for each gigabyte.

        Raises:
            StateError: they are damaged.
        """
        if found := self.monitoring.find_broken_pages():
            raise damaged(self.path, found)

    def blame_damage(self, error: Exception) -> None:
        """Check whether a damaged file caused an unexpected error.

        Raises:
            StateError: the file is damaged, and where. Otherwise the error is a bug of seqcli.
        """
        if found := find_damage(self._database):
            raise damaged(self.path, found) from error
