"""Starts the program that is told what happened: no shell, bounded time, none of our secrets. It decides nothing."""

import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from seqcli.clock import boottime

DEADLINE_S = 10.0
_LOOK_S = 0.05
_READ_BYTES = 65_536
_KEPT_BYTES = 2_000
_SHOWN_CHARS = 200


def run_command(
    command: tuple[str, ...],
    body: bytes,
    folder: Path,
    environment: Mapping[str, str],
    deadline_s: float = DEADLINE_S,
) -> str:
    """Give `body` to a program on standard input; return why it failed, or an empty text after exit code 0.

    It runs in `folder`. After `deadline_s` it is killed with everything in its process group. Its standard output is
    dropped; of its standard error the last line becomes part of the reason.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - the owner of the state file chose it; no shell reads it
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return f"{command[0]} cannot be started: {getattr(error, 'strerror', None) or error}"
    with process:
        try:
            return _talk(process, body, boottime() + deadline_s, deadline_s)
        finally:
            if process.poll() is None:
                _kill(process)
            _close_quietly(process.stdin)


def _talk(process: subprocess.Popen[bytes], body: bytes, ends_at: float, deadline_s: float) -> str:
    if process.stdin is None or process.stderr is None:
        raise AssertionError("both were asked for")
    for stream in (
        process.stdin,
        process.stderr,
    ):  # it may never read, and what it starts may keep the other open
        os.set_blocking(stream.fileno(), False)
    said = b""
    while True:
        body = _write_more(process.stdin, body)
        try:
            code = process.wait(min(_LOOK_S, max(0.0, ends_at - boottime())))
        except subprocess.TimeoutExpired:
            said = _read_more(process.stderr, said)
            if boottime() < ends_at:
                continue
            return _with_last_line(f"killed after {deadline_s:g} seconds", said)
        said = _read_more(process.stderr, said)
        if code == 0:
            return ""
        how = f"exit code {code}" if code > 0 else f"killed by signal {-code}"
        return _with_last_line(how, said)


def _write_more(stream: IO[bytes], body: bytes) -> bytes:
    """Write what it takes now, and return the rest; after the last byte the stream is closed."""
    try:
        rest = body[os.write(stream.fileno(), body) :] if body else b""
    except BlockingIOError:
        return body
    except BrokenPipeError:  # it need not read: its exit code says whether it did its work
        rest = b""
    if body and not rest:
        stream.close()
    return rest


def _read_more(stream: IO[bytes], said: bytes) -> bytes:
    """Return the end of what it has said until now, without waiting for more."""
    try:
        return (said + os.read(stream.fileno(), _READ_BYTES))[-_KEPT_BYTES:]
    except BlockingIOError:
        return said


def _with_last_line(how: str, said: bytes) -> str:
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    return f"{how}: {lines[-1][:_SHOWN_CHARS]}" if lines else how


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _close_quietly(stream: IO[bytes] | None) -> None:
    if stream is not None:
        with suppress(OSError):
            stream.close()
