"""What a lead receives step by step, before it is sent: rendered by the code that sends. Nothing is written or sent."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from seqcli.eligibility import Blocker, SendCase, describe_blocker, find_blocker, is_paused
from seqcli.engine.leads.render_check import all_missing, render_problem
from seqcli.engine.leads.send_case import load_case
from seqcli.engine.send.render import render_request
from seqcli.model import (
    Attempt,
    AttemptState,
    Lead,
    LeadStatus,
    Sequence,
    SequenceStatus,
    Step,
    lead_id,
    normalise_address,
)
from seqcli.store import Store
from seqcli.templates import MissingFieldError, TemplateProblem, used_fields


@dataclass(frozen=True, slots=True)
class RenderedStep:
    """One step as its reader gets it, or why it cannot be rendered; `index` counts from 0.

    `needs` has every missing field. With an `attempt`, the texts are the stored ones.
    """

    index: int
    step: Step
    variant: str = ""
    subject: str | None = None
    text: str | None = None
    html: str | None = None
    needs: tuple[str, ...] = ()
    problem: str = ""
    attempt: Attempt | None = None


_FOLDED = "its text is no longer in the file: seqcli vacuum folded it"
_GIVEN_UP = frozenset({AttemptState.REFUSED, AttemptState.CANCELLED})


def preview_lead(store: Store, sequence: Sequence, lead: Lead) -> list[RenderedStep]:
    """Return every step of the sequence for this lead; a step with an attempt has its stored text."""
    attempts = {
        each.step: each for each in store.attempts.load_for_lead(lead.id) if each.state not in _GIVEN_UP
    }
    return list(
        _in_thread(_preview_step(sequence, lead, index, attempts.get(index)) for index in _steps(sequence))
    )


def preview_placeholders(sequence: Sequence) -> list[RenderedStep]:
    """Return every step with the names of its fields, in angle quotes, in place of values."""
    names = sorted(frozenset().union(*map(used_fields, sequence.steps)))
    # Cleaners keep only what may be a name, so a field's mark is a word until everything is rendered.
    marks = {f"Quq{_spelled(number)}uz": name for number, name in enumerate(names)}
    lead = _nobody(sequence, {name: mark for mark, name in marks.items()})
    pattern = re.compile("|".join(marks) or "(?!)", re.IGNORECASE)
    by_key = {mark.casefold(): name for mark, name in marks.items()}

    def unmark(text: str | None) -> str | None:
        return text and pattern.sub(lambda found: f"\u2039{by_key[found[0].casefold()]}\u203a", text)

    rendered = _in_thread(_preview_step(sequence, lead, index, None) for index in _steps(sequence))
    return [
        replace(each, subject=unmark(each.subject), text=unmark(each.text), html=unmark(each.html))
        for each in rendered
    ]


def _steps(sequence: Sequence) -> range:
    return range(len(sequence.steps))


def _spelled(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def _nobody(sequence: Sequence, fields: dict[str, str]) -> Lead:
    never = datetime.fromtimestamp(0, UTC)
    return Lead(
        id=lead_id(sequence.id, ""),
        email="",
        sequence_id=sequence.id,
        current_step=0,
        status=LeadStatus.QUEUED,
        status_reason="",
        conv_id=None,
        last_step_at=None,
        identity=None,
        fields=fields,
        released_at=None,
        paused_at=None,
        paused_until=None,
        pause_reason=None,
        wake_at=None,
        created_at=never,
        updated_at=never,
    )


def _preview_step(sequence: Sequence, lead: Lead, index: int, attempt: Attempt | None) -> RenderedStep:
    step = sequence.steps[index]
    if attempt is not None and attempt.request_body:
        return _read_request(index, step, attempt.request_body, attempt.variant, attempt)
    try:
        draft = render_request(sequence, replace(lead, current_step=index))
    except TemplateProblem as error:
        return RenderedStep(index, step, problem=render_problem(error, index).text, attempt=attempt)
    except MissingFieldError as error:
        needs = all_missing(step, lead.fields, f"{lead.id}:{index}") or (error.field,)
        reasons = (render_problem(MissingFieldError(name), index).text for name in needs)
        return RenderedStep(index, step, needs=needs, problem="; ".join(reasons), attempt=attempt)
    return _read_request(index, step, draft.body, draft.variant, attempt)


def _read_request(index: int, step: Step, body: bytes, variant: str, attempt: Attempt | None) -> RenderedStep:
    wire: dict[str, Any] = json.loads(body)
    text, html = wire.get("text"), wire.get("html")
    return RenderedStep(
        index,
        step,
        variant,
        subject=wire.get("subject"),
        text=text,
        html=html,
        problem=_FOLDED if text is None and html is None else "",
        attempt=attempt,
    )


def _in_thread(rendered: Iterator[RenderedStep]) -> Iterator[RenderedStep]:
    """Give follow-ups the subject under which 12m threads them."""
    first = next(rendered)
    yield first
    thread = None if first.subject is None else f"Re: {first.subject}"
    for each in rendered:
        yield replace(each, subject=thread)


def describe_next_mail(store: Store, sequence: Sequence, lead: Lead, now: datetime) -> str:
    """Return in a few words what a lead gets next, as far as the state file tells."""
    case = load_case(store, sequence, lead, now, store.attempts.find_latest(lead.id, lead.current_step))
    blocker = find_blocker(case)
    why = f" ({lead.status_reason})" if lead.status_reason else ""
    if blocker is Blocker.ENDED:
        return f"gets nothing more: {lead.status}{why}"
    if listed := store.suppressions.find_reason(normalise_address(lead.email)):
        return f"gets nothing more: on the suppression list ({listed})"
    if blocker is Blocker.HELD:
        return f"gets nothing until its hold is released: held{why}"
    if lead.current_step + (blocker is Blocker.IN_FLIGHT) >= len(sequence.steps):
        return "has every step and may still answer"
    if blocker is Blocker.IN_FLIGHT:
        paused = ", but is paused" if _is_paused(sequence, lead, now) else ""
        return f"gets step {lead.current_step + 2} next unless somebody answers{paused}"
    if blocker is Blocker.ANSWERED_ELSEWHERE:
        return f"gets nothing more: {describe_blocker(case, blocker)}"
    return f"gets step {lead.current_step + 1} next{_condition(case, blocker, sequence)}"


def _condition(case: SendCase, blocker: Blocker | None, sequence: Sequence) -> str:
    if blocker in {Blocker.NOT_RELEASED, Blocker.SEQUENCE_DRAFT}:
        return f", once `seqcli start {sequence.id}` releases it"
    if blocker in {Blocker.PAUSED, Blocker.SEQUENCE_PAUSED}:
        return ", but is paused"
    if blocker is Blocker.BRAKED:
        return f", after `seqcli resume --sequence {sequence.id}`: {describe_blocker(case, blocker)}"
    return "" if blocker is None else f", but {describe_blocker(case, blocker)}"


def _is_paused(sequence: Sequence, lead: Lead, now: datetime) -> bool:
    return sequence.status is SequenceStatus.PAUSED or is_paused(lead, now)
