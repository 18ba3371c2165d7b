"""`seqcli.client.Client` against pytest-httpx: every request as 12m sees it, and every answer as the engine gets it.

Real sockets are in test_windows_wire.py, TLS and proxies in test_windows_tls.py.
"""

import json
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpcore
import httpx
import pytest
from pytest_httpx import HTTPXMock
from test_windows_wire import GOOD, HANDLE, NOW, RESULT, TO

from seqcli import __version__
from seqcli.client import (
    Accepted,
    BodyConflict,
    Client,
    Conversation,
    ConversationGone,
    ConversationGoneError,
    IdentityUnknown,
    KeyRefused,
    NotConnected,
    Outcome,
    Rejected,
    RejectedFor,
    ReplayedRefusal,
    Throttled,
    Unknown,
    UnknownKind,
)
from seqcli.client.api import MAX_LIST_PAGES
from seqcli.client.transport import DeadlineBackend, _DeadlineStream
from seqcli.clock import ServerTime, VirtualClock
from seqcli.errors import ConfigError, SeqcliError, StreamError

BASE_URL = "https://api.12m.example"
KEY = "sk_live_0123456789abcdef"
IDENTITY_PATH = "/v1/identities/alice.acme%40inboxbase.ai"
CONV_ID = "conv_0123456789abcdef"
EMPTY_PAGE = {"identity": HANDLE, "events": [], "cursor": 7, "hasMore": False}
NO_CONVERSATIONS: dict[str, Any] = {"conversations": [], "nextCursor": None}
Call = Callable[[Client], Any]


@pytest.fixture(scope="module")
def transport() -> httpx.HTTPTransport:
    """The transport that pytest-httpx replaces; made once, as it reads the certificates of this machine."""
    return httpx.HTTPTransport()


@pytest.fixture
def client(httpx_mock: HTTPXMock, transport: httpx.HTTPTransport) -> Iterator[Client]:
    assert httpx_mock
    client = Client(BASE_URL, KEY, ServerTime(VirtualClock(NOW)), transport=transport)
    yield client
    client.close()


def send(client: Client, body: bytes = b"{}", *, follow_up: bool = False) -> Outcome:
    return client.send(HANDLE, body, "lead:0", to=TO, follow_up=follow_up)


def read_events(client: Client) -> Any:
    return client.read_events(HANDLE, 7)


def list_conversations(client: Client) -> Any:
    return client.list_conversations(HANDLE, TO)


def read_conversation(client: Client) -> Any:
    return client.read_conversation(HANDLE, CONV_ID)


CALLS: dict[str, tuple[Call, Any]] = {
    "send": (send, GOOD),
    "events": (read_events, EMPTY_PAGE),
    "conversations": (list_conversations, NO_CONVERSATIONS),
    "conversation": (read_conversation, {"id": CONV_ID, "events": []}),
}
READS = [name for name in CALLS if name != "send"]


def answer(mock: HTTPXMock, status: int, data: Any = b"", headers: dict[str, str] | None = None) -> None:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    fields = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    mock.add_response(status_code=status, content=content, headers=fields)


def params_of(request: httpx.Request) -> dict[str, str]:
    return dict(request.url.params)


# -- requests


@pytest.mark.httpx_mock(can_send_already_matched_responses=True)
@pytest.mark.parametrize(
    ("name", "method", "path"),
    [
        ("send", "POST", f"{IDENTITY_PATH}/send"),
        ("events", "GET", f"{IDENTITY_PATH}/events"),
        ("conversations", "GET", f"{IDENTITY_PATH}/conversations"),
        ("conversation", "GET", f"{IDENTITY_PATH}/conversations/{CONV_ID}"),
    ],
)
def test_every_call_has_its_method_and_path_and_the_same_headers(
    client: Client, httpx_mock: HTTPXMock, name: str, method: str, path: str
) -> None:
    call, data = CALLS[name]
    answer(httpx_mock, 200, data)
    call(client)
    for request in httpx_mock.get_requests():
        assert request.method == method
        assert request.url.raw_path.partition(b"?")[0].decode() == path
        assert request.url.host == "api.12m.example"
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert request.headers["user-agent"] == f"seqcli/{__version__}"
        assert request.headers["accept-encoding"] == "gzip"
        assert "cookie" not in request.headers


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("a/b", "a%2Fb"),
        ("..", ".."),
        ("a b?x=1#y", "a%20b%3Fx%3D1%23y"),
        ("100%25", "100%2525"),
        ("jos\u00e9@acme.example", "jos%C3%A9%40acme.example"),
    ],
)
def test_identities_and_conversations_cannot_leave_their_place_in_the_path(
    client: Client, httpx_mock: HTTPXMock, text: str, encoded: str
) -> None:
    answer(httpx_mock, 200, {"events": []})
    client.read_conversation(f"x{text}", f"y{text}")
    [request] = httpx_mock.get_requests()
    assert request.url.raw_path.decode() == f"/v1/identities/x{encoded}/conversations/y{encoded}"


