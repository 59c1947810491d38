"""Where the servers listen, and what must be said before they listen to other machines."""

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
    """Say whether only this machine reaches a host name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def inbox_of(public_url: str, desk_url: str) -> str:
    """Return where those who follow the newsroom and its offices send what they have to say.

    It is at the public address, as some servers take no actor whose inbox is on another host; the web server in front
    passes it on to the desk. Where only this machine reaches the public address nobody stands in front: there it is at
    the desk's.
    """
    is_alone = is_loopback(urlsplit(public_url).hostname or "")
    return (desk_url if is_alone else public_url).rstrip("/") + INBOX_PATH


def demand_address(host: str, variable: str, environment: Mapping[str, str]) -> None:
    """Check that a server other machines reach knows its own address; the Host header is never trusted.

    Raises:
        NotLoopbackError: it does not.
    """
    if not is_loopback(host) and not environment.get(variable):
        raise NotLoopbackError(host, variable)


def demand_free(host: str, port: int, option: str, *, patience_s: float = 2.0) -> None:
    """Check that nobody listens on a port; wait a little for one that is just ending.

    Servers here share their port between workers (SO_REUSEPORT), so a second one would start without a
    word and take half of the visitors; hence this look before.

    Raises:
        PortTakenError: somebody does.
    """
    ends_at_s = time.monotonic() + patience_s
    while not _is_free(host, port):
        if time.monotonic() > ends_at_s:
            raise PortTakenError(host, port, option)
        time.sleep(0.1)


def is_answering(host: str, port: int) -> bool:
    """Say whether somebody accepts connections there."""
    try:
        with socket.create_connection((_shown(host), port), timeout=0.5):
            return True
    except OSError:
        return False


def address(host: str, port: int) -> str:
    """Return the address of a server as a person on this machine types it."""
    shown = _shown(host)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _shown(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  # a name for it, not a binding


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
