"""Serves a world over HTTP on loopback, and provides a clock that runs faster. It never logs."""

import contextlib
import io
import socket
import struct
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from seqcli.clock import Clock, SystemClock
from seqcli.simulator.answers import ConnectionDropped
from seqcli.simulator.app import App, make_app
from seqcli.simulator.faults import Faults
from seqcli.simulator.world import World

_SLICE_S = 0.02


class ScaledClock:
    """A clock that runs `speed` times as fast as a real one, from any start, and can be moved forward."""

    def __init__(self, start: datetime | None = None, speed: float = 1.0, real: Clock | None = None) -> None:
        self.speed = speed
        self._real = real or SystemClock()
        self._origin = self._real.monotonic()
        self._start = start or datetime.now(UTC)
        self._skipped_s = 0.0

    def monotonic(self) -> float:
        """Return the scaled seconds since the clock was made."""
        return (self._real.monotonic() - self._origin) * self.speed + self._skipped_s

    def now(self) -> datetime:
        """Return the scaled wall time."""
        return self._start + timedelta(seconds=self.monotonic())

    def sleep(self, seconds: float) -> None:
        """Wait `seconds` scaled seconds."""
        self._real.sleep(max(0.0, seconds) / self.speed)

    def advance(self, **duration: float) -> None:
        """Move forward by a `timedelta(**duration)` at once."""
        self._skipped_s += timedelta(**duration).total_seconds()


@dataclass(frozen=True, slots=True)
class Served:
    """A running server."""

    url: str
    app: App


@contextlib.contextmanager
def serve(
    world: World,
    faults: Faults | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    hang_s: float = 30.0,
    controls: bool = True,
) -> Iterator[Served]:
    """Serve a world while the context lasts; port 0 takes a free one. `controls`: see `control.py`.

    A long poll waits on the world's clock, which must not be virtual if clients poll from several threads. After a
    fault without an answer the connection hangs for at most `hang_s` real seconds, is reset, or is closed; a
    refused connection appears as a reset. An exception of an observer or hook is answered with 500 and raised
    again when the context ends.
    """
    speed = world.clock.speed if isinstance(world.clock, ScaledClock) else None
    slice_s = _SLICE_S * (speed or 1.0) if isinstance(world.clock, SystemClock | ScaledClock) else None
    app = make_app(world, faults, slice_s=slice_s, controls=controls, speed=speed)
    server = _Server((host, port), app, hang_s)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield Served(f"http://{host}:{server.server_address[1]}", app)
    finally:
        server.shutdown()
        server.hang_up()
        server.server_close()
        thread.join(5)
    if server.failures:
        raise server.failures[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], app: App, hang_s: float) -> None:
        self.app = app
        self.hang_s = hang_s
        self.stopping = threading.Event()
        self.failures: list[Exception] = []
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that disconnected."""

    def hang_up(self) -> None:
        """End waiting faults and all open connections."""
        self.stopping.set()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body go out as two writes; without this each answer waits for a delayed acknowledgement.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        try:
            body = self.server.app(self._environ(), self._start)
        except ConnectionDropped as drop:
            self._drop(drop)
            return
        except Exception as failure:  # noqa: BLE001 - an observer's assertion must reach the test
            self.server.failures.append(failure)
            body = self._failed_answer()
        self._write(body)

    def _failed_answer(self) -> list[bytes]:
        body = b'{"error":"the simulator failed"}'
        self._start("500 Internal Server Error", [("Content-Length", str(len(body)))])
        return [body]

    def _environ(self) -> dict[str, Any]:
        url = urlsplit(self.path)
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(int(length)) if length.isdecimal() else b""
        environ = {
            "REQUEST_METHOD": self.command,
            "PATH_INFO": unquote(url.path),
            "QUERY_STRING": url.query,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        for name, value in self.headers.items():
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
        return environ

    def _start(self, status: str, headers: list[tuple[str, str]], _: object = None) -> Any:
        code, _, phrase = status.partition(" ")
        self.send_response_only(int(code), phrase)
        for name, value in headers:
            self.send_header(name, value)
            if name == "Content-Length":
                self._declared = int(value)
        self.end_headers()
        return self.wfile.write

    def _write(self, body: Iterable[bytes]) -> None:
        written = 0
        for part in body:
            self.wfile.write(part)
            written += len(part)
        self.close_connection = self.close_connection or written != self._declared

    def _drop(self, drop: ConnectionDropped) -> None:
        self.close_connection = True
        if drop.kind == "read_timeout":
            self.server.stopping.wait(self.server.hang_s)
        elif drop.kind in ("reset", "connect"):
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.rfile.close()
            self.wfile.close()
            self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Log nothing."""
