"""Documents and files from addresses that other people wrote: bounded, and never from inside our own network."""

import http.client
import socket
import ssl
import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from dateline.desk.checking.fetching import path_of, public_address
from dateline.intake.errors import NotFetchedError

TIMEOUT_S, WHOLE_S = 20.0, 120.0
"""For each step, and for a whole file."""

_REDIRECTS = 3
_MOVED = {301, 302, 303, 307, 308}
_PORTS = {"http": 80, "https": 443}
_PIECE = 65_536

Fetch = Callable[[str, int], bytes]
"""Given an address and the most bytes there may be, returns what is there; raises ``NotFetchedError``."""


def fetcher(trusted: str = "") -> Fetch:
    """Return a way to fetch. The host of ``trusted``, an address that the operator named, may be anywhere."""
    netloc = urlsplit(trusted).netloc

    def fetch(address: str, max_bytes: int) -> bytes:
        asked = address
        for _ in range(_REDIRECTS + 1):
            try:
                moved, body = _got(asked, max_bytes, is_trusted=bool(netloc) and urlsplit(asked).netloc == netloc)
            except (OSError, ValueError, http.client.HTTPException) as error:
                raise NotFetchedError(address, f"cannot be fetched ({error})") from error
            if not moved:
                return body
            asked = urljoin(asked, moved)
        raise NotFetchedError(address, "leads from one address to another without an end")

    return fetch


def _got(address: str, max_bytes: int, *, is_trusted: bool) -> tuple[str, bytes]:
    """Return where the address leads on (or nothing) and what is there."""
    parts = urlsplit(address)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise NotFetchedError(address, "is no http or https address")
    port = parts.port or _PORTS[parts.scheme]
    if is_trusted:
        place: tuple[str, int] | None = (parts.hostname, port)
    else:
        place = public_address(parts.hostname, port) if port in _PORTS.values() else None
    if place is None:
        raise NotFetchedError(address, "is inside a private network or at an unusual port, where nothing is fetched")
    with socket.create_connection(place, timeout=TIMEOUT_S) as raw:
        sock: socket.socket = raw
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(raw, server_hostname=parts.hostname)
        host = parts.hostname.encode("idna").decode() + (f":{parts.port}" if parts.port else "")
        question = f"GET {path_of(address)} HTTP/1.1\r\nHost: {host}\r\n"
        question += "User-Agent: Dateline\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"
        sock.sendall(question.encode("ascii"))
        reply = http.client.HTTPResponse(sock, method="GET")
        reply.begin()
        if reply.status in _MOVED and (location := reply.headers.get("location")):
            return location, b""
        if reply.status != http.HTTPStatus.OK:
            raise NotFetchedError(address, f"answers with {reply.status}")
        return "", _body(reply, address, max_bytes)


def _body(reply: http.client.HTTPResponse, address: str, max_bytes: int) -> bytes:
    found, ends_at_s = bytearray(), time.monotonic() + WHOLE_S
    while piece := reply.read1(_PIECE):
        found += piece
        if time.monotonic() > ends_at_s:
            raise NotFetchedError(address, f"takes longer than {WHOLE_S:.0f} seconds")
        if len(found) > max_bytes:
            raise NotFetchedError(address, f"is larger than {max_bytes // 1_000_000} MB")
    return bytes(found)
