"""What is due for an identity, in the order of rule R5: open questions, overdue timers, follow-ups, first steps.

A run performs it, a dry run only shows it; both read it from here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from seqcli.clock import HOUR_MS, from_text, plus_ms
from seqcli.engine.leads.apply import get_sequence
from seqcli.engine.reconcile.unknown_outcomes import needs_evidence
from seqcli.engine.send.context import KEY_LIFE_MS, SendContext
from seqcli.engine.send.pace import has_pace, is_held_back
from seqcli.model import Attempt, Lead
from seqcli.store import Store

BATCH = 200
EVERYTHING = -1
#: With so many open outcomes of an identity nothing new is tried: each may have to wait for a day, or for a person.
MAX_OPEN = 5


class DueKind(StrEnum):
    """What has to be done."""

    ASK_RECORD = "an unknown outcome that 12m's record must settle"
    RETRY = "an unknown outcome that the same key and bytes settle"
    TIMEOUT = "a timer that should have fired long ago"
    STEP = "a step to send"


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing that is due for a lead; `attempt` is that of the open question.

    `is_paced`: the mail after this one may have to wait for it.
    """

    kind: DueKind
    lead: Lead
    attempt: Attempt | None = None
    is_paced: bool = True


class DueWork:
    """Iterates over what is due. Each lead is yielded once as a step, unless it is put back.

    `is_ready` is asked before each step: False ends the steps. `wait` is asked when no step is due: True means that
    one may be due now. Without `paced` the pace of sequences is not asked. `batch` is the most of open questions and of
    overdue timers; steps are loaded `step_batch` at a time.
    """

    def __init__(
        self,
        ctx: SendContext,
        *,
        paced: bool = True,
        batch: int = BATCH,
        step_batch: int = BATCH,
        is_ready: Callable[[], bool] = lambda: True,
        wait: Callable[[], bool] = lambda: False,
    ) -> None:
        self._ctx = ctx
        self._paced = paced
        self._batch = batch
        self._step_batch = step_batch
        self._is_ready = is_ready
        self._wait = wait
        self._tried: set[str] = set()
        self._paced_ids: set[str] = set()

    def __iter__(self) -> Iterator[DueItem]:
        """Yield everything that is due, as the file stands when it is asked for."""
        yield from self._open_questions()
        for lead in self._ctx.store.leads.load_overdue(self._ctx.identity, self._ctx.now(), self._batch):
            yield DueItem(DueKind.TIMEOUT, lead)
        yield from self._steps()

    def put_back(self, lead: Lead) -> None:
        """Make a step due again that could not be tried."""
        self._tried.discard(lead.id)

    def _open_questions(self) -> Iterator[DueItem]:
        ctx, store = self._ctx, self._ctx.store
        key_changed_at = find_key_change(store)
        latest = ctx.client.server_time.bounds()[1]
        expired = store.attempts.load_expired(ctx.identity, plus_ms(latest, -KEY_LIFE_MS), ctx.now())
        seen = {attempt.idempotency_key for attempt in expired}
        fresh = store.attempts.load_unsettled(ctx.identity, ctx.now(), self._batch)
        for attempt in (*expired, *(each for each in fresh if each.idempotency_key not in seen)):
            must_ask = needs_evidence(attempt, ctx.now(), latest, key_changed_at)
            kind = DueKind.ASK_RECORD if must_ask else DueKind.RETRY
            lead = store.leads.find(attempt.lead_id)
            if lead is None:
                continue  # forgotten since the list was made
            if kind is DueKind.RETRY and self._paced and self._waits_for_slot(lead, attempt.step):
                continue
            yield DueItem(kind, lead, attempt)

    def _waits_for_slot(self, lead: Lead, step: int) -> bool:
        """Return whether a retry would follow another mail of its sequence too soon, as after an outage."""
        next_at = get_sequence(self._ctx.store, lead.sequence_id).next_at(step)
        return next_at is not None and next_at > self._ctx.now()

    def _steps(self) -> Iterator[DueItem]:
        """Yield follow-ups, then first steps; after each wait, follow-ups that the pace let go meanwhile come first."""
        first = False
        while self._is_ready() and not self._is_in_outage():
            batch = self._load_untried(first=first)
            if not batch:
                if first and not self._wait():
                    return
                first = not first
                continue
            for index, lead in enumerate(batch):
                if index and not self._is_ready():
                    return
                is_paced = lead.sequence_id in self._paced_ids
                if index and is_paced and self._is_held_back(lead):
                    continue
                self._tried.add(lead.id)
                yield DueItem(DueKind.STEP, lead, is_paced=is_paced)

    def _is_in_outage(self) -> bool:
        """Return whether so many outcomes are open that nothing new is tried until they are settled."""
        ctx, now = self._ctx, self._ctx.now()
        open_count = ctx.store.attempts.count_doubtful(ctx.identity, now, plus_ms(now, HOUR_MS))
        return self._paced and open_count >= MAX_OPEN

    def _load_untried(self, *, first: bool) -> list[Lead]:
        """Return the next leads that were not tried; those that were tried and are still due lie before them."""
        ctx, limit = self._ctx, self._step_batch
        while True:
            due = ctx.store.leads.load_due(
                ctx.identity, first=first, now=ctx.now(), limit=limit, paced=self._paced
            )
            untried = [lead for lead in due if lead.id not in self._tried]
            self._paced_ids = {each.id for each in ctx.store.sequences.load_all() if has_pace(each)}
            if untried or limit > len(due):
                return untried
            limit *= 2

    def _is_held_back(self, lead: Lead) -> bool:
        """Return whether what was sent since the batch was loaded makes this lead wait."""
        store = self._ctx.store
        return self._paced and is_held_back(
            store, get_sequence(store, lead.sequence_id), lead.current_step, self._ctx.now()
        )


def find_key_change(store: Store) -> datetime | None:
    """Return when 12m first answered another API key than before, if it did."""
    changed = store.meta.find("key_changed_at")
    return None if changed is None else from_text(changed)
