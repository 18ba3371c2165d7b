"""Time, event logs, conversations and no-reply timers of a world; `sending` decides which mail is accepted."""

import heapq
import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import RLock
from typing import Any

from seqcli.clock import Clock, to_text
from seqcli.model import normalise_address
from seqcli.simulator.records import (
    Identity,
    Message,
    Refusal,
    ScheduledEvent,
    SimulatedConversation,
    instant_of,
    ms_of,
)
from seqcli.simulator.settings import DEFAULT_ORGANISATION, Drip, IdentityStatus, Options

_ULID_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Core:
    """The base of a world.

    One heap holds all scheduled events; `run_due` runs them in order, each at its own time, however late it is
    called. `lock` is for serving a world to several threads.
    """

    def __init__(self, clock: Clock, seed: int, options: Options | None) -> None:
        self.clock = clock
        self.options = options or Options()
        self.lock = RLock()
        self.identities: dict[str, Identity] = {}
        self.conversations: dict[str, SimulatedConversation] = {}
        self.random = random.Random(seed)  # noqa: S311 - seeded on purpose
        self._by_address: defaultdict[str, list[SimulatedConversation]] = defaultdict(list)
        self._of_identity: defaultdict[str, list[SimulatedConversation]] = defaultdict(list)
        self._heap: list[tuple[int, int, ScheduledEvent]] = []
        self._scheduled = 0
        self._moment: int | None = None

    # Time

    def now_ms(self) -> int:
        """Return the time of the scheduled event that is running, else the clock's time."""
        return ms_of(self.clock.now()) if self._moment is None else self._moment

    def at(self, due_ms: int, action: Callable[[], object]) -> ScheduledEvent:
        """Schedule `action` for `due_ms`, or for now if that is past."""
        event = ScheduledEvent(action)
        self._scheduled += 1
        heapq.heappush(self._heap, (max(due_ms, self.now_ms()), self._scheduled, event))
        return event

    def run_due(self) -> None:
        """Run all due events and those they schedule; inside an event it does nothing."""
        if self._moment is not None:
            return
        now = ms_of(self.clock.now())
        try:
            while self._heap and self._heap[0][0] <= now:
                due_ms, _, event = heapq.heappop(self._heap)
                if not event.cancelled:
                    self._moment = due_ms
                    event.action()
        finally:
            self._moment = None

    def next_due(self) -> datetime | None:
        """Return when the next event is due, or None."""
        while self._heap and self._heap[0][2].cancelled:
            heapq.heappop(self._heap)
        return instant_of(self._heap[0][0]) if self._heap else None

    # Identities and their logs

    def add_identity(
        self,
        handle: str,
        *,
        daily_cap: int | None = None,
        drip: Drip | None = None,
        status: IdentityStatus = "active",
        organisation: str = DEFAULT_ORGANISATION,
    ) -> Identity:
        """Create a sending identity; without `daily_cap` its sends are not limited."""
        identity = Identity(handle, organisation, daily_cap, drip or Drip(), status)
        self.identities[handle] = identity
        return identity

    def identity(self, handle: str) -> Identity:
        """Return an identity.

        Raises:
            Refusal: there is no such identity.
        """
        found = self.identities.get(handle)
        if found is None:
            raise Refusal(404, "identity not found in org")
        return found

    def append_event(
        self,
        handle: str,
        type_: str,
        data: object = None,
        conv_id: str | None = None,
        *,
        event_id: str | None = None,
        overwrite: Mapping[str, object] | None = None,
    ) -> dict[str, Any]:
        """Append an event to a log, now, and return it; `overwrite` may set any field except `seq`."""
        identity = self.identities[handle]
        now = self.now_ms()
        identity.last_seq += self.random.randint(1, 4) if self.options.seq_gaps else 1
        event: dict[str, Any] = {
            "seq": identity.last_seq,
            "id": event_id or self.new_event_id(now),
            "type": type_,
            "ts": now,
            "tsIso": to_text(instant_of(now)),
        }
        if conv_id is not None and self.options.conv_id_place != "data":
            event["convId"] = conv_id
        event["data"] = {} if data is None else data
        event.update(overwrite or {})
        identity.seqs.append(identity.last_seq)
        identity.log.append(event)
        return event

    def remove_identity(self, handle: str) -> Identity:
        """Remove an identity, as if it had been deleted; its later events reach no log."""
        return self.identities.pop(handle)

    def restore_identity(self, identity: Identity) -> None:
        """Put an identity back as it was."""
        self.identities[identity.handle] = identity

    def emit(self, conversation: SimulatedConversation, type_: str, data: dict[str, Any]) -> None:
        """Append an event about a conversation to its identity's log."""
        if conversation.identity not in self.identities:
            return
        if self.options.conv_id_place != "top":
            data = {"convId": conversation.id, **data}
        self.append_event(conversation.identity, type_, data, conversation.id)

    def events_after(
        self, handle: str, since: int, limit: int, types: frozenset[str] | None = None
    ) -> tuple[list[dict[str, Any]], int, bool]:
        """Return events with `seq > since`, the cursor after them, and whether there are more.

        Past the end of the log the cursor is the log's last `seq`.
        """
        identity = self.identities[handle]
        start = bisect_right(identity.seqs, since)
        rest = identity.log[start:] if types else identity.log[start : start + limit + 1]
        if types:
            rest = [event for event in rest if event["type"] in types]
        page = rest[:limit]
        cursor = page[-1]["seq"] if page else min(since, identity.last_seq)
        return page, cursor, len(rest) > limit

    def restart_log(self, handle: str) -> None:
        """Restart an identity's log, as if it had been deleted and created again."""
        identity = self.identities[handle]
        identity.last_seq = 0
        identity.seqs.clear()
        identity.log.clear()

    # Conversations

    def new_id(self, prefix: str) -> str:
        """Return a fresh opaque id."""
        return f"{prefix}_{self.random.getrandbits(64):016x}"

    def new_event_id(self, ms: int) -> str:
        """Return a fresh `evt_` id with a ULID of that time."""
        rest, letters = (ms << 80) | self.random.getrandbits(80), []
        for _ in range(26):
            rest, digit = divmod(rest, 32)
            letters.append(_ULID_ALPHABET[digit])
        return "evt_" + "".join(reversed(letters))

    def new_conversation(self, identity: Identity, address: str, subject: str) -> SimulatedConversation:
        """Return a new conversation, not listed before `open_conversation`."""
        local = identity.handle.partition("@")[0]
        account = f"{local}{identity.mailbox}@{identity.organisation}-mail.example"
        now = self.now_ms()
        return SimulatedConversation(
            self.new_id("conv"), identity.handle, address, subject, account, now, now
        )

    def open_conversation(self, conversation: SimulatedConversation) -> None:
        """List a new conversation."""
        self.conversations[conversation.id] = conversation
        self._by_address[normalise_address(conversation.address)].append(conversation)
        self._of_identity[conversation.identity].append(conversation)

    def conversation(self, who: str) -> SimulatedConversation:
        """Return a conversation by its id, or the newest one with an address, preferring one that we wrote in.

        Raises:
            KeyError: there is none.
        """
        found = self.conversations.get(who)
        if found is not None:
            return found
        with_address = self._by_address.get(normalise_address(who))
        if not with_address:
            raise KeyError(f"no conversation {who!r}")
        return next((one for one in reversed(with_address) if one.contacted), with_address[-1])

    def conversations_of(self, handle: str, address: str | None = None) -> list[SimulatedConversation]:
        """Return an identity's conversations in the order they began, or those with one address."""
        if address is None:
            return self._of_identity[handle]
        with_address = self._by_address.get(normalise_address(address), [])
        return [conversation for conversation in with_address if conversation.identity == handle]

    def enter(self, conversation: SimulatedConversation, message: Message) -> None:
        """Add a mail to the timeline."""
        self.note(conversation, "message", message)

    def note(self, conversation: SimulatedConversation, type_: str, what: object) -> None:
        """Add an entry to the timeline, now."""
        now = self.now_ms()
        conversation.timeline.append((type_, now, what))
        conversation.last_ms = now

    # The no-reply timer

    def disarm(self, conversation: SimulatedConversation) -> None:
        """Cancel the timer; one that waits for its dispatch will not start either."""
        conversation.epoch += 1
        if conversation.timer is not None:
            conversation.timer.cancelled = True
        conversation.timer = conversation.timer_due_ms = None

    def arm(self, conversation: SimulatedConversation, wait_ms: int) -> None:
        """Start the timer of the newest outbound mail."""
        start = self.now_ms()
        conversation.timer_due_ms = start + wait_ms
        conversation.timer = self.at(start + wait_ms, lambda: self._fire(conversation, start))

    def _fire(self, conversation: SimulatedConversation, start_ms: int) -> None:
        now = self.now_ms()
        conversation.timer = conversation.timer_due_ms = None
        conversation.last_no_reply_ms = now
        self.note(conversation, "no_reply_expired", now - start_ms)
        self.emit(conversation, "email.no_reply", {"waitedMs": now - start_ms})
