"""An HTTP client for addresses that strangers give: it never connects to a machine in a private network.

A host name is resolved once, and the connection goes to the very IP address that was checked. Otherwise a name could
resolve to a public machine for the check and to a private one for the connection. Redirects are not followed; a caller
who wants to follow one fetches the new address, which is checked again. urllib3 speaks HTTP and TLS; the address policy
and the limits are in this module.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

import msgspec
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from dateline.web.network_policy import EVERY_NETWORK, Network, is_permitted

PORTS = {"http": 80, "https": 443}
TIMEOUT_S = 10.0
MAX_BODY_BYTES = 65_536


class FetchError(Exception):
    """Base of this module's errors; each message is one short sentence that fits into a table cell."""


class TargetRefusedError(FetchError):
    """The address is malformed or leads to a private machine."""


class NoResponseError(FetchError):
    """There was no response, or not in time, or not in HTTP."""


class ResponseTimeoutError(NoResponseError):
    """There was no response in time."""


class HttpResponse(msgspec.Struct, frozen=True, kw_only=True):
    """A response, of any status.

    Attributes:
        headers: names in lower case; of a repeated header the last value.
        body: as sent, cut at the limit of the call.
        took_s: seconds from the start of the connection to the end of the response.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    took_s: float


class HttpRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request; header names and values of printable letters."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = {}
    body: bytes = b""


def check_target(url: str, allowed: tuple[Network, ...] = ()) -> SplitResult:
    """Check what can be seen of an address without resolving its host, and return its parts.

    Raises:
        TargetRefusedError: the address is not http or https, names no host, holds a password or a fragment, or
            names a private machine by its IP address.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
        _ascii_host(parts)
    except ValueError as error:  # also of a host name with an empty label, or one longer than 63 letters
        message = "the address cannot be read"
        raise TargetRefusedError(message) from error
    if parts.scheme not in PORTS or not host or port == 0 or any(sign <= " " for sign in url):
        message = "the address should be like https://example.org/path"
        raise TargetRefusedError(message)
    if parts.username is not None or parts.fragment:
        message = "the address should hold neither a password nor a part after #"
        raise TargetRefusedError(message)
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return parts
    if not is_permitted(address, allowed):
        message = f"{host} is an address of a private network"
        raise TargetRefusedError(message)
    return parts


def fetch(
    request: HttpRequest,
    *,
    allowed: tuple[Network, ...] = (),
    timeout_s: float = TIMEOUT_S,
    max_body_bytes: int = MAX_BODY_BYTES,
) -> HttpResponse:
    """Send one request on a connection of its own and return the response, whatever its status.

    Args:
        request: sent once; redirects are not followed.
        allowed: private networks that may be connected to nevertheless.
        timeout_s: for all of it, from the first connection on; resolving the host name takes the system's own time.
        max_body_bytes: of the body that are read; the rest is dropped.

    Raises:
        TargetRefusedError: the address leads to a private machine, or is malformed.
        ResponseTimeoutError: the response did not arrive in time.
        NoResponseError: the connection failed, or the body broke off.
    """
    parts = check_target(request.url, allowed)
    addresses = _resolve(parts.hostname or "", parts.port or PORTS[parts.scheme], allowed)
    began_at_s = time.monotonic()
    try:
        with _Deadline(timeout_s) as deadline:
            connection = _connection_of(parts, addresses, deadline)
            try:
                status, headers, body = _exchange(connection, request, parts, max_body_bytes)
            finally:
                connection.close()
            deadline.check()
    except (OSError, http.client.HTTPException, HTTPError, ValueError) as error:
        if isinstance(_cause(error), TimeoutError) or time.monotonic() - began_at_s >= timeout_s:
            message = f"no answer within {timeout_s:g} s"
            raise ResponseTimeoutError(message) from error
        message = _reason(_cause(error))
        raise NoResponseError(message) from error
    return HttpResponse(status=status, headers=headers, body=body, took_s=time.monotonic() - began_at_s)


def site_pool(url: str, *, user_agent: str, maxsize: int) -> urllib3.HTTPConnectionPool:
    """Return a pool of connections to a site that the operator named, for long streams.

    The site may stand in any network. Redirects are not followed, and nothing is sent twice.

    Raises:
        TargetRefusedError: the address is malformed.
    """
    parts = check_target(url, EVERY_NETWORK)
    tls = {"ssl_context": ssl.create_default_context()} if parts.scheme == "https" else {}
    headers = {"user-agent": user_agent, "accept-encoding": "br, gzip"}
    return urllib3.connection_from_url(url, maxsize=maxsize, retries=False, headers=headers, **tls)


