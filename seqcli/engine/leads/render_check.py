"""What a lead lacks for the steps to come, by the judgement of sending itself. It reads and writes nothing."""

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
    """Why a step cannot be rendered for a lead, as a code and for people, and every field that is missing."""

    code: LeadReason
    text: str
    fields: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The first field that is missing, or an empty text."""
        return self.fields[0] if self.fields else ""

    def hold(self) -> LeadEvent:
        """Return the event that holds a lead for this problem."""
        return LeadEvent(LeadEventKind.HOLD_NEEDED, self.code, self.text, field=self.field)


class RenderCheck:
    """Judges leads of one sequence: leads of one shape once, every other one by rendering its steps."""

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
        """Return why the first step that cannot be rendered, from an index on, holds the lead; else None."""
        shape = self._shapes.of(fields) if self._is_uniform else None
        if shape is None:
            return self._first_of(lead_id, fields, from_step)
        key = (from_step, shape)
        if key not in self._first:
            self._first[key] = self._first_of(lead_id, fields, from_step)
        return self._first[key]

    def _first_of(self, lead_id: str, fields: Mapping[str, str], from_step: int) -> RenderProblem | None:
        return next(self.problems(lead_id, fields, from_step), None)

    def problems(
        self, lead_id: str, fields: Mapping[str, str], from_step: int = 0
    ) -> Iterator[RenderProblem]:
        """Yield why steps from an index on cannot be rendered, in the order in which the lead would be held."""
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
    """Return every field the lead lacks for a step; none where the template fails on something else as well."""
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
    text = f"needs a template that renders (step {step + 1}): {error}"
    return RenderProblem(LeadReason.TEMPLATE_FAILS, text)