@pytest.mark.parametrize(
    "body",
    [
        b'{"to": "ada@acme.example", "subject": "Hi"}',
        '{"text": "Gr\u00fc\u00dfe \U0001f600\u2028"}'.encode(),
        b'{ "b":1,\r\n "a" : 1.0 }\n',
        b"\x00\xff not JSON at all",
    ],
)
def test_a_send_carries_its_key_and_exactly_the_bytes_of_the_attempt(
    client: Client, httpx_mock: HTTPXMock, body: bytes
) -> None:
    answer(httpx_mock, 202, GOOD)
    client.send(HANDLE, body, "6f1e:2:r1", to=TO, follow_up=False)
    [request] = httpx_mock.get_requests()
    assert request.content == body
    assert request.headers["idempotency-key"] == "6f1e:2:r1"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["content-length"] == str(len(body))
    assert not request.url.query


@pytest.mark.parametrize(
    ("since", "timeout_ms", "params"),
    [
        (0, 0, {"since": "0", "limit": "200"}),
        (2**53 - 1, 0, {"since": "9007199254740991", "limit": "200"}),
        (43, 25_000, {"since": "43", "limit": "200", "timeoutMs": "25000"}),
    ],
)
def test_events_are_asked_for_by_cursor(
    client: Client, httpx_mock: HTTPXMock, since: int, timeout_ms: int, params: dict[str, str]
) -> None:
    answer(httpx_mock, 200, {**EMPTY_PAGE, "cursor": since})
    assert client.read_events(HANDLE, since, timeout_ms).cursor == since
    [request] = httpx_mock.get_requests()
    assert params_of(request) == params
    assert not request.content
    assert "idempotency-key" not in request.headers


def test_a_page_that_cannot_be_separated_is_asked_for_in_smaller_parts_without_waiting(
    client: Client, httpx_mock: HTTPXMock
) -> None:
    answer(httpx_mock, 200, b'{"events": [}')
    answer(httpx_mock, 200, b'{"events": [}')
    answer(httpx_mock, 200, {**EMPTY_PAGE, "cursor": 8})
    assert client.read_events(HANDLE, 7, 5000).cursor == 8
    assert [params_of(request) for request in httpx_mock.get_requests()] == [
        {"since": "7", "limit": "200", "timeoutMs": "5000"},
        {"since": "7", "limit": "14"},
        {"since": "7", "limit": "1"},
    ]


def test_a_page_becomes_events_in_order(client: Client, httpx_mock: HTTPXMock) -> None:
    events = [
        {"seq": 9, "id": "evt_2", "type": "email.no_reply", "ts": 1, "convId": "conv_1", "data": {}},
        {"seq": 8, "id": "evt_1", "type": "email.sent", "ts": 1, "data": {"convId": "conv_1"}},
        {"type": "email.replied"},
    ]
    answer(httpx_mock, 200, {"events": events, "cursor": 9, "hasMore": True})
    page = client.read_events(HANDLE, 7)
    assert [(event.seq, event.id, event.conv_id) for event in page.events] == [
        (8, "evt_1", "conv_1"),
        (9, "evt_2", "conv_1"),
    ]
    assert [malformed.why for malformed in page.malformed] == ["no usable seq"]
    assert (page.cursor, page.has_more) == (9, True)


# -- conversations


def summary(name: str, created: int = 1_772_000_000_000) -> dict[str, Any]:
    return {"id": name, "createdAt": created, "lastEventAt": created, "subject": "Hi"}


