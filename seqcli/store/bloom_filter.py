"""Fixed-size Bloom filter over suppression patterns. No SQL."""

from collections.abc import Iterator

from seqcli.model import mailbox_of

_BITS = 1 << 25
_MASK = _BITS - 1


class BloomFilter:
    """Finds addresses that a pattern may cover. No false negatives; confirm a hit in SQL.

    A set of a million patterns would need too much memory for an import. The filter keeps two bits per pattern.
    """

    def __init__(self) -> None:
        self._bits = bytearray()
        self._has_plain = self._has_hashes = self._matches_all = False
        self._tails: set[int] = set()
        self._heads: set[int] = set()
        self._pieces: set[int] = set()

    def add(self, pattern: str, kind: str) -> None:
        """Add a pattern of the suppression list."""
        self._bits = self._bits or bytearray(_BITS >> 3)
        if kind == "wildcard":
            self._add_wildcard(pattern)
            return
        self._has_plain = True
        self._has_hashes |= kind == "hash"
        self._mark(pattern)

    def _add_wildcard(self, pattern: str) -> None:
        if "?" in pattern or "[" in pattern:
            self._matches_all = True  # written by hand: GLOB has more signs than the star
            return
        anchor = anchor_of(pattern)
        if anchor == "*":
            piece = max(pattern.split("*"), key=len)
            self._pieces.add(len(piece))
            self._mark(piece)
        else:
            (self._tails if anchor.startswith("*") else self._heads).add(len(anchor) - 1)
            self._mark(anchor)

    def may_cover(self, address: str) -> bool:
        """Return whether a pattern may cover this normalised address."""
        return self._matches_all or any(map(self._is_marked, self._keys(address)))

    def _keys(self, address: str) -> Iterator[str]:
        if self._has_plain:
            yield from plain_keys(address, with_hash=self._has_hashes)
        size = len(address)
        yield from (f"*{address[size - length :]}" for length in self._tails if length <= size)
        yield from (f"{address[:length]}*" for length in self._heads if length <= size)
        for length in self._pieces:
            yield from (address[start : start + length] for start in range(size - length + 1))

    def _mark(self, key: str) -> None:
        value = hash(key)
        for bit in (value & _MASK, value >> 32 & _MASK):
            self._bits[bit >> 3] |= 1 << (bit & 7)

    def _is_marked(self, key: str) -> bool:
        bits, value = self._bits, hash(key)
        first, second = value & _MASK, value >> 32 & _MASK
        return bool(bits[first >> 3] >> (first & 7) & 1 and bits[second >> 3] >> (second & 7) & 1)


def anchor_of(pattern: str) -> str:
    """Return `*TAIL` or `HEAD*`, the longer of the texts around the stars, by which a wildcard is looked up.

    Same as the column `anchor`; a lone `*` if the pattern begins and ends with a star.
    """
    head, tail = pattern.partition("*")[0], pattern.rpartition("*")[2]
    return f"*{tail}" if len(tail) >= len(head) else f"{head}*"


def anchors(address: str) -> list[str]:
    """Return the anchors of all wildcards that may cover the address."""
    tails = [f"*{address[start:]}" for start in range(len(address) + 1)]
    return tails + [f"{address[:end]}*" for end in range(1, len(address) + 1)]


def plain_keys(address: str, *, with_hash: bool = True) -> list[str]:
    """Return every pattern without a wildcard that would cover the address; that of its mailbox is one."""
    mailbox = mailbox_of(address)
    named = [address] if mailbox == address else [address, mailbox]
    hashes = map(hash_address, named) if with_hash else ()
    return [*named, *parent_domains(address), *hashes]


def parent_domains(address: str) -> list[str]:
    """Return the domain of an address and its parents: `a.b.example`, `b.example`, `example`."""
    labels = address.rpartition("@")[2].split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def hash_address(address: str) -> str:
    """Return the hash that keeps a forgotten address suppressed."""
    import hashlib  # noqa: PLC0415 - most commands hash nothing

    return hashlib.sha256(f"seqcli:{address}".encode()).hexdigest()
