"""Contact files: any CSV becomes a stream of leads and of rows with the reason why they are none.

It never stores anything, never holds more than a few rows, and never decides what becomes of a row.
"""

from seqcli.leads_csv.addresses import address_problem
from seqcli.leads_csv.columns import Column
from seqcli.leads_csv.contacts import STDIN, ContactFile, open_contacts
from seqcli.leads_csv.judging import LeadRow, RejectedRow
from seqcli.leads_csv.rejects import REJECT_COLUMNS, RejectsFile, safe_cell, write_rejects

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
