"""The files that an import writes beside the contact file: rejected rows, rows without an address, people kept back."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain, takewhile
from itertools import count as count_from
from pathlib import Path
from types import TracebackType
from typing import Self

from seqcli.commands.session import shown_path
from seqcli.contacts import RejectCode, RejectedRow, RejectsFile
from seqcli.contacts.row_types import is_blank_address
from seqcli.errors import ConfigError


@dataclass(slots=True)
class ImportFiles:
    """Writes rows as they come. Each file is complete, or there is none of it, also if the import fails."""

    rejects: RejectsFile
    kept: RejectsFile
    no_address_path: Path
    _stack: ExitStack = field(default_factory=ExitStack)

    @classmethod
    def of(cls, path: str, header: Sequence[str]) -> Self:
        """Return the files beside `path`."""
        rejects, kept, no_address = (_beside(path, what) for what in ("rejects", "kept", "no-address"))
        return cls(RejectsFile(rejects, header), RejectsFile(kept, header), no_address)

    def write(self, row: RejectedRow) -> None:
        """Add a row that was rejected or kept back.

        Raises:
            ConfigError: it cannot be written.
        """
        into = self.kept if row.code is RejectCode.KEPT_BACK else self.rejects
        with _writing(into):
            into.write(row)

    def finish(self, *, has_no_address: bool) -> None:
        """Give the files their names. Call it before the commit.

        Raises:
            ConfigError: one of them cannot be written.
        """
        with _writing(self.rejects):
            if has_no_address:
                self.rejects.split_off(is_blank_address, self.no_address_path)
            self.rejects.finish()
        with _writing(self.kept):
            self.kept.finish()

    @property
    def names(self) -> dict[str, str | None]:
        """The files that were written, for `--json`."""
        aside = self.rejects.aside
        return {
            "rejects_file": str(self.rejects.path) if self.rejects.count else None,
            "no_address_file": str(aside.path) if aside else None,
            "kept_file": str(self.kept.path) if self.kept.count else None,
        }

    def find_earlier(self) -> tuple[str, ...]:
        """Return the files with rejected rows or people kept back of earlier imports."""
        return (*_earlier(self.rejects), *_earlier(self.kept))

    def __enter__(self) -> Self:
        self._stack.enter_context(self.rejects)
        self._stack.enter_context(self.kept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)


def _earlier(file: RejectsFile) -> tuple[str, ...]:
    wanted = file.wanted
    numbered = (wanted.with_name(f"{wanted.stem}.{number}{wanted.suffix}") for number in count_from(2))
    found = takewhile(Path.exists, chain([wanted], numbered))
    return tuple(shown_path(str(each)) for each in found if not file.count or each != file.path)


@contextmanager
def _writing(file: RejectsFile) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "Nothing was imported. Rows left out are written there: move the file to a folder that you can write to."
        raise ConfigError("rejects_not_written", f"{file.path}: {error.strerror}", hint) from error


def _beside(path: str, what: str) -> Path:
    return Path(f"stdin.{what}.csv" if is_pipe(path) else f"{path}.{what}.csv")


def is_pipe(path: str) -> bool:
    """Return whether a path can be read only once."""
    with suppress(OSError):
        return path == "-" or Path(path).is_fifo()
    return False
