"""What a contact file of another sender says of people: who is kept back, and who answered (rule R19)."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import PurePath

from seqcli.clock import to_text
from seqcli.contacts import LeadRow, RejectCode, RejectedRow
from seqcli.contacts.campaign_status import strictest
from seqcli.contacts.row_types import CampaignStatus, MovedRow, Standing
from seqcli.eligibility import describe_answer
from seqcli.engine.leads.apply import apply_lead_event
from seqcli.machine import FINAL, LeadEvent, LeadEventKind
from seqcli.model import Lead
from seqcli.reasons import LeadReason
from seqcli.store import Answered, Store

_ACTOR = "import"
#: What seqcli adds to the name of a file that it writes beside it.
_BESIDE = re.compile(r"(?:\.(?:kept|rejects|no-address)(?:\.\d+)?\.csv)+$")


def file_name(source: str) -> str:
    """Return how the memory of a person names a file: the same for those that an import wrote beside it."""
    return _BESIDE.sub("", PurePath(source).name)


class MovingIn:
    """Decides about the people of one file who stand somewhere in another sender's campaign.

    `take_started` takes people who were written to elsewhere. Whoever answered stays out all the same, unless answers
    are allowed: that is the memory's matter. A word that nobody knows is never taken.
    """

    def __init__(
        self,
        store: Store,
        sequence_id: str,
        source: str,
        at: datetime,
        *,
        take_started: bool,
        allow_answered: bool,
    ) -> None:
        self._store = store
        self._sequence_id = sequence_id
        self._source = file_name(source)
        self._at = at
        self._take_started = take_started
        self._allow_answered = allow_answered
        self._standings: dict[str, tuple[LeadRow, Standing]] = {}

    @property
    def addresses(self) -> Collection[str]:
        """The people of this batch who are not new to another sender."""
        return [
            address for address, (_, each) in self._standings.items() if each.status is not CampaignStatus.NEW
        ]

    @property
    def takes(self) -> frozenset[CampaignStatus | None]:
        """Where people may stand who become leads."""
        taken = {CampaignStatus.NEW}
        if self._take_started:
            taken |= {CampaignStatus.STARTED, CampaignStatus.FINISHED}
            taken |= {CampaignStatus.ANSWERED} if self._allow_answered else set()
        return frozenset(taken)

    def begin(self, rows: Sequence[LeadRow]) -> None:
        """Get ready for a batch: of several rows of a person, the most careful counts. Remember who answered."""
        self._standings = {}
        for row in rows:
            if isinstance(row, MovedRow) and not self._is_known_here(row):
                known = self._standings.get(row.address)
                if known is None or strictest(row.standing.status, known[1].status) is not known[1].status:
                    self._standings[row.address] = (row, row.standing)
        self._take_back_answers()
        self._remember(
            {
                each
                for address, (_, standing) in self._standings.items()
                if standing.status is CampaignStatus.ANSWERED
                for each in (address, *standing.also)
            }
        )

    def note_rejected(self, row: RejectedRow) -> None:
        """Remember who answered although the row cannot be used."""
        if row.standing is not None and row.standing.status is CampaignStatus.ANSWERED and row.standing.also:
            self._remember(row.standing.also)

    def kept(self, address: str) -> RejectedRow | None:
        """Return the row that keeps a person back, or None."""
        found = self._standings.get(address)
        if found is None:
            return None
        row, standing = found
        if standing.status is CampaignStatus.NEW or (self._take_started and standing.status is not None):
            return None
        return RejectedRow(
            row.line, standing.header, standing.word, RejectCode.KEPT_BACK, explain(standing), standing.cells
        )

    def leaves_out(self, address: str) -> bool:
        """Return whether a person may not be enrolled by this import, kept back or remembered as one who answered."""
        found = self._standings.get(address)
        if found is None:
            return False
        is_answer = found[1].status is CampaignStatus.ANSWERED and not self._allow_answered
        return is_answer or self.kept(address) is not None

    def _is_known_here(self, row: MovedRow) -> bool:
        """Return whether a list that seqcli wrote is about somebody whom this state file knows better."""
        return row.standing.is_own and bool(self._store.leads.load_of_person(row.address))

    def _take_back_answers(self) -> None:
        """Forget answers that this file told of in an earlier import, where it says now that the person is new."""
        new = [address for address, (_, each) in self._standings.items() if each.status is CampaignStatus.NEW]
        for known in self._store.answers.find_many(new).values() if new else ():
            if known.is_from_file and known.source == self._source and known.at < self._at:
                self._store.answers.delete_from_file(known.address)
                text = f"{known.address} is no longer remembered as somebody who answered"
                self._store.journal.append(self._at, _ACTOR, text, f"{self._source} says new")

    def _remember(self, addresses: Collection[str]) -> None:
        """Remember people who answered and were not forgotten, and end their leads."""
        if not addresses:
            return
        people = set(addresses) - self._store.suppressions.find_forgotten(addresses)
        self._store.answers.save_from_file(people, self._source, self._at)
        for known in self._store.answers.find_many(people).values():
            self._end_leads(known)

    def _end_leads(self, known: Answered) -> None:
        lead_event = LeadEvent(
            LeadEventKind.STOPPED, LeadReason.ANSWERED_ELSEWHERE, describe_answer(known.elsewhere)
        )
        for lead in self._store.leads.load_of_person(known.address):
            is_allowed = lead.allow_answered or (
                self._allow_answered and lead.sequence_id == self._sequence_id
            )
            if lead.status not in FINAL and not is_allowed and not self._is_of_this_import(lead):
                apply_lead_event(self._store, lead, lead_event, _ACTOR, self._at)

    def _is_of_this_import(self, lead: Lead) -> bool:
        """Return whether an earlier row made a lead; the importer takes such a lead back."""
        is_new = to_text(lead.created_at) == to_text(self._at)
        return is_new and lead.sequence_id == self._sequence_id


def explain(standing: Standing) -> str:
    """Return why a person is kept back, and what takes them."""
    if standing.status is None:
        return f"seqcli does not know this word; say what it means: --status '{standing.word}=MEANING'"
    if standing.status is CampaignStatus.ANSWERED:
        return "answered elsewhere; to import: --take-started --allow-answered"
    return f"{standing.status} elsewhere; to import: --take-started"
