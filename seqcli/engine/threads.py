"""Conversations to read: fetched from 12m and kept, and put together from all that the file has of them."""

import hashlib
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from seqcli.client import Client, read_mail_ids
from seqcli.client.conversations import TimelineMessage
from seqcli.inbound import has_text, mail_from_event
from seqcli.inbound.reading import flat, text_from_html
from seqcli.model import normalise_address
from seqcli.store import Store, ThreadEvent, ThreadMail, ThreadPlace, ThreadSend

#: So much of two texts is compared to see whether they are one mail.
_COMPARED = 2_000


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """A mail of a conversation. `is_ours` is None where nobody knows whose it is.

    `step` counts from 0. `leaves_at` is set while 12m has accepted a mail that has not left yet, `is_sure` is false
    while 12m gave no clear answer to a send. Of a mail that `is_cut` the file has only the beginning.
    """

    at: datetime | None
    is_ours: bool | None
    sender: str
    sender_name: str
    subject: str
    text: str
    step: int | None = None
    sequence_id: str | None = None
    leaves_at: datetime | None = None
    is_sure: bool = True
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation, oldest mail first. `fetched_at` is when 12m showed it last, None if never."""

    place: ThreadPlace
    messages: tuple[ThreadMessage, ...]
    fetched_at: datetime | None


def fetch_thread(store: Store, client: Client, place: ThreadPlace) -> bool:
    """Read a conversation at 12m and keep its mails; return False for one with a person who was forgotten.

    Raises:
        ConversationGoneError: 12m does not have it.
        StreamError: it cannot be read now.
        ConfigError: 12m does not know the key or the identity.
    """
    conversation = client.read_conversation(*place)
    mails = [_kept(message) for message in conversation.messages]
    forgotten = store.suppressions.find_forgotten({mail.sender for mail in mails if mail.sender})
    if forgotten and not store.threads.is_of_lead(place):
        return False
    with store.transaction():
        kept = (mail for mail in mails if mail.sender not in forgotten)
        store.threads.save(place, kept, client.server_time.now())
    return True


def _kept(message: TimelineMessage) -> ThreadMail:
    mail = message.mail
    told = ("", "", "", "") if mail is None else (mail.sender, mail.sender_name, mail.subject, mail.text)
    sender, name, subject, text = (_storable(each) for each in told)
    sender = normalise_address(sender)
    ids = sorted(message.ids, key=lambda each: (each.startswith("<"), each))  # 12m's own id first
    named = [str(message.at), message.outbound, sender, subject, text]
    mail_id = ids[0] if ids else "digest:" + hashlib.sha256(json.dumps(named).encode()).hexdigest()[:32]
    return ThreadMail(_storable(mail_id), message.at, message.outbound, sender, name, subject, text)


def _storable(text: str) -> str:
    """Return a text that UTF-8 can hold: JSON may have half a pair of surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")


def load_thread(store: Store, place: ThreadPlace, now: datetime) -> Thread:
    """Return a conversation as the file has it: what was fetched, our sends, and what the stream told."""
    part = store.threads
    fetched_at = part.find_fetched_at(place)
    mails = part.load_mails(place)
    messages = _with_sends(mails, part.load_sends(place), place, fetched_at, now)
    messages += _received(part.load_received(place), {mail.mail_id for mail in mails})
    return Thread(place, _in_order(messages), fetched_at)


def load_mail_alone(store: Store, item_id: int, identity: str) -> Thread:
    """Return a mail of the inbox that names no conversation, as the stream told it."""
    place = ThreadPlace(identity, "")
    return Thread(place, _in_order(_received(store.threads.load_received_alone(item_id), set())), None)


def _in_order(messages: Iterable[ThreadMessage]) -> tuple[ThreadMessage, ...]:
    return tuple(sorted(messages, key=lambda each: each.at.timestamp() if each.at else math.inf))


