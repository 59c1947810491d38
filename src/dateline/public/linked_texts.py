"""The texts that editions link to, for ``Response.named_texts``."""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from dateline.editions.parts import Block, Text
from dateline.web.addresses import TEXT_PREFIX
from dateline.web.http import NamedText

_HREF = re.compile(rf"""href=["'](?:(?:https?:)?//[^/"']*)?{TEXT_PREFIX.pattern}(?![0-9])""")


class Content(Protocol):
    """The parts of an edition that hold HTML; the API's texts have the same."""

    @property
    def body(self) -> Sequence[Block]:
        """The blocks of the body."""

    @property
    def boilerplate(self) -> str:
        """The boilerplate as HTML."""

    @property
    def notes(self) -> str:
        """The notes to editors as HTML."""


def linked_texts(*editions: Content) -> frozenset[NamedText]:
    """Return the texts that the HTML of editions links to.

    ``RecordingArchive`` does not record them, so a response that shows this HTML has to name them. Links to other hosts
    count too, because the newsroom may have had another host before.
    """
    html = (part for edition in editions for part in _html_of(edition))
    return frozenset((int(number), language) for part in html for language, number in _HREF.findall(part))


def _html_of(edition: Content) -> Iterator[str]:
    yield from (block.html for block in edition.body if isinstance(block, Text))
    yield from (edition.boilerplate, edition.notes)
