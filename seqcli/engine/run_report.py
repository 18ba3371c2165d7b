"""What a run may do and what it did: plain values for the loop, people and `--json`."""

from dataclasses import dataclass, field
from datetime import datetime

from seqcli.engine.leads.branching import Enrolled
from seqcli.engine.stream.context import DrainSummary
from seqcli.errors import ExitCode, SeqcliError
from seqcli.model import AttemptState
from seqcli.store import Brake

#: Longest wait of a run for the end of a throttle or for a retry. The next run does what is left.
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may do. `max_time_s` is None for no limit; without `send` it only reads."""

    max_sends: int | None = None
    max_time_s: float | None = None
    send: bool = True
    patience_s: float = PATIENCE_S


@dataclass(slots=True)
class RunReport:
    """What a run did, for people and `--json`."""

    summary: DrainSummary = field(default_factory=DrainSummary)
    first_steps: int = 0
    follow_ups: int = 0
    rounds: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    held: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    #: The leads that an answer or silence led to.
    enrolled: list[Enrolled] = field(default_factory=list)
    problems: list[SeqcliError] = field(default_factory=list)
    throttled: dict[str, datetime] = field(default_factory=dict)
    #: The brakes that have tripped, in this run or before.
    brakes: list[Brake] = field(default_factory=list)
    interrupted: bool = False
    #: Jumps of 12m's `Date` against this machine's clock, in ms; the last one may be unconfirmed.
    leaps_ms: list[int] = field(default_factory=list)
    leap_confirmed: bool = False

    @property
    def sent(self) -> int:
        """How many steps 12m accepted in this run."""
        return self.first_steps + self.follow_ups

    @property
    def did_anything(self) -> bool:
        """Whether there is anything to report besides problems."""
        counts = (
            self.sent,
            self.refused,
            self.held,
            self.unknown,
            self.throttled,
            self.enrolled,
            self.summary.applied,
            self.summary.replies,
            self.interrupted,
        )
        return any(counts)

    def exit_code(self) -> ExitCode:
        """Return the run's exit code; a spent cap is a normal day."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        order = (
            ExitCode.CONFIGURATION,
            ExitCode.STATE_UNUSABLE,
            ExitCode.IDENTITY_REFUSED,
            ExitCode.TRY_AGAIN,
        )
        codes = {problem.exit_code for problem in self.problems}
        found = next((code for code in order if code in codes), None)
        if found is not None:
            return found
        lost_replies = any(each.state is not AttemptState.ACCEPTED for each in self.summary.replies)
        failed = self.refused or self.held or self.summary.unreadable or self.brakes or lost_replies
        return ExitCode.SOME_FAILED if failed else ExitCode.DONE
