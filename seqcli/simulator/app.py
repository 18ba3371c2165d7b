"""Serves a world as a WSGI app: routes, keys, queries, long polls, headers. It decides nothing about mail.

A fault without an answer raises `ConnectionDropped`. The HTTP server drops the connection then; in process,
`httpx.WSGITransport` passes the exception on.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from seqcli.simulator import control
from seqcli.simulator.answers import HttpAnswer, error_answer, json_answer, outcome_answer, refusal_answer
from seqcli.simulator.fault_injection import (
    PageQuery,
    Sent,
    SimulatedPage,
    after,
    before,
    read_page,
    tampered,
)
from seqcli.simulator.faults import Endpoint, Faults, Injection
from seqcli.simulator.records import Refusal
from seqcli.simulator.settings import MAX_PAGE, MAX_POLL_MS
from seqcli.simulator.views import ConversationQuery, conversation_page, one_conversation
from seqcli.simulator.world import World

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

_PATH = re.compile(
    r"/v1/identities/(?P<handle>[^/]+)/(?P<what>send|events|conversations)(?:/(?P<conv>[^/]+))?"
)
_DEFAULT_PAGE = 50


@dataclass(frozen=True, slots=True)
class Request:
    """A parsed request. `path` is decoded; the last value of a repeated query name counts."""

    method: str
    path: str
    query: Mapping[str, str]
    authorization: str | None
    key: str | None
    body: bytes


def make_app(
    world: World,
    faults: Faults | None = None,
    *,
    slice_s: float | None = None,
    date_skew_s: float | None = 0,
    controls: bool = False,
    speed: float | None = None,
) -> "App":
    """Return the WSGI app of a world.

    A long poll sleeps `slice_s` clock seconds at a time; None sleeps until the next scheduled event, which suits a
    virtual clock. `date_skew_s` is added to the `Date` header; None leaves the header out. `controls` serves
    `/_sim/` as well. Every answer states `speed`, so that a client expects a clock faster than its own.
    """
    return App(world, faults or Faults(), slice_s, date_skew_s, controls=controls, speed=speed)


class App:
    """A world over WSGI; `make_app` explains the options.

    `on_request` is called with each request before it is handled, `on_answer` with its answer before it goes out.
    Neither holds the world's lock, so both may block, act on the world, or let others act.
    """

    def __init__(
        self,
        world: World,
        faults: Faults,
        slice_s: float | None,
        date_skew_s: float | None,
        *,
        controls: bool,
        speed: float | None = None,
    ) -> None:
        self.world = world
        self.faults = faults
        self.on_request: list[Callable[[Request], object]] = []
        self.on_answer: list[Callable[[Request, HttpAnswer], object]] = []
        self._slice_s = slice_s
        self._date_skew_s = date_skew_s
        self._controls = controls
        self._speed = speed

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request.

        Raises:
            ConnectionDropped: a fault left no answer.
        """
        request = _request(environ)
        with self.world.lock:
            self.world.run_due()
        for hook in self.on_request:
            hook(request)
        answer = self._answer(request)
        for answer_hook in self.on_answer:
            answer_hook(request, answer)
        headers = [*answer.headers]
        length = len(answer.body) if answer.declared_length is None else answer.declared_length
        headers.append(("Content-Length", str(length)))
        if self._speed is not None:
            headers.append(("X-Simulated-Speed", f"{self._speed:g}"))
        if self._date_skew_s is not None:
            date = self.world.clock.now() + timedelta(seconds=self._date_skew_s)
            headers.append(("Date", format_datetime(date, usegmt=True)))
        start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
        return self._slowly(answer) if answer.seconds_per_byte else [answer.body]

    def _slowly(self, answer: HttpAnswer) -> Iterator[bytes]:
        for byte in answer.body:
            self.world.clock.sleep(answer.seconds_per_byte)
            yield bytes([byte])

    def _answer(self, request: Request) -> HttpAnswer:
        if self._controls and request.path.startswith(control.PREFIX):
            with self.world.lock:
                return control.answer(self.world, self.faults, request.method, request.path, request.body)
        match = _PATH.fullmatch(request.path)
        route = _ROUTES.get((match["what"], match["conv"] is not None)) if match else None
        if match is None or route is None:
            return error_answer(404, "not found")
        try:
            return route(self, request, match["handle"], match["conv"] or "")
        except Refusal as refusal:
            return refusal_answer(refusal)

    # Checks of every request

    def _admit(self, request: Request, method: str, handle: str) -> None:
        """Check method, key and identity.

        Raises:
            Refusal: 401, 404 or 405.
        """
        if request.method != method:
            raise Refusal(405, "method not allowed")
        organisation = self._organisation(request.authorization)
        if self.world.identity(handle).organisation != organisation:
            raise Refusal(404, "identity not found in org")

    def _organisation(self, authorization: str | None) -> str:
        if not authorization:
            raise Refusal(401, "missing api key")
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer" or not key.startswith("sk_"):
            raise Refusal(401, "invalid api key format")
        if key not in self.world.api_keys:
            raise Refusal(401, "invalid api key")
        return self.world.api_keys[key]

    def _faulty(
        self, endpoint: Endpoint, act: Callable[[Injection | None], HttpAnswer], sent: Sent | None = None
    ) -> HttpAnswer:
        """Answer with the fault planned for this request; `act` takes effect and returns the normal answer."""
        with self.world.lock:
            injection = self.faults.draw(endpoint)
            instead = before(injection, self.world, sent) if injection else None
        if instead is not None:
            return instead
        try:
            answer = act(injection)
        except Refusal as refusal:
            answer = refusal_answer(refusal)
        return after(injection, answer) if injection else answer

    # The endpoints

    def send(self, request: Request, handle: str, _conv_id: str) -> HttpAnswer:
        """Accept or reject a mail."""

        def act(_: Injection | None) -> HttpAnswer:
            with self.world.lock:
                self._admit(request, "POST", handle)
                return outcome_answer(self.world.send(handle, request.key, request.body))

        return self._faulty("send", act, Sent(handle, request.key, request.body))

    def conversations(self, request: Request, handle: str, conv_id: str) -> HttpAnswer:
        """Return one conversation, or a page of them."""

        def act(_: Injection | None) -> HttpAnswer:
            with self.world.lock:
                self._admit(request, "GET", handle)
                self.world.run_due()
                if conv_id:
                    return json_answer(one_conversation(self.world, handle, conv_id))
                return json_answer(conversation_page(self.world, handle, _conversation_query(request.query)))

        return self._faulty("conversations", act)

    def events(self, request: Request, handle: str, _conv_id: str) -> HttpAnswer:
        """Return a page of the stream."""

        def act(injection: Injection | None) -> HttpAnswer:
            self._admit(request, "GET", handle)
            timeout_ms = _number(request.query, "timeoutMs", 0, 0, MAX_POLL_MS)
            query = _page_query(handle, request.query)
            page = self._poll(query, timeout_ms)
            if injection is not None:
                with self.world.lock:
                    page = tampered(injection, self.world, self.faults, query, page)
            cursor = {} if page.cursor is None else {"cursor": page.cursor}
            return json_answer(
                {"identity": handle, **cursor, "hasMore": page.has_more, "events": page.events}
            )

        return self._faulty("events", act)

    def _poll(self, query: PageQuery, timeout_ms: int) -> SimulatedPage:
        """Return the next page as soon as it has an event, or when the time is up."""
        clock = self.world.clock
        deadline = clock.now() + timedelta(milliseconds=timeout_ms)
        while True:
            with self.world.lock:
                self.world.run_due()
                page = read_page(self.world, self.faults, query)
                next_due = self.world.next_due()
            now = clock.now()
            if page.events or now >= deadline:
                return page
            until = deadline if next_due is None else min(deadline, max(next_due, now))
            wait_s = (until - now).total_seconds()
            clock.sleep(wait_s if self._slice_s is None else min(wait_s, self._slice_s))


