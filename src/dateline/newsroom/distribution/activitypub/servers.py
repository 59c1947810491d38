"""Servers of remote actors: their normalised names, and the blocklist."""

from contextlib import suppress
from urllib.parse import urlsplit

from dateline.newsroom.distribution.models import SERVER_MAX, BlockedServer
from dateline.web.guarded_http import PORTS


def host_of(address: str) -> str:
    """Return the server of a URL, with its port unless that is the default; empty where there is none."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    server = server_of(address)
    return f"{server}:{port}" if server and port not in (None, PORTS.get(parts.scheme)) else server


def server_of(address: str) -> str:
    """Return the normalised server name of a URL, without port; empty where there is no valid one.

    One name can be spelled with different letters that resolve to the same server.
    """
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    with suppress(UnicodeError):
        name = name.encode("idna").decode("ascii")
    name = name.lower().rstrip(".")
    return name if len(name) <= SERVER_MAX else ""


def with_parents(server: str) -> list[str]:
    """Return a server and its parent domains: ``a.example.org``, ``example.org``, ``org``."""
    parts = server.split(".")
    return [".".join(parts[start:]) for start in range(len(parts))]


def is_blocked(*addresses: str) -> bool:
    """Say whether one of some URLs is on a blocked server or a subdomain of one."""
    hosts = {host for address in addresses for host in with_parents(server_of(address))}
    return BlockedServer.objects.filter(host__in=hosts).exists()
