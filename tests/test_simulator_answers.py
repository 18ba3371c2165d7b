"""What people and reps write in a simulated world: intentions in many words, quotes of many programs, replies by hand."""

import json

import pytest
from test_quotes import lines_of
from test_simulator_rig import ADA, Rig

from seqcli.clock import HOUR_MS
from seqcli.inbound import MailKind, classify
from seqcli.inbound.quotes import split_quotes
from seqcli.model import Mail
from seqcli.simulator import (
    DEFAULT_HANDLE,
    OFFICE_HOURS,
    Options,
    People,
    Persona,
    PersonaKind,
    Truth,
)
from seqcli.simulator.replies import LAYOUTS

INTENTIONS = (
    PersonaKind.ASKS,
    PersonaKind.REFERS,
    PersonaKind.POSTPONES,
    PersonaKind.DECLINES,
    PersonaKind.AGREES,
)


def answer_of(kind: PersonaKind, seed: int, layout: int = 0) -> Mail:
    """Let a person answer; return the mail as 12m tells it."""
    rig = Rig(Options(quote_layout=layout))
    People(rig.world, seed, by_address={ADA: Persona(kind)})
    rig.accepted("lead-1:0", to=ADA)
    rig.clock.advance(days=1)
    told = rig.last("email.replied")["data"]["message"]
    return Mail(told["from"], "", told["subject"], told["text"], told["html"] or "", told["headers"])


@pytest.mark.parametrize("kind", INTENTIONS)
def test_an_intention_has_several_wordings_by_seed_and_each_is_a_persons(kind: PersonaKind) -> None:
    mails = [answer_of(kind, seed, seed) for seed in range(24)]
    texts = {split_quotes(mail.text)[0].lines for mail in mails}
    assert len(texts) >= 3
    for mail in mails:
        verdict = classify(mail, lead_address=ADA)
        assert (verdict.kind, verdict.flags) == (MailKind.HUMAN, ()), mail.text
    assert answer_of(kind, 5) == answer_of(kind, 5)


def test_whoever_refers_names_a_colleague_at_the_same_company() -> None:
    texts = [answer_of(PersonaKind.REFERS, seed).text for seed in range(8)]
    assert all("@lumen.example" in text.partition("\n\n")[0] for text in texts)


@pytest.mark.parametrize("kind", INTENTIONS)
def test_an_intention_ends_a_lead_as_replied(kind: PersonaKind) -> None:
    people = People(Rig().world, by_address={ADA: Persona(kind, 2)})
    assert people.expected(ADA, 3) == Truth("replied", 2)


@pytest.mark.parametrize("layout", range(len(LAYOUTS)))
def test_every_layout_has_the_answer_and_our_mail_and_a_timeline_shows_both(layout: int) -> None:
    rig = Rig(Options(quote_layout=layout, address_form="named"))
    conv_id = rig.accepted(
        to=ADA, text="Hi Ada,\n\nmay I ask you a short question about your fleet?\n\nAlice"
    )
    rig.world.human_reply(ADA, "Sure.\n\nCall me.")
    ours, theirs = rig.conversation(conv_id)["events"]
    assert (ours["direction"], theirs["direction"]) == ("outbound", "inbound")
    assert theirs["from"] == "Ada <ada@lumen.example>"
    assert "a short question" in theirs["text"]
    parts = split_quotes(theirs["text"], [ours["text"]])
    own = [line for part in parts if not part.is_quoted for line in part.lines if line]
    assert own == ["Sure.", "Call me."]
    assert len([line for part in parts for line in part.lines if line]) == len(lines_of(theirs["text"]))


def test_html_stands_in_the_timeline_where_there_is_one() -> None:
    rig = Rig(Options(quote_layout=1))
    conv_id = rig.accepted(to=ADA, html="<p>Hi Ada</p>")
    rig.world.human_reply(ADA, "A < B")
    ours, theirs = rig.conversation(conv_id)["events"]
    assert ours["html"] == "<p>Hi Ada</p>"
    assert "A &lt; B" in theirs["html"]
    rig.world.human_reply(ADA, quote=False)
    assert rig.conversation(conv_id)["events"][2]["html"] is None


def test_without_a_layout_addresses_differ() -> None:
    rig = Rig(Options(quote_layout=None))
    begins = set()
    for number in range(20):
        address = f"lead{number}@lumen.example"
        rig.accepted(to=address)
        rig.world.human_reply(address, "Yes.")
        begins.add(rig.last("email.replied")["data"]["message"]["text"].replace("Yes.", "").strip()[:3])
    assert len(begins) >= len(LAYOUTS) - 1


# -- a reply by hand


@pytest.mark.parametrize("key", ["reply:7", "reply:1f0c:12", "reply:5:1:r2"])
def test_a_reply_by_hand_leaves_at_once_and_is_no_step(key: str) -> None:
    rig = Rig()
    rig.world.identities[DEFAULT_HANDLE].drip = OFFICE_HOURS
    conv_id = rig.accepted("lead-1:0", to=ADA)
    rig.world.human_reply(ADA)
    rig.clock.advance(hours=14)
    body = {"convId": conv_id, "text": "Thursday at ten?", "labels": ["sequence:intro"]}
    answer = rig.send(key, json.dumps(body).encode()).json()["results"][0]
    now_ms = rig.world.now_ms()
    assert (answer["sendClass"], answer["dispatchAt"]) == ("warm", now_ms)
    assert rig.types[-1] == "email.sent"
    line = rig.world.ledger[-1]
    assert (line.lead_id, line.step, line.is_by_hand, line.key) == (None, None, True, key)
    assert rig.conversation(conv_id)["events"][-1]["text"] == "Thursday at ten?"
    assert rig.send(key, json.dumps(body).encode()).headers["Idempotent-Replayed"] == "true"
    assert len(rig.world.ledger) == 2


@pytest.mark.parametrize("kind", [PersonaKind.REPLIES, PersonaKind.CANCELLED])
def test_nobody_takes_a_reply_by_hand_for_a_step(kind: PersonaKind) -> None:
    rig = Rig()
    People(rig.world, by_address={ADA: Persona(kind, 2, HOUR_MS)})
    conv_id = rig.accepted("lead-1:0", to=ADA)
    rig.follow_up(conv_id, "reply:1")
    rig.clock.advance(hours=3)
    assert not {"email.replied", "email.cancelled"} & set(rig.types)
    rig.follow_up(conv_id, "lead-1:1")
    rig.clock.advance(hours=3)
    assert {"email.replied", "email.cancelled"} & set(rig.types)