def test_conversations_are_read_to_the_last_page_archived_ones_too(
    client: Client, httpx_mock: HTTPXMock
) -> None:
    address = "o'neil+x@acme.example"
    answer(httpx_mock, 200, {"conversations": [summary("conv_1")], "nextCursor": "p/2=="})
    answer(httpx_mock, 200, {"conversations": [summary("conv_2"), summary("conv_1")], "nextCursor": ""})
    answer(httpx_mock, 200, {"conversations": [summary("conv_3")]})
    found = client.list_conversations(HANDLE, address)
    assert [row.id for row in found] == ["conv_1", "conv_2", "conv_3"]
    shared = {"with": address, "limit": "100"}
    assert [params_of(request) for request in httpx_mock.get_requests()] == [
        {**shared, "archived": "false"},
        {**shared, "archived": "false", "cursor": "p/2=="},
        {**shared, "archived": "true"},
    ]


@pytest.mark.httpx_mock(can_send_already_matched_responses=True)
def test_a_list_of_conversations_without_an_end_is_left(client: Client, httpx_mock: HTTPXMock) -> None:
    answer(httpx_mock, 200, {"conversations": [], "nextCursor": "again"})
    with pytest.raises(StreamError, match="does not end"):
        list_conversations(client)
    assert len(httpx_mock.get_requests()) == MAX_LIST_PAGES


def test_half_a_list_of_conversations_is_no_list(client: Client, httpx_mock: HTTPXMock) -> None:
    answer(httpx_mock, 200, {"conversations": [summary("conv_1")], "nextCursor": "p2"})
    answer(httpx_mock, 502, {"error": "bad gateway"})
    with pytest.raises(StreamError):
        list_conversations(client)


@pytest.mark.parametrize(
    "data",
    [
        *([], {}, {"conversations": None}, {"conversations": ["conv_1"]}, b"<html>"),
        *({"conversations": [summary(name)]} for name in ("", "c" * 501)),
        {"conversations": [{"subject": "no id"}]},
        {"conversations": [], "nextCursor": "p" * 4001},
    ],
    ids=lambda data: str(data)[:40],
)
def test_a_list_of_conversations_of_the_wrong_shape_is_an_error(
    client: Client, httpx_mock: HTTPXMock, data: Any
) -> None:
    answer(httpx_mock, 200, data)
    with pytest.raises(StreamError):
        list_conversations(client)


@pytest.mark.parametrize("is_wrapped", [False, True])
def test_a_conversation_is_a_timeline_with_its_timer(
    client: Client, httpx_mock: HTTPXMock, *, is_wrapped: bool
) -> None:
    entries = [
        {"type": "message", "direction": "inbound", "ts": 1_772_000_060_000, "from": TO, "text": "Yes"},
        {"type": "label_added", "label": "vip"},
        {"type": "message", "direction": "outbound", "ts": 1_772_000_000_000, "from": "a@b.example"},
        {"type": "message", "ts": "nonsense", "from": HANDLE},
        "not an object",
    ]
    inner = {"id": CONV_ID, "events": entries, "noReplyAt": 1_772_000_120_000}
    answer(httpx_mock, 200, {"conversation": inner} if is_wrapped else inner)
    found = read_conversation(client)
    assert isinstance(found, Conversation)
    assert [message.outbound for message in found.messages] == [True, False, True, None]
    assert found.no_reply_at == datetime.fromtimestamp(1_772_000_120, UTC)
    assert found.last_no_reply_at is None


# -- every outcome of a send


def outcome_of(
    client: Client,
    mock: HTTPXMock,
    status: int,
    data: Any,
    headers: dict[str, str] | None = None,
    *,
    follow_up: bool = False,
) -> Outcome:
    answer(mock, status, data, headers)
    outcome = send(client, follow_up=follow_up)
    assert len(mock.get_requests()) == 1
    return outcome


REPLAYED = {"Idempotent-Replayed": "true"}
DISPATCH_AT = datetime(2026, 4, 27, 8, 35, 29, tzinfo=UTC)
ACCEPTED: list[tuple[int, Any, Accepted]] = [
    (202, GOOD, Accepted("conv_1", "psn_1", None, 202)),
    (200, GOOD, Accepted("conv_1", "psn_1", None, 200)),
    (
        202,
        {"results": [{**RESULT, "dispatchAt": 1777278929000}]},
        Accepted("conv_1", "psn_1", DISPATCH_AT, 202),
    ),
    (
        202,
        {"results": [{**RESULT, "dispatchAtIso": "2026-04-27T08:35:29.000Z"}]},
        Accepted("conv_1", "psn_1", DISPATCH_AT, 202),
    ),
    (202, {"results": [{**RESULT, "status": "sent", "new": 1}]}, Accepted("conv_1", "psn_1", None, 202)),
    (202, {"results": [{"convId": "conv_1"}]}, Accepted("conv_1", None, None, 202)),
    (
        200,
        {"messages": [{"convId": "conv_9", "affinity": "new", "account": {"email": TO}}], "remaining": 137},
        Accepted("conv_9", None, None, 200),
    ),
    *(
        (202, {"results": [{**RESULT, "to": to}]}, Accepted("conv_1", "psn_1", None, 202))
        for to in ("ADA@Acme.example", " ada@acme.example ", "ada@acme.example.")
    ),
]


