"""Where a request came from, when it may have come through a proxy; pure."""

import ipaddress
from collections.abc import Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """The networks these texts name, a single address being the smallest one. Raises ``ValueError``."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


def client_address(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The address of the client: the last one in ``X-Forwarded-For`` that no trusted proxy has.

    What a peer we do not trust says of others counts for nothing: anyone can write it.
    """
    address = peer
    for hop in reversed(forwarded.split(",")):
        if not is_trusted(address, trusted) or not _is_address(hop.strip()):
            break
        address = hop.strip()
    return address


def neighbourhood(address: str) -> str:
    """What is counted as one caller: an IPv4 address, or the /64 network of an IPv6 one, which one line holds whole."""
    if not _is_address(address):
        return address
    known = ipaddress.ip_address(address)
    if isinstance(known, ipaddress.IPv4Address) or known.ipv4_mapped is not None:
        return address
    return str(ipaddress.ip_network(f"{address.split('%', maxsplit=1)[0]}/64", strict=False))


def is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    """Whether this is the address of a trusted proxy."""
    return _is_address(address) and any(ipaddress.ip_address(address) in network for network in trusted)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
