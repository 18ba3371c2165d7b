"""How a person agrees to what a command would do."""

from collections.abc import Callable
from dataclasses import dataclass

from seqcli.errors import UsageError


@dataclass(frozen=True, slots=True)
class Consent:
    """`ask` puts the question, None means agreed. A dry run changes nothing."""

    ask: Callable[[str], bool] | None = None
    dry_run: bool = False

    def get(self, question: str, nothing: str) -> None:
        """Ask, unless it was agreed or is a dry run; `nothing` says that nothing was done.

        Raises:
            UsageError: the answer was no.
        """
        if self.dry_run or self.ask is None or self.ask(question):
            return
        raise UsageError(
            "not_confirmed",
            f"{nothing}: {question}",
            "Use --yes to go on without a question, or --dry-run to see the numbers.",
        )