@pytest.mark.window("W7")
@pytest.mark.parametrize("is_replayed", [False, True])
@pytest.mark.parametrize(("status", "data", "expected"), ACCEPTED, ids=str)
def test_both_shapes_of_an_acceptance(
    client: Client, httpx_mock: HTTPXMock, status: int, data: Any, expected: Accepted, *, is_replayed: bool
) -> None:
    found = outcome_of(client, httpx_mock, status, data, REPLAYED if is_replayed else {})
    assert isinstance(found, Accepted)
    assert found.replayed is is_replayed
    assert (found.conv_id, found.pending_id, found.dispatch_at, found.http_status) == (
        expected.conv_id, expected.pending_id, expected.dispatch_at, expected.http_status
    )  # fmt: skip


WRONG_SHAPES: list[Any] = [
    *(b"", b"not JSON", b"\xff\xfe", b"NaN", b'{"a": Infinity}', b"[" * 100_000, [], {}, None, 5, "text"),
    {"results": []},
    {"results": None},
    {"results": {}},
    {"results": ["queued"]},
    {"results": [RESULT, RESULT]},
    {"results": [{**RESULT, "to": "other@acme.example"}]},
    {"results": [{**RESULT, "convId": None}]},
    {"results": [{**RESULT, "convId": ""}]},
    {"results": [{**RESULT, "convId": 5}]},
    {"results": [{**RESULT, "convId": "c" * 501}]},
    {"results": [{**RESULT, "status": "perhaps"}]},
    {"results": [{**RESULT, "status": 1}]},
    {"results": [{**RESULT, "pendingId": ["x"]}]},
    {"messages": [{"affinity": "new"}]},
    {"messages": [{"convId": "conv_1"}, {"convId": "conv_2"}]},
]


@pytest.mark.window("W7")
@pytest.mark.parametrize("status", [200, 202, 204])
@pytest.mark.parametrize("data", WRONG_SHAPES, ids=lambda data: str(data)[:60])
def test_a_2xx_of_the_wrong_shape_is_unknown(
    client: Client, httpx_mock: HTTPXMock, status: int, data: Any
) -> None:
    expected = Unknown(UnknownKind.UNREADABLE, f"HTTP {status} with an unreadable answer", status)
    assert outcome_of(client, httpx_mock, status, data) == expected


REJECTIONS = [
    ("do_not_contact", RejectedFor.DO_NOT_CONTACT),
    ("invalid_recipient", RejectedFor.ADDRESS),
    ("no_eligible_pool", RejectedFor.IDENTITY),
    ("no_accounts", RejectedFor.IDENTITY),
    ("inactive", RejectedFor.IDENTITY),
    ("suspended", RejectedFor.IDENTITY),
    ("moon_phase", RejectedFor.UNRECOGNISED),
]


def rejection(reason: str) -> Any:
    return {"queued": 0, "rejected": 1, "results": [{"to": TO, "status": "rejected", "reason": reason}]}


@pytest.mark.window("W8", "W9")
@pytest.mark.parametrize("status", [200, 202, 429])
@pytest.mark.parametrize(("reason", "about"), REJECTIONS)
def test_results_are_read_before_the_status(
    client: Client, httpx_mock: HTTPXMock, status: int, reason: str, about: RejectedFor
) -> None:
    found = outcome_of(client, httpx_mock, status, rejection(reason), {"Retry-After": "9"})
    assert found == Rejected(about, reason, status)


def test_a_rejection_without_a_reason_or_without_a_status_is_one(
    client: Client, httpx_mock: HTTPXMock
) -> None:
    answer(httpx_mock, 202, {"results": [{"to": TO, "status": "rejected"}]})
    answer(httpx_mock, 202, {"results": [{"to": TO, "reason": "inactive"}]})
    assert send(client) == Rejected(RejectedFor.UNRECOGNISED, "no reason given", 202)
    assert send(client) == Rejected(RejectedFor.IDENTITY, "inactive", 202)


