"""The loop: rounds of lock, drain, send, free, until nothing is due. `start`, `poll` and `poll --follow` are this."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from random import Random

from seqcli.client import Client
from seqcli.clock import HOUR_MS, Clock, plus_ms
from seqcli.engine.effects import Effect, Effects
from seqcli.engine.leads.apply import find_throttle
from seqcli.engine.leads.braking import load_news
from seqcli.engine.leads.branching import make_due
from seqcli.engine.leads.release import Release
from seqcli.engine.reconcile.doubts import clear_up
from seqcli.engine.reconcile.look_ups import MAX_LOOK_UPS, look_up, put_off_look_up
from seqcli.engine.reconcile.timeouts import check_for_answer, check_timeout
from seqcli.engine.reconcile.unknown_outcomes import put_off, settle_by_evidence
from seqcli.engine.run_report import PATIENCE_S, Limits, RunReport
from seqcli.engine.send.attempt import send, transmit
from seqcli.engine.send.context import (
    SendContext,
    SendResult,
    SendStatus,
)
from seqcli.engine.send.due_work import DueItem, DueKind, DueWork
from seqcli.engine.send.pace import take_slot
from seqcli.engine.send.reply import settle_unknown
from seqcli.engine.send.settle import settle_open
from seqcli.engine.stream.drain import drain
from seqcli.errors import ConfigError, LockHeldError, SeqcliError, StateError, StreamError
from seqcli.model import Attempt, Lead, LeadStatus
from seqcli.store import LeadGoneError, Store

ROUND_S = 30.0
#: After so many doubtful answers in a row an identity's sends stop for this run (window W5).
MAX_DOUBTFUL = 5
#: After this many sends in a row whose last read of the stream was too old, something is wrong with the clocks.
MAX_STALE = 3
FOLLOW_POLL_MS = 25_000
_NAP_S = 0.5
_NOTHING_LEFT = frozenset({SendStatus.SKIPPED, SendStatus.STALE, SendStatus.HELD})

Progress = Callable[[SendResult], None]


class Runner:
    """Runs rounds over every identity of a file. `stopping` is asked between requests; `tell` hears of each send.

    `hear` hears every effect, for a log.

    `release` is made inside the first round's lock, after its identity's stream was read; if that fails, never.
    """

    def __init__(
        self,
        store: Store,
        client: Client,
        clock: Clock,
        rng: Random,
        *,
        command: str,
        stopping: Callable[[], bool] = lambda: False,
        tell: Progress = lambda _done: None,
        release: Release | None = None,
        hear: Callable[[Effect], None] | None = None,
    ) -> None:
        self.store = store
        self.client = client
        self.clock = clock
        self.rng = rng
        self.command = command
        self.stopping = stopping
        self.tell = tell
        self.release = release
        self.report = RunReport()
        self._effects = Effects(store, hear)
        self._doubtful: dict[str, int] = {}
        self._moves = 0
        self._stale = 0
        self._stopped: set[str] = set()
        self._rests: dict[str, datetime | None] = {}
        self._aborted = False
        self._is_following = False
        self._ends_at = float("inf")
        self._limits = Limits()

    def run(self, limits: Limits) -> RunReport:
        """Run rounds until nothing is due, a limit is met, or somebody interrupts.

        Raises:
            LockHeldError: another run held the lock before the first round; nothing was changed.
        """
        self._begin(limits)
        try:
            while self._run_round() and self._wait_for_more():
                pass
        except LockHeldError as error:
            if self.report.rounds == 1:
                raise
            self.report.problems.append(error)
            self._effects.problem(error)
        return self._end()

    def follow(self, limits: Limits, hear: Callable[[RunReport], None] = lambda _report: None) -> RunReport:
        """Run rounds, waiting for news at 12m in between, until a limit is met, interrupted or refused."""
        self._begin(limits)
        self._is_following = True
        while not self._is_over():
            self.client.server_time.begin_run()
            self._stopped.clear()
            self._doubtful.clear()
            self.report.problems.clear()
            while self._run_round() and self._wait_for_more():
                pass
            hear(self.report)
            self._listen()
        return self._end()

    def _end(self) -> RunReport:
        server_time = self.client.server_time
        self.report.leaps_ms, self.report.leap_confirmed = [*server_time.leaps], server_time.is_leap_confirmed
        self.report.interrupted = self.stopping()
        return self.report

    # -- one round

    def _begin(self, limits: Limits) -> None:
        self.client.server_time.begin_run()
        self._limits = limits
        if limits.max_time_s is not None:
            self._ends_at = self.clock.monotonic() + limits.max_time_s

    def _run_round(self) -> bool:
        """Run one round; return whether another may follow."""
        first = self.report.rounds == 0
        self.report.rounds += 1
        self._moves = 0
        now = self.client.server_time.now()
        with self.store.round_lock(self.command, now, timeout_s=0.0 if first else 2 * ROUND_S):
            # All streams are read before anything is sent: an answer to one identity ends leads of another.
            drained = {identity: self._drain(identity) for identity in self._load_identities()}
            if not self._is_over():
                unread = [identity for identity, ctx in drained.items() if ctx is None]
                self.report.enrolled += make_due(self.store, self.client.server_time.now(), unread)
            for ctx in drained.values():
                if ctx is not None and not self._is_over():
                    self._serve(ctx)
            self.report.brakes = load_news(self.store)
        self._effects.look()
        self._effects.brakes(self.report.brakes)
        return not self._is_over()

    def _load_identities(self) -> list[str]:
        """Return the identities to serve; one that a release waits for comes first, also if it is new."""
        known = self.store.leads.load_identities()
        if self.release is None or not self.release.is_open:
            return known
        return [self.release.identity, *(each for each in known if each != self.release.identity)]

    def _is_over(self) -> bool:
        spent = self._limits.max_sends is not None and self.report.sent >= self._limits.max_sends
        return self._aborted or spent or self._must_stop_reading()

    def _must_stop_reading(self) -> bool:
        return self.stopping() or self.clock.monotonic() >= self._ends_at

    def _drain(self, identity: str) -> SendContext | None:
        """Read an identity's stream to its end; None if its sends have stopped or it cannot be read."""
        if self._is_over() or identity in self._stopped:
            return None
        ctx = SendContext(
            self.store,
            self.client,
            identity,
            self.report.summary,
            self.rng,
            is_over=self._must_stop_reading,
            tell_page=self._effects.read_stream,
        )
        try:
            drain(ctx)
            self._look_up(ctx, min(self.clock.monotonic() + ROUND_S, self._ends_at))
        except (ConfigError, StreamError) as error:
            self._stop(identity, error, abort=error.code == "key_refused")
            return None
        return ctx

    def _serve(self, ctx: SendContext) -> None:
        identity = ctx.identity
        try:
            if self.release is not None and self.release.identity == identity:
                self.release.make(self.store, ctx.now())
                self._effects.look()
            if self._limits.send:
                self._settle_replies(ctx)
                ends_at = min(self.clock.monotonic() + ROUND_S, self._ends_at)
                with closing(self._send_due(ctx, ends_at)) as results:
                    for result in results:
                        self._count(identity, result)
                        if self._is_over() or identity in self._stopped:
                            break
        except (ConfigError, StreamError) as error:
            self._stop(identity, error, abort=error.code == "key_refused")

    def _settle_replies(self, ctx: SendContext) -> None:
        """Settle replies by hand whose outcome is open, before any step: somebody waits for them."""
        if self.store.replies.load_due(ctx.identity, ctx.now()) and self._has_fresh_drain(ctx):
            for problem in settle_unknown(ctx):
                self._note_problem(problem, ctx.identity)

    def _look_up(self, ctx: SendContext, ends_at: float) -> None:
        """Read what the stream left in doubt; a record that cannot be read delays those leads alone (rule R12)."""
        misses = 0
        for kept in self.store.events.load_look_ups(ctx.identity, MAX_LOOK_UPS):
            if self._must_stop_reading() or self.clock.monotonic() >= ends_at or misses >= MAX_DOUBTFUL:
                return
            try:
                look_up(ctx, kept)
                self._moves += 1
                misses = 0
            except StreamError as error:
                self._note_problem(error, ctx.identity)
                misses += 1
                with self.store.transaction():
                    put_off_look_up(ctx.event_context(), kept)

    def _stop(self, identity: str, error: SeqcliError, *, abort: bool = False) -> None:
        self._stopped.add(identity)
        self.report.problems.append(error)
        self._effects.problem(error, identity)
        self._aborted = self._aborted or abort

    def _count(self, identity: str, result: SendResult) -> None:
        report = self.report
        self._tell(result)
        self._effects.send(identity, result)
        match result.status:
            case SendStatus.ACCEPTED if result.step == 0:
                report.first_steps += 1
            case SendStatus.ACCEPTED:
                report.follow_ups += 1
            case SendStatus.REFUSED:
                report.refused.append((result.lead.id, result.why))
            case SendStatus.HELD:
                report.held.append((result.lead.id, result.why))
            case SendStatus.UNKNOWN:
                report.unknown.append((result.lead.id, result.why))
            case _:
                pass
        if result.throttled_until is not None:
            report.throttled[identity] = self._rests[identity] = result.throttled_until
        self._moves += result.status is not SendStatus.SKIPPED
        self._stale = self._stale + 1 if result.status is SendStatus.STALE else 0
        self._weigh(identity, result)
        if result.stop is not None:
            self._stop(identity, result.stop, abort=result.abort)
        elif self._stale >= MAX_STALE:
            self._stop(identity, _too_stale(identity))
        elif self._doubtful.get(identity, 0) >= MAX_DOUBTFUL:
            self._stop(identity, _too_doubtful(identity, result.why))

    def _tell(self, result: SendResult) -> None:
        """Report how a send ended; one that waits for another read of the stream has not ended yet."""
        if result.status is not SendStatus.STALE:
            self.tell(result)

    def _weigh(self, identity: str, result: SendResult) -> None:
        """Count doubtful answers in a row; what asked 12m nothing is no answer."""
        if result.is_doubtful:
            self._doubtful[identity] = self._doubtful.get(identity, 0) + 1
        elif result.status not in {SendStatus.SKIPPED, SendStatus.HELD, SendStatus.STALE}:
            self._doubtful[identity] = 0

    # -- what is due

    def _send_due(self, ctx: SendContext, ends_at: float) -> Generator[SendResult, None, None]:
        try:
            yield from self._send_each(ctx, ends_at)
        finally:
            settle_open(ctx)

    def _send_each(self, ctx: SendContext, ends_at: float) -> Iterator[SendResult]:
        self._rests[ctx.identity] = find_throttle(self.store, ctx.identity, ctx.now())
        due = DueWork(
            ctx,
            is_ready=lambda: not self._is_throttled(ctx) and self._has_fresh_drain(ctx),
            wait=lambda: self._nap_for_pace(ctx, ends_at),
        )
        for item in due:
            if self.clock.monotonic() >= ends_at or self.stopping():
                return
            try:
                result = self._perform(ctx, item)
            except LeadGoneError:
                why = "the person was forgotten meanwhile"
                result = SendResult(SendStatus.SKIPPED, item.lead, item.lead.current_step, why)
            if result is not None and result.status is SendStatus.STALE:
                due.put_back(result.lead)
            if result is not None:
                yield result
            else:
                self._effects.look()

    def _perform(self, ctx: SendContext, item: DueItem) -> SendResult | None:
        if item.kind is not DueKind.STEP:
            settle_open(ctx)
        if item.attempt is not None and item.kind is DueKind.ASK_RECORD:
            return self._settle_by_evidence(ctx, item.attempt)
        if item.attempt is not None:
            if self._is_throttled(ctx) or not self._has_fresh_drain(ctx):
                return None
            result = transmit(ctx, item.attempt)
            if result.status is not SendStatus.SKIPPED:
                self._pace(ctx, item.lead)
            return result
        if item.kind is DueKind.TIMEOUT:
            self._check_timeout(ctx, item.lead)
            return None
        return self._send_one(ctx, item)

    def _check_timeout(self, ctx: SendContext, lead: Lead) -> None:
        """Look a lead up; a record that cannot be read delays that lead alone (rule R12)."""
        self._moves += 1
        try:
            check_timeout(ctx, lead)
        except StreamError as error:
            self._note_problem(error, ctx.identity)
            with self.store.transaction():
                now, lead = ctx.now(), self.store.leads.get(lead.id)
                if lead.status is LeadStatus.IN_FLIGHT:
                    self.store.leads.save(lead, replace(lead, wake_at=plus_ms(now, HOUR_MS)), now)

    def _check_for_answer(self, ctx: SendContext, lead: Lead) -> None:
        """Look whether somebody answered in a past that this file has lost; its events may be older than the file."""
        try:
            check_for_answer(ctx, lead)
        except StreamError as error:
            self._note_problem(error, ctx.identity)

    def _note_problem(self, error: SeqcliError, identity: str) -> None:
        if error.code not in {problem.code for problem in self.report.problems}:
            self.report.problems.append(error)
            self._effects.problem(error, identity)

    def _settle_by_evidence(self, ctx: SendContext, attempt: Attempt) -> SendResult:
        try:
            return settle_by_evidence(ctx, attempt)
        except StreamError as error:
            self._note_problem(error, ctx.identity)
            return put_off(ctx, attempt)

    def _has_fresh_drain(self, ctx: SendContext) -> bool:
        """Drain again if the last drain is too old for a send, as after a sleep of the machine; return True.

        Raises:
            StreamError, ConfigError: the stream cannot be read, or reading it took too long for any send to follow.
        """
        if not ctx.may_send():
            settle_open(ctx)
            drain(ctx)
            if not ctx.may_send():
                raise _too_stale(ctx.identity)
        return True

    def _send_one(self, ctx: SendContext, item: DueItem) -> SendResult:
        lead = item.lead
        result = send(ctx, lead.id, is_paced=item.is_paced)
        if result.doubts is not None:
            settle_open(ctx)
            try:
                cleared = clear_up(ctx, result.lead, result.doubts)
            except StreamError as error:
                self._note_problem(error, ctx.identity)
                cleared = SendResult(SendStatus.SKIPPED, lead, lead.current_step, error.message)
            result = cleared or send(ctx, lead.id, is_paced=item.is_paced, is_cleared_up=True)
        if result.status is SendStatus.FOUND:
            self._check_for_answer(ctx, result.lead)
        if item.is_paced and result.blocker is None and result.status not in _NOTHING_LEFT:
            self._pace(ctx, lead)
        return result

    def _pace(self, ctx: SendContext, lead: Lead) -> None:
        """Count the gap to the next mail from the answer on, as the request may have taken long."""
        sequence = self.store.sequences.find(lead.sequence_id)
        if sequence is None or sequence.next_at(lead.current_step) is None:
            return
        with self.store.transaction():
            take_slot(self.store, sequence, lead.current_step, ctx.now(), self.rng)

    def _is_throttled(self, ctx: SendContext) -> bool:
        """Return whether the identity rests; only this run's own answers change that while it holds the round lock."""
        rest = self._rests.get(ctx.identity)
        if rest is None or rest <= ctx.now():
            return False
        self.report.throttled[ctx.identity] = rest
        return True

    # -- waiting

    def _nap_for_pace(self, ctx: SendContext, ends_at: float) -> bool:
        """Wait inside the round for the next paced step; False if the round ends before."""
        settle_open(ctx)
        now = ctx.now()
        at = self.store.leads.find_next_paced(ctx.identity, now)
        if at is None or at <= now:
            return False
        wait_s = (at - now).total_seconds()
        return self.clock.monotonic() + wait_s < ends_at and self._nap(wait_s)

    def _nap(self, seconds: float) -> bool:
        """Wait in short naps; False if interrupted."""
        ends_at = self.clock.monotonic() + seconds
        while (left := ends_at - self.clock.monotonic()) > 0:
            if self.stopping():
                return False
            self.clock.sleep(min(left, _NAP_S))
        return not self.stopping()

    def _wait_for_more(self) -> bool:
        """Wait for the next thing that falls due; False if this run should end instead."""
        if not self._limits.send:
            return False
        moments = [
            self._next_moment(each)
            for each in self.store.leads.load_identities()
            if each not in self._stopped
        ]
        due = [moment for moment in moments if moment is not None]
        if not due:
            return False
        wait_s = max(0.0, (min(due) - self.client.server_time.now()).total_seconds())
        if not wait_s and not self._moves:
            return False  # what is due cannot be moved now; another round would go in circles
        return wait_s <= min(self._find_patience_s(), self._left_s()) and self._nap(wait_s)

    def _find_patience_s(self) -> float:
        """Return how long this run waits for what falls due next: if its time is bounded, for the next paced mail too.

        A run that follows the stream listens instead.
        """
        if self._limits.max_time_s is None or self._is_following:
            return self._limits.patience_s
        started = self.store.sequences.load_settings()
        gaps_ms = (settings.pacing.every_ms or 0 for _, _, settings in started)
        return max(self._limits.patience_s, max(gaps_ms, default=0) * 2 / 1000)

    def _next_moment(self, identity: str) -> datetime | None:
        """Return when the identity has something to send: now, at its pace, after its rest, or at a retry."""
        now = self.client.server_time.now()
        rest = find_throttle(self.store, identity, now)
        follow_up = self.store.leads.load_due(identity, first=False, now=now, limit=1)
        first = self.store.leads.load_due(identity, first=True, now=now, limit=1)
        is_in_doubt = self.store.events.has_new_look_up(identity)
        moments = [now] if follow_up or first or is_in_doubt else []
        later = (
            self.store.leads.find_next_paced(identity, now),
            self.store.attempts.find_next_try(identity, now),
            self.store.people.find_next_recontact(identity, now),
            self.store.replies.find_next_try(identity),
        )
        moments += [at for at in later if at]
        if not moments:
            return None
        return max(min(moments), rest or now)

    def _listen(self) -> None:
        """Wait at 12m for news of any identity; what it says is read by the next round."""
        identities = self.store.leads.load_identities()
        for identity in identities:
            if self._is_over():
                return
            cursor = self.store.cursors.find(identity)
            wait_ms = min(FOLLOW_POLL_MS // len(identities), self._left_s() * 1000)
            try:
                self.client.read_events(identity, cursor.seq if cursor else 0, max(1, int(wait_ms)))
            except (StreamError, ConfigError):
                self._nap(min(PATIENCE_S, self._left_s()))
        if not identities:
            self._nap(min(PATIENCE_S, self._left_s()))

    def _left_s(self) -> float:
        """Return how long this run may go on, in seconds."""
        return self._ends_at - self.clock.monotonic()


def _too_doubtful(identity: str, why: str) -> StreamError:
    return StreamError(
        "too_doubtful",
        f"12m gave {MAX_DOUBTFUL} doubtful answers in a row for {identity}; the last: {why}",
        "Run it again later; open sends are settled first.",
    )


def _too_stale(identity: str) -> StreamError:
    return StreamError(
        "stream_read_too_old",
        f"more than 30 seconds passed between reading the stream of {identity} and sending",
        "Run it again. If it stays so, check this machine's clock and its connection to 12m.",
    )


def check_world(store: Store, base_url: str) -> None:
    """Refuse a file that belongs to another 12m (rule R16); the first drain ties a new one to its own.

    Raises:
        StateError: the file belongs to another base URL.
    """
    known = store.meta.find("base_url")
    if known is not None and known != base_url:
        raise StateError(
            "other_world",
            f"{store.path} belongs to {known}, not to {base_url}",
            "Use another state file for another 12m.",
        )
