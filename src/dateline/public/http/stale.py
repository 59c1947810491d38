"""Whether bytes made earlier may still go out when they cannot be made again."""

import re

from dateline.archive.port import Archive
from dateline.public.http.headers import POSITION
from dateline.public.http.response_cache import CachedResponse

_TEXT = re.compile(r"/([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})/news/([0-9]{1,9})(?:/[^/]*)?")
_NAMED = re.compile(rb"/([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})/news/([0-9]{1,9})(?![0-9])")


def may_serve_stale(path: str, ready: CachedResponse, archive: Archive) -> bool:
    """Say whether bytes made earlier may answer for a path in a generation.

    Those of its own position may. Of an earlier one only the page of a text may, while that text and every text
    the page links to are still shown: lists and feeds hold words that may have been removed since.
    """
    if dict(ready.lasting).get(POSITION) == str(archive.position):
        return True
    own = _TEXT.fullmatch(path)
    if own is None or not _is_shown(archive, int(own[2]), own[1]):
        return False
    named = {(int(number), language.decode("ascii")) for language, number in _NAMED.findall(ready.plain())}
    return all(_is_shown(archive, number, language) for number, language in named)


def _is_shown(archive: Archive, number: int, language: str) -> bool:
    reading = archive.text(number, language)
    return reading is not None and reading.state in ("public", "withdrawn")
