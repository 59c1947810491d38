"""A robot that obeys robots.txt and ``nofollow`` on a link or a page, and nothing else."""

import html
import re
import urllib.parse
from collections import deque
from collections.abc import Callable, Iterable

from selectolax.lexbor import LexborHTMLParser

from tests.support.public_server import Answer

_NAMED = re.compile(r'"(https?://[^"\\\s]+)"')  # in JSON
_IN_XML = re.compile(r"<(?:loc|id|uri|link|guid)>([^<]+)</|\s(?:href|url)=\"([^\"]+)\"|[Ss]itemap:\s*(\S+)")


class Robot:
    """Follows every link that a site allows it to follow, in pages, feeds, sitemaps and JSON.

    Attributes:
        seen: status of every requested address, by path and query.
        indexed: addresses whose response is 200 and allows search engines to index it.
    """

    def __init__(self, get: Callable[[str], Answer], public_url: str, *, obedient: bool = True) -> None:
        self._get = get
        self._public_url = public_url
        self._rules = rules(get("/robots.txt").body.decode()) if obedient else []
        self._obedient = obedient
        self.seen: dict[str, int] = {}
        self.indexed: set[str] = set()

    def walk(self, starts: Iterable[str], limit: int) -> "Robot":
        """Follow links until none is left, or ``limit`` addresses were requested."""
        waiting = deque(starts)
        while waiting and len(self.seen) < limit:
            path = waiting.popleft()
            if path not in self.seen and self.may(path):
                waiting.extend(self._links(path))
        return self

    def may(self, path: str) -> bool:
        """Tell whether robots.txt allows a request. Source: RFC 9309: the longest rule that matches counts."""
        matching = [(len(rule), allowed) for rule, allowed in self._rules if _matches(rule, path)]
        return max(matching, default=(0, True))[1]

    def _links(self, path: str) -> list[str]:
        answer = self._get(path)
        self.seen[path] = answer.status
        kind = answer.headers.get("content-type", "")
        text = answer.body.decode() if kind.startswith(("text/", "application/")) and "pdf" not in kind else ""
        found = [answer.headers["location"]] if "location" in answer.headers else []
        meta = answer.headers.get("x-robots-tag", "")
        if "html" in kind:
            page = LexborHTMLParser(text)
            meta += "".join(one.attributes.get("content") or "" for one in page.css("meta[name=robots]"))
            found += [
                one.attributes["href"]
                for one in page.css("a[href], link[href]")
                if not self._obedient or "nofollow" not in (one.attributes.get("rel") or "")
            ]
        elif "json" in kind:
            found += _NAMED.findall(text)
        elif text:
            found += [html.unescape(one) for named in _IN_XML.findall(text) for one in named if one]
        if answer.status == 200 and "noindex" not in meta:
            self.indexed.add(path)
        return [] if self._obedient and "nofollow" in meta else [own for own in map(self._own(path), found) if own]

    def _own(self, path: str) -> Callable[[str], str]:
        def own(address: str) -> str:
            whole = urllib.parse.urldefrag(urllib.parse.urljoin(self._public_url + path, address)).url
            return whole.removeprefix(self._public_url) or "/" if whole.startswith(self._public_url) else ""

        return own


def rules(robots: str) -> list[tuple[str, bool]]:
    """Return the rules for all robots: (beginning of addresses, whether they may be requested)."""
    found = re.findall(r"^(Allow|Disallow): *(\S+)", robots, re.MULTILINE)
    return [(rule, said == "Allow") for said, rule in found]


def _matches(rule: str, path: str) -> bool:
    pattern = re.escape(rule).replace(r"\*", ".*")
    return re.match(pattern.removesuffix(r"\$") + ("$" if rule.endswith("$") else ""), path) is not None
