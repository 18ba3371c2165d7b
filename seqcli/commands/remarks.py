"""What `check` and `start` remark about fields and copy."""

from dataclasses import dataclass

from seqcli.engine.leads.inspection import UnknownField


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding; `steps` count from 1, none means the whole sequence. Errors make the exit code 1."""

    code: str
    steps: tuple[int, ...]
    text: str
    hint: str
    is_error: bool = False


def unknown_field_remark(unknown: UnknownField) -> Remark:
    """Return what to say about a field that steps use and no lead has."""
    steps = tuple(index + 1 for index in unknown.steps)
    use = f"step {steps[0]} uses" if len(steps) == 1 else f"steps {' and '.join(map(str, steps))} use"
    said = f"{use} {{{{ {unknown.name} }}}}, which no lead has"
    if unknown.suggestion:
        said += f"; did you mean {unknown.suggestion}?"
    if unknown.is_needed:
        hint = "Correct it and import the sequence again, or import leads with that column."
    else:
        hint = "Everybody would get the text that stands in for it."
    return Remark("unknown_field", steps, said, hint, is_error=unknown.is_needed)
