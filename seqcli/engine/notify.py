"""Tells somebody what happened: collects notices, and delivers them over channels that are passed in.

A notice is stored in the transaction that notes what it is about as told, so that a crash loses none and doubles none.
It is deleted after its delivery: a crash in between tells it again, under the same id. No HTTP and no program here.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from seqcli.brake import BrakeScope
from seqcli.clock import DAY_MS, HOUR_MS, MINUTE_MS, from_text, plus_ms, to_text
from seqcli.engine.leads.braking import load_news, stop_sentence
from seqcli.errors import ExitCode, LockHeldError, SeqcliError
from seqcli.reasons import InboxCloser, InboxKind, InboxState
from seqcli.store import Brake, MailToTell, Notice, Store

#: A mail whose meaning is looked up at 12m is told when that is known, at the latest after this time.
UNREAD_MS = HOUR_MS
#: A failure that lasts is told again after this time.
REPEAT_MS = DAY_MS
#: What could not be delivered is dropped after this time.
GIVE_UP_MS = 7 * DAY_MS
#: How long a failed delivery waits for the next try; the last one repeats.
PAUSES_MS = (MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS)
_META = "notify"
_MOST_CHARS = 500
_FAILURES = (
    ExitCode.CONFIGURATION,
    ExitCode.STATE_UNUSABLE,
    ExitCode.IDENTITY_REFUSED,
    ExitCode.TRY_AGAIN,
    ExitCode.BUG,
)

#: Takes id, body and the time now; returns why it was not delivered, or an empty text.
Channel = Callable[[str, bytes, datetime], str]


class NoticeKind(StrEnum):
    """What a notice is about."""

    REPLY = "reply"
    OPT_OUT = "opt_out"
    BRAKE = "brake"
    RUN_FAILED = "run_failed"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run failed."""

    exit_code: int
    what: str


@dataclass(slots=True)
class DeliveryReport:
    """What became of the notices. `failed` and `given_up` are by channel; `failed` says why."""

    delivered: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    given_up: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Told:
    """What was noted as told. `unread` are mails to look at again, with the time when they were seen first."""

    inbox_id: int
    brakes: tuple[str, ...]
    unread: Mapping[int, str] = field(default_factory=dict)
    failed_with: int | None = None
    failed_at: str = ""


# --- what there is to tell ----------------------------------------------------------------------


def begin(store: Store, channels: Collection[str]) -> None:
    """Note on the first run with channels that all there is until now needs no telling; forget that without any.

    What waits for a channel that is not there any more is dropped.
    """
    told = _load(store)
    if told is None and not channels:
        return
    with store.transaction():
        store.notices.keep_channels(channels)
        if not channels:
            store.meta.delete(_META)
        elif told is None:
            brakes = tuple(_brake_id(each) for each in load_news(store))
            _save(store, _Told(store.notices.find_last_mail(), brakes))


def collect(
    store: Store, channels: Collection[str], now: datetime, failure: Failure | None, *, is_clean: bool
) -> None:
    """Store a notice for everything that is new since the last call, on each channel.

    A failure that lasts is told once a day; a run that `is_clean` ends it.
    """
    with store.transaction():
        told = _load(store)
        if told is None:
            raise AssertionError("begin comes first")
        after, notices = _collect_mails(store, told, now)
        news = load_news(store)
        after = replace(after, brakes=tuple(_brake_id(each) for each in news))
        notices += [_brake_notice(store, each, now) for each in news if _brake_id(each) not in told.brakes]
        if failure is not None and not _is_known(told, failure, now):
            notices.append(failure_notice(failure, now))
            after = replace(after, failed_with=failure.exit_code, failed_at=to_text(now))
        elif failure is None and is_clean:
            after = replace(after, failed_with=None, failed_at="")
        for notice in notices:
            store.notices.add(notice, channels)
        if after != told:
            _save(store, after)


