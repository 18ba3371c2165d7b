"""What `start` and `poll` share: running rounds, planning them for a dry run, and the results of both."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from typing import Any

from seqcli.client import Client
from seqcli.clock import MINUTE_MS, Clock, format_duration, plus_ms, to_text
from seqcli.commands.brakes import brake_data
from seqcli.commands.branches import enrolled_data, enrolled_lines
from seqcli.commands.notifying import Teller
from seqcli.commands.run_lines import RunLines
from seqcli.commands.session import interruptible, read_duration_ms, server_now
from seqcli.engine.effects import Effect
from seqcli.engine.leads.braking import stop_sentence
from seqcli.engine.leads.branching import Enrolled
from seqcli.engine.leads.release import Release
from seqcli.engine.loop import Runner
from seqcli.engine.reconcile.restore import find_record_complete_at
from seqcli.engine.run_report import Limits, RunReport
from seqcli.engine.send.context import KEY_LIFE_MS, SendContext, SendResult
from seqcli.engine.stream.context import DrainSummary, ReplyNews
from seqcli.errors import ExitCode, SeqcliError
from seqcli.model import AttemptState, LeadStatus
from seqcli.output.result import Block, CommandResult, Note, Table, Text, shown
from seqcli.reasons import LeadReason, PauseCause
from seqcli.store import Brake, Store
from seqcli.wording import counted

_SKEW_TOLD_MS = 5 * MINUTE_MS

_NAMED_SKIPPED = 3
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class RunPrompts:
    """What a run shows to a person. `warn` shows a warning, then `ask` puts a yes-or-no question. `tell` shows a send.

    `begin` takes the number of sends that are due when the run begins. `log` hears every effect, if there is a log.
    """

    ask: Callable[[str], bool]
    tell: Callable[[SendResult], None]
    warn: Callable[[str], None]
    begin: Callable[[int], None]
    log: Callable[[Effect], None] | None = None


@dataclass(frozen=True, slots=True)
class NamedLead:
    """What happened to a lead, for people; it unpacks into (address, what)."""

    email: str
    sequence_id: str
    what: str

    def __iter__(self) -> Iterator[str]:
        """Yield the address and what happened."""
        return iter((self.email, self.what))


Named = tuple[NamedLead, ...]


@dataclass(frozen=True, slots=True)
class RunData:
    """What a run did. `away` are paused by an auto-reply, `paused` for the answer of a colleague.

    `is_mixed`: the file has several sequences.
    """

    first_steps: int
    follow_ups: int
    events: int
    mails: int
    replied: Named
    bounced: Named
    suppressed: Named
    failed: Named
    stopped: Named
    paused: Named
    away: Named
    held: Named
    refused: Named
    adopted: Named
    unknown: Named
    unreadable: tuple[str, ...]
    unknown_types: tuple[str, ...]
    replies_by_hand: tuple[ReplyNews, ...]
    throttled: Mapping[str, datetime]
    brakes: tuple[tuple[Brake, str], ...]
    left: int
    is_mixed: bool
    enrolled: tuple[Enrolled, ...]
    problems: tuple[SeqcliError, ...]
    warnings: tuple[str, ...]
    exit_code: ExitCode


def open_send_context(store: Store, client: Client, identity: str) -> SendContext:
    """Return what sending from one identity needs."""
    return SendContext(store, client, identity, DrainSummary(), SystemRandom())


def run_rounds(
    store: Store,
    client: Client,
    clock: Clock,
    prompts: RunPrompts,
    teller: Teller,
    command: str,
    limits: Limits,
    *,
    follow: bool = False,
    release: Release | None = None,
) -> CommandResult:
    """Run rounds until nothing is due or a limit is reached, tell what happened, and return it.

    Raises:
        SeqcliError: nothing was done, and the file has one identity alone: what stopped it.
    """
    log = RunLines(prompts.log)
    log.begin(command, is_following=follow)
    with interruptible() as stopping:
        teller.begin(store)
        tools = (client.server_time.now, stopping)
        runner = Runner(
            store,
            client,
            clock,
            SystemRandom(),
            command=command,
            stopping=stopping,
            tell=prompts.tell,
            release=release,
            hear=prompts.log,
        )
        if follow:
            report = runner.follow(limits, lambda so_far: teller.tell_round(store, so_far, *tools))
        else:
            report = runner.run(limits)
        teller.tell(store, report, *tools)
    if report.problems and not report.did_anything and len(store.leads.load_identities()) <= 1:
        raise report.problems[0]
    run = run_data(store, report, clock, is_simulated=client.is_simulated)
    result = teller.add_to(run_result(run))
    log.end(result, run.warnings)
    return result


def run_data(store: Store, report: RunReport, clock: Clock, *, is_simulated: bool = False) -> RunData:
    """Return a run's report with addresses in place of lead ids. Of a simulated 12m, no clock is compared with ours."""

    def named(pairs: list[tuple[str, str]]) -> Named:
        return tuple(_name(store, lead_id, what) for lead_id, what in pairs)

    summary = report.summary
    # A second auto-reply of a person takes the place of the first. A pause that has ended again is no news.
    paused = list(dict(summary.paused).items())
    away = [each for each in paused if _is_paused_for(store, each[0], PauseCause.AUTO_REPLY)]
    listed = {lead_id for lead_id, _ in report.refused if _is_suppressed(store, lead_id)}
    return RunData(
        first_steps=report.first_steps,
        follow_ups=report.follow_ups,
        events=summary.applied,
        mails=summary.mails,
        replied=named(summary.replied),
        bounced=named([(lead_id, _why_bounced(store, lead_id, why)) for lead_id, why in summary.bounced]),
        suppressed=named([*summary.suppressed, *(each for each in report.refused if each[0] in listed)]),
        failed=named(summary.failed),
        stopped=named(summary.stopped),
        paused=named([each for each in paused if _is_paused_for(store, each[0], PauseCause.COMPANY)]),
        away=named([(lead_id, _until_back(store, lead_id, what)) for lead_id, what in away]),
        held=named(summary.held + report.held),
        refused=named([each for each in report.refused if each[0] not in listed]),
        adopted=named(summary.adopted),
        unknown=named(_still_open(store, report.unknown)),
        unreadable=tuple(summary.unreadable),
        unknown_types=tuple(sorted(summary.unknown_types)),
        replies_by_hand=tuple(summary.replies),
        throttled=report.throttled,
        brakes=tuple((each, stop_sentence(store, each)) for each in report.brakes),
        left=count_due(store, clock),
        is_mixed=len(store.sequences.load_all()) > 1,
        enrolled=tuple(report.enrolled),
        problems=tuple(report.problems),
        warnings=tuple(_warnings(store, report, clock, is_simulated=is_simulated)),
        exit_code=report.exit_code(),
    )


