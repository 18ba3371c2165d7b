"""`thread`: show the conversations with a person as 12m has them, or from the file where it cannot be reached."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from seqcli.client import ConversationGoneError
from seqcli.clock import Clock, to_text
from seqcli.commands.chosen import bare_address, get_item
from seqcli.commands.session import connected, get_leads_of, opened, server_now
from seqcli.config import Settings
from seqcli.engine.threads import Thread, ThreadMessage, fetch_thread, load_mail_alone, load_thread
from seqcli.errors import StreamError, UsageError
from seqcli.inbound.quotes import MailPart, split_quotes
from seqcli.model import normalise_address
from seqcli.output.messages import ASKING, telling_of_wait
from seqcli.output.result import Block, CommandResult, Message, Note, Text, shown
from seqcli.store import InboxItem, Store, ThreadPlace
from seqcli.wording import counted

_PREFIXES = re.compile(r"^(?:\s*\w{1,3}\s?:)+")
#: A person looks, and the file has most of it.
_READ_DEADLINE_S = 15.0
_MOST_LINES, _MOST_CHARACTERS = 200, 10_000


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The conversations that somebody asked for, or a mail that names none."""

    places: list[ThreadPlace]
    alone: InboxItem | None = None


@dataclass(slots=True)
class _Fetching:
    """What came of asking 12m."""

    fetched: set[ThreadPlace]
    gone: set[ThreadPlace]
    failure: StreamError | None = None
    is_play: bool = False


def thread(
    settings: Settings, which: str, clock: Clock, *, sequence_id: str | None = None, full: bool = False
) -> CommandResult:
    """Fetch the conversations with a person, or one, and show them; `full` shows quotes and long texts too.

    Raises:
        UsageError: nobody has this address, or there is no such mail or conversation.
        ConfigError: there is no usable key, or 12m does not know the key or the identity.
        StreamError: 12m cannot be reached, and the file has nothing of them.
    """
    with opened(settings.db) as store:
        wanted = _without_forgotten(store, which, _choose(store, which, sequence_id, settings.handle))
        fetching = _fetch(settings, store, wanted.places, clock)
        now = server_now(store, clock)
        threads = [load_thread(store, place, now) for place in wanted.places]
        if wanted.alone is not None:
            threads.append(load_mail_alone(store, wanted.alone.id, wanted.alone.identity))
        threads = sorted((each for each in threads if each.messages), key=_begins)
        if not threads:
            return _nothing(which, wanted, fetching)
        return thread_result(threads, fetching, full=full)


def _choose(store: Store, which: str, sequence_id: str | None, handle: str | None) -> _Wanted:
    text = which.strip()
    if text.lstrip("#").isdecimal():
        item = get_item(store, text)
        return (
            _Wanted([ThreadPlace(item.identity, item.conv_id)]) if item.conv_id else _Wanted([], alone=item)
        )
    places = store.threads.find_places(text)
    if not places and text.startswith("conv_") and handle:
        places = [ThreadPlace(handle, text)]
    if places or text.startswith("conv_"):
        return _Wanted(places)
    return _Wanted(_places_of_person(store, bare_address(text), sequence_id))


def _without_forgotten(store: Store, which: str, wanted: _Wanted) -> _Wanted:
    """Leave out conversations with people who were forgotten.

    Raises:
        UsageError: none is left.
    """
    kept = [place for place in wanted.places if not store.threads.is_of_forgotten(place)]
    if wanted.places and not kept:
        raise UsageError(
            "forgotten_address",
            f"{which} is a conversation with a person who was forgotten",
            "It is not read.",
        )
    return _Wanted(kept, wanted.alone)


def _places_of_person(store: Store, email: str, sequence_id: str | None) -> list[ThreadPlace]:
    written = [] if sequence_id else store.threads.load_places_of_sender(normalise_address(email))
    is_lead = bool(store.leads.load_of_person(normalise_address(email)))
    leads = get_leads_of(store, email, sequence_id) if is_lead or not written else []
    of_leads = (place for lead in leads for place in store.threads.load_places_of_lead(lead.id))
    return list(dict.fromkeys((*of_leads, *written)))


def _fetch(settings: Settings, store: Store, places: Iterable[ThreadPlace], clock: Clock) -> _Fetching:
    """Fetch conversations. After the first that 12m does not answer for, none is asked for any more."""
    fetching = _Fetching(set(), set(), is_play=store.meta.find("is_play") is not None)
    if fetching.is_play:
        return fetching
    with connected(settings, store, clock, _READ_DEADLINE_S) as client, telling_of_wait(ASKING):
        for place in places:
            try:
                if fetch_thread(store, client, place):
                    fetching.fetched.add(place)
            except ConversationGoneError:
                fetching.gone.add(place)
            except StreamError as error:
                fetching.failure = error
                break
    return fetching


def _nothing(which: str, wanted: _Wanted, fetching: _Fetching) -> CommandResult:
    """Say that there is no mail, where that is known."""
    if fetching.failure is not None:
        raise fetching.failure
    if which.strip().startswith("conv_") and not fetching.fetched:
        raise UsageError(
            "unknown_conversation",
            f"neither this file nor 12m has the conversation {which}",
            "Give the person's address, or a number of `seqcli inbox`.",
        )
    alone = "its text is no longer kept" if wanted.alone or wanted.places else "no mail yet"
    return CommandResult({"conversations": []}, (Text((f"{which}: {alone}",)),))


