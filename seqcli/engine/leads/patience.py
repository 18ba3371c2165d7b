"""Patience with machines: an auto-reply pauses a lead, and held time does not use up its wait (rule R20)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from seqcli.clock import DAY_MS, plus_ms
from seqcli.engine.leads.apply import SLACK_MS, get_sequence, note, wait_end, wait_of
from seqcli.engine.leads.pausing import add_pause, end_pause
from seqcli.machine import FINAL
from seqcli.model import Lead, LeadStatus
from seqcli.reasons import PauseCause
from seqcli.store import Pause, Store

_SATURDAY = 5
#: So far ahead of our time a mail's own time is believed.
_AHEAD_MS = 30 * DAY_MS


@dataclass(frozen=True, slots=True)
class Absence:
    """What an auto-reply tells: when it was written, the day of return if it names one, and how it was recognised."""

    written_at: datetime
    returns_on: date | None
    why: str

    def ends_at(self, wait_ms: int) -> datetime:
        """Return until when to wait: the next weekday after the return, at the hour of the mail, else `wait_ms`."""
        if self.returns_on is None:
            return plus_ms(self.written_at, wait_ms)
        day = self.returns_on + timedelta(days=1)
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
        return max(self.written_at, datetime.combine(day, self.written_at.timetz()))

    @property
    def text(self) -> str:
        """The same for people."""
        return "auto-reply" if self.returns_on is None else f"auto-reply: back on {self.returns_on}"


def believed_time(store: Store, lead: Lead, told_at: datetime | None, at: datetime) -> datetime:
    """Return when a mail was written: as 12m tells, unless that lies far ahead, or before anything was sent.

    A little ahead says that our own time is behind: an event is dated where the mail arrives.
    """
    if told_at is None or told_at > plus_ms(at, _AHEAD_MS):
        return at
    departures = store.attempts.load_departures(lead.id)
    first = min((each.at for each in departures), default=lead.created_at)
    return at if told_at < plus_ms(min(first, lead.created_at), -SLACK_MS) else told_at


def hold_for_absence(
    store: Store, lead: Lead, absence: Absence, actor: str, at: datetime, source: str
) -> Lead:
    """Pause a lead whose person is away, never for shorter than an earlier auto-reply did; return it as stored."""
    until = absence.ends_at(get_sequence(store, lead.sequence_id).settings.auto_reply_wait_ms)
    before = find_hold(store, lead)
    if before is not None and before.paused_until is not None and before.paused_until > absence.written_at:
        since = before.paused_until
    else:
        since = absence.written_at
    if until <= since:
        note(store, lead, actor, "auto-reply", f"{absence.text}; {absence.why}", at)
        return lead
    paused = add_pause(
        store,
        lead,
        PauseCause.AUTO_REPLY,
        until=until,
        reason=absence.text,
        actor=actor,
        at=at,
        source=source,
        since=absence.written_at,
    )
    return _hold_wait(store, paused, since, until, at)


def hold_again(
    store: Store, lead: Lead, absences: Sequence[Absence], since: datetime, actor: str, at: datetime
) -> Lead:
    """Let the wait of a lead that goes on again stand still as its auto-replies say, and from `since` until now.

    The lead is paused if an absence lasts longer than that.
    """
    wait_ms = get_sequence(store, lead.sequence_id).settings.auto_reply_wait_ms
    held_until = None
    for absence in sorted(absences, key=lambda each: each.written_at):
        until = absence.ends_at(wait_ms)
        begins = max(absence.written_at, held_until or absence.written_at)
        if until <= begins:
            continue
        if until > at:
            reason, told = absence.text, absence.written_at
            lead = add_pause(
                store,
                lead,
                PauseCause.AUTO_REPLY,
                until=until,
                reason=reason,
                actor=actor,
                at=at,
                source=actor,
                since=told,
            )
        lead, held_until = _hold_wait(store, lead, begins, until, at), until
    begins = max(since, held_until or since)
    return _hold_wait(store, lead, begins, at, at) if begins < at else lead


def find_hold(store: Store, lead: Lead) -> Pause | None:
    """Return the pause that an auto-reply made, also if its time is over."""
    pauses = store.pauses.load_for_lead(lead.id)
    return next((each for each in pauses if each.cause is PauseCause.AUTO_REPLY), None)


def hold_new_wait(store: Store, lead: Lead, at: datetime) -> Lead:
    """Let a wait that has just begun, or begins elsewhere than was thought, respect an absence told since its send."""
    if lead.paused_at is None:
        return lead
    pause, attempt = find_hold(store, lead), store.attempts.find_accepted(lead.id, lead.current_step)
    if pause is None or pause.paused_until is None or attempt is None or attempt.accepted_at is None:
        return lead
    if pause.paused_until <= max(attempt.accepted_at, attempt.dispatch_at or attempt.accepted_at):
        return lead
    begun = replace(lead, wait_ends_at=None)
    return _hold_wait(store, begun, pause.paused_at, pause.paused_until, at, before=lead)


def _hold_wait(
    store: Store, lead: Lead, since: datetime, until: datetime, at: datetime, *, before: Lead | None = None
) -> Lead:
    """Store when the wait ends that stood still from `since` to `until`: what was left of it runs after that."""
    attempt = store.attempts.find_accepted(lead.id, lead.current_step)
    if attempt is None or lead.status not in {LeadStatus.IN_FLIGHT, LeadStatus.HELD}:
        return lead
    sequence = get_sequence(store, lead.sequence_id)
    end = lead.wait_ends_at or wait_end(sequence, attempt)
    if end is None:
        return lead
    left = max(timedelta(), min(timedelta(milliseconds=wait_of(sequence, attempt.step)), end - since))
    # Where the mail has not left yet, its wait begins when it does.
    ends_at = max(until, end - left) + left
    wake_at = ends_at if lead.status is LeadStatus.IN_FLIGHT else lead.wake_at
    return store.leads.save(before or lead, replace(lead, wait_ends_at=ends_at, wake_at=wake_at), at)


def end_hold(store: Store, lead: Lead, actor: str, at: datetime) -> Lead:
    """End what an auto-reply paused before its time; what was left of the wait runs from now on."""
    pause = find_hold(store, lead)
    lead = end_pause(store, lead, PauseCause.AUTO_REPLY, actor, at)
    ends_at, until = lead.wait_ends_at, None if pause is None else pause.paused_until
    if ends_at is None or until is None or until <= at:
        return lead
    sooner = max(at, ends_at - (until - at))
    wake_at = sooner if lead.status is LeadStatus.IN_FLIGHT else lead.wake_at
    return store.leads.save(lead, replace(lead, wait_ends_at=sooner, wake_at=wake_at), at)


def end_hold_of_ended(store: Store, lead: Lead, actor: str, at: datetime) -> Lead:
    """End what an auto-reply paused if the lead has ended: nothing is left to wait for."""
    if lead.status not in FINAL or find_hold(store, lead) is None:
        return lead
    return end_pause(store, lead, PauseCause.AUTO_REPLY, actor, at)
