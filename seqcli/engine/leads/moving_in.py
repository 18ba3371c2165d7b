"""What a contact file of another sender says of people: who is kept back, and who answered (rule R19)."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import PurePath

from seqcli.clock import to_text
from seqcli.contacts import STDIN, LeadRow, RejectCode, RejectedRow
from seqcli.contacts.row_types import CampaignStatus, MovedRow, Standing
from seqcli.contacts.standing.campaign_meanings import option_for, strictest
from seqcli.eligibility import describe_answer
from seqcli.engine.leads.apply import apply_lead_event
from seqcli.engine.leads.branch_plans import close_answered
from seqcli.engine.leads.memory import goes_on
from seqcli.machine import FINAL, LeadEvent, LeadEventKind
from seqcli.model import Lead, normalise_address
from seqcli.reasons import LeadReason
from seqcli.store import Answered, Store

_ACTOR = "import"
#: What seqcli adds to the name of a file that it writes beside it.
_BESIDE = re.compile(r"(?:\.(?:kept|rejects|no-address)(?:\.\d+)?\.csv)+$")


def file_name(source: str) -> str:
    """Return how the memory of a person names a file: the same for those that an import wrote beside it."""
    name = " ".join(_BESIDE.sub("", PurePath(source).name).splitlines())
    return STDIN if name == "stdin" else name


class MovingIn:
    """Decides about the people of one file who stand somewhere in another sender's campaign.

    `take_started` takes people who were written to elsewhere. Whoever answered stays out all the same, unless answers
    are allowed: that is the memory's matter. A word that nobody knows is never taken. `corrects`: somebody has said of
    a word that it means new, which takes back what this file said in an earlier import.
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
        corrects: bool,
    ) -> None:
        self._store = store
        self._sequence_id = sequence_id
        self._source = file_name(source)
        self._at = at
        self._take_started = take_started
        self._allow_answered = allow_answered
        self._corrects = corrects
        self._standings: dict[str, tuple[LeadRow, Standing]] = {}
        #: Who answered says this file, if other rows of it may correct what an earlier import said.
        self._told: set[str] = set()
        self._late: list[tuple[int, Lead]] = []
        #: People whom this file no longer says to have answered.
        self.corrected = 0
        #: Leads, in any sequence, that ended because their people answered.
        self.stopped = 0

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
        corrected: set[str] = set()
        answered: dict[str, int] = {}
        for row in rows:
            if not isinstance(row, MovedRow) or self._is_known_here(row):
                continue
            address, standing = row.address, row.standing
            if standing.status is CampaignStatus.ANSWERED:
                answered.update(dict.fromkeys((address, *standing.also), row.line))
            elif standing.status is CampaignStatus.NEW and standing.is_chosen:
                corrected |= {address, *standing.also}
            known = self._standings.get(address)
            if known is None or strictest(standing.status, known[1].status) is not known[1].status:
                self._standings[address] = (row, standing)
        self._take_back_answers(corrected - answered.keys())
        self._remember(answered)

    def note_rejected(self, row: RejectedRow) -> None:
        """Remember who answered although the row cannot be used."""
        if row.standing is not None and row.standing.status is CampaignStatus.ANSWERED and row.standing.also:
            self._remember(dict.fromkeys(row.standing.also, row.line))

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

    def status_of(self, address: str) -> CampaignStatus | None:
        """Return where a person stands who is kept back; None if nobody knows."""
        return self._standings[address][1].status

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

    def _take_back_answers(self, people: set[str]) -> None:
        """Forget that this file told of answers in an earlier import, where somebody says that the word means new."""
        corrected = people - self._told
        for known in self._store.answers.find_many(corrected).values() if corrected else ():
            if self._source in known.sources and known.at < self._at:
                self._store.answers.delete_from_file(known.address, self._source)
                self.corrected += 1
                text = f"{self._source} no longer says that {known.address} answered"
                self._store.journal.append(self._at, _ACTOR, text, "its word means new")

    def _remember(self, answered: Mapping[str, int]) -> None:
        """Remember people who answered and were not forgotten, and end their leads. `answered` has the lines."""
        if not answered:
            return
        others = self._store.other_addresses
        answered = {each: line for address, line in answered.items() for each in others.find_names(address)}
        people = answered.keys() - self._store.suppressions.find_forgotten(answered)
        if self._corrects:
            self._told |= people
        before = self._store.answers.find_many(people)
        self._store.answers.save_from_file(people, self._source, self._at)
        for known in self._store.answers.find_many(people).values():
            was = before.get(known.address)
            is_news = was is None or self._source not in was.sources
            self._end_leads(known, answered[known.address], self._at if is_news else known.at)

    def _end_leads(self, known: Answered, line: int, told_at: datetime) -> None:
        why = describe_answer(known.elsewhere)
        close_answered(self._store, [known.address], why, told_at, _ACTOR, self._at)
        lead_event = LeadEvent(LeadEventKind.STOPPED, LeadReason.ANSWERED_ELSEWHERE, why)
        for lead in self._store.leads.load_of_person(known.address):
            is_allowed = self._allow_answered and lead.sequence_id == self._sequence_id
            if lead.status in FINAL or is_allowed or goes_on(self._store, lead, told_at):
                continue
            if self.is_of_this_import(lead):
                self._late.append((line, lead))
            else:
                apply_lead_event(self._store, lead, lead_event, _ACTOR, self._at)
                self.stopped += 1

    def pop_late(self) -> list[tuple[int, str]]:
        """Return whose leads of earlier batches an alias forbids, with its line; not those whose own row does."""
        late = [(line, normalise_address(lead.email)) for line, lead in self._late]
        self._late = []
        return [(line, address) for line, address in late if not self.leaves_out(address)]

    def is_of_this_import(self, lead: Lead) -> bool:
        """Return whether an earlier row of this import made a lead."""
        is_new = to_text(lead.created_at) == to_text(self._at)
        return is_new and lead.sequence_id == self._sequence_id


def explain(standing: Standing) -> str:
    """Return why a person is kept back, and what takes them."""
    if standing.status is None:
        return f"seqcli does not know this word; say what it means: {option_for(standing.word)}"
    if standing.status is CampaignStatus.ANSWERED:
        return "answered elsewhere; to import: --take-started --allow-answered"
    return f"{standing.status} elsewhere; to import: --take-started"
