"""Posts one signed notice to somebody's webhook. It stores nothing and never posts twice by itself."""

import base64
import hashlib
import hmac
from datetime import datetime

import httpx

from seqcli import __version__
from seqcli.client.transport import DeadlineTransport
from seqcli.client.trust import WIRE_FAILED, find_tls_problem
from seqcli.clock import boottime, to_ms
from seqcli.errors import ConfigError

DEADLINE_S = 10.0


def sign(secret: str, notice_id: str, timestamp: str, body: bytes) -> str:
    """Return the value of the header `webhook-signature`.

    Source: standardwebhooks.com, "Signature scheme"; the key is the secret's UTF-8 bytes.
    """
    signed = f"{notice_id}.{timestamp}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


class Webhook:
    """A webhook and the secret that signs what it gets. Neither is ever part of an error text.

    Raises:
        ConfigError: it is not a URL.
    """

    def __init__(self, url: str, secret: str, deadline_s: float = DEADLINE_S) -> None:
        try:
            self._url = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise ConfigError("bad_webhook", f"notify.webhook is not a URL: {error}", "Correct it.") from None
        self._secret = secret
        self._deadline_s = deadline_s

    def deliver(self, notice_id: str, body: bytes, at: datetime) -> str:
        """Post a notice; return why it counts as not delivered, or an empty text after a 2xx.

        Of the answer only its status is read. Redirects are not followed: they would lead a signed notice elsewhere.
        """
        try:
            status = self._post(self._request(notice_id, body, at))
        except ConfigError as error:
            return error.message
        except WIRE_FAILED as error:
            problem = find_tls_problem(error, self._url.host)
            return problem.message if problem else _wire_text(error)
        if 200 <= status < 300:
            return ""
        return f"HTTP {status}" + (", and redirects are not followed" if 300 <= status < 400 else "")

    def _request(self, notice_id: str, body: bytes, at: datetime) -> httpx.Request:
        timestamp = str(to_ms(at) // 1000)
        headers = {
            "User-Agent": f"seqcli/{__version__}",
            "Accept": "*/*",
            "Content-Type": "application/json",
            "webhook-id": notice_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": sign(self._secret, notice_id, timestamp, body),
        }
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), self._deadline_s)
        return httpx.Request(
            "POST", self._url, headers=headers, content=body, extensions={"timeout": timeout}
        )

    def _post(self, request: httpx.Request) -> int:
        transport = DeadlineTransport(self._url)
        transport.backend.ends_at = boottime() + self._deadline_s
        try:
            response = transport.handle_request(request)
            response.close()
        finally:
            transport.close()
        return response.status_code


def _wire_text(error: Exception) -> str:
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"no answer ({text[:200]})"
