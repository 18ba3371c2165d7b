"""Finds what a lead lacks for its coming steps, with the rendering that sending uses. No I/O."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from seqcli.machine import LeadEvent, LeadEventKind
from seqcli.model import Step
from seqcli.reasons import LeadReason
from seqcli.templates import (
    MissingFieldError,
    Shapes,
    TemplateProblem,
    choose_variant,
    missing_fields,
    render,
)


@dataclass(frozen=True, slots=True)
class RenderProblem:
    """Why a step cannot be rendered for a lead, as a code and a text, and every missing field."""

    code: LeadReason
    text: str
    fields: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The first missing field, or an empty text."""
        return self.fields[0] if self.fields else ""

    def hold(self) -> LeadEvent:
        """Return the event that holds a lead for this problem."""
        return LeadEvent(LeadEventKind.HOLD_NEEDED, self.code, self.text, field=self.field)

    def remedy(self, sequence_id: str) -> str:
        """Return what a person does about it: import every missing value, or correct the text."""
        if not self.fields:
            return "Correct the text, then: seqcli import-sequence FILE."
        *others, last = ("email", *self.fields)
        columns = f"{', '.join(others)} and {last}"
        return f"Import a file with the columns {columns}: seqcli import-leads FILE --sequence {sequence_id}."


class RenderCheck:
    """Checks leads of one sequence: leads with plain values once per shape, all others by rendering each step."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self._steps = steps
        self._shapes = Shapes(steps)
        self._decided = [self._shapes.decide(step) for step in steps]
        self._known: dict[tuple[int, str, tuple[bool, ...]], RenderProblem | None] = {}
        self._is_uniform = all(self._decided) and all(len(step.variants) == 1 for step in steps)
        self._first: dict[tuple[int, tuple[bool, ...]], RenderProblem | None] = {}

    def find_problem(
        self, lead_id: str, fields: Mapping[str, str], from_step: int = 0
    ) -> RenderProblem | None:
        """Return the first problem at or after a step index, or None."""
        shape = self._shapes.of(fields) if self._is_uniform else None
        if shape is None:
            return self._first_of(lead_id, fields, from_step)
        key = (from_step, shape)
        try:
            return self._first[key]
        except KeyError:
            return self._first.setdefault(key, self._first_of(lead_id, fields, from_step))

    def _first_of(self, lead_id: str, fields: Mapping[str, str], from_step: int) -> RenderProblem | None:
        return next(self.problems(lead_id, fields, from_step), None)

    def problems(
        self, lead_id: str, fields: Mapping[str, str], from_step: int = 0
    ) -> Iterator[RenderProblem]:
        """Yield the problems at or after a step index, in the order in which they would hold the lead."""
        shape = self._shapes.of(fields)
        for index in range(from_step, len(self._steps)):
            seed = f"{lead_id}:{index}"
            if shape is None or not self._decided[index]:
                problem = self._check(fields, index, seed)
            else:
                key = (index, choose_variant(self._steps[index], seed).name, shape)
                if key not in self._known:
                    self._known[key] = self._check(fields, index, seed)
                problem = self._known[key]
            if problem is not None:
                yield problem

    def _check(self, fields: Mapping[str, str], index: int, seed: str) -> RenderProblem | None:
        step = self._steps[index]
        try:
            render(step, fields, seed)
        except TemplateProblem as error:
            return render_problem(error, index)
        except MissingFieldError as error:
            problem = render_problem(error, index)
            return replace(problem, fields=all_missing(step, fields, seed) or problem.fields)
        return None


def all_missing(step: Step, fields: Mapping[str, str], seed: str) -> tuple[str, ...]:
    """Return every field that the lead lacks for a step; none if the template fails for another reason too."""
    try:
        return missing_fields(step, fields, seed)
    except TemplateProblem:
        return ()


def render_problem(error: MissingFieldError | TemplateProblem, step: int) -> RenderProblem:
    """Return why a step (from 0) cannot be rendered."""
    if isinstance(error, MissingFieldError):
        return RenderProblem(
            LeadReason.MISSING_FIELD, f"needs {error.field} (step {step + 1})", (error.field,)
        )
    text = f"step {step + 1} cannot be rendered: {error}"
    return RenderProblem(LeadReason.TEMPLATE_FAILS, text)
