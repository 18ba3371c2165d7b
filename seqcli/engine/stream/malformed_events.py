"""Stores malformed events and holds the leads they name, now or once the leads are known (W50). No HTTP here."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from seqcli.client import MalformedEvent
from seqcli.client.stream import ANSWERS, INBOUND, KNOWN, occurred, read_event, type_of
from seqcli.clock import from_text, plus_ms
from seqcli.engine.leads.apply import SLACK_MS, apply_lead_event
from seqcli.engine.stream.context import EventContext, RematchRequest
from seqcli.engine.stream.inbound_events import obey_opt_out
from seqcli.engine.stream.inbox import record_quarantined
from seqcli.inbound import addresses_in
from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import Lead, normalise_address
from seqcli.reasons import LeadReason
from seqcli.store import Doubts

#: A longer entry is stored as its beginning and everything that it names.
_MAX_BODY = 100_000
_MAX_NAMES = 3000
_MAX_ID = 500
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_QUOTED = re.compile(r'"([^"\\\s]{1,500})"')


@dataclass(frozen=True, slots=True)
class Names:
    """What may name leads in an entry: normalised addresses, and texts that may be ids."""

    addresses: frozenset[str]
    ids: frozenset[str]


def names_in(raw: Any) -> Names:
    """Return every address and every possible id anywhere in an entry, whatever its shape."""
    addresses: set[str] = set()
    ids: set[str] = set()
    for text in _texts_in(raw):
        if len(addresses) < _MAX_NAMES and "@" in text:
            addresses.update(_addresses_in(text))
        if len(ids) < _MAX_NAMES and 0 < len(text) <= _MAX_ID and not any(map(str.isspace, text)):
            ids.add(text)
    return Names(frozenset(addresses), frozenset(ids))


def _texts_in(raw: Any) -> Iterator[str]:
    """Yield every text of an entry, and every quoted text inside these."""
    level = [raw]
    while level:
        value = level.pop()
        if isinstance(value, dict):
            level.extend((*value, *value.values()))
        elif isinstance(value, list):
            level.extend(value)
        elif isinstance(value, str):
            yield value
            if '"' in value:
                plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)
                yield plain
                yield from (found[1] for found in _QUOTED.finditer(plain))


def _addresses_in(text: str) -> Iterator[str]:
    if len(text) <= _MAX_ID:
        yield normalise_address(text[text.rfind("<") + 1 :].strip("<> "))
    at = text.find("@")
    for _ in range(_MAX_NAMES):
        if at < 0:
            return
        # Search only around each @: a search over megabytes without one takes quadratic time.
        yield from addresses_in(text[max(0, at - 64) : at + 300])
        at = text.find("@", at + 1)


def leads_named(ctx: EventContext, names: Names, kind: str | None) -> list[Lead]:
    """Return the leads that an unusable entry names, by conversation, pending send or address.

    An event about a mail from a person concerns all leads of the person; one about a send, only those of its identity.
    """
    store, identity = ctx.store, ctx.identity
    found: dict[str, Lead] = {}
    for text in sorted(names.ids):
        found.update({lead.id: lead for lead in store.leads.load_in_conversation(identity, text)})
        attempt = store.attempts.find_by_pending_id(identity, text)
        lead = None if attempt is None else store.leads.find(attempt.lead_id)
        found.update({} if lead is None else {lead.id: lead})
    is_about_sends = kind in KNOWN - INBOUND
    # A conversation names one lead; what its person says there may be about all mail.
    people = () if is_about_sends else {normalise_address(lead.email) for lead in found.values()}
    others = {each for address in people for each in store.other_addresses.find_names(address)}
    for address in sorted(others.union(names.addresses)):
        for lead in store.leads.load_of_person(address):
            if not is_about_sends or lead.identity in {None, identity}:
                found[lead.id] = lead
    return list(found.values())


def keep_malformed(ctx: EventContext, malformed_event: MalformedEvent, since: int) -> None:
    """Quarantine an entry and hold the leads that it names. An entry that is there already does nothing."""
    raw = malformed_event.raw
    names = names_in(raw)
    is_dated = isinstance(raw, dict) and (isinstance(raw.get("id"), str) or occurred(raw) is not None)
    body = _body_of(raw, names)
    kept = ctx.store.quarantine.insert(
        ctx.identity, since, malformed_event.position, malformed_event.why, body, ctx.at, anywhere=is_dated
    )
    if kept is None:
        return
    ctx.summary.unreadable.append(f"entry {malformed_event.position} after #{since}: {malformed_event.why}")
    if _concerns_leads(ctx, raw):
        kind = type_of(raw)
        if isinstance(raw, dict) and kind in INBOUND:
            obey_opt_out(ctx, read_event(since, kind, raw), _actor(ctx, kept))
        leads = leads_named(ctx, names, kind)
        if kind is None or kind in INBOUND:
            record_quarantined(ctx, kept, raw, leads)
        _hold(ctx, leads, _actor(ctx, kept), _describe(raw, malformed_event.why))
        if not leads and kind in {None, *ANSWERS}:
            ctx.store.meta.save_blind_at(ctx.identity, ctx.at)


def may_hide_answer(doubts: Doubts, lead: Lead) -> bool:
    """Return whether an entry that names no known lead came since this lead's last mail: it may be its answer."""
    if doubts.blind_at is None or lead.last_step_at is None:
        return False
    return lead.last_step_at <= doubts.blind_at


