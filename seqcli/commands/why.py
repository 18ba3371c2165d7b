"""`why`: show a lead's timeline, and what happens next on what condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from seqcli.clock import Clock, format_duration, to_text
from seqcli.commands.session import get_leads_of, get_sequence, opened, server_now
from seqcli.engine.leads.apply import find_throttle, is_paused
from seqcli.model import (
    Attempt,
    AttemptState,
    Lead,
    LeadStatus,
    Sequence,
    SequenceStatus,
    normalise_address,
)
from seqcli.output.result import Block, CommandResult, Table, Text, shown
from seqcli.reasons import RENDER_HOLDS, EventHandling, LeadReason
from seqcli.store import Store, UsedEvent


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a story; `at` is ISO text in UTC."""

    at: str
    source: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class LeadTimeline:
    """A lead with its sequence, attempts and moments in order of time; `throttled_until` is its identity's."""

    lead: Lead
    sequence: Sequence
    attempts: tuple[Attempt, ...]
    moments: tuple[TimelineEntry, ...]
    suppression: str | None
    throttled_until: datetime | None = None


class NextCode(StrEnum):
    """What a lead waits for."""

    SEND = "send"
    SETTLE = "settle"
    THROTTLED = "throttled"
    PAUSED = "paused"
    SEQUENCE_PAUSED = "sequence_paused"
    RELEASE = "release"
    WAIT = "wait"
    IMPORT = "import"
    RESOLVE = "resolve"
    REQUEUE = "requeue"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Next:
    """What happens next to a lead: in a word for programs, in a sentence for people, and from when on if known."""

    code: NextCode
    text: str
    at: datetime | None = None


def why(db: Path, email: str, sequence_id: str | None, clock: Clock) -> CommandResult:
    """Return a person's story in every sequence, or in one, and what happens next."""
    with opened(db) as store:
        now = server_now(store, clock)
        stories = [_story(store, lead, now) for lead in get_leads_of(store, email, sequence_id)]
        return timeline_result(stories, now)


def _story(store: Store, lead: Lead, now: datetime) -> LeadTimeline:

    moments = [TimelineEntry(to_text(lead.created_at), "import-leads", "imported", "")]
    moments += [
        TimelineEntry(row.at, row.actor, row.change, row.reason)
        for row in store.journal.load_for_lead(lead.id)
    ]
    told = {moment.source for moment in moments}
    for row in store.events.load_for_lead(lead.id):
        source = f"event {row.identity}#{row.seq}"
        if source not in told and not _repeats_acceptance(row):
            moments.append(TimelineEntry(row.at, source, row.type, f"{row.disposition} {row.detail}".strip()))
    moments.sort(key=lambda moment: moment.at)
    sequence = get_sequence(store, lead.sequence_id)
    return LeadTimeline(
        lead,
        sequence,
        tuple(store.attempts.load_for_lead(lead.id)),
        tuple(moments),
        store.suppressions.find_reason(normalise_address(lead.email)),
        find_throttle(store, lead.identity or sequence.identity or "", now),
    )


def _repeats_acceptance(row: UsedEvent) -> bool:
    """Tell whether an event says only that 12m accepted a step, of which the journal has a line of its own."""
    return row.type == "email.queued" and row.handling == EventHandling.OWN_SEND


def timeline_result(stories: Iterable[LeadTimeline], now: datetime) -> CommandResult:
    """Return the stories of one person's leads."""
    stories = tuple(stories)
    blocks: list[Block] = []
    for story in stories:
        blocks += _story_blocks(story, now)
    data = {"email": stories[0].lead.email, "leads": [_story_data(story, now) for story in stories]}
    return CommandResult(data, tuple(blocks))


def _story_data(story: LeadTimeline, now: datetime) -> dict[str, object]:
    lead, move = story.lead, next_move(story, now)
    return {
        "id": lead.id,
        "sequence": lead.sequence_id,
        "status": lead.status,
        "reason": lead.status_reason,
        "step": lead.current_step + 1,
        "answered_step": None if lead.answered_step is None else lead.answered_step + 1,
        "steps": len(story.sequence.steps),
        "conversation": lead.conv_id,
        "identity": lead.identity,
        "fields": dict(lead.fields),
        "suppressed_by": story.suppression,
        "attempts": [_attempt_data(each) for each in story.attempts],
        "story": [{"at": m.at, "source": m.source, "what": m.what, "why": m.why} for m in story.moments],
        "next": {"code": move.code, "at": _text(move.at), "text": move.text},
    }


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


def _story_blocks(story: LeadTimeline, now: datetime) -> list[Block]:
    lead = story.lead
    reason = f", {lead.status_reason}" if lead.status_reason else ""
    head = f"{lead.email} in {lead.sequence_id}: {lead.status}{reason}"
    where = f"step {lead.current_step + 1} of {len(story.sequence.steps)}"
    conversation = f", conversation {lead.conv_id}" if lead.conv_id else ""
    rows = tuple((f"{m.at[:19]}Z", m.what, m.why, _short(m.source)) for m in story.moments)
    table = Table("", ("when", "what", "why", "by"), rows)
    return [Text((head, where + conversation)), table, Text((f"next: {next_move(story, now).text}",))]


