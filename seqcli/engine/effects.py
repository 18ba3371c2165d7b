"""Tells the effects of a run as they happen, for a log: ids and codes, no address of a person and no text of a mail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from seqcli.clock import to_text
from seqcli.engine.leads.pausing import PAUSED, RESUMED
from seqcli.engine.send.context import SendResult, SendStatus
from seqcli.errors import SeqcliError
from seqcli.model import LeadStatus
from seqcli.reasons import LogLevel
from seqcli.store import Brake, InboxNews, JournalNews, Store

_AT_ONCE = 500


class EffectCode(StrEnum):
    """What happened; a lead that moved is `lead_` and its new status."""

    RUN_BEGINS = "run_begins"
    RUN_ENDS = "run_ends"
    STREAM_READ = "stream_read"
    SEND_ACCEPTED = "send_accepted"
    SEND_FOUND = "send_found"
    SEND_REFUSED = "send_refused"
    SEND_HELD = "send_held"
    SEND_SKIPPED = "send_skipped"
    SEND_UNKNOWN = "send_unknown"
    SEND_NOT_MADE = "send_not_made"
    SEND_THROTTLED = "send_throttled"
    LEAD_PAUSED = "lead_paused"
    LEAD_RESUMED = "lead_resumed"
    LEAD_NOTED = "lead_noted"
    NOTED = "noted"
    MAIL_IN_INBOX = "mail_in_inbox"
    BRAKE_TRIPPED = "brake_tripped"
    PROBLEM = "problem"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect; facts that are None are not known."""

    level: LogLevel
    code: str
    facts: Mapping[str, Any]


_SENDS = {
    SendStatus.ACCEPTED: (EffectCode.SEND_ACCEPTED, LogLevel.INFO),
    SendStatus.FOUND: (EffectCode.SEND_FOUND, LogLevel.INFO),
    SendStatus.REFUSED: (EffectCode.SEND_REFUSED, LogLevel.WARNING),
    SendStatus.HELD: (EffectCode.SEND_HELD, LogLevel.WARNING),
    SendStatus.SKIPPED: (EffectCode.SEND_SKIPPED, LogLevel.INFO),
    SendStatus.UNKNOWN: (EffectCode.SEND_UNKNOWN, LogLevel.WARNING),
}
_NOTES = {PAUSED: EffectCode.LEAD_PAUSED, RESUMED: EffectCode.LEAD_RESUMED}
#: A lead that came to one of these needs a person, or will get no more mail for a reason that is no answer.
_BAD_ENDS = frozenset({LeadStatus.HELD, LeadStatus.FAILED, LeadStatus.BOUNCED})


def classify_send(result: SendResult) -> tuple[EffectCode, LogLevel]:
    """Return what a send is called in the log, and how much it matters; a spent cap is a normal day."""
    if result.throttled_until is not None:
        return EffectCode.SEND_THROTTLED, LogLevel.INFO
    return _SENDS.get(result.status, (EffectCode.SEND_NOT_MADE, LogLevel.WARNING))


