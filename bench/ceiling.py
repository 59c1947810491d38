"""The ceiling: the server software of the public side, returning fixed bytes and nothing else.

It listens on the given port. The path is the number of bytes to return, such as ``/8000``.
"""

import sys
from functools import cache
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from dateline.runtime.lifeline import end_with_parent

_BODY = bytes(range(256)) * 2_000


class Fixed:
    """Returns as many bytes as the path says."""

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        headers, body = fixed(scope.path)
        protocol.response_bytes(200, headers, body)


@cache
def fixed(path: str) -> tuple[list[tuple[str, str]], bytes]:
    """Return headers and body of so many bytes."""
    body = _BODY[: int(path[1:])]
    return [("content-type", "text/html; charset=utf-8"), ("content-length", str(len(body)))], body


def app() -> Fixed:
    """Return the application, and make this process end with Granian's."""
    end_with_parent()
    return Fixed()


if __name__ == "__main__":
    end_with_parent()
    Server(
        "bench.ceiling:app",
        factory=True,
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
