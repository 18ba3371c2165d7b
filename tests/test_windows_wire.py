"""What the wire does to `seqcli.client.Client`, by raw sockets on loopback, and every odd page of the stream.

What each answer means is in test_client.py.
"""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqcli.client import (
    Accepted,
    Client,
    NotConnected,
    Outcome,
    Throttled,
    Unknown,
    UnknownKind,
)
from seqcli.client.json_text import read_json
from seqcli.client.outcome import parse_retry_after
from seqcli.client.stream import KNOWN, read_page
from seqcli.clock import ServerTime, SystemClock
from seqcli.errors import StreamError

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TO = "ada@acme.example"
HANDLE = "alice.acme@inboxbase.ai"
RESULT = {"to": TO, "status": "queued", "pendingId": "psn_1", "convId": "conv_1"}
GOOD = {"identity": HANDLE, "queued": 1, "rejected": 0, "results": [RESULT]}
Behaviour = Callable[[socket.socket], None]


@contextmanager
def raw_server(behave: Behaviour, *, reads: bool = True) -> Iterator[tuple[str, list[bytes]]]:
    """Serve every connection by `behave` after its request was read whole; yield the address and the requests.

    Without `reads` it behaves at once, as one does who never comes to the request.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    requests: list[bytes] = []

    def run() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                try:
                    if reads:
                        requests.append(read_request(connection))
                    behave(connection)
                except OSError:
                    pass

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", requests
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(6)


def read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(x[15:]) for x in head.lower().split(b"\r\n") if x.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def answering(
    status: int = 202, body: bytes = b"", headers: str = "", length: int | None = None
) -> Behaviour:
    size = len(body) if length is None else length
    head = f"HTTP/1.1 {status} X\r\nContent-Length: {size}\r\nConnection: close\r\n{headers}\r\n"
    return lambda connection: connection.sendall(head.encode() + body)


def send_to(url: str, deadline_s: float = 5.0) -> Outcome:
    client = Client(url, "sk_live_secret", ServerTime(SystemClock()), send_deadline_s=deadline_s)
    try:
        return client.send(HANDLE, b'{"to": "x"}', "lead:0", to=TO, follow_up=False)
    finally:
        client.close()


def send_over(behave: Behaviour, deadline_s: float = 5.0) -> tuple[Outcome, int]:
    with raw_server(behave) as (url, requests):
        return send_to(url, deadline_s), len(requests)


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def hang(connection: socket.socket) -> None:
    """Keep the connection open until the client goes."""
    connection.recv(1)


def drip(first: bytes) -> Behaviour:
    """Send one byte after another until the client goes; no read of the client ever waits for long."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(b"x")
            threading.Event().wait(0.02)

    return behave


