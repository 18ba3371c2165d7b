"""Reads 12m's own record about a lead: was the step sent, did the lead answer, does a timer run? It decides nothing.

Rules R9, R14, R15, a 409 and the release of a hold all use it. Each decides for itself what a finding means.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from seqcli.client import (
    Client,
    Conversation,
    ConversationGoneError,
    ConversationSummary,
    TimelineMessage,
)
from seqcli.clock import DAY_MS, HOUR_MS, plus_ms
from seqcli.engine.leads.apply import SLACK_MS
from seqcli.inbound import Hardness, MailKind, classify
from seqcli.model import Lead, normalise_address
from seqcli.reasons import AnswerKind
from seqcli.store import Store

#: A mail that a conversation lacks after this time will never appear in it, and a timer that is still armed will
#: never fire.
_BELIEVED_MS = 14 * DAY_MS
_RECHECK_MS = 11 * HOUR_MS
#: What the stream has told to be no answer is none, although a timeline may show less of it.
NO_ANSWERS = (
    AnswerKind.AUTO_REPLY,
    AnswerKind.CHALLENGE,
    AnswerKind.DELAY,
    AnswerKind.DELIVERED,
    AnswerKind.SOFT_BOUNCE,
    AnswerKind.UNCLEAR_BOUNCE,
)
_UNREADABLE_ENTRY = "12m's record has an entry that cannot be read and may be our mail"
_LISTED_BUT_GONE = "12m lists a conversation with this address and does not show it"


class RecordStatus(StrEnum):
    """What the record says."""

    SENT = "sent"
    NOT_SENT = "not sent"
    ANSWERED = "answered"
    OPTED_OUT = "opted out"
    BOUNCED = "bounced"
    WAITING = "waiting"
    SILENT = "silent"
    GONE = "conversation gone"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class RecordFinding:
    """What the record says, and why. `at`: when the mail was sent, the answer written, or the timer will fire."""

    answer: RecordStatus
    why: str
    conv_id: str | None = None
    at: datetime | None = None
    #: What in the record contradicts SILENT. A clock may be wrong, so a second check must confirm it.
    doubt: str = ""


def look_for_send(
    client: Client, store: Store, identity: str, lead: Lead, step: int, since: datetime
) -> RecordFinding:
    """Return SENT, NOT_SENT, GONE or UNCLEAR for a send of `step` made since `since` (12m's time).

    A timeline may lack a mail that was accepted and has not left yet. The caller takes that into account.

    Raises:
        StreamError, ConfigError: the record cannot be read now.
    """
    earliest = plus_ms(since, -SLACK_MS)
    if step > 0 and lead.conv_id is not None:
        return search_thread(client, store, identity, lead.conv_id, earliest)
    return _search_conversations(client, store, identity, lead, earliest)


def search_thread(
    client: Client, store: Store, identity: str, conv_id: str, earliest: datetime
) -> RecordFinding:
    """Return SENT, NOT_SENT, GONE or UNCLEAR for a mail into a conversation that left since `earliest`.

    Raises:
        StreamError, ConfigError: the record cannot be read now.
    """
    try:
        conversation = client.read_conversation(identity, conv_id)
    except ConversationGoneError:
        return RecordFinding(RecordStatus.GONE, f"12m has no conversation {conv_id}", conv_id)
    outbound = [message for message in conversation.messages if message.outbound]
    newer = [message.at for message in outbound if message.at is not None and message.at >= earliest]
    undated = any(message.at is None for message in outbound)
    # Both must hold: a newer mail may be a late retry that is known, and one too many may be an old mail by hand.
    if (newer or undated) and len(outbound) > store.attempts.count_accepted_in(identity, conv_id):
        at = min(newer, default=None)
        return RecordFinding(RecordStatus.SENT, "the conversation has a newer mail of ours", conv_id, at)
    if _may_hide_ours(conversation):
        return RecordFinding(RecordStatus.UNCLEAR, _UNREADABLE_ENTRY, conv_id)
    return RecordFinding(RecordStatus.NOT_SENT, "the conversation has no newer mail of ours", conv_id)


def _may_hide_ours(conversation: Conversation) -> bool:
    return any(message.outbound is None for message in conversation.messages)


def _search_conversations(
    client: Client, store: Store, identity: str, lead: Lead, earliest: datetime
) -> RecordFinding:
    known = {attempt.conv_id for attempt in store.attempts.load_for_lead(lead.id)}
    unclear: RecordFinding | None = None
    for summary in _oldest_first(client.list_conversations(identity, lead.email)):
        is_older = summary.created_at is not None and summary.created_at < earliest
        if (
            is_older
            or summary.id in known
            or store.attempts.is_conversation_of_another(identity, summary.id, lead.id)
        ):
            continue
        try:
            conversation = client.read_conversation(identity, summary.id)
        except ConversationGoneError:
            unclear = RecordFinding(RecordStatus.UNCLEAR, _LISTED_BUT_GONE)
            continue
        # A conversation without any mail: its first mail was accepted and has not left yet.
        if not conversation.messages or any(message.outbound for message in conversation.messages):
            why = "12m has a new conversation with this address"
            return RecordFinding(RecordStatus.SENT, why, summary.id, summary.created_at)
        if _may_hide_ours(conversation):
            unclear = RecordFinding(RecordStatus.UNCLEAR, _UNREADABLE_ENTRY)
    return unclear or RecordFinding(RecordStatus.NOT_SENT, "12m has no new conversation with this address")


def look_for_subject(
    client: Client, store: Store, identity: str, lead: Lead, subjects: Collection[str]
) -> RecordFinding:
    """Return SENT for the first conversation with the lead's address that has one of the subjects, else NOT_SENT.

    Raises:
        StreamError, ConfigError: the record cannot be read now.
    """
    wanted = {each.strip().casefold() for each in subjects}
    for summary in _oldest_first(client.list_conversations(identity, lead.email)):
        is_same = summary.subject.strip().casefold() in wanted
        if is_same and not store.attempts.is_conversation_of_another(identity, summary.id, lead.id):
            why = "12m has a conversation with this address and subject from before this file was made"
            return RecordFinding(RecordStatus.SENT, why, summary.id, summary.created_at)
    return RecordFinding(RecordStatus.NOT_SENT, "12m has no conversation with this address and subject")


def _oldest_first(summaries: Iterable[ConversationSummary]) -> list[ConversationSummary]:
    """Return conversations as they began: of several mails that a file lost, the oldest is of the step due first."""
    return sorted(summaries, key=lambda each: each.created_at.timestamp() if each.created_at else math.inf)


def look_up_lead(client: Client, store: Store, identity: str, lead: Lead, now: datetime) -> RecordFinding:
    """Return what became of a lead in flight: ANSWERED, OPTED_OUT, BOUNCED, WAITING (with `at`), SILENT or GONE.

    `now` is the earliest time by any clock. A timer that 12m shows as armed has not fired, whatever the clocks say.

    Raises:
        StreamError, ConfigError: the record cannot be read now.
    """
    conv_id = lead.conv_id
    if conv_id is None:
        since = lead.last_step_at or lead.created_at
        found = _search_conversations(client, store, identity, lead, plus_ms(since, -SLACK_MS))
        if found.conv_id is None:
            return RecordFinding(RecordStatus.GONE, "12m has no conversation with this address")
        conv_id = found.conv_id
    try:
        conversation = client.read_conversation(identity, conv_id)
    except ConversationGoneError:
        return RecordFinding(RecordStatus.GONE, f"12m has no conversation {conv_id}", conv_id)
    told = store.events.load_mail_ids(normalise_address(lead.email), NO_ANSWERS)
    answer, answered_at = _find_answer(_without(conversation, told), identity, lead)
    if answer is not None:
        return RecordFinding(answer, "the conversation has an answer", conversation.id, answered_at)
    doubt, since = _find_doubt(conversation, store.attempts.count_accepted_in(identity, conv_id), lead)
    is_believed = now < plus_ms(since, _BELIEVED_MS)
    found = RecordFinding(RecordStatus.SILENT, "", conv_id)
    if not (doubt and is_believed):
        found = _search_other_conversations(client, store, identity, lead, conv_id, told)
        doubt = doubt or found.doubt
    if found.answer is RecordStatus.SILENT and doubt and is_believed:
        return RecordFinding(RecordStatus.WAITING, doubt, conv_id, max(since, plus_ms(now, _RECHECK_MS)))
    return replace(found, doubt=doubt)


def _without(conversation: Conversation, told: Collection[str]) -> tuple[TimelineMessage, ...]:
    """Return the mails of a conversation but for those that are known to be no answer."""
    return tuple(each for each in conversation.messages if each.ids.isdisjoint(told))


def _find_doubt(conversation: Conversation, accepted: int, lead: Lead) -> tuple[str, datetime]:
    """Return why the lead may still be waiting, and since when; an empty text if the wait is over.

    A mail that the conversation lacks has not left yet, and its wait has not begun.
    """
    armed_at, fired_at = conversation.no_reply_at, conversation.last_no_reply_at
    since = lead.last_step_at or lead.created_at
    if armed_at is not None and (fired_at is None or fired_at < armed_at):
        return "12m's timer is still armed", armed_at
    left = sum(1 for message in conversation.messages if message.outbound)
    return ("the mail has not left yet" if left < accepted else ""), since


def _search_other_conversations(
    client: Client, store: Store, identity: str, lead: Lead, conv_id: str, told: Collection[str]
) -> RecordFinding:
    """Return ANSWERED, OPTED_OUT or BOUNCED from a newer conversation whose event may be lost, else SILENT.

    SILENT is in doubt where 12m lists such a conversation and does not show it.
    """
    since, doubt = lead.last_step_at or lead.created_at, ""
    for summary in client.list_conversations(identity, lead.email):
        is_older = summary.last_event_at is not None and summary.last_event_at < since
        if summary.id == conv_id or is_older:
            continue
        if store.attempts.is_conversation_of_another(identity, summary.id, lead.id):
            continue
        try:
            other = client.read_conversation(identity, summary.id)
        except ConversationGoneError:
            doubt = _LISTED_BUT_GONE
            continue
        answer, at = _find_answer(_without(other, told), identity, lead, since)
        if answer is not None:
            return RecordFinding(answer, "another conversation with this address has an answer", conv_id, at)
    return RecordFinding(RecordStatus.SILENT, "no timer runs and nobody answered", conv_id, doubt=doubt)


def _find_answer(
    messages: tuple[TimelineMessage, ...], identity: str, lead: Lead, since: datetime | None = None
) -> tuple[RecordStatus | None, datetime | None]:
    """Return what the first mail that decides something says, and when it was written."""
    for message in messages:
        if message.outbound or (since and message.at and message.at < since):
            continue
        if message.mail is None:
            return RecordStatus.ANSWERED, message.at
        verdict = classify(
            message.mail, own_addresses=[identity], lead_address=lead.email, written_at=message.at
        )
        if verdict.kind is MailKind.OPT_OUT:
            return RecordStatus.OPTED_OUT, message.at
        if verdict.kind is MailKind.HUMAN:
            return RecordStatus.ANSWERED, message.at
        if verdict.kind is MailKind.BOUNCE and verdict.hardness is Hardness.HARD:
            return RecordStatus.BOUNCED, message.at
    return None, None
