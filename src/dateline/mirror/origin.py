"""HTTP client of the origin: pages of its log and its public files. It contacts one host and limits time and size."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import BinaryIO
from urllib.parse import urlsplit

import msgspec
import urllib3
from urllib3.exceptions import HTTPError

from dateline.mirror.errors import MirrorError, OriginUnavailableError
from dateline.mirror.verification import OriginEntry
from dateline.web.guarded_http import site_pool
from dateline.web.headers import parse_retry_after_s

MAX_PAGE_BYTES = 64_000_000  # decompressed; a page ends at a megabyte unless a single entry is longer
MAX_FILE_BYTES = 1_000_000_000
CONNECT_S, READ_S = 10.0, 30.0
_CHUNK = 1 << 18
_OK, _NOT_FOUND, _REDIRECTS, _TOO_MANY = 200, 404, range(300, 400), (429, 503)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the origin's log.

    Attributes:
        site: address of the newsroom that writes the log. It differs from the origin's address where the origin is a
            mirror.
        position: of the last entry of the log.
    """

    site: str
    position: int
    entries: list[OriginEntry]


class WrongAddressError(MirrorError):
    """An address is not the address of a newsroom."""

    def __init__(self, given: str) -> None:
        super().__init__(f"{given!r} is no address of a newsroom: it should be like https://news.example.org/")


class Origin:
    """Client of the origin, which is a newsroom or another mirror. Threads may share it.

    Args:
        url: address of the origin.

    Raises:
        WrongAddressError: ``url`` is not the ``http`` or ``https`` address of a host, or has a path.
    """

    def __init__(self, url: str) -> None:
        self.url = site_of(url)
        # Redirects are not followed: another host is not the origin.
        self._pool = site_pool(self.url, user_agent=f"dateline-mirror/{version('dateline')}", maxsize=8)

    def page(self, after: int, *, limit: int = 1000, wait_s: int = 0) -> Page:
        """Return the entries after a position; wait up to ``wait_s`` seconds for the first one.

        Raises:
            OriginUnavailableError: the origin does not answer, or its answer is not a page of a log.
        """
        path = f"/api/v1/log?after={after}&limit={limit}" + (f"&wait={wait_s}" if wait_s else "")
        body = bytearray()
        for chunk in self._get(path, READ_S + wait_s):
            body += chunk
            if len(body) > MAX_PAGE_BYTES:
                raise OriginUnavailableError(self.url, "sends far more than a page of its log")
        try:
            page = msgspec.json.decode(body, type=Page)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise OriginUnavailableError(self.url, f"answers {path} with what is no page of a log") from error
        try:
            site_of(page.site)
        except WrongAddressError as error:
            raise OriginUnavailableError(
                self.url, f"says that it is {page.site!r}, which is no address of a site"
            ) from error
        return page

    def fetch(self, name: str, target: BinaryIO) -> bool:
        """Write a public file into ``target``; return whether there is one.

        Raises:
            OriginUnavailableError: the origin does not answer, or the file is incomplete or too long.
        """
        size_bytes = 0
        try:
            for chunk in self._get(f"/media/{name}", READ_S):
                size_bytes += target.write(chunk)
                if size_bytes > MAX_FILE_BYTES:
                    raise OriginUnavailableError(
                        self.url, f"sends more than {MAX_FILE_BYTES} bytes for the file {name}"
                    )
        except FileNotFoundError:
            return False
        return True

    def _get(self, path: str, read_s: float) -> Iterator[bytes]:
        """Yield the decompressed body of a response.

        Raises:
            FileNotFoundError: the origin has no such public file.
            OriginUnavailableError: the origin does not answer, or its response is incomplete.
        """
        timeout = urllib3.Timeout(connect=CONNECT_S, read=read_s)
        try:
            response = self._pool.request("GET", path, preload_content=False, timeout=timeout)
            try:
                self._check_status(response, path)
                yield from response.stream(_CHUNK, decode_content=True)
                response.drain_conn()
            finally:
                response.release_conn()
        except HTTPError as error:
            raise OriginUnavailableError(self.url, f"does not answer ({_reason(error)})") from error

    def _check_status(self, response: urllib3.BaseHTTPResponse, path: str) -> None:
        status = response.status
        if status == _OK:
            return
        response.close()
        if status == _NOT_FOUND and path.startswith("/media/"):
            raise FileNotFoundError(path)
        if status in _REDIRECTS:
            place = response.headers.get("location", "elsewhere")
            raise OriginUnavailableError(self.url, f"sends to {place}: give the address that answers itself")
        retry_after_s = parse_retry_after_s(response.headers.get("retry-after", "")) if status in _TOO_MANY else 0.0
        reason = "has no publication log at /api/v1/log" if status == _NOT_FOUND else f"answers {path} with {status}"
        raise OriginUnavailableError(self.url, reason, retry_after_s=retry_after_s)


def site_of(url: str) -> str:
    """Return the address of a site without a slash at its end.

    Raises:
        WrongAddressError: ``url`` is not the address of a site.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise WrongAddressError(url) from error
    is_plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or not is_plain:
        raise WrongAddressError(url)
    return f"{parts.scheme}://{parts.netloc}"


def _reason(error: HTTPError) -> str:
    reason = error.__cause__ or error.__context__ or error
    return " ".join(str(getattr(reason, "strerror", None) or type(error).__name__).split())