@pytest.mark.window("W9")
@pytest.mark.parametrize(
    "data",
    [{"results": [RESULT]}, {"results": [RESULT, RESULT]}, {"results": [{**RESULT, "to": "b@c.example"}]}],
    ids=str,
)
def test_a_429_with_results_that_are_no_refusal_is_unknown_and_no_throttle(
    client: Client, httpx_mock: HTTPXMock, data: Any
) -> None:
    expected = Unknown(UnknownKind.UNREADABLE, "HTTP 429 with an unreadable answer", 429)
    assert outcome_of(client, httpx_mock, 429, data) == expected


@pytest.mark.window("W9")
@pytest.mark.parametrize(
    ("status", "data", "text", "is_cap"),
    [
        (429, {}, "HTTP 429", False),
        (429, b"", "HTTP 429", False),
        (429, b"<html>", "HTTP 429", False),
        (429, {"error": "too many requests"}, "HTTP 429 too many requests", False),
        (429, {"error": "daily cap reached"}, "HTTP 429 daily cap reached", True),
        (429, rejection("cap_exceeded"), "cap_exceeded", True),
        (202, rejection("cap_exceeded"), "cap_exceeded", True),
    ],
)
def test_a_429_without_results_and_a_spent_cap_are_throttles(
    client: Client, httpx_mock: HTTPXMock, status: int, data: Any, text: str, *, is_cap: bool
) -> None:
    found = outcome_of(client, httpx_mock, status, data, {"Retry-After": "7"})
    assert found == Throttled(text, 7.0, is_cap, status)


def dated(seconds: int, form: str) -> str:
    then = NOW + timedelta(seconds=seconds)
    if form == "rfc850":
        return then.strftime("%A, %d-%b-%y %H:%M:%S GMT")
    if form == "asctime":
        return then.strftime("%a %b %e %H:%M:%S %Y")
    return format_datetime(then, usegmt=True)


RETRY_AFTER = [
    *[("120", 120.0), ("0", 1.0), ("1.5", 1.5), (" 30 ", 30.0), ("1000000000000", 86_400.0), ("1e3", 1000.0)],
    *[(dated(45, form), 45.0) for form in ("imf", "rfc850", "asctime")],
    *[(dated(-45, "imf"), 1.0), (dated(10**7, "imf"), 86_400.0)],
    *[("5, 40", 5.0), ("soon, 40", 40.0)],
    *[(text, None) for text in ("soon", "", "-5", "nan", "inf", "Mon, 99 Foo 2026", "١٢٠x", "0x10", None)],
]


@pytest.mark.window("W10")
@pytest.mark.parametrize("data", [{}, rejection("cap_exceeded")], ids=["429", "cap"])
@pytest.mark.parametrize(("text", "seconds"), RETRY_AFTER, ids=str)
def test_every_form_of_retry_after_is_a_wait_within_a_day_or_nothing(
    client: Client, httpx_mock: HTTPXMock, text: str | None, seconds: float | None, data: Any
) -> None:
    found = outcome_of(client, httpx_mock, 429, data, {} if text is None else {"Retry-After": text})
    assert isinstance(found, Throttled)
    assert found.wait_s == seconds


def repeats(text: str) -> str:
    return f"12m repeats the answer '{text}' under this key"


