"""`start` and `poll`: release leads, run rounds, and say what happened."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from random import SystemRandom

from seqcli.client import Client
from seqcli.clock import MINUTE_MS, Clock, format_duration, plus_ms, to_text
from seqcli.commands.check import unknown_field_remark
from seqcli.commands.look import server_now
from seqcli.commands.session import (
    connected,
    get_leads_of,
    get_sequence,
    interruptible,
    opened,
    read_duration_ms,
)
from seqcli.config import Settings
from seqcli.engine.leads.inspection import find_unknown_fields
from seqcli.engine.leads.release import Release
from seqcli.engine.loop import Runner
from seqcli.engine.reconcile.unknown_outcomes import find_record_complete_at
from seqcli.engine.run_report import Limits, RunReport
from seqcli.engine.send.context import KEY_LIFE_MS, SendContext, SendResult
from seqcli.engine.send.dry_run import PlannedSend, plan_sends, read_ahead
from seqcli.engine.stream.context import DrainSummary
from seqcli.engine.stream.drain import read_pages
from seqcli.errors import ExitCode, SeqcliError, UsageError
from seqcli.model import Sequence, SequenceStatus, normalise_address
from seqcli.output.result import CommandResult, Note, shown
from seqcli.reports.run import Named, PlannedMail, RunData, plan_result, run_result
from seqcli.store import ReleaseCounts, Store
from seqcli.wording import counted

DEFAULT_PACE_MS = 2000
DEFAULT_POLL = "4m"
_SKEW_TOLD_MS = 5 * MINUTE_MS
_AFTER_RELEASE = "{leads} released: `seqcli poll` sends what is left; another `start` may release more"


@dataclass(frozen=True, slots=True)
class RunPrompts:
    """How a run talks to a person: `ask` a yes-or-no question, `tell` of each send, `warn` before the question.

    `begin` is told how many sends are due when the run begins.
    """

    ask: Callable[[str], bool]
    tell: Callable[[SendResult], None]
    warn: Callable[[str], None]
    begin: Callable[[int], None]


def start(
    settings: Settings,
    sequence_id: str,
    clock: Clock,
    talk: RunPrompts,
    *,
    limit: int | None = None,
    only: str | None = None,
    pace: str | None = None,
    max_time: str | None = None,
    dry_run: bool = False,
) -> CommandResult:
    """Release leads of a sequence and send their first steps; who is turned away by the lock has released nobody.

    Raises:
        UsageError: no such sequence or lead, a paused sequence, a field that no lead has, or nobody said yes.
        ConfigError: key or identity are missing or refused; nobody was released then.
    """
    with opened(settings.db) as store:
        sequence = get_sequence(store, sequence_id)
        if sequence.status is SequenceStatus.PAUSED:
            hint = f"seqcli resume --sequence {sequence_id}"
            raise UsageError("sequence_paused", f'sequence "{sequence_id}" is paused', hint)
        warnings = _check_fields(store, sequence)
        pace_ms = _pace_ms(pace, sequence)
        max_time_s = None if max_time is None else _seconds(max_time)
        identity = sequence.identity or settings.need_handle()
        chosen = _choose(store, sequence, only, limit)
        with connected(settings, store, clock) as client:
            ctx = _post(store, client, identity)
            list(read_pages(ctx))  # key, identity and stream are in order, or nobody is released
            question = _question(store, sequence, identity, chosen, pace_ms, clock)
            release = Release(sequence, identity, pace_ms)
            if dry_run:
                identities = {identity, *store.leads.load_identities()}
                planned = plan_runs(store, client, identities, lambda: release.make(store, ctx.now()))
                return _warning(_planned_result(planned, f"dry run, nothing is sent: {question}"), warnings)
            for each in warnings:
                talk.warn(each)
            if not talk.ask(question):
                raise UsageError(
                    "not_confirmed", "nobody was written to", "Say --yes to go on without a question."
                )
            limits = Limits(max_time_s=max_time_s, patience_s=max(60.0, pace_ms * 2 / 1000))
            talk.begin(_count_due(store, clock) + chosen.free)
            try:
                answer = _run(store, client, clock, talk, "start", limits, release=release)
            except SeqcliError as error:
                if not release.is_open:
                    error.hint = _AFTER_RELEASE.format(leads=counted(release.count or 0, "lead"))
                raise
            warnings += _release_remarks(release, answer)
            return _warning(answer, warnings)


def _release_remarks(release: Release, answer: CommandResult) -> Iterator[str]:
    """Yield where the release differs from what was announced, and how to go on if the run ended early."""
    if release.is_open:
        yield f"nobody was released: run `seqcli start {release.sequence.id}` again"
        return
    if release.left_out:
        changed = ", ".join(f"{count} {what}" for what, count in release.left_out.items())
        yield f"{counted(sum(release.left_out.values()), 'lead')} not released, changed since the question: {changed}"
    if release.count and answer.exit_code not in {ExitCode.DONE, ExitCode.SOME_FAILED}:
        yield _AFTER_RELEASE.format(leads=counted(release.count, "lead"))


def _check_fields(store: Store, sequence: Sequence) -> list[str]:
    """Return warnings about fields that no lead has and the text provides for.

    Raises:
        UsageError: leads would be held for a field that no lead has, which is a slip in the text or the file.
    """
    remarks = [unknown_field_remark(each) for each in find_unknown_fields(store, sequence)]
    errors = [each for each in remarks if each.is_error]
    if errors:
        raise UsageError("unknown_field", "\n".join(each.text for each in errors), errors[0].hint)
    return [f"{each.text}. {each.hint}" for each in remarks]


def _warning(answer: CommandResult, warnings: list[str]) -> CommandResult:
    notes = (*(Note(each, is_warning=True) for each in warnings), *answer.notes)
    return replace(answer, notes=notes)


def _pace_ms(pace: str | None, sequence: Sequence) -> int:
    if pace is None:
        is_new = sequence.status is SequenceStatus.DRAFT
        return DEFAULT_PACE_MS if is_new else sequence.pace_ms
    return 0 if pace.strip() == "0" else read_duration_ms("--pace", pace, "s", "2s, 500ms, 1m or 0")


def _choose(store: Store, sequence: Sequence, only: str | None, limit: int | None) -> ReleaseCounts:
    """Choose whom to release; a limit counts those who can be written to."""
    if only is not None:
        get_leads_of(store, only, sequence.id)
    address = None if only is None else normalise_address(only)
    return store.releases.choose(sequence.id, address, limit)


def _question(
    store: Store, sequence: Sequence, identity: str, chosen: ReleaseCounts, pace_ms: int, clock: Clock
) -> str:
    due = store.queries.load_due_counts(server_now(store, clock))
    before = sum(row["firsts"] for row in due if row["sequence_id"] == sequence.id)
    rest = f" and to {before} released before" if before else ""
    gap = f", about one every {format_duration(pace_ms)}" if pace_ms else ", without a pause"
    past = f"; go on with {chosen.contacted} who were written to before" if chosen.contacted else ""
    but = f"; {chosen.held} more held until you see to them" if chosen.held else ""
    return (
        f'write to {counted(chosen.free, "lead")} of "{sequence.id}"{rest} from {identity}{gap}{past}{but};'
        " follow-ups that are due, in any sequence, go first"
    )


def poll(
    settings: Settings,
    clock: Clock,
    talk: RunPrompts,
    *,
    max_sends: int | None = None,
    max_time: str | None = None,
    send: bool = True,
    dry_run: bool = False,
    follow: bool = False,
) -> CommandResult:
    """Read the stream and send what is due, in rounds until nothing is or `max_time` is over.

    Without `max_time` a poll ends after four minutes, and one that follows never.

    Raises:
        LockHeldError: another run is at work.
        ConfigError: there is no usable key.
    """
    longest = max_time or (None if follow else DEFAULT_POLL)
    limits = Limits(max_sends, None if longest is None else _seconds(longest), send)
    with opened(settings.db) as store, connected(settings, store, clock) as client:
        if dry_run:
            planned = plan_runs(store, client, store.leads.load_identities())
            return _planned_result(planned, "dry run: this is what `seqcli poll` would send now")
        return _run(store, client, clock, talk, "poll", limits, follow=follow)


def _seconds(max_time: str) -> float:
    return read_duration_ms("--max-time", max_time, "s", "4m or 30s") / 1000


def plan_runs(
    store: Store, client: Client, identities: Iterable[str], before: Callable[[], None] = lambda: None
) -> list[PlannedSend]:
    """Return what the next run would do for these identities, in its order; `before` acts first, and nothing stays."""
    planned: list[PlannedSend] = []
    for identity in sorted(identities):
        ctx = _post(store, client, identity)
        outlook = read_ahead(ctx)
        with store.transaction(rollback=True):
            before()
            planned += plan_sends(ctx, outlook)
    return planned


def _post(store: Store, client: Client, identity: str) -> SendContext:
    return SendContext(store, client, identity, DrainSummary(), SystemRandom())


def _planned_result(planned: list[PlannedSend], head: str) -> CommandResult:
    return plan_result(tuple(_planned_mail(each) for each in planned), head)


def _planned_mail(planned: PlannedSend) -> PlannedMail:
    body = "" if planned.attempt is None else planned.attempt.request_body.decode()
    wire = json.loads(body) if body else {}
    return PlannedMail(
        email=planned.lead.email,
        sequence_id=planned.lead.sequence_id,
        step=planned.step + 1,
        subject=wire.get("subject") or "",
        text=wire.get("text") or "",
        body=body,
        key="" if planned.attempt is None else planned.attempt.idempotency_key,
        why=planned.why,
    )


def _run(
    store: Store,
    client: Client,
    clock: Clock,
    talk: RunPrompts,
    command: str,
    limits: Limits,
    *,
    follow: bool = False,
    release: Release | None = None,
) -> CommandResult:
    with interruptible() as stopping:
        runner = Runner(
            store,
            client,
            clock,
            SystemRandom(),
            command=command,
            stopping=stopping,
            tell=talk.tell,
            release=release,
        )
        report = runner.follow(limits) if follow else runner.run(limits)
    if report.problems and not report.did_anything and len(store.leads.load_identities()) <= 1:
        raise report.problems[0]
    return run_result(run_data(store, report, clock, is_simulated=client.is_simulated))


def run_data(store: Store, report: RunReport, clock: Clock, *, is_simulated: bool = False) -> RunData:
    """Return a run's report with addresses in place of lead ids; a simulated 12m's clock is not compared with ours."""

    def named(pairs: list[tuple[str, str]]) -> Named:
        return tuple((_email(store, lead_id), what) for lead_id, what in pairs)

    summary = report.summary
    return RunData(
        first_steps=report.first_steps,
        follow_ups=report.follow_ups,
        events=summary.applied,
        replied=named(summary.replied),
        bounced=named(summary.bounced),
        suppressed=named(summary.suppressed),
        failed=named(summary.failed),
        held=named(summary.held + report.held),
        refused=named(report.refused),
        adopted=named(summary.adopted),
        unknown=named(report.unknown),
        unreadable=tuple(summary.unreadable),
        unknown_types=tuple(sorted(summary.unknown_types)),
        throttled=report.throttled,
        left=_count_due(store, clock),
        problems=tuple(report.problems),
        warnings=tuple(_warnings(store, report, clock, is_simulated=is_simulated)),
        exit_code=report.exit_code(),
    )


def _count_due(store: Store, clock: Clock) -> int:
    due = store.queries.load_due_counts(server_now(store, clock))
    return sum(row["follow_ups"] + row["firsts"] for row in due)


def _warnings(store: Store, report: RunReport, clock: Clock, *, is_simulated: bool) -> Iterator[str]:
    """Yield what a person should see to before it costs something."""
    offset_ms = store.meta.find_server_offset_ms()
    if abs(offset_ms) > _SKEW_TOLD_MS and not is_simulated:
        where = "behind" if offset_ms > 0 else "ahead of"
        yield f"Your clock is {format_duration(abs(offset_ms))} {where} 12m's. seqcli uses 12m's."
    if report.leaps_ms and not is_simulated:
        yield _leap_text(report)
    identities = store.leads.load_identities()
    if not identities:
        yield (
            "nothing was read, as nothing was started from this file: `seqcli start SEQUENCE`, which also reads what a"
            " copy that was put back has missed"
        )
    for row in store.releases.count_contacted_unreleased():
        yield (
            f'{counted(row["n"], "lead")} of "{row["sequence_id"]}" had mail before this file was put back from a copy'
            f" and rest here: `seqcli start {row['sequence_id']}` goes on"
        )
    for identity in identities:
        if until := find_record_complete_at(store, identity, plus_ms(clock.now(), offset_ms)):
            yield (
                f"this file was put back from a copy, and 12m's stream does not tell of sends: who was known before"
                f" is not written to from {identity} until {shown(to_text(until))}, when 12m's record is complete"
            )
    for identity, until in report.throttled.items():
        expiring = len(store.attempts.load_expired(identity, plus_ms(until, -KEY_LIFE_MS), until))
        if expiring:
            yield (
                f"{identity} is throttled for longer than the keys of {counted(expiring, 'send')} without a clear"
                " answer live: evidence alone will settle them"
            )


def _leap_text(report: RunReport) -> str:
    leap_ms = report.leaps_ms[-1]
    leapt = f"12m's clock leapt {format_duration(abs(leap_ms))} {'ahead' if leap_ms > 0 else 'back'} against yours"
    if report.clock_in_doubt:
        return f"{leapt}, and no second answer confirmed it: seqcli goes on by your clock"
    return f"{leapt}; a second answer confirmed it. seqcli uses 12m's"


def _email(store: Store, lead_id: str) -> str:
    lead = store.leads.find(lead_id)
    return lead.email if lead else lead_id
