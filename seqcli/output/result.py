"""The result of a command: JSON data, the same as blocks for people, notes, and an exit code."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from seqcli.errors import ExitCode


def shown(instant: str) -> str:
    """Return an instant of the state file to the minute. The renderer shows it in the reader's zone."""
    return f"{instant[:16]}Z"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under columns. The columns named in `right` hold numbers.

    Where a terminal is too narrow, the columns named in `below` go to lines below their row, the last one first.
    On a wide one, the column `cut` has one line of each text, which ends with an ellipsis if there is more.
    `only_on_terminal`: programs that read the output have enough of what stands above it.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[str] = frozenset()
    below: tuple[str, ...] = ()
    cut: str = ""
    only_on_terminal: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Lines as they are."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MailBlock:
    """A mail as its recipient sees it: our title, its header as (name, value), its lines, and our remark below."""

    title: str
    head: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    remark: str
    is_problem: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A mail of a conversation: our words about it, who wrote it, and its lines, which wrap at the window's width."""

    when: str
    who: str
    lines: tuple[str, ...]
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Diff:
    """Lines of a text that change. Each begins with `+`, `-` or a blank."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark beside the data. It goes to stderr, and into `notes` of the envelope.

    `is_effect`: a JSON log has it already, as an effect of the run.
    """

    text: str
    is_warning: bool = False
    is_effect: bool = False


Block = Table | Text | MailBlock | Message | Diff


@dataclass(frozen=True, slots=True)
class Rows:
    """JSON values that are made while they are written, so that a million of them need no memory."""

    make: Callable[[], Iterator[dict[str, Any]]]


Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MetricFamily:
    """A metric for machines: its samples as (labels, value). The samples of a counter never fall.

    The name of a metric that has a unit ends with it.
    """

    name: str
    kind: Literal["gauge", "counter"]
    help: str
    samples: tuple[tuple[Labels, float], ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The result of a command. `data` is JSON, and its values may be `Rows`; `blocks` say the same to people.

    `csv_rows` begins with the header and can be read once. `metrics` is for a command that was asked for them.
    """

    data: dict[str, Any]
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    exit_code: ExitCode = ExitCode.DONE
    csv_rows: Iterable[tuple[str, ...]] = ()
    metrics: tuple[MetricFamily, ...] = ()