@pytest.mark.window("W6")
@pytest.mark.parametrize(
    ("status", "data", "expected"),
    [
        (
            500,
            {"error": "internal error"},
            Unknown(UnknownKind.STORED, repeats("HTTP 500 internal error"), 500),
        ),
        (503, b"", Unknown(UnknownKind.STORED, repeats("HTTP 503"), 503)),
        (
            404,
            {"error": "identity not found in org"},
            Unknown(UnknownKind.STORED, repeats("HTTP 404 identity not found in org"), 404),
        ),
        (401, {"error": "no"}, Unknown(UnknownKind.STORED, repeats("HTTP 401 no"), 401)),
        (409, {"error": "no"}, Unknown(UnknownKind.STORED, repeats("HTTP 409 no"), 409)),
        (
            429,
            {"error": "too many requests"},
            ReplayedRefusal(repeats("HTTP 429 too many requests"), 429),
        ),
        (429, rejection("cap_exceeded"), ReplayedRefusal(repeats("cap_exceeded"), 429)),
        (202, rejection("suspended"), ReplayedRefusal(repeats("suspended"), 202)),
        (429, rejection("do_not_contact"), Rejected(RejectedFor.DO_NOT_CONTACT, "do_not_contact", 429)),
        (422, {"error": "no"}, Rejected(RejectedFor.REQUEST, "HTTP 422 no", 422)),
        (400, {"error": "no"}, Rejected(RejectedFor.REQUEST, "HTTP 400 no", 400)),
        (202, b"cut", Unknown(UnknownKind.UNREADABLE, "HTTP 202 with an unreadable answer", 202)),
    ],
    ids=str,
)
def test_a_repeated_answer_says_nothing_of_the_identity_today(
    client: Client, httpx_mock: HTTPXMock, status: int, data: Any, expected: Outcome
) -> None:
    assert outcome_of(client, httpx_mock, status, data, REPLAYED) == expected


ERRORS: list[tuple[int, Any, bool, Outcome]] = [
    (401, {"error": "invalid api key"}, False, KeyRefused("HTTP 401 invalid api key", 401)),
    (403, b"", False, KeyRefused("HTTP 403", 403)),
    (400, {"error": "bad", "details": {"a": 1}}, False,
     Rejected(RejectedFor.REQUEST, 'HTTP 400 bad: {"a": 1}', 400)),
    (422, {"error": "bad", "details": "html"}, True, Rejected(RejectedFor.REQUEST, "HTTP 422 bad: html", 422)),
    (413, b"<html>", False, Rejected(RejectedFor.REQUEST, "HTTP 413", 413)),
    *((status, {"error": "x"}, False, Unknown(UnknownKind.SERVER, f"HTTP {status} x", status))
      for status in (302, 408, 425, 500, 502, 503, 504, 599)),
    (500, {"error": "x" * 999}, False, Unknown(UnknownKind.SERVER, f"HTTP 500 {'x' * 300}", 500)),
    (500, GOOD, False, Unknown(UnknownKind.SERVER, "HTTP 500", 500)),
]  # fmt: skip


@pytest.mark.window("W11")
@pytest.mark.parametrize(("status", "data", "follow_up", "expected"), ERRORS, ids=lambda each: str(each)[:40])
def test_every_other_status_has_its_outcome(
    client: Client, httpx_mock: HTTPXMock, status: int, data: Any, expected: Outcome, *, follow_up: bool
) -> None:
    assert outcome_of(client, httpx_mock, status, data, follow_up=follow_up) == expected


@pytest.mark.window("W4", "W3")
@pytest.mark.parametrize(
    ("words", "running"),
    [
        ("a request with this idempotency key is in progress", True),
        ("concurrent request", True),
        ("idempotency key was used with a different body", False),
        ("conflict", False),
    ],
)
def test_the_two_meanings_of_409(client: Client, httpx_mock: HTTPXMock, words: str, *, running: bool) -> None:
    found = outcome_of(client, httpx_mock, 409, {"error": words})
    assert found == BodyConflict(f"HTTP 409 {words}", running)


@pytest.mark.window("W12")
@pytest.mark.parametrize(
    ("words", "follow_up", "expected"),
    [
        ("identity not found in org", True, IdentityUnknown),
        ("identity not found in org", False, IdentityUnknown),
        ("conversation not found", True, ConversationGone),
        ("conversation not found for this identity", True, ConversationGone),
        ("convId belongs to another identity", True, ConversationGone),
        ("not found", True, ConversationGone),
        ("not found", False, IdentityUnknown),
    ],
)
def test_the_two_meanings_of_404(
    client: Client,
    httpx_mock: HTTPXMock,
    words: str,
    expected: type[IdentityUnknown | ConversationGone],
    *,
    follow_up: bool,
) -> None:
    found = outcome_of(client, httpx_mock, 404, {"error": words}, follow_up=follow_up)
    assert found == expected(f"HTTP 404 {words}")


# -- what breaks on the way