def _is_suppressed(store: Store, lead_id: str) -> bool:
    """Return whether our own list kept a mail back, and not 12m."""
    lead = store.leads.find(lead_id)
    return lead is not None and lead.status is LeadStatus.SUPPRESSED


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
    """Yield warnings that need a person."""
    offset_ms = store.meta.find_server_offset_ms()
    if abs(offset_ms) > _SKEW_TOLD_MS and not is_simulated:
        where = "behind" if offset_ms > 0 else "ahead of"
        yield f"Your clock is {format_duration(abs(offset_ms))} {where} 12m's. seqcli uses 12m's."
    if report.leaps_ms and not is_simulated:
        yield _leap_text(report)
    identities = store.leads.load_identities()
    if not identities:
        yield (
            "nothing to poll yet: no sequence in this file was started. Run `seqcli start SEQUENCE`,"
            " also after you restore a copy"
        )
    for sequence_id, count in store.releases.count_contacted_unreleased():
        yield (
            f'{counted(count, "lead")} of "{sequence_id}" had mail that this file did not know of, and'
            f" {'is' if count == 1 else 'are'} not released: seqcli start {sequence_id}"
        )
    for identity in identities:
        if until := find_record_complete_at(store, identity, plus_ms(clock.now(), offset_ms)):
            yield (
                f"this file was restored from a copy, and 12m's stream does not announce sends: leads from before"
                f" get no mail from {identity} until {shown(to_text(until))}, when 12m's record is complete"
            )
    for identity, until in report.throttled.items():
        expiring = len(store.attempts.load_expired(identity, plus_ms(until, -KEY_LIFE_MS), until))
        if expiring:
            yield (
                f"{identity} is throttled until after the keys of {counted(expiring, 'unconfirmed send')} expire:"
                " only evidence can settle them"
            )


