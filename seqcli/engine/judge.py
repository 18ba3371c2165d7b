"""What a lead lacks for the steps to come, by the judgement of sending itself. It reads and writes nothing."""

from collections.abc import Mapping

from seqcli.model import NEEDS_FIELD, Step
from seqcli.templates import MissingFieldError, TemplateProblem, render


class Judge:
    """Judges leads of one sequence."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self._steps = steps

    def find_lack(self, lead_id: str, fields: Mapping[str, str], from_step: int = 0) -> str:
        """Return why the first step that cannot be rendered, from an index on, holds the lead; else nothing."""
        for index in range(from_step, len(self._steps)):
            try:
                render(self._steps[index], fields, f"{lead_id}:{index}")
            except (MissingFieldError, TemplateProblem) as error:
                return hold_reason(error, index)
        return ""


def hold_reason(error: MissingFieldError | TemplateProblem, step: int) -> str:
    """Return why a lead is held whose step (from 0) cannot be rendered."""
    if isinstance(error, MissingFieldError):
        return f"{NEEDS_FIELD}{error.field} (step {step + 1})"
    return f"{NEEDS_FIELD}a template that renders (step {step + 1}): {error}"
