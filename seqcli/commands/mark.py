"""`mark`: say what an answer means, or that it is none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from seqcli.addresses import address_problem, unwrapped
from seqcli.clock import Clock
from seqcli.commands.chosen import Chosen, choose
from seqcli.commands.dates import read_later
from seqcli.commands.lead_rows import mark_data
from seqcli.commands.session import get_leads_of, opened, own_addresses, server_now
from seqcli.commands.steering_result import UNDO_NOTE, lead_data, leads_table, left_blocks, left_data
from seqcli.engine.leads.marking import Marked, Meaning, describe_for_good, mark_lead, suppress_writer
from seqcli.engine.leads.wrong_answers import HUMAN_KINDS
from seqcli.errors import UsageError
from seqcli.model import Lead, LeadStatus, normalise_address
from seqcli.output.result import Block, CommandResult, Note, Text
from seqcli.reasons import MarkKind
from seqcli.store import InboxItem, Store
from seqcli.zones import day_text


@dataclass(frozen=True, slots=True)
class MarkRequest:
    """What is marked as what, as typed; `date` is when to try again."""

    which: str
    kind: MarkKind
    date: str | None = None
    referral: str | None = None
    reason: str = ""
    sequence_id: str | None = None


_OPTIONS = ", ".join(f"--{each.replace('_', '-')}" for each in MarkKind)


def read_request(
    which: str,
    date: str | None,
    given: Mapping[MarkKind, bool],
    referral: str | None,
    reason: str,
    sequence_id: str | None,
) -> MarkRequest:
    """Return what is marked as what; a date may stand before the address, as it does in `--not-now DATE EMAIL`.

    Raises:
        UsageError: none or several options were given, or a date without `--not-now`.
    """
    chosen = [kind for kind, is_given in given.items() if is_given]
    if len(chosen) != 1:
        raise UsageError("say_one", f"use one of {_OPTIONS}", "Only --not-now takes a date, or none.")
    if date is not None and "@" in date:
        which, date = date, which
    if date is not None and chosen != [MarkKind.NOT_NOW]:
        raise UsageError("no_date_here", f"{date} is one word too many", "Only --not-now takes a date.")
    return MarkRequest(which, chosen[0], date, referral, reason, sequence_id)


def mark(db: Path, request: MarkRequest, clock: Clock, handle: str | None = None) -> CommandResult:
    """Store what an answer means, and do to the lead what follows from it. `handle` is the identity of the settings.

    Raises:
        UsageError: there is no such mail or person, the mail belongs to no lead, or a date or address is none.
    """
    with opened(db) as store:
        at = server_now(store, clock)
        chosen = choose(store, request.which, at, request.sequence_id)
        if chosen.lead is None and chosen.item is not None and _can_suppress(request, chosen.item):
            return _suppress_writer(store, chosen.item, request.reason, at)
        lead, item = _get_lead(store, request, chosen)
        meaning = Meaning(
            request.kind,
            _read_date(request.date, at),
            _read_referral(request, lead, own_addresses(store, handle)),
            request.reason,
        )
        command = _command(lead, item, meaning, at)
        with store.transaction():
            current = store.leads.get(lead.id)
            marked = mark_lead(store, current, item, meaning, command, at)
        notes = _notes(store, marked, item)
        return mark_result(marked, notes, at)


def _command(lead: Lead, item: InboxItem | None, meaning: Meaning, at: datetime) -> str:
    """Return `ada@acme.example --not-now 2026-12-01, mail #8`: what `undo --list` shows."""
    date = "" if meaning.until is None else f" {day_text(meaning.until, at)}"
    referral = f" {meaning.referral}" if meaning.referral else ""
    mail = "" if item is None else f", mail #{item.id}"
    return f"{lead.email} --{meaning.kind.replace('_', '-')}{date}{referral}{mail}"


def _can_suppress(request: MarkRequest, item: InboxItem) -> bool:
    return request.kind is MarkKind.OPT_OUT and item.sender != ""


def _suppress_writer(store: Store, item: InboxItem, reason: str, at: datetime) -> CommandResult:
    """Suppress who wrote a mail of no lead. There is no mark: it would need a lead."""
    with store.transaction():
        ended = suppress_writer(store, item, reason, at)
    data: dict[str, Any] = {
        "mark": None,
        "lead": None,
        "suppressed": item.sender,
        "mail": item.id,
        "others": [lead_data(each, at) for each in ended],
        "undo": None,
    }
    blocks: list[Block] = [leads_table(ended, at)] if ended else []
    blocks.append(Text((f"suppressed {item.sender}; mail #{item.id}, which belongs to no lead, is done",)))
    back = f"to take it back: seqcli suppress remove {item.sender}; seqcli inbox open {item.id}"
    return CommandResult(data, tuple(blocks), (Note(back),))


def _get_lead(store: Store, request: MarkRequest, chosen: Chosen) -> tuple[Lead, InboxItem | None]:
    lead, item = chosen.lead, chosen.item
    if lead is None:
        raise _no_lead(item)
    if request.kind is MarkKind.AUTO_REPLY:
        item = _find_answer(store, request, chosen)
    return _lead_meant(store, lead, request.sequence_id), item


def _no_lead(item: InboxItem | None) -> UsageError:
    number = "" if item is None else str(item.id)
    sender = "" if item is None else item.sender
    hint = f"If it is about a lead: seqcli inbox match {number} EMAIL. If not: seqcli inbox done {number}"
    if sender:
        hint += f"; to suppress {sender}: seqcli mark {number} --opt-out"
    message = f"mail {number} of {sender or 'an unknown sender'} belongs to no lead: there is nobody to mark"
    return UsageError("no_lead", message, f"{hint}.")


def _lead_meant(store: Store, lead: Lead, sequence_id: str | None) -> Lead:
    """Return the person's lead in the sequence that was named, else the one that a mail can be an answer to.

    A fresh mail answers no conversation, and belongs to any of the person's leads.

    Raises:
        UsageError: the person is not in that sequence.
    """
    if sequence_id is not None:
        return get_leads_of(store, lead.email, sequence_id)[0]
    if store.attempts.was_contacted(lead.id):
        return lead
    theirs = store.leads.load_of_person(normalise_address(lead.email))
    contacted = [each for each in theirs if each.last_step_at is not None]
    return max(contacted, key=lambda each: each.last_step_at or each.created_at, default=lead)


def _find_answer(store: Store, request: MarkRequest, chosen: Chosen) -> InboxItem:
    """Return the mail that is no answer: of a person, the newest that was taken for one.

    Raises:
        UsageError: the inbox has no mail of that person.
    """
    lead, item = chosen.lead, chosen.item
    if "@" in request.which and lead is not None:
        address = normalise_address(request.which)
        is_lead = address == normalise_address(lead.email)
        mails = store.inbox.load_of_lead(lead.id) if is_lead else store.inbox.load_from(address)
        item = next((each for each in mails if each.kind in HUMAN_KINDS), item)
    if item is None:
        raise UsageError(
            "no_mail",
            f"the inbox has no mail of {request.which}: there is nothing to mark",
            "seqcli inbox --all",
        )
    return item


def _read_date(text: str | None, now: datetime) -> datetime | None:
    return None if text is None else read_later(text, now, "--not-now")


def _read_referral(request: MarkRequest, lead: Lead, own: Collection[str]) -> str:
    if request.referral is None:
        return ""
    typed = request.referral.strip()
    inner = unwrapped(typed)
    address = typed if inner is None else inner[0]
    if problem := address_problem(address):
        raise UsageError("bad_address", f"--referral {address} is no address: {problem}", "Give one address.")
    if normalise_address(address) == normalise_address(lead.email):
        raise UsageError(
            "same_person", f"{address} is the person who referred you", "Give the other address."
        )
    if normalise_address(address) in own:
        raise UsageError(
            "own_address",
            f"your sequences send from {address}",
            "Give the address of the person who was named.",
        )
    return address


def _notes(store: Store, marked: Marked, item: InboxItem | None) -> list[Note]:
    notes = [Note(text) for text in marked.follows]
    is_undated = marked.mark.kind is MarkKind.NOT_NOW and marked.mark.until is None
    if is_undated and item is not None and item.guess is MarkKind.NOT_NOW and item.guess_detail:
        command = f"seqcli mark {item.id} --not-now {item.guess_detail}"
        notes.append(Note(f"the mail seems to name {item.guess_detail}; to keep that date: {command}"))
    if marked.after.status is LeadStatus.HELD:
        command = f"seqcli resolve {marked.after.email} --continue, or --stop"
        notes.append(Note(f"{marked.after.email} stays held ({marked.after.status_reason}): {command}"))
    referral = marked.mark.referral
    if referral and (listed := store.suppressions.find_reason(normalise_address(referral))):
        notes.append(Note(f"{referral} is suppressed by {listed}", is_warning=True))
    if marked.mark.kind is MarkKind.OPT_OUT:
        return [*notes, Note(f"undo restores no lead: {describe_for_good(marked.after)}")]
    return [*notes, UNDO_NOTE]


def mark_result(marked: Marked, notes: list[Note], at: datetime) -> CommandResult:
    """Return what a mark did."""
    lead = marked.after
    data: dict[str, Any] = {
        "mark": mark_data(marked.mark),
        "lead": lead_data(lead, at),
        "status_before": marked.before.status,
        "stays": marked.stays or None,
        "others": [lead_data(each, at) for each in marked.others],
        "left": [left_data(each, why) for each, why in marked.left],
        "follows": marked.follows,
        "undo": "seqcli undo",
    }
    blocks: list[Block] = [leads_table([lead, *marked.others], at), *left_blocks(marked.left)]
    blocks.append(Text((_told(marked),)))
    return CommandResult(data, tuple(blocks), tuple(notes))


def _told(marked: Marked) -> str:
    """Return `marked ada@acme.example in intro as not now until 2026-12-01: in_flight → replied`."""
    lead, before = marked.after, marked.before
    moved = "" if lead.status is before.status else f": {before.status} → {lead.status}"
    if marked.stays:
        moved = f": stays {lead.status}, as {marked.stays}"
    mail = "" if marked.mark.inbox_id is None else f"; mail #{marked.mark.inbox_id} is done"
    return f"marked {lead.email} in {lead.sequence_id} as {marked.mark.text}{moved}{mail}"
