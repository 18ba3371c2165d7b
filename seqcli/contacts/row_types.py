"""The values that the modules of `contacts` hand to each other: columns, lead rows, rejected rows."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class ColumnRole(StrEnum):
    """What an import does with a column."""

    EMAIL = "email"
    #: Used where the first address column is blank.
    OTHER_EMAIL = "other_email"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    COMPANY = "company"
    FULL_NAME = "full_name"
    FIELD = "field"
    OPT_OUT = "opt_out"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `field` is its merge field (None if it has none), `doubtful` why the guess may be wrong.

    `is_of_others`: its addresses may be a buyer's, say. They get no mail, and a no in the row does not end them.
    `stands_in` is a field of names or the company that it fills where that is blank; `person` tells apart whose names
    it holds.
    """

    index: int
    header: str
    field: str | None
    role: ColumnRole
    doubtful: str = ""
    is_of_others: bool = False
    stands_in: str = ""
    person: int = 0


#: What is doubtful about a column of addresses of the company beside those of people.
OF_COMPANY = "not written to: an address of the company"


def option_of(column: Column, columns: Collection[Column]) -> str:
    """Return how an option names a column: by its header, or by number where that is blank or another one's too."""
    is_alone = sum(each.header.strip() == column.header.strip() for each in columns) == 1
    return column.header if column.header.strip() and is_alone else str(column.index + 1)


class RejectCode(StrEnum):
    """Why a row is no lead; the column `code` of a rejects file."""

    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    UNREAD_ADDRESS = "unread_address"
    OWN_ADDRESS = "own_address"
    HEADER = "header"
    #: The person stands somewhere in another sender's campaign, see `Standing`.
    KEPT_BACK = "kept_back"
    AFTER_HEADER = "after_header"
    EXTRA_CELLS = "extra_cells"
    OPEN_QUOTE = "open_quote"
    CELL_TOO_LONG = "cell_too_long"


#: The reader had to guess the cells of such a row: it stays rejected until somebody has corrected it.
GUESSED_CODES = frozenset(
    {RejectCode.EXTRA_CELLS, RejectCode.OPEN_QUOTE, RejectCode.CELL_TOO_LONG, RejectCode.AFTER_HEADER}
)

#: A longer cell is rejected, as the csv module rejects it.
MAX_CELL_CHARS = csv.field_size_limit()
#: The last columns of a rejects file.
REJECT_COLUMNS = ("line", "column", "value", "code", "message")


class ConsentRemark(str):
    """A remark on a column of consents, about which somebody should decide."""

    __slots__ = ()


class CampaignStatus(StrEnum):
    """Where a person stands in the campaign of another sender."""

    NEW = "new"
    STARTED = "in progress"
    FINISHED = "finished"
    ANSWERED = "answered"
    BOUNCED = "bounced"
    OPTED_OUT = "opted out"


class Standing(NamedTuple):
    """What a row says of where its person stands in another sender's campaign; `status` is None for an unknown word.

    `header` and `word` say so, `cells` is the row as it came. `also` holds the addresses of somebody who answered, or
    whose word was given a meaning, normalised. `is_own`: seqcli wrote the list, and what this state file knows of the
    person counts more. `is_chosen`: somebody has said what a word of the row means.
    """

    status: CampaignStatus | None
    header: str
    word: str
    cells: list[str]
    also: tuple[str, ...] = ()
    is_own: bool = False
    is_chosen: bool = False


class LeadRow(NamedTuple):
    """One usable row: `email` as written, `address` normalised, `fields` without blanks.

    `opted_out` says why this person must not be mailed, or is empty. `also` holds the other addresses of the row that
    are the person's, normalised; for one who opted out, those of the company as well. `line` is the first line of the
    row. A named tuple, because an import makes half a million of them in a second or two.
    """

    line: int
    email: str
    address: str
    fields: dict[str, str]
    opted_out: str
    notes: tuple[str, ...]
    also: tuple[str, ...] = ()


class MovedRow(LeadRow):
    """A usable row that says where its person stands. Its own class, as most rows say nothing of that."""

    standing: Standing

    @classmethod
    def of(cls, row: LeadRow, standing: Standing) -> "MovedRow":
        """Return the same row with a standing."""
        moved = tuple.__new__(cls, row)
        moved.standing = standing
        return moved


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One row that is no lead: `column` and `value` are at fault, `cells` is the row as it came.

    The person may have opted out all the same: `opted_out` says why, `also` holds the addresses found in the row.
    """

    line: int
    column: str
    value: str
    code: RejectCode
    message: str
    cells: list[str]
    opted_out: str = ""
    also: tuple[str, ...] = ()
    standing: Standing | None = None

    @property
    def has_blank_address(self) -> bool:
        """Whether the row says nothing of an address."""
        return is_blank_address(self.code, self.value)


def is_blank_address(code: RejectCode, value: str) -> bool:
    """Return whether a row was rejected because it says nothing of an address."""
    return code is RejectCode.NO_ADDRESS and not value
