"""Which mail or person `inbox`, `thread`, `reply` and `mark` are about: the number of a mail, or an address."""

import re
from datetime import datetime
from typing import NamedTuple

from seqcli.commands.session import get_leads_of
from seqcli.errors import UsageError
from seqcli.model import Lead, normalise_address
from seqcli.store import InboxItem, Store

_NAMED = re.compile(r"[^<>]*<\s*([^<>\s]+@[^<>\s]+)\s*>")


class Chosen(NamedTuple):
    """A mail of the inbox and the lead it belongs to; at least one of them is there."""

    item: InboxItem | None
    lead: Lead | None


def choose(store: Store, text: str, now: datetime, sequence_id: str | None = None) -> Chosen:
    """Return the mail with this number, or the newest mail of this person: one that waits comes first.

    `text` may have the name as well: `Name <address>`.

    Raises:
        UsageError: there is no such mail, or nobody has this address.
    """
    if text.strip().lstrip("#").isdecimal():
        return _with_lead(store, get_item(store, text))
    return _choose_person(store, bare_address(text), now, sequence_id)


def bare_address(text: str) -> str:
    """Return the address in `Name <address>`, as mail programs copy it; any other text as it is."""
    found = _NAMED.fullmatch(text.strip())
    return found[1] if found else text


def _with_lead(store: Store, item: InboxItem) -> Chosen:
    return Chosen(item, None if item.lead_id is None else store.leads.find(item.lead_id))


def get_item(store: Store, text: str) -> InboxItem:
    """Return the mail with this number.

    Raises:
        UsageError: there is none.
    """
    number = text.strip().lstrip("#")
    item = store.inbox.find(int(number)) if number.isdecimal() and len(number) < 19 else None
    if item is None:
        raise UsageError("unknown_mail", f"the inbox has no mail {text}", "Numbers: seqcli inbox --all.")
    return item


def _choose_person(store: Store, text: str, now: datetime, sequence_id: str | None) -> Chosen:
    address = normalise_address(text)
    written = store.inbox.load_from(address)
    if written and not store.leads.load_of_person(address):
        return _with_lead(store, _first_open(written, now))
    leads = get_leads_of(store, text, sequence_id)
    items = sorted(
        (item for lead in leads for item in store.inbox.load_of_lead(lead.id)),
        key=lambda item: (item.at, item.id),
        reverse=True,
    )
    if items:
        item = _first_open(items, now)
        return Chosen(item, next(lead for lead in leads if lead.id == item.lead_id))
    return Chosen(None, max(leads, key=lambda lead: lead.last_step_at or lead.created_at))


def _first_open(items: list[InboxItem], now: datetime) -> InboxItem:
    return next((item for item in items if item.is_open(now)), items[0])