def rematch_malformed(ctx: EventContext, request: RematchRequest) -> None:
    """Hold a lead whose conversation or address has just become known, if a quarantined entry since then names it.

    Each entry holds a lead once: a released lead stays released.
    """
    for number, body in ctx.store.quarantine.load_since(ctx.identity, plus_ms(request.since, -SLACK_MS)):
        raw = _raw_of(body)
        names = names_in(raw)
        is_named = request.conv_id in names.ids or request.address in names.addresses
        actor = _actor(ctx, number)
        if (
            is_named
            and _concerns_leads(ctx, raw)
            and not ctx.store.journal.has_entry_by(actor, request.lead_id)
        ):
            _hold(ctx, [ctx.store.leads.get(request.lead_id)], actor, _describe(raw, "unusable"))


def _hold(ctx: EventContext, leads: Iterable[Lead], actor: str, what: str) -> None:
    for lead in leads:
        reason = f"unreadable event: {what}; seqcli resolve {lead.email} --continue or --stop"
        held = apply_lead_event(
            ctx.store,
            lead,
            LeadEvent(LeadEventKind.HOLD_NEEDED, LeadReason.UNREADABLE_EVENT, reason),
            actor,
            ctx.at,
        )
        ctx.report_hold(lead, held)


def _actor(ctx: EventContext, number: int) -> str:
    return f"entry {ctx.identity}/{number}"


def _describe(raw: Any, why: str) -> str:
    kind = type_of(raw)
    return f"{'an entry of the stream' if kind is None else kind}, {why}"


def _concerns_leads(ctx: EventContext, raw: Any) -> bool:
    """Return whether an entry may change leads: its type may, and it is not older than the file."""
    kind = type_of(raw)
    if kind is not None and kind not in KNOWN:
        return False
    happened_at = occurred(raw) if isinstance(raw, dict) else None
    created_at = ctx.store.meta.find("created_at")
    if happened_at is None or created_at is None or ctx.store.attempts.was_identity_used(ctx.identity):
        return True
    return happened_at >= from_text(created_at)


def _body_of(raw: Any, names: Names) -> str:
    """Return the text of an entry to store: at most some hundred kilobytes."""
    body = json.dumps(raw)
    if len(body) <= _MAX_BODY:
        return body
    cut = {"type": type_of(raw), "names": sorted(names.addresses | names.ids), "beginning": body[:_MAX_BODY]}
    return json.dumps(cut)


def _raw_of(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body  # stored by an older version, which cut nothing off
