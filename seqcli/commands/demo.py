"""`demo`: run the example campaign through simulated weeks. Needs no key and no network."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from seqcli.clock import VirtualClock, from_text
from seqcli.commands.rehearsing import RehearsalFrame, perform
from seqcli.commands.report import ReportChoice
from seqcli.config import example
from seqcli.errors import UsageError
from seqcli.output.result import CommandResult, Note

DEMO_DB = Path("seqcli-demo.db")


def demo(db: Path, show: Callable[[RehearsalFrame], None], *, seed: int = 7) -> CommandResult:
    """Run the example campaign through simulated weeks in its own state file, and check it against the ledger.

    A page with charts is written beside the file, if the extra `report` is installed.

    Raises:
        StateError: the file exists and belongs to no demo or rehearsal.
    """
    result = perform(db, example("intro.toml"), example("leads.csv"), show, seed)
    return _with_page(db, result)


def _with_page(db: Path, result: CommandResult) -> CommandResult:
    from seqcli.commands.report_page import report_page  # noqa: PLC0415 - it may not be installed

    page = db.with_suffix(".html")
    clock = VirtualClock(from_text(result.data["ended_at"]))
    try:
        report_page(db, ReportChoice(), clock, page)
    except UsageError as error:
        note = Note(f"no page with charts: {error.message}. {error.hint}")
        return replace(result, data={**result.data, "page": None}, notes=(note, *result.notes))
    note = Note(f"a page with its charts, to open in a browser: {page}")
    return replace(result, data={**result.data, "page": str(page)}, notes=(note, *result.notes))
