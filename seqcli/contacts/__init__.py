"""Contact files: turns one of any kind into a stream of leads and of rejected rows with their reasons.

It stores nothing and keeps only a few rows in memory. The import decides what happens to a row.
"""

from seqcli.contacts.contact_file import STDIN, ContactFile, open_contacts
from seqcli.contacts.files.head import NoAddressColumnError
from seqcli.contacts.headers.column_values import Offer
from seqcli.contacts.rejects import RejectsFile, safe_cell
from seqcli.contacts.row_types import Column, ColumnRole, LeadRow, RejectCode, RejectedRow

__all__ = [
    "STDIN",
    "Column",
    "ColumnRole",
    "ContactFile",
    "LeadRow",
    "NoAddressColumnError",
    "Offer",
    "RejectCode",
    "RejectedRow",
    "RejectsFile",
    "open_contacts",
    "safe_cell",
]
