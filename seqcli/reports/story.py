"""One lead's story for `why`, and the replies for `replies`: what happened, and what happens next on what condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from seqcli.clock import format_duration, to_text
from seqcli.model import (
    NEEDS_FIELD,
    OUTCOME_UNKNOWN,
    Attempt,
    AttemptState,
    Lead,
    LeadStatus,
    Sequence,
    SequenceStatus,
)
from seqcli.reports.answer import Answer, Block, Table, Text, shown


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a story; `at` is ISO text in UTC."""

    at: str
    source: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Story:
    """A lead with its sequence, attempts and moments in order of time."""

    lead: Lead
    sequence: Sequence
    attempts: tuple[Attempt, ...]
    moments: tuple[Moment, ...]
    suppression: str | None


def story_answer(stories: Iterable[Story], now: datetime) -> Answer:
    """Return the stories of one person's leads."""
    stories = tuple(stories)
    blocks: list[Block] = []
    for story in stories:
        blocks += _story_blocks(story, now)
    data = {"email": stories[0].lead.email, "leads": [_story_data(story, now) for story in stories]}
    return Answer(data, tuple(blocks))


def _story_data(story: Story, now: datetime) -> dict[str, object]:
    lead = story.lead
    return {
        "id": lead.id,
        "sequence": lead.sequence_id,
        "status": lead.status,
        "reason": lead.status_reason,
        "step": lead.current_step + 1,
        "steps": len(story.sequence.steps),
        "conversation": lead.conv_id,
        "identity": lead.identity,
        "fields": dict(lead.fields),
        "suppressed_by": story.suppression,
        "attempts": [_attempt_data(each) for each in story.attempts],
        "story": [{"at": m.at, "source": m.source, "what": m.what, "why": m.why} for m in story.moments],
        "next": next_move(story, now),
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


def _story_blocks(story: Story, now: datetime) -> list[Block]:
    lead = story.lead
    reason = f", {lead.status_reason}" if lead.status_reason else ""
    head = f"{lead.email} in {lead.sequence_id}: {lead.status}{reason}"
    where = f"step {lead.current_step + 1} of {len(story.sequence.steps)}"
    conversation = f", conversation {lead.conv_id}" if lead.conv_id else ""
    rows = tuple((f"{m.at[:19]}Z", m.what, m.why, _short(m.source)) for m in story.moments)
    table = Table("", ("when", "what", "why", "by"), rows)
    return [Text((head, where + conversation)), table, Text((f"next: {next_move(story, now)}",))]


def _short(source: str) -> str:
    """Return an event's source without the identity, which is the same for the whole story."""
    return f"event #{source.rpartition('#')[2]}" if source.startswith("event ") else source


def next_move(story: Story, now: datetime) -> str:
    """Return in a sentence what happens next to a lead, when, and on what condition."""
    lead, sequence = story.lead, story.sequence
    if lead.status is LeadStatus.QUEUED:
        return _next_of_queued(story, now)
    if lead.status is LeadStatus.IN_FLIGHT:
        return _next_of_waiting(story)
    if lead.status is LeadStatus.HELD:
        return _what_frees(lead)
    if lead.status in {LeadStatus.FAILED, LeadStatus.STOPPED}:
        return f"nothing, until `seqcli requeue {lead.email} --sequence {sequence.id}`"
    return "nothing: this lead is done"


def _next_of_queued(story: Story, now: datetime) -> str:
    lead, sequence = story.lead, story.sequence
    what = f"step {lead.current_step + 1}"
    if lead.paused_at is not None and (lead.paused_until is None or lead.paused_until > now):
        until = f" until {shown(to_text(lead.paused_until))}" if lead.paused_until else ""
        return f"{what}, but it is paused{until}: `seqcli resume {lead.email}`"
    if sequence.status is SequenceStatus.PAUSED:
        return f"{what}, but the sequence is paused: `seqcli resume --sequence {sequence.id}`"
    if lead.released_at is None:
        if lead.last_step_at is None:
            return f"nothing, until `seqcli start {sequence.id}` releases it"
        return f"{what}, but {_unreleased(sequence)}"
    open_attempts = [
        a for a in story.attempts if a.step == lead.current_step and a.state is AttemptState.UNKNOWN
    ]
    if open_attempts:
        return (
            f"the outcome of {what} is not known yet; the next `seqcli poll` settles it before anything else"
        )
    return f"{what} goes with the next `seqcli poll` or `start`"


def _next_of_waiting(story: Story) -> str:
    lead, sequence = story.lead, story.sequence
    accepted = [a for a in story.attempts if a.step == lead.current_step and a.accepted_at]
    wait_ms = sequence.steps[min(lead.current_step, len(sequence.steps) - 1)].wait_ms
    last = lead.current_step + 1 >= len(sequence.steps)
    then = "it is exhausted" if last else _queues(lead, sequence)
    if not accepted or accepted[-1].accepted_at is None:
        return f"if nobody answers, {then}"
    sent_at = max(accepted[-1].accepted_at, accepted[-1].dispatch_at or accepted[-1].accepted_at)
    due = sent_at + timedelta(milliseconds=wait_ms)
    leaves = (
        f" (12m sends step {lead.current_step + 1} at {shown(to_text(sent_at))})"
        if sent_at > accepted[-1].accepted_at
        else ""
    )
    return f"if nobody answers for {format_duration(wait_ms)}, about {shown(to_text(due))}, {then}{leaves}"


def _queues(lead: Lead, sequence: Sequence) -> str:
    then = f"step {lead.current_step + 2} is queued"
    return then if lead.released_at is not None else f"{then}, but {_unreleased(sequence)}"


def _unreleased(sequence: Sequence) -> str:
    return f"it is not released: `seqcli start {sequence.id}`"


def _what_frees(lead: Lead) -> str:
    who = f"{lead.email} --sequence {lead.sequence_id}"
    if lead.status_reason.startswith(NEEDS_FIELD):
        return "its value is blank or holds no name; import a file that has one: that frees it"
    if lead.status_reason.startswith(OUTCOME_UNKNOWN):
        return f"look at 12m whether it was sent, then `seqcli resolve {who} --sent`, `--resend` or `--stop`"
    return f"look at the conversation, then `seqcli resolve {who} --continue` or `--stop`"


@dataclass(frozen=True, slots=True)
class Reply:
    """Somebody's answer; `step` counts from 1."""

    at: str
    email: str
    sequence_id: str
    step: int
    snippet: str
    conv_id: str
    kind: str


_REPLY_FIELDS = ("at", "email", "sequence", "step", "kind", "snippet", "conversation")


def replies_answer(replies: Iterable[Reply], since: datetime | None, sequence_id: str | None) -> Answer:
    """Return who answered, newest first, of those asked for."""
    replies = tuple(replies)
    rows = tuple(
        (shown(r.at), r.email, r.sequence_id, str(r.step), r.kind, r.snippet, r.conv_id) for r in replies
    )
    table = Table(
        "replies",
        ("when", "lead", "sequence", "step", "kind", "what", "conversation"),
        rows,
        frozenset({"step"}),
    )
    records = [dict(zip(_REPLY_FIELDS, _reply_values(each), strict=True)) for each in replies]
    where = f' in "{sequence_id}"' if sequence_id else ""
    nobody = f"nobody has answered{where} {f'since {shown(to_text(since))}' if since else 'yet'}"
    return Answer(
        {"replies": records},
        (table,) if replies else (Text((nobody,)),),
        csv_rows=(_REPLY_FIELDS, *(tuple(map(str, _reply_values(each))) for each in replies)),
    )


def _reply_values(reply: Reply) -> tuple[str | int, ...]:
    r = reply
    return (r.at, r.email, r.sequence_id, r.step, r.kind, r.snippet, r.conv_id)
