"""Imports leads into the state file. It never sends and never reads the stream."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import TypeVar

from seqcli.addresses import RoleRemark
from seqcli.companies import COMPANY_FIELD, company_key
from seqcli.contacts import LeadRow, RejectedRow
from seqcli.contacts.row_types import CampaignStatus
from seqcli.eligibility import describe_answer
from seqcli.engine.leads.apply import suppress_person
from seqcli.engine.leads.company import with_company
from seqcli.engine.leads.holds import release_if_filled
from seqcli.engine.leads.import_counts import Receipt
from seqcli.engine.leads.inspection import RecontactLookup
from seqcli.engine.leads.moving_in import MovingIn
from seqcli.engine.leads.render_check import RenderCheck
from seqcli.machine import FINAL
from seqcli.model import Lead, LeadStatus, Sequence, lead_ids, mailbox_of
from seqcli.reasons import LeadReason
from seqcli.store import Answered, BloomFilter, KnownLead, NewLead, Standing, Store

_Value = TypeVar("_Value")
_BATCH, _BATCH_CHARS = 2000, 2_000_000
_HELD, _SUPPRESSED = LeadStatus.HELD.value, LeadStatus.SUPPRESSED.value


@dataclass(frozen=True, slots=True)
class _People:
    """What the file knows of the people of a batch: `remembered` may not be new; `names` are those with several."""

    known: KnownLead
    suspects: set[str]
    remembered: set[str]
    names: dict[str, tuple[str, ...]]


class Importer:
    """Imports one contact file into one sequence. The caller opens one transaction for all of it.

    `allow_answered` takes people who have answered, and lets their leads be sent to. `take_started` takes people whom
    another sender has written to, and `corrects` takes back answers (`MovingIn`). `on_batch` is called every few
    thousand rows, with the receipt so far.
    """

    def __init__(
        self,
        store: Store,
        sequence: Sequence,
        at: datetime,
        source: str,
        *,
        allow_active: bool = False,
        allow_answered: bool = False,
        take_started: bool = False,
        corrects: bool = False,
        on_batch: Callable[[Receipt], None] = lambda _receipt: None,
    ) -> None:
        self.store = store
        self.sequence = sequence
        self.at = at
        self.source = source
        self.allow_active = allow_active
        self.allow_answered = allow_answered
        self.on_batch = on_batch
        self.receipt = Receipt()
        self._check = RenderCheck(sequence.steps)
        self._id_of = lead_ids(sequence.id)
        self._queued = Standing(allow_answered=int(allow_answered))
        self._mark = 0
        self._answered: dict[str, Answered] = {}
        self._opted_out: dict[str, datetime] = {}
        self._recontact = RecontactLookup(store, sequence, at)
        self._wildcards = BloomFilter()
        self._moving = MovingIn(
            store,
            sequence.id,
            source,
            at,
            take_started=take_started,
            allow_answered=allow_answered,
            corrects=corrects,
        )
        self._kept: list[RejectedRow] = []

    @property
    def takes(self) -> frozenset[CampaignStatus | None]:
        """The people of another sender who become leads, by where they stand there."""
        return self._moving.takes

    @property
    def corrected(self) -> int:
        """The addresses whose answer, told by an earlier import of this file, was taken back."""
        return self._moving.corrected

    @property
    def stopped(self) -> int:
        """The leads, in any sequence, that ended because their people answered elsewhere."""
        return self._moving.stopped

    def take(self, rows: Iterable[LeadRow | RejectedRow]) -> Iterator[RejectedRow]:
        """Import every row; yield those that are rejected or kept back as they come."""
        self._mark = self.store.imports.prepare()
        self._wildcards = self.store.suppressions.load_bloom_filter()
        batch: list[LeadRow] = []
        size = counted_rows = count = 0
        for count, row in enumerate(rows, self.receipt.rows + 1):
            if isinstance(row, LeadRow):
                batch.append(row)
                size += len("".join(row.fields.values()))
            else:
                self._reject(row)
                yield row
            if size > _BATCH_CHARS or count - counted_rows == _BATCH:
                yield from self._take_batch(batch, count)
                batch, size, counted_rows = [], 0, count
        yield from self._take_batch(batch, count)
        self.receipt.settle_blank()

    def _reject(self, row: RejectedRow) -> None:
        if row.opted_out:
            self._opt_out(row, row.also, "opted out in a rejected row")
        self._moving.note_rejected(row)
        self.receipt.reject(row)

    def _take_batch(self, rows: list[LeadRow], count: int) -> list[RejectedRow]:
        """Import a batch; return the rows that are kept back."""
        self.receipt.rows = count
        self._kept = []
        rows = self._without_forgotten(rows)
        for row in rows:
            if row.opted_out:
                self._opt_out(row, (row.address, *row.also), "opted out")
        self._moving.begin(rows)
        people = self._look_up(rows)
        for line, address in self._moving.pop_late():
            self._take_back(line, address)
        known = people.known
        fresh: list[NewLead] = []
        others: list[str] = []
        named: list[tuple[str, str]] = []
        seen, also = set(known.repeated), dict[str, str]()
        for row in rows:
            address = row.address
            if row.notes:
                self._note(row)
            names = people.names.get(address, (address,))
            same = _find_same(names, known, seen) if len(names) > 1 else ""
            if address in seen or same or (address in also and address not in known.here):
                same = also.get(same, same) or also.get(address, "")
                self._leave_out_again(row, same, is_repeated=address in known.repeated)
                continue
            seen.update((address, mailbox_of(address)))
            also.update((each, address) for each in (mailbox_of(address), *row.also) if each != address)
            is_new = people.remembered.isdisjoint(names)
            lead = self._new_lead(row) if is_new else self._judge(row, names, people)
            if lead or address in known.here:
                named += [(each, address) for each in (mailbox_of(address), *row.also) if each != address]
            if lead:
                fresh.append(lead)
            else:
                others.append(address)
        self.receipt.accepted += self.store.imports.insert(self.sequence.id, fresh, self.at)
        self.store.imports.mark_met(others)
        self.store.other_addresses.save(named)
        self.on_batch(self.receipt)
        return self._kept

    def _leave_out_again(self, row: LeadRow, same: str, *, is_repeated: bool) -> None:
        """Count a row of somebody who has an earlier one, or a lead under the address `same`."""
        address = row.address
        if is_repeated and self._moving.leaves_out(address):
            self._take_back(row.line, address)
        kept = self._moving.kept(address) if same else None
        if kept is not None:
            self._keep_back(address, kept)
        else:
            self.receipt.duplicates.add(row.line, address, f"the same person as {same}" if same else "")

    def _look_up(self, rows: list[LeadRow]) -> "_People":
        names = self._load_names(rows)
        addresses = [*(row.address for row in rows), *(each for more in names.values() for each in more[1:])]
        known = self.store.imports.load_known(self.sequence.id, addresses, self._mark)
        suspects = self.store.suppressions.find_suspects(addresses, self._wildcards)
        self._recontact.load(addresses)
        self._answered = self.store.answers.find_many(addresses)
        self._opted_out = self.store.people.load_opt_outs(self._answered) if self._answered else {}
        remembered = suspects.union(
            known.here,
            known.contacted,
            known.elsewhere,
            self._answered,
            self._recontact.addresses,
            self._moving.addresses,
        )
        return _People(known, suspects, remembered, names)

    def _load_names(self, rows: list[LeadRow]) -> dict[str, tuple[str, ...]]:
        """Return all addresses of those who have several: of their rows, of earlier files, and their mailboxes."""
        told = {
            row.address: dict.fromkeys((row.address, mailbox_of(row.address), *row.also))
            for row in rows
            if row.also or mailbox_of(row.address) != row.address
        }
        own = {row.address: mailbox_of(row.address) for row in rows}
        people = self.store.other_addresses.load_people({*own, *own.values()})
        # Two rows may have one further address, of a family, say: it joins each of them with its own lead only.
        for address, mailbox in own.items() if people else ():
            if joined := (*people.get(address, ()), *people.get(mailbox, ())):
                told.setdefault(address, {address: None}).update(dict.fromkeys(joined))
        return {address: tuple(names) for address, names in told.items()}

    def _note(self, row: LeadRow) -> None:
        for flag in row.notes:
            self.receipt.flagged.add(flag)
            if isinstance(flag, RoleRemark):
                self.receipt.roles.add(row.line, row.address, "a team reads it, not one person")

    def _without_forgotten(self, rows: list[LeadRow]) -> list[LeadRow]:
        """Count the rows of forgotten people; return the others."""
        forgotten = self.store.suppressions.find_forgotten([row.address for row in rows])
        if not forgotten:
            return rows
        kept = [row for row in rows if row.address not in forgotten]
        self.receipt.forgotten += len(rows) - len(kept)
        return kept

    def _opt_out(self, row: LeadRow | RejectedRow, addresses: tuple[str, ...], remark: str) -> None:
        """Suppress all addresses of a person that are not forgotten ones, and whose other address one of them is."""
        reason = f"opted out in {self.source}: {row.opted_out}"
        people = {each for address in addresses for each in self.store.other_addresses.find_names(address)}
        for address in people.union(addresses) - self.store.suppressions.find_forgotten(addresses):
            self._count_late_opt_out(row.line, address, reason)
            suppress_person(self.store, address, LeadReason.OPTED_OUT, reason, "import", self.at)
        self.receipt.flagged.add(remark if addresses else f"{remark} whose address cannot be read")

    def _count_late_opt_out(self, line: int, address: str, reason: str) -> None:
        """Count a lead of an earlier row, which is about to end, among the suppressed."""
        lead = self.store.leads.find(self._id_of(address))
        if lead is None or lead.status is LeadStatus.SUPPRESSED or not self._moving.is_of_this_import(lead):
            return
        self.receipt.suppressed.add(line, address, reason)
        self._count_no_longer(address, lead.status, lead.status_reason)

    def _count_no_longer(self, address: str, status: str, reason: str) -> None:
        """Count a new lead no longer among those that are held, wait, or are taken all the same."""
        if status == _HELD:
            self.receipt.held.remove(reason)
        answered = self.store.answers.find(address)
        if answered is not None and self._is_from_before(answered):
            self.receipt.allowed.remove(address)
        lookup = RecontactLookup(self.store, self.sequence, self.at)  # the importer's own has only this batch
        lookup.load([address])
        if lookup.describe(address):
            self.receipt.recontact.remove(address)

    def _judge(self, row: LeadRow, names: Collection[str], people: "_People") -> NewLead | None:
        """Return the lead for a person of whom the file may know something, or None if the person is left out.

        `names` are the person's addresses, the one of the row first.
        """
        address, known = row.address, people.known
        if address in known.here:
            kept = self._moving.kept(address)
            if kept is not None and known.here[address].status not in FINAL:
                self.receipt.started_here.add(kept.line, address, f"{kept.column}: {kept.value}")
            self._correct(row, known.here[address])
        elif any(each in known.contacted for each in names):
            self.receipt.already_contacted.add(row.line, address)
        elif why := self._why_listed(names, people.suspects):
            self.receipt.suppressed.add(row.line, address, why.removeprefix(address).removeprefix(": "))
            return self._suppressed_lead(row, why)
        elif kept := self._moving.kept(address):
            self._keep_back(address, kept)
        elif (answered := _first_of(names, self._answered)) and not self.allow_answered:
            self.receipt.answered.add(row.line, address, self._tell_answer(answered))
        elif (elsewhere := _first_of(names, known.elsewhere)) and not self.allow_active:
            self.receipt.active_elsewhere.add(row.line, address, elsewhere)
        else:
            lead = self._new_lead(row)
            if answered is not None and self._is_from_before(answered):
                self.receipt.allowed.add(row.line, address, self._tell_answer(answered))
            if waits := self._recontact.describe(address):
                self.receipt.recontact.add(row.line, address, waits)
            return lead
        return None

    def _why_listed(self, names: Collection[str], suspects: Collection[str]) -> str:
        """Return why a person is on the suppression list under one of these addresses; a bounce is about one only."""
        for each in names:
            is_own = each == next(iter(names))
            if each in suspects and (why := self.store.suppressions.find_reason(each)):
                leads = () if is_own else self.store.leads.load_of_person(each)
                if not any(lead.status is LeadStatus.BOUNCED for lead in leads):
                    return why
        return ""

    def _is_from_before(self, answered: Answered) -> bool:
        """Return whether an answer was known before this import, whose own have its time."""
        return answered.at != self.at

    def _tell_answer(self, answered: Answered) -> str:
        if opted_out_at := self._opted_out.get(answered.address):
            return f"opted out on {opted_out_at:%Y-%m-%d}"
        return describe_answer(answered.elsewhere)

    def _keep_back(self, address: str, kept: RejectedRow) -> None:
        self.receipt.kept_as.add(self._moving.status_of(address))
        self.receipt.kept_back.add(kept.line, address, f"{kept.column}: {kept.value}")
        self._kept.append(kept)

    def _take_back(self, line: int, address: str) -> None:
        """Delete the lead of an earlier row: the one at `line` says that another sender has written to the person."""
        taken = self.store.imports.take_back(self._id_of(address), self._mark)
        if taken is None:
            return
        status, reason = taken
        self.receipt.accepted -= 1
        self._count_no_longer(address, status, reason)
        self.store.imports.mark_met([address])
        if kept := self._moving.kept(address):
            self._keep_back(address, kept)
        elif answered := self.store.answers.find(address):
            self.receipt.answered.add(line, address, describe_answer(answered.elsewhere))

    def _suppressed_lead(self, row: LeadRow, why: str) -> NewLead:
        reason = f"on the suppression list: {why}"
        standing = Standing(_SUPPRESSED, reason, LeadReason.LISTED.value, "", self._queued.allow_answered)
        return _lead(row, self._id_of(row.address), standing)

    def _new_lead(self, row: LeadRow) -> NewLead:
        """Return the lead for a new person, held if a step cannot be rendered."""
        lead_id = self._id_of(row.address)
        problem = self._check.find_problem(lead_id, row.fields)
        if problem is None:
            return _lead(row, lead_id, self._queued)
        self.receipt.held.add(problem.text)
        allowed = self._queued.allow_answered
        return _lead(row, lead_id, Standing(_HELD, problem.text, problem.code.value, problem.field, allowed))

    def _correct(self, row: LeadRow, lead: Lead) -> None:
        """Update merge fields: blanks never erase, no lead restarts, a lead that has ended stays as it is."""
        changed = {name: value for name, value in row.fields.items() if lead.fields.get(name) != value}
        changed = {} if lead.status in FINAL else changed
        words = ", ".join((*sorted(changed), *self._newly_allowed(lead)))
        if words:
            after = replace(
                lead,
                fields={**lead.fields, **changed},
                allow_answered=lead.allow_answered or self.allow_answered,
            )
            lead = self.store.leads.save(lead, with_company(after), self.at)
            self.store.journal.append(
                self.at, self.source, "fields updated", words, lead.id, lead.sequence_id
            )
            self.receipt.updated += 1
            self.receipt.changes.add(row.line, row.address, words)
        else:
            self.receipt.unchanged += 1
        why = "the missing value was imported"
        self.receipt.released += release_if_filled(self.store, self._check, lead, self.source, why, self.at)

    def _newly_allowed(self, lead: Lead) -> list[str]:
        """Return what to call it that a lead may be sent to from now on although its person answered elsewhere."""
        return ["an answer elsewhere is allowed"] if self.allow_answered and not lead.allow_answered else []


def _find_same(names: tuple[str, ...], known: KnownLead, seen: Collection[str]) -> str:
    """Return the other address of a person under which there is an earlier row or a lead; an empty text if none is.

    Who has a lead under this very address is no such person.
    """
    if names[0] in known.here:
        return ""
    return next((each for each in names[1:] if each in seen or each in known.here), "")


def _first_of(names: Collection[str], known: Mapping[str, _Value]) -> _Value | None:
    return next((known[each] for each in names if each in known), None)


def _lead(row: LeadRow, lead_id: str, standing: Standing) -> NewLead:
    _, email, address, fields, _, _, _ = row
    company = fields.get(COMPANY_FIELD)
    key = company_key(company) if company else ""
    values = (lead_id, email, address, json_of(fields), key, standing)
    return tuple.__new__(NewLead, values)  # its constructor is a Python function, and takes twice as long


def json_of(fields: Mapping[str, str]) -> str:
    """Return merge fields as `json.dumps` writes them, without an encoder for each of half a million leads."""
    return _json_form(tuple(fields)) % tuple(map(quoted, fields.values()))


@lru_cache(maxsize=256)
def _json_form(names: tuple[str, ...]) -> str:
    pairs = ", ".join(f"{quoted(name).replace('%', '%%')}: %s" for name in names)
    return f"{{{pairs}}}"
