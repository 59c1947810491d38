"""Room for who comes next: where too many hold connections, those go that do least with them.

The server's software knows how many connections it takes, not whose they are nor what they are for: whoever opens them
all and asks now and then, sends a letter a second, or never takes the answer, would be the only reader. The kernel
knows, so it is asked. On Linux only; elsewhere nothing is closed.
"""

import logging
import os
import resource
import socket
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

_log = logging.getLogger("public")
_OWN_FILES, _OWN_PAGES = Path("/proc/self/fd"), Path("/proc/self/statm")
_LOOK_EVERY_S = 0.1  # a flood of ten thousand a second brings no more than the server takes until the next look
_QUIET_AT, _UNSENT_AT = 44, 144  # tcpi_last_data_sent and tcpi_notsent_bytes in struct tcp_info, linux/tcp.h
_FAMILIES = (socket.AF_INET, socket.AF_INET6)
_RESET = struct.pack("ii", 1, 0)  # what is left to be sent is dropped with the connection
_TOLD_EVERY_S = 60.0
_FILES = 8_192  # open at once; many systems allow 1,024 unless asked
_REST = 4  # times as long as a look took, so that readers lose a fifth of the processor to it at most
_HELD_BYTES = 100_000_000
"""What answers that nobody takes may hold: the server has the whole of each in memory until it is sent."""

_GIVEN_BYTES = 50_000_000  # of large answers between two looks at what is held; all of it may be
_LARGE_BYTES = 60_000  # smaller ones, such as any page as browsers ask for it, find room in the kernel


class Connection(msgspec.Struct, frozen=True):
    """A connection of this process: its file, who is at the other end, and for how long nothing was sent to them.

    Their ``port`` tells it from others of theirs that get the same file: behind a web server all are of one peer.

    ``unsent_bytes`` wait in the kernel until they take what was sent before; the server holds what comes behind.
    """

    file: int
    peer: str
    quiet_ms: int
    unsent_bytes: int = 0
    port: int = 0


def surplus(connections: Iterable[Connection], room: int) -> list[Connection]:
    """Return those to close so that ``room`` are left.

    Who holds most gives first, until nobody holds more than the others; of theirs, and of all where even one each is
    too many, those go that nothing was sent to for longest: they never finished asking, never take the answer, or have
    had it.
    """
    held: dict[str, list[Connection]] = {}
    for one in sorted(connections, key=_quiet_ms):
        held.setdefault(one.peer, []).append(one)
    share = _share(map(len, held.values()), room)
    fair = sorted((one for theirs in held.values() for one in theirs[:share]), key=_quiet_ms)
    return [*(one for theirs in held.values() for one in theirs[share:]), *fair[room:]]