def _begins(thread: Thread) -> str:
    at = thread.messages[0].at
    return "~" if at is None else to_text(at)


# -- the result


def thread_result(threads: list[Thread], fetching: _Fetching, *, full: bool) -> CommandResult:
    """Return conversations as a result: for people with quotes folded, as data with both parts of each mail."""
    blocks: list[Block] = []
    data = []
    everything = sorted((mail for each in threads for mail in each.messages), key=_time_of)
    for each in threads:
        subject = each.messages[0].subject
        place = f"{each.place.conv_id or 'no conversation'}  {each.place.identity}"
        blocks.append(Text((*([""] if blocks else []), subject or "(no subject)", place)))
        messages = []
        for mail in each.messages:
            earlier = [one.text for one in everything if _time_of(one) < _time_of(mail)]
            parts = split_quotes(mail.text, earlier)
            blocks.append(_block(mail, parts, subject, full=full))
            messages.append(_data(mail, parts, full=full))
        data.append(
            {
                "conversation": each.place.conv_id or None,
                "identity": each.place.identity,
                "source": "12m" if each.place in fetching.fetched else "file",
                "fetched_at": _text_or_none(each.fetched_at),
                "messages": messages,
            }
        )
    return CommandResult({"conversations": data}, tuple(blocks), tuple(_notes(threads, fetching)))


def _time_of(mail: ThreadMessage) -> str:
    return "~" if mail.at is None else to_text(mail.at)


def _text_or_none(instant: datetime | None) -> str | None:
    return None if instant is None else to_text(instant)


def _notes(threads: list[Thread], fetching: _Fetching) -> Iterable[Note]:
    if fetching.is_play:
        yield Note("shown from the file: this is a demo or a rehearsal, its 12m is gone")
        return
    for each in threads:
        if each.place in fetching.gone:
            yield Note(f"12m no longer has {each.place.conv_id}: {_from_file(each)}", is_warning=True)
        elif fetching.failure is not None and each.place not in fetching.fetched:
            yield Note(f"12m could not be reached: {_from_file(each)}", is_warning=True)
    if fetching.failure is not None:
        yield Note(fetching.failure.message)


def _from_file(each: Thread) -> str:
    if each.fetched_at is None:
        return "shown from what the file knows of it"
    return f"shown from the file as of {shown(to_text(each.fetched_at))}"


def _block(mail: ThreadMessage, parts: list[MailPart], subject: str, *, full: bool) -> Message:
    lines = mail.text.splitlines() if full else _folded(parts)
    if mail.subject and _bare(mail.subject) != _bare(subject):
        lines = [f"[subject: {mail.subject}]", *lines]
    if mail.is_cut:
        lines = [*lines, "[12m told only how it begins]"]
    when = "no time" if mail.at is None else shown(to_text(mail.at))
    if mail.leaves_at is not None:
        when = f"leaves 12m at {when}"
    elif not mail.is_sure:
        when = f"{when}  unconfirmed"
    return Message(when, _who(mail), tuple(lines) or ("[no text]",), is_ours=mail.is_ours is True)


def _who(mail: ThreadMessage) -> str:
    named = f"{mail.sender_name} <{mail.sender}>" if mail.sender_name and mail.sender else mail.sender
    if mail.is_ours is None:
        return f"sender unknown: {named or '?'}"
    if not mail.is_ours:
        return named or mail.sender_name or "(no sender)"
    if mail.step is not None:
        return f"you, step {mail.step + 1} of {mail.sequence_id}"
    return "you, by hand"


def _bare(subject: str) -> str:
    """Return a subject without "Re:" and the like."""
    return _PREFIXES.sub("", subject, count=1).strip().casefold()


def _folded(parts: list[MailPart]) -> list[str]:
    """Return the lines to show: each quote as one line, and a long mail cut."""
    lines: list[str] = []
    for part in parts:
        if lines:
            lines.append("")
        count = sum(1 for line in part.lines if line.strip())
        lines += [f"[{counted(count, 'quoted line')}]"] if part.is_quoted else part.lines
    room, kept = _MOST_CHARACTERS, []
    for line in lines[:_MOST_LINES]:
        kept.append(line[: max(room, 0)])
        room -= len(line)
        if room < 0:
            break
    cut = sum(map(len, lines)) - sum(map(len, kept))
    return [*kept, f"[cut: {cut:,} more characters; --full shows them]"] if cut else kept


def _data(mail: ThreadMessage, parts: list[MailPart], *, full: bool) -> dict[str, object]:
    return {
        "at": _text_or_none(mail.at),
        "direction": None if mail.is_ours is None else "out" if mail.is_ours else "in",
        "from": mail.sender,
        "name": mail.sender_name,
        "subject": mail.subject,
        "text": mail.text if full else _joined(parts, is_quoted=False),
        "quoted": _joined(parts, is_quoted=True),
        "step": None if mail.step is None else mail.step + 1,
        "sequence": mail.sequence_id,
        "leaves_at": _text_or_none(mail.leaves_at),
        "unconfirmed": not mail.is_sure,
        "cut": mail.is_cut,
    }


def _joined(parts: list[MailPart], *, is_quoted: bool) -> str:
    return "\n\n".join("\n".join(part.lines) for part in parts if part.is_quoted is is_quoted)
