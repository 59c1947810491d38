"""Where an address leads: the server, by the one name that all its spellings have in common, and its port."""

from contextlib import suppress
from urllib.parse import urlsplit

from dateline.newsroom.distribution.models import SERVER_MAX
from dateline.web.guarded_http import PORTS


def host_of(address: str) -> str:
    """Return the server of an address, with the port where it is not the usual one; empty where there is none."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    server = server_of(address)
    return f"{server}:{port}" if server and port not in (None, PORTS.get(parts.scheme)) else server


def server_of(address: str) -> str:
    """Return the name of an address's server, without a port; empty where there is none that a name can be.

    One name can be written in many letters, which mean the same to whoever asks for its address.
    """
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    with suppress(UnicodeError):
        name = name.encode("idna").decode("ascii")
    name = name.lower().rstrip(".")
    return name if len(name) <= SERVER_MAX else ""


def lineage(server: str) -> list[str]:
    """Return a server and all above it: ``a.example.org``, ``example.org``, ``org``."""
    parts = server.split(".")
    return [".".join(parts[start:]) for start in range(len(parts))]
