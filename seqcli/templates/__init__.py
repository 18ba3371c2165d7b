"""Renders templates with a lead's fields into the exact texts of a mail.

Deterministic: no clock, no I/O, no randomness. Jinja2 is loaded only when something is rendered or checked.
"""

from seqcli.templates.company_names import company_name
from seqcli.templates.compiling import MissingFieldError, TemplateProblem
from seqcli.templates.person_names import clean_name
from seqcli.templates.plain_text import html_to_text
from seqcli.templates.rendering import (
    Rendered,
    Shapes,
    choose_variant,
    longest_subject,
    missing_fields,
    needed_fields,
    render,
    step_problems,
    used_fields,
)
from seqcli.templates.wording import did_you_mean, suggest

__all__ = [
    "MissingFieldError",
    "Rendered",
    "Shapes",
    "TemplateProblem",
    "choose_variant",
    "clean_name",
    "company_name",
    "did_you_mean",
    "html_to_text",
    "longest_subject",
    "missing_fields",
    "needed_fields",
    "render",
    "step_problems",
    "suggest",
    "used_fields",
]
