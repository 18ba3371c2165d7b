"""What `start` and `poll` share: running rounds, planning them for a dry run, and the results of both."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from typing import Any

from seqcli.client import Client
from seqcli.clock import MINUTE_MS, Clock, format_duration, plus_ms, to_text
from seqcli.commands.session import interruptible, read_duration_ms, server_now
from seqcli.engine.leads.release import Release
from seqcli.engine.loop import Runner
from seqcli.engine.reconcile.unknown_outcomes import find_record_complete_at
from seqcli.engine.run_report import Limits, RunReport
from seqcli.engine.send.context import KEY_LIFE_MS, SendContext, SendResult
from seqcli.engine.send.dry_run import PlannedSend, plan_sends, read_ahead
from seqcli.engine.stream.context import DrainSummary
from seqcli.errors import ExitCode, SeqcliError
from seqcli.model import AttemptState
from seqcli.output.result import Block, CommandResult, Note, Table, Text, shown
from seqcli.store import Store
from seqcli.wording import counted

_SKEW_TOLD_MS = 5 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class RunPrompts:
    """How a run talks to a person: `ask` a yes-or-no question, `tell` of each send, `warn` before the question.

    `begin` is told how many sends are due when the run begins.
    """

    ask: Callable[[str], bool]
    tell: Callable[[SendResult], None]
    warn: Callable[[str], None]
    begin: Callable[[int], None]


Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RunData:
    """A run's counts and names. Pairs are (address, what)."""

    first_steps: int
    follow_ups: int
    events: int
    replied: Named
    bounced: Named
    suppressed: Named
    failed: Named
    held: Named
    refused: Named
    adopted: Named
    unknown: Named
    unreadable: tuple[str, ...]
    unknown_types: tuple[str, ...]
    throttled: Mapping[str, datetime]
    left: int
    problems: tuple[SeqcliError, ...]
    warnings: tuple[str, ...]
    exit_code: ExitCode


@dataclass(frozen=True, slots=True)
class PlannedMail:
    """A send that would be made, as people and programs see it; `why` says why not, where it would not."""

    email: str
    sequence_id: str
    step: int
    subject: str
    text: str
    body: str
    key: str
    why: str


def plan_runs(
    store: Store, client: Client, identities: Iterable[str], before: Callable[[], None] = lambda: None
) -> list[PlannedSend]:
    """Return what the next run would do for these identities, in its order; `before` acts first, and nothing stays."""
    planned: list[PlannedSend] = []
    for identity in sorted(identities):
        ctx = open_send_context(store, client, identity)
        outlook = read_ahead(ctx)
        with store.transaction(rollback=True):
            before()
            planned += plan_sends(ctx, outlook)
    return planned


def open_send_context(store: Store, client: Client, identity: str) -> SendContext:
    """Return what sending from one identity needs."""
    return SendContext(store, client, identity, DrainSummary(), SystemRandom())


def planned_result(planned: list[PlannedSend], head: str) -> CommandResult:
    """Return the planned sends of a dry run under a headline."""
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


def run_rounds(
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
    """Run rounds until nothing is due or a limit is reached, and return what they did.

    Raises:
        SeqcliError: nothing was done, and the file has one identity alone: what stopped it.
    """
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
        unknown=named(_still_open(store, report.unknown)),
        unreadable=tuple(summary.unreadable),
        unknown_types=tuple(sorted(summary.unknown_types)),
        throttled=report.throttled,
        left=count_due(store, clock),
        problems=tuple(report.problems),
        warnings=tuple(_warnings(store, report, clock, is_simulated=is_simulated)),
        exit_code=report.exit_code(),
    )


