"""`why`: show a lead's timeline, and what happens next on what condition."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from seqcli.clock import Clock, format_duration, next_midnight, to_text
from seqcli.commands.branches import branch_data, next_of_branches
from seqcli.commands.event_words import what_became_of
from seqcli.commands.lead_rows import mark_data
from seqcli.commands.next_action import NextAction, NextCode
from seqcli.commands.session import get_leads_of, get_sequence, opened, server_now
from seqcli.commands.stops import Stop, active_pauses, find_stops, last_end, tell_stops
from seqcli.eligibility import (
    ABOUT_OTHERS,
    Blocker,
    Elsewhere,
    SendCase,
    describe_answer,
    describe_blocker,
    find_blocker,
    is_paused,
    recontact_at,
)
from seqcli.engine.leads.braking import find_tripped, stop_sentence
from seqcli.engine.leads.branching import Obstacle, describe_setting, find_obstacle
from seqcli.engine.leads.send_case import load_full_case
from seqcli.model import (
    Attempt,
    Lead,
    LeadStatus,
    Sequence,
    SequenceStatus,
    normalise_address,
)
from seqcli.output.result import Block, CommandResult, Table, Text, shown
from seqcli.reasons import EventHandling, LeadReason, PauseCause
from seqcli.store import Answered, Branch, LeadMark, Pause, Store, UsedEvent


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a timeline. `at` is ISO text in UTC."""

    at: str
    source: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class LeadTimeline:
    """A lead with its sequence, attempts and entries in order of time, and what decides about its next send."""

    lead: Lead
    sequence: Sequence
    attempts: tuple[Attempt, ...]
    entries: tuple[TimelineEntry, ...]
    suppression: str | None
    case: SendCase
    brake: str = ""
    pauses: tuple[Pause, ...] = ()
    mark: LeadMark | None = None
    branches: tuple[tuple[Branch, Obstacle | None], ...] = ()


def why(db: Path, email: str, sequence_id: str | None, clock: Clock) -> CommandResult:
    """Return a person's timeline in every sequence, or in one, and what happens next."""
    with opened(db) as store:
        now = server_now(store, clock)
        if (known := _find_answered_stranger(store, email)) is not None:
            return _stranger_result(known, email)
        timelines = [_load_timeline(store, lead, now) for lead in get_leads_of(store, email, sequence_id)]
        return timeline_result(timelines, now)


def _find_answered_stranger(store: Store, email: str) -> Answered | None:
    """Return the answer of a person who has no lead, or None."""
    address = normalise_address(email)
    return None if store.leads.load_of_person(address) else store.answers.find(address)


def _stranger_result(known: Answered, email: str) -> CommandResult:
    text = describe_answer(known.elsewhere)
    lines = (
        f"{email}: no lead; {text}",
        "Every import leaves this person out. To enrol them all the same: import-leads --allow-answered",
    )
    return CommandResult(
        {"email": email, "leads": [], "answered_elsewhere": _elsewhere_data(known.elsewhere)}, (Text(lines),)
    )


def _load_timeline(store: Store, lead: Lead, now: datetime) -> LeadTimeline:
    is_enrolled = store.branches.find_origin(lead.id, normalise_address(lead.email)) is not None
    entries = [] if is_enrolled else [TimelineEntry(to_text(lead.created_at), "import-leads", "imported", "")]
    entries += [
        TimelineEntry(row.at, row.actor, row.change, row.reason)
        for row in store.journal.load_for_lead(lead.id)
    ]
    known = {entry.source for entry in entries}
    for row in store.events.load_for_lead(lead.id):
        source = f"event {row.identity}#{row.seq}"
        if source not in known and not _repeats_acceptance(row):
            entries.append(TimelineEntry(row.at, source, row.type, what_became_of(row)))
    # The journal's order is true; its instants differ in precision, so that an effect may bear the earlier one.
    entries.sort(key=lambda entry: entry.at[:19])
    sequence = get_sequence(store, lead.sequence_id)
    brake = find_tripped(store, sequence.id, lead.identity or sequence.identity)
    return LeadTimeline(
        lead,
        sequence,
        tuple(store.attempts.load_for_lead(lead.id)),
        tuple(entries),
        store.suppressions.find_reason(normalise_address(lead.email)),
        load_full_case(store, sequence, lead, now),
        "" if brake is None else stop_sentence(store, brake),
        tuple(store.pauses.load_for_lead(lead.id)),
        store.lead_marks.find_current(lead.id),
        tuple(_load_branches(store, lead, now)),
    )


