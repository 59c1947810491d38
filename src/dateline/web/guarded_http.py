"""Speaking to machines of others over HTTP: one question at a time, never to a machine of our own network.

A name is resolved once and the connection goes to that very address, so that it cannot mean a public machine when it is
checked and a private one when it is asked. Redirects are not followed: where they lead nobody has checked.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult, urlsplit

import msgspec

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PORTS = {"http": 80, "https": 443}
TIMEOUT_S = 10.0
BODY_MAX = 65_536
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind a translator. Source: RFC 6052, section 2.1
_GIVEN_OUT = ipaddress.ip_network("2000::/3")  # Source: IANA, Internet Protocol Version 6 Address Space
_FOR_BOOKS = ipaddress.ip_network("3fff::/20")  # Source: RFC 9637, which Python 3.11 does not know
_INNER_BITS = 0xFFFF_FFFF


class OutsideError(Exception):
    """Base of what goes wrong outside; the sentence is short and fits a table."""


class TargetRefusedError(OutsideError):
    """An address is none that may be asked."""


class NoAnswerError(OutsideError):
    """Nobody answered, or not in time, or not in HTTP."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back.

    Attributes:
        headers: names in lower case; of repeated ones the last.
        body: the first bytes, as many as were asked for.
        took_s: from the question to here.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    took_s: float


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked; header names and values of printable letters."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = {}
    body: bytes = b""


def networks(said: str) -> tuple[Network, ...]:
    """Return the networks named, such as ``127.0.0.0/8 fd00::/8``, by blanks or commas; empty for none.

    Raises:
        ValueError: one is none.
    """
    return tuple(ipaddress.ip_network(one) for one in said.replace(",", " ").split())


def demand_target(url: str, allowed: tuple[Network, ...] = ()) -> SplitResult:
    """Check what can be seen of an address before it is asked, and return its parts.

    Raises:
        TargetRefusedError: it is no http or https address of a host, holds a password or a fragment, or names a
            private machine by number.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
        _ascii_host(parts)
    except ValueError as error:  # also of a name that cannot be asked for: a label is empty, or longer than 63 letters
        message = "the address cannot be read"
        raise TargetRefusedError(message) from error
    if parts.scheme not in PORTS or not host or port == 0 or any(sign <= " " for sign in url):
        message = "the address should be like https://example.org/path"
        raise TargetRefusedError(message)
    if parts.username is not None or parts.fragment:
        message = "the address should hold neither a password nor a part after #"
        raise TargetRefusedError(message)
    try:
        numbered = ipaddress.ip_address(host)
    except ValueError:
        return parts
    if not is_open(numbered, allowed):
        message = f"{host} is an address of a private network"
        raise TargetRefusedError(message)
    return parts


def ask(
    question: Question, *, allowed: tuple[Network, ...] = (), within_s: float = TIMEOUT_S, body_max: int = BODY_MAX
) -> Answer:
    """Ask and return what came back, whatever its status.

    Args:
        question: what to ask, and where.
        allowed: private networks that may be asked nevertheless.
        within_s: for all of it, from the first connection on; resolving the name is the system's own time.
        body_max: bytes of the body that are read.

    Raises:
        TargetRefusedError: the address leads to a private machine, or is none.
        NoAnswerError: nobody answered, or not in time.
    """
    parts = demand_target(question.url, allowed)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    addresses = _resolved(host, port, allowed)
    began_at_s = time.monotonic()
    try:
        with _connected(addresses, port, within_s) as raw:
            is_late = threading.Event()
            alarm = threading.Timer(within_s, _hang_up, (raw, is_late))
            alarm.daemon = True
            alarm.start()
            try:
                status, headers, body = _asked(question, parts, raw, body_max)
            finally:
                alarm.cancel()
            _demand_in_time(is_late)
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = time.monotonic() - began_at_s >= within_s
        message = f"no answer within {within_s:g} s" if late else _reason(error)
        raise NoAnswerError(message) from error
    return Answer(status=status, headers=headers, body=body, took_s=time.monotonic() - began_at_s)


def is_open(address: Address, allowed: tuple[Network, ...] = ()) -> bool:
    """Say whether an address is public, with every address hidden in it, or allowed."""
    return all(_is_public(one) for one in _meant(address)) or any(
        one in network for one in _meant(address) for network in allowed
    )


def _is_public(address: Address) -> bool:
    """Say whether an address is everybody's.

    Of IPv6 those are named that are, for IPv4 hides in many of the others: in ``::7f00:1``, or behind translators of
    one network (``64:ff9b:1::/48``, RFC 8215).
    """
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return True
    return address in _TRANSLATED or (address in _GIVEN_OUT and address not in _FOR_BOOKS)


def _meant(address: Address) -> Iterator[Address]:
    """Yield the address, or the IPv4 one that an IPv6 one stands for, and those it leads through."""
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
    if address in _TRANSLATED:
        yield ipaddress.IPv4Address(int(address) & _INNER_BITS)


def _resolved(host: str, port: int, allowed: tuple[Network, ...]) -> list[str]:
    """Return where a name leads, all of it open.

    Raises:
        TargetRefusedError: any of it is not.
        NoAnswerError: it leads nowhere.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        message = f"the name {host} is not known"
        raise NoAnswerError(message) from error
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    for one in addresses:
        if not is_open(ipaddress.ip_address(one), allowed):
            message = f"{host} leads to {one}, an address of a private network"
            raise TargetRefusedError(message)
    return addresses


