"""Merge: templates and a lead's fields become a mail's exact texts. It never reads a clock, a file or chance.

Jinja2 enters here only, and only when something is rendered or checked.
"""

from seqcli.templates.compiling import MissingFieldError, TemplateProblem
from seqcli.templates.plain_text import html_to_text
from seqcli.templates.rendering import (
    Rendered,
    Shapes,
    check_step,
    choose_variant,
    longest_subject,
    missing_fields,
    needed_fields,
    render,
    step_problems,
    used_fields,
)
from seqcli.templates.wording import clean_name, company_name, did_you_mean, suggest

__all__ = [
    "MissingFieldError",
    "Rendered",
    "Shapes",
    "TemplateProblem",
    "check_step",
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
