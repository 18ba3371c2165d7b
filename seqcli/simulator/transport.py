"""An httpx transport to a simulated 12m in the same process."""

from collections.abc import Callable
from typing import Any

import httpx

from seqcli.simulator.answers import ConnectionDropped, DropKind

_ERRORS: dict[DropKind, Callable[[str], httpx.TransportError]] = {
    "connect": httpx.ConnectError,
    "read_timeout": httpx.ReadTimeout,
    "reset": httpx.ReadError,
    "closed": httpx.RemoteProtocolError,
}


class InProcessTransport(httpx.BaseTransport):
    """Hand requests to a WSGI app; a dropped connection becomes the error that a socket would give."""

    def __init__(self, app: Any) -> None:
        self._inner = httpx.WSGITransport(app=app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the app's answer.

        Raises:
            httpx.TransportError: the app dropped the connection.
        """
        try:
            return self._inner.handle_request(request)
        except ConnectionDropped as dropped:
            raise _ERRORS[dropped.kind](dropped.kind) from None
