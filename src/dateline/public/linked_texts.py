"""The texts that editions link to, for ``Response.named_texts``."""

import re
from collections.abc import Iterator

from dateline.editions.edition import Edition
from dateline.editions.parts import Text
from dateline.web.addresses import TEXT_PREFIX
from dateline.web.http import NamedText

_HREF = re.compile(rf"""href=["'](?:(?:https?:)?//[^/"']*)?{TEXT_PREFIX.pattern}(?![0-9])""")


def linked_texts(*editions: Edition) -> frozenset[NamedText]:
    """Return the texts that the HTML of editions links to.

    ``RecordingArchive`` does not know them. Links to other hosts count, because the newsroom may have moved from one.
    """
    html = (part for edition in editions for part in _html_of(edition))
    return frozenset((int(number), language) for part in html for language, number in _HREF.findall(part))


def _html_of(edition: Edition) -> Iterator[str]:
    yield from (block.html for block in edition.body if isinstance(block, Text))
    yield from (edition.boilerplate, edition.notes)
