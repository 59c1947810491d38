"""Which texts an answer names: what ``Response.named_texts`` is filled from."""

import re
from collections.abc import Iterable

from dateline.archive.port import Item
from dateline.editions.edition import Edition
from dateline.editions.parts import Text
from dateline.web.addresses import TEXT_PREFIX
from dateline.web.http import NamedText

_HREF = re.compile(rf"""href=["'](?:(?:https?:)?//[^/"']*)?{TEXT_PREFIX.pattern}(?![0-9])""")


def listed_texts(items: Iterable[Item]) -> frozenset[NamedText]:
    """Return the texts that a list of items names."""
    return frozenset((item.edition.number, item.edition.language) for item in items)


def texts_in(*editions: Edition) -> frozenset[NamedText]:
    """Return editions and the texts that their HTML links to, for answers that hold the whole of them.

    Links to other hosts count, too: the newsroom may have moved from one.
    """
    own = {(edition.number, edition.language) for edition in editions}
    html = (part for edition in editions for part in _html_of(edition))
    return frozenset(own | {(int(found[2]), found[1]) for part in html for found in _HREF.finditer(part)})


def _html_of(edition: Edition) -> Iterable[str]:
    yield from (block.html for block in edition.body if isinstance(block, Text))
    yield from (edition.boilerplate, edition.notes)
