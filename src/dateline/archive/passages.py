"""What of an edition can be searched, as plain text.

Boilerplate and contacts are left out: they say the same under every release, and would find all of them.
"""

import html
import re

from dateline.editions.edition import Edition
from dateline.editions.parts import Block, Download, Embed, Figure, Picture, Quote, Recording, Text

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|i|mark|small|span|strong|sub|sup|u|wbr)\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")


def plain(markup: str) -> str:
    """Return HTML of the allowed list as running text; a paragraph's end parts words, emphasis does not."""
    return " ".join(html.unescape(_TAG.sub(" ", _INLINE.sub("", markup))).split())


def passages(edition: Edition) -> list[str]:
    """Return the searchable texts of an edition: headline first, lead second, then the rest in reading order.

    Headline and lead are always there, even if empty; the rest holds no empty text.
    """
    rest = [*(edition.dateline.places if edition.dateline else ()), edition.issuer]
    rest += _captions(edition.picture)
    for block in edition.body:
        rest += _said(block)
    rest.append(plain(edition.notes))
    return [edition.headline, edition.lead, *(text for text in rest if text)]


def _said(block: Block) -> list[str]:
    match block:
        case Text():
            return [plain(block.html)]
        case Figure():
            return _captions(block.picture)
        case Quote():
            return [block.text, block.speaker, block.role]
        case Download() | Embed():
            return [block.title]
        case Recording():
            heard = " ".join(block.transcript.split())
            return [block.title, block.caption, block.credit, heard, *_captions(block.poster)]


def _captions(picture: Picture | None) -> list[str]:
    return [picture.alt, picture.caption, picture.credit] if picture else []
