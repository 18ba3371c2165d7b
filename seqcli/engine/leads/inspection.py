"""Counts which leads of a sequence are ready, held or left out, with the render check that sending uses.

It reads lead by lead and changes none. Leads with plain values are checked once per shape, so that half a million take
seconds; all others are rendered.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from seqcli.clock import plus_ms, to_text
from seqcli.eligibility import Elsewhere, describe_answer, describe_recontact
from seqcli.engine.leads.render_check import RenderCheck
from seqcli.model import LeadStatus, Sequence, Step
from seqcli.reasons import RENDER_HOLDS
from seqcli.store import Answered, LeadFilter, LeadToCheck, Store, read_fields
from seqcli.templates import (
    longest_subject,
    needed_fields,
    render,
    suggest,
    used_fields,
)

NAMED = 3
_BATCH = 2000


@dataclass(slots=True)
class Group:
    """The number of leads in a group, and the addresses of the first few."""

    count: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """Count one more lead."""
        self.count += 1
        if len(self.names) < NAMED:
            self.names.append(name)


@dataclass(slots=True)
class Inspection:
    """The leads of a sequence, by what would become of them; `held` and `left_out` are grouped by reason.

    `longest` is (characters, address, subject) of the longest first subject that is still to be sent.
    """

    total: int = 0
    ready: Group = field(default_factory=Group)
    finished: Group = field(default_factory=Group)
    held: dict[str, Group] = field(default_factory=dict)
    left_out: dict[str, Group] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    longest: tuple[int, str, str] | None = None


def inspect(store: Store, sequence: Sequence, now: datetime, over_chars: int) -> Inspection:
    """Check every lead of a sequence; a first subject counts as long if it has more than `over_chars` characters."""
    return _LeadInspector(store, sequence, now, over_chars).inspect()


class RecontactLookup:
    """Looks up for many people whether a first step waits after the last mail of another sequence."""

    def __init__(self, store: Store, sequence: Sequence, now: datetime) -> None:
        self._store = store
        self._sequence = sequence
        self._now = now
        self._mails: dict[str, Elsewhere] = {}

    def load(self, addresses: list[str]) -> None:
        """Get ready to be asked about these people."""
        self._mails = self._store.people.load_unanswered(addresses, self._sequence.id)

    @property
    def addresses(self) -> Collection[str]:
        """The people loaded whom another sequence wrote to without an answer."""
        return self._mails.keys()

    def describe(self, address: str) -> str:
        """Return who wrote last and from when on a first step may follow; an empty text if it need not wait."""
        mail, recontact_ms = self._mails.get(address), self._sequence.settings.recontact_ms
        if mail is None or recontact_ms == 0:
            return ""
        may_go_at = None if recontact_ms is None else plus_ms(mail.at, recontact_ms)
        if may_go_at is not None and may_go_at <= self._now:
            return ""
        return describe_recontact(mail, may_go_at)


class _LeadInspector:
    def __init__(self, store: Store, sequence: Sequence, now: datetime, over_chars: int) -> None:
        self.store = store
        self.sequence = sequence
        self.now = to_text(now)
        self.recontact = RecontactLookup(store, sequence, now)
        self.answered: dict[str, Answered] = {}
        self.check = RenderCheck(sequence.steps)
        self.wildcards = store.suppressions.load_bloom_filter()
        self.found = Inspection()
        self.over_chars = over_chars

    def inspect(self) -> Inspection:
        rows = self.store.lead_lists.iter_for_check(self.sequence.id)
        while batch := list(islice(rows, _BATCH)):
            live = [row.address for row in batch if not row.ended]
            suspects = self.store.suppressions.find_suspects(live, self.wildcards)
            self.answered = self.store.answers.find_many(live)
            self.recontact.load(live)
            for row in batch:
                self.found.total += 1
                self.take(row, is_suspect=row.address in suspects)
        return self.found

    def take(self, row: LeadToCheck, *, is_suspect: bool) -> None:
        email = row.email
        if row.ended:
            self.leave_out(row.status, email)
        elif is_suspect and self.store.suppressions.find_reason(row.address) is not None:
            self.leave_out("on the suppression list", email)
        elif reason := self.find_answer(row):
            self.leave_out(reason, email)
        elif row.status == LeadStatus.HELD and row.reason_code not in RENDER_HOLDS:
            self.hold(row.status_reason, email)
        else:
            self.check_fields(row, read_fields(row.fields))

    def find_answer(self, row: LeadToCheck) -> str:
        """Return where and when the person answered in another sequence, or an empty text."""
        answered = self.answered.get(row.address)
        if answered is None or row.allow_answered or answered.sequence_id == self.sequence.id:
            return ""
        return describe_answer(answered.elsewhere)

    def leave_out(self, reason: str, email: str) -> None:
        self.found.left_out.setdefault(reason, Group()).add(email)

    def hold(self, reason: str, email: str) -> None:
        self.found.held.setdefault(reason, Group()).add(email)

    def check_fields(self, row: LeadToCheck, fields: dict[str, str]) -> None:
        if not fields.keys() <= self.found.fields:
            self.found.fields.update(name for name, value in fields.items() if value.strip())
        coming = coming_step(row)
        problem = self.check.find_problem(row.id, fields, coming)
        if problem:
            self.hold(problem.text, row.email)
        elif row.status == LeadStatus.HELD:
            self.hold(f"{row.status_reason} no more: import the sequence again to release it", row.email)
        elif row.paused_at and not (row.paused_until and row.paused_until <= self.now):
            self.leave_out("paused", row.email)
        elif coming == 0 and (waits := self.recontact.describe(row.address)):
            self.leave_out(f"wait: {waits}", row.email)
        elif coming >= len(self.sequence.steps):
            self.found.finished.add(row.email)
        else:
            self.found.ready.add(row.email)
        if coming == 0 and not problem:
            self.measure_subject(row, fields)

    def measure_subject(self, row: LeadToCheck, fields: dict[str, str]) -> None:
        step, seed = self.sequence.steps[0], f"{row.id}:0"
        longest = self.found.longest[0] if self.found.longest else self.over_chars
        if longest_subject(step, fields, seed) <= longest:
            return
        subject = render(step, fields, seed).subject or ""
        if len(subject) > longest:
            self.found.longest = (len(subject), row.email, subject)


def coming_step(row: LeadToCheck) -> int:
    """Return the index of the first step that a lead has not been sent."""
    is_sent = row.status == LeadStatus.IN_FLIGHT
    return int(row.current_step) + int(is_sent)


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A field that `steps` (from 0) use and no lead has; `is_needed`: leads would be held for it by these steps."""

    name: str
    steps: tuple[int, ...]
    is_needed: bool
    suggestion: str | None


