"""Addresses and ports of the servers, and checks before they listen. Without Django."""

import ipaddress
import socket
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from dateline.runtime.errors import NotLoopbackError, PortTakenError

PUBLIC_URL = "DATELINE_PUBLIC_URL"
DESK_URL = "DATELINE_DESK_URL"
INBOX_PATH = "/account/activitypub"


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches a host name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def inbox_of(public_url: str, desk_url: str) -> str:
    """Return the ActivityPub inbox of the newsroom and its offices.

    The inbox is below the public address, because some servers reject an actor whose inbox is on another host; the web
    server in front forwards it to the desk. If only this machine reaches the public address, there is no web server in
    front, and the inbox is below the desk's address.
    """
    is_local = is_loopback(urlsplit(public_url).hostname or "")
    return (desk_url if is_local else public_url).rstrip("/") + INBOX_PATH


def require_address(host: str, variable: str, environment: Mapping[str, str]) -> None:
    """Check that the address is set of a server that other machines reach, because the Host header is never trusted.

    Raises:
        NotLoopbackError: ``variable`` is not set.
    """
    if not is_loopback(host) and not environment.get(variable):
        raise NotLoopbackError(host, variable)


def require_free_port(host: str, port: int, option: str, *, patience_s: float = 2.0) -> None:
    """Check that no program listens on a port; wait a little, because one may be about to end.

    Workers share the port of their server (SO_REUSEPORT), so a second server would start without an error and get
    half of the visitors.

    Raises:
        PortTakenError: a program listens on the port.
    """
    ends_at_s = time.monotonic() + patience_s
    while not _is_free(host, port):
        if time.monotonic() > ends_at_s:
            raise PortTakenError(host, port, option)
        time.sleep(0.1)


def is_answering(host: str, port: int) -> bool:
    """Return whether a program accepts connections there."""
    try:
        with socket.create_connection((_reachable_host(host), port), timeout=0.5):
            return True
    except OSError:
        return False


def address(host: str, port: int) -> str:
    """Return the address of a server for a browser on this machine."""
    name = _reachable_host(host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _reachable_host(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