def _short(source: str) -> str:
    """Return an event's source without the identity, which is the same for the whole story."""
    return f"event #{source.rpartition('#')[2]}" if source.startswith("event ") else source


def next_move(story: LeadTimeline, now: datetime) -> Next:
    """Return what happens next to a lead, when, and on what condition."""
    lead = story.lead
    if lead.status is LeadStatus.QUEUED:
        return _next_of_queued(story, now)
    if lead.status is LeadStatus.IN_FLIGHT:
        return _next_of_waiting(story)
    if lead.status is LeadStatus.HELD:
        return _what_frees(lead)
    if lead.status in {LeadStatus.FAILED, LeadStatus.STOPPED}:
        command = f"seqcli requeue {lead.email} --sequence {story.sequence.id}"
        return Next(NextCode.REQUEUE, f"nothing, until `{command}`")
    return Next(NextCode.DONE, "nothing: this lead is done")


def _next_of_queued(story: LeadTimeline, now: datetime) -> Next:
    lead, sequence = story.lead, story.sequence
    what = f"step {lead.current_step + 1}"
    if is_paused(lead, now):
        until = f" until {shown(to_text(lead.paused_until))}" if lead.paused_until else ""
        text = f"{what}, but it is paused{until}: `seqcli resume {lead.email}`"
        return Next(NextCode.PAUSED, text, lead.paused_until)
    if sequence.status is SequenceStatus.PAUSED:
        text = f"{what}, but the sequence is paused: `seqcli resume --sequence {sequence.id}`"
        return Next(NextCode.SEQUENCE_PAUSED, text)
    if lead.released_at is None:
        if lead.last_step_at is None:
            return Next(NextCode.RELEASE, f"nothing, until `seqcli start {sequence.id}` releases it")
        return Next(NextCode.RELEASE, f"{what}, but {_unreleased(sequence)}")
    if any(a.step == lead.current_step and a.state is AttemptState.UNKNOWN for a in story.attempts):
        text = (
            f"the outcome of {what} is not known yet; the next `seqcli poll` settles it before anything else"
        )
        return Next(NextCode.SETTLE, text)
    if story.throttled_until is not None:
        identity, free_at = lead.identity or sequence.identity, story.throttled_until
        text = (
            f"{what} goes with the first `seqcli poll` or `start` after {shown(to_text(free_at))}:"
            f" {identity} is throttled until then"
        )
        return Next(NextCode.THROTTLED, text, free_at)
    return Next(NextCode.SEND, f"{what} goes with the next `seqcli poll` or `start`", now)


def _next_of_waiting(story: LeadTimeline) -> Next:
    lead, sequence = story.lead, story.sequence
    accepted = [a for a in story.attempts if a.step == lead.current_step and a.accepted_at]
    wait_ms = sequence.steps[min(lead.current_step, len(sequence.steps) - 1)].wait_ms
    last = lead.current_step + 1 >= len(sequence.steps)
    then = "it is exhausted" if last else _queues(lead, sequence)
    if not accepted or accepted[-1].accepted_at is None:
        return Next(NextCode.WAIT, f"if nobody answers, {then}")
    sent_at = max(accepted[-1].accepted_at, accepted[-1].dispatch_at or accepted[-1].accepted_at)
    due = sent_at + timedelta(milliseconds=wait_ms)
    leaves = (
        f" (12m sends step {lead.current_step + 1} at {shown(to_text(sent_at))})"
        if sent_at > accepted[-1].accepted_at
        else ""
    )
    text = f"if nobody answers for {format_duration(wait_ms)}, about {shown(to_text(due))}, {then}{leaves}"
    return Next(NextCode.WAIT, text, due)


def _queues(lead: Lead, sequence: Sequence) -> str:
    then = f"step {lead.current_step + 2} is queued"
    return then if lead.released_at is not None else f"{then}, but {_unreleased(sequence)}"


def _unreleased(sequence: Sequence) -> str:
    return f"it is not released: `seqcli start {sequence.id}`"


def _what_frees(lead: Lead) -> Next:
    who = f"{lead.email} --sequence {lead.sequence_id}"
    if lead.reason_code in RENDER_HOLDS:
        text = "its value is blank or holds no name; import a file that has one: that frees it"
        return Next(NextCode.IMPORT, text)
    if lead.reason_code is LeadReason.OUTCOME_UNKNOWN:
        look = "look at 12m whether it was sent"
        return Next(NextCode.RESOLVE, f"{look}, then `seqcli resolve {who} --sent`, `--resend` or `--stop`")
    look = "look at the conversation"
    return Next(NextCode.RESOLVE, f"{look}, then `seqcli resolve {who} --continue` or `--stop`")
