"""Renders a step into the exact bytes of its request. The same inputs give the same bytes."""

import json
from contextlib import suppress
from dataclasses import dataclass, replace

from seqcli.model import (
    Lead,
    Sequence,
    Step,
)
from seqcli.templates import MissingFieldError, TemplateProblem, render


@dataclass(frozen=True, slots=True)
class RenderedRequest:
    """A rendered step: the very bytes of the request."""

    body: bytes
    variant: str


def render_request(sequence: Sequence, lead: Lead) -> RenderedRequest:
    """Render the lead's current step into the bytes that will be sent; the same inputs give the same bytes.

    Raises:
        MissingFieldError, TemplateProblem: the step cannot be rendered for this lead.
    """
    step = sequence.steps[lead.current_step]
    mail, variant = render_mail(step, lead)
    mail |= {"noReplyEventAfter": _wire_wait(step), "labels": [f"sequence:{sequence.id}"]}
    return RenderedRequest(json.dumps(mail, ensure_ascii=False).encode(), variant)


def render_mail(step: Step, lead: Lead) -> tuple[dict[str, object], str]:
    """Return what the reader gets of the lead's current step, in 12m's words, and which variant it is.

    Raises:
        MissingFieldError, TemplateProblem: as for `render_request`.
    """
    mail = render(step, lead.fields, f"{lead.id}:{lead.current_step}")
    body: dict[str, object] = (
        {"to": lead.email, "subject": mail.subject} if lead.current_step == 0 else {"convId": lead.conv_id}
    )
    body |= {"text": mail.text} if mail.text is not None else {}
    body |= {"html": mail.html} if mail.html is not None else {}
    return body, mail.variant


def render_subjects(step: Step, lead: Lead) -> list[str]:
    """Return the subjects of the first step for a lead: of each variant that can be rendered, also if it is off."""
    found = []
    for variant in step.variants:
        with suppress(MissingFieldError, TemplateProblem):
            mail, _ = render_mail(replace(step, variants=(replace(variant, is_off=False),)), lead)
            found.append(str(mail["subject"]))
    return found


def _wire_wait(step: Step) -> str | int:
    return step.wait_ms if step.wait_text.isdigit() else step.wait_text