UNSENT = [
    httpx.ConnectError("refused"),
    httpx.ConnectTimeout("slow"),
    httpcore.ConnectError("refused"),
    httpcore.ConnectTimeout("slow"),
    httpcore.ProxyError("403 from the proxy"),
]
BROKEN = [
    *(httpx.ReadTimeout("slow"), httpx.WriteTimeout("slow"), httpx.PoolTimeout("slow")),
    *(httpx.ReadError("reset"), httpx.WriteError("reset"), httpx.CloseError("reset")),
    *(
        httpx.RemoteProtocolError("no HTTP"),
        httpx.LocalProtocolError("bad header"),
        httpx.DecodingError("gzip"),
    ),
    *(httpx.InvalidURL("no URL holds it"), httpx.StreamClosed()),
    *(httpcore.ReadTimeout("slow"), httpcore.WriteTimeout("slow"), httpcore.PoolTimeout("slow")),
    *(httpcore.ReadError("reset"), httpcore.WriteError("reset"), httpcore.RemoteProtocolError("no HTTP")),
    *(httpcore.LocalProtocolError("bad header"), httpcore.ConnectionNotAvailable()),
]


def named(error: Exception) -> str:
    return f"{type(error).__module__.split('.')[0]}.{type(error).__name__}"


@pytest.mark.window("W5")
@pytest.mark.parametrize("error", UNSENT, ids=named)
def test_a_send_without_a_connection_is_known_to_be_unsent(
    client: Client, httpx_mock: HTTPXMock, error: Exception
) -> None:
    httpx_mock.add_exception(error)
    assert send(client) == NotConnected(f"{type(error).__name__}: {error}")
    assert len(httpx_mock.get_requests()) == 1


@pytest.mark.window("W5")
@pytest.mark.parametrize("error", BROKEN, ids=named)
def test_a_send_that_breaks_later_is_unknown_and_never_repeated(
    client: Client, httpx_mock: HTTPXMock, error: Exception
) -> None:
    httpx_mock.add_exception(error)
    found = send(client)
    assert isinstance(found, Unknown)
    assert (found.kind, found.http_status) == (UnknownKind.WIRE, None)
    assert found.reason.startswith(type(error).__name__)
    assert len(httpx_mock.get_requests()) == 1


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("error", [*UNSENT, *BROKEN], ids=named)
def test_a_read_that_breaks_is_an_error_and_never_repeated(
    client: Client, httpx_mock: HTTPXMock, name: str, error: Exception
) -> None:
    httpx_mock.add_exception(error)
    with pytest.raises(StreamError, match="12m did not answer") as caught:
        CALLS[name][0](client)
    assert caught.value.code == "no_answer"
    assert len(httpx_mock.get_requests()) == 1


