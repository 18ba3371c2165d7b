"""What a lead lacks for the steps to come, by the judgement of sending itself. It reads and writes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seqcli.model import NEEDS_FIELD, Step
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
    """Why a step cannot be rendered for a lead, and every field that is missing."""

    reason: str
    fields: tuple[str, ...] = ()


class RenderCheck:
    """Judges leads of one sequence: leads of one shape once, every other one by rendering its steps."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self._steps = steps
        self._shapes = Shapes(steps)
        self._decided = [self._shapes.decide(step) for step in steps]
        self._known: dict[tuple[int, str, tuple[bool, ...]], RenderProblem | None] = {}
        self._is_uniform = all(self._decided) and all(len(step.variants) == 1 for step in steps)
        self._first: dict[tuple[int, tuple[bool, ...]], str] = {}

    def find_problem(self, lead_id: str, fields: Mapping[str, str], from_step: int = 0) -> str:
        """Return why the first step that cannot be rendered, from an index on, holds the lead; else nothing."""
        shape = self._shapes.of(fields) if self._is_uniform else None
        if shape is None:
            return self._first_of(lead_id, fields, from_step)
        key = (from_step, shape)
        if key not in self._first:
            self._first[key] = self._first_of(lead_id, fields, from_step)
        return self._first[key]

    def _first_of(self, lead_id: str, fields: Mapping[str, str], from_step: int) -> str:
        problem = next(self.problems(lead_id, fields, from_step), None)
        return "" if problem is None else problem.reason

    def problems(
        self, lead_id: str, fields: Mapping[str, str], from_step: int = 0
    ) -> Iterator[RenderProblem]:
        """Yield why steps from an index on cannot be rendered, in the order in which the lead would be held."""
        shape = self._shapes.of(fields)
        for index in range(from_step, len(self._steps)):
            seed = f"{lead_id}:{index}"
            if shape is None or not self._decided[index]:
                problem = self._judge(fields, index, seed)
            else:
                key = (index, choose_variant(self._steps[index], seed).name, shape)
                if key not in self._known:
                    self._known[key] = self._judge(fields, index, seed)
                problem = self._known[key]
            if problem is not None:
                yield problem

    def _judge(self, fields: Mapping[str, str], index: int, seed: str) -> RenderProblem | None:
        step = self._steps[index]
        try:
            render(step, fields, seed)
        except TemplateProblem as problem:
            return RenderProblem(hold_reason(problem, index))
        except MissingFieldError as error:
            return RenderProblem(hold_reason(error, index), all_missing(step, fields, seed) or (error.field,))
        return None


def all_missing(step: Step, fields: Mapping[str, str], seed: str) -> tuple[str, ...]:
    """Return every field the lead lacks for a step; none where the template fails on something else as well."""
    try:
        return missing_fields(step, fields, seed)
    except TemplateProblem:
        return ()


def hold_reason(error: MissingFieldError | TemplateProblem, step: int) -> str:
    """Return why a lead is held whose step (from 0) cannot be rendered."""
    if isinstance(error, MissingFieldError):
        return f"{NEEDS_FIELD}{error.field} (step {step + 1})"
    return f"{NEEDS_FIELD}a template that renders (step {step + 1}): {error}"
