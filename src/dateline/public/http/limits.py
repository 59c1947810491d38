"""Limits of the public server: pages rendered for one client, and memory that slow readers may hold.

``newsroom.distribution.throttle`` limits what others send: to the ActivityPub inbox and the WebSub hub.
"""

import ipaddress
import math
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cachetools import LRUCache

PAGES_PER_MINUTE = 600
"""Pages made for one client address. An office of hundreds of people behind one address mostly gets cached pages."""

# number of addresses that are counted, about 4 MB; the least recent one is dropped and starts anew
MAX_CLIENTS = 20_000
_NETWORK_BITS = 64  # the network that counts as one IPv6 client: a household or company may use any address in it

LARGE_BYTES = 60_000
"""Bodies below this size fit into the kernel's socket buffers; compressed pages, as browsers request them, all do."""

HELD_BYTES = 100_000_000  # memory that may be held for clients that read slowly
_STATM = Path("/proc/self/statm")


def client_key(peer: str, forwarded_for: str, proxies: int) -> str:
    """Return the key under which the requests of a client are counted.

    It is empty if the address is unknown. It is also empty if the address is private and no proxy is configured: then
    the address probably belongs to a web server in front, and all its clients would share one limit. IPv6 addresses are
    counted by their /64 network.

    Args:
        peer: address of the other end of the connection, with or without a port.
        forwarded_for: the ``X-Forwarded-For`` header.
        proxies: how many of our own web servers stand in front and append to that header; entries before theirs
            are not trusted.
    """
    entries = forwarded_for.split(",")
    given = entries[-proxies].strip() if 0 < proxies <= len(entries) else peer
    address = _parse(given)
    if address is None or (not proxies and address.is_private):  # most likely a web server that no setting mentions
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _NETWORK_BITS), strict=False))
    return str(address)


def _parse(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    for attempt in (address, address.rpartition(":")[0].strip("[]")):
        try:
            return ipaddress.ip_address(attempt)
        except ValueError:
            continue
    return None


class RateLimiter:
    """Limits cache misses per client with a token bucket of ``per_minute`` pages that refills within a minute.

    All methods belong to one event loop; each process counts for itself.

    Args:
        per_minute: pages; 0 for no limit.
        proxies: as for ``client_key``.
    """

    def __init__(self, per_minute: int, proxies: int = 0) -> None:
        self._per_minute = per_minute
        self.proxies = proxies
        self._spent: LRUCache[str, tuple[float, float]] = LRUCache(MAX_CLIENTS)

    def client(self, peer: str, forwarded_for: str) -> str:
        """Return ``client_key``; empty for everybody where there is no limit."""
        return client_key(peer, forwarded_for, self.proxies) if self._per_minute else ""

    def retry_after_s(self, client: str, *, now_s: float) -> int:
        """Count one page for a client and return 0; over the limit, return the seconds until it may have another.

        Args:
            client: as ``client`` returns it; an empty key is not limited.
            now_s: of a monotonic clock.
        """
        if not client or not self._per_minute:
            return 0
        spent, since_s = self._spent.pop(client, (0.0, now_s))
        spent = max(0.0, spent - (now_s - since_s) * self._per_minute / 60)
        is_over = spent + 1 > self._per_minute
        self._spent[client] = (spent if is_over else spent + 1, now_s)
        return math.ceil((spent + 1 - self._per_minute) * 60 / self._per_minute) if is_over else 0

    def headers(self, client: str, path: str, *, now_s: float) -> list[tuple[str, str]]:
        """Return what a client may still ask for; nothing where it is not limited, or the path is one for people.

        Cached responses do not count and do not say it. Source: draft-ietf-httpapi-ratelimit-headers-10.

        Args:
            client: as ``client`` returns it.
            path: of the request.
            now_s: of a monotonic clock.
        """
        if not client or not self._per_minute or not _is_for_programs(path):
            return []
        spent, since_s = self._spent.get(client, (0.0, now_s))
        spent = max(0.0, spent - (now_s - since_s) * self._per_minute / 60)
        remaining, full_in_s = int(self._per_minute - spent), math.ceil(spent * 60 / self._per_minute)
        return [
            ("ratelimit-policy", f'"pages";q={self._per_minute};w=60'),
            ("ratelimit", f'"pages";r={remaining};t={full_in_s}'),
        ]


def _is_for_programs(path: str) -> bool:
    """Return whether an address is of the API, or of a feed or format, whose names have a full stop."""
    return path.startswith("/api/") or "." in path.rpartition("/")[2]


def private_bytes() -> int:
    """Return the memory that this process shares with no file; 0 where that is not known. Source: proc(5)."""
    with suppress(OSError):
        resident, shared = _STATM.read_text().split()[1:3]
        return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
    return 0


class MemoryGuard:
    """Refuses large bodies while clients that read slowly make the process hold too much memory.

    The server copies a body and holds it until the client has read it, and it does not report when that is. So the
    guard measures the memory of the whole process and compares it with what the process needs without such bodies. Only
    Linux provides this measure; on other systems nothing is refused.

    Args:
        measure: returns the memory of the process in bytes.
    """

    def __init__(self, measure: Callable[[], int] = private_bytes) -> None:
        self.measure = measure
        self._needed_bytes = measure()

    def allows(self, size_bytes: int) -> bool:
        """Return whether a body may be sent; small ones always may."""
        return size_bytes < LARGE_BYTES or self.measure() <= self._needed_bytes + HELD_BYTES

    def note_generation(self, before_bytes: int) -> None:
        """Add the memory that opening a new generation of the archive took to what the process needs.

        Args:
            before_bytes: memory of the process before it was opened.
        """
        now_bytes = self.measure()
        self._needed_bytes = min(now_bytes, self._needed_bytes + now_bytes - before_bytes)
