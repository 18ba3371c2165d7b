"""`start`: release leads of a sequence and send their first steps."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from seqcli.clock import Clock, format_duration
from seqcli.commands.remarks import unknown_field_remark
from seqcli.commands.runs import (
    RunPrompts,
    count_due,
    open_send_context,
    plan_runs,
    planned_result,
    read_max_time_s,
    run_rounds,
)
from seqcli.commands.session import (
    connected,
    get_leads_of,
    get_sequence,
    opened,
    read_duration_ms,
    server_now,
)
from seqcli.config import Settings
from seqcli.engine.leads.inspection import find_unknown_fields
from seqcli.engine.leads.release import Release
from seqcli.engine.run_report import Limits
from seqcli.engine.stream.drain import read_pages
from seqcli.errors import ExitCode, SeqcliError, UsageError
from seqcli.model import Sequence, SequenceStatus, normalise_address
from seqcli.output.result import CommandResult, Note
from seqcli.store import ReleaseCounts, Store
from seqcli.wording import counted

DEFAULT_PACE_MS = 2000


_AFTER_RELEASE = "{leads} released: `seqcli poll` sends what is left; another `start` may release more"


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
        max_time_s = None if max_time is None else read_max_time_s(max_time)
        identity = sequence.identity or settings.need_handle()
        chosen = _choose(store, sequence, only, limit, server_now(store, clock))
        with connected(settings, store, clock) as client:
            ctx = open_send_context(store, client, identity)
            for _ in read_pages(ctx):
                pass  # key, identity and stream are in order, or nobody is released
            question = _question(store, sequence, identity, chosen, pace_ms, clock)
            release = Release(sequence, identity, pace_ms)
            if dry_run:
                identities = {identity, *store.leads.load_identities()}
                planned = plan_runs(store, client, identities, lambda: release.make(store, ctx.now()))
                return _warning(planned_result(planned, f"dry run, nothing is sent: {question}"), warnings)
            for each in warnings:
                talk.warn(each)
            if not talk.ask(question):
                raise UsageError(
                    "not_confirmed", "nobody was written to", "Say --yes to go on without a question."
                )
            limits = Limits(max_time_s=max_time_s, patience_s=max(60.0, pace_ms * 2 / 1000))
            talk.begin(count_due(store, clock) + chosen.free)
            try:
                answer = run_rounds(store, client, clock, talk, "start", limits, release=release)
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


def _choose(
    store: Store, sequence: Sequence, only: str | None, limit: int | None, now: datetime
) -> ReleaseCounts:
    """Choose whom to release; a limit counts those who can be written to."""
    if only is not None:
        get_leads_of(store, only, sequence.id)
    address = None if only is None else normalise_address(only)
    return store.releases.choose(sequence.id, address, limit, now)


def _question(
    store: Store, sequence: Sequence, identity: str, chosen: ReleaseCounts, pace_ms: int, clock: Clock
) -> str:
    due = store.queries.load_due_counts(server_now(store, clock))
    before = sum(row.firsts for row in due if row.sequence_id == sequence.id)
    rest = f" and to {before} released before" if before else ""
    gap = f", about one every {format_duration(pace_ms)}" if pace_ms else ", without a pause"
    past = f"; go on with {chosen.contacted} who were written to before" if chosen.contacted else ""
    but = f"; {chosen.held} more held until you see to them" if chosen.held else ""
    it = "it" if chosen.paused == 1 else "them"
    but += f"; {chosen.paused} more paused: `seqcli resume` lets {it} go" if chosen.paused else ""
    return (
        f'write to {counted(chosen.free, "lead")} of "{sequence.id}"{rest} from {identity}{gap}{past}{but};'
        " follow-ups that are due, in any sequence, go first"
    )
