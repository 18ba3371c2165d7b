"""Sends the steps of a sequence to one address as a test: with a lead's data, and never as that lead.

Intent before effect holds here as well: each mail is in the file before it is handed over, so that the stream never
takes it for news about somebody.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from seqcli.client import (
    Accepted,
    BodyConflict,
    Client,
    IdentityUnknown,
    KeyRefused,
    NotConnected,
    Outcome,
    Rejected,
    Unknown,
)
from seqcli.client.api import identity_unknown, key_refused
from seqcli.clock import Clock
from seqcli.engine.leads.render_check import render_problem
from seqcli.engine.send.render import render_mail
from seqcli.model import Lead, Sequence, Step, normalise_address
from seqcli.store import Store
from seqcli.templates import MissingFieldError, TemplateProblem

_DOUBTFUL = (Unknown, NotConnected, BodyConflict)
_TRIES = 3
_PAUSE_S = 2.0
_LABEL = "seqcli:test"


@dataclass(frozen=True, slots=True)
class TestMail:
    """What became of one step of a test; `step` counts from 1, `state` is accepted, refused or unknown."""

    __test__ = False  # no test case, whatever its name says

    step: int
    state: str
    why: str = ""
    dispatch_at: datetime | None = None


def find_gaps(sequence: Sequence, lead: Lead) -> list[str]:
    """Return what keeps the lead's steps from being written, one text a step."""
    gaps = []
    for index, step in enumerate(sequence.steps):
        try:
            render_mail(step, replace(lead, current_step=index))
        except (MissingFieldError, TemplateProblem) as error:
            gaps.append(render_problem(error, index).text)
    return gaps


def send_test(
    store: Store, client: Client, clock: Clock, identity: str, sequence: Sequence, lead: Lead, to: str
) -> Iterator[TestMail]:
    """Hand the steps over one after the other, the later ones into the thread of the first; stop where one fails.

    Raises:
        ConfigError: 12m does not accept the key or the identity.
    """
    run = uuid.uuid4().hex
    reader = replace(lead, email=to, conv_id=None)
    for index, step in enumerate(sequence.steps):
        body = _body(step, replace(reader, current_step=index))
        key = f"test:{run}:{index}"
        with store.transaction():
            now = client.server_time.now()
            store.test_sends.insert(key, identity, normalise_address(to), sequence.id, index, now)
        outcome = _hand_over(client, clock, identity, body, key, to=to, follow_up=index > 0)
        mail = _read(outcome, index + 1)
        with store.transaction():
            if isinstance(outcome, Accepted):
                reader = replace(reader, conv_id=outcome.conv_id)
                store.test_sends.settle(key, mail.state, mail.why, outcome.conv_id, outcome.pending_id)
            else:
                store.test_sends.settle(key, mail.state, mail.why)
        _raise_if_refused(outcome, identity)
        yield mail
        if mail.state != "accepted" or reader.conv_id is None:
            return


def _body(step: Step, reader: Lead) -> bytes:
    mail, _ = render_mail(step, reader)
    return json.dumps(mail | {"labels": [_LABEL]}, ensure_ascii=False).encode()


def _hand_over(
    client: Client, clock: Clock, identity: str, body: bytes, key: str, *, to: str, follow_up: bool
) -> Outcome:
    """Send under one key until 12m says something; the key keeps a lost answer from becoming a second mail."""
    outcome = client.send(identity, body, key, to=to, follow_up=follow_up)
    for _ in range(_TRIES - 1):
        if not isinstance(outcome, _DOUBTFUL):
            break
        clock.sleep(_PAUSE_S)
        again = client.send(identity, body, key, to=to, follow_up=follow_up)
        # What may have been sent is settled by an answer for its key alone.
        is_open = isinstance(outcome, Unknown) and not isinstance(again, Accepted | Rejected)
        outcome = outcome if is_open else again
    return outcome


def _read(outcome: Outcome, step: int) -> TestMail:
    match outcome:
        case Accepted():
            why = "" if outcome.conv_id else "12m did not say in which conversation, so no step follows"
            return TestMail(step, "accepted", why, outcome.dispatch_at)
        case Unknown() | BodyConflict():
            return TestMail(step, "unknown", outcome.reason)
        case _:
            return TestMail(step, "refused", outcome.reason)


def _raise_if_refused(outcome: Outcome, identity: str) -> None:
    if isinstance(outcome, KeyRefused):
        raise key_refused(outcome.reason)
    if isinstance(outcome, IdentityUnknown):
        raise identity_unknown(identity, outcome.reason)