def find_failure(problems: Collection[Exception]) -> Failure | None:
    """Return why a run failed, if anybody must know. Another run that held the lock is no failure."""
    for error in problems:
        if not isinstance(error, SeqcliError):
            return Failure(ExitCode.BUG, f"a bug in seqcli: {type(error).__name__}")
    known = [
        each for each in problems if isinstance(each, SeqcliError) and not isinstance(each, LockHeldError)
    ]
    for code in _FAILURES:
        for error in known:
            if error.exit_code is code:
                return Failure(code, f"{error.message}. {error.hint}".strip())
    return None


def _is_known(told: _Told, failure: Failure, now: datetime) -> bool:
    is_same = told.failed_with == failure.exit_code
    return is_same and now < plus_ms(from_text(told.failed_at), REPEAT_MS)


def _load(store: Store) -> _Told | None:
    text = store.meta.find(_META)
    if text is None:
        return None
    data = json.loads(text)
    data["unread"] = {int(each): at for each, at in data["unread"].items()}
    return _Told(**{**data, "brakes": tuple(data["brakes"])})


def _save(store: Store, told: _Told) -> None:
    store.meta.save(_META, json.dumps(asdict(told)))


def _collect_mails(store: Store, told: _Told, now: datetime) -> tuple[_Told, list[Notice]]:
    last, unread, notices = told.inbox_id, dict[int, str](), list[Notice]()
    for mail in store.notices.load_mails(told.inbox_id, told.unread):
        last = max(last, mail.inbox_id)
        seen_at = told.unread.get(mail.inbox_id, to_text(now))
        if mail.kind is InboxKind.TO_READ and now < plus_ms(from_text(seen_at), UNREAD_MS):
            unread[mail.inbox_id] = seen_at
        elif (kind := _kind_of(mail)) is not None:
            notices.append(_mail_notice(mail, kind, now))
    return replace(told, inbox_id=last, unread=unread), notices


def _kind_of(mail: MailToTell) -> NoticeKind | None:
    """Return what a mail is to whoever is told; None if it needs nobody, or somebody has dealt with it."""
    if mail.kind in {InboxKind.OPT_OUT, InboxKind.COMPLAINT} and mail.closed_by in {None, InboxCloser.RULE}:
        return NoticeKind.OPT_OUT
    return NoticeKind.REPLY if mail.state is InboxState.OPEN else None


# --- what a notice says -------------------------------------------------------------------------

#: `{who}` wrote it, `{lead}` is the lead it is about, `{where}` says where in which sequence.
_SENTENCES = {
    InboxKind.REPLY: "{who} answered{where}",
    InboxKind.STRANGER: "{who} wrote in the conversation with {lead}{where}",
    InboxKind.FRESH: "{who} wrote a new mail{where}",
    InboxKind.UNKNOWN_SENDER: "{who} wrote, who is in no sequence",
    InboxKind.MAYBE_OPT_OUT: "{who} may want no more mail{where}: read it",
    InboxKind.LEFT_COMPANY: "{lead} has left the company, says an automatic answer{where}",
    InboxKind.WROTE_FIRST: "{who} wrote before your first mail{where}: held until you decide",
    InboxKind.OPT_OUT: "{who} opted out{where}",
    InboxKind.COMPLAINT: "{who} complained about your mail{where}",
    InboxKind.CHALLENGE: "the mail server of {lead} asks who you are{where}: answer it or your mail is not delivered",
    InboxKind.BOUNCE: "a bounce that belongs to no lead, from {who}",
    InboxKind.TO_READ: "a mail of {who} could not be read at 12m yet{where}",
    InboxKind.UNREADABLE: "a mail could not be read and is kept{where}",
}
_ANY_SENTENCE = "a mail of {who} waits for you{where}"


def make_notice(kind: NoticeKind, notice_id: str, now: datetime, what: str, **more: Any) -> Notice:
    """Return a notice: one line of ASCII JSON with all fields, whatever is unknown as null.

    Its texts have no control characters, so that nothing breaks a subject, a log or a terminal.
    """
    fields = {
        "id": notice_id,
        "kind": kind,
        "at": to_text(now),
        "what": what,
        "email": None,
        "from": None,
        "sequence": None,
        "step": None,
        "identity": None,
        "inbox_id": None,
        "inbox_kind": None,
        "guess": None,
        "conversation": None,
        "begins": None,
        "exit_code": None,
        **more,
    }
    cleaned = {name: _clean(value) if isinstance(value, str) else value for name, value in fields.items()}
    return Notice(notice_id, now, json.dumps(cleaned))