def _load_branches(store: Store, lead: Lead, now: datetime) -> Iterator[tuple[Branch, Obstacle | None]]:
    """Yield where the lead's answers and silence lead, each with what keeps it from that now."""
    for each in store.branches.load_of_lead(lead.id):
        yield each, find_obstacle(store, each, now) if each.closed_at is None else None


def _repeats_acceptance(row: UsedEvent) -> bool:
    """Return whether an event only says that 12m accepted a mail, which the journal has already."""
    return row.type == "email.queued" and row.handling in {EventHandling.OWN_SEND, EventHandling.OWN_REPLY}


def timeline_result(timelines: Iterable[LeadTimeline], now: datetime) -> CommandResult:
    """Return the timelines of one person's leads as a result."""
    timelines = tuple(timelines)
    blocks: list[Block] = []
    for timeline in timelines:
        blocks += _timeline_blocks(timeline, now)
    data = {
        "email": timelines[0].lead.email,
        "leads": [_timeline_data(timeline, now) for timeline in timelines],
    }
    return CommandResult(data, tuple(blocks))


def _timeline_data(timeline: LeadTimeline, now: datetime) -> dict[str, object]:
    lead, action = timeline.lead, find_next_action(timeline, now)
    return {
        "id": lead.id,
        "sequence": lead.sequence_id,
        "status": lead.status,
        "reason": lead.status_reason,
        "paused": is_paused(lead, now),
        "paused_until": None if lead.paused_until is None else to_text(lead.paused_until),
        "step": lead.current_step + 1,
        "answered_step": None if lead.answered_step is None else lead.answered_step + 1,
        "steps": len(timeline.sequence.steps),
        "conversation": lead.conv_id,
        "identity": lead.identity,
        "fields": dict(lead.fields),
        "suppressed_by": timeline.suppression,
        "allow_answered": lead.allow_answered,
        "answered_elsewhere": _elsewhere_data(timeline.case.answered),
        "pauses": [
            {"cause": each.cause, "since": _text(each.paused_at), "until": _text(each.paused_until)}
            | {"reason": each.reason}
            for each in active_pauses(timeline.pauses, now)
        ],
        "mark": None if timeline.mark is None else mark_data(timeline.mark),
        "attempts": [_attempt_data(each) for each in timeline.attempts],
        "timeline": [
            {"at": each.at, "source": each.source, "what": each.what, "why": each.why}
            for each in timeline.entries
        ],
        "branches": [branch_data(*each) for each in timeline.branches],
        "next": {"code": action.code, "at": _text(action.at), "text": action.text},
    }


def _elsewhere_data(elsewhere: Elsewhere | None) -> dict[str, object] | None:
    if elsewhere is None:
        return None
    source = {"source": elsewhere.source} if elsewhere.source else {}
    return {"sequence": elsewhere.sequence_id, "at": _text(elsewhere.at), **source}