class Effects:
    """Tells `hear` the effects of one run; without a listener it reads nothing.

    What moves leads is read from the journal after each commit. Another command's entries meanwhile are told as well.
    """

    def __init__(self, store: Store, hear: Callable[[Effect], None] | None) -> None:
        self._store = store
        self._hear = hear
        self._brakes: set[tuple[str, str, datetime | None]] = set()
        self._last_entry = 0 if hear is None else store.journal.find_last_id()
        self._last_mail = 0 if hear is None else store.monitoring.find_last_mail()

    def look(self) -> None:
        """Tell what was committed since the last look."""
        if self._hear is None:
            return
        while entries := self._store.journal.load_news(self._last_entry, _AT_ONCE):
            for entry in entries:
                self._last_entry = entry.id
                self._tell(*_entry_effect(entry))
        while mails := self._store.monitoring.load_mails(self._last_mail, _AT_ONCE):
            for mail in mails:
                self._last_mail = mail.id
                self._tell(*_mail_effect(mail))

    def read_stream(self, identity: str, seq: int, events: int) -> None:
        """Tell that a page of the stream was applied, and what that changed."""
        facts = {"identity": identity, "event_seq": seq, "events": events}
        self._tell(LogLevel.DEBUG, EffectCode.STREAM_READ, facts)
        self.look()

    def send(self, identity: str, result: SendResult) -> None:
        """Tell how a send ended; one that waits for another read of the stream has not ended yet."""
        if self._hear is None or result.status is SendStatus.STALE:
            return
        attempt = self._store.attempts.find_latest(result.lead.id, result.step)
        is_settled = attempt is not None and result.status is not SendStatus.ACCEPTED
        code, level = classify_send(result)
        facts = {
            "lead_id": result.lead.id,
            "sequence": result.lead.sequence_id,
            "step": result.step + 1,
            "identity": identity,
            "attempt": None if attempt is None else attempt.idempotency_key,
            "tries": None if attempt is None else attempt.tries,
            "reason_code": attempt.reason_code if attempt is not None and is_settled else None,
            "blocked_by": result.blocker,
            "until": None if result.throttled_until is None else to_text(result.throttled_until),
        }
        self._tell(level, code, facts)
        self.look()

    def problem(self, error: SeqcliError, identity: str | None = None) -> None:
        """Tell of an error that ends the sends of an identity, or delays a lead."""
        told = {"code": error.code, "message": error.message, "hint": error.hint or None}
        facts = {**told, "identity": identity}
        self._tell(LogLevel.ERROR, EffectCode.PROBLEM, facts)

    def brakes(self, brakes: list[Brake]) -> None:
        """Tell of tripped brakes, each once a run."""
        for each in brakes:
            known = (each.scope, each.name, each.tripped_at)
            if known not in self._brakes:
                self._brakes.add(known)
                facts = {"scope": each.scope, "name": each.name, "reason_code": each.cause}
                self._tell(LogLevel.WARNING, EffectCode.BRAKE_TRIPPED, facts)

    def _tell(self, level: LogLevel, code: str, facts: Mapping[str, Any]) -> None:
        if self._hear is not None:
            self._hear(Effect(level, code, facts))


def _entry_effect(entry: JournalNews) -> tuple[LogLevel, str, dict[str, Any]]:
    actor, _, rest = entry.actor.partition(" ")
    identity, _, seq = rest.rpartition("#")
    is_event = actor == "event" and seq.isdecimal()
    facts = {
        "lead_id": entry.lead_id,
        "sequence": entry.sequence_id,
        "step": None if entry.step is None else entry.step + 1,
        "identity": identity if is_event else entry.identity,
        "event_seq": int(seq) if is_event else None,
        "by": actor,
        "reason_code": entry.reason_code if entry.status else None,
        "what": entry.change,
    }
    if entry.lead_id is None:
        return LogLevel.DEBUG, EffectCode.NOTED, facts
    if entry.status is None:
        code = _NOTES.get(entry.change, EffectCode.LEAD_NOTED)
        return LogLevel.DEBUG if code is EffectCode.LEAD_NOTED else LogLevel.INFO, code, facts
    # The send that moved it has a line of its own.
    is_told = actor == "send" and entry.status == LeadStatus.IN_FLIGHT
    level = LogLevel.DEBUG if is_told else LogLevel.WARNING if entry.status in _BAD_ENDS else LogLevel.INFO
    return level, f"lead_{entry.status}", facts


def _mail_effect(mail: InboxNews) -> tuple[LogLevel, str, dict[str, Any]]:
    facts = {
        "inbox_id": mail.id,
        "kind": mail.kind,
        "state": mail.state,
        "identity": mail.identity,
        "event_seq": mail.seq,
        "lead_id": mail.lead_id,
    }
    return LogLevel.INFO if mail.state == "open" else LogLevel.DEBUG, EffectCode.MAIL_IN_INBOX, facts