def _leap_text(report: RunReport) -> str:
    leap_ms = report.leaps_ms[-1]
    where = "ahead" if leap_ms > 0 else "back"
    leapt = f"12m's clock jumped {format_duration(abs(leap_ms))} {where} against yours"
    if not report.leap_confirmed:
        return f"{leapt}. No second answer confirmed it, so seqcli uses your clock."
    return f"{leapt}. A second answer confirmed it. seqcli uses 12m's."


def _name(store: Store, lead_id: str, what: str) -> NamedLead:
    lead = store.leads.find(lead_id)
    return NamedLead(lead_id, "", what) if lead is None else NamedLead(lead.email, lead.sequence_id, what)


def _is_paused_for(store: Store, lead_id: str, cause: PauseCause) -> bool:
    return any(each.cause is cause for each in store.pauses.load_for_lead(lead_id))


def _until_back(store: Store, lead_id: str, reason: str) -> str:
    """Return what an auto-reply says, with the end of the pause that it made."""
    pauses = store.pauses.load_for_lead(lead_id)
    until = next((each.paused_until for each in pauses if each.cause is PauseCause.AUTO_REPLY), None)
    return reason if until is None else f"{reason}; paused until {shown(to_text(until))}"


def _why_bounced(store: Store, lead_id: str, why: str) -> str:
    """Return why a lead bounced: of somebody who has left the company, with the successor that the mail names."""
    lead = store.leads.find(lead_id)
    has_left = lead is not None and lead.reason_code is LeadReason.ADDRESS_DEAD
    return f"has left the company ({lead.status_reason})" if lead is not None and has_left else why


def read_max_time_s(max_time: str) -> float:
    """Return the seconds that `--max-time` says.

    Raises:
        UsageError: it is no duration.
    """
    return read_duration_ms("--max-time", max_time, "s", "4m or 30s") / 1000


#: What a run lists, with the word for it in its table and in its first line.
_NAMED = (
    ("replied", "replied"),
    ("bounced", "bounced"),
    ("suppressed", "suppressed"),
    ("failed", "dropped by 12m"),
    ("stopped", "stopped"),
    ("paused", "paused"),
    ("away", "away (paused until they are back)"),
    ("held", "held"),
    ("refused", "refused by 12m"),
    ("adopted", "adopted from the stream"),
)


def run_result(run: RunData) -> CommandResult:
    """Return what a run did as a result."""
    blocks: list[Block] = [Text((_headline(run),))]
    rows = [
        (title.partition(" (")[0], each.email, *((each.sequence_id,) if run.is_mixed else ()), each.what)
        for name, title in _NAMED
        for each in getattr(run, name)
    ]
    if rows:
        heads = ("what", "lead", *(("sequence",) if run.is_mixed else ()), "how")
        blocks.append(Table("", heads, tuple(rows)))
    return CommandResult(_data(run), tuple(blocks), tuple(_notes(run)), run.exit_code)


