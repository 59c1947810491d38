"""Whether an address of another site answers: one short question, never to a machine of our own network.

The name is resolved once and the connection goes to that very address, so that a name cannot mean a public machine when
it is checked and a private one when it is asked.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from urllib.parse import urlsplit

TIMEOUT_S = 4.0
GONE = frozenset({404, 410})
"""Answers that mean the page is not there; others may only be refusing us."""

_PORTS = {"http": 80, "https": 443}


def answers(url: str, *, timeout_s: float = TIMEOUT_S) -> bool:
    """Tell whether a page is there; redirects count as being there, private addresses as not.

    Args:
        url: http or https, on the usual port of either.
        timeout_s: for each step.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
        if port not in _PORTS.values() or not parts.hostname:
            return False
        address = public_address(parts.hostname, port)
        return address is not None and _status(url, address, timeout_s) not in GONE
    except (OSError, KeyError, ValueError, http.client.HTTPException):
        return False


def asker(*, within_s: float) -> Callable[[str], bool]:
    """Return a way to ask for several pages in one request; once the time is over, all count as being there."""
    ends_at_s = time.monotonic() + within_s
    return lambda url: time.monotonic() > ends_at_s or answers(url)


def public_address(host: str, port: int) -> tuple[str, int] | None:
    """Return where a name leads; None where any of its addresses is private."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(_is_public(ipaddress.ip_address(one)) for one in addresses):
        return None
    return addresses[0], port


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_global and not address.is_multicast


def _status(url: str, address: tuple[str, int], timeout_s: float) -> int:
    parts = urlsplit(url)
    host = parts.hostname or ""
    with socket.create_connection(address, timeout=timeout_s) as raw:
        sock: socket.socket = raw
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
        question = f"HEAD {path_of(url)} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Dateline\r\nConnection: close\r\n\r\n"
        sock.sendall(question.encode("ascii"))
        reply = http.client.HTTPResponse(sock, method="HEAD")
        reply.begin()
        return reply.status


def path_of(url: str) -> str:
    """Return path and query of an address as they stand in a request."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    # Letters of other scripts are written as their bytes; a line break would be a second question.
    return "".join(sign if "!" <= sign <= "~" else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in path)