def find_unknown_fields(store: Store, sequence: Sequence) -> list[UnknownField]:
    """Return the fields that steps use and no lead has; none if there are no leads."""
    used = sorted(frozenset().union(*map(used_fields, sequence.steps)))
    absent = store.lead_lists.find_absent_fields(sequence.id, used)
    if not absent or not store.lead_lists.has_leads(sequence.id):
        return []
    known = store.lead_lists.load_field_names(LeadFilter(sequence.id))
    holding = _holding(store, sequence, frozenset(absent))
    return [
        UnknownField(
            name,
            _steps_with(name, sequence, needed_fields if name in holding else used_fields),
            name in holding,
            suggest(name, known),
        )
        for name in absent
    ]


def _steps_with(
    name: str, sequence: Sequence, fields_of: Callable[[Step], Collection[str]]
) -> tuple[int, ...]:
    return tuple(index for index, step in enumerate(sequence.steps) if name in fields_of(step))


def _holding(store: Store, sequence: Sequence, absent: frozenset[str]) -> frozenset[str]:
    """Return the absent fields for which a lead would be held; a test in the template may make a field optional."""
    suspects = absent & frozenset().union(*map(needed_fields, sequence.steps))
    if not suspects:
        return frozenset()
    check, proven, is_empty = RenderCheck(sequence.steps), set[str](), True
    for row in store.lead_lists.iter_for_check(sequence.id):
        if row.ended:
            continue
        is_empty = False
        for problem in check.problems(row.id, read_fields(row.fields), coming_step(row)):
            proven |= suspects.intersection(problem.fields)
        if proven == suspects:
            break
    return suspects if is_empty else frozenset(proven)
