"""How many pages may be made anew for one reader; pages that are kept cost nothing and are never limited."""

import ipaddress
import math
from collections import OrderedDict

A_MINUTE = 600
"""Pages made anew for one address; an office of hundreds behind one address mostly asks for kept ones."""

READERS = 20_000  # addresses remembered, about 4 MB; who was seen longest ago is forgotten, and begins anew
_NETWORK_BITS = 64  # of IPv6 that one household or company has; it may use any address of these


def client_key(peer: str, forwarded_for: str, proxies: int) -> str:
    """Return what tells one reader from others; empty where that is not known, and nobody should be limited.

    Args:
        peer: address of the other end of the connection, with or without a port.
        forwarded_for: ``X-Forwarded-For`` as it came.
        proxies: how many web servers of ours stand in front and add to that header; what others wrote into it
            before them is not believed.
    """
    named = forwarded_for.split(",")
    address = named[-proxies].strip() if 0 < proxies <= len(named) else peer
    found = _parsed(address)
    if found is None or (not proxies and found.is_private):  # most likely a web server nobody told us about
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, _NETWORK_BITS), strict=False))
    return str(found)


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    for attempt in (address, address.rpartition(":")[0].strip("[]")):
        try:
            return ipaddress.ip_address(attempt)
        except ValueError:
            continue
    return None


class RateLimiter:
    """Counts what is made for each reader: ``a_minute`` at once, and as many again over each minute.

    All methods belong to one event loop; each process counts for itself.

    Args:
        a_minute: pages; 0 for no limit.
        proxies: as for ``client_key``.
    """

    def __init__(self, a_minute: int, proxies: int = 0) -> None:
        self._a_minute = a_minute
        self.proxies = proxies
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def reader(self, peer: str, forwarded_for: str) -> str:
        """Return who asks, as ``client_key`` tells it; empty for everybody where nobody is limited."""
        return client_key(peer, forwarded_for, self.proxies) if self._a_minute else ""

    def wait_s(self, reader: str, *, now_s: float) -> int:
        """Count one page for a reader and return 0, or return after how many seconds there may be another.

        Args:
            reader: as ``reader`` tells; one without a name is not limited.
            now_s: of any clock that never goes back.
        """
        if not reader or not self._a_minute:
            return 0
        spent, since_s = self._spent.pop(reader, (0.0, now_s))
        spent = max(0.0, spent - (now_s - since_s) * self._a_minute / 60)
        is_over = spent + 1 > self._a_minute
        self._spent[reader] = (spent if is_over else spent + 1, now_s)
        if len(self._spent) > READERS:
            self._spent.popitem(last=False)
        return math.ceil((spent + 1 - self._a_minute) * 60 / self._a_minute) if is_over else 0
