"""What an import counts: every row once, the first of each kind, and each reason. It decides nothing."""

from dataclasses import dataclass, field, replace

from seqcli.contacts import RejectCode, RejectedRow
from seqcli.contacts.row_types import CampaignStatus

#: Most example rows of a kind that a receipt has. It counts all rows.
EXAMPLES = 100
OTHERS = "others"
#: From this number on, rows without an address are counted apart if they are more than half of a file.
MANY_BLANK = 20
_SHOWN_CHARS = 1000


@dataclass(slots=True)
class Examples:
    """The number of rows of a kind, and the first of them as (line, address, why)."""

    count: int = 0
    rows: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, line: int, address: str, why: str = "") -> None:
        """Count one more row."""
        self.count += 1
        if len(self.rows) < EXAMPLES:
            self.rows.append((line, address, why))

    def remove(self, address: str) -> None:
        """Count a person's row no longer."""
        self.count -= 1
        self.rows = [row for row in self.rows if row[1] != address]


class Tally(dict[str, int]):
    """Counts by text. Once there are `EXAMPLES` different texts, new ones count as `OTHERS`."""

    def add(self, text: str) -> None:
        """Count one more."""
        key = text if text in self or len(self) < EXAMPLES else OTHERS
        self[key] = self.get(key, 0) + 1

    def remove(self, text: str) -> None:
        """Count one less."""
        key = text if text in self else OTHERS
        self[key] -= 1
        if not self[key]:
            del self[key]


@dataclass(slots=True)
class Receipt:
    """The result of an import, row by row. Its size does not grow with the file.

    rows = accepted + updated + unchanged + duplicates + already contacted + answered + active elsewhere + kept back +
    forgotten + rejected + no_address. Among the accepted are `held`, `suppressed`, `recontact` and `allowed`; among the
    others, `released` and `started_here`. `forgotten` has no examples, as nothing about these people is kept.
    """

    rows: int = 0
    accepted: int = 0
    updated: int = 0
    unchanged: int = 0
    released: int = 0
    duplicates: Examples = field(default_factory=Examples)
    already_contacted: Examples = field(default_factory=Examples)
    answered: Examples = field(default_factory=Examples)
    #: People who answered or opted out before and are taken all the same.
    allowed: Examples = field(default_factory=Examples)
    active_elsewhere: Examples = field(default_factory=Examples)
    #: People whom another sender has written to, or of whom nobody knows where they stand.
    kept_back: Examples = field(default_factory=Examples)
    #: Where these people stand.
    kept_as: set[CampaignStatus | None] = field(default_factory=set)
    #: Such people who have a lead in this sequence that has not ended.
    started_here: Examples = field(default_factory=Examples)
    recontact: Examples = field(default_factory=Examples)
    suppressed: Examples = field(default_factory=Examples)
    forgotten: int = 0
    changes: Examples = field(default_factory=Examples)
    roles: Examples = field(default_factory=Examples)
    held: Tally = field(default_factory=Tally)
    flagged: Tally = field(default_factory=Tally)
    rejected: int = 0
    rejected_by_code: Tally = field(default_factory=Tally)
    first_rejected: list[RejectedRow] = field(default_factory=list)
    #: Rows without an address in a file where most have none; elsewhere such rows are among the rejected.
    no_address: int = 0
    blank: int = 0
    first_blank: list[RejectedRow] = field(default_factory=list)

    def reject(self, row: RejectedRow) -> None:
        """Count a rejected row, and keep the first ones."""
        self.rejected += 1
        self.rejected_by_code.add(row.code)
        self.blank += row.has_blank_address
        first = self.first_blank if row.has_blank_address else self.first_rejected
        if len(first) < EXAMPLES:
            # only the rejects file needs the whole row, which may be megabytes
            first.append(replace(row, value=row.value[:_SHOWN_CHARS], cells=[], standing=None))

    def settle_blank(self) -> None:
        """Count rows without an address apart if most rows of the file are such, as in a list of connections."""
        if self.blank >= MANY_BLANK and self.blank * 2 > self.rows:
            self.no_address = self.blank
            self.rejected -= self.blank
            self.rejected_by_code.pop(RejectCode.NO_ADDRESS, None)
        else:
            first = [*self.first_rejected, *self.first_blank]
            self.first_rejected = sorted(first, key=lambda row: row.line)[:EXAMPLES]