def _still_open(store: Store, unknown: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the sends whose outcome is open at the end of the run, each once: a retry or the stream settles many."""
    last = dict(unknown)
    return [
        (lead_id, why)
        for lead_id, why in last.items()
        if any(each.state is AttemptState.UNKNOWN for each in store.attempts.load_for_lead(lead_id))
    ]


def count_due(store: Store, clock: Clock) -> int:
    """Return how many sends are due now."""
    due = store.queries.load_due_counts(server_now(store, clock))
    return sum(row.follow_ups + row.firsts for row in due)


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
    for sequence_id, count in store.releases.count_contacted_unreleased():
        yield (
            f'{counted(count, "lead")} of "{sequence_id}" had mail before this file was put back from a copy'
            f" and rest here: `seqcli start {sequence_id}` goes on"
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
    if not report.leap_confirmed:
        return f"{leapt}, and no second answer confirmed it: seqcli goes on by your clock"
    return f"{leapt}; a second answer confirmed it. seqcli uses 12m's"


def _email(store: Store, lead_id: str) -> str:
    lead = store.leads.find(lead_id)
    return lead.email if lead else lead_id


def read_max_time_s(max_time: str) -> float:
    """Return the seconds that `--max-time` says.

    Raises:
        UsageError: it is no duration.
    """
    return read_duration_ms("--max-time", max_time, "s", "4m or 30s") / 1000


_NAMED = (
    ("replied", "replied"),
    ("bounced", "bounced"),
    ("suppressed", "suppressed"),
    ("failed", "dropped by 12m"),
    ("held", "held"),
    ("refused", "refused by 12m"),
    ("adopted", "adopted from the stream"),
)


def run_result(facts: RunData) -> CommandResult:
    """Return the summary of a run."""
    blocks: list[Block] = [Text((_headline(facts),))]
    rows = [(title, who, what) for name, title in _NAMED for who, what in getattr(facts, name)]
    if rows:
        blocks.append(Table("", ("what", "lead", "how"), tuple(rows)))
    return CommandResult(_data(facts), tuple(blocks), tuple(_notes(facts)), facts.exit_code)


def _headline(facts: RunData) -> str:
    sent = f"sent {facts.first_steps + facts.follow_ups}"
    parts = f" ({counted(facts.first_steps, 'first step')}, {counted(facts.follow_ups, 'follow-up')})"
    names = ", ".join(
        f"{len(getattr(facts, name))} {title}" for name, title in _NAMED if getattr(facts, name)
    )
    return f"{sent}{parts}; {counted(facts.events, 'new event')}" + (f": {names}" if names else "")


def _data(facts: RunData) -> dict[str, Any]:
    return {
        "sent": {"first_steps": facts.first_steps, "follow_ups": facts.follow_ups},
        "events": facts.events,
        **{name: [{"email": who, "what": what} for who, what in getattr(facts, name)] for name, _ in _NAMED},
        "unknown": [{"email": who, "what": what} for who, what in facts.unknown],
        "unreadable": list(facts.unreadable),
        "unknown_types": list(facts.unknown_types),
        "resting": {identity: to_text(until) for identity, until in facts.throttled.items()},
        "left": facts.left,
        "problems": [
            {"code": each.code, "message": each.message, "hint": each.hint} for each in facts.problems
        ],
    }


def _notes(facts: RunData) -> list[Note]:
    notes = [
        Note(f"{identity} is throttled until {shown(to_text(until))}: run `seqcli poll` after that")
        for identity, until in facts.throttled.items()
    ]
    if facts.left:
        notes.append(Note(f"{counted(facts.left, 'send')} left for the next `seqcli poll`"))
    if facts.unknown:
        who = ", ".join(sorted({address for address, _ in facts.unknown})[:3])
        notes.append(
            Note(
                f"no clear answer yet for {counted(len(facts.unknown), 'send')} ({who}): the next run settles that"
            )
        )
    notes += [Note(f"kept but could not be read: {text}", is_warning=True) for text in facts.unreadable]
    notes += [Note(f"kept and passed over: events of type {kind}") for kind in facts.unknown_types]
    notes += [Note(text, is_warning=True) for text in facts.warnings]
    notes += [Note(f"{each.message}. {each.hint}".strip(), is_warning=True) for each in facts.problems]
    if facts.exit_code is ExitCode.INTERRUPTED:
        notes.append(Note("interrupted: everything is as it should be; `seqcli poll` sends what is missing"))
    return notes


def plan_result(mails: tuple[PlannedMail, ...], head: str) -> CommandResult:
    """Return what a run would send."""
    rows = tuple(
        (m.email, m.sequence_id, str(m.step), m.why or m.subject or _first_line(m.text)) for m in mails
    )
    blocks: tuple[Block, ...] = (
        Text((head,)),
        Table("", ("lead", "sequence", "step", "what"), rows, frozenset({"step"})),
    )
    data = {
        "planned": [
            {
                "email": m.email,
                "sequence": m.sequence_id,
                "step": m.step,
                "key": m.key,
                "body": m.body,
                "skipped": m.why if not m.key else None,
            }
            for m in mails
        ]
    }
    return CommandResult(data, blocks if mails else (Text((head, "nothing would be sent")),), ())


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:80]