BROKEN: dict[str, Behaviour] = {
    "reset": reset,
    "closed": lambda connection: connection.close(),
    "hang": hang,
    "short body": answering(202, b'{"resul', length=500),
    "broken chunk": lambda c: c.sendall(b"HTTP/1.1 202 X\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc"),
    "ended chunks": lambda c: c.sendall(b"HTTP/1.1 202 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
    "bad gzip": answering(202, b"no gzip", "Content-Encoding: gzip\r\n"),
    "no HTTP": lambda c: c.sendall(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "half a head": lambda c: c.sendall(b"HTTP/1.1 202 X\r\nContent-Le"),
    "slow head": drip(b"HTTP/1.1 202 X\r\nX-Slow: "),
    "slow body": drip(b"HTTP/1.1 202 X\r\nContent-Length: 100000\r\n\r\n"),
    "slow chunks": drip(b"HTTP/1.1 202 X\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n"),
}


@pytest.mark.window("W5", "W44")
@pytest.mark.parametrize("how", BROKEN)
def test_whatever_breaks_after_the_request_left_the_outcome_is_unknown_and_asked_once(how: str) -> None:
    outcome, requests = send_over(BROKEN[how], deadline_s=0.4 if how == "hang" or "slow" in how else 5.0)
    assert isinstance(outcome, Unknown)
    assert outcome.kind is UnknownKind.WIRE
    assert requests == 1
    assert "sk_live_secret" not in outcome.reason


@pytest.mark.window("W44")
@pytest.mark.parametrize("how", ["slow head", "slow body", "slow chunks", "hang"])
def test_a_slow_stream_page_ends_at_its_deadline(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seqcli.client.api.READ_DEADLINE_S", 0.4)
    with raw_server(BROKEN[how]) as (url, _):
        client = Client(url, "sk_x", ServerTime(SystemClock()))
        with pytest.raises(StreamError):
            client.read_events(HANDLE, 0)
        client.close()


@pytest.mark.window("W44")
def test_a_look_at_a_silent_12m_ends_at_a_deadline_of_its_own() -> None:
    with raw_server(BROKEN["hang"]) as (url, _):
        client = Client(url, "sk_x", ServerTime(SystemClock()), read_deadline_s=0.4)
        with pytest.raises(StreamError):
            client.read_conversation(HANDLE, "conv_1")
        client.close()


@pytest.mark.window("W5")
def test_only_a_connection_that_was_never_made_proves_that_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert isinstance(send_to(f"http://127.0.0.1:{port}"), NotConnected)


@pytest.mark.window("W5")
def test_a_redirect_is_not_followed() -> None:
    outcome, requests = send_over(answering(307, b"", "Location: /elsewhere\r\n"))
    assert (type(outcome), requests) == (Unknown, 1)


@pytest.mark.window("W5")
def test_a_good_answer_over_a_real_socket_is_an_acceptance_and_the_bytes_go_out_as_given() -> None:
    with raw_server(answering(202, json.dumps(GOOD).encode())) as (url, requests):
        assert send_to(url) == Accepted("conv_1", "psn_1", None, 202)
    head, _, body = requests[0].partition(b"\r\n\r\n")
    assert body == b'{"to": "x"}'
    assert b"idempotency-key: lead:0" in head.lower()


@pytest.mark.window("W10")
@settings(max_examples=200)
@given(st.text(max_size=40))
def test_no_retry_after_whatever_it_says_raises(text: str) -> None:
    wait = parse_retry_after(text, NOW)
    assert wait is None or 1 <= wait <= 86_400


@pytest.mark.window("W10")
def test_of_two_retry_after_headers_the_first_counts() -> None:
    outcome, _ = send_over(answering(429, b"{}", "Retry-After: 5\r\nRetry-After: 40\r\n"))
    assert isinstance(outcome, Throttled)
    assert outcome.wait_s == 5


# -- pages


NO_CURSORS: list[Any] = [None, "x", -1, 1.5, True, 2**63, [], float("inf")]


@pytest.mark.window("W30")
@pytest.mark.parametrize(
    "page",
    [
        *(None, [], "text", 5, {}, {"events": []}, {"cursor": 5}, {"cursor": 5, "events": {}}),
        *({"cursor": value, "events": []} for value in NO_CURSORS),
        {"cursor": 4, "events": [], "hasMore": False},
        {"cursor": 5, "events": [], "hasMore": True},
    ],
    ids=str,
)
def test_a_page_without_a_sound_cursor_that_moves_is_no_page(page: Any) -> None:
    with pytest.raises(StreamError):
        read_page(page, 5)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(["seq", "id", "type", "ts", "tsIso", "convId", "data"])
DATA = st.dictionaries(
    st.sampled_from(["convId", "pendingId", "recipient", "message", "waitedMs", "reason", "dispatchAt", "to"])
    | st.text(max_size=5),
    ANYTHING,
    max_size=5,
)


@pytest.mark.window("W29")
@settings(max_examples=300)
@given(st.sampled_from(sorted(KNOWN)), DATA | ANYTHING, st.dictionaries(FIELDS, ANYTHING, max_size=3))
def test_every_entry_of_a_page_is_an_event_or_a_stray_whatever_it_holds(
    kind: str, data: Any, spoilt: dict[str, Any]
) -> None:
    entry = {"seq": 6, "id": "evt_1", "type": kind, "ts": 1_772_000_000_000, "convId": "conv_1", "data": data}
    page = read_page({"cursor": 9, "events": [{**entry, **spoilt}, 5, None], "hasMore": False}, 5)
    assert len(page.events) + len(page.malformed) == 3
    for event in page.events:
        assert 0 <= event.seq < 2**63


@pytest.mark.window("W29")
def test_half_a_surrogate_pair_and_a_nan_spoil_no_more_than_their_own_event() -> None:
    whole = read_json(rb'{"a": "\ud83d\ude00", "b": ["x\ud800"], "\udfff": 1, "n": 2}')
    assert whole == {"a": "\N{GRINNING FACE}", "b": ["x?"], "?": 1, "n": 2}
    assert read_json(b"[NaN, Infinity, 1]") == ["NaN", "Infinity", 1]