def stalled(connections: Iterable[Connection]) -> list[Connection]:
    """Return the half of those who do not take their answer that has not for longest."""
    found = sorted((one for one in connections if one.unsent_bytes), key=_quiet_ms)
    return found[len(found) // 2 :]


def _quiet_ms(connection: Connection) -> int:
    return connection.quiet_ms


def _share(held: Iterable[int], room: int) -> int:
    """Return the most that each may keep, so that all together keep ``room`` at most, and one each at least."""
    holders = sorted(held)
    for place, least in enumerate(holders):
        if least * (len(holders) - place) > room:
            return max(1, room // (len(holders) - place))
        room -= least
    return holders[-1] if holders else 1


class Room:
    """What one process holds for those who are connected; it is looked after once ``keep`` was called.

    Args:
        connections: beyond so many, a quarter is closed.

    Attributes:
        is_crowded: whether there were so many at the last look that nobody should hold one behind their answer.
    """

    def __init__(self, connections: int) -> None:
        self.is_crowded = False
        self._connections = connections
        self._is_kept = False
        self._left_bytes = _GIVEN_BYTES
        self._least_bytes = 0
        self._closed: Counter[str] = Counter()
        self._told_at_s = -_TOLD_EVERY_S

    def keep(self) -> None:
        """Look after it in a thread, for as long as the process lives."""
        if sys.platform == "linux":
            self._is_kept = True
            files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(files, min(_FILES, most)), most))
            threading.Thread(target=self._keep, name="connections", daemon=True).start()

    def may_hold(self, size_bytes: int) -> bool:
        """Say whether there is memory for an answer that somebody may be slow to take; small ones always may."""
        if size_bytes < _LARGE_BYTES or not self._is_kept:
            return True
        if self._left_bytes <= size_bytes and self._has_taken():
            self._left_bytes = _GIVEN_BYTES
        self._left_bytes -= size_bytes
        return self._left_bytes > 0

    def _has_taken(self) -> bool:
        """Say whether readers have taken what they were given, as far as the memory of the process tells.

        Over a fast line they take more between two looks of the thread than may be held, and nobody is slow.
        """
        with suppress(OSError):
            return _own_bytes() <= self._least_bytes + _HELD_BYTES
        return False

    def _keep(self) -> None:
        while True:
            began_s = time.monotonic()
            with suppress(OSError):  # no file is left to look with; the next look may find one
                self._look(is_heavy=self._is_heavy(_own_bytes()))
            now_s = time.monotonic()
            if self._closed and now_s > self._told_at_s + _TOLD_EVERY_S:
                told = self._closed.total(), len(self._closed)
                _log.warning("too many connections, or answers that nobody takes: closed %d, of %d addresses", *told)
                self._told_at_s = now_s
                self._closed.clear()
            time.sleep(max(_LOOK_EVERY_S, (now_s - began_s) * _REST))

    def _is_heavy(self, own_bytes: int) -> bool:
        """Say whether answers that nobody takes hold too much.

        Where everybody takes theirs, what the process holds is its own: an archive of a million releases takes more.
        """
        is_more = own_bytes > self._least_bytes + _HELD_BYTES
        if not self._least_bytes or (is_more and not any(one.unsent_bytes for one in _open())):
            self._least_bytes = own_bytes
            return False
        return is_more

    def _look(self, *, is_heavy: bool) -> None:
        self._left_bytes = 0 if is_heavy else _GIVEN_BYTES
        files = len(_files())  # few of them are no connections
        kept = self._connections * 3 // 4
        self.is_crowded = files > kept
        if is_heavy or files > self._connections:
            found = _open()
            gone = {*surplus(found, kept), *(stalled(found) if is_heavy else ())}
            self._closed.update(one.peer for one in gone if _close(one))


def _own_bytes() -> int:
    """Return what this process holds in memory and shares with no file. Source: proc(5)."""
    resident, shared = _OWN_PAGES.read_text().split()[1:3]
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


def _files() -> list[int]:
    return [int(path.name) for path in _OWN_FILES.iterdir()]


def _open() -> list[Connection]:
    found = []
    for file in _files():
        with suppress(OSError), _at(file) as end:
            if end.family in _FAMILIES:
                told = end.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _UNSENT_AT + 4)
                quiet_ms, unsent_bytes = (struct.unpack_from("I", told, at)[0] for at in (_QUIET_AT, _UNSENT_AT))
                peer, port = end.getpeername()[:2]
                found.append(Connection(file, peer, quiet_ms, unsent_bytes, port))
    return found


def _close(connection: Connection) -> bool:
    """Close it, unless its number was given to somebody else's meanwhile."""
    with suppress(OSError), _at(connection.file) as end:
        if end.family in _FAMILIES and end.getpeername()[:2] == (connection.peer, connection.port):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            end.shutdown(socket.SHUT_RDWR)
            return True
    return False


@contextmanager
def _at(file: int) -> Iterator[socket.socket]:
    """Borrow the socket behind a file's number, whose owner keeps it.

    Raises:
        OSError: it is none, or gone.
    """
    borrowed = os.dup(file)
    try:
        end = socket.socket(fileno=borrowed)
    except OSError:
        os.close(borrowed)
        raise
    with end:
        yield end
