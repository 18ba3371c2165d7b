"""Soft bounces in a row: the third without a sign of life counts as hard, over all sequences and any restart."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from seqcli.clock import EARLIEST, plus_ms
from seqcli.engine.leads.apply import SLACK_MS, get_sequence, wait_of
from seqcli.engine.stream.context import EventContext
from seqcli.model import Lead, StreamEvent, normalise_address
from seqcli.reasons import AnswerKind
from seqcli.store import Store

#: So many soft bounces in a row are a hard one.
SOFT_IN_A_ROW = 3
_SOFT = frozenset({AnswerKind.SOFT_BOUNCE, AnswerKind.UNCLEAR_BOUNCE})
#: What only somebody writes, or a machine for somebody, whose mailbox works.
_LIFE = frozenset(
    {
        AnswerKind.HUMAN,
        AnswerKind.MAYBE_OPT_OUT,
        AnswerKind.OPT_OUT,
        AnswerKind.AUTO_REPLY,
        AnswerKind.CHALLENGE,
    }
)


@dataclass(frozen=True, slots=True)
class _Sent:
    at: datetime
    wait_over_at: datetime


def is_last_straw(ctx: EventContext, event: StreamEvent, lead: Lead) -> bool:
    """Return whether a soft bounce of this lead's person is the third in a row without a sign of life."""
    address, now = normalise_address(lead.email), event.occurred_at or ctx.at
    answers = ctx.store.events.load_answers_of_person(address)
    sent = _load_sent(ctx.store, address)
    bounces = [(each.at, each.type) for each in answers if each.kind in _SOFT]
    bounces.append((now, event.type))
    alive_at = max((each.at for each in answers if each.kind in _LIFE), default=EARLIEST)
    quiet = (each.wait_over_at for each in sent if _is_quiet(each, bounces) and each.wait_over_at <= now)
    alive_at = max((alive_at, *quiet))
    return _count([each for each in bounces if each[0] > alive_at], sent) >= SOFT_IN_A_ROW


def _load_sent(store: Store, address: str) -> list[_Sent]:
    found = []
    for lead in store.leads.load_of_person(address):
        sequence = get_sequence(store, lead.sequence_id)
        found += [
            _Sent(each.at, plus_ms(each.at, wait_of(sequence, each.step)))
            for each in store.attempts.load_departures(lead.id)
        ]
    return sorted(found, key=lambda each: each.at)


def _is_quiet(sent: _Sent, bounces: list[tuple[datetime, str]]) -> bool:
    """Return whether nothing bounced in the time in which a mail waited for an answer."""
    begin = plus_ms(sent.at, -SLACK_MS)
    return not any(begin <= at <= sent.wait_over_at for at, _ in bounces)


def _count(bounces: list[tuple[datetime, str]], sent: list[_Sent]) -> int:
    """Return how many mails bounced: between two mails, what 12m tells and what a daemon tells are the same."""
    begins = [EARLIEST, *(plus_ms(each.at, -SLACK_MS) for each in sent), None]
    total = 0
    for begin, end in pairwise(begins):
        within = [
            kind == "email.bounced"
            for at, kind in bounces
            if (begin is None or at >= begin) and (end is None or at < end)
        ]
        total += max(Counter(within).values(), default=0)
    return total
