"""A 12m that answers at once, in a process of its own: sends are accepted, the stream holds what `--events` has.

Run: python -m bench.server [--events FILE] [--latency-ms N]. It prints its port, and ends when its input closes.
"""

import argparse
import asyncio
import json
import sys
import time
from email.utils import formatdate
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

PAGE = 200


class Answering(asyncio.Protocol):
    """One connection: requests in, answers out, in turn."""

    sends = 0

    def __init__(self, pages: list[bytes], latency_s: float) -> None:
        self._pages = pages
        self._latency_s = latency_s
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            size = _content_length(head)
            if len(self._buffer) < end + 4 + size:
                return
            body = self._buffer[end + 4 : end + 4 + size]
            self._buffer = self._buffer[end + 4 + size :]
            answer = self._answer(head, body)
            if self._latency_s and head.startswith(b"POST"):
                time.sleep(
                    self._latency_s
                )  # one client at a time asks; a loop's own timers are no finer than 1 ms
            self._transport.write(answer)

    def _answer(self, head: bytes, body: bytes) -> bytes:
        method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
        if method == "POST":
            Answering.sends += 1
            number = Answering.sends
            result = {
                # A follow-up goes into the conversation that it names.
                "convId": json.loads(body).get("convId", f"conv_{number:016x}"),
                "pendingId": f"psn_{number:016x}",
                "status": "queued",
            }
            return _http(202, json.dumps({"ok": True, "results": [result]}).encode())
        since = int(parse_qs(urlsplit(target).query).get("since", ["0"])[0])
        page = self._pages[since // PAGE] if since // PAGE < len(self._pages) else None
        empty = {"cursor": since, "hasMore": False, "events": []}
        return _http(200, json.dumps(empty).encode() if page is None else page)


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def _http(status: int, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nDate: {formatdate(usegmt=True)}\r\n"
    return head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=Path)
    parser.add_argument("--latency-ms", type=float, default=0)
    options = parser.parse_args()
    pages = options.events.read_bytes().splitlines() if options.events else []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Answering(pages, options.latency_ms / 1000), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
