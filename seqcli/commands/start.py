"""`start`: release leads of a sequence and send their first steps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from seqcli.client import Client
from seqcli.clock import Clock, format_duration, to_text
from seqcli.commands.dry_runs import plan_runs, planned_result
from seqcli.commands.notifying import Teller, open_teller
from seqcli.commands.remarks import unknown_field_remark
from seqcli.commands.runs import RunPrompts, count_due, open_send_context, read_max_time_s, run_rounds
from seqcli.commands.session import (
    connected,
    get_leads_of,
    get_sequence,
    opened,
    read_duration_ms,
)
from seqcli.config import Settings
from seqcli.engine.leads.braking import find_tripped, stop_sentence
from seqcli.engine.leads.inspection import find_unknown_fields
from seqcli.engine.leads.release import Release
from seqcli.engine.run_report import Limits
from seqcli.engine.send.context import SendContext
from seqcli.engine.stream.drain import read_pages
from seqcli.errors import BrakedError, ExitCode, SeqcliError, UsageError
from seqcli.model import Sequence, SequenceStatus, normalise_address
from seqcli.output.result import CommandResult, Note, shown
from seqcli.sequence_settings import Pacing
from seqcli.store import Brake, ReleaseCounts, Store
from seqcli.wording import counted

#: `start` waits no longer for a mail that the pace of the sequence file lets go later; `poll` sends it.
_LONGEST_WAIT_S = 600.0
_AFTER_RELEASE = "{leads} released: `seqcli poll` sends the rest; another `start` may release more"


def start(
    settings: Settings,
    sequence_id: str,
    clock: Clock,
    prompts: RunPrompts,
    *,
    limit: int | None = None,
    only: str | None = None,
    pace: str | None = None,
    max_time: str | None = None,
    dry_run: bool = False,
) -> CommandResult:
    """Release leads of a sequence and send their first steps. If another run has the lock, no lead is released.

    Raises:
        UsageError: no such sequence or lead, a paused sequence, a field that no lead has, or no consent.
        ConfigError: key or identity are missing or refused, or `seqcli.toml` cannot be used; no lead was released.
    """
    teller = open_teller(settings, clock, prompts.warn, is_dry_run=dry_run)
    with teller.watching(), opened(settings.db) as store:
        plan = _plan(store, settings, sequence_id, only, pace)
        max_time_s = None if max_time is None else read_max_time_s(max_time)
        limits = Limits(max_time_s=max_time_s, patience_s=_patience_s(plan.sequence))
        with connected(settings, store, clock) as client:
            ctx = open_send_context(store, client, plan.identity)
            for _ in read_pages(ctx):
                pass  # fails here, before any release, if key, identity or stream do not work
            chosen = store.releases.choose(sequence_id, plan.address, limit, ctx.now())
            question = _question(store, plan, chosen, ctx.now())
            release = Release(plan.sequence, plan.identity, plan.sequence.pace_ms)
            if dry_run:
                return _dry_run(ctx, plan, release, question)
            is_idle = not any(chosen) and _nobody_waits(store, ctx.now())
            _ask(prompts, plan, "" if is_idle else question)
            prompts.begin(count_due(store, clock) + chosen.free)
            result = _release_and_send(store, client, clock, prompts, teller, limits, release)
            if is_idle:
                idle = Note(f'no lead of "{sequence_id}" is left to release, and nobody waits for mail')
                result = replace(result, notes=(idle, *result.notes))
            return _with_warnings(result, [*plan.warnings, *_release_remarks(release, result)])


@dataclass(frozen=True, slots=True)
class _StartPlan:
    """What a start would do, before anybody is asked. `address` is the only person, if somebody was named."""

    sequence: Sequence
    identity: str
    address: str | None
    warnings: tuple[str, ...]


def _plan(
    store: Store, settings: Settings, sequence_id: str, only: str | None, pace: str | None
) -> _StartPlan:
    sequence = get_sequence(store, sequence_id)
    if sequence.status is SequenceStatus.PAUSED:
        hint = f"seqcli resume --sequence {sequence_id}"
        raise UsageError("sequence_paused", f'sequence "{sequence_id}" is paused', hint)
    warnings = _check_fields(store, sequence)
    paced = replace(sequence, pace_ms=_pace_ms(pace, sequence))
    identity = sequence.identity or settings.need_handle()
    if brake := find_tripped(store, sequence.id, identity):
        raise BrakedError("braked", stop_sentence(store, brake), f"seqcli status {sequence.id}")
    if only is not None:
        get_leads_of(store, only, sequence.id)
    address = None if only is None else normalise_address(only)
    return _StartPlan(paced, identity, address, tuple(warnings))


def _dry_run(ctx: SendContext, plan: _StartPlan, release: Release, question: str) -> CommandResult:
    identities = {plan.identity, *ctx.store.leads.load_identities()}
    brakes: dict[Brake, str] = {}
    planned = plan_runs(
        ctx.store,
        ctx.client,
        identities,
        lambda: release.make(ctx.store, ctx.now()),
        plan.sequence.id,
        brakes.__setitem__,
    )
    result = planned_result(planned, f"Dry run, nothing is sent. {question}", brakes)
    return _with_warnings(result, plan.warnings)


def _nobody_waits(store: Store, now: datetime) -> bool:
    """Return whether a run can send nothing: no lead that was released has not ended, and nobody will be enrolled."""
    return not store.monitoring.load_live_identities() and not store.branches.count_waiting(now)


def _ask(prompts: RunPrompts, plan: _StartPlan, question: str) -> None:
    """Show the warnings, then ask; an empty question asks nothing."""
    for each in plan.warnings:
        prompts.warn(each)
    if question and not prompts.ask(question):
        raise UsageError("not_confirmed", "nothing was sent", "Use --yes to go on without a question.")


def _release_and_send(
    store: Store,
    client: Client,
    clock: Clock,
    prompts: RunPrompts,
    teller: Teller,
    limits: Limits,
    release: Release,
) -> CommandResult:
    try:
        return run_rounds(store, client, clock, prompts, teller, "start", limits, release=release)
    except SeqcliError as error:
        if not release.is_open:
            error.hint = _AFTER_RELEASE.format(leads=counted(release.count or 0, "lead"))
        raise


def _release_remarks(release: Release, result: CommandResult) -> Iterator[str]:
    """Yield how the release differs from the announced one, and how to go on if the run ended early."""
    if release.is_open:
        yield f"no leads were released: run `seqcli start {release.sequence.id}` again"
        return
    if release.left_out:
        left_out = counted(sum(release.left_out.values()), "lead")
        changes = ", ".join(f"{count} {what}" for what, count in release.left_out.items())
        yield f"{left_out} not released, changed since the question: {changes}"
    if release.count and result.exit_code not in {ExitCode.DONE, ExitCode.SOME_FAILED}:
        yield _AFTER_RELEASE.format(leads=counted(release.count, "lead"))


def _check_fields(store: Store, sequence: Sequence) -> list[str]:
    """Return warnings about fields that no lead has and that have a default.

    Raises:
        UsageError: a step needs a field that no lead has, so that every lead would be held.
    """
    remarks = [unknown_field_remark(each) for each in find_unknown_fields(store, sequence)]
    errors = [each for each in remarks if each.is_error]
    if errors:
        raise UsageError("unknown_field", "\n".join(each.text for each in errors), errors[0].hint)
    return [f"{each.text}. {each.hint}" for each in remarks]


def _with_warnings(result: CommandResult, warnings: Iterable[str]) -> CommandResult:
    notes = (*(Note(each, is_warning=True) for each in warnings), *result.notes)
    return replace(result, notes=notes)


def _pace_ms(pace: str | None, sequence: Sequence) -> int | None:
    """Return the pace for first steps that a person chose, now or before; None leaves it to the sequence file."""
    if pace is None:
        return sequence.pace_ms
    return 0 if pace.strip() == "0" else read_duration_ms("--pace", pace, "s", "2s, 500ms, 1m or 0")


def _patience_s(sequence: Sequence) -> float:
    wait_s = sequence.gaps_ms[0] * 2 / 1000
    return max(60.0, min(wait_s, _LONGEST_WAIT_S) if sequence.shares_pace else wait_s)


def _day_limits(pacing: Pacing) -> Iterator[str]:
    limits = ((pacing.new_per_day, "first step"), (pacing.per_day, "mail"))
    named = [counted(limit, noun) for limit, noun in limits if limit is not None]
    if named:
        yield f"At most {' and '.join(named)} a day."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _question(store: Store, plan: _StartPlan, chosen: ReleaseCounts, now: datetime) -> str:
    sequence_id = plan.sequence.id
    due = store.queries.load_due_counts(now)
    before = sum(row.firsts for row in due if row.sequence_id == sequence_id)
    to = counted(chosen.free, "lead") + (f", and to {before:,} released earlier," if before else "")
    gap_ms = plan.sequence.gaps_ms[0]
    gap = f"about one every {format_duration(gap_ms)}" if gap_ms else "no pause between mails"
    sentences = [f'Send step 1 of "{sequence_id}" to {to} from {plan.identity}, {gap}.']
    sentences += _day_limits(plan.sequence.settings.pacing)
    if chosen.recontact:
        sentences.append(_tell_recontact(store, chosen, now))
    if chosen.answered:
        sentences.append(
            f"{counted(chosen.answered, 'more lead')} answered in another sequence: stopped, no mail."
        )
    if chosen.contacted:
        sentences.append(f"Plus {counted(chosen.contacted, 'lead')} with earlier mail.")
    if chosen.held:
        sentences.append(f"{counted(chosen.held, 'more lead')} {_are(chosen.held)} held.")
    if chosen.paused:
        sentences.append(
            f"{counted(chosen.paused, 'more lead')} {_are(chosen.paused)} paused: seqcli resume."
        )
    return " ".join((*sentences, "Due follow-ups of all sequences go first."))


def _tell_recontact(store: Store, chosen: ReleaseCounts, now: datetime) -> str:
    """Return how many leads wait after another sequence's mail, and from when on the first may go."""
    waiting = counted(chosen.recontact, "more lead")
    first_at = store.releases.find_first_recontact(now)
    if first_at is None:
        return f'{waiting} had mail of another sequence, and recontact is "never".'
    return f"{waiting} had mail of another sequence: the first may go from {shown(to_text(first_at))}."