def _clean(text: str) -> str:
    """Return text on one line, without characters that steer a terminal or reorder, break or hide text."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:_MOST_CHARS]


def _mail_notice(mail: MailToTell, kind: NoticeKind, now: datetime) -> Notice:
    told_by = f"#{mail.seq}" if mail.seq is not None else f"#entry{mail.inbox_id}-{to_text(mail.at)}"
    step = None if mail.step is None else mail.step + 1
    where = "" if mail.sequence_id is None else f' ("{mail.sequence_id}", step {step})'
    who = mail.sender or mail.email or "somebody"
    what = _SENTENCES.get(mail.kind, _ANY_SENTENCE).format(who=who, lead=mail.email or who, where=where)
    return make_notice(
        kind,
        f"mail:{mail.identity}{told_by}",
        now,
        what,
        **{"from": mail.sender or None},
        at=to_text(mail.at),
        email=mail.email or mail.sender or None,
        sequence=mail.sequence_id,
        step=step,
        identity=mail.identity,
        inbox_id=mail.inbox_id,
        inbox_kind=mail.kind,
        guess=mail.guess,
        conversation=mail.conv_id,
        begins=_beginning(mail.body),
    )


def _beginning(body: str | None) -> str | None:
    from seqcli.inbound import excerpt, mail_from_event  # noqa: PLC0415 - only a mail needs it

    try:
        return excerpt(mail_from_event(json.loads(body or "").get("data") or {})) or None
    except (ValueError, AttributeError, RecursionError):
        return None


def _brake_id(brake: Brake) -> str:
    at = "" if brake.tripped_at is None else to_text(brake.tripped_at)
    return f"brake:{brake.scope}:{brake.name}:{at}"


def _brake_notice(store: Store, brake: Brake, now: datetime) -> Notice:
    of_sequence = brake.scope is BrakeScope.SEQUENCE
    return make_notice(
        NoticeKind.BRAKE,
        _brake_id(brake),
        now,
        stop_sentence(store, brake),
        at=to_text(brake.tripped_at or now),
        sequence=brake.name if of_sequence else None,
        identity=None if of_sequence else brake.name,
    )


def failure_notice(failure: Failure, now: datetime) -> Notice:
    """Return the notice of a run that failed."""
    notice_id = f"run:{int(failure.exit_code)}:{to_text(now)}"
    return make_notice(
        NoticeKind.RUN_FAILED,
        notice_id,
        now,
        f"a run failed: {failure.what}",
        exit_code=int(failure.exit_code),
    )


# --- delivery -----------------------------------------------------------------------------------


def deliver(
    store: Store,
    channels: Mapping[str, Channel],
    now: Callable[[], datetime],
    is_over: Callable[[], bool],
) -> DeliveryReport:
    """Deliver what is due on each channel until `is_over`. The first failure ends a channel's turn.

    A try is counted and the next one put off before it is made, so that two runs do not make the same one.
    """
    report = DeliveryReport()
    for name, channel in channels.items():
        while not is_over() and (notice := _claim(store, name, now())):
            problem = channel(notice.id, f"{notice.body}\n".encode(), now())
            if problem:
                report.failed[name] = _clean(problem)
                break
            with store.transaction():
                store.notices.delete(notice.id, name)
            report.delivered += 1
        if name in store.notices.count():
            with store.transaction():
                given_up = store.notices.give_up(name, plus_ms(now(), -GIVE_UP_MS))
            if given_up:
                report.given_up[name] = given_up
    return report


def _claim(store: Store, channel: str, now: datetime) -> Notice | None:
    if store.notices.find_due(channel, now) is None:
        return None
    with store.transaction():
        due = store.notices.find_due(channel, now)
        if due is None:
            return None
        notice, tries = due
        pause_ms = PAUSES_MS[min(tries, len(PAUSES_MS) - 1)]
        store.notices.mark_tried(notice.id, channel, plus_ms(now, pause_ms))
        return notice
