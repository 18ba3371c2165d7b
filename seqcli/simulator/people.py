"""Scripted recipients: who does what, after which step, how soon, and how the lead must end."""

import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from seqcli.clock import DAY_MS, HOUR_MS, MINUTE_MS
from seqcli.model import normalise_address
from seqcli.simulator.records import AcceptedSend, Drop, Rejection
from seqcli.simulator.replies import (
    AGREEMENTS,
    COLLEAGUES,
    POSTPONEMENTS,
    QUESTIONS,
    REFERRALS,
    REFUSALS,
)
from seqcli.simulator.wire import pick
from seqcli.simulator.world import World


class PersonaKind(StrEnum):
    """How a recipient reacts to the mails of a sequence."""

    SILENT = "silent"
    REPLIES = "replies"
    ASKS = "asks a question"
    REFERS = "refers to a colleague"
    POSTPONES = "not now"
    DECLINES = "not interested"
    AGREES = "interested"
    REPLIES_FROM_ELSEWHERE = "replies from another address"
    REPLIES_AFRESH = "replies in a fresh conversation"
    AWAY = "auto-reply, then silence"
    AWAY_THEN_REPLIES = "auto-reply, then a reply"
    OPTS_OUT = "opts out"
    BOUNCES_BY_EVENT = "hard bounce by event"
    BOUNCES_BY_DAEMON = "hard bounce in our conversation"
    BOUNCES_ELSEWHERE = "hard bounce in another conversation"
    BOUNCES_TWICE = "hard bounce by event and in our conversation"
    BOUNCES_SOFTLY = "soft bounce by event"
    BOUNCES_SOFTLY_BY_DAEMON = "soft bounce in our conversation"
    DELAYED = "delay notice"
    INVALID = "rejected as an invalid recipient"
    DO_NOT_CONTACT = "rejected as do-not-contact"
    CANCELLED = "mail cancelled in the queue"
    UNSENDABLE = "sending failed for good"


#: People who answer with an intention, and what they write.
_WORDS: Mapping[PersonaKind, tuple[str, ...]] = {
    PersonaKind.ASKS: QUESTIONS,
    PersonaKind.REFERS: REFERRALS,
    PersonaKind.POSTPONES: POSTPONEMENTS,
    PersonaKind.DECLINES: REFUSALS,
    PersonaKind.AGREES: AGREEMENTS,
}
REPLYING = frozenset(
    {
        *_WORDS,
        PersonaKind.REPLIES,
        PersonaKind.REPLIES_FROM_ELSEWHERE,
        PersonaKind.REPLIES_AFRESH,
        PersonaKind.AWAY_THEN_REPLIES,
    }
)
BOUNCING = frozenset(
    {
        PersonaKind.BOUNCES_BY_EVENT,
        PersonaKind.BOUNCES_BY_DAEMON,
        PersonaKind.BOUNCES_ELSEWHERE,
        PersonaKind.BOUNCES_TWICE,
    }
)
DROPPED = frozenset({PersonaKind.CANCELLED, PersonaKind.UNSENDABLE})
REJECTED = {PersonaKind.INVALID: "bounced", PersonaKind.DO_NOT_CONTACT: "suppressed"}

USUAL_MIX: Mapping[PersonaKind, float] = {
    PersonaKind.SILENT: 12,
    **{kind: 1 for kind in PersonaKind if kind not in {PersonaKind.SILENT, *_WORDS}},
}
#: People who have something to say, for whoever looks at their mail.
TALKATIVE_MIX: Mapping[PersonaKind, float] = {
    **USUAL_MIX,
    PersonaKind.SILENT: 8,
    PersonaKind.REPLIES_FROM_ELSEWHERE: 1.5,
    PersonaKind.REPLIES_AFRESH: 1.5,
    **dict.fromkeys(_WORDS, 2),
}

_ENDS = {
    **dict.fromkeys(REPLYING, "replied"),
    **dict.fromkeys(BOUNCING, "bounced"),
    **dict.fromkeys(DROPPED, "failed"),
    PersonaKind.OPTS_OUT: "suppressed",
}


@dataclass(frozen=True, slots=True)
class Persona:
    """How a recipient reacts to the mail of `step` (counted from 1), and how long after its arrival."""

    kind: PersonaKind = PersonaKind.SILENT
    step: int = 1
    delay_ms: int = 4 * HOUR_MS


class Truth(NamedTuple):
    """How a lead must end, and how many of its steps 12m must have accepted."""

    status: str
    accepted: int


