"""Brings sequences and leads into the state file and releases them. It never sends and never reads the stream."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from seqcli.engine.facts import apply_fact, resumed_status
from seqcli.errors import InputFileError
from seqcli.leads_csv import LeadRow, RejectedRow
from seqcli.machine import FINAL, Fact, FactKind
from seqcli.model import NEEDS_FIELD, Lead, LeadStatus, Sequence, Step, lead_id
from seqcli.store import NewLead, Store
from seqcli.templates import needed_fields

_BATCH = 2000


def store_sequence(store: Store, sequence_id: str, name: str, steps: tuple[Step, ...], at: datetime) -> bool:
    """Store a sequence, or its new texts; return whether it is new.

    Raises:
        InputFileError: somebody was contacted and the change would move a step's index (rule R17).
    """
    with store.transaction():
        known = store.find_sequence(sequence_id)
        if known is not None:
            contacted = store.count_contacted_steps(sequence_id)
            problem = find_moved_step(known.steps, steps) if contacted else ""
            if problem:
                raise InputFileError(
                    "steps_moved",
                    f'sequence "{sequence_id}" is running: {problem}',
                    "Texts and waits may change and steps may be added at the end; else use a new id.",
                )
        store.save_sequence(sequence_id, name, steps, at)
        change = "sequence imported" if known is None else "sequence updated"
        store.append_journal(at, "import-sequence", change, f"{len(steps)} steps", None, sequence_id)
    return known is None


def find_moved_step(before: tuple[Step, ...], after: tuple[Step, ...]) -> str:
    """Return how `after` would move the index of a step of `before`, or an empty text."""
    if len(after) < len(before):
        return f"it has {len(before)} steps and would have {len(after)}"
    for index, step in enumerate(after):
        if index < len(before) and step.variants == before[index].variants:
            continue
        for old, known in enumerate(before):
            if old != index and known.variants == step.variants and after[old].variants != known.variants:
                return f"step {old + 1} would become step {index + 1}"
    return ""


@dataclass(slots=True)
class Receipt:
    """What became of every row of a contact file. Lists hold (line, address, what) of rows worth naming."""

    rows: int = 0
    accepted: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: list[tuple[int, str]] = field(default_factory=list)
    already_contacted: list[tuple[int, str]] = field(default_factory=list)
    active_elsewhere: list[tuple[int, str, str]] = field(default_factory=list)
    suppressed: list[tuple[int, str, str]] = field(default_factory=list)
    held: dict[str, int] = field(default_factory=dict)
    freed: int = 0
    changes: list[tuple[str, str]] = field(default_factory=list)
    flagged: dict[str, int] = field(default_factory=dict)
    rejected: int = 0
    rejected_by_code: dict[str, int] = field(default_factory=dict)


class Importer:
    """Imports one contact file into one sequence. The caller holds one transaction around all of it."""

    def __init__(
        self, store: Store, sequence: Sequence, at: datetime, source: str, *, allow_active: bool = False
    ) -> None:
        self.store = store
        self.sequence = sequence
        self.at = at
        self.source = source
        self.allow_active = allow_active
        self.receipt = Receipt()
        self._needs = [
            (f"{NEEDS_FIELD}{name} (step {index + 1})", name)
            for index, step in enumerate(sequence.steps)
            for name in sorted(needed_fields(step))
        ]

    def take(self, rows: Iterable[LeadRow | RejectedRow]) -> Iterator[RejectedRow]:
        """Take every row; yield those that are rejected, as they come."""
        iterator = iter(rows)
        while batch := list(islice(iterator, _BATCH)):
            self.receipt.rows += len(batch)
            good: list[LeadRow] = []
            for row in batch:
                if isinstance(row, RejectedRow):
                    self.receipt.rejected += 1
                    codes = self.receipt.rejected_by_code
                    codes[row.code] = codes.get(row.code, 0) + 1
                    yield row
                else:
                    good.append(row)
            self._take_batch(good)

    def _take_batch(self, rows: list[LeadRow]) -> None:
        known = self.store.load_known(self.sequence.id, [row.address for row in rows])
        fresh: dict[str, NewLead] = {}
        for row in rows:
            for flag in row.notes:
                self.receipt.flagged[flag] = self.receipt.flagged.get(flag, 0) + 1
            if row.opted_out:
                self._suppress(row)
            here = known.here.get(row.address)
            if row.address in fresh or (here is not None and here.created_at == self.at):
                self.receipt.duplicates.append((row.line, row.address))
            elif here is not None:
                self._correct(row, here)
            elif (lead := self._new_lead(row, known.elsewhere, known.contacted)) is not None:
                fresh[row.address] = lead
        self.receipt.accepted += self.store.insert_leads(self.sequence.id, fresh.values(), self.at)

    def _suppress(self, row: LeadRow) -> None:
        self.store.save_suppression(
            row.address, "address", f"opted out in {self.source}: {row.opted_out}", "import", self.at
        )

    def _new_lead(
        self, row: LeadRow, elsewhere: Mapping[str, str], contacted: Mapping[str, str]
    ) -> NewLead | None:
        if row.address in contacted:
            self.receipt.already_contacted.append((row.line, row.address))
            return None
        status, reason = LeadStatus.QUEUED, ""
        if why := self.store.find_suppression(row.address):
            status, reason = LeadStatus.SUPPRESSED, f"on the suppression list: {why}"
            self.receipt.suppressed.append((row.line, row.address, why))
        elif row.address in elsewhere and not self.allow_active:
            self.receipt.active_elsewhere.append((row.line, row.address, elsewhere[row.address]))
            return None
        elif missing := self._missing(row.fields):
            status, reason = LeadStatus.HELD, missing
            self.receipt.held[missing] = self.receipt.held.get(missing, 0) + 1
        fields = json.dumps(row.fields, ensure_ascii=False)
        return NewLead(lead_id(self.sequence.id, row.address), row.email, row.address, fields, status, reason)

    def _missing(self, fields: Mapping[str, str], from_step: int = 0) -> str:
        for reason, name in self._needs:
            if name not in fields and int(reason.rpartition(" ")[2].rstrip(")")) > from_step:
                return reason
        return ""

    def _correct(self, row: LeadRow, lead: Lead) -> None:
        """Importing again corrects merge fields: blanks never erase, nobody restarts, a finished lead stays."""
        changed = {name: value for name, value in row.fields.items() if lead.fields.get(name) != value}
        if not changed or lead.status in FINAL:
            self.receipt.unchanged += 1
            return
        merged = {**lead.fields, **changed}
        stored = self.store.save_lead(lead, replace(lead, fields=merged), self.at)
        words = ", ".join(sorted(changed))
        self.store.append_journal(self.at, self.source, "fields updated", words, lead.id, lead.sequence_id)
        self.receipt.updated += 1
        self.receipt.changes.append((row.address, words))
        self._free_if_filled(stored)

    def _free_if_filled(self, lead: Lead) -> None:
        if lead.status is not LeadStatus.HELD or not lead.status_reason.startswith(NEEDS_FIELD):
            return
        missing = self._missing(lead.fields, lead.current_step)
        if missing:
            if missing != lead.status_reason:
                self.store.save_lead(lead, replace(lead, status_reason=missing), self.at)
            return
        fact = Fact(
            FactKind.FREED, "the missing value was imported", resume_as=resumed_status(self.store, lead)
        )
        apply_fact(self.store, lead, fact, self.source, self.at)
        self.receipt.freed += 1


def release(
    store: Store, sequence: Sequence, identity: str, pace_ms: int, at: datetime, leads: list[Lead]
) -> int:
    """Release exactly these leads and make the sequence active, in one transaction; return how many were new."""
    with store.transaction():
        store.mark_sequence_started(sequence.id, identity, pace_ms, at)
        count = store.mark_released((lead.id for lead in leads), at)
        if count:
            store.append_journal(at, "start", f"released {count} leads", identity, None, sequence.id)
            for lead in leads:
                store.append_journal(at, "start", "released", "", lead.id, sequence.id)
    return count
