"""What a person does to many leads at once. `sort` finds out what would happen to each target, `apply` does it.

`engine.leads.steering` does the same to one lead; tests hold the two to each other.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from seqcli.clock import plus_ms
from seqcli.engine.leads.apply import SLACK_MS, get_sequence
from seqcli.engine.leads.company import give_back
from seqcli.engine.leads.patience import end_hold
from seqcli.engine.leads.pausing import end_pause
from seqcli.machine import FINAL, LeadEventKind, statuses_that_take
from seqcli.model import LeadStatus
from seqcli.reasons import AttemptReason, LeadReason, PauseCause
from seqcli.store import Store
from seqcli.store.steering import Move, SteeringEntry
from seqcli.store.targets import TargetKind

_LIVE = frozenset(LeadStatus) - FINAL
_REQUEUEABLE = statuses_that_take(LeadEventKind.REQUEUED)


class Steer(Protocol):
    """A command about the leads in `store.targets`. Both methods write; only `apply` writes to the file."""

    @property
    def verb(self) -> str:
        """The name of the command."""

    @property
    def cause(self) -> PauseCause | None:
        """The cause of the pauses it is about."""

    def sort(self, store: Store, at: datetime, /) -> None:
        """Sort the targets by what `apply` would do to them at this time."""

    def apply(self, store: Store, at: datetime) -> None:
        """Change the targets that are to be changed, for the caller's transaction."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Pause sends by hand, until then or until `resume`."""

    until: datetime | None
    reason: str
    verb: str = "pause"
    cause: PauseCause = PauseCause.PERSON

    def sort(self, store: Store, at: datetime, /) -> None:
        """Who has ended stays, and so does who is paused just so; who is led to another sequence has not ended."""
        store.targets.sort_ended(FINAL)
        store.targets.sort_paused_so(self.cause, self.until, self.reason, at)
        store.targets.sort_rest()

    def apply(self, store: Store, at: datetime) -> None:
        """Pause them."""
        store.steering.pause(self.cause, self.until, self.reason, at)


@dataclass(frozen=True, slots=True)
class Resume:
    """End the pauses of a cause; those of other causes stand."""

    reason: str
    cause: PauseCause = PauseCause.PERSON
    verb: str = "resume"

    def sort(self, store: Store, at: datetime, /) -> None:
        """Who has ended, answered or is suppressed stays as it is; a stop for a colleague's answer is no end here."""
        is_company = self.cause is PauseCause.COMPANY
        store.targets.sort_ended(FINAL, but_for=LeadReason.COLLEAGUE_ANSWERED if is_company else None)
        store.targets.sort_unpaused(self.cause, at)
        store.targets.leave_answered()
        store.targets.leave_suppressed()
        store.targets.sort_rest()

    def apply(self, store: Store, at: datetime) -> None:
        """Resume them; what was left of a wait that an auto-reply held runs from now on."""
        if self.cause is PauseCause.AUTO_REPLY:
            for status in LeadStatus:
                for lead in store.targets.iter_changed(status):
                    end_hold(store, lead, "resume", at)
            store.steering.look_soon()
            return
        store.steering.resume(self.cause, self.reason, at)
        if self.cause is PauseCause.COMPANY:
            for lead in store.targets.iter_changed(LeadStatus.STOPPED):
                give_back(store, lead, at)


@dataclass(frozen=True, slots=True)
class Stop:
    """End leads by hand."""

    reason: str
    verb: str = "stop"
    cause: None = None

    def sort(self, store: Store, _at: datetime, /) -> None:
        """Who has ended stays."""
        store.targets.sort_others(TargetKind.ENDED, statuses_that_take(LeadEventKind.STOPPED))
        store.targets.sort_rest()

    def apply(self, store: Store, at: datetime) -> None:
        """Stop them, and give up what was never tried."""
        store.steering.plan_stop(self.reason or "stopped by hand")
        store.steering.move(Move("stop", at, at, AttemptReason.LEAD_ENDED))


@dataclass(frozen=True, slots=True)
class Requeue:
    """Let failed and stopped leads go on."""

    reason: str
    verb: str = "requeue"
    cause: None = None

    def sort(self, store: Store, _at: datetime, /) -> None:
        """Who answered or is suppressed stays ended."""
        store.targets.sort_by_status(TargetKind.NOT_ENDED, _LIVE)
        store.targets.sort_others(TargetKind.ENDED, _REQUEUEABLE)
        store.targets.leave_answered()
        store.targets.leave_suppressed()
        store.targets.sort_rest()

    def apply(self, store: Store, at: datetime) -> None:
        """Let them go on where their attempts say; a refused step gets a new key (rule R2)."""
        for lead in store.targets.iter_changed(LeadStatus.STOPPED):
            if lead.reason_code is LeadReason.COLLEAGUE_ANSWERED:
                end_pause(store, lead, PauseCause.COMPANY, "requeue", at)
        store.steering.plan_requeue(self.reason or "requeued by hand")
        store.steering.move(Move("requeue", at, plus_ms(at, SLACK_MS)))


@dataclass(frozen=True, slots=True)
class Undo:
    """Give back what a command changed."""

    entry: SteeringEntry
    verb: str = "undo"
    cause: None = None

    def sort(self, store: Store, _at: datetime, /) -> None:
        """Whoever was sent to, answered, opted out, bounced, is suppressed or ended otherwise stays as it is."""
        was_stopped = self.entry.command == "stop"
        is_of_pauses = self.entry.command in {"pause", "resume"}
        store.targets.leave_others(
            {LeadStatus.STOPPED} if was_stopped else _LIVE,
            unless_as_before=self.entry.id if is_of_pauses else None,
        )
        store.targets.leave_sent_since(self.entry.id)
        store.targets.leave_answered()
        store.targets.leave_suppressed()
        store.targets.sort_rest()

    def apply(self, store: Store, at: datetime) -> None:
        """Give the leads back their pause or their status."""
        if self.entry.command in {"pause", "resume"}:
            store.steering.give_back_pauses(self.entry, at)
        if self.entry.command == "pause":
            return
        if self.entry.command == "requeue":
            store.steering.give_back_stops(self.entry, at)
        store.steering.plan_return(self.entry)
        if self.entry.command in {"resume", "requeue"}:
            store.steering.move(Move("undo", at, at, AttemptReason.LEAD_ENDED))
            return
        store.steering.move(Move("undo", at, plus_ms(at, SLACK_MS)))
        store.steering.revive_cancelled(AttemptReason.LEAD_ENDED)
        _release_filled(store, at)


def _release_filled(store: Store, at: datetime) -> None:
    """Release who was held for a value that changed texts no longer need."""
    from seqcli.engine.leads.holds import release_if_filled  # noqa: PLC0415 - only undo renders
    from seqcli.engine.leads.render_check import RenderCheck  # noqa: PLC0415

    checks: dict[str, RenderCheck] = {}
    for lead in store.targets.iter_changed(LeadStatus.HELD):
        if lead.sequence_id not in checks:
            checks[lead.sequence_id] = RenderCheck(get_sequence(store, lead.sequence_id).steps)
        release_if_filled(store, checks[lead.sequence_id], lead, "undo", "the texts were changed", at)
