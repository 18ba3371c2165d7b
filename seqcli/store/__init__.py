"""The one door to the SQLite state file: every statement of seqcli stands in this package."""

from pathlib import Path

from seqcli.store.bloom_filter import BloomFilter
from seqcli.store.connection import damaged, open_file
from seqcli.store.damage import find_damage, read_fields
from seqcli.store.imports import KnownLead, NewLead
from seqcli.store.lists import LeadFilter
from seqcli.store.people import ReleaseCounts
from seqcli.store.staging import Staging
from seqcli.store.stream import Cursor, StoredEvent

__all__ = [
    "BloomFilter",
    "Cursor",
    "KnownLead",
    "LeadFilter",
    "NewLead",
    "ReleaseCounts",
    "Store",
    "StoredEvent",
    "read_fields",
]


class Store(Staging):
    """The state file: sequences, leads, attempts, events, cursors, suppressions, journal."""

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> "Store":
        """Open the file, migrating it if an older seqcli wrote it.

        Raises:
            StateError: it is missing (and `create` is off), damaged, newer than this program, or not writable.
        """
        return cls(path, open_file(path, create=create))

    def blame_damage(self, error: Exception) -> None:
        """Find out whether the file is to blame for an unexpected error.

        Raises:
            StateError: it is damaged, and says where; without damage the error is a bug of ours.
        """
        if found := find_damage(self):
            raise damaged(self.path, found) from error
