"""Checks the host of a URL: on this machine, valid as a name. It resolves nothing."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

_MAX_LABEL = 63


def is_loopback(host: str) -> bool:
    """Return whether `host` is certainly this machine; short forms such as 127.1 count, as for the resolver."""
    name = host.lower().removesuffix(".")
    if name == "localhost":
        return True
    address = _read_address(name)
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    return address is not None and address.is_loopback


def _read_address(name: str) -> IPv4Address | IPv6Address | None:
    if not name.isascii() or "%" in name or any(map(str.isspace, name)):
        return None
    try:
        return ip_address(name)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(name))
    except (OSError, ValueError):
        return None


def is_host(host: str) -> bool:
    """Return whether every label of `host` has 1 to 63 printable characters; it may end with a dot."""
    if ":" in host:
        return True
    labels = host.removesuffix(".").split(".")
    return (
        host.isprintable()
        and not set(" %") & set(host)
        and all(0 < len(label) <= _MAX_LABEL for label in labels)
    )
