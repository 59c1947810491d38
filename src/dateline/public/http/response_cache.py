"""The response cache, which is limited in bytes, and the entity tags of its responses."""

import hashlib
from collections import OrderedDict
from collections.abc import Hashable

from dateline.public.http import encodings
from dateline.public.http.encodings import IDENTITY
from dateline.web.headers import entity_tags
from dateline.web.http import NamedText, Response

Headers = list[tuple[str, str]]
# at most an eighth of the cache is used for uncompressed copies of bodies that it also has compressed
_UNCOMPRESSED_SHARE = 8
_OVERHEAD_BYTES = 2_000  # for the key, the headers of the variants and the dictionary entries


class CachedResponse:
    """A response made once: its headers, and its body in each encoding that clients asked for.

    Args:
        response: what was made.
        headers: the headers of every variant, without length, encoding and tag, which differ.
        repeated: those of the headers that a 304 repeats.
        tag: identifies the address and everything the bytes depend on; empty for a response that is sent only once.
        valid: everything the bytes depend on besides the address. While it stays equal, the response is valid.
        named_texts: texts that the response names, if it may be sent stale; else empty.
    """

    def __init__(
        self,
        response: Response,
        headers: Headers,
        repeated: Headers,
        *,
        tag: str,
        valid: Hashable,
        named_texts: frozenset[NamedText] = frozenset(),
    ) -> None:
        content_type = dict(response.headers).get("content-type", "")
        self.status = response.status
        self.valid = valid
        self.tag = tag
        self.repeated = repeated
        self.named_texts = named_texts
        self._headers = headers
        self._last_modified = dict(headers).get("last-modified", "")
        self._is_compressible = encodings.is_compressible(content_type, len(response.body))
        # a cached body is stored compressed, so that ten times as many pages fit into the cache
        self._stored = encodings.SUPPORTED[0] if self._is_compressible and tag else IDENTITY
        self._bodies = {self._stored: encodings.compress(response.body, self._stored)}
        self._variant_headers: dict[str, Headers] = {}

    def unmodified_tag(self, if_modified_since: str) -> str:
        """Return the tag where a header names exactly the moment of this response; else empty.

        Later moments do not count: an entry may reach this archive seconds after its own moment.
        """
        is_same = bool(self.tag and self._last_modified) and if_modified_since.strip() == self._last_modified
        return variant_tag(self.tag, IDENTITY) if is_same else ""

    @property
    def size_bytes(self) -> int:
        """Memory that the response takes now."""
        return _OVERHEAD_BYTES + sum(map(len, self._bodies.values()))

    @property
    def variants(self) -> int:
        """Number of encodings for which a body is stored."""
        return len(self._bodies)

    @property
    def uncompressed_bytes(self) -> int:
        """Size of the uncompressed copy of a body that is also stored compressed; 0 without one."""
        return len(self._bodies.get(IDENTITY, b"")) if self._stored != IDENTITY else 0

    def drop_uncompressed(self) -> None:
        """Drop the uncompressed copy of a body that is also stored compressed."""
        if self._stored != IDENTITY:
            self._bodies.pop(IDENTITY, None)

    def variant(self, encoding: str) -> tuple[Headers, bytes]:
        """Return headers and body in an encoding; uncompressed where that would not make it smaller."""
        if not self._is_compressible:
            encoding = IDENTITY
        body = self._bodies.get(encoding)
        if body is None:
            whole = encodings.decompress(self._bodies[self._stored], self._stored)
            body = self._bodies[encoding] = encodings.compress(whole, encoding, once=not self.tag)
        headers = self._variant_headers.get(encoding)
        if headers is None:
            headers = self._variant_headers[encoding] = [*self._headers, *self._own_headers(encoding, len(body))]
        return headers, body

    def _own_headers(self, encoding: str, length: int) -> Headers:
        own = [("content-length", str(length))]
        if encoding:
            own.append(("content-encoding", encoding))
        if self.tag:
            own.append(("etag", variant_tag(self.tag, encoding)))
        return own


