"""Contact files: any CSV becomes a stream of leads and of rows with the reason why they are none.

It never stores anything, never holds more than a few rows, and never decides what becomes of a row.
"""

from seqcli.contacts.addresses import address_problem
from seqcli.contacts.columns import Column
from seqcli.contacts.contact_file import STDIN, ContactFile, open_contacts
from seqcli.contacts.rejects import REJECT_COLUMNS, RejectsFile, safe_cell, write_rejects
from seqcli.contacts.rows import LeadRow, RejectedRow

__all__ = [
    "REJECT_COLUMNS",
    "STDIN",
    "Column",
    "ContactFile",
    "LeadRow",
    "RejectedRow",
    "RejectsFile",
    "address_problem",
    "open_contacts",
    "safe_cell",
    "write_rejects",
]
