"""Where connections that a practice asks for may go: to public addresses alone (security.md, rule 7).

A name is resolved once, and the connection is made to the address that was looked at: a second answer of the name
server leads nowhere else.
"""

import ipaddress
import socket
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Prefixes that look public and lead to an address which stands inside them: NAT64, 6to4, Teredo.
_TUNNELS = [ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


class NotPublic(OSError):
    """The host is not on the public network, or its name is known nowhere: who asks is not told which."""


def public_address(host: str, port: int, *, excepted: Iterable[str] = ()) -> str:
    """An address of the host that may be connected to; `excepted` are hosts and networks of the operator's own choice.

    Raises NotPublic, also when only one of several addresses is not public.
    """
    several = list(excepted)
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        addresses = sorted(
            (ipaddress.ip_address(text.partition("%")[0]) for text in found), key=lambda one: one.version
        )
    except (OSError, ValueError) as fault:  # UnicodeError of a name that cannot be one is a ValueError
        raise NotPublic from fault
    if not addresses or not (is_excepted(host, several) or all(_may(one, several) for one in addresses)):
        raise NotPublic
    return str(addresses[0])


def is_excepted(host: str, excepted: Iterable[str]) -> bool:
    """Whether the operator has named this very host, or the network in which its address lies."""
    return host.lower() in {text.lower() for text in excepted} or _lies_in(host, excepted)


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could be meant by it."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _TUNNELS):
            return False
    return address.is_global and not address.is_multicast


def _may(address: Address, excepted: list[str]) -> bool:
    return is_public(address) or _lies_in(str(address), excepted)


def _lies_in(host: str, excepted: Iterable[str]) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    for text in excepted:
        try:
            network = ipaddress.ip_network(text, strict=False)
        except ValueError:
            continue
        if address.version == network.version and address in network:
            return True
    return False