def _attempt_data(attempt: Attempt) -> dict[str, object]:
    return {
        "step": attempt.step + 1,
        "generation": attempt.generation,
        "state": attempt.state,
        "tries": attempt.tries,
        "first_try_at": _text(attempt.first_try_at),
        "accepted_at": _text(attempt.accepted_at),
        "dispatch_at": _text(attempt.dispatch_at),
        "pending_id": attempt.pending_id,
        "conversation": attempt.conv_id,
        "variant": attempt.variant,
        "reason": attempt.reason,
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else to_text(at)


def _timeline_blocks(timeline: LeadTimeline, now: datetime) -> list[Block]:
    lead = timeline.lead
    reason = f", {lead.status_reason}" if lead.status_reason else ""
    head = f"{lead.email} in {lead.sequence_id}: {lead.status}{reason}"
    where = f"step {lead.current_step + 1} of {len(timeline.sequence.steps)}"
    conversation = f", conversation {lead.conv_id}" if lead.conv_id else ""
    rows = tuple((f"{each.at[:19]}Z", each.what, each.why, _short(each.source)) for each in timeline.entries)
    table = Table("", ("when", "what", "why", "by"), rows)
    return [
        Text((head, where + conversation, *_mark_lines(timeline.mark))),
        table,
        Text((f"next: {find_next_action(timeline, now).text}",)),
    ]


def _mark_lines(mark: LeadMark | None) -> list[str]:
    if mark is None:
        return []
    mail = "" if mark.inbox_id is None else f", mail #{mark.inbox_id}"
    return [f"marked as {mark.text} on {shown(to_text(mark.at))}{mail}"]


def _short(source: str) -> str:
    """Return an event's source without the identity, which is the same for the whole timeline."""
    return f"event #{source.rpartition('#')[2]}" if source.startswith("event ") else source


_REQUEUEABLE = frozenset({LeadStatus.FAILED, LeadStatus.STOPPED})


def find_next_action(timeline: LeadTimeline, now: datetime) -> NextAction:
    """Return what happens next to a lead, when, and on what condition."""
    lead = timeline.lead
    if lead.status is LeadStatus.QUEUED:
        return _next_of_queued(timeline, now)
    if lead.status is LeadStatus.IN_FLIGHT:
        return _next_of_in_flight(timeline, now)
    if lead.status is LeadStatus.HELD:
        return _with_stops(_next_of_held(lead), _stops(timeline, now))
    if lead.status is LeadStatus.STOPPED and lead.reason_code is LeadReason.COLLEAGUE_ANSWERED:
        return _next_after_colleague(timeline, now)
    if timeline.case.answered is not None and not lead.allow_answered and lead.status in _REQUEUEABLE:
        return NextAction(NextCode.ANSWERED, f"nothing: {describe_answer(timeline.case.answered)}")
    if lead.status in _REQUEUEABLE:
        command = f"seqcli requeue {lead.email} --sequence {timeline.sequence.id}"
        return _with_stops(NextAction(NextCode.REQUEUE, f"nothing, until `{command}`"), _stops(timeline, now))
    return next_of_branches(timeline.branches) or NextAction(NextCode.DONE, "nothing: this lead is done")


def _next_after_colleague(timeline: LeadTimeline, now: datetime) -> NextAction:
    """Return how a lead comes back that was stopped as a colleague answered."""
    pauses = [each for each in timeline.pauses if each.cause is PauseCause.COMPANY]
    stop = next(find_stops(timeline.lead, pauses, now), None)
    if stop is None:
        command = f"`seqcli requeue {timeline.lead.email} --sequence {timeline.sequence.id}`"
        return NextAction(NextCode.REQUEUE, f"nothing, until {command}")
    return NextAction(NextCode.REQUEUE, f"nothing, until {stop.command}")


def _stops(timeline: LeadTimeline, now: datetime) -> list[Stop]:
    """Return everything that stops the lead's sends and that a person may end, and the date of a first step."""
    lead, sequence, case = timeline.lead, timeline.sequence, timeline.case
    stops = list(find_stops(lead, timeline.pauses, now))
    if sequence.status is SequenceStatus.PAUSED:
        command = f"`seqcli resume --sequence {sequence.id}`"
        stops.insert(0, Stop("the sequence is paused", command=command))
    if timeline.brake:
        stops.insert(0, Stop(timeline.brake))
    is_first = lead.status is LeadStatus.QUEUED and lead.current_step == 0
    may_go_at = recontact_at(case)
    if is_first and case.unanswered is not None and (may_go_at is None or may_go_at > now):
        stops.append(Stop(describe_blocker(case, Blocker.RECONTACT), may_go_at))
    return stops


def _with_stops(action: NextAction, stops: list[Stop]) -> NextAction:
    return replace(action, text=f"{action.text}; and {tell_stops(stops)}") if stops else action


def _next_of_queued(timeline: LeadTimeline, now: datetime) -> NextAction:
    lead, sequence, blocker = timeline.lead, timeline.sequence, find_blocker(timeline.case)
    what = f"step {lead.current_step + 1}"
    if timeline.case.answered is not None and not lead.allow_answered:
        return _next_after_others(timeline, Blocker.ANSWERED_ELSEWHERE, what)
    stops = _stops(timeline, now)
    if blocker in {Blocker.NOT_RELEASED, Blocker.SEQUENCE_DRAFT}:
        text = f"nothing, until `seqcli start {sequence.id}` releases it"
        if lead.last_step_at is not None and blocker is Blocker.NOT_RELEASED:
            text = f"{what}, but {_unreleased(sequence)}"
        return _with_stops(NextAction(NextCode.RELEASE, text), stops)
    if blocker in _STOPPED:
        return NextAction(_STOPPED[blocker], f"{what}, but {tell_stops(stops)}", last_end(stops))
    if blocker in _TEXTS_OF_BLOCKERS:
        code, text = _TEXTS_OF_BLOCKERS[blocker]
        return NextAction(code, text.format(what=what, email=lead.email))
    if blocker in ABOUT_OTHERS:
        return _next_after_others(timeline, blocker, what)
    later = {
        Blocker.THROTTLED: (NextCode.THROTTLED, timeline.case.throttled_until),
        Blocker.DAY_FULL: (NextCode.PACED, next_midnight(now)),
        Blocker.PACED: (NextCode.PACED, timeline.case.paced_until),
        Blocker.RETRY_LATER: (NextCode.SEND, timeline.case.next_try_at),
    }
    code, at = later.get(blocker, (NextCode.SEND, now)) if blocker else (NextCode.SEND, now)
    return NextAction(code, _text_of_send(timeline, blocker, what, at), at)


def _next_after_others(timeline: LeadTimeline, blocker: Blocker, what: str) -> NextAction:
    """Return what happens to a lead that waits for another sequence's date or for a colleague, or never goes."""
    text = describe_blocker(timeline.case, blocker)
    if blocker is Blocker.ANSWERED_ELSEWHERE:
        return NextAction(NextCode.ANSWERED, f"nothing: {text}; an attempt to send ends this lead")
    if blocker is Blocker.COMPANY_FULL:
        return NextAction(NextCode.COMPANY_FULL, f"{what}, once one of them has ended: {text}")
    at = recontact_at(timeline.case)
    if at is None:
        return NextAction(NextCode.RECONTACT, f"nothing: {text}")
    return NextAction(
        NextCode.RECONTACT,
        f"{what} is sent by the first `seqcli poll` after {shown(to_text(at))}: {text}",
        at,
    )


def _text_of_send(timeline: LeadTimeline, blocker: Blocker | None, what: str, at: datetime | None) -> str:
    if blocker is None or at is None:
        return f"{what} is sent by the next `seqcli poll` or `start`"
    text = f"{what} is sent by the first `seqcli poll` or `start` after {shown(to_text(at))}"
    if blocker is Blocker.DAY_FULL:
        return f"{text}: today's mails of the sequence are used up"
    if blocker is Blocker.PACED:
        return f"{text}: the pace of the sequence"
    if blocker is not Blocker.THROTTLED:
        return text
    return f"{text}: {timeline.lead.identity or timeline.sequence.identity} is throttled until then"


#: What a person, a machine or a brake stops.
_STOPPED: dict[Blocker | None, NextCode] = {
    Blocker.SEQUENCE_PAUSED: NextCode.SEQUENCE_PAUSED,
    Blocker.BRAKED: NextCode.BRAKED,
    Blocker.PAUSED: NextCode.PAUSED,
}
#: What a lead waits for whose next action has no time.
_TEXTS_OF_BLOCKERS: dict[Blocker | None, tuple[NextCode, str]] = {
    Blocker.OUTCOME_UNKNOWN: (
        NextCode.SETTLE,
        "the outcome of {what} is unknown: the next `seqcli poll` settles it first",
    ),
    Blocker.OTHER_SEND_OPEN: (
        NextCode.SETTLE,
        "{what}, once another sequence's mail to {email} is settled: `seqcli poll` does that",
    ),
    Blocker.LISTED: (
        NextCode.DONE,
        "nothing: the address is on the suppression list, and the next `seqcli poll` ends this lead",
    ),
    Blocker.LOOK_UP: (
        NextCode.LOOK_UP,
        "{what}, once a mail is read at 12m that concerns {email}: `seqcli poll` does that",
    ),
    Blocker.NO_SUCH_STEP: (NextCode.DONE, "nothing: the sequence has no {what}"),
    Blocker.ALREADY_ACCEPTED: (NextCode.WAIT, "12m has accepted {what}; nothing is sent again"),
    Blocker.PARKED: (
        NextCode.RESOLVE,
        "look at 12m whether {what} was sent, then `seqcli resolve {email} --sent`, `--resend` or `--stop`",
    ),
}


def _next_of_in_flight(timeline: LeadTimeline, now: datetime) -> NextAction:
    lead, sequence = timeline.lead, timeline.sequence
    accepted = [a for a in timeline.attempts if a.step == lead.current_step and a.accepted_at]
    wait_ms = sequence.steps[min(lead.current_step, len(sequence.steps) - 1)].wait_ms
    last = lead.current_step + 1 >= len(sequence.steps)
    stops = tell_stops(_stops(timeline, now))
    then = _queues(lead, sequence) + (f", but {stops}" if stops else "")
    if last:
        follows = sequence.settings.on_no_reply
        enrolled = "" if follows is None else f" and {describe_setting(follows)}"
        then = f"it is exhausted{enrolled}" + (f"; {stops}" if stops else "")
    if timeline.case.look_up_open:
        text = "a mail that concerns it is read at 12m by the next `seqcli poll`"
        return NextAction(NextCode.LOOK_UP, text, now)
    if lead.wait_ends_at is not None:
        text = f"if nobody answers until about {shown(to_text(lead.wait_ends_at))}, {then}"
        return NextAction(NextCode.WAIT, text, lead.wait_ends_at)
    if not accepted or accepted[-1].accepted_at is None:
        return NextAction(NextCode.WAIT, f"if nobody answers, {then}")
    sent_at = max(accepted[-1].accepted_at, accepted[-1].dispatch_at or accepted[-1].accepted_at)
    due = sent_at + timedelta(milliseconds=wait_ms)
    leaves = (
        f" (12m sends step {lead.current_step + 1} at {shown(to_text(sent_at))})"
        if sent_at > accepted[-1].accepted_at
        else ""
    )
    text = f"if nobody answers for {format_duration(wait_ms)}, about {shown(to_text(due))}, {then}{leaves}"
    return NextAction(NextCode.WAIT, text, due)


def _queues(lead: Lead, sequence: Sequence) -> str:
    then = f"step {lead.current_step + 2} is queued"
    return then if lead.released_at is not None else f"{then}, but {_unreleased(sequence)}"


def _unreleased(sequence: Sequence) -> str:
    return f"it is not released: `seqcli start {sequence.id}`"


def _next_of_held(lead: Lead) -> NextAction:
    who = f"{lead.email} --sequence {lead.sequence_id}"
    if lead.reason_code is LeadReason.MISSING_FIELD:
        of = f"--sequence {lead.sequence_id}"
        text = (
            f"its value is blank or holds no name. Fill it in: `seqcli leads --held --csv {of} > held.csv`,"
            f" then `seqcli import-leads held.csv {of}`; that releases the hold"
        )
        return NextAction(NextCode.IMPORT, text)
    if lead.reason_code is LeadReason.TEMPLATE_FAILS:
        text = "correct the template, then `seqcli import-sequence FILE`; that releases the hold"
        return NextAction(NextCode.IMPORT, text)
    if lead.reason_code is LeadReason.OUTCOME_UNKNOWN:
        look = "check at 12m whether it was sent"
        return NextAction(
            NextCode.RESOLVE, f"{look}, then `seqcli resolve {who} --sent`, `--resend` or `--stop`"
        )
    look = "read the conversation"
    return NextAction(NextCode.RESOLVE, f"{look}, then `seqcli resolve {who} --continue` or `--stop`")