_ROUTES: Mapping[tuple[str, bool], Callable[[App, Request, str, str], HttpAnswer]] = {
    ("send", False): App.send,
    ("events", False): App.events,
    ("conversations", False): App.conversations,
    ("conversations", True): App.conversations,
}


def _request(environ: Mapping[str, Any]) -> Request:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ["PATH_INFO"],
        query={name: values[-1] for name, values in query.items()},
        authorization=environ.get("HTTP_AUTHORIZATION"),
        key=environ.get("HTTP_IDEMPOTENCY_KEY"),
        body=environ["wsgi.input"].read(length) if length else b"",
    )


def _page_query(handle: str, query: Mapping[str, str]) -> PageQuery:
    return PageQuery(
        handle=handle,
        since=_number(query, "since", 0, 0, None),
        limit=_number(query, "limit", _DEFAULT_PAGE, 1, MAX_PAGE),
        types=frozenset(filter(None, query.get("types", "").split(","))) or None,
    )


def _number(query: Mapping[str, str], name: str, default: int, low: int, high: int | None) -> int:
    text = query.get(name)
    if text is None:
        return default
    try:
        value = int(text)
    except ValueError:
        raise Refusal(400, f"{name} must be a whole number") from None
    if value < low or (high is not None and value > high):
        raise Refusal(400, f"{name} is out of range")
    return value


def _conversation_query(query: Mapping[str, str]) -> ConversationQuery:
    archived = query.get("archived")
    if archived not in (None, "true", "false"):
        raise Refusal(400, "archived must be true or false")
    return ConversationQuery(
        with_address=query.get("with"),
        with_domain=query.get("withDomain"),
        since_ms=_number(query, "since", 0, 0, None),
        archived=None if archived is None else archived == "true",
        cursor=query.get("cursor"),
        limit=_number(query, "limit", _DEFAULT_PAGE, 1, MAX_PAGE),
    )
