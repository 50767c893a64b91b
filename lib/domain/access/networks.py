"""The networks an address lies in: whoever has one address of a network soon has the others."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_AROUND = {4: (24,), 6: (64, 48)}


@lru_cache(maxsize=2_000)
def networks(address: str) -> tuple[str, ...]:
    """The networks around an address, nearest first: its /24, or its /64 and its /48.

    What is no address stands for itself; "" lies nowhere.
    """
    if not address:
        return ()
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return (address,)
    plain = _plain(found)
    sizes = _AROUND[plain.version]
    return tuple(str(ip_network((plain, size), strict=False)) for size in sizes)


def neighbourhood(address: str) -> str:
    """The nearest of its networks; "" of nowhere. Strangers there are counted as one person."""
    return next(iter(networks(address)), "")


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    inside = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return inside or address