def host_header(parts: SplitResult) -> str:
    """Return the ``Host`` header of an address: it names the port where that is not the default one."""
    host = _ascii_host(parts)
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, PORTS[parts.scheme]) else f"{host}:{parts.port}"


def request_target(parts: SplitResult) -> str:
    """Return path and query as they are sent: everything but printable ASCII is percent-encoded as UTF-8."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return "".join(sign if "!" <= sign <= "~" else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in path)


class _Deadline:
    """Closes a connection when the time is over, even if the peer still sends a byte now and then."""

    def __init__(self, timeout_s: float) -> None:
        self._ends_at_s = time.monotonic() + timeout_s
        self._timer = threading.Timer(timeout_s, self._hang_up)
        self._timer.daemon = True
        self._is_over = threading.Event()
        self._raw: socket.socket | None = None

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        if self._raw is not None:
            self._raw.close()

    def connect(self, addresses: list[str], port: int) -> socket.socket:
        """Return a connection to the first address that answers; it ends at the deadline."""
        failure: OSError = OSError("the name leads nowhere")
        for address in addresses:
            left_s = self._ends_at_s - time.monotonic()
            if left_s <= 0:
                break
            try:
                connected = socket.create_connection((address, port), timeout=left_s)
            except OSError as error:
                failure = error
            else:
                self._raw = connected.dup()  # a copy, because TLS takes over the connected socket itself
                return connected
        raise failure

    def check(self) -> None:
        """Raise ``TimeoutError`` after the deadline: a truncated response may look complete."""
        if self._is_over.is_set():
            raise TimeoutError

    def _hang_up(self) -> None:
        self._is_over.set()
        try:
            if self._raw is not None:
                self._raw.shutdown(socket.SHUT_RDWR)
        except OSError:  # it has ended by itself
            return


class _PinnedConnection(HTTPConnection):
    """Connects to the IP addresses that were checked and does not resolve the host name again."""

    def __init__(self, *args: Any, addresses: list[str], deadline: _Deadline, **options: Any) -> None:
        super().__init__(*args, **options)
        self._addresses = addresses
        self._deadline = deadline

    def _new_conn(self) -> socket.socket:
        return self._deadline.connect(self._addresses, self.port or self.default_port)


class _PinnedTlsConnection(_PinnedConnection, HTTPSConnection):
    """The same with TLS; the certificate is checked against the host name."""


def _connection_of(parts: SplitResult, addresses: list[str], deadline: _Deadline) -> _PinnedConnection:
    host = _ascii_host(parts)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return _PinnedTlsConnection(
            host, parts.port or PORTS["https"], addresses=addresses, deadline=deadline, ssl_context=context
        )
    return _PinnedConnection(host, parts.port or PORTS["http"], addresses=addresses, deadline=deadline)


def _exchange(
    connection: _PinnedConnection, request: HttpRequest, parts: SplitResult, max_body_bytes: int
) -> tuple[int, dict[str, str], bytes]:
    headers = {"User-Agent": "Dateline", "Accept-Encoding": "identity", "Connection": "close", **request.headers}
    body = request.body if request.body or request.method == "POST" else None
    target = request_target(parts)
    connection.request(request.method, target, body=body, headers=headers, preload_content=False, decode_content=False)
    response = connection.getresponse()
    try:
        received = {name.lower(): value for name, value in response.headers.iteritems()}
        content = b""
        while part := response.read(max_body_bytes - len(content)):  # raises where the body broke off
            content += part
        return response.status, received, content
    finally:
        response.close()


def _resolve(host: str, port: int, allowed: tuple[Network, ...]) -> list[str]:
    """Return the addresses of a host, all of them permitted.

    Raises:
        TargetRefusedError: one of the addresses is not permitted.
        NoResponseError: the host has no address.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        message = f"the name {host} is not known"
        raise NoResponseError(message) from error
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for one in addresses:
        if not is_permitted(ipaddress.ip_address(one), allowed):
            message = f"{host} leads to {one}, an address of a private network"
            raise TargetRefusedError(message)
    return addresses


def _ascii_host(parts: SplitResult) -> str:
    return (parts.hostname or "").encode("idna").decode("ascii")


def _cause(error: Exception) -> BaseException:
    """Return the cause of an error of urllib3."""
    return (error.__cause__ or error.__context__ or error) if isinstance(error, HTTPError) else error


def _reason(error: BaseException) -> str:
    if isinstance(error, ssl.SSLError):
        return f"no TLS: {getattr(error, 'verify_message', '') or error.reason or error}"
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"no answer: {reason}" if isinstance(error, OSError) else f"no HTTP: {reason}"
