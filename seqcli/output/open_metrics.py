"""Metrics as OpenMetrics text. What it says is also valid in the older format of Prometheus, which node_exporter reads.

For node_exporter there are no other types than gauge and counter, and no timestamps.
Source: OpenMetrics 1.0, "Text format"; Prometheus, "Exposition formats".
"""

import io
import sys
from collections.abc import Iterable, Iterator

from seqcli.output.result import Labels, MetricFamily
from seqcli.output.streams import is_terminal

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


def write_metrics(families: Iterable[MetricFamily]) -> None:
    """Write metrics to stdout. A pipe or file gets UTF-8 in any locale."""
    if isinstance(sys.stdout, io.TextIOWrapper) and not is_terminal(sys.stdout):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.writelines(f"{line}\n" for family in families for line in _lines(family))
    sys.stdout.write("# EOF\n")


def _lines(family: MetricFamily) -> Iterator[str]:
    if not family.samples:
        return
    yield f"# TYPE {family.name} {family.kind}"
    if family.unit:
        yield f"# UNIT {family.name} {family.unit}"
    yield f"# HELP {family.name} {family.help.translate(_ESCAPES)}"
    suffix = "_total" if family.kind == "counter" else ""
    for labels, value in family.samples:
        number = f"{value:.3f}" if isinstance(value, float) else str(value)
        yield f"{family.name}{suffix}{_told(labels)} {number}"


def _told(labels: Labels) -> str:
    told = ",".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in labels)
    return f"{{{told}}}" if told else ""
