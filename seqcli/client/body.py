"""Reads the body of an answer within limits of size and time, compressed or not."""

import zlib

import httpx

from seqcli.clock import boottime

MAX_BODY_BYTES = 32 * 1024 * 1024
ACCEPTED_ENCODING = "gzip"
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


class BadBodyError(Exception):
    """The answer is too large, too slow, or has an encoding that seqcli did not ask for."""


class LongBodyError(BadBodyError):
    """The answer is longer than any page; `beginning` has the bytes read so far."""

    def __init__(self, beginning: bytes) -> None:
        super().__init__("the answer was too long")
        self.beginning = beginning


def read_body(response: httpx.Response, encoding: str, ends_at: float) -> bytes:
    """Return the body without its `encoding`, which is none or gzip; `ends_at` is in seconds of the monotonic clock.

    Raises:
        BadBodyError: it is too slow, or cannot be decompressed.
        LongBodyError: it is too long before or after decompression.
    """
    decoder = _decoder(encoding)
    body, size = bytearray(), 0
    for chunk in response.iter_raw():
        size += len(chunk)
        room = MAX_BODY_BYTES - len(body)
        body += chunk if decoder is None else _inflate(decoder, chunk, room)
        if size > MAX_BODY_BYTES or len(body) > MAX_BODY_BYTES:
            raise LongBodyError(bytes(body))
        if boottime() > ends_at:
            raise BadBodyError("the answer was too slow")
    if decoder is not None and size and not decoder.eof:
        raise BadBodyError("the compressed answer was cut off")
    return bytes(body)


def _decoder(encoding: str) -> "zlib._Decompress | None":
    match encoding.strip().lower():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip":
            return zlib.decompressobj(_GZIP_WINDOW)
        case _:
            raise BadBodyError(f"the answer is encoded as {encoding[:60]!r}, which was not asked for")


def _inflate(decoder: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
    """Decompress `chunk`, to at most one byte more than `room`."""
    try:
        found = decoder.decompress(chunk, room + 1)
    except zlib.error as error:
        raise BadBodyError(f"the answer could not be decompressed: {error}") from error
    if decoder.unused_data:
        raise BadBodyError("there are bytes after the compressed answer")
    return found