class ResponseCache:
    """The responses used most recently, by key; for one thread at a time.

    A response that is no longer valid stays until it is replaced or evicted: it is the last good one for its key.
    """

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._responses: OrderedDict[Hashable, tuple[CachedResponse, int]] = OrderedDict()
        self._uncompressed: OrderedDict[Hashable, int] = OrderedDict()
        self.size_bytes = 0

    def __len__(self) -> int:
        return len(self._responses)

    def get(self, key: Hashable) -> CachedResponse | None:
        """Return the response made last for a key, valid or not."""
        entry = self._responses.get(key)
        if entry is None:
            return None
        self._responses.move_to_end(key)
        return entry[0]

    def remeasure(self, key: Hashable, response: CachedResponse) -> None:
        """Update the size of a response that has a new variant."""
        entry = self._responses.get(key)
        if entry is not None and entry[0] is response:
            self.put(key, response)

    def put(self, key: Hashable, response: CachedResponse) -> None:
        """Store a response; those used longest ago are evicted for it.

        A response that would take more than a quarter of the cache is not stored.
        """
        self.remove(key)
        size_bytes = response.size_bytes
        if size_bytes > self._limit_bytes // 4:
            return
        self._responses[key] = response, size_bytes
        self.size_bytes += size_bytes
        if response.uncompressed_bytes:
            self._uncompressed[key] = response.uncompressed_bytes
            self._evict_uncompressed()
        while self.size_bytes > self._limit_bytes:
            self.remove(next(iter(self._responses)))

    def _evict_uncompressed(self) -> None:
        """Drop the oldest uncompressed copies: browsers never ask for them, and each takes the room of ten pages."""
        while sum(self._uncompressed.values()) > self._limit_bytes // _UNCOMPRESSED_SHARE:
            key, freed_bytes = self._uncompressed.popitem(last=False)
            response, size_bytes = self._responses[key]
            response.drop_uncompressed()
            self._responses[key] = response, size_bytes - freed_bytes
            self.size_bytes -= freed_bytes

    def clear(self) -> None:
        """Remove all responses."""
        self._responses.clear()
        self._uncompressed.clear()
        self.size_bytes = 0

    def remove(self, key: Hashable) -> None:
        """Remove the response for a key, if there is one."""
        entry = self._responses.pop(key, None)
        self._uncompressed.pop(key, None)
        if entry is not None:
            self.size_bytes -= entry[1]


def tag_of(*parts: object) -> str:
    """Return the common beginning of the entity tags of a response's variants: a digest of all that it depends on."""
    return hashlib.blake2b("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def variant_tag(tag: str, encoding: str) -> str:
    """Return the strong entity tag of a variant: other bytes have another tag. Source: RFC 9110, section 8.8.3."""
    return f'"{tag}-{encoding}"' if encoding else f'"{tag}"'


def matching_tag(tag: str, if_none_match: str) -> str:
    """Return the tag in an If-None-Match header that names any variant of this response; empty where none does.

    The mark of a weak tag, which compressing proxies add, is ignored. ``*`` matches nothing here; see
    ``matching_tag_or_any``. Source: RFC 9110, section 13.1.2.
    """
    if not tag or not if_none_match:
        return ""
    named = entity_tags(if_none_match)
    variants = (variant_tag(tag, encoding) for encoding in (IDENTITY, *encodings.SUPPORTED))
    return next((one for one in variants if one in named), "")


def matching_tag_or_any(tag: str, if_none_match: str) -> str:
    """Return the same as ``matching_tag``, but the response's own tag for ``*``; for callers that have the response.

    Source: RFC 9110, section 13.1.2.
    """
    return variant_tag(tag, IDENTITY) if tag and if_none_match.strip() == "*" else matching_tag(tag, if_none_match)