def _headline(run: RunData) -> str:
    sent = f"sent {run.first_steps + run.follow_ups}"
    parts = f" ({counted(run.first_steps, 'first step')}, {counted(run.follow_ups, 'follow-up')})"
    names = ", ".join(f"{len(getattr(run, name))} {title}" for name, title in _NAMED if getattr(run, name))
    return f"{sent}{parts}; {counted(run.events, 'new event')}" + (f": {names}" if names else "")


def _data(run: RunData) -> dict[str, Any]:
    return {
        "sent": {"first_steps": run.first_steps, "follow_ups": run.follow_ups},
        "events": run.events,
        "mails": run.mails,
        **{name: [_lead_data(each) for each in getattr(run, name)] for name, _ in _NAMED},
        "unknown": [_lead_data(each) for each in run.unknown],
        "unreadable": list(run.unreadable),
        "unknown_types": list(run.unknown_types),
        "replies_by_hand": [
            {"to": each.address, "state": each.state, "what": each.text} for each in run.replies_by_hand
        ],
        "throttled": {identity: to_text(until) for identity, until in run.throttled.items()},
        "brakes": [brake_data(each) for each, _ in run.brakes],
        "enrolled": [enrolled_data(each) for each in run.enrolled],
        "left": run.left,
        "problems": [
            {"code": each.code, "message": each.message, "hint": each.hint} for each in run.problems
        ],
    }


def _lead_data(lead: NamedLead) -> dict[str, str]:
    return {"email": lead.email, "sequence": lead.sequence_id, "what": lead.what}


def _notes(run: RunData) -> list[Note]:
    notes = [
        Note(
            f"{identity} is throttled until {shown(to_text(until))}: run `seqcli poll` after that",
            is_effect=True,
        )
        for identity, until in run.throttled.items()
    ]
    if run.mails:
        notes.append(Note(f"{counted(run.mails, 'new mail')} in the inbox: seqcli inbox", is_effect=True))
    notes += map(Note, enrolled_lines(run.enrolled))
    if run.left:
        notes.append(Note(f"{counted(run.left, 'send')} left for the next `seqcli poll`", is_effect=True))
    if run.unknown:
        who = ", ".join(sorted({address for address, _ in run.unknown})[:3])
        them = "it" if len(run.unknown) == 1 else "them"
        unconfirmed = f"{counted(len(run.unknown), 'send')} unconfirmed ({who})"
        notes.append(Note(f"{unconfirmed}: the next run checks {them}", is_effect=True))
    kept = (f"an event could not be read and is kept: {text}" for text in run.unreadable)
    notes += [Note(text, is_warning=True, is_effect=True) for text in kept]
    notes += [Note(f"events of the unknown type {kind} are kept and ignored") for kind in run.unknown_types]
    notes += [_note_of_reply(each) for each in run.replies_by_hand]
    notes += [Note(text, is_warning=True, is_effect=True) for _, text in run.brakes]
    notes += [Note(text, is_warning=True, is_effect=True) for text in run.warnings]
    notes += [
        Note(f"{each.message}. {each.hint}".strip(), is_warning=True, is_effect=True) for each in run.problems
    ]
    if run.exit_code is ExitCode.INTERRUPTED:
        notes.append(Note("interrupted; nothing is lost: `seqcli poll` goes on", is_effect=True))
    return notes


def _note_of_reply(news: ReplyNews) -> Note:
    """Return what became of a reply by hand, and what a person should do about it."""
    if news.state is AttemptState.ACCEPTED:
        return Note(f"your reply to {news.address} was sent: {news.text}")
    if news.state is AttemptState.PARKED:
        hint = f"Read the conversation, then `seqcli reply {news.address} --sent` or `--resend`"
        return Note(f"nobody knows whether your reply to {news.address} was sent. {hint}", is_warning=True)
    again = "The mail is open again: seqcli inbox"
    return Note(f"your reply to {news.address} was not sent: {news.text}. {again}", is_warning=True)
