"""Scripted people keep to their script, and the truth about them is what a careful sender finds."""

from collections import defaultdict
from typing import Any

import pytest
from test_simulator_rig import MONDAY, Rig

from seqcli.clock import DAY_MS, HOUR_MS
from seqcli.simulator import (
    DEFAULT_HANDLE,
    OFFICE_HOURS,
    TALKATIVE_MIX,
    USUAL_MIX,
    Options,
    People,
    Persona,
    PersonaKind,
    Truth,
)

STEPS = 3
ADA = "ada@lumen.example"


class CarefulSender:
    """Plays the loop by hand: the next step on `email.no_reply`, and our own clock where no timer is left."""

    def __init__(self, rig: Rig, steps: int = STEPS) -> None:
        self.rig = rig
        self.steps = steps
        self.conv: dict[str, str] = {}
        self.step: dict[str, int] = defaultdict(int)
        self.status: dict[str, str] = {}
        self.cursor = 0

    def start(self, address: str) -> None:
        answer = self.rig.send(f"{address}:0", to=address)
        result = answer.json()["results"][0]
        if answer.status_code == 429:
            ends = {"invalid_recipient": "bounced", "do_not_contact": "suppressed"}
            self.status[address] = ends[result["reason"]]
            return
        self.conv[result["convId"]] = address
        self.step[address] = 1

    def run(self) -> None:
        while True:
            while self.read():
                pass
            due = self.rig.world.next_due()
            if due is not None:
                self.rig.clock.sleep((due - self.rig.clock.now()).total_seconds())
            elif not self.net():
                return

    def read(self) -> bool:
        page = self.rig.events(self.cursor, limit=200)
        self.cursor = page["cursor"]
        for event in page["events"]:
            self.apply(event)
        return bool(page["events"])

    def apply(self, event: dict[str, Any]) -> None:
        address = self.conv.get(event["convId"]) or self.named_in(event)
        if address is None or address in self.status:
            return
        if event["type"] == "email.no_reply":
            self.advance(event["convId"], address)
        elif (status := self.verdict(event)) is not None:
            self.status[address] = status

    def named_in(self, event: dict[str, Any]) -> str | None:
        return next((address for address in self.conv.values() if address in str(event["data"])), None)

    def verdict(self, event: dict[str, Any]) -> str | None:
        told = str(event["data"])
        if event["type"] in ("email.cancelled", "email.send_failed_permanently"):
            return "failed"
        if event["type"] == "email.bounced" or "daemon" in told.lower() or "postmaster" in told:
            return "bounced" if "5.1." in told or "5.4.1" in told else None
        if event["type"] not in ("email.replied", "email.received"):
            return None
        message = event["data"]["message"]
        if "auto-submitted" in message["headers"]:
            return None
        asked = ("off your list", "Stop emailing", "unsubscribe\n", "remove my address")
        return "suppressed" if any(words in message["text"] for words in asked) else "replied"

    def net(self) -> bool:
        """Advance who has no timer left and no answer; return whether there was anybody."""
        open_ = [(conv_id, address) for conv_id, address in self.conv.items() if address not in self.status]
        for conv_id, address in open_:
            self.advance(conv_id, address)
        return bool(open_)

    def advance(self, conv_id: str, address: str) -> None:
        if self.step[address] == self.steps:
            self.status[address] = "exhausted"
            return
        answer = self.rig.follow_up(conv_id, f"{address}:{self.step[address]}")
        assert answer.is_success, answer.text
        self.step[address] += 1


def accepted_steps(rig: Rig, address: str) -> int:
    return len({line.step for line in rig.world.ledger if line.to == address})


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("kind", list(PersonaKind))
def test_a_careful_sender_finds_the_truth_about_every_kind(kind: PersonaKind, step: int) -> None:
    rig = Rig()
    people = People(rig.world, by_address={ADA: Persona(kind, step)})
    sender = CarefulSender(rig)
    sender.start(ADA)
    sender.run()
    assert Truth(sender.status[ADA], accepted_steps(rig, ADA)) == people.expected(ADA, STEPS)


@pytest.mark.parametrize(
    "options", [Options(), Options(timer_starts="dispatch"), Options(conv_id_place="top")]
)
@pytest.mark.parametrize("seed", range(10))
def test_a_careful_sender_finds_the_truth_about_a_mixed_crowd(seed: int, options: Options) -> None:
    rig = Rig(options, seed=seed)
    rig.world.identities[DEFAULT_HANDLE].drip = OFFICE_HOURS
    people = People(rig.world, seed)
    sender = CarefulSender(rig)
    addresses = [f"lead.{number}@firm{number}.example" for number in range(12)]
    for address in addresses:
        sender.start(address)
    sender.run()
    found = {address: Truth(sender.status[address], accepted_steps(rig, address)) for address in addresses}
    assert found == {address: people.expected(address, STEPS) for address in addresses}
    assert len(rig.world.ledger) == len({(line.to, line.step) for line in rig.world.ledger})