def test_a_message_about_the_wire_has_no_full_stop_of_its_own(client: Client, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_exception(httpx.RemoteProtocolError("Server disconnected without sending a response."))
    with pytest.raises(StreamError, match=r"without sending a response$"):
        CALLS[READS[0]][0](client)


READ_FAILURES: list[tuple[int, Any, type[SeqcliError], str]] = [
    (401, {"error": "invalid api key"}, ConfigError, "key_refused"),
    (403, b"", ConfigError, "key_refused"),
    (404, {"error": "identity not found in org"}, ConfigError, "identity_unknown"),
    *((status, {"error": "x"}, StreamError, "no_answer") for status in (204, 302, 400, 409, 429, 500, 503)),
]


@pytest.mark.window("W11", "W12")
@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize(("status", "data", "error", "code"), READ_FAILURES, ids=lambda each: str(each)[:30])
def test_a_read_that_12m_refuses_is_an_error_and_never_repeated(
    client: Client,
    httpx_mock: HTTPXMock,
    name: str,
    status: int,
    data: Any,
    error: type[SeqcliError],
    code: str,
) -> None:
    answer(httpx_mock, status, data)
    with pytest.raises(error) as caught:
        CALLS[name][0](client)
    assert caught.value.code == code
    assert len(httpx_mock.get_requests()) == 1


@pytest.mark.window("W12")
@pytest.mark.parametrize("words", ["conversation not found", "not found"])
def test_a_conversation_that_is_gone_is_not_a_wrong_identity(
    client: Client, httpx_mock: HTTPXMock, words: str
) -> None:
    answer(httpx_mock, 404, {"error": words})
    with pytest.raises(ConversationGoneError, match=CONV_ID):
        read_conversation(client)


def test_a_throttled_read_says_how_long_to_wait(client: Client, httpx_mock: HTTPXMock) -> None:
    answer(httpx_mock, 429, {"error": "too many requests"}, {"Retry-After": "7"})
    with pytest.raises(StreamError, match="too many requests") as caught:
        read_events(client)
    assert caught.value.hint == "Run it again. Wait 7 s first."


# -- what the headers of an answer tell


@pytest.mark.parametrize("status", [202, 429, 500])
def test_the_date_of_any_answer_sets_the_server_time(
    client: Client, httpx_mock: HTTPXMock, status: int
) -> None:
    answer(httpx_mock, status, b"", {"Date": dated(90, "imf")})
    send(client)
    assert client.server_time.now() == NOW + timedelta(seconds=90)
    assert client.server_time.offset_ms == 90_000


def test_only_a_simulator_says_that_it_is_one(client: Client, httpx_mock: HTTPXMock) -> None:
    answer(httpx_mock, 202, GOOD)
    answer(httpx_mock, 202, GOOD, {"X-Simulated-Speed": "60"})
    send(client)
    assert not client.is_simulated
    send(client)
    assert client.is_simulated


# -- the key


def texts_of(client: Client, call: Call) -> str:
    """Return everything that a person could get to see of a call's outcome."""
    try:
        found = call(client)
    except SeqcliError as error:
        return "\n".join([*traceback.format_exception(error), repr(error), error.message, error.hint])
    return f"{found!r}\n{found}"


QUOTING = [
    (401, {"error": f"invalid api key {KEY}"}),
    (400, {"error": "bad request", "details": {"authorization": f"Bearer {KEY}"}}),
    (404, {"error": f"identity not found in org of {KEY}"}),
    (409, {"error": f"used by {KEY}"}),
    (429, {"error": f"too many requests of {KEY}"}),
    (500, {"error": f"crashed at {KEY}"}),
    (202, rejection(f"not by {KEY}")),
]


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(("status", "data"), QUOTING, ids=lambda each: str(each)[:30])
def test_no_text_has_the_key_where_12m_quotes_it(
    client: Client, httpx_mock: HTTPXMock, name: str, status: int, data: Any
) -> None:
    answer(httpx_mock, status, data)
    assert KEY not in texts_of(client, CALLS[name][0])


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("kind", [httpx.LocalProtocolError, httpx.ConnectError, httpcore.LocalProtocolError])
def test_no_text_has_the_key_where_the_wire_quotes_it(
    client: Client, httpx_mock: HTTPXMock, name: str, kind: type[Exception]
) -> None:
    httpx_mock.add_exception(kind(f"Illegal header value b'Bearer {KEY}'"))
    assert KEY not in texts_of(client, CALLS[name][0])


def test_a_client_shows_a_fingerprint_and_no_key(client: Client, transport: httpx.HTTPTransport) -> None:
    other = Client(BASE_URL, "sk_live_other", ServerTime(VirtualClock(NOW)), transport=transport)
    assert KEY not in f"{client!r} {client} {client.key_fingerprint}"
    assert len(client.key_fingerprint) == 12
    assert client.key_fingerprint != other.key_fingerprint


# -- One request, one piece


class RecordingStream(httpcore.NetworkStream):
    """Keeps what is written, and answers each read; `broken` refuses to be written to."""

    def __init__(self, *, broken: bool = False) -> None:
        self.written: list[bytes] = []
        self.broken = broken

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - httpcore's signature
        if self.broken:
            raise httpcore.WriteError("broken pipe")
        self.written.append(buffer)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - httpcore's signature
        return b"answer"

    def close(self) -> None:
        self.written.append(b"closed")


def test_headers_and_body_leave_together_with_the_first_read() -> None:
    inner = RecordingStream()
    stream = _DeadlineStream(inner, DeadlineBackend())
    stream.write(b"headers ")
    stream.write(b"body")
    assert inner.written == []
    assert stream.read(10) == b"answer"
    assert stream.read(10) == b"answer"
    assert inner.written == [b"headers body"]


def test_an_answer_that_comes_before_all_was_written_is_read() -> None:
    stream = _DeadlineStream(RecordingStream(broken=True), DeadlineBackend())
    stream.write(b"request")
    assert stream.read(10) == b"answer"


def test_nothing_is_written_after_the_deadline() -> None:
    backend, inner = DeadlineBackend(), RecordingStream()
    stream = _DeadlineStream(inner, backend)
    stream.write(b"request")
    backend.ends_at = 0.0
    with pytest.raises(httpcore.WriteTimeout):
        stream.read(10)
    with pytest.raises(httpcore.WriteTimeout):
        stream.write(b"more")
    assert inner.written == []
