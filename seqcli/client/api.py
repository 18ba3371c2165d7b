"""The client: authentication, one deadline per request, and the four calls that seqcli makes."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import httpx

from seqcli import __version__
from seqcli.client.body import ACCEPTED_ENCODING, BadBodyError, LongBodyError, read_body
from seqcli.client.conversations import (
    Conversation,
    ConversationGoneError,
    ConversationSummary,
    read_conversation,
    read_summaries,
)
from seqcli.client.json_text import read_json
from seqcli.client.outcome import (
    NotConnected,
    Outcome,
    Unknown,
    UnknownKind,
    error_text,
    is_about_conversation,
    parse_retry_after,
    read_outcome,
)
from seqcli.client.stream import EventPage, MalformedEvent, read_page_text
from seqcli.client.transport import DeadlineTransport
from seqcli.client.trust import NOT_CONNECTED, WIRE_FAILED, find_tls_problem, read_base_url
from seqcli.clock import ServerTime, boottime, parse_http_date
from seqcli.errors import ConfigError, StreamError

SEND_DEADLINE_S = 60.0
READ_DEADLINE_S = 45.0
#: Only a simulator sends it, as its clock may run fast.
SIMULATED_HEADER = "x-simulated-speed"
#: The `limit` of a page of events; the smaller ones follow where the entries of a page cannot be separated.
PAGE_LIMITS = (200, 14, 1)
_MAX_GAP = 2**40
#: An entry of many megabytes is asked for a few times only.
_MAX_LONG_GAP = 2**8
_COMPARED_BYTES = 2**20
MAX_LIST_PAGES = 20
#: What an answer or an error has in place of the key that it quotes.
_KEY_PLACEHOLDER = "[API key]"


class _LongAnswerError(StreamError):
    """The answer to a read is longer than any page."""

    def __init__(self, message: str, beginning: bytes) -> None:
        super().__init__("no_answer", message, "Run it again.")
        self.beginning = beginning


@dataclass(frozen=True, slots=True)
class _RawAnswer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """12m's API for one key. Every `Date` header updates `server_time`; `key_fingerprint` identifies the key.

    Errors contain texts from 12m, but never the key, even where 12m quotes it. The client never retries a request.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        server_time: ServerTime,
        transport: httpx.BaseTransport | None = None,
        send_deadline_s: float = SEND_DEADLINE_S,
        read_deadline_s: float | None = None,
    ) -> None:
        self._url = read_base_url(base_url)
        own = DeadlineTransport(self._url) if transport is None else None
        self._backend = own.backend if own else None
        # No `httpx.Client`: it costs a third of a request for redirects, cookies and credentials that are not wanted.
        self._transport: httpx.BaseTransport = own or transport or httpx.HTTPTransport()
        self._headers = {
            "Host": self._url.netloc.decode("ascii"),
            "Authorization": f"Bearer {api_key}",
            "User-Agent": f"seqcli/{__version__}",
            "Accept": "*/*",
            "Accept-Encoding": ACCEPTED_ENCODING,
        }
        self.server_time = server_time
        self.base_url = base_url
        self.is_simulated = False
        self._key = api_key
        self.key_fingerprint = hashlib.sha256(f"seqcli:{api_key}".encode()).hexdigest()[:12]
        self._send_deadline_s = send_deadline_s
        self._read_deadline_s = READ_DEADLINE_S if read_deadline_s is None else read_deadline_s

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def send(
        self, identity: str, body: bytes, key: str, *, to: str | Collection[str], follow_up: bool
    ) -> Outcome:
        """POST one send with exactly these bytes under this idempotency key; answers and failures become outcomes.

        An answer about another recipient than `to`, or than all of `to`, counts as unreadable.

        Source: 12m reference "Send".
        """
        headers = {
            "Idempotency-Key": key,
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
        }
        path = f"/v1/identities/{quote(identity, safe='')}/send"
        try:
            answer = self._exchange("POST", path, self._send_deadline_s, content=body, headers=headers)
        except NOT_CONNECTED as error:
            problem = find_tls_problem(error, self._url.host)
            return NotConnected(problem.message if problem else self._wire_text(error), problem)
        except (*WIRE_FAILED, BadBodyError) as error:
            return Unknown(UnknownKind.WIRE, self._wire_text(error))
        now = self.server_time.now()
        return read_outcome(answer.status, answer.headers, answer.body, to=to, follow_up=follow_up, now=now)

    def read_events(self, identity: str, since: int, timeout_ms: int = 0) -> EventPage:
        """Return the page of events after `since`; with `timeout_ms` 12m waits that long for an event.

        Raises:
            StreamError: the page cannot be read; nothing may be sent.
            ConfigError: 12m does not know the key or the identity, or its certificate cannot be trusted.
        """
        for limit in PAGE_LIMITS:
            try:
                body = self._get_page(identity, since, limit, timeout_ms)
            except _LongAnswerError as error:
                if limit == 1:
                    return self._step_over(identity, since, error.beginning, _MAX_LONG_GAP)
                continue
            page = read_page_text(body, since)
            if page is not None:
                return page
            timeout_ms = 0
        gap = _MAX_GAP if len(body) < _COMPARED_BYTES else _MAX_LONG_GAP
        return self._step_over(identity, since, body, gap)

    def _step_over(self, identity: str, since: int, entry: bytes, max_gap: int) -> EventPage:
        """Return the one entry after `since` as a malformed event, and the cursor after it.

        Its `seq` cannot be read: it is the lowest one after which 12m answers something else, searched up to `max_gap`.

        Raises:
            StreamError: 12m's answers do not show where it ends; it is not skipped.
        """
        low, step = since, 1
        while self._is_entry_after(identity, low + step, entry):
            low, step = low + step, 2 * step
            if step > max_gap:
                raise StreamError("stream_unreadable", f"the event after {since} cannot be skipped")
        high = low + step
        while high - low > 1:
            middle = (low + high) // 2
            is_same = self._is_entry_after(identity, middle, entry)
            low, high = (middle, high) if is_same else (low, middle)
        if not self._is_entry_after(identity, since, entry):
            raise StreamError(
                "stream_unreadable", "the events stream gives contradictory answers", "Run it again."
            )
        text = entry.decode("utf-8", "replace")
        return EventPage((), (MalformedEvent(0, text, "cannot be parsed"),), high, has_more=True)

    def _is_entry_after(self, identity: str, since: int, entry: bytes) -> bool:
        """Return whether 12m still answers this entry; only the beginning of a long one is compared."""
        try:
            return self._get_page(identity, since, 1) == entry
        except _LongAnswerError as error:
            return error.beginning[:_COMPARED_BYTES] == entry[:_COMPARED_BYTES]

    def _get_page(self, identity: str, since: int, limit: int, timeout_ms: int = 0) -> bytes:
        params: dict[str, str | int] = {"since": since, "limit": limit}
        if timeout_ms:
            params["timeoutMs"] = timeout_ms
        answer = self._ask(identity, "events", params, self._read_deadline_s + timeout_ms / 1000)
        if answer.status != 200:
            raise self._read_failure(answer, identity, "events")
        return answer.body

    def list_conversations(self, identity: str, address: str) -> list[ConversationSummary]:
        """Return all conversations with `address`, archived ones too, from all pages.

        Raises:
            StreamError: the list cannot be read to its end.
            ConfigError: as for `read_events`.
        """
        found: dict[str, ConversationSummary] = {}
        for archived in ("false", "true"):
            params: dict[str, str | int] = {"with": address, "archived": archived, "limit": 100}
            for _ in range(MAX_LIST_PAGES):
                rows, cursor = read_summaries(self._get(identity, "conversations", params))
                found.update({row.id: row for row in rows})
                if cursor is None:
                    break
                params["cursor"] = cursor
            else:
                raise StreamError("record_too_long", f"the list of conversations with {address} does not end")
        return list(found.values())

    def read_conversation(self, identity: str, conv_id: str) -> Conversation:
        """Return a conversation's timeline.

        Raises:
            ConversationGoneError: 12m does not have it.
            StreamError: it cannot be read now.
            ConfigError: as for `read_events`.
        """
        data = self._get(identity, f"conversations/{quote(conv_id, safe='')}", {}, conv_id=conv_id)
        return read_conversation(data, conv_id, identity)

    def _get(
        self,
        identity: str,
        what: str,
        params: Mapping[str, str | int],
        conv_id: str = "",
    ) -> Any:
        answer = self._ask(identity, what, params, self._read_deadline_s)
        data = _json_or_none(answer.body)
        if answer.status == 200 and data is not None:
            return data
        raise self._read_failure(answer, identity, what, conv_id)

    def _ask(
        self, identity: str, what: str, params: Mapping[str, str | int], deadline_s: float
    ) -> _RawAnswer:
        path = f"/v1/identities/{quote(identity, safe='')}/{what}"
        try:
            return self._exchange("GET", path, deadline_s, params=params)
        except LongBodyError as error:
            place = what.split("/", maxsplit=1)[0]
            raise _LongAnswerError(
                f"12m's answer is too long ({place})", self._without_key(error.beginning)
            ) from None
        except (*WIRE_FAILED, BadBodyError) as error:
            problem = find_tls_problem(error, self._url.host)
            if problem is not None:
                raise problem from None
            raise StreamError(
                "no_answer",
                f"12m did not answer ({what.split('/', maxsplit=1)[0]}): {self._wire_text(error)}",
                "Run it again.",
            ) from None

    def _read_failure(self, answer: _RawAnswer, identity: str, what: str, conv_id: str = "") -> Exception:
        text = error_text(_json_or_none(answer.body), answer.status)
        if answer.status in {401, 403}:
            return key_refused(text)
        if answer.status == 404 and conv_id and is_about_conversation(text):
            return ConversationGoneError("conversation_gone", f"12m has no conversation {conv_id}")
        if answer.status == 404:
            return identity_unknown(identity, text)
        wait = parse_retry_after(answer.headers.get("retry-after"), self.server_time.now())
        later = f" Wait {wait:.0f} s first." if wait else ""
        return StreamError(
            "no_answer",
            f"12m could not be read ({what.split('/', maxsplit=1)[0]}): {text}",
            f"Run it again.{later}",
        )

    def _exchange(
        self,
        method: str,
        path: str,
        deadline_s: float,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
    ) -> _RawAnswer:
        """Perform one request within `deadline_s`, and update `server_time` from its `Date`."""
        ends_at = boottime() + deadline_s
        if self._backend:
            self._backend.ends_at = ends_at
        read_s = max(30.0, deadline_s)
        url = _join(self._url, path)
        request = httpx.Request(
            method,
            url.copy_merge_params(params) if params else url,
            headers={**self._headers, **(headers or {})},
            stream=httpx.ByteStream(content),  # with `content` httpx makes all headers a second time
            extensions={"timeout": {"connect": 10.0, "read": read_s, "write": read_s, "pool": read_s}},
        )
        response = self._transport.handle_request(request)
        answered = _read_headers(response.headers.raw)
        try:
            body = self._without_key(read_body(response, answered.get("content-encoding", ""), ends_at))
        finally:
            response.close()
        date = parse_http_date(answered.get("date", ""))
        if date is not None:
            self.server_time.observe(date)
        self.is_simulated = self.is_simulated or SIMULATED_HEADER in answered
        return _RawAnswer(response.status_code, answered, body)

    def _without_key(self, answer: bytes) -> bytes:
        return answer.replace(self._key.encode(), _KEY_PLACEHOLDER.encode())

    def _wire_text(self, error: Exception) -> str:
        text = f"{type(error).__name__}: {str(error).rstrip('.')}" if str(error) else type(error).__name__
        return text.replace(self._key, _KEY_PLACEHOLDER)[:200]


@lru_cache(maxsize=64)
def _join(base: httpx.URL, path: str) -> httpx.URL:
    """Return the URL of a path below the base URL, which may have a path of its own."""
    return base.copy_with(raw_path=base.raw_path.rstrip(b"/") + path.encode("ascii"))


def _read_headers(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers by lower-case name; of one that comes twice, both values."""
    found: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _json_or_none(body: bytes) -> Any:
    try:
        return read_json(body)
    except ValueError:
        return None


def key_refused(text: str) -> ConfigError:
    """Return the error for a key that 12m does not accept."""
    return ConfigError(
        "key_refused", f"12m rejected the API key: {text}", "Set TWELVEM_KEY to a valid key (sk_…)."
    )


def identity_unknown(identity: str, text: str) -> ConfigError:
    """Return the error for an identity that the key's organisation does not have."""
    return ConfigError(
        "identity_unknown",
        f"12m does not know the identity {identity}: {text}",
        "Set TWELVEM_HANDLE to a handle of the organisation that owns the key.",
    )
