"""A crawler: follows each link of a site and returns all responses."""

import html
import re
import urllib.parse
from collections import deque
from collections.abc import Iterable

import httpx

_ADDRESS = re.compile(r"""(?:href|src|action|content)\s*=\s*["']([^"']+)["']|srcset\s*=\s*["']([^"']+)["']""")
_NAMED = re.compile(r'"(https?://[^"\\\s]+)"')  # in JSON
_LOCATION = re.compile(r"<(?:loc|id|uri|icon|logo)>([^<]+)</|[Ss]itemap:\s*(\S+)")

_PRINT = re.compile(r"/[^/]+/news/\d+\.(pdf|png)")


def crawl(base: str, starts: Iterable[str], limit: int = 3000) -> dict[str, httpx.Response]:
    """Return every answer reachable on ``base`` from the starting paths, by path and query.

    Prints are left out, because each takes a second or two; ``journeys/test_prints.py`` tests them.
    """
    seen: dict[str, httpx.Response] = {}
    waiting = deque(starts)
    with httpx.Client(base_url=base, timeout=20) as client:
        while waiting and len(seen) < limit:
            path = waiting.popleft()
            if path in seen or _PRINT.fullmatch(path):
                continue
            answer = seen[path] = client.get(path)
            if "location" in answer.headers:
                waiting.append(_own(base, path, answer.headers["location"]) or path)
            if any(kind in answer.headers.get("content-type", "") for kind in ("text", "xml", "json")):
                waiting.extend(link for link in links(base, path, answer.text) if link not in seen)
    return seen


def links(base: str, path: str, text: str) -> list[str]:
    """Return the paths on ``base`` that a page names."""
    found = [one for pair in _ADDRESS.findall(text) for one in pair if one]
    found += _NAMED.findall(text)
    found += [one for pair in _LOCATION.findall(text) for one in pair if one]
    single = [part.strip().split(" ", maxsplit=1)[0] for one in found for part in one.split(", ")]
    return [own for own in (_own(base, path, html.unescape(one)) for one in single) if own]


def _own(base: str, path: str, address: str) -> str | None:
    whole = urllib.parse.urldefrag(urllib.parse.urljoin(base + path, address)).url
    return whole.removeprefix(base) or "/" if whole == base or whole.startswith(base + "/") else None
