"""Sends: idempotency keys, rejections, caps, acceptance, drip, dispatch. It knows no HTTP."""

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Protocol

from seqcli.clock import DAY_MS, Clock
from seqcli.model import normalise_address
from seqcli.simulator.core import Core
from seqcli.simulator.records import (
    AcceptedSend,
    Drop,
    Identity,
    Message,
    Pending,
    Refusal,
    Rejection,
    SendDecision,
    SimulatedConversation,
    StoredAnswer,
    instant_of,
    parse_key,
)
from seqcli.simulator.requests import SendRequest, parse_send
from seqcli.simulator.settings import KEY_LIFE_MS, Options
from seqcli.simulator.wire import accepted_payload, message_payload, queued_data, rejected_payload


class Recipients(Protocol):
    """Who receives the mail of a world; `people.People` is one."""

    def verdict(self, address: str) -> Rejection | None:
        """Return why an address is never accepted, or None."""

    def fate(self, accepted: AcceptedSend) -> Drop | None:
        """Return how an accepted mail is dropped before it leaves, or None."""

    def delivered(self, accepted: AcceptedSend) -> None:
        """Handle the arrival of a mail."""


class Sending(Core):
    """The sending side of a world.

    `ledger` lists all accepted sends. `observers` are called with each before it is recorded; what they raise
    reaches the sender.
    """

    def __init__(self, clock: Clock, seed: int, options: Options | None) -> None:
        super().__init__(clock, seed, options)
        self.ledger: list[AcceptedSend] = []
        self.observers: list[Callable[[AcceptedSend], None]] = []
        self.do_not_contact: set[str] = set()
        self.rejections: dict[str, Rejection] = {}
        self.recipients: Recipients | None = None
        self._answers: dict[tuple[str, str], StoredAnswer] = {}
        self._waiting: defaultdict[str, list[Pending]] = defaultdict(list)

    def send(self, handle: str, key: str | None, body: bytes) -> SendDecision:
        """Accept or reject one mail, or repeat the answer stored under its key.

        Raises:
            Refusal: 400 invalid body, 404 no such identity or conversation, 409 key used with another body.
        """
        self.run_due()
        identity = self.identity(handle)
        known = self._known_answer(identity, key, body)
        if known is not None:
            return known
        outcome = self._decide(identity, key, body, parse_send(body))
        if outcome.payload.get("queued", 1) or self.options.stores_refusals:
            self.store_answer(identity, key, body, outcome)
        self.run_due()
        return outcome

    # Idempotency keys

    def store_answer(self, identity: Identity, key: str | None, body: bytes, outcome: SendDecision) -> None:
        """Store an answer under its key for 24 hours; without a key, do nothing."""
        if key:
            self._answers[self._scope(identity), key] = StoredAnswer(self.now_ms(), body, outcome)

    def knows_key(self, identity: Identity, key: str | None) -> bool:
        """Return whether a key has a stored answer that has not expired."""
        return self._stored(identity, key) is not None

    def _stored(self, identity: Identity, key: str | None) -> StoredAnswer | None:
        stored = self._answers.get((self._scope(identity), key or ""))
        return stored if stored and self.now_ms() < stored.at_ms + KEY_LIFE_MS else None

    def _scope(self, identity: Identity) -> str:
        return identity.handle if self.options.key_scope == "identity" else identity.organisation

    def _known_answer(self, identity: Identity, key: str | None, body: bytes) -> SendDecision | None:
        stored = self._stored(identity, key)
        if stored is None:
            return None
        if not self._same(stored.body, body):
            raise Refusal(409, "idempotency key was used with a different body")
        return SendDecision(stored.outcome.status, stored.outcome.payload, replayed=True)

    def _same(self, one: bytes, other: bytes) -> bool:
        if one == other or self.options.body_comparison == "bytes":
            return one == other
        try:
            return bool(json.loads(one) == json.loads(other))
        except ValueError:
            return False

    # Acceptance

    def _decide(self, identity: Identity, key: str | None, body: bytes, request: SendRequest) -> SendDecision:
        conversation = self._conversation_for(identity, request)
        rejection = self._rejection(identity, conversation.address)
        if rejection is not None:
            payload = rejected_payload(identity.handle, conversation.address, rejection)
            return SendDecision(self.options.rejected_status, payload)
        pending = self._prepare(identity, conversation, request, key, body)
        accepted = pending.accepted
        if accepted is not None:
            for observe in self.observers:
                observe(accepted)
            self.ledger.append(accepted)
        self.accept(identity, pending)
        if self.options.labels_shown:
            self._label(conversation, request.labels)
        status = self.options.accepted_status or (200 if self.options.send_shape == "guide" else 202)
        return SendDecision(status, accepted_payload(identity, pending, self.options))

    def _conversation_for(self, identity: Identity, request: SendRequest) -> SimulatedConversation:
        if request.conv_id is None:
            return self.new_conversation(identity, request.to or "", request.subject)
        found = self.conversations.get(request.conv_id)
        if found is None or found.identity != identity.handle:
            raise Refusal(404, "conversation not found")
        return found

    def _rejection(self, identity: Identity, address: str) -> Rejection | None:
        if identity.status != "active":
            return Rejection(identity.status)
        if identity.blocked is not None:
            return Rejection(identity.blocked)
        known = normalise_address(address)
        if known in self.do_not_contact:
            return Rejection("do_not_contact")
        rejection = self.rejections.get(known) or (
            self.recipients.verdict(known) if self.recipients else None
        )
        if rejection is None and self.remaining(identity) == 0:
            return Rejection("cap_exceeded")
        return rejection

    def remaining(self, identity: Identity) -> int | None:
        """Return how many mails are left today (UTC), or None without a cap."""
        today = self.now_ms() // DAY_MS
        if identity.day != today:
            identity.day, identity.used = today, 0
        return None if identity.daily_cap is None else max(0, identity.daily_cap - identity.used)

    def _prepare(
        self,
        identity: Identity,
        conversation: SimulatedConversation,
        request: SendRequest,
        key: str | None,
        body: bytes,
    ) -> Pending:
        """Return the queued mail with its drip slot taken; nothing else is recorded yet."""
        pending = self.outbound(identity, conversation, request.text, request.wait_ms, html=request.html)
        lead_id, step, generation = parse_key(key)
        pending.accepted = AcceptedSend(
            at=instant_of(self.now_ms()),
            identity=identity.handle,
            key=key,
            to=conversation.address,
            conv_id=conversation.id,
            step=step,
            body=body,
            pending_id=pending.id,
            lead_id=lead_id,
            generation=generation,
            dispatch_at=instant_of(pending.dispatch_ms),
        )
        return pending

    def outbound(
        self, identity: Identity, conversation: SimulatedConversation, text: str, wait_ms: int, html: str = ""
    ) -> Pending:
        """Return a mail to the address of a conversation, with its send class and drip slot."""
        first = not conversation.timeline
        subject = conversation.subject if first else f"Re: {conversation.subject}"
        message_id = self.new_id("msg")
        message = Message(
            id=message_id,
            header_id=f"<{message_id}@{conversation.account.partition('@')[2]}>",
            direction="outbound",
            sender=conversation.account,
            sender_name=identity.handle.partition(".")[0].title(),
            to=conversation.address,
            subject=subject,
            text=text,
            at_ms=self.now_ms(),
            html=html,
        )
        send_class = "warm" if conversation.answered else "cold_first_contact" if first else "cold_followup"
        dispatch_ms = self._slot(identity, warm=conversation.answered)
        pending_id = self.new_id("psn")
        return Pending(pending_id, conversation, message, wait_ms, 0, dispatch_ms, send_class)

    def _slot(self, identity: Identity, *, warm: bool) -> int:
        now = self.now_ms()
        if warm:
            return now
        slot = identity.drip.first_slot(max(now, identity.free_ms))
        identity.free_ms = slot + identity.drip.gap_ms
        return slot

    def accept(self, identity: Identity, pending: Pending) -> None:
        """Queue a mail: count it, reset the timer, and announce it on the stream."""
        conversation = pending.conversation
        if conversation.id not in self.conversations:
            self.open_conversation(conversation)
        self.remaining(identity)
        identity.used += 1
        conversation.contacted = True
        pending.message.shown = self.options.outbound_shown == "acceptance"
        self.enter(conversation, pending.message)
        self.disarm(conversation)
        pending.epoch = conversation.epoch
        if self.options.announce:
            self.emit(conversation, "email.queued", queued_data(pending))
        if self.options.timer_starts == "acceptance":
            self.arm(conversation, pending.wait_ms)
        self._waiting[normalise_address(conversation.address)].append(pending)
        drop = self.recipients.fate(pending.accepted) if self.recipients and pending.accepted else None
        pending.departure = self.at(pending.dispatch_ms, lambda: self._depart(pending, drop))

    def _label(self, conversation: SimulatedConversation, labels: tuple[str, ...]) -> None:
        known = {what for kind, _, what in conversation.timeline if kind == "label_added"}
        for label in dict.fromkeys(labels):
            if label not in known:
                self.note(conversation, "label_added", label)

    # Dispatch

    def _depart(self, pending: Pending, drop: Drop | None) -> None:
        if drop is not None:
            self.drop(pending, drop)
            return
        self._leave_queue(pending)
        conversation = pending.conversation
        pending.message.shown = True
        pending.message.at_ms = conversation.last_ms = self.now_ms()
        if self.options.announce:
            data = {"pendingId": pending.id, "message": message_payload(pending.message, self.options)}
            self.emit(conversation, "email.sent", data)
        if self.options.timer_starts == "dispatch" and pending.epoch == conversation.epoch:
            self.arm(conversation, pending.wait_ms)
        if self.recipients is not None and pending.accepted is not None:
            self.recipients.delivered(pending.accepted)

    def drop(self, pending: Pending, drop: Drop) -> None:
        """Drop a queued mail and its timer, and announce it on the stream."""
        self._leave_queue(pending)
        conversation = pending.conversation
        pending.message.shown = False
        if pending.epoch == conversation.epoch:
            self.disarm(conversation)
        data = {"pendingId": pending.id, "recipient": pending.message.to, "reason": drop.reason}
        self.emit(conversation, drop.event, data)

    def _leave_queue(self, pending: Pending) -> None:
        if pending.departure is not None:
            pending.departure.cancelled = True
        self._waiting[normalise_address(pending.conversation.address)].remove(pending)

    def queued_to(self, address: str) -> list[Pending]:
        """Return the queued mails to an address, oldest first."""
        return list(self._waiting.get(normalise_address(address), ()))

    def add_do_not_contact(self, address: str) -> None:
        """Never accept this address again, and drop what is queued for it."""
        self.do_not_contact.add(normalise_address(address))
        for pending in self.queued_to(address):
            self.drop(pending, Drop("email.cancelled", "do_not_contact"))