class People:
    """All recipients of a world. A recipient's persona depends only on the seed and the address.

    A reaction comes within nine tenths of the time left on the no-reply timer, so that the outcome does not depend
    on how often seqcli polls. That holds as long as mail leaves before its timer ends.
    """

    def __init__(
        self,
        world: World,
        seed: int = 0,
        *,
        mix: Mapping[PersonaKind, float] | None = None,
        by_address: Mapping[str, Persona] | None = None,
        max_step: int = 3,
        delay_ms: tuple[int, int] = (2 * MINUTE_MS, 2 * DAY_MS),
    ) -> None:
        self.world = world
        self.by_address = {normalise_address(at): persona for at, persona in (by_address or {}).items()}
        self._seed = seed
        self._kinds, self._weights = zip(*(mix or USUAL_MIX).items(), strict=True)
        self._max_step = max_step
        self._delay_ms = delay_ms
        self._reacted: set[str] = set()
        world.recipients = self

    def persona(self, address: str) -> Persona:
        """Return the persona of an address."""
        address = normalise_address(address)
        known = self.by_address.get(address)
        if known is None:
            digest = hashlib.blake2b(f"{self._seed}\n{address}".encode(), digest_size=8).digest()
            rng = random.Random(digest)  # noqa: S311 - seeded on purpose
            kind = rng.choices(self._kinds, self._weights)[0]
            known = Persona(kind, rng.randint(1, self._max_step), rng.randint(*self._delay_ms))
            self.by_address[address] = known
        return known

    def expected(self, address: str, steps: int) -> Truth:
        """Return how a lead of a sequence with `steps` steps must end."""
        persona = self.persona(address)
        if persona.kind in REJECTED:
            return Truth(REJECTED[persona.kind], 0)
        if persona.kind in _ENDS and persona.step <= steps:
            return Truth(_ENDS[persona.kind], persona.step)
        return Truth("exhausted", steps)

    # The protocol `Recipients`

    def verdict(self, address: str) -> Rejection | None:
        """Return why this address is never accepted, or None."""
        kind = self.persona(address).kind
        if kind is PersonaKind.INVALID:
            return Rejection("invalid_recipient", {"status": "undeliverable", "detail": "no such mailbox"})
        return Rejection("do_not_contact") if kind is PersonaKind.DO_NOT_CONTACT else None

    def fate(self, accepted: AcceptedSend) -> Drop | None:
        """Return how a mail to this recipient is dropped, or None."""
        persona = self.persona(accepted.to)
        if persona.kind not in DROPPED or not self._is_about(accepted, persona):
            return None
        if persona.kind is PersonaKind.CANCELLED:
            return Drop("email.cancelled", "cancelled by an admin")
        return Drop("email.send_failed_permanently", "mailbox unreachable after 5 attempts")

    def delivered(self, accepted: AcceptedSend) -> None:
        """React, once, if this is the mail that this recipient reacts to."""
        persona = self.persona(accepted.to)
        address = normalise_address(accepted.to)
        reaction = self._reaction(persona.kind, address)
        if (
            reaction is None
            or accepted.is_by_hand
            or address in self._reacted
            or self._step_of(accepted) != persona.step
        ):
            return
        self._reacted.add(address)
        delay_ms = self._in_time(accepted.conv_id, persona.delay_ms)
        if persona.kind is PersonaKind.AWAY_THEN_REPLIES:
            self._later(delay_ms // 10, World.auto_reply, accepted.conv_id)
        self._later(delay_ms, reaction, accepted.conv_id)

    def _reaction(self, kind: PersonaKind, address: str) -> Callable[[World, str], object] | None:
        if kind not in _WORDS:
            return _REACTIONS.get(kind)
        chosen = pick(f"{self._seed} {address}", 1000)
        words, name = _WORDS[kind][chosen % len(_WORDS[kind])], COLLEAGUES[chosen % len(COLLEAGUES)]
        colleague = f"{name.lower()}@{address.rpartition('@')[2]}"
        text = words.format(name=name, address=colleague)
        return lambda world, conv_id: world.human_reply(conv_id, text)

    def _later(self, delay_ms: int, reaction: Callable[[World, str], object], conv_id: str) -> None:
        """Schedule a reaction; it is skipped if the conversation is gone by then."""

        def react() -> None:
            if conv_id in self.world.conversations:
                reaction(self.world, conv_id)

        self.world.at(self.world.now_ms() + delay_ms, react)

    def _in_time(self, conv_id: str, delay_ms: int) -> int:
        conversation = self.world.conversations.get(conv_id)
        due_ms = conversation.timer_due_ms if conversation else None
        return delay_ms if due_ms is None else min(delay_ms, (due_ms - self.world.now_ms()) * 9 // 10)

    def _is_about(self, accepted: AcceptedSend, persona: Persona) -> bool:
        """Return whether this is the step that somebody reacts to."""
        return not accepted.is_by_hand and self._step_of(accepted) == persona.step

    def _step_of(self, accepted: AcceptedSend) -> int:
        """Return the step, from 1: by the key, else by the number of outbound mails."""
        if accepted.step is not None:
            return accepted.step + 1
        conversation = self.world.conversations[accepted.conv_id]
        return sum(mail.direction == "outbound" for mail in conversation.messages())


def _colleague_of(address: str) -> str:
    return f"colleague.of.{address}"


_REACTIONS: Mapping[PersonaKind, Callable[[World, str], object]] = {
    PersonaKind.REPLIES: World.human_reply,
    PersonaKind.AWAY_THEN_REPLIES: World.human_reply,
    PersonaKind.REPLIES_FROM_ELSEWHERE: lambda world, conv_id: world.human_reply(
        conv_id, from_address=_colleague_of(world.conversations[conv_id].address)
    ),
    PersonaKind.REPLIES_AFRESH: lambda world, conv_id: world.human_reply(conv_id, fresh_conversation=True),
    PersonaKind.AWAY: World.auto_reply,
    PersonaKind.OPTS_OUT: World.opt_out,
    PersonaKind.BOUNCES_BY_EVENT: lambda world, conv_id: world.bounce(conv_id, "event"),
    PersonaKind.BOUNCES_BY_DAEMON: lambda world, conv_id: world.bounce(conv_id, "daemon_ours"),
    PersonaKind.BOUNCES_ELSEWHERE: lambda world, conv_id: world.bounce(conv_id, "daemon_strange"),
    PersonaKind.BOUNCES_TWICE: lambda world, conv_id: world.bounce(conv_id, "event_and_daemon"),
    PersonaKind.BOUNCES_SOFTLY: lambda world, conv_id: world.bounce(conv_id, "event", hard=False),
    PersonaKind.BOUNCES_SOFTLY_BY_DAEMON: lambda world, conv_id: world.bounce(
        conv_id, "daemon_ours", hard=False
    ),
    PersonaKind.DELAYED: World.delay_notice,
}