def _connected(addresses: list[str], port: int, within_s: float) -> socket.socket:
    ends_at_s = time.monotonic() + within_s
    trouble: OSError = OSError("the name leads nowhere")
    for address in addresses:
        left_s = ends_at_s - time.monotonic()
        if left_s <= 0:
            break
        try:
            return socket.create_connection((address, port), timeout=left_s)
        except OSError as error:
            trouble = error
    raise trouble


def _asked(
    question: Question, parts: SplitResult, raw: socket.socket, body_max: int
) -> tuple[int, dict[str, str], bytes]:
    host, is_tls = _ascii_host(parts), parts.scheme == "https"
    connection = (http.client.HTTPSConnection if is_tls else http.client.HTTPConnection)(host, parts.port)
    # A duplicate, so that the caller's own handle can still hang up what TLS has taken over.
    sock = raw.dup()
    sock.settimeout(raw.gettimeout())
    try:
        connection.sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host) if is_tls else sock
        headers = {"User-Agent": "Dateline", "Accept-Encoding": "identity", "Connection": "close", **question.headers}
        body = question.body if question.body or question.method == "POST" else None
        connection.request(question.method, request_target(parts), body=body, headers=headers)
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read(body_max)
    finally:
        connection.close()
        sock.close()


def host_header(parts: SplitResult) -> str:
    """Return what is sent as ``Host``: the port stands in it where it is not the usual one."""
    host = _ascii_host(parts)
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, PORTS[parts.scheme]) else f"{host}:{parts.port}"


def _ascii_host(parts: SplitResult) -> str:
    return (parts.hostname or "").encode("idna").decode("ascii")


def _demand_in_time(is_late: threading.Event) -> None:
    if is_late.is_set():  # what was cut off may look like a whole answer
        raise TimeoutError


def _hang_up(raw: socket.socket, is_late: threading.Event) -> None:
    is_late.set()
    try:
        raw.shutdown(socket.SHUT_RDWR)
    except OSError:  # it has ended by itself
        return


def request_target(parts: SplitResult) -> str:
    """Return path and query as they are sent."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    # Letters of other scripts are written as their bytes; a line break would be a second question.
    return "".join(sign if "!" <= sign <= "~" else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in path)


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLError):
        return f"no TLS: {getattr(error, 'verify_message', '') or error.reason or error}"
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"no answer: {said}" if isinstance(error, OSError) else f"no HTTP: {said}"