def test_the_truth_about_a_step_that_never_comes_is_exhausted() -> None:
    rig = Rig()
    people = People(rig.world, by_address={ADA: Persona(PersonaKind.REPLIES, step=4)})
    assert people.expected(ADA, 3) == ("exhausted", 3)
    assert people.expected(ADA, 4) == ("replied", 4)


@pytest.mark.parametrize(
    ("kind", "truth"),
    [
        (PersonaKind.SILENT, ("exhausted", 3)),
        (PersonaKind.AWAY, ("exhausted", 3)),
        (PersonaKind.AWAY_THEN_REPLIES, ("replied", 2)),
        (PersonaKind.BOUNCES_ELSEWHERE, ("bounced", 2)),
        (PersonaKind.BOUNCES_SOFTLY, ("exhausted", 3)),
        (PersonaKind.DELAYED, ("exhausted", 3)),
        (PersonaKind.OPTS_OUT, ("suppressed", 2)),
        (PersonaKind.INVALID, ("bounced", 0)),
        (PersonaKind.DO_NOT_CONTACT, ("suppressed", 0)),
        (PersonaKind.UNSENDABLE, ("failed", 2)),
    ],
)
def test_the_truth_is_a_status_and_a_number_of_accepted_steps(
    kind: PersonaKind, truth: tuple[str, int]
) -> None:
    rig = Rig()
    people = People(rig.world, by_address={ADA.upper(): Persona(kind, 2)})
    assert people.expected(ADA, 3) == truth


def test_a_nature_depends_on_seed_and_address_alone_and_follows_the_mix() -> None:
    def kinds(seed: int) -> list[PersonaKind]:
        people = People(Rig().world, seed, mix={PersonaKind.SILENT: 3, PersonaKind.REPLIES: 1})
        return [people.persona(f"lead{number}@lumen.example").kind for number in range(400)]

    assert kinds(1) == kinds(1) != kinds(2)
    assert 60 < kinds(1).count(PersonaKind.REPLIES) < 140
    people = People(Rig().world, 1)
    assert people.persona("ADA@Lumen.example") is people.persona(ADA)
    assert set(TALKATIVE_MIX) == set(PersonaKind) > set(USUAL_MIX)


def test_a_reaction_comes_after_its_delay_but_before_the_timer_ends() -> None:
    for delay_ms, hours in ((4 * HOUR_MS, 4), (30 * DAY_MS, 64.8)):
        rig = Rig()
        People(rig.world, by_address={ADA: Persona(PersonaKind.REPLIES, 1, delay_ms)})
        rig.accepted(to=ADA)
        rig.clock.advance(days=60)
        assert rig.types == ["email.queued", "email.sent", "email.replied"]
        assert rig.last("email.replied")["ts"] == rig.log[0]["ts"] + hours * HOUR_MS


def test_an_instant_answer_is_on_the_stream_before_the_sender_has_its_answer() -> None:
    rig = Rig()
    People(rig.world, by_address={ADA: Persona(PersonaKind.REPLIES, delay_ms=0)})
    rig.accepted(to=ADA)
    assert [event["type"] for event in rig.world.identities[DEFAULT_HANDLE].log][-1] == "email.replied"
    assert rig.clock.now() == MONDAY


def test_without_a_step_in_the_key_the_outbound_mails_are_counted() -> None:
    rig = Rig()
    People(rig.world, by_address={ADA: Persona(PersonaKind.REPLIES, step=2)})
    conv_id = rig.accepted(to=ADA)
    rig.clock.advance(days=4)
    rig.follow_up(conv_id)
    rig.clock.advance(days=4)
    assert [type_ for type_ in rig.types if type_ in ("email.no_reply", "email.replied")] == [
        "email.no_reply",
        "email.replied",
    ]


def test_a_person_reacts_once_even_if_the_same_step_arrives_twice() -> None:
    rig = Rig()
    People(rig.world, by_address={ADA: Persona(PersonaKind.AWAY)})
    for _ in range(2):
        rig.send("lead-1:0", to=ADA)
        rig.clock.advance(days=2)
    assert rig.types.count("email.replied") == 1


def test_nobody_reacts_in_a_conversation_that_was_taken_away() -> None:
    rig = Rig()
    People(rig.world, by_address={ADA: Persona(PersonaKind.REPLIES)})
    rig.world.delete_conversation(rig.accepted(to=ADA))
    rig.clock.advance(days=2)
    assert rig.types == ["email.queued", "email.sent"]
