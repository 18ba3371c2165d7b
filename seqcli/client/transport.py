"""An httpx transport with one deadline per exchange; timeouts per read would let a slow answer last for ever."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import httpcore
import httpx

from seqcli.client.trust import check_secure, find_proxy, make_ssl_context
from seqcli.clock import boottime


class _DeadlineStream(httpcore.NetworkStream):
    """A network stream whose operations share the deadline of the exchange.

    What is written leaves with the next read: a request in one piece, not its headers first and its body after them.
    """

    def __init__(self, inner: httpcore.NetworkStream, backend: "DeadlineBackend") -> None:
        self._inner = inner
        self._backend = backend
        self._unsent = b""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._unsent:
            with suppress(
                httpcore.WriteError
            ):  # as httpcore does: a server may answer before it has read everything
                self._flush(timeout)
        return self._inner.read(max_bytes, self._backend.remaining(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._backend.remaining(timeout, httpcore.WriteTimeout)
        self._unsent += buffer

    def _flush(self, timeout: float | None) -> None:
        unsent, self._unsent = self._unsent, b""
        self._inner.write(unsent, self._backend.remaining(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._backend.remaining(timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(self._inner.start_tls(ssl_context, server_hostname, left), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class DeadlineBackend(httpcore.NetworkBackend):
    """Opens connections with the deadline `self.ends_at`, in seconds of the monotonic clock."""

    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()
        self.ends_at = float("inf")

    def remaining(self, timeout: float | None, error: type[Exception]) -> float | None:
        """Return the smaller of `timeout` and the time left; raise `error` if there is none."""
        left = self.ends_at - boottime()
        if left <= 0:
            raise error("the exchange took too long")
        if left == float("inf"):
            return timeout
        return left if timeout is None else min(left, timeout)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect within the time left."""
        left = self.remaining(timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(self._inner.connect_tcp(host, port, left, local_address, socket_options), self)

    def sleep(self, seconds: float) -> None:
        """Wait between connection attempts; the pool never retries."""
        self._inner.sleep(seconds)


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()


class DeadlineTransport(httpx.BaseTransport):
    """httpx over an httpcore pool with a deadline, with the proxy and certificate settings of the environment.

    Raises:
        ConfigError: a setting cannot be used, or the key would leave this machine without TLS.
    """

    def __init__(self, base_url: httpx.URL) -> None:
        self.backend = DeadlineBackend()
        self._pool = _make_pool(base_url, self.backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Perform one exchange; raises httpcore's errors, which the client handles like httpx's."""
        raw = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(raw)
        if not isinstance(answer.stream, Iterable):
            raise TypeError("a synchronous pool gives synchronous streams")
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close the pool."""
        self._pool.close()


def _make_pool(base_url: httpx.URL, backend: DeadlineBackend) -> httpcore.ConnectionPool:
    check_secure(base_url)
    proxy = find_proxy(base_url)
    context = make_ssl_context() if base_url.scheme == "https" else None
    if proxy is None:
        return httpcore.ConnectionPool(ssl_context=context, network_backend=backend)
    url, auth = proxy
    return httpcore.HTTPProxy(str(url), proxy_auth=auth, ssl_context=context, network_backend=backend)
