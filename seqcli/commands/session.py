"""What most commands need: the state file, the client, 12m's time, sequences and leads by name, and interruption."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from seqcli.clock import Clock, SystemClock, parse_written_duration_ms, plus_ms
from seqcli.config import Settings
from seqcli.errors import SeqcliError, UsageError
from seqcli.model import Lead, Sequence, normalise_address
from seqcli.store import Store

if TYPE_CHECKING:
    from seqcli.client import Client


def shown_path(path: str) -> str:
    """Return a path as text that can be shown and stored, with bytes that are not UTF-8 escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


#: State files that this process opened, for an error that appears only while a result is shown.
opened_paths: set[Path] = set()


def blame_damage(error: Exception) -> None:
    """Check whether a damaged state file caused an unexpected error.

    Raises:
        StateError: a file is damaged. If none is, the error is a bug of ours.
    """
    for path in sorted(opened_paths):
        with suppress(OSError), closing(Store.open(path)) as store:
            store.blame_damage(error)


@contextmanager
def opened(path: Path, *, create: bool = False, clock: Clock | None = None) -> Iterator[Store]:
    """Open the state file for one command. `create` makes it if it is missing.

    Raises:
        StateError: it cannot be used, or the command met damage in it.
    """
    store = Store.open(path, create=create)
    opened_paths.add(path)
    try:
        if create:
            store.meta.mark_made((clock or SystemClock()).now())
        yield store
    except SeqcliError:
        raise
    except Exception as error:
        store.blame_damage(error)
        raise
    finally:
        store.close()


@contextmanager
def connected(
    settings: Settings, store: Store, clock: Clock, read_deadline_s: float | None = None
) -> Iterator["Client"]:
    """Open the client for one command, with the server time that the file remembers.

    `read_deadline_s` is how long one read may take, if not as long as a run waits.

    Raises:
        ConfigError: there is no usable key.
        StateError: the file belongs to another base URL.
    """
    from seqcli.client import Client  # noqa: PLC0415 - httpx is heavy
    from seqcli.engine.loop import check_world  # noqa: PLC0415
    from seqcli.engine.stream.freshness import load_server_time  # noqa: PLC0415

    key = settings.need_key()
    server_time = load_server_time(store, clock)
    check_world(store, settings.base_url)
    client = Client(settings.base_url, key, server_time, read_deadline_s=read_deadline_s)
    try:
        yield client
    finally:
        client.close()


def server_now(store: Store, clock: Clock) -> datetime:
    """Return 12m's time as far as the file knows it."""
    return plus_ms(clock.now(), store.meta.find_server_offset_ms())


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Yield a function that is true after Ctrl-C, SIGTERM or SIGHUP. A second signal ends the process at once."""
    asked: list[int] = []

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup wants it ignored
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, on_signal) for number in numbers}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def read_duration_ms(option: str, text: str, likely_unit: str, examples: str) -> int:
    """Return a command-line duration in milliseconds.

    Raises:
        UsageError: it is no duration, or has no unit.
    """
    try:
        return parse_written_duration_ms(text, likely_unit)
    except ValueError as error:
        raise UsageError("bad_duration", f"{option} {error}", f"Examples: {examples}.") from error


def own_addresses(store: Store, handle: str | None) -> frozenset[str]:
    """Return the normalised addresses that mail is sent from: nobody there is a lead."""
    known = [*store.leads.load_known_identities(), *([handle] if handle else [])]
    return frozenset(map(normalise_address, known))


def get_sequence(store: Store, sequence_id: str) -> Sequence:
    """Return a sequence.

    Raises:
        UsageError: there is none with this id. The hint names the known ones.
    """
    sequence = store.sequences.find(sequence_id)
    if sequence is not None:
        return sequence
    raise UsageError(
        "unknown_sequence",
        f'there is no sequence "{sequence_id}" in {store.path}',
        _named(store, sequence_id),
    )


def _named(store: Store, given: str) -> str:
    if os.path.isfile(given):  # noqa: PTH113 - Path.is_file fails on a name that is too long
        return f"Import the file first: seqcli import-sequence {given}."
    known = ", ".join(each.id for each in store.sequences.load_all())
    return f"Known: {known}." if known else "Import one: seqcli import-sequence FILE."


def get_leads_of(store: Store, email: str, sequence_id: str | None = None) -> list[Lead]:
    """Return a person's leads, in one sequence or all.

    Raises:
        UsageError: there is none, or the person was forgotten.
    """
    address = normalise_address(email)
    found = store.leads.load_of_person(address)
    chosen = [lead for lead in found if sequence_id in {None, lead.sequence_id}]
    if not found and store.suppressions.find_forgotten([address]):
        raise UsageError(
            "forgotten_address",
            f"{email} was forgotten and is suppressed: only a hash of the address is kept",
            "There is nothing to show or to change.",
        )
    if not chosen:
        where = f' in sequence "{sequence_id}"' if sequence_id else f" in {store.path}"
        raise UsageError("unknown_address", f"there is no lead {email}{where}", "Check the spelling.")
    return chosen
