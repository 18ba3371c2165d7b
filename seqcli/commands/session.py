"""Opens what a command needs: the state file, the client, the clock; and stops a run when somebody interrupts."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from seqcli.clock import Clock, ServerTime, SystemClock, parse_written_duration_ms, to_text
from seqcli.config import Settings
from seqcli.errors import UsageError
from seqcli.model import Lead, Sequence, normalise_address
from seqcli.store import Store

if TYPE_CHECKING:
    from seqcli.client import Client


def shown_path(path: str) -> str:
    """Return a path as text that can be shown and stored, also where its bytes are none."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@contextmanager
def opened(path: Path, *, create: bool = False, clock: Clock | None = None) -> Iterator[Store]:
    """Open the state file for one command; `create` makes it where it is missing."""
    store = Store.open(path, create=create)
    try:
        if create and store.find_meta("created_at") is None:
            with store.transaction():
                store.save_meta("created_at", to_text((clock or SystemClock()).now()))
        yield store
    finally:
        store.close()


@contextmanager
def connected(settings: Settings, store: Store, clock: Clock) -> Iterator["Client"]:
    """Open the client for one command, with the server time that the file remembers.

    Raises:
        ConfigError: there is no usable key.
        StateError: the file belongs to another base URL.
    """
    from seqcli.client import Client  # noqa: PLC0415 - httpx is heavy, and most commands do not talk
    from seqcli.engine.rounds import check_world  # noqa: PLC0415

    key = settings.need_key()
    server_time = ServerTime(clock, int(store.find_meta("server_offset_ms") or 0))
    check_world(store, settings.base_url)
    client = Client(settings.base_url, key, server_time)
    try:
        yield client
    finally:
        client.close()


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Yield a question that the first Ctrl-C or SIGTERM answers with yes; a second one ends the process at once."""
    asked: list[int] = []

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def read_duration_ms(option: str, text: str, likely_unit: str, examples: str) -> int:
    """Return the milliseconds that a command-line option says.

    Raises:
        UsageError: it is no duration, or a bare number.
    """
    try:
        return parse_written_duration_ms(text, likely_unit)
    except ValueError as error:
        raise UsageError("bad_duration", f"{option} {error}", f"Say {examples}.") from error


def get_sequence(store: Store, sequence_id: str) -> Sequence:
    """Return a sequence.

    Raises:
        UsageError: there is none of this id; the hint names those there are.
    """
    sequence = store.find_sequence(sequence_id)
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
    known = ", ".join(each.id for each in store.load_sequences())
    return f"There is: {known}." if known else "Import one: seqcli import-sequence FILE."


def get_leads_of(store: Store, email: str, sequence_id: str | None = None) -> list[Lead]:
    """Return a person's leads, in one sequence or all.

    Raises:
        UsageError: there is none; of who was forgotten it says so.
    """
    address = normalise_address(email)
    found = store.load_leads_of(address)
    chosen = [lead for lead in found if sequence_id in {None, lead.sequence_id}]
    if not found and store.find_forgotten([address]):
        raise UsageError(
            "forgotten_address",
            f"{email} was forgotten and is suppressed: a hash of the address is all that is kept",
            "There is nothing to show or to do.",
        )
    if not chosen:
        where = f' in sequence "{sequence_id}"' if sequence_id else f" in {store.path}"
        raise UsageError("unknown_address", f"there is no lead {email}{where}", "Check the spelling.")
    return chosen
