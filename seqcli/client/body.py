"""Reads the body of an answer, bounded in bytes and time while it is read, compressed or not."""

import zlib

import httpx

from seqcli.clock import boottime

MAX_BODY_BYTES = 32 * 1024 * 1024
ACCEPTED_ENCODING = "gzip"
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


class BadBodyError(Exception):
    """The answer is larger or slower than any 12m would send, or compressed in a way that seqcli never asked for."""


class LongBodyError(BadBodyError):
    """The answer has more bytes than any page; `beginning` holds those that fit."""

    def __init__(self, beginning: bytes) -> None:
        super().__init__("the answer was too long")
        self.beginning = beginning


def read_body(response: httpx.Response, ends_at: float) -> bytes:
    """Return the body, one layer of gzip taken off; `ends_at` is in seconds of the monotonic clock.

    Raises:
        BadBodyError: it is too slow, or not to be decompressed.
        LongBodyError: it is too long before or after decompression.
    """
    decoder = _decoder(response.headers.get("content-encoding", ""))
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
    """Return what `chunk` decompresses to, at most a byte more than `room`."""
    try:
        found = decoder.decompress(chunk, room + 1)
    except zlib.error as error:
        raise BadBodyError(f"the answer could not be decompressed: {error}") from error
    if decoder.unused_data:
        raise BadBodyError("something follows the compressed answer")
    return found