def _received(events: Iterable[ThreadEvent], known: set[str]) -> list[ThreadMessage]:
    """Return the mails of events that are not among the known ones."""
    found = []
    for event in events:
        data = _data_of(event.body)
        message = data.get("message")
        if isinstance(message, dict) and not known.isdisjoint(read_mail_ids(message)):
            continue
        try:
            mail = mail_from_event(data)
        except ValueError:
            found.append(ThreadMessage(event.at, False, "", "", "", "", is_cut=True))
            continue
        found.append(
            ThreadMessage(
                event.at,
                False,
                normalise_address(mail.sender),
                mail.sender_name,
                mail.subject,
                mail.text,
                is_cut=not has_text(data),
            )
        )
    return found


def _data_of(body: str) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except ValueError:
        return {}
    data = raw.get("data") if isinstance(raw, dict) else None
    return data if isinstance(data, dict) else {}


# -- what we sent


def _with_sends(
    mails: list[ThreadMail],
    sends: list[ThreadSend],
    place: ThreadPlace,
    fetched_at: datetime | None,
    now: datetime,
) -> list[ThreadMessage]:
    """Return the fetched mails, each of ours with its send, and the sends that 12m does not show.

    A send is known by the id of its mail, else by its text, else by its turn: 12m may show another text than it got.
    """
    open_sends = [(send, *_texts_of(send.body)) for send in sends]
    pairs: dict[int, ThreadSend] = {}
    for is_one in (_has_id, _has_text, _is_next):
        for number, mail in enumerate(mails):
            if number in pairs or mail.outbound is not True:
                continue
            match = next((each for each in open_sends if is_one(mail, *each)), None)
            if match is not None and (is_one is not _is_next or _may_be_shown(match[0], fetched_at, now)):
                pairs[number] = match[0]
                open_sends.remove(match)
    shown = [_shown(mail, pairs.get(number), place, now) for number, mail in enumerate(mails)]
    return shown + [_unshown(send, subject, text, place, now) for send, subject, text in open_sends]


def _texts_of(body: bytes) -> tuple[str, str]:
    """Return subject and text of a request; both are empty where `vacuum` or `forget` has removed them."""
    try:
        request = json.loads(body or b"{}")
    except ValueError:
        return "", ""
    subject, text, markup = (request.get(name) or "" for name in ("subject", "text", "html"))
    return subject, text or text_from_html(markup)


def _has_id(mail: ThreadMail, send: ThreadSend, _subject: str, _text: str) -> bool:
    return send.mail_id == mail.mail_id


def _has_text(mail: ThreadMail, _send: ThreadSend, _subject: str, text: str) -> bool:
    sent = flat(text[:_COMPARED])
    return bool(sent) and flat(mail.text[: 2 * _COMPARED]).startswith(sent)


def _is_next(_mail: ThreadMail, _send: ThreadSend, _subject: str, _text: str) -> bool:
    return True


def _may_be_shown(send: ThreadSend, fetched_at: datetime | None, now: datetime) -> bool:
    """Return whether 12m would have shown a send when it was asked: it had accepted it, and let it leave."""
    is_older = fetched_at is not None and send.at <= fetched_at
    return send.is_sure and is_older and _leaves_at(send, now) is None


def _leaves_at(send: ThreadSend, now: datetime) -> datetime | None:
    is_waiting = send.left_at is None and send.dispatch_at is not None and send.dispatch_at > now
    return send.dispatch_at if is_waiting else None


def _shown(mail: ThreadMail, send: ThreadSend | None, place: ThreadPlace, now: datetime) -> ThreadMessage:
    message = ThreadMessage(mail.at, mail.outbound, mail.sender, mail.sender_name, mail.subject, mail.text)
    return message if send is None else replace(_labelled(message, send, place, now), is_sure=True)


def _unshown(send: ThreadSend, subject: str, text: str, place: ThreadPlace, now: datetime) -> ThreadMessage:
    at = send.left_at or send.dispatch_at or send.at
    return _labelled(ThreadMessage(at, True, place.identity, "", subject, text), send, place, now)


def _labelled(message: ThreadMessage, send: ThreadSend, place: ThreadPlace, now: datetime) -> ThreadMessage:
    leaves_at = _leaves_at(send, now)
    return replace(
        message,
        at=leaves_at or message.at,
        sender=message.sender or place.identity,
        step=send.step,
        sequence_id=send.sequence_id,
        leaves_at=leaves_at,
        is_sure=send.is_sure,
    )
