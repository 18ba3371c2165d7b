"""`status --watch`: read the file again and again, and show what is going on until somebody has seen enough."""

import sys
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from seqcli.clock import Clock
from seqcli.commands.session import get_sequence, opened_paths, server_now, shown_path
from seqcli.commands.status_numbers import count_all
from seqcli.commands.watch_screen import CHART_MINUTES, WatchData, draw
from seqcli.errors import SeqcliError, StateError, UsageError
from seqcli.output.live_screen import Wake, live_screen
from seqcli.output.result import CommandResult
from seqcli.output.streams import is_terminal
from seqcli.store import RecentMove, RecentSend, Store

REFRESH_S = 2.0
_IDLE_TIMES = 5  # a reading that takes long is followed by a pause so many times as long
_RECENT = 60
_NEXT = 30


def watch(db: Path, sequence_id: str | None, clock: Clock) -> CommandResult:
    """Show the state file on the whole terminal, again and again, until `q` or Ctrl-C.

    Raises:
        UsageError: nobody looks at a terminal, or there is no such sequence.
        StateError: the file cannot be used. What happens to it later is shown, and ends nothing.
    """
    if not is_terminal(sys.stdout):
        raise UsageError(
            "no_terminal",
            "--watch needs a terminal",
            "For a file or a pipe: watch -n 5 seqcli status. For programs: seqcli status --json.",
        )
    with closing(WatchReader(db, sequence_id, clock)) as reader:
        data = reader.read()
        with live_screen() as screen:
            while True:
                screen.show(draw(data, *screen.size))
                woken_by = screen.wait(reader.pause_s)
                if woken_by is Wake.END:
                    return CommandResult({})
                if woken_by is not Wake.RESIZED:
                    data = reader.read_again(data)


class WatchReader:
    """Reads the file for one screen after the other, also after it was replaced or could not be read for a while."""

    def __init__(self, db: Path, sequence_id: str | None, clock: Clock) -> None:
        self._db = db
        self._sequence_id = sequence_id
        self._clock = clock
        self._store: Store | None = None
        self.pause_s = REFRESH_S

    def close(self) -> None:
        """Close the file."""
        if self._store is not None:
            self._store.close()
        self._store = None

    def read(self) -> WatchData:
        """Return what the file says now.

        Raises:
            SeqcliError: it cannot be read.
        """
        began = self._clock.monotonic()
        store = self._opened()
        try:
            with store.snapshot():
                data = self._load(store)
        except SeqcliError:
            raise
        except Exception as error:
            store.blame_damage(error)
            raise
        self.pause_s = max(REFRESH_S, _IDLE_TIMES * (self._clock.monotonic() - began))
        return data

    def read_again(self, last: WatchData) -> WatchData:
        """Return what the file says now; if it cannot be read, the last numbers, and why they are old."""
        was_replaced = self._close_if_replaced()
        try:
            data = self.read()
        except SeqcliError as error:
            self.close()
            return last.with_problem(f"{error.message}. {error.hint} Shown: as of the last reading.")
        problem = "another file has taken its place, which is shown now" if was_replaced else ""
        return data.with_problem(problem)

    def _opened(self) -> Store:
        if self._store is None:
            self._store = Store.open(self._db)
            opened_paths.add(self._db)
        return self._store

    def _close_if_replaced(self) -> bool:
        """Close the open file if its path names another one now, or none."""
        with suppress(StateError):
            if self._store is not None:
                self._store.check_in_place()
            return False
        self.close()
        return True

    def _load(self, store: Store) -> WatchData:
        now = server_now(store, self._clock)
        wanted = self._sequence_id
        sequences = store.sequences.load_all() if wanted is None else [get_sequence(store, wanted)]
        since = now - timedelta(minutes=CHART_MINUTES)
        return WatchData(
            numbers=count_all(store, tuple(sequences), now, wanted, _NEXT),
            db=shown_path(str(self._db)),
            sends=store.activity.count_sends(since, wanted),
            events=store.activity.count_events(since),
            recent=self._load_recent(store, since),
            now=now,
        )

    def _load_recent(self, store: Store, since: datetime) -> tuple[RecentSend | RecentMove, ...]:
        found: list[RecentSend | RecentMove] = [
            *store.activity.load_sends(since, self._sequence_id, _RECENT),
            *store.activity.load_moves(since, self._sequence_id, _RECENT),
        ]
        return tuple(sorted(found, key=lambda each: each.at, reverse=True)[:_RECENT])
