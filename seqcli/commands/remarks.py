"""What `check` and `start` remark about fields and copy."""

from dataclasses import dataclass

from seqcli.engine.leads.inspection import UnknownField


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding. `steps` count from 1; no steps means the whole sequence. An error makes the exit code 1."""

    code: str
    steps: tuple[int, ...]
    text: str
    hint: str
    is_error: bool = False


def unknown_field_remark(unknown: UnknownField) -> Remark:
    """Return a remark about a field that steps use and no lead has."""
    steps = tuple(index + 1 for index in unknown.steps)
    verb = "need" if unknown.is_needed else "use"
    them = f"step {steps[0]} {verb}s" if len(steps) == 1 else f"steps {' and '.join(map(str, steps))} {verb}"
    said = f"{them} {{{{ {unknown.name} }}}}, which no lead has"
    if unknown.suggestion:
        said += f"; did you mean {unknown.suggestion}?"
    if unknown.is_needed:
        hint = "Correct it and import the sequence again, or import leads with that column."
    else:
        hint = "Every lead would get the default text."
    return Remark("unknown_field", steps, said, hint, is_error=unknown.is_needed)
