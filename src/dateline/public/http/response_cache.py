"""Answers that are ready to be sent, kept within a number of bytes."""

import hashlib
from collections import OrderedDict
from collections.abc import Hashable

from dateline.public.http import encodings
from dateline.public.http.encodings import IDENTITY
from dateline.web.http import Response

Headers = list[tuple[str, str]]
_PLAIN_SHARE = 8  # of what is kept, an eighth at most is plain beside packed
_OVERHEAD_BYTES = 2_000  # an address, the headers of its variants and their places in the dictionaries


class CachedResponse:
    """An answer made once: its headers, and its body in the encodings that were asked for.

    Args:
        response: what was made.
        headers: what every variant sends besides its own length, encoding and tag.
        lasting: those of them that a 304 repeats.
        tag: of the address and everything its bytes depend on; empty for an answer that is sent only once.
        valid: what the bytes depend on besides the address; equal means they would be the same today.
    """

    def __init__(self, response: Response, headers: Headers, lasting: Headers, *, tag: str, valid: Hashable) -> None:
        kind = dict(response.headers).get("content-type", "")
        self.status = response.status
        self.valid = valid
        self.tag = tag
        self.lasting = lasting
        self._headers = headers
        self._shrinks = encodings.can_shrink(kind, len(response.body))
        # what is kept is kept packed where it shrinks: ten pages fit where one would
        self._first = encodings.OFFERED[0] if self._shrinks and tag else IDENTITY
        self._bodies = {self._first: encodings.pack(response.body, self._first)}
        self._sent: dict[str, Headers] = {}

    @property
    def size_bytes(self) -> int:
        """What it takes to keep it, as of now."""
        return _OVERHEAD_BYTES + sum(map(len, self._bodies.values()))

    @property
    def variants(self) -> int:
        """In how many encodings it is ready."""
        return len(self._bodies)

    @property
    def plain_bytes(self) -> int:
        """What of it is taken by a plain body beside a packed one."""
        return len(self._bodies.get(IDENTITY, b"")) if self._first != IDENTITY else 0

    def forget_plain(self) -> None:
        """Let go of a plain body beside a packed one; it can be had again in a moment."""
        if self._first != IDENTITY:
            self._bodies.pop(IDENTITY, None)

    def plain(self) -> bytes:
        """Return the body as it was made; nothing more is kept for it."""
        return encodings.unpack(self._bodies[self._first], self._first)

    def variant(self, encoding: str) -> tuple[Headers, bytes]:
        """Return headers and body in an encoding, or as it is where that would not make it smaller."""
        if not self._shrinks:
            encoding = IDENTITY
        body = self._bodies.get(encoding)
        if body is None:
            whole = encodings.unpack(self._bodies[self._first], self._first)
            body = self._bodies[encoding] = encodings.pack(whole, encoding, once=not self.tag)
        headers = self._sent.get(encoding)
        if headers is None:
            headers = self._sent[encoding] = [*self._headers, *self._own(encoding, len(body))]
        return headers, body

    def _own(self, encoding: str, length: int) -> Headers:
        own = [("content-length", str(length))]
        if encoding:
            own.append(("content-encoding", encoding))
        if self.tag:
            own.append(("etag", variant_tag(self.tag, encoding)))
        return own


class ResponseCache:
    """The answers most recently asked for, by address. One thread at a time.

    An answer that is no longer valid stays until it is made anew or pushed out, because it is the last good
    one of its address.
    """

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._answers: OrderedDict[Hashable, tuple[CachedResponse, int]] = OrderedDict()
        self._plain: OrderedDict[Hashable, int] = OrderedDict()
        self.size_bytes = 0

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, address: Hashable) -> CachedResponse | None:
        """Return the answer last made for an address, valid or not."""
        found = self._answers.get(address)
        if found is None:
            return None
        self._answers.move_to_end(address)
        return found[0]

    def measure(self, address: Hashable, ready: CachedResponse) -> None:
        """Count an answer again that has grown by an encoding."""
        found = self._answers.get(address)
        if found is not None and found[0] is ready:
            self.put(address, ready)

    def put(self, address: Hashable, ready: CachedResponse) -> None:
        """Keep an answer; what was asked for longest ago makes room for it.

        An answer that would take more than a quarter of everything is not kept.
        """
        self.forget(address)
        size_bytes = ready.size_bytes
        if size_bytes > self._limit_bytes // 4:
            return
        self._answers[address] = ready, size_bytes
        self.size_bytes += size_bytes
        if ready.plain_bytes:
            self._plain[address] = ready.plain_bytes
            self._make_room_for_packed()
        while self.size_bytes > self._limit_bytes:
            self.forget(next(iter(self._answers)))

    def _make_room_for_packed(self) -> None:
        """Let go of the oldest plain bodies: only machines ask for them, and one takes the place of ten packed ones."""
        while sum(self._plain.values()) > self._limit_bytes // _PLAIN_SHARE:
            address, freed = self._plain.popitem(last=False)
            ready, size_bytes = self._answers[address]
            ready.forget_plain()
            self._answers[address] = ready, size_bytes - freed
            self.size_bytes -= freed

    def clear(self) -> None:
        """Drop everything."""
        self._answers.clear()
        self._plain.clear()
        self.size_bytes = 0

    def forget(self, address: Hashable) -> None:
        """Drop what is kept for an address."""
        found = self._answers.pop(address, None)
        self._plain.pop(address, None)
        if found is not None:
            self.size_bytes -= found[1]


def tag_of(*parts: object) -> str:
    """Return what an answer's tags begin with, from everything its bytes depend on."""
    return hashlib.blake2b("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def variant_tag(tag: str, encoding: str) -> str:
    """Return the strong entity tag of a variant: other bytes have another tag. Source: RFC 9110, section 8.8.3."""
    return f'"{tag}-{encoding}"' if encoding else f'"{tag}"'


def matching_tag(tag: str, if_none_match: str) -> str:
    """Return the tag in an If-None-Match header that names this answer in any encoding; empty where none does.

    A mark of weakness, which proxies that compress put before tags, is passed over. ``*`` names none: whoever has
    the answer itself asks ``matching_tag_or_any``. Source: RFC 9110, section 13.1.2.
    """
    if not tag or not if_none_match:
        return ""
    named = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    known = (variant_tag(tag, encoding) for encoding in (IDENTITY, *encodings.OFFERED))
    return next((one for one in known if one in named), "")


def matching_tag_or_any(tag: str, if_none_match: str) -> str:
    """Return what ``matching_tag`` does, and the tag for ``*`` too, which names any answer there is.

    Source: RFC 9110, section 13.1.2.
    """
    return variant_tag(tag, IDENTITY) if tag and if_none_match.strip() == "*" else matching_tag(tag, if_none_match)
