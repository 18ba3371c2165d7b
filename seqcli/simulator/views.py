"""Queries: lists of conversations and single conversations."""

from dataclasses import dataclass
from typing import Any

from seqcli.simulator.records import Refusal, SimulatedConversation
from seqcli.simulator.wire import detail_payload, summary_payload
from seqcli.simulator.world import World


@dataclass(frozen=True, slots=True)
class ConversationQuery:
    """Which conversations to list. `archived` None lists those that are not archived."""

    with_address: str | None = None
    with_domain: str | None = None
    since_ms: int = 0
    archived: bool | None = None
    cursor: str | None = None
    limit: int = 50


def conversation_page(world: World, handle: str, query: ConversationQuery) -> dict[str, Any]:
    """Return one page of an identity's conversations, newest first.

    Raises:
        Refusal: 400, invalid cursor.
    """
    start = _offset(query.cursor)
    found = [one for one in world.conversations_of(handle, query.with_address) if _fits(one, query)]
    found.sort(key=lambda one: one.last_ms, reverse=True)
    end = start + query.limit
    return {
        "conversations": [summary_payload(one) for one in found[start:end]],
        "nextCursor": f"o{end}" if end < len(found) else None,
    }


def _fits(one: SimulatedConversation, query: ConversationQuery) -> bool:
    if one.archived != bool(query.archived) or one.last_ms < query.since_ms:
        return False
    domain = one.address.rpartition("@")[2].casefold()
    return query.with_domain is None or domain == query.with_domain.casefold()


def _offset(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not (cursor.startswith("o") and cursor[1:].isdecimal()):
        raise Refusal(400, "invalid cursor")
    return int(cursor[1:])


def one_conversation(world: World, handle: str, conv_id: str) -> dict[str, Any]:
    """Return a conversation with its timeline, wrapped or not.

    Raises:
        Refusal: 404, it does not exist or belongs to another identity.
    """
    found = world.conversations.get(conv_id)
    if found is None or found.identity != handle:
        raise Refusal(404, "conversation not found")
    payload = detail_payload(found, world.options)
    return {"conversation": payload} if world.options.wrap_conversation else payload
