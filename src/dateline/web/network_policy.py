"""The policy for network addresses that strangers give: our servers connect to public ones only."""

import ipaddress
from collections.abc import Iterator

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind a translator. Source: RFC 6052, section 2.1
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # Source: IANA, Internet Protocol Version 6 Address Space
_DOCUMENTATION = ipaddress.ip_network("3fff::/20")  # Source: RFC 9637, which Python 3.11 does not know
_RELAY = ipaddress.ip_network("192.88.99.0/24")  # anycast into tunnels, deprecated. Source: RFC 7526, section 4
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # before the IPv4 address of a tunnel. Source: RFC 5214, section 6.1
_IPV4_BITS = 0xFFFF_FFFF


def parse_networks(text: str) -> tuple[Network, ...]:
    """Parse networks separated by blanks or commas, such as ``127.0.0.0/8 fd00::/8``; empty for an empty text.

    Raises:
        ValueError: a part of the text is not a network.
    """
    return tuple(ipaddress.ip_network(one) for one in text.replace(",", " ").split())


EVERY_NETWORK = parse_networks("0.0.0.0/0 ::/0")
"""For targets that the operator names."""


def is_permitted(address: Address, allowed: tuple[Network, ...] = ()) -> bool:
    """Return whether our servers may connect to an address.

    An IPv6 address can map, tunnel or translate to IPv4 addresses; these are checked too. The address is permitted if
    all of them are public, or if at least one is in an allowed network.

    Args:
        address: to connect to.
        allowed: private networks that may be connected to nevertheless.
    """
    return all(_is_public(one) for one in _targets(address)) or any(
        one in network for one in _targets(address) for network in allowed
    )


def _is_public(address: Address) -> bool:
    """Return whether an address is globally reachable.

    For IPv6 the permitted ranges are listed, because IPv4 hides in many of the others: in ``::7f00:1``, or behind
    translators of one network (``64:ff9b:1::/48``, RFC 8215).
    """
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address not in _RELAY
    return address in _TRANSLATED or (address in _GLOBAL_UNICAST and address not in _DOCUMENTATION)


def _targets(address: Address) -> Iterator[Address]:
    """Yield the address, or the IPv4 one that it maps, and the IPv4 ones that it tunnels to."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
        return
    yield address
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if address in _TRANSLATED or int(address) >> 32 & _IPV4_BITS in _ISATAP:
        yield ipaddress.IPv4Address(int(address) & _IPV4_BITS)
